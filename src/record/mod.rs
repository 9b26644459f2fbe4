//! What it is for: a change as a Markdown ticket: the request before it ran, and the record from its journal after.
//! In: a plan's header and steps; a journal's lines. Out: Markdown under the headings of the procedure, in its order.
//! Never: I/O, a secret (none is in a journal), foreign text as markup, or a deviation that is not bold.

mod attached;
mod brief;
mod course;
mod deviations;
mod facts;
mod history;
mod issue_page;
mod outline;
mod page;
mod request;
mod steps;
mod story;
pub mod ticket;
mod timeline;

use crate::{
    journal::{Line, Passed},
    plan::{
        Header, PlannedStep,
        request::{ConfigChange, Heading},
    },
    procedure::Fill,
    words::{Sentence, text},
};

use page::{Page, bold, bold_lines, escape, uncalled, visible};
use story::Story;

pub use attached::{files, kind_words, size_words};
pub use brief::{Brief, Says};
pub use deviations::Deviation;
pub use history::{Choices, Filter, Past, Place, Standing, choices, look, newest_first, stands};
pub use issue_page::{ADDRESS, IssuePage, issue_page};
pub use outline::Outline;
pub use timeline::{SpanKind, TimePoint, TimeRow, TimeSpan, Timeline};

/// Characters of a comment, at most: the forges take 65,536 in one.
const COMMENT: usize = 60_000;

/// The record of a change, as far as its journal goes: also for one that is still under way or was left.
pub fn markdown(lines: &[Line]) -> String {
    on_page(Page::default(), lines)
}

/// The same as a file: with what the history reads back of it in a comment at its end.
pub fn document(lines: &[Line]) -> String {
    let mut text = markdown(lines);
    if let Some(story) = Story::new(lines) {
        text.push('\n');
        text.push_str(&Brief::of(&story).comment());
        text.push('\n');
    }
    text
}

/// The same as a comment for a ticket: what does not fit is left out, logs and differences first, and this is said.
pub fn comment(lines: &[Line]) -> String {
    let whole = on_page(Page::default().naming_files(), lines);
    if whole.chars().count() <= COMMENT {
        return whole;
    }
    fitting(&on_page(Page::without_blocks(request::left_out).naming_files(), lines))
}

/// A record's text, as it was read, as a comment for a ticket.
pub fn comment_of(text: &str) -> String {
    let is_shown = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let text = attached::without_pictures(&brief::without(text));
    fitting(&text.chars().filter(is_shown).collect::<String>())
}

/// A record, or its comment, of a damaged journal: the first fact says so, and from which line on.
pub fn damaged(record: &str, line: usize) -> String {
    let told = Sentence::new("record-damage").with("line", line.to_string());
    let fact = format!("- {}: {}\n", text("record-fact-journal"), bold(&told.text()));
    match record.split_once("\n\n") {
        Some((title, rest)) if title.starts_with("## ") => format!("{title}\n\n{fact}{rest}"),
        Some(_) | None => format!("{fact}\n{record}"),
    }
}

/// What went otherwise than the procedure has it; nothing when the journal has no beginning.
pub fn deviations(lines: &[Line]) -> Vec<Deviation> {
    Story::new(lines).map(|story| deviations::all(&story)).unwrap_or_default()
}

/// As much of a text as a comment takes, in whole lines, and that it is not all.
fn fitting(text: &str) -> String {
    if text.chars().count() <= COMMENT {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut room = COMMENT;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let Some(left) = room.checked_sub(line.chars().count() + 1) else { break };
        room = left;
        let bare = line.trim_start();
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        fence = match (fence, ticks) {
            (None, 3..) => line.get(..line.len() - bare.len() + ticks),
            (Some(open), 3..) if ticks >= open.trim_start().len() => None,
            (open, _) => open,
        };
        kept.push_str(line);
        kept.push('\n');
    }
    if let Some(fence) = fence {
        kept.push_str(fence);
        kept.push('\n');
    }
    format!("{kept}\n{}\n", bold(&crate::words::text("record-comment-cut")))
}

fn on_page(mut page: Page, lines: &[Line]) -> String {
    let Some(story) = Story::new(lines) else { return format!("{}\n", text("record-empty")) };
    let deviations = deviations::all(&story);
    facts::record(&mut page, &story, deviations.len());
    if !deviations.is_empty() {
        page.heading(3, &text("record-deviations-title"));
        for deviation in &deviations {
            page.item(&bold(&deviation.text()));
        }
        page.gap();
    }
    for heading in headings(story.header) {
        lead(&mut page, &heading);
        match heading.fill {
            Some(Fill::Steps) => steps::all(&mut page, &story),
            Some(Fill::Configuration) => configuration(&mut page, story.header),
            Some(Fill::Rollback) => {
                rollback_plan(&mut page, story.header);
                steps::way_back(&mut page, &story);
            }
            None => {}
        }
    }
    let is_told = headings(story.header).iter().any(|heading| heading.fill == Some(Fill::Rollback));
    if !is_told && !story.back_steps.is_empty() {
        page.heading(3, &text("record-rollback"));
        steps::way_back(&mut page, &story);
    }
    course::write(&mut page, &story);
    attached::by_hand(&mut page, &story);
    page.finish()
}

