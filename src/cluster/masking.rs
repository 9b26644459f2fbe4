//! What it is for: objects as they may be shown: without secrets, and without what only the server writes.
//! In: a live object and the object that it will become. Out: both, trimmed and masked, still telling what changes.
//! Never: a Secret's data, a password in an URL, or the value of a variable whose name sounds secret.

use serde_json::{Map, Value};

use super::mask;

/// The annotation in which kubectl keeps the whole manifest, secrets included.
pub(crate) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

const HIDDEN: &str = "••••";
const HIDDEN_CHANGED: &str = "•••• (changed)";

/// What only the server writes goes: status, versions, owners' books, and the last-applied annotation.
pub(crate) fn trimmed(object: &Value) -> Value {
    let mut object = object.clone();
    let Some(map) = object.as_object_mut() else { return object };
    map.shift_remove("status");
    if let Some(meta) = map.get_mut("metadata").and_then(Value::as_object_mut) {
        for key in ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]
        {
            meta.shift_remove(key);
        }
        let mut is_bare = false;
        if let Some(notes) = meta.get_mut("annotations").and_then(Value::as_object_mut) {
            notes.shift_remove(LAST_APPLIED);
            is_bare = notes.is_empty();
        }
        if is_bare {
            meta.shift_remove("annotations");
        }
    }
    object
}

/// Masks both sides of a difference alike; a secret that differs is marked as changed on the new side.
pub(crate) fn mask_pair(old: Option<&mut Value>, new: &mut Value) {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut nothing = Value::Null;
    let old = old.unwrap_or(&mut nothing);
    if kind == "Secret" {
        for field in ["data", "stringData"] {
            pair(old.get_mut(field), new.get_mut(field), true);
        }
    }
    if kind == "ConfigMap" {
        for field in ["data", "binaryData"] {
            pair(old.get_mut(field), new.get_mut(field), false);
        }
    }
    walk(Some(old), Some(new), "");
}

/// Both sides of one value; `all` hides whatever it is.
fn pair(old: Option<&mut Value>, new: Option<&mut Value>, all: bool) {
    let (mut old, mut new) = (old.and_then(Value::as_object_mut), new.and_then(Value::as_object_mut));
    let keys: Vec<String> = old
        .iter()
        .chain(new.iter())
        .flat_map(|map| map.keys().cloned())
        .filter(|key| all || is_secret_name(key))
        .collect();
    for key in keys {
        let sides =
            (old.as_mut().and_then(|map| map.get_mut(&key)), new.as_mut().and_then(|map| map.get_mut(&key)));
        hide(sides.0, sides.1);
    }
}

fn hide(old: Option<&mut Value>, new: Option<&mut Value>) {
    let is_same = match (&old, &new) {
        (Some(old), Some(new)) => old == new || is_hidden(old) || is_hidden(new),
        _ => true,
    };
    if let Some(old) = old
        && !is_hidden(old)
    {
        *old = Value::from(HIDDEN);
    }
    if let Some(new) = new
        && !is_hidden(new)
    {
        *new = Value::from(if is_same { HIDDEN } else { HIDDEN_CHANGED });
    }
}

fn is_hidden(value: &Value) -> bool {
    matches!(value.as_str(), Some(HIDDEN | HIDDEN_CHANGED))
}

/// Whether a variable or key of that name is likely to hold a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "CRED", "DSN", "PRIVATE", "SALT"]
        .iter()
        .any(|part| name.contains(part))
}

/// Walks both sides together: list items are paired by `name` where they have one, else by position.
fn walk(old: Option<&mut Value>, new: Option<&mut Value>, key: &str) {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => walk_maps(Some(old), Some(new)),
        (Some(Value::Array(old)), Some(Value::Array(new))) => walk_lists(old, new, key),
        (Some(Value::String(old)), Some(Value::String(new))) => {
            let differ = old != new;
            let (plain_old, plain_new) = (mask::without_userinfo(old), mask::without_userinfo(new));
            let looks_same = plain_old == plain_new;
            *old = plain_old;
            *new = if differ && looks_same { format!("{plain_new} {HIDDEN_CHANGED}") } else { plain_new };
        }
        (old, new) => {
            for side in [old, new].into_iter().flatten() {
                alone(side, key);
            }
        }
    }
}

