//! What it is for: the approval of a deed's exact inverse, given in the dialog of the deed itself: one click takes it back
//! for as long as nobody else has changed what it acts on. In: an approval whose dialog offered it, or that approval's
//! line in the journal. Out: a [`Standing`], and by it the approval of the inverse. Never: an approval for anything but
//! that very inverse, or for one that asks something besides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Approval, Proposal, Refused};
use crate::{
    action::{Action, Confirm, Direction},
    names::{ChangeId, Digest, Stamp, Target},
    plan::{
        Plan, digest_of,
        preview::{Inverse, Preview},
    },
};

/// A person agreed beforehand to one exact inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    inverse: Digest,
    by: Stamp,
}

/// What a digest of an inverse is bound to besides the deed.
struct Bound<'a> {
    change: &'a ChangeId,
    plan: &'a Digest,
    target: &'a Target,
}

impl Bound<'_> {
    /// SHA-256 over step, action and the state in which it is looked at: what both dialogs must agree about.
    fn digest(&self, step: &str, action: &Action, state: &BTreeMap<String, String>) -> Digest {
        let Self { change, plan, target } = self;
        digest_of(&("inverse", change, plan, target, step, Direction::Back, action, state))
    }

    fn standing(
        &self,
        preview: &Preview,
        answers: &BTreeMap<String, String>,
        by: &Stamp,
    ) -> Option<Standing> {
        let Inverse { step, action, state, offer: _ } = preview.inverse.as_deref()?;
        let is_agreed = answers.get(Inverse::ID).is_some_and(|answer| answer == Inverse::YES);
        is_agreed
            .then(|| Standing { inverse: self.digest(step.in_procedure(), action, state), by: by.clone() })
    }
}

impl Standing {
    /// What an approval of the journal agreed to beforehand.
    pub(crate) fn again(
        plan: &Plan,
        preview: &Preview,
        answers: &BTreeMap<String, String>,
        by: &Stamp,
    ) -> Option<Self> {
        let bound = Bound { change: plan.change(), plan: plan.digest(), target: &plan.header().target };
        bound.standing(preview, answers, by)
    }

    /// Who agreed, and when.
    pub fn by(&self) -> &Stamp {
        &self.by
    }

    /// SHA-256 of the inverse that was agreed to.
    pub fn inverse(&self) -> &Digest {
        &self.inverse
    }
}

impl Approval {
    /// The inverse that was agreed to together with the deed.
    pub fn standing(&self) -> Option<Standing> {
        self.proposal.bound().standing(&self.proposal.preview, &self.answers, &self.by)
    }
}

