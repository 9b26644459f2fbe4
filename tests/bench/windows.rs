//! P1, P3, P4, P5: the real window, on a display of its own.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use egui::{Rect, pos2, vec2};
use futures::StreamExt as _;
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api,
    api::{Patch, PatchParams},
};
use serde_json::json;

use crate::{
    lists,
    pixels::Eye,
    process::{self, Usage},
    support::{control_plane::ControlPlane, screen::Item, window::Window},
    table::{Table, Times, number, to_float},
};

const RUNS: usize = 20;
/// How long pods change.
const BUSY: Duration = Duration::from_secs(15);
const LONG: Duration = Duration::from_mins(2);
/// Ticks of a processor's time in a second.
const TICKS: f64 = 100.0;

/// A part of the window that is never empty.
fn middle() -> Rect {
    Rect::from_min_size(pos2(100.0, 60.0), vec2(400.0, 400.0))
}

pub(crate) fn p1(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let live = plane.kubeconfig("admin");
    // A server that takes connections and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let home = tempfile::tempdir().expect("a home");
    let dead = home.path().join("dead.kubeconfig");
    let address = format!("https://{}", silent.local_addr().expect("an address"));
    let text = fs::read_to_string(&live).expect("a kubeconfig");
    fs::write(&dead, text.replace(plane.server(), &address)).expect("a file");
    for (what, file, asked) in [("", &live, RUNS), (", the API server's port black-holed", &dead, RUNS)] {
        let arguments: Vec<OsString> = vec!["--kubeconfig".into(), file.into()];
        let mut window = Window::open(home.path(), &arguments, &[]);
        let times = Times::of(asked, || first_picture(&mut window, &arguments));
        let clicks = Times::of(5, || click(&mut window));
        let others = format!("a click shows after {} ms", number(clicks.at(100)));
        let title = format!("P1: process start → first picture{what}; p50 / p95 / max");
        table.add(&title, "p95 ≤ 300 ms", times.told(), others, times.at(95) / 300.0);
    }
}

/// Ends the program and starts it again; how long until something stands on the display.
fn first_picture(window: &mut Window, arguments: &[OsString]) -> Duration {
    window.close();
    let eye = Eye::open(&window.number);
    let limit = Instant::now() + LONG;
    while eye.has_something(middle()) && Instant::now() < limit {
        thread::sleep(Duration::from_millis(5));
    }
    let (stop, began) = (Arc::new(AtomicBool::new(false)), Instant::now());
    let stopped = Arc::clone(&stop);
    let seen = thread::Builder::new().name("eye".to_owned()).spawn(move || {
        while !stopped.load(Ordering::Relaxed) {
            if eye.has_something(middle()) {
                return Some(began.elapsed());
            }
            thread::sleep(Duration::from_millis(2));
        }
        None
    });
    let seen = seen.expect("a thread");
    window.again(arguments, &[]);
    thread::sleep(Duration::from_secs(1));
    stop.store(true, Ordering::Relaxed);
    seen.join().expect("a thread").expect("a picture")
}

/// From a click to the other page on the display.
fn click(window: &mut Window) -> Duration {
    let eye = Eye::open(&window.number);
    let place = window.screen.wait_ready("Page: cluster", LONG);
    let before = eye.look(middle());
    let began = Instant::now();
    window.screen.press_at(place);
    while eye.look(middle()) == before && began.elapsed() < LONG {
        thread::sleep(Duration::from_millis(1));
    }
    let took = began.elapsed();
    window.screen.click("Page: change");
    took
}

/// Opens the cluster page of a namespace.
fn cluster_page(home: &Path, plane: &ControlPlane, namespace: &str) -> Window {
    let arguments: Vec<OsString> = vec![
        "--kubeconfig".into(),
        plane.kubeconfig("admin").into(),
        "--namespace".into(),
        namespace.into(),
        "--page".into(),
        "cluster".into(),
    ];
    Window::open(home, &arguments, &[("RUST_LOG", "changeover::app::frames=trace".into())])
}

