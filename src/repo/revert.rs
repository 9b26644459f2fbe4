//! What it is for: what taking a commit back would do: which lines of which files, what others did since, what is in
//! the way. In: a commit of the change and the repository as last fetched. Out: [`Revert`], computed in memory.
//! Never: a file, index or branch changed, or a line of somebody else's taken back.

use git2::{Commit, Index, IndexEntry, Oid, Repository, Status, Tree};

use super::{
    CommitBrief, Consent, Content, Merged, RepoError, RepoPath,
    commit::path_of,
    history::{self, Words, newest},
    landed, merge, own_branch, place, read, remote, state, versions,
};
use crate::names::{ChangeId, CommitId, RepoFile};

/// What was found of the commit that is to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It can be taken back.
    Open(Box<Revert>),
    /// A later commit has taken it back.
    Reverted {
        /// The commit.
        commit: CommitBrief,
        /// The one that took it back.
        by: CommitBrief,
    },
    /// It is in the branch's history, and nothing of what it brought is left.
    Gone {
        /// The commit.
        commit: CommitBrief,
    },
    /// Neither it nor another commit of the change is in the branch's history.
    NotThere,
    /// It joins two branches: which side counts is the person's decision.
    Joins {
        /// The commit.
        commit: CommitBrief,
    },
}

/// What taking a commit back would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revert {
    /// The commit that is taken back. Not always the one asked for: ours may have been moved or squashed.
    pub commit: CommitBrief,
    /// Whether the change made it.
    pub is_ours: bool,
    /// The branch that is checked out.
    pub branch: String,
    /// Its commit.
    pub head: CommitId,
    /// The commit that the revert will stand on: the head, or the upstream's tip, which the branch takes first.
    pub onto: CommitId,
    /// What the branch takes first, newest first.
    pub forward: Vec<CommitBrief>,
    /// Commits since then that touch the same files, newest first.
    pub later: Vec<CommitBrief>,
    /// Branches of remotes that have the commit, the change's own left out.
    pub seen_by: Vec<String>,
    /// The change's own branch on a remote has it.
    pub is_on_own_branch: bool,
    /// The commit may be undone: it is the newest, nobody saw it, and nothing is in the way.
    pub may_undo: bool,
    /// The tree of the new commit; empty when there are conflicts.
    pub(super) tree: String,
    /// The files.
    pub files: Vec<RevertFile>,
    /// Files in which both sides changed the same lines.
    pub conflicts: Vec<RevertConflict>,
}

/// One file of a revert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevertFile {
    /// The file.
    pub file: RepoFile,
    /// Its bytes before the revert, as stored; `None` when it is not there.
    pub before: Option<Vec<u8>>,
    /// Its bytes after, as stored; `None` when it goes away.
    pub after: Option<Vec<u8>>,
    /// What lies in the work tree now.
    pub now: Option<Content>,
    /// What will lie there.
    pub then: Option<Content>,
    /// How the person's own edits of it stand.
    pub edits: Edits,
    /// Mode and blob before and after, as `update-index` takes them.
    pub(super) entries: (Option<String>, Option<String>),
}

/// How the person's own edits of a file stand to a revert of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// There are none.
    None,
    /// In other lines: they stay.
    Kept,
    /// In the same lines, or the file is gone.
    InTheWay,
    /// Staged: what a commit would hold of them cannot be told apart.
    Staged,
}

/// A file in which a later commit changed the same lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevertConflict {
    /// The file's path.
    pub path: String,
    /// Its bytes before the commit.
    pub before: Vec<u8>,
    /// Its bytes in the commit.
    pub ours: Vec<u8>,
    /// Its bytes now.
    pub now: Vec<u8>,
}

/// The commit by which a change took this one back, in the history of the branch; how a revert whose end nobody wrote
/// down is found again.
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn change_revert(path: &RepoPath, change: &ChangeId) -> Result<Option<CommitBrief>, RepoError> {
    let repo = path.open()?;
    let find = || {
        let head = repo.head()?.peel_to_commit()?.id();
        newest(&repo, head, |words| words.is_of(change) && words.reverts().is_some())
    };
    find().map(|found| found.as_ref().map(history::brief)).map_err(RepoError::history)
}

/// Whether the history of `of` (`None`: of what is checked out) has this commit.
///
/// # Errors
/// The repository cannot be opened or has no commit.
pub fn is_in_history(path: &RepoPath, of: Option<&CommitId>, commit: &CommitId) -> Result<bool, RepoError> {
    let repo = path.open()?;
    let at = match of {
        Some(of) => Oid::from_str(of.as_str()),
        None => repo.head().and_then(|head| head.peel_to_commit()).map(|head| head.id()),
    };
    let Ok(id) = Oid::from_str(commit.as_str()) else { return Ok(false) };
    Ok(holds(&repo, at.map_err(RepoError::history)?, id))
}

