//! What it is for: small functions that answer "is it ready?" about one optional object.
//! In: a row. Out: a [`Verdict`] with its reason in words. Never: I/O, time that was not handed in, or drawing.

use std::sync::Arc;

use super::{
    JobRow, JobState, Observed, PodRow, Selector, WorkloadRow,
    route::{LinkState, Way},
};
use super::{causes, pods};
use crate::words::Sentence;

/// The answer about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As wanted.
    Ready,
    /// Not as wanted yet, and why.
    NotYet(Sentence),
    /// Wrong, and why; waiting longer does not help by itself.
    Broken(Sentence),
    /// The object does not exist.
    Missing,
    /// Nothing can be said, and why.
    Unknown(Sentence),
}

/// Whether a workload's newest template is everywhere (kubectl's `rollout status`, in its order; facts 2.1, 2.2).
///
/// Only for rows that are known to be as new as the change that is judged: compare the generation that the server
/// answered with the row's. "Late" (`ProgressDeadlineExceeded`) is not an end: the controller goes on trying.
pub fn rollout(workload: Option<&WorkloadRow>) -> Verdict {
    let Some(row) = workload else { return Verdict::Missing };
    if row.generation > row.observed_generation {
        return not_yet(row, "verdict-rollout-unseen");
    }
    // Before the version: while it is paused, none is made.
    if row.paused {
        let words = Sentence::new("verdict-rollout-paused").with("name", row.name.clone());
        return Verdict::NotYet(words.with("kind", row.kind.clone()));
    }
    if row.version == Some(0) {
        let key = if row.awaits_image { "verdict-config-image" } else { "verdict-config-unbegun" };
        return not_yet(row, key);
    }
    let counted = if row.kind == "StatefulSet" { stateful(row) } else { deployment(row) };
    match (&counted, &row.trouble) {
        // Its deployer has given up; which pods are left, of it or of the version before, the counters tell.
        (Verdict::NotYet(_), Some((reason, _)))
            if reason == "ProgressDeadlineExceeded" && row.version.is_some() =>
        {
            let words = Sentence::new("verdict-config-failed").with("name", row.name.clone());
            Verdict::Broken(words.count("have", row.ready).count("want", row.wanted))
        }
        (Verdict::NotYet(_), Some((reason, _))) if reason == "ProgressDeadlineExceeded" => {
            not_yet(row, "verdict-rollout-late")
        }
        (Verdict::NotYet(_), Some((reason, message))) => {
            let words = Sentence::new("verdict-rollout-trouble").with("name", row.name.clone());
            let words = words.with("cause", causes::rule(message));
            Verdict::NotYet(words.with("reason", reason).with("message", message))
        }
        (
            Verdict::NotYet(_) | Verdict::Ready | Verdict::Broken(_) | Verdict::Missing | Verdict::Unknown(_),
            _,
        ) => counted,
    }
}

fn deployment(row: &WorkloadRow) -> Verdict {
    if row.updated < row.wanted {
        return counted(row, "verdict-rollout-updating", row.updated, row.wanted);
    }
    if row.replicas > row.updated {
        return counted(row, "verdict-rollout-old", row.replicas - row.updated, row.replicas);
    }
    if row.available < row.updated {
        return counted(row, "verdict-rollout-available", row.available, row.updated);
    }
    Verdict::Ready
}

fn stateful(row: &WorkloadRow) -> Verdict {
    if row.observed_generation == 0 {
        return not_yet(row, "verdict-rollout-unseen");
    }
    if row.ready < row.wanted {
        return counted(row, "verdict-rollout-available", row.ready, row.wanted);
    }
    // It may be meant to stay so: nobody but the one who deletes its pods knows.
    if row.on_delete && row.updated < row.wanted {
        return Verdict::Unknown(Sentence::new("verdict-rollout-on-delete").with("name", row.name.clone()));
    }
    let goal = (row.wanted - row.partition).max(0);
    if row.updated < goal {
        return counted(row, "verdict-rollout-updating", row.updated, goal);
    }
    Verdict::Ready
}

