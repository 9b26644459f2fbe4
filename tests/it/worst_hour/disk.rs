//! The disk full in mid-rollback, a real one: no deed without its start line, an end line that found no room is unknown
//! and not repeated, a file is the old one or the new one, and git's own words are shown.

use std::{fs, path::Path, time::Duration};

use changeover::{
    action::ProbeAnswer,
    journal::Entry,
    names::StepId,
    run::{StepState, What},
};
use libtest_mimic::Trial;

use super::{begin, crash, ground, image, slow_pods, why};
use crate::{
    support::{control_plane::ControlPlane, eventually, full_disk::FullDisk, on_control_plane},
    whole_change::{
        all_the_way,
        drive::{Drive, said, shown, stamp},
        ground::{FILE, NEW, OLD},
        state,
    },
};

pub fn trials() -> Vec<Trial> {
    let trials = vec![
        on_control_plane("worst_hour::the_disk_of_the_journal_is_full_in_mid_rollback", journal),
        on_control_plane("worst_hour::the_disk_of_the_repository_is_full", repository),
        on_control_plane("worst_hour::no_room_for_a_log_or_a_copy", beside),
    ];
    if FullDisk::is_possible() {
        return trials;
    }
    let why = "a disk that can be filled needs root";
    let name = |trial: &Trial| trial.name().to_owned();
    let ignored =
        |trial| Trial::ignorable_test(name(&trial), move || Ok(libtest_mimic::Completion::ignored_with(why)));
    trials.into_iter().map(ignored).collect()
}

/// The start lines of a step; whether each of them showed something that changes.
fn starts(drive: &Drive, step: &str) -> Vec<bool> {
    let id = StepId::new(step);
    let changes = |entry: &Entry| match entry {
        Entry::Started(started) if started.step == id => {
            Some(started.preview.diffs.iter().any(|shown| !shown.diff.hunks.is_empty()))
        }
        _ => None,
    };
    drive.lines().iter().filter_map(|line| changes(&line.entry)).collect()
}

fn note(drive: &mut Drive, text: &str) {
    let step = StepId::new("undo-apply");
    drive.event(What::Noted { step, text: text.to_owned(), files: Vec::new(), by: stamp() });
}

fn journal(plane: &'static ControlPlane) {
    let ground = ground(plane, "disk-full");
    let before = state(&ground);
    let disk = FullDisk::over(&ground.folder(), "4m");
    let mut drive = begin(&ground);
    drive.up_to("client");
    // Entering the way back is a line too: the way back is gone nevertheless, and the lack of room is told.
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-bump");
    // Before the start line: the deed is not done.
    disk.fill();
    let edited = ground.repo.read(FILE);
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Blocked { .. })), "{:?}", drive.state());
    let words = why(&drive);
    assert!(words.to_lowercase().contains("space"), "{words}");
    assert_eq!(
        (ground.repo.read(FILE), starts(&drive, "undo-bump")),
        (edited, Vec::new()),
        "nothing was done"
    );
    disk.free();
    drive.look_again();
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), ground.repo.read(FILE)), ("undo-apply", before.1.clone()));
    // Before the end line: the deed is done, and its end finds no room.
    slow_pods(&ground, 4);
    drive.approve_and_leave();
    eventually("the old image", Duration::from_secs(20), || {
        if image(&ground).ends_with(OLD) { Ok(()) } else { Err(image(&ground)) }
    });
    disk.fill();
    // The last page of the journal may have room for a short line.
    drive.told.clear();
    while drive.told.is_empty() {
        note(&mut drive, "-");
        std::thread::sleep(Duration::from_millis(20));
        drive.pump();
    }
    drive.settle();
    assert!(drive.told.iter().any(|told| said(told).to_lowercase().contains("space")), "{:?}", drive.told);
    let next = drive.step();
    assert_ne!(next, "undo-apply", "the window knows: {:?}", drive.state());
    drive.approve(&[]);
    assert_eq!(drive.step(), next, "no further deed without the line of the last one: {:?}", drive.state());
    // The program dies now: after its start nobody knows, so it is asked, and not done again.
    let mut drive = crash(drive, &ground);
    assert_eq!((drive.step().as_str(), starts(&drive, "undo-apply")), ("undo-apply", vec![true]));
    assert_eq!(drive.asked().expect("the cluster answers"), ProbeAnswer::Happened);
    disk.free();
    drive.settled(true);
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
    assert_eq!(starts(&drive, "undo-apply"), [true, false], "looked at again, and not done again");
    record(&mut drive, &disk, &ground.folder());
    drop(drive);
    drop(disk);
}

