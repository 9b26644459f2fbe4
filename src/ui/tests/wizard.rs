//! The wizard: each state shows its buttons and no others; reasons are asked first.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{
    failure::{Failure, FailureKind},
    ui::{AnnouncementPart, UiCommand, samples, view::*},
    words::Sentence,
};

use super::{buttons, click, live, open, taken, wizard_view};

/// Every button that the foot of a step may have in the samples.
const FOOT: [&str; 10] = [
    "Undo this step…",
    "Skip with a reason…",
    "Go on nevertheless…",
    "Try again",
    "Try again…",
    "Look whether it happened",
    "Stop waiting",
    "Add a note…",
    "Apply to production…",
    "Go on to step 7",
];

#[test]
fn each_state_shows_its_buttons_and_no_others() {
    let expected: [(&str, &[&str]); 10] = [
        ("blocked", &["Go on nevertheless…", "Skip with a reason…", "Try again"]),
        ("done", &["Undo this step…", "Add a note…", "Go on to step 7"]),
        ("failed", &["Go on nevertheless…", "Try again…", "Add a note…"]),
        ("late", &["Stop waiting", "Add a note…"]),
        ("ready", &["Skip with a reason…", "Add a note…", "Apply to production…"]),
        ("running", &["Stop waiting", "Add a note…"]),
        ("skipped", &["Add a note…", "Go on to step 7"]),
        ("undone", &["Add a note…"]),
        ("unknown", &["Look whether it happened", "Add a note…"]),
        ("waiting", &["Add a note…"]),
    ];
    let mut steps = samples::steps_by_state();
    for (state, names) in expected {
        let harness = open(wizard_view(steps.remove(state).expect("a sample for each state")));
        let mut shown: Vec<String> =
            buttons(&harness).into_iter().filter(|name| FOOT.contains(&name.as_str())).collect();
        shown.sort();
        let mut names: Vec<&str> = names.to_vec();
        names.sort_unstable();
        assert_eq!(shown, names, "state {state}");
    }
    assert!(steps.is_empty());
}

#[test]
fn the_main_button_asks_for_its_step() {
    let mut harness = open(wizard_view(samples::step()));
    click(&mut harness, "Apply to production…");
    assert_eq!(taken(&mut harness), [UiCommand::Ask("step-6".to_owned())]);
}

#[test]
fn a_blocked_deed_says_why_and_does_nothing() {
    let mut step = samples::step();
    if let Some(main) = &mut step.main {
        main.blocked = Some("The cluster does not answer".to_owned());
    }
    let mut harness = open(wizard_view(step));
    harness.get_by_role_and_label(Role::Button, "Apply to production…").click();
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty());
    assert!(harness.query_by_label("The cluster does not answer").is_some());
}

#[test]
fn skipping_asks_for_a_reason_first() {
    let mut harness = open(wizard_view(samples::step()));
    click(&mut harness, "Skip with a reason…");
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty());
    assert!(harness.get_by_role_and_label(Role::Button, "Skip the step").accesskit_node().is_disabled());
    harness.get_by_role_and_label(Role::MultilineTextInput, "Reason").type_text("done by hand");
    harness.run_steps(2);
    click(&mut harness, "Skip the step");
    let skip = UiCommand::Skip { step: "step-6".to_owned(), reason: "done by hand".to_owned() };
    assert_eq!(taken(&mut harness), [skip]);
    assert!(harness.query_by_label("Skip the step").is_none(), "the dialog stays open");
}

#[test]
fn a_dialog_that_is_left_gives_the_keyboard_back() {
    let mut harness = open(wizard_view(samples::step()));
    harness.get_by_role_and_label(Role::Button, "Skip with a reason…").focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::Space);
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::MultilineTextInput, "Reason");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(harness.query_by_label("Skip the step").is_none(), "the dialog stays open");
    let skip = harness.get_by_role_and_label(Role::Button, "Skip with a reason…");
    assert!(skip.accesskit_node().is_focused());
}

#[test]
fn a_key_that_closed_a_dialog_does_not_open_it_again_while_it_is_held() {
    let mut harness = open(wizard_view(samples::step()));
    harness.get_by_role_and_label(Role::Button, "Skip with a reason…").focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::Space);
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Cancel").focus();
    harness.run_steps(2);
    let mut enter = |pressed| {
        let (key, modifiers) = (egui::Key::Enter, egui::Modifiers::NONE);
        harness.event(egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        harness.step();
        harness.query_by_label("Skip the step").is_some()
    };
    enter(true);
    // It is pressed and not let go: from the second on, these are repeats.
    for repeat in 0..8 {
        assert!(!enter(true), "repeat {repeat}");
    }
    enter(false);
    enter(true);
    assert!(enter(false), "pressed anew, the button opens it");
}

