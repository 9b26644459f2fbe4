//! What it is for: the start screen's lists of changes: begun and not ended (first of all), and lately ended (folded).
//! In: rows. Out: wishes to take up, export, roll back. Never: a way to throw a change away.

use egui::{Align, Layout, Sense, Stroke, Ui, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{Chip, FinishedRow, HistoryCommand, Page, StartView, Tone, UnfinishedRow},
        widgets::{
            ButtonKind, Head, button, card, chip, chip_size, disclosure, from_right, hint_under, label,
            link_button, nothing, text, truncated,
        },
    },
    words::{self, Sentence},
};

pub(super) fn draw(ui: &mut Ui, view: &StartView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if !view.unfinished.is_empty() {
        let title = words::text("start-unfinished");
        let note = if view.unfinished.len() > 1 { view.unfinished.len().to_string() } else { String::new() };
        card(ui, &Head { title: &title, note: &note, ..Head::default() }, nothing, |ui| {
            for (index, row) in view.unfinished.iter().enumerate() {
                line_above(ui, index);
                ui.push_id(("unfinished", &row.id), |ui| unfinished(ui, row, view.is_read_only, out));
            }
        });
        ui.add_space(gap::SMALL);
    }
    if !view.finished.is_empty() {
        finished_card(ui, &view.finished, memory, out);
        ui.add_space(gap::SMALL);
    }
}

fn line_above(ui: &mut Ui, index: usize) {
    if index > 0 {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, Palette::of(ui).line));
    }
}

fn unfinished(ui: &mut Ui, row: &UnfinishedRow, is_read_only: bool, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let is_open = row.blocked.is_none() && !row.is_busy;
        if !is_read_only {
            let resume = button(ui, ButtonKind::Quiet, &words::text("start-resume-button"), is_open)
                .accessible_name(Sentence::new("start-resume").with("title", row.title.clone()).text());
            if resume.clicked() && is_open {
                out.push(UiCommand::Resume(row.id.clone()));
            }
        }
        let name = Sentence::new("start-export").with("title", row.title.clone()).text();
        let words = words::text("start-export-button");
        if button(ui, ButtonKind::Quiet, &words, !row.is_busy).accessible_name(name).clicked() {
            out.push(UiCommand::Export(row.id.clone()));
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            title(ui, row);
            if !row.stands.is_empty() {
                label(ui, &row.stands, Type::Small, palette.text);
            }
            let side: Vec<&str> = [&row.detail, &row.target]
                .into_iter()
                .map(String::as_str)
                .filter(|s| !s.is_empty())
                .collect();
            if !side.is_empty() {
                label(ui, &side.join(" · "), Type::Small, palette.dim);
            }
            if !row.held.is_empty() {
                let held = Sentence::new("start-held").with("reason", row.held.clone()).text();
                label(ui, &held, Type::Small, palette.dim);
            }
            if let Some(damage) = &row.damage {
                hint_under(ui, Tone::Bad, damage);
            }
            if let Some(blocked) = &row.blocked {
                hint_under(ui, Tone::Warn, blocked);
            }
        });
    });
}

/// The title with its chips beside it, or below it when the title needs the whole width.
fn title(ui: &mut Ui, row: &UnfinishedRow) {
    let palette = Palette::of(ui);
    let busy = row.is_busy.then(|| Chip::busy(words::text("start-begun-busy")));
    let chips: Vec<&Chip> = row.chips.iter().chain(&busy).collect();
    let words = text(&row.title, Type::BodyStrong, palette.strong);
    let shown = ui.painter().layout_no_wrap(row.title.clone(), Type::BodyStrong.font(), palette.strong);
    let beside: f32 = chips.iter().map(|one| chip_size(ui, one).x + 8.0).sum();
    let is_one_row = shown.size().x + beside <= ui.available_width();
    let draw_chips = |ui: &mut Ui| {
        for one in &chips {
            chip(ui, one);
        }
    };
    if is_one_row {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.label(words);
            draw_chips(ui);
        });
    } else {
        ui.add(egui::Label::new(words).wrap());
        ui.add_space(gap::TIGHT);
        ui.horizontal(draw_chips);
    }
}

/// One line that opens to the list.
fn finished_card(ui: &mut Ui, rows: &[FinishedRow], memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("start-finished");
    let mut toggled = false;
    let is_open = memory.finished_open;
    let side = |ui: &mut Ui| {
        let (key, name) = if is_open {
            ("start-finished-hide", "start-finished-hide-name")
        } else {
            ("start-finished-show", "start-finished-show-name")
        };
        toggled = link_button(ui, &words::text(key), &words::text(name)).clicked();
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
        disclosure(ui.painter(), rect.center(), is_open, palette.dim);
    };
    let count = rows.len().to_string();
    let head = Head { title: &title, note: &count, is_flush: !is_open, ..Head::default() };
    card(ui, &head, side, |ui| {
        if !is_open {
            return;
        }
        for (index, row) in rows.iter().enumerate() {
            line_above(ui, index);
            ui.push_id(("finished", &row.id), |ui| finished(ui, row, out));
        }
    });
    memory.finished_open ^= toggled;
}

fn finished(ui: &mut Ui, row: &FinishedRow, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    from_right(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let roll_back: (_, _, fn(String) -> UiCommand) =
            ("wizard-roll-back", "start-roll-back", UiCommand::RollBackFinished);
        let rest: (_, _, fn(String) -> UiCommand) = ("wizard-do-rest", "start-rest", UiCommand::Resume);
        let deeds = [(row.can_roll_back, roll_back), (row.has_rest, rest)];
        for (_, (label, name, command)) in deeds.into_iter().filter(|(is_there, _)| *is_there) {
            let is_open = row.blocked.is_none();
            let name = Sentence::new(name).with("title", row.title.clone()).text();
            let response = button(ui, ButtonKind::Quiet, &words::text(label), is_open).accessible_name(name);
            if response.clicked() && is_open {
                out.push(command(row.id.clone()));
            }
            if let Some(blocked) = &row.blocked {
                response.on_hover_text(blocked);
            }
        }
        if row.has_record {
            let name = Sentence::new("start-record").with("title", row.title.clone()).text();
            if link_button(ui, &words::text("start-record-button"), &name).clicked() {
                out.push(UiCommand::ShowPage(Page::History));
                out.push(UiCommand::History(HistoryCommand::Open(row.id.clone())));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let chip_room = row.chip.as_ref().map_or(0.0, |one| chip_size(ui, one).x);
            ui.scope(|ui| {
                ui.set_max_width(((ui.available_width() - chip_room) * 0.6).max(80.0));
                truncated(ui, &row.title, Type::BodyStrong, palette.strong);
            });
            if let Some(one) = &row.chip {
                chip(ui, one);
            }
            let side: Vec<&str> = [&row.detail, &row.target]
                .into_iter()
                .map(String::as_str)
                .filter(|s| !s.is_empty())
                .collect();
            truncated(ui, &side.join(" · "), Type::Small, palette.dim);
        });
    });
}
