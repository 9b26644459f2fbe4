//! What it is for: how the repository stands, before anything is planned.
//! In: a folder. Out: [`RepoState`], and what speaks against a change in it ([`RepoState::refusals`]).
//! Never: a program run, the network asked, or the index written.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, Repository, RepositoryState, Status, StatusOptions};
use serde::{Deserialize, Serialize};

use super::{CommitBrief, Programs, RepoError, RepoPath, history, programs, said};
use crate::names::{CommitId, RepoFile};

/// How the repository stands.
#[derive(Debug, Clone)]
pub struct RepoState {
    /// Root of the work tree; of the repository when it is bare.
    pub root: PathBuf,
    /// What is checked out.
    pub head: Head,
    /// The head's commit; `None` when there is none yet.
    pub commit: Option<CommitBrief>,
    /// Where a push goes; `None` when the branch has no upstream.
    pub upstream: Option<Upstream>,
    /// Who commits.
    pub identity: Identity,
    /// Files that differ from the head, in git's order; untracked folders are one entry.
    pub changed: Vec<ChangedFile>,
    /// A merge, rebase or the like that was begun and not ended.
    pub operation: Option<Operation>,
    /// `index.lock`, when it is there: another git runs, or one was ended by force.
    pub lock: Option<PathBuf>,
    /// Whether older commits were left out when it was cloned.
    pub is_shallow: bool,
    /// Whether it has no work tree.
    pub is_bare: bool,
    /// Programs that git runs here.
    pub programs: Programs,
}

/// What is checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A branch with commits.
    Branch(String),
    /// A branch without a commit yet.
    Unborn(String),
    /// A commit without a branch.
    Detached(CommitId),
}

impl Head {
    /// The branch's name.
    pub fn branch(&self) -> Option<&str> {
        match self {
            Self::Branch(name) | Self::Unborn(name) => Some(name),
            Self::Detached(_) => None,
        }
    }
}

/// The branch of a remote that ours follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upstream {
    /// The remote's name, such as `origin`.
    pub remote: String,
    /// The branch's name there.
    pub branch: String,
    /// The remote's URL, its user part masked.
    pub url: String,
    /// Where a push goes when that is another URL (`remote.<name>.pushurl`), its user part masked.
    pub push_url: Option<String>,
    /// Its tip as last fetched; `None` when it was never fetched or is gone.
    pub tip: Option<CommitId>,
    /// Commits of ours that it does not have.
    pub ahead: usize,
    /// Commits of it that we do not have.
    pub behind: usize,
}

/// Who commits, as far as the configuration says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// `user.name`.
    pub name: Option<String>,
    /// `user.email`.
    pub email: Option<String>,
}

impl Identity {
    /// The settings that are missing.
    pub fn missing(&self) -> Vec<&'static str> {
        let name = self.name.is_none().then_some("user.name");
        let email = self.email.is_none().then_some("user.email");
        name.into_iter().chain(email).collect()
    }
}

impl std::fmt::Display for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} <{}>", self.name.as_deref().unwrap_or("?"), self.email.as_deref().unwrap_or("?"))
    }
}

/// A file that differs from the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// Path from the root; not always a valid [`RepoFile`].
    pub path: String,
    /// What is staged.
    pub staged: Option<Edit>,
    /// What is in the work tree and not staged.
    pub unstaged: Option<Edit>,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// New.
    Added,
    /// Other bytes or another mode.
    Modified,
    /// Gone.
    Deleted,
    /// Git does not know it.
    Untracked,
    /// Both sides of a merge changed it.
    Conflicted,
}

/// Something begun and not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `git merge`
    Merge,
    /// `git rebase`
    Rebase,
    /// `git cherry-pick`
    CherryPick,
    /// `git revert`
    Revert,
    /// `git bisect`
    Bisect,
    /// `git am`
    ApplyMailbox,
}

impl Operation {
    /// Git's subcommand.
    pub fn command(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Rebase => "rebase",
            Self::CherryPick => "cherry-pick",
            Self::Revert => "revert",
            Self::Bisect => "bisect",
            Self::ApplyMailbox => "am",
        }
    }
}

