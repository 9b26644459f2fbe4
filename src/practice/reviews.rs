//! What the user may do, and who the user is: reviews that are answered and not kept.

use hyper::{
    Method, Response,
    header::{ACCEPT, USER_AGENT},
};
use serde_json::{Value, json};

use super::{
    api::{Api, Call},
    http::{
        answer::{self, Body, Form},
        dispatch::{Asked, Shared, body_of},
        route::Target,
    },
    kinds, meta,
    refusal::{Cause, Refusal},
};

/// The one user of the practice cluster.
pub(crate) const USER: &str = "practice";
const GROUPS: &[&str] = &["system:masters", "system:authenticated"];

/// A resource with its part, as rights name it.
pub(crate) fn full_resource(resource: &str, subresource: &str) -> String {
    if subresource.is_empty() { resource.to_owned() } else { format!("{resource}/{subresource}") }
}

/// Answers a review.
pub(crate) fn answer(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    if asked.method != Method::POST {
        return Err(Refusal::method_not_allowed());
    }
    let form = Form::read(asked.header(&ACCEPT))?;
    let call = Call::new(target.kind, "", "", "");
    let (mut review, _) = Api::admit(&call, body_of(target, asked)?)?;
    let mut call = call;
    call.manager = asked.query.manager("CreateOptions", asked.header(&USER_AGENT))?;
    super::apply::track_update(&call, &super::strategy::blank(target.kind), &mut review, None);
    let status = match target.kind.resource.as_str() {
        "selfsubjectaccessreviews" => access(shared, &review)?,
        "selfsubjectrulesreviews" => rules(shared, &review)?,
        _ => json!({"userInfo": {"username": USER, "groups": GROUPS}}),
    };
    if target.kind.resource == "selfsubjectrulesreviews" {
        // The real server answers with an object of its own.
        review = super::strategy::blank(target.kind);
    }
    if target.kind.resource == "selfsubjectreviews" {
        meta::set(&mut review, "creationTimestamp", json!(meta::now()));
    }
    if let Some(map) = review.as_object_mut() {
        map.insert("status".to_owned(), status);
    }
    Ok(answer::object(201, &form, &review))
}

fn access(shared: &Shared, review: &Value) -> Result<Value, Refusal> {
    let text = |pointer: &str| review.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let resource = review.pointer("/spec/resourceAttributes").filter(|part| !part.is_null());
    let other = review.pointer("/spec/nonResourceAttributes").filter(|part| !part.is_null());
    let refuse = |field: &str, value: &Value, why: &str| {
        let cause = Cause::invalid(field, value, why);
        Err(Refusal::invalid("authorization.k8s.io", "", "", &[cause]))
    };
    let metadata = review.get("metadata").and_then(Value::as_object);
    let is_named =
        metadata.is_some_and(|all| all.keys().any(|key| key != "managedFields" && key != "namespace"));
    match (resource, other) {
        (None, None) => refuse(
            "spec.resourceAttributes",
            &Value::Null,
            "exactly one of nonResourceAttributes or resourceAttributes must be specified",
        ),
        (Some(_), Some(_)) => {
            let of = |key: &str| text(&format!("/spec/nonResourceAttributes/{key}"));
            let value = json!({"Path": of("path"), "Verb": of("verb")});
            let why = "cannot be specified in combination with resourceAttributes";
            refuse("spec.nonResourceAttributes", &value, why)
        }
        _ if is_named => refuse("metadata", review.get("metadata").unwrap_or(&Value::Null), "must be empty"),
        (None, Some(_)) => Ok(json!({"allowed": true})),
        (Some(_), None) => {
            let of = |key: &str| text(&format!("/spec/resourceAttributes/{key}"));
            let resource = full_resource(of("resource"), of("subresource"));
            let allowed = shared.faults.allows(of("verb"), of("group"), &resource, of("namespace"));
            Ok(if allowed { json!({"allowed": true}) } else { json!({"allowed": false}) })
        }
    }
}

/// The rights in one namespace, resource by resource.
fn rules(shared: &Shared, review: &Value) -> Result<Value, Refusal> {
    let namespace = review.pointer("/spec/namespace").and_then(Value::as_str).unwrap_or_default();
    if namespace.is_empty() {
        return Err(Refusal::bad_request("no namespace on request"));
    }
    if shared.faults.denies_nothing() {
        return Ok(rights(&[json!({"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]})]));
    }
    let mut rules = Vec::new();
    for kind in kinds::all() {
        let parts = kind.subresources.iter().map(|part| (part.name.as_str(), &part.verbs));
        for (part, verbs) in std::iter::once(("", &kind.verbs)).chain(parts) {
            let resource = full_resource(&kind.resource, part);
            let allowed: Vec<&String> = verbs
                .iter()
                .filter(|verb| shared.faults.allows(verb, &kind.group, &resource, namespace))
                .collect();
            if !allowed.is_empty() {
                rules.push(json!({"verbs": allowed, "apiGroups": [kind.group], "resources": [resource]}));
            }
        }
    }
    Ok(rights(&rules))
}

fn rights(rules: &[Value]) -> Value {
    json!({
        "resourceRules": rules,
        "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}],
        "incomplete": false,
    })
}
