//! The settings page: every control has a name, a role and a state, and what it says is asked for at once.

use egui::{Key, Modifiers, accesskit::Role, accesskit::Toggled};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::ui::{
    UiCommand, samples,
    view::{Page, Resize, ScreenView, Setting, SettingCommand, SettingsView},
};

use super::{Window, buttons, click, open, taken};

fn page(view: SettingsView) -> Harness<'static, Window> {
    let mut harness = open(samples::view(ScreenView::Settings(Box::new(view))));
    harness.set_size(egui::vec2(1440.0, 2400.0));
    harness.run_steps(3);
    harness
}

fn set(setting: Setting, value: &str) -> UiCommand {
    UiCommand::Setting(SettingCommand::Set { setting, value: value.to_owned() })
}

fn resize(to: Resize) -> UiCommand {
    UiCommand::Setting(SettingCommand::Resize(to))
}

fn press(harness: &mut Harness<'static, Window>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(2);
}

#[test]
fn every_control_has_a_name_a_role_and_a_state() {
    let harness = page(samples::settings_changed());
    let named = |role: Role, name: &'static str| harness.get_by_role_and_label(role, name);
    for (name, is_chosen) in [
        ("Theme: As the system", false),
        ("Theme: Light", false),
        ("Theme: Dark", false),
        ("Theme: High contrast", true),
    ] {
        let toggled = named(Role::RadioButton, name).accesskit_node().toggled();
        assert_eq!(toggled, Some(Toggled::from(is_chosen)), "{name}");
    }
    for (name, is_on) in [("Animations", false), ("Read-only", true), ("Desktop notifications", false)] {
        let toggled = named(Role::CheckBox, name).accesskit_node().toggled();
        assert_eq!(toggled, Some(Toggled::from(is_on)), "{name}");
    }
    for name in ["Editor", "Mail program", "Registry mirrors", "Further certificate authority"] {
        named(Role::TextInput, name);
    }
    let protected = named(Role::MultilineTextInput, "Protected contexts").accesskit_node().value();
    assert_eq!(protected.as_deref(), Some("do-ams3-*\nweb\n!web-test"));
    assert!(!named(Role::Button, "Everything smaller").accesskit_node().is_disabled());
    assert!(named(Role::Button, "Everything larger").accesskit_node().is_disabled(), "300 % is the end");
    for name in [
        "Back",
        "Choose a file: Registry mirrors",
        "Open folder: Changes",
        "Copy path: Kept rows",
        "Back to the default: Protected contexts",
    ] {
        named(Role::Button, name);
    }
    let nameless = buttons(&harness).into_iter().filter(|name| name.trim().is_empty());
    assert_eq!(nameless.count(), 0);
    let all = [Role::RadioButton, Role::CheckBox, Role::TextInput, Role::MultilineTextInput, Role::Button];
    for role in all {
        for node in harness.query_all_by_role(role) {
            assert!(node.accesskit_node().label().is_some_and(|name| !name.is_empty()), "{role:?}");
        }
    }
}

#[test]
fn what_is_chosen_is_asked_for_at_once() {
    let mut harness = page(samples::settings());
    for (name, setting, value) in
        [("Theme: High contrast", Setting::Theme, "contrast"), ("Theme: Light", Setting::Theme, "light")]
    {
        harness.get_by_role_and_label(Role::RadioButton, name).click();
        harness.run_steps(2);
        assert_eq!(taken(&mut harness), [set(setting, value)]);
    }
    for (name, setting, value) in [
        ("Animations", Setting::Animations, "off"),
        ("Read-only", Setting::ReadOnly, "on"),
        ("Desktop notifications", Setting::Notifications, "off"),
        ("Stay awake", Setting::Awake, "off"),
    ] {
        harness.get_by_role_and_label(Role::CheckBox, name).click();
        harness.run_steps(2);
        assert_eq!(taken(&mut harness), [set(setting, value)]);
    }
    click(&mut harness, "Everything larger");
    click(&mut harness, "Everything smaller");
    assert_eq!(taken(&mut harness), [resize(Resize::Larger), resize(Resize::Smaller)]);
    harness.get_by_role_and_label(Role::RadioButton, "Theme: As the system").click();
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty(), "it is chosen already");
}

