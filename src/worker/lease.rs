//! What it is for: keeping the namespace's Lease for the change under way, and knowing whether a deed may begin.
//! In: the change's mark, a person's reason for a take-over. Out: the newest [`LeaseView`], the guard before each deed.
//! Never: another machine's clock judged, a take-over without a reason, or a change that stops because Leases are
//! forbidden here.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::{
    place::{host, place, uptime},
    session::Session,
};
use crate::{
    cluster::{
        Cluster, ClusterError,
        lease::{self, Found, Mark, Pulse},
    },
    failure::{Failure, FailureKind},
    names::{Stamp, StepId},
    observed::lease::{Holder, LeaseState, LeaseView, Taken},
    words::Sentence,
};

/// How often others may be faster within one round.
const TRIES: usize = 3;

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
        let actor = Actor {
            cluster,
            mark,
            times,
            wake,
            events,
            publish,
            phase: Phase::Seeking,
            found: None,
            heard: None,
            renewed: None,
            trouble: None,
        };
        tokio::spawn(actor.keep(inbox));
        (Self { asks, standing, round: times.round }, heard)
    }

    /// The newest word about the Lease, for whoever shows it.
    pub fn newest(&self) -> Newest {
        Newest(self.standing.clone())
    }

    /// Notes the step that is begun.
    pub async fn step(&self, step: StepId) {
        self.ask(Ask::Step(step)).await;
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

/// Who runs which change here, in one sentence.
pub(super) fn waiting(holder: &Holder) -> Sentence {
    let key = match (&holder.held, holder.is_expired, holder.step.is_empty()) {
        (Some(_), _, _) => "lease-held",
        (None, true, _) => "lease-silent",
        (None, false, true) => "lease-waiting-begun",
        (None, false, false) => "lease-waiting",
    };
    Sentence::new(key)
        .with("who", &holder.who)
        .with("host", &holder.host)
        .with("title", if holder.title.is_empty() { &holder.change } else { &holder.title })
        .with("step", &holder.step)
        .with("reason", holder.held.clone().unwrap_or_default())
        .count("seconds", holder.silent_for.as_secs())
}

/// Who took over and why, in one sentence.
pub fn lost(holder: Option<&Holder>, taken: Option<&Taken>) -> Sentence {
    match (taken, holder) {
        (Some(taken), _) => {
            let at = taken.at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
            Sentence::new("lease-taken")
                .with("who", &taken.by)
                .with("host", &taken.host)
                .with("at", at)
                .with("reason", &taken.reason)
        }
        (None, Some(holder)) => {
            Sentence::new("lease-lost").with("who", &holder.who).with("host", &holder.host)
        }
        (None, None) => Sentence::new("lease-unknown"),
    }
}

/// The mark of a change on this machine.
pub fn mark_of(session: &Session) -> Mark {
    Mark {
        change: session.plan.change().to_string(),
        title: session.plan.header().title.clone(),
        who: session.who(),
        host: host(),
        place: place(),
        step: String::new(),
        held: None,
        lasts: Times::default().lasts,
    }
}

#[derive(Debug)]
enum Phase {
    Seeking,
    Holding,
    Lost { taken: Option<Taken> },
    NotPermitted { failure: Failure },
    Released,
}

struct Actor {
    cluster: Cluster,
    mark: Mark,
    times: Times,
    wake: super::Wake,
    events: mpsc::Sender<Event>,
    publish: watch::Sender<Standing>,
    phase: Phase,
    /// The Lease as last read.
    found: Option<Found>,
    /// What moves with each renewal of somebody else's, and when we first saw it so, by [`uptime`].
    heard: Option<(Pulse, Duration)>,
    /// When the last renewal that came through was sent, by [`uptime`].
    renewed: Option<Duration>,
    /// Since when the server does not confirm, and why.
    trouble: Option<(Timestamp, Failure)>,
}

impl Actor {
    async fn keep(mut self, mut asks: mpsc::Receiver<Ask>) {
        self.round(None).await;
        loop {
            let is_idle = matches!(self.phase, Phase::NotPermitted { .. } | Phase::Released);
            let rest = async {
                if is_idle { std::future::pending().await } else { tokio::time::sleep(self.rest()).await }
            };
            let ask = tokio::select! {
                ask = asks.recv() => match ask {
                    Some(ask) => ask,
                    None => return,
                },
                () = rest => Ask::Now,
            };
            match ask {
                Ask::Now => {
                    // A deed wants to begin after the end: the change goes back.
                    if let Phase::Released = self.phase {
                        self.phase = Phase::Seeking;
                    }
                    self.round(None).await;
                }
                Ask::Step(step) => {
                    self.mark.step = step.to_string();
                    self.mark.held = None;
                    self.round(None).await;
                }
                Ask::Hold(reason) => {
                    self.mark.held = Some(reason);
                    self.round(None).await;
                }
                Ask::TakeOver { reason, by } => self.round(Some((reason, by))).await,
                Ask::Release => self.release().await,
            }
        }
    }

    fn rest(&self) -> Duration {
        let is_kept = matches!(self.phase, Phase::Holding) && self.trouble.is_none();
        if is_kept { self.times.renew } else { self.times.look }
    }

    /// One look at the Lease, and one write where that is ours to do.
    async fn round(&mut self, over: Option<(String, Stamp)>) {
        if !matches!(self.phase, Phase::NotPermitted { .. } | Phase::Released) {
            let limit = self.times.round;
            match tokio::time::timeout(limit, self.tries(over)).await {
                Ok(Ok(())) => self.trouble = None,
                Ok(Err(error)) if lease::is_denied(&error) => {
                    let words = Sentence::new("lease-not-permitted");
                    let failure = Failure::new(FailureKind::Person, words)
                        .hint(Sentence::new("lease-not-permitted-hint"))
                        .caused_by(&error);
                    self.tell(Event::Told(failure.clone())).await;
                    self.phase = Phase::NotPermitted { failure };
                }
                Ok(Err(error)) => self.note_trouble(error.to_failure()),
                Err(_late) => {
                    let words = Sentence::new("lease-no-answer").count("seconds", limit.as_secs());
                    self.note_trouble(Failure::new(FailureKind::World, words));
                }
            }
        }
        self.show();
    }

    fn note_trouble(&mut self, failure: Failure) {
        let since = self.trouble.take().map_or_else(Timestamp::now, |(since, _)| since);
        self.trouble = Some((since, failure));
    }

    async fn tries(&mut self, over: Option<(String, Stamp)>) -> Result<(), ClusterError> {
        let mut left = TRIES;
        let shown = self.found.as_ref().map(|found| found.identity().to_owned());
        loop {
            let done = match &over {
                Some((reason, by)) => self.take_over(reason, by, shown.as_deref()).await,
                None => self.look().await,
            };
            match done {
                // A write on a Lease that is gone meanwhile is a race too.
                Err(error) if left > 1 && (lease::is_raced(&error) || self.is_gone(&error)) => {
                    left -= 1;
                    self.found = None;
                }
                done => return done,
            }
        }
    }

    fn is_gone(&self, error: &ClusterError) -> bool {
        self.found.is_some() && error.is_not_found()
    }

    async fn look(&mut self) -> Result<(), ClusterError> {
        let sent = uptime();
        if let (Phase::Holding, Some(found)) = (&self.phase, &self.found) {
            // The version that we wrote last; when anybody wrote since, the server says so.
            let now = lease::renew(&self.cluster, found, &self.mark).await?;
            self.kept(now, sent);
            return Ok(());
        }
        let found = self.read().await?;
        let is_ours = found.as_ref().is_none_or(|found| found.is_free() || found.is_of(&self.mark));
        match &self.phase {
            Phase::Holding => match &found {
                Some(other) if !is_ours => {
                    let taken = other.taken_from(&self.mark.identity());
                    self.lose(taken).await;
                }
                // Free again: given back by the one who took over, or emptied by hand.
                Some(free) if free.is_free() && free.taken_from(&self.mark.identity()).is_some() => {
                    let taken = free.taken_from(&self.mark.identity());
                    self.lose(taken).await;
                }
                Some(_) | None => self.take(found, None, sent).await?,
            },
            Phase::Seeking if is_ours => self.take(found, None, sent).await?,
            Phase::Seeking | Phase::Lost { .. } | Phase::NotPermitted { .. } | Phase::Released => {}
        }
        Ok(())
    }

    async fn lose(&mut self, taken: Option<Taken>) {
        let holder = self.found.as_ref().and_then(Found::holder);
        let failure = Failure::new(FailureKind::Person, lost(holder.as_ref(), taken.as_ref()));
        self.phase = Phase::Lost { taken };
        self.tell(Event::Told(failure.hint(Sentence::new("lease-waiting-hint")))).await;
    }

    async fn read(&mut self) -> Result<Option<Found>, ClusterError> {
        let found = lease::read(&self.cluster).await?;
        let now = uptime();
        let pulse = found.as_ref().map(Found::pulse);
        self.heard = match (self.heard.take(), pulse) {
            (Some((old, since)), Some(pulse)) if old == pulse => Some((pulse, since)),
            (_, Some(pulse)) => Some((pulse, now)),
            (_, None) => None,
        };
        self.found.clone_from(&found);
        Ok(found)
    }

    async fn take(
        &mut self,
        found: Option<Found>,
        reason: Option<&str>,
        sent: Duration,
    ) -> Result<(), ClusterError> {
        if let Some(before) = found.as_ref().filter(|found| found.is_of(&self.mark))
            && self.mark.step.is_empty()
        {
            // After a crash: what was under way stays to be read until the next step begins.
            self.mark.step = before.step();
        }
        let now = lease::take(&self.cluster, found.as_ref(), &self.mark, reason).await?;
        self.kept(now, sent);
        Ok(())
    }

    fn kept(&mut self, now: Found, sent: Duration) {
        self.found = Some(now);
        self.heard = None;
        self.renewed = Some(sent);
        self.phase = Phase::Holding;
    }

    async fn take_over(&mut self, reason: &str, by: &Stamp, shown: Option<&str>) -> Result<(), ClusterError> {
        if reason.trim().is_empty() {
            return Ok(());
        }
        let sent = uptime();
        let found = self.read().await?;
        let holder = found.as_ref().and_then(Found::holder);
        let is_other = found.as_ref().is_some_and(|found| !found.is_of(&self.mark) && !found.is_free());
        let identity = found.as_ref().map(Found::identity);
        if is_other && shown.is_some() && shown != identity {
            let words =
                Sentence::new("lease-moved").with("who", holder.map(|holder| holder.who).unwrap_or_default());
            self.tell(Event::Told(Failure::new(FailureKind::Moved, words))).await;
            return Ok(());
        }
        let reason = Some(reason).filter(|_| is_other);
        let taken = self.take(found, reason, sent).await;
        let is_done = taken.is_ok() || taken.as_ref().is_err_and(lease::is_denied);
        if let (Some(holder), Some(reason), true) = (holder, reason, is_done) {
            let from = format!("{}@{}", holder.who, holder.host);
            self.tell(Event::TakenOver { from, reason: reason.to_owned(), by: by.clone() }).await;
        }
        taken
    }

    async fn release(&mut self) {
        if let Phase::Holding = self.phase {
            let limit = self.times.round;
            let given = tokio::time::timeout(limit, async {
                let mut left = TRIES;
                loop {
                    let Some(found) = lease::read(&self.cluster).await? else { return Ok(()) };
                    if !found.is_of(&self.mark) {
                        return Ok(());
                    }
                    match lease::release(&self.cluster, &found).await {
                        Err(error) if left > 1 && lease::is_raced(&error) => left -= 1,
                        done => return done.map(drop),
                    }
                }
            });
            if let Ok(Err(error)) = given.await {
                tracing::warn!(%error, "the lease was not given back; it expires by itself");
            }
        }
        if !matches!(self.phase, Phase::NotPermitted { .. }) {
            self.phase = Phase::Released;
        }
        self.show();
    }

    async fn tell(&self, event: Event) {
        if self.events.send(event).await.is_err() {
            tracing::debug!("nobody hears of the lease any more");
        }
    }

    fn holder(&self) -> Option<Holder> {
        let found = self.found.as_ref()?;
        let silent_for =
            self.heard.as_ref().map(|(_, since)| uptime().saturating_sub(*since)).unwrap_or_default();
        let is_expired = silent_for > found.lasts();
        found.holder().map(|holder| Holder { silent_for, is_expired, ..holder })
    }

    fn good_until(&self) -> Option<Duration> {
        self.renewed.map(|sent| sent + self.times.good_for)
    }

    fn state(&self) -> LeaseState {
        let unknown = |(since, failure): &(Timestamp, Failure)| LeaseState::Unknown {
            since: *since,
            failure: failure.clone(),
        };
        let is_good = self.good_until().is_some_and(|until| uptime() < until);
        match (&self.phase, &self.trouble) {
            (Phase::Holding, Some(trouble)) if !is_good => unknown(trouble),
            (Phase::Holding, _) => LeaseState::Holding,
            (Phase::Seeking, Some(trouble)) => unknown(trouble),
            (Phase::Seeking, None) => match self.holder() {
                Some(holder) => LeaseState::Waiting { holder },
                None => LeaseState::Asking,
            },
            (Phase::Lost { taken }, _) => LeaseState::Lost { holder: self.holder(), taken: taken.clone() },
            (Phase::NotPermitted { failure }, _) => LeaseState::NotPermitted { failure: failure.clone() },
            (Phase::Released, _) => LeaseState::Released,
        }
    }

    fn show(&self) {
        let view = Arc::new(LeaseView { state: self.state(), ..LeaseView::default() });
        let before =
            self.publish.send_replace(Standing { view: Arc::clone(&view), good_until: self.good_until() });
        if before.view != view {
            (self.wake)();
        }
    }
}
