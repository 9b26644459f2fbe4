//! What it is for: waiting until workloads run as they were just applied.
//! In: the objects with the generation that our own apply returned. Out: ready, missing or cancelled, and whether it was
//! late. Never: the old roll-out's readiness taken for the new one's (mistake 14), or "failed" for one that only passed
//! its progress deadline and still goes on (mistake 15). Order of the questions: facts 2.1 to 2.3.

use std::{fmt::Debug, time::Duration};

use futures::future::join_all;
use k8s_openapi::api::{
    apps::v1::{DaemonSet, Deployment, StatefulSet},
    core::v1::Pod,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use kube::{ResourceExt as _, core::NamespaceResourceScope};
use serde::de::DeserializeOwned;

use super::{
    apply::Applied,
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    follow::{self, Follow, Heard, Limit, Which},
    job_wait,
    report::{Cancel, Reporter, Told},
    scale, troubles,
};
use crate::{
    names::{ObjectName, ObjectRef},
    observed::Progress,
    words::Sentence,
};

/// How often events are asked for while pods are not ready.
const EVENTS: Duration = Duration::from_secs(10);

/// A workload to wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The workload: Deployment, `StatefulSet` or `DaemonSet` of apps/v1.
    pub object: ObjectRef,
    /// The generation that must be seen by its controller first.
    pub generation: i64,
}

/// The workloads among applied objects. One that did not change passes at once when it is ready.
pub fn caused(applied: &[Applied]) -> Vec<Awaited> {
    let is_workload = |object: &ObjectRef| {
        object.group == "apps" && matches!(object.kind.as_str(), "Deployment" | "StatefulSet" | "DaemonSet")
    };
    applied
        .iter()
        .filter(|one| is_workload(&one.object))
        .map(|one| Awaited { object: one.object.clone(), generation: one.generation })
        .collect()
}

/// How a wait for roll-outs ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolloutOutcome {
    /// Where each workload stands, in the order given.
    pub workloads: Vec<(Awaited, Standing)>,
    /// The limit passed before the end.
    pub was_late: bool,
    /// The person stopped waiting.
    pub was_cancelled: bool,
}

impl RolloutOutcome {
    /// Whether every workload is ready.
    pub fn is_ready(&self) -> bool {
        self.workloads.iter().all(|(_, standing)| *standing == Standing::Ready)
    }
}

/// Where a workload stands, by the first question that is not answered well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does not exist (any more).
    Missing,
    /// Its controller has not seen the new state; nothing else can be said.
    Unseen,
    /// It is paused and will not go on.
    Paused,
    /// It replaces pods only when they are deleted by hand.
    OnDelete,
    /// Pods of the new state are missing.
    Updating {
        /// New pods.
        done: i32,
        /// Wanted pods.
        wanted: i32,
    },
    /// Old pods have not ended.
    OldPods(i32),
    /// New pods are not ready.
    NotReady {
        /// Ready (available) pods.
        done: i32,
        /// New pods.
        wanted: i32,
    },
    /// As wanted.
    Ready,
}

impl Standing {
    /// In words.
    pub fn words(self, object: &ObjectRef) -> Sentence {
        let key = |key: &str| Sentence::new(key).with("object", object.to_string());
        let counts = |sentence: Sentence, done: i32, wanted: i32| {
            sentence.with("done", done.to_string()).with("wanted", wanted.to_string())
        };
        match self {
            Self::Missing => key("cluster-rollout-missing"),
            Self::Unseen => key("cluster-rollout-unseen"),
            Self::Paused => key("cluster-rollout-paused"),
            Self::OnDelete => key("cluster-rollout-on-delete"),
            Self::Updating { done, wanted } => counts(key("cluster-rollout-updating"), done, wanted),
            Self::OldPods(count) => key("cluster-rollout-old").count("count", count),
            Self::NotReady { done, wanted } => counts(key("cluster-rollout-not-ready"), done, wanted),
            Self::Ready => key("cluster-rollout-ready"),
        }
    }
}

/// Waits until all workloads are ready. After `late_after` it is told as late, once, and watched further until it is
/// ready or the person stops waiting.
///
/// # Errors
/// A workload cannot be watched.
pub async fn wait(
    cluster: &Cluster,
    awaited: &[Awaited],
    late_after: Option<Duration>,
    reporter: &Reporter,
    cancel: Cancel,
) -> Result<RolloutOutcome, ClusterError> {
    let waits = awaited.iter().map(|one| wait_one(cluster, one, reporter, cancel.clone()));
    let mut waits = std::pin::pin!(join_all(waits));
    let mut limit = Limit::after(late_after);
    let mut was_late = false;
    let ends = loop {
        tokio::select! {
            ends = &mut waits => break ends,
            () = limit.passed() => {
                was_late = true;
                reporter.send(Progress::Late(Sentence::new("cluster-rollout-late"))).await;
            }
        }
    };
    let ends: Vec<Standing> = ends.into_iter().collect::<Result<_, _>>()?;
    let workloads: Vec<_> = awaited.iter().cloned().zip(ends).collect();
    let was_cancelled = cancel.is_cancelled();
    Ok(RolloutOutcome { workloads, was_late, was_cancelled })
}

