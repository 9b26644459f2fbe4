//! What it is for: making a Job from a `CronJob`'s template, as `kubectl create job --from` does (facts 3.1).
//! In: the `CronJob`'s and the Job's name, the change. Out: what has that name before; the Job made, or found as ours.
//! Never: a second POST for one deed, a Job of somebody else's taken for ours, or one deleted.

use jiff::Timestamp;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ManagedFieldsEntry;
use kube::{Api, ResourceExt as _};
use serde_json::{Map, Value, json};

use super::{
    conflicts::OWN_MANAGER,
    connect::Cluster,
    error::{Attempt, ClusterError, Refusal, Verb},
    mask,
    resource::{Place, Resource},
};
use crate::{
    journal::OpenEntry,
    names::{ChangeId, Digest, ObjectName, StepId},
    observed::JobState,
    plan::digest_of,
};

/// Annotation with the change that made an object.
pub const CHANGE_ANNOTATION: &str = "changeover.dev/change";
/// Annotation with the step that made an object.
pub const STEP_ANNOTATION: &str = "changeover.dev/step";

/// What has a Job's name before we make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameState {
    /// Nothing.
    Free,
    /// A Job that this change made.
    Ours(FoundJob),
    /// A Job that somebody else, or another change, made.
    Taken(FoundJob),
}

/// A Job of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundJob {
    /// Name.
    pub name: ObjectName,
    /// `metadata.uid`: what a wait is bound to.
    pub uid: String,
    /// The change that made it, by our annotation.
    pub change: Option<String>,
    /// The step that made it, by our annotation.
    pub step: Option<String>,
    /// The program that made it, such as `kubectl-create`.
    pub creator: Option<String>,
    /// When it was made, UTC.
    pub created: Option<Timestamp>,
    /// How it stands.
    pub state: JobState,
}

/// A Job that now exists by our doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedJob {
    /// The Job.
    pub job: FoundJob,
    /// The server's warnings, such as the one about dots in names.
    pub warnings: Vec<String>,
    /// The answer to our request was lost or "exists", and the Job was found to be ours.
    pub found_again: bool,
}

/// Why no Job was made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JobError {
    /// The name belongs to another Job.
    #[error("the name {} is taken", .0.name)]
    Taken(Box<FoundJob>),
    /// A request.
    #[error("make the job")]
    Call(#[from] ClusterError),
}

fn attempt(cluster: &Cluster, verb: Verb, kind: &str, name: &ObjectName) -> Attempt {
    Attempt::new(verb, kind).named(name.as_str()).within(cluster.namespace().as_str())
}

/// Looks who has a Job's name.
///
/// # Errors
/// The Job cannot be read.
pub async fn name_state(
    cluster: &Cluster,
    change: &ChangeId,
    name: &ObjectName,
) -> Result<NameState, ClusterError> {
    let api: Api<Job> = Api::namespaced(cluster.client(), cluster.namespace().as_str());
    match cluster.read(&attempt(cluster, Verb::Get, "Job", name), api.get(name.as_str())).await {
        Ok(job) => {
            let job = found(name, &job);
            let is_ours = job.change.as_deref() == Some(change.as_str());
            Ok(if is_ours { NameState::Ours(job) } else { NameState::Taken(job) })
        }
        Err(error) if error.is_not_found() => Ok(NameState::Free),
        Err(error) => Err(error),
    }
}

/// Runs of a `CronJob` that are still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronRuns {
    /// Its Jobs, scheduled and made by hand.
    pub runs: Vec<CronRun>,
    /// When its schedule last started one, UTC; its Job may be gone.
    pub last_scheduled: Option<Timestamp>,
}

/// One run of a `CronJob`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronRun {
    /// The Job.
    pub job: FoundJob,
    /// When it started, or was made when it has not started, UTC.
    pub started: Option<Timestamp>,
}

