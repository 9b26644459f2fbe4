//! What it is for: asking the world what a procedure's `probe` asks: is the step done?
//! In: the probe with nothing left open. Out: yes, no or "cannot tell", with what was seen.
//! Never: "yes" for a program that did not end with exit code 0, or a program that the procedure does not declare.

use std::time::Duration;

use regex::RegexBuilder;

use crate::{
    action::{Action, Exec, ProbeAnswer},
    cluster::{
        delete::{self, Which},
        exec::{self, Ran, RunEnd, Whose},
    },
    failure::{Failure, FailureKind},
    manifest::mask::mask_text,
    names::ObjectName,
    procedure::{DoneIf, ObjectState, Probe, substitute::Filled, typed_action},
    words::Sentence,
    worker::session::Session,
};

/// How long a probe's program may take.
const LIMIT: Duration = Duration::from_secs(30);
/// Lines of its output that are shown.
const SHOWN: usize = 20;

/// What the probe saw.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) answer: ProbeAnswer,
    /// What that rests on.
    pub(super) what: Sentence,
    /// First lines of the program's output, masked.
    pub(super) lines: Vec<String>,
}

impl Asked {
    fn new(answer: ProbeAnswer, what: Sentence) -> Self {
        Self { answer, what, lines: Vec::new() }
    }
}

/// Asks once.
///
/// # Errors
/// A probe that does not fit its form, or the cluster cannot be asked.
pub(super) async fn ask(session: &Session, probe: &Filled) -> Result<Asked, Failure> {
    let unfit = |problem: String| {
        Failure::new(FailureKind::Internal, Sentence::new("act-probe-unfit")).detail(problem)
    };
    if let Some(open) = probe.open.first() {
        return Err(unfit(open.clone()));
    }
    let probe: Probe =
        serde_json::from_value(probe.value.clone()).map_err(|fault| unfit(fault.to_string()))?;
    if let Some(fields) = &probe.exec {
        let action = typed_action(&serde_json::json!({ "exec": fields }));
        let action = action.map_err(|fault| unfit(fault.to_string()))?;
        let Action::Exec(exec) = action else { return Err(unfit(action.key().to_owned())) };
        return program(session, &exec, &probe.done_if).await;
    }
    match probe.object.as_deref().and_then(|object| object.split_once('/')) {
        Some((kind, name)) => object(session, kind, name, &probe.done_if).await,
        // Tools of this machine are for a later version.
        None => Ok(Asked::new(ProbeAnswer::CannotTell, Sentence::new("act-probe-cannot-tell"))),
    }
}

async fn program(session: &Session, action: &Exec, done_if: &DoneIf) -> Result<Asked, Failure> {
    let whose = Whose::parse(&action.workload, action.role.clone(), action.container.clone());
    let whose = whose.ok_or_else(|| super::exec::no_workload(&action.workload))?;
    let spot = exec::find(&session.cluster, &whose).await.map_err(|error| error.to_failure())?;
    let ran = exec::read(&session.cluster, &spot, &action.argv, LIMIT).await;
    let ran = ran.map_err(|error| error.to_failure())?;
    Ok(judged(&ran, done_if))
}

fn judged(ran: &Ran, done_if: &DoneIf) -> Asked {
    let program = |key: &str| Sentence::new(key);
    let lines = |text: &exec::Captured| -> Vec<String> {
        text.lines().filter(|line| !line.trim().is_empty()).take(SHOWN).map(|line| mask_text(&line)).collect()
    };
    let (answer, what) = match &ran.end {
        RunEnd::Ended { code: 0 } => match is_done(ran.stdout.text.trim(), done_if) {
            Some(true) => (ProbeAnswer::Happened, program("act-probe-says-done")),
            Some(false) => (ProbeAnswer::DidNot, program("act-probe-says-not")),
            None => (ProbeAnswer::CannotTell, program("act-probe-cannot-tell")),
        },
        RunEnd::Ended { code } => {
            let what = program("act-probe-failed").with("code", code.to_string());
            let lines = lines(&ran.stderr);
            return Asked { answer: ProbeAnswer::CannotTell, what, lines };
        }
        RunEnd::NotStarted { message } | RunEnd::Lost { message } => {
            (ProbeAnswer::CannotTell, program("act-probe-lost").with("message", message))
        }
        RunEnd::Late | RunEnd::Stopped => {
            (ProbeAnswer::CannotTell, program("act-probe-lost").with("message", ""))
        }
    };
    Asked { answer, what, lines: lines(&ran.stdout) }
}

