//! What it is for: the band that says who holds the change while this window only reads.
//! In: a [`HolderView`]. Out: the wish to take over, with a reason. Never: a hint that something can be done here.

use egui::{Align, Frame, Layout, Margin, Panel, Sense, Ui, vec2};

use crate::{
    ui::{
        memory::{SmallDialog, SmallPurpose, UiMemory},
        rich::literal,
        theme::{Palette, Type},
        view::{HolderView, Tone},
        widgets::{ButtonKind, Glyph, aloud, button, glyph, label, rich},
    },
    words::{self, Sentence},
};

pub(super) fn draw(ui: &mut Ui, view: &HolderView, memory: &mut UiMemory) {
    let frame = frame(ui).inner_margin(Margin::symmetric(24, 10));
    Panel::top("holder").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            take_over(ui, view, memory);
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                sign(ui);
                ui.vertical(|ui| words_of(ui, view));
            });
        });
    });
}

/// The same in a page that is scrolled as a whole: the button below the words.
pub(super) fn stacked(ui: &mut Ui, view: &HolderView, memory: &mut UiMemory) {
    frame(ui).inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            sign(ui);
            ui.vertical(|ui| words_of(ui, view));
        });
        take_over(ui, view, memory);
    });
}

fn frame(ui: &Ui) -> Frame {
    Frame::new().fill(Palette::of(ui).tone(Tone::Warn).1)
}

fn sign(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
    glyph(ui.painter(), Glyph::Lock, rect.center(), 14.0, Palette::of(ui).tone(Tone::Warn).0);
}

fn take_over(ui: &mut Ui, view: &HolderView, memory: &mut UiMemory) {
    if !view.can_take_over {
        return;
    }
    let is_open = view.blocked.is_none();
    let pressed = button(ui, ButtonKind::Warn, &words::text("wizard-take-over"), is_open).clicked();
    if pressed && is_open {
        memory.small = Some(SmallDialog::new(SmallPurpose::TakeOver, "", &view.who));
    }
}

fn words_of(ui: &mut Ui, view: &HolderView) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    if !view.who.is_empty() {
        let held = Sentence::new("wizard-held-by").with("who", literal(&view.who)).text();
        let said = rich(ui, &held, Type::Body, palette.text);
        aloud(&said, Tone::Warn);
    }
    let lines = [&view.step, &view.since];
    let lines: Vec<&str> = lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        label(ui, &lines.join(" · "), Type::Small, palette.text);
    }
    if !view.reason.is_empty() {
        rich(ui, &view.reason, Type::Small, palette.text);
    }
    if let Some(blocked) = &view.blocked {
        label(ui, blocked, Type::SmallStrong, palette.tone(Tone::Warn).0);
    }
}
