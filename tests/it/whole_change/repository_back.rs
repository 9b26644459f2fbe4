//! The way back in the repository: files, commits and pushes, each as far as the change got, and a protected branch.

use changeover::{action::ProbeAnswer, journal::Entry, run::StepState};
use libtest_mimic::Trial;

use super::{
    drive::{Drive, said, shown, worker},
    ground::{FILE, Ground, NEW, OLD},
};
use crate::support::{control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("way_back::an_edit_that_was_not_committed_is_taken_back", edited),
        on_control_plane("way_back::an_edit_in_the_same_line_is_asked_about_and_kept", edited_by_both),
        on_control_plane("way_back::a_commit_is_reverted_or_undone", committed),
        on_control_plane("way_back::mistake_25_a_pushed_commit_with_others_on_top", pushed),
        on_control_plane("way_back::mistake_25_a_pushed_commit_whose_line_others_changed", conflict),
        on_control_plane("way_back::mistake_25_a_protected_branch_and_a_pull_request", protected),
        on_control_plane("way_back::a_remote_that_cannot_be_asked", offline),
        on_control_plane("way_back::git_says_whether_a_deed_happened", probes),
    ]
}

const ROLLBACK: &str = r#"
rollback:
  decide:
    id: data
    ask: Did the shop write new data?
    help: Look into the log.
    answers: {"no": [back], "yes": [hold]}
  plans:
    back:
      - undoAll: [commit]
      - id: r-push
        title: Push the revert
        what: Pushes the revert, never by force.
        why: Others see it only then.
        git.push: {}
    hold:
      - {id: r-hold, title: Wait, what: Waits., why: To think., pause: {reason: Think}}
"#;

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn edited(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "edited");
    let before = ground.repo.read(FILE);
    let mut drive = begin(&ground);
    drive.up_to("apply");
    drive.undo_alone("bump");
    assert!(shown(drive.proposal()).contains("exactly the bytes"), "{}", shown(drive.proposal()));
    drive.approve(&[]);
    assert_eq!((ground.repo.read(FILE), ground.repo.status().as_str()), (before.clone(), ""));
    // Edited again, and then somebody edits another line beside it.
    drive.up_to("apply");
    let mine = ground.repo.read(FILE).replace("schedule: \"0 0 29 2 *\"", "schedule: \"0 1 29 2 *\"  # mine");
    ground.repo.write(FILE, &mine);
    drive.undo_alone("bump");
    let preview = shown(drive.proposal());
    assert!(preview.contains("stay as they are") && preview.contains("# mine"), "{preview}");
    drive.approve(&[]);
    assert_eq!(ground.repo.read(FILE), mine.replace(NEW, OLD), "our lines only");
}

fn edited_by_both(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "edited-by-both");
    let before = ground.repo.read(FILE);
    let mut drive = begin(&ground);
    drive.up_to("apply");
    let mine = ground.repo.read(FILE).replacen(NEW, "1.0.300", 1);
    ground.repo.write(FILE, &mine);
    drive.undo_alone("bump");
    let preview = shown(drive.proposal());
    assert!(preview.contains("same lines") && preview.contains("1.0.300"), "{preview}");
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Asked { .. })), "without the tick nothing is written");
    assert_eq!(ground.repo.read(FILE), mine);
    // Somebody writes while the dialog is open: what was shown is no longer there.
    let later = format!("{mine}# later\n");
    ground.repo.write(FILE, &later);
    drive.approve(&[("wholly", "yes")]);
    assert_eq!((ground.repo.read(FILE), drive.moved.len()), (later.clone(), 1), "{:?}", drive.state());
    drive.approve(&[("wholly", "yes")]);
    assert_eq!(ground.repo.read(FILE), before);
    let kept: Vec<String> = std::fs::read_dir(ground.folder().join("kept"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(kept, [later], "what was let go is kept");
}

fn committed(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "committed");
    let (base, before) = (ground.repo.head(), ground.repo.read(FILE));
    let mut drive = begin(&ground);
    drive.up_to("push");
    let ours = ground.repo.head();
    ground.repo.write("README.md", "infra, being edited\n");
    drive.undo_alone("commit");
    drive.approve(&[("how", "undo")]);
    assert_eq!((ground.repo.head(), ground.repo.read(FILE)), (base, before.clone()), "nobody saw it");
    assert_eq!(ground.repo.read("README.md"), "infra, being edited\n");
    let words = format!("{:?}", drive.lines().iter().map(|line| &line.entry).collect::<Vec<_>>());
    assert!(words.contains(&ours), "the journal names what was undone");
    // Gone forward again, and taken back by a commit this time, which is offered first.
    assert_eq!(drive.step(), "commit", "the way forward goes on where it was taken back");
    ground.repo.write(FILE, before.replace(OLD, NEW));
    drive.look_again();
    drive.up_to("push");
    let ours = ground.repo.head();
    drive.undo_alone("commit");
    drive.approve(&[]);
    let message = ground.repo.git(&["log", "-1", "--format=%B"]);
    let lines =
        [format!("Revert \"shop: {NEW}\""), format!("This reverts commit {ours}."), "Change: ".to_owned()];
    assert!(lines.iter().all(|line| message.contains(line)), "{message}");
    assert_eq!((ground.repo.read(FILE), ground.repo.git(&["rev-parse", "HEAD^"])), (before, ours));
    assert_eq!(ground.repo.status().trim(), "M README.md");
}

