//! What it is for: the page before the way back as its view: the question with what can be seen, or the plan that fits.
//! In: the run, and what was read as evidence. Out: plain data for `ui`. Never: a choice of its own.

use super::{change::Change, evidence_view, moments::capital};
use crate::{
    names::StepId,
    plan::{PlannedStep, back::BackPart},
    run::Run,
    ui::{
        rich::literal,
        view::{DecideView, WayGate, WayView},
    },
    words::{Sentence, text},
};

/// The page.
pub(super) fn decide(change: &Change) -> DecideView {
    let run = &change.run;
    let Some(way_back) = run.plan().way_back() else { return fitting(run, "", None) };
    if let Some(answer) = run.answer_without_asking() {
        return fitting(run, answer, Some(&way_back.ask));
    }
    // The page grows when the evidence is there: nothing can be answered before, neither blindly nor by a click that
    // meant another answer.
    let is_reading = change.evidence.is_none() && !way_back.evidence.is_empty();
    let ways = way_back.answers.iter().map(|answer| {
        let steps = run.fitting(&answer.id);
        let reading = is_reading.then(|| WayGate::Closed(text("back-reading")));
        WayView {
            id: answer.id.clone(),
            label: literal(&capital(&answer.label)),
            help: literal(&answer.help),
            warning: answer.warning.as_deref().map(literal),
            gate: reading.unwrap_or_else(|| gate(run, &steps)),
            steps: titles(&steps),
            button: capital(&answer.label),
            is_proposed: false,
        }
    });
    DecideView {
        over: String::new(),
        title: way_back.ask.clone(),
        help: literal(&way_back.help),
        seen: evidence_view::sum(change),
        evidence: evidence_view::cards(change),
        ways: ways.collect(),
    }
}

/// Whether a way may be gone: it is open, or asks for a reason that is given.
pub(super) fn may_go(change: &Change, answer: &str, reason: Option<&str>) -> bool {
    let run = &change.run;
    let steps = run.fitting(answer);
    let is_given = reason.is_some_and(|reason| !reason.trim().is_empty());
    !steps.is_empty() && (is_given || gate(run, &steps) == WayGate::Open)
}

/// Without a question: the one plan that fits how far the change got.
fn fitting(run: &Run, answer: &str, question: Option<&str>) -> DecideView {
    let steps = run.fitting(answer);
    let help = match question {
        Some(question) => Sentence::new("back-not-asked").with("question", literal(question)).text(),
        None => text("back-undo-all"),
    };
    let way = WayView {
        id: answer.to_owned(),
        help: literal(&counted(&steps)),
        steps: titles(&steps),
        gate: gate(run, &steps),
        ..WayView::default()
    };
    DecideView { title: text("back-fits"), help, ways: vec![way], ..DecideView::default() }
}

fn counted(steps: &[PlannedStep]) -> String {
    Sentence::new("back-steps").count("count", steps.len()).text()
}

fn titles(steps: &[PlannedStep]) -> Vec<String> {
    steps.iter().map(|step| literal(&step.title)).collect()
}

/// A way whose steps require what was not done (a backup, say) needs a written reason; one without steps leads nowhere.
fn gate(run: &Run, steps: &[PlannedStep]) -> WayGate {
    if steps.is_empty() {
        return WayGate::Closed(text("run-back-nothing"));
    }
    match run.lacking(steps) {
        None => WayGate::Open,
        Some(id) => {
            let title = title_of(run, id).unwrap_or_else(|| id.to_string());
            WayGate::Reason(Sentence::new("back-requires").with("step", title).text())
        }
    }
}

/// The title of a step that is planned, or that a way back would bring.
fn title_of(run: &Run, id: &StepId) -> Option<String> {
    if let Some(step) = run.planned().iter().find(|step| step.id == *id) {
        return Some(step.title.clone());
    }
    let way_back = run.plan().way_back()?;
    let mut parts = way_back.answers.iter().flat_map(|answer| way_back.parts(&answer.id));
    let title = |part: &BackPart| match part {
        BackPart::Step(step) if step.id == *id => Some(step.title.clone()),
        BackPart::Step(_) | BackPart::UndoAll(_) => None,
    };
    parts.find_map(title)
}
