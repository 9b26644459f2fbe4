//! What it is for: the lines of logs, however many: kept whole, read by line number, searched.
//! In: lines as bytes, each with its source and time. Out: any window of lines, counts, the next line that matches.
//! Never: a line lost without being counted, more memory than [`IN_MEMORY`] and a small index, or a line without end in
//! memory.

use std::{
    fs::File,
    io,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

mod errors;
mod find;
pub mod merge;
mod page;
mod save;
pub mod seen;
pub mod text;
#[cfg(test)]
mod tests;

pub use errors::first_error;
pub use find::{Find, Journey, Pattern, Search};
pub use save::write_lines;

use page::{Open, Page, Place, Sealed, read_at, write_at};

/// Bytes that are kept in memory; what is older lies in a file without a name.
pub const IN_MEMORY: usize = 16 << 20;
/// Bytes that the file may hold.
const IN_FILE: u64 = 8 << 30;
/// Bytes that the file leaves free on its disk.
#[cfg(unix)]
const FREE: u64 = 1 << 30;
/// Bytes of one line; a longer one is continued in the next.
pub const LONGEST: usize = 1 << 20;
/// Bytes of a line that are given out for the screen.
pub const SHOWN: usize = 8 << 10;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A line, or its beginning.
    #[default]
    Line,
    /// The line before goes on: it was too long for one.
    More,
    /// Not written by a container: a sentence about it.
    Note,
}

/// Whose a line is: a number that the owner of the book gives out.
pub type Source = u16;

/// What is known of a line besides its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Whose it is.
    pub source: Source,
    /// When it was written, by the clock of its node.
    pub at: Option<Timestamp>,
    /// What it is.
    pub kind: Kind,
}

/// A line that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 0.
    pub number: u64,
    /// What is known of it.
    pub head: Head,
    /// Its bytes, [`SHOWN`] at most.
    pub bytes: Vec<u8>,
    /// Whether more bytes follow.
    pub is_cut: bool,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// Lines, those that were lost too.
    pub lines: u64,
    /// Bytes of lines.
    pub bytes: u64,
    /// Lines that could not be kept because the disk is full.
    pub lost: u64,
}

/// The lines. Shared by one that writes and some that read; the lock is never held while a disk is read.
#[derive(Debug)]
pub struct Book {
    inner: Mutex<Inner>,
    most_memory: usize,
    most_file: u64,
}

#[derive(Debug, Default)]
struct Inner {
    sealed: Vec<Sealed>,
    open: Open,
    /// The oldest page that is still in memory.
    oldest: usize,
    /// Bytes of pages in memory.
    memory: usize,
    file: Option<Arc<File>>,
    file_end: u64,
    /// The disk took no more.
    is_full: bool,
    amount: Amount,
}

impl Default for Book {
    fn default() -> Self {
        Self::bounded(IN_MEMORY, IN_FILE)
    }
}

