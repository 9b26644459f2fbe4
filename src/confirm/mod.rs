//! What it is for: the only way to an approval. [`Proposal`] is what the dialog shows, [`Approval`] what the answer
//! makes. In: a planned step, its exact action and its preview; then a person's answer. Out: a value that cannot be
//! made anywhere else (private fields). Never: I/O, an approval without an answer, or an answer for another proposal.
//!
//! An approval cannot be written by hand:
//!
//! ```compile_fail,E0451
//! # use changeover::confirm::{Approval, Proposal};
//! # use changeover::names::Stamp;
//! fn forge(proposal: Proposal, by: Stamp) -> Approval {
//!     Approval { proposal, by, reason: None, answers: Default::default(), text: None, rehearsal: None, beforehand: None }
//! }
//! ```
//!
//! It comes from a proposal and an answer:
//!
//! ```
//! # use changeover::confirm::{Answer, Approval, Proposal, Refused};
//! # use changeover::names::Stamp;
//! fn agree(proposal: Proposal, answer: Answer) -> Result<Approval, (Proposal, Refused)> {
//!     proposal.answer(answer)
//! }
//! ```

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    action::{Action, Confirm, Direction, Effect},
    names::{ChangeId, Digest, Stamp, StepId, Target},
    plan::{Plan, PlannedStep, digest_of, preview::Preview},
};

mod beforehand;
mod rehearsal;
mod wording;

pub use beforehand::Standing;
pub use rehearsal::{Ground, Rehearsal};
pub use wording::{deed, question};

/// One exact deed, ready to be shown and answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    change: ChangeId,
    plan: Digest,
    step: StepId,
    attempt: u32,
    direction: Direction,
    target: Target,
    action: Action,
    effect: Effect,
    confirm: Confirm,
    preview: Preview,
    digest: Digest,
}

/// A person agreed to exactly this proposal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Approval {
    proposal: Proposal,
    by: Stamp,
    reason: Option<String>,
    answers: BTreeMap<String, String>,
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rehearsal: Option<Rehearsal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beforehand: Option<Standing>,
}

/// What a person answered in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Digest of the proposal that was on the screen.
    pub digest: Digest,
    /// Who and when.
    pub by: Stamp,
    /// The typed word, where one is asked.
    pub typed: String,
    /// Answers to the proposal's questions, by identifier.
    pub answers: BTreeMap<String, String>,
    /// Why, where the deed deviates from the procedure.
    pub reason: Option<String>,
    /// Text that the person edited in the dialog (a commit message, an announcement).
    pub text: Option<String>,
}

/// Why an answer makes no approval. The proposal stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The answer belongs to something that is no longer shown.
    #[error("the answer is for another proposal")]
    OtherProposal,
    /// The typed word is not the one asked for.
    #[error("the typed word differs")]
    WrongWord,
    /// A question is open.
    #[error("a question has no answer")]
    OpenQuestion,
    /// The preview says that the deed is not possible.
    #[error("the deed is not possible as things stand")]
    Blocked,
}

/// What is proposed besides plan and step.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    /// The step's action with nothing left open.
    pub action: Action,
    /// What it will do, read just now.
    pub preview: Preview,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// Forward or back.
    pub direction: Direction,
}

impl Proposal {
    /// Binds an exact action and its preview to the plan's step.
    pub fn new(plan: &Plan, step: &PlannedStep, exact: Exact) -> Self {
        let Exact { action, preview, attempt, direction } = exact;
        let target = plan.header().target.clone();
        let digest = digest_of(&(
            (plan.change(), plan.digest(), &step.id, attempt, direction),
            (&target, &action, step.effect, &step.confirm, &preview),
        ));
        Self {
            change: plan.change().clone(),
            plan: plan.digest().clone(),
            step: step.id.clone(),
            attempt,
            direction,
            target,
            action,
            effect: step.effect,
            confirm: step.confirm.clone(),
            preview,
            digest,
        }
    }

    /// Turns a person's answer into an approval.
    ///
    /// # Errors
    /// Gives the proposal back with the reason why the answer does not approve it.
    #[expect(clippy::result_large_err, reason = "the proposal must not be lost with a refused answer")]
    pub fn answer(self, answer: Answer) -> Result<Approval, (Self, Refused)> {
        if answer.digest != self.digest {
            return Err((self, Refused::OtherProposal));
        }
        if self.preview.blocked.is_some() {
            return Err((self, Refused::Blocked));
        }
        if let Confirm::Type(word) = &self.confirm
            && *word != answer.typed
        {
            return Err((self, Refused::WrongWord));
        }
        let open = |question: &crate::plan::preview::Question| {
            let given = answer.answers.get(&question.id);
            !question.choices.iter().any(|(choice, _)| Some(choice) == given)
        };
        if self.preview.questions.iter().any(open) {
            return Err((self, Refused::OpenQuestion));
        }
        let Answer { by, answers, reason, text, digest: _, typed: _ } = answer;
        Ok(Approval { proposal: self, by, reason, answers, text, rehearsal: None, beforehand: None })
    }

    /// The change.
    pub fn change(&self) -> &ChangeId {
        &self.change
    }
    /// Digest of the plan.
    pub fn plan(&self) -> &Digest {
        &self.plan
    }
    /// The step.
    pub fn step(&self) -> &StepId {
        &self.step
    }
    /// Which try this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
    /// Forward or back.
    pub fn direction(&self) -> Direction {
        self.direction
    }
    /// Server, context and namespace.
    pub fn target(&self) -> &Target {
        &self.target
    }
    /// The exact action.
    pub fn action(&self) -> &Action {
        &self.action
    }
    /// Effect class in force.
    pub fn effect(&self) -> Effect {
        self.effect
    }
    /// What approval takes.
    pub fn confirm(&self) -> &Confirm {
        &self.confirm
    }
    /// What the deed will do.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }
    /// SHA-256 over everything above: what an answer is bound to.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
}

impl Approval {
    /// What was agreed to.
    pub fn proposal(&self) -> &Proposal {
        &self.proposal
    }
    /// Who agreed, and when.
    pub fn by(&self) -> &Stamp {
        &self.by
    }
    /// Why, where the deed deviates from the procedure.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
    /// Answer to one of the proposal's questions.
    pub fn choice(&self, question: &str) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }
    /// Answers to all questions.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.answers
    }
    /// Text that the person edited in the dialog.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
    /// The rehearsal by whose one approval this was agreed to; it holds on that ground only.
    pub fn rehearsal(&self) -> Option<&Rehearsal> {
        self.rehearsal.as_ref()
    }
    /// What was agreed to beforehand, when a click on that made this approval.
    pub fn beforehand(&self) -> Option<&Standing> {
        self.beforehand.as_ref()
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
