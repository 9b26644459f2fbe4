//! What it is for: the lines of a journal as data, format 2.
//! In: what happened. Out: one JSON object a line. Never: a secret, or a field whose meaning changes between versions.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::attached::Attachment;
use crate::{
    action::{Action, Direction, Effect, Outcome},
    confirm::Approval,
    names::{ChangeId, Digest, Stamp, StepId},
    plan::{Header, PlannedStep, back::WayBackPlan, preview::Preview},
    words::Sentence,
};

/// The format that this program writes. Format 1 had no way back and no sums in it: such a change can be read, and not
/// taken up.
pub const FORMAT: u32 = 2;

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
        /// Format of this file, see [`FORMAT`].
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
        /// The way back.
        #[serde(default)]
        way_back: Option<WayBackPlan>,
        /// Who started it.
        by: Stamp,
        /// Checks that spoke against the start and were gone past.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        passed: Vec<Passed>,
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
        /// The text; empty when only files were added.
        text: String,
        /// Files that belong to it, each of which was on the disk before this line. Format 2 of earlier versions had none,
        /// and such a version reads past them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<Attachment>,
        /// Who.
        by: Stamp,
    },
    /// A program took the change up again after another, or an earlier one, had stopped.
    Resumed {
        /// Who.
        by: Stamp,
        /// The machine's name.
        host: String,
        /// Version of this program.
        app: String,
    },
    /// The end of a deed whose program had stopped, found out later.
    Settled {
        /// `seq` of the start line.
        of: u64,
        /// Whether it happened.
        happened: bool,
        /// How it stands by what was seen, with the outputs that could be read.
        outcome: Outcome,
        /// The person's reason, where the world did not say the same.
        reason: Option<String>,
        /// Who.
        by: Stamp,
    },
    /// The way back was entered: for the whole change, or for one step alone.
    WentBack {
        /// The answer to the question; `None` when a single step is undone.
        answer: Option<String>,
        /// The steps of the way back, as they fit how far the change got.
        steps: Vec<PlannedStep>,
        /// The person's reason, where one was asked.
        reason: Option<String>,
        /// Who.
        by: Stamp,
    },
    /// The way back was left before its end.
    LeftWayBack {
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The change is held until it is taken up again.
    Held {
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// A step may be done although a step that it requires is not.
    Waived {
        /// The step.
        step: StepId,
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The change was taken over from another window.
    TakenOver {
        /// Who held it.
        from: String,
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// A second person agreed to a step.
    Seconded {
        /// The step.
        step: StepId,
        /// Digest of the plan that they saw.
        plan: Digest,
        /// Who.
        by: Stamp,
        /// From which machine.
        host: String,
    },
    /// The change ended.
    Finished {
        /// How.
        result: Result,
        /// Who.
        by: Stamp,
    },
}

impl Entry {
    /// The start line that this entry ends, and how the deed ended: by its own end line, or found out later.
    pub fn end(&self) -> Option<(u64, &Outcome)> {
        match self {
            Self::Ended { of, outcome } | Self::Settled { of, outcome, .. } => Some((*of, outcome)),
            Self::Opened { .. }
            | Self::Started(_)
            | Self::Skipped { .. }
            | Self::Forced { .. }
            | Self::Noted { .. }
            | Self::Resumed { .. }
            | Self::WentBack { .. }
            | Self::LeftWayBack { .. }
            | Self::Held { .. }
            | Self::Waived { .. }
            | Self::TakenOver { .. }
            | Self::Seconded { .. }
            | Self::Finished { .. } => None,
        }
    }
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
    /// A click did it, on what was agreed to beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beforehand: Option<Beforehand>,
}

/// What a click rested on: the inverse that was agreed to in the dialog of the deed that it takes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beforehand {
    /// SHA-256 of the inverse.
    pub inverse: Digest,
    /// Who agreed, and when.
    pub by: Stamp,
}

impl Started {
    /// The start line of an approved deed.
    pub fn of(approval: &Approval) -> Self {
        let proposal = approval.proposal();
        Self {
            step: proposal.step().clone(),
            attempt: proposal.attempt(),
            direction: proposal.direction(),
            action: proposal.action().clone(),
            effect: proposal.effect(),
            plan: proposal.plan().clone(),
            proposal: proposal.digest().clone(),
            preview: proposal.preview().clone(),
            by: approval.by().clone(),
            reason: approval.reason().map(str::to_owned),
            answers: approval.answers().clone(),
            text: approval.text().map(str::to_owned),
            beforehand: approval.beforehand().map(|standing| Beforehand {
                inverse: standing.inverse().clone(),
                by: standing.by().clone(),
            }),
        }
    }
}

/// A check that spoke against the start, and why it was gone past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// What was asked.
    pub check: Sentence,
    /// What was found.
    pub found: Vec<Sentence>,
    /// Why the change was started nevertheless, in the person's words.
    pub reason: String,
}

impl Passed {
    /// All of it in one sentence.
    pub fn words(&self) -> Sentence {
        let found: Vec<String> = self.found.iter().map(Sentence::text).collect();
        Sentence::new("record-passed")
            .with("check", self.check.text())
            .with("found", found.join("; "))
            .with("reason", &self.reason)
    }
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Result {
    /// Every step done or skipped with a reason.
    Completed,
    /// Left before its end.
    Abandoned,
    /// The way back was gone to its end.
    RolledBack,
}
