//! `ConfigMap`s and Secrets.

use serde_json::{Map, Value, json};

use super::checks::{named, text};
use crate::practice::{base64, names, refusal::Cause};

/// Most bytes of all values together.
const MOST: usize = 1024 * 1024;

fn entries<'a>(object: &'a Value, key: &str) -> Option<&'a Map<String, Value>> {
    object.get(key).and_then(Value::as_object)
}

/// A `ConfigMap`.
pub(super) fn config_map(out: &mut Vec<Cause>, object: &Value) {
    let (texts, bytes) = (entries(object, "data"), entries(object, "binaryData"));
    let mut size = 0;
    for (key, value) in texts.into_iter().flatten() {
        let field = format!("data[{key}]");
        named(out, &field, key, names::config_key);
        if bytes.is_some_and(|bytes| bytes.contains_key(key)) {
            out.push(Cause::invalid(field, &json!(key), "duplicate of key present in binaryData"));
        }
        size += value.as_str().map_or(0, str::len);
    }
    for (key, value) in bytes.into_iter().flatten() {
        named(out, &format!("binaryData[{key}]"), key, names::config_key);
        size += value.as_str().map_or(0, |text| text.len() / 4 * 3);
    }
    if size > MOST {
        out.push(Cause::too_long("[]", MOST));
    }
}

/// A Secret.
pub(super) fn secret(out: &mut Vec<Cause>, object: &Value) {
    let data = entries(object, "data");
    let mut size = 0;
    for (key, value) in data.into_iter().flatten() {
        named(out, &format!("data[{key}]"), key, names::config_key);
        size += value.as_str().map_or(0, |text| text.len() / 4 * 3);
    }
    if size > MOST {
        out.push(Cause::too_long("data", MOST));
    }
    let wanted: &[&str] = match text(object, "/type") {
        "kubernetes.io/tls" => &["tls.crt", "tls.key"],
        "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
        "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
        "kubernetes.io/dockercfg" => &[".dockercfg"],
        _ => &[],
    };
    for key in wanted {
        let field = format!("data[{key}]");
        let Some(value) = data.and_then(|data| data.get(*key)) else {
            out.push(Cause::required(field, ""));
            continue;
        };
        let bytes = value.as_str().and_then(base64::decode).unwrap_or_default();
        if key.starts_with(".docker") && serde_json::from_slice::<Value>(&bytes).is_err() {
            let first = String::from_utf8_lossy(&bytes).chars().next();
            let why = first.map_or_else(
                || "unexpected end of JSON input".to_owned(),
                |first| format!("invalid character '{first}' looking for beginning of value"),
            );
            out.push(Cause::invalid(field, &json!("<secret contents redacted>"), &why));
        }
    }
}
