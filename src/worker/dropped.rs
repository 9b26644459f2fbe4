//! What it is for: telling what a file or folder is that somebody puts on the window. In: its path. Out: what it can be
//! used as. Never: by its name alone, or a file that is a device, a pipe or without end.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    failure::{Failure, FailureKind},
    procedure::{
        Severity,
        check::Origin,
        load::{self, SUFFIX},
    },
    record::ticket,
    repo::{self, RepoPath},
    words::Sentence,
};

use super::reads;

/// Nothing that is used here is larger.
const SIZE_LIMIT: u64 = 4 << 20;
/// The repository's folder of procedures.
const FOLDER: &str = "procedures";

/// What a file or folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dropped {
    /// A kubeconfig.
    Kubeconfig {
        /// The file.
        file: PathBuf,
        /// How many contexts it has.
        contexts: usize,
    },
    /// A folder of a git repository.
    Repository {
        /// The root of its work tree.
        folder: PathBuf,
    },
    /// The text of a ticket.
    Ticket {
        /// The file.
        file: PathBuf,
    },
    /// A procedure of a repository.
    Procedure {
        /// The root of the repository's work tree.
        folder: PathBuf,
        /// The procedure's name.
        id: String,
        /// Its title.
        title: String,
    },
}

/// Looks into it.
///
/// # Errors
/// It cannot be read, or is nothing that the start page takes; why.
pub fn recognise(path: &Path) -> Result<Dropped, Failure> {
    let unreadable = |fault: std::io::Error| refused("dropped-unreadable", path).caused_by(&fault);
    let facts = fs::metadata(path).map_err(unreadable)?;
    if facts.is_dir() {
        let folder = root(path)
            .map_err(|why| Failure { details: why.details, ..refused("dropped-no-repository", path) })?;
        return Ok(Dropped::Repository { folder });
    }
    if !facts.is_file() || facts.len() > SIZE_LIMIT {
        return Err(refused("dropped-none", path));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_bytes| refused("dropped-none", path))?;
    let kind = kind(&text);
    if kind.as_deref() == Some("Procedure") || path.to_string_lossy().ends_with(SUFFIX) {
        return procedure(path, text);
    }
    if kind.is_none() && is_text_file(path) && ticket::looks_like(&text) {
        return Ok(Dropped::Ticket { file: path.to_owned() });
    }
    if kind.as_deref() != Some("Config") {
        return Err(refused("dropped-none", path));
    }
    let read = reads::contexts(Some(path.to_owned()))?;
    Ok(Dropped::Kubeconfig { file: path.to_owned(), contexts: read.contexts.len() })
}

/// A `#` is a comment in many files, and a heading in these.
fn is_text_file(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown" | "txt" | "text"))
}

/// The `kind` of a YAML document. What it holds besides is dropped here: it may be credentials.
fn kind(text: &str) -> Option<String> {
    let value: Value = serde_saphyr::from_str(text).ok()?;
    // kubectl takes a kubeconfig without its kind, too.
    let is_list = |key: &str| value.get(key).is_some_and(Value::is_array);
    let unsaid = || (is_list("contexts") && is_list("clusters")).then(|| "Config".to_owned());
    value.get("kind").and_then(Value::as_str).map(str::to_owned).or_else(unsaid)
}

/// A procedure is taken from where the team keeps it: a change names the file that it followed.
fn procedure(path: &Path, text: String) -> Result<Dropped, Failure> {
    let loaded = load::checked(path.to_owned(), Origin::Repository, text);
    let Some(procedure) = loaded.procedure else {
        let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let broken = refused("dropped-broken", path);
        return Err(errors.fold(broken, |failure, problem| failure.detail(problem.message.text())));
    };
    let place = path.canonicalize().unwrap_or_else(|_gone| path.to_owned());
    let folder = place.parent().filter(|folder| folder.file_name().is_some_and(|name| name == FOLDER));
    let above = folder.and_then(Path::parent);
    let root = above.and_then(|above| root(above).ok().filter(|root| root == above));
    let folder = root.ok_or_else(|| refused("dropped-elsewhere", path))?;
    Ok(Dropped::Procedure { folder, id: procedure.id().to_string(), title: procedure.title().to_owned() })
}

