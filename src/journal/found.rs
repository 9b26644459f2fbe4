//! What it is for: the changes of this machine at a glance, for the start page and the history.
//! In: the folder of all changes. Out: what each journal says of its change, newest first, and folders that say nothing.
//! Never: a lock, a write, or a change left out in silence.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::Deserialize;

use super::{
    entry::{FORMAT, Result as ChangeResult},
    read::{Damage, Linked, Scan, is_as_written, scan},
};
use crate::{
    action::{Direction, Effect},
    names::{ChangeId, ProcedureId, Stamp, StepId, Target},
    plan::{Param, request::Origin},
};

/// How much of a file's end is read to find its last line.
const TAIL: u64 = 16 * 1024;

/// What stands in the folder of all changes.
#[derive(Debug, Default)]
pub struct Listed {
    /// The changes, the last written first.
    pub found: Vec<Found>,
    /// Folders that are no readable change.
    pub skipped: Vec<Skipped>,
}

/// One change, as its journal tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its folder.
    pub folder: PathBuf,
    /// Its identifier.
    pub id: ChangeId,
    /// The procedure's identifier.
    pub procedure: ProcedureId,
    /// The procedure's title with the change's values.
    pub title: String,
    /// The number of the ticket; empty without one.
    pub ticket: String,
    /// The ticket that it was taken from.
    pub origin: Option<Origin>,
    /// Parameters in the order of the procedure. Secrets are not among them.
    pub params: Vec<Param>,
    /// Server, context and namespace.
    pub target: Target,
    /// The journal's format; one above [`FORMAT`] is that of a newer version, of which more may be told than is read here.
    pub format: u32,
    /// Who started it.
    pub by: Stamp,
    /// Time of the first line, in UTC.
    pub started: Timestamp,
    /// Time of the last line, in UTC.
    pub last: Timestamp,
    /// How it ended; `None` while it is open.
    pub ended: Option<ChangeResult>,
    /// Forward, or on the way back.
    pub direction: Direction,
    /// Steps of this direction that are done, skipped or gone on from.
    pub done: usize,
    /// All steps of this direction.
    pub steps: usize,
    /// Title of the first step of this direction that is not over; `None` when there is none.
    pub current: Option<String>,
    /// A deed whose end nobody wrote down: it was under way when the program stopped, or still is elsewhere.
    pub open: Option<StepId>,
    /// The change is held, and why.
    pub held: Option<String>,
    /// It is rolled back, and a step of the way back was left for later.
    pub has_rest: bool,
    /// What is wrong with the journal; the rest is what the lines before it say. Ended changes are not searched for
    /// damage here: reading them does that.
    pub damage: Option<Damage>,
}

impl Found {
    /// Whether the journal cannot be gone on with: it is damaged otherwise than by a last line that is not whole.
    pub fn is_broken(&self) -> bool {
        self.damage.as_ref().is_some_and(|damage| !matches!(damage, Damage::Unfinished { .. }))
    }
}

/// A folder that is no readable change.
#[derive(Debug)]
pub struct Skipped {
    /// The folder.
    pub folder: PathBuf,
    /// Why it was skipped.
    pub why: SkipReason,
}

/// Why a folder was skipped.
#[derive(Debug, thiserror::Error)]
pub enum SkipReason {
    /// The journal or its folder cannot be read.
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    /// The program stopped before the first line was whole: nothing was begun.
    #[error("was never begun")]
    NeverBegun,
    /// The first line is not the beginning of a change.
    #[error("does not begin as a change")]
    Damaged(#[source] Damage),
    /// A newer version of this program wrote it, in a way that is not known here.
    #[error("was written by version {app}")]
    Newer {
        /// The version.
        app: String,
    },
}

/// Looks at every change of a folder; a folder that is not there holds none.
///
/// # Errors
/// The folder itself cannot be read.
pub fn list(changes: &Path) -> io::Result<Listed> {
    let mut listed = Listed::default();
    let entries = match fs::read_dir(changes) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(listed),
        entries => entries?,
    };
    for entry in entries {
        let folder = entry?.path();
        if !folder.is_dir() {
            continue;
        }
        match look(&folder) {
            Ok(found) => listed.found.push(found),
            Err(why) => listed.skipped.push(Skipped { folder, why }),
        }
    }
    listed.found.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| b.id.cmp(&a.id)));
    listed.skipped.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(listed)
}

