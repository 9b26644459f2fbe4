//! What it is for: Markdown that shows foreign text as it is. In: text, code, lists. Out: one page.
//! Never: foreign text that becomes markup, ends a code block early, or deceives by invisible characters.

/// Lines of a block that is longer than both together are left out in the middle.
const HEAD: usize = 20;
const TAIL: usize = 40;
/// Characters of a line of code, at most.
pub(super) const LINE: usize = 500;

/// A Markdown page that grows by blocks; everything added stands at the current indentation.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
    indent: usize,
    /// What stands in place of each code block, of which the number of lines is told; `None` when blocks are shown.
    instead: Option<fn(usize) -> String>,
    /// Files are only named: where the page goes they do not lie beside it.
    names_files: bool,
}

impl Page {
    /// A page without its code blocks: logs, differences, texts.
    pub(super) fn without_blocks(instead: fn(usize) -> String) -> Self {
        Self { instead: Some(instead), ..Self::default() }
    }

    /// The page for where files do not lie beside it.
    pub(super) fn naming_files(self) -> Self {
        Self { names_files: true, ..self }
    }

    /// Whether files are only named.
    pub(super) fn names_files(&self) -> bool {
        self.names_files
    }

    /// Blocks from here on belong to a list item that is `by` further in; ended by [`Page::out`].
    pub(super) fn inward(&mut self, by: usize) {
        self.indent += by;
    }

    /// Ends [`Page::inward`].
    pub(super) fn out(&mut self, by: usize) {
        self.indent = self.indent.saturating_sub(by);
    }

    /// A heading. `level` 1 to 6.
    pub(super) fn heading(&mut self, level: usize, title: &str) {
        self.gap();
        self.line(&format!("{} {}", "#".repeat(level), escape(title)));
        self.gap();
    }

    /// A line that is Markdown already.
    pub(super) fn line(&mut self, markdown: &str) {
        if !markdown.is_empty() {
            self.text.push_str(&" ".repeat(self.indent));
            self.text.push_str(markdown);
        }
        self.text.push('\n');
    }

    /// A list item of Markdown.
    pub(super) fn item(&mut self, markdown: &str) {
        self.line(&format!("- {markdown}"));
    }

    /// One empty line, unless there is one already.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A whole code block of that language.
    pub(super) fn block(&mut self, language: &str, code: &str) {
        self.fenced(language, code, None);
    }

    /// A code block with every line whole, as [`super::ticket`] reads it back.
    pub(super) fn verbatim(&mut self, code: &str) {
        self.gap();
        let code = visible(code);
        let fence = "`".repeat(longest_ticks(&code).max(2) + 1);
        self.line(&format!("{fence}text"));
        for line in code.split('\n') {
            self.line(line);
        }
        self.line(&fence);
        self.gap();
    }

    /// A code block that loses its middle when it is long; `cut` says so and gets the number of lines.
    pub(super) fn excerpt(&mut self, language: &str, code: &str, cut: &dyn Fn(usize) -> String) {
        self.fenced(language, code, Some(cut));
    }

    fn fenced(&mut self, language: &str, code: &str, cut: Option<&dyn Fn(usize) -> String>) {
        if let Some(instead) = self.instead {
            self.line(&instead(code.lines().count()));
            self.gap();
            return;
        }
        self.gap();
        let lines: Vec<String> = code.lines().map(plain).collect();
        let fence = "`".repeat(longest_ticks(&lines.join("\n")).max(2) + 1);
        self.line(&format!("{fence}{language}"));
        let left_out = cut.map_or(0, |_| lines.len().saturating_sub(HEAD + TAIL));
        for (index, line) in lines.iter().enumerate() {
            if let Some(cut) = cut.filter(|_| left_out > 0 && index == HEAD) {
                self.line(&format!("… {} …", cut(left_out)));
            }
            if left_out == 0 || index < HEAD || index >= HEAD + left_out {
                self.line(line);
            }
        }
        self.line(&fence);
        self.gap();
    }

    /// The page, ending in one line end.
    pub(super) fn finish(self) -> String {
        format!("{}\n", self.text.trim_end())
    }
}

/// Text of one line in which nothing is markup.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = visible(&text.replace(['\n', '\r', '\t'], " ")).chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        let near = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
        let (before, after) = (near(index.checked_sub(1)), near(Some(index + 1)));
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let marks = match c {
            '\\' | '`' | '*' | '<' | '~' | '|' => true,
            // Inside a word an underscore is none.
            '_' => !(word(before) && word(after)),
            '&' => is_entity(chars.get(index + 1..).unwrap_or_default()),
            // A link, a reference or its definition.
            ']' => matches!(after, Some('(' | '[' | ':')),
            '#' | '-' | '+' | '=' | '>' | '[' => index == 0 && (c != '[' || near(Some(2)) == Some(']')),
            '.' | ')' => index > 0 && !word(after) && chars.iter().take(index).all(char::is_ascii_digit),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(c);
        if calls(before, c, after) {
            out.push_str(UNCALLED);
        }
    }
    out
}