/// The record at the end: the one of before stays whole until there is room for the new one.
fn record(drive: &mut Drive, disk: &FullDisk, folder: &Path) {
    let old = drive.record();
    disk.fill();
    drive.told.clear();
    drive.write_record();
    eventually("a word about the record", Duration::from_secs(20), || {
        drive.pump();
        let is_told = drive.told.iter().any(|told| said(told).contains("record"));
        if is_told { Ok(()) } else { Err(format!("{:?}", drive.told)) }
    });
    assert_eq!(fs::read_to_string(folder.join("record.md")).unwrap(), old);
    disk.free();
    note(drive, "seen by hand");
    assert!(drive.record().contains("seen by hand"));
}

fn repository(plane: &'static ControlPlane) {
    let ground = ground(plane, "repo-full");
    let before = state(&ground);
    let disk = FullDisk::over(&ground.repo.root(), "8m");
    let clean = ground.repo.status();
    assert_eq!(clean, "");
    let names = || {
        let folder = ground.repo.root().join("deployments");
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>()
    };
    let mut drive = begin(&ground);
    drive.up_to("bump");
    // Forward: the file is the old one, with nothing beside it.
    disk.fill();
    drive.approve(&[]);
    let words = why(&drive);
    assert!(words.contains(FILE) && words.to_lowercase().contains("space"), "{words}");
    assert_eq!((ground.repo.read(FILE), names().len()), (before.1.clone(), 1));
    disk.free();
    drive.look_again();
    drive.up_to("commit");
    let (head, edited) = (ground.repo.head(), ground.repo.read(FILE));
    disk.fill();
    drive.approve(&[]);
    let words = why(&drive);
    assert!(words.contains("No space left on device"), "git's own words: {words}");
    let is_whole = |head: &str, file: &str| {
        assert_eq!((ground.repo.head().as_str(), ground.repo.read(FILE).as_str()), (head, file));
        assert!(!ground.repo.root().join(".git/index.lock").exists(), "no lock is left behind");
    };
    is_whole(&head, &edited);
    disk.free();
    ground.repo.git(&["fsck", "--strict"]);
    drive.look_again();
    drive.up_to("push");
    // Back: the revert is there wholly or not at all.
    let head = ground.repo.head();
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-commit");
    disk.fill();
    drive.approve(&[]);
    let words = why(&drive);
    assert!(words.to_lowercase().contains("space"), "{words}");
    is_whole(&head, &edited);
    let mut drive = crash(drive, &ground);
    drive.look_again();
    disk.free();
    drive.look_again();
    assert!(drive.state().is_some_and(|state| state.proposal().is_some()), "{:?}", drive.state());
    drive.approve(&[]);
    assert_eq!(drive.step(), "undo-apply", "{:?}", drive.state());
    assert_eq!(ground.repo.git(&["rev-parse", "HEAD^"]), head);
    assert_eq!((ground.repo.read(FILE), ground.repo.status()), (before.1.clone(), clean));
    ground.repo.git(&["fsck", "--strict"]);
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
    drop(drive);
    drop(disk);
}

/// The folders for logs and copies are full, the journal's is not: a log is a loss that is told, a copy is not.
fn beside(plane: &'static ControlPlane) {
    let ground = ground(plane, "beside-full");
    let full = |name: &str| {
        let disk = FullDisk::over(&ground.folder().join(name), "64k");
        disk.fill();
        disk
    };
    let (logs, kept) = (full("logs"), full("kept"));
    let mut drive = begin(&ground);
    drive.up_to("bump");
    let text = drive.journal_text();
    assert!(text.contains("act-log-lost"), "the loss of the log is evidence");
    assert!(drive.run.steps().iter().any(|step| matches!(step.state, StepState::Done)));
    drive.up_to("apply");
    let mine = ground.repo.read(FILE).replacen(NEW, "1.0.300", 1);
    ground.repo.write(FILE, &mine);
    drive.undo_alone("bump");
    assert!(shown(drive.proposal()).contains("same lines"));
    drive.approve(&[("wholly", "yes")]);
    let words = why(&drive);
    assert!(words.contains(FILE), "{words}");
    assert_eq!(ground.repo.read(FILE), mine, "what cannot be kept is not written over");
    kept.free();
    drive.look_again();
    drive.approve(&[("wholly", "yes")]);
    assert!(ground.repo.read(FILE).contains(OLD) && !ground.repo.read(FILE).contains("1.0.300"));
    let copies: Vec<String> = fs::read_dir(ground.folder().join("kept"))
        .unwrap()
        .map(|copy| fs::read_to_string(copy.unwrap().path()).unwrap())
        .collect();
    assert_eq!(copies, [mine]);
    drop(drive);
    drop((logs, kept));
}
