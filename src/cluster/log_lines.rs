//! What it is for: turning the bytes of a pod's log into lines that are safe to draw, each exactly once.
//! In: chunks as they arrive, with a time in front of each line. Out: raw and cleaned lines.
//! Never: an escape sequence, control or bidi character in a cleaned line; a line lost or repeated after a reconnect.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use jiff::Timestamp;

use crate::logbook::text;

/// Longest line that is kept, in bytes; the container runtime splits at the same length.
pub(crate) const LONGEST_LINE: usize = 16 * 1024;

/// A line as it came, without time and line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawLine {
    pub(crate) at: Option<Timestamp>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_cut: bool,
}

/// Joins chunks to lines. A line longer than [`LONGEST_LINE`] is cut, its rest dropped.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    pending: Vec<u8>,
    is_cut: bool,
}

impl Joiner {
    /// Takes a chunk; calls `each` for every line that is now whole.
    pub(crate) fn push(&mut self, chunk: &[u8], mut each: impl FnMut(RawLine)) {
        let mut parts = chunk.split(|byte| *byte == b'\n').peekable();
        while let Some(part) = parts.next() {
            self.grow(part);
            if parts.peek().is_some() {
                each(self.take());
            }
        }
    }

    /// The rest without a line end, which is legal at the end of a log.
    pub(crate) fn finish(&mut self) -> Option<RawLine> {
        (!self.pending.is_empty()).then(|| self.take())
    }

    fn grow(&mut self, part: &[u8]) {
        // Room for the time in front of the line (at most 35 bytes and a blank).
        let room = (LONGEST_LINE + 36).saturating_sub(self.pending.len());
        self.pending.extend(part.iter().take(room));
        self.is_cut |= part.len() > room;
    }

    fn take(&mut self) -> RawLine {
        let is_cut = std::mem::take(&mut self.is_cut);
        let bytes = std::mem::take(&mut self.pending);
        split_time(bytes, is_cut)
    }
}

/// Takes the time from the front of a line.
pub(crate) fn time_of(line: &[u8]) -> Option<(Timestamp, usize)> {
    let blank = line.iter().take(40).position(|byte| *byte == b' ').unwrap_or(line.len());
    let at = std::str::from_utf8(line.get(..blank)?).ok()?.parse::<Timestamp>().ok()?;
    Some((at, (blank + 1).min(line.len())))
}

fn split_time(mut bytes: Vec<u8>, is_cut: bool) -> RawLine {
    let time = time_of(&bytes);
    if let Some((_, length)) = time {
        bytes.drain(..length);
    }
    let at = time.map(|(at, _)| at);
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let is_cut = is_cut || bytes.len() > LONGEST_LINE;
    bytes.truncate(LONGEST_LINE);
    RawLine { at, bytes, is_cut }
}

/// Where a broken log stream goes on: asks from the last whole second on and drops the lines already seen in it.
///
/// kube rounds `sinceTime` to the nearest second, so a time with a fraction would skip lines (facts 3.5). Of a line only
/// its hash is kept: a second may hold a million.
#[derive(Debug, Default)]
pub(crate) struct Resume {
    second: Option<Timestamp>,
    hasher: RandomState,
    /// How often each line of the newest second has been seen.
    seen: HashMap<u64, u32>,
    /// How often it has passed in this connection; only while a second is read again.
    again: Option<HashMap<u64, u32>>,
}

impl Resume {
    /// The whole second to ask from; `None` means from the beginning.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.second
    }

    /// A new connection starts: equal lines are counted anew.
    pub(crate) fn reconnected(&mut self) {
        self.again = self.second.map(|_| HashMap::new());
    }

    /// Whether the line is new; remembers it. Equal lines of one moment are told apart by their number.
    pub(crate) fn is_new(&mut self, at: Option<Timestamp>, bytes: &[u8]) -> bool {
        let Some(at) = at else { return true };
        let second = floor(at);
        // Standard output and standard error may overtake each other; an older second is not asked for again.
        if self.second.is_some_and(|known| second < known) {
            return true;
        }
        if self.second.is_none_or(|known| second > known) {
            self.second = Some(second);
            self.seen.clear();
            self.again = None;
        }
        let line = self.hasher.hash_one((at.as_nanosecond(), bytes));
        let seen = self.seen.entry(line).or_insert(0);
        if let Some(again) = &mut self.again {
            let number = again.entry(line).or_insert(0);
            *number += 1;
            if *number <= *seen {
                return false;
            }
        }
        *seen += 1;
        true
    }
}