/// A change that is pushed, with a way back that reverts and pushes.
fn through(ground: &mut Ground) -> Drive {
    ROLLBACK.clone_into(&mut ground.rollback);
    let mut drive = begin(ground);
    drive.up_to("announce");
    drive
}

fn pushed(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "pushed");
    let mut drive = through(&mut ground);
    let text = ground.repo.read(FILE).replace("schedule: \"0 0 29 2 *\"", "schedule: \"0 1 29 2 *\"");
    let theirs = ground.repo.colleague_pushes(FILE, &text, "backups later");
    ground.repo.write("README.md", "infra, being edited\n");
    drive.go_back("no");
    let preview = shown(drive.proposal());
    for part in ["takes one new commit", "backups later", "its lines stay"] {
        assert!(preview.contains(part), "{part} is not in {preview}");
    }
    assert!(!preview.contains("undoing"), "it was seen: {preview}");
    // The remote moves between look and deed.
    let newest = ground.repo.colleague_pushes("other.txt", "x\n", "meanwhile");
    drive.approve(&[]);
    assert_eq!(ground.repo.git(&["rev-parse", "HEAD^"]), theirs, "as it was shown: {:?}", drive.state());
    assert_eq!(ground.repo.read(FILE), text.replace(NEW, OLD));
    assert_eq!(drive.step(), "r-push");
    drive.approve(&[("rebase", "yes")]);
    assert_eq!(drive.step(), "the end", "{:?}", drive.state());
    assert_eq!(
        (ground.repo.remote_head(), ground.repo.git(&["rev-parse", "HEAD^"])),
        (ground.repo.head(), newest)
    );
    assert_eq!(ground.repo.read("README.md"), "infra, being edited\n");
    let reverted = drive.lines().into_iter().filter(|line| match &line.entry {
        Entry::Ended { outcome, .. } => outcome.outputs.contains_key("reverts"),
        _ => false,
    });
    assert_eq!(reverted.count(), 1);
}

fn conflict(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "line-changed");
    let mut drive = through(&mut ground);
    let theirs =
        ground.repo.colleague_pushes(FILE, &ground.repo.read(FILE).replace(NEW, "1.0.300"), "newer yet");
    let ours = ground.repo.head();
    drive.go_back("no");
    let proposal = drive.proposal();
    let preview = shown(proposal);
    for part in ["newer yet", "same lines", "1.0.300", OLD] {
        assert!(
            preview.contains(part) || said(proposal.preview().blocked.as_ref().unwrap()).contains(part),
            "{part}: {preview}"
        );
    }
    drive.approve(&[]);
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (ours.clone(), theirs.clone()));
    assert_eq!(ground.repo.status(), "");
    // The person settles it as they see fit; then there is nothing left to do.
    ground.repo.git(&["pull", "--quiet", "--ff-only"]);
    ground.repo.write(FILE, ground.repo.read(FILE).replace("1.0.300", OLD));
    ground.repo.git(&[
        "commit",
        "--quiet",
        "--all",
        &format!("--message=back\n\nThis reverts commit {ours}."),
    ]);
    drive.event(changeover::run::What::Closed);
    drive.look_again();
    let preview = shown(drive.proposal());
    assert!(preview.contains("taken back already"), "{preview}");
}

