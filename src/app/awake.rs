//! What it is for: the computer is kept awake while a step runs. In: the run, the setting. Out: a hold of the desktop, given
//! back as soon as nothing is under way. Never: a hold in practice, or one that waits for the person.

use jiff::Timestamp;

use super::App;
use crate::{
    outside::awake::{self, Awake},
    words::Sentence,
    worker::{Pending, Worker},
};

/// The hold, and what became of the last question.
#[derive(Debug, Default)]
pub(super) struct Waking {
    held: Option<Awake>,
    asked: Pending<Awake>,
    released: Pending<()>,
    /// Refused once, it is asked again at the next step.
    is_refused: bool,
}

impl Waking {
    /// Whether the computer is kept awake now.
    pub(super) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Why the desktop did not take the wish the last time.
    pub(super) fn failure(&self) -> Option<String> {
        self.asked.value().failure().map(|failure| failure.summary.text())
    }

    /// Goes on with what is wanted now.
    fn step(&mut self, is_wanted: bool, reason: impl FnOnce() -> String, worker: &Worker, at: Timestamp) {
        self.released.poll(at);
        if self.asked.poll(at) {
            if let Some(failure) = self.asked.value().failure() {
                tracing::info!(?failure.details, "the computer is not kept awake");
                self.is_refused = true;
            }
            self.held = self.asked.take();
        }
        let is_asking = self.asked.value().is_loading();
        if is_wanted && self.held.is_none() && !is_asking && !self.is_refused && awake::CAN_KEEP_AWAKE {
            worker.ask(&mut self.asked, awake::keep_awake(reason()));
        }
        if is_wanted {
            return;
        }
        self.is_refused = false;
        // What is still being asked for is given back when it comes.
        if let Some(held) = self.held.take() {
            worker.ask(&mut self.released, async move {
                held.release().await;
                Ok(())
            });
        }
    }
}

impl App {
    /// To be called each frame: keeps the computer awake while something is under way, and no longer.
    pub(super) fn poll_awake(&mut self, at: Timestamp) {
        let acting = self.change.as_ref().filter(|change| change.run.is_acting());
        let is_wanted = acting.is_some() && self.settings.keeps_awake && !self.practice.is_on();
        let reason = || {
            let title = acting.map(|change| change.run.plan().header().title.clone()).unwrap_or_default();
            Sentence::new("awake-reason").with("title", title).text()
        };
        self.awake.step(is_wanted, reason, &self.worker, at);
    }
}
