//! What it is for: reading a journal back and checking its chain.
//! In: the file's text. Out: the lines up to the first damage, and the damage. Never: a repair.

use std::{fs, io, path::Path};

use serde::de::{DeserializeOwned, IgnoredAny};
use sha2::{Digest as _, Sha256};

use super::entry::{Entry, Line};
use crate::plan::hex;

/// What stands between a line's content and its own sum.
const SUM: &[u8] = b",\"sum\":\"";
/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;

/// A journal as read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Journaled {
    /// The lines before the first damage.
    pub lines: Vec<Line>,
    /// The first thing that is wrong, if anything is.
    pub damage: Option<Damage>,
}

/// What is wrong with a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The last line is the beginning of one: the program stopped while writing. Everything before it holds.
    /// The only damage that a journal can be continued after.
    #[error("line {line} is unfinished")]
    Unfinished {
        /// Number of the line, from 1.
        line: usize,
    },
    /// A line is not what this program writes.
    #[error("line {line} cannot be read")]
    Unreadable {
        /// Number of the line, from 1.
        line: usize,
    },
    /// A line can be read, but is not as it was written: it does not fit its own sum.
    #[error("line {line} was altered after it was written")]
    Altered {
        /// Number of the line, from 1.
        line: usize,
    },
    /// A line does not follow from the one before it.
    #[error("line {line} does not follow from the one before it")]
    BrokenChain {
        /// Number of the line, from 1.
        line: usize,
    },
}

impl Damage {
    /// Number of the damaged line, from 1.
    pub fn line(&self) -> usize {
        match self {
            Self::Unfinished { line }
            | Self::Unreadable { line }
            | Self::Altered { line }
            | Self::BrokenChain { line } => *line,
        }
    }
}

/// Reads a journal file.
///
/// # Errors
/// The file cannot be read at all.
pub fn read(path: &Path) -> io::Result<Journaled> {
    fs::read(path).map(|bytes| read_text(&bytes))
}

/// Reads a journal from bytes. A last line that is whole, but whose line end is missing, counts as written.
pub fn read_text(bytes: &[u8]) -> Journaled {
    let Scan { lines, damage, .. } = scan(bytes);
    Journaled { lines, damage }
}

/// What a line must tell for the chain to be checked.
pub(super) trait Linked: DeserializeOwned {
    /// Its position and the hash of the line before it.
    fn link(&self) -> (u64, &str);
    /// The file's format, in a first line.
    fn format(&self) -> Option<u32>;
}

impl Linked for Line {
    fn link(&self) -> (u64, &str) {
        (self.seq, &self.prev)
    }
    fn format(&self) -> Option<u32> {
        if let Entry::Opened { format, .. } = &self.entry { Some(*format) } else { None }
    }
}

/// A journal's lines, and where the next one would stand.
#[derive(Debug)]
pub(super) struct Scan<L> {
    /// The lines before the first damage.
    pub(super) lines: Vec<L>,
    /// The first damage.
    pub(super) damage: Option<Damage>,
    /// How many bytes the sound lines take, from the start of the file.
    pub(super) sound: usize,
    /// The last sound line has no line end.
    pub(super) lacks_end: bool,
    /// SHA-256 of the last sound line; 64 zeros before the first.
    pub(super) prev: String,
}

/// What the next line must follow from.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// Number of the next line, from 1.
    number: usize,
    /// SHA-256 of the line before it; 64 zeros before the first.
    prev: String,
    /// Whether lines carry their own sum; those of the first format do not.
    has_sums: bool,
}

impl Chain {
    /// Before the first line.
    pub(super) fn start() -> Self {
        Self { number: 1, prev: "0".repeat(DIGITS), has_sums: true }
    }

    /// Reads the next line, with its line end where it has one, and stands behind it afterwards.
    pub(super) fn take<L: Linked>(&mut self, raw: &[u8]) -> Result<L, Damage> {
        let body = raw.strip_suffix(b"\n");
        let line = match check::<L>(body.unwrap_or(raw), self.number, &self.prev, self.has_sums) {
            Ok(line) => line,
            Err(_) if body.is_none() && is_beginning(raw, self.number) => {
                return Err(Damage::Unfinished { line: self.number });
            }
            Err(damage) => return Err(damage),
        };
        self.has_sums = self.has_sums && line.format() != Some(1);
        self.prev = hex(&Sha256::digest(body.unwrap_or(raw)));
        self.number += 1;
        Ok(line)
    }
}

/// Reads lines as far as they are as they were written, each following from the one before.
pub(super) fn scan<L: Linked>(bytes: &[u8]) -> Scan<L> {
    let mut chain = Chain::start();
    let (mut lines, mut damage, mut sound, mut lacks_end) = (Vec::new(), None, 0, false);
    for raw in bytes.split_inclusive(|byte| *byte == b'\n') {
        match chain.take(raw) {
            Ok(line) => {
                lines.push(line);
                sound += raw.len();
                lacks_end = !raw.ends_with(b"\n");
            }
            Err(found) => {
                damage = Some(found);
                break;
            }
        }
    }
    Scan { lines, damage, sound, lacks_end, prev: chain.prev }
}

/// One line without its line end.
fn check<L: Linked>(body: &[u8], number: usize, prev: &str, has_sums: bool) -> Result<L, Damage> {
    let Ok(line) = serde_json::from_slice::<L>(body) else {
        return Err(Damage::Unreadable { line: number });
    };
    if has_sums && line.format() != Some(1) && !is_as_written(body) {
        return Err(Damage::Altered { line: number });
    }
    if line.link() != (number as u64, prev) {
        return Err(Damage::BrokenChain { line: number });
    }
    Ok(line)
}

/// Whether a torn tail is what a stopped write leaves: the beginning of the line with this number, and nothing else.
/// Anything else (zeros of a lost sector, a damaged line end) may hide lines that were once on disk.
fn is_beginning(tail: &[u8], number: usize) -> bool {
    let start = format!("{{\"seq\":{number},");
    let fits = tail.starts_with(start.as_bytes()) || start.as_bytes().starts_with(tail);
    fits && serde_json::from_slice::<IgnoredAny>(tail).is_err_and(|fault| fault.is_eof())
}

/// Puts a line's own sum behind its content, so that damage to the last line shows too (no later line holds its hash).
pub(super) fn with_sum(mut content: Vec<u8>) -> Vec<u8> {
    let sum = hex(&Sha256::digest(&content));
    content.pop();
    content.extend_from_slice(SUM);
    content.extend_from_slice(sum.as_bytes());
    content.extend_from_slice(b"\"}");
    content
}

/// Whether a line's content fits the sum at its end.
pub(super) fn is_as_written(body: &[u8]) -> bool {
    let Some((content, sum)) =
        body.len().checked_sub(SUM.len() + DIGITS + 2).and_then(|at| body.split_at_checked(at))
    else {
        return false;
    };
    let Some(sum) = sum.strip_prefix(SUM).and_then(|sum| sum.strip_suffix(b"\"}")) else { return false };
    let found = Sha256::new().chain_update(content).chain_update(b"}").finalize();
    hex(&found).as_bytes() == sum
}
