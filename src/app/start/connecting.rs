//! What it is for: the connection of the start page: begun, and begun anew. In: the chosen context. Out: a question for
//! the worker, and whose rows may be shown until it is answered. Never: a login program that was not agreed to.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Start;
use crate::{
    app::last_rows::Sought,
    cluster::connect::ConnectOptions,
    failure::FailureKind,
    names::{Namespace, Target},
    worker::{Worker, reads},
};

/// How long a server that could not be reached is left alone.
const AGAIN: SignedDuration = SignedDuration::from_secs(3);
/// The same where each try runs a login program.
const AGAIN_BY_PROGRAM: SignedDuration = SignedDuration::from_secs(30);

impl Start {
    /// Connects to the chosen context, unless a credential program is still to be agreed to.
    pub(super) fn connect(&mut self, worker: &Worker) {
        self.connection.clear();
        self.checks.clear();
        self.plan = None;
        self.draft_soon();
        self.choice = self.choose();
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

    /// What is being connected to, or is connected; `None` while nothing is asked.
    pub(in crate::app) fn sought(&self) -> Option<&Sought> {
        self.sought.as_ref()
    }

    /// Whether an answer is under way: of the kubeconfig or of the server.
    pub(in crate::app) fn is_connecting(&self) -> bool {
        self.kubeconfigs.value().is_loading() || self.connection.value().is_loading()
    }

    /// To be called each frame while somebody waits for the cluster: a server that could not be reached is asked again.
    /// Returns when it wants to be called again.
    pub(in crate::app) fn reach_again(&mut self, worker: &Worker, at: Timestamp) -> Option<Duration> {
        // What the person must put right is not put right by asking again.
        let is_unreached =
            self.connection.value().failure().is_some_and(|failure| failure.kind == FailureKind::World);
        let choice = self.choice.as_ref().and_then(|choice| choice.as_ref().ok()).filter(|_| is_unreached);
        let Some(choice) = choice else {
            self.unreached = None;
            return None;
        };
        let pause = if choice.plugin.is_some() { AGAIN_BY_PROGRAM } else { AGAIN };
        let rest = pause - at.duration_since(*self.unreached.get_or_insert(at));
        if rest.is_positive() {
            return Some(rest.unsigned_abs());
        }
        self.ask_to_connect(worker);
        None
    }
}
