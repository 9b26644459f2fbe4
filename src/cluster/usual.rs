//! What it is for: how long the jobs of a `CronJob` take. In: a `CronJob`'s name, or one of its jobs. Out: times of those
//! that are still on the cluster. Never: a failed run that counts, or a time that is not over.

use std::time::Duration;

use k8s_openapi::api::batch::v1::Job;
use kube::{Api, ResourceExt as _, api::ListParams};
use serde_json::Value;

use super::{
    connect::Cluster,
    error::{Attempt, ClusterError, Verb},
    translate,
};
use crate::{
    names::ObjectName,
    observed::{JobRow, JobState, survey::JobTimes, usual::Usual},
};

/// Jobs that are read, at most.
const MOST: u32 = 500;

/// How long the jobs of a `CronJob` usually take; `None` when none has ended well that is still there.
///
/// # Errors
/// Jobs cannot be listed.
pub async fn of_cron_job(cluster: &Cluster, cron_job: &ObjectName) -> Result<Option<Usual>, ClusterError> {
    Ok(usual(runs(cluster, cron_job.as_str()).await?, ""))
}

/// The job of a `CronJob` that ended last; `None` when none that ended is still there.
///
/// # Errors
/// Jobs cannot be listed.
pub async fn last_of_cron_job(
    cluster: &Cluster,
    cron_job: &ObjectName,
) -> Result<Option<JobRow>, ClusterError> {
    Ok(last(runs(cluster, cron_job.as_str()).await?))
}

fn last(runs: Vec<JobRow>) -> Option<JobRow> {
    let is_over = |run: &JobRow| run.ended.is_some();
    runs.into_iter().filter(is_over).max_by_key(|run| run.ended)
}

/// Times of a job, and what is usual for the `CronJob` that it came from; of a `CronJob`, what is usual. `None` for
/// other kinds.
pub(super) async fn of(cluster: &Cluster, object: &Value) -> Result<Option<JobTimes>, ClusterError> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    match text("/kind") {
        "CronJob" => {
            let usual = usual(runs(cluster, text("/metadata/name")).await?, "");
            Ok(Some(JobTimes { usual, ..JobTimes::default() }))
        }
        "Job" => {
            let job: Job = serde_json::from_value(object.clone()).unwrap_or_default();
            let row = translate::job(&job);
            let usual = match cron_job(&job) {
                Some(name) => usual(runs(cluster, name).await?, &row.uid),
                None => None,
            };
            Ok(Some(JobTimes { started: row.started, ended: row.ended, usual }))
        }
        _ => Ok(None),
    }
}

/// Name of the `CronJob` that a job came from, on schedule or by hand.
fn cron_job(job: &Job) -> Option<&str> {
    let owner = job.owner_references().iter().find(|one| one.controller == Some(true))?;
    (owner.kind == "CronJob").then_some(owner.name.as_str())
}

async fn runs(cluster: &Cluster, cron: &str) -> Result<Vec<JobRow>, ClusterError> {
    let namespace = cluster.namespace().as_str();
    let api: Api<Job> = Api::namespaced(cluster.client(), namespace);
    let attempt = Attempt::new(Verb::List, "Job").within(namespace);
    let jobs = cluster.read(&attempt, api.list(&ListParams::default().limit(MOST))).await?;
    Ok(jobs.items.iter().filter(|job| cron_job(job) == Some(cron)).map(translate::job).collect())
}

/// Of all runs that ended well, but the one with that uid.
fn usual(mut runs: Vec<JobRow>, but: &str) -> Option<Usual> {
    runs.retain(|run| run.state == JobState::Complete && run.uid != but);
    runs.sort_by_key(|run| std::cmp::Reverse(run.ended));
    Usual::of(runs.iter().filter_map(|run| Duration::try_from(run.ended?.duration_since(run.started?)).ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn job(uid: &str, minute: u32, condition: &str) -> JobRow {
        let object: Job = from_value(json!({"metadata": {"name": uid, "uid": uid}, "spec": {"template": {}},
            "status": {"startTime": "2026-11-20T10:00:00Z",
                "completionTime": format!("2026-11-20T10:{minute:02}:00Z"),
                "conditions": [{"type": condition, "status": "True"}]}}))
        .expect("a job");
        translate::job(&object)
    }

    #[test]
    fn only_other_runs_that_ended_well_count() {
        let runs = || vec![job("a", 2, "Complete"), job("b", 4, "Complete"), job("c", 59, "Failed")];
        let minutes = |but: &str| usual(runs(), but).map(|usual| (usual.time.as_secs() / 60, usual.runs));
        assert_eq!(minutes(""), Some((3, 2)));
        assert_eq!(minutes("b"), Some((2, 1)));
        assert_eq!(usual(vec![job("c", 1, "Failed")], ""), None);
        assert_eq!(
            last(runs()).map(|run| run.uid).as_deref(),
            Some("c"),
            "the last counts, however it ended"
        );
        assert_eq!(last(Vec::new()), None);
    }
}
