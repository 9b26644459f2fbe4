//! What it is for: entering, leaving and ending a way back: of the whole change, or of one step alone.
//! In: the person's answer or wish. Out: the steps that follow, journal entries. Never: two ways back at once, or a way
//! back while a deed is under way.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Effect, Run, StepRun, StepState, fit::undo_of};
use crate::{
    failure::{Failure, FailureKind},
    journal::{ChangeResult, Entry},
    names::{Stamp, StepId},
    plan::PlannedStep,
    words::Sentence,
};

/// A way back that is being gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The answer to the question; `None` when one step is taken back alone.
    pub answer: Option<String>,
    /// Index of its first step in `Run::planned`.
    pub first: usize,
    /// Index behind its last step.
    pub end: usize,
    /// It does what an earlier way back, which has ended, left for later: no way forward goes on behind it.
    pub is_rest: bool,
}

impl Run {
    /// Enters the way back behind an answer; from another way back too, which is then left.
    pub(super) fn go_back(&mut self, answer: &str, reason: Option<String>, by: Stamp) -> Vec<Effect> {
        if self.is_acting() || self.is_open() {
            return Vec::new();
        }
        let steps = self.fitting(answer);
        if steps.is_empty() {
            let nothing = Failure::new(FailureKind::Person, Sentence::new("run-back-nothing"));
            return vec![Effect::Tell(Box::new(nothing))];
        }
        let answer = Some(answer.to_owned());
        let reason = reason.filter(|reason| !reason.trim().is_empty());
        let is_reasoned = reason.is_some();
        let entry = Entry::WentBack { answer: answer.clone(), steps: steps.clone(), reason, by };
        self.enter(answer, steps, is_reasoned);
        let mut effects = vec![Effect::Record(Box::new(entry)), Effect::WriteRecord];
        effects.extend(self.look());
        effects
    }

    /// The steps that the way back left out and that may be done after its end, as they would be entered now.
    /// Empty unless the change is rolled back.
    pub fn left_for_later(&self) -> Vec<PlannedStep> {
        if !matches!(self.ended, Some((ChangeResult::RolledBack, _))) {
            return Vec::new();
        }
        let mut names = BTreeSet::new();
        let mut left: Vec<PlannedStep> = Vec::new();
        // A step that was met again counts as it was left then.
        for (step, state) in self.planned.iter().zip(&self.steps).rev() {
            let is_newest = names.insert(step.id.in_procedure());
            if is_newest && step.later && matches!(state.state, StepState::Skipped { .. }) {
                left.push(PlannedStep { id: StepId::new(step.id.in_procedure()), ..step.clone() });
            }
        }
        left.reverse();
        self.numbered(left)
    }

    /// Does what the way back left for later.
    pub(super) fn do_rest(&mut self, by: Stamp) -> Vec<Effect> {
        let steps = self.left_for_later();
        let answer = self.back.as_ref().and_then(|back| back.answer.clone());
        if steps.is_empty() || answer.is_none() {
            return Vec::new();
        }
        let entry = Entry::WentBack { answer: answer.clone(), steps: steps.clone(), reason: None, by };
        self.enter(answer, steps, false);
        let mut effects = vec![Effect::Record(Box::new(entry)), Effect::WriteRecord];
        effects.extend(self.look());
        effects
    }

    /// Takes back one step alone.
    pub(super) fn undo_alone(&mut self, id: &StepId, by: Stamp) -> Vec<Effect> {
        if self.is_acting() || self.back.is_some() || self.is_open() {
            return Vec::new();
        }
        let planned = self.plan.step(id).filter(|step| self.is_undoable(step));
        let Some(step) = planned.and_then(undo_of) else { return Vec::new() };
        let steps = self.numbered(vec![step]);
        let entry = Entry::WentBack { answer: None, steps: steps.clone(), reason: None, by };
        self.enter(None, steps, false);
        let mut effects = vec![Effect::Record(Box::new(entry))];
        effects.extend(self.look());
        effects
    }

