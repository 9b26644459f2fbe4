//! What it is for: commits of exactly our files, with hooks, and without harm to other edits.
//! In: work trees with edits of all kinds. Out: assertions made with git itself. Never: a network.

use super::*;
use crate::names::ChangeId;

#[test]
fn the_commit_holds_our_file_only_and_other_edits_stay_staged_or_unstaged() {
    let repo = sample();
    repo.write(OTHER, "staged: 1\n");
    repo.git(&["add", OTHER]);
    repo.write(OTHER, "staged: 1\nunstaged: 2\n");
    repo.write("README.md", "edited\n");
    repo.write("fresh.yml", "staged new\n");
    repo.git(&["add", "fresh.yml"]);
    repo.write("untracked.yml", "untracked\n");
    let before = repo.status();
    let made = commit_v2(&repo).expect("committed");
    assert_eq!(made.surprises, []);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), APP);
    assert_eq!(repo.git(&["show", "--format=%an <%ae>", "--no-patch"]), "Ada Admin <ada@example.org>");
    assert_eq!(repo.git(&["show", "--format=%B", "--no-patch"]), "app: 2.0\n\nChange: c-1");
    assert_eq!(repo.status(), before, "other edits are as they were");
    assert_eq!(repo.git(&["show", &format!(":{OTHER}")]), "staged: 1");
    assert_eq!(repo.git(&["show", &format!("HEAD:{APP}")]), V2.trim_end());
    let found = change_commit(&at(&repo), &ChangeId::new("c-1")).expect("walked").expect("there");
    assert_eq!(found, made.commit);
}

#[test]
fn a_new_file_is_committed_too_and_nothing_empty_ever() {
    let repo = sample();
    let path = at(&repo);
    repo.write("config/new [1].yml", "x: 1\n");
    repo.write("config/new 1.yml", "another: 1\n");
    let items = [item("config/new [1].yml", "x: 1\n"), item(APP, V1)];
    let run =
        || commit::commit_files(&path, &agreed(&path), &Cancel::default(), &items, "# new\n\nCloses #7\n");
    let made = run().expect("committed");
    assert_eq!(made.surprises, []);
    assert_eq!(
        repo.git(&["show", "--format=%B", "--name-only", "HEAD"]),
        "# new\n\nCloses #7\n\n\nconfig/new [1].yml"
    );
    let again = run().expect_err("nothing to commit");
    assert!(matches!(&again, RepoError::AlreadyCommitted { commit: Some(_) }), "{again:?}");
    let beforehand = commit::commit_files(&path, &agreed(&path), &Cancel::default(), &[item(APP, V1)], "x");
    let words = said(&beforehand.expect_err("committed beforehand"));
    assert!(words.starts_with("The repository has this already, since commit"), "{words}");
    assert!(words.contains("by Ada Admin: first"), "{words}");
}

#[test]
fn bytes_that_were_not_shown_and_staged_edits_of_our_file_are_not_committed() {
    let repo = sample();
    let path = at(&repo);
    repo.write(APP, V2);
    let run =
        |text: &str| commit::commit_files(&path, &agreed(&path), &Cancel::default(), &[item(APP, text)], "x");
    assert!(matches!(run(V1), Err(RepoError::FileMoved { .. })));
    repo.git(&["add", APP]);
    repo.write(APP, "image: app:3.0\n");
    assert!(matches!(run("image: app:3.0\n"), Err(RepoError::StagedEdits { .. })));
    assert_eq!(repo.git(&["show", &format!(":{APP}")]), V2.trim_end(), "what was staged is still staged");
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_hook_that_refuses_is_heard_and_nothing_is_lost() {
    let repo = sample();
    repo.hook("pre-commit", "printf '\\033[31mno tabs please\\033[0m\\n' >&2; exit 1");
    repo.write("new.yml", "x: 1\n");
    let problem = commit_v2(&repo).expect_err("refused");
    assert!(
        matches!(&problem, RepoError::HookRefused { hook, words } if hook == "pre-commit" && words == "no tabs please")
    );
    assert!(said(&problem).starts_with("The hook pre-commit refused"));
    assert_eq!((repo.read(APP).as_str(), repo.git(&["rev-list", "--count", "HEAD"]).as_str()), (V2, "1"));
    let path = at(&repo);
    let fresh =
        commit::commit_files(&path, &agreed(&path), &Cancel::default(), &[item("new.yml", "x: 1\n")], "x");
    assert!(fresh.is_err());
    assert!(repo.status().contains("?? new.yml"), "a new file is untracked again: {}", repo.status());
}

#[test]
fn a_hook_that_edits_or_adds_files_is_noticed() {
    let repo = sample();
    repo.write(OTHER, "mine: 1\n");
    repo.hook("pre-commit", &format!("echo '# by hook' >> {APP}; git add {APP} {OTHER}"));
    let made = commit_v2(&repo).expect("git committed");
    assert!(made.surprises.contains(&Surprise::AlsoCommitted(OTHER.to_owned())), "{:?}", made.surprises);
    assert!(made.surprises.contains(&Surprise::Edited(file(APP))), "{:?}", made.surprises);
    let words: Vec<String> = made.surprises.iter().map(|surprise| surprise.sentence().text()).collect();
    assert!(words.contains(&format!("{OTHER} went into the commit too: a hook added it")), "{words:?}");
}

#[test]
fn git_never_invents_an_identity() {
    let repo = sample();
    std::fs::write(repo.person_config(), "").expect("no identity");
    let problem = commit_v2(&repo).expect_err("nobody commits");
    assert!(matches!(problem, RepoError::IdentityMissing { .. }), "{problem:?}");
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_hook_that_hangs_is_stopped_with_its_children_when_asked() {
    let repo = sample();
    repo.hook("pre-commit", "sleep 300 & wait");
    repo.write(APP, V2);
    let path = at(&repo);
    let cancel = Cancel::default();
    let other = cancel.clone();
    let stopper = std::thread::Builder::new().spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(700));
        other.cancel();
    });
    let begun = std::time::Instant::now();
    let problem = commit::commit_files(&path, &agreed(&path), &cancel, &[item(APP, V2)], "x");
    assert!(matches!(problem, Err(RepoError::Cancelled { deed: Deed::Commit })), "{problem:?}");
    assert!(begun.elapsed().as_secs() < 20, "the children were waited for");
    assert!(!repo.root().join(".git/index.lock").exists(), "git took its lock away");
    stopper.expect("a thread").join().expect("it ended");
    let brief =
        path.clone().with_limits(std::time::Duration::from_secs(1), std::time::Duration::from_millis(500));
    let late = commit::commit_files(&brief, &agreed(&brief), &Cancel::default(), &[item(APP, V2)], "x");
    assert!(matches!(late, Err(RepoError::TimedOut { .. })), "{late:?}");
}

#[test]
fn filters_of_the_person_run_on_commit() {
    let repo = sample();
    let config = "[filter \"mask\"]\n\tclean = sed s/app/masked/\n\tsmudge = cat\n";
    let person = std::fs::read_to_string(repo.person_config()).expect("config") + config;
    std::fs::write(repo.person_config(), person).expect("config");
    repo.write(".gitattributes", "*.yml filter=mask\n");
    let seen = look(&at(&repo)).expect("looked").programs;
    assert!(
        seen.is_plain() && seen.list.iter().any(|program| program.place == "filter.mask.clean"),
        "{seen:?}"
    );
    commit_v2(&repo).expect("committed");
    assert!(repo.git(&["show", &format!("HEAD:{APP}")]).contains("masked:2.0"));
}
