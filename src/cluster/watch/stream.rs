//! What it is for: following one kind: list, then watch, again and again. In: an API, a filter, a projection.
//! Out: messages with rows. Never: a tight loop on errors, a second try after "not allowed" from the beginning, or an
//! object kept whole.

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

mod course;

use course::{Course, DOUBTS, SELDOM, is_refused, pause, restarted};

/// How long the server keeps one watch open (seconds), at least. While its connection is dead and that of the small
/// question is not, rows count as live for hardly longer.
const WATCH: u32 = 7;
/// Watches last one or two seconds longer, by kind, so that not all are opened anew at once.
const SPREAD: u32 = 3;
/// How long after that a watch that says nothing counts as dead.
const MARGIN: Duration = Duration::from_secs(2);
/// How long a watch may take to open.
const OPEN: Duration = Duration::from_secs(10);
/// After which time it is tried once more beside: kube's pool may hold a connection that died without a word.
const SLOW: Duration = Duration::from_secs(2);
/// How long a streaming list may take (seconds).
const LIST: u32 = 120;
/// Objects per page of a list.
const PAGE: u32 = 500;
/// Rows of a first list that are told together.
const PART: usize = 200;

/// What streams and pulse tell. `F` names what is followed, `R` is a projected object.
#[derive(Debug)]
pub(in crate::cluster) enum Message<F, R> {
    /// This kind is followed; its first list is awaited.
    Expected(F),
    /// Some objects of the first list, by uid; more will come.
    Part(F, BTreeMap<String, R>),
    /// All objects of the first list were told.
    Whole(F),
    /// The whole kind anew, by uid.
    Listed(F, BTreeMap<String, R>),
    /// One object by uid.
    Applied(F, String, R),
    /// One object is gone.
    Deleted(F, String),
    /// The watch of this kind runs (again).
    Running(F),
    /// The watch of this kind does not run; `true` when it is refused: not tried again, or seldom.
    Failed(F, Failure, bool),
    /// The server does not have this kind (any more).
    Absent(F),
    /// What the watch of this kind told may be too old: it is opened anew, or all is listed anew.
    Lapsed(F),
    /// The server was heard (bookmark, answer to the small question).
    Heard,
    /// The server answers again after it was silent; every watch is about to be opened anew.
    Back,
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
        let mut course = Course::default();
        let received = course.received.subscribe();
        loop {
            let ended = tokio::select! {
                ended = self.round(&mut course) => Some(ended),
                () = restarted(&mut restart, &received) => None,
            };
            let error = match ended {
                Some(Err(error)) => error,
                Some(Ok(())) => continue,
                None => {
                    // What failed before has nothing to do with a server that answers again.
                    course.failures = 0;
                    continue;
                }
            };
            let pause = match self.failed(&error, &mut course).await {
                Ok(pause) => pause,
                Err(ended) => return ended,
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = restart.changed() => course.failures = 0,
            }
        }
    }

    /// Tells of a round that failed. Returns how long to wait before the next, or that there is none.
    async fn failed(&self, error: &ClusterError, course: &mut Course) -> Result<Duration, Ended> {
        let (told, pause) = match error.refusal() {
            Some(Refusal::Expired) if course.version.is_some() => {
                course.version = None;
                course.lapses += 1;
                if course.lapses == 1 {
                    (Message::Lapsed(self.feed), Duration::from_millis(50))
                } else {
                    // Servers of which one is behind the other: not to be asked for everything without pause.
                    (Message::Failed(self.feed, error.to_failure(), false), pause(course.lapses, SELDOM))
                }
            }
            Some(Refusal::NotFound { .. }) if self.is_optional => {
                self.tell(Message::Absent(self.feed)).await;
                return Err(Ended::Absent);
            }
            Some(Refusal::Forbidden { .. } | Refusal::NotFound { .. }) if !course.has_told => {
                self.tell(Message::Failed(self.feed, error.to_failure(), true)).await;
                return Err(Ended::Refused);
            }
            // What was allowed before may be so again.
            Some(Refusal::Forbidden { .. } | Refusal::NotFound { .. }) if course.doubts >= DOUBTS => {
                course.is_given_up = true;
                (Message::Failed(self.feed, error.to_failure(), true), SELDOM)
            }
            refusal => {
                course.failures += 1;
                let is_denied = matches!(refusal, Some(Refusal::Forbidden { .. } | Refusal::NotFound { .. }));
                course.doubts += u32::from(is_denied);
                // A position in the history that the server refuses again and again is given up.
                if course.failures.is_multiple_of(3) && refusal.is_some_and(is_refused) {
                    course.version = None;
                }
                (Message::Failed(self.feed, error.to_failure(), false), course.pause(refusal))
            }
        };
        self.tell(told).await.ok_or(Ended::Unheard)?;
        Ok(pause)
    }

    /// One list where needed, and one watch.
    async fn round(&self, course: &mut Course) -> Result<(), ClusterError> {
        course.rests();
        let from = if let Some(from) = course.version.clone() {
            from
        } else {
            let from = self.list(course).await?;
            course.is_given_up = false;
            course.rests();
            from
        };
        course.version = Some(from.clone());
        self.watch(from, course).await
    }

    /// Every object that is there; the position in the history.
    async fn list(&self, course: &mut Course) -> Result<String, ClusterError> {
        if !course.is_paged {
            let mut list = Listing::new(self, course);
            let streamed = self.streamed(&mut list).await;
            match streamed {
                Ok(Some(version)) => return Ok(list.finish(version).await),
                Ok(None) => course.is_paged = true,
                Err(error) if matches!(error.refusal(), Some(Refusal::NotFound { .. })) => return Err(error),
                // Whatever is in the way of a streaming list need not be in the way of an ordinary one.
                Err(_) => {}
            }
        }
        let mut list = Listing::new(self, course);
        let version = self.paged(&mut list).await?;
        Ok(list.finish(version).await)
    }

    /// A streaming list (KEP-3157): the objects come one by one as the server reads them, so that neither side holds them
    /// all at once. `None` where the server has none, or the right to list is enough for a list only.
    async fn streamed(&self, list: &mut Listing<'_, K, F, R>) -> Result<Option<String>, ClusterError> {
        /// The mark of the bookmark after the last object.
        const END: &str = "k8s.io/initial-events-end";
        let attempt = self.attempt(Verb::List);
        let params = WatchParams {
            label_selector: self.labels.clone(),
            field_selector: self.fields.clone(),
            ..WatchParams::default().timeout(LIST).initial_events()
        };
        let stream = match self.open(&params, "").await {
            None => return Err(timeout(&attempt, OPEN)),
            Some(Ok(stream)) => stream,
            Some(Err(kube::Error::Api(status))) if matches!(status.code, 400 | 403 | 405 | 422) => {
                return Ok(None);
            }
            Some(Err(error)) => return Err(refused(&attempt, &error)),
        };
        let mut stream = std::pin::pin!(stream);
        loop {
            let read = crate::cluster::connect::READ;
            match tokio::time::timeout(read, stream.next()).await {
                Ok(Some(Ok(WatchEvent::Added(object) | WatchEvent::Modified(object)))) => {
                    list.add(&object).await;
                }
                Ok(Some(Ok(WatchEvent::Deleted(object)))) => list.remove(&object).await,
                Ok(Some(Ok(WatchEvent::Bookmark(mark)))) => {
                    if mark.metadata.annotations.get(END).is_some_and(|end| end == "true") {
                        return Ok(Some(mark.metadata.resource_version));
                    }
                }
                Ok(Some(Ok(WatchEvent::Error(status)))) => {
                    return Err(refused(&attempt, &kube::Error::Api(status)));
                }
                Ok(Some(Err(error))) => return Err(refused(&attempt, &error)),
                // Over before its end: a server or a proxy that cannot do it.
                Ok(None) => return Ok(None),
                Err(_) => return Err(timeout(&attempt, read)),
            }
        }
    }

    /// Opens a watch; `None` when the server does not do so in time.
    async fn open(
        &self,
        params: &WatchParams,
        from: &str,
    ) -> Option<kube::Result<impl futures::Stream<Item = kube::Result<WatchEvent<K>>> + use<K, F, R>>> {
        let mut first = std::pin::pin!(self.api.watch(params, from));
        if let Ok(opened) = tokio::time::timeout(SLOW, &mut first).await {
            return Some(opened);
        }
        // What happens until it is open is in no row.
        self.tell(Message::Lapsed(self.feed)).await;
        tokio::select! {
            opened = first => Some(opened),
            opened = self.api.watch(params, from) => Some(opened),
            () = tokio::time::sleep(OPEN.saturating_sub(SLOW)) => None,
        }
    }

    async fn paged(&self, list: &mut Listing<'_, K, F, R>) -> Result<String, ClusterError> {
        let attempt = self.attempt(Verb::List);
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
            for object in &page.items {
                list.add(object).await;
            }
            token = page.metadata.continue_.filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(page.metadata.resource_version.unwrap_or_default());
            }
        }
    }

    async fn watch(&self, from: String, course: &mut Course) -> Result<(), ClusterError> {
        let attempt = self.attempt(Verb::Watch);
        let lasts = WATCH + self.kind.bytes().map(u32::from).sum::<u32>() % SPREAD;
        let params = WatchParams {
            label_selector: self.labels.clone(),
            field_selector: self.fields.clone(),
            ..WatchParams::default().timeout(lasts)
        };
        let began = tokio::time::Instant::now();
        let stream = match self.open(&params, &from).await {
            Some(Ok(stream)) => stream,
            Some(Err(error)) => return Err(refused(&attempt, &error)),
            None => return Err(timeout(&attempt, OPEN)),
        };
        if std::mem::take(&mut course.is_given_up) {
            // Its rows went when it was given up: all is listed.
            course.version = None;
            return Ok(());
        }
        self.tell(Message::Running(self.feed)).await;
        let mut stream = std::pin::pin!(stream);
        let patience = Duration::from_secs(lasts.into()) + MARGIN;
        loop {
            let event = match tokio::time::timeout(patience, stream.next()).await {
                Ok(Some(Ok(event))) => event,
                Ok(Some(Err(error))) => return Err(refused(&attempt, &error)),
                Ok(None) => break,
                Err(_) => {
                    // Its connection died without a word. Whether the server is there is asked by others.
                    self.tell(Message::Lapsed(self.feed)).await;
                    return Ok(());
                }
            };
            if let Some(newer) = self.on_event(event, &attempt).await? {
                course.version = Some(newer);
            }
            course.goes_on();
        }
        // Opened and ended in order: only a watch that breaks each time is tried ever more slowly.
        course.goes_on();
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

/// A list under way.
struct Listing<'a, K, F, R> {
    stream: &'a Stream<K, F, R>,
    rows: BTreeMap<String, R>,
    /// The first list is told as it comes, a later one when it is whole: what is shown never becomes less than it is.
    is_first: bool,
    course: &'a mut Course,
}

