//! What it is for: keeping the namespace's Lease for the change under way, and knowing whether a deed may begin.
//! In: the change's mark, a person's reason for a take-over. Out: the newest [`LeaseView`], the guard before each deed.
//! Never: another machine's clock judged, a take-over without a reason, or a change that stops because Leases are
//! forbidden here.

use std::{sync::Arc, time::Duration};

use tokio::sync::{mpsc, watch};

use super::{
    place::{Place, uptime},
    session::Session,
};
use crate::{
    cluster::{Cluster, lease::Mark},
    confirm::Proposal,
    failure::{Failure, FailureKind},
    names::{Stamp, StepId},
    observed::lease::{LeaseState, LeaseView, Second, SecondAsked},
    plan::PlannedStep,
    words::Sentence,
};

mod actor;
mod words;

pub(crate) use words::{lost, waiting};

/// Lines of what will be done that a second person is shown.
const SHOWN: usize = 40;

/// How long things take. Times of others are never compared with ours, only lengths.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// How long the Lease lasts after each renewal.
    pub lasts: Duration,
    /// How long after the last renewal a deed may still begin; less than `lasts`, for its start line and its way.
    pub good_for: Duration,
    /// Between two renewals.
    pub renew: Duration,
    /// Between two looks at somebody else's Lease, or while the server does not answer.
    pub look: Duration,
    /// How long one round of requests may take.
    pub round: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            lasts: Duration::from_secs(30),
            good_for: Duration::from_secs(25),
            renew: Duration::from_secs(10),
            look: Duration::from_secs(3),
            round: Duration::from_secs(5),
        }
    }
}

/// What happened to the Lease that the change's journal or the person must know.
#[derive(Debug)]
pub enum Event {
    /// A person took over.
    TakenOver {
        /// From whom: person and machine.
        from: String,
        /// Why.
        reason: String,
        /// Who took over.
        by: Stamp,
    },
    /// To be told.
    Told(Failure),
}

#[derive(Debug)]
enum Ask {
    Now,
    Step(StepId),
    Second(Option<Box<SecondAsked>>),
    Hold(String),
    TakeOver { reason: String, by: Stamp },
    Release,
}

/// What the guard needs of the newest round.
#[derive(Debug, Clone, Default)]
struct Standing {
    view: Arc<LeaseView>,
    /// Until when a deed may begin, by [`uptime`].
    good_until: Option<Duration>,
}

/// The change's hold on the Lease. Dropping it stops the renewals; what is on the Lease stays as the mark of an
/// unfinished change.
#[derive(Debug)]
pub struct Keeper {
    asks: mpsc::Sender<Ask>,
    standing: watch::Receiver<Standing>,
    round: Duration,
    change: String,
    who: String,
    host: String,
}

/// The newest word about the Lease.
#[derive(Debug, Clone)]
pub struct Newest(watch::Receiver<Standing>);

impl Newest {
    /// The newest word.
    pub fn view(&self) -> Arc<LeaseView> {
        Arc::clone(&self.0.borrow().view)
    }
}

impl Keeper {
    /// Starts keeping the Lease. Must be called within the runtime. Events are to be received, or renewals stop.
    pub fn start(
        cluster: Cluster,
        mark: Mark,
        times: Times,
        wake: super::Wake,
    ) -> (Self, mpsc::Receiver<Event>) {
        let (asks, inbox) = mpsc::channel(64);
        let (events, heard) = mpsc::channel(64);
        let (publish, standing) = watch::channel(Standing::default());
        let mark = Mark { lasts: times.lasts, ..mark };
        let (change, who, host) = (mark.change.clone(), mark.who.clone(), mark.host.clone());
        let actor = actor::Actor::new((cluster, mark), times, wake, events, publish);
        tokio::spawn(actor.keep(inbox));
        (Self { asks, standing, round: times.round, change, who, host }, heard)
    }

    /// The newest word about the Lease, for whoever shows it.
    pub fn newest(&self) -> Newest {
        Newest(self.standing.clone())
    }

    /// Notes the step that is begun.
    pub async fn step(&self, step: StepId) {
        self.ask(Ask::Step(step)).await;
    }

    /// Asks a second person for this proposal; or takes the request back.
    pub async fn ask_second(&self, proposal: Option<&Proposal>, step: &PlannedStep) {
        let asked = proposal.map(|proposal| {
            Box::new(SecondAsked {
                change: self.change.clone(),
                plan: proposal.plan().clone(),
                proposal: proposal.digest().clone(),
                step: step.id.to_string(),
                title: step.title.clone(),
                what: shown(proposal),
                who: self.who.clone(),
                host: self.host.clone(),
            })
        });
        self.ask(Ask::Second(asked)).await;
    }

    /// The second person who agreed to exactly this proposal.
    ///
    /// # Errors
    /// Nobody has, or their yes does not count; or we may not ask anybody here.
    pub fn seconded(&self, proposal: &Proposal) -> Result<Second, Failure> {
        let view = Arc::clone(&self.standing.borrow().view);
        let fits = |second: &&Second| {
            second.plan == *proposal.plan()
                && second.proposal == *proposal.digest()
                && second.step == proposal.step().as_str()
        };
        if let Some(second) = view.seconded.as_ref().filter(fits) {
            return Ok(second.clone());
        }
        let key = match &view.state {
            LeaseState::NotPermitted { .. } => "second-not-permitted",
            LeaseState::Asking
            | LeaseState::Holding
            | LeaseState::Waiting { .. }
            | LeaseState::Lost { .. }
            | LeaseState::Unknown { .. }
            | LeaseState::Released => "second-awaited",
        };
        let plain = Failure::new(FailureKind::Person, Sentence::new(key)).hint(Sentence::new("second-hint"));
        Err(view.second_refused.clone().unwrap_or(plain))
    }

