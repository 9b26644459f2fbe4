//! The way back in the real window with a real PostgreSQL, from every step and by every answer: by clicks and typed words.
//!
//! The procedure is the shipped one, its names turned into our own application's. Afterwards cluster, files, history,
//! remote and databases are compared with those before the change. One trial for each answer; all of them with
//! `CHANGEOVER_LONG=1`. `CHANGEOVER_PICTURES=DIR` keeps pictures of the way back.

#![expect(clippy::print_stderr, reason = "times and counts are for the one who runs it")]

use std::{
    env, fs,
    time::{Duration, Instant},
};

use changeover::journal::{self, ChangeResult, Entry, Found};
use libtest_mimic::{Completion, Trial};
use serde_json::Value;

use crate::support::{
    control_plane::ControlPlane,
    eventually,
    press::{press, press_until, press_until_item},
    screen::Screen,
    stage::{NEW, Stage},
    window::{Window, in_window_with_database},
    world::World,
};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(90);
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
    let mut trials =
        vec![in_window_with_database("window::a_database_is_changed_and_brought_back_by_clicks", beside)];
    let is_long = env::var_os("CHANGEOVER_LONG").is_some();
    for (index, step) in STEPS.into_iter().enumerate() {
        for answer in answers(step) {
            let is_short = matches!(
                (step, answer),
                ("announce", Answer::Yes)
                    | ("client", Answer::YesAsWritten)
                    | ("apply", Answer::UnsureThenNo)
                    | ("commit", Answer::No)
            );
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

/// Goes forward until this step is over, and all the way back.
fn back_from(plane: &'static ControlPlane, index: usize, answer: Answer) -> Completion {
    let begun = Instant::now();
    let stage = Stage::as_shipped(plane);
    let before = World::of(&stage);
    let mut window =
        Window::open(stage.home.path(), &stage.arguments(&[("version", NEW)]), &stage.environment());
    if answer == Answer::Yes {
        window.screen.keep_pictures();
    }
    start(&mut window.screen);
    forward(&stage, &mut window, index + 1, answer.migrates());
    window.screen.click("Roll back…");
    if index == 0 {
        window.screen.wait("Nothing of this change can be taken back", LONG);
        window.screen.click("Back to the change");
        window.screen.wait_ready("Scale to 0…", LONG);
        return Completion::Completed;
    }
    for (turn, button) in answer.buttons().iter().enumerate() {
        if answer != Answer::NotAsked {
            window.screen.wait(QUESTION, LONG);
        }
        if turn == 0 && answer != Answer::NotAsked {
            window.screen.wait("Migrating schema", LONG);
        }
        in_pictures(&mut window.screen, turn, button);
        window.screen.click(button);
        if turn + 1 < answer.buttons().len() {
            held(&stage, &mut window.screen);
        }
    }
    photographed(&mut window.screen);
    press_until(&mut window.screen, "Rolled back: ");
    window.screen.picture("back-end");
    compare(&stage, &before, index);
    is_written_down(&window, index, answer);
    let (clicks, typed) = (window.screen.clicks, window.screen.typed);
    let step = STEPS.get(index).copied().unwrap_or_default();
    eprintln!("back from {step} by {answer:?}: {:?}, {clicks} clicks, {typed} typed", begun.elapsed());
    Completion::Completed
}

fn start(screen: &mut Screen) {
    screen.click_within("Take the link from the image", LONG);
    screen.wait_gone("Take the link from the image", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
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
        assert!(begun.elapsed() < 2 * LONG, "nothing goes on: {found:?}\n{}", window.screen.words());
        press(&mut window.screen, &items);
        std::thread::sleep(Duration::from_millis(60));
    }
}

fn found(window: &Window) -> Option<Found> {
    let listed = journal::list(&window.changes_folder()).ok()?;
    listed.found.into_iter().next()
}

/// Unsure: the application is stopped, nothing else is done, and the question comes again.
fn held(stage: &Stage, screen: &mut Screen) {
    press_until(screen, "The change waits: ");
    let [name, _] = stage.deployments();
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
    let stays: &[&str] = if index >= 2 { &["Job/shop-backup-manual-1.0.200"] } else { &[] };
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
    let mut wanted = vec!["rolled back", "Stop the application", "What happened besides"];
    if index >= 5 {
        wanted.extend(["Bring it to the cluster", "Check the logs and the site"]);
    }
    if answer.migrates() {
        wanted.extend(["Point the restore job", "Watch the restore finish", "Put the restore file back"]);
    }
    for words in wanted {
        assert!(record.contains(words), "{words} is missing:\n{record}");
    }
}

/// The database's own change, in a procedure of its own; the renamed database is removed by a way of its own.
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
    screen.click("Restore beside the old one");
    press_until(screen, "Rolled back: ");
    let kept = World::of(&stage);
    assert_eq!(kept.databases.first(), before.databases.first(), "as before");
    screen.click("Roll back…");
    screen.click_within("Remove the renamed one", LONG);
    eventually("the renamed database removed", LONG, || {
        let items = screen.items();
        press(screen, &items);
        let databases = stage.database().contents();
        if databases == before.databases { Ok(()) } else { Err(format!("{} databases", databases.len())) }
    });
    let after = World::of(&stage);
    assert_eq!((after.files, after.status, after.trees), (before.files, before.status, before.trees));
    Completion::Completed
}
