//! What it is for: `job.wait`: a Job's end, its log followed live, and the log judged by what the step expects.
//! In: the Job. Out: a verdict from the Job's condition, the lines and the size together; captured values.
//! Never: "good" because the log ended or the condition alone says so.

use super::{Context, Seen, log_file::LogFile};
use crate::{
    action::{Ending, JobWait, Judge, Mark, Outcome},
    cluster::{
        job_wait::{self, JobEnd, TryEnd},
        jobs::{self, NameState},
    },
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::mask::mask_text,
    names::StepId,
    plan::preview::{Preview, Sign},
    words::Sentence,
    worker::session::Session,
};

/// What will be watched.
///
/// # Errors
/// The cluster cannot be asked, or there is no such Job.
pub(super) async fn look(session: &Session, action: &JobWait) -> Result<Preview, Failure> {
    let command = format!("kubectl logs -f jobs/{} -n {}", action.job, session.cluster.namespace());
    let preview = Preview { command, ..Preview::default() };
    uid(session, action).await?;
    let words = Sentence::new("act-wait-job")
        .with("job", action.job.as_str())
        .with("limit", action.timeout.to_string());
    Ok(preview.fact(Sign::Same, words))
}

async fn uid(session: &Session, action: &JobWait) -> Result<String, Failure> {
    let state = jobs::name_state(&session.cluster, session.plan.change(), &action.job).await;
    match state.map_err(|error| error.to_failure())? {
        NameState::Ours(found) | NameState::Taken(found) => Ok(found.uid),
        NameState::Free => {
            let words = Sentence::new("act-wait-no-job").with("job", action.job.as_str());
            Err(Failure::new(FailureKind::World, words))
        }
    }
}

/// Follows the Job to its end and judges.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &JobWait) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let step: &StepId = entry.approval().proposal().step();
    let judge = match Judge::new(&context.step.expect) {
        Ok(judge) => judge,
        Err(bad) => {
            let words = Sentence::new("act-wait-bad-pattern").with("pattern", &bad.pattern);
            return seen.failed(Failure::new(FailureKind::Internal, words).caused_by(&bad));
        }
    };
    let uid = match uid(session, action).await {
        Ok(uid) => uid,
        Err(failure) => return seen.failed(failure),
    };
    let mut judge = judge;
    let mut file = LogFile::create(&session.folder, step);
    let mut has_log = false;
    let mut sink = |_source: &str, _at: Option<jiff::Timestamp>, raw: &[u8]| {
        // Lines become evidence and a file: a login in an address is left out of both.
        let line = mask_text(&String::from_utf8_lossy(raw));
        has_log = true;
        judge.line(&line);
        file.line(&line);
    };
    let late_after = Some(action.timeout.duration());
    let waited = job_wait::wait(
        &session.cluster,
        (&action.job, Some(&uid)),
        late_after,
        &context.reporter,
        Some(&mut sink),
        context.cancel.clone(),
    );
    let ended = Box::pin(waited).await;
    if let Some(name) = file.name() {
        seen.output("log-file", name);
    }
    if let Some((mark, words)) = file.close() {
        seen.note(mark, words);
    }
    match ended {
        Ok(ended) if ended.end == JobEnd::Cancelled => seen.end(Ending::Cancelled),
        Ok(ended) => {
            tries(&mut seen, &ended.tries);
            judged(seen, &action.job, &ended.end, judge, has_log)
        }
        Err(error) => seen.failed(error.to_failure()),
    }
}

/// How each pod of the Job ended.
fn tries(seen: &mut Seen, tries: &[TryEnd]) {
    for one in tries {
        let Some(end) = &one.end else { continue };
        let mark = if end.exit_code == 0 { Mark::Note } else { Mark::Warning };
        let words = Sentence::new("act-wait-try")
            .with("pod", &one.pod)
            .with("code", end.exit_code.to_string())
            .with("reason", &end.reason);
        seen.note(mark, words);
    }
}

/// Condition, lines and size together.
fn judged(
    mut seen: Seen,
    job: &crate::names::ObjectName,
    end: &JobEnd,
    judge: Judge,
    has_log: bool,
) -> Outcome {
    let judged = judge.finish();
    let failure = match end {
        JobEnd::Complete => {
            seen.note(Mark::Good, Sentence::new("act-wait-complete").with("job", job.as_str()));
            None
        }
        JobEnd::Failed { reason, message } => {
            let words = Sentence::new("act-wait-failed").with("job", job.as_str()).with("reason", reason);
            let failure = Failure::new(FailureKind::World, words.clone()).detail(message);
            seen.note(Mark::Bad, words);
            Some(failure)
        }
        JobEnd::Vanished => {
            let words = Sentence::new("act-wait-gone").with("job", job.as_str());
            seen.note(Mark::Bad, words.clone());
            Some(Failure::new(FailureKind::World, words))
        }
        JobEnd::Cancelled => None,
    };
    for (mark, words) in judged.evidence {
        seen.note(mark, words);
    }
    seen.outputs.extend(judged.outputs);
    let hint = Sentence::new("act-wait-bad-hint");
    match failure {
        Some(failure) => seen.failed(failure.hint(hint)),
        None if judged.is_good => seen.done(),
        None => {
            // A log that could not be read says nothing bad about the job either.
            let key = if has_log { "act-wait-not-good" } else { "act-wait-no-log" };
            let words = Sentence::new(key).with("job", job.as_str());
            seen.failed(Failure::new(FailureKind::World, words).hint(hint))
        }
    }
}
