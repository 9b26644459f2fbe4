//! Shows that the reading side of `cluster` tells the truth about a real API server, a dead one and a silent one.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use changeover::{
    cluster::{
        Cluster, ClusterError,
        connect::{ConnectOptions, connect},
        kubeconfig::{self, KubeconfigSource, Surroundings},
        permissions::{self, Needed},
        watch::{self, WatchSpec},
    },
    names::Namespace,
    observed::{
        Link, Observed, pods,
        verdict::{self, Verdict},
    },
};
use libtest_mimic::Trial;
use tokio::runtime::Runtime;

use crate::support::{
    cluster_namespace::{TestNamespace, succeed},
    control_plane::ControlPlane,
    on_control_plane, plain,
    way::{Way, pass, spawn},
};

const SOON: Duration = Duration::from_secs(30);

pub fn trials() -> Vec<Trial> {
    vec![
        plain("cluster_read::a_server_that_does_not_answer_is_told_in_time", no_answer_is_told_in_time),
        on_control_plane("cluster_read::connects_and_knows_who_we_are", connects_and_knows_who_we_are),
        on_control_plane("cluster_read::a_wrong_certificate_and_token_are_told", wrong_certificate_and_token),
        on_control_plane("cluster_read::missing_rights_are_named", missing_rights_are_named),
        on_control_plane("cluster_read::rows_follow_a_roll_out", rows_follow_a_roll_out),
        on_control_plane(
            "cluster_read::mistake_13_stopped_is_not_zero_replicas",
            stopped_is_not_zero_replicas,
        ),
        on_control_plane("cluster_read::mistake_12_a_pod_that_cannot_start_is_told", a_stuck_pod_is_told),
        on_control_plane("cluster_read::mistake_8_a_failed_job_is_told", a_failed_job_is_told),
        on_control_plane("cluster_read::mistake_21_a_route_leads_to_ready_pods", a_route_leads_to_ready_pods),
        on_control_plane("cluster_read::a_silent_server_makes_rows_stale", a_silent_server_makes_rows_stale),
        on_control_plane("cluster_read::no_right_to_watch_is_told_once", no_right_to_watch_is_told_once),
        on_control_plane("cluster_read::a_proxy_is_used_and_its_refusal_told", a_proxy_is_used),
        on_control_plane("cluster_read::warnings_are_of_watched_objects", warnings_are_of_watched_objects),
        on_control_plane("cluster_read::a_token_is_renewed", a_token_is_renewed),
        on_control_plane("cluster_read::an_extra_authority_is_trusted", an_extra_authority_is_trusted),
    ]
}

pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Connects by the current context of a kubeconfig.
pub(crate) async fn open(file: &Path, namespace: &str) -> Result<Cluster, ClusterError> {
    let read = kubeconfig::read(&KubeconfigSource::File(file.to_owned()), &Surroundings::default())?;
    let context = read.current.clone().expect("a current context");
    let choice = read.choose(&context)?;
    let namespace = Namespace::new(namespace).expect("a namespace");
    connect(&choice, &namespace, &ConnectOptions::default()).await
}

fn spec(kind: &str, names: &[&str]) -> WatchSpec {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    WatchSpec { kind: kind.to_owned(), names, selector: None }
}

struct Live {
    rows: tokio::sync::watch::Receiver<Arc<Observed>>,
    wakes: Arc<AtomicUsize>,
}

fn live(cluster: &Cluster, specs: Vec<WatchSpec>) -> Live {
    let wakes = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&wakes);
    let wake: watch::Wake = Arc::new(move || {
        count.fetch_add(1, Ordering::Relaxed);
    });
    Live { rows: watch::start(cluster, specs, wake), wakes }
}

impl Live {
    async fn until(&mut self, what: &str, within: Duration, is: impl Fn(&Observed) -> bool) -> Arc<Observed> {
        let waited = self.rows.wait_for(|rows| is(rows));
        let found = tokio::time::timeout(within, waited).await.ok();
        let found = found.map(|rows| Arc::clone(&rows.expect("the watches run")));
        assert!(found.is_some(), "{what}: not within {within:?}; last: {:#?}", self.rows.borrow());
        found.expect("just looked")
    }
}

