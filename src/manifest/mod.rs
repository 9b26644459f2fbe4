//! What it is for: manifests as pure text and values: reading as kubectl reads, byte-exact edits, comparison, difference.
//! In: text of a file, values of objects. Out: typed documents, edited text, differences ready for display.
//! Never: I/O, a guess where the text is ambiguous, or a secret in a difference.

pub mod compare;
pub mod diff;
pub mod drift;
pub mod edit;
mod lists;
pub mod mask;
pub mod path;
mod planned;
pub(crate) mod quantity;
pub mod read;
mod scalar;
pub mod sources;
mod splice;
mod structure;
pub mod template;
mod tree;
pub mod visible;

pub use compare::{FieldChange, live_changes, manifest_differs};
pub use diff::{Diff, DiffLine, Hunk, LineKind, diff_manifests, diff_objects};
pub use edit::{Already, Change, EditError, Edited, apply_edit};
pub use path::{FieldPath, PathError, Segment};
pub use read::{Document, Duplicate, Manifest, ReadError};
pub use visible::visible;

#[cfg(test)]
mod tests;
