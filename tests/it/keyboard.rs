//! The real window by keyboard alone: pages, the list of commands, shortcuts, help. No pointer is moved.

use std::time::Duration;

use egui::{Key, Modifiers};
use libtest_mimic::Trial;

use crate::support::{
    screen::Screen,
    window::{Window, in_window_alone},
};

/// For what the practice world decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![in_window_alone(
        "keyboard::pages_commands_and_help_are_reached_without_a_pointer",
        without_a_pointer,
    )]
}

fn without_a_pointer() {
    let home = tempfile::tempdir().expect("a home");
    let temporary = tempfile::tempdir().expect("a folder for temporary files");
    let mut window = Window::practise(home.path(), temporary.path());
    let screen = &mut window.screen;
    screen.keep_pictures();
    screen.wait("Nothing here is real", LONG);
    screen.wait("connected", LONG);

    screen.key(Key::F1);
    screen.wait("Here you choose where a change goes", LONG);
    screen.picture("help");
    screen.key(Key::Escape);
    screen.wait_gone("Here you choose where a change goes", LONG);

    screen.chord(Modifiers::COMMAND, Key::Num2);
    screen.wait("Deployment haikudepotserver: Ready", LONG);
    screen.key(Key::Questionmark);
    screen.wait("All commands, and objects by their names", LONG);
    screen.picture("shortcuts");
    screen.key(Key::Escape);
    screen.wait_gone("All commands, and objects by their names", LONG);

    // An object by its name, then what can be done with it.
    command(screen, "haikudepotserver");
    screen.wait("haikudepotserver: Deployment", LONG);
    screen.picture("commands");
    screen.key(Key::Enter);
    screen.wait("Copy the kubectl line", LONG);
    command(screen, "show yaml");
    screen.wait("Show YAML, 1 of", LONG);
    screen.key(Key::Enter);
    screen.wait("apiVersion: apps/v1", LONG);
    screen.key(Key::Escape);
    screen.wait_gone("apiVersion: apps/v1", LONG);

    // Back to the change by a command; Escape leaves the list.
    command(screen, "go change");
    screen.wait("Go to the change, 1 of 1", LONG);
    screen.key(Key::Enter);
    screen.wait("Start the change", LONG);
    screen.chord(Modifiers::COMMAND, Key::K);
    screen.key(Key::Escape);
    assert_eq!(screen.clicks, 0);
    assert!(window.changes().is_empty(), "nothing was begun");
}

/// Opens the list of commands and types what is sought.
fn command(screen: &mut Screen, sought: &str) {
    screen.chord(Modifiers::COMMAND, Key::K);
    screen.wait("Copy diagnosis: Program", LONG);
    screen.type_text(sought);
}
