//! What it is for: which rows a difference has: unified or side by side, with what is alike folded or opened.
//! In: a difference. Out: rows that name its lines. Never: a line's text copied.

use std::collections::BTreeSet;

use crate::manifest::{Diff, DiffLine, Hunk, LineKind};

/// A line of the difference, or one that is alike around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// Of a hunk.
    Line(usize, usize),
    /// Alike, above a hunk.
    Above(usize, usize),
    /// Alike, below a hunk.
    Below(usize, usize),
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// Where a hunk is.
    Head(usize),
    /// Lines that are alike, before the hunk of that number (one behind the last: at the end).
    Fold {
        /// Which.
        gap: usize,
        /// How many lines.
        count: usize,
        /// Whether they are shown; `None` when they are not at hand.
        is_open: Option<bool>,
    },
    /// A line; over the whole width.
    One(Cell),
    /// Before and after.
    Pair(Option<Cell>, Option<Cell>),
}

/// The rows, and how wide they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) rows: Vec<Row>,
    /// Characters of the longest line.
    pub(super) longest: usize,
    /// Digits of the greatest line number; 0 when none is known.
    pub(super) digits: usize,
}

impl Layout {
    /// The rows of a difference; `open` names what is unfolded.
    pub(super) fn new(diff: &Diff, open: &BTreeSet<usize>, is_beside: bool) -> Self {
        let mut layout = Self::default();
        for (number, hunk) in diff.hunks.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| Some((before, diff.hunks.get(before)?)));
            layout.gap(before, Some((number, hunk)), open, is_beside);
            if !hunk.header.is_empty() {
                layout.rows.push(Row::Head(number));
            }
            if is_beside {
                layout.pairs(number, &hunk.lines);
            } else {
                layout.rows.extend((0..hunk.lines.len()).map(|line| Row::One(Cell::Line(number, line))));
            }
        }
        let last = diff.hunks.len().checked_sub(1).and_then(|last| Some((last, diff.hunks.get(last)?)));
        layout.gap(last, None, open, is_beside);
        let texts = layout.rows.iter().flat_map(|row| match row {
            Row::One(cell) => [Some(*cell), None],
            Row::Pair(old, new) => [*old, *new],
            Row::Head(_) | Row::Fold { .. } => [None, None],
        });
        layout.longest = texts
            .flatten()
            .filter_map(|cell| text_of(diff, cell))
            .map(|text| text.chars().count())
            .max()
            .unwrap_or(0);
        let numbers =
            diff.hunks.iter().flat_map(|hunk| &hunk.lines).flat_map(|line| [line.old_line, line.new_line]);
        let greatest = numbers
            .flatten()
            .max()
            .map(|number| number + diff.hunks.last().map_or(0, |last| last.below.len()));
        layout.digits = greatest.map_or(0, |number| number.to_string().len());
        layout
    }

    /// What is alike between two hunks, or before the first, or behind the last.
    fn gap(
        &mut self,
        before: Option<(usize, &Hunk)>,
        after: Option<(usize, &Hunk)>,
        open: &BTreeSet<usize>,
        is_beside: bool,
    ) {
        let below = before.map_or(0, |(_, hunk)| hunk.below.len());
        let above = after.map_or(0, |(_, hunk)| hunk.above.len());
        let start = after.and_then(|(_, hunk)| hunk.lines.iter().find_map(|line| line.new_line));
        let end = match before {
            Some((_, hunk)) => hunk.lines.iter().rev().find_map(|line| line.new_line),
            None => Some(0),
        };
        let between = start.zip(end).map_or(0, |(start, end)| start.saturating_sub(end + 1));
        let (known, count) = (below + above, between.max(below + above));
        if count == 0 {
            return;
        }
        let gap = after.map_or_else(|| before.map_or(0, |(number, _)| number + 1), |(number, _)| number);
        let is_open = (known > 0).then(|| open.contains(&gap));
        self.rows.push(Row::Fold { gap, count, is_open });
        if is_open != Some(true) {
            return;
        }
        let row = |cell| if is_beside { Row::Pair(Some(cell), Some(cell)) } else { Row::One(cell) };
        if let Some((number, _)) = before {
            self.rows.extend((0..below).map(|line| row(Cell::Below(number, line))));
        }
        if count > known {
            self.rows.push(Row::Fold { gap, count: count - known, is_open: None });
        }
        if let Some((number, _)) = after {
            self.rows.extend((0..above).map(|line| row(Cell::Above(number, line))));
        }
    }

    /// Removed lines beside the added ones that follow them.
    fn pairs(&mut self, hunk: usize, lines: &[DiffLine]) {
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let cell = |line| Some(Cell::Line(hunk, line));
            if line.kind == LineKind::Same {
                self.rows.push(Row::Pair(cell(at), cell(at)));
                at += 1;
                continue;
            }
            let run = |from: usize, kind| {
                lines.get(from..).unwrap_or_default().iter().take_while(|line| line.kind == kind).count()
            };
            let removed = run(at, LineKind::Removed);
            let added = run(at + removed, LineKind::Added);
            for place in 0..removed.max(added) {
                let old = (place < removed).then_some(at + place).and_then(cell);
                let new = (place < added).then_some(at + removed + place).and_then(cell);
                self.rows.push(Row::Pair(old, new));
            }
            at += removed + added;
        }
    }

    /// The row in which a line stands.
    pub(super) fn row_of(&self, wanted: Cell) -> Option<usize> {
        let has = |row: &Row| match row {
            Row::One(cell) => *cell == wanted,
            Row::Pair(old, new) => *old == Some(wanted) || *new == Some(wanted),
            Row::Head(_) | Row::Fold { .. } => false,
        };
        self.rows.iter().position(has)
    }
}

