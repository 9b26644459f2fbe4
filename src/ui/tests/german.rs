//! The screens in German, whose words are longer: no control leaves the window, and none lies on another, where it does
//! not in English too.

use egui::{Rect, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{Window, live, open, start_view, wizard_view};
use crate::{
    observed::survey::{Lens, Survey},
    ui::{
        samples::{self, cluster, drift, history::History},
        view::*,
    },
    words::{Language, speaking},
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn wizard(middle: MiddleView<'static>) -> View<'static> {
    samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, live()))))
}

fn cluster_view(part: Option<DetailPart>) -> View<'static> {
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 30));
    let mut page = cluster::page(survey);
    page.chosen =
        part.map(|part| cluster::chosen(survey, leak(cluster::key()), leak(cluster::detail()), part));
    samples::view(ScreenView::Cluster(Box::new(page)))
}

fn drift_view() -> View<'static> {
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 3));
    let page = drift::shown(cluster::page(survey), leak(drift::found()));
    samples::view(ScreenView::Cluster(Box::new(page)))
}

fn dialog(of: fn() -> DialogView<'static>) -> View<'static> {
    let mut view = wizard_view(samples::step());
    view.dialog = Some(of());
    view
}

/// The screens, put into the words that are spoken while this runs.
fn views() -> Vec<(String, View<'static>)> {
    let named = |(name, view): (&str, View<'static>)| (name.to_owned(), view);
    let begun =
        StartView { unfinished: samples::unfinished(), finished: samples::finished(), ..samples::start() };
    let history: &'static History = leak(History::of(20));
    let mut views: Vec<(String, View<'static>)> = vec![
        ("start", start_view(samples::start())),
        ("trouble", start_view(samples::start_in_trouble())),
        ("begun", start_view(begun)),
        ("empty", start_view(StartView::default())),
        ("finish", wizard(MiddleView::Finish(samples::finish()))),
        ("decide", wizard(MiddleView::Decide(Box::new(samples::decide())))),
        ("dialog", dialog(samples::dialog)),
        ("typed", dialog(samples::dialog_typed)),
        ("cluster", cluster_view(None)),
        ("detail", cluster_view(Some(DetailPart::Overview))),
        ("events", cluster_view(Some(DetailPart::Events))),
        ("drift", drift_view()),
        ("history", samples::view(ScreenView::History(Box::new(history.page())))),
        ("record", samples::view(ScreenView::History(Box::new(history.record(3))))),
        ("settings", samples::view(ScreenView::Settings(Box::new(samples::settings())))),
        ("settings changed", samples::view(ScreenView::Settings(Box::new(samples::settings_changed())))),
    ]
    .into_iter()
    .map(named)
    .collect();
    let steps = samples::steps_by_state();
    views.extend(steps.into_iter().map(|(name, step)| (format!("step {name}"), wizard_view(step))));
    views
}

/// The controls of a window, with their places.
fn controls(window: &egui_kittest::Harness<'static, Window>) -> Vec<(String, Rect)> {
    let roles =
        [Role::Button, Role::RadioButton, Role::CheckBox, Role::TextInput, Role::ComboBox, Role::Link];
    let of = |role: Role| {
        window
            .query_all_by_role(role)
            .map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect()))
            .collect::<Vec<_>>()
    };
    roles.into_iter().flat_map(of).collect()
}

/// What is wrong with the places: controls over the right edge, and controls that lie partly on each other.
fn misplaced(window: &egui_kittest::Harness<'static, Window>, width: f32) -> Vec<String> {
    let controls = controls(window);
    let mut found = Vec::new();
    for (at, (name, place)) in controls.iter().enumerate() {
        if place.right() > width + 1.0 {
            found.push(format!("“{name}” goes over the edge: {place:?}"));
        }
        for (other, there) in controls.iter().skip(at + 1) {
            let both = place.intersect(*there);
            let is_inside = place.contains_rect(*there) || there.contains_rect(*place);
            if both.width() > 3.0 && both.height() > 3.0 && !is_inside {
                found.push(format!("“{name}” lies on “{other}”: {both:?}"));
            }
        }
    }
    found
}

#[test]
fn longer_words_push_no_control_out_of_the_window_or_onto_another() {
    let mut problems = Vec::new();
    for width in [1440.0, 1024.0] {
        let seen = |language: Language| {
            speaking(language, || {
                let seen = views().into_iter().map(|(name, view)| {
                    let mut window = open(view);
                    window.set_size(egui::vec2(width, 2600.0));
                    window.run_steps(3);
                    (name, misplaced(&window, width))
                });
                seen.collect::<Vec<_>>()
            })
        };
        for ((name, english), (_, german)) in seen(Language::English).into_iter().zip(seen(Language::German))
        {
            if german.len() > english.len() {
                problems.push(format!("{name} at {width}:\n  {}", german.join("\n  ")));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
