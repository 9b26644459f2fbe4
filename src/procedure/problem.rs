//! What it is for: one thing that is wrong in a procedure's file, with its place.
//! In: findings of the checks. Out: plain data for the screen and for `changeover check`. Never: a guess about the cause.

use serde::Serialize;

use super::node::Place;
use crate::words::Sentence;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The procedure cannot be used.
    Error,
    /// It can be used, and probably is not what the author meant.
    Warning,
    /// Worth knowing for whoever reviews it, such as an author's claim.
    Note,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub message: Sentence,
    /// What to do about it.
    pub hint: Option<Sentence>,
}

impl Problem {
    /// An error at a place.
    pub fn error(place: Place, message: Sentence) -> Self {
        Self { severity: Severity::Error, place, message, hint: None }
    }

    /// A warning at a place.
    pub fn warning(place: Place, message: Sentence) -> Self {
        Self { severity: Severity::Warning, ..Self::error(place, message) }
    }

    /// A note at a place.
    pub fn note(place: Place, message: Sentence) -> Self {
        Self { severity: Severity::Note, ..Self::error(place, message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: Sentence) -> Self {
        self.hint = Some(hint);
        self
    }
}
