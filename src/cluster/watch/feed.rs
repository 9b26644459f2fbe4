//! What it is for: following one kind: list, then watch, again and again. In: an API, a filter, a projection.
//! Out: messages with rows. Never: a tight loop on errors, a second try after "not allowed", or an object kept whole.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use futures::StreamExt as _;
use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Event, Pod, Service};
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::{Api, ListParams, WatchEvent, WatchParams};
use kube::core::NamespaceResourceScope;
use kube::{Resource, ResourceExt as _};
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::board::{Feed, Message, Row};
use super::{WatchKind, WatchSpec};
use crate::cluster::connect::Cluster;
use crate::cluster::error::{Attempt, ClusterError, Refusal, Verb};
use crate::cluster::refusal::Nature;
use crate::cluster::{routes, translate};
use crate::observed::Selector;

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

/// One kind and how its objects become rows.
struct Stream<K> {
    feed: Feed,
    api: Api<K>,
    kind: &'static str,
    labels: Option<String>,
    fields: Option<String>,
    keep: Box<dyn Fn(&K) -> bool + Send + Sync>,
    project: fn(&K) -> Row,
    out: mpsc::Sender<Message>,
    namespace: String,
}

/// Starts one task for each kind that the spec needs.
pub(super) fn start_all(
    cluster: &Cluster,
    specs: &[WatchSpec],
    out: &mpsc::Sender<Message>,
    restart: &watch::Sender<u64>,
    tasks: &mut JoinSet<()>,
) {
    let mut starter = Starter { cluster, specs, out, restart, tasks };
    let has = |kind| specs.iter().any(|spec| spec.is(kind));
    if has(WatchKind::Deployment) {
        let project = |object: &Deployment| Row::Workload(translate::deployment(object));
        starter.start::<Deployment>(Feed::Deployments, "Deployment", Some(WatchKind::Deployment), project);
    }
    if has(WatchKind::StatefulSet) {
        let project = |object: &StatefulSet| Row::Workload(translate::stateful_set(object));
        starter.start::<StatefulSet>(
            Feed::StatefulSets,
            "StatefulSet",
            Some(WatchKind::StatefulSet),
            project,
        );
    }
    if has(WatchKind::Job) {
        let project = |object: &Job| Row::Job(translate::job(object));
        starter.start::<Job>(Feed::Jobs, "Job", Some(WatchKind::Job), project);
    }
    starter.start::<Pod>(Feed::Pods, "Pod", None, |object| Row::Pod(translate::pod(object)));
    starter
        .start::<Ingress>(Feed::Ingresses, "Ingress", None, |object| Row::Ingress(routes::ingress(object)));
    starter.start::<Service>(Feed::Services, "Service", None, |object| Row::Service(routes::service(object)));
    let project = |object: &EndpointSlice| Row::Slice(routes::slice(object));
    starter.start::<EndpointSlice>(Feed::Slices, "EndpointSlice", None, project);
    starter.start::<Event>(Feed::Events, "Event", None, |object| {
        let (uid, row) = translate::warning(object);
        Row::Event(uid, row)
    });
}

struct Starter<'a> {
    cluster: &'a Cluster,
    specs: &'a [WatchSpec],
    out: &'a mpsc::Sender<Message>,
    restart: &'a watch::Sender<u64>,
    tasks: &'a mut JoinSet<()>,
}

impl Starter<'_> {
    fn start<K>(&mut self, feed: Feed, kind: &'static str, filter: Option<WatchKind>, project: fn(&K) -> Row)
    where
        K: Resource<DynamicType = (), Scope = NamespaceResourceScope> + Clone + DeserializeOwned + Debug,
        K: Send + Sync + 'static,
    {
        let meant = |spec: &&WatchSpec| filter.is_some_and(|kind| spec.is(kind));
        let items: Vec<WatchSpec> = self.specs.iter().filter(meant).cloned().collect();
        let fields = match items.as_slice() {
            [one] if one.selector.is_none() => match one.names.as_slice() {
                [name] => Some(format!("metadata.name={name}")),
                _ => None,
            },
            _ => None,
        };
        let labels = match items.as_slice() {
            [one] if one.names.is_empty() => one.selector.clone(),
            _ => None,
        };
        let fields = if feed == Feed::Events { Some("type=Warning".to_owned()) } else { fields };
        let namespace = self.cluster.namespace().as_str().to_owned();
        let stream = Stream {
            feed,
            api: Api::namespaced(self.cluster.client(), &namespace),
            kind,
            labels,
            fields,
            keep: keep(filter.is_some().then_some(items)),
            project,
            out: self.out.clone(),
            namespace,
        };
        self.tasks.spawn(stream.follow(self.restart.subscribe()));
    }
}

/// Whether an object is meant by one of the items; everything is when there are none.
fn keep<K: Resource>(items: Option<Vec<WatchSpec>>) -> Box<dyn Fn(&K) -> bool + Send + Sync> {
    let Some(items) = items else { return Box::new(|_| true) };
    let items: Vec<_> = items
        .into_iter()
        .map(|item| (item.names, item.selector.as_deref().and_then(Selector::parse)))
        .collect();
    Box::new(move |object| {
        let name = object.name_any();
        let labels: Vec<_> =
            object.labels().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        items.iter().any(|(names, selector)| {
            names.contains(&name) || selector.as_ref().is_some_and(|selector| selector.matches(&labels))
        })
    })
}

impl<K> Stream<K>
where
    K: Resource<DynamicType = ()> + Clone + DeserializeOwned + Debug + Send + Sync + 'static,
{
    async fn follow(self, mut restart: watch::Receiver<u64>) {
        if self.tell(Message::Expected(self.feed)).await.is_none() {
            return;
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
                Some(Refusal::Forbidden { .. } | Refusal::NotFound { .. }) => {
                    self.tell(Message::Failed(self.feed, error.to_failure(), true)).await;
                    return;
                }
                _ => {
                    failures += 1;
                    // A position in the history that the server refuses again and again is given up.
                    if failures.is_multiple_of(3) && error.refusal().is_some_and(|one| one.status().is_some())
                    {
                        version = None;
                    }
                    if self.tell(Message::Failed(self.feed, error.to_failure(), false)).await.is_none() {
                        return;
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
        let attempt = Attempt::new(Verb::List, self.kind).within(&self.namespace);
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
        let attempt = Attempt::new(Verb::Watch, self.kind).within(&self.namespace);
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

    /// `None` when nobody listens any more.
    async fn tell(&self, message: Message) -> Option<()> {
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
