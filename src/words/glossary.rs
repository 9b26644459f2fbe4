//! What it is for: what the program's words mean, from `assets/words/glossary.md`, which the documentation shares, and its
//! translations. In: an English word. Out: the word and its meaning (rich text) in the chosen language. Never: a second explanation of the same word.

use std::sync::LazyLock;

use super::{Language, language};

const ENGLISH: &str = include_str!("../../assets/words/glossary.md");
const GERMAN: &str = include_str!("../../assets/words/glossary.de.md");

/// A word and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The English word, by which it is asked for.
    pub key: &'static str,
    /// The word, as its heading in the file.
    pub word: &'static str,
    /// What it means (rich: `**bold**`, `` `mono` ``).
    pub meaning: String,
}

static ENGLISH_TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| read(ENGLISH));
static GERMAN_TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| read(GERMAN));

/// All words in the chosen language, in the order of the file.
pub fn terms() -> &'static [Term] {
    match language() {
        Language::English => &ENGLISH_TERMS,
        Language::German => &GERMAN_TERMS,
    }
}

/// What a word means, by its English name; `None` when the glossary does not have it.
pub fn meaning(word: &str) -> Option<&'static Term> {
    let of = |terms: &'static [Term]| terms.iter().find(|term| term.key == word);
    of(terms()).or_else(|| of(&ENGLISH_TERMS))
}

/// Each second-level heading is a word, and what stands below it its meaning. A translation names the English word behind
/// its own: `## Verfahren (procedure)`.
fn read(file: &'static str) -> Vec<Term> {
    let sections = file.split("\n## ").skip(1);
    let term = |section: &'static str| {
        let (heading, text) = section.split_once('\n')?;
        let heading = heading.trim();
        let both = heading.strip_suffix(')').and_then(|both| both.split_once(" ("));
        let (word, key) = both.unwrap_or((heading, heading));
        let meaning = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Term { key, word, meaning })
    };
    sections.filter_map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::speaking;

    #[test]
    fn the_german_words_are_the_same_ones_in_the_same_order() {
        let keys = |terms: &[Term]| terms.iter().map(|term| term.key).collect::<Vec<_>>();
        assert_eq!(keys(&GERMAN_TERMS), keys(&ENGLISH_TERMS));
        for term in GERMAN_TERMS.iter() {
            assert!(term.meaning.ends_with('.'), "{}", term.word);
            assert!((40..330).contains(&term.meaning.len()), "{}: {}", term.word, term.meaning.len());
        }
        let german = speaking(Language::German, || meaning("procedure")).map(|term| term.word);
        assert_eq!(german, Some("Verfahren"));
    }

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
