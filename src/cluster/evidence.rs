//! What it is for: what the newest pods of a Deployment wrote before a way back is chosen: in running, ended and
//! restarted containers. In: a Deployment and a pattern. Out: matching lines, how each container stands, and what could
//! not be read. Never: a conclusion, "no line" for a log that could not be read, or a log without bound.

use std::time::Duration;

use futures::{AsyncBufRead as _, AsyncBufReadExt as _};
use k8s_openapi::api::{
    apps::v1::ReplicaSet,
    core::v1::{ContainerStateTerminated, ContainerStatus, Pod},
};
use kube::{
    Api, ResourceExt as _,
    api::{ListParams, LogParams},
};
use regex::Regex;
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    kinds::Kinds,
    log_lines::{Joiner, RawLine, clean},
    mask,
    refusal::Nature,
    resource::Place,
    scale::{self, Scale, Workload},
};
use crate::{
    names::ObjectName,
    observed::evidence::{SeenContainer, SeenEnd, SeenLine, SeenLogs},
};

/// Lines shown.
const LINES: usize = 200;
/// Pods read, the newest first.
const PODS: usize = 10;
/// Bytes read of one log; a longer one is said to be cut.
const BYTES: usize = 32 << 20;
/// How long one log may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// The Deployment controller's number of a roll-out.
const REVISION: &str = "deployment.kubernetes.io/revision";

/// Reads the newest pods' logs, the logs of before a restart included.
///
/// # Errors
/// The Deployment or its pods cannot be read. A log that cannot be read is told in [`SeenLogs::unread`].
pub async fn logs(
    cluster: &Cluster,
    deployment: &ObjectName,
    pattern: &Regex,
) -> Result<SeenLogs, ClusterError> {
    let scale = scale::read_plain(cluster, Workload::Deployment, deployment).await?;
    let (replica_set, pods) = newest_pods(cluster, &scale).await?;
    let mut seen = SeenLogs {
        deployment: deployment.to_string(),
        pattern: pattern.as_str().to_owned(),
        replica_set,
        ..SeenLogs::default()
    };
    let mut lines = Vec::new();
    for pod in &pods {
        for status in statuses(pod) {
            let container = container(pod, status);
            let mut passes = Vec::new();
            // The log of before the restart is the older one.
            if container.restarts > 0 {
                passes.push(true);
            }
            if container.is_running || status.state.as_ref().is_some_and(|state| state.terminated.is_some()) {
                passes.push(false);
            }
            for previous in passes {
                let mut take = |line: &RawLine| {
                    seen.looked_at += 1;
                    let text = mask::without_userinfo(&clean(&line.bytes));
                    if pattern.is_match(&text) {
                        lines.push(SeenLine {
                            pod: container.pod.clone(),
                            container: container.container.clone(),
                            is_before_restart: previous,
                            at: line.at,
                            text,
                        });
                    }
                };
                let read = read_log(cluster, &container, previous, &mut take);
                let read = tokio::time::timeout(PATIENCE, read).await;
                let late = || {
                    let attempt = attempt(cluster, &container.pod);
                    ClusterError::call(&attempt, Refusal::Timeout { after: PATIENCE })
                };
                if let Err(error) = read.unwrap_or_else(|_late| Err(late())) {
                    seen.unread.push(
                        error.to_failure().detail(format!("{}/{}", container.pod, container.container)),
                    );
                }
            }
            seen.containers.push(container);
        }
    }
    lines.sort_by_key(|line| line.at);
    (seen.lines, seen.left_out) = both_ends(lines);
    Ok(seen)
}

/// An object by the kind that people write; `None` when there is none of that name.
///
/// # Errors
/// The server does not know the kind, or the object cannot be read.
pub async fn object(cluster: &Cluster, kind: &str, name: &ObjectName) -> Result<Option<Value>, ClusterError> {
    let attempt = Attempt::new(Verb::Get, kind).named(name.as_str()).within(cluster.namespace().as_str());
    let found = Kinds::discover(cluster).await?.resolve(&[kind.to_owned()]).unwrap_or_default();
    let Some(resource) = found.first() else {
        let message = format!("the server does not know the kind {kind}");
        return Err(ClusterError::call(&attempt, Refusal::NotFound { message }));
    };
    Place { cluster, resource, name: name.as_str() }.get().await
}

/// The first and the last lines, and how many were left out between them.
fn both_ends(mut lines: Vec<SeenLine>) -> (Vec<SeenLine>, usize) {
    let left_out = lines.len().saturating_sub(LINES);
    if left_out > 0 {
        lines.drain(LINES / 2..LINES / 2 + left_out);
    }
    (lines, left_out)
}

/// The pods of the newest `ReplicaSet`, oldest first.
async fn newest_pods(cluster: &Cluster, scale: &Scale) -> Result<(Option<String>, Vec<Pod>), ClusterError> {
    let namespace = cluster.namespace().as_str();
    let params = ListParams::default().labels(&scale.selector);
    let sets: Api<ReplicaSet> = Api::namespaced(cluster.client(), namespace);
    let reading = Attempt::new(Verb::List, "ReplicaSet").within(namespace);
    let newest = match cluster.read(&reading, sets.list(&params)).await {
        Ok(sets) => {
            let own = sets.items.into_iter().filter(|set| is_owned_by(set.owner_references(), &scale.uid));
            own.max_by_key(revision).map(|set| (set.name_any(), set.uid().unwrap_or_default()))
        }
        Err(error) if matches!(error.refusal(), Some(Refusal::Forbidden { .. })) => None,
        Err(error) => return Err(error),
    };
    let pods: Api<Pod> = Api::namespaced(cluster.client(), namespace);
    let reading = Attempt::new(Verb::List, "Pod").within(namespace);
    let mut pods = cluster.read(&reading, pods.list(&params)).await?.items;
    pods.sort_by_key(|pod| pod.creation_timestamp().map(|time| time.0));
    let owner = match &newest {
        Some((_, uid)) => Some(uid.clone()),
        // Without that right: whoever owns the newest pod.
        None => pods.last().and_then(|pod| pod.owner_references().first()).map(|owner| owner.uid.clone()),
    };
    if let Some(owner) = &owner {
        pods.retain(|pod| is_owned_by(pod.owner_references(), owner));
    }
    pods.drain(..pods.len().saturating_sub(PODS));
    Ok((newest.map(|(name, _)| name), pods))
}

