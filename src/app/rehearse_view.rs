//! What it is for: a rehearsal as its views: what is offered on a start page, and the report of what happened.
//! In: the rehearsal, the run. Out: plain data for `ui`. Never: a step called done that the run does not call done.

use super::{
    begun::Begun,
    change::Change,
    practice::Practising,
    rehearse::Rehearse,
    rehearse_alone::{Alone, Fate},
    rehearse_rounds::{Rounds, WayState},
    start::Start,
};
use crate::{
    action::Direction,
    plan::PlannedStep,
    run::{StepRun, StepState},
    ui::{
        rich::literal,
        view::{
            ChangeDeedKind, Chip, MiddleView, RehearsalView, RehearsedStep, RehearsedWay, StartView, Tone,
            WizardView,
        },
    },
    words::{Sentence, text},
    worker::rehearse::{UNSERVED, limit, part},
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
pub(super) fn rehearsal(
    rehearse: &Rehearse,
    change: Option<&Change>,
    begun: &Begun,
) -> Option<RehearsalView> {
    let of = rehearse.title()?.to_owned();
    let left_out = rehearse.now.iter().flat_map(|now| &now.left_out);
    let left_out = left_out.map(|one| {
        let words = Sentence::new("rehearse-left").with("what", literal(&one.what));
        words.with("why", literal(&one.why.text())).text()
    });
    let alone = rehearse.alone.as_ref();
    let current: Vec<RehearsedStep> = change.map(|change| steps(change, alone)).unwrap_or_default();
    let (back, mut forward): (Vec<_>, Vec<_>) = current.into_iter().partition(|step| step.is_back);
    if let Some(first) = alone.map(|alone| &alone.rounds.forward).filter(|first| !first.is_empty()) {
        forward.clone_from(first);
    }
    let ways = match alone.map(|alone| &alone.rounds).filter(|rounds| !rounds.ways.is_empty()) {
        Some(rounds) => ways(rounds, &back),
        None if back.is_empty() => Vec::new(),
        None => vec![RehearsedWay { steps: back, ..RehearsedWay::default() }],
    };
    let is_empty = forward.is_empty() && ways.is_empty();
    Some(RehearsalView {
        of,
        is_alone: alone.is_some_and(|alone| alone.is_running() && (change.is_some() || alone.is_between())),
        now: alone.filter(|alone| alone.is_running()).and_then(under_way),
        sum: (!is_empty).then(|| sum(&forward, &ways)),
        steps: forward,
        ways,
        left_out: left_out.collect(),
        is_held: change.is_none() && begun.has_open(),
    })
}

/// What differs in the wizard of a rehearsal: it keeps nothing, and leads back to the real change.
pub(super) fn mark(wizard: &mut WizardView<'_>) {
    for deed in &mut wizard.deeds {
        if deed.kind == ChangeDeedKind::Hold {
            deed.kind = ChangeDeedKind::HoldRehearsed;
        }
    }
    if let MiddleView::Finish(finish) = &mut wizard.middle {
        finish.is_rehearsal = true;
        finish.about = text("rehearse-finish-about");
    }
}

/// Which of several answers is being rehearsed.
fn under_way(alone: &Alone) -> Option<String> {
    let rounds = &alone.rounds;
    // An answer's round begins with the way forward, before its own turn comes.
    let way = rounds.now().or(rounds.next())?;
    let key = if alone.is_between() { "rehearse-now-next" } else { "rehearse-now" };
    let (number, count) = rounds.place(way);
    let words = Sentence::new(key).with("label", &way.label).count("number", number).count("count", count);
    (count > 1).then(|| words.text())
}

/// What is known of each answer; `back` are the steps of the one that is being rehearsed.
fn ways(rounds: &Rounds, back: &[RehearsedStep]) -> Vec<RehearsedWay> {
    let one = |way: &super::rehearse_rounds::Way| {
        let chip = |tone, key: &str| Some(Chip::new(tone, text(key)));
        let (state, why, steps) = match &way.state {
            WayState::ToCome => (chip(Tone::Quiet, "rehearse-step-open"), None, Vec::new()),
            WayState::Now => (None, None, back.to_vec()),
            WayState::Over(steps) => (None, None, steps.clone()),
            WayState::Not(why) => (chip(Tone::Warn, "rehearse-step-not"), Some(why.text()), Vec::new()),
        };
        let title = (!way.label.is_empty()).then(|| literal(&way.label));
        RehearsedWay { title, state, why: why.map(|why| literal(&why)), steps }
    };
    rounds.ways.iter().map(one).collect()
}

/// What became of each step of a change.
pub(super) fn steps(change: &Change, alone: Option<&Alone>) -> Vec<RehearsedStep> {
    let both = change.run.planned().iter().zip(change.run.steps());
    both.map(|(planned, step)| one(planned, step, alone.and_then(|alone| alone.fates.get(&planned.id))))
        .collect()
}

fn one(planned: &PlannedStep, step: &StepRun, fate: Option<&Fate>) -> RehearsedStep {
    let (state, why) = match (&step.state, fate) {
        (StepState::Done | StepState::Undone { .. }, _) => done(planned, step),
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

/// Done, and what of it was not.
fn done(planned: &PlannedStep, step: &StepRun) -> (Chip, Option<String>) {
    let evidence = step.outcome.iter().flat_map(|outcome| &outcome.evidence);
    let left_out = evidence.map(|seen| &seen.what).filter(|what| what.key == UNSERVED).cloned();
    let parts: Vec<String> = left_out.chain(part(planned)).map(|why| why.text()).collect();
    if parts.is_empty() {
        (Chip::new(Tone::Good, text("rehearse-step-done")), None)
    } else {
        (Chip::new(Tone::Good, text("rehearse-step-part")), Some(parts.join(" ")))
    }
}

fn failed(why: String) -> (Chip, Option<String>) {
    (Chip::new(Tone::Bad, text("rehearse-step-failed")), Some(why))
}

fn not_rehearsed(why: String) -> (Chip, Option<String>) {
    (Chip::new(Tone::Warn, text("rehearse-step-not")), Some(why))
}

fn sum(forward: &[RehearsedStep], ways: &[RehearsedWay]) -> Chip {
    let states = || {
        let steps = forward.iter().chain(ways.iter().flat_map(|way| &way.steps)).map(|step| &step.state);
        steps.chain(ways.iter().filter_map(|way| way.state.as_ref()))
    };
    let count = |tone: Tone| states().filter(|state| state.tone == tone).count();
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
