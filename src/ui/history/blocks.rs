//! What it is for: a record's text on the screen: cards by heading, lists, code. In: a [`Document`]. Out: pixels.
//! Never: a link that can be pressed, or long code laid out that is not in sight.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use egui::{Label, ScrollArea, Ui, pos2, vec2};

use super::find::{Finding, Spot, keep_ground, mark_gone_to};
use crate::{
    manifest::Diff,
    ui::{
        markup::{Block, Document, Kind, Section},
        memory::UiMemory,
        rich::{literal, plain},
        theme::{Palette, Type, gap},
        view::{Chip, DiffView, Tone},
        widgets::{Head, card, diff_card, label, marked, nothing, rich_found, text, well},
    },
    words,
};

/// How far a list stands in.
const STEP: f32 = 20.0;
/// Height of a line of code.
const ROW: f32 = 18.0;
/// Height of a section's heading.
const TITLE: f32 = 38.0;
/// Lines of code in sight.
const LINES: f32 = 18.0;

/// The facts at the beginning, as a card: what each is called above what it says.
pub(super) fn facts(ui: &mut Ui, document: &Document, find: &mut Finding, memory: &mut UiMemory) {
    let title = words::text("history-facts");
    card(ui, &Head { title: &title, is_small: true, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        for (index, block) in document.lead.iter().enumerate() {
            let spot = Spot::block(None, index);
            match &block.kind {
                Kind::Item(number, words) if number.is_empty() => {
                    let (ground, top) = (keep_ground(ui), ui.cursor().min);
                    fact(ui, words, find);
                    let rect =
                        egui::Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.min_rect().bottom()));
                    mark_gone_to(ui, find, spot, (ground, rect));
                }
                Kind::Item(..) | Kind::Text(_) | Kind::Heading(_) | Kind::Code(..) => {
                    one(ui, block, spot, find, memory);
                }
            }
        }
    });
}

/// What is called so, above what it says.
fn fact(ui: &mut Ui, words: &str, find: &Finding) {
    let palette = Palette::of(ui);
    let places = |run: &str| find.places(run);
    match words.split_once(": ") {
        Some((name, value)) if !plain(name).contains('\n') => {
            let called = plain(name).trim_start_matches('*').to_owned();
            rich_found(ui, &literal(&called), Type::Small, palette.dim, places);
            // Bold that began before the name ends before the value, or goes on in it.
            let value = match (name.starts_with("**"), value.strip_prefix("**")) {
                (true, Some(rest)) => rest.to_owned(),
                (true, None) => format!("**{value}"),
                (false, _) => value.to_owned(),
            };
            rich_found(ui, &value, Type::Body, palette.text, places);
            ui.add_space(gap::TIGHT);
        }
        Some(_) | None => drop(rich_found(ui, words, Type::Body, palette.text, places)),
    }
}

/// What stands under the headings, each as a card; `from` is the first one's place in the record.
pub(super) fn sections(
    ui: &mut Ui,
    (from, sections): (usize, &[Section]),
    find: &mut Finding,
    memory: &mut UiMemory,
) {
    for (index, section) in sections.iter().enumerate() {
        let at = from + index;
        let count = Chip::new(Tone::Warn, section.blocks.len().to_string());
        let near = is_deviations(section).then_some(&count);
        let head = Head { title: &section.title, near, ..Head::default() };
        ui.push_id(("section", at), |ui| {
            let top = ui.cursor().min;
            card(ui, &head, nothing, |ui| blocks(ui, section, at, find, memory));
            let title = egui::Rect::from_min_size(top, vec2(ui.available_width(), TITLE));
            if find.goes_to(Spot::heading(at)).is_some() {
                ui.scroll_to_rect(title, Some(egui::Align::Center));
            }
            if find.is_at(Spot::heading(at)) {
                let ring = egui::Stroke::new(1.5, Palette::of(ui).chosen_edge);
                ui.painter().rect_stroke(title, f32::from(gap::ROUND), ring, egui::StrokeKind::Inside);
            }
        });
    }
}

/// How many of the first sections are the deviations: one, or none.
pub(super) fn first_deviations(document: &Document) -> usize {
    usize::from(document.sections.first().is_some_and(is_deviations))
}

/// Whether it tells what was done otherwise than the procedure says; a record is in the language that it was written in.
pub(super) fn is_deviations(section: &Section) -> bool {
    words::is_said("record-deviations-title", &section.title)
}

fn blocks(ui: &mut Ui, section: &Section, at: usize, find: &mut Finding, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    if section.blocks.is_empty() {
        label(ui, "–", Type::Body, palette.dim);
    }
    all(ui, (Some(at), &section.blocks), find, memory);
}

/// Blocks one below the other, of that section.
pub(super) fn all(
    ui: &mut Ui,
    (section, blocks): (Option<usize>, &[Block]),
    find: &mut Finding,
    memory: &mut UiMemory,
) {
    ui.spacing_mut().item_spacing.y = 6.0;
    for (index, block) in blocks.iter().enumerate() {
        let is_numbered = matches!(&block.kind, Kind::Item(number, _) if !number.is_empty());
        let before = match &block.kind {
            Kind::Item(..) if is_numbered && block.depth == 0 => gap::SMALL,
            Kind::Heading(_) => gap::TIGHT,
            Kind::Item(..) | Kind::Text(_) | Kind::Code(..) => 0.0,
        };
        if index > 0 {
            ui.add_space(before);
        }
        one(ui, block, Spot::block(section, index), find, memory);
    }
}

