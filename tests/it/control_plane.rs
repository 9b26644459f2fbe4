//! Shows that the control plane of `tests/control-plane/` does what the other tests rely on.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    cluster_namespace::{Rule, TestNamespace, succeed},
    control_plane::ControlPlane,
    eventually, on_control_plane,
};

const SOON: Duration = Duration::from_secs(30);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("control_plane::pods_become_ready_and_reachable", pods_become_ready_and_reachable),
        on_control_plane(
            "control_plane::the_log_of_a_job_grows_until_it_completes",
            log_grows_until_complete,
        ),
        on_control_plane("control_plane::a_job_fails_with_its_exit_code", a_job_fails_with_its_exit_code),
        on_control_plane(
            "control_plane::a_followed_log_can_end_early",
            a_followed_log_can_end_before_its_job,
        ),
        on_control_plane("control_plane::a_config_map_programs_pods", a_config_map_programs_pods),
        on_control_plane("control_plane::an_image_cannot_be_pulled", an_image_cannot_be_pulled),
        on_control_plane(
            "control_plane::a_crashing_container_is_restarted",
            a_crashing_container_is_restarted,
        ),
        on_control_plane("control_plane::a_pod_outlives_its_scale_to_zero", a_pod_outlives_its_scale_to_zero),
        on_control_plane("control_plane::exec_gives_the_exit_code_and_ends_input", exec_is_true),
        on_control_plane("control_plane::a_job_runs_its_own_command", a_job_runs_its_own_command),
        on_control_plane("control_plane::a_port_leads_to_a_local_server", a_port_leads_to_a_local_server),
        on_control_plane("control_plane::users_have_only_their_rights", users_have_only_their_rights),
        on_control_plane("control_plane::a_killed_instance_leaves_nothing", a_killed_instance_leaves_nothing),
    ]
}

fn deployment(name: &str, annotations: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata:
      labels: {{app: {name}}}
      annotations: {{{annotations}}}
    spec: {{containers: [{{name: app, image: 'registry.test/{name}:1.0.1'}}]}}
"
    )
}

fn job(name: &str, script: &str) -> String {
    format!(
        "apiVersion: batch/v1
kind: Job
metadata: {{name: {name}}}
spec:
  backoffLimit: 0
  template:
    metadata: {{annotations: {{test.changeover/logs: {script:?}}}}}
    spec: {{restartPolicy: Never, containers: [{{name: app, image: 'registry.test/{name}:1'}}]}}
"
    )
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn has_condition(object: &Value, kind: &str) -> bool {
    let conditions = at(object, "/status/conditions").as_array();
    conditions.into_iter().flatten().any(|one| at(one, "/type") == kind && at(one, "/status") == "True")
}

/// Waits until the first container of the first pod with this label is as asked.
fn wait_for_container(namespace: &TestNamespace, label: &str, is: impl Fn(&Value) -> bool) -> Value {
    let pods = namespace.wait_for(&["pods", "-l", label], SOON, |pods| {
        pods.pointer("/items/0/status/containerStatuses/0").is_some_and(&is)
    });
    at(&pods, "/items/0").clone()
}

fn running(container: &Value) -> bool {
    !at(container, "/state/running").is_null()
}

fn pods_become_ready_and_reachable(plane: &'static ControlPlane) {
    let namespace = plane.namespace("pods_become_ready");
    namespace.apply(&deployment("web", ""));
    namespace.apply(
        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}",
    );
    namespace.wait_for(&["deployment", "web"], SOON, |web| at(web, "/status/readyReplicas") == 2);
    namespace.wait_for(&["endpointslices"], SOON, |slices| {
        at(slices, "/items/0/endpoints").as_array().is_some_and(|list| list.len() == 2)
    });
    let pods = namespace.get(&["pods"]);
    let id = at(&pods, "/items/0/status/containerStatuses/0/imageID").as_str().unwrap_or_default();
    assert!(id.starts_with("registry.test/web@sha256:"), "{id}");
    assert!(plane.server().starts_with("https://127.0.0.1:") && plane.ca().exists());
}

