//! What it is for: the change under way as the wizard's view: rail, the shown step, status, the end.
//! In: the run and what the person chose. Out: plain data for `ui`. Never: a decision of its own; it only puts into words.

use std::time::Duration;

use jiff::Timestamp;

use super::{
    change::Change,
    decide_view, lease_view,
    moments::{clock, length, minutes, span},
    step_view,
};
use crate::{
    action::Direction,
    journal::ChangeResult,
    observed::{LeaseView, Observed},
    plan::PlannedStep,
    run::{Back, StepRun, StepState},
    ui::{
        rich::literal,
        view::{
            self, BulletMark, BulletView, ChangeDeed, ChangeDeedKind, FinishView, MiddleView, RailEntry,
            RailPart, RailSection, StatusView, Tone, WizardView,
        },
    },
    words::{Sentence, text},
};

/// The whole wizard.
pub(super) fn wizard<'a>(
    change: &'a Change,
    live: &'a Observed,
    lease: &LeaseView,
    now: Timestamp,
) -> WizardView<'a> {
    let mut middle = match change.shown_index() {
        _ if change.is_asking() => MiddleView::Decide(Box::new(decide_view::decide(change))),
        Some(index) => MiddleView::Step(Box::new(step_view::step(change, index, now))),
        None => MiddleView::Finish(finish(change)),
    };
    lease_view::wait_for_second(lease, &mut middle);
    let mut wizard = WizardView {
        rail: rail(change, now),
        middle,
        live,
        live_scope: text("step-live-scope"),
        status: status(change, now),
        deeds: deeds(change),
        timeline: None,
        timeline_failure: None,
        holder: lease_view::holder(lease, now).filter(|_| change.run.ended().is_none()),
    };
    lease_view::only_show(lease, &mut wizard);
    wizard
}

/// What can be done with the change as a whole.
fn deeds(change: &Change) -> Vec<ChangeDeed> {
    let run = &change.run;
    let is_acting = run.is_acting();
    let is_open =
        run.steps().get(run.current()).is_some_and(|step| matches!(step.state, StepState::Unknown { .. }));
    let blocked = match (is_acting, is_open) {
        (true, _) => Some(text("back-blocked-acting")),
        (false, true) => Some(text("back-blocked-open")),
        (false, false) => None,
    };
    let deed = |kind| ChangeDeed { kind, blocked: blocked.clone() };
    let held = |kind| ChangeDeed { kind, blocked: blocked.clone().filter(|_| is_acting) };
    if change.is_asking() {
        // The question itself is the way back; letting it rest is still possible.
        return if run.ended().is_none() { vec![held(ChangeDeedKind::Hold)] } else { Vec::new() };
    }
    match (run.ended(), run.back()) {
        (Some((ChangeResult::RolledBack, _)), _) if run.left_for_later().is_empty() => Vec::new(),
        (Some((ChangeResult::RolledBack, _)), _) => vec![deed(ChangeDeedKind::DoRest)],
        (Some(_), _) => vec![deed(ChangeDeedKind::RollBack)],
        (None, Some(back)) if back.is_rest => vec![held(ChangeDeedKind::Hold)],
        (None, Some(_)) => {
            let kind = ChangeDeedKind::StopGoingBack { leaves: leaves(change) };
            vec![deed(kind), held(ChangeDeedKind::Hold)]
        }
        (None, None) => {
            let at_once = run.plan().steps().iter().filter(|step| run.is_agreed_back(step));
            let rest = [deed(ChangeDeedKind::RollBack), held(ChangeDeedKind::Hold)];
            at_once.map(|step| deed(take_back(step))).chain(rest).collect()
        }
    }
}

/// One click back, as it was agreed to in the step's own dialog.
fn take_back(step: &PlannedStep) -> ChangeDeedKind {
    let route = step.action.value.pointer("/route.switch/route").and_then(serde_json::Value::as_str);
    let label = Sentence::new("wizard-take-back").with("route", route.unwrap_or(&step.title)).text();
    ChangeDeedKind::TakeBack { step: step.id.to_string(), label }
}

/// What state it leaves when the way back is not gone to its end.
fn leaves(change: &Change) -> Vec<String> {
    let run = &change.run;
    let Some(back) = run.back() else { return Vec::new() };
    let (mut done, mut left) = (Vec::new(), Vec::new());
    let steps = run.planned().iter().zip(run.steps());
    for (step, state) in steps.skip(back.first).take(back.end - back.first) {
        if state.state.is_behind() {
            done.push(step.title.clone());
        } else {
            left.push(step.title.clone());
        }
    }
    let line = |key: &str, titles: Vec<String>| {
        let titles = titles.join(" · ");
        (!titles.is_empty()).then(|| Sentence::new(key).with("steps", literal(&titles)).text())
    };
    [line("back-leaves-done", done), line("back-leaves-left", left)].into_iter().flatten().collect()
}

