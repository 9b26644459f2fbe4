//! What it is for: the two lines between a running deed and the worker: reports out, "stop" in.
//! In: what a wait saw. Out: [`Progress`] through a bounded queue; a stop that every wait obeys at once.
//! Never: a wait that hangs because nobody listens.

use tokio::sync::{mpsc, watch};

use super::troubles::Trouble;
use crate::{action::Mark, observed::Progress, words::Sentence};

/// Where a deed reports to. Clones report to the same place.
#[derive(Debug, Clone)]
pub struct Reporter(Option<mpsc::Sender<Progress>>);

impl Reporter {
    /// Reports into a bounded queue.
    pub fn new(queue: mpsc::Sender<Progress>) -> Self {
        Self(Some(queue))
    }

    /// Reports nowhere.
    pub fn silent() -> Self {
        Self(None)
    }

    /// Waits for a place in the queue. A closed queue swallows the message: the deed itself goes on.
    pub(crate) async fn send(&self, progress: Progress) {
        if let Some(queue) = &self.0
            && queue.send(progress).await.is_err()
        {
            tracing::trace!("nobody listens to the progress any more");
        }
    }

    pub(crate) async fn state(&self, what: Sentence) {
        self.send(Progress::State(what)).await;
    }

    /// A state that may be left out when the queue is full: the next one replaces it anyway.
    pub fn try_state(&self, what: Sentence) {
        if let Some(queue) = &self.0
            && queue.try_send(Progress::State(what)).is_err()
        {
            tracing::trace!("a state was not shown");
        }
    }

    pub(crate) async fn note(&self, mark: Mark, what: Sentence) {
        self.send(Progress::Note { mark, what }).await;
    }
}

/// What a wait has told already: the same words are not sent twice.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    pub(crate) reporter: &'a Reporter,
    state: Option<Sentence>,
    troubles: Vec<(String, String)>,
}

impl<'a> Told<'a> {
    pub(crate) fn new(reporter: &'a Reporter) -> Self {
        Self { reporter, state: None, troubles: Vec::new() }
    }

    /// Sends the state if it is another one.
    pub(crate) async fn state(&mut self, state: Sentence) {
        if self.state.as_ref() != Some(&state) {
            self.state = Some(state.clone());
            self.reporter.state(state).await;
        }
    }

    /// Notes each trouble once for each pod and reason.
    pub(crate) async fn troubles(&mut self, found: &[Trouble]) {
        for one in found {
            let key = (one.pod.clone(), one.reason.clone());
            if !self.troubles.contains(&key) {
                self.troubles.push(key);
                self.reporter.note(Mark::Warning, one.words()).await;
            }
        }
    }
}

/// Says "stop waiting" to every [`Cancel`] of its pair. Dropping it stops nothing.
#[derive(Debug)]
pub struct Canceller(watch::Sender<bool>);

impl Canceller {
    /// Makes all waits of the pair return `Cancelled`.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }
}

/// The listening end: every wait takes one and returns soon after the stop. What was sent stays.
#[derive(Debug, Clone)]
pub struct Cancel(watch::Receiver<bool>);

impl Cancel {
    /// A stop and its listening end.
    pub fn pair() -> (Canceller, Self) {
        let (sender, receiver) = watch::channel(false);
        (Canceller(sender), Self(receiver))
    }

    /// A wait that nobody stops.
    pub fn never() -> Self {
        Self::pair().1
    }

    /// Whether the stop was given.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the stop is given; never, when it cannot be given any more.
    pub(crate) async fn cancelled(&mut self) {
        if self.0.wait_for(|stopped| *stopped).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
