//! Deployments: which `ReplicaSet` is the wanted one, and how pods move over to it. The order of steps is that of the
//! real controller.

mod rollout;
mod sets;
mod status;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    fields::{condition, flag, number, set, text},
    replicaset,
};

const SOURCE: &str = "deployment-controller";
const REVISION: &str = "deployment.kubernetes.io/revision";
const HISTORY: &str = "deployment.kubernetes.io/revision-history";
const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";
const MOST: &str = "deployment.kubernetes.io/max-replicas";
const HASH: &str = "pod-template-hash";

/// A number, or a share of the whole, rounded up or down.
pub(super) fn portion(value: Option<&Value>, whole: i64, up: bool) -> i64 {
    match value {
        Some(Value::String(text)) => {
            let percent: i64 = text.trim_end_matches('%').parse().unwrap_or_default();
            let product = percent * whole;
            if up { (product + 99) / 100 } else { product / 100 }
        }
        Some(value) => value.as_i64().unwrap_or_default(),
        None => 0,
    }
}

/// A Deployment while it is looked after.
struct Rollout<'a> {
    desk: &'a Desk,
    /// As it was read, with what is to be written to its status and annotations.
    object: Value,
    /// The `ReplicaSet` with its template.
    new: Option<Arc<Value>>,
    /// All others, oldest first.
    old: Vec<Arc<Value>>,
}

/// Looks after a Deployment.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(live) = desk.get(desk.kinds.deployments, namespace, name) else { return Ok(Again::Never) };
    let mut claimed = replicaset::claim(desk, desk.kinds.sets, &live)?;
    claimed.sort_by_key(|set| {
        (meta::text(set, "creationTimestamp").to_owned(), meta::text(set, "name").to_owned())
    });
    let new = claimed.iter().position(|set| sets::has_template(set, &live));
    let new = new.map(|at| claimed.remove(at));
    let mut rollout = Rollout { desk, object: (*live).clone(), new, old: claimed };
    if meta::is_terminating(&live) {
        return rollout.write_plain_status();
    }
    rollout.note_pause()?;
    if flag(&live, "/spec/paused") {
        return rollout.scale_only();
    }
    if rollout.is_scaling() {
        return rollout.scale_only();
    }
    if text(&live, "/spec/strategy/type") == "Recreate" { rollout.recreate() } else { rollout.roll() }
}

