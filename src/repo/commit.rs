//! What it is for: a commit of exactly the files that the change touched, made by the person's git.
//! In: files with the digests that were shown, and the whole message. Out: the commit, looked at afterwards.
//! Never: another file in the commit, an invented identity, or the person's staged and other edits disturbed.

use git2::{Repository, Status};

use super::{
    Cancel, CommitBrief, Consent, Deed, RepoError, RepoPath,
    git::{End, Git, Ran},
    history, place, programs, read, state,
    survey::Survey,
};
use crate::{
    journal::OpenEntry,
    names::{ChangeId, CommitId, Digest, RepoFile},
    words::Sentence,
};

/// A file that goes into the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitFile {
    /// The file.
    pub file: RepoFile,
    /// SHA-256 of the bytes that the work tree must have.
    pub content: Digest,
}

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The commit.
    pub commit: CommitBrief,
    /// The commit it stands on.
    pub parent: CommitId,
    /// What differs from what was asked for; a hook did it.
    pub surprises: Vec<Surprise>,
}

/// What a hook did beside letting the commit pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Surprise {
    /// This file is in the commit too.
    AlsoCommitted(String),
    /// This file of ours is not in the commit, or not as shown.
    CommittedOtherwise(RepoFile),
    /// This file of ours has other bytes in the work tree now.
    Edited(RepoFile),
    /// This other edit of the person is not as it was.
    OtherEdit(String),
    /// The message is another.
    Message,
    /// Another commit came in between.
    OtherParent(CommitId),
}

impl Surprise {
    /// What the hook did, in words.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::AlsoCommitted(path) => {
                Sentence::new("repository-surprise-also-committed").with("path", path)
            }
            Self::CommittedOtherwise(file) => {
                Sentence::new("repository-surprise-committed-otherwise").with("path", file.as_str())
            }
            Self::Edited(file) => Sentence::new("repository-surprise-edited").with("path", file.as_str()),
            Self::OtherEdit(path) => Sentence::new("repository-surprise-other-edit").with("path", path),
            Self::Message => Sentence::new("repository-surprise-message"),
            Self::OtherParent(commit) => {
                Sentence::new("repository-surprise-other-parent").with("commit", commit.as_str())
            }
        }
    }
}

/// The message with the line that ties it to the change: `Change: <id>` as a paragraph of its own, before a last
/// paragraph that is `Closes #N`, else at the end. A message that has the line already stays as it is.
pub fn full_message(message: &str, change: &ChangeId) -> String {
    let message = message.trim_end();
    let line = format!("Change: {change}");
    if message.lines().any(|there| there.trim_end() == line) {
        return format!("{message}\n");
    }
    match message.rsplit_once("\n\n") {
        Some((text, last)) if last.trim_start().starts_with("Closes #") => {
            format!("{}\n\n{line}\n\n{}\n", text.trim_end(), last.trim_start())
        }
        _ => format!("{message}\n\n{line}\n"),
    }
}

/// Commits exactly `files` with `message` (see [`full_message`]).
///
/// # Errors
/// The repository is not ready, a file is not as shown or has other staged edits, nothing differs
/// ([`RepoError::AlreadyCommitted`]), no identity, a hook or git refused (its words kept; nothing was committed).
pub fn commit(
    _entry: &OpenEntry,
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    files: &[CommitFile],
    message: &str,
) -> Result<Committed, RepoError> {
    commit_files(path, consent, cancel, files, message)
}

pub(super) fn commit_files(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    files: &[CommitFile],
    message: &str,
) -> Result<Committed, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let repo = path.open()?;
    state::ready(path, &repo)?;
    let (changed, fresh) = sort(&repo, files)?;
    let Some(last) = files.last().filter(|_| changed.is_empty()) else {
        return make(&git, path, &repo, files, &Part { changed, fresh, message });
    };
    let commit = history::last_touch_in(&repo, &last.file).map_err(RepoError::history)?;
    Err(RepoError::AlreadyCommitted { commit: commit.map(|since| since.commit().clone()) })
}

