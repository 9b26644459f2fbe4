//! What it is for: one edit as one splice: which document, which node, what the value tree must look like afterwards.
//! In: text, nodes and values of a manifest, one `set` or `remove`. Out: a splice and its expectation.
//! Never: a node that other places share (anchor, alias, merge key), or an item that was not asked for.

use granit_parser::ScalarStyle;
use serde_json::Value;

use super::edit::{Already, Change, Deed, EditError, Refusal};
use super::path::{FieldPath, PathError, Segment};
use super::read::{Document, Manifest, node_of};
use super::splice::{self, ImageProblem, Splice};
use super::structure::{self, Layout};
use super::tree::{self, Kind, Node, after_colon};

/// A splice, and what it is expected to do.
pub(super) struct Cut {
    /// Index of the document.
    pub(super) document: usize,
    pub(super) splice: Splice,
    pub(super) expect: Expect,
    pub(super) change: Change,
    /// Lines added (or, negative, removed).
    pub(super) lines: isize,
}

/// What one edit comes to.
pub(super) enum Planned {
    Already(Already),
    Splice(Box<Cut>),
}

/// The planned change of the value tree: at the value that the first `depth` segments lead to.
pub(super) struct Expect {
    path: FieldPath,
    depth: usize,
    deed: ExpectDeed,
}

enum ExpectDeed {
    Become(Value),
    Entry(String, Value),
    Item(Value),
    DropEntry(String),
    DropItem(usize),
}

impl Expect {
    pub(super) fn make(self, value: &mut Value) {
        let mut here = value;
        for depth in 0..self.depth {
            let index = self.path.index_at(here, depth);
            let next = match (self.path.segments().get(depth), index) {
                (Some(Segment::Key(key)), _) => here.get_mut(key),
                (_, Some(index)) => here.get_mut(index),
                (_, None) => None,
            };
            match next {
                Some(next) => here = next,
                None => return, // the comparison with the new text fails then
            }
        }
        match (self.deed, here) {
            (ExpectDeed::Become(new), here) => *here = new,
            (ExpectDeed::Entry(key, new), Value::Object(map)) => {
                map.insert(key, new);
            }
            (ExpectDeed::Item(new), Value::Array(items)) => items.push(new),
            (ExpectDeed::DropEntry(key), Value::Object(map)) => {
                map.shift_remove(&key);
            }
            (ExpectDeed::DropItem(index), Value::Array(items)) if index < items.len() => {
                items.remove(index);
            }
            _ => {}
        }
    }
}

/// One edit on its way to a splice.
struct Place<'a, 't> {
    text: &'a str,
    object: String,
    document: usize,
    path: FieldPath,
    /// From the document's root to the deepest node that the path reaches, with its value.
    way: Vec<(&'a Node<'t>, &'a Value)>,
    /// What is missing behind it.
    missing: Option<PathError>,
    in_flow: bool,
}

/// Finds the place of one edit and plans it.
pub(super) fn plan<'a>(
    text: &'a str,
    trees: &'a [Node<'_>],
    manifest: &'a Manifest,
    deed: Deed<'_>,
) -> Result<Planned, EditError> {
    let object = deed.object().to_owned();
    let path: FieldPath =
        deed.path().parse().map_err(|source| EditError::Path { object: object.clone(), source })?;
    let document = choose(manifest, &object, &path)?;
    let mut place = Place { text, object, document, path, way: Vec::new(), missing: None, in_flow: false };
    place.walk(trees, manifest)?;
    match deed {
        Deed::Set(set) => match (&set.tag, &set.value) {
            (Some(tag), None) => place.set_tag(tag),
            (None, Some(value)) => place.set(value),
            (None, None) | (Some(_), Some(_)) => {
                Err(EditError::OneOf { object: set.object.clone(), path: set.path.clone() })
            }
        },
        Deed::Remove(_) => place.remove(),
    }
}

/// The one document that is meant; of duplicates the only one that has the path.
fn choose(manifest: &Manifest, object: &str, path: &FieldPath) -> Result<usize, EditError> {
    let named: Vec<usize> = manifest
        .documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.is(object))
        .map(|(index, _)| index)
        .collect();
    if let [one] = named.as_slice() {
        return Ok(*one);
    }
    if named.is_empty() {
        let present = manifest.documents.iter().map(Document::label).collect();
        return Err(EditError::NoSuchObject { object: object.to_owned(), present });
    }
    let has_path = |index: &&usize| {
        manifest.documents.get(**index).is_some_and(|document| path.resolve(&document.value).is_ok())
    };
    let having: Vec<usize> = named.iter().filter(has_path).copied().collect();
    if let [one] = having.as_slice() {
        return Ok(*one);
    }
    let lines = named.iter().filter_map(|index| manifest.documents.get(*index)).map(|doc| doc.first_line);
    Err(EditError::Ambiguous { object: object.to_owned(), path: path.to_string(), lines: lines.collect() })
}

