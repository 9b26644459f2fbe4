//! What it is for: a manifest's text as objects, read as kubectl reads it (go-yaml v2), stricter where kubectl is careless.
//! In: text of a file. Out: documents with their lines, duplicates, what is sent to the API server.
//! Never: a reading that differs from kubectl's (such text is refused), or work without bound on hostile text.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::tree::{self, Kind, Node, Values};
use crate::names::{NameError, ObjectName, ObjectRef};

/// Why a text is not a manifest that we would apply. Lines and columns are 1-based.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than a manifest may have.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Bytes of the file.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A control character outside a quoted escape.
    #[error("line {line}, column {column}: control character U+{code:04X}")]
    #[expect(missing_docs, reason = "line, column and the character's code")]
    Control { line: usize, column: usize, code: u32 },
    /// Not YAML.
    #[error("line {line}, column {column}: {problem}")]
    #[expect(missing_docs, reason = "line, column and the parser's words")]
    Syntax { line: usize, column: usize, problem: String },
    /// Nested deeper than a manifest may be.
    #[error("line {line}, column {column}: nested deeper than {limit}")]
    #[expect(missing_docs, reason = "line, column and levels allowed")]
    TooDeep { line: usize, column: usize, limit: usize },
    /// More values than a manifest may have.
    #[error("line {line}: more than {limit} values")]
    #[expect(missing_docs, reason = "line and values allowed")]
    TooManyNodes { line: usize, limit: usize },
    /// Aliases multiply the document beyond the limit.
    #[error("line {line}, column {column}: aliases make the document too large")]
    #[expect(missing_docs, reason = "line and column")]
    Expansion { line: usize, column: usize },
    /// An alias inside the value that it names.
    #[error("line {line}, column {column}: the alias stands inside the value that it names")]
    #[expect(missing_docs, reason = "line and column")]
    AliasLoop { line: usize, column: usize },
    /// The same key twice in one mapping; kubectl would silently take the last.
    #[error("line {line}, column {column}: the key `{key}` is already on line {first_line}")]
    #[expect(missing_docs, reason = "the key, its second place and its first line")]
    DuplicateKey { key: String, line: usize, column: usize, first_line: usize },
    /// A key that is not text, number or boolean.
    #[error("line {line}, column {column}: this cannot be a key")]
    #[expect(missing_docs, reason = "line and column")]
    Key { line: usize, column: usize },
    /// Infinity or not-a-number, which JSON does not have.
    #[error("line {line}, column {column}: `{text}` is not a number that JSON has")]
    #[expect(missing_docs, reason = "the text, line and column")]
    Number { text: String, line: usize, column: usize },
    /// A tag that Kubernetes objects have no use for, or that does not fit its value.
    #[error("line {line}, column {column}: the tag `{tag}` is not supported here")]
    #[expect(missing_docs, reason = "the tag, line and column")]
    Tag { tag: String, line: usize, column: usize },
    /// A merge key that readers take differently: of something else than mappings, or overriding keys above it.
    #[error("line {line}, column {column}: this merge key is read differently by different readers")]
    #[expect(missing_docs, reason = "line and column")]
    Merge { line: usize, column: usize },
    /// Content on the line of `---`, or after `...`: kubectl throws it away.
    #[error("line {line}: kubectl ignores content here; begin the document with `---` on a line of its own")]
    #[expect(missing_docs, reason = "the line")]
    DocumentStart { line: usize },
    /// A document that is a list or a scalar.
    #[error("line {line}: the document is {found}, not an object")]
    #[expect(missing_docs, reason = "the line and what stands there")]
    NotAnObject { line: usize, found: &'static str },
    /// `apiVersion`, `kind` or `metadata.name` is missing.
    #[error("line {line}: the object has no {field}")]
    #[expect(missing_docs, reason = "the field and the object's first line")]
    Missing { field: &'static str, line: usize },
    /// `apiVersion`, `kind`, `metadata.name` or `metadata.namespace` is not text.
    #[error("line {line}: {field} is {found}, not text")]
    #[expect(missing_docs, reason = "the field, the object's first line and what stands there")]
    NotText { field: &'static str, line: usize, found: &'static str },
    /// `generateName` without `name`: applying it twice would make two objects.
    #[error("line {line}: the object has generateName and no name, and cannot be applied")]
    #[expect(missing_docs, reason = "the object's first line")]
    GenerateName { line: usize },
}

impl ReadError {
    /// The 1-based line that the error names; `None` when it concerns the whole file.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::TooLarge { .. } => None,
            Self::Control { line, .. }
            | Self::Syntax { line, .. }
            | Self::TooDeep { line, .. }
            | Self::TooManyNodes { line, .. }
            | Self::Expansion { line, .. }
            | Self::AliasLoop { line, .. }
            | Self::DuplicateKey { line, .. }
            | Self::Key { line, .. }
            | Self::Number { line, .. }
            | Self::Tag { line, .. }
            | Self::Merge { line, .. }
            | Self::DocumentStart { line }
            | Self::NotAnObject { line, .. }
            | Self::Missing { line, .. }
            | Self::NotText { line, .. }
            | Self::GenerateName { line } => Some(*line),
        }
    }
}

