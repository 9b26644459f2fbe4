//! What it is for: a change that rests, and one that is taken up again: between the start page and the wizard.
//! In: wishes to hold, to leave and to take up. Out: the window's state. Never: a journal held by a window that shows
//! another change.

use jiff::Timestamp;

use super::{
    App,
    begun::{Purpose, TakenUp},
    change::Change,
    travel::Told,
};
use crate::words::text;

impl App {
    pub(super) fn leave(&mut self) {
        if self.change.as_ref().is_some_and(|change| change.run.ended().is_some()) {
            self.back_to_start();
            if self.practice.is_rehearsal() {
                self.leave_practice();
            }
        }
    }

    /// The change rests; its journal is given free, and the start page lists it.
    pub(super) fn hold(&mut self, reason: String, at: Timestamp) {
        let Some(change) = &mut self.change else { return };
        for request in change.hold(reason, at) {
            self.send(request);
        }
        if self.change.as_ref().is_some_and(|change| change.run.held().is_some()) {
            self.back_to_start();
        }
    }

    pub(super) fn back_to_start(&mut self) {
        self.worker.end();
        self.change = None;
        self.start.renew(&self.worker);
        self.begun.reread(&self.changes(), &self.worker);
    }

    /// Read-only came on while the journal was being made: the change rests before its first step, and the start page
    /// lists it.
    pub(super) fn rest_unbegun(&mut self) {
        self.begun.reread(&self.changes(), &self.worker);
        self.notices.say(text("read-only-about"));
    }

    /// A change of the list is open for this window: the run stands where its journal says.
    pub(super) fn taken_up(&mut self, taken: TakenUp, at: Timestamp) {
        let TakenUp { session, journal, journaled, purpose, differs } = taken;
        for words in differs {
            self.notices.say(words.text());
        }
        let who = session.who();
        let place = (who, journal.path().to_owned());
        let plan = (*session.plan).clone();
        let (mut change, requests) = Change::resume(plan, &journaled.lines, place, at);
        if purpose == Purpose::RollBack {
            change.is_deciding = true;
        }
        self.worker.begin(session, journal);
        self.change = Some(change);
        for request in requests {
            self.send(request);
        }
    }

    /// Takes what the lists of changes brought: a change that is open for this window, or why it is not.
    pub(super) fn poll_changes(&mut self, at: Timestamp) {
        if self.is_read_only() {
            // Asked for before read-only came on; else it would begin as soon as the cluster answers, minutes later.
            self.begun.taking = None;
        }
        if let Some(taken) = self.begun.poll(&mut self.start, &self.worker, at) {
            self.taken_up(taken, at);
        }
        match self.travel.poll(&self.changes(), &self.worker, at) {
            Some(Told::Said(words)) => {
                self.notices.say(words.text());
                self.begun.reread(&self.changes(), &self.worker);
            }
            Some(Told::Failed(failure)) => self.notices.fail(failure),
            None => {}
        }
        if let Some(refused) = self.begun.take_refused() {
            self.notices.fail(refused);
        }
    }
}
