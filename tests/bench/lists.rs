//! P2 and P10: how long until all pods are known, what they weigh, and how both grow. Each run is a process of its own,
//! from its start on, as kubectl's are.

use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use changeover::{
    cluster::survey::{self, Scope},
    observed::{
        Link,
        survey::{Lens, Section, Survey},
    },
};
use tokio::sync::Notify;

use crate::{
    others,
    process::{self, Usage},
    support::{
        cluster_namespace::{TestNamespace, succeed},
        control_plane::ControlPlane,
        eventually,
        own_server::OwnServer,
    },
    table::{Table, Times, number, to_float},
};

const RUNS: usize = 20;
/// Each takes the start of a server.
const RELISTS: usize = 5;
const LONG: Duration = Duration::from_mins(20);
/// Rows that fill a screen.
const SCREEN: usize = 50;

pub(crate) fn p2(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    for (pods, bound, first_bound) in [(1_000, 600.0, 500.0), (10_000, 1_700.0, 500.0)] {
        let space = with_pods(plane, pods);
        let kubectl = Times::of(3, || timed(plane, &["get", "pods", "-A"]));
        let json = Times::of(1, || timed(plane, &["get", "pods", "-A", "-o", "json"]));
        let told: Vec<Told> = (0..RUNS).map(|_| ask(plane, pods)).collect();
        let first: Times = told.iter().map(|one| one.first).collect();
        let all: Times = told.iter().map(|one| one.all).collect();
        let terminals = others::told(plane, space.name(), "many-", Duration::from_secs(5));
        let kubectl_told =
            format!("kubectl {} ms; its `-o json` {} ms", number(kubectl.at(50)), number(json.at(50)));
        let terminals = (!terminals.is_empty()).then(|| format!("to the first pod: {terminals}"));
        let others = [Some(kubectl_told), terminals].into_iter().flatten().collect::<Vec<_>>().join("; ");
        let title = format!("P2: process start → all rows, {pods} pods; p50 / p95 / max");
        let of_bound = (all.at(95) / bound).max(all.at(50) / (0.5 * kubectl.at(50)));
        let bound = format!("≤ {} s and ≤ 0.5 × kubectl", number(bound / 1_000.0));
        table.add(&title, &bound, all.told(), others, of_bound);
        let title = format!("P2: → first screenful, {pods} pods; p50 / p95 / max");
        table.add(&title, "≤ 0.5 s", first.told(), "", first.at(95) / first_bound);
        if pods == 10_000 {
            weigh(table, pods, &told);
            relist(table, plane, pods);
        }
        drop(space);
    }
}

/// P4: what a full list read again adds. Its server is killed and started; it knows nothing of the history then, and
/// answers 410 to every watch.
fn relist(table: &mut Table, plane: &'static ControlPlane, pods: usize) {
    let mut server = OwnServer::start(plane);
    let text = fs::read_to_string(plane.kubeconfig("admin")).expect("a kubeconfig");
    let folder = tempfile::tempdir().expect("a folder");
    let led = folder.path().join("kubeconfig");
    fs::write(&led, text.replace(plane.server(), &server.address())).expect("a kubeconfig");
    let told: Vec<Again> = (0..RELISTS)
        .map(|_| {
            let mut again = Again::default();
            process::child(
                "child-again",
                [led.clone().into_os_string(), pods.to_string().into()],
                |line, _| {
                    let value = || line.split_whitespace().filter_map(|word| word.parse().ok());
                    match line.split(' ').next() {
                        Some("grown") => {
                            again.grown = value().next().unwrap_or_default();
                            server.stop();
                            // The watches' version is older than all that the server knows then.
                            succeed(&plane.kubectl(&["create", "configmap", "later", "-n", "default"]));
                            succeed(&plane.kubectl(&["delete", "configmap", "later", "-n", "default"]));
                            server.start_again();
                        }
                        Some("again") => {
                            [again.peak, again.later] = [0, 1].map(|at| value().nth(at).unwrap_or_default());
                        }
                        _ => {}
                    }
                },
            );
            again
        })
        .collect();
    let mega = |of: fn(&Again) -> i64| {
        let mut all: Vec<i64> = told.iter().map(of).collect();
        all.sort_unstable();
        let middle = all.get(all.len() / 2).copied().unwrap_or_default();
        if middle < 0 {
            -to_float(middle.unsigned_abs()) / 1_024.0
        } else {
            to_float(middle.unsigned_abs()) / 1_024.0
        }
    };
    let [grown, peak, later] = [mega(|one| one.grown), mega(|one| one.peak), mega(|one| one.later)];
    table.add(
        &format!("P4: all {pods} pods listed again, without a window; p50"),
        "adds at most the same again for 2 s",
        format!(
            "{} MB more at most, {} MB more 2 s after, above {} MB",
            number(peak),
            number(later),
            number(grown)
        ),
        "",
        peak.max(0.0) / grown,
    );
}

