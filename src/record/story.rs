//! What it is for: a journal's lines sorted by step. In: lines. Out: each step's tries, notes, and how it was left.
//! Never: text, or a line that is lost on the way.

use jiff::Timestamp;

use crate::{
    action::{Direction, Outcome},
    journal::{Attachment, ChangeResult, Entry, Line, Passed, Started},
    names::{ChangeId, Digest, Stamp, StepId},
    plan::{Header, PlannedStep},
};

/// A journal as a record tells it.
#[derive(Debug)]
pub(super) struct Story<'a> {
    pub(super) app: &'a str,
    pub(super) change: &'a ChangeId,
    pub(super) plan: &'a Digest,
    pub(super) header: &'a Header,
    pub(super) steps: &'a [PlannedStep],
    pub(super) by: &'a Stamp,
    /// Checks that were gone past before the start.
    pub(super) passed: &'a [Passed],
    pub(super) opened_at: Timestamp,
    /// Time of the last line.
    pub(super) last_at: Timestamp,
    pub(super) finished: Option<(ChangeResult, &'a Stamp)>,
    /// Seconds from the first line to the last.
    pub(super) took: u64,
    /// Seconds by which the computer's clock was set back meanwhile; 0 when it was not.
    pub(super) set_back: u64,
    /// Steps of the way back, as they were entered.
    pub(super) back_steps: Vec<&'a PlannedStep>,
    /// What happened to the change as a whole.
    pub(super) course: Vec<(Timestamp, &'a Entry)>,
    starts: Vec<(u64, &'a StepId)>,
    events: Vec<(&'a StepId, Event<'a>)>,
}

/// Something that happened to a step.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// It was tried; the end is missing when the program stopped meanwhile, or while it runs.
    Tried { at: Timestamp, started: &'a Started, ended: Option<End<'a>>, may_run: bool },
    /// Left out.
    Skipped { reason: &'a str, by: &'a Stamp },
    /// Gone on nevertheless.
    Forced { reason: &'a str, by: &'a Stamp },
    /// A note; without a text when only files were added.
    Noted { text: &'a str, files: &'a [Attachment], by: &'a Stamp },
}

/// The end of a try.
#[derive(Debug, Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) at: Timestamp,
    /// Seconds from the start line to the end line.
    pub(super) took: u64,
    pub(super) outcome: &'a Outcome,
}

/// Seconds from the first of these lines to the last: what the clock says, and at least what the program counted itself,
/// for a clock can be set back.
fn took(lines: &[Line]) -> u64 {
    let counted: u64 = pairs(lines)
        // A program that was started meanwhile counts from nothing.
        .map(|(one, next)| next.mono_ms.checked_sub(one.mono_ms).unwrap_or(next.mono_ms))
        .sum();
    let ends = lines.first().zip(lines.last());
    let clock = ends.map_or(0, |(first, last)| last.at.duration_since(first.at).as_secs());
    u64::try_from(clock).unwrap_or_default().max(counted / 1000)
}

fn pairs(lines: &[Line]) -> impl Iterator<Item = (&Line, &Line)> {
    lines.iter().zip(lines.iter().skip(1))
}

impl<'a> Story<'a> {
    /// Sorts the lines; `None` when the first line is missing.
    pub(super) fn new(lines: &'a [Line]) -> Option<Self> {
        let (first, rest) = lines.split_first()?;
        let Entry::Opened { app, change, plan, header, steps, by, passed, format: _, way_back: _ } =
            &first.entry
        else {
            return None;
        };
        let mut story = Self {
            app,
            change,
            plan,
            header,
            steps,
            by,
            passed,
            opened_at: first.at,
            last_at: rest.last().unwrap_or(first).at,
            finished: None,
            took: took(lines),
            set_back: pairs(lines)
                .filter_map(|(one, next)| u64::try_from(one.at.duration_since(next.at).as_secs()).ok())
                .sum(),
            back_steps: Vec::new(),
            course: Vec::new(),
            starts: Vec::new(),
            events: Vec::new(),
        };
        for (index, line) in rest.iter().enumerate() {
            story.add(line, rest.get(index..).unwrap_or_default());
        }
        Some(story)
    }

    /// Takes the first of these lines; what belongs to it may be among the later ones.
    fn add(&mut self, line: &'a Line, from: &'a [Line]) {
        let (step, event) = match &line.entry {
            Entry::Started(started) => {
                let ended = from.iter().enumerate().find_map(|(index, other)| {
                    let (of, outcome) = other.entry.end()?;
                    let took = took(from.get(..=index).unwrap_or_default());
                    (of == line.seq).then_some(End { at: other.at, took, outcome })
                });
                self.starts.push((line.seq, &started.step));
                // Nobody has taken the change up, or ended it, since: the deed may be running now.
                let is_past = |other: &Line| {
                    matches!(
                        other.entry,
                        Entry::Resumed { .. } | Entry::Settled { .. } | Entry::Finished { .. }
                    )
                };
                let may_run = ended.is_none() && !from.iter().any(is_past);
                (&started.step, Event::Tried { at: line.at, started, ended, may_run })
            }
            Entry::Skipped { step, reason, by } => (step, Event::Skipped { reason, by }),
            Entry::Forced { step, reason, by } => (step, Event::Forced { reason, by }),
            Entry::Noted { step, text, files, by } => (step, Event::Noted { text, files, by }),
            Entry::Finished { result, by } => {
                self.finished = Some((*result, by));
                return;
            }
            Entry::Opened { .. } | Entry::Ended { .. } => return,
            Entry::WentBack { steps, .. } => {
                self.back_steps.extend(steps);
                self.course.push((line.at, &line.entry));
                return;
            }
            Entry::Resumed { .. }
            | Entry::Settled { .. }
            | Entry::LeftWayBack { .. }
            | Entry::Held { .. }
            | Entry::Waived { .. }
            | Entry::TakenOver { .. }
            | Entry::Seconded { .. } => {
                self.course.push((line.at, &line.entry));
                return;
            }
        };
        self.events.push((step, event));
    }

    /// What happened to a step on the way forward, in order.
    pub(super) fn of(&self, id: &StepId) -> impl Iterator<Item = &Event<'a>> {
        self.events
            .iter()
            .filter(move |(step, event)| *step == id && !event.is_back())
            .map(|(_, event)| event)
    }

    /// What was done on the way back, in order.
    pub(super) fn back(&self) -> impl Iterator<Item = (&'a StepId, &Event<'a>)> {
        let is_back = |id: &StepId| !self.steps.iter().any(|step| step.id == *id);
        self.events
            .iter()
            .filter(move |(step, event)| event.is_back() || is_back(step))
            .map(|(step, event)| (*step, event))
    }

    /// The title of a step, forward or back; its identifier when it is not known.
    pub(super) fn title(&self, id: &StepId) -> String {
        let all = self.steps.iter().chain(self.back_steps.iter().copied());
        all.into_iter().find(|step| step.id == *id).map_or_else(|| id.to_string(), |step| step.title.clone())
    }

    /// The step of a start line.
    pub(super) fn step_of(&self, seq: u64) -> Option<&'a StepId> {
        self.starts.iter().find(|(at, _)| *at == seq).map(|(_, step)| *step)
    }

    /// Everything with its step, in order.
    pub(super) fn events_by_step(&self) -> impl Iterator<Item = (&'a StepId, &Event<'a>)> {
        self.events.iter().map(|(step, event)| (*step, event))
    }

    /// Everything, for counts.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event<'a>> {
        self.events.iter().map(|(_, event)| event)
    }
}

impl Event<'_> {
    fn is_back(&self) -> bool {
        matches!(self, Self::Tried { started, .. } if started.direction == Direction::Back)
    }
}
