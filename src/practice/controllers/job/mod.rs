//! Jobs: pods until enough of them have ended well, or too many have not.

mod finish;
mod index;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal};

use super::{
    Again,
    desk::Desk,
    events::Note,
    fields::{flag, is_active, is_ready, list, moment, number, set, text},
    replicaset::{make_pod, owned},
};

const SOURCE: &str = "job-controller";
/// Holds a pod until its job has counted it.
const TRACKING: &str = "batch.kubernetes.io/job-tracking";
/// First pause after a failed pod; it doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// A job while it is looked after.
struct Look<'a> {
    desk: &'a Desk,
    /// As it was read, with the status that is to be written.
    job: Value,
    pods: Vec<Arc<Value>>,
    /// Pods that have ended and are counted in `job`, but still carry the mark.
    counted: Vec<Arc<Value>>,
    again: Again,
}

/// The job has ended, well or not.
pub(super) fn is_finished(job: &Value) -> bool {
    super::fields::is_true(job, "Complete") || super::fields::is_true(job, "Failed")
}

/// Looks after a job.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(live) = desk.get(desk.kinds.jobs, namespace, name) else {
        return release_orphans(desk, namespace);
    };
    let pods = owned(desk, desk.kinds.pods, &live);
    if is_finished(&live) {
        release(desk, &pods)?;
        return expire(desk, &live);
    }
    let mut look = Look { desk, job: (*live).clone(), pods, counted: Vec::new(), again: Again::Never };
    look.count();
    look.start();
    look.judge();
    let done = if look.target().is_some() { look.end_pods() } else { look.manage() };
    look.conclude();
    look.write(&live)?;
    done?;
    Ok(look.again)
}

