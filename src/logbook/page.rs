//! What it is for: some hundred lines together: first all texts, one behind the other, then what is known of each.
//! In: lines. Out: bytes for memory or a file, and lines again. Never: an index entry for each line.

use std::{fs::File, io, ops::Range, sync::Arc};

use jiff::Timestamp;

use super::{Head, Kind, Line, SHOWN, meet};

/// Bytes of text after which a page is whole.
const TEXT: usize = 64 << 10;
/// Lines after which a page is whole.
const LINES: u32 = 4096;
/// Bytes of what is known of one line: time, source, kind.
const HEAD: usize = 11;
/// No time.
const NO_TIME: i64 = i64::MIN;

/// The page that is being filled.
#[derive(Debug, Default)]
pub(super) struct Open {
    first: u64,
    lines: u32,
    text: Vec<u8>,
    heads: Vec<u8>,
    has_controls: bool,
}

impl Open {
    pub(super) fn starting_at(first: u64) -> Self {
        Self { first, ..Self::default() }
    }

    pub(super) fn push(&mut self, head: Head, bytes: &[u8]) {
        self.has_controls |= bytes.iter().any(|byte| (*byte < b' ' && *byte != b'\t') || *byte == 0x7f);
        self.lines += 1;
        self.text.extend_from_slice(bytes);
        self.text.push(b'\n');
        let at = head.at.and_then(|at| i64::try_from(at.as_nanosecond()).ok()).unwrap_or(NO_TIME);
        self.heads.extend_from_slice(&at.to_le_bytes());
        self.heads.extend_from_slice(&head.source.to_le_bytes());
        self.heads.push(match head.kind {
            Kind::Line => 0,
            Kind::More => 1,
            Kind::Note => 2,
        });
    }

    pub(super) fn is_whole(&self) -> bool {
        self.text.len() >= TEXT || self.lines >= LINES
    }

    pub(super) fn size(&self) -> usize {
        self.text.len() + self.heads.len()
    }

    pub(super) fn seal(mut self) -> Sealed {
        let text = self.text.len();
        self.text.append(&mut self.heads);
        let place = Place::Memory(self.text.into());
        Sealed { first: self.first, lines: self.lines, text, has_controls: self.has_controls, place }
    }

    /// The lines so far as a page; `None` when there are none.
    pub(super) fn copy(&self) -> Option<Page> {
        let data = [self.text.as_slice(), self.heads.as_slice()].concat();
        let meta = Meta {
            first: self.first,
            lines: self.lines,
            text: self.text.len(),
            has_controls: self.has_controls,
        };
        (self.lines > 0).then(|| Page { meta, data: data.into() })
    }
}

/// Where the bytes of a page are.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Memory(Arc<[u8]>),
    File(u64),
    Gone,
}

/// A page that does not change any more.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    first: u64,
    lines: u32,
    text: usize,
    has_controls: bool,
    pub(super) place: Place,
}

impl Sealed {
    pub(super) fn lines(&self) -> Range<u64> {
        self.first..self.first + u64::from(self.lines)
    }

    pub(super) fn size(&self) -> usize {
        self.text + self.lines as usize * HEAD
    }

    pub(super) fn with(self, data: Arc<[u8]>) -> Page {
        let Self { first, lines, text, has_controls, place: _ } = self;
        Page { meta: Meta { first, lines, text, has_controls }, data }
    }
}

#[derive(Debug, Clone, Copy)]
struct Meta {
    first: u64,
    lines: u32,
    text: usize,
    has_controls: bool,
}

/// A page with its bytes.
#[derive(Debug)]
pub(super) struct Page {
    meta: Meta,
    data: Arc<[u8]>,
}

impl Page {
    /// The numbers of its lines.
    pub(super) fn lines(&self) -> Range<u64> {
        self.meta.first..self.meta.first + u64::from(self.meta.lines)
    }

    /// All texts, each with a line end behind it; empty when they are lost.
    pub(super) fn text(&self) -> &[u8] {
        self.data.get(..self.meta.text).unwrap_or_default()
    }

    /// Whether a text holds what a screen would not show as it is.
    pub(super) fn has_controls(&self) -> bool {
        self.meta.has_controls
    }

    /// Number, what is known, and text of each line.
    pub(super) fn each(&self) -> impl Iterator<Item = (u64, Head, &[u8])> {
        let heads = self.data.get(self.meta.text..).unwrap_or_default().chunks_exact(HEAD);
        let texts = self.text().split(|byte| *byte == b'\n');
        (self.meta.first..).zip(heads.zip(texts)).map(|(number, (bytes, text))| (number, head(bytes), text))
    }

    /// The lines of a range that are here.
    pub(super) fn cut(&self, wanted: Range<u64>) -> Vec<Line> {
        let range = meet(&wanted, &self.lines());
        let before = usize::try_from(range.start.saturating_sub(self.meta.first)).unwrap_or(usize::MAX);
        let count = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
        self.each()
            .skip(before)
            .take(count)
            .map(|(number, head, text)| Line {
                number,
                head,
                bytes: beginning(text).to_vec(),
                is_cut: text.len() > SHOWN,
            })
            .collect()
    }
}

/// So much of a line as is shown; a character is not cut through.
fn beginning(text: &[u8]) -> &[u8] {
    let is_inside = |at: &usize| text.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let end = (SHOWN.saturating_sub(3)..=SHOWN).rev().find(|at| !is_inside(at)).unwrap_or(SHOWN);
    text.get(..end).unwrap_or(text)
}

fn head(bytes: &[u8]) -> Head {
    let part = |range: Range<usize>| bytes.get(range).unwrap_or_default();
    let at = part(0..8).try_into().map_or(NO_TIME, i64::from_le_bytes);
    let at = if at == NO_TIME { None } else { Timestamp::from_nanosecond(i128::from(at)).ok() };
    let kind = match bytes.get(10) {
        Some(1) => Kind::More,
        Some(2) => Kind::Note,
        Some(_) | None => Kind::Line,
    };
    Head { source: part(8..10).try_into().map_or(0, u16::from_le_bytes), at, kind }
}

/// Fills `into` from that place of the file.
pub(super) fn read_at(file: &File, at: u64, into: &mut [u8]) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_exact_at(file, into, at)
    }
    #[cfg(windows)]
    {
        let (mut at, mut rest) = (at, into);
        while !rest.is_empty() {
            let count = std::os::windows::fs::FileExt::seek_read(file, rest, at)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            at += count as u64;
            rest = rest.get_mut(count..).unwrap_or_default();
        }
        Ok(())
    }
}

/// Writes all of `data` at that place of the file.
pub(super) fn write_at(file: &File, at: u64, data: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::write_all_at(file, data, at)
    }
    #[cfg(windows)]
    {
        let (mut at, mut rest) = (at, data);
        while !rest.is_empty() {
            let count = std::os::windows::fs::FileExt::seek_write(file, rest, at)?;
            if count == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            at += count as u64;
            rest = rest.get(count..).unwrap_or_default();
        }
        Ok(())
    }
}
