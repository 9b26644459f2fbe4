//! The work tree touched by an editor meanwhile, forward and back: what the person wrote stays byte for byte, what was
//! shown and is no longer so is shown again, and nothing of the person's gets into a commit.

use std::{fs, os::unix::fs::PermissionsExt as _};

use libtest_mimic::Trial;

use super::{begin, crash, ground, why};
use crate::{
    support::{control_plane::ControlPlane, on_control_plane},
    whole_change::{
        all_the_way,
        drive::{Drive, shown},
        ground::{FILE, Ground, NEW, OLD},
    },
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("worst_hour::an_editor_touches_the_work_tree_meanwhile", edited),
        on_control_plane("worst_hour::the_manifest_is_another_sort_of_file_meanwhile", other_sort),
    ]
}

/// The person changes the backup's hour, and nothing else.
fn edit(ground: &Ground, from: &str, to: &str) -> String {
    let (from, to) = (format!("schedule: \"0 {from} 29 2 *\""), format!("schedule: \"0 {to} 29 2 *\""));
    let text = ground.repo.read(FILE);
    assert!(text.contains(&from), "{from} is not in the file");
    let text = text.replace(&from, &to);
    ground.repo.write(FILE, &text);
    text
}

fn mode(ground: &Ground) -> u32 {
    fs::metadata(ground.repo.root().join(FILE)).unwrap().permissions().mode() & 0o7777
}

/// The step was shown, the file is another by now: it is shown again, and nothing is written before that.
fn shown_again(drive: &mut Drive, ground: &Ground, mine: &str) {
    let (step, moved) = (drive.step(), drive.moved.len());
    drive.approve(&[]);
    assert_eq!((drive.step(), drive.moved.len()), (step, moved + 1), "{:?}", drive.state());
    assert_eq!(ground.repo.read(FILE), mine, "not written over");
    drive.proposal();
}

fn edited(plane: &'static ControlPlane) {
    let ground = ground(plane, "editor");
    let path = ground.repo.root().join(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    // What editors leave beside a file, and something staged: all of it is the person's.
    ground.repo.write("deployments/.shop.yml.swp", "swap");
    ground.repo.write("deployments/shop.yml~", "old");
    ground.repo.write("README.md", "infra, staged\n");
    ground.repo.git(&["add", "README.md"]);
    ground.repo.write("README.md", "infra, staged and edited\n");
    let theirs = ground.repo.status();
    let untouched = |ground: &Ground| {
        let status = ground.repo.status();
        let others: Vec<&str> = status.lines().filter(|line| !line.ends_with(FILE)).collect();
        assert_eq!(others.join("\n"), theirs);
        assert_eq!(ground.repo.git(&["show", ":README.md"]), "infra, staged");
        assert_eq!(ground.repo.read("README.md"), "infra, staged and edited\n");
    };

    // Forward: between preview and confirmation, and between a crash and what comes after it.
    let mut drive = begin(&ground);
    drive.up_to("bump");
    let mine = edit(&ground, "0", "1");
    shown_again(&mut drive, &ground, &mine);
    let mut drive = crash(drive, &ground);
    let mine = edit(&ground, "1", "2");
    shown_again(&mut drive, &ground, &mine);
    drive.approve(&[]);
    assert_eq!(ground.repo.read(FILE), mine.replace(OLD, NEW), "our lines, and the person's");
    assert_eq!((drive.step().as_str(), mode(&ground)), ("apply", 0o664));
    drive.up_to("commit");
    let preview = shown(drive.proposal());
    assert!(preview.contains("0 2 29 2 *"), "the person sees that their line goes in too: {preview}");
    drive.approve(&[]);
    assert_eq!(drive.step(), "push", "{:?}", drive.state());
    let files = ground.repo.git(&["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(files, FILE, "nothing else is committed");
    untouched(&ground);

    // Back: the revert, with the person's edit in the work tree, before and after a crash.
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-commit");
    let mine = edit(&ground, "2", "3");
    let head = ground.repo.head();
    drive.approve(&[]);
    while drive.step() == "undo-commit" && ground.repo.head() == head && drive.state().is_some_and(is_shown) {
        drive.approve(&[]);
    }
    if drive.step() == "undo-commit" {
        // Their line stands where the commit is to be taken back: it is not lost, and the person is told.
        let words = why(&drive);
        assert!(words.contains(FILE), "{words}");
        assert_eq!((ground.repo.read(FILE), ground.repo.head()), (mine.clone(), head.clone()));
        edit(&ground, "3", "2");
        drive = crash(drive, &ground);
        drive.approve(&[]);
    }
    assert_ne!(ground.repo.head(), head, "{:?}", drive.state());
    untouched(&ground);
    assert_eq!((drive.step().as_str(), mode(&ground)), ("undo-apply", 0o664));
    let reverted = ground.repo.read(FILE);
    assert!(reverted.contains(OLD) && !reverted.contains(NEW), "{reverted}");
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(ground.repo.git(&["show", "--name-only", "--format=", "HEAD"]), FILE);
    untouched(&ground);
}

fn is_shown(state: &changeover::run::StepState) -> bool {
    state.proposal().is_some_and(|proposal| proposal.preview().blocked.is_none())
}

/// A file that was edited and not committed, taken back; meanwhile it became a link, was locked, and was staged.
fn other_sort(plane: &'static ControlPlane) {
    let ground = ground(plane, "other-sort");
    let path = ground.repo.root().join(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    ground.repo.git(&["commit", "--quiet", "--all", "--message=a mode"]);
    ground.repo.git(&["push", "--quiet"]);
    let before = ground.repo.read(FILE);
    let mut drive = begin(&ground);
    drive.up_to("apply");
    assert_eq!(mode(&ground), 0o755);
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-bump");
    // An edit between preview and confirmation, then one between a crash and what comes after it.
    let mine = edit(&ground, "0", "1");
    shown_again(&mut drive, &ground, &mine);
    let mut drive = crash(drive, &ground);
    // A link instead of the file: neither it nor what it leads to is written.
    let aside = ground.repo.beside("aside.yml");
    fs::rename(&path, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &path).unwrap();
    drive.approve(&[]);
    let words = why(&drive);
    assert!(words.contains(FILE), "{words}");
    drive.look_again();
    why(&drive);
    assert_eq!(fs::read_to_string(&aside).unwrap(), mine);
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    fs::rename(&aside, &path).unwrap();
    // Not to be written.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
    drive.look_again();
    drive.approve(&[]);
    assert!(why(&drive).contains(FILE));
    assert_eq!(ground.repo.read(FILE), mine);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    // Staged: the index is the person's; it keeps what was staged.
    ground.repo.git(&["add", FILE]);
    let staged = ground.repo.git(&["ls-files", "--stage", FILE]);
    drive.look_again();
    let preview = shown(drive.proposal());
    assert!(preview.contains("stay as they are"), "{preview}");
    drive.approve(&[]);
    assert_ne!(drive.step(), "undo-bump", "{:?}", drive.state());
    assert_eq!(ground.repo.read(FILE), before.replace("0 0 29 2 *", "0 1 29 2 *"), "our lines only");
    assert_eq!((mode(&ground), ground.repo.git(&["ls-files", "--stage", FILE])), (0o755, staged));
    all_the_way(&mut drive);
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 2);
    let left: Vec<String> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, ["shop.yml"], "nothing is left beside the file");
}
