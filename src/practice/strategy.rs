//! What a kind keeps from the client: which part of an object which address writes, and when the generation grows.

use serde_json::{Map, Value, json};

use super::{api::Call, decode, kinds::Kind, meta};

/// The object that a new one is compared with: its type's zero value.
pub(crate) fn blank(kind: &Kind) -> Value {
    let empty = Value::Object(Map::new());
    let mut blank = kind
        .fields()
        .and_then(|fields| decode::object(fields, &empty).ok())
        .map_or_else(|| json!({}), |decoded| decoded.value);
    super::api::set_type(kind, &mut blank);
    blank
}

/// The kind's desired state is counted in `metadata.generation`.
fn counts(kind: &Kind) -> bool {
    matches!(
        kind.resource.as_str(),
        "deployments"
            | "replicasets"
            | "statefulsets"
            | "daemonsets"
            | "replicationcontrollers"
            | "jobs"
            | "cronjobs"
            | "ingresses"
            | "networkpolicies"
            | "poddisruptionbudgets"
            | "pods"
            | "endpointslices"
            | "ingressclasses"
    )
}

/// The kind has a status that only its own address writes.
pub(crate) fn has_status(kind: &Kind) -> bool {
    kind.subresource("status").is_some()
}

/// PUT makes the object when it is missing.
pub(crate) fn creates_on_update(kind: &Kind) -> bool {
    matches!(
        kind.resource.as_str(),
        "limitranges"
            | "events"
            | "services"
            | "endpoints"
            | "leases"
            | "roles"
            | "rolebindings"
            | "clusterroles"
            | "clusterrolebindings"
    )
}

/// An update without `resourceVersion` overwrites what is there.
pub(crate) fn updates_unconditionally(kind: &Kind) -> bool {
    !matches!(kind.resource.as_str(), "leases" | "poddisruptionbudgets")
}

/// Fields that server-side apply and managed fields leave out at this address, as paths below the object.
pub(crate) fn reset_fields(call: &Call) -> Vec<Vec<&'static str>> {
    match call.subresource.as_str() {
        "" if has_status(call.kind) => vec![vec!["status"]],
        "status" if call.kind.resource == "jobs" || call.kind.resource == "horizontalpodautoscalers" => {
            vec![vec!["spec"]]
        }
        "status" if call.kind.resource == "pods" => {
            vec![vec!["spec"], vec!["metadata", "deletionTimestamp"], vec!["metadata", "ownerReferences"]]
        }
        "status" if call.kind.resource == "namespaces" || call.kind.resource == "nodes" => vec![vec!["spec"]],
        "status" if matches!(call.kind.resource.as_str(), "deployments" | "replicasets" | "daemonsets") => {
            vec![vec!["spec"], vec!["metadata", "labels"]]
        }
        "status" => vec![vec!["spec"]],
        _ => Vec::new(),
    }
}

/// What a new object loses and gains.
pub(crate) fn prepare_create(kind: &Kind, object: &mut Value) {
    let resource = kind.resource.as_str();
    if has_status(kind) && resource != "nodes" {
        let fresh = match resource {
            "pods" => json!({"phase": "Pending", "qosClass": qos(object)}),
            "namespaces" => json!({"phase": "Active"}),
            "persistentvolumeclaims" | "persistentvolumes" => json!({"phase": "Pending"}),
            _ => blank(kind).get("status").cloned().unwrap_or_else(|| json!({})),
        };
        put(object, "status", fresh);
    }
    if resource == "namespaces" {
        put(object, "spec", json!({"finalizers": ["kubernetes"]}));
    }
    if counts(kind) {
        meta::set(object, "generation", json!(1));
    }
}

