//! What it is for: words sought in a whole record. In: its document. Out: which part has them, and the one to go to.
//! Never: a search anew while nothing changed.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    ops::Range,
};

use egui::{Align, Id, Rect, Shape, Ui, layers::ShapeIdx};

use crate::ui::{
    markup::{Block, Document, Kind},
    rich::plain,
    theme::Palette,
    widgets::Seek,
};

/// A line of a record: of which section (`None` for what stands before them), of which of its blocks (`None` for its
/// heading), and which line of that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) section: Option<usize>,
    pub(super) block: Option<usize>,
    pub(super) line: usize,
}

impl Spot {
    /// The heading of a section.
    pub(super) fn heading(section: usize) -> Self {
        Self { section: Some(section), block: None, line: 0 }
    }

    /// The first line of a block.
    pub(super) fn block(section: Option<usize>, block: usize) -> Self {
        Self { section, block: Some(block), line: 0 }
    }
}

/// What is sought in a record.
#[derive(Debug, Clone, Default)]
pub(super) struct Finding {
    /// The record, by its key.
    of: String,
    seek: Seek<Spot>,
    goes: Option<Spot>,
}

impl Finding {
    /// For this record: in another one nothing is sought yet.
    pub(super) fn for_record(self, key: &str) -> Self {
        if self.of == key { self } else { Self { of: key.to_owned(), ..Self::default() } }
    }

    /// The words that open the field, and the key that does.
    pub(super) fn switch(&mut self, ui: &mut Ui, title: &str) {
        self.seek.switch(ui, title);
    }

    /// The field, while it is open.
    pub(super) fn bar(&mut self, ui: &mut Ui, title: &str, document: &Document) {
        if !self.seek.is_open() {
            return;
        }
        self.seek.look(mark(&self.of, document), lines(document));
        if let Some(spot) = self.seek.bar(ui, Id::unique("record"), title) {
            self.goes = Some(spot);
        }
    }

    /// Where it stands in the words of a run.
    pub(super) fn places(&self, run: &str) -> Vec<Range<usize>> {
        if self.seek.is_open() { self.seek.places(run) } else { Vec::new() }
    }

    /// Whether a line was gone to.
    pub(super) fn is_at(&self, spot: Spot) -> bool {
        self.seek.is_open() && self.seek.is_at(spot)
    }

    /// Whether any line of a block was found.
    pub(super) fn has(&self, spot: Spot) -> bool {
        let is_here = |hit: &Spot| (hit.section, hit.block) == (spot.section, spot.block);
        self.seek.is_open() && self.seek.hits().iter().any(is_here)
    }

    /// The line of a block that is to come into sight now.
    pub(super) fn goes_to(&mut self, spot: Spot) -> Option<usize> {
        let goes = self.goes.filter(|goes| (goes.section, goes.block) == (spot.section, spot.block))?;
        self.goes = None;
        Some(goes.line)
    }
}

/// Keeps a place in what is painted for the ground of a line that was gone to.
pub(super) fn keep_ground(ui: &Ui) -> ShapeIdx {
    ui.painter().add(Shape::Noop)
}

/// Marks what was gone to, and brings it into sight when it is gone to now.
pub(super) fn mark_gone_to(ui: &Ui, find: &mut Finding, spot: Spot, (ground, rect): (ShapeIdx, Rect)) {
    if find.is_at(spot) {
        let shape = Shape::rect_filled(rect.expand2(egui::vec2(4.0, 1.0)), 4.0, Palette::of(ui).chosen);
        ui.painter().set(ground, shape);
    }
    if find.goes_to(spot).is_some() {
        ui.scroll_to_rect(rect, Some(Align::Center));
    }
}

/// Something that is another when the lines are others.
fn mark(key: &str, document: &Document) -> u64 {
    let mut hasher = DefaultHasher::new();
    (key, document.lead.len(), document.sections.len()).hash(&mut hasher);
    document.sections.iter().for_each(|section| section.blocks.len().hash(&mut hasher));
    hasher.finish()
}

/// All lines, as one reads.
fn lines(document: &Document) -> impl Iterator<Item = (Spot, Cow<'_, str>)> {
    let sections = |range: Range<usize>| {
        let all = document.sections.iter().enumerate();
        all.skip(range.start).take(range.len()).flat_map(|(at, section)| {
            let heading = (Spot::heading(at), Cow::Borrowed(section.title.as_str()));
            std::iter::once(heading).chain(blocks(Some(at), &section.blocks))
        })
    };
    // Deviations are drawn before what the record begins with.
    let first = super::blocks::first_deviations(document);
    sections(0..first).chain(blocks(None, &document.lead)).chain(sections(first..document.sections.len()))
}

fn blocks(section: Option<usize>, blocks: &[Block]) -> impl Iterator<Item = (Spot, Cow<'_, str>)> {
    blocks.iter().enumerate().flat_map(move |(at, block)| {
        let spot = Spot::block(section, at);
        let (one, many): (Option<Cow<'_, str>>, &[String]) = match &block.kind {
            Kind::Heading(words) | Kind::Text(words) | Kind::Item(_, words) => {
                (Some(plain(words).into()), &[])
            }
            Kind::Code(_, lines) => (None, lines),
        };
        let many = many.iter().enumerate();
        let many = many.map(move |(line, words)| (Spot { line, ..spot }, Cow::Borrowed(words.as_str())));
        one.map(|words| (spot, words)).into_iter().chain(many)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_record_is_sought_and_deviations_come_first() {
        let title = crate::words::text("record-deviations-title");
        let page = format!(
            "## A record\n\n- Cluster: c\n\n### {title}\n\n1. **by** hand\n\n### Course\n\nwords\n\n```\none\ntwo\n```\n"
        );
        let document = Document::read(&page);
        let found: Vec<String> = lines(&document).map(|(_, words)| words.into_owned()).collect();
        assert_eq!(found, [title.as_str(), "by hand", "Cluster: c", "Course", "words", "one", "two"]);
        let spots: Vec<Spot> = lines(&document).map(|(spot, _)| spot).collect();
        assert_eq!(spots[6], Spot { section: Some(1), block: Some(1), line: 1 });
    }
}
