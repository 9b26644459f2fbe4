//! What it is for: the small markup of the words on screen (`**bold**`, `` `mono` ``), and making hidden characters seen.
//! In: text. Out: runs to be drawn. Never: links, colours, or a character that a person cannot see.

use std::{borrow::Cow, fmt::Write as _};

/// A run of text in one style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As the rest.
    Plain,
    /// Stands out.
    Bold,
    /// Code.
    Mono,
}

/// Takes the meaning away from `*`, `` ` `` and `\`, for foreign text inside rich text.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '`' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The runs of a rich text. A mark without its partner is an ordinary character.
pub(super) fn runs(text: &str) -> Vec<(Style, String)> {
    let mut out: Vec<(Style, String)> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let marked = [("**", Style::Bold), ("`", Style::Mono)].into_iter().find_map(|(mark, style)| {
            let inner = rest.strip_prefix(mark)?;
            let end = end_of(inner, mark)?;
            let (inner, after) = (inner.get(..end)?, inner.get(end + mark.len()..)?);
            (!inner.is_empty()).then_some((style, inner, after))
        });
        if let Some((style, inner, after)) = marked {
            if !plain.is_empty() {
                out.push((Style::Plain, std::mem::take(&mut plain)));
            }
            out.push((style, unescape(inner)));
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        chars.next();
        if c == '\\' && chars.clone().next().is_some_and(|next| matches!(next, '*' | '`' | '\\')) {
            plain.extend(chars.next());
        } else {
            plain.push(c);
        }
        rest = chars.as_str();
    }
    if !plain.is_empty() {
        out.push((Style::Plain, plain));
    }
    out
}

/// Where `mark` ends a run that has just begun, skipping escaped characters.
fn end_of(text: &str, mark: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        if is_escaped {
            is_escaped = false;
            return None;
        }
        is_escaped = c == '\\';
        text.get(at..)?.starts_with(mark).then_some(at)
    })
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| matches!(next, '*' | '`' | '\\'));
        out.extend(if is_escape { chars.next() } else { Some(c) });
    }
    out
}

/// The text without its markup: names for the accessibility tree.
pub(super) fn plain(text: &str) -> String {
    runs(text).into_iter().map(|(_, run)| run).collect()
}

/// Shows characters that would hide or reorder others (control, bidi, zero width) as `‹U+202E›`, and so those that look
/// like an ASCII letter in a name that has ASCII letters too: it would be taken for another name. Words wholly of another
/// script stay, and so do line ends and tabs.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(|c| is_hidden(c) || looks_like_ascii(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let is_name =
        |c: char| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '\'' | '(' | ')' | ',' | ';');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_one = is_name(first);
        let end = rest.find(|c: char| is_name(c) != is_one).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let is_mixed = is_one && run.chars().any(|c| c.is_ascii_alphabetic());
        for c in run.chars() {
            if is_hidden(c) || (is_mixed && looks_like_ascii(c)) {
                // Writing to a String cannot fail.
                write!(out, "‹U+{:04X}›", u32::from(c)).unwrap_or_default();
            } else {
                out.push(c);
            }
        }
        rest = after;
    }
    Cow::Owned(out)
}

/// The same for what is agreed to: there a word is spelled out too that is made of nothing but letters which look like
/// ASCII. In a running text it may be a word of its language; in a question it would be read as a name.
pub(super) fn spelled(text: &str) -> Cow<'_, str> {
    if !text.chars().any(looks_like_ascii) {
        return visible(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for piece in
        text.split_inclusive(|c: char| c.is_whitespace() || !(c.is_alphanumeric() || "-._".contains(c)))
    {
        let is_alike = piece.chars().filter(|c| c.is_alphabetic()).all(looks_like_ascii);
        for c in piece.chars() {
            if is_alike && looks_like_ascii(c) {
                // Writing to a String cannot fail.
                write!(out, "‹U+{:04X}›", u32::from(c)).unwrap_or_default();
            } else {
                out.push(c);
            }
        }
    }
    Cow::Owned(visible(&out).into_owned())
}

/// Letters of other scripts that are drawn like an ASCII letter, and ASCII in other widths and faces.
fn looks_like_ascii(c: char) -> bool {
    // Cyrillic, Greek, Armenian; then whole blocks: fullwidth forms, mathematical letters.
    const ALIKE: &str = "аеорсухіјѕһԁԛԝԍүАВЕЅІЈКМНОРСТУХҮԌԚԜαικνορτυϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹօսոհցքԼՕՍ";
    !c.is_ascii() && (ALIKE.contains(c) || matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{1D400}'..='\u{1D7FF}'))
}

/// Unicode 16: controls, bidi controls, zero-width and other characters without a shape of their own.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_only_looks_like_another_is_seen() {
        assert_eq!(visible("web-рrod"), "web-‹U+0440›rod");
        assert_eq!(visible("Scale “ѕhop” to 0"), "Scale “‹U+0455›hop” to 0");
        assert_eq!(visible("ghcr.io/ｈaiku"), "ghcr.io/‹U+FF48›aiku");
        for honest in ["Привет, сервер", "Ωμέγα", "Grüße", "東京 depot", "naïve café", "web\tprod\n"]
        {
            assert_eq!(visible(honest), honest);
        }
    }

    #[test]
    fn in_a_question_a_word_of_nothing_but_look_alikes_is_seen() {
        let spelt = "‹U+0440›‹U+0430›‹U+0443›‹U+0440›‹U+0430›";
        assert_eq!(visible("Scale “раура” to 0"), "Scale “раура” to 0", "in a running text it may be a word");
        assert_eq!(spelled("Scale “раура” to 0"), format!("Scale “{spelt}” to 0"));
        assert_eq!(spelled("Deployment `раура`"), format!("Deployment `{spelt}`"));
        assert_eq!(spelled("**web-рrod**"), "**web-‹U+0440›rod**");
        assert_eq!(spelled(&spelled("раура-1")), format!("{spelt}-1"), "once is as good as twice");
        for honest in ["Привет, сервер", "Größe: 3 €", "東京 depot", "kubectl scale --replicas=0"]
        {
            assert_eq!(spelled(honest), honest);
        }
    }

    #[test]
    fn marks_make_runs_and_lonely_marks_stay() {
        let run = |style, text: &str| (style, text.to_owned());
        assert_eq!(
            runs("a **b** `c`"),
            [run(Style::Plain, "a "), run(Style::Bold, "b"), run(Style::Plain, " "), run(Style::Mono, "c")]
        );
        assert_eq!(runs("5 * 3 ** 2"), [run(Style::Plain, "5 * 3 ** 2")]);
        assert_eq!(runs("****"), [run(Style::Plain, "****")]);
    }

    #[test]
    fn foreign_text_stays_as_it_is() {
        for text in ["**x**", "`y`", r"C:\dir", r"\`", "a*b*c", "***", "`"] {
            assert_eq!(plain(&literal(text)), text);
            let inside = format!("before **{}** after", literal(text));
            assert_eq!(plain(&inside), format!("before {text} after"));
        }
    }

    #[test]
    fn hidden_characters_are_seen() {
        assert_eq!(visible("plain\tand\nlines"), "plain\tand\nlines");
        assert_eq!(visible("a\u{202E}b"), "a‹U+202E›b");
        assert_eq!(visible("\u{1b}[31m"), "‹U+001B›[31m");
        assert_eq!(visible("x\u{200B}"), "x‹U+200B›");
    }
}
