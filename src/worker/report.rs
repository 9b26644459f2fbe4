//! What it is for: what the worker tells the window. Bounded queue, each counts exactly once.
//! In: ends, previews, lines. Out: drained by `app`. Never: state that a newer report would make stale (that is `Observed`).

use std::{collections::BTreeMap, path::PathBuf};

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::{
    action::{Outcome, Probed},
    confirm::Exact,
    failure::Failure,
    names::StepId,
    observed::{evidence::Seen, progress::Progress, usual::Usual},
};

/// Something that happened.
#[derive(Debug)]
pub enum Report {
    /// A step was looked at.
    Looked {
        /// The step.
        step: StepId,
        /// What it will do, or why that could not be read.
        answer: Box<Result<Exact, Failure>>,
    },
    /// The world was asked whether a deed happened.
    Probed {
        /// The step.
        step: StepId,
        /// What it says, or why that could not be read.
        answer: Box<Result<Probed, Failure>>,
    },
    /// What can be seen before the way back is chosen: each piece in the order of the request, or why it could not be read.
    Evidence(Vec<Result<Seen, Failure>>),
    /// The start line of a deed is on disk.
    Begun {
        /// The step.
        step: StepId,
        /// Number of the line.
        seq: u64,
    },
    /// The start line could not be written; nothing was done.
    NotWritten {
        /// The step.
        step: StepId,
        /// Why.
        failure: Failure,
    },
    /// A deed ended.
    Ended {
        /// The step.
        step: StepId,
        /// How.
        outcome: Box<Outcome>,
    },
    /// A deed gets on.
    Progress {
        /// The step.
        step: StepId,
        /// How.
        progress: Progress,
    },
    /// How long steps usually take, for those that ran before.
    Usual(BTreeMap<StepId, Usual>),
    /// The journal's newest line is safely on disk.
    Saved {
        /// When.
        at: Timestamp,
    },
    /// The record was written.
    RecordWritten {
        /// Where.
        path: PathBuf,
    },
    /// Something the person should know; changes no state.
    Told(Failure),
}

/// The worker's end of the queue: sends and wakes the window; at once, or a moment later for what may come often.
#[derive(Clone)]
pub(super) struct Outbox {
    sender: mpsc::Sender<Report>,
    wake: super::Wake,
    soon: super::Wake,
}

impl Outbox {
    pub(super) fn new(sender: mpsc::Sender<Report>, wake: super::Wake, soon: super::Wake) -> Self {
        Self { sender, wake, soon }
    }

    /// Sends, waiting for room. Returns whether the window still listens.
    pub(super) async fn send(&self, report: Report) -> bool {
        let may_wait = matches!(report, Report::Progress { .. });
        let is_heard = self.sender.send(report).await.is_ok();
        if may_wait {
            (self.soon)();
        } else {
            (self.wake)();
        }
        is_heard
    }
}
