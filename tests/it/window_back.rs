//! The way back in the real window: unsure first, then "no", after a crash of the window too, and of a change that has
//! ended and was pushed. Afterwards cluster, file and remote are as before.

use std::{fs, time::Duration};

use changeover::journal::{self, ChangeResult, Entry};
use libtest_mimic::{Completion, Trial};
use serde_json::{Value, json};

use crate::{
    support::{
        control_plane::ControlPlane,
        eventually,
        press::press_until,
        stage::{NEW, SHOP, Stage},
        window::{Window, in_window},
    },
    whole_change::with_way_back,
};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(90);
const OLD: &str = "1.0.199";
const FILE: &str = "deployments/shop.yml";

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("window::unsure_holds_and_no_takes_everything_back", unsure_then_no),
        in_window("window::a_pushed_change_is_taken_back_from_the_start_page", after_the_end),
    ]
}

fn open(stage: &Stage) -> Window {
    let arguments = stage.arguments(&[("registry", "registry.example"), ("version", NEW), ("ticket", "42")]);
    let mut window = Window::open(stage.home.path(), &arguments, &stage.environment());
    let screen = &mut window.screen;
    screen.click_within("Take the link from the image", LONG);
    screen.wait_gone("Take the link from the image", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    window
}

/// What must be as before: numbers, images, file, remote.
fn state(stage: &Stage) -> (Value, String, String) {
    let shops = SHOP.deployments.map(|name| {
        let shop = stage.namespace.get(&["deployment", name]);
        json!([shop.pointer("/spec/replicas"), shop.pointer("/spec/template/spec")])
    });
    let remote = stage.repo.git(&["show", &format!("{}:{FILE}", stage.repo.remote_head())]);
    (json!(shops), stage.repo.read(FILE), remote)
}

fn unsure_then_no(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop(plane, with_way_back);
    let before = state(&stage);
    let mut window = open(&stage);
    window.screen.keep_pictures();
    press_until(&mut window.screen, "Can something be put into the basket?");
    window.screen.click("Roll back…");
    window.screen.wait("Did the new version change the data?", LONG);
    window.screen.picture("rollback");
    window.screen.click("Unsure");
    press_until(&mut window.screen, "The change waits: Think");
    let shop = stage.namespace.get(&["deployment", "shop"]);
    assert_eq!(shop.pointer("/spec/replicas").and_then(Value::as_u64), Some(0), "stopped");
    // The machine is taken away in mid-hold; the change is taken up again where it stood.
    let registry = &stage.registry;
    let conf = ["--registries-conf".into(), registry.registries_conf_path.clone().into()];
    let ca = ["--extra-ca".into(), registry.ca_pem_path.clone().into()];
    window.again(&[conf, ca].concat(), &stage.environment());
    let name = window.screen.wait("Take up again: ", LONG).name;
    window.screen.picture("unfinished");
    window.screen.click_within(&name, LONG);
    window.screen.wait("The change waits: Think", LONG);
    window.screen.click_within("Go on", LONG);
    window.screen.wait("Did the new version change the data?", LONG);
    window.screen.click("No");
    press_until(&mut window.screen, "Rolled back: ");
    is_as_before(&stage, &window, &before);
    Completion::Completed
}

fn after_the_end(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop(plane, with_way_back);
    let before = state(&stage);
    let mut window = open(&stage);
    press_until(&mut window.screen, "Every step is behind you");
    assert!(stage.repo.remote_head() == stage.repo.head() && stage.repo.read(FILE).contains(NEW));
    window.screen.click("Roll back…");
    window.screen.wait("Did the new version change the data?", LONG);
    window.screen.click("No");
    press_until(&mut window.screen, "Rolled back: ");
    is_as_before(&stage, &window, &before);
    let message = stage.repo.git(&["log", "-1", "--format=%s"]);
    assert!(message.starts_with("Revert "), "pushed as a revert: {message}");
    Completion::Completed
}

fn is_as_before(stage: &Stage, window: &Window, before: &(Value, String, String)) {
    for (name, image) in SHOP.deployments.iter().zip(SHOP.images) {
        let wanted = (format!("{image}:{OLD}"), true);
        eventually(&format!("the pods of {name}"), LONG, || {
            let pods = stage.pods(name);
            let is_so = pods.len() == 2 && pods.iter().all(|pod| *pod == wanted);
            if is_so { Ok(()) } else { Err(format!("{pods:?}")) }
        });
    }
    assert_eq!(state(stage), *before);
    assert_eq!(stage.repo.status(), "");
    let changes = window.changes();
    let folder = changes.first().expect("a change");
    let journaled = journal::read(&folder.join("journal.jsonl")).expect("a journal");
    let last = journaled.lines.last().map(|line| &line.entry);
    assert!(matches!(last, Some(Entry::Finished { result: ChangeResult::RolledBack, .. })), "{last:?}");
    let record = fs::read_to_string(folder.join("record.md")).expect("a record");
    assert!(record.contains("rolled back") && record.contains("What happened besides"), "{record}");
}