impl Cell {
    /// What must be unfolded for it to be seen.
    pub(super) fn gap(self) -> Option<usize> {
        match self {
            Self::Line(..) => None,
            Self::Above(hunk, _) => Some(hunk),
            Self::Below(hunk, _) => Some(hunk + 1),
        }
    }
}

/// All lines in their order, also those that are folded.
pub(super) fn cells(diff: &Diff) -> impl Iterator<Item = (Cell, &str)> {
    diff.hunks.iter().enumerate().flat_map(|(number, hunk)| {
        let above =
            hunk.above.iter().enumerate().map(move |(at, text)| (Cell::Above(number, at), text.as_str()));
        let own =
            hunk.lines.iter().enumerate().map(move |(at, line)| (Cell::Line(number, at), line.text.as_str()));
        let below =
            hunk.below.iter().enumerate().map(move |(at, text)| (Cell::Below(number, at), text.as_str()));
        above.chain(own).chain(below)
    })
}

/// The text of a line.
pub(super) fn text_of(diff: &Diff, cell: Cell) -> Option<&str> {
    match cell {
        Cell::Line(hunk, line) => diff.hunks.get(hunk)?.lines.get(line).map(|line| line.text.as_str()),
        Cell::Above(hunk, line) => diff.hunks.get(hunk)?.above.get(line).map(String::as_str),
        Cell::Below(hunk, line) => diff.hunks.get(hunk)?.below.get(line).map(String::as_str),
    }
}

/// The line of the difference itself, when it is one.
pub(super) fn changed(diff: &Diff, cell: Cell) -> Option<&DiffLine> {
    match cell {
        Cell::Line(hunk, line) => diff.hunks.get(hunk)?.lines.get(line),
        Cell::Above(..) | Cell::Below(..) => None,
    }
}

/// Its numbers before and after.
pub(super) fn numbers_of(diff: &Diff, cell: Cell) -> (Option<usize>, Option<usize>) {
    let find = |cell| -> Option<(Option<usize>, Option<usize>)> {
        match cell {
            Cell::Line(hunk, line) => {
                diff.hunks.get(hunk)?.lines.get(line).map(|line| (line.old_line, line.new_line))
            }
            Cell::Above(hunk, line) => {
                let hunk = diff.hunks.get(hunk)?;
                let up = |number: Option<usize>| number?.checked_sub(hunk.above.len() - line);
                let (old, new) = (|line: &DiffLine| line.old_line, |line: &DiffLine| line.new_line);
                Some((up(hunk.lines.iter().find_map(old)), up(hunk.lines.iter().find_map(new))))
            }
            Cell::Below(hunk, line) => {
                let lines = &diff.hunks.get(hunk)?.lines;
                let down = |number: Option<usize>| Some(number? + line + 1);
                let (old, new) = (|line: &DiffLine| line.old_line, |line: &DiffLine| line.new_line);
                Some((down(lines.iter().rev().find_map(old)), down(lines.iter().rev().find_map(new))))
            }
        }
    };
    find(cell).unwrap_or_default()
}

