//! What it is for: what the remote has that we have not, and the other way round.
//! In: the branch's upstream. Out: commits on both sides, and which of them touch our files.
//! Never: a branch or a file changed (a fetch moves only what is remembered of the remote).

use std::path::Path;

use git2::{Commit, DiffOptions, Oid, Repository, Tree};

use super::{
    Cancel, CommitBrief, Consent, Deed, RepoError, RepoPath, Upstream,
    commit::path_of,
    git::{Git, Ran},
    history, programs, state,
};
use crate::names::{CommitId, RepoFile};

/// Most commits listed on each side.
const LISTED: usize = 100;

/// Our branch beside its upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The upstream, with the whole counts.
    pub upstream: Upstream,
    /// Our head.
    pub head: CommitId,
    /// The newest commit that both have; `None` when they have none in common.
    pub base: Option<CommitId>,
    /// What a push would send, newest first; at most 100 are listed.
    pub outgoing: Vec<CommitBrief>,
    /// What the remote has and we have not, newest first; at most 100 are listed.
    pub incoming: Vec<IncomingCommit>,
    /// Our files that are different at the remote's tip from the common commit.
    pub touches: Vec<RepoFile>,
}

/// A commit of somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingCommit {
    /// The commit.
    pub commit: CommitBrief,
    /// Those of our files that it touches.
    pub touches: Vec<RepoFile>,
}

/// Compares with the upstream as last fetched; asks nobody.
///
/// # Errors
/// No branch, no upstream, an upstream that was never fetched, or an unreadable repository.
pub fn compare(path: &RepoPath, files: &[RepoFile]) -> Result<Comparison, RepoError> {
    let repo = path.open()?;
    let upstream = upstream_of(&repo)?;
    let Some(tip) = upstream.tip.clone() else {
        return Err(RepoError::NeverFetched { upstream: format!("{}/{}", upstream.remote, upstream.branch) });
    };
    let read = || -> Result<Comparison, git2::Error> {
        let head = repo.head()?.peel_to_commit()?;
        let tip = repo.find_commit(Oid::from_str(tip.as_str())?)?;
        let base = repo.merge_base(head.id(), tip.id()).ok();
        let outgoing = between(&repo, tip.id(), head.id())?.iter().map(history::brief).collect();
        let mut incoming = Vec::new();
        for commit in between(&repo, head.id(), tip.id())? {
            let parent = commit.parent(0).ok().map(|parent| parent.tree()).transpose()?;
            let touches = touched(&repo, parent.as_ref(), &commit.tree()?, files)?;
            incoming.push(IncomingCommit { commit: history::brief(&commit), touches });
        }
        let base_tree = base.map(|base| repo.find_commit(base)?.tree()).transpose()?;
        let touches = touched(&repo, base_tree.as_ref(), &tip.tree()?, files)?;
        Ok(Comparison {
            upstream: upstream.clone(),
            head: history::id(head.id()),
            base: base.map(history::id),
            outgoing,
            incoming,
            touches,
        })
    };
    read().map_err(RepoError::history)
}

/// Fetches the upstream's remote with the person's git, then compares.
///
/// # Errors
/// The remote does not answer or lets nobody in, no consent, and those of [`compare`].
pub fn fetch(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    files: &[RepoFile],
) -> Result<Comparison, RepoError> {
    let git = Git::agreed(path, consent, cancel)?;
    let upstream = upstream_of(&path.open()?)?;
    let refs = format!("+refs/heads/{0}:refs/remotes/{1}/{0}", upstream.branch, upstream.remote);
    let args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--", &upstream.remote];
    let mut ran = git.run(Deed::Fetch, &args)?;
    if ran.is_good() && upstream_of(&path.open()?)?.tip.is_none() {
        let narrow =
            ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--", &upstream.remote, &refs];
        ran = git.run(Deed::Fetch, &narrow)?;
    }
    if !ran.is_good() {
        return Err(remote_failure(Deed::Fetch, &upstream, &ran));
    }
    compare(path, files)
}

/// Which commit the branch has where a push of it goes; `None` when it is not there.
pub(super) fn remote_head(git: &Git<'_>, upstream: &Upstream) -> Result<Option<CommitId>, RepoError> {
    let full = format!("refs/heads/{}", upstream.branch);
    let pushes_to = git.run(Deed::AskRemote, &["remote", "get-url", "--push", &upstream.remote])?.line();
    let fetches_from = git.run(Deed::AskRemote, &["remote", "get-url", &upstream.remote])?.line();
    let place = if pushes_to == fetches_from { &upstream.remote } else { &pushes_to };
    let ran = git.run(Deed::AskRemote, &["ls-remote", "--", place, &full])?;
    if !ran.is_good() {
        return Err(remote_failure(Deed::AskRemote, upstream, &ran));
    }
    let text = ran.line();
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    let found = rows.into_iter().find(|(_, name)| *name == full);
    Ok(found.map(|(id, _)| CommitId::new(id)))
}

pub(super) fn upstream_of(repo: &Repository) -> Result<Upstream, RepoError> {
    let head = repo.head().map_err(RepoError::history)?;
    if !head.is_branch() {
        let commit = head.target().map_or_else(|| CommitId::new(""), history::id);
        return Err(RepoError::Detached { commit });
    }
    let branch = String::from_utf8_lossy(head.shorthand_bytes()).into_owned();
    state::upstream(repo).ok_or(RepoError::NoUpstream { branch })
}

/// Why a remote did not do what was asked, from git's words.
pub(super) fn remote_failure(deed: Deed, upstream: &Upstream, ran: &Ran) -> RepoError {
    const CLOSED: [&str; 11] = [
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "Permission denied",
        "terminal prompts disabled",
        "error: 401",
        "error: 403",
        "Access denied",
        "Host key verification failed",
        "Permission to ",
        "no askpass",
    ];
    let words = ran.words();
    let remote = upstream.remote.clone();
    let url = upstream.url.clone();
    if CLOSED.iter().any(|sign| words.contains(sign)) {
        RepoError::NotLetIn { deed, remote, url, words }
    } else {
        RepoError::Unreachable { deed, remote, url, words }
    }
}

pub(super) fn pre_push_hook(git: &Git<'_>) -> Option<String> {
    programs::has_hook(&git.programs, &["pre-push"])
}

/// Commits that `to` has and `from` has not, newest first.
pub(super) fn between(repo: &Repository, from: Oid, to: Oid) -> Result<Vec<Commit<'_>>, git2::Error> {
    let mut walk = repo.revwalk()?;
    walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
    walk.push(to)?;
    walk.hide(from)?;
    walk.take(LISTED).map(|id| repo.find_commit(id?)).collect()
}

/// Those of `files` that differ between two trees.
pub(super) fn touched(
    repo: &Repository,
    old: Option<&Tree<'_>>,
    new: &Tree<'_>,
    files: &[RepoFile],
) -> Result<Vec<RepoFile>, git2::Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut options = DiffOptions::new();
    options.disable_pathspec_match(true);
    for file in files {
        options.pathspec(Path::new(file.as_str()));
    }
    let diff = repo.diff_tree_to_tree(old, Some(new), Some(&mut options))?;
    let paths: Vec<String> = diff.deltas().filter_map(|delta| path_of(&delta)).collect();
    Ok(files.iter().filter(|file| paths.iter().any(|path| path == file.as_str())).cloned().collect())
}
