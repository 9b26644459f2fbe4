//! The status of a pod, as a kubelet makes it of its containers' states.

use serde_json::{Value, json};

use crate::practice::{
    controllers::fields::{list, set, since, text},
    meta,
};

use super::{
    address_of,
    container::{Container, Role},
    pod::State,
};

/// Writes what the node knows into the pod's status; what others wrote there stays.
pub(super) fn fill(state: &State, pod: &mut Value) {
    let policy = text(pod, "/spec/restartPolicy").to_owned();
    let phase = phase(state, &policy);
    let generation = meta::generation(pod);
    let host = address_of(text(pod, "/spec/nodeName"));
    set(pod, &["status", "observedGeneration"], json!(generation));
    set(pod, &["status", "phase"], json!(phase));
    set(pod, &["status", "hostIP"], json!(host));
    set(pod, &["status", "hostIPs"], json!([{"ip": host}]));
    set(pod, &["status", "startTime"], json!(state.started));
    if state.is_set_up {
        set(pod, &["status", "podIP"], json!(state.address));
        set(pod, &["status", "podIPs"], json!([{"ip": state.address}]));
    }
    let statuses = |all: &[Container]| -> Vec<Value> { all.iter().map(Container::status).collect() };
    if !state.inits.is_empty() {
        set(pod, &["status", "initContainerStatuses"], json!(statuses(&state.inits)));
    }
    set(pod, &["status", "containerStatuses"], json!(statuses(&state.mains)));
    let conditions = conditions(state, pod, phase);
    set(pod, &["status", "conditions"], json!(conditions));
}

fn phase(state: &State, policy: &str) -> &'static str {
    let again = |container: &Container, code: i64| !state.ends && container.starts_again(policy, code);
    let broken = |container: &&Container| {
        container.exit_code().is_some_and(|code| code != 0 && !again(container, code))
            && container.role != Role::Sidecar
    };
    if state.inits.iter().any(|container| broken(&container)) {
        return "Failed";
    }
    // A pod that is to end before it has begun counts as failed when its containers will never start.
    let begun = state.mains.iter().any(|container| container.current.is_some());
    if !begun {
        return if state.is_over { "Failed" } else { "Pending" };
    }
    let lives = |container: &&Container| match container.exit_code() {
        Some(code) => again(container, code),
        None => !state.ends || container.state.get("running").is_some(),
    };
    if state.mains.iter().any(|container| lives(&container)) {
        return "Running";
    }
    let failed = |container: &Container| container.exit_code() != Some(0);
    if state.mains.iter().any(failed) { "Failed" } else { "Succeeded" }
}

fn conditions(state: &State, pod: &Value, phase: &str) -> Vec<Value> {
    let ended = matches!(phase, "Succeeded" | "Failed");
    let unready: Vec<&str> = state
        .mains
        .iter()
        .filter(|container| !container.ready)
        .map(|container| container.name.as_str())
        .collect();
    let (reason, message) = match phase {
        "Succeeded" => ("PodCompleted", String::new()),
        "Failed" => ("PodFailed", String::new()),
        _ if !unready.is_empty() => {
            ("ContainersNotReady", format!("containers with unready status: [{}]", unready.join(" ")))
        }
        _ => ("", String::new()),
    };
    let first: Vec<&str> = state
        .inits
        .iter()
        .filter(|container| container.role != Role::Sidecar && container.exit_code() != Some(0))
        .map(|container| container.name.as_str())
        .collect();
    let initialized = first.is_empty();
    let (init_reason, init_message) = match (initialized, phase) {
        (true, "Succeeded") => ("PodCompleted", String::new()),
        (true, _) => ("", String::new()),
        (false, _) => {
            ("ContainersNotInitialized", format!("containers with incomplete status: [{}]", first.join(" ")))
        }
    };
    let ready = reason.is_empty();
    let mut all = vec![
        condition(pod, "PodReadyToStartContainers", state.is_set_up && !ended, "", ""),
        condition(pod, "Initialized", initialized, init_reason, &init_message),
        condition(pod, "Ready", ready, reason, &message),
        condition(pod, "ContainersReady", ready, reason, &message),
    ];
    let own = |one: &&Value| all.iter().all(|known| text(known, "/type") != text(one, "/type"));
    let others: Vec<Value> = list(pod, "/status/conditions").iter().filter(own).cloned().collect();
    all.extend(others);
    all
}

fn condition(pod: &Value, kind: &str, is: bool, reason: &str, message: &str) -> Value {
    let state = if is { "True" } else { "False" };
    let since = since(pod, kind, state);
    let mut one = json!({
        "type": kind, "status": state, "observedGeneration": meta::generation(pod), "lastProbeTime": null,
        "lastTransitionTime": since,
    });
    for (key, value) in [("reason", reason), ("message", message)] {
        if !value.is_empty() {
            set(&mut one, &[key], json!(value));
        }
    }
    one
}
