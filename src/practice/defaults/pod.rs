//! Defaults of pods and pod templates.

use serde_json::{Map, Value, json};

use super::{inner, items, put, put_in, set_in};

/// What every pod has, and every template of one.
pub(super) fn fill_spec(spec: &mut Map<String, Value>) {
    put(spec, "restartPolicy", json!("Always"));
    put(spec, "terminationGracePeriodSeconds", json!(30));
    put(spec, "dnsPolicy", json!("ClusterFirst"));
    put(spec, "securityContext", json!({}));
    put(spec, "schedulerName", json!("default-scheduler"));
    same_account(spec);
    let host = spec.get("hostNetwork") == Some(&json!(true));
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in items(spec.get_mut(list)) {
            fill_container(container, host);
        }
    }
    items(spec.get_mut("volumes")).for_each(fill_volume);
}

/// What only a pod itself has.
pub(super) fn fill_own(spec: &mut Map<String, Value>) {
    put(spec, "enableServiceLinks", json!(true));
    for list in ["initContainers", "containers"] {
        for container in items(spec.get_mut(list)) {
            let Some(resources) = container.get_mut("resources").and_then(Value::as_object_mut) else {
                continue;
            };
            let Some(limits) = resources.get("limits").and_then(Value::as_object).cloned() else { continue };
            if let Some(requests) = inner(resources, "requests") {
                limits.into_iter().for_each(|(name, limit)| put(requests, &name, limit));
            }
        }
    }
}

/// The old name of the service account's field says the same.
pub(crate) fn same_account(spec: &mut Map<String, Value>) {
    let text = |key: &str| spec.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (name, old) = (text("serviceAccountName"), text("serviceAccount"));
    let name = if name.is_empty() { old } else { name };
    if !name.is_empty() {
        spec.insert("serviceAccountName".to_owned(), json!(name));
        spec.insert("serviceAccount".to_owned(), json!(name));
    }
}

fn fill_container(container: &mut Value, host: bool) {
    let image = container.get("image").and_then(Value::as_str).unwrap_or_default();
    let policy = if is_latest(image) { "Always" } else { "IfNotPresent" };
    put_in(container, "imagePullPolicy", json!(policy));
    put_in(container, "terminationMessagePath", json!("/dev/termination-log"));
    put_in(container, "terminationMessagePolicy", json!("File"));
    for port in items(container.get_mut("ports")) {
        put_in(port, "protocol", json!("TCP"));
        if host && let Some(number) = port.get("containerPort").cloned() {
            put_in(port, "hostPort", number);
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = container.get_mut(probe) {
            for (key, value) in [
                ("timeoutSeconds", 1),
                ("periodSeconds", 10),
                ("successThreshold", 1),
                ("failureThreshold", 3),
            ] {
                put_in(probe, key, json!(value));
            }
            fill_get(probe);
            if let Some(call) = probe.get_mut("grpc") {
                put_in(call, "service", json!(""));
            }
        }
    }
    for hook in ["/lifecycle/postStart", "/lifecycle/preStop"] {
        if let Some(hook) = container.pointer_mut(hook) {
            fill_get(hook);
        }
    }
    for variable in items(container.get_mut("env")) {
        if let Some(reference) = variable.pointer_mut("/valueFrom/fieldRef") {
            put_in(reference, "apiVersion", json!("v1"));
        }
    }
}

fn fill_get(handler: &mut Value) {
    if let Some(get) = handler.get_mut("httpGet") {
        if get.get("path").is_none_or(|path| *path == json!("")) {
            set_in(get, "path", json!("/"));
        }
        put_in(get, "scheme", json!("HTTP"));
    }
}

/// An image without a tag, or with `latest`, is always pulled.
fn is_latest(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

fn fill_volume(volume: &mut Value) {
    if volume.as_object().is_some_and(|map| map.keys().all(|key| key == "name")) {
        put_in(volume, "emptyDir", json!({}));
    }
    for source in ["secret", "configMap", "downwardAPI", "projected"] {
        if let Some(source) = volume.get_mut(source) {
            put_in(source, "defaultMode", json!(420));
        }
    }
    if let Some(path) = volume.get_mut("hostPath") {
        put_in(path, "type", json!(""));
    }
    let refer = |downward: &mut Value| {
        for item in items(downward.get_mut("items")) {
            if let Some(reference) = item.get_mut("fieldRef") {
                put_in(reference, "apiVersion", json!("v1"));
            }
        }
    };
    if let Some(downward) = volume.get_mut("downwardAPI") {
        refer(downward);
    }
    for source in items(volume.pointer_mut("/projected/sources")) {
        if let Some(downward) = source.get_mut("downwardAPI") {
            refer(downward);
        }
        if let Some(token) = source.get_mut("serviceAccountToken") {
            put_in(token, "expirationSeconds", json!(3600));
        }
    }
    if let Some(claim) = volume.pointer_mut("/ephemeral/volumeClaimTemplate/spec") {
        put_in(claim, "volumeMode", json!("Filesystem"));
    }
}
