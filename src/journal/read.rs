//! What it is for: reading a journal back and checking its chain.
//! In: the file's text. Out: the lines up to the first damage, and the damage. Never: a repair.

use std::{fs, io, path::Path};

use sha2::{Digest as _, Sha256};

use super::entry::Line;
use crate::plan::hex;

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
    /// The last line has no end: the program stopped while writing. Everything before it holds.
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
    /// A line does not follow from the one before it.
    #[error("line {line} does not follow from the one before it")]
    BrokenChain {
        /// Number of the line, from 1.
        line: usize,
    },
}

/// Reads a journal file.
///
/// # Errors
/// The file cannot be read at all.
pub fn read(path: &Path) -> io::Result<Journaled> {
    fs::read(path).map(|bytes| read_text(&bytes))
}

/// Reads a journal from bytes.
pub fn read_text(bytes: &[u8]) -> Journaled {
    let mut lines: Vec<Line> = Vec::new();
    let mut prev = "0".repeat(64);
    for (index, raw) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = index + 1;
        let Some(body) = raw.strip_suffix(b"\n") else {
            return Journaled { lines, damage: Some(Damage::Unfinished { line: number }) };
        };
        let Ok(line) = serde_json::from_slice::<Line>(body) else {
            return Journaled { lines, damage: Some(Damage::Unreadable { line: number }) };
        };
        if line.prev != prev || line.seq != number as u64 {
            return Journaled { lines, damage: Some(Damage::BrokenChain { line: number }) };
        }
        prev = hex(&Sha256::digest(body));
        lines.push(line);
    }
    Journaled { lines, damage: None }
}
