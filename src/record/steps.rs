//! What it is for: the steps as they were carried out: each try with time, person, command, difference, answers,
//! evidence and end. In: the story. Out: a numbered list as the rail has it.
//! Never: a skipped or forced step, or a deed done for a reason of its own, that is not bold.

use jiff::Timestamp;

use super::{
    attached,
    facts::moment,
    page::{Page, bold, code, escape},
    request::{begin, cut, end, title},
    story::{End, Event, Story},
};
use crate::{
    action::{Ending, Mark, Outcome, Span},
    failure::Failure,
    journal::{Beforehand, Started},
    manifest::diff::{Diff, LineKind},
    names::StepId,
    plan::{
        PlannedStep,
        preview::{Inverse, Question, Sign},
    },
    words::{Sentence, text},
};

/// Outputs that name a file with the whole of something of which the record shows an excerpt.
const FILE_OUTPUT: &str = "log-file";
/// The output with the text that a person wrote.
const TEXT_OUTPUT: &str = "text";
const SHOWN_CAUSES: usize = 4;

/// The numbered list of steps.
pub(super) fn all(page: &mut Page, story: &Story<'_>) {
    for entry in &story.header.rail {
        let own: Vec<&PlannedStep> = story.steps.iter().filter(|step| step.number == entry.number).collect();
        begin(page, entry);
        if own.is_empty() {
            page.line(&text("record-none"));
        }
        for step in &own {
            if own.len() > 1 || step.added || step.title != entry.title {
                page.line(&title(step));
                page.gap();
            }
            let mut begun = false;
            for event in story.of(&step.id) {
                begun = true;
                tell(page, event);
            }
            if !begun {
                page.line(&bold(&text("record-not-done")));
                page.gap();
            }
        }
        end(page);
    }
}

/// What was done on the way back, or that nothing was.
pub(super) fn way_back(page: &mut Page, story: &Story<'_>) {
    let mut last: Option<&StepId> = None;
    for (step, event) in story.back() {
        if last != Some(step) {
            page.line(&bold(&Sentence::new("record-back").with("step", story.title(step)).text()));
            page.gap();
            last = Some(step);
        }
        tell(page, event);
    }
    if last.is_none() {
        page.line(&text("record-no-back"));
        page.gap();
    }
}

fn tell(page: &mut Page, event: &Event<'_>) {
    match event {
        Event::Tried { at, started, ended, may_run } => {
            tried(page, (*at, &verdict(*ended, *may_run)), started, *ended);
        }
        Event::Skipped { reason, by } => {
            let words = Sentence::new("record-skipped").with("reason", *reason);
            page.line(&format!("{} · {} · {}", bold(&words.text()), moment(by.at), escape(&by.who)));
        }
        Event::Forced { reason, by } => {
            let words = Sentence::new("record-forced").with("reason", *reason);
            page.line(&format!("{} · {} · {}", bold(&words.text()), moment(by.at), escape(&by.who)));
        }
        Event::Noted { text, files, by } => {
            let words = attached::words(text, files);
            page.line(&format!("{} · {} · {}", escape(&words.text()), moment(by.at), escape(&by.who)));
            attached::of_note(page, files);
        }
    }
    page.gap();
}

fn tried(page: &mut Page, (at, verdict): (Timestamp, &str), started: &Started, ended: Option<End<'_>>) {
    page.line(&format!("{verdict} · {} · {}", times(at, ended), escape(&started.by.who)));
    page.gap();
    if started.attempt > 1 {
        page.item(&escape(&Sentence::new("record-attempt").count("number", started.attempt).text()));
    }
    if let Some(reason) = &started.reason {
        page.item(&bold(&Sentence::new("record-reason").with("reason", reason).text()));
    }
    for fact in &started.preview.facts {
        if matches!(fact.sign, Sign::Warning | Sign::Bad) {
            page.item(&escape(&Sentence::new("record-warned").with("what", fact.what.text()).text()));
        }
    }
    for (id, answer) in &started.answers {
        match started.preview.inverse.as_ref().filter(|_| id == Inverse::ID) {
            Some(inverse) => {
                let words = Sentence::new("record-inverse").with("offer", inverse.offer.text());
                page.item(&escape(&words.text()));
            }
            None => page.item(&answered(&started.preview.questions, id, answer)),
        }
    }
    if let Some(Beforehand { by, .. }) = &started.beforehand {
        let words = Sentence::new("record-beforehand").with("who", &by.who).with("at", moment(by.at));
        page.item(&escape(&words.text()));
    }
    page.gap();
    if !started.preview.command.is_empty() {
        page.block("", &format!("$ {}", started.preview.command));
    }
    for shown in &started.preview.diffs {
        page.line(&escape(&shown.title));
        difference(page, &shown.diff);
    }
    let shown = ended.and_then(|end| end.outcome.outputs.get(TEXT_OUTPUT));
    if let Some(edited) = started.text.as_ref().filter(|edited| shown != Some(*edited)) {
        page.block("text", edited);
    }
    if let Some(end) = ended {
        end_of(page, end.outcome);
    }
}

