//! What it is for: deciding what comes next. A pure machine: one event in, effects out as data.
//! In: [`RunEvent`]s, each stamped with its time. Out: [`Effect`]s for the worker, and the state for the screen.
//! Never: I/O, a clock, or a step counted done that no outcome called done.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    action::{Action, ManifestEdit},
    confirm::Standing,
    failure::{Failure, FailureKind},
    journal::ChangeResult,
    names::{Stamp, StepId},
    plan::{Plan, PlannedStep},
    words::Sentence,
};

mod at_once;
mod back;
mod deed;
mod effect;
mod event;
mod fit;
mod open;
mod person;
mod resume;
mod settle;
mod state;

pub use back::Back;
pub use effect::Effect;
pub use event::{RunEvent, What};
pub(crate) use fit::{NOTHING_RAN, undo_of};
pub use open::{filled, resolve};
pub use settle::Asking;
pub use state::{Note, StepRun, StepState};

/// One execution of a plan.
#[derive(Debug)]
pub struct Run {
    plan: Plan,
    /// The plan's steps, then those of each way back that was entered.
    planned: Vec<PlannedStep>,
    steps: Vec<StepRun>,
    current: usize,
    outputs: BTreeMap<StepId, BTreeMap<String, String>>,
    before: BTreeMap<StepId, BTreeMap<String, String>>,
    /// Steps whose deed may have changed the world.
    touched: BTreeSet<StepId>,
    /// Steps that may be done although one that they require is not.
    waived: BTreeSet<StepId>,
    /// Inverses that were agreed to beforehand, by the step that they take back.
    agreed: BTreeMap<StepId, Standing>,
    /// The step that is taken back at once, with what its look will show; and who clicked.
    at_once: Option<(StepId, Stamp)>,
    /// The way back that is being gone.
    back: Option<Back>,
    /// Why the change is held, until it is taken up again.
    held: Option<String>,
    started_at: Timestamp,
    ended: Option<(ChangeResult, Timestamp)>,
}

impl Run {
    /// A run at its first step, with the effects that bring it there.
    pub fn start(plan: Plan, at: Timestamp) -> (Self, Vec<Effect>) {
        let mut run = Self::at_start(plan, at);
        let effects = run.look();
        (run, effects)
    }

    fn at_start(plan: Plan, at: Timestamp) -> Self {
        let planned = plan.steps().to_vec();
        let steps = planned.iter().map(|_| StepRun::default()).collect();
        Self {
            plan,
            planned,
            steps,
            current: 0,
            outputs: BTreeMap::new(),
            before: BTreeMap::new(),
            touched: BTreeSet::new(),
            waived: BTreeSet::new(),
            agreed: BTreeMap::new(),
            at_once: None,
            back: None,
            held: None,
            started_at: at,
            ended: None,
        }
    }

    /// Takes one event and answers with what is to be done.
    pub fn handle(&mut self, event: RunEvent) -> Vec<Effect> {
        let RunEvent { at, what } = event;
        if self.ended.is_some() && !matches!(what, What::WentBack { .. } | What::DoRest { .. }) {
            return Vec::new();
        }
        match what {
            What::Looked { step, answer } => self.looked(&step, *answer, at),
            What::Probed { step, answer } => self.probed(&step, *answer),
            What::Asked { step } => self.asked(&step),
            What::Closed => self.closed(),
            What::Answered { step, answer } => self.answered(&step, *answer, at),
            What::Rehearsed { step, rehearsal, text } => self.rehearsed(&step, &rehearsal, text, at),
            What::Begun { step, seq } => self.begun(&step, seq),
            What::NotWritten { step, failure } => self.not_written(&step, failure),
            What::Ended { step, outcome } => self.step_ended(&step, *outcome, at),
            What::LookAgain { step } => self.look_again(&step),
            What::StopWaiting { step } => self.stop_waiting(&step),
            What::AskAgain { step } => self.ask_again(&step),
            What::Settled { step, happened, reason, by } => self.settled(&step, happened, reason, by, at),
            What::Skipped { step, reason, by } => self.skipped(&step, reason, by, at),
            What::Forced { step, reason, by } => self.forced(&step, reason, by, at),
            What::Waived { step, reason, by } => self.waived(&step, reason, by),
            What::Noted { step, text, files, by } => self.noted(&step, text, files, by),
            What::WentBack { answer, reason, by } => self.go_back(&answer, reason, by),
            What::DoRest { by } => self.do_rest(by),
            What::UndoAlone { step, by } => self.undo_alone(&step, by),
            What::TakeBackAtOnce { step, by } => self.take_back_at_once(&step, by),
            What::LeftWayBack { reason, by } => self.leave_way_back(reason, by),
            What::Held { reason, by } => self.hold(reason, by),
            What::Finished { by } => self.finished(by, at),
        }
    }

    /// Goes on to the next step, and looks at it.
    fn advance(&mut self) -> Vec<Effect> {
        self.pass();
        let mut effects = vec![Effect::WriteRecord];
        if !self.is_complete() {
            effects.extend(self.look());
        }
        effects
    }

