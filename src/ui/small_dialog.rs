//! What it is for: the small dialogs for a written reason (leave out, go on nevertheless, hold …) and a note.
//! In: the screen's own memory. Out: the command with its text. Never: a command without a reason.

use egui::{Align, Context, Id, Layout, Modal, ScrollArea, Ui};

use crate::{
    ui::{
        UiCommand,
        confirm_dialog::{around, modal_frame},
        memory::{SmallDialog, SmallPurpose, UiMemory},
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{BulletMark, BulletView, FileCommand},
        widgets::{ButtonKind, Follow as _, bullets, button, button_width, label, multi_line},
    },
    words,
};

/// Room of a row of buttons, with what is above and below it.
const FOOT: f32 = 48.0;

/// The room at the foot of a dialog for buttons of these words, in as many rows as they need.
pub(super) fn foot(ui: &Ui, words: &[String]) -> f32 {
    let all = ui.available_width();
    let mut rows = 0.0;
    words.iter().fold(0.0, |used, one| {
        let width = button_width(ui, one).min(all);
        if used > 0.0 && used + gap::SMALL + width > all {
            rows += 1.0;
            return width;
        }
        if used > 0.0 { used + gap::SMALL + width } else { width }
    });
    FOOT + rows * (gap::CONTROL + gap::SMALL)
}

/// What the dialog says, by its purpose.
struct Words {
    title: &'static str,
    about: &'static str,
    field: &'static str,
    deed: &'static str,
    kind: ButtonKind,
}

fn words_of(purpose: SmallPurpose) -> Words {
    match purpose {
        SmallPurpose::Skip => Words {
            title: "dialog-skip-title",
            about: "dialog-skip-about",
            field: "dialog-reason",
            deed: "dialog-skip-deed",
            kind: ButtonKind::Warn,
        },
        SmallPurpose::GoOn => Words {
            title: "dialog-goon-title",
            about: "dialog-goon-about",
            field: "dialog-reason",
            deed: "dialog-goon-deed",
            kind: ButtonKind::Warn,
        },
        SmallPurpose::Note => Words {
            title: "dialog-note-title",
            about: "dialog-note-about",
            field: "dialog-note",
            deed: "dialog-note-deed",
            kind: ButtonKind::Main,
        },
        SmallPurpose::Waive => reason_words("dialog-waive-title", "dialog-waive-about", "dialog-waive-deed"),
        SmallPurpose::Happened => {
            reason_words("dialog-happened-title", "dialog-settle-about", "dialog-happened-deed")
        }
        SmallPurpose::DidNot => {
            reason_words("dialog-did-not-title", "dialog-settle-about", "dialog-did-not-deed")
        }
        SmallPurpose::GoPast => reason_words("dialog-past-title", "dialog-past-about", "dialog-past-deed"),
        SmallPurpose::Hold => Words {
            kind: ButtonKind::Main,
            ..reason_words("dialog-hold-title", "dialog-hold-about", "dialog-hold-deed")
        },
        SmallPurpose::HoldRehearsed => Words {
            kind: ButtonKind::Main,
            ..reason_words("dialog-hold-title", "dialog-hold-about-rehearsed", "dialog-hold-deed")
        },
        SmallPurpose::StopGoingBack => {
            reason_words("dialog-stop-back-title", "dialog-stop-back-about", "dialog-stop-back-deed")
        }
        SmallPurpose::TakeOver => {
            reason_words("dialog-take-over-title", "dialog-take-over-about", "dialog-take-over-deed")
        }
    }
}

/// A reason that something is done nevertheless.
fn reason_words(title: &'static str, about: &'static str, deed: &'static str) -> Words {
    Words { title, about, field: "dialog-reason", deed, kind: ButtonKind::Warn }
}

pub(super) fn draw(ctx: &Context, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let Some(mut small) = memory.small.take() else { return };
    let veil = Palette::of_ctx(ctx).veil;
    let modal = Modal::new(Id::unique("small-dialog"))
        .frame(modal_frame(ctx))
        .backdrop_color(veil)
        .show(ctx, |ui| contents(ui, &mut small));
    let escaped = modal.is_top_modal && Shortcut::DialogClose.take(ctx);
    match modal.inner {
        Pressed::Deed => out.push(command(small)),
        Pressed::Cancel => {}
        Pressed::Files => {
            let (step, text) = (small.step, small.text.trim().to_owned());
            out.push(UiCommand::File(FileCommand::Pick { step, text }));
        }
        Pressed::Nothing if escaped => {}
        Pressed::Nothing => memory.small = Some(small),
    }
}

enum Pressed {
    Nothing,
    Cancel,
    Deed,
    /// With files, which are chosen first.
    Files,
}