/// Kilobytes of a process that listed all twice: grown by the first list; above that at most, and 2 s after it was live.
#[derive(Debug, Clone, Copy, Default)]
struct Again {
    grown: i64,
    peak: i64,
    later: i64,
}

/// P4, the part that is not the window: what the rows weigh.
fn weigh(table: &mut Table, pods: usize, told: &[Told]) {
    let mut grown: Vec<u64> = told.iter().map(|one| one.grown).collect();
    grown.sort_unstable();
    let [median, most] = [grown.len() / 2, grown.len().saturating_sub(1)].map(|at| grown.get(at).copied());
    let mega = |kilobytes: Option<u64>| to_float(kilobytes.unwrap_or_default()) / 1_024.0;
    table.add(
        &format!("P4: growth of memory by {pods} pods, without a window; p50 / max"),
        "≤ 20 MB",
        format!("{} / {} MB", number(mega(median)), number(mega(most))),
        "",
        mega(median) / 20.0,
    );
}

pub(crate) fn p10(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let nodes = Nodes::add(plane);
    let mut before: Option<(usize, f64, f64)> = None;
    for pods in [1_000, 10_000, 50_000] {
        let space = with_pods(plane, pods);
        let told: Vec<Told> = (0..3).map(|_| ask(plane, pods)).collect();
        let all: Times = told.iter().map(|one| one.all).collect();
        let grown = told.iter().map(|one| one.grown).min().map_or(0.0, to_float) / 1_024.0;
        if let Some((fewer, time, memory)) = before {
            let by = (to_float(pods as u64) / to_float(fewer as u64)).ln();
            let (time, memory) = ((all.at(50) / time).ln() / by, (grown / memory).ln() / by);
            table.add(
                &format!("P10: {fewer} → {pods} pods: exponent of time and of memory"),
                "≤ 1.1",
                format!(
                    "{} and {} ({} ms, {} MB)",
                    number(time),
                    number(memory),
                    number(all.at(50)),
                    number(grown)
                ),
                "",
                time.max(memory) / 1.1,
            );
        }
        before = Some((pods, all.at(50), grown));
        drop(space);
    }
    drop(nodes);
}

/// More nodes than the two that the control plane has: each of those takes 6,000 pods.
struct Nodes(&'static ControlPlane);

impl Nodes {
    const NAMES: std::ops::RangeInclusive<usize> = 1..=10;

    fn add(plane: &'static ControlPlane) -> Self {
        let one = |number| {
            let room = "{cpu: '64', memory: 256Gi, pods: '6000', ephemeral-storage: 1Ti}";
            format!(
                "apiVersion: v1
kind: Node
metadata: {{name: bench-{number}, labels: {{kubernetes.io/hostname: bench-{number}, kubernetes.io/os: linux}}}}
status: {{capacity: {room}, allocatable: {room}}}
---
"
            )
        };
        let space = plane.namespace("bench-nodes");
        space.apply(&Self::NAMES.map(one).collect::<String>());
        Self(plane)
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        let names: Vec<String> = Self::NAMES.map(|number| format!("node/bench-{number}")).collect();
        let names = names.iter().map(String::as_str);
        succeed(&self.0.kubectl(&["delete", "--wait=false"].into_iter().chain(names).collect::<Vec<_>>()));
    }
}

/// A namespace in which so many pods are ready; those of the namespace before are gone.
pub(crate) fn with_pods(plane: &'static ControlPlane, pods: usize) -> TestNamespace {
    eventually("the pods of before are gone", LONG, || {
        let read = plane.kubectl(&["get", "--raw", "/api/v1/pods?limit=1"]);
        let list: serde_json::Value =
            serde_json::from_slice(&read.stdout).map_err(|fault| fault.to_string())?;
        let is_empty = list.pointer("/items").and_then(|items| items.as_array()).is_some_and(Vec::is_empty);
        if is_empty { Ok(()) } else { Err("there are some".to_owned()) }
    });
    let space = plane.namespace("bench");
    space.apply(&deployment(pods));
    let began = Instant::now();
    eventually("all pods are ready", LONG, || {
        let read = space.try_get(&["deployment", "many"])?;
        let ready = read.pointer("/status/readyReplicas").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if ready == pods as u64 { Ok(()) } else { Err(format!("{ready} ready")) }
    });
    eprintln!("{pods} pods ready after {:?}", began.elapsed());
    space
}

fn deployment(pods: usize) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{name: many}}
spec:
  replicas: {pods}
  selector: {{matchLabels: {{app: many}}}}
  strategy: {{rollingUpdate: {{maxSurge: 100%}}}}
  template:
    metadata: {{labels: {{app: many, tier: web}}}}
    spec: {{containers: [{{name: app, image: 'registry.test/many:1.0.1', ports: [{{containerPort: 8080}}]}}]}}
