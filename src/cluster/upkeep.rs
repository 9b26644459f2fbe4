//! What it is for: keeping kubectl's two books about an object right, so that people who use `kubectl apply` beside us
//! are not surprised: the last-applied annotation, and who owns which field (facts 1.6, 1.10 no. 6 and 7).
//! In: an object as read. Out: the requests that hand the books over. Never: a change of the object's wanted state.
//!
//! kubectl applies first, migrates afterwards and applies again, because it cannot know beforehand. We do know, so the
//! books are handed over first and the file is applied once: fields that left the file go in the same roll-out.

use serde_json::{Value, json};

use super::{
    conflicts::{ANNOTATION_MANAGER, APPLY_MANAGER},
    connect::Pace,
    error::{ClusterError, Refusal},
    fields,
    masking::LAST_APPLIED,
    resource::{Change, Patch, Place},
};

/// Tries when others write at the same time; each refused one has certainly changed nothing.
const TRIES: usize = 5;

/// What was done to the books.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upkeep {
    /// The last-applied annotation now has a keeper of its own.
    pub annotation_handed_over: bool,
    /// Fields of an earlier client-side apply now belong to the server-side one.
    pub migrated: bool,
    /// Why the books could not be handed over; the apply itself is not harmed.
    pub problem: Option<String>,
}

/// The managers whose client-side apply made the object: those that own the last-applied annotation by update.
pub(crate) fn client_side_managers(object: &Value) -> Vec<String> {
    let mut found: Vec<String> = entries(object)
        .filter(|entry| is_update(entry) && owns_annotation(entry))
        .filter_map(|entry| entry.get("manager").and_then(Value::as_str).map(str::to_owned))
        .collect();
    found.dedup();
    found
}

/// When a manager last wrote by an update what it owns, as the server keeps it (RFC 3339).
pub(crate) fn written_at<'a>(object: &'a Value, manager: &str, subresource: Option<&str>) -> Option<&'a str> {
    let is_it = |entry: &&Value| {
        is(entry, "operation", "Update")
            && is(entry, "manager", manager)
            && is(entry, "subresource", subresource.unwrap_or_default())
    };
    entries(object).find(is_it)?.get("time")?.as_str()
}

fn entries(object: &Value) -> impl Iterator<Item = &Value> {
    object.pointer("/metadata/managedFields").and_then(Value::as_array).into_iter().flatten()
}

fn is(entry: &Value, key: &str, wanted: &str) -> bool {
    entry.get(key).and_then(Value::as_str).unwrap_or_default() == wanted
}

fn is_update(entry: &Value) -> bool {
    is(entry, "operation", "Update") && is(entry, "subresource", "")
}

fn is_apply_of(entry: &Value, manager: &str) -> bool {
    is(entry, "operation", "Apply") && is(entry, "subresource", "") && is(entry, "manager", manager)
}

fn owns_annotation(entry: &Value) -> bool {
    let key = format!("f:{LAST_APPLIED}");
    entry.get("fieldsV1").is_some_and(|set| fields::holds(set, &["f:metadata", "f:annotations", &key]))
}

/// The object after the migration: fields that only the earlier client-side apply owned go. Gives their paths.
///
/// `merged` is the server's dry run of the apply; its books tell what the file holds. Only what the last-applied
/// annotation names goes: client-side apply also owns the server's defaults, which come back by themselves.
pub(crate) fn project(live: &Value, merged: &mut Value) -> Vec<String> {
    let managers = client_side_managers(live);
    let Some(before) = annotation(live).and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
        return Vec::new();
    };
    let (mut dropped, mut kept) = (json!({}), json!({}));
    for entry in entries(merged) {
        let Some(set) = entry.get("fieldsV1") else { continue };
        let is_old = is_update(entry) && managers.iter().any(|manager| is(entry, "manager", manager));
        fields::unite(if is_old { &mut dropped } else { &mut kept }, set);
    }
    // The annotation gets a keeper of its own.
    let annotation = json!({"f:metadata": {"f:annotations": {format!("f:{LAST_APPLIED}"): {}}}});
    fields::unite(&mut kept, &annotation);
    fields::remove(merged, &dropped, &kept, &before)
}

