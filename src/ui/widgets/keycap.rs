//! What it is for: keys as they stand on a keyboard. In: their names. Out: small boxes with one name for all of them.
//! Never: deciding what a key does.

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Palette, Type};

const HEIGHT: f32 = 20.0;
/// Between the letters and the edges of a key, both sides together.
const SIDES: f32 = 12.0;
const BETWEEN: f32 = 4.0;

fn width(ui: &Ui, cap: &str) -> f32 {
    let letters = ui.painter().layout_no_wrap(cap.to_owned(), Type::SmallStrong.font(), Color32::PLACEHOLDER);
    (letters.size().x + SIDES).max(HEIGHT)
}

/// How wide keys are beside each other.
pub(in crate::ui) fn caps_width(ui: &Ui, caps: &[String]) -> f32 {
    caps.iter().map(|cap| width(ui, cap) + BETWEEN).sum::<f32>() - BETWEEN
}

/// Paints keys beside each other; `at` is the middle of their left edge.
pub(in crate::ui) fn paint_caps(ui: &Ui, at: Pos2, caps: &[String]) {
    let palette = Palette::of(ui);
    let mut left = at.x;
    for cap in caps {
        let size = vec2(width(ui, cap), HEIGHT);
        let rect = Rect::from_min_size(pos2(left, at.y - HEIGHT / 2.0), size);
        let edge = Stroke::new(1.0, palette.edge);
        ui.painter().rect(rect, 4.0, palette.well, edge, StrokeKind::Inside);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, cap, Type::SmallStrong.font(), palette.text);
        left += size.x + BETWEEN;
    }
}

/// Keys beside each other, with one name, such as `Ctrl+K`.
pub(in crate::ui) fn key_caps(ui: &mut Ui, caps: &[String]) {
    let size = vec2(caps_width(ui, caps), HEIGHT + 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, caps.join("+")));
    if ui.is_rect_visible(rect) {
        paint_caps(ui, rect.left_center(), caps);
    }
}
