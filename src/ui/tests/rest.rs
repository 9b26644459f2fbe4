//! What costs: a window at rest asks for no picture, and of many rows only those in sight are drawn.

use std::time::Duration;

use egui_kittest::{Harness, kittest::Queryable as _};

use crate::{
    observed::{Observed, PodRow},
    ui::{samples, view::*},
};

use super::{Window, open, start_view};

/// After which time the window wants to be drawn again although nothing happens.
fn rest(harness: &Harness<'static, Window>) -> Duration {
    let root = harness.output().viewport_output.get(&egui::ViewportId::ROOT).expect("the window");
    root.repaint_delay
}

/// A step in a state, beside rows that are an hour old or more.
fn calm(state: &str) -> View<'static> {
    let mut rows = samples::observed();
    rows.warnings.clear();
    beside(state, rows)
}

fn beside(state: &str, rows: Observed) -> View<'static> {
    let step = samples::steps_by_state().remove(state).expect("a sample for each state");
    let middle = MiddleView::Step(Box::new(step));
    let rows = Box::leak(Box::new(rows));
    samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, rows))))
}

/// Pods of this age in seconds.
fn pods(count: usize, age: i64) -> Observed {
    let rows = samples::observed();
    let model = rows.pods.first().expect("a pod").clone();
    let created = Some(samples::now() - jiff::SignedDuration::from_secs(age));
    let pods = (0..count)
        .map(|at| PodRow { name: format!("many-{at:04}"), created, ..PodRow::clone(&model) }.into())
        .collect();
    Observed { pods, warnings: Vec::new(), ..rows }
}

#[test]
fn a_step_that_waits_is_drawn_when_an_age_turns_and_no_more_than_twice_a_minute() {
    let in_minutes = rest(&open(beside("ready", pods(3, 600))));
    assert!(in_minutes >= Duration::from_secs(30) && in_minutes < Duration::from_secs(91), "{in_minutes:?}");
    let in_hours = rest(&open(beside("ready", pods(3, 7_200))));
    assert!(in_hours >= Duration::from_secs(30), "{in_hours:?}");
}

#[test]
fn a_start_page_that_is_filled_is_not_drawn_again() {
    assert_eq!(rest(&open(start_view(samples::start()))), Duration::MAX);
}

#[test]
fn what_is_young_or_under_way_moves_and_no_more_often_than_it_shows() {
    let young = rest(&open(beside("done", pods(3, 5))));
    assert!(young <= Duration::from_secs(1) && young >= Duration::from_millis(100), "{young:?}");
    let running = rest(&open(calm("running")));
    assert!(running >= Duration::from_millis(100), "{running:?}");
}

#[test]
fn of_a_thousand_pods_those_in_sight_are_drawn() {
    let shown = |count| {
        let harness = open(beside("ready", pods(count, 7_200)));
        harness.query_all_by_label_contains("many-").count()
    };
    assert_eq!(shown(40), 40, "few are all there, also for who reads without seeing");
    let many = shown(1_000);
    assert!((1..60).contains(&many), "{many}");
}
