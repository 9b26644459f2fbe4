//! What it is for: which commit brought something.
//! In: a file and a question about its bytes. Out: the commit that answers it, with author and time.
//! Never: a walk over more than [`FARTHEST`] commits, or a program run.

use std::collections::BTreeMap;

use git2::{Commit, ErrorCode, Oid, Repository};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{RepoError, RepoPath};
use crate::names::{ChangeId, CommitId, RepoFile};

/// Most commits walked back.
pub const FARTHEST: usize = 200;

/// A commit in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitBrief {
    /// Its id.
    pub id: CommitId,
    /// First line of its message.
    pub summary: String,
    /// Author's name.
    pub author: String,
    /// Author's address.
    pub email: String,
    /// When it was committed, in UTC.
    pub at: Timestamp,
}

/// Since when something is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// This commit brought it.
    Commit(CommitBrief),
    /// This commit has it already, and the walk ended there.
    AtLeast(CommitBrief),
}

impl Since {
    /// The commit.
    pub fn commit(&self) -> &CommitBrief {
        match self {
            Self::Commit(brief) | Self::AtLeast(brief) => brief,
        }
    }
}

/// Since which commit `file` at the head of the branch answers `holds` with yes; `None` when it does not.
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn which_commit_has(
    path: &RepoPath,
    file: &RepoFile,
    mut holds: impl FnMut(&[u8]) -> bool,
) -> Result<Option<Since>, RepoError> {
    let repo = path.open()?;
    let mut known = BTreeMap::new();
    origin(&repo, |commit| {
        let Some(blob) = blob_of(&repo, commit, file)? else { return Ok(false) };
        if let Some(answer) = known.get(&blob) {
            return Ok(*answer);
        }
        let answer = holds(repo.find_blob(blob)?.content());
        known.insert(blob, answer);
        Ok(answer)
    })
    .map_err(RepoError::history)
}

/// The newest commit that touched `file`; `None` when the head of the branch does not have it.
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn last_touch(path: &RepoPath, file: &RepoFile) -> Result<Option<Since>, RepoError> {
    last_touch_in(&path.open()?, file).map_err(RepoError::history)
}

pub(super) fn last_touch_in(repo: &Repository, file: &RepoFile) -> Result<Option<Since>, git2::Error> {
    let Some(now) = blob_of(repo, &repo.head()?.peel_to_commit()?, file)? else { return Ok(None) };
    origin(repo, |commit| Ok(blob_of(repo, commit, file)? == Some(now)))
}

/// The newest commit of the branch whose message carries `Change: <change>` and which is no revert: how a change
/// that lost the answer of `git commit` finds its commit again.
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn change_commit(path: &RepoPath, change: &ChangeId) -> Result<Option<CommitBrief>, RepoError> {
    let repo = path.open()?;
    let find = || {
        let head = repo.head()?.peel_to_commit()?.id();
        newest(&repo, head, |words| words.is_of(change) && words.reverts().is_none())
    };
    find().map(|found| found.as_ref().map(brief)).map_err(RepoError::history)
}

/// The newest commit from `at` back whose message holds.
pub(super) fn newest(
    repo: &Repository,
    at: Oid,
    holds: impl Fn(&Words) -> bool,
) -> Result<Option<Commit<'_>>, git2::Error> {
    let mut walk = repo.revwalk()?;
    walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
    walk.push(at)?;
    for id in walk.take(FARTHEST) {
        let commit = repo.find_commit(id?)?;
        if holds(&Words::of(&commit)) {
            return Ok(Some(commit));
        }
    }
    Ok(None)
}

/// A commit's message, asked for the lines that tie it to a change.
#[derive(Debug)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn of(commit: &Commit<'_>) -> Self {
        Self(String::from_utf8_lossy(commit.message_bytes()).into_owned())
    }

    /// Whether the change made it; a squash keeps the line.
    pub(super) fn is_of(&self, change: &ChangeId) -> bool {
        let line = format!("Change: {change}");
        self.0.lines().any(|there| there.trim() == line)
    }

    /// The commit that it takes back, as `git revert` writes it.
    pub(super) fn reverts(&self) -> Option<&str> {
        self.0.lines().find_map(|line| {
            let id = line.trim().strip_prefix("This reverts commit ")?.split([' ', '.', ',']).next()?;
            (id.len() >= 40 && id.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(id)
        })
    }
}

/// Follows the parent for which `holds` is true until there is none.
fn origin(
    repo: &Repository,
    mut holds: impl FnMut(&Commit<'_>) -> Result<bool, git2::Error>,
) -> Result<Option<Since>, git2::Error> {
    let mut at = repo.head()?.peel_to_commit()?;
    if !holds(&at)? {
        return Ok(None);
    }
    for _ in 0..FARTHEST {
        let mut older = None;
        for parent in at.parents() {
            if holds(&parent)? {
                older = Some(parent);
                break;
            }
        }
        match older {
            Some(parent) => at = parent,
            None => return Ok(Some(Since::Commit(brief(&at)))),
        }
    }
    Ok(Some(Since::AtLeast(brief(&at))))
}

/// The file's blob in a commit; `None` when it is absent or no file.
pub(super) fn blob_of(
    repo: &Repository,
    commit: &Commit<'_>,
    file: &RepoFile,
) -> Result<Option<Oid>, git2::Error> {
    let entry = match commit.tree()?.get_path(std::path::Path::new(file.as_str())) {
        Ok(entry) => entry,
        Err(problem) if problem.code() == ErrorCode::NotFound => return Ok(None),
        Err(problem) => return Err(problem),
    };
    let is_file = repo.find_blob(entry.id()).is_ok();
    Ok(is_file.then(|| entry.id()))
}

pub(super) fn brief(commit: &Commit<'_>) -> CommitBrief {
    let author = commit.author();
    let text = |bytes: &[u8]| super::said::plain(bytes);
    CommitBrief {
        id: id(commit.id()),
        summary: text(commit.message_bytes().split(|byte| *byte == b'\n').next().unwrap_or_default()),
        author: text(author.name_bytes()),
        email: text(author.email_bytes()),
        at: Timestamp::from_second(commit.time().seconds()).unwrap_or_default(),
    }
}

pub(super) fn id(oid: Oid) -> CommitId {
    CommitId::new(oid.to_string())
}
