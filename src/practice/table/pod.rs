//! The row of a pod: a status that says more than the phase.

use serde_json::{Value, json};

use super::{NONE, age::since, list, number, text, text_or};
use crate::practice::meta;

/// What is known of a pod's containers together.
struct Tally {
    reason: String,
    ready: usize,
    restarts: i64,
    last_restart: String,
}

/// A pod that has ended is marked, so that clients may hide it.
pub(super) fn conditions(pod: &Value) -> Option<Value> {
    let (reason, message) = match text(pod, "/status/phase") {
        "Succeeded" => ("Succeeded", "The pod has completed successfully."),
        "Failed" => ("Failed", "The pod failed."),
        _ => return None,
    };
    Some(json!([{"type": "Completed", "status": "True", "reason": reason, "message": message}]))
}

fn is_sidecar(pod: &Value, name: &str) -> bool {
    list(pod, "/spec/initContainers")
        .any(|container| text(container, "/name") == name && text(container, "/restartPolicy") == "Always")
}

fn has_condition(pod: &Value, name: &str) -> bool {
    list(pod, "/status/conditions")
        .any(|condition| text(condition, "/type") == name && text(condition, "/status") == "True")
}

/// The cells after the name.
pub(super) fn cells(pod: &Value, age: Value) -> Vec<Value> {
    let sidecars =
        list(pod, "/spec/initContainers").filter(|one| text(one, "/restartPolicy") == "Always").count();
    let total = list(pod, "/spec/containers").count() + sidecars;
    let phase = text(pod, "/status/phase");
    let mut tally = tally(pod);
    let ended = matches!(phase, "Succeeded" | "Failed");
    if meta::is_terminating(pod) && text(pod, "/status/reason") == "NodeLost" {
        "Unknown".clone_into(&mut tally.reason);
    } else if meta::is_terminating(pod) && !ended {
        "Terminating".clone_into(&mut tally.reason);
    }
    let restarts = if tally.restarts != 0 && !tally.last_restart.is_empty() {
        format!("{} ({} ago)", tally.restarts, since(&tally.last_restart))
    } else {
        tally.restarts.to_string()
    };
    let gates: Vec<&str> =
        list(pod, "/spec/readinessGates").map(|gate| text(gate, "/conditionType")).collect();
    let open = gates.iter().filter(|gate| has_condition(pod, gate)).count();
    let gates = if gates.is_empty() { NONE.to_owned() } else { format!("{open}/{}", gates.len()) };
    vec![
        json!(format!("{}/{total}", tally.ready)),
        json!(tally.reason),
        json!(restarts),
        age,
        json!(text_or(pod, "/status/podIPs/0/ip", NONE)),
        json!(text_or(pod, "/spec/nodeName", NONE)),
        json!(text_or(pod, "/status/nominatedNodeName", NONE)),
        json!(gates),
    ]
}

fn tally(pod: &Value) -> Tally {
    let mut reason = text_or(pod, "/status/reason", text(pod, "/status/phase")).to_owned();
    let gated =
        |one: &Value| text(one, "/type") == "PodScheduled" && text(one, "/reason") == "SchedulingGated";
    if list(pod, "/status/conditions").any(gated) {
        "SchedulingGated".clone_into(&mut reason);
    }
    let mut tally = Tally { reason, ready: 0, restarts: 0, last_restart: String::new() };
    let mut sidecars = (0, String::new());
    let total = list(pod, "/spec/initContainers").count();
    let mut initializing = false;
    for (index, status) in list(pod, "/status/initContainerStatuses").enumerate() {
        let sidecar = is_sidecar(pod, text(status, "/name"));
        note_restarts(status, &mut tally.restarts, &mut tally.last_restart);
        if sidecar {
            note_restarts(status, &mut sidecars.0, &mut sidecars.1);
        }
        match first_reason(status, sidecar, index, total) {
            Some(reason) => {
                tally.reason = reason;
                initializing = true;
                break;
            }
            None if sidecar && status.get("ready") == Some(&json!(true)) => tally.ready += 1,
            None => {}
        }
    }
    if !initializing || has_condition(pod, "Initialized") {
        (tally.restarts, tally.last_restart) = sidecars;
        note_containers(pod, &mut tally);
    }
    tally
}

