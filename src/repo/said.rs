//! What it is for: words of git, of hooks and of servers made fit for a screen and a record.
//! In: bytes that somebody else wrote. Out: short plain text. Never: escape sequences, invisible or direction-changing
//! characters, or the user part of a URL (it may be a password).

/// Most characters kept; the end is kept, since git says what matters last.
const LIMIT: usize = 4000;

/// Makes the words of a program showable.
pub(super) fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = masked(&without_escapes(&text));
    let text = text.trim();
    let surplus = text.chars().count().saturating_sub(LIMIT);
    if surplus == 0 {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(surplus).collect();
    format!("… {kept}")
}

/// A URL without its user part.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c == '/' || c.is_whitespace() || matches!(c, '\'' | '"'))
            .unwrap_or(after.len());
        let (authority, tail) = after.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str("***@");
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.next() {
                Some('[') => while chars.next().is_some_and(|c| !('\u{40}'..='\u{7e}').contains(&c)) {},
                Some(']' | 'P' | '_' | '^' | 'X') => skip_string(&mut chars),
                Some(_) | None => {}
            },
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            c if c.is_control() || is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The end of an operating system command (such as a write to the clipboard): BEL or ESC `\`.
fn skip_string(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(c) = chars.next() {
        if c == '\u{7}' {
            return;
        }
        if c == '\u{1b}' {
            chars.next_if_eq(&'\\');
            return;
        }
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_invisible_characters_are_taken_out() {
        let said = "remote: \u{1b}[31mGH006\u{1b}[0m: \u{1b}]52;c;cm0=\u{7}Protected\u{202e} branch\r\nremote: no\u{0}\n";
        assert_eq!(plain(said.as_bytes()), "remote: GH006: Protected branch\nremote: no");
    }

    #[test]
    fn the_user_part_of_a_url_never_shows() {
        let said = "fatal: unable to access 'https://me:s3cr@t@git.example.org/infra.git/': no";
        assert_eq!(masked(said), "fatal: unable to access 'https://***@git.example.org/infra.git/': no");
        assert_eq!(masked("ssh://git@h:22/x and https://h/y"), "ssh://***@h:22/x and https://h/y");
    }

    #[test]
    fn long_words_keep_their_end() {
        let said = plain("x".repeat(10_000).as_bytes());
        assert!(said.starts_with("… x") && said.chars().count() == LIMIT + 2);
    }
}
