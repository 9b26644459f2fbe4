//! Practice: offered where there is no cluster, made within the window, and nothing of it is left behind.

use std::{fs, path::Path, time::Duration};

use libtest_mimic::Trial;

use crate::support::{
    eventually,
    window::{Window, in_window_alone},
};

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![in_window_alone("practice::it_is_offered_where_no_kubeconfig_is", offered)]
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
