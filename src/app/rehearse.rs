//! What it is for: the rehearsal of the change on the start page: copying, its own start page, and the way back.
//! In: wishes and answers. Out: questions for the worker; the copied objects pass through here as plain values.
//! Never: the real start page changed, or a real connection given to what is rehearsed.

use jiff::Timestamp;

use super::{App, practice, rehearse_alone::Alone, start::Start};
use crate::{
    confirm::Rehearsal,
    failure::Failure,
    names::Stamp,
    worker::{
        Pending, Worker,
        practice::Practice,
        rehearse::{self, Copied, Rehearsing, Subject},
    },
};

/// How fast time runs in a rehearsal that nobody attends.
const HURRY: u32 = 16;

/// The rehearsal mode.
#[derive(Debug, Default)]
pub(super) struct Rehearse {
    subject: Option<Subject>,
    copying: Pending<Copied>,
    making: Pending<(Practice, Rehearsing)>,
    /// The real start page, as it was left.
    real: Option<Box<Start>>,
    pub(super) now: Option<Rehearsing>,
    pub(super) alone: Option<Alone>,
}

impl Rehearse {
    /// Whether a rehearsal is being made.
    pub(super) fn is_starting(&self) -> bool {
        self.copying.value().is_loading() || self.making.value().is_loading()
    }

    /// Title of the change that is or will be rehearsed.
    pub(super) fn title(&self) -> Option<&str> {
        self.subject.as_ref().map(|subject| subject.plan.header().title.as_str())
    }

    /// The real start page, when there is one to go back to.
    pub(super) fn take_real(&mut self) -> Option<Box<Start>> {
        self.real.take()
    }

    fn poll(&mut self, worker: &Worker, at: Timestamp) -> Result<Option<(Practice, Rehearsing)>, Failure> {
        if self.copying.poll(at) {
            if let Some(failure) = self.copying.value().failure().cloned() {
                self.copying.clear();
                return Err(failure);
            }
            if let (Some(copied), Some(subject)) = (self.copying.take(), self.subject.clone()) {
                worker.ask(&mut self.making, rehearse::rehearse(subject, copied));
            }
        }
        if self.making.poll(at) {
            if let Some(failure) = self.making.value().failure().cloned() {
                self.making.clear();
                return Err(failure);
            }
            return Ok(self.making.take());
        }
        Ok(None)
    }
}

impl App {
    /// Begins to copy what the change on the start page touches.
    pub(super) fn rehearse(&mut self) {
        if self.is_engaged() || self.practice.is_on() {
            return;
        }
        let Some(session) = self.start.session(std::path::Path::new("")) else { return };
        let form = &self.start.form;
        let rehearse = &mut self.practice.rehearse;
        rehearse.subject = Some(Subject {
            plan: std::sync::Arc::clone(&session.plan),
            repo: session.repo.clone(),
            procedure: form.procedure.clone(),
            values: form.values.clone(),
        });
        self.begun.taking = None;
        self.worker.ask(&mut rehearse.copying, rehearse::copy(session));
    }

    /// Takes what came of copying, and opens the rehearsal's own start page.
    pub(super) fn poll_rehearsal(&mut self, at: Timestamp) {
        let (practice, rehearsing) = match self.practice.rehearse.poll(&self.worker, at) {
            Ok(Some(made)) => made,
            Ok(None) => return,
            Err(failure) => {
                self.practice.rehearse = Rehearse::default();
                self.notices.fail(failure);
                return;
            }
        };
        let configs = self.start.form.configs.clone();
        let start = Start::rehearsed(&practice::args(&practice), &rehearsing, configs, &self.worker);
        self.practice.rehearse.real = Some(Box::new(std::mem::replace(&mut self.start, start)));
        self.practice.rehearse.now = Some(rehearsing);
        self.memory.show_report(false);
        self.practice.enter(practice);
        self.begun.reread(&self.changes(), &self.worker);
    }

    /// Carries the whole change and its way back out without a person: one approval, which holds here only.
    pub(super) fn rehearse_alone(&mut self, at: Timestamp) {
        let Some(session) = self.start.session(&self.changes()) else { return };
        let rehearse = &mut self.practice.rehearse;
        let Some(ground) = rehearse.now.as_ref().map(|now| now.ground.clone()) else { return };
        rehearse.alone = Some(Alone::new(Rehearsal::agreed(ground, Stamp { at, who: session.who() })));
        self.choose_pace(HURRY);
        self.begin(at);
    }

    /// Starts the change for a person who goes through it.
    pub(super) fn begin_attended(&mut self, at: Timestamp) {
        self.practice.rehearse.alone = None;
        self.begin(at);
    }

    /// Does what comes next in a rehearsal that nobody attends.
    pub(super) fn drive(&mut self, at: Timestamp) {
        let (Some(change), Some(alone)) = (&mut self.change, &mut self.practice.rehearse.alone) else {
            return;
        };
        if !alone.may_go_on(&self.lease) {
            return;
        }
        let was_running = alone.is_running();
        let requests = alone.next(change, at);
        if was_running && !alone.is_running() {
            self.memory.show_report(true);
        }
        for request in requests {
            self.send(request);
        }
    }

    /// The person goes on step by step.
    pub(super) fn attend_rehearsal(&mut self) {
        if let Some(alone) = &mut self.practice.rehearse.alone {
            alone.stop();
        }
    }
}