/// Whether a workload that was scaled to 0 has really stopped: no pod of it is left that may still run, terminating
/// ones included (facts 5.1). Its counters are no answer: they leave terminating pods out.
pub fn stopped(workload: Option<&WorkloadRow>, all_pods: &[Arc<PodRow>]) -> Verdict {
    let Some(row) = workload else { return Verdict::Missing };
    if row.wanted != 0 {
        let words = Sentence::new("verdict-stop-wanted").with("name", row.name.clone());
        return Verdict::NotYet(words.count("count", row.wanted));
    }
    if row.generation > row.observed_generation {
        return not_yet(row, "verdict-rollout-unseen");
    }
    let Some(selector) = Selector::parse(&row.selector) else {
        return Verdict::Unknown(Sentence::new("verdict-stop-selector").with("name", row.name.clone()));
    };
    let left: Vec<_> = all_pods.iter().filter(|pod| is_of(pod, row, &selector) && may_run(pod)).collect();
    if let Some(first) = left.first() {
        let words = Sentence::new("verdict-stop-pods").count("count", left.len());
        let ending = left.iter().filter(|pod| pod.is_terminating).count();
        return Verdict::NotYet(words.count("ending", ending).with("pod", first.name.clone()));
    }
    // Pods of this workload that the list does not show yet, or no more, still count.
    let counted = row.replicas.max(0) + row.terminating.unwrap_or(0).max(0);
    if counted > 0 {
        let words = Sentence::new("verdict-stop-pods").count("count", counted);
        return Verdict::NotYet(words.count("ending", row.terminating.unwrap_or(0)).with("pod", ""));
    }
    Verdict::Ready
}

/// [`stopped`] about the newest snapshot; nothing is said while the rows may be old.
pub fn stopped_in(observed: &Observed, kind: &str, name: &str) -> Verdict {
    if !observed.is_live() {
        return Verdict::Unknown(Sentence::new("verdict-stale"));
    }
    stopped(observed.workload(kind, name), &observed.pods)
}

/// The pods of a workload: those that its selector means, without pods that a Job or another controller owns.
pub fn pods_of<'a>(workload: &'a WorkloadRow, all_pods: &'a [Arc<PodRow>]) -> Vec<&'a Arc<PodRow>> {
    let Some(selector) = Selector::parse(&workload.selector) else { return Vec::new() };
    all_pods.iter().filter(|pod| is_of(pod, workload, &selector)).collect()
}

fn is_of(pod: &PodRow, row: &WorkloadRow, selector: &Selector) -> bool {
    let owner_kind = pod.owner.as_deref().and_then(|owner| owner.split('/').next());
    let owner_fits = match owner_kind {
        Some("Job" | "DaemonSet") => false,
        Some("StatefulSet") => row.kind == "StatefulSet",
        Some("ReplicaSet") => row.kind == "Deployment",
        Some("ReplicationController") => row.kind == "DeploymentConfig",
        Some(_) | None => true,
    };
    owner_fits && selector.matches(&pod.labels)
}

fn may_run(pod: &PodRow) -> bool {
    !matches!(pod.phase.as_str(), "Succeeded" | "Failed")
}

/// Whether a Job has ended well: by its conditions, never by its counters or by the end of its log (facts 3.3).
pub fn job(job: Option<&JobRow>, all_pods: &[Arc<PodRow>]) -> Verdict {
    let Some(row) = job else { return Verdict::Missing };
    let named = |key: &str| Sentence::new(key).with("name", row.name.clone());
    match &row.state {
        JobState::Complete => Verdict::Ready,
        JobState::Failed { reason, message } => {
            Verdict::Broken(named("verdict-job-failed").with("reason", reason).with("message", message))
        }
        JobState::Finishing => Verdict::NotYet(named("verdict-job-finishing")),
        JobState::Suspended => Verdict::NotYet(named("verdict-job-suspended")),
        JobState::Running => Verdict::NotYet(running_job(row, all_pods)),
    }
}

/// A pod that cannot start never fails its Job, so only the pod tells that waiting is in vain.
fn running_job(row: &JobRow, all_pods: &[Arc<PodRow>]) -> Sentence {
    let own = all_pods.iter().filter(|pod| job_of(pod) == Some(row.name.as_str()));
    let troubled = own.map(|pod| pods::state(pod)).find(pods::PodState::is_problem);
    match troubled {
        Some(state) => {
            Sentence::new("verdict-job-pod").with("name", row.name.clone()).with("state", state.words.text())
        }
        None if row.failed > 0 => {
            Sentence::new("verdict-job-again").with("name", row.name.clone()).count("count", row.failed)
        }
        None => Sentence::new("verdict-job-running").with("name", row.name.clone()),
    }
}

