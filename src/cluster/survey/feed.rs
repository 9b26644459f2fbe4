//! What it is for: which kinds the cluster page follows. In: a connection and a scope. Out: one running stream for each.
//! Never: Secrets, `ConfigMaps`, or an object kept whole.

use std::{fmt::Debug, sync::Arc};

use jiff::Timestamp;
use k8s_openapi::api::{
    apps::v1::{DaemonSet, Deployment, StatefulSet},
    batch::v1::{CronJob, Job},
    core::v1::{Event, Pod, Service},
    discovery::v1::EndpointSlice,
    networking::v1::Ingress,
};
use kube::{
    Api, Resource,
    core::{DynamicObject, NamespaceResourceScope},
};
use serde::de::DeserializeOwned;
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::{Scope, project, shared::Shared};
use crate::{
    cluster::{
        connect::Cluster,
        routes::{self, ROUTES},
        translate,
        watch::{
            optional::{Follower, Optional},
            stream::{Message, Stream},
        },
    },
    observed::{
        route::{GrantParts, RouteParts, ServiceParts, SliceParts},
        survey::Item,
    },
};

/// One kind that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Feed {
    Deployments,
    StatefulSets,
    DaemonSets,
    /// OpenShift's, where the server has them.
    DeploymentConfigs,
    Pods,
    Jobs,
    CronJobs,
    Ingresses,
    /// Of the kind that stands there in [`ROUTES`].
    Routes(u8),
    /// Gateway API's permissions to lead into another namespace.
    Grants,
    Services,
    Slices,
    Events,
}

impl Feed {
    /// What must be live for the page to count as live.
    pub(super) fn is_needed(self) -> bool {
        // What a server may lack comes and goes without making the rest worse.
        !matches!(self, Self::Events | Self::DeploymentConfigs | Self::Routes(_) | Self::Grants)
    }
}

/// A projected object.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    /// As it is shown.
    Item(Arc<Item>),
    /// The same of a pod that has ended: no Service leads there.
    Ended(Arc<Item>),
    /// The same of a pod that runs, and when the container that started last did so.
    Running(Arc<Item>, Timestamp),
    /// A route with its row without state: that needs services and slices.
    Route(Arc<Item>, Box<RouteParts>),
    /// A permission.
    Grant(GrantParts),
    /// A Service.
    Service(ServiceParts),
    /// An `EndpointSlice`.
    Slice(SliceParts),
}

/// Starts one task for each kind.
pub(super) fn start_all(
    cluster: &Cluster,
    scope: &Scope,
    out: &mpsc::Sender<Message<Feed, Row>>,
    restart: &watch::Sender<u64>,
    tasks: &mut JoinSet<()>,
) {
    let mut starter = Starter { cluster, scope, out, restart, tasks, shared: Arc::default() };
    starter.start::<Deployment>(Feed::Deployments, "Deployment", |one, shared| {
        Row::Item(project::deployment(one, shared))
    });
    starter.start::<StatefulSet>(Feed::StatefulSets, "StatefulSet", |one, shared| {
        Row::Item(project::stateful_set(one, shared))
    });
    starter.start::<DaemonSet>(Feed::DaemonSets, "DaemonSet", |one, shared| {
        Row::Item(project::daemon_set(one, shared))
    });
    starter.start::<Pod>(Feed::Pods, "Pod", |one, shared| {
        let phase = one.status.as_ref().and_then(|status| status.phase.as_deref());
        let item = project::pod(one, shared);
        if matches!(phase, Some("Succeeded" | "Failed")) {
            return Row::Ended(item);
        }
        match project::started(one) {
            Some(at) => Row::Running(item, at),
            None => Row::Item(item),
        }
    });
    starter.start::<Job>(Feed::Jobs, "Job", |one, shared| Row::Item(project::job(one, shared)));
    starter
        .start::<CronJob>(Feed::CronJobs, "CronJob", |one, shared| Row::Item(project::cron_job(one, shared)));
    starter.start::<Ingress>(Feed::Ingresses, "Ingress", |one, shared| {
        Row::Route(project::bare("Ingress", one, shared), Box::new(routes::ingress(one)))
    });
    starter.start::<Service>(Feed::Services, "Service", |one, _| Row::Service(routes::service(one)));
    starter.start::<EndpointSlice>(Feed::Slices, "EndpointSlice", |one, _| Row::Slice(routes::slice(one)));
    starter.start::<Event>(Feed::Events, "Event", |one, shared| Row::Item(project::warning(one, shared)));
    starter.start_optional();
}

struct Starter<'a> {
    cluster: &'a Cluster,
    scope: &'a Scope,
    out: &'a mpsc::Sender<Message<Feed, Row>>,
    restart: &'a watch::Sender<u64>,
    tasks: &'a mut JoinSet<()>,
    shared: Arc<Shared>,
}

impl Starter<'_> {
    /// Kinds that the server may lack.
    fn start_optional(&mut self) {
        let mut kinds: Vec<Optional<Feed, Row>> = Vec::new();
        for one in ROUTES {
            let shared = Arc::clone(&self.shared);
            kinds.push(Optional {
                feed: Feed::Routes(one.place),
                group: one.group,
                versions: one.versions,
                kind: one.kind.name(),
                keep: Arc::new(|_| true),
                project: Arc::new(move |object: &DynamicObject| {
                    let item = project::bare(one.kind.name(), object, &shared);
                    Row::Route(item, Box::new((one.parts)(object)))
                }),
            });
        }
        kinds.push(Optional {
            feed: Feed::Grants,
            group: "gateway.networking.k8s.io",
            versions: &["v1", "v1beta1"],
            kind: "ReferenceGrant",
            keep: Arc::new(|_| true),
            project: Arc::new(|object: &DynamicObject| Row::Grant(routes::grant(object))),
        });
        let shared = Arc::clone(&self.shared);
        kinds.push(Optional {
            feed: Feed::DeploymentConfigs,
            group: translate::GROUP,
            versions: translate::VERSIONS,
            kind: translate::KIND,
            keep: Arc::new(|_| true),
            project: Arc::new(move |object: &DynamicObject| {
                Row::Item(project::deployment_config(object, &shared))
            }),
        });
        let follower = Follower {
            cluster: self.cluster.clone(),
            namespace: match self.scope {
                Scope::One(name) => Some(name.clone()),
                Scope::All => None,
            },
            out: self.out.clone(),
            restart: self.restart.clone(),
        };
        self.tasks.spawn(follower.follow(kinds));
    }

    fn start<K>(&mut self, feed: Feed, kind: &'static str, project: fn(&K, &Shared) -> Row)
    where
        K: Resource<DynamicType = (), Scope = NamespaceResourceScope> + Clone + DeserializeOwned + Debug,
        K: Send + Sync + 'static,
    {
        let client = self.cluster.client();
        let (api, namespace) = match self.scope {
            Scope::One(name) => (Api::namespaced(client, name), Some(name.clone())),
            Scope::All => (Api::all(client), None),
        };
        let shared = Arc::clone(&self.shared);
        let stream = Stream {
            feed,
            api,
            kind,
            labels: None,
            fields: (feed == Feed::Events).then(|| "type=Warning".to_owned()),
            keep: Box::new(|_| true),
            project: Box::new(move |one| project(one, &shared)),
            out: self.out.clone(),
            namespace,
            is_optional: false,
        };
        let restart = self.restart.subscribe();
        self.tasks.spawn(async move {
            stream.follow(restart).await;
        });
    }
}
