//! The history: rows by keys and clicks, search and filters, one record closely; and that only rows in sight are drawn.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{Window, buttons, click, open, taken};
use crate::{
    record::{Filter, Past, Place, Says, Standing},
    ui::{
        UiCommand,
        samples::{self, history::History},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn shown(view: HistoryView<'static>) -> Harness<'static, Window> {
    open(samples::view(ScreenView::History(Box::new(view))))
}

fn listed(many: i64) -> (&'static History, Harness<'static, Window>) {
    let history = leak(History::of(many));
    (history, shown(history.page()))
}

fn asked(command: HistoryCommand) -> [UiCommand; 1] {
    [UiCommand::History(command)]
}

fn press(window: &mut Harness<'static, Window>, key: Key) {
    window.key_press_modifiers(Modifiers::NONE, key);
    window.run_steps(2);
}

#[test]
fn without_a_change_the_page_says_what_will_stand_there() {
    let (_, window) = listed(0);
    window.get_by_label("No change yet");
    assert!(window.query_by_role(Role::TextInput).is_none(), "there is nothing to search");
}

#[test]
fn the_arrows_go_through_the_rows_and_enter_opens() {
    let (history, mut window) = listed(20);
    let key = |at: usize| history.rows[at].key.clone();
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    assert_eq!(taken(&mut window), [], "going through the rows asks for nothing");
    press(&mut window, Key::Enter);
    assert_eq!(taken(&mut window), asked(HistoryCommand::Open(key(1))));
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::Enter);
    assert_eq!(taken(&mut window), asked(HistoryCommand::Open(key(0))));
    press(&mut window, Key::End);
    press(&mut window, Key::Enter);
    assert_eq!(taken(&mut window), asked(HistoryCommand::Open(key(history.rows.len() - 1))));
}

#[test]
fn escape_leaves_the_field_then_the_page_and_from_a_record_the_rows_come_first() {
    let (history, mut window) = listed(20);
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(2);
    press(&mut window, Key::Escape);
    assert_eq!(taken(&mut window), [], "the field alone is left");
    press(&mut window, Key::Escape);
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::Cluster)], "the page before");
    let mut window = shown(history.record(1));
    press(&mut window, Key::Escape);
    assert_eq!(taken(&mut window), asked(HistoryCommand::Close));
}

#[test]
fn what_is_typed_is_sought_and_enter_opens_the_first_that_fits() {
    let (history, mut window) = listed(20);
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run_steps(2);
    window.get_by_role(Role::TextInput).type_text("ada");
    window.run_steps(2);
    let filter = Filter { words: "ada".to_owned(), ..Filter::default() };
    assert_eq!(taken(&mut window), asked(HistoryCommand::Look(filter.clone())));
    let found = leak(History::of(20).through(filter));
    assert!(found.shown.len() < history.shown.len());
    let mut window = shown(found.page());
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(2);
    press(&mut window, Key::Enter);
    let first = found.rows[found.shown[0]].key.clone();
    assert_eq!(taken(&mut window), asked(HistoryCommand::Open(first)));
}

#[test]
fn a_choice_filters_and_without_a_hit_everything_can_be_shown_again() {
    let (_, mut window) = listed(20);
    window.get_by_label("Result: All results").click();
    window.run_steps(2);
    let all = window.query_all_by_label("Rolled back");
    let option = all.into_iter().find(|node| node.accesskit_node().role() != Role::Label);
    option.expect("an option").click();
    window.run_steps(2);
    let filter = Filter { standing: Some(Standing::RolledBack), ..Filter::default() };
    assert_eq!(taken(&mut window), asked(HistoryCommand::Look(filter)));
    let nowhere = Filter { words: "nowhere".to_owned(), ..Filter::default() };
    let mut window = shown(leak(History::of(20).through(nowhere)).page());
    window.get_by_label("No change fits what is sought.");
    click(&mut window, "Show all");
    assert_eq!(taken(&mut window), asked(HistoryCommand::Look(Filter::default())));
}

#[test]
fn of_many_rows_those_in_sight_are_drawn_and_the_unfinished_stands_first() {
    let (history, window) = listed(500);
    let names = buttons(&window);
    let rows: Vec<&String> = names.iter().filter(|name| name.starts_with("Deploy the depot")).collect();
    assert!((10..60).contains(&rows.len()), "{} rows", rows.len());
    assert!(rows[0].contains("Unfinished · held · step 5 of 12"), "{}", rows[0]);
    assert!(history.rows.len() > 490);
    window.get_by_label_contains("2 are unfinished");
}

