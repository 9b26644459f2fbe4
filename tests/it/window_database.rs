//! A database changed and brought back in the real window, with a real PostgreSQL: every step by clicks and typed words.

use std::time::Duration;

use libtest_mimic::{Completion, Trial};

use crate::support::{
    control_plane::ControlPlane,
    press::press_until,
    stage::{NEW, Stage},
    window::{Window, in_window_with_database},
};

/// For what the cluster or a retry decides.
const LONG: Duration = Duration::from_secs(90);

pub fn trials() -> Vec<Trial> {
    vec![in_window_with_database("window::a_database_is_changed_and_brought_back_by_clicks", brought_back)]
}

fn brought_back(plane: &'static ControlPlane) -> Completion {
    let stage = Stage::shop_database(plane);
    let before = stage.database().contents();
    let mut window =
        Window::open(stage.home.path(), &stage.arguments(&[("version", NEW)]), &stage.environment());
    let screen = &mut window.screen;
    screen.click_within("Start the change", LONG);
    press_until(screen, "Every step is behind you");
    assert_ne!(stage.database().contents(), before, "a column more");
    screen.click("Roll back…");
    screen.wait("How is the database to be brought back?", LONG);
    screen.click("Restore beside the old one");
    press_until(screen, "Rolled back: ");
    let after = stage.database().contents();
    assert_eq!(after.first(), before.first(), "as before");
    Completion::Completed
}
