//! The whole deployment in the real window: every step by clicks, then kubectl, git and the files are asked.
//!
//! `CHANGEOVER_PICTURES=DIR` keeps pictures of start page, wizard, confirmation and end of our own application. Clicks
//! and characters are counted and printed.

#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking; the counts are for the one who runs it"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use changeover::journal::{self, ChangeResult, Entry};
use egui::Key;
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::support::{
    control_plane::ControlPlane,
    eventually,
    screen::Screen,
    stage::{Application, NEW, RESTORE, SHOP, Stage},
    window::{Window, in_window},
};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(90);

/// The application of the shipped procedure.
pub const HAIKUDEPOT: Application = Application {
    procedure: "haikudepot-deploy",
    manifest: "deployments/haikudepotserver.yml",
    deployments: ["haikudepotserver", "haikudepotserver-server-graphics"],
    images: ["ghcr.io/haiku/haikudepotserver", "ghcr.io/haiku/haikudepotserver-server-graphics"],
    source: "https://github.com/haiku/haikudepotserver",
    backup: "haikudepotserver-pgbackup",
    site: Some("siteUrl"),
};

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("window::the_shop_is_deployed_by_clicks", the_shop_is_deployed),
        in_window("window::the_real_manifest_is_deployed_by_clicks", the_real_manifest_is_deployed),
    ]
}

/// Our own application, with a configuration change before and one after, and a ticket.
fn the_shop_is_deployed(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop(plane, str::to_owned);
    let arguments = stage.arguments(&[("registry", "registry.example"), ("version", NEW), ("ticket", "42")]);
    let mut window = Window::open(stage.home.path(), &arguments, &stage.environment());
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Take the link from the image", LONG);
    add_variable(screen, "Add a configuration change before", "Deployment/shop ", "SHOP_CURRENCY", "EUR");
    add_variable(
        screen,
        "Add a configuration change after",
        "Deployment/shop-thumbnails ",
        "SHOP_QUALITY",
        "80",
    );
    start(screen);
    a_dialog_left_by_escape_does_nothing(screen, &stage);
    to_the_backup(screen);
    deed(screen, "Change the file");
    deed(screen, "Change the file");
    deed_in_pictures(screen, "Apply to the cluster");
    deed(screen, "Change the file");
    deed(screen, "Apply to the cluster");
    from_the_checks(screen);
    eprintln!("the shop, with two changes of the configuration: {}", count(screen));
    check(&stage, &window, &SHOP);
    let lines = stage.pushed_lines();
    assert!(lines.iter().any(|line| line.contains("SHOP_CURRENCY")), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("SHOP_QUALITY")), "{lines:#?}");
    assert!(stage.pushed_message().trim_end().ends_with("Closes #42"), "{}", stage.pushed_message());
    Completion::Completed
}

/// The manifest of the real application, byte for byte, by the shipped procedure.
fn the_real_manifest_is_deployed(plane: &'static ControlPlane) -> Completion {
    let files = match real_files() {
        Ok(files) => files,
        Err(why) => return Completion::ignored_with(why),
    };
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    let stage = Stage::set(plane, HAIKUDEPOT, &files);
    let mut window = Window::open(stage.home.path(), &stage.arguments(&[]), &stage.environment());
    let screen = &mut window.screen;
    screen.wait("connected", LONG);
    screen.fill("Version", NEW);
    start(screen);
    to_the_backup(screen);
    deed(screen, "Change the file");
    deed_in_pictures(screen, "Apply to the cluster");
    from_the_checks(screen);
    eprintln!("the real manifest: {}", count(screen));
    assert!(screen.clicks <= 25, "{} clicks", screen.clicks);
    assert!(screen.typed <= 10, "{} characters", screen.typed);
    check(&stage, &window, &HAIKUDEPOT);
    let lines = stage.pushed_lines();
    assert_eq!(lines.len(), 4, "two tags, nothing else: {lines:#?}");
    Completion::Completed
}

/// The real application's manifest and restore job, byte for byte; or why they are not here.
pub fn real_files() -> Result<[(&'static str, String); 2], String> {
    let folder = shared().join("data/haiku");
    let read = |name: &'static str| {
        let text = fs::read_to_string(folder.join(name));
        let why = |_| format!("{name} is not in {} (CHANGEOVER_SHARED)", folder.display());
        text.map(|text| (name, text)).map_err(why)
    };
    Ok([read(HAIKUDEPOT.manifest)?, read(RESTORE)?])
}

fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    env::var_os("CHANGEOVER_SHARED").map_or_else(beside, PathBuf::from)
}

/// Adds an environment variable to the request by its form.
fn add_variable(screen: &mut Screen, add: &str, object: &str, name: &str, value: &str) {
    screen.click(add);
    screen.choose("Object", object);
    screen.fill("Variable", name);
    screen.fill("Value", value);
    screen.click("Add this change");
    screen.wait(name, LONG);
}

