//! What it is for: commits taken back, with everything that others and the person did since left alone.
//! In: real repositories with colleagues, hooks and edits. Out: assertions made with git itself. Never: a forced push.

use super::*;
use crate::names::{ChangeId, CommitId};

fn change() -> ChangeId {
    ChangeId::new("c-1")
}

fn found(repo: &TempRepo, commit: &CommitId) -> Result<Found, RepoError> {
    let path = at(repo);
    look_revert(&path, &agreed(&path), commit, &change())
}

fn open(repo: &TempRepo, commit: &CommitId) -> Revert {
    let found = found(repo, commit).expect("looked");
    let Found::Open(open) = found else { panic!("not open: {found:?}") };
    *open
}

fn fetched(repo: &TempRepo) -> Comparison {
    let path = at(repo);
    fetch(&path, &agreed(&path), &Cancel::default(), &[]).expect("fetched")
}

fn take(repo: &TempRepo, open: &Revert) -> Result<Committed, RepoError> {
    let path = at(repo);
    let message = revert_message(open, &change());
    make_revert::make(&path, &agreed(&path), &Cancel::default(), open, &message)
}

/// A commit of ours that changes line 3 of the long file.
fn commit_line(repo: &TempRepo) -> CommitId {
    let path = at(repo);
    let text = repo.read(OTHER).replace("line3: a", "line3: ours");
    repo.write(OTHER, &text);
    let message = full_message("other: ours", &change());
    let items = [item(OTHER, &text)];
    let made = commit::commit_files(&path, &agreed(&path), &Cancel::default(), &items, &message);
    made.expect("committed").commit.id
}

#[test]
fn an_unpushed_commit_is_taken_back_by_a_new_one_and_other_edits_stay() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed").commit;
    repo.write(OTHER, "staged: 1\n");
    repo.git(&["add", OTHER]);
    repo.write(OTHER, "staged: 1\nunstaged: 2\n");
    repo.write("untracked.yml", "x: 1\n");
    let status = repo.status();
    let shown = open(&repo, &made.id);
    assert!(shown.is_ours && shown.may_undo && shown.forward.is_empty() && shown.seen_by.is_empty());
    let reverted = take(&repo, &shown).expect("taken back");
    assert_eq!(reverted.surprises, []);
    assert_eq!((reverted.parent, repo.head()), (made.id.clone(), reverted.commit.id.to_string()));
    let message = repo.git(&["log", "-1", "--format=%an <%ae>%n%B"]);
    let said = format!(
        "Ada Admin <ada@example.org>\nRevert \"app: 2.0\"\n\nThis reverts commit {}.\n\nChange: c-1",
        made.id
    );
    assert_eq!(message, said);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), APP);
    assert_eq!((repo.read(APP).as_str(), repo.status()), (V1, status));
    assert_eq!(repo.git(&["show", &format!(":{OTHER}")]), "staged: 1");
    let by = change_revert(&at(&repo), &change()).expect("walked").expect("found by its lines");
    assert_eq!(by, reverted.commit);
    let commit = change_commit(&at(&repo), &change()).expect("walked").expect("there");
    assert_eq!(commit.id, made.id, "the revert is not taken for the commit");
    assert!(matches!(found(&repo, &made.id), Ok(Found::Reverted { by, .. }) if by == reverted.commit));
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.git(&["revert", "--no-edit", "HEAD"]);
    assert!(matches!(found(&repo, &made.id), Ok(Found::Open(_))), "it is there again");
}

#[test]
fn an_unseen_commit_can_be_undone_and_a_seen_one_cannot() {
    let repo = sample();
    let base = repo.head();
    let made = commit_v2(&repo).expect("committed").commit;
    repo.write(OTHER, "staged: 1\n");
    repo.git(&["add", OTHER]);
    repo.write("README.md", "edited\n");
    let status = repo.status();
    let shown = open(&repo, &made.id);
    let path = at(&repo);
    let parent = make_revert::undo(&path, &agreed(&path), &shown).expect("undone");
    assert_eq!((parent.as_str(), repo.head(), repo.status()), (base.as_str(), base.clone(), status));
    assert_eq!(repo.read(APP), V1);
    assert_eq!(found(&repo, &made.id).expect("looked"), Found::NotThere);
    assert!(make_revert::undo(&path, &agreed(&path), &shown).is_err(), "not twice");
    repo.git(&["checkout", "--quiet", "--", "README.md"]);
    repo.git(&["reset", "--quiet", "--hard"]);
    let made = commit_v2(&repo).expect("committed").commit;
    repo.git(&["push", "--quiet", "origin", "HEAD:refs/heads/elsewhere"]);
    let shown = open(&repo, &made.id);
    assert_eq!((shown.may_undo, shown.seen_by), (false, vec!["origin/elsewhere".to_owned()]));
}

