//! What it is for: the mails of practice, as the mail program would show them.
//! In: [`MailView`]s. Out: nothing. Never: a way to send one.

use egui::{ScrollArea, Ui};

use super::practice::{ABOVE, BELOW, WIDTH, hanging, head};
use crate::{
    ui::{
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{MailView, PracticeView},
        widgets::{ButtonKind, Follow as _, button, label, well},
    },
    words::{self, Sentence},
};

/// The button that shows the mails, once there is one.
pub(super) fn control(ui: &mut Ui, view: &PracticeView, memory: &mut UiMemory) {
    if view.mails.is_empty() {
        return;
    }
    let name = Sentence::new("practice-mails").count("count", view.mails.len()).text();
    if button(ui, ButtonKind::Quiet, &name, true).clicked() {
        memory.mails_open = !memory.mails_open;
    }
}

/// The mails, the newest first.
pub(super) fn draw(ui: &Ui, view: &PracticeView, memory: &mut UiMemory) {
    let room = ui.ctx().content_rect().height() - ABOVE - BELOW;
    hanging(ui, "mails", WIDTH, |ui| {
        ui.set_max_height(room);
        memory.mails_open = head(ui, "practice-mails-title", |_nothing| ());
        ScrollArea::vertical().auto_shrink([false, true]).following(ui, |ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            label(ui, &words::text("practice-mails-words"), Type::Small, Palette::of(ui).dim);
            for (index, mail) in view.mails.iter().enumerate().rev() {
                ui.push_id(index, |ui| one(ui, mail));
            }
        });
    });
}

fn one(ui: &mut Ui, mail: &MailView) {
    let palette = Palette::of(ui);
    ui.add_space(gap::SMALL);
    label(ui, &mail.subject, Type::BodyStrong, palette.strong);
    let nobody = words::text("practice-mail-nobody");
    let to = if mail.to.is_empty() { &nobody } else { &mail.to };
    label(ui, &Sentence::new("practice-mail-to").with("to", to).text(), Type::Small, palette.text);
    for (key, who) in [("practice-mail-cc", &mail.cc), ("practice-mail-bcc", &mail.bcc)] {
        if !who.is_empty() {
            label(ui, &Sentence::new(key).with("to", who).text(), Type::Small, palette.text);
        }
    }
    let opened = Sentence::new("practice-mail-opened").with("at", &mail.at).text();
    label(ui, &opened, Type::Small, palette.dim);
    if !mail.body.is_empty() {
        well(ui, |ui| label(ui, &mail.body, Type::Body, palette.text));
    }
}
