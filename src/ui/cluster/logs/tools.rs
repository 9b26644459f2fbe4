//! What it is for: the field in which one seeks, and the switches of the logs. In: what was found. Out: other wishes.
//! Never: a switch whose meaning is only a sign.

use egui::{Ui, vec2};

use super::LogMemory;
use crate::{
    logbook::{
        Find,
        seen::{Found, Part, Way},
    },
    ui::{
        UiCommand,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{LogCommand, LogView, MOST_COPIED},
        widgets::{combo, link_button, single_line, tab, text},
    },
    words::{self, Sentence},
};

/// Ages to choose from, in seconds.
const AGES: [Option<u32>; 5] = [None, Some(300), Some(3_600), Some(21_600), Some(86_400)];

/// Width of the choice of an age: all switches stand in one row of a pane of 560.
const AGE: f32 = 130.0;

pub(super) fn draw(ui: &mut Ui, view: &LogView<'_>, log: &mut LogMemory, out: &mut Vec<UiCommand>) {
    let before = log.find.clone();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = gap::TIGHT;
        find_field(ui, log);
        sign(ui, "logs-regex", &mut log.find.is_regex);
        sign(ui, "logs-case", &mut log.find.has_case);
        moves(ui, view, log);
    });
    if log.find != before {
        log.hit = None;
        let (way, from) = if log.is_following { (Way::Previous, u64::MAX) } else { (Way::Next, log.top) };
        log.go(way, from);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = gap::TIGHT;
        // The highest comes first: what follows stands in the middle of it.
        part(ui, view.part, log, out);
        to_the_end(ui, log);
        switch(ui, "logs-wrap", &mut log.is_wrapped);
        switch(ui, "logs-times", &mut log.has_times);
        save_and_copy(ui, view, log, out);
    });
}

/// Whether the logs fill the page: beside the pane's other parts, where there is room in a narrow one.
pub(super) fn page_switch(ui: &mut Ui, log: &mut LogMemory) {
    switch(ui, "logs-large", &mut log.is_large);
}

fn switch(ui: &mut Ui, key: &str, is_on: &mut bool) {
    let words = words::text(key);
    let hint = words::text(&format!("{key}-hint"));
    if tab(ui, &words, &words, *is_on).on_hover_text(hint).clicked() {
        *is_on = !*is_on;
    }
}

/// A switch that shows a sign, as editors do, and has a name.
fn sign(ui: &mut Ui, key: &str, is_on: &mut bool) {
    let name = words::text(&format!("{key}-name"));
    if tab(ui, &words::text(key), &name, *is_on).on_hover_text(name).clicked() {
        *is_on = !*is_on;
    }
}

fn button(ui: &mut Ui, key: &str, is_enabled: bool) -> bool {
    let words = words::text(key);
    ui.add_enabled_ui(is_enabled, |ui| link_button(ui, &words, &words).clicked()).inner && is_enabled
}

fn find_field(ui: &mut Ui, log: &mut LogMemory) {
    let width = (ui.available_width() * 0.4).clamp(160.0, 340.0);
    let hint = words::text("logs-find-hint");
    let (response, text) = ui
        .allocate_ui(vec2(width, gap::CONTROL), |ui| {
            ui.set_width(width);
            single_line(ui, "logs-find", Type::Code, &log.find.text, &hint)
        })
        .inner;
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::text_edit(true, &log.find.text, &log.find.text, &hint);
        info.label = Some(words::text("logs-find"));
        info
    });
    let response = response.on_hover_text(Shortcut::LogFind.beside(&words::text("logs-find")));
    if Shortcut::LogFind.take(ui.ctx()) {
        response.request_focus();
    }
    // A single line loses the keyboard at Enter; it is wanted for the next Enter.
    if response.lost_focus() && Shortcut::FindNext.is_pressed(ui.ctx()) {
        let way = if Shortcut::FindBefore.is_pressed(ui.ctx()) { Way::Previous } else { Way::Next };
        step(log, way);
        response.request_focus();
    }
    if let Some(text) = text {
        log.find = Find { text, ..log.find.clone() };
    }
}

/// From the line that was gone to; else from the top of what is in sight.
fn step(log: &mut LogMemory, way: Way) {
    let from = match (way, log.hit) {
        (Way::Next, Some(hit)) => hit + 1,
        (Way::Previous, Some(hit)) => hit.checked_sub(1).unwrap_or(u64::MAX),
        (_, None) => log.top,
    };
    log.go(way, from);
}

