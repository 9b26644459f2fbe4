//! What it is for: everything that a run may ask of the worker or the screen.
//! In: the machine's decisions. Out: data. Never: behaviour.

use jiff::Timestamp;

use crate::{
    action::{Action, Direction, ManifestEdit},
    confirm::Approval,
    failure::Failure,
    journal::{Entry, Started},
    names::StepId,
    plan::PlannedStep,
};

/// Something to be done outside the machine.
#[derive(Debug)]
pub enum Effect {
    /// Read what this step will do. Changes nothing.
    Look {
        /// The step.
        step: Box<PlannedStep>,
        /// Its action with nothing left open.
        action: Box<Action>,
        /// Which try, from 1.
        attempt: u32,
        /// Forward or back.
        direction: Direction,
        /// The edits that it rests on, as they were made.
        rests_on: Vec<ManifestEdit>,
    },
    /// Ask the world whether a deed happened whose end nobody saw. Changes nothing.
    Probe {
        /// The step.
        step: Box<PlannedStep>,
        /// Its start line.
        started: Box<Started>,
    },
    /// A read that needs no person: answer it in the person's name.
    AnswerItself {
        /// The step.
        step: StepId,
        /// When.
        at: Timestamp,
    },
    /// Write the start line, do the deed, look at the result, write the end line.
    Execute(Box<Approval>),
    /// End the waiting of the deed under way. What was sent stays.
    StopWaiting,
    /// Append an entry to the journal.
    Record(Box<Entry>),
    /// Write the Markdown record anew from the journal.
    WriteRecord,
    /// Tell the person something that changes no state.
    Tell(Box<Failure>),
}
