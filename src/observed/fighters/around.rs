//! What it is for: what points at an object from outside: autoscalers, KEDA's scaled objects, disruption budgets. In:
//! objects as read. Out: small rows, and which of them point at an object. Never: a whole object kept.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Fighter, plain};

/// What points at objects of a namespace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Autoscalers and scaled objects.
    pub pointers: Vec<Pointer>,
    /// Disruption budgets.
    pub budgets: Vec<Budget>,
    /// Kinds that could not be read.
    pub unread: Vec<String>,
}

/// Something that steers the number of a workload's pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// Group, kind and name of the workload.
    target: (String, String, String),
    fighter: Fighter,
}

/// A disruption budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    labels: BTreeMap<String, String>,
    fighter: Fighter,
}

impl Around {
    /// Those that point at the object.
    pub fn pointing_at(&self, object: &Value) -> Vec<Fighter> {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let group = text("/apiVersion").split_once('/').map_or("", |(group, _)| group);
        let (kind, name) = (text("/kind"), text("/metadata/name"));
        let is_target = |pointer: &&Pointer| {
            let (group_of, kind_of, name_of) = &pointer.target;
            (kind_of.as_str(), name_of.as_str()) == (kind, name) && (group_of.is_empty() || group_of == group)
        };
        let mut found: Vec<Fighter> = Vec::new();
        for pointer in self.pointers.iter().filter(is_target) {
            // KEDA makes an autoscaler of its own: they are one.
            let same = found.iter().position(|one| match (one, &pointer.fighter) {
                (
                    Fighter::Keda { name: one, .. } | Fighter::KedaHeld { name: one, .. },
                    Fighter::Keda { name: other, .. } | Fighter::KedaHeld { name: other, .. },
                ) => one == other,
                _ => false,
            });
            match (same, &pointer.fighter) {
                (None, fighter) => found.push(fighter.clone()),
                (Some(at), Fighter::Keda { limits: Some(_), .. } | Fighter::KedaHeld { .. }) => {
                    if let Some(one) = found.get_mut(at) {
                        *one = pointer.fighter.clone();
                    }
                }
                (Some(_), _) => {}
            }
        }
        let pods = object.pointer("/spec/template/metadata/labels").and_then(Value::as_object);
        if let Some(pods) = pods {
            let has = |(key, value): (&String, &String)| pods.get(key).and_then(Value::as_str) == Some(value);
            let budgets =
                self.budgets.iter().filter(|one| !one.labels.is_empty() && one.labels.iter().all(has));
            found.extend(budgets.map(|one| one.fighter.clone()));
        }
        found
    }
}

impl Pointer {
    /// A `HorizontalPodAutoscaler` (autoscaling/v2).
    pub fn of_autoscaler(object: &Value) -> Option<Self> {
        let target = target(object.pointer("/spec/scaleTargetRef")?)?;
        let number = |key: &str| object.pointer(&format!("/spec/{key}")).and_then(Value::as_i64);
        let owners = object.pointer("/metadata/ownerReferences").and_then(Value::as_array);
        let keda = owners.into_iter().flatten().find(|one| one.get("kind") == Some(&"ScaledObject".into()));
        let fighter = match keda.and_then(|one| one.get("name")?.as_str()) {
            Some(name) => Fighter::Keda { name: plain(name), limits: None },
            None => Fighter::Autoscaler {
                name: name(object)?,
                limits: (number("minReplicas").unwrap_or(1), number("maxReplicas").unwrap_or(0)),
            },
        };
        Some(Self { target, fighter })
    }

    /// A `ScaledObject` (keda.sh/v1alpha1); `None` also when it is paused and lets the number be.
    pub fn of_scaled_object(object: &Value) -> Option<Self> {
        let note = |key: &str| {
            let notes = object.pointer("/metadata/annotations")?;
            notes.get(format!("autoscaling.keda.sh/{key}"))?.as_str()
        };
        let target = target(object.pointer("/spec/scaleTargetRef")?)?;
        let name = name(object)?;
        // Paused at a number, it sets that number; this goes before the other pause.
        if let Some(replicas) = note("paused-replicas").and_then(|text| text.parse().ok()) {
            return Some(Self { target, fighter: Fighter::KedaHeld { name, replicas } });
        }
        if note("paused").is_some_and(|text| !is_false(text)) {
            return None;
        }
        let number = |key: &str| object.pointer(&format!("/spec/{key}")).and_then(Value::as_i64);
        let limits = (number("minReplicaCount").unwrap_or(0), number("maxReplicaCount").unwrap_or(100));
        Some(Self { target, fighter: Fighter::Keda { name, limits: Some(limits) } })
    }
}

/// False as Go's `ParseBool` reads it; KEDA takes all other texts for a pause.
fn is_false(text: &str) -> bool {
    matches!(text, "0" | "f" | "F" | "false" | "False" | "FALSE")
}

impl Budget {
    /// A `PodDisruptionBudget` (policy/v1); `None` when it selects by more than plain labels.
    pub fn of(object: &Value) -> Option<Self> {
        let selector = object.pointer("/spec/selector")?;
        if selector.get("matchExpressions").is_some() {
            return None;
        }
        let labels = selector.get("matchLabels")?.as_object()?;
        let labels = labels.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
        let spec = object.get("spec")?;
        let keeps = ["minAvailable", "maxUnavailable"].iter().find_map(|key| {
            let value = spec.get(*key)?;
            let value = value.as_str().map_or_else(|| value.to_string(), plain);
            Some(format!("{key} {value}"))
        })?;
        Some(Self { labels: labels.collect(), fighter: Fighter::Budget { name: name(object)?, keeps } })
    }
}

fn name(object: &Value) -> Option<String> {
    Some(plain(object.pointer("/metadata/name")?.as_str()?))
}

/// Group (empty when it is not told), kind (a Deployment when it is not told) and name.
fn target(reference: &Value) -> Option<(String, String, String)> {
    let text = |key: &str| reference.get(key).and_then(Value::as_str);
    let group = text("apiVersion").and_then(|version| version.split_once('/')).map_or("", |(group, _)| group);
    Some((group.to_owned(), text("kind").unwrap_or("Deployment").to_owned(), text("name")?.to_owned()))
}
