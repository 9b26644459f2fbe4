//! What it is for: one record: what it is, what can be done with it, and all that it tells.
//! In: a [`RecordView`]. Out: wishes to copy, to write it somewhere, to take the change up. Never: a change of the record.

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui, vec2};

use super::{ask, blocks, find::Finding, moment, place, tone, zone};
use crate::{
    record::{Past, Place, Says},
    ui::{
        UiCommand, attach, is_cramped,
        memory::UiMemory,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        timeline,
        view::{Chip, HistoryCommand, Page, RecordView, SharedView, Tone},
        widgets::{
            ButtonKind, Follow as _, Head, button, card, chip, copy_button_saying, failure, hint_under,
            label, link_button, nothing, text,
        },
    },
    words::{self, Sentence},
};

/// From this width on the facts stand beside the rest.
const WIDE: f32 = 1100.0;
const FACTS: f32 = 340.0;
/// In less room what a record is stands below how it stands.
const NARROW: f32 = 720.0;
/// How far an arrow key scrolls.
const LINE: f32 = 60.0;

pub(super) fn draw(
    ui: &mut Ui,
    view: &RecordView<'_>,
    (under_way, is_free): (Option<&str>, bool),
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let key = &view.past.key;
    let mut find = std::mem::take(&mut memory.history.find).for_record(key);
    let (above, below) = (Frame::new().fill(palette.panel), Frame::new().fill(palette.ground));
    let is_cramped = is_cramped(ui);
    let heading = |ui: &mut Ui, side: i8, find: &mut Finding, memory: &mut UiMemory, out: &mut Vec<_>| {
        above.inner_margin(Margin::symmetric(side, 12)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            head(ui, view, under_way, (find, memory), out);
        });
    };
    if !is_cramped {
        Panel::top("history-record").resizable(false).frame(Frame::new()).show(ui, |ui| {
            heading(ui, 24, &mut find, &mut *memory, &mut *out);
        });
    }
    CentralPanel::no_frame().frame(below).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("record", key)).auto_shrink(false).following(ui, |ui| {
            if is_free {
                scroll(ui);
            }
            let side = if is_cramped { 12 } else { 24 };
            // Where there is little room, all of it is one page that is scrolled.
            if is_cramped {
                heading(ui, side, &mut find, &mut *memory, &mut *out);
            }
            Frame::new().inner_margin(Margin::symmetric(side, 16)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = gap::SMALL;
                body(ui, view, &mut find, memory, out);
            });
        });
    });
    memory.history.find = find;
    if is_free && Shortcut::BesideLeave.is_pressed(ui.ctx()) {
        ask(out, HistoryCommand::Close);
    }
}

/// The keys that scroll, while nothing has the keyboard.
fn scroll(ui: &Ui) {
    let page = ui.clip_rect().height() * 0.85;
    for (shortcut, by) in [
        (Shortcut::ReadDown, -LINE),
        (Shortcut::ReadUp, LINE),
        (Shortcut::ReadPageDown, -page),
        (Shortcut::ReadPageUp, page),
        (Shortcut::ReadTop, f32::INFINITY),
        (Shortcut::ReadEnd, -f32::INFINITY),
    ] {
        if shortcut.is_pressed(ui.ctx()) {
            ui.scroll_with_delta(vec2(0.0, by.clamp(-1e6, 1e6)));
        }
    }
}