/// While going back: what was done, with what takes it back, and the steps of the way back.
fn rail(change: &Change, now: Timestamp) -> Vec<RailSection> {
    let Some(back) = change.run.back() else { return forward_rail(change, now) };
    let mut done = RailSection { title: text("back-rail-done"), ..RailSection::default() };
    for mut entry in forward_rail(change, now).into_iter().flat_map(|section| section.entries) {
        if entry.state == view::StepState::Waiting {
            done.not_begun.push(entry);
        } else {
            entry.sub = undone_by(change, &entry.number).unwrap_or(entry.sub);
            done.entries.push(entry);
        }
    }
    let steps = change.run.planned().iter().enumerate().skip(back.first).take(back.end - back.first);
    let entry = |(index, step): (usize, &PlannedStep)| {
        let state = state_of(change, index);
        RailEntry {
            number: step.number.to_string(),
            title: step.title.clone(),
            sub: sub_line(change, &[(index, step)], state, now),
            state,
            step: step.id.to_string(),
            is_shown: change.shown_index() == Some(index),
            parts: Vec::new(),
        }
    };
    let title = text(if back.answer.is_some() { "run-back-section" } else { "back-rail-alone" });
    vec![done, RailSection { title, entries: steps.map(entry).collect(), ..RailSection::default() }]
}

/// Which step of the way back takes back an entry of the way forward.
fn undone_by(change: &Change, number: &str) -> Option<String> {
    let back = change.run.back()?;
    let parts = change.run.plan().steps().iter().filter(|step| step.number.to_string() == number);
    let ids: Vec<_> = parts.map(|step| Some(step.id.clone())).collect();
    let mut backs = change.run.planned().iter().skip(back.first);
    let by = backs.find(|step| ids.contains(&step.undoes))?;
    Some(Sentence::new("back-undone-by").with("number", by.number.to_string()).text())
}

fn forward_rail(change: &Change, now: Timestamp) -> Vec<RailSection> {
    let plan = change.run.plan();
    let mut sections: Vec<RailSection> = Vec::new();
    for entry in &plan.header().rail {
        let parts: Vec<(usize, &PlannedStep)> =
            plan.steps().iter().enumerate().filter(|(_, step)| step.number == entry.number).collect();
        let drawn = rail_entry(change, entry, &parts, now);
        match sections.last_mut().filter(|section| section.title == entry.section) {
            Some(section) => section.entries.push(drawn),
            None => sections.push(RailSection {
                title: entry.section.clone(),
                entries: vec![drawn],
                not_begun: Vec::new(),
            }),
        }
    }
    sections
}

fn rail_entry(
    change: &Change,
    entry: &crate::plan::RailEntry,
    parts: &[(usize, &PlannedStep)],
    now: Timestamp,
) -> RailEntry {
    let shown = change.shown_index();
    let states: Vec<view::StepState> = parts.iter().map(|(index, _)| state_of(change, *index)).collect();
    let state = sum(&states);
    let open = parts.iter().find(|(index, _)| *index >= change.run.current()).or_else(|| parts.last());
    let sub = if parts.is_empty() { text("step-none") } else { sub_line(change, parts, state, now) };
    let drawn = if parts.len() > 1 {
        let part = |(index, step): &(usize, &PlannedStep)| RailPart {
            step: step.id.to_string(),
            title: step.title.clone(),
            state: state_of(change, *index),
            is_shown: shown == Some(*index),
        };
        parts.iter().map(part).collect()
    } else {
        Vec::new()
    };
    RailEntry {
        number: entry.number.to_string(),
        title: entry.title.clone(),
        sub,
        state: if parts.is_empty() { view::StepState::Skipped } else { state },
        step: open.map(|(_, step)| step.id.to_string()).unwrap_or_default(),
        is_shown: parts.iter().any(|(index, _)| shown == Some(*index)),
        parts: drawn,
    }
}

/// One state for a group: the first that is not done decides.
fn sum(states: &[view::StepState]) -> view::StepState {
    use view::StepState::{Deviation, Done};
    let open = states.iter().find(|state| !matches!(state, Done | Deviation | view::StepState::Skipped));
    let mixed = states.iter().find(|state| !matches!(state, Done));
    open.or(mixed).copied().unwrap_or(Done)
}

