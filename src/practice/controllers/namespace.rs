//! Namespaces: what each has from the start, and how one goes with everything in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::practice::{kinds, meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    fields::{set, since, text},
};

/// The map with the cluster's certificate that every pod mounts.
const ROOT_CERTIFICATE: &str = "kube-root-ca.crt";
const NOTE: &str = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints \
    such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of \
    Kubernetes clusters.";

const DISCOVERED: &str = "All resources successfully discovered";
const PARSED: &str = "All legacy kube types successfully parsed";
const DELETED: &str = "All content successfully deleted, may be waiting on finalization";

/// Looks after a namespace.
pub(super) fn sync(desk: &Desk, name: &str) -> Result<Again, Refusal> {
    let Some(namespace) = desk.get(desk.kinds.namespaces, "", name) else { return Ok(Again::Never) };
    if meta::is_terminating(&namespace) {
        return empty(desk, &namespace);
    }
    if desk.get(desk.kinds.service_accounts, name, "default").is_none() {
        let account = json!({"metadata": {"name": "default", "namespace": name}});
        made(desk.create(desk.kinds.service_accounts, name, account))?;
    }
    if desk.get(desk.kinds.config_maps, name, ROOT_CERTIFICATE).is_none() {
        let map = json!({
            "metadata": {"name": ROOT_CERTIFICATE, "namespace": name,
                "annotations": {"kubernetes.io/description": NOTE}},
            "data": {"ca.crt": ""},
        });
        made(desk.create(desk.kinds.config_maps, name, map))?;
    }
    Ok(Again::Never)
}

/// Somebody else may have made it in between.
fn made<T>(done: Result<T, Refusal>) -> Result<(), Refusal> {
    match done {
        Err(refusal) if refusal.reason != "AlreadyExists" => Err(refusal),
        _ => Ok(()),
    }
}

/// Says in the namespace's status what holds it.
fn tell(
    desk: &Desk,
    namespace: &Value,
    left: &BTreeMap<String, usize>,
    held: &BTreeMap<String, usize>,
) -> Result<Again, Refusal> {
    let listed = |all: &BTreeMap<String, usize>, word: &str| -> String {
        let each: Vec<String> =
            all.iter().map(|(name, count)| format!("{name} {word} {count} resource instances")).collect();
        each.join(", ")
    };
    let remains = format!("Some resources are remaining: {}", listed(left, "has"));
    let waits = format!("Some content in the namespace has finalizers remaining: {}", listed(held, "in"));
    let (waiting, why, waits) = if held.is_empty() {
        ("False", "ContentHasNoFinalizers", "All content-preserving finalizers finished".to_owned())
    } else {
        ("True", "SomeFinalizersRemain", waits)
    };
    let all = [
        ("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", DISCOVERED.to_owned()),
        ("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", PARSED.to_owned()),
        ("NamespaceDeletionContentFailure", "False", "ContentDeleted", DELETED.to_owned()),
        ("NamespaceContentRemaining", "True", "SomeResourcesRemain", remains),
        ("NamespaceFinalizersRemaining", waiting, why, waits),
    ];
    let all = all.map(|(kind, is, reason, message)| {
        let since = since(namespace, kind, is);
        json!({"type": kind, "status": is, "lastTransitionTime": since, "reason": reason, "message": message})
    });
    if namespace.pointer("/status/conditions") != Some(&json!(all)) {
        desk.change(desk.kinds.namespaces, "status", namespace, |namespace| {
            set(namespace, &["status", "conditions"], json!(all));
        })?;
    }
    Ok(Again::Never)
}

/// Deletes what is in a namespace that is going; what goes wakes this up again.
fn empty(desk: &Desk, namespace: &Value) -> Result<Again, Refusal> {
    let name = meta::text(namespace, "name");
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for kind in kinds::all().iter().filter(|kind| kind.is_stored() && kind.namespaced) {
        for object in desk.list(kind, name) {
            if !meta::is_terminating(&object) {
                desk.delete(kind, &object, "Background")?;
            }
        }
        for object in desk.list(kind, name) {
            *left.entry(format!("{}.{}", kind.resource, kind.group)).or_default() += 1;
            for finalizer in meta::finalizers(&object) {
                *held.entry(finalizer).or_default() += 1;
            }
        }
    }
    if !left.is_empty() {
        return tell(desk, namespace, &left, &held);
    }
    let finalizers =
        |object: &Value| object.pointer("/spec/finalizers").is_some_and(|list| *list != json!([]));
    if text(namespace, "/status/phase") == "Terminating" && finalizers(namespace) {
        desk.change(desk.kinds.namespaces, "finalize", namespace, |namespace| {
            set(namespace, &["spec", "finalizers"], json!([]));
        })?;
    }
    Ok(Again::Never)
}
