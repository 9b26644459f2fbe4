//! What it is for: `exec`: a program in the one ready pod of a workload, and what it said.
//! In: workload, program and arguments, how the probe sees it now. Out: exit code and output judged, the probe asked
//! again. Never: a second start of the same deed, or "done" without exit code 0.

use std::{collections::BTreeMap, time::Duration};

use super::{Context, Seen, asking, log_file::LogFile};
use crate::{
    action::{Effect, Ending, Evidence, Exec, Judge, Mark, Outcome, ProbeAnswer, Probed},
    cluster::exec::{self, Captured, Ran, RunEnd, Spot, Whose},
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::mask::mask_text,
    plan::{
        PlannedStep,
        preview::{Preview, Sign},
    },
    words::{Sentence, shell},
    worker::session::Session,
};

/// Lines of an output that become evidence.
const SHOWN: usize = 20;
/// Last lines of standard error that become evidence of a failure.
const LAST: usize = 10;
/// How often the probe is asked after the deed until it says so.
const ASKED: usize = 10;
/// Between two of these.
const BETWEEN: Duration = Duration::from_millis(500);

/// What will run where, and how it stands now by the step's probe.
///
/// # Errors
/// There is not exactly one pod to run it in, or the cluster cannot be asked.
pub(super) async fn look(session: &Session, step: &PlannedStep, action: &Exec) -> Result<Preview, Failure> {
    let spot = find(session, action).await?;
    let mut preview = Preview { command: command(session, action, &spot), ..Preview::default() };
    preview.seen = seen_now(&spot);
    let program = action.argv.first().map(String::as_str).unwrap_or_default();
    let runs = Sentence::new("act-exec-runs")
        .with("program", program)
        .with("pod", &spot.pod)
        .with("container", &spot.container)
        .with("limit", action.timeout.to_string());
    preview = preview.fact(Sign::Change, runs);
    if !spot.beside.is_empty() {
        let beside = Sentence::new("act-exec-beside").with("pods", spot.beside.join(", "));
        preview = preview.fact(Sign::Warning, beside);
    }
    match &step.probe {
        None => Ok(preview),
        Some(probe) => {
            let asked = asking::ask(session, probe).await?;
            Ok(stands(preview, step, asked))
        }
    }
}

/// How it stands now; when the probe says "done", nothing is left to do.
fn stands(mut preview: Preview, step: &PlannedStep, asked: asking::Asked) -> Preview {
    let gives_values = step.expect.iter().any(|expect| expect.out.is_some());
    let sign = match asked.answer {
        ProbeAnswer::Happened | ProbeAnswer::DidNot => Sign::Same,
        ProbeAnswer::CannotTell => Sign::Warning,
    };
    if asked.answer == ProbeAnswer::Happened && !gives_values {
        // What is not run need not be told.
        preview.facts.clear();
        preview.nothing_to_do = Some(asked.what);
    } else {
        preview = preview.fact(sign, asked.what);
    }
    for line in asked.lines {
        preview = preview.fact(sign, Sentence::new("act-exec-seen").with("line", line));
    }
    preview
}

async fn find(session: &Session, action: &Exec) -> Result<Spot, Failure> {
    let whose = Whose::parse(&action.workload, action.role.clone(), action.container.clone());
    let whose = whose.ok_or_else(|| no_workload(&action.workload))?;
    exec::find(&session.cluster, &whose).await.map_err(|error| error.to_failure())
}

/// A text that names no workload; `check` refuses it beforehand.
pub(super) fn no_workload(text: &str) -> Failure {
    Failure::new(FailureKind::Person, Sentence::new("act-exec-no-workload").with("text", text))
}

fn seen_now(spot: &Spot) -> BTreeMap<String, String> {
    BTreeMap::from([("pod".to_owned(), spot.uid.clone()), ("container".to_owned(), spot.container.clone())])
}

/// The same as a line to copy: by the pod, where the workload's name alone would say less.
fn command(session: &Session, action: &Exec, spot: &Spot) -> String {
    let target = match action.role {
        Some(_) => format!("pod/{}", spot.pod),
        None => action.workload.clone(),
    };
    let container = action.container.as_ref().map(|name| format!(" -c {name}")).unwrap_or_default();
    let argv: Vec<String> = action.argv.iter().map(|text| shell::quoted(text)).collect();
    format!("kubectl exec -n {} {target}{container} -- {}", session.cluster.namespace(), argv.join(" "))
}

