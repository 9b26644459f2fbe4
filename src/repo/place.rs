//! What it is for: a file of the work tree, reached without leaving it.
//! In: the work tree's root and a checked [`RepoFile`]. Out: an open regular file, its bytes, its permissions.
//! Never: a symbolic link followed, a pipe or device opened, or more than [`MOST`] bytes read.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::RepoError;
use crate::names::RepoFile;

/// Largest file read, in bytes: 8 MB.
pub(super) const MOST: u64 = 8 << 20;

/// Where the file stands, after each folder on the way was looked at; the file itself may be absent.
pub(super) fn locate(root: &Path, file: &RepoFile) -> Result<PathBuf, RepoError> {
    let mut at = root.to_owned();
    let mut parts = file.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        if parts.peek().is_none() {
            break;
        }
        match fs::symlink_metadata(&at) {
            Ok(found) if found.is_dir() => {
                if at.join(".git").exists() {
                    return Err(RepoError::InSubmodule { file: file.clone() });
                }
            }
            Ok(found) if found.is_symlink() => return Err(RepoError::Outside { file: file.clone() }),
            Ok(_) => return Err(RepoError::Absent { file: file.clone() }),
            Err(source) => return Err(lost(file, source)),
        }
    }
    Ok(at)
}

/// Opens the file for reading, being a regular file.
pub(super) fn open(root: &Path, file: &RepoFile) -> Result<(File, Metadata), RepoError> {
    let path = locate(root, file)?;
    let seen = fs::symlink_metadata(&path).map_err(|source| lost(file, source))?;
    regular(file, &seen)?;
    let mut options = OpenOptions::new();
    options.read(true);
    no_follow(&mut options);
    let open = options.open(&path).map_err(|source| lost(file, source))?;
    let meta = open.metadata().map_err(|source| lost(file, source))?;
    regular(file, &meta)?;
    Ok((open, meta))
}

/// The file's bytes and metadata.
pub(super) fn bytes(root: &Path, file: &RepoFile) -> Result<(Vec<u8>, Metadata), RepoError> {
    let (open, meta) = open(root, file)?;
    let too_large = |size| RepoError::TooLarge { file: file.clone(), size, limit: MOST };
    if meta.len() > MOST {
        return Err(too_large(meta.len()));
    }
    let mut bytes = Vec::new();
    open.take(MOST + 1).read_to_end(&mut bytes).map_err(|source| lost(file, source))?;
    let size = bytes.len() as u64;
    if size > MOST { Err(too_large(size)) } else { Ok((bytes, meta)) }
}

fn regular(file: &RepoFile, meta: &Metadata) -> Result<(), RepoError> {
    let kind = meta.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_symlink() {
        return Err(RepoError::Outside { file: file.clone() });
    }
    Err(RepoError::NotRegular { file: file.clone() })
}

fn lost(file: &RepoFile, source: io::Error) -> RepoError {
    let file = file.clone();
    if source.kind() == io::ErrorKind::NotFound {
        RepoError::Absent { file }
    } else {
        RepoError::Read { file, source }
    }
}

#[cfg(unix)]
fn no_follow(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    options.custom_flags(flags.bits().cast_signed());
}

#[cfg(not(unix))]
fn no_follow(_options: &mut OpenOptions) {}
