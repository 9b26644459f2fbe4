//! The way out of the repository: a remote that moved, a hook that refuses, and rights that are missing before the start.

use changeover::{
    plan::Standing,
    repo::look,
    worker::{Check, CheckState, reads, ready},
};
use libtest_mimic::Trial;

use super::{
    drive::{Drive, said, shown, worker},
    ground::{FILE, Ground, NEW, OLD, answer},
};
use crate::support::{
    cluster_namespace::Rule, control_plane::ControlPlane, on_control_plane, plain, registry::Fault,
    temp_repo::TempRepo,
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("whole_change::mistake_25_a_push_after_the_remote_moved", remote_moved),
        on_control_plane("whole_change::mistake_25_the_remote_moved_in_our_file", our_file_moved),
        on_control_plane("whole_change::mistake_25_both_changed_the_same_line", conflict),
        on_control_plane("whole_change::a_head_that_moved_before_the_push_is_shown_again", head_moved),
        on_control_plane("whole_change::mistake_25_a_hook_refuses_the_push", hook),
        on_control_plane("whole_change::a_missing_right_is_named_before_the_start", rights),
        on_control_plane("whole_change::what_the_way_back_needs_is_named_before_the_start", way_back),
        plain("whole_change::a_procedure_says_how_far_it_is_agreed_on", standing),
        on_control_plane(
            "whole_change::a_repository_that_is_not_ready_is_named_before_the_start",
            repository,
        ),
    ]
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn remote_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "remote-moved");
    let mut drive = begin(&ground);
    drive.up_to("push");
    ground.repo.write("README.md", "infra, being edited\n");
    let theirs = ground.repo.colleague_pushes("other.txt", "theirs\n", "a colleague's");
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("push", 1), "{:?}", drive.state());
    assert!(said(&drive.moved[0]).contains("fetch first"), "git's own words: {:?}", drive.moved);
    let preview = shown(drive.proposal());
    assert!(preview.contains("a colleague's"), "{preview}");
    assert_eq!(ground.repo.remote_head(), theirs);
    drive.approve(&[]);
    assert_eq!(drive.step(), "push", "without the tick nothing is moved or sent");
    drive.approve(&[("rebase", "yes")]);
    assert_eq!(drive.step(), "announce", "{:?}", drive.state());
    assert_eq!(ground.repo.remote_head(), ground.repo.head());
    assert_eq!(ground.repo.git(&["rev-parse", "HEAD^"]), theirs);
    assert_eq!(ground.repo.read("README.md"), "infra, being edited\n", "other edits are kept");
    let message = ground.repo.git(&["log", "-1", "--format=%B"]);
    assert!(message.ends_with("Closes #17"), "{message}");
}

/// The colleague's copy of our file with a line more.
fn theirs(ground: &Ground) -> String {
    let text = std::fs::read_to_string(ground.repo.colleague().join(FILE)).unwrap();
    text.replace("schedule: \"0 0 29 2 *\"", "schedule: \"0 1 29 2 *\"")
}

fn our_file_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "our-file-moved");
    let mut drive = begin(&ground);
    drive.up_to("push");
    ground.repo.colleague_pushes(FILE, &theirs(&ground), "backups later");
    drive.approve(&[]);
    let preview = shown(drive.proposal());
    for side in ["backups later", "0 1 29 2 *", NEW] {
        assert!(preview.contains(side), "both sides are shown, {side} is not: {preview}");
    }
    drive.approve(&[("rebase", "yes")]);
    // Moved onto theirs, and shown once more before anything is sent.
    assert_eq!(drive.step(), "push");
    assert_ne!(ground.repo.remote_head(), ground.repo.head());
    let preview = shown(drive.proposal());
    assert!(preview.contains("CronJob/shop-backup"), "what the cluster has not yet: {preview}");
    drive.approve(&[]);
    assert_eq!(drive.step(), "announce", "{:?}", drive.state());
    assert_eq!(ground.repo.remote_head(), ground.repo.head());
    let file = ground.repo.read(FILE);
    assert!(file.contains("0 1 29 2 *") && file.contains(NEW) && !file.contains(OLD));
}

