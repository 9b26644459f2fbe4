//! What it is for: which item of one list answers to which of another: by name where Kubernetes does so, else by place.
//! In: the list's key and both lists. Out: pairs. Never: a pairing by a name that is missing or not unique.

use serde_json::Value;

use super::path::scalar_text;

/// An item of either list or both, with its path segment such as `[name=web]` or `[0]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) segment: String,
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
}

/// All items paired, those of `after` first and in its order; the flag says whether names paired them.
pub(super) fn pair(key: &str, before: &[Value], after: &[Value]) -> (Vec<Pair>, bool) {
    for fields in fields_of(key) {
        if let (Some(old), Some(new)) = (names(before, fields), names(after, fields)) {
            return (by_name(&old, &new), true);
        }
    }
    let longest = before.len().max(after.len());
    let at = |index: usize, items: &[Value]| (index < items.len()).then_some(index);
    let pairs = (0..longest)
        .map(|index| Pair {
            segment: format!("[{index}]"),
            before: at(index, before),
            after: at(index, after),
        })
        .collect();
    (pairs, false)
}

fn by_name(old: &[String], new: &[String]) -> Vec<Pair> {
    let places: std::collections::HashMap<&String, usize> =
        old.iter().enumerate().map(|(index, name)| (name, index)).collect();
    let news: std::collections::HashSet<&String> = new.iter().collect();
    let kept = new.iter().enumerate().map(|(index, name)| Pair {
        segment: format!("[{name}]"),
        before: places.get(name).copied(),
        after: Some(index),
    });
    let gone = old.iter().enumerate().filter(|(_, name)| !news.contains(name)).map(|(index, name)| Pair {
        segment: format!("[{name}]"),
        before: Some(index),
        after: None,
    });
    kept.chain(gone).collect()
}

/// The fields that name an item, in order of preference (the API's list-map keys, and names where they are usual).
fn fields_of(key: &str) -> &'static [&'static [&'static str]] {
    match key {
        "containers"
        | "initContainers"
        | "ephemeralContainers"
        | "env"
        | "volumes"
        | "imagePullSecrets"
        | "parameters" => &[&["name"]],
        "ports" => &[&["name"], &["containerPort", "protocol"], &["port", "protocol"]],
        "volumeMounts" => &[&["mountPath"]],
        "volumeDevices" => &[&["devicePath"]],
        "conditions" => &[&["type"]],
        "hostAliases" => &[&["ip"]],
        _ => &[],
    }
}

fn names(items: &[Value], fields: &[&str]) -> Option<Vec<String>> {
    let name = |item: &Value| {
        let parts: Option<Vec<String>> = fields
            .iter()
            .map(|field| match item.get(field).and_then(scalar_text) {
                None if *field == "protocol" && item.is_object() => Some(format!("{field}=TCP")),
                text => text.map(|text| format!("{field}={text}")),
            })
            .collect();
        parts.map(|parts| parts.join(","))
    };
    let names: Vec<String> = items.iter().map(name).collect::<Option<_>>()?;
    let unique: std::collections::HashSet<&String> = names.iter().collect();
    (unique.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_are_paired_by_name_where_names_are_unique() {
        let list = |value: Value| value.as_array().unwrap().clone();
        let pairs = |key: &str, a: Value, b: Value| {
            let (pairs, named) = pair(key, &list(a), &list(b));
            (pairs.into_iter().map(|p| (p.segment, p.before, p.after)).collect::<Vec<_>>(), named)
        };
        assert_eq!(
            pairs("env", json!([{"name": "A"}, {"name": "B"}]), json!([{"name": "B"}, {"name": "C"}])),
            (
                vec![
                    ("[name=B]".into(), Some(1), Some(0)),
                    ("[name=C]".into(), None, Some(1)),
                    ("[name=A]".into(), Some(0), None)
                ],
                true
            )
        );
        let ports = pairs("ports", json!([{"port": 80}]), json!([{"port": 80, "protocol": "TCP"}]));
        assert_eq!(ports.0, [("[port=80,protocol=TCP]".into(), Some(0), Some(0))]);
        assert!(!pairs("env", json!([{"name": "A"}, {"name": "A"}]), json!([])).1);
        assert_eq!(pairs("args", json!(["x"]), json!([])).0, [("[0]".into(), Some(0), None)]);
    }
}
