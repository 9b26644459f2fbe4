//! What it is for: reading objects of kinds that are no part of Kubernetes. In: a part of one as JSON. Out: texts,
//! numbers, lists; nothing where something else stands. Never: text with control characters.

use serde_json::Value;

use super::{LONG, mask};

/// A text, cleaned; empty when there is none.
pub(super) fn text(of: &Value, pointer: &str) -> String {
    of.pointer(pointer).and_then(Value::as_str).map(|text| mask::plain(text, LONG)).unwrap_or_default()
}

/// A text or a number as text; `None` when there is neither.
pub(super) fn word(of: &Value, pointer: &str) -> Option<String> {
    match of.pointer(pointer)? {
        Value::String(text) => Some(mask::plain(text, LONG)),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The elements of a list.
pub(super) fn list<'a>(of: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    of.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

/// A weight; `otherwise` when none is written.
pub(super) fn weight(of: &Value, otherwise: u32) -> u32 {
    let written = of.get("weight").and_then(Value::as_u64);
    written.map_or(otherwise, |weight| u32::try_from(weight).unwrap_or(u32::MAX))
}

/// The condition of that type: its status, and what stands in it.
pub(super) fn condition<'a>(of: &'a Value, kind: &str) -> Option<(&'a str, &'a Value)> {
    let found = list(of, "/conditions").find(|one| one.get("type").and_then(Value::as_str) == Some(kind))?;
    Some((found.get("status").and_then(Value::as_str).unwrap_or_default(), found))
}