fn note_restarts(status: &Value, restarts: &mut i64, last: &mut String) {
    *restarts += number(status, "/restartCount");
    let ended = text(status, "/lastState/terminated/finishedAt");
    if ended > last.as_str() {
        ended.clone_into(last);
    }
}

/// Why an init container holds the pod; `None` when it does not.
fn first_reason(status: &Value, sidecar: bool, index: usize, total: usize) -> Option<String> {
    let ended = status.pointer("/state/terminated");
    if ended.is_some_and(|ended| number(ended, "/exitCode") == 0) {
        return None;
    }
    if sidecar && status.get("started") == Some(&json!(true)) {
        return None;
    }
    if let Some(ended) = ended {
        return Some(format!("Init:{}", why_ended(ended)));
    }
    match text(status, "/state/waiting/reason") {
        "" | "PodInitializing" => Some(format!("Init:{index}/{total}")),
        reason => Some(format!("Init:{reason}")),
    }
}

fn why_ended(ended: &Value) -> String {
    match (text(ended, "/reason"), number(ended, "/signal")) {
        ("", 0) => format!("ExitCode:{}", number(ended, "/exitCode")),
        ("", signal) => format!("Signal:{signal}"),
        (reason, _) => reason.to_owned(),
    }
}

fn note_containers(pod: &Value, tally: &mut Tally) {
    let (mut running, mut failure) = (false, String::new());
    let statuses: Vec<&Value> = list(pod, "/status/containerStatuses").collect();
    for status in statuses.into_iter().rev() {
        note_restarts(status, &mut tally.restarts, &mut tally.last_restart);
        let waiting = text(status, "/state/waiting/reason");
        if !waiting.is_empty() {
            waiting.clone_into(&mut tally.reason);
        } else if let Some(ended) = status.pointer("/state/terminated") {
            tally.reason = why_ended(ended);
            if number(ended, "/exitCode") != 0 {
                failure.clone_from(&tally.reason);
            }
        } else if status.get("ready") == Some(&json!(true)) && status.pointer("/state/running").is_some() {
            running = true;
            tally.ready += 1;
        }
    }
    if tally.reason == "Completed" {
        if running && has_condition(pod, "Ready") {
            "Running".clone_into(&mut tally.reason);
        } else if !failure.is_empty() {
            tally.reason = failure;
        } else if running {
            "NotReady".clone_into(&mut tally.reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pod: &Value) -> Vec<String> {
        let cells = cells(pod, json!("1s"));
        cells.iter().take(3).map(|cell| cell.as_str().expect("a text").to_owned()).collect()
    }

    #[test]
    fn a_crashing_container_says_why() {
        let pod = json!({"spec": {"containers": [{"name": "a"}]}, "status": {"phase": "Running", "containerStatuses": [
            {"name": "a", "restartCount": 3, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}});
        assert_eq!(shown(&pod), ["0/1", "CrashLoopBackOff", "3"]);
    }

    #[test]
    fn init_containers_are_counted_and_deletion_is_shown() {
        let mut pod = json!({"metadata": {}, "spec": {"initContainers": [{"name": "i"}, {"name": "j"}],
            "containers": [{"name": "a"}]}, "status": {"phase": "Pending", "initContainerStatuses": [
            {"name": "i", "state": {"terminated": {"exitCode": 0}}}, {"name": "j", "state": {"running": {}}}]}});
        assert_eq!(shown(&pod), ["0/1", "Init:1/2", "0"]);
        pod["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z");
        assert_eq!(shown(&pod), ["0/1", "Terminating", "0"]);
    }
}