/// Equal to the text, or matching it when it begins with `^`; without a text the exit code alone says it.
fn is_done(stdout: &str, done_if: &DoneIf) -> Option<bool> {
    let DoneIf::Output(output) = done_if else { return None };
    match output.stdout.as_deref() {
        None => Some(true),
        Some(pattern) if pattern.starts_with('^') => {
            let pattern = RegexBuilder::new(pattern).size_limit(1 << 20).build().ok()?;
            Some(pattern.is_match(stdout))
        }
        Some(text) => Some(stdout == text.trim()),
    }
}

async fn object(session: &Session, kind: &str, name: &str, done_if: &DoneIf) -> Result<Asked, Failure> {
    let DoneIf::Object(wanted) = done_if else {
        return Ok(Asked::new(ProbeAnswer::CannotTell, Sentence::new("act-probe-cannot-tell")));
    };
    let name = ObjectName::new(name).map_err(|fault| {
        Failure::new(FailureKind::Person, Sentence::new("act-probe-unfit")).detail(fault.to_string())
    })?;
    let which = Which::Object { kind: kind.to_owned(), name: name.clone() };
    let listing = delete::look(&session.cluster, &which).await.map_err(|error| error.to_failure())?;
    let object = format!("{kind}/{name}");
    let is_there = !listing.found.is_empty();
    let key = if is_there { "act-probe-there" } else { "act-probe-gone" };
    let is_done = is_there == (*wanted == ObjectState::Exists);
    let answer = if is_done { ProbeAnswer::Happened } else { ProbeAnswer::DidNot };
    Ok(Asked::new(answer, Sentence::new(key).with("object", object)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cluster::exec::Captured, procedure::OutputIs};

    fn asked(end: RunEnd, stdout: &str, wanted: Option<&str>) -> ProbeAnswer {
        let captured = |text: &str| Captured { text: text.to_owned(), is_cut: false };
        let ran = Ran { end, stdout: captured(stdout), stderr: captured("") };
        let done = OutputIs { stdout: wanted.map(str::to_owned), exit: Some(0) };
        judged(&ran, &DoneIf::Output(done)).answer
    }

    #[test]
    fn a_probe_counts_only_with_exit_code_0() {
        let ended = |code| RunEnd::Ended { code };
        assert_eq!(asked(ended(0), " 1\n", Some("1")), ProbeAnswer::Happened);
        assert_eq!(asked(ended(0), "10", Some("1")), ProbeAnswer::DidNot);
        assert_eq!(asked(ended(0), "10", Some("^1")), ProbeAnswer::Happened);
        assert_eq!(asked(ended(0), "", Some("")), ProbeAnswer::Happened);
        assert_eq!(asked(ended(0), "anything", None), ProbeAnswer::Happened);
        assert_eq!(asked(ended(0), "x", Some("^(")), ProbeAnswer::CannotTell);
        assert_eq!(asked(ended(2), "1", Some("1")), ProbeAnswer::CannotTell);
        assert_eq!(asked(RunEnd::Late, "1", Some("1")), ProbeAnswer::CannotTell);
        let lost = RunEnd::Lost { message: String::new() };
        assert_eq!(asked(lost, "1", Some("1")), ProbeAnswer::CannotTell);
    }
}