    /// Asks the worker to read what the current step will do.
    fn look(&mut self) -> Vec<Effect> {
        let index = self.current;
        let Some(step) = self.planned.get(index).cloned() else { return Vec::new() };
        let attempt = self.steps.get(index).map_or(0, |step| step.attempts) + 1;
        if let Some(needed) = self.missing(&step) {
            let words = Sentence::new("run-requires").with("step", &step.title).with("needed", needed);
            let failure = Failure::new(FailureKind::Person, words).hint(Sentence::new("run-requires-hint"));
            self.set(index, StepState::Blocked { failure });
            return Vec::new();
        }
        let (outputs, before) = (self.as_meant(&step, &self.outputs), self.as_meant(&step, &self.before));
        let exact = open::filled(&step, &outputs, &before)
            .and_then(|step| Ok((open::resolve(&step, &outputs, &before)?, step)));
        match exact {
            Ok((action, step)) => {
                self.set(index, StepState::Looking);
                let (direction, rests_on) = (step.direction, self.rests_on(&step));
                let (step, action) = (Box::new(step), Box::new(action));
                vec![Effect::Look { step, action, attempt, direction, rests_on }]
            }
            Err(failure) => {
                self.set(index, StepState::Blocked { failure });
                Vec::new()
            }
        }
    }

    /// Whether a step that this one requires is not done, and nobody waived it.
    pub fn lacks(&self, step: &PlannedStep) -> bool {
        self.missing(step).is_some()
    }

    /// The first required step that is not done; a skipped or forced one does not count as done.
    fn missing(&self, step: &PlannedStep) -> Option<String> {
        if self.waived.contains(&step.id) {
            return None;
        }
        let required = step.requires.iter().map(|id| self.meant(step, id));
        required.into_iter().find(|id| !self.is_done(id)).map(|id| id.to_string())
    }

    /// The edits that this step requires and that are done, as they were made, in their order.
    fn rests_on(&self, step: &PlannedStep) -> Vec<ManifestEdit> {
        let required: BTreeSet<StepId> = step.requires.iter().map(|id| self.meant(step, id)).collect();
        let both = self.planned.iter().zip(&self.steps);
        let done = both.filter(|(planned, step)| {
            required.contains(&planned.id) && matches!(step.state, StepState::Done)
        });
        let made = done.filter_map(|(_, step)| step.started.as_ref());
        made.filter_map(|started| {
            if let Action::ManifestEdit(edit) = &started.action { Some(edit.clone()) } else { None }
        })
        .collect()
    }

    fn is_done(&self, id: &StepId) -> bool {
        self.index(id).is_some_and(|index| matches!(self.steps_state(index), StepState::Done))
    }

    fn index(&self, id: &StepId) -> Option<usize> {
        self.planned.iter().position(|step| step.id == *id)
    }

    /// The step of that name when it is the current one; an event about another step is late, and ignored on purpose.
    fn at_current(&self, id: &StepId) -> Option<(usize, PlannedStep)> {
        let step = self.planned.get(self.current)?;
        (step.id == *id).then(|| (self.current, step.clone()))
    }

    fn steps_state(&self, index: usize) -> StepState {
        self.steps.get(index).map(|step| step.state.clone()).unwrap_or_default()
    }

    fn set(&mut self, index: usize, state: StepState) {
        if let Some(step) = self.steps.get_mut(index) {
            step.state = state;
        }
    }

    fn change(&mut self, index: usize, next: impl FnOnce(StepState) -> StepState) {
        if let Some(step) = self.steps.get_mut(index) {
            let state = std::mem::take(&mut step.state);
            step.state = next(state);
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    /// The plan's steps, then those of each way back that was entered; in the order of [`Run::steps`].
    pub fn planned(&self) -> &[PlannedStep] {
        &self.planned
    }
    /// The way back that is being gone.
    pub fn back(&self) -> Option<&Back> {
        self.back.as_ref()
    }
    /// Why the change is held.
    pub fn held(&self) -> Option<&str> {
        self.held.as_deref()
    }
    /// Index of the current step in [`Run::planned`]; no step's index when all are behind us.
    pub fn current(&self) -> usize {
        self.current
    }
    /// How each step stands, in the plan's order.
    pub fn steps(&self) -> &[StepRun] {
        &self.steps
    }
    /// Outputs of a step.
    pub fn outputs(&self, step: &StepId) -> Option<&BTreeMap<String, String>> {
        self.outputs.get(step)
    }
    /// Whether every step of the way that is being gone is behind us: forward, or back.
    pub fn is_complete(&self) -> bool {
        match &self.back {
            Some(back) => self.current >= back.end && !self.needs_decision(),
            None => self.current >= self.plan.steps().len(),
        }
    }
    /// How and when the change ended.
    pub fn ended(&self) -> Option<(ChangeResult, Timestamp)> {
        self.ended
    }
    /// When the change started.
    pub fn started_at(&self) -> Timestamp {
        self.started_at
    }
}

#[cfg(test)]
mod tests;
