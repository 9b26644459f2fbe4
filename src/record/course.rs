//! What it is for: what happened to the change as a whole: interruptions, holds, the way back, other people.
//! In: a journal's lines about the change. Out: a list in the order of time. Never: a line left out because it is unusual.

use super::{
    facts::moment,
    page::{Page, bold, escape},
    story::Story,
};
use crate::{
    journal::Entry,
    names::{Stamp, StepId},
    words::{Sentence, text},
};

/// The list, under a heading of its own; nothing when nothing of the kind happened.
pub(super) fn write(page: &mut Page, story: &Story<'_>) {
    let lines: Vec<(Sentence, &Stamp)> =
        story.course.iter().filter_map(|(_, entry)| told(entry, story)).collect();
    if lines.is_empty() {
        return;
    }
    page.heading(3, &text("record-course"));
    for (words, by) in lines {
        page.item(&format!("{} · {} · {}", bold(&words.text()), moment(by.at), escape(&by.who)));
    }
    page.gap();
}

/// Such a line in words, and who it was; `None` for a line of another kind.
pub(super) fn told<'a>(entry: &'a Entry, story: &Story<'_>) -> Option<(Sentence, &'a Stamp)> {
    let of = |key: &str, step: &StepId| Sentence::new(key).with("step", story.title(step));
    Some(match entry {
        Entry::Resumed { by, host, .. } => (Sentence::new("record-resumed").with("host", host), by),
        Entry::Settled { of: seq, happened, reason, by, .. } => {
            let step = story.step_of(*seq)?;
            let key = if *happened { "record-settled-yes" } else { "record-settled-no" };
            (of(key, step).with("reason", reason.as_deref().unwrap_or("–")), by)
        }
        Entry::WentBack { answer: Some(answer), reason, by, .. } => {
            let words = Sentence::new("record-went-back").with("answer", answer);
            (words.with("reason", reason.as_deref().unwrap_or("–")), by)
        }
        Entry::WentBack { answer: None, steps, by, .. } => {
            let undone = steps.first().and_then(|step| step.undoes.as_ref())?;
            (of("record-undone-alone", undone), by)
        }
        Entry::LeftWayBack { reason, by } => (Sentence::new("record-left-back").with("reason", reason), by),
        Entry::Held { reason, by } => (Sentence::new("record-held").with("reason", reason), by),
        Entry::Waived { step, reason, by } => (of("record-waived", step).with("reason", reason), by),
        Entry::TakenOver { from, reason, by } => {
            (Sentence::new("record-taken-over").with("from", from).with("reason", reason), by)
        }
        Entry::Seconded { step, by, host, .. } => (of("record-seconded", step).with("host", host), by),
        Entry::Opened { .. }
        | Entry::Started(_)
        | Entry::Ended { .. }
        | Entry::Skipped { .. }
        | Entry::Forced { .. }
        | Entry::Noted { .. }
        | Entry::Finished { .. } => return None,
    })
}