fn sub_line(
    change: &Change,
    parts: &[(usize, &PlannedStep)],
    state: view::StepState,
    now: Timestamp,
) -> String {
    let runs: Vec<&StepRun> = parts.iter().filter_map(|(index, _)| change.run.steps().get(*index)).collect();
    let word = text(match state {
        view::StepState::Waiting => return usually(change, parts).unwrap_or_default(),
        view::StepState::Looking => "step-looking",
        view::StepState::Blocked => "step-state-blocked",
        view::StepState::Stopped => "step-state-stopped",
        view::StepState::Ready => "step-state-ready",
        view::StepState::Running => "step-state-running",
        view::StepState::Late => "step-state-late",
        view::StepState::Done => "step-state-done",
        view::StepState::Deviation => "step-state-deviation",
        view::StepState::Skipped => "step-state-skipped",
        view::StepState::Failed => "step-state-failed",
        view::StepState::Unknown => "step-state-unknown",
        view::StepState::Undone => "step-state-undone",
    });
    let began = runs.iter().filter_map(|run| run.started_at).min();
    let ended = runs.iter().filter_map(|run| run.ended_at).max();
    match began {
        Some(began) if state == view::StepState::Running => format!("{word} · {}", span(now, began)),
        None if state == view::StepState::Ready => {
            std::iter::once(word).chain(usually(change, parts)).collect::<Vec<_>>().join(" · ")
        }
        Some(began) => match ended {
            Some(ended) => format!("{word} · {}", span(ended, began)),
            None => word,
        },
        None => word,
    }
}

pub(super) fn state_of(change: &Change, index: usize) -> view::StepState {
    let Some(run) = change.run.steps().get(index) else { return view::StepState::Waiting };
    let added = change.run.planned().get(index).is_some_and(|step| step.added);
    match &run.state {
        StepState::Waiting => view::StepState::Waiting,
        StepState::Looking => view::StepState::Looking,
        StepState::Shown { .. } | StepState::Asked { .. } => view::StepState::Ready,
        StepState::Blocked { .. } => view::StepState::Blocked,
        StepState::Failed { .. } => view::StepState::Failed,
        StepState::Running { .. } if is_late(change, index) => view::StepState::Late,
        StepState::Running { .. } => view::StepState::Running,
        StepState::Done if added => view::StepState::Deviation,
        StepState::Done => view::StepState::Done,
        StepState::Unknown { .. } => view::StepState::Unknown,
        StepState::Stopped => view::StepState::Stopped,
        StepState::Skipped { .. } => view::StepState::Skipped,
        StepState::Forced { .. } => view::StepState::Deviation,
        StepState::Undone { .. } => view::StepState::Undone,
    }
}

pub(super) fn is_late(change: &Change, index: usize) -> bool {
    let step = change.run.planned().get(index);
    step.and_then(|step| change.trails.get(&step.id)).is_some_and(super::trail::Trail::is_late)
}

fn status(change: &Change, now: Timestamp) -> StatusView {
    let header = change.run.plan().header();
    let states = change.run.steps();
    let behind = |number: usize| {
        let parts = change.run.plan().steps().iter().zip(states).filter(|(step, _)| step.number == number);
        parts.into_iter().all(|(_, run)| run.state.is_behind())
    };
    let forward = || {
        let done = header.rail.iter().filter(|entry| behind(entry.number) && entry.number <= passed(change));
        ("step-progress", done.count(), header.rail.len())
    };
    let back = |back: &Back| {
        let way = states.get(back.first..back.end).unwrap_or_default();
        ("step-progress-back", way.iter().filter(|run| run.state.is_behind()).count(), way.len())
    };
    let (words, done, all) = change.run.back().map_or_else(forward, back);
    let time = match change.run.ended() {
        Some((_, ended)) => span(ended, change.run.started_at()),
        None => minutes(now, change.run.started_at()),
    };
    let progress = Sentence::new(words)
        .with("done", done.to_string())
        .with("all", all.to_string())
        .with("time", time)
        .text();
    let progress = std::iter::once(progress).chain(left(change, now)).collect::<Vec<_>>().join(" · ");
    let minutes_since = change.run.ended().is_none().then(|| change.run.started_at());
    StatusView { journal_saved: change.saved_at.map(clock), progress, minutes_since }
}

