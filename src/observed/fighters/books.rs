//! What it is for: the server's books (`metadata.managedFields`): who wrote which fields. In: an object. Out: those that
//! write beside us. Never: a value, or a controller's own notes in the status.

use jiff::Timestamp;
use serde_json::Value;

use super::{Fighter, plain};

/// Fields that are named; the rest is counted.
const NAMED: usize = 3;

/// Who a manager is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// This program, `kubectl apply`, and the API server's own controllers.
    Ours,
    /// What is named by other means already, or here for the first time.
    Argo,
    Flux,
    Helm,
    Terraform,
    Policy,
    Autoscaler,
    Person,
    Controller,
}

/// Adds those that the books tell of, and that are not named yet.
pub(super) fn read(object: &Value, found: &mut Vec<Fighter>) {
    for entry in entries(object) {
        if entry.get("subresource").and_then(Value::as_str) == Some("status") {
            continue;
        }
        let manager = plain(entry.get("manager").and_then(Value::as_str).unwrap_or_default());
        let holder = if is_by_command(entry, &manager) { Holder::Person } else { holder(&manager) };
        let fields = fields(entry, holder == Holder::Person);
        if fields.is_empty() || holder == Holder::Ours {
            continue;
        }
        let has_replicas = fields.iter().any(|field| field == "spec.replicas");
        let fields = named(&fields);
        let is_named = |is: fn(&Fighter) -> bool| found.iter().any(is);
        let fighter = match holder {
            Holder::Ours | Holder::Autoscaler => continue,
            Holder::Argo if is_named(|one| matches!(one, Fighter::ArgoCd { .. })) => continue,
            Holder::Argo => Fighter::ArgoCd { application: String::new() },
            Holder::Flux if is_named(|one| matches!(one, Fighter::Flux { .. })) => continue,
            Holder::Helm if is_named(|one| matches!(one, Fighter::Helm { .. } | Fighter::Flux { .. })) => {
                continue;
            }
            Holder::Terraform => Fighter::Terraform,
            Holder::Policy => Fighter::Policy { manager, fields },
            Holder::Person => Fighter::Person { manager, fields, at: at(entry) },
            Holder::Flux | Holder::Helm | Holder::Controller => {
                Fighter::Controller { manager, fields, has_replicas }
            }
        };
        if !found.contains(&fighter) {
            found.push(fighter);
        }
    }
}

/// Whether one of these managers wrote something.
pub(super) fn is_manager(object: &Value, names: &[&str]) -> bool {
    entries(object)
        .any(|entry| entry.get("manager").and_then(Value::as_str).is_some_and(|name| names.contains(&name)))
}

fn entries(object: &Value) -> impl Iterator<Item = &Value> {
    object.pointer("/metadata/managedFields").and_then(Value::as_array).into_iter().flatten()
}

fn at(entry: &Value) -> Option<Timestamp> {
    entry.get("time")?.as_str()?.parse().ok()
}

/// `kubectl scale`, and an old kubectl's `edit`: not an apply, which leaves its annotation.
fn is_by_command(entry: &Value, manager: &str) -> bool {
    let annotation = "f:kubectl.kubernetes.io/last-applied-configuration";
    let is_apply = entry.get("operation").and_then(Value::as_str) == Some("Apply")
        || entry
            .pointer("/fieldsV1/f:metadata/f:annotations")
            .is_some_and(|notes| notes.get(annotation).is_some());
    matches!(manager, "kubectl" | "oc") && !is_apply
}

fn holder(manager: &str) -> Holder {
    const OURS: [&str; 15] = [
        "kubectl",
        "kubectl-client-side-apply",
        "kubectl-last-applied",
        "kubectl-create",
        "kubectl-rollout",
        "kubectl-run",
        "kubectl-expose",
        "kubectl-autoscale",
        "changeover",
        "before-first-apply",
        "oc",
        "kubelet",
        "kube-scheduler",
        "kwok",
        "ancient-changes",
    ];
    let lower = manager.to_ascii_lowercase();
    let begins = |names: &[&str]| names.iter().any(|name| lower.starts_with(name));
    if OURS.contains(&lower.as_str()) || lower.is_empty() {
        Holder::Ours
    } else if lower == "kube-controller-manager" {
        Holder::Autoscaler
    } else if begins(&["argocd"]) {
        Holder::Argo
    } else if begins(&["kustomize-controller", "helm-controller", "flux"]) {
        Holder::Flux
    } else if lower == "helm" {
        Holder::Helm
    } else if lower.contains("terraform") || begins(&["hashicorp"]) {
        Holder::Terraform
    } else if begins(&["kyverno", "gatekeeper"]) {
        Holder::Policy
    } else if is_by_hand(manager) {
        Holder::Person
    } else {
        Holder::Controller
    }
}

/// Whether people change single objects with it: kubectl's and oc's commands, consoles, terminal interfaces.
pub(crate) fn is_by_hand(manager: &str) -> bool {
    const TOOLS: [&str; 11] = [
        "kubectl",
        "oc-",
        "mozilla",
        "k9s",
        "lens",
        "openlens",
        "freelens",
        "headlamp",
        "dashboard",
        "rancher",
        "node-fetch",
    ];
    let lower = manager.to_ascii_lowercase();
    lower == "oc" || TOOLS.iter().any(|tool| lower.starts_with(tool)) || lower.contains("console")
}

/// The fields that an entry holds, as paths; of metadata only what people set.
fn fields(entry: &Value, with_metadata: bool) -> Vec<String> {
    let mut found = Vec::new();
    let Some(set) = entry.get("fieldsV1").and_then(Value::as_object) else { return found };
    for (key, below) in set {
        match key.as_str() {
            "f:status" => {}
            "f:metadata" if !with_metadata => {}
            _ => leaves(below, &step("", key), &mut found),
        }
    }
    found
}

fn leaves(set: &Value, path: &str, found: &mut Vec<String>) {
    let below = set.as_object().into_iter().flatten().filter(|(key, _)| *key != ".");
    let mut is_leaf = true;
    for (key, set) in below {
        is_leaf = false;
        leaves(set, &step(path, key), found);
    }
    if is_leaf {
        found.push(path.to_owned());
    }
}

/// The path with one more step: `f:spec` a key, `k:{"name":"web"}` an item by its name.
fn step(path: &str, key: &str) -> String {
    match key.split_once(':') {
        Some(("f", name)) if path.is_empty() => plain(name),
        Some(("f", name)) => format!("{path}.{}", plain(name)),
        Some(("k", keys)) => {
            let keys: serde_json::Map<String, Value> = serde_json::from_str(keys).unwrap_or_default();
            let name = keys.get("name").or_else(|| keys.values().next());
            let name = name.map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned));
            format!("{path}[{}]", plain(&name.unwrap_or_default()))
        }
        // A value of a set: only that there is one.
        Some(_) | None => format!("{path}[…]"),
    }
}

fn named(fields: &[String]) -> String {
    let mut text = fields.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = fields.len().checked_sub(NAMED).filter(|more| *more > 0) {
        text = format!("{text} (+{more})");
    }
    text
}
