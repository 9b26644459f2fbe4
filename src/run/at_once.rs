//! What it is for: one click back: a step is taken back by what was agreed to in its own dialog.
//! In: approvals with a standing inverse, the person's click. Out: the way back of that step alone, approved as soon as it
//! was looked at. Never: a deed by an approval for something else: what differs is shown, and asked about as ever.

use jiff::Timestamp;

use super::{Effect, Run, StepState};
use crate::{
    confirm::{Approval, Standing},
    failure::{Failure, FailureKind},
    journal::Started,
    names::{Stamp, StepId},
    plan::PlannedStep,
    words::Sentence,
};

impl Run {
    /// Whether a click takes the step back, as things stood when it was done.
    pub fn is_agreed_back(&self, step: &PlannedStep) -> bool {
        self.agreed.contains_key(&step.id) && self.is_undoable(step)
    }

    /// Keeps what was agreed to together with a deed. A deed that could have been agreed to be taken back and was not
    /// ends what an earlier try agreed to.
    pub(super) fn agree(&mut self, approval: &Approval) {
        let (step, preview) = (approval.proposal().step(), approval.proposal().preview());
        self.keep_agreed(step, approval.standing(), preview.inverse.is_some());
    }

    /// The same from its line in the journal.
    pub(super) fn agree_again(&mut self, started: &Started) {
        let Started { step, preview, answers, by, .. } = started;
        let standing = Standing::again(&self.plan, preview, answers, by);
        self.keep_agreed(step, standing, preview.inverse.is_some());
    }

    fn keep_agreed(&mut self, step: &StepId, standing: Option<Standing>, was_offered: bool) {
        match standing {
            Some(standing) => drop(self.agreed.insert(step.clone(), standing)),
            None if was_offered => drop(self.agreed.remove(step)),
            None => {}
        }
    }

    /// Takes back one step alone, by the approval that was given beforehand.
    pub(super) fn take_back_at_once(&mut self, id: &StepId, by: Stamp) -> Vec<Effect> {
        if !self.agreed.contains_key(id) {
            return Vec::new();
        }
        let effects = self.undo_alone(id, by.clone());
        let undoing = self.planned.get(self.current).filter(|step| step.undoes.as_ref() == Some(id));
        if let Some(undoing) = undoing.filter(|_| !effects.is_empty()) {
            self.at_once = Some((undoing.id.clone(), by));
        }
        effects
    }

