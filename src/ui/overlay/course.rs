//! What it is for: the course of the change under way, called over its page. In: a [`View`]. Out: whether to close it.
//! Never: a deed.

use egui::{Frame, Margin, Ui};

use crate::{
    ui::{
        memory::UiMemory,
        theme::{Palette, Type, gap},
        timeline,
        view::{Chip, ScreenView, View},
        widgets::{ButtonKind, button, chip, failure, from_right, label},
    },
    words,
};

const WIDTH: f32 = 980.0;

/// Draws it; whether it is to be closed.
pub(super) fn draw(ui: &mut Ui, view: &View<'_>, memory: &mut UiMemory) -> bool {
    let palette = Palette::of(ui);
    let window = ui.ctx().content_rect().size();
    ui.set_width(super::width(window, WIDTH));
    let title = words::text("timeline-title");
    super::name_dialog(ui, &title);
    let ScreenView::Wizard(wizard) = &view.screen else { return true };
    let mut is_closed = false;
    Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        label(ui, &title, Type::Title, palette.strong);
        super::body(ui, "timeline", super::most(window), |ui| {
            if let Some(what) = wizard.timeline_failure {
                failure(ui, what);
                ui.add_space(gap::SMALL);
            }
            if let Some(course) = wizard.timeline {
                timeline::card_of(ui, course, memory);
            } else if wizard.timeline_failure.is_none() {
                chip(ui, &Chip::busy(words::text("timeline-reading")));
            }
        });
        ui.add_space(gap::TIGHT);
        from_right(ui, |ui| {
            let close = button(ui, ButtonKind::Quiet, &words::text("help-close"), true);
            is_closed = close.clicked();
            super::hold_focus(ui, &close, memory);
        });
    });
    is_closed
}
