//! What it is for: any kind of object as JSON: where it lives, and the few requests that an apply or a deletion needs.
//! In: `apiVersion`, kind and name out of a manifest. Out: paths and answers. Never: a name that changes the path of a
//! request, a kind guessed without asking the server, or a repeated request.

use http::{Method, Request};
use serde_json::Value;

use super::{
    connect::{Answer, Cluster, Pace},
    error::{Attempt, ClusterError, Refusal, Verb},
};

/// Objects in one answer of a list.
const PAGE: usize = 500;
/// Asks for whole objects.
const WHOLE: &str = "application/json";
/// Asks for metadata only.
const METADATA: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/// A kind as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resource {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) kind: String,
    pub(crate) plural: String,
    pub(crate) is_namespaced: bool,
}

/// Kinds of patch bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patch {
    Apply,
    Json,
    Merge,
}

impl Patch {
    fn content_type(self) -> &'static str {
        match self {
            Self::Apply => "application/apply-patch+yaml",
            Self::Json => "application/json-patch+json",
            Self::Merge => "application/merge-patch+json",
        }
    }
}

/// One object, and how requests to it are named in errors.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) cluster: &'a Cluster,
    pub(crate) resource: &'a Resource,
    pub(crate) name: &'a str,
}

/// A patch, with its parameters.
#[derive(Debug, Clone)]
pub(crate) struct Change<'a> {
    pub(crate) kind: Patch,
    pub(crate) manager: &'a str,
    pub(crate) force: bool,
    pub(crate) pace: Pace,
    pub(crate) subresource: Option<&'static str>,
    pub(crate) body: &'a Value,
}

impl Resource {
    /// Asks the server for the kind; `None` when it does not serve it.
    pub(crate) async fn discover(
        cluster: &Cluster,
        api_version: &str,
        kind: &str,
    ) -> Result<Option<Self>, ClusterError> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let attempt = Attempt::new(Verb::Ask, api_version);
        let client = cluster.client();
        let list = if group.is_empty() {
            cluster.read(&attempt, client.list_core_api_resources(version)).await
        } else {
            cluster.read(&attempt, client.list_api_group_resources(api_version)).await
        };
        let list = match list {
            Ok(list) => list,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error),
        };
        let found = list.resources.into_iter().find(|one| one.kind == kind && !one.name.contains('/'));
        Ok(found.map(|one| Self {
            group: group.to_owned(),
            version: version.to_owned(),
            kind: kind.to_owned(),
            plural: one.name,
            is_namespaced: one.namespaced,
        }))
    }

    /// A kind whose place is known by the API's own definition.
    pub(crate) fn known(group: &str, version: &str, kind: &str, plural: &str) -> Self {
        Self {
            group: group.to_owned(),
            version: version.to_owned(),
            kind: kind.to_owned(),
            plural: plural.to_owned(),
            is_namespaced: true,
        }
    }

    /// What the server says of the kind's group and version (`OpenAPI` v3); `None` where it says nothing that can be read.
    pub(crate) async fn description(&self, cluster: &Cluster) -> Result<Option<Value>, ClusterError> {
        let path = format!("/openapi/v3/apis/{}/{}", encoded(&self.group), encoded(&self.version));
        let attempt = Attempt::new(Verb::Ask, self.api_version());
        let request = request(Method::GET, &path, None, WHOLE, Vec::new());
        let client = cluster.client();
        match cluster.read(&attempt, async { client.request::<Value>(request?).await }).await {
            Ok(description) => Ok(Some(description)),
            Err(error) if error.refusal().is_some_and(Refusal::is_about_the_answer) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether both mean the same objects, in whatever version.
    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        self.group == other.group && self.plural == other.plural
    }

    /// All objects of the kind, or those that a label query finds. Secrets come without their values: only their
    /// metadata is asked for.
    pub(crate) async fn list(
        &self,
        cluster: &Cluster,
        labels: Option<&str>,
    ) -> Result<Vec<Value>, ClusterError> {
        self.list_as(cluster, labels, if self.is_whole() { WHOLE } else { METADATA }).await
    }

    /// The same, each object whole.
    pub(crate) async fn list_whole(
        &self,
        cluster: &Cluster,
        labels: Option<&str>,
    ) -> Result<Vec<Value>, ClusterError> {
        self.list_as(cluster, labels, WHOLE).await
    }

    /// The same objects, of each its metadata only.
    pub(crate) async fn list_metadata(&self, cluster: &Cluster) -> Result<Vec<Value>, ClusterError> {
        self.list_as(cluster, None, METADATA).await
    }

    async fn list_as(
        &self,
        cluster: &Cluster,
        labels: Option<&str>,
        accept: &str,
    ) -> Result<Vec<Value>, ClusterError> {
        let place = Place { cluster, resource: self, name: "" };
        let mut attempt = Attempt::new(Verb::List, &self.kind);
        if self.is_namespaced {
            attempt = attempt.within(cluster.namespace().as_str());
        }
        let selector = labels.map(|labels| format!("&labelSelector={}", encoded(labels))).unwrap_or_default();
        let mut items = Vec::new();
        let mut next = String::new();
        loop {
            let path = format!("{}?limit={PAGE}{selector}{next}", place.kind_path());
            let request = request(Method::GET, &path, None, accept, Vec::new());
            let client = cluster.client();
            let mut page = cluster.read(&attempt, async { client.request::<Value>(request?).await }).await?;
            if let Some(Value::Array(found)) = page.get_mut("items").map(Value::take) {
                items.extend(found);
            }
            let token = page.pointer("/metadata/continue").and_then(Value::as_str).unwrap_or_default();
            if token.is_empty() {
                return Ok(items);
            }
            next = format!("&continue={}", encoded(token));
        }
    }

    /// Kinds of which more than the metadata is looked at.
    fn is_whole(&self) -> bool {
        self.group == "batch" && self.kind == "Job"
    }

    /// `apps/v1` or `v1`.
    pub(crate) fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }
}