impl Book {
    fn bounded(most_memory: usize, most_file: u64) -> Self {
        Self { inner: Mutex::default(), most_memory, most_file }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds lines in their order; bytes without line ends. May write to a disk.
    pub fn append<'a>(&self, lines: impl IntoIterator<Item = (Head, &'a [u8])>) {
        let mut inner = self.lock();
        for (head, bytes) in lines {
            inner.amount.lines += 1;
            inner.amount.bytes += bytes.len() as u64;
            inner.open.push(head, bytes);
            if inner.open.is_whole() {
                inner.seal();
                while inner.memory > self.most_memory {
                    inner.spill(self.most_file);
                }
            }
        }
    }

    /// How much there is.
    pub fn amount(&self) -> Amount {
        self.lock().amount
    }

    /// Up to `count` lines from `first` on. Lines that were lost are left out.
    pub fn read(&self, first: u64, count: usize) -> Vec<Line> {
        let end = first.saturating_add(count as u64);
        let mut lines = Vec::new();
        let mut next = self.index_of(first);
        while let Some(page) = self.page(next).filter(|page| page.lines().start < end) {
            lines.extend(page.cut(first..end));
            next += 1;
        }
        lines
    }

    /// The page that holds a line, or the place behind all.
    fn index_of(&self, line: u64) -> usize {
        let inner = self.lock();
        inner.sealed.partition_point(|page| page.lines().end <= line)
    }

    /// How many pages are whole: they do not change any more.
    fn whole_pages(&self) -> usize {
        self.lock().sealed.len()
    }

    /// A page; behind the whole ones comes the one that is being filled. What cannot be read any more is empty.
    fn page(&self, index: usize) -> Option<Page> {
        let (sealed, file) = {
            let inner = self.lock();
            match inner.sealed.get(index) {
                Some(sealed) => (sealed.clone(), inner.file.clone()),
                None if index == inner.sealed.len() => return inner.open.copy(),
                None => return None,
            }
        };
        let data = match (&sealed.place, file) {
            (Place::Memory(data), _) => Arc::clone(data),
            (Place::File(offset), Some(file)) => {
                let mut data = vec![0; sealed.size()];
                match read_at(&file, *offset, &mut data) {
                    Ok(()) => data.into(),
                    Err(fault) => {
                        tracing::warn!(%fault, "a page of a log cannot be read");
                        Arc::default()
                    }
                }
            }
            (Place::File(_) | Place::Gone, _) => Arc::default(),
        };
        Some(sealed.with(data))
    }

    /// The bytes that are held in memory, about.
    pub fn held(&self) -> usize {
        let inner = self.lock();
        inner.memory + inner.open.size() + inner.sealed.capacity() * size_of::<Sealed>()
    }
}

impl Inner {
    /// The page that was filled is whole from now on.
    fn seal(&mut self) {
        let first = self.amount.lines;
        let open = std::mem::replace(&mut self.open, Open::starting_at(first));
        let sealed = open.seal();
        self.memory += sealed.size();
        self.sealed.push(sealed);
    }

    /// The oldest page in memory goes to the disk; where that takes no more, it is given up and counted.
    fn spill(&mut self, most: u64) {
        let Some(page) = self.sealed.get_mut(self.oldest) else { return };
        self.oldest += 1;
        self.memory = self.memory.saturating_sub(page.size());
        let Place::Memory(data) = &page.place else { return };
        let size = data.len() as u64;
        if !self.is_full && self.file_end + size <= most {
            match write_out(&mut self.file, self.file_end, data) {
                Ok(()) => {
                    page.place = Place::File(self.file_end);
                    self.file_end += size;
                    return;
                }
                Err(fault) => tracing::warn!(%fault, "the rest of a log cannot be kept on the disk"),
            }
        }
        self.is_full = true;
        page.place = Place::Gone;
        self.amount.lost += page.lines().end - page.lines().start;
    }
}

/// Writes at the end of the file without a name, which is made at the first call and goes with its last handle.
fn write_out(file: &mut Option<Arc<File>>, at: u64, data: &[u8]) -> io::Result<()> {
    let file = match file {
        Some(file) => file,
        None => file.insert(Arc::new(nameless()?)),
    };
    leave_room(file)?;
    write_at(file, at, data)
}

/// In the folder for what can be thrown away: the one for temporary files is memory on many systems.
fn nameless() -> io::Result<File> {
    let dirs = directories::ProjectDirs::from("", "", "changeover");
    let in_cache = dirs.and_then(|dirs| {
        let folder = dirs.cache_dir();
        std::fs::create_dir_all(folder).ok()?;
        tempfile::tempfile_in(folder).ok()
    });
    in_cache.map_or_else(tempfile::tempfile, Ok)
}

/// Others need the disk too.
///
/// # Errors
/// Too little is free.
fn leave_room(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        let disk = rustix::fs::fstatvfs(file)?;
        if disk.f_bavail.saturating_mul(disk.f_frsize) < FREE {
            return Err(io::ErrorKind::StorageFull.into());
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Where two ranges meet.
fn meet(a: &Range<u64>, b: &Range<u64>) -> Range<u64> {
    a.start.max(b.start)..a.end.min(b.end)
}
