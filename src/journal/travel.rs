//! What it is for: taking a change to another machine: its journal as one file.
//! In: a change's folder; a file that was brought. Out: the file; the change's folder there. Never: a line rewritten,
//! a file's content beside the journal (dumps do not travel, only their size and hash), or a change in two versions.
//!
//! The file is JSON lines: the first names the change and lists the other files of its folder, the rest are the
//! journal's own lines, byte for byte. The chain shows damage and a mix-up. It is no signature: who can write the file
//! can write another chain, so target, plan and identity are checked again where the change is taken up.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    entry::{Entry, FORMAT, Line},
    owner::{self, host},
    read::{Damage, Scan, scan},
    reopen::sync_folder,
    store::{Journal, JournalError, restrict},
};
use crate::{names::ChangeId, plan::hex};

/// How such a file's name ends.
pub const SUFFIX: &str = ".changeover.jsonl";
/// The larger of what any journal needs and what is read into memory without a thought, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;
/// What came with the journal, beside it.
const ARRIVED: &str = "arrived.json";

/// Why a change could not leave or arrive.
#[derive(Debug, thiserror::Error)]
pub enum TravelError {
    /// A file cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("{path} cannot be written")]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The file is no exported change of a format that is known here.
    #[error("{path} is no exported change")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file, or the journal to be exported, is damaged.
    #[error("{path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        damage: Damage,
    },
    /// The file does not hold as many lines as it was written with.
    #[error("{path} holds {lines} lines of {wanted}")]
    Short {
        /// The file.
        path: PathBuf,
        /// Sound lines in it.
        lines: usize,
        /// Lines it was written with.
        wanted: usize,
    },
    /// This machine has the same change, and it went on differently.
    #[error("the change {change} is here already and differs from line {line}")]
    Differs {
        /// The change.
        change: ChangeId,
        /// First line that differs, from 1.
        line: usize,
    },
    /// This machine has gone further with the same change.
    #[error("the change {change} is here already with {here} lines; the file has {brought}")]
    Older {
        /// The change.
        change: ChangeId,
        /// Lines here.
        here: usize,
        /// Lines in the file.
        brought: usize,
    },
    /// The change's journal here cannot be opened or continued.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Another file of a change's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stayed {
    /// Path in the folder, with `/`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The first line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Luggage {
    /// The journal's format.
    pub changeover_journal: u32,
    /// The change.
    pub change: ChangeId,
    /// How many lines follow.
    pub lines: usize,
    /// When it was written, in UTC.
    pub at: Timestamp,
    /// On which machine.
    pub host: String,
    /// What stayed there.
    pub files: Vec<Stayed>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// The change is new on this machine.
    New,
    /// The change was here and was continued elsewhere: these many lines are new here.
    Continued(usize),
    /// The same lines were here already.
    Same,
}

/// Writes the change of `folder` into one file, replacing what is there; an unfinished last line stays behind.
///
/// # Errors
/// The journal is damaged or not that of a change, a file cannot be read, or `to` cannot be written.
pub fn export(folder: &Path, to: &Path) -> Result<Luggage, TravelError> {
    let path = folder.join("journal.jsonl");
    let bytes = read_whole(&path)?;
    let scan: Scan<Line> = scan(&bytes);
    if let Some(damage) = scan.damage.as_ref().filter(|damage| !matches!(damage, Damage::Unfinished { .. })) {
        return Err(TravelError::Damaged { path, damage: damage.clone() });
    }
    let Some(change) = change_of(&scan) else { return Err(TravelError::Foreign { path }) };
    let mut files = Vec::new();
    stayed(folder, "", &mut files)?;
    let (lines, at) = (scan.lines.len(), Timestamp::now());
    let luggage = Luggage { changeover_journal: FORMAT, change, lines, at, host: host(), files };
    let write = || -> io::Result<()> {
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(parent)?;
        serde_json::to_writer(&mut file, &luggage)?;
        file.write_all(b"\n")?;
        file.write_all(bytes.get(..scan.sound).unwrap_or_default())?;
        if scan.lacks_end {
            file.write_all(b"\n")?;
        }
        file.as_file().sync_all()?;
        file.persist(to).map(drop).map_err(|fault| fault.error)
    };
    write().map_err(|source| TravelError::Write { path: to.to_owned(), source })?;
    Ok(luggage)
}

