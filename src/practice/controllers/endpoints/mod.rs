//! The addresses behind a service: its `EndpointSlice`s, and the older Endpoints.

mod pack;
mod slices;
mod subsets;

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    fields::{has_ended, list, set, text},
};

/// When what the addresses follow from changed last.
const TRIGGERED: &str = "endpoints.kubernetes.io/last-change-trigger-time";
/// How long the changes of a service with more than one slice are gathered before they are written together.
const GATHER: Duration = Duration::from_millis(500);

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
    slices::write(desk, &service, &pods)?;
    subsets::write(desk, &service, &pods)?;
    Ok(if pods.len() > pack::MOST { Again::Gather(GATHER) } else { Again::Never })
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

fn reference(pod: &Value) -> Value {
    json!({
        "kind": "Pod", "name": meta::text(pod, "name"), "namespace": meta::text(pod, "namespace"),
        "uid": meta::text(pod, "uid"),
    })
}
