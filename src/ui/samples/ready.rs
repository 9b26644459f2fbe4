//! What it is for: sample checks before a start: asked for the first time, all good, some in the way, gone past, old.
//! Out: plain data. Never: compiled into the program.

use crate::ui::view::*;

use super::s;

fn found(state: CheckState, words: &str, hint: &str) -> FindingView {
    FindingView { state, words: s(words), hint: (!hint.is_empty()).then(|| s(hint)) }
}

fn row(id: &str, group: &str, title: &str, words: &str) -> CheckRow {
    CheckRow {
        id: s(id),
        group: s(group),
        title: s(title),
        state: CheckState::Good,
        found: vec![found(CheckState::Good, words, "")],
        evidence: Vec::new(),
        age: s("12s"),
        ..CheckRow::default()
    }
}

/// Everything in order.
pub(crate) fn good() -> ChecksView {
    let mut rows = vec![
        row("person", "You", "Who am I?", "The cluster knows you as admin@example.org; you act in default"),
        row(
            "rights",
            "You",
            "May I do everything that it needs?",
            "You may do all 14 things that this change needs",
        ),
        row(
            "work-tree",
            "Repository",
            "Is the work tree clean?",
            "The work tree is clean where this change touches it",
        ),
        row(
            "upstream",
            "Repository",
            "Is it up to date with its upstream?",
            "The branch has all that origin/master has",
        ),
        row(
            "agreement",
            "Cluster",
            "Is the cluster as the repository says?",
            "All 9 objects that this change applies are as the repository says",
        ),
        row("names", "Cluster", "Are the names free?", "The name depot-pgbackup-1.0.188 is free"),
        row("others", "Cluster", "Is nobody else at it?", "Nobody runs a change in default"),
        row(
            "rivals",
            "Cluster",
            "Will nobody undo it?",
            "Nobody was found who would undo what this change does",
        ),
        row(
            "images",
            "What else it needs",
            "Are the images there?",
            "registry.example.org/depot:1.0.188 is there (sha256:9b1f00aa12bc…), built 2026-11-20 08:10 UTC",
        ),
        row(
            "clock",
            "What else it needs",
            "Does the clock go right?",
            "This computer's clock goes as the cluster's",
        ),
    ];
    rows[1].evidence = vec![s("get deployments.apps depot"), s("patch deployments.apps/scale depot")];
    ChecksView {
        chip: Some(Chip::new(Tone::Good, "all good")),
        sum: s("10 in order, 0 to look at, 0 in the way"),
        rows,
        asked: Some(s("asked 12s ago")),
        is_asking: false,
        rehearse: Some(true),
    }
}

/// One thing to look at.
pub(crate) fn warned() -> ChecksView {
    let mut view = good();
    view.rows[2].state = CheckState::Warn;
    view.rows[2].found = vec![found(
        CheckState::Warn,
        "CronJob `depot-maintenance-daily` stands twice in the file",
        "lines 213 and 244 of `deployments/depot.yml`: the second one wins",
    )];
    view.chip = Some(Chip::new(Tone::Warn, "1 to look at"));
    view.sum = s("9 in order, 1 to look at, 0 in the way");
    view
}

/// A right is missing, somebody would undo it, an answer is awaited.
pub(crate) fn bad() -> ChecksView {
    let mut view = warned();
    view.rows[1].state = CheckState::Bad;
    view.rows[1].found = vec![found(
        CheckState::Bad,
        "You may not **patch** `deployments/scale` in default",
        "Ask whoever administers the cluster for this right",
    )];
    view.rows[7].state = CheckState::Bad;
    view.rows[7].may_pass = true;
    view.rows[7].shown = s("argo");
    view.rows[7].evidence = vec![s("argocd.argoproj.io/tracking-id: depot:apps/Deployment:default/depot")];
    view.rows[7].found = vec![found(
        CheckState::Bad,
        "Deployment/depot: Argo CD keeps it as its application depot has it, and takes back what is set here",
        "Pause it for the time of the change, or make the change where it takes its state from.",
    )];
    view.rows[8].is_asked_again = true;
    view.rows[9].state = CheckState::Waiting;
    view.rows[9].found.clear();
    view.rows[9].age.clear();
    view.chip = Some(Chip::new(Tone::Bad, "2 in the way"));
    view.sum = s("6 in order, 1 to look at, 2 in the way");
    view.is_asking = true;
    view
}

/// What stood in the way was gone past.
pub(crate) fn passed() -> ChecksView {
    let mut view = bad();
    view.rows[1] = good().rows[1].clone();
    view.rows[7].state = CheckState::Warn;
    view.rows[7].may_pass = false;
    view.rows[7].passed =
        Some(s("Argo CD is paused for this application since 14:05, as agreed with the team"));
    view.rows[9] = good().rows[9].clone();
    view.chip = Some(Chip::new(Tone::Warn, "2 to look at"));
    view.sum = s("8 in order, 2 to look at, 0 in the way");
    view
}

/// Asked for the first time: some answers are there.
pub(crate) fn running() -> ChecksView {
    let mut view = good();
    for row in view.rows.iter_mut().skip(3) {
        *row = CheckRow { state: CheckState::Waiting, found: Vec::new(), age: String::new(), ..row.clone() };
    }
    view.chip = Some(Chip::busy("Checking"));
    view.sum = String::new();
    view.is_asking = true;
    view
}

/// The server has not answered for a while: the answers are old.
pub(crate) fn stale() -> ChecksView {
    let mut view = good();
    for row in &mut view.rows {
        row.age = s("7m12s");
        row.is_asked_again = true;
    }
    view.asked = Some(s("asked 7m12s ago"));
    view.is_asking = true;
    view
}