/// Takes an exported change into the folder of all changes, and tells its own folder there.
/// A change that is here already is continued when the file's lines go on where it stands.
///
/// # Errors
/// The file is damaged or no exported change; the same change is here and differs or is further, or is open in a
/// window; the folder cannot be written.
pub fn import(file: &Path, changes: &Path) -> Result<(PathBuf, Arrival), TravelError> {
    let bytes = read_whole(file)?;
    let foreign = || TravelError::Foreign { path: file.to_owned() };
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(foreign)?;
    let (head, journal) = bytes.split_at_checked(end + 1).ok_or_else(foreign)?;
    let luggage: Luggage = serde_json::from_slice(head).map_err(|_no_luggage| foreign())?;
    let scan: Scan<Line> = scan(journal);
    if let Some(damage) = scan.damage {
        return Err(TravelError::Damaged { path: file.to_owned(), damage });
    }
    if scan.lines.len() != luggage.lines || scan.lacks_end {
        let (lines, wanted) = (scan.lines.len(), luggage.lines);
        return Err(TravelError::Short { path: file.to_owned(), lines, wanted });
    }
    let change = change_of(&scan).filter(|change| *change == luggage.change && names_a_folder(change));
    let change = change.ok_or_else(foreign)?;
    let folder = changes.join(change.as_str());
    let arrival = if folder.join("journal.jsonl").exists() {
        go_on(&folder, &change, journal, scan.lines.len())?
    } else {
        let write = |source| TravelError::Write { path: folder.clone(), source };
        fs::create_dir_all(&folder).and_then(|()| restrict(&folder)).map_err(write)?;
        place(&folder, "journal.jsonl", journal).map_err(write)?;
        Arrival::New
    };
    if arrival != Arrival::Same {
        let write = |source| TravelError::Write { path: folder.join(ARRIVED), source };
        fs::remove_file(folder.join(ARRIVED)).or_else(absent).map_err(write)?;
        place(&folder, ARRIVED, head).map_err(write)?;
    }
    Ok((folder, arrival))
}

/// Adds the lines that are new to a journal that is here.
fn go_on(folder: &Path, change: &ChangeId, brought: &[u8], lines: usize) -> Result<Arrival, TravelError> {
    let (mut journal, journaled) = Journal::reopen(folder)?;
    let path = folder.join("journal.jsonl");
    let here = read_whole(&path)?;
    if let Some(line) = differing(&here, brought) {
        return Err(TravelError::Differs { change: change.clone(), line });
    }
    let known = journaled.lines.len();
    match brought.get(here.len()..) {
        Some([]) => Ok(Arrival::Same),
        Some(more) => {
            journal.extend(more)?;
            Ok(Arrival::Continued(lines - known))
        }
        None => Err(TravelError::Older { change: change.clone(), here: known, brought: lines }),
    }
}

/// The first line that differs where both have one, from 1.
fn differing(here: &[u8], brought: &[u8]) -> Option<usize> {
    let lines = |bytes| <[u8]>::split_inclusive(bytes, |byte: &u8| *byte == b'\n');
    lines(here).zip(lines(brought)).position(|(here, brought)| here != brought).map(|at| at + 1)
}

/// The change of a journal in this program's format.
fn change_of(scan: &Scan<Line>) -> Option<ChangeId> {
    if let Entry::Opened { format: FORMAT, change, .. } = &scan.lines.first()?.entry {
        Some(change.clone())
    } else {
        None
    }
}

/// What a file brings must not name a folder elsewhere.
fn names_a_folder(change: &ChangeId) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let text = change.as_str();
    !text.is_empty() && text.len() <= 200 && !text.starts_with('.') && text.chars().all(is_plain)
}

/// A new file, whole and on disk, or none; readable by the owner only.
pub(super) fn place(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(folder.join(name)).map_err(|fault| fault.error)?;
    sync_folder(folder)
}

fn absent(fault: io::Error) -> io::Result<()> {
    if fault.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(fault) }
}

fn read_whole(path: &Path) -> Result<Vec<u8>, TravelError> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
        let is_short = bytes.len() as u64 <= LIMIT;
        if is_short { Ok(bytes) } else { Err(io::ErrorKind::FileTooLarge.into()) }
    };
    read().map_err(|source| TravelError::Read { path: path.to_owned(), source })
}

/// Lists every other file below a folder, by name; links are not followed.
fn stayed(folder: &Path, prefix: &str, files: &mut Vec<Stayed>) -> Result<(), TravelError> {
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |source| TravelError::Read { path, source }
    };
    let entries: io::Result<Vec<_>> = fs::read_dir(folder).map_err(fault(folder))?.collect();
    let mut entries = entries.map_err(fault(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(fault(&path))?;
        if kind.is_dir() {
            stayed(&path, &format!("{name}/"), files)?;
        } else if kind.is_file() && !matches!(name.as_str(), "journal.jsonl" | owner::FILE | ARRIVED) {
            let mut hash = Hashing { hash: Sha256::new(), size: 0 };
            File::open(&path).and_then(|mut file| io::copy(&mut file, &mut hash)).map_err(fault(&path))?;
            files.push(Stayed { name, size: hash.size, sha256: hex(&hash.hash.finalize()) });
        }
    }
    Ok(())
}

/// Counts and hashes what is written to it: a dump is larger than memory.
struct Hashing {
    hash: Sha256,
    size: u64,
}

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
