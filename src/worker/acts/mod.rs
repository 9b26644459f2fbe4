//! What it is for: one file for each action: what it will do ([`look`]), and doing it ([`perform`]).
//! In: exact actions. Out: previews and outcomes. Never: a change of the world in `look`, or one in `perform` without
//! the open journal entry.

use std::{collections::BTreeMap, sync::Arc};

use super::{rehearse, session::Session};
use crate::{
    action::{Action, Ending, Evidence, ManifestEdit, Mark, Outcome, ProbeAnswer, Probed},
    cluster::report::{Cancel, Reporter},
    failure::{Failure, FailureKind},
    fault::{self, FaultPoint},
    journal::{OpenEntry, Started},
    plan::{PlannedStep, preview::Preview},
    words::Sentence,
};
use futures::future::BoxFuture;
use jiff::Timestamp;

mod announce;
mod apply;
mod asking;
mod commit;
mod conditions;
mod delete;
mod edit;
mod exec;
mod http;
mod images;
mod job_create;
mod job_wait;
mod log_file;
mod manual;
mod needed;
mod pause;
mod push;
mod push_own;
mod ran;
mod restore;
mod revert;
mod rivals;
mod route;
mod route_answer;
mod scale;
mod template;

pub(super) use apply::bundle;
pub(super) use commit::{other_author, other_branch};
pub(super) use job_create::check as job_name;
pub(super) use needed::{Lack, Why, all_there, lacks};
pub(super) use route::missing as route_missing;
pub(super) use template::made;

/// What a deed under way may use.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) session: Arc<Session>,
    pub(super) reporter: Reporter,
    pub(super) cancel: Cancel,
    /// The step as it was planned.
    pub(super) step: PlannedStep,
}

/// Reads what a step will do; `rests_on` are the edits that it requires and that are done. Changes nothing.
pub(super) async fn look(
    session: &Session,
    step: &PlannedStep,
    action: &Action,
    rests_on: &[ManifestEdit],
) -> Result<Preview, Failure> {
    if let Some(shown) = session.ground.as_ref().and_then(|_ground| rehearse::shown(step)) {
        return Ok(shown);
    }
    let preview = look_at(session, step, action).await?;
    let preview = conditions::look(session, &step.conditions, preview).await?;
    conditions::look_at_edits(session, action, rests_on, preview).await
}

/// Each look is on the heap: what carries out a step stays small, whatever a single action holds while it waits.
fn look_at<'a>(
    session: &'a Session,
    step: &'a PlannedStep,
    action: &'a Action,
) -> BoxFuture<'a, Result<Preview, Failure>> {
    match action {
        Action::ImageCheck(check) => now(Ok(images::look(check, &session.plan.header().settings))),
        Action::Scale(scale) => Box::pin(scale::look(session, step, scale)),
        Action::JobCreate(job) => Box::pin(job_create::look(session, job)),
        Action::JobWait(job) => Box::pin(job_wait::look(session, job)),
        Action::ManifestEdit(edit) => Box::pin(edit::look(session, edit)),
        Action::ManifestApply(apply) => Box::pin(apply::look(session, step, apply)),
        Action::TemplateProcess(template) => Box::pin(template::look(session, step, template)),
        Action::ObjectDelete(delete) => Box::pin(delete::look(session, delete)),
        Action::RouteSwitch(switch) => Box::pin(route::look(session, step, switch)),
        Action::Exec(exec) => Box::pin(exec::look(session, step, exec)),
        Action::ManifestRestore(restore) => Box::pin(restore::look(session, restore)),
        Action::HttpCheck(check) => now(http::look(check, &session.plan.header().settings)),
        Action::GitCommit(commit) => Box::pin(commit::look(session, commit)),
        Action::GitPush(_) => Box::pin(push::look(session, step.direction)),
        Action::GitRevert(revert) => Box::pin(revert::look(session, revert)),
        Action::AnnounceDraft(draft) => now(Ok(announce::look(draft))),
        Action::Manual(manual) => now(Ok(manual::look(manual))),
        Action::Pause(pause) => now(Ok(pause::look(pause))),
        Action::LogsFollow(_) | Action::Wait(_) | Action::Tool(_) => {
            now(Err(not_carried_out(&step.title, action)))
        }
    }
}

