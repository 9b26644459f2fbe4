//! The status of a Deployment: numbers, and the conditions from which people read whether a roll-out goes on.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    super::{
        Again,
        fields::{condition, count, list, moment, number, set, since, text},
    },
    Rollout,
};

pub(super) const TIMED_OUT: &str = "ProgressDeadlineExceeded";
pub(super) const PAUSED: &str = "DeploymentPaused";
const AVAILABLE: &str = "NewReplicaSetAvailable";
const UPDATED: &str = "ReplicaSetUpdated";

/// Sets a condition, unless it says the same already. The time of transition stays while the status does.
pub(super) fn set_condition(object: &mut Value, kind: &str, state: &str, reason: &str, message: &str) {
    let before = condition(object, kind);
    if before.is_some_and(|old| text(old, "/status") == state && text(old, "/reason") == reason) {
        return;
    }
    let since = since(object, kind, state);
    let one = json!({
        "type": kind, "status": state, "lastUpdateTime": meta::now(), "lastTransitionTime": since,
        "reason": reason, "message": message,
    });
    put_condition(object, kind, Some(one));
}

/// Puts the condition at the end in place of the one of its type, or removes that.
fn put_condition(object: &mut Value, kind: &str, one: Option<Value>) {
    let mut all = list(object, "/status/conditions").to_vec();
    all.retain(|old| text(old, "/type") != kind);
    all.extend(one);
    set(object, &["status", "conditions"], json!(all));
}

