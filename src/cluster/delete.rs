//! What it is for: deleting objects: listed first, each bound to its uid, its pods going with it, until they are gone.
//! In: one object, a selector with kinds, or what a step made. Out: what would go; then what went.
//! Never: an object that was not listed, a whole kind by an empty selector, half a list because a kind is unknown, or a
//! Job's pods left behind (mistakes 7 and 20).

use std::{collections::BTreeSet, time::Duration};

use futures::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{ClusterError, Refusal},
    jobs::{self, CHANGE_ANNOTATION, STEP_ANNOTATION},
    kinds::Kinds,
    mask,
    report::{Cancel, Reporter},
    resource::{Place, Resource},
};
use crate::{
    journal::OpenEntry,
    names::{ChangeId, ObjectName, StepId},
    observed::JobState,
    words::Sentence,
};

mod going;

pub use going::{Left, LeftWhy, Removed};

/// Lists under way at a time.
const AT_ONCE: usize = 8;

/// Which objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// One object by kind and name.
    Object {
        /// Any name of the kind.
        kind: String,
        /// The object's name.
        name: ObjectName,
    },
    /// Objects of these kinds whose labels fit.
    Selector {
        /// With at least one equality.
        selector: String,
        /// Any names of kinds, or categories.
        kinds: Vec<String>,
    },
    /// What a step of a change made, by our annotations.
    MadeBy(ChangeId, StepId),
}

/// An object that would be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub(crate) resource: Resource,
    /// Name.
    pub name: String,
    /// `metadata.uid`: the deletion is bound to it.
    pub uid: String,
    /// When it was made, UTC.
    pub created: Option<Timestamp>,
    /// The change that made it, by our annotation.
    pub change: Option<String>,
    /// The step that made it, by our annotation.
    pub step: Option<StepId>,
    /// How it stands, for a Job.
    pub job: Option<JobState>,
    /// It was told to go already.
    pub is_ending: bool,
}

impl Found {
    /// `Job/restore`.
    pub fn object(&self) -> String {
        format!("{}/{}", self.resource.kind, self.name)
    }

    /// It keeps data that may go with it.
    pub fn holds_data(&self) -> bool {
        self.resource.group.is_empty() && self.resource.kind == "PersistentVolumeClaim"
    }
}

/// What would be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The objects; claims last, for they stay while a pod uses them.
    pub found: Vec<Found>,
    /// Kinds that could not be looked through, because we may not list them.
    pub unread: Vec<String>,
}

/// Why nothing was listed or deleted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DeleteError {
    /// The server serves none of these. Nothing was deleted.
    #[error("unknown kinds: {}", kinds.join(", "))]
    UnknownKinds {
        /// The names.
        kinds: Vec<String>,
    },
    /// Without an equality a selector reaches too much.
    #[error("the selector {selector:?} has no equality with a value")]
    Wide {
        /// The selector.
        selector: String,
    },
    /// The kind does not belong to a namespace.
    #[error("{kind} is not in a namespace")]
    NotInNamespace {
        /// The kind.
        kind: String,
    },
    /// An object is no longer the one that was listed. It was not touched.
    #[error("{object} is another one now")]
    Moved {
        /// The object.
        object: String,
    },
    /// A request. An answer that was lost and could not be looked up is unknown.
    #[error("delete")]
    Call(#[from] ClusterError),
}

/// Lists what would be deleted.
///
/// # Errors
/// An unknown kind, a selector that is too wide, or the cluster cannot be asked.
pub async fn look(cluster: &Cluster, which: &Which) -> Result<Listing, DeleteError> {
    if let Which::Selector { selector, .. } = which
        && !is_guarded(selector)
    {
        return Err(DeleteError::Wide { selector: selector.clone() });
    }
    let kinds = Kinds::discover(cluster).await?;
    let resolve = |texts: &[String]| {
        let found = kinds.resolve(texts).map_err(|kinds| DeleteError::UnknownKinds { kinds })?;
        match found.iter().find(|one| !one.is_namespaced) {
            Some(outside) => Err(DeleteError::NotInNamespace { kind: outside.kind.clone() }),
            None => Ok(found),
        }
    };
    let mut listing = match which {
        Which::Object { kind, name } => {
            let resources = resolve(std::slice::from_ref(kind))?;
            let mut found = Vec::new();
            for resource in &resources {
                let place = Place { cluster, resource, name: name.as_str() };
                found.extend(place.get().await?.map(|object| found_in(resource, &object)));
            }
            Listing { found, unread: Vec::new() }
        }
        Which::Selector { selector, kinds } => list(cluster, resolve(kinds)?, Some(selector), false).await?,
        Which::MadeBy(change, step) => {
            let mut listing = list(cluster, kinds.deletable(), None, true).await?;
            listing.found.retain(|one| {
                let made_by = one.step.as_ref().map(StepId::in_procedure);
                one.change.as_deref() == Some(change.as_str()) && made_by == Some(step.as_str())
            });
            listing
        }
    };
    let mut seen = BTreeSet::new();
    listing.found.retain(|one| seen.insert(one.uid.clone()));
    listing.found.sort_by_key(|one| (one.holds_data(), one.object()));
    Ok(listing)
}

/// Lists each kind; what is made by a controller out of another listed object is left to go with that one.
async fn list(
    cluster: &Cluster,
    resources: Vec<Resource>,
    selector: Option<&String>,
    may_skip: bool,
) -> Result<Listing, DeleteError> {
    let one = |resource: Resource| async move {
        match resource.list(cluster, selector.map(String::as_str)).await {
            Ok(items) => Ok((resource, Some(items))),
            Err(error) if may_skip && is_skipped(&error) => Ok((resource, None)),
            Err(error) => Err(error),
        }
    };
    let lists: Vec<_> = futures::stream::iter(resources).map(one).buffered(AT_ONCE).try_collect().await?;
    let mut listing = Listing::default();
    for (resource, items) in lists {
        match items {
            Some(items) => listing.found.extend(items.iter().map(|item| found_in(&resource, item))),
            None => listing.unread.push(resource.kind),
        }
    }
    Ok(listing)
}

