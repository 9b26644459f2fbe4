//! What it is for: waiting for a Job's end while its pods' logs are shown.
//! In: the Job. Out: how it ended, by its conditions only, with what its containers' ends were.
//! Never: success because a log ended or a pod exists (mistake 9), a wait for success only (mistake 8), or silence about
//! a pod that cannot start (mistake 12).

use std::{collections::BTreeMap, time::Duration};

use k8s_openapi::api::{
    batch::v1::Job,
    core::v1::{Event, Pod},
};
use kube::{Api, ResourceExt, api::ListParams};
use tokio::sync::watch;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    follow::{self, Follow, Heard, Limit, Which},
    jobs, logs,
    logs::{LogSink, Tries, Try},
    mask,
    report::{Cancel, Reporter, Told},
    scale,
    troubles::{self, ContainerEnd, Trouble, TroubleKind},
};
use crate::{
    names::ObjectName,
    observed::{JobState, Progress},
    words::Sentence,
};

/// How often events are asked for while nothing runs; they tell what container states do not.
const EVENTS: Duration = Duration::from_secs(5);
/// How long the rest of a log may take after the Job's end.
const DRAIN: Duration = Duration::from_secs(15);
/// How long the pods of an ended Job may take to be listed with their ends.
const LAST_LOOK: Duration = Duration::from_secs(5);

/// How a Job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// Condition `Complete`: all that the cluster knows is good. The log may tell otherwise.
    Complete,
    /// Condition `Failed`.
    Failed {
        /// Such as `BackoffLimitExceeded`.
        reason: String,
        /// The server's words.
        message: String,
    },
    /// The Job no longer exists (history limit, time to live, deleted): its result is unknown.
    Vanished,
    /// The person stopped waiting; the Job goes on.
    Cancelled,
}

/// A Job's end, with its tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobOutcome {
    /// How it ended.
    pub end: JobEnd,
    /// Its pods in order of creation.
    pub tries: Vec<TryEnd>,
}

/// One pod of a Job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryEnd {
    /// Name.
    pub pod: String,
    /// How its container ended; `None` while it has not.
    pub end: Option<ContainerEnd>,
}

/// Waits for the Job's end. `uid` binds the wait to one Job: another one of the same name is not it.
///
/// After `late_after` it is told as late, once, and watched further.
///
/// # Errors
/// The Job does not exist (when no `uid` is given), or it cannot be watched.
pub async fn wait(
    cluster: &Cluster,
    (name, uid): (&ObjectName, Option<&str>),
    late_after: Option<Duration>,
    reporter: &Reporter,
    sink: Option<&mut dyn LogSink>,
    cancel: Cancel,
) -> Result<JobOutcome, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let attempt = Attempt::new(Verb::Get, "Job").named(name.as_str()).within(namespace);
    let api: Api<Job> = Api::namespaced(cluster.client(), namespace);
    let vanished = JobOutcome { end: JobEnd::Vanished, tries: Vec::new() };
    let job = match cluster.read(&attempt, api.get(name.as_str())).await {
        Ok(job) if uid.is_some_and(|uid| job.uid().as_deref() != Some(uid)) => return Ok(vanished),
        Ok(job) => job,
        Err(error) if error.is_not_found() && uid.is_some() => return Ok(vanished),
        Err(error) => return Err(error),
    };
    let uid = job.uid().unwrap_or_default();
    // The Job's own selector holds its uid: pods of an earlier Job of the same name are not its tries.
    let selector = job.spec.and_then(|spec| spec.selector).unwrap_or_default();
    let selector = scale::query(&attempt, selector)?;
    let (tries, seen) = watch::channel(Tries::default());
    let watching = Watching {
        cluster,
        uid,
        jobs: Follow::start(cluster, &Which::Name(name.as_str().to_owned())),
        pods: Follow::start(cluster, &Which::Labels(selector)),
        known: BTreeMap::new(),
        tries,
        told: Told::new(reporter),
        limit: Limit::after(late_after),
        cancel,
    };
    let Some(sink) = sink else { return watching.run().await };
    let mut following = std::pin::pin!(logs::follow(cluster, seen, reporter, sink));
    let mut watching = std::pin::pin!(watching.run());
    let outcome = tokio::select! {
        outcome = &mut watching => outcome,
        () = &mut following => return watching.await,
    };
    let drains = matches!(&outcome, Ok(outcome) if outcome.end != JobEnd::Cancelled);
    if drains && tokio::time::timeout(DRAIN, following).await.is_err() {
        let words = Sentence::new("cluster-log-cut").with("job", name.as_str());
        reporter.note(crate::action::Mark::Warning, words).await;
    }
    outcome
}

