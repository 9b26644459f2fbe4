//! What it is for: a record's Markdown as blocks that a screen draws: headings, paragraphs, lists, code.
//! In: Markdown of ours or anybody's. Out: a [`Document`], worked out once. Never: HTML obeyed, a link that hides where it
//! leads, or an end because the text is odd: what is not known stays as it is written.

use super::rich::literal;

/// Blocks, at most: a text of more is a log, and no record.
const BLOCKS: usize = 4_000;
/// Characters of a paragraph or a line of code, at most.
const LONGEST: usize = 8_000;
/// Lists inside each other.
const DEEPEST: usize = 6;

/// A text in parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The first heading.
    pub title: String,
    /// What stands before the next one.
    pub lead: Vec<Block>,
    /// The rest, by heading.
    pub sections: Vec<Section>,
    /// Whether there is more than is shown.
    pub is_cut: bool,
}

/// What stands under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How many lists it stands in.
    pub depth: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a part of a text is. Texts are rich.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading below those of sections, or a line of emphasis.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// The beginning of a list's item, with its number; a dot when that is empty.
    Item(String, String),
    /// Code of a language, by lines.
    Code(String, Vec<String>),
}

impl Document {
    /// Takes Markdown apart.
    pub fn read(markdown: &str) -> Self {
        let mut reader = Reader::default();
        for line in markdown.lines() {
            if reader.count >= BLOCKS {
                reader.document.is_cut = true;
                reader.open = Open::Nothing;
                break;
            }
            reader.take(&line.trim_end_matches('\r').replace('\t', "    "));
        }
        reader.end_paragraph();
        reader.document
    }
}

/// What a line may go on with.
#[derive(Debug, Default)]
enum Open {
    #[default]
    Nothing,
    /// A paragraph's source, or an item's with its number.
    Paragraph { source: String, item: Option<String>, depth: usize },
    /// Code between fences of so many signs, behind so many spaces.
    Code { fence: char, length: usize, indent: usize },
    /// A comment over several lines.
    Comment,
}

#[derive(Debug, Default)]
struct Reader {
    document: Document,
    /// Where the content of each list around the next line begins.
    lists: Vec<usize>,
    open: Open,
    count: usize,
}

impl Reader {
    fn take(&mut self, line: &str) {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        if let Open::Code { fence, length, indent: within } = self.open {
            let signs = body.chars().take_while(|c| *c == fence).count();
            if signs >= length && body.trim_end().chars().count() == signs {
                self.open = Open::Nothing;
            } else {
                self.push_code(line.get(indent.min(within)..).unwrap_or_default().to_owned());
            }
            return;
        }
        if matches!(self.open, Open::Comment) {
            if body.contains("-->") {
                self.open = Open::Nothing;
            }
            return;
        }
        if body.is_empty() {
            self.end_paragraph();
        } else {
            self.take_body(body, indent);
        }
    }

    fn take_body(&mut self, body: &str, indent: usize) {
        let fence = body.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = fence.map_or(0, |fence| body.chars().take_while(|c| *c == fence).count());
        if let Some(fence) = fence.filter(|_| length >= 3) {
            self.leave_lists(indent);
            let language = body.get(length..).unwrap_or_default().trim().to_owned();
            self.push(Kind::Code(language, Vec::new()));
            self.open = Open::Code { fence, length, indent };
        } else if body.starts_with("<!--") && !body.contains("-->") {
            self.end_paragraph();
            self.open = Open::Comment;
        } else if let Some((level, title)) = heading(body).filter(|_| indent < 4) {
            self.end_paragraph();
            self.lists.clear();
            self.head(level, title);
        } else if let Some((number, at)) = marker(body) {
            self.leave_lists(indent);
            self.end_paragraph();
            let depth = self.lists.len().min(DEEPEST);
            self.lists.push(indent + at);
            let source = body.get(at..).unwrap_or_default().to_owned();
            self.open = Open::Paragraph { source, item: Some(number), depth };
        } else if body.starts_with('|') {
            self.leave_lists(indent);
            self.table(body);
        } else if !is_rule(body) {
            self.go_on(body, indent);
        }
    }

    /// A line of a paragraph: of the one that is open, wherever the line begins, or of a new one.
    fn go_on(&mut self, body: &str, indent: usize) {
        if let Open::Paragraph { source, .. } = &mut self.open {
            let is_break = source.ends_with("  ") || source.ends_with('\\');
            let kept = source.trim_end_matches(['\\', ' ']).len();
            if is_break {
                source.truncate(kept);
                source.push('\n');
            } else {
                source.push(' ');
            }
            source.push_str(body);
            return;
        }
        self.leave_lists(indent);
        let depth = self.lists.len().min(DEEPEST);
        self.open = Open::Paragraph { source: body.to_owned(), item: None, depth };
    }