#[test]
fn what_cannot_be_read_is_said_and_listed_on_request() {
    let (_, mut window) = listed(20);
    window.get_by_label_contains("2 folders or files are no changes");
    click(&mut window, "Show what cannot be read");
    window.get_by_label_contains("version 3.0.0 of Changeover, which is newer");
    click(&mut window, "Open the folder of 2026-10-02T0801Z-depot-deploy-77aa");
    let opened = taken(&mut window);
    assert!(matches!(opened.as_slice(), [UiCommand::OpenPath(path)] if path.ends_with("77aa")), "{opened:?}");
    for said in ["The journal breaks at line 14", "Not a record of Changeover", "newer version of Changeover"]
    {
        assert!(window.query_all_by_label_contains(said).count() > 0, "{said}");
    }
}

#[test]
fn a_record_lists_its_deviations_first_and_can_be_taken_along() {
    let history = leak(History::of(20));
    let is_ended = |row: &Past| matches!(row.place, Place::Here(_)) && row.standing != Standing::Open;
    let at = history.rows.iter().position(is_ended).expect("an ended one");
    let mut window = shown(history.record(at));
    window.get_by_label("Deviations from the procedure");
    window.get_by_label_contains("Back up: Gone on although it failed: backed up by hand");
    window.get_by_label("Steps to implement the change");
    click(&mut window, "Save as Markdown…");
    assert_eq!(taken(&mut window), asked(HistoryCommand::Save));
    click(&mut window, "Put into the repository");
    assert_eq!(taken(&mut window), asked(HistoryCommand::Put));
    click(&mut window, "Copy as a comment");
    window.get_by_role_and_label(Role::Button, "Copied");
    assert!(!buttons(&window).iter().any(|name| name == "Take up again"));
    click(&mut window, "Back to the history");
    assert_eq!(taken(&mut window), asked(HistoryCommand::Close));
    let window = shown(history.record_shared(at));
    window.get_by_label_contains("and not committed yet");
    window.get_by_label("Copy the command line that commits the record");
    assert!(!buttons(&window).iter().any(|name| name == "Put into the repository"));
}

#[test]
fn a_copy_that_says_something_else_is_not_replaced_by_a_click() {
    let history = leak(History::of(20));
    let is_here = |row: &Past| matches!(row.place, Place::Here(_));
    let at = history.rows.iter().position(is_here).expect("one of this machine");
    for (says, said, is_offered) in [
        (Says::Older, "put the record there again", true),
        (Says::Other, "says something else than the journal", false),
    ] {
        let mut view = history.record_shared(at);
        let shared = view.open.as_mut().and_then(|open| open.shared.as_mut());
        shared.expect("a copy").says = says;
        let window = shown(view);
        window.get_by_label_contains(said);
        assert_eq!(buttons(&window).iter().any(|name| name == "Put into the repository"), is_offered);
    }
}

#[test]
fn an_unfinished_change_is_taken_up_on_the_page_of_changes() {
    let history = leak(History::of(3));
    let mut window = shown(history.record(0));
    click(&mut window, "Take up again");
    let key = history.rows[0].key.clone();
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::Change), UiCommand::Resume(key)]);
}

#[test]
fn the_page_is_reached_by_click_and_by_key_from_everywhere() {
    let mut window = super::open(super::start_view(samples::start()));
    click(&mut window, "Page: history");
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::History)]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.run_steps(2);
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::History)]);
}

#[test]
fn signs_that_deceive_are_seen_in_rows() {
    let mut history = History::of(1);
    history.rows[0].title = "Deploy \u{202e}1.2.3".to_owned();
    let window = shown(leak(history).page());
    assert!(window.query_all_by_label_contains("Deploy ‹U+202E›1.2.3").count() > 1);
}

#[test]
fn words_are_found_in_the_whole_record_and_deviations_stand_first() {
    let history = leak(History::of(20));
    let is_ended = |row: &Past| matches!(row.place, Place::Here(_)) && row.standing != Standing::Open;
    let at = history.rows.iter().position(is_ended).expect("an ended one");
    let mut window = shown(history.record(at));
    let top = |window: &Harness<'static, Window>, label: &str| {
        window.get_by_label(label).accesskit_node().raw_bounds().expect("a place").y0
    };
    let (deviations, course) = (top(&window, "Deviations from the procedure"), top(&window, "Timeline"));
    assert!(deviations < course, "{deviations} {course}");
    assert!(window.query_by_role(Role::TextInput).is_none());
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run_steps(2);
    window.get_by_role(Role::TextInput).type_text("steps to implement");
    window.run_steps(2);
    window.get_by_label_contains("1 line");
    press(&mut window, Key::Enter);
    window.run_steps(8);
    let row = window.get_by_label("Steps to implement the change").accesskit_node();
    let row = row.raw_bounds().expect("a place");
    assert!(row.y0 > 0.0 && row.y1 < 900.0, "it is in sight: {row:?}");
    press(&mut window, Key::Escape);
    assert!(window.query_by_role(Role::TextInput).is_none(), "Escape closes the field");
    assert_eq!(taken(&mut window), [], "and not the record with it");
}
