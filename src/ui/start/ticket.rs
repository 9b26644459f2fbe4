//! What it is for: "Start from a ticket": its text, file or address, and what it asks for, line by line.
//! In: a [`TicketView`]. Out: wishes to read it and to fill the form. Never: a deed, or the ticket's words as markup.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{AskedRow, CheckState, Chip, ReviewView, TicketCommand, TicketStage, TicketView, Tone},
        widgets::{
            ButtonKind, button, chip, disclosure, failure, from_right, glyph, glyph_of, label, link_button,
            multi_line, single_line, truncated, well,
        },
    },
    words::{self, Sentence},
};

use super::sheet;

/// What was typed into the sheet, and what of it is unfolded.
#[derive(Debug, Clone, Default)]
pub(in crate::ui) struct TicketMemory {
    text: String,
    address: String,
    /// What has got the keyboard first: a sign for each thing that the sheet shows.
    focused: u8,
    told_open: bool,
}

pub(super) fn draw(ui: &Ui, view: &TicketView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let mut own = std::mem::take(&mut memory.ticket);
    let mut asked = Vec::new();
    let title = match &view.stage {
        TicketStage::Enter => "ticket-title",
        TicketStage::Choose { .. } => "ticket-choose-title",
        TicketStage::Review(_) => "ticket-review-title",
    };
    let commands = std::cell::RefCell::new((&mut own, &mut asked));
    let is_closed = sheet::draw(
        ui.ctx(),
        ("ticket-sheet", &words::text(title)),
        |ui| {
            let (own, asked) = &mut *commands.borrow_mut();
            if let Some(why) = &view.failure {
                failure(ui, why);
            }
            match &view.stage {
                TicketStage::Enter => enter(ui, view, own, asked),
                TicketStage::Choose { why, procedures } => choose(ui, why, procedures, asked),
                TicketStage::Review(review) => self::review(ui, review, own),
            }
        },
        |ui| {
            let (own, asked) = &mut *commands.borrow_mut();
            foot(ui, view, own, asked);
        },
    );
    if is_closed {
        asked.push(TicketCommand::Close);
    }
    if asked.iter().any(|command| matches!(command, TicketCommand::Close | TicketCommand::TakeOver)) {
        own.focused = 0;
    }
    if asked.contains(&TicketCommand::TakeOver) {
        own = TicketMemory::default();
    }
    memory.ticket = own;
    out.extend(asked.into_iter().map(UiCommand::Ticket));
}

/// The field for its text, and the other ways.
fn enter(ui: &mut Ui, view: &TicketView, own: &mut TicketMemory, asked: &mut Vec<TicketCommand>) {
    let palette = Palette::of(ui);
    label(ui, &words::text("ticket-about"), Type::Body, palette.dim);
    let name = words::text("ticket-text");
    label(ui, &name, Type::Small, palette.dim);
    let rows = if ui.ctx().content_rect().height() < 700.0 { 8 } else { 14 };
    let (response, changed) = multi_line(ui, "ticket-text", Type::Code, &own.text, rows);
    let response = response.accessible_name(&name);
    if let Some(text) = changed {
        own.text = text;
    }
    if own.focused != 1 && !ui.is_sizing_pass() {
        response.request_focus();
        own.focused = 1;
    }
    let name = words::text("ticket-address");
    label(ui, &name, Type::Small, palette.dim);
    from_right(ui, |ui| {
        let can_fetch = !own.address.trim().is_empty() && !view.is_busy;
        if button(ui, ButtonKind::Quiet, &words::text("ticket-fetch"), can_fetch).clicked() && can_fetch {
            asked.push(TicketCommand::Fetch(own.address.trim().to_owned()));
        }
        let hint = words::text("ticket-address-hint");
        let (response, changed) = single_line(ui, "ticket-address", Type::Code, &own.address, &hint);
        if let Some(address) = changed {
            own.address = address;
        }
        response.accessible_name(&name);
    });
    if view.is_busy {
        chip(ui, &Chip::busy(words::text("ticket-reading")));
    }
}

fn choose(ui: &mut Ui, why: &str, procedures: &[(String, String)], asked: &mut Vec<TicketCommand>) {
    let palette = Palette::of(ui);
    label(ui, why, Type::Body, palette.dim);
    for (id, title) in procedures {
        let name = Sentence::new("ticket-choose").with("title", title).text();
        if button(ui, ButtonKind::Quiet, &name, true).clicked() {
            asked.push(TicketCommand::Choose(id.clone()));
        }
    }
}

