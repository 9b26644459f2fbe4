//! What it is for: "Ready to start?": what was looked at before anything is touched.
//! In: a [`ChecksView`]. Out: the wish to look again, or to rehearse. Never: a check.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    ui::{
        UiCommand,
        theme::{Palette, Type, gap},
        view::{CheckState, ChecksView},
        widgets::{ButtonKind, Head, button, card, explained_quietly, glyph, glyph_of, link_button, rich},
    },
    words,
};

/// Draws the card; gives back its body's natural height.
pub(super) fn draw(ui: &mut Ui, view: &ChecksView, least: f32, out: &mut Vec<UiCommand>) -> f32 {
    let palette = Palette::of(ui);
    let title = words::text("start-ready");
    let head = Head {
        title: &title,
        word: "readiness",
        far: view.chip.as_ref(),
        min_body: least,
        ..Head::default()
    };
    let out = std::cell::RefCell::new(out);
    let again = |ui: &mut Ui| {
        let name = words::text("start-check-again");
        if link_button(ui, &name, &name).clicked() {
            out.borrow_mut().push(UiCommand::CheckAgain);
        }
    };
    card(ui, &head, again, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for row in &view.rows {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let (rect, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, state_word(row.state)));
                glyph(
                    ui.painter(),
                    glyph_of(row.state),
                    rect.center(),
                    11.0,
                    palette.tone(row.state.tone()).0,
                );
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    let ink = if row.state == CheckState::Waiting { palette.dim } else { palette.text };
                    rich(ui, &row.words, Type::Body, ink);
                    if let Some(detail) = &row.detail {
                        rich(ui, detail, Type::Small, palette.dim);
                    }
                });
            });
        }
        if let Some(is_possible) = view.rehearse {
            ui.add_space(gap::SMALL);
            rich(ui, &words::text("rehearse-offer"), Type::Small, palette.dim);
            let rehearse = button(ui, ButtonKind::Quiet, &words::text("rehearse-button"), is_possible);
            if explained_quietly(rehearse, "rehearsal").clicked() {
                out.borrow_mut().push(UiCommand::Rehearse);
            }
        }
    })
    .1
}

fn state_word(state: CheckState) -> String {
    words::text(match state {
        CheckState::Good => "start-check-good",
        CheckState::Warn => "start-check-warn",
        CheckState::Bad => "start-check-bad",
        CheckState::Waiting => "start-check-waiting",
        CheckState::Unknown => "start-check-unknown",
    })
}