/// Whether the change made all of these commits.
///
/// # Errors
/// One of them is not here.
pub fn are_of_change(path: &RepoPath, commits: &[CommitBrief], change: &ChangeId) -> Result<bool, RepoError> {
    let repo = path.open()?;
    for one in commits {
        let commit = Oid::from_str(one.id.as_str()).and_then(|id| repo.find_commit(id));
        if !Words::of(&commit.map_err(RepoError::history)?).is_of(change) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Looks what taking `commit` back would do, with what is known of the remote.
///
/// # Errors
/// The repository is not ready for a commit, has gone another way than its upstream, or cannot be read.
pub fn look_revert(
    path: &RepoPath,
    consent: &Consent,
    commit: &CommitId,
    change: &ChangeId,
) -> Result<Found, RepoError> {
    let repo = path.open()?;
    let branch = state::ready(path, &repo)?;
    let ground = ground(&repo, &branch, commit, change)?;
    let find = || -> Result<Result<Commit<'_>, Found>, git2::Error> {
        let Some(target) = target(&repo, ground.onto, commit, change)? else {
            return Ok(Err(Found::NotThere));
        };
        let found = history::brief(&target);
        if let Some(by) = reverted(&repo, ground.onto, &[target.id().to_string(), commit.to_string()])? {
            return Ok(Err(Found::Reverted { commit: found, by: history::brief(&by) }));
        }
        Ok(if target.parent_count() > 1 { Err(Found::Joins { commit: found }) } else { Ok(target) })
    };
    let target = match find().map_err(RepoError::history)? {
        Ok(target) => target,
        Err(found) => return Ok(found),
    };
    let mut revert = described(&repo, &branch, &ground, &target, change).map_err(RepoError::history)?;
    let read = || -> Result<(Index, Tree<'_>, Tree<'_>), git2::Error> {
        let onto = repo.find_commit(ground.onto)?;
        let here = repo.find_commit(ground.head)?.tree()?;
        Ok((repo.revert_commit(&target, &onto, 0, None)?, onto.tree()?, here))
    };
    let (mut index, before, here) = read().map_err(RepoError::history)?;
    if index.has_conflicts() {
        revert.conflicts = conflicts(&repo, &index).map_err(RepoError::history)?;
        let paths = revert.conflicts.iter().filter_map(|one| RepoFile::new(one.path.clone()).ok());
        let names: Vec<RepoFile> = paths.collect();
        revert.later = later(&repo, &ground, &target, &names).map_err(RepoError::history)?;
        return Ok(Found::Open(Box::new(revert)));
    }
    let written = |index: &mut Index| repo.find_tree(index.write_tree_to(&repo)?);
    let after = written(&mut index).map_err(RepoError::history)?;
    revert.tree = after.id().to_string();
    revert.files = files(path, consent, &repo, &Trees { here: &here, before: &before, after: &after })?;
    if revert.files.is_empty() {
        return Ok(Found::Gone { commit: revert.commit });
    }
    let is_clean = revert.files.iter().all(|file| file.edits == Edits::None);
    let is_newest = revert.head == revert.onto && revert.commit.id == revert.head;
    revert.may_undo = is_newest && is_clean && revert.seen_by.is_empty() && target.parent_count() == 1;
    let names: Vec<RepoFile> = revert.files.iter().map(|file| file.file.clone()).collect();
    revert.later = later(&repo, &ground, &target, &names).map_err(RepoError::history)?;
    Ok(Found::Open(Box::new(revert)))
}

/// Where the revert will stand.
struct Ground {
    head: Oid,
    onto: Oid,
    forward: Vec<CommitBrief>,
}

fn ground(
    repo: &Repository,
    branch: &str,
    commit: &CommitId,
    change: &ChangeId,
) -> Result<Ground, RepoError> {
    let head = repo.head().and_then(|head| head.peel_to_commit()).map_err(RepoError::history)?.id();
    let here = Ground { head, onto: head, forward: Vec::new() };
    let Some(upstream) = state::upstream(repo).filter(|upstream| upstream.behind > 0) else {
        return Ok(here);
    };
    let Some(tip) = upstream.tip.as_ref().and_then(|tip| Oid::from_str(tip.as_str()).ok()) else {
        return Ok(here);
    };
    let compare = || -> Result<(Vec<CommitBrief>, bool, bool), git2::Error> {
        let theirs = remote::between(repo, head, tip)?.iter().map(history::brief).collect();
        let ours = remote::between(repo, tip, head)?;
        let mut all_landed = true;
        for one in &ours {
            all_landed = all_landed && landed::landed_as(repo, one, tip, change)?.is_some();
        }
        let is_pushed = target(repo, tip, commit, change)?.is_some();
        Ok((theirs, all_landed, is_pushed))
    };
    let (forward, all_landed, is_pushed) = compare().map_err(RepoError::history)?;
    if all_landed {
        return Ok(Ground { head, onto: tip, forward });
    }
    if is_pushed {
        let name = format!("{}/{}", upstream.remote, upstream.branch);
        let (ahead, behind) = (upstream.ahead, upstream.behind);
        return Err(RepoError::Diverged { branch: branch.to_owned(), upstream: name, ahead, behind });
    }
    Ok(here)
}

/// The commit in the history of `at`: itself, or what the change's commit became when it was moved or squashed.
fn target<'r>(
    repo: &'r Repository,
    at: Oid,
    commit: &CommitId,
    change: &ChangeId,
) -> Result<Option<Commit<'r>>, git2::Error> {
    let asked = repo.revparse_single(commit.as_str()).and_then(|found| found.peel_to_commit()).ok();
    match asked.filter(|asked| holds(repo, at, asked.id())) {
        Some(asked) => Ok(Some(asked)),
        None => newest(repo, at, |words| words.is_of(change) && words.reverts().is_none()),
    }
}