fn conflict(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "conflict");
    let mut drive = begin(&ground);
    drive.up_to("push");
    let text = std::fs::read_to_string(ground.repo.colleague().join(FILE)).unwrap();
    let theirs = ground.repo.colleague_pushes(FILE, &text.replace(OLD, "1.0.198"), "an older one");
    let ours = ground.repo.head();
    drive.approve(&[]);
    drive.approve(&[("rebase", "yes")]);
    said(drive.failure());
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (ours, theirs), "both stay as they were");
}

fn head_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "head-moved");
    let mut drive = begin(&ground);
    drive.up_to("push");
    let before = ground.repo.remote_head();
    ground.repo.git(&["commit", "--quiet", "--allow-empty", "--message=another"]);
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("push", 1));
    assert_eq!(ground.repo.remote_head(), before, "nothing was sent that was not shown");
    assert!(shown(drive.proposal()).contains("another"));
    drive.approve(&[]);
    assert_eq!(drive.step(), "announce");
}

fn hook(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "hook");
    ground.repo.remote_hook("pre-receive", "echo 'the branch is protected' >&2; exit 1");
    let mut drive = begin(&ground);
    drive.up_to("push");
    let (ours, theirs) = (ground.repo.head(), ground.repo.remote_head());
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("the branch is protected"), "{words}");
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (ours, theirs), "the local commit stays");
}

fn checks(ground: &Ground) -> Vec<Check> {
    let worker = worker();
    let session = ground.session(&worker);
    answer(&worker, async move { Ok(ready::checks(session).await) }).expect("checks")
}

fn bad(checks: &[Check]) -> Vec<String> {
    let bad = checks.iter().filter(|check| check.state == CheckState::Bad);
    bad.map(|check| {
        format!(
            "{} | {}",
            check.what.text(),
            check.hint.as_ref().map(changeover::words::Sentence::text).unwrap_or_default()
        )
    })
    .collect()
}

fn rights(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "rights");
    assert_eq!(bad(&checks(&ground)), Vec::<String>::new());
    ground.kubeconfig = ground.space.deployer_kubeconfig(&[
        Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get", "list", "watch", "patch"] },
        Rule { groups: &[""], resources: &["pods", "pods/log", "events"], verbs: &["get", "list", "watch"] },
    ]);
    let words = bad(&checks(&ground)).join("\n");
    for part in ["create", "jobs", "deployments.apps/scale", "deployer"] {
        assert!(words.contains(part), "{part} is not named: {words}");
    }
    assert!(!words.contains("get pods"), "what is there is not missing: {words}");
}

fn warned(checks: &[Check]) -> String {
    let warned = checks.iter().filter(|check| check.state == CheckState::Warning);
    let words = warned.map(|check| {
        format!(
            "{} | {}",
            check.what.text(),
            check.hint.as_ref().map(changeover::words::Sentence::text).unwrap_or_default()
        )
    });
    words.collect::<Vec<_>>().join("\n")
}

