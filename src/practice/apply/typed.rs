//! Values seen through their schema: which fields they set, how two differ, how one is laid over another.

use serde_json::{Map, Value, json};

use super::set::{Path, Set, field};
use crate::practice::schema::{List, Merging, Shape};

/// What changed from one value to another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Comparison {
    pub(crate) added: Set,
    pub(crate) modified: Set,
    pub(crate) removed: Set,
}

/// How a value is made up, for merging.
pub(crate) enum Form<'a> {
    /// Fields of a type, or entries of a map.
    Fields(&'a Shape),
    /// Elements that have an identity.
    Items(&'a List),
    /// Owned as a whole.
    Leaf,
}

/// The form that a shape has.
pub(crate) fn form(shape: &Shape) -> Form<'_> {
    let atomic = shape.fields().is_some_and(|fields| fields.atomic);
    if matches!(shape, Shape::Object(_) | Shape::Map { atomic: false, .. }) && !atomic {
        return Form::Fields(shape);
    }
    if let Shape::List(list) = shape
        && list.merging != Merging::Atomic
    {
        return Form::Items(list);
    }
    Form::Leaf
}

/// The shape of a member of a map or struct; anything when the type does not know it.
pub(crate) fn member<'a>(shape: &'a Shape, name: &str) -> &'a Shape {
    const FREE: &Shape = &Shape::Free;
    if let Shape::Map { item, .. } = shape {
        return item;
    }
    shape.fields().and_then(|of| of.fields.get(name)).map_or(FREE, |of| &of.shape)
}

/// The name is a field of the type (and not a key of a map).
pub(crate) fn is_named(shape: &Shape, name: &str) -> bool {
    shape.fields().is_some_and(|fields| fields.fields.contains_key(name))
}

/// The `FieldsV1` element of a list item.
///
/// # Errors
/// When it has none of the keys.
pub(crate) fn element(list: &List, item: &Value) -> Result<String, String> {
    let Merging::ByKeys(keys) = &list.merging else { return Ok(format!("v:{item}")) };
    let Some(map) = item.as_object() else {
        let what = if item.is_null() { "a null element" } else { "non-map elements" };
        return Err(format!("associative list with keys may not have {what}"));
    };
    let mut found: Vec<(&String, Value)> = Vec::new();
    for key in keys {
        let own = map.get(key).cloned();
        let default = || list.item.fields().and_then(|of| of.fields.get(key)?.default.clone());
        if let Some(value) = own.or_else(default) {
            found.push((key, value));
        }
    }
    if found.is_empty() {
        let quoted: Vec<String> = keys.iter().map(|key| format!("{key:?}")).collect();
        return Err(format!(
            "associative list with keys has an element that omits all key fields [{}] (and doesn't have default values \
             for any key fields)",
            quoted.join(" ")
        ));
    }
    found.sort_by_key(|(key, _)| key.as_str());
    let keys: Map<String, Value> = found.into_iter().map(|(key, value)| (key.clone(), value)).collect();
    Ok(format!("k:{}", Value::Object(keys)))
}

/// The fields that an applied configuration sets.
pub(crate) fn fields_of(shape: &Shape, value: &Value) -> Set {
    let mut set = Set::default();
    gather(shape, value, &mut Vec::new(), &mut set);
    set
}

fn gather(shape: &Shape, value: &Value, path: &mut Path, set: &mut Set) {
    match (form(shape), value) {
        (Form::Fields(of), Value::Object(map)) => {
            for (name, item) in map {
                path.push(field(name));
                gather(member(of, name), item, path, set);
                let empty = item.is_null() || item.as_object().is_some_and(Map::is_empty);
                if empty || !is_named(of, name) {
                    set.insert(path);
                }
                path.pop();
            }
        }
        (Form::Items(list), Value::Array(items)) => {
            for item in items {
                let Ok(element) = element(list, item) else { continue };
                path.push(element);
                gather(&list.item, item, path, set);
                set.insert(path);
                path.pop();
            }
        }
        (Form::Leaf, _) => set.insert(path),
        (Form::Fields(_) | Form::Items(_), _) => {}
    }
}

/// What changed from `old` to `new`.
pub(crate) fn compare(shape: &Shape, old: &Value, new: &Value) -> Comparison {
    let mut out = Comparison::default();
    differ(shape, Some(old), Some(new), &mut Vec::new(), &mut out);
    out
}

fn differ(shape: &Shape, old: Option<&Value>, new: Option<&Value>, path: &mut Path, out: &mut Comparison) {
    let vacant = |value: Option<&Value>| match value {
        None | Some(Value::Null) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(map)) => map.is_empty(),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_)) => false,
    };
    let both_vacant = vacant(old) && vacant(new);
    match form(shape) {
        Form::Fields(of) if !both_vacant => {
            let maps = [old, new].map(|value| value.and_then(Value::as_object));
            for name in keys_of_both(maps) {
                let [before, after] = maps.map(|map| map.and_then(|map| map.get(name)));
                path.push(field(name));
                differ(member(of, name), before, after, path, out);
                path.pop();
            }
            note_ends(old, new, path, out);
        }
        Form::Items(list) if !both_vacant => {
            differ_items(list, [old, new], path, out);
            note_ends(old, new, path, out);
        }
        Form::Fields(_) | Form::Items(_) | Form::Leaf => match (old, new) {
            (None, Some(_)) => out.added.insert(path),
            (Some(_), None) => out.removed.insert(path),
            (Some(old), Some(new)) if old != new => out.modified.insert(path),
            _ => {}
        },
    }
}

