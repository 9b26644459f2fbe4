//! What it is for: whether a branch of the remote has what our commits hold, under whatever id: a merge keeps our
//! commit, a rebase makes another of it, a squash makes one of several.
//! In: our commits and the branch's tip. Out: the commit there. Never: a guess from an author or a title.

use git2::{Commit, Oid, Repository};

use super::{
    CommitBrief, Comparison, RepoError, RepoPath,
    history::{self, FARTHEST, Words},
};
use crate::names::ChangeId;

/// The commit by which the upstream has everything that would go out; `None` when something of it is missing there, or
/// the upstream has nothing new.
///
/// # Errors
/// An object is missing.
pub fn landed(
    path: &RepoPath,
    beside: &Comparison,
    change: &ChangeId,
) -> Result<Option<CommitBrief>, RepoError> {
    let repo = path.open()?;
    let look = || -> Result<Option<CommitBrief>, git2::Error> {
        let Some(tip) = beside.upstream.tip.as_ref().filter(|_| !beside.incoming.is_empty()) else {
            return Ok(None);
        };
        let tip = Oid::from_str(tip.as_str())?;
        let mut by = None;
        for one in &beside.outgoing {
            let commit = repo.find_commit(Oid::from_str(one.id.as_str())?)?;
            match landed_as(&repo, &commit, tip, change)? {
                Some(found) => by = by.or(Some(history::brief(&found))),
                None => return Ok(None),
            }
        }
        Ok(by)
    };
    look().map_err(RepoError::history)
}

/// The commit in the history of `tip` that has what `ours` holds: one with the change's line, or `tip` itself when
/// `ours` would change nothing on it.
pub(super) fn landed_as<'r>(
    repo: &'r Repository,
    ours: &Commit<'_>,
    tip: Oid,
    change: &ChangeId,
) -> Result<Option<Commit<'r>>, git2::Error> {
    let tip = repo.find_commit(tip)?;
    let words = Words::of(ours);
    if words.is_of(change) {
        let mut walk = repo.revwalk()?;
        walk.push(tip.id())?;
        walk.hide(ours.id())?;
        for id in walk.take(FARTHEST) {
            let there = repo.find_commit(id?)?;
            let theirs = Words::of(&there);
            if theirs.is_of(change) && theirs.reverts().is_some() == words.reverts().is_some() {
                return Ok(Some(there));
            }
        }
    }
    if ours.parent_count() != 1 {
        return Ok(None);
    }
    let mut index = repo.cherrypick_commit(ours, &tip, 0, None)?;
    let is_there = !index.has_conflicts() && index.write_tree_to(repo)? == tip.tree_id();
    Ok(is_there.then_some(tip))
}
