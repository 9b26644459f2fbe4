//! What it is for: field sets as the API server keeps them (`metadata.managedFields[].fieldsV1`) and field paths as its
//! conflicts name them. In: JSON. Out: the value at a path, a union of sets, an object without the fields of a set.
//! Never: I/O, or a guess where a path does not fit the object.

use serde_json::{Map, Value};

/// The value at a path such as `.spec.template.spec.containers[name="web"].image`.
pub(crate) fn at<'a>(object: &'a Value, path: &str) -> Option<&'a Value> {
    let mut here = object;
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix('.') {
            let map = here.as_object()?;
            // A key may hold dots itself: the longest key that fits.
            let fits = |key: &&String| {
                tail.strip_prefix(key.as_str())
                    .is_some_and(|after| after.is_empty() || after.starts_with(['.', '[']))
            };
            let key = map.keys().filter(fits).max_by_key(|key| key.len())?;
            here = map.get(key)?;
            rest = tail.get(key.len()..)?;
        } else {
            let (item, after) = bracket(rest.strip_prefix('[')?)?;
            here = here.as_array()?.iter().enumerate().find(|(i, value)| item.fits(*i, value))?.1;
            rest = after;
        }
    }
    Some(here)
}

enum Item {
    Keys(Vec<(String, Value)>),
    Equal(Value),
    Index(usize),
}

impl Item {
    fn fits(&self, index: usize, value: &Value) -> bool {
        match self {
            Self::Keys(keys) => keys.iter().all(|(key, wanted)| value.get(key) == Some(wanted)),
            Self::Equal(wanted) => value == wanted,
            Self::Index(wanted) => *wanted == index,
        }
    }
}

/// `name="web",protocol="TCP"]…`, `="x"]…` or `3]…`: the item, and what follows the bracket.
fn bracket(text: &str) -> Option<(Item, &str)> {
    if let Some((number, after)) = text.split_once(']')
        && let Ok(index) = number.parse()
    {
        return Some((Item::Index(index), after));
    }
    let mut keys = Vec::new();
    let mut rest = text;
    loop {
        let (key, after) = rest.split_once('=')?;
        let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let value = values.next()?.ok()?;
        let after = after.get(values.byte_offset()..)?;
        if key.is_empty() {
            return Some((Item::Equal(value), after.strip_prefix(']')?));
        }
        keys.push((key.to_owned(), value));
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Some((Item::Keys(keys), after.strip_prefix(']')?)),
        }
    }
}

/// Adds the fields of `other` to `set`.
pub(crate) fn unite(set: &mut Value, other: &Value) {
    let Some(other) = other.as_object() else { return };
    if !set.is_object() {
        *set = Value::Object(Map::new());
    }
    let Some(set) = set.as_object_mut() else { return };
    for (key, below) in other {
        unite(set.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())), below);
    }
}

/// Whether the set holds the path of keys, such as `["f:metadata", "f:annotations", "f:x"]`.
pub(crate) fn holds(set: &Value, path: &[&str]) -> bool {
    path.iter().try_fold(set, |set, key| set.get(key)).is_some()
}

/// Takes the fields of `drop` that are not in `keep`, and that `before` has, out of the object; gives their paths.
pub(crate) fn remove(object: &mut Value, drop: &Value, keep: &Value, before: &Value) -> Vec<String> {
    let mut removed = Vec::new();
    remove_below(object, (drop, Some(keep), before), "", &mut removed);
    removed
}