/// How long what is left usually takes, where that is known of some step; waits of a person are not in it.
fn left(change: &Change, now: Timestamp) -> Option<String> {
    let run = &change.run;
    run.ended().is_none().then_some(())?;
    let way = run.back().map_or(0..run.plan().steps().len(), |back| back.first..back.end);
    let (mut time, mut has_unknown) = (Duration::ZERO, false);
    for (step, state) in run.planned().iter().zip(run.steps()).skip(way.start).take(way.len()) {
        if state.state.is_behind() || state.state.is_undone() {
            continue;
        }
        let Some(usual) = change.usual.get(&step.id) else {
            has_unknown = true;
            continue;
        };
        let since = state.started_at.filter(|_| state.state.is_acting());
        let done = since.and_then(|since| Duration::try_from(now.duration_since(since)).ok());
        time += usual.time.saturating_sub(done.unwrap_or_default());
    }
    let key = if has_unknown { "step-left-at-least" } else { "step-left" };
    (time >= step_view::WORTH_TELLING).then(|| Sentence::new(key).with("time", length(time)).text())
}

/// How long the steps of an entry usually take together; `None` when that is not known of each, or not worth telling.
fn usually(change: &Change, parts: &[(usize, &PlannedStep)]) -> Option<String> {
    let times = parts.iter().map(|(_, step)| change.usual.get(&step.id).map(|usual| usual.time));
    let time = times.sum::<Option<Duration>>().filter(|time| *time >= step_view::WORTH_TELLING)?;
    Some(Sentence::new("step-usually").with("time", length(time)).text())
}

/// Number of the rail's entry before the current step.
fn passed(change: &Change) -> usize {
    let current = change.run.planned().get(change.run.current());
    current.map_or(usize::MAX, |step| step.number.saturating_sub(1))
}

fn finish(change: &Change) -> FinishView {
    let plan = change.run.plan();
    let result = change.run.ended().map(|(result, _)| result);
    let is_complete = result.is_none_or(|result| result == ChangeResult::Completed);
    let headline = if result == Some(ChangeResult::RolledBack) { "step-finish-back" } else { "step-finish" };
    let steps = || change.run.planned().iter().zip(change.run.steps());
    let deviations: Vec<BulletView> = steps().filter_map(|(step, run)| deviation(step, run)).collect();
    let count = deviations.len();
    let mut lines = Vec::new();
    for (direction, key) in
        [(Direction::Forward, "step-finish-steps"), (Direction::Back, "step-finish-steps-back")]
    {
        let done =
            steps().filter(|(step, run)| step.direction == direction && is_as_written(step, run)).count();
        if done > 0 {
            lines.push(BulletView::new(BulletMark::Good, Sentence::new(key).count("count", done).text()));
        }
    }
    lines.extend(deviations);
    let mut newest = change.run.planned().iter().rev();
    let commit =
        newest.find_map(|step| change.run.outputs(&step.id).and_then(|outputs| outputs.get("commit")));
    FinishView {
        tone: if is_complete && count == 0 { Tone::Good } else { Tone::Warn },
        headline: Sentence::new(headline).with("title", literal(&plan.header().title)).text(),
        about: text("step-finish-about"),
        lines,
        commit: commit.cloned(),
        change: plan.change().to_string(),
        record: change.record.as_ref().map(|path| path.display().to_string()),
        journal: Some(change.journal.display().to_string()),
        ticket: ticket_address(plan),
        is_rehearsal: false,
    }
}

/// The page of the ticket that the change was taken from.
fn ticket_address(plan: &crate::plan::Plan) -> Option<String> {
    let origin = plan.header().request.origin.as_ref()?;
    origin.address.starts_with("https://").then(|| origin.address.clone())
}

/// Done as the procedure says, whether or not it was taken back later.
fn is_as_written(step: &PlannedStep, run: &StepRun) -> bool {
    matches!(run.state, StepState::Done | StepState::Undone { .. }) && !step.added
}

fn deviation(step: &PlannedStep, run: &StepRun) -> Option<BulletView> {
    let line = |key: &str, reason: &str| {
        let words =
            Sentence::new(key).with("step", literal(&step.title)).with("reason", literal(reason)).text();
        Some(BulletView::new(BulletMark::Warn, words))
    };
    match &run.state {
        StepState::Skipped { reason } => line("step-finish-skipped", reason),
        StepState::Forced { reason } => line("step-finish-forced", reason),
        StepState::Done if step.added => line("step-finish-added", ""),
        StepState::Done
        | StepState::Undone { .. }
        | StepState::Waiting
        | StepState::Looking
        | StepState::Blocked { .. }
        | StepState::Shown { .. }
        | StepState::Asked { .. }
        | StepState::Running { .. }
        | StepState::Failed { .. }
        | StepState::Unknown { .. }
        | StepState::Stopped => None,
    }
}
