//! What it is for: output lines, however many: only those in sight are laid out; the newest stays in sight unless scrolled.
//! In: lines. Out: a scroll area. Never: a label that holds the whole text.

use egui::{Label, ScrollArea, Ui};

use crate::ui::{
    rich::visible,
    theme::{Palette, Type},
    view::OutputView,
};

const ROW: f32 = 18.0;
/// A line longer than this is cut on screen (copying gives all of it).
const SHOWN_CHARS: usize = 2_000;

/// The lines, in a scroll area of `height`.
pub(in crate::ui) fn log_lines(ui: &mut Ui, output: &OutputView<'_>, height: f32) {
    let palette = Palette::of(ui);
    ui.push_id(("log", &output.title), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::both().max_height(height).auto_shrink([false, true]).stick_to_bottom(true).show_rows(
            ui,
            ROW,
            output.lines.len(),
            |ui, range| {
                for line in output.lines.get(range).unwrap_or_default() {
                    let shown: String = line.chars().take(SHOWN_CHARS).collect();
                    let text =
                        egui::RichText::new(visible(&shown)).font(Type::Code.font()).color(palette.text);
                    ui.allocate_ui_with_layout(
                        egui::vec2(ui.available_width(), ROW),
                        egui::Layout::left_to_right(egui::Align::Center),
                        |ui| ui.add(Label::new(text).extend()),
                    );
                }
            },
        );
    });
}
