//! What it is for: pushes that arrive, are refused or get no answer, and the move of our one commit.
//! In: bare remotes with hooks. Out: assertions made with git itself. Never: a forced push.

use super::*;
use crate::{failure::FailureKind, names::CommitId};

fn incoming(repo: &TempRepo) -> Comparison {
    let path = at(repo);
    fetch(&path, &agreed(&path), &Cancel::default(), &[file(APP)]).expect("fetched")
}

fn move_ours(repo: &TempRepo, shown: &Comparison) -> Result<Rebased, RepoError> {
    let path = at(repo);
    rebase::rebase_one(&path, &agreed(&path), &Cancel::default(), shown)
}

#[test]
fn a_push_arrives_and_is_looked_up_and_a_second_one_is_no_error() {
    let repo = sample();
    let made = commit_v2(&repo).expect("committed");
    let pushed = push_head(&repo).expect("pushed");
    assert_eq!((pushed.verified, &pushed.commit), (Verified::Tip, &made.commit.id));
    assert_eq!(repo.remote_head(), made.commit.id.as_str());
    assert_eq!(push_head(&repo).expect("there already").verified, Verified::Tip);
}

#[test]
fn commits_that_were_not_shown_are_not_pushed() {
    let repo = sample();
    repo.write(OTHER, "earlier: 1\n");
    repo.git(&["commit", "--quiet", "--all", "--message=earlier"]);
    commit_v2(&repo).expect("committed");
    let problem = push_head(&repo).expect_err("two would go");
    assert!(matches!(&problem, RepoError::OtherCommitsOut { outgoing } if outgoing.len() == 2));
    assert!(said(&problem).contains("send 2 commits"));
    assert_ne!(repo.remote_head(), repo.head());
}

#[test]
fn mistake_25_a_refused_push_is_never_pushed() {
    let repo = sample();
    let before = repo.remote_head();
    let made = commit_v2(&repo).expect("committed");
    repo.remote_hook("pre-receive", "printf '\\033[1mGH006\\033[0m: Protected branch\\n' >&2; exit 1");
    let problem = push_head(&repo).expect_err("refused");
    assert!(
        matches!(&problem, RepoError::PushRefused { reason, words }
        if reason.contains("pre-receive hook declined") && words.contains("GH006: Protected branch")),
        "{problem:?}"
    );
    assert!(said(&problem).contains("The local commit stays"));
    assert_eq!((repo.remote_head(), repo.head()), (before, made.commit.id.to_string()));
}

#[test]
fn a_pre_push_hook_that_refuses_is_heard() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.hook("pre-push", "echo 'not on Fridays' >&2; exit 1");
    let problem = push_head(&repo).expect_err("refused");
    assert!(
        matches!(&problem, RepoError::HookRefused { hook, words }
        if hook == "pre-push" && words.contains("not on Fridays")),
        "{problem:?}"
    );
}

