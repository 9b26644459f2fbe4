//! What it is for: the page before the way back: the question, what can be seen, the evidence, the ways.
//! In: a [`DecideView`]. Out: the chosen way with its reason, or back to the change. Never: an answer that its gate forbids.

use egui::{CornerRadius, Frame, Layout, Margin, Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{DecideView, SeenView, Tone, WayGate, WayView},
        widgets::{
            ButtonKind, Follow as _, Glyph, aloud, button, button_within, disclosure, glyph, label,
            link_button, multi_line, rich, text,
        },
    },
    words::{self, Sentence},
};

use super::evidence;

/// Stands for this page where the memory keeps the step that was drawn last.
pub(super) const SHOWN: &str = "\u{0}decide";
/// Ways stand side by side from this width on.
const SIDE_BY_SIDE: f32 = 560.0;

pub(super) fn draw(ui: &mut Ui, view: &DecideView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    // Drawn after the ways, in whose order Tab goes; its room is kept.
    let whole = ui.available_rect_before_wrap();
    let split = whole.bottom() - gap::CONTROL - 28.0;
    let foot = Rect::from_min_max(egui::pos2(whole.left(), split), whole.max).shrink2(vec2(24.0, 0.0));
    let above = UiBuilder::new().max_rect(Rect::from_min_max(whole.min, egui::pos2(whole.right(), split)));
    ui.scope_builder(above.id_salt("ways"), |ui| scrolled(ui, view, memory, out));
    ui.scope_builder(UiBuilder::new().max_rect(foot).id_salt("foot"), |ui| {
        ui.add_space(12.0);
        back(ui, out);
    });
}

/// The question with the button that leads back below it, in a page that is scrolled as a whole.
pub(super) fn stacked(ui: &mut Ui, view: &DecideView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    opened(memory);
    contents(ui, view, 12, memory, out);
    Frame::new().inner_margin(Margin::symmetric(12, 12)).show(ui, |ui| back(ui, out));
}

fn back(ui: &mut Ui, out: &mut Vec<UiCommand>) {
    if button(ui, ButtonKind::Quiet, &words::text("wizard-back-to-change"), true).clicked() {
        out.push(UiCommand::BackToChange);
    }
}

/// Whether the page is shown for the first time; no reason is written then.
fn opened(memory: &mut UiMemory) -> bool {
    let is_new = memory.last_step != SHOWN;
    if is_new {
        SHOWN.clone_into(&mut memory.last_step);
        memory.reasons.clear();
    }
    is_new
}

/// Everything above the button that leads back.
fn scrolled(ui: &mut Ui, view: &DecideView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let mut area = ScrollArea::vertical().id_salt("decide").auto_shrink(false);
    if opened(memory) {
        area = area.vertical_scroll_offset(0.0);
    }
    area.following_page(ui, |ui| contents(ui, view, 24, memory, out));
}

fn contents(ui: &mut Ui, view: &DecideView, side: i8, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    Frame::new().inner_margin(Margin { left: side, right: side, top: 20, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 14.0;
        title(ui, view);
        if let Some(seen) = &view.seen {
            seen_box(ui, seen);
        }
        for one in &view.evidence {
            evidence::card_of(ui, one);
        }
        ways(ui, &view.ways, memory, out);
    });
}

fn title(ui: &mut Ui, view: &DecideView) {
    let palette = Palette::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let usual = words::text("wizard-rollback");
        let over = if view.over.is_empty() { &usual } else { &view.over };
        label(ui, over, Type::Body, palette.dim);
        label(ui, &view.title, Type::Title, palette.strong);
        if !view.help.is_empty() {
            ui.add_space(2.0);
            rich(ui, &view.help, Type::Body, palette.dim);
        }
    });
}

/// The sum of the evidence, with a coloured edge at the left.
fn seen_box(ui: &mut Ui, seen: &SeenView) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(seen.tone);
    let inner = Frame::new()
        .fill(ground.gamma_multiply(0.45))
        .corner_radius(CornerRadius::same(4))
        .inner_margin(Margin { left: 16, right: 14, top: 10, bottom: 10 })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let words = Sentence::new("wizard-we-see").with("what", seen.words.clone()).text();
            let said = rich(ui, &words, Type::Body, palette.text);
            aloud(&said, seen.tone);
        });
    let rect = inner.response.rect;
    let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
    ui.painter().rect_filled(edge, CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 }, ink);
}

fn ways(ui: &mut Ui, ways: &[WayView], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let is_only = ways.len() == 1;
    let across = if ui.available_width() >= SIDE_BY_SIDE && !is_only { 2 } else { 1 };
    for (row, pair) in ways.chunks(across).enumerate() {
        let beside = pair.len();
        #[expect(clippy::cast_precision_loss, reason = "one or two")]
        let width = (ui.available_width() - 12.0 * (beside as f32 - 1.0)) / beside as f32;
        let id = ui.scope_id().with(("ways", row));
        let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
        let mut highest = 0.0_f32;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            for way in pair {
                let natural = ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.push_id(&way.id, |ui| one_way(ui, way, is_only, known, memory, out)).inner
                });
                highest = highest.max(natural.inner);
            }
        });
        if (highest - known).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, highest));
            // Not a discarded pass: a click would count twice.
            ui.ctx().request_repaint();
        }
    }
}

