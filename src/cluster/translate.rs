//! What it is for: taking the few shown and judged fields out of an API object, on arrival.
//! In: typed API objects. Out: rows of `observed`. Never: an environment value, a Secret's data, or text of others
//! with control characters.

use jiff::Timestamp;
use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Event, PodTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta, Time};

mod config;
mod pod;

pub(crate) use config::{GROUP, KIND, VERSIONS, deployment_config};
pub(crate) use pod::pod;

use super::mask;
use crate::observed::{JobRow, JobState, WarningRow, WorkloadRow};

/// Our annotation on objects that a change made.
pub(crate) const CHANGE: &str = "changeover.dev/change";

pub(crate) fn deployment(object: &Deployment) -> WorkloadRow {
    let spec = &object.spec;
    let status = object.status.as_ref();
    let count = |value: Option<i32>| value.unwrap_or(0);
    WorkloadRow {
        kind: "Deployment".to_owned(),
        observed_generation: status.and_then(|status| status.observed_generation).unwrap_or(0),
        wanted: spec.replicas.unwrap_or(1),
        replicas: count(status.and_then(|status| status.replicas)),
        updated: count(status.and_then(|status| status.updated_replicas)),
        ready: count(status.and_then(|status| status.ready_replicas)),
        available: count(status.and_then(|status| status.available_replicas)),
        terminating: status.and_then(|status| status.terminating_replicas),
        paused: spec.paused.unwrap_or(false),
        images: images(&spec.template),
        trouble: trouble(object),
        selector: selector(&spec.selector),
        ..workload(&object.metadata)
    }
}

pub(crate) fn stateful_set(object: &StatefulSet) -> WorkloadRow {
    let spec = &object.spec;
    let status = object.status.as_ref();
    let count = |value: Option<i32>| value.unwrap_or(0);
    let strategy = spec.update_strategy.as_ref();
    let rolling = strategy.and_then(|strategy| strategy.rolling_update.as_ref());
    WorkloadRow {
        kind: "StatefulSet".to_owned(),
        observed_generation: status.and_then(|status| status.observed_generation).unwrap_or(0),
        wanted: spec.replicas.unwrap_or(1),
        replicas: status.map_or(0, |status| status.replicas),
        updated: count(status.and_then(|status| status.updated_replicas)),
        ready: count(status.and_then(|status| status.ready_replicas)),
        available: count(status.and_then(|status| status.available_replicas)),
        images: images(&spec.template),
        selector: selector(&spec.selector),
        partition: rolling.and_then(|rolling| rolling.partition).unwrap_or(0),
        on_delete: strategy.and_then(|strategy| strategy.type_.as_deref()) == Some("OnDelete"),
        ..workload(&object.metadata)
    }
}

fn workload(meta: &ObjectMeta) -> WorkloadRow {
    WorkloadRow {
        name: meta.name.clone().unwrap_or_default(),
        uid: meta.uid.clone().unwrap_or_default(),
        resource_version: meta.resource_version.clone().unwrap_or_default(),
        generation: meta.generation.unwrap_or(0),
        created: time(meta.creation_timestamp.as_ref()),
        ..WorkloadRow::default()
    }
}

/// `Progressing` when it is false (while it rolls out, and when paused, it may be unknown), else `ReplicaFailure`.
fn trouble(object: &Deployment) -> Option<(String, String)> {
    let conditions = object.status.as_ref()?.conditions.as_ref()?;
    let find = |kind: &str| conditions.iter().find(|one| one.type_.as_deref() == Some(kind));
    let words = |one: &k8s_openapi::api::apps::v1::DeploymentCondition| {
        (line(one.reason.as_deref(), 100), line(one.message.as_deref(), mask::LONGEST))
    };
    let stuck = find("Progressing").filter(|one| one.status.as_deref() == Some("False"));
    let refused = find("ReplicaFailure").filter(|one| one.status.as_deref() == Some("True"));
    stuck.or(refused).map(words)
}

fn images(template: &PodTemplateSpec) -> Vec<(String, String)> {
    let containers = template.spec.iter().flat_map(|spec| &spec.containers);
    containers.map(|one| (one.name.clone(), one.image.clone().unwrap_or_default())).collect()
}

