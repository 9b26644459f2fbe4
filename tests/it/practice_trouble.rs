//! Every trouble of practice, switched on by clicks near the step that it concerns: what the program then says and offers,
//! and that the offered way gets on. `CHANGEOVER_PICTURES=DIR` keeps pictures of the panel and of a trouble.

use std::{fs, path::PathBuf, time::Duration};

use changeover::journal::{self, ChangeResult, Entry};
use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::support::{
    eventually,
    press::{press_until, press_until_item},
    screen::Screen,
    window::{Window, in_window_alone},
};

/// For what the practice cluster decides, at 16 times the pace.
const LONG: Duration = Duration::from_mins(2);

pub fn trials() -> Vec<Trial> {
    vec![
        in_window_alone("practice::trouble_made_by_others_is_told_and_got_over", others),
        in_window_alone("practice::trouble_on_the_line_is_told_and_got_over", the_line),
        in_window_alone("practice::trouble_with_the_backup_fails_leads_back", backup_fails),
        in_window_alone("practice::trouble_with_a_small_backup_is_not_passed_over", backup_small),
        in_window_alone("practice::trouble_with_the_migration_leads_to_the_restore", migration_fails),
        in_window_alone("practice::trouble_with_pods_that_crash_is_told", crashes),
        in_window_alone("practice::trouble_with_pods_that_never_become_ready_leads_back", never_ready),
        in_window_alone("practice::nothing_real_can_be_opened_from_it", closed),
    ]
}

/// A practice world in a window, with what it leaves on the disk.
struct Practised {
    window: Window,
    temporary: TempDir,
    _home: TempDir,
}

impl Practised {
    /// On the start page, its checks done, at 16 times the pace.
    fn open() -> Self {
        let home = tempfile::tempdir().expect("a home");
        let temporary = tempfile::tempdir().expect("a folder for temporary files");
        let mut window = Window::practise(home.path(), temporary.path());
        let screen = &mut window.screen;
        screen.wait("Nothing here is real", LONG);
        screen.wait("all good", LONG);
        screen.click_within("Time runs 16 times as fast", LONG);
        Self { window, temporary, _home: home }
    }

    /// With the change begun, where this deed is offered.
    fn at(deed: &str) -> Self {
        let mut practised = Self::open();
        practised.start();
        press_until_item(&mut practised.window.screen, |items| {
            items.iter().any(|item| item.name == deed && item.enabled)
        });
        practised
    }

    fn start(&mut self) {
        let screen = &mut self.window.screen;
        screen.scroll_to_top();
        screen.click_within("Start the change", LONG);
    }

    /// The way back, behind its question, to its end.
    fn goes_back(&mut self) {
        let screen = &mut self.window.screen;
        press_until_item(screen, |items| items.iter().any(|item| item.name.starts_with("Rolled back: ")));
        assert_eq!(self.ended(), ChangeResult::RolledBack);
    }

    /// The folder of the change.
    fn change(&self) -> PathBuf {
        let worlds = folders(self.temporary.path());
        let changes = worlds.iter().flat_map(|world| folders(&world.join("changes")));
        changes.last().expect("a change")
    }

    /// How the journal says that the change ended.
    fn ended(&self) -> ChangeResult {
        eventually("the end of the change", LONG, || {
            let journaled = journal::read(&self.change().join("journal.jsonl"));
            let journaled = journaled.map_err(|fault| fault.to_string())?;
            match journaled.lines.last().map(|line| &line.entry) {
                Some(Entry::Finished { result, .. }) => Ok(*result),
                other => Err(format!("{other:?}")),
            }
        })
    }
}