impl RepoState {
    /// What speaks against a change of `files` here, weightiest first; empty when nothing does.
    pub fn refusals(&self, files: &[RepoFile]) -> Vec<RepoError> {
        let mut found = Vec::new();
        if self.is_bare {
            return vec![RepoError::Bare { path: self.root.clone() }];
        }
        if let Some(operation) = self.operation {
            found.push(RepoError::InTheMiddle { operation });
        }
        match &self.head {
            Head::Branch(_) => {}
            Head::Unborn(branch) => found.push(RepoError::Unborn { branch: branch.clone() }),
            Head::Detached(commit) => found.push(RepoError::Detached { commit: commit.clone() }),
        }
        if let Some(lock) = &self.lock {
            found.push(RepoError::Locked { lock: lock.clone() });
        }
        let dirty: Vec<RepoFile> = files.iter().filter(|file| self.is_changed(file)).cloned().collect();
        if !dirty.is_empty() {
            found.push(RepoError::EditsInOurFiles { files: dirty });
        }
        let missing = self.identity.missing();
        if !missing.is_empty() {
            found.push(RepoError::IdentityMissing { missing: missing.join(", "), words: String::new() });
        }
        found.extend(self.refusal_of_upstream());
        found
    }

    fn refusal_of_upstream(&self) -> Option<RepoError> {
        let branch = self.head.branch()?.to_owned();
        let Some(upstream) = &self.upstream else { return Some(RepoError::NoUpstream { branch }) };
        let name = format!("{}/{}", upstream.remote, upstream.branch);
        match (upstream.ahead, upstream.behind) {
            (_, 0) => None,
            (0, behind) => Some(RepoError::Behind { branch, upstream: name, behind }),
            (ahead, behind) => Some(RepoError::Diverged { branch, upstream: name, ahead, behind }),
        }
    }

    fn is_changed(&self, file: &RepoFile) -> bool {
        let inside = |folder: &str| folder.ends_with('/') && file.as_str().starts_with(folder);
        self.changed.iter().any(|changed| changed.path == file.as_str() || inside(&changed.path))
    }
}

/// Looks at the repository that holds the folder.
///
/// # Errors
/// No repository, owned by somebody else, or unreadable.
pub fn look(path: &RepoPath) -> Result<RepoState, RepoError> {
    let repo = path.open()?;
    let looked = || -> Result<RepoState, git2::Error> {
        let is_bare = repo.is_bare();
        Ok(RepoState {
            root: repo.workdir().unwrap_or_else(|| repo.path()).to_owned(),
            head: head(&repo)?,
            commit: repo
                .head()
                .ok()
                .and_then(|head| head.peel_to_commit().ok())
                .map(|at| history::brief(&at)),
            upstream: upstream(&repo),
            identity: identity(&repo)?,
            changed: if is_bare { Vec::new() } else { changed(&repo)? },
            operation: operation(repo.state()),
            lock: lock(&repo),
            is_shallow: repo.is_shallow(),
            is_bare,
            programs: programs::named(&repo)?,
        })
    };
    looked().map_err(|source| RepoError::Open { path: path.folder().to_owned(), source })
}

/// Refuses where a commit would go wrong: bare, mid-merge, detached, unborn, locked. Returns the branch's name.
pub(super) fn ready(path: &RepoPath, repo: &Repository) -> Result<String, RepoError> {
    if repo.is_bare() {
        return Err(RepoError::Bare { path: path.folder().to_owned() });
    }
    if let Some(operation) = operation(repo.state()) {
        return Err(RepoError::InTheMiddle { operation });
    }
    if let Some(lock) = lock(repo) {
        return Err(RepoError::Locked { lock });
    }
    match head(repo).map_err(RepoError::history)? {
        Head::Branch(name) => Ok(name),
        Head::Unborn(branch) => Err(RepoError::Unborn { branch }),
        Head::Detached(commit) => Err(RepoError::Detached { commit }),
    }
}

pub(super) fn lock(repo: &Repository) -> Option<PathBuf> {
    let lock = repo.path().join("index.lock");
    lock.exists().then_some(lock)
}

