//! The start screen: fields, choices, consent, and the button that waits for its reasons.

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::ui::{UiCommand, samples, view::*};

use super::{click, open, start_view, taken};

#[test]
fn an_empty_screen_can_be_drawn() {
    let mut harness = open(start_view(StartView::default()));
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn every_screen_can_be_drawn_small() {
    for start in [samples::start(), samples::start_in_trouble()] {
        let mut harness = open(start_view(start));
        harness.set_size(egui::vec2(1024.0, 640.0));
        harness.run_steps(3);
    }
}

#[test]
fn the_start_button_waits_for_its_reasons() {
    let mut harness = open(start_view(samples::start_in_trouble()));
    let start = harness.get_by_role_and_label(Role::Button, "Start the change");
    assert!(start.accesskit_node().is_disabled());
    harness.state_mut().view = start_view(samples::start());
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Start the change").scroll_to_me();
    harness.run_steps(6);
    click(&mut harness, "Start the change");
    assert_eq!(taken(&mut harness), [UiCommand::Start]);
}

#[test]
fn a_path_is_taken_over_at_enter_and_not_before() {
    let mut harness = open(start_view(samples::start()));
    let field = harness.get_by_role_and_label(Role::TextInput, "Kubeconfig");
    field.focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Kubeconfig").type_text("2");
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let path = "/home/admin/.kube/config2".to_owned();
    assert_eq!(taken(&mut harness), [UiCommand::SetKubeconfig(path)]);
}

#[test]
fn a_parameter_is_told_letter_by_letter() {
    let mut harness = open(start_view(samples::start()));
    harness.get_by_role_and_label(Role::TextInput, "Build that was tested").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Build that was tested").type_text("h");
    harness.run_steps(2);
    let set = UiCommand::SetField { field: "build".to_owned(), value: "h".to_owned() };
    assert_eq!(taken(&mut harness).first(), Some(&set));
}

fn version(value: &str) -> UiCommand {
    UiCommand::SetField { field: "version".to_owned(), value: value.to_owned() }
}

#[test]
fn a_version_is_chosen_by_keys_and_escape_closes_only_the_list() {
    let mut harness = open(start_view(samples::start()));
    harness.get_by_role_and_label(Role::TextInput, "Version").focus();
    harness.run_steps(2);
    assert!(harness.query_by_role(Role::ListBoxOption).is_none(), "the focus alone opens nothing");
    harness.key_press(Key::ArrowDown);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("1.0.187, 11d, runs now").is_some());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_role(Role::ListBoxOption).is_none());
    assert!(harness.get_by_role_and_label(Role::TextInput, "Version").is_focused());
    for key in [Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run_steps(2);
    }
    assert_eq!(taken(&mut harness), [version("1.0.187")]);
}

#[test]
fn what_is_typed_shortens_the_list_and_a_click_takes_a_row() {
    let mut harness = open(start_view(samples::start()));
    click(&mut harness, "Version: choose from the list");
    harness.run_steps(3);
    assert_eq!(harness.query_all_by_role(Role::ListBoxOption).count(), 3);
    harness.get_by_label_contains("1.0.187, 11d").click();
    harness.run_steps(3);
    assert_eq!(taken(&mut harness), [version("1.0.187")]);
    assert!(harness.query_by_role(Role::ListBoxOption).is_none());
}

#[test]
fn a_secret_has_no_field_and_names_that_follow_are_shown() {
    let harness = open(start_view(samples::start()));
    assert!(harness.query_by_role_and_label(Role::TextInput, "Password of the database").is_none());
    assert!(harness.query_by_label_contains("From the Secret depot-db").is_some());
    assert!(harness.query_by_label_contains("depot-pgbackup-manual-1.0.188").is_some());
}

#[test]
fn a_half_typed_path_is_not_taken_over_because_another_page_was_looked_at() {
    let mut harness = open(start_view(samples::start()));
    harness.get_by_role_and_label(Role::TextInput, "Kubeconfig").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Kubeconfig").type_text("2");
    harness.run_steps(2);
    harness.state_mut().view.screen = ScreenView::Settings(Box::new(samples::settings()));
    harness.run_steps(3);
    let start = start_view(samples::start());
    harness.state_mut().view.screen = start.screen;
    harness.run_steps(3);
    assert!(taken(&mut harness).is_empty());
    assert!(harness.get_by_role_and_label(Role::TextInput, "Kubeconfig").is_focused());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    let path = "/home/admin/.kube/config2".to_owned();
    assert_eq!(taken(&mut harness), [UiCommand::SetKubeconfig(path)]);
}

