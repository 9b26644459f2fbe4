//! What it is for: who answers for a kind: the cluster's own API server, or one that stands behind it and may take a dry
//! run for the deed itself. In: a kind as the server knows it. Out: a [`Responder`]. Never: a guess in favour of asking.
//!
//! OpenShift serves Routes, `DeploymentConfig`s and more from servers of its own. Whether such a server takes dry runs is
//! read from its description, as kubectl does: the PATCH of the kind has a query parameter `dryRun` there. Where there is
//! no description, and where it is known to be wrong, what is known of OpenShift's servers decides.

use serde_json::Value;

use super::{
    connect::Cluster,
    error::{ClusterError, Refusal},
    resource::{Place, Resource},
};
use crate::names::is_built_in_group;

/// Groups whose server names `dryRun` in its description, and hands what it is given on to the API server without it.
const HANDED_ON: [&str; 2] = ["authorization.openshift.io", "project.openshift.io"];

/// Kinds whose server drops the options of a write, whatever its description says: a dry run would write.
const DROPPED: [(&str, &str); 2] =
    [("image.openshift.io", "imagestreamtags"), ("image.openshift.io", "imagetags")];

/// Kinds that OpenShift's own server keeps as every API server keeps its objects, dry runs included.
const KEPT: [(&str, &str); 5] = [
    ("route.openshift.io", "routes"),
    ("apps.openshift.io", "deploymentconfigs"),
    ("build.openshift.io", "buildconfigs"),
    ("image.openshift.io", "imagestreams"),
    ("template.openshift.io", "templates"),
];

/// Who answers requests about a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Responder {
    /// The cluster's own API server, custom resources included: it honours dry runs.
    Own,
    /// Another one that honours dry runs of this kind.
    Honours,
    /// Another API server (an `APIService` with a service), which may not.
    Another,
    /// It may not be asked.
    Unknown,
}

/// What a server's description says about dry runs of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    No,
    Nothing,
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
    let by = registered(cluster, resource).await?;
    if by == Responder::Own || loses_options(&resource.group, &resource.plural) {
        return Ok(judged(by, resource, Said::Nothing));
    }
    let described = resource.description(cluster).await?;
    Ok(judged(by, resource, described.map_or(Said::Nothing, |description| said(&description, resource))))
}

/// Who answers, by who is registered for the kind and what the description says.
fn judged(by: Responder, resource: &Resource, said: Said) -> Responder {
    let (group, plural) = (resource.group.as_str(), resource.plural.as_str());
    match (by, said) {
        (Responder::Own, _) => Responder::Own,
        _ if loses_options(group, plural) => Responder::Another,
        (_, Said::Yes) => Responder::Honours,
        (_, Said::No) => Responder::Another,
        (_, Said::Nothing) if KEPT.contains(&(group, plural)) => Responder::Honours,
        (by, Said::Nothing) => by,
    }
}

/// Whether a dry run is known not to be honoured, whatever the description says.
fn loses_options(group: &str, plural: &str) -> bool {
    HANDED_ON.contains(&group) || DROPPED.contains(&(group, plural))
}