impl Place<'_> {
    fn path(&self) -> String {
        format!("{}/{}", self.kind_path(), encoded(self.name))
    }

    fn kind_path(&self) -> String {
        self.kind_path_in(self.cluster.namespace().as_str())
    }

    fn kind_path_in(&self, namespace: &str) -> String {
        let Resource { group, version, plural, is_namespaced, .. } = self.resource;
        let root =
            if group.is_empty() { format!("/api/{version}") } else { format!("/apis/{group}/{version}") };
        let inside =
            if *is_namespaced { format!("/namespaces/{}", encoded(namespace)) } else { String::new() };
        format!("{root}{inside}/{plural}")
    }

    fn attempt(&self, verb: Verb) -> Attempt {
        let attempt = Attempt::new(verb, &self.resource.kind).named(self.name);
        if self.resource.is_namespaced { attempt.within(self.cluster.namespace().as_str()) } else { attempt }
    }

    /// The object; `None` when it does not exist.
    pub(crate) async fn get(&self) -> Result<Option<Value>, ClusterError> {
        self.get_in(self.cluster.namespace().as_str()).await
    }

    /// The object of that name in a namespace; `None` when it does not exist.
    pub(crate) async fn get_in(&self, namespace: &str) -> Result<Option<Value>, ClusterError> {
        let attempt = Attempt::new(Verb::Get, &self.resource.kind).named(self.name);
        let attempt = if self.resource.is_namespaced { attempt.within(namespace) } else { attempt };
        let path = format!("{}/{}", self.kind_path_in(namespace), encoded(self.name));
        let request = request(Method::GET, &path, None, WHOLE, Vec::new());
        let client = self.cluster.client();
        let answer = self.cluster.read(&attempt, async { client.request::<Value>(request?).await }).await;
        match answer {
            Ok(object) => Ok(Some(object)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes the object, once, only if it still has this uid; what it owns goes with it (mistake 7).
    pub(crate) async fn delete(&self, uid: &str) -> Result<(), ClusterError> {
        let attempt = self.attempt(Verb::Delete);
        let options = serde_json::json!({"apiVersion": "v1", "kind": "DeleteOptions",
            "propagationPolicy": "Background", "preconditions": {"uid": uid}});
        let body = options.to_string().into_bytes();
        let request = request(Method::DELETE, &self.path(), Some("application/json"), WHOLE, body);
        let client = self.cluster.client();
        let answer = async { client.request::<Value>(request?).await };
        self.cluster.call(&attempt, Pace::Deed, answer).await.map(drop)
    }

    /// Makes the object, once.
    pub(crate) async fn create(&self, manager: &str, body: &Value) -> Result<Answer<Value>, ClusterError> {
        let attempt = self.attempt(Verb::Create);
        let path = format!("{}?fieldManager={manager}&fieldValidation=Strict", self.kind_path());
        let request =
            request(Method::POST, &path, Some("application/json"), WHOLE, body.to_string().into_bytes());
        let client = self.cluster.client();
        self.cluster.call(&attempt, Pace::Deed, async { client.request::<Value>(request?).await }).await
    }

    /// Sends a patch, once.
    pub(crate) async fn patch(&self, change: &Change<'_>) -> Result<Answer<Value>, ClusterError> {
        let mut path = self.path();
        if let Some(subresource) = change.subresource {
            path.push('/');
            path.push_str(subresource);
        }
        path.push_str("?fieldManager=");
        path.push_str(change.manager);
        path.push_str("&fieldValidation=Strict");
        if change.force {
            path.push_str("&force=true");
        }
        if change.pace == Pace::DryRun {
            path.push_str("&dryRun=All");
        }
        let mut attempt = self.attempt(Verb::Patch);
        attempt.subresource = change.subresource;
        let body = change.body.to_string().into_bytes();
        let request = request(Method::PATCH, &path, Some(change.kind.content_type()), WHOLE, body);
        let client = self.cluster.client();
        self.cluster.call(&attempt, change.pace, async { client.request::<Value>(request?).await }).await
    }
}

fn request(
    method: Method,
    path: &str,
    content_type: Option<&str>,
    accept: &str,
    body: Vec<u8>,
) -> kube::Result<Request<Vec<u8>>> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(content_type) = content_type {
        request = request.header(http::header::CONTENT_TYPE, content_type);
    }
    request.header(http::header::ACCEPT, accept).body(body).map_err(kube::Error::HttpError)
}

/// A name as one part of a path: kube itself formats names into URLs unescaped.
fn encoded(name: &str) -> String {
    if matches!(name, "." | "..") {
        return "%2E".repeat(name.len());
    }
    let part = |byte: u8| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':') {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    name.bytes().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_one_part_of_the_path() {
        assert_eq!(encoded("web-1.0"), "web-1.0");
        assert_eq!(encoded("system:node"), "system:node");
        assert_eq!(encoded("../x?a#b"), "..%2Fx%3Fa%23b");
        assert_eq!(encoded(".."), "%2E%2E");
    }
}