fn folders(path: &std::path::Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// Presses one line of the Trouble panel: its tick box, or what lets it happen once.
fn trouble(screen: &mut Screen, line: &str) {
    open_panel(screen);
    screen.click_within(line, LONG);
    if line.starts_with("Do it") {
        screen.wait(&format!("Done. {}", line.replacen("Do it:", "Do it again:", 1)), LONG);
    }
    close_panel(screen);
}

fn open_panel(screen: &mut Screen) {
    let items = screen.items();
    let opener = items.iter().find(|item| item.role == "Button" && item.name.starts_with("Trouble"));
    let opener = opener.expect("the Trouble button").name.clone();
    screen.click_within(&opener, LONG);
    screen.wait("What can go wrong", LONG);
}

fn close_panel(screen: &mut Screen) {
    screen.click_within("Close", LONG);
    screen.wait_gone("What can go wrong", LONG);
}

/// The deed's button, then the same in the dialog.
fn deed(screen: &mut Screen, name: &str) {
    screen.click_within(&format!("{name}…"), LONG);
    screen.click_within(name, LONG);
    screen.wait_gone("Cancel", LONG);
}

/// What others do to image, rights, cluster and remote; the change goes on to its end.
fn others() {
    let mut practised = Practised::open();
    let screen = &mut practised.window.screen;
    // Before the start it stands among the checks, and in the way.
    trouble(screen, "The image is not in the registry");
    screen.click_within("Check again", LONG);
    screen.wait("has no image haiku/haikudepotserver:1.0.200", LONG);
    screen.wait("A check speaks against the start", LONG);
    trouble(screen, "The image is not in the registry");
    screen.click_within("Check again", LONG);
    screen.wait("all good", LONG);
    trouble(screen, "The image is not in the registry");
    practised.start();
    let screen = &mut practised.window.screen;
    screen.wait("has no image haiku/haikudepotserver:1.0.200", LONG);
    screen.wait("Look at the version, and whether the build of the image has finished", LONG);
    trouble(screen, "The image is not in the registry");
    screen.click_within("Check again", LONG);
    screen.click_within("Check the images", LONG);

    screen.wait_ready("Scale to 0…", LONG);
    trouble(screen, "Do it: Somebody else scales it");
    deed(screen, "Scale to 0");
    screen.wait("haikudepotserver was changed meanwhile: it is set to 3 now", LONG);
    screen.wait("replicas 3 → 0", LONG);
    deed(screen, "Scale to 0");

    screen.wait_ready("Start the job…", LONG);
    trouble(screen, "A right is missing");
    deed(screen, "Start the job");
    screen.wait("practice may not create jobs", LONG);
    screen.wait("Ask an administrator of the cluster for this right", LONG);
    trouble(screen, "A right is missing");
    screen.click_within("Try again", LONG);
    deed(screen, "Start the job");

    press_until(screen, "Apply to the cluster…");
    trouble(screen, "Do it: Somebody else edits the deployment");
    screen.click_within("Look again", LONG);
    screen.wait("resources.limits.memory was set to 2Gi by kubectl-edit at 20", LONG);
    screen.click_within("Apply to the cluster…", LONG);
    let overwrite = screen.wait("Overwrite .spec.template.spec.containers", LONG).name;
    screen.click_within(&overwrite, LONG);
    screen.click_within("Apply to the cluster", LONG);

    press_until(screen, "Push…");
    trouble(screen, "Do it: Somebody else pushes a commit");
    screen.click_within("Look again", LONG);
    screen.wait("“Graphics server: a comment” of Colleague", LONG);
    screen.click_within("Push…", LONG);
    screen.click_within("Put our commit on top of the new one, then push", LONG);
    screen.click_within("Push", LONG);
    press_until(screen, "It was sent");
    screen.click_within("Open in the mail program", LONG);
    screen.wait("Nothing leaves practice", LONG);
    screen.click_within("Close", LONG);
    press_until(screen, "Every step is behind you");
    assert_eq!(practised.ended(), ChangeResult::Completed);
}

/// What keeps the program from the API server; each passes, and the step can then be done.
fn the_line() {
    let mut practised = Practised::at("Scale to 0…");
    let screen = &mut practised.window.screen;
    trouble(screen, "The sign-in has expired");
    screen.wait("cannot be confirmed by the cluster: The cluster does not accept the sign-in", LONG);
    screen.wait("The token has probably expired. Sign in again as you usually do", LONG);
    trouble(screen, "The sign-in has expired");
    screen.wait_ready("Scale to 0…", LONG);

    trouble(screen, "Too many requests");
    screen.wait("cannot be confirmed by the cluster: The cluster is too busy", LONG);
    screen.wait("Wait a little, then try again. No new step begins", LONG);
    trouble(screen, "Too many requests");
    screen.wait_ready("Scale to 0…", LONG);

    trouble(screen, "A slow network");
    screen.click_within("Look again", LONG);
    screen.wait("What this step will do is being read from the cluster", LONG);
    screen.wait_ready("Scale to 0…", LONG);
    trouble(screen, "A slow network");

    trouble(screen, "Do it: The cluster is away for 30 s");
    screen.wait("stale", LONG);
    screen.wait("No new step begins until the cluster confirms it", LONG);
    screen.wait_gone("No new step begins until the cluster confirms it", LONG);
    screen.wait("live · server heard", LONG);
    deed(screen, "Scale to 0");
    screen.wait_ready("Start the job…", LONG);
}

fn backup_fails() {
    let mut practised = Practised::at("Start the job…");
    let screen = &mut practised.window.screen;
    trouble(screen, "The backup fails half-way");
    deed(screen, "Start the job");
    screen.wait("failed: every try failed", LONG);
    screen.wait("pg_dump: error: connection to server at", LONG);
    screen.wait_ready("Check again", LONG);
    trouble(screen, "The backup fails half-way");
    screen.click_within("Roll back…", LONG);
    screen.click_within("Begin the way back", LONG);
    practised.goes_back();
}

fn backup_small() {
    let mut practised = Practised::at("Start the job…");
    let screen = &mut practised.window.screen;
    trouble(screen, "The backup is too small");
    deed(screen, "Start the job");
    screen.wait("completed, but what it says does not hold good", LONG);
    screen.wait("Only 1.07 MiB; at least 50 MiB is expected", LONG);
    screen.wait("Going on is possible only with a written reason", LONG);
    screen.wait_ready("Go on nevertheless…", LONG);
    screen.wait_ready("Roll back…", LONG);
}

fn migration_fails() {
    let mut practised = Practised::at("Apply to the cluster…");
    let screen = &mut practised.window.screen;
    trouble(screen, "The database migration fails");
    deed(screen, "Apply to the cluster");
    screen.wait("ends again and again", LONG);
    screen.click_within("Stop waiting", LONG);
    screen.wait("You stopped waiting. What was already sent stays", LONG);
    screen.click_within("Roll back…", LONG);
    screen.wait("Did a database migration of this change run, or fail half way?", LONG);
    screen.wait("Migration of schema", LONG);
    screen.click_within("Yes: restore the database", LONG);
    practised.goes_back();
}

/// The step waits; once the cause is gone it gets on by itself.
fn crashes() {
    let mut practised = Practised::at("Apply to the cluster…");
    let screen = &mut practised.window.screen;
    screen.keep_pictures();
    open_panel(screen);
    screen.click_within("The new pods crash", LONG);
    screen.wait("Trouble (1 on)", LONG);
    screen.picture("trouble-panel");
    close_panel(screen);
    deed(screen, "Apply to the cluster");
    screen.wait("needed more memory than it may have", LONG);
    screen.wait_ready("Stop waiting", LONG);
    screen.picture("trouble");
    trouble(screen, "The new pods crash");
    press_until(screen, "Every step is behind you");
    assert_eq!(practised.ended(), ChangeResult::Completed);
}

fn never_ready() {
    let mut practised = Practised::at("Apply to the cluster…");
    let screen = &mut practised.window.screen;
    trouble(screen, "The new pods never become ready");
    deed(screen, "Apply to the cluster");
    screen.wait("0 / 2 ready", LONG);
    screen.wait("has passed its own time limit for progress", LONG);
    screen.click_within("Stop waiting", LONG);
    screen.wait("You stopped waiting. What was already sent stays", LONG);
    screen.click_within("Roll back…", LONG);
    screen.click_within("No: only the application", LONG);
    practised.goes_back();
}

/// The band says that nothing is real: nothing real is opened behind it, and the person's own changes are not listed.
fn closed() {
    let mut practised = Practised::at("Scale to 0…");
    // As if this change had been a real one.
    let change = practised.change();
    let mine = practised.window.changes_folder().join(change.file_name().expect("a name"));
    fs::create_dir_all(&mine).expect("a folder");
    fs::copy(change.join("journal.jsonl"), mine.join("journal.jsonl")).expect("a journal");
    let environment = [("TMPDIR", practised.temporary.path().into()), ("KUBECONFIG", "".into())];
    practised.window.again(&[], &environment);
    let screen = &mut practised.window.screen;
    screen.wait("Begun and not ended", LONG);
    screen.click_within("Practise", LONG);
    screen.wait("connected", LONG);
    screen.wait_gone("Begun and not ended", LONG);
    let server = screen.wait("https://127.0.0.1", LONG).name;
    for button in ["Open another file…", "Open another folder…"] {
        screen.scroll_to_top();
        screen.click_within(button, LONG);
        screen.wait("Practice has its own cluster and repository", LONG);
        screen.click_within("dismiss", LONG);
        screen.wait_gone("Practice has its own cluster and repository", LONG);
    }
    screen.wait(&server, LONG);
    screen.scroll_to_top();
    screen.click_within("End practice", LONG);
    screen.wait("Begun and not ended", LONG);
}
