//! What it is for: the live state beside a step, as one immutable snapshot of small rows.
//! In: rows that `cluster` projected on arrival. Out: what `ui` draws and `verdict` judges.
//! Never: whole API objects (54 KB a pod), or a value whose age is not known.

use std::sync::Arc;

use jiff::Timestamp;

use crate::failure::Failure;

pub mod causes;
pub(crate) mod certificate;
pub mod evidence;
pub mod fighters;
pub mod lease;
mod objects;
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
