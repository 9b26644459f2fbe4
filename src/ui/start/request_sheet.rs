//! What it is for: "Request": the ticket as it will read, and the ways in which it leaves the window.
//! In: a [`RequestView`]. Out: wishes to copy, save and open it. Never: the text itself (the app builds it).

use egui::Ui;

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{BulletMark, BulletView, RequestCommand, RequestView},
        widgets::{ButtonKind, bullets, button, label, well},
    },
    words::{self, Sentence},
};

use super::{
    request::{preview_lines, without_title},
    sheet,
};

pub(super) fn draw(ui: &Ui, view: &RequestView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let mut asked = Vec::new();
    let has_text = view.missing.is_empty();
    let is_new = !std::mem::replace(&mut memory.request_shown, true);
    let is_closed = sheet::draw(
        ui.ctx(),
        ("request-sheet", &words::text("request-title")),
        |ui| body(ui, view),
        |ui| {
            let page = view.host.as_ref().map(|host| Sentence::new("request-open").with("host", host).text());
            if let Some(page) = page
                && button(ui, ButtonKind::Main, &page, has_text).clicked()
            {
                asked.push(RequestCommand::OpenPage);
            }
            let kind = if view.host.is_some() { ButtonKind::Quiet } else { ButtonKind::Main };
            if button(ui, kind, &words::text("request-copy"), has_text).clicked() {
                asked.push(RequestCommand::Copy);
            }
            if button(ui, ButtonKind::Quiet, &words::text("request-save"), has_text).clicked() {
                asked.push(RequestCommand::Save);
            }
            let close = button(ui, ButtonKind::Quiet, &words::text("request-close"), true);
            if is_new {
                close.request_focus();
            }
            if close.clicked() {
                asked.push(RequestCommand::Close);
            }
        },
    );
    if is_closed {
        asked.push(RequestCommand::Close);
    }
    out.extend(asked.into_iter().map(UiCommand::Request));
}

fn body(ui: &mut Ui, view: &RequestView) {
    let palette = Palette::of(ui);
    label(ui, &words::text("request-about"), Type::Body, palette.dim);
    if !view.missing.is_empty() {
        label(ui, &words::text("request-missing"), Type::BodyStrong, palette.strong);
        let rows: Vec<BulletView> = view
            .missing
            .iter()
            .map(|why| BulletView::new(BulletMark::Warn, crate::ui::rich::literal(why)))
            .collect();
        bullets(ui, &rows);
        return;
    }
    if let Some(open) = &view.open {
        label(ui, open, Type::Small, palette.dim);
    }
    for (key, names) in [("request-labels", &view.labels), ("request-assignees", &view.assignees)] {
        if !names.is_empty() {
            let words = Sentence::new(key).with("names", names).text();
            label(ui, &words, Type::Small, palette.dim);
        }
    }
    if view.is_shortened {
        label(ui, &words::text("request-long"), Type::Small, palette.dim);
    }
    ui.add_space(gap::TIGHT);
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        label(ui, &view.title, Type::CardTitle, palette.strong);
        preview_lines(ui, without_title(&view.text, &view.title));
    });
}
