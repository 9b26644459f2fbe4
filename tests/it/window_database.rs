//! The way back in the real window with a real PostgreSQL, from every step and by every answer: by clicks and typed words.
//!
//! The procedure is the shipped one, its names turned into our own application's. Afterwards cluster, files, history,
//! remote and databases are compared with those before the change. One trial for each answer; all of them with
//! `CHANGEOVER_LONG=1`. `CHANGEOVER_PICTURES=DIR` keeps pictures of the way back.

#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking; times and counts are for the one who runs it"
)]

use std::{
    env, fs,
    time::{Duration, Instant},
};

use changeover::journal::{self, ChangeResult, Entry, Found};
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::support::{
    control_plane::ControlPlane,
    database::Restore,
    eventually,
    press::{press, press_until, press_until_item},
    screen::{FAILED, Screen},
    stage::{NEW, Stage},
    window::{Window, in_window_with_database},
    world::World,
};
use crate::window::{HAIKUDEPOT, real_files};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_mins(3);
/// Between two looks at the window: each draws it.
const LOOK: Duration = Duration::from_millis(150);
/// The steps in their order. Behind `apply` the question is asked.
const STEPS: [&str; 11] = [
    "images",
    "stop",
    "backup",
    "backup-done",
    "bump",
    "apply",
    "site",
    "client",
    "commit",
    "push",
    "announce",
];
const QUESTION: &str = "Did a database migration of this change run, or fail half way?";

/// What is answered to the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It is not asked: nothing ran yet that could have changed the database.
    NotAsked,
    /// The database is renamed and restored beside.
    Yes,
    /// It is dropped first.
    YesAsWritten,
    /// It stays.
    No,
    /// The application is stopped; later the answer is yes.
    UnsureThenYes,
    /// The application is stopped; later the answer is no.
    UnsureThenNo,
}

impl Answer {
    /// Whether the new version has changed the database.
    fn migrates(self) -> bool {
        matches!(self, Self::Yes | Self::YesAsWritten | Self::UnsureThenYes)
    }

    /// The buttons that are pressed, one for each time that the question stands there.
    fn buttons(self) -> &'static [&'static str] {
        const YES: &str = "Yes: restore the database";
        const NO: &str = "No: only the application";
        const UNSURE: &str = "Unsure: stop and hold";
        match self {
            Self::NotAsked => &["Begin the way back"],
            Self::Yes => &[YES],
            Self::YesAsWritten => &["Yes: drop the database first"],
            Self::No => &[NO],
            Self::UnsureThenYes => &[UNSURE, YES],
            Self::UnsureThenNo => &[UNSURE, NO],
        }
    }
}

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        in_window_with_database("window::a_database_is_changed_and_brought_back_by_clicks", beside),
        in_window_with_database("window::the_real_application_is_brought_back_by_clicks", the_real_one),
        in_window_with_database("window::a_restore_that_fails_is_put_back_and_tried_again", put_back),
    ];
    let is_long = env::var_os("CHANGEOVER_LONG").is_some();
    for (index, step) in STEPS.into_iter().enumerate() {
        for answer in answers(step) {
            // Yes is answered in the trial of the restore that fails.
            let is_short =
                matches!((step, answer), ("client", Answer::YesAsWritten) | ("apply", Answer::UnsureThenNo));
            if is_long || is_short {
                let name = format!("window::back_from_{step}_by_{answer:?}");
                trials.push(in_window_with_database(&name, move |plane| back_from(plane, index, answer)));
            }
        }
    }
    trials
}

fn answers(step: &str) -> Vec<Answer> {
    match step {
        "images" | "stop" | "backup" | "backup-done" | "bump" => vec![Answer::NotAsked],
        "apply" | "client" | "push" => {
            vec![Answer::Yes, Answer::YesAsWritten, Answer::No, Answer::UnsureThenNo]
        }
        _ => vec![Answer::Yes, Answer::YesAsWritten, Answer::No, Answer::UnsureThenYes],
    }
}

/// Our own application, from this step.
fn back_from(plane: &'static ControlPlane, index: usize, answer: Answer) -> Completion {
    there_and_back(&Stage::as_shipped(plane), index, answer)
}

