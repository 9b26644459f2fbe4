//! What it is for: a template and its values made into objects.
//! In: the template, values by name, random bytes. Out: objects ready to be applied, what to say about them, where made-up
//! values landed. Never: another order than the template's, or a made-up value in a note.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use base64::Engine as _;
use serde_json::{Map, Value};

use super::super::read::{Document, Manifest, Origin as Place, ReadError, document};
use super::params::{self, Origin, Settled};
use super::{GivenError, Note, Random, Secrets, Template, fill, legacy, note, secrets};

/// Why a template could not be processed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// The values do not fit the parameters.
    #[error(transparent)]
    Given(#[from] GivenError),
    /// A result that is no object.
    #[error(transparent)]
    Object(#[from] ReadError),
    /// Two keys of one mapping become the same.
    #[error("line {line}: the keys `{first}` and `{second}` become the same with these values")]
    #[expect(missing_docs, reason = "the keys as the template writes them and the object's first line")]
    Keys { first: String, second: String, line: usize },
}

/// What a template makes of its values.
#[derive(Clone, PartialEq)]
pub struct Processed {
    manifest: Manifest,
    message: String,
    values: Vec<(String, String)>,
    notes: Vec<Note>,
    secrets: Secrets,
    landings: BTreeMap<String, Vec<Landing>>,
}

impl fmt::Debug for Processed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let objects: Vec<String> = self.manifest.documents.iter().map(Document::label).collect();
        f.debug_struct("Processed").field("objects", &objects).finish_non_exhaustive()
    }
}

/// A place of the result that holds a made-up value and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// Index of the object among the documents.
    pub document: usize,
    /// JSON pointer in the object.
    pub pointer: String,
    in_secret: bool,
}

impl Landing {
    /// The value that the live object has there, so that it is kept and not made up anew: a password that a database
    /// was set up with must not change. A Secret's `stringData` is looked for in its `data`.
    pub fn kept(&self, live: &Value) -> Option<String> {
        let plain = self.pointer.strip_prefix("/stringData/").filter(|_| self.in_secret);
        let Some(key) = plain else { return live.pointer(&self.pointer)?.as_str().map(str::to_owned) };
        let data = live.pointer(&format!("/data/{key}"))?.as_str()?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(data).ok()?;
        String::from_utf8(bytes).ok()
    }

    /// Whether the live object has the very value that the processed one has.
    pub fn is_in_use(&self, processed: &Value, live: &Value) -> bool {
        let made = processed.pointer(&self.pointer).and_then(Value::as_str);
        made.is_some() && made == self.kept(live).as_deref()
    }
}

impl Processed {
    /// The objects in the template's order, without what is not sent. They hold the secrets.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    /// Parameters that do not have the template's own value, with their values for a screen: dots for secrets.
    pub fn values(&self) -> &[(String, String)] {
        &self.values
    }
    /// The template's message, secrets hidden; empty when it has none.
    pub fn message(&self) -> &str {
        &self.message
    }
    /// What is to be said, the template's own notes first.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
    /// The values that must not be shown.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }
    /// For each made-up value the places that hold just it. One without a place cannot be kept by a later look.
    pub fn landings(&self) -> &BTreeMap<String, Vec<Landing>> {
        &self.landings
    }
}

impl Template {
    /// Fills the template. `random` is asked only for parameters that are to be made up and not in `given`.
    ///
    /// # Errors
    /// See [`ProcessError`]; all that is wrong with the values comes at once.
    pub fn process(
        &self,
        given: &BTreeMap<String, String>,
        random: &mut Random<'_>,
    ) -> Result<Processed, ProcessError> {
        let settled = params::settle(&self.parameters, given, random)?;
        let secret_names = self.secret_parameters();
        let known: fill::Known =
            settled.iter().map(|(name, (value, _))| (name.clone(), value.clone())).collect();
        let mut notes = self.notes.clone();
        self.note_values(&settled, &secret_names, &mut notes);
        let labels: Vec<(String, String)> = self
            .labels
            .iter()
            .map(|(key, value)| (fill::text(key, &known), fill::text(value, &known)))
            .collect();
        let mut documents = Vec::with_capacity(self.objects.len());
        for (object, first, last) in &self.objects {
            documents.push(made(object, (*first, *last), &known, &labels, &mut notes)?);
        }
        let secrets = Secrets::of(secret_names.iter().filter_map(|name| known.get(*name).cloned()));
        let message = secrets.hide(&fill::text(&self.message, &known)).into_owned();
        let values = self.values_shown(&settled, &secret_names);
        let mut told = BTreeSet::new();
        notes.retain(|note| told.insert(note.clone()));
        let landings = self.made_up_places(&settled, &known);
        Ok(Processed { manifest: Manifest { documents }, message, values, notes, secrets, landings })
    }

