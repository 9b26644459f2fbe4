//! A real change is rehearsed: in the window, on a copy. The API server's audit log and the real remote's refs tell
//! whether anything real was written.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use changeover::{
    confirm::{self, Rehearsal},
    journal::Entry,
    names::{Stamp, StepId},
    run::What,
};
use jiff::Timestamp;
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::{
    support::{
        cluster_namespace::succeed,
        control_plane::ControlPlane,
        eventually, on_control_plane,
        screen::Screen,
        stage::{NEW, Stage},
        window::{Window, in_window, in_window_with_database},
    },
    whole_change::{
        self,
        drive::{Drive, worker},
    },
};

/// For what the cluster or a copy decides.
const LONG: Duration = Duration::from_mins(3);
/// The program's own name in the audit log.
const AGENT: &str = "changeover/";

/// A kind that practice cannot know, and one of its objects.
const ROUTES: &str = "
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shoproutes.rehearsal.example}
spec:
  group: rehearsal.example
  scope: Namespaced
  names: {plural: shoproutes, singular: shoproute, kind: ShopRoute}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
";
const ROUTE: &str = "---
apiVersion: rehearsal.example/v1
kind: ShopRoute
metadata:
  name: shop
spec:
  host: shop.example
";

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("rehearsal::the_whole_change_and_its_way_back_unattended", unattended),
        in_window("rehearsal::step_by_step_the_copy_changes_and_nothing_real_does", step_by_step),
        in_window("rehearsal::a_kind_that_practice_does_not_have_is_left_out_and_named", unserved),
        in_window("rehearsal::what_is_held_in_it_is_said_to_go_with_it", held),
        in_window_with_database("rehearsal::each_answer_of_the_way_back_from_the_same_start", each_answer),
        in_window_with_database("rehearsal::stopped_it_keeps_what_was_found", stopped),
        in_window_with_database("rehearsal::programs_in_containers_are_not_played", programs),
        on_control_plane("rehearsal::its_approval_is_refused_for_any_other_server_or_remote", elsewhere),
    ]
}

/// A shop that is ready to be deployed, its window, and what must stay as it is.
struct Ground {
    stage: Stage,
    temporary: tempfile::TempDir,
    refs: [String; 2],
}

impl Ground {
    fn new(plane: &'static ControlPlane) -> Self {
        Self::of(Stage::shop(plane, str::to_owned))
    }

    fn of(stage: Stage) -> Self {
        // What the pods of this control plane start without, and those of a copy do not.
        for secret in ["shop-database", "shop-settings"] {
            let created = ["create", "secret", "generic", secret, "--from-literal=password=hunter2"];
            succeed(&stage.namespace.kubectl(&created));
        }
        let refs = refs(&stage);
        Self { stage, temporary: tempfile::tempdir().expect("a folder for temporary files"), refs }
    }

    /// The rehearsal of the shop's deployment.
    fn open(&self, theme: &str) -> Window {
        let mut window =
            self.window(theme, &[("registry", "registry.example"), ("version", NEW), ("ticket", "42")]);
        let screen = &mut window.screen;
        screen.click_within("Take the link from the image", LONG);
        screen.wait_gone("Take the link from the image", LONG);
        rehearse(screen, theme);
        window
    }

    fn window(&self, theme: &str, set: &[(&str, &str)]) -> Window {
        let mut environment = self.stage.environment();
        environment.push(("TMPDIR", self.temporary.path().into()));
        let mut arguments = self.stage.arguments(set);
        arguments.extend(["--theme".into(), theme.into()]);
        let mut window = Window::open(self.stage.home.path(), &arguments, &environment);
        window.screen.keep_pictures();
        window
    }