#[test]
fn mistake_25_a_pushed_commit_with_others_on_top_loses_our_lines_only() {
    let repo = sample();
    let ours = commit_line(&repo);
    push_head(&repo).expect("pushed");
    let text = repo.read(OTHER).replace("line15: a", "line15: theirs");
    let theirs = repo.colleague_pushes(OTHER, &text, "their line");
    repo.write("README.md", "being edited\n");
    fetched(&repo);
    let shown = open(&repo, &ours);
    assert_eq!((shown.onto.as_str(), shown.head.as_str()), (theirs.as_str(), ours.as_str()));
    assert_eq!(shown.forward.iter().map(|one| one.summary.as_str()).collect::<Vec<_>>(), ["their line"]);
    assert_eq!(shown.later, shown.forward, "it touched the same file");
    assert!(!shown.may_undo);
    let reverted = take(&repo, &shown).expect("taken back");
    assert_eq!((reverted.surprises.as_slice(), reverted.parent.as_str()), ([].as_slice(), theirs.as_str()));
    assert_eq!(repo.read(OTHER), text.replace("line3: ours", "line3: a"));
    assert_eq!(repo.status().trim(), "M README.md");
    assert_eq!(push_head(&repo).expect("pushed").verified, Verified::Tip);
    assert_eq!(repo.remote_head(), reverted.commit.id.as_str());
}

#[test]
fn a_conflict_is_shown_with_its_sides_and_nothing_is_touched() {
    let repo = sample();
    let ours = commit_line(&repo);
    push_head(&repo).expect("pushed");
    let text = repo.read(OTHER).replace("line3: ours", "line3: theirs");
    repo.colleague_pushes(OTHER, &text, "their line");
    fetched(&repo);
    let (head, status) = (repo.head(), repo.status());
    let shown = open(&repo, &ours);
    let [conflict] = shown.conflicts.as_slice() else { panic!("one: {:?}", shown.conflicts) };
    assert_eq!(conflict.path, OTHER);
    let side =
        |bytes: &[u8], word: &str| String::from_utf8_lossy(bytes).contains(&format!("line3: {word}\n"));
    assert!(side(&conflict.before, "a") && side(&conflict.ours, "ours") && side(&conflict.now, "theirs"));
    assert!(take(&repo, &shown).is_err());
    assert_eq!((repo.head(), repo.status()), (head, status));
}

#[test]
fn the_person_s_edits_of_the_same_file_stay_or_are_in_the_way() {
    let repo = sample();
    let ours = commit_line(&repo);
    let edited = repo.read(OTHER).replace("line18: a", "line18: mine");
    repo.write(OTHER, &edited);
    let shown = open(&repo, &ours);
    assert_eq!(shown.files.first().map(|file| file.edits), Some(Edits::Kept));
    assert!(!shown.may_undo);
    let reverted = take(&repo, &shown).expect("taken back");
    assert_eq!(reverted.surprises, []);
    assert_eq!(repo.read(OTHER), edited.replace("line3: ours", "line3: a"));
    assert!(!repo.git(&["show", &format!("HEAD:{OTHER}")]).contains("mine"), "the edit is not committed");
    assert_eq!(repo.git(&["diff", "--numstat"]), format!("1\t1\t{OTHER}"));
    assert_eq!(repo.git(&["diff", "--cached", "--numstat"]), "");

    let repo = sample();
    let ours = commit_line(&repo);
    repo.write(OTHER, repo.read(OTHER).replace("line3: ours", "line3: mine"));
    let edits = |repo: &TempRepo| open(repo, &ours).files.first().map(|file| file.edits);
    assert_eq!(edits(&repo), Some(Edits::InTheWay));
    repo.git(&["add", OTHER]);
    assert_eq!(edits(&repo), Some(Edits::Staged));
}