#[test]
fn a_proposal_is_taken_over_by_one_click() {
    let mut harness = open(start_view(samples::start()));
    click(&mut harness, "take it from the image");
    let value = "https://ci.example.org/build/42".to_owned();
    assert_eq!(taken(&mut harness), [UiCommand::SetField { field: "build".to_owned(), value }]);
}

#[test]
fn a_procedure_is_chosen_by_a_click_unless_its_file_has_problems() {
    let mut harness = open(start_view(samples::start_in_trouble()));
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Shop migration, no downtime").click();
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty());
    harness.get_by_role_and_label(Role::RadioButton, "Forum update").click();
    harness.run_steps(2);
    assert_eq!(taken(&mut harness), [UiCommand::SetProcedure("forum".to_owned())]);
}

#[test]
fn programs_run_only_after_consent() {
    let mut harness = open(start_view(samples::start_in_trouble()));
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.run_steps(3);
    click(&mut harness, "Allow and connect");
    click(&mut harness, "Agree to these programs");
    let expected = [UiCommand::AllowLoginProgram, UiCommand::AllowRepositoryPrograms];
    assert_eq!(taken(&mut harness), expected);
}

#[test]
fn a_change_of_the_configuration_is_added_by_its_form() {
    let mut harness = open(start_view(samples::start()));
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.run_steps(2);
    click(&mut harness, "Add a configuration change before");
    harness.state_mut().memory.config_form = Some(crate::ui::memory::ConfigForm::of(
        0,
        ConfigWhen::Before,
        &ConfigChange::Human { words: String::new() },
    ));
    if let Some(form) = &mut harness.state_mut().memory.config_form {
        form.row = None;
    }
    harness.run_steps(2);
    assert!(harness.get_by_role_and_label(Role::Button, "Add this change").accesskit_node().is_disabled());
    harness.get_by_role_and_label(Role::MultilineTextInput, "What to do").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::MultilineTextInput, "What to do").type_text("tell the mirror");
    harness.run_steps(2);
    click(&mut harness, "Add this change");
    let change = ConfigChange::Human { words: "tell the mirror".to_owned() };
    assert_eq!(taken(&mut harness), [UiCommand::AddConfig { when: ConfigWhen::Before, change }]);
}

#[test]
fn an_unfinished_change_is_taken_up_or_exported_and_another_imported() {
    let mut harness = open(start_view(samples::start_in_trouble()));
    click(&mut harness, "Take up again: Deploy the depot server 1.0.187");
    click(&mut harness, "Export: Forum update 2026.5.0");
    click(&mut harness, "Import a change…");
    let expected =
        [UiCommand::Resume("r1".to_owned()), UiCommand::Export("r2".to_owned()), UiCommand::Import];
    assert_eq!(taken(&mut harness), expected);
    assert!(harness.query_by_label_contains("The journal breaks at record 14").is_some());
    let damaged = format!("Take up again: {}", samples::long_name());
    assert!(harness.get_by_role_and_label(Role::Button, &damaged).accesskit_node().is_disabled());
}

#[test]
fn a_finished_change_is_rolled_back_from_its_list() {
    let start = StartView { finished: samples::finished(), ..samples::start() };
    let mut harness = open(start_view(start));
    assert!(harness.query_by_label("Roll back: Deploy the depot server 1.0.186").is_none());
    click(&mut harness, "Show the finished changes");
    assert!(harness.query_by_label("Roll back: Forum update 2026.4.9").is_none(), "it went back already");
    click(&mut harness, "Roll back: Deploy the depot server 1.0.186");
    click(&mut harness, "Show the record: Deploy the depot server 1.0.186");
    let commands = taken(&mut harness);
    let shown = [
        UiCommand::RollBackFinished("f1".to_owned()),
        UiCommand::ShowPage(Page::History),
        UiCommand::History(HistoryCommand::Open("f1".to_owned())),
    ];
    assert_eq!(commands, shown);
    click(&mut harness, "Hide the finished changes");
    assert!(harness.query_by_label("Roll back: Deploy the depot server 1.0.186").is_none());
}

fn checks_view(checks: ChecksView, blocked: &[&str]) -> View<'static> {
    let blocked = blocked.iter().map(|&why| why.to_owned()).collect();
    start_view(StartView { checks: Some(checks), blocked, ..samples::start() })
}

