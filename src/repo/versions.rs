//! What it is for: the states that a file has had: which of them ran before the change, and what a checkout of one holds.
//! In: a file, and a commit or a question about its bytes. Out: bytes with their commits. Never: a write.

use git2::{AttrCheckFlags, AttrValue, Repository, Sort};

use super::{
    Cancel, CommitBrief, Consent, Content, Deed, RepoError, RepoPath,
    git::Git,
    history::{self, blob_of},
    place,
};
use crate::names::{CommitId, RepoFile};

/// Most states of a file looked at.
pub const MOST_VERSIONS: usize = 50;
/// Most commits walked back for them.
const MOST_COMMITS: usize = 10_000;

/// A state of a file and the commit that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit.
    pub commit: CommitBrief,
    /// The bytes as stored (line ends not converted).
    pub content: Content,
}

/// The states of `file` on the checked-out branch, newest first, at most `most`; commits that deleted it are left out.
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn versions(path: &RepoPath, file: &RepoFile, most: usize) -> Result<Vec<Version>, RepoError> {
    let mut found = Vec::new();
    walk(path, file, |version| {
        found.push(version);
        found.len() < most
    })?;
    found.truncate(most);
    Ok(found)
}

fn walk(path: &RepoPath, file: &RepoFile, mut next: impl FnMut(Version) -> bool) -> Result<(), RepoError> {
    let repo = path.open()?;
    let mut go = || -> Result<(), git2::Error> {
        let mut walk = repo.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push_head()?;
        let mut seen = 0;
        for id in walk.take(MOST_COMMITS) {
            let commit = repo.find_commit(id?)?;
            let Some(blob) = blob_of(&repo, &commit, file)? else { continue };
            let mut is_older = false;
            for parent in commit.parents() {
                is_older |= blob_of(&repo, &parent, file)? == Some(blob);
            }
            if is_older {
                continue;
            }
            seen += 1;
            let content = Content::of(repo.find_blob(blob)?.content().to_vec());
            if !next(Version { commit: history::brief(&commit), content }) || seen >= MOST_VERSIONS {
                break;
            }
        }
        Ok(())
    };
    go().map_err(RepoError::history)
}

/// The bytes that a checkout of `commit` puts into the work tree: line ends and filters as the person's git does them.
/// `None` when the file is not there.
///
/// # Errors
/// The commit is unknown here, the file is above 8 MB, its filter fails, or no consent.
pub fn checked_out_at(
    path: &RepoPath,
    consent: &Consent,
    commit: &CommitId,
    file: &RepoFile,
) -> Result<Option<Content>, RepoError> {
    let repo = path.open()?;
    let read = || {
        let commit = repo.revparse_single(commit.as_str())?.peel_to_commit()?;
        blob_of(&repo, &commit, file)
    };
    let Some(blob) = read().map_err(RepoError::history)? else { return Ok(None) };
    checked_out(path, consent, &repo, blob, file).map(Some)
}

/// The same of a blob that the object store has.
pub(super) fn checked_out(
    path: &RepoPath,
    consent: &Consent,
    repo: &Repository,
    blob: git2::Oid,
    file: &RepoFile,
) -> Result<Content, RepoError> {
    let bytes = repo.find_blob(blob).map_err(RepoError::history)?.content().to_vec();
    let size = bytes.len() as u64;
    if size > place::MOST {
        return Err(RepoError::TooLarge { file: file.clone(), size, limit: place::MOST });
    }
    if !is_converted(repo, file).map_err(RepoError::history)? {
        return Ok(Content::of(bytes));
    }
    let cancel = Cancel::default();
    let git = Git::agreed(path, consent, &cancel)?;
    let name = format!("--path={file}");
    let ran = git.run(Deed::Show, &["cat-file", "--filters", &name, &blob.to_string()])?;
    if ran.is_good() && !ran.is_cut() {
        Ok(Content::of(ran.stdout))
    } else {
        Err(RepoError::NotShown { file: file.clone(), words: ran.words() })
    }
}

/// Whether git may put other bytes into the work tree than it stores.
fn is_converted(repo: &Repository, file: &RepoFile) -> Result<bool, git2::Error> {
    let name = std::path::Path::new(file.as_str());
    for attribute in ["filter", "text", "eol", "crlf", "ident", "working-tree-encoding"] {
        let asked = repo.get_attr(name, attribute, AttrCheckFlags::FILE_THEN_INDEX)?;
        if !matches!(AttrValue::from_string(asked), AttrValue::Unspecified | AttrValue::False) {
            return Ok(true);
        }
    }
    let config = repo.config()?.snapshot()?;
    Ok(config.get_string("core.autocrlf").is_ok_and(|word| !matches!(word.as_str(), "false" | "input")))
}