fn remove_below(
    object: &mut Value,
    (drop, keep, before): (&Value, Option<&Value>, &Value),
    path: &str,
    removed: &mut Vec<String>,
) {
    let Some(drop) = drop.as_object() else { return };
    // From behind, so that an index stays true while items go.
    for (key, below) in drop.iter().rev().filter(|(key, _)| *key != ".") {
        let kept = keep.and_then(|keep| keep.get(key));
        let Some(step) = Step::find(object, key) else { continue };
        let path = format!("{path}{}", step.name(key));
        if at(before, &path).is_none() {
            continue;
        }
        let is_member = below.as_object().is_none_or(|below| below.is_empty() || below.contains_key("."));
        if kept.is_none() && is_member {
            step.take_out(object);
            removed.push(path);
        } else if let Some(child) = step.child(object) {
            let had = !is_empty(child);
            remove_below(child, (below, kept, before), &path, removed);
            if had && is_empty(child) && kept.is_none() {
                step.take_out(object);
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn find(object: &Value, key: &str) -> Option<Self> {
        let (kind, text) = key.split_once(':')?;
        match kind {
            "f" => object.get(text).map(|_| Self::Key(text.to_owned())),
            "k" => {
                let wanted: Map<String, Value> = serde_json::from_str(text).ok()?;
                let item = Item::Keys(wanted.into_iter().collect());
                Self::position(object, &item)
            }
            "v" => Self::position(object, &Item::Equal(serde_json::from_str(text).ok()?)),
            "i" => Self::position(object, &Item::Index(text.parse().ok()?)),
            _ => None,
        }
    }

    fn position(object: &Value, item: &Item) -> Option<Self> {
        let list = object.as_array()?;
        list.iter().enumerate().position(|(i, value)| item.fits(i, value)).map(Self::Index)
    }

    /// The step as the server writes it in a path.
    fn name(&self, key: &str) -> String {
        match (self, key.split_once(':')) {
            (Self::Key(key), _) => format!(".{key}"),
            (Self::Index(_), Some(("k", text))) => {
                let keys: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
                let keys: Vec<_> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
                format!("[{}]", keys.join(","))
            }
            (Self::Index(_), Some(("v", text))) => format!("[={text}]"),
            (Self::Index(index), _) => format!("[{index}]"),
        }
    }

    fn child<'a>(&self, object: &'a mut Value) -> Option<&'a mut Value> {
        match self {
            Self::Key(key) => object.get_mut(key),
            Self::Index(index) => object.get_mut(*index),
        }
    }

    fn take_out(&self, object: &mut Value) {
        match (self, object) {
            (Self::Key(key), Value::Object(map)) => {
                map.shift_remove(key);
            }
            (Self::Index(index), Value::Array(list)) if *index < list.len() => {
                list.remove(*index);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_conflicts_path_finds_its_value() {
        let object = json!({
            "metadata": {"annotations": {"a.b/c": "x", "a": "y"}},
            "spec": {"ports": [{"containerPort": 80, "protocol": "UDP"}, {"containerPort": 80, "protocol": "TCP"}],
                     "list": ["p", "q"], "containers": [{"name": "we\"b", "image": "i"}]}
        });
        assert_eq!(at(&object, ".metadata.annotations.a.b/c"), Some(&json!("x")));
        assert_eq!(at(&object, ".metadata.annotations.a"), Some(&json!("y")));
        let port = at(&object, ".spec.ports[containerPort=80,protocol=\"TCP\"].protocol");
        assert_eq!(port, Some(&json!("TCP")));
        assert_eq!(at(&object, ".spec.list[=\"q\"]"), Some(&json!("q")));
        assert_eq!(at(&object, ".spec.list[0]"), Some(&json!("p")));
        assert_eq!(at(&object, ".spec.containers[name=\"we\\\"b\"].image"), Some(&json!("i")));
        assert_eq!(at(&object, ".spec.nothing"), None);
    }

    #[test]
    fn only_fields_that_nobody_keeps_go() {
        let mut object = json!({"spec": {"a": 1, "b": {"c": 2}, "env": [
            {"name": "KEEP", "value": "1"}, {"name": "GO", "value": "2", "defaulted": true}]}});
        let drop = json!({"f:spec": {"f:a": {}, "f:b": {"f:c": {}}, "f:env": {".": {},
            "k:{\"name\":\"KEEP\"}": {".": {}, "f:name": {}, "f:value": {}},
            "k:{\"name\":\"GO\"}": {".": {}, "f:name": {}, "f:value": {}}}}});
        let keep = json!({"f:spec": {"f:a": {}, "f:env": {"k:{\"name\":\"KEEP\"}": {".": {}, "f:name": {}, "f:value": {}}}}});
        let mut before = object.clone();
        before["spec"]["b"] = json!({});
        let mut same = object.clone();
        assert_eq!(remove(&mut same, &drop, &keep, &before), [".spec.env[name=\"GO\"]"]);
        let before = object.clone();
        let removed = remove(&mut object, &drop, &keep, &before);
        assert_eq!(object, json!({"spec": {"a": 1, "env": [{"name": "KEEP", "value": "1"}]}}));
        assert_eq!(removed, [".spec.env[name=\"GO\"]", ".spec.b.c"]);
    }

    #[test]
    fn a_union_holds_both_sets() {
        let mut set = json!({"f:spec": {"f:a": {}}});
        unite(&mut set, &json!({"f:spec": {"f:b": {".": {}}}, "f:metadata": {}}));
        assert_eq!(set, json!({"f:spec": {"f:a": {}, "f:b": {".": {}}}, "f:metadata": {}}));
        assert!(holds(&set, &["f:spec", "f:b"]) && !holds(&set, &["f:spec", "f:c"]));
    }
}
