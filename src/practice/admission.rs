//! What the server's admission and allocators add to an object: addresses, the default account, tolerations, selectors.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    api::{Api, Call},
    kinds::{self, Kind},
    meta,
    refusal::{Cause, Refusal},
};

/// The first three numbers of every service address.
const NETWORK: &str = "10.96.0";
/// Ports of services on nodes.
const NODE_PORTS: std::ops::RangeInclusive<i64> = 30000..=32767;

/// Changes a new object before it is validated.
///
/// # Errors
/// `Forbidden` when a pod names a service account that is not there.
pub(crate) fn on_create(api: &Api, call: &Call, object: &mut Value) -> Result<(), Refusal> {
    match call.kind.resource.as_str() {
        "pods" => on_pod(api, call, object),
        "persistentvolumeclaims" | "persistentvolumes" => {
            let mut held = meta::finalizers(object);
            let kind = if call.kind.namespaced { "pvc" } else { "pv" };
            held.push(format!("kubernetes.io/{kind}-protection"));
            meta::set(object, "finalizers", json!(held));
            Ok(())
        }
        "jobs" => {
            select_own_pods(object);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Keeps what admission and the system wrote before.
pub(crate) fn on_update(live: &Value, new: &mut Value) {
    // A job's selector and template labels were generated; a client that writes its manifest again does not know them.
    let is_job = new.get("kind") == Some(&json!("Job"));
    if is_job && new.pointer("/spec/selector").is_none() {
        for pointer in ["/spec/selector", "/spec/template/metadata/labels"] {
            let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
            if let (Some(value), Some(map)) =
                (live.pointer(pointer).cloned(), new.pointer_mut(parent).and_then(Value::as_object_mut))
            {
                map.insert(key.to_owned(), value);
            }
        }
    }
}

fn on_pod(api: &Api, call: &Call, pod: &mut Value) -> Result<(), Refusal> {
    let name = meta::text(pod, "name").to_owned();
    let Some(spec) = pod.get_mut("spec").and_then(Value::as_object_mut) else { return Ok(()) };
    let said = spec.get("serviceAccountName").and_then(Value::as_str).unwrap_or_default();
    let account = if said.is_empty() { "default" } else { said }.to_owned();
    let known = kinds::find("", "serviceaccounts").and_then(|kind| {
        api.store.get(&super::store::Key::new(kind, call.namespace.clone(), account.clone()))
    });
    if known.is_none() {
        let why = format!(
            "error looking up service account {}/{account}: serviceaccount \"{account}\" not found",
            call.namespace
        );
        return Err(Refusal::forbidden_object(call.kind, &name, &why));
    }
    spec.insert("serviceAccountName".to_owned(), json!(account));
    spec.insert("serviceAccount".to_owned(), json!(account));
    if spec.get("automountServiceAccountToken") != Some(&json!(false)) {
        mount_token(spec);
    }
    tolerate(spec);
    spec.entry("priority").or_insert_with(|| json!(0));
    spec.entry("preemptionPolicy").or_insert_with(|| json!("PreemptLowerPriority"));
    Ok(())
}

const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";

fn mount_token(spec: &mut Map<String, Value>) {
    let volume = format!("kube-api-access-{}", meta::suffix(5));
    let mount = json!({"name": volume, "readOnly": true, "mountPath": TOKEN_PATH});
    let mut mounted = false;
    for list in ["initContainers", "containers"] {
        let containers = spec.get_mut(list).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten().filter_map(Value::as_object_mut) {
            let mounts = container.entry("volumeMounts").or_insert_with(|| json!([]));
            let taken = |one: &Value| one.get("mountPath").and_then(Value::as_str) == Some(TOKEN_PATH);
            if let Some(mounts) = mounts.as_array_mut()
                && !mounts.iter().any(taken)
            {
                mounts.push(mount.clone());
                mounted = true;
            }
        }
    }
    if let (true, Some(volumes)) =
        (mounted, spec.entry("volumes").or_insert_with(|| json!([])).as_array_mut())
    {
        volumes.push(json!({"name": volume, "projected": {"defaultMode": 420, "sources": [
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [
                {"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}},
            ]}},
        ]}}));
    }
}

fn tolerate(spec: &mut Map<String, Value>) {
    let Some(list) = spec.entry("tolerations").or_insert_with(|| json!([])).as_array_mut() else { return };
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let known = list.iter().any(|one| {
            let said = one.get("key").and_then(Value::as_str).unwrap_or_default();
            let effect = one.get("effect").and_then(Value::as_str).unwrap_or_default();
            (said == key || said.is_empty()) && matches!(effect, "" | "NoExecute")
        });
        if !known {
            list.push(json!({
                "key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            }));
        }
    }
}

/// A Job finds its pods by labels that only they carry.
fn select_own_pods(job: &mut Value) {
    if job.pointer("/spec/manualSelector") == Some(&json!(true)) {
        return;
    }
    let uid = meta::text(job, "uid").to_owned();
    let name = meta::text(job, "name").to_owned();
    let Some(spec) = job.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let labels = spec
        .entry("template")
        .or_insert_with(|| json!({}))
        .as_object_mut()
        .and_then(|template| template.entry("metadata").or_insert_with(|| json!({})).as_object_mut())
        .and_then(|metadata| metadata.entry("labels").or_insert_with(|| json!({})).as_object_mut());
    if let Some(labels) = labels {
        for (key, value) in [("controller-uid", &uid), ("job-name", &name)] {
            labels.insert(key.to_owned(), json!(value));
            labels.insert(format!("batch.kubernetes.io/{key}"), json!(value));
        }
        labels.sort_keys();
    }
    let selector = spec.entry("selector").or_insert_with(|| json!({})).as_object_mut();
    if let Some(matching) = selector
        .and_then(|selector| selector.entry("matchLabels").or_insert_with(|| json!({})).as_object_mut())
    {
        matching.insert("batch.kubernetes.io/controller-uid".to_owned(), json!(uid));
    }
}

/// A job without labels of its own has its template's, also those that were made for it; the server gives them after it has
/// validated the job.
pub(crate) fn after_validation(kind: &Kind, job: &mut Value) {
    if kind.resource != "jobs" {
        return;
    }
    let Some(Value::Object(labels)) = job.pointer("/spec/template/metadata/labels").cloned() else { return };
    let made =
        |key: &str| matches!(key.trim_start_matches("batch.kubernetes.io/"), "controller-uid" | "job-name");
    let given: Map<String, Value> = labels.clone().into_iter().filter(|(key, _)| !made(key)).collect();
    let own = meta::field(job, "labels").and_then(Value::as_object).cloned().unwrap_or_default();
    if own == given {
        meta::set(job, "labels", Value::Object(labels));
    }
}

impl Api {
    /// Gives a service its addresses and ports.
    ///
    /// # Errors
    /// `Invalid` when a wanted address or port is taken, or the address is changed.
    pub(crate) fn allocate(
        &self,
        kind: &Kind,
        live: Option<&Value>,
        service: &mut Value,
    ) -> Result<(), Refusal> {
        if kind.resource != "services" {
            return Ok(());
        }
        let name = meta::text(service, "name").to_owned();
        let refuse = |cause: Cause| Refusal::invalid("", "Service", &name, &[cause]);
        let Some(services) = kinds::find("", "services") else { return Ok(()) };
        let others = self.store.list(services, "").objects;
        let own = live.map(|live| meta::text(live, "uid").to_owned());
        let others = others.iter().filter(|other| Some(meta::text(other, "uid")) != own.as_deref());
        let others: Vec<&Value> = others.map(|other| &**other).collect();
        let Some(spec) = service.get_mut("spec").and_then(Value::as_object_mut) else { return Ok(()) };
        if spec.get("type") == Some(&json!("ExternalName")) {
            return Ok(());
        }
        let wanted = spec.get("clusterIP").and_then(Value::as_str).unwrap_or_default().to_owned();
        let before = live.and_then(|live| live.pointer("/spec/clusterIP")?.as_str()).unwrap_or_default();
        let taken: BTreeSet<&str> =
            others.iter().filter_map(|other| other.pointer("/spec/clusterIP")?.as_str()).collect();
        let address = match (wanted.as_str(), before) {
            ("", "") => (1..255)
                .map(|last| format!("{NETWORK}.{last}"))
                .find(|address| !taken.contains(address.as_str()))
                .ok_or_else(|| Refusal::internal("failed to allocate a serviceIP: range is full"))?,
            ("", before) => before.to_owned(),
            ("None", _) => "None".to_owned(),
            (wanted, "") if taken.contains(wanted) => {
                let why = "failed to allocate IP: provided IP is already allocated";
                return Err(refuse(Cause::invalid("spec.clusterIPs", &json!([wanted]), why)));
            }
            (wanted, "") if !wanted.starts_with(&format!("{NETWORK}.")) => {
                let why = format!(
                    "failed to allocate IP {wanted}: the provided IP ({wanted}) is not in the valid range. The range of \
                     valid IPs is {NETWORK}.0/24"
                );
                return Err(refuse(Cause::invalid("spec.clusterIPs", &json!([wanted]), &why)));
            }
            (wanted, _) => wanted.to_owned(),
        };
        spec.insert("clusterIP".to_owned(), json!(address));
        spec.insert("clusterIPs".to_owned(), json!([address]));
        spec.entry("ipFamilies").or_insert_with(|| json!(["IPv4"]));
        spec.entry("ipFamilyPolicy").or_insert_with(|| json!("SingleStack"));
        allocate_ports(spec, live, &others).map_err(refuse)
    }
}

fn allocate_ports(
    spec: &mut Map<String, Value>,
    live: Option<&Value>,
    others: &[&Value],
) -> Result<(), Cause> {
    let on_nodes = matches!(spec.get("type").and_then(Value::as_str), Some("NodePort" | "LoadBalancer"));
    if !on_nodes {
        return Ok(());
    }
    let ports = |service: &Value| -> Vec<Value> {
        service.pointer("/spec/ports").and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let number = |port: &Value| port.get("nodePort").and_then(Value::as_i64).filter(|port| *port > 0);
    let mut taken: BTreeSet<i64> =
        others.iter().flat_map(|other| ports(other)).filter_map(|port| number(&port)).collect();
    let before = live.map(ports).unwrap_or_default();
    let list = spec.get_mut("ports").and_then(Value::as_array_mut);
    for (index, port) in list.into_iter().flatten().enumerate() {
        let same =
            |old: &&Value| old.get("port") == port.get("port") && old.get("protocol") == port.get("protocol");
        let wanted = number(port).or_else(|| before.iter().find(same).and_then(number));
        let chosen = match wanted {
            Some(wanted) if taken.contains(&wanted) => {
                let field = format!("spec.ports[{index}].nodePort");
                return Err(Cause::invalid(field, &json!(wanted), "provided port is already allocated"));
            }
            Some(wanted) if !NODE_PORTS.contains(&wanted) => {
                let field = format!("spec.ports[{index}].nodePort");
                let why = format!(
                    "provided port is not in the valid range. The range of valid ports is {}-{}",
                    NODE_PORTS.start(),
                    NODE_PORTS.end()
                );
                return Err(Cause::invalid(field, &json!(wanted), &why));
            }
            Some(wanted) => wanted,
            None => NODE_PORTS.into_iter().find(|port| !taken.contains(port)).unwrap_or(*NODE_PORTS.start()),
        };
        taken.insert(chosen);
        if let Some(map) = port.as_object_mut() {
            map.insert("nodePort".to_owned(), json!(chosen));
        }
    }
    Ok(())
}
