//! What it is for: changing values in a manifest's text so that no other byte moves.
//! In: the text and a `manifest.edit`. Out: the new text, each change with its line, and what was already so.
//! Never: an edit that was not verified by reading both texts: exactly the planned values differ.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::path::PathError;
use super::planned::{self, Cut, Planned};
use super::read::{Document, Manifest, ReadError};
use super::splice::{self, Splice};
use super::tree::{self, Node};
use crate::action::{ManifestEdit, RemoveValue, SetValue};

/// A text after its edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The whole new text; equal to the old one when `changes` is empty.
    pub text: String,
    /// What was changed, in the order of the edits.
    pub changes: Vec<Change>,
    /// Edits that found everything as wanted.
    pub already: Vec<Already>,
}

/// One value that the edit changed. Values may be secret: show them through [`crate::manifest::mask`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// `Kind/name`.
    pub object: String,
    /// Path inside the object.
    pub path: String,
    /// 1-based line in the new text; of a removed value the line that now stands in its place.
    pub line: usize,
    /// The value before; `None` when it was not there.
    pub before: Option<Value>,
    /// The value after; `None` when it was removed.
    pub after: Option<Value>,
}

/// An edit that had nothing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Already {
    /// `Kind/name`.
    pub object: String,
    /// Path inside the object.
    pub path: String,
    /// The value that is there as wanted; `None` when its absence was wanted.
    pub value: Option<Value>,
}

/// Why a place in the text is not edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has an anchor: other places would change with it.
    Anchor,
    /// It is an alias of another place.
    Alias,
    /// It comes from a merge key.
    MergeKey,
    /// It has a tag.
    Tag,
    /// It is a block scalar (`|` or `>`).
    BlockScalar,
    /// Entries of `{…}` and `[…]` are neither added nor removed.
    Flow,
    /// A list or a mapping stands there, or would: only single values are replaced.
    Collection,
    /// The lines are laid out unusually (a dash on a line of its own, lists in lists).
    Layout,
    /// It stands on the line of its item's dash.
    FirstKey,
    /// It is the only entry.
    OnlyEntry,
}

/// Why nothing was edited. Lines are 1-based.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is not a manifest.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The path is none, or leads nowhere.
    #[error("{object}: {source}")]
    Path {
        /// `Kind/name`.
        object: String,
        /// What is wrong with the path.
        #[source]
        source: PathError,
    },
    /// No such object in the file.
    #[error("the file has no {object}; it has {}", .present.join(", "))]
    NoSuchObject {
        /// `Kind/name` as asked.
        object: String,
        /// The objects of the file.
        present: Vec<String>,
    },
    /// The object is in the file more than once, and which one is meant cannot be told from the path.
    #[error("{object} is in the file more than once (lines {lines:?}), so `{path}` is ambiguous")]
    Ambiguous {
        /// `Kind/name`.
        object: String,
        /// The path.
        path: String,
        /// First lines of the objects.
        lines: Vec<usize>,
    },
    /// The place cannot be edited without touching others.
    #[error("{object}: `{path}` on line {line} cannot be edited: {why:?}")]
    Refused {
        /// `Kind/name`.
        object: String,
        /// The path.
        path: String,
        /// Where.
        line: usize,
        /// Why.
        why: Refusal,
    },
    /// A tag was to be replaced in an image that a digest pins: the digest would win.
    #[error("{object}: the image `{image}` at `{path}` has a digest, which wins over a tag")]
    Digest {
        /// `Kind/name`.
        object: String,
        /// The path.
        path: String,
        /// The image.
        image: String,
    },
    /// A tag was to be replaced in something that is no image.
    #[error("{object}: what stands at `{path}` is not an image reference")]
    NotAnImage {
        /// `Kind/name`.
        object: String,
        /// The path.
        path: String,
    },
    /// Not a tag.
    #[error("`{tag}` is not an image tag")]
    BadTag {
        /// The text as given.
        tag: String,
    },
    /// Neither `tag` nor `value`, or both.
    #[error("{object}: `{path}` needs exactly one of tag and value")]
    OneOf {
        /// `Kind/name`.
        object: String,
        /// The path.
        path: String,
    },
    /// The new text did not read as planned; nothing was kept of it.
    #[error("after the edit {object} did not read as planned, so the edit was not made")]
    Unverified {
        /// The object that differs, or the first edited one.
        object: String,
    },
}

