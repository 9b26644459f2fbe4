//! The sheets over the start page: a ticket as the beginning, and the request for one.

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::ui::{UiCommand, samples, view::*};

use super::{buttons, click, open, start_view, taken};

fn sheet(name: &str) -> View<'static> {
    start_view(samples::sheet(name).expect("a sample"))
}

#[test]
fn every_state_is_drawn_and_every_control_has_a_name() {
    for name in [
        "ticket",
        "ticket-busy",
        "ticket-failed",
        "ticket-choose",
        "ticket-review",
        "ticket-nothing",
        "ticket-hides",
        "ticket-taken",
        "request",
        "request-local",
        "request-missing",
    ] {
        let mut harness = open(sheet(name));
        harness.set_size(egui::vec2(1024.0, 640.0));
        harness.run_steps(3);
        assert!(buttons(&harness).iter().all(|name| !name.trim().is_empty()), "{name}");
        assert!(taken(&mut harness).is_empty(), "{name}");
    }
}

#[test]
fn a_ticket_is_pasted_and_read() {
    let mut harness = open(sheet("ticket"));
    let read = harness.get_by_role_and_label(Role::Button, "Read the text");
    assert!(read.accesskit_node().is_disabled());
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Text of the ticket");
    assert!(field.accesskit_node().is_focused(), "one pastes at once");
    field.type_text("### Description");
    harness.run_steps(2);
    click(&mut harness, "Read the text");
    let text = "### Description".to_owned();
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Read(text.clone()))]);
    click(&mut harness, "Cancel");
    click(&mut harness, "Open a file…");
    let wanted = [TicketCommand::Close, TicketCommand::Pick].map(UiCommand::Ticket);
    assert_eq!(taken(&mut harness), wanted);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Close)]);
    harness.state_mut().view = start_view(samples::start());
    harness.run_steps(2);
    harness.state_mut().view = sheet("ticket");
    harness.run_steps(2);
    click(&mut harness, "Read the text");
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Read(text))], "what was typed stayed");
}

#[test]
fn what_cannot_all_be_shown_is_not_taken_over() {
    let harness = open(sheet("ticket-hides"));
    let take = harness.get_by_role_and_label(Role::Button, "Take over");
    assert!(take.accesskit_node().is_disabled());
    assert!(harness.query_by_label_contains("more than can be shown here").is_some());
}

#[test]
fn an_address_is_asked_for() {
    let mut harness = open(sheet("ticket"));
    let field = harness.get_by_role_and_label(Role::TextInput, "Address of an issue");
    field.focus();
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Address of an issue");
    field.type_text("https://github.com/a/b/issues/7");
    harness.run_steps(2);
    click(&mut harness, "Read from there");
    let address = "https://github.com/a/b/issues/7".to_owned();
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Fetch(address))]);
}

#[test]
fn what_a_ticket_asks_for_is_taken_over_by_its_own_button_and_by_nothing_else() {
    let mut harness = open(sheet("ticket-review"));
    let cancel = harness.get_by_role_and_label(Role::Button, "Cancel");
    assert!(cancel.accesskit_node().is_focused());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Close)], "Enter takes nothing over");
    assert!(harness.query_by_label_contains("Asked by grace").is_some());
    assert!(harness.query_by_label_contains("\u{202e}").is_none(), "what turns the text is written out");
    click(&mut harness, "Known already, or in the procedure's own words (8)");
    assert!(harness.query_all_by_label_contains("line 12: kubectl").next().is_some());
    // The sheet finds its new height.
    harness.run_steps(6);
    click(&mut harness, "Another ticket");
    click(&mut harness, "Take over");
    let wanted = [TicketCommand::Back, TicketCommand::TakeOver].map(UiCommand::Ticket);
    assert_eq!(taken(&mut harness), wanted);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Close)]);
    let beside = egui::pos2(20.0, 450.0);
    harness.event(egui::Event::PointerMoved(beside));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: beside, button, pressed, modifiers });
        harness.run_steps(1);
    }
    harness.run_steps(1);
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Close)], "a click beside it closes it");
}

#[test]
fn a_procedure_is_chosen_where_several_fit() {
    let mut harness = open(sheet("ticket-choose"));
    click(&mut harness, "Read it as: Forum update");
    assert_eq!(taken(&mut harness), [UiCommand::Ticket(TicketCommand::Choose("forum".to_owned()))]);
}

#[test]
fn the_band_of_a_ticket_opens_it_or_lets_it_go() {
    let mut harness = open(sheet("ticket-taken"));
    assert!(harness.query_by_label_contains("asked by grace").is_some());
    click(&mut harness, "Open ticket");
    click(&mut harness, "The change is not that of the ticket any more");
    click(&mut harness, "Start from a ticket…");
    let address = "https://github.com/example/infrastructure/issues/17".to_owned();
    let wanted = [
        UiCommand::OpenAddress(address),
        UiCommand::Ticket(TicketCommand::LetGo),
        UiCommand::Ticket(TicketCommand::Open),
    ];
    assert_eq!(taken(&mut harness), wanted);
}

#[test]
fn a_request_leaves_by_three_ways_and_only_when_it_is_whole() {
    let mut harness = open(sheet("request"));
    harness.run_steps(6);
    assert!(harness.get_by_role_and_label(Role::Button, "Close").accesskit_node().is_focused());
    for name in ["Open a new issue at github.com", "Copy text", "Save…"] {
        click(&mut harness, name);
    }
    let wanted = [RequestCommand::OpenPage, RequestCommand::Copy, RequestCommand::Save];
    assert_eq!(taken(&mut harness), wanted.map(UiCommand::Request));
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert_eq!(taken(&mut harness), [UiCommand::Request(RequestCommand::Close)]);
    let harness = open(sheet("request-missing"));
    for name in ["Copy text", "Save…"] {
        assert!(harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled());
    }
    assert!(!buttons(&harness).iter().any(|name| name.starts_with("Open a new issue")));
}

#[test]
fn the_request_is_reached_without_a_cluster() {
    let start = StartView { blocked: vec!["Connect to a cluster".to_owned()], ..samples::start() };
    let mut harness = open(start_view(start));
    harness.get_by_role_and_label(Role::Button, "Request…").scroll_to_me();
    harness.run_steps(6);
    click(&mut harness, "Request…");
    assert_eq!(taken(&mut harness), [UiCommand::Request(RequestCommand::Open)]);
}