/// A Deployment whose pods behave so; as all do when nothing is said.
pub(crate) fn deployment(name: &str, replicas: u32, behaviour: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata:
      labels: {{app: {name}}}
      annotations: {{test.changeover/behaviour: '{behaviour}'}}
    spec: {{containers: [{{name: app, image: 'registry.test/{name}:1.0.1', ports: [{{containerPort: 8080}}]}}]}}
"
    )
}

fn with_server(file: &Path, server: &str, to: &str) -> PathBuf {
    let text = std::fs::read_to_string(file).expect("a kubeconfig");
    let other = file.with_extension("other");
    std::fs::write(&other, text.replace(server, to)).expect("a copy");
    other
}

fn no_answer_is_told_in_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let plain = TcpListener::bind("127.0.0.1:0").expect("a port");
    let plain_at = plain.local_addr().expect("an address");
    std::thread::Builder::new()
        .name("not TLS".to_owned())
        .spawn(move || {
            for mut stream in plain.incoming().flatten() {
                stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").ok();
            }
        })
        .expect("a thread");
    let closed = {
        let port = TcpListener::bind("127.0.0.1:0").expect("a port");
        port.local_addr().expect("an address")
    };
    let cases = [
        (format!("https://{}", silent.local_addr().expect("an address")), "cluster-unreachable-silent"),
        (format!("https://{closed}"), "cluster-unreachable-refused"),
        (format!("https://{plain_at}"), "cluster-unreachable-tls-none"),
        ("https://nowhere.invalid:6443".to_owned(), "cluster-unreachable-dns"),
    ];
    for (server, key) in cases {
        let file = folder.path().join("config");
        let text = format!(
            "current-context: a\ncontexts: [{{name: a, context: {{cluster: a}}}}]\nclusters: [{{name: a, cluster: {{server: '{server}', insecure-skip-tls-verify: true}}}}]\n"
        );
        std::fs::write(&file, text).expect("a file");
        let begun = Instant::now();
        let error = runtime().block_on(open(&file, "default")).expect_err("no server");
        assert!(begun.elapsed() < Duration::from_millis(5_800), "{server}: {:?}", begun.elapsed());
        assert_eq!(error.to_failure().summary.key, key, "{server}: {error:?}");
    }
}

fn connects_and_knows_who_we_are(plane: &'static ControlPlane) {
    let namespace = plane.namespace("connects");
    let name = namespace.name().to_owned();
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), &name).await.expect("a connection");
        assert_eq!(cluster.target().server.address, plane.server());
        assert!(cluster.facts().version.as_ref().is_some_and(|version| version.starts_with("v1.")));
        assert!(cluster.facts().who.is_some());
        assert!(cluster.namespaces().await.expect("namespaces").contains(&name));
        let viewer = open(&namespace.kubeconfig_of("viewer"), &name).await.expect("a connection");
        assert_eq!(viewer.facts().who.as_ref().expect("a user").user, "viewer");
    });
}

fn wrong_certificate_and_token(plane: &'static ControlPlane) {
    let namespace = plane.namespace("wrong-cert");
    let file = namespace.kubeconfig_of("viewer");
    let text = std::fs::read_to_string(&file).expect("a kubeconfig");
    let key = |text: &str| {
        std::fs::write(&file, text).expect("a file");
        let error = runtime().block_on(open(&file, "default")).expect_err("refused");
        error.to_failure().summary.key
    };
    let line =
        |name: &str| text.lines().find(|line| line.trim().starts_with(name)).expect("a line").to_owned();
    let token = line("token:");
    let wrong = text.replace(&token, &token.replace("token: ", "token: wrong"));
    assert_eq!(key(&wrong), "cluster-unauthorized-user");
    let ca: Vec<_> = text.lines().filter(|line| !line.contains("certificate-authority")).collect();
    assert_eq!(key(&ca.join("\n")), "cluster-unreachable-tls-issuer");
    let server = plane.server();
    let other = server.replace("127.0.0.1", "localhost.localdomain");
    assert!(key(&text.replace(server, &other)).starts_with("cluster-unreachable-"));
}

