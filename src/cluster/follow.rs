//! What it is for: the live list of some objects of the change's namespace, for one wait.
//! In: a selector. Out: the objects by name, each time something moved. Never: a list that keeps what was deleted
//! while nobody listened, or an error hidden for ever: a missing right ends the wait, a lost connection is told.

use std::{collections::BTreeMap, fmt::Debug, time::Duration};

use futures::{Stream, StreamExt as _, stream::BoxStream};
use kube::{
    Api, Resource, ResourceExt as _,
    runtime::{WatchStreamExt as _, watcher},
};
use serde::de::DeserializeOwned;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    refusal::Nature,
};

/// How long the server keeps one watch open; bounds how long a dead connection stays unnoticed.
const WATCH_SECS: u32 = 20;

/// How often what was allowed before is tried again when it is refused.
const DOUBTS: u32 = 10;

/// What a wait watches.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    Labels(String),
    Name(String),
}

/// What was heard.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The list is whole and new.
    Moved,
    /// The connection is lost and is being taken up again.
    Lost(ClusterError),
}

/// The live list.
pub(crate) struct Follow<K> {
    stream: BoxStream<'static, Result<watcher::Event<K>, watcher::Error>>,
    attempt: Attempt,
    /// The newest whole list, by name.
    pub(crate) now: BTreeMap<String, K>,
    fresh: BTreeMap<String, K>,
    is_whole: bool,
    /// How often it was refused since something was heard.
    refused: u32,
}

impl<K> Follow<K>
where
    K: Resource<Scope = kube::core::NamespaceResourceScope>
        + Clone
        + DeserializeOwned
        + Debug
        + Send
        + 'static,
    K::DynamicType: Default,
{
    pub(crate) fn start(cluster: &Cluster, which: &Which) -> Self {
        let api: Api<K> = Api::namespaced(cluster.client(), cluster.namespace().as_str());
        let config = watcher::Config::default().timeout(WATCH_SECS);
        let config = match which {
            Which::Labels(selector) => config.labels(selector),
            Which::Name(name) => config.fields(&format!("metadata.name={name}")),
        };
        let kind = K::kind(&K::DynamicType::default()).into_owned();
        Self {
            stream: Self::backed_off(watcher(api, config)),
            attempt: Attempt::new(Verb::Watch, kind).within(cluster.namespace().as_str()),
            now: BTreeMap::new(),
            fresh: BTreeMap::new(),
            is_whole: false,
            refused: 0,
        }
    }

    /// Whether a whole list has been read, so that what is missing in it does not exist.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    fn backed_off(
        stream: impl Stream<Item = Result<watcher::Event<K>, watcher::Error>> + Send + 'static,
    ) -> BoxStream<'static, Result<watcher::Event<K>, watcher::Error>> {
        stream.default_backoff().boxed()
    }

    /// Waits until the list is whole and something in it moved, or the connection is lost. May be dropped and called
    /// again at any time.
    ///
    /// # Errors
    /// The server refuses the watch (a missing right); waiting longer does not help.
    pub(crate) async fn next(&mut self) -> Result<Heard, ClusterError> {
        loop {
            let event = match self.stream.next().await {
                Some(Ok(event)) => {
                    self.refused = 0;
                    event
                }
                Some(Err(error)) => return self.lost(&error),
                // kube's watch does not end by itself.
                None => std::future::pending().await,
            };
            match event {
                watcher::Event::Init => self.fresh.clear(),
                watcher::Event::InitApply(object) => {
                    self.fresh.insert(object.name_any(), object);
                }
                watcher::Event::InitDone => {
                    self.now = std::mem::take(&mut self.fresh);
                    self.is_whole = true;
                    return Ok(Heard::Moved);
                }
                watcher::Event::Apply(object) => {
                    self.now.insert(object.name_any(), object);
                    return Ok(Heard::Moved);
                }
                watcher::Event::Delete(object) => {
                    self.now.remove(&object.name_any());
                    return Ok(Heard::Moved);
                }
            }
        }
    }

    fn lost(&mut self, error: &watcher::Error) -> Result<Heard, ClusterError> {
        let refusal = match error {
            watcher::Error::InitialListFailed(error)
            | watcher::Error::WatchStartFailed(error)
            | watcher::Error::WatchFailed(error) => Refusal::from_kube(error, Nature::Read, None),
            watcher::Error::WatchError(status) => {
                Refusal::from_kube(&kube::Error::Api(status.clone()), Nature::Read, None)
            }
            watcher::Error::NoResourceVersion => {
                Refusal::Unreadable { message: "the list has no resourceVersion".to_owned() }
            }
        };
        // A server that starts knows nobody's rights yet: what was allowed before is tried again for a while.
        let is_forbidden = matches!(refusal, Refusal::Forbidden { .. });
        self.refused += u32::from(is_forbidden);
        let is_doubtful = is_forbidden && self.is_whole && self.refused < DOUBTS;
        let is_final = !is_doubtful
            && matches!(
                refusal,
                Refusal::Unauthorized { .. }
                    | Refusal::Forbidden { .. }
                    | Refusal::Policy { .. }
                    | Refusal::NotFound { .. }
            );
        let error = ClusterError::call(&self.attempt, refusal);
        if is_final { Err(error) } else { Ok(Heard::Lost(error)) }
    }
}

/// A limit after which a wait counts as late; waits for ever once it has passed.
#[derive(Debug)]
pub(crate) struct Limit {
    at: Option<tokio::time::Instant>,
}

impl Limit {
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        let at = limit.and_then(|limit| tokio::time::Instant::now().checked_add(limit));
        Self { at }
    }

    /// Returns once, when the limit has passed.
    pub(crate) async fn passed(&mut self) {
        match self.at {
            Some(at) => {
                tokio::time::sleep_until(at).await;
                self.at = None;
            }
            None => std::future::pending().await,
        }
    }
}
