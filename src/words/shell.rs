//! What it is for: command lines that a person copies. In: a text. Out: one word of a POSIX shell. Never: a line that is run.

/// A text as one word of a POSIX shell: as it is where that is safe, else in single quotes.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_line_means_the_same_words_to_a_shell() {
        assert_eq!(quoted("-Atc"), "-Atc");
        assert_eq!(quoted("select 1"), "'select 1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("$HOME;x"), "'$HOME;x'");
    }
}