/// How many were found, to the next and the one before, to the first error.
fn moves(ui: &mut Ui, view: &LogView<'_>, log: &mut LogMemory) {
    let palette = Palette::of(ui);
    if !log.find.text.is_empty() {
        let found = &view.seen.found;
        let has_hits = found.count > 0;
        ui.label(text(&found_words(found, &log.find), Type::Small, palette.dim));
        if button(ui, "logs-back", has_hits) {
            step(log, Way::Previous);
        }
        if button(ui, "logs-next", has_hits) {
            step(log, Way::Next);
        }
    }
    if let Some(line) = view.seen.first_error
        && button(ui, "logs-first-error", true)
    {
        log.hit = Some(line);
        log.show(line);
    }
}

fn found_words(found: &Found, find: &Find) -> String {
    if found.problem.is_some() {
        return String::new();
    }
    if found.find != *find || (!found.is_whole && found.count == 0) {
        return words::text("logs-seeking");
    }
    let place = found.went.and_then(|(_, line)| line).map_or(0, |(_, place)| place);
    let key = match (found.count, place, found.is_whole) {
        (0, _, _) => "logs-found-none",
        (_, _, false) => "logs-found-so-far",
        (_, 0, true) => "logs-found",
        (_, _, true) => "logs-found-at",
    };
    Sentence::new(key).count("count", found.count).count("place", place).text()
}

/// Whether the newest line stays in sight; and back to it.
fn to_the_end(ui: &mut Ui, log: &mut LogMemory) {
    let key = if log.is_following { "logs-following" } else { "logs-to-the-end" };
    let words = words::text(key);
    if tab(ui, &words, &words, log.is_following).on_hover_text(words::text("logs-following-hint")).clicked() {
        log.is_following = !log.is_following;
    }
}

/// Which part of the logs: from when on, and whether of the containers before.
fn part(ui: &mut Ui, part: Part, log: &mut LogMemory, out: &mut Vec<UiCommand>) {
    let mut wanted = part;
    let words_of = |age: Option<u32>| match age {
        None => words::text("logs-since-ever"),
        Some(seconds) => {
            let (count, key) = match seconds / 3_600 {
                0 => (seconds / 60, "logs-since-minutes"),
                hours => (hours, "logs-since-hours"),
            };
            Sentence::new(key).count("count", count).text()
        }
    };
    let id = |age: Option<u32>| age.map_or_else(String::new, |age| age.to_string());
    let options: Vec<(String, String)> = AGES.iter().map(|age| (id(*age), words_of(*age))).collect();
    let shown = words_of(part.since_secs);
    let chosen = ui
        .allocate_ui(vec2(AGE, gap::CONTROL), |ui| {
            ui.set_width(AGE);
            let (response, chosen) = combo(ui, "logs-since", &shown, &id(part.since_secs), &options);
            response.widget_info(|| {
                let name = words::text("logs-since");
                egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{name}: {shown}"))
            });
            chosen
        })
        .inner;
    if let Some(age) = chosen {
        wanted.since_secs = age.parse().ok();
    }
    switch(ui, "logs-previous", &mut wanted.previous);
    if wanted != part {
        let of = log.of.take();
        log.begin(of);
        out.push(UiCommand::Log(LogCommand::Part(wanted)));
    }
}

fn save_and_copy(ui: &mut Ui, view: &LogView<'_>, log: &LogMemory, out: &mut Vec<UiCommand>) {
    let has_lines = view.seen.amount.lines > 0;
    if button(ui, "logs-save", has_lines && !view.is_saving) {
        out.push(UiCommand::Log(LogCommand::Save { has_times: log.has_times }));
    }
    let Some((from, to)) = log.chosen else { return };
    let (first, last) = (from.min(to), from.max(to));
    let count = last - first + 1;
    if count > MOST_COPIED {
        ui.label(text(&words::text("logs-copy-too-many"), Type::Small, Palette::of(ui).dim));
        return;
    }
    let words = Sentence::new("logs-copy").count("count", count).text();
    let has_focus = ui.memory(|memory| memory.has_focus(super::rows::id()));
    let by_key = has_focus && ui.input(|input| input.events.contains(&egui::Event::Copy));
    if link_button(ui, &words, &words).clicked() || by_key {
        out.push(UiCommand::Log(LogCommand::Copy { first, last, has_times: log.has_times }));
    }
}
