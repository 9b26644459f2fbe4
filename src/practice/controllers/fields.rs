//! Reading and writing parts of objects.

use serde_json::{Map, Value, json};

use crate::practice::meta;

/// As [`Value::pointer`], which copies each name on the way: this is asked for every pod of a thousand.
fn at<'a>(object: &'a Value, pointer: &str) -> Option<&'a Value> {
    if pointer.contains('~') {
        return object.pointer(pointer);
    }
    pointer.split('/').skip(1).try_fold(object, |value, name| match value {
        Value::Object(map) => map.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// A number; 0 when it is missing.
pub(crate) fn number(object: &Value, pointer: &str) -> i64 {
    at(object, pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// A text; empty when it is missing.
pub(crate) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    at(object, pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A switch; off when it is missing.
pub(crate) fn flag(object: &Value, pointer: &str) -> bool {
    at(object, pointer).and_then(Value::as_bool).unwrap_or_default()
}

/// The elements of a list; none when it is missing.
pub(crate) fn list<'a>(object: &'a Value, pointer: &str) -> &'a [Value] {
    at(object, pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Sets a field; the maps on the way are made.
pub(crate) fn set(object: &mut Value, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *object = value;
        return;
    };
    if !object.is_object() {
        *object = json!({});
    }
    if let Some(map) = object.as_object_mut() {
        set(map.entry(*first).or_insert(Value::Null), rest, value);
    }
}

/// Removes a field.
pub(crate) fn unset(object: &mut Value, path: &[&str]) {
    match path {
        [] => {}
        [last] => {
            if let Some(map) = object.as_object_mut() {
                map.shift_remove(*last);
            }
        }
        [first, rest @ ..] => {
            if let Some(inner) = object.get_mut(*first) {
                unset(inner, rest);
            }
        }
    }
}

/// Sets a number, or leaves the field out when it is 0, as Go does.
pub(crate) fn count(map: &mut Map<String, Value>, key: &str, number: i64) {
    if number != 0 {
        map.insert(key.to_owned(), json!(number));
    }
}

/// An annotation.
pub(crate) fn annotation<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    meta::field(object, "annotations")?.get(key)?.as_str()
}

/// The condition of this type in the status.
pub(crate) fn condition<'a>(object: &'a Value, kind: &str) -> Option<&'a Value> {
    list(object, "/status/conditions").iter().find(|one| text(one, "/type") == kind)
}

/// Since when the condition of this type has this status: now, where it has another, or is not there.
pub(crate) fn since(object: &Value, kind: &str, status: &str) -> String {
    let before = condition(object, kind).filter(|one| text(one, "/status") == status);
    before.map_or_else(meta::now, |one| text(one, "/lastTransitionTime").to_owned())
}

/// The condition of this type is `True`.
pub(crate) fn is_true(object: &Value, kind: &str) -> bool {
    condition(object, kind).is_some_and(|one| text(one, "/status") == "True")
}

/// The owner that controls the object.
pub(crate) fn controller(object: &Value) -> Option<&Value> {
    list(object, "/metadata/ownerReferences").iter().find(|owner| flag(owner, "/controller"))
}

/// The object is controlled by the one with this uid.
pub(crate) fn is_controlled_by(object: &Value, uid: &str) -> bool {
    controller(object).is_some_and(|owner| text(owner, "/uid") == uid)
}

/// The reference with which a controller owns what it makes.
pub(crate) fn owned_by(owner: &Value) -> Value {
    json!({
        "apiVersion": text(owner, "/apiVersion"), "kind": text(owner, "/kind"), "name": meta::text(owner, "name"),
        "uid": meta::text(owner, "uid"), "controller": true, "blockOwnerDeletion": true,
    })
}

/// The pod's Ready condition is true.
pub(crate) fn is_ready(pod: &Value) -> bool {
    is_true(pod, "Ready")
}

/// The pod has ended, well or not.
pub(crate) fn has_ended(pod: &Value) -> bool {
    matches!(text(pod, "/status/phase"), "Succeeded" | "Failed")
}

/// The pod has neither ended nor is it to end.
pub(crate) fn is_active(pod: &Value) -> bool {
    !has_ended(pod) && !meta::is_terminating(pod)
}

/// A moment that the object carries.
pub(crate) fn moment(object: &Value, pointer: &str) -> Option<jiff::Timestamp> {
    text(object, pointer).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_as_by_a_json_pointer() {
        let object = json!({"a": {"b": [{"c": 1}, 2], "d/e": 3, "": 4}, "": {"": 5}});
        for pointer in [
            "",
            "/",
            "//",
            "/a",
            "/a/b/0/c",
            "/a/b/1",
            "/a/b/2",
            "/a/b/x",
            "/a/d~1e",
            "/a/",
            "/a/b/0/c/d",
            "/z",
        ] {
            assert_eq!(at(&object, pointer), object.pointer(pointer), "{pointer}");
        }
    }
}
