//! The scheduler: the node with the fewest pods of those that a pod may run on.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::practice::{
    controllers::{
        desk::Desk,
        events::Note,
        fields::{flag, has_ended, list, set, text},
    },
    meta,
    store::Key,
};

const SOURCE: &str = "default-scheduler";

/// Gives the pod a node, or says why it has none. Nothing happens to a pod that has one or is not ours.
pub(super) fn schedule(desk: &Desk, pod: &Arc<Value>) {
    let ours = matches!(text(pod, "/spec/schedulerName"), "" | "default-scheduler");
    if !ours || !text(pod, "/spec/nodeName").is_empty() || meta::is_terminating(pod) || has_ended(pod) {
        return;
    }
    if !list(pod, "/spec/schedulingGates").is_empty() {
        return;
    }
    match choose(desk, pod) {
        Ok(node) => bind(desk, pod, &node),
        Err(why) => refuse(desk, pod, &why),
    }
}

fn choose(desk: &Desk, pod: &Value) -> Result<String, String> {
    let nodes = desk.list(desk.kinds.nodes, "");
    let mut loads: BTreeMap<String, usize> = BTreeMap::new();
    for other in desk.list(desk.kinds.pods, "").iter().filter(|other| !has_ended(other)) {
        *loads.entry(text(other, "/spec/nodeName").to_owned()).or_default() += 1;
    }
    let wanted = pod.pointer("/spec/nodeSelector").and_then(Value::as_object);
    let fits = |node: &Value| {
        let labels = meta::field(node, "labels");
        wanted.is_none_or(|wanted| {
            wanted.iter().all(|(key, value)| labels.and_then(|all| all.get(key)) == Some(value))
        })
    };
    let (mut cordoned, mut unfit, mut found) = (0, 0, Vec::new());
    for node in &nodes {
        if flag(node, "/spec/unschedulable") {
            cordoned += 1;
        } else if !fits(node) {
            unfit += 1;
        } else {
            let name = meta::text(node, "name").to_owned();
            found.push((loads.get(&name).copied().unwrap_or_default(), name));
        }
    }
    if let Some((_, name)) = found.into_iter().min() {
        return Ok(name);
    }
    let mut reasons = Vec::new();
    for (count, why) in [
        (unfit, "node(s) didn't match Pod's node affinity/selector"),
        (cordoned, "node(s) were unschedulable"),
    ] {
        if count > 0 {
            reasons.push(format!("{count} {why}"));
        }
    }
    Err(format!(
        "0/{0} nodes are available: {1}. no new claims to deallocate, preemption: 0/{0} nodes are available: {0} \
         Preemption is not helpful for scheduling.",
        nodes.len(),
        reasons.join(", ")
    ))
}

/// Writes the node into the pod. As in earnest this is no update: no manager owns it.
fn bind(desk: &Desk, pod: &Arc<Value>, node: &str) {
    let mut bound = (**pod).clone();
    set(&mut bound, &["spec", "nodeName"], json!(node));
    let mut conditions = list(&bound, "/status/conditions").to_vec();
    conditions.retain(|one| text(one, "/type") != "PodScheduled");
    conditions.push(json!({
        "type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": meta::now(),
    }));
    set(&mut bound, &["status", "conditions"], json!(conditions));
    let (namespace, name) = (meta::text(pod, "namespace"), meta::text(pod, "name"));
    let key = Key::new(desk.kinds.pods, namespace, name);
    // When somebody wrote in between, their write brings the pod here again.
    if desk.api.store().commit(&key, Some(pod), Some(bound)).is_ok() {
        let message = format!("Successfully assigned {namespace}/{name} to {node}");
        desk.tell(&Note::normal(SOURCE, pod, "Scheduled", message));
    }
}

fn refuse(desk: &Desk, pod: &Value, why: &str) {
    let known = list(pod, "/status/conditions")
        .iter()
        .any(|one| text(one, "/type") == "PodScheduled" && text(one, "/message") == why);
    if known {
        return;
    }
    desk.tell(&Note::warning(SOURCE, pod, "FailedScheduling", why));
    let done = desk.change(desk.kinds.pods, "status", pod, |pod| {
        let one = json!({
            "type": "PodScheduled", "status": "False", "observedGeneration": meta::generation(pod),
            "lastProbeTime": null, "lastTransitionTime": meta::now(), "reason": "Unschedulable", "message": why,
        });
        set(pod, &["status", "conditions"], json!([one]));
    });
    if let Err(refusal) = done {
        tracing::debug!(%refusal, "a pod without a node could not be marked");
    }
}
