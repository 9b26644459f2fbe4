//! The values that the server fills in where a client says nothing.

mod pod;
mod workload;

use serde_json::{Map, Value, json};

use super::{base64, kinds::Kind, meta};

/// Fills in an object's defaults.
pub(crate) fn fill(kind: &Kind, object: &mut Value) {
    let at = |pointer: &str, object: &mut Value, fill: fn(&mut Map<String, Value>)| {
        if let Some(map) = object.pointer_mut(pointer).and_then(Value::as_object_mut) {
            fill(map);
        }
    };
    match kind.resource.as_str() {
        "pods" => {
            at("/spec", object, pod::fill_spec);
            at("/spec", object, pod::fill_own);
        }
        "deployments" => {
            at("/spec", object, workload::fill_deployment);
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "statefulsets" => {
            at("/spec", object, workload::fill_stateful);
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "daemonsets" => {
            annotate_generation(object);
            at("/spec", object, workload::fill_daemon);
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "replicasets" => {
            at("/spec", object, |spec| put(spec, "replicas", json!(1)));
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "replicationcontrollers" => {
            workload::fill_controller(object);
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "jobs" => {
            workload::fill_job(object);
            at("/spec/template/spec", object, pod::fill_spec);
        }
        "cronjobs" => {
            at("/spec", object, workload::fill_cron);
            at("/spec/jobTemplate/spec/template/spec", object, pod::fill_spec);
        }
        "horizontalpodautoscalers" => at("/spec", object, workload::fill_autoscaler),
        _ => fill_other(kind, object),
    }
}

fn fill_other(kind: &Kind, object: &mut Value) {
    match kind.resource.as_str() {
        "services" => fill_service(object),
        "secrets" => fill_secret(object),
        "namespaces" => {
            let name = meta::text(object, "name").to_owned();
            if let Some(labels) = part(object, "metadata").and_then(|metadata| inner(metadata, "labels"))
                && !name.is_empty()
            {
                labels.insert("kubernetes.io/metadata.name".to_owned(), json!(name));
            }
        }
        "persistentvolumeclaims" => fill_claim(object),
        "persistentvolumes" => {
            if let Some(spec) = part(object, "spec") {
                put(spec, "persistentVolumeReclaimPolicy", json!("Retain"));
                put(spec, "volumeMode", json!("Filesystem"));
                if let Some(path) = spec.get_mut("hostPath") {
                    put_in(path, "type", json!(""));
                }
            }
            if let Some(status) = part(object, "status") {
                put(status, "phase", json!("Pending"));
            }
        }
        "endpoints" => {
            for subset in items(object.get_mut("subsets")) {
                items(subset.get_mut("ports")).for_each(|port| put_in(port, "protocol", json!("TCP")));
            }
        }
        "endpointslices" => {
            for port in items(object.get_mut("ports")) {
                put_in(port, "name", json!(""));
                put_in(port, "protocol", json!("TCP"));
            }
        }
        "networkpolicies" => fill_policy(object),
        "rolebindings" | "clusterrolebindings" => fill_binding(object),
        _ => {}
    }
}

/// An annotation that only old clients read; new objects still get it.
fn annotate_generation(object: &mut Value) {
    const NAME: &str = "deprecated.daemonset.template.generation";
    let generation = meta::generation(object).max(1).to_string();
    if let Some(annotations) = part(object, "metadata").and_then(|metadata| inner(metadata, "annotations")) {
        put(annotations, NAME, json!(generation));
    }
}

fn fill_service(object: &mut Value) {
    for way in items(object.pointer_mut("/status/loadBalancer/ingress")) {
        if way.get("ip").is_some() {
            put_in(way, "ipMode", json!("VIP"));
        }
    }
    let Some(spec) = part(object, "spec") else { return };
    put(spec, "sessionAffinity", json!("None"));
    put(spec, "type", json!("ClusterIP"));
    if spec.get("sessionAffinity") == Some(&json!("ClientIP")) {
        put(spec, "sessionAffinityConfig", json!({"clientIP": {"timeoutSeconds": 10800}}));
    }
    let name = spec.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let outside = matches!(name.as_str(), "NodePort" | "LoadBalancer");
    if outside {
        put(spec, "externalTrafficPolicy", json!("Cluster"));
    }
    if name == "LoadBalancer" {
        put(spec, "allocateLoadBalancerNodePorts", json!(true));
    }
    if outside || name == "ClusterIP" {
        put(spec, "internalTrafficPolicy", json!("Cluster"));
    }
    for port in items(spec.get_mut("ports")) {
        put_in(port, "protocol", json!("TCP"));
        let number = port.get("port").cloned().unwrap_or_default();
        let target = port.get("targetPort");
        if target.is_none_or(|target| *target == json!(0) || *target == json!("")) {
            set_in(port, "targetPort", number);
        }
    }
}

/// Clear texts are folded into the data.
fn fill_secret(object: &mut Value) {
    let texts = object.get("stringData").and_then(Value::as_object).cloned();
    let Some(map) = object.as_object_mut() else { return };
    put(map, "type", json!("Opaque"));
    let Some(texts) = texts else { return };
    if texts.is_empty() {
        return;
    }
    map.shift_remove("stringData");
    if let Some(data) = inner(map, "data") {
        for (key, value) in texts {
            data.insert(key, json!(base64::encode(value.as_str().unwrap_or_default().as_bytes())));
        }
    }
}

/// A claim, also as a template of a `StatefulSet`.
pub(super) fn fill_claim(claim: &mut Value) {
    if let Some(spec) = part(claim, "spec") {
        put(spec, "volumeMode", json!("Filesystem"));
    }
    if let Some(status) = part(claim, "status") {
        put(status, "phase", json!("Pending"));
    }
}

fn fill_policy(object: &mut Value) {
    let Some(spec) = part(object, "spec") else { return };
    for way in ["ingress", "egress"] {
        for rule in items(spec.get_mut(way)) {
            items(rule.get_mut("ports")).for_each(|port| put_in(port, "protocol", json!("TCP")));
        }
    }
    let out = spec.get("egress").is_some_and(|rules| rules.as_array().is_some_and(|rules| !rules.is_empty()));
    put(spec, "policyTypes", if out { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) });
}

fn fill_binding(object: &mut Value) {
    const GROUP: &str = "rbac.authorization.k8s.io";
    if let Some(role) = part(object, "roleRef")
        && role.get("apiGroup").and_then(Value::as_str).unwrap_or_default().is_empty()
    {
        role.insert("apiGroup".to_owned(), json!(GROUP));
    }
    for subject in items(object.get_mut("subjects")) {
        let kind = subject.get("kind").and_then(Value::as_str).unwrap_or_default();
        if matches!(kind, "User" | "Group") {
            put_in(subject, "apiGroup", json!(GROUP));
        }
    }
}

/// The map of this field, made when it is missing.
pub(super) fn part<'a>(object: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    inner(object.as_object_mut()?, key)
}

/// The map of this field, made when it is missing.
pub(super) fn inner<'a>(map: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    map.entry(key).or_insert_with(|| json!({})).as_object_mut()
}

/// Sets a field that is missing or null.
pub(super) fn put(map: &mut Map<String, Value>, key: &str, value: Value) {
    if map.get(key).is_none_or(Value::is_null) {
        map.insert(key.to_owned(), value);
    }
}

/// As [`put`], in a value that should be a map.
pub(super) fn put_in(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        put(map, key, value);
    }
}

/// Sets a field of a value that should be a map.
pub(super) fn set_in(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// The elements of a list that may be missing.
pub(super) fn items(list: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    list.and_then(Value::as_array_mut).into_iter().flatten()
}