    /// The rehearsal is left by its end page or its band: the real page is there again, and nothing is left behind.
    fn left(&self, screen: &mut Screen, by: &str) {
        screen.click_within(by, LONG);
        screen.wait_gone("Rehearsed is what is committed", LONG);
        screen.wait_ready("Start the change", LONG);
        eventually("nothing left behind", LONG, || match worlds(self.temporary.path()) {
            0 => Ok(()),
            left => Err(left.to_string()),
        });
    }

    /// Nothing real was written, and something was read.
    fn check(&self) {
        let mut verbs = BTreeSet::new();
        let log = fs::read_to_string(self.stage.namespace.plane().audit_log()).expect("an audit log");
        let events = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let ours = events.filter(|event| {
            text(event, "/userAgent").starts_with(AGENT)
                && text(event, "/objectRef/namespace") == self.stage.namespace.name()
        });
        for event in ours {
            let verb = text(&event, "/verb").to_owned();
            let is_reading = matches!(verb.as_str(), "get" | "list" | "watch");
            let is_dry = text(&event, "/requestURI").contains("dryRun=All");
            let is_review = text(&event, "/objectRef/resource").starts_with("selfsubject");
            let is_exec = matches!(text(&event, "/objectRef/subresource"), "exec" | "attach" | "portforward");
            assert!((is_reading && !is_exec) || is_dry || is_review, "a write to what is real: {event}");
            verbs.insert(verb);
        }
        assert!(verbs.contains("get"), "what is real was read: {verbs:?}");
        assert_eq!(refs(&self.stage), self.refs, "every ref here and at the remote");
        assert_eq!(self.stage.repo.status(), "");
    }

    fn replicas(&self) -> Option<u64> {
        let shop = self.stage.namespace.get(&["deployment", "shop"]);
        shop.pointer("/spec/replicas").and_then(Value::as_u64)
    }
}

fn unattended(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::new(plane);
    let mut window = ground.open("dark");
    let screen = &mut window.screen;
    screen.click("Rehearse unattended");
    screen.wait("What the rehearsal showed", LONG);
    screen.wait("The way back", LONG);
    screen.picture("rehearse-report");
    let words = screen.words();
    assert!(words.contains(", 0 failed") && !words.contains("still open"), "{words}");
    for part in [
        "nobody outside is asked in a rehearsal",
        "A person does this",
        "What its log says cannot be rehearsed",
        "no program runs",
    ] {
        assert!(words.contains(part), "{part} is missing:\n{words}");
    }
    let images: Vec<String> = ground.stage.pods("shop").into_iter().map(|(image, _)| image).collect();
    assert!(images.iter().all(|image| image.ends_with(":1.0.199")), "{images:?}");
    screen.click("Close");
    screen.picture("rehearse-end");
    assert!(!screen.words().contains("Start another change"), "{}", screen.words());
    screen.click("See the report");
    screen.wait("What the rehearsal showed", LONG);
    screen.click("Close");
    ground.left(screen, "Back to the real change");
    ground.check();
    Completion::Completed
}

/// The shipped deployment: five answers, two of which end in a pause.
fn each_answer(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::of(Stage::as_shipped(plane));
    let build = format!("{}/builds/42", ground.stage.application().source);
    let mut window = ground.window("dark", &[("version", NEW), ("testedBuild", build.as_str())]);
    let screen = &mut window.screen;
    rehearse(screen, "answers");
    screen.click("Rehearse unattended");
    screen.wait("Way back 2 of 5", LONG);
    screen.picture("rehearse-between");
    screen.wait("Way back 5 of 5", LONG);
    screen.wait("What the rehearsal showed", LONG);
    screen.picture("rehearse-answers");
    let words = screen.words();
    for label in [
        "Yes: restore the database",
        "Yes: drop the database first",
        "No: only the application",
        "Unsure: stop and hold",
        "The restore failed: put the renamed database back",
    ] {
        assert!(words.contains(&format!("The way back: {label}")), "{label} is missing:\n{words}");
    }
    assert!(words.contains(", 0 failed") && !words.contains("still open"), "{words}");
    assert!(words.contains("No program runs in the containers of a rehearsal"), "{words}");
    screen.click("Close");
    ground.left(screen, "End the rehearsal");
    ground.check();
    Completion::Completed
}

