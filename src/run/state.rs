//! What it is for: how each step stands. Data lives in the variant in which it is valid.
//! In: what the machine decides. Out: what the screen shows. Never: two states at once.

use jiff::Timestamp;

use crate::{
    action::{Action, Confirm, Outcome},
    confirm::Proposal,
    failure::Failure,
    journal::{Attachment, Started},
    names::{Stamp, StepId},
};

use super::Asking;

/// One step of the run.
#[derive(Debug, Clone, Default)]
pub struct StepRun {
    /// How it stands.
    pub state: StepState,
    /// Tries begun.
    pub attempts: u32,
    /// The newest outcome.
    pub outcome: Option<Outcome>,
    /// The newest start line.
    pub started: Option<Box<Started>>,
    /// Its number in the journal.
    pub seq: Option<u64>,
    /// When what it will do was read last.
    pub looked_at: Option<Timestamp>,
    /// When the newest try began.
    pub started_at: Option<Timestamp>,
    /// When the newest try ended.
    pub ended_at: Option<Timestamp>,
    /// The person's notes.
    pub notes: Vec<Note>,
}

/// A note of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text; empty when only files were added.
    pub text: String,
    /// Files that belong to it.
    pub files: Vec<Attachment>,
    /// Who and when.
    pub by: Stamp,
}

/// How a step stands.
#[derive(Debug, Clone, Default)]
pub enum StepState {
    /// Its turn has not come.
    #[default]
    Waiting,
    /// What it will do is being read.
    Looking,
    /// It cannot be proposed as things stand.
    Blocked {
        /// Why.
        failure: Failure,
    },
    /// What it will do is on the screen.
    Shown {
        /// Ready to be asked.
        proposal: Box<Proposal>,
    },
    /// The dialog is open.
    Asked {
        /// What is asked.
        proposal: Box<Proposal>,
    },
    /// Approved and under way.
    Running {
        /// What was agreed to.
        proposal: Box<Proposal>,
        /// The person wants to stop waiting.
        is_stopping: bool,
    },
    /// Seen to be done.
    Done,
    /// Seen to have failed.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// Sent, and nobody knows.
    Unknown {
        /// What was lost.
        failure: Failure,
        /// What the world says.
        asking: Asking,
    },
    /// The person stopped waiting.
    Stopped,
    /// Left out.
    Skipped {
        /// Why.
        reason: String,
    },
    /// Gone on nevertheless.
    Forced {
        /// Why.
        reason: String,
    },
    /// Done, and taken back since.
    Undone {
        /// The step that took it back.
        by: StepId,
    },
}

impl StepState {
    /// Whether a deed is under way.
    pub fn is_acting(&self) -> bool {
        matches!(self, Self::Running { .. })
    }
    /// Whether the step is behind us.
    pub fn is_behind(&self) -> bool {
        matches!(self, Self::Done | Self::Skipped { .. } | Self::Forced { .. })
    }
    /// Whether the step was taken back.
    pub fn is_undone(&self) -> bool {
        matches!(self, Self::Undone { .. })
    }
    /// What is shown or under way.
    pub fn proposal(&self) -> Option<&Proposal> {
        match self {
            Self::Shown { proposal } | Self::Asked { proposal } | Self::Running { proposal, .. } => {
                Some(proposal)
            }
            Self::Waiting
            | Self::Looking
            | Self::Blocked { .. }
            | Self::Done
            | Self::Failed { .. }
            | Self::Unknown { .. }
            | Self::Stopped
            | Self::Skipped { .. }
            | Self::Forced { .. }
            | Self::Undone { .. } => None,
        }
    }
}

/// Whether a step needs no person: a read without dialog and without questions, on its first try.
pub(super) fn starts_itself(proposal: &Proposal) -> bool {
    let is_for_a_person =
        matches!(proposal.action(), Action::Manual(_) | Action::AnnounceDraft(_) | Action::Pause(_));
    *proposal.confirm() == Confirm::None
        && !is_for_a_person
        && proposal.attempt() == 1
        && proposal.preview().blocked.is_none()
        && proposal.preview().questions.is_empty()
}
