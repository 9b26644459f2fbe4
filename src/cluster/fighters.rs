//! What it is for: reading what points at workloads from outside: autoscalers, KEDA's scaled objects, disruption
//! budgets. In: a connection. Out: an [`Around`]. Never: a failure that hides the rest: what cannot be read is named.

use serde_json::Value;

use super::{connect::Cluster, error::ClusterError, resource::Resource};
use crate::{
    failure::{Failure, FailureKind},
    observed::fighters::{Around, Budget, Pointer},
    words::Sentence,
};

/// What steers the number of pods of the namespace's workloads.
pub async fn steering(cluster: &Cluster) -> Around {
    let mut around = Around::default();
    let autoscalers =
        Resource::known("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    let (autoscalers, scaled) =
        futures::join!(autoscalers.list_whole(cluster, None), scaled_objects(cluster));
    take(&mut around.unread, "HorizontalPodAutoscalers", autoscalers, |all| {
        around.pointers.extend(all.iter().filter_map(Pointer::of_autoscaler));
    });
    take(&mut around.unread, "ScaledObjects", scaled, |all| {
        around.pointers.extend(all.iter().filter_map(Pointer::of_scaled_object));
    });
    around
}

/// The same, with the budgets that keep their pods.
pub async fn around(cluster: &Cluster) -> Around {
    let budgets = Resource::known("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets");
    let (mut around, budgets) = futures::join!(steering(cluster), budgets.list_whole(cluster, None));
    take(&mut around.unread, "PodDisruptionBudgets", budgets, |all| {
        around.budgets.extend(all.iter().filter_map(Budget::of));
    });
    around
}

/// What could not be read, in words; `None` when all was.
pub fn unread(around: &Around) -> Option<Failure> {
    let words = unread_words(&around.unread)?;
    Some(Failure::new(FailureKind::Person, words))
}

/// The same as a sentence.
pub fn unread_words(kinds: &[String]) -> Option<Sentence> {
    (!kinds.is_empty()).then(|| Sentence::new("fight-unread").with("kinds", kinds.join(", ")))
}

/// Most clusters have no KEDA.
async fn scaled_objects(cluster: &Cluster) -> Result<Vec<Value>, ClusterError> {
    match Resource::discover(cluster, "keda.sh/v1alpha1", "ScaledObject").await? {
        Some(resource) => resource.list_whole(cluster, None).await,
        None => Ok(Vec::new()),
    }
}

fn take(
    unread: &mut Vec<String>,
    kind: &str,
    answer: Result<Vec<Value>, ClusterError>,
    with: impl FnOnce(Vec<Value>),
) {
    match answer {
        Ok(all) => with(all),
        Err(error) => {
            tracing::debug!(%error, kind, "what steers workloads cannot be read");
            unread.push(kind.to_owned());
        }
    }
}