impl<'a, K, F, R> Listing<'a, K, F, R>
where
    K: kube::Resource + Clone + DeserializeOwned + Debug + Send + Sync + 'static,
    F: Copy + Send + Sync + 'static,
    R: Send + 'static,
{
    fn new(stream: &'a Stream<K, F, R>, course: &'a mut Course) -> Self {
        // What a list began to tell must not stay when it breaks: the next one replaces it.
        let is_first = !course.has_told;
        Self { stream, rows: BTreeMap::new(), is_first, course }
    }

    async fn add(&mut self, object: &K) {
        self.course.receives();
        if !(self.stream.keep)(object) {
            return self.remove(object).await;
        }
        self.rows.insert(object.uid().unwrap_or_default(), (self.stream.project)(object));
        if self.is_first && self.rows.len() >= PART {
            self.tell_part().await;
        }
    }

    async fn remove(&mut self, object: &K) {
        let uid = object.uid().unwrap_or_default();
        if self.rows.remove(&uid).is_none() && self.is_first && self.course.has_told {
            self.stream.tell(Message::Deleted(self.stream.feed, uid)).await;
        }
    }

    async fn tell_part(&mut self) {
        self.course.has_told = true;
        self.stream.tell(Message::Part(self.stream.feed, std::mem::take(&mut self.rows))).await;
    }

    /// Tells the rest; the position in the history again.
    async fn finish(mut self, version: String) -> String {
        if self.is_first {
            self.tell_part().await;
            self.stream.tell(Message::Whole(self.stream.feed)).await;
        } else {
            self.stream.tell(Message::Listed(self.stream.feed, std::mem::take(&mut self.rows))).await;
        }
        self.course.has_told = true;
        version
    }
}

fn refused(attempt: &Attempt, error: &kube::Error) -> ClusterError {
    ClusterError::call(attempt, Refusal::from_kube(error, Nature::Read, None))
}

fn timeout(attempt: &Attempt, after: Duration) -> ClusterError {
    ClusterError::call(attempt, Refusal::Timeout { after })
}

#[cfg(test)]
mod tests;
