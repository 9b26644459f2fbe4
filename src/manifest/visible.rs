//! What it is for: text that somebody else wrote, made safe to look at.
//! In: any text. Out: the same with characters that hide or reorder others written as `\u{202e}`. Never: a changed value.

use std::borrow::Cow;

/// Whether a character changes how others look without being seen: bidi controls, zero-width characters, the BOM,
/// tag characters, variation selectors and invisible fillers.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The text for a screen, a dialog or a record: control and hidden characters (not tabs) written out as escapes.
pub fn visible(text: &str) -> Cow<'_, str> {
    let bad = |c: char| (c.is_control() && c != '\t') || is_hidden(c);
    if !text.chars().any(bad) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if bad(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(visible("web"), "web");
        assert_eq!(visible("a\u{202e}b\u{200b}\u{1b}[0m\u{feff}"), "a\\u{202e}b\\u{200b}\\u{1b}[0m\\u{feff}");
        assert_eq!(visible("Grüße\tü"), "Grüße\tü");
        assert!(matches!(visible("plain"), Cow::Borrowed(_)));
    }
}
