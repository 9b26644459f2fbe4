//! What it is for: what objects need that they do not bring: Secrets with keys, ConfigMaps, image stream tags.
//! In: documents. Out: each thing once, with who needs it. Never: what another of the documents makes, or a value.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::read::Document;

/// What is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Referred {
    /// A Secret, perhaps one key of it.
    Secret,
    /// A ConfigMap, perhaps one key of it.
    ConfigMap,
    /// A tag of an image stream, as `stream:tag`.
    ImageStreamTag,
}

/// One thing that must be there before the objects work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// What.
    pub what: Referred,
    /// Its namespace; `None` means the change's.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
    /// The key that must be in it; `None` when any will do.
    pub key: Option<String>,
    /// `Kind/name` of the objects that need it, in their order.
    pub needed_by: Vec<String>,
}

/// What the documents refer to and do not make themselves. What is marked `optional` is left out.
pub fn references(documents: &[Document]) -> Vec<Reference> {
    let mut found: BTreeMap<(Referred, Option<String>, String, Option<String>), Vec<String>> =
        BTreeMap::new();
    for document in documents {
        let label = document.label();
        walk(&document.value, &mut |what, namespace, name, key| {
            let is_made = namespace.is_none() && documents.iter().any(|other| makes(other, what, name));
            if name.is_empty() || is_made {
                return;
            }
            let all = (what, namespace.map(str::to_owned), name.to_owned(), key.map(str::to_owned));
            let needed_by = found.entry(all).or_default();
            if !needed_by.contains(&label) {
                needed_by.push(label.clone());
            }
        });
    }
    let one = |((what, namespace, name, key), needed_by)| Reference { what, namespace, name, key, needed_by };
    found.into_iter().map(one).collect()
}

fn makes(document: &Document, what: Referred, name: &str) -> bool {
    match what {
        Referred::Secret => document.kind == "Secret" && document.name == name,
        Referred::ConfigMap => document.kind == "ConfigMap" && document.name == name,
        Referred::ImageStreamTag => {
            let stream = name.split_once(':').map_or(name, |(stream, _)| stream);
            matches!(document.kind.as_str(), "ImageStream" | "ImageStreamTag")
                && (document.name == stream || document.name == name)
        }
    }
}

/// Calls with kind, namespace, name and key of every reference below the value.
fn walk(value: &Value, each: &mut impl FnMut(Referred, Option<&str>, &str, Option<&str>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, each)),
        Value::Object(map) => {
            for (key, item) in map {
                one(key, item, each);
                walk(item, each);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn one(key: &str, item: &Value, each: &mut impl FnMut(Referred, Option<&str>, &str, Option<&str>)) {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    if item.get("optional").and_then(Value::as_bool) == Some(true) {
        return;
    }
    match key {
        "secretKeyRef" => each(Referred::Secret, None, text("name").unwrap_or_default(), text("key")),
        "configMapKeyRef" => each(Referred::ConfigMap, None, text("name").unwrap_or_default(), text("key")),
        "secretRef" => each(Referred::Secret, None, text("name").unwrap_or_default(), None),
        "configMap" | "configMapRef" => {
            volume(Referred::ConfigMap, text("name").unwrap_or_default(), item, each);
        }
        "secret" => {
            let name = text("secretName").or_else(|| text("name")).unwrap_or_default();
            volume(Referred::Secret, name, item, each);
        }
        "imagePullSecrets" => {
            for secret in item.as_array().into_iter().flatten() {
                let name = secret.get("name").and_then(Value::as_str).unwrap_or_default();
                each(Referred::Secret, None, name, None);
            }
        }
        "from" if text("kind") == Some("ImageStreamTag") => {
            let name = text("name").unwrap_or_default();
            each(Referred::ImageStreamTag, text("namespace").filter(|name| !name.is_empty()), name, None);
        }
        _ => {}
    }
}

/// A volume names the keys that it needs, or takes all there are.
fn volume(
    what: Referred,
    name: &str,
    item: &Value,
    each: &mut impl FnMut(Referred, Option<&str>, &str, Option<&str>),
) {
    let items = item.get("items").and_then(Value::as_array);
    let keys: Vec<&str> =
        items.into_iter().flatten().filter_map(|one| one.get("key").and_then(Value::as_str)).collect();
    if keys.is_empty() {
        each(what, None, name, None);
    }
    for key in keys {
        each(what, None, name, Some(key));
    }
}