/// Does what was agreed to, looks again, and judges.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &Action) -> Outcome {
    if entry.approval().proposal().preview().nothing_to_do.is_some() {
        return already(context, entry, action).await;
    }
    act(context, entry, action).await
}

/// The deed itself, on the heap as [`look_at`]'s are.
fn act<'a>(context: &'a Context, entry: &'a OpenEntry, action: &'a Action) -> BoxFuture<'a, Outcome> {
    match action {
        Action::ImageCheck(check) => Box::pin(asked(images::perform(context, check))),
        Action::Scale(scale) => Box::pin(scale::perform(context, entry, scale)),
        Action::JobCreate(job) => Box::pin(job_create::perform(context, entry, job)),
        Action::JobWait(job) => Box::pin(asked(job_wait::perform(context, entry, job))),
        Action::ManifestEdit(edit) => now(edit::perform(context, entry, edit)),
        Action::ManifestApply(apply) => Box::pin(apply::perform(context, entry, apply)),
        Action::TemplateProcess(template) => Box::pin(template::perform(context, entry, template)),
        Action::ObjectDelete(delete) => Box::pin(delete::perform(context, entry, delete)),
        Action::RouteSwitch(switch) => Box::pin(route::perform(context, entry, switch)),
        Action::Exec(exec) => Box::pin(exec::perform(context, entry, exec)),
        Action::ManifestRestore(restore) => now(restore::perform(context, entry, restore)),
        Action::HttpCheck(check) => Box::pin(asked(http::perform(context, check))),
        Action::GitCommit(commit) => now(commit::perform(context, entry, commit)),
        Action::GitPush(_) => now(push::perform(context, entry)),
        Action::GitRevert(revert) => now(revert::perform(context, entry, revert)),
        Action::AnnounceDraft(_) => now(announce::perform(entry)),
        Action::Manual(manual) => now(manual::perform(entry, manual)),
        Action::Pause(_) => now(Seen::default().done()),
        Action::LogsFollow(_) | Action::Wait(_) | Action::Tool(_) => {
            now(Seen::default().failed(not_carried_out("", action)))
        }
    }
}

/// What needs no waiting.
fn now<'a, T: Send + 'a>(answer: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(answer))
}

/// A step that only reads: its whole course is one question, which a test may cut off.
async fn asked(question: impl Future<Output = Outcome>) -> Outcome {
    let is_cut_off = fault::soon(FaultPoint::RequestSent);
    let outcome = question.await;
    if is_cut_off {
        fault::end();
    }
    fault::reached(FaultPoint::AnswerLost);
    outcome
}

/// What the world says of a deed whose end nobody wrote down. Changes nothing.
pub(super) async fn probe(
    session: &Session,
    step: &PlannedStep,
    started: &Started,
) -> Result<Probed, Failure> {
    // The procedure's own question comes first.
    if step.probe.is_some() {
        return Box::pin(exec::probe(session, step)).await;
    }
    probe_of(session, step, started).await
}

/// The question to the world by the action's own kind, on the heap as [`look_at`]'s are.
fn probe_of<'a>(
    session: &'a Session,
    step: &'a PlannedStep,
    started: &'a Started,
) -> BoxFuture<'a, Result<Probed, Failure>> {
    match &started.action {
        // What is a wish for a state is looked at as before any try: it says by itself whether it is so already.
        Action::ManifestApply(apply) => Box::pin(apply::probe(session, apply)),
        Action::TemplateProcess(template) => Box::pin(template::probe(session, step, template)),
        Action::ObjectDelete(delete) => Box::pin(delete::probe(session, delete, started)),
        Action::RouteSwitch(switch) => Box::pin(route::probe(session, switch, started)),
        Action::Exec(_) => Box::pin(exec::probe(session, step)),
        Action::Scale(scale) => Box::pin(scale::probe(session, scale)),
        Action::ManifestEdit(_) | Action::ManifestRestore(_) | Action::GitPush(_) => {
            Box::pin(by_look(session, step, &started.action))
        }
        Action::GitCommit(_) => Box::pin(commit::probe(session, started)),
        Action::GitRevert(_) if started.preview.nothing_to_do.is_some() => {
            Box::pin(by_look(session, step, &started.action))
        }
        Action::GitRevert(_) => Box::pin(revert::probe(session, started)),
        Action::JobCreate(job) => Box::pin(job_create::probe(session, job, started)),
        Action::ImageCheck(_)
        | Action::JobWait(_)
        | Action::LogsFollow(_)
        | Action::Wait(_)
        | Action::HttpCheck(_)
        | Action::Tool(_)
        | Action::AnnounceDraft(_)
        | Action::Manual(_)
        | Action::Pause(_) => now(Ok(cannot_tell())),
    }
}

