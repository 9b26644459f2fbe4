//! What it is for: the band that says who holds the change while this window only reads.
//! In: a [`HolderView`]. Out: the wish to take over, with a reason. Never: a hint that something can be done here.

use egui::{Align, Frame, Layout, Margin, Panel, Sense, Ui, vec2};

use crate::{
    ui::{
        memory::{SmallDialog, SmallPurpose, UiMemory},
        rich::literal,
        theme::{Palette, Type},
        view::{HolderView, Tone},
        widgets::{ButtonKind, Glyph, button, glyph, label, rich},
    },
    words::{self, Sentence},
};

pub(super) fn draw(ui: &mut Ui, view: &HolderView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(Tone::Warn);
    let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(24, 10));
    Panel::top("holder").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            if view.can_take_over {
                let response =
                    button(ui, ButtonKind::Warn, &words::text("wizard-take-over"), view.blocked.is_none());
                if response.clicked() && view.blocked.is_none() {
                    memory.small = Some(SmallDialog::new(SmallPurpose::TakeOver, "", &view.who));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
                glyph(ui.painter(), Glyph::Lock, rect.center(), 14.0, ink);
                ui.vertical(|ui| words_of(ui, view));
            });
        });
    });
}

fn words_of(ui: &mut Ui, view: &HolderView) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    if !view.who.is_empty() {
        let held = Sentence::new("wizard-held-by").with("who", literal(&view.who)).text();
        rich(ui, &held, Type::Body, palette.text);
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
