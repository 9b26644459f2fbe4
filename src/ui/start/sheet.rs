//! What it is for: a sheet over the start page: a dialog with a head, a body that scrolls, and buttons.
//! In: title and bodies. Out: whether it is to be closed. Never: an answer of its own.

use egui::{Context, Frame, Id, Margin, Modal, ScrollArea, Ui};

use crate::ui::{
    confirm_dialog::modal_frame,
    shortcuts::Shortcut,
    theme::{Palette, Type, gap},
    widgets::{from_right, label},
};

/// The widest that a sheet gets.
const WIDEST: f32 = 860.0;

/// Draws a sheet. `body` scrolls; `foot` is filled from the right. Gives back whether Escape or a click beside it closes it.
pub(super) fn draw(
    ctx: &Context,
    (key, title): (&'static str, &str),
    body: impl FnOnce(&mut Ui),
    foot: impl FnOnce(&mut Ui),
) -> bool {
    let palette = Palette::of_ctx(ctx);
    let window = ctx.content_rect().size();
    let frame = modal_frame(ctx);
    let modal = Modal::new(Id::unique(key)).frame(frame).backdrop_color(palette.veil).show(ctx, |ui| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(egui::Role::Dialog);
            node.set_label(title);
        });
        ui.set_width(WIDEST.min(window.x - 48.0));
        Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = gap::SMALL;
            label(ui, title, Type::Title, palette.strong);
            let room = (window.y - 200.0).max(160.0);
            ScrollArea::vertical().id_salt((key, "body")).max_height(room).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = gap::SMALL;
                    body(ui);
                },
            );
            ui.add_space(gap::TIGHT);
            from_right(ui, foot);
        });
    });
    let is_top = modal.is_top_modal;
    modal.backdrop_response.clicked() || (is_top && Shortcut::DialogClose.take(ctx))
}
