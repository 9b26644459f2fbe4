//! `CronJob`s: a job at each due time, and no more old ones than are to be kept.

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    Again,
    cron::Schedule,
    desk::Desk,
    events::Note,
    fields::{flag, is_controlled_by, is_true, list, moment, owned_by, set, text, unset},
    job::is_finished,
};

const SOURCE: &str = "cronjob-controller";
/// Says for which time a job was made.
const SCHEDULED: &str = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/// Looks after a `CronJob`.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(live) = desk.get(desk.kinds.cron_jobs, namespace, name) else { return Ok(Again::Never) };
    if meta::is_terminating(&live) {
        return Ok(Again::Never);
    }
    let uid = meta::text(&live, "uid");
    let mine = |job: &Arc<Value>| is_controlled_by(job, uid);
    let jobs: Vec<Arc<Value>> = desk.list(desk.kinds.jobs, namespace).into_iter().filter(mine).collect();
    let mut object = (*live).clone();
    settle_active(desk, &mut object, &jobs);
    clean_up(desk, &live, &jobs)?;
    let result = schedule(desk, &mut object, &jobs);
    if object.get("status") != live.get("status") {
        desk.write(desk.kinds.cron_jobs, "status", &object)?;
    }
    result
}

/// Takes jobs that have ended or are gone off the list of those that run.
fn settle_active(desk: &Desk, object: &mut Value, jobs: &[Arc<Value>]) {
    let active = list(object, "/status/active").to_vec();
    let mut left = Vec::new();
    let mut last = text(object, "/status/lastSuccessfulTime").to_owned();
    for reference in active {
        let uid = text(&reference, "/uid");
        match jobs.iter().find(|job| meta::text(job, "uid") == uid) {
            Some(job) if is_finished(job) => {
                let how = if is_true(job, "Complete") { "Complete" } else { "Failed" };
                let message = format!("Saw completed job: {}, condition: {how}", meta::text(job, "name"));
                desk.tell(&Note::normal(SOURCE, object, "SawCompletedJob", message));
            }
            Some(_) => left.push(reference),
            None => {
                let message = format!("Active job went missing: {}", text(&reference, "/name"));
                desk.tell(&Note::normal(SOURCE, object, "MissingJob", message));
            }
        }
    }
    for job in jobs.iter().filter(|job| is_true(job, "Complete")) {
        let ended = text(job, "/status/completionTime");
        if ended > last.as_str() {
            ended.clone_into(&mut last);
        }
    }
    if !last.is_empty() {
        set(object, &["status", "lastSuccessfulTime"], json!(last));
    }
    if left.is_empty() {
        unset(object, &["status", "active"]);
    } else {
        set(object, &["status", "active"], json!(left));
    }
}

/// Removes ended jobs beyond those that are to be kept.
fn clean_up(desk: &Desk, object: &Value, jobs: &[Arc<Value>]) -> Result<(), Refusal> {
    for (condition, limit) in
        [("Complete", "successfulJobsHistoryLimit"), ("Failed", "failedJobsHistoryLimit")]
    {
        let Some(limit) = object.pointer(&format!("/spec/{limit}")).and_then(Value::as_i64) else { continue };
        let ended = |job: &&Arc<Value>| is_true(job, condition) && !meta::is_terminating(job);
        let mut old: Vec<&Arc<Value>> = jobs.iter().filter(ended).collect();
        old.sort_by_key(|job| {
            (text(job, "/status/startTime").to_owned(), meta::text(job, "name").to_owned())
        });
        let beyond = old.len().saturating_sub(usize::try_from(limit).unwrap_or_default());
        for job in old.into_iter().take(beyond) {
            remove(desk, object, job)?;
        }
    }
    Ok(())
}

fn remove(desk: &Desk, object: &Value, job: &Value) -> Result<(), Refusal> {
    desk.delete(desk.kinds.jobs, job, "Background")?;
    let message = format!("Deleted job {}", meta::text(job, "name"));
    desk.tell(&Note::normal(SOURCE, object, "SuccessfulDelete", message));
    Ok(())
}

/// Makes the job that is due; tells when the next one is.
fn schedule(desk: &Desk, object: &mut Value, jobs: &[Arc<Value>]) -> Result<Again, Refusal> {
    if flag(object, "/spec/suspend") {
        return Ok(Again::Never);
    }
    let said = text(object, "/spec/timeZone");
    let zone = if said.is_empty() { Ok(TimeZone::UTC) } else { TimeZone::get(said) };
    let Ok(zone) = zone else {
        let message = format!("invalid timeZone: \"{said}\": unknown time zone {said}");
        desk.tell(&Note::warning(SOURCE, object, "UnknownTimeZone", message));
        return Ok(Again::Never);
    };
    let written = text(object, "/spec/schedule").to_owned();
    let times = match Schedule::read(&written, zone) {
        Ok(times) => times,
        Err(why) => {
            let message = format!("unparseable schedule: \"{written}\" : {why}");
            desk.tell(&Note::warning(SOURCE, object, "UnparseableSchedule", message));
            return Ok(Again::Never);
        }
    };
    let now = Timestamp::now();
    let due = due(object, &times, now);
    if let Some(due) = due {
        start(desk, object, jobs, due)?;
    }
    let last = due.or_else(|| last_time(object)).unwrap_or(now);
    let next = times.next_after(last, now).and_then(|next| Duration::try_from(next.duration_since(now)).ok());
    Ok(next.map_or(Again::Never, Again::Real))
}

