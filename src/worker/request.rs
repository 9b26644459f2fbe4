//! What it is for: what the window may ask of the change under way. Bounded queue, nothing lost.
//! In: effects of the run. Out: read by `execute`. Never: a deed without its approval.

use crate::{
    action::{Action, Direction, ManifestEdit},
    confirm::Approval,
    journal::{Entry, Started},
    names::Stamp,
    plan::PlannedStep,
    procedure::Evidence,
};

/// Something to do.
#[derive(Debug)]
pub enum Request {
    /// Read what a step will do; changes nothing.
    Look {
        /// The step.
        step: Box<PlannedStep>,
        /// Its exact action.
        action: Box<Action>,
        /// Which try, from 1.
        attempt: u32,
        /// Forward or back.
        direction: Direction,
        /// The edits that it rests on, as they were made.
        rests_on: Vec<ManifestEdit>,
    },
    /// Ask the world whether a deed happened whose end nobody wrote down; changes nothing.
    Probe {
        /// The step.
        step: Box<PlannedStep>,
        /// Its start line.
        started: Box<Started>,
    },
    /// Read what is to be shown beside the question of the way back; changes nothing.
    Evidence(Vec<Evidence>),
    /// Do what was agreed to.
    Execute(Box<Approval>),
    /// End the waiting of the deed under way.
    StopWaiting,
    /// Take the namespace's Lease from the window that was shown as its holder.
    TakeOver {
        /// Why.
        reason: String,
        /// Who.
        by: Stamp,
    },
    /// Append an entry to the journal.
    Record(Box<Entry>),
    /// Write the Markdown record anew.
    WriteRecord,
}
