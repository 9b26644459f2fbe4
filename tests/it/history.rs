//! The history in the real window: a change that was carried out in practice is found there, shown, written into a file and
//! into the repository, and the keys lead back.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use changeover::record::Brief;
use egui::Key;
use libtest_mimic::Trial;

use crate::support::{
    eventually,
    press::press_until,
    window::{Window, in_window_alone},
};

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![in_window_alone("history::a_change_that_ended_is_found_shown_and_taken_along", found_and_taken)]
}

/// Stands for the system's file dialog: "chooses" this file.
pub(crate) fn file_dialog(folder: &Path, file: &Path) {
    let program = folder.join("zenity");
    fs::write(&program, format!("#!/bin/sh\nsleep 1\necho '{}'\n", file.display())).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it can be run");
}

/// The program in practice, whose file dialogs are those of a folder of programs.
pub(crate) fn practise_with_dialogs(home: &Path, temporary: &Path, programs: &Path) -> Window {
    let path = std::env::var("PATH").unwrap_or_default();
    let environment = [
        ("TMPDIR", temporary.into()),
        ("KUBECONFIG", "/nowhere".into()),
        ("PATH", format!("{}:{path}", programs.display()).into()),
    ];
    Window::open(home, &["--practice".into()], &environment)
}

/// The Markdown files in folders called `changes` below a folder.
fn records(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return records(&path);
            }
            let is_record = path.extension().is_some_and(|end| end == "md")
                && path.parent().is_some_and(|parent| parent.ends_with("changes"));
            if is_record { vec![path] } else { Vec::new() }
        })
        .collect()
}

fn found_and_taken() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let programs = tempfile::tempdir().expect("a folder for programs");
    let file = home.path().join("the record.md");
    file_dialog(programs.path(), &file);
    let mut window = practise_with_dialogs(home.path(), temporary.path(), programs.path());
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Nothing here is real", LONG);
    screen.click("Page: history");
    screen.wait("No change yet", LONG);
    screen.key(Key::Escape);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    screen.click_within("Time runs 16 times as fast", LONG);
    press_until(screen, "Every step is behind you");

    screen.click("Show the record");
    screen.wait("Steps to implement the change", LONG);
    screen.wait("Completed", LONG);
    screen.picture("history-record");
    screen.click("Save as Markdown…");
    screen.wait("The record stands in", LONG);
    let text = eventually("the record's file", LONG, || {
        fs::read_to_string(&file).map_err(|fault| fault.to_string())
    });
    let brief = Brief::read(&text).expect("a record that can be read back");
    assert!(text.contains("### Steps to implement the change"), "{text}");
    assert!(brief.result.is_some() && brief.procedure == "haikudepot-deploy", "{brief:?}");

    screen.click("Put into the repository");
    screen.wait("and not committed yet", LONG);
    let found = records(temporary.path());
    assert_eq!(found.len(), 1, "one record in the repository: {found:?}");
    let record = found.first().expect("a record");
    assert_eq!(
        record.file_stem().map(|name| name.to_string_lossy().into_owned()),
        Some(brief.change.clone())
    );
    assert_eq!(fs::read_to_string(record).expect("text"), text);

    screen.key(Key::Escape);
    let row = format!("{}: Completed", brief.title);
    screen.wait(&row, LONG);
    screen.picture("history");
    screen.fill("Search", "nowhere");
    screen.wait("No change fits what is sought.", LONG);
    screen.click("Show all");
    screen.fill("Search", "haikudepot 1.0.200");
    screen.wait(&row, LONG);
    screen.key(Key::Enter);
    screen.wait("Steps to implement the change", LONG);
    screen.key(Key::Escape);
    screen.wait(&row, LONG);
    screen.key(Key::Escape);
    screen.wait("Every step is behind you", LONG);
}
