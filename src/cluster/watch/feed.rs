//! What it is for: which kinds the live rows beside a step need, and how their objects become rows.
//! In: what to watch. Out: one running stream for each kind. Never: a kind that nothing shown needs.

use std::fmt::Debug;
use std::sync::Arc;

use k8s_openapi::api::apps::v1::{Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Event, Pod, ReplicationController, Service};
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::api::networking::v1::Ingress;
use kube::Api;
use kube::core::{DynamicObject, NamespaceResourceScope};
use kube::{Resource, ResourceExt as _};
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::board::{Feed, Row};
use super::optional::{Follower, Optional};
use super::stream::{Message, Stream};
use super::{WatchKind, WatchSpec};
use crate::cluster::connect::Cluster;
use crate::cluster::revisions;
use crate::cluster::routes::{self, ROUTES};
use crate::cluster::translate;
use crate::observed::Selector;

/// Starts one task for each kind that the spec needs.
pub(super) fn start_all(
    cluster: &Cluster,
    specs: &[WatchSpec],
    out: &mpsc::Sender<Message<Feed, Row>>,
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
    if has(WatchKind::Deployment) {
        let project = |object: &ReplicaSet| Row::Revision(revisions::replica_set(object));
        starter.start::<ReplicaSet>(Feed::ReplicaSets, "ReplicaSet", None, project);
    }
    if has(WatchKind::DeploymentConfig) {
        let project = |object: &ReplicationController| Row::Revision(revisions::controller(object));
        starter.start::<ReplicationController>(Feed::Controllers, "ReplicationController", None, project);
    }
    if has(WatchKind::Job) {
        let project = |object: &Job| Row::Job(translate::job(object));
        starter.start::<Job>(Feed::Jobs, "Job", Some(WatchKind::Job), project);
    }
    starter.start::<Pod>(Feed::Pods, "Pod", None, |object| Row::Pod(translate::pod(object).into()));
    starter.start::<Ingress>(Feed::Ingresses, "Ingress", None, |object| Row::Route(routes::ingress(object)));
    starter.start::<Service>(Feed::Services, "Service", None, |object| Row::Service(routes::service(object)));
    let project = |object: &EndpointSlice| Row::Slice(routes::slice(object));
    starter.start::<EndpointSlice>(Feed::Slices, "EndpointSlice", None, project);
    starter.start::<Event>(Feed::Events, "Event", None, |object| {
        let (uid, row) = translate::warning(object);
        Row::Event(uid, row.into())
    });
}

/// Follows kinds that the server may lack: to be spawned.
pub(super) fn optional(
    cluster: &Cluster,
    specs: &[WatchSpec],
    out: &mpsc::Sender<Message<Feed, Row>>,
    restart: &watch::Sender<u64>,
) -> impl Future<Output = ()> + Send + 'static {
    let follower = Follower {
        cluster: cluster.clone(),
        namespace: Some(cluster.namespace().as_str().to_owned()),
        out: out.clone(),
        restart: restart.clone(),
    };
    let routes = ROUTES.map(|one| Optional {
        feed: Feed::Routes(one.place),
        group: one.group,
        versions: one.versions,
        kind: one.kind.name(),
        keep: Arc::new(|_| true),
        project: Arc::new(move |object: &DynamicObject| Row::Route((one.parts)(object))),
    });
    let configs: Vec<WatchSpec> =
        specs.iter().filter(|spec| spec.is(WatchKind::DeploymentConfig)).cloned().collect();
    let configs = (!configs.is_empty()).then(|| Optional {
        feed: Feed::DeploymentConfigs,
        group: translate::GROUP,
        versions: translate::VERSIONS,
        kind: translate::KIND,
        keep: Arc::from(keep(Some(configs))),
        project: Arc::new(|object: &DynamicObject| Row::Workload(translate::deployment_config(object))),
    });
    follower.follow(routes.into_iter().chain(configs).collect())
}

struct Starter<'a> {
    cluster: &'a Cluster,
    specs: &'a [WatchSpec],
    out: &'a mpsc::Sender<Message<Feed, Row>>,
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
            project: Box::new(project),
            out: self.out.clone(),
            namespace: Some(namespace),
            is_optional: false,
        };
        let restart = self.restart.subscribe();
        self.tasks.spawn(async move {
            stream.follow(restart).await;
        });
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
