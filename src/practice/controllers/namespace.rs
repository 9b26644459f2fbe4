//! Namespaces: what each has from the start, and how one goes with everything in it.

use serde_json::{Value, json};

use crate::practice::{kinds, meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    fields::{set, text},
};

/// The map with the cluster's certificate that every pod mounts.
const ROOT_CERTIFICATE: &str = "kube-root-ca.crt";
const NOTE: &str = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints \
    such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of \
    Kubernetes clusters.";

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

/// Deletes what is in a namespace that is going; what goes wakes this up again.
fn empty(desk: &Desk, namespace: &Value) -> Result<Again, Refusal> {
    let name = meta::text(namespace, "name");
    let mut left = false;
    for kind in kinds::all().iter().filter(|kind| kind.is_stored() && kind.namespaced) {
        for object in desk.list(kind, name) {
            if !meta::is_terminating(&object) {
                desk.delete(kind, &object, "Background")?;
            }
        }
        left |= !desk.list(kind, name).is_empty();
    }
    if left {
        return Ok(Again::Never);
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
