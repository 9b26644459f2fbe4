//! What it is for: appending to a journal so that a line is on disk before the deed it announces.
//! In: approvals, outcomes, entries. Out: [`OpenEntry`]. Never: a second attempt after a failed sync (the kernel may
//! have dropped the page), or two programs on one file.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Instant,
};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{
    entry::{Entry, Line, Started},
    owner::Owner,
    read::{Damage, Scan, with_sum},
    reopen::sync_folder,
};
use crate::{action::Outcome, confirm::Approval, plan::hex};

/// Why the journal could not be written. Nothing was done in the world.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The folder or file could not be made.
    #[error("the journal {path} cannot be made")]
    Create {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The file of an earlier start cannot be opened or read.
    #[error("the journal {path} cannot be opened")]
    Open {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Another program writes this journal.
    #[error("the journal {path} is in use by another window")]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who holds it, as they noted themselves.
        owner: Option<Box<Owner>>,
    },
    /// The journal can be read up to the damage, but is not continued behind it.
    #[error("the journal {path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        damage: Damage,
    },
    /// The line could not be written whole; the file is as before.
    #[error("the journal {path} cannot be written")]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The disk did not confirm the line. The journal takes no further line.
    #[error("the disk did not confirm the journal {path}")]
    Sync {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// An earlier line failed, so this one was not tried.
    #[error("the journal {path} takes no further line after an earlier fault")]
    Closed {
        /// The file.
        path: PathBuf,
    },
}

/// Where the lines go; a seam for faults in tests.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Appends all bytes, or none.
    ///
    /// # Errors
    /// The system's; the content is then as before.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when the bytes would survive a power cut (`fdatasync`).
    ///
    /// # Errors
    /// The system's; what is on the disk is then not known.
    fn sync(&mut self) -> io::Result<()>;
}

/// A journal's file, locked.
#[derive(Debug)]
pub(super) struct FileDisk {
    file: File,
    length: u64,
    /// Half a line could not be cut off again: whatever followed it would be lost with it.
    is_torn: bool,
}

impl FileDisk {
    pub(super) fn new(file: File, length: u64) -> Self {
        Self { file, length, is_torn: false }
    }
}

impl Disk for FileDisk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_torn {
            return Err(io::Error::other("the last line is torn"));
        }
        if let Err(fault) = self.file.write_all(bytes) {
            // A torn half of our own line: cut it off again, so that the next try starts clean.
            self.is_torn = self.file.set_len(self.length).is_err();
            return Err(fault);
        }
        self.length += bytes.len() as u64;
        Ok(())
    }
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// A journal open for appending.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    disk: Box<dyn Disk>,
    next: u64,
    prev: String,
    since: Instant,
    is_closed: bool,
    /// End lines for which there was no room: written before anything else.
    owed: Vec<(Entry, Timestamp)>,
    saved_at: Option<Timestamp>,
}

/// The start line of a deed is on disk. What changes the world asks for a reference to it.
#[derive(Debug)]
#[must_use = "an open entry must be ended with its outcome"]
pub struct OpenEntry {
    seq: u64,
    approval: Approval,
}

impl OpenEntry {
    /// What was agreed to.
    pub fn approval(&self) -> &Approval {
        &self.approval
    }
    /// `seq` of the start line.
    pub fn seq(&self) -> u64 {
        self.seq
    }
}

impl Journal {
    /// Makes `folder` and `folder/journal.jsonl`, readable by the owner only, and writes the first line.
    ///
    /// # Errors
    /// The folder or file cannot be made, exists already, is in use, or cannot be written.
    pub fn create(folder: &Path, opened: Entry, at: Timestamp) -> Result<Self, JournalError> {
        let path = folder.join("journal.jsonl");
        let fault = |source| JournalError::Create { path: path.clone(), source };
        fs::create_dir_all(folder).map_err(fault)?;
        restrict(folder).map_err(fault)?;
        let file = private().open(&path).map_err(fault)?;
        lock(&file, folder, &path, at)?;
        let mut journal = Self::on(path.clone(), Box::new(FileDisk::new(file, 0)));
        if let Err(refused) = journal.append(opened, at) {
            // Nothing was begun: the name is given free, so that the start can be tried again.
            fs::remove_file(&path).map_err(fault)?;
            return Err(refused);
        }
        sync_folder(folder).map_err(fault)?;
        Ok(journal)
    }