/// The root of the work tree that holds the folder.
fn root(folder: &Path) -> Result<PathBuf, Failure> {
    let state = repo::look(&RepoPath::new(folder)).map_err(|error| error.to_failure())?;
    // git ends a folder with a slash.
    let root: PathBuf = state.root.components().collect();
    Ok(root.canonicalize().unwrap_or(root))
}

fn refused(key: &str, path: &Path) -> Failure {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = Sentence::new(key).with("name", name);
    let hint = words.next_step();
    Failure { hint, ..Failure::new(FailureKind::Person, words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "apiVersion: v1\nkind: Config\nclusters:\n- {name: a, cluster: {server: 'https://a.example'}}\n\
                          contexts:\n- {name: one, context: {cluster: a, user: u}}\n\
                          users:\n- {name: u, user: {token: planted-token}}\n";

    fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
        path
    }

    fn repository(folder: &Path) -> PathBuf {
        git2::Repository::init(folder).expect("a repository");
        folder.canonicalize().expect("a place")
    }

    fn why(path: &Path) -> String {
        recognise(path).expect_err("refused").summary.key
    }

    #[test]
    fn a_kubeconfig_is_known_by_its_content_whatever_its_name() {
        let place = tempfile::tempdir().expect("a folder");
        let file = write(place.path(), "holiday.jpg", CONFIG);
        let found = recognise(&file).expect("a kubeconfig");
        assert_eq!(found, Dropped::Kubeconfig { file, contexts: 1 });
        let named = write(place.path(), "kubeconfig", "hello: world\n");
        assert_eq!(why(&named), "dropped-none");
        let broken = write(place.path(), "broken", "kind: Config\ncontexts: 7\n");
        let said = format!("{:?}", recognise(&broken).expect_err("refused"));
        assert!(!said.contains("dropped-none"), "it says what is wrong with it: {said}");
    }

    #[test]
    fn a_folder_is_the_repository_that_holds_it() {
        let place = tempfile::tempdir().expect("a folder");
        assert_eq!(why(place.path()), "dropped-no-repository");
        let root = repository(place.path());
        fs::create_dir(root.join("deployments")).expect("made");
        let wanted = Dropped::Repository { folder: root.clone() };
        assert_eq!(recognise(&root).expect("a repository"), wanted);
        assert_eq!(recognise(&root.join("deployments")).expect("a repository"), wanted);
    }

    #[test]
    fn a_procedure_is_taken_from_its_repository_and_from_nowhere_else() {
        let shipped = load::shipped().into_iter().next().expect("a procedure");
        let name = shipped.path.to_string_lossy().into_owned();
        let place = tempfile::tempdir().expect("a folder");
        let outside = write(place.path(), &name, &shipped.text);
        assert_eq!(why(&outside), "dropped-elsewhere");
        let root = repository(&place.path().join(""));
        let inside = write(&root, &format!("procedures/{name}"), &shipped.text);
        let found = recognise(&inside).expect("a procedure");
        assert!(matches!(&found, Dropped::Procedure { folder, .. } if *folder == root), "{found:?}");
        let broken = write(&root, "procedures/broken.procedure.yaml", "kind: Procedure\n");
        assert_eq!(why(&broken), "dropped-broken");
        assert!(!recognise(&broken).expect_err("refused").details.is_empty());
    }

    #[test]
    fn a_ticket_is_a_text_with_headings() {
        let place = tempfile::tempdir().expect("a folder");
        let text = "### Description\nUpdate it\n\n### Rollback Plan\nNone\n";
        for name in ["a.md", "b.TXT"] {
            let file = write(place.path(), name, text);
            assert_eq!(recognise(&file).expect("a ticket"), Dropped::Ticket { file });
        }
        assert_eq!(why(&write(place.path(), "c.sh", text)), "dropped-none");
    }

    #[test]
    fn anything_else_is_refused_with_a_next_step() {
        let place = tempfile::tempdir().expect("a folder");
        let files = [("a.txt", "hello"), ("b.yml", "kind: Pod\n"), ("c", "")];
        for (name, text) in files {
            let file = write(place.path(), name, text);
            let failure = recognise(&file).expect_err("refused");
            assert_eq!(failure.summary.key, "dropped-none");
            assert!(failure.hint.is_some());
        }
        let binary = place.path().join("d.png");
        fs::write(&binary, [0xff, 0xd8, 0x00]).expect("written");
        assert_eq!(why(&binary), "dropped-none");
        assert_eq!(why(&place.path().join("gone")), "dropped-unreadable");
    }
}