/// A change whose deeds are programs: they are left out with the reason, and what follows goes on.
fn programs(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::of(Stage::shop_database(plane));
    let mut window = ground.window("light", &[("version", NEW)]);
    let screen = &mut window.screen;
    rehearse(screen, "programs");
    screen.click("Rehearse unattended");
    screen.wait("What the rehearsal showed", LONG);
    screen.picture("rehearse-programs");
    let words = screen.words();
    for part in [
        "No program runs in the containers of a rehearsal",
        "The way back: Restore beside the old one",
        "The way back: Drop it first",
        "The way back: Only start the shop",
        "this answer leads to nothing that could be taken back",
        "What its log says cannot be rehearsed",
        ", 0 failed",
    ] {
        assert!(words.contains(part), "{part} is missing:\n{words}");
    }
    assert!(!words.contains("still open"), "{words}");
    ground.check();
    Completion::Completed
}

/// The person stops it at the second answer: the first one's report stays, and the later ones are said to be open.
fn stopped(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::of(Stage::shop_database(plane));
    let mut window = ground.window("dark", &[("version", NEW)]);
    let screen = &mut window.screen;
    rehearse(screen, "stopped");
    screen.click("Rehearse unattended");
    screen.wait("Way back 1 of", LONG);
    // The next answer is so slow that it can be stopped.
    screen.click_within("Time runs 1 times as fast", LONG);
    screen.wait("Way back 2 of", LONG);
    screen.click_within("Stop, and go on by hand", LONG);
    screen.click_within("Report…", LONG);
    screen.wait("What the rehearsal showed", LONG);
    screen.picture("rehearse-stopped");
    let words = screen.words();
    assert!(words.contains("The rehearsal was stopped before."), "{words}");
    assert!(words.contains("The way back: Restore beside the old one"), "{words}");
    assert!(words.contains("Watch the restore finish"), "what was found stays:\n{words}");
    screen.click("Close");
    ground.left(screen, "End the rehearsal");
    ground.check();
    Completion::Completed
}

/// An object of a `CustomResourceDefinition` in the file that is applied.
fn unserved(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::new(plane);
    let space = &ground.stage.namespace;
    space.apply(ROUTES);
    let crd = ["crd", "shoproutes.rehearsal.example"];
    space.wait_for(&crd, LONG, |found| found.to_string().contains("NamesAccepted"));
    let manifest = ground.stage.application().manifest;
    let text = ground.stage.repo.read(manifest);
    ground.stage.repo.write(manifest, format!("{}\n{ROUTE}", text.trim_end()));
    ground.stage.repo.git(&["commit", "--quiet", "--all", "--message=a route"]);
    ground.stage.repo.git(&["push", "--quiet"]);
    eventually("the route is there", LONG, || {
        let done = space.kubectl_with_input(&["apply", "-f", "-"], ROUTE.as_bytes());
        if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
    });
    let ground = Ground { refs: refs(&ground.stage), ..ground };
    let mut window = ground.open("light");
    let screen = &mut window.screen;
    screen.click("Rehearse unattended");
    screen.wait("What the rehearsal showed", LONG);
    screen.picture("rehearse-unserved");
    let words = screen.words();
    for part in [
        "Not rehearsed: ShopRoute/shop. Practice has no kind ShopRoute in rehearsal.example/v1.",
        "practice has no kind ShopRoute in rehearsal.example/v1, so it is left out of every apply",
        "The pods are played",
        ", 0 failed",
    ] {
        assert!(words.contains(part), "{part} is missing:\n{words}");
    }
    ground.check();
    succeed(&ground.stage.namespace.kubectl(&["delete", "crd", "shoproutes.rehearsal.example"]));
    Completion::Completed
}