/// What goes into the commit.
struct Part<'a> {
    changed: Vec<RepoFile>,
    fresh: Vec<RepoFile>,
    message: &'a str,
}

fn make(
    git: &Git<'_>,
    path: &RepoPath,
    repo: &Repository,
    files: &[CommitFile],
    part: &Part<'_>,
) -> Result<Committed, RepoError> {
    identity(git)?;
    let before = head_id(repo)?;
    let survey = Survey::take(repo, &part.changed)?;
    let specs: Vec<String> = part.changed.iter().map(spec).collect();
    let fresh: Vec<String> = part.fresh.iter().map(spec).collect();
    if !fresh.is_empty() {
        let added = git.run(Deed::Commit, &with(&["add", "--intent-to-add", "--"], &fresh))?;
        if !added.is_good() {
            return Err(RepoError::CommitRefused { words: added.words() });
        }
    }
    let message = format!("--message={}", part.message);
    let args = ["commit", "--quiet", "--only", "--cleanup=whitespace", &message, "--"];
    let ran = git.act(Deed::Commit, &with(&args, &specs), &[])?;
    let repo = path.open()?;
    let now = head_id(&repo)?;
    if now == before {
        if !fresh.is_empty() {
            let undone = git.run_with(Deed::Commit, &with(&["reset", "--quiet", "--"], &fresh), &[])?;
            tracing::debug!(end = ?undone.end, "new files are untracked again");
        }
        return Err(refusal(git, &ran));
    }
    verify(&repo, files, part, &before, &survey)
}

/// Which files differ from the head, and which of these git does not know yet. Refuses what was not shown.
fn sort(repo: &Repository, files: &[CommitFile]) -> Result<(Vec<RepoFile>, Vec<RepoFile>), RepoError> {
    let root = state::root_of(repo);
    let (mut changed, mut fresh) = (Vec::new(), Vec::new());
    for CommitFile { file, content } in files {
        if read::digest(&place::bytes(&root, file)?.0) != *content {
            return Err(RepoError::FileMoved { file: file.clone() });
        }
        read::refuse_missing_filter(repo, file)?;
        let status = read::status_of(repo, file)?.unwrap_or(Status::CURRENT);
        let staged =
            Status::INDEX_NEW | Status::INDEX_MODIFIED | Status::INDEX_DELETED | Status::INDEX_TYPECHANGE;
        let edited = Status::WT_MODIFIED | Status::WT_NEW | Status::WT_TYPECHANGE;
        let is_intent = status == Status::INDEX_NEW | Status::WT_MODIFIED && is_intent_to_add(repo, file);
        if status.intersects(staged) && status.intersects(edited) && !is_intent {
            return Err(RepoError::StagedEdits { file: file.clone() });
        }
        if status.contains(Status::IGNORED) {
            return Err(RepoError::Ignored { file: file.clone() });
        }
        if status.contains(Status::WT_NEW) {
            fresh.push(file.clone());
        }
        if status != Status::CURRENT {
            changed.push(file.clone());
        }
    }
    Ok((changed, fresh))
}

fn is_intent_to_add(repo: &Repository, file: &RepoFile) -> bool {
    let entry = repo.index().ok().and_then(|index| index.get_path(std::path::Path::new(file.as_str()), 0));
    entry.is_some_and(|entry| entry.flags_extended & git2::IndexEntryExtendedFlag::INTENT_TO_ADD.bits() != 0)
}

pub(super) fn identity(git: &Git<'_>) -> Result<(), RepoError> {
    for (variable, what) in [("GIT_AUTHOR_IDENT", "author"), ("GIT_COMMITTER_IDENT", "committer")] {
        let ran = git.run(Deed::Commit, &["-c", "user.useConfigOnly=true", "var", variable])?;
        if !ran.is_good() {
            let missing = format!("user.name, user.email ({what})");
            return Err(RepoError::IdentityMissing { missing, words: ran.words() });
        }
    }
    Ok(())
}

