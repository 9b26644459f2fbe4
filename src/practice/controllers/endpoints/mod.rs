//! The addresses behind a service: its `EndpointSlice`, and the older Endpoints.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    fields::{has_ended, is_ready, list, owned_by, set, text},
};

const OF_SERVICE: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
/// When what the addresses follow from changed last.
const TRIGGERED: &str = "endpoints.kubernetes.io/last-change-trigger-time";
const CONTROLLER: &str = "endpointslice-controller.k8s.io";

/// The service selects pods with these labels.
pub(super) fn selects(service: &Value, labels: Option<&Value>) -> bool {
    let Some(wanted) = service.pointer("/spec/selector").and_then(Value::as_object) else { return false };
    let has = |(key, value): (&String, &Value)| labels.and_then(|labels| labels.get(key)) == Some(value);
    !wanted.is_empty() && wanted.iter().all(has)
}

/// Looks after the addresses of a service.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(service) = desk.get(desk.kinds.services, namespace, name) else {
        // Its slices go with their owner; Endpoints have none.
        if let Some(old) = desk.get(desk.kinds.endpoints, namespace, name) {
            desk.delete(desk.kinds.endpoints, &old, "")?;
        }
        return Ok(Again::Never);
    };
    let unselective =
        service.pointer("/spec/selector").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty);
    if unselective || text(&service, "/spec/type") == "ExternalName" {
        return Ok(Again::Never);
    }
    let pods: Vec<Arc<Value>> = desk
        .list(desk.kinds.pods, namespace)
        .into_iter()
        .filter(|pod| selects(&service, meta::field(pod, "labels")))
        .filter(|pod| !has_ended(pod) && !text(pod, "/status/podIP").is_empty())
        .collect();
    write_slices(desk, &service, &pods)?;
    write_endpoints(desk, &service, &pods)?;
    Ok(Again::Never)
}

/// The ports that the service's ports lead to in a pod; a named port may lead elsewhere in each.
fn ports(service: &Value, pod: Option<&Value>) -> Vec<Value> {
    let lead = |port: &Value| {
        let target = port.get("targetPort").unwrap_or(&Value::Null);
        let number = match target.as_str() {
            Some(name) => named_port(pod?, name)?,
            None => target.as_i64()?,
        };
        let mut shown = json!({
            "name": text(port, "/name"), "port": number, "protocol": text(port, "/protocol"),
        });
        if let Some(kind) = port.get("appProtocol") {
            set(&mut shown, &["appProtocol"], kind.clone());
        }
        Some(shown)
    };
    list(service, "/spec/ports").iter().filter_map(lead).collect()
}

fn named_port(pod: &Value, name: &str) -> Option<i64> {
    let containers = list(pod, "/spec/containers").iter();
    let mut ports = containers.flat_map(|container| list(container, "/ports"));
    ports.find(|port| text(port, "/name") == name)?.get("containerPort")?.as_i64()
}

fn endpoint(pod: &Value) -> Value {
    let (ready, going) = (is_ready(pod), meta::is_terminating(pod));
    json!({
        "addresses": [text(pod, "/status/podIP")],
        "conditions": {"ready": ready && !going, "serving": ready, "terminating": going},
        "nodeName": text(pod, "/spec/nodeName"),
        "targetRef": reference(pod),
    })
}

fn reference(pod: &Value) -> Value {
    json!({
        "kind": "Pod", "name": meta::text(pod, "name"), "namespace": meta::text(pod, "namespace"),
        "uid": meta::text(pod, "uid"),
    })
}

