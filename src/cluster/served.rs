//! What it is for: who answers for a kind: the cluster's own API server, or one that stands behind it and may take a dry
//! run for the deed itself. In: a kind as the server knows it. Out: a [`Responder`]. Never: a guess in favour of asking.

use serde_json::Value;

use super::{
    connect::Cluster,
    error::{ClusterError, Refusal},
    resource::{Place, Resource},
};
use crate::names::is_built_in_group;

/// Who answers requests about a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Responder {
    /// The cluster's own API server, custom resources included: it honours dry runs.
    Own,
    /// Another API server (an `APIService` with a service), which may not.
    Another,
    /// It may not be asked.
    Unknown,
}

/// A kind, and who answers for it.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) resource: Resource,
    pub(crate) by: Responder,
}

impl Served {
    /// Asks the server for the kind; `None` when it does not serve it.
    pub(crate) async fn discover(
        cluster: &Cluster,
        api_version: &str,
        kind: &str,
    ) -> Result<Option<Self>, ClusterError> {
        let Some(resource) = Resource::discover(cluster, api_version, kind).await? else { return Ok(None) };
        let by = responder(cluster, &resource).await?;
        Ok(Some(Self { resource, by }))
    }
}

async fn responder(cluster: &Cluster, resource: &Resource) -> Result<Responder, ClusterError> {
    let Resource { group, version, plural, .. } = resource;
    if is_built_in_group(group) {
        return Ok(Responder::Own);
    }
    let services = of_cluster("apiregistration.k8s.io", "APIService", "apiservices");
    if let Some(service) = read(cluster, &services, &format!("{version}.{group}")).await? {
        return Ok(match service.get("spec").map(|spec| spec.get("service")) {
            Some(None | Some(Value::Null)) => Responder::Own,
            Some(Some(_)) => Responder::Another,
            None => Responder::Unknown,
        });
    }
    let definitions =
        of_cluster("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions");
    let definition = read(cluster, &definitions, &format!("{plural}.{group}")).await?;
    Ok(if definition.is_some() { Responder::Own } else { Responder::Unknown })
}

fn of_cluster(group: &str, kind: &str, plural: &str) -> Resource {
    Resource { is_namespaced: false, ..Resource::known(group, "v1", kind, plural) }
}

/// The object; `None` when it is not there or may not be read.
async fn read(cluster: &Cluster, resource: &Resource, name: &str) -> Result<Option<Value>, ClusterError> {
    match (Place { cluster, resource, name }).get().await {
        Err(error) if error.refusal().and_then(Refusal::status) == Some(403) => Ok(None),
        answer => answer,
    }
}
