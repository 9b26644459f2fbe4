//! What it is for: every screen in every state, by a name: for the gallery, for pictures and for what is checked everywhere.
//! Out: views. What they borrow lives as long as the program. Never: compiled into the program.

use egui::{Key, Modifiers};

use crate::ui::view::*;

use super::{
    cluster as cluster_samples, dropping, finish, finished, long, observed, observed_stale, settings,
    settings_changed, start, start_in_trouble, step, steps_by_state, unfinished, view, wizard,
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
            ("failed", "trouble"),
            ("long", "start-long"),
        ],
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
    ("help", "start", Modifiers::NONE, Key::F1),
    ("help-step", "ready", Modifiers::NONE, Key::F1),
    ("help-cluster", "cluster", Modifiers::NONE, Key::F1),
];

/// A page, and the key that is pressed upon it.
pub(crate) fn page(name: &str) -> (View<'static>, Option<(Modifiers, Key)>) {
    let called = CALLED.iter().find(|(called, ..)| *called == name);
    let beneath = called.map_or(name, |(_, page, ..)| *page);
    (of(beneath), called.map(|(_, _, modifiers, key)| (*modifiers, *key)))
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
        "practice" => View { practice: Some(long::practice()), ..page(start()) },
        "notices" => View { notices: long::notices(), ..page(start()) },
        _ => return None,
    })
}
