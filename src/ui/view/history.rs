//! What it is for: the history page as plain data: all changes, and one record closely. In: rows of `record`, words.
//! Out: borrowed by `draw`. Never: anything that acts on a cluster.

use super::{AttachmentView, Page};
use crate::{
    failure::Failure,
    record::{Choices, Filter, Past, Says, Timeline},
    ui::markup::Document,
    words::Sentence,
};

/// What the person asked of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryCommand {
    /// Show other rows.
    Look(Filter),
    /// Read everything again.
    Reread,
    /// Show the record of a row, by its key.
    Open(String),
    /// Back from the record to the rows.
    Close,
    /// Write the record that is shown into a file (a file dialog comes first).
    Save,
    /// Write the record that is shown into the repository's folder of records.
    Put,
}

/// What the history page shows.
#[derive(Debug, Clone)]
pub struct HistoryView<'a> {
    /// All rows.
    pub rows: &'a [Past],
    /// Positions of the rows that fit the filter.
    pub shown: &'a [usize],
    /// What was asked for.
    pub filter: &'a Filter,
    /// What can be filtered by.
    pub choices: &'a Choices,
    /// What could not be read: its name, the folder that a click opens, why.
    pub unread: Vec<UnreadRow>,
    /// Whether the rows are being read.
    pub is_loading: bool,
    /// Why they could not be read.
    pub failure: Option<&'a Failure>,
    /// Where other people's records are read from, or why from nowhere.
    pub from: String,
    /// Where Escape leads.
    pub before: Page,
    /// The change that is under way in this window, by its key.
    pub under_way: Option<&'a str>,
    /// The record that is shown in place of the rows.
    pub open: Option<Box<RecordView<'a>>>,
}

/// A folder or file that is no readable change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadRow {
    /// Its name.
    pub name: String,
    /// Its folder on this machine, where it has one.
    pub folder: Option<String>,
    /// Why.
    pub why: String,
}

/// One record.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of its own, and all combinations may be"
)]
pub struct RecordView<'a> {
    /// Its row.
    pub past: &'a Past,
    /// Whether it is being read.
    pub is_loading: bool,
    /// Why it could not be read.
    pub failure: Option<&'a Failure>,
    /// The record itself.
    pub document: Option<&'a Document>,
    /// The course of the change; `None` for a record of the repository.
    pub timeline: Option<&'a Timeline>,
    /// The record as a comment for the ticket.
    pub comment: &'a str,
    /// Where its journal breaks off.
    pub damage: Option<&'a Sentence>,
    /// The files of its notes.
    pub files: Vec<AttachmentView>,
    /// The copy in the repository.
    pub shared: Option<SharedView<'a>>,
    /// Whether it can be written into the repository: there is one, and the change is of this machine.
    pub can_put: bool,
    /// Whether the change can be taken up again.
    pub can_resume: bool,
    /// Whether something is being written.
    pub is_writing: bool,
}

/// The copy of a record in the repository.
#[derive(Debug, Clone)]
pub struct SharedView<'a> {
    /// The file.
    pub file: &'a str,
    /// Whether a commit holds it as it lies there.
    pub is_committed: bool,
    /// Whether it says what the journal says.
    pub says: Says,
    /// The command line that commits it.
    pub git: String,
}
