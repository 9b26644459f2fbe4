//! What it is for: applying the objects of a manifest by server-side apply, exactly as they were previewed.
//! In: documents in file order, and what was accepted. Out: what became of each object.
//! Never: force beyond the accepted fields, an object that moved since it was shown, a half-applied file told as done,
//! or a request sent twice. Rules: facts 1.10.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    conflicts::APPLY_MANAGER,
    connect::{Cluster, Pace},
    error::{ClusterError, Refusal},
    masking,
    preview::{self, Checked, ObjectPreview},
    report::Reporter,
    resource::{Change, Patch},
    upkeep::{self, Upkeep},
};
use crate::{action::Mark, journal::OpenEntry, manifest::mask::mask, names::ObjectRef, words::Sentence};

/// How often a write is tried again after others only touched the object's status.
const TRIES: usize = 4;

/// What an apply does, or did, to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The object is made.
    Created,
    /// The object changes.
    Configured,
    /// The object is already so.
    Unchanged,
}

/// What became of one object.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The object.
    pub object: ObjectRef,
    /// Position of its document, from 0.
    pub document: usize,
    /// What happened.
    pub effect: Effect,
    /// `metadata.generation` after the apply; 0 for kinds that have none.
    pub generation: i64,
    /// Whether the apply moved the generation: what a roll-out is waited for by.
    pub moved_generation: bool,
    /// The server's warnings.
    pub warnings: Vec<String>,
    /// What was done to kubectl's books.
    pub upkeep: Upkeep,
    /// Whether fields were taken from other owners, as accepted.
    pub forced: bool,
}

/// Live objects as they were before an apply.
#[derive(Debug, Clone, PartialEq)]
pub struct Captured {
    /// The objects, without what only the server writes, ready to be applied again.
    pub objects: Vec<Value>,
    /// Objects that hold a secret, which is kept nowhere.
    pub left_out: Vec<ObjectRef>,
}

/// The live objects of these documents; one that is not there is passed over.
///
/// # Errors
/// As a preview of the documents.
pub async fn capture(cluster: &Cluster, documents: &[Value]) -> Result<Captured, ApplyError> {
    let mut captured = Captured { objects: Vec::new(), left_out: Vec::new() };
    for checked in preview::check(cluster, documents).await? {
        let Some(live) = &checked.live else { continue };
        let object = masking::trimmed(live);
        if mask(&object) == object {
            captured.objects.push(object);
        } else {
            captured.left_out.push(checked.preview.object.clone());
        }
    }
    Ok(captured)
}

/// Why a manifest could not be previewed or applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ApplyError {
    /// The document is no object: `apiVersion`, `kind` or `metadata.name` is missing.
    #[error("document {document} has no {missing}")]
    NoObject {
        /// Position of the document, from 0.
        document: usize,
        /// What is missing.
        missing: &'static str,
    },
    /// The server does not serve the kind; perhaps its definition is not installed.
    #[error("document {document}: the server has no kind {kind} in {api_version}")]
    UnknownKind {
        /// Position of the document, from 0.
        document: usize,
        /// `apiVersion` of the document.
        api_version: String,
        /// Kind of the document.
        kind: String,
    },
    /// The document belongs to another namespace than the change.
    #[error("document {document}: {object} belongs to namespace {namespace}")]
    OtherNamespace {
        /// Position of the document, from 0.
        document: usize,
        /// The object.
        object: Box<ObjectRef>,
        /// The namespace that the document names.
        namespace: String,
    },
    /// Two documents are the same object; only one of them can be applied.
    #[error("documents {first} and {second} are both {object}")]
    Duplicate {
        /// Position of the first, from 0.
        first: usize,
        /// Position of the second, from 0.
        second: usize,
        /// The object.
        object: Box<ObjectRef>,
    },
    /// The object, or who owns its fields, is not as it was shown. Nothing was written to it.
    #[error("{object} has moved since it was shown")]
    Moved {
        /// The object.
        object: Box<ObjectRef>,
    },
    /// Another API server answers for the object, which may take a dry run for the deed. Nothing was sent.
    #[error("{object} is served by another API server, which may not honour a dry run")]
    OtherServer {
        /// The object.
        object: Box<ObjectRef>,
    },
    /// The server's answer to the dry run or the apply.
    #[error("apply {object}")]
    Call {
        /// The object.
        object: Box<ObjectRef>,
        /// Why.
        #[source]
        source: Box<ClusterError>,
    },
    /// Asking the server for a kind.
    #[error("ask for the kinds of the manifest")]
    Discover(#[source] Box<ClusterError>),
}