/// A branch that came or went is itself a path.
fn note_ends(old: Option<&Value>, new: Option<&Value>, path: &Path, out: &mut Comparison) {
    match (old, new) {
        (None, Some(_)) => out.added.insert(path),
        (Some(_), None) => out.removed.insert(path),
        _ => {}
    }
}

fn keys_of_both(maps: [Option<&Map<String, Value>>; 2]) -> Vec<&String> {
    let [old, new] = maps;
    let mut keys: Vec<&String> = old.into_iter().flat_map(Map::keys).collect();
    keys.extend(
        new.into_iter().flat_map(Map::keys).filter(|key| !old.is_some_and(|map| map.contains_key(*key))),
    );
    keys
}

fn differ_items(list: &List, sides: [Option<&Value>; 2], path: &mut Path, out: &mut Comparison) {
    let [old, new] = sides.map(|side| indexed(list, side));
    let mut elements: Vec<&String> = Vec::new();
    for (element, _) in old.iter().chain(&new) {
        if !elements.contains(&element) {
            elements.push(element);
        }
    }
    for element in elements {
        let of = |side: &[(String, &'_ Value)]| -> Vec<Value> {
            side.iter().filter(|(name, _)| name == element).map(|(_, item)| (*item).clone()).collect()
        };
        let (before, after) = (of(&old), of(&new));
        path.push(element.clone());
        match (before.as_slice(), after.as_slice()) {
            ([] | [_], [] | [_]) => differ(&list.item, before.first(), after.first(), path, out),
            ([_, _, ..], [_, _, ..]) if before != after => out.modified.insert(path),
            ([_, _, ..], [_, _, ..]) => {}
            ([_, _, ..], _) => {
                if let Some(item) = after.first() {
                    differ(&list.item, None, Some(item), path, out);
                }
                out.removed.insert(path);
            }
            (_, _) => {
                if let Some(item) = before.first() {
                    differ(&list.item, Some(item), None, path, out);
                }
                out.added.insert(path);
            }
        }
        path.pop();
    }
}

fn indexed<'a>(list: &List, side: Option<&'a Value>) -> Vec<(String, &'a Value)> {
    let items = side.and_then(Value::as_array);
    items.into_iter().flatten().filter_map(|item| Some((element(list, item).ok()?, item))).collect()
}

/// Lays a configuration over a live value.
pub(crate) fn merge(shape: &Shape, live: Option<&Value>, config: Option<&Value>) -> Option<Value> {
    let (old, new) = match (live, config) {
        (live, None) => return live.cloned(),
        (None, Some(config)) if matches!(form(shape), Form::Leaf) => return Some(config.clone()),
        (live, Some(config)) => (live, config),
    };
    match (form(shape), new) {
        (Form::Fields(of), Value::Object(map)) => {
            let old = old.and_then(Value::as_object);
            if map.is_empty() && old.is_none_or(Map::is_empty) {
                return Some(json!({}));
            }
            let mut out = Map::new();
            for name in keys_of_both([old, Some(map)]) {
                let before = old.and_then(|old| old.get(name));
                if let Some(value) = merge(member(of, name), before, map.get(name)) {
                    out.insert(name.clone(), value);
                }
            }
            Some(Value::Object(out))
        }
        (Form::Items(list), Value::Array(items)) => {
            let old = old.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            Some(Value::Array(super::order::merge_items(list, old, items)))
        }
        (Form::Fields(_) | Form::Items(_), Value::Null) => old.cloned(),
        _ => Some(new.clone()),
    }
}

/// The value without the paths of a set.
pub(crate) fn remove(shape: &Shape, value: &Value, set: &Set) -> Value {
    match (form(shape), value) {
        (Form::Fields(of), Value::Object(map)) => {
            let mut out = Map::new();
            for (name, item) in map {
                let element = field(name);
                if set.has(&element) {
                    continue;
                }
                let kept = set
                    .below(&element)
                    .map_or_else(|| item.clone(), |deeper| remove(member(of, name), item, deeper));
                out.insert(name.clone(), kept);
            }
            Value::Object(out)
        }
        (Form::Items(list), Value::Array(items)) => {
            let kept = items.iter().filter_map(|item| {
                let Ok(element) = element(list, item) else { return Some(item.clone()) };
                if set.has(&element) {
                    return None;
                }
                Some(
                    set.below(&element)
                        .map_or_else(|| item.clone(), |deeper| remove(&list.item, item, deeper)),
                )
            });
            Value::Array(kept.collect())
        }
        _ => value.clone(),
    }
}

/// The set with every named field a member of its own, not only what lies below it.
pub(crate) fn with_named(shape: &Shape, set: &Set) -> Set {
    let mut out = set.clone();
    let parts: Vec<(String, Set)> =
        set.elements().map(|(name, below)| (name.clone(), below.clone())).collect();
    for (element, below) in parts {
        let name = element.strip_prefix("f:");
        let deeper = match (name, shape) {
            (Some(name), _) => member(shape, name),
            (None, Shape::List(list)) => &list.item,
            (None, _) => &Shape::Free,
        };
        if !below.is_empty() {
            out.put_below(&element, with_named(deeper, &below));
            if name.is_some_and(|name| is_named(shape, name)) {
                out.mark(&element);
            }
        }
    }
    out
}
