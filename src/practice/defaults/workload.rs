//! Defaults of the kinds that run pods.

use serde_json::{Map, Value, json};

use super::{fill_claim, inner, items, part, put, set_in};

/// A `Deployment`'s spec.
pub(super) fn fill_deployment(spec: &mut Map<String, Value>) {
    put(spec, "replicas", json!(1));
    if let Some(strategy) = inner(spec, "strategy") {
        put(strategy, "type", json!("RollingUpdate"));
        if strategy.get("type") == Some(&json!("RollingUpdate"))
            && let Some(rolling) = inner(strategy, "rollingUpdate")
        {
            put(rolling, "maxUnavailable", json!("25%"));
            put(rolling, "maxSurge", json!("25%"));
        }
    }
    put(spec, "revisionHistoryLimit", json!(10));
    put(spec, "progressDeadlineSeconds", json!(600));
}

/// A `StatefulSet`'s spec.
pub(super) fn fill_stateful(spec: &mut Map<String, Value>) {
    put(spec, "podManagementPolicy", json!("OrderedReady"));
    if let Some(strategy) = inner(spec, "updateStrategy") {
        put(strategy, "type", json!("RollingUpdate"));
        if strategy.get("type") == Some(&json!("RollingUpdate"))
            && let Some(rolling) = inner(strategy, "rollingUpdate")
        {
            put(rolling, "partition", json!(0));
        }
    }
    if let Some(policy) = inner(spec, "persistentVolumeClaimRetentionPolicy") {
        put(policy, "whenDeleted", json!("Retain"));
        put(policy, "whenScaled", json!("Retain"));
    }
    put(spec, "replicas", json!(1));
    put(spec, "revisionHistoryLimit", json!(10));
    for claim in items(spec.get_mut("volumeClaimTemplates")) {
        set_in(claim, "apiVersion", json!("v1"));
        set_in(claim, "kind", json!("PersistentVolumeClaim"));
        fill_claim(claim);
    }
}

/// A `DaemonSet`'s spec.
pub(super) fn fill_daemon(spec: &mut Map<String, Value>) {
    if let Some(strategy) = inner(spec, "updateStrategy") {
        put(strategy, "type", json!("RollingUpdate"));
        if strategy.get("type") == Some(&json!("RollingUpdate"))
            && let Some(rolling) = inner(strategy, "rollingUpdate")
        {
            put(rolling, "maxUnavailable", json!(1));
            put(rolling, "maxSurge", json!(0));
        }
    }
    put(spec, "revisionHistoryLimit", json!(10));
}

/// A `ReplicationController` takes its selector and labels from its template.
pub(super) fn fill_controller(object: &mut Value) {
    let labels = object.pointer("/spec/template/metadata/labels").cloned();
    if let Some(spec) = part(object, "spec") {
        put(spec, "replicas", json!(1));
        if let Some(labels) = &labels {
            put(spec, "selector", labels.clone());
        }
    }
    take_labels(object, labels);
}

fn take_labels(object: &mut Value, labels: Option<Value>) {
    if let (Some(metadata), Some(labels)) = (part(object, "metadata"), labels) {
        put(metadata, "labels", labels);
    }
}

/// A Job takes its labels from its template.
pub(super) fn fill_job(object: &mut Value) {
    let labels = object.pointer("/spec/template/metadata/labels").cloned();
    take_labels(object, labels);
    let Some(spec) = part(object, "spec") else { return };
    if !spec.contains_key("completions") && !spec.contains_key("parallelism") {
        put(spec, "completions", json!(1));
    }
    put(spec, "parallelism", json!(1));
    let most = if spec.contains_key("backoffLimitPerIndex") { i64::from(i32::MAX) } else { 6 };
    put(spec, "backoffLimit", json!(most));
    put(spec, "completionMode", json!("NonIndexed"));
    put(spec, "suspend", json!(false));
    put(spec, "manualSelector", json!(false));
    let policy = if spec.contains_key("podFailurePolicy") { "Failed" } else { "TerminatingOrFailed" };
    put(spec, "podReplacementPolicy", json!(policy));
}

/// A `CronJob`'s spec.
pub(super) fn fill_cron(spec: &mut Map<String, Value>) {
    put(spec, "concurrencyPolicy", json!("Allow"));
    put(spec, "suspend", json!(false));
    put(spec, "successfulJobsHistoryLimit", json!(3));
    put(spec, "failedJobsHistoryLimit", json!(1));
}

/// A `HorizontalPodAutoscaler`'s spec.
pub(super) fn fill_autoscaler(spec: &mut Map<String, Value>) {
    put(spec, "minReplicas", json!(1));
    let cpu = json!([{"type": "Resource",
        "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}]);
    put(spec, "metrics", cpu);
}