/// The real application by the shipped procedure, from the end.
fn the_real_one(plane: &'static ControlPlane) -> Completion {
    match real_files() {
        Ok(files) => {
            let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
            there_and_back(&Stage::with_database(plane, HAIKUDEPOT, &files), STEPS.len() - 1, Answer::Yes)
        }
        Err(why) => Completion::ignored_with(why),
    }
}

/// Goes forward until this step is over, and all the way back.
fn there_and_back(stage: &Stage, index: usize, answer: Answer) -> Completion {
    let begun = Instant::now();
    let before = World::of(stage);
    let mut window = begin(stage);
    if (index, answer) == (STEPS.len() - 1, Answer::Yes) {
        window.screen.keep_pictures();
    }
    forward(stage, &mut window, index + 1, answer.migrates());
    window.screen.click("Roll back…");
    for (turn, button) in answer.buttons().iter().enumerate() {
        if answer != Answer::NotAsked {
            window.screen.wait(QUESTION, LONG);
        }
        if turn == 0 && answer != Answer::NotAsked {
            window.screen.wait("Migrating schema", LONG);
        }
        in_pictures(&mut window.screen, turn, button);
        let question = if answer == Answer::NotAsked { button } else { QUESTION };
        window.screen.click_away(button, question, LONG);
        if turn + 1 < answer.buttons().len() {
            held(stage, &mut window.screen);
        }
    }
    photographed(&mut window.screen);
    press_until(&mut window.screen, "Rolled back: ");
    window.screen.picture("back-end");
    compare(stage, &before, index);
    is_written_down(&window, index, answer);
    let (clicks, typed) = (window.screen.clicks, window.screen.typed);
    let step = STEPS.get(index).copied().unwrap_or_default();
    eprintln!("back from {step} by {answer:?}: {:?}, {clicks} clicks, {typed} typed", begun.elapsed());
    Completion::Completed
}

