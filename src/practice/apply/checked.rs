//! Whether an applied configuration fits its schema, in the words of structured merge diff.

use serde_json::Value;

use super::typed::{Form, element, form, is_named, member};
use crate::practice::schema::{List, Shape};

/// Checks a configuration.
///
/// # Errors
/// With the first place that does not fit; fields that the type does not have come first.
pub(super) fn check(shape: &Shape, value: &Value) -> Result<(), String> {
    let mut problems = Vec::new();
    walk(shape, value, "", &mut problems);
    let unknown = problems.iter().position(|problem| problem.ends_with(UNKNOWN));
    problems.into_iter().nth(unknown.unwrap_or_default()).map_or(Ok(()), Err)
}

const UNKNOWN: &str = ": field not declared in schema";

fn walk(shape: &Shape, value: &Value, path: &str, problems: &mut Vec<String>) {
    if value.is_null() {
        return;
    }
    let at = |why: String| if path.is_empty() { why } else { format!("{path}: {why}") };
    match shape {
        Shape::Object(_) | Shape::Map { .. } => match value.as_object() {
            Some(map) => {
                for (name, item) in map {
                    let below = format!("{path}.{name}");
                    if matches!(shape, Shape::Object(_)) && !is_named(shape, name) {
                        problems.push(format!("{below}{UNKNOWN}"));
                    } else {
                        walk(member(shape, name), item, &below, problems);
                    }
                }
            }
            None => problems.push(at(format!("expected map, got {}", shown(value)))),
        },
        Shape::List(list) => match value.as_array() {
            Some(items) => walk_items(shape, list, items, path, problems),
            None => problems.push(at(format!("expected list, got {}", shown(value)))),
        },
        Shape::Text | Shape::Bytes | Shape::Time | Shape::MicroTime | Shape::Duration => {
            if !value.is_string() {
                problems.push(at(format!("expected string, got {}", shown(value))));
            }
        }
        Shape::Int32 | Shape::Int64 | Shape::Number => {
            if !value.is_number() {
                problems.push(at(format!("expected numeric (int or float), got {}", go_type(value))));
            }
        }
        Shape::Boolean => {
            if !value.is_boolean() {
                problems.push(at(format!("expected boolean, got {}", shown(value))));
            }
        }
        Shape::Quantity | Shape::IntOrString | Shape::Free => {}
    }
}

fn walk_items(shape: &Shape, list: &List, items: &[Value], path: &str, problems: &mut Vec<String>) {
    let mut seen: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let name = match form(shape) {
            Form::Items(_) => match element(list, item) {
                Ok(name) => name,
                Err(why) => {
                    problems.push(format!("{path}: element {index}: {why}"));
                    continue;
                }
            },
            Form::Fields(_) | Form::Leaf => format!("i:{index}"),
        };
        let below = format!("{path}{}", super::set::shown(std::slice::from_ref(&name)));
        if seen.contains(&name) {
            let shown = super::set::shown(std::slice::from_ref(&name));
            problems.push(format!("{path}: duplicate entries for key {shown}"));
            continue;
        }
        seen.push(name);
        walk(&list.item, item, &below, problems);
    }
}

/// What Go calls the type of a value that was read from JSON.
fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(_) => "float64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}

/// A value as Go's printing of an interface shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("&value.valueUnstructured{{Value:{text:?}}}"),
        Value::Number(_) | Value::Bool(_) => format!("&value.valueUnstructured{{Value:{value}}}"),
        Value::Null | Value::Array(_) | Value::Object(_) => "&{<nil>}".to_owned(),
    }
}
