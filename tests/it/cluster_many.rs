//! The cluster page with many pods, in the real window: 500, and with `CHANGEOVER_LONG=1` 10,000. What the program uses is
//! printed.

#![expect(clippy::print_stderr, reason = "the figures are for the one who runs it")]

use std::{
    env,
    ffi::OsString,
    fs,
    time::{Duration, Instant},
};

use futures::{StreamExt as _, stream};
use k8s_openapi::api::core::v1::Pod;
use kube::{
    Api, Client, Config,
    api::{Patch, PatchParams, PostParams},
    config::{KubeConfigOptions, Kubeconfig},
};
use libtest_mimic::{Completion, Trial};
use serde_json::json;

use crate::{
    cluster_read::runtime,
    support::{
        cluster_namespace::TestNamespace,
        control_plane::ControlPlane,
        screen::Screen,
        window::{Window, in_window},
    },
};

const LONG: Duration = Duration::from_mins(3);

pub fn trials() -> Vec<Trial> {
    vec![in_window("cluster_page::many_pods_are_found_ordered_and_followed", many)]
}

fn count() -> usize {
    if env::var_os("CHANGEOVER_LONG").is_some() { 10_000 } else { 500 }
}

fn name(number: usize) -> String {
    format!("p-{number:05}")
}

/// Nobody schedules them: their states are ours to say.
async fn make(client: &Client, space: &TestNamespace, count: usize) {
    let api: Api<Pod> = Api::namespaced(client.clone(), space.name());
    let one = |number: usize| {
        let api = api.clone();
        async move {
            let pod = json!({"apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": name(number), "labels": {"app": "many", "number": number.to_string()}},
                "spec": {"schedulerName": "nobody", "containers": [{"name": "app", "image": "registry.test/many:1"}]}});
            let pod = serde_json::from_value(pod).expect("a pod");
            api.create(&PostParams::default(), &pod).await.expect("a pod");
        }
    };
    stream::iter((0..count).map(one)).buffer_unordered(20).count().await;
}

async fn client(space: &TestNamespace) -> Client {
    let file = Kubeconfig::read_from(space.kubeconfig()).expect("a kubeconfig");
    let config = Config::from_custom_kubeconfig(file, &KubeConfigOptions::default()).await;
    Client::try_from(config.expect("a configuration")).expect("a client")
}

/// Megabytes that the program holds.
fn resident(window: &Window) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", window.process())).expect("the program runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).expect("a number") / 1024
}

fn arguments(space: &TestNamespace) -> Vec<OsString> {
    vec![
        "--kubeconfig".into(),
        space.kubeconfig().into(),
        "--namespace".into(),
        space.name().into(),
        "--page".into(),
        "cluster".into(),
    ]
}

/// By filter and order; the first rows are in sight in the end.
fn look(screen: &mut Screen, count: usize, last: &str) {
    let title = screen.items().into_iter().find(|item| item.name.starts_with("Pods: 0 / ")).expect("a card");
    screen.click(&title.name);
    screen.wait("Pod p-00000: ", LONG);
    // One of all, by what is typed.
    let sought = name(count - 7);
    screen.fill_at_once("Filter", &sought);
    screen.wait(&format!("Pod {sought}: "), LONG);
    screen.wait_gone("Pod p-00000: ", LONG);
    screen.click("Filter");
    screen.key(egui::Key::End);
    for _ in 0..sought.len() {
        screen.key(egui::Key::Backspace);
    }
    screen.wait("Pod p-00000: ", LONG);
    // The other way round, and back.
    screen.click("Order by Name");
    screen.wait(last, LONG);
    screen.wait_gone("Pod p-00000: ", LONG);
    screen.click("Order by Name");
    screen.wait("Pod p-00000: ", LONG);
}

fn many(plane: &'static ControlPlane) -> Completion {
    let (space, empty) = (plane.namespace("many"), plane.namespace("many-none"));
    let runtime = runtime();
    let client = runtime.block_on(client(&space));
    let count = count();
    runtime.block_on(make(&client, &space, count));
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::open(home.path(), &arguments(&empty), &[]);
    window.screen.wait("Pods: 0 / 0", LONG);
    let before = resident(&window);
    window.again(&arguments(&space), &[]);
    let begun = Instant::now();
    window.screen.wait(&format!("Pods: 0 / {count}, {count} under way"), LONG);
    let (shown, after) = (begun.elapsed(), resident(&window));
    eprintln!(
        "{count} pods: all told {shown:.1?} after the window; {before} MB without, {after} MB with them"
    );
    let screen = &mut window.screen;
    let last = format!("Pod {}: ", name(count - 1));
    look(screen, count, &last);
    // The end of all rows; what happens there is seen there.
    screen.scroll_to_end();
    screen.wait(&last, LONG);
    let api: Api<Pod> = Api::namespaced(client, space.name());
    let status =
        json!({"status": {"phase": "Failed", "reason": "Evicted", "message": "The node was low on memory"}});
    let begun = Instant::now();
    runtime.block_on(async {
        let patched =
            api.patch_status(&name(count - 1), &PatchParams::default(), &Patch::Merge(&status)).await;
        patched.expect("a status");
    });
    screen.wait(
        &format!("{last}The node removed the pod because it ran short of memory or disk (Evicted)"),
        LONG,
    );
    let took = begun.elapsed();
    eprintln!(
        "{count} pods: a change is read {took:.1?} after it was sent; {} MB at the end",
        resident(&window)
    );
    Completion::Completed
}
