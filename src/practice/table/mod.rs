//! Tables: the cells that `kubectl get` prints, as the real server computes them.

mod age;
mod network;
mod pod;
mod workload;

use serde_json::{Value, json};

use super::{kinds::Kind, meta};
use age::since;

/// What stands in a cell without a value.
const NONE: &str = "<none>";

/// One row. `include` says how much of the object goes with it: `None`, `Object`, or its metadata.
pub(crate) fn row(kind: &Kind, object: &Value, include: &str) -> Value {
    let mut row = json!({"cells": cells(kind, object)});
    let Some(map) = row.as_object_mut() else { return row };
    if kind.resource == "pods"
        && let Some(conditions) = pod::conditions(object)
    {
        map.insert("conditions".to_owned(), conditions);
    }
    match include {
        "Object" => map.insert("object".to_owned(), object.clone()),
        "None" => map.insert("object".to_owned(), Value::Null),
        _ => map.insert("object".to_owned(), super::http::answer::metadata_only(object)),
    };
    row
}

/// A table of rows; with the columns when a kind is given.
pub(crate) fn of(kind: Option<&Kind>, rows: &[Value], metadata: &Value) -> Value {
    let columns = kind.map(|kind| {
        let columns = kind.columns.iter().map(|column| {
            json!({
                "name": column.name, "type": column.kind, "format": column.format, "description": "",
                "priority": column.priority,
            })
        });
        Value::Array(columns.collect())
    });
    json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
        "columnDefinitions": columns, "rows": rows,
    })
}

/// A table with the one row of a Scale.
pub(super) fn of_scale(scale: &Value, include: &str) -> Value {
    let cells = json!([
        meta::text(scale, "name"),
        number(scale, "/spec/replicas"),
        number(scale, "/status/replicas"),
        since(meta::text(scale, "creationTimestamp")),
    ]);
    let column = |name: &str, kind: &str, format: &str| json!({"name": name, "type": kind, "format": format, "description": "", "priority": 0});
    let shown = match include {
        "Object" => scale.clone(),
        "None" => Value::Null,
        _ => super::http::answer::metadata_only(scale),
    };
    json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": super::store::version(scale)},
        "columnDefinitions": [
            column("Name", "string", ""), column("Desired", "integer", ""), column("Available", "integer", ""),
            column("Age", "string", ""),
        ],
        "rows": [{"cells": cells, "object": shown}],
    })
}

