//! Practice: offered where there is no cluster, made within the window, and nothing of it is left behind.

use std::{fs, path::Path, time::Duration};

use changeover::journal::{self, ChangeResult, Entry};
use libtest_mimic::Trial;

use crate::support::{
    eventually,
    press::press_until,
    window::{Window, in_window_alone},
};

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![
        in_window_alone("practice::a_whole_change_goes_through_by_clicks", whole_change),
        in_window_alone("practice::it_is_offered_where_no_kubeconfig_is", offered),
    ]
}

/// The folders of practice worlds that this program's temporary folder holds.
fn worlds(temporary: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(temporary).expect("the temporary folder");
    let mut found: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("changeover-practice-"))
    });
    found
}

fn whole_change() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let environment = [("TMPDIR", temporary.path().into()), ("KUBECONFIG", "/nowhere".into())];
    let mut window = Window::open(home.path(), &["--practice".into()], &environment);
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Nothing here is real", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    screen.click_within("Time runs 16 times as fast", LONG);
    press_until(screen, "Every step is behind you");
    screen.picture("practice");
    let world = worlds(temporary.path()).pop().expect("a world");
    let change = eventually("the end of the change", LONG, || {
        let changes = fs::read_dir(world.join("changes")).map_err(|fault| fault.to_string())?;
        let change = changes.flatten().next().ok_or("no change")?.path();
        let journaled = journal::read(&change.join("journal.jsonl")).map_err(|fault| fault.to_string())?;
        match journaled.lines.last().map(|line| &line.entry) {
            Some(Entry::Finished { result: ChangeResult::Completed, .. }) => Ok(change),
            other => Err(format!("{other:?}")),
        }
    });
    eventually("the record", LONG, || {
        fs::metadata(change.join("record.md")).map_err(|fault| fault.to_string())
    });
    drop(window);
}

fn offered() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let environment = [("TMPDIR", temporary.path().into()), ("KUBECONFIG", "".into())];
    let mut window = Window::open(home.path(), &[], &environment);
    let screen = &mut window.screen;
    screen.wait("No cluster was found", LONG);
    screen.click("Practise");
    screen.wait("Nothing here is real", LONG);
    screen.wait("connected", LONG);
    assert_eq!(worlds(temporary.path()).len(), 1);
    screen.scroll_to_top();
    screen.click("End practice");
    screen.wait("No cluster was found", LONG);
    eventually("nothing left behind", LONG, || {
        let left = worlds(temporary.path());
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    });
}
