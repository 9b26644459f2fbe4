//! What it is for: a ticket's text taken apart: rows with their numbers, under headings.
//! In: anybody's text. Out: a [`Sheet`]. Never: a row that is lost without its number, or a panic.

/// One line of the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number, from 1.
    pub(super) number: usize,
    /// The line without comments that no reader sees.
    pub(super) text: String,
    /// Whether it belongs to a block of code; the fences themselves do, too.
    pub(super) is_code: bool,
    /// Whether it is a fence.
    pub(super) is_fence: bool,
}

/// A heading and the rows below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) number: usize,
    pub(super) level: usize,
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// The whole ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Fields of the front matter, in order.
    pub(super) front: Vec<(String, String)>,
    /// What stands before the first heading; a section without a title.
    pub(super) lead: Section,
    /// The headings.
    pub(super) sections: Vec<Section>,
}

impl Sheet {
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let mut sheet = Self::default();
        let skipped = front_matter(&text, &mut sheet.front);
        for row in rows(&text).into_iter().filter(|row| row.number > skipped) {
            let heading = if row.is_code { None } else { heading(&row.text) };
            match heading {
                Some((level, title)) => {
                    let rows = Vec::new();
                    sheet.sections.push(Section { number: row.number, level, title, rows });
                }
                None => sheet.sections.last_mut().unwrap_or(&mut sheet.lead).rows.push(row),
            }
        }
        sheet
    }

    pub(super) fn front(&self, name: &str) -> Option<&str> {
        self.front.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The fields between two lines of `---` at the top; gives back how many lines they take.
fn front_matter(text: &str, fields: &mut Vec<(String, String)>) -> usize {
    let mut lines = text.lines();
    if lines.next().map(str::trim_end) != Some("---") {
        return 0;
    }
    for (index, line) in lines.enumerate().take(50) {
        if line.trim_end() == "---" {
            return index + 2;
        }
        if let Some((key, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['\'', '"']);
            fields.push((key.trim().to_lowercase(), value.to_owned()));
        }
    }
    fields.clear();
    0
}

fn rows(text: &str) -> Vec<Row> {
    let without = Comments::take_out(text);
    let mut fence = Fence::default();
    let mut rows = Vec::new();
    for (index, line) in without.split('\n').enumerate() {
        let (is_code, is_fence) = fence.step(line);
        rows.push(Row { number: index + 1, text: line.to_owned(), is_code, is_fence });
    }
    rows
}

/// Whether the lines that come are code.
#[derive(Debug, Default)]
pub(in crate::record) struct Fence {
    /// Sign and length of the fence that is open.
    open: Option<(char, usize)>,
}

impl Fence {
    /// Whether the next line belongs to a block of code, and whether it is a fence.
    pub(in crate::record) fn step(&mut self, line: &str) -> (bool, bool) {
        let bare = line.trim_start();
        let sign = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = sign.map_or(0, |sign| bare.chars().take_while(|c| *c == sign).count());
        let rest = bare.get(length..).unwrap_or_default();
        match (self.open, sign) {
            (None, Some(sign)) if length >= 3 && (sign == '~' || !rest.contains('`')) => {
                self.open = Some((sign, length));
                (true, true)
            }
            (None, _) => (false, false),
            (Some((open, least)), found) => {
                let ends = found == Some(open) && length >= least && rest.trim().is_empty();
                if ends {
                    self.open = None;
                }
                (true, ends)
            }
        }
    }

    /// What would end the block that is open.
    pub(in crate::record) fn end(&self) -> Option<String> {
        self.open.map(|(sign, length)| std::iter::repeat_n(sign, length).collect())
    }
}

/// Level and words of a heading.
fn heading(line: &str) -> Option<(usize, String)> {
    let bare = line.trim_start();
    if line.len() - bare.len() > 3 {
        return None;
    }
    let title = bare.trim_start_matches('#');
    let level = bare.len() - title.len();
    if !(1..=6).contains(&level) || !(title.is_empty() || title.starts_with([' ', '\t'])) {
        return None;
    }
    Some((level, plain(title.trim().trim_end_matches('#').trim_end())))
}

/// Takes out what stands between `<!--` and `-->` outside of code, line ends kept.
struct Comments;

impl Comments {
    fn take_out(text: &str) -> String {
        let Some(last) = text.rfind("-->") else { return text.to_owned() };
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut fence = Fence::default();
        let mut is_code = false;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            // A line, or what a comment left of one.
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest.get(..length).unwrap_or(rest);
            if at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n')) {
                is_code = fence.step(line).0;
            }
            // Looked for once in a line, which may be very long.
            let comments = if is_code { None } else { line.rfind("<!--") };
            let mut done = 0;
            while comments.is_some_and(|begin| done <= begin) {
                let (Some(onward), Some(piece)) = (rest.get(done..), line.get(done..)) else { break };
                done += Self::step(onward, piece, at + done <= last, &mut out);
            }
            // The last comment may end in a line further below.
            out.push_str(line.get(done..).unwrap_or_default());
            at += done.max(length);
        }
        out
    }

    /// Takes the next piece of a line that holds a comment; gives back its length.
    fn step(rest: &str, line: &str, may_end: bool, out: &mut String) -> usize {
        let first = line.find(['\\', '`', '<']).unwrap_or(line.len());
        if first > 0 {
            out.push_str(line.get(..first).unwrap_or_default());
            return first;
        }
        let length = if line.starts_with('\\') {
            1 + line.chars().nth(1).map_or(0, char::len_utf8)
        } else if line.starts_with('`') {
            code_span(line)
                .map_or_else(|| line.len() - line.trim_start_matches('`').len(), |(_, length)| length)
        } else if line.starts_with("<!--") && may_end {
            let Some(end) = rest.find("-->") else {
                out.push('<');
                return 1;
            };
            let taken = end + 3;
            // The numbers of the lines below stay what they are.
            let ends = rest.get(..taken).unwrap_or_default().matches('\n').count();
            out.extend(std::iter::repeat_n('\n', ends));
            return taken;
        } else {
            1
        };
        out.push_str(line.get(..length).unwrap_or(line));
        length.max(1)
    }
}

