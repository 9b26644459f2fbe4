//! What it is for: a repository to rehearse in: a bare remote and its clone, made from one that is only read.
//! In: the person's repository, a folder of our own. Out: the clone, and its remote. Never: a ref, object or file written
//! in the person's repository, a program run, or a remote of theirs named in the copy.

use std::{
    fs,
    path::{Path, PathBuf},
};

use git2::{Oid, Repository, RepositoryInitOptions, build::CheckoutBuilder};

use super::{Identity, RepoError, RepoPath, sample::REMOTE, state};

/// The file that stands for the person's own git configuration.
const PERSON: &str = "gitconfig";

/// A copy of a repository.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The clone. Of the person's configuration it knows who commits, and nothing else: no hook, filter or signature.
    pub clone: RepoPath,
    /// Its bare remote.
    pub remote: PathBuf,
}

/// Copies what is committed on the branch that is checked out; what the branch's upstream had when it was last fetched
/// becomes the remote. Objects are shared with the original, which is only read.
///
/// # Errors
/// No branch with a commit is checked out, an object is missing (a partial clone), or the folder cannot be written.
pub fn copy(source: &RepoPath, folder: &Path, name: &str, identity: &Identity) -> Result<Copy, RepoError> {
    let original = source.open()?;
    let branch = state::ready(source, &original)?;
    let (remote, clone, person) = (folder.join(REMOTE), folder.join(name), folder.join(PERSON));
    let history = |source: git2::Error| RepoError::Open { path: clone.clone(), source };
    let written = |fault: std::io::Error| history(git2::Error::from_str(&fault.to_string()));
    fs::write(&person, person_config(identity)).map_err(written)?;

    let tip = original.head().and_then(|head| head.peel_to_commit()).map_err(history)?.id();
    let upstream = state::upstream(&original);
    let theirs = upstream.as_ref().and_then(|upstream| upstream.tip.as_ref());
    let theirs = theirs.map(|id| Oid::from_str(id.as_str())).transpose().map_err(history)?;
    // Its branch may be called otherwise than ours.
    let there = upstream.as_ref().map_or(branch.as_str(), |upstream| upstream.branch.as_str());

    let objects = original.commondir().join("objects");
    init(&remote, there, true).map_err(history)?;
    share(&remote, &objects).map_err(written)?;
    let bare = Repository::open_bare(&remote).map_err(history)?;
    let start = theirs.unwrap_or(tip);
    bare.reference(&format!("refs/heads/{there}"), start, true, "").map_err(history)?;

    init(&clone, &branch, false).map_err(history)?;
    share(&clone.join(".git"), &objects).map_err(written)?;
    let shallow = original.commondir().join("shallow");
    if shallow.is_file() {
        fs::copy(&shallow, remote.join("shallow")).map_err(written)?;
        fs::copy(&shallow, clone.join(".git/shallow")).map_err(written)?;
    }
    let path = RepoPath::new(&clone).with_person_config(&person);
    check_out(&path, &remote, (&branch, tip), (there, start))?;
    Ok(Copy { clone: path, remote })
}

fn init(path: &Path, branch: &str, is_bare: bool) -> Result<(), git2::Error> {
    let head = format!("refs/heads/{branch}");
    let mut options = RepositoryInitOptions::new();
    options.bare(is_bare).no_reinit(true).external_template(false).initial_head(&head);
    Repository::init_opts(path, &options).map(drop)
}

/// Lets a repository read another's objects.
fn share(git: &Path, objects: &Path) -> std::io::Result<()> {
    let objects = objects.canonicalize()?;
    let mut list = vec![objects.display().to_string()];
    // What the original borrows itself.
    if let Ok(theirs) = fs::read_to_string(objects.join("info/alternates")) {
        list.extend(theirs.lines().map(|line| objects.join(line).display().to_string()));
    }
    let info = git.join("objects/info");
    fs::create_dir_all(&info)?;
    fs::write(info.join("alternates"), list.join("\n") + "\n")
}

fn check_out(
    path: &RepoPath,
    remote: &Path,
    (branch, tip): (&str, Oid),
    (there, start): (&str, Oid),
) -> Result<(), RepoError> {
    let repo = path.open()?;
    let make = || -> Result<(), git2::Error> {
        repo.remote("origin", &remote.display().to_string())?;
        repo.reference(&format!("refs/heads/{branch}"), tip, true, "")?;
        repo.reference(&format!("refs/remotes/origin/{there}"), start, true, "")?;
        let head = format!("refs/remotes/origin/{there}");
        repo.reference_symbolic("refs/remotes/origin/HEAD", &head, true, "")?;
        let mut config = repo.config()?.open_level(git2::ConfigLevel::Local)?;
        config.set_str(&format!("branch.{branch}.remote"), "origin")?;
        config.set_str(&format!("branch.{branch}.merge"), &format!("refs/heads/{there}"))?;
        repo.checkout_head(Some(CheckoutBuilder::new().force()))
    };
    make().map_err(|source| RepoError::Open { path: path.folder().to_owned(), source })
}

