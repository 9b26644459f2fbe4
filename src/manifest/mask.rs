//! What it is for: objects without their secrets, so that a difference, a record or a dialog can show them.
//! In: one object or two versions of it. Out: the same with `••••` where a secret was. Never: a secret's length or hash.

use serde_json::{Map, Value};

use super::lists;
use super::path::scalar_text;

/// What stands in place of a secret.
pub const DOTS: &str = "••••";
/// In both versions of a secret that is the same in both.
pub const UNCHANGED: &str = "•••• (unchanged)";
/// In the new version of a secret that the old version has otherwise.
pub const CHANGED: &str = "•••• (changed)";
/// In the new version of a secret that the old version does not have.
pub const NEW: &str = "•••• (new)";

/// Annotations that repeat a whole object, secrets included.
const COPIES: [&str; 2] =
    ["kubectl.kubernetes.io/last-applied-configuration", "openshift.io/encoded-deployment-config"];

/// Whether a variable, parameter or key of this name holds a secret: PASS, PWD, SECRET, TOKEN, KEY, CRED, DSN, PRIVATE
/// or SALT in it, in any case (facts/kubernetes.md 9).
pub fn is_secret_name(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "CRED", "DSN", "PRIVATE", "SALT"]
        .iter()
        .any(|word| upper.contains(word))
}

/// One object without its secrets.
pub fn mask(object: &Value) -> Value {
    mask_pair(Some(object), None).0.unwrap_or_default()
}

/// Two versions of an object without their secrets, each secret saying whether it changed.
///
/// A Secret's `stringData` is folded into `data` first, as the server does. Copies of the object in annotations and
/// `managedFields` are left out.
pub fn mask_pair(before: Option<&Value>, after: Option<&Value>) -> (Option<Value>, Option<Value>) {
    let open = |value: Option<&Value>| {
        value.map(|value| {
            let mut value = value.clone();
            drop_copies(&mut value);
            value
        })
    };
    let (mut before, mut after) = (open(before), open(after));
    if before.is_some() && after.is_some() {
        before.iter_mut().chain(after.iter_mut()).for_each(fold_string_data);
    }
    let kind = after.as_ref().or(before.as_ref()).and_then(|value| value.get("kind")).and_then(Value::as_str);
    let kind = kind.unwrap_or_default().to_owned();
    walk(&Place { kind: &kind, keys: &[], named_secret: false }, before.as_mut(), after.as_mut());
    (before, after)
}

/// One object with its secrets replaced and everything else where it was, copies in annotations included.
pub(super) fn mask_in_place(object: &Value) -> Value {
    let mut object = object.clone();
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    walk(&Place { kind: &kind, keys: &[], named_secret: false }, Some(&mut object), None);
    object
}

/// A text of any origin without user information in URLs and without `password=…` pairs.
pub fn mask_text(text: &str) -> String {
    if !text.contains("://") && !text.contains('=') {
        return text.to_owned();
    }
    mask_pairs(&mask_userinfo(text))
}

/// Moves a Secret's write-only `stringData` into `data`, where it wins over what is there.
pub(super) fn fold_string_data(object: &mut Value) {
    if object.get("kind").and_then(Value::as_str) != Some("Secret") {
        return;
    }
    let Some(map) = object.as_object_mut() else { return };
    let Some(Value::Object(plain)) = map.shift_remove("stringData") else { return };
    let data = map.entry("data").or_insert_with(|| Value::Object(Map::new()));
    if data.is_null() {
        *data = Value::Object(Map::new());
    }
    if let Some(data) = data.as_object_mut() {
        for (key, value) in plain {
            data.insert(key, Value::String(base64(value.as_str().unwrap_or_default().as_bytes())));
        }
    }
}

fn drop_copies(object: &mut Value) {
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    metadata.shift_remove("managedFields");
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations") {
        for copy in COPIES {
            annotations.shift_remove(copy);
        }
        if annotations.is_empty() {
            metadata.shift_remove("annotations");
        }
    }
}

#[derive(Clone, Copy)]
struct Place<'p> {
    kind: &'p str,
    /// The mapping keys above, list indexes left out.
    keys: &'p [&'p str],
    /// The value belongs to an item whose name says that it is secret.
    named_secret: bool,
}

