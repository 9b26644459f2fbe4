//! What it is for: the bytes of a file, in the work tree and at a commit, and how the two stand to each other.
//! In: a checked file name. Out: bytes with their SHA-256. Never: a link followed, a program run, a file above 8 MB.

use std::path::Path;

use git2::{AttrCheckFlags, AttrValue, BranchType, DiffOptions, ErrorCode, Repository, Status, Tree};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{RepoError, RepoPath, history, place, state};
use crate::{
    names::{CommitId, Digest, RepoFile},
    plan::hex,
};

/// A file's bytes as they were at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes: what a write compares with.
    pub digest: Digest,
}

impl Content {
    /// Bytes with their digest.
    pub fn of(bytes: Vec<u8>) -> Self {
        let digest = digest(&bytes);
        Self { bytes, digest }
    }
}

/// SHA-256 of bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest::new(hex(&Sha256::digest(bytes)))
}

/// How a file of the work tree stands to what is committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whether git knows the file.
    pub is_tracked: bool,
    /// Whether a commit now would hold what the head of the branch holds (line ends converted as git does).
    pub is_as_committed: bool,
    /// How it stands to the upstream's default branch.
    pub at_default: AtBranch,
}

/// How a file of the work tree stands to a branch of the remote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtBranch {
    /// The same there.
    Same(String),
    /// Different, or not there.
    Differs(String),
    /// No remote branch to compare with is known here.
    NoBranch,
}

/// Reads a file of the work tree.
///
/// # Errors
/// Absent, behind a symbolic link, in a submodule, no regular file, above 8 MB, or unreadable.
pub fn read_file(path: &RepoPath, file: &RepoFile) -> Result<Content, RepoError> {
    let (_, root) = path.open_tree()?;
    Ok(Content::of(place::bytes(&root, file)?.0))
}

/// The file's bytes at a commit (as stored: line ends not converted); `None` when it is not there.
///
/// # Errors
/// The commit is unknown here, or an object is missing.
pub fn content_at(path: &RepoPath, commit: &CommitId, file: &RepoFile) -> Result<Option<Content>, RepoError> {
    let repo = path.open()?;
    let read = || -> Result<Option<Content>, git2::Error> {
        let commit = repo.revparse_single(commit.as_str())?.peel_to_commit()?;
        let Some(blob) = history::blob_of(&repo, &commit, file)? else { return Ok(None) };
        Ok(Some(Content::of(repo.find_blob(blob)?.content().to_vec())))
    };
    read().map_err(RepoError::history)
}

/// How the file stands to the head of the branch and to the upstream's default branch, as known here (no network).
///
/// # Errors
/// The repository cannot be opened or read, or has no work tree.
pub fn standing(path: &RepoPath, file: &RepoFile) -> Result<Standing, RepoError> {
    let (repo, _) = path.open_tree()?;
    let status = status_of(&repo, file)?;
    let read = || -> Result<Standing, git2::Error> {
        let is_tracked = status.is_some_and(|status| !status.contains(Status::WT_NEW));
        let head = match repo.head() {
            Ok(head) => Some(head.peel_to_tree()?),
            Err(problem) if matches!(problem.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => None,
            Err(problem) => return Err(problem),
        };
        let is_as_committed = match head {
            Some(tree) => is_as_in(&repo, &tree, file)?,
            None => false,
        };
        let at_default = match default_branch(&repo)? {
            Some((name, tree)) if is_as_in(&repo, &tree, file)? => AtBranch::Same(name),
            Some((name, _)) => AtBranch::Differs(name),
            None => AtBranch::NoBranch,
        };
        Ok(Standing { is_tracked, is_as_committed, at_default })
    };
    read().map_err(RepoError::history)
}

/// Git's view of one file; `None` when neither the work tree nor a commit knows it.
pub(super) fn status_of(repo: &Repository, file: &RepoFile) -> Result<Option<Status>, RepoError> {
    match repo.status_file(Path::new(file.as_str())) {
        Ok(status) => Ok(Some(status)),
        Err(problem) if problem.code() == ErrorCode::NotFound => Ok(None),
        Err(problem) => Err(RepoError::history(problem)),
    }
}

/// Refuses a file whose filter (LFS, git-crypt) is not set up: what git would commit is not what it should.
pub(super) fn refuse_missing_filter(repo: &Repository, file: &RepoFile) -> Result<(), RepoError> {
    let name = Path::new(file.as_str());
    let asked = repo.get_attr(name, "filter", AttrCheckFlags::FILE_THEN_INDEX).map_err(RepoError::history)?;
    let AttrValue::String(filter) = AttrValue::from_string(asked) else { return Ok(()) };
    let config = repo.config().and_then(|mut config| config.snapshot()).map_err(RepoError::history)?;
    let is_set = |part: &str| config.get_entry(&format!("filter.{filter}.{part}")).is_ok();
    if is_set("clean") || is_set("process") {
        return Ok(());
    }
    Err(RepoError::FilterMissing { file: file.clone(), filter: filter.to_owned() })
}

/// Whether a commit of the work tree's file now would hold what `tree` holds.
fn is_as_in(repo: &Repository, tree: &Tree<'_>, file: &RepoFile) -> Result<bool, git2::Error> {
    if tree.get_path(Path::new(file.as_str())).is_err() {
        return Ok(false);
    }
    let mut options = DiffOptions::new();
    options.pathspec(file.as_str()).disable_pathspec_match(true).include_untracked(true);
    let diff = repo.diff_tree_to_workdir(Some(tree), Some(&mut options))?;
    Ok(diff.deltas().len() == 0)
}

/// The default branch of the upstream's remote as last seen: its `HEAD`, else `main` or `master`.
fn default_branch(repo: &Repository) -> Result<Option<(String, Tree<'_>)>, git2::Error> {
    let remote = state::upstream(repo).map_or_else(|| "origin".to_owned(), |upstream| upstream.remote);
    let head = repo.find_reference(&format!("refs/remotes/{remote}/HEAD")).ok();
    let head = head.and_then(|head| head.symbolic_target().ok().flatten().map(str::to_owned));
    let named = head.and_then(|full| full.strip_prefix("refs/remotes/").map(str::to_owned));
    let guesses = named.into_iter().chain(["main", "master"].map(|branch| format!("{remote}/{branch}")));
    for name in guesses {
        if let Ok(branch) = repo.find_branch(&name, BranchType::Remote) {
            let tree = branch.get().peel_to_tree()?;
            return Ok(Some((name, tree)));
        }
    }
    Ok(None)
}
