//! The program killed at its fault points, in the real window on the real control plane, and taken up again by clicks.
//!
//! One change is carried forward. For each step the program is started with a point at which it ends itself by SIGKILL,
//! started again with the same home, and taken up again. Afterwards the API server's audit log, git and the journal are
//! asked what was done twice, and what was lost. 30 kills; with `CHANGEOVER_LONG=1` ten rounds with every point.

#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking; times and counts are for the one who runs it"
)]

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use changeover::{
    fault::FaultPoint,
    journal::{self, ChangeResult, Entry, Found, Line},
};
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::support::{
    control_plane::ControlPlane,
    eventually, plain,
    press::press,
    stage::{NEW, Stage},
    window::{Window, in_window},
};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(90);
/// A step of the procedure: its identifier, and whether it sends something that changes the world.
const STEPS: [(&str, bool); 11] = [
    ("images", false),
    ("stop", true),
    ("backup", true),
    ("backup-done", false),
    ("bump", true),
    ("apply", true),
    ("site", false),
    ("client", false),
    ("commit", true),
    ("push", true),
    ("announce", false),
];

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("kills::nothing_is_done_twice_or_lost_when_the_program_is_killed", killed_and_taken_up),
        plain("kills::fault_points_and_inspection_are_in_test_builds_only", in_test_builds_only),
    ]
}

fn killed_and_taken_up(plane: &'static ControlPlane) -> Completion {
    let is_long = std::env::var_os("CHANGEOVER_LONG").is_some();
    let rounds = if is_long { 10 } else { 1 };
    for round in 0..rounds {
        let mut kills = Kills::begin(plane);
        for (index, (step, sends)) in STEPS.into_iter().enumerate() {
            for point in
                points(index + round, sends, is_long || !matches!(step, "images" | "site" | "client"))
            {
                kills.kill(index, step, point);
            }
        }
        kills.finish(round);
    }
    Completion::Completed
}

/// The points of a step in one change: behind a request that was sent the step is over or nearly so, hence one of
/// those for each change, another one each round.
fn points(turn: usize, sends: bool, with_first: bool) -> Vec<FaultPoint> {
    let late: &[FaultPoint] = if sends { &FaultPoint::ALL[2..] } else { &FaultPoint::ALL[4..] };
    let late = late.get(turn % late.len()).copied();
    let first = with_first.then_some(FaultPoint::BeforeStartLine);
    first.into_iter().chain([FaultPoint::AfterStartLine]).chain(late).collect()
}

/// One change and what became of the program.
struct Kills {
    stage: Stage,
    window: Window,
    base: String,
    /// Each kill: step, point, time from the start of the program until the change could be taken up.
    done: Vec<(&'static str, FaultPoint, Duration)>,
}

impl Kills {
    /// Starts the change, and leaves the window at its first step.
    fn begin(plane: &'static ControlPlane) -> Self {
        let stage = Stage::shop(plane, str::to_owned);
        let base = stage.repo.head();
        let set = [("registry", "registry.example"), ("version", NEW), ("ticket", "42")];
        let armed = armed(&stage, Some(("images", FaultPoint::BeforeStartLine)));
        let mut window = Window::open(stage.home.path(), &stage.arguments(&set), &armed);
        let screen = &mut window.screen;
        screen.click_within("Take the link from the image", LONG);
        screen.wait_gone("Take the link from the image", LONG);
        screen.scroll_to_top();
        screen.may_end();
        screen.click_within("Start the change", LONG);
        eventually("the first kill", LONG, || {
            screen.items();
            if screen.is_gone() { Ok(()) } else { Err("it runs".to_owned()) }
        });
        Self { stage, window, base, done: Vec::new() }
    }

    /// Takes the change up with this point armed, and goes on until the program is killed there.
    fn kill(&mut self, index: usize, step: &'static str, point: FaultPoint) {
        let took = self.take_up(Some((step, point)));
        match self.go_on(Some(index)) {
            End::Killed => self.done.push((step, point, took)),
            End::Passed | End::Finished => panic!("{step} went by without {}", point.name()),
        }
        if point == FaultPoint::AfterEndLine {
            let found = self.found();
            assert!(found.done > index && found.open.is_none(), "the result of {step} is lost: {found:?}");
        }
    }

