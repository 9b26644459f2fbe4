//! Logs while the world falls apart: a server that stands still, packets that are lost, pods that are replaced, Jobs that
//! try again in place, a CronJob's runs, and what is said where a right is missing.

use std::{path::Path, time::Duration};

use libtest_mimic::Trial;

use crate::{
    cluster_log::{Followed, deployment, follow, of_source, writing},
    support::{
        cluster_namespace::{Rule, TestNamespace, succeed},
        control_plane::ControlPlane,
        eventually, on_control_plane,
        own_server::OwnServer,
        swallow::Swallow,
    },
};
use changeover::logbook::seen::Part;

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("cluster_log::a_frozen_server_is_told_and_loses_and_repeats_nothing", frozen),
        on_control_plane("cluster_log::lost_packets_are_told_and_lose_and_repeat_nothing", swallowed),
        on_control_plane("cluster_log::a_new_roll_out_goes_on_with_its_pods", replaced),
        on_control_plane("cluster_log::a_job_that_tries_again_in_place_keeps_the_thread", in_place),
        on_control_plane("cluster_log::a_cron_job_is_read_through_its_jobs", cron),
        on_control_plane("cluster_log::a_missing_right_says_what_to_ask_for", whom_to_ask),
    ]
}

const LINES: usize = 150;

/// A line each quarter of a second.
fn ticking() -> String {
    let lines: Vec<String> = (1..=LINES).map(|number| format!("@250ms tick {number}")).collect();
    lines.join("\n")
}

/// Follows a log that goes on, over a way that fails and comes back; what it read in the end.
fn through(space: &TestNamespace, kubeconfig: &Path, fail: impl Fn(bool)) {
    space.apply(&deployment("web", 1, &ticking()));
    let followed = follow(space, kubeconfig, ("Deployment", "web"), Part::default());
    let count = |followed: &Followed| of_source(&followed.texts(), 0).len();
    followed.until("some lines", |texts| of_source(texts, 0).len() >= 5);
    fail(true);
    let seen = followed.seen("it is told", |seen| seen.standing.silent.is_some());
    let silence = seen.standing.silent.clone().expect("just seen");
    assert!(silence.since.is_some() && !silence.why.summary.text().is_empty(), "{silence:?}");
    let before = count(&followed);
    fail(false);
    followed.seen("it is over", |seen| seen.standing.silent.is_none());
    let last = format!("tick {LINES}");
    let texts = followed.until("the last line", |texts| of_source(texts, 0).last() == Some(&last.as_str()));
    let wanted: Vec<String> = (1..=LINES).map(|number| format!("tick {number}")).collect();
    assert!(before < LINES, "it was told while the log went on");
    assert_eq!(of_source(&texts, 0), wanted, "none lost, none twice");
    assert!(followed.tailing.newest().standing.failures.is_empty());
}

fn frozen(plane: &'static ControlPlane) {
    let space = plane.namespace("log-frozen");
    let server = OwnServer::start(plane);
    let file = space.kubeconfig();
    let text = std::fs::read_to_string(&file).expect("a kubeconfig");
    let led = file.with_extension("own");
    std::fs::write(&led, text.replace(plane.server(), &server.address())).expect("a kubeconfig");
    through(&space, &led, |fails| server.freeze(fails));
}

fn swallowed(plane: &'static ControlPlane) {
    let space = plane.namespace("log-swallowed");
    let way = Swallow::to(plane.server());
    let led = way.kubeconfig(&space.kubeconfig(), plane.server());
    through(&space, &led, |fails| way.swallow(fails));
}

