//! Whether live state can be trusted: connections that die without a word, a server that stands still, is stopped and
//! started, or forgot the history, and this machine asleep. On the cluster page and beside a step, in the real window.
//!
//! How long each took is printed; what is judged are generous limits, for machines that are busy.

#![expect(clippy::print_stderr, reason = "the times are for the one who runs it")]

use std::{
    cell::Cell,
    collections::BTreeMap,
    ffi::OsString,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Completion, Trial};

use crate::{
    cluster_read::deployment,
    support::{
        cluster_namespace::{TestNamespace, succeed},
        control_plane::ControlPlane,
        own_server::{OwnServer, freeze},
        screen::{Item, Screen},
        stage::{NEW, Stage},
        swallow::Swallow,
        window::{Window, in_window},
    },
};

/// For what a dead connection may cost on a busy machine; on a quiet one 10 s until it is told, and 5 s until it is over.
const LIMIT: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_mins(2);
/// How the page and the pane begin when their rows are old.
const OLD: &str = "These rows are ";

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("trust::packets_are_lost_under_the_cluster_page", under_the_page),
        in_window("trust::packets_are_lost_beside_a_step", beside_a_step),
        in_window("trust::a_server_that_stands_still_is_told_and_goes_on", stands_still),
        in_window("trust::a_server_is_stopped_and_started_in_mid_watch", stopped_and_started),
        in_window("trust::rows_are_not_live_after_a_sleep", asleep),
    ]
}

/// The cluster page of this namespace.
fn page(home: &Path, kubeconfig: &Path, namespace: &str) -> Window {
    let arguments: Vec<OsString> = vec![
        "--kubeconfig".into(),
        kubeconfig.into(),
        "--namespace".into(),
        namespace.into(),
        "--page".into(),
        "cluster".into(),
    ];
    Window::open(home, &arguments, &[])
}

/// A deployment that runs and one that is not touched.
fn two(plane: &'static ControlPlane, name: &str) -> TestNamespace {
    let space = plane.namespace(name);
    space.apply(&[deployment("web", 1, ""), deployment("other", 1, "")].join("---\n"));
    for name in ["web", "other"] {
        space.wait_for(&["deployment", name], LONG, |one| {
            one.pointer("/status/readyReplicas").and_then(serde_json::Value::as_u64) == Some(1)
        });
    }
    space
}

fn wait_live(screen: &mut Screen) {
    for name in ["web", "other"] {
        screen.wait(&format!("Deployment {name}: Ready"), LONG);
    }
    screen.wait_gone("Connecting", LONG);
    screen.wait_gone(OLD, LONG);
}

fn has(items: &[Item], words: &str) -> bool {
    items.iter().any(|item| item.name.contains(words))
}

/// Waits until it is so, and gives the time; at every look all these rows must be there.
fn keeping(screen: &mut Screen, rows: &[&str], what: &str, is: impl Fn(&[Item]) -> bool) -> Duration {
    let begun = Instant::now();
    loop {
        let items = screen.items();
        for row in rows {
            assert!(has(&items, row), "{row} is lost while “{what}” is waited for\n{}", screen.words());
        }
        if is(&items) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LIMIT, "{what}: not within {LIMIT:?}\n{}", screen.words());
        thread::sleep(Duration::from_millis(30));
    }
}

const WEB: &str = "Deployment web: ";
const OTHER: &str = "Deployment other: Ready";

/// The rows become old, and say how old: ever older. Returns how long that took to be told.
fn becomes_old(screen: &mut Screen) -> Duration {
    let told = keeping(screen, &["Deployment web: Ready", OTHER], "it is said that they are old", |items| {
        has(items, OLD)
    });
    let age =
        |items: &[Item]| items.iter().find(|item| item.name.starts_with(OLD)).map(|item| item.name.clone());
    let first = age(&screen.items());
    keeping(screen, &["Deployment web: Ready", OTHER], "the age grows", |items| {
        age(items).is_some_and(|now| Some(&now) != first.as_ref())
    });
    told
}