#[test]
fn a_refused_revert_leaves_everything_and_a_hook_sees_what_is_committed() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed").commit;
    repo.write(OTHER, "staged: 1\n");
    repo.git(&["add", OTHER]);
    repo.hook("pre-commit", "git diff --cached --name-only > ../seen.txt; echo no >&2; exit 1");
    let (head, status) = (repo.head(), repo.status());
    let shown = open(&repo, &made.id);
    let problem = take(&repo, &shown).expect_err("refused");
    assert!(matches!(&problem, RepoError::HookRefused { hook, .. } if hook == "pre-commit"), "{problem:?}");
    assert_eq!((repo.head(), repo.status(), repo.read(APP).as_str()), (head, status, V2));
    assert_eq!(std::fs::read_to_string(repo.beside("seen.txt")).expect("the hook ran").trim(), APP);
    repo.hook("pre-commit", "exit 0");
    repo.hook("commit-msg", "echo 'Ticket: 7' >> \"$1\"");
    let reverted = take(&repo, &open(&repo, &made.id)).expect("taken back");
    assert_eq!(reverted.surprises, [Surprise::Message]);
}

#[test]
fn a_revert_that_died_half_way_is_gone_on_with() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed").commit;
    repo.write(APP, V1);
    let shown = open(&repo, &made.id);
    assert_eq!(shown.files.first().map(|file| file.edits), Some(Edits::None), "the bytes are there already");
    repo.git(&["add", APP]);
    let shown = open(&repo, &made.id);
    assert_eq!(shown.files.first().map(|file| file.edits), Some(Edits::None), "and in the index");
    take(&repo, &shown).expect("taken back");
    assert_eq!((repo.read(APP).as_str(), repo.status().as_str()), (V1, ""));
}

#[test]
fn an_undo_or_a_step_forward_that_died_half_way_is_gone_on_with() {
    let repo = sample();
    let base = repo.head();
    let made = commit_v2(&repo).expect("committed").commit;
    repo.git(&["read-tree", "-m", "-u", "HEAD", &base]);
    let path = at(&repo);
    let shown = open(&repo, &made.id);
    assert!(shown.may_undo);
    make_revert::undo(&path, &agreed(&path), &shown).expect("undone");
    assert_eq!((repo.head(), repo.status().as_str()), (base, ""));

    let repo = sample();
    let ours = commit_line(&repo);
    push_head(&repo).expect("pushed");
    let text = repo.read(OTHER).replace("line15: a", "line15: theirs");
    let theirs = repo.colleague_pushes(OTHER, &text, "their line");
    fetched(&repo);
    repo.git(&["read-tree", "-m", "-u", "HEAD", &theirs]);
    let shown = open(&repo, &ours);
    assert_eq!(shown.files.first().map(|file| file.edits), Some(Edits::None));
    take(&repo, &shown).expect("taken back");
    assert_eq!((repo.read(OTHER), repo.status().as_str()), (text.replace("line3: ours", "line3: a"), ""));
}

#[test]
fn edits_of_a_file_that_came_in_changed_too_are_in_the_way() {
    let repo = sample();
    let ours = commit_line(&repo);
    push_head(&repo).expect("pushed");
    let text = repo.read(OTHER);
    repo.colleague_pushes(OTHER, &text.replace("line15: a", "line15: theirs"), "their line");
    let mine = text.replace("line18: a", "line18: mine");
    repo.write(OTHER, &mine);
    fetched(&repo);
    let shown = open(&repo, &ours);
    assert_eq!(shown.files.first().map(|file| file.edits), Some(Edits::InTheWay));
    let problem = take(&repo, &shown).expect_err("in the way");
    assert!(matches!(problem, RepoError::EditsInTheWay { .. }), "{problem:?}");
    assert_eq!((repo.read(OTHER), repo.head()), (mine, ours.to_string()));
}

#[test]
fn a_file_that_the_commit_brought_goes_and_one_that_it_removed_comes_back() {
    let repo = sample();
    repo.write("config/new.yml", "x: 1\n");
    repo.git(&["rm", "--quiet", "README.md"]);
    repo.git(&["add", "--all"]);
    repo.git(&["commit", "--quiet", "--message=both\n\nChange: c-1"]);
    let made = CommitId::new(repo.head());
    take(&repo, &open(&repo, &made)).expect("taken back");
    assert_eq!((repo.read("README.md").as_str(), repo.status().as_str()), ("infra\n", ""));
    assert!(!repo.root().join("config/new.yml").exists());
    assert_eq!(repo.git(&["diff", "HEAD~2", "HEAD", "--stat"]), "");
}