async fn wait_one(
    cluster: &Cluster,
    awaited: &Awaited,
    reporter: &Reporter,
    cancel: Cancel,
) -> Result<Standing, ClusterError> {
    match awaited.object.kind.as_str() {
        "StatefulSet" => Waiting::<StatefulSet>::new(cluster, awaited, reporter, cancel).run().await,
        "DaemonSet" => Waiting::<DaemonSet>::new(cluster, awaited, reporter, cancel).run().await,
        _ => Waiting::<Deployment>::new(cluster, awaited, reporter, cancel).run().await,
    }
}

/// What the wait asks of a workload.
trait Workload:
    kube::Resource<Scope = NamespaceResourceScope, DynamicType = ()>
    + Clone
    + DeserializeOwned
    + Debug
    + Send
    + 'static
{
    fn standing(&self, generation: i64) -> Standing;
    fn selector(&self) -> LabelSelector;
    fn has_passed_deadline(&self) -> bool {
        false
    }
}

fn is_unseen(meta: Option<i64>, awaited: i64, observed: Option<i64>) -> bool {
    observed.unwrap_or_default() < meta.unwrap_or_default().max(awaited)
}

impl Workload for Deployment {
    fn standing(&self, generation: i64) -> Standing {
        let status = self.status.clone().unwrap_or_default();
        if is_unseen(self.metadata.generation, generation, status.observed_generation) {
            return Standing::Unseen;
        }
        if self.spec.paused == Some(true) {
            return Standing::Paused;
        }
        let wanted = self.spec.replicas.unwrap_or(1);
        let updated = status.updated_replicas.unwrap_or_default();
        let all = status.replicas.unwrap_or_default();
        let available = status.available_replicas.unwrap_or_default();
        if updated < wanted {
            Standing::Updating { done: updated, wanted }
        } else if all > updated {
            Standing::OldPods(all - updated)
        } else if available < updated {
            Standing::NotReady { done: available, wanted: updated }
        } else {
            Standing::Ready
        }
    }

    fn selector(&self) -> LabelSelector {
        self.spec.selector.clone()
    }

    fn has_passed_deadline(&self) -> bool {
        let conditions =
            self.status.as_ref().and_then(|status| status.conditions.as_deref()).unwrap_or_default();
        conditions.iter().any(|one| one.reason.as_deref() == Some("ProgressDeadlineExceeded"))
    }
}

impl Workload for StatefulSet {
    fn standing(&self, generation: i64) -> Standing {
        let status = self.status.clone().unwrap_or_default();
        let observed = status.observed_generation;
        if observed.unwrap_or_default() == 0 || is_unseen(self.metadata.generation, generation, observed) {
            return Standing::Unseen;
        }
        let strategy = self.spec.update_strategy.as_ref();
        if strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete") {
            return Standing::OnDelete;
        }
        let wanted = self.spec.replicas.unwrap_or(1);
        let ready = status.ready_replicas.unwrap_or_default();
        let partition = strategy.and_then(|strategy| strategy.rolling_update.as_ref()?.partition);
        let new = (wanted - partition.unwrap_or_default()).max(0);
        let updated = status.updated_replicas.unwrap_or_default();
        if ready < wanted {
            Standing::NotReady { done: ready, wanted }
        } else if updated < new {
            Standing::Updating { done: updated, wanted: new }
        } else {
            Standing::Ready
        }
    }

    fn selector(&self) -> LabelSelector {
        self.spec.selector.clone()
    }
}

impl Workload for DaemonSet {
    fn standing(&self, generation: i64) -> Standing {
        let status = self.status.clone().unwrap_or_default();
        if is_unseen(self.metadata.generation, generation, status.observed_generation) {
            return Standing::Unseen;
        }
        let strategy = self.spec.update_strategy.as_ref();
        if strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete") {
            return Standing::OnDelete;
        }
        let wanted = status.desired_number_scheduled;
        let updated = status.updated_number_scheduled.unwrap_or_default();
        let available = status.number_available.unwrap_or_default();
        if updated < wanted {
            Standing::Updating { done: updated, wanted }
        } else if available < wanted {
            Standing::NotReady { done: available, wanted }
        } else {
            Standing::Ready
        }
    }

    fn selector(&self) -> LabelSelector {
        self.spec.selector.clone()
    }
}

struct Waiting<'a, K> {
    cluster: &'a Cluster,
    awaited: &'a Awaited,
    objects: Follow<K>,
    pods: Option<Follow<Pod>>,
    told: Told<'a>,
    deadline_told: bool,
    cancel: Cancel,
}

impl<'a, K: Workload> Waiting<'a, K> {
    fn new(cluster: &'a Cluster, awaited: &'a Awaited, reporter: &'a Reporter, cancel: Cancel) -> Self {
        let name = Which::Name(awaited.object.name.as_str().to_owned());
        Self {
            cluster,
            awaited,
            objects: Follow::start(cluster, &name),
            pods: None,
            told: Told::new(reporter),
            deadline_told: false,
            cancel,
        }
    }

