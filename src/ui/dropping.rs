//! What it is for: saying what a file or folder would be used as while it hovers over the window.
//! In: a [`DroppingView`]. Out: a veil with words. Never: taking the pointer, or reading a file.

use egui::{Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, Stroke, accesskit::Live};

use super::{
    theme::{Palette, Type, gap},
    view::DroppingView,
    widgets::label,
};

pub(super) fn draw(ctx: &Context, view: &DroppingView) {
    let palette = Palette::of_ctx(ctx);
    let window = ctx.content_rect();
    let (ink, ground) = palette.tone(view.tone);
    let edge = window.shrink(gap::CARD);
    let corners =
        [edge.left_top(), edge.right_top(), edge.right_bottom(), edge.left_bottom(), edge.left_top()];
    Area::new(Id::unique("dropping"))
        .order(Order::Tooltip)
        .interactable(false)
        .anchor(Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .show(ctx, |ui| {
            // In the same layer and before the words, so that they stand upon it.
            let painter = ctx.layer_painter(ui.layer_id());
            painter.rect_filled(window, 0.0, palette.veil);
            painter.extend(egui::Shape::dashed_line(&corners, Stroke::new(2.0, ink), 10.0, 6.0));
            Frame::new()
                .fill(palette.card)
                .stroke(Stroke::new(1.0, ink))
                .corner_radius(CornerRadius::same(gap::ROUND))
                .inner_margin(Margin::symmetric(28, 20))
                .show(ui, |ui| {
                    ui.set_max_width(520.0_f32.min(window.width() - 96.0));
                    ui.spacing_mut().item_spacing.y = gap::TIGHT;
                    Frame::new().fill(ground).corner_radius(6.0).inner_margin(Margin::symmetric(10, 4)).show(
                        ui,
                        |ui| {
                            let said = label(ui, &view.words, Type::BodyStrong, ink);
                            ctx.accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
                        },
                    );
                    label(ui, &view.name, Type::Code, palette.dim);
                });
        });
}