impl ApplyError {
    /// Whether the documents themselves are refused, by the server or before it: looked at again as they are, they
    /// would be again.
    pub fn is_judged(&self) -> bool {
        match self {
            Self::Call { source, .. } | Self::Discover(source) => source.is_judged(),
            Self::NoObject { .. }
            | Self::UnknownKind { .. }
            | Self::OtherNamespace { .. }
            | Self::Duplicate { .. }
            | Self::OtherServer { .. }
            | Self::Moved { .. } => true,
        }
    }

    /// Whether something was sent and its answer lost.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Call { source, .. } if source.is_unknown())
    }
}

/// An apply that stopped: what is applied stays so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("stopped after {} of {all} objects", applied.len())]
pub struct Stopped {
    /// The objects that were applied, in file order.
    pub applied: Vec<Applied>,
    /// How many there are in all.
    pub all: usize,
    /// Why.
    #[source]
    pub why: ApplyError,
}

/// What each document would do: the server's dry run, without changing anything.
///
/// # Errors
/// The first document that cannot be applied as things stand.
pub async fn preview(cluster: &Cluster, documents: &[Value]) -> Result<Vec<ObjectPreview>, ApplyError> {
    let checked = preview::check(cluster, documents).await?;
    Ok(checked.into_iter().map(|one| one.preview).collect())
}

/// The objects of these documents as they are, secrets and all; `None` for one that is not there. Not to be shown.
///
/// # Errors
/// The first document that names no object of this server and namespace, or the server cannot be asked.
pub async fn live(cluster: &Cluster, documents: &[Value]) -> Result<Vec<Option<Value>>, ApplyError> {
    preview::live(cluster, documents).await
}

/// Applies the documents in file order. `accepted` is [`ObjectPreview::seen`] of every object that was shown.
///
/// Everything is looked at once more before the first write. Then each object is written with its version as a lock,
/// by force only if the very conflicts that were shown are there.
///
/// # Errors
/// The first problem stops; what was applied before it is told.
pub async fn apply(
    cluster: &Cluster,
    _entry: &OpenEntry,
    documents: &[Value],
    accepted: &BTreeMap<String, String>,
    reporter: &Reporter,
) -> Result<Vec<Applied>, Stopped> {
    carry_out(cluster, documents, accepted, reporter).await
}

pub(super) async fn carry_out(
    cluster: &Cluster,
    documents: &[Value],
    accepted: &BTreeMap<String, String>,
    reporter: &Reporter,
) -> Result<Vec<Applied>, Stopped> {
    let stopped = |applied, why| Stopped { applied, all: documents.len(), why };
    let checked = match preview::check(cluster, documents).await {
        Ok(checked) => checked,
        Err(why) => return Err(stopped(Vec::new(), why)),
    };
    if let Some(moved) = checked.iter().find(|one| !one.preview.is_as_accepted(accepted)) {
        return Err(stopped(
            Vec::new(),
            ApplyError::Moved { object: Box::new(moved.preview.object.clone()) },
        ));
    }
    let mut applied = Vec::new();
    for one in checked {
        match apply_one(cluster, one, accepted).await {
            Ok(done) => {
                reporter.note(Mark::Good, told(&done)).await;
                applied.push(done);
            }
            Err(why) => return Err(stopped(applied, why)),
        }
    }
    Ok(applied)
}

