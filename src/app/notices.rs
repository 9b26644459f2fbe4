//! What it is for: messages that stay until the person takes them away.
//! In: failures and sentences. Out: views. Never: more than a screenful: the oldest make room.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::{
    failure::{Failure, FailureKind},
    ui::view::{NoticeText, NoticeView, Tone},
};

/// Messages shown at once.
const SHOWN: usize = 4;

/// Failures that are remembered for a diagnosis.
const REMEMBERED: usize = 10;

/// Messages, newest last.
#[derive(Debug, Default)]
pub(super) struct Notices {
    next: u64,
    shown: Vec<NoticeView>,
    failed: VecDeque<(Timestamp, Failure)>,
}

impl Notices {
    /// Shows a failure.
    pub(super) fn fail(&mut self, failure: Failure) {
        let tone = match failure.kind {
            FailureKind::Person | FailureKind::Moved | FailureKind::Unknown => Tone::Warn,
            FailureKind::World | FailureKind::Internal => Tone::Bad,
        };
        if self.failed.len() == REMEMBERED {
            self.failed.pop_front();
        }
        self.failed.push_back((Timestamp::now(), failure.clone()));
        self.push(tone, NoticeText::Failure(failure));
    }

    /// The last failures, oldest first, whether they are still shown or not.
    pub(super) fn failed(&self) -> impl Iterator<Item = &(Timestamp, Failure)> {
        self.failed.iter()
    }

    /// Shows one sentence.
    pub(super) fn say(&mut self, words: String) {
        self.push(Tone::Info, NoticeText::Words(words));
    }

    /// Takes a message away.
    pub(super) fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    /// What to draw.
    pub(super) fn views(&self) -> Vec<NoticeView> {
        self.shown.clone()
    }

    fn push(&mut self, tone: Tone, what: NoticeText) {
        self.next += 1;
        self.shown.push(NoticeView { id: self.next, tone, what });
        let surplus = self.shown.len().saturating_sub(SHOWN);
        self.shown.drain(..surplus);
    }
}
