//! What it is for: the rows of the cluster page from one start of the program to the next, by server, user and
//! namespace. In: rows that were live. Out: the same with their moment. Never: more than the rows show, a file that
//! others can read, or a word to the person when one cannot be read or written: the server will tell them again.
//!
//! One file for each [`Whose`], readable by its owner only and written whole or not at all. At most `MOST` bytes of
//! rows go into one; the largest sections are left out first, which is enough for more than 50,000 pods. Files of
//! another version, of another place, torn or too large ones are as good as none. `OLDEST`, `FILES` and `ALL`
//! bound what is kept altogether.

use std::{
    fs,
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use jiff::{SignedDuration, Timestamp};

mod keeper;
mod packed;

use crate::{journal::restrict, names::Digest, observed::survey::Last, plan::digest_of};
use packed::Packed;

pub use keeper::Keeper;

/// How many bytes of rows are kept of one place; its file is smaller, for it has each text once.
const MOST: usize = 32 << 20;
/// How large a file may be to be read: rows and marks around their texts.
const LARGEST: u64 = 2 * MOST as u64;
/// How many places are kept.
const FILES: usize = 40;
/// How large all files may be together.
const ALL: u64 = 256 << 20;
/// How old rows may be to be of use.
const OLDEST: Duration = Duration::from_hours(30 * 24);
/// How old a file may be that was not written to its end.
const UNFINISHED: Duration = Duration::from_hours(1);
/// How the names of unfinished files begin.
const NEW: &str = "new-";

/// Whose rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// Server, way to it and user, as the kubeconfig has them.
    pub identity: Digest,
    /// The namespace; empty for all.
    pub scope: String,
}

impl Whose {
    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.json", digest_of(&(&self.identity, &self.scope))))
    }
}

/// Rows that are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Whose.
    pub whose: Whose,
    /// Who the user was to the server; other users of the same name may see other rows.
    pub who: Option<String>,
    /// The rows.
    pub last: Last,
}

/// The rows that were kept of that place; `None` when there are none that can be used. Blocking.
pub fn read(folder: &Path, whose: &Whose, now: Timestamp) -> Option<Kept> {
    let file = whose.file(folder);
    if fs::metadata(&file).ok()?.len() > LARGEST {
        return None;
    }
    let text = fs::read(&file).ok()?;
    let read = serde_json::from_slice::<Packed<'_>>(&text);
    let packed = read.inspect_err(|fault| tracing::debug!(%fault, "kept rows cannot be read")).ok()?;
    let kept = packed.unpack()?;
    let oldest = SignedDuration::try_from(OLDEST).unwrap_or(SignedDuration::MAX);
    let is_of_use = kept.whose == *whose && now.duration_since(kept.last.at) < oldest;
    is_of_use.then_some(kept)
}

/// Keeps rows, in place of those that were kept of that place. Blocking.
fn write(folder: &Path, kept: &Kept) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    restrict(folder)?;
    // Only its owner may read it: so are temporary files made.
    let new = tempfile::Builder::new().prefix(NEW).tempfile_in(folder)?;
    let mut writer = BufWriter::new(new.as_file());
    serde_json::to_writer(&mut writer, &Packed::of(kept, MOST))?;
    writer.flush()?;
    drop(writer);
    new.persist(kept.whose.file(folder)).map_err(|fault| fault.error)?;
    Ok(())
}

/// Removes what is too old or too much, the oldest first. What cannot be removed stays. Blocking.
fn tidy(folder: &Path, now: SystemTime) {
    let mut files: Vec<(Duration, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(about) = entry.metadata() else { continue };
        // A file of the future, after the clock was put back, is new.
        let age = about.modified().ok().and_then(|at| now.duration_since(at).ok()).unwrap_or_default();
        let path = entry.path();
        let is_unfinished = entry.file_name().to_string_lossy().starts_with(NEW);
        if is_unfinished && age > UNFINISHED {
            fs::remove_file(path).ok();
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push((age, about.len(), path));
        }
    }
    files.sort();
    let mut size = 0;
    for (number, (age, length, path)) in files.into_iter().enumerate() {
        size += length;
        if age > OLDEST || number >= FILES || size > ALL {
            fs::remove_file(path).ok();
        }
    }
}

#[cfg(test)]
mod tests;