impl Look<'_> {
    fn spec(&self, key: &str) -> Option<i64> {
        self.job.pointer(&format!("/spec/{key}")).and_then(Value::as_i64)
    }

    fn status(&self, key: &str) -> i64 {
        number(&self.job, &format!("/status/{key}"))
    }

    fn is_suspended(&self) -> bool {
        flag(&self.job, "/spec/suspend")
    }

    /// Adds pods that have ended since the last look to the numbers.
    fn count(&mut self) {
        let marked = |pod: &&Arc<Value>| meta::finalizers(pod).iter().any(|name| name == TRACKING);
        for pod in self.pods.iter().filter(marked) {
            let phase = text(pod, "/status/phase");
            let key = match phase {
                "Succeeded" => "succeeded",
                "Failed" => "failed",
                _ if meta::is_terminating(pod)
                    && text(&self.job, "/spec/podReplacementPolicy") != "Failed" =>
                {
                    "failed"
                }
                _ => continue,
            };
            // A pod that is still ending keeps its mark until it has ended, so it is counted only then.
            if !matches!(phase, "Succeeded" | "Failed") && !text(pod, "/spec/nodeName").is_empty() {
                continue;
            }
            match index::of(pod) {
                Some(index) if key == "succeeded" && index::is_indexed(&self.job) => {
                    index::note(&mut self.job, index);
                }
                _ => {
                    let sum = number(&self.job, &format!("/status/{key}")) + 1;
                    set(&mut self.job, &["status", key], json!(sum));
                }
            }
            self.counted.push(Arc::clone(pod));
        }
    }

    fn start(&mut self) {
        if self.job.pointer("/status/startTime").is_none() && !self.is_suspended() {
            set(&mut self.job, &["status", "startTime"], json!(meta::now()));
        }
    }

    fn active(&self) -> Vec<Arc<Value>> {
        self.pods.iter().filter(|pod| is_active(pod)).cloned().collect()
    }

    /// Makes and removes pods, and notes whether the job rests.
    fn manage(&mut self) -> Result<(), Refusal> {
        if meta::is_terminating(&self.job) {
            return Ok(());
        }
        let active = self.active();
        let wanted = if self.is_suspended() { 0 } else { self.wanted(active.len()) };
        let mut result = Ok(());
        if active.len() > wanted {
            for pod in active.iter().skip(wanted) {
                result = result.and(self.delete_pod(pod));
            }
        } else if active.len() < wanted {
            match self.pause_left() {
                Some(left) => self.again = self.again.or(Again::World(left)),
                None => result = self.make_pods(&active, wanted),
            }
        }
        self.note_suspension();
        result
    }

    /// How many pods are to run at once.
    fn wanted(&self, active: usize) -> usize {
        let size = |number: i64| usize::try_from(number).unwrap_or_default();
        let parallel = size(self.spec("parallelism").unwrap_or(1));
        match self.spec("completions") {
            Some(completions) => parallel.min(size(completions - self.status("succeeded"))),
            None if self.status("succeeded") > 0 => active.min(parallel),
            None => parallel,
        }
    }

    /// How long to wait until the next pod is made after one that failed.
    fn pause_left(&self) -> Option<Duration> {
        let failed: Vec<&Arc<Value>> =
            self.pods.iter().filter(|pod| text(pod, "/status/phase") == "Failed").collect();
        let last = failed.iter().filter_map(|pod| ended_at(pod)).max()?;
        let succeeded = self.pods.iter().filter(|pod| text(pod, "/status/phase") == "Succeeded");
        if succeeded.filter_map(ended_at).any(|at| at > last) {
            return None;
        }
        let doubled = u32::try_from(failed.len().saturating_sub(1)).unwrap_or_default().min(10);
        let pause = FIRST_PAUSE.saturating_mul(1 << doubled).min(LONGEST_PAUSE);
        Some(pause.saturating_sub(self.desk.facts.elapsed(last))).filter(|left| !left.is_zero())
    }

    /// Makes the pods that are missing, each with a free number where they have numbers.
    fn make_pods(&self, active: &[Arc<Value>], wanted: usize) -> Result<(), Refusal> {
        let mut taken: BTreeSet<i64> = active.iter().filter_map(|pod| index::of(pod)).collect();
        for _ in active.len()..wanted {
            let index = Some(&self.job).filter(|job| index::is_indexed(job));
            let index = index.and_then(|job| index::free(job, &taken));
            taken.extend(index);
            self.make_pod(index)?;
        }
        Ok(())
    }

    fn make_pod(&self, index: Option<i64>) -> Result<(), Refusal> {
        make_pod(self.desk, SOURCE, &self.job, |pod| {
            if let Some(index) = index {
                index::give(pod, meta::text(&self.job, "name"), index);
            }
            let mut finalizers = meta::finalizers(pod);
            finalizers.push(TRACKING.to_owned());
            meta::set(pod, "finalizers", json!(finalizers));
        })
    }

    fn delete_pod(&self, pod: &Value) -> Result<(), Refusal> {
        self.desk.delete(self.desk.kinds.pods, pod, "")?;
        let message = format!("Deleted pod: {}", meta::text(pod, "name"));
        self.desk.tell(&Note::normal(SOURCE, &self.job, "SuccessfulDelete", message));
        Ok(())
    }

    fn end_pods(&self) -> Result<(), Refusal> {
        self.active().iter().try_for_each(|pod| self.delete_pod(pod))
    }

    fn note_suspension(&mut self) {
        let said = super::fields::condition(&self.job, "Suspended").map(|one| text(one, "/status") == "True");
        let (reason, message, is) = match (self.is_suspended(), said) {
            (true, None | Some(false)) => ("JobSuspended", "Job suspended", true),
            (false, Some(true)) => ("JobResumed", "Job resumed", false),
            _ => return,
        };
        self.put_condition("Suspended", is, reason, message);
        let event = if is { "Suspended" } else { "Resumed" };
        self.desk.tell(&Note::normal(SOURCE, &self.job, event, message));
        if is {
            super::fields::unset(&mut self.job, &["status", "startTime"]);
        } else {
            set(&mut self.job, &["status", "startTime"], json!(meta::now()));
        }
    }

    fn put_condition(&mut self, kind: &str, is: bool, reason: &str, message: &str) {
        let mut all = list(&self.job, "/status/conditions").to_vec();
        let now = meta::now();
        let one = json!({
            "type": kind, "status": if is { "True" } else { "False" }, "lastProbeTime": now,
            "lastTransitionTime": now, "reason": reason, "message": message,
        });
        match all.iter_mut().find(|old| text(old, "/type") == kind) {
            Some(old) => *old = one,
            None => all.push(one),
        }
        set(&mut self.job, &["status", "conditions"], json!(all));
    }

    /// Writes the numbers and conditions, then lets the counted pods go.
    fn write(&mut self, live: &Value) -> Result<(), Refusal> {
        let pods = owned(self.desk, self.desk.kinds.pods, live);
        let active = pods.iter().filter(|pod| is_active(pod)).count();
        let ready = pods.iter().filter(|pod| is_active(pod) && is_ready(pod)).count();
        let going = |pod: &&Arc<Value>| meta::is_terminating(pod) && !super::fields::has_ended(pod);
        let terminating = pods.iter().filter(going).count();
        if active == 0 {
            super::fields::unset(&mut self.job, &["status", "active"]);
        } else {
            set(&mut self.job, &["status", "active"], json!(active));
        }
        for (key, number) in [("ready", ready), ("terminating", terminating)] {
            set(&mut self.job, &["status", key], json!(number));
        }
        set(&mut self.job, &["status", "uncountedTerminatedPods"], json!({}));
        if self.job.get("status") != live.get("status") {
            self.desk.write(self.desk.kinds.jobs, "status", &self.job)?;
            self.tell_end(live);
        }
        release(self.desk, &self.counted)
    }
}

