//! What it is for: following one kind: list, then watch, again and again. In: an API, a filter, a projection.
//! Out: messages with rows. Never: a tight loop on errors, a second try after "not allowed", or an object kept whole.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use futures::StreamExt as _;
use kube::ResourceExt as _;
use kube::api::{Api, ListParams, WatchEvent, WatchParams};
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, watch};

use crate::cluster::error::{Attempt, ClusterError, Refusal, Verb};
use crate::cluster::refusal::Nature;
use crate::failure::Failure;

/// How long the server keeps one watch open (seconds).
const WATCH: u32 = 20;
/// How long after that a watch that says nothing counts as dead.
const MARGIN: Duration = Duration::from_secs(5);
/// How long a watch may take to open.
const OPEN: Duration = Duration::from_secs(10);
/// Objects per page of a list.
const PAGE: u32 = 500;
/// Longest pause between tries; the server must be seen within 5 s of its return.
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// What streams and pulse tell. `F` names what is followed, `R` is a projected object.
#[derive(Debug)]
pub(in crate::cluster) enum Message<F, R> {
    /// This kind is followed; its first list is awaited.
    Expected(F),
    /// The whole kind anew, by uid.
    Listed(F, BTreeMap<String, R>),
    /// One object by uid.
    Applied(F, String, R),
    /// One object is gone.
    Deleted(F, String),
    /// The watch of this kind runs (again).
    Running(F),
    /// The watch of this kind does not run; `true` when it is not tried again.
    Failed(F, Failure, bool),
    /// The server does not have this kind (any more).
    Absent(F),
    /// The server was heard (bookmark, answer to the small question).
    Heard,
    /// The server does not answer the small question.
    Silent(Failure),
}

/// One kind and how its objects become rows.
pub(in crate::cluster) struct Stream<K, F, R> {
    /// Under which name its rows are told.
    pub(in crate::cluster) feed: F,
    pub(in crate::cluster) api: Api<K>,
    /// The kind's name, for errors.
    pub(in crate::cluster) kind: &'static str,
    pub(in crate::cluster) labels: Option<String>,
    pub(in crate::cluster) fields: Option<String>,
    /// Which objects are meant.
    pub(in crate::cluster) keep: Box<dyn Fn(&K) -> bool + Send + Sync>,
    pub(in crate::cluster) project: Box<dyn Fn(&K) -> R + Send + Sync>,
    pub(in crate::cluster) out: mpsc::Sender<Message<F, R>>,
    /// For errors; `None` for all namespaces.
    pub(in crate::cluster) namespace: Option<String>,
    /// Whether a server without this kind is as good as one with it.
    pub(in crate::cluster) is_optional: bool,
}

/// Why a kind is followed no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cluster) enum Ended {
    /// Nobody listens.
    Unheard,
    /// The server does not let us.
    Refused,
    /// The server does not have the kind.
    Absent,
}

