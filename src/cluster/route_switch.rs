//! What it is for: the Service that an OpenShift Route leads to: reading it with the pods behind it, and setting another.
//! In: a Route and a Service by name. Out: the Route as it is, the way to its pods with either Service, the Route set.
//! Never: any other field of the Route, a Route that is not the one that was shown, or "admitted" told as "it answers".

use std::collections::{BTreeMap, BTreeSet, HashMap};

use k8s_openapi::api::{
    core::v1::{Pod, Service},
    discovery::v1::EndpointSlice,
};
use kube::{Api, api::ListParams, core::DynamicObject};
use serde_json::{Value, json};

use super::{
    conflicts::OWN_MANAGER,
    connect::{Cluster, Pace},
    error::{Attempt, ClusterError, Refusal, Verb},
    masking,
    resource::{Change, Patch, Place, Resource},
    routes, translate,
};
use crate::{
    journal::OpenEntry,
    manifest::mask::DOTS,
    names::{Digest, ObjectName},
    observed::{
        fighters::{Fighter, by_metadata},
        pods,
        route::{self, Claims, PodGlance, Pods, Scene, ServiceParts, SliceParts, Way, follow},
    },
    plan::digest_of,
};

/// Tries when others write at the same time; each refused one has certainly changed nothing.
const TRIES: usize = 5;
/// Where a Route names its Service.
const TO: &str = "/spec/to/name";
/// Annotations that tools write as their book of what was done, not to say how the Route is to work.
const BOOKS: [&str; 2] = [masking::LAST_APPLIED, "acme.openshift.io/status"];
/// Where a Route may hold a private key.
const KEY: &str = "/spec/tls/key";

/// A Route as it was read. Its private key is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Name.
    pub name: ObjectName,
    /// `metadata.uid`.
    pub uid: String,
    /// The Service that it leads to.
    pub to: String,
    /// `spec.to.weight`; 100 where nobody wrote one.
    pub weight: u64,
    /// Further services that share its requests, as `name (weight)`.
    pub alternates: Vec<String>,
    /// Who else writes to it, by its own metadata.
    pub fighters: Vec<Fighter>,
    object: Value,
    version: String,
}

/// A Route, and where it leads with each of two services.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The Route as it is.
    pub found: Found,
    /// Its way as it is.
    pub now: Way,
    /// Its way with the other Service.
    pub then: Way,
}

/// Why a Route could not be switched.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SwitchError {
    /// The Route was replaced, or its `spec`, labels or annotations changed, since it was shown. Nothing was sent.
    #[error("Route/{} has moved since it was shown", found.name)]
    Moved {
        /// As it is now.
        found: Box<Found>,
    },
    /// A request; also a Route that is gone.
    #[error("switch the route")]
    Call(#[from] ClusterError),
}

impl Found {
    pub(crate) fn of(name: &ObjectName, object: &Value) -> Self {
        let text =
            |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let weight = |of: &Value| of.get("weight").and_then(Value::as_u64).unwrap_or(100);
        let others = object.pointer("/spec/alternateBackends").and_then(Value::as_array);
        let other = |one: &Value| {
            let name = one.get("name").and_then(Value::as_str).unwrap_or_default();
            format!("{} ({})", super::mask::plain(name, 253), weight(one))
        };
        Self {
            name: name.clone(),
            uid: text("/metadata/uid"),
            to: text(TO),
            weight: object.pointer("/spec/to").map_or(0, weight),
            alternates: others.into_iter().flatten().map(other).collect(),
            fighters: by_metadata(object),
            version: text("/metadata/resourceVersion"),
            object: without_key(object),
        }
    }

    /// What people write, as a digest: the whole `spec`, labels (a router may take routes by them) and annotations (time
    /// limits, say), whatever the order of their keys. Status, versions and the books of tools are not in it.
    pub(crate) fn state(&self) -> Digest {
        let spec = self.object.get("spec").map(sorted);
        digest_of(&(spec, notes(&self.object, "labels"), notes(&self.object, "annotations")))
    }

    /// The address to ask for; `None` where its host is no single name.
    pub(crate) fn url(&self) -> Option<String> {
        let scene = Scene::new(None, Claims::default());
        follow(&parts(&self.object), &scene, &Known(HashMap::new())).into_iter().next()?.url()
    }