/// One object of a manifest, items of `List`s included.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// `apiVersion`, such as `apps/v1`.
    pub api_version: String,
    /// `kind`.
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`; `None` means the change's namespace (or a cluster-scoped object).
    pub namespace: Option<String>,
    /// 1-based line of its first key.
    pub first_line: usize,
    /// 1-based line of its last value.
    pub last_line: usize,
    /// The object as kubectl reads it.
    pub value: Value,
    pub(super) origin: Origin,
}

/// Where a document's node stands: the tree, then indexes into nested `items`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Origin {
    pub(super) tree: usize,
    pub(super) items: Vec<usize>,
}

/// The same object (group, kind, namespace, name) twice in one file; kubectl applies both, and the last wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// `Kind/name`.
    pub object: String,
    /// 1-based line of the earlier one, which has no effect.
    pub first_line: usize,
    /// 1-based line of the next one.
    pub second_line: usize,
}

/// All objects of one file, in its order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Manifest {
    /// The objects.
    pub documents: Vec<Document>,
}

impl Manifest {
    /// Reads a whole file; empty and null documents are left out, lists are flattened.
    ///
    /// # Errors
    /// Anything that is not an object kubectl would send, or that readers take differently: see [`ReadError`].
    pub fn read(text: &str) -> Result<Self, ReadError> {
        Self::of_trees(text, &tree::parse(text)?)
    }

    pub(super) fn of_trees(text: &str, trees: &[Node<'_>]) -> Result<Self, ReadError> {
        let starts = line_starts(text);
        let mut documents = Vec::with_capacity(trees.len());
        for (index, node) in trees.iter().enumerate() {
            let value = Values::new().value(node)?;
            let origin = Origin { tree: index, items: Vec::new() };
            flatten(text, &starts, Some(node), value, origin, node.line, &mut documents)?;
        }
        Ok(Self { documents })
    }

    /// Objects that stand in the file more than once; objects without a namespace count as in `namespace`.
    pub fn duplicates(&self, namespace: &str) -> Vec<Duplicate> {
        let mut seen = HashMap::new();
        let mut found = Vec::new();
        for document in &self.documents {
            if let Some(first_line) = seen.insert(document.identity(namespace), document.first_line) {
                let second_line = document.first_line;
                found.push(Duplicate { object: document.label(), first_line, second_line });
            }
        }
        found
    }

    /// The objects that are in force after an apply: of duplicates only the last, in the file's order.
    pub fn effective(&self, namespace: &str) -> Vec<&Document> {
        let last: HashMap<_, _> =
            self.documents.iter().enumerate().map(|(index, doc)| (doc.identity(namespace), index)).collect();
        let in_force = |(index, doc): (usize, &Document)| last.get(&doc.identity(namespace)) == Some(&index);
        self.documents.iter().enumerate().filter(|&pair| in_force(pair)).map(|(_, doc)| doc).collect()
    }

    /// All objects that `Kind/name` names.
    pub fn find(&self, object: &str) -> Vec<&Document> {
        self.documents.iter().filter(|document| document.is(object)).collect()
    }
}

impl Document {
    /// API group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// API version without its group, such as `v1`.
    pub fn version(&self) -> &str {
        self.api_version.split_once('/').map_or(self.api_version.as_str(), |(_, version)| version)
    }

    /// `Kind/name`.
    pub fn label(&self) -> String {
        format!("{}/{}", self.kind, self.name)
    }

    /// Whether `Kind/name` names this object.
    pub fn is(&self, object: &str) -> bool {
        object.split_once('/').is_some_and(|(kind, name)| kind == self.kind && name == self.name)
    }

    /// The object by group, kind and name.
    ///
    /// # Errors
    /// The name is not one that the API server takes for most kinds (RFC 1123).
    pub fn reference(&self) -> Result<ObjectRef, NameError> {
        Ok(ObjectRef {
            group: self.group().to_owned(),
            version: self.version().to_owned(),
            kind: self.kind.clone(),
            name: ObjectName::new(self.name.as_str())?,
        })
    }

    /// What is sent: without nulls, `status` and the metadata that the server writes.
    pub fn for_apply(&self) -> Value {
        let mut value = self.value.clone();
        strip_nulls(&mut value);
        if let Some(object) = value.as_object_mut() {
            object.shift_remove("status");
            if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
                for key in ["generation", "uid", "resourceVersion", "managedFields", "creationTimestamp"] {
                    metadata.shift_remove(key);
                }
            }
        }
        value
    }

    fn identity(&self, namespace: &str) -> (String, String, String, String) {
        let namespace = self.namespace.as_deref().unwrap_or(namespace).to_owned();
        (self.group().to_owned(), self.kind.clone(), namespace, self.name.clone())
    }
}

/// What a value is, in one technical word.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

fn strip_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(strip_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// kubectl takes every object with a list of `items` at its top for a list.
fn flatten(
    text: &str,
    starts: &[usize],
    node: Option<&Node<'_>>,
    value: Value,
    origin: Origin,
    line: usize,
    out: &mut Vec<Document>,
) -> Result<(), ReadError> {
    let line = node.map_or(line, |node| node.line);
    let mut map = match value {
        Value::Object(map) => map,
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            return Err(ReadError::NotAnObject { line, found: kind_of(&other) });
        }
    };
    if let Some(Value::Array(items)) = map.get_mut("items") {
        let nodes = node.and_then(|node| node.entry("items")).map_or(&[][..], |(_, node)| node.items());
        for (index, item) in std::mem::take(items).into_iter().enumerate() {
            let mut origin = origin.clone();
            origin.items.push(index);
            flatten(text, starts, nodes.get(index), item, origin, line, out)?;
        }
        return Ok(());
    }
    let end = node.map_or(0, |node| text.get(..node.end).unwrap_or_default().trim_end().len());
    let last_line = starts.partition_point(|start| *start < end).max(line);
    out.push(document(map, origin, line, last_line)?);
    Ok(())
}

pub(super) fn document(
    map: Map<String, Value>,
    origin: Origin,
    first_line: usize,
    last_line: usize,
) -> Result<Document, ReadError> {
    let metadata = map.get("metadata");
    let text = |field: &'static str, value: Option<&Value>| match value {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        None | Some(Value::Null | Value::String(_)) => Err(ReadError::Missing { field, line: first_line }),
        Some(other) => Err(ReadError::NotText { field, line: first_line, found: kind_of(other) }),
    };
    let api_version = text("apiVersion", map.get("apiVersion"))?;
    let kind = text("kind", map.get("kind"))?;
    let in_metadata = |key: &str| metadata.and_then(|metadata| metadata.get(key));
    let name = match text("metadata.name", in_metadata("name")) {
        Err(ReadError::Missing { .. }) if in_metadata("generateName").is_some() => {
            return Err(ReadError::GenerateName { line: first_line });
        }
        other => other?,
    };
    let namespace = match text("metadata.namespace", in_metadata("namespace")) {
        Err(ReadError::Missing { .. }) => None,
        other => Some(other?),
    };
    let value = Value::Object(map);
    Ok(Document { api_version, kind, name, namespace, first_line, last_line, value, origin })
}

/// The node of a document in the trees that it was read from; `None` when it came through an alias.
pub(super) fn node_of<'n, 't>(trees: &'n [Node<'t>], origin: &Origin) -> Option<&'n Node<'t>> {
    let mut node = trees.get(origin.tree)?;
    for index in &origin.items {
        let (_, items) = node.entry("items")?;
        node = items.items().get(*index)?;
    }
    (!matches!(node.kind, Kind::Alias(_))).then_some(node)
}

#[cfg(test)]
mod tests;
