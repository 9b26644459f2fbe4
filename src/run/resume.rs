//! What it is for: a run from its journal, as it stood when the program stopped.
//! In: the plan and the journal's lines. Out: the run, and the effects that bring it to where it stood.
//! Never: a deed counted done without its end line, or repeated: an open deed is unknown until somebody settled it.

use jiff::Timestamp;

use super::{Asking, Effect, Note, Run, StepState, settle::is_made_once};
use crate::{
    action::{Effect as EffectClass, Ending, Outcome},
    failure::{Failure, FailureKind},
    journal::{Entry, Line, Started},
    names::{Stamp, StepId},
    plan::Plan,
    words::Sentence,
};

impl Run {
    /// The run of a journal. A change that has ended gives no effects.
    pub fn resume(plan: Plan, lines: &[Line], by: &Stamp) -> (Self, Vec<Effect>) {
        let opened = lines.first().map_or(by.at, |line| line.at);
        let mut run = Self::at_start(plan, opened);
        for line in lines {
            run.replay(line);
        }
        run.held = None;
        let effects = if run.ended.is_some() { Vec::new() } else { run.take_up(by) };
        (run, effects)
    }

    fn replay(&mut self, line: &Line) {
        let at = line.at;
        match &line.entry {
            Entry::Opened { .. } | Entry::TakenOver { .. } | Entry::Seconded { .. } => {}
            Entry::Resumed { .. } => self.held = None,
            Entry::Started(started) => self.replay_start(started, line.seq, at),
            Entry::Ended { of, outcome } => self.replay_end(*of, outcome, at),
            Entry::Settled { of, happened, outcome, .. } => self.replay_settled(*of, *happened, outcome, at),
            Entry::Skipped { step, reason, .. } => {
                self.replay_left(step, StepState::Skipped { reason: reason.clone() }, at);
            }
            Entry::Forced { step, reason, .. } => {
                self.replay_left(step, StepState::Forced { reason: reason.clone() }, at);
            }
            Entry::Noted { step, text, by } => {
                if let Some(step) = self.index(step).and_then(|index| self.steps.get_mut(index)) {
                    step.notes.push(Note { text: text.clone(), by: by.clone() });
                }
            }
            Entry::Waived { step, .. } => {
                self.waived.insert(step.clone());
            }
            Entry::WentBack { answer, steps, reason, .. } => {
                self.enter(answer.clone(), steps.clone(), reason.is_some());
            }
            Entry::LeftWayBack { .. } => self.turn_forward(),
            Entry::Held { reason, .. } => self.held = Some(reason.clone()),
            Entry::Finished { result, .. } => self.ended = Some((*result, at)),
        }
    }

    fn replay_start(&mut self, started: &Started, seq: u64, at: Timestamp) {
        let Some(index) = self.index(&started.step) else { return };
        if !self.touched.contains(&started.step) {
            self.before.insert(started.step.clone(), started.preview.before.clone());
        }
        self.current = index;
        if let Some(step) = self.steps.get_mut(index) {
            step.attempts = started.attempt;
            step.started = Some(Box::new(started.clone()));
            step.seq = Some(seq);
            step.started_at = Some(at);
            step.ended_at = None;
            let failure = Failure::new(FailureKind::Unknown, Sentence::new("run-program-stopped"));
            step.state = StepState::Unknown { failure, asking: Asking::NotAsked };
        }
    }

    fn replay_end(&mut self, of: u64, outcome: &Outcome, at: Timestamp) {
        let Some(index) = self.by_seq(of) else { return };
        if let Ending::Done = self.take_outcome(index, outcome.clone(), at) {
            self.pass();
        }
    }

    fn replay_settled(&mut self, of: u64, happened: bool, outcome: &Outcome, at: Timestamp) {
        let Some(index) = self.by_seq(of) else { return };
        self.settle(index, happened, outcome.clone(), at);
        let is_once = self.planned.get(index).is_some_and(|step| is_made_once(step.effect));
        if happened && is_once {
            self.pass();
        }
    }

    fn replay_left(&mut self, step: &StepId, state: StepState, at: Timestamp) {
        if let Some(index) = self.index(step) {
            self.current = index;
            self.leave(index, state, at);
            self.pass();
        }
    }

    fn by_seq(&self, seq: u64) -> Option<usize> {
        self.steps.iter().position(|step| step.seq == Some(seq))
    }

    /// Brings the current step to the person: an open deed is asked about, what only read is read again, what failed
    /// is shown as it failed, and everything else is looked at.
    fn take_up(&mut self, by: &Stamp) -> Vec<Effect> {
        let index = self.current;
        let Some(planned) = self.planned.get(index).cloned() else { return Vec::new() };
        match self.steps_state(index) {
            StepState::Unknown { failure: _, asking: _ } if planned.effect == EffectClass::Read => {
                self.set(index, StepState::Waiting);
                let mut effects = Vec::new();
                if let Some(of) = self.steps.get(index).and_then(|step| step.seq) {
                    let outcome = Outcome {
                        ending: Ending::Cancelled,
                        outputs: std::collections::BTreeMap::default(),
                        evidence: Vec::new(),
                    };
                    let entry = Entry::Settled { of, happened: false, outcome, reason: None, by: by.clone() };
                    effects.push(Effect::Record(Box::new(entry)));
                }
                effects.extend(self.look());
                effects
            }
            StepState::Unknown { .. } => {
                // Its deed may have changed the world.
                self.touched.insert(planned.id);
                self.ask_world(index)
            }
            StepState::Failed { .. } | StepState::Stopped => Vec::new(),
            StepState::Waiting
            | StepState::Looking
            | StepState::Blocked { .. }
            | StepState::Shown { .. }
            | StepState::Asked { .. }
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. }
            | StepState::Undone { .. } => {
                if self.is_complete() || self.needs_decision() {
                    Vec::new()
                } else {
                    self.look()
                }
            }
        }
    }
}