fn missing_rights_are_named(plane: &'static ControlPlane) {
    let namespace = plane.namespace("rights");
    let name = namespace.name().to_owned();
    runtime().block_on(async {
        let needed = [
            Needed::new("get", "apps", "deployments"),
            Needed::new("patch", "apps", "deployments").sub("scale").of("web"),
            Needed::new("create", "batch", "jobs"),
        ];
        let viewer = open(&namespace.kubeconfig_of("viewer"), &name).await.expect("a connection");
        let answers = permissions::review(&viewer, &needed).await.expect("answers");
        assert_eq!(answers.iter().map(|one| one.allowed).collect::<Vec<_>>(), [true, false, false]);
        let text = permissions::missing(&viewer, &answers).expect("two are missing").summary.text();
        for part in ["viewer", "2 rights", "patch deployments.apps/scale web", "create jobs.batch", &name] {
            assert!(text.contains(part), "{text}");
        }
        let admin = open(&namespace.kubeconfig(), &name).await.expect("a connection");
        let answers = permissions::review(&admin, &needed).await.expect("answers");
        assert!(permissions::missing(&admin, &answers).is_none());
    });
}

fn rows_follow_a_roll_out(plane: &'static ControlPlane) {
    let namespace = plane.namespace("rows");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        live.until("live with nothing there", SOON, |rows| rows.is_live() && rows.workloads.is_empty()).await;
        namespace.apply(&deployment("web", 2, ""));
        let ready = |rows: &Observed| verdict::rollout(rows.workload("Deployment", "web")) == Verdict::Ready;
        let rows = live.until("rolled out", SOON, |rows| ready(rows) && rows.pods.len() == 2).await;
        let row = rows.workload("Deployment", "web").expect("the row");
        assert_eq!((row.wanted, row.available), (2, 2));
        assert_eq!(row.images, [("app".to_owned(), "registry.test/web:1.0.1".to_owned())]);

        // Nothing happens: nothing is repainted, and the rows stay live over the end of a watch (20 s).
        tokio::time::sleep(Duration::from_secs(3)).await;
        let before = live.wakes.load(Ordering::Relaxed);
        let heard = |live: &Live| match live.rows.borrow().link {
            Link::Live { heard_at } => Some(heard_at),
            Link::Connecting | Link::Stale { .. } => None,
        };
        let first = heard(&live);
        assert!(first.is_some());
        tokio::time::sleep(Duration::from_secs(22)).await;
        assert_eq!(live.wakes.load(Ordering::Relaxed), before);
        assert!(heard(&live) > first);

        succeed(&namespace.kubectl(&["delete", "deployment", "web", "--wait=false"]));
        live.until("all gone", SOON, |rows| rows.workloads.is_empty() && rows.pods.is_empty()).await;
    });
}

fn stopped_is_not_zero_replicas(plane: &'static ControlPlane) {
    let namespace = plane.namespace("stopped");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        namespace.apply(&deployment("web", 2, "graceful=4s"));
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        let verdict = |rows: &Observed| verdict::rollout(rows.workload("Deployment", "web"));
        live.until("rolled out", SOON, |rows| verdict(rows) == Verdict::Ready && rows.pods.len() == 2).await;
        succeed(&namespace.kubectl(&["scale", "deployment", "web", "--replicas=0"]));
        let stopped = |rows: &Observed| verdict::stopped_in(rows, "Deployment", "web");
        let counted = |rows: &Observed| {
            rows.workload("Deployment", "web").is_some_and(|row| {
                row.wanted == 0 && row.replicas == 0 && row.generation == row.observed_generation
            })
        };
        let rows = live.until("counted as none", SOON, counted).await;
        assert!(matches!(stopped(&rows), Verdict::NotYet(_)), "{rows:#?}");
        let rows = live.until("stopped", SOON, |rows| stopped(rows) == Verdict::Ready).await;
        // One whose program has ended may still be listed.
        let has_ended = |phase: &str| matches!(phase, "Succeeded" | "Failed");
        assert!(rows.pods.iter().all(|pod| has_ended(&pod.phase)), "{rows:#?}");
    });
}

fn a_stuck_pod_is_told(plane: &'static ControlPlane) {
    let namespace = plane.namespace("stuck");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        namespace.apply(&deployment("web", 1, "image-pull-error"));
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        let is_told = |rows: &Observed| rows.pods.iter().any(|pod| pods::state(pod).words.key == "pod-image");
        let rows = live.until("the image is told", SOON, is_told).await;
        let row = rows.workload("Deployment", "web");
        assert!(matches!(verdict::rollout(row), Verdict::NotYet(_)));
    });
}

