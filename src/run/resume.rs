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
            Entry::Noted { step, text, files, by } => {
                if let Some(step) = self.index(step).and_then(|index| self.steps.get_mut(index)) {
                    step.notes.push(Note { text: text.clone(), files: files.clone(), by: by.clone() });
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
        self.agree_again(started);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::{ProbeAnswer, Probed},
        confirm::Proposal,
        confirm::sample::{at, by, exact, plan, stop, yes},
        plan::{PlannedStep, preview::Preview},
        run::{RunEvent, What},
    };

    fn started(plan: &Plan, step: &PlannedStep) -> Started {
        let proposal = Proposal::new(plan, step, exact(step, Preview::default()));
        let answer = yes(proposal.digest());
        Started::of(&proposal.answer(answer).expect("a yes"))
    }

    fn line(seq: u64, entry: Entry) -> Line {
        Line { seq, at: at(0), mono_ms: 0, prev: String::new(), entry }
    }

    fn of_class(effect: EffectClass) -> (Plan, PlannedStep) {
        let mut step = stop("a");
        step.effect = effect;
        (plan(vec![step.clone(), stop("b")]), step)
    }

    fn names(effects: &[Effect]) -> Vec<&'static str> {
        let name = |effect: &Effect| match effect {
            Effect::Look { .. } => "look",
            Effect::Probe { .. } => "probe",
            Effect::Execute(_) => "execute",
            Effect::Record(_) => "record",
            Effect::AnswerItself { .. } | Effect::StopWaiting | Effect::WriteRecord | Effect::Tell(_) => {
                "other"
            }
        };
        effects.iter().map(name).collect()
    }

    fn said(run: &mut Run, answer: ProbeAnswer) {
        let probed = Probed { answer, evidence: Vec::new(), outputs: std::collections::BTreeMap::new() };
        let what = What::Probed { step: StepId::new("a"), answer: Box::new(Ok(probed)) };
        run.handle(RunEvent { at: at(1), what });
    }

    fn settle(run: &mut Run, happened: bool, reason: &str) -> Vec<&'static str> {
        let (step, reason) = (StepId::new("a"), reason.to_owned());
        let what = What::Settled { step, happened, reason, by: by() };
        names(&run.handle(RunEvent { at: at(2), what }))
    }

    #[test]
    fn an_open_deed_is_asked_about_and_never_repeated() {
        for effect in [EffectClass::Idempotent, EffectClass::NamedOnce, EffectClass::Once] {
            let (plan, step) = of_class(effect);
            let lines = [line(2, Entry::Started(started(&plan, &step)))];
            let (mut run, effects) = Run::resume(plan, &lines, &by());
            assert_eq!(names(&effects), ["probe"], "{effect:?}");
            assert!(settle(&mut run, true, "").is_empty(), "not before the world was asked");
            said(&mut run, ProbeAnswer::CannotTell);
            assert!(settle(&mut run, true, "").is_empty(), "against the world only with a reason");
            let after = settle(&mut run, true, "seen by hand");
            let is_once = is_made_once(effect);
            assert!(after.contains(&"look"), "{effect:?}: {after:?}");
            assert!(!after.contains(&"execute"));
            assert_eq!(run.current(), usize::from(is_once), "{effect:?}: made once is made");
        }
    }

    #[test]
    fn the_undo_of_one_step_that_was_cut_off_is_asked_about_by_its_own_probe() {
        let (plan, step) = of_class(EffectClass::Once);
        let probe = crate::procedure::substitute::Filled::closed(serde_json::json!({"doneIf": "gone"}));
        let mut undo = stop("undo-a");
        undo.undoes = Some(step.id.clone());
        undo.effect = EffectClass::Once;
        undo.probe = Some(probe.clone());
        let back = Entry::WentBack { answer: None, steps: vec![undo.clone()], reason: None, by: by() };
        let lines = [line(2, back), line(3, Entry::Started(started(&plan, &undo)))];
        let (_, effects) = Run::resume(plan, &lines, &by());
        let Some(Effect::Probe { step, .. }) = effects.first() else { panic!("{effects:?}") };
        assert_eq!((&step.id, &step.probe), (&undo.id, &Some(probe)));
    }

    #[test]
    fn a_deed_that_did_not_happen_is_proposed_anew_and_a_read_is_read_again() {
        let (plan, step) = of_class(EffectClass::Once);
        let lines = [line(2, Entry::Started(started(&plan, &step)))];
        let (mut run, _) = Run::resume(plan, &lines, &by());
        said(&mut run, ProbeAnswer::DidNot);
        assert_eq!(settle(&mut run, false, ""), ["record", "look"]);
        assert_eq!(run.current(), 0);
        let (plan, step) = of_class(EffectClass::Read);
        let lines = [line(2, Entry::Started(started(&plan, &step)))];
        let (_, effects) = Run::resume(plan, &lines, &by());
        assert_eq!(names(&effects), ["record", "look"]);
    }

    #[test]
    fn ended_skipped_and_settled_steps_are_behind_and_a_finished_change_stays_finished() {
        let (plan, step) = of_class(EffectClass::Once);
        let done = Outcome {
            ending: Ending::Done,
            outputs: std::collections::BTreeMap::new(),
            evidence: Vec::new(),
        };
        let start = line(2, Entry::Started(started(&plan, &step)));
        let end = line(3, Entry::Ended { of: 2, outcome: done.clone() });
        let skip = Entry::Skipped { step: StepId::new("b"), reason: "later".to_owned(), by: by() };
        let (run, effects) = Run::resume(plan.clone(), &[start.clone(), end.clone()], &by());
        assert_eq!((run.current(), names(&effects)), (1, vec!["look"]));
        let settled = Entry::Settled { of: 2, happened: true, outcome: done, reason: None, by: by() };
        let (run, _) = Run::resume(plan.clone(), &[start.clone(), line(3, settled)], &by());
        assert_eq!(run.current(), 1);
        let finished = Entry::Finished { result: crate::journal::ChangeResult::Completed, by: by() };
        let all = [start, end, line(4, skip), line(5, finished)];
        let (run, effects) = Run::resume(plan, &all, &by());
        assert!(run.is_complete() && run.ended().is_some() && effects.is_empty());
    }
}