fn write_slices(desk: &Desk, service: &Value, pods: &[Arc<Value>]) -> Result<(), Refusal> {
    let (namespace, name) = (meta::text(service, "namespace"), meta::text(service, "name"));
    let mut wanted: BTreeMap<String, (Vec<Value>, Vec<Value>)> = BTreeMap::new();
    for pod in pods {
        let ports = ports(service, Some(pod));
        let group = wanted.entry(json!(ports).to_string()).or_insert_with(|| (ports, Vec::new()));
        group.1.push(endpoint(pod));
    }
    if wanted.is_empty() {
        wanted.insert(String::new(), (Vec::new(), Vec::new()));
    }
    let label = |slice: &Value, key: &str| -> String {
        let labels = meta::field(slice, "labels");
        labels.and_then(|labels| labels.get(key)?.as_str()).unwrap_or_default().to_owned()
    };
    let mine =
        |slice: &Arc<Value>| label(slice, OF_SERVICE) == name && label(slice, MANAGED_BY) == CONTROLLER;
    let mut there: Vec<Arc<Value>> =
        desk.list(desk.kinds.slices, namespace).into_iter().filter(mine).collect();
    for (ports, endpoints) in wanted.into_values() {
        let same = there.iter().position(|slice| list(slice, "/ports") == ports);
        let old = same.or_else(|| (!there.is_empty()).then_some(0)).map(|at| there.remove(at));
        let fill = |slice: &mut Value| {
            let parts = [("endpoints", &endpoints), ("ports", &ports)];
            let changed =
                parts.iter().any(|(key, wanted)| list(slice, &format!("/{key}")) != wanted.as_slice());
            if !changed && meta::field(slice, "uid").is_some() {
                return;
            }
            for (key, wanted) in parts {
                set(slice, &[key], if wanted.is_empty() { Value::Null } else { json!(wanted) });
            }
            set(slice, &["metadata", "annotations", TRIGGERED], json!(meta::now()));
        };
        if let Some(old) = old {
            desk.change(desk.kinds.slices, "", &old, fill)?;
            continue;
        }
        let mut labels = meta::field(service, "labels").cloned().unwrap_or_else(|| json!({}));
        set(&mut labels, &[MANAGED_BY], json!(CONTROLLER));
        set(&mut labels, &[OF_SERVICE], json!(name));
        if text(service, "/spec/clusterIP") == "None" {
            set(&mut labels, &["service.kubernetes.io/headless"], json!(""));
        }
        let mut slice = json!({
            "metadata": {"generateName": format!("{name}-"), "namespace": namespace, "labels": labels,
                "ownerReferences": [owned_by(service)]},
            "addressType": "IPv4",
        });
        fill(&mut slice);
        desk.create(desk.kinds.slices, namespace, slice)?;
    }
    for old in there {
        desk.delete(desk.kinds.slices, &old, "")?;
    }
    Ok(())
}

/// Pods that are reached at the same ports.
#[derive(Debug, Default)]
struct Subset {
    ports: Vec<Value>,
    ready: Vec<Value>,
    unready: Vec<Value>,
}

fn write_endpoints(desk: &Desk, service: &Value, pods: &[Arc<Value>]) -> Result<(), Refusal> {
    let (namespace, name) = (meta::text(service, "namespace"), meta::text(service, "name"));
    let mut groups: BTreeMap<String, Subset> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| !meta::is_terminating(pod)) {
        let mut ports = ports(service, Some(pod));
        for port in &mut ports {
            if text(port, "/name").is_empty()
                && let Some(map) = port.as_object_mut()
            {
                map.shift_remove("name");
            }
        }
        let address = json!({
            "ip": text(pod, "/status/podIP"), "nodeName": text(pod, "/spec/nodeName"), "targetRef": reference(pod),
        });
        let group =
            groups.entry(json!(ports).to_string()).or_insert_with(|| Subset { ports, ..Subset::default() });
        if is_ready(pod) { &mut group.ready } else { &mut group.unready }.push(address);
    }
    let subsets: Vec<Value> = groups
        .into_values()
        .map(|Subset { ports, ready, unready }| {
            let mut subset = json!({});
            for (key, list) in [("addresses", ready), ("notReadyAddresses", unready), ("ports", ports)] {
                if !list.is_empty() {
                    set(&mut subset, &[key], json!(list));
                }
            }
            subset
        })
        .collect();
    let fill = |object: &mut Value| {
        if list(object, "/subsets") == subsets && meta::field(object, "uid").is_some() {
            return;
        }
        if subsets.is_empty() {
            super::fields::unset(object, &["subsets"]);
        } else {
            set(object, &["subsets"], json!(subsets));
        }
        set(object, &["metadata", "annotations", TRIGGERED], json!(meta::now()));
    };
    if let Some(old) = desk.get(desk.kinds.endpoints, namespace, name) {
        desk.change(desk.kinds.endpoints, "", &old, fill)?;
        return Ok(());
    }
    let mut labels = meta::field(service, "labels").cloned().unwrap_or_else(|| json!({}));
    set(&mut labels, &["endpoints.kubernetes.io/managed-by"], json!("endpoint-controller"));
    let mut object = json!({"metadata": {"name": name, "namespace": namespace, "labels": labels}});
    fill(&mut object);
    desk.create(desk.kinds.endpoints, namespace, object)?;
    Ok(())
}