#[test]
fn a_commit_that_was_squashed_or_moved_is_found_by_the_change_s_line() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed").commit;
    let text = format!("{V2}# theirs\n");
    repo.colleague_pushes("README.md", "theirs\n", "before it");
    let squash = repo.colleague_pushes(APP, &text, "app: 2.0 (#12)\n\n* app: 2.0\n\nChange: c-1");
    fetched(&repo);
    let shown = open(&repo, &made.id);
    assert_eq!((shown.commit.id.as_str(), shown.onto.as_str()), (squash.as_str(), squash.as_str()));
    take(&repo, &shown).expect("taken back");
    assert_eq!((repo.read(APP).as_str(), repo.status().as_str()), (V1, ""));
    assert_eq!(repo.git(&["rev-parse", "HEAD^"]), squash);
}

#[test]
fn a_branch_that_has_gone_its_own_way_is_refused_in_words() {
    let repo = sample();
    let ours = commit_line(&repo);
    push_head(&repo).expect("pushed");
    repo.write("README.md", "mine\n");
    repo.git(&["commit", "--quiet", "--all", "--message=mine"]);
    repo.colleague_pushes("theirs.txt", "x\n", "theirs");
    fetched(&repo);
    let problem = found(&repo, &ours).expect_err("diverged");
    assert!(said(&problem).contains("own way"), "{problem:?}");
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert!(matches!(found(&repo, &ours), Err(RepoError::Detached { .. })));
    repo.git(&["checkout", "--quiet", "main"]);
    std::fs::write(repo.root().join(".git/index.lock"), "").expect("a lock");
    assert!(matches!(found(&repo, &ours), Err(RepoError::Locked { .. })));
    std::fs::remove_file(repo.root().join(".git/index.lock")).expect("no lock");
    std::fs::write(repo.root().join(".git/MERGE_HEAD"), format!("{}\n", repo.head())).expect("a merge");
    assert!(matches!(found(&repo, &ours), Err(RepoError::InTheMiddle { .. })));
}

#[test]
fn line_ends_of_the_work_tree_are_kept_where_git_converts_them() {
    let repo = sample();
    repo.git(&["config", "core.autocrlf", "true"]);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    repo.write(APP, crlf(V2));
    repo.git(&["commit", "--quiet", "--all", "--message=app\n\nChange: c-1"]);
    let base = repo.git(&["rev-parse", "HEAD^"]);
    let path = at(&repo);
    let there = checked_out_at(&path, &agreed(&path), &CommitId::new(base), &file(APP)).expect("read");
    assert_eq!(there.map(|content| content.bytes), Some(crlf(V1).into_bytes()));
    take(&repo, &open(&repo, &CommitId::new(repo.head()))).expect("taken back");
    assert_eq!((repo.read(APP), repo.status().as_str()), (crlf(V1), ""));
}

#[test]
fn several_commits_of_the_change_move_together_and_what_is_there_already_is_left_out() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed").commit;
    take(&repo, &open(&repo, &made.id)).expect("taken back");
    let theirs = repo.colleague_pushes("README.md", "theirs\n", "theirs");
    let shown = fetched(&repo);
    let path = at(&repo);
    assert!(are_of_change(&path, &shown.outgoing, &change()).expect("read"));
    let moved = rebase::rebase_one(&path, &agreed(&path), &Cancel::default(), &shown).expect("moved");
    assert_eq!((moved.commits.len(), repo.git(&["rev-parse", "HEAD~2"])), (2, theirs));
    push::push_commits(&path, &agreed(&path), &Cancel::default(), &moved.commits).expect("pushed");
    assert_eq!((repo.read(APP).as_str(), repo.remote_head()), (V1, repo.head()));
    let first = moved.commits.last().expect("two").clone();
    assert!(matches!(found(&repo, &made.id), Ok(Found::Reverted { commit, .. }) if commit.id == first));
}

#[test]
fn the_states_of_a_file_are_walked_newest_first() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.write("README.md", "another file\n");
    repo.git(&["commit", "--quiet", "--all", "--message=readme"]);
    repo.write(APP, "image: app:3.0\n");
    repo.git(&["commit", "--quiet", "--all", "--message=app: 3.0"]);
    let path = at(&repo);
    let all = versions(&path, &file(APP), 50).expect("walked");
    let texts: Vec<String> =
        all.iter().map(|one| String::from_utf8_lossy(&one.content.bytes).into_owned()).collect();
    assert_eq!(texts, ["image: app:3.0\n", V2, V1]);
    assert_eq!(all.last().map(|one| one.commit.summary.as_str()), Some("first"));
    assert_eq!(versions(&path, &file(APP), 2).expect("walked").len(), 2);
}
