//! What it is for: what an apply would do to each object, by the server's own dry run.
//! In: documents. Out: what is there, what will be there, and whose fields would be taken. Never: a write, or a secret
//! in what is shown.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    apply::{ApplyError, Effect},
    conflicts::{self, APPLY_MANAGER, Conflict, Owner, Sides},
    connect::{Cluster, Pace},
    error::{ClusterError, FieldConflict, Refusal},
    masking,
    resource::{Change, Patch, Place},
    served::{Responder, Served},
    upkeep,
};
use crate::{
    manifest::mask::{mask, mask_pair},
    names::{ObjectName, ObjectRef},
    observed::fighters::{Fighter, by_metadata},
    plan::hex,
};

/// What an apply would do to one object. Safe to show.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectPreview {
    /// The object.
    pub object: ObjectRef,
    /// Position of its document, from 0.
    pub document: usize,
    /// What would happen.
    pub effect: Effect,
    /// The object as it is, trimmed and masked; `None` when it does not exist.
    pub live: Option<Value>,
    /// The object as it would be, trimmed and masked.
    pub merged: Value,
    /// The fields that would be taken from other owners.
    pub conflicts: Vec<Conflict>,
    /// Fields that go because they left the file.
    pub removed: Vec<String>,
    /// The server's warnings.
    pub warnings: Vec<String>,
    /// Who else writes to the object, by its own metadata.
    pub fighters: Vec<Fighter>,
    /// `metadata.resourceVersion` as read, for the record.
    pub resource_version: Option<String>,
    /// What the preview rests on, as a digest.
    state: String,
}

impl ObjectPreview {
    /// What this preview rests on: to be kept with the approval, and handed to `apply`.
    ///
    /// The state is the object's identity, its values apart from its status, and the owners of the fields to be taken:
    /// a status that is written meanwhile does not make a shown difference untrue.
    pub fn seen(&self) -> (String, String) {
        (format!("{}.{}/{}", self.object.kind, self.object.group, self.object.name), self.state.clone())
    }

    pub(crate) fn is_as_accepted(&self, accepted: &BTreeMap<String, String>) -> bool {
        let (key, state) = self.seen();
        accepted.get(&key) == Some(&state)
    }

    /// Whether an object that is there would change.
    pub fn is_change(&self) -> bool {
        self.effect == Effect::Configured
    }

    /// The conflicts that a person must agree to.
    pub fn asked(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(|one| one.owner != Owner::Ours)
    }
}

/// A document that was checked: what is sent, and what is there. Not to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(crate) preview: ObjectPreview,
    pub(crate) live: Option<Value>,
    pub(crate) body: Value,
    served: Served,
}

impl Checked {
    pub(crate) fn place<'a>(&'a self, cluster: &'a Cluster) -> Place<'a> {
        Place { cluster, resource: &self.served.resource, name: self.preview.object.name.as_str() }
    }

    /// The same document, looked at once more.
    pub(crate) async fn again(self, cluster: &Cluster) -> Result<Self, ApplyError> {
        let wanted = Wanted {
            document: self.preview.document,
            object: self.preview.object,
            body: self.body,
            served: self.served,
        };
        wanted.check(cluster).await
    }
}

/// Kinds by `apiVersion` and kind, as the server knows them, or why that cannot be told; each is asked for once.
pub(super) type Known = BTreeMap<(String, String), Result<Option<Served>, ClusterError>>;

/// A document that can be asked about.
#[derive(Debug)]
pub(super) struct Wanted {
    document: usize,
    object: ObjectRef,
    body: Value,
    served: Served,
}

/// Checks all documents, in file order.
pub(crate) async fn check(cluster: &Cluster, documents: &[Value]) -> Result<Vec<Checked>, ApplyError> {
    let mut kinds = BTreeMap::new();
    let mut all: Vec<Wanted> = Vec::new();
    for (document, value) in documents.iter().enumerate() {
        let one = wanted(cluster, document, value, &mut kinds).await?;
        let same = |other: &&Wanted| {
            (&other.object.group, &other.object.kind, &other.object.name)
                == (&one.object.group, &one.object.kind, &one.object.name)
        };
        if let Some(first) = all.iter().find(same) {
            return Err(ApplyError::Duplicate {
                first: first.document,
                second: document,
                object: Box::new(one.object),
            });
        }
        all.push(one);
    }
    let mut checked = Vec::new();
    for one in all {
        checked.push(one.check(cluster).await?);
    }
    Ok(checked)
}

/// The objects as they are, in the documents' order. Not to be shown.
pub(crate) async fn live(cluster: &Cluster, documents: &[Value]) -> Result<Vec<Option<Value>>, ApplyError> {
    let mut kinds = BTreeMap::new();
    let mut all = Vec::with_capacity(documents.len());
    for (document, value) in documents.iter().enumerate() {
        let one = wanted(cluster, document, value, &mut kinds).await?;
        let place = Place { cluster, resource: &one.served.resource, name: one.object.name.as_str() };
        let failed =
            |source| ApplyError::Call { object: Box::new(one.object.clone()), source: Box::new(source) };
        all.push(place.get().await.map_err(failed)?);
    }
    Ok(all)
}

