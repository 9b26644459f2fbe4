//! What it is for: the course of a change on one axis of time: every try of every step, waits of the person, holds, and what
//! happened besides. In: a journal's lines. Out: rows with spans and points. Never: a line of the journal that is lost, or a
//! time that runs backwards because a clock was set.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;

use super::{
    attached, course,
    story::{Event, Story},
};
use crate::{
    action::Ending,
    journal::{ChangeResult, Entry, Line},
    names::StepId,
    observed::usual::Usual,
    plan::PlannedStep,
    words::{Sentence, text},
};

/// A wait shorter than this is none: somebody reads what will happen.
const WAIT: Duration = Duration::from_secs(5);

/// The course of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// When it began.
    pub from: Timestamp,
    /// Its end, or the newest line of its journal.
    pub until: Timestamp,
    /// Whether it has not ended.
    pub is_open: bool,
    /// The change as a whole first, then each step that something happened to, forward and back.
    pub rows: Vec<TimeRow>,
}

/// What happened to one step, or to the change as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeRow {
    /// Its number; empty for the change as a whole.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Whether it belongs to the way back.
    pub is_back: bool,
    /// What took time, in order.
    pub spans: Vec<TimeSpan>,
    /// What happened at one moment, in order.
    pub points: Vec<TimePoint>,
    /// How long the step usually takes.
    pub usual: Option<Duration>,
}

/// Something that took time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSpan {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// What it was.
    pub kind: SpanKind,
    /// Which try of a step, from 1; 0 for what is none.
    pub attempt: u32,
}

/// What took time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// A try that ended well.
    Done,
    /// One that failed.
    Failed,
    /// The person stopped waiting for it.
    Stopped,
    /// Nobody knows how it ended.
    Unknown,
    /// It is under way, or its end is not written yet.
    Runs,
    /// Nothing was done: a person's turn.
    Waits,
    /// The change was held.
    Held,
}

impl SpanKind {
    /// In words.
    pub fn words(self) -> String {
        text(match self {
            Self::Done => "record-done",
            Self::Failed => "record-failed",
            Self::Stopped => "record-cancelled",
            Self::Unknown => "record-unknown",
            Self::Runs => "record-may-run",
            Self::Waits => "timeline-waits",
            Self::Held => "timeline-held",
        })
    }

    /// Whether nothing was done meanwhile.
    pub fn is_rest(self) -> bool {
        matches!(self, Self::Waits | Self::Held)
    }
}

/// Something that happened at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimePoint {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Sentence,
    /// Who.
    pub who: String,
    /// Whether the change went otherwise than the procedure has it.
    pub is_deviation: bool,
}

impl TimeSpan {
    /// How long it took.
    pub fn length(&self) -> Duration {
        Duration::try_from(self.until.duration_since(self.from)).unwrap_or_default()
    }
}

impl TimeRow {
    /// How long the tries took together; `None` when there was none.
    pub fn took(&self) -> Option<Duration> {
        let tries = self.spans.iter().filter(|span| span.attempt > 0);
        tries.map(TimeSpan::length).reduce(Duration::saturating_add)
    }
}

impl Timeline {
    /// The course that a journal's lines tell; `None` when its beginning is missing. `usual` tells how long steps take.
    pub fn of(lines: &[Line], usual: &BTreeMap<StepId, Usual>) -> Option<Self> {
        let story = Story::new(lines)?;
        let until = lines.iter().map(|line| line.at).max().unwrap_or(story.opened_at);
        let whole = TimeRow {
            number: String::new(),
            title: text("timeline-whole"),
            is_back: false,
            spans: rests(lines),
            points: points_of_all(&story),
            usual: None,
        };
        let forward = story.steps.iter().map(|step| (step, false));
        let back = story.back_steps.iter().map(|step| (*step, true));
        let of = |(step, is_back)| row(&story, step, is_back, until, usual);
        let rows = std::iter::once(whole).chain(forward.chain(back).filter_map(of)).collect();
        Some(Self { from: story.opened_at, until, is_open: story.finished.is_none(), rows })
    }
}