/// Looks at the change in one folder.
///
/// # Errors
/// Why its journal does not tell of a change.
pub(super) fn look(folder: &Path) -> Result<Found, SkipReason> {
    let path = folder.join("journal.jsonl");
    if let Some(lines) = ends(&path).map_err(SkipReason::Unreadable)? {
        return found(folder, lines, None);
    }
    let bytes = fs::read(&path).map_err(SkipReason::Unreadable)?;
    let Scan { lines, damage, .. } = scan::<Glance>(&bytes);
    let newer = lines.is_empty().then(|| newer(&bytes)).flatten();
    newer.map_or_else(|| found(folder, lines, damage), Err)
}

/// Whether the first line, which could not be read, is that of a newer version.
fn newer(bytes: &[u8]) -> Option<SkipReason> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
        #[serde(default)]
        app: String,
    }
    let first = bytes.split(|byte| *byte == b'\n').next()?;
    let Version { format, app } = serde_json::from_slice(first).ok()?;
    (format > FORMAT).then_some(SkipReason::Newer { app })
}

/// First and last line of a change that ended as planned: they say all that is shown of it.
fn ends(path: &Path) -> io::Result<Option<Vec<Glance>>> {
    let mut file = File::open(path)?;
    let from = file.metadata()?.len().saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let Some(tail) = tail.strip_suffix(b"\n") else { return Ok(None) };
    // Without a line end the last line is longer than what was read, and no short "finished" line.
    let Some(at) = tail.iter().rposition(|byte| *byte == b'\n') else { return Ok(None) };
    let last = tail.get(at + 1..).and_then(glance);
    let Some(last) = last.filter(|last| last.result == Some(ChangeResult::Completed)) else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(0))?;
    let mut first = Vec::new();
    BufReader::new(file).read_until(b'\n', &mut first)?;
    let first = first.strip_suffix(b"\n").and_then(glance);
    Ok(first.filter(|first| first.seq == 1).map(|first| vec![first, last]))
}

fn glance(body: &[u8]) -> Option<Glance> {
    if is_as_written(body) { serde_json::from_slice(body).ok() } else { None }
}

/// A journal's line, as much of it as is needed here.
#[derive(Debug, Deserialize)]
struct Glance {
    seq: u64,
    at: Timestamp,
    prev: String,
    entry: String,
    format: Option<u32>,
    change: Option<ChangeId>,
    answer: Option<String>,
    header: Option<GlanceHeader>,
    by: Option<Stamp>,
    steps: Option<Vec<GlanceStep>>,
    step: Option<StepId>,
    effect: Option<Effect>,
    of: Option<u64>,
    outcome: Option<GlanceOutcome>,
    reason: Option<String>,
    result: Option<ChangeResult>,
}

#[derive(Debug, Deserialize)]
struct GlanceHeader {
    procedure: ProcedureId,
    title: String,
    target: Target,
    #[serde(default)]
    params: Vec<Param>,
    #[serde(default)]
    request: GlanceRequest,
}

#[derive(Debug, Default, Deserialize)]
struct GlanceRequest {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    origin: Option<Origin>,
}

#[derive(Debug, Deserialize)]
struct GlanceStep {
    id: StepId,
    title: String,
    #[serde(default)]
    later: bool,
}

#[derive(Debug, Deserialize)]
struct GlanceOutcome {
    ending: GlanceEnding,
}

#[derive(Debug, Deserialize)]
struct GlanceEnding {
    ending: String,
}

impl Linked for Glance {
    fn link(&self) -> (u64, &str) {
        (self.seq, &self.prev)
    }
    fn format(&self) -> Option<u32> {
        self.format
    }
}

/// How far the lines so far have come.
#[derive(Debug, Default)]
struct Progress {
    /// Steps of the present direction, each with whether it is over.
    steps: Vec<(GlanceStep, bool)>,
    /// The forward steps while the way back is gone.
    forward: Option<Vec<(GlanceStep, bool)>>,
    /// The way back is that of a single step: the way forward goes on behind it.
    is_one_step: bool,
    /// Deeds without an end: the start line's position, the step, and whether it has a result of its own.
    open: Vec<(u64, StepId, bool)>,
    held: Option<String>,
    ended: Option<ChangeResult>,
    /// Names of the steps that were left for later, as the procedure has them.
    rest: BTreeSet<String>,
}

