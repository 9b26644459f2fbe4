//! What it is for: the number of a workload's pods: reading it, setting it.
//! In: a Deployment or `StatefulSet` by name. Out: its number, who else steers it, and the number set.
//! Never: a number set over somebody else's that was not shown, or "set" told as "the pods are gone" (see `gone`).

use jiff::Timestamp;
use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use kube::Api;
use serde_json::{Value, json};

use super::{
    conflicts::OWN_MANAGER,
    connect::{Cluster, Pace},
    error::{Attempt, ClusterError, Refusal, Verb},
    fields::holds,
    fighters,
    resource::{Change, Patch, Place, Resource},
};
use crate::{
    journal::OpenEntry,
    names::ObjectName,
    observed::fighters::{Fighter, by_metadata},
};

/// Tries when others write at the same time; each refused one has certainly changed nothing.
const TRIES: usize = 5;

/// Which kind of workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// apps/v1 Deployment.
    Deployment,
    /// apps/v1 `StatefulSet`.
    StatefulSet,
}

impl Workload {
    /// The kind as manifests write it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
        }
    }

    /// The workload of a kind as manifests write it.
    pub fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            "Deployment" => Some(Self::Deployment),
            "StatefulSet" => Some(Self::StatefulSet),
            _ => None,
        }
    }

    fn resource(self) -> Resource {
        match self {
            Self::Deployment => Resource::known("apps", "v1", "Deployment", "deployments"),
            Self::StatefulSet => Resource::known("apps", "v1", "StatefulSet", "statefulsets"),
        }
    }
}

/// A workload's number of pods, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Which kind.
    pub workload: Workload,
    /// Name.
    pub name: ObjectName,
    /// `metadata.uid`.
    pub uid: String,
    /// `metadata.resourceVersion`, for the record.
    pub resource_version: String,
    /// `metadata.generation`.
    pub generation: i64,
    /// `spec.replicas`; 1 when absent.
    pub wanted: i32,
    /// `status.replicas`: pods that are not terminating.
    pub replicas: i32,
    /// Whether its controller has seen the wanted number.
    pub is_observed: bool,
    /// The selector of its pods, as a label query.
    pub selector: String,
    /// Who else writes to the workload.
    pub fighters: Vec<Fighter>,
    /// Kinds of what may steer the same number and could not be read.
    pub unread: Vec<String>,
    /// Who set the number last, as the server keeps it.
    pub set_by: Option<SetBy>,
}

/// Who wrote a field last. Of a person the server keeps the program's name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetBy {
    /// The program's name for itself, such as `kubectl`.
    pub manager: String,
    /// When, UTC.
    pub at: Option<Timestamp>,
}

/// Why a number could not be set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScaleError {
    /// The workload was replaced, or its number changed, since it was shown. Nothing was sent.
    #[error("{}/{} has moved since it was shown", found.workload.kind(), found.name)]
    Moved {
        /// As it is now.
        found: Box<Scale>,
    },
    /// A request.
    #[error("scale")]
    Call(#[from] ClusterError),
}

/// Reads a workload's number of pods, and who else steers it.
///
/// # Errors
/// The workload does not exist or cannot be read.
pub async fn read(cluster: &Cluster, workload: Workload, name: &ObjectName) -> Result<Scale, ClusterError> {
    let (scale, around) = futures::join!(read_plain(cluster, workload, name), fighters::steering(cluster));
    let mut scale = scale?;
    let target = json!({"apiVersion": "apps/v1", "kind": workload.kind(), "metadata": {"name": name}});
    scale.fighters.splice(0..0, around.pointing_at(&target));
    scale.unread = around.unread;
    Ok(scale)
}

pub(crate) async fn read_plain(
    cluster: &Cluster,
    workload: Workload,
    name: &ObjectName,
) -> Result<Scale, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let attempt = Attempt::new(Verb::Get, workload.kind()).named(name.as_str()).within(namespace);
    let (meta, selector, wanted, (observed, replicas)) = match workload {
        Workload::Deployment => {
            let api: Api<Deployment> = Api::namespaced(cluster.client(), namespace);
            let object = cluster.read(&attempt, api.get(name.as_str())).await?;
            let seen = object.status.map(|status| (status.observed_generation, status.replicas));
            let spec = object.spec;
            (object.metadata, spec.selector, spec.replicas, seen.unwrap_or_default())
        }
        Workload::StatefulSet => {
            let api: Api<StatefulSet> = Api::namespaced(cluster.client(), namespace);
            let object = cluster.read(&attempt, api.get(name.as_str())).await?;
            let seen = object.status.map(|status| (status.observed_generation, Some(status.replicas)));
            let spec = object.spec;
            (object.metadata, spec.selector, spec.replicas, seen.unwrap_or_default())
        }
    };
    let selector = query(&attempt, selector)?;
    let set_by = set_by(&meta);
    let fighters = by_metadata(&json!({"metadata": meta}));
    let ObjectMeta { uid, resource_version, generation, .. } = meta;
    Ok(Scale {
        workload,
        name: name.clone(),
        uid: uid.unwrap_or_default(),
        resource_version: resource_version.unwrap_or_default(),
        generation: generation.unwrap_or_default(),
        is_observed: observed >= generation,
        wanted: wanted.unwrap_or(1),
        replicas: replicas.unwrap_or_default(),
        selector,
        fighters,
        unread: Vec::new(),
        set_by,
    })
}

