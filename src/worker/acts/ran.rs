//! What it is for: what ran before an apply, so that exactly that can be brought back.
//! In: the live objects before the apply, the manifest's earlier states. Out: the newest commit whose manifest equals
//! what is live; else the live objects themselves, kept in the change's folder. Never: a Secret kept in a file.
//!
//! What runs when a change starts is not always what its base commit says: configuration may have been committed and
//! not yet applied. Written into `before.<step>.ran`: a commit, `captured:<step>`, or `nothing`.

use std::{collections::BTreeMap, io::Write as _, path::Path};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::apply::{Bundle, documents_of};
use crate::{
    action::ManifestApply,
    cluster::{
        apply::{self, ApplyError, Effect},
        preview::ObjectPreview,
    },
    failure::{Failure, FailureKind},
    names::{Digest, ObjectRef},
    plan::{Plan, PlannedStep, digest_of, hex, preview::Preview},
    repo::{self, Version},
    run::NOTHING_RAN,
    words::Sentence,
    worker::{blocking, rehearse, session::Session},
};

/// Before the step's name: the live objects were kept.
const CAPTURED: &str = "captured:";
/// How many earlier states of the manifest are held against the cluster.
const STATES: usize = 8;

/// Adds to the preview what ran, and which objects the apply would make.
pub(super) async fn note(
    session: &Session,
    step: &PlannedStep,
    action: &ManifestApply,
    (mut preview, objects): (Preview, Vec<ObjectPreview>),
) -> Preview {
    let made: Vec<String> = objects
        .iter()
        .filter(|one| one.effect == Effect::Created)
        .map(|one| full_name(&one.object))
        .collect();
    let ran = if made.len() == objects.len() {
        NOTHING_RAN.to_owned()
    } else {
        let commit = commit_of(session, step, action, &preview.seen).await;
        commit.unwrap_or_else(|| kept_as(step.id.as_str()))
    };
    preview.before.insert("ran".to_owned(), ran);
    preview.before.insert("made".to_owned(), made.join(" "));
    preview
}

/// The newest commit whose manifest the server would leave as it is. Many dry runs: made once, as long as neither the
/// live objects nor the manifest's history change.
async fn commit_of(
    session: &Session,
    step: &PlannedStep,
    action: &ManifestApply,
    live: &BTreeMap<String, String>,
) -> Option<String> {
    let (path, file) = (session.repo.clone(), action.file.clone());
    let versions = blocking(move || repo::versions(&path, &file, STATES).map_err(|error| error.to_failure()));
    let versions = versions.await.unwrap_or_default();
    let commits: Vec<&str> = versions.iter().map(|version| version.commit.id.as_str()).collect();
    let rests_on = digest_of(&(live, commits));
    if let Some(known) = session.found.get(&step.id, &rests_on) {
        return Some(known).filter(|commit| !commit.is_empty());
    }
    let Ok(found) = compared(session, action, versions).await else { return None };
    session.found.keep(&step.id, rests_on, found.as_deref().unwrap_or_default());
    found
}

/// The commit, if one fits.
///
/// # Errors
/// None was found to fit, and one could not be compared: another look may find it.
async fn compared(
    session: &Session,
    action: &ManifestApply,
    versions: Vec<Version>,
) -> Result<Option<String>, ApplyError> {
    let namespace = session.cluster.namespace().to_string();
    let mut failed = None;
    for version in versions {
        let Ok(text) = String::from_utf8(version.content.bytes) else { continue };
        let Ok((mut documents, _)) = documents_of(&action.file, &text, &namespace) else { continue };
        if rehearse::leave_out(session, &mut documents).is_err() {
            continue;
        }
        let objects = match apply::preview(&session.cluster, &documents).await {
            Ok(objects) => objects,
            Err(fault) => {
                // The server may refuse an older state for good; only what may pass is asked about again.
                failed = failed.or(Some(fault).filter(|fault| !fault.is_judged()));
                continue;
            }
        };
        if objects.iter().all(|object| is_as_live(&session.plan, object)) {
            return Ok(Some(version.commit.id.to_string()));
        }
    }
    failed.map_or(Ok(None), Err)
}

/// Whether an apply would leave the object as it is, but for the number of pods that this change itself has set.
fn is_as_live(plan: &Plan, object: &ObjectPreview) -> bool {
    if object.effect == Effect::Unchanged {
        return true;
    }
    let Some(live) = &object.live else { return false };
    if !is_scaled(plan, &object.object.kind, object.object.name.as_str()) {
        return false;
    }
    let without = |value: &Value| {
        let mut value = value.clone();
        if let Some(spec) = value.get_mut("spec").and_then(Value::as_object_mut) {
            spec.shift_remove("replicas");
        }
        value
    };
    without(live) == without(&object.merged)
}

fn is_scaled(plan: &Plan, kind: &str, name: &str) -> bool {
    let field = if kind == "StatefulSet" { "/scale/statefulSet" } else { "/scale/deployment" };
    plan.steps().iter().any(|step| step.action.value.pointer(field).and_then(Value::as_str) == Some(name))
}