fn log_grows_until_complete(plane: &'static ControlPlane) {
    let namespace = plane.namespace("log_grows");
    let cron = "apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: '0 3 1 1 *'
  jobTemplate:
    spec:
      template:
        metadata:
          annotations:
            test.changeover/logs: |
              dumping
              @3s stored backup-1.sql.gz
              @500ms done
        spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.test/backup:1'}]}
";
    namespace.apply(cron);
    succeed(&namespace.kubectl(&["create", "job", "backup-1", "--from=cronjob/backup"]));
    wait_for_container(&namespace, "job-name=backup-1", running);
    let lines = follow(&namespace, "job/backup-1");
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["dumping", "stored backup-1.sql.gz", "done"]);
    let took = lines.last().expect("a line").0.saturating_sub(lines.first().expect("a line").0);
    assert!(took > Duration::from_millis(500), "the log came all at once: {took:?}");
    namespace.wait_for(&["job", "backup-1"], SOON, |job| has_condition(job, "Complete"));
}

/// Follows a log to its end; each line with the time of its coming.
fn follow(namespace: &TestNamespace, what: &str) -> Vec<(Duration, String)> {
    let mut kubectl = namespace
        .plane()
        .kubectl_command(&namespace.kubeconfig())
        .args(["logs", "-f", what])
        .stdout(Stdio::piped())
        .spawn()
        .expect("kubectl starts");
    let begun = Instant::now();
    let stream = BufReader::new(kubectl.stdout.take().expect("a pipe"));
    let lines = stream.lines().map(|line| (begun.elapsed(), line.expect("UTF-8"))).collect();
    kubectl.wait().expect("kubectl ends");
    lines
}

fn a_job_fails_with_its_exit_code(plane: &'static ControlPlane) {
    let namespace = plane.namespace("a_job_fails");
    namespace.apply(&job("bad", "dumping\npg_dump: error: no route to host\n@200ms @exit 3"));
    namespace.wait_for(&["job", "bad"], SOON, |job| has_condition(job, "Failed"));
    let pod = wait_for_container(&namespace, "job-name=bad", |_| true);
    assert_eq!(at(&pod, "/status/phase"), "Failed");
    let end = at(&pod, "/status/containerStatuses/0/state/terminated");
    assert_eq!((at(end, "/exitCode"), at(end, "/reason")), (&3.into(), &"Error".into()));
    assert!(succeed(&namespace.kubectl(&["logs", "job/bad"])).contains("no route to host"));
}

fn a_followed_log_can_end_before_its_job(plane: &'static ControlPlane) {
    let namespace = plane.namespace("a_log_is_cut");
    namespace.apply(&job("cut", "one\n@8s two\n@cut\n@6s three"));
    wait_for_container(&namespace, "job-name=cut", running);
    let lines = follow(&namespace, "job/cut");
    assert_eq!(lines.last().map(|(_, text)| text.as_str()), Some("two"));
    assert!(!has_condition(&namespace.get(&["job", "cut"]), "Complete"));
    namespace.wait_for(&["job", "cut"], SOON, |job| has_condition(job, "Complete"));
    assert_eq!(succeed(&namespace.kubectl(&["logs", "job/cut", "--tail", "1"])), "three\n");
}

fn a_config_map_programs_pods(plane: &'static ControlPlane) {
    let namespace = plane.namespace("a_config_map");
    namespace.apply(
        "apiVersion: v1
kind: ConfigMap
metadata: {name: pod-programs}
data:
  quiet: 'behaviour: crash=9'
  quiet-backup: |
    logs: |
      from beside
      @exit 4
",
    );
    let job =
        "{apiVersion: batch/v1, kind: Job, metadata: {name: quiet-backup}, spec: {backoffLimit: 0, template:
        {spec: {restartPolicy: Never, containers: [{name: app, image: 'registry.test/backup:1'}]}}}}";
    namespace.apply(job);
    let pod = wait_for_container(&namespace, "job-name=quiet-backup", |one| {
        !at(one, "/state/terminated").is_null()
    });
    assert_eq!(at(&pod, "/status/containerStatuses/0/state/terminated/exitCode"), 4);
    assert_eq!(succeed(&namespace.kubectl(&["logs", "job/quiet-backup"])), "from beside\n");
}