fn alone(side: &mut Value, key: &str) {
    match side {
        Value::Object(map) => walk_maps(None, Some(map)),
        Value::Array(list) => walk_lists(&mut [], list, key),
        Value::String(text) => *text = mask::without_userinfo(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn walk_maps(mut old: Option<&mut Map<String, Value>>, mut new: Option<&mut Map<String, Value>>) {
    let name = |map: &Option<&mut Map<String, Value>>| {
        map.as_ref().and_then(|map| map.get("name")).and_then(Value::as_str).map(str::to_owned)
    };
    let is_secret = name(&new).or_else(|| name(&old)).is_some_and(|name| is_secret_name(&name));
    let mut keys: Vec<String> = Vec::new();
    for map in old.iter().chain(new.iter()) {
        keys.extend(map.keys().filter(|key| !keys.contains(key)).cloned().collect::<Vec<_>>());
    }
    for key in keys {
        let sides =
            (old.as_mut().and_then(|map| map.get_mut(&key)), new.as_mut().and_then(|map| map.get_mut(&key)));
        let is_tls_key = key == "key" && sides.1.as_ref().or(sides.0.as_ref()).is_some_and(|v| is_pem(v));
        if (key == "value" && is_secret) || key == LAST_APPLIED || is_tls_key {
            hide(sides.0, sides.1);
        } else {
            walk(sides.0, sides.1, &key);
        }
    }
}

fn is_pem(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains("PRIVATE KEY"))
}

fn walk_lists(old: &mut [Value], new: &mut [Value], key: &str) {
    if matches!(key, "args" | "command") {
        mask_arguments(old, new);
    }
    let mut paired = vec![false; old.len()];
    for (i, item) in new.iter_mut().enumerate() {
        let name = item.get("name").cloned();
        let place = match &name {
            Some(name) => old.iter().position(|other| other.get("name") == Some(name)),
            None => (i < old.len()).then_some(i),
        };
        if let Some(done) = place.and_then(|place| paired.get_mut(place)) {
            *done = true;
        }
        walk(place.and_then(|place| old.get_mut(place)), Some(item), key);
    }
    for (item, _) in old.iter_mut().zip(&paired).filter(|(_, done)| !**done) {
        alone(item, key);
    }
}

fn mask_arguments(old: &mut [Value], new: &mut [Value]) {
    let differ = secret_arguments(old) != secret_arguments(new);
    for (side, shown) in [(old, HIDDEN), (new, if differ { HIDDEN_CHANGED } else { HIDDEN })] {
        let mut follows = false;
        for item in side.iter_mut() {
            let Value::String(text) = item else { continue };
            if std::mem::take(&mut follows) {
                shown.clone_into(text);
            } else if let Some((name, _)) = text.split_once('=').filter(|(name, _)| is_secret_name(name)) {
                *text = format!("{name}={shown}");
            } else {
                follows = is_secret_flag(text);
            }
        }
    }
}

fn is_secret_flag(text: &str) -> bool {
    text == "-p" || (text.starts_with("--") && !text.contains('=') && is_secret_name(text))
}

fn secret_arguments(list: &[Value]) -> Vec<Value> {
    let mut found = Vec::new();
    let mut follows = false;
    for item in list {
        let text = item.as_str().unwrap_or_default();
        let is_pair = text.split_once('=').is_some_and(|(name, _)| is_secret_name(name));
        if std::mem::take(&mut follows) || is_pair {
            found.push(item.clone());
        } else {
            follows = is_secret_flag(text);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mistake_24_no_secret_is_left_in_what_is_shown() {
        let last = json!({"kind": "Secret", "data": {"p": "aHVudGVyMg=="}}).to_string();
        let live = json!({"kind": "Secret", "metadata": {"name": "s", "uid": "u", "annotations": {LAST_APPLIED: last}},
            "data": {"p": "aHVudGVyMg==", "same": "eA=="}});
        let mut old = trimmed(&live);
        let mut new = json!({"kind": "Secret", "metadata": {"name": "s"},
            "data": {"p": "bmV3", "same": "eA=="}, "stringData": {"q": "hunter3"}});
        mask_pair(Some(&mut old), &mut new);
        let shown = format!("{old}{new}");
        for secret in ["aHVudGVyMg==", "bmV3", "eA==", "hunter"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert_eq!(new["data"], json!({"p": HIDDEN_CHANGED, "same": HIDDEN}));
    }

    #[test]
    fn mistake_24_neither_in_environment_urls_and_arguments() {
        let pod = |secret: &str| {
            json!({"kind": "Deployment", "spec": {"containers": [{"name": "web",
                "env": [{"name": "DB_PASSWORD", "value": secret}, {"name": "MODE", "value": "plain"},
                        {"name": "URL", "value": format!("jdbc:postgresql://u:{secret}@db/x")}],
                "args": ["--password", secret, format!("PGPASSWORD={secret}"), "--verbose"]}]}})
        };
        let (mut old, mut new) = (pod("hunter2"), pod("hunter3"));
        mask_pair(Some(&mut old), &mut new);
        let shown = format!("{old}{new}");
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.contains("plain") && shown.contains("--verbose") && shown.contains("(changed)"));
        let mut alone = pod("hunter2");
        mask_pair(None, &mut alone);
        assert!(!alone.to_string().contains("hunter"), "{alone}");
    }
}
