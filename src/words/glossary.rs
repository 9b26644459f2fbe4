//! What it is for: what the program's words mean, from `assets/words/glossary.md`, which the documentation shares.
//! In: a word. Out: its meaning (rich text). Never: a second explanation of the same word.

use std::sync::LazyLock;

const FILE: &str = include_str!("../../assets/words/glossary.md");

/// A word and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, as its heading in the file.
    pub word: &'static str,
    /// What it means (rich: `**bold**`, `` `mono` ``).
    pub meaning: String,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| read(FILE));

/// All words, in the order of the file.
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// What a word means; `None` when the glossary does not have it.
pub fn meaning(word: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.word == word)
}

/// Each second-level heading is a word, and what stands below it its meaning.
fn read(file: &'static str) -> Vec<Term> {
    let sections = file.split("\n## ").skip(1);
    let term = |section: &'static str| {
        let (word, text) = section.split_once('\n')?;
        let meaning = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Term { word: word.trim(), meaning })
    };
    sections.filter_map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_one_meaning_of_one_or_two_sentences() {
        let mut words: Vec<&str> = terms().iter().map(|term| term.word).collect();
        assert!(words.len() > 20, "{}", words.len());
        for term in terms() {
            assert!(term.meaning.ends_with('.'), "{}", term.word);
            assert!((40..260).contains(&term.meaning.len()), "{}: {}", term.word, term.meaning.len());
        }
        words.sort_unstable();
        let all = words.len();
        words.dedup();
        assert_eq!(words.len(), all, "a word stands twice");
        assert_eq!(meaning("pod").map(|term| term.word), Some("pod"));
        assert_eq!(meaning("nowhere"), None);
    }
}
