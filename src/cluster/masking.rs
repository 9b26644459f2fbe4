//! What it is for: objects without what only the server writes, so that two of them can be compared.
//! In: an object as read. Out: the same, trimmed. Never: a status, or a copy of the object in its own annotations.

use serde_json::Value;

/// The annotation in which kubectl keeps the whole manifest, secrets included.
pub(crate) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What only the server writes goes: status, versions, owners' books, and the last-applied annotation.
pub(crate) fn trimmed(object: &Value) -> Value {
    let mut object = object.clone();
    let Some(map) = object.as_object_mut() else { return object };
    map.shift_remove("status");
    if let Some(meta) = map.get_mut("metadata").and_then(Value::as_object_mut) {
        for key in ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]
        {
            meta.shift_remove(key);
        }
        let mut is_bare = false;
        if let Some(notes) = meta.get_mut("annotations").and_then(Value::as_object_mut) {
            notes.shift_remove(LAST_APPLIED);
            // The Deployment controller's own notes come a moment after a roll-out begins, also between two reads.
            notes.retain(|key, _| !key.starts_with("deployment.kubernetes.io/"));
            is_bare = notes.is_empty();
        }
        if is_bare {
            meta.shift_remove("annotations");
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mistake_24_the_copy_in_the_annotation_goes() {
        let object = json!({"kind": "Secret", "metadata": {"name": "s", "uid": "u", "generation": 3,
            "managedFields": [], "annotations": {LAST_APPLIED: "hunter2"}}, "status": {"x": 1}});
        assert_eq!(trimmed(&object), json!({"kind": "Secret", "metadata": {"name": "s"}}));
    }
}
