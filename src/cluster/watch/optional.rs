//! What it is for: following kinds that a server may lack: those of OpenShift, Gateway API, Traefik. In: which kinds, and
//! how their objects become rows. Out: a stream for each that the server has, also for one that comes later.
//! Never: an error because a kind is not there, or a guess of a version that the server does not serve.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use kube::{
    Api,
    core::{ApiResource, DynamicObject, GroupVersionKind},
};
use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::stream::{Ended, Message, Stream};
use crate::cluster::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
};

/// Pause between two looks for kinds that are not there yet.
const LOOK: Duration = Duration::from_secs(30);
/// The same after a look that failed.
const AGAIN: Duration = Duration::from_secs(3);

/// A kind that a server may lack.
pub(in crate::cluster) struct Optional<F, R> {
    /// Under which name its rows are told.
    pub(in crate::cluster) feed: F,
    pub(in crate::cluster) group: &'static str,
    /// Versions that are understood, the best first.
    pub(in crate::cluster) versions: &'static [&'static str],
    pub(in crate::cluster) kind: &'static str,
    /// Which objects count.
    pub(in crate::cluster) keep: Arc<dyn Fn(&DynamicObject) -> bool + Send + Sync>,
    pub(in crate::cluster) project: Arc<dyn Fn(&DynamicObject) -> R + Send + Sync>,
}

/// What was found of a kind.
enum Looked {
    Found(ApiResource),
    /// The server does not have it.
    Absent,
    /// Its group does not answer.
    Failed(Box<ClusterError>),
}

/// What all of them share.
pub(in crate::cluster) struct Follower<F, R> {
    pub(in crate::cluster) cluster: Cluster,
    /// `None` for all namespaces.
    pub(in crate::cluster) namespace: Option<String>,
    pub(in crate::cluster) out: mpsc::Sender<Message<F, R>>,
    pub(in crate::cluster) restart: watch::Sender<u64>,
}

impl<F, R> Follower<F, R>
where
    F: Copy + Ord + Send + Sync + 'static,
    R: Send + 'static,
{
    /// Goes on until nobody listens: to be spawned. Ends its streams when it is dropped.
    pub(in crate::cluster) async fn follow(self, kinds: Vec<Optional<F, R>>) {
        let mut streams: JoinSet<(F, Ended)> = JoinSet::new();
        // Those that run, and those that the server refused.
        let mut settled: BTreeSet<F> = BTreeSet::new();
        for kind in &kinds {
            // Nothing is known about it yet.
            self.tell(Message::Expected(kind.feed)).await;
        }
        while !self.out.is_closed() && settled.len() < kinds.len() + streams.len() {
            let missing: Vec<_> = kinds.iter().filter(|kind| !settled.contains(&kind.feed)).collect();
            let pause = match self.look(&missing).await {
                Ok(looked) => {
                    let mut pause = LOOK;
                    for (kind, looked) in looked {
                        let resource = match looked {
                            Looked::Found(resource) => resource,
                            Looked::Absent => {
                                self.tell(Message::Absent(kind.feed)).await;
                                continue;
                            }
                            Looked::Failed(error) => {
                                pause = AGAIN;
                                self.tell(Message::Failed(kind.feed, error.to_failure(), false)).await;
                                continue;
                            }
                        };
                        settled.insert(kind.feed);
                        let stream = self.stream(kind, &resource);
                        let (feed, restart) = (kind.feed, self.restart.subscribe());
                        streams.spawn(async move { (feed, stream.follow(restart).await) });
                    }
                    pause
                }
                Err(error) if matches!(error.refusal(), Some(Refusal::Forbidden { .. })) => {
                    for kind in missing {
                        settled.insert(kind.feed);
                        self.tell(Message::Failed(kind.feed, error.to_failure(), true)).await;
                    }
                    LOOK
                }
                // That the server does not answer is told by others.
                Err(_) => AGAIN,
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                Some(ended) = streams.join_next() => {
                    if let Ok((feed, Ended::Absent)) = ended {
                        settled.remove(&feed);
                        // The group may be listed for a moment after its kind has gone.
                        tokio::time::sleep(AGAIN).await;
                    }
                }
                () = self.out.closed() => break,
            }
        }
    }

    /// Which of the kinds the server has, and where.
    async fn look<'a>(
        &self,
        kinds: &[&'a Optional<F, R>],
    ) -> Result<Vec<(&'a Optional<F, R>, Looked)>, ClusterError> {
        let mut found = Vec::new();
        if kinds.is_empty() {
            return Ok(found);
        }
        let client = self.cluster.client();
        let attempt = Attempt::new(Verb::Ask, "kinds");
        let groups = self.cluster.read(&attempt, client.list_api_groups()).await?.groups;
        for kind in kinds {
            let group = groups.iter().find(|group| group.name == kind.group);
            let served = |version: &&&str| {
                group.is_some_and(|group| group.versions.iter().any(|one| one.version == ***version))
            };
            let mut looked = Looked::Absent;
            for version in kind.versions.iter().filter(served) {
                let group_version = format!("{}/{version}", kind.group);
                let attempt = Attempt::new(Verb::Ask, &group_version);
                let asked =
                    self.cluster.read(&attempt, client.list_api_group_resources(&group_version)).await;
                let list = match asked {
                    Ok(list) => list,
                    // On its way out: listed still, and not there any more.
                    Err(error) if matches!(error.refusal(), Some(Refusal::NotFound { .. })) => continue,
                    // One group that is out of order must not hide the others.
                    Err(error) => {
                        looked = Looked::Failed(Box::new(error));
                        continue;
                    }
                };
                let resource =
                    list.resources.into_iter().find(|one| one.kind == kind.kind && !one.name.contains('/'));
                if let Some(resource) = resource {
                    let kind_of = GroupVersionKind::gvk(kind.group, version, kind.kind);
                    looked = Looked::Found(ApiResource::from_gvk_with_plural(&kind_of, &resource.name));
                    break;
                }
            }
            found.push((*kind, looked));
        }
        Ok(found)
    }

    fn stream(&self, kind: &Optional<F, R>, resource: &ApiResource) -> Stream<DynamicObject, F, R> {
        let client = self.cluster.client();
        let api = match &self.namespace {
            Some(namespace) => Api::namespaced_with(client, namespace, resource),
            None => Api::all_with(client, resource),
        };
        let (keep, project) = (Arc::clone(&kind.keep), Arc::clone(&kind.project));
        Stream {
            feed: kind.feed,
            api,
            kind: kind.kind,
            labels: None,
            fields: None,
            keep: Box::new(move |object| keep(object)),
            project: Box::new(move |object| project(object)),
            out: self.out.clone(),
            namespace: self.namespace.clone(),
            is_optional: true,
        }
    }

    async fn tell(&self, message: Message<F, R>) {
        // Nobody listening is seen at the next look.
        self.out.send(message).await.ok();
    }
}
