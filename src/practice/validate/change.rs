//! What may not change once an object is there.

use serde_json::{Value, json};

use super::checks::text;
use crate::practice::{kinds::Kind, refusal::Cause};

const IMMUTABLE: &str = "field is immutable";

/// What the change does that it may not.
pub(super) fn check(kind: &Kind, live: &Value, new: &Value) -> Vec<Cause> {
    let mut out = Vec::new();
    match kind.resource.as_str() {
        "deployments" | "replicasets" | "daemonsets" => same(&mut out, live, new, "/spec/selector"),
        "jobs" => {
            let suspended = live.pointer("/spec/suspend") == Some(&json!(true));
            for pointer in ["/spec/completions", "/spec/selector", "/spec/template", "/spec/completionMode"] {
                if pointer != "/spec/template" || !suspended {
                    same(&mut out, live, new, pointer);
                }
            }
        }
        "statefulsets" => stateful_set(&mut out, live, new),
        "configmaps" | "secrets" => sealed(&mut out, live, new, kind.resource == "secrets"),
        "services" => service(&mut out, live, new),
        "persistentvolumeclaims" => claim(&mut out, live, new),
        "rolebindings" | "clusterrolebindings" if live.get("roleRef") != new.get("roleRef") => {
            let of = |key: &str| text(new, &format!("/roleRef/{key}"));
            // The real server shows its own internal type here.
            let shown = json!({"APIGroup": of("apiGroup"), "Kind": of("kind"), "Name": of("name")});
            out.push(Cause::invalid("roleRef", &shown, "cannot change roleRef"));
        }
        "pods" => pod(&mut out, live, new),
        _ => {}
    }
    out
}

fn same(out: &mut Vec<Cause>, live: &Value, new: &Value, pointer: &str) {
    if live.pointer(pointer) != new.pointer(pointer) {
        let field = pointer.trim_start_matches('/').replace('/', ".");
        out.push(Cause::invalid(field, new.pointer(pointer).unwrap_or(&Value::Null), IMMUTABLE));
    }
}

/// The object with these parts of its spec taken from another.
fn with(new: &Value, live: &Value, keys: &[&str]) -> Value {
    let mut out = new.get("spec").cloned().unwrap_or_default();
    let Some(map) = out.as_object_mut() else { return out };
    for key in keys {
        match live.pointer(&format!("/spec/{key}")) {
            Some(value) => map.insert((*key).to_owned(), value.clone()),
            None => map.shift_remove(*key),
        };
    }
    out
}

fn stateful_set(out: &mut Vec<Cause>, live: &Value, new: &Value) {
    let free = [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];
    if Some(&with(new, live, &free)) != live.get("spec") {
        let why = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', \
                   'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and \
                   'minReadySeconds' are forbidden";
        out.push(Cause::forbidden("spec", why));
    }
}

fn sealed(out: &mut Vec<Cause>, live: &Value, new: &Value, secret: bool) {
    let why = "field is immutable when `immutable` is set";
    if live.get("immutable") == Some(&json!(true)) {
        for key in ["immutable", "data", "binaryData"] {
            if live.get(key) != new.get(key) {
                out.push(Cause::forbidden(key, why));
            }
        }
    }
    if secret && live.get("type") != new.get("type") {
        out.push(Cause::invalid("type", new.get("type").unwrap_or(&Value::Null), IMMUTABLE));
    }
}

fn service(out: &mut Vec<Cause>, live: &Value, new: &Value) {
    let (before, after) = (text(live, "/spec/clusterIP"), text(new, "/spec/clusterIP"));
    let kept = text(live, "/spec/type") != "ExternalName" && text(new, "/spec/type") != "ExternalName";
    if kept && !before.is_empty() && !after.is_empty() && before != after {
        out.push(Cause::invalid("spec.clusterIPs[0]", &json!([after]), "may not change once set"));
    }
}

fn claim(out: &mut Vec<Cause>, live: &Value, new: &Value) {
    let free = ["resources", "volumeName", "volumeAttributesClassName"];
    if Some(&with(new, live, &free)) != live.get("spec") {
        let why = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound \
                   claims";
        out.push(Cause::forbidden("spec", why));
    }
}

fn pod(out: &mut Vec<Cause>, live: &Value, new: &Value) {
    let mut stripped =
        with(new, live, &["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"]);
    for list in ["containers", "initContainers"] {
        let items = stripped.get_mut(list).and_then(Value::as_array_mut);
        for (index, container) in items.into_iter().flatten().enumerate() {
            let image = live.pointer(&format!("/spec/{list}/{index}/image")).cloned();
            if let (Some(image), Some(map)) = (image, container.as_object_mut()) {
                map.insert("image".to_owned(), image);
            }
        }
    }
    // A controller binds a pod by writing its node.
    if let (true, Some(map)) = (text(live, "/spec/nodeName").is_empty(), stripped.as_object_mut()) {
        map.shift_remove("nodeName");
    }
    if Some(&stripped) != live.get("spec") {
        let why = "pod updates may not change fields other than `spec.containers[*].image`,\
                   `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to \
                   existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was \
                   previously negative)";
        out.push(Cause::forbidden("spec", why));
    }
}