/// What stands behind an `@` that would else call a person.
const UNCALLED: &str = "<!-- -->";

/// A name behind the sign would call its person into the ticket; a backslash does not hinder that.
fn calls(before: Option<char>, c: char, after: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    c == '@' && !word(before) && !matches!(before, Some('•' | '/')) && word(after)
}

/// Markdown of the person's own, in which nobody is called and nothing is hidden.
pub(super) fn uncalled(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    // A comment would hide what stands behind it.
    let markdown = markdown.replace("<!--", "\\<!--");
    let (mut before, mut chars) = (None, markdown.chars().peekable());
    while let Some(c) = chars.next() {
        out.push(c);
        if calls(before, c, chars.peek().copied()) {
            out.push_str(UNCALLED);
        }
        before = Some(c);
    }
    out
}

/// Text of one line in bold: a deviation.
pub(super) fn bold(text: &str) -> String {
    let text = escape(text.trim());
    if text.is_empty() { text } else { format!("**{text}**") }
}

/// Author's Markdown with every line of it in bold, list signs left in front.
pub(super) fn bold_lines(markdown: &str) -> String {
    let line = |line: &str| {
        let body = line.trim_start_matches([' ', '-', '*', '+']);
        let sign = line.strip_suffix(body).unwrap_or_default();
        let body = body.trim_end();
        if body.is_empty() { line.to_owned() } else { format!("{sign}**{body}**") }
    };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Text of one line as code.
pub(super) fn code(text: &str) -> String {
    let text = plain(&text.replace(['\n', '\r'], " "));
    if text.is_empty() {
        return "–".to_owned();
    }
    let fence = "`".repeat(longest_ticks(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn plain(line: &str) -> String {
    let line = visible(line);
    match line.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}

/// Invisible and direction-changing characters are written out, terminal sequences lose their beginning, and a password
/// in a URL is covered: no journal should hold one, but a program's log may print it.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in covered(text).chars() {
        let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{61c}' | '\u{feff}');
        if c == '\u{1b}' {
            out.push('␛');
        } else if hidden || (c.is_control() && c != '\n' && c != '\t') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// `scheme://user:password@host` with dots in place of the password.
fn covered(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("://");
        let end = part.find(|c: char| c.is_whitespace() || "/?#\"'<>".contains(c)).unwrap_or(part.len());
        let (authority, rest) = part.split_at(end);
        match authority.rsplit_once('@').and_then(|(login, host)| Some((login.split_once(':')?.0, host))) {
            Some((user, host)) => out.extend([user, ":••••@", host]),
            None => out.push_str(authority),
        }
        out.push_str(rest);
    }
    out
}

fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn is_entity(after: &[char]) -> bool {
    let name = after.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    name > 0 && after.get(name) == Some(&';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_no_markup() {
        for (given, shown) in [
            ("a*b* [x](y) <b>", "a\\*b\\* [x\\](y) \\<b>"),
            ("[x] done [Request] Deploy", "\\[x] done [Request] Deploy"),
            ("jdbc:postgresql://u:p@ss@h/db", "jdbc:postgresql://u:••••@h/db"),
            ("https://a.example:80/@x", "https://a.example:80/@x"),
            ("haiku_web _x_", "haiku_web \\_x\\_"),
            ("# no heading", "\\# no heading"),
            ("1. no list", "1\\. no list"),
            ("v1.0.200", "v1.0.200"),
            ("a &lt; b & c", "a \\&lt; b & c"),
            ("a\nb", "a b"),
            ("a\u{202e}b", "a\\\\u{202e}b"),
            ("@ops and a@b.example", "@<!-- -->ops and a@b.example"),
        ] {
            assert_eq!(escape(given), shown);
        }
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(bold_lines(" * a\n\nb"), " * **a**\n\n**b**");
    }

    #[test]
    fn a_block_cannot_be_ended_by_what_it_holds_and_a_long_one_says_what_it_lost() {
        let mut page = Page::default();
        page.block("text", "a\n```\n\u{1b}[2Jb");
        assert_eq!(page.finish(), "````text\na\n```\n␛[2Jb\n````\n");
        let long: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let mut page = Page::default();
        page.excerpt("", &long.join("\n"), &|lines| format!("{lines} lines"));
        let text = page.finish();
        assert!(text.contains("\n19\n… 40 lines …\n60\n"), "{text}");
    }
}