/// Carries out all of an edit's `set`, then all of its `remove`, each in its order.
///
/// A missing key, or a missing item named by `[name=…]`, is added when only that (and one key below it) is missing;
/// containers are never added. Removing what is not there, and the only item of a list (its key goes), is fine.
///
/// # Errors
/// Nothing is changed then; see [`EditError`].
pub fn apply_edit(text: &str, edit: &ManifestEdit) -> Result<Edited, EditError> {
    let sets = edit.set.iter().map(Deed::Set);
    let deeds: Vec<Deed<'_>> = sets.chain(edit.remove.iter().map(Deed::Remove)).collect();
    let mut edited = Edited { text: text.to_owned(), changes: Vec::new(), already: Vec::new() };
    let mut rest = deeds.as_slice();
    let mut known = None;
    while !rest.is_empty() {
        let trees = tree::parse(&edited.text)?;
        let manifest = match known.take() {
            Some(manifest) => manifest,
            None => Manifest::of_trees(&edited.text, &trees)?,
        };
        let batch = plan_batch(&edited.text, &trees, &manifest, &mut rest)?;
        drop(trees);
        known = Some(batch.carry_out(&mut edited, &manifest)?);
    }
    if edited.text.is_empty() && !text.is_empty() {
        return Err(EditError::Unverified { object: String::new() });
    }
    Ok(edited)
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Deed<'e> {
    Set(&'e SetValue),
    Remove(&'e RemoveValue),
}

impl Deed<'_> {
    pub(super) fn object(&self) -> &str {
        match self {
            Self::Set(set) => &set.object,
            Self::Remove(remove) => &remove.object,
        }
    }

    pub(super) fn path(&self) -> &str {
        match self {
            Self::Set(set) => &set.path,
            Self::Remove(remove) => &remove.path,
        }
    }
}

/// Edits that are made together: any number of scalar replacements, or one change of lines.
#[derive(Default)]
struct Batch {
    splices: Vec<Splice>,
    changes: Vec<Change>,
    already: Vec<Already>,
    expected: BTreeMap<usize, Value>,
    moved: Option<(usize, isize)>,
}

fn plan_batch(
    text: &str,
    trees: &[Node<'_>],
    manifest: &Manifest,
    rest: &mut &[Deed<'_>],
) -> Result<Batch, EditError> {
    let mut batch = Batch::default();
    while let Some((deed, after)) = rest.split_first() {
        let planned = planned::plan(text, trees, manifest, *deed)?;
        match planned {
            Planned::Already(already) => batch.already.push(already),
            Planned::Splice(cut) => {
                let Cut { document, splice, expect, change, lines } = *cut;
                let overlaps =
                    |old: &Splice| old.range.start <= splice.range.end && splice.range.start <= old.range.end;
                if !batch.splices.is_empty() && (lines != 0 || batch.splices.iter().any(overlaps)) {
                    return Ok(batch);
                }
                let value = batch.expected.entry(document).or_insert_with(|| {
                    manifest.documents.get(document).map_or(Value::Null, |d| d.value.clone())
                });
                expect.make(value);
                if lines != 0 {
                    batch.moved = Some((change.line, lines));
                }
                batch.splices.push(splice);
                batch.changes.push(change);
            }
        }
        *rest = after;
        if batch.moved.is_some() {
            break;
        }
    }
    Ok(batch)
}

impl Batch {
    /// Compares the value trees of both texts and gives the new one. Documents whose bytes did not change are not read
    /// again: nothing outside a document has a say in it. The error is the object that is not as planned.
    fn verify(&self, old: &str, new: &str, before: &Manifest) -> Result<Manifest, Option<String>> {
        let (olds, news) = (tree::chunks(old), tree::chunks(new));
        if olds.len() != news.len() {
            return Err(None);
        }
        let mut after = before.clone();
        let index_at = |line: usize| before.documents.partition_point(|document| document.first_line < line);
        for (at, (was, is)) in olds.iter().zip(&news).enumerate() {
            let first = index_at(was.line);
            let end = olds.get(at + 1).map_or(before.documents.len(), |next| index_at(next.line));
            let documents = after.documents.get_mut(first..end).ok_or(None)?;
            let text = new.get(is.range.clone()).ok_or(None)?;
            if old.get(was.range.clone()) == Some(text) {
                for document in documents {
                    document.first_line = document.first_line + is.line - was.line;
                    document.last_line = document.last_line + is.line - was.line;
                }
                continue;
            }
            let read = Manifest::read(text).ok().ok_or(None)?.documents;
            if read.len() != documents.len() {
                return Err(None);
            }
            for (index, (document, new)) in documents.iter_mut().zip(read).enumerate() {
                if new.value != *self.expected.get(&(first + index)).unwrap_or(&document.value) {
                    return Err(Some(document.label()));
                }
                let (first_line, last_line) = (new.first_line + is.line - 1, new.last_line + is.line - 1);
                *document = Document { origin: document.origin.clone(), first_line, last_line, ..new };
            }
        }
        Ok(after)
    }

    /// Cuts the splices in, reads the new text, and keeps it only when exactly the planned values differ.
    fn carry_out(self, edited: &mut Edited, before: &Manifest) -> Result<Manifest, EditError> {
        let first = self.changes.first().map(|change| change.object.clone()).unwrap_or_default();
        let unverified =
            |object: Option<String>| EditError::Unverified { object: object.unwrap_or(first.clone()) };
        let text = splice::cut_in(&edited.text, &self.splices).ok_or_else(|| unverified(None))?;
        let after = self.verify(&edited.text, &text, before).map_err(unverified)?;
        if let Some((line, by)) = self.moved {
            for change in edited.changes.iter_mut().filter(|change| change.line >= line) {
                change.line = change.line.saturating_add_signed(by);
            }
        }
        edited.already.extend(self.already);
        edited.changes.extend(self.changes);
        edited.text = text;
        Ok(after)
    }
}

#[cfg(test)]
mod tests;
