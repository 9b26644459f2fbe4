//! Repository and cluster beside each other: what is said before, while and after; and that nothing on it writes.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{Window, buttons, click, open, taken};
use crate::{
    manifest::drift::Drift,
    observed::{
        fighters::Fighter,
        survey::{Detail, Lens, Survey},
    },
    ui::{
        UiCommand,
        samples::{self, cluster, drift},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn page() -> ClusterView<'static> {
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 3));
    cluster::page(survey)
}

fn window(change: impl FnOnce(&mut DriftView<'static>)) -> egui_kittest::Harness<'static, Window> {
    let found: &'static Drift = leak(drift::found());
    let mut page = drift::shown(page(), found);
    change(&mut page.drift);
    open(samples::view(ScreenView::Cluster(Box::new(page))))
}

fn asked(command: DriftCommand) -> [UiCommand; 1] {
    [UiCommand::Drift(command)]
}

#[test]
fn it_is_reached_from_what_runs_and_left_again() {
    let mut window = open(samples::view(ScreenView::Cluster(Box::new(page()))));
    click(&mut window, "Repository ↔ cluster");
    assert_eq!(taken(&mut window), asked(DriftCommand::Show(true)));
    let mut window = self::window(|_| {});
    click(&mut window, "What runs");
    assert_eq!(taken(&mut window), asked(DriftCommand::Show(false)));
}

#[test]
fn before_it_is_asked_it_says_that_nothing_is_written_and_which_rights_it_needs() {
    let mut window = window(|view| view.drift = None);
    window.get_by_label_contains("Nothing is written");
    window.get_by_label_contains("rights get, patch and create");
    click(&mut window, "Compare");
    assert_eq!(taken(&mut window), asked(DriftCommand::Compare));
}

#[test]
fn without_a_repository_it_says_where_to_choose_one() {
    let window = window(|view| view.nothing = Some(crate::words::text("drift-no-repository")));
    window.get_by_label_contains("No repository is chosen");
    assert!(!buttons(&window).iter().any(|name| name.starts_with("Compare")));
}

#[test]
fn while_it_compares_it_says_how_far_it_is_and_can_be_stopped() {
    let mut window = window(|view| view.progress = Some((4, 31)));
    window.get_by_label_contains("4 of 31 objects");
    // The rows of before stay, with their age.
    window.get_by_label_contains("compared 72s ago");
    assert!(!buttons(&window).iter().any(|name| name.starts_with("Compare")));
    click(&mut window, "Stop comparing");
    assert_eq!(taken(&mut window), asked(DriftCommand::Stop));
}

#[test]
fn a_row_is_chosen_by_click_and_by_arrows() {
    let mut window = window(|_| {});
    window.get_by_label_contains("3 differ");
    click(&mut window, "CronJob/search-index: Missing in the cluster, deployments/search.yml:31");
    assert_eq!(taken(&mut window), asked(DriftCommand::Choose(Some(2))));
    let diff: &'static crate::manifest::Diff = leak(drift::difference());
    let mut window = self::window(|view| view.chosen = Some(drift::closely(diff)));
    window.key_press_modifiers(Modifiers::NONE, Key::ArrowDown);
    window.run_steps(2);
    assert_eq!(taken(&mut window), asked(DriftCommand::Choose(Some(1))));
    window.key_press_modifiers(Modifiers::NONE, Key::Escape);
    window.run_steps(2);
    assert_eq!(taken(&mut window), asked(DriftCommand::Choose(None)));
}

#[test]
fn a_chosen_row_shows_who_holds_the_field_and_the_difference() {
    let diff: &'static crate::manifest::Diff = leak(drift::difference());
    let window = window(|view| view.chosen = Some(drift::closely(diff)));
    window.get_by_label_contains("was changed by hand (kubectl-set");
    window.get_by_label_contains("edits that are not committed");
    window.get_by_label("removed, line 43:         image: registry.example/depot:1.0.187-hotfix");
    window.get_by_label("added, line 43:         image: registry.example/depot:1.0.188");
    window.get_by_label("Copy the kubectl diff line");
}

#[test]
fn who_else_writes_to_an_object_is_told_beside_it() {
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 3));
    let detail = Detail {
        fighters: vec![
            Fighter::Budget { name: "irccat".to_owned(), keeps: "minAvailable 1".to_owned() },
            Fighter::Autoscaler { name: "irccat".to_owned(), limits: (2, 8) },
        ],
        ..cluster::detail()
    };
    let mut page = cluster::page(survey);
    page.chosen = Some(cluster::chosen(survey, leak(cluster::key()), leak(detail), DetailPart::Overview));
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    window.get_by_label("Who else writes to it");
    assert!(
        window
            .query_all_by_label_contains("The autoscaler irccat (HorizontalPodAutoscaler, from 2 to 8)")
            .count()
            > 0
    );
    assert!(window.query_all_by_label_contains("The disruption budget irccat").count() > 0);
}
