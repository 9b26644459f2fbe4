//! What it is for: what a step's page has besides on the way back and after a crash.
//! In: the run's state of the step. Out: plain data for `ui`. Never: a decision of its own; it only puts into words.

use super::{change::Change, moments::clock, step_view::evidence_bullet};
use crate::{
    action::{Direction, Effect, ProbeAnswer},
    confirm,
    plan::PlannedStep,
    run::{Asking, StepRun, StepState},
    ui::view::{OtherDeed, UnknownView, WorldSays, WorldView},
    words::Sentence,
};

/// Where the step stands: "Rollback · step 2 of 7" on the way back; on the way forward in the words of `forward`.
pub(super) fn over(change: &Change, planned: &PlannedStep, forward: &str) -> String {
    let (number, section) = (planned.number.to_string(), &planned.section);
    if planned.direction == Direction::Back {
        let of = change.run.back().map_or(planned.number, |back| back.end - back.first);
        return Sentence::new("step-over-back").with("number", number).with("of", of.to_string()).text();
    }
    let of = change.run.plan().header().rail.len().to_string();
    Sentence::new(forward).with("number", number).with("of", of).with("section", section).text()
}

/// A deed whose end nobody saw.
pub(super) fn unknown(planned: &PlannedStep, run: &StepRun) -> Option<UnknownView> {
    let StepState::Unknown { asking, .. } = &run.state else { return None };
    let started = run.started.as_ref()?;
    let world = match asking {
        Asking::NotAsked | Asking::Asked => WorldView::Asking,
        Asking::Failed(failure) => WorldView::Failed((**failure).clone()),
        Asking::Answered(probed) => WorldView::Said {
            answer: match probed.answer {
                ProbeAnswer::Happened => WorldSays::Happened,
                ProbeAnswer::DidNot => WorldSays::DidNot,
                ProbeAnswer::CannotTell => WorldSays::CannotTell,
            },
            evidence: probed.evidence.iter().map(evidence_bullet).collect(),
            at: probed.evidence.last().map(|one| clock(one.at)).unwrap_or_default(),
        },
    };
    let command = if started.preview.command.is_empty() {
        confirm::deed(&started.action).text()
    } else {
        started.preview.command.clone()
    };
    Some(UnknownView {
        command,
        sent: format!("{} · {}", clock(started.by.at), started.by.who),
        world,
        is_once: planned.effect >= Effect::NamedOnce,
    })
}

/// What can still be done with a step that is behind.
pub(super) fn behind(change: &Change, planned: &PlannedStep) -> Vec<OtherDeed> {
    let mut others = undo(change, planned);
    others.push(OtherDeed::AddNote);
    others
}

/// A step that changed a state of the world can be taken back alone, while the change goes forward.
pub(super) fn undo(change: &Change, planned: &PlannedStep) -> Vec<OtherDeed> {
    let run = &change.run;
    let key = planned.key.as_str();
    let is_alone = matches!(key, "scale" | "manifest.edit" | "manifest.apply" | "route.switch");
    let is_free = run.back().is_none() && !run.is_acting();
    if is_alone && is_free && run.ended().is_none() && run.is_undoable(planned) {
        vec![OtherDeed::Undo]
    } else {
        Vec::new()
    }
}
