//! The four kinds of patches.

use serde_json::Value;

use super::{
    api::{Api, Call, Outcome},
    apply, decode, meta,
    read::{self, Body},
    refusal::{Cause, Refusal},
    scale,
    schema::Shape,
    strategic, strategy,
};

/// Most operations of a JSON patch.
const MOST_OPERATIONS: usize = 10_000;

/// A patch as it came over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchKind {
    Json,
    Merge,
    Strategic,
    /// Server-side apply; `true` takes fields from other managers.
    Apply(bool),
}

impl Api {
    /// Changes an object by a patch; an apply patch also makes it.
    ///
    /// # Errors
    /// Everything that the real server refuses.
    pub fn patch(&self, call: &Call, kind: PatchKind, body: &[u8]) -> Result<Outcome, Refusal> {
        if call.subresource == "scale" {
            return scale::patch(self, call, kind, body);
        }
        match kind {
            PatchKind::Apply(force) => self.apply(call, body, force),
            PatchKind::Json | PatchKind::Merge | PatchKind::Strategic => self.change(call, kind, body),
        }
    }

    fn change(&self, call: &Call, kind: PatchKind, body: &[u8]) -> Result<Outcome, Refusal> {
        let patch = Patch::read(kind, body)?;
        let shape = Shape::Object(call.kind.type_name.clone());
        let live = self.get(call)?;
        let first = patch.over(&shape, &live)?;
        let (_, warnings) = typed(call, &patch, first)?;
        self.write_over(call, warnings, |live| {
            let patched = patch.over(&shape, live)?;
            let (mut new, _) = typed(call, &patch, patched)?;
            check_identity(call, live, &new)?;
            let managers = meta::field(&new, "managedFields").cloned();
            let managers = managers.filter(|_| call.subresource.is_empty());
            apply::track_update(call, live, &mut new, managers.as_ref());
            Ok(Some(new))
        })
    }

    fn apply(&self, call: &Call, body: &[u8], force: bool) -> Result<Outcome, Refusal> {
        let read =
            read::yaml(body).map_err(|why| Refusal::bad_request(format!("error decoding YAML: {why}")))?;
        let config = read.value;
        check_config(call, &config)?;
        match self.get(call) {
            Ok(_) => self.write_over(call, Vec::new(), |live| {
                let uid = meta::text(&config, "uid");
                if !uid.is_empty() && uid != meta::text(live, "uid") {
                    return Err(other_uid(call, uid));
                }
                let laid = apply::apply(call, live, &config, force)?;
                let (new, _) = Self::admit(call, plain(laid))?;
                Ok(Some(new))
            }),
            Err(refusal) if call.subresource.is_empty() && refusal.code == 404 => {
                let wanted = meta::text(&config, "uid");
                if !wanted.is_empty() {
                    let why = format!(
                        "uid mismatch: the provided object specified uid {wanted}, and no existing object was found"
                    );
                    return Err(Refusal::conflict(call.kind, &call.name, &why));
                }
                let mut config = config.clone();
                meta::remove(&mut config, "resourceVersion");
                let laid = apply::apply(call, &strategy::blank(call.kind), &config, force)?;
                let (mut object, warnings) = Self::admit(call, plain(laid))?;
                super::write::settle_namespace(call, &mut object)?;
                meta::set(&mut object, "name", call.name.clone().into());
                self.insert(call, object, warnings)
            }
            Err(refusal) => Err(refusal),
        }
    }
}

fn plain(value: Value) -> Body {
    Body { value, duplicates: Vec::new() }
}

fn check_config(call: &Call, config: &Value) -> Result<(), Refusal> {
    let text = |key: &str| config.get(key).and_then(Value::as_str).unwrap_or_default();
    let (version, kind) = (text("apiVersion"), text("kind"));
    if version != call.kind.api_version() || kind != call.kind.kind {
        let shown = if version.contains('/') { version.to_owned() } else { format!("/{version}") };
        return Err(Refusal::bad_request(format!("invalid object type: {shown}, Kind={kind}")));
    }
    let name = meta::text(config, "name");
    if !name.is_empty() && name != call.name {
        return Err(other_name(name, &call.name));
    }
    let namespace = meta::text(config, "namespace");
    if !namespace.is_empty() && namespace != call.namespace {
        return Err(Refusal::bad_request(OTHER_NAMESPACE));
    }
    Ok(())
}

const OTHER_NAMESPACE: &str =
    "the namespace of the provided object does not match the namespace sent on the request";

fn other_name(said: &str, wanted: &str) -> Refusal {
    Refusal::bad_request(format!(
        "the name of the object ({said}) does not match the name on the URL ({wanted})"
    ))
}