impl Rollout<'_> {
    /// The numbers, and whether enough pods are there.
    fn numbers(&self) -> Value {
        let available = self.sum("/status/availableReplicas");
        let unavailable = (self.sum("/spec/replicas") - available).max(0);
        let updated = self.new.as_ref().map_or(0, |new| number(new, "/status/replicas"));
        let mut status = Map::new();
        count(&mut status, "observedGeneration", meta::generation(&self.object));
        count(&mut status, "replicas", self.sum("/status/replicas"));
        count(&mut status, "updatedReplicas", updated);
        count(&mut status, "readyReplicas", self.sum("/status/readyReplicas"));
        count(&mut status, "availableReplicas", available);
        count(&mut status, "unavailableReplicas", unavailable);
        status.insert("terminatingReplicas".to_owned(), json!(self.sum("/status/terminatingReplicas")));
        for key in ["conditions", "collisionCount"] {
            if let Some(value) = self.object.pointer(&format!("/status/{key}")) {
                status.insert(key.to_owned(), value.clone());
            }
        }
        let mut object = self.object.clone();
        set(&mut object, &["status"], Value::Object(status));
        if available >= self.replicas() - self.missing() {
            let message = "Deployment has minimum availability.";
            set_condition(&mut object, "Available", "True", "MinimumReplicasAvailable", message);
        } else {
            let message = "Deployment does not have minimum availability.";
            set_condition(&mut object, "Available", "False", "MinimumReplicasUnavailable", message);
        }
        object
    }

    /// All pods are new, available, and no other is there.
    pub(super) fn is_complete(&self, object: &Value) -> bool {
        let wanted = self.replicas();
        ["updatedReplicas", "replicas", "availableReplicas"]
            .iter()
            .all(|key| number(object, &format!("/status/{key}")) == wanted)
            && number(object, "/status/observedGeneration") >= meta::generation(&self.object)
    }

    /// More pods are new, ready or available than before, or fewer are old.
    fn has_moved(&self, object: &Value) -> bool {
        let of = |object: &Value, key: &str| number(object, &format!("/status/{key}"));
        let old = |object: &Value| of(object, "replicas") - of(object, "updatedReplicas");
        ["updatedReplicas", "readyReplicas", "availableReplicas"]
            .iter()
            .any(|key| of(object, key) > of(&self.object, key))
            || old(object) < old(&self.object)
    }

    /// How long the roll-out may still stand still; zero when it has stood for too long.
    fn time_left(&self) -> Option<Duration> {
        let progressing = condition(&self.object, "Progressing")?;
        let seconds = number(&self.object, "/spec/progressDeadlineSeconds");
        let deadline = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        let since = moment(progressing, "/lastUpdateTime")?;
        Some(deadline.saturating_sub(self.desk.facts.elapsed(since)))
    }

    fn subject(&self) -> String {
        match &self.new {
            Some(new) => format!("ReplicaSet \"{}\"", meta::text(new, "name")),
            None => format!("Deployment \"{}\"", meta::text(&self.object, "name")),
        }
    }

    /// Writes numbers and availability, without a judgement on progress.
    pub(super) fn write_plain_status(&mut self) -> Result<Again, Refusal> {
        let wanted = self.numbers();
        if wanted.get("status") != self.object.get("status") {
            self.object = wanted;
            self.write_object()?;
        }
        Ok(Again::Never)
    }

    /// Writes the whole status; tells when to look whether the deadline has passed.
    pub(super) fn write_status(&mut self) -> Result<Again, Refusal> {
        let mut wanted = self.numbers();
        if !self.has_deadline() {
            put_condition(&mut wanted, "Progressing", None);
        }
        let before = condition(&self.object, "Progressing").cloned();
        let reason = before.as_ref().map_or("", |one| text(one, "/reason")).to_owned();
        let all_new = number(&wanted, "/status/replicas") == number(&wanted, "/status/updatedReplicas");
        if self.has_deadline() && !(all_new && reason == AVAILABLE) {
            self.judge(&mut wanted, before, &reason);
        }
        self.hand_up_failure(&mut wanted);
        if wanted.get("status") != self.object.get("status") {
            self.object = wanted;
            self.write_object()?;
        }
        let waits = self.has_deadline() && !self.is_complete(&self.object);
        let reason = condition(&self.object, "Progressing").map_or("", |one| text(one, "/reason"));
        match self.time_left() {
            Some(left) if waits && reason != TIMED_OUT && reason != AVAILABLE => {
                Ok(Again::World(left + Duration::from_secs(1)))
            }
            _ => Ok(Again::Never),
        }
    }

    fn judge(&self, wanted: &mut Value, before: Option<Value>, reason: &str) {
        let subject = self.subject();
        if self.is_complete(wanted) {
            let message = format!("{subject} has successfully progressed.");
            set_condition(wanted, "Progressing", "True", AVAILABLE, &message);
        } else if self.has_moved(wanted) {
            let since = before.filter(|old| text(old, "/status") == "True");
            let since = since.map_or_else(meta::now, |old| text(&old, "/lastTransitionTime").to_owned());
            let one = json!({
                "type": "Progressing", "status": "True", "lastUpdateTime": meta::now(), "lastTransitionTime": since,
                "reason": UPDATED, "message": format!("{subject} is progressing."),
            });
            put_condition(wanted, "Progressing", Some(one));
        } else if reason == TIMED_OUT || (reason != AVAILABLE && self.time_left() == Some(Duration::ZERO)) {
            let message = format!("{subject} has timed out progressing.");
            set_condition(wanted, "Progressing", "False", TIMED_OUT, &message);
        }
    }

    /// A set that cannot make its pods says so in its status; the Deployment repeats it.
    fn hand_up_failure(&self, wanted: &mut Value) {
        let own = self.new.iter().chain(&self.old).find_map(|set| condition(set, "ReplicaFailure"));
        match own {
            Some(failure) => {
                let state = text(failure, "/status");
                let (reason, message) = (text(failure, "/reason"), text(failure, "/message"));
                set_condition(wanted, "ReplicaFailure", state, reason, message);
            }
            None if condition(wanted, "ReplicaFailure").is_some() => {
                put_condition(wanted, "ReplicaFailure", None);
            }
            None => {}
        }
    }
}