#[test]
fn a_moved_remote_is_shown_and_our_commit_moves_with_every_edit_kept() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.write(OTHER, repo.read(OTHER).replace("line3: a", "line3: staged"));
    repo.git(&["add", OTHER]);
    repo.write(OTHER, repo.read(OTHER).replace("line9: a", "line9: unstaged"));
    repo.write("notes.txt", "untracked\n");
    let theirs = repo.colleague_pushes("README.md", "their readme\n", "readme");
    let problem = push_head(&repo).expect_err("moved");
    assert!(
        matches!(&problem, RepoError::PushMoved { words } if words.contains("fetch first")),
        "{problem:?}"
    );
    assert_eq!(problem.to_failure().kind, FailureKind::Moved);
    let shown = incoming(&repo);
    assert_eq!(shown.touches, []);
    assert_eq!(
        shown.incoming.iter().map(|row| row.commit.author.as_str()).collect::<Vec<_>>(),
        ["Carl Colleague"]
    );
    let (status, staged, edited) =
        (repo.status(), repo.git(&["show", &format!(":{OTHER}")]), repo.read(OTHER));
    let ours = repo.head();
    let moved = move_ours(&repo, &shown).expect("moved");
    assert_eq!((moved.was.as_str(), moved.onto.as_str()), (ours.as_str(), theirs.as_str()));
    assert!(moved.merged.is_empty() && moved.disturbed.is_empty(), "{moved:?}");
    assert_eq!(repo.head(), moved.commit.id.as_str());
    assert_eq!(repo.git(&["rev-parse", "HEAD^"]), theirs);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), APP);
    assert_eq!(repo.git(&["log", "-1", "--format=%B"]), "app: 2.0\n\nChange: c-1");
    assert_eq!(repo.git(&["log", "-1", "--format=%ad", &ours]), repo.git(&["log", "-1", "--format=%ad"]));
    assert_eq!(
        (repo.status(), repo.git(&["show", &format!(":{OTHER}")]), repo.read(OTHER)),
        (status, staged, edited)
    );
    assert_eq!((repo.read("README.md").as_str(), repo.read(APP).as_str()), ("their readme\n", V2));
    assert_eq!(push_head(&repo).expect("pushed").verified, Verified::Tip);
    assert_eq!(repo.remote_head(), repo.head());
}

#[test]
fn incoming_commits_on_our_file_are_named_and_a_conflict_changes_nothing() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.colleague_pushes(APP, &V1.replace("1.0", "1.5"), "their version");
    let shown = incoming(&repo);
    assert_eq!(shown.touches, [file(APP)]);
    assert_eq!(shown.incoming.first().map(|row| row.touches.clone()), Some(vec![file(APP)]));
    let theirs = content_at(&at(&repo), shown.upstream.tip.as_ref().expect("fetched"), &file(APP));
    assert!(theirs.expect("read").is_some_and(|content| content.bytes.starts_with(b"image: app:1.5")));
    let (head, status) = (repo.head(), repo.status());
    let problem = move_ours(&repo, &shown).expect_err("both changed the line");
    assert!(said(&problem).contains("same lines"));
    assert_eq!((repo.head(), repo.status(), repo.read(APP).as_str()), (head, status, V2));
    assert!(look(&at(&repo)).expect("looked").operation.is_none());
}

#[test]
fn edits_in_the_way_of_incoming_commits_stop_the_move_before_it_begins() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.colleague_pushes("README.md", "their readme\n", "readme");
    repo.write("README.md", "my readme\n");
    let shown = incoming(&repo);
    let (head, status) = (repo.head(), repo.status());
    let problem = move_ours(&repo, &shown).expect_err("in the way");
    assert!(matches!(problem, RepoError::EditsInTheWay { .. }), "{problem:?}");
    assert!(said(&problem).contains("Nothing was changed"));
    assert_eq!((repo.head(), repo.status(), repo.read("README.md").as_str()), (head, status, "my readme\n"));
}

#[test]
fn a_comparison_that_is_no_longer_true_moves_nothing() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.colleague_pushes("README.md", "one\n", "one");
    let shown = incoming(&repo);
    repo.colleague_pushes("README.md", "two\n", "two");
    incoming(&repo);
    assert!(matches!(move_ours(&repo, &shown), Err(RepoError::BranchMoved { .. })));
}

#[test]
fn a_remote_that_is_gone_or_closed_is_said_without_its_password() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.git(&["remote", "set-url", "origin", "https://me:s3cret@127.0.0.1:9/infra.git"]);
    let problem = push_head(&repo).expect_err("nobody answers");
    assert!(matches!(problem, RepoError::Unreachable { .. }), "{problem:?}");
    assert!(!format!("{problem:?} {}", said(&problem)).contains("s3cret"));
    repo.git(&["remote", "set-url", "origin", &repo.beside("gone.git").display().to_string()]);
    let path = at(&repo);
    let fetched = fetch(&path, &agreed(&path), &Cancel::default(), &[]);
    assert!(matches!(fetched, Err(RepoError::Unreachable { deed: Deed::Fetch, .. })), "{fetched:?}");
}