/// Title, what it is, and what can be done with it.
fn head(
    ui: &mut Ui,
    view: &RecordView<'_>,
    under_way: Option<&str>,
    (find, memory): (&mut Finding, &mut UiMemory),
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let past = view.past;
    let back = words::text("history-back");
    ui.horizontal(|ui| {
        if link_button(ui, &back, &words::text("history-back-name")).clicked() {
            ask(out, HistoryCommand::Close);
        }
        if view.document.is_some() {
            find.switch(ui, &past.title);
        }
    });
    ui.add(egui::Label::new(text(&past.title, Type::Title, palette.strong)).truncate());
    let (about, is_narrow) = (about(past), ui.available_width() < NARROW);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(gap::SMALL, gap::TIGHT);
        let is_under_way = under_way == Some(past.key.as_str());
        let stands = if is_under_way { words::text("history-under-way") } else { past.standing.words() };
        chip(ui, &Chip::new(if is_under_way { Tone::Info } else { tone(past) }, stands));
        if let Place::File(file) = &past.place {
            chip(ui, &Chip::new(Tone::Quiet, words::text("history-from-repository")))
                .on_hover_text(file.as_str());
        }
        if !is_narrow && !about.is_empty() {
            label(ui, &about, Type::Small, palette.dim);
        }
    });
    // On a line of its own where it needs more than one.
    if is_narrow && !about.is_empty() {
        label(ui, &about, Type::Small, palette.dim);
    }
    notes(ui, view, memory);
    ui.add_space(gap::TIGHT);
    deeds(ui, view, memory, out);
    if let Some(document) = view.document {
        find.bar(ui, &past.title, document);
    }
}

/// Where, who, when.
fn about(past: &Past) -> String {
    let when = past.started.zip(past.last).map(|(started, last)| {
        let words = Sentence::new("history-when").with("started", moment(started));
        words.with("last", moment(last)).with("zone", zone(last)).text()
    });
    let ticket = if past.ticket.is_empty() { String::new() } else { format!("#{}", past.ticket) };
    let asked = if past.asked_by.is_empty() {
        String::new()
    } else {
        Sentence::new("history-asked-by").with("who", &past.asked_by).text()
    };
    let parts = [place(past), past.by.clone(), ticket, asked, when.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What is wrong with it, where it stands, and how its copy in the repository stands.
fn notes(ui: &mut Ui, view: &RecordView<'_>, memory: &mut UiMemory) {
    let past = view.past;
    let said: Vec<String> = [&past.trouble, &past.stands].into_iter().flatten().map(Sentence::text).collect();
    if !said.is_empty() {
        hint_under(ui, tone(past), &said.join(" · "));
    }
    if let Some(damage) = view.damage.filter(|damage| past.trouble.as_ref() != Some(*damage)) {
        hint_under(ui, Tone::Bad, &damage.text());
    }
    if let Some(shared) = &view.shared {
        copy_in_repository(ui, view, shared, memory);
    }
}

/// What remains to be done with the repository's copy.
fn copy_in_repository(ui: &mut Ui, view: &RecordView<'_>, shared: &SharedView<'_>, memory: &mut UiMemory) {
    let is_own = matches!(view.past.place, Place::Here(_));
    let says = if is_own { shared.says } else { Says::Same };
    let (tone, key) = match (says, shared.is_committed) {
        (Says::Older, _) => (Tone::Warn, "history-shared-older"),
        (Says::Other, _) => (Tone::Warn, "history-shared-other"),
        (Says::Same, false) => (Tone::Warn, "history-shared-uncommitted"),
        (Says::Same, true) => (Tone::Quiet, "history-shared"),
    };
    ui.horizontal_wrapped(|ui| {
        hint_under(ui, tone, &Sentence::new(key).with("file", shared.file).text());
        if !shared.is_committed {
            let (words, name) = (words::text("history-copy-git"), words::text("history-copy-git-name"));
            copy_button_saying(ui, memory, &words, &name, || shared.git.clone()).on_hover_text(&shared.git);
        }
    });
}

fn deeds(ui: &mut Ui, view: &RecordView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let has_text = view.document.is_some();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(10.0, gap::TIGHT);
        if view.can_resume
            && button(ui, ButtonKind::Main, &words::text("start-resume-button"), true).clicked()
        {
            out.push(UiCommand::ShowPage(Page::Change));
            out.push(UiCommand::Resume(view.past.key.clone()));
        }
        if copies(ui, view, memory, has_text) {
            ui.ctx().copy_text(view.comment.to_owned());
        }
        let may_write = has_text && !view.is_writing;
        if button(ui, ButtonKind::Quiet, &words::text("history-save"), may_write).clicked() && may_write {
            ask(out, HistoryCommand::Save);
        }
        // What says something else is not replaced by a click.
        let is_missing = view.shared.as_ref().is_none_or(|shared| shared.says == Says::Older);
        if view.can_put && is_missing {
            let put = button(ui, ButtonKind::Quiet, &words::text("history-put"), may_write);
            if put.on_hover_text(words::text("history-put-about")).clicked() && may_write {
                ask(out, HistoryCommand::Put);
            }
        }
        let ticket = words::text("ticket-open");
        let address = &view.past.ticket_address;
        if address.starts_with("https://")
            && button(ui, ButtonKind::Quiet, &ticket, true).on_hover_text(address).clicked()
        {
            out.push(UiCommand::OpenAddress(address.clone()));
        }
        if let Place::Here(folder) = &view.past.place {
            let open = words::text("history-open-own-folder");
            if button(ui, ButtonKind::Quiet, &open, true).clicked() {
                out.push(UiCommand::OpenPath(folder.display().to_string()));
            }
        }
    });
}