    /// A journal on any disk, empty. Tests hand in disks with faults.
    pub fn on(path: PathBuf, disk: Box<dyn Disk>) -> Self {
        let prev = "0".repeat(64);
        let since = Instant::now();
        Self { path, disk, next: 1, prev, since, is_closed: false, owed: Vec::new(), saved_at: None }
    }

    /// A journal that goes on behind the lines that were read.
    pub(super) fn behind(path: PathBuf, disk: FileDisk, scan: &Scan<Line>) -> Self {
        let mut journal = Self::on(path, Box::new(disk));
        journal.next = scan.lines.len() as u64 + 1;
        journal.prev.clone_from(&scan.prev);
        journal.saved_at = scan.lines.last().map(|line| line.at);
        journal
    }

    /// Writes the start line of an approved deed and returns when it is on disk.
    ///
    /// # Errors
    /// The line is not safely on disk; the deed must not be done.
    pub fn start(&mut self, approval: Approval, at: Timestamp) -> Result<OpenEntry, JournalError> {
        let started = Started::of(&approval);
        let seq = self.append(Entry::Started(started), at)?;
        Ok(OpenEntry { seq, approval })
    }

    /// Writes the end line of a deed.
    ///
    /// # Errors
    /// The line is not on disk: after a restart the deed shows as unknown, which is safe. When only room was missing,
    /// it is written before the next line, and no next line is written without it.
    #[expect(clippy::needless_pass_by_value, reason = "an entry is ended once: ending it takes it away")]
    pub fn end(&mut self, entry: OpenEntry, outcome: &Outcome, at: Timestamp) -> Result<(), JournalError> {
        let ended = Entry::Ended { of: entry.seq, outcome: outcome.clone() };
        let written = self.append(ended.clone(), at);
        if let Err(JournalError::Write { .. }) = &written {
            self.owed.push((ended, at));
        }
        written.map(|_seq| ())
    }

    /// Appends any other entry and returns its `seq` when it is on disk.
    ///
    /// # Errors
    /// The line is not safely on disk.
    pub fn append(&mut self, entry: Entry, at: Timestamp) -> Result<u64, JournalError> {
        while let Some((owed, then)) = self.owed.first().cloned() {
            self.write(owed, then)?;
            self.owed.remove(0);
        }
        self.write(entry, at)
    }

    fn write(&mut self, entry: Entry, at: Timestamp) -> Result<u64, JournalError> {
        if self.is_closed {
            return Err(JournalError::Closed { path: self.path.clone() });
        }
        let seq = self.next;
        let mono_ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let line = Line { seq, at, mono_ms, prev: self.prev.clone(), entry };
        let write_fault = |source| JournalError::Write { path: self.path.clone(), source };
        let mut bytes =
            serde_json::to_vec(&line).map(with_sum).map_err(io::Error::from).map_err(write_fault)?;
        let hash = hex(&Sha256::digest(&bytes));
        bytes.push(b'\n');
        self.disk.append(&bytes).map_err(|source| JournalError::Write { path: self.path.clone(), source })?;
        if let Err(source) = self.disk.sync() {
            self.is_closed = true;
            return Err(JournalError::Sync { path: self.path.clone(), source });
        }
        self.next += 1;
        self.prev = hash;
        self.saved_at = Some(at);
        Ok(seq)
    }

    /// Adds whole lines that were checked to follow, and takes no further line itself.
    pub(super) fn extend(&mut self, lines: &[u8]) -> Result<(), JournalError> {
        self.is_closed = true;
        let path = || self.path.clone();
        self.disk.append(lines).map_err(|source| JournalError::Write { path: path(), source })?;
        self.disk.sync().map_err(|source| JournalError::Sync { path: path(), source })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// When the newest line was safely on disk.
    pub fn saved_at(&self) -> Option<Timestamp> {
        self.saved_at
    }
}

/// Takes the journal's lock, which the system ends with this process, and notes the owner beside it.
pub(super) fn lock(file: &File, folder: &Path, path: &Path, at: Timestamp) -> Result<(), JournalError> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let owner = Owner::of(folder).map(Box::new);
            return Err(JournalError::Locked { path: path.to_owned(), owner });
        }
        Err(TryLockError::Error(source)) => {
            return Err(JournalError::Open { path: path.to_owned(), source });
        }
    }
    Owner::here(at).note(folder);
    Ok(())
}

/// A new file that only the owner may read, for appending.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create_new(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Lets only the owner into a folder.
#[cfg(unix)]
pub(crate) fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every platform")]
pub(crate) fn restrict(_folder: &Path) -> io::Result<()> {
    Ok(())
}