/// The time of the last job; of the object itself before the first one.
fn last_time(object: &Value) -> Option<Timestamp> {
    moment(object, "/status/lastScheduleTime").or_else(|| moment(object, "/metadata/creationTimestamp"))
}

/// The last time that has come since the last job.
fn due(object: &Value, times: &Schedule, now: Timestamp) -> Option<Timestamp> {
    let mut from = last_time(object)?;
    if let Some(seconds) = object.pointer("/spec/startingDeadlineSeconds").and_then(Value::as_i64) {
        from = from.max(now - jiff::SignedDuration::from_secs(seconds));
    }
    let mut found = None;
    // After a long sleep of the machine only the last time counts; a hundred steps find it or give up.
    for _ in 0..100 {
        match times.next(found.unwrap_or(from)) {
            Some(next) if next <= now => found = Some(next),
            _ => break,
        }
    }
    found
}

fn start(desk: &Desk, object: &mut Value, jobs: &[Arc<Value>], due: Timestamp) -> Result<(), Refusal> {
    let running = !list(object, "/status/active").is_empty();
    match text(object, "/spec/concurrencyPolicy") {
        "Forbid" if running => {
            let message =
                "Not starting job because prior execution is running and concurrency policy is Forbid";
            desk.tell(&Note::normal(SOURCE, object, "JobAlreadyActive", message));
            return Ok(());
        }
        "Replace" => {
            for reference in list(object, "/status/active").to_vec() {
                if let Some(job) = jobs.iter().find(|job| meta::text(job, "uid") == text(&reference, "/uid"))
                {
                    remove(desk, object, job)?;
                }
            }
            unset(object, &["status", "active"]);
        }
        _ => {}
    }
    let body = job_for(object, due);
    let made = match desk.create(desk.kinds.jobs, meta::text(object, "namespace"), body) {
        Ok(made) => made,
        Err(refusal) if refusal.reason == "AlreadyExists" => {
            set(
                object,
                &["status", "lastScheduleTime"],
                json!(due.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            );
            return Ok(());
        }
        Err(refusal) => {
            let message = format!("Error creating job: {}", refusal.message);
            desk.tell(&Note::warning(SOURCE, object, "FailedCreate", message));
            return Err(refusal);
        }
    };
    desk.tell(&Note::normal(
        SOURCE,
        object,
        "SuccessfulCreate",
        format!("Created job {}", meta::text(&made, "name")),
    ));
    let mut active = list(object, "/status/active").to_vec();
    active.push(json!({
        "apiVersion": "batch/v1", "kind": "Job", "name": meta::text(&made, "name"),
        "namespace": meta::text(&made, "namespace"), "uid": meta::text(&made, "uid"),
        "resourceVersion": meta::text(&made, "resourceVersion"),
    }));
    set(object, &["status", "active"], json!(active));
    set(object, &["status", "lastScheduleTime"], json!(due.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()));
    Ok(())
}

/// The job for a due time; its name tells the minute, so that there is only one.
fn job_for(object: &Value, due: Timestamp) -> Value {
    let name = format!("{}-{}", meta::text(object, "name"), due.as_second() / 60);
    let mut job = json!({
        "apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": name, "namespace": meta::text(object, "namespace"), "ownerReferences": [owned_by(object)]},
        "spec": object.pointer("/spec/jobTemplate/spec").cloned().unwrap_or_default(),
    });
    for key in ["labels", "annotations"] {
        if let Some(value) = object.pointer(&format!("/spec/jobTemplate/metadata/{key}")) {
            set(&mut job, &["metadata", key], value.clone());
        }
    }
    let stamp = due.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    set(&mut job, &["metadata", "annotations", SCHEDULED], json!(stamp));
    job
}

#[cfg(test)]
mod tests {
    use super::{super::fields::number, *};

    #[test]
    fn only_the_last_missed_time_is_due_and_its_job_is_named_after_it() {
        let object = json!({
            "metadata": {"name": "nightly", "namespace": "n", "uid": "u", "creationTimestamp": "2026-11-20T10:00:00Z"},
            "spec": {"jobTemplate": {"metadata": {"labels": {"a": "b"}}, "spec": {"backoffLimit": 1}}},
        });
        let times = Schedule::read("0 * * * *", TimeZone::UTC).expect("reads");
        let now = "2026-11-20T13:30:00Z".parse().expect("a time");
        let found = due(&object, &times, now).expect("due");
        assert_eq!(found.to_string(), "2026-11-20T13:00:00Z");
        let job = job_for(&object, found);
        assert_eq!(meta::text(&job, "name"), format!("nightly-{}", found.as_second() / 60));
        assert_eq!(job.pointer("/metadata/labels/a"), Some(&json!("b")));
        assert_eq!(number(&job, "/spec/backoffLimit"), 1);
        assert!(due(&object, &times, "2026-11-20T10:30:00Z".parse().expect("a time")).is_none());
        let times = Schedule::read("@every 7m", TimeZone::UTC).expect("reads");
        let now = "2026-11-20T10:20:00Z".parse().expect("a time");
        let found = due(&object, &times, now).expect("due");
        assert_eq!(found.to_string(), "2026-11-20T10:14:00Z");
        assert_eq!(times.next_after(found, now).expect("comes").to_string(), "2026-11-20T10:21:00Z");
    }
}