/// Name of the Job that a pod belongs to.
pub fn job_of(pod: &PodRow) -> Option<&str> {
    let label = |key: &str| pod.labels.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    label("batch.kubernetes.io/job-name").or_else(|| label("job-name"))
}

/// Whether requests of a route reach a ready pod.
pub fn route(way: Option<&Way>) -> Verdict {
    let Some(way) = way else { return Verdict::Missing };
    let Some(link) = way.trouble() else { return Verdict::Ready };
    match link.state {
        LinkState::Broken => Verdict::Broken(link.words.clone()),
        // All but the last word is good.
        LinkState::Unknown if link == &way.route && way.reaches_pods() => {
            Verdict::Unknown(Sentence::new("verdict-route-silent"))
        }
        LinkState::Unknown => Verdict::Unknown(link.words.clone()),
        // Some of the pods are ready: requests go to these. Otherwise somebody has yet to take the route.
        LinkState::Wait if [&way.door, &way.route].contains(&link) => Verdict::NotYet(link.words.clone()),
        LinkState::Wait if !way.reaches_pods() => Verdict::NotYet(link.words.clone()),
        LinkState::Wait if way.route.state == LinkState::Unknown => {
            Verdict::Unknown(Sentence::new("verdict-route-silent"))
        }
        LinkState::Wait | LinkState::Fine | LinkState::Rests => Verdict::Ready,
    }
}

fn not_yet(row: &WorkloadRow, key: &str) -> Verdict {
    Verdict::NotYet(Sentence::new(key).with("name", row.name.clone()))
}

