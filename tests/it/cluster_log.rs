//! Logs on the cluster page, from a real API server: all pods of a workload or Job, restarts, broken connections, missing
//! rights, and the pane by clicks.

use std::{sync::Arc, time::Duration};

use changeover::{
    cluster::tail::{self, Tailing},
    logbook::{
        Find, Kind, Line,
        seen::{At, Go, Lens, Part, Seen, Way},
        write_lines,
    },
    observed::survey::ItemKey,
};
use egui::Key;
use libtest_mimic::Trial;
use tokio::runtime::Runtime;

use crate::{
    cluster_read::{open, runtime},
    support::{
        cluster_namespace::{Rule, TestNamespace},
        control_plane::ControlPlane,
        eventually, on_control_plane,
        window::{Window, in_window_alone},
    },
};

const SOON: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("cluster_log::two_pods_stand_in_the_order_of_time", two_pods),
        on_control_plane("cluster_log::a_restart_does_not_lose_the_thread", a_restart),
        on_control_plane("cluster_log::a_jobs_tries_follow_each_other", a_job),
        on_control_plane("cluster_log::a_broken_connection_loses_and_repeats_nothing", a_broken_connection),
        on_control_plane("cluster_log::a_missing_right_is_named", a_missing_right),
        in_window_alone("cluster_log::is_read_by_clicks", by_clicks),
    ]
}

/// The logs of an object, followed.
pub(crate) struct Followed {
    pub(crate) tailing: Tailing,
    _runtime: Runtime,
}

pub(crate) fn follow(
    space: &TestNamespace,
    kubeconfig: &std::path::Path,
    (kind, name): (&str, &str),
    part: Part,
) -> Followed {
    let runtime = runtime();
    let cluster = runtime.block_on(open(kubeconfig, space.name())).expect("a connection");
    let key = ItemKey {
        row: name.into(),
        kind: kind.into(),
        group: None,
        namespace: space.name().into(),
        name: name.into(),
    };
    let _inside = runtime.enter();
    let tailing = tail::start(&cluster, &key, part, Arc::new(|| {}));
    Followed { tailing, _runtime: runtime }
}

impl Followed {
    fn lines(&self) -> Vec<Line> {
        self.tailing.book().read(0, 100_000)
    }

    /// Source, whether it is a sentence of ours, and text of each line.
    pub(crate) fn texts(&self) -> Vec<(u16, bool, String)> {
        let text = |line: Line| {
            let text = String::from_utf8_lossy(&line.bytes).into_owned();
            (line.head.source, line.head.kind == Kind::Note, text)
        };
        self.lines().into_iter().map(text).collect()
    }

    pub(crate) fn until(
        &self,
        what: &str,
        is: impl Fn(&[(u16, bool, String)]) -> bool,
    ) -> Vec<(u16, bool, String)> {
        eventually(what, LONG, || {
            let texts = self.texts();
            if is(&texts) {
                Ok(texts)
            } else {
                Err(format!("{:?} {texts:#?}", self.tailing.newest().standing))
            }
        })
    }

    pub(crate) fn seen(&self, what: &str, is: impl Fn(&Seen) -> bool) -> Arc<Seen> {
        eventually(what, SOON, || {
            let seen = self.tailing.newest();
            if is(&seen) { Ok(seen) } else { Err(format!("{seen:?}")) }
        })
    }
}

/// A workload or Job whose pods write so.
pub(crate) fn writing(kind: &str, name: &str, spec: &str, script: &str) -> String {
    let version = if kind == "Job" { "batch/v1" } else { "apps/v1" };
    let script = serde_json::Value::from(script);
    let restart = if kind == "Job" { "restartPolicy: Never, " } else { "" };
    format!(
        "apiVersion: {version}
kind: {kind}
metadata: {{name: {name}}}
spec:
  {spec}
  template:
    metadata:
      labels: {{app: {name}}}
      annotations:
        test.changeover/logs: {script}
    spec: {{{restart}containers: [{{name: app, image: 'registry.test/{name}:1'}}]}}
"
    )
}

pub(crate) fn deployment(name: &str, replicas: u32, script: &str) -> String {
    let spec = format!("replicas: {replicas}\n  selector: {{matchLabels: {{app: {name}}}}}");
    writing("Deployment", name, &spec, script)
}

