//! What it is for: a change as a Markdown ticket: the request before it ran, and the record from its journal after.
//! In: a plan's header and steps; a journal's lines. Out: Markdown under the headings of the procedure, in its order.
//! Never: I/O, a secret (none is in a journal), foreign text as markup, or a deviation that is not bold.

mod course;
mod facts;
mod page;
mod request;
mod steps;
mod story;

use crate::{
    journal::Line,
    plan::{
        Header, PlannedStep,
        request::{ConfigChange, Heading},
    },
    procedure::Fill,
    words::{Sentence, text},
};

use page::{Page, bold, bold_lines, escape, visible};
use story::Story;

/// The record of a change, as far as its journal goes: also for one that is still under way or was left.
pub fn markdown(lines: &[Line]) -> String {
    let Some(story) = Story::new(lines) else { return format!("{}\n", text("record-empty")) };
    let mut page = Page::default();
    facts::record(&mut page, &story);
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
        let text = visible(text);
        let text = if heading.deviates { bold_lines(&text) } else { text };
        for line in text.lines() {
            page.line(line);
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
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            place("record-config-set", file, object, path).with("value", value)
        }
        ConfigChange::Remove { file, object, path } => place("record-config-remove", file, object, path),
        ConfigChange::Apply { file } => Sentence::new("record-config-apply").with("file", file),
        ConfigChange::Human { what } => Sentence::new("record-config-human").with("what", what),
    }
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
