//! What it is for: a file of a note, as large as the window allows, with name, size and hash.
//! In: a [`LargeView`]. Out: the wish to close it, to copy its hash, to open its folder. Never: a change of the file.

use egui::{Align, Context, CornerRadius, Frame, Id, Layout, Margin, Modal, ScrollArea, Sense, Ui, vec2};

use super::{ask, fitting, picture, wrong};
use crate::{
    observed::picture::Preview,
    ui::{
        UiCommand,
        confirm_dialog::modal_frame,
        memory::UiMemory,
        rich::visible,
        shortcuts::Shortcut,
        small_dialog::{above_foot, foot, foot_row},
        theme::{Palette, Type, gap},
        view::{Chip, FileCommand, LargeView, Tone},
        widgets::{
            ButtonKind, Follow as _, button, chip, copy_button, failure, hint_under, label, truncated, well,
        },
    },
    words,
};

/// What stands above and below the picture, in points.
const AROUND: f32 = 240.0;
/// The least room of the picture.
const LEAST: f32 = 120.0;
/// Between the dialog and the edges of the window.
const EDGE: f32 = 96.0;
const WIDEST: f32 = 1_200.0;

pub(super) fn draw(ctx: &Context, view: &LargeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let id = Id::unique("large-file");
    let modal =
        Modal::new(id).frame(modal_frame(ctx)).backdrop_color(Palette::of_ctx(ctx).veil).show(ctx, |ui| {
            let window = ui.ctx().content_rect().size();
            ui.set_width((window.x - EDGE).max(window.x * 0.9).min(WIDEST));
            Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = gap::SMALL;
                let foot = foot(ui, &["attach-close", "attach-folder"].map(words::text));
                above_foot(ui, foot, |ui| contents(ui, view, memory));
                foot_row(ui, |ui| buttons(ui, id, view, memory, out));
            });
        });
    if Shortcut::DialogClose.take(ctx) || modal.backdrop_response.clicked() {
        ask(out, FileCommand::Close);
    }
}

fn contents(ui: &mut Ui, view: &LargeView, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    let file = &view.file;
    truncated(ui, &file.name, Type::Title, palette.strong);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        ui.label(crate::ui::widgets::text(&file.about, Type::Small, palette.dim));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            copy_button(ui, memory, &words::text("attach-copy-hash"), || file.sha256.clone());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                truncated(ui, &format!("SHA-256 {}", file.sha256), Type::Code, palette.dim);
            });
        });
    });
    if let Some((tone, words)) = wrong(file) {
        hint_under(ui, tone, &words);
    }
    if let Some(why) = &file.failure {
        failure(ui, why);
    }
    let room = vec2(ui.available_width(), (ui.ctx().content_rect().height() - AROUND).max(LEAST));
    match file.seen.as_deref().map(|seen| &seen.preview) {
        None if file.failure.is_none() => {
            chip(ui, &Chip::busy(words::text("attach-looking")));
        }
        None => {}
        Some(Preview::Picture(pixels)) => {
            let texture = memory.files.texture(ui.ctx(), &file.sha256, pixels);
            let size = fitting(texture.size_vec2(), room - vec2(8.0, 8.0));
            let (rect, response) = ui.allocate_exact_size(vec2(room.x, size.y + 8.0), Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, visible(&file.name)));
            ui.painter().rect_filled(rect, CornerRadius::same(gap::ROUND_SMALL), palette.well);
            picture(ui, &texture, rect.shrink(4.0));
        }
        Some(Preview::Text { text, is_cut }) => {
            well(ui, |ui| {
                let area =
                    ScrollArea::both().id_salt("large-text").max_height(room.y).auto_shrink([false, true]);
                area.following(ui, |ui| {
                    let shown = crate::ui::widgets::text(text, Type::Code, palette.text);
                    ui.add(egui::Label::new(shown).extend());
                    if *is_cut {
                        label(ui, &words::text("attach-more-text"), Type::Small, palette.dim);
                    }
                });
            });
        }
        Some(Preview::Nothing(why)) => {
            label(ui, &why.text(), Type::Body, palette.tone(Tone::Quiet).0);
        }
    }
}

fn buttons(ui: &mut Ui, id: Id, view: &LargeView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let close = button(ui, ButtonKind::Main, &words::text("attach-close"), true);
    memory.files.hold_focus(ui, id, &close);
    if close.clicked() {
        ask(out, FileCommand::Close);
    }
    if let Some(folder) = &view.folder {
        let open = button(ui, ButtonKind::Quiet, &words::text("attach-folder"), true);
        if open.on_hover_text(folder).clicked() {
            out.push(UiCommand::OpenPath(folder.clone()));
        }
    }
}
