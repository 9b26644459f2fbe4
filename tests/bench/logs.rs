//! P7: logs through the API server: how fast they are followed, whether a line is lost, and what a gigabyte of them costs.
//! The pod has written everything before; it is read as a follower reads it who opens the page now.

use std::{
    hash::{DefaultHasher, Hasher as _},
    path::Path,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use changeover::{
    cluster::tail,
    logbook::{
        Find,
        seen::{At, Go, Lens, Part, Seen, Way},
    },
    observed::survey::ItemKey,
};
use tokio::sync::Notify;

use crate::{
    process::{self, Usage},
    support::{cluster_namespace::TestNamespace, control_plane::ControlPlane, eventually},
    table::{Table, Times, number, to_float},
};

/// Followed in full at each run: ten seconds' worth at the bound.
const LINES: u64 = 2_000_000;
/// A gigabyte.
const MANY: u64 = 10_000_000;
const RUNS: usize = 5;
/// Lines a second.
const RATE: f64 = 200_000.0;
const LONG: Duration = Duration::from_mins(5);
/// Behind a line's number, so that it has 100 bytes.
const REST: &str =
    "INFO request for /pkg/icon/haiku.png answered 304 in 12 ms; cache hit; user agent HaikuDepot";

pub(crate) fn p7(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let space = plane.namespace("bench-logs");
    for (name, lines) in [("some", LINES), ("many", MANY)] {
        space.apply(&pod(name, lines));
    }
    for name in ["some", "many"] {
        written(&space, name);
    }
    rate(table, plane, &space);
    gigabyte(table, &space);
}

fn rate(table: &mut Table, plane: &ControlPlane, space: &TestNamespace) {
    let mut whole = 0;
    let ours = Times::of(RUNS, || {
        let mut took = Duration::MAX;
        let told = |line: &str, _: Duration| match line.split_once(' ') {
            Some(("all", millis)) => took = Duration::from_millis(millis.parse().expect("a number")),
            Some(("sum", sum)) => whole += usize::from(sum == expected(LINES).to_string()),
            _ => eprintln!("{line}"),
        };
        process::child("child-logs", arguments(space, "some", LINES), told);
        took
    });
    let theirs = Times::of(2, || {
        let began = Instant::now();
        let mut kubectl = plane.kubectl_command(&space.kubeconfig());
        kubectl.args(["logs", "--timestamps", "some", "-n", space.name()]).stdout(Stdio::null());
        assert!(kubectl.status().expect("kubectl").success());
        began.elapsed()
    });
    let rates = |times: &Times| to_float(LINES) / times.at(50) * 1_000.0;
    table.add(
        &format!("P7: {LINES} lines of 100 bytes followed, to the last line in the book; p50"),
        "≥ 200,000 lines/s, 0 lost",
        format!("{} lines/s, sum of all lines right in {whole} of {RUNS} runs", number(rates(&ours))),
        format!("kubectl logs, to nowhere: {} lines/s", number(rates(&theirs))),
        if whole == RUNS { RATE / rates(&ours) } else { f64::INFINITY },
    );
}

fn gigabyte(table: &mut Table, space: &TestNamespace) {
    let mut row = |what: &str, bound: &str, told: String, of_bound: f64| {
        table.add(&format!("P7: 1 GB of log ({MANY} lines): {what}"), bound, told, "", of_bound);
    };
    let milliseconds = |text: &str| text.parse::<f64>().expect("a number");
    process::child("child-logs", arguments(space, "many", MANY), |line, _| {
        let Some((what, value)) = line.split_once(' ') else { return eprintln!("{line}") };
        match what {
            "memory" => {
                let mega = milliseconds(value) / 1_024.0;
                row("growth of memory", "≤ 100 MB", format!("{} MB", number(mega)), mega / 100.0);
            }
            "end" => row("jump to the end", "≤ 100 ms", format!("{value} ms"), milliseconds(value) / 100.0),
            "word" => row(
                "first hit of a word, in its last line",
                "≤ 1 s",
                format!("{value} ms"),
                milliseconds(value) / 1_000.0,
            ),
            "expression" => row(
                "first hit of a regular expression, in its last line",
                "≤ 1 s",
                format!("{value} ms"),
                milliseconds(value) / 1_000.0,
            ),
            _ => {}
        }
    });
}

fn arguments(space: &TestNamespace, pod: &str, lines: u64) -> [std::ffi::OsString; 4] {
    [space.kubeconfig().into(), space.name().into(), pod.into(), lines.to_string().into()]
}

fn pod(name: &str, lines: u64) -> String {
    format!(
        "apiVersion: v1
kind: Pod
metadata:
  name: {name}
  annotations:
    test.changeover/logs: |
      @repeat {} {{n}} {REST}
      the last line
spec: {{containers: [{{name: app, image: 'registry.test/a:1.0.1'}}]}}
---
",
        lines - 1
    )
}

/// Waits until the pod has written all of it.
fn written(space: &TestNamespace, pod: &str) {
    eventually("everything is written", LONG, || {
        let output = space.kubectl(&["logs", "--tail=1", pod]);
        let last = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if last == "the last line" { Ok(()) } else { Err(last) }
    });
}

/// What all lines add up to.
fn expected(lines: u64) -> u64 {
    let all = (1..lines).map(|number| sum(&format!("{number} {REST}")));
    all.fold(sum("the last line"), u64::wrapping_add)
}

fn sum(line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(line.as_bytes());
    hasher.finish()
}

/// The process that is measured: `child-logs KUBECONFIG NAMESPACE POD LINES`.
pub(crate) fn child(arguments: &[String]) {
    drop(rustls::crypto::ring::default_provider().install_default());
    let [file, namespace, pod, lines] = arguments else {
        return eprintln!("child-logs KUBECONFIG NAMESPACE POD LINES");
    };
    let lines: u64 = lines.parse().expect("a number");
    process::runtime().block_on(follow(Path::new(file), namespace, pod, lines));
}

async fn follow(kubeconfig: &Path, namespace: &str, pod: &str, lines: u64) {
    let cluster = process::connected(kubeconfig.to_owned(), namespace).await;
    let before = Usage::own().anonymous;
    let changed = Arc::new(Notify::new());
    let wake = Arc::clone(&changed);
    let key =
        ItemKey { kind: "Pod".into(), namespace: namespace.into(), name: pod.into(), ..ItemKey::default() };
    let began = Instant::now();
    let tailing = tail::start(&cluster, &key, Part::default(), Arc::new(move || wake.notify_one()));
    let book = tailing.book();
    while book.amount().lines < lines {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    println!("all {}", began.elapsed().as_millis());
    println!("memory {}", Usage::own().anonymous.saturating_sub(before));
    let seen = Screen { tailing: &tailing, changed: &changed };
    // Elsewhere first: the jump must read what is on the disk.
    seen.show(Lens { at: At::Line(lines / 2), count: 60, ..Lens::default() }, |seen| seen.first == lines / 2)
        .await;
    let end = seen
        .show(Lens { count: 60, ..Lens::default() }, |seen| {
            seen.lines.last().is_some_and(|line| line.number + 1 == lines)
        })
        .await;
    println!("end {}", end.as_millis());
    for (number, (name, text, is_regex)) in
        (1..).zip([("word", "the last line", false), ("expression", "the l[aeiou]st l\\w+", true)])
    {
        let find = Find { text: text.to_owned(), is_regex, has_case: false };
        let go = Some(Go { number, way: Way::Next, from: 0 });
        let lens = Lens { count: 60, find, go, ..Lens::default() };
        let took = seen
            .show(lens, |seen| {
                seen.found.went.is_some_and(|(answered, hit)| answered == number && hit.is_some())
            })
            .await;
        println!("{name} {}", took.as_millis());
    }
    let mut total = 0_u64;
    for first in (0..lines).step_by(10_000) {
        for line in book.read(first, 10_000) {
            total = total.wrapping_add(sum(&String::from_utf8_lossy(&line.bytes)));
        }
    }
    println!("sum {total}");
}

struct Screen<'a> {
    tailing: &'a tail::Tailing,
    changed: &'a Notify,
}

impl Screen<'_> {
    /// How long until the screen shows what it asks for.
    async fn show(&self, lens: Lens, is_shown: impl Fn(&Seen) -> bool) -> Duration {
        let began = Instant::now();
        self.tailing.look(lens);
        while !is_shown(&self.tailing.newest()) {
            drop(tokio::time::timeout(LONG, self.changed.notified()).await);
        }
        began.elapsed()
    }
}
