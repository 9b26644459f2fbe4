//! What it is for: whole objects as another cluster can take them.
//! In: a kind, a name or a label query. Out: JSON without what only this server writes. Never: a value of a Secret,
//! the annotation that repeats it, or a write.

use serde_json::{Map, Value};

use super::{
    connect::Cluster,
    error::ClusterError,
    masking::LAST_APPLIED,
    resource::{Place, Resource},
};

/// Base64 of `rehearsal`: what stands in place of each value of a Secret.
const REPLACED: &str = "cmVoZWFyc2Fs";
/// Base64 of `{}`, for the values that must be JSON.
const REPLACED_JSON: &str = "e30=";
/// What the server or its controllers write beside `metadata`'s own name, labels and annotations.
const SERVERS: [&str; 10] = [
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "selfLink",
    "ownerReferences",
    "finalizers",
    "namespace",
];
/// Annotations of controllers, about what is not copied.
const NOTES: [&str; 4] =
    ["deployment.kubernetes.io/", "pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/"];
/// Labels by which a Job finds its own pods.
const JOB_LABELS: [&str; 4] =
    ["controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"];

/// Where objects of a kind are, by the API's own definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindOf<'a> {
    /// API group; empty for the core.
    pub group: &'a str,
    /// Version.
    pub version: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Plural name.
    pub plural: &'a str,
}

/// An object as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What another cluster can take.
    pub object: Value,
    /// Whether a controller made it, and would make it again.
    pub is_made: bool,
}

/// The object of that name; `None` when there is none, or no such kind.
///
/// # Errors
/// No answer, or a refusal.
pub async fn named(cluster: &Cluster, kind: KindOf<'_>, name: &str) -> Result<Option<Read>, ClusterError> {
    let resource = resource(kind);
    let found = Place { cluster, resource: &resource, name }.get().await?;
    Ok(found.map(|object| read(kind, object)))
}

/// All objects of a kind, or those that a label query finds. Of Secrets none: they are read by name.
///
/// # Errors
/// No answer, or a refusal.
pub async fn listed(
    cluster: &Cluster,
    kind: KindOf<'_>,
    labels: Option<&str>,
) -> Result<Vec<Read>, ClusterError> {
    if kind.kind == "Secret" {
        return Ok(Vec::new());
    }
    match resource(kind).list_whole(cluster, labels).await {
        Ok(items) => Ok(items.into_iter().map(|object| read(kind, object)).collect()),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Whether the server has such a kind.
///
/// # Errors
/// No answer, or a refusal.
pub async fn serves(cluster: &Cluster, api_version: &str, kind: &str) -> Result<bool, ClusterError> {
    Resource::discover(cluster, api_version, kind).await.map(|found| found.is_some())
}

fn resource(kind: KindOf<'_>) -> Resource {
    Resource::known(kind.group, kind.version, kind.kind, kind.plural)
}

fn read(kind: KindOf<'_>, mut object: Value) -> Read {
    let owners = object.pointer("/metadata/ownerReferences").and_then(Value::as_array);
    let is_made =
        owners.into_iter().flatten().any(|owner| owner.get("controller") == Some(&Value::Bool(true)));
    let api_version = if kind.group.is_empty() {
        kind.version.to_owned()
    } else {
        format!("{}/{}", kind.group, kind.version)
    };
    if let Some(map) = object.as_object_mut() {
        map.insert("apiVersion".to_owned(), Value::String(api_version));
        map.insert("kind".to_owned(), Value::String(kind.kind.to_owned()));
        map.shift_remove("status");
        if let Some(meta) = map.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata(meta, kind.kind == "Secret");
        }
        match kind.kind {
            "Secret" => secret(map),
            "Service" => drop_keys(map, &["spec"], &["clusterIPs", "healthCheckNodePort"], |spec| {
                let is_headless = spec.get("clusterIP").and_then(Value::as_str) == Some("None");
                if !is_headless {
                    spec.shift_remove("clusterIP");
                }
            }),
            "PersistentVolumeClaim" => drop_keys(map, &["spec"], &["volumeName"], |_| ()),
            "Job" => {
                drop_keys(map, &["spec"], &["selector"], |_| ());
                drop_keys(map, &["spec", "template", "metadata", "labels"], &JOB_LABELS, |_| ());
                drop_keys(map, &["metadata", "labels"], &JOB_LABELS, |_| ());
            }
            "Pod" => drop_keys(map, &["spec"], &["nodeName", "priority", "preemptionPolicy"], without_token),
            "ServiceAccount" => {
                map.shift_remove("secrets");
            }
            _ => {}
        }
    }
    Read { object, is_made }
}

fn metadata(meta: &mut Map<String, Value>, is_secret: bool) {
    for key in SERVERS {
        meta.shift_remove(key);
    }
    if let Some(notes) = meta.get_mut("annotations").and_then(Value::as_object_mut) {
        notes.retain(|key, _| {
            let is_theirs = NOTES.iter().any(|note| key.starts_with(note));
            !is_theirs && (!is_secret || key != LAST_APPLIED)
        });
    }
    if let Some(managers) = meta.get_mut("managedFields").and_then(Value::as_array_mut) {
        // Whose fields they are decides what an apply says; a status is not copied.
        managers.retain(|entry| entry.get("subresource").and_then(Value::as_str) != Some("status"));
    }
}

/// Keys stay, values go.
fn secret(map: &mut Map<String, Value>) {
    let Some(data) = map.get_mut("data").and_then(Value::as_object_mut) else { return };
    for (key, value) in data {
        let is_json = matches!(key.as_str(), ".dockerconfigjson" | ".dockercfg");
        *value = Value::String(if is_json { REPLACED_JSON } else { REPLACED }.to_owned());
    }
}

/// The token's volume is mounted anew under another name.
fn without_token(spec: &mut Map<String, Value>) {
    let is_token = |one: &Value| {
        one.get("name").and_then(Value::as_str).is_some_and(|name| name.starts_with("kube-api-access-"))
    };
    if let Some(volumes) = spec.get_mut("volumes").and_then(Value::as_array_mut) {
        volumes.retain(|one| !is_token(one));
    }
    for list in ["containers", "initContainers"] {
        for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(mounts) = container.get_mut("volumeMounts").and_then(Value::as_array_mut) {
                mounts.retain(|one| !is_token(one));
            }
        }
    }
}

