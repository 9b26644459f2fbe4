//! What it is for: a difference as text, as git and a record write it, and back. In: a [`Diff`], or lines of text.
//! Out: the other. Never: a line that is not at hand.

use std::fmt::Write as _;

use super::diff::{Diff, DiffLine, Hunk, LineKind, mark_words};

impl Diff {
    /// A difference that stands in a text, as [`Diff::as_text`] or a record has it. Line numbers are known where the
    /// lines with `@@` tell them; changed words are found anew. `None` when a line begins otherwise than a difference's.
    pub fn of_text(lines: &[String]) -> Option<Self> {
        let mut diff = Self::default();
        let mut next = (None, None);
        let is_head = |line: &&String| line.starts_with("--- ") || line.starts_with("+++ ");
        for text in lines.iter().skip_while(is_head) {
            if let Some(header) = text.strip_prefix("@@ ") {
                let (numbers, header) = numbers_of(header);
                next = numbers;
                diff.hunks.push(Hunk { header: header.to_owned(), ..Hunk::default() });
                continue;
            }
            if diff.hunks.is_empty() {
                diff.hunks.push(Hunk::default());
            }
            let mut signs = text.chars();
            let kind = match signs.next() {
                None | Some(' ') => LineKind::Same,
                Some('-') => LineKind::Removed,
                Some('+') => LineKind::Added,
                Some(_) => return None,
            };
            let step = |number: &mut Option<usize>, counts: bool| {
                let now = number.filter(|_| counts);
                *number = number.map(|number| number + usize::from(counts));
                now
            };
            let old_line = step(&mut next.0, kind != LineKind::Added);
            let new_line = step(&mut next.1, kind != LineKind::Removed);
            let text = signs.as_str().to_owned();
            diff.added += usize::from(kind == LineKind::Added);
            diff.removed += usize::from(kind == LineKind::Removed);
            if let Some(hunk) = diff.hunks.last_mut() {
                hunk.lines.push(DiffLine { kind, old_line, new_line, text, words: Vec::new() });
            }
        }
        for hunk in &mut diff.hunks {
            for run in hunk.lines.chunk_by_mut(|one, next| {
                let is_changed = |line: &DiffLine| line.kind != LineKind::Same;
                is_changed(one)
                    && is_changed(next)
                    && !(one.kind == LineKind::Added && next.kind == LineKind::Removed)
            }) {
                mark_words(run);
            }
        }
        Some(diff)
    }

    /// The difference as a unified one, as `diff -u` and git write it: `title` names both files, and nothing stands
    /// between the lines that is not at hand.
    pub fn as_text(&self, title: &str) -> String {
        let mut text = format!("--- a/{title}\n+++ b/{title}\n");
        for hunk in &self.hunks {
            let side = |number: fn(&DiffLine) -> Option<usize>| {
                let mut numbers = hunk.lines.iter().filter_map(number);
                let first = numbers.next();
                (first.unwrap_or(0), usize::from(first.is_some()) + numbers.count())
            };
            let ((old, old_count), (new, new_count)) =
                (side(|line| line.old_line), side(|line| line.new_line));
            let space = if hunk.header.is_empty() { "" } else { " " };
            if old_count + new_count > 0 {
                writeln!(text, "@@ -{old},{old_count} +{new},{new_count} @@{space}{}", hunk.header)
                    .unwrap_or_default();
            } else {
                writeln!(text, "@@ {} @@", hunk.header).unwrap_or_default();
            }
            for line in &hunk.lines {
                text.push(match line.kind {
                    LineKind::Same => ' ',
                    LineKind::Removed => '-',
                    LineKind::Added => '+',
                });
                text.push_str(&line.text);
                text.push('\n');
            }
        }
        text
    }
}

/// The first lines of both sides, from 1.
type Numbers = (Option<usize>, Option<usize>);

/// What stands behind the first `@@ `: `-3,7 +3,7 @@ where` tells numbers, `where @@` does not.
fn numbers_of(header: &str) -> (Numbers, &str) {
    let numbered = header.split_once(" @@").and_then(|(numbers, place)| {
        let (old, new) = numbers.strip_prefix('-')?.split_once(" +")?;
        let first = |side: &str| side.split(',').next().and_then(|number| number.parse::<usize>().ok());
        Some(((Some(first(old)?), Some(first(new)?)), place.trim_start()))
    });
    numbered.unwrap_or(((None, None), header.strip_suffix(" @@").unwrap_or(header)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::diff_manifests;

    const SHOP: &str = include_str!("../../tests/fixtures/manifests/shop.yml");

    #[test]
    fn a_difference_is_written_as_git_does_and_read_again() {
        let mut diff = diff_manifests(SHOP, &SHOP.replace(":1.4.2", ":1.5.0")).unwrap();
        let text = diff.as_text("shop.yml");
        assert!(
            text.starts_with("--- a/shop.yml\n+++ b/shop.yml\n@@ -20,7 +20,7 @@ Deployment shop · spec"),
            "{text}"
        );
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for hunk in &mut diff.hunks {
            (hunk.above, hunk.below) = (Vec::new(), Vec::new());
        }
        assert_eq!(Diff::of_text(&lines).unwrap(), diff);
        let record = ["@@ Deployment web @@", " a: 1", "-b: 1", "+b: 2"].map(str::to_owned);
        let read = Diff::of_text(&record).unwrap();
        assert_eq!((read.added, read.removed, read.hunks[0].header.as_str()), (1, 1, "Deployment web"));
        assert_eq!(read.hunks[0].lines[2].words.first(), Some(&(3..4)));
        assert_eq!(Diff::of_text(&["no difference".to_owned()]), None);
    }
}