/// The cells of an object, in the order of its kind's columns.
fn cells(kind: &Kind, object: &Value) -> Vec<Value> {
    let name = meta::text(object, "name");
    let age = json!(since(meta::text(object, "creationTimestamp")));
    let rest = match kind.resource.as_str() {
        "pods" => pod::cells(object, age),
        "configmaps" => vec![json!(count(object, "/data") + count(object, "/binaryData")), age],
        "secrets" => vec![json!(text(object, "/type")), json!(count(object, "/data")), age],
        "namespaces" => vec![json!(text(object, "/status/phase")), age],
        "serviceaccounts" => vec![age],
        "limitranges" | "roles" | "clusterroles" => vec![json!(meta::text(object, "creationTimestamp"))],
        "events" => return event(object, name),
        "nodes" => node(object, age),
        "leases" => vec![json!(text(object, "/spec/holderIdentity")), age],
        "rolebindings" | "clusterrolebindings" => binding(object, age),
        "persistentvolumeclaims" => claim(object, age),
        "persistentvolumes" => volume(object, age),
        "poddisruptionbudgets" => vec![
            json!(shown_or(object, "/spec/minAvailable", "N/A")),
            json!(shown_or(object, "/spec/maxUnavailable", "N/A")),
            json!(number(object, "/status/disruptionsAllowed")),
            age,
        ],
        "services" | "endpoints" | "endpointslices" | "ingresses" | "ingressclasses" | "networkpolicies" => {
            network::cells(&kind.resource, object, age)
        }
        _ => workload::cells(&kind.resource, object, age),
    };
    let mut cells = vec![json!(name)];
    cells.extend(rest);
    cells
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn text_or<'a>(object: &'a Value, pointer: &str, or: &'a str) -> &'a str {
    match text(object, pointer) {
        "" => or,
        some => some,
    }
}

fn number(object: &Value, pointer: &str) -> i64 {
    object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// A number or a text, as text.
fn shown_or(object: &Value, pointer: &str, or: &str) -> String {
    match object.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        None | Some(Value::Null | Value::Array(_) | Value::Object(_)) => or.to_owned(),
    }
}

fn list<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn count(object: &Value, pointer: &str) -> usize {
    match object.pointer(pointer) {
        Some(Value::Object(map)) => map.len(),
        Some(Value::Array(items)) => items.len(),
        None | Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => 0,
    }
}

/// Labels as `a=b,c=d`.
fn labels(object: &Value, pointer: &str) -> String {
    let selector = object.pointer(pointer).map(super::selectors::text).unwrap_or_default();
    if selector.is_empty() { NONE.to_owned() } else { selector }
}

/// Names and images of a template's containers.
fn containers(object: &Value, pointer: &str) -> [Value; 2] {
    ["/name", "/image"].map(|key| {
        let texts: Vec<&str> = list(object, pointer).map(|container| text(container, key)).collect();
        json!(texts.join(","))
    })
}

fn event(event: &Value, name: &str) -> Vec<Value> {
    let first = match text(event, "/firstTimestamp") {
        "" => since(text(event, "/eventTime")),
        time => since(time),
    };
    let (mut last, mut count) = (first.clone(), number(event, "/count").max(1));
    if !text(event, "/lastTimestamp").is_empty() {
        last = since(text(event, "/lastTimestamp"));
    }
    if event.get("series").is_some() {
        last = since(text(event, "/series/lastObservedTime"));
        count = number(event, "/series/count");
    }
    let kind = text(event, "/involvedObject/kind").to_lowercase();
    let target = match text(event, "/involvedObject/name") {
        "" => kind,
        name => format!("{kind}/{name}"),
    };
    let component = text_or(event, "/source/component", text(event, "/reportingComponent"));
    let host = text_or(event, "/source/host", text(event, "/reportingInstance"));
    let source = if host.is_empty() { component.to_owned() } else { format!("{component}, {host}") };
    vec![
        json!(last),
        json!(text(event, "/type")),
        json!(text(event, "/reason")),
        json!(target),
        json!(text(event, "/involvedObject/fieldPath")),
        json!(source),
        json!(text(event, "/message").trim()),
        json!(first),
        json!(count),
        json!(name),
    ]
}

fn node(node: &Value, age: Value) -> Vec<Value> {
    let ready = list(node, "/status/conditions").find(|condition| text(condition, "/type") == "Ready");
    let mut status = match ready {
        Some(condition) if text(condition, "/status") == "True" => "Ready".to_owned(),
        Some(_) => "NotReady".to_owned(),
        None => "Unknown".to_owned(),
    };
    if node.pointer("/spec/unschedulable") == Some(&json!(true)) {
        status.push_str(",SchedulingDisabled");
    }
    let labels = meta::field(node, "labels").and_then(Value::as_object);
    let mut roles: Vec<&str> = labels
        .into_iter()
        .flatten()
        .filter_map(|(key, _)| key.strip_prefix("node-role.kubernetes.io/").filter(|role| !role.is_empty()))
        .collect();
    roles.sort_unstable();
    let roles = if roles.is_empty() { NONE.to_owned() } else { roles.join(",") };
    let address = |kind: &str| {
        let found = list(node, "/status/addresses").find(|address| text(address, "/type") == kind);
        found.map_or(NONE, |address| text(address, "/address")).to_owned()
    };
    let info = |key: &str| text_or(node, &format!("/status/nodeInfo/{key}"), "<unknown>").to_owned();
    let mut kernel = info("kernelVersion");
    let architecture = text(node, "/status/nodeInfo/architecture");
    if !architecture.is_empty() {
        kernel = format!("{kernel} ({architecture})");
    }
    vec![
        json!(status),
        json!(roles),
        age,
        json!(text(node, "/status/nodeInfo/kubeletVersion")),
        json!(address("InternalIP")),
        json!(address("ExternalIP")),
        json!(info("osImage")),
        json!(kernel),
        json!(info("containerRuntimeVersion")),
    ]
}

fn binding(binding: &Value, age: Value) -> Vec<Value> {
    let role = format!("{}/{}", text(binding, "/roleRef/kind"), text(binding, "/roleRef/name"));
    let of = |kind: &str| {
        let subjects = list(binding, "/subjects").filter(|subject| text(subject, "/kind") == kind);
        let names: Vec<String> = subjects
            .map(|subject| match (kind, text(subject, "/namespace")) {
                ("ServiceAccount", namespace) if !namespace.is_empty() => {
                    format!("{namespace}/{}", text(subject, "/name"))
                }
                _ => text(subject, "/name").to_owned(),
            })
            .collect();
        json!(names.join(", "))
    };
    vec![json!(role), age, of("User"), of("Group"), of("ServiceAccount")]
}

fn modes(object: &Value, pointer: &str) -> String {
    let short = list(object, pointer).filter_map(Value::as_str).map(|mode| match mode {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        other => other,
    });
    short.collect::<Vec<_>>().join(",")
}

fn phase(object: &Value) -> &str {
    if meta::is_terminating(object) { "Terminating" } else { text(object, "/status/phase") }
}

fn claim(claim: &Value, age: Value) -> Vec<Value> {
    let bound = !text(claim, "/spec/volumeName").is_empty();
    vec![
        json!(phase(claim)),
        json!(text(claim, "/spec/volumeName")),
        json!(if bound { text_or(claim, "/status/capacity/storage", "0") } else { "" }),
        json!(if bound { modes(claim, "/status/accessModes") } else { String::new() }),
        json!(text(claim, "/spec/storageClassName")),
        json!(text_or(claim, "/spec/volumeAttributesClassName", "<unset>")),
        age,
        json!(text_or(claim, "/spec/volumeMode", "<unset>")),
    ]
}

fn volume(volume: &Value, age: Value) -> Vec<Value> {
    let owner = match (text(volume, "/spec/claimRef/namespace"), text(volume, "/spec/claimRef/name")) {
        ("", "") => String::new(),
        (namespace, name) => format!("{namespace}/{name}"),
    };
    vec![
        json!(text_or(volume, "/spec/capacity/storage", "0")),
        json!(modes(volume, "/spec/accessModes")),
        json!(text(volume, "/spec/persistentVolumeReclaimPolicy")),
        json!(phase(volume)),
        json!(owner),
        json!(text(volume, "/spec/storageClassName")),
        json!(text_or(volume, "/spec/volumeAttributesClassName", "<unset>")),
        json!(text(volume, "/status/reason")),
        age,
        json!(text_or(volume, "/spec/volumeMode", "<unset>")),
    ]
}
