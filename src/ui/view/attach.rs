//! What it is for: files of notes as plain data: in a row, before they are added, and one of them large.
//! In: words of `app`, pixels that the worker decoded. Out: borrowed by `ui::attach`. Never: a path, or bytes of a file.

use std::sync::Arc;

use crate::{
    failure::Failure,
    observed::picture::{Preview, SeenFile},
};

/// What the person asked of the files of notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileCommand {
    /// Choose files for a step (a file dialog comes first).
    Pick {
        /// The step.
        step: String,
        /// What was written already.
        text: String,
    },
    /// Choose more files for what is being added.
    PickMore,
    /// Leave out one of the files that were chosen, by its position.
    LeaveOut(usize),
    /// What is written beside the files.
    Text(String),
    /// Add what was chosen.
    Add,
    /// Add nothing.
    Cancel,
    /// Show a file of a note large, by [`AttachmentView::file`].
    Open(String),
    /// Show it no more.
    Close,
}

/// A file over the page.
#[derive(Debug, Clone)]
pub enum FilesView {
    /// Files that may be added.
    Adding(Box<AddingView>),
    /// A file that was added, large.
    Large(Box<LargeView>),
}

/// A file of a note in a row of them.
#[derive(Debug, Clone, Default)]
pub struct AttachmentView {
    /// Its place below the change's folder; comes back in [`FileCommand::Open`].
    pub file: String,
    /// What it was called.
    pub name: String,
    /// What it is and how large, such as "PNG picture · 245 KiB".
    pub about: String,
    /// Its hash, hexadecimal.
    pub sha256: String,
    /// What was seen of it; `None` while it is looked at.
    pub seen: Option<Arc<SeenFile>>,
    /// Why it could not be read.
    pub failure: Option<Failure>,
}

/// Files that may be added.
#[derive(Debug, Clone, Default)]
pub struct AddingView {
    /// The step's title.
    pub title: String,
    /// What is written beside the files.
    pub text: String,
    /// The files.
    pub files: Vec<ChosenView>,
    /// What cannot be added, and why.
    pub refused: Vec<Failure>,
    /// Whether files are being looked at.
    pub is_looking: bool,
    /// Whether they are being written.
    pub is_writing: bool,
    /// Whether more can be chosen.
    pub may_pick: bool,
}

/// A file that may be added.
#[derive(Debug, Clone)]
pub struct ChosenView {
    /// What it is called.
    pub name: String,
    /// What it is and how large.
    pub about: String,
    /// Its hash, hexadecimal.
    pub sha256: String,
    /// What is shown of it.
    pub preview: Preview,
}

/// A file that was added, large.
#[derive(Debug, Clone, Default)]
pub struct LargeView {
    /// The file.
    pub file: AttachmentView,
    /// The folder that holds it, where it lies on this machine.
    pub folder: Option<String>,
}