impl<'a, 't> Place<'a, 't> {
    fn walk(&mut self, trees: &'a [Node<'t>], manifest: &'a Manifest) -> Result<(), EditError> {
        let Some(document) = manifest.documents.get(self.document) else { return Ok(()) };
        let mut value = &document.value;
        let root = node_of(trees, &document.origin);
        let mut node = root.ok_or_else(|| self.refused(document.first_line, Refusal::Alias))?;
        self.check(node)?;
        self.way.push((node, value));
        for depth in 0..self.path.segments().len() {
            let next = match self.path.step(value, depth) {
                Ok(next) => next,
                Err(error) => {
                    self.missing = Some(error);
                    break;
                }
            };
            let child = match (self.path.segments().get(depth), self.path.index_at(value, depth)) {
                (Some(Segment::Key(key)), _) => node.entry(key).map(|(_, child)| child),
                (_, Some(index)) => node.items().get(index),
                (_, None) => None,
            };
            node = child.ok_or_else(|| self.refused(node.line, Refusal::MergeKey))?;
            value = next;
            self.check(node)?;
            self.way.push((node, value));
        }
        Ok(())
    }

    fn check(&mut self, node: &Node<'_>) -> Result<(), EditError> {
        self.in_flow |= matches!(node.kind, Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. });
        let why = match (&node.kind, node.anchor, &node.tag) {
            (Kind::Alias(_), _, _) => Refusal::Alias,
            (_, 0, None) => return Ok(()),
            (_, 0, Some(_)) => Refusal::Tag,
            (_, _, _) => Refusal::Anchor,
        };
        Err(self.refused(node.line, why))
    }

    fn refused(&self, line: usize, why: Refusal) -> EditError {
        EditError::Refused { object: self.object.clone(), path: self.path.to_string(), line, why }
    }

    /// The deepest node reached, its value, and the number of segments that lead to it.
    fn here(&self) -> Result<(&'a Node<'t>, &'a Value, usize), EditError> {
        let (node, value) =
            self.way.last().copied().ok_or(EditError::Unverified { object: self.object.clone() })?;
        Ok((node, value, self.way.len() - 1))
    }

    fn already(&self, value: Option<&Value>) -> Planned {
        Planned::Already(Already {
            object: self.object.clone(),
            path: self.path.to_string(),
            value: value.cloned(),
        })
    }

    fn not_there(&self) -> Option<EditError> {
        self.missing.clone().map(|source| EditError::Path { object: self.object.clone(), source })
    }

    fn set_tag(&self, tag: &str) -> Result<Planned, EditError> {
        if !splice::is_tag(tag) {
            return Err(EditError::BadTag { tag: tag.to_owned() });
        }
        if let Some(error) = self.not_there() {
            return Err(error);
        }
        let (node, value, _) = self.here()?;
        let (object, path) = (self.object.clone(), self.path.to_string());
        let Value::String(image) = value else { return Err(EditError::NotAnImage { object, path }) };
        let part = splice::tag_part(image, tag).map_err(|problem| match problem {
            ImageProblem::Digest => {
                EditError::Digest { object: object.clone(), path: path.clone(), image: image.clone() }
            }
            ImageProblem::NotAnImage => EditError::NotAnImage { object: object.clone(), path: path.clone() },
        })?;
        let wanted = splice::cut_in(image, std::slice::from_ref(&part)).map(Value::String);
        let wanted = wanted.ok_or(EditError::NotAnImage { object, path })?;
        if wanted == *value {
            return Ok(self.already(Some(value)));
        }
        let mut planned = self.replace(node, &wanted)?;
        if let Planned::Splice(cut) = &mut planned {
            let quote = usize::from(!matches!(&node.kind, Kind::Scalar { style: ScalarStyle::Plain, .. }));
            let inner = node.start + quote..node.end.saturating_sub(quote);
            if self.text.get(inner.clone()) == Some(image) {
                let range = inner.start + part.range.start..inner.start + part.range.end;
                cut.splice = Splice { range, text: part.text };
            }
        }
        Ok(planned)
    }

    fn set(&self, wanted: &Value) -> Result<Planned, EditError> {
        let (node, value, _) = self.here()?;
        if self.missing.is_some() {
            return self.add(wanted);
        }
        if value == wanted {
            return Ok(self.already(Some(value)));
        }
        if wanted.is_array() || wanted.is_object() {
            if value.is_null() && node.is_absent() {
                return self.fill(self.way.len() - 1, wanted.clone(), wanted.clone());
            }
            return Err(self.refused(node.line, Refusal::Collection));
        }
        self.replace(node, wanted)
    }

    /// Replaces one scalar by another.
    fn replace(&self, node: &Node<'_>, wanted: &Value) -> Result<Planned, EditError> {
        let (_, before, depth) = self.here()?;
        let Kind::Scalar { style, .. } = &node.kind else {
            return Err(self.refused(node.line, Refusal::Collection));
        };
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return Err(self.refused(node.line, Refusal::BlockScalar));
        }
        let source = splice::source(wanted, *style, self.in_flow)
            .ok_or_else(|| self.refused(node.line, Refusal::Collection))?;
        let splice = if node.is_absent() {
            let colon = self.key_at(depth).map(|key| (key.end, after_colon(self.text, key.end)));
            match colon {
                Some((end, colon)) if colon > end => {
                    Splice { range: colon..colon, text: format!(" {source}") }
                }
                Some(_) | None => return Err(self.refused(node.line, Refusal::Layout)),
            }
        } else {
            Splice { range: node.start..node.end, text: source }
        };
        let change = self.change(node.line, Some(before.clone()), Some(wanted.clone()));
        Ok(self.planned(splice, depth, ExpectDeed::Become(wanted.clone()), change))
    }

    /// The key node of the entry that segment `depth - 1` names.
    fn key_at(&self, depth: usize) -> Option<&'a Node<'t>> {
        let Some(Segment::Key(key)) = self.path.segments().get(depth.checked_sub(1)?) else { return None };
        let (parent, _) = self.way.get(depth - 1)?;
        parent.entry(key).map(|(key, _)| key)
    }

    fn change(&self, line: usize, before: Option<Value>, after: Option<Value>) -> Change {
        Change { object: self.object.clone(), path: self.path.to_string(), line, before, after }
    }

    fn planned(&self, splice: Splice, depth: usize, deed: ExpectDeed, change: Change) -> Planned {
        let newlines = |text: &str| text.matches('\n').count().cast_signed();
        let old = self.text.get(splice.range.clone()).unwrap_or_default();
        let lines = newlines(&splice.text) - newlines(old);
        let expect = Expect { path: self.path.clone(), depth, deed };
        Planned::Splice(Box::new(Cut { document: self.document, splice, expect, change, lines }))
    }

    /// Adds what is missing at the end of the path.
    fn add(&self, wanted: &Value) -> Result<Planned, EditError> {
        let (node, value, depth) = self.here()?;
        let error = self.not_there().unwrap_or(EditError::Unverified { object: self.object.clone() });
        let missing = self.path.segments().get(depth..).unwrap_or_default();
        let new = match missing {
            [Segment::Key(_)] => wanted.clone(),
            [Segment::Key(_), Segment::Key(key)] => keyed(key, wanted.clone()),
            [Segment::Select { .. }] | [Segment::Select { .. }, Segment::Key(_)] => {
                selected(missing, wanted).ok_or(error.clone())?
            }
            [Segment::Key(_), Segment::Select { .. }]
            | [Segment::Key(_), Segment::Select { .. }, Segment::Key(_)] => {
                let below = missing.get(1..).unwrap_or_default();
                Value::Array(vec![selected(below, wanted).ok_or(error.clone())?])
            }
            _ => return Err(error),
        };
        if self.makes_container(depth, missing) {
            return Err(error);
        }
        let filled = match (value, missing.first()) {
            (Value::Null, Some(Segment::Select { .. })) => Some(Value::Array(vec![new.clone()])),
            (Value::Array(items), Some(Segment::Select { .. })) if items.is_empty() => {
                Some(Value::Array(vec![new.clone()]))
            }
            (Value::Object(map), Some(Segment::Key(key))) if map.is_empty() => Some(keyed(key, new.clone())),
            _ => None,
        };
        if let Some(filled) = filled {
            return self.fill(depth, filled, wanted.clone());
        }
        let layout = Layout::of(self.text, self.way.first().map_or(node, |(root, _)| root));
        let (splice, deed) = match (value, missing.first()) {
            (Value::Object(_), Some(Segment::Key(key))) => (
                structure::add_entry(self.text, node, key, &new, layout),
                ExpectDeed::Entry(key.clone(), new),
            ),
            (Value::Array(_), Some(Segment::Select { .. })) => {
                (structure::add_item(self.text, node, &new, layout), ExpectDeed::Item(new))
            }
            _ => return Err(error),
        };
        let splice = splice.map_err(|why| self.refused(node.line, why))?;
        let line = self.line_of(splice.range.start);
        Ok(self.planned(splice, depth, deed, self.change(line, None, Some(wanted.clone()))))
    }

    /// Gives a key that holds nothing (or `[]`, `{}`) its first content, as lines below it.
    fn fill(&self, depth: usize, content: Value, wanted: Value) -> Result<Planned, EditError> {
        let (node, _, _) = self.here()?;
        let refused = |why| self.refused(node.line, why);
        let key = self.key_at(depth).ok_or_else(|| refused(Refusal::Layout))?;
        let parents = self.way.get(..depth).unwrap_or_default();
        if parents
            .iter()
            .any(|(node, _)| matches!(node.kind, Kind::Seq { flow: true, .. } | Kind::Map { flow: true, .. }))
        {
            return Err(refused(Refusal::Flow));
        }
        let layout = Layout::of(self.text, self.way.first().map_or(node, |(root, _)| root));
        let splice = structure::fill_entry(self.text, key, node, &content, layout).map_err(refused)?;
        let change = self.change(key.line + 1, None, Some(wanted));
        Ok(self.planned(splice, depth, ExpectDeed::Become(content), change))
    }

    /// A misspelt container name must not start a second container.
    fn makes_container(&self, depth: usize, missing: &[Segment]) -> bool {
        let before = depth.checked_sub(1).and_then(|at| self.path.segments().get(at));
        let list = match missing {
            [Segment::Select { .. }, ..] => before,
            [first, Segment::Select { .. }, ..] => Some(first),
            _ => None,
        };
        matches!(list, Some(Segment::Key(key)) if key.to_ascii_lowercase().ends_with("containers"))
    }

    fn line_of(&self, at: usize) -> usize {
        let open_end = at > 0 && self.text.as_bytes().get(at - 1) != Some(&b'\n');
        self.text.get(..at).unwrap_or_default().matches('\n').count() + 1 + usize::from(open_end)
    }

    fn remove(&self) -> Result<Planned, EditError> {
        let (_, value, reached) = self.here()?;
        let depth = self.path.segments().len();
        if let Some(error) = self.not_there() {
            let missing = self.path.segments().get(reached..).unwrap_or_default();
            let gone = matches!(missing, [_] | [Segment::Key(_), Segment::Select { .. }])
                && (matches!(self.missing, Some(PathError::NotThere { .. })) || value.is_null());
            return if gone { Ok(self.already(None)) } else { Err(error) };
        }
        self.remove_at(depth, value)
    }

    fn remove_at(&self, depth: usize, gone: &Value) -> Result<Planned, EditError> {
        let (parent, parent_value) = depth
            .checked_sub(1)
            .and_then(|at| self.way.get(at).copied())
            .ok_or_else(|| self.refused(1, Refusal::OnlyEntry))?;
        let refused = |why| self.refused(parent.line, why);
        let (splice, deed) = match self.path.segments().get(depth - 1) {
            Some(Segment::Key(key)) => {
                let Kind::Map { entries, .. } = &parent.kind else { return Err(refused(Refusal::Layout)) };
                let index =
                    entries.iter().position(|(name, _)| tree::key_text(name).is_ok_and(|text| text == *key));
                if entries.len() < 2 {
                    return Err(refused(Refusal::OnlyEntry));
                }
                let index = index.ok_or_else(|| refused(Refusal::MergeKey))?;
                (structure::drop_entry(self.text, parent, index), ExpectDeed::DropEntry(key.clone()))
            }
            Some(Segment::Index(_) | Segment::Select { .. }) => {
                if parent.items().len() == 1 {
                    return self.remove_at(depth - 1, gone); // an empty list is written by leaving its key out
                }
                let index =
                    self.path.index_at(parent_value, depth - 1).ok_or_else(|| refused(Refusal::Layout))?;
                (structure::drop_item(self.text, parent, index), ExpectDeed::DropItem(index))
            }
            None => return Err(refused(Refusal::OnlyEntry)),
        };
        let splice = splice.map_err(refused)?;
        let change = self.change(self.line_of(splice.range.start), Some(gone.clone()), None);
        Ok(self.planned(splice, depth - 1, deed, change))
    }
}

fn keyed(key: &str, value: Value) -> Value {
    Value::Object(std::iter::once((key.to_owned(), value)).collect())
}

/// A new item for `[name=X]` (the value is the item) or `[name=X].key`.
fn selected(missing: &[Segment], wanted: &Value) -> Option<Value> {
    let Some(Segment::Select { key, value }) = missing.first() else { return None };
    let mut item = serde_json::Map::new();
    item.insert(key.clone(), Value::String(value.clone()));
    match missing.get(1) {
        Some(Segment::Key(key)) => {
            item.insert(key.clone(), wanted.clone());
        }
        Some(Segment::Index(_) | Segment::Select { .. }) => return None,
        None => item.extend(wanted.as_object()?.clone()),
    }
    Some(Value::Object(item))
}
