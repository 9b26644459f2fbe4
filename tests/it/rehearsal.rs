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
        window::{Window, in_window},
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

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("rehearsal::the_whole_change_and_its_way_back_unattended", unattended),
        in_window("rehearsal::step_by_step_the_copy_changes_and_nothing_real_does", step_by_step),
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
        let stage = Stage::shop(plane, str::to_owned);
        // What the pods of this control plane start without, and those of a copy do not.
        for secret in ["shop-database", "shop-settings"] {
            let created = ["create", "secret", "generic", secret, "--from-literal=password=hunter2"];
            succeed(&stage.namespace.kubectl(&created));
        }
        let refs = refs(&stage);
        Self { stage, temporary: tempfile::tempdir().expect("a folder for temporary files"), refs }
    }

    fn open(&self, theme: &str) -> Window {
        let set = [("registry", "registry.example"), ("version", NEW), ("ticket", "42")];
        let mut environment = self.stage.environment();
        environment.push(("TMPDIR", self.temporary.path().into()));
        let mut arguments = self.stage.arguments(&set);
        arguments.extend(["--theme".into(), theme.into()]);
        let mut window = Window::open(self.stage.home.path(), &arguments, &environment);
        let screen = &mut window.screen;
        screen.keep_pictures();
        screen.click_within("Take the link from the image", LONG);
        screen.wait_gone("Take the link from the image", LONG);
        screen.wait_ready("Start the change", LONG);
        screen.click_within("Rehearse…", LONG);
        screen.wait_ready("Rehearse unattended", LONG);
        screen.scroll_to_top();
        screen.picture(&format!("rehearse-start-{theme}"));
        window
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
    screen.click_within("End the rehearsal", LONG);
    screen.wait_gone("Rehearsed is what is committed", LONG);
    screen.wait_ready("Start the change", LONG);
    eventually("nothing left behind", LONG, || match worlds(ground.temporary.path()) {
        0 => Ok(()),
        left => Err(left.to_string()),
    });
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
