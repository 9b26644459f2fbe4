//! What it is for: taking up a journal after a crash, a hold of days, or a journey.
//! In: a change's folder. Out: the journal, locked and ready for its next line, and what it holds. Never: a sound line
//! touched, or a journal continued behind damage.
//!
//! The only shortening that exists: an unfinished last line, which no deed was ever done after, is copied to
//! `journal.jsonl.torn-N` beside the journal, and cut off when the copy is on disk.
//! Line times: `mono_ms` starts anew with each program, so the order of lines is `seq` and nothing else.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use jiff::Timestamp;

use super::{
    entry::{Entry, FORMAT, Line},
    read::{Damage, Journaled, Scan, scan},
    store::{FileDisk, Journal, JournalError, lock, private},
};

impl Journal {
    /// Takes up the journal of `folder`: locks it, checks its chain, and continues it behind its last whole line.
    ///
    /// # Errors
    /// The file cannot be opened or read, another program holds it, an unfinished last line cannot be put aside, or it
    /// is damaged: then it can still be read (and its record written), but no line is added.
    pub fn reopen(folder: &Path) -> Result<(Self, Journaled), JournalError> {
        let path = folder.join("journal.jsonl");
        let fault = |source| JournalError::Open { path: path.clone(), source };
        let mut file = OpenOptions::new().read(true).append(true).open(&path).map_err(fault)?;
        lock(&file, folder, &path, Timestamp::now())?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes).map_err(fault)?;
        let scan: Scan<Line> = scan(&bytes);
        let damaged = |damage| Err(JournalError::Damaged { path: path.clone(), damage });
        match &scan.damage {
            Some(Damage::Unfinished { .. }) if !scan.lines.is_empty() => {
                let torn = bytes.get(scan.sound..).unwrap_or_default();
                put_aside(folder, torn).map_err(fault)?;
                file.set_len(scan.sound as u64).and_then(|()| file.sync_all()).map_err(fault)?;
            }
            Some(damage) => return damaged(damage.clone()),
            None if scan.lines.is_empty() => return damaged(Damage::Unfinished { line: 1 }),
            None => {}
        }
        if let Some(Entry::Opened { format, .. }) = scan.lines.first().map(|line| &line.entry)
            && *format != FORMAT
        {
            return damaged(Damage::Unreadable { line: 1 });
        }
        let mut length = scan.sound as u64;
        if scan.lacks_end {
            file.write_all(b"\n").and_then(|()| file.sync_data()).map_err(fault)?;
            length += 1;
        }
        let journal = Self::behind(path.clone(), FileDisk::new(file, length), &scan);
        Ok((journal, Journaled { lines: scan.lines, damage: scan.damage }))
    }
}

/// Copies an unfinished last line to a file of its own and returns when the copy is on disk.
fn put_aside(folder: &Path, torn: &[u8]) -> io::Result<()> {
    let mut number = 1_u32;
    let mut aside = loop {
        let made = private().open(folder.join(format!("journal.jsonl.torn-{number}")));
        match made {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => number += 1,
            made => break made?,
        }
    };
    aside.write_all(torn)?;
    aside.sync_all()?;
    sync_folder(folder)
}

/// Returns when the names in a folder are on disk. Windows cannot be asked to.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { fs::metadata(folder).map(drop) }
}