    /// Notes that the change is held, and why; the next step ends that.
    pub async fn hold(&self, reason: String) {
        self.ask(Ask::Hold(reason)).await;
    }

    /// Takes the Lease from whoever was shown as its holder.
    pub async fn take_over(&self, reason: String, by: Stamp) {
        self.ask(Ask::TakeOver { reason, by }).await;
    }

    /// Gives the Lease back: the change has ended.
    pub async fn release(&self) {
        self.ask(Ask::Release).await;
    }

    /// Whether a deed may begin now. Asks the server when the last answer is too old.
    ///
    /// # Errors
    /// Somebody else's change runs here, somebody took over, or nobody can tell.
    pub async fn may_begin(&self) -> Result<(), Failure> {
        let mut standing = self.standing.clone();
        let patience = self.round * 2 + Duration::from_secs(1);
        let answer = tokio::time::timeout(patience, async {
            loop {
                let now = standing.borrow_and_update().clone();
                if let Some(answer) = now.judged() {
                    return answer;
                }
                self.ask(Ask::Now).await;
                if standing.changed().await.is_err() {
                    return Err(now.refused());
                }
                let next = standing.borrow().clone();
                if let Some(answer) = next.judged() {
                    return answer;
                }
                if matches!(next.view.state, LeaseState::Unknown { .. }) {
                    return Err(next.refused());
                }
            }
        });
        answer.await.unwrap_or_else(|_late| Err(self.standing.borrow().refused()))
    }

    /// Whether what this window knows may still be written down: refused when somebody else is known to act here. Asks
    /// the server only when it was never asked, and goes on without its answer when none comes.
    ///
    /// # Errors
    /// Somebody else's change runs here, or somebody took over.
    pub async fn may_note(&self) -> Result<(), Failure> {
        let mut known = self.standing.clone();
        let patience = self.round * 2 + Duration::from_secs(1);
        let first = known.wait_for(|standing| !matches!(standing.view.state, LeaseState::Asking));
        if tokio::time::timeout(patience, first).await.is_err() {
            tracing::warn!("the Lease was not heard of before something was noted");
        }
        let standing = self.standing.borrow().clone();
        match &standing.view.state {
            LeaseState::Waiting { .. } | LeaseState::Lost { .. } => Err(standing.refused()),
            LeaseState::Asking
            | LeaseState::Holding
            | LeaseState::NotPermitted { .. }
            | LeaseState::Unknown { .. }
            | LeaseState::Released => Ok(()),
        }
    }

    async fn ask(&self, ask: Ask) {
        if self.asks.send(ask).await.is_err() {
            tracing::error!("the lease's task has ended");
        }
    }
}

impl Standing {
    /// Whether a deed may begin; `None` when that must be asked.
    fn judged(&self) -> Option<Result<(), Failure>> {
        match &self.view.state {
            LeaseState::NotPermitted { .. } => Some(Ok(())),
            LeaseState::Holding if self.good_until.is_some_and(|until| uptime() < until) => Some(Ok(())),
            LeaseState::Waiting { .. } | LeaseState::Lost { .. } => Some(Err(self.refused())),
            LeaseState::Asking | LeaseState::Holding | LeaseState::Unknown { .. } | LeaseState::Released => {
                None
            }
        }
    }

    fn refused(&self) -> Failure {
        let (kind, words, hint) = match &self.view.state {
            LeaseState::Waiting { holder } => (FailureKind::Person, waiting(holder), "lease-waiting-hint"),
            LeaseState::Lost { holder, taken } => {
                (FailureKind::Person, lost(holder.as_ref(), taken.as_ref()), "lease-waiting-hint")
            }
            LeaseState::Asking
            | LeaseState::Holding
            | LeaseState::NotPermitted { .. }
            | LeaseState::Unknown { .. }
            | LeaseState::Released => {
                (FailureKind::World, Sentence::new("lease-unknown"), "lease-unknown-hint")
            }
        };
        let failure = Failure::new(kind, words).hint(Sentence::new(hint));
        match &self.view.state {
            LeaseState::Unknown { failure: why, .. } => failure.detail(why.summary.text()),
            LeaseState::Asking
            | LeaseState::Holding
            | LeaseState::Waiting { .. }
            | LeaseState::Lost { .. }
            | LeaseState::NotPermitted { .. }
            | LeaseState::Released => failure,
        }
    }
}

/// What a second person is shown of a proposal, as lines.
fn shown(proposal: &Proposal) -> Vec<String> {
    use crate::manifest::diff::LineKind;
    let preview = proposal.preview();
    let facts = preview.facts.iter().map(|fact| fact.what.text());
    let changed = preview.diffs.iter().flat_map(|shown| &shown.diff.hunks).flat_map(|hunk| &hunk.lines);
    let changed = changed.filter_map(|line| match line.kind {
        LineKind::Same => None,
        LineKind::Removed => Some(format!("- {}", line.text.trim_end())),
        LineKind::Added => Some(format!("+ {}", line.text.trim_end())),
    });
    facts.chain(changed).take(SHOWN).collect()
}

/// The mark of a change on this machine.
pub fn mark_of(session: &Session) -> Mark {
    let Place { host, place } = Place::here();
    Mark {
        change: session.plan.change().to_string(),
        title: session.plan.header().title.clone(),
        who: session.who(),
        host,
        place,
        step: String::new(),
        held: None,
        lasts: Times::default().lasts,
    }
}