fn held(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::new(plane);
    let mut window = ground.open("dark");
    let screen = &mut window.screen;
    screen.click("Rehearse step by step");
    screen.click_within("Hold…", LONG);
    screen.wait("is lost when the rehearsal ends", LONG);
    screen.picture("rehearse-hold");
    screen.type_text("Later");
    screen.click_within("Hold the change", LONG);
    ground.left(screen, "End the rehearsal with the held change");
    ground.check();
    Completion::Completed
}

fn step_by_step(plane: &'static ControlPlane) -> Completion {
    let ground = Ground::new(plane);
    let mut window = ground.open("light");
    let screen = &mut window.screen;
    screen.click("Rehearse step by step");
    for name in ["Scale to 0", "Start the job", "Change the file", "Apply to the cluster"] {
        deed(screen, name);
    }
    screen.wait("nobody outside is asked in a rehearsal", LONG);
    screen.picture("rehearse-limit");
    screen.click("Report…");
    screen.wait("What the rehearsal showed", LONG);
    screen.picture("rehearse-report-light");
    assert_eq!(ground.replicas(), Some(2), "only the copy was scaled");
    ground.check();
    Completion::Completed
}

/// The approval of a rehearsal, given to a worker that is connected to what is real.
fn elsewhere(plane: &'static ControlPlane) {
    let real = whole_change::ground::Ground::new(plane, "rehearsal");
    let worker = worker();
    let session = real.session(&worker);
    let mut drive = Drive::begin(worker, session);
    drive.settle();
    let own = fs::read_to_string(plane.ca()).expect("the real authority");
    let other = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let remote = real.repo.remote();
    for (certificate, remote, refused) in [
        (other, remote.as_path(), "rehearse-other-server"),
        (own.as_str(), Path::new("/elsewhere"), "rehearse-other-remote"),
    ] {
        let ground = confirm::Ground::of(certificate, remote).expect("a ground");
        let by = Stamp { at: Timestamp::now(), who: "Ada".to_owned() };
        let rehearsal = Box::new(Rehearsal::agreed(ground, by));
        let step = StepId::new(drive.step());
        assert_eq!(step.as_str(), "stop");
        drive.event(What::Rehearsed { step: step.clone(), rehearsal, text: None });
        drive.settle();
        assert_eq!(drive.failure().summary.key, refused);
        drive.event(What::LookAgain { step });
        drive.settle();
    }
    let begun = drive
        .lines()
        .into_iter()
        .filter(|line| matches!(&line.entry, Entry::Started(started) if started.step.as_str() == "stop"));
    assert_eq!(begun.count(), 0, "nothing was begun");
    let shop = real.space.get(&["deployment", "shop"]);
    assert_eq!(shop.pointer("/spec/replicas").and_then(Value::as_u64), Some(2));
}

/// From the real start page to the rehearsal's.
fn rehearse(screen: &mut Screen, picture: &str) {
    screen.wait_ready("Start the change", LONG);
    screen.click_within("Rehearse…", LONG);
    screen.wait_ready("Rehearse unattended", LONG);
    screen.scroll_to_top();
    screen.picture(&format!("rehearse-start-{picture}"));
}

/// The deed's button, then the same in the dialog.
fn deed(screen: &mut Screen, name: &str) {
    screen.click_within(&format!("{name}…"), LONG);
    screen.click(name);
    screen.wait_gone("Cancel", LONG);
}

fn refs(stage: &Stage) -> [String; 2] {
    let all = ["for-each-ref", "--format=%(refname) %(objectname)"];
    [stage.repo.git_in(&stage.repo.remote(), &all), stage.repo.git(&all)]
}

fn worlds(temporary: &Path) -> usize {
    let entries = fs::read_dir(temporary).expect("the temporary folder").flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("changeover-practice-")).count()
}

fn text<'a>(event: &'a Value, pointer: &str) -> &'a str {
    event.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
