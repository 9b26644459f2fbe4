//! What it is for: the list of shortcuts. In: the table. Out: whether it was closed. Never: a key that is not in the table.

use egui::{Frame, Margin, Ui};

use super::{Overlay, Topic};
use crate::{
    ui::{
        memory::UiMemory,
        shortcuts::{Place, Row, Shortcut, TABLE},
        theme::{Palette, Type, gap},
        widgets::{ButtonKind, button, from_right, key_caps, label, link_button},
    },
    words,
};

const WIDTH: f32 = 560.0;
/// Room for the keys, left of what they do.
const CAPS: f32 = 132.0;

pub(super) fn draw(ui: &mut Ui, topic: Topic, memory: &mut UiMemory) -> bool {
    let palette = Palette::of(ui);
    let window = ui.ctx().content_rect().size();
    ui.set_width(super::width(window, WIDTH));
    super::name_dialog(ui, &words::text("keys-title"));
    let mut is_closed = false;
    Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        label(ui, &words::text("keys-title"), Type::Title, palette.strong);
        let most = super::most(window);
        super::body(ui, "keys", most, |ui| {
            for place in Place::ALL {
                group(ui, place);
            }
        });
        ui.add_space(gap::TIGHT);
        from_right(ui, |ui| {
            let close = button(ui, ButtonKind::Quiet, &words::text("help-close"), true);
            is_closed = close.clicked();
            super::hold_focus(ui, &close, memory);
            let help = words::text("help-title");
            if link_button(ui, &Shortcut::Help.beside(&help), &help).clicked() {
                memory.overlay.open(ui.ctx(), Overlay::Help(topic));
            }
        });
    });
    is_closed
}

fn group(ui: &mut Ui, place: Place) {
    let palette = Palette::of(ui);
    ui.add_space(gap::TIGHT);
    label(ui, &place.title(), Type::SmallStrong, palette.dim);
    for row in TABLE.iter().filter(|row| row.place == place) {
        line(ui, row);
    }
}

/// The keys, and what they do.
pub(super) fn line(ui: &mut Ui, row: &Row) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let place = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(CAPS, 22.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            ui.set_min_width(CAPS);
            key_caps(ui, &row.caps());
        });
        ui.vertical(|ui| {
            ui.add_space(2.0);
            label(ui, &row.words(), Type::Body, palette.text);
        });
    });
}