/// Runs it once, in the very pod that was shown, and judges.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &Exec) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let proposal = entry.approval().proposal();
    let judge = match Judge::new(&context.step.expect) {
        Ok(judge) => judge,
        Err(bad) => {
            let words = Sentence::new("act-wait-bad-pattern").with("pattern", &bad.pattern);
            return seen.failed(Failure::new(FailureKind::Internal, words).caused_by(&bad));
        }
    };
    let spot = match find(session, action).await {
        Ok(spot) => spot,
        Err(failure) => return seen.failed(failure),
    };
    if seen_now(&spot) != proposal.preview().seen {
        let words = Sentence::new("act-exec-moved").with("pod", &spot.pod);
        return seen.failed(Failure::new(FailureKind::Moved, words));
    }
    let limit = action.timeout.duration();
    let started = (&spot, action.argv.as_slice());
    let ran =
        exec::run(&session.cluster, entry, started, limit, &context.reporter, context.cancel.clone()).await;
    let ran = match ran {
        Ok(ran) => ran,
        Err(error) => return seen.failed(error.to_failure()),
    };
    keep(&mut seen, context, entry, &ran);
    let program = action.argv.first().cloned().unwrap_or_default();
    if ran.end != (RunEnd::Ended { code: 0 }) {
        return not_well(seen, entry, (&program, &spot), &ran);
    }
    seen.note(Mark::Good, Sentence::new("act-exec-ended").with("program", &program));
    judged(seen, context, (&program, judge), &ran).await
}

/// Both streams go into the step's log file, their first lines into the evidence.
fn keep(seen: &mut Seen, context: &Context, entry: &OpenEntry, ran: &Ran) {
    let mut file = LogFile::create(&context.session.folder, entry.approval().proposal().step());
    for line in ran.stdout.lines().chain(ran.stderr.lines()) {
        file.line(&mask_text(&line));
    }
    if let Some(name) = file.name() {
        seen.output("log-file", name);
    }
    if let Some((mark, words)) = file.close() {
        seen.note(mark, words);
    }
    for line in ran.stdout.lines().filter(|line| !line.trim().is_empty()).take(SHOWN) {
        seen.note(Mark::Note, Sentence::new("act-exec-says").with("line", mask_text(&line)));
    }
    if ran.stdout.is_cut || ran.stderr.is_cut {
        seen.note(Mark::Warning, Sentence::new("act-exec-cut"));
    }
}

/// Exit code 0: the output must be as expected, and the probe must see it.
async fn judged(mut seen: Seen, context: &Context, (program, judge): (&str, Judge), ran: &Ran) -> Outcome {
    let mut judge = judge;
    for line in ran.stdout.lines() {
        judge.line(&mask_text(&line));
    }
    let judged = judge.finish();
    for (mark, words) in judged.evidence {
        seen.note(mark, words);
    }
    seen.outputs.extend(judged.outputs);
    if !judged.is_good {
        let words = Sentence::new("act-exec-not-good").with("program", program);
        let failure = Failure::new(FailureKind::World, words).hint(Sentence::new("act-wait-bad-hint"));
        return seen.failed(failure);
    }
    let Some(probe) = &context.step.probe else { return seen.done() };
    let asked = ask_until_done(context, probe).await;
    match asked {
        Ok(asked) if asked.answer == ProbeAnswer::DidNot => {
            seen.note(Mark::Bad, asked.what);
            lines(&mut seen, Mark::Bad, asked.lines);
            let words = Sentence::new("act-exec-not-so").with("program", program);
            seen.failed(Failure::new(FailureKind::World, words))
        }
        Ok(asked) => {
            let is_seen = asked.answer == ProbeAnswer::Happened;
            let mark = if is_seen { Mark::Good } else { Mark::Warning };
            seen.note(mark, asked.what);
            lines(&mut seen, Mark::Note, asked.lines);
            seen.done()
        }
        Err(failure) => {
            seen.note(Mark::Warning, failure.summary);
            seen.done()
        }
    }
}

