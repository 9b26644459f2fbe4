//! What can be made to go wrong between a client and the server.

use tokio::sync::Notify;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A right that the user does not have. Empty fields stand for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Denied {
    pub verb: String,
    pub group: String,
    /// With its subresource, such as `pods/log`.
    pub resource: String,
    pub namespace: String,
}

impl Denied {
    fn covers(&self, verb: &str, group: &str, resource: &str, namespace: &str) -> bool {
        let fits = |mine: &str, asked: &str| mine.is_empty() || mine == asked;
        fits(&self.verb, verb)
            && fits(&self.resource, resource)
            && (self.resource.is_empty() || self.group == group)
            && fits(&self.namespace, namespace)
    }
}

/// The switches; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    state: Arc<Mutex<State>>,
    cut: Arc<Notify>,
}

#[derive(Debug, Default)]
struct State {
    unreachable_until: Option<Instant>,
    token_expired: bool,
    overloaded: u32,
    delay: Duration,
    denied: Vec<Denied>,
}

impl Faults {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Connections are cut and new ones closed for this long.
    pub fn unreachable_for(&self, time: Duration) {
        self.state().unreachable_until = Some(Instant::now() + time);
        self.cut.notify_waiters();
    }

    /// Ends when the connections are to be cut.
    pub(crate) async fn cut(&self) {
        self.cut.notified().await;
    }

    /// The server cannot be reached now.
    pub fn is_unreachable(&self) -> bool {
        self.state().unreachable_until.is_some_and(|until| Instant::now() < until)
    }

    /// The token is refused from now on, or taken again.
    pub fn expire_token(&self, expired: bool) {
        self.state().token_expired = expired;
    }

    /// The token is refused.
    pub fn is_token_expired(&self) -> bool {
        self.state().token_expired
    }

    /// The next requests are answered with 429.
    pub fn overload(&self, requests: u32) {
        self.state().overloaded = requests;
    }

    /// Takes one of the requests that are to be answered with 429.
    pub(crate) fn take_overload(&self) -> bool {
        let mut state = self.state();
        let taken = state.overloaded > 0;
        state.overloaded = state.overloaded.saturating_sub(1);
        taken
    }

    /// Every answer is late by this much.
    pub fn delay(&self, time: Duration) {
        self.state().delay = time;
    }

    /// How late answers are.
    pub fn delay_now(&self) -> Duration {
        self.state().delay
    }

    /// Takes these rights from the user, and gives all others.
    pub fn deny(&self, denied: Vec<Denied>) {
        self.state().denied = denied;
    }

    /// The user has every right.
    pub(crate) fn denies_nothing(&self) -> bool {
        self.state().denied.is_empty()
    }

    /// The user may do this. `resource` carries its subresource.
    pub fn allows(&self, verb: &str, group: &str, resource: &str, namespace: &str) -> bool {
        !self.state().denied.iter().any(|denied| denied.covers(verb, group, resource, namespace))
    }
}