fn verdict(ended: Option<End<'_>>, may_run: bool) -> String {
    match ended.map(|end| &end.outcome.ending) {
        Some(Ending::Done) => escape(&text("record-done")),
        Some(Ending::Failed { .. }) => bold(&text("record-failed")),
        Some(Ending::Unknown { .. }) => bold(&text("record-unknown")),
        Some(Ending::Cancelled) => bold(&text("record-cancelled")),
        None => bold(&text(if may_run { "record-may-run" } else { "record-no-end" })),
    }
}

fn times(at: Timestamp, ended: Option<End<'_>>) -> String {
    match ended {
        Some(end) => {
            format!("{} – {} ({})", moment(at), end.at.strftime("%H:%M:%S"), Span::from_secs(end.took))
        }
        None => moment(at),
    }
}

fn answered(questions: &[Question], id: &str, answer: &str) -> String {
    let question = questions.iter().find(|question| question.id == id);
    let ask = question.map_or_else(|| id.to_owned(), |question| question.ask.text());
    let choice = question.and_then(|question| question.choices.iter().find(|(choice, _)| choice == answer));
    let chosen = choice.map_or_else(|| answer.to_owned(), |(_, words)| words.text());
    format!("{} → {}", escape(&ask), escape(&chosen))
}

fn difference(page: &mut Page, diff: &Diff) {
    let mut lines = Vec::new();
    for hunk in &diff.hunks {
        lines.push(format!("@@ {} @@", hunk.header));
        lines.extend(hunk.lines.iter().map(|line| {
            let sign = match line.kind {
                LineKind::Same => ' ',
                LineKind::Removed => '-',
                LineKind::Added => '+',
            };
            format!("{sign}{}", line.text)
        }));
    }
    if lines.is_empty() {
        return;
    }
    page.block("diff", &lines.join("\n"));
}

/// Evidence, outputs and the failure.
fn end_of(page: &mut Page, outcome: &Outcome) {
    for evidence in &outcome.evidence {
        let sign = match evidence.mark {
            Mark::Good => "✓",
            Mark::Note => "·",
            Mark::Warning => "!",
            Mark::Bad => "✗",
        };
        let at = evidence.at.strftime("%H:%M:%S");
        page.item(&format!("{sign} {at} {}", escape(&evidence.what.text())));
    }
    let file = outcome.outputs.get(FILE_OUTPUT);
    for (name, value) in &outcome.outputs {
        if !value.trim_end().contains('\n') {
            page.item(&format!("{}: {}", escape(name), code(value.trim_end())));
        }
    }
    match &outcome.ending {
        Ending::Failed { failure } | Ending::Unknown { failure } => why(page, failure),
        Ending::Done | Ending::Cancelled => {}
    }
    page.gap();
    for (name, value) in &outcome.outputs {
        if value.trim_end().contains('\n') {
            page.line(&format!("{}:", escape(name)));
            let note = |lines: usize| match file {
                Some(file) => {
                    Sentence::new("record-cut-file").count("lines", lines).with("file", file).text()
                }
                None => cut(lines),
            };
            // An announcement was written by a person and stays whole.
            if name == TEXT_OUTPUT {
                page.block("text", value.trim_end());
            } else {
                page.excerpt("text", value.trim_end(), &note);
            }
        }
    }
}

fn why(page: &mut Page, failure: &Failure) {
    page.item(&bold(&failure.summary.text()));
    for cause in failure.details.iter().take(SHOWN_CAUSES) {
        page.item(&escape(cause));
    }
}