/// A selector in kubectl's notation.
pub(crate) fn selector(selector: &LabelSelector) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (key, value) in selector.match_labels.iter().flatten() {
        parts.push(format!("{key}={value}"));
    }
    for one in selector.match_expressions.iter().flatten() {
        let values = one.values.clone().unwrap_or_default().join(",");
        parts.push(match one.operator.as_str() {
            "In" => format!("{} in ({values})", one.key),
            "NotIn" => format!("{} notin ({values})", one.key),
            "DoesNotExist" => format!("!{}", one.key),
            _ => one.key.clone(),
        });
    }
    parts.join(",")
}

pub(crate) fn job(object: &Job) -> JobRow {
    let spec = object.spec.as_ref();
    let status = object.status.as_ref();
    let count = |value: Option<i32>| value.unwrap_or(0);
    let made_by = object.metadata.annotations.as_ref().and_then(|all| all.get(CHANGE));
    JobRow {
        name: object.metadata.name.clone().unwrap_or_default(),
        uid: object.metadata.uid.clone().unwrap_or_default(),
        state: job_state(object),
        active: count(status.and_then(|status| status.active)),
        succeeded: count(status.and_then(|status| status.succeeded)),
        failed: count(status.and_then(|status| status.failed)),
        completions: spec.and_then(|spec| spec.completions).unwrap_or(1),
        made_by_change: made_by.map(|text| mask::plain(text, 200)),
        started: time(status.and_then(|status| status.start_time.as_ref())),
        ended: time(status.and_then(|status| status.completion_time.as_ref())).or_else(|| failed_at(object)),
        created: time(object.metadata.creation_timestamp.as_ref()),
    }
}

fn condition<'a>(object: &'a Job, kind: &str) -> Option<&'a k8s_openapi::api::batch::v1::JobCondition> {
    let all = object.status.as_ref()?.conditions.as_ref()?;
    all.iter().find(|one| one.type_ == kind && one.status == "True")
}

fn failed_at(object: &Job) -> Option<Timestamp> {
    time(condition(object, "Failed")?.last_transition_time.as_ref())
}

/// Finished only by a condition (facts 3.3).
fn job_state(object: &Job) -> JobState {
    if let Some(failed) = condition(object, "Failed") {
        return JobState::Failed {
            reason: line(failed.reason.as_deref(), 100),
            message: line(failed.message.as_deref(), mask::LONGEST),
        };
    }
    if condition(object, "Complete").is_some() {
        return JobState::Complete;
    }
    if condition(object, "SuccessCriteriaMet").is_some() || condition(object, "FailureTarget").is_some() {
        return JobState::Finishing;
    }
    if object.spec.as_ref().and_then(|spec| spec.suspend) == Some(true) {
        return JobState::Suspended;
    }
    JobState::Running
}

/// A warning event, with the uid of the object that it is about.
pub(crate) fn warning(object: &Event) -> (String, WarningRow) {
    let about = &object.involved_object;
    // Whoever may write events may write anything there.
    let kind = line(about.kind.as_deref(), 100);
    let name = line(about.name.as_deref(), 300);
    let series = object.series.as_ref();
    let at = series
        .and_then(|series| series.last_observed_time.as_ref().map(|time| time.0))
        .or_else(|| time(object.last_timestamp.as_ref()))
        .or_else(|| object.event_time.as_ref().map(|time| time.0))
        .or_else(|| time(object.first_timestamp.as_ref()))
        .or_else(|| time(object.metadata.creation_timestamp.as_ref()));
    let row = WarningRow {
        object: format!("{kind}/{name}"),
        reason: line(object.reason.as_deref(), 100),
        message: line(object.message.as_deref(), mask::LONGEST),
        count: series.and_then(|series| series.count).or(object.count).unwrap_or(1),
        at,
    };
    (about.uid.clone().unwrap_or_default(), row)
}

fn line(text: Option<&str>, limit: usize) -> String {
    let text = mask::without_query_values(&mask::without_userinfo(text.unwrap_or_default()));
    mask::plain(&text, limit)
}

fn time(time: Option<&Time>) -> Option<Timestamp> {
    time.map(|time| time.0)
}

#[cfg(test)]
mod tests;
