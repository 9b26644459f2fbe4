//! What it is for: finding what is meant by a few typed letters. In: what was typed, a text. Out: how well it fits, and
//! which letters of the text were hit. Never: a hit that cannot be shown.

/// How a text fits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Hit {
    /// Smaller is better.
    pub(super) rank: usize,
    /// Positions of the letters that were hit, counted in characters, ascending.
    pub(super) letters: Vec<usize>,
}

/// What was typed, made ready once for many texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    words: Vec<Vec<char>>,
    /// The same words as texts.
    texts: Vec<String>,
}

impl Query {
    /// Words in any order; upper and lower case alike.
    pub(super) fn new(typed: &str) -> Self {
        let words: Vec<Vec<char>> =
            typed.split_whitespace().map(|word| word.chars().map(lower).collect()).collect();
        let texts = words.iter().map(|word| word.iter().collect()).collect();
        Self { words, texts }
    }

    /// Whether nothing was typed.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How the text fits: every word must stand in it, best at the beginning of a word of the text, or else have its
    /// letters in this order. `None` when one does neither.
    pub(super) fn fits(&self, text: &str) -> Option<Hit> {
        let shown: Vec<char> = text.chars().map(lower).collect();
        let mut hit = Hit::default();
        for word in &self.words {
            let (rank, letters) = whole(word, &shown).or_else(|| scattered(word, &shown))?;
            hit.rank += rank;
            hit.letters.extend(letters);
        }
        hit.letters.sort_unstable();
        hit.letters.dedup();
        Some(hit)
    }

    /// Whether every word stands in the text, which is in lower case as names of Kubernetes are.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        self.texts.iter().all(|word| text.contains(word.as_str()))
    }
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// A letter after something that is none begins a word.
fn begins(shown: &[char], at: usize) -> bool {
    at == 0 || shown.get(at - 1).is_some_and(|before| !before.is_alphanumeric())
}

/// The word as it is: at the beginning of the text, of a word, or anywhere.
fn whole(word: &[char], shown: &[char]) -> Option<(usize, Vec<usize>)> {
    let places = || shown.windows(word.len()).enumerate().filter(|(_, part)| *part == word).map(|(at, _)| at);
    let at = places().find(|at| begins(shown, *at)).or_else(|| places().next())?;
    let rank = match at {
        0 => 0,
        at if begins(shown, at) => 1,
        _ => 3,
    };
    Some((rank, (at..at + word.len()).collect()))
}

/// The word's letters in their order, with others between them: first letters of words before others.
fn scattered(word: &[char], shown: &[char]) -> Option<(usize, Vec<usize>)> {
    /// Worse than any whole word.
    const BASE: usize = 10;
    if word.len() < 2 {
        return None;
    }
    let mut letters: Vec<usize> = Vec::with_capacity(word.len());
    let mut jumps = 0;
    for letter in word {
        let from = letters.last().map_or(0, |at| at + 1);
        let next = letters.last().map(|at| at + 1).filter(|at| shown.get(*at) == Some(letter));
        let found = |wants_start: bool| {
            (from..shown.len())
                .find(|at| shown.get(*at) == Some(letter) && (!wants_start || begins(shown, *at)))
        };
        let at = next.or_else(|| found(true)).or_else(|| found(false))?;
        jumps += usize::from(next.is_none());
        letters.push(at);
    }
    // Letters here and there in a long text are chance.
    (jumps <= 1 + word.len() / 2 || letters.iter().all(|at| begins(shown, *at)))
        .then_some((BASE + jumps, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &str, text: &str) -> Option<String> {
        let hit = Query::new(typed).fits(text)?;
        let mark = |(at, letter): (usize, char)| {
            if hit.letters.contains(&at) {
                letter.to_uppercase().next().unwrap_or(letter)
            } else {
                lower(letter)
            }
        };
        Some(text.chars().enumerate().map(mark).collect())
    }

    #[test]
    fn words_are_found_in_any_order_and_first_letters_too() {
        assert_eq!(marked("step go", "Go to step 7").as_deref(), Some("GO to STEP 7"));
        assert_eq!(marked("cn", "Copy the name").as_deref(), Some("Copy the Name"));
        assert_eq!(marked("ckl", "Copy the kubectl line").as_deref(), Some("Copy the Kubectl Line"));
        assert_eq!(marked("CLUS", "Page: cluster").as_deref(), Some("page: CLUSter"));
        assert_eq!(marked("dark", "Light colours"), None);
        assert_eq!(marked("xyz", "Copy the name"), None);
    }

    #[test]
    fn what_begins_a_word_comes_before_what_stands_within_one() {
        let rank = |typed: &str, text: &str| Query::new(typed).fits(text).map(|hit| hit.rank);
        let ranks: Vec<_> = ["Pods", "All pods", "Tripods", "p-o-d-s"].map(|text| rank("pods", text)).into();
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert_eq!(ranks.first(), Some(&Some(0)));
        assert_eq!(rank("ü", "über"), Some(0));
    }

    #[test]
    fn names_of_objects_are_sought_as_they_are() {
        let query = Query::new("depot 7d9c");
        assert!(query.stands_in("depot-7d9c-x2kfp"));
        assert!(!query.stands_in("depot-5f"));
    }
}