    fn values_shown(&self, settled: &Settled, secret: &BTreeSet<&str>) -> Vec<(String, String)> {
        let shown = |one: &super::Parameter| {
            let (value, origin) = settled.get(one.name())?;
            let is_secret = secret.contains(one.name()) || *origin == Origin::Generated;
            (*origin != Origin::Default).then(|| (one.name().to_owned(), secrets::shown(value, is_secret)))
        };
        self.parameters.iter().filter_map(shown).collect()
    }

    /// Everything that refers to parameters: keys and texts of objects, labels, the message.
    fn referred(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for (object, _, _) in &self.objects {
            secrets::strings(object, &mut |text| names.extend(fill::names(text)));
        }
        let labels = self.labels.iter().flat_map(|(key, value)| [key, value]);
        names.extend(labels.chain([&self.message]).flat_map(|text| fill::names(text)));
        names
    }

    fn note_values(&self, settled: &Settled, secret: &BTreeSet<&str>, notes: &mut Vec<Note>) {
        let referred = self.referred();
        for parameter in &self.parameters {
            let Some((value, origin)) = settled.get(parameter.name()) else { continue };
            let name = || parameter.name().to_owned();
            let is_secret = secret.contains(parameter.name());
            let value_shown = || secrets::shown(value, is_secret);
            let is_used = referred.contains(parameter.name());
            match origin {
                Origin::Generated => notes.push(Note::Generated { parameter: name() }),
                Origin::Given | Origin::Default if value.is_empty() && is_used => {
                    notes.push(Note::Empty { parameter: name() });
                }
                Origin::Given | Origin::Default => {}
            }
            if *origin != Origin::Given {
                continue;
            }
            if !is_used {
                notes.push(Note::Unused { parameter: name() });
            }
            if note::has_stray_brace(value) {
                notes.push(Note::StrayBrace { parameter: name(), value: value_shown() });
            }
            if note::has_dollar(value) && !is_secret {
                notes.push(Note::DollarInValue { parameter: name(), value: value_shown() });
            }
        }
    }

    fn made_up_places(&self, settled: &Settled, known: &fill::Known) -> BTreeMap<String, Vec<Landing>> {
        let mut out: BTreeMap<String, Vec<Landing>> = settled
            .iter()
            .filter(|(_, (_, origin))| *origin == Origin::Generated)
            .map(|(name, _)| (name.clone(), Vec::new()))
            .collect();
        for (document, (object, _, _)) in self.objects.iter().enumerate() {
            let in_secret = object.get("kind").and_then(Value::as_str) == Some("Secret");
            alone(object, known, &mut String::new(), &mut |name, pointer| {
                if let Some(places) = out.get_mut(name) {
                    places.push(Landing { document, pointer: pointer.to_owned(), in_secret });
                }
            });
        }
        out
    }
}

