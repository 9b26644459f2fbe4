//! What it is for: who runs which change in this namespace, as the Lease there says, and whether this window may act.
//! In: what `worker` made of the Lease. Out: what the window shows. Never: another machine's clock compared with ours:
//! the moments below are as that machine wrote them, and only told.

use std::time::Duration;

use jiff::Timestamp;

use crate::{failure::Failure, names::Digest};

/// The newest word about the namespace's Lease.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeaseView {
    /// How this window stands to it.
    pub state: LeaseState,
    /// The step for which we ask for a second person.
    pub asked: Option<SecondAsked>,
    /// The answer to our request, when there is one that counts.
    pub seconded: Option<Second>,
    /// Why the newest answer to our request does not count.
    pub second_refused: Option<Failure>,
}

/// How this window stands to the namespace's Lease.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum LeaseState {
    /// The first answer is awaited.
    #[default]
    Asking,
    /// The Lease is ours.
    Holding,
    /// Somebody else's change runs here: this window only shows.
    Waiting {
        /// Who and what.
        holder: Holder,
    },
    /// It was ours; somebody took over: this window only shows.
    Lost {
        /// Who holds it now; `None` when it is free again.
        holder: Option<Holder>,
        /// What the one who took over wrote.
        taken: Option<Taken>,
    },
    /// We may not read or write Leases here: the change goes on unmarked.
    NotPermitted {
        /// The server's refusal in words.
        failure: Failure,
    },
    /// The server has not confirmed it for too long: no new deed begins until it does.
    Unknown {
        /// Since when, by our clock.
        since: Timestamp,
        /// Why.
        failure: Failure,
    },
    /// The change ended and gave it back.
    Released,
}

impl LeaseState {
    /// Whether this window only shows: somebody else acts, or nobody can tell.
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Waiting { .. } | Self::Lost { .. } | Self::Unknown { .. } => true,
            Self::Asking | Self::Holding | Self::NotPermitted { .. } | Self::Released => false,
        }
    }
}

/// Somebody's change in this namespace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The change's identifier; empty when the Lease is not one of this program's.
    pub change: String,
    /// The change's title.
    pub title: String,
    /// The step that was begun last; empty before the first.
    pub step: String,
    /// The person, as the cluster knows them.
    pub who: String,
    /// The machine.
    pub host: String,
    /// Since when, by that machine's clock.
    pub since: Option<Timestamp>,
    /// Why the change is held, when it is.
    pub held: Option<String>,
    /// For how long nothing was heard, by our own clock since we first looked.
    pub silent_for: Duration,
    /// Nothing was heard for longer than the Lease lasts.
    pub is_expired: bool,
}

/// A take-over, as the one who did it wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Who took over.
    pub by: String,
    /// Their machine.
    pub host: String,
    /// Why.
    pub reason: String,
    /// When, by their clock.
    pub at: Option<Timestamp>,
}

/// A step for which a second person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondAsked {
    /// The change.
    pub change: String,
    /// Digest of its plan.
    pub plan: Digest,
    /// Digest of what is proposed.
    pub proposal: Digest,
    /// The step's identifier.
    pub step: String,
    /// The step's title.
    pub title: String,
    /// What will be done, as the asker's window shows it; one line each.
    pub what: Vec<String>,
    /// Who asks.
    pub who: String,
    /// From which machine.
    pub host: String,
}

/// A second person's yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// The step.
    pub step: String,
    /// Digest of the plan that was agreed to.
    pub plan: Digest,
    /// Digest of the proposal that was agreed to.
    pub proposal: Digest,
    /// Who agreed.
    pub who: String,
    /// On which machine.
    pub host: String,
}