    /// Leaves the way back before its end: the change goes on at its first step that is not behind it.
    pub(super) fn leave_way_back(&mut self, reason: String, by: Stamp) -> Vec<Effect> {
        let may = self.back.as_ref().is_some_and(|back| !back.is_rest);
        if self.is_acting() || !may || reason.trim().is_empty() {
            return Vec::new();
        }
        self.turn_forward();
        let entry = Entry::LeftWayBack { reason, by };
        let mut effects = vec![Effect::Record(Box::new(entry)), Effect::WriteRecord];
        if !self.is_complete() {
            effects.extend(self.look());
        }
        effects
    }

    /// Appends the steps of a way back and goes to the first. With a written reason they need not wait for what they
    /// require.
    pub(super) fn enter(&mut self, answer: Option<String>, steps: Vec<PlannedStep>, is_reasoned: bool) {
        self.rest_current();
        if is_reasoned {
            self.waived.extend(steps.iter().map(|step| step.id.clone()));
        }
        let first = self.planned.len();
        let is_rest = matches!(self.ended, Some((ChangeResult::RolledBack, _)));
        self.steps.extend(steps.iter().map(|_| StepRun::default()));
        self.planned.extend(steps);
        self.back = Some(Back { answer, first, end: self.planned.len(), is_rest });
        self.current = first;
        self.ended = None;
        self.held = None;
    }

    /// Turns to the first forward step that is not behind.
    pub(super) fn turn_forward(&mut self) {
        self.rest_current();
        self.back = None;
        let forward = self.plan.steps().len();
        let open = self.steps.iter().take(forward).position(|step| !step.state.is_behind());
        self.current = open.unwrap_or(forward);
    }

    /// What was shown of the step that is left is no longer up to date when it is met again.
    fn rest_current(&mut self) {
        self.change(self.current, |state| match state {
            StepState::Looking
            | StepState::Blocked { .. }
            | StepState::Shown { .. }
            | StepState::Asked { .. } => StepState::Waiting,
            kept @ (StepState::Waiting
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Failed { .. }
            | StepState::Unknown { .. }
            | StepState::Stopped
            | StepState::Skipped { .. }
            | StepState::Forced { .. }
            | StepState::Undone { .. }) => kept,
        });
    }

    /// Goes on to the next step of the way that is being gone, and marks what was taken back.
    pub(super) fn pass(&mut self) {
        self.mark_undone();
        self.current += 1;
        let is_alone = self.back.as_ref().is_some_and(|back| back.answer.is_none());
        let end = self.back.as_ref().map_or(usize::MAX, |back| back.end);
        if is_alone && self.current >= end {
            self.turn_forward();
            return;
        }
        if self.back.is_none() {
            // Steps behind it may be done already, when an earlier one was taken back alone.
            let forward = self.plan.steps().len();
            while self.current < forward
                && self.steps.get(self.current).is_some_and(|step| step.state.is_behind())
            {
                self.current += 1;
            }
        }
    }

    fn mark_undone(&mut self) {
        let Some(step) = self.planned.get(self.current) else { return };
        let is_done = matches!(self.steps_state(self.current), StepState::Done);
        let (by, Some(undone)) = (step.id.clone(), step.undoes.clone()) else { return };
        if !is_done {
            return;
        }
        // What was agreed to beforehand is used up.
        self.agreed.remove(&undone);
        if let Some(index) = self.index(&undone) {
            self.set(index, StepState::Undone { by });
        }
    }

    /// Whether the way back ended in a pause: what comes next is for the person to decide, with the same question.
    pub fn needs_decision(&self) -> bool {
        let Some(back) = &self.back else { return false };
        let last = back.end.checked_sub(1).and_then(|last| self.planned.get(last));
        self.current >= back.end && last.is_some_and(|step| step.key == "pause")
    }

    /// Whether a deed of any step is under way.
    pub fn is_acting(&self) -> bool {
        self.steps.iter().any(|step| step.state.is_acting())
    }

    /// Whether a deed's end is not known: it is settled first.
    fn is_open(&self) -> bool {
        matches!(self.steps_state(self.current), StepState::Unknown { .. })
    }

    /// Marks how a step was left, at a time.
    pub(super) fn leave(&mut self, index: usize, state: StepState, at: Timestamp) {
        if let Some(step) = self.steps.get_mut(index) {
            step.ended_at = Some(at);
            step.state = state;
        }
    }
}
