//! What it is for: every screen in every state, by a name: for the gallery, for pictures and for what is checked everywhere.
//! Out: views. What they borrow lives as long as the program. Never: compiled into the program.

use egui::{Key, Modifiers};

use crate::ui::{ColumnWidths, UiMemory, view::*};

use super::{
    cluster as cluster_samples, dropping, finish, finished, long, observed, observed_stale, ready, settings,
    settings_changed, sheet, start, start_in_trouble, step, steps_by_state, unfinished, view, wizard,
};

mod cluster;
mod history;
mod wizard_pages;

/// A screen's states: what it is called, and the name of its page. The first is the usual one, the last the worst.
pub(crate) type Screen = (&'static str, &'static [(&'static str, &'static str)]);

/// Every screen in every state that it has.
pub(crate) const SCREENS: &[Screen] = &[
    (
        "Start",
        &[
            ("production", "start"),
            ("empty", "empty"),
            ("loading", "start-loading"),
            ("one", "start-one"),
            ("many", "start-many"),
            ("begun", "begun"),
            ("read-only", "start-read-only"),
            ("a file over the window", "dropping"),
            ("practice", "practice"),
            ("from a ticket", "ticket-taken"),
            ("failed", "trouble"),
            ("long", "start-long"),
        ],
    ),
    (
        "Readiness",
        &[
            ("good", "checks-good"),
            ("running", "checks-running"),
            ("gone past", "checks-passed"),
            ("old", "checks-old"),
            ("long", "checks-long"),
            ("bad", "checks-bad"),
        ],
    ),
    (
        "Ticket",
        &[
            ("review", "ticket-review"),
            ("empty", "ticket"),
            ("loading", "ticket-busy"),
            ("failed", "ticket-failed"),
            ("which procedure", "ticket-choose"),
            ("nothing found, long", "ticket-nothing"),
        ],
    ),
    (
        "Request",
        &[("whole", "request"), ("no tracker", "request-local"), ("something is missing", "request-missing")],
    ),
    (
        "Step",
        &[
            ("ready, production", "ready"),
            ("loading", "step-loading"),
            ("empty", "waiting"),
            ("running", "running"),
            ("late", "late"),
            ("done", "done"),
            ("blocked", "blocked"),
            ("skipped", "skipped"),
            ("undone", "undone"),
            ("failed", "failed"),
            ("stale", "stale"),
            ("read-only", "step-read-only"),
            ("held by another", "holder"),
            ("long", "step-long"),
        ],
    ),
    (
        "Step's parts",
        &[
            ("question", "question"),
            ("announcement", "announcement"),
            ("commit", "commit"),
            ("output", "log"),
            ("difference side by side", "step-sides"),
            ("notes with files", "step-files"),
            ("400 pods, 2,000 lines", "step-many"),
        ],
    ),
    (
        "Unknown",
        &[
            ("asking", "asking"),
            ("happened", "happened"),
            ("did not", "did-not"),
            ("cannot tell", "cannot-tell"),
            ("failed", "ask-failed"),
        ],
    ),
    (
        "Way back",
        &[("question", "decide"), ("one way", "decide-only"), ("on it", "back"), ("long", "decide-trouble")],
    ),
    (
        "Files of a note",
        &[
            ("before they are added", "files-adding"),
            ("large", "files-large"),
            ("a log, large", "files-text"),
        ],
    ),
    ("Question", &[("click", "dialog"), ("conflicts", "ticks"), ("typed", "typed"), ("long", "dialog-long")]),
    ("End", &[("good", "finish"), ("bad, long", "finish-long")]),
    (
        "Cluster",
        &[
            ("production", "cluster"),
            ("empty", "cluster-empty"),
            ("loading", "cluster-loading"),
            ("one", "cluster-one"),
            ("many", "cluster-pods"),
            ("failed", "cluster-failed"),
            ("stale", "cluster-stale"),
            ("nothing chosen", "cluster-nothing"),
            ("long", "cluster-long"),
        ],
    ),
    (
        "Object",
        &[
            ("overview", "cluster-detail"),
            ("events", "cluster-events"),
            ("definition", "cluster-yaml"),
            ("log", "cluster-logs"),
            ("loading", "object-loading"),
            ("failed", "object-failed"),
            ("long", "object-long"),
        ],
    ),
    (
        "Route",
        &[
            ("whole", "route"),
            ("shared", "route-shared"),
            ("refused", "route-refused"),
            ("broken", "route-broken"),
        ],
    ),
    (
        "Repository and cluster",
        &[
            ("many", "cluster-drift"),
            ("closely", "cluster-drift-row"),
            ("empty", "drift-empty"),
            ("loading", "drift-loading"),
            ("failed", "drift-failed"),
            ("long", "drift-long"),
        ],
    ),
    (
        "History",
        &[
            ("many", "history-many"),
            ("empty", "history-none"),
            ("one", "history-one"),
            ("no hit", "history-no-hit"),
            ("loading", "history-loading"),
            ("failed", "history-failed"),
            ("long", "history-long"),
        ],
    ),
    (
        "Record",
        &[
            ("ended", "history-record"),
            ("in the repository", "history-shared"),
            ("unfinished", "history-unfinished"),
        ],
    ),
    ("Settings", &[("first start", "settings"), ("all changed, long, read-only", "settings-changed")]),
    (
        "Called",
        &[
            ("commands", "commands"),
            ("commands of a step", "commands-step"),
            ("commands of a cluster", "commands-cluster"),
            ("keys", "keys"),
            ("course of the change", "timeline"),
            ("help", "help"),
            ("help of a step", "help-step"),
            ("help of a cluster", "help-cluster"),
            ("messages, long", "notices"),
        ],
    ),
];