fn one(ui: &mut Ui, block: &Block, spot: Spot, find: &mut Finding, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let ground = keep_ground(ui);
    let depth = f32::from(u8::try_from(block.depth).unwrap_or(u8::MAX));
    let row = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(depth * STEP);
        match &block.kind {
            Kind::Heading(words) => {
                ui.vertical(|ui| {
                    rich_found(ui, words, Type::BodyStrong, palette.strong, |run| find.places(run))
                });
            }
            Kind::Text(words) => {
                ui.vertical(|ui| rich_found(ui, words, Type::Body, palette.text, |run| find.places(run)));
            }
            Kind::Item(number, words) => item(ui, (number, words, block.depth), find),
            Kind::Code(language, lines) => {
                ui.vertical(|ui| {
                    ui.push_id(("code", spot.block), |ui| {
                        code_or_difference(ui, (language, lines), spot, find, memory);
                    });
                });
            }
        }
    });
    if !matches!(block.kind, Kind::Code(..)) {
        mark_gone_to(ui, find, spot, (ground, row.response.rect));
    }
}

/// Lines of code; those of a difference as one, unless one of them is sought: then each is in sight as it is written.
fn code_or_difference(
    ui: &mut Ui,
    (language, lines): (&str, &[String]),
    spot: Spot,
    find: &mut Finding,
    memory: &mut UiMemory,
) {
    let diff = if find.has(spot) { None } else { difference(ui, language, lines) };
    let Some(diff) = diff else { return code(ui, lines, spot, find) };
    let (title, diff) = (words::text("history-difference").into(), Cow::Borrowed(&*diff));
    diff_card(ui, &DiffView { title, diff }, true, ROW * LINES, memory);
}

fn item(ui: &mut Ui, (number, words, depth): (&str, &str, usize), find: &Finding) {
    let palette = Palette::of(ui);
    let is_numbered = !number.is_empty();
    let sign = if is_numbered { number } else { "•" };
    let (kind, ink) = match (is_numbered, depth) {
        (true, 0) => (Type::BodyStrong, palette.strong),
        (true, _) => (Type::Body, palette.text),
        (false, _) => (Type::Body, palette.dim),
    };
    ui.allocate_ui_with_layout(vec2(STEP, 20.0), egui::Layout::left_to_right(egui::Align::Min), |ui| {
        ui.set_min_width(STEP);
        ui.add(Label::new(text(sign, kind, ink)).extend());
    });
    let ink = if is_numbered && depth == 0 { palette.strong } else { palette.text };
    ui.vertical(|ui| rich_found(ui, words, kind, ink, |run| find.places(run)));
}

/// Lines that are a difference, taken apart once.
fn difference(ui: &Ui, language: &str, lines: &[String]) -> Option<Arc<Diff>> {
    type Known = (u64, Option<Arc<Diff>>);
    if language != "diff" {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    lines.hash(&mut hasher);
    let (mark, id) = (hasher.finish(), ui.scope_id().with("difference"));
    let known: Option<Known> = ui.data(|data| data.get_temp(id));
    if let Some((_, diff)) = known.filter(|(known, _)| *known == mark) {
        return diff;
    }
    let diff = Diff::of_text(lines).map(Arc::new);
    ui.data_mut(|data| data.insert_temp::<Known>(id, (mark, diff.clone())));
    diff
}

/// Lines of code, of which those in sight are laid out.
fn code(ui: &mut Ui, lines: &[String], spot: Spot, find: &mut Finding) {
    let palette = Palette::of(ui);
    let goes = find.goes_to(spot);
    let top = ui.cursor().min;
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::both().max_height(ROW * LINES).auto_shrink([false, true]);
        if let Some(line) = goes {
            #[expect(clippy::cast_precision_loss, reason = "a height in points")]
            let above = line as f32 * ROW - ROW * LINES / 2.0;
            area = area.vertical_scroll_offset(above.max(0.0));
        }
        area.show_rows(ui, ROW, lines.len(), |ui, range| {
            let first = range.start;
            for (index, line) in lines.get(range).unwrap_or_default().iter().enumerate() {
                let layout = egui::Layout::left_to_right(egui::Align::Center);
                ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, |ui| {
                    if find.is_at(Spot { line: first + index, ..spot }) {
                        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.chosen);
                    }
                    let ink = (Type::Code.font(), palette.text);
                    let job = marked(palette, line, ink, (&[], palette.chosen), &find.places(line));
                    ui.add(Label::new(job).extend());
                });
            }
        });
    });
    if goes.is_some() {
        let rect = egui::Rect::from_min_max(top, ui.min_rect().max);
        ui.scroll_to_rect(rect, Some(egui::Align::Center));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, speaking};

    #[test]
    fn the_deviations_are_found_in_a_record_of_whatever_language() {
        for written in Language::ALL {
            let heading = |key: &str| format!("### {}\n", speaking(written, || words::text(key)));
            let page = ["record-deviations-title", "record-course"].map(|key| heading(key) + "\n- 1\n");
            let page = Document::read(&format!("## A record\n\n- Cluster: c\n\n{}", page.join("\n")));
            for spoken in Language::ALL {
                let found = speaking(spoken, || page.sections.iter().map(is_deviations).collect::<Vec<_>>());
                assert_eq!(found, [true, false], "{written:?} read in {spoken:?}");
            }
        }
    }
}