struct Watching<'a> {
    cluster: &'a Cluster,
    uid: String,
    jobs: Follow<Job>,
    pods: Follow<Pod>,
    /// Every pod ever seen, by creation and name: one that is gone stays a try.
    known: BTreeMap<(Option<jiff::Timestamp>, String), Pod>,
    tries: watch::Sender<Tries>,
    told: Told<'a>,
    limit: Limit,
    cancel: Cancel,
}

impl Watching<'_> {
    async fn run(mut self) -> Result<JobOutcome, ClusterError> {
        let mut events = tokio::time::interval(EVENTS);
        let end = loop {
            let mut is_time_for_events = false;
            let heard = tokio::select! {
                biased;
                () = self.cancel.cancelled() => break JobEnd::Cancelled,
                heard = self.jobs.next() => heard?,
                heard = self.pods.next() => heard?,
                () = self.limit.passed() => {
                    let late = Sentence::new("cluster-job-late");
                    self.told.reporter.send(Progress::Late(late)).await;
                    continue;
                }
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
            self.learn();
            if let Some(end) = self.end() {
                break end;
            }
            if is_time_for_events && self.is_stuck() {
                let troubles = self.events().await;
                self.told.troubles(&troubles).await;
            }
            self.tell().await;
        };
        if end != JobEnd::Cancelled {
            self.last_look().await;
        }
        self.tries.send_modify(|tries| tries.is_over = true);
        Ok(JobOutcome { end, tries: self.ends() })
    }

    /// Takes over what the watches know.
    fn learn(&mut self) {
        for (name, pod) in &self.pods.now {
            let key = (pod.creation_timestamp().map(|time| time.0), name.clone());
            self.known.insert(key, pod.clone());
        }
        let all = tries_of(self.known.values());
        self.tries.send_if_modified(|tries| {
            let moved = tries.all != all;
            tries.all = all;
            moved
        });
    }

    fn job(&self) -> Option<&Job> {
        self.jobs.now.values().find(|job| job.uid().as_deref() == Some(self.uid.as_str()))
    }

    fn end(&self) -> Option<JobEnd> {
        let Some(job) = self.job() else {
            return self.jobs.is_whole().then_some(JobEnd::Vanished);
        };
        match jobs::state(job) {
            JobState::Complete => Some(JobEnd::Complete),
            JobState::Failed { reason, message } => Some(JobEnd::Failed { reason, message }),
            JobState::Running | JobState::Finishing | JobState::Suspended => None,
        }
    }

    /// The Job's end may be heard before its pods at all, or before its last pod's end: the pods are read once more, so
    /// that no try is missed.
    async fn last_look(&mut self) {
        let wait = async {
            while !self.pods.is_whole() || self.known.values().any(has_no_end) {
                if self.pods.next().await.is_err() {
                    break;
                }
                self.learn();
            }
        };
        if tokio::time::timeout(LAST_LOOK, wait).await.is_err() {
            tracing::debug!("a pod of the ended job has no end");
        }
        self.learn();
    }

    fn ends(&self) -> Vec<TryEnd> {
        let end = |pod: &Pod| troubles::main_container(pod).and_then(|main| main.end);
        self.known.values().map(|pod| TryEnd { pod: pod.name_any(), end: end(pod) }).collect()
    }

    /// Nothing of the Job runs.
    fn is_stuck(&self) -> bool {
        !self.pods.now.values().any(|pod| {
            troubles::main_container(pod).is_some_and(|main| main.has_started && main.end.is_none())
        })
    }

    /// The future does not borrow the watches, which cannot be shared between threads.
    fn events(&self) -> impl Future<Output = Vec<Trouble>> {
        let newest = self.known.values().next_back();
        let (uid, name) = match newest {
            Some(pod) => (pod.uid().unwrap_or_default(), pod.name_any()),
            None => (self.uid.clone(), self.job().map(ResourceExt::name_any).unwrap_or_default()),
        };
        let cluster = self.cluster;
        async move { event_troubles(cluster, &uid, &name).await }
    }

    async fn tell(&mut self) {
        let newest = self.known.values().next_back();
        let found = newest.map(troubles::of).unwrap_or_default();
        let state = match (self.job().map(jobs::state), newest) {
            (Some(JobState::Suspended), _) => Sentence::new("cluster-job-suspended"),
            (Some(JobState::Finishing), _) => Sentence::new("cluster-job-finishing"),
            (_, None) => Sentence::new("cluster-job-no-pod"),
            (_, Some(pod)) => pod_state(pod, self.known.len()),
        };
        self.told.troubles(&found).await;
        self.told.state(found.first().map_or(state, Trouble::words)).await;
    }
}