fn check_identity(call: &Call, live: &Value, new: &Value) -> Result<(), Refusal> {
    let name = meta::text(new, "name");
    if name != call.name {
        return Err(other_name(name, &call.name));
    }
    if meta::text(new, "namespace") != call.namespace {
        return Err(Refusal::bad_request(OTHER_NAMESPACE));
    }
    let uid = meta::text(new, "uid");
    if uid != meta::text(live, "uid") {
        return Err(other_uid(call, uid));
    }
    Ok(())
}

fn other_uid(call: &Call, uid: &str) -> Refusal {
    let cause = Cause::invalid("metadata.uid", &uid.into(), "field is immutable");
    let kind = call.kind;
    Refusal::invalid(&kind.group, &kind.kind, &call.name, &[cause.clone(), cause])
}

/// The patched object read as its type; what does not fit is the patch's fault.
fn typed(call: &Call, patch: &Patch, patched: Value) -> Result<(Value, Vec<String>), Refusal> {
    let shown = patch.shown(&patched);
    Api::admit(call, Body { value: patched, duplicates: patch.duplicates.clone() }).map_err(|refusal| {
        let prefix = format!("cannot be handled as a {}: ", call.kind.kind);
        let why = refusal.message.split_once(&prefix).map_or(refusal.message.as_str(), |(_, why)| why);
        let words = match (patch.kind, why.rsplit_once(" of type ")) {
            (PatchKind::Strategic, Some((found, wanted))) => converted(found, wanted),
            _ => why.to_owned(),
        };
        Refusal::invalid("", "", "", &[Cause::invalid("patch", &shown.into(), &words)])
    })
}

/// What Go's converter says of a value of another type, from what its JSON reader says.
fn converted(found: &str, wanted: &str) -> String {
    let found = found.split_whitespace().nth(3).unwrap_or_default();
    let go = match found {
        "object" => "map",
        "array" => "slice",
        "number" => "int64",
        other => other,
    };
    match wanted {
        "string" | "bool" => format!("cannot convert {go} to {wanted}"),
        _ if wanted.starts_with("[]") => format!("cannot restore slice from {go}"),
        _ if wanted.starts_with("map[") => format!("cannot restore map from {go}"),
        _ if wanted.contains('.') => format!("cannot restore struct from: {go}"),
        _ => format!("unrecognized type: {wanted}"),
    }
}

/// A patch that was read.
pub(crate) struct Patch {
    kind: PatchKind,
    value: Value,
    duplicates: Vec<String>,
}

impl Patch {
    /// Reads a patch of one of the three plain kinds.
    pub(crate) fn read(kind: PatchKind, bytes: &[u8]) -> Result<Self, Refusal> {
        let prefix = if kind == PatchKind::Strategic { "" } else { "error decoding patch: " };
        let body = read::json(bytes)
            .map_err(|error| Refusal::bad_request(format!("{prefix}{}", read::go_words(bytes, &error))))?;
        let found = decode::json_name(&body.value);
        match (kind, &body.value) {
            (PatchKind::Json, Value::Array(operations)) if operations.len() > MOST_OPERATIONS => {
                let why = format!(
                    "The allowed maximum operations in a JSON patch is {MOST_OPERATIONS}, got {}",
                    operations.len()
                );
                Err(Refusal { code: 413, reason: "RequestEntityTooLarge", message: why, details: None })
            }
            (PatchKind::Json, Value::Array(_))
            | (PatchKind::Merge | PatchKind::Strategic, Value::Object(_)) => {
                Ok(Self { kind, value: body.value, duplicates: body.duplicates })
            }
            (PatchKind::Json, _) => Err(Refusal::bad_request(format!(
                "{prefix}json: cannot unmarshal {found} into Go value of type []handlers.jsonPatchOp"
            ))),
            _ => Err(Refusal::bad_request(format!(
                "{prefix}json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
            ))),
        }
    }

    /// The live object with the patch laid over it.
    pub(crate) fn over(&self, shape: &Shape, live: &Value) -> Result<Value, Refusal> {
        let rejected =
            || Refusal::unprocessable("the server rejected our request due to an error in our request");
        match self.kind {
            PatchKind::Json => {
                let patch: json_patch::Patch =
                    serde_json::from_value(self.value.clone()).map_err(|_unread| rejected())?;
                let mut new = live.clone();
                json_patch::patch(&mut new, &patch).map_err(|_unfit| rejected())?;
                Ok(new)
            }
            PatchKind::Merge => {
                let mut new = live.clone();
                json_patch::merge(&mut new, &self.value);
                Ok(new)
            }
            PatchKind::Strategic => strategic::patch(shape, live, &self.value).map_err(Refusal::internal),
            PatchKind::Apply(_) => Err(rejected()),
        }
    }

    /// What an error shows: the patch itself, or the object that came out.
    pub(crate) fn shown(&self, patched: &Value) -> String {
        match self.kind {
            PatchKind::Strategic => strategic::go_map(&self.value),
            PatchKind::Json | PatchKind::Merge | PatchKind::Apply(_) => patched.to_string(),
        }
    }
}
