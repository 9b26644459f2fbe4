//! What it is for: our unpushed commits onto what the remote has meanwhile, every other edit left as it is.
//! In: the comparison that the person was shown. Out: the new commit. Never: a repository left half-way, a conflict
//! in the work tree, or the person's staged and unstaged edits disturbed.
//!
//! `git rebase --autostash` gives staged edits back as unstaged ones, and leaves a conflict in the work tree. So the
//! new tree is computed in memory (libgit2), the person's git makes the commit (signed where the person signs), and
//! `git read-tree -m -u` moves index and work tree as a checkout does: edits stay, and where they would be in the way
//! nothing is changed at all. The branch is moved last.

use git2::{Oid, Repository};

use super::{
    Cancel, CommitBrief, Comparison, Consent, Deed, RepoError, RepoPath,
    commit::{head_id, path_of},
    git::Git,
    history, remote, said, state,
    survey::Survey,
};
use crate::{
    journal::OpenEntry,
    names::{CommitId, RepoFile},
};

/// Our commit in its new place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebased {
    /// The new commit; with several the newest.
    pub commit: CommitBrief,
    /// All of ours in their new place, newest first.
    pub commits: Vec<CommitId>,
    /// The head that they replace.
    pub was: CommitId,
    /// The remote's commit it stands on.
    pub onto: CommitId,
    /// Files of ours whose bytes are not those that were committed: both sides changed them in different places.
    pub merged: Vec<RepoFile>,
    /// Other edits of the person that are not as they were; empty unless somebody edited at the same time.
    pub disturbed: Vec<String>,
}

/// Moves our commits onto the remote's tip of `shown`; one that the remote has already is left out.
///
/// # Errors
/// The branch or the remote is not as shown, no commit of ours, one that joins branches, a conflict, or edits in the
/// way; then nothing was changed.
pub fn rebase(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &Comparison,
) -> Result<Rebased, RepoError> {
    rebase_one(path, consent, cancel, shown)
}

pub(super) fn rebase_one(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &Comparison,
) -> Result<Rebased, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let repo = path.open()?;
    let branch = state::ready(path, &repo)?;
    let now = remote::compare(path, &[])?;
    if now.head != shown.head || now.upstream.tip != shown.upstream.tip {
        return Err(RepoError::BranchMoved { branch });
    }
    let Some(onto) = now.upstream.tip.clone().filter(|_| !now.outgoing.is_empty()) else {
        return Err(RepoError::OtherCommitsOut { outgoing: now.outgoing });
    };
    let (mut at, mut ours, mut merged) = (onto.clone(), Vec::new(), Vec::new());
    let mut commits = Vec::new();
    for one in now.outgoing.iter().rev() {
        let made = tree(&repo, &one.id, &at).map_err(RepoError::history)?;
        let made = made.map_err(|files| RepoError::RebaseConflict { files })?;
        ours.extend(made.ours);
        merged.extend(made.merged);
        if made.is_new {
            at = commit_tree(&git, &made.tree, &at, &made.message, &made.author)?;
            commits.insert(0, at.clone());
        }
    }
    let new = at;
    let survey = Survey::take(&repo, &ours)?;
    let steady = Cancel::default();
    move_to(&Git::agreed(path, consent, &steady)?, &branch, &now.head, &new, "rebase: our one commit")?;
    let repo = path.open()?;
    if head_id(&repo)? != new {
        return Err(RepoError::BranchMoved { branch });
    }
    let disturbed = survey.differing(&Survey::take(&repo, &ours)?);
    let brief = || -> Result<CommitBrief, git2::Error> {
        Ok(history::brief(&repo.find_commit(Oid::from_str(new.as_str())?)?))
    };
    Ok(Rebased {
        commit: brief().map_err(RepoError::history)?,
        commits,
        was: now.head,
        onto,
        merged,
        disturbed,
    })
}

