//! What it is for: the change's own branch on a remote whose branch is protected, until it is merged in any way.
//! In: a pre-receive hook as servers have it. Out: assertions made with git itself. Never: a forced push.

use super::*;
use crate::{
    action::Direction,
    names::{ChangeId, CommitId},
};

const PROTECTED: &str = "while read old new ref; do if [ \"$ref\" = refs/heads/main ]; then \
     echo 'GH006: Protected branch update failed' >&2; exit 1; fi; done";

fn change() -> ChangeId {
    ChangeId::new("c-1")
}

fn send(repo: &TempRepo, name: &str) -> Result<Pushed, RepoError> {
    let path = at(repo);
    let shown = [CommitId::new(repo.head())];
    push::push_own_commits(&path, &agreed(&path), &Cancel::default(), name, &shown)
}

fn how(repo: &TempRepo, name: &str) -> OwnBranch {
    let path = at(repo);
    own_branch(&path, &agreed(&path), &Cancel::default(), name).expect("asked")
}

fn by(repo: &TempRepo) -> Option<String> {
    let path = at(repo);
    let beside = fetch(&path, &agreed(&path), &Cancel::default(), &[]).expect("fetched");
    landed(&path, &beside, &change()).expect("looked").map(|commit| commit.summary)
}

/// The colleague merges the change's branch on the server.
fn merge(repo: &TempRepo, name: &str, squash: bool) {
    let folder = repo.colleague();
    repo.remote_hook("pre-receive", "exit 0");
    repo.git_in(&folder, &["pull", "--quiet", "--ff-only"]);
    repo.git_in(&folder, &["fetch", "--quiet", "origin", name]);
    if squash {
        repo.git_in(&folder, &["merge", "--quiet", "--squash", "FETCH_HEAD"]);
        repo.git_in(&folder, &["commit", "--quiet", "--message=squashed (#3)"]);
    } else {
        repo.git_in(&folder, &["merge", "--quiet", "--no-ff", "--no-edit", "FETCH_HEAD"]);
    }
    repo.git_in(&folder, &["push", "--quiet", "origin", "HEAD:main"]);
}

#[test]
fn mistake_25_a_protected_branch_is_reached_by_a_branch_of_the_change() {
    for squash in [false, true] {
        let repo = sample();
        let made = commit_v2(&repo).expect("committed").commit;
        repo.remote_hook("pre-receive", PROTECTED);
        let before = repo.remote_head();
        let problem = push_head(&repo).expect_err("protected");
        assert!(matches!(&problem, RepoError::PushRefused { words, .. } if words.contains("GH006")));
        let name = own_name(&change(), Direction::Forward);
        assert_eq!(how(&repo, &name), OwnBranch::Absent);
        let pushed = send(&repo, &name).expect("pushed");
        assert_eq!((pushed.branch.as_str(), pushed.verified), ("changeover/c-1", Verified::Tip));
        assert_eq!((repo.remote_head(), how(&repo, &name)), (before, OwnBranch::Here));
        assert_eq!(by(&repo), None, "not merged yet");
        let path = at(&repo);
        let Ok(Found::Open(shown)) = look_revert(&path, &agreed(&path), &made.id, &change()) else {
            panic!("it can be taken back");
        };
        assert!(shown.is_on_own_branch && shown.may_undo, "only the change's own branch has it");
        repo.remote_hook("pre-receive", "exit 0");
        repo.colleague_pushes("README.md", "theirs\n", "theirs");
        assert_eq!(by(&repo), None, "somebody else's commit does not count");
        merge(&repo, &name, squash);
        if squash {
            assert_eq!(by(&repo).as_deref(), Some("squashed (#3)"), "by its content");
        } else {
            let path = at(&repo);
            let beside = fetch(&path, &agreed(&path), &Cancel::default(), &[]).expect("fetched");
            assert_eq!(beside.outgoing, [], "it is an ancestor");
        }
    }
}

#[test]
fn a_branch_of_that_name_with_foreign_commits_is_refused() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    let name = own_name(&change(), Direction::Forward);
    let theirs = repo.colleague_pushes("theirs.txt", "x\n", "theirs");
    repo.git_in(&repo.colleague(), &["push", "--quiet", "origin", &format!("HEAD:refs/heads/{name}")]);
    assert_eq!(how(&repo, &name), OwnBranch::Foreign(CommitId::new(&theirs)));
    let problem = send(&repo, &name).expect_err("taken");
    assert!(said(&problem).contains("changeover/c-1"));
    assert_eq!(repo.git_in(&repo.remote(), &["rev-parse", &name]), theirs);
}
