//! What it is for: the pages of a change under way. Never: compiled into the program.

use super::super::{
    adding, decide, decide_in_trouble, decide_only, dialog, dialog_ticks, dialog_typed, going_back, holder,
    large, large_text, log, notes, rail, step_unknown, timeline, worlds,
};
use super::*;

fn middle(middle: MiddleView<'static>) -> View<'static> {
    view(ScreenView::Wizard(Box::new(wizard(middle, kept(observed())))))
}

fn shown(step: StepView<'static>) -> View<'static> {
    middle(MiddleView::Step(Box::new(step)))
}

pub(super) fn page(name: &str) -> View<'static> {
    match name {
        "finish" => middle(MiddleView::Finish(finish())),
        "finish-long" => middle(MiddleView::Finish(long::finish())),
        "stale" => {
            let step = MiddleView::Step(Box::new(step()));
            view(ScreenView::Wizard(Box::new(wizard(step, kept(observed_stale())))))
        }
        "step-loading" => view(ScreenView::Wizard(Box::new(long::wizard_loading()))),
        "step-read-only" => {
            let mut view = shown(StepView { main: None, others: Vec::new(), is_read_only: true, ..step() });
            view.bar.is_read_only = true;
            view
        }
        "step-long" => long::wizard(),
        "step-sides" => shown(StepView { happening: None, ..step() }),
        "ready-timeline" => {
            let step = wizard(MiddleView::Step(Box::new(step())), kept(observed()));
            view(ScreenView::Wizard(Box::new(WizardView { timeline: Some(kept(timeline())), ..step })))
        }
        "step-many" => {
            let step = MiddleView::Step(Box::new(long::step_many()));
            view(ScreenView::Wizard(Box::new(wizard(step, kept(long::observed_many())))))
        }
        "log" => {
            let mut step = steps_by_state()["running"].clone();
            step.diffs.clear();
            step.happening = None;
            step.output = Some(OutputView {
                source: String::new(),
                title: "Log of depot-pgbackup-manual-1.0.188".to_owned(),
                lines: kept(log(4000)),
                dropped: 12,
                is_open: true,
            });
            shown(step)
        }
        "question" | "announcement" | "commit" => {
            let mut step = StepView { diffs: Vec::new(), happening: None, command: None, ..step() };
            step.form = form(name);
            shown(step)
        }
        "dialog" | "typed" | "ticks" | "dialog-long" => {
            let mut view = shown(step());
            view.dialog = Some(match name {
                "dialog" => dialog(),
                "typed" => dialog_typed(),
                "dialog-long" => long::dialog(),
                _ => dialog_ticks(),
            });
            view
        }
        state => {
            let other = back(name).or_else(|| files(name));
            other.unwrap_or_else(|| shown(steps_by_state().remove(state).expect("a page of that name")))
        }
    }
}

/// Notes with files, and the dialogs of those.
fn files(name: &str) -> Option<View<'static>> {
    let files = match name {
        "step-files" => None,
        "files-adding" => Some(FilesView::Adding(Box::new(adding()))),
        "files-large" => Some(FilesView::Large(Box::new(large()))),
        "files-text" => Some(FilesView::Large(Box::new(large_text()))),
        _ => return None,
    };
    let step = StepView {
        notes: notes(),
        diffs: Vec::new(),
        happening: None,
        command: None,
        ..steps_by_state()["done"].clone()
    };
    Some(View { files, ..shown(step) })
}

/// The way back, deeds whose end nobody saw, a change that another holds.
fn back(name: &str) -> Option<View<'static>> {
    let live = kept(observed());
    let decided = |view| {
        let wizard = WizardView { rail: rail(), ..wizard(MiddleView::Decide(Box::new(view)), live) };
        Some(super::view(ScreenView::Wizard(Box::new(wizard))))
    };
    match name {
        "decide" => decided(decide()),
        "decide-only" => decided(decide_only()),
        "decide-trouble" => decided(decide_in_trouble()),
        "back" => Some(going_back(live)),
        "holder" => {
            let step = StepView { main: None, others: Vec::new(), ..step() };
            let wizard = wizard(MiddleView::Step(Box::new(step)), live);
            let wizard = WizardView { holder: Some(holder()), deeds: Vec::new(), ..wizard };
            Some(view(ScreenView::Wizard(Box::new(wizard))))
        }
        world => {
            let (_, world) = worlds().into_iter().find(|(known, _)| *known == world)?;
            Some(shown(step_unknown(world)))
        }
    }
}

fn form(name: &str) -> StepForm {
    let answer =
        |id: &str, label: &str, tone| AnswerView { id: id.to_owned(), label: label.to_owned(), tone };
    match name {
        "question" => StepForm::Question(QuestionView {
            question: "Is the site answering, and can the data be refreshed with the app?".to_owned(),
            answers: vec![
                answer("yes", "Yes, all is well", Tone::Good),
                answer("no", "No, something is wrong", Tone::Bad),
            ],
            given: None,
        }),
        "announcement" => StepForm::Announcement(AnnouncementView {
            to: "sysadmin@example.org, users@example.org".to_owned(),
            subject: "The depot server was updated to 1.0.188".to_owned(),
            body: "Hello,\n\nthe depot server was updated to version 1.0.188.\n\nRegards".to_owned(),
            is_open: true,
        }),
        _ => StepForm::CommitMessage(CommitView {
            message: "Depot: deploy 1.0.188\n\nCloses #1234".to_owned(),
            files: vec!["deployments/depot.yml".to_owned()],
            author: "Admin <admin@example.org>".to_owned(),
            is_open: true,
        }),
    }
}