    async fn run(mut self) -> Result<Standing, ClusterError> {
        let mut events = tokio::time::interval(EVENTS);
        events.reset();
        let mut standing = Standing::Unseen;
        loop {
            let mut is_time_for_events = false;
            let pods = self.pods.as_mut();
            let heard = tokio::select! {
                biased;
                () = self.cancel.cancelled() => return Ok(standing),
                heard = self.objects.next() => heard?,
                heard = next_pod(pods) => heard?,
                _ = events.tick() => {
                    is_time_for_events = true;
                    Heard::Moved
                }
            };
            if let Heard::Lost(error) = heard {
                tracing::debug!(%error, "the watch is taken up again");
                self.told.state(follow::lost_words(&error)).await;
                continue;
            }
            let Some(object) = self.objects.now.values().next() else {
                if self.objects.is_whole() {
                    return Ok(Standing::Missing);
                }
                continue;
            };
            standing = object.standing(self.awaited.generation);
            if matches!(standing, Standing::Ready | Standing::OnDelete) {
                self.told.state(standing.words(&self.awaited.object)).await;
                return Ok(standing);
            }
            let passed_deadline = object.has_passed_deadline() && standing != Standing::Unseen;
            if self.pods.is_none() {
                self.follow_pods(object.selector())?;
            }
            self.tell(standing, passed_deadline, is_time_for_events).await;
        }
    }

    fn follow_pods(&mut self, selector: LabelSelector) -> Result<(), ClusterError> {
        let attempt = Attempt::on(Verb::Get, &self.awaited.object);
        let selector = scale::query(&attempt, selector)?;
        self.pods = Some(Follow::start(self.cluster, &Which::Labels(selector)));
        Ok(())
    }

    async fn tell(&mut self, standing: Standing, passed_deadline: bool, is_time_for_events: bool) {
        if passed_deadline && !std::mem::replace(&mut self.deadline_told, true) {
            let words = Sentence::new("cluster-rollout-deadline");
            let words = words.with("object", self.awaited.object.to_string());
            self.told.reporter.send(Progress::Late(words)).await;
        }
        self.told.state(standing.words(&self.awaited.object)).await;
        let pods: Vec<&Pod> = self.pods.iter().flat_map(|pods| pods.now.values()).collect();
        let alive = pods.into_iter().filter(|pod| pod.metadata.deletion_timestamp.is_none());
        let mut found = Vec::new();
        for pod in alive {
            found.extend(troubles::of(pod));
            let has_started = troubles::main_container(pod).is_some_and(|main| main.has_started);
            if is_time_for_events && !has_started {
                let uid = pod.uid().unwrap_or_default();
                found.extend(job_wait::event_troubles(self.cluster, &uid, &pod.name_any()).await);
            }
        }
        self.told.troubles(&found).await;
    }
}

async fn next_pod(pods: Option<&mut Follow<Pod>>) -> Result<Heard, ClusterError> {
    match pods {
        Some(pods) => pods.next().await,
        None => std::future::pending().await,
    }
}

/// A workload to wait for that was not applied just now; `None` for kinds without a roll-out.
pub fn awaited(kind: &str, name: &ObjectName) -> Option<Awaited> {
    matches!(kind, "Deployment" | "StatefulSet" | "DaemonSet").then(|| Awaited {
        object: ObjectRef {
            group: "apps".to_owned(),
            version: "v1".to_owned(),
            kind: kind.to_owned(),
            name: name.clone(),
        },
        generation: 0,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn deployment(generation: i64, status: &serde_json::Value) -> Deployment {
        serde_json::from_value(json!({"metadata": {"name": "web", "generation": generation},
            "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": {}}, "status": status}))
        .unwrap()
    }

    #[test]
    fn mistake_14_the_old_roll_outs_readiness_is_not_the_new_ones() {
        let ready = json!({"observedGeneration": 4, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2,
            "conditions": [{"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]});
        assert_eq!(deployment(4, &ready).standing(4), Standing::Ready);
        assert_eq!(deployment(5, &ready).standing(4), Standing::Unseen);
        // The watch may still show the object as it was before our apply.
        assert_eq!(deployment(4, &ready).standing(5), Standing::Unseen);
    }

    #[test]
    fn mistake_15_a_passed_deadline_is_late_and_the_counters_still_decide() {
        let late = json!({"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 1,
            "conditions": [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}]});
        let object = deployment(1, &late);
        assert!(object.has_passed_deadline());
        assert_eq!(object.standing(1), Standing::NotReady { done: 1, wanted: 2 });
    }

    #[test]
    fn the_questions_are_asked_in_kubectls_order() {
        let status = |all: i32, updated: i32, available: i32| {
            json!({"observedGeneration": 1, "replicas": all, "updatedReplicas": updated,
                "availableReplicas": available})
        };
        assert_eq!(deployment(1, &status(2, 1, 2)).standing(1), Standing::Updating { done: 1, wanted: 2 });
        assert_eq!(deployment(1, &status(3, 2, 3)).standing(1), Standing::OldPods(1));
        assert_eq!(deployment(1, &status(2, 2, 2)).standing(1), Standing::Ready);
    }
}
