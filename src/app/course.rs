//! What it is for: the course of the change under way, read from its journal while it is looked at. In: the journal's path,
//! when it was last written. Out: a timeline. Never: a file read on the frame, or read again while nothing was written.

use std::{
    mem,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::App;
use crate::{
    failure::Failure,
    record::Timeline,
    worker::{Pending, history},
};

/// The course that was read last, and of what.
#[derive(Debug, Default)]
pub(super) struct Course {
    of: Option<(PathBuf, Option<Timestamp>)>,
    read: Pending<Timeline>,
    /// Whether it was shown in the frame before.
    was_shown: bool,
}

impl Course {
    /// The course of the change whose journal this is.
    pub(super) fn of(&self, journal: &Path) -> Option<&Timeline> {
        self.read.value().last().filter(|_| self.is_of(journal))
    }

    /// Why it could not be read, when the newest try failed.
    pub(super) fn failure(&self, journal: &Path) -> Option<&Failure> {
        self.read.value().failure().filter(|_| self.is_of(journal))
    }

    fn is_of(&self, journal: &Path) -> bool {
        self.of.as_ref().is_some_and(|(of, _)| of.as_path() == journal)
    }

    /// Whether this journal, as it was last written, is to be read now. What was read of another change is forgotten; what
    /// could not be read is tried again when the course is opened anew.
    fn asks(&mut self, wanted: &(PathBuf, Option<Timestamp>), is_opened: bool) -> bool {
        let is_its = self.is_of(&wanted.0);
        let is_again = is_opened && self.read.value().failure().is_some();
        let is_read = self.of.as_ref() == Some(wanted) && !is_again;
        if is_its && (is_read || self.read.value().is_loading()) {
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
        let is_shown = self.memory.shows_timeline();
        let was_shown = mem::replace(&mut self.course.was_shown, is_shown);
        let Some(change) = self.change.as_ref().filter(|_| is_shown) else { return };
        let wanted = (change.journal.clone(), change.saved_at);
        if !self.course.asks(&wanted, !was_shown) {
            return;
        }
        let (journal, usual) = (wanted.0, change.usual.clone());
        self.worker.ask_blocking(&mut self.course.read, move || history::timeline(&journal, &usual));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{failure::FailureKind, words::Sentence};

    fn read() -> Timeline {
        let at = Timestamp::UNIX_EPOCH;
        Timeline { from: at, until: at, is_open: true, rows: Vec::new() }
    }

    #[test]
    fn the_course_of_one_change_is_not_shown_as_that_of_another() {
        let (one, other) = (PathBuf::from("one"), PathBuf::from("other"));
        let wanted = |path: &Path, second| (path.to_owned(), Timestamp::from_second(second).ok());
        let mut course = Course::default();
        assert!(course.asks(&wanted(&one, 1), true));
        course.read = Pending::of(read());
        assert!(!course.asks(&wanted(&one, 1), true), "nothing was written since");
        assert!(course.asks(&wanted(&one, 2), false));
        assert!(course.of(&one).is_some(), "the last one stays while it is read anew");
        assert!(course.asks(&wanted(&other, 2), false));
        assert!(course.of(&other).is_none() && course.of(&one).is_none());
    }

    #[test]
    fn what_could_not_be_read_is_tried_again_when_it_is_opened_anew() {
        let wanted = (PathBuf::from("one"), None);
        let mut course = Course::default();
        assert!(course.asks(&wanted, true));
        let words = Sentence::new("begun-unreadable").with("folder", "one");
        course.read = Pending::refused(Failure::new(FailureKind::World, words));
        assert!(!course.asks(&wanted, false), "not in each frame");
        assert!(course.failure(&wanted.0).is_some() && course.failure(Path::new("other")).is_none());
        assert!(course.asks(&wanted, true));
        course.read = Pending::of(read());
        assert!(!course.asks(&wanted, true), "what was read is not read again");
        assert!(course.failure(&wanted.0).is_none());
    }
}