/// One way as a card; `least` is the height of the highest of its row. Gives back its natural height.
fn one_way(
    ui: &mut Ui,
    way: &WayView,
    is_only: bool,
    least: f32,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) -> f32 {
    let palette = Palette::of(ui);
    let edge = if way.is_proposed { palette.tone(Tone::Warn).0 } else { palette.line };
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(CornerRadius::same(gap::ROUND))
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            let top = ui.cursor().top();
            way_words(ui, way, is_only);
            let reason = gate(ui, way, memory);
            ui.add_space(2.0);
            let natural = ui.cursor().top() - top;
            ui.add_space((least - natural).max(0.0));
            way_button(ui, way, is_only, reason.as_deref(), out);
            natural
        })
        .inner
}

fn way_words(ui: &mut Ui, way: &WayView, is_only: bool) {
    let palette = Palette::of(ui);
    if !way.label.is_empty() {
        label(ui, &way.label, Type::BodyStrong, palette.strong);
    }
    if !way.help.is_empty() {
        rich(ui, &way.help, Type::Body, palette.dim);
    }
    if let Some(warning) = &way.warning {
        remark(ui, warning);
    }
    if way.steps.is_empty() {
        return;
    }
    if is_only || fold(ui, way) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            for (index, step) in way.steps.iter().enumerate() {
                numbered(ui, index + 1, step);
            }
        });
    }
}

/// An amber sentence with its sign.
fn remark(ui: &mut Ui, words: &str) {
    let ink = Palette::of(ui).tone(Tone::Warn).0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), egui::Sense::hover());
        glyph(ui.painter(), Glyph::Exclaim, rect.center(), 10.0, ink);
        ui.vertical(|ui| rich(ui, words, Type::Small, ink));
    });
}

/// "7 steps" with a triangle; whether they are open.
fn fold(ui: &mut Ui, way: &WayView) -> bool {
    let palette = Palette::of(ui);
    let id = ui.scope_id().with("steps");
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), egui::Sense::hover());
        disclosure(ui.painter(), rect.center(), is_open, palette.dim);
        let words = Sentence::new("wizard-way-steps").count("count", way.steps.len()).text();
        let name = format!("{words} · {}", way.label);
        if link_button(ui, &words, &name).clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(id, is_open));
        }
    });
    is_open
}

fn numbered(ui: &mut Ui, number: usize, step: &str) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.allocate_ui_with_layout(vec2(14.0, 18.0), Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(14.0);
            ui.label(text(&number.to_string(), Type::Small, palette.faint));
        });
        ui.vertical(|ui| rich(ui, step, Type::Small, palette.text));
    });
}

/// What stands between the person and this way; gives back the reason typed so far where one is needed.
fn gate(ui: &mut Ui, way: &WayView, memory: &mut UiMemory) -> Option<String> {
    match &way.gate {
        WayGate::Open | WayGate::Shown => None,
        WayGate::Closed(why) => {
            remark(ui, why);
            None
        }
        WayGate::Reason(why) => {
            let palette = Palette::of(ui);
            remark(ui, why);
            let name = words::text("wizard-way-reason");
            label(ui, &name, Type::Small, palette.dim);
            let typed = memory.reasons.entry(way.id.clone()).or_default();
            let (response, changed) = multi_line(ui, ("way", &way.id), Type::Body, typed, 2);
            response.accessible_name(format!("{name} · {}", way.label));
            if let Some(changed) = changed {
                *typed = changed;
            }
            Some(typed.trim().to_owned())
        }
    }
}

fn way_button(ui: &mut Ui, way: &WayView, is_only: bool, reason: Option<&str>, out: &mut Vec<UiCommand>) {
    let usual = words::text("wizard-begin-way-back");
    let words = if way.button.is_empty() { &usual } else { &way.button };
    let kind = match (is_only, way.is_proposed) {
        (true, _) => ButtonKind::Main,
        (false, true) => ButtonKind::Warn,
        (false, false) => ButtonKind::Quiet,
    };
    let is_open = match &way.gate {
        WayGate::Open => true,
        WayGate::Shown => return,
        WayGate::Closed(_) => false,
        WayGate::Reason(_) => reason.is_some_and(|reason| !reason.is_empty()),
    };
    let width = ui.available_width();
    if button_within(ui, kind, words, is_open, width).clicked() && is_open {
        let (answer, reason) = (way.id.clone(), reason.map(str::to_owned));
        out.push(UiCommand::DecideAnswer { answer, reason });
    }
}
