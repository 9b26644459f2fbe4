//! The remote moves in mid-rollback: between the revert's preview and its push, in another line, in the same line, and
//! by a refusal. Only our lines are taken back, nobody else's commit is lost, and no push is ever forced.

use libtest_mimic::Trial;

use super::{begin, crash, ground, why};
use crate::{
    support::{control_plane::ControlPlane, on_control_plane},
    whole_change::{
        drive::{Drive, said, shown},
        ground::{FILE, Ground, NEW, OLD},
    },
};

pub fn trials() -> Vec<Trial> {
    vec![on_control_plane("worst_hour::mistake_25_the_remote_moves_while_a_revert_is_on_its_way", moved)]
}

/// The colleague's copy of our file, as the remote has it, with this change.
fn colleague(ground: &Ground, from: &str, to: &str, message: &str) -> String {
    ground.repo.git_in(&ground.repo.colleague(), &["pull", "--quiet", "--ff-only"]);
    let text = std::fs::read_to_string(ground.repo.colleague().join(FILE)).unwrap();
    assert!(text.contains(from), "{from} is not in the file");
    ground.repo.colleague_pushes(FILE, &text.replacen(from, to, 1), message)
}

fn at(ground: &Ground, commit: &str) -> String {
    ground.repo.git(&["show", &format!("{commit}:{FILE}")])
}

/// Without the tick that was shown for what came in, nothing is moved or sent.
fn moved_again(drive: &mut Drive, ground: &Ground, theirs: &str, ticks: &[(&str, &str)]) {
    let (ours, moved) = (ground.repo.head(), drive.moved.len());
    drive.approve(ticks);
    assert_eq!((drive.step(), drive.moved.len()), ("undo-push".to_owned(), moved + 1), "{:?}", drive.state());
    assert_eq!((ground.repo.head().as_str(), ground.repo.remote_head().as_str()), (ours.as_str(), theirs));
}

fn moved(plane: &'static ControlPlane) {
    let ground = ground(plane, "remote-moves");
    let before = ground.repo.read(FILE);
    let mut drive = begin(&ground);
    drive.up_to("announce");
    let ours = ground.repo.head();
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-commit");
    drive.up_to("undo-push");
    assert_eq!(ground.repo.git(&["rev-parse", "HEAD^"]), ours);
    // Another line of our file, after the preview of the push.
    let theirs = colleague(&ground, "schedule: \"0 0 29 2 *\"", "schedule: \"0 1 29 2 *\"", "backups later");
    moved_again(&mut drive, &ground, &theirs, &[]);
    assert!(said(&drive.moved[0]).contains("fetch first"), "git's own words: {:?}", drive.moved);
    let preview = shown(drive.proposal());
    assert!(preview.contains("backups later") && preview.contains("0 1 29 2 *"), "{preview}");
    // The program dies, and the remote moves once more: a conflict this time.
    let mut drive = crash(drive, &ground);
    assert_eq!(drive.step(), "undo-push");
    let reverted = ground.repo.head();
    let theirs = colleague(&ground, NEW, "1.0.300", "newer yet");
    drive.look_again();
    let preview = shown(drive.proposal());
    assert!(preview.contains("newer yet") && preview.contains("1.0.300"), "both sides: {preview}");
    drive.approve(&[("rebase", "yes")]);
    let words = why(&drive);
    assert!(words.contains(FILE), "{words}");
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (reverted.clone(), theirs), "both stay");
    assert_eq!(ground.repo.status(), "", "no half of a merge is left");
    // Whoever was newer takes it back: now it fits, and is shown once more before it is sent.
    colleague(&ground, "1.0.300", NEW, "not newer");
    drive.look_again();
    drive.approve(&[("rebase", "yes")]);
    assert_eq!(drive.step(), "undo-push", "shown once more: {:?}", drive.state());
    // The remote refuses: in its own words, and the revert stays here.
    ground.repo.remote_hook("pre-receive", "echo 'closed until noon' >&2; exit 1");
    let (mine, theirs) = (ground.repo.head(), ground.repo.remote_head());
    drive.approve(&[]);
    assert!(why(&drive).contains("closed until noon"), "{:?}", drive.state());
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (mine.clone(), theirs.clone()));
    ground.repo.remote_hook("pre-receive", "exit 0");
    let mut drive = crash(drive, &ground);
    drive.look_again();
    drive.approve(&[]);
    assert_eq!(drive.step(), "the end", "{:?}", drive.state());
    assert_eq!((ground.repo.remote_head(), ground.repo.git(&["rev-parse", "HEAD^"])), (mine.clone(), theirs));
    let wanted = before.replace("0 0 29 2 *", "0 1 29 2 *");
    assert_eq!(at(&ground, &mine), wanted.trim(), "our lines only");
    assert!(at(&ground, &mine).contains(OLD));
    let all = ground.repo.git(&["log", "--format=%s"]);
    assert_eq!(all.lines().filter(|line| line.starts_with("Revert")).count(), 1, "{all}");
}
