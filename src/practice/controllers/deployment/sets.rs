//! The `ReplicaSet`s of a Deployment: which one has its template, how a new one is made, and their revisions.

use serde_json::{Map, Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    super::{
        events::Note,
        fields::{annotation, condition, number, owned_by, set, unset},
    },
    DESIRED, HASH, HISTORY, MOST, REVISION, Rollout, SOURCE, status,
};

/// Annotations of a Deployment that are not handed on.
const OWN: &[&str] = &[
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    HISTORY,
    DESIRED,
    MOST,
    "deprecated.deployment.rollback.to",
];
/// The letters of a hash: they spell no words.
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// The set runs the Deployment's template.
pub(super) fn has_template(set: &Value, deployment: &Value) -> bool {
    let plain = |object: &Value| {
        let mut template = object.pointer("/spec/template").cloned().unwrap_or_default();
        unset(&mut template, &["metadata", "labels", HASH]);
        template
    };
    plain(set) == plain(deployment)
}

/// The revision that a set carries; 0 when it has none.
pub(super) fn revision(set: &Value) -> i64 {
    annotation(set, REVISION).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Notes the Deployment's size on a set; whether that changed it.
pub(super) fn note_sizes(object: &mut Value, desired: i64, most: i64) -> bool {
    let mut changed = false;
    for (key, number) in [(DESIRED, desired), (MOST, most)] {
        let wanted = number.to_string();
        if annotation(object, key) != Some(wanted.as_str()) {
            set(object, &["metadata", "annotations", key], json!(wanted));
            changed = true;
        }
    }
    changed
}

/// A short name for a template, which is the same for the same template. `collisions` makes it another one.
fn hash(template: &Value, collisions: i64) -> String {
    let mut sum: u32 = 0x811c_9dc5;
    let text = format!("{}{collisions}", sorted(template));
    for byte in text.bytes() {
        sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let safe =
        |digit: u8| LETTERS.get(usize::from(digit) % LETTERS.len()).map_or('x', |letter| char::from(*letter));
    sum.to_string().bytes().map(safe).collect()
}

/// The value with the keys of its maps in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            let entry = |key: &String| (key.clone(), map.get(key).map(sorted).unwrap_or_default());
            Value::Object(keys.into_iter().map(entry).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Hands on annotations and the revision; whether that changed the set.
fn annotate(object: &mut Value, deployment: &Value, revision: i64, is_there: bool) -> bool {
    let before = meta::field(object, "annotations").cloned();
    let own = meta::field(deployment, "annotations").and_then(Value::as_object);
    for (key, value) in own.into_iter().flatten().filter(|(key, _)| !OWN.contains(&key.as_str())) {
        set(object, &["metadata", "annotations", key], value.clone());
    }
    let old = annotation(object, REVISION).unwrap_or_default().to_owned();
    let old_number: i64 = old.parse().unwrap_or_default();
    if old_number < revision {
        set(object, &["metadata", "annotations", REVISION], json!(revision.to_string()));
        if is_there && old_number > 0 {
            let history = annotation(object, HISTORY).unwrap_or_default();
            let mut known: Vec<&str> = history.split(',').filter(|one| !one.is_empty()).collect();
            known.push(&old);
            let known = known.join(",");
            set(object, &["metadata", "annotations", HISTORY], json!(known));
        }
    }
    meta::field(object, "annotations") != before.as_ref()
}

impl Rollout<'_> {
    /// Brings the new set's revision up to date, and makes it when it is missing and wanted.
    pub(super) fn settle_new(&mut self, make: bool) -> Result<(), Refusal> {
        let next = self.old.iter().map(|set| revision(set)).max().unwrap_or_default() + 1;
        if self.new.is_some() {
            self.settle_known(next)
        } else if make {
            self.make_new(next)
        } else {
            Ok(())
        }
    }

    fn settle_known(&mut self, next: i64) -> Result<(), Refusal> {
        let Some(found) = self.new.clone() else { return Ok(()) };
        let wait = self.object.pointer("/spec/minReadySeconds").cloned();
        let written = self.desk.change(self.desk.kinds.sets, "", &found, |object| {
            annotate(object, &self.object, next, true);
            match &wait {
                Some(seconds) => set(object, &["spec", "minReadySeconds"], seconds.clone()),
                None => unset(object, &["spec", "minReadySeconds"]),
            }
        })?;
        let own = annotation(&written, REVISION).unwrap_or_default().to_owned();
        let mut changed = self.set_revision(&own);
        if self.has_deadline() && condition(&self.object, "Progressing").is_none() {
            let message = format!("Found new replica set \"{}\"", meta::text(&written, "name"));
            status::set_condition(&mut self.object, "Progressing", "True", "FoundNewReplicaSet", &message);
            changed = true;
        }
        self.new = Some(written);
        if changed { self.write_object() } else { Ok(()) }
    }

    fn set_revision(&mut self, wanted: &str) -> bool {
        let changed = annotation(&self.object, REVISION) != Some(wanted);
        if changed {
            set(&mut self.object, &["metadata", "annotations", REVISION], json!(wanted));
        }
        changed
    }

    fn make_new(&mut self, next: i64) -> Result<(), Refusal> {
        let (body, name) = self.new_set(next);
        let count = number(&body, "/spec/replicas");
        match self.desk.create(self.desk.kinds.sets, meta::text(&self.object, "namespace"), body) {
            Ok(made) => {
                if count > 0 {
                    self.tell("ScalingReplicaSet", format!("Scaled up replica set {name} from 0 to {count}"));
                }
                self.new = Some(made);
            }
            Err(refusal) if refusal.reason == "AlreadyExists" => {
                // Another template with the same hash: the next try has another one.
                let collisions = number(&self.object, "/status/collisionCount") + 1;
                set(&mut self.object, &["status", "collisionCount"], json!(collisions));
                self.write_object()?;
                return Err(refusal);
            }
            Err(refusal) => return Err(self.note_failure(&name, refusal)),
        }
        self.set_revision(&next.to_string());
        if self.has_deadline() {
            let message = format!("Created new replica set \"{name}\"");
            status::set_condition(&mut self.object, "Progressing", "True", "NewReplicaSetCreated", &message);
        }
        self.write_object()
    }

    fn note_failure(&mut self, name: &str, refusal: Refusal) -> Refusal {
        if refusal.message.contains("because it is being terminated") {
            return refusal;
        }
        let message = format!("Failed to create new replica set \"{name}\": {}", refusal.message);
        if self.has_deadline() {
            status::set_condition(
                &mut self.object,
                "Progressing",
                "False",
                "ReplicaSetCreateError",
                &message,
            );
            if let Err(other) = self.write_object() {
                tracing::debug!(%other, "a failure could not be noted");
            }
        }
        self.desk.tell(&Note::warning(SOURCE, &self.object, "ReplicaSetCreateError", message));
        refusal
    }

    /// The set for the Deployment's template, and its name.
    fn new_set(&self, next: i64) -> (Value, String) {
        let object = &self.object;
        let mut template = object.pointer("/spec/template").cloned().unwrap_or_default();
        let hash = hash(&template, number(object, "/status/collisionCount"));
        let name = format!("{}-{hash}", meta::text(object, "name"));
        set(&mut template, &["metadata", "labels", HASH], json!(hash));
        let mut selector = object.pointer("/spec/selector").cloned().unwrap_or_default();
        set(&mut selector, &["matchLabels", HASH], json!(hash));
        let mut body = json!({
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": {
                "name": name, "namespace": meta::text(object, "namespace"),
                "labels": template.pointer("/metadata/labels").cloned().unwrap_or_default(),
                "ownerReferences": [owned_by(object)],
            },
            "spec": {"replicas": self.first_size(), "selector": selector, "template": template},
        });
        if let Some(seconds) = object.pointer("/spec/minReadySeconds") {
            set(&mut body, &["spec", "minReadySeconds"], seconds.clone());
        }
        annotate(&mut body, object, next, false);
        note_sizes(&mut body, self.replicas(), self.replicas() + self.surge());
        (body, name)
    }

    /// With how many pods a new set starts.
    fn first_size(&self) -> i64 {
        self.new_size(0)
    }

    /// How many pods the new set may have, which has `now`.
    pub(super) fn new_size(&self, now: i64) -> i64 {
        if !self.rolls() {
            return self.replicas();
        }
        let most = self.replicas() + self.surge();
        let there = self.sum("/spec/replicas");
        if there >= most { now } else { now + (most - there).min(self.replicas() - now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_same_for_the_same_template_however_it_is_written() {
        let one = json!({"metadata": {"labels": {"a": "1", "b": "2"}}, "spec": {"x": [1, 2]}});
        let two = json!({"spec": {"x": [1, 2]}, "metadata": {"labels": {"b": "2", "a": "1"}}});
        assert_eq!(hash(&one, 0), hash(&two, 0));
        assert_ne!(hash(&one, 0), hash(&one, 1));
        assert_ne!(hash(&one, 0), hash(&json!({}), 0));
        assert!(hash(&one, 0).bytes().all(|letter| LETTERS.contains(&letter)));
    }

    #[test]
    fn a_set_keeps_the_revisions_that_it_once_had() {
        let deployment = json!({"metadata": {"annotations": {"note": "x", REVISION: "9"}}});
        let mut set = json!({"metadata": {"annotations": {REVISION: "2", HISTORY: "1"}}});
        assert!(annotate(&mut set, &deployment, 5, true));
        assert_eq!(annotation(&set, REVISION), Some("5"));
        assert_eq!(annotation(&set, HISTORY), Some("1,2"));
        assert_eq!(annotation(&set, "note"), Some("x"));
        assert!(!annotate(&mut set, &deployment, 5, true));
    }
}