/// Keeps the live objects before the apply, when no commit equals them. Secrets are left out.
///
/// # Errors
/// The objects cannot be read, or the file cannot be written: the apply must not be done, its way back would be lost.
pub(super) async fn capture(session: &Session, name: &str, bundle: &Bundle) -> Result<Vec<String>, Failure> {
    let is_kept = |object: &&Value| bundle.kept.as_ref().is_none_or(|kept| kept.contains(&label(object)));
    let documents: Vec<Value> = bundle.documents.iter().filter(is_kept).cloned().collect();
    let mut captured =
        apply::capture(&session.cluster, &documents).await.map_err(|error| error.to_failure())?;
    for object in &mut captured.objects {
        number_of_the_manifest(&session.plan, object, &bundle.documents);
    }
    let path = session.folder.join(file_name(name));
    let written = serde_json::to_vec_pretty(&captured.objects).map_err(std::io::Error::from);
    written.and_then(|bytes| write(&path, &bytes)).map_err(|fault| {
        Failure::new(FailureKind::World, Sentence::new("act-capture-not-written")).caused_by(&fault)
    })?;
    Ok(captured.left_out.iter().map(ToString::to_string).collect())
}

/// `Kind.group/name`, or `Kind/name` in the core group: a removal must find the object itself, whatever other groups have
/// a kind of that name.
pub(super) fn full_name(object: &ObjectRef) -> String {
    let ObjectRef { group, kind, name, .. } = object;
    if group.is_empty() { format!("{kind}/{name}") } else { format!("{kind}.{group}/{name}") }
}

/// `Kind/name`.
pub(super) fn label(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    format!("{}/{}", text("/kind"), text("/metadata/name"))
}

/// A workload that this change has scaled is kept with the manifest's number of pods: the one that is live is this
/// change's own, and its undo is another step's.
fn number_of_the_manifest(plan: &Plan, object: &mut Value, documents: &[Value]) {
    let text = |value: &Value, pointer: &str| {
        value.pointer(pointer).and_then(Value::as_str).map(str::to_owned).unwrap_or_default()
    };
    let (kind, name) = (text(object, "/kind"), text(object, "/metadata/name"));
    if !is_scaled(plan, &kind, &name) {
        return;
    }
    let same = |one: &&Value| text(one, "/kind") == kind && text(one, "/metadata/name") == name;
    let wanted = documents.iter().find(same).and_then(|one| one.pointer("/spec/replicas")).cloned();
    if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
        match wanted {
            Some(number) => spec.insert("replicas".to_owned(), number),
            None => spec.shift_remove("replicas"),
        };
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // A temporary file of this crate is readable by its owner only.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(path).map_err(|fault| fault.error)?;
    Ok(())
}

/// What names the live objects that are kept under this name before an apply.
pub(super) fn kept_as(name: &str) -> String {
    format!("{CAPTURED}{name}")
}

/// Whether `at` names a commit.
pub(super) fn is_commit(at: &str) -> bool {
    !at.starts_with(CAPTURED) && at != NOTHING_RAN
}

/// The name under which what ran is to be kept before the apply; `None` when it is not to be kept.
pub(super) fn name_of_kept(preview: &Preview) -> Option<&str> {
    preview.before.get("ran")?.strip_prefix(CAPTURED)
}

/// The kept objects that `at` names; `None` when it names a commit.
pub(super) fn captured(session: &Session, at: &str) -> Option<Result<Bundle, Failure>> {
    let step = at.strip_prefix(CAPTURED)?;
    let path = session.folder.join(file_name(step));
    let read = || -> std::io::Result<Bundle> {
        let bytes = std::fs::read(&path)?;
        let documents: Vec<Value> = serde_json::from_slice(&bytes)?;
        let digest = Digest::new(hex(&Sha256::digest(&bytes)));
        Ok(Bundle { documents, digest, warnings: Vec::new(), kept: None, left_out: Vec::new() })
    };
    Some(read().map_err(|fault| {
        let words = Sentence::new("act-capture-not-read").with("file", path.display().to_string());
        Failure::new(FailureKind::Person, words)
            .hint(Sentence::new("act-capture-not-read-hint"))
            .caused_by(&fault)
    }))
}

fn file_name(step: &str) -> String {
    let plain: String =
        step.chars().map(|one| if one.is_ascii_alphanumeric() || one == '-' { one } else { '_' }).collect();
    format!("captured-{plain}.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::ObjectName;

    #[test]
    fn what_was_made_is_named_with_its_group() {
        let named = |group: &str, kind: &str| {
            let name = ObjectName::new("web").expect("a name");
            let (group, kind) = (group.to_owned(), kind.to_owned());
            full_name(&ObjectRef { group, version: "v1".to_owned(), kind, name })
        };
        assert_eq!(named("", "Service"), "Service/web");
        assert_eq!(named("route.openshift.io", "Route"), "Route.route.openshift.io/web");
    }
}