fn an_image_cannot_be_pulled(plane: &'static ControlPlane) {
    let namespace = plane.namespace("an_image_cannot_be_pulled");
    namespace.apply(&deployment("pull", "test.changeover/behaviour: image-pull-error"));
    let pod = wait_for_container(&namespace, "app=pull", |container| {
        at(container, "/state/waiting/reason") == "ImagePullBackOff"
    });
    assert_eq!(at(&pod, "/status/phase"), "Pending");
    let message = at(&pod, "/status/containerStatuses/0/state/waiting/message").to_string();
    assert!(message.contains("registry.test/pull:1.0.1: not found"), "{message}");
    let refused = namespace.kubectl(&["logs", "deployment/pull"]);
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("trying and failing to pull image"),
        "{refused:?}"
    );
}

fn a_crashing_container_is_restarted(plane: &'static ControlPlane) {
    let namespace = plane.namespace("a_container_crashes");
    namespace.apply(&deployment("crash", "test.changeover/behaviour: crash=2"));
    let pod = wait_for_container(&namespace, "app=crash", |container| {
        at(container, "/state/waiting/reason") == "CrashLoopBackOff"
            && at(container, "/restartCount").as_u64() >= Some(1)
    });
    assert_eq!(at(&pod, "/status/containerStatuses/0/lastState/terminated/exitCode"), 2);
    assert!(!has_condition(&pod, "Ready"));
}

fn a_pod_outlives_its_scale_to_zero(plane: &'static ControlPlane) {
    let namespace = plane.namespace("a_pod_outlives");
    namespace.apply(&deployment("stuck", "test.changeover/behaviour: stuck-terminating=6s"));
    namespace.wait_for(&["deployment", "stuck"], SOON, |one| at(one, "/status/readyReplicas") == 2);
    succeed(&namespace.kubectl(&["scale", "deployment/stuck", "--replicas=0"]));
    namespace.wait_for(&["deployment", "stuck"], SOON, |one| at(one, "/status/replicas").as_u64().is_none());
    let pods = namespace.get(&["pods", "-l", "app=stuck"]);
    assert!(!at(&pods, "/items/0/metadata/deletionTimestamp").is_null(), "{pods}");
    namespace.wait_for(&["pods"], SOON, |pods| at(pods, "/items").as_array().is_some_and(Vec::is_empty));
}

fn exec_is_true(plane: &'static ControlPlane) {
    let namespace = plane.namespace("exec");
    namespace.apply(&deployment("box", "test.changeover/exec-env: GREETING=hello"));
    namespace.apply(&deployment("closed", ""));
    for name in ["box", "closed"] {
        namespace.wait_for(&["deployment", name], SOON, |one| at(one, "/status/readyReplicas") == 2);
    }
    let ended = namespace.kubectl(&["exec", "deploy/box", "--", "sh", "-c", "echo $GREETING; exit 3"]);
    assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(3), b"hello\n".as_slice()));
    let input = vec![b'x'; 1_000_000];
    let counted = namespace.kubectl_with_input(&["exec", "-i", "deploy/box", "--", "wc", "-c"], &input);
    assert_eq!(succeed(&counted).trim(), "1000000");
    let refused = namespace.kubectl(&["exec", "deploy/closed", "--", "true"]);
    assert_eq!(refused.status.code(), Some(126), "nothing runs where no annotation allows it");
}

fn a_job_runs_its_own_command(plane: &'static ControlPlane) {
    let namespace = plane.namespace("own_command");
    namespace.apply(
        "apiVersion: batch/v1
kind: Job
metadata: {name: dump}
spec:
  backoffLimit: 0
  template:
    metadata: {annotations: {test.changeover/run: local}}
    spec:
      restartPolicy: Never
      containers:
        - name: app
          image: registry.test/dump:1
          command: [sh, -c, 'no-such-dump $WHAT | cat; echo stored']
          env: [{name: WHAT, value: hds}]
",
    );
    // A script without pipefail completes its Job although its dump failed.
    namespace.wait_for(&["job", "dump"], SOON, |job| has_condition(job, "Complete"));
    let log = succeed(&namespace.kubectl(&["logs", "job/dump"]));
    assert!(log.contains("not found") && log.ends_with("stored\n"), "{log}");
}

