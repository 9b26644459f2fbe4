//! Volumes of pods.

use serde_json::{Value, json};

use super::checks::{items, named, required, text};
use crate::practice::{names, refusal::Cause};

/// All volumes; gives their names.
pub(super) fn check<'a>(out: &mut Vec<Cause>, at: &str, spec: &'a Value) -> Vec<&'a str> {
    let mut known: Vec<&str> = Vec::new();
    for (index, volume) in items(spec, "/volumes") {
        let at = format!("{at}.volumes[{index}]");
        let name = text(volume, "/name");
        let sources: Vec<&String> = volume
            .as_object()
            .into_iter()
            .flat_map(|map| map.keys())
            .filter(|key| key.as_str() != "name")
            .collect();
        if let [_, second, ..] = sources.as_slice() {
            out.push(Cause::forbidden(format!("{at}.{second}"), "may not specify more than 1 volume type"));
        }
        if let [one] = sources.as_slice() {
            source(out, &format!("{at}.{one}"), one, volume.get(one.as_str()).unwrap_or(&Value::Null));
        }
        if name.is_empty() {
            required(out, &format!("{at}.name"), name);
        } else if known.contains(&name) {
            out.push(Cause::duplicate(format!("{at}.name"), &json!(name)));
        } else {
            named(out, &format!("{at}.name"), name, names::label);
        }
        known.push(name);
    }
    known
}

fn source(out: &mut Vec<Cause>, at: &str, kind: &str, source: &Value) {
    let wanted: &[&str] = match kind {
        "secret" => &["secretName"],
        "configMap" => &["name"],
        "persistentVolumeClaim" => &["claimName"],
        "nfs" => &["server", "path"],
        "hostPath" => &["path"],
        _ => &[],
    };
    for key in wanted {
        let said = text(source, &format!("/{key}"));
        required(out, &format!("{at}.{key}"), said);
        if kind == "nfs" && *key == "path" && !said.starts_with('/') {
            out.push(Cause::invalid(format!("{at}.path"), &json!(said), "must be an absolute path"));
        }
    }
}
