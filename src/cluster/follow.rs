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
use tokio::time::Instant;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    refusal::Nature,
};
use crate::words::Sentence;

/// How long the server keeps one watch open; bounds how long a dead connection stays unnoticed.
const WATCH_SECS: u32 = 20;

/// How often what was allowed before is tried again when it is refused.
const DOUBTS: u32 = 5;

/// The shortest pause before a list anew because the history was gone; it doubles while that goes on.
const LAPSE: Duration = Duration::from_millis(250);
/// After so long without that, the next one counts as the first again.
const KEPT: Duration = Duration::from_mins(1);

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
    api: Api<K>,
    config: watcher::Config,
    stream: BoxStream<'static, Result<watcher::Event<K>, watcher::Error>>,
    attempt: Attempt,
    /// The newest whole list, by name.
    pub(crate) now: BTreeMap<String, K>,
    fresh: BTreeMap<String, K>,
    is_whole: bool,
    /// How often it was refused since something was heard.
    refused: u32,
    /// How often the history was gone one time after the other, and when it was last.
    lapses: u32,
    lapsed_at: Option<Instant>,
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
            stream: Self::backed_off(watcher(api.clone(), config.clone())),
            api,
            config,
            attempt: Attempt::new(Verb::Watch, kind).within(cluster.namespace().as_str()),
            now: BTreeMap::new(),
            fresh: BTreeMap::new(),
            is_whole: false,
            refused: 0,
            lapses: 0,
            lapsed_at: None,
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
                    // kube tells of a list before it asks for it: nothing was heard yet.
                    if !matches!(event, watcher::Event::Init) {
                        self.refused = 0;
                    }
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
        // kube would ask again and again from where there is no history any more.
        if matches!((error, &refusal), (watcher::Error::WatchStartFailed(_), Refusal::Expired)) {
            self.begin_anew();
        }
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

    /// Begins with a whole list again, after a pause.
    fn begin_anew(&mut self) {
        if self.lapsed_at.is_none_or(|at| at.elapsed() > KEPT) {
            self.lapses = 0;
        }
        let pause = LAPSE.saturating_mul(1 << self.lapses.min(6));
        self.lapses += 1;
        self.lapsed_at = Some(Instant::now());
        let nothing = |()| std::future::ready(None::<Result<watcher::Event<K>, watcher::Error>>);
        let late = futures::stream::once(tokio::time::sleep(pause)).filter_map(nothing);
        self.stream = Self::backed_off(late.chain(watcher(self.api.clone(), self.config.clone())));
    }
}

/// What a wait says while nothing is heard: a right that is missing in its own words, for then no connection is lost.
pub(crate) fn lost_words(error: &ClusterError) -> Sentence {
    if error.is_forbidden() { error.to_failure().summary } else { Sentence::new("cluster-waiting-lost") }
}

/// A limit after which a wait counts as late; waits for ever once it has passed.
#[derive(Debug)]
pub(crate) struct Limit {
    at: Option<Instant>,
}

impl Limit {
    pub(crate) fn after(limit: Option<Duration>) -> Self {
        let at = limit.and_then(|limit| Instant::now().checked_add(limit));
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

#[cfg(test)]
mod tests {
    use http::{Request, Response};
    use k8s_openapi::api::core::v1::Pod;
    use kube::{
        client::{Body, ClientBuilder},
        core::response::Status,
    };
    use serde_json::json;

    use super::*;

    type Told = Result<watcher::Event<Pod>, watcher::Error>;

    /// What kube's watch tells, and a server that has one pod and keeps watches open.
    fn told(events: Vec<Told>) -> Follow<Pod> {
        let server = tower::service_fn(|request: Request<Body>| async move {
            if request.uri().query().is_some_and(|query| query.contains("watch=true")) {
                tokio::time::sleep(Duration::from_secs(30)).await;
            }
            let pod = json!({"metadata": {"name": "web-1", "resourceVersion": "7"}});
            let list = json!({"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "7"},
                "items": [pod]});
            Response::builder().body(Body::from(list.to_string().into_bytes()))
        });
        let cluster = Cluster::played(ClientBuilder::new(server, "a").build(), "a");
        let mut follow = Follow::start(&cluster, &Which::Labels("app=web".to_owned()));
        follow.stream = futures::stream::iter(events).boxed();
        follow
    }

    fn refused(code: u16, reason: &str) -> kube::Error {
        kube::Error::Api(Status::failure("", reason).with_code(code).boxed())
    }

    #[tokio::test]
    async fn a_right_that_stays_away_ends_a_wait_although_every_list_is_announced() {
        let forbidden = || Err(watcher::Error::InitialListFailed(refused(403, "Forbidden")));
        let lists = (0..DOUBTS).flat_map(|_| [Ok(watcher::Event::Init), forbidden()]);
        let mut follow =
            told([Ok(watcher::Event::Init), Ok(watcher::Event::InitDone)].into_iter().chain(lists).collect());
        assert!(matches!(follow.next().await, Ok(Heard::Moved)));
        for _ in 1..DOUBTS {
            let Ok(Heard::Lost(error)) = follow.next().await else { panic!("given up too early") };
            assert_ne!(lost_words(&error), Sentence::new("cluster-waiting-lost"));
        }
        assert!(follow.next().await.is_err_and(|error| error.is_forbidden()));
    }

    #[tokio::test]
    async fn a_watch_whose_history_is_gone_begins_with_a_list_again() {
        let mut follow = told(vec![Err(watcher::Error::WatchStartFailed(refused(410, "Expired")))]);
        assert!(matches!(follow.next().await, Ok(Heard::Lost(_))));
        let heard = tokio::time::timeout(Duration::from_secs(10), follow.next()).await;
        assert!(matches!(heard, Ok(Ok(Heard::Moved))));
        assert!(follow.now.contains_key("web-1"));
    }
}