impl Rollout<'_> {
    fn replicas(&self) -> i64 {
        number(&self.object, "/spec/replicas")
    }

    fn rolls(&self) -> bool {
        text(&self.object, "/spec/strategy/type") != "Recreate"
    }

    /// How many pods may be there beyond the wanted number, and how many may be missing.
    fn bounds(&self) -> (i64, i64) {
        if !self.rolls() {
            return (0, 0);
        }
        let of = |key: &str| self.object.pointer(&format!("/spec/strategy/rollingUpdate/{key}"));
        let surge = portion(of("maxSurge"), self.replicas(), true);
        let missing = portion(of("maxUnavailable"), self.replicas(), false);
        if surge == 0 && missing == 0 { (0, 1) } else { (surge, missing) }
    }

    fn surge(&self) -> i64 {
        self.bounds().0
    }

    /// How many pods may be missing of those wanted.
    fn missing(&self) -> i64 {
        if self.rolls() { self.bounds().1.min(self.replicas()) } else { 0 }
    }

    /// All `ReplicaSet`s, the new one last.
    fn all(&self) -> impl Iterator<Item = &Arc<Value>> {
        self.old.iter().chain(&self.new)
    }

    fn sum(&self, pointer: &str) -> i64 {
        self.all().map(|set| number(set, pointer)).sum()
    }

    fn has_deadline(&self) -> bool {
        let seconds = self.object.pointer("/spec/progressDeadlineSeconds").and_then(Value::as_i64);
        seconds.is_some_and(|seconds| seconds != i64::from(i32::MAX))
    }

    /// Says in the status that the Deployment rests, or goes on.
    fn note_pause(&mut self) -> Result<(), Refusal> {
        let reason = condition(&self.object, "Progressing").map_or("", |one| text(one, "/reason")).to_owned();
        if !self.has_deadline() || reason == status::TIMED_OUT {
            return Ok(());
        }
        let paused = flag(&self.object, "/spec/paused");
        let (reason, message) = match (paused, reason == status::PAUSED) {
            (true, false) => (status::PAUSED, "Deployment is paused"),
            (false, true) => ("DeploymentResumed", "Deployment is resumed"),
            _ => return Ok(()),
        };
        status::set_condition(&mut self.object, "Progressing", "Unknown", reason, message);
        self.write_object()
    }

    /// Writes status and annotations as they are in `object`.
    fn write_object(&mut self) -> Result<(), Refusal> {
        let written = self.desk.write(self.desk.kinds.deployments, "status", &self.object)?;
        self.object = (*written).clone();
        Ok(())
    }

    /// The wanted number was changed, and nothing else.
    fn is_scaling(&self) -> bool {
        let wanted = self.replicas();
        let active = self.all().filter(|set| number(set, "/spec/replicas") > 0);
        let said = |set: &Arc<Value>| super::fields::annotation(set, DESIRED)?.parse::<i64>().ok();
        active.filter_map(said).any(|said| said != wanted)
    }

    fn scale_only(&mut self) -> Result<Again, Refusal> {
        self.settle_new(false)?;
        self.scale_active()?;
        if flag(&self.object, "/spec/paused") {
            self.clean_up()?;
        }
        self.write_plain_status()
    }

    /// Removes old `ReplicaSet`s beyond the history that is to be kept.
    fn clean_up(&mut self) -> Result<(), Refusal> {
        let Some(limit) = self.object.pointer("/spec/revisionHistoryLimit").and_then(Value::as_i64) else {
            return Ok(());
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut old: Vec<Arc<Value>> =
            self.old.iter().filter(|set| !meta::is_terminating(set)).cloned().collect();
        old.sort_by_key(|set| sets::revision(set));
        let beyond = old.len().saturating_sub(limit);
        for set in old.iter().take(beyond) {
            let busy = number(set, "/status/replicas") != 0
                || number(set, "/spec/replicas") != 0
                || meta::generation(set) > number(set, "/status/observedGeneration");
            if !busy {
                self.desk.delete(self.desk.kinds.sets, set, "")?;
                self.old.retain(|kept| meta::text(kept, "uid") != meta::text(set, "uid"));
            }
        }
        Ok(())
    }

    /// Changes the wanted number of a `ReplicaSet`; whether there was anything to change.
    fn scale_set(&mut self, uid: &str, wanted: i64, always: bool) -> Result<bool, Refusal> {
        let Some(found) = self.all().find(|set| meta::text(set, "uid") == uid).cloned() else {
            return Ok(false);
        };
        let before = number(&found, "/spec/replicas");
        if before == wanted && !always {
            return Ok(false);
        }
        let (desired, most) = (self.replicas(), self.replicas() + self.surge());
        let written = self.desk.change(self.desk.kinds.sets, "", &found, |set_object| {
            set(set_object, &["spec", "replicas"], json!(wanted));
            sets::note_sizes(set_object, desired, most);
        })?;
        let name = meta::text(&written, "name").to_owned();
        for kept in self.old.iter_mut().chain(&mut self.new) {
            if meta::text(kept, "uid") == uid {
                *kept = Arc::clone(&written);
            }
        }
        if before != wanted {
            let way = if before < wanted { "up" } else { "down" };
            let message = format!("Scaled {way} replica set {name} from {before} to {wanted}");
            self.tell("ScalingReplicaSet", message);
        }
        Ok(before != wanted)
    }

    fn tell(&self, reason: &'static str, message: String) {
        self.desk.tell(&super::events::Note::normal(SOURCE, &self.object, reason, message));
    }
}
