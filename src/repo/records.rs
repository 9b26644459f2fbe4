//! What it is for: the repository's folder of records, where a team may keep them: reading all, adding one.
//! In: a repository; a record. Out: files with their bytes. Never: a link followed, a file outside of that folder, a
//! commit, or an edit that no commit holds overwritten.
//!
//! Adding takes no journal's entry, unlike every deed of a change: nothing rests on it, and git shows it as a new file.

use std::{fs, io, time::SystemTime};

use super::{RepoError, RepoPath, place, read, write};
use crate::{journal::attached::EVIDENCE, names::RepoFile};

/// The folder, below the work tree's root.
pub const RECORDS: &str = "changes";
/// Most files that are read.
const MOST: usize = 5_000;
/// Most bytes that are read of all of them together: 64 MB.
const MOST_BYTES: usize = 64 << 20;

/// A file of the folder: its bytes, or why they cannot be read, and when it was written last.
pub type RecordFile = (RepoFile, Result<Vec<u8>, RepoError>, Option<SystemTime>);

/// How a record came into the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// As a new file.
    New,
    /// In the place of an older one, which a commit holds.
    Replaced,
    /// It was there already.
    Same,
}

/// Hands each Markdown file of the folder to `take`, one after the other, the newest first; tells how many were left out:
/// they are too many, too large together, or their names cannot be used. Without the folder there is none.
///
/// # Errors
/// No repository, no work tree, or a folder that cannot be listed or is none.
pub fn each_record(path: &RepoPath, mut take: impl FnMut(RecordFile)) -> Result<usize, RepoError> {
    let (_, root) = path.open_tree()?;
    let folder = root.join(RECORDS);
    let name = |name: &str| RepoFile::new(format!("{RECORDS}/{name}")).ok();
    let Ok(itself) = RepoFile::new(RECORDS) else { return Ok(0) };
    match fs::symlink_metadata(&folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(RepoError::Outside { file: itself }),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(source) => return Err(RepoError::Read { file: itself, source }),
    }
    let unlisted = |source| RepoError::Read { file: itself.clone(), source };
    let mut names = Vec::new();
    let mut left_out = 0;
    for entry in fs::read_dir(&folder).map_err(unlisted)? {
        let entry = entry.map_err(unlisted)?.file_name();
        let is_record = entry.to_string_lossy().to_lowercase().ends_with(".md");
        match entry.to_str().and_then(name) {
            Some(file) if is_record => names.push(file),
            None if is_record => left_out += 1,
            Some(_) | None => {}
        }
    }
    // Newest last by their names, which begin with the time.
    names.sort();
    let surplus = names.len().saturating_sub(MOST);
    left_out += surplus;
    let mut rest = MOST_BYTES;
    for file in names.into_iter().skip(surplus).rev() {
        if rest == 0 {
            left_out += 1;
            continue;
        }
        match place::bytes(&root, &file) {
            Ok((bytes, meta)) => {
                rest = rest.saturating_sub(bytes.len());
                take((file, Ok(bytes), meta.modified().ok()));
            }
            Err(fault) => take((file, Err(fault), None)),
        }
    }
    Ok(left_out)
}

/// Whether records, or the files of their notes, lie in this folder.
fn is_of_records(folder: &str) -> bool {
    folder == RECORDS || folder.strip_prefix(RECORDS).is_some_and(|rest| rest == format!("/{EVIDENCE}"))
}

/// Writes a record, or a file of its notes, as a file of the folder, which is made if it is not there. What stands there already is overwritten
/// only when a commit holds it.
///
/// # Errors
/// The file is there with edits that no commit holds, cannot be reached safely, or cannot be written.
pub fn put_record(path: &RepoPath, file: &RepoFile, bytes: &[u8]) -> Result<Put, RepoError> {
    let (_, root) = path.open_tree()?;
    let Some((parent, _)) = file.as_str().rsplit_once('/').filter(|(parent, _)| is_of_records(parent)) else {
        return Err(RepoError::Outside { file: file.clone() });
    };
    for folder in [RECORDS, parent] {
        match fs::create_dir(root.join(folder)) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                return Err(RepoError::Write { file: file.clone(), source });
            }
            Ok(()) | Err(_) => {}
        }
        // A link to a folder elsewhere would take along what is made below it.
        if !fs::symlink_metadata(root.join(folder)).is_ok_and(|found| found.is_dir()) {
            return Err(RepoError::Outside { file: file.clone() });
        }
    }
    match place::bytes(&root, file) {
        Ok((before, _)) if before == bytes => Ok(Put::Same),
        Ok((before, _)) => {
            if !read::standing(path, file)?.is_as_committed {
                return Err(RepoError::EditsInOurFiles { files: vec![file.clone()] });
            }
            write::put(path, file, Some(&read::digest(&before)), bytes).map(|_digest| Put::Replaced)
        }
        Err(RepoError::Absent { .. }) => write::put(path, file, None, bytes).map(|_digest| Put::New),
        Err(other) => Err(other),
    }
}
