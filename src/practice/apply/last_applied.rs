//! The annotation of client-side apply: how server-side apply by `kubectl` forgives and keeps it.

use serde_json::{Value, json};

use super::{
    set::Set,
    typed::{compare, fields_of},
    without_managers,
};
use crate::practice::{api::Call, meta, schema::Shape};

/// Where `kubectl apply` keeps what it applied.
const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

fn annotation(object: &Value) -> Option<&str> {
    meta::field(object, "annotations")?.get(ANNOTATION)?.as_str().filter(|text| !text.is_empty())
}

/// The fields that client-side apply set and that still have its value.
pub(super) fn forgiven(call: &Call, shape: &Shape, live: &Value) -> Set {
    let read = annotation(live).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(last) = read else { return Set::default() };
    let same_version = last.get("apiVersion").and_then(Value::as_str) == Some(&call.kind.api_version());
    if !same_version || super::checked::check(shape, &last).is_err() {
        return Set::default();
    }
    let changed = compare(shape, &last, &without_managers(live));
    let set = fields_of(shape, &last);
    set.difference(&changed.modified).difference(&changed.added).difference(&changed.removed)
}

/// Writes what `kubectl` applied into the annotation, when the object has one.
pub(super) fn sync(call: &Call, config: &Value, new: &mut Value) {
    if call.manager != "kubectl" || annotation(new).is_none() {
        return;
    }
    let mut applied = config.clone();
    if let Some(annotations) =
        meta::metadata(&mut applied).and_then(|map| map.get_mut("annotations")?.as_object_mut())
    {
        annotations.shift_remove(ANNOTATION);
    }
    sort(&mut applied);
    let text = format!("{applied}\n");
    if let Some(annotations) = meta::metadata(new).and_then(|map| map.get_mut("annotations")?.as_object_mut())
    {
        annotations.insert(ANNOTATION.to_owned(), json!(text));
    }
}

/// Go writes the keys of maps in order.
fn sort(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.sort_keys();
            map.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