    /// What was looked at is shown: when a click is waiting for it and it is what was agreed to, it is done.
    pub(super) fn looked_at_once(&mut self, index: usize, at: Timestamp) -> Vec<Effect> {
        let Some((clicked, by)) = self.at_once.take() else { return Vec::new() };
        let StepState::Shown { proposal } = self.steps_state(index) else { return Vec::new() };
        let undone = self.planned.get(index).filter(|step| step.id == clicked);
        let standing = undone.and_then(|step| self.agreed.get(step.undoes.as_ref()?)).cloned();
        let Some(standing) = standing else { return Vec::new() };
        if proposal.preview().nothing_to_do.is_some() {
            return Vec::new();
        }
        let by = Stamp { at, ..by };
        if let Ok(approval) = proposal.agreed_beforehand(&standing, by) {
            self.approved(index, Some(approval), at)
        } else {
            let moved = Failure::new(FailureKind::Moved, Sentence::new("run-at-once-moved"));
            vec![Effect::Tell(Box::new(moved.hint(Sentence::new("run-at-once-moved-hint"))))]
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::{
        action::{Action, Confirm, Direction, Ending, Outcome},
        confirm::{
            Answer, Exact,
            sample::{at, plan, read, step, yes},
        },
        journal::{Entry, Line},
        plan::{
            Plan, WayBack,
            preview::{Inverse, Preview},
        },
        procedure::{substitute::Filled, typed_action},
        run::{RunEvent, What},
    };

    fn action(to: &str) -> Action {
        typed_action(&json!({"route.switch": {"route": "web", "to": to}})).expect("an action")
    }

    fn state(spec: &str) -> BTreeMap<String, String> {
        [("spec".to_owned(), spec.to_owned())].into()
    }

    fn whole() -> Plan {
        let mut switch =
            step("switch", "route.switch", json!({"route": "web", "to": "next"}), Confirm::Click);
        switch.undo = WayBack::By {
            key: "route.switch".to_owned(),
            action: Filled::closed(json!({"route.switch": {"route": "web", "to": "api"}})),
            confirm: Confirm::Click,
            probe: None,
        };
        let mut look = read("look");
        look.confirm = Confirm::Click;
        plan(vec![switch, look])
    }

    fn clicker() -> Stamp {
        Stamp { at: at(0), who: "bob".to_owned() }
    }

    struct Driver {
        run: Run,
        approvals: Vec<Approval>,
        told: Vec<String>,
        looks: usize,
    }

    impl Driver {
        fn of((run, effects): (Run, Vec<Effect>)) -> Self {
            let mut driver = Self { run, approvals: Vec::new(), told: Vec::new(), looks: 0 };
            driver.take(effects);
            driver
        }

        fn take(&mut self, effects: Vec<Effect>) {
            for effect in effects {
                match effect {
                    Effect::Execute(approval) => self.approvals.push(*approval),
                    Effect::Tell(failure) => self.told.push(failure.summary.key),
                    Effect::Look { .. } => self.looks += 1,
                    Effect::Probe { .. }
                    | Effect::AnswerItself { .. }
                    | Effect::StopWaiting
                    | Effect::Record(_)
                    | Effect::WriteRecord => {}
                }
            }
        }

        fn event(&mut self, what: What) {
            let effects = self.run.handle(RunEvent { at: at(5), what });
            self.take(effects);
        }

        fn current(&self) -> PlannedStep {
            self.run.planned()[self.run.current()].clone()
        }

        fn look(&mut self, to: &str, preview: Preview) {
            let step = self.current();
            let exact = Exact { action: action(to), preview, attempt: 1, direction: step.direction };
            self.event(What::Looked { step: step.id, answer: Box::new(Ok(exact)) });
        }

        /// The switch is shown, agreed to (with its inverse or without), and done.
        fn switch(&mut self, is_ticked: bool) {
            let step = self.begin(is_ticked);
            self.end(step);
        }

        /// The same, without its end.
        fn begin(&mut self, is_ticked: bool) -> StepId {
            let inverse = Inverse {
                step: StepId::new("undo-switch"),
                action: action("api"),
                state: state("after"),
                offer: Sentence::new("act-wait-bad-hint"),
            };
            let preview = Preview { inverse: Some(Box::new(inverse)), ..Preview::default() };
            self.look("next", preview);
            let step = self.current().id;
            self.event(What::Asked { step: step.clone() });
            let proposal = self.run.steps()[0].state.proposal().expect("asked").digest().clone();
            let mut answer: Answer = yes(&proposal);
            if is_ticked {
                answer.answers.insert(Inverse::ID.to_owned(), Inverse::YES.to_owned());
            }
            self.event(What::Answered { step: step.clone(), answer: Box::new(answer) });
            step
        }

        fn end(&mut self, step: StepId) {
            let outcome = Outcome { ending: Ending::Done, outputs: BTreeMap::new(), evidence: Vec::new() };
            self.event(What::Ended { step, outcome: Box::new(outcome) });
        }

        fn click(&mut self) {
            self.event(What::TakeBackAtOnce { step: StepId::new("switch"), by: clicker() });
        }

        fn back(&mut self, spec: &str) {
            self.look("api", Preview { seen: state(spec), ..Preview::default() });
        }
    }

    #[test]
    fn a_click_does_what_was_agreed_to_and_the_change_goes_on_at_the_step() {
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        let switch = driver.current();
        driver.switch(true);
        assert!(driver.run.is_agreed_back(&switch));
        driver.click();
        assert_eq!(driver.current().id.as_str(), "undo-switch");
        assert_eq!(driver.approvals.len(), 1, "not before it was looked at");
        driver.back("after");
        let back = driver.approvals.last().expect("approved");
        assert_eq!((back.by().who.as_str(), back.proposal().direction()), ("bob", Direction::Back));
        assert_eq!(back.beforehand().map(|standing| standing.by().who.as_str()), Some("alice"));
        driver.click();
        assert_eq!(driver.approvals.len(), 2, "a second click does nothing");
        driver.end(StepId::new("undo-switch"));
        assert_eq!(driver.current().id.as_str(), "switch");
        assert!(!driver.run.is_agreed_back(&switch), "it is taken back");
        assert!(driver.told.is_empty());
    }

    #[test]
    fn once_somebody_else_changed_it_the_ordinary_dialog_asks() {
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        driver.switch(true);
        driver.click();
        driver.back("moved");
        assert_eq!(driver.approvals.len(), 1, "nothing is done");
        assert_eq!(driver.told, ["run-at-once-moved"]);
        assert!(matches!(driver.run.steps()[driver.run.current()].state, StepState::Shown { .. }));
        // A later look does not do it either.
        driver.event(What::LookAgain { step: StepId::new("undo-switch") });
        driver.back("after");
        assert_eq!(driver.approvals.len(), 1, "the click was for the look before");
    }

    #[test]
    fn without_the_tick_there_is_no_click_and_a_failed_look_ends_one() {
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        driver.switch(false);
        let looks = driver.looks;
        driver.click();
        assert_eq!((driver.current().id.as_str(), driver.looks), ("look", looks));
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        driver.switch(true);
        driver.click();
        let failure = Failure::new(FailureKind::World, Sentence::new("act-wait-bad-hint"));
        let step = StepId::new("undo-switch");
        driver.event(What::Looked { step: step.clone(), answer: Box::new(Err(failure)) });
        driver.event(What::LookAgain { step });
        driver.back("after");
        assert_eq!(driver.approvals.len(), 1);
    }

    #[test]
    fn what_was_agreed_to_with_a_deed_that_did_not_begin_is_not_agreed_to() {
        let failure = |kind| Failure::new(kind, Sentence::new("act-wait-bad-hint"));
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        let step = driver.begin(true);
        assert_eq!(driver.run.agreed.len(), 1);
        let ending = Ending::Failed { failure: failure(FailureKind::Moved) };
        let outcome = Outcome { ending, outputs: BTreeMap::new(), evidence: Vec::new() };
        driver.event(What::Ended { step, outcome: Box::new(outcome) });
        assert!(driver.run.agreed.is_empty(), "it moved");
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        let step = driver.begin(true);
        driver.event(What::NotWritten { step, failure: failure(FailureKind::World) });
        assert!(driver.run.agreed.is_empty(), "its start could not be written down");
    }

    #[test]
    fn the_journal_keeps_what_was_agreed_to() {
        let mut driver = Driver::of(Run::start(whole(), at(0)));
        driver.switch(true);
        let started = Started::of(&driver.approvals[0]);
        let json = serde_json::to_string(&started).expect("JSON");
        let started: Started = serde_json::from_str(&json).expect("the same");
        let line = |seq: u64, entry: Entry| Line { seq, at: at(0), mono_ms: 0, prev: String::new(), entry };
        let outcome = Outcome { ending: Ending::Done, outputs: BTreeMap::new(), evidence: Vec::new() };
        let lines = [line(2, Entry::Started(started)), line(3, Entry::Ended { of: 2, outcome })];
        let mut driver = Driver::of(Run::resume(whole(), &lines, &clicker()));
        driver.click();
        driver.back("after");
        let back = driver.approvals.last().expect("approved");
        let line = Started::of(back).beforehand.expect("written down");
        assert_eq!((line.by.who.as_str(), back.by().who.as_str()), ("alice", "bob"));
    }
}