fn pod_state(pod: &Pod, number: usize) -> Sentence {
    let key = match troubles::main_container(pod) {
        Some(main) if main.end.is_some() => "cluster-job-try-ended",
        Some(main) if main.has_started => "cluster-job-runs",
        Some(_) | None => "cluster-job-starting",
    };
    Sentence::new(key).with("pod", pod.name_any()).with("number", number.to_string())
}

/// The tries, oldest first; a later one has a higher number.
fn tries_of<'a>(pods: impl Iterator<Item = &'a Pod>) -> Vec<Try> {
    let mut number = 0;
    pods.filter_map(|pod| {
        number += 1;
        let main = troubles::main_container(pod)?;
        Some(Try {
            pod: pod.name_any(),
            uid: pod.uid().unwrap_or_default(),
            container: main.container,
            number,
            has_started: main.has_started,
            has_ended: main.end.is_some(),
            restarts: main.restarts,
        })
    })
    .collect()
}

/// Warnings about an object that tell why nothing runs. Events that may not be read are no reason to stop.
pub(crate) async fn event_troubles(cluster: &Cluster, uid: &str, name: &str) -> Vec<Trouble> {
    let namespace = cluster.namespace().as_str();
    let api: Api<Event> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Event").within(namespace);
    let params = ListParams::default().fields(&format!("involvedObject.uid={uid},type=Warning")).limit(50);
    let list = match cluster.read(&attempt, api.list(&params)).await {
        Ok(list) => list,
        Err(error) => {
            tracing::debug!(%error, "events cannot be read");
            return Vec::new();
        }
    };
    let mut found: Vec<Trouble> = Vec::new();
    for event in list.items {
        let reason = event.reason.unwrap_or_default();
        if troubles::is_telling_event(&reason) && !found.iter().any(|one| one.reason == reason) {
            found.push(Trouble {
                pod: name.to_owned(),
                kind: TroubleKind::Event,
                message: mask::without_values(event.message.as_deref().unwrap_or_default()),
                reason,
            });
        }
    }
    found
}

fn has_no_end(pod: &Pod) -> bool {
    troubles::main_container(pod).is_none_or(|main| main.end.is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mistake_10_the_newest_pod_comes_last_and_has_the_highest_number() {
        let pod = |name: &str, second: u32, phase: &str| -> Pod {
            serde_json::from_value(json!({"metadata": {"name": name, "uid": name,
                "creationTimestamp": format!("2026-11-21T08:00:0{second}Z")},
                "spec": {"containers": [{"name": "c"}]}, "status": {"phase": phase}}))
            .unwrap()
        };
        let pods = [pod("z-first", 1, "Failed"), pod("a-third", 3, "Running"), pod("m-second", 2, "Failed")];
        let known: BTreeMap<_, _> = pods
            .into_iter()
            .map(|pod| ((pod.creation_timestamp().map(|time| time.0), pod.name_any()), pod))
            .collect();
        let tries = tries_of(known.values());
        let names: Vec<_> = tries.iter().map(|one| (one.number, one.pod.as_str())).collect();
        assert_eq!(names, [(1, "z-first"), (2, "m-second"), (3, "a-third")]);
    }
}
