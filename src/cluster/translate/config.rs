//! What it is for: a `DeploymentConfig` of OpenShift as a row (facts 2.4). In: the object. Out: its row.
//! Never: an environment value.

use kube::{ResourceExt as _, core::DynamicObject};
use serde_json::Value;

use super::line;
use crate::cluster::mask;
use crate::observed::WorkloadRow;

/// The group of OpenShift's own workloads.
pub(crate) const GROUP: &str = "apps.openshift.io";
/// The kind.
pub(crate) const KIND: &str = "DeploymentConfig";
/// Versions that are understood.
pub(crate) const VERSIONS: &[&str] = &["v1"];

pub(crate) fn deployment_config(object: &DynamicObject) -> WorkloadRow {
    let data = &object.data;
    let number = |pointer: &str| data.pointer(pointer).and_then(Value::as_i64);
    let count = |pointer: &str| number(pointer).and_then(|count| i32::try_from(count).ok()).unwrap_or(0);
    WorkloadRow {
        kind: KIND.to_owned(),
        name: object.name_any(),
        uid: object.uid().unwrap_or_default(),
        resource_version: object.resource_version().unwrap_or_default(),
        generation: object.metadata.generation.unwrap_or(0),
        observed_generation: number("/status/observedGeneration").unwrap_or(0),
        wanted: count("/spec/replicas"),
        replicas: count("/status/replicas"),
        updated: count("/status/updatedReplicas"),
        ready: count("/status/readyReplicas"),
        available: count("/status/availableReplicas"),
        paused: data.pointer("/spec/paused").and_then(Value::as_bool).unwrap_or(false),
        images: images(data),
        trouble: trouble(data),
        selector: selector(data),
        version: Some(number("/status/latestVersion").unwrap_or(0)),
        awaits_image: awaits_image(data),
        created: object.creation_timestamp().map(|time| time.0),
        ..WorkloadRow::default()
    }
}

fn list<'a>(of: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    of.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(of: &'a Value, key: &str) -> Option<&'a str> {
    of.get(key).and_then(Value::as_str)
}

fn images(data: &Value) -> Vec<(String, String)> {
    let containers = list(data, "/spec/template/spec/containers");
    containers.map(|one| (line(text(one, "name"), 100), line(text(one, "image"), 300))).collect()
}

/// `Progressing` when it is false (while it rolls out it is unknown), else `ReplicaFailure`.
fn trouble(data: &Value) -> Option<(String, String)> {
    let find = |kind: &str| list(data, "/status/conditions").find(|one| text(one, "type") == Some(kind));
    let stuck = find("Progressing").filter(|one| text(one, "status") == Some("False"));
    let refused = find("ReplicaFailure").filter(|one| text(one, "status") == Some("True"));
    let one = stuck.or(refused)?;
    Some((line(text(one, "reason"), 100), line(text(one, "message"), mask::LONGEST)))
}

/// A `DeploymentConfig` selects by labels only.
fn selector(data: &Value) -> String {
    let pairs = data.pointer("/spec/selector").and_then(Value::as_object).into_iter().flatten();
    let pairs = pairs.filter_map(|(key, value)| Some(format!("{key}={}", value.as_str()?)));
    pairs.collect::<Vec<_>>().join(",")
}

/// Whether its first version is made only when an image is there.
fn awaits_image(data: &Value) -> bool {
    list(data, "/spec/triggers").any(|one| text(one, "type") == Some("ImageChange"))
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;
    use crate::observed::verdict::{self, Verdict};

    fn config(spec: &Value, status: &Value) -> WorkloadRow {
        let object = json!({"apiVersion": "apps.openshift.io/v1", "kind": KIND,
            "metadata": {"name": "api", "uid": "u", "generation": 2}, "spec": spec, "status": status});
        deployment_config(&from_value(object).expect("an object"))
    }

    /// The verdict's words and next step.
    fn told(row: &WorkloadRow) -> (String, String) {
        let verdict = verdict::rollout(Some(row));
        let (Verdict::NotYet(words) | Verdict::Broken(words) | Verdict::Unknown(words)) = verdict else {
            return (format!("{verdict:?}"), String::new());
        };
        (words.text(), words.next_step().map(|step| step.text()).unwrap_or_default())
    }

    fn spec() -> Value {
        json!({"replicas": 2, "selector": {"deploymentconfig": "api"}, "template": {"spec": {"containers": [
            {"name": "api", "image": "registry.example/api:1"}]}}})
    }

    #[test]
    fn a_config_is_judged_by_its_counters_once_it_was_seen() {
        let status = json!({"latestVersion": 3, "observedGeneration": 2, "replicas": 2, "updatedReplicas": 2,
            "availableReplicas": 2, "readyReplicas": 2});
        let row = config(&spec(), &status);
        assert_eq!((row.wanted, row.ready, row.selector.as_str()), (2, 2, "deploymentconfig=api"));
        assert_eq!(told(&row).0, "Ready");
        let row = config(&spec(), &json!({"latestVersion": 3, "observedGeneration": 1}));
        assert!(told(&row).0.contains("not taken up"), "{:?}", told(&row));
    }

    #[test]
    fn what_keeps_a_config_is_told_with_a_next_step() {
        let mut triggered = spec();
        triggered["triggers"] = json!([{"type": "ImageChange"}]);
        let none = json!({"latestVersion": 0, "observedGeneration": 2});
        assert!(told(&config(&triggered, &none)).0.contains("image"));
        assert!(told(&config(&spec(), &none)).1.contains("oc rollout latest"));
        let with = |status: &str, reason: &str| {
            let condition =
                json!({"type": "Progressing", "status": status, "reason": reason, "message": "m"});
            let status = json!({"latestVersion": 3, "observedGeneration": 2, "conditions": [condition]});
            told(&config(&spec(), &status))
        };
        for reason in ["ProgressDeadlineExceeded", "RolloutCancelled", "ReplicationControllerCreateError"] {
            let (words, step) = with("False", reason);
            assert!(words.len() > 15 && step.len() > 10, "{reason}: {words} | {step}");
            assert_ne!((words.replace(reason, "New"), step), with("False", "New"), "{reason}");
        }
        let usual = with("Unknown", "ReplicationControllerUpdated").0;
        assert!(usual.contains("0 of 2 pods are new"), "a roll-out on its way is no trouble: {usual}");
        let mut paused = spec();
        paused["paused"] = json!(true);
        for version in [0, 3] {
            let status = json!({"latestVersion": version, "observedGeneration": 2});
            let (words, step) = told(&config(&paused, &status));
            assert!(
                words.contains("paused") && step.contains("oc rollout resume dc/api"),
                "{words} | {step}"
            );
        }
    }

    #[test]
    fn a_failed_config_tells_how_many_pods_are_left() {
        let late = json!({"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"});
        let status =
            json!({"latestVersion": 1, "observedGeneration": 2, "readyReplicas": 1, "conditions": [late]});
        let words = told(&config(&spec(), &status)).0;
        assert!(words.contains("failed") && words.contains("1 of 2 pods are ready"), "{words}");
    }
}