/// What is called over a page: the page beneath, and the key that calls it.
const CALLED: &[(&str, &str, Modifiers, Key)] = &[
    ("commands", "start", Modifiers::COMMAND, Key::K),
    ("commands-step", "ready", Modifiers::COMMAND, Key::K),
    ("commands-cluster", "cluster-detail", Modifiers::COMMAND, Key::K),
    ("keys", "start", Modifiers::NONE, Key::Questionmark),
    ("timeline", "ready-timeline", Modifiers::COMMAND, Key::T),
    ("help", "start", Modifiers::NONE, Key::F1),
    ("help-step", "ready", Modifiers::NONE, Key::F1),
    ("help-cluster", "cluster", Modifiers::NONE, Key::F1),
];

/// A page as it is shown first.
pub(crate) struct Sample {
    /// What is shown.
    pub(crate) view: View<'static>,
    /// What the window remembers.
    pub(crate) memory: UiMemory,
    /// The key that is pressed upon it.
    pub(crate) press: Option<(Modifiers, Key)>,
}

/// The page of that name.
pub(crate) fn page(name: &str) -> Sample {
    let called = CALLED.iter().find(|(called, ..)| *called == name);
    let beneath = called.map_or(name, |(_, page, ..)| *page);
    let mut memory = UiMemory::remembering(name == "step-sides", ColumnWidths::new());
    memory.show_checks(name.starts_with("checks-"));
    Sample { view: of(beneath), memory, press: called.map(|(_, _, modifiers, key)| (*modifiers, *key)) }
}

/// Whatever a view borrows.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn of(name: &str) -> View<'static> {
    if let Some(view) = start_page(name) {
        return view;
    }
    match name {
        "settings" => view(ScreenView::Settings(Box::new(settings()))),
        "settings-changed" => {
            let mut view = view(ScreenView::Settings(Box::new(settings_changed())));
            view.bar.is_read_only = true;
            view
        }
        name if name.starts_with("history") => history::page(name),
        name if ["cluster", "object", "route", "drift"].iter().any(|part| name.starts_with(part)) => {
            cluster::page(name)
        }
        name => wizard_pages::page(name),
    }
}

fn start_page(name: &str) -> Option<View<'static>> {
    let page = |start: StartView| view(ScreenView::Start(Box::new(start)));
    Some(match name {
        "start" => page(start()),
        "empty" => page(StartView::default()),
        "start-loading" => page(long::start_loading()),
        "start-one" => page(long::start_one()),
        "start-many" => page(long::start_many()),
        "start-long" => page(long::start()),
        "start-read-only" => {
            let mut view = page(StartView { is_read_only: true, ..start() });
            view.bar.is_read_only = true;
            view
        }
        "begun" => page(StartView { unfinished: unfinished(), finished: finished(), ..start() }),
        "trouble" => {
            let mut view = page(start_in_trouble());
            let what = NoticeText::Failure(super::failure());
            view.notices.push(NoticeView { id: 1, tone: Tone::Bad, what });
            view
        }
        "dropping" => View { dropping: Some(dropping()), ..page(start()) },
        "checks-running" => page(checked(ready::running(), "Checking")),
        "checks-good" => page(checked(ready::good(), "")),
        "checks-bad" => page(checked(ready::bad(), "A check speaks against the start")),
        "checks-passed" => page(checked(ready::passed(), "")),
        "checks-old" => page(checked(ready::stale(), "")),
        "checks-long" => page(checked(long::checks(), &long::title())),
        "practice" => View { practice: Some(long::practice()), ..page(start()) },
        "notices" => View { notices: long::notices(), ..page(start()) },
        other => page(sheet(other)?),
    })
}

/// The start page with these checks, and why it cannot be started, if anything is in the way.
fn checked(checks: ChecksView, blocked: &str) -> StartView {
    let blocked = Some(blocked.to_owned()).filter(|words| !words.is_empty()).into_iter().collect();
    StartView { checks: Some(checks), blocked, ..start() }
}
