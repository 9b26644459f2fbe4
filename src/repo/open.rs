//! What it is for: where the repository is, as a value that crosses threads; each function opens it anew.
//! In: a folder, as the person gave it. Out: an open git2 repository for the other files here.
//! Never: git's environment (`GIT_DIR`), or the ownership check switched off.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    time::Duration,
};

use git2::{Config, ConfigLevel, ErrorCode, Repository, RepositoryOpenFlags};

use super::RepoError;

/// A repository by its folder, or by a folder inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepoPath {
    folder: PathBuf,
    person_config: Option<PathBuf>,
    env: Vec<(String, String)>,
    network_limit: Duration,
    local_limit: Duration,
}

impl RepoPath {
    /// The repository that holds `folder`. Nothing is read yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            person_config: None,
            env: Vec::new(),
            network_limit: Duration::from_mins(2),
            local_limit: Duration::from_mins(10),
        }
    }

    /// Takes this file in place of the person's and the system's git configuration (practice and tests).
    #[must_use]
    pub fn with_person_config(mut self, file: impl Into<PathBuf>) -> Self {
        self.person_config = Some(file.into());
        self
    }

    /// Adds a variable to the environment of the `git` program, such as `GIT_ASKPASS`.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// How long `git` may take when it speaks with a remote (default 2 minutes) and when it does not (default
    /// 10 minutes: a hook may run the team's checks).
    #[must_use]
    pub fn with_limits(mut self, network: Duration, local: Duration) -> Self {
        self.network_limit = network;
        self.local_limit = local;
        self
    }

    /// The folder as given.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn person_config(&self) -> Option<&Path> {
        self.person_config.as_deref()
    }

    pub(super) fn env(&self) -> &[(String, String)] {
        &self.env
    }

    pub(super) fn limits(&self) -> (Duration, Duration) {
        (self.network_limit, self.local_limit)
    }

    /// Opens the repository for reading; no program runs.
    pub(super) fn open(&self) -> Result<Repository, RepoError> {
        let path = || self.folder.clone();
        let nowhere: [&OsStr; 0] = [];
        let repo =
            Repository::open_ext(&self.folder, RepositoryOpenFlags::empty(), nowhere).map_err(|source| {
                if source.code() == ErrorCode::NotFound {
                    RepoError::NotARepository { path: path(), source }
                } else if source.code() == ErrorCode::Owner {
                    RepoError::NotOwned { path: path(), source }
                } else {
                    RepoError::Open { path: path(), source }
                }
            })?;
        if let Some(file) = &self.person_config {
            let config =
                own_config(&repo, file).map_err(|source| RepoError::Open { path: path(), source })?;
            repo.set_config(&config).map_err(|source| RepoError::Open { path: path(), source })?;
        }
        Ok(repo)
    }

    /// The repository and its work tree's root.
    pub(super) fn open_tree(&self) -> Result<(Repository, PathBuf), RepoError> {
        let repo = self.open()?;
        let root = repo
            .workdir()
            .map(Path::to_owned)
            .ok_or_else(|| RepoError::Bare { path: self.folder.clone() })?;
        Ok((repo, root))
    }
}

/// The configuration with `person` in place of global and system files.
fn own_config(repo: &Repository, person: &Path) -> Result<Config, git2::Error> {
    let mut config = Config::new()?;
    config.add_file(person, ConfigLevel::Global, true)?;
    config.add_file(&repo.commondir().join("config"), ConfigLevel::Local, true)?;
    let worktree = repo.path().join("config.worktree");
    if worktree.is_file() {
        config.add_file(&worktree, ConfigLevel::Worktree, true)?;
    }
    Ok(config)
}