/// Something that is another when the rows are others: kinds and lengths of all lines. What is unfolded, sought and read
/// stays while only words change; that they did is known by [`Diff::fingerprint`].
pub(super) fn mark_of(diff: &Diff) -> u64 {
    const TURN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut mark = 0_u64;
    let mut add = |value: usize| mark = (mark.rotate_left(5) ^ value as u64).wrapping_mul(TURN);
    for hunk in &diff.hunks {
        add(hunk.header.len());
        add(hunk.above.len());
        add(hunk.below.len());
        for line in &hunk.lines {
            let kind = match line.kind {
                LineKind::Same => 0,
                LineKind::Removed => 1,
                LineKind::Added => 2,
            };
            add((line.text.len() << 2) | kind);
        }
        add(hunk.lines.first().and_then(|line| line.new_line.or(line.old_line)).unwrap_or(0));
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(text: &str) -> Diff {
        Diff::of_text(&text.lines().map(str::to_owned).collect::<Vec<_>>()).expect("a difference")
    }

    fn sample() -> Diff {
        let mut diff = diff("@@ -5,4 +5,5 @@ a\n e\n-f\n-g\n+F\n+G\n+H\n i\n@@ -20,1 +21,1 @@ b\n-x\n+y");
        diff.hunks[0].above = vec!["c".to_owned(), "d".to_owned()];
        diff.hunks[1].below = vec!["z".to_owned()];
        diff
    }

    #[test]
    fn what_is_alike_is_folded_and_opens() {
        let diff = sample();
        let closed = Layout::new(&diff, &BTreeSet::new(), false);
        let fold = |gap, count, is_open| Row::Fold { gap, count, is_open };
        assert_eq!(closed.rows[0], fold(0, 4, Some(false)), "lines 1 to 4, of which two are at hand");
        assert_eq!(closed.rows[9], fold(1, 11, None), "nothing of it is at hand");
        assert_eq!(*closed.rows.last().unwrap(), fold(2, 1, Some(false)));
        assert_eq!((closed.rows.len(), closed.digits, closed.longest), (14, 2, 1));
        let open = Layout::new(&diff, &BTreeSet::from([0, 2]), false);
        let above = |line| Row::One(Cell::Above(0, line));
        assert_eq!(open.rows[..4], [fold(0, 4, Some(true)), fold(0, 2, None), above(0), above(1)]);
        assert_eq!(*open.rows.last().unwrap(), Row::One(Cell::Below(1, 0)));
        assert_eq!(open.row_of(Cell::Above(0, 1)), Some(3));
        assert_eq!(closed.row_of(Cell::Above(0, 1)), None);
        assert_eq!(Cell::Below(1, 0).gap(), Some(2));
        assert_eq!(numbers_of(&diff, Cell::Above(0, 1)), (Some(4), Some(4)));
        assert_eq!(numbers_of(&diff, Cell::Below(1, 0)).1, Some(22));
    }

    #[test]
    fn side_by_side_both_sides_stay_level() {
        let layout = Layout::new(&sample(), &BTreeSet::new(), true);
        let line = |at| Some(Cell::Line(0, at));
        let wanted = [
            Row::Pair(line(0), line(0)),
            Row::Pair(line(1), line(3)),
            Row::Pair(line(2), line(4)),
            Row::Pair(None, line(5)),
            Row::Pair(line(6), line(6)),
        ];
        assert_eq!(layout.rows[2..7], wanted);
    }

    #[test]
    fn all_lines_are_sought_in_their_order() {
        let diff = sample();
        let texts: String = cells(&diff).map(|(_, text)| text).collect();
        assert_eq!(texts, "cdefgFGHixyz");
        assert!(cells(&diff).all(|(cell, text)| text_of(&diff, cell) == Some(text)));
        let mut other = sample();
        other.hunks[0].lines[1].kind = LineKind::Added;
        assert_ne!(mark_of(&diff), mark_of(&other));
    }
}