fn found(folder: &Path, lines: Vec<Glance>, damage: Option<Damage>) -> Result<Found, SkipReason> {
    let never = |damage: Option<Damage>| match damage {
        None | Some(Damage::Unfinished { .. }) => SkipReason::NeverBegun,
        Some(damage) => SkipReason::Damaged(damage),
    };
    let mut lines = lines.into_iter();
    let Some(first) = lines.next() else { return Err(never(damage)) };
    let (Some(id), Some(header), Some(by)) = (first.change, first.header, first.by) else {
        return Err(SkipReason::Damaged(Damage::Unreadable { line: 1 }));
    };
    let steps = unbegun(first.steps.unwrap_or_default());
    let mut progress = Progress { steps, ..Progress::default() };
    let mut last = first.at;
    for line in lines {
        last = line.at;
        progress.take(line);
    }
    let is_completed = progress.ended == Some(ChangeResult::Completed);
    let current = progress.steps.iter().find(|(_, over)| !over && !is_completed);
    Ok(Found {
        folder: folder.to_owned(),
        id,
        procedure: header.procedure,
        title: header.title,
        ticket: header.request.ticket,
        origin: header.request.origin,
        params: header.params,
        target: header.target,
        format: first.format.unwrap_or(1),
        by,
        started: first.at,
        last,
        ended: progress.ended,
        direction: if progress.forward.is_some() { Direction::Back } else { Direction::Forward },
        done: progress.steps.iter().filter(|(_, over)| *over || is_completed).count(),
        steps: progress.steps.len(),
        current: current.map(|(step, _)| step.title.clone()),
        open: progress.open.pop().map(|(_, step, _)| step),
        has_rest: progress.ended == Some(ChangeResult::RolledBack) && !progress.rest.is_empty(),
        held: progress.held,
        damage,
    })
}

fn unbegun(steps: Vec<GlanceStep>) -> Vec<(GlanceStep, bool)> {
    steps.into_iter().map(|step| (step, false)).collect()
}

impl Progress {
    fn take(&mut self, line: Glance) {
        match line.entry.as_str() {
            "started" => {
                let is_once = matches!(line.effect, Some(Effect::Once | Effect::NamedOnce));
                self.open.extend(line.step.map(|step| (line.seq, step, is_once)));
            }
            "ended" => self.end(line.of, line.outcome, false),
            "settled" => self.end(line.of, line.outcome, true),
            "skipped" => {
                self.leave(line.step.as_ref());
                self.over(line.step.as_ref());
            }
            "forced" => self.over(line.step.as_ref()),
            "went-back" => {
                let steps = std::mem::replace(&mut self.steps, unbegun(line.steps.unwrap_or_default()));
                self.forward.get_or_insert(steps);
                // What is met again counts as it is left now.
                for (step, _) in &self.steps {
                    self.rest.remove(step.id.in_procedure());
                }
                self.is_one_step = line.answer.is_none();
                self.ended = None;
            }
            "left-way-back" => self.go_on(),
            "held" => self.held = Some(line.reason.unwrap_or_default()),
            "finished" => self.ended = line.result,
            _ => {}
        }
        // A held change goes on with the next line of any other kind.
        if line.entry != "held" {
            self.held = None;
        }
    }

    /// A deed found out later brings its step on only when it made something: else the step is looked at again.
    fn end(&mut self, of: Option<u64>, outcome: Option<GlanceOutcome>, is_settled: bool) {
        let Some(at) = self.open.iter().position(|(seq, _, _)| Some(*seq) == of) else { return };
        let (_, step, is_once) = self.open.remove(at);
        let is_done = outcome.is_some_and(|outcome| outcome.ending.ending == "done");
        if is_done && (is_once || !is_settled) {
            self.over(Some(&step));
        }
    }

    /// A step that may be done later was left out.
    fn leave(&mut self, step: Option<&StepId>) {
        let left = self.steps.iter().find(|(of, _)| of.later && Some(&of.id) == step);
        self.rest.extend(left.map(|(of, _)| of.id.in_procedure().to_owned()));
    }

    fn over(&mut self, step: Option<&StepId>) {
        for (of, over) in &mut self.steps {
            *over = *over || Some(&of.id) == step;
        }
        if self.is_one_step && self.steps.iter().all(|(_, over)| *over) {
            self.go_on();
        }
    }

    /// The way forward goes on, where one was left.
    fn go_on(&mut self) {
        if let Some(forward) = self.forward.take() {
            self.steps = forward;
        }
        self.is_one_step = false;
    }
}
