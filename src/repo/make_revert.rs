//! What it is for: the commit that takes another back, made by the person's git, and the undo of a commit that nobody
//! saw. In: a [`Revert`] that was shown. Out: the new commit, looked at afterwards.
//! Never: another file in the commit, an edit of the person lost, a conflict left in the work tree, or a forced push.
//!
//! The work tree gets its bytes first, then the index, then the commit is made from an index of its own, as
//! `git commit --only` does it for hooks. Dying in between leaves a work tree that the next look knows as done so far.

use git2::{Oid, Repository};

use super::{
    Cancel, Consent, Content, Deed, RepoError, RepoPath, Revert, RevertFile, Surprise,
    commit::{Committed, head_id, identity, path_of, refusal},
    git::Git,
    history, place, rebase,
    revert::{self, Trees},
    state,
    survey::Survey,
    write,
};
use crate::{
    journal::OpenEntry,
    names::{ChangeId, CommitId, RepoFile},
};

/// The message of a revert, as git writes it, with the line that ties it to the change.
pub fn revert_message(revert: &Revert, change: &ChangeId) -> String {
    let (summary, id) = (&revert.commit.summary, &revert.commit.id);
    super::full_message(&format!("Revert \"{summary}\"\n\nThis reverts commit {id}."), change)
}

/// Takes the commit back by a new one.
///
/// # Errors
/// The branch or a file is not as shown, edits are in the way, a hook or git refused; then files and index are as they
/// were (commits of the remote that the branch took first stay).
pub fn revert(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &Revert,
    message: &str,
) -> Result<Committed, RepoError> {
    make(path, consent, cancel, shown, message)
}

/// Undoes a commit that nobody saw: the branch goes back to the commit before, other edits stay, staged ones too.
///
/// # Errors
/// The branch is not as shown, somebody may have seen the commit, or edits are in the way; then nothing was changed.
pub fn undo_commit(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    shown: &Revert,
) -> Result<CommitId, RepoError> {
    undo(path, consent, shown)
}

pub(super) fn undo(path: &RepoPath, consent: &Consent, shown: &Revert) -> Result<CommitId, RepoError> {
    let cancel = Cancel::default();
    let git = Git::agreed(path, consent, &cancel)?;
    let repo = path.open()?;
    let branch = state::ready(path, &repo)?;
    let head = head_id(&repo)?;
    if !shown.may_undo || branch != shown.branch || head != shown.commit.id {
        return Err(RepoError::BranchMoved { branch });
    }
    let parent = || -> Result<CommitId, git2::Error> {
        Ok(history::id(repo.find_commit(Oid::from_str(head.as_str())?)?.parent_id(0)?))
    };
    let parent = parent().map_err(RepoError::history)?;
    rebase::move_to(&git, &branch, &head, &parent, "undo: a commit that nobody saw")?;
    Ok(parent)
}

pub(super) fn make(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    shown: &Revert,
    message: &str,
) -> Result<Committed, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let repo = path.open()?;
    let branch = state::ready(path, &repo)?;
    if branch != shown.branch || head_id(&repo)? != shown.head || !shown.conflicts.is_empty() {
        return Err(RepoError::BranchMoved { branch });
    }
    identity(&git)?;
    let ours: Vec<RepoFile> = shown.files.iter().map(|file| file.file.clone()).collect();
    let steady = Cancel::default();
    let sure = Git::agreed(path, consent, &steady)?;
    if shown.onto != shown.head {
        rebase::move_to(&sure, &branch, &shown.head, &shown.onto, "revert: take the remote's commits first")?;
    }
    let survey = Survey::take(&repo, &ours)?;
    // Taking the remote's commits first may have moved them.
    let files = again(path, consent, &repo, shown)?;
    let done = place_all(path, &sure, &files)?;
    match commit(&git, path, shown, message) {
        Ok(()) => {}
        Err(refused) => {
            put_back(path, &sure, &files, done);
            return Err(refused);
        }
    }
    let refreshed = sure.run(Deed::Revert, &["update-index", "-q", "--refresh"])?;
    tracing::debug!(end = ?refreshed.end, "index refreshed");
    let repo = path.open()?;
    let mut made = verify(&repo, shown, &files, message)?;
    let other = survey.differing(&Survey::take(&repo, &ours)?);
    made.surprises.extend(other.into_iter().map(Surprise::OtherEdit));
    Ok(made)
}

/// The files as they lie there now, when nobody edited one of them since they were shown.
fn again(
    path: &RepoPath,
    consent: &Consent,
    repo: &Repository,
    shown: &Revert,
) -> Result<Vec<RevertFile>, RepoError> {
    let read = || -> Result<_, git2::Error> {
        let here = repo.find_commit(Oid::from_str(shown.onto.as_str())?)?.tree()?;
        Ok((here, repo.find_tree(Oid::from_str(&shown.tree)?)?))
    };
    let (here, after) = read().map_err(RepoError::history)?;
    let trees = Trees { here: &here, before: &here, after: &after };
    let files = revert::files(path, consent, repo, &trees)?;
    let is_same = |file: &&RevertFile| {
        let then = shown.files.iter().find(|one| one.file == file.file).map(|one| (&one.then, one.edits));
        then == Some((&file.then, file.edits))
    };
    match files.iter().find(|file| !is_same(file)) {
        Some(other) => Err(RepoError::FileMoved { file: other.file.clone() }),
        None => Ok(files),
    }
}

