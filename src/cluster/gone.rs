//! What it is for: waiting until a workload that was scaled to 0 is really stopped: no pod object is left.
//! In: the workload. Out: gone, or late with the pods that remain and why. Never: "stopped" because a counter says 0:
//! all counters leave out pods that are still terminating (facts 5.1, mistake 13).

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use k8s_openapi::api::{
    apps::v1::ReplicaSet,
    core::v1::{Node, Pod},
};
use kube::{Api, ResourceExt as _, api::ListParams};

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    follow::{self, Follow, Heard, Limit, Which},
    report::{Cancel, Reporter},
    scale::{self, Scale, Workload},
};
use crate::words::Sentence;

/// How soon the workload is read again when its pods are gone but its controller is behind.
const AGAIN: Duration = Duration::from_millis(300);

/// How a wait for the pods' end ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoneEnd {
    /// No pod is left.
    Gone,
    /// The limit passed; these remain. Waiting on is possible by calling again.
    Late(Vec<Remaining>),
    /// Somebody wants pods again; the workload will not stop.
    ScaledUp {
        /// How many.
        wanted: i32,
    },
    /// The person stopped waiting.
    Cancelled,
}

/// A pod that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    /// Name.
    pub pod: String,
    /// Why.
    pub why: Why,
}

/// Why a pod is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It runs and nobody has told it to end (yet).
    Running,
    /// It was told to end and has not.
    Ending {
        /// When it should have ended, its grace period included.
        due: Option<Timestamp>,
    },
    /// Its node does not answer; the pod stays until the node comes back or is removed.
    NodeAway {
        /// The node.
        node: String,
    },
    /// It ended, but something still holds the object.
    Held {
        /// The finalizers.
        finalizers: Vec<String>,
    },
}

impl Remaining {
    /// In words.
    pub fn words(&self) -> Sentence {
        let key = |key: &str| Sentence::new(key).with("pod", &self.pod);
        match &self.why {
            Why::Running => key("cluster-remaining-running"),
            Why::Ending { .. } => key("cluster-remaining-ending"),
            Why::NodeAway { node } => key("cluster-remaining-node").with("node", node),
            Why::Held { finalizers } => {
                key("cluster-remaining-held").with("finalizers", finalizers.join(", "))
            }
        }
    }
}

/// Waits until no pod of the workload is left, at most for `limit`.
///
/// # Errors
/// The pods cannot be watched.
pub async fn wait(
    cluster: &Cluster,
    scale: &Scale,
    limit: Duration,
    reporter: &Reporter,
    mut cancel: Cancel,
) -> Result<GoneEnd, ClusterError> {
    let owners = owners(cluster, scale).await?;
    let mut pods: Follow<Pod> = Follow::start(cluster, &Which::Labels(scale.selector.clone()));
    let mut limit = Limit::after(Some(limit));
    let mut told = None;
    let mut is_empty = false;
    loop {
        let heard = tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(GoneEnd::Cancelled),
            heard = pods.next() => heard?,
            () = tokio::time::sleep(AGAIN), if is_empty => Heard::Moved,
            () = limit.passed() => {
                let left: Vec<&Pod> = pods.now.values().filter(|pod| counts(pod, scale, &owners)).collect();
                return Ok(GoneEnd::Late(remaining(cluster, &left).await));
            }
        };
        let state = match heard {
            Heard::Moved => {
                let left = pods.now.values().filter(|pod| counts(pod, scale, &owners)).count();
                is_empty = left == 0;
                if is_empty {
                    // The controller may still be making pods of an earlier number.
                    let now = scale::read_plain(cluster, scale.workload, &scale.name).await?;
                    if now.wanted > 0 {
                        return Ok(GoneEnd::ScaledUp { wanted: now.wanted });
                    }
                    if now.is_observed {
                        return Ok(GoneEnd::Gone);
                    }
                }
                Sentence::new("cluster-waiting-gone").count("count", left)
            }
            Heard::Lost(error) => follow::lost_words(&error),
        };
        if told.as_ref() != Some(&state) {
            told = Some(state.clone());
            reporter.state(state).await;
        }
    }
}

/// The workload's pods that have not ended, whatever their state; those that surely belong to somebody else are left out.
pub(super) async fn own_pods(cluster: &Cluster, scale: &Scale) -> Result<Vec<Pod>, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let owners = owners(cluster, scale).await?;
    let api: Api<Pod> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Pod").within(namespace);
    let params = ListParams::default().labels(&scale.selector);
    let list = cluster.read(&attempt, api.list(&params)).await?;
    Ok(list.items.into_iter().filter(|pod| counts(pod, scale, &owners)).collect())
}

/// Uids of the replica sets that the selector finds, and whether each is the workload's.
type Owners = BTreeMap<String, bool>;

