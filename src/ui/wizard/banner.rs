//! What it is for: the line above a step that this window may only show, because another window acts here.
//! In: a [`BannerView`]. Out: the small dialog that asks why to take over. Never: a take-over without a reason.

use egui::{Frame, Margin, Panel, Ui};

use crate::{
    ui::{
        memory::{SmallDialog, SmallPurpose, UiMemory},
        theme::{Palette, Type, gap},
        view::BannerView,
        widgets::{ButtonKind, button, from_right, label},
    },
    words,
};

pub(super) fn draw(ui: &mut Ui, view: &BannerView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(view.tone);
    let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(24, 10));
    Panel::top("banner").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        label(ui, &view.words, Type::BodyStrong, ink);
        label(ui, &view.hint, Type::Small, palette.text);
        if view.may_take_over {
            from_right(ui, |ui| {
                if button(ui, ButtonKind::Warn, &words::text("wizard-take-over"), true).clicked() {
                    memory.small = Some(SmallDialog {
                        purpose: SmallPurpose::TakeOver,
                        step: String::new(),
                        title: view.words.clone(),
                        text: String::new(),
                        is_focused: false,
                    });
                }
            });
        }
    });
}
