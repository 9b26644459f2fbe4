//! What it is for: what a form may choose from: names of objects of a kind, and the images that run now.
//! In: a kind as people write it. Out: names, images. Never: a whole object of a kind that may hold secrets, or a repeated
//! request.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Pod;
use kube::api::ListParams;
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    kinds::Kinds,
};

/// Pods that are looked at for their images, at most: a form needs no more.
const PODS: u32 = 500;

/// The names of a kind's objects, sorted: those of the namespace, or of the cluster where the kind has no namespace.
///
/// # Errors
/// The server does not know the kind, or its objects may not be listed.
pub async fn names(cluster: &Cluster, kind: &str) -> Result<Vec<String>, ClusterError> {
    let found = Kinds::discover(cluster).await?.resolve(&[kind.to_owned()]).unwrap_or_default();
    let Some(resource) = found.first() else {
        let attempt = Attempt::new(Verb::List, kind).within(cluster.namespace().as_str());
        let message = format!("the server does not know the kind {kind}");
        return Err(ClusterError::call(&attempt, Refusal::NotFound { message }));
    };
    let objects = resource.list_metadata(cluster).await?;
    let name = |object: &Value| object.pointer("/metadata/name").and_then(Value::as_str).map(str::to_owned);
    let mut names: Vec<String> = objects.iter().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// The images of the namespace's running pods, as their specifications name them; of 500 pods at most.
///
/// # Errors
/// Pods may not be listed, or the server does not answer.
pub async fn running(cluster: &Cluster) -> Result<BTreeSet<String>, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let pods: kube::Api<Pod> = kube::Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Pod").within(namespace);
    let list = cluster.read(&attempt, pods.list(&ListParams::default().limit(PODS))).await?;
    Ok(list.items.into_iter().flat_map(images).collect())
}

fn images(pod: Pod) -> Vec<String> {
    let is_running = pod.status.and_then(|status| status.phase).as_deref() == Some("Running");
    let spec = pod.spec.filter(|_| is_running && pod.metadata.deletion_timestamp.is_none());
    let containers = spec.into_iter().flat_map(|spec| spec.containers);
    containers.filter_map(|container| container.image).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_runs_and_is_not_on_its_way_out_counts() {
        let pod = |phase: &str, metadata: Value| -> Pod {
            let containers = json!([{"name": "web", "image": "a.example/web:1"}, {"name": "side"}]);
            let pod =
                json!({"metadata": metadata, "spec": {"containers": containers}, "status": {"phase": phase}});
            serde_json::from_value(pod).expect("a pod")
        };
        assert_eq!(images(pod("Running", json!({}))), ["a.example/web:1"]);
        assert!(images(pod("Succeeded", json!({}))).is_empty());
        assert!(images(pod("Running", json!({"deletionTimestamp": "2026-11-22T16:00:00Z"}))).is_empty());
    }
}
