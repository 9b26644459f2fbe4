//! What it is for: the start page's card for a second person: somebody asks for one in the chosen namespace.
//! In: the connection. Out: what is asked, and the person's yes. Never: a yes to anything but what was shown.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::{
    cluster::Cluster,
    failure::Failure,
    names::Target,
    observed::lease::SecondAsked,
    ui::{rich::literal, view::SecondView},
    worker::{Pending, Worker, place::Place, second},
};

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(5);
/// Digits of a digest that people can compare by telephone.
const DIGITS: usize = 12;

/// What is known about a second person being asked for.
#[derive(Debug, Default)]
pub(super) struct SecondAsk {
    asked: Pending<Option<SecondAsked>>,
    agreeing: Pending<()>,
    of: Option<Target>,
    last: Option<Instant>,
    agreed: Option<SecondAsked>,
}

impl SecondAsk {
    /// Asks now and then. Gives when it wants to be called again, and what is to be told.
    pub(super) fn poll(
        &mut self,
        worker: &Worker,
        cluster: Option<&Cluster>,
        at: Timestamp,
    ) -> (Option<Duration>, Option<Failure>) {
        let target = cluster.map(Cluster::target);
        if self.of.as_ref() != target {
            *self = Self { of: target.cloned(), ..Self::default() };
        }
        let Some(cluster) = cluster else { return (None, None) };
        self.asked.poll(at);
        let failure = self.agreeing.poll(at).then(|| self.agreeing.value().failure().cloned()).flatten();
        if failure.is_some() {
            self.agreed = None;
            self.agreeing.clear();
        }
        let rest = self.last.map(|last| EVERY.saturating_sub(last.elapsed()));
        if rest.is_none_or(|rest| rest.is_zero()) {
            self.last = Some(Instant::now());
            worker.ask(&mut self.asked, second::asked(cluster.clone()));
        }
        (Some(rest.filter(|rest| !rest.is_zero()).unwrap_or(EVERY)), failure)
    }

    /// The person agrees to what the card shows.
    pub(super) fn agree(&mut self, worker: &Worker, cluster: Option<&Cluster>, proposal: &str) {
        let shown = self.shown().filter(|asked| asked.proposal.as_str() == proposal).cloned();
        if let (Some(cluster), Some(shown), false) = (cluster, shown, self.agreeing.value().is_loading()) {
            self.agreed = Some(shown.clone());
            worker.ask(&mut self.agreeing, second::agree(cluster.clone(), shown, Place::here()));
        }
    }

    fn shown(&self) -> Option<&SecondAsked> {
        self.asked.value().last()?.as_ref()
    }

    /// The card; `None` while nobody asks.
    pub(super) fn view(&self) -> Option<SecondView> {
        let asked = self.shown()?;
        let short = |digest: &str| digest.chars().take(DIGITS).collect::<String>();
        Some(SecondView {
            id: asked.proposal.to_string(),
            who: format!("{}@{}", asked.who, asked.host),
            step: literal(&asked.title),
            change: asked.change.clone(),
            lines: asked.what.clone(),
            digests: format!("{} · {}", short(asked.plan.as_str()), short(asked.proposal.as_str())),
            is_busy: self.agreeing.value().is_loading(),
            is_agreed: self.agreed.as_ref() == Some(asked) && !self.agreeing.value().is_loading(),
        })
    }
}
