//! What it is for: what the person decides about a step or the change beside a deed's own dialog.
//! In: reasons, notes, wishes to look again. Out: next states, journal entries. Never: a reason left out.

use jiff::Timestamp;

use super::{Effect, Note, Run, StepState};
use crate::{
    journal::{Attachment, ChangeResult, Entry},
    names::{Stamp, StepId},
};

impl Run {
    pub(super) fn look_again(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        match self.steps_state(index) {
            StepState::Shown { .. }
            | StepState::Asked { .. }
            | StepState::Blocked { .. }
            | StepState::Failed { .. }
            | StepState::Stopped => self.look(),
            // What may have happened is not proposed anew before somebody said that it did not.
            StepState::Unknown { .. } => self.ask_again(id),
            StepState::Waiting
            | StepState::Looking
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. }
            | StepState::Undone { .. } => Vec::new(),
        }
    }

    pub(super) fn stop_waiting(&mut self, id: &StepId) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let mut effects = Vec::new();
        self.change(index, |state| {
            if let StepState::Running { proposal, .. } = state {
                effects.push(Effect::StopWaiting);
                StepState::Running { proposal, is_stopping: true }
            } else {
                state
            }
        });
        effects
    }

    pub(super) fn skipped(&mut self, id: &StepId, reason: String, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let state = self.steps_state(index);
        // What may have happened is settled first, or gone on from as it stands.
        let is_open = matches!(state, StepState::Unknown { .. });
        if reason.trim().is_empty() || state.is_acting() || is_open {
            return Vec::new();
        }
        self.leave(index, StepState::Skipped { reason: reason.clone() }, at);
        let entry = Entry::Skipped { step: id.clone(), reason, by };
        let mut effects = vec![Effect::Record(Box::new(entry))];
        effects.extend(self.advance());
        effects
    }

    pub(super) fn forced(&mut self, id: &StepId, reason: String, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let Some((index, _)) = self.at_current(id) else { return Vec::new() };
        let was_tried = self.steps.get(index).is_some_and(|step| step.attempts > 0);
        let may = match self.steps_state(index) {
            StepState::Failed { .. } | StepState::Unknown { .. } | StepState::Stopped => true,
            StepState::Blocked { .. } => was_tried,
            StepState::Waiting
            | StepState::Looking
            | StepState::Shown { .. }
            | StepState::Asked { .. }
            | StepState::Running { .. }
            | StepState::Done
            | StepState::Skipped { .. }
            | StepState::Forced { .. }
            | StepState::Undone { .. } => false,
        };
        if reason.trim().is_empty() || !may {
            return Vec::new();
        }
        self.leave(index, StepState::Forced { reason: reason.clone() }, at);
        let entry = Entry::Forced { step: id.clone(), reason, by };
        let mut effects = vec![Effect::Record(Box::new(entry))];
        effects.extend(self.advance());
        effects
    }

    pub(super) fn waived(&mut self, id: &StepId, reason: String, by: Stamp) -> Vec<Effect> {
        let Some((index, step)) = self.at_current(id) else { return Vec::new() };
        let is_blocked = matches!(self.steps_state(index), StepState::Blocked { .. });
        if reason.trim().is_empty() || !is_blocked || self.missing(&step).is_none() {
            return Vec::new();
        }
        self.waived.insert(id.clone());
        let mut effects = vec![Effect::Record(Box::new(Entry::Waived { step: id.clone(), reason, by }))];
        effects.extend(self.look());
        effects
    }

    /// The change rests until somebody takes it up again, here or elsewhere.
    pub(super) fn hold(&mut self, reason: String, by: Stamp) -> Vec<Effect> {
        let is_acting = self.steps.get(self.current).is_some_and(|step| step.state.is_acting());
        if is_acting || reason.trim().is_empty() {
            return Vec::new();
        }
        self.held = Some(reason.clone());
        vec![Effect::Record(Box::new(Entry::Held { reason, by })), Effect::WriteRecord]
    }

    pub(super) fn noted(
        &mut self,
        id: &StepId,
        text: String,
        files: Vec<Attachment>,
        by: Stamp,
    ) -> Vec<Effect> {
        let Some(index) = self.index(id) else { return Vec::new() };
        if text.trim().is_empty() && files.is_empty() {
            return Vec::new();
        }
        if let Some(step) = self.steps.get_mut(index) {
            step.notes.push(Note { text: text.clone(), files: files.clone(), by: by.clone() });
        }
        vec![Effect::Record(Box::new(Entry::Noted { step: id.clone(), text, files, by }))]
    }

    pub(super) fn finished(&mut self, by: Stamp, at: Timestamp) -> Vec<Effect> {
        let is_acting = self.steps.get(self.current).is_some_and(|step| step.state.is_acting());
        if is_acting {
            return Vec::new();
        }
        let result = match (self.is_complete(), &self.back) {
            (true, None) => ChangeResult::Completed,
            (true, Some(_)) => ChangeResult::RolledBack,
            (false, _) => ChangeResult::Abandoned,
        };
        self.ended = Some((result, at));
        vec![Effect::Record(Box::new(Entry::Finished { result, by })), Effect::WriteRecord]
    }
}
