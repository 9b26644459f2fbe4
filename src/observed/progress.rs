//! What it is for: what a running deed or wait tells while it goes on.
//! In: lines and states that `cluster` saw. Out: small values that travel through a bounded queue to screen and record.
//! Never: a verdict (that is the wait's own result), raw bytes of a log, or a value of a Secret.

use jiff::Timestamp;

use crate::{action::Mark, words::Sentence};

/// One message of a running deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// What is waited for right now; replaces the one before.
    State(Sentence),
    /// Something seen that stays worth knowing.
    Note {
        /// How it bears on the verdict.
        mark: Mark,
        /// What was seen.
        what: Sentence,
    },
    /// The agreed time is over; the wait goes on until the person stops it.
    Late(Sentence),
    /// From here on the lines come from another try: draw a separator.
    Source {
        /// Pod (and container) that the next lines come from.
        source: String,
        /// Which try this is, from 1.
        number: u32,
    },
    /// One line of a log, safe to draw.
    Line(LogLine),
}

/// One line of a log: no control or bidi characters, at most 16 KiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Pod (and container) it comes from.
    pub source: String,
    /// The node's clock when the line was written, UTC; `None` when the server gave no time.
    pub at: Option<Timestamp>,
    /// The text.
    pub text: String,
    /// Whether the line was longer and has been cut.
    pub is_cut: bool,
}
