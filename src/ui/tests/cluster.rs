//! The cluster page: sections, filter, order, one object closely; and that only rows in sight are drawn.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{Window, click, open, taken};
use crate::{
    observed::survey::{Column, Lens, Section, Survey},
    ui::{
        UiCommand,
        samples::{self, cluster},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn shown(lens: &Lens, pods: usize, part: Option<DetailPart>) -> egui_kittest::Harness<'static, Window> {
    let survey: &'static Survey = leak(cluster::survey(lens, pods));
    let mut page = cluster::page(survey);
    page.chosen =
        part.map(|part| cluster::chosen(survey, leak(cluster::key()), leak(cluster::detail()), part));
    open(samples::view(ScreenView::Cluster(Box::new(page))))
}

#[test]
fn each_section_says_its_worst_and_shows_its_rows() {
    let mut window = shown(&Lens::default(), 3, None);
    let name = "Workloads: 6 / 8, The image cannot be pulled: registry.example/irccat:0.4.12 \
                (ImagePullBackOff) · irccat";
    window.get_by_label(name);
    window.get_by_label("Warnings of the last hour: 1, Back-off pulling image \"registry.example/irccat:0.4.12\" · irccat-7d9c-x2kfp");
    click(&mut window, "Pods: 3 / 3, All as wanted");
    let wanted = Lens { section: Section::Pods, ..Lens::default() };
    assert_eq!(taken(&mut window), [UiCommand::Look(wanted)]);
}

#[test]
fn a_title_orders_and_a_second_click_turns_it_round() {
    let mut window = shown(&Lens::default(), 3, None);
    click(&mut window, "Order by State");
    let by = Lens { by: Column::State, ..Lens::default() };
    assert_eq!(taken(&mut window), [UiCommand::Look(by.clone())]);
    let mut window = shown(&by, 3, None);
    click(&mut window, "Order by State");
    assert_eq!(taken(&mut window), [UiCommand::Look(Lens { is_reversed: true, ..by })]);
}

#[test]
fn what_is_typed_filters_and_only_problems_can_be_shown() {
    let mut window = shown(&Lens::default(), 3, None);
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(1);
    window.get_by_role(Role::TextInput).type_text("irc");
    window.run_steps(2);
    let filter = |filter: &str| Lens { filter: filter.to_owned(), ..Lens::default() };
    assert_eq!(taken(&mut window), [UiCommand::Look(filter("irc"))]);
    click(&mut window, "Only problems");
    assert_eq!(taken(&mut window), [UiCommand::Look(Lens { only_problems: true, ..Lens::default() })]);
    let window = shown(&filter("nowhere"), 3, None);
    window.get_by_label(&crate::words::text("survey-none-left"));
}

#[test]
fn letters_that_are_typed_before_the_rows_follow_are_not_lost() {
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 3));
    let mut page = cluster::page(survey);
    page.lens = leak(Lens { filter: "ir".to_owned(), ..Lens::default() });
    let mut window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(1);
    window.get_by_role(Role::TextInput).type_text("c");
    window.run_steps(2);
    assert_eq!(taken(&mut window), [UiCommand::Look(Lens { filter: "irc".to_owned(), ..Lens::default() })]);
}

#[test]
fn a_paste_that_fits_no_field_is_cut_and_said() {
    let mut window = shown(&Lens::default(), 3, None);
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(1);
    window.event(egui::Event::Paste("irccat ".repeat(150_000)));
    window.run_steps(1);
    let filter = "irccat ".repeat(586).chars().take(4_096).collect();
    let cut = Lens { filter, ..Lens::default() };
    assert_eq!(taken(&mut window), [UiCommand::Look(cut.clone())]);
    let mut window = shown(&cut, 3, None);
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(3);
    window.get_by_label("This field takes 4096 characters. What comes after them was left out.");
}

#[test]
fn a_row_is_chosen_by_click_and_by_arrows() {
    let mut window = shown(&Lens::default(), 3, None);
    let name =
        "Deployment irccat: The image cannot be pulled: registry.example/irccat:0.4.12 (ImagePullBackOff)";
    click(&mut window, name);
    assert_eq!(taken(&mut window), [UiCommand::LookAt(Some(cluster::key()))]);
    let mut window = shown(&Lens::default(), 3, Some(DetailPart::Overview));
    window.key_press_modifiers(Modifiers::NONE, Key::ArrowDown);
    window.run_steps(2);
    let next = crate::observed::survey::ItemKey {
        row: "postgres".into(),
        name: "postgres".into(),
        ..cluster::key()
    };
    assert_eq!(taken(&mut window), [UiCommand::LookAt(Some(next))]);
}

#[test]
fn an_object_shows_state_events_and_yaml_and_nothing_acts() {
    let window = shown(&Lens::default(), 3, Some(DetailPart::Overview));
    window.get_by_label("ReplicaSet/irccat-7d9c ← Deployment/irccat");
    let window = shown(&Lens::default(), 3, Some(DetailPart::Events));
    window.get_by_label("Failed to pull image: not found");
    let mut window = shown(&Lens::default(), 3, Some(DetailPart::Yaml));
    assert!(window.query_all_by_label("apiVersion: apps/v1").count() > 0);
    click(&mut window, "Events");
    assert_eq!(taken(&mut window), [UiCommand::ShowDetail(DetailPart::Events)]);
    click(&mut window, "Close");
    assert_eq!(taken(&mut window), [UiCommand::LookAt(None)]);
}

#[test]
fn of_ten_thousand_rows_only_those_in_sight_are_laid_out() {
    let lens = Lens { section: Section::Pods, ..Lens::default() };
    let window = shown(&lens, 10_000, None);
    let rows = window.query_all_by_label_contains("Pod depot").count();
    assert!((10..100).contains(&rows), "{rows}");
}

#[test]
fn the_pages_are_reached_by_click_and_by_key_from_everywhere() {
    let mut window = shown(&Lens::default(), 3, None);
    click(&mut window, "Page: change");
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::Change)]);
    let mut window = super::open(super::start_view(samples::start()));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    window.run_steps(2);
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::Cluster)]);
}

#[test]
fn without_a_connection_the_page_says_what_to_do() {
    let survey: &'static Survey = leak(Survey::default());
    let mut page = cluster::page(survey);
    page.nothing = Some(crate::words::text("survey-no-cluster"));
    let window = open(samples::view(ScreenView::Cluster(Box::new(page))));
    assert!(window.query_by_label_contains("Choose a kubeconfig").is_some());
}
