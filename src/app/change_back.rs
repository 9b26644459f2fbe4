//! What it is for: the person's commands about the way back, and about deeds whose end nobody saw.
//! In: commands. Out: events of the run, and what it asks of the worker. Never: a way back whose reason is missing.

use jiff::Timestamp;

use super::{change::Change, decide_view};
use crate::{names::StepId, run::What, ui::UiCommand, worker::Request};

impl Change {
    /// Takes a command about the way back. Commands for other screens are not given here.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest belongs to other screens, and is logged")]
    pub(super) fn back_command(&mut self, command: UiCommand, at: Timestamp) -> Vec<Request> {
        match command {
            UiCommand::Waive { step, reason } => {
                let by = self.stamp(at);
                return self.event(at, What::Waived { step: StepId::new(step), reason, by });
            }
            UiCommand::RollBack => self.is_deciding = true,
            UiCommand::BackToChange => self.is_deciding = false,
            UiCommand::DecideAnswer { answer, reason } => {
                if !decide_view::may_go(self, &answer, reason.as_deref()) {
                    return Vec::new();
                }
                let by = self.stamp(at);
                self.is_deciding = false;
                self.shown = None;
                return self.event(at, What::WentBack { answer, reason, by });
            }
            UiCommand::DoRest => {
                let by = self.stamp(at);
                self.shown = None;
                return self.event(at, What::DoRest { by });
            }
            UiCommand::UndoStep(step) => {
                let by = self.stamp(at);
                self.shown = None;
                return self.event(at, What::UndoAlone { step: StepId::new(step), by });
            }
            UiCommand::TakeBack(step) => {
                let by = self.stamp(at);
                self.shown = None;
                return self.event(at, What::TakeBackAtOnce { step: StepId::new(step), by });
            }
            UiCommand::StopGoingBack { reason } => {
                let by = self.stamp(at);
                self.shown = None;
                return self.event(at, What::LeftWayBack { reason, by });
            }
            UiCommand::Settle { step, happened, reason } => {
                let by = self.stamp(at);
                let reason = reason.unwrap_or_default();
                return self.event(at, What::Settled { step: StepId::new(step), happened, reason, by });
            }
            UiCommand::AskWorldAgain(step) => {
                return self.event(at, What::AskAgain { step: StepId::new(step) });
            }
            other => tracing::warn!(?other, "a command of another screen"),
        }
        Vec::new()
    }

    /// Lets the change rest.
    pub(super) fn hold(&mut self, reason: String, at: Timestamp) -> Vec<Request> {
        let by = self.stamp(at);
        self.event(at, What::Held { reason, by })
    }

    /// Whether the question before the way back is on the screen.
    pub(super) fn is_asking(&self) -> bool {
        self.is_deciding || (self.run.needs_decision() && self.run.ended().is_none())
    }
}
