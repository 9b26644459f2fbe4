//! What it is for: the one Template of a file, checked.
//! In: the file's text. Out: parameters, labels, message and objects with their lines. Never: a guess about which of
//! several templates is meant, or a value of another type taken for text.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::{
    read::{ReadError, kind_of},
    tree::{self, Node, Values},
};
use super::{Note, Parameter, params};

/// Why a text is no template that could be processed. Lines are 1-based.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Not a manifest.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file has no object.
    #[error("the file holds no template")]
    None,
    /// More than one template: `oc` would take the first in silence.
    #[error(
        "line {second_line}: a second template; the first is on line {first_line}. One file may hold one"
    )]
    #[expect(missing_docs, reason = "the lines of the two templates")]
    Several { first_line: usize, second_line: usize },
    /// Another object than a template.
    #[error("line {line}: {found} is no template; the file may hold a template and nothing else")]
    #[expect(missing_docs, reason = "kind and API version, and the line")]
    NotATemplate { found: String, line: usize },
    /// A field of another type than the format gives it.
    #[error("line {line}: `{field}` is {found}, not {wanted}")]
    #[expect(missing_docs, reason = "the field, what stands there, what should, and the line")]
    Type { field: String, found: &'static str, wanted: &'static str, line: usize },
    /// There is nothing to make.
    #[error("line {line}: the template has no objects")]
    #[expect(missing_docs, reason = "the template's line")]
    NoObjects { line: usize },
    /// A parameter without a name, or with one that no reference can name.
    #[error("line {line}: parameter {number} is named `{name}`; a name holds letters, digits and _ only")]
    #[expect(missing_docs, reason = "its number from 1, the name as written, the line")]
    ParameterName { number: usize, name: String, line: usize },
    /// A parameter declared twice.
    #[error("line {line}: the parameter {name} is declared twice")]
    #[expect(missing_docs, reason = "the name and the line of the parameters")]
    ParameterTwice { name: String, line: usize },
}

/// An OpenShift Template as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(super) parameters: Vec<Parameter>,
    pub(super) labels: Vec<(String, String)>,
    pub(super) message: String,
    /// The objects with their first and last lines, lists flattened.
    pub(super) objects: Vec<(Value, usize, usize)>,
    pub(super) notes: Vec<Note>,
}

const FIELDS: [&str; 7] = ["apiVersion", "kind", "metadata", "message", "objects", "parameters", "labels"];

impl Template {
    /// Reads the one template of a file, `v1` or `template.openshift.io/v1`, by itself or as the one item of a `List`.
    ///
    /// # Errors
    /// See [`TemplateError`].
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let mut found: Vec<(Map<String, Value>, Option<Node<'_>>, usize)> = Vec::new();
        for node in tree::parse(text)? {
            let value = Values::new().value(&node)?;
            spread(value, Some(&node), node.line, &mut found)?;
        }
        let mut templates = found.into_iter();
        let Some((map, node, line)) = templates.next() else { return Err(TemplateError::None) };
        is_template(&map, line)?;
        if let Some((other, _, second_line)) = templates.next() {
            is_template(&other, second_line)?;
            return Err(TemplateError::Several { first_line: line, second_line });
        }
        Self::of(text, &map, node.as_ref(), line)
    }

    /// The parameters in the file's order.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// What is to be said about the template itself, whatever the values.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    fn of(
        text: &str,
        map: &Map<String, Value>,
        node: Option<&Node<'_>>,
        line: usize,
    ) -> Result<Self, TemplateError> {
        let mut notes: Vec<Note> = map
            .keys()
            .filter(|key| !FIELDS.contains(&key.as_str()))
            .map(|key| Note::UnknownField { field: key.clone() })
            .collect();
        let line_of = |key: &str| node.and_then(|node| node.entry(key)).map_or(line, |(key, _)| key.line);
        let lines = |list: &str, index: usize| {
            let item = node.and_then(|node| node.entry(list)).and_then(|(_, list)| list.items().get(index));
            item.map(|item| (item.line, last_line(text, item)))
        };
        let parameters =
            params::declared(map.get("parameters"), line_of("parameters"), &mut notes, |index| {
                lines("parameters", index).map(|(first, _)| first)
            })?;
        let mut seen = BTreeSet::new();
        if let Some(twice) = parameters.iter().find(|one| !seen.insert(one.name())) {
            let (name, line) = (twice.name().to_owned(), line_of("parameters"));
            return Err(TemplateError::ParameterTwice { name, line });
        }
        let message = text_of(map, "message", line_of("message"))?.unwrap_or_default();
        let labels = labels(map, line_of("labels"))?;
        let objects = objects(map, line_of("objects"), |index| lines("objects", index))?;
        if objects.is_empty() {
            return Err(TemplateError::NoObjects { line });
        }
        Ok(Self { parameters, labels, message, objects, notes })
    }
}