impl Proposal {
    fn bound(&self) -> Bound<'_> {
        Bound { change: &self.change, plan: &self.plan, target: &self.target }
    }

    /// Turns what was agreed to beforehand into an approval, by a click of `by`.
    ///
    /// # Errors
    /// Gives the proposal back when it is not the very inverse that was agreed to (the world has moved, say), is not
    /// possible, or asks anything of a person.
    #[expect(clippy::result_large_err, reason = "the proposal must not be lost with a refused answer")]
    pub fn agreed_beforehand(self, standing: &Standing, by: Stamp) -> Result<Approval, (Self, Refused)> {
        let own = self.bound().digest(self.step.in_procedure(), &self.action, &self.preview.seen);
        if self.direction != Direction::Back || own != standing.inverse {
            return Err((self, Refused::OtherProposal));
        }
        if self.preview.blocked.is_some() {
            return Err((self, Refused::Blocked));
        }
        if matches!(self.confirm, Confirm::Type(_)) {
            return Err((self, Refused::WrongWord));
        }
        if !self.preview.questions.is_empty() {
            return Err((self, Refused::OpenQuestion));
        }
        Ok(Approval {
            proposal: self,
            by,
            reason: None,
            answers: BTreeMap::new(),
            text: None,
            rehearsal: None,
            beforehand: Some(standing.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        confirm::{
            Exact,
            sample::{at, plan, step, yes},
        },
        failure::{Failure, FailureKind},
        names::StepId,
        plan::{PlannedStep, preview::Question},
        procedure::typed_action,
        words::Sentence,
    };

    fn switch(id: &str, to: &str, confirm: Confirm) -> PlannedStep {
        step(id, "route.switch", json!({"route": "web", "to": to}), confirm)
    }

    fn state(spec: &str) -> BTreeMap<String, String> {
        [("uid", "u-1"), ("spec", spec)].map(|(key, value)| (key.to_owned(), value.to_owned())).into()
    }

    fn inverse() -> Inverse {
        let action =
            typed_action(&switch("undo-switch", "api", Confirm::Click).action.value).expect("an action");
        let offer = Sentence::new("act-wait-bad-hint");
        Inverse { step: StepId::new("undo-switch"), action, state: state("after"), offer }
    }

    fn whole() -> Plan {
        plan(vec![switch("switch", "next", Confirm::Click)])
    }

    fn forward(plan: &Plan) -> Proposal {
        let step = switch("switch", "next", Confirm::Click);
        let preview =
            Preview { inverse: Some(Box::new(inverse())), seen: state("before"), ..Preview::default() };
        let action = typed_action(&step.action.value).expect("an action");
        Proposal::new(plan, &step, Exact { action, preview, attempt: 1, direction: Direction::Forward })
    }

    fn approved(plan: &Plan, is_ticked: bool) -> Approval {
        let proposal = forward(plan);
        let mut answer = yes(proposal.digest());
        if is_ticked {
            answer.answers.insert(Inverse::ID.to_owned(), Inverse::YES.to_owned());
        }
        proposal.answer(answer).expect("a yes")
    }

    struct Back<'a> {
        id: &'a str,
        to: &'a str,
        confirm: Confirm,
        spec: &'a str,
        direction: Direction,
    }

    const BACK: Back<'_> = Back {
        id: "undo-switch",
        to: "api",
        confirm: Confirm::Click,
        spec: "after",
        direction: Direction::Back,
    };

    fn back(plan: &Plan, back: &Back<'_>) -> Proposal {
        let step = switch(back.id, back.to, back.confirm.clone());
        let preview = Preview { seen: state(back.spec), ..Preview::default() };
        let action = typed_action(&step.action.value).expect("an action");
        Proposal::new(plan, &step, Exact { action, preview, attempt: 1, direction: back.direction })
    }

    fn click() -> Stamp {
        Stamp { at: at(9), who: "bob".to_owned() }
    }

    fn refused(proposal: Proposal, standing: &Standing) -> Option<Refused> {
        proposal.agreed_beforehand(standing, click()).err().map(|(_, why)| why)
    }

    #[test]
    fn without_the_tick_nothing_is_agreed_to_and_without_an_offer_the_tick_is_nothing() {
        let plan = whole();
        assert_eq!(approved(&plan, false).standing(), None);
        let step = switch("switch", "next", Confirm::Click);
        let action = typed_action(&step.action.value).expect("an action");
        let preview = Preview::default();
        let bare =
            Proposal::new(&plan, &step, Exact { action, preview, attempt: 1, direction: Direction::Forward });
        let mut answer = yes(bare.digest());
        answer.answers.insert(Inverse::ID.to_owned(), Inverse::YES.to_owned());
        assert_eq!(bare.answer(answer).expect("a yes").standing(), None);
    }

    #[test]
    fn the_click_approves_the_very_inverse_and_names_who_agreed() {
        let plan = whole();
        let forward = approved(&plan, true);
        let standing = forward.standing().expect("agreed");
        let again = Standing::again(&plan, forward.proposal().preview(), forward.answers(), forward.by());
        assert_eq!(again.as_ref(), Some(&standing), "the same by its line in the journal");
        // Its second way back has another name, and is the same step of the procedure.
        for id in ["undo-switch", "undo-switch~2"] {
            let approval = back(&plan, &Back { id, ..BACK }).agreed_beforehand(&standing, click()).expect(id);
            assert_eq!(approval.by().who, "bob");
            assert_eq!(approval.beforehand().map(|standing| standing.by().who.as_str()), Some("alice"));
        }
    }

    #[test]
    fn anything_else_is_asked_about_anew() {
        let plan = whole();
        let standing = approved(&plan, true).standing().expect("agreed");
        let other = Some(Refused::OtherProposal);
        assert_eq!(
            refused(back(&plan, &Back { spec: "moved", ..BACK }), &standing),
            other,
            "the world moved"
        );
        assert_eq!(refused(back(&plan, &Back { to: "old", ..BACK }), &standing), other, "another target");
        assert_eq!(
            refused(back(&plan, &Back { id: "undo-other", ..BACK }), &standing),
            other,
            "another step"
        );
        let forward = Back { direction: Direction::Forward, ..BACK };
        assert_eq!(refused(back(&plan, &forward), &standing), other, "it holds for the way back only");
        let of_other =
            self::plan(vec![switch("switch", "next", Confirm::Click), switch("b", "c", Confirm::Click)]);
        assert_eq!(refused(back(&of_other, &BACK), &standing), other, "another plan");
        let typed = Back { confirm: Confirm::Type("web".to_owned()), ..BACK };
        assert_eq!(refused(back(&plan, &typed), &standing), Some(Refused::WrongWord));
    }

    #[test]
    fn what_is_not_possible_or_asks_something_is_not_done_by_a_click() {
        let plan = whole();
        let standing = approved(&plan, true).standing().expect("agreed");
        let words = Sentence::new("act-wait-bad-hint");
        let step = switch("undo-switch", "api", Confirm::Click);
        let of = |preview: Preview| {
            let action = typed_action(&step.action.value).expect("an action");
            let exact = Exact { action, preview, attempt: 1, direction: Direction::Back };
            Proposal::new(&plan, &step, exact)
        };
        let blocked = Some(Failure::new(FailureKind::World, words.clone()));
        let preview = Preview { seen: state("after"), blocked, ..Preview::default() };
        assert_eq!(refused(of(preview), &standing), Some(Refused::Blocked));
        let choices = vec![("yes".to_owned(), words.clone())];
        let question = Question { id: "q".to_owned(), ask: words, choices, must_tick: true };
        let preview = Preview { seen: state("after"), questions: vec![question], ..Preview::default() };
        assert_eq!(refused(of(preview), &standing), Some(Refused::OpenQuestion));
    }
}