/// The content of the code span with which a text begins, and the span's length.
pub(super) fn code_span(text: &str) -> Option<(String, usize)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    // A longer line is no line that somebody wrote.
    if ticks == 0 || text.len() > 65_536 {
        return None;
    }
    let mut at = ticks;
    while let Some(open) = text.get(at..)?.find('`') {
        let begin = at + open;
        let run = text.get(begin..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == ticks {
            let inside = text.get(ticks..begin)?;
            let padded = inside.strip_prefix(' ').and_then(|inside| inside.strip_suffix(' '));
            let content = padded.filter(|inside| inside.starts_with('`') || inside.ends_with('`'));
            return Some((content.unwrap_or(inside).to_owned(), begin + length));
        }
        at = begin + length;
    }
    None
}

/// Text in which nothing was markup, as it was before it was written so: without backslashes before signs.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {
                out.push(*next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// A row without its list sign, its box and its indentation.
pub(super) fn item(text: &str) -> &str {
    let bare = text.trim();
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match bare.get(digits..) {
        Some(rest) if (1..=9).contains(&digits) => {
            rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
        }
        _ => ["- ", "* ", "+ "].iter().find_map(|sign| bare.strip_prefix(sign)),
    };
    let rest = rest.unwrap_or(bare).trim_start();
    let unboxed = ["[ ] ", "[x] ", "[X] "].iter().find_map(|sign| rest.strip_prefix(sign));
    unboxed.unwrap_or(rest).trim()
}

/// Whether a row begins with a list sign.
pub(super) fn is_item(text: &str) -> bool {
    item(text).len() < text.trim().len()
}

/// A text without the signs that make the whole of it bold or slanted, and whether there were any.
pub(super) fn unmarked(text: &str) -> (&str, bool) {
    for sign in ["***", "**", "__", "*"] {
        let inside = text.strip_prefix(sign).and_then(|text| text.strip_suffix(sign));
        let is_whole = |inside: &&str| !inside.is_empty() && !inside.contains(sign) && !is_escaped(inside);
        if let Some(inside) = inside.filter(is_whole) {
            return (inside, true);
        }
    }
    (text, false)
}

/// Whether a sign behind the text would be none.
fn is_escaped(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

/// A note of the template to the person who fills it in, all of it slanted.
pub(super) fn is_hint(text: &str) -> bool {
    let inside = text.strip_prefix('_').and_then(|text| text.strip_suffix('_'));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.starts_with('_'))
}

/// What two rows have in common that say the same: letters and digits, in one line.
pub(super) fn kernel(text: &str) -> String {
    let text = item(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !matches!(c, '*' | '_' | '`' | '\\')) {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.trim().to_owned()
}