/// Every text that is one reference and nothing else: its name and its place in the result.
fn alone(value: &Value, known: &fill::Known, pointer: &mut String, each: &mut impl FnMut(&str, &str)) {
    let mut below = |key: &str, item: &Value| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        alone(item, known, pointer, each);
        pointer.truncate(length);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, item)| below(&fill::text(key, known), item)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| below(&index.to_string(), item));
        }
        Value::String(text) => {
            if let [fill::Piece::Reference(name)] = fill::pieces(text).as_slice() {
                each(name, pointer);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One object of the result.
fn made(
    object: &Value,
    (first, last): (usize, usize),
    known: &fill::Known,
    labels: &[(String, String)],
    notes: &mut Vec<Note>,
) -> Result<Document, ProcessError> {
    let mut object = object.clone();
    let dropped = drop_namespace(&mut object);
    let filled = fill::value(&object, known).map_err(|collision| {
        let (first_key, second) = collision.keys;
        ProcessError::Keys { first: first_key, second, line: first }
    })?;
    let Value::Object(mut map) = filled else {
        return Err(ProcessError::Object(ReadError::NotAnObject { line: first, found: "a value" }));
    };
    let label = label_of(&map);
    if let Some(namespace) = dropped {
        notes.push(Note::NamespaceDropped { object: label.clone(), namespace });
    }
    note_references(&object, known, &label, notes);
    if let Some(api_version) = moved(&mut map) {
        notes.push(Note::Moved { object: label.clone(), api_version });
    }
    add_labels(&mut map, labels, &label, notes);
    let fields = left_out(&map);
    if !fields.is_empty() {
        notes.push(Note::LeftOut { object: label, fields });
    }
    let mut document = document(map, Place::default(), first, last)?;
    document.value = document.for_apply();
    Ok(document)
}

fn label_of(map: &Map<String, Value>) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    format!("{}/{}", text(map.get("kind")), text(map.get("metadata").and_then(|data| data.get("name"))))
}

/// Takes a namespace away that no parameter sets; `${{NAME}}` does not count, as in `oc`.
fn drop_namespace(object: &mut Value) -> Option<String> {
    let metadata = object.get_mut("metadata")?.as_object_mut()?;
    let namespace = metadata.get("namespace")?.as_str().unwrap_or_default();
    let has_reference =
        fill::pieces(namespace).iter().any(|piece| matches!(piece, fill::Piece::Reference(_)));
    if has_reference {
        return None;
    }
    let namespace = metadata.shift_remove("namespace")?;
    namespace.as_str().filter(|namespace| !namespace.is_empty()).map(str::to_owned)
}

/// References that stay as they stand.
fn note_references(object: &Value, known: &fill::Known, label: &str, notes: &mut Vec<Note>) {
    secrets::strings(object, &mut |text| {
        let object = || label.to_owned();
        for name in fill::names(text).into_iter().filter(|name| !known.contains_key(*name)) {
            notes.push(Note::UnknownReference { name: name.to_owned(), object: object() });
        }
        if fill::whole(text).is_some() {
            return;
        }
        for (at, _) in text.match_indices("${{") {
            let name = text.get(at + 3..).and_then(|rest| rest.split_once("}}")).map(|(name, _)| name);
            if let Some(name) = name.filter(|name| known.contains_key(*name)) {
                notes.push(Note::InnerReference { name: name.to_owned(), object: object() });
            }
        }
    });
}

/// Moves an OpenShift kind from plain `v1` into its group: the `apiVersion` that holds now.
fn moved(map: &mut Map<String, Value>) -> Option<String> {
    if map.get("apiVersion")?.as_str()? != "v1" {
        return None;
    }
    let api_version = format!("{}/v1", legacy::group_of(map.get("kind")?.as_str()?)?);
    map.insert("apiVersion".to_owned(), Value::String(api_version.clone()));
    Some(api_version)
}

/// The template's labels win over the object's own.
fn add_labels(
    map: &mut Map<String, Value>,
    labels: &[(String, String)],
    object: &str,
    notes: &mut Vec<Note>,
) {
    if labels.is_empty() {
        return;
    }
    let empty = || Value::Object(Map::new());
    let metadata = map.entry("metadata").or_insert_with(empty);
    let Some(metadata) = metadata.as_object_mut() else { return };
    let own = metadata.entry("labels").or_insert_with(empty);
    if !own.is_object() {
        *own = empty();
    }
    let Some(own) = own.as_object_mut() else { return };
    for (key, value) in labels {
        let value = Value::String(value.clone());
        let before = own.insert(key.clone(), value.clone());
        if before.is_some_and(|before| before != value) {
            notes.push(Note::LabelReplaced { object: object.to_owned(), label: key.clone() });
        }
    }
}

/// What [`Document::for_apply`] leaves out, nulls apart: they say nothing.
fn left_out(map: &Map<String, Value>) -> Vec<String> {
    let written = |value: Option<&Value>| value.is_some_and(|value| !value.is_null());
    let mut out = Vec::new();
    if written(map.get("status")) {
        out.push("status".to_owned());
    }
    for field in ["generation", "uid", "resourceVersion", "managedFields", "creationTimestamp"] {
        if written(map.get("metadata").and_then(|metadata| metadata.get(field))) {
            out.push(format!("metadata.{field}"));
        }
    }
    out
}