/// The window with the change begun.
fn begin(stage: &Stage) -> Window {
    let build = format!("{}/builds/42", stage.application().source);
    let set = [("version", NEW), ("testedBuild", build.as_str())];
    let mut window = Window::open(stage.home.path(), &stage.arguments(&set), &stage.environment());
    // The page grows while it is checked: a click may miss.
    for _ in 0..5 {
        window.screen.click_within("Start the change", LONG);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(15) {
            if found(&window).is_some() {
                return window;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
    panic!("the change does not start:\n{}", window.screen.words());
}

/// Presses what stands there until so many steps are over. The new version changes the database when it first runs.
fn forward(stage: &Stage, window: &mut Window, done: usize, migrates: bool) {
    let begun = Instant::now();
    let mut is_migrated = !migrates;
    loop {
        let items = window.screen.items();
        let found = found(window);
        let over = found.as_ref().filter(|found| found.open.is_none()).map_or(0, |found| found.done);
        if over > 5 && !is_migrated {
            stage.database().migrate();
            is_migrated = true;
        }
        if over >= done {
            return;
        }
        assert!(begun.elapsed() < 4 * LONG, "nothing goes on: {found:?}\n{}", window.screen.words());
        press(&mut window.screen, &items);
        std::thread::sleep(LOOK);
    }
}

fn found(window: &Window) -> Option<Found> {
    let listed = journal::list(&window.changes_folder()).ok()?;
    listed.found.into_iter().next()
}

/// Unsure: the application is stopped, nothing else is done, and the question comes again.
fn held(stage: &Stage, screen: &mut Screen) {
    press_until(screen, "The change waits: ");
    let [name, _] = stage.application().deployments;
    let deployment = stage.namespace.get(&["deployment", name]);
    assert_eq!(deployment.pointer("/spec/replicas").and_then(Value::as_u64), Some(0), "stopped");
    screen.click_within("Go on", LONG);
}

/// What a person sees of the question.
fn in_pictures(screen: &mut Screen, turn: usize, button: &str) {
    if !screen.keeps_pictures() {
        return;
    }
    screen.picture(&format!("back-question-{turn}"));
    let steps = screen.items().into_iter().find(|item| item.name.ends_with(&format!("steps · {button}")));
    if let Some(steps) = steps {
        screen.click(&steps.name);
        screen.picture(&format!("back-plan-{turn}"));
    }
}

/// Goes on to some steps of the way back, and shows one of their dialogs with its word half typed.
fn photographed(screen: &mut Screen) {
    if !screen.keeps_pictures() {
        return;
    }
    for (title, deed, picture) in [
        ("End open sessions of the database", "Go on…", "back-sessions"),
        ("Rename the database", "Run it…", "back-rename"),
        ("Start the restore job", "Apply to the cluster…", "back-restore"),
        ("Watch the restore finish", "Watch the job", "back-watch"),
        ("Compare the rows of the restored database", "Run it…", "back-compare"),
    ] {
        press_until_item(screen, |items| {
            let is_over = items.iter().any(|item| item.name.contains("Rolled back: "));
            let is_here = items.iter().any(|item| item.role == "Label" && item.name == title);
            is_over || is_here && items.iter().any(|item| item.name == deed)
        });
        screen.picture(picture);
        if deed == "Run it…" && picture == "back-rename" {
            screen.click(deed);
            screen.wait("Cancel", LONG);
            screen.picture("back-rename-dialog");
        }
    }
}

/// Everything is as it was, but for the backup, which stays.
fn compare(stage: &Stage, before: &World, index: usize) {
    let after = eventually("the pods as before", LONG, || {
        let after = World::of(stage);
        if after.pods == before.pods { Ok(after) } else { Err(format!("{:?}", after.pods)) }
    });
    let backup = format!("Job/{}-manual-{NEW}", stage.application().backup);
    let stays: Vec<&str> = if index >= 2 { vec![&backup] } else { Vec::new() };
    assert_eq!(after.objects_beside(before), stays, "a backup stays, and nothing else");
    for (name, wanted) in &before.objects {
        assert_eq!(after.objects.get(name), Some(wanted), "{name}");
    }
    assert_eq!(after.files, before.files);
    assert_eq!((&after.status, &after.trees), (&before.status, &before.trees));
    let names = |world: &World| world.databases.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after), names(before));
    assert_eq!(after.databases, before.databases, "what is in the databases");
    let history = stage.repo.git(&["log", "--reverse", "--format=%s"]);
    let commits: Vec<&str> = history.lines().skip(1).collect();
    let (made, pushed) = (index >= 8, index >= 9);
    assert_eq!(commits.len(), if made { 2 } else { 0 }, "nothing is taken out of the history: {history}");
    let there = stage.repo.git_in(&stage.repo.remote(), &["rev-list", "--count", "main"]);
    assert_eq!(there, if pushed { "3" } else { "1" }, "at the remote");
}

/// Journal and record have both ways in them.
fn is_written_down(window: &Window, index: usize, answer: Answer) {
    let changes = window.changes();
    let folder = changes.first().expect("a change");
    let journaled = journal::read(&folder.join("journal.jsonl")).expect("a journal");
    assert_eq!(journaled.damage, None);
    let last = journaled.lines.last().map(|line| &line.entry);
    assert!(matches!(last, Some(Entry::Finished { result: ChangeResult::RolledBack, .. })), "{last:?}");
    let record = fs::read_to_string(folder.join("record.md")).expect("a record");
    let mut wanted =
        vec!["rolled back", "Stop the application", "What happened besides", "Check the logs and the site"];
    if index >= 5 {
        wanted.push("Bring it to the cluster");
    }
    if answer.migrates() {
        wanted.extend(["Point the restore job", "Watch the restore finish", "Put the restore file back"]);
    }
    for words in wanted {
        assert!(record.contains(words), "{words} is missing:\n{record}");
    }
}

/// The restore fails: the renamed database is put back, the question comes again, and the second restore is good.
fn put_back(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::as_shipped(plane);
    let before = World::of(&stage);
    let [name, _] = stage.application().deployments;
    let programs = |restore| stage.database().programs(name, "shop-backup", restore).to_string();
    stage.namespace.apply(&programs(Restore::WrongPassphrase));
    let mut window = begin(&stage);
    forward(&stage, &mut window, 8, true);
    let migrated = stage.database().contents();
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.click("Roll back…");
    screen.wait(QUESTION, LONG);
    screen.click_away("Yes: restore the database", QUESTION, LONG);
    to_the_failure(screen);
    screen.picture("back-failed");
    assert_eq!(stage.database().postgres.databases(), ["shop", "shop_before_rollback"]);
    screen.click("Stop the way back here…");
    screen.fill("Reason", "the restore failed");
    screen.click("Stop the way back");
    screen.wait_gone("Cancel", LONG);
    screen.click_within("Roll back…", LONG);
    screen.wait(QUESTION, LONG);
    screen.click_away("The restore failed: put the renamed database back", QUESTION, LONG);
    press_until(screen, "The change waits: ");
    assert_eq!(stage.database().contents(), migrated, "as before the restore");
    stage.namespace.apply(&programs(Restore::Right));
    screen.click_within("Go on", LONG);
    screen.wait(QUESTION, LONG);
    screen.click_away("Yes: restore the database", QUESTION, LONG);
    left_for_later(&stage, screen);
    screen.picture("back-second-end");
    let objects = |world: &mut World| world.objects.remove("ConfigMap/pod-programs");
    let (mut before, mut after) = (before, World::of(&stage));
    assert_eq!(after.objects_beside(&before), ["Job/shop-backup-manual-1.0.200"]);
    objects(&mut before);
    objects(&mut after);
    after.objects.remove("Job/shop-backup-manual-1.0.200");
    assert_eq!(after, before);
    Completion::Completed
}

/// The renamed database is kept beyond the end of the way back, and removed on another day from the start page.
fn left_for_later(stage: &Stage, screen: &mut Screen) {
    press_until_item(screen, |items| {
        let has = |role: &str, name: &str| items.iter().any(|item| item.role == role && item.name == name);
        has("Label", "Remove the renamed database") && has("Button", "Run it…")
    });
    screen.click("Skip with a reason…");
    screen.fill("Reason", "kept for a week");
    screen.click("Skip the step");
    screen.wait("Rolled back: ", LONG);
    assert_eq!(stage.database().postgres.databases(), ["shop", "shop_before_rollback"], "kept");
    screen.click_within("Start another change", LONG);
    screen.click_within("Show the finished changes", LONG);
    let name = screen.wait("Left for later: ", LONG).name;
    screen.picture("back-finished-changes");
    screen.click_within(&name, LONG);
    screen.click_within("Left for later…", LONG);
    press_until(screen, "Run it…");
    screen.picture("back-rest");
    press_until(screen, "Rolled back: ");
    assert!(screen.items().iter().all(|item| item.name != "Left for later…"), "nothing is left");
}

/// Presses what stands there until a step has failed.
fn to_the_failure(screen: &mut Screen) {
    let begun = Instant::now();
    loop {
        let items = screen.items();
        if items.iter().any(|item| item.name == FAILED) {
            return;
        }
        assert!(begun.elapsed() < 4 * LONG, "nothing fails:\n{}", screen.words());
        press(screen, &items);
        std::thread::sleep(LOOK);
    }
}

/// The database's own change, in a procedure of its own; the renamed database stays.
fn beside(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop_database(plane);
    let before = World::of(&stage);
    let mut window =
        Window::open(stage.home.path(), &stage.arguments(&[("version", NEW)]), &stage.environment());
    let screen = &mut window.screen;
    screen.click_within("Start the change", LONG);
    press_until(screen, "Every step is behind you");
    assert_ne!(stage.database().contents(), before.databases, "a column more");
    screen.click("Roll back…");
    screen.wait("How is the database to be brought back?", LONG);
    screen.click_away("Restore beside the old one", "How is the database to be brought back?", LONG);
    press_until(screen, "Rolled back: ");
    assert_eq!(stage.database().contents().first(), before.databases.first(), "as before");
    assert_eq!(stage.database().postgres.databases(), ["shop", "shop_kept"]);
    let after = World::of(&stage);
    assert_eq!((after.files, after.status, after.trees), (before.files, before.status, before.trees));
    Completion::Completed
}
