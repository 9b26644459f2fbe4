//! What it is for: knowing at once whether a difference that is shown is another than the one before. In: a [`Diff`].
//! Out: a number that is another when one of its lines is. Never: a number that is written down, or a part of the difference.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    mem,
    sync::OnceLock,
};

use super::diff::Diff;

/// The number, once it was asked for. Two differences are never told apart by whether it was, and a copy, which may be
/// changed, begins without it.
#[derive(Debug, Default)]
pub(super) struct Fingerprint(OnceLock<u64>);

impl Clone for Fingerprint {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Fingerprint {}

impl Diff {
    /// A number that is another when one of its lines is, also one that is alike around a hunk. It is reckoned once: it is
    /// for a difference that is not changed any more (a copy may be).
    pub fn fingerprint(&self) -> u64 {
        *self.print.0.get_or_init(|| {
            let mut hasher = DefaultHasher::new();
            for hunk in &self.hunks {
                (&hunk.header, &hunk.above, &hunk.below, hunk.lines.len()).hash(&mut hasher);
                for line in &hunk.lines {
                    let numbers = (line.old_line, line.new_line);
                    (mem::discriminant(&line.kind), numbers, &line.text).hash(&mut hasher);
                }
            }
            hasher.finish()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(text: &str) -> Diff {
        Diff::of_text(&text.lines().map(str::to_owned).collect::<Vec<_>>()).expect("a difference")
    }

    #[test]
    fn lines_of_the_same_lengths_are_told_apart() {
        let (one, other) = (diff("@@ -1,1 +1,1 @@ a\n-x\n+y"), diff("@@ -1,1 +1,1 @@ a\n-x\n+z"));
        assert_ne!(one.fingerprint(), other.fingerprint());
        assert_eq!(one.fingerprint(), diff("@@ -1,1 +1,1 @@ a\n-x\n+y").fingerprint());
    }

    #[test]
    fn a_copy_that_is_changed_has_its_own() {
        let one = diff("@@ -2,1 +2,1 @@ a\n-x\n+y");
        let known = one.fingerprint();
        let mut copy = one.clone();
        assert_eq!(copy, one, "the number is no part of the difference");
        copy.hunks[0].above = vec!["v".to_owned()];
        assert_ne!(copy.fingerprint(), known);
        assert_eq!(one.fingerprint(), known);
    }
}
