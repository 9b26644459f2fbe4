//! What it is for: the places of a YAML text: every node with its bytes, and the values as kubectl takes them.
//! In: text. Out: one tree per document that is not null, and values by `Values`. Never: unbounded work on hostile text.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};
use serde_json::{Map, Value};

use super::read::ReadError;
use super::scalar;

/// Most bytes of one file.
pub(super) const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deepest nesting.
pub(super) const MAX_DEPTH: usize = 64;
/// Most nodes of one document, aliases expanded.
pub(super) const MAX_NODES: usize = 50_000;
/// Most nodes of one file.
const MAX_FILE_NODES: usize = 500_000;

/// One node with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Node<'t> {
    /// First byte. Of a block sequence this may be its first item's.
    pub(super) start: usize,
    /// The byte after the last one; of block collections the end of their last child.
    pub(super) end: usize,
    /// 1-based.
    pub(super) line: usize,
    /// 0-based, in characters.
    pub(super) column: usize,
    /// Number of its anchor; 0 when it has none.
    pub(super) anchor: usize,
    /// Its tag as written.
    pub(super) tag: Option<String>,
    /// What it is.
    pub(super) kind: Kind<'t>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind<'t> {
    Scalar { text: Cow<'t, str>, style: ScalarStyle },
    Seq { items: Vec<Node<'t>>, flow: bool },
    Map { entries: Vec<(Node<'t>, Node<'t>)>, flow: bool },
    Alias(usize),
}

impl<'t> Node<'t> {
    /// A null that stands nowhere in the text, as in `image:`.
    pub(super) fn is_absent(&self) -> bool {
        self.start == self.end && matches!(&self.kind, Kind::Scalar { style: ScalarStyle::Plain, .. })
    }

    /// The entry with this key, as kubectl reads the key.
    pub(super) fn entry(&self, key: &str) -> Option<&(Node<'t>, Node<'t>)> {
        let Kind::Map { entries, .. } = &self.kind else { return None };
        entries.iter().find(|(name, _)| key_text(name).is_ok_and(|text| text == key))
    }

    /// The items of a sequence; empty for anything else.
    pub(super) fn items(&self) -> &[Node<'t>] {
        match &self.kind {
            Kind::Seq { items, .. } => items,
            Kind::Scalar { .. } | Kind::Map { .. } | Kind::Alias(_) => &[],
        }
    }

    /// Line and column, both 1-based, for messages.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.line, self.column + 1)
    }
}

/// Reads all documents; null documents are left out.
pub(super) fn parse(text: &str) -> Result<Vec<Node<'_>>, ReadError> {
    check_bytes(text)?;
    let options = granit_parser::options! {
        emit_comments: false,
        disallow_directives: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder::default();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| syntax(&error))?;
        builder.take(text, event, span)?;
    }
    Ok(builder.done)
}

/// A part of a stream that is read by itself: anchors do not reach beyond it, and directives are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its bytes, beginning with the line of its `---` if it has one.
    pub(super) range: std::ops::Range<usize>,
    /// Its first line, 1-based.
    pub(super) line: usize,
}

/// The documents of a stream, empty ones included, as lines. Inside a document no line can begin with `---`.
pub(super) fn chunks(text: &str) -> Vec<Chunk> {
    let mut found = vec![Chunk { range: 0..text.len(), line: 1 }];
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let rest = line.strip_prefix("---");
        if start > 0
            && rest.is_some_and(|rest| {
                rest.trim_start_matches([' ', '\t', '\r', '\n']).len() < rest.len() || rest.is_empty()
            })
        {
            if let Some(last) = found.last_mut() {
                last.range.end = start;
            }
            found.push(Chunk { range: start..text.len(), line: index + 1 });
        }
        start += line.len();
    }
    found
}

fn syntax(error: &ScanError) -> ReadError {
    let place = error.marker();
    ReadError::Syntax { line: place.line().max(1), column: place.col() + 1, problem: error.info() }
}

