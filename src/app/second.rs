//! What it is for: the start page's card for a second person: somebody asks for one in the chosen namespace.
//! In: the connection. Out: what is asked, and the person's yes. Never: a yes to anything but what was shown.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    cluster::Cluster,
    failure::Failure,
    names::Target,
    observed::lease::SecondAsked,
    ui::{rich::literal, view::SecondView},
    worker::{
        Pending, Worker,
        place::Place,
        second::{self, Listening},
    },
};

/// Digits of a digest that people can compare by telephone.
const DIGITS: usize = 12;

/// What is known about a second person being asked for.
#[derive(Debug, Default)]
pub(super) struct SecondAsk {
    listening: Option<Listening>,
    agreeing: Pending<()>,
    of: Option<Target>,
    agreed: Option<SecondAsked>,
}

impl SecondAsk {
    /// Listens where the page is connected to. Gives what is to be told.
    pub(super) fn poll(
        &mut self,
        worker: &Worker,
        cluster: Option<&Cluster>,
        at: Timestamp,
    ) -> Option<Failure> {
        let target = cluster.map(Cluster::target);
        if self.of.as_ref() != target {
            let listening = cluster.map(|cluster| worker.listen_for_second(cluster.clone()));
            *self = Self { listening, of: target.cloned(), ..Self::default() };
        }
        let failure = self.agreeing.poll(at).then(|| self.agreeing.value().failure().cloned()).flatten()?;
        self.agreed = None;
        self.agreeing.clear();
        Some(failure)
    }

    /// Stops to listen: another page is shown.
    pub(super) fn rest(&mut self) {
        if self.of.is_some() {
            *self = Self::default();
        }
    }

    /// The person agrees to what the card shows.
    pub(super) fn agree(&mut self, worker: &Worker, cluster: Option<&Cluster>, proposal: &str) {
        let shown = self.shown().filter(|asked| asked.proposal.as_str() == proposal);
        let shown = shown.map(|asked| (*asked).clone());
        if let (Some(cluster), Some(shown), false) = (cluster, shown, self.agreeing.value().is_loading()) {
            self.agreed = Some(shown.clone());
            worker.ask(&mut self.agreeing, second::agree(cluster.clone(), shown, Place::here()));
        }
    }

    fn shown(&self) -> Option<Arc<SecondAsked>> {
        self.listening.as_ref()?.asked()
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
            is_agreed: self.agreed.as_ref() == Some(&*asked) && !self.agreeing.value().is_loading(),
        })
    }
}
