//! Names, labels, annotations, finalizers and owners.

use serde_json::{Value, json};

use crate::practice::{kinds::Kind, meta, names, refusal::Cause};

/// Most bytes of all annotations together.
const ANNOTATIONS: usize = 256 * 1024;

/// What is wrong with an object's metadata.
pub(super) fn check(kind: &Kind, object: &Value) -> Vec<Cause> {
    let mut out = Vec::new();
    let name = meta::text(object, "name");
    if name.is_empty() {
        out.push(Cause::required("metadata.name", "name or generateName is required"));
    } else {
        let wrong = match kind.resource.as_str() {
            "namespaces" | "services" if name.contains('.') => vec!["must not contain dots".to_owned()],
            "namespaces" | "services" => names::label(name),
            "roles" | "rolebindings" | "clusterroles" | "clusterrolebindings" => path_segment(name),
            _ => names::subdomain(name),
        };
        out.extend(wrong.iter().map(|why| Cause::invalid("metadata.name", &json!(name), why)));
    }
    out.extend(labels("metadata.labels", meta::field(object, "labels")));
    let annotations = meta::field(object, "annotations").and_then(Value::as_object);
    let mut size = 0;
    for (key, value) in annotations.into_iter().flatten() {
        size += key.len() + value.as_str().map_or(0, str::len);
        let wrong = names::qualified_name(&key.to_lowercase());
        out.extend(wrong.iter().map(|why| Cause::invalid("metadata.annotations", &json!(key), why)));
    }
    if size > ANNOTATIONS {
        out.push(Cause::too_long("metadata.annotations", ANNOTATIONS));
    }
    for (index, finalizer) in meta::finalizers(object).into_iter().enumerate() {
        let field = format!("metadata.finalizers[{index}]");
        let wrong = names::qualified_name(&finalizer);
        let known = matches!(finalizer.as_str(), "orphan" | "foregroundDeletion" | "kubernetes");
        out.extend(wrong.iter().map(|why| Cause::invalid(&field, &json!(finalizer), why)));
        if wrong.is_empty() && !finalizer.contains('/') && !known {
            let why = "name is neither a standard finalizer name nor is it fully qualified";
            out.push(Cause::invalid(&field, &json!(finalizer), why));
        }
    }
    out.extend(owners(object));
    out
}

/// What is wrong with a map of labels.
pub(super) fn labels(field: &str, labels: Option<&Value>) -> Vec<Cause> {
    let mut out = Vec::new();
    for (key, value) in labels.and_then(Value::as_object).into_iter().flatten() {
        let wrong = names::qualified_name(key);
        out.extend(wrong.iter().map(|why| Cause::invalid(field, &json!(key), why)));
        let wrong = names::label_value(value.as_str().unwrap_or_default());
        out.extend(wrong.iter().map(|why| Cause::invalid(field, value, why)));
    }
    out
}

fn path_segment(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ['/', '%'].iter().filter(|c| name.contains(**c)).map(|c| format!("may not contain '{c}'")).collect()
}

fn owners(object: &Value) -> Vec<Cause> {
    let mut out = Vec::new();
    let mut controllers = 0;
    let list = meta::field(object, "ownerReferences").and_then(Value::as_array);
    for owner in list.into_iter().flatten() {
        // The real server leaves the index out.
        let field = |key: &str| format!("metadata.ownerReferences.{key}");
        for key in ["apiVersion", "kind", "name", "uid"] {
            if owner.get(key).and_then(Value::as_str).unwrap_or_default().is_empty() {
                let why = if key == "apiVersion" { "version must not be empty" } else { "must not be empty" };
                out.push(Cause::invalid(field(key), &json!(""), why));
            }
        }
        controllers += usize::from(owner.get("controller") == Some(&json!(true)));
    }
    if controllers > 1 {
        let why = "Only one reference can have Controller set to true";
        out.push(Cause::invalid(
            "metadata.ownerReferences",
            list.map_or(&Value::Null, |_| &Value::Null),
            why,
        ));
    }
    out
}

/// What may not change.
pub(super) fn check_change(live: &Value, new: &Value) -> Vec<Cause> {
    let mut out = Vec::new();
    if meta::is_terminating(live) {
        let before = meta::finalizers(live);
        let added: Vec<String> =
            meta::finalizers(new).into_iter().filter(|name| !before.contains(name)).collect();
        if !added.is_empty() {
            let why = format!(
                "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{}}}",
                added.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
            );
            let cause = Cause::forbidden("metadata.finalizers", &why);
            out.extend([cause.clone(), cause]);
        }
    }
    out
}
