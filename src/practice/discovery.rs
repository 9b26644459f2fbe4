//! What is served: the old discovery documents and the aggregated ones.

use hyper::{
    Response,
    header::{CACHE_CONTROL, HeaderValue},
};
use serde_json::{Map, Value, json};

use sha2::{Digest as _, Sha256};

use super::{
    base64,
    http::answer::{self, Body},
    kinds::{self, Kind, Subresource},
    refusal::Refusal,
};

const AGGREGATED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

fn json_answer(value: &Value) -> Response<Body> {
    answer::text_answer(200, "application/json", value.to_string())
}

/// The client wants the aggregated document.
fn wants_aggregated(accept: &str) -> Result<bool, Refusal> {
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default();
        let parameters: Vec<&str> = parts.filter(|part| !part.starts_with("q=")).collect();
        match media {
            "application/json" if parameters.is_empty() => return Ok(false),
            "application/json"
                if parameters.contains(&"as=APIGroupDiscoveryList") && parameters.contains(&"v=v2") =>
            {
                return Ok(true);
            }
            "" | "*/*" | "application/*" => return Ok(false),
            _ => {}
        }
    }
    Err(Refusal::not_acceptable("application/json"))
}

fn aggregated(groups: &[&str]) -> Response<Body> {
    let items: Vec<Value> = groups.iter().map(|group| aggregated_group(group)).collect();
    let list = json!({
        "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": items,
    });
    let mut response = answer::text_answer(200, AGGREGATED, list.to_string());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public"));
    response
}

/// `/api`.
pub(crate) fn core_versions(accept: &str) -> Result<Response<Body>, Refusal> {
    if wants_aggregated(accept)? {
        return Ok(aggregated(&[""]));
    }
    Ok(json_answer(&json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})))
}

/// `/apis`.
pub(crate) fn groups(accept: &str) -> Result<Response<Body>, Refusal> {
    let names = names();
    if wants_aggregated(accept)? {
        return Ok(aggregated(&names));
    }
    let groups: Vec<Value> = names.iter().map(|name| described(name)).collect();
    Ok(json_answer(&json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})))
}

/// `/apis/apps`.
pub(crate) fn group(name: &str) -> Response<Body> {
    let mut group = json!({"kind": "APIGroup", "apiVersion": "v1"});
    if let (Some(map), Value::Object(described)) = (group.as_object_mut(), described(name)) {
        map.extend(described);
    }
    json_answer(&group)
}

/// The order in which the real server names its groups; others follow.
const ORDER: &[&str] = &[
    "apps",
    "events.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
];

/// The named groups, in the real server's order.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for kind in kinds::all() {
        if !kind.group.is_empty() && !names.contains(&kind.group.as_str()) {
            names.push(&kind.group);
        }
    }
    names.sort_by_key(|name| ORDER.iter().position(|known| known == name).unwrap_or(ORDER.len()));
    names
}

fn of_group(group: &str) -> impl Iterator<Item = &'static Kind> {
    kinds::all().iter().filter(move |kind| kind.group == group)
}

fn described(group: &str) -> Value {
    let version = of_group(group).next().map(|kind| kind.version.clone()).unwrap_or_default();
    let version = json!({"groupVersion": format!("{group}/{version}"), "version": version});
    json!({"name": group, "versions": [version], "preferredVersion": version})
}

/// `/apis/apps/v1`, `/api/v1`.
pub(crate) fn resources(group: &str) -> Response<Body> {
    let mut list = Vec::new();
    for kind in of_group(group) {
        let mut entry = json!({
            "name": kind.resource, "singularName": kind.singular, "namespaced": kind.namespaced, "kind": kind.kind,
            "verbs": kind.verbs,
        });
        add_names(&mut entry, kind);
        if let (Some(map), true) = (entry.as_object_mut(), kind.is_stored()) {
            map.insert("storageVersionHash".to_owned(), json!(storage_hash(kind)));
        }
        list.push(entry);
        for part in &kind.subresources {
            let mut entry = json!({
                "name": format!("{}/{}", kind.resource, part.name), "singularName": "",
                "namespaced": kind.namespaced, "kind": part.kind, "verbs": part.verbs,
            });
            if let (Some(map), false) = (entry.as_object_mut(), part.version.is_empty()) {
                map.insert("group".to_owned(), json!(part.group));
                map.insert("version".to_owned(), json!(part.version));
            }
            list.push(entry);
        }
    }
    let version = of_group(group).next().map(Kind::api_version).unwrap_or_default();
    json_answer(
        &json!({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": list}),
    )
}

/// By which clients see that a kind is stored in another version than before.
fn storage_hash(kind: &Kind) -> String {
    let stored = format!("{}/{}/{}", kind.group, kind.version, kind.kind);
    let sum = Sha256::digest(stored.as_bytes());
    base64::encode(sum.get(..8).unwrap_or_default())
}

/// `/`: every address that is not an object's.
pub(crate) fn root() -> Response<Body> {
    let mut paths = vec!["/api".to_owned(), "/api/v1".to_owned(), "/apis".to_owned()];
    for group in names() {
        let version = of_group(group).next().map(|kind| kind.version.clone()).unwrap_or_default();
        paths.extend([format!("/apis/{group}"), format!("/apis/{group}/{version}")]);
    }
    paths.extend(["/healthz", "/livez", "/openapi/v3", "/readyz", "/version"].map(str::to_owned));
    json_answer(&json!({ "paths": paths }))
}

fn add_names(entry: &mut Value, kind: &Kind) {
    let Some(map) = entry.as_object_mut() else { return };
    if !kind.short_names.is_empty() {
        map.insert("shortNames".to_owned(), json!(kind.short_names));
    }
    if !kind.categories.is_empty() {
        map.insert("categories".to_owned(), json!(kind.categories));
    }
}

fn aggregated_group(group: &str) -> Value {
    let resources: Vec<Value> = of_group(group).map(aggregated_kind).collect();
    let version = of_group(group).next().map(|kind| kind.version.clone()).unwrap_or_default();
    let mut metadata = Map::new();
    if !group.is_empty() {
        metadata.insert("name".to_owned(), json!(group));
    }
    json!({
        "metadata": metadata,
        "versions": [{"version": version, "resources": resources, "freshness": "Current"}],
    })
}

fn aggregated_kind(kind: &'static Kind) -> Value {
    let mut entry = json!({
        "resource": kind.resource,
        // The real server leaves group and version empty where they are the document's own.
        "responseKind": {"group": "", "version": "", "kind": kind.kind},
        "scope": if kind.namespaced { "Namespaced" } else { "Cluster" },
        "singularResource": kind.singular,
        "verbs": kind.verbs,
    });
    add_names(&mut entry, kind);
    if let (Some(map), false) = (entry.as_object_mut(), kind.subresources.is_empty()) {
        let parts: Vec<Value> = kind.subresources.iter().map(aggregated_part).collect();
        map.insert("subresources".to_owned(), json!(parts));
    }
    entry
}

fn aggregated_part(part: &Subresource) -> Value {
    json!({
        "subresource": part.name,
        "responseKind": {"group": part.group, "version": part.version, "kind": part.kind},
        "verbs": part.verbs,
    })
}
