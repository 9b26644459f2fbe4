//! What it is for: writing one scalar as YAML text in the style that stood there, and cutting it into the text.
//! In: a value, the old style. Out: source text that every reader takes for exactly that value. Never: a changed byte elsewhere.

use std::ops::Range;

use granit_parser::ScalarStyle;
use serde_json::Value;

use super::scalar;
use super::visible::is_hidden;

/// One replacement of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    /// The bytes that go.
    pub(super) range: Range<usize>,
    /// What comes instead.
    pub(super) text: String,
}

/// Applies splices that do not overlap. `None` when they do or lie outside the text.
pub(super) fn cut_in(text: &str, splices: &[Splice]) -> Option<String> {
    let mut order: Vec<&Splice> = splices.iter().collect();
    order.sort_by_key(|splice| splice.range.start);
    let mut out = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for splice in order {
        out.push_str(text.get(at..splice.range.start)?);
        out.push_str(&splice.text);
        at = splice.range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// A scalar as source text. Text keeps `style` where it can hold it; plain text that some reader would take for
/// another type, or that YAML would cut, is double-quoted. Collections give `None`.
pub(super) fn source(value: &Value, style: ScalarStyle, in_flow: bool) -> Option<String> {
    match value {
        Value::Null => Some("null".to_owned()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(text) => Some(text_source(text, style, in_flow)),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn text_source(text: &str, style: ScalarStyle, in_flow: bool) -> String {
    let simple = !text.chars().any(|c| c.is_control() || is_hidden(c));
    match style {
        ScalarStyle::SingleQuoted if simple => format!("'{}'", text.replace('\'', "''")),
        ScalarStyle::Plain if simple && plain_holds(text, in_flow) => text.to_owned(),
        ScalarStyle::Plain
        | ScalarStyle::SingleQuoted
        | ScalarStyle::DoubleQuoted
        | ScalarStyle::Literal
        | ScalarStyle::Folded => double_quoted(text),
    }
}

/// Whether the text can stand unquoted.
fn plain_holds(text: &str, in_flow: bool) -> bool {
    let bad_start = |c: char| "-?:,[]{}#&*!|>'\"%@`".contains(c) || c.is_whitespace();
    let cut = text.starts_with(bad_start)
        || text.starts_with("...")
        || text.ends_with(|c: char| c == ':' || c.is_whitespace())
        || text.contains(": ")
        || text.contains(" #")
        || (in_flow && text.contains([',', '[', ']', '{', '}', ':', '#']));
    !cut && !scalar::reads_as_other_than_text(text)
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_hidden(c) => {
                let code = u32::from(c);
                let escape = if code > 0xFFFF { format!("\\U{code:08X}") } else { format!("\\u{code:04X}") };
                out.push_str(&escape);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Why a text is not an image reference whose tag can be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImageProblem {
    Digest,
    NotAnImage,
}

/// The part of an image reference that is the tag, with its colon when there is none yet: bytes and new text.
pub(super) fn tag_part(image: &str, tag: &str) -> Result<Splice, ImageProblem> {
    if image.contains('@') {
        return Err(ImageProblem::Digest);
    }
    let name_at = image.rfind('/').map_or(0, |at| at + 1);
    let name = image.get(name_at..).unwrap_or_default();
    if name.is_empty() || image.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(ImageProblem::NotAnImage);
    }
    Ok(match name.find(':') {
        Some(0) => return Err(ImageProblem::NotAnImage),
        Some(colon) => Splice { range: name_at + colon + 1..image.len(), text: tag.to_owned() },
        None => Splice { range: image.len()..image.len(), text: format!(":{tag}") },
    })
}

/// The OCI distribution specification's rule for tags.
pub(super) fn is_tag(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_that_would_be_read_as_another_type_are_quoted() {
        for (text, wanted) in [
            ("1.10", "\"1.10\""),
            ("true", "\"true\""),
            ("yes", "\"yes\""),
            ("", "\"\""),
            ("a: b #c", "\"a: b #c\""),
            ("2023-08-06", "\"2023-08-06\""),
            ("- x", "\"- x\""),
            ("x\ty\u{202e}", "\"x\\ty\\u202E\""),
            ("registry.example/shop:1.4.2", "registry.example/shop:1.4.2"),
            ("a #b", "\"a #b\""),
            ("a#b", "a#b"),
        ] {
            assert_eq!(source(&json!(text), ScalarStyle::Plain, false).as_deref(), Some(wanted));
        }
        assert_eq!(source(&json!("it's"), ScalarStyle::SingleQuoted, false).as_deref(), Some("'it''s'"));
        assert_eq!(source(&json!("a,b"), ScalarStyle::Plain, true).as_deref(), Some("\"a,b\""));
        assert_eq!(source(&json!(2), ScalarStyle::DoubleQuoted, false).as_deref(), Some("2"));
    }

    #[test]
    fn a_tag_is_what_follows_the_last_colon_of_the_name() {
        let new = |image: &str| tag_part(image, "2").map(|s| cut_in(image, &[s]).unwrap());
        assert_eq!(new("registry.example:5000/shop"), Ok("registry.example:5000/shop:2".into()));
        assert_eq!(new("registry.example:5000/shop:1"), Ok("registry.example:5000/shop:2".into()));
        assert_eq!(new("shop:1"), Ok("shop:2".into()));
        assert_eq!(new("shop:1@sha256:00"), Err(ImageProblem::Digest));
        assert_eq!(new("x/"), Err(ImageProblem::NotAnImage));
        assert!(is_tag("1.0.187_x-y") && !is_tag("-1") && !is_tag("a b") && !is_tag(""));
    }
}