/// The newest of those that own `spec.replicas`.
fn set_by(meta: &ObjectMeta) -> Option<SetBy> {
    let owners = meta.managed_fields.iter().flatten().filter(|entry| {
        let set = entry.fields_v1.as_ref().map(|set| &set.0);
        set.is_some_and(|set| holds(set, &["f:spec", "f:replicas"]))
    });
    let newest = owners.max_by_key(|entry| entry.time.as_ref().map(|time| time.0))?;
    let manager = super::mask::plain(newest.manager.as_deref().unwrap_or_default(), 100);
    Some(SetBy { manager, at: newest.time.as_ref().map(|time| time.0) })
}

/// The selector as a label query, expressions included.
pub(crate) fn query(attempt: &Attempt, selector: LabelSelector) -> Result<String, ClusterError> {
    let parsed: Result<kube::core::Selector, _> = selector.try_into();
    let selector = parsed.map_err(|error| {
        let message = super::mask::plain(&error.to_string(), 300);
        ClusterError::call(attempt, Refusal::Unreadable { message })
    })?;
    if selector.selects_all() {
        let message = "the workload has no selector".to_owned();
        return Err(ClusterError::call(attempt, Refusal::Unreadable { message }));
    }
    Ok(selector.to_string())
}

/// Sets the number of pods, if the workload is still the one that was shown, with the number that was shown.
/// Gives the workload as it is afterwards. A number that is already so is not sent.
///
/// Written by a manager of our own, so that the later apply knows it as ours and anybody else's as theirs.
///
/// # Errors
/// [`ScaleError::Moved`], or the request; a lost answer is unknown and must be read again.
pub async fn set(
    cluster: &Cluster,
    _entry: &OpenEntry,
    shown: &Scale,
    replicas: u32,
) -> Result<Scale, ScaleError> {
    carry_out(cluster, shown, replicas).await
}

pub(super) async fn carry_out(cluster: &Cluster, shown: &Scale, replicas: u32) -> Result<Scale, ScaleError> {
    let resource = shown.workload.resource();
    let place = Place { cluster, resource: &resource, name: shown.name.as_str() };
    let wanted = i32::try_from(replicas).unwrap_or(i32::MAX);
    let mut attempt = 1;
    loop {
        let now = read_plain(cluster, shown.workload, &shown.name).await?;
        if now.uid != shown.uid || (now.wanted != shown.wanted && now.wanted != wanted) {
            return Err(ScaleError::Moved { found: Box::new(now) });
        }
        if now.wanted == wanted {
            return Ok(now);
        }
        // A write to the status moves the version too: then it is read again, and sent again only if all is as shown.
        let body =
            json!({"metadata": {"resourceVersion": now.resource_version}, "spec": {"replicas": wanted}});
        let change = Change {
            kind: Patch::Merge,
            manager: OWN_MANAGER,
            force: false,
            pace: Pace::Deed,
            subresource: Some("scale"),
            body: &body,
        };
        match place.patch(&change).await {
            Ok(answer) => {
                let version = answer.value.pointer("/metadata/resourceVersion").and_then(Value::as_str);
                let resource_version = version.map_or(now.resource_version, str::to_owned);
                return Ok(Scale {
                    resource_version,
                    generation: now.generation + 1,
                    is_observed: false,
                    wanted,
                    ..now
                });
            }
            Err(error) if attempt < TRIES && matches!(error.refusal(), Some(Refusal::Conflict { .. })) => {
                attempt += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
pub(super) async fn set_to(
    cluster: &Cluster,
    workload: Workload,
    name: &str,
    replicas: u32,
) -> Result<Scale, ScaleError> {
    let shown = read(cluster, workload, &ObjectName::new(name).expect("a test's name")).await?;
    carry_out(cluster, &shown, replicas).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_owner_of_the_number_is_who_set_it() {
        let entry = |manager: &str, at: &str, fields: Value| json!({"manager": manager, "operation": "Update", "time": at, "fieldsV1": fields});
        let replicas = json!({"f:spec": {"f:replicas": {}}});
        let meta: ObjectMeta = serde_json::from_value(json!({"managedFields": [
            entry("kubectl", "2026-07-26T10:00:00Z", replicas.clone()),
            entry("lens", "2026-07-26T12:00:00Z", replicas),
            entry("kube-controller-manager", "2026-07-26T13:00:00Z", json!({"f:status": {"f:replicas": {}}})),
        ]}))
        .expect("metadata");
        let by = set_by(&meta).expect("an owner");
        assert_eq!(
            (by.manager.as_str(), by.at.map(|at| at.to_string()).as_deref()),
            ("lens", Some("2026-07-26T12:00:00Z"))
        );
        assert_eq!(set_by(&ObjectMeta::default()), None);
    }
}
