//! What it is for: lines as text outside of the program: in a file, in the clipboard.
//! In: a book and a range. Out: text. Never: an escape sequence that a terminal would obey.

use std::{
    io::{self, Write},
    ops::Range,
};

use super::{Book, Head, Kind, meet, text::plain_text};

/// Writes the lines of a range, each behind what `before` says of it; a line that was too long for one is joined again.
/// Returns how many could not be read any more.
///
/// # Errors
/// The writer's.
pub fn write_lines(
    book: &Book,
    range: Range<u64>,
    mut before: impl FnMut(&Head) -> String,
    to: &mut impl Write,
) -> io::Result<u64> {
    let mut index = book.index_of(range.start);
    let mut is_first = true;
    let mut lost = 0;
    while let Some(page) = book.page(index) {
        let here = meet(&range, &page.lines());
        if page.text().is_empty() {
            lost += here.end.saturating_sub(here.start);
        }
        for (number, head, text) in page.each() {
            if !here.contains(&number) {
                continue;
            }
            if head.kind != Kind::More || is_first {
                if !is_first {
                    to.write_all(b"\n")?;
                }
                to.write_all(before(&head).as_bytes())?;
            }
            is_first = false;
            to.write_all(plain_text(text).as_bytes())?;
        }
        if page.lines().end >= range.end {
            break;
        }
        index += 1;
    }
    if !is_first {
        to.write_all(b"\n")?;
    }
    Ok(lost)
}