/// What an update may not change, and the generation.
pub(crate) fn prepare_update(call: &Call, live: &Value, new: &mut Value) {
    let kind = call.kind;
    match call.subresource.as_str() {
        "" | "scale" => {
            if has_status(kind) {
                restore(new, live, "status");
            }
            if kind.resource == "namespaces" {
                restore(new, live, "spec");
            }
            if kind.resource == "nodes" {
                keep_spec_part(new, live);
            }
        }
        "status" => {
            if kind.resource == "namespaces" || kind.resource != "nodes" {
                restore(new, live, "spec");
            }
            if matches!(kind.resource.as_str(), "deployments" | "replicasets" | "daemonsets") {
                meta::keep(new, "labels", live);
            }
            for key in ["ownerReferences", "finalizers"] {
                if kind.resource == "pods" {
                    meta::keep(new, key, live);
                }
            }
        }
        "finalize" => restore(new, live, "status"),
        _ => {}
    }
    if kind.resource == "services" {
        drop_other_types(live, new);
    }
    if kind.resource == "daemonsets" && call.subresource.is_empty() {
        count_templates(live, new);
    }
    let annotated = kind.resource == "deployments"
        && call.subresource.is_empty()
        && meta::field(live, "annotations") != meta::field(new, "annotations");
    let changed = ["spec", "endpoints", "ports"].iter().any(|part| live.get(*part) != new.get(*part));
    if counts(kind) && call.subresource != "status" && (changed || annotated) {
        meta::set(new, "generation", json!(meta::generation(live) + 1));
    }
}

/// A service that is reached in another way loses what belonged to the old one, unless the client changed it.
fn drop_other_types(live: &Value, new: &mut Value) {
    let Some(spec) = new.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let kind = spec.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut gone = Vec::new();
    if !matches!(kind.as_str(), "NodePort" | "LoadBalancer") {
        gone.extend(["externalTrafficPolicy", "healthCheckNodePort"]);
        let old = |index: usize| live.pointer(&format!("/spec/ports/{index}/nodePort"));
        let ports = spec.get_mut("ports").and_then(Value::as_array_mut);
        for (index, port) in ports.into_iter().flatten().filter_map(Value::as_object_mut).enumerate() {
            if port.get("nodePort") == old(index) {
                port.shift_remove("nodePort");
            }
        }
    }
    if kind != "LoadBalancer" {
        gone.extend(["allocateLoadBalancerNodePorts", "loadBalancerClass"]);
    }
    for key in gone {
        if spec.get(key) == live.pointer(&format!("/spec/{key}")) {
            spec.shift_remove(key);
        }
    }
}

/// The number of templates that a `DaemonSet` has had, for old clients.
fn count_templates(live: &Value, new: &mut Value) {
    const NAME: &str = "deprecated.daemonset.template.generation";
    let before =
        meta::field(live, "annotations").and_then(|notes| notes.get(NAME)?.as_str()?.parse::<i64>().ok());
    let changed = live.pointer("/spec/template") != new.pointer("/spec/template");
    let count = before.unwrap_or_default() + i64::from(changed);
    if let Some(notes) = new.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut) {
        notes.insert(NAME.to_owned(), json!(count.to_string()));
    }
}

/// The provider id of a node may be set once and stays.
fn keep_spec_part(new: &mut Value, live: &Value) {
    if let Some(provider) = live.pointer("/spec/providerID").cloned()
        && let Some(spec) = new.get_mut("spec").and_then(Value::as_object_mut)
    {
        spec.insert("providerID".to_owned(), provider);
    }
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn restore(new: &mut Value, live: &Value, key: &str) {
    let Some(map) = new.as_object_mut() else { return };
    match live.get(key) {
        Some(value) => map.insert(key.to_owned(), value.clone()),
        None => map.shift_remove(key),
    };
}

/// The quality of service class of a pod.
fn qos(pod: &Value) -> &'static str {
    let lists = ["/spec/initContainers", "/spec/containers"];
    let containers = lists.iter().filter_map(|list| pod.pointer(list)?.as_array()).flatten();
    let (mut any, mut all) = (false, true);
    for container in containers {
        for resource in ["cpu", "memory"] {
            let of = |part: &str| container.pointer(&format!("/resources/{part}/{resource}"));
            let (limit, request) = (of("limits"), of("requests"));
            let set = |value: Option<&Value>| value.is_some_and(|value| value.as_str() != Some("0"));
            any |= set(limit) || set(request);
            all &= set(limit) && (request.is_none() || request == limit);
        }
    }
    match (any, all) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}
