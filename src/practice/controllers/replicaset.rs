//! `ReplicaSet`s: as many pods as wanted, and what is known of them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::practice::{kinds::Kind, meta, refusal::Refusal, selectors};

use super::{
    Again,
    desk::Desk,
    events::Note,
    fields::{
        condition, controller, count, is_active, is_controlled_by, is_ready, list, moment, number, owned_by,
        set, text,
    },
};

const SOURCE: &str = "replicaset-controller";
/// Most pods that are made or removed at a time.
const BURST: usize = 500;

/// Looks after a `ReplicaSet`.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(owner) = desk.get(desk.kinds.sets, namespace, name) else { return Ok(Again::Never) };
    let pods = claim(desk, desk.kinds.pods, &owner)?;
    let active: Vec<Arc<Value>> = pods.iter().filter(|pod| is_active(pod)).cloned().collect();
    let is_more = active.len().abs_diff(wanted(&owner)) > BURST && !meta::is_terminating(&owner);
    let mut failed = None;
    if !meta::is_terminating(&owner) {
        failed = manage(desk, &owner, &active).err();
    }
    let (active, terminating) = count_pods(desk, &owner);
    let mut again = write_status(desk, &owner, &active, terminating, failed.as_ref())?;
    if is_more {
        again = again.or(Again::Real(Duration::ZERO));
    }
    failed.map_or(Ok(again), Err)
}

fn wanted(owner: &Value) -> usize {
    usize::try_from(number(owner, "/spec/replicas")).unwrap_or_default()
}

fn count_pods(desk: &Desk, owner: &Value) -> (Vec<Arc<Value>>, usize) {
    let pods = owned(desk, desk.kinds.pods, owner);
    let terminating =
        pods.iter().filter(|pod| meta::is_terminating(pod) && !super::fields::has_ended(pod)).count();
    (pods.into_iter().filter(|pod| is_active(pod)).collect(), terminating)
}

/// The objects of a kind that the owner controls.
pub(super) fn owned(desk: &Desk, kind: &'static Kind, owner: &Value) -> Vec<Arc<Value>> {
    let uid = meta::text(owner, "uid");
    let all = desk.list(kind, meta::text(owner, "namespace"));
    all.into_iter().filter(|object| is_controlled_by(object, uid)).collect()
}

/// The objects of a kind that the owner controls, after it has taken those that it selects and nobody controls, and let
/// go those that it does not select any more.
pub(super) fn claim(desk: &Desk, kind: &'static Kind, owner: &Value) -> Result<Vec<Arc<Value>>, Refusal> {
    let uid = meta::text(owner, "uid");
    let selector = owner.pointer("/spec/selector").cloned().unwrap_or_default();
    let mut claimed = Vec::new();
    for object in desk.list(kind, meta::text(owner, "namespace")) {
        let selected = selector.is_object() && selectors::matches(&selector, meta::field(&object, "labels"));
        let going = meta::is_terminating(owner);
        match (is_controlled_by(&object, uid), selected) {
            (true, true) => claimed.push(object),
            (true, false) if !going => {
                desk.change(kind, "", &object, |object| {
                    let mut owners = list(object, "/metadata/ownerReferences").to_vec();
                    owners.retain(|one| text(one, "/uid") != uid);
                    set(object, &["metadata", "ownerReferences"], json!(owners));
                })?;
            }
            (false, true) if !going && controller(&object).is_none() && !meta::is_terminating(&object) => {
                claimed.push(desk.change(kind, "", &object, |object| {
                    let mut owners = list(object, "/metadata/ownerReferences").to_vec();
                    owners.push(owned_by(owner));
                    set(object, &["metadata", "ownerReferences"], json!(owners));
                })?);
            }
            _ => {}
        }
    }
    Ok(claimed)
}

/// Makes what is missing, removes what is too much.
fn manage(desk: &Desk, owner: &Value, active: &[Arc<Value>]) -> Result<(), Refusal> {
    let wanted = wanted(owner);
    for _ in (active.len()..wanted).take(BURST) {
        make_pod(desk, SOURCE, owner, |_| {})?;
    }
    if active.len() > wanted {
        let mut chosen = active.to_vec();
        chosen.sort_by_key(|pod| worth(pod));
        for pod in chosen.iter().take((active.len() - wanted).min(BURST)) {
            desk.delete(desk.kinds.pods, pod, "")?;
            let message = format!("Deleted pod: {}", meta::text(pod, "name"));
            desk.tell(&Note::normal(SOURCE, owner, "SuccessfulDelete", message));
        }
    }
    Ok(())
}