    /// Starts the program with the same home and presses "Take up again". Returns how long it took to stand there.
    fn take_up(&mut self, at: Option<(&'static str, FaultPoint)>) -> Duration {
        let armed = armed(&self.stage, at);
        let begun = Instant::now();
        let registry = &self.stage.registry;
        let conf = ["--registries-conf".into(), registry.registries_conf_path.clone().into()];
        let ca = ["--extra-ca".into(), registry.ca_pem_path.clone().into()];
        // Settings of this machine, not of the change; the rest is remembered.
        self.window.again(&[conf, ca].concat(), &armed);
        let screen = &mut self.window.screen;
        let name = screen.wait("Take up again: ", LONG).name;
        let took = begun.elapsed();
        screen.may_end();
        screen.click_within(&name, LONG);
        took
    }

    /// Does what a person would, until the program is killed, the step is behind, or the change is through.
    fn go_on(&mut self, index: Option<usize>) -> End {
        let begun = Instant::now();
        loop {
            let screen = &mut self.window.screen;
            let items = screen.items();
            if screen.is_gone() {
                return End::Killed;
            }
            if items.iter().any(|item| item.name.contains("Every step is behind you")) {
                return End::Finished;
            }
            press(screen, &items);
            let found = self.found();
            if index.is_some_and(|index| found.done > index && found.open.is_none()) {
                // The last line may be the one after which the program ends.
                std::thread::sleep(Duration::from_millis(500));
                self.window.screen.items();
                return if self.window.screen.is_gone() { End::Killed } else { End::Passed };
            }
            let words = || self.window.said();
            if begun.elapsed() > LONG {
                let said = words();
                let journal = fs::read_to_string(found.folder.join("journal.jsonl")).unwrap_or_default();
                let last: Vec<&str> = journal.lines().rev().take(4).collect();
                panic!("nothing goes on\n{found:?}\n{said}\n{last:#?}\n{}", self.window.screen.words());
            }
            std::thread::sleep(Duration::from_millis(60));
        }
    }

    fn found(&self) -> Found {
        let listed = journal::list(&self.window.changes_folder()).expect("the changes");
        listed.found.into_iter().next().expect("one change")
    }

    /// Carries out the rest, and asks everybody what was done.
    fn finish(mut self, round: usize) {
        let took = self.take_up(None);
        assert!(matches!(self.go_on(None), End::Finished));
        let lines = self.lines();
        assert!(
            matches!(
                lines.last().map(|line| &line.entry),
                Some(Entry::Finished { result: ChangeResult::Completed, .. })
            ),
            "{:?}",
            lines.last()
        );
        for (step, _) in STEPS {
            assert!(is_done(&lines, step), "the result of {step} is lost");
        }
        let record = fs::read_to_string(self.folder().join("record.md")).expect("a record");
        for words in ["245.32 MiB", NEW, self.stage.repo.head().as_str()] {
            assert!(record.contains(words), "{words} is missing:\n{record}");
        }
        let again = self.done_again();
        let times: Vec<Duration> = self.done.iter().map(|(_, _, took)| *took).chain([took]).collect();
        let slowest = times.iter().max().copied().unwrap_or_default();
        let middle = {
            let mut sorted = times.clone();
            sorted.sort();
            sorted.get(sorted.len() / 2).copied().unwrap_or_default()
        };
        eprintln!(
            "round {round}: {} kills, {} done twice, 0 results lost, taken up after {middle:?} (median), {slowest:?} (most)",
            self.done.len(),
            again.len()
        );
        assert_eq!(again, Vec::<String>::new());
    }

    fn folder(&self) -> PathBuf {
        let changes = self.window.changes();
        let [folder] = changes.as_slice() else { panic!("one change: {changes:?}") };
        folder.clone()
    }

    fn lines(&self) -> Vec<Line> {
        let journaled = journal::read(&self.folder().join("journal.jsonl")).expect("a journal");
        assert_eq!(journaled.damage, None);
        journaled.lines
    }

    /// Every deed that is made once (the job, the commit, the push) and was made again, as audit log and git tell.
    fn done_again(&self) -> Vec<String> {
        let mut again = Vec::new();
        let log = self.stage.namespace.plane().audit_log();
        let log = fs::read_to_string(log).expect("an audit log");
        let is_ours = |event: &Value| {
            let at = |pointer| event.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            at("/objectRef/namespace") == self.stage.namespace.name()
                && at("/objectRef/resource") == "jobs"
                && at("/verb") == "create"
                && !at("/requestURI").contains("dryRun=All")
        };
        let jobs: Vec<Value> =
            log.lines().filter_map(|line| serde_json::from_str(line).ok()).filter(is_ours).collect();
        if jobs.len() != 1 {
            again.push(format!("{} jobs were asked for: {jobs:#?}", jobs.len()));
        }
        for (where_, commits) in [
            ("here", self.stage.repo.git(&["rev-list", "--count", &format!("{}..main", self.base)])),
            ("at the remote", {
                let range = format!("{}..main", self.base);
                self.stage.repo.git_in(&self.stage.repo.remote(), &["rev-list", "--count", &range])
            }),
        ] {
            if commits.trim() != "1" {
                again.push(format!("{commits} commits {where_}"));
            }
        }
        again
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Killed,
    Passed,
    Finished,
}

fn armed(stage: &Stage, at: Option<(&str, FaultPoint)>) -> Vec<(&'static str, OsString)> {
    let point = at.map(|(step, point)| ("CHANGEOVER_FAULT_POINT", format!("{step}:{}", point.name()).into()));
    stage.environment().into_iter().chain(point).collect()
}

/// Whether the newest try of a step has an end that says "done", in its own words or found out later.
fn is_done(lines: &[Line], step: &str) -> bool {
    let newest = lines.iter().rev().find_map(|line| match &line.entry {
        Entry::Started(started) if started.step.as_str() == step => Some(line.seq),
        _ => None,
    });
    let ends = lines.iter().filter_map(|line| line.entry.end());
    let mut ends = ends.filter(|(of, _)| Some(*of) == newest);
    ends.any(|(_, outcome)| outcome.ending == changeover::action::Ending::Done)
}

/// What only tests may have in the program, as its bytes tell.
const FAULT_POINTS: &str = "CHANGEOVER_FAULT_POINT";
/// What eframe says when it was built without inspection; it names the variable in both builds.
const NO_INSPECTION: &str = "compiled without eframe/inspection";

/// Builds the program as everybody gets it, beside the one of the tests, and looks for what only tests may have.
fn in_test_builds_only() {
    let ours = Path::new(env!("CARGO_BIN_EXE_changeover"));
    let folder = ours.ancestors().nth(2).expect("the target folder");
    let begun = Instant::now();
    // Only the end product goes elsewhere: what was built of the dependencies is used again, and the test build stays.
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--locked", "--bin", "changeover", "--target-dir"])
        .arg(folder.join("as-released"))
        .env("CARGO_BUILD_BUILD_DIR", folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let built = cargo.output().expect("cargo");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    eprintln!("the program as released was built in {:?}", begun.elapsed());
    let program = ours.file_name().expect("a name");
    let released = folder.join("as-released/debug").join(program);
    let shows_nothing = "the test build does not differ, so that this test shows nothing";
    assert!(holds(ours, FAULT_POINTS) && !holds(ours, NO_INSPECTION), "{shows_nothing}");
    assert!(!holds(&released, FAULT_POINTS), "fault points are in the program as released");
    assert!(holds(&released, NO_INSPECTION), "inspection is in the program as released");
}

fn holds(program: &Path, mark: &str) -> bool {
    let bytes = fs::read(program).expect("the program");
    bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
}