#[test]
fn a_setting_that_differs_goes_back_to_its_default() {
    let mut harness = page(samples::settings());
    assert!(harness.query_by_label_contains("Back to the default").is_none());
    harness = page(samples::settings_changed());
    click(&mut harness, "Back to the default: Theme");
    click(&mut harness, "Back to the default: Editor");
    let reset = |setting| UiCommand::Setting(SettingCommand::Reset(setting));
    assert_eq!(taken(&mut harness), [reset(Setting::Theme), reset(Setting::Editor)]);
}

#[test]
fn a_line_is_taken_over_at_enter_and_given_up_at_escape() {
    let mut harness = page(samples::settings());
    let write = |harness: &mut Harness<'static, Window>, role: Role, name: &str, text: &str| {
        harness.get_by_role_and_label(role, name).focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(role, name).type_text(text);
        harness.run_steps(2);
        assert!(taken(harness).is_empty(), "not letter by letter");
    };
    write(&mut harness, Role::TextInput, "Editor", "kate -n");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(taken(&mut harness), [set(Setting::Editor, "kate -n")]);
    write(&mut harness, Role::TextInput, "Mail program", "mutt");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(taken(&mut harness).is_empty(), "Escape gives the line up, and only that");
    let value = harness.get_by_role_and_label(Role::TextInput, "Mail program").accesskit_node().value();
    assert_eq!(value.unwrap_or_default(), "");
    write(&mut harness, Role::MultilineTextInput, "Protected contexts", "web-*");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(taken(&mut harness), [set(Setting::Protected, "web-*")]);
}

#[test]
fn what_was_typed_is_taken_over_also_when_the_page_goes_by_its_keys_or_the_window_closes() {
    let typed = || {
        let mut harness = page(samples::settings());
        harness.get_by_role_and_label(Role::MultilineTextInput, "Protected contexts").focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(Role::MultilineTextInput, "Protected contexts").type_text("web-*");
        harness.run_steps(2);
        assert!(taken(&mut harness).is_empty(), "not letter by letter");
        harness
    };
    let mut harness = typed();
    harness.state_mut().view = super::start_view(samples::start());
    harness.run_steps(3);
    let sent = taken(&mut harness).into_iter().filter(|one| matches!(one, UiCommand::Setting(_)));
    assert_eq!(sent.collect::<Vec<_>>(), [set(Setting::Protected, "web-*")]);
    let mut harness = typed();
    let kept = harness.state_mut().memory.take_typed();
    assert_eq!(kept, [(Setting::Protected, "web-*".to_owned())]);
}

#[test]
fn what_stands_in_a_field_without_the_focus_is_taken_over() {
    let mut harness = page(samples::settings());
    harness.state_mut().memory.drafts.insert(Setting::Protected.key(), "web-*".to_owned());
    harness.state_mut().memory.drafts.insert(Setting::Editor.key(), "kate".to_owned());
    harness.run_steps(3);
    assert_eq!(taken(&mut harness), [set(Setting::Protected, "web-*"), set(Setting::Editor, "kate")]);
}

#[test]
fn a_file_is_picked_and_a_folder_opened_and_copied() {
    let mut harness = page(samples::settings());
    click(&mut harness, "Choose a file: Further certificate authority");
    click(&mut harness, "Open folder: Changes");
    let folder = "/home/admin/.local/share/changeover/changes".to_owned();
    let expected = [SettingCommand::Pick(Setting::ExtraCa), SettingCommand::OpenFolder(folder)];
    assert_eq!(taken(&mut harness), expected.map(UiCommand::Setting));
    harness.get_by_role_and_label(Role::Button, "Copy path: Settings file").click();
    harness.step();
    let copied = |harness: &Harness<'static, Window>| {
        harness.output().platform_output.commands.iter().any(|command| {
            matches!(command, egui::OutputCommand::CopyText(text)
                if text == "/home/admin/.config/changeover/settings.json")
        })
    };
    let mut seen = copied(&harness);
    for _ in 0..3 {
        harness.step();
        seen |= copied(&harness);
    }
    assert!(seen, "the path is copied");
}

#[test]
fn escape_and_back_lead_to_the_page_before() {
    let view = SettingsView { back: Page::Cluster, ..samples::settings() };
    let mut harness = page(view);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Back");
    let back = UiCommand::ShowPage(Page::Cluster);
    assert_eq!(taken(&mut harness), [back.clone(), back]);
}