#[test]
fn what_gets_the_keyboard_comes_into_sight() {
    let mut harness = open(wizard_view(samples::step()));
    harness.set_size(egui::vec2(1100.0, 420.0));
    harness.run_steps(3);
    let copy = |harness: &egui_kittest::Harness<'static, super::Window>| {
        harness.get_by_role_and_label(Role::Button, "Copy the command line").rect()
    };
    assert!(copy(&harness).center().y > 420.0, "it lies below the edge");
    harness.get_by_role_and_label(Role::Button, "Copy the command line").focus();
    harness.run_steps(12);
    assert!(copy(&harness).bottom() < 412.0, "{:?}", copy(&harness));
}

#[test]
fn a_difference_is_sought_in_and_laid_side_by_side() {
    let mut harness = open(wizard_view(samples::step()));
    harness.get_by_label("removed, line 20:         image: registry.example.org/web/depot:1.0.187");
    harness.get_by_role_and_label(Role::Button, "9 unchanged lines");
    assert!(harness.query_by_label_contains("line: 25").is_none());
    click(&mut harness, "9 unchanged lines");
    harness.get_by_label("line 25:           line: 25");
    click(&mut harness, "Fold 9 unchanged lines");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Find in Difference to the cluster");
    assert!(field.accesskit_node().is_focused());
    field.type_text("line: 25");
    harness.run_steps(3);
    harness.get_by_label("1 line");
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    harness.get_by_label("1 of 1 line");
    harness.get_by_label("line 25:           line: 25");
    click(&mut harness, "side by side");
    harness.run_steps(2);
    assert!(harness.state().memory.lies_side_by_side());
    harness.get_by_role_and_label(Role::Button, "unified");
    harness.get_by_label("added, line 20:         image: registry.example.org/web/depot:1.0.188");
}

#[test]
fn a_renewed_difference_of_the_same_lengths_is_sought_in_anew() {
    let mut harness = open(wizard_view(samples::step()));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Find in Difference to the cluster");
    field.type_text("web/depot:1.0.188");
    harness.run_steps(3);
    harness.get_by_label("1 line");
    let mut step = samples::step();
    for diff in &mut step.diffs {
        for line in diff.diff.to_mut().hunks.iter_mut().flat_map(|hunk| &mut hunk.lines) {
            line.text = line.text.replace("1.0.188", "1.0.199");
        }
    }
    harness.state_mut().view = wizard_view(step);
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::TextInput, "Find in Difference to the cluster");
    harness.get_by_label("not found");
}

#[test]
fn an_output_is_sought_in() {
    let lines: &'static [String] = samples::log(400).leak();
    for is_clicked in [true, false] {
        let output = OutputView { title: "Log".to_owned(), lines, dropped: 12, ..OutputView::default() };
        let step = StepView { output: Some(output), diffs: Vec::new(), ..samples::step() };
        let mut harness = open(wizard_view(step));
        if is_clicked {
            click(&mut harness, "Find in Log");
        } else {
            harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
            harness.run_steps(2);
        }
        let field = harness.get_by_role_and_label(Role::TextInput, "Find in Log");
        assert!(field.accesskit_node().is_focused(), "clicked: {is_clicked}");
        field.type_text("transferred: 7.32");
        harness.run_steps(3);
        harness.get_by_label("1 line");
        harness.key_press(egui::Key::Enter);
        harness.run_steps(4);
        harness.get_by_label("1 of 1 line");
        harness.get_by_label_contains("Transferred: 7.32 MiB");
    }
}

#[test]
fn what_is_sought_in_an_output_stays_with_its_step() {
    let step = |step: &str| {
        let lines: &'static [String] =
            Box::leak(vec![format!("{step} begins"), "line".to_owned()].into_boxed_slice());
        let output = OutputView {
            source: step.to_owned(),
            title: "Output".to_owned(),
            lines,
            ..OutputView::default()
        };
        wizard_view(StepView {
            step: step.to_owned(),
            output: Some(output),
            diffs: Vec::new(),
            ..samples::step()
        })
    };
    let mut harness = open(step("six"));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Find in Output").type_text("six begins");
    harness.run_steps(3);
    harness.get_by_label("1 line");
    harness.state_mut().view = step("seven");
    harness.run_steps(3);
    harness.get_by_label("seven begins");
    assert!(harness.query_by_label("1 line").is_none(), "the hits of another step's lines");
    harness.state_mut().view = step("six");
    harness.run_steps(3);
    harness.get_by_label("1 line");
}

