//! What it is for: a repository to practise in: a bare remote, its clone, and commits that somebody else pushes.
//! In: a folder of our own, commits as data. Out: the clone. Never: a repository that was there before.

use std::path::Path;

use git2::{
    FileMode, Repository, RepositoryInitOptions, Signature,
    build::{RepoBuilder, TreeUpdateBuilder},
};

use super::{Identity, RepoError, RepoPath};

/// Folder of the bare remote, beside the clone.
pub const REMOTE: &str = "remote.git";

/// A commit to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleCommit {
    /// Its message.
    pub message: String,
    /// Who makes it.
    pub author: Identity,
    /// Path in the repository, and the text that stands there from then on.
    pub files: Vec<(String, String)>,
}

/// Makes a bare remote and its clone in `folder`, with these commits on `branch`, oldest first; the clone commits as
/// `author`, without signing.
///
/// # Errors
/// The folder cannot be written, or holds a repository already.
pub fn create_sample(
    folder: &Path,
    name: &str,
    branch: &str,
    author: &Identity,
    commits: &[SampleCommit],
) -> Result<RepoPath, RepoError> {
    let (remote, clone) = (folder.join(REMOTE), folder.join(name));
    let make = || -> Result<(), git2::Error> {
        let head = format!("refs/heads/{branch}");
        let mut options = RepositoryInitOptions::new();
        options.bare(true).no_reinit(true).external_template(false).initial_head(&head);
        let repo = Repository::init_opts(&remote, &options)?;
        for commit in commits {
            add(&repo, branch, commit)?;
        }
        let cloned = RepoBuilder::new().branch(branch).clone(&remote.display().to_string(), &clone)?;
        let mut config = cloned.config()?;
        config.set_str("user.name", author.name.as_deref().unwrap_or_default())?;
        config.set_str("user.email", author.email.as_deref().unwrap_or_default())?;
        config.set_bool("commit.gpgSign", false)
    };
    make().map_err(|source| RepoError::Open { path: clone.clone(), source })?;
    Ok(RepoPath::new(clone))
}

/// Commits on the remote in `folder` what `append` adds at a file's end, as a colleague's push would.
///
/// # Errors
/// There is no such remote, branch or file, or it cannot be written.
pub fn push_elsewhere(
    folder: &Path,
    branch: &str,
    author: &Identity,
    message: &str,
    (file, append): (&str, &str),
) -> Result<(), RepoError> {
    let path = folder.join(REMOTE);
    let make = || -> Result<(), git2::Error> {
        let repo = Repository::open_bare(&path)?;
        let tree = repo.find_branch(branch, git2::BranchType::Local)?.get().peel_to_tree()?;
        let blob = repo.find_blob(tree.get_path(Path::new(file))?.id())?;
        let text = String::from_utf8_lossy(blob.content()).into_owned() + append;
        let files = vec![(file.to_owned(), text)];
        let commit = SampleCommit { message: message.to_owned(), author: author.clone(), files };
        add(&repo, branch, &commit)
    };
    make().map_err(|source| RepoError::Open { path: path.clone(), source })
}

/// Commits on top of the branch, or as its first commit.
fn add(repo: &Repository, branch: &str, commit: &SampleCommit) -> Result<(), git2::Error> {
    let head = format!("refs/heads/{branch}");
    let parent = match repo.find_reference(&head) {
        Ok(reference) => Some(reference.peel_to_commit()?),
        Err(error) if error.code() == git2::ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    let empty = || repo.find_tree(repo.treebuilder(None)?.write()?);
    let before = parent.as_ref().map_or_else(empty, git2::Commit::tree)?;
    let mut update = TreeUpdateBuilder::new();
    for (file, text) in &commit.files {
        update.upsert(file.as_str(), repo.blob(text.as_bytes())?, FileMode::Blob);
    }
    let tree = repo.find_tree(update.create_updated(repo, &before)?)?;
    let author = &commit.author;
    let who = Signature::now(
        author.name.as_deref().unwrap_or_default(),
        author.email.as_deref().unwrap_or_default(),
    )?;
    let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
    repo.commit(Some(&head), &who, &who, &commit.message, &tree, &parents)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo;

    fn commit(message: &str, files: &[(&str, &str)]) -> SampleCommit {
        let author =
            Identity { name: Some("Ada Admin".to_owned()), email: Some("ada@example.org".to_owned()) };
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        SampleCommit { message: message.to_owned(), author, files }
    }

    #[test]
    fn a_sample_has_its_history_its_files_and_an_upstream_that_others_push_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let commits = [
            commit("first", &[("README.md", "one\n"), ("deployments/app.yml", "a: 1\n")]),
            commit("second", &[("deployments/app.yml", "a: 2\n")]),
        ];
        let author = commits.first().expect("a commit").author.clone();
        let path = create_sample(folder.path(), "infrastructure", "main", &author, &commits).expect("made");
        let clone = folder.path().join("infrastructure");
        let read = |file: &str| std::fs::read_to_string(clone.join(file)).expect("checked out");
        assert_eq!(
            (read("README.md"), read("deployments/app.yml")),
            ("one\n".to_owned(), "a: 2\n".to_owned())
        );
        let state = repo::look(&path).expect("looked");
        assert_eq!(state.head.branch(), Some("main"));
        assert!(state.upstream.is_some(), "the branch follows its remote");
        assert_eq!(state.identity.missing(), Vec::<&str>::new());

        push_elsewhere(folder.path(), "main", &author, "theirs", ("README.md", "two\n")).expect("pushed");
        let remote = Repository::open_bare(folder.path().join(REMOTE)).expect("the remote");
        let tip = remote.revparse_single("main:README.md").expect("there").peel_to_blob().expect("a file");
        assert_eq!(tip.content(), b"one\ntwo\n");
        assert!(create_sample(folder.path(), "other", "main", &author, &commits).is_err(), "never twice");
    }
}
