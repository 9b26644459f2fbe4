//! What it is for: proof that the person's other edits are as they were.
//! In: the repository before and after. Out: paths whose staged or unstaged state is another. Never: a write.

use std::collections::BTreeMap;

use git2::{Repository, Status, StatusOptions};

use super::{RepoError, place, read, state};
use crate::names::{Digest, RepoFile};

/// Every tracked file that differs from the head, except ours: status, staged blob, digest of the work tree's bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Survey(BTreeMap<String, (u32, Option<String>, Option<Digest>)>);

impl Survey {
    /// Looks at everything but `ours`.
    pub(super) fn take(repo: &Repository, ours: &[RepoFile]) -> Result<Self, RepoError> {
        let root = state::root_of(repo);
        let look = || -> Result<Self, git2::Error> {
            let mut index = repo.index()?;
            index.read(true)?;
            let mut options = StatusOptions::new();
            options.include_untracked(false).include_ignored(false).exclude_submodules(true);
            let mut rows = BTreeMap::new();
            for entry in repo.statuses(Some(&mut options))?.iter() {
                let path = String::from_utf8_lossy(entry.path_bytes()).into_owned();
                if entry.status() == Status::CURRENT || ours.iter().any(|file| file.as_str() == path) {
                    continue;
                }
                let staged = index.get_path(std::path::Path::new(&path), 0).map(|entry| entry.id.to_string());
                let bytes = RepoFile::new(path.clone()).ok().and_then(|file| place::bytes(&root, &file).ok());
                let digest = bytes.map(|(bytes, _)| read::digest(&bytes));
                rows.insert(path, (entry.status().bits(), staged, digest));
            }
            Ok(Self(rows))
        };
        look().map_err(RepoError::history)
    }

    /// Paths that stand otherwise in `after`.
    pub(super) fn differing(&self, after: &Self) -> Vec<String> {
        let gone = self.0.iter().filter(|(path, row)| after.0.get(*path) != Some(*row));
        let fresh = after.0.keys().filter(|path| !self.0.contains_key(*path));
        gone.map(|(path, _)| path).chain(fresh).cloned().collect()
    }
}
