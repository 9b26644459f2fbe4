//! What it is for: the dialog before files become part of a note: each is shown, because nothing can be taken out again.
//! In: an [`AddingView`]. Out: the wish to add, to leave one out, to choose more. Never: a file added unseen.

use egui::{Align, Context, CornerRadius, Frame, Id, Layout, Margin, Modal, ScrollArea, Sense, Ui, vec2};

use super::{ask, fitting, picture, size_of};
use crate::{
    observed::picture::Preview,
    ui::{
        UiCommand,
        confirm_dialog::{around, drop_repeated_keys, modal_frame},
        memory::UiMemory,
        rich::visible,
        shortcuts::Shortcut,
        small_dialog::{above_foot, at_the_start, foot, foot_row},
        theme::{Palette, Type, gap},
        view::{AddingView, Chip, ChosenView, FileCommand, Tone},
        widgets::{
            ButtonKind, Follow as _, button, chip, failure, label, link_button, multi_line, text, truncated,
            well,
        },
    },
    words::{self, Sentence},
};

const WIDTH: f32 = 640.0;
/// The least height of what is scrolled.
const LEAST: f32 = 120.0;
/// What stands above and below it, in points.
const AROUND: f32 = 460.0;
/// A picture is shown no higher.
const HIGHEST: f32 = 260.0;
/// Lines of a text that are shown.
const LINES: usize = 200;

pub(super) fn draw(ctx: &Context, view: &AddingView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    drop_repeated_keys(ctx);
    let id = Id::unique("adding-files");
    Modal::new(id).frame(modal_frame(ctx)).backdrop_color(Palette::of_ctx(ctx).veil).show(ctx, |ui| {
        let window = ui.ctx().content_rect().size();
        ui.set_width(WIDTH.min(window.x - 2.0 * around(window)));
        Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = gap::SMALL;
            let deed = deed(view);
            let foot =
                foot(ui, &[deed.clone(), words::text("dialog-cancel"), words::text("attach-pick-more")]);
            above_foot(ui, foot, |ui| contents(ui, view, memory, out));
            foot_row(ui, |ui| buttons(ui, (id, foot, &deed), view, memory, out));
        });
    });
    if Shortcut::DialogClose.take(ctx) && !view.is_writing {
        ask(out, FileCommand::Cancel);
    }
}

fn contents(ui: &mut Ui, view: &AddingView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    label(ui, &words::text("attach-title"), Type::Title, palette.strong);
    if !view.title.is_empty() {
        label(ui, &view.title, Type::BodyStrong, palette.text);
    }
    let (ink, ground) = palette.tone(Tone::Warn);
    let frame = Frame::new().fill(ground).corner_radius(CornerRadius::same(gap::ROUND_SMALL));
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        label(ui, &words::text("attach-look"), Type::BodyStrong, ink);
        label(ui, &words::text("attach-stays"), Type::Small, palette.text);
    });
    let files = |ui: &mut Ui, memory: &mut UiMemory, out: &mut Vec<UiCommand>| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        for why in &view.refused {
            failure(ui, why);
        }
        for (at, file) in view.files.iter().enumerate() {
            chosen(ui, (at, file), view.is_writing, memory, out);
        }
        if view.is_looking {
            chip(ui, &Chip::busy(words::text("attach-looking")));
        }
        if view.files.is_empty() && !view.is_looking {
            label(ui, &words::text("attach-none"), Type::Body, palette.dim);
        }
    };
    let most = ui.ctx().content_rect().height() - AROUND;
    if most < LEAST {
        // All of the dialog is scrolled then.
        files(ui, memory, out);
    } else {
        let area = ScrollArea::vertical().id_salt("adding-files").max_height(most).auto_shrink([false, true]);
        area.following(ui, |ui| files(ui, memory, out));
    }
    let name = words::text("attach-note");
    label(ui, &name, Type::Small, palette.dim);
    let (response, changed) = multi_line(ui, "adding-files", Type::Body, &view.text, 2);
    response.accessible_name(&name);
    if let Some(text) = changed {
        ask(out, FileCommand::Text(text));
    }
}

/// One file: what it is called, what it is, and what is in it.
fn chosen(
    ui: &mut Ui,
    (at, file): (usize, &ChosenView),
    is_writing: bool,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = Sentence::new("attach-leave-out-name").with("name", &file.name).text();
            let leave_out = link_button(ui, &words::text("attach-leave-out"), &visible(&name));
            if leave_out.clicked() && !is_writing {
                ask(out, FileCommand::LeaveOut(at));
            }
            ui.label(text(&file.about, Type::Small, palette.dim));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                truncated(ui, &file.name, Type::BodyStrong, palette.strong);
            });
        });
    });
    match &file.preview {
        Preview::Picture(pixels) => {
            let width = ui.available_width();
            let size = fitting(size_of(pixels), vec2(width - 8.0, HIGHEST));
            let (rect, response) = ui.allocate_exact_size(vec2(width, size.y + 8.0), Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, visible(&file.name)));
            // What is out of sight takes no memory of the graphics card.
            if ui.is_rect_visible(rect) {
                ui.painter().rect_filled(rect, CornerRadius::same(gap::ROUND_SMALL), palette.well);
                let texture = memory.files.texture(ui.ctx(), &file.sha256, pixels);
                picture(ui, &texture, rect.shrink(4.0));
            }
        }
        Preview::Text { text, is_cut } => {
            well(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let mut lines = text.lines();
                // Wrapped, not cut: what is not seen could be what should not be added.
                for line in lines.by_ref().take(LINES) {
                    label(ui, line, Type::Code, palette.text);
                }
                if *is_cut || lines.next().is_some() {
                    label(ui, &words::text("attach-more-text"), Type::Small, palette.dim);
                }
            });
        }
        Preview::Nothing(why) => {
            label(ui, &why.text(), Type::Body, palette.tone(Tone::Warn).0);
        }
    }
}

fn deed(view: &AddingView) -> String {
    if view.is_writing {
        words::text("attach-writing")
    } else {
        Sentence::new("attach-deed").count("count", view.files.len()).text()
    }
}

fn buttons(
    ui: &mut Ui,
    (id, foot, deed): (Id, f32, &str),
    view: &AddingView,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let is_empty = view.files.is_empty() && view.text.trim().is_empty();
    let may_add = !is_empty && !view.is_looking && !view.is_writing;
    if button(ui, ButtonKind::Main, deed, may_add).clicked() && may_add {
        ask(out, FileCommand::Add);
    }
    let cancel = button(ui, ButtonKind::Quiet, &words::text("dialog-cancel"), !view.is_writing);
    memory.files.hold_focus(ui, id, &cancel);
    if cancel.clicked() && !view.is_writing {
        ask(out, FileCommand::Cancel);
    }
    at_the_start(ui, foot, |ui| {
        let more = button(ui, ButtonKind::Quiet, &words::text("attach-pick-more"), view.may_pick);
        if more.clicked() && view.may_pick {
            ask(out, FileCommand::PickMore);
        }
    });
}
