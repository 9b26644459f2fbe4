//! Strategic merge patches: lists merge by the key that their type names, with kubectl's directives for deletion and order.

use serde_json::{Map, Value, json};

use super::schema::{Field, List, Shape};

const DIRECTIVE: &str = "$patch";
const RETAIN: &str = "$retainKeys";
const ORDER: &str = "$setElementOrder/";
const DELETE: &str = "$deleteFromPrimitiveList/";

/// The object with the patch laid over it.
///
/// # Errors
/// In the server's words when an element of the patch has no key, or a directive is none.
pub(crate) fn patch(shape: &Shape, live: &Value, patch: &Value) -> Result<Value, String> {
    match (live, patch) {
        (Value::Object(live), Value::Object(patch)) => merge_maps(shape, live, patch, false),
        _ => Err("Invalid JSON document".to_owned()),
    }
}

fn field<'a>(shape: &'a Shape, name: &str) -> Option<&'a Field> {
    shape.fields().and_then(|of| of.fields.get(name))
}

fn shape_below<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    if let Shape::Map { item, .. } = shape {
        return Some(item);
    }
    field(shape, name).map(|field| &field.shape)
}

fn merge_maps(
    shape: &Shape,
    live: &Map<String, Value>,
    patch: &Map<String, Value>,
    retains: bool,
) -> Result<Value, String> {
    match patch.get(DIRECTIVE).and_then(Value::as_str) {
        Some("replace") => return Ok(Value::Object(without_directives(patch))),
        Some("delete") => return Ok(json!({})),
        Some("merge") | None => {}
        Some(other) => return Err(format!("unknown patch type found: {other}")),
    }
    let mut out = live.clone();
    if let Some(kept) = patch.get(RETAIN).and_then(Value::as_array) {
        out.retain(|name, _| kept.iter().any(|keep| keep.as_str() == Some(name)));
    } else if retains && patch.get(RETAIN).is_some() {
        return Err("retainKeys must be a list".to_owned());
    }
    for (name, value) in patch {
        if let Some(name) = name.strip_prefix(DELETE) {
            remove_primitives(&mut out, name, value);
        }
    }
    for (name, value) in patch.iter().filter(|(name, _)| !name.starts_with('$')) {
        let below = shape_below(shape, name);
        match (value, out.get(name), below) {
            (Value::Null, _, _) => {
                out.shift_remove(name);
            }
            (Value::Object(over), Some(Value::Object(under)), below) => {
                let free = Shape::Free;
                let retains = field(shape, name).is_some_and(|field| field.retain_keys);
                let merged = merge_maps(below.unwrap_or(&free), under, over, retains)?;
                out.insert(name.clone(), merged);
            }
            (Value::Array(over), Some(Value::Array(under)), Some(Shape::List(list))) if list.patch_merge => {
                let merged = merge_lists(list, under, over)?;
                out.insert(name.clone(), Value::Array(merged));
            }
            (fresh, _, _) => {
                out.insert(name.clone(), cleaned(fresh));
            }
        }
    }
    for (directive, order) in patch {
        let (Some(name), Some(order)) = (directive.strip_prefix(ORDER), order.as_array()) else { continue };
        let Some(Shape::List(list)) = shape_below(shape, name) else { continue };
        let Some(merged) = out.get(name).and_then(Value::as_array) else { continue };
        let before = live.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let ordered = in_order(list.patch_key.as_deref(), merged, order, before);
        out.insert(name.to_owned(), Value::Array(ordered));
    }
    Ok(Value::Object(out))
}