/// The filled-in request, for a ticket, before anything ran. Takes [`crate::plan::Plan`]'s header and steps.
pub fn request(header: &Header, planned: &[PlannedStep]) -> String {
    let mut page = Page::default();
    facts::request(&mut page, header);
    for heading in headings(header) {
        lead(&mut page, &heading);
        match heading.fill {
            Some(Fill::Steps) => request::steps(&mut page, header, planned),
            Some(Fill::Configuration) => configuration(&mut page, header),
            Some(Fill::Rollback) => rollback_plan(&mut page, header),
            None => {}
        }
    }
    page.finish()
}

/// Checks that were gone past, as a part of a request; nothing when there is none.
pub fn passed(passed: &[Passed]) -> String {
    if passed.is_empty() {
        return String::new();
    }
    let mut page = Page::default();
    page.heading(3, &text("record-passed-heading"));
    for one in passed {
        page.item(&bold(&one.words().text()));
    }
    page.finish()
}

/// The procedure's headings; a procedure without any gets those of a usual ticket.
fn headings(header: &Header) -> Vec<Heading> {
    if !header.request.headings.is_empty() {
        return header.request.headings.clone();
    }
    let heading = |key: &str, text: Option<String>, fill| Heading {
        title: crate::words::text(key),
        text,
        fill,
        deviates: false,
    };
    vec![
        heading("record-description", Some(escape(&header.title)), None),
        heading("record-steps", None, Some(Fill::Steps)),
        heading("record-configuration", None, Some(Fill::Configuration)),
        heading("record-rollback", None, Some(Fill::Rollback)),
    ]
}

/// A heading and the text that the procedure has for it.
fn lead(page: &mut Page, heading: &Heading) {
    page.heading(3, &heading.title);
    if let Some(text) = &heading.text {
        let text = uncalled(&visible(text));
        let text = if heading.deviates { bold_lines(&text) } else { text };
        let mut fence = ticket::Fence::default();
        for line in text.lines() {
            fence.step(line);
            page.line(line);
        }
        // What is not ended would take everything below with it.
        if let Some(end) = fence.end() {
            page.line(&end);
        }
        page.gap();
    }
}

/// Configuration changes are what this one change adds to its procedure, and therefore bold.
fn configuration(page: &mut Page, header: &Header) {
    let request = &header.request;
    if request.before.is_empty() && request.after.is_empty() {
        page.line(&text("record-none"));
        return;
    }
    for (key, changes) in [("record-before", &request.before), ("record-after", &request.after)] {
        page.line(&escape(&text(key)));
        page.gap();
        if changes.is_empty() {
            page.item(&text("record-none"));
        }
        for change in changes {
            page.item(&bold(&configuration_change(change).text()));
        }
        page.gap();
    }
}

fn configuration_change(change: &ConfigChange) -> Sentence {
    let place = |key: &str, file: &str, object: &str, path: &str| {
        Sentence::new(key).with("file", file).with("object", object).with("path", path)
    };
    match change {
        ConfigChange::Set { file, object, path, value } => {
            let value = config_value(value);
            place("record-config-set", file, object, path).with("value", value)
        }
        ConfigChange::Remove { file, object, path } => place("record-config-remove", file, object, path),
        ConfigChange::Apply { file } => Sentence::new("record-config-apply").with("file", file),
        ConfigChange::Human { what } => Sentence::new("record-config-human").with("what", what),
    }
}

/// A value so that it can be told from another: a text that could be read as something else stands in quotes.
fn config_value(value: &serde_json::Value) -> String {
    let Some(text) = value.as_str() else { return value.to_string() };
    let read: Option<serde_json::Value> = serde_saphyr::from_str(text).ok();
    let is_plain = text.trim() == text && !text.contains(char::is_control) && !text.starts_with('"');
    if is_plain && read.as_ref() == Some(value) { text.to_owned() } else { value.to_string() }
}

fn rollback_plan(page: &mut Page, header: &Header) {
    let Some((question, answers)) = header.rollback.split_first() else {
        page.line(&text("record-rollback-none"));
        page.gap();
        return;
    };
    page.line(&escape(question));
    page.gap();
    for answer in answers {
        page.item(&escape(answer));
    }
    page.gap();
}

#[cfg(test)]
mod tests;