/// The server is back: nobody clicks, and what changed meanwhile is there, and is told to be new.
fn becomes_new(screen: &mut Screen, changed: &str) -> Duration {
    keeping(screen, &[WEB, OTHER], "the change made meanwhile", |items| {
        has(items, changed) && !has(items, OLD) && !has(items, "Connecting")
    })
}

fn scale(space: &TestNamespace, name: &str, replicas: u32) {
    succeed(&space.kubectl(&["scale", "deployment", name, &format!("--replicas={replicas}")]));
}

fn under_the_page(plane: &'static ControlPlane) -> Completion {
    let space = two(plane, "trust-page");
    let way = Swallow::to(plane.server());
    let home = tempfile::tempdir().expect("a home");
    let led = way.kubeconfig(&space.kubeconfig(), plane.server());
    let mut window = page(home.path(), &led, space.name());
    let screen = &mut window.screen;
    wait_live(screen);
    way.swallow(true);
    let told = becomes_old(screen);
    scale(&space, "web", 0);
    let before = way.taken();
    thread::sleep(Duration::from_secs(5));
    let tried = way.taken() - before;
    way.swallow(false);
    let back = becomes_new(screen, "Deployment web: Scaled to 0");
    eprintln!(
        "page, packets lost: told after {told:.1?}, new after {back:.1?}; {tried} tries in 5 s meanwhile"
    );
    assert!(tried <= 60, "{tried} connections in 5 s are a flood");
    // So short that nothing was told yet; all connections from before are dead all the same. The small question has one of
    // its own by then, as it has in daily life.
    thread::sleep(Duration::from_secs(8));
    way.swallow(true);
    scale(&space, "web", 1);
    thread::sleep(Duration::from_secs(1));
    way.swallow(false);
    let (begun, told) = (Instant::now(), Cell::new(None));
    let back = keeping(screen, &[WEB, OTHER], "the change made meanwhile", |items| {
        if has(items, OLD) && told.get().is_none() {
            told.set(Some(begun.elapsed()));
        }
        has(items, "Deployment web: Ready") && !has(items, OLD) && !has(items, "Connecting")
    });
    let told = told.get();
    eprintln!("page, connections lost after 1 s of it: told after {told:.1?}, new after {back:.1?}");
    Completion::Completed
}

