//! Rows of the last time on the cluster page: they say how old they are, and can be looked at.

use egui_kittest::kittest::Queryable as _;
use jiff::{SignedDuration, Timestamp};

use super::{click, open, taken};
use crate::{
    observed::{
        Link,
        survey::{Lens, Section},
    },
    ui::{
        UiCommand,
        samples::{self, cluster},
        view::{DetailPart, ScreenView},
    },
};

fn before() -> Timestamp {
    samples::now().checked_sub(SignedDuration::from_mins(12)).expect("a time")
}

#[test]
fn rows_of_before_say_how_old_they_are_and_can_be_looked_at() {
    let mut survey = cluster::survey(&Lens::default(), 3);
    (survey.link, survey.recalled) = (Link::Connecting, Some(before()));
    let survey = Box::leak(Box::new(survey));
    let mut window = open(samples::view(ScreenView::Cluster(Box::new(cluster::page(survey)))));
    window.get_by_label("As of 12m ago; connecting …");
    click(&mut window, "Deployment postgres: Ready");
    let commands = taken(&mut window);
    assert!(matches!(commands.as_slice(), [UiCommand::LookAt(Some(key))] if &*key.name == "postgres"));
}

#[test]
fn of_what_was_not_kept_no_number_is_told() {
    let mut survey = cluster::survey(&Lens::default(), 3);
    (survey.link, survey.recalled) = (Link::Connecting, Some(before()));
    survey.partial = [Section::Jobs, Section::Warnings].into();
    survey.tallies.retain(|section, _| !matches!(section, Section::Jobs | Section::Warnings));
    let survey = Box::leak(Box::new(survey));
    let window = open(samples::view(ScreenView::Cluster(Box::new(cluster::page(survey)))));
    window.get_by_label("Jobs: –, Not kept");
    window.get_by_label("Warnings of the last hour: –, Not known until the server tells them");
}

#[test]
fn without_a_connection_an_object_is_told_by_its_row_alone() {
    let mut survey = cluster::survey(&Lens::default(), 3);
    let failure = samples::failure();
    let words = failure.summary.text();
    (survey.link, survey.recalled) = (Link::Stale { heard_at: Some(before()), failure }, Some(before()));
    let survey = &*Box::leak(Box::new(survey));
    let key = Box::leak(Box::new(cluster::key()));
    let detail = Box::leak(Box::new(cluster::detail()));
    let mut page = cluster::page(survey);
    let mut chosen = cluster::chosen(survey, key, detail, DetailPart::Overview);
    (chosen.is_offline, chosen.detail, chosen.read_at) = (true, None, None);
    page.chosen = Some(chosen);
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    window.get_by_label("These rows are 12m old");
    window.get_by_label(&words);
    window.get_by_label(&crate::words::text("last-known-offline"));
}

#[test]
fn why_there_is_no_connection_is_told_with_its_next_step() {
    let mut survey = cluster::survey(&Lens::default(), 3);
    let failure = &*Box::leak(Box::new(samples::failure()));
    let link = Link::Stale { heard_at: Some(before()), failure: failure.clone() };
    (survey.link, survey.recalled) = (link, Some(before()));
    let survey = &*Box::leak(Box::new(survey));
    let mut page = cluster::page(survey);
    page.failure = Some(failure);
    let hint = failure.hint.as_ref().expect("a hint").text();
    let window = open(samples::view(ScreenView::Cluster(Box::new(page.clone()))));
    window.get_by_label("These rows are 12m old");
    // Once.
    window.get_by_label(&failure.summary.text());
    window.get_by_label(&hint);
    // And where rows of before are no ground to compare on.
    (page.drift.is_shown, page.drift.nothing) = (true, Some("Not connected".to_owned()));
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    window.get_by_label(&failure.summary.text());
    window.get_by_label(&hint);
}

#[test]
fn what_was_read_of_an_object_says_how_old_it_is_without_a_connection() {
    let mut survey = cluster::survey(&Lens::default(), 3);
    (survey.link, survey.recalled) = (Link::Connecting, Some(before()));
    let survey = &*Box::leak(Box::new(survey));
    let key = Box::leak(Box::new(cluster::key()));
    let detail = Box::leak(Box::new(cluster::detail()));
    let mut page = cluster::page(survey);
    let mut chosen = cluster::chosen(survey, key, detail, DetailPart::Yaml);
    (chosen.is_offline, chosen.read_at) = (true, Some(before()));
    page.chosen = Some(chosen);
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    window.get_by_label("Not connected: this is as it was read 12m ago.");
    assert!(window.query_by_label(&crate::words::text("last-known-offline")).is_none());
}
