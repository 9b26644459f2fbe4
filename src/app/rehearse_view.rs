//! What it is for: a rehearsal as its views: what is offered on a start page, and the report of what happened.
//! In: the rehearsal, the run. Out: plain data for `ui`. Never: a step called done that the run does not call done.

use super::{
    change::Change,
    practice::Practising,
    rehearse::Rehearse,
    rehearse_alone::{Alone, Fate},
    start::Start,
};
use crate::{
    action::Direction,
    plan::PlannedStep,
    run::{StepRun, StepState},
    ui::{
        rich::literal,
        view::{Chip, RehearsalView, RehearsedStep, StartView, Tone},
    },
    words::{Sentence, text},
    worker::rehearse::{limit, part},
};

/// Digits of a fingerprint that tell two of them apart at a glance.
const SHORT: usize = 12;

/// Adds to a start page what a rehearsal offers there.
pub(super) fn add(view: &mut StartView, start: &Start, practice: &Practising) {
    let Some(now) = &practice.rehearse.now else {
        if let Some(checks) = view.checks.as_mut().filter(|_| !practice.is_on()) {
            checks.rehearse = Some(start.has_session());
        }
        return;
    };
    let certificate: String = now.ground.certificate().as_str().chars().take(SHORT).collect();
    let ground = [
        Sentence::new("rehearse-ground-server").with("certificate", certificate),
        Sentence::new("rehearse-ground-remote").with("remote", now.ground.remote()),
    ];
    view.start_label = text("rehearse-attended-button");
    view.alone = Some(ground.iter().map(Sentence::text).collect());
}

/// The rehearsal in the band, and its report.
pub(super) fn rehearsal(rehearse: &Rehearse, change: Option<&Change>) -> Option<RehearsalView> {
    let of = rehearse.title()?.to_owned();
    let left_out = rehearse.now.iter().flat_map(|now| &now.left_out);
    let left_out = left_out.map(|one| {
        let words = Sentence::new("rehearse-left").with("what", literal(&one.what));
        words.with("why", literal(&one.why.text())).text()
    });
    let alone = rehearse.alone.as_ref();
    let steps: Vec<RehearsedStep> = change.map(|change| steps(change, alone)).unwrap_or_default();
    Some(RehearsalView {
        of,
        is_alone: alone.is_some_and(Alone::is_running) && change.is_some(),
        sum: (!steps.is_empty()).then(|| sum(&steps)),
        steps,
        left_out: left_out.collect(),
    })
}

fn steps(change: &Change, alone: Option<&Alone>) -> Vec<RehearsedStep> {
    let both = change.run.planned().iter().zip(change.run.steps());
    both.map(|(planned, step)| one(planned, step, alone.and_then(|alone| alone.fates.get(&planned.id))))
        .collect()
}

fn one(planned: &PlannedStep, step: &StepRun, fate: Option<&Fate>) -> RehearsedStep {
    let (state, why) = match (&step.state, fate) {
        (StepState::Done | StepState::Undone { .. }, _) => match part(planned) {
            None => (Chip::new(Tone::Good, text("rehearse-step-done")), None),
            Some(why) => (Chip::new(Tone::Good, text("rehearse-step-part")), Some(why.text())),
        },
        (_, Some(Fate::Failed(why))) => failed(why.text()),
        (_, Some(Fate::NotRehearsed(why))) => not_rehearsed(why.text()),
        (StepState::Skipped { reason }, None) => match limit(planned) {
            Some(why) => not_rehearsed(why.text()),
            None => not_rehearsed(reason.clone()),
        },
        (StepState::Forced { reason }, None) => failed(reason.clone()),
        (StepState::Failed { failure } | StepState::Unknown { failure, .. }, None) => {
            failed(failure.summary.text())
        }
        (StepState::Blocked { failure }, None) => failed(failure.summary.text()),
        (StepState::Running { .. } | StepState::Looking, None) => {
            (Chip::busy(text("rehearse-step-running")), None)
        }
        (
            StepState::Waiting | StepState::Shown { .. } | StepState::Asked { .. } | StepState::Stopped,
            None,
        ) => (Chip::new(Tone::Quiet, text("rehearse-step-open")), limit(planned).map(|why| why.text())),
    };
    let is_back = planned.direction == Direction::Back;
    RehearsedStep { title: literal(&planned.title), is_back, state, why: why.map(|why| literal(&why)) }
}

fn failed(why: String) -> (Chip, Option<String>) {
    (Chip::new(Tone::Bad, text("rehearse-step-failed")), Some(why))
}

fn not_rehearsed(why: String) -> (Chip, Option<String>) {
    (Chip::new(Tone::Warn, text("rehearse-step-not")), Some(why))
}

fn sum(steps: &[RehearsedStep]) -> Chip {
    let count = |tone: Tone| steps.iter().filter(|step| step.state.tone == tone).count();
    let (done, not, bad) = (count(Tone::Good), count(Tone::Warn), count(Tone::Bad));
    let words = Sentence::new("rehearse-sum").count("done", done).count("not", not).count("failed", bad);
    let tone = if bad > 0 {
        Tone::Bad
    } else if not > 0 {
        Tone::Warn
    } else {
        Tone::Good
    };
    Chip::new(tone, words.text())
}
