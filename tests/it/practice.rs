//! Practice: offered where there is no cluster, made within the window, and nothing of it is left behind.

use std::{fs, path::Path, time::Duration};

use changeover::journal::{self, ChangeResult, Entry};
use egui::{Key, Modifiers};
use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{
    eventually,
    hands::Hand,
    press::press_until,
    screen::Screen,
    window::{Window, in_window_alone},
};

/// For what the practice cluster decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![
        in_window_alone("practice::a_whole_change_goes_through_by_clicks", || whole_change(Hand::Pointer)),
        in_window_alone("practice::a_whole_change_goes_through_by_keyboard_alone", || {
            whole_change(Hand::Keyboard);
        }),
        in_window_alone("practice::a_whole_change_goes_through_by_the_accessibility_tree_alone", || {
            whole_change(Hand::Tree);
        }),
        in_window_alone("practice::it_is_offered_where_no_kubeconfig_is", offered),
        in_window_alone("practice::nothing_is_left_behind_when_the_program_is_told_to_end", told_to_end),
        in_window_alone("practice::what_a_killed_program_left_is_swept_at_the_next_start", killed),
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

/// The whole change: nothing but what this hand can do.
fn whole_change(hand: Hand) {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let mut window = Window::practise(home.path(), temporary.path());
    let screen = &mut window.screen;
    screen.hand = hand;
    if hand != Hand::Tree {
        screen.keep_pictures();
    }
    screen.wait("Nothing here is real", LONG);
    screen.scroll_to_top();
    screen.click_within("Start the change", LONG);
    screen.click_within("Time runs 16 times as fast", LONG);
    if hand == Hand::Keyboard {
        press_until(screen, "Change the file…");
        reads_the_difference(screen);
    }
    press_until(screen, "It was sent");
    screen.click_within("Open in the mail program", LONG);
    reads_the_mail(screen);
    press_until(screen, "Every step is behind you");
    if hand == Hand::Pointer {
        screen.picture("practice");
    } else {
        reads_the_timeline(screen);
    }
    let (clicks, pointed, keys) = (screen.clicks, screen.pointed, screen.keys);
    match hand {
        Hand::Pointer => {}
        Hand::Keyboard => {
            assert_eq!((clicks, pointed), (0, 0));
            eprintln!("the whole change by keyboard: {keys} keys, {} characters", screen.typed);
        }
        Hand::Tree => assert_eq!((clicks, pointed, keys, screen.typed), (0, 0, 0, 0)),
    }
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

/// The difference before it is agreed to: side by side, and sought in, by keys.
fn reads_the_difference(screen: &mut Screen) {
    screen.picture("keyboard-unified");
    screen.click("side by side");
    screen.wait("unified", LONG);
    screen.chord(Modifiers::COMMAND, Key::F);
    screen.type_text("image:");
    screen.wait("Previous", LONG);
    screen.key(Key::Enter);
    screen.picture("keyboard-side-by-side");
    screen.key(Key::Escape);
    screen.wait_gone("Previous", LONG);
}

/// The course of the change, from its journal.
fn reads_the_timeline(screen: &mut Screen) {
    screen.click("Timeline");
    screen.wait("Copy the timeline as text", LONG);
    // A row, not a step's button: no wait of a person is long enough to be drawn where a hand is this quick.
    screen.wait("Watch the backup finish\n", LONG);
    screen.picture("keyboard-timeline");
    screen.click("Close");
    screen.wait_gone("Copy the timeline as text", LONG);
}

/// What would stand open in the mail program is there to be read, and again later.
fn reads_the_mail(screen: &mut Screen) {
    screen.wait("Nothing leaves practice", LONG);
    screen.picture("practice-mail");
    let read = |screen: &mut Screen| {
        screen.wait("To: admins@practice.example, users@practice.example", LONG);
        // The draft beside it shows the same words, line by line.
        let text = "Hello,\n\nHaikuDepot has been updated to version 1.0.200.\n";
        let body = screen.wait(text, LONG).name;
        assert!(body.contains("\nRegards,\n"), "{body}");
    };
    read(screen);
    screen.click("Close");
    screen.wait_gone("Nothing leaves practice", LONG);
    screen.click("Mail (1)…");
    read(screen);
    screen.click("Close");
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

/// A window with a practice world; the folder for temporary files holds nothing else.
fn practising(home: &Path, temporary: &Path) -> Window {
    let mut window = Window::practise(home, temporary);
    window.screen.wait("Nothing here is real", LONG);
    window.screen.wait("connected", LONG);
    assert_eq!(worlds(temporary).len(), 1);
    window
}

fn send(window: &Window, signal: Signal) {
    let process = i32::try_from(window.process()).ok().and_then(Pid::from_raw).expect("a process");
    kill_process(process, signal).expect("told");
}

/// The program is gone; its shell may not have noticed.
fn wait_for_end(process: u32) {
    eventually("the program's end", LONG, || {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let runs = status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'));
        if runs { Err("it runs".to_owned()) } else { Ok(()) }
    });
}

fn told_to_end() {
    for signal in [Signal::TERM, Signal::INT] {
        let home = tempfile::tempdir().expect("a home");
        let temporary = tempfile::tempdir().expect("a folder for temporary files");
        let window = practising(home.path(), temporary.path());
        let process = window.process();
        send(&window, signal);
        wait_for_end(process);
        let left: Vec<_> = fs::read_dir(temporary.path()).expect("the folder").flatten().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn killed() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let mut window = practising(home.path(), temporary.path());
    let process = window.process();
    send(&window, Signal::KILL);
    wait_for_end(process);
    assert_eq!(worlds(temporary.path()).len(), 1, "nobody could tidy up");
    window.again(&[], &[("TMPDIR", temporary.path().into()), ("KUBECONFIG", "".into())]);
    eventually("nothing left behind", LONG, || {
        let left = worlds(temporary.path());
        if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
    });
}
