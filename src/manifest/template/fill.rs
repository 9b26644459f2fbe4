//! What it is for: putting values where a template refers to them.
//! In: a value of the template, the parameters' values. Out: the value filled. Never: a second look at what was put in.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::scalar;

/// A piece of a string of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Stands as it is.
    Text(&'t str),
    /// `${NAME}`: the name.
    Reference(&'t str),
}

/// The name in a string that is exactly `${{NAME}}`.
pub(super) fn whole(text: &str) -> Option<&str> {
    text.strip_prefix("${{")?.strip_suffix("}}").filter(|name| is_name(name))
}

/// The pieces of a string, from left to right.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("${")) {
        let start = at + found;
        let name = text.get(start + 2..).and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        match name.filter(|name| is_name(name)) {
            Some(name) => {
                out.extend(text.get(plain_from..start).filter(|text| !text.is_empty()).map(Piece::Text));
                out.push(Piece::Reference(name));
                at = start + name.len() + 3;
                plain_from = at;
            }
            None => at = start + 2,
        }
    }
    out.extend(text.get(plain_from..).filter(|text| !text.is_empty()).map(Piece::Text));
    out
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// All names that a string refers to, whether a parameter has them or not.
pub(super) fn names(text: &str) -> Vec<&str> {
    if let Some(name) = whole(text) {
        return vec![name];
    }
    let name = |piece| match piece {
        Piece::Reference(name) => Some(name),
        Piece::Text(_) => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

/// Two keys of one mapping that became the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collision {
    /// The keys as the template writes them.
    pub(super) keys: (String, String),
}

/// The values of all parameters by name.
pub(super) type Known = BTreeMap<String, String>;

/// A string with its references as text; unknown ones stay. Keys, labels and the message are always text.
pub(super) fn text(text: &str, known: &Known) -> String {
    if let Some(value) = whole(text).and_then(|name| known.get(name)) {
        return value.clone();
    }
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Reference(name) => match known.get(name) {
                Some(value) => out.push_str(value),
                None => out.extend(["${", name, "}"]),
            },
        }
    }
    out
}

/// A value with every string in it filled, keys included.
pub(super) fn value(template: &Value, known: &Known) -> Result<Value, Collision> {
    Ok(match template {
        Value::String(string) => match whole(string).and_then(|name| known.get(name)) {
            Some(given) => json(given),
            None => Value::String(text(string, known)),
        },
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| value(item, known)).collect::<Result<_, _>>()?)
        }
        Value::Object(map) => Value::Object(mapping(map, known)?),
        Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
    })
}

fn mapping(map: &Map<String, Value>, known: &Known) -> Result<Map<String, Value>, Collision> {
    let mut out = Map::with_capacity(map.len());
    for (key, item) in map {
        let filled = text(key, known);
        if out.contains_key(&filled) {
            let first = map.keys().find(|other| text(other, known) == filled);
            let first = first.cloned().unwrap_or_default();
            return Err(Collision { keys: (first, key.clone()) });
        }
        out.insert(filled, value(item, known)?);
    }
    Ok(out)
}

/// The value of `${{NAME}}`: JSON if it is some, else text. Whole floats become integers, as in kubectl's YAML.
fn json(given: &str) -> Value {
    fn settled(value: Value) -> Value {
        match value {
            Value::Number(number) if !number.is_i64() && !number.is_u64() => {
                number.as_f64().and_then(scalar::float).unwrap_or(Value::Number(number))
            }
            Value::Array(items) => Value::Array(items.into_iter().map(settled).collect()),
            Value::Object(map) => {
                Value::Object(map.into_iter().map(|(key, value)| (key, settled(value))).collect())
            }
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
        }
    }
    serde_json::from_str(given).map_or_else(|_not_json| Value::String(given.to_owned()), settled)
}