#[test]
fn a_push_whose_answer_was_lost_is_unknown_or_found() {
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.remote_hook("pre-receive", "sleep 30");
    let path = at(&repo).with_limits(std::time::Duration::from_secs(2), std::time::Duration::from_mins(1));
    let shown = [CommitId::new(repo.head())];
    let problem =
        push::push_commits(&path, &agreed(&path), &Cancel::default(), &shown).expect_err("no answer");
    assert!(matches!(problem, RepoError::PushUnknown { .. }), "{problem:?}");
    assert_eq!(problem.to_failure().kind, FailureKind::Unknown);
    let repo = sample();
    commit_v2(&repo).expect("committed");
    repo.remote_hook("post-receive", "sleep 30");
    let path = at(&repo).with_limits(std::time::Duration::from_secs(4), std::time::Duration::from_mins(1));
    let shown = [CommitId::new(repo.head())];
    let found = push::push_commits(&path, &agreed(&path), &Cancel::default(), &shown).expect("it is there");
    assert_eq!((found.verified, repo.remote_head()), (Verified::Tip, repo.head()));
}

#[test]
fn a_clean_merge_of_our_file_is_named_so_that_it_can_be_shown_again() {
    let repo = sample();
    let ours = repo.read(OTHER).replace("line1: a", "line1: ours");
    repo.write(OTHER, &ours);
    let path = at(&repo);
    commit::commit_files(&path, &agreed(&path), &Cancel::default(), &[item(OTHER, &ours)], "ours")
        .expect("committed");
    let theirs = repo.colleague_pushes(
        OTHER,
        &ours.replace("ours", "a").replace("line20: a", "line20: theirs"),
        "theirs",
    );
    let moved = move_ours(&repo, &incoming(&repo)).expect("moved");
    assert_eq!((moved.merged, moved.onto.as_str()), (vec![file(OTHER)], theirs.as_str()));
    assert!(repo.read(OTHER).contains("line1: ours") && repo.read(OTHER).contains("line20: theirs"));
    assert_eq!(repo.status(), "");
}

#[test]
fn a_person_who_signs_signs_the_moved_commit_too() {
    let repo = sample();
    repo.hook(
        "sign",
        "cat > /dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'; echo x",
    );
    let signer = repo.root().join(".git/hooks/sign");
    let config = format!("[commit]\n\tgpgsign = true\n[gpg]\n\tprogram = {}\n", signer.display());
    let person = std::fs::read_to_string(repo.person_config()).expect("config") + &config;
    std::fs::write(repo.person_config(), person).expect("config");
    commit_v2(&repo).expect("committed");
    assert!(repo.git(&["cat-file", "commit", "HEAD"]).contains("gpgsig"));
    repo.colleague_pushes("README.md", "their readme\n", "readme");
    move_ours(&repo, &incoming(&repo)).expect("moved");
    assert!(repo.git(&["cat-file", "commit", "HEAD"]).contains("gpgsig"));
}

#[test]
fn a_push_that_goes_elsewhere_is_looked_up_there() {
    let repo = sample();
    repo.git_in(&repo.beside("."), &["clone", "--quiet", "--bare", "remote.git", "other.git"]);
    repo.git(&["remote", "set-url", "--push", "origin", &repo.beside("other.git").display().to_string()]);
    let made = commit_v2(&repo).expect("committed");
    let shown = look(&at(&repo)).expect("looked").upstream.expect("a clone has one").push_url;
    assert!(shown.is_some_and(|url| url.ends_with("other.git")));
    let pushed = push_head(&repo).expect("pushed");
    assert_eq!((pushed.verified, &pushed.commit), (Verified::Tip, &made.commit.id));
    assert_ne!(repo.remote_head(), repo.head());
}