pub(crate) fn p3(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let space = plane.namespace("bench-pixels");
    let names: Vec<String> = (0..60).map(|number| format!("p-{number:02}")).collect();
    // Nobody schedules these: their states are ours to say.
    let pod = |name: &String| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{schedulerName: nobody, containers: [{{name: app, image: 'registry.test/a:1.0.1'}}]}}\n"
        )
    };
    space.apply(&names.iter().map(pod).collect::<Vec<_>>().join("---\n"));
    let home = tempfile::tempdir().expect("a home");
    let mut window = cluster_page(home.path(), plane, space.name());
    let tally = window.screen.wait("/ 60, ", LONG);
    window.screen.click(&tally.name);
    let marked = "Pod p-07: ";
    let row = window.screen.wait(marked, LONG);
    let cell = state_of(&row);
    let eye = Eye::open(&window.number);
    let lines = watched(plane, space.name());
    let runtime = process::runtime();
    let api = runtime.block_on(pods(&plane.kubeconfig("admin"), space.name()));
    // The others change 50 times a second.
    let (others, noise) = (names.clone(), api.clone());
    let load = runtime.spawn(async move {
        let mut every = tokio::time::interval(Duration::from_millis(20));
        for number in 0_usize.. {
            every.tick().await;
            if let Some(name) = others.get(number % others.len()).filter(|name| *name != "p-07") {
                say(&noise, name, &format!("Noise{number}")).await;
            }
        }
    });
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for number in 0..200 {
        thread::sleep(Duration::from_millis(150));
        while lines.try_recv().is_ok() {}
        let reason = format!("Turn{number}");
        let before = eye.look(cell);
        let began = Instant::now();
        runtime.block_on(say(&api, "p-07", &reason));
        // Asking without a pause would take the program's time on a small machine.
        while eye.look(cell) == before && began.elapsed() < LONG {
            thread::sleep(Duration::from_millis(1));
        }
        ours.push(began.elapsed());
        let is_told = |line: &(Instant, String)| line.1.starts_with("p-07 ") && line.1.contains(&reason);
        let told = lines.iter().find(is_told).map(|(at, _)| at.saturating_duration_since(began));
        theirs.extend(told);
    }
    load.abort();
    let (ours, theirs): (Times, Times) = (ours.into_iter().collect(), theirs.into_iter().collect());
    let others = format!("kubectl get -w, through a pipe: {}", theirs.told());
    let told = format!("{}; p99 {} ms", ours.told(), number(ours.at(99)));
    let limit = (ours.at(50) / 40.0).max(ours.at(99) / 100.0).max(ours.at(50) / (theirs.at(50) + 45.0));
    let title = "P3: change asked of the server → pixels, 50 events/s; p50 / p95 / max";
    table.add(title, "p50 ≤ 40 ms, p99 ≤ 100 ms, ≤ kubectl + 45 ms", told, others, limit);
}

/// Where a row tells its state: somewhere behind the name, before the ages at the right edge.
fn state_of(row: &Item) -> Rect {
    let name = row.at.expect("a place");
    Rect::from_min_size(pos2(name.right() + 8.0, name.top() + 2.0), vec2(700.0, name.height() - 4.0))
}