fn told(done: &Applied) -> Sentence {
    let key = match done.effect {
        Effect::Created => "cluster-applied-created",
        Effect::Configured => "cluster-applied-configured",
        Effect::Unchanged => "cluster-applied-unchanged",
    };
    Sentence::new(key).with("object", done.object.to_string())
}

async fn apply_one(
    cluster: &Cluster,
    mut checked: Checked,
    accepted: &BTreeMap<String, String>,
) -> Result<Applied, ApplyError> {
    let object = checked.preview.object.clone();
    let failed = |source| ApplyError::Call { object: Box::new(object.clone()), source: Box::new(source) };
    let mut upkeep = Upkeep::default();
    for attempt in 1..=TRIES {
        let place = checked.place(cluster);
        let locked = match checked.live.clone() {
            Some(live) => {
                let (live, done) = upkeep::hand_over(&place, live).await.map_err(failed)?;
                upkeep = merged(upkeep, done);
                with_lock(&checked.body, &live)
            }
            None => checked.body.clone(),
        };
        let change = Change {
            kind: Patch::Apply,
            manager: APPLY_MANAGER,
            force: !checked.preview.conflicts.is_empty(),
            pace: Pace::Deed,
            subresource: None,
            body: &locked,
        };
        match place.patch(&change).await {
            Ok(answer) => {
                let (after, done) = match &checked.live {
                    Some(_) => (answer.value, upkeep),
                    None => {
                        upkeep::annotate_new(&place, &checked.body, answer.value).await.map_err(failed)?
                    }
                };
                return Ok(outcome(&checked, &after, answer.warnings, done));
            }
            // Refused, so certainly not written: a status moved, or the object itself did.
            Err(error) if is_conflict(&error) && attempt < TRIES => {
                checked = checked.again(cluster).await?;
                if !checked.preview.is_as_accepted(accepted) {
                    return Err(ApplyError::Moved { object: Box::new(object) });
                }
            }
            Err(error) if is_conflict(&error) => break,
            Err(error) => return Err(failed(error)),
        }
    }
    Err(ApplyError::Moved { object: Box::new(object) })
}

fn is_conflict(error: &ClusterError) -> bool {
    matches!(error.refusal(), Some(Refusal::Conflict { .. } | Refusal::AlreadyExists))
}

fn merged(before: Upkeep, now: Upkeep) -> Upkeep {
    Upkeep {
        annotation_handed_over: before.annotation_handed_over || now.annotation_handed_over,
        migrated: before.migrated || now.migrated,
        problem: now.problem.or(before.problem),
    }
}

fn with_lock(body: &Value, live: &Value) -> Value {
    let mut body = body.clone();
    let version = live.pointer("/metadata/resourceVersion").cloned();
    if let (Some(version), Some(meta)) = (version, body.get_mut("metadata").and_then(Value::as_object_mut)) {
        meta.insert("resourceVersion".to_owned(), version);
    }
    body
}

fn generation(object: &Value) -> i64 {
    object.pointer("/metadata/generation").and_then(Value::as_i64).unwrap_or_default()
}

fn outcome(checked: &Checked, after: &Value, warnings: Vec<String>, upkeep: Upkeep) -> Applied {
    let before = checked.live.as_ref();
    let effect = match before {
        None => Effect::Created,
        Some(before) if masking::trimmed(before) == masking::trimmed(after) => Effect::Unchanged,
        Some(_) => Effect::Configured,
    };
    let generation_now = generation(after);
    Applied {
        object: checked.preview.object.clone(),
        document: checked.preview.document,
        effect,
        generation: generation_now,
        moved_generation: before.is_none_or(|before| generation(before) != generation_now),
        warnings,
        upkeep,
        forced: !checked.preview.conflicts.is_empty(),
    }
}
