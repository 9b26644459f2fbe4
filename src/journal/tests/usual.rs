//! What it is for: how long steps usually take, out of the journals of earlier changes.

use super::{reopen::opened, *};
use crate::{
    failure::{Failure, FailureKind},
    names::{ChangeId, Namespace},
};

#[test]
fn steps_that_ended_well_before_have_a_usual_time_on_the_same_ground() {
    let changes = tempfile::tempdir().expect("a folder");
    let ended = |name: &str, outcome: &Outcome| {
        let journal = Journal::create(&changes.path().join(name), opened(&["stop", "go"]), at(10));
        let mut journal = journal.expect("a journal");
        let entry = journal.start(approval(), at(11)).expect("a start line");
        journal.end(entry, outcome, at(12)).expect("an end line");
    };
    ended("one", &done());
    ended("two", &done());
    let failure = Failure::new(FailureKind::World, crate::words::Sentence::new("act-wait-no-log"));
    ended("failed", &Outcome { ending: Ending::Failed { failure }, ..done() });
    let listed = list(changes.path()).expect("the changes");
    let found = listed.found.first().expect("a change");
    let times = |target: &crate::names::Target, but: &ChangeId| {
        let times = usual(changes.path(), &found.procedure, target, but);
        times.into_iter().map(|(step, usual)| (step.to_string(), usual.runs)).collect::<Vec<_>>()
    };
    let other = ChangeId::new("another");
    assert_eq!(times(&found.target, &other), [("stop".to_owned(), 2)]);
    assert!(times(&found.target, &found.id).is_empty(), "the change itself does not count");
    let mut elsewhere = found.target.clone();
    elsewhere.namespace = Namespace::new("elsewhere").expect("a name");
    assert!(times(&elsewhere, &other).is_empty(), "another namespace says nothing about this one");
}
