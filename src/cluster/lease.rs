//! What it is for: the Lease `changeover` of a namespace: who runs which change at which step (facts 10).
//! In: our mark, the Lease as last read. Out: the Lease as it is now. Never: a moment written by another machine compared
//! with a clock of ours, a write over a version that was not read, or a secret.
//!
//! It tells and keeps polite windows apart; it fences nobody off: each deed has its own guard (versions of objects).
//! These writes go without a journal's entry: they change no workload.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    conflicts::OWN_MANAGER,
    connect::{Cluster, Pace},
    error::{ClusterError, Refusal},
    jobs::{CHANGE_ANNOTATION, STEP_ANNOTATION},
    mask,
    resource::{Change, Patch, Place, Resource},
};
use crate::{
    names::Digest,
    observed::lease::{Holder, Second, SecondAsked, Taken},
};

/// The Lease's name in each namespace.
pub const NAME: &str = "changeover";

const TITLE: &str = "changeover.dev/title";
const WHO: &str = "changeover.dev/who";
const HOST: &str = "changeover.dev/host";
const HELD: &str = "changeover.dev/held";
const TAKEN: &str = "changeover.dev/taken";
const ASKED: &str = "changeover.dev/second-asked";
const SECONDED: &str = "changeover.dev/seconded";
/// Characters kept of a text that somebody else may have written.
const LONGEST: usize = 500;

/// Who we are on the Lease, and what we do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The change.
    pub change: String,
    /// Its title.
    pub title: String,
    /// The person, as the cluster knows them.
    pub who: String,
    /// The machine's name.
    pub host: String,
    /// What tells this machine, started this time, from every other.
    pub place: String,
    /// The step begun last; empty before the first.
    pub step: String,
    /// Why the change is held, when it is.
    pub held: Option<String>,
    /// How long the Lease lasts after each renewal.
    pub lasts: Duration,
}

impl Mark {
    /// `spec.holderIdentity`: person, machine, change and place; two windows never share it.
    pub fn identity(&self) -> String {
        format!("{}@{} {} {}", self.who, self.host, self.change, self.place)
    }
}

/// The Lease as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    version: String,
    identity: String,
    lasts: Duration,
    renewed: String,
    acquired: Option<Timestamp>,
    transitions: i64,
    notes: BTreeMap<String, String>,
}

/// What must stay as it is for a Lease to count as not renewed: the holder's own fields, not what others note on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    identity: String,
    renewed: String,
    transitions: i64,
}

