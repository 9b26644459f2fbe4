//! What it is for: a deed's own course in the machine: looked at, asked, answered, carried out, ended.
//! In: events about the current step. Out: its next state and effects. Never: a step done that no outcome called done.

use jiff::Timestamp;

use super::{Effect, Run, StepState, state};
use crate::{
    action::{Confirm, Effect as EffectClass, Ending, Outcome},
    confirm::{Answer, Approval, Exact, Proposal, Rehearsal},
    failure::{Failure, FailureKind},
    journal::Started,
    names::StepId,
};

impl Run {
    pub(super) fn looked(
        &mut self,
        id: &StepId,
        answer: Result<Exact, Failure>,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some((index, step)) = self.at_current(id) else { return Vec::new() };
        let StepState::Looking = self.steps_state(index) else { return Vec::new() };
        match answer {
            Err(failure) => {
                self.at_once = None;
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
                if let Some(step) = self.steps.get_mut(index) {
                    step.looked_at = Some(at);
                }
                if starts_itself {
                    return vec![Effect::AnswerItself { step: id.clone(), at }];
                }
                self.looked_at_once(index, at)
            }
        }
    }

    pub(super) fn asked(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        self.change(index, |state| {
            if let StepState::Shown { proposal } = state { StepState::Asked { proposal } } else { state }
        });
        Vec::new()
    }

    pub(super) fn closed(&mut self) -> Vec<Effect> {
        self.change(self.current, |state| {
            if let StepState::Asked { proposal } = state { StepState::Shown { proposal } } else { state }
        });
        Vec::new()
    }

    pub(super) fn answered(&mut self, id: &StepId, answer: Answer, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let Some(step) = self.steps.get(index) else { return Vec::new() };
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
            | StepState::Forced { .. }
            | StepState::Undone { .. } => return Vec::new(),
        };
        let approved = proposal.as_ref().clone().answer(answer);
        self.approved(index, approved.ok(), at)
    }

    /// Takes the approval of a whole rehearsal for what is shown.
    pub(super) fn rehearsed(
        &mut self,
        id: &StepId,
        rehearsal: &Rehearsal,
        text: Option<String>,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let StepState::Shown { proposal } = self.steps_state(index) else { return Vec::new() };
        self.approved(index, proposal.rehearse(rehearsal, at, text).ok(), at)
    }

    /// What was agreed to is carried out.
    pub(super) fn approved(
        &mut self,
        index: usize,
        approval: Option<Approval>,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some(approval) = approval else { return Vec::new() };
        self.agree(&approval);
        let Some(step) = self.steps.get_mut(index) else { return Vec::new() };
        let proposal = Box::new(approval.proposal().clone());
        step.attempts = proposal.attempt();
        step.started = Some(Box::new(Started::of(&approval)));
        step.seq = None;
        step.started_at = Some(at);
        step.ended_at = None;
        step.state = StepState::Running { proposal, is_stopping: false };
        vec![Effect::Execute(Box::new(approval))]
    }

    /// The start line is on disk, with this number.
    pub(super) fn begun(&mut self, id: &StepId, seq: u64) -> Vec<Effect> {
        if let Some(index) = self.index(id)
            && let Some(step) = self.steps.get_mut(index)
        {
            step.seq = Some(seq);
        }
        Vec::new()
    }

    pub(super) fn not_written(&mut self, id: &StepId, failure: Failure) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        if let StepState::Running { .. } = self.steps_state(index) {
            self.set(index, StepState::Blocked { failure });
            self.agreed.remove(id);
        }
        Vec::new()
    }

    pub(super) fn step_ended(&mut self, id: &StepId, outcome: Outcome, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let StepState::Running { .. } = self.steps_state(index) else { return Vec::new() };
        match self.take_outcome(index, outcome, at) {
            Ending::Done => self.advance(),
            Ending::Failed { failure } if failure.kind == FailureKind::Moved => {
                let mut effects = vec![Effect::Tell(Box::new(failure))];
                effects.extend(self.look());
                effects
            }
            Ending::Unknown { .. } => self.ask_world(index),
            Ending::Failed { .. } | Ending::Cancelled => Vec::new(),
        }
    }

    /// Takes over how a step's deed ended, and goes nowhere.
    pub(super) fn take_outcome(&mut self, index: usize, outcome: Outcome, at: Timestamp) -> Ending {
        let ending = outcome.ending.clone();
        let Some(id) = self.planned.get(index).map(|step| step.id.clone()) else { return ending };
        self.outputs.insert(id.clone(), outcome.outputs.clone());
        let is_moved = matches!(&ending, Ending::Failed { failure } if failure.kind == FailureKind::Moved);
        if is_moved {
            // The deed did not begin: neither did what was agreed to with it.
            self.agreed.remove(&id);
        } else {
            self.touched.insert(id);
        }
        let is_read = self.planned.get(index).is_some_and(|step| step.effect == EffectClass::Read);
        if let Some(step) = self.steps.get_mut(index) {
            step.ended_at = Some(at);
            step.outcome = Some(outcome);
            step.state = match &ending {
                Ending::Done => StepState::Done,
                Ending::Failed { .. } if is_moved => StepState::Waiting,
                // A read has no result that could be lost.
                Ending::Unknown { failure } if is_read => StepState::Failed { failure: failure.clone() },
                Ending::Failed { failure } => StepState::Failed { failure: failure.clone() },
                Ending::Unknown { failure } => {
                    StepState::Unknown { failure: failure.clone(), asking: super::Asking::NotAsked }
                }
                Ending::Cancelled => StepState::Stopped,
            };
        }
        ending
    }
}
