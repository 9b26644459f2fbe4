//! What it is for: which answers make an approval, and which never do.

use std::collections::BTreeMap;

use super::{
    sample::{exact, plan, step, stop, yes},
    *,
};
use crate::{
    failure::{Failure, FailureKind},
    plan::preview::Question,
    words::Sentence,
};

fn proposal_of(confirm: Confirm, preview: Preview) -> Proposal {
    let step = step("stop", "scale", serde_json::json!({"deployment": "shop", "replicas": 0}), confirm);
    Proposal::new(&plan(vec![step.clone()]), &step, exact(&step, preview))
}

fn refused(proposal: &Proposal, answer: Answer) -> Option<Refused> {
    proposal.clone().answer(answer).err().map(|(kept, why)| {
        assert_eq!(kept, *proposal, "a refused answer loses nothing");
        why
    })
}

fn question(must_tick: bool) -> Question {
    let words = Sentence::new("act-wait-bad-hint");
    let choices = vec![("a".to_owned(), words.clone()), ("b".to_owned(), words.clone())];
    Question { id: "q".to_owned(), ask: words, choices, must_tick }
}

#[test]
fn an_answer_counts_only_for_what_was_on_the_screen() {
    let seen = |replicas: &str| Preview {
        seen: BTreeMap::from([("replicas".to_owned(), replicas.to_owned())]),
        ..Preview::default()
    };
    let (two, three) = (proposal_of(Confirm::Click, seen("2")), proposal_of(Confirm::Click, seen("3")));
    assert_ne!(two.digest(), three.digest());
    assert_eq!(refused(&three, yes(two.digest())), Some(Refused::OtherProposal));
    assert_eq!(refused(&three, yes(three.digest())), None);
}

#[test]
fn every_part_of_a_proposal_moves_its_digest() {
    let stop = stop("stop");
    let one = plan(vec![stop.clone()]);
    let of = |plan: &Plan, step: &PlannedStep, change: &dyn Fn(&mut Exact)| {
        let mut exact = exact(step, Preview::default());
        change(&mut exact);
        Proposal::new(plan, step, exact).digest().clone()
    };
    let mut typed = stop.clone();
    typed.confirm = Confirm::Type("shop".to_owned());
    let mut looser = stop.clone();
    looser.effect = Effect::Read;
    let other = plan(vec![stop.clone(), typed.clone()]);
    let digests = [
        of(&one, &stop, &|_| {}),
        of(&one, &stop, &|exact| exact.attempt = 2),
        of(&one, &stop, &|exact| exact.direction = Direction::Back),
        of(&one, &stop, &|exact| exact.preview.command.push('x')),
        of(&one, &stop, &|exact| exact.preview.nothing_to_do = Some(Sentence::new("act-wait-bad-hint"))),
        of(&one, &typed, &|_| {}),
        of(&one, &looser, &|_| {}),
        of(&other, &stop, &|_| {}),
    ];
    let different: std::collections::BTreeSet<_> = digests.iter().collect();
    assert_eq!(different.len(), digests.len());
}

#[test]
fn the_word_must_be_typed_exactly() {
    let proposal = proposal_of(Confirm::Type("shop".to_owned()), Preview::default());
    for word in ["", "Shop", "shop ", "sho"] {
        let answer = Answer { typed: word.to_owned(), ..yes(proposal.digest()) };
        assert_eq!(refused(&proposal, answer), Some(Refused::WrongWord), "{word:?}");
    }
    let answer = Answer { typed: "shop".to_owned(), ..yes(proposal.digest()) };
    assert_eq!(refused(&proposal, answer), None);
}

#[test]
fn an_open_question_or_an_unknown_choice_approves_nothing() {
    for must_tick in [true, false] {
        let preview = Preview { questions: vec![question(must_tick)], ..Preview::default() };
        let proposal = proposal_of(Confirm::Click, preview);
        let with = |id: &str, choice: &str| Answer {
            answers: BTreeMap::from([(id.to_owned(), choice.to_owned())]),
            ..yes(proposal.digest())
        };
        assert_eq!(refused(&proposal, yes(proposal.digest())), Some(Refused::OpenQuestion));
        assert_eq!(refused(&proposal, with("q", "c")), Some(Refused::OpenQuestion));
        assert_eq!(refused(&proposal, with("other", "a")), Some(Refused::OpenQuestion));
        assert_eq!(refused(&proposal, with("q", "b")), None);
    }
}

#[test]
fn what_is_not_possible_cannot_be_approved() {
    let failure = Failure::new(FailureKind::Person, Sentence::new("act-wait-bad-hint"));
    let proposal = proposal_of(Confirm::Click, Preview { blocked: Some(failure), ..Preview::default() });
    assert_eq!(refused(&proposal, yes(proposal.digest())), Some(Refused::Blocked));
}

#[test]
fn an_approval_keeps_what_was_answered() {
    let proposal =
        proposal_of(Confirm::Click, Preview { questions: vec![question(false)], ..Preview::default() });
    let answer = Answer {
        answers: BTreeMap::from([("q".to_owned(), "a".to_owned())]),
        reason: Some("because".to_owned()),
        text: Some("edited".to_owned()),
        ..yes(proposal.digest())
    };
    let approval = proposal.clone().answer(answer).expect("an approval");
    assert_eq!(approval.proposal(), &proposal);
    assert_eq!(
        (approval.choice("q"), approval.reason(), approval.text()),
        (Some("a"), Some("because"), Some("edited"))
    );
    assert_eq!(approval.by().who, "alice");
}
