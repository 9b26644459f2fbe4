//! What it is for: a sheet over the start page: a dialog with a head, a body that scrolls, and buttons.
//! In: title and bodies. Out: whether it is to be closed. Never: an answer of its own.

use egui::{Align, Context, Frame, Id, Layout, Margin, Modal, ScrollArea, Ui, vec2};

use crate::ui::{
    confirm_dialog::{around, modal_frame},
    shortcuts::Shortcut,
    theme::{Palette, Type, gap},
    widgets::{Follow as _, label},
};

/// The widest that a sheet gets.
const WIDEST: f32 = 860.0;
/// The least height of the body between title and buttons: where there is less, all of the sheet is scrolled.
const MIDDLE: f32 = 120.0;
/// Between the sheet's edges and what it holds.
const INNER: Margin = Margin::symmetric(22, 18);

/// Draws a sheet. `body` scrolls; `foot` is filled from the right, in as many rows as it needs. Where the window is too
/// low for that, title and buttons are scrolled too. Gives back whether Escape or a click beside it closes it.
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
        ui.set_width(WIDEST.min(window.x - 2.0 * around(window)));
        // How high title and buttons are, the last frame tells.
        let id = ui.scope_id().with((key, "ends"));
        let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(100.0);
        let room = window.y - 2.0 * around(window) - INNER.sum().y;
        let middle = room - known;
        let parts = |ui: &mut Ui, middle: Option<f32>| {
            ui.spacing_mut().item_spacing.y = gap::SMALL;
            let top = ui.cursor().top();
            label(ui, title, Type::Title, palette.strong);
            let head = ui.cursor().top() - top;
            match middle {
                Some(most) => {
                    let area = ScrollArea::vertical().id_salt((key, "body")).max_height(most);
                    area.auto_shrink([false, true]).following(ui, |ui| held(ui, body));
                }
                None => held(ui, body),
            }
            let below = ui.cursor().top();
            ui.add_space(gap::TIGHT);
            let row = vec2(ui.available_width(), gap::CONTROL);
            let rows = Layout::right_to_left(Align::Center).with_main_wrap(true);
            ui.allocate_ui_with_layout(row, rows, foot);
            head + ui.cursor().top() - below
        };
        let ends = if middle >= MIDDLE {
            Frame::new().inner_margin(INNER).show(ui, |ui| parts(ui, Some(middle))).inner
        } else {
            let most = window.y - 2.0 * around(window);
            let area =
                ScrollArea::vertical().id_salt((key, "all")).max_height(most).auto_shrink([false, true]);
            let all =
                area.following(ui, |ui| Frame::new().inner_margin(INNER).show(ui, |ui| parts(ui, None)));
            all.inner.inner
        };
        if (ends - known).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, ends));
            // Not a discarded pass: a click would count twice.
            ui.ctx().request_repaint();
        }
    });
    let is_top = modal.is_top_modal;
    modal.backdrop_response.clicked() || (is_top && Shortcut::DialogClose.take(ctx))
}

/// What a sheet holds, one thing below the other.
fn held(ui: &mut Ui, body: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        body(ui);
    });
}