    fn leave_lists(&mut self, indent: usize) {
        if self.lists.last().is_some_and(|at| *at > indent) {
            self.end_paragraph();
        }
        while self.lists.last().is_some_and(|at| *at > indent) {
            self.lists.pop();
        }
    }

    fn end_paragraph(&mut self) {
        let Open::Paragraph { source, item, depth } = std::mem::take(&mut self.open) else { return };
        let source = self.bounded(source);
        let text = rich_of(&source);
        let kind = match item {
            Some(number) => Kind::Item(number, text),
            None if text.trim().is_empty() => return,
            None if is_emphasis(&source) => Kind::Heading(text),
            None => Kind::Text(text),
        };
        self.add(depth, kind);
    }

    /// As much of a paragraph or line as is laid out.
    fn bounded(&mut self, mut source: String) -> String {
        if let Some((at, _)) = source.char_indices().nth(LONGEST) {
            source.truncate(at);
            source.push('…');
            self.document.is_cut = true;
        }
        source
    }

    fn head(&mut self, level: usize, title: &str) {
        let title = rich_of(&self.bounded(title.to_owned()));
        let is_first = self.document.title.is_empty()
            && self.document.lead.is_empty()
            && self.document.sections.is_empty();
        if is_first && level < 3 {
            self.document.title = super::rich::plain(&title);
        } else if level < 4 {
            self.count += 1;
            self.document.sections.push(Section { title: super::rich::plain(&title), blocks: Vec::new() });
        } else {
            self.add(0, Kind::Heading(title));
        }
    }

    fn table(&mut self, row: &str) {
        let is_under_way = matches!(self.open, Open::Nothing)
            && matches!(self.blocks().last(), Some(Block { kind: Kind::Code(language, _), .. }) if language == "|");
        if !is_under_way {
            self.push(Kind::Code("|".to_owned(), Vec::new()));
        }
        self.push_code(row.to_owned());
    }

    fn push(&mut self, kind: Kind) {
        self.end_paragraph();
        let depth = self.lists.len().min(DEEPEST);
        self.add(depth, kind);
    }

    fn push_code(&mut self, line: String) {
        let line = self.bounded(line);
        if let Some(Block { kind: Kind::Code(_, lines), .. }) = self.blocks().last_mut() {
            lines.push(line);
        }
    }

    fn add(&mut self, depth: usize, kind: Kind) {
        self.count += 1;
        self.blocks().push(Block { depth, kind });
    }

    fn blocks(&mut self) -> &mut Vec<Block> {
        match self.document.sections.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.document.lead,
        }
    }
}

fn heading(body: &str) -> Option<(usize, &str)> {
    let level = body.chars().take_while(|c| *c == '#').count();
    let title = body.get(level..)?;
    let is_one = (1..=6).contains(&level) && (title.is_empty() || title.starts_with(' '));
    is_one.then(|| (level, title.trim().trim_end_matches('#').trim_end()))
}

/// A list's sign: its number, which is empty for a dot, and where what it marks begins.
fn marker(body: &str) -> Option<(String, usize)> {
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let sign = body.get(digits..)?.chars().next()?;
    let is_sign = match digits {
        0 => matches!(sign, '-' | '*' | '+'),
        1..=9 => matches!(sign, '.' | ')'),
        _ => false,
    };
    let rest = body.get(digits + 1..).filter(|_| is_sign)?;
    let spaces = rest.len() - rest.trim_start().len();
    if !rest.is_empty() && spaces == 0 {
        return None;
    }
    let spaces = if spaces > 4 { 1 } else { spaces };
    let number = if digits == 0 { String::new() } else { body.get(..=digits)?.to_owned() };
    Some((number, digits + 1 + spaces))
}

fn is_rule(body: &str) -> bool {
    let signs: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    signs.len() >= 3 && ['-', '*', '_'].iter().any(|sign| signs.chars().all(|c| c == *sign))
}

/// Whether a paragraph is one run of emphasis: what a record calls a step within an entry.
fn is_emphasis(source: &str) -> bool {
    let inner = source.trim().strip_prefix('*').and_then(|rest| rest.strip_suffix('*'));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains('*') && !inner.contains('\n'))
}

