//! What it is for: the search for a connection's fault as its view. In: the links that were tried. Out: plain data for `ui`,
//! and the same as text. Never: a secret: there is none in a link.

use super::start::Start;
use crate::{
    cluster::connect::doctor::{Link, LinkKind, LinkState},
    ui::{
        rich::literal,
        view::{CheckState, DoctorView, LinkRow},
    },
    words::{Sentence, text},
};

pub(super) fn doctor(start: &Start) -> DoctorView {
    let is_chosen = matches!(start.choice(), Some(Ok(_)));
    let is_offered = is_chosen && start.connection.value().failure().is_some();
    let Some(searching) = &start.doctor else { return DoctorView { is_offered, ..DoctorView::default() } };
    let searched = searching.newest();
    let is_searching = !searched.is_over;
    let links: Vec<LinkRow> = LinkKind::ALL
        .into_iter()
        .map(|kind| row(kind, worst(&searched.links, kind), next(&searched.links, kind) && is_searching))
        .collect();
    let text = plain(&links);
    DoctorView { is_offered, is_searching, links, text }
}

/// What was found of a link; the newest, for what was found first may not have been all.
fn worst(links: &[Link], kind: LinkKind) -> Option<&Link> {
    links.iter().rev().find(|link| link.kind == kind)
}

/// Whether it is the next that is tried.
fn next(links: &[Link], kind: LinkKind) -> bool {
    LinkKind::ALL.into_iter().find(|kind| worst(links, *kind).is_none()) == Some(kind)
}

fn row(kind: LinkKind, link: Option<&Link>, is_next: bool) -> LinkRow {
    let title = text(&format!("doctor-link-{}", kind.id()));
    let Some(link) = link else {
        let (state, key) = if is_next {
            (CheckState::Waiting, "start-check-waiting")
        } else {
            (CheckState::Unknown, "doctor-not-asked")
        };
        return LinkRow { title, state, words: text(key), ..LinkRow::default() };
    };
    let state = match link.state {
        LinkState::Good => CheckState::Good,
        LinkState::Noted => CheckState::Warn,
        LinkState::Bad => CheckState::Bad,
    };
    let hint = link.hint.as_ref().map(|hint| literal(&hint.text()));
    LinkRow { title, state, words: literal(&link.what.text()), hint, evidence: link.evidence.clone() }
}

/// All of it, a line for each link, for whoever helps.
fn plain(links: &[LinkRow]) -> String {
    let mut text = Vec::new();
    for link in links {
        let state = Sentence::new(match link.state {
            CheckState::Good => "start-check-good",
            CheckState::Warn => "start-check-warn",
            CheckState::Bad => "start-check-bad",
            CheckState::Waiting => "start-check-waiting",
            CheckState::Unknown => "doctor-not-asked",
        });
        let words = link.words.replace('\\', "");
        text.push(format!("{} ({}): {words}", link.title, state.text()));
        text.extend(link.evidence.iter().map(|line| format!("    {line}")));
    }
    text.push(String::new());
    text.join("\n")
}