/// What happened to a step; `None` when nothing did.
fn row(
    story: &Story<'_>,
    step: &PlannedStep,
    is_back: bool,
    until: Timestamp,
    usual: &BTreeMap<StepId, Usual>,
) -> Option<TimeRow> {
    let events: Vec<&Event<'_>> = if is_back {
        story.back().filter(|(id, _)| **id == step.id).map(|(_, event)| event).collect()
    } else {
        story.of(&step.id).collect()
    };
    let (mut spans, mut points) = (Vec::new(), Vec::new());
    for event in events {
        let (by, key, reason) = match event {
            Event::Tried { at, started, ended, may_run } => {
                let kind = match ended.map(|end| &end.outcome.ending) {
                    Some(Ending::Done) => SpanKind::Done,
                    Some(Ending::Failed { .. }) => SpanKind::Failed,
                    Some(Ending::Cancelled) => SpanKind::Stopped,
                    None if *may_run => SpanKind::Runs,
                    Some(Ending::Unknown { .. }) | None => SpanKind::Unknown,
                };
                let end = ended.map_or(if *may_run { until } else { *at }, |end| {
                    // What the program counted itself holds where a clock was set meanwhile.
                    let counted = at.checked_add(Duration::from_secs(end.took)).unwrap_or(end.at);
                    if end.at < *at { counted } else { end.at }
                });
                spans.push(TimeSpan { from: *at, until: end.max(*at), kind, attempt: started.attempt });
                continue;
            }
            Event::Skipped { reason, by } => (by, "record-skipped", reason),
            Event::Forced { reason, by } => (by, "record-forced", reason),
            Event::Noted { text, files, by } => {
                let what = attached::words(text, files);
                points.push(TimePoint { at: by.at, what, who: by.who.clone(), is_deviation: false });
                continue;
            }
        };
        points.push(TimePoint {
            at: by.at,
            what: Sentence::new(key).with("reason", *reason),
            who: by.who.clone(),
            is_deviation: true,
        });
    }
    let has_something = !spans.is_empty() || !points.is_empty();
    has_something.then(|| TimeRow {
        number: step.number.to_string(),
        title: step.title.clone(),
        is_back,
        spans,
        points,
        usual: usual.get(&step.id).map(|usual| usual.time).filter(|_| !is_back),
    })
}

/// What happened to the change as a whole, with its end.
fn points_of_all(story: &Story<'_>) -> Vec<TimePoint> {
    let told = story.course.iter().filter_map(|(at, entry)| {
        let (what, by) = course::told(entry, story)?;
        let is_deviation = !matches!(entry, Entry::Resumed { .. } | Entry::Seconded { .. });
        Some(TimePoint { at: *at, what, who: by.who.clone(), is_deviation })
    });
    let end = story.finished.map(|(result, by)| TimePoint {
        at: by.at,
        what: Sentence::new(match result {
            ChangeResult::Completed => "record-completed",
            ChangeResult::RolledBack => "record-rolled-back",
            ChangeResult::Abandoned => "record-abandoned",
        }),
        who: by.who.clone(),
        is_deviation: false,
    });
    told.chain(end).collect()
}

/// Where nothing was done: the person's turn, or the change was held.
fn rests(lines: &[Line]) -> Vec<TimeSpan> {
    let mut spans: Vec<TimeSpan> = Vec::new();
    let mut running: Vec<u64> = Vec::new();
    let mut is_held = false;
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        match &line.entry {
            Entry::Started(_) => running.push(line.seq),
            Entry::Ended { of, .. } | Entry::Settled { of, .. } => running.retain(|seq| seq != of),
            Entry::Held { .. } => is_held = true,
            // What ran in a program that ended runs no more.
            Entry::Resumed { .. } => (is_held, running) = (false, Vec::new()),
            Entry::Finished { .. } => break,
            Entry::Opened { .. }
            | Entry::Skipped { .. }
            | Entry::Forced { .. }
            | Entry::Noted { .. }
            | Entry::WentBack { .. }
            | Entry::LeftWayBack { .. }
            | Entry::Waived { .. }
            | Entry::TakenOver { .. }
            | Entry::Seconded { .. } => {}
        }
        let is_stopped = matches!(next.entry, Entry::Resumed { .. });
        if (!running.is_empty() && !is_stopped) || next.at <= line.at {
            continue;
        }
        let kind = if is_held { SpanKind::Held } else { SpanKind::Waits };
        match spans.last_mut().filter(|last| last.kind == kind && last.until == line.at) {
            Some(last) => last.until = next.at,
            None => spans.push(TimeSpan { from: line.at, until: next.at, kind, attempt: 0 }),
        }
    }
    spans.retain(|span| span.length() >= WAIT || span.kind == SpanKind::Held);
    spans
}