/// Lists the Jobs of a `CronJob`: those that it owns, as scheduled runs and those made from it by hand are.
///
/// # Errors
/// There is no such `CronJob`, or the cluster cannot be asked.
pub async fn runs_of(cluster: &Cluster, cron_job: &ObjectName) -> Result<CronRuns, ClusterError> {
    let cron = template(cluster, cron_job).await?;
    let uid = cron.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default();
    let scheduled = cron.pointer("/status/lastScheduleTime").and_then(Value::as_str);
    let jobs = Resource::known("batch", "v1", "Job", "jobs").list(cluster, None).await?;
    let mut runs = Vec::new();
    for job in jobs {
        let job: Job = serde_json::from_value(job).unwrap_or_default();
        if !job.owner_references().iter().any(|owner| owner.uid == uid) {
            continue;
        }
        let Ok(name) = ObjectName::new(job.name_any()) else { continue };
        let started = job.status.as_ref().and_then(|status| status.start_time.as_ref()).map(|time| time.0);
        let job = found(&name, &job);
        runs.push(CronRun { started: started.or(job.created), job });
    }
    Ok(CronRuns { runs, last_scheduled: scheduled.and_then(|at| at.parse().ok()) })
}

fn found(name: &ObjectName, job: &Job) -> FoundJob {
    let note = |key: &str| job.annotations().get(key).map(|text| mask::plain(text, 200));
    // Times have whole seconds only, so the owner of the wanted state counts first.
    let owns_spec = |entry: &&ManagedFieldsEntry| {
        entry.subresource.is_none()
            && entry.fields_v1.as_ref().is_some_and(|set| set.0.get("f:spec").is_some())
    };
    let managers = job.managed_fields().iter().filter(owns_spec);
    let creator = managers.min_by_key(|entry| entry.time.as_ref().map(|time| time.0));
    FoundJob {
        name: name.clone(),
        uid: job.uid().unwrap_or_default(),
        change: note(CHANGE_ANNOTATION),
        step: note(STEP_ANNOTATION),
        creator: creator.and_then(|entry| entry.manager.as_ref()).map(|text| mask::plain(text, 100)),
        created: job.creation_timestamp().map(|time| time.0),
        state: state(job),
    }
}

/// How a Job stands: only its conditions decide (mistakes 8 and 9).
pub(crate) fn state(job: &Job) -> JobState {
    let conditions = job.status.as_ref().and_then(|status| status.conditions.as_deref()).unwrap_or_default();
    let holds = |kind: &str| conditions.iter().find(|one| one.type_ == kind && one.status == "True");
    if holds("Complete").is_some() {
        return JobState::Complete;
    }
    if let Some(failed) = holds("Failed") {
        return JobState::Failed {
            reason: mask::plain(failed.reason.as_deref().unwrap_or_default(), 100),
            message: mask::plain(failed.message.as_deref().unwrap_or_default(), 500),
        };
    }
    if holds("SuccessCriteriaMet").is_some() || holds("FailureTarget").is_some() {
        return JobState::Finishing;
    }
    if job.spec.as_ref().and_then(|spec| spec.suspend) == Some(true) {
        return JobState::Suspended;
    }
    JobState::Running
}

/// SHA-256 of the template from which a Job would be made, of one certain `CronJob`: what an approval rests on.
///
/// # Errors
/// There is no such `CronJob`, or it cannot be read.
pub async fn template_seen(cluster: &Cluster, cron_job: &ObjectName) -> Result<Digest, ClusterError> {
    let cron = template(cluster, cron_job).await?;
    Ok(digest_of(&(cron.pointer("/metadata/uid"), cron.pointer("/spec/jobTemplate"))))
}

async fn template(cluster: &Cluster, cron_job: &ObjectName) -> Result<Value, ClusterError> {
    let cron = Resource::known("batch", "v1", "CronJob", "cronjobs");
    let place = Place { cluster, resource: &cron, name: cron_job.as_str() };
    let refusal = || Refusal::NotFound { message: format!("cronjobs.batch \"{cron_job}\" not found") };
    let missing = || ClusterError::call(&attempt(cluster, Verb::Get, "CronJob", cron_job), refusal());
    place.get().await?.ok_or_else(missing)
}

/// Makes the Job, exactly as `kubectl create job NAME --from=cronjob/X` does, with our two annotations.
///
/// A lost answer is looked up by name and annotation, never sent again (mistake 23).
///
/// # Errors
/// [`JobError::Taken`], or a request; an answer that stays lost is unknown.
pub async fn create(
    cluster: &Cluster,
    entry: &OpenEntry,
    cron_job: &ObjectName,
    name: &ObjectName,
) -> Result<CreatedJob, JobError> {
    let proposal = entry.approval().proposal();
    carry_out(cluster, (proposal.change(), proposal.step()), cron_job, name).await
}