pub(super) fn refusal(git: &Git<'_>, ran: &Ran) -> RepoError {
    let words = ran.words();
    match ran.end {
        End::Cancelled => return RepoError::Cancelled { deed: Deed::Commit },
        End::TimedOut(limit) => {
            return RepoError::TimedOut { deed: Deed::Commit, seconds: limit.as_secs(), words };
        }
        End::Exit(_) => {}
    }
    let hook = programs::has_hook(&git.programs, &["pre-commit", "prepare-commit-msg", "commit-msg"]);
    let by_git = words.lines().any(|line| line.starts_with("fatal:") || line.starts_with("error: gpg"));
    match hook {
        Some(hook) if !by_git => RepoError::HookRefused { hook, words },
        Some(_) | None => RepoError::CommitRefused { words },
    }
}

fn verify(
    repo: &Repository,
    files: &[CommitFile],
    part: &Part<'_>,
    before: &CommitId,
    survey: &Survey,
) -> Result<Committed, RepoError> {
    let root = state::root_of(repo);
    let mut surprises = Vec::new();
    let look = || -> Result<_, git2::Error> {
        let commit = repo.head()?.peel_to_commit()?;
        let parent = commit.parent(0)?;
        let diff = repo.diff_tree_to_tree(Some(&parent.tree()?), Some(&commit.tree()?), None)?;
        let touched: Vec<String> = diff.deltas().filter_map(|delta| path_of(&delta)).collect();
        let message = String::from_utf8_lossy(commit.message_bytes()).trim().to_owned();
        Ok((history::brief(&commit), history::id(parent.id()), touched, message))
    };
    let (commit, parent, touched, message) = look().map_err(RepoError::history)?;
    if parent != *before {
        surprises.push(Surprise::OtherParent(parent.clone()));
    }
    let is_ours = |path: &String| part.changed.iter().any(|file| file.as_str() == path);
    surprises.extend(touched.iter().filter(|path| !is_ours(path)).cloned().map(Surprise::AlsoCommitted));
    for file in &part.changed {
        let shown = files.iter().find(|shown| shown.file == *file).map(|shown| &shown.content);
        let there = place::bytes(&root, file).ok().map(|(bytes, _)| read::digest(&bytes));
        let is_clean = read::status_of(repo, file)?.is_some_and(|status| status == Status::CURRENT);
        if there.as_ref() != shown {
            surprises.push(Surprise::Edited(file.clone()));
        }
        if !is_clean || there.as_ref() != shown || !touched.iter().any(|path| path == file.as_str()) {
            surprises.push(Surprise::CommittedOtherwise(file.clone()));
        }
    }
    let other = survey.differing(&Survey::take(repo, &part.changed)?);
    surprises.extend(other.into_iter().map(Surprise::OtherEdit));
    if message != part.message.trim() {
        surprises.push(Surprise::Message);
    }
    Ok(Committed { commit, parent, surprises })
}

pub(super) fn path_of(delta: &git2::DiffDelta<'_>) -> Option<String> {
    let bytes = delta.new_file().path_bytes().or_else(|| delta.old_file().path_bytes())?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn head_id(repo: &Repository) -> Result<CommitId, RepoError> {
    let read = || Ok(history::id(repo.head()?.peel_to_commit()?.id()));
    read().map_err(RepoError::history)
}

fn spec(file: &RepoFile) -> String {
    format!(":(top,literal){file}")
}

fn with<'a>(args: &[&'a str], more: &'a [String]) -> Vec<&'a str> {
    args.iter().copied().chain(more.iter().map(String::as_str)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_line_stands_before_closes_and_once() {
        let change = ChangeId::new("20261121-a");
        let plain = full_message("app: 1.2\n", &change);
        assert_eq!(plain, "app: 1.2\n\nChange: 20261121-a\n");
        assert_eq!(full_message(&plain, &change), plain);
        let closing = full_message("app: 1.2\n\nCloses #7", &change);
        assert_eq!(closing, "app: 1.2\n\nChange: 20261121-a\n\nCloses #7\n");
    }
}
