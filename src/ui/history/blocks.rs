//! What it is for: a record's text on the screen: cards by heading, lists, code. In: a [`Document`]. Out: pixels.
//! Never: a link that can be pressed, or long code laid out that is not in sight.

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use egui::{Label, ScrollArea, Ui, vec2};

use crate::{
    manifest::Diff,
    ui::{
        markup::{Block, Document, Kind, Section},
        memory::UiMemory,
        rich::{plain, visible},
        theme::{Palette, Type, gap},
        view::{Chip, DiffView, Tone},
        widgets::{Head, card, diff_card, label, nothing, rich, text, well},
    },
    words,
};

/// How far a list stands in.
const STEP: f32 = 20.0;
/// Height of a line of code.
const ROW: f32 = 18.0;
/// Lines of code in sight.
const LINES: f32 = 18.0;

/// The facts at the beginning, as a card: what each is called above what it says.
pub(super) fn facts(ui: &mut Ui, document: &Document, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let title = words::text("history-facts");
    card(ui, &Head { title: &title, is_small: true, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        for block in &document.lead {
            match &block.kind {
                Kind::Item(number, words) if number.is_empty() => match words.split_once(": ") {
                    Some((name, value)) if !plain(name).contains('\n') => {
                        label(ui, plain(name).trim_start_matches('*'), Type::Small, palette.dim);
                        // Bold that began before the name ends before the value, or goes on in it.
                        let value = match (name.starts_with("**"), value.strip_prefix("**")) {
                            (true, Some(rest)) => rest.to_owned(),
                            (true, None) => format!("**{value}"),
                            (false, _) => value.to_owned(),
                        };
                        rich(ui, &value, Type::Body, palette.text);
                        ui.add_space(gap::TIGHT);
                    }
                    Some(_) | None => drop(rich(ui, words, Type::Body, palette.text)),
                },
                Kind::Item(..) | Kind::Text(_) | Kind::Heading(_) | Kind::Code(..) => {
                    one(ui, block, 0, memory);
                }
            }
        }
    });
}

/// What stands under the headings, each as a card.
pub(super) fn sections(ui: &mut Ui, sections: &[Section], memory: &mut UiMemory) {
    for (index, section) in sections.iter().enumerate() {
        let count = Chip::new(Tone::Warn, section.blocks.len().to_string());
        let near = is_deviations(section).then_some(&count);
        let head = Head { title: &section.title, near, ..Head::default() };
        ui.push_id(("section", index), |ui| {
            card(ui, &head, nothing, |ui| blocks(ui, section, memory));
        });
    }
}

/// Whether it tells what was done otherwise than the procedure says; a record is in the language that it was written in.
pub(super) fn is_deviations(section: &Section) -> bool {
    words::is_said("record-deviations-title", &section.title)
}

fn blocks(ui: &mut Ui, section: &Section, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    if section.blocks.is_empty() {
        label(ui, "–", Type::Body, palette.dim);
    }
    all(ui, &section.blocks, memory);
}

/// Blocks one below the other.
pub(super) fn all(ui: &mut Ui, blocks: &[Block], memory: &mut UiMemory) {
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
        one(ui, block, index, memory);
    }
}

fn one(ui: &mut Ui, block: &Block, index: usize, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let depth = f32::from(u8::try_from(block.depth).unwrap_or(u8::MAX));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(depth * STEP);
        match &block.kind {
            Kind::Heading(words) => {
                ui.vertical(|ui| rich(ui, words, Type::BodyStrong, palette.strong));
            }
            Kind::Text(words) => {
                ui.vertical(|ui| rich(ui, words, Type::Body, palette.text));
            }
            Kind::Item(number, words) => item(ui, number, words, block.depth),
            Kind::Code(language, lines) => {
                ui.vertical(|ui| {
                    ui.push_id(("code", index), |ui| match difference(ui, language, lines) {
                        Some(diff) => {
                            let (title, diff) =
                                (words::text("history-difference").into(), Cow::Borrowed(&*diff));
                            diff_card(ui, &DiffView { title, diff }, true, ROW * LINES, memory);
                        }
                        None => code(ui, lines),
                    });
                });
            }
        }
    });
}

fn item(ui: &mut Ui, number: &str, words: &str, depth: usize) {
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
    ui.vertical(|ui| rich(ui, words, kind, ink));
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
fn code(ui: &mut Ui, lines: &[String]) {
    let palette = Palette::of(ui);
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::both().max_height(ROW * LINES).auto_shrink([false, true]);
        area.show_rows(ui, ROW, lines.len(), |ui, range| {
            for line in lines.get(range).unwrap_or_default() {
                let words = egui::RichText::new(visible(line)).font(Type::Code.font()).color(palette.text);
                let layout = egui::Layout::left_to_right(egui::Align::Center);
                ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW), layout, |ui| {
                    ui.add(Label::new(words).extend());
                });
            }
        });
    });
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
