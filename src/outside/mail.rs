//! What it is for: the announcement as a `mailto:` address that the person's own mail program opens.
//! In: receivers, subject, text. Out: the address, and which receivers it does not hold. Never: sending anything.

use std::{collections::BTreeMap, fmt::Write as _};

/// Longest address that every desktop hands over whole, in characters (Windows' `ShellExecute` and its mail programs
/// cut near 2,048). A longer one is better copied.
pub const SAFE_LENGTH: usize = 2_000;

/// A `mailto:` address (RFC 6068).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailto {
    /// The address to open.
    pub uri: String,
    /// Receivers who are shown but not in the address: no `@` and no known address.
    pub left_out: Vec<String>,
    /// Whether the address is short enough for every mail program, see [`SAFE_LENGTH`].
    pub fits: bool,
}

/// Builds the address. `known` gives the addresses of lists that are named without one.
///
/// Line breaks in the text become CRLF as RFC 6068 asks; in the subject they become blanks.
pub fn mailto(to: &[String], subject: &str, text: &str, known: &BTreeMap<String, String>) -> Mailto {
    let mut receivers = Vec::new();
    let mut left_out = Vec::new();
    for name in to {
        let address = known.get(name).unwrap_or(name);
        if is_address(address) {
            receivers.push(encode(address, b"@"));
        } else {
            left_out.push(name.clone());
        }
    }
    let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.replace("\r\n", "\n").replace(['\n', '\r'], "\r\n");
    let mut uri = format!("mailto:{}?subject={}", receivers.join(","), encode(&subject, b""));
    if !text.is_empty() {
        uri.push_str("&body=");
        uri.push_str(&encode(&text, b""));
    }
    let fits = uri.len() <= SAFE_LENGTH;
    Mailto { uri, left_out, fits }
}

fn is_address(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"".contains(c);
    text.chars().all(plain)
        && text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

fn encode(text: &str, also: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            write!(out, "%{byte:02X}").unwrap_or_default();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_was_written_and_nothing_more() {
        let to = ["a+b@example.org".to_owned(), "haiku".to_owned(), "x?bcc=y@example.org".to_owned()];
        let mail = mailto(&to, "1.0.1 & more\nBcc: x", "Done.\n50 % faster ä", &BTreeMap::new());
        assert_eq!(
            mail.uri,
            "mailto:a%2Bb@example.org,x%3Fbcc%3Dy@example.org?subject=1.0.1%20%26%20more%20Bcc%3A%20x\
             &body=Done.%0D%0A50%20%25%20faster%20%C3%A4"
        );
        assert_eq!(mail.left_out, ["haiku"]);
        assert!(mail.fits);
    }

    #[test]
    fn a_known_list_gets_its_address_and_a_long_text_is_noted() {
        let known = BTreeMap::from([("haiku".to_owned(), "haiku@example.org".to_owned())]);
        let mail = mailto(&["haiku".to_owned()], "s", &"x".repeat(3000), &known);
        assert!(mail.uri.starts_with("mailto:haiku@example.org?subject=s&body=x"));
        assert!(mail.left_out.is_empty() && !mail.fits);
    }
}