/// Books in which the earlier client-side apply's fields belong to the server-side one; `None` when nothing changes.
fn migrated_books(object: &Value, managers: &[String]) -> Option<Vec<Value>> {
    let mut books: Vec<Value> = entries(object).cloned().collect();
    let before = books.clone();
    for manager in managers {
        let is_old = |entry: &Value| is_update(entry) && is(entry, "manager", manager);
        let is_new = |entry: &Value| is_apply_of(entry, APPLY_MANAGER);
        let Some(place) = books.iter().position(is_new).or_else(|| books.iter().position(is_old)) else {
            continue;
        };
        let entry = books.get_mut(place)?.as_object_mut()?;
        entry.insert("operation".to_owned(), json!("Apply"));
        entry.insert("manager".to_owned(), json!(APPLY_MANAGER));
        let version = books.get(place)?.get("apiVersion").cloned();
        let old = books.iter().find(|entry| is_old(entry) && entry.get("apiVersion") == version.as_ref());
        if let Some(set) = old.and_then(|entry| entry.get("fieldsV1").cloned()) {
            fields::unite(books.get_mut(place)?.get_mut("fieldsV1")?, &set);
        }
        books.retain(|entry| !is_old(entry));
    }
    (books != before).then_some(books)
}

/// Hands annotation and fields over, in this order (the other way round the next apply would delete the annotation).
/// Gives the object as it is afterwards.
///
/// # Errors
/// Only a lost answer: whatever the server refuses is told in [`Upkeep::problem`].
pub(crate) async fn hand_over(place: &Place<'_>, object: Value) -> Result<(Value, Upkeep), ClusterError> {
    let mut done = Upkeep::default();
    let managers = client_side_managers(&object);
    let has_annotation = annotation(&object).is_some();
    let is_kept = entries(&object).any(|entry| is(entry, "operation", "Apply") && owns_annotation(entry));
    let mut object = object;
    if has_annotation && !is_kept && !managers.is_empty() {
        match keep_annotation(place, &object).await {
            Ok(after) => {
                object = after;
                done.annotation_handed_over = true;
            }
            Err(error) => return given_up(error, object, done),
        }
    }
    if managers.is_empty() {
        return Ok((object, done));
    }
    match migrate(place, object.clone(), &managers).await {
        Ok(Some(after)) => {
            done.migrated = true;
            Ok((after, done))
        }
        Ok(None) => Ok((object, done)),
        Err(error) => given_up(error, object, done),
    }
}

fn given_up(error: ClusterError, object: Value, mut done: Upkeep) -> Result<(Value, Upkeep), ClusterError> {
    if error.is_unknown() {
        return Err(error);
    }
    done.problem = Some(error.refusal().map_or_else(|| error.to_string(), ToString::to_string));
    Ok((object, done))
}

fn annotation(object: &Value) -> Option<&str> {
    object.get("metadata")?.get("annotations")?.get(LAST_APPLIED)?.as_str()
}

async fn keep_annotation(place: &Place<'_>, object: &Value) -> Result<Value, ClusterError> {
    let text = annotation(object).unwrap_or_default();
    put_annotation(place, text).await
}

async fn put_annotation(place: &Place<'_>, text: &str) -> Result<Value, ClusterError> {
    let namespace = place.resource.is_namespaced.then(|| place.cluster.namespace().as_str());
    let meta = match namespace {
        Some(namespace) => {
            json!({"name": place.name, "namespace": namespace, "annotations": {LAST_APPLIED: text}})
        }
        None => json!({"name": place.name, "annotations": {LAST_APPLIED: text}}),
    };
    let body =
        json!({"apiVersion": place.resource.api_version(), "kind": place.resource.kind, "metadata": meta});
    let change = Change {
        kind: Patch::Apply,
        manager: ANNOTATION_MANAGER,
        force: false,
        pace: Pace::Deed,
        subresource: None,
        body: &body,
    };
    place.patch(&change).await.map(|answer| answer.value)
}

/// Gives a newly made object the annotation with which kubectl's client-side apply can later prune.
///
/// Never for Secrets: the server would write their values into it in clear text.
///
/// # Errors
/// Only a lost answer.
pub(crate) async fn annotate_new(
    place: &Place<'_>,
    body: &Value,
    object: Value,
) -> Result<(Value, Upkeep), ClusterError> {
    let done = Upkeep::default();
    if place.resource.kind == "Secret" {
        return Ok((object, done));
    }
    match put_annotation(place, &format!("{body}\n")).await {
        Ok(after) => Ok((after, Upkeep { annotation_handed_over: true, ..done })),
        Err(error) => given_up(error, object, done),
    }
}

