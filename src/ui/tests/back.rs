//! The way back: the question and its gates, the foot of the rail, deeds whose end nobody saw, another holder.

use egui::{Key, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::ui::{UiCommand, samples, view::*};

use super::{Window, buttons, click, live, open, taken, wizard_view};

fn decide_view(decide: DecideView) -> View<'static> {
    let middle = MiddleView::Decide(Box::new(decide));
    samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, live()))))
}

/// Opens in a window that is high enough for the whole page.
fn open_high(view: View<'static>) -> Harness<'static, Window> {
    let mut harness = open(view);
    harness.set_size(egui::vec2(1440.0, 2400.0));
    harness.run_steps(4);
    harness
}

fn is_disabled(harness: &Harness<'static, Window>, name: &str) -> bool {
    harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
}

/// Types a reason into the small dialog and presses its button.
fn reason(harness: &mut Harness<'static, Window>, deed: &str, why: &str) {
    harness.run_steps(2);
    assert!(taken(harness).is_empty(), "nothing goes out before the reason");
    assert!(is_disabled(harness, deed));
    harness.get_by_role_and_label(Role::MultilineTextInput, "Reason").type_text(why);
    harness.run_steps(2);
    click(harness, deed);
}

#[test]
fn an_answer_is_one_click() {
    let mut harness = open_high(decide_view(samples::decide()));
    click(&mut harness, "Roll back the image only");
    click(&mut harness, "Back to the change");
    let answer = UiCommand::DecideAnswer { answer: "no".to_owned(), reason: None };
    assert_eq!(taken(&mut harness), [answer, UiCommand::BackToChange]);
}

#[test]
fn the_steps_of_a_way_are_folded_until_asked_for() {
    let mut harness = open_high(decide_view(samples::decide()));
    assert!(harness.query_by_label_contains("Make an empty database").is_none());
    click(&mut harness, "7 steps · Yes, restore the database");
    assert!(harness.query_by_label_contains("Make an empty database").is_some());
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn the_only_way_shows_its_steps_and_begins_by_one_button() {
    let mut harness = open(decide_view(samples::decide_only()));
    assert!(harness.query_by_label_contains("back to 2 pods").is_some());
    click(&mut harness, "Begin the way back");
    let answer = UiCommand::DecideAnswer { answer: "plan".to_owned(), reason: None };
    assert_eq!(taken(&mut harness), [answer]);
}

#[test]
fn a_way_that_needs_a_reason_waits_for_it_and_a_closed_one_stays_closed() {
    let mut harness = open_high(decide_view(samples::decide_in_trouble()));
    assert!(is_disabled(&harness, "Restore database and image"));
    let field = "Why it is done nevertheless · Yes, restore the database";
    harness.get_by_role_and_label(Role::MultilineTextInput, field).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::MultilineTextInput, field).type_text("  a dump was made by hand ");
    harness.run_steps(2);
    click(&mut harness, "Restore database and image");
    assert!(is_disabled(&harness, "Drop and restore the database"));
    harness.get_by_role_and_label(Role::Button, "Drop and restore the database").click();
    harness.run_steps(2);
    let reason = Some("a dump was made by hand".to_owned());
    assert_eq!(taken(&mut harness), [UiCommand::DecideAnswer { answer: "yes".to_owned(), reason }]);
}

#[test]
fn evidence_says_what_it_is_and_what_it_is_not() {
    let harness = open_high(decide_view(samples::decide()));
    let bad = "Speaks of a failure: 15:04:12 ERROR: column \"icon_data\" does not exist";
    assert!(harness.query_by_label(bad).is_some());
    let harness = open_high(decide_view(samples::decide_in_trouble()));
    assert!(harness.query_by_label("reading").is_some());
    let nothing = "No line matches “Migrat(ing|ion)”: that proves nothing by itself";
    assert!(harness.query_by_label(nothing).is_some());
    assert!(harness.query_by_label("The cluster, repository or network refused").is_some());
}

#[test]
fn the_question_is_answered_by_keys_alone() {
    let mut harness = open(decide_view(samples::decide_only()));
    harness.get_by_role_and_label(Role::Button, "Begin the way back").focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(matches!(taken(&mut harness).as_slice(), [UiCommand::DecideAnswer { .. }]));
}

#[test]
fn a_reason_of_one_visit_is_gone_at_the_next() {
    let mut harness = open_high(decide_view(samples::decide_in_trouble()));
    harness.state_mut().memory.reasons.insert("yes".to_owned(), "old".to_owned());
    harness.run_steps(2);
    assert!(!is_disabled(&harness, "Restore database and image"));
    harness.state_mut().view = wizard_view(samples::step());
    harness.run_steps(2);
    harness.state_mut().view = decide_view(samples::decide_in_trouble());
    harness.run_steps(4);
    assert!(is_disabled(&harness, "Restore database and image"));
}

#[test]
fn the_foot_of_the_rail_rolls_back_and_holds_with_a_reason() {
    let mut harness = open(wizard_view(samples::step()));
    click(&mut harness, "Roll back…");
    assert_eq!(taken(&mut harness), [UiCommand::RollBack]);
    click(&mut harness, "Hold…");
    reason(&mut harness, "Hold the change", "waiting for the mirror");
    assert_eq!(taken(&mut harness), [UiCommand::Hold { reason: "waiting for the mirror".to_owned() }]);
}

#[test]
fn rolling_back_is_there_after_the_end_too() {
    let middle = MiddleView::Finish(samples::finish());
    let mut harness = open(samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, live())))));
    click(&mut harness, "Roll back…");
    assert_eq!(taken(&mut harness), [UiCommand::RollBack]);
}

