//! What it is for: finding words or a regular expression in a whole book, piece by piece while lines still come.
//! In: what is sought. Out: how many lines match, and the next one from any line on. Never: a list of all hits (ten
//! million fit no memory), or a match that spans two lines.

use std::{borrow::Cow, ops::Range, time::Instant};

use regex::bytes::{Regex, RegexBuilder};

use super::{Book, page::Page, text::plain_text};

/// Places that are marked in a line, at most.
const PLACES: usize = 200;

/// What is sought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Find {
    /// Words, or a regular expression.
    pub text: String,
    /// Whether it is a regular expression.
    pub is_regex: bool,
    /// Whether upper and lower case differ.
    pub has_case: bool,
}

/// What is sought, ready to be used.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
    /// Whether a page may be searched at once: no match can reach over a line's end.
    is_by_page: bool,
}

impl Pattern {
    /// Makes it ready.
    ///
    /// # Errors
    /// It is no regular expression; the text says why.
    pub fn new(find: &Find) -> Result<Self, String> {
        let text = if find.is_regex { Cow::Borrowed(&*find.text) } else { regex::escape(&find.text).into() };
        let regex = RegexBuilder::new(&text)
            .case_insensitive(!find.has_case)
            .multi_line(true)
            .size_limit(1 << 20)
            .build()
            .map_err(|fault| fault.to_string())?;
        let is_by_page = !find.is_regex || stays_in_line(&text);
        Ok(Self { regex, is_by_page })
    }

    /// Where in a line it stands, the first 200; matches without a letter are left out.
    pub fn places(&self, line: &str) -> Vec<Range<usize>> {
        let places = self.regex.find_iter(line.as_bytes()).map(|found| found.range());
        places.filter(|place| !place.is_empty()).take(PLACES).collect()
    }

    /// The lines of a page that match, as numbers within the page.
    fn hits(&self, page: &Page) -> Vec<u32> {
        let text = seen_text(page);
        let mut hits = Vec::new();
        let mut lines = Walk::new(&text);
        if !self.is_by_page {
            while let Some((number, line)) = lines.next_line() {
                if self.regex.is_match(line) {
                    hits.push(number);
                }
            }
            return hits;
        }
        // An empty match at a line's end is not yet one of the line alone.
        while let Some(found) = self.regex.find_at(&text, lines.at) {
            let Some((number, line)) = lines.line_with(found.start()) else { break };
            if self.regex.is_match(line) {
                hits.push(number);
            }
        }
        hits
    }
}

/// Whether an expression surely matches no line end and looks at nothing outside of a line. What is not known to be
/// harmless is not: negated classes, classes by name, flags, unusual escapes.
fn stays_in_line(expression: &str) -> bool {
    let mut signs = expression.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_harmless = match (sign, signs.peek()) {
            ('\\', Some(next)) => next.is_ascii_punctuation() || matches!(next, 'd' | 'w' | 'b' | 'B' | 'S'),
            ('[', Some('^' | ':')) | ('(', Some('?')) => false,
            (sign, _) => !sign.is_control(),
        };
        if !is_harmless {
            return false;
        }
        if sign == '\\' {
            signs.next();
        }
    }
    true
}

/// The texts of a page as they are seen.
fn seen_text(page: &Page) -> Cow<'_, [u8]> {
    if !page.has_controls() {
        return Cow::Borrowed(page.text());
    }
    let mut seen = Vec::with_capacity(page.text().len());
    for line in page.text().split_inclusive(|byte| *byte == b'\n') {
        seen.extend_from_slice(plain_text(line.strip_suffix(b"\n").unwrap_or(line)).as_bytes());
        seen.push(b'\n');
    }
    Cow::Owned(seen)
}

/// A way through the lines of a page.
struct Walk<'a> {
    text: &'a [u8],
    /// Where the next line begins.
    at: usize,
    number: u32,
}

impl<'a> Walk<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, number: 0 }
    }

    fn next_line(&mut self) -> Option<(u32, &'a [u8])> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        self.at += length + 1;
        self.number += 1;
        Some((self.number - 1, rest.get(..length).unwrap_or(rest)))
    }

    /// The line that holds the place, which is not before the next line.
    fn line_with(&mut self, place: usize) -> Option<(u32, &'a [u8])> {
        loop {
            let line = self.next_line()?;
            if place < self.at {
                return Some(line);
            }
        }
    }
}

/// A search under way.
#[derive(Debug)]
pub struct Search {
    pattern: Pattern,
    /// Hits of each whole page.
    counts: Vec<u32>,
    /// Hits of the page that is being filled, and its end.
    open: (u32, u64),
    total: u64,
}

