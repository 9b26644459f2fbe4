//! What it is for: waiting until deleted objects are really gone, and the pods that belonged to them.
//! In: objects with their uids. Out: gone, or late with what remains and why. Never: "gone" for an object that still has
//! a finalizer, or for a Job whose pods still hold the database (mistake 7).

use std::{collections::BTreeSet, time::Duration};

use serde_json::Value;

use super::Found;
use crate::{
    cluster::{
        connect::Cluster,
        error::{ClusterError, Refusal},
        report::{Cancel, Reporter},
        resource::{Place, Resource},
    },
    words::Sentence,
};

/// How soon it is asked again.
const AGAIN: Duration = Duration::from_millis(500);

/// How a deletion ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removed {
    /// Objects and their pods are gone.
    Gone,
    /// The limit passed; these remain. They were told to go.
    Late(Vec<Left>),
    /// The person stopped waiting; what was told to go goes.
    Cancelled,
}

/// Something that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// `Kind/name`.
    pub object: String,
    /// Why.
    pub why: LeftWhy,
}

/// Why an object is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftWhy {
    /// Something must still let go of it.
    Held {
        /// The finalizers.
        finalizers: Vec<String>,
    },
    /// It is on its way.
    Ending,
}

impl Left {
    /// In words.
    pub fn words(&self) -> Sentence {
        match &self.why {
            LeftWhy::Held { finalizers } => Sentence::new("cluster-left-held")
                .with("object", &self.object)
                .with("finalizers", finalizers.join(", ")),
            LeftWhy::Ending => Sentence::new("cluster-left-ending").with("object", &self.object),
        }
    }
}

/// Uids whose pods must go too: the objects themselves, and the replica sets of those that are Deployments.
pub(super) async fn owners_of_pods(
    cluster: &Cluster,
    found: &[Found],
) -> Result<BTreeSet<String>, ClusterError> {
    let mut owners: BTreeSet<String> = found.iter().map(|one| one.uid.clone()).collect();
    if found.iter().any(|one| one.resource.group == "apps" && one.resource.kind == "Deployment") {
        let sets = Resource::known("apps", "v1", "ReplicaSet", "replicasets");
        let sets = listed(cluster, &sets).await?;
        let of_ours: Vec<String> =
            sets.iter().filter(|set| is_owned(set, &owners)).map(|set| text(set, "/metadata/uid")).collect();
        owners.extend(of_ours);
    }
    Ok(owners)
}

/// Everything of a kind; nothing where we may not list it.
async fn listed(cluster: &Cluster, resource: &Resource) -> Result<Vec<Value>, ClusterError> {
    match resource.list(cluster, None).await {
        Err(error) if matches!(error.refusal(), Some(Refusal::Forbidden { .. })) => Ok(Vec::new()),
        other => other,
    }
}

fn is_owned(object: &Value, owners: &BTreeSet<String>) -> bool {
    let of = object.pointer("/metadata/ownerReferences").and_then(Value::as_array);
    let uids = of.into_iter().flatten().filter_map(|owner| owner.get("uid")?.as_str());
    uids.into_iter().any(|uid| owners.contains(uid))
}

fn text(object: &Value, pointer: &str) -> String {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Asks until nothing is left.
pub(super) async fn wait(
    cluster: &Cluster,
    found: &[Found],
    owners: &BTreeSet<String>,
    limit: Duration,
    reporter: &Reporter,
    mut cancel: Cancel,
) -> Result<Removed, ClusterError> {
    let until = tokio::time::Instant::now() + limit;
    loop {
        let left = tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(Removed::Cancelled),
            left = left(cluster, found, owners) => left?,
        };
        if left.is_empty() {
            return Ok(Removed::Gone);
        }
        if tokio::time::Instant::now() >= until {
            return Ok(Removed::Late(left));
        }
        reporter.state(Sentence::new("cluster-waiting-deleted").count("count", left.len())).await;
        tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(Removed::Cancelled),
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

async fn left(
    cluster: &Cluster,
    found: &[Found],
    owners: &BTreeSet<String>,
) -> Result<Vec<Left>, ClusterError> {
    let mut left = Vec::new();
    for one in found {
        let place = Place { cluster, resource: &one.resource, name: &one.name };
        let now = place.get().await?.filter(|now| text(now, "/metadata/uid") == one.uid);
        left.extend(now.map(|now| Left { object: one.object(), why: why(&now) }));
    }
    let has_pods = found.iter().any(|one| {
        matches!(one.resource.group.as_str(), "apps" | "batch" | "apps.openshift.io")
            || one.resource.kind == "ReplicationController"
    });
    if has_pods {
        let pods = listed(cluster, &Resource::known("", "v1", "Pod", "pods")).await?;
        let still = pods.iter().filter(|pod| is_owned(pod, owners));
        let still: Vec<Left> = still
            .map(|pod| Left { object: format!("Pod/{}", text(pod, "/metadata/name")), why: why(pod) })
            .filter(|pod| left.iter().all(|one| one.object != pod.object))
            .collect();
        left.extend(still);
    }
    Ok(left)
}

fn why(object: &Value) -> LeftWhy {
    let finalizers = object.pointer("/metadata/finalizers").and_then(Value::as_array);
    let finalizers: Vec<String> =
        finalizers.into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    if finalizers.is_empty() { LeftWhy::Ending } else { LeftWhy::Held { finalizers } }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_holds_an_object_is_named() {
        let held = json!({"metadata": {"finalizers": ["kubernetes.io/pvc-protection"]}});
        let why_held = why(&held);
        assert_eq!(why_held, LeftWhy::Held { finalizers: vec!["kubernetes.io/pvc-protection".to_owned()] });
        assert_eq!(why(&json!({"metadata": {}})), LeftWhy::Ending);
        let words = Left { object: "PersistentVolumeClaim/data".to_owned(), why: why_held }.words().text();
        assert!(words.contains("pvc-protection") && !words.contains('{'), "{words}");
    }
}