/// What a program set off may take a moment to be seen.
async fn ask_until_done(
    context: &Context,
    probe: &crate::procedure::substitute::Filled,
) -> Result<asking::Asked, Failure> {
    let mut asked = asking::ask(&context.session, probe).await?;
    for _ in 1..ASKED {
        if asked.answer != ProbeAnswer::DidNot {
            break;
        }
        tokio::time::sleep(BETWEEN).await;
        asked = asking::ask(&context.session, probe).await?;
    }
    Ok(asked)
}

fn lines(seen: &mut Seen, mark: Mark, lines: Vec<String>) {
    for line in lines {
        seen.note(mark, Sentence::new("act-exec-seen").with("line", line));
    }
}

/// Every end but exit code 0. Of a deed whose end was not told it is not known what it did.
fn not_well(mut seen: Seen, entry: &OpenEntry, (program, spot): (&str, &Spot), ran: &Ran) -> Outcome {
    let is_read = entry.approval().proposal().effect() == Effect::Read;
    let lost = |key: &str| {
        let kind = if is_read { FailureKind::World } else { FailureKind::Unknown };
        let words = Sentence::new(key).with("program", program).with("pod", &spot.pod);
        let failure = Failure::new(kind, words);
        if is_read { failure } else { failure.hint(Sentence::new("act-exec-unknown-hint")) }
    };
    let failure = match &ran.end {
        RunEnd::Ended { code } => {
            let words =
                Sentence::new("act-exec-failed").with("program", program).with("code", code.to_string());
            let failure = Failure::new(FailureKind::World, words);
            match code_hint(*code) {
                Some(hint) => failure.hint(Sentence::new(hint)),
                None => failure,
            }
        }
        RunEnd::NotStarted { message } => {
            let words = Sentence::new("act-exec-not-started").with("program", program).with("pod", &spot.pod);
            Failure::new(FailureKind::World, words).detail(message)
        }
        RunEnd::Lost { message } => lost("act-exec-lost").detail(message),
        RunEnd::Late => lost("act-exec-late"),
        RunEnd::Stopped if is_read => return seen.end(Ending::Cancelled),
        RunEnd::Stopped => lost("act-exec-stopped"),
    };
    let said = last_lines(&ran.stderr);
    for line in &said {
        seen.note(Mark::Bad, Sentence::new("act-exec-says").with("line", line));
    }
    seen.failed(said.into_iter().fold(failure, Failure::detail))
}

/// What an exit code means by custom.
fn code_hint(code: i32) -> Option<&'static str> {
    match code {
        126 | 127 => Some("act-exec-code-missing-hint"),
        130 | 137 | 143 => Some("act-exec-code-killed-hint"),
        _ => None,
    }
}

fn last_lines(stream: &Captured) -> Vec<String> {
    let mut last: Vec<String> = stream
        .lines()
        .rev()
        .filter(|line| !line.trim().is_empty())
        .take(LAST)
        .map(|line| mask_text(&line))
        .collect();
    last.reverse();
    last
}

/// What the step's probe says; without one nothing can be told.
///
/// # Errors
/// The cluster cannot be asked.
pub(super) async fn probe(session: &Session, step: &PlannedStep) -> Result<Probed, Failure> {
    let Some(probe) = &step.probe else { return Ok(super::cannot_tell()) };
    let asked = asking::ask(session, probe).await?;
    let mark = match asked.answer {
        ProbeAnswer::Happened => Mark::Good,
        ProbeAnswer::DidNot => Mark::Note,
        ProbeAnswer::CannotTell => Mark::Warning,
    };
    let mut seen = Seen::default();
    seen.note(mark, asked.what);
    lines(&mut seen, Mark::Note, asked.lines);
    if asked.answer == ProbeAnswer::DidNot {
        // A program does not end when nobody listens any more.
        seen.note(Mark::Warning, Sentence::new("act-exec-may-run"));
    }
    let evidence: Vec<Evidence> = seen.evidence;
    Ok(Probed { answer: asked.answer, evidence, outputs: BTreeMap::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_an_error_are_told_in_order() {
        let text: String = (0..20).fold(String::new(), |text, number| format!("{text}line {number}\n\n"));
        let last = last_lines(&Captured { text, is_cut: false });
        assert_eq!((last.len(), last[0].as_str(), last[9].as_str()), (LAST, "line 10", "line 19"));
    }
}