/// A value of the patch that meets nothing: its directives and nulls mean nothing then.
fn cleaned(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = without_directives(map);
            let kept = kept.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name.clone(), cleaned(value))).collect())
        }
        Value::Array(items) => {
            let deleted = |item: &&Value| item.get(DIRECTIVE).and_then(Value::as_str) == Some("delete");
            let only_directive = |item: &&Value| {
                item.as_object().is_some_and(|map| map.len() == 1 && map.contains_key(DIRECTIVE))
            };
            let kept = items.iter().filter(|item| !deleted(item) && !only_directive(item));
            Value::Array(kept.map(cleaned).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn without_directives(map: &Map<String, Value>) -> Map<String, Value> {
    let kept = map.iter().filter(|(name, _)| {
        !(name.as_str() == DIRECTIVE
            || name.as_str() == RETAIN
            || name.starts_with(ORDER)
            || name.starts_with(DELETE))
    });
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn remove_primitives(out: &mut Map<String, Value>, name: &str, gone: &Value) {
    let Some(gone) = gone.as_array() else { return };
    if let Some(items) = out.get_mut(name).and_then(Value::as_array_mut) {
        items.retain(|item| !gone.contains(item));
    }
}

fn merge_lists(list: &List, live: &[Value], patch: &[Value]) -> Result<Vec<Value>, String> {
    let replaces = |item: &Value| item.get(DIRECTIVE).and_then(Value::as_str) == Some("replace");
    if patch.iter().any(replaces) {
        return Ok(patch.iter().filter(|item| !replaces(item)).map(cleaned).collect());
    }
    let Some(key) = &list.patch_key else {
        let mut out = live.to_vec();
        for item in patch {
            if !out.contains(item) {
                out.push(item.clone());
            }
        }
        return Ok(in_order(None, &out, patch, live));
    };
    for item in patch {
        match item.get(DIRECTIVE).and_then(Value::as_str) {
            Some("merge") => return Err("merging lists cannot yet be specified in the patch".to_owned()),
            Some(other) if other != "delete" => {
                return Err(format!("unknown patch type: {other} in map: {}", go_map(item)));
            }
            _ => {}
        }
    }
    let mut out = live.to_vec();
    for item in patch {
        let Some(wanted) = item.get(key) else {
            return Err(format!("map: {} does not contain declared merge key: {key}", go_map(item)));
        };
        let at = out.iter().position(|one| one.get(key) == Some(wanted));
        let deletes = item.get(DIRECTIVE).and_then(Value::as_str) == Some("delete");
        match (at, out.get_mut(at.unwrap_or(usize::MAX))) {
            (Some(_), _) if deletes => out.retain(|one| one.get(key) != Some(wanted)),
            (_, Some(one)) => {
                if let (Value::Object(under), Value::Object(over)) = (&*one, item) {
                    *one = merge_maps(&list.item, under, over, list.retain_keys)?;
                }
            }
            (_, None) if deletes => {}
            (_, None) => out.push(cleaned(item)),
        }
    }
    let order: Vec<Value> = patch.to_vec();
    Ok(in_order(Some(key), &out, &order, live))
}

/// The merged items: those that `order` names in its order, the others where they stood before.
fn in_order(key: Option<&str>, merged: &[Value], order: &[Value], before: &[Value]) -> Vec<Value> {
    let identity =
        |item: &Value| key.map_or_else(|| item.clone(), |key| item.get(key).cloned().unwrap_or_default());
    let place =
        |list: &[Value], item: &Value| list.iter().position(|other| identity(other) == identity(item));
    let (mut named, mut others): (Vec<Value>, Vec<Value>) =
        merged.iter().cloned().partition(|item| place(order, item).is_some());
    named.sort_by_key(|item| place(order, item));
    others.sort_by_key(|item| place(before, item));
    let mut out = Vec::with_capacity(merged.len());
    let (mut named, mut others) = (named.into_iter().peekable(), others.into_iter().peekable());
    loop {
        let other_first = match (others.peek(), named.peek()) {
            (None, None) => return out,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(other), Some(name)) => match (place(before, other), place(before, name)) {
                (Some(left), Some(right)) => left < right,
                _ => false,
            },
        };
        out.extend(if other_first { others.next() } else { named.next() });
    }
}

/// A map as Go prints it.
pub(crate) fn go_map(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<String> =
                map.iter().map(|(name, value)| format!("{name}:{}", go_map(value))).collect();
            pairs.sort();
            format!("map[{}]", pairs.join(" "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(go_map).collect::<Vec<_>>().join(" "))
        }
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(live: &Value, over: &Value) -> Value {
        let shape = Shape::Object("io.k8s.api.core.v1.PodSpec".to_owned());
        patch(&shape, live, over).expect("a patch")
    }

    #[test]
    fn containers_merge_by_name_and_keep_their_order() {
        let live = json!({"containers": [{"name": "a", "image": "1"}, {"name": "b", "image": "1"}]});
        let over = json!({"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}],
            "containers": [{"name": "b", "image": "2"}]});
        let wanted = json!({"containers": [{"name": "b", "image": "2"}, {"name": "a", "image": "1"}]});
        assert_eq!(patched(&live, &over), wanted);
    }

    #[test]
    fn an_element_is_deleted_and_another_added() {
        let live = json!({"containers": [{"name": "a"}, {"name": "b"}]});
        let over = json!({"containers": [{"$patch": "delete", "name": "a"}, {"name": "c", "env": null}]});
        assert_eq!(patched(&live, &over), json!({"containers": [{"name": "c"}, {"name": "b"}]}));
    }

    #[test]
    fn a_replaced_map_loses_what_the_patch_does_not_name() {
        let live = json!({"nodeSelector": {"a": "1", "b": "2"}, "tolerations": [{"key": "a"}]});
        let over = json!({"nodeSelector": {"$patch": "replace", "c": "3"}, "tolerations": [{"key": "b"}]});
        assert_eq!(patched(&live, &over), json!({"nodeSelector": {"c": "3"}, "tolerations": [{"key": "b"}]}));
    }

    #[test]
    fn an_element_without_its_key_is_refused() {
        let shape = Shape::Object("io.k8s.api.core.v1.PodSpec".to_owned());
        let live = json!({"containers": [{"name": "a"}]});
        let said = patch(&shape, &live, &json!({"containers": [{"image": "x"}]})).expect_err("no key");
        assert_eq!(said, "map: map[image:x] does not contain declared merge key: name");
    }
}