fn counted(row: &WorkloadRow, key: &str, have: i32, want: i32) -> Verdict {
    let words = Sentence::new(key).with("name", row.name.clone());
    Verdict::NotYet(words.count("have", have).count("want", want))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(verdict: &Verdict) -> &str {
        match verdict {
            Verdict::NotYet(words) | Verdict::Broken(words) | Verdict::Unknown(words) => {
                assert!(crate::words::knows(&words.key), "{}", words.key);
                &words.key
            }
            Verdict::Ready => "ready",
            Verdict::Missing => "missing",
        }
    }

    fn done(wanted: i32) -> WorkloadRow {
        WorkloadRow {
            kind: "Deployment".to_owned(),
            name: "web".to_owned(),
            generation: 4,
            observed_generation: 4,
            wanted,
            replicas: wanted,
            updated: wanted,
            ready: wanted,
            available: wanted,
            selector: "app=web".to_owned(),
            ..WorkloadRow::default()
        }
    }

    fn pod(phase: &str, is_terminating: bool) -> Arc<PodRow> {
        Arc::new(PodRow {
            name: "web-5d-x".to_owned(),
            phase: phase.to_owned(),
            is_terminating,
            owner: Some("ReplicaSet/web-5d".to_owned()),
            labels: vec![("app".to_owned(), "web".to_owned())],
            ..PodRow::default()
        })
    }

    #[test]
    fn mistake_14_a_rollout_is_not_done_before_the_controller_saw_it() {
        let row = WorkloadRow { generation: 5, ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-unseen");
        assert_eq!(rollout(Some(&done(2))), Verdict::Ready);
        assert_eq!(rollout(None), Verdict::Missing);
    }

    #[test]
    fn mistake_15_late_is_not_failed_and_not_late_when_done() {
        let trouble = Some(("ProgressDeadlineExceeded".to_owned(), "…".to_owned()));
        let row = WorkloadRow { available: 1, trouble: trouble.clone(), ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-late");
        let row = WorkloadRow { trouble, ..done(2) };
        assert_eq!(rollout(Some(&row)), Verdict::Ready);
    }

    #[test]
    fn a_deployment_is_counted_in_kubectls_order() {
        let row = WorkloadRow { updated: 1, available: 0, replicas: 3, ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-updating");
        let row = WorkloadRow { replicas: 3, available: 0, ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-old");
        let row = WorkloadRow { available: 1, ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-available");
        let row = WorkloadRow { paused: true, ..done(2) };
        assert_eq!(key(&rollout(Some(&row))), "verdict-rollout-paused");
    }

    #[test]
    fn a_stateful_set_is_done_above_its_partition() {
        let set = |updated, partition| WorkloadRow {
            kind: "StatefulSet".to_owned(),
            updated,
            partition,
            ..done(3)
        };
        assert_eq!(rollout(Some(&set(1, 2))), Verdict::Ready);
        assert_eq!(key(&rollout(Some(&set(1, 0)))), "verdict-rollout-updating");
    }

    #[test]
    fn a_stateful_set_whose_pods_are_renewed_by_deletion_is_calm_when_all_are_new_and_ready() {
        let set = |updated, ready| WorkloadRow {
            kind: "StatefulSet".to_owned(),
            on_delete: true,
            updated,
            ready,
            ..done(3)
        };
        assert_eq!(rollout(Some(&set(3, 3))), Verdict::Ready);
        assert_eq!(key(&rollout(Some(&set(3, 2)))), "verdict-rollout-available");
        let old = rollout(Some(&set(1, 3)));
        assert_eq!(key(&old), "verdict-rollout-on-delete");
        let Verdict::Unknown(words) = old else { panic!("{old:?}") };
        let step = words.next_step().map(|step| step.text()).unwrap_or_default();
        assert!(step.contains("leave the order"), "{step}");
    }

    #[test]
    fn mistake_13_stopped_only_when_no_pod_is_left() {
        let row = done(0);
        assert_eq!(stopped(Some(&row), &[]), Verdict::Ready);
        assert_eq!(stopped(None, &[]), Verdict::Missing);
        assert_eq!(key(&stopped(Some(&done(1)), &[])), "verdict-stop-wanted");
        for (phase, terminating) in
            [("Running", true), ("Running", false), ("Pending", false), ("Unknown", true)]
        {
            assert_eq!(key(&stopped(Some(&row), &[pod(phase, terminating)])), "verdict-stop-pods", "{phase}");
        }
        assert_eq!(stopped(Some(&row), &[pod("Succeeded", false), pod("Failed", true)]), Verdict::Ready);
        let of_job = PodRow { owner: Some("Job/web-1".to_owned()), ..PodRow::clone(&pod("Running", false)) };
        assert_eq!(stopped(Some(&row), &[Arc::new(of_job)]), Verdict::Ready);
        let told = WorkloadRow { terminating: Some(1), ..done(0) };
        assert_eq!(key(&stopped(Some(&told), &[])), "verdict-stop-pods");
        let unread = WorkloadRow { selector: String::new(), ..done(0) };
        assert_eq!(key(&stopped(Some(&unread), &[])), "verdict-stop-selector");
    }

    #[test]
    fn nothing_is_said_about_old_rows() {
        let observed = Observed { workloads: vec![done(0)], ..Observed::default() };
        assert_eq!(key(&stopped_in(&observed, "Deployment", "web")), "verdict-stale");
    }

    fn a_job(state: JobState) -> JobRow {
        JobRow {
            name: "backup".to_owned(),
            uid: String::new(),
            state,
            active: 0,
            succeeded: 0,
            failed: 0,
            completions: 1,
            made_by_change: None,
            started: None,
            ended: None,
            created: None,
        }
    }

    #[test]
    fn mistakes_8_and_9_a_job_ends_by_its_conditions_only() {
        assert_eq!(job(None, &[]), Verdict::Missing);
        assert_eq!(job(Some(&a_job(JobState::Complete)), &[]), Verdict::Ready);
        let failed = JobState::Failed { reason: "BackoffLimitExceeded".to_owned(), message: String::new() };
        assert_eq!(key(&job(Some(&a_job(failed)), &[])), "verdict-job-failed");
        assert_eq!(key(&job(Some(&a_job(JobState::Finishing)), &[])), "verdict-job-finishing");
        let running = JobRow { succeeded: 1, ..a_job(JobState::Running) };
        assert_eq!(key(&job(Some(&running), &[])), "verdict-job-running");
        let again = JobRow { failed: 2, ..a_job(JobState::Running) };
        assert_eq!(key(&job(Some(&again), &[])), "verdict-job-again");
    }

    #[test]
    fn mistake_12_a_pod_that_cannot_start_shows_at_its_job() {
        let stuck = PodRow {
            reason: Some("ImagePullBackOff".to_owned()),
            labels: vec![("job-name".to_owned(), "backup".to_owned())],
            ..PodRow::clone(&pod("Pending", false))
        };
        assert_eq!(key(&job(Some(&a_job(JobState::Running)), &[Arc::new(stuck)])), "verdict-job-pod");
    }
}