    /// The same Route with another Service: everything else as it is.
    #[must_use]
    pub fn leading_to(&self, to: &str) -> Self {
        let mut other = self.clone();
        to.clone_into(&mut other.to);
        if let Some(name) = other.object.pointer_mut(TO) {
            *name = json!(to);
        }
        other
    }

    /// The object, to be shown: without its status, its key, and what only the server writes.
    pub fn object(&self) -> Value {
        let mut object = masking::trimmed(&self.object);
        if let Some(key) = object.pointer_mut(KEY) {
            *key = json!(DOTS);
        }
        object
    }
}

/// Labels or annotations, without the books of tools.
fn notes<'a>(object: &'a Value, key: &str) -> BTreeMap<&'a String, &'a Value> {
    let all = object.get("metadata").and_then(|meta| meta.get(key)).and_then(Value::as_object);
    all.into_iter().flatten().filter(|(name, _)| !BOOKS.contains(&name.as_str())).collect()
}

/// The key of a certificate is kept by its digest only: another key is another `spec`.
fn without_key(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(key) = object.pointer_mut(KEY) {
        let digest = digest_of(&*key);
        *key = json!(digest.as_str());
    }
    object
}

/// The same value with the keys of every object in order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let ordered: BTreeMap<&String, Value> = map.iter().map(|(key, one)| (key, sorted(one))).collect();
            Value::Object(ordered.into_iter().map(|(key, one)| (key.clone(), one)).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn resource() -> Resource {
    Resource::known("route.openshift.io", "v1", "Route", "routes")
}

/// The Route; `None` when it is not there, or the server has no Routes.
///
/// # Errors
/// The cluster cannot be asked.
pub async fn read(cluster: &Cluster, name: &ObjectName) -> Result<Option<Found>, ClusterError> {
    let object = (Place { cluster, resource: &resource(), name: name.as_str() }).get().await?;
    Ok(object.map(|object| Found::of(name, &object)))
}

/// The Route, and what is behind it with the Service that it has and with the other one; `None` when it is not there.
///
/// # Errors
/// Route, services, endpoint slices or pods cannot be read.
pub async fn look(cluster: &Cluster, name: &ObjectName, to: &str) -> Result<Option<Looked>, ClusterError> {
    let Some(found) = read(cluster, name).await? else { return Ok(None) };
    let (now, then) = (parts(&found.object), parts(&found.leading_to(to).object));
    let rules = now.rules.iter().chain(&then.rules);
    let names: BTreeSet<&str> = rules.flat_map(|rule| &rule.targets).map(|target| &*target.name).collect();
    let seen = behind(cluster, &names).await?;
    let of = |parts: &route::RouteParts| {
        let namespace = cluster.namespace().as_str();
        let scene =
            Scene::new(Some(namespace), Claims::default()).with(seen.services.iter(), seen.slices.iter());
        follow(parts, &scene, &seen.pods).into_iter().next()
    };
    // A Route has one rule.
    Ok(of(&now).zip(of(&then)).map(|(now, then)| Looked { found, now, then }))
}

fn parts(object: &Value) -> route::RouteParts {
    // What is no object at all has no rules, and leads nowhere.
    let object: DynamicObject = serde_json::from_value(object.clone()).unwrap_or_else(|_unfit| {
        DynamicObject { types: None, metadata: kube::core::ObjectMeta::default(), data: Value::Null }
    });
    routes::openshift_route(&object)
}

/// Services, slices and pods.
struct Behind {
    services: Vec<ServiceParts>,
    slices: Vec<SliceParts>,
    pods: Known,
}

/// The pods by uid.
struct Known(HashMap<String, PodGlance>);

impl Pods for Known {
    fn by_uid(&self, uid: &str) -> Option<PodGlance> {
        self.0.get(uid).cloned()
    }

    fn labelled(&self, _: &str, _: &[(String, String)]) -> Option<usize> {
        None
    }
}

async fn behind(cluster: &Cluster, names: &BTreeSet<&str>) -> Result<Behind, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let services: Api<Service> = Api::namespaced(cluster.client(), namespace);
    let slices: Api<EndpointSlice> = Api::namespaced(cluster.client(), namespace);
    let mut seen = Behind { services: Vec::new(), slices: Vec::new(), pods: Known(HashMap::new()) };
    for name in names {
        // A name that cannot be one is that of no Service, and is no path either.
        let Ok(name) = ObjectName::new(*name) else { continue };
        let attempt = Attempt::new(Verb::Get, "Service").named(name.as_str()).within(namespace);
        let Some(service) = cluster.read(&attempt, services.get_opt(name.as_str())).await? else { continue };
        seen.services.push(routes::service(&service));
        let attempt = Attempt::new(Verb::List, "EndpointSlice").within(namespace);
        let params = ListParams::default().labels(&format!("kubernetes.io/service-name={name}"));
        let list = cluster.read(&attempt, slices.list(&params)).await?;
        seen.slices.extend(list.items.iter().map(routes::slice));
        let selector = service.spec.and_then(|spec| spec.selector).unwrap_or_default();
        if !selector.is_empty() {
            let query: Vec<String> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
            seen.pods.0.extend(pods_of(cluster, &query.join(",")).await?);
        }
    }
    Ok(seen)
}

