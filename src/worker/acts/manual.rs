//! What it is for: `manual`: a question to the person, or something done by hand.
//! In: question and answers. Out: the answer as evidence. Never: an answer that was not given.

use super::Seen;
use crate::{
    action::{Manual, Mark, Outcome},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    plan::preview::{Preview, Question},
    words::Sentence,
};

/// The question, to be answered in the middle of the window.
pub(super) fn look(manual: &Manual) -> Preview {
    let choice =
        |answer: &String| (answer.clone(), Sentence::new("act-manual-answer").with("answer", answer));
    let question = Question {
        id: "answer".to_owned(),
        ask: Sentence::new("ask-manual").with("what", &manual.ask),
        choices: manual.answers.iter().map(choice).collect(),
        must_tick: false,
    };
    Preview { questions: vec![question], ..Preview::default() }
}

/// Takes the answer.
pub(super) fn perform(entry: &OpenEntry, manual: &Manual) -> Outcome {
    let mut seen = Seen::default();
    let Some(answer) = entry.approval().choice("answer") else {
        let words = Sentence::new("act-manual-no-answer");
        return seen.failed(Failure::new(FailureKind::Internal, words));
    };
    seen.output("answer", answer);
    let given = Sentence::new("act-manual-given").with("answer", answer);
    if manual.fails_on(answer) {
        seen.note(Mark::Bad, given);
        let words = Sentence::new("act-manual-bad").with("answer", answer);
        return seen
            .failed(Failure::new(FailureKind::Person, words).hint(Sentence::new("act-manual-bad-hint")));
    }
    seen.note(Mark::Good, given);
    seen.done()
}
