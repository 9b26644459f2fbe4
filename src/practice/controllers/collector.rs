//! The garbage collector: dependents go with their owner, hold it, or are let go, as its deletion asked for.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::practice::{
    kinds::{self, Kind},
    meta,
    refusal::Refusal,
};

use super::{
    Again,
    desk::Desk,
    fields::{flag, list, set, text, unset},
};

const FOREGROUND: &str = "foregroundDeletion";
const ORPHAN: &str = "orphan";

/// The object is held until its dependents are gone or let go.
pub(super) fn is_held(object: &Value) -> bool {
    meta::finalizers(object).iter().any(|name| name == FOREGROUND || name == ORPHAN)
}

/// Objects of this kind may own others; those left out are many, and own nothing.
pub(super) fn may_own(desk: &Desk, kind: &Kind) -> bool {
    let known = &desk.kinds;
    ![known.events, known.slices, known.endpoints].contains(&kind) && kind.resource != "leases"
}

fn dependents(desk: &Desk, uid: &str) -> Vec<(&'static Kind, Arc<Value>)> {
    let mut found = Vec::new();
    for kind in kinds::all().iter().filter(|kind| kind.is_stored() && *kind != desk.kinds.events) {
        let owned = |object: &Arc<Value>| {
            list(object, "/metadata/ownerReferences").iter().any(|owner| text(owner, "/uid") == uid)
        };
        found.extend(desk.list(kind, "").into_iter().filter(owned).map(|object| (kind, object)));
    }
    found
}

/// Looks at an object that is held: lets its dependents go, or deletes them first.
pub(super) fn let_go(
    desk: &Desk,
    kind: &'static Kind,
    namespace: &str,
    name: &str,
) -> Result<Again, Refusal> {
    let Some(owner) = desk.get(kind, namespace, name) else { return Ok(Again::Never) };
    if !meta::is_terminating(&owner) {
        return Ok(Again::Never);
    }
    let (uid, held) = (meta::text(&owner, "uid"), meta::finalizers(&owner));
    if held.iter().any(|name| name == ORPHAN) {
        for (kind, dependent) in dependents(desk, uid) {
            disown(desk, kind, &dependent, uid)?;
        }
        return release(desk, kind, &owner, ORPHAN);
    }
    if !held.iter().any(|name| name == FOREGROUND) {
        return Ok(Again::Never);
    }
    let mut waits = false;
    for (kind, dependent) in dependents(desk, uid) {
        let own =
            list(&dependent, "/metadata/ownerReferences").iter().find(|owner| text(owner, "/uid") == uid);
        let blocks = own.is_some_and(|own| flag(own, "/blockOwnerDeletion"));
        waits |= blocks;
        if !meta::is_terminating(&dependent) {
            desk.delete(kind, &dependent, if blocks { "Foreground" } else { "Background" })?;
        }
    }
    if waits && dependents(desk, uid).iter().any(|(_, one)| !one.is_null()) {
        // The last one that goes wakes this up again.
        return Ok(Again::Never);
    }
    release(desk, kind, &owner, FOREGROUND)
}

fn release(desk: &Desk, kind: &'static Kind, owner: &Value, finalizer: &str) -> Result<Again, Refusal> {
    desk.change(kind, "", owner, |owner| {
        let mut left = meta::finalizers(owner);
        left.retain(|name| name != finalizer);
        if left.is_empty() {
            meta::remove(owner, "finalizers");
        } else {
            meta::set(owner, "finalizers", json!(left));
        }
    })?;
    Ok(Again::Never)
}

/// Deletes what depended on an object that is gone.
pub(super) fn remove_dependents(desk: &Desk, uid: &str) -> Result<Again, Refusal> {
    for (kind, dependent) in dependents(desk, uid) {
        judge(desk, kind, &dependent)?;
    }
    Ok(Again::Never)
}

/// Deletes a new object when its owners are gone already.
pub(super) fn check_owners(
    desk: &Desk,
    kind: &'static Kind,
    namespace: &str,
    name: &str,
) -> Result<Again, Refusal> {
    if let Some(object) = desk.get(kind, namespace, name) {
        judge(desk, kind, &object)?;
    }
    Ok(Again::Never)
}

/// Deletes an object none of whose owners is there, and takes the missing ones out of another.
fn judge(desk: &Desk, kind: &'static Kind, object: &Value) -> Result<(), Refusal> {
    let namespace = meta::text(object, "namespace");
    let owners = list(object, "/metadata/ownerReferences");
    let missing: Vec<&str> = owners
        .iter()
        .filter(|owner| !is_there(desk, owner, namespace))
        .map(|owner| text(owner, "/uid"))
        .collect();
    if missing.is_empty() || meta::is_terminating(object) {
        return Ok(());
    }
    if missing.len() < owners.len() {
        for uid in missing {
            disown(desk, kind, object, uid)?;
        }
        return Ok(());
    }
    desk.delete(kind, object, "Background")
}

/// The owner exists. One of a kind that is not served counts as there: nothing is known about it.
fn is_there(desk: &Desk, owner: &Value, namespace: &str) -> bool {
    let Some(kind) = kinds::of_object(text(owner, "/apiVersion"), text(owner, "/kind")) else { return true };
    let place = if kind.namespaced { namespace } else { "" };
    desk.get(kind, place, text(owner, "/name"))
        .is_some_and(|found| meta::text(&found, "uid") == text(owner, "/uid"))
}

fn disown(desk: &Desk, kind: &'static Kind, object: &Value, uid: &str) -> Result<(), Refusal> {
    let done = desk.change(kind, "", object, |object| {
        let mut owners = list(object, "/metadata/ownerReferences").to_vec();
        owners.retain(|owner| text(owner, "/uid") != uid);
        if owners.is_empty() {
            unset(object, &["metadata", "ownerReferences"]);
        } else {
            set(object, &["metadata", "ownerReferences"], json!(owners));
        }
    });
    match done {
        Err(refusal) if refusal.code != 404 => Err(refusal),
        _ => Ok(()),
    }
}