fn review(ui: &mut Ui, view: &ReviewView, own: &mut TicketMemory) {
    let palette = Palette::of(ui);
    if !view.title.is_empty() {
        label(ui, &view.title, Type::BodyStrong, palette.strong);
    }
    label(
        ui,
        &Sentence::new("ticket-procedure").with("title", &view.procedure).text(),
        Type::Body,
        palette.dim,
    );
    let who = if view.asked_by.is_empty() {
        words::text("ticket-nobody")
    } else {
        Sentence::new("ticket-asked-by").with("who", &view.asked_by).text()
    };
    label(ui, &who, Type::Body, palette.text);
    if !view.address.is_empty() {
        label(ui, &view.address, Type::Code, palette.dim);
    }
    if view.hides {
        label(ui, &words::text("ticket-hides"), Type::Body, palette.tone(Tone::Warn).0);
    }
    let parts =
        [("ticket-taken", &view.taken), ("ticket-left", &view.left), ("ticket-unknown", &view.unknown)];
    for (key, rows) in parts {
        if !rows.is_empty() {
            part(ui, &Sentence::new(key).count("count", rows.len()).text(), rows);
        }
    }
    if view.taken.is_empty() {
        label(ui, &words::text("ticket-taken-none"), Type::Body, palette.tone(Tone::Warn).0);
    }
    if !view.told.is_empty() {
        told(ui, &view.told, own);
    }
    if view.more > 0 {
        let words = Sentence::new("ticket-more").count("count", view.more).text();
        label(ui, &words, Type::Small, palette.dim);
    }
    if view.replaces && !view.hides {
        label(ui, &words::text("ticket-replaces"), Type::Small, palette.tone(Tone::Warn).0);
    }
}

fn part(ui: &mut Ui, title: &str, rows: &[AskedRow]) {
    let palette = Palette::of(ui);
    ui.add_space(gap::TIGHT);
    label(ui, title, Type::BodyStrong, palette.strong);
    well(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        for row in rows {
            one(ui, row);
        }
    });
}

fn told(ui: &mut Ui, rows: &[AskedRow], own: &mut TicketMemory) {
    let palette = Palette::of(ui);
    let name = Sentence::new("ticket-told").count("count", rows.len()).text();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 20.0), Sense::hover());
        disclosure(ui.painter(), rect.center(), own.told_open, palette.dim);
        if link_button(ui, &name, &name).clicked() {
            own.told_open = !own.told_open;
        }
    });
    if own.told_open {
        part(ui, &words::text("ticket-told-about"), rows);
    }
}

/// What became of a line, and the line.
fn one(ui: &mut Ui, row: &AskedRow) {
    let palette = Palette::of(ui);
    let state = match row.tone {
        Tone::Good => CheckState::Good,
        Tone::Warn => CheckState::Warn,
        Tone::Bad => CheckState::Bad,
        Tone::Info => CheckState::Unknown,
        Tone::Quiet => CheckState::Waiting,
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let (rect, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
        let sign = words::text(match row.tone {
            Tone::Good => "ticket-sign-taken",
            Tone::Warn | Tone::Bad => "ticket-sign-left",
            Tone::Info => "ticket-sign-unknown",
            Tone::Quiet => "ticket-sign-told",
        });
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &sign));
        glyph(ui.painter(), glyph_of(state), rect.center(), 11.0, palette.tone(row.tone).0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if !row.words.is_empty() {
                let kind = if row.is_bold { Type::BodyStrong } else { Type::Body };
                label(ui, &row.words, kind, palette.text);
            }
            let source =
                if row.place.is_empty() { row.text.clone() } else { format!("{}: {}", row.place, row.text) };
            if !source.trim().is_empty() {
                truncated(ui, &source, Type::Code, palette.dim);
            }
        });
    });
}

fn foot(ui: &mut Ui, view: &TicketView, own: &mut TicketMemory, asked: &mut Vec<TicketCommand>) {
    match &view.stage {
        TicketStage::Enter => {
            let can_read = !own.text.trim().is_empty() && !view.is_busy;
            if button(ui, ButtonKind::Main, &words::text("ticket-read"), can_read).clicked() && can_read {
                asked.push(TicketCommand::Read(own.text.clone()));
            }
            if button(ui, ButtonKind::Quiet, &words::text("ticket-pick"), !view.is_busy).clicked() {
                asked.push(TicketCommand::Pick);
            }
        }
        TicketStage::Choose { .. } => back(ui, asked),
        TicketStage::Review(review) => {
            let can_take = !review.hides;
            if button(ui, ButtonKind::Main, &words::text("ticket-take-over"), can_take).clicked() && can_take
            {
                asked.push(TicketCommand::TakeOver);
            }
            back(ui, asked);
        }
    }
    let cancel = button(ui, ButtonKind::Quiet, &words::text("dialog-cancel"), true);
    let is_entered = matches!(view.stage, TicketStage::Enter);
    if !is_entered && own.focused != 2 && !ui.is_sizing_pass() {
        cancel.request_focus();
        own.focused = 2;
    }
    if cancel.clicked() {
        asked.push(TicketCommand::Close);
    }
}

fn back(ui: &mut Ui, asked: &mut Vec<TicketCommand>) {
    if button(ui, ButtonKind::Quiet, &words::text("ticket-back"), true).clicked() {
        asked.push(TicketCommand::Back);
    }
}
