//! The rules that objects must keep, in the server's words.

mod change;
mod checks;
mod config;
mod container;
mod cron;
mod metadata;
mod other;
mod pod;
mod service;
mod volume;
mod workload;

use serde_json::Value;

use super::{api::Call, kinds::Kind, refusal::Cause};

/// What is wrong with a new object.
pub(crate) fn on_create(kind: &Kind, object: &Value) -> Vec<Cause> {
    let mut causes = metadata::check(kind, object);
    causes.extend(of_kind(kind, object));
    if kind.resource == "cronjobs" {
        cron::check_name(&mut causes, object);
    }
    causes
}

/// What is wrong with a changed object.
pub(crate) fn on_update(call: &Call, live: &Value, new: &Value) -> Vec<Cause> {
    let mut causes = metadata::check_change(live, new);
    causes.extend(metadata::check(call.kind, new));
    if call.subresource.is_empty() {
        let (whole, change) = (of_kind(call.kind, new), change::check(call.kind, live, new));
        let is_change_first = matches!(call.kind.resource.as_str(), "configmaps" | "secrets");
        let (first, then) = if is_change_first { (change, whole) } else { (whole, change) };
        causes.extend(first.into_iter().chain(then));
    }
    causes
}

/// What is wrong with an object beyond its metadata.
fn of_kind(kind: &Kind, object: &Value) -> Vec<Cause> {
    let mut out = Vec::new();
    let spec = object.get("spec").unwrap_or(&Value::Null);
    match kind.resource.as_str() {
        "configmaps" => config::config_map(&mut out, object),
        "secrets" => config::secret(&mut out, object),
        "pods" => pod::check(&mut out, "spec", spec, pod::Owner::Nobody),
        "deployments" => workload::deployment(&mut out, object),
        "replicasets" | "replicationcontrollers" => workload::replica_set(&mut out, object),
        "statefulsets" => workload::stateful_set(&mut out, object),
        "daemonsets" => workload::daemon_set(&mut out, object),
        "jobs" => workload::job(&mut out, "spec", object, spec),
        "cronjobs" => cron::check(&mut out, object),
        "services" => service::check(&mut out, spec),
        _ => other::check(kind, &mut out, object),
    }
    out
}

/// What a client is warned of although the object is taken.
pub(crate) fn warnings(kind: &Kind, object: &Value) -> Vec<String> {
    match kind.resource.as_str() {
        "jobs" | "cronjobs" | "deployments" | "statefulsets" | "daemonsets" | "pods" => {
            pod::warnings(kind, object).into_iter().chain(pod::hidden(kind, object)).collect()
        }
        _ => Vec::new(),
    }
}