fn drop_keys(
    map: &mut Map<String, Value>,
    path: &[&str],
    keys: &[&str],
    also: impl FnOnce(&mut Map<String, Value>),
) {
    let Some((first, rest)) = path.split_first() else {
        for key in keys {
            map.shift_remove(*key);
        }
        return also(map);
    };
    if let Some(inner) = map.get_mut(*first).and_then(Value::as_object_mut) {
        drop_keys(inner, rest, keys, also);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kind<'a>(kind: &'a str, plural: &'a str) -> KindOf<'a> {
        KindOf { group: "", version: "v1", kind, plural }
    }

    #[test]
    fn mistake_24_no_value_of_a_secret_is_copied() {
        let object = json!({"metadata": {"name": "db", "uid": "u", "annotations": {LAST_APPLIED: "hunter2", "a": "b"},
            "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:data": {"f:password": {}}}}]},
            "type": "Opaque", "data": {"password": "aHVudGVyMg==", ".dockerconfigjson": "aHVudGVyMg=="}});
        let copied = read(kind("Secret", "secrets"), object).object;
        let text = copied.to_string();
        assert!(!text.contains("hunter2") && !text.contains("aHVudGVyMg=="), "{text}");
        assert_eq!(
            copied.get("data"),
            Some(&json!({"password": REPLACED, ".dockerconfigjson": REPLACED_JSON}))
        );
        assert_eq!(copied.pointer("/metadata/annotations"), Some(&json!({"a": "b"})));
    }

    #[test]
    fn what_the_server_writes_stays_behind_and_whose_fields_they_are_does_not() {
        let managers = json!([{"manager": "kubectl-client-side-apply"}, {"manager": "k", "subresource": "status"},
            {"manager": "admin", "subresource": "scale"}]);
        let object = json!({"metadata": {"name": "web", "namespace": "shop", "uid": "u", "resourceVersion": "7",
            "generation": 3, "finalizers": ["x/y"], "annotations": {LAST_APPLIED: "{}",
            "deployment.kubernetes.io/revision": "4"}, "managedFields": managers,
            "ownerReferences": [{"uid": "o", "controller": true}]},
            "spec": {"clusterIP": "10.1.2.3", "clusterIPs": ["10.1.2.3"], "ports": []}, "status": {"x": 1}});
        let copied = read(kind("Service", "services"), object);
        assert!(copied.is_made);
        assert_eq!(
            copied.object,
            json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web",
                "annotations": {LAST_APPLIED: "{}"}, "managedFields": [{"manager": "kubectl-client-side-apply"},
                {"manager": "admin", "subresource": "scale"}]}, "spec": {"ports": []}})
        );
    }
}