fn last_line(text: &str, node: &Node<'_>) -> usize {
    let end = text.get(..node.end).unwrap_or_default().trim_end();
    end.matches('\n').count() + 1
}

/// The objects of one document; every object with a list of `items` at its top is a list.
fn spread<'t>(
    value: Value,
    node: Option<&Node<'t>>,
    line: usize,
    out: &mut Vec<(Map<String, Value>, Option<Node<'t>>, usize)>,
) -> Result<(), TemplateError> {
    let line = node.map_or(line, |node| node.line);
    let mut map = mapping(value, line)?;
    let Some(Value::Array(items)) = map.get_mut("items") else {
        out.push((map, node.cloned(), line));
        return Ok(());
    };
    let nodes = node.and_then(|node| node.entry("items")).map_or(&[][..], |(_, list)| list.items());
    for (index, item) in std::mem::take(items).into_iter().enumerate() {
        spread(item, nodes.get(index), line, out)?;
    }
    Ok(())
}

fn mapping(value: Value, line: usize) -> Result<Map<String, Value>, ReadError> {
    match value {
        Value::Object(map) => Ok(map),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Err(ReadError::NotAnObject { line, found: kind_of(&other) })
        }
    }
}

fn is_template(map: &Map<String, Value>, line: usize) -> Result<(), TemplateError> {
    let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
    let (kind, version) = (text("kind"), text("apiVersion"));
    if kind == "Template" && matches!(version, "v1" | "template.openshift.io/v1") {
        return Ok(());
    }
    let found = match (kind, version) {
        ("", _) => "an object without a kind".to_owned(),
        (kind, "") => format!("{kind} without an apiVersion"),
        (kind, version) => format!("{kind} in {version}"),
    };
    Err(TemplateError::NotATemplate { found, line })
}

/// A text field; null and absent are the same.
pub(super) fn text_of(
    map: &Map<String, Value>,
    field: &str,
    line: usize,
) -> Result<Option<String>, TemplateError> {
    match map.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(wrong(field, other, "text", line)),
    }
}

pub(super) fn wrong(field: &str, found: &Value, wanted: &'static str, line: usize) -> TemplateError {
    TemplateError::Type { field: field.to_owned(), found: kind_of(found), wanted, line }
}

fn labels(map: &Map<String, Value>, line: usize) -> Result<Vec<(String, String)>, TemplateError> {
    let labels = match map.get("labels") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Object(labels)) => labels,
        Some(other) => return Err(wrong("labels", other, "a mapping", line)),
    };
    let one = |(key, value): (&String, &Value)| match value {
        Value::String(text) => Ok((key.clone(), text.clone())),
        Value::Null => Ok((key.clone(), String::new())),
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            Err(wrong(&format!("labels.{key}"), other, "text", line))
        }
    };
    labels.iter().map(one).collect()
}

fn objects(
    map: &Map<String, Value>,
    line: usize,
    lines: impl Fn(usize) -> Option<(usize, usize)>,
) -> Result<Vec<(Value, usize, usize)>, TemplateError> {
    let items = match map.get("objects") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(other) => return Err(wrong("objects", other, "a list", line)),
    };
    let mut out = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let (first, last) = lines(index).unwrap_or((line, line));
        flatten(item, first, last, &mut out)?;
    }
    Ok(out)
}

fn flatten(
    value: &Value,
    first: usize,
    last: usize,
    out: &mut Vec<(Value, usize, usize)>,
) -> Result<(), TemplateError> {
    let map = mapping(value.clone(), first)?;
    match map.get("items") {
        Some(Value::Array(items)) => items.iter().try_for_each(|item| flatten(item, first, last, out)),
        _ => {
            out.push((Value::Object(map), first, last));
            Ok(())
        }
    }
}