impl<K, F, R> Stream<K, F, R>
where
    K: kube::Resource + Clone + DeserializeOwned + Debug + Send + Sync + 'static,
    F: Copy + Send + Sync + 'static,
    R: Send + 'static,
{
    /// Goes on until nobody listens, or the server does not let us: to be spawned. `restart` drops a connection that may be
    /// dead without knowing it.
    pub(in crate::cluster) async fn follow(self, mut restart: watch::Receiver<u64>) -> Ended {
        if self.tell(Message::Expected(self.feed)).await.is_none() {
            return Ended::Unheard;
        }
        let mut version: Option<String> = None;
        let mut failures: u32 = 0;
        loop {
            let ended = tokio::select! {
                ended = self.round(&mut version, &mut failures) => ended,
                _ = restart.changed() => Ok(()),
            };
            let Err(error) = ended else { continue };
            let pause = match error.refusal() {
                Some(Refusal::Expired) => {
                    version = None;
                    Duration::from_millis(50)
                }
                Some(Refusal::NotFound { .. }) if self.is_optional => {
                    self.tell(Message::Absent(self.feed)).await;
                    return Ended::Absent;
                }
                Some(Refusal::Forbidden { .. } | Refusal::NotFound { .. }) => {
                    self.tell(Message::Failed(self.feed, error.to_failure(), true)).await;
                    return Ended::Refused;
                }
                _ => {
                    failures += 1;
                    // A position in the history that the server refuses again and again is given up.
                    if failures.is_multiple_of(3) && error.refusal().is_some_and(|one| one.status().is_some())
                    {
                        version = None;
                    }
                    if self.tell(Message::Failed(self.feed, error.to_failure(), false)).await.is_none() {
                        return Ended::Unheard;
                    }
                    pause(failures)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = restart.changed() => {}
            }
        }
    }

    /// One list where needed, and one watch.
    async fn round(&self, version: &mut Option<String>, failures: &mut u32) -> Result<(), ClusterError> {
        let from = match version.clone() {
            Some(from) => from,
            None => self.list().await?,
        };
        *version = Some(from.clone());
        self.watch(from, version, failures).await
    }

    async fn list(&self) -> Result<String, ClusterError> {
        let attempt = self.attempt(Verb::List);
        let mut rows = BTreeMap::new();
        let mut token: Option<String> = None;
        loop {
            let params = ListParams {
                label_selector: self.labels.clone(),
                field_selector: self.fields.clone(),
                limit: Some(PAGE),
                continue_token: token,
                ..ListParams::default()
            };
            let request = self.api.list(&params);
            let answer = tokio::time::timeout(crate::cluster::connect::READ, request).await;
            let page = match answer {
                Ok(Ok(page)) => page,
                Ok(Err(error)) => return Err(refused(&attempt, &error)),
                Err(_) => return Err(timeout(&attempt, crate::cluster::connect::READ)),
            };
            for object in page.items.iter().filter(|object| (self.keep)(object)) {
                rows.insert(object.uid().unwrap_or_default(), (self.project)(object));
            }
            token = page.metadata.continue_.filter(|token| !token.is_empty());
            if token.is_none() {
                self.tell(Message::Listed(self.feed, rows)).await;
                return Ok(page.metadata.resource_version.unwrap_or_default());
            }
        }
    }

    async fn watch(
        &self,
        from: String,
        version: &mut Option<String>,
        failures: &mut u32,
    ) -> Result<(), ClusterError> {
        let attempt = self.attempt(Verb::Watch);
        let params = WatchParams {
            label_selector: self.labels.clone(),
            field_selector: self.fields.clone(),
            ..WatchParams::default().timeout(WATCH)
        };
        let began = tokio::time::Instant::now();
        let opened = tokio::time::timeout(OPEN, self.api.watch(&params, &from)).await;
        let stream = match opened {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(refused(&attempt, &error)),
            Err(_) => return Err(timeout(&attempt, OPEN)),
        };
        self.tell(Message::Running(self.feed)).await;
        let mut stream = std::pin::pin!(stream);
        let patience = Duration::from_secs(WATCH.into()) + MARGIN;
        loop {
            let event = match tokio::time::timeout(patience, stream.next()).await {
                Ok(Some(Ok(event))) => event,
                Ok(Some(Err(error))) => return Err(refused(&attempt, &error)),
                Ok(None) => break,
                Err(_) => return Err(timeout(&attempt, patience)),
            };
            if let Some(newer) = self.on_event(event, &attempt).await? {
                *version = Some(newer);
            }
            *failures = 0;
        }
        // Opened and ended in order: only a watch that breaks each time is tried ever more slowly.
        *failures = 0;
        // A server (or a proxy) that ends watches at once must not be asked without pause.
        if began.elapsed() < Duration::from_secs(1) {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    /// Takes one event; the position in the history that it brings.
    async fn on_event(
        &self,
        event: WatchEvent<K>,
        attempt: &Attempt,
    ) -> Result<Option<String>, ClusterError> {
        match event {
            WatchEvent::Added(object) | WatchEvent::Modified(object) => {
                let uid = object.uid().unwrap_or_default();
                let message = if (self.keep)(&object) {
                    Message::Applied(self.feed, uid, (self.project)(&object))
                } else {
                    Message::Deleted(self.feed, uid)
                };
                self.tell(message).await;
                Ok(object.resource_version())
            }
            WatchEvent::Deleted(object) => {
                self.tell(Message::Deleted(self.feed, object.uid().unwrap_or_default())).await;
                Ok(object.resource_version())
            }
            WatchEvent::Bookmark(mark) => {
                self.tell(Message::Heard).await;
                Ok(Some(mark.metadata.resource_version))
            }
            WatchEvent::Error(status) => Err(refused(attempt, &kube::Error::Api(status))),
        }
    }

    fn attempt(&self, verb: Verb) -> Attempt {
        let attempt = Attempt::new(verb, self.kind);
        match &self.namespace {
            Some(namespace) => attempt.within(namespace),
            None => attempt,
        }
    }

    /// `None` when nobody listens any more.
    async fn tell(&self, message: Message<F, R>) -> Option<()> {
        self.out.send(message).await.ok()
    }
}

fn refused(attempt: &Attempt, error: &kube::Error) -> ClusterError {
    ClusterError::call(attempt, Refusal::from_kube(error, Nature::Read, None))
}

fn timeout(attempt: &Attempt, after: Duration) -> ClusterError {
    ClusterError::call(attempt, Refusal::Timeout { after })
}

/// Doubling from 250 ms, with a part that differs between feeds so that they do not knock all at once.
fn pause(failures: u32) -> Duration {
    let base = Duration::from_millis(250).saturating_mul(1 << failures.min(6).saturating_sub(1));
    let base = base.min(LONGEST_PAUSE);
    let nanos = jiff::Timestamp::now().subsec_nanosecond().unsigned_abs();
    base.mul_f64(0.75 + f64::from(nanos % 1_000) / 2_000.0)
}

#[cfg(test)]
mod tests;