/// Takes the link to the build, waits for the checks, starts.
fn start(screen: &mut Screen) {
    screen.click_within("Take the link from the image", LONG);
    screen.wait_gone("Take the link from the image", LONG);
    screen.scroll_to_top();
    screen.picture("start");
    screen.click_within("Start the change", LONG);
}

fn a_dialog_left_by_escape_does_nothing(screen: &mut Screen, stage: &Stage) {
    screen.click_within("Scale to 0…", LONG);
    screen.wait_ready("Scale to 0", LONG);
    screen.key(Key::Escape);
    screen.wait_gone("Cancel", LONG);
    let shop = stage.namespace.get(&["deployment", "shop"]);
    assert_eq!(shop.pointer("/spec/replicas").and_then(Value::as_u64), Some(2));
}

/// Steps 1 to 3: the images (which only reads and needs no click), stop, backup.
fn to_the_backup(screen: &mut Screen) {
    deed(screen, "Scale to 0");
    deed(screen, "Start the job");
}

/// The steps after the roll-out: checks, commit, push, announcement.
fn from_the_checks(screen: &mut Screen) {
    screen.click_within("Yes", LONG);
    deed(screen, "Commit");
    deed(screen, "Push");
    screen.click_within("It was sent", LONG);
    screen.wait("Every step is behind you", LONG);
    screen.picture("end");
}

/// The deed's button, then the same in the dialog.
fn deed(screen: &mut Screen, name: &str) {
    screen.click_within(&format!("{name}…"), LONG);
    screen.click(name);
    screen.wait_gone("Cancel", LONG);
}

/// The same with pictures of step and dialog.
fn deed_in_pictures(screen: &mut Screen, name: &str) {
    screen.wait_ready(&format!("{name}…"), LONG);
    screen.picture("wizard");
    screen.click(&format!("{name}…"));
    screen.wait_ready(name, LONG);
    screen.picture("confirm");
    screen.click(name);
    screen.wait_gone("Cancel", LONG);
}

fn count(screen: &Screen) -> String {
    format!("{} clicks, {} characters typed", screen.clicks, screen.typed)
}

/// Asks kubectl, git and the file system what became of it.
fn check(stage: &Stage, window: &Window, application: &Application) {
    for (name, image) in application.deployments.iter().zip(application.images) {
        let wanted = (format!("{image}:{NEW}"), true);
        eventually(&format!("the pods of {name}"), LONG, || {
            let pods = stage.pods(name);
            if pods.len() == 2 && pods.iter().all(|pod| *pod == wanted) {
                Ok(())
            } else {
                Err(format!("{pods:?}"))
            }
        });
    }
    assert_eq!(stage.pushed_files(), [application.manifest]);
    let lines = stage.pushed_lines();
    let tags = lines.iter().filter(|line| line.starts_with('+') && line.ends_with(&format!(":{NEW}")));
    assert_eq!(tags.count(), 2, "{lines:#?}");
    assert_eq!(stage.repo.status(), "");
    assert_eq!(stage.repo.remote_head(), stage.repo.head());
    let message = stage.pushed_message();
    assert!(message.starts_with("Ada Admin <ada@example.org>"), "{message}");
    let changes = window.changes();
    let [folder] = changes.as_slice() else { panic!("one change: {changes:?}") };
    let name = folder.file_name().expect("a name").to_string_lossy();
    assert!(message.contains(&format!("Change: {name}")), "{message}");
    check_journal(&folder.join("journal.jsonl"));
    let record = fs::read_to_string(folder.join("record.md")).expect("a record");
    let headings = [
        "### Description",
        "### Steps to implement the change",
        "### Configuration Changes",
        "### Rollback Plan",
    ];
    for words in
        headings.into_iter().chain(["245.32 MiB", "Try 1 of", "503", NEW, stage.repo.head().as_str()])
    {
        assert!(record.contains(words), "{words} is missing:\n{record}");
    }
}

fn check_journal(path: &Path) {
    let journaled = journal::read(path).expect("a journal");
    assert_eq!(journaled.damage, None);
    let started = journaled.lines.iter().filter(|line| matches!(line.entry, Entry::Started(_))).count();
    let ended = journaled.lines.iter().filter(|line| matches!(line.entry, Entry::Ended { .. })).count();
    assert_eq!(started, ended);
    let Some(Entry::Opened { steps, .. }) = journaled.lines.first().map(|line| &line.entry) else {
        panic!("no beginning")
    };
    assert_eq!(started, steps.len());
    let last = journaled.lines.last().map(|line| &line.entry);
    assert!(matches!(last, Some(Entry::Finished { result: ChangeResult::Completed, .. })), "{last:?}");
}
