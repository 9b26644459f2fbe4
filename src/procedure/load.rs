//! What it is for: finding procedures: the shipped ones and those of a folder. The only file access of this module.
//! In: paths. Out: [`Loaded`] with text, digest and problems. Never: a device, a pipe or an endless file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Problem, Procedure,
    check::{Checked, Origin, check, digest},
};
use crate::names::Digest;

/// The procedures that are part of this program: add a file here and in `procedures/`.
const SHIPPED: &[(&str, &str)] = &[(
    "haikudepot-deploy.procedure.yaml",
    include_str!("../../procedures/haikudepot-deploy.procedure.yaml"),
)];

/// What a procedure's file name ends in.
pub const SUFFIX: &str = ".procedure.yaml";

/// No procedure that a person can review is larger.
const SIZE_LIMIT: u64 = 1 << 20;

/// One file, read and checked.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The path as given, or the shipped file's name.
    pub path: PathBuf,
    /// Where it comes from.
    pub origin: Origin,
    /// The text.
    pub text: String,
    /// SHA-256 of the text.
    pub digest: Digest,
    /// There when no problem is an error.
    pub procedure: Option<Procedure>,
    /// In the order of the file.
    pub problems: Vec<Problem>,
}

/// A file or folder that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The system refused.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder, a pipe, a device.
    #[error("{path} is not a file", path = path.display())]
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// More than a procedure can have.
    #[error("{path} has {size} bytes, more than {SIZE_LIMIT}", path = path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// Bytes.
        size: u64,
    },
    /// Not UTF-8.
    #[error("{path} is not UTF-8 text", path = path.display())]
    NotText {
        /// Which.
        path: PathBuf,
    },
}

/// The procedures that are part of this program.
pub fn shipped() -> Vec<Loaded> {
    SHIPPED
        .iter()
        .map(|(name, text)| checked(PathBuf::from(name), Origin::Shipped, (*text).to_owned()))
        .collect()
}

/// Checks a text that was read elsewhere, such as a file of a commit.
pub fn checked(path: PathBuf, origin: Origin, text: String) -> Loaded {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Checked { procedure, problems } = check(&text, &name, origin);
    Loaded { digest: digest(&text), path, origin, text, procedure, problems }
}

/// Reads and checks one file.
///
/// # Errors
/// The file cannot be read, is no regular file, too large or no text. Problems of its content are in [`Loaded`].
pub fn load_file(path: &Path, origin: Origin) -> Result<Loaded, LoadError> {
    let read = |source| LoadError::Read { path: path.to_owned(), source };
    // Asked before opening: opening a pipe would wait for a writer.
    let facts = fs::metadata(path).map_err(read)?;
    if !facts.is_file() {
        return Err(LoadError::NotAFile { path: path.to_owned() });
    }
    if facts.len() > SIZE_LIMIT {
        return Err(LoadError::TooLarge { path: path.to_owned(), size: facts.len() });
    }
    let bytes = fs::read(path).map_err(read)?;
    let text = String::from_utf8(bytes).map_err(|_bytes| LoadError::NotText { path: path.to_owned() })?;
    Ok(checked(path.to_owned(), origin, text))
}

/// Reads and checks every `*.procedure.yaml` of a folder, by name; a folder that does not exist holds none.
///
/// # Errors
/// The folder cannot be listed. A file that cannot be read is an error of its own in the list.
pub fn load_folder(folder: &Path, origin: Origin) -> Result<Vec<Result<Loaded, LoadError>>, LoadError> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(LoadError::Read { path: folder.to_owned(), source }),
    };
    let mut paths = Vec::new();
    for entry in listing {
        let path = entry.map_err(|source| LoadError::Read { path: folder.to_owned(), source })?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(SUFFIX)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths.iter().map(|path| load_file(path, origin)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_list_procedures_by_name_and_say_what_cannot_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = include_str!("../../tests/fixtures/procedures/shop-deploy.procedure.yaml");
        fs::write(folder.path().join("shop-deploy.procedure.yaml"), text).expect("written");
        fs::write(folder.path().join("a.procedure.yaml"), b"\xff\xfe").expect("written");
        fs::write(folder.path().join("notes.yaml"), "x").expect("written");
        fs::create_dir(folder.path().join("z.procedure.yaml")).expect("made");
        let found = load_folder(folder.path(), Origin::Repository).expect("readable");
        assert!(matches!(
            found.as_slice(),
            [Err(LoadError::NotText { .. }), Ok(_), Err(LoadError::NotAFile { .. })]
        ));
        let loaded = found.into_iter().find_map(Result::ok).expect("one is fine");
        assert_eq!(loaded.procedure.expect("no errors").digest(), &loaded.digest);
        assert!(load_folder(&folder.path().join("none"), Origin::Repository).expect("empty").is_empty());
    }

    #[test]
    fn trap_14_1_the_shipped_way_back_starts_the_application_only_behind_the_restored_database() {
        let text = shipped()
            .into_iter()
            .find(|one| one.text.contains("name: haikudepot-deploy"))
            .expect("shipped")
            .text;
        let file: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        let back = &file["rollback"];
        for answer in ["yes", "yes-as-written"] {
            let plans: Vec<&str> = back["decide"]["answers"][answer]["plans"]
                .as_array()
                .expect("plans")
                .iter()
                .filter_map(serde_json::Value::as_str)
                .collect();
            let place = |name: &str| plans.iter().position(|plan| *plan == name).expect("a plan");
            assert_eq!(place("stop"), 0, "{answer}: nothing uses the database");
            assert!(place("refill") < place("before"), "{answer}: the manifest's replicas come last");
        }
        let undone = |plan: &str| back["plans"][plan][0]["undoAll"].as_array().expect("undone").len();
        assert_eq!(undone("before"), 4);
        let refill = back["plans"]["refill"].to_string();
        assert!(refill.contains("\"r-file\""), "the restore rests on the edit of its arguments: {refill}");
    }
}
