//! What it is for: the course of the change under way, read from its journal while it is looked at. In: the journal's path,
//! when it was last written. Out: a timeline. Never: a file read on the frame, or read again while nothing was written.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::App;
use crate::{
    record::Timeline,
    worker::{Pending, history},
};

/// The course that was read last, and of what.
#[derive(Debug, Default)]
pub(super) struct Course {
    of: Option<(PathBuf, Option<Timestamp>)>,
    read: Pending<Timeline>,
}

impl Course {
    /// The course of the change whose journal this is.
    pub(super) fn of(&self, journal: &Path) -> Option<&Timeline> {
        let is_its = self.of.as_ref().is_some_and(|(of, _)| of.as_path() == journal);
        self.read.value().last().filter(|_| is_its)
    }
}

impl App {
    /// To be called each frame: reads the journal while its course is shown and something was written since.
    pub(super) fn poll_course(&mut self, at: Timestamp) {
        self.course.read.poll(at);
        let Some(change) = self.change.as_ref().filter(|_| self.memory.shows_timeline()) else { return };
        let wanted = (change.journal.clone(), change.saved_at);
        if self.course.of.as_ref() == Some(&wanted) || self.course.read.value().is_loading() {
            return;
        }
        let (journal, usual) = (change.journal.clone(), change.usual.clone());
        self.course.of = Some(wanted);
        self.worker.ask_blocking(&mut self.course.read, move || history::timeline(&journal, &usual));
    }
}
