//! What it is for: the versions of an image to choose from: their order, and when each was built.
//! In: tags, an image's name. Out: tags with the newest first; a time of building. Never: more requests than one image
//! needs, or the claim that a tag without a number is a version.

use std::cmp::Ordering;

/// Words that mark what comes before a release.
const BEFORE: [&str; 10] =
    ["alpha", "beta", "rc", "pre", "preview", "dev", "snapshot", "nightly", "m", "next"];

/// A part of a version: a number, or letters.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// Without leading zeros: longer is greater, then as text.
    Number(&'a str),
    Word(&'a str),
}

/// Puts the newest version first: by numbers as semantic versioning orders them, a release before its candidates; then
/// the tags that are no version, such as `latest`, by name.
pub fn newest_first(tags: &mut [String]) {
    tags.sort_by(|one, other| order(other, one));
}

/// Whether a tag begins with a number, a `v` before it allowed: `1.0.200`, `v2`, `14.18-alpine`; not a commit's name.
pub fn is_version(tag: &str) -> bool {
    let first = body(tag).split(['.', '-', '_', '+']).next().unwrap_or_default();
    !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit())
}

fn body(tag: &str) -> &str {
    tag.strip_prefix(['v', 'V']).unwrap_or(tag)
}

/// The newer one is greater.
fn order(one: &str, other: &str) -> Ordering {
    match (is_version(one), is_version(other)) {
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        // The list is turned round: by name from the beginning of the alphabet.
        (false, false) => return other.cmp(one),
        (true, true) => {}
    }
    let (ones, others) = (parts(body(one)), parts(body(other)));
    let both = ones.iter().zip(&others).map(|(a, b)| compare(a, b)).find(|found| found.is_ne());
    both.unwrap_or_else(|| match ones.len().cmp(&others.len()) {
        Ordering::Greater => ending(ones.get(others.len())),
        Ordering::Less => ending(others.get(ones.len())).reverse(),
        Ordering::Equal => one.cmp(other),
    })
}

/// How a version with one more part stands to the one without: `1.0.1` is newer than `1.0`, `1.0-rc1` older; a variant such
/// as `1.0-alpine` stands behind it too.
fn ending(more: Option<&Part<'_>>) -> Ordering {
    match more {
        Some(Part::Number(_)) => Ordering::Greater,
        Some(Part::Word(_)) => Ordering::Less,
        None => Ordering::Equal,
    }
}

fn compare(one: &Part<'_>, other: &Part<'_>) -> Ordering {
    match (one, other) {
        (Part::Number(a), Part::Number(b)) => a.len().cmp(&b.len()).then(a.cmp(b)),
        (Part::Number(_), Part::Word(_)) => Ordering::Greater,
        (Part::Word(_), Part::Number(_)) => Ordering::Less,
        // A variant is newer than a candidate.
        (Part::Word(a), Part::Word(b)) => is_before(b).cmp(&is_before(a)).then(a.cmp(b)),
    }
}

fn is_before(word: &str) -> bool {
    BEFORE.iter().any(|before| word.eq_ignore_ascii_case(before))
}

/// The numbers and words of a version, the marks between them left out.
fn parts(version: &str) -> Vec<Part<'_>> {
    let pieces = version.split(['.', '-', '_', '+']);
    pieces.flat_map(runs).filter(|part| *part != Part::Word("")).collect()
}

/// Digits and letters apart: `rc1` is `rc` and `1`.
fn runs(piece: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = piece;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        found.push(if is_digit { Part::Number(run.trim_start_matches('0')) } else { Part::Word(run) });
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_comes_first_whatever_the_registry_says() {
        let wanted = [
            "2.0.0",
            "2.0.0-rc10",
            "2.0.0-rc2",
            "2.0.0-beta",
            "1.0.200",
            "1.0.200-alpine",
            "v1.0.99",
            "1.0.9",
            "1.0",
            "2024",
            "9b1f00c",
            "latest",
            "main",
            "sha256-00.sig",
        ];
        let mut wanted: Vec<String> = wanted.map(str::to_owned).to_vec();
        // A year is a number like another.
        let year = wanted.remove(9);
        wanted.insert(0, year);
        let mut tags = wanted.clone();
        tags.sort();
        newest_first(&mut tags);
        assert_eq!(tags, wanted);
        tags.reverse();
        newest_first(&mut tags);
        assert_eq!(tags, wanted);
    }

    #[test]
    fn numbers_of_any_length_are_compared_and_zeros_before_them_count_nothing() {
        let mut tags = ["1.20261122235959999999999", "1.3", "1.007", "1.07"].map(str::to_owned);
        newest_first(&mut tags);
        assert_eq!(tags, ["1.20261122235959999999999", "1.07", "1.007", "1.3"]);
    }
}