fn contents(ui: &mut Ui, small: &mut SmallDialog) -> Pressed {
    let palette = Palette::of(ui);
    let say = words_of(small.purpose);
    let name = words::text(say.field);
    let window = ui.ctx().content_rect().size();
    ui.set_width(480.0_f32.min(window.x - 2.0 * around(window)));
    let mut pressed = Pressed::Nothing;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(22, 18)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        // All above the buttons is scrolled where there is no room for it.
        let mut named = vec![words::text(say.deed), words::text("dialog-cancel")];
        if small.purpose == SmallPurpose::Note {
            named.push(words::text("attach-pick"));
        }
        let foot = foot(ui, &named);
        above_foot(ui, foot, |ui| {
            label(ui, &words::text(say.title), Type::Title, palette.strong);
            if !small.title.is_empty() {
                label(ui, &small.title, Type::BodyStrong, palette.text);
            }
            follows(ui, &small.lines);
            label(ui, &words::text(say.about), Type::Small, palette.dim);
            ui.add_space(gap::TIGHT);
            label(ui, &name, Type::Small, palette.dim);
            let (response, changed) = multi_line(ui, "small-dialog", Type::Body, &small.text, 4);
            let response = response.accessible_name(&name);
            if let Some(text) = changed {
                small.text = text;
            }
            if !small.is_focused && !ui.is_sizing_pass() {
                response.request_focus();
                small.is_focused = true;
            }
        });
        foot_row(ui, |ui| {
            let is_filled = !small.text.trim().is_empty();
            if button(ui, say.kind, &words::text(say.deed), is_filled).clicked() {
                pressed = Pressed::Deed;
            }
            if button(ui, ButtonKind::Quiet, &words::text("dialog-cancel"), true).clicked() {
                pressed = Pressed::Cancel;
            }
            if small.purpose == SmallPurpose::Note {
                at_the_start(ui, foot, |ui| {
                    let files = button(ui, ButtonKind::Quiet, &words::text("attach-pick"), true);
                    if files.on_hover_text(words::text("attach-pick-about")).clicked() {
                        pressed = Pressed::Files;
                    }
                });
            }
        });
    });
    pressed
}

/// At the other end of a row of buttons that ends at the right; where the buttons go on below, beside them.
pub(super) fn at_the_start(ui: &mut Ui, foot: f32, draw: impl FnOnce(&mut Ui)) {
    if foot > FOOT {
        return draw(ui);
    }
    ui.with_layout(Layout::left_to_right(Align::Center), draw);
}

/// A row of buttons at the foot of a dialog, from the right; it goes on below where there is no room.
pub(super) fn foot_row<R>(ui: &mut Ui, draw: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(gap::TIGHT);
    let row = egui::vec2(ui.available_width(), gap::CONTROL);
    let rows = Layout::right_to_left(Align::Center).with_main_wrap(true);
    ui.allocate_ui_with_layout(row, rows, draw).inner
}

/// What stands above the buttons of a dialog, scrolled where the window has no room for it.
pub(super) fn above_foot(ui: &mut Ui, foot: f32, draw: impl FnOnce(&mut Ui)) {
    let window = ui.ctx().content_rect().size();
    let most = (window.y - 2.0 * around(window) - 36.0 - foot).max(60.0);
    let area = ScrollArea::vertical().id_salt("above").max_height(most).auto_shrink([false, true]);
    area.following(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        draw(ui);
    });
}

/// What follows, a sentence each.
fn follows(ui: &mut Ui, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let most = (ui.ctx().content_rect().height() - 360.0).max(80.0);
    ScrollArea::vertical().id_salt("follows").max_height(most).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let lines: Vec<BulletView> =
            lines.iter().map(|line| BulletView::new(BulletMark::Warn, line.clone())).collect();
        bullets(ui, &lines);
    });
}

fn command(small: SmallDialog) -> UiCommand {
    let (step, text) = (small.step, small.text.trim().to_owned());
    match small.purpose {
        SmallPurpose::Skip => UiCommand::Skip { step, reason: text },
        SmallPurpose::GoOn => UiCommand::GoOn { step, reason: text },
        SmallPurpose::Note => UiCommand::AddNote { step, text },
        SmallPurpose::Waive => UiCommand::Waive { step, reason: text },
        SmallPurpose::Happened => UiCommand::Settle { step, happened: true, reason: Some(text) },
        SmallPurpose::DidNot => UiCommand::Settle { step, happened: false, reason: Some(text) },
        SmallPurpose::GoPast => UiCommand::GoPast { check: step, shown: small.shown, reason: text },
        SmallPurpose::Hold | SmallPurpose::HoldRehearsed => UiCommand::Hold { reason: text },
        SmallPurpose::StopGoingBack => UiCommand::StopGoingBack { reason: text },
        SmallPurpose::TakeOver => UiCommand::TakeOver { reason: text },
    }
}