fn protected(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "protected");
    let hook = "while read old new ref; do if [ \"$ref\" = refs/heads/main ]; then \
                echo 'GH006: Protected branch update failed' >&2; exit 1; fi; done";
    ground.repo.remote_hook("pre-receive", hook);
    ROLLBACK.clone_into(&mut ground.rollback);
    let mut drive = begin(&ground);
    drive.up_to("push");
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("GH006") && words.contains("a branch of this change"), "{words}");
    let before = ground.repo.remote_head();
    drive.look_again();
    drive.approve(&[("where", "own")]);
    assert!(matches!(drive.state(), Some(StepState::Stopped)), "open, not failed: {:?}", drive.state());
    let name = drive.output("push", "branch");
    assert_eq!(ground.repo.git_in(&ground.repo.remote(), &["rev-parse", &name]), ground.repo.head());
    assert_eq!((drive.step().as_str(), ground.repo.remote_head()), ("push", before));
    let record = drive.record();
    assert!(record.contains("stays open"), "{record}");
    drive.look_again();
    assert!(shown(drive.proposal()).contains("not on origin/main yet"), "{}", shown(drive.proposal()));
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Stopped)), "still open: {:?}", drive.state());
    merge(&ground, &name, hook);
    drive.look_again();
    let preview = shown(drive.proposal());
    assert!(preview.contains("origin/main has it as"), "{preview}");
    drive.approve(&[]);
    assert_eq!(drive.step(), "announce", "{:?}", drive.state());
    let squash = ground.repo.remote_head();
    assert_eq!(drive.output("push", "commit"), squash);
    // The way back takes back what the branch has, and goes the same way.
    drive.go_back("no");
    drive.approve(&[]);
    assert_eq!(ground.repo.git(&["rev-parse", "HEAD^"]), squash, "{:?}", drive.state());
    assert!(ground.repo.read(FILE).contains(OLD) && !ground.repo.read(FILE).contains(NEW));
    drive.approve(&[("where", "own")]);
    let back = drive.output("r-push", "branch");
    assert_eq!(back, format!("{name}-back"));
    merge(&ground, &back, hook);
    drive.look_again();
    drive.approve(&[]);
    assert_eq!(drive.step(), "the end", "{:?}", drive.state());
    let main = ground.repo.git_in(&ground.repo.remote(), &["show", &format!("main:{FILE}")]);
    assert!(main.contains(OLD) && !main.contains(NEW));
}

fn offline(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "offline");
    let mut drive = through(&mut ground);
    let (ours, url) = (ground.repo.head(), ground.repo.remote().display().to_string());
    ground.repo.git(&["remote", "set-url", "origin", &ground.repo.beside("gone.git").display().to_string()]);
    drive.go_back("no");
    let preview = shown(drive.proposal());
    assert!(preview.contains("could not be asked"), "{preview}");
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), ground.repo.git(&["rev-parse", "HEAD^"])), ("r-push", ours.clone()));
    assert!(said(drive.failure()).contains("could not be reached"), "{:?}", drive.state());
    ground.repo.git(&["remote", "set-url", "origin", &url]);
    drive.look_again();
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), ground.repo.remote_head()), ("the end", ground.repo.head()));
}

fn probes(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "probes");
    let base = ground.repo.head();
    let mut drive = through(&mut ground);
    let ours = ground.repo.head();
    let happened = |drive: &mut Drive, step: &str| {
        let probed = drive.probe(step);
        let words: Vec<String> = probed.evidence.iter().map(|one| one.what.text()).collect();
        assert!(words.iter().all(|words| !words.contains('⟨') && !words.is_empty()), "{words:?}");
        (probed.answer == ProbeAnswer::Happened, probed.outputs.get("commit").cloned().unwrap_or_default())
    };
    assert!(happened(&mut drive, "bump").0);
    assert_eq!(happened(&mut drive, "commit"), (true, ours.clone()));
    assert_eq!(happened(&mut drive, "push"), (true, ours.clone()));
    drive.go_back("no");
    drive.approve(&[]);
    let reverted = ground.repo.head();
    assert_eq!(happened(&mut drive, "undo-commit"), (true, reverted));
    assert_eq!(happened(&mut drive, "commit"), (true, ours.clone()), "the revert is not taken for it");
    ground.repo.git(&["reset", "--quiet", "--hard", &ours]);
    assert_eq!(happened(&mut drive, "undo-commit"), (false, String::new()));
    ground.repo.git_in(&ground.repo.remote(), &["update-ref", "refs/heads/main", &base]);
    assert!(!happened(&mut drive, "push").0, "the remote does not have it");
    ground.repo.git(&["reset", "--quiet", "--hard", &base]);
    assert!(!happened(&mut drive, "commit").0);
    assert!(!happened(&mut drive, "bump").0);
}

/// The server merges the branch by a squash, after somebody else's commit.
fn merge(ground: &Ground, name: &str, hook: &str) {
    let (repo, folder) = (&ground.repo, ground.repo.colleague());
    repo.remote_hook("pre-receive", "exit 0");
    repo.colleague_pushes(&format!("{}.txt", name.replace('/', "-")), "x\n", "theirs");
    repo.git_in(&folder, &["fetch", "--quiet", "origin", name]);
    let message = repo.git_in(&folder, &["log", "-1", "--format=%B", "FETCH_HEAD"]);
    repo.git_in(&folder, &["merge", "--quiet", "--squash", "FETCH_HEAD"]);
    repo.git_in(&folder, &["commit", "--quiet", &format!("--message=A title (#7)\n\n{message}")]);
    repo.git_in(&folder, &["push", "--quiet", "origin", "HEAD:main"]);
    repo.remote_hook("pre-receive", hook);
}