/// The deed happened when a fresh look finds nothing left to do.
async fn by_look(session: &Session, step: &PlannedStep, action: &Action) -> Result<Probed, Failure> {
    let preview = look(session, step, action, &[]).await?;
    let (answer, mark, what) = match preview.nothing_to_do {
        Some(what) => (ProbeAnswer::Happened, Mark::Good, what),
        None => (ProbeAnswer::DidNot, Mark::Note, Sentence::new("act-probe-not-so")),
    };
    Ok(probed(answer, mark, what, preview.outputs))
}

fn cannot_tell() -> Probed {
    let what = Sentence::new("act-probe-cannot-tell");
    probed(ProbeAnswer::CannotTell, Mark::Warning, what, BTreeMap::new())
}

/// An answer that rests on one thing seen.
fn probed(answer: ProbeAnswer, mark: Mark, what: Sentence, outputs: BTreeMap<String, String>) -> Probed {
    Probed { answer, evidence: vec![Evidence { at: Timestamp::now(), mark, what }], outputs }
}

fn not_carried_out(step: &str, action: &Action) -> Failure {
    let words = Sentence::new("plan-not-carried-out").with("step", step).with("action", action.key());
    Failure::new(FailureKind::Internal, words)
}

/// The deed was already so when it was shown, and still is: nothing is sent, and the outputs are what the preview read.
async fn already(context: &Context, entry: &OpenEntry, action: &Action) -> Outcome {
    let proposal = entry.approval().proposal();
    let preview = proposal.preview();
    let mut seen = Seen::default();
    let step = &context.step;
    match look(&context.session, step, action, &[]).await {
        Ok(now) if now.nothing_to_do.is_some() && now.seen == preview.seen => {}
        Ok(_) => {
            let words = Sentence::new("act-no-longer-so").with("step", &step.title);
            return seen.failed(Failure::new(FailureKind::Moved, words));
        }
        Err(failure) => return seen.failed(failure),
    }
    if let Some(what) = &preview.nothing_to_do {
        seen.note(Mark::Good, what.clone());
    }
    seen.outputs.clone_from(&preview.outputs);
    seen.done()
}

/// Evidence and outputs on their way to an outcome.
#[derive(Debug, Default)]
struct Seen {
    evidence: Vec<Evidence>,
    outputs: BTreeMap<String, String>,
}

impl Seen {
    fn note(&mut self, mark: Mark, what: Sentence) {
        self.evidence.push(Evidence { at: Timestamp::now(), mark, what });
    }
    fn output(&mut self, name: &str, value: impl Into<String>) {
        self.outputs.insert(name.to_owned(), value.into());
    }
    fn end(self, ending: Ending) -> Outcome {
        Outcome { ending, outputs: self.outputs, evidence: self.evidence }
    }
    fn done(self) -> Outcome {
        self.end(Ending::Done)
    }
    fn failed(self, failure: Failure) -> Outcome {
        let ending = match failure.kind {
            FailureKind::Unknown => Ending::Unknown { failure },
            FailureKind::Person | FailureKind::World | FailureKind::Moved | FailureKind::Internal => {
                Ending::Failed { failure }
            }
        };
        self.end(ending)
    }
}

impl Context {
    /// Runs until its end, or until the person stops waiting (`None`).
    async fn until_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut cancel = self.cancel.clone();
        tokio::select! {
            biased;
            () = cancel.cancelled() => None,
            answer = work => Some(answer),
        }
    }
}

#[cfg(test)]
mod sizes;
