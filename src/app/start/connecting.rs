//! What it is for: the connection of the start page: begun, and begun anew. In: the chosen context. Out: a question for
//! the worker, and whose rows may be shown until it is answered. Never: a login program that was not agreed to.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Start;
use crate::{
    app::last_rows::Sought,
    cluster::{connect::ConnectOptions, kubeconfig::PluginCall, retry::Retry},
    names::{Namespace, Target},
    worker::{Worker, reads},
};

/// How long a server that could not be reached is left alone.
const AGAIN: SignedDuration = SignedDuration::from_secs(3);
/// The same where each try runs a login program.
const AGAIN_BY_PROGRAM: SignedDuration = SignedDuration::from_secs(30);
/// The longest that a server is left alone that has too much to do.
const LONGEST: SignedDuration = SignedDuration::from_mins(1);

/// How long to wait before another try, after so many in a row that made the pause longer; `None` when there is none.
fn pause(retry: Retry, slowed: u32, runs_program: bool) -> Option<SignedDuration> {
    let first = if runs_program { AGAIN_BY_PROGRAM } else { AGAIN };
    match retry {
        Retry::Soon => Some(first),
        Retry::Slower => Some(first.saturating_mul(1 << slowed.min(5)).min(LONGEST)),
        Retry::Never => None,
    }
}

impl Start {
    /// Connects to the chosen context, unless a credential program is still to be agreed to.
    pub(super) fn connect(&mut self, worker: &Worker) {
        self.connection.clear();
        self.offered.forget_cluster();
        self.readiness.clear();
        self.plan = None;
        self.draft_soon();
        self.choice = self.choose();
        self.doctor = None;
        self.slowed = 0;
        self.ask_to_connect(worker);
    }

    fn ask_to_connect(&mut self, worker: &Worker) {
        self.sought = None;
        self.unreached = None;
        let Some(Ok(choice)) = &self.choice else { return };
        if self.form.namespace.is_empty() {
            self.form.namespace = choice.namespace.clone().unwrap_or_else(|| "default".to_owned());
        }
        let consent = match &choice.plugin {
            Some(call) if self.agreed.contains(call.digest.as_str()) => Some(call.agree()),
            Some(_) => return,
            None => None,
        };
        let Ok(namespace) = Namespace::new(self.form.namespace.clone()) else { return };
        let options = ConnectOptions { consent, extra_ca: self.extra_ca.clone() };
        let (server, context) = (choice.server.clone(), choice.context.clone());
        let target = Target { server, context, namespace: namespace.clone() };
        self.sought = Some(Sought { target, identity: choice.identity() });
        worker.ask(&mut self.connection, reads::connected(choice.clone(), namespace, options));
    }

    /// Tries each link of the way to the server by itself.
    pub(super) fn find_fault(&mut self, worker: &Worker) {
        let Some(Ok(choice)) = &self.choice else { return };
        let Ok(namespace) = Namespace::new(self.form.namespace.clone()) else { return };
        let agreed = choice.plugin.as_ref().filter(|call| self.agreed.contains(call.digest.as_str()));
        let consent = agreed.map(PluginCall::agree);
        let options = ConnectOptions { consent, extra_ca: self.extra_ca.clone() };
        self.doctor = Some(worker.search(choice.clone(), namespace, options));
    }

    /// What is being connected to, or is connected; `None` while nothing is asked.
    pub(in crate::app) fn sought(&self) -> Option<&Sought> {
        self.sought.as_ref()
    }

    /// Whether an answer is under way: of the kubeconfig or of the server.
    pub(in crate::app) fn is_connecting(&self) -> bool {
        self.kubeconfigs.value().is_loading() || self.connection.value().is_loading()
    }

    /// Whether the server is asked, or will be without anybody doing anything.
    pub(in crate::app) fn is_trying(&self) -> bool {
        self.is_connecting() || self.retry() != Retry::Never
    }

    fn retry(&self) -> Retry {
        self.connection.value().failure().map_or(Retry::Never, Retry::after)
    }

    /// To be called each frame while somebody waits for the cluster: a server that could not be reached is asked again.
    /// Returns when it wants to be called again.
    pub(in crate::app) fn reach_again(&mut self, worker: &Worker, at: Timestamp) -> Option<Duration> {
        let retry = self.retry();
        let pause = match &self.choice {
            Some(Ok(choice)) => pause(retry, self.slowed, choice.plugin.is_some()),
            Some(Err(_)) | None => None,
        };
        let Some(pause) = pause else {
            self.unreached = None;
            return None;
        };
        let rest = pause - at.duration_since(*self.unreached.get_or_insert(at));
        if rest.is_positive() {
            return Some(rest.unsigned_abs());
        }
        self.slowed = if retry == Retry::Slower { self.slowed.saturating_add(1) } else { 0 };
        self.ask_to_connect(worker);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_with_too_much_to_do_is_left_alone_for_longer_each_time() {
        let seconds =
            |retry, slowed, runs_program| pause(retry, slowed, runs_program).map(|pause| pause.as_secs());
        let waits: Vec<_> = (0..7).map(|slowed| seconds(Retry::Slower, slowed, false)).collect();
        assert_eq!(waits, [3, 6, 12, 24, 48, 60, 60].map(Some));
        assert_eq!((0..3).map(|slowed| seconds(Retry::Slower, slowed, true)).max(), Some(Some(60)));
        assert_eq!((seconds(Retry::Soon, 9, false), seconds(Retry::Soon, 9, true)), (Some(3), Some(30)));
        assert_eq!(seconds(Retry::Never, 0, false), None);
    }
}