/// What is asked of the server about a document, in the connection's namespace.
pub(super) async fn wanted(
    cluster: &Cluster,
    document: usize,
    value: &Value,
    kinds: &mut Known,
) -> Result<Wanted, ApplyError> {
    let missing = |missing| ApplyError::NoObject { document, missing };
    let text = |path: &str| value.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let api_version = text("/apiVersion").ok_or(missing("apiVersion"))?;
    let kind = text("/kind").ok_or(missing("kind"))?;
    let name = text("/metadata/name").ok_or(missing("metadata.name"))?;
    let name = ObjectName::new(name).map_err(|_invalid| missing("usable metadata.name"))?;
    let key = (api_version.clone(), kind.clone());
    if !kinds.contains_key(&key) {
        kinds.insert(key.clone(), Served::discover(cluster, &api_version, &kind).await);
    }
    let served = match kinds.get(&key) {
        Some(Ok(Some(served))) => served.clone(),
        Some(Err(error)) => return Err(ApplyError::Discover(Box::new(error.clone()))),
        Some(Ok(None)) | None => return Err(ApplyError::UnknownKind { document, api_version, kind }),
    };
    let resource = &served.resource;
    let object = ObjectRef { group: resource.group.clone(), version: resource.version.clone(), kind, name };
    let mut body = stripped(value);
    if let Some(meta) = body.get_mut("metadata").and_then(Value::as_object_mut) {
        let own = cluster.namespace().as_str();
        match meta.get("namespace").and_then(Value::as_str) {
            Some(other) if resource.is_namespaced && other != own => {
                let namespace = super::mask::plain(other, 63);
                return Err(ApplyError::OtherNamespace { document, object: Box::new(object), namespace });
            }
            _ if resource.is_namespaced => {
                meta.insert("namespace".to_owned(), json!(own));
            }
            _ => {
                meta.shift_remove("namespace");
            }
        }
    }
    Ok(Wanted { document, object, body, served })
}