/// A configuration that says who commits, and nothing else.
fn person_config(identity: &Identity) -> String {
    let quoted = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " "))
    };
    format!("[user]\n\tname = {}\n\temail = {}\n", quoted(&identity.name), quoted(&identity.email))
}

/// Where a push from this repository goes, as the configuration in force says: each place once.
///
/// # Errors
/// The repository cannot be read, or its branch has no upstream.
pub fn push_goes_to(path: &RepoPath) -> Result<Vec<String>, RepoError> {
    let repo = path.open()?;
    let branch = state::ready(path, &repo)?;
    let none = || RepoError::NoUpstream { branch: branch.clone() };
    let upstream = state::upstream(&repo).ok_or_else(none)?;
    let read = || -> Result<Vec<String>, git2::Error> {
        let config = repo.config()?.snapshot()?;
        let all = |key: &str| -> Result<Vec<String>, git2::Error> {
            let name = format!("remote.{}.{key}", upstream.remote);
            let mut found = Vec::new();
            config.multivar(&name, None)?.for_each(|entry| {
                found.extend(entry.value().map(str::to_owned));
            })?;
            Ok(found)
        };
        let mut places = all("pushurl")?;
        if places.is_empty() {
            places = all("url")?;
        }
        // Whatever rewrites an address leads elsewhere than it says.
        let mut rewrites = config.entries(Some("url\\..*\\.(push)?insteadof"))?;
        while let Some(entry) = rewrites.next() {
            places.extend(entry?.name().map(str::to_owned));
        }
        places.sort();
        places.dedup();
        Ok(places)
    };
    read().map_err(|source| RepoError::History { source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::{self, temp_repo::TempRepo};

    #[test]
    fn a_copy_has_what_is_committed_and_its_own_remote_and_the_original_stays_as_it_is() {
        let original = TempRepo::new(&[("app.yml", "a: 1\n")]);
        original.hook("pre-commit", "#!/bin/sh\nexit 1\n");
        let source = RepoPath::new(original.root()).with_person_config(original.person_config());
        original.write("app.yml", "a: edited\n");
        let (head, remote_head) = (original.head(), original.remote_head());
        let folder = tempfile::tempdir().expect("a folder");
        let identity = Identity { name: Some("Ada \"A\" Admin".to_owned()), email: Some("a@b.c".to_owned()) };
        let made = copy(&source, folder.path(), "work", &identity).expect("copied");

        let state = repo::look(&made.clone).expect("looked");
        assert_eq!(state.identity, identity);
        assert_eq!(state.commit.as_ref().map(|commit| commit.id.as_str()), Some(head.as_str()));
        assert!(state.changed.is_empty(), "{:?}", state.changed);
        assert!(state.programs.is_plain());
        assert_eq!(state.upstream.map(|upstream| (upstream.ahead, upstream.behind)), Some((0, 0)));
        let read = fs::read_to_string(made.clone.folder().join("app.yml")).expect("checked out");
        assert_eq!(read, "a: 1\n");
        assert_eq!(
            push_goes_to(&made.clone).expect("an upstream"),
            [made.remote.display().to_string()],
            "nothing of the person's remote is named"
        );

        original.git_in(made.clone.folder(), &["commit", "--quiet", "--allow-empty", "--message=rehearsed"]);
        original.git_in(made.clone.folder(), &["push", "--quiet"]);
        assert_ne!(original.git_in(&made.remote, &["rev-parse", "refs/heads/main"]), head);
        assert_eq!((original.head(), original.remote_head()), (head, remote_head));
        assert_eq!(original.read("app.yml"), "a: edited\n");
        assert!(copy(&source, folder.path(), "work", &identity).is_err(), "never twice");
    }

    #[test]
    fn an_address_that_is_rewritten_does_not_pass_for_what_it_says() {
        let original = TempRepo::new(&[("app.yml", "a: 1\n")]);
        let source = RepoPath::new(original.root()).with_person_config(original.person_config());
        let plain = push_goes_to(&source).expect("an upstream");
        assert_eq!(plain.len(), 1, "{plain:?}");
        original.git(&["config", "url.https://elsewhere.example/.pushInsteadOf", "/"]);
        assert_eq!(push_goes_to(&source).expect("an upstream").len(), 2);
    }
}
