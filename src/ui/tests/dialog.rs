//! The confirmation dialog: what must never approve, and what does.

use egui::{Event, Key, Modifiers, accesskit::Role, pos2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::ui::{DialogAnswer, UiCommand, samples, view::*};

use super::{Window, click, open, press, taken, wizard_view};

fn with(dialog: DialogView<'static>) -> Harness<'static, Window> {
    let mut view = wizard_view(samples::step());
    view.dialog = Some(dialog);
    open(view)
}

fn type_word(harness: &mut Harness<'static, Window>, word: &str) {
    let name = "Type the name of the database to go on";
    harness.get_by_role_and_label(Role::TextInput, name).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, name).type_text(word);
    harness.run_steps(2);
}

fn click_at(harness: &mut Harness<'static, Window>, at: egui::Pos2) {
    for pressed in [true, false] {
        harness.event(Event::PointerMoved(at));
        harness.event(Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run_steps(2);
}

#[test]
fn cancel_has_the_focus_first() {
    let harness = with(samples::dialog());
    assert!(harness.get_by_role_and_label(Role::Button, "Cancel").is_focused());
}

#[test]
fn escape_cancels() {
    let mut harness = with(samples::dialog());
    press(&mut harness, Key::Escape);
    assert_eq!(taken(&mut harness), [UiCommand::CancelDialog]);
}

#[test]
fn enter_at_once_cancels() {
    let mut harness = with(samples::dialog());
    press(&mut harness, Key::Enter);
    assert_eq!(taken(&mut harness), [UiCommand::CancelDialog]);
}

#[test]
fn a_held_enter_does_nothing() {
    let mut harness = open(wizard_view(samples::step()));
    let hold = |harness: &mut Harness<'static, Window>| {
        let key = Key::Enter;
        let modifiers = Modifiers::NONE;
        harness.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
        harness.step();
    };
    hold(&mut harness);
    harness.state_mut().view.dialog = Some(samples::dialog());
    for _ in 0..8 {
        hold(&mut harness);
    }
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn the_deed_is_not_armed_in_the_first_moment() {
    let mut view = wizard_view(samples::step());
    view.dialog = None;
    let mut harness = open(view);
    harness.state_mut().view.dialog = Some(samples::dialog());
    harness.run_steps(2);
    assert!(harness.get_by_role_and_label(Role::Button, "Scale to 0").accesskit_node().is_disabled());
    harness.get_by_role_and_label(Role::Button, "Scale to 0").click();
    harness.step();
    assert!(taken(&mut harness).is_empty());
    harness.run_steps(4);
    assert!(!harness.get_by_role_and_label(Role::Button, "Scale to 0").accesskit_node().is_disabled());
}

#[test]
fn one_click_approves_once_and_a_double_click_not_twice() {
    let mut harness = with(samples::dialog());
    harness.run_steps(4);
    let at = harness.get_by_role_and_label(Role::Button, "Scale to 0").rect().center();
    click_at(&mut harness, at);
    click_at(&mut harness, at);
    let answer = DialogAnswer { id: "p1".to_owned(), typed: String::new(), ticked: Vec::new() };
    assert_eq!(taken(&mut harness), [UiCommand::Approve(answer)]);
}

#[test]
fn a_wrong_word_cannot_approve() {
    let mut harness = with(samples::dialog_typed());
    harness.run_steps(4);
    type_word(&mut harness, "depots");
    assert!(harness.get_by_role_and_label(Role::Button, "Drop the database").accesskit_node().is_disabled());
    let at = harness.get_by_role_and_label(Role::Button, "Drop the database").rect().center();
    click_at(&mut harness, at);
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn the_right_word_and_a_click_approve_but_enter_does_not() {
    let mut harness = with(samples::dialog_typed());
    harness.run_steps(4);
    type_word(&mut harness, "depot");
    press(&mut harness, Key::Enter);
    harness.get_by_role_and_label(Role::Button, "Drop the database").focus();
    harness.run_steps(2);
    press(&mut harness, Key::Enter);
    assert!(taken(&mut harness).is_empty(), "Enter approved");
    click(&mut harness, "Drop the database");
    let answer = DialogAnswer { id: "p2".to_owned(), typed: "depot".to_owned(), ticked: Vec::new() };
    assert_eq!(taken(&mut harness), [UiCommand::Approve(answer)]);
}

#[test]
fn what_must_be_agreed_to_one_by_one_holds_the_deed_back() {
    let mut harness = with(samples::dialog_ticks());
    harness.run_steps(4);
    assert!(
        harness.get_by_role_and_label(Role::Button, "Apply to production").accesskit_node().is_disabled()
    );
    harness.get_by_role(Role::CheckBox).click();
    harness.run_steps(2);
    click(&mut harness, "Apply to production");
    let answer =
        DialogAnswer { id: "p3".to_owned(), typed: String::new(), ticked: vec!["argocd".to_owned()] };
    assert_eq!(taken(&mut harness), [UiCommand::Approve(answer)]);
}

#[test]
fn the_veil_blocks_everything_behind() {
    let mut harness = with(samples::dialog());
    harness.run_steps(4);
    let behind = harness.get_by_role_and_label(Role::Button, "Apply to production…").rect().center();
    for at in [behind, pos2(5.0, 5.0), pos2(100.0, 510.0)] {
        click_at(&mut harness, at);
    }
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn another_proposal_begins_afresh() {
    let mut harness = with(samples::dialog_typed());
    harness.run_steps(4);
    type_word(&mut harness, "depot");
    harness.state_mut().view.dialog = Some(DialogView { id: "p9".to_owned(), ..samples::dialog_typed() });
    harness.run_steps(6);
    assert!(harness.get_by_role_and_label(Role::Button, "Drop the database").accesskit_node().is_disabled());
    assert_eq!(harness.state().memory.dialog.typed, "");
}

#[test]
fn foreign_names_show_what_they_hide() {
    let mut dialog = samples::dialog();
    dialog.question = "Scale \u{202E}toped to 0?".to_owned();
    let harness = with(dialog);
    assert!(harness.query_by_label("Scale ‹U+202E›toped to 0?").is_some());
}

/// Each part of the dialog that can hold a name of the cluster, the repository or the kubeconfig.
#[test]
fn every_foreign_name_of_the_dialog_shows_letters_that_look_like_others() {
    const NAME: &str = "d\u{435}pot\u{202E}";
    const SHOWN: &str = "d‹U+0435›pot‹U+202E›";
    let named = |words: &str| format!("{words} {NAME}");
    let bullet = |words: &str| vec![BulletView::new(BulletMark::Note, named(words))];
    let dialog = DialogView {
        question: named("question"),
        over: named("over"),
        target: TargetView {
            context: named("context"),
            namespace: named("namespace"),
            server: named("server"),
            is_production: false,
        },
        moved: bullet("moved"),
        facts: bullet("fact"),
        changes: vec![ValueChange { what: named("what"), before: named("before"), after: named("after") }],
        affected: Some(named("affected")),
        way_back: Some(WayBack::Undo(named("undo"))),
        typed: Some(TypedView { label: named("type"), word: named("word") }),
        ticks: vec![TickView { id: "t".to_owned(), words: named("tick"), detail: None, is_required: false }],
        deed: named("deed"),
        diffs: Vec::new(),
        exact: None,
        ..samples::dialog()
    };
    let harness = with(dialog);
    let labels: Vec<String> = harness
        .query_all_by(|node| node.label().is_some() || node.value().is_some())
        .filter_map(|node| node.accesskit_node().label().or(node.accesskit_node().value()))
        .collect();
    for part in
        ["question", "server", "moved", "fact", "what", "before", "after", "affected", "undo", "tick", "deed"]
    {
        let shown = format!("{part} {SHOWN}");
        assert!(labels.iter().any(|label| label.contains(&shown)), "{part}: {labels:#?}");
    }
}

#[test]
fn in_the_smallest_windows_the_buttons_of_a_question_stay_in_sight() {
    use crate::ui::memory::{SmallDialog, SmallPurpose};
    for size in [egui::vec2(341.0, 213.0), egui::vec2(480.0, 300.0), egui::vec2(1024.0, 640.0)] {
        let dialogs =
            [samples::dialog(), samples::dialog_ticks(), samples::dialog_typed(), samples::long::dialog()];
        for dialog in dialogs {
            let mut harness = with(dialog.clone());
            harness.set_size(size);
            harness.run_steps(6);
            for name in ["Cancel", dialog.deed.as_str()] {
                let place = harness.get_by_role_and_label(Role::Button, name).rect();
                let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
                assert!(window.contains_rect(place), "{name} at {place:?} in {size:?}");
            }
        }
        for purpose in [SmallPurpose::GoPast, SmallPurpose::TakeOver, SmallPurpose::StopGoingBack] {
            let mut harness = open(wizard_view(samples::step()));
            let lines = vec!["What was undone stays undone, and this is told at length.".to_owned(); 12];
            let small =
                SmallDialog { lines, ..SmallDialog::new(purpose, "a", "A long title of a check or a step") };
            harness.state_mut().memory.small = Some(small);
            harness.set_size(size);
            harness.run_steps(6);
            let window = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
            let buttons = harness.query_all_by_role(Role::Button).filter(|one| {
                one.accesskit_node().label().is_some_and(|name| {
                    name == "Cancel"
                        || name.starts_with("Go on")
                        || name.starts_with("Take the")
                        || name.starts_with("Stop the way")
                })
            });
            let places: Vec<egui::Rect> =
                buttons.map(|one| one.rect()).filter(|place| place.height() > 20.0).collect();
            assert!(places.len() >= 2, "{places:?}");
            assert!(places.iter().all(|place| window.contains_rect(*place)), "{places:?} in {size:?}");
        }
    }
}

#[test]
fn a_name_of_nothing_but_look_alikes_is_spelled_out_in_a_question() {
    let dialog = DialogView {
        question: "Scale раура to 0?".to_owned(),
        deed: "Scale раура to 0".to_owned(),
        facts: vec![BulletView::new(BulletMark::Change, "Deployment `раура` goes from 2 pods to 0")],
        target: TargetView { context: "раура".to_owned(), ..samples::dialog().target },
        ..samples::dialog()
    };
    let harness = with(dialog);
    let spelt = "‹U+0440›‹U+0430›‹U+0443›‹U+0440›‹U+0430›";
    for words in [format!("Scale {spelt} to 0?"), format!("Deployment {spelt} goes"), spelt.to_owned()] {
        assert!(harness.query_all_by_label_contains(&words).count() > 0, "{words}");
    }
    harness.get_by_role_and_label(Role::Button, &format!("Scale {spelt} to 0"));
}