/// The new commit before it is one.
struct Moved {
    tree: String,
    is_new: bool,
    ours: Vec<RepoFile>,
    merged: Vec<RepoFile>,
    message: Vec<u8>,
    author: [(&'static str, String); 3],
}

/// The tree of our commit on `onto`, in memory; the files in which both sides changed the same place, if there are any.
fn tree(repo: &Repository, ours: &CommitId, onto: &CommitId) -> Result<Result<Moved, String>, git2::Error> {
    let commit = repo.find_commit(Oid::from_str(ours.as_str())?)?;
    let onto = repo.find_commit(Oid::from_str(onto.as_str())?)?;
    if commit.parent_count() != 1 {
        return Ok(Err(history::id(commit.id()).short().to_owned()));
    }
    let mut index = repo.cherrypick_commit(&commit, &onto, 0, None)?;
    if index.has_conflicts() {
        let in_both = index.conflicts()?.filter_map(Result::ok);
        let any = in_both.filter_map(|one| one.our.or(one.ancestor).or(one.their));
        let files: Vec<String> = any.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect();
        return Ok(Err(files.join(", ")));
    }
    let tree = repo.find_tree(index.write_tree_to(repo)?)?;
    let diff = repo.diff_tree_to_tree(Some(&commit.parent(0)?.tree()?), Some(&commit.tree()?), None)?;
    let paths = diff.deltas().filter_map(|delta| path_of(&delta));
    let ours: Vec<RepoFile> = paths.filter_map(|path| RepoFile::new(path).ok()).collect();
    let merged = remote::touched(repo, Some(&commit.tree()?), &tree, &ours)?;
    let author = commit.author();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let when = author.when();
    let minutes = when.offset_minutes().abs();
    let date = format!("@{} {}{:02}{:02}", when.seconds(), when.sign(), minutes / 60, minutes % 60);
    Ok(Ok(Moved {
        is_new: tree.id() != onto.tree_id(),
        tree: tree.id().to_string(),
        ours,
        merged,
        message: commit.message_raw_bytes().to_vec(),
        author: [
            ("GIT_AUTHOR_NAME", text(author.name_bytes())),
            ("GIT_AUTHOR_EMAIL", text(author.email_bytes())),
            ("GIT_AUTHOR_DATE", date),
        ],
    }))
}

fn commit_tree(
    git: &Git<'_>,
    tree: &str,
    onto: &CommitId,
    message: &[u8],
    author: &[(&'static str, String); 3],
) -> Result<CommitId, RepoError> {
    let file = tempfile::NamedTempFile::new().map_err(|source| RepoError::Start { source })?;
    std::fs::write(file.path(), message).map_err(|source| RepoError::Start { source })?;
    let signs =
        git.run(Deed::Rebase, &["config", "--type=bool", "--get", "commit.gpgSign"])?.line() == "true";
    let name = file.path().to_string_lossy();
    let mut args = vec!["commit-tree", "-p", onto.as_str(), "-F", &name];
    if signs {
        args.push("-S");
    }
    args.push(tree);
    let env: Vec<(&str, &str)> = author.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let ran = git.run_with(Deed::Rebase, &args, &env)?;
    if ran.is_good() {
        Ok(CommitId::new(ran.line()))
    } else {
        Err(RepoError::RebaseRefused { words: ran.words() })
    }
}

/// Moves index and work tree, then the branch; puts the first back when the second fails.
pub(super) fn move_to(
    git: &Git<'_>,
    branch: &str,
    old: &CommitId,
    new: &CommitId,
    why: &str,
) -> Result<(), RepoError> {
    let refreshed = git.run(Deed::Rebase, &["update-index", "-q", "--refresh"])?;
    tracing::debug!(end = ?refreshed.end, "index refreshed");
    let args = ["read-tree", "-m", "-u", old.as_str(), new.as_str()];
    let walked = git.act(Deed::Rebase, &args, &[])?.whole(Deed::Rebase)?;
    if !walked.is_good() {
        return Err(RepoError::EditsInTheWay { words: walked.words() });
    }
    let full = format!("refs/heads/{branch}");
    let args = ["update-ref", "-m", why, &full, new.as_str(), old.as_str()];
    let moved = git.act(Deed::Rebase, &args, &[])?.whole(Deed::Rebase)?;
    if moved.is_good() {
        return Ok(());
    }
    let back = git.run(Deed::Rebase, &["read-tree", "-m", "-u", new.as_str(), old.as_str()])?;
    let words = format!("{}\n{}", moved.words(), said::plain(&back.stderr));
    Err(RepoError::RebaseRefused { words })
}
