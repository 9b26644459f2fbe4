//! What it is for: one step in the middle of the wizard. In: the run's state of it. Out: plain data for `ui`.
//! Never: a decision of its own; it only puts into words.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use jiff::Timestamp;

use super::{
    attached,
    back_step_view::{behind, over, undo, unknown},
    change::Change,
    moments::{ago, capital, clock, length, span},
    wizard_view::state_of,
};
use crate::{
    action::{Action, Confirm, Evidence, Mark, Outcome},
    confirm,
    failure::Failure,
    names::StepId,
    plan::{
        PlannedStep,
        preview::{Fact, Preview, ShownDiff, Sign},
    },
    run::{StepRun, StepState},
    ui::{
        rich::literal,
        view::{
            AnnouncementView, AnswerView, BulletMark, BulletView, Chip, CommitView, DiffView, HappeningView,
            MainDeed, NoteView, OtherDeed, OutputView, ProgressView, QuestionView, StepForm, StepView, Tone,
            VerdictView,
        },
    },
    words::{Sentence, text},
};

/// The way that reads once more what a step will do.
pub(super) const LOOK_AGAIN: &str = "look-again";

/// The step of that index.
pub(super) fn step(change: &Change, index: usize, now: Timestamp) -> StepView<'_> {
    let (Some(planned), Some(run)) = (change.run.planned().get(index), change.run.steps().get(index)) else {
        return StepView::default();
    };
    let over = over(change, planned, "step-over");
    let preview = run.state.proposal().map(crate::confirm::Proposal::preview);
    let is_current = index == change.run.current();
    StepView {
        step: planned.id.to_string(),
        over,
        title: planned.title.clone(),
        about: format!("{} {}", literal(&planned.what), literal(&planned.why)),
        state: state_of(change, index),
        happening: happening(run, preview, change.moved.as_ref().filter(|_| is_current), now),
        // What was changed can still be looked at when it is done.
        diffs: preview
            .or(run.started.as_ref().map(|started| &started.preview))
            .map(|preview| diffs(&preview.diffs))
            .unwrap_or_default(),
        command: preview.map(|preview| preview.command.clone()).filter(|command| !command.is_empty()),
        progress: progress(change, planned, run, now),
        output: output(change, planned, run),
        verdict: verdict(run),
        unknown: unknown(planned, run),
        form: form(change, planned, run),
        notes: run.notes.iter().map(note).collect(),
        main: main_deed(change, planned, run, is_current),
        others: if is_current { others(change, planned, run) } else { behind(change, planned) },
        ..StepView::default()
    }
}

fn happening(
    run: &StepRun,
    preview: Option<&Preview>,
    moved: Option<&Failure>,
    now: Timestamp,
) -> Option<HappeningView> {
    let mut lines: Vec<BulletView> = moved
        .map(|failure| BulletView::new(BulletMark::Warn, literal(&failure.summary.text())))
        .into_iter()
        .collect();
    match &run.state {
        StepState::Looking => {
            let chip = Some(Chip::busy(text("step-looking")));
            Some(HappeningView { title: String::new(), chip, lines, failure: None })
        }
        StepState::Blocked { failure } => {
            Some(HappeningView { title: String::new(), chip: None, lines, failure: Some(failure.clone()) })
        }
        StepState::Waiting
        | StepState::Shown { .. }
        | StepState::Asked { .. }
        | StepState::Running { .. }
        | StepState::Done
        | StepState::Failed { .. }
        | StepState::Unknown { .. }
        | StepState::Stopped
        | StepState::Skipped { .. }
        | StepState::Forced { .. }
        | StepState::Undone { .. } => {
            let preview = preview?;
            lines.extend(
                preview
                    .nothing_to_do
                    .iter()
                    .map(|what| BulletView::new(BulletMark::Same, literal(&what.text()))),
            );
            lines.extend(preview.facts.iter().map(bullet));
            let chip = run.looked_at.map(|at| Chip::new(Tone::Good, looked(now, at)));
            Some(HappeningView { title: String::new(), chip, lines, failure: preview.blocked.clone() })
        }
    }
}

/// How old what is shown is.
fn looked(now: Timestamp, at: Timestamp) -> String {
    Sentence::new("step-looked").with("ago", ago(now, at)).text()
}