"
    )
}

fn timed(plane: &ControlPlane, arguments: &[&str]) -> Duration {
    let began = Instant::now();
    succeed(&plane.kubectl(arguments));
    began.elapsed()
}

/// What a process of its own told, from its start on.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    first: Duration,
    all: Duration,
    /// Kilobytes of its own memory, from the connection on.
    grown: u64,
}

fn ask(plane: &ControlPlane, pods: usize) -> Told {
    let mut told = Told::default();
    let arguments = [plane.kubeconfig("admin").into_os_string(), pods.to_string().into()];
    process::child("child", arguments, |line, after| match line.split_once(' ') {
        None if line == "first" => told.first = after,
        None if line == "all" => told.all = after,
        Some(("grown", kilobytes)) => told.grown = kilobytes.parse().expect("a number"),
        _ => eprintln!("{line}"),
    });
    told
}

/// The process that is measured: `child KUBECONFIG PODS`.
pub(crate) fn child(arguments: &[String]) {
    measured(arguments, false);
}

/// The same, which goes on until all was listed again: `child-again KUBECONFIG PODS`.
pub(crate) fn child_again(arguments: &[String]) {
    measured(arguments, true);
}

fn measured(arguments: &[String], is_again: bool) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let (file, pods) = match arguments {
        [file, pods] => (Path::new(file).to_owned(), pods.parse::<usize>().expect("a number")),
        _ => return eprintln!("child KUBECONFIG PODS"),
    };
    process::runtime().block_on(async {
        let cluster = process::connected(file, "default").await;
        let before = Usage::own().anonymous;
        let changed = Arc::new(Notify::new());
        let wake = Arc::clone(&changed);
        let lens = Lens { section: Section::Pods, ..Lens::default() };
        let surveying = survey::start(&cluster, &Scope::All, lens, Arc::new(move || wake.notify_one()));
        until(&surveying, &changed, |survey| survey.rows.len() >= SCREEN.min(pods)).await;
        println!("first");
        until(&surveying, &changed, |survey| {
            matches!(survey.link, Link::Live { .. })
                && survey.tally(Section::Pods).is_some_and(|all| all.all >= pods)
        })
        .await;
        println!("all");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let grown = Usage::own().anonymous;
        println!("grown {}", grown.saturating_sub(before));
        if is_again {
            again(&surveying, grown).await;
        }
    });
}

/// Looks at the memory until all was listed again and 2 s longer.
async fn again(surveying: &survey::Surveying, grown: u64) {
    let is_live = || matches!(surveying.newest().link, Link::Live { .. });
    let above = |now: u64| now.cast_signed() - grown.cast_signed();
    let (mut peak, mut was_lost, mut live_since) = (0, false, None);
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let now = above(Usage::own().anonymous);
        peak = now.max(peak);
        was_lost |= !is_live();
        if was_lost && is_live() {
            let since = live_since.get_or_insert_with(Instant::now);
            if since.elapsed() > Duration::from_secs(2) {
                return println!("again {peak} {now}");
            }
        }
    }
}

async fn until(surveying: &survey::Surveying, changed: &Notify, is: impl Fn(&Survey) -> bool) {
    while !is(&surveying.newest()) {
        changed.notified().await;
    }
}