/// Makes a pod from the owner's template, changed by `finish`, and tells of it under the controller's name.
pub(super) fn make_pod(
    desk: &Desk,
    source: &'static str,
    owner: &Value,
    finish: impl Fn(&mut Value),
) -> Result<(), Refusal> {
    let template = owner.pointer("/spec/template").cloned().unwrap_or_default();
    let mut pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "generateName": format!("{}-", meta::text(owner, "name")), "namespace": meta::text(owner, "namespace"),
            "ownerReferences": [owned_by(owner)],
        },
        "spec": template.get("spec").cloned().unwrap_or_default(),
    });
    for key in ["labels", "annotations", "finalizers"] {
        if let Some(value) = meta::field(&template, key) {
            set(&mut pod, &["metadata", key], value.clone());
        }
    }
    finish(&mut pod);
    match desk.create(desk.kinds.pods, meta::text(owner, "namespace"), pod) {
        Ok(pod) => {
            let message = format!("Created pod: {}", meta::text(&pod, "name"));
            desk.tell(&Note::normal(source, owner, "SuccessfulCreate", message));
            Ok(())
        }
        Err(refusal) => {
            let going = refusal.message.contains("because it is being terminated");
            if !going {
                let message = format!("Error creating: {}", refusal.message);
                desk.tell(&Note::warning(source, owner, "FailedCreate", message));
            }
            Err(refusal)
        }
    }
}

/// What goes first is worth least: unassigned, pending, not ready; of ready ones the newest.
fn worth(pod: &Value) -> (bool, u8, bool, std::cmp::Reverse<i64>, std::cmp::Reverse<String>) {
    let phase = match text(pod, "/status/phase") {
        "Pending" => 0,
        "Unknown" => 1,
        _ => 2,
    };
    let restarts =
        list(pod, "/status/containerStatuses").iter().map(|one| number(one, "/restartCount")).max();
    let age = if is_ready(pod) {
        condition(pod, "Ready").map_or("", |ready| text(ready, "/lastTransitionTime")).to_owned()
    } else {
        meta::text(pod, "creationTimestamp").to_owned()
    };
    let assigned = !text(pod, "/spec/nodeName").is_empty();
    (assigned, phase, is_ready(pod), std::cmp::Reverse(restarts.unwrap_or_default()), std::cmp::Reverse(age))
}

/// The pod is ready for as long as wanted; else how long it still has to be.
fn is_available(desk: &Desk, pod: &Value, least: i64) -> Result<(), Option<Duration>> {
    if !is_ready(pod) {
        return Err(None);
    }
    if least == 0 {
        return Ok(());
    }
    let since = condition(pod, "Ready").and_then(|ready| moment(ready, "/lastTransitionTime"));
    let passed = since.map(|since| desk.facts.elapsed(since)).unwrap_or_default();
    let wanted = Duration::from_secs(u64::try_from(least).unwrap_or_default());
    if passed >= wanted { Ok(()) } else { Err(Some(wanted.saturating_sub(passed))) }
}

fn write_status(
    desk: &Desk,
    owner: &Value,
    active: &[Arc<Value>],
    terminating: usize,
    failed: Option<&Refusal>,
) -> Result<Again, Refusal> {
    let labels = owner.pointer("/spec/template/metadata/labels").and_then(Value::as_object);
    let labelled = |pod: &Value| {
        let has = |(key, value): (&String, &Value)| {
            meta::field(pod, "labels").and_then(|all| all.get(key)) == Some(value)
        };
        labels.is_none_or(|labels| labels.iter().all(has))
    };
    let least = number(owner, "/spec/minReadySeconds");
    let (mut available, mut again) = (0, Again::Never);
    for pod in active {
        match is_available(desk, pod, least) {
            Ok(()) => available += 1,
            Err(Some(left)) => again = again.or(Again::World(left)),
            Err(None) => {}
        }
    }
    let size = |number: usize| i64::try_from(number).unwrap_or_default();
    let full = size(active.iter().filter(|pod| labelled(pod)).count());
    let ready = size(active.iter().filter(|pod| is_ready(pod)).count());
    desk.change(desk.kinds.sets, "status", owner, |live| {
        let mut status = Map::new();
        status.insert("replicas".to_owned(), json!(active.len()));
        count(&mut status, "fullyLabeledReplicas", full);
        count(&mut status, "readyReplicas", ready);
        count(&mut status, "availableReplicas", available);
        status.insert("terminatingReplicas".to_owned(), json!(terminating));
        // What was looked at, not what may have been written since.
        count(&mut status, "observedGeneration", meta::generation(owner));
        if let Some(failed) = failed {
            let before = condition(live, "ReplicaFailure").filter(|old| text(old, "/message") == failed.message);
            let since = before.map_or_else(meta::now, |old| text(old, "/lastTransitionTime").to_owned());
            let one = json!({
                "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": failed.message,
                "lastTransitionTime": since,
            });
            status.insert("conditions".to_owned(), json!([one]));
        }
        set(live, &["status"], Value::Object(status));
    })?;
    Ok(again)
}
