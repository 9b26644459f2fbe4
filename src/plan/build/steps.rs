//! What it is for: one step of a procedure, forward or back, with its parameters filled.
//! In: a checked step. Out: the planned one. Never: an action that this version does not carry out.

use serde_json::Value;

use super::{
    super::{
        Condition, PlannedStep, WayBack,
        back::{BackPart, PlannedAnswer, WayBackPlan},
    },
    Filling, unfilled,
};
use crate::{
    action::{Confirm, Direction},
    failure::{Failure, FailureKind},
    names::StepId,
    procedure::{
        BackEntry, Probe, Require, Rollback, RollbackAnswer, Step, Undo,
        substitute::{Filled, substitute},
        typed_action,
    },
    words::Sentence,
};

impl Filling<'_> {
    /// Steps that must be done before this one. What else a step may need is for later versions, and refused here.
    fn requires(&self, step: &Step) -> Result<Vec<StepId>, Failure> {
        let title = self.text(&step.title)?;
        let later = |what: &str| {
            let words = Sentence::new("plan-not-carried-out").with("step", &title).with("action", what);
            Failure::new(FailureKind::Person, words)
        };
        if step.with.is_some() {
            return Err(later("with"));
        }
        let one = |require: &Require| match require {
            Require::Step(id) => Some(Ok(StepId::new(id))),
            Require::Route(_) => Some(Err(later("requires: route"))),
            Require::NewestRun(_) => None,
        };
        step.requires.iter().filter_map(one).collect()
    }

    /// What must be looked at before the step.
    fn conditions(&self, step: &Step) -> Result<Vec<Condition>, Failure> {
        let one = |require: &Require| match require {
            Require::NewestRun(run) => {
                let cron_job = self.text(&run.newest_run.cron_job);
                let of = StepId::new(&run.newest_run.of);
                Some(cron_job.map(|cron_job| Condition::NewestRun { cron_job, of }))
            }
            Require::Step(_) | Require::Route(_) => None,
        };
        step.requires.iter().filter_map(one).collect()
    }

    /// The texts that captured ones must equal.
    fn equals(&self, step: &Step) -> Result<Option<Filled>, Failure> {
        let texts: Vec<&Option<String>> = step.expect.iter().map(|expect| &expect.equals).collect();
        if texts.iter().all(|text| text.is_none()) {
            return Ok(None);
        }
        let value = serde_json::to_value(texts).map_err(|fault| unfilled(&fault.to_string()))?;
        self.filled(&value).map(Some)
    }

    pub(super) fn step(
        &self,
        step: &Step,
        number: usize,
        section: &str,
        direction: Direction,
    ) -> Result<PlannedStep, Failure> {
        let action = substitute(&step.action, &|reference| self.lookup(reference))
            .map_err(|problem| unfilled(&problem.to_string()))?;
        self.checked(step, &action)?;
        Ok(PlannedStep {
            id: step.id.clone(),
            title: self.text(&step.title)?,
            what: self.text(&step.what)?,
            why: self.text(&step.why)?,
            section: section.to_owned(),
            number,
            key: step.key.to_owned(),
            action,
            effect: step.effect,
            claimed: step.effect_claimed,
            confirm: self.confirm(&step.confirm)?,
            requires: self.requires(step)?,
            capture: step.capture.iter().cloned().collect(),
            expect: step.expect.clone(),
            equals: self.equals(step)?,
            conditions: self.conditions(step)?,
            undo: match &step.undo {
                Undo::NotNeeded => WayBack::NotNeeded,
                Undo::None { reason } => WayBack::None { reason: self.text(reason)? },
                Undo::Action { key, action, confirm, probe } => WayBack::By {
                    key: (*key).to_owned(),
                    action: self.filled(action)?,
                    confirm: self.confirm(confirm)?,
                    probe: self.probe(probe.as_deref())?.map(Box::new),
                },
            },
            added: false,
            direction,
            undoes: None,
            probe: self.probe(step.probe.as_ref())?,
            second_person: step.second_person,
            later: step.later,
        })
    }

    pub(super) fn filled(&self, value: &Value) -> Result<Filled, Failure> {
        substitute(value, &|reference| self.lookup(reference))
            .map_err(|problem| unfilled(&problem.to_string()))
    }

    fn confirm(&self, confirm: &Confirm) -> Result<Confirm, Failure> {
        Ok(match confirm {
            Confirm::Type(word) => Confirm::Type(self.text(word)?),
            plain @ (Confirm::None | Confirm::Click) => plain.clone(),
        })
    }

    /// The probe as JSON; an action without one of its own is asked by its own kind.
    fn probe(&self, probe: Option<&Probe>) -> Result<Option<Filled>, Failure> {
        let Some(probe) = probe else { return Ok(None) };
        let value = serde_json::to_value(probe).map_err(|fault| unfilled(&fault.to_string()))?;
        self.filled(&value).map(Some)
    }

    /// The way back, with every step filled and checked as the forward steps are.
    pub(super) fn way_back(&self, rollback: &Rollback) -> Result<WayBackPlan, Failure> {
        let answer = |answer: &RollbackAnswer| {
            Ok(PlannedAnswer {
                id: answer.id.clone(),
                label: self.text(&answer.label)?,
                help: self.text(&answer.help)?,
                warning: answer.warning.as_deref().map(|text| self.text(text)).transpose()?,
                plans: answer.plans.clone(),
            })
        };
        let part = |entry: &BackEntry| {
            Ok(match entry {
                BackEntry::Step(step) => {
                    let section = step.section.clone().unwrap_or_default();
                    BackPart::Step(Box::new(self.step(step, 0, &section, Direction::Back)?))
                }
                BackEntry::UndoAll(ids) => BackPart::UndoAll(ids.clone()),
            })
        };
        let plan = |(name, entries): &(String, Vec<BackEntry>)| {
            Ok((name.clone(), entries.iter().map(part).collect::<Result<Vec<_>, Failure>>()?))
        };
        Ok(WayBackPlan {
            id: rollback.id.clone(),
            ask: self.text(&rollback.ask)?,
            help: self.text(rollback.help.as_deref().unwrap_or_default())?,
            evidence: rollback.evidence.clone(),
            after: rollback.after.clone(),
            otherwise: rollback.otherwise.clone(),
            answers: rollback.answers.iter().map(answer).collect::<Result<_, Failure>>()?,
            plans: rollback.plans.iter().map(plan).collect::<Result<_, Failure>>()?,
        })
    }

    /// Checks what can be checked now.
    fn checked(&self, step: &Step, action: &Filled) -> Result<(), Failure> {
        if !action.is_closed() {
            return Ok(());
        }
        let title = self.text(&step.title)?;
        let typed = typed_action(&action.value).map_err(|problem| {
            let words = Sentence::new("plan-unfit").with("step", &title);
            Failure::new(FailureKind::Person, words).detail(problem.to_string())
        })?;
        if !typed.is_carried_out() {
            let words =
                Sentence::new("plan-not-carried-out").with("step", &title).with("action", typed.key());
            return Err(Failure::new(FailureKind::Person, words));
        }
        Ok(())
    }
}
