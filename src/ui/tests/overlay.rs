//! What is called over a page by key: the list of commands, shortcuts, help. By typing, arrows, Enter and Escape; nothing
//! of it acts, and the keyboard comes back to where it was.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{Window, buttons, click, open, start_view, taken, wizard_view};
use crate::{
    observed::survey::{Lens, Section, Survey},
    ui::{
        UiCommand,
        samples::{self, cluster},
        view::*,
    },
};

type Opened = Harness<'static, Window>;

fn press(window: &mut Opened, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

fn commands(window: &mut Opened) {
    press(window, Modifiers::COMMAND, Key::K);
}

fn type_in(window: &mut Opened, words: &str) {
    window.get_by_role_and_label(Role::TextInput, "Commands").type_text(words);
    window.run_steps(2);
}

/// The lines of the list, the chosen one marked.
fn lines(window: &Opened) -> Vec<(String, bool)> {
    let options = window.query_all_by_role(Role::ListBoxOption);
    let line = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        (node.label().unwrap_or_default(), node.is_selected() == Some(true))
    };
    options.map(line).collect()
}

fn chosen(window: &Opened) -> String {
    let chosen: Vec<String> =
        lines(window).into_iter().filter(|(_, is_chosen)| *is_chosen).map(|(line, _)| line).collect();
    let [only] = chosen.as_slice() else { panic!("one is chosen: {chosen:?}") };
    only.clone()
}

fn is_open(window: &Opened, dialog: &str) -> bool {
    window.query_by_role_and_label(Role::Dialog, dialog).is_some()
}

fn cluster_page() -> Opened {
    let survey: &'static Survey = Box::leak(Box::new(cluster::survey(&Lens::default(), 3)));
    let mut page = cluster::page(survey);
    let (key, detail) = (Box::leak(Box::new(cluster::key())), Box::leak(Box::new(cluster::detail())));
    page.chosen = Some(cluster::chosen(survey, key, detail, DetailPart::Overview));
    open(samples::view(ScreenView::Cluster(Box::new(page))))
}

#[test]
fn a_command_is_found_by_a_few_letters_and_given_by_enter() {
    let mut window = open(start_view(samples::start()));
    commands(&mut window);
    assert!(is_open(&window, "Commands"));
    type_in(&mut window, "go clus");
    assert_eq!(chosen(&window), "Go to the cluster: Page");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(taken(&mut window), [UiCommand::ShowPage(Page::Cluster)]);
    assert!(!is_open(&window, "Commands"));
}

#[test]
fn arrows_go_through_the_list_round_its_ends_and_the_choice_is_said() {
    let mut window = open(start_view(samples::start()));
    commands(&mut window);
    let all: Vec<String> = lines(&window).into_iter().map(|(line, _)| line).collect();
    assert!(all.len() > 5, "{all:?}");
    let (first, last) = (all.first().expect("a line"), all.last().expect("a line"));
    assert_eq!(&chosen(&window), first);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(&chosen(&window), last);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(Some(&chosen(&window)), all.get(1));
    let label = all.get(1).and_then(|line| line.split(": ").next()).expect("a label");
    let place = format!(", 2 of {}", all.len());
    let said = window.get_by_label_contains(&place);
    // The words of a label are its value.
    let said = said.accesskit_node();
    assert!(said.label().or(said.value()).is_some_and(|said| said.starts_with(label)));
    assert!(taken(&mut window).is_empty(), "going through it does nothing");
}

#[test]
fn escape_leaves_the_list_and_the_keyboard_goes_back_to_where_it_was() {
    let mut window = open(start_view(samples::start()));
    let button = |window: &Opened| {
        window.get_by_role_and_label(Role::Button, "Import a change…").accesskit_node().is_focused()
    };
    window.get_by_role_and_label(Role::Button, "Import a change…").focus();
    window.run_steps(2);
    assert!(button(&window));
    for (modifiers, key, dialog) in [
        (Modifiers::COMMAND, Key::K, "Commands"),
        (Modifiers::NONE, Key::F1, "Help: Start"),
        (Modifiers::NONE, Key::Questionmark, "Shortcuts"),
    ] {
        press(&mut window, modifiers, key);
        assert!(is_open(&window, dialog), "{dialog}");
        assert!(!button(&window), "{dialog}");
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(!is_open(&window, dialog), "{dialog}");
        assert!(button(&window), "{dialog}");
    }
    assert!(taken(&mut window).is_empty());
}

