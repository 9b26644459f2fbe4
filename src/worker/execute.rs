//! What it is for: one change's deeds, one at a time: start line on disk, deed, look again, end line.
//! In: requests. Out: reports. Never: a deed whose start line is not on disk; an end that was not seen.

use std::{collections::BTreeMap, io::Write as _, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use jiff::Timestamp;
use tokio::{
    sync::mpsc,
    task::{JoinHandle, block_in_place},
};

use super::{
    acts,
    guard::Guard,
    lease::{Event, Keeper},
    rehearse,
    report::{Outbox, Report},
    request::Request,
    session::Session,
    usual,
};
use crate::{
    action::{Action, Ending, Outcome},
    cluster::report::{Cancel, Canceller, Reporter},
    confirm::{Approval, Exact, Proposal},
    failure::{Failure, FailureKind},
    fault::{self, FaultPoint},
    journal::{Entry, Journal, JournalError, OpenEntry, Started, TravelError},
    names::StepId,
    observed::progress::Progress,
    plan::PlannedStep,
    words::Sentence,
};

/// A deed under way.
struct Deed {
    step: StepId,
    entry: Arc<OpenEntry>,
    task: JoinHandle<Outcome>,
    stop: Canceller,
}

/// What a change is carried with.
struct Carrier {
    session: Arc<Session>,
    lease: Arc<Keeper>,
    /// What was looked at, by step: a deed is judged by the step as it was planned.
    looked: BTreeMap<StepId, PlannedStep>,
    guard: Guard,
    outbox: Outbox,
}

/// Serves one change until the window lets go of it and the last deed has ended.
pub(super) async fn carry(
    session: Arc<Session>,
    mut journal: Journal,
    mut requests: mpsc::Receiver<Request>,
    outbox: Outbox,
    (lease, mut events): (Keeper, mpsc::Receiver<Event>),
) {
    let mut deed: Option<Deed> = None;
    let (lease, looked) = (Arc::new(lease), BTreeMap::new());
    let guard = Guard::default();
    let mut carrier = Carrier { session, lease, looked, guard, outbox: outbox.clone() };
    saved(&journal, &outbox).await;
    tokio::spawn(usual::tell(Arc::clone(&carrier.session), outbox.clone()));
    loop {
        let ended = async {
            match deed.as_mut() {
                Some(deed) => (&mut deed.task).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            outcome = ended => {
                if let Some(deed) = deed.take() {
                    end(&mut journal, deed, outcome.ok(), &outbox).await;
                }
            }
            request = requests.recv() => match request {
                Some(request) => {
                    if let Request::Look { step, .. } = &request {
                        carrier.looked.insert(step.id.clone(), (**step).clone());
                    }
                    handle(&mut carrier, &mut journal, &mut deed, request).await;
                }
                None => break,
            },
            Some(event) = events.recv() => match event {
                Event::TakenOver { from, reason, by } => {
                    append(&mut journal, Entry::TakenOver { from, reason, by }, &outbox).await;
                }
                Event::Told(failure) => {
                    outbox.send(Report::Told(failure)).await;
                }
            },
        }
    }
    if let Some(mut deed) = deed.take() {
        // The window is gone, the deed is not: its end still belongs into the journal.
        let outcome = (&mut deed.task).await;
        end(&mut journal, deed, outcome.ok(), &outbox).await;
    }
}

async fn handle(carrier: &mut Carrier, journal: &mut Journal, deed: &mut Option<Deed>, request: Request) {
    let Carrier { session, lease, outbox, .. } = &*carrier;
    match request {
        Request::Look { step, action, attempt, direction, rests_on } => {
            let (session, lease, outbox) = (Arc::clone(session), Arc::clone(lease), outbox.clone());
            tokio::spawn(async move {
                // A panic must not leave the step waiting for an answer that never comes.
                let look = acts::look(&session, &step, &action, &rests_on);
                let look = AssertUnwindSafe(look).catch_unwind().await;
                let preview = look.unwrap_or_else(|_panic| Err(task_ended(FailureKind::Internal)));
                let action = *action;
                let answer = preview.map(|preview| Exact { action, preview, attempt, direction });
                let proposal = answer.as_ref().ok().filter(|_| step.second_person);
                let proposal = proposal.map(|exact| Proposal::new(&session.plan, &step, exact.clone()));
                lease.ask_second(proposal.as_ref(), &step).await;
                outbox.send(Report::Looked { step: step.id, answer: Box::new(answer) }).await;
            });
        }
        Request::Probe { step, started } => {
            let (session, lease) = (Arc::clone(session), Arc::clone(lease));
            tokio::spawn(probe(session, lease, outbox.clone(), (*step, *started)));
        }
        Request::Evidence(wanted) => {
            let (session, outbox) = (Arc::clone(session), outbox.clone());
            tokio::spawn(async move {
                let reading = super::evidence::read(&session.cluster, &wanted);
                let seen = AssertUnwindSafe(reading).catch_unwind().await;
                let failed = |_panic| wanted.iter().map(|_| Err(task_ended(FailureKind::Internal))).collect();
                outbox.send(Report::Evidence(seen.unwrap_or_else(failed))).await;
            });
        }
        Request::Execute(approval) => {
            if deed.is_none() {
                *deed = begin(carrier, journal, *approval).await;
            } else {
                tracing::error!("a deed was asked for while another is under way");
            }
        }
        Request::StopWaiting => {
            if let Some(deed) = deed {
                deed.stop.cancel();
            }
        }
        Request::TakeOver { reason, by } => lease.take_over(reason, by).await,
        Request::Record(entry) => record(carrier, journal, *entry).await,
        Request::WriteRecord => write_record(session, journal, outbox).await,
    }
}

/// Asks the world about a deed. That may run a program, or ask the remote: for whoever acts here, and for nobody else.
async fn probe(
    session: Arc<Session>,
    lease: Arc<Keeper>,
    outbox: Outbox,
    (step, started): (PlannedStep, Started),
) {
    let asked = async {
        lease.may_begin().await?;
        acts::probe(&session, &step, &started).await
    };
    let asked = AssertUnwindSafe(asked).catch_unwind().await;
    let answer = asked.unwrap_or_else(|_panic| Err(task_ended(FailureKind::Internal)));
    outbox.send(Report::Probed { step: step.id, answer: Box::new(answer) }).await;
}

/// Writes what was decided in this window, and lets the Lease say what it means for others.
async fn record(carrier: &mut Carrier, journal: &mut Journal, entry: Entry) {
    let Carrier { lease, guard, outbox, .. } = carrier;
    let note = lease_note(&entry);
    if let Err(failure) = guard.record(lease, journal, entry).await {
        outbox.send(Report::Told(failure)).await;
        return;
    }
    saved(journal, outbox).await;
    match note {
        Some(LeaseNote::Ended) => lease.release().await,
        Some(LeaseNote::Held(reason)) => lease.hold(reason).await,
        None => {}
    }
}

/// What an entry means for those who read the namespace's Lease.
enum LeaseNote {
    Held(String),
    Ended,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the rest says nothing to other windows")]
fn lease_note(entry: &Entry) -> Option<LeaseNote> {
    match entry {
        Entry::Finished { .. } => Some(LeaseNote::Ended),
        Entry::Held { reason, .. } => Some(LeaseNote::Held(reason.clone())),
        _ => None,
    }
}

async fn begin(carrier: &Carrier, journal: &mut Journal, approval: Approval) -> Option<Deed> {
    let Carrier { session, lease, looked, guard, outbox } = carrier;
    let step = approval.proposal().step().clone();
    fault::enter(step.as_str(), approval.proposal().attempt());
    fault::reached(FaultPoint::BeforeStartLine);
    let action: Action = approval.proposal().action().clone();
    let Some(planned) = looked.get(&step).cloned() else {
        tracing::error!(%step, "a deed was asked for that was never looked at");
        outbox.send(Report::NotWritten { step, failure: task_ended(FailureKind::Internal) }).await;
        return None;
    };
    if let Err(failure) = guard.let_begin(lease, journal, &planned, approval.proposal()).await {
        outbox.send(Report::NotWritten { step, failure }).await;
        return None;
    }
    if let Err(failure) = block_in_place(|| rehearse::check(session, &approval)) {
        outbox.send(Report::NotWritten { step, failure }).await;
        return None;
    }
    let entry = match block_in_place(|| journal.start(approval, Timestamp::now())) {
        Ok(entry) => Arc::new(entry),
        Err(fault) => {
            outbox.send(Report::NotWritten { step, failure: journal_failure(&fault) }).await;
            return None;
        }
    };
    fault::reached(FaultPoint::AfterStartLine);
    saved(journal, outbox).await;
    lease.step(step.clone()).await;
    outbox.send(Report::Begun { step: step.clone(), seq: entry.seq() }).await;
    let (canceller, cancel) = Cancel::pair();
    let (progress, mut lines) = mpsc::channel::<Progress>(1024);
    let (out, of) = (outbox.clone(), step.clone());
    tokio::spawn(async move {
        while let Some(progress) = lines.recv().await {
            out.send(Report::Progress { step: of.clone(), progress }).await;
        }
    });
    let (session, reporter) = (Arc::clone(session), Reporter::new(progress));
    let context = acts::Context { session, reporter, cancel, step: planned };
    let open = Arc::clone(&entry);
    let task = tokio::spawn(async move { rehearse::perform(context, &open, &action).await });
    Some(Deed { step, entry, task, stop: canceller })
}

async fn end(journal: &mut Journal, deed: Deed, outcome: Option<Outcome>, outbox: &Outbox) {
    let Deed { step, entry, task: _, stop: _ } = deed;
    // The task died: whether the deed happened is not known, and that is what is written.
    let outcome = outcome.unwrap_or_else(|| {
        let failure = task_ended(FailureKind::Unknown);
        Outcome { ending: Ending::Unknown { failure }, outputs: BTreeMap::new(), evidence: Vec::new() }
    });
    if let Some(entry) = Arc::into_inner(entry) {
        fault::reached(FaultPoint::BeforeEndLine);
        let written = block_in_place(|| journal.end(entry, &outcome, Timestamp::now()));
        if let Err(fault) = written {
            outbox.send(Report::Told(journal_failure(&fault))).await;
        }
        fault::reached(FaultPoint::AfterEndLine);
        fault::leave();
    } else {
        tracing::error!(%step, "the deed's entry is still held, so its end line is not written");
        outbox.send(Report::Told(task_ended(FailureKind::Internal))).await;
    }
    saved(journal, outbox).await;
    outbox.send(Report::Ended { step, outcome: Box::new(outcome) }).await;
}

fn task_ended(kind: FailureKind) -> Failure {
    Failure::new(kind, Sentence::new("worker-task-ended"))
}

async fn append(journal: &mut Journal, entry: Entry, outbox: &Outbox) {
    match block_in_place(|| journal.append(entry, Timestamp::now())) {
        Ok(_seq) => saved(journal, outbox).await,
        Err(fault) => {
            outbox.send(Report::Told(journal_failure(&fault))).await;
        }
    }
}

async fn saved(journal: &Journal, outbox: &Outbox) {
    if let Some(at) = journal.saved_at() {
        outbox.send(Report::Saved { at }).await;
    }
}

async fn write_record(session: &Arc<Session>, journal: &Journal, outbox: &Outbox) {
    let path = journal.path().to_owned();
    let folder = session.folder.clone();
    let written = super::blocking(move || session_record(&path, &folder)).await;
    let report = match written {
        Ok(path) => Report::RecordWritten { path },
        Err(failure) => Report::Told(failure),
    };
    outbox.send(report).await;
}

fn session_record(
    journal: &std::path::Path,
    folder: &std::path::Path,
) -> Result<std::path::PathBuf, Failure> {
    let unreadable = |fault: std::io::Error| {
        Failure::new(FailureKind::World, Sentence::new("record-not-written")).caused_by(&fault)
    };
    let journaled = crate::journal::read(journal).map_err(unreadable)?;
    let mut text = crate::record::document(&journaled.lines);
    if let Some(damage) = &journaled.damage {
        text = crate::record::damaged(&text, damage.line());
    }
    let path = folder.join("record.md");
    // The record of before stays until the new one is whole.
    let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(unreadable)?;
    fresh.write_all(text.as_bytes()).map_err(unreadable)?;
    fresh.persist(&path).map_err(|problem| unreadable(problem.error))?;
    Ok(path)
}

/// A journal's fault in words.
pub fn journal_failure(fault: &JournalError) -> Failure {
    let key = match fault {
        JournalError::Create { .. } => "journal-not-made",
        JournalError::Open { .. } => "journal-not-opened",
        JournalError::Locked { .. } => "journal-locked",
        JournalError::Damaged { .. } => "journal-damaged",
        JournalError::Write { .. } => "journal-not-written",
        JournalError::Sync { .. } | JournalError::Closed { .. } => "journal-closed",
    };
    let failure =
        Failure::new(FailureKind::World, Sentence::new(key)).hint(Sentence::new(&format!("{key}-hint")));
    if let JournalError::Locked { owner: Some(owner), .. } = fault {
        let held = Sentence::new("journal-locked-by")
            .with("user", owner.user.as_str())
            .with("host", owner.host.as_str())
            .with("pid", owner.pid.to_string())
            .with("since", owner.since.strftime("%Y-%m-%d %H:%M UTC").to_string());
        return Failure { summary: held, ..failure }.caused_by(fault);
    }
    failure.caused_by(fault)
}

/// Why a change could not leave or arrive, in words.
pub fn travel_failure(fault: &TravelError) -> Failure {
    let (key, kind) = match fault {
        TravelError::Journal(fault) => return journal_failure(fault),
        TravelError::Read { .. } => ("travel-not-read", FailureKind::World),
        TravelError::Write { .. } => ("travel-not-written", FailureKind::World),
        TravelError::Foreign { .. } => ("travel-foreign", FailureKind::Person),
        TravelError::Damaged { .. } | TravelError::Short { .. } => ("travel-damaged", FailureKind::Person),
        TravelError::Differs { .. } => ("travel-differs", FailureKind::Person),
        TravelError::Older { .. } => ("travel-older", FailureKind::Person),
    };
    let hint = Sentence::new(&format!("{key}-hint"));
    Failure::new(kind, Sentence::new(key)).hint(hint).caused_by(fault)
}