async fn migrate(
    place: &Place<'_>,
    mut object: Value,
    managers: &[String],
) -> Result<Option<Value>, ClusterError> {
    for attempt in 1..=TRIES {
        let Some(books) = migrated_books(&object, managers) else { return Ok(None) };
        let version = object.pointer("/metadata/resourceVersion").cloned().unwrap_or_default();
        let body = json!([
            {"op": "replace", "path": "/metadata/managedFields", "value": books},
            {"op": "replace", "path": "/metadata/resourceVersion", "value": version},
        ]);
        let change = Change {
            kind: Patch::Json,
            manager: APPLY_MANAGER,
            force: false,
            pace: Pace::Deed,
            subresource: None,
            body: &body,
        };
        match place.patch(&change).await {
            Ok(answer) => return Ok(Some(answer.value)),
            Err(error) if attempt < TRIES && matches!(error.refusal(), Some(Refusal::Conflict { .. })) => {
                let Some(now) = place.get().await? else { return Err(error) };
                object = now;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(manager: &str, operation: &str, set: &Value) -> Value {
        json!({"manager": manager, "operation": operation, "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
               "fieldsV1": set})
    }

    fn annotated(rest: &Value) -> Value {
        let mut set = json!({"f:metadata": {"f:annotations": {".": {}, format!("f:{LAST_APPLIED}"): {}}}});
        fields::unite(&mut set, rest);
        set
    }

    #[test]
    fn mistake_06_the_old_owners_fields_move_to_the_new_one() {
        let old = annotated(&json!({"f:spec": {"f:a": {}}}));
        let object = json!({"metadata": {"managedFields": [
            entry("kubectl-client-side-apply", "Update", &old),
            entry("kube-controller-manager", "Update", &json!({"f:status": {}})),
            entry("kubectl", "Apply", &json!({"f:spec": {"f:b": {}}})),
        ]}});
        let managers = client_side_managers(&object);
        assert_eq!(managers, ["kubectl-client-side-apply"]);
        let books = migrated_books(&object, &managers).unwrap();
        assert_eq!(books.len(), 2);
        assert_eq!(books[1]["manager"], "kubectl");
        assert_eq!(books[1]["fieldsV1"]["f:spec"], json!({"f:b": {}, "f:a": {}}));
    }

    #[test]
    fn mistake_06_without_a_new_owner_the_old_entry_becomes_it() {
        let old = annotated(&json!({"f:spec": {"f:a": {}}}));
        let object =
            json!({"metadata": {"managedFields": [entry("kubectl-client-side-apply", "Update", &old)]}});
        let books = migrated_books(&object, &client_side_managers(&object)).unwrap();
        assert_eq!(
            (books[0]["manager"].as_str(), books[0]["operation"].as_str()),
            (Some("kubectl"), Some("Apply"))
        );
        assert!(migrated_books(&json!({"metadata": {"managedFields": books}}), &[]).is_none());
    }

    #[test]
    fn mistake_06_what_left_the_file_is_seen_to_go_beforehand() {
        let env = |names: &[&str]| {
            let set: serde_json::Map<String, Value> = names
                .iter()
                .map(|name| (format!("k:{{\"name\":\"{name}\"}}"), json!({".": {}, "f:name": {}})))
                .collect();
            json!({"f:spec": {"f:env": set}})
        };
        let before = json!({"spec": {"env": [{"name": "A"}, {"name": "GONE"}]}}).to_string();
        let live = json!({"metadata": {"annotations": {LAST_APPLIED: before}, "managedFields": [
            entry("kubectl-client-side-apply", "Update", &annotated(&env(&["A", "GONE", "DEFAULTED"])))]}});
        let mut merged = json!({"metadata": {"managedFields": [
            entry("kubectl-client-side-apply", "Update", &annotated(&env(&["A", "GONE", "DEFAULTED"]))),
            entry("kubectl", "Apply", &env(&["A"])),
            entry("kubectl-edit", "Update", &env(&["BY_HAND"])),
        ]}, "spec": {"env": [{"name": "A"}, {"name": "GONE"}, {"name": "DEFAULTED"}, {"name": "BY_HAND"}]}});
        let removed = project(&live, &mut merged);
        assert_eq!(removed, [".spec.env[name=\"GONE\"]"]);
        assert_eq!(merged["spec"]["env"], json!([{"name": "A"}, {"name": "DEFAULTED"}, {"name": "BY_HAND"}]));
    }
}