#[test]
fn the_timeline_is_called_by_a_key_and_left_by_escape() {
    let middle = MiddleView::Step(Box::new(samples::step()));
    let course = Box::leak(Box::new(samples::timeline()));
    let screen = crate::ui::view::WizardView { timeline: Some(course), ..samples::wizard(middle, live()) };
    let mut harness = open(samples::view(ScreenView::Wizard(Box::new(screen))));
    assert!(!harness.state().memory.shows_timeline());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::T);
    harness.run_steps(3);
    assert!(harness.state().memory.shows_timeline());
    harness.get_by_label_contains("2 · Back up the database\n");
    assert!(harness.query_all_by_label_contains("Note: Disk was full").count() > 1, "row and list");
    harness.get_by_role_and_label(Role::Button, "Copy the timeline as text");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Copy the timeline as text").is_none());
}

#[test]
fn a_timeline_that_cannot_be_read_says_why() {
    let words = Sentence::new("begun-unreadable").with("folder", "journal.jsonl");
    let why: &'static Failure = Box::leak(Box::new(Failure::new(FailureKind::World, words.clone())));
    let middle = MiddleView::Step(Box::new(samples::step()));
    let screen =
        crate::ui::view::WizardView { timeline_failure: Some(why), ..samples::wizard(middle, live()) };
    let mut harness = open(samples::view(ScreenView::Wizard(Box::new(screen))));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::T);
    harness.run_steps(3);
    harness.get_by_label(&words.text());
    assert!(harness.query_by_label("The journal is being read …").is_none());
}

#[test]
fn the_rail_shows_a_step_when_it_is_clicked() {
    let mut harness = open(wizard_view(samples::step()));
    click(&mut harness, "9 · Commit and push · not its turn yet");
    assert_eq!(taken(&mut harness), [UiCommand::ShowStep("step-9".to_owned())]);
}

#[test]
fn a_question_sends_its_answer() {
    let answer =
        |id: &str, label: &str, tone| AnswerView { id: id.to_owned(), label: label.to_owned(), tone };
    let form = StepForm::Question(QuestionView {
        question: "Does the site answer?".to_owned(),
        answers: vec![answer("yes", "Yes", Tone::Good), answer("no", "No", Tone::Bad)],
        given: None,
    });
    let mut harness = open(wizard_view(StepView { form, diffs: Vec::new(), ..samples::step() }));
    click(&mut harness, "No");
    assert_eq!(
        taken(&mut harness),
        [UiCommand::Answer { step: "step-6".to_owned(), answer: "no".to_owned() }]
    );
}

#[test]
fn the_announcement_is_edited_part_by_part() {
    let form = StepForm::Announcement(AnnouncementView { is_open: true, ..AnnouncementView::default() });
    let mut harness = open(wizard_view(StepView { form, diffs: Vec::new(), ..samples::step() }));
    harness.get_by_role_and_label(Role::TextInput, "Subject").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Subject").type_text("x");
    harness.run_steps(2);
    let edit = UiCommand::EditAnnouncement {
        step: "step-6".to_owned(),
        part: AnnouncementPart::Subject,
        text: "x".to_owned(),
    };
    assert_eq!(taken(&mut harness).first(), Some(&edit));
}

#[test]
fn stale_rows_say_how_old_they_are() {
    let stale = Box::leak(Box::new(samples::observed_stale()));
    let middle = MiddleView::Step(Box::new(samples::step()));
    let harness = open(samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, stale)))));
    assert!(harness.query_by_label("These rows are 48 s old").is_some());
}

#[test]
fn a_long_log_lays_out_only_what_is_in_sight() {
    let lines: &'static [String] = Box::leak(samples::log(200_000).into_boxed_slice());
    let output = OutputView { title: "Log".to_owned(), lines, dropped: 3, ..OutputView::default() };
    let step = StepView { output: Some(output), diffs: Vec::new(), happening: None, ..samples::step() };
    let harness = open(wizard_view(step));
    assert!(harness.query_by_label_contains("199999.32").is_some(), "the newest line is in sight");
    assert!(harness.query_all_by_label_contains("Transferred").count() < 40);
}

#[test]
fn the_end_shows_the_record_and_leaves() {
    let middle = MiddleView::Finish(samples::finish());
    let mut harness =
        open(samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, super::live())))));
    click(&mut harness, "Copy as a comment");
    click(&mut harness, "Open ticket");
    let address = "https://github.com/example/infrastructure/issues/17".to_owned();
    let back =
        [UiCommand::CopyComment("2026-11-20-depot-1.0.188".to_owned()), UiCommand::OpenAddress(address)];
    assert_eq!(taken(&mut harness), back);
    click(&mut harness, "Show the record");
    click(&mut harness, "Start another change");
    let commands = taken(&mut harness);
    let record = HistoryCommand::Open("2026-11-20-depot-1.0.188".to_owned());
    assert_eq!(commands, [UiCommand::ShowPage(Page::History), UiCommand::History(record), UiCommand::Leave]);
}
