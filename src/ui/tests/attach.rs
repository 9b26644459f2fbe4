//! Files of notes: nothing is added by a key that was meant for something else, each is seen before, and each has a name.

use egui::{Key, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::ui::{UiCommand, samples, view::*};

use super::{Window, buttons, click, open, press, taken, wizard_view};

fn page() -> View<'static> {
    let step = StepView { diffs: Vec::new(), happening: None, command: None, ..samples::step() };
    wizard_view(StepView { notes: samples::notes(), ..step })
}

fn with(files: FilesView) -> Harness<'static, Window> {
    open(View { files: Some(files), ..page() })
}

fn adding() -> Harness<'static, Window> {
    with(FilesView::Adding(Box::new(samples::adding())))
}

fn asked(harness: &mut Harness<'static, Window>) -> Vec<FileCommand> {
    let of = |command| if let UiCommand::File(command) = command { command } else { panic!("{command:?}") };
    taken(harness).into_iter().map(of).collect()
}

#[test]
fn cancel_has_the_keyboard_first_and_enter_adds_nothing() {
    let mut harness = adding();
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
    press(&mut harness, Key::Enter);
    assert_eq!(asked(&mut harness), [FileCommand::Cancel]);
}

#[test]
fn cancel_keeps_the_keyboard_while_files_come() {
    let coming = AddingView { files: Vec::new(), refused: Vec::new(), is_looking: true, ..samples::adding() };
    let mut harness = with(FilesView::Adding(Box::new(coming)));
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
    harness.state_mut().view.files = Some(FilesView::Adding(Box::new(samples::adding())));
    harness.run_steps(4);
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
}

#[test]
fn escape_adds_nothing_and_a_click_adds_what_is_shown() {
    let mut harness = adding();
    press(&mut harness, Key::Escape);
    assert_eq!(asked(&mut harness), [FileCommand::Cancel]);
    click(&mut harness, "Add 2 files");
    assert_eq!(asked(&mut harness), [FileCommand::Add]);
}

#[test]
fn each_file_is_shown_and_can_be_left_out_and_what_is_refused_says_why() {
    let mut harness = adding();
    assert!(harness.query_by_role_and_label(Role::Image, "site.png").is_some());
    assert!(harness.query_all_by_label_contains("V1.1__users.sql").next().is_some());
    assert!(harness.query_all_by_label_contains("backup.zip is neither").next().is_some());
    click(&mut harness, "Leave out depot.log");
    assert_eq!(asked(&mut harness), [FileCommand::LeaveOut(1)]);
    click(&mut harness, "More files…");
    assert_eq!(asked(&mut harness), [FileCommand::PickMore]);
}

#[test]
fn while_files_are_looked_at_or_written_nothing_can_be_added() {
    for view in [
        AddingView { is_looking: true, ..samples::adding() },
        AddingView { is_writing: true, may_pick: false, ..samples::adding() },
        AddingView { files: Vec::new(), text: String::new(), ..samples::adding() },
    ] {
        let is_writing = view.is_writing;
        let mut harness = with(FilesView::Adding(Box::new(view)));
        let name = buttons(&harness)
            .into_iter()
            .find(|name| ["Add 2 files", "Writing…", "Keep the note"].contains(&name.as_str()));
        let name = name.expect("the deed");
        assert!(harness.get_by_role_and_label(Role::Button, &name).accesskit_node().is_disabled(), "{name}");
        press(&mut harness, Key::Escape);
        assert_eq!(asked(&mut harness).is_empty(), is_writing);
    }
}

#[test]
fn what_is_written_is_kept_while_it_is_typed() {
    let mut harness = adding();
    harness.get_by_role_and_label(Role::MultilineTextInput, "Note (may stay empty)").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::MultilineTextInput, "Note (may stay empty)").type_text("!");
    harness.run_steps(2);
    let asked = asked(&mut harness);
    assert!(matches!(asked.as_slice(), [FileCommand::Text(text)] if text.contains('!')), "{asked:?}");
}

#[test]
fn a_file_of_a_note_opens_large_and_what_is_wrong_with_it_is_said() {
    let mut harness = open(page());
    click(&mut harness, "Open site.png: PNG picture · 245.31 KiB");
    assert_eq!(asked(&mut harness), [FileCommand::Open("evidence/site.png".to_owned())]);
    let names = buttons(&harness);
    for words in ["Open other.png: Changed since it was added", "Open gone.png: Not on this machine"] {
        assert!(names.iter().any(|name| name == words), "{names:?}");
    }
    let hidden = names.iter().find(|name| name.contains("Bildschirmfoto")).expect("the long one");
    assert!(hidden.contains("‹U+202E›"), "{hidden}");
}

#[test]
fn a_large_picture_closes_by_escape_and_gives_the_keyboard_back() {
    let mut harness = open(page());
    let tile = "Open site.png: PNG picture · 245.31 KiB";
    harness.get_by_role_and_label(Role::Button, tile).focus();
    harness.run_steps(2);
    harness.state_mut().view.files = Some(FilesView::Large(Box::new(samples::large())));
    harness.run_steps(3);
    assert!(harness.get_by_role_and_label(Role::Button, "Close").is_focused());
    assert!(harness.query_by_role_and_label(Role::Button, "Copy the hash").is_some());
    press(&mut harness, Key::Escape);
    assert_eq!(asked(&mut harness), [FileCommand::Close]);
    harness.state_mut().view.files = None;
    harness.run_steps(4);
    assert!(harness.get_by_role_and_label(Role::Button, tile).is_focused());
}

#[test]
fn a_note_can_be_given_files_and_its_text_goes_along() {
    let mut harness = open(page());
    click(&mut harness, "Add a note…");
    let note = harness.get_by_role_and_label(Role::MultilineTextInput, "Note");
    note.type_text("as seen");
    harness.run_steps(2);
    click(&mut harness, "Attach files…");
    let step = samples::step().step;
    assert_eq!(asked(&mut harness), [FileCommand::Pick { step, text: "as seen".to_owned() }]);
    assert!(harness.query_by_role_and_label(Role::Button, "Keep the note").is_none(), "closed");
}
