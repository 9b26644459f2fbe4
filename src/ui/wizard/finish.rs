//! What it is for: the end of a change: what was done, the commit, where record and journal are.
//! In: a [`FinishView`]. Out: wishes to open or leave. Never: a claim that the view does not make.

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        overlay::Overlay,
        theme::{Palette, Type, gap},
        view::{FinishView, HistoryCommand, Page, Tone},
        widgets::{
            ButtonKind, Follow as _, Glyph, Head, aloud, bullets, button, card, copy_button,
            form_row_explained, glyph, kept_end, label, link_button, nothing, rich,
        },
    },
    words,
};

pub(super) fn draw(ui: &mut Ui, view: &FinishView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let area = ScrollArea::vertical().id_salt("finish").auto_shrink(false);
    area.following_page(ui, |ui| contents(ui, view, 24, memory, out));
}

/// All of it, in a page that is scrolled.
pub(super) fn contents(
    ui: &mut Ui,
    view: &FinishView,
    side: i8,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    Frame::new().inner_margin(Margin::symmetric(side, 28)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 14.0;
        headline(ui, view);
        if !view.about.is_empty() {
            rich(ui, &view.about, Type::Body, palette.dim);
        }
        if !view.lines.is_empty() {
            let title = words::text("wizard-finish-done");
            card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| bullets(ui, &view.lines));
        }
        let title = words::text("wizard-finish-left");
        card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
            left_behind(ui, view, memory, out);
        });
        leads(ui, view, memory, out);
    });
}

/// What can be done with what was left behind, and the way out.
fn leads(ui: &mut Ui, view: &FinishView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let quiet = |ui: &mut Ui, key: &str| button(ui, ButtonKind::Quiet, &words::text(key), true).clicked();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(10.0, gap::TIGHT);
        let leave = if view.is_rehearsal { "rehearse-finish-leave" } else { "wizard-finish-leave" };
        if button(ui, ButtonKind::Main, &words::text(leave), true).clicked() {
            out.push(UiCommand::Leave);
        }
        if view.is_rehearsal && quiet(ui, "rehearse-finish-report") {
            memory.show_report(true);
        }
        if view.record.is_some() {
            if quiet(ui, "wizard-copy-comment") {
                out.push(UiCommand::CopyComment(view.change.clone()));
            }
            if quiet(ui, "wizard-open-record") {
                out.push(UiCommand::ShowPage(Page::History));
                out.push(UiCommand::History(HistoryCommand::Open(view.change.clone())));
            }
        }
        if quiet(ui, "timeline-title") {
            memory.overlay.open(ui.ctx(), Overlay::Timeline);
        }
        if let Some(address) = &view.ticket
            && quiet(ui, "ticket-open")
        {
            out.push(UiCommand::OpenAddress(address.clone()));
        }
    });
}

fn headline(ui: &mut Ui, view: &FinishView) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(view.tone);
    let sign = match view.tone {
        Tone::Good => Glyph::Check,
        Tone::Bad => Glyph::Cross,
        Tone::Warn => Glyph::Exclaim,
        Tone::Info | Tone::Quiet => Glyph::Dot,
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(40.0, 40.0), egui::Sense::hover());
        ui.painter().circle_filled(rect.center(), 20.0, ground);
        glyph(ui.painter(), sign, rect.center(), 20.0, ink);
        let said = label(ui, &view.headline, Type::Display, palette.strong);
        aloud(&said, view.tone);
    });
}

fn left_behind(ui: &mut Ui, view: &FinishView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let rows = [
        ("wizard-finish-commit", "wizard-copy-commit", "", &view.commit),
        ("wizard-finish-record", "wizard-copy-record", "record", &view.record),
        ("wizard-finish-journal", "wizard-copy-journal", "journal", &view.journal),
    ];
    ui.spacing_mut().item_spacing.y = gap::TIGHT;
    for (key, copy, word, value) in rows {
        let Some(value) = value else { continue };
        form_row_explained(ui, &words::text(key), word, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_max_height(28.0);
                copy_button(ui, memory, &words::text(copy), || value.clone());
                let open = words::text("wizard-open");
                let name = format!("{open} {value}");
                // The two that are explained are files.
                if !word.is_empty() && link_button(ui, &open, &name).clicked() {
                    out.push(UiCommand::OpenPath(value.clone()));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    kept_end(ui, value, Type::Code, Palette::of(ui).strong);
                });
            });
        });
    }
}
