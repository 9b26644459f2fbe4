//! What it is for: one-shot reads (contexts, tags, access reviews) as [`Fetched`] values.
//! In: a future that reads. Out: a value that keeps the last good one. Never: a deed (a dropped promise would lose it).

use std::{future::Future, panic::AssertUnwindSafe};

use futures::FutureExt as _;
use jiff::Timestamp;
use poll_promise::Promise;

use crate::{
    failure::{Failure, FailureKind},
    fetched::Fetched,
    words::Sentence,
};

/// A value that is asked for now and then; at most one question is under way, and a newer one replaces it.
pub struct Pending<T: Send + 'static> {
    value: Fetched<T>,
    under_way: Option<Promise<Result<T, Failure>>>,
}

impl<T: Send + 'static> Default for Pending<T> {
    fn default() -> Self {
        Self { value: Fetched::NotAsked, under_way: None }
    }
}

impl<T: Send + 'static> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").field("is_under_way", &self.under_way.is_some()).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Pending<T> {
    /// Starts the question on the runtime; `wake` is called when the answer is there.
    pub(super) fn ask(
        &mut self,
        runtime: &tokio::runtime::Handle,
        wake: super::Wake,
        question: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) {
        let (sender, promise) = Promise::new();
        runtime.spawn(async move {
            // A panic must not leave the promise without an answer: polling it would panic the window.
            let answer = AssertUnwindSafe(question).catch_unwind().await;
            sender.send(answer.unwrap_or_else(|_panic| {
                Err(Failure::new(FailureKind::Internal, Sentence::new("worker-task-ended")))
            }));
            wake();
        });
        self.value = std::mem::take(&mut self.value).asked();
        self.under_way = Some(promise);
    }

    /// Takes the answer if it came. Returns whether something changed.
    pub fn poll(&mut self, at: Timestamp) -> bool {
        let Some(promise) = self.under_way.take() else { return false };
        match promise.try_take() {
            Ok(answer) => {
                self.value = std::mem::take(&mut self.value).answered(answer, at);
                true
            }
            Err(still_open) => {
                self.under_way = Some(still_open);
                false
            }
        }
    }

    /// A value that was answered, for tests.
    #[cfg(test)]
    pub(crate) fn of(value: T) -> Self {
        Self { value: Fetched::NotAsked.answered(Ok(value), Timestamp::UNIX_EPOCH), under_way: None }
    }

    /// A question that failed, for tests.
    #[cfg(test)]
    pub(crate) fn refused(failure: Failure) -> Self {
        Self { value: Fetched::NotAsked.answered(Err(failure), Timestamp::UNIX_EPOCH), under_way: None }
    }

    /// The value.
    pub fn value(&self) -> &Fetched<T> {
        &self.value
    }

    /// Takes a good value away, leaving nothing asked.
    pub fn take(&mut self) -> Option<T> {
        let value = std::mem::take(&mut self.value);
        if let Fetched::Ready(good) = value {
            Some(good.value)
        } else {
            self.value = value;
            None
        }
    }

    /// Forgets everything, also an answer under way.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