/// Lines of `kubectl get -w`, each with its moment.
fn watched(plane: &ControlPlane, namespace: &str) -> mpsc::Receiver<(Instant, String)> {
    let mut command = plane.kubectl_command(&plane.kubeconfig("admin"));
    command.args(["get", "pods", "-w", "--no-headers", "-n", namespace]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("kubectl");
    let (sender, lines) = mpsc::channel();
    let told = child.stdout.take().expect("a pipe");
    let follow = move || {
        for line in BufReader::new(told).lines().map_while(Result::ok) {
            if sender.send((Instant::now(), line)).is_err() {
                break;
            }
        }
        drop(child.kill());
        drop(child.wait());
    };
    drop(thread::Builder::new().name("kubectl".to_owned()).spawn(follow).expect("a thread"));
    lines
}

async fn pods(kubeconfig: &Path, namespace: &str) -> Api<Pod> {
    let read = kube::config::Kubeconfig::read_from(kubeconfig).expect("a kubeconfig");
    let options = kube::config::KubeConfigOptions::default();
    let config = kube::Config::from_custom_kubeconfig(read, &options).await.expect("a configuration");
    Api::namespaced(kube::Client::try_from(config).expect("a client"), namespace)
}

/// A pod's container waits for that reason from now on.
async fn say(api: &Api<Pod>, pod: &str, reason: &str) {
    let container = json!({"name": "app", "image": "registry.test/a:1.0.1", "imageID": "", "ready": false,
        "restartCount": 0, "state": {"waiting": {"reason": reason}}});
    let patch = json!({"status": {"phase": "Pending", "containerStatuses": [container]}});
    api.patch_status(pod, &PatchParams::default(), &Patch::Merge(patch)).await.expect("a patch");
}

pub(crate) fn p4(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let pods = 10_000;
    let home = tempfile::tempdir().expect("a home");
    let empty = plane.namespace("bench-empty");
    let window = cluster_page(home.path(), plane, empty.name());
    thread::sleep(Duration::from_secs(5));
    let before = Usage::of(window.process());
    drop(window);
    let space = lists::with_pods(plane, pods);
    let mut window = cluster_page(home.path(), plane, space.name());
    window.screen.wait("Pods: 10000", LONG);
    thread::sleep(Duration::from_secs(5));
    let after = Usage::of(window.process());
    let grown = after.anonymous.saturating_sub(before.anonymous) / 1_024;
    let title = format!("P4: the window with {pods} pods watched: whole process (own growth)");
    let told = format!("{} MB ({grown} MB more than with none)", after.resident / 1_024);
    let of_bound = (to_float(after.resident) / 1_024.0 / 180.0).max(to_float(grown) / 20.0);
    table.add(&title, "≤ 180 MB, growth ≤ 20 MB", told, "", of_bound);
    changing(table, plane, &window, space.name(), pods);
}

/// P6 in the real window: what our own drawing cost in each frame while pods change as fast as the server takes it.
fn changing(table: &mut Table, plane: &ControlPlane, window: &Window, namespace: &str, pods: usize) {
    let runtime = process::runtime();
    let api = runtime.block_on(self::pods(&plane.kubeconfig("admin"), namespace));
    let before = window.said().len();
    let began = Instant::now();
    let changed = runtime.block_on(async {
        let listed = api.list_metadata(&kube::api::ListParams::default()).await.expect("a list").items;
        let names = listed.into_iter().filter_map(|pod| pod.metadata.name).cycle();
        let until = Instant::now() + BUSY;
        let one = |(turn, name): (usize, String)| {
            let api = &api;
            async move {
                let label = json!({"metadata": {"labels": {"turn": turn.to_string()}}});
                api.patch_metadata(&name, &PatchParams::default(), &Patch::Merge(label))
                    .await
                    .expect("a patch");
            }
        };
        let patches = names.enumerate().take_while(|_| Instant::now() < until).map(one);
        futures::stream::iter(patches).buffer_unordered(32).count().await
    });
    let rate = to_float(changed as u64) / began.elapsed().as_secs_f64();
    thread::sleep(Duration::from_secs(1));
    let said = window.said();
    let frames: Times = said.get(before..).unwrap_or_default().lines().filter_map(cpu_of).collect();
    let title = format!(
        "P6: our drawing in the window, {pods} rows, {} changes/s, {} frames; p50 / p95 / max",
        number(rate),
        frames.runs()
    );
    let told = format!("{}; p99 {} ms", frames.told(), number(frames.at(99)));
    let of_bound = (frames.at(99) / 4.0).max(frames.at(100) / 16.0);
    table.add(&title, "p99 ≤ 4 ms, max ≤ 16 ms (at 1,000 changes/s)", told, "", of_bound);
}

/// What a line of the frames' log says of the thread's own work.
fn cpu_of(line: &str) -> Option<Duration> {
    let (_, rest) = line.split_once(" cpu=")?;
    Some(Duration::from_micros(rest.split_whitespace().next()?.parse().ok()?))
}

pub(crate) fn p5(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let space = lists::with_pods(plane, 50);
    let home = tempfile::tempdir().expect("a home");
    let mut window = cluster_page(home.path(), plane, space.name());
    window.screen.wait("Pods: 50", LONG);
    // Until the youngest pod's age is told in minutes only.
    thread::sleep(Duration::from_secs(640));
    let said = window.said().matches("app::frames").count();
    let before = Usage::of(window.process());
    thread::sleep(Duration::from_mins(1));
    let after = Usage::of(window.process());
    let frames = window.said().matches("app::frames").count() - said;
    let percent = to_float(after.ticks.saturating_sub(before.ticks)) / TICKS / 60.0 * 100.0;
    let told = format!("{} % of a core, {frames} repaints", number(percent));
    let of_bound = (percent / 0.2).max(to_float(frames as u64) / 2.0);
    table.add(
        "P5: nothing happens, ten watches, 60 s",
        "≤ 0.2 % of a core, ≤ 2 repaints",
        told,
        "",
        of_bound,
    );
}