impl Found {
    fn of(lease: &Value) -> Self {
        let spec = |key: &str| lease.pointer("/spec").and_then(|spec| spec.get(key));
        let text = |key: &str| spec(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let notes = lease.pointer("/metadata/annotations").and_then(Value::as_object);
        let notes = notes.into_iter().flatten();
        let seconds = spec("leaseDurationSeconds").and_then(Value::as_u64).unwrap_or_default();
        let version = lease.pointer("/metadata/resourceVersion").and_then(Value::as_str);
        Self {
            version: version.unwrap_or_default().to_owned(),
            identity: text("holderIdentity"),
            lasts: Duration::from_secs(seconds),
            renewed: text("renewTime"),
            acquired: text("acquireTime").parse().ok(),
            transitions: spec("leaseTransitions").and_then(Value::as_i64).unwrap_or_default(),
            notes: notes.filter_map(|(key, text)| Some((key.clone(), text.as_str()?.to_owned()))).collect(),
        }
    }

    /// Nobody holds it.
    pub fn is_free(&self) -> bool {
        self.identity.is_empty()
    }

    /// This mark's window holds it, or one of the same change on this machine before a crash.
    pub fn is_of(&self, mark: &Mark) -> bool {
        self.identity == mark.identity()
    }

    /// `spec.holderIdentity`.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// How long it lasts after each renewal, as its holder says.
    pub fn lasts(&self) -> Duration {
        self.lasts
    }

    /// What moves with each renewal.
    pub fn pulse(&self) -> Pulse {
        Pulse {
            identity: self.identity.clone(),
            renewed: self.renewed.clone(),
            transitions: self.transitions,
        }
    }

    /// The step that its holder began last.
    pub fn step(&self) -> String {
        self.note(STEP_ANNOTATION)
    }

    /// Who holds it, for showing; `silent_for` and `is_expired` are the caller's to fill.
    pub fn holder(&self) -> Option<Holder> {
        let plain = |key: &str| mask::plain(&self.note(key), LONGEST);
        let who = plain(WHO);
        (!self.is_free()).then(|| Holder {
            change: plain(CHANGE_ANNOTATION),
            title: plain(TITLE),
            step: plain(STEP_ANNOTATION),
            who: if who.is_empty() { mask::plain(&self.identity, LONGEST) } else { who },
            host: plain(HOST),
            since: self.acquired,
            held: Some(plain(HELD)).filter(|reason| !reason.is_empty()),
            silent_for: Duration::ZERO,
            is_expired: false,
        })
    }

    /// The last take-over from that holder.
    pub fn taken_from(&self, identity: &str) -> Option<Taken> {
        let noted: Value = serde_json::from_str(&self.note(TAKEN)).ok()?;
        let text = |key: &str| said(&noted, key);
        (noted.get("from").and_then(Value::as_str) == Some(identity)).then(|| Taken {
            by: text("by"),
            host: text("host"),
            reason: text("reason"),
            at: text("at").parse().ok(),
        })
    }

    /// The step for which its holder asks for a second person.
    pub fn second_asked(&self) -> Option<SecondAsked> {
        let noted: Value = serde_json::from_str(&self.note(ASKED)).ok()?;
        let text = |key: &str| said(&noted, key);
        let what = noted.get("what").and_then(Value::as_array).into_iter().flatten();
        Some(SecondAsked {
            change: text("change"),
            plan: Digest::new(text("plan")),
            proposal: Digest::new(text("proposal")),
            step: text("step"),
            title: text("title"),
            what: what.filter_map(Value::as_str).map(|line| mask::plain(line, LONGEST)).collect(),
            who: text("who"),
            host: text("host"),
        })
    }

    /// The newest yes of a second person, with the place that it came from.
    pub fn seconded(&self) -> Option<(Second, String)> {
        let noted: Value = serde_json::from_str(&self.note(SECONDED)).ok()?;
        let text = |key: &str| said(&noted, key);
        let second = Second {
            step: text("step"),
            plan: Digest::new(text("plan")),
            proposal: Digest::new(text("proposal")),
            who: text("who"),
            host: text("host"),
        };
        Some((second, text("place")))
    }

    fn note(&self, key: &str) -> String {
        self.notes.get(key).cloned().unwrap_or_default()
    }
}

fn said(noted: &Value, key: &str) -> String {
    mask::plain(noted.get(key).and_then(Value::as_str).unwrap_or_default(), LONGEST)
}

fn resource() -> Resource {
    Resource::known("coordination.k8s.io", "v1", "Lease", "leases")
}

/// Whether the refusal means that we may not have a Lease here, or that the server has none.
pub fn is_denied(error: &ClusterError) -> bool {
    matches!(
        error.refusal(),
        Some(Refusal::Forbidden { .. } | Refusal::Policy { .. } | Refusal::NotFound { .. })
    )
}

/// Whether somebody else wrote in between: to be looked at again.
pub fn is_raced(error: &ClusterError) -> bool {
    matches!(error.refusal(), Some(Refusal::Conflict { .. } | Refusal::AlreadyExists))
}

/// The Lease; `None` when there is none yet.
///
/// # Errors
/// It cannot be read.
pub async fn read(cluster: &Cluster) -> Result<Option<Found>, ClusterError> {
    let resource = resource();
    let place = Place { cluster, resource: &resource, name: NAME };
    Ok(place.get().await?.map(|lease| Found::of(&lease)))
}

/// Makes the Lease ours: makes it, or writes over the version that was found, whoever holds that.
///
/// The caller decides whether that is right: when it is free or ours, or when a person took over with a reason.
///
/// # Errors
/// [`is_raced`] when somebody was faster; the refusal otherwise.
pub async fn take(
    cluster: &Cluster,
    found: Option<&Found>,
    mark: &Mark,
    reason: Option<&str>,
) -> Result<Found, ClusterError> {
    let Some(found) = found else { return make(cluster, mark).await };
    let now = Timestamp::now();
    let is_ours = found.is_of(mark);
    let mut spec = spec(mark, now);
    let mut notes = notes(mark);
    if !is_ours {
        spec.insert("acquireTime".to_owned(), json!(micro(now)));
        spec.insert("leaseTransitions".to_owned(), json!(found.transitions.saturating_add(1)));
        // What was asked and agreed to belongs to the change that held it before.
        notes.insert(ASKED.to_owned(), Value::Null);
        notes.insert(SECONDED.to_owned(), Value::Null);
    }
    if let Some(reason) = reason {
        let taken = json!({
            "from": found.identity, "by": mark.who, "host": mark.host,
            "reason": mask::plain(reason, LONGEST), "at": now.to_string(),
        });
        notes.insert(TAKEN.to_owned(), json!(taken.to_string()));
    }
    write(cluster, found, notes, Some(spec)).await
}

async fn make(cluster: &Cluster, mark: &Mark) -> Result<Found, ClusterError> {
    let resource = resource();
    let now = Timestamp::now();
    let mut spec = spec(mark, now);
    spec.insert("acquireTime".to_owned(), json!(micro(now)));
    spec.insert("leaseTransitions".to_owned(), json!(0));
    let notes: Map<String, Value> = notes(mark).into_iter().filter(|(_, text)| !text.is_null()).collect();
    let body = json!({
        "apiVersion": resource.api_version(), "kind": resource.kind,
        "metadata": {"name": NAME, "annotations": notes}, "spec": spec,
    });
    let place = Place { cluster, resource: &resource, name: NAME };
    place.create(OWN_MANAGER, &body).await.map(|answer| Found::of(&answer.value))
}

/// Renews the Lease that is ours, with what we do now.
///
/// # Errors
/// As [`take`].
pub async fn renew(cluster: &Cluster, found: &Found, mark: &Mark) -> Result<Found, ClusterError> {
    write(cluster, found, notes(mark), Some(spec(mark, Timestamp::now()))).await
}

/// Gives the Lease back, as client-go does: an empty holder that lasts a second. What was noted about a take-over stays
/// for the window that has not read it yet.
///
/// # Errors
/// As [`take`].
pub async fn release(cluster: &Cluster, found: &Found) -> Result<Found, ClusterError> {
    let gone = [CHANGE_ANNOTATION, STEP_ANNOTATION, TITLE, WHO, HOST, HELD, ASKED, SECONDED];
    let notes = gone.into_iter().map(|key| (key.to_owned(), Value::Null)).collect();
    let spec = json!({
        "holderIdentity": "", "leaseDurationSeconds": 1, "renewTime": micro(Timestamp::now()),
    });
    write(cluster, found, notes, spec.as_object().cloned()).await
}

/// Asks for a second person, or takes the request back. Only the holder does that.
///
/// # Errors
/// As [`take`].
pub async fn ask_second(
    cluster: &Cluster,
    found: &Found,
    asked: Option<&SecondAsked>,
) -> Result<Found, ClusterError> {
    let asked = asked.map_or(Value::Null, |asked| {
        let request = json!({
            "change": asked.change, "plan": asked.plan, "proposal": asked.proposal, "step": asked.step,
            "title": asked.title, "what": asked.what, "who": asked.who, "host": asked.host,
        });
        json!(request.to_string())
    });
    let notes = [(ASKED.to_owned(), asked), (SECONDED.to_owned(), Value::Null)].into_iter().collect();
    write(cluster, found, notes, None).await
}

/// Writes a second person's yes to what is asked on this very version of the Lease.
///
/// # Errors
/// As [`take`].
pub async fn second(
    cluster: &Cluster,
    found: &Found,
    second: &Second,
    place: &str,
) -> Result<Found, ClusterError> {
    let yes = json!({
        "step": second.step, "plan": second.plan, "proposal": second.proposal, "who": second.who,
        "host": second.host, "place": place, "at": Timestamp::now().to_string(),
    });
    let notes = [(SECONDED.to_owned(), json!(yes.to_string()))].into_iter().collect();
    write(cluster, found, notes, None).await
}

async fn write(
    cluster: &Cluster,
    found: &Found,
    notes: Map<String, Value>,
    spec: Option<Map<String, Value>>,
) -> Result<Found, ClusterError> {
    let resource = resource();
    let mut body = json!({"metadata": {"resourceVersion": found.version, "annotations": notes}});
    if let (Some(spec), Some(fields)) = (spec, body.as_object_mut()) {
        fields.insert("spec".to_owned(), Value::Object(spec));
    }
    let change = Change {
        kind: Patch::Merge,
        manager: OWN_MANAGER,
        force: false,
        pace: Pace::Deed,
        subresource: None,
        body: &body,
    };
    let place = Place { cluster, resource: &resource, name: NAME };
    place.patch(&change).await.map(|answer| Found::of(&answer.value))
}

fn spec(mark: &Mark, now: Timestamp) -> Map<String, Value> {
    let seconds = mark.lasts.as_secs().max(1);
    let spec = [
        ("holderIdentity", json!(mark.identity())),
        ("leaseDurationSeconds", json!(seconds)),
        ("renewTime", json!(micro(now))),
    ];
    spec.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn notes(mark: &Mark) -> Map<String, Value> {
    let or_gone = |text: &str| if text.is_empty() { Value::Null } else { json!(mask::plain(text, LONGEST)) };
    let notes = [
        (CHANGE_ANNOTATION, or_gone(&mark.change)),
        (STEP_ANNOTATION, or_gone(&mark.step)),
        (TITLE, or_gone(&mark.title)),
        (WHO, or_gone(&mark.who)),
        (HOST, or_gone(&mark.host)),
        (HELD, or_gone(mark.held.as_deref().unwrap_or_default())),
    ];
    notes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A moment as the API's `MicroTime`: exactly six digits after the point.
fn micro(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark() -> Mark {
        let text = str::to_owned;
        Mark {
            change: text("c-1"),
            title: text("Deploy the shop"),
            who: text("ann"),
            host: text("desk"),
            place: text("0a0b"),
            step: String::new(),
            held: None,
            lasts: Duration::from_secs(30),
        }
    }

    #[test]
    fn moments_have_six_digits() {
        let at: Timestamp = "2026-02-03T04:05:06.5Z".parse().unwrap();
        assert_eq!(micro(at), "2026-02-03T04:05:06.500000Z");
    }

    #[test]
    fn a_lease_of_another_program_shows_its_holder() {
        let lease =
            json!({"metadata": {"resourceVersion": "7"}, "spec": {"holderIdentity": "other\u{202e}"}});
        let found = Found::of(&lease);
        assert!(!found.is_free() && !found.is_of(&mark()));
        assert_eq!(found.holder().unwrap().who, "other");
        assert!(Found::of(&json!({})).is_free());
    }

    #[test]
    fn what_others_note_on_it_is_no_sign_of_life() {
        let lease = |note: &str, renewed: &str| {
            Found::of(&json!({"metadata": {"resourceVersion": note, "annotations": {SECONDED: note}},
                "spec": {"holderIdentity": "x", "renewTime": renewed}}))
        };
        assert_eq!(lease("a", "1").pulse(), lease("b", "1").pulse());
        assert_ne!(lease("a", "1").pulse(), lease("a", "2").pulse());
    }

    #[test]
    fn a_take_over_is_told_to_the_one_it_was_taken_from() {
        let taken = json!({"from": mark().identity(), "by": "bob", "host": "b", "reason": "r\u{1b}[31m", "at": "2026-02-03T04:05:06Z"});
        let found = Found::of(&json!({"metadata": {"annotations": {TAKEN: taken.to_string()}}}));
        let told = found.taken_from(&mark().identity()).unwrap();
        assert_eq!((told.by.as_str(), told.reason.as_str()), ("bob", "r"));
        assert!(told.at.is_some() && found.taken_from("somebody").is_none());
    }
}
