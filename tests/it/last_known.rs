//! The rows of the last time on the cluster page: there at once when the server is not, with their age, and gone as soon
//! as it has told those of now; never shown as another server's.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use egui::Key;
use libtest_mimic::{Completion, Trial};

use crate::{
    cluster_read::deployment,
    support::{
        cluster_namespace::succeed,
        control_plane::ControlPlane,
        eventually,
        screen::Screen,
        way::Way,
        window::{Window, in_window},
    },
};

const SOON: Duration = Duration::from_secs(30);
const LONG: Duration = Duration::from_mins(2);
/// Stands above the rows of before while the server is asked.
const AS_OF: &str = "As of ";
/// Stands there when it does not answer.
const OLD: &str = "These rows are ";
/// What a row shows nothing of.
const HIDDEN: &str = "hunter2-and-more";

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("last_known::rows_of_the_last_time_are_there_before_the_server", before_the_server),
        in_window("last_known::rows_of_another_server_are_not_shown", another_server),
        in_window("last_known::rows_of_another_user_go_when_the_server_has_answered", another_user),
    ]
}

/// A kubeconfig that leads by that way, under a name that stays the same.
fn kubeconfig(admin: &Path, plane: &ControlPlane, way: &Way) -> PathBuf {
    let text = fs::read_to_string(admin).expect("a kubeconfig");
    let file = admin.with_extension("by-a-way");
    fs::write(&file, text.replace(plane.server(), &format!("https://{}", way.at))).expect("a copy");
    file
}

fn arguments(kubeconfig: &Path) -> Vec<OsString> {
    vec!["--kubeconfig".into(), kubeconfig.into(), "--page".into(), "cluster".into()]
}

fn folder(home: &Path) -> PathBuf {
    home.join("cache/changeover/last-known")
}

/// What is kept, once something is.
fn kept(home: &Path) -> String {
    eventually("rows are kept", SOON, || {
        let files = fs::read_dir(folder(home)).into_iter().flatten().flatten();
        let file =
            files.map(|file| file.path()).find(|file| file.extension().is_some_and(|end| end == "json"));
        file.map(|file| fs::read_to_string(file).expect("text")).ok_or_else(|| "none".to_owned())
    })
}

/// Asks the program to end, as the end of a session does.
fn end(window: &mut Window) {
    window.screen.may_end();
    let asked = Command::new("kill").args(["-TERM", &window.process().to_string()]).output();
    succeed(&asked.expect("a program"));
}

fn has_row(screen: &mut Screen, name: &str) -> bool {
    screen.items().iter().any(|item| item.name.contains(name))
}

/// Ends the program with its rows kept at the end, and not before.
fn close_with_rows(window: &mut Window, home: &Path) -> String {
    kept(home);
    fs::remove_dir_all(folder(home)).expect("removed");
    end(window);
    let text = kept(home);
    window.close();
    text
}

fn before_the_server(plane: &'static ControlPlane) -> Completion {
    let space = plane.namespace("last-known");
    let web = deployment("web", 2, "").replace(
        "name: app, image",
        &format!("env: [{{name: PASSWORD, value: {HIDDEN}}}], name: app, image"),
    );
    space.apply(&web.replacen("{name: web}", &format!("{{name: web, annotations: {{x: {HIDDEN}}}}}"), 1));
    space.apply(&deployment("gone-tomorrow", 1, ""));
    let way = Way::to(plane.server());
    let file = kubeconfig(&space.kubeconfig(), plane, &way);
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::open(home.path(), &arguments(&file), &[]);
    window.screen.wait("Deployment web: Ready", LONG);
    window.screen.wait("Deployment gone-tomorrow: Ready", LONG);
    let text = close_with_rows(&mut window, home.path());
    assert!(text.contains("gone-tomorrow") && !text.contains(HIDDEN), "{text}");
    // Packets are dropped: connections open, and nothing is answered.
    way.silence(true);
    space.kubectl(&["delete", "deployment", "gone-tomorrow"]);
    space.apply(&deployment("newcomer", 1, ""));
    window.again(&arguments(&file), &[]);
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Deployment web: Ready", SOON);
    screen.wait("Workloads: 2 / 2", SOON);
    screen.picture("last-known");
    screen.wait(OLD, SOON);
    screen.wait("The server does not answer", SOON);
    screen.picture("last-known-unreached");
    look_around(screen);
    way.silence(false);
    // Without a click.
    screen.wait("Deployment newcomer: Ready", LONG);
    screen.wait_gone("Deployment gone-tomorrow", SOON);
    screen.wait_gone(OLD, SOON);
    screen.wait_gone(AS_OF, SOON);
    screen.picture("last-known-live");
    Completion::Completed
}

