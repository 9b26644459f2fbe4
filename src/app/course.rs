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
        self.read.value().last().filter(|_| self.is_of(journal))
    }

    fn is_of(&self, journal: &Path) -> bool {
        self.of.as_ref().is_some_and(|(of, _)| of.as_path() == journal)
    }

    /// Whether this journal, as it was last written, is to be read now. What was read of another change is forgotten.
    fn asks(&mut self, wanted: &(PathBuf, Option<Timestamp>)) -> bool {
        let is_its = self.is_of(&wanted.0);
        if is_its && (self.of.as_ref() == Some(wanted) || self.read.value().is_loading()) {
            return false;
        }
        if !is_its {
            self.read.clear();
        }
        self.of = Some(wanted.clone());
        true
    }
}

impl App {
    /// To be called each frame: reads the journal while its course is shown and something was written since.
    pub(super) fn poll_course(&mut self, at: Timestamp) {
        self.course.read.poll(at);
        let Some(change) = self.change.as_ref().filter(|_| self.memory.shows_timeline()) else { return };
        let wanted = (change.journal.clone(), change.saved_at);
        if !self.course.asks(&wanted) {
            return;
        }
        let (journal, usual) = (wanted.0, change.usual.clone());
        self.worker.ask_blocking(&mut self.course.read, move || history::timeline(&journal, &usual));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read() -> Timeline {
        let at = Timestamp::UNIX_EPOCH;
        Timeline { from: at, until: at, is_open: true, rows: Vec::new() }
    }

    #[test]
    fn the_course_of_one_change_is_not_shown_as_that_of_another() {
        let (one, other) = (PathBuf::from("one"), PathBuf::from("other"));
        let wanted = |path: &Path, second| (path.to_owned(), Timestamp::from_second(second).ok());
        let mut course = Course::default();
        assert!(course.asks(&wanted(&one, 1)));
        course.read = Pending::of(read());
        assert!(!course.asks(&wanted(&one, 1)), "nothing was written since");
        assert!(course.asks(&wanted(&one, 2)));
        assert!(course.of(&one).is_some(), "the last one stays while it is read anew");
        assert!(course.asks(&wanted(&other, 2)));
        assert!(course.of(&other).is_none() && course.of(&one).is_none());
    }
}