/// A fact as a line with its sign.
pub(super) fn bullet(fact: &Fact) -> BulletView {
    let mark = match fact.sign {
        Sign::Add => BulletMark::Add,
        Sign::Change => BulletMark::Change,
        Sign::Remove => BulletMark::Remove,
        Sign::Same => BulletMark::Same,
        Sign::Good => BulletMark::Good,
        Sign::Warning => BulletMark::Warn,
        Sign::Bad => BulletMark::Bad,
    };
    BulletView::new(mark, literal(&fact.what.text()))
}

/// Differences for drawing.
pub(super) fn diffs(diffs: &[ShownDiff]) -> Vec<DiffView<'_>> {
    diffs.iter().map(diff).collect()
}

/// A difference for drawing.
pub(super) fn diff(shown: &ShownDiff) -> DiffView<'_> {
    DiffView { title: Cow::Borrowed(&shown.title), diff: Cow::Borrowed(&shown.diff) }
}

/// What takes less is over before anybody asks how long it takes.
pub(super) const WORTH_TELLING: Duration = Duration::from_secs(3);

fn progress(change: &Change, planned: &PlannedStep, run: &StepRun, now: Timestamp) -> Option<ProgressView> {
    let StepState::Running { is_stopping, .. } = &run.state else { return None };
    let trail = change.trails.get(&planned.id);
    let words = match (is_stopping, trail.and_then(super::trail::Trail::words)) {
        (true, _) => text("step-stopping"),
        (false, Some(words)) => words,
        (false, None) => text("step-state-running"),
    };
    let usual = change.usual.get(&planned.id).filter(|usual| usual.time >= WORTH_TELLING);
    let usual = usual.map(|usual| Sentence::new("step-usually").with("time", length(usual.time)).text());
    let time = run.started_at.map(|began| span(now, began));
    let time = time.into_iter().chain(usual).collect::<Vec<_>>().join(" · ");
    let is_late = trail.is_some_and(super::trail::Trail::is_late);
    Some(ProgressView { words, time, fraction: None, is_late })
}

fn output<'a>(change: &'a Change, planned: &PlannedStep, run: &StepRun) -> Option<OutputView<'a>> {
    let trail = change.trails.get(&planned.id).filter(|trail| !trail.lines.is_empty())?;
    let title = if trail.title.is_empty() { text("step-output") } else { trail.title.clone() };
    Some(OutputView {
        source: format!("{} {}", planned.id, change.journal.display()),
        title,
        lines: &trail.lines,
        dropped: trail.dropped,
        is_open: run.state.is_acting(),
    })
}

fn verdict(run: &StepRun) -> Option<VerdictView> {
    let evidence = |outcome: &Option<Outcome>| -> Vec<BulletView> {
        outcome.iter().flat_map(|outcome| &outcome.evidence).map(evidence_bullet).collect()
    };
    let plain = |tone: Tone, headline: String| VerdictView {
        tone,
        headline,
        evidence: evidence(&run.outcome),
        ..VerdictView::default()
    };
    let failed = |tone: Tone, failure: &Failure| VerdictView {
        hint: failure.hint.as_ref().map(Sentence::text),
        details: failure.details.clone(),
        ..plain(tone, literal(&failure.summary.text()))
    };
    match &run.state {
        StepState::Done => Some(plain(Tone::Good, text("step-verdict-done"))),
        StepState::Failed { failure } => Some(failed(Tone::Bad, failure)),
        StepState::Stopped => Some(plain(Tone::Warn, text("step-verdict-stopped"))),
        StepState::Undone { .. } => Some(plain(Tone::Warn, text("step-verdict-undone"))),
        StepState::Skipped { reason } => Some(plain(
            Tone::Warn,
            Sentence::new("step-verdict-skipped").with("reason", literal(reason)).text(),
        )),
        StepState::Forced { reason } => Some(plain(
            Tone::Warn,
            Sentence::new("step-verdict-forced").with("reason", literal(reason)).text(),
        )),
        // What nobody saw the end of has a page of its own.
        StepState::Unknown { .. }
        | StepState::Waiting
        | StepState::Looking
        | StepState::Blocked { .. }
        | StepState::Shown { .. }
        | StepState::Asked { .. }
        | StepState::Running { .. } => None,
    }
}

