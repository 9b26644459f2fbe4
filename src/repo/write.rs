//! What it is for: planned bytes into a file of the work tree, and back.
//! In: the bytes' digest that the plan saw and the new bytes. Out: the file with the new bytes, its mode kept.
//! Never: a write over bytes that nobody was shown, a half-written file, or a link followed.

#[cfg(unix)]
use std::fs::File;
use std::{
    fs::{self, Permissions},
    io::Write as _,
    path::Path,
};

use super::{RepoError, RepoPath, place, read};
use crate::{
    fault::{self, FaultPoint},
    journal::OpenEntry,
    names::{Digest, RepoFile},
};

/// Puts `after` into the file if it still has the bytes with digest `before` (`None`: if it is still absent).
/// A write back is the same call with the sides changed. Returns the digest of what is there now.
///
/// # Errors
/// The file is not what the plan saw, cannot be reached safely, or cannot be written; then it is as it was.
pub fn write_file(
    _entry: &OpenEntry,
    path: &RepoPath,
    file: &RepoFile,
    before: Option<&Digest>,
    after: &[u8],
) -> Result<Digest, RepoError> {
    put(path, file, before, after)
}

/// Takes away a file that the change made, if it still has the bytes with digest `before`.
///
/// # Errors
/// The file is not what the plan saw, cannot be reached safely, or cannot be removed.
pub fn remove_file(
    _entry: &OpenEntry,
    path: &RepoPath,
    file: &RepoFile,
    before: &Digest,
) -> Result<(), RepoError> {
    take_away(path, file, before)
}

pub(super) fn put(
    path: &RepoPath,
    file: &RepoFile,
    before: Option<&Digest>,
    after: &[u8],
) -> Result<Digest, RepoError> {
    let (repo, root) = path.open_tree()?;
    read::refuse_missing_filter(&repo, file)?;
    let mode = unchanged(&root, file, before)?;
    let target = place::locate(&root, file)?;
    let fault = |source| RepoError::Write { file: file.clone(), source };
    let folder = target.parent().unwrap_or(&root);
    let mut fresh = tempfile::Builder::new().prefix(".changeover-").tempfile_in(folder).map_err(fault)?;
    fresh.write_all(after).map_err(fault)?;
    let mode = match mode {
        Some(mode) => mode,
        None => new_file_mode(fresh.as_file().metadata().map_err(fault)?.permissions()),
    };
    fresh.as_file().set_permissions(mode).map_err(fault)?;
    fresh.as_file().sync_all().map_err(fault)?;
    unchanged(&root, file, before)?;
    fault::reached(FaultPoint::RequestSent);
    if before.is_some() {
        fresh.persist(&target).map_err(|problem| fault(problem.error))?;
    } else {
        fresh.persist_noclobber(&target).map_err(|problem| fault(problem.error))?;
    }
    sync_folder(folder).map_err(fault)?;
    fault::reached(FaultPoint::AnswerLost);
    let wanted = read::digest(after);
    if read::digest(&place::bytes(&root, file)?.0) == wanted {
        Ok(wanted)
    } else {
        Err(RepoError::FileMoved { file: file.clone() })
    }
}

pub(super) fn take_away(path: &RepoPath, file: &RepoFile, before: &Digest) -> Result<(), RepoError> {
    let (_, root) = path.open_tree()?;
    unchanged(&root, file, Some(before))?;
    let target = place::locate(&root, file)?;
    fault::reached(FaultPoint::RequestSent);
    fs::remove_file(target).map_err(|source| RepoError::Write { file: file.clone(), source })?;
    fault::reached(FaultPoint::AnswerLost);
    Ok(())
}

/// The file's permissions when its bytes are those expected; `None` when it is expected to be absent, and is.
fn unchanged(
    root: &Path,
    file: &RepoFile,
    before: Option<&Digest>,
) -> Result<Option<Permissions>, RepoError> {
    let moved = || Err(RepoError::FileMoved { file: file.clone() });
    match (place::bytes(root, file), before) {
        (Ok((bytes, meta)), Some(before)) => {
            if read::digest(&bytes) != *before {
                return moved();
            }
            if meta.permissions().readonly() {
                return Err(RepoError::ReadOnly { file: file.clone() });
            }
            Ok(Some(meta.permissions()))
        }
        (Err(RepoError::Absent { .. }), None) => Ok(None),
        (Err(RepoError::Absent { .. }), Some(_)) | (Ok(_), None) => moved(),
        (Err(other), _) => Err(other),
    }
}

/// The mode of a file that the change makes, from that of a temporary file, which only the owner may read.
fn new_file_mode(mut mode: Permissions) -> Permissions {
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o644);
    #[cfg(not(unix))]
    mode.set_readonly(false);
    mode
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
