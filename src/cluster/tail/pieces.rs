//! What it is for: cutting a log's bytes into lines with their times. A line too long for memory comes in pieces.
//! In: chunks as they arrive. Out: pieces, cut at the same places whatever the chunks are. Never: a byte left out.

use jiff::Timestamp;

use crate::{
    cluster::log_lines::time_of,
    logbook::{Kind, LONGEST},
};

/// A line, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) at: Option<Timestamp>,
    pub(super) kind: Kind,
    pub(super) bytes: &'a [u8],
}

/// What is not a whole line yet.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pending: Vec<u8>,
    /// Whether the line goes on that began, and its time.
    goes_on: bool,
    at: Option<Timestamp>,
}

impl Pieces {
    pub(super) fn push(&mut self, chunk: &[u8], mut each: impl FnMut(Piece<'_>)) {
        let mut parts = chunk.split(|byte| *byte == b'\n').peekable();
        while let Some(mut part) = parts.next() {
            let is_end = parts.peek().is_some();
            while self.pending.len() + part.len() > LONGEST {
                let (fits, rest) = part.split_at(LONGEST - self.pending.len());
                self.pending.extend_from_slice(fits);
                part = rest;
                let pending = std::mem::take(&mut self.pending);
                self.give(&pending, false, &mut each);
            }
            match (is_end, self.pending.is_empty()) {
                // Most lines come whole: they are not copied.
                (true, true) => self.give(part, true, &mut each),
                (true, false) => {
                    self.pending.extend_from_slice(part);
                    let pending = std::mem::take(&mut self.pending);
                    self.give(&pending, true, &mut each);
                }
                (false, _) => self.pending.extend_from_slice(part),
            }
        }
    }

    /// The rest without a line end, which is legal at the end of a log.
    pub(super) fn finish(&mut self, mut each: impl FnMut(Piece<'_>)) {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() || self.goes_on {
            self.give(&pending, true, &mut each);
        }
    }

    fn give(&mut self, bytes: &[u8], is_end: bool, each: &mut impl FnMut(Piece<'_>)) {
        let bytes = if is_end { bytes.strip_suffix(b"\r").unwrap_or(bytes) } else { bytes };
        let piece = if self.goes_on {
            Piece { at: self.at, kind: Kind::More, bytes }
        } else {
            let (at, length) = time_of(bytes).map_or((None, 0), |(at, length)| (Some(at), length));
            Piece { at, kind: Kind::Line, bytes: bytes.get(length..).unwrap_or_default() }
        };
        (self.goes_on, self.at) = (!is_end, piece.at);
        if piece.kind == Kind::Line || !bytes.is_empty() {
            each(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(chunks: &[&[u8]]) -> Vec<(bool, Kind, Vec<u8>)> {
        let mut pieces = Pieces::default();
        let mut found = Vec::new();
        let mut keep = |piece: Piece<'_>| found.push((piece.at.is_some(), piece.kind, piece.bytes.to_vec()));
        for chunk in chunks {
            pieces.push(chunk, &mut keep);
        }
        pieces.finish(&mut keep);
        found
    }

    #[test]
    fn lines_are_whole_wherever_the_stream_was_cut() {
        let text = "2026-11-21T08:00:00.123456789Z größer\r\n\n2026-11-21T08:00:01Z 1%\r2%\nlast".as_bytes();
        let wanted = [
            (true, Kind::Line, "größer".as_bytes().to_vec()),
            (false, Kind::Line, Vec::new()),
            (true, Kind::Line, b"1%\r2%".to_vec()),
            (false, Kind::Line, b"last".to_vec()),
        ];
        for cut in 0..=text.len() {
            assert_eq!(pieces(&[&text[..cut], &text[cut..]]), wanted, "cut at {cut}");
        }
    }

    #[test]
    fn a_line_too_long_for_memory_comes_in_pieces_and_nothing_is_left_out() {
        let long = vec![b'x'; 3 * LONGEST + 5];
        let found =
            pieces(&[b"2026-11-21T08:00:00Z ", &long[..7], &long[7..], b"\n2026-11-21T08:00:00Z y\n"]);
        let kinds: Vec<Kind> = found.iter().map(|piece| piece.1).collect();
        assert_eq!(kinds, [Kind::Line, Kind::More, Kind::More, Kind::More, Kind::Line]);
        assert!(found.iter().all(|piece| piece.0), "each has its line's time");
        let whole: usize = found[..4].iter().map(|piece| piece.2.len()).sum();
        assert_eq!((whole, found[4].2.as_slice()), (long.len(), b"y".as_slice()));
        assert_eq!(found, pieces(&[b"2026-11-21T08:00:00Z ", &long, b"\n2026-11-21T08:00:00Z y\n"]));
    }
}