/// What was seen as a line with its mark.
pub(super) fn evidence_bullet(seen: &Evidence) -> BulletView {
    let mark = match seen.mark {
        Mark::Good => BulletMark::Good,
        Mark::Note => BulletMark::Note,
        Mark::Warning => BulletMark::Warn,
        Mark::Bad => BulletMark::Bad,
    };
    BulletView::new(mark, literal(&seen.what.text()))
}

fn form(change: &Change, planned: &PlannedStep, run: &StepRun) -> StepForm {
    let is_open = matches!(run.state, StepState::Shown { .. } | StepState::Asked { .. });
    match change.action(&planned.id) {
        Some(Action::Manual(manual)) => {
            let tone = |answer: &String| if manual.fails_on(answer) { Tone::Bad } else { Tone::Good };
            let answers = manual.answers.iter().filter(|_| is_open);
            let answers = answers.map(|answer| AnswerView {
                id: answer.clone(),
                label: capital(answer),
                tone: tone(answer),
            });
            let given = change.run.outputs(&planned.id).and_then(|outputs| outputs.get("answer")).cloned();
            StepForm::Question(QuestionView {
                question: literal(&manual.ask),
                answers: answers.collect(),
                given,
            })
        }
        Some(Action::AnnounceDraft(_)) => {
            let draft = change.draft(&planned.id).unwrap_or_default();
            let (to, subject, body) = (draft.to, draft.subject, draft.body);
            StepForm::Announcement(AnnouncementView { to, subject, body, is_open })
        }
        Some(Action::GitCommit(commit))
            if run.state.proposal().is_none_or(|p| p.preview().nothing_to_do.is_none()) =>
        {
            let message = change.message(&planned.id).unwrap_or_default();
            let author = change.run.plan().header().repository.identity.clone();
            let files = run.state.proposal().map(|proposal| &proposal.preview().before);
            let files = files.and_then(|before| before.get("files")).cloned();
            let files = match files {
                Some(files) => files.lines().map(str::to_owned).collect(),
                None => commit.files.iter().map(ToString::to_string).collect(),
            };
            StepForm::CommitMessage(CommitView { message, files, author, is_open })
        }
        _ => StepForm::None,
    }
}

fn note(note: &crate::run::Note) -> NoteView {
    let files = note.files.iter().map(attached::view).collect();
    NoteView { when: format!("{} · {}", clock(note.by.at), note.by.who), text: note.text.clone(), files }
}

fn main_deed(change: &Change, planned: &PlannedStep, run: &StepRun, is_current: bool) -> Option<MainDeed> {
    if !is_current {
        return None;
    }
    match &run.state {
        StepState::Shown { proposal } | StepState::Asked { proposal } => {
            let action = proposal.action();
            if matches!(action, Action::Manual(_)) {
                return None;
            }
            let preview = proposal.preview();
            let label = deed_label(change, planned, action, preview);
            let dots = if *proposal.confirm() == Confirm::None { "" } else { "…" };
            let is_grave = matches!(proposal.confirm(), Confirm::Type(_));
            let blocked = preview.blocked.as_ref().map(|failure| failure.summary.text());
            let tone = if is_grave { Tone::Bad } else { Tone::Info };
            Some(MainDeed { label: format!("{label}{dots}"), tone, blocked })
        }
        StepState::Blocked { .. } => {
            Some(MainDeed { label: text("step-look-again"), tone: Tone::Info, blocked: None })
        }
        StepState::Failed { .. } | StepState::Stopped => {
            let is_stopped = matches!(run.state, StepState::Stopped);
            let key = match change.action(&planned.id) {
                Some(Action::JobWait(_) | Action::HttpCheck(_) | Action::ImageCheck(_)) => "step-check-again",
                // Pushed, and waiting for its pull request.
                Some(Action::GitPush(_)) if is_stopped => "step-check-again",
                _ => "step-try-again",
            };
            Some(MainDeed { label: text(key), tone: Tone::Info, blocked: None })
        }
        StepState::Waiting
        | StepState::Looking
        | StepState::Running { .. }
        | StepState::Unknown { .. }
        | StepState::Done
        | StepState::Skipped { .. }
        | StepState::Forced { .. }
        | StepState::Undone { .. } => None,
    }
}

