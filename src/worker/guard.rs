//! What it is for: whether this window may write: to the journal, to cluster and repository, or run a probe's program.
//! In: the Lease's word, the entry or the step. Out: yes, or why not. Never: a deed behind a decision that is not in the
//! journal: after a crash nobody could tell what it belonged to.

use jiff::Timestamp;
use tokio::task::block_in_place;

use super::{execute::journal_failure, lease::Keeper};
use crate::{
    action::Ending,
    confirm::Proposal,
    failure::{Failure, FailureKind},
    journal::{Entry, Journal},
    names::Stamp,
    plan::PlannedStep,
    words::Sentence,
};

/// Who may write, and whether all that was decided is written.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// A decision could not be written: the window has gone on, the journal has not.
    is_behind: bool,
}

impl Guard {
    /// Whether other people let a deed begin: nobody else acts here, and a second person agreed where the step asks for
    /// one. Their yes is written down before the deed's own line.
    pub(super) async fn let_begin(
        &self,
        lease: &Keeper,
        journal: &mut Journal,
        step: &PlannedStep,
        proposal: &Proposal,
    ) -> Result<(), Failure> {
        self.is_whole()?;
        lease.may_begin().await?;
        if !step.second_person {
            return Ok(());
        }
        let second = lease.seconded(proposal)?;
        let entry = Entry::Seconded {
            step: step.id.clone(),
            plan: second.plan,
            by: Stamp { at: Timestamp::now(), who: second.who },
            host: second.host,
        };
        write(journal, entry)
    }

    /// Writes what was decided or noted in this window, if it may write.
    pub(super) async fn record(
        &mut self,
        lease: &Keeper,
        journal: &mut Journal,
        entry: Entry,
    ) -> Result<(), Failure> {
        let weight = weight(&entry);
        let may_write = match weight {
            Weight::Told => lease.may_note().await,
            Weight::Repeated | Weight::Decided => lease.may_begin().await,
        };
        let written = match may_write.and_then(|()| self.is_whole()) {
            Ok(()) => write(journal, entry),
            Err(refused) => Err(refused),
        };
        let is_lost = written.is_err() && weight == Weight::Decided;
        self.is_behind |= is_lost;
        written.map_err(
            |failure| {
                if is_lost { failure.hint(Sentence::new("journal-behind-hint")) } else { failure }
            },
        )
    }

    fn is_whole(&self) -> Result<(), Failure> {
        if !self.is_behind {
            return Ok(());
        }
        let words = Sentence::new("journal-behind");
        Err(Failure::new(FailureKind::World, words).hint(Sentence::new("journal-behind-hint")))
    }
}

fn write(journal: &mut Journal, entry: Entry) -> Result<(), Failure> {
    let written = block_in_place(|| journal.append(entry, Timestamp::now()));
    written.map(drop).map_err(|fault| journal_failure(&fault))
}

/// What would be lost with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// It only tells how it is; it may be written while the cluster is away.
    Told,
    /// Taken up from the journal, it is asked for again.
    Repeated,
    /// What comes after it makes no sense without it.
    Decided,
}

fn weight(entry: &Entry) -> Weight {
    match entry {
        Entry::Noted { .. } | Entry::Held { .. } | Entry::Finished { .. } => Weight::Told,
        // What taking up writes about a step that only reads. A person's word is a decision.
        Entry::Settled { outcome, .. } if outcome.ending == Ending::Cancelled => Weight::Repeated,
        Entry::Opened { .. }
        | Entry::Resumed { .. }
        | Entry::Started(_)
        | Entry::Ended { .. }
        | Entry::Settled { .. }
        | Entry::Skipped { .. }
        | Entry::Forced { .. }
        | Entry::Waived { .. }
        | Entry::WentBack { .. }
        | Entry::LeftWayBack { .. }
        | Entry::TakenOver { .. }
        | Entry::Seconded { .. } => Weight::Decided,
    }
}
