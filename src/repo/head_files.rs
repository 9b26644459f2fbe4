//! What it is for: the YAML files that the newest commit holds, for comparing them with a cluster.
//! In: a repository. Out: their bytes, and which of them have edits in the work tree. Never: a link or submodule
//! followed, a program run, a file above 8 MB, or work without bound on a huge tree.

use std::collections::BTreeSet;

use git2::{ErrorCode, ObjectType, Repository, StatusOptions, Tree};

use super::{CommitBrief, RepoError, RepoPath, history, place};
use crate::names::RepoFile;

/// Most files read.
pub const MOST_FILES: usize = 2_000;
/// Most bytes read of all of them together: 32 MB.
const MOST_BYTES: usize = 32 << 20;
/// Folders inside each other.
const DEEPEST: usize = 40;
/// A symbolic link, as git stores it.
const LINK: i32 = 0o120_000;

/// The YAML files of the newest commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadFiles {
    /// The branch; `None` when a commit is checked out without one.
    pub branch: Option<String>,
    /// The commit.
    pub commit: CommitBrief,
    /// The files, by folder and name.
    pub files: Vec<HeadFile>,
    /// How many more there are: too many, too large, or with a name that cannot be used.
    pub left_out: usize,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadFile {
    /// Where it stands.
    pub file: RepoFile,
    /// Its bytes as stored (line ends not converted).
    pub bytes: Vec<u8>,
    /// Whether the work tree's differs from it.
    pub is_edited: bool,
}

/// Reads the YAML files of the newest commit (`*.yaml`, `*.yml`, and `Kustomization`, which has no ending).
///
/// # Errors
/// The repository cannot be opened, has no commit, or an object is missing.
pub fn head_files(path: &RepoPath) -> Result<HeadFiles, RepoError> {
    let repo = path.open()?;
    let head = match repo.head() {
        Ok(head) => head,
        Err(problem) if matches!(problem.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            return Err(RepoError::Unborn { branch: unborn(&repo) });
        }
        Err(problem) => return Err(RepoError::history(problem)),
    };
    let read = || -> Result<HeadFiles, git2::Error> {
        let commit = head.peel_to_commit()?;
        let mut walk = Walk { repo: &repo, edited: edited(&repo)?, files: Vec::new(), bytes: 0, left_out: 0 };
        walk.folder(&commit.tree()?, "", 0)?;
        let mut files = walk.files;
        files.sort_by(|a, b| a.file.cmp(&b.file));
        let branch = head.is_branch().then(|| String::from_utf8_lossy(head.shorthand_bytes()).into_owned());
        Ok(HeadFiles { branch, commit: history::brief(&commit), files, left_out: walk.left_out })
    };
    read().map_err(RepoError::history)
}

/// The branch that `HEAD` names before its first commit.
fn unborn(repo: &Repository) -> String {
    let head = repo.find_reference("HEAD").ok();
    let target = head.and_then(|head| head.symbolic_target().ok().flatten().map(str::to_owned));
    target.map(|full| full.trim_start_matches("refs/heads/").to_owned()).unwrap_or_default()
}

/// Paths whose file in the work tree or index is not the commit's.
fn edited(repo: &Repository) -> Result<BTreeSet<String>, git2::Error> {
    if repo.is_bare() {
        return Ok(BTreeSet::new());
    }
    let mut options = StatusOptions::new();
    options.include_untracked(false).include_ignored(false).exclude_submodules(true);
    let statuses = repo.statuses(Some(&mut options))?;
    Ok(statuses.iter().map(|entry| String::from_utf8_lossy(entry.path_bytes()).into_owned()).collect())
}

struct Walk<'r> {
    repo: &'r Repository,
    edited: BTreeSet<String>,
    files: Vec<HeadFile>,
    bytes: usize,
    left_out: usize,
}

impl Walk<'_> {
    fn folder(&mut self, tree: &Tree<'_>, above: &str, depth: usize) -> Result<(), git2::Error> {
        for entry in tree {
            let Ok(name) = entry.name() else {
                self.left_out += usize::from(is_yaml(&String::from_utf8_lossy(entry.name_bytes())));
                continue;
            };
            let path = format!("{above}{name}");
            match entry.kind() {
                Some(ObjectType::Tree) if depth < DEEPEST => {
                    let below = self.repo.find_tree(entry.id())?;
                    self.folder(&below, &format!("{path}/"), depth + 1)?;
                }
                Some(ObjectType::Blob) if entry.filemode() != LINK && is_yaml(name) => {
                    self.file(&path, entry.id())?;
                }
                Some(_) | None => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str, blob: git2::Oid) -> Result<(), git2::Error> {
        let Ok(file) = RepoFile::new(path) else {
            self.left_out += 1;
            return Ok(());
        };
        let (size, _) = self.repo.odb()?.read_header(blob)?;
        let is_too_much = size as u64 > place::MOST || self.bytes + size > MOST_BYTES;
        if is_too_much || self.files.len() >= MOST_FILES {
            self.left_out += 1;
            return Ok(());
        }
        self.bytes += size;
        let bytes = self.repo.find_blob(blob)?.content().to_vec();
        self.files.push(HeadFile { is_edited: self.edited.contains(path), file, bytes });
        Ok(())
    }
}

fn is_yaml(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("yaml" | "yml")) || name == "Kustomization"
}
