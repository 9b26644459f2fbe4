//! What it is for: deeds whose end nobody saw: the world is asked, and the person says how they ended.
//! In: what the probe answers, the person's word. Out: the step settled, or looked at again.
//! Never: a second try of anything by itself, or a word against the world's without a written reason.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Effect, Run, StepState};
use crate::{
    action::{Effect as EffectClass, Ending, Outcome, ProbeAnswer, Probed},
    failure::{Failure, FailureKind},
    journal::Entry,
    names::{Stamp, StepId},
    words::Sentence,
};

/// How far the world has been asked about a deed.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Asking {
    /// Not yet.
    #[default]
    NotAsked,
    /// The answer is awaited.
    Asked,
    /// It answered.
    Answered(Box<Probed>),
    /// It could not be asked.
    Failed(Box<Failure>),
}

impl Asking {
    /// Whether the world says the same.
    pub fn agrees(&self, happened: bool) -> bool {
        let wanted = if happened { ProbeAnswer::Happened } else { ProbeAnswer::DidNot };
        matches!(self, Self::Answered(probed) if probed.answer == wanted)
    }
}

impl Run {
    /// Asks the world about the deed of a step that is unknown.
    pub(super) fn ask_world(&mut self, index: usize) -> Vec<Effect> {
        let Some(planned) = self.planned.get(index).cloned() else { return Vec::new() };
        let (outputs, before) =
            (self.as_meant(&planned, &self.outputs), self.as_meant(&planned, &self.before));
        // A probe that names what no step answered is asked as it stands, and says so.
        let exact = super::filled(&planned, &outputs, &before).unwrap_or(planned);
        let Some(step) = self.steps.get_mut(index) else { return Vec::new() };
        let (StepState::Unknown { asking, .. }, Some(started)) = (&mut step.state, &step.started) else {
            return Vec::new();
        };
        *asking = Asking::Asked;
        vec![Effect::Probe { step: Box::new(exact), started: started.clone() }]
    }

    pub(super) fn ask_again(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let is_asked = matches!(self.steps_state(index), StepState::Unknown { asking: Asking::Asked, .. });
        if is_asked { Vec::new() } else { self.ask_world(index) }
    }

    pub(super) fn probed(&mut self, id: &StepId, answer: Result<Probed, Failure>) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        if let Some(step) = self.steps.get_mut(index)
            && let StepState::Unknown { asking, .. } = &mut step.state
        {
            *asking = match answer {
                Ok(probed) => Asking::Answered(Box::new(probed)),
                Err(failure) => Asking::Failed(Box::new(failure)),
            };
        }
        Vec::new()
    }

    /// The person's word about a deed. What is a state of the world (a number, a file) is then looked at again, so
    /// that what is to be waited for is waited for; what was made once is taken as made.
    pub(super) fn settled(
        &mut self,
        id: &StepId,
        happened: bool,
        reason: String,
        by: Stamp,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some((index, planned)) = self.at_current(id) else { return Vec::new() };
        let StepState::Unknown { asking, .. } = self.steps_state(index) else { return Vec::new() };
        if asking == Asking::Asked || (!asking.agrees(happened) && reason.trim().is_empty()) {
            return Vec::new();
        }
        let of = self.steps.get(index).and_then(|step| step.seq);
        let outcome = found_out(happened, &asking);
        let reason = Some(reason).filter(|reason| !reason.trim().is_empty());
        let mut effects = Vec::new();
        if let Some(of) = of {
            let outcome = outcome.clone();
            effects.push(Effect::Record(Box::new(Entry::Settled { of, happened, outcome, reason, by })));
        }
        self.settle(index, happened, outcome, at);
        if happened && is_made_once(planned.effect) {
            effects.extend(self.advance());
        } else {
            effects.extend(self.look());
        }
        effects
    }

    /// Takes over a settled deed, and goes nowhere.
    pub(super) fn settle(&mut self, index: usize, happened: bool, outcome: Outcome, at: Timestamp) {
        let is_once = self.planned.get(index).is_some_and(|step| is_made_once(step.effect));
        if happened && is_once {
            self.take_outcome(index, outcome, at);
        } else if let Some(step) = self.steps.get_mut(index) {
            step.ended_at = Some(at);
            step.outcome = Some(outcome);
            step.state = StepState::Waiting;
        }
    }
}

/// Whether a deed of this class has a result of its own, which is there or not.
pub(super) fn is_made_once(effect: EffectClass) -> bool {
    match effect {
        EffectClass::NamedOnce | EffectClass::Once => true,
        EffectClass::Read | EffectClass::Idempotent => false,
    }
}

fn found_out(happened: bool, asking: &Asking) -> Outcome {
    let (outputs, evidence) = match asking {
        Asking::Answered(probed) => (probed.outputs.clone(), probed.evidence.clone()),
        Asking::NotAsked | Asking::Asked | Asking::Failed(_) => (BTreeMap::new(), Vec::new()),
    };
    let ending = if happened {
        Ending::Done
    } else {
        let failure = Failure::new(FailureKind::World, Sentence::new("run-did-not-happen"));
        Ending::Failed { failure }
    };
    Outcome { ending, outputs, evidence }
}
