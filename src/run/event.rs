//! What it is for: everything that can happen to a run, each with its time.
//! In: reports of the worker and commands of the person, translated by `app`. Out: data. Never: behaviour.

use jiff::Timestamp;

use crate::{
    action::{Outcome, Probed},
    confirm::{Answer, Exact, Rehearsal},
    failure::Failure,
    journal::Attachment,
    names::{Stamp, StepId},
};

/// Something happened.
#[derive(Debug)]
pub struct RunEvent {
    /// When, in UTC.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug)]
pub enum What {
    /// The worker read what a step will do, or could not.
    Looked {
        /// The step.
        step: StepId,
        /// The exact action with its preview, or why there is none.
        answer: Box<Result<Exact, Failure>>,
    },
    /// The person pressed the deed's button: the dialog opens.
    Asked {
        /// The step.
        step: StepId,
    },
    /// The dialog was left without an answer.
    Closed,
    /// The person (or, for a read, the program) answered.
    Answered {
        /// The step.
        step: StepId,
        /// The answer.
        answer: Box<Answer>,
    },
    /// The approval of a whole rehearsal holds for what is shown.
    Rehearsed {
        /// The step.
        step: StepId,
        /// The approval.
        rehearsal: Box<Rehearsal>,
        /// The step's text (a commit message, say).
        text: Option<String>,
    },
    /// The world was asked whether a deed happened.
    Probed {
        /// The step.
        step: StepId,
        /// What it says, or why that could not be read.
        answer: Box<Result<Probed, Failure>>,
    },
    /// The start line of a deed is on disk.
    Begun {
        /// The step.
        step: StepId,
        /// Number of the line.
        seq: u64,
    },
    /// The start line could not be written: nothing was done.
    NotWritten {
        /// The step.
        step: StepId,
        /// Why.
        failure: Failure,
    },
    /// The deed ended.
    Ended {
        /// The step.
        step: StepId,
        /// How.
        outcome: Box<Outcome>,
    },
    /// Read again what the step will do (after a failure, or because time passed).
    LookAgain {
        /// The step.
        step: StepId,
    },
    /// The person no longer wants to wait.
    StopWaiting {
        /// The step.
        step: StepId,
    },
    /// The person leaves the step out.
    Skipped {
        /// The step.
        step: StepId,
        /// Why; empty is ignored.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The person goes on although the step failed.
    Forced {
        /// The step.
        step: StepId,
        /// Why; empty is ignored.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// Ask the world again whether a deed happened.
    AskAgain {
        /// The step.
        step: StepId,
    },
    /// The person says how a deed ended that nobody saw the end of.
    Settled {
        /// The step.
        step: StepId,
        /// Whether it happened.
        happened: bool,
        /// Why; needed where the world does not say the same.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The person goes on although a required step is not done.
    Waived {
        /// The step.
        step: StepId,
        /// Why; empty is ignored.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The person enters the way back.
    WentBack {
        /// The answer to its question.
        answer: String,
        /// Why, where a reason was asked.
        reason: Option<String>,
        /// Who.
        by: Stamp,
    },
    /// The person does what the way back, which has ended, left for later.
    DoRest {
        /// Who.
        by: Stamp,
    },
    /// The person takes back one step alone.
    UndoAlone {
        /// The step.
        step: StepId,
        /// Who.
        by: Stamp,
    },
    /// The person takes back one step at once, as was agreed to beforehand in its own dialog.
    TakeBackAtOnce {
        /// The step.
        step: StepId,
        /// Who.
        by: Stamp,
    },
    /// The person leaves the way back before its end.
    LeftWayBack {
        /// Why; empty is ignored.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The person lets the change rest.
    Held {
        /// Why; empty is ignored.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// The person wrote a note.
    Noted {
        /// The step.
        step: StepId,
        /// The text; may be empty when there are files.
        text: String,
        /// Files that belong to it and are kept already.
        files: Vec<Attachment>,
        /// Who.
        by: Stamp,
    },
    /// The person ends the change.
    Finished {
        /// Who.
        by: Stamp,
    },
}
