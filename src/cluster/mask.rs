//! What it is for: making a server's words fit for screen, journal and record.
//! In: text of unknown origin (API errors, events, plug-ins). Out: one short line of plain characters without values
//! of fields. Never: an escape sequence, a bidi control, a Go dump of a pod template, or credentials of an URL.

/// Longest server text that is kept, in characters.
pub(crate) const LONGEST: usize = 1_000;

/// A line of plain text: control and invisible characters become spaces or go, cut to `limit` characters.
pub(crate) fn plain(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    let mut count = 0;
    let mut blank = true; // no leading blank
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            skip_escape(&mut chars);
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if c == ' ' && blank {
            continue;
        }
        if count == limit {
            out.push('…');
            break;
        }
        blank = c == ' ';
        out.push(c);
        count += 1;
    }
    out.truncate(out.trim_end().len());
    out
}

/// An API error's message without the values of fields: Go dumps in braces, quoted values and URL credentials go.
pub(crate) fn without_values(text: &str) -> String {
    let text = without_dump(text);
    let text = without_quoted_value(&text);
    plain(&without_userinfo(&text), LONGEST)
}

/// The message of one `details.causes[]` entry: its kind and its last clause, without the value between them.
///
/// `Invalid value: core.PodTemplateSpec{…kilobytes…}: field is immutable` gives `Invalid value: field is immutable`.
pub(crate) fn cause(text: &str) -> String {
    for kind in ["Invalid value: ", "Unsupported value: ", "Duplicate value: ", "Not found: ", "Too long: "] {
        if let Some(rest) = text.strip_prefix(kind) {
            let detail = after_value(rest).unwrap_or_default();
            let head = kind.trim_end_matches(": ");
            return if detail.is_empty() {
                head.to_owned()
            } else {
                format!("{head}: {}", without_values(detail))
            };
        }
    }
    without_values(text)
}

/// What follows the value at the start of `rest`: a Go-quoted string is skipped exactly, anything else up to the
/// last `: `.
fn after_value(rest: &str) -> Option<&str> {
    if let Some(quoted) = rest.strip_prefix('"') {
        let end = end_of_quoted(quoted)?;
        return quoted.get(end + 1..)?.strip_prefix(": ");
    }
    rest.rsplit_once(": ").map(|(_, detail)| detail)
}

/// Byte position of the closing quote of a Go-quoted string whose opening quote was taken off.
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

fn without_dump(text: &str) -> String {
    match (text.find('{'), text.rfind('}')) {
        (Some(start), Some(end)) if start < end => {
            let (head, tail) = (text.get(..start).unwrap_or(""), text.get(end + 1..).unwrap_or(""));
            format!("{head}{{…}}{tail}")
        }
        (Some(start), _) => format!("{}{{…", text.get(..start).unwrap_or("")),
        (None, _) => text.to_owned(),
    }
}

fn without_quoted_value(text: &str) -> String {
    const MARK: &str = "value: \"";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (head, tail) = rest.split_at(at + MARK.len());
        out.push_str(head);
        out.push('…');
        match end_of_quoted(tail) {
            Some(end) => rest = tail.get(end..).unwrap_or(""),
            None => return out,
        }
    }
    out.push_str(rest);
    out
}

/// `scheme://user:password@host` becomes `scheme://…@host`.
pub(crate) fn without_userinfo(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        out.push_str(head);
        let end = tail.find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '?' | '#'));
        let authority = tail.get(..end.unwrap_or(tail.len())).unwrap_or("");
        if let Some(user) = authority.rfind('@') {
            out.push('…');
            rest = tail.get(user..).unwrap_or("");
        } else {
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

/// `?key=value&other=value` becomes `?key=…&other=…`: what an URL is asked with may be a token.
pub(crate) fn without_query_values(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('?') {
        let (head, tail) = rest.split_at(at + 1);
        out.push_str(head);
        let end = tail.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(tail.len());
        let (query, after) = tail.split_at(end);
        for (number, part) in query.split('&').enumerate() {
            if number > 0 {
                out.push('&');
            }
            let (key, has_value) = part.split_once('=').map_or((part, false), |(key, _)| (key, true));
            out.push_str(key);
            if has_value {
                out.push_str("=…");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

/// Skips what follows an ESC: a CSI sequence up to its final byte, a string sequence up to its terminator, else one
/// character.
fn skip_escape(chars: &mut std::str::Chars<'_>) {
    match chars.next() {
        Some('[') => {
            chars.find(|c| ('\u{40}'..='\u{7e}').contains(c));
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let mut before = ' ';
            chars.find(|c| {
                let ends = *c == '\u{7}' || *c == '\u{9c}' || (before == '\u{1b}' && *c == '\\');
                before = *c;
                ends
            });
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_cannot_steer_the_screen() {
        assert_eq!(plain("a\u{1b}[31mred\u{1b}[0m\tb\nc", 100), "ared b c");
        assert_eq!(plain("\u{1b}]52;c;ZXZpbA==\u{7}x\u{202e}y\0", 100), "xy");
        assert_eq!(plain("abcdef", 3), "abc…");
    }

    #[test]
    fn what_an_url_is_asked_with_is_not_told() {
        let text = "Get \"http://10.0.0.1:80/health?token=hunter2&x=hunter2\": refused, or not? a=b";
        assert_eq!(
            without_query_values(text),
            "Get \"http://10.0.0.1:80/health?token=…&x=…\": refused, or not? a=b"
        );
        assert_eq!(without_query_values("http://a/?b=c?d=e"), "http://a/?b=…");
        assert_eq!(without_query_values("http://a/?b&c="), "http://a/?b&c=…");
        assert_eq!(without_query_values("ready?"), "ready?");
    }

    #[test]
    fn mistake_24_values_do_not_leave_a_refusal() {
        let long = "Invalid value: core.PodTemplateSpec{Env: {Name: \"PW\", Value: \"hunter2\"}}: field is immutable";
        assert_eq!(cause(long), "Invalid value: field is immutable");
        assert_eq!(
            cause("Invalid value: \"a: \\\"hunter2\": must be no more than 63 characters"),
            "Invalid value: must be no more than 63 characters"
        );
        assert_eq!(cause("Required value"), "Required value");
        let whole =
            "Job \"x\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{hunter2}: immutable";
        let shown = without_values(whole);
        assert!(!shown.contains("hunter2") && shown.ends_with("immutable"), "{shown}");
        assert!(!without_values("spec: Invalid value: \"hunter2\": too short").contains("hunter2"));
        assert_eq!(without_userinfo("jdbc:postgresql://u:p@db/x y"), "jdbc:postgresql://…@db/x y");
    }
}