fn floor(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).map_or(at, |second| if second > at { at } else { second })
}

/// A line as it may be drawn: escape sequences gone, `\r` and backspace carried out, control and bidi characters
/// neutralised.
pub(crate) fn clean(bytes: &[u8]) -> String {
    text::plain(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(chunks: &[&[u8]]) -> Vec<RawLine> {
        let mut joiner = Joiner::default();
        let mut found = Vec::new();
        for chunk in chunks {
            joiner.push(chunk, |line| found.push(line));
        }
        found.extend(joiner.finish());
        found
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_is_whole_wherever_the_stream_was_cut() {
        let text = "2026-11-21T08:00:00.123456789Z größer\n2026-11-21T08:00:01Z last".as_bytes();
        for cut in 0..text.len() {
            let found = lines(&[&text[..cut], &text[cut..]]);
            assert_eq!(found.len(), 2, "cut at {cut}");
            assert_eq!(clean(&found[0].bytes), "größer");
            assert_eq!(found[0].at, Some(at("2026-11-21T08:00:00.123456789Z")));
            assert_eq!(clean(&found[1].bytes), "last");
        }
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_is_whole() {
        let long = vec![b'x'; 1_000_000];
        let found = lines(&[b"2026-11-21T08:00:00Z ", &long, &long, b"\n2026-11-21T08:00:00Z y\n"]);
        assert_eq!(found.len(), 2);
        assert!(found[0].is_cut && found[0].bytes.len() == LONGEST_LINE);
        assert_eq!((found[1].bytes.as_slice(), found[1].is_cut), (b"y".as_slice(), false));
    }

    #[test]
    fn mistake_11_a_reconnect_loses_nothing_and_repeats_nothing() {
        let moments = ["10.2", "12.1", "12.6", "12.6", "12.9", "13.0"];
        let all: Vec<RawLine> = moments
            .iter()
            .enumerate()
            .map(|(i, moment)| RawLine {
                at: Some(at(&format!("2026-11-21T08:00:{moment}Z"))),
                // Two equal lines in one moment are two lines.
                bytes: if moment == &"12.6" {
                    b"same".to_vec()
                } else {
                    vec![b'a' + u8::try_from(i).unwrap()]
                },
                is_cut: false,
            })
            .collect();
        for broken_after in 0..=all.len() {
            let mut resume = Resume::default();
            let mut shown: Vec<RawLine> = all[..broken_after]
                .iter()
                .filter(|line| resume.is_new(line.at, &line.bytes))
                .cloned()
                .collect();
            resume.reconnected();
            let since = resume.since();
            assert!(since.is_none_or(|since| since.subsec_nanosecond() == 0));
            let again = all.iter().filter(|line| since.is_none_or(|since| line.at.unwrap() >= since));
            shown.extend(again.filter(|line| resume.is_new(line.at, &line.bytes)).cloned());
            assert_eq!(shown, all, "broken after {broken_after}");
        }
    }

    #[test]
    fn a_log_cannot_steer_the_screen() {
        assert_eq!(clean(b"\x1b[31mred\x1b[0m \x1b]52;c;ZXZpbA==\x07x\x1b(By"), "red xy");
        assert_eq!(clean("\u{9b}31ma\u{9d}0;title\u{9c}b\u{202e}c\u{200b}d\0".as_bytes()), "abcd");
        assert_eq!(clean(b"10%\r50%\r100%"), "100%");
        assert_eq!(clean(b"100%\r"), "100%");
        assert_eq!(clean(b"ab\x08c"), "ac");
        assert_eq!(clean(b"a\xffb"), "a\u{fffd}b");
        assert_eq!(clean(b"\ta\tb"), "\ta\tb");
    }
}
