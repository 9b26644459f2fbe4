//! What it is for: repository and cluster beside each other, as plain data. In: a comparison, words. Out: borrowed by
//! `draw`. Never: anything that writes.

use jiff::Timestamp;

use super::DiffView;
use crate::{failure::Failure, manifest::drift::Drift};

/// What the person asked of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftCommand {
    /// Show the comparison, or what runs.
    Show(bool),
    /// Compare now.
    Compare,
    /// Stop comparing.
    Stop,
    /// Look at a row closely, or no more.
    Choose(Option<usize>),
}

/// The comparison of repository and cluster.
#[derive(Debug, Clone, Default)]
pub struct DriftView<'a> {
    /// Whether it is shown in place of what runs.
    pub is_shown: bool,
    /// Why nothing can be compared, and what to do; `None` when repository and connection are there.
    pub nothing: Option<String>,
    /// Name of the repository, and its branch.
    pub repository: String,
    /// The namespace that is compared; empty for all.
    pub scope: &'a str,
    /// Where objects without a namespace count.
    pub home: &'a str,
    /// Objects done and in all, while it is under way; in all 0 while the repository is read.
    pub progress: Option<(usize, usize)>,
    /// Why the newest comparison failed.
    pub failure: Option<&'a Failure>,
    /// The newest comparison, and when it ended.
    pub drift: Option<(&'a Drift, Timestamp)>,
    /// The row that was chosen.
    pub chosen: Option<DriftRowView<'a>>,
}

/// The row that was chosen.
#[derive(Debug, Clone)]
pub struct DriftRowView<'a> {
    /// Which of the comparison's rows.
    pub index: usize,
    /// What an apply would change.
    pub diff: DiffView<'a>,
    /// The command line that shows the same; empty when none does.
    pub kubectl: &'a str,
}
