//! What it is for: the revisions behind a roll-out. In: replica sets, replication controllers, a workload. Out: small rows.
//! Never: a pod's environment, or the whole `DeploymentConfig` that OpenShift keeps in an annotation.

use std::collections::BTreeMap;

use k8s_openapi::api::{
    apps::v1::ReplicaSet,
    core::v1::{PodTemplateSpec, ReplicationController},
};
use kube::{Api, Resource, ResourceExt as _, api::ListParams};
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    mask,
};
use crate::observed::revisions::{RevisionRow, sort};

/// Number of a Deployment's revision.
const OF_DEPLOYMENT: &str = "deployment.kubernetes.io/revision";
/// Number of a `DeploymentConfig`'s version, how its roll-out stands, and whose version it is.
const OF_CONFIG: &str = "openshift.io/deployment-config.latest-version";
const PHASE: &str = "openshift.io/deployment.phase";
const CONFIG: &str = "openshift.io/deployment-config.name";
/// Revisions that are read, at most: ten are kept by default.
const MOST: u32 = 100;

pub(crate) fn replica_set(object: &ReplicaSet) -> RevisionRow {
    let status = object.status.as_ref();
    RevisionRow {
        number: number(object.annotations(), OF_DEPLOYMENT),
        pods: status.map_or(0, |status| status.replicas),
        ready: status.and_then(|status| status.ready_replicas).unwrap_or(0),
        images: images(object.spec.template.as_ref()),
        ..bare(object)
    }
}

pub(crate) fn controller(object: &ReplicationController) -> RevisionRow {
    let status = object.status.as_ref();
    let phase = object.annotations().get(PHASE).map(|phase| mask::plain(phase, 100));
    RevisionRow {
        number: number(object.annotations(), OF_CONFIG),
        pods: status.map_or(0, |status| status.replicas),
        ready: status.and_then(|status| status.ready_replicas).unwrap_or(0),
        images: images(object.spec.as_ref().and_then(|spec| spec.template.as_ref())),
        phase: phase.unwrap_or_default(),
        ..bare(object)
    }
}

fn bare(object: &impl Resource) -> RevisionRow {
    let owner = object.owner_references().iter().find(|one| one.controller == Some(true));
    RevisionRow {
        name: object.name_any(),
        owner: owner.map(|owner| owner.uid.clone()).unwrap_or_default(),
        created: object.creation_timestamp().map(|time| time.0),
        ..RevisionRow::default()
    }
}

fn number(annotations: &BTreeMap<String, String>, key: &str) -> i64 {
    annotations.get(key).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn images(template: Option<&PodTemplateSpec>) -> Vec<String> {
    let spec = template.and_then(|template| template.spec.as_ref());
    let containers = spec.into_iter().flat_map(|spec| &spec.containers);
    containers.filter_map(|one| one.image.as_deref()).map(|image| mask::plain(image, 300)).collect()
}

/// The revisions of a workload, the newest first; none for kinds that have none.
pub(super) async fn of(cluster: &Cluster, object: &Value) -> Result<Vec<RevisionRow>, ClusterError> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let uid = text("/metadata/uid");
    let namespace = cluster.namespace().as_str();
    let client = cluster.client();
    let params = ListParams::default().limit(MOST);
    let mut rows: Vec<RevisionRow> = match text("/kind") {
        "Deployment" => {
            let attempt = Attempt::new(Verb::List, "ReplicaSet").within(namespace);
            let labels = labels(object.pointer("/spec/selector/matchLabels"));
            let api: Api<ReplicaSet> = Api::namespaced(client, namespace);
            let found = cluster.read(&attempt, api.list(&params.labels(&labels))).await?;
            found.items.iter().map(replica_set).collect()
        }
        "DeploymentConfig" => {
            let attempt = Attempt::new(Verb::List, "ReplicationController").within(namespace);
            let api: Api<ReplicationController> = Api::namespaced(client, namespace);
            let found = cluster.read(&attempt, api.list(&params)).await?;
            let is_own = |one: &&ReplicationController| {
                one.annotations().get(CONFIG).is_some_and(|name| name == text("/metadata/name"))
            };
            let own = found.items.iter().filter(is_own).map(controller);
            // Older ones name no controller.
            own.map(|row| RevisionRow { owner: uid.to_owned(), ..row }).collect()
        }
        _ => return Ok(Vec::new()),
    };
    rows.retain(|row| row.owner == uid);
    sort(&mut rows);
    Ok(rows)
}

fn labels(wanted: Option<&Value>) -> String {
    let pairs = wanted.and_then(Value::as_object).into_iter().flatten();
    let pairs = pairs.filter_map(|(key, value)| Some(format!("{key}={}", value.as_str()?)));
    pairs.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_revision_is_read_from_both_kinds() {
        let owner = json!([{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "uid": "u",
            "controller": true}]);
        let template = json!({"spec": {"containers": [{"name": "c", "image": "web:7",
            "env": [{"name": "PASSWORD", "value": "hunter2"}]}]}});
        let set: ReplicaSet = from_value(json!({"metadata": {"name": "web-5d", "ownerReferences": owner,
                "annotations": {OF_DEPLOYMENT: "7"}},
            "spec": {"selector": {}, "template": template}, "status": {"replicas": 2, "readyReplicas": 1}}))
        .expect("a replica set");
        let row = replica_set(&set);
        assert_eq!((row.number, row.pods, row.ready, row.owner.as_str()), (7, 2, 1, "u"));
        assert_eq!(row.images, ["web:7"]);
        assert!(!format!("{row:?}").contains("hunter2"));
        let one: ReplicationController = from_value(json!({"metadata": {"name": "api-3",
                "annotations": {OF_CONFIG: "3", PHASE: "Failed", CONFIG: "api"}},
            "spec": {"template": template}, "status": {"replicas": 1}}))
        .expect("a replication controller");
        let row = controller(&one);
        assert_eq!((row.number, row.phase.as_str(), row.pods), (3, "Failed", 1));
    }
}
