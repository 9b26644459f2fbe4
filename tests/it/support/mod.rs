//! What several groups of tests need: the real control plane, and ways to write a trial.
//!
//! It only starts programs and reads files; it never imports the crate that is tested.

pub mod answers;
pub mod cluster_namespace;
pub mod control_plane;
pub mod database;
pub mod drag;
pub mod full_disk;
pub mod hands;
pub mod own_server;
pub mod postgres;
pub mod press;
#[expect(dead_code, reason = "the library's own tests use the rest of it, from where it is")]
pub mod registry;
pub mod screen;
pub mod stage;
pub mod swallow;
#[expect(dead_code, reason = "the library's own tests use the rest of it, from where it is")]
pub mod temp_repo;
pub mod way;
pub mod window;
pub mod world;

use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Trial};

use control_plane::ControlPlane;

/// A trial that needs nothing but this repository. It fails by panicking.
pub fn plain(name: &str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// A trial on the shared control plane. Where that cannot be had, the trial is reported as ignored with the reason; or
/// as failed, when `CHANGEOVER_REQUIRE_CONTROL_PLANE=1` says that it must be there.
pub fn on_control_plane(name: &str, test: impl FnOnce(&'static ControlPlane) + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || match ControlPlane::shared() {
        Ok(plane) => {
            test(plane);
            Ok(Completion::Completed)
        }
        Err(absent) if absent.excusable() => Ok(Completion::ignored_with(absent)),
        Err(absent) => Err(absent.into()),
    })
    .with_kind("control plane")
}

/// The same with a PostgreSQL server beside it; where none is installed the trial is reported in the same way.
pub fn on_database(name: &str, test: fn(&'static ControlPlane)) -> Trial {
    if postgres::is_installed() {
        return on_control_plane(name, test);
    }
    let required = std::env::var("CHANGEOVER_REQUIRE_CONTROL_PLANE").is_ok_and(|value| value == "1");
    let why = "no database: PostgreSQL is not installed";
    Trial::ignorable_test(
        name,
        move || {
            if required { Err(why.into()) } else { Ok(Completion::ignored_with(why)) }
        },
    )
    .with_kind("control plane")
}

/// Asks again and again until there is an answer; panics, with the last state, when there is none in time.
pub fn eventually<T>(what: &str, within: Duration, mut ask: impl FnMut() -> Result<T, String>) -> T {
    let begun = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(state) => {
                assert!(begun.elapsed() < within, "{what}: not within {within:?}; last state: {state}");
            }
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Whether the tests run as root: some programs refuse to.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0)
}
