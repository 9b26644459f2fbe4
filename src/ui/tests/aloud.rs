//! What is said to who listens to the window: every verdict, and nothing that changes by itself.

use egui::accesskit::Live;
use egui_kittest::kittest::NodeT as _;

use crate::{
    observed::Link,
    ui::{
        rich::{plain, visible},
        samples::{
            pages::{self, SCREENS},
            picture::{Look, Stage},
        },
        theme::Appearance,
        view::*,
    },
};

fn stage(name: &str) -> Stage {
    Stage::of(pages::page(name), Look::new(Appearance::Light, [1024.0, 640.0], 1.0))
}

/// What is said on a page, in the order of its parts.
fn said(stage: &Stage) -> Vec<String> {
    let nodes = stage.harness.root().children_recursive();
    let live = nodes.filter(|node| node.accesskit_node().live() != Live::Off);
    live.filter_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value())).collect()
}

fn shown(words: &str) -> String {
    visible(&plain(words)).into_owned()
}

/// What a page must say, by what it shows.
fn verdicts(view: &View<'_>, is_checks: bool) -> Vec<String> {
    let mut all = Vec::new();
    match &view.screen {
        ScreenView::Wizard(wizard) => {
            match &wizard.middle {
                MiddleView::Step(step) => all.extend(of_step(step)),
                MiddleView::Decide(page) => all.extend(page.seen.as_ref().map(|seen| seen.words.clone())),
                MiddleView::Finish(end) => all.push(end.headline.clone()),
            }
            if let Link::Stale { failure, .. } = &wizard.live.link.at(view.now) {
                all.push(failure.summary.text());
            }
            all.extend(wizard.live.unseen.iter().map(|failure| failure.summary.text()));
        }
        ScreenView::Start(start) => {
            let checks = start.checks.as_ref().filter(|_| is_checks || start.details.is_some());
            all.extend(checks.map(|checks| checks.sum.clone()));
            if !is_checks {
                all.extend(start.cluster.failure.as_ref().map(|failure| failure.summary.text()));
            }
            let ticket = start.ticket.as_ref().and_then(|ticket| ticket.failure.as_ref());
            all.extend(ticket.map(|failure| failure.summary.text()));
        }
        ScreenView::Cluster(cluster) => {
            all.extend(cluster.failure.filter(|_| !cluster.drift.is_shown).map(|why| why.summary.text()));
            if let Link::Stale { failure, .. } = &cluster.survey.link.at(view.now) {
                all.push(failure.summary.text());
            }
            let chosen = cluster.chosen.as_ref();
            all.extend(chosen.and_then(|chosen| chosen.failure).map(|why| why.summary.text()));
            all.extend(
                chosen
                    .and_then(|chosen| chosen.way.as_ref())
                    .and_then(|way| way.trouble())
                    .map(|one| one.words.text()),
            );
            all.extend(cluster.drift.failure.map(|why| why.summary.text()));
        }
        ScreenView::History(history) => all.extend(history.failure.map(|why| why.summary.text())),
        ScreenView::Settings(_) => {}
    }
    for notice in &view.notices {
        all.push(match &notice.what {
            NoticeText::Words(words) => words.clone(),
            NoticeText::Failure(failure) => failure.summary.text(),
        });
    }
    all.retain(|words| !words.is_empty());
    all
}

fn of_step(step: &StepView<'_>) -> Vec<String> {
    let happening = step.happening.as_ref().and_then(|happening| happening.failure.as_ref());
    let headline = step.verdict.as_ref().map(|verdict| verdict.headline.clone());
    headline.into_iter().chain(happening.map(|failure| failure.summary.text())).collect()
}

/// Another verdict in the place of the page's own; whether it has one.
fn judge_otherwise(view: &mut View<'_>, words: &str) -> bool {
    match &mut view.screen {
        ScreenView::Wizard(wizard) => match &mut wizard.middle {
            MiddleView::Step(step) => {
                step.verdict.as_mut().map(|verdict| words.clone_into(&mut verdict.headline)).is_some()
            }
            MiddleView::Decide(page) => {
                page.seen.as_mut().map(|seen| words.clone_into(&mut seen.words)).is_some()
            }
            MiddleView::Finish(end) => {
                words.clone_into(&mut end.headline);
                true
            }
        },
        ScreenView::Start(start) => {
            let checks = start.checks.as_mut().filter(|checks| !checks.sum.is_empty());
            checks.map(|checks| words.clone_into(&mut checks.sum)).is_some()
        }
        ScreenView::Cluster(_) | ScreenView::History(_) | ScreenView::Settings(_) => false,
    }
}

