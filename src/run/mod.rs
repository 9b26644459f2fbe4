//! What it is for: deciding what comes next. A pure machine: one event in, effects out as data.
//! In: [`RunEvent`]s, each stamped with its time. Out: [`Effect`]s for the worker, and the state for the screen.
//! Never: I/O, a clock, or a step counted done that no outcome called done.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    action::{Confirm, Direction, Ending, Outcome},
    confirm::{Answer, Exact, Proposal},
    failure::{Failure, FailureKind},
    journal::{ChangeResult, Entry},
    names::{Stamp, StepId},
    plan::{Plan, PlannedStep},
    words::Sentence,
};

mod effect;
mod event;
mod open;
mod state;

pub use effect::Effect;
pub use event::{RunEvent, What};
pub use open::resolve;
pub use state::{Note, StepRun, StepState};

/// One execution of a plan.
#[derive(Debug)]
pub struct Run {
    plan: Plan,
    steps: Vec<StepRun>,
    current: usize,
    outputs: BTreeMap<StepId, BTreeMap<String, String>>,
    before: BTreeMap<StepId, BTreeMap<String, String>>,
    /// Steps whose deed may have changed the world.
    touched: BTreeSet<StepId>,
    started_at: Timestamp,
    ended: Option<(ChangeResult, Timestamp)>,
}

impl Run {
    /// A run at its first step, with the effects that bring it there.
    pub fn start(plan: Plan, at: Timestamp) -> (Self, Vec<Effect>) {
        let steps = plan.steps().iter().map(|_| StepRun::default()).collect();
        let mut run = Self {
            plan,
            steps,
            current: 0,
            outputs: BTreeMap::new(),
            before: BTreeMap::new(),
            touched: BTreeSet::new(),
            started_at: at,
            ended: None,
        };
        let effects = run.look();
        (run, effects)
    }

    /// Takes one event and answers with what is to be done.
    pub fn handle(&mut self, event: RunEvent) -> Vec<Effect> {
        let RunEvent { at, what } = event;
        if self.ended.is_some() {
            return Vec::new();
        }
        match what {
            What::Looked { step, answer } => self.looked(&step, *answer, at),
            What::Probed { .. } => Vec::new(),
            What::Asked { step } => self.asked(&step),
            What::Closed => self.closed(),
            What::Answered { step, answer } => self.answered(&step, *answer, at),
            What::NotWritten { step, failure } => self.not_written(&step, failure),
            What::Ended { step, outcome } => self.step_ended(&step, *outcome, at),
            What::LookAgain { step } => self.look_again(&step),
            What::StopWaiting { step } => self.stop_waiting(&step),
            What::Skipped { step, reason, by } => self.skipped(&step, reason, by, at),
            What::Forced { step, reason, by } => self.forced(&step, reason, by, at),
            What::Noted { step, text, by } => self.noted(&step, text, by),
            What::Finished { by } => self.finished(by, at),
        }
    }

    fn looked(&mut self, id: &StepId, answer: Result<Exact, Failure>, at: Timestamp) -> Vec<Effect> {
        let Some((index, step)) = self.at_current(id) else { return Vec::new() };
        let StepState::Looking = self.steps_state(index) else { return Vec::new() };
        match answer {
            Err(failure) => {
                self.set(index, StepState::Blocked { failure });
                Vec::new()
            }
            Ok(exact) => {
                let proposal = Proposal::new(&self.plan, &step, exact);
                // What was before the first try counts: a later look sees what that try left behind.
                if !self.touched.contains(id) {
                    self.before.insert(id.clone(), proposal.preview().before.clone());
                }
                let starts_itself = state::starts_itself(&proposal);
                self.set(index, StepState::Shown { proposal: Box::new(proposal) });
                if starts_itself { vec![Effect::AnswerItself { step: id.clone(), at }] } else { Vec::new() }
            }
        }
    }

    fn asked(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        self.change(index, |state| {
            if let StepState::Shown { proposal } = state { StepState::Asked { proposal } } else { state }
        });
        Vec::new()
    }