/// The button that copies the comment, which says so afterwards; whether it was pressed.
fn copies(ui: &mut Ui, view: &RecordView<'_>, memory: &mut UiMemory, has_text: bool) -> bool {
    const ANSWER_SECS: f64 = 1.6;
    let id = egui::Id::unique(("history-copy", &view.past.key));
    let now = ui.input(|input| input.time);
    let is_done = memory.copied.is_some_and(|(last, at)| last == id && now - at < ANSWER_SECS);
    let words = words::text(if is_done { "history-copied" } else { "history-copy" });
    let kind = if view.can_resume { ButtonKind::Quiet } else { ButtonKind::Main };
    let response = button(ui, kind, &words, has_text).on_hover_text(words::text("history-copy-about"));
    let is_pressed = response.clicked() && has_text;
    if is_pressed {
        memory.copied = Some((id, now));
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(ANSWER_SECS));
    }
    is_pressed
}

fn body(
    ui: &mut Ui,
    view: &RecordView<'_>,
    find: &mut Finding,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    if view.is_loading && view.document.is_none() {
        chip(ui, &Chip::busy(words::text("history-reading-one")));
    }
    if let Some(why) = view.failure {
        failure(ui, why);
    }
    let Some(document) = view.document else { return };
    if document.is_cut {
        label(ui, &words::text("history-cut"), Type::Small, palette.dim);
    }
    // What was done otherwise than the procedure says is read before anything else.
    let first = blocks::first_deviations(document);
    let (deviations, rest) = document.sections.split_at(first);
    blocks::sections(ui, (0, deviations), find, memory);
    if let Some(course) = view.timeline {
        timeline::card_of(ui, course, memory);
    }
    if !view.files.is_empty() {
        let title = words::text("attach-record-title");
        card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
            attach::tiles(ui, &view.files, memory, out);
        });
    }
    let room = ui.available_width();
    match (document.lead.is_empty(), document.sections.is_empty()) {
        (true, _) => blocks::sections(ui, (first, rest), find, memory),
        (false, true) => blocks::all(ui, (None, &document.lead), find, memory),
        (false, false) if room < WIDE => {
            blocks::facts(ui, document, find, memory);
            blocks::sections(ui, (first, rest), find, memory);
        }
        (false, false) => {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = gap::CARD;
                ui.vertical(|ui| {
                    ui.set_width(room - FACTS - gap::CARD);
                    blocks::sections(ui, (first, rest), find, memory);
                });
                ui.vertical(|ui| {
                    ui.set_width(FACTS);
                    blocks::facts(ui, document, find, memory);
                });
            });
        }
    }
}