async fn owners(cluster: &Cluster, scale: &Scale) -> Result<Owners, ClusterError> {
    if scale.workload == Workload::StatefulSet {
        return Ok(Owners::new());
    }
    let namespace = cluster.namespace().as_str();
    let api: Api<ReplicaSet> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "ReplicaSet").within(namespace);
    let params = ListParams::default().labels(&scale.selector);
    let list = match cluster.read(&attempt, api.list(&params)).await {
        Ok(list) => list,
        // Without that right every pod that the selector finds counts.
        Err(error) if matches!(error.refusal(), Some(super::error::Refusal::Forbidden { .. })) => {
            return Ok(Owners::new());
        }
        Err(error) => return Err(error),
    };
    let sets = list.items.into_iter().map(|set| {
        let is_own = set.owner_references().iter().any(|owner| owner.uid == scale.uid);
        (set.uid().unwrap_or_default(), is_own)
    });
    Ok(sets.collect())
}

/// Whether the pod keeps the workload from being stopped: every pod object that has not ended, unless it surely
/// belongs to somebody else whose selector overlaps.
fn counts(pod: &Pod, scale: &Scale, owners: &Owners) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref()).unwrap_or_default();
    if matches!(phase, "Succeeded" | "Failed") {
        return false;
    }
    let Some(owner) = pod.owner_references().iter().find(|owner| owner.controller == Some(true)) else {
        return true;
    };
    match scale.workload {
        Workload::StatefulSet => owner.uid == scale.uid,
        Workload::Deployment => owner.kind == "ReplicaSet" && owners.get(&owner.uid).copied().unwrap_or(true),
    }
}

async fn remaining(cluster: &Cluster, pods: &[&Pod]) -> Vec<Remaining> {
    let mut found = Vec::new();
    for pod in pods {
        let node = pod.spec.as_ref().and_then(|spec| spec.node_name.clone());
        let is_away = match &node {
            Some(node) => is_away(cluster, node).await,
            None => false,
        };
        found.push(Remaining { pod: pod.name_any(), why: why(pod, node.filter(|_| is_away)) });
    }
    found
}

fn why(pod: &Pod, node_away: Option<String>) -> Why {
    let Some(due) = pod.metadata.deletion_timestamp.as_ref() else {
        return node_away.map_or(Why::Running, |node| Why::NodeAway { node });
    };
    if let Some(node) = node_away {
        return Why::NodeAway { node };
    }
    let finalizers = pod.finalizers();
    let status = pod.status.as_ref().and_then(|status| status.container_statuses.as_ref());
    let still_runs = status
        .into_iter()
        .flatten()
        .any(|one| one.state.as_ref().is_some_and(|state| state.running.is_some()));
    if !finalizers.is_empty() && !still_runs {
        return Why::Held { finalizers: finalizers.to_vec() };
    }
    Why::Ending { due: Some(due.0) }
}

/// Whether the node surely does not answer. Nodes that we may not read count as there.
async fn is_away(cluster: &Cluster, node: &str) -> bool {
    let api: Api<Node> = Api::all(cluster.client());
    let attempt = Attempt::new(Verb::Get, "Node").named(node);
    match cluster.read(&attempt, api.get(node)).await {
        Ok(node) => {
            let conditions = node.status.and_then(|status| status.conditions).unwrap_or_default();
            conditions.iter().any(|one| one.type_ == "Ready" && one.status != "True")
        }
        Err(error) => error.is_not_found(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::names::ObjectName;

    fn scale() -> Scale {
        Scale {
            workload: Workload::Deployment,
            name: ObjectName::new("web").unwrap(),
            uid: "d".to_owned(),
            resource_version: String::new(),
            generation: 1,
            wanted: 0,
            replicas: 0,
            is_observed: true,
            selector: "app=web".to_owned(),
            fighters: Vec::new(),
            unread: Vec::new(),
            set_by: None,
        }
    }

    fn pod(value: &serde_json::Value) -> Pod {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn mistake_13_a_terminating_pod_is_still_there() {
        let owners = Owners::from([("r".to_owned(), true), ("other".to_owned(), false)]);
        let owned = |uid: &str, kind: &str, phase: &str| {
            pod(
                &json!({"metadata": {"name": "p", "deletionTimestamp": "2026-11-21T08:00:00Z", "ownerReferences": [
                {"apiVersion": "apps/v1", "kind": kind, "name": "x", "uid": uid, "controller": true}]},
                "status": {"phase": phase}}),
            )
        };
        assert!(counts(&owned("r", "ReplicaSet", "Running"), &scale(), &owners));
        assert!(counts(&owned("unknown", "ReplicaSet", "Unknown"), &scale(), &owners));
        assert!(!counts(&owned("other", "ReplicaSet", "Running"), &scale(), &owners));
        assert!(!counts(&owned("j", "Job", "Running"), &scale(), &owners));
        assert!(!counts(&owned("r", "ReplicaSet", "Failed"), &scale(), &owners));
    }

    #[test]
    fn the_reason_why_a_pod_remains_is_told() {
        let ended = pod(&json!({"metadata": {"name": "p", "deletionTimestamp": "2026-11-21T08:00:00Z",
            "finalizers": ["x/y"]}, "status": {"phase": "Running"}}));
        assert_eq!(why(&ended, None), Why::Held { finalizers: vec!["x/y".to_owned()] });
        assert_eq!(why(&ended, Some("n".to_owned())), Why::NodeAway { node: "n".to_owned() });
        assert_eq!(why(&pod(&json!({"metadata": {"name": "p"}})), None), Why::Running);
    }
}