fn a_failed_job_is_told(plane: &'static ControlPlane) {
    let namespace = plane.namespace("failed-job");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        let mut live = live(&cluster, vec![spec("Job", &["good", "bad"])]);
        let job = |name: &str, script: &str| {
            format!(
                "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}}}\nspec:\n  backoffLimit: 0\n  template:\n    metadata: {{annotations: {{test.changeover/logs: {script:?}}}}}\n    spec: {{restartPolicy: Never, containers: [{{name: app, image: 'registry.test/{name}:1'}}]}}\n"
            )
        };
        namespace.apply(&format!("{}---\n{}", job("good", "fine"), job("bad", "oh\n@exit 3")));
        let of = |rows: &Observed, name: &str| verdict::job(rows.job(name), &rows.pods);
        live.until("good is done", SOON, |rows| of(rows, "good") == Verdict::Ready).await;
        let rows = live.until("bad has failed", SOON, |rows| matches!(of(rows, "bad"), Verdict::Broken(_))).await;
        assert!(rows.pods.iter().any(|pod| pod.exit_code == Some(3)), "{:#?}", rows.pods);
    });
}

fn a_route_leads_to_ready_pods(plane: &'static ControlPlane) {
    let namespace = plane.namespace("route");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        let service = "---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {rules: [{host: web.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
";
        namespace.apply(&format!("{}{service}", deployment("web", 2, "")));
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        let rows = live
            .until("two ready pods behind the host", SOON, |rows| {
                rows.routes.iter().any(|way| way.ready() == Some((2, 2)))
            })
            .await;
        let row = rows.routes.first().expect("a route");
        assert_eq!((row.host.as_str(), row.leads_to().as_str()), ("web.test", "web:http"));
        let words = "Its services have ready pods; nobody tells whether a controller took it";
        assert!(matches!(verdict::route(Some(row)), Verdict::Unknown(why) if why.text() == words));
        succeed(&namespace.kubectl(&["delete", "service", "web"]));
        live.until("the service is missed", SOON, |rows| {
            let is_broken = |verdict| matches!(verdict, Verdict::Broken(_));
            rows.routes.iter().any(|way| is_broken(verdict::route(Some(way)))) || rows.routes.is_empty()
        })
        .await;
    });
}

fn a_silent_server_makes_rows_stale(plane: &'static ControlPlane) {
    let namespace: TestNamespace = plane.namespace("silent");
    let way = Way::to(plane.server());
    let file = with_server(&namespace.kubeconfig(), plane.server(), &format!("https://{}", way.at));
    runtime().block_on(async {
        let cluster = open(&file, namespace.name()).await.expect("a connection");
        namespace.apply(&deployment("web", 2, ""));
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        live.until("two pods", SOON, |rows| rows.is_live() && rows.pods.len() == 2).await;

        way.silence(true);
        let is_stale = |rows: &Observed| matches!(rows.link, Link::Stale { heard_at: Some(_), .. });
        let rows = live.until("stale", Duration::from_secs(10), is_stale).await;
        assert_eq!(rows.pods.len(), 2, "the last good rows stay");
        let verdict = verdict::stopped_in(&rows, "Deployment", "web");
        assert!(matches!(verdict, Verdict::Unknown(_)));
        succeed(&namespace.kubectl(&["scale", "deployment", "web", "--replicas=1"]));
        tokio::time::sleep(Duration::from_secs(3)).await;

        way.silence(false);
        live.until("live again with one pod", Duration::from_secs(5), |rows| {
            rows.is_live() && rows.pods.len() == 1
        })
        .await;
    });
}

fn no_right_to_watch_is_told_once(plane: &'static ControlPlane) {
    let namespace = plane.namespace("no-right");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig_of("nobody"), namespace.name()).await.expect("a connection");
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        let is_told = |rows: &Observed| match &rows.link {
            Link::Stale { failure, .. } => failure.summary.key == "cluster-forbidden",
            Link::Connecting | Link::Live { .. } => false,
        };
        let rows = live.until("forbidden is told", SOON, is_told).await;
        let text = match &rows.link {
            Link::Stale { failure, .. } => failure.summary.text(),
            Link::Connecting | Link::Live { .. } => String::new(),
        };
        assert!(text.contains("nobody may not list"), "{text}");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let before = live.wakes.load(Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(6)).await;
        assert_eq!(live.wakes.load(Ordering::Relaxed), before);
    });
}

