//! What it is for: the start screen: cluster, repository, procedure, details, readiness.
//! In: a [`StartView`]. Out: choices and wishes. Never: reading a file or asking a server.

use egui::{Align, CentralPanel, Layout, ScrollArea, Ui};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{OriginView, Practise, RequestCommand, StartView, TicketCommand, Tone},
        widgets::{
            ButtonKind, Follow as _, Head, button, card, explained_quietly, from_right, label, link_button,
            nothing, pair, text, truncated, well,
        },
    },
    words,
};

mod begun;
mod checks;
mod cluster;
mod config_form;
mod details;
mod doctor;
mod procedures;
mod readiness;
mod repository;
mod request;
mod request_sheet;
mod second;
mod sheet;
mod ticket;

pub(super) use ticket::TicketMemory;

/// The widest that the cards get.
const WIDEST: f32 = 1200.0;
/// In less room the reasons stand below the button.
const NARROW: f32 = 560.0;

pub(super) fn draw(ui: &mut Ui, view: &StartView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if let Some(checks) = view.checks.as_ref().filter(|_| memory.checks_open) {
        return readiness::draw(ui, view, checks, memory, out);
    }
    memory.checks_open = false;
    CentralPanel::no_frame().show(ui, |ui| {
        column(ui, "start", WIDEST, |ui| contents(ui, view, memory, out));
        if let Some(ticket) = &view.ticket {
            ticket::draw(ui, ticket, memory, out);
        }
        match &view.request {
            Some(request) => request_sheet::draw(ui, request, memory, out),
            None => memory.request_shown = false,
        }
    });
}

/// A page that is scrolled, in one column in the middle that is so wide at most. It follows the keyboard.
fn column(ui: &mut Ui, salt: &str, widest: f32, body: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(salt).auto_shrink(false).following_page(ui, |ui| {
        let side = ((ui.available_width() - widest) / 2.0).max(gap::WIDE);
        let width = ui.available_width() - 2.0 * side;
        ui.add_space(28.0);
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                body(ui);
            });
        });
        ui.add_space(gap::WIDE);
    });
}

fn contents(ui: &mut Ui, view: &StartView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    ui.spacing_mut().item_spacing.y = gap::SMALL;
    title(ui, view, out);
    ui.add_space(gap::SMALL);
    if view.practise == Practise::Offered {
        offer(ui, out);
    }
    if let Some(asked) = &view.second {
        second::draw(ui, asked, out);
    }
    begun::draw(ui, view, memory, out);
    if let Some(origin) = &view.origin {
        origin_band(ui, origin, out);
    }
    let commands = std::cell::RefCell::new((memory, out));
    pair(
        ui,
        "where",
        |ui, least| {
            let (memory, out) = &mut *commands.borrow_mut();
            cluster::draw(ui, &view.cluster, least, memory, out)
        },
        |ui, least| {
            let (memory, out) = &mut *commands.borrow_mut();
            repository::draw(ui, &view.repository, least, memory, out)
        },
    );
    let (memory, out) = commands.into_inner();
    ui.add_space(gap::SMALL);
    procedures::draw(ui, &view.procedures, out);
    let (Some(details), Some(checks)) = (&view.details, &view.checks) else { return };
    ui.add_space(gap::SMALL);
    let commands = std::cell::RefCell::new((memory, out));
    pair(
        ui,
        "details",
        |ui, least| {
            let (memory, out) = &mut *commands.borrow_mut();
            details::draw(ui, details, least, memory, out)
        },
        |ui, least| {
            let (memory, out) = &mut *commands.borrow_mut();
            checks::draw(ui, checks, least, memory, out)
        },
    );
    let (memory, out) = commands.into_inner();
    ui.add_space(gap::SMALL);
    request::draw(ui, details, memory, out);
    ui.add_space(gap::SMALL);
    start_line(ui, view, out);
}

/// What the page is called, and other ways to begin.
fn title(ui: &mut Ui, view: &StartView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.label(text(&words::text("start-title"), Type::Display, palette.strong));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, ButtonKind::Quiet, &words::text("start-import"), true).clicked() {
                out.push(UiCommand::Import);
            }
            if button(ui, ButtonKind::Quiet, &words::text("ticket-button"), true).clicked() {
                out.push(UiCommand::Ticket(TicketCommand::Open));
            }
            practise(ui, view, out);
        });
    });
}

/// Practice, where it is one possibility.
fn practise(ui: &mut Ui, view: &StartView, out: &mut Vec<UiCommand>) {
    if view.practise != Practise::Quiet {
        return;
    }
    let response = button(ui, ButtonKind::Quiet, &words::text("practice-offer-button"), true);
    if explained_quietly(response, "practice").clicked() {
        out.push(UiCommand::Practise);
    }
}

/// Practice, where there is no cluster.
fn offer(ui: &mut Ui, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("practice-offer-title");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        label(ui, &words::text("practice-offer"), Type::Body, palette.text);
        ui.add_space(gap::TIGHT);
        if button(ui, ButtonKind::Main, &words::text("practice-offer-button"), true).clicked() {
            out.push(UiCommand::Practise);
        }
    });
    ui.add_space(gap::SMALL);
}

/// The ticket that the form was filled from.
fn origin_band(ui: &mut Ui, origin: &OriginView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    well(ui, |ui| {
        from_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            let name = words::text("ticket-let-go");
            if link_button(ui, &name, &words::text("ticket-let-go-name")).clicked() {
                out.push(UiCommand::Ticket(TicketCommand::LetGo));
            }
            let open = words::text("ticket-open");
            if !origin.address.is_empty() && link_button(ui, &open, &open).clicked() {
                out.push(UiCommand::OpenAddress(origin.address.clone()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                truncated(ui, &origin.words, Type::Body, palette.text);
            });
        });
    });
    ui.add_space(gap::SMALL);
}

/// The reasons why not yet, and the button.
fn start_line(ui: &mut Ui, view: &StartView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    if view.is_read_only {
        label(ui, &words::text("read-only-about"), Type::Small, palette.tone(Tone::Warn).0);
        request_button(ui, out);
        return;
    }
    let row = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = gap::CARD;
        if button(ui, ButtonKind::Main, &view.start_label, view.blocked.is_empty()).clicked() {
            out.push(UiCommand::Start);
        }
        request_button(ui, out);
        let alone = words::text("rehearse-alone-button");
        if view.alone.is_some() && button(ui, ButtonKind::Quiet, &alone, view.blocked.is_empty()).clicked() {
            out.push(UiCommand::RehearseAlone);
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            for line in view.alone.iter().flatten() {
                label(ui, line, Type::Small, palette.dim);
            }
            if view.blocked.is_empty() {
                return;
            }
            label(ui, &words::text("start-not-yet"), Type::SmallStrong, palette.tone(Tone::Warn).0);
            for reason in &view.blocked {
                label(ui, &format!("· {reason}"), Type::Small, palette.dim);
            }
        });
    };
    if ui.available_width() < NARROW {
        ui.vertical(row);
    } else {
        ui.horizontal_top(|ui| ui.with_layout(Layout::right_to_left(Align::TOP), row));
    }
}

/// The request needs a procedure and its details, and no cluster.
fn request_button(ui: &mut Ui, out: &mut Vec<UiCommand>) {
    let response = button(ui, ButtonKind::Quiet, &words::text("request-button"), true);
    if response.on_hover_text(words::text("request-about")).clicked() {
        out.push(UiCommand::Request(RequestCommand::Open));
    }
}
