//! `/openapi/v3`: enough for kubectl to check, diff and merge what it applies.

use std::collections::BTreeSet;

use hyper::Response;
use serde_json::{Map, Value, json};

use super::{
    http::answer::{self, Body},
    kinds::{self, Kind},
    refusal::Refusal,
    schema::schema,
};

/// The paths of the group versions, and where their documents are.
pub(crate) fn index() -> Response<Body> {
    let paths: BTreeSet<String> = kinds::all().iter().map(path_of).collect();
    let version = schema().version.get("gitVersion").and_then(Value::as_str).unwrap_or_default();
    let entries: Map<String, Value> = paths
        .into_iter()
        .map(|path| {
            let address = format!("/openapi/v3/{path}?hash={version}");
            (path, json!({ "serverRelativeURL": address }))
        })
        .collect();
    // The real server names no type, and Go's guess is this one.
    answer::text_answer(200, "text/plain; charset=utf-8", json!({ "paths": entries }).to_string())
}

/// `/openapi/v2`, which kubectl asks for kinds that no document of version 3 has: it names no kind either.
///
/// # Errors
/// `NotAcceptable` where it is not wanted in kubectl's form.
pub(crate) fn two(accept: &str) -> Result<Response<Body>, Refusal> {
    if !accept.contains("proto-openapi.spec.v2") {
        return Err(Refusal::not_acceptable(TWO));
    }
    // openapi.v2.Document: swagger (1), info (2) with title (1) and version (2), paths (8), definitions (9).
    let version = schema().version.get("gitVersion").and_then(Value::as_str).unwrap_or_default();
    let info = [field(1, b"Kubernetes"), field(2, version.as_bytes())].concat();
    let document = [field(1, b"2.0"), field(2, &info), field(8, b""), field(9, b"")].concat();
    Ok(answer::text_answer(200, TWO, document))
}

const TWO: &str = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/// A protobuf field that holds bytes; none here is longer than 127.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u8::try_from(bytes.len()).unwrap_or_default();
    [&[number << 3 | 2, length], bytes].concat()
}

fn path_of(kind: &Kind) -> String {
    if kind.group.is_empty() {
        format!("api/{}", kind.version)
    } else {
        format!("apis/{}/{}", kind.group, kind.version)
    }
}

/// The document of a group version, such as `apis/apps/v1`.
pub(crate) fn document(path: &str) -> Option<Response<Body>> {
    let served: Vec<&Kind> = kinds::all().iter().filter(|kind| path_of(kind) == path).collect();
    if served.is_empty() {
        return None;
    }
    let mut wanted: Vec<&str> = served.iter().map(|kind| kind.type_name.as_str()).collect();
    wanted.push("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");
    let mut schemas = Map::new();
    while let Some(name) = wanted.pop() {
        if let (false, Some(raw)) = (schemas.contains_key(name), schema().raw.get(name)) {
            gather_names(raw, &mut wanted);
            schemas.insert(name.to_owned(), served_schema(raw));
        }
    }
    let paths: Map<String, Value> = served.iter().flat_map(|kind| operations(kind)).collect();
    let document = json!({
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": schema().version.get("gitVersion")},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    Some(answer::text_answer(200, "application/json", document.to_string()))
}

fn gather_names<'a>(schema: &'a Value, names: &mut Vec<&'a str>) {
    match schema {
        Value::Object(map) => {
            names.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| gather_names(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| gather_names(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The asset's form of a schema as `OpenAPI` has it: full references, no notes of ours.
fn served_schema(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let mut out = Map::new();
            for (key, value) in map.iter().filter(|(key, _)| *key != "x-go") {
                match (key.as_str(), value) {
                    ("$ref", Value::String(name)) => {
                        let target = json!({"$ref": format!("#/components/schemas/{name}")});
                        out.insert("allOf".to_owned(), json!([target]));
                    }
                    _ => {
                        out.insert(key.clone(), served_schema(value));
                    }
                }
            }
            Value::Object(out)
        }
        Value::Array(items) => Value::Array(items.iter().map(served_schema).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

/// The addresses of a kind with what kubectl looks at: kind, patch types, and the query parameters of writes.
fn operations(kind: &Kind) -> Vec<(String, Value)> {
    let root = format!("/{}", path_of(kind));
    let scope = if kind.namespaced { "/namespaces/{namespace}" } else { "" };
    let collection = format!("{root}{scope}/{}", kind.resource);
    let named = json!({"group": kind.group, "version": kind.version, "kind": kind.kind});
    let parameters: Vec<Value> = ["dryRun", "fieldManager", "fieldValidation"]
        .iter()
        .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string", "uniqueItems": true}}))
        .collect();
    let operation = |action: &str| {
        json!({
            "x-kubernetes-action": action,
            "x-kubernetes-group-version-kind": named,
            "parameters": parameters,
            "responses": {"200": {"description": "OK"}},
        })
    };
    let mut patch = operation("patch");
    let types = [
        "application/apply-patch+yaml",
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
    ];
    let content: Map<String, Value> = types.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
    if let Some(map) = patch.as_object_mut() {
        map.insert("requestBody".to_owned(), json!({ "content": content }));
    }
    let one = json!({"get": operation("get"), "put": operation("put"), "patch": patch, "delete": operation("delete")});
    let many = json!({"get": operation("list"), "post": operation("post")});
    vec![(format!("{collection}/{{name}}"), one), (collection, many)]
}
