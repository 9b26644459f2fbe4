//! What it is for: a value that comes from elsewhere, so that a screen keeps the last good one with its age.
//! In: answers and failures. Out: what to show. Never: I/O, or forgetting a good value because a later ask failed.

use jiff::Timestamp;

use crate::failure::Failure;

/// A remote value and how its newest question stands.
#[derive(Debug, Clone, Default)]
pub enum Fetched<T> {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// Asked; the last good value, if there was one, stays.
    Loading(Option<Good<T>>),
    /// Answered.
    Ready(Good<T>),
    /// The newest question failed; the last good value stays.
    Failed(Failure, Option<Good<T>>),
}

/// A value with the moment at which it was true.
#[derive(Debug, Clone)]
pub struct Good<T> {
    /// The value.
    pub value: T,
    /// When it was read, in UTC.
    pub at: Timestamp,
}

impl<T> Fetched<T> {
    /// The newest good value, also while loading or failed.
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::NotAsked => None,
            Self::Loading(good) | Self::Failed(_, good) => good.as_ref().map(|good| &good.value),
            Self::Ready(good) => Some(&good.value),
        }
    }

    /// When the newest good value was true.
    pub fn last_at(&self) -> Option<Timestamp> {
        match self {
            Self::NotAsked => None,
            Self::Loading(good) | Self::Failed(_, good) => good.as_ref().map(|good| good.at),
            Self::Ready(good) => Some(good.at),
        }
    }

    /// Why the newest question failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure, _) => Some(failure),
            Self::NotAsked | Self::Loading(_) | Self::Ready(_) => None,
        }
    }

    /// Whether an answer is awaited.
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading(_))
    }

    /// The value after a new question was put.
    #[must_use]
    pub fn asked(self) -> Self {
        Self::Loading(self.into_good())
    }

    /// The value after the answer came.
    #[must_use]
    pub fn answered(self, answer: Result<T, Failure>, at: Timestamp) -> Self {
        match answer {
            Ok(value) => Self::Ready(Good { value, at }),
            Err(failure) => Self::Failed(failure, self.into_good()),
        }
    }

    fn into_good(self) -> Option<Good<T>> {
        match self {
            Self::NotAsked => None,
            Self::Loading(good) | Self::Failed(_, good) => good,
            Self::Ready(good) => Some(good),
        }
    }
}