fn replaced(plane: &'static ControlPlane) {
    let space = plane.namespace("log-rollout");
    space.apply(&deployment("web", 1, "of the old version"));
    let followed = follow(&space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
    followed.until("the old pod's line", |texts| of_source(texts, 0) == ["of the old version"]);
    space.apply(&deployment("web", 1, "of the new version\n@1s it goes on"));
    let texts =
        followed.until("the new pod's lines", |texts| of_source(texts, 1).last() == Some(&"it goes on"));
    assert_eq!(of_source(&texts, 0), ["of the old version"], "what the old one wrote stays");
    assert_eq!(of_source(&texts, 1), ["of the new version", "it goes on"]);
    let seen = followed.seen("one pod is left", |seen| seen.standing.pods == 1);
    let names: Vec<&str> = seen.standing.sources.iter().map(|source| source.pod.as_str()).collect();
    assert!(matches!(names.as_slice(), [old, new] if old != new), "{names:?}");
}

/// The same container of the same pod, started again by its node until the Job gives up.
fn in_place(plane: &'static ControlPlane) {
    let space = plane.namespace("log-in-place");
    let job = writing("Job", "dump", "backoffLimit: 2", "try\n@500ms\nfailed\n@exit 3");
    space.apply(&job.replace("restartPolicy: Never", "restartPolicy: OnFailure"));
    let followed = follow(&space, &space.kubeconfig(), ("Job", "dump"), Part::default());
    let texts = followed.until("two tries in one pod", |texts| of_source(texts, 0).len() >= 4);
    let tries = of_source(&texts, 0);
    assert_eq!(tries.get(..4), Some(&["try", "failed", "try", "failed"][..]), "{texts:#?}");
    space.wait_for(&["job", "dump"], Duration::from_mins(2), |job| {
        job.pointer("/status/conditions").is_some_and(|all| all.to_string().contains("BackoffLimitExceeded"))
    });
    let texts = followed.texts();
    assert!(of_source(&texts, 0).len() >= 4, "what was read stays when the Job takes its pod away");
    assert!(of_source(&texts, 1).is_empty(), "one pod: {texts:#?}");
}

/// Each run joins; a Job that is not of this `CronJob` does not.
fn cron(plane: &'static ControlPlane) {
    let space = plane.namespace("log-cron");
    space.apply(
        "apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: '0 0 29 2 *'
  suspend: true
  jobTemplate:
    spec:
      template:
        metadata: {annotations: {test.changeover/logs: 'dumped by the run'}}
        spec: {restartPolicy: Never, containers: [{name: dump, image: 'registry.test/dump:1'}]}
",
    );
    space.apply(&writing("Job", "stranger", "backoffLimit: 0", "of somebody else"));
    succeed(&space.kubectl(&["create", "job", "first", "--from=cronjob/nightly"]));
    let followed = follow(&space, &space.kubeconfig(), ("CronJob", "nightly"), Part::default());
    followed.until("the first run", |texts| of_source(texts, 0) == ["dumped by the run"]);
    succeed(&space.kubectl(&["create", "job", "second", "--from=cronjob/nightly"]));
    let texts = followed.until("the second run", |texts| of_source(texts, 1) == ["dumped by the run"]);
    assert!(texts.iter().all(|(_, _, text)| text != "of somebody else"), "{texts:#?}");
    let seen = followed.seen("both are known", |seen| seen.standing.sources.len() == 2);
    let pods: Vec<&str> = seen.standing.sources.iter().map(|source| source.pod.as_str()).collect();
    let is_named = pods.iter().zip(["first", "second"]).all(|(pod, job)| pod.starts_with(&format!("{job}-")));
    assert!(is_named, "{pods:?}");
}

fn whom_to_ask(plane: &'static ControlPlane) {
    let space = plane.namespace("log-whom");
    space.apply(&deployment("web", 1, "secret"));
    space.wait_for(&["deployment", "web"], Duration::from_mins(1), |web| {
        web.pointer("/status/readyReplicas").is_some()
    });
    let rules = [Rule {
        groups: &["", "apps"],
        resources: &["pods", "deployments"],
        verbs: &["get", "list", "watch"],
    }];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    let followed = follow(&space, &kubeconfig, ("Deployment", "web"), Part::default());
    let seen = followed.seen("the refusal", |seen| !seen.standing.failures.is_empty());
    let why = seen.standing.failures.first().expect("just seen");
    let words = why.summary.text();
    for part in ["deployer", "get", "pods", "log"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let hint = why.hint.as_ref().expect("what to do").text();
    assert!(hint.contains("administrator"), "{hint}");
    // Somebody gives the right; the person tries again.
    drop(followed);
    let rules = [Rule {
        groups: &["", "apps"],
        resources: &["pods", "pods/log", "deployments"],
        verbs: &["get", "list", "watch"],
    }];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    eventually("the log, once it may be read", Duration::from_mins(1), || {
        let followed = follow(&space, &kubeconfig, ("Deployment", "web"), Part::default());
        let seen =
            followed.seen("an answer", |seen| !seen.standing.failures.is_empty() || seen.amount.lines > 0);
        if seen.standing.failures.is_empty() { Ok(()) } else { Err(format!("{seen:?}")) }
    });
}