/// The deed's own words, or those for a deed that is already so, or is only looked for.
pub(super) fn deed_label(
    change: &Change,
    planned: &PlannedStep,
    action: &Action,
    preview: &Preview,
) -> String {
    match preview.nothing_to_do {
        Some(_) => text("deed-nothing"),
        None if only_looks(change, planned, preview) => text("deed-only-looks"),
        None => confirm::deed(action).text(),
    }
}

/// Whether nothing is sent by the choice in force.
pub(super) fn only_looks(change: &Change, planned: &PlannedStep, preview: &Preview) -> bool {
    let Some((question, choice)) = &preview.only_looks else { return false };
    let asked = preview.questions.iter().find(|asked| asked.id == *question);
    asked.and_then(|asked| change.chosen(&planned.id, asked)).as_ref() == Some(choice)
}

fn others(change: &Change, planned: &PlannedStep, run: &StepRun) -> Vec<OtherDeed> {
    let mut others = Vec::new();
    match &run.state {
        StepState::Shown { proposal } => {
            others.push(OtherDeed::Skip);
            others.extend(ways(change, &planned.id, proposal.preview()));
            others.push(OtherDeed::Named { id: LOOK_AGAIN.to_owned(), label: text("step-look-again") });
        }
        // A step that was tried once may be gone on from, also when it can no longer be proposed.
        StepState::Blocked { .. } if run.attempts > 0 => others.push(OtherDeed::GoOn),
        StepState::Blocked { .. } => {
            if change.run.lacks(planned) {
                others.push(OtherDeed::Waive);
            }
            others.push(OtherDeed::Skip);
        }
        StepState::Failed { .. } | StepState::Stopped => {
            others.push(OtherDeed::GoOn);
            others.extend(undo(change, planned));
        }
        StepState::Running { proposal, is_stopping: false } if can_stop(proposal.action()) => {
            others.push(OtherDeed::StopWaiting);
        }
        StepState::Running { .. }
        | StepState::Unknown { .. }
        | StepState::Waiting
        | StepState::Looking
        | StepState::Asked { .. }
        | StepState::Done
        | StepState::Skipped { .. }
        | StepState::Forced { .. }
        | StepState::Undone { .. } => {}
    }
    others.push(OtherDeed::AddNote);
    others
}

/// Whether a deed has a wait that the person may leave.
fn can_stop(action: &Action) -> bool {
    matches!(
        action,
        Action::Scale(_)
            | Action::JobWait(_)
            | Action::ManifestApply(_)
            | Action::TemplateProcess(_)
            | Action::RouteSwitch(_)
            | Action::HttpCheck(_)
    )
}

/// Choices between several ways, as buttons; the chosen one is not offered again.
fn ways(change: &Change, step: &StepId, preview: &Preview) -> Vec<OtherDeed> {
    let empty = BTreeMap::new();
    let chosen = change.choices.get(step).unwrap_or(&empty);
    let several = preview.questions.iter().filter(|question| !question.must_tick && question.id != "answer");
    several
        .flat_map(|question| {
            let first = question.choices.first().map(|(id, _)| id);
            let now = chosen.get(&question.id).or(first).cloned();
            let open = question.choices.iter().filter(move |(id, _)| Some(id) != now.as_ref());
            open.map(|(id, words)| OtherDeed::Named {
                id: format!("{}={id}", question.id),
                label: words.text(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{
        confirm::sample::{at, exact, plan, stop},
        worker::Report,
    };

    fn looks(change: &mut Change, seen: &PlannedStep) {
        let answer = Box::new(Ok(exact(seen, Preview::default())));
        change.report(Report::Looked { step: seen.id.clone(), answer }, at(1));
    }

    fn started(steps: Vec<PlannedStep>) -> Change {
        Change::start(plan(steps), "ann".to_owned(), PathBuf::new(), at(0)).0
    }

    #[test]
    fn what_was_looked_at_grows_old() {
        let mut change = started(vec![stop("one")]);
        looks(&mut change, &stop("one"));
        let said = |second| {
            let happening = step(&change, 0, at(second)).happening.expect("what will happen");
            happening.chip.expect("a chip").words
        };
        assert_eq!(said(2), "looked at just now");
        assert_eq!(said(62), "looked at a minute ago");
        assert_eq!(said(130), "looked at 2 minutes ago");
    }
}