/// What the `APIService` or the definition says.
async fn registered(cluster: &Cluster, resource: &Resource) -> Result<Responder, ClusterError> {
    let Resource { group, version, plural, .. } = resource;
    // OpenShift's groups are those of servers behind it, or definitions.
    if is_built_in_group(group) && !group.ends_with(".openshift.io") {
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

/// Whether the PATCH of one object of the kind has the query parameter.
fn said(description: &Value, resource: &Resource) -> Said {
    let Resource { group, version, plural, is_namespaced, .. } = resource;
    let inside = if *is_namespaced { "/namespaces/{namespace}" } else { "" };
    let path = format!("/apis/{group}/{version}{inside}/{plural}/{{name}}");
    let Some(item) = description.get("paths").and_then(|paths| paths.get(&path)) else {
        return Said::Nothing;
    };
    let parameters = item.pointer("/patch/parameters").and_then(Value::as_array).into_iter().flatten();
    let is_it = |parameter: &Value| {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        text("name") == Some("dryRun") && text("in") == Some("query")
    };
    if parameters.filter_map(|parameter| whole(description, parameter)).any(is_it) {
        Said::Yes
    } else {
        Said::No
    }
}

/// A parameter, or the one that it refers to.
fn whole<'a>(description: &'a Value, parameter: &'a Value) -> Option<&'a Value> {
    let Some(reference) = parameter.get("$ref").and_then(Value::as_str) else { return Some(parameter) };
    let name = reference.rsplit('/').next()?;
    description.get("components")?.get("parameters")?.get(name)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn routes() -> Resource {
        Resource::known("route.openshift.io", "v1", "Route", "routes")
    }

    const ONE: &str = "/apis/route.openshift.io/v1/namespaces/{namespace}/routes/{name}";

    /// A description with one path, as a server of OpenShift's gives it.
    fn described(path: &str, item: &Value) -> Value {
        let parameter =
            json!({"name": "dryRun", "in": "query", "schema": {"type": "string", "uniqueItems": true}});
        json!({"openapi": "3.0.0", "paths": {path: item},
            "components": {"parameters": {"dryRun-kg": parameter}, "schemas": {}}})
    }

    #[test]
    fn the_patch_of_the_kind_decides_and_nothing_else_does() {
        let named = |name: &str, place: &str| json!({"name": name, "in": place});
        let patch =
            |parameter: Value| json!({"patch": {"parameters": [named("pretty", "query"), parameter]}});
        let of = |path: &str, item: Value| said(&described(path, &item), &routes());
        assert_eq!(of(ONE, patch(named("dryRun", "query"))), Said::Yes);
        assert_eq!(of(ONE, patch(json!({"$ref": "#/components/parameters/dryRun-kg"}))), Said::Yes);
        assert_eq!(of(ONE, patch(json!({"$ref": "#/components/parameters/other"}))), Said::No);
        assert_eq!(of(ONE, patch(named("force", "query"))), Said::No);
        assert_eq!(of(ONE, patch(named("dryRun", "header"))), Said::No);
        let put = json!({"put": {"parameters": [named("dryRun", "query")]}});
        assert_eq!(of(ONE, put), Said::No, "another verb");
        let status = format!("{ONE}/status");
        assert_eq!(of(&status, patch(named("dryRun", "query"))), Said::Nothing, "another path");
        assert_eq!(said(&json!({"openapi": "3.0.0"}), &routes()), Said::Nothing);
        let wide = Resource { is_namespaced: false, ..routes() };
        let all = "/apis/route.openshift.io/v1/routes/{name}";
        assert_eq!(said(&described(all, &patch(named("dryRun", "query"))), &wide), Said::Yes);
    }

    #[test]
    fn without_a_description_only_what_is_known_is_asked() {
        let by = |group: &str, plural: &str, registered, said| {
            judged(registered, &Resource::known(group, "v1", "Any", plural), said)
        };
        let (another, unknown) = (Responder::Another, Responder::Unknown);
        for (group, plural) in KEPT {
            assert_eq!(by(group, plural, another, Said::Nothing), Responder::Honours, "{plural}");
            assert_eq!(by(group, plural, unknown, Said::Nothing), Responder::Honours, "{plural}");
            assert_eq!(by(group, plural, another, Said::No), another, "its own word counts more: {plural}");
        }
        assert_eq!(by("metrics.example", "things", another, Said::Nothing), another);
        assert_eq!(by("metrics.example", "things", unknown, Said::Nothing), unknown);
        assert_eq!(by("metrics.example", "things", another, Said::Yes), Responder::Honours);
        assert_eq!(by("metrics.example", "things", Responder::Own, Said::No), Responder::Own);
        // Its server drops the parameter, whatever its description says.
        assert_eq!(by("authorization.openshift.io", "roles", another, Said::Yes), another);
        assert_eq!(by("authorization.openshift.io", "roles", unknown, Said::Yes), another);
        for (group, plural) in DROPPED {
            assert_eq!(by(group, plural, another, Said::Yes), another, "{plural}");
            assert_eq!(by(group, plural, unknown, Said::Nothing), another, "{plural}");
        }
    }
}