fn holds(repo: &Repository, at: Oid, commit: Oid) -> bool {
    at == commit || repo.graph_descendant_of(at, commit).unwrap_or(false)
}

/// The commit that took one of `ids` back and was not itself taken back.
fn reverted<'r>(repo: &'r Repository, at: Oid, ids: &[String]) -> Result<Option<Commit<'r>>, git2::Error> {
    let is_of = |words: &Words| words.reverts().is_some_and(|id| ids.iter().any(|one| one == id));
    let Some(by) = newest(repo, at, is_of)? else { return Ok(None) };
    let id = by.id().to_string();
    let again = newest(repo, at, |words| words.reverts() == Some(id.as_str()))?;
    Ok(again.is_none().then_some(by))
}

fn described(
    repo: &Repository,
    branch: &str,
    ground: &Ground,
    target: &Commit<'_>,
    change: &ChangeId,
) -> Result<Revert, git2::Error> {
    let mut seen_by = Vec::new();
    let mut is_on_own_branch = false;
    for one in repo.branches(Some(git2::BranchType::Remote))? {
        let (one, _) = one?;
        let name = String::from_utf8_lossy(one.name_bytes()?).into_owned();
        let Ok(tip) = one.get().peel_to_commit() else { continue };
        if !holds(repo, tip.id(), target.id()) {
            continue;
        }
        if own_branch::is_own(&name, change) {
            is_on_own_branch = true;
        } else {
            seen_by.push(name);
        }
    }
    Ok(Revert {
        commit: history::brief(target),
        is_ours: Words::of(target).is_of(change),
        branch: branch.to_owned(),
        head: history::id(ground.head),
        onto: history::id(ground.onto),
        forward: ground.forward.clone(),
        later: Vec::new(),
        seen_by,
        is_on_own_branch,
        may_undo: false,
        tree: String::new(),
        files: Vec::new(),
        conflicts: Vec::new(),
    })
}

fn later(
    repo: &Repository,
    ground: &Ground,
    target: &Commit<'_>,
    files: &[RepoFile],
) -> Result<Vec<CommitBrief>, git2::Error> {
    let mut later = Vec::new();
    for commit in remote::between(repo, target.id(), ground.onto)? {
        let parent = commit.parent(0).ok().map(|parent| parent.tree()).transpose()?;
        if !remote::touched(repo, parent.as_ref(), &commit.tree()?, files)?.is_empty() {
            later.push(history::brief(&commit));
        }
    }
    Ok(later)
}

fn conflicts(repo: &Repository, index: &Index) -> Result<Vec<RevertConflict>, git2::Error> {
    let bytes = |entry: Option<&IndexEntry>| -> Result<Vec<u8>, git2::Error> {
        entry.map_or(Ok(Vec::new()), |entry| Ok(repo.find_blob(entry.id)?.content().to_vec()))
    };
    let mut found = Vec::new();
    for conflict in index.conflicts()? {
        let conflict = conflict?;
        let any = conflict.our.as_ref().or(conflict.ancestor.as_ref()).or(conflict.their.as_ref());
        let path = any.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).unwrap_or_default();
        found.push(RevertConflict {
            path,
            before: bytes(conflict.their.as_ref())?,
            ours: bytes(conflict.ancestor.as_ref())?,
            now: bytes(conflict.our.as_ref())?,
        });
    }
    Ok(found)
}