/// Kinds that we may not list, or that the server lists although it cannot serve them now.
fn is_skipped(error: &ClusterError) -> bool {
    error.is_not_found() || matches!(error.refusal(), Some(Refusal::Forbidden { .. }))
}

fn found_in(resource: &Resource, object: &Value) -> Found {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let note = |key: &str| {
        let all = object.pointer("/metadata/annotations")?;
        all.get(key)?.as_str().map(|text| mask::plain(text, 200))
    };
    let is_job = resource.group == "batch" && resource.kind == "Job";
    let job = is_job.then(|| serde_json::from_value(object.clone()).ok().map(|job| jobs::state(&job)));
    Found {
        resource: resource.clone(),
        name: text("/metadata/name").unwrap_or_default().to_owned(),
        uid: text("/metadata/uid").unwrap_or_default().to_owned(),
        created: text("/metadata/creationTimestamp").and_then(|at| at.parse().ok()),
        change: note(CHANGE_ANNOTATION),
        step: note(STEP_ANNOTATION).map(StepId::new),
        job: job.flatten(),
        is_ending: text("/metadata/deletionTimestamp").is_some(),
    }
}

/// At least one term `label=value`: an empty value is what an unset variable leaves.
fn is_guarded(selector: &str) -> bool {
    let is_equality = |term: &str| {
        let Some((label, value)) = term.split_once('=') else { return false };
        let value = value.strip_prefix('=').unwrap_or(value).trim();
        !label.trim().is_empty()
            && !label.contains(['!', '('])
            && !value.is_empty()
            && !value.contains(['=', ')'])
    };
    crate::observed::Selector::parse(selector).is_some() && selector.split(',').any(is_equality)
}

/// Deletes what was listed, one by one, each only if it still is the one that was listed; then waits until it is gone
/// together with its pods, at most for `limit`.
///
/// # Errors
/// An object was replaced, or a request; what was deleted before stays so.
pub async fn delete(
    cluster: &Cluster,
    _entry: &OpenEntry,
    found: &[Found],
    limit: Duration,
    reporter: &Reporter,
    cancel: Cancel,
) -> Result<Removed, DeleteError> {
    carry_out(cluster, found, limit, reporter, cancel).await
}

pub(super) async fn carry_out(
    cluster: &Cluster,
    found: &[Found],
    limit: Duration,
    reporter: &Reporter,
    cancel: Cancel,
) -> Result<Removed, DeleteError> {
    let owners = going::owners_of_pods(cluster, found).await?;
    for one in found {
        reporter.state(Sentence::new("cluster-deleting").with("object", one.object())).await;
        delete_one(cluster, one).await?;
    }
    Ok(going::wait(cluster, found, &owners, limit, reporter, cancel).await?)
}

async fn delete_one(cluster: &Cluster, one: &Found) -> Result<(), DeleteError> {
    let place = Place { cluster, resource: &one.resource, name: &one.name };
    let error = match place.delete(&one.uid).await {
        Ok(()) => return Ok(()),
        // Another object's end took it along.
        Err(error) if error.is_not_found() => return Ok(()),
        Err(error) => error,
    };
    let is_conflict = matches!(error.refusal(), Some(Refusal::Conflict { .. }));
    if !is_conflict && !error.is_unknown() {
        return Err(error.into());
    }
    // The answer was lost, or the server says that it is another one: the object itself tells.
    match place.get().await {
        Ok(None) => Ok(()),
        Ok(Some(now)) => {
            let now = found_in(&one.resource, &now);
            match (now.uid == one.uid, now.is_ending) {
                (true, false) => Err(error.into()),
                (false, _) if is_conflict => Err(DeleteError::Moved { object: one.object() }),
                // On its way; or gone, and somebody has made another one since.
                (true, true) | (false, _) => Ok(()),
            }
        }
        Err(_) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mistake_20_a_selector_needs_an_equality_with_a_value() {
        for fine in ["app=web", "app==web", "app=web,tier!=x", "a in (b,c),app=web"] {
            assert!(is_guarded(fine), "{fine}");
        }
        for wide in
            ["", " ", "app", "app=", "app==", "!app", "app!=web", "app in (a=b,c)", "=web", "app notin (x)"]
        {
            assert!(!is_guarded(wide), "{wide}");
        }
    }

    #[test]
    fn a_found_job_says_who_made_it_and_whether_it_runs() {
        let job = Resource::known("batch", "v1", "Job", "jobs");
        let object = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "restore", "uid": "u",
            "creationTimestamp": "2026-11-21T08:00:00Z",
            "annotations": {"changeover.dev/change": "c", "changeover.dev/step": "s"}}, "spec": {"template": {}},
            "status": {"conditions": [{"type": "Complete", "status": "True"}]}});
        let found = found_in(&job, &object);
        assert_eq!((found.object().as_str(), found.uid.as_str()), ("Job/restore", "u"));
        assert_eq!(
            (found.change.as_deref(), found.step.as_ref().map(StepId::as_str)),
            (Some("c"), Some("s"))
        );
        assert_eq!((found.job, found.is_ending), (Some(JobState::Complete), false));
        let claim = Resource::known("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims");
        assert!(found_in(&claim, &json!({"metadata": {"name": "data"}})).holds_data());
    }
}