/// When the last container of a pod ended.
fn ended_at(pod: &Arc<Value>) -> Option<jiff::Timestamp> {
    let ends = list(pod, "/status/containerStatuses").iter();
    ends.filter_map(|one| moment(one, "/state/terminated/finishedAt")).max()
}

/// Takes the job's mark off its pods.
fn release(desk: &Desk, pods: &[Arc<Value>]) -> Result<(), Refusal> {
    for pod in pods.iter().filter(|pod| meta::finalizers(pod).iter().any(|name| name == TRACKING)) {
        let done = desk.change(desk.kinds.pods, "", pod, |pod| {
            let mut left = meta::finalizers(pod);
            left.retain(|name| name != TRACKING);
            if left.is_empty() {
                meta::remove(pod, "finalizers");
            } else {
                meta::set(pod, "finalizers", json!(left));
            }
        });
        match done {
            Err(refusal) if refusal.code != 404 => return Err(refusal),
            _ => {}
        }
    }
    Ok(())
}

/// Takes the mark off pods whose job is gone.
fn release_orphans(desk: &Desk, namespace: &str) -> Result<Again, Refusal> {
    let is_orphan = |pod: &Arc<Value>| {
        let owner = super::fields::controller(pod).filter(|owner| text(owner, "/kind") == "Job");
        let job = owner.and_then(|owner| desk.get(desk.kinds.jobs, namespace, text(owner, "/name")));
        job.is_none_or(|job| !super::fields::is_controlled_by(pod, meta::text(&job, "uid")))
    };
    let orphans: Vec<Arc<Value>> =
        desk.list(desk.kinds.pods, namespace).into_iter().filter(is_orphan).collect();
    release(desk, &orphans)?;
    Ok(Again::Never)
}

/// Deletes a job that has ended and whose time to live is over.
fn expire(desk: &Desk, job: &Value) -> Result<Again, Refusal> {
    let Some(seconds) = job.pointer("/spec/ttlSecondsAfterFinished").and_then(Value::as_i64) else {
        return Ok(Again::Never);
    };
    let ends = list(job, "/status/conditions").iter();
    let ends = ends
        .filter(|one| matches!(text(one, "/type"), "Complete" | "Failed") && text(one, "/status") == "True");
    let Some(since) = ends.filter_map(|one| moment(one, "/lastTransitionTime")).max() else {
        return Ok(Again::Never);
    };
    let left = Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
        .saturating_sub(desk.facts.elapsed(since));
    if !left.is_zero() {
        return Ok(Again::World(left));
    }
    if !meta::is_terminating(job) {
        desk.delete(desk.kinds.jobs, job, "Foreground")?;
    }
    Ok(Again::Never)
}