impl Place<'_> {
    fn is_secret(&self, key: &str) -> bool {
        match (self.kind, self.keys) {
            ("Secret", ["data" | "stringData"]) => true,
            (_, ["metadata", "annotations"]) => COPIES.contains(&key),
            ("ConfigMap", ["data" | "binaryData"]) => is_secret_name(key),
            ("Route", ["spec", "tls"]) => matches!(key, "key" | "certificate" | "caCertificate"),
            _ => {
                let password = ["password", "passwd", "token", "apikey", "privatekey", "clientsecret"];
                (self.named_secret && key == "value") || password.contains(&key.to_ascii_lowercase().as_str())
            }
        }
    }
}

fn walk(place: &Place<'_>, before: Option<&mut Value>, after: Option<&mut Value>) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            mapping(place, Some(before), Some(after));
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => list(place, Some(before), Some(after)),
        (Some(Value::String(before)), Some(Value::String(after))) => texts(before, after),
        (before, after) => {
            // one side only, or two different kinds of values: each by itself
            for (value, new) in
                before.into_iter().map(|v| (v, false)).chain(after.into_iter().map(|v| (v, true)))
            {
                alone(place, value, new);
            }
        }
    }
}

fn alone(place: &Place<'_>, value: &mut Value, new: bool) {
    let side = |is_new: bool| is_new == new;
    match value {
        Value::Object(map) if side(true) => mapping(place, None, Some(map)),
        Value::Object(map) => mapping(place, Some(map), None),
        Value::Array(items) if side(true) => list(place, None, Some(items)),
        Value::Array(items) => list(place, Some(items), None),
        Value::String(text) => *text = mask_text(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn texts(before: &mut String, after: &mut String) {
    let differ = before != after;
    *before = mask_text(before);
    *after = mask_text(after);
    if differ && before == after {
        after.push_str(" (changed)");
    }
}

fn mapping(
    place: &Place<'_>,
    before: Option<&mut Map<String, Value>>,
    after: Option<&mut Map<String, Value>>,
) {
    let named = |map: &Map<String, Value>| {
        let list = place.keys.last().copied().unwrap_or_default();
        let named = map.get("name").and_then(Value::as_str).is_some_and(is_secret_name);
        matches!(list, "env" | "parameters")
            && (named || (list == "parameters" && map.contains_key("generate")))
    };
    let named_secret = before.as_deref().is_some_and(named) || after.as_deref().is_some_and(named);
    let place = Place { named_secret, ..*place };
    let mut keys: Vec<String> = after.iter().flat_map(|map| map.keys().cloned()).collect();
    let only_before = |key: &&String| after.as_deref().is_none_or(|after| !after.contains_key(*key));
    keys.extend(before.iter().flat_map(|map| map.keys()).filter(only_before).cloned());
    let (mut before, mut after) = (before, after);
    for key in keys {
        let old = before.as_deref_mut().and_then(|map| map.get_mut(&key));
        let new = after.as_deref_mut().and_then(|map| map.get_mut(&key));
        if place.is_secret(&key) {
            secret(old, new);
        } else {
            let mut below: Vec<&str> = place.keys.to_vec();
            below.push(&key);
            walk(&Place { keys: &below, named_secret: false, ..place }, old, new);
        }
    }
}

fn secret(before: Option<&mut Value>, after: Option<&mut Value>) {
    let text = |text: &str| Value::String(text.to_owned());
    match (before, after) {
        (Some(before), Some(after)) if before == after => {
            *before = text(UNCHANGED);
            *after = text(UNCHANGED);
        }
        (Some(before), Some(after)) => {
            *before = text(DOTS);
            *after = text(CHANGED);
        }
        (Some(before), None) => *before = text(DOTS),
        (None, Some(after)) => *after = text(NEW),
        (None, None) => {}
    }
}

fn list(place: &Place<'_>, before: Option<&mut Vec<Value>>, after: Option<&mut Vec<Value>>) {
    let key = place.keys.last().copied().unwrap_or_default();
    let (mut none_before, mut none_after) = (Vec::new(), Vec::new());
    let before = before.unwrap_or(&mut none_before);
    let after = after.unwrap_or(&mut none_after);
    if matches!(key, "args" | "command") {
        hide_flag_values(before, after);
    }
    let (pairs, _) = lists::pair(key, before, after);
    for pair in pairs {
        let old = pair.before.and_then(|index| before.get_mut(index));
        let new = pair.after.and_then(|index| after.get_mut(index));
        walk(place, old, new);
    }
}

/// `--password`, `secret`: the word after a flag that names a secret.
fn hide_flag_values(before: &mut [Value], after: &mut [Value]) {
    let is_flag = |value: &Value| {
        value.as_str().is_some_and(|text| {
            text == "-p" || (text.starts_with('-') && !text.contains('=') && is_secret_name(text))
        })
    };
    let values = |items: &[Value]| -> Vec<usize> {
        items.iter().enumerate().filter(|(_, item)| is_flag(item)).map(|(index, _)| index + 1).collect()
    };
    let (old, new) = (values(before), values(after));
    for index in &new {
        let old_value = if old.contains(index) { before.get_mut(*index) } else { None };
        secret(old_value, after.get_mut(*index));
    }
    for index in old.iter().filter(|index| !new.contains(index)) {
        secret(before.get_mut(*index), None);
    }
}

/// `scheme://user:password@host` → `scheme://••••@host`.
fn mask_userinfo(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        out.push_str(head);
        let end = tail
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
            .unwrap_or(tail.len());
        let url = tail.get(..end).unwrap_or_default();
        let authority = url.find(['/', '?', '#']).unwrap_or(url.len());
        let in_authority = url.get(..authority).and_then(|part| part.rfind('@'));
        // a password with a slash in it: what follows the colon is no port
        let no_port = url
            .get(..authority)
            .and_then(|part| part.split_once(':'))
            .is_some_and(|(_, port)| !port.is_empty() && !port.bytes().all(|b| b.is_ascii_digit()));
        let until = in_authority.or_else(|| url.rfind('@').filter(|_| no_port));
        if until.is_some() {
            out.push_str(DOTS);
        }
        rest = tail.get(until.unwrap_or(0)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// `password=…` in connection strings, URLs' queries and arguments.
fn mask_pairs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '&' | ';' | '?')) {
        let body = word.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '&' | ';' | '?'));
        match body.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret_name(name) && is_word(name) => {
                out.push_str(name);
                out.push('=');
                out.push_str(DOTS);
                out.push_str(word.get(body.len()..).unwrap_or_default());
            }
            Some(_) | None => out.push_str(word),
        }
    }
    out
}