/// A kubeconfig's token, taken out.
fn token_of(text: &str) -> (&str, &str) {
    let line = text.lines().find(|line| line.trim().starts_with("token:")).expect("a token");
    (line, line.trim().trim_start_matches("token:").trim())
}

#[cfg(unix)]
fn a_token_is_renewed(plane: &'static ControlPlane) {
    use std::os::unix::fs::PermissionsExt as _;
    let namespace = plane.namespace("renewed");
    let file = namespace.kubeconfig_of("viewer");
    let text = std::fs::read_to_string(&file).expect("a kubeconfig");
    let (line, token) = token_of(&text);
    let folder = tempfile::tempdir().expect("a folder");

    // A file whose token ends with a line break, as most do.
    let token_file = folder.path().join("token");
    std::fs::write(&token_file, format!("{token}\n")).expect("a token file");
    let by_file = line.replace(&format!("token: {token}"), &format!("tokenFile: {}", token_file.display()));
    std::fs::write(&file, text.replace(line, &by_file)).expect("a kubeconfig");
    let cluster = runtime().block_on(open(&file, namespace.name())).expect("a connection");
    assert_eq!(cluster.facts().who.as_ref().expect("a user").user, "viewer");

    // A program whose first token ends at once, and whose second is the right one.
    let login = folder.path().join("login");
    let script = format!(
        "#!/bin/sh
if test -e {at}/once; then token={token} end=2099-01-01T00:00:00Z; else token={token} end=2020-01-01T00:00:00Z; fi
echo run >> {at}/once
echo \"{{\\\"kind\\\":\\\"ExecCredential\\\",\\\"apiVersion\\\":\\\"client.authentication.k8s.io/v1\\\",\\\"status\\\":{{\\\"token\\\":\\\"$token\\\",\\\"expirationTimestamp\\\":\\\"$end\\\"}}}}\"
",
        at = folder.path().display()
    );
    std::fs::write(&login, script).expect("a program");
    std::fs::set_permissions(&login, std::fs::Permissions::from_mode(0o700)).expect("a program");
    let exec = format!("exec: {{apiVersion: client.authentication.k8s.io/v1, command: {}}}", login.display());
    let by_program = line.replace(&format!("token: {token}"), &exec);
    std::fs::write(&file, text.replace(line, &by_program)).expect("a kubeconfig");
    let runs = || {
        let text = std::fs::read_to_string(folder.path().join("once")).unwrap_or_default();
        text.lines().count()
    };
    runtime().block_on(async {
        let read =
            kubeconfig::read(&KubeconfigSource::File(file.clone()), &Surroundings::default()).expect("read");
        let choice = read.choose(read.current.as_ref().expect("a context")).expect("a context");
        let name = Namespace::new(namespace.name()).expect("a name");
        let refused = connect(&choice, &name, &ConnectOptions::default()).await;
        assert!(matches!(refused, Err(ClusterError::NeedsConsent(_))));
        assert_eq!(runs(), 0);
        let consent = choice.plugin.as_ref().map(kubeconfig::PluginCall::agree);
        let options = ConnectOptions { consent, extra_ca: None };
        let cluster = connect(&choice, &name, &options).await.expect("a connection");
        assert_eq!(cluster.facts().who.as_ref().expect("a user").user, "viewer");
        assert_eq!(runs(), 1, "once for each connection");
        tokio::time::sleep(Duration::from_secs(16)).await;
        assert_eq!(runs(), 2, "renewed because its end had come");
        let may = permissions::review(&cluster, &[Needed::new("get", "apps", "deployments")]).await;
        assert!(may.expect("an answer").iter().all(|one| one.allowed));
    });
}

