//! The columns of tables: dragged, fitted, moved by keys and by who does not see them; remembered, and never gone.

use egui::{Key, Modifiers, PointerButton, Pos2, Rect, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{Window, open_with, taken};
use crate::{
    observed::survey::{Lens, Section, Survey},
    ui::{
        ColumnWidths, UiMemory,
        samples::{self, cluster, drift, history::History},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// A page with a table: its name among the widths, and the page.
fn tables() -> Vec<(&'static str, View<'static>)> {
    let section = |section: Section| {
        let lens = Lens { section, ..Lens::default() };
        let survey: &'static Survey = leak(cluster::survey(&lens, 40));
        samples::view(ScreenView::Cluster(Box::new(cluster::page(survey))))
    };
    let survey: &'static Survey = leak(cluster::survey(&Lens::default(), 3));
    let compared = drift::shown(cluster::page(survey), leak(drift::found()));
    vec![
        ("workloads", section(Section::Workloads)),
        ("pods", section(Section::Pods)),
        ("warnings", section(Section::Warnings)),
        ("drift", samples::view(ScreenView::Cluster(Box::new(compared)))),
        ("history", samples::view(ScreenView::History(Box::new(leak(History::of(30)).page())))),
    ]
}

fn table(name: &str) -> View<'static> {
    tables().into_iter().find(|(table, _)| *table == name).expect("a table").1
}

fn shown(name: &str, chosen: ColumnWidths) -> Harness<'static, Window> {
    open_with(table(name), UiMemory::remembering(false, chosen))
}

/// The dividers from left to right, each with the column that it stands behind.
fn dividers(window: &Harness<'static, Window>) -> Vec<(String, Rect)> {
    let mut all: Vec<(String, Rect)> = window
        .query_all_by_role(Role::Splitter)
        .filter_map(|node| Some((node.accesskit_node().label()?, node.rect())))
        .filter(|(name, _)| name.starts_with("Width of the column "))
        .map(|(name, rect)| (name.trim_start_matches("Width of the column ").to_owned(), rect))
        .collect();
    all.sort_by(|(_, one), (_, other)| one.left().total_cmp(&other.left()));
    all
}

fn place(window: &Harness<'static, Window>, column: &str) -> Pos2 {
    let found = dividers(window).into_iter().find(|(name, _)| name == column);
    found.unwrap_or_else(|| panic!("no divider behind {column}")).1.center()
}

fn drag(window: &mut Harness<'static, Window>, column: &str, by: f32) {
    let from = place(window, column);
    window.hover_at(from);
    window.run_steps(1);
    window.drag_at(from);
    window.run_steps(1);
    for part in [0.3, 0.7, 1.0] {
        window.hover_at(from + egui::vec2(by * part, 3.0));
        window.run_steps(1);
    }
    window.run_steps(1);
    window.drop_at(from + egui::vec2(by, 3.0));
    window.remove_cursor();
    window.run_steps(2);
}

fn press(window: &mut Harness<'static, Window>, key: Key) {
    window.key_press_modifiers(Modifiers::NONE, key);
    window.run_steps(2);
}

fn splitter<'a>(window: &'a Harness<'static, Window>, column: &str) -> egui_kittest::Node<'a> {
    window.get_by_role_and_label(Role::Splitter, leak(format!("Width of the column {column}")).as_str())
}

#[test]
fn a_divider_follows_the_pointer_in_every_table_and_the_others_beside_stay_in_the_window() {
    for (name, first) in [
        ("workloads", "Name"),
        ("pods", "Name"),
        ("warnings", "Name"),
        ("drift", "Object"),
        ("history", "Change"),
    ] {
        for by in [60.0, -90.0] {
            let mut window = shown(name, ColumnWidths::new());
            let (before, all) = (place(&window, first), dividers(&window));
            drag(&mut window, first, by);
            let after = place(&window, first);
            assert!((after.x - before.x - by).abs() <= 1.5, "{name}: {before} {after}");
            let moved = dividers(&window);
            assert_eq!(moved.len(), all.len(), "{name}");
            let (last, was) = (moved.last().expect("one"), all.last().expect("one"));
            assert!(last.0 == was.0 && (last.1.center().x - was.1.center().x).abs() <= 61.0, "{name}");
            assert!(taken(&mut window).is_empty(), "{name}: nothing else was asked for");
            let kept = window.state().memory.columns();
            assert!(!kept.is_empty() && kept.keys().all(|key| key.starts_with(name)), "{kept:?}");
        }
    }
}

#[test]
fn what_was_dragged_stands_there_at_the_next_start_and_goes_back_when_it_is_reset() {
    for (name, column) in
        [("pods", "Name"), ("pods", "State"), ("drift", "Object"), ("history", "How it stands")]
    {
        let mut window = shown(name, ColumnWidths::new());
        let usual = place(&window, column);
        drag(&mut window, column, -40.0);
        let (dragged, kept) = (place(&window, column), window.state().memory.columns().clone());
        assert!((dragged.x - usual.x + 40.0).abs() <= 1.5, "{name}: {usual} {dragged}");
        let mut window = shown(name, kept);
        assert!((place(&window, column).x - dragged.x).abs() <= 1.0, "{name}");
        window.state_mut().memory.reset_columns();
        window.run_steps(2);
        assert!((place(&window, column).x - usual.x).abs() <= 0.1, "{name}");
    }
}

#[test]
fn a_double_click_fits_the_longest_words_in_sight() {
    let mut window = shown("pods", ColumnWidths::new());
    drag(&mut window, "Name", -120.0);
    let at = place(&window, "Name");
    window.hover_at(at);
    window.run_steps(1);
    for pressed in [true, false, true, false] {
        let button = PointerButton::Primary;
        window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        window.run_steps(1);
    }
    window.run_steps(2);
    window.remove_cursor();
    window.run_steps(1);
    let name = "Pod depot-server-5c9f7d6b8-00001: Ready";
    let (words, divider) = (window.get_by_label(name).rect(), place(&window, "Name"));
    let room = divider.x - words.right();
    assert!((4.0..=14.0).contains(&room), "the longest name ends just before the divider: {words} {divider}");
}

#[test]
fn keys_move_a_divider_that_has_the_keyboard_and_leave_the_rows_alone() {
    for name in ["pods", "history"] {
        let column = if name == "pods" { "Name" } else { "Change" };
        let mut window = shown(name, ColumnWidths::new());
        splitter(&window, column).focus();
        window.run_steps(2);
        let before = place(&window, column).x;
        press(&mut window, Key::ArrowRight);
        press(&mut window, Key::ArrowRight);
        assert!((place(&window, column).x - before - 32.0).abs() <= 1.5, "{name}");
        press(&mut window, Key::ArrowLeft);
        assert!((place(&window, column).x - before - 16.0).abs() <= 1.5, "{name}");
        assert!(splitter(&window, column).is_focused());
        press(&mut window, Key::Enter);
        assert!((place(&window, column).x - before - 16.0).abs() > 1.5, "{name}: it fits the words");
        press(&mut window, Key::Escape);
        assert!(!splitter(&window, column).is_focused());
        assert!(taken(&mut window).is_empty(), "{name}: no row was gone to and no page left");
    }
}

#[test]
fn who_does_not_see_it_is_told_its_width_and_can_change_it() {
    let mut window = shown("pods", ColumnWidths::new());
    let width =
        |window: &Harness<'static, Window>| splitter(window, "State").accesskit_node().numeric_value();
    let before = width(&window).expect("a width in points");
    splitter(&window, "State").decrement_accesskit();
    window.run_steps(2);
    let after = width(&window).expect("a width in points");
    assert!((before - after - 16.0).abs() <= 1.0, "{before} {after}");
}

#[test]
fn no_column_vanishes_or_reaches_into_another_however_it_is_dragged() {
    for (name, _) in tables() {
        let mut window = shown(name, ColumnWidths::new());
        for size in [[1440.0, 900.0], [800.0, 560.0]] {
            window.set_size(size.into());
            window.run_steps(2);
            for (column, _) in dividers(&window) {
                for by in [900.0, -1_400.0] {
                    drag(&mut window, &column, by);
                    let all = dividers(&window);
                    for pair in all.windows(2) {
                        let between = pair[1].1.center().x - pair[0].1.center().x;
                        assert!(between >= 40.0, "{name} {size:?} {column} {by}: {pair:?}");
                    }
                    assert!(all.first().is_some_and(|(_, rect)| rect.center().x >= 60.0), "{name}: {all:?}");
                }
            }
        }
    }
}
