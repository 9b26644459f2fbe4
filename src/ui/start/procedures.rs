//! What it is for: card 3: the procedures to choose from.
//! In: rows. Out: the choice. Never: a row that can be chosen although its file has problems.

use egui::{Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::{
    ui::{
        UiCommand,
        theme::{Palette, Type, gap},
        view::{ProcedureRow, Tone},
        widgets::{Head, card, chip, hint_under, label, nothing, truncated},
    },
    words,
};

const ROW: f32 = 28.0;
/// Left edges of the columns after the first, as parts of the width; the last two go when it is narrow.
const COLUMNS: [f32; 5] = [0.27, 0.56, 0.62, 0.82, 1.0];

pub(super) fn draw(ui: &mut Ui, rows: &[ProcedureRow], out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("start-procedure");
    card(ui, &Head { title: &title, word: "procedure", ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if rows.is_empty() {
            label(ui, &words::text("start-no-procedure"), Type::Body, palette.dim);
            return;
        }
        head(ui);
        for row in rows {
            one(ui, row, out);
        }
    });
}

/// The cells of a row.
fn cells(rect: Rect) -> [Rect; 5] {
    let (left, width) = (rect.left() + 34.0, rect.width() - 34.0);
    let mut start = left;
    COLUMNS.map(|part| {
        let end = left + width * part;
        let cell = Rect::from_x_y_ranges(start..=(end - 12.0), rect.y_range());
        start = end;
        cell
    })
}

fn head(ui: &mut Ui) {
    let palette = Palette::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let keys = [
        "start-column-name",
        "start-column-does",
        "start-column-steps",
        "start-column-rollback",
        "start-column-source",
    ];
    for (cell, key) in cells(rect).into_iter().zip(keys) {
        let at = pos2(cell.left(), cell.center().y);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, words::text(key), Type::Tiny.font(), palette.faint);
    }
}

fn one(ui: &mut Ui, row: &ProcedureRow, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let is_usable = row.problems.is_empty();
    let sense = if is_usable { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, is_usable, row.is_chosen, &row.name));
    let band = rect.expand2(vec2(6.0, 0.0));
    if row.is_chosen {
        ui.painter().rect_filled(band, 4.0, palette.chosen);
    } else if is_usable && response.hovered() {
        ui.painter().rect_filled(band, 4.0, palette.button_hover.gamma_multiply(0.6));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(band, 4.0, Stroke::new(1.5, palette.accent), egui::StrokeKind::Inside);
    }
    let at = pos2(rect.left() + 12.0, rect.center().y);
    let ink = if row.is_chosen { palette.strong } else { palette.dim };
    ui.painter().circle_stroke(at, 5.5, Stroke::new(1.4, ink));
    if row.is_chosen {
        ui.painter().circle_filled(at, 3.0, ink);
    }
    row_words(ui, rect, row, is_usable);
    if response.clicked() && !row.is_chosen {
        out.push(UiCommand::SetProcedure(row.id.clone()));
    }
    for problem in &row.problems {
        ui.horizontal(|ui| {
            ui.add_space(34.0);
            hint_under(ui, Tone::Bad, problem);
        });
        ui.add_space(gap::TIGHT);
    }
}

fn row_words(ui: &mut Ui, rect: Rect, row: &ProcedureRow, is_usable: bool) {
    let palette = Palette::of(ui);
    let name_ink = if is_usable { palette.strong } else { palette.faint };
    let [name, does, steps, rollback, source] = cells(rect);
    let count = row.steps.to_string();
    let plain = [
        (name, row.name.as_str(), Type::CardTitle, name_ink),
        (does, row.does.as_str(), Type::Small, palette.dim),
        (steps, count.as_str(), Type::Small, palette.text),
        (rollback, row.rollback.as_str(), Type::Small, palette.text),
    ];
    for (index, (cell, words, kind, ink)) in plain.into_iter().enumerate() {
        in_cell(ui, cell, index, |ui| {
            truncated(ui, words, kind, ink);
        });
    }
    in_cell(ui, source, 4, |ui| {
        if let Some(mark) = &row.mark {
            chip(ui, mark);
        }
        truncated(ui, &row.source, Type::Small, palette.text);
    });
}

fn in_cell(ui: &mut Ui, cell: Rect, index: usize, words: impl FnOnce(&mut Ui)) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(cell).layout(layout).id_salt(("cell", index)));
    child.style_mut().interaction.selectable_labels = false;
    words(&mut child);
}