#[cfg(not(unix))]
fn a_token_is_renewed(_plane: &'static ControlPlane) {}

fn an_extra_authority_is_trusted(plane: &'static ControlPlane) {
    let namespace = plane.namespace("extra-ca");
    let file = namespace.kubeconfig_of("viewer");
    let text = std::fs::read_to_string(&file).expect("a kubeconfig");
    let without: Vec<_> = text.lines().filter(|line| !line.contains("certificate-authority")).collect();
    std::fs::write(&file, without.join("\n")).expect("a kubeconfig");
    runtime().block_on(async {
        let read =
            kubeconfig::read(&KubeconfigSource::File(file.clone()), &Surroundings::default()).expect("read");
        let choice = read.choose(read.current.as_ref().expect("a context")).expect("a context");
        let name = Namespace::new(namespace.name()).expect("a name");
        let refused = connect(&choice, &name, &ConnectOptions::default()).await;
        assert!(matches!(refused, Err(ClusterError::Connect { .. })));
        let options = ConnectOptions { consent: None, extra_ca: Some(plane.ca()) };
        connect(&choice, &name, &options).await.expect("a connection");
    });
}

/// An HTTP proxy that answers every `CONNECT` so, and then passes bytes on.
fn proxy(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = listener.local_addr().expect("an address");
    spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = Vec::new();
            let mut byte = [0_u8];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|count| count == 1) {
                head.extend(byte);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let target = head.split(' ').nth(1).unwrap_or_default();
            client.write_all(answer.as_bytes()).ok();
            let Ok(server) = TcpStream::connect(target) else { continue };
            let (Ok(back), Ok(forth)) = (client.try_clone(), server.try_clone()) else { continue };
            spawn(move || pass(client, forth, &AtomicBool::new(false)));
            spawn(move || pass(server, back, &AtomicBool::new(false)));
        }
    });
    at
}

fn a_proxy_is_used(plane: &'static ControlPlane) {
    let namespace = plane.namespace("proxy");
    let file = namespace.kubeconfig_of("viewer");
    let text = std::fs::read_to_string(&file).expect("a kubeconfig");
    let server = text.lines().find(|line| line.trim().starts_with("server:")).expect("a server").to_owned();
    let through = |at: SocketAddr| {
        let own = server.replace(server.trim(), &format!("proxy-url: http://user:sesame@{at}"));
        let other = file.with_extension("proxy");
        std::fs::write(&other, text.replace(&server, &format!("{server}\n{own}"))).expect("a copy");
        runtime().block_on(open(&other, namespace.name()))
    };
    let cluster = through(proxy("HTTP/1.1 200 OK\r\n\r\n")).expect("a connection");
    assert_eq!(cluster.facts().who.as_ref().expect("a user").user, "viewer");
    let error = through(proxy("HTTP/1.1 403 Forbidden\r\n\r\n")).expect_err("refused");
    assert_eq!(error.to_failure().summary.key, "cluster-unreachable-proxy", "{error:?}");
    assert!(!format!("{error:?} {:?}", error.to_failure()).contains("sesame"));
}

fn warnings_are_of_watched_objects(plane: &'static ControlPlane) {
    let namespace = plane.namespace("warnings");
    runtime().block_on(async {
        let cluster = open(&namespace.kubeconfig(), namespace.name()).await.expect("a connection");
        namespace.apply(
            "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none}\nspec: {hard: {pods: '0'}}\n",
        );
        namespace
            .wait_for(&["resourcequota", "none"], SOON, |quota| quota.pointer("/status/hard/pods").is_some());
        namespace.apply(&format!("{}---\n{}", deployment("web", 1, ""), deployment("other", 1, "")));
        let mut live = live(&cluster, vec![spec("Deployment", &["web"])]);
        let has_trouble = |rows: &Observed| {
            let row = rows.workload("Deployment", "web");
            row.is_some_and(|row| row.trouble.is_some()) && !rows.warnings.is_empty()
        };
        let rows = live.until("the quota is told", SOON, has_trouble).await;
        assert!(rows.warnings.iter().all(|row| row.object.starts_with("ReplicaSet/web-")), "{rows:#?}");
        assert!(rows.warnings.iter().any(|row| row.message.contains("exceeded quota")), "{rows:#?}");
        let told = verdict::rollout(rows.workload("Deployment", "web"));
        let Verdict::NotYet(words) = told else { unreachable!("{rows:#?}") };
        assert!(words.text().contains("exceeded quota"), "{}", words.text());
    });
}
