//! The API of the practice cluster in process: what a request asks for, and the rules that every write goes through.
//!
//! The HTTP server and the controllers use the same calls, so that what a controller writes is defaulted, validated and
//! marked with its manager's name as if it had come over the wire.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    decode, defaults,
    kinds::Kind,
    read::Body,
    refusal::Refusal,
    store::{Key, Store},
};

/// The API over a store; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Api {
    pub(crate) store: Store,
}

/// What to do about fields that the type does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Validation {
    /// Drop them silently.
    Ignore,
    /// Drop them and say so.
    #[default]
    Warn,
    /// Refuse the object.
    Strict,
}

/// A request on one object or collection.
#[derive(Debug, Clone)]
pub struct Call {
    pub kind: &'static Kind,
    /// Empty for the object itself.
    pub subresource: String,
    /// Empty for cluster-wide kinds and for lists over all namespaces.
    pub namespace: String,
    /// Empty for collections.
    pub name: String,
    /// Field manager.
    pub manager: String,
    pub dry_run: bool,
    pub validation: Validation,
}

/// A done request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// HTTP status, 200 or 201.
    pub code: u16,
    pub object: Arc<Value>,
    /// What the client is warned of.
    pub warnings: Vec<String>,
}

impl Call {
    /// A call on one object by a manager, as a controller makes it.
    pub fn new(kind: &'static Kind, namespace: &str, name: &str, manager: &str) -> Self {
        Self {
            kind,
            subresource: String::new(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            manager: manager.to_owned(),
            dry_run: false,
            validation: Validation::Ignore,
        }
    }

    /// The same call on a part of the object.
    #[must_use]
    pub fn part(mut self, subresource: &str) -> Self {
        subresource.clone_into(&mut self.subresource);
        self
    }

    pub(crate) fn key(&self) -> Key {
        Key::new(self.kind, self.namespace.clone(), self.name.clone())
    }

    pub(crate) fn not_found(&self) -> Refusal {
        Refusal::not_found(self.kind, &self.name)
    }
}

impl Api {
    /// An API over this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The objects behind it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// One object.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn get(&self, call: &Call) -> Result<Arc<Value>, Refusal> {
        self.store.get(&call.key()).ok_or_else(|| call.not_found())
    }

    /// Reads a written object as the server's own type and fills in its defaults.
    ///
    /// # Errors
    /// `BadRequest` for another kind, a wrong type, or (when strict) an unknown field.
    pub(crate) fn admit(call: &Call, body: Body) -> Result<(Value, Vec<String>), Refusal> {
        let Body { value, duplicates } = body;
        let kind = call.kind;
        check_type(kind, &value)?;
        let named = |why: String| {
            let (version, name) = (&kind.version, &kind.kind);
            Refusal::bad_request(format!(
                "{name} in version \"{version}\" cannot be handled as a {name}: {why}"
            ))
        };
        let fields = kind.fields().ok_or_else(Refusal::no_such_address)?;
        let decoded = decode::object(fields, &value).map_err(named)?;
        let mut strict: Vec<String> =
            duplicates.into_iter().map(|path| format!("duplicate field \"{path}\"")).collect();
        strict.extend(decoded.unknown.into_iter().map(|path| format!("unknown field \"{path}\"")));
        if call.validation == Validation::Strict && !strict.is_empty() {
            return Err(named(format!("strict decoding error: {}", strict.join(", "))));
        }
        if call.validation == Validation::Ignore {
            strict.clear();
        }
        let mut object = decoded.value;
        set_type(kind, &mut object);
        defaults::fill(kind, &mut object);
        Ok((object, strict))
    }
}

/// Writes the object's `apiVersion` and `kind`.
pub(crate) fn set_type(kind: &Kind, object: &mut Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert("apiVersion".to_owned(), json!(kind.api_version()));
        map.insert("kind".to_owned(), json!(kind.kind));
    }
}

/// Group versions that are served no more, which the real server still can read.
const OLD: &[&str] = &[
    "extensions/v1beta1",
    "apps/v1beta1",
    "apps/v1beta2",
    "batch/v1beta1",
    "networking.k8s.io/v1beta1",
    "policy/v1beta1",
    "autoscaling/v1",
    "autoscaling/v2beta1",
    "autoscaling/v2beta2",
    "coordination.k8s.io/v1beta1",
    "discovery.k8s.io/v1beta1",
];

fn check_type(kind: &Kind, value: &Value) -> Result<(), Refusal> {
    let said = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let (api_version, name) = (said("apiVersion"), said("kind"));
    if (api_version.is_empty() || api_version == kind.api_version()) && (name.is_empty() || name == kind.kind)
    {
        return Ok(());
    }
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let wanted = &kind.kind;
    if name == wanted && OLD.contains(&api_version) {
        return Err(Refusal::bad_request(format!(
            "the API version in the data ({api_version}) does not match the expected API version ({})",
            kind.api_version()
        )));
    }
    let prefix = format!("{name} in version \"{version}\" cannot be handled as a {wanted}");
    let known = super::kinds::of_object(api_version, name).is_some();
    let why = if known {
        let package =
            if kind.group.is_empty() { "core" } else { kind.group.split('.').next().unwrap_or_default() };
        format!("converting ({version}.{name}) to ({package}.{wanted}): unknown conversion")
    } else {
        let full = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
        format!(
            "no kind \"{name}\" is registered for version \"{full}\" in scheme \"pkg/runtime/scheme.go:111\""
        )
    };
    Err(Refusal::bad_request(format!("{prefix}: {why}")))
}
