//! What it is for: the live state beside a step, as one immutable snapshot of small rows.
//! In: rows that `cluster` projected on arrival. Out: what `ui` draws and `verdict` judges.
//! Never: whole API objects (54 KB a pod), or a value whose age is not known.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

pub mod causes;
pub(crate) mod certificate;
pub mod evidence;
pub mod fighters;
pub mod lease;
mod objects;
pub mod picture;
pub mod pods;
pub mod progress;
pub mod revisions;
pub mod route;
mod selector;
pub mod survey;
pub mod usual;
pub mod verdict;
pub mod warnings;

pub use lease::{Holder, LeaseState, LeaseView};
pub use objects::*;
pub use progress::{LogLine, Progress};
pub use route::Way;
pub use selector::Selector;

/// The newest state of everything that a change watches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// Deployments, stateful sets and deployment configs, in the order of the procedure's `watch`.
    pub workloads: Vec<WorkloadRow>,
    /// Pods, by name; each row is shared with the watch that made it.
    pub pods: Vec<Arc<PodRow>>,
    /// Jobs, newest first.
    pub jobs: Vec<JobRow>,
    /// Routes with the whole way to the pods.
    pub routes: Vec<Way>,
    /// Warnings (events) of the last ten minutes about the objects above, newest first.
    pub warnings: Vec<Arc<WarningRow>>,
    /// Kinds that cannot be watched (no right, not served) and why; their rows are missing above.
    pub unseen: Vec<Failure>,
    /// How well the rows can be trusted.
    pub link: Link,
}

/// How well the rows can be trusted.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Link {
    /// The first answer is awaited.
    #[default]
    Connecting,
    /// Every watch has spoken; the newest word of the server (bookmarks included) came at this moment.
    Live {
        /// When, in UTC.
        heard_at: Timestamp,
    },
    /// Nothing was heard for too long, or a watch failed. The rows are those of `heard_at`.
    Stale {
        /// The last moment at which all rows were true; `None` when they never were.
        heard_at: Option<Timestamp>,
        /// Why.
        failure: Failure,
    },
}

/// A server is asked every few seconds, and a silence is told within 8 s: who heard nothing for longer slept meanwhile.
const HEARD: SignedDuration = SignedDuration::from_secs(15);

impl Link {
    /// The same at the moment at which it is shown: after a sleep the clock knows first how old the rows are.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Self {
        match self {
            Self::Live { heard_at } if now.duration_since(*heard_at) > HEARD => Self::Stale {
                heard_at: Some(*heard_at),
                failure: Failure::new(FailureKind::World, Sentence::new("cluster-watch-unheard")),
            },
            Self::Connecting | Self::Live { .. } | Self::Stale { .. } => self.clone(),
        }
    }
}

impl Observed {
    /// The workload of that kind and name.
    pub fn workload(&self, kind: &str, name: &str) -> Option<&WorkloadRow> {
        self.workloads.iter().find(|row| row.kind == kind && row.name == name)
    }

    /// The Job of that name.
    pub fn job(&self, name: &str) -> Option<&JobRow> {
        self.jobs.iter().find(|row| row.name == name)
    }

    /// Whether the rows are those of now.
    pub fn is_live(&self) -> bool {
        matches!(self.link, Link::Live { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_not_live_when_nobody_was_heard_for_long() {
        let heard_at = Timestamp::from_second(1_000).expect("a time");
        let live = Link::Live { heard_at };
        let after = |seconds| live.at(heard_at + SignedDuration::from_secs(seconds));
        assert_eq!(after(8), live);
        let Link::Stale { heard_at: since, failure } = after(8 * 3_600) else { unreachable!("slept") };
        assert_eq!(since, Some(heard_at));
        assert!(crate::words::knows(&failure.summary.key));
    }
}
