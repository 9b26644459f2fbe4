//! What it is for: whether two versions of a Kubernetes object mean the same, and where they do not.
//! In: a manifest's object, the live object, the server's dry-run result. Out: changes by field path, secrets masked.
//! Never: a difference that is only another spelling (`1.0` and `1`), a default, or the server's bookkeeping.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::path::{Segment, scalar_text, show};
use super::{lists, mask, quantity};
use crate::names::is_built_in_group;

/// One field that differs. Secrets are already replaced by dots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Path as in procedures, such as `spec.template.spec.containers[name=web].image`.
    pub path: String,
    /// The value before; `None` when the field was not there.
    pub before: Option<Value>,
    /// The value after; `None` when the field is gone.
    pub after: Option<Value>,
}

/// Where a live object differs from what its manifest wants: live value before, wanted value after.
///
/// Only fields of the manifest count: what stands only in the live object was defaulted or belongs to somebody else.
/// A list without names counts as a whole.
pub fn manifest_differs(manifest: &Value, live: &Value) -> Vec<FieldChange> {
    changes(live, manifest, Scope::Wanted)
}

/// What an apply would change: the live object against the server's dry-run result, without the server's bookkeeping.
///
/// Both are the server's own words, so all of them count: what is empty is another value than what is absent, and the
/// order of a list is part of it. Only a quantity that is equal to the other counts as the same.
pub fn live_changes(live: &Value, dry_run: &Value) -> Vec<FieldChange> {
    changes(live, dry_run, Scope::Both)
}

/// The object without `status`, `managedFields` and the metadata that the server counts up.
pub fn without_noise(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(map) = object.as_object_mut() {
        map.shift_remove("status");
        if let Some(metadata) = map.get_mut("metadata").and_then(Value::as_object_mut) {
            for key in
                ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]
            {
                metadata.shift_remove(key);
            }
        }
    }
    object
}

/// `before` with every value that means the same as in `after` spelt as there, and lists paired by name in its order.
pub(super) fn spelt_alike(before: &Value, after: &Value) -> Value {
    alike(&mut Vec::new(), Spelling::of(after), before, after)
}

/// How a value may be written in two ways and mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// The API's definition says which fields are quantities.
    BuiltIn,
    /// Of kinds that are defined elsewhere only the limits and requests of containers are known as quantities.
    Custom,
}

impl Spelling {
    fn of(object: &Value) -> Self {
        let version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        if is_built_in_group(group) { Self::BuiltIn } else { Self::Custom }
    }

    fn is_quantity(self, keys: &[String]) -> bool {
        let is_of_container =
            || matches!(keys, [.., list, _] if matches!(list.as_str(), "limits" | "requests"));
        is_quantity(keys) && (self == Self::BuiltIn || is_of_container())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Fields of either side.
    Both,
    /// Fields of the second side only.
    Wanted,
}

fn changes(before: &Value, after: &Value, scope: Scope) -> Vec<FieldChange> {
    let (before, after) = mask::mask_pair(Some(&without_noise(before)), Some(&without_noise(after)));
    let spelling = after.as_ref().map_or(Spelling::Custom, Spelling::of);
    let mut walk = Walk { scope, spelling, segments: Vec::new(), keys: Vec::new(), found: Vec::new() };
    walk.compare(before.as_ref(), after.as_ref());
    walk.found
}

struct Walk {
    scope: Scope,
    spelling: Spelling,
    segments: Vec<String>,
    keys: Vec<String>,
    found: Vec<FieldChange>,
}

impl Walk {
    fn compare(&mut self, before: Option<&Value>, after: Option<&Value>) {
        let before = before.filter(|value| !self.means_nothing(value));
        let after = after.filter(|value| !self.means_nothing(value));
        match (before, after) {
            (None, None) => {}
            (Some(_), None) if self.scope == Scope::Wanted => {}
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                let more = before.keys().filter(|key| !after.contains_key(*key));
                for key in after.keys().chain(more) {
                    self.keys.push(key.clone());
                    self.segments.push(show(&[Segment::Key(key.clone())]));
                    self.compare(before.get(key), after.get(key));
                    self.segments.pop();
                    self.keys.pop();
                }
            }
            (Some(Value::Array(old)), Some(Value::Array(new))) => {
                let (pairs, named) = lists::pair(self.keys.last().map_or("", String::as_str), old, new);
                let is_whole = match self.scope {
                    Scope::Wanted => !named && old.len() != new.len(),
                    Scope::Both => is_reordered(&pairs),
                };
                if is_whole {
                    return self.note(before, after);
                }
                for pair in pairs {
                    self.segments.push(pair.segment);
                    self.compare(
                        pair.before.and_then(|index| old.get(index)),
                        pair.after.and_then(|index| new.get(index)),
                    );
                    self.segments.pop();
                }
            }
            (Some(old), Some(new)) if self.is_same(old, new) => {}
            (before, after) => self.note(before, after),
        }
    }

