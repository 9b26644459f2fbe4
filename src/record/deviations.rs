//! What it is for: what went otherwise than the procedure has it, in the order in which it is read: values, steps, course.
//! In: the story. Out: a list. Never: a judgement whether it was right, or one of them left out.

use std::collections::BTreeMap;

use super::{
    course,
    story::{Event, Story},
};
use crate::{
    action::Ending,
    journal::{ChangeResult, Entry, Passed},
    names::StepId,
    plan::Standing,
    words::Sentence,
};

/// Something that went otherwise than the procedure has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Title of the step; `None` when it is about the change as a whole.
    pub step: Option<String>,
    /// What.
    pub what: Sentence,
}

impl Deviation {
    /// Both in one line.
    pub fn text(&self) -> String {
        match &self.step {
            Some(step) => format!("{step}: {}", self.what),
            None => self.what.text(),
        }
    }
}

/// All of them.
pub(super) fn all(story: &Story<'_>) -> Vec<Deviation> {
    let mut found: Vec<Deviation> = before(story).into_iter().map(whole).collect();
    for step in story.steps.iter().filter(|step| step.added) {
        found.push(Deviation {
            step: Some(step.title.clone()),
            what: Sentence::new("record-deviation-added"),
        });
    }
    found.extend(steps(story));
    let is_one = |entry: &Entry| {
        matches!(
            entry,
            Entry::Settled { reason: Some(_), .. }
                | Entry::WentBack { .. }
                | Entry::LeftWayBack { .. }
                | Entry::Waived { .. }
                | Entry::TakenOver { .. }
        )
    };
    let course = story.course.iter().filter(|(_, entry)| is_one(entry));
    found.extend(course.filter_map(|(_, entry)| Some(whole(course::told(entry, story)?.0))));
    if let Some((ChangeResult::Abandoned, _)) = story.finished {
        found.push(whole(Sentence::new("record-deviation-abandoned")));
    }
    found
}

fn whole(what: Sentence) -> Deviation {
    Deviation { step: None, what }
}

/// What deviated before the first step: the procedure's file, checks that were gone past, values.
fn before(story: &Story<'_>) -> Vec<Sentence> {
    let mut found = Vec::new();
    let standing = match story.header.source.standing {
        Standing::Shipped | Standing::Upstream => None,
        Standing::NotUpstream => Some("record-deviation-not-upstream"),
        Standing::Uncommitted => Some("record-deviation-uncommitted"),
    };
    found.extend(standing.map(Sentence::new));
    found.extend(story.passed.iter().map(Passed::words));
    for param in story.header.params.iter().filter(|param| param.deviates) {
        let name = if param.title.is_empty() { &param.name } else { &param.title };
        found.push(Sentence::new("record-deviation-value").with("name", name).with("value", &param.value));
    }
    found
}

/// What deviated at steps, forward and back, step by step in the order in which they were first met.
fn steps(story: &Story<'_>) -> Vec<Deviation> {
    let mut order: Vec<&StepId> = Vec::new();
    let mut by_step: BTreeMap<&StepId, Vec<Sentence>> = BTreeMap::new();
    let mut tries: BTreeMap<&StepId, u32> = BTreeMap::new();
    for (step, event) in story.events_by_step() {
        if !order.contains(&step) {
            order.push(step);
        }
        let told = by_step.entry(step).or_default();
        match event {
            Event::Skipped { reason, .. } => {
                told.push(Sentence::new("record-skipped").with("reason", *reason));
            }
            Event::Forced { reason, .. } => told.push(Sentence::new("record-forced").with("reason", *reason)),
            Event::Noted { .. } => {}
            Event::Tried { started, ended, may_run, .. } => {
                if let Some(reason) = &started.reason {
                    told.push(Sentence::new("record-deviation-reason").with("reason", reason));
                }
                match ended.map(|end| &end.outcome.ending) {
                    None if *may_run => {}
                    None => told.push(Sentence::new("record-no-end")),
                    Some(Ending::Unknown { .. }) => told.push(Sentence::new("record-unknown")),
                    Some(Ending::Done | Ending::Failed { .. } | Ending::Cancelled) => {}
                }
                let most = tries.entry(step).or_default();
                *most = (*most).max(started.attempt);
            }
        }
    }
    let mut found = Vec::new();
    for step in order {
        let title = story.title(step);
        let again = tries.get(step).filter(|tries| **tries > 1);
        let again = again.map(|tries| Sentence::new("record-deviation-tries").count("count", *tries));
        let told = by_step.remove(step).unwrap_or_default();
        let all = again.into_iter().chain(told);
        found.extend(all.map(|what| Deviation { step: Some(title.clone()), what }));
    }
    found
}