#[test]
fn the_page_is_opened_by_its_button_and_by_its_keys() {
    let mut harness = open(super::start_view(samples::start()));
    harness.get_by_role_and_label(Role::Button, "Page: settings").click();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::Comma);
    let shown = UiCommand::ShowPage(Page::Settings);
    assert_eq!(taken(&mut harness), [shown.clone(), shown]);
}

#[test]
fn everything_grows_and_shrinks_by_keys_everywhere_also_behind_a_question() {
    let mut view = super::wizard_view(samples::step());
    view.dialog = Some(samples::dialog());
    for mut harness in [open(super::start_view(samples::start())), open(view)] {
        for key in [Key::Plus, Key::Equals, Key::Minus, Key::Num0] {
            press(&mut harness, Modifiers::COMMAND, key);
        }
        let expected = [Resize::Larger, Resize::Larger, Resize::Smaller, Resize::Usual].map(resize);
        assert_eq!(taken(&mut harness), expected);
        press(&mut harness, Modifiers::COMMAND, Key::Comma);
    }
}

#[test]
fn the_keyboard_goes_through_the_page_in_reading_order() {
    let mut harness = page(samples::settings());
    harness.get_by_role_and_label(Role::RadioButton, "Theme: As the system").focus();
    harness.run_steps(2);
    let expected = [
        (Role::RadioButton, "Theme: Light"),
        (Role::RadioButton, "Theme: Dark"),
        (Role::RadioButton, "Theme: High contrast"),
        (Role::RadioButton, "Language: As the system"),
        (Role::RadioButton, "Language: English"),
        (Role::RadioButton, "Language: Deutsch"),
        (Role::Button, "Everything smaller"),
        (Role::Button, "Everything larger"),
        (Role::CheckBox, "Animations"),
        (Role::CheckBox, "Read-only"),
        (Role::MultilineTextInput, "Protected contexts"),
        (Role::TextInput, "Editor"),
        (Role::TextInput, "Mail program"),
        (Role::CheckBox, "Desktop notifications"),
        (Role::CheckBox, "Stay awake"),
        (Role::TextInput, "Registry mirrors"),
        (Role::Button, "Choose a file: Registry mirrors"),
    ];
    for (role, name) in expected {
        press(&mut harness, Modifiers::NONE, Key::Tab);
        assert!(harness.get_by_role_and_label(role, name).is_focused(), "{name}");
    }
}

#[test]
fn nothing_lies_beside_the_window_however_small() {
    for size in [[1440.0, 900.0], [1024.0, 640.0], [480.0, 300.0], [341.0, 213.0]] {
        for view in [samples::settings(), samples::settings_changed()] {
            let mut harness = open(samples::view(ScreenView::Settings(Box::new(view))));
            harness.set_size(egui::Vec2::from(size));
            harness.run_steps(4);
            for role in [Role::RadioButton, Role::CheckBox, Role::TextInput, Role::MultilineTextInput] {
                for node in harness.query_all_by_role(role) {
                    let rect = node.rect();
                    let name = node.accesskit_node().label().unwrap_or_default();
                    assert!(rect.left() >= 0.0 && rect.right() <= size[0], "{name} at {rect:?} in {size:?}");
                }
            }
        }
    }
}

#[test]
fn a_read_only_window_says_so_and_shows_no_deed() {
    let mut start = samples::start_in_trouble();
    start.is_read_only = true;
    let mut view = super::start_view(start);
    view.bar.is_read_only = true;
    let mut harness = open(view);
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.run_steps(3);
    assert!(harness.query_by_label("READ-ONLY").is_some());
    let shown = buttons(&harness);
    assert!(
        !shown.iter().any(|name| name == "Start the change" || name.starts_with("Take up again")),
        "{shown:?}"
    );
    let mut step = samples::step();
    step.is_read_only = true;
    step.others.push(crate::ui::view::OtherDeed::StopWaiting);
    let mut view = super::wizard_view(step);
    view.bar.is_read_only = true;
    let shown = buttons(&open(view));
    assert!(shown.iter().any(|name| name == "Stop waiting"), "{shown:?}");
    assert!(
        !shown.iter().any(|name| name.ends_with("to production…") || name.starts_with("Skip")),
        "{shown:?}"
    );
}