fn is_word(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\''))
}

/// Standard base64 with padding, as Secrets hold their data.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let index = usize::try_from(group >> (18 - 6 * place) & 63).unwrap_or_default();
            let letter = ALPHABET.get(index).map_or('=', |letter| char::from(*letter));
            out.push(if place <= chunk.len() { letter } else { '=' });
        }
    }
    out
}

/// Whether a value of a change is, by where it stands or what it is, a secret that must not be written down.
pub fn is_secret_at(object: &str, path: &str, value: &Value) -> bool {
    shown(object, path, value).contains(DOTS) && !value.to_string().contains(DOTS)
}

/// A value of a change as text for a screen, masked by where it stands.
pub fn shown(object: &str, path: &str, value: &Value) -> String {
    let in_secret =
        object.starts_with("Secret/") && (path.starts_with("data") || path.starts_with("stringData"));
    let in_config = object.starts_with("ConfigMap/") && is_secret_name(path);
    let item = path.rsplit_once("[name=").and_then(|(_, rest)| rest.split_once(']'));
    let named = item.is_some_and(|(name, rest)| rest == ".value" && is_secret_name(name));
    let last = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if in_secret || in_config || named || matches!(last.as_str(), "password" | "passwd" | "token") {
        return DOTS.to_owned();
    }
    let masked = if let (Some((list, _)), Value::Object(_)) = (path.rsplit_once('['), value) {
        let key = list.rsplit('.').next().unwrap_or_default().to_owned();
        let mut wrapped = Value::Array(vec![value.clone()]);
        walk(&Place { kind: "", keys: &[&key], named_secret: false }, Some(&mut wrapped), None);
        wrapped.get(0).cloned().unwrap_or_default()
    } else {
        mask(value)
    };
    let text = match scalar_text(&masked) {
        Some(text) => mask_text(&text),
        None => masked.to_string(),
    };
    super::visible::visible(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_never_reach_a_difference() {
        let secret = |data: Value| json!({"kind": "Secret", "metadata": {"name": "s"}, "data": data});
        let old = secret(json!({"a": "aHVudGVyMg==", "b": "c2FtZQ==", "d": "eA=="}));
        let mut new = secret(json!({"a": "bmV3", "b": "c2FtZQ=="}));
        new["stringData"] = json!({"c": "hunter2", "b": "same"});
        new["metadata"]["annotations"] =
            json!({"kubectl.kubernetes.io/last-applied-configuration": "{\"stringData\":\"hunter2\"}"});
        let (before, after) = mask_pair(Some(&old), Some(&new));
        assert_eq!(before.unwrap()["data"], json!({"a": DOTS, "b": UNCHANGED, "d": DOTS}));
        let after = after.unwrap();
        assert_eq!(after["data"], json!({"a": CHANGED, "b": UNCHANGED, "c": NEW}));
        assert!(!after.to_string().contains("hunter2") && after.get("stringData").is_none());
        assert_eq!(mask(&new)["stringData"], json!({"c": DOTS, "b": DOTS}));
    }

    #[test]
    fn variables_urls_and_arguments_are_masked() {
        let pod = |password: &str, host: &str| {
            json!({"kind": "Pod", "spec": {"containers": [{
                "name": "a",
                "env": [{"name": "DB_PASSWORD", "value": password}, {"name": "HOST", "value": host},
                        {"name": "OTHER_TOKEN", "valueFrom": {"secretKeyRef": {"name": "n", "key": "k"}}}],
                "args": ["--db-password", password, "--x", "y", format!("PGPASSWORD={password}")],
            }]}})
        };
        let (before, after) = mask_pair(
            Some(&pod("hunter2", "jdbc:postgresql://u:hunter2@h/d")),
            Some(&pod("hunter3", "jdbc:postgresql://u:hunter3@h/d")),
        );
        let (before, after) = (before.unwrap(), after.unwrap());
        assert!(!before.to_string().contains("hunter") && !after.to_string().contains("hunter"));
        let container = &after["spec"]["containers"][0];
        assert_eq!(container["env"][0]["value"], json!(CHANGED));
        assert_eq!(container["env"][1]["value"], json!("jdbc:postgresql://••••@h/d (changed)"));
        assert_eq!(container["env"][2]["valueFrom"]["secretKeyRef"]["key"], json!("k"));
        assert_eq!(
            container["args"],
            json!(["--db-password", CHANGED, "--x", "y", "PGPASSWORD=•••• (changed)"])
        );
    }

    #[test]
    fn texts_lose_user_information_and_pairs() {
        for (text, wanted) in [
            ("https://u:p@h/x", "https://••••@h/x"),
            ("x://u:p/q@h", "x://••••@h"),
            ("https://h/@scope/x", "https://h/@scope/x"),
            ("https://h:80/@scope", "https://h:80/@scope"),
            ("jdbc:x://h/d?user=u&password=p&ssl=1", "jdbc:x://h/d?user=u&password=••••&ssl=1"),
            ("a=b c", "a=b c"),
            ("plain", "plain"),
        ] {
            assert_eq!(mask_text(text), wanted);
        }
        assert_eq!(base64(b"hunter2"), "aHVudGVyMg==");
        assert_eq!(base64(b"same"), "c2FtZQ==");
    }

    #[test]
    fn a_changed_value_is_shown_by_its_place() {
        let env = "spec.containers[0].env[name=DB_PASSWORD]";
        assert_eq!(shown("Deployment/a", &format!("{env}.value"), &json!("x")), DOTS);
        assert_eq!(
            shown("Deployment/a", env, &json!({"name": "DB_PASSWORD", "value": "hunter2"})),
            "{\"name\":\"DB_PASSWORD\",\"value\":\"••••\"}"
        );
        assert_eq!(shown("Secret/a", "data.x", &json!("x")), DOTS);
        assert_eq!(shown("Deployment/a", "spec.replicas", &json!(2)), "2");
    }
}