fn beside_a_step(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop(plane, str::to_owned);
    let way = Swallow::to(plane.server());
    let led = way.kubeconfig(&stage.namespace.kubeconfig(), plane.server());
    let mut arguments =
        stage.arguments(&[("registry", "registry.example"), ("version", NEW), ("ticket", "42")]);
    let at = arguments.iter().position(|argument| argument == "--kubeconfig").expect("a kubeconfig");
    *arguments.get_mut(at + 1).expect("its file") = led.clone().into();
    let mut window = Window::open(stage.home.path(), &arguments, &[("KUBECONFIG", led.into())]);
    let screen = &mut window.screen;
    screen.click_within("Take the link from the image", LONG);
    screen.wait_gone("Take the link from the image", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    screen.wait_ready("Scale to 0…", LONG);
    screen.wait("live · ", LONG);
    screen.wait("2 / 2 ready", LONG);
    way.swallow(true);
    let rows = ["shop", "shop-thumbnails", "2 / 2 ready"];
    let told = keeping(screen, &rows, "it is said that they are old", |items| has(items, OLD));
    assert!(has(&screen.items(), "stale · "), "the foot of the window says so too\n{}", screen.words());
    scale(&stage.namespace, "shop", 3);
    thread::sleep(Duration::from_secs(3));
    way.swallow(false);
    let back = keeping(screen, &["shop", "shop-thumbnails"], "the change made meanwhile", |items| {
        has(items, "3 / 3 ready") && has(items, "live · ") && !has(items, OLD)
    });
    eprintln!("beside a step, packets lost: told after {told:.1?}, new after {back:.1?}");
    Completion::Completed
}

fn stands_still(plane: &'static ControlPlane) -> Completion {
    let space = two(plane, "trust-frozen");
    let server = OwnServer::start(plane);
    let home = tempfile::tempdir().expect("a home");
    let led = other_server(&space.kubeconfig(), plane.server(), &server.address());
    let mut window = page(home.path(), &led, space.name());
    let screen = &mut window.screen;
    wait_live(screen);
    server.freeze(true);
    let told = becomes_old(screen);
    scale(&space, "web", 0);
    server.freeze(false);
    let back = becomes_new(screen, "Deployment web: Scaled to 0");
    eprintln!("page, server frozen: told after {told:.1?}, new after {back:.1?}");
    Completion::Completed
}

/// By somebody whose rights a server that starts does not know at first; its watch caches begin anew, so that it knows
/// nothing of the history and answers 410.
fn stopped_and_started(plane: &'static ControlPlane) -> Completion {
    let space = two(plane, "trust-stopped");
    let mut server = OwnServer::start(plane);
    let home = tempfile::tempdir().expect("a home");
    let led = other_server(&space.kubeconfig_of("viewer"), plane.server(), &server.address());
    let mut window = page(home.path(), &led, space.name());
    let screen = &mut window.screen;
    wait_live(screen);
    server.stop();
    let told = becomes_old(screen);
    scale(&space, "web", 0);
    space.apply(&deployment("later", 1, ""));
    succeed(&space.kubectl(&["delete", "deployment", "later"]));
    let before = server.asked(space.name()).len();
    server.start_again();
    let back = becomes_new(screen, "Deployment web: Scaled to 0");
    eprintln!("page, server stopped: told after {told:.1?}, new {back:.1?} after it was ready again");
    // Nothing more is asked for once it is live.
    thread::sleep(Duration::from_secs(3));
    let asked = server.asked(space.name());
    let since = asked.get(before..).unwrap_or_default();
    let lists = lists(since);
    eprintln!("asked after the start: {} requests, lists {lists:?}", since.len());
    assert!(lists.get("deployments").is_some_and(|count| *count >= 1), "it answered 410: {since:#?}");
    assert!(lists.values().all(|count| *count <= 3), "no flood: {lists:?} {since:#?}");
    assert!(!has(&screen.items(), "later"), "what went meanwhile is gone");
    Completion::Completed
}

/// Lists by kind, streaming ones too.
fn lists(asked: &[String]) -> BTreeMap<String, usize> {
    let mut lists = BTreeMap::new();
    for uri in asked {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        if !query.contains("watch=true") || query.contains("sendInitialEvents=true") {
            let kind = path.rsplit('/').next().unwrap_or_default();
            *lists.entry(kind.to_owned()).or_default() += 1;
        }
    }
    lists
}

fn other_server(kubeconfig: &Path, server: &str, to: &str) -> std::path::PathBuf {
    let text = std::fs::read_to_string(kubeconfig).expect("a kubeconfig");
    let led = kubeconfig.with_extension("own");
    std::fs::write(&led, text.replace(server, to)).expect("a kubeconfig");
    led
}

/// The program stands still for longer than any watch lasts.
fn asleep(plane: &'static ControlPlane) -> Completion {
    let space = two(plane, "trust-asleep");
    let home = tempfile::tempdir().expect("a home");
    let mut window = page(home.path(), &space.kubeconfig(), space.name());
    wait_live(&mut window.screen);
    let process = window.process();
    freeze(process, true);
    scale(&space, "web", 0);
    thread::sleep(Duration::from_secs(28));
    freeze(process, false);
    let begun = Instant::now();
    let screen = &mut window.screen;
    let is_new = |items: &[Item]| has(items, "Deployment web: Scaled to 0");
    let honest =
        keeping(screen, &[WEB, OTHER], "it is old, or new", |items| has(items, OLD) || is_new(items));
    becomes_new(screen, "Deployment web: Scaled to 0");
    eprintln!("page, asleep for 28 s: old or new after {honest:.1?}, new after {:.1?}", begun.elapsed());
    Completion::Completed
}