fn check_bytes(text: &str) -> Result<(), ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: text.len(), limit: MAX_BYTES });
    }
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    if let Some((at, code)) = text.char_indices().find(|(_, c)| control(*c)) {
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        return Err(ReadError::Control { line, column, code: code.into() });
    }
    Ok(())
}

#[derive(Default)]
struct Builder<'t> {
    done: Vec<Node<'t>>,
    open: Vec<(Node<'t>, Option<Node<'t>>)>,
    documents: usize,
    start_line: Option<usize>,
    nodes: usize,
    all_nodes: usize,
}

impl<'t> Builder<'t> {
    fn take(&mut self, text: &str, event: Event<'t>, span: Span) -> Result<(), ReadError> {
        let node = match event {
            Event::DocumentStart(explicit, _) => return self.document(explicit, &span),
            Event::Scalar(value, style, anchor, tag) => {
                let empty = span.start.byte_offset() == span.end.byte_offset();
                let value = if empty && style == ScalarStyle::Plain { Cow::Borrowed("") } else { value };
                node(&span, anchor, tag, Kind::Scalar { text: value, style })
            }
            Event::Alias(id) => node(&span, 0, None, Kind::Alias(id)),
            Event::SequenceStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                return self.open(node(&span, anchor, tag, Kind::Seq { items: Vec::new(), flow }));
            }
            Event::MappingStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                return self.open(node(&span, anchor, tag, Kind::Map { entries: Vec::new(), flow }));
            }
            Event::SequenceEnd | Event::MappingEnd => return self.close(text, &span),
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentEnd
            | Event::Anchor(..)
            | Event::UnresolvedAlias(_)
            | Event::Comment(..)
            | _ => return Ok(()),
        };
        self.count(&node)?;
        self.add(node)
    }

    /// kubectl cuts the file at lines beginning with `---` and throws the rest of such a line away.
    fn document(&mut self, explicit: bool, span: &Span) -> Result<(), ReadError> {
        let line = span.start.line().max(1);
        if !explicit && self.documents > 0 {
            return Err(ReadError::DocumentStart { line });
        }
        self.documents += 1;
        self.nodes = 0;
        self.start_line = explicit.then_some(line);
        Ok(())
    }

    fn count(&mut self, node: &Node<'t>) -> Result<(), ReadError> {
        self.nodes += 1;
        self.all_nodes += 1;
        let (line, column) = node.place();
        if self.nodes > MAX_NODES || self.all_nodes > MAX_FILE_NODES {
            let limit = if self.nodes > MAX_NODES { MAX_NODES } else { MAX_FILE_NODES };
            return Err(ReadError::TooManyNodes { line, limit });
        }
        if self.open.len() > MAX_DEPTH {
            return Err(ReadError::TooDeep { line, column, limit: MAX_DEPTH });
        }
        Ok(())
    }

    fn open(&mut self, node: Node<'t>) -> Result<(), ReadError> {
        self.count(&node)?;
        self.open.push((node, None));
        Ok(())
    }

    fn close(&mut self, text: &str, span: &Span) -> Result<(), ReadError> {
        let Some((mut node, _)) = self.open.pop() else { return Ok(()) };
        let end = span.end.byte_offset().unwrap_or(node.end);
        node.end = match &node.kind {
            Kind::Seq { items, flow: false } => items.last().map_or(end, |item| item.end),
            Kind::Map { entries, flow: false } => entries.last().map_or(end, |(key, value)| {
                if value.is_absent() { after_colon(text, key.end) } else { value.end }
            }),
            Kind::Seq { .. } | Kind::Map { .. } | Kind::Scalar { .. } | Kind::Alias(_) => end,
        };
        self.add(node)
    }

    fn add(&mut self, node: Node<'t>) -> Result<(), ReadError> {
        match self.open.last_mut() {
            None => {
                if node.is_absent() || is_null(&node) {
                    return Ok(());
                }
                if self.start_line == Some(node.line) {
                    return Err(ReadError::DocumentStart { line: node.line });
                }
                self.done.push(node);
            }
            Some((parent, key)) => match &mut parent.kind {
                Kind::Seq { items, .. } => items.push(node),
                Kind::Map { entries, .. } => match key.take() {
                    None => *key = Some(node),
                    Some(name) => entries.push((name, node)),
                },
                Kind::Scalar { .. } | Kind::Alias(_) => {}
            },
        }
        Ok(())
    }
}