    fn is_same(&self, before: &Value, after: &Value) -> bool {
        same(&self.keys, self.spelling, before, after)
            || self.scope == Scope::Wanted && is_same_int_or_string(&self.keys, before, after)
    }

    /// Of what a manifest says, null, empty collections and empty environment values are stored as nothing at all.
    /// Where the server says them, they are values: an empty selector selects all.
    fn means_nothing(&self, value: &Value) -> bool {
        if self.scope == Scope::Both {
            return false;
        }
        let empty_text = matches!(value, Value::String(text) if text.is_empty())
            && matches!(self.keys.as_slice(), [.., list, field] if list == "env" && field == "value");
        match value {
            Value::Null => true,
            Value::Object(map) => map.values().all(|value| self.means_nothing(value)),
            Value::Array(items) => items.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => empty_text,
        }
    }

    fn note(&mut self, before: Option<&Value>, after: Option<&Value>) {
        let mut path = String::new();
        for segment in &self.segments {
            if !path.is_empty() && !segment.starts_with('[') {
                path.push('.');
            }
            path.push_str(segment);
        }
        self.found.push(FieldChange { path, before: before.cloned(), after: after.cloned() });
    }
}

/// Whether items that are on both sides stand in another order.
fn is_reordered(pairs: &[lists::Pair]) -> bool {
    let kept = pairs.iter().filter(|pair| pair.after.is_some()).filter_map(|pair| pair.before);
    !kept.is_sorted()
}

/// Whether two scalars at the place that these mapping keys name are equal, or equal quantities.
fn same(keys: &[String], spelling: Spelling, before: &Value, after: &Value) -> bool {
    if before == after {
        return true;
    }
    let (Some(old), Some(new)) = (scalar_text(before), scalar_text(after)) else { return false };
    spelling.is_quantity(keys)
        && quantity::nanos(&old).is_some_and(|nanos| quantity::nanos(&new) == Some(nanos))
}

/// Whether a number and a text at a place that takes either mean the same, as a manifest's author means them.
fn is_same_int_or_string(keys: &[String], before: &Value, after: &Value) -> bool {
    is_int_or_string(keys) && scalar_text(before).zip(scalar_text(after)).is_some_and(|(old, new)| old == new)
}

/// Fields that the API declares as quantities, known by name; never inside metadata or data.
fn is_quantity(keys: &[String]) -> bool {
    const MAPS: [&str; 13] = [
        "limits",
        "requests",
        "capacity",
        "allocatable",
        "hard",
        "used",
        "max",
        "min",
        "default",
        "defaultRequest",
        "maxLimitRequestRatio",
        "podFixed",
        "allocatedResources",
    ];
    const FIELDS: [&str; 4] = ["sizeLimit", "divisor", "averageValue", "storage"];
    let plain_data = |key: &String| {
        matches!(
            key.as_str(),
            "metadata" | "data" | "stringData" | "annotations" | "labels" | "matchLabels" | "env"
        )
    };
    let (Some(last), above) = (keys.last(), keys.iter().rev().nth(1)) else { return false };
    let divisor = last == "divisor";
    (divisor || !keys.iter().any(plain_data))
        && (above.is_some_and(|key| MAPS.contains(&key.as_str())) || FIELDS.contains(&last.as_str()))
}

