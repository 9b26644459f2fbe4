//! What it is for: the logs of an object as plain data, and what a person may want of them.
//! In: what was read in the background. Out: borrowed by `draw`. Never: anything that acts on the cluster.

use std::sync::Arc;

use crate::logbook::seen::{Lens, Part, Seen};

/// The logs of the object that is looked at.
#[derive(Debug, Clone)]
pub struct LogView<'a> {
    /// Tells one following from the next: line numbers belong to it.
    pub number: u64,
    /// Which part of them.
    pub part: Part,
    /// The newest lines and what was found.
    pub seen: &'a Arc<Seen>,
    /// Whether a file is being written.
    pub is_saving: bool,
}

/// What the person wants of the logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogCommand {
    /// Other lines, or something else that is sought.
    Look(Lens),
    /// Another part of the logs: they are read anew.
    Part(Part),
    /// All is read anew, after something was refused.
    Again,
    /// All lines in a file (a file dialog comes first).
    Save {
        /// With the time in front of each line.
        has_times: bool,
    },
    /// Lines in the clipboard.
    Copy {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
        /// With the time in front of each line.
        has_times: bool,
    },
}

/// Bytes that are copied at once, at most.
pub const MOST_COPIED_BYTES: usize = 4 << 20;

/// Lines that are copied at once, at most; more are for a file.
pub const MOST_COPIED: u64 = 50_000;