/// Work tree and index as the revert leaves them. How many files were done; what was done is put back on an error.
fn place_all(path: &RepoPath, git: &Git<'_>, files: &[RevertFile]) -> Result<usize, RepoError> {
    for (index, file) in files.iter().enumerate() {
        let placed = into_tree(path, &file.file, file.now.as_ref(), file.then.as_ref())
            .and_then(|()| into_index(git, &file.file, file.entries.1.as_deref()));
        if let Err(fault) = placed {
            put_back(path, git, files, index + 1);
            return Err(fault);
        }
    }
    Ok(files.len())
}

fn into_tree(
    path: &RepoPath,
    file: &RepoFile,
    now: Option<&Content>,
    then: Option<&Content>,
) -> Result<(), RepoError> {
    match (now, then) {
        (now, then) if now == then => Ok(()),
        (now, Some(then)) => write::put(path, file, now.map(|now| &now.digest), &then.bytes).map(drop),
        (Some(now), None) => write::take_away(path, file, &now.digest),
        (None, None) => Ok(()),
    }
}

fn into_index(git: &Git<'_>, file: &RepoFile, entry: Option<&str>) -> Result<(), RepoError> {
    let args = match entry {
        Some(entry) => ["update-index", "--add", "--cacheinfo", entry],
        None => ["update-index", "--force-remove", "--", file.as_str()],
    };
    let ran = git.act(Deed::Revert, &args, &[])?.whole(Deed::Revert)?;
    if ran.is_good() { Ok(()) } else { Err(RepoError::RevertRefused { words: ran.words() }) }
}

/// The first `count` files as they were; what somebody edited meanwhile stays as they left it.
fn put_back(path: &RepoPath, git: &Git<'_>, files: &[RevertFile], count: usize) {
    for file in files.iter().take(count) {
        let back = into_tree(path, &file.file, file.then.as_ref(), file.now.as_ref()).and(into_index(
            git,
            &file.file,
            file.entries.0.as_deref(),
        ));
        if let Err(problem) = back {
            tracing::warn!(%problem, file = %file.file, "not put back");
        }
    }
    if let Err(problem) = git.run(Deed::Revert, &["update-index", "-q", "--refresh"]) {
        tracing::debug!(%problem, "index not refreshed");
    }
}

/// The commit from an index of its own, so that nothing else that is staged goes with it; hooks see that index.
fn commit(git: &Git<'_>, path: &RepoPath, shown: &Revert, message: &str) -> Result<(), RepoError> {
    let folder = tempfile::tempdir().map_err(|source| RepoError::Start { source })?;
    let index = folder.path().join("index").display().to_string();
    let env = [("GIT_INDEX_FILE", index.as_str())];
    let read = git.run_with(Deed::Revert, &["read-tree", &shown.tree], &env)?;
    if !read.is_good() {
        return Err(RepoError::RevertRefused { words: read.words() });
    }
    let message = format!("--message={message}");
    let args = ["commit", "--quiet", "--cleanup=whitespace", &message];
    let ran = git.act(Deed::Revert, &args, &env)?;
    if head_id(&path.open()?)? == shown.onto { Err(refusal(git, &ran)) } else { Ok(()) }
}

fn verify(
    repo: &Repository,
    shown: &Revert,
    files: &[RevertFile],
    message: &str,
) -> Result<Committed, RepoError> {
    let look = || -> Result<_, git2::Error> {
        let commit = repo.head()?.peel_to_commit()?;
        let parent = history::id(commit.parent_id(0)?);
        let wanted = repo.find_tree(Oid::from_str(&shown.tree)?)?;
        let diff = repo.diff_tree_to_tree(Some(&wanted), Some(&commit.tree()?), None)?;
        let others: Vec<String> = diff.deltas().filter_map(|delta| path_of(&delta)).collect();
        let said = String::from_utf8_lossy(commit.message_bytes()).trim().to_owned();
        Ok((history::brief(&commit), parent, others, said))
    };
    let (commit, parent, others, said) = look().map_err(RepoError::history)?;
    let mut surprises = Vec::new();
    if parent != shown.onto {
        surprises.push(Surprise::OtherParent(parent.clone()));
    }
    for other in others {
        let ours = shown.files.iter().find(|file| file.file.as_str() == other);
        surprises.push(match ours {
            Some(file) => Surprise::CommittedOtherwise(file.file.clone()),
            None => Surprise::AlsoCommitted(other),
        });
    }
    for file in files {
        let there = place::bytes(&state::root_of(repo), &file.file).ok().map(|(bytes, _)| bytes);
        if there.as_ref() != file.then.as_ref().map(|then| &then.bytes) {
            surprises.push(Surprise::Edited(file.file.clone()));
        }
    }
    if said != message.trim() {
        surprises.push(Surprise::Message);
    }
    Ok(Committed { commit, parent, surprises })
}