/// Fields that the API declares as number or text.
fn is_int_or_string(keys: &[String]) -> bool {
    const FIELDS: [&str; 5] = ["port", "targetPort", "maxSurge", "maxUnavailable", "minAvailable"];
    keys.last().is_some_and(|key| FIELDS.contains(&key.as_str()))
}

fn alike(keys: &mut Vec<String>, spelling: Spelling, before: &Value, after: &Value) -> Value {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let spell = |(key, value): (&String, &Value)| {
                keys.push(key.clone());
                let value =
                    new.get(key).map_or_else(|| value.clone(), |other| alike(keys, spelling, value, other));
                keys.pop();
                (key.clone(), value)
            };
            Value::Object(old.iter().map(spell).collect())
        }
        (Value::Array(old), Value::Array(new)) => {
            let (pairs, _) = lists::pair(keys.last().map_or("", String::as_str), old, new);
            let mut items = old.clone();
            for pair in pairs {
                let (Some(at), Some(other)) = (pair.before, pair.after.and_then(|at| new.get(at))) else {
                    continue;
                };
                if let Some(item) = items.get_mut(at) {
                    *item = alike(keys, spelling, item, other);
                }
            }
            Value::Array(items)
        }
        (before, after) if same(keys, spelling, before, after) => after.clone(),
        (before, _) => before.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::manifest::Manifest;

    const SHOP: &str = include_str!("../../tests/fixtures/manifests/shop.yml");

    /// The first Deployment as the server would hold it.
    fn live() -> (Value, Value) {
        let wanted = Manifest::read(SHOP).unwrap().documents[0].value.clone();
        let mut live = wanted.clone();
        live["metadata"]["uid"] = json!("u");
        live["metadata"]["generation"] = json!(7);
        live["metadata"]["resourceVersion"] = json!("99");
        live["metadata"]["managedFields"] = json!([{"manager": "kubectl"}]);
        live["status"] = json!({"replicas": 2});
        live["spec"]["progressDeadlineSeconds"] = json!(600);
        let pod = &mut live["spec"]["template"]["spec"];
        pod["restartPolicy"] = json!("Always");
        let container = &mut pod["containers"][0];
        container["imagePullPolicy"] = json!("IfNotPresent");
        container["resources"] =
            json!({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m", "memory": "750Mi"}});
        container["env"].as_array_mut().unwrap().push(json!({"name": "INJECTED", "value": "x"}));
        (wanted, live)
    }

    #[test]
    fn mistake_3_other_spellings_and_defaults_are_no_differences() {
        let (wanted, live) = live();
        assert_eq!(manifest_differs(&wanted, &live), []);
        let mut dry_run = live.clone();
        dry_run["metadata"]["generation"] = json!(8);
        dry_run["metadata"]["resourceVersion"] = json!("100");
        dry_run["metadata"]["managedFields"] = json!([]);
        dry_run["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["cpu"] = json!("1.0");
        assert_eq!(live_changes(&live, &dry_run), []);
    }

    #[test]
    fn real_differences_are_named_by_path() {
        let (mut wanted, live) = live();
        let container = &mut wanted["spec"]["template"]["spec"]["containers"][0];
        container["image"] = json!("registry.example/shop:1.5.0");
        container["resources"]["limits"]["cpu"] = json!("2");
        container["env"].as_array_mut().unwrap().push(json!({"name": "NEW_PASSWORD", "value": "hunter2"}));
        let found = manifest_differs(&wanted, &live);
        let seen: Vec<_> = found.iter().map(|change| change.path.as_str()).collect();
        let at = "spec.template.spec.containers[name=shop]";
        assert_eq!(
            seen,
            [
                &format!("{at}.image"),
                &format!("{at}.env[name=NEW_PASSWORD]"),
                &format!("{at}.resources.limits.cpu")
            ]
        );
        assert_eq!(found[0].before, Some(json!("registry.example/shop:1.4.2")));
        assert!(!format!("{found:?}").contains("hunter2"));
    }

    #[test]
    fn the_same_text_means_a_quantity_only_where_the_api_has_one() {
        let at = |path: &[&str]| path.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        let same = |keys: &[String], one: &Value, other: &Value| same(keys, Spelling::BuiltIn, one, other);
        assert!(same(&at(&["spec", "resources", "limits", "cpu"]), &json!(1), &json!("1.0")));
        assert!(!same(&at(&["metadata", "labels", "version"]), &json!("1"), &json!("1.0")));
        assert!(!same(&at(&["data", "limits", "x"]), &json!("1"), &json!("1.0")));
        let service = |port: Value| json!({"kind": "Service", "spec": {"ports": [port]}});
        let live = service(json!({"port": 80, "targetPort": 80, "protocol": "TCP"}));
        assert_eq!(manifest_differs(&service(json!({"port": 80, "targetPort": "80"})), &live), []);
        assert_eq!(
            manifest_differs(&json!({"spec": {"args": ["a"]}}), &json!({"spec": {"args": ["a", "b"]}})).len(),
            1
        );
        assert_eq!(manifest_differs(&json!({"spec": {"x": {}, "y": null}}), &json!({"spec": {}})), []);
    }

    #[test]
    fn between_two_answers_of_the_server_nothing_is_left_out() {
        let paths = |before: Value, after: Value| -> Vec<String> {
            live_changes(&before, &after).into_iter().map(|change| change.path).collect()
        };
        // All pods of this namespace, and all pods of all.
        let peer = |peer: Value| json!({"kind": "NetworkPolicy", "spec": {"ingress": [{"from": [peer]}]}});
        let found = paths(peer(json!({"podSelector": {}})), peer(json!({"namespaceSelector": {}})));
        let from = "spec.ingress[0].from[0]";
        assert_eq!(found, [format!("{from}.namespaceSelector"), format!("{from}.podSelector")]);
        let budget = |spec: Value| json!({"kind": "PodDisruptionBudget", "spec": spec});
        assert_eq!(paths(budget(json!({})), budget(json!({"selector": {}}))), ["spec.selector"]);
        let some = json!({"selector": {"matchLabels": {"app": "web"}}});
        assert_eq!(paths(budget(some), budget(json!({"selector": {}}))), ["spec.selector.matchLabels"]);
        let list = |key: &str, value: Value| json!({"kind": "Pod", "spec": {key: value}});
        for key in ["initContainers", "env"] {
            let (one, other) = (json!([{"name": "a"}, {"name": "b"}]), json!([{"name": "b"}, {"name": "a"}]));
            assert_eq!(paths(list(key, one), list(key, other)), [format!("spec.{key}")]);
        }
        let one = json!([{"name": "A", "value": ""}]);
        assert_eq!(paths(list("env", one), list("env", json!([{"name": "A"}]))), ["spec.env[name=A].value"]);
        assert_eq!(paths(list("args", json!([])), list("args", Value::Null)), ["spec.args"]);
        // A port's name, and its number.
        let port = |port: Value| list("ports", json!([{"port": 80, "targetPort": port}]));
        assert_eq!(paths(port(json!(80)), port(json!("80"))).len(), 1);
        // Of other people's kinds nobody knows which fields are quantities.
        let custom =
            |key: &str, value: &str| json!({"apiVersion": "a.example/v1", "spec": {key: {"tag": value}}});
        assert_eq!(paths(custom("default", "1.10"), custom("default", "1.1")), ["spec.default.tag"]);
        assert_eq!(paths(custom("limits", "1.10"), custom("limits", "1.1")), Vec::<String>::new());
    }

    #[test]
    fn secrets_differ_without_being_shown() {
        let secret = |value: &str| json!({"kind": "Secret", "data": {"a": value}});
        let found = live_changes(&secret("b25l"), &secret("dHdv"));
        assert_eq!(
            found,
            [FieldChange {
                path: "data.a".into(),
                before: Some(json!(mask::DOTS)),
                after: Some(json!(mask::CHANGED))
            }]
        );
        let plain = json!({"kind": "Secret", "stringData": {"a": "one"}});
        assert_eq!(live_changes(&secret("b25l"), &plain), []);
        assert_eq!(manifest_differs(&plain, &secret("b25l")), []);
    }
}