fn is_owned_by(owners: &[k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference], uid: &str) -> bool {
    owners.iter().any(|owner| owner.uid == uid)
}

fn revision(set: &ReplicaSet) -> u64 {
    set.annotations().get(REVISION).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Those that run first first.
fn statuses(pod: &Pod) -> impl Iterator<Item = &ContainerStatus> {
    let status = pod.status.as_ref();
    let first = status.and_then(|status| status.init_container_statuses.as_ref());
    let then = status.and_then(|status| status.container_statuses.as_ref());
    first.into_iter().chain(then).flatten()
}

fn container(pod: &Pod, status: &ContainerStatus) -> SeenContainer {
    let state = status.state.as_ref();
    let last = status.last_state.as_ref().and_then(|last| last.terminated.as_ref());
    let now = state.and_then(|state| state.terminated.as_ref());
    let is_running = state.is_some_and(|state| state.running.is_some());
    let waiting = state.and_then(|state| state.waiting.as_ref());
    SeenContainer {
        pod: pod.name_any(),
        container: status.name.clone(),
        image: mask::plain(&status.image, 300),
        has_started: is_running || now.is_some() || last.is_some() || status.restart_count > 0,
        is_running,
        waiting: waiting.map(|waiting| mask::plain(waiting.reason.as_deref().unwrap_or_default(), 100)),
        restarts: status.restart_count,
        ended: now.or(last).map(end),
    }
}

fn end(ended: &ContainerStateTerminated) -> SeenEnd {
    SeenEnd {
        code: ended.exit_code,
        reason: mask::plain(ended.reason.as_deref().unwrap_or_default(), 100),
        at: ended.finished_at.as_ref().map(|time| time.0),
    }
}

fn attempt(cluster: &Cluster, pod: &str) -> Attempt {
    Attempt::new(Verb::Get, "Pod").named(pod).sub("log").within(cluster.namespace().as_str())
}

/// Reads one log to its present end.
async fn read_log(
    cluster: &Cluster,
    container: &SeenContainer,
    previous: bool,
    take: &mut (dyn FnMut(&RawLine) + Send),
) -> Result<(), ClusterError> {
    let api: Api<Pod> = Api::namespaced(cluster.client(), cluster.namespace().as_str());
    let attempt = attempt(cluster, &container.pod);
    let params = LogParams {
        container: Some(container.container.clone()),
        previous,
        timestamps: true,
        ..LogParams::default()
    };
    let mut stream = Box::pin(cluster.read(&attempt, api.log_stream(&container.pod, &params)).await?);
    let mut joiner = Joiner::default();
    let mut length = 0;
    loop {
        let chunk = stream.fill_buf().await.map_err(|error| {
            let error = kube::Error::ReadEvents(error);
            ClusterError::call(&attempt, Refusal::from_kube(&error, Nature::Read, None))
        })?;
        if chunk.is_empty() {
            if let Some(line) = joiner.finish() {
                take(&line);
            }
            return Ok(());
        }
        let count = chunk.len();
        joiner.push(chunk, |line| take(&line));
        stream.as_mut().consume(count);
        length += count;
        if length > BYTES {
            let message = format!("the log is longer than {} MiB; the rest was not read", BYTES >> 20);
            return Err(ClusterError::call(&attempt, Refusal::Unreadable { message }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_lines_both_ends_stay() {
        let line = |number: usize| SeenLine {
            pod: String::new(),
            container: String::new(),
            is_before_restart: false,
            at: None,
            text: number.to_string(),
        };
        let (few, left_out) = both_ends((0..LINES).map(line).collect());
        assert_eq!((few.len(), left_out), (LINES, 0));
        let (many, left_out) = both_ends((0..1000).map(line).collect());
        assert_eq!((many.len(), left_out), (LINES, 800));
        assert_eq!((many[99].text.as_str(), many[100].text.as_str()), ("99", "900"));
    }

    #[test]
    fn what_never_ran_is_told_from_what_ended() {
        let status = |json: serde_json::Value| {
            let status: ContainerStatus = serde_json::from_value(json).unwrap();
            container(&Pod::default(), &status)
        };
        let base = |state: serde_json::Value, last: serde_json::Value, restarts: i32| {
            serde_json::json!({"name": "c", "image": "i", "imageID": "", "ready": false,
                "restartCount": restarts, "state": state, "lastState": last})
        };
        let nothing = serde_json::json!({});
        let waits = serde_json::json!({"waiting": {"reason": "ImagePullBackOff"}});
        let never = status(base(waits.clone(), nothing.clone(), 0));
        assert!(!never.has_started && never.ended.is_none());
        let crashed = serde_json::json!({"terminated": {"exitCode": 1, "reason": "Error"}});
        let crashed = status(base(waits, crashed, 2));
        assert!(crashed.has_started && !crashed.is_running);
        assert_eq!(crashed.ended.unwrap().code, 1);
    }
}