const RESTORE: &str = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: restore}\nspec:\n  template:\n    spec:\n      \
    restartPolicy: Never\n      containers: [{name: a, image: \"a:1\"}]\n";

/// What only the way back needs is known before the start: rights for what is shown beside its question, and a Job of
/// an earlier time in its way.
fn way_back(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "ready-back");
    ground.repo.write("deployments/restore.yml", RESTORE);
    ground.repo.git(&["add", "--all"]);
    ground.repo.git(&["commit", "--quiet", "--message=restore"]);
    ground.repo.git(&["push", "--quiet"]);
    "
rollback:
  decide: {id: d, ask: Q, evidence: [{logs: {deployment: shop, grep: migrat}}], answers: {a: [restore]}}
  plans:
    restore:
      - {id: r-run, title: Restore, manifest.apply: {file: deployments/restore.yml}}
"
    .clone_into(&mut ground.rollback);
    assert!(!warned(&checks(&ground)).contains("Job/restore"));
    ground.space.apply(RESTORE);
    let words = warned(&checks(&ground));
    assert!(
        words.contains("Job/restore of an earlier time is there") && words.contains("remove it beforehand"),
        "{words}"
    );
    ground.rollback += "      - {id: r-gone, title: Remove, object.delete: {object: Job/restore}}\n";
    let words = warned(&checks(&ground));
    assert!(words.contains("The way back removes it"), "{words}");
    ground.kubeconfig = ground.space.deployer_kubeconfig(&[
        Rule { groups: &["apps"], resources: &["deployments"], verbs: &["get", "list", "watch", "patch"] },
        Rule { groups: &[""], resources: &["pods", "events"], verbs: &["get", "list", "watch"] },
        Rule { groups: &["batch"], resources: &["jobs"], verbs: &["get", "list", "watch"] },
    ]);
    let words = warned(&checks(&ground));
    for right in [
        "get pods/log",
        "list replicasets.apps",
        "delete jobs.batch restore",
        "create jobs.batch",
        "patch jobs.batch restore",
    ] {
        assert!(words.contains(right), "{right} is not named: {words}");
    }
}

fn repository(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "repository");
    ground.registry.fault("shop", Some(Fault::TooMany(30)));
    let words = bad(&checks(&ground)).join("\n");
    assert!(words.contains("too many requests"), "{words}");
    ground.registry.fault("shop", None);
    let original = ground.repo.read(FILE);
    ground.repo.write(FILE, format!("# mine\n{original}"));
    assert_eq!(bad(&checks(&ground)).len(), 1, "a file that we touch has changes");
    ground.repo.write(FILE, &original);
    ground.repo.write("README.md", "edited\n");
    assert_eq!(bad(&checks(&ground)), Vec::<String>::new(), "other edits are fine");
    ground.repo.colleague_pushes("other.txt", "x\n", "ahead of us");
    assert_eq!(bad(&checks(&ground)).len(), 1, "behind");
    ground.repo.git(&["commit", "--quiet", "--allow-empty", "--message=ours"]);
    assert_eq!(bad(&checks(&ground)).len(), 1, "diverged");
    std::fs::write(ground.repo.root().join(".git/MERGE_HEAD"), format!("{}\n", ground.repo.head())).unwrap();
    let words = bad(&checks(&ground)).join("\n");
    assert!(words.to_lowercase().contains("merge"), "{words}");
    std::fs::remove_file(ground.repo.root().join(".git/MERGE_HEAD")).unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let error = look(&changeover::repo::RepoPath::new(nowhere.path())).expect_err("no repository");
    said(&error.to_failure());
}

fn standing() {
    let text = include_str!("../../fixtures/procedures/shop-deploy.procedure.yaml");
    let repo = TempRepo::new(&[("README.md", "infra\n")]);
    let path = changeover::repo::RepoPath::new(repo.root()).with_person_config(repo.person_config());
    let now = || {
        let all = reads::procedures(Some(&path));
        all.iter().find(|one| one.id() == "shop-deploy").map(|one| one.standing)
    };
    assert_eq!(now(), None);
    repo.write("procedures/shop-deploy.procedure.yaml", text);
    assert_eq!(now(), Some(Standing::Uncommitted));
    repo.git(&["add", "--all"]);
    repo.git(&["commit", "--quiet", "--message=procedure"]);
    assert_eq!(now(), Some(Standing::NotUpstream));
    repo.git(&["push", "--quiet"]);
    assert_eq!(now(), Some(Standing::Upstream));
    repo.write("procedures/shop-deploy.procedure.yaml", format!("# edited\n{text}"));
    assert_eq!(now(), Some(Standing::Uncommitted));
    repo.write(
        "procedures/shop-deploy.procedure.yaml",
        text.replace("  - id: images\n", "  - id: images\n    imagine: true\n"),
    );
    let all = reads::procedures(Some(&path));
    let bad = all.iter().find(|one| one.loaded.procedure.is_none()).expect("the file with an unknown key");
    assert!(format!("{:?}", bad.loaded).contains("imagine"));
}
