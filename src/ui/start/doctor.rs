//! What it is for: the search for a connection's fault: each link in order, the first that fails with what to do.
//! In: a [`DoctorView`]. Out: the wish to search, to stop, to copy. Never: a connection.

use egui::Ui;

use super::checks::sign;
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{CheckState, DoctorView, LinkRow, Tone},
        widgets::{
            ButtonKind, aloud, button, copy_button, folded_details, label, link_button, rich, text, well,
        },
    },
    words,
};

pub(super) fn draw(ui: &mut Ui, view: &DoctorView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if view.links.is_empty() {
        if view.is_offered && button(ui, ButtonKind::Quiet, &words::text("doctor-search"), true).clicked() {
            out.push(UiCommand::FindFault);
        }
        return;
    }
    let palette = Palette::of(ui);
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 5.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(text(&words::text("doctor-title"), Type::SmallStrong, palette.strong));
            let name = words::text("doctor-copy");
            copy_button(ui, memory, &name, || view.text.clone());
            if view.is_searching {
                let stop = words::text("doctor-stop");
                if link_button(ui, &stop, &stop).clicked() {
                    out.push(UiCommand::StopSearch);
                }
            } else {
                let again = words::text("doctor-again");
                if link_button(ui, &again, &again).clicked() {
                    out.push(UiCommand::FindFault);
                }
                let close = words::text("doctor-close");
                if link_button(ui, &close, &close).clicked() {
                    out.push(UiCommand::StopSearch);
                }
            }
        });
        for (index, row) in view.links.iter().enumerate() {
            ui.push_id(index, |ui| link(ui, row));
        }
    });
}

fn link(ui: &mut Ui, row: &LinkRow) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        sign(ui, row.state);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let (strong, ink) = match row.state {
                CheckState::Bad => (palette.tone(Tone::Bad).0, palette.text),
                CheckState::Unknown | CheckState::Waiting => (palette.dim, palette.dim),
                CheckState::Good | CheckState::Warn => (palette.strong, palette.text),
            };
            let said = label(ui, &row.title, Type::SmallStrong, strong);
            if row.state == CheckState::Bad {
                aloud(&said, Tone::Bad);
            }
            let kind = if row.state == CheckState::Bad { Type::Body } else { Type::Small };
            rich(ui, &row.words, kind, ink);
            if let Some(hint) = &row.hint {
                rich(ui, hint, Type::Small, palette.dim);
            }
            folded_details(ui, &row.evidence);
        });
    });
}
