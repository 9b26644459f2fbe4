//! What it is for: the lines of a journal as data, format 1.
//! In: what happened. Out: one JSON object a line. Never: a secret, or a field whose meaning changes between versions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    action::{Action, Direction, Effect, Outcome},
    names::{ChangeId, Digest, Stamp, StepId},
    plan::{Header, PlannedStep, preview::Preview},
};

/// The format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// One line: an entry with its place in the chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Position, from 1; the order that counts (clocks jump).
    pub seq: u64,
    /// Wall clock, UTC.
    pub at: Timestamp,
    /// Milliseconds since this program took the journal up, which no clock change moves; starts anew with each program.
    pub mono_ms: u64,
    /// SHA-256 of the previous line's bytes without its line end; 64 zeros in the first line.
    pub prev: String,
    /// What happened.
    /// Behind it the file has `sum`, the SHA-256 of the line without that field, so that damage to the last line shows.
    #[serde(flatten)]
    pub entry: Entry,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// The change was started.
    Opened {
        /// Format of this file: [`FORMAT`].
        format: u32,
        /// Version of this program.
        app: String,
        /// The change.
        change: ChangeId,
        /// Digest of the plan.
        plan: Digest,
        /// What the plan says about the change as a whole.
        header: Header,
        /// The planned steps.
        steps: Vec<PlannedStep>,
        /// Who started it.
        by: Stamp,
    },
    /// A deed is about to be done.
    Started(Started),
    /// The deed of line `of` ended.
    Ended {
        /// `seq` of the start line.
        of: u64,
        /// How.
        outcome: Outcome,
    },
    /// A step was left out.
    Skipped {
        /// The step.
        step: StepId,
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The change went on although the step failed.
    Forced {
        /// The step.
        step: StepId,
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// A note of the person.
    Noted {
        /// The step it belongs to.
        step: StepId,
        /// The text.
        text: String,
        /// Who.
        by: Stamp,
    },
    /// The change ended.
    Finished {
        /// How.
        result: Result,
        /// Who.
        by: Stamp,
    },
}

/// The start line of a deed: what was agreed to, word for word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Started {
    /// The step.
    pub step: StepId,
    /// Which try, from 1.
    pub attempt: u32,
    /// Forward or back.
    pub direction: Direction,
    /// The exact action.
    pub action: Action,
    /// Effect class in force.
    pub effect: Effect,
    /// Digest of the plan.
    pub plan: Digest,
    /// Digest of the proposal that was answered.
    pub proposal: Digest,
    /// What was shown.
    pub preview: Preview,
    /// Who agreed.
    pub by: Stamp,
    /// Why, where the deed deviates from the procedure.
    pub reason: Option<String>,
    /// Answers to the proposal's questions.
    pub answers: BTreeMap<String, String>,
    /// Text edited in the dialog.
    pub text: Option<String>,
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Result {
    /// Every step done or skipped with a reason.
    Completed,
    /// Left before its end.
    Abandoned,
}
