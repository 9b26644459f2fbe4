//! What it is for: the task that reads and renews the Lease. In: asks of the change, answers of the server.
//! Out: the newest standing, and events. Never: a decision that a person has to make.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::{super::place::uptime, Ask, Event, Standing, Times, words};
use crate::{
    cluster::{
        Cluster, ClusterError,
        lease::{self, Found, Mark, Pulse},
    },
    failure::{Failure, FailureKind},
    names::Stamp,
    observed::lease::{Holder, LeaseState, LeaseView, Second, SecondAsked, Taken},
    words::Sentence,
};

/// How often others may be faster within one round.
const TRIES: usize = 3;

#[derive(Debug)]
enum Phase {
    Seeking,
    Holding,
    Lost { taken: Option<Taken> },
    NotPermitted { failure: Failure },
    Released,
}

pub(super) struct Actor {
    cluster: Cluster,
    mark: Mark,
    times: Times,
    wake: crate::worker::Wake,
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
    /// The step for which a second person is asked.
    asked: Option<SecondAsked>,
}

impl Actor {
    pub(super) fn new(
        (cluster, mark): (Cluster, Mark),
        times: Times,
        wake: crate::worker::Wake,
        events: mpsc::Sender<Event>,
        publish: watch::Sender<Standing>,
    ) -> Self {
        Self {
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
            asked: None,
        }
    }

    pub(super) async fn keep(mut self, mut asks: mpsc::Receiver<Ask>) {
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
                    self.asked = None;
                    self.round(None).await;
                }
                Ask::Second(asked) => {
                    let is_new = self.asked.as_ref() != asked.as_deref();
                    self.asked = asked.map(|asked| *asked);
                    if is_new {
                        self.round(None).await;
                    }
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
        if is_kept && self.asked.is_none() { self.times.renew } else { self.times.look }
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
            let done = match done {
                Ok(()) => self.keep_asked().await,
                Err(error) => Err(error),
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

    /// Has the request for a second person stand on the Lease as it should.
    async fn keep_asked(&mut self) -> Result<(), ClusterError> {
        let (Phase::Holding, Some(found)) = (&self.phase, &self.found) else { return Ok(()) };
        let key = |asked: &SecondAsked| (asked.step.clone(), asked.plan.clone(), asked.proposal.clone());
        if found.second_asked().as_ref().map(key) != self.asked.as_ref().map(key) {
            self.found = Some(lease::ask_second(&self.cluster, found, self.asked.as_ref()).await?);
        }
        Ok(())
    }

    /// The second person's answer, if it counts: another person, elsewhere, to the very same plan and proposal.
    fn seconded(&self) -> Option<Result<Second, Failure>> {
        let asked = self.asked.as_ref()?;
        let (second, place) = self.found.as_ref()?.seconded()?;
        let refused = |key: &str| {
            let words = Sentence::new(key).with("who", &second.who).with("host", &second.host);
            Some(Err(Failure::new(FailureKind::Person, words).hint(Sentence::new("second-hint"))))
        };
        if second.who.is_empty() || second.who == self.mark.who {
            return refused("second-same-person");
        }
        if place.is_empty() || place == self.mark.place {
            return refused("second-same-machine");
        }
        let is_same =
            (&second.step, &second.plan, &second.proposal) == (&asked.step, &asked.plan, &asked.proposal);
        if is_same { Some(Ok(second)) } else { refused("second-other") }
    }

    async fn lose(&mut self, taken: Option<Taken>) {
        let holder = self.found.as_ref().and_then(Found::holder);
        let failure = Failure::new(FailureKind::Person, words::lost(holder.as_ref(), taken.as_ref()));
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
        let (seconded, second_refused) = match self.seconded() {
            Some(Ok(second)) => (Some(second), None),
            Some(Err(failure)) => (None, Some(failure)),
            None => (None, None),
        };
        let asked = self.asked.clone();
        let view = Arc::new(LeaseView { state: self.state(), asked, seconded, second_refused });
        let before =
            self.publish.send_replace(Standing { view: Arc::clone(&view), good_until: self.good_until() });
        if before.view != view {
            (self.wake)();
        }
    }
}