#[test]
fn a_blocked_deed_of_the_change_does_nothing() {
    let mut view = wizard_view(samples::step());
    if let ScreenView::Wizard(wizard) = &mut view.screen {
        wizard.deeds[0].blocked = Some("A deed is under way".to_owned());
    }
    let mut harness = open(view);
    assert!(is_disabled(&harness, "Roll back…"));
    harness.get_by_role_and_label(Role::Button, "Roll back…").click();
    harness.run_steps(2);
    assert!(taken(&mut harness).is_empty());
}

#[test]
fn the_way_back_is_seen_in_strip_and_rail() {
    let mut harness = open(samples::going_back(live()));
    assert!(harness.query_by_label("rolling back").is_some());
    assert!(harness.query_by_label("Rollback · step 2 of 7").is_some());
    assert!(harness.query_by_label("2 · Scale the graphics server to 0 · undone · undone by 1").is_some());
    assert!(harness.query_by_label_contains("Commit and push").is_none());
    click(&mut harness, "3 steps not begun");
    click(&mut harness, "7 · Commit and push · not its turn yet");
    assert_eq!(taken(&mut harness), [UiCommand::ShowStep("step-7-15".to_owned())]);
}

#[test]
fn stopping_the_way_back_says_what_it_leaves_and_asks_why() {
    let mut harness = open(samples::going_back(live()));
    click(&mut harness, "Stop the way back here…");
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("the site does not answer").is_some());
    reason(&mut harness, "Stop the way back", "the owner wants to look");
    let stop = UiCommand::StopGoingBack { reason: "the owner wants to look".to_owned() };
    assert_eq!(taken(&mut harness), [stop]);
}

#[test]
fn a_done_step_is_undone_and_a_missing_requirement_waived() {
    let mut steps = samples::steps_by_state();
    let mut harness = open(wizard_view(steps.remove("done").expect("a sample")));
    click(&mut harness, "Undo this step…");
    assert_eq!(taken(&mut harness), [UiCommand::UndoStep("step-6".to_owned())]);
    let mut harness = open(wizard_view(steps.remove("blocked").expect("a sample")));
    click(&mut harness, "Go on nevertheless…");
    reason(&mut harness, "Go on nevertheless", "the backup was made by hand");
    let waive =
        UiCommand::Waive { step: "step-6".to_owned(), reason: "the backup was made by hand".to_owned() };
    assert_eq!(taken(&mut harness), [waive]);
}

/// The button that a person presses for each answer, as the world's answer makes it.
#[test]
fn an_open_deed_is_settled_by_a_click_only_where_the_world_agrees() {
    let settle = |happened, reason| UiCommand::Settle { step: "step-6".to_owned(), happened, reason };
    for (name, world) in samples::worlds() {
        let mut harness = open(wizard_view(samples::step_unknown(world.clone())));
        assert!(harness.query_by_label("Nobody saw how this ended").is_some(), "{name}");
        assert!(harness.query_by_label("It will not be repeated by the program.").is_some(), "{name}");
        if name == "asking" {
            for button in ["It happened", "It did not happen", "Ask again"] {
                assert!(is_disabled(&harness, button), "{name}: {button}");
            }
            continue;
        }
        for (happened, words, deed) in
            [(true, "It happened", "It happened"), (false, "It did not happen", "It did not happen")]
        {
            if world.agrees(happened) {
                click(&mut harness, words);
                assert_eq!(taken(&mut harness), [settle(happened, None)], "{name}");
            } else {
                click(&mut harness, &format!("{words}…"));
                reason(&mut harness, deed, "seen on the console");
                let why = Some("seen on the console".to_owned());
                assert_eq!(taken(&mut harness), [settle(happened, why)], "{name}");
            }
        }
        click(&mut harness, "Ask again");
        assert_eq!(taken(&mut harness), [UiCommand::AskWorldAgain("step-6".to_owned())], "{name}");
    }
}