async fn pods_of(cluster: &Cluster, query: &str) -> Result<Vec<(String, PodGlance)>, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let api: Api<Pod> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Pod").within(namespace);
    let list = cluster.read(&attempt, api.list(&ListParams::default().labels(query))).await?;
    let glance = |pod: &Pod| {
        let row = translate::pod(pod);
        let state = pods::state(&row);
        let digest = row.image_id.as_deref().and_then(route::digest);
        let glance = PodGlance {
            name: row.name,
            image: row.image,
            digest,
            mark: state.mark,
            state: state.words.text(),
        };
        (row.uid, glance)
    };
    Ok(list.items.iter().map(glance).collect())
}

/// Lets the Route lead to another Service, if it is still the one that was shown. Gives it as it is afterwards. One that
/// leads there already is not written.
///
/// The patch tests uid, version and the Service that was shown, and replaces the Service's name: nothing else can change.
///
/// # Errors
/// [`SwitchError::Moved`], or the request; a lost answer is unknown and must be read again.
pub async fn switch(
    cluster: &Cluster,
    _entry: &OpenEntry,
    shown: &Found,
    to: &str,
) -> Result<Found, SwitchError> {
    carry_out(cluster, shown, to).await
}

async fn carry_out(cluster: &Cluster, shown: &Found, to: &str) -> Result<Found, SwitchError> {
    let resource = resource();
    let place = Place { cluster, resource: &resource, name: shown.name.as_str() };
    let mut attempt = 1;
    loop {
        let Some(object) = place.get().await? else {
            let gone = Refusal::NotFound { message: format!("routes \"{}\" not found", shown.name) };
            let attempt = Attempt::new(Verb::Patch, "Route").named(shown.name.as_str());
            return Err(ClusterError::call(&attempt, gone).into());
        };
        let now = Found::of(&shown.name, &object);
        if now.uid != shown.uid || now.state() != shown.state() {
            return Err(SwitchError::Moved { found: Box::new(now) });
        }
        if now.to == to {
            return Ok(now);
        }
        let body = patch(&now, to);
        let change = Change {
            kind: Patch::Json,
            manager: OWN_MANAGER,
            force: false,
            pace: Pace::Deed,
            subresource: None,
            body: &body,
        };
        match place.patch(&change).await {
            Ok(answer) => return Ok(Found::of(&shown.name, &answer.value)),
            // A test did not hold, so certainly nothing was written: a router wrote its status, or somebody the route.
            Err(error) if attempt < TRIES && is_refused(&error) => attempt += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

fn patch(now: &Found, to: &str) -> Value {
    json!([
        {"op": "test", "path": "/metadata/uid", "value": now.uid},
        {"op": "test", "path": "/metadata/resourceVersion", "value": now.version},
        {"op": "test", "path": TO, "value": now.to},
        {"op": "replace", "path": TO, "value": to},
    ])
}

fn is_refused(error: &ClusterError) -> bool {
    matches!(error.refusal(), Some(Refusal::Conflict { .. } | Refusal::Invalid { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(to: &str, extra: &Value) -> Value {
        let mut route = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route",
            "metadata": {"name": "web", "namespace": "shop", "uid": "u-1", "resourceVersion": "7"},
            "spec": {"host": "shop.example", "path": "/api", "port": {"targetPort": "www"},
                "to": {"kind": "Service", "name": to}, "tls": {"termination": "edge", "key": "PRIVATE"}}});
        if let (Some(spec), Some(extra)) = (route["spec"].as_object_mut(), extra.as_object()) {
            spec.extend(extra.clone());
        }
        route
    }

    fn found(object: &Value) -> Found {
        Found::of(&ObjectName::new("web").unwrap(), object)
    }

    #[test]
    fn the_state_is_one_whatever_the_order_and_another_service_or_key_is_another() {
        let one = found(&route("api", &json!({})));
        let mut turned = route("api", &json!({}));
        let spec = turned["spec"].as_object().unwrap().clone();
        turned["spec"] = Value::Object(spec.into_iter().rev().collect());
        turned["status"] = json!({"ingress": []});
        turned["metadata"]["resourceVersion"] = json!("8");
        turned["metadata"]["managedFields"] = json!([{"manager": "router"}]);
        assert_eq!(one.state(), found(&turned).state(), "a status is no change");
        let next = found(&route("next", &json!({})));
        assert_ne!(one.state(), next.state());
        assert_eq!(one.leading_to("next").state(), next.state(), "what the server will have");
        assert_ne!(one.state(), found(&route("api", &json!({"path": "/"}))).state());
        let key = json!({"tls": {"termination": "edge", "key": "OTHER"}});
        assert_ne!(one.state(), found(&route("api", &key)).state());
        assert!(!format!("{one:?}").contains("PRIVATE"));
        let shown = one.object();
        assert!(shown.get("status").is_none());
        assert_eq!(shown["spec"]["tls"]["key"], DOTS);
    }

    #[test]
    fn labels_and_annotations_are_of_the_state_and_the_books_of_tools_are_not() {
        let applied = masking::LAST_APPLIED;
        let noted = |key: &str, written: &Value| {
            let mut object = route("api", &json!({}));
            object["metadata"][key] = written.clone();
            found(&object).state()
        };
        let bare = found(&route("api", &json!({}))).state();
        let limit = "haproxy.router.openshift.io/timeout";
        assert_ne!(noted("labels", &json!({"shard": "inner"})), bare);
        assert_ne!(noted("annotations", &json!({limit: "5s"})), bare);
        assert_ne!(noted("annotations", &json!({limit: "5s"})), noted("annotations", &json!({limit: "9s"})));
        let books = json!({applied: "{}", "acme.openshift.io/status": "{}"});
        assert_eq!(noted("annotations", &books), bare);
    }

    #[test]
    fn only_a_single_host_can_be_asked() {
        assert_eq!(found(&route("api", &json!({}))).url().as_deref(), Some("https://shop.example/api"));
        assert_eq!(found(&route("api", &json!({"host": ""}))).url(), None);
    }

    #[test]
    fn weights_and_further_services_are_named() {
        let alternates = json!({"alternateBackends": [{"kind": "Service", "name": "old", "weight": 20},
            {"kind": "Service", "name": "x"}]});
        let one = found(&route("api", &alternates));
        assert_eq!((one.weight, one.alternates), (100, vec!["old (20)".to_owned(), "x (100)".to_owned()]));
        let weighed = json!({"to": {"kind": "Service", "name": "api", "weight": 0}});
        assert_eq!(found(&route("api", &weighed)).weight, 0);
    }

    #[test]
    fn the_patch_tests_what_was_shown_and_replaces_one_name() {
        let body = patch(&found(&route("api", &json!({}))), "next");
        let ops: Vec<(&str, &str, &str)> = body
            .as_array()
            .unwrap()
            .iter()
            .map(|op| {
                (op["op"].as_str().unwrap(), op["path"].as_str().unwrap(), op["value"].as_str().unwrap())
            })
            .collect();
        let expected = [
            ("test", "/metadata/uid", "u-1"),
            ("test", "/metadata/resourceVersion", "7"),
            ("test", "/spec/to/name", "api"),
            ("replace", "/spec/to/name", "next"),
        ];
        assert_eq!(ops, expected);
    }
}