fn head(repo: &Repository) -> Result<Head, git2::Error> {
    let short = |full: &str| full.strip_prefix("refs/heads/").unwrap_or(full).to_owned();
    match repo.head() {
        Ok(head) if head.is_branch() => Ok(Head::Branch(short(head.name()?))),
        Ok(head) => Ok(Head::Detached(history::id(head.peel_to_commit()?.id()))),
        Err(problem) if matches!(problem.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            let target = repo.find_reference("HEAD")?;
            Ok(Head::Unborn(short(target.symbolic_target()?.unwrap_or("HEAD"))))
        }
        Err(problem) => Err(problem),
    }
}

/// The upstream of the branch that is checked out.
pub(super) fn upstream(repo: &Repository) -> Option<Upstream> {
    let head = repo.head().ok()?;
    let full = head.name().ok()?;
    let text = |buf: git2::Buf| buf.as_str().ok().map(str::to_owned);
    let remote = text(repo.branch_upstream_remote(full).ok()?)?;
    let merge = text(repo.branch_upstream_merge(full).ok()?)?;
    let branch = merge.strip_prefix("refs/heads/")?.to_owned();
    let named = repo.find_remote(&remote).ok()?;
    let url = named.url().map(said::masked).unwrap_or_default();
    let push_url = named.pushurl().ok().flatten().map(said::masked);
    let tracking = repo.branch_upstream_name(full).ok().and_then(text);
    let tip = tracking.and_then(|name| repo.refname_to_id(&name).ok());
    let ours = head.target()?;
    let (ahead, behind) = tip.and_then(|tip| repo.graph_ahead_behind(ours, tip).ok()).unwrap_or((0, 0));
    Some(Upstream { remote, branch, url, push_url, tip: tip.map(history::id), ahead, behind })
}

fn identity(repo: &Repository) -> Result<Identity, git2::Error> {
    let config = repo.config()?.snapshot()?;
    let read = |key: &str| {
        config.get_string(key).ok().map(|text| said::plain(text.as_bytes())).filter(|t| !t.is_empty())
    };
    Ok(Identity { name: read("user.name"), email: read("user.email") })
}

fn changed(repo: &Repository) -> Result<Vec<ChangedFile>, git2::Error> {
    let mut options = StatusOptions::new();
    options.include_untracked(true).include_ignored(false).exclude_submodules(true);
    let statuses = repo.statuses(Some(&mut options))?;
    let row = |entry: git2::StatusEntry<'_>| {
        let path = String::from_utf8_lossy(entry.path_bytes()).into_owned();
        let (staged, unstaged) = edits(entry.status());
        ChangedFile { path, staged, unstaged }
    };
    Ok(statuses.iter().map(row).collect())
}

fn edits(status: Status) -> (Option<Edit>, Option<Edit>) {
    if status.contains(Status::CONFLICTED) {
        return (Some(Edit::Conflicted), Some(Edit::Conflicted));
    }
    let first = |table: &[(Status, Edit)]| {
        table.iter().find(|(flag, _)| status.intersects(*flag)).map(|(_, edit)| *edit)
    };
    let staged = first(&[
        (Status::INDEX_NEW, Edit::Added),
        (Status::INDEX_DELETED, Edit::Deleted),
        (Status::INDEX_MODIFIED | Status::INDEX_RENAMED | Status::INDEX_TYPECHANGE, Edit::Modified),
    ]);
    let unstaged = first(&[
        (Status::WT_NEW, Edit::Untracked),
        (Status::WT_DELETED, Edit::Deleted),
        (Status::WT_MODIFIED | Status::WT_RENAMED | Status::WT_TYPECHANGE, Edit::Modified),
    ]);
    (staged, unstaged)
}

fn operation(state: RepositoryState) -> Option<Operation> {
    match state {
        RepositoryState::Clean => None,
        RepositoryState::Merge => Some(Operation::Merge),
        RepositoryState::Revert | RepositoryState::RevertSequence => Some(Operation::Revert),
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => Some(Operation::CherryPick),
        RepositoryState::Bisect => Some(Operation::Bisect),
        RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
            Some(Operation::Rebase)
        }
        RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => {
            Some(Operation::ApplyMailbox)
        }
    }
}

/// The folder that a [`RepoPath`] stands for and the root of its work tree, for messages.
pub(super) fn root_of(repo: &Repository) -> PathBuf {
    repo.workdir().map_or_else(|| repo.path().to_owned(), Path::to_owned)
}
