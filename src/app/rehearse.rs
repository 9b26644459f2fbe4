//! What it is for: the rehearsal of the change on the start page: copying, its own start page, rounds, the way out.
//! In: wishes and answers. Out: questions for the worker; the copied objects pass through here as plain values.
//! Never: the real start page changed, or a real connection given to what is rehearsed.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    App,
    change::Change,
    practice,
    rehearse_alone::Alone,
    rehearse_view,
    settings::Settings,
    start::{Form, Start},
    wizard_view,
};
use crate::{
    confirm::Rehearsal,
    failure::Failure,
    names::Stamp,
    ui::view::WizardView,
    words::Sentence,
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
    /// What every round begins with.
    copied: Option<Arc<Copied>>,
    /// What stood on the rehearsal's start page when it began.
    form: Form,
    /// How fast time ran in the round before.
    pace: u32,
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
                let copied = Arc::new(copied);
                self.copied = Some(Arc::clone(&copied));
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
        let Some(session) = self.start.session() else { return };
        let form = &self.start.form;
        let rehearse = &mut self.practice.rehearse;
        rehearse.subject = Some(Subject {
            plan: Arc::clone(&session.plan),
            repo: session.repo.clone(),
            procedure: form.procedure.clone(),
            values: form.values.clone(),
        });
        self.begun.taking = None;
        self.worker.ask(&mut rehearse.copying, rehearse::copy(session));
    }

    /// Takes what came of copying, and opens the rehearsal's own start page; the same for a later round.
    pub(super) fn poll_rehearsal(&mut self, at: Timestamp) {
        let (practice, rehearsing) = match self.practice.rehearse.poll(&self.worker, at) {
            Ok(Some(made)) => made,
            Ok(None) => return,
            Err(failure) => {
                match &mut self.practice.rehearse.alone {
                    Some(alone) => alone.stop(&failure.summary),
                    None => self.practice.rehearse = Rehearse::default(),
                }
                self.notices.fail(failure);
                return;
            }
        };
        let args = practice::args(&practice);
        let rehearse = &mut self.practice.rehearse;
        if rehearse.now.is_none() {
            let form = Form { configs: self.start.form.configs.clone(), ..Form::default() };
            let start = Start::rehearsed(&args, &rehearsing, form, &self.worker);
            rehearse.real = Some(Box::new(std::mem::replace(&mut self.start, start)));
            self.memory.show_report(false);
        } else {
            self.start = Start::rehearsed(&args, &rehearsing, rehearse.form.clone(), &self.worker);
        }
        rehearse.now = Some(rehearsing);
        self.practice.enter(practice);
        self.begun.reread(&self.changes(), &self.worker);
    }

    /// Carries the whole change and its way back out without a person: one approval, which holds here only.
    pub(super) fn rehearse_alone(&mut self, at: Timestamp) {
        let Some(session) = self.start.session() else { return };
        let rehearse = &mut self.practice.rehearse;
        let Some(ground) = rehearse.now.as_ref().map(|now| now.ground.clone()) else { return };
        rehearse.alone = Some(Alone::new(Rehearsal::agreed(ground, Stamp { at, who: session.who() })));
        rehearse.form = self.start.form.clone();
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
        let requests = alone.next(change, at);
        let is_over = !alone.is_running();
        for request in requests {
            self.send(request);
        }
        if is_over && !self.next_round() {
            self.memory.show_report(true);
        }
    }

    /// Ends this round, and has the world made anew for the next answer. Whether there is one.
    fn next_round(&mut self) -> bool {
        let (Some(change), Some(world)) = (&self.change, self.practice.world()) else { return false };
        let args = practice::args(world);
        let pace = self.practice.pace();
        let rehearse = &mut self.practice.rehearse;
        rehearse.pace = pace;
        let (Some(subject), Some(copied)) = (rehearse.subject.clone(), rehearse.copied.clone()) else {
            return false;
        };
        let Some(alone) = rehearse.alone.as_mut().filter(|_| !change.run.is_acting()) else { return false };
        if !alone.leave_round(rehearse_view::steps(change, Some(alone))) {
            return false;
        }
        self.worker.end();
        self.change = None;
        // Nothing of the world that ends is asked any more.
        self.start = Start::idle(&args, &Settings::default());
        if let Some(world) = self.practice.take_world() {
            self.worker.ask(&mut self.practice.rehearse.making, rehearse::again(subject, copied, world));
        }
        true
    }

    /// Begins the next round as soon as its world is connected.
    pub(super) fn begin_round(&mut self, at: Timestamp) {
        let is_awaited = self.practice.rehearse.alone.as_ref().is_some_and(Alone::is_between);
        if !is_awaited || self.is_engaged() || self.practice.world().is_none() {
            return;
        }
        let hindrance = self.start.hindrance();
        let is_ready = self.start.has_session() && self.start.readiness.is_complete();
        let Some(alone) = &mut self.practice.rehearse.alone else { return };
        if let Some(failure) = hindrance {
            alone.stop(&failure.summary);
            self.notices.fail(failure);
            self.memory.show_report(true);
        } else if is_ready {
            alone.enter_round();
            let pace = self.practice.rehearse.pace;
            self.choose_pace(pace);
            self.begin(at);
        }
    }

    /// The wizard of a change; in a rehearsal it says what is kept, and leads back.
    pub(super) fn wizard<'a>(&'a self, change: &'a Change, at: Timestamp) -> WizardView<'a> {
        let mut wizard = wizard_view::wizard(change, &self.observed, &self.lease, at);
        wizard.timeline = self.course.of(&change.journal);
        wizard.timeline_failure = self.course.failure(&change.journal);
        if self.practice.is_rehearsal() {
            rehearse_view::mark(&mut wizard);
        }
        wizard
    }

    /// The person goes on step by step.
    pub(super) fn attend_rehearsal(&mut self) {
        if let Some(alone) = &mut self.practice.rehearse.alone {
            alone.stop(&Sentence::new("rehearse-way-stopped"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::practice::Practising;

    #[test]
    fn while_a_change_is_copied_the_window_is_the_real_one() {
        let worker = Worker::start(Arc::new(|| ()), Arc::new(|| ())).expect("a runtime");
        let mut practising = Practising::default();
        worker.ask(&mut practising.rehearse.copying, std::future::pending());
        assert!(practising.is_on() && !practising.is_entered());
    }
}