pub(super) async fn carry_out(
    cluster: &Cluster,
    (change, step): (&ChangeId, &StepId),
    cron_job: &ObjectName,
    name: &ObjectName,
) -> Result<CreatedJob, JobError> {
    let template = template(cluster, cron_job).await?;
    let body = job_from(&template, name, change, step);
    let resource = Resource::known("batch", "v1", "Job", "jobs");
    let place = Place { cluster, resource: &resource, name: name.as_str() };
    match place.create(OWN_MANAGER, &body).await {
        Ok(answer) => {
            let job: Job = serde_json::from_value(answer.value).unwrap_or_default();
            Ok(CreatedJob { job: found(name, &job), warnings: answer.warnings, found_again: false })
        }
        Err(error) if error.is_unknown() || matches!(error.refusal(), Some(Refusal::AlreadyExists)) => {
            match name_state(cluster, change, name).await {
                Ok(NameState::Ours(job)) => Ok(CreatedJob { job, warnings: Vec::new(), found_again: true }),
                Ok(NameState::Taken(job)) => Err(JobError::Taken(Box::new(job))),
                // Not there yet: a request under way may still arrive.
                Ok(NameState::Free) | Err(_) => Err(error.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// The Job that the template makes.
fn job_from(cron_job: &Value, name: &ObjectName, change: &ChangeId, step: &StepId) -> Value {
    let map = |path: &str| cron_job.pointer(path).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut annotations = map("/spec/jobTemplate/metadata/annotations");
    annotations.insert("cronjob.kubernetes.io/instantiate".to_owned(), json!("manual"));
    annotations.insert(CHANGE_ANNOTATION.to_owned(), json!(change.as_str()));
    annotations.insert(STEP_ANNOTATION.to_owned(), json!(step.as_str()));
    let mut meta = Map::new();
    meta.insert("name".to_owned(), json!(name.as_str()));
    meta.insert("annotations".to_owned(), Value::Object(annotations));
    let labels = map("/spec/jobTemplate/metadata/labels");
    if !labels.is_empty() {
        meta.insert("labels".to_owned(), Value::Object(labels));
    }
    // Without `blockOwnerDeletion`: that would need rights on the CronJob's finalizers.
    let owner = json!({"apiVersion": "batch/v1", "kind": "CronJob", "controller": true,
        "name": cron_job.pointer("/metadata/name"), "uid": cron_job.pointer("/metadata/uid")});
    meta.insert("ownerReferences".to_owned(), json!([owner]));
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": meta, "spec": map("/spec/jobTemplate/spec")})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_made_as_kubectl_makes_it() {
        let cron_job = json!({"metadata": {"name": "backup", "uid": "u", "labels": {"not": "taken"}}, "spec": {
            "suspend": true, "jobTemplate": {"metadata": {"labels": {"app": "b"}, "annotations": {"a": "1"}},
                "spec": {"backoffLimit": 0, "template": {"spec": {"newField": 1}}}}}});
        let name = ObjectName::new("backup-1.0.2").unwrap();
        let job = job_from(&cron_job, &name, &ChangeId::new("c"), &StepId::new("s"));
        assert_eq!(
            job,
            json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "backup-1.0.2",
                "annotations": {"a": "1", "cronjob.kubernetes.io/instantiate": "manual",
                    "changeover.dev/change": "c", "changeover.dev/step": "s"},
                "labels": {"app": "b"},
                "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "controller": true,
                    "name": "backup", "uid": "u"}]},
                "spec": {"backoffLimit": 0, "template": {"spec": {"newField": 1}}}})
        );
    }

    fn job(conditions: &Value) -> Job {
        let status = json!({"active": 1, "failed": 3, "succeeded": 1, "conditions": conditions});
        serde_json::from_value(json!({"metadata": {"name": "j"}, "status": status})).unwrap()
    }

    #[test]
    fn mistakes_08_and_09_only_a_condition_ends_a_job() {
        assert_eq!(state(&job(&json!([]))), JobState::Running);
        assert_eq!(state(&job(&json!([{"type": "Complete", "status": "False"}]))), JobState::Running);
        assert_eq!(
            state(&job(&json!([{"type": "SuccessCriteriaMet", "status": "True"}]))),
            JobState::Finishing
        );
        assert_eq!(state(&job(&json!([{"type": "Complete", "status": "True"}]))), JobState::Complete);
        let failed = job(&json!([{"type": "FailureTarget", "status": "True"},
            {"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded", "message": "m"}]));
        let JobState::Failed { reason, .. } = state(&failed) else { panic!() };
        assert_eq!(reason, "BackoffLimitExceeded");
    }
}