/// Inline Markdown as rich text.
fn rich_of(source: &str) -> String {
    let mut line = Inline::default();
    line.read(source);
    line.end_run();
    line.out
}

#[derive(Debug, Default)]
struct Inline {
    out: String,
    run: String,
    is_bold: bool,
    is_emphasis: bool,
}

impl Inline {
    fn read(&mut self, source: &str) {
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            let taken = match c {
                '\\' => self.escaped(rest),
                '`' => self.code(rest),
                '*' | '_' => self.emphasis(rest, c),
                '<' => self.angle(rest),
                '[' => self.link(rest),
                '!' => self.picture(rest),
                '&' => self.entity(rest),
                _ => 0,
            };
            let taken = if taken == 0 {
                self.run.push(c);
                c.len_utf8()
            } else {
                taken
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    fn end_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = literal(&std::mem::take(&mut self.run));
        if self.is_bold {
            self.out.extend(["**", &run, "**"]);
        } else {
            self.out.push_str(&run);
        }
    }

    fn escaped(&mut self, rest: &str) -> usize {
        let Some(next) = rest.chars().nth(1).filter(char::is_ascii_punctuation) else { return 0 };
        self.run.push(next);
        2
    }

    fn code(&mut self, rest: &str) -> usize {
        let ticks = rest.chars().take_while(|c| *c == '`').count();
        let after = rest.get(ticks..).unwrap_or_default();
        let mut at = 0;
        while let Some(found) = after.get(at..).and_then(|rest| rest.find('`')) {
            let from = at + found;
            let length = after.get(from..).map_or(0, |rest| rest.chars().take_while(|c| *c == '`').count());
            if length == ticks {
                let code = after.get(..from).unwrap_or_default();
                let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
                let code = if is_padded { code.get(1..code.len() - 1).unwrap_or(code) } else { code };
                self.end_run();
                self.out.extend(["`", &literal(code), "`"]);
                return ticks + from + length;
            }
            at = from + length;
        }
        self.run.push_str(rest.get(..ticks).unwrap_or_default());
        ticks
    }

    /// Signs of emphasis are taken away where they are a pair; two of them make bold.
    fn emphasis(&mut self, rest: &str, sign: char) -> usize {
        let double: String = [sign, sign].iter().collect();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = self.run.chars().last();
        let of = |length: usize| rest.get(length..).unwrap_or_default();
        let opens = |after: &str, mark: &str| {
            after.chars().next().is_some_and(|c| !c.is_whitespace())
                && after.find(mark).is_some_and(|at| at > 0)
                && !(sign == '_' && is_word(before))
        };
        let closes = |after: &str| !(sign == '_' && is_word(after.chars().next()));
        if rest.starts_with(&double) {
            let after = of(2);
            if (self.is_bold && closes(after)) || (!self.is_bold && opens(after, &double)) {
                self.end_run();
                self.is_bold = !self.is_bold;
                return 2;
            }
            return 0;
        }
        let after = of(1);
        let single = sign.to_string();
        if (self.is_emphasis && closes(after)) || (!self.is_emphasis && opens(after, &single)) {
            self.is_emphasis = !self.is_emphasis;
            return 1;
        }
        0
    }

    /// A comment is nothing; an address in angles is itself; other HTML stays as it is written.
    fn angle(&mut self, rest: &str) -> usize {
        if let Some(end) = rest.strip_prefix("<!--").and_then(|inner| inner.find("-->")) {
            return 4 + end + 3;
        }
        let end = rest.find('>').filter(|_| rest.starts_with("<http"));
        let Some(address) = end.and_then(|end| rest.get(1..end)) else { return 0 };
        self.run.push_str(address);
        address.len() + 2
    }

    /// A link's words, and behind them where it leads.
    fn link(&mut self, rest: &str) -> usize {
        let Some(middle) = rest.find("](") else { return 0 };
        let (Some(words), Some(after)) = (rest.get(1..middle), rest.get(middle + 2..)) else { return 0 };
        let Some(end) = after.find(')').filter(|_| !words.contains(['[', '\n'])) else { return 0 };
        let address = after.get(..end).unwrap_or_default();
        self.run.push_str(words);
        if words != address {
            self.run.extend([" (", address, ")"]);
        }
        middle + 2 + end + 1
    }

    /// A picture that lies beside a record is shown by itself; of any other there is its words and address.
    fn picture(&mut self, rest: &str) -> usize {
        let Some(link) = rest.strip_prefix('!').filter(|link| link.starts_with('[')) else { return 0 };
        let before = self.run.len();
        let taken = self.link(link);
        if taken == 0 {
            return 0;
        }
        if link.get(..taken).is_some_and(|link| link.contains("](evidence/")) {
            self.run.truncate(before);
        }
        taken + 1
    }

    fn entity(&mut self, rest: &str) -> usize {
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", ' ')];
        let found = known.iter().find(|(name, _)| rest.starts_with(name));
        found.map_or(0, |(name, c)| {
            self.run.push(*c);
            name.len()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::rich::plain;

    #[test]
    fn a_record_of_ours_is_read_in_its_parts() {
        let document = Document::read(include_str!("../record/record.expected.md"));
        assert_eq!(document.title, "[Change Request] Deploy the shop 1.4.2");
        assert!(matches!(&document.lead[0].kind, Kind::Item(number, text)
            if number.is_empty() && plain(text) == "Ticket: #17"));
        let titles: Vec<&str> = document.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Deviations from the procedure",
                "Description",
                "How has the change been tested",
                "Steps to implement the change",
                "Configuration Changes",
                "Rollback Plan",
            ]
        );
        let steps = &document.sections[3].blocks;
        let numbers: Vec<_> = steps
            .iter()
            .filter_map(|block| match &block.kind {
                Kind::Item(number, title) if block.depth == 0 => Some((number.as_str(), plain(title))),
                Kind::Heading(_) | Kind::Text(_) | Kind::Item(..) | Kind::Code(..) => None,
            })
            .collect();
        let wanted = ["Stop and back up", "Configuration before", "After", "Push"];
        assert_eq!(numbers.len(), 4);
        for (index, (number, title)) in numbers.iter().enumerate() {
            assert_eq!((*number, title.as_str()), (format!("{}.", index + 1).as_str(), wanted[index]));
        }
        assert!(steps.iter().any(|block| block.depth == 1
            && matches!(&block.kind, Kind::Code(language, lines)
                if language == "diff" && lines.contains(&"-  replicas: 2".to_owned()))));
        assert!(steps.iter().any(|block| block.kind == Kind::Heading("Back up".to_owned())));
        assert!(!format!("{document:?}").contains("<!--"));
    }

    #[test]
    fn what_is_written_as_marks_is_shown_as_it_was_meant() {
        for (given, shown) in [
            ("a \\*b\\* c", "a *b* c"),
            ("**bold: `code`** _x_ snake_case_name", "bold: code x snake_case_name"),
            ("[the plan](https://a.example) <b>", "the plan (https://a.example) <b>"),
            ("`` a`b ``", "a`b"),
            ("@<!-- -->ops 5 * 3 ** 2", "@ops 5 * 3 ** 2"),
            ("a &lt;b&gt; \\&lt;", "a <b> &lt;"),
            ("`unclosed", "`unclosed"),
            ("![shot](evidence/shot-12ab.png)", ""),
            ("hey! ![a](https://a.example/b.png)", "hey! a (https://a.example/b.png)"),
        ] {
            assert_eq!(plain(&rich_of(given)), shown, "{given}");
        }
        assert_eq!(rich_of("**a: `b`**"), "**a: **`b`");
    }

    #[test]
    fn lists_of_others_keep_their_depth_and_odd_text_is_not_lost() {
        let text = "Notes\n\n* one\n  * two\n    three\n\n      code?\n- four\n```\n# no heading\n\tx\n";
        let document = Document::read(text);
        let shown: Vec<(usize, String)> = document
            .lead
            .iter()
            .map(|block| {
                let text = match &block.kind {
                    Kind::Heading(text) | Kind::Text(text) | Kind::Item(_, text) => plain(text),
                    Kind::Code(_, lines) => lines.join("|"),
                };
                (block.depth, text)
            })
            .collect();
        let wanted = [
            (0, "Notes"),
            (0, "one"),
            (1, "two three"),
            (2, "code?"),
            (0, "four"),
            (0, "# no heading|    x"),
        ];
        assert_eq!(shown, wanted.map(|(depth, text)| (depth, text.to_owned())));
    }

    #[test]
    fn a_text_without_end_is_cut_and_says_so() {
        let document = Document::read(&"- x\n".repeat(10_000));
        assert!(document.is_cut && document.lead.len() <= BLOCKS);
        let document = Document::read(&format!("# {0}\n## {0}\n", "x".repeat(LONGEST * 2)));
        let titles = [&document.title, &document.sections[0].title];
        assert!(document.is_cut && titles.iter().all(|title| title.chars().count() == LONGEST + 1));
        assert!(!Document::read("").is_cut);
    }
}