#[test]
fn the_start_page_shows_what_wants_a_look_and_leads_to_all_checks() {
    let mut harness = open(checks_view(samples::ready::bad(), &["A check speaks against the start"]));
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("stands twice in the file").is_some());
    assert!(
        harness.query_by_label_contains("Nobody runs a change in default").is_none(),
        "good ones are counted"
    );
    assert!(harness.query_by_label_contains("6 in order").is_some());
    click(&mut harness, "Show all checks");
    assert!(harness.query_by_label_contains("Nobody runs a change in default").is_some());
    let start = harness.get_by_role_and_label(Role::Button, "Start the change");
    assert!(start.accesskit_node().is_disabled());
    click(&mut harness, "Check again");
    assert_eq!(taken(&mut harness), [UiCommand::CheckAgain]);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(
        harness.query_by_label_contains("Nobody runs a change in default").is_none(),
        "Escape leads back"
    );
}

fn all_checks(checks: ChecksView) -> egui_kittest::Harness<'static, super::Window> {
    let mut harness = open(checks_view(checks, &[]));
    harness.set_size(egui::vec2(1440.0, 2000.0));
    harness.state_mut().memory.checks_open = true;
    harness.run_steps(3);
    harness
}

#[test]
fn a_risky_check_is_gone_past_with_a_reason_and_another_not_at_all() {
    let mut harness = all_checks(samples::ready::bad());
    assert_eq!(harness.query_all_by_label("Go on nevertheless…").count(), 1);
    assert!(harness.query_by_label_contains("This cannot be gone past").is_some());
    click(&mut harness, "Go on nevertheless…");
    let deed = harness.get_by_role_and_label(Role::Button, "Go on nevertheless");
    assert!(deed.accesskit_node().is_disabled(), "no reason yet");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Reason").type_text("it is paused");
    harness.run_steps(2);
    click(&mut harness, "Go on nevertheless");
    let past = UiCommand::GoPast {
        check: "rivals".to_owned(),
        shown: "argo".to_owned(),
        reason: "it is paused".to_owned(),
    };
    assert_eq!(taken(&mut harness), [past]);
}

#[test]
fn escape_in_the_dialog_leaves_the_dialog_only() {
    let mut harness = all_checks(samples::ready::bad());
    click(&mut harness, "Go on nevertheless…");
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(harness.state().memory.small.is_none() && harness.state().memory.checks_open);
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn what_was_gone_past_is_taken_back_and_the_evidence_unfolds() {
    let mut harness = all_checks(samples::ready::passed());
    assert!(harness.query_by_label_contains("You go on nevertheless: Argo CD is paused").is_some());
    click(&mut harness, "Take back: Will nobody undo it?");
    assert_eq!(taken(&mut harness), [UiCommand::CountAgain("rivals".to_owned())]);
    assert!(harness.query_by_label_contains("patch deployments.apps/scale depot").is_none());
    click(&mut harness, "What it rests on: May I do everything that it needs?");
    assert!(harness.query_by_label_contains("patch deployments.apps/scale depot").is_some());
    assert!(
        harness
            .query_by_role_and_label(
                Role::Button,
                "Copy what it rests on: May I do everything that it needs?"
            )
            .is_some()
    );
}

#[test]
fn all_checks_can_be_drawn_small_and_the_sum_is_told() {
    for checks in [samples::ready::running(), samples::ready::bad(), samples::ready::stale()] {
        let sum = checks.sum.clone();
        let mut harness = all_checks(checks);
        harness.set_size(egui::vec2(640.0, 480.0));
        harness.run_steps(3);
        if !sum.is_empty() {
            let said = harness.get_by_label(&sum);
            assert_eq!(said.accesskit_node().live(), egui::accesskit::Live::Polite);
        }
    }
}

#[test]
fn the_cause_of_a_failed_connection_is_searched_on_request_and_copied() {
    let mut start = samples::start_in_trouble();
    start.cluster.doctor = DoctorView { is_offered: true, ..DoctorView::default() };
    let mut harness = open(start_view(start));
    harness.set_size(egui::vec2(1440.0, 2400.0));
    harness.run_steps(3);
    click(&mut harness, "Find the cause");
    assert_eq!(taken(&mut harness), [UiCommand::FindFault]);
    harness.state_mut().view = start_view(samples::start_in_trouble());
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("The certificate of the server has expired").is_some());
    assert_eq!(harness.query_all_by_label("Not asked").count(), 4);
    click(&mut harness, "Copy what was found on the way to the server");
    let copied = harness.output().platform_output.commands.iter().any(|command| {
        matches!(command, egui::OutputCommand::CopyText(text) if text.contains("No proxy leads there"))
    });
    assert!(copied || harness.state().memory.copied.is_some());
    click(&mut harness, "hide");
    assert_eq!(taken(&mut harness), [UiCommand::StopSearch]);
}
