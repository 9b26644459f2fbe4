//! What it is for: whether something that others refer to is there, and which keys or tags it has.
//! In: kind, namespace and name. Out: names of keys. Never: a value, or "not there" for what may not be looked at.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    connect::Cluster,
    error::{ClusterError, Refusal},
    resource::{Place, Resource},
};

/// What a look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Present {
    /// It is there, with these keys (of a Secret or `ConfigMap`) or tags (of an image stream).
    There(BTreeSet<String>),
    /// It is not there, or the server does not have its kind.
    Gone,
    /// It may not be looked at.
    Hidden,
}

/// Keys of a `Secret` or a `ConfigMap`, tags of an `ImageStream`; of a `Service` only whether it is there.
///
/// # Errors
/// The cluster cannot be asked.
pub async fn keys(
    cluster: &Cluster,
    kind: &str,
    namespace: &str,
    name: &str,
) -> Result<Present, ClusterError> {
    let resource = match kind {
        "ImageStream" => Resource::known("image.openshift.io", "v1", kind, "imagestreams"),
        "ConfigMap" => Resource::known("", "v1", kind, "configmaps"),
        "Service" => Resource::known("", "v1", kind, "services"),
        _ => Resource::known("", "v1", "Secret", "secrets"),
    };
    match (Place { cluster, resource: &resource, name }).get_in(namespace).await {
        Ok(Some(object)) => Ok(Present::There(names(&object))),
        Ok(None) => Ok(Present::Gone),
        Err(error) if error.refusal().and_then(Refusal::status) == Some(403) => Ok(Present::Hidden),
        Err(error) => Err(error),
    }
}

/// Keys of the data, and tags that an image stream has or follows.
fn names(object: &Value) -> BTreeSet<String> {
    let maps = ["data", "binaryData"].into_iter().filter_map(|key| object.get(key)?.as_object());
    let mut names: BTreeSet<String> = maps.flat_map(|map| map.keys().cloned()).collect();
    for (list, key) in [("/status/tags", "tag"), ("/spec/tags", "name")] {
        let tags = object.pointer(list).and_then(Value::as_array).into_iter().flatten();
        names.extend(tags.filter_map(|tag| tag.get(key)?.as_str().map(str::to_owned)));
    }
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_keys_and_tags_are_taken_and_no_values() {
        let found = |object: Value| names(&object).into_iter().collect::<Vec<_>>();
        assert_eq!(found(json!({"data": {"a": "hunter2"}, "binaryData": {"b": "x"}})), ["a", "b"]);
        let stream =
            json!({"spec": {"tags": [{"name": "1.4"}]}, "status": {"tags": [{"tag": "1.5", "items": []}]}});
        assert_eq!(found(stream), ["1.4", "1.5"]);
        assert!(found(json!({})).is_empty());
    }
}