#[test]
fn an_object_is_found_by_its_name_in_every_section() {
    let mut window = cluster_page();
    commands(&mut window);
    type_in(&mut window, "00002");
    assert!(chosen(&window).starts_with("depot-server-5c9f7d6b8-00002: Pod"), "{:?}", lines(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let commands = taken(&mut window);
    let is_pods =
        |command: &UiCommand| matches!(command, UiCommand::Look(lens) if lens.section == Section::Pods);
    assert!(commands.iter().any(is_pods), "{commands:?}");
    let looked = commands
        .iter()
        .any(|command| matches!(command, UiCommand::LookAt(Some(key)) if key.name.ends_with("00002")));
    assert!(looked, "{commands:?}");
}

#[test]
fn escape_does_not_reach_the_rows_behind_the_list() {
    let mut window = cluster_page();
    commands(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(taken(&mut window).is_empty());
}

#[test]
fn what_fits_nothing_says_so_and_enter_does_nothing() {
    let mut window = open(start_view(samples::start()));
    commands(&mut window);
    type_in(&mut window, "qqzzy");
    window.get_by_label_contains("Nothing here is called so");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(taken(&mut window).is_empty());
    assert!(is_open(&window, "Commands"));
}

#[test]
fn leaving_a_step_out_asks_for_its_reason_first() {
    let mut window = open(wizard_view(samples::step()));
    commands(&mut window);
    type_in(&mut window, "skip");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!is_open(&window, "Commands"));
    assert!(taken(&mut window).is_empty());
    let deed = window.get_by_role_and_label(Role::Button, "Skip the step");
    assert!(deed.accesskit_node().is_disabled(), "without a reason");
}

#[test]
fn what_the_page_shows_grey_stands_grey_with_its_reason() {
    let mut view = wizard_view(samples::step());
    if let ScreenView::Wizard(wizard) = &mut view.screen {
        let blocked = Some("A step is under way".to_owned());
        wizard.deeds = vec![ChangeDeed { kind: ChangeDeedKind::RollBack, blocked }];
    }
    let mut window = open(view);
    commands(&mut window);
    type_in(&mut window, "roll back");
    assert!(chosen(&window).ends_with("A step is under way"), "{}", chosen(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(taken(&mut window).is_empty());
}

#[test]
fn a_dialog_that_asks_comes_before_everything_that_can_be_called() {
    let mut view = wizard_view(samples::step());
    view.dialog = Some(samples::dialog());
    let mut window = open(view);
    for (modifiers, key) in [
        (Modifiers::COMMAND, Key::K),
        (Modifiers::NONE, Key::F1),
        (Modifiers::NONE, Key::Questionmark),
        (Modifiers::COMMAND, Key::Num2),
    ] {
        press(&mut window, modifiers, key);
    }
    assert!(taken(&mut window).is_empty());
    let mut window = open(wizard_view(samples::step()));
    commands(&mut window);
    window.state_mut().view.dialog = Some(samples::dialog());
    window.run_steps(3);
    assert!(!is_open(&window, "Commands"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(taken(&mut window), [UiCommand::CancelDialog]);
}

#[test]
fn help_explains_the_page_that_is_shown() {
    let mut window = open(start_view(samples::start()));
    press(&mut window, Modifiers::NONE, Key::F1);
    window.get_by_label_contains("Here you choose where a change goes");
    window.get_by_label_contains("The file that says where clusters are");
    click(&mut window, "Copy diagnosis");
    assert_eq!(taken(&mut window), [UiCommand::CopyDiagnosis]);
    let mut window = cluster_page();
    press(&mut window, Modifiers::NONE, Key::F1);
    assert!(is_open(&window, "Help: The cluster"));
    click(&mut window, "All shortcuts");
    assert!(is_open(&window, "Shortcuts"));
    let mut window = open(wizard_view(samples::step()));
    press(&mut window, Modifiers::NONE, Key::F1);
    assert!(is_open(&window, "Help: A step of the change"));
}

#[test]
fn shortcuts_are_listed_by_key_and_by_pointer_and_a_field_keeps_its_question_mark() {
    let mut window = open(start_view(samples::start()));
    press(&mut window, Modifiers::NONE, Key::Questionmark);
    window.get_by_label("All commands, and objects by their names");
    window.get_by_label("Ctrl+K");
    click(&mut window, "Close");
    assert!(!is_open(&window, "Shortcuts"));
    click(&mut window, "Shortcuts");
    assert!(is_open(&window, "Shortcuts"));
    let mut window = cluster_page();
    window.get_by_role(Role::TextInput).focus();
    window.run_steps(2);
    press(&mut window, Modifiers::NONE, Key::Questionmark);
    assert!(!is_open(&window, "Shortcuts"));
}

#[test]
fn a_word_is_explained_where_it_stands() {
    let mut window = open(start_view(samples::start()));
    window.get_by_role_and_label(Role::Label, "Namespace").hover();
    window.run_steps(6);
    window.get_by_label_contains("A part of a cluster with a name of its own");
}

#[test]
fn a_failure_offers_the_diagnosis_and_a_plain_message_does_not() {
    let mut view = start_view(samples::start());
    view.notices.push(NoticeView { id: 1, tone: Tone::Info, what: NoticeText::Words("Done.".to_owned()) });
    let window = open(view);
    assert!(!buttons(&window).contains(&"Copy diagnosis".to_owned()));
    let mut view = start_view(samples::start());
    view.notices.push(NoticeView { id: 1, tone: Tone::Bad, what: NoticeText::Failure(samples::failure()) });
    let mut window = open(view);
    click(&mut window, "Copy diagnosis");
    assert_eq!(taken(&mut window), [UiCommand::CopyDiagnosis]);
}

#[test]
fn a_file_over_the_window_says_what_it_would_be_used_as() {
    let mut view = start_view(samples::start());
    view.dropping = Some(samples::dropping());
    let window = open(view);
    window.get_by_label("Use as kubeconfig (3 contexts)");
    window.get_by_label("production.yaml");
}