/// What is checked out, and both sides of the revert.
pub(super) struct Trees<'t> {
    pub(super) here: &'t Tree<'t>,
    pub(super) before: &'t Tree<'t>,
    pub(super) after: &'t Tree<'t>,
}

pub(super) fn files(
    path: &RepoPath,
    consent: &Consent,
    repo: &Repository,
    trees: &Trees<'_>,
) -> Result<Vec<RevertFile>, RepoError> {
    let diff =
        repo.diff_tree_to_tree(Some(trees.before), Some(trees.after), None).map_err(RepoError::history)?;
    let mut found = Vec::new();
    for name in diff.deltas().filter_map(|delta| path_of(&delta)) {
        let refused = |words: String| RepoError::RevertRefused { words };
        let file = RepoFile::new(name).map_err(|problem| refused(problem.to_string()))?;
        found.push(one_file(path, consent, repo, trees, file)?);
    }
    Ok(found)
}

/// Mode and blob of a file in a tree.
fn entry(tree: &Tree<'_>, file: &RepoFile) -> Option<(i32, Oid)> {
    let entry = tree.get_path(std::path::Path::new(file.as_str())).ok()?;
    Some((entry.filemode(), entry.id()))
}

fn one_file(
    path: &RepoPath,
    consent: &Consent,
    repo: &Repository,
    trees: &Trees<'_>,
    file: RepoFile,
) -> Result<RevertFile, RepoError> {
    let [here, was, will] = [trees.here, trees.before, trees.after].map(|tree| entry(tree, &file));
    let stored = |entry: Option<(i32, Oid)>| -> Result<Option<Vec<u8>>, RepoError> {
        let blob = |(_, id)| repo.find_blob(id).map(|blob| blob.content().to_vec());
        entry.map(blob).transpose().map_err(RepoError::history)
    };
    let in_tree = |entry: Option<(i32, Oid)>| -> Result<Option<Content>, RepoError> {
        entry.map(|(_, id)| versions::checked_out(path, consent, repo, id, &file)).transpose()
    };
    let now = match place::bytes(&state::root_of(repo), &file) {
        Ok((bytes, _)) => Some(Content::of(bytes)),
        Err(RepoError::Absent { .. }) => None,
        Err(error) => return Err(error),
    };
    let (clean, wanted) = (in_tree(was)?, in_tree(will)?);
    let lies = if here == was { clean.clone() } else { in_tree(here)? };
    let staged = staged(repo, &file, &[here, was, will])?;
    let (edits, then) = if staged {
        (Edits::Staged, now.clone())
    } else if [&lies, &clean, &wanted].contains(&&now) {
        // Also what a try that died half way left behind.
        (Edits::None, wanted)
    } else if here != was {
        // The remote's commits, which the branch takes first, change the edited file too.
        (Edits::InTheWay, now.clone())
    } else {
        match (&clean, &wanted, &now) {
            (Some(clean), Some(wanted), Some(now)) => {
                match merge::take_back(&wanted.bytes, &clean.bytes, &now.bytes)? {
                    Merged::Clean(bytes) => (Edits::Kept, Some(Content::of(bytes))),
                    Merged::Conflict => (Edits::InTheWay, Some(now.clone())),
                }
            }
            _ => (Edits::InTheWay, now.clone()),
        }
    };
    let line = |entry: Option<(i32, Oid)>| entry.map(|(mode, id)| format!("{mode:o},{id},{file}"));
    Ok(RevertFile {
        before: stored(was)?,
        after: stored(will)?,
        now,
        then,
        edits,
        entries: (line(was), line(will)),
        file,
    })
}

/// Whether the index holds of the file what none of the sides has.
fn staged(repo: &Repository, file: &RepoFile, sides: &[Option<(i32, Oid)>]) -> Result<bool, RepoError> {
    let status = read::status_of(repo, file)?.unwrap_or(Status::CURRENT);
    let flags = Status::INDEX_NEW | Status::INDEX_MODIFIED | Status::INDEX_DELETED | Status::INDEX_TYPECHANGE;
    if !status.intersects(flags | Status::CONFLICTED) {
        return Ok(false);
    }
    let index = repo.index().map_err(RepoError::history)?;
    let there = index.get_path(std::path::Path::new(file.as_str()), 0).map(|entry| entry.id);
    Ok(sides.iter().all(|side| side.map(|(_, id)| id) != there))
}
