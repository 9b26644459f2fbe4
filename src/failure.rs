//! What it is for: any error after it left its module, as plain data that screen, journal and record share.
//! In: an adapter's typed error. Out: what happened, why, what to do. Never: a secret, or a raw response body.

use serde::{Deserialize, Serialize};

use crate::words::Sentence;

/// Whose problem it is, and what may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// Something the person gave or can put right: a path, a version, a missing right.
    Person,
    /// The cluster, repository, registry or network refused or did not answer; nothing was done.
    World,
    /// What was shown is no longer what is there: show again, ask again.
    Moved,
    /// The deed was sent and no answer came: done or not is not known.
    Unknown,
    /// A fault of this program.
    Internal,
}

/// What happened, why, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Whose problem it is.
    pub kind: FailureKind,
    /// What happened, in one sentence.
    pub summary: Sentence,
    /// What to do next, if something can be done.
    pub hint: Option<Sentence>,
    /// The technical causes, outermost first, shown folded. Free of secrets.
    pub details: Vec<String>,
}

impl Failure {
    /// A failure with a summary only.
    pub fn new(kind: FailureKind, summary: Sentence) -> Self {
        Self { kind, summary, hint: None, details: Vec::new() }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: Sentence) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds a technical cause.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// Adds an error and its sources as details.
    #[must_use]
    pub fn caused_by(mut self, error: &(dyn std::error::Error + 'static)) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            self.details.push(error.to_string());
            next = error.source();
        }
        self
    }
}