#[test]
fn where_a_window_only_shows_every_button_is_grey_and_says_why() {
    let why = "Ben carries this change out".to_owned();
    let (_, world) = samples::worlds().into_iter().next().expect("a world");
    let open_deed = StepView { blocked: Some(why.clone()), ..samples::step_unknown(world) };
    let step = samples::step();
    let main = step.main.clone().map(|main| MainDeed { blocked: Some(why.clone()), ..main });
    let step = StepView { main, blocked: Some(why.clone()), ..step };
    for shown in [open_deed, step] {
        let mut harness = open(wizard_view(shown));
        assert!(harness.query_by_label(&why).is_some());
        let foot = ["It happened", "Ask again", "Skip with a reason…", "Add a note…"];
        let there: Vec<&str> =
            foot.into_iter().filter(|name| buttons(&harness).iter().any(|one| one == name)).collect();
        assert!(!there.is_empty(), "{:?}", buttons(&harness));
        for name in there {
            assert!(is_disabled(&harness, name), "{name}");
            harness.get_by_role_and_label(Role::Button, name).click();
            harness.run_steps(2);
        }
        assert!(taken(&mut harness).is_empty());
    }
}

#[test]
fn a_change_that_another_holds_is_read_only_until_taken_over() {
    let step = StepView { main: None, others: Vec::new(), ..samples::step() };
    let middle = MiddleView::Step(Box::new(step));
    let wizard =
        WizardView { holder: Some(samples::holder()), deeds: Vec::new(), ..samples::wizard(middle, live()) };
    let mut harness = open(samples::view(ScreenView::Wizard(Box::new(wizard))));
    assert!(harness.query_by_label_contains("ben@laptop-7 carries this change out").is_some());
    let names = buttons(&harness);
    assert!(!names.iter().any(|name| name == "Roll back…" || name == "Hold…"), "{names:?}");
    click(&mut harness, "Take over…");
    reason(&mut harness, "Take the change over", "Ben's laptop is off");
    assert_eq!(taken(&mut harness), [UiCommand::TakeOver { reason: "Ben's laptop is off".to_owned() }]);
}

/// Where things of the wizard's three columns may reach to, by where they begin; `None` for strip and status line.
fn right_end(rect: egui::Rect, size: egui::Vec2, is_wizard: bool) -> Option<f32> {
    if !is_wizard {
        return Some(size.x);
    }
    // The harness leaves eight points free on each side.
    let (rail, live) = (228.0, size.x - 278.0);
    let is_between = rect.top() > 62.0 && rect.bottom() < size.y - 38.0;
    let end = if rect.left() < rail { rail } else { live };
    is_between.then_some(if rect.left() < live { end } else { size.x })
}

/// Also where names are as long as Kubernetes allows.
#[test]
fn nothing_is_wider_than_its_place_in_a_small_window() {
    let worlds = samples::worlds().into_iter().map(|(_, world)| wizard_view(samples::step_unknown(world)));
    let pages = [samples::decide(), samples::decide_only(), samples::decide_in_trouble()];
    let mut views: Vec<View<'static>> = pages.into_iter().map(decide_view).chain(worlds).collect();
    views.push(samples::going_back(live()));
    views.push(super::start_view(samples::start_in_trouble()));
    let mut harness = open(wizard_view(samples::step()));
    harness.state_mut().memory.finished_open = true;
    for size in [egui::vec2(1024.0, 640.0), egui::vec2(800.0, 560.0)] {
        harness.set_size(size);
        for (index, view) in views.iter().enumerate() {
            let is_wizard = matches!(view.screen, ScreenView::Wizard(_));
            harness.state_mut().view = view.clone();
            harness.run_steps(3);
            for role in [Role::Button, Role::Label, Role::MultilineTextInput] {
                for node in harness.query_all_by_role(role) {
                    let rect = node.rect();
                    let Some(end) = right_end(rect, size, is_wizard) else { continue };
                    let name = node.accesskit_node().label().unwrap_or_default();
                    let what = format!("view {index} at {size:?}: “{name}” at {rect:?}, over {end}");
                    assert!(rect.left() >= -0.5 && rect.right() <= end + 0.5, "{what}");
                }
            }
        }
    }
}