/// The page is used as ever, as far as it is known what runs.
fn look_around(screen: &mut Screen) {
    screen.click("Deployment web: Ready");
    screen.wait("Not connected: only what the row told last is known", SOON);
    screen.wait("registry.test/web:1.0.1", SOON);
    screen.click("YAML");
    screen.picture("last-known-detail");
    screen.wait("Not connected", SOON);
    screen.click("Close");
    screen.wait_gone("Not connected", SOON);
    screen.fill_at_once("Filter", "web");
    screen.wait_gone("Deployment gone-tomorrow", SOON);
    screen.wait("Deployment web: Ready", SOON);
    for _ in 0..3 {
        screen.key(Key::Backspace);
    }
    screen.wait("Deployment gone-tomorrow", SOON);
    // Another page, and back.
    screen.click("Page: change");
    screen.wait_gone("Deployment web", SOON);
    screen.click("Page: cluster");
    screen.wait("Deployment web: Ready", SOON);
}

fn another_server(plane: &'static ControlPlane) -> Completion {
    let space = plane.namespace("last-known-other");
    space.apply(&deployment("web", 1, ""));
    let (way, other) = (Way::to(plane.server()), Way::to(plane.server()));
    let home = tempfile::tempdir().expect("a home");
    let file = kubeconfig(&space.kubeconfig(), plane, &way);
    let mut window = Window::open(home.path(), &arguments(&file), &[]);
    window.screen.wait("Deployment web: Ready", LONG);
    close_with_rows(&mut window, home.path());
    other.silence(true);
    kubeconfig(&space.kubeconfig(), plane, &other);
    window.again(&arguments(&file), &[]);
    window.screen.wait("The server does not answer", SOON);
    assert!(!has_row(&mut window.screen, "Deployment web"), "{}", window.screen.words());
    // The first one again: they are still there.
    way.silence(true);
    kubeconfig(&space.kubeconfig(), plane, &way);
    window.again(&arguments(&file), &[]);
    window.screen.wait("Deployment web: Ready", SOON);
    Completion::Completed
}

/// A token tells nothing about who has it: only the server does.
fn another_user(plane: &'static ControlPlane) -> Completion {
    let space = plane.namespace("last-known-user");
    space.apply(&deployment("web", 1, ""));
    let account = |name: &str| {
        succeed(&space.kubectl(&["create", "serviceaccount", name]));
        succeed(&space.kubectl(&["create", "token", name])).trim().to_owned()
    };
    let (reader, stranger) = (account("reader"), account("stranger"));
    let subject = format!("--serviceaccount={}:reader", space.name());
    succeed(&space.kubectl(&["create", "rolebinding", "reader", "--clusterrole=view", &subject]));
    let authority = plane.ca().display().to_string();
    let file = space.kubeconfig().with_extension("by-token");
    let with = |token: &str| {
        let text = format!(
            "apiVersion: v1
kind: Config
current-context: one
clusters: [{{name: one, cluster: {{server: '{}', certificate-authority: '{authority}'}}}}]
users: [{{name: me, user: {{token: '{token}'}}}}]
contexts: [{{name: one, context: {{cluster: one, user: me, namespace: {}}}}}]
",
            plane.server(),
            space.name()
        );
        fs::write(&file, text).expect("a kubeconfig");
    };
    with(&reader);
    let home = tempfile::tempdir().expect("a home");
    let mut window = Window::open(home.path(), &arguments(&file), &[]);
    window.screen.wait("Deployment web: Ready", LONG);
    close_with_rows(&mut window, home.path());
    with(&stranger);
    window.again(&arguments(&file), &[]);
    // What it may not read is named, and nothing of what the other one could read is left.
    window.screen.wait("Workloads: 0 / 0, Not everything can be read", SOON);
    assert!(!has_row(&mut window.screen, "Deployment web"), "{}", window.screen.words());
    Completion::Completed
}
