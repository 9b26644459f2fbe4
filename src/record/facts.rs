//! What it is for: the facts at the top: what was changed where, by whom, agreed on how, with which values and result.
//! In: header and story. Out: blocks of the page. Never: a parameter that differs and is not bold.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    page::{LINE, Page, bold, code, escape},
    story::{Event, Story},
};
use crate::{
    action::{Ending, Span},
    journal::ChangeResult,
    plan::{Header, Standing},
    words::{Sentence, text},
};

/// Title, facts and values of a change that ran, and how many deviations there are.
pub(super) fn record(page: &mut Page, story: &Story<'_>, count: usize) {
    title(page, story.header);
    fact(page, "record-fact-result", &result(story));
    let by = escape(&story.by.who);
    fact(page, "record-fact-started", &format!("{} · {by}", moment(story.opened_at)));
    if let Some((_, by)) = story.finished {
        fact(page, "record-fact-ended", &format!("{} · {}", moment(by.at), escape(&by.who)));
    }
    fact(page, "record-fact-took", &Span::from_secs(story.took).to_string());
    if story.set_back > 0 {
        let back = Span::from_secs(story.set_back).to_string();
        fact(page, "record-fact-clock", &bold(&Sentence::new("record-clock-back").with("by", back).text()));
    }
    people(page, story);
    place(page, story.header);
    fact(page, "record-fact-plan", &code(story.plan.as_str()));
    fact(page, "record-fact-change", &code(story.change.as_str()));
    fact(page, "record-fact-app", &escape(story.app));
    deviations(page, story, count);
    values(page, story.header, false);
}

/// Title, facts and values of a change that has not run.
pub(super) fn request(page: &mut Page, header: &Header) {
    title(page, header);
    place(page, header);
    page.gap();
    values(page, header, true);
}

/// A moment in UTC, to the second.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn title(page: &mut Page, header: &Header) {
    let title = &header.request.title;
    page.heading(2, if title.is_empty() { &header.title } else { title });
    if !header.request.ticket.is_empty() {
        fact(page, "record-fact-ticket", &format!("#{}", escape(&header.request.ticket)));
    }
    let Some(origin) = &header.request.origin else { return };
    if !origin.address.is_empty() {
        fact(page, "record-fact-ticket-address", &escape(&origin.address));
    }
    if !origin.asked_by.is_empty() {
        fact(page, "record-fact-asked-by", &escape(&origin.asked_by));
    }
}

fn fact(page: &mut Page, key: &str, markdown: &str) {
    page.item(&format!("{}: {markdown}", text(key)));
}

fn result(story: &Story<'_>) -> String {
    match story.finished {
        Some((ChangeResult::Completed, _)) => escape(&text("record-completed")),
        Some((ChangeResult::RolledBack, _)) => bold(&text("record-rolled-back")),
        Some((ChangeResult::Abandoned, _)) => bold(&text("record-abandoned")),
        None => bold(&text("record-open")),
    }
}

/// Everybody who agreed to something, if that were more than one.
fn people(page: &mut Page, story: &Story<'_>) {
    let mut who = BTreeSet::from([story.by.who.as_str()]);
    for event in story.events() {
        who.insert(match event {
            Event::Tried { started, .. } => started.by.who.as_str(),
            Event::Skipped { by, .. } | Event::Forced { by, .. } | Event::Noted { by, .. } => by.who.as_str(),
        });
    }
    if who.len() > 1 {
        let who: Vec<String> = who.into_iter().map(escape).collect();
        fact(page, "record-fact-people", &who.join(", "));
    }
}

fn place(page: &mut Page, header: &Header) {
    if header.target.server.address.is_empty() {
        fact(page, "record-fact-cluster", &escape(&text("record-place-open")));
    } else {
        cluster(page, header);
    }
    let repository = &header.repository;
    if !repository.base.as_str().is_empty() {
        let from = Sentence::new("record-repository").with("name", repository.name.clone());
        let from = from.with("branch", repository.branch.clone()).with("commit", repository.base.as_str());
        fact(page, "record-fact-repository", &escape(&from.text()));
    }
    if !repository.identity.is_empty() {
        fact(page, "record-fact-identity", &escape(&repository.identity));
    }
    procedure(page, header);
}

fn cluster(page: &mut Page, header: &Header) {
    let server = &header.target.server;
    let ca = match &server.ca_fingerprint {
        Some(fingerprint) => format!("{} {}", text("record-ca"), code(fingerprint)),
        None => text("record-ca-system"),
    };
    fact(page, "record-fact-cluster", &format!("{} · {ca}", code(&server.address)));
    fact(page, "record-fact-namespace", &code(header.target.namespace.as_str()));
    fact(page, "record-fact-context", &code(header.target.context.as_str()));
}

fn procedure(page: &mut Page, header: &Header) {
    let source = &header.source;
    let standing = match source.standing {
        Standing::Shipped => escape(&text("record-standing-shipped")),
        Standing::Upstream => escape(&text("record-standing-upstream")),
        Standing::NotUpstream => bold(&text("record-standing-not-upstream")),
        Standing::Uncommitted => bold(&text("record-standing-uncommitted")),
    };
    let file = format!("{} · {standing} · SHA-256 {}", code(&source.file), code(source.digest.as_str()));
    fact(page, "record-fact-procedure", &file);
    for setting in &header.settings {
        fact(page, "record-fact-setting", &escape(setting));
    }
}

fn deviations(page: &mut Page, story: &Story<'_>, count: usize) {
    let is_lost = |event: &&Event<'_>| {
        let Event::Tried { ended, may_run, .. } = event else { return false };
        !*may_run && ended.is_none_or(|end| matches!(end.outcome.ending, Ending::Unknown { .. }))
    };
    let unknown = story.events().filter(is_lost).count();
    let sentence = Sentence::new("record-deviations").count("count", count).text();
    fact(page, "record-fact-deviations", &if count > 0 { bold(&sentence) } else { escape(&sentence) });
    if unknown > 0 {
        fact(page, "record-fact-unknown", &bold(&unknown.to_string()));
    }
    page.gap();
}

/// The parameters. `whole`: a value that a line does not hold stands as a block, so that it can be read back.
fn values(page: &mut Page, header: &Header, whole: bool) {
    if header.params.is_empty() {
        return;
    }
    page.line(&text("record-values"));
    page.gap();
    for param in &header.params {
        let title = if param.title.is_empty() { &param.name } else { &param.title };
        let is_block = whole && !is_line(&param.value);
        let value = if is_block { String::new() } else { format!(" {}", code(&param.value)) };
        let line = format!("{}:{value}", escape(title));
        if param.deviates {
            page.item(&format!("**{line}** · {}", text("record-deviates")));
        } else {
            page.item(&line);
        }
        if is_block {
            page.inward(2);
            page.verbatim(&param.value);
            page.out(2);
        }
    }
    page.gap();
}

/// Whether a code span holds the value without a loss.
fn is_line(value: &str) -> bool {
    value.trim() == value && !value.contains(['\n', '\r']) && value.chars().count() <= LINE
}
