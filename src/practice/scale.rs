//! The `scale` part of workloads: replicas alone, owned under its own name.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    api::{Api, Call, Outcome},
    apply, decode, meta,
    patching::{Patch, PatchKind},
    read::{self, Body},
    refusal::{Cause, Refusal},
    schema::{Shape, schema},
};

const TYPE: &str = "io.k8s.api.autoscaling.v1.Scale";

/// How it begins when a Scale cannot be read.
const MISREAD: &str = "Scale in version \"v1\" cannot be handled as a Scale: ";

/// The Scale of a workload.
pub(crate) fn of(object: &Value) -> Value {
    let number = |pointer: &str| object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default();
    let mut metadata = json!({});
    for key in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
        if let (Some(map), Some(value)) = (metadata.as_object_mut(), meta::field(object, key)) {
            map.insert(key.to_owned(), value.clone());
        }
    }
    let replicas = |place: &str| match number(&format!("/{place}/replicas")) {
        0 => json!({}),
        some => json!({ "replicas": some }),
    };
    let mut status = json!({"replicas": number("/status/replicas")});
    let selector = selector_text(object);
    if let Some(map) = status.as_object_mut()
        && !selector.is_empty()
    {
        map.insert("selector".to_owned(), json!(selector));
    }
    json!({
        "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
        "spec": replicas("spec"), "status": status,
    })
}

/// A label selector as text, as `kubectl` prints it.
pub(crate) fn selector_text(object: &Value) -> String {
    let Some(selector) = object.pointer("/spec/selector") else { return String::new() };
    super::selectors::text(selector)
}

/// Replaces the Scale.
pub(crate) fn update(api: &Api, call: &Call, body: &Body) -> Result<Outcome, Refusal> {
    let wanted = read(call, &body.value)?;
    write(api, call, |_| Ok(wanted.clone()))
}

/// Patches the Scale.
pub(crate) fn patch(api: &Api, call: &Call, kind: PatchKind, body: &[u8]) -> Result<Outcome, Refusal> {
    let shape = Shape::Object(TYPE.to_owned());
    if let PatchKind::Apply(force) = kind {
        let config =
            read::yaml(body).map_err(|why| Refusal::bad_request(format!("error decoding YAML: {why}")))?;
        return lay(api, call, &config.value, force);
    }
    let patch = Patch::read(kind, body)?;
    write(api, call, |live| {
        let scale = patch.over(&shape, &of(live))?;
        read(call, &scale).map_err(|refusal| match refusal.message.strip_prefix(MISREAD) {
            Some(why) => {
                let shown = patch.shown(&scale);
                Refusal::invalid("", "", "", &[Cause::invalid("patch", &shown.into(), why)])
            }
            None => refusal,
        })
    })
}

/// Applies a Scale: to the workload itself, of which it has the one field.
fn lay(api: &Api, call: &Call, config: &Value, force: bool) -> Result<Outcome, Refusal> {
    let outcome = api.write_over(call, Vec::new(), |live| {
        let mut scale = of(live);
        json_patch::merge(&mut scale, config);
        let scale = read(call, &scale)?;
        check(call, &scale)?;
        let mut part = json!({
            "apiVersion": call.kind.api_version(), "kind": call.kind.kind, "metadata": {"name": call.name},
        });
        let wanted = config.pointer("/spec/replicas").is_some();
        if let (Some(map), true) = (part.as_object_mut(), wanted) {
            map.insert("spec".to_owned(), json!({"replicas": replicas(&scale)}));
        }
        apply::apply(call, live, &part, force).map(Some)
    })?;
    Ok(Outcome { object: Arc::new(of(&outcome.object)), ..outcome })
}

fn replicas(scale: &Value) -> i64 {
    scale.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or_default()
}

fn check(call: &Call, scale: &Value) -> Result<(), Refusal> {
    if replicas(scale) >= 0 {
        return Ok(());
    }
    let why = "must be greater than or equal to 0";
    let cause = Cause::invalid("spec.replicas", &json!(replicas(scale)), why);
    Err(Refusal::invalid("autoscaling", "Scale", &call.name, &[cause]))
}

/// Reads a Scale.
fn read(call: &Call, value: &Value) -> Result<Value, Refusal> {
    let named = |why: String| Refusal::bad_request(format!("{MISREAD}{why}"));
    let said = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let (version, kind) = (said("apiVersion"), said("kind"));
    if !matches!((version, kind), ("autoscaling/v1" | "", "Scale" | "")) {
        let version = version.rsplit('/').next().unwrap_or_default();
        return Err(Refusal::bad_request(format!(
            "{kind} in version \"{version}\" cannot be handled as a Scale: converting ({version}.{kind}) to \
             (autoscaling.Scale): unknown conversion"
        )));
    }
    let fields = schema().find(TYPE).ok_or_else(Refusal::no_such_address)?;
    let decoded = decode::object(fields, value).map_err(named)?;
    let name = meta::text(&decoded.value, "name");
    if name != call.name {
        let why =
            format!("the name of the object ({name}) does not match the name on the URL ({})", call.name);
        return Err(Refusal::bad_request(why));
    }
    Ok(decoded.value)
}

fn write(
    api: &Api,
    call: &Call,
    wanted: impl Fn(&Value) -> Result<Value, Refusal>,
) -> Result<Outcome, Refusal> {
    let outcome = api.write_over(call, Vec::new(), |live| {
        let scale = wanted(live)?;
        check(call, &scale)?;
        let mut new = live.clone();
        if let Some(spec) = new.get_mut("spec").and_then(Value::as_object_mut) {
            spec.insert("replicas".to_owned(), json!(replicas(&scale)));
        }
        match meta::field(&scale, "resourceVersion") {
            Some(version) => meta::set(&mut new, "resourceVersion", version.clone()),
            None => meta::remove(&mut new, "resourceVersion"),
        }
        apply::track_scale(call, live, &mut new);
        Ok(Some(new))
    })?;
    Ok(Outcome { object: Arc::new(of(&outcome.object)), ..outcome })
}