/// Without what only the server writes: it would end up in the last-applied annotation.
fn stripped(value: &Value) -> Value {
    let mut body = without_nulls(value);
    if let Some(map) = body.as_object_mut() {
        map.shift_remove("status");
    }
    if let Some(meta) = body.get_mut("metadata").and_then(Value::as_object_mut) {
        for key in ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]
        {
            meta.shift_remove(key);
        }
        if let Some(notes) = meta.get_mut("annotations").and_then(Value::as_object_mut) {
            notes.shift_remove(masking::LAST_APPLIED);
        }
    }
    body
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), without_nulls(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(without_nulls).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

struct Trial {
    merged: Value,
    conflicts: Vec<FieldConflict>,
    warnings: Vec<String>,
}

impl Wanted {
    /// Whether the object belongs to a namespace.
    pub(super) fn is_namespaced(&self) -> bool {
        self.served.resource.is_namespaced
    }

    /// Who would answer.
    pub(super) fn responder(&self) -> Responder {
        self.served.by
    }

    /// What an apply would do to it.
    pub(super) async fn preview(self, cluster: &Cluster) -> Result<ObjectPreview, ApplyError> {
        self.check(cluster).await.map(|checked| checked.preview)
    }

    async fn check(self, cluster: &Cluster) -> Result<Checked, ApplyError> {
        let failed =
            |source| ApplyError::Call { object: Box::new(self.object.clone()), source: Box::new(source) };
        if matches!(self.served.by, Responder::Another | Responder::Unknown) {
            return Err(ApplyError::OtherServer { object: Box::new(self.object.clone()) });
        }
        let place = Place { cluster, resource: &self.served.resource, name: self.object.name.as_str() };
        let live = place.get().await.map_err(failed)?;
        let mut trial = self.dry_run(&place).await.map_err(failed)?;
        let mut removed = Vec::new();
        if let Some(live) = &live {
            removed = upkeep::project(live, &mut trial.merged);
            if !removed.is_empty() {
                trial.merged = defaulted(&place, trial.merged).await;
            }
        }
        let preview = self.shown(live.as_ref(), trial, removed);
        Ok(Checked { preview, live, body: self.body, served: self.served })
    }

    async fn dry_run(&self, place: &Place<'_>) -> Result<Trial, ClusterError> {
        let mut change = Change {
            kind: Patch::Apply,
            manager: APPLY_MANAGER,
            force: false,
            pace: Pace::DryRun,
            subresource: None,
            body: &self.body,
        };
        let error = match place.patch(&change).await {
            Ok(answer) => {
                return Ok(Trial { merged: answer.value, conflicts: Vec::new(), warnings: answer.warnings });
            }
            Err(error) => error,
        };
        let conflicts = match error.refusal() {
            Some(Refusal::Conflict { conflicts, .. }) if !conflicts.is_empty() => conflicts.clone(),
            Some(_) | None => return Err(error),
        };
        change.force = true;
        let answer = place.patch(&change).await?;
        Ok(Trial { merged: answer.value, conflicts, warnings: answer.warnings })
    }

    fn shown(&self, live: Option<&Value>, trial: Trial, removed: Vec<String>) -> ObjectPreview {
        let Trial { merged, conflicts, warnings } = trial;
        let before = live.map(masking::trimmed);
        let after = masking::trimmed(&merged);
        let effect = match &before {
            None => Effect::Created,
            Some(before) if *before == after => Effect::Unchanged,
            Some(_) => Effect::Configured,
        };
        let state = state(live, before.as_ref(), &conflicts);
        let conflicts = live.map_or_else(Vec::new, |live| {
            let (shown_live, shown_merged) = conflicts::masked_sides(live, &merged);
            let sides = Sides { live, merged: &merged, shown_live: &shown_live, shown_merged: &shown_merged };
            conflicts::classify(&conflicts, &sides)
        });
        let (shown_before, shown_after) = mask_pair(before.as_ref(), Some(&after));
        let version = live.and_then(|live| live.pointer("/metadata/resourceVersion"));
        ObjectPreview {
            object: self.object.clone(),
            document: self.document,
            effect,
            live: shown_before,
            merged: shown_after.unwrap_or_default(),
            conflicts,
            removed,
            warnings,
            fighters: live.map(by_metadata).unwrap_or_default(),
            resource_version: version.and_then(Value::as_str).map(str::to_owned),
            state,
        }
    }
}

/// What the server makes of an object whose dropped fields are gone: their defaults come back. Where the server does
/// not tell, the object stays as it is.
async fn defaulted(place: &Place<'_>, projected: Value) -> Value {
    let mut steps = Vec::new();
    for (key, value) in projected.as_object().into_iter().flatten() {
        if !matches!(key.as_str(), "apiVersion" | "kind" | "metadata" | "status") {
            steps.push(json!({"op": "add", "path": format!("/{}", pointer(key)), "value": value}));
        }
    }
    for key in ["labels", "annotations"] {
        if let Some(value) = projected.get("metadata").and_then(|meta| meta.get(key)) {
            steps.push(json!({"op": "add", "path": format!("/metadata/{key}"), "value": value}));
        }
    }
    let body = Value::Array(steps);
    let change = Change {
        kind: Patch::Json,
        manager: APPLY_MANAGER,
        force: false,
        pace: Pace::DryRun,
        subresource: None,
        body: &body,
    };
    match place.patch(&change).await {
        Ok(answer) => answer.value,
        Err(error) => {
            tracing::debug!(%error, "the server did not fill in defaults; the preview goes without");
            projected
        }
    }
}

fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Metadata without what the Deployment controller notes there (`deployment.kubernetes.io/revision`): it comes a moment
/// after each roll-out begins, and is no change of anything that was shown.
fn without_controllers_notes(metadata: &Value) -> Value {
    let mut metadata = metadata.clone();
    if let Some(notes) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
        notes.retain(|key, _| !key.starts_with("deployment.kubernetes.io/"));
        if notes.is_empty() {
            metadata.as_object_mut().map(|metadata| metadata.shift_remove("annotations"));
        }
    }
    metadata
}

/// Identity, version of the wanted state, labels and annotations, and the owners of the fields to be taken. Holds no
/// value that could be a secret, not even as a digest: short secrets can be guessed.
fn state(live: Option<&Value>, trimmed: Option<&Value>, conflicts: &[FieldConflict]) -> String {
    let (Some(live), Some(trimmed)) = (live, trimmed) else { return "absent".to_owned() };
    let meta = |key: &str| live.get("metadata").and_then(|meta| meta.get(key)).map(ToString::to_string);
    let version = match meta("generation") {
        Some(generation) if generation != "0" => format!("generation {generation}"),
        Some(_) | None => format!("version {}", meta("resourceVersion").unwrap_or_default()),
    };
    let labels = mask(&json!({"metadata": trimmed.get("metadata").map(without_controllers_notes)}));
    let mut owners: Vec<String> = conflicts
        .iter()
        .map(|one| {
            format!("{}\n{}\n{}", one.field, one.manager, one.subresource.as_deref().unwrap_or_default())
        })
        .collect();
    owners.sort();
    let text = format!("{}\n{labels}\n{}", meta("uid").unwrap_or_default(), owners.join("\n"));
    format!("{version} {}", hex(&Sha256::digest(text.as_bytes())))
}