    fn closed(&mut self) -> Vec<Effect> {
        self.change(self.current, |state| {
            if let StepState::Asked { proposal } = state { StepState::Shown { proposal } } else { state }
        });
        Vec::new()
    }

    fn answered(&mut self, id: &StepId, answer: Answer, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let Some(step) = self.steps.get_mut(index) else { return Vec::new() };
        let proposal = match &step.state {
            StepState::Asked { proposal } => proposal,
            // Only what needs no dialog may be answered outside of one.
            StepState::Shown { proposal } if *proposal.confirm() == Confirm::None => proposal,
            StepState::Shown { .. }
            | StepState::Waiting
            | StepState::Looking
            | StepState::Blocked { .. }
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Failed { .. }
            | StepState::Unknown { .. }
            | StepState::Stopped
            | StepState::Skipped { .. }
            | StepState::Forced { .. } => return Vec::new(),
        };
        match proposal.as_ref().clone().answer(answer) {
            Err((_kept, _refused)) => Vec::new(),
            Ok(approval) => {
                let proposal = Box::new(approval.proposal().clone());
                step.attempts = proposal.attempt();
                step.started_at = Some(at);
                step.ended_at = None;
                step.state = StepState::Running { proposal, is_stopping: false };
                vec![Effect::Execute(Box::new(approval))]
            }
        }
    }

