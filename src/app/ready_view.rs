//! What it is for: what was found before the start as its view. In: answers, reasons. Out: plain data for `ui`. Never: a
//! judgement of its own: what stops a start is said by `worker`.

use jiff::Timestamp;

use super::start::Start;
use crate::{
    failure::Failure,
    ui::{
        rich::literal,
        view::{CheckRow, CheckState, ChecksView, Chip, FindingView, Tone},
    },
    words::{Sentence, age, text},
    worker::{self, ready::Topic},
};

/// Everything that is known before the start.
pub(super) fn checks(start: &Start, at: Timestamp) -> ChecksView {
    let readiness = &start.readiness;
    let mut rows: Vec<CheckRow> = start.problems.iter().map(of_problem).collect();
    rows.extend(Topic::ALL.into_iter().filter_map(|topic| row(start, topic, at)));
    let is_asking = readiness.is_asking();
    if rows.is_empty() {
        let words = if is_asking { "start-checking" } else { "start-checks-later" };
        let state = if is_asking { CheckState::Waiting } else { CheckState::Unknown };
        let found = FindingView { state, words: text(words), hint: None };
        rows.push(CheckRow { state, found: vec![found], ..CheckRow::default() });
    }
    let count = |state: CheckState| rows.iter().filter(|row| row.state == state).count();
    let (good, warn, bad) = (count(CheckState::Good), count(CheckState::Warn), count(CheckState::Bad));
    let open = count(CheckState::Waiting);
    let say = |key: &str, count: usize| Sentence::new(key).count("count", count).text();
    let chip = match (bad, warn, open) {
        (1.., ..) => Some(Chip::new(Tone::Bad, say("start-checks-bad", bad))),
        (0, _, 1..) => Some(Chip::busy(text("start-checking"))),
        (0, 1.., 0) => Some(Chip::new(Tone::Warn, say("start-checks-warn", warn))),
        (0, 0, 0) if readiness.is_complete() => Some(Chip::new(Tone::Good, text("start-checks-good"))),
        (0, 0, 0) => None,
    };
    let sum = Sentence::new("ready-sum").count("good", good).count("warn", warn).count("bad", bad);
    ChecksView {
        chip,
        sum: if readiness.is_complete() { sum.text() } else { String::new() },
        rows,
        asked: readiness.oldest().map(|oldest| {
            let seconds = at.duration_since(oldest).as_secs().max(0);
            Sentence::new("ready-age").with("age", age::human(seconds)).text()
        }),
        is_asking,
        rehearse: None,
    }
}

fn of_problem(failure: &Failure) -> CheckRow {
    let found = FindingView {
        state: CheckState::Bad,
        words: literal(&failure.summary.text()),
        hint: failure.hint.as_ref().map(|hint| literal(&hint.text())),
    };
    CheckRow {
        id: "plan".to_owned(),
        title: text("ready-topic-plan"),
        group: text("ready-group-you"),
        state: CheckState::Bad,
        found: vec![found],
        evidence: failure.details.clone(),
        ..CheckRow::default()
    }
}

/// The row of a topic; `None` when it does not concern the change, or nothing is asked yet.
fn row(start: &Start, topic: Topic, at: Timestamp) -> Option<CheckRow> {
    let readiness = &start.readiness;
    let is_open = readiness.is_open(topic);
    let row = CheckRow {
        id: topic.id().to_owned(),
        title: text(&format!("ready-topic-{}", topic.id())),
        group: text(&format!("ready-group-{}", topic.group().id())),
        is_asked_again: is_open,
        ..CheckRow::default()
    };
    let Some(answer) = readiness.answer(topic) else {
        return is_open.then_some(CheckRow { state: CheckState::Waiting, is_asked_again: false, ..row });
    };
    let worst = answer.found.iter().map(|check| check.state).max()?;
    let reason = readiness.reason(topic);
    let state = if reason.is_some() { CheckState::Warn } else { state(worst) };
    let seconds = at.duration_since(answer.at).as_secs().max(0);
    let may_pass = reason.is_none() && readiness.may_pass(topic);
    Some(CheckRow {
        state,
        found: answer.found.iter().map(finding).collect(),
        evidence: answer.found.iter().flat_map(|check| check.evidence.iter().cloned()).collect(),
        age: age::human(seconds),
        may_pass,
        shown: if may_pass { readiness.shown(topic) } else { String::new() },
        against: if may_pass { readiness.rests_on(topic) } else { Vec::new() },
        passed: reason.map(str::to_owned),
        ..row
    })
}

fn state(state: worker::CheckState) -> CheckState {
    match state {
        worker::CheckState::Good => CheckState::Good,
        worker::CheckState::Warning => CheckState::Warn,
        worker::CheckState::Bad => CheckState::Bad,
    }
}

fn finding(check: &worker::Check) -> FindingView {
    FindingView {
        state: state(check.state),
        words: literal(&check.what.text()),
        hint: check.hint.as_ref().map(|hint| literal(&hint.text())),
    }
}
