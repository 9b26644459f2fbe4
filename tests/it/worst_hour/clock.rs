//! The clock set back by hours in mid-rollback, and again between a crash and what comes after it.
//!
//! A process of its own carries the change out: a small library before the system's own gives it the wrong time, which
//! the trial moves by a file. Where no C compiler is at hand, the trial says so.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use changeover::{journal::Entry, observed::lease::LeaseState, run::StepState};
use libtest_mimic::{Completion, Trial};

use super::{again, begin, crash, ground, slow_pods};
use crate::{
    support::{control_plane::ControlPlane, on_control_plane},
    whole_change::{all_the_way, ground::OLD, state},
};

/// Names the file with the seconds by which the clock is wrong.
const CLOCK: &str = "CHANGEOVER_TEST_CLOCK";
const INSIDE: &str = "worst_hour::inside_another_time";
const LIBRARY: &str = r#"
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long wrong(void) {
    const char *path = getenv("CHANGEOVER_TEST_CLOCK");
    char text[32] = {0};
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    long got = read(file, text, sizeof text - 1);
    close(file);
    return got > 0 ? atol(text) : 0;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && clock == CLOCK_REALTIME) now->tv_sec += wrong();
    return failed;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact)) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *seconds) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (seconds) *seconds = exact.tv_sec;
    return exact.tv_sec;
}
"#;

pub fn trials() -> Vec<Trial> {
    if std::env::var_os(CLOCK).is_some() {
        return vec![on_control_plane(INSIDE, inside)];
    }
    let outside = || match ControlPlane::shared() {
        Ok(plane) => Ok(outside(plane)),
        Err(absent) if absent.excusable() => Ok(Completion::ignored_with(absent)),
        Err(absent) => Err(absent.into()),
    };
    let name = "worst_hour::the_clock_is_set_back_in_mid_rollback_and_after_a_crash";
    vec![Trial::ignorable_test(name, outside).with_kind("control plane")]
}

fn outside(plane: &'static ControlPlane) -> Completion {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, library) = (folder.path().join("clock.c"), folder.path().join("clock.so"));
    fs::write(&source, LIBRARY).expect("a file");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&library, &source])
        .stderr(Stdio::null())
        .status();
    if !cfg!(target_os = "linux") || !compiled.is_ok_and(|status| status.success()) {
        return Completion::ignored_with("no C compiler for a clock that can be set");
    }
    let clock = folder.path().join("clock");
    set(&clock, 0);
    let ran = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", INSIDE])
        .env("LD_PRELOAD", &library)
        .env(CLOCK, &clock)
        .env("CHANGEOVER_CONTROL_PLANE_DIR", plane.folder())
        .output()
        .expect("a process");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
    Completion::Completed
}

/// Sets the clock of this process and its children so many hours ahead.
fn set(clock: &Path, hours: i64) {
    let new = clock.with_extension("new");
    fs::write(&new, (hours * 3600).to_string()).expect("a file");
    fs::rename(new, clock).expect("a file");
}

fn inside(plane: &'static ControlPlane) {
    let clock = std::env::var_os(CLOCK).expect("a clock");
    let set = |hours| set(Path::new(&clock), hours);
    let real = std::time::Instant::now();
    set(12);
    let ground = ground(plane, "clock");
    let before = state(&ground);
    let mut drive = begin(&ground);
    drive.up_to("stop");
    // While it waits for pods to go.
    drive.approve_and_leave();
    set(9);
    drive.settle();
    drive.up_to("push");
    drive.go_back("no");
    // Between preview and confirmation.
    assert_eq!(drive.step(), "undo-commit");
    set(6);
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("undo-apply", 0), "{:?}", drive.state());
    // While it waits for a roll-out; then the program dies, and the clock is set back before it starts anew.
    slow_pods(&ground, 5);
    drive.approve_and_leave();
    std::thread::sleep(std::time::Duration::from_secs(2));
    set(3);
    drop(drive);
    set(0);
    let mut drive = again(&ground);
    assert_eq!(drive.step(), "undo-apply");
    let happened = drive.asked().expect("the cluster answers") == changeover::action::ProbeAnswer::Happened;
    drive.settled(happened);
    assert_eq!(drive.lease().state, LeaseState::Holding, "our own Lease, whatever the clock says");
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
    drive.event(changeover::run::What::Finished { by: crate::whole_change::drive::stamp() });
    let record = drive.record();
    let lines = drive.lines();
    let falls = lines.iter().zip(lines.iter().skip(1)).filter(|(one, next)| next.at < one.at).count();
    assert!(falls >= 3, "the clock was set back indeed: {falls}");
    assert!(lines.iter().zip(1_u64..).all(|(line, seq)| line.seq == seq), "the order is the lines' own");
    assert!(record.contains("clock was set back by 1"), "{record}");
    assert!(!record.contains("(-") && !record.contains("after -"), "no length below zero: {record}");
    let evidence = format!(
        "{:?}",
        lines.iter().filter(|line| matches!(line.entry, Entry::Ended { .. })).collect::<Vec<_>>()
    );
    assert!(!evidence.contains("(\"secs\", \"-") && !evidence.contains("\"secs\": \"-"), "{evidence}");
    assert!(drive.run.steps().iter().all(|step| !matches!(step.state, StepState::Unknown { .. })));
    // The journal is taken up once more, as it lies there.
    let drive = crash(drive, &ground);
    assert!(drive.run.ended().is_some());
    assert!(real.elapsed().as_secs() < 120, "nothing waited for the clock");
}