/// The byte after the `:` that follows a key; the key's end when there is none.
pub(super) fn after_colon(text: &str, key_end: usize) -> usize {
    let rest = text.get(key_end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if rest.get(blanks..).is_some_and(|rest| rest.starts_with(':')) { key_end + blanks + 1 } else { key_end }
}

fn is_null(node: &Node<'_>) -> bool {
    let Kind::Scalar { text, style: ScalarStyle::Plain } = &node.kind else { return false };
    node.tag.is_none() && scalar::plain(text) == Some(Value::Null)
}

fn node<'t>(span: &Span, anchor: usize, tag: Option<Cow<'t, Tag>>, kind: Kind<'t>) -> Node<'t> {
    Node {
        start: span.start.byte_offset().unwrap_or_default(),
        end: span.end.byte_offset().unwrap_or_default(),
        line: span.start.line().max(1),
        column: span.start.col(),
        anchor,
        tag: tag.map(|tag| match tag.core_suffix() {
            Some(core) => format!("!!{core}"),
            None => tag.original(),
        }),
        kind,
    }
}

/// A key as kubectl writes it into JSON: `y` is `true`, `1.0` is `1`.
pub(super) fn key_text<'n>(key: &'n Node<'_>) -> Result<Cow<'n, str>, ReadError> {
    let (line, column) = key.place();
    let bad = || ReadError::Key { line, column };
    let Kind::Scalar { text, style } = &key.kind else { return Err(bad()) };
    if key.tag.as_deref().is_some_and(|tag| tag != "!!str") {
        return Err(bad());
    }
    if *style != ScalarStyle::Plain || key.tag.is_some() {
        return Ok(Cow::Borrowed(text));
    }
    match scalar::plain(text).ok_or_else(bad)? {
        Value::String(_) => Ok(Cow::Borrowed(text)),
        Value::Bool(value) => Ok(Cow::Owned(value.to_string())),
        Value::Number(value) => Ok(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(bad()),
    }
}

/// Turns the nodes of one document into values, aliases and merge keys applied, within the budget.
pub(super) struct Values {
    anchors: HashMap<usize, (Value, usize, usize)>,
    nodes: usize,
    bytes: usize,
}

impl Values {
    pub(super) fn new() -> Self {
        Self { anchors: HashMap::new(), nodes: 0, bytes: 0 }
    }

    pub(super) fn value(&mut self, node: &Node<'_>) -> Result<Value, ReadError> {
        let (line, column) = node.place();
        let (nodes, bytes) = (self.nodes, self.bytes);
        let text_len = if let Kind::Scalar { text, .. } = &node.kind { text.len() } else { 0 };
        self.spend(1, text_len, line, column)?;
        let value = match &node.kind {
            Kind::Alias(id) => {
                let (value, nodes, bytes) =
                    self.anchors.get(id).ok_or(ReadError::AliasLoop { line, column })?.clone();
                self.spend(nodes, bytes, line, column)?;
                return Ok(value);
            }
            Kind::Scalar { text, style } => scalar_value(node, text, *style)?,
            Kind::Seq { items, .. } => {
                check_tag(node, "!!seq")?;
                Value::Array(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            Kind::Map { entries, .. } => {
                check_tag(node, "!!map")?;
                Value::Object(self.mapping(entries)?)
            }
        };
        if node.anchor != 0 {
            self.anchors.insert(node.anchor, (value.clone(), self.nodes - nodes, self.bytes - bytes));
        }
        Ok(value)
    }

    fn spend(&mut self, nodes: usize, bytes: usize, line: usize, column: usize) -> Result<(), ReadError> {
        self.nodes += nodes;
        self.bytes += bytes;
        if self.nodes > MAX_NODES || self.bytes > MAX_BYTES {
            return Err(ReadError::Expansion { line, column });
        }
        Ok(())
    }

    fn mapping(&mut self, entries: &[(Node<'_>, Node<'_>)]) -> Result<Map<String, Value>, ReadError> {
        let mut out = Map::with_capacity(entries.len());
        let mut merged: Vec<String> = Vec::new();
        for (key, node) in entries {
            if is_merge(key) {
                self.merge(key, node, &mut out, &mut merged)?;
                continue;
            }
            let name = key_text(key)?.into_owned();
            let value = self.value(node)?;
            if out.contains_key(&name) && !merged.contains(&name) {
                return Err(duplicate(entries, key, name));
            }
            merged.retain(|other| *other != name);
            out.insert(name, value);
        }
        Ok(out)
    }

    /// go-yaml v2 lets a merge key override keys written *above* it, YAML says the opposite: such text is refused.
    fn merge(
        &mut self,
        key: &Node<'_>,
        node: &Node<'_>,
        out: &mut Map<String, Value>,
        merged: &mut Vec<String>,
    ) -> Result<(), ReadError> {
        let (line, column) = key.place();
        if !merged.is_empty() {
            return Err(ReadError::Merge { line, column });
        }
        let sources = match self.value(node)? {
            Value::Object(map) => vec![map],
            Value::Array(items) => items
                .into_iter()
                .map(|item| match item {
                    Value::Object(map) => Ok(map),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                        Err(ReadError::Merge { line, column })
                    }
                })
                .collect::<Result<_, _>>()?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err(ReadError::Merge { line, column });
            }
        };
        for (name, value) in sources.into_iter().flatten() {
            if merged.contains(&name) {
                continue; // the earlier source wins
            }
            if out.contains_key(&name) {
                return Err(ReadError::Merge { line, column });
            }
            merged.push(name.clone());
            out.insert(name, value);
        }
        Ok(())
    }
}

pub(super) fn is_merge(key: &Node<'_>) -> bool {
    matches!(&key.kind, Kind::Scalar { text, style: ScalarStyle::Plain } if text == "<<")
}

fn duplicate(entries: &[(Node<'_>, Node<'_>)], again: &Node<'_>, key: String) -> ReadError {
    let first = entries.iter().find(|(other, _)| key_text(other).is_ok_and(|text| text == key));
    ReadError::DuplicateKey {
        line: again.line,
        column: again.column + 1,
        first_line: first.map_or(again.line, |(other, _)| other.line),
        key,
    }
}

fn check_tag(node: &Node<'_>, fine: &str) -> Result<(), ReadError> {
    match &node.tag {
        Some(tag) if tag != fine => {
            let (line, column) = node.place();
            Err(ReadError::Tag { tag: tag.clone(), line, column })
        }
        Some(_) | None => Ok(()),
    }
}

fn scalar_value(node: &Node<'_>, text: &str, style: ScalarStyle) -> Result<Value, ReadError> {
    let (line, column) = node.place();
    let number = || ReadError::Number { text: text.to_owned(), line, column };
    let Some(tag) = node.tag.as_deref() else {
        return if style == ScalarStyle::Plain {
            scalar::plain(text).ok_or_else(number)
        } else {
            Ok(Value::String(text.to_owned()))
        };
    };
    let value = scalar::plain(text).ok_or_else(number)?;
    match (tag, &value) {
        ("!!str", _) => Ok(Value::String(text.to_owned())),
        ("!!null", Value::Null) | ("!!bool", Value::Bool(_)) | ("!!float", Value::Number(_)) => Ok(value),
        ("!!int", Value::Number(number)) if number.is_i64() => Ok(value),
        _ => Err(ReadError::Tag { tag: tag.to_owned(), line, column }),
    }
}