fn a_port_leads_to_a_local_server(plane: &'static ControlPlane) {
    let namespace = plane.namespace("port");
    let server = TcpListener::bind("127.0.0.1:0").expect("a local port");
    server.set_nonblocking(true).expect("a listener that does not hang");
    let address = server.local_addr().expect("an address");
    namespace.apply(&deployment("db", &format!("test.changeover/port-forward: '5432={address}'")));
    namespace.wait_for(&["deployment", "db"], SOON, |one| at(one, "/status/readyReplicas") == 2);
    let mut forward = plane
        .kubectl_command(&namespace.kubeconfig())
        .args(["port-forward", "deployment/db", ":5432"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("kubectl starts");
    let mut said = String::new();
    // Kept: kubectl ends when it can no longer say what it does.
    let mut output = BufReader::new(forward.stdout.take().expect("a pipe"));
    output.read_line(&mut said).expect("a line");
    let port = said.split("127.0.0.1:").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let mut client = TcpStream::connect(format!("127.0.0.1:{port}")).expect("the forwarded port");
    client.write_all(b"question").expect("written");
    client.shutdown(Shutdown::Write).expect("half closed");
    let (mut inner, _) =
        eventually("the pod's side", SOON, || server.accept().map_err(|error| error.to_string()));
    for side in [&inner, &client] {
        side.set_nonblocking(false).expect("blocking");
        side.set_read_timeout(Some(SOON)).expect("a time limit");
    }
    let mut question = String::new();
    inner.read_to_string(&mut question).expect("the end of the question");
    inner.write_all(b"answer").expect("written");
    drop(inner);
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("the end of the answer");
    forward.kill().expect("killed");
    forward.wait().expect("ended");
    assert_eq!((question.as_str(), answer.as_str()), ("question", "answer"));
}

fn users_have_only_their_rights(plane: &'static ControlPlane) {
    let namespace = plane.namespace("rights");
    namespace.apply(&deployment("web", ""));
    let viewer = namespace.kubeconfig_of("viewer");
    succeed(&namespace.kubectl_as(&viewer, &["get", "deployment", "web"]));
    let scale = ["scale", "deployment/web", "--replicas=0"];
    refused(&namespace, &viewer, &scale);
    refused(&namespace, &viewer, &["exec", "deploy/web", "--", "true"]);
    refused(&namespace, &namespace.kubeconfig_of("nobody"), &["get", "pods"]);
    let rules = [
        Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get"] },
        Rule { groups: &["apps"], resources: &["deployments/scale"], verbs: &["get", "patch", "update"] },
    ];
    let deployer = namespace.deployer_kubeconfig(&rules);
    succeed(&namespace.kubectl_as(&deployer, &scale));
    refused(&namespace, &deployer, &["delete", "deployment", "web"]);
    let said = format!("/namespaces/{}/deployments/web/scale", namespace.name());
    eventually("the audit log", SOON, || {
        let log = std::fs::read_to_string(plane.audit_log()).map_err(|error| error.to_string())?;
        let found = log.lines().any(|line| {
            line.contains(&said) && line.contains("\"username\":\"viewer\"") && line.contains("\"code\":403")
        });
        if found { Ok(()) } else { Err(format!("{} lines", log.lines().count())) }
    });
}

fn refused(namespace: &TestNamespace, kubeconfig: &Path, args: &[&str]) {
    let output = namespace.kubectl_as(kubeconfig, args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("forbidden"), "{args:?}: {said}");
}

fn a_killed_instance_leaves_nothing(_: &'static ControlPlane) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plane = ControlPlane::start(folder.path()).expect("a second instance");
    let pids = plane.pids();
    assert_eq!(pids.len(), 7, "up and its six components");
    plane.kill();
    eventually("the end of every component", SOON, || {
        let left: Vec<&u64> = pids.iter().filter(|pid| lives(**pid)).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    });
}

/// Whether a process runs; one that has ended and waits to be reaped does not.
fn lives(pid: u64) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}
