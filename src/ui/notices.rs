//! What it is for: messages at the lower right that stay until they are dismissed.
//! In: notices. Out: the wish to take one away. Never: a message that goes by itself before it was read.

use egui::{Align2, Area, Context, CornerRadius, Frame, Id, Margin, Order, ScrollArea, Stroke, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{NoticeText, NoticeView},
        widgets::{aloud, copy_button, failure, from_right, label, link_button},
    },
    words,
};

const SHOWN: usize = 4;
const WIDTH: f32 = 420.0;

pub(super) fn draw(ctx: &Context, notices: &[NoticeView], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if notices.is_empty() {
        return;
    }
    Area::new(Id::unique("notices"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -44.0))
        .show(ctx, |ui| {
            let window = ctx.content_rect().size();
            ui.set_width((window.x - 32.0).min(WIDTH));
            let most = (window.y - 100.0).max(80.0);
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).stick_to_bottom(true).show(
                ui,
                |ui| {
                    for notice in notices.iter().rev().take(SHOWN).rev() {
                        one(ui, notice, memory, out);
                        ui.add_space(gap::TIGHT);
                    }
                },
            );
        });
}

fn one(ui: &mut egui::Ui, notice: &NoticeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let (ink, _) = palette.tone(notice.tone);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, ink.gamma_multiply(0.6)))
        .corner_radius(CornerRadius::same(gap::ROUND))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.push_id(notice.id, |ui| {
                ui.spacing_mut().item_spacing.y = gap::TIGHT;
                match &notice.what {
                    NoticeText::Words(words) => {
                        let said = label(ui, words, Type::Body, palette.text);
                        aloud(&said, notice.tone);
                    }
                    NoticeText::Failure(what) => failure(ui, what),
                }
                from_right(ui, |ui| {
                    let name = words::text("dialog-dismiss");
                    if link_button(ui, &name, &name).clicked() {
                        out.push(UiCommand::DismissNotice(notice.id));
                    }
                    copy_button(ui, memory, &words::text("dialog-copy-notice"), || notice_text(notice));
                    let name = words::text("help-copy-diagnosis");
                    if matches!(notice.what, NoticeText::Failure(_))
                        && link_button(ui, &name, &name).clicked()
                    {
                        out.push(UiCommand::CopyDiagnosis);
                    }
                });
            });
        });
}

fn notice_text(notice: &NoticeView) -> String {
    match &notice.what {
        NoticeText::Words(words) => words.clone(),
        NoticeText::Failure(failure) => {
            let mut lines = vec![failure.summary.text()];
            lines.extend(failure.hint.as_ref().map(crate::words::Sentence::text));
            lines.extend(failure.details.iter().cloned());
            lines.join("\n")
        }
    }
}
