//! What it is for: the states in which a change is refused, and reading without running anything.
//! In: repositories in each of these states. Out: assertions. Never: a state made by hand where git can make it.

use std::fs;

use super::*;

fn state(repo: &TempRepo) -> RepoState {
    look(&at(repo)).expect("the repository can be looked at")
}

fn refusal(repo: &TempRepo) -> String {
    let refusals = state(repo).refusals(&[file(APP)]);
    refusals.first().map(said).unwrap_or_default()
}

#[test]
fn a_clean_clone_has_nothing_against_it() {
    let repo = sample();
    let state = state(&repo);
    assert_eq!(state.head, Head::Branch("main".to_owned()));
    assert_eq!(state.commit.as_ref().map(|commit| commit.summary.as_str()), Some("first"));
    assert_eq!(state.identity.to_string(), "Ada Admin <ada@example.org>");
    let upstream = state.upstream.as_ref().expect("a clone has an upstream");
    assert_eq!((upstream.remote.as_str(), upstream.branch.as_str()), ("origin", "main"));
    assert!(state.programs.is_plain() && state.changed.is_empty());
    assert!(state.refusals(&[file(APP)]).is_empty());
}

#[test]
fn a_folder_that_is_no_repository_is_refused_and_one_inside_is_found() {
    let repo = sample();
    let nowhere = RepoPath::new(repo.beside("person.gitconfig").parent().expect("a folder"));
    let problem = look(&nowhere).expect_err("no repository");
    assert!(matches!(problem, RepoError::NotARepository { .. }));
    assert!(said(&problem).starts_with("There is no git repository at"));
    let inside = RepoPath::new(repo.root().join("deployments")).with_person_config(repo.person_config());
    assert_eq!(look(&inside).expect("found upwards").root, repo.root().join(""));
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_refused_with_the_command_that_trusts_it() {
    let repo = sample();
    for path in [repo.root(), repo.root().join(".git")] {
        if std::os::unix::fs::chown(path, Some(65534), None).is_err() {
            return; // only the administrator can give a folder away
        }
    }
    let problem = look(&at(&repo)).expect_err("owned by somebody else");
    assert!(matches!(problem, RepoError::NotOwned { .. }), "{problem:?}");
    assert!(said(&problem).contains("git config --global --add safe.directory"));
}

#[test]
fn mid_merge_is_refused() {
    let repo = sample();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(APP, "image: app:side\n");
    repo.git(&["commit", "--quiet", "--all", "--message=side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(APP, "image: app:main\n");
    repo.git(&["commit", "--quiet", "--all", "--message=main"]);
    assert!(!repo.try_git(&repo.root(), &["merge", "side"]).status.success());
    assert_eq!(state(&repo).operation, Some(Operation::Merge));
    assert!(refusal(&repo).starts_with("A git merge was begun"));
    let problem = commit::commit_files(&at(&repo), &agreed(&at(&repo)), &Cancel::default(), &[], "x");
    assert!(matches!(problem, Err(RepoError::InTheMiddle { operation: Operation::Merge })));
}

#[test]
fn detached_and_unborn_and_bare_are_refused() {
    let repo = sample();
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert!(refusal(&repo).contains("without a branch"));
    repo.git(&["checkout", "--quiet", "--orphan", "empty"]);
    repo.git(&["rm", "--quiet", "-r", "--cached", "."]);
    assert_eq!(state(&repo).head, Head::Unborn("empty".to_owned()));
    assert!(refusal(&repo).contains("has no commit yet"));
    let bare = look(&RepoPath::new(repo.remote())).expect("a bare repository can be looked at");
    assert!(matches!(bare.refusals(&[]).as_slice(), [RepoError::Bare { .. }]));
}

#[test]
fn edits_in_our_file_are_refused_and_in_another_are_not() {
    let repo = sample();
    repo.write(OTHER, "mine: yes\n");
    repo.write("notes.txt", "untracked\n");
    assert_eq!(refusal(&repo), "");
    repo.write(APP, "image: mine\n");
    assert!(refusal(&repo).contains(APP));
    repo.git(&["add", APP]);
    assert!(refusal(&repo).contains(APP), "staged edits count too");
    let changed = state(&repo).changed;
    assert!(changed.iter().any(|row| row.path == APP && row.staged == Some(Edit::Modified)));
    assert!(changed.iter().any(|row| row.path == "notes.txt" && row.unstaged == Some(Edit::Untracked)));
}

#[test]
fn mistake_25_behind_is_known_before_the_apply() {
    let repo = sample();
    repo.colleague_pushes(APP, "image: app:1.5\n", "theirs");
    assert_eq!(refusal(&repo), "", "nobody asked the remote yet");
    let path = at(&repo);
    let seen = fetch(&path, &agreed(&path), &Cancel::default(), &[file(APP)]).expect("fetched");
    assert_eq!(seen.touches, [file(APP)]);
    assert_eq!(seen.incoming.len(), 1);
    assert!(refusal(&repo).contains("lacks 1 commit of origin/main"), "{}", refusal(&repo));
    repo.write(OTHER, "ours: yes\n");
    repo.git(&["commit", "--quiet", "--all", "--message=ours"]);
    assert!(refusal(&repo).contains("each gone their own way (1 here, 1 there)"), "{}", refusal(&repo));
}

#[test]
fn a_lock_and_a_missing_identity_and_upstream_are_said() {
    let repo = sample();
    fs::write(repo.root().join(".git/index.lock"), "").expect("the lock");
    assert!(refusal(&repo).contains("Another git is working"));
    let problem = commit_v2(&repo).expect_err("locked");
    assert!(matches!(problem, RepoError::Locked { .. }));
    assert!(repo.root().join(".git/index.lock").exists(), "the lock is not ours to remove");
    fs::remove_file(repo.root().join(".git/index.lock")).expect("unlock");
    fs::write(repo.person_config(), "").expect("no identity");
    repo.git(&["branch", "--unset-upstream"]);
    let all = state(&repo).refusals(&[]);
    assert!(
        matches!(all.as_slice(), [RepoError::IdentityMissing { .. }, RepoError::NoUpstream { .. }]),
        "{all:?}"
    );
    let message = said(all.first().expect("two refusals"));
    assert!(message.contains("user.name, user.email"), "{message}");
}

#[test]
fn looking_runs_no_program_and_lists_those_that_git_would_run() {
    let repo = sample();
    let mark = repo.beside("ran");
    let script = format!("touch '{}'", mark.display());
    repo.hook("pre-commit", &script);
    repo.hook("fsm", &script);
    repo.hook("pre-push.sample", &script);
    repo.git(&["config", "core.fsmonitor", ".git/hooks/fsm"]);
    repo.git(&["config", "filter.x.clean", &script]);
    repo.git(&["config", "filter.x.smudge", &script]);
    repo.git(&["config", "credential.helper", "!f"]);
    repo.git(&["config", "gpg.program", "sign"]);
    repo.git(&["config", "alias.st", "!status"]);
    repo.write(".gitattributes", "*.yml filter=x\n");
    repo.write(APP, V2);
    if mark.exists() {
        fs::remove_file(&mark).expect("git config itself ran nothing that matters");
    }
    let path = at(&repo);
    let seen = look(&path).expect("looked");
    read_file(&path, &file(APP)).expect("read");
    standing(&path, &file(APP)).expect("stands");
    compare(&path, &[file(APP)]).expect("compared");
    assert!(!mark.exists(), "a program of the repository ran");
    let places: Vec<&str> = seen.programs.to_agree().map(|program| program.place.as_str()).collect();
    for wanted in ["core.fsmonitor", "filter.x.clean", "credential.helper", "gpg.program", "pre-commit"] {
        assert!(places.contains(&wanted), "{wanted} is missing in {places:?}");
    }
    assert!(!places.iter().any(|place| place.contains("alias") || place.contains("sample")), "{places:?}");
}

#[test]
fn git_does_not_run_without_consent_and_a_changed_hook_asks_again() {
    let repo = sample();
    let before = agreed(&at(&repo));
    let mark = repo.beside("ran");
    repo.hook("pre-commit", &format!("touch '{}'", mark.display()));
    repo.write(APP, V2);
    let path = at(&repo);
    let run =
        |consent: &Consent| commit::commit_files(&path, consent, &Cancel::default(), &[item(APP, V2)], "x");
    let problem = run(&before).expect_err("a hook that nobody agreed to");
    assert!(said(&problem).contains("names a program that was not agreed to"));
    assert!(!mark.exists() && repo.git(&["log", "--format=%s"]) == "first");
    let consent = agreed(&path);
    let kept = Consent::remembered(consent.root(), consent.digest().clone());
    repo.hook("pre-commit", "exit 0");
    assert!(matches!(run(&kept), Err(RepoError::ProgramsNotAgreed { .. })), "the hook's bytes changed");
    assert!(run(&agreed(&path)).is_ok());
}