pub(crate) fn of_source(texts: &[(u16, bool, String)], source: u16) -> Vec<&str> {
    let own = texts.iter().filter(|(whose, is_note, _)| *whose == source && !is_note);
    own.map(|(_, _, text)| text.as_str()).collect()
}

fn two_pods(plane: &'static ControlPlane) {
    let space = plane.namespace("log-two");
    let script =
        "first\n@repeat 400 line {n}\n@1s second\n@repeat 3 \u{1b}[31mERROR\u{1b}[0m later {n}\n@1s last";
    space.apply(&deployment("web", 2, script));
    // Both have written all before anybody looks: only the times say what came when.
    let early = follow(&space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
    early.until("both have written all", |texts| {
        texts.iter().filter(|(_, _, text)| text == "last").count() == 2
    });
    let followed = follow(&space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
    let texts = followed.until("all is read", |texts| texts.len() == 2 * 406);
    let mut wanted = vec!["first".to_owned()];
    wanted.extend((1..=400).map(|number| format!("line {number}")));
    wanted.push("second".to_owned());
    wanted.extend((1..=3).map(|number| format!("\u{1b}[31mERROR\u{1b}[0m later {number}")));
    wanted.push("last".to_owned());
    assert_eq!(of_source(&texts, 0), wanted);
    assert_eq!(of_source(&texts, 1), wanted);
    let times: Vec<_> = followed.lines().iter().map(|line| line.head.at).collect();
    assert!(times.iter().all(Option::is_some), "each has its time");
    in_order(&space);
    assert_eq!(early.texts().len(), texts.len(), "who followed from the beginning has the same");
    let find = Find { text: "error later 2".to_owned(), ..Find::default() };
    let go = Some(Go { number: 1, way: Way::Next, from: 0 });
    followed.tailing.look(Lens { at: At::Line(0), count: 50, find, go });
    let seen = followed.seen("it is found", |seen| {
        seen.found.is_whole
            && seen.found.went.is_some_and(|(_, line)| line.is_some_and(|(_, place)| place == 1))
    });
    assert_eq!((seen.found.count, seen.lines.len(), seen.standing.sources.len()), (2, 50, 2));
    let first_error = seen.first_error.expect("lines that look like errors");
    let line = followed.tailing.book().read(first_error, 1).pop().expect("the line");
    assert!(String::from_utf8_lossy(&line.bytes).contains("ERROR"), "{line:?}");
    let mut saved = Vec::new();
    write_lines(&followed.tailing.book(), 0..10_000, |_| String::new(), &mut saved).expect("written");
    let saved = String::from_utf8(saved).expect("text");
    assert_eq!(saved.lines().count(), 2 * 406);
    assert!(!saved.contains('\u{1b}'), "nothing that a terminal would obey");
    // A pod that comes later joins, and one that went keeps its lines.
    space.kubectl(&["delete", "pod", "--all", "--wait=false"]);
    let texts = early.until("four have written all", |texts| {
        texts.iter().filter(|(_, _, text)| text == "last").count() == 4
    });
    assert_eq!(of_source(&texts, 0), wanted);
    assert_eq!(of_source(&texts, 3), wanted);
}

/// What was written before anybody looked stands in the order of time. A machine that is busy may take so long for one of
/// the connections that nobody waits for it: then it is looked again.
fn in_order(space: &TestNamespace) {
    eventually("the order of time", LONG, || {
        let followed = follow(space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
        followed.until("all is read", |texts| texts.len() == 2 * 406);
        let lines = followed.lines();
        if lines.is_sorted_by_key(|line| line.head.at) { Ok(()) } else { Err("not sorted".to_owned()) }
    });
}

fn a_restart(plane: &'static ControlPlane) {
    let space = plane.namespace("log-restart");
    space.apply(&deployment("web", 1, "start\n@500ms\nlast words\n@exit 3"));
    let followed = follow(&space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
    let texts = followed.until("it was started three times", |texts| of_source(texts, 0).len() >= 6);
    let own = of_source(&texts, 0);
    for pair in own.chunks_exact(2) {
        assert_eq!(pair, ["start", "last words"], "{texts:#?}");
    }
    let notes: Vec<&String> =
        texts.iter().filter(|(_, is_note, _)| *is_note).map(|(_, _, text)| text).collect();
    // A busy machine may see two restarts at once, and says so.
    let is_told =
        |restart: &str| notes.iter().any(|note| note.contains(restart) || note.contains("was not seen"));
    assert!(is_told("(restart 1)") && is_told("(restart 2)"), "{notes:?}");
    let part = Part { previous: true, ..Part::default() };
    let previous = follow(&space, &space.kubeconfig(), ("Deployment", "web"), part);
    let texts = previous.until("the one before the restart", |texts| texts.len() >= 2);
    assert_eq!(of_source(&texts, 0), ["start", "last words"], "{texts:?}");
}

fn a_job(plane: &'static ControlPlane) {
    let space = plane.namespace("log-job");
    space.apply(&writing("Job", "dump", "backoffLimit: 1", "try\n@500ms\nfailed\n@exit 3"));
    let followed = follow(&space, &space.kubeconfig(), ("Job", "dump"), Part::default());
    let texts = followed.until("both tries have ended", |texts| {
        texts.iter().filter(|(_, _, text)| text.contains("ended with exit code 3")).count() == 2
    });
    let lines: Vec<(u16, &str)> = texts
        .iter()
        .filter(|(_, is_note, _)| !is_note)
        .map(|(source, _, text)| (*source, text.as_str()))
        .collect();
    assert_eq!(lines, [(0, "try"), (0, "failed"), (1, "try"), (1, "failed")], "{texts:#?}");
    let seen = followed.seen("nothing is awaited", |seen| seen.standing.pods == 2);
    assert!(seen.standing.failures.is_empty(), "{seen:?}");
}

fn a_broken_connection(plane: &'static ControlPlane) {
    let space = plane.namespace("log-broken");
    let script = "start\n@repeat 500 same\n@1s\n@cut\nafter the cut\n@500ms\n@cut\n@repeat 500 same\nlast";
    space.apply(&deployment("web", 1, script));
    let followed = follow(&space, &space.kubeconfig(), ("Deployment", "web"), Part::default());
    let texts = followed.until("the end", |texts| texts.iter().any(|(_, _, text)| text == "last"));
    let mut wanted = vec!["start"];
    wanted.extend(std::iter::repeat_n("same", 500));
    wanted.push("after the cut");
    wanted.extend(std::iter::repeat_n("same", 500));
    wanted.push("last");
    assert_eq!(of_source(&texts, 0), wanted);
}

fn a_missing_right(plane: &'static ControlPlane) {
    let space = plane.namespace("log-rights");
    space.apply(&deployment("web", 1, "secret"));
    let rules = [Rule {
        groups: &["", "apps"],
        resources: &["pods", "deployments"],
        verbs: &["get", "list", "watch"],
    }];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    let followed = follow(&space, &kubeconfig, ("Deployment", "web"), Part::default());
    let seen = followed.seen("the refusal", |seen| !seen.standing.failures.is_empty());
    let words =
        format!("{:?}", seen.standing.failures.iter().map(|why| why.summary.text()).collect::<Vec<_>>());
    assert!(words.contains("get") && words.contains("(log)"), "{words}");
    assert!(followed.lines().is_empty());
}

fn by_clicks() {
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::practise(home.path(), home.path());
    window.screen.keep_pictures();
    let screen = &mut window.screen;
    screen.wait("all good", LONG);
    screen.click("Page: cluster");
    screen.wait("Workloads: 3 / 3, All as wanted", LONG);
    screen.click("Deployment postgres: Ready");
    screen.wait("Copy the kubectl line", SOON);
    screen.click("Logs");
    screen.wait("database system is ready to accept connections", LONG);
    screen.wait("1 container is followed", SOON);
    screen.fill_at_once("Find in the log", "READY to");
    screen.wait("1 of 1 line", SOON);
    screen.picture("cluster-log");
    screen.click("Match case");
    screen.wait("not found", SOON);
    screen.click("Times");
    screen.click("Large");
    screen.wait_gone("Workloads: 3 / 3, All as wanted", SOON);
    screen.key(Key::End);
    screen.picture("cluster-log-large");
    screen.click("Large");
    screen.wait("Workloads: 3 / 3, All as wanted", SOON);
    screen.click("Overview");
    screen.wait_gone("database system is ready to accept connections", SOON);
}
