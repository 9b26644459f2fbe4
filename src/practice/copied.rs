//! What it is for: objects of another cluster, put into this one as they were there.
//! In: objects as read, without what a server writes. Out: which were refused, and why. Never: a field whose manager
//! changes by it: what an apply says later depends on them.

use serde_json::Value;

use super::{
    api::{Api, Call},
    kinds, meta,
    read::Body,
    refusal::Refusal,
    write::settle_namespace,
};

/// An object that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// `Kind/name`.
    pub object: String,
    /// What the server said.
    pub why: String,
}

/// Puts objects into a namespace, in their order.
pub(super) fn put_in(api: &Api, namespace: &str, objects: Vec<Value>) -> Vec<Refused> {
    let mut refused = Vec::new();
    for object in objects {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let shown = format!("{}/{}", text("kind"), meta::text(&object, "name"));
        let found = kinds::of_object(&text("apiVersion"), &text("kind")).filter(|kind| kind.namespaced);
        let done = match found {
            Some(kind) => {
                put(api, &Call::new(kind, namespace, meta::text(&object, "name"), ""), object.clone())
            }
            None => Err(Refusal::no_such_address()),
        };
        if let Err(refusal) = done {
            refused.push(Refused { object: shown, why: refusal.to_string() });
        }
    }
    refused
}

fn put(api: &Api, call: &Call, object: Value) -> Result<(), Refusal> {
    let (mut object, _warnings) = Api::admit(call, Body { value: object, duplicates: Vec::new() })?;
    settle_namespace(call, &mut object)?;
    api.insert(call, object, Vec::new()).map(drop)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::practice::patching::PatchKind;

    fn deployment() -> Value {
        json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "web", "managedFields": [
                {"manager": "ops", "operation": "Update", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
                 "subresource": "scale", "fieldsV1": {"f:spec": {"f:replicas": {}}}}]},
            "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}}, "template": {
                "metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}}},
        })
    }

    #[test]
    fn whose_fields_they_are_decides_what_an_apply_says_as_it_did_there() {
        let api = Api::default();
        api.furnish().expect("furnished");
        let odd = json!({"apiVersion": "example.org/v1", "kind": "Odd", "metadata": {"name": "x"}});
        let refused = put_in(&api, "default", vec![deployment(), odd]);
        assert_eq!(refused.iter().map(|one| one.object.as_str()).collect::<Vec<_>>(), ["Odd/x"]);
        let kind = kinds::find("apps", "deployments").expect("known");
        let call = Call::new(kind, "default", "web", "kubectl");
        let apply = |replicas: u32| {
            let body = json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                "spec": {"replicas": replicas}});
            api.patch(&call, PatchKind::Apply(false), body.to_string().as_bytes())
        };
        let conflict = apply(1).expect_err("another manager has it").to_string();
        assert!(conflict.contains("ops"), "{conflict}");
        apply(3).expect("the same value is no conflict");
    }
}