    fn not_written(&mut self, id: &StepId, failure: Failure) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        if let StepState::Running { .. } = self.steps_state(index) {
            self.set(index, StepState::Blocked { failure });
        }
        Vec::new()
    }

    fn step_ended(&mut self, id: &StepId, outcome: Outcome, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let StepState::Running { .. } = self.steps_state(index) else { return Vec::new() };
        let ending = outcome.ending.clone();
        self.outputs.insert(id.clone(), outcome.outputs.clone());
        if let Some(step) = self.steps.get_mut(index) {
            step.ended_at = Some(at);
            step.outcome = Some(outcome);
        }
        let is_moved = matches!(&ending, Ending::Failed { failure } if failure.kind == FailureKind::Moved);
        if !is_moved {
            self.touched.insert(id.clone());
        }
        match ending {
            Ending::Done => {
                self.set(index, StepState::Done);
                self.advance()
            }
            Ending::Failed { failure } if failure.kind == FailureKind::Moved => {
                self.set(index, StepState::Looking);
                let mut effects = vec![Effect::Tell(Box::new(failure))];
                effects.extend(self.look());
                effects
            }
            Ending::Failed { failure } => {
                self.set(index, StepState::Failed { failure });
                Vec::new()
            }
            Ending::Unknown { failure } => {
                self.set(index, StepState::Unknown { failure });
                Vec::new()
            }
            Ending::Cancelled => {
                self.set(index, StepState::Stopped);
                Vec::new()
            }
        }
    }

    fn look_again(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        match self.steps_state(index) {
            StepState::Shown { .. }
            | StepState::Asked { .. }
            | StepState::Blocked { .. }
            | StepState::Failed { .. }
            | StepState::Unknown { .. }
            | StepState::Stopped => self.look(),
            StepState::Waiting
            | StepState::Looking
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. } => Vec::new(),
        }
    }

    fn stop_waiting(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let mut effects = Vec::new();
        self.change(index, |state| {
            if let StepState::Running { proposal, .. } = state {
                effects.push(Effect::StopWaiting);
                StepState::Running { proposal, is_stopping: true }
            } else {
                state
            }
        });
        effects
    }

    fn skipped(&mut self, id: &StepId, reason: String, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        if reason.trim().is_empty() || self.steps_state(index).is_acting() {
            return Vec::new();
        }
        self.leave(index, StepState::Skipped { reason: reason.clone() }, at);
        let entry = Entry::Skipped { step: id.clone(), reason, by };
        let mut effects = vec![Effect::Record(Box::new(entry))];
        effects.extend(self.advance());
        effects
    }

    fn forced(&mut self, id: &StepId, reason: String, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let was_tried = self.steps.get(index).is_some_and(|step| step.attempts > 0);
        let may = match self.steps_state(index) {
            StepState::Failed { .. } | StepState::Unknown { .. } | StepState::Stopped => true,
            StepState::Blocked { .. } => was_tried,
            StepState::Waiting
            | StepState::Looking
            | StepState::Shown { .. }
            | StepState::Asked { .. }
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. } => false,
        };
        if reason.trim().is_empty() || !may {
            return Vec::new();
        }
        self.leave(index, StepState::Forced { reason: reason.clone() }, at);
        let entry = Entry::Forced { step: id.clone(), reason, by };
        let mut effects = vec![Effect::Record(Box::new(entry))];
        effects.extend(self.advance());
        effects
    }

    fn noted(&mut self, id: &StepId, text: String, by: Stamp) -> Vec<Effect> {
        let Some(index) = self.index(id) else { return Vec::new() };
        if text.trim().is_empty() {
            return Vec::new();
        }
        if let Some(step) = self.steps.get_mut(index) {
            step.notes.push(Note { text: text.clone(), by: by.clone() });
        }
        vec![Effect::Record(Box::new(Entry::Noted { step: id.clone(), text, by }))]
    }

    fn finished(&mut self, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let is_acting = self.steps.get(self.current).is_some_and(|step| step.state.is_acting());
        if is_acting {
            return Vec::new();
        }
        let result = if self.is_complete() { ChangeResult::Completed } else { ChangeResult::Abandoned };
        self.ended = Some((result, at));
        vec![Effect::Record(Box::new(Entry::Finished { result, by })), Effect::WriteRecord]
    }

    fn advance(&mut self) -> Vec<Effect> {
        if self.current + 1 >= self.steps.len() {
            self.current = self.steps.len();
            return vec![Effect::WriteRecord];
        }
        self.current += 1;
        let mut effects = vec![Effect::WriteRecord];
        effects.extend(self.look());
        effects
    }

    /// Asks the worker to read what the current step will do.
    fn look(&mut self) -> Vec<Effect> {
        let index = self.current;
        let Some(step) = self.plan.steps().get(index).cloned() else { return Vec::new() };
        let attempt = self.steps.get(index).map_or(0, |step| step.attempts) + 1;
        if let Some(needed) = self.missing(&step) {
            let words = Sentence::new("run-requires").with("step", &step.title).with("needed", needed);
            let failure = Failure::new(FailureKind::Person, words).hint(Sentence::new("run-requires-hint"));
            self.set(index, StepState::Blocked { failure });
            return Vec::new();
        }
        match open::resolve(&step, &self.outputs, &self.before) {
            Ok(action) => {
                self.set(index, StepState::Looking);
                vec![Effect::Look {
                    step: Box::new(step),
                    action: Box::new(action),
                    attempt,
                    direction: Direction::Forward,
                }]
            }
            Err(failure) => {
                self.set(index, StepState::Blocked { failure });
                Vec::new()
            }
        }
    }

    /// The first required step that is not done; a skipped or forced one does not count as done.
    fn missing(&self, step: &PlannedStep) -> Option<String> {
        let is_done = |id: &StepId| {
            self.index(id).is_some_and(|index| matches!(self.steps_state(index), StepState::Done))
        };
        step.requires.iter().find(|id| !is_done(id)).map(ToString::to_string)
    }

    fn leave(&mut self, index: usize, state: StepState, at: Timestamp) {
        if let Some(step) = self.steps.get_mut(index) {
            step.ended_at = Some(at);
            step.state = state;
        }
    }

    fn index(&self, id: &StepId) -> Option<usize> {
        self.plan.steps().iter().position(|step| step.id == *id)
    }

    /// The step of that name when it is the current one; an event about another step is late, and ignored on purpose.
    fn at_current(&self, id: &StepId) -> Option<(usize, PlannedStep)> {
        let step = self.plan.steps().get(self.current)?;
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
    /// Index of the current step; equals the number of steps when all are behind us.
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
    /// Whether every step is done, skipped or forced.
    pub fn is_complete(&self) -> bool {
        self.current >= self.steps.len()
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
