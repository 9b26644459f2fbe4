//! What it is for: a window that carries nothing out: what is left of the screens, and which wishes are not followed.
//! In: views and commands. Out: views without deeds, or a refusal. Never: the only guard: `worker` still asks for an
//! approval, and there is none without the commands that are refused here.

use super::{App, lease_view};
use crate::{
    ui::{
        UiCommand,
        view::{HistoryCommand, MiddleView, OtherDeed, ScreenView, StartView, StepForm, WayGate, WizardView},
    },
    words::text,
};

impl App {
    /// Whether nothing is carried out. A practice world touches nothing real: there everything may be tried.
    pub(super) fn is_read_only(&self) -> bool {
        self.settings.read_only && !self.practice.is_entered()
    }
}

/// Whether a command would carry something out, or begin what does.
pub(super) fn refuses(command: &UiCommand) -> bool {
    lease_view::acts(command)
        || matches!(
            command,
            UiCommand::Start
                | UiCommand::Resume(_)
                | UiCommand::RollBackFinished(_)
                | UiCommand::RollBack
                | UiCommand::TryAgain(_)
                | UiCommand::LookAgain(_)
                | UiCommand::Named { .. }
                | UiCommand::TakeOver { .. }
                | UiCommand::AgreeSecond(_)
                | UiCommand::History(HistoryCommand::Put)
        )
}

/// Takes everything away that acts.
pub(super) fn only_show(screen: &mut ScreenView<'_>) {
    match screen {
        ScreenView::Start(start) => start_page(start),
        ScreenView::Wizard(wizard) => wizard_page(wizard),
        ScreenView::History(history) => {
            if let Some(record) = &mut history.open {
                (record.can_put, record.can_resume) = (false, false);
            }
        }
        ScreenView::Cluster(_) | ScreenView::Settings(_) => {}
    }
}

fn start_page(view: &mut StartView) {
    view.is_read_only = true;
    view.second = None;
    for row in &mut view.finished {
        (row.can_roll_back, row.has_rest) = (false, false);
    }
}

fn wizard_page(view: &mut WizardView<'_>) {
    view.deeds.clear();
    if let Some(holder) = &mut view.holder {
        holder.can_take_over = false;
    }
    match &mut view.middle {
        MiddleView::Step(step) => {
            step.main = None;
            step.others.retain(|other| *other == OtherDeed::StopWaiting);
            step.is_read_only = true;
            step.may_note = false;
            step.blocked = Some(text("read-only-about"));
            match &mut step.form {
                StepForm::Question(question) if question.given.is_none() => question.answers.clear(),
                StepForm::Announcement(form) => form.is_open = false,
                StepForm::CommitMessage(form) => form.is_open = false,
                StepForm::Question(_) | StepForm::None => {}
            }
        }
        MiddleView::Decide(decide) => {
            for way in &mut decide.ways {
                way.gate = WayGate::Shown;
            }
        }
        MiddleView::Finish(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        observed::Observed,
        ui::view::{
            ChangeDeed, ChangeDeedKind, DecideView, FinishedRow, MainDeed, QuestionView, SecondView,
            StatusView, StepView, WayView,
        },
    };

    fn wizard<'a>(middle: MiddleView<'a>, live: &'a Observed) -> ScreenView<'a> {
        ScreenView::Wizard(Box::new(WizardView {
            rail: Vec::new(),
            middle,
            live,
            live_scope: String::new(),
            status: StatusView::default(),
            deeds: vec![ChangeDeed::open(ChangeDeedKind::RollBack)],
            timeline: None,
            holder: None,
        }))
    }

    #[test]
    fn nothing_that_acts_is_left_on_a_screen() {
        let live = Observed::default();
        let question =
            QuestionView { answers: vec![crate::ui::view::AnswerView::default()], ..QuestionView::default() };
        let step = StepView {
            main: Some(MainDeed::default()),
            others: vec![OtherDeed::Skip, OtherDeed::StopWaiting, OtherDeed::AddNote],
            form: StepForm::Question(question),
            ..StepView::default()
        };
        let mut shown = wizard(MiddleView::Step(Box::new(step)), &live);
        only_show(&mut shown);
        let ScreenView::Wizard(view) = &shown else { panic!() };
        assert!(view.deeds.is_empty());
        let MiddleView::Step(step) = &view.middle else { panic!() };
        assert_eq!((step.main.is_none(), step.others.as_slice()), (true, &[OtherDeed::StopWaiting][..]));
        assert!(matches!(&step.form, StepForm::Question(question) if question.answers.is_empty()));
        let decide = DecideView { ways: vec![WayView::default()], ..DecideView::default() };
        let mut shown = wizard(MiddleView::Decide(Box::new(decide)), &live);
        only_show(&mut shown);
        let ScreenView::Wizard(view) = &shown else { panic!() };
        let MiddleView::Decide(decide) = &view.middle else { panic!() };
        assert!(decide.ways.iter().all(|way| way.gate == WayGate::Shown));
        let finished = vec![FinishedRow { can_roll_back: true, has_rest: true, ..FinishedRow::default() }];
        let start = StartView { finished, second: Some(SecondView::default()), ..StartView::default() };
        let mut shown = ScreenView::Start(Box::new(start));
        only_show(&mut shown);
        let ScreenView::Start(start) = &shown else { panic!() };
        assert!(start.is_read_only && start.second.is_none());
        assert!(start.finished.iter().all(|row| !row.can_roll_back && !row.has_rest));
    }

    #[test]
    fn what_begins_or_acts_is_refused_and_what_looks_is_not() {
        let (step, reason) = ("a".to_owned(), "r".to_owned());
        for acting in [
            UiCommand::Start,
            UiCommand::Resume(step.clone()),
            UiCommand::Ask(step.clone()),
            UiCommand::TryAgain(step.clone()),
            UiCommand::RollBack,
            UiCommand::TakeOver { reason: reason.clone() },
            UiCommand::AgreeSecond(step.clone()),
            UiCommand::Skip { step: step.clone(), reason },
        ] {
            assert!(refuses(&acting), "{acting:?}");
        }
        for looking in [
            UiCommand::ShowStep(step.clone()),
            UiCommand::StopWaiting(step.clone()),
            UiCommand::Reconnect,
            UiCommand::Practise,
            UiCommand::Export(step),
            UiCommand::CancelDialog,
            UiCommand::Leave,
        ] {
            assert!(!refuses(&looking), "{looking:?}");
        }
    }
}