impl Search {
    /// Begins; nothing is read yet.
    pub fn new(pattern: Pattern) -> Self {
        Self { pattern, counts: Vec::new(), open: (0, 0), total: 0 }
    }

    /// What is sought.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Reads on, at most until that moment. Returns whether all was read that is there.
    pub fn step(&mut self, book: &Book, until: Instant) -> bool {
        loop {
            let whole = book.whole_pages();
            let next = self.counts.len();
            let Some(page) = book.page(next) else { return true };
            if next < whole {
                let hits = u32::try_from(self.pattern.hits(&page).len()).unwrap_or(u32::MAX);
                self.counts.push(hits);
                self.total += u64::from(hits);
                self.open = (0, 0);
            } else {
                let end = page.lines().end;
                if self.open.1 != end {
                    let hits = u32::try_from(self.pattern.hits(&page).len()).unwrap_or(u32::MAX);
                    self.open = (hits, end);
                }
                return true;
            }
            if Instant::now() >= until {
                return false;
            }
        }
    }

    /// Lines that match, of those that were read.
    pub fn count(&self) -> u64 {
        self.total + u64::from(self.open.0)
    }

    /// How many lines match up to this one, which matches: the third of all. Of lines that were read.
    pub fn ordinal(&self, book: &Book, line: u64) -> u64 {
        let index = book.index_of(line);
        let before: u64 = self.counts.iter().take(index).map(|count| u64::from(*count)).sum();
        let here = book
            .page(index)
            .map_or(0, |page| self.lines(&page).iter().filter(|number| **number <= line).count() as u64);
        before + here
    }

    /// The first line that matches, of those that were read.
    pub fn first(&self, book: &Book) -> Option<u64> {
        let index = self.counts.iter().position(|count| *count > 0).unwrap_or(self.counts.len());
        self.in_page(book, index, |_any| true, false)
    }

    /// Goes on with a way, at most until that moment. Returns the line that it leads to, or that there is none; `None`
    /// while it is not at its end.
    pub fn go(&self, book: &Book, way: &mut Journey, until: Instant) -> Option<Option<u64>> {
        while let Some((index, is_first)) = way.page() {
            way.passed += 1;
            let from = way.from;
            let line = match (way.is_back, is_first) {
                (false, true) => self.in_page(book, index, |line| line >= from, false),
                (false, false) => self.in_page(book, index, |line| line < from, false),
                (true, true) => self.in_page(book, index, |line| line <= from, true),
                (true, false) => self.in_page(book, index, |line| line > from, true),
            };
            if line.is_some() {
                return Some(line);
            }
            if Instant::now() >= until {
                return None;
            }
        }
        Some(None)
    }

    fn in_page(&self, book: &Book, index: usize, is: impl Fn(u64) -> bool, is_last: bool) -> Option<u64> {
        if self.counts.get(index) == Some(&0) {
            return None;
        }
        let mut lines = self.lines(&book.page(index)?).into_iter().filter(|line| is(*line));
        if is_last { lines.next_back() } else { lines.next() }
    }

    fn lines(&self, page: &Page) -> Vec<u64> {
        let first = page.lines().start;
        self.pattern.hits(page).into_iter().map(|number| first + u64::from(number)).collect()
    }
}

/// A way to the next line that matches, or the one before, page by page; behind the end from the beginning, and the other
/// way round.
#[derive(Debug, Clone)]
pub struct Journey {
    is_back: bool,
    from: u64,
    /// The page to begin with, and the last of all.
    start: usize,
    end: usize,
    /// Pages that were looked at.
    passed: usize,
}

impl Journey {
    /// Begins at the line `from`, itself included.
    pub fn new(book: &Book, from: u64, is_back: bool) -> Self {
        Self { is_back, from, start: book.index_of(from), end: book.whole_pages(), passed: 0 }
    }

    /// The page to look at now, and whether it comes before the turn; `None` when all were looked at.
    fn page(&self) -> Option<(usize, bool)> {
        let Self { start, passed, .. } = *self;
        let end = self.end.max(start);
        let before = if self.is_back { start + 1 } else { end - start + 1 };
        // The first page is looked at again at the end: a part of it lies on the other side.
        let after = if self.is_back { end - start + 1 } else { start + 1 };
        match passed.checked_sub(before) {
            None => Some((if self.is_back { start - passed } else { start + passed }, true)),
            Some(turned) if turned < after => Some((if self.is_back { end - turned } else { turned }, false)),
            Some(_) => None,
        }
    }
}