/// What of a page changes each second, in words that were made before it is drawn.
fn ages(view: &View<'_>) -> Vec<String> {
    match &view.screen {
        ScreenView::Wizard(wizard) => match &wizard.middle {
            MiddleView::Step(step) => {
                let progress = step.progress.iter().flat_map(|one| [one.time.clone(), one.words.clone()]);
                progress.chain([wizard.status.progress.clone()]).collect()
            }
            MiddleView::Decide(_) | MiddleView::Finish(_) => vec![wizard.status.progress.clone()],
        },
        ScreenView::Start(start) => {
            let checks = start.checks.iter();
            checks.flat_map(|checks| checks.asked.iter().cloned()).collect()
        }
        ScreenView::Cluster(_) | ScreenView::History(_) | ScreenView::Settings(_) => Vec::new(),
    }
}

/// What is wrong with what a page says.
fn faults(name: &str) -> Vec<String> {
    let mut stage = stage(name);
    let mut faults = Vec::new();
    let (before, view) = (said(&stage), stage.harness.state().view.clone());
    // Before a dialog or a list of commands the page is not read.
    if view.dialog.is_none() {
        for words in verdicts(&view, name.starts_with("checks-")) {
            if !before.iter().any(|said| said.contains(&shown(&words))) {
                faults.push(format!("{name}: “{words}” is not said"));
            }
        }
    }
    for age in ages(&view).iter().filter(|age| !age.is_empty()) {
        faults.extend(
            before
                .iter()
                .filter(|said| said.contains(age.as_str()))
                .map(|said| format!("{name}: “{said}” says an age")),
        );
    }
    for seconds in [1, 2] {
        let later = view.now + jiff::SignedDuration::from_secs(seconds);
        stage.harness.state_mut().view.now = later;
        stage.harness.run_steps(1);
        let now = said(&stage);
        if now != before {
            faults.push(format!("{name}: after {seconds} s it says {now:?}, before {before:?}"));
        }
    }
    let other = "Quite another verdict";
    if view.dialog.is_none() && judge_otherwise(&mut stage.harness.state_mut().view, other) {
        stage.harness.run_steps(2);
        if !said(&stage).iter().any(|said| said.contains(other)) {
            faults.push(format!("{name}: another verdict is not said"));
        }
    }
    faults
}

/// States between the usual and the worst one that have a verdict.
const JUDGED: [&str; 12] = [
    "failed",
    "late",
    "done",
    "stale",
    "happened",
    "cannot-tell",
    "trouble",
    "checks-passed",
    "route-shared",
    "cluster-failed",
    "object-failed",
    "drift-failed",
];

fn none_of(part: usize) {
    let names = SCREENS.iter().flat_map(|(_, states)| {
        let last = states.len() - 1;
        let ends = states.iter().enumerate();
        ends.filter(move |(at, (_, name))| *at == 0 || *at == last || JUDGED.contains(name))
    });
    let names = names.map(|(_, (_, name))| *name);
    let all: Vec<String> = names.skip(part).step_by(2).flat_map(faults).collect();
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_verdict_is_said_and_nothing_that_changes_by_itself_1() {
    none_of(0);
}

#[test]
fn every_verdict_is_said_and_nothing_that_changes_by_itself_2() {
    none_of(1);
}

#[test]
fn what_is_stale_is_said_without_its_age() {
    for name in ["stale", "cluster-stale"] {
        let stage = stage(name);
        let said = said(&stage);
        let has = |words: &str| said.iter().any(|said| said.contains(words));
        assert!(has("The connection is lost"), "{name}: {said:?}");
        assert!(!has(" old"), "{name}: {said:?}");
    }
}
