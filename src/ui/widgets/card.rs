//! What it is for: cards: a title line and what stands below it.
//! In: a head and a drawing function. Out: its result. Never: knowledge of what the card shows.

use egui::{CornerRadius, Frame, Layout, Margin, Rect, Stroke, Ui, UiBuilder, vec2};

use crate::ui::{
    theme::{Palette, Type, gap},
    view::Chip,
};

use super::{
    term::explained,
    text::{chip, chip_size, text},
};

/// The title line of a card.
#[derive(Debug, Default)]
pub(in crate::ui) struct Head<'a> {
    /// Title.
    pub(in crate::ui) title: &'a str,
    /// The word of the glossary that the title is explained by; nothing when empty.
    pub(in crate::ui) word: &'a str,
    /// Small words after the title, such as a count.
    pub(in crate::ui) note: &'a str,
    /// A chip after the title.
    pub(in crate::ui) near: Option<&'a Chip>,
    /// A chip at the right end.
    pub(in crate::ui) far: Option<&'a Chip>,
    /// The least height of the body.
    pub(in crate::ui) min_body: f32,
    /// Whether the body reaches the card's edges.
    pub(in crate::ui) is_flush: bool,
    /// Whether it is one of the narrow cards at the side.
    pub(in crate::ui) is_small: bool,
}

/// A card. `side` draws at the right end of the title line, from right to left.
/// Gives back the body's natural height beside its result.
pub(in crate::ui) fn card<R>(
    ui: &mut Ui,
    head: &Head<'_>,
    side: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui) -> R,
) -> (R, f32) {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(gap::ROUND))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            head_line(ui, head, side);
            let (across, down) = match (head.is_flush, head.is_small) {
                (true, _) => (0, 0),
                (false, true) => (14, 8),
                (false, false) => (14, 12),
            };
            let inner = Frame::new().inner_margin(Margin::symmetric(across, down)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = gap::SMALL;
                let inner = body(ui);
                let natural = ui.min_rect().height();
                ui.expand_to_include_y(ui.min_rect().top() + head.min_body);
                (inner, natural)
            });
            inner.inner
        })
        .inner
}

fn head_line(ui: &mut Ui, head: &Head<'_>, side: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    let height = if head.is_small { 34.0 } else { 38.0 };
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let inner = rect.shrink2(vec2(14.0, 0.0));
    let mut right = ui.new_child(
        UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::right_to_left(egui::Align::Center))
            .id_salt("head-right"),
    );
    right.spacing_mut().item_spacing.x = gap::SMALL;
    if let Some(far) = head.far {
        chip(&mut right, far);
    }
    side(&mut right);
    let end = right.min_rect().left();
    let left_rect = Rect::from_min_max(inner.min, egui::pos2(end.max(inner.left()), inner.bottom()));
    let mut left = ui.new_child(
        UiBuilder::new()
            .max_rect(left_rect)
            .layout(Layout::left_to_right(egui::Align::Center))
            .id_salt("head-left"),
    );
    left.spacing_mut().item_spacing.x = gap::SMALL;
    let reserved = head.near.map_or(0.0, |near| chip_size(ui, near).x + 16.0);
    let title = egui::Label::new(text(head.title, Type::CardTitle, palette.strong)).truncate();
    left.scope(|ui| {
        ui.set_max_width((ui.available_width() - reserved).max(40.0));
        let response = ui.add(title);
        explained(ui, response, head.word);
    });
    if !head.note.is_empty() {
        left.add(egui::Label::new(text(head.note, Type::Small, palette.dim)).truncate());
    }
    if let Some(near) = head.near {
        chip(&mut left, near);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
}

/// Two cards side by side and equally high, or one below the other when the window is narrow.
/// Each drawing function gets the least height of its body and gives back its natural height.
pub(in crate::ui) fn pair(
    ui: &mut Ui,
    name: &'static str,
    left: impl FnOnce(&mut Ui, f32) -> f32,
    right: impl FnOnce(&mut Ui, f32) -> f32,
) {
    if ui.available_width() < 820.0 {
        left(ui, 0.0);
        ui.add_space(gap::CARD - gap::SMALL);
        right(ui, 0.0);
        return;
    }
    let id = ui.scope_id().with(("pair", name));
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let width = (ui.available_width() - gap::CARD) / 2.0;
    let heights = ui
        .horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap::CARD;
            let a = ui.vertical(|ui| {
                ui.set_width(width);
                left(ui, known)
            });
            let b = ui.vertical(|ui| {
                ui.set_width(width);
                right(ui, known)
            });
            a.inner.max(b.inner)
        })
        .inner;
    if (heights - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, heights));
        ui.ctx().request_repaint();
    }
}

/// A sunken box for code.
pub(in crate::ui) fn well<R>(ui: &mut Ui, body: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.well)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(gap::ROUND_SMALL))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            body(ui)
        })
        .inner
}

/// An empty side of a card's head.
pub(in crate::ui) fn nothing(_: &mut Ui) {}
