//! What it is for: one object closely: state, owners, events, YAML. In: a [`DetailView`]. Out: another part, a copy.
//! Never: a deed, or laying out lines that are not in sight.

use egui::{Frame, Margin, ScrollArea, Ui};
use jiff::Timestamp;

use super::{
    logs, route,
    table::{self, age, moves_after, tone},
};
use crate::{
    observed::{
        revisions::RevisionRow,
        survey::{Column, Detail, JobTimes},
    },
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{Chip, DetailPart, DetailView, Tone},
        widgets::{
            Follow as _, chip, copy_button, copy_button_saying, failure, form_row, label, link_button, tab,
            text, truncated,
        },
    },
    words::{self, Sentence, age::human},
};

/// Characters of a line of YAML that are drawn; a copy has them all.
const LONGEST: usize = 2_000;
/// Height of a line of YAML.
const LINE: f32 = 17.0;

pub(super) fn draw(
    ui: &mut Ui,
    view: &DetailView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    Frame::new().inner_margin(Margin::symmetric(16, 12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height(ui.available_height());
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        head(ui, view, memory, out);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap::TIGHT;
            for part in
                DetailPart::ALL.into_iter().filter(|part| view.key.has_logs() || *part != DetailPart::Logs)
            {
                let words = words::text(part_key(part));
                if tab(ui, &words, &words, part == view.part).clicked() && part != view.part {
                    out.push(UiCommand::ShowDetail(part));
                }
            }
            if view.part == DetailPart::Logs && view.log.is_some() {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    logs::page_switch(ui, memory);
                });
            } else if view.is_loading {
                chip(ui, &Chip::busy(words::text("survey-loading")));
            } else if let Some(at) =
                view.read_at.filter(|_| matches!(view.part, DetailPart::Events | DetailPart::Yaml))
            {
                // Events and YAML are those of that moment; what the row tells is followed.
                let words = Sentence::new("survey-read").with("ago", age(Some(at), now)).text();
                ui.label(text(&words, Type::Small, Palette::of(ui).faint));
                ui.ctx().request_repaint_after(moves_after(Some(at), now));
            }
        });
        if let Some(why) = view.failure {
            failure(ui, why);
        }
        if view.is_offline {
            label(ui, &offline(view, now), Type::Small, Palette::of(ui).dim);
        }
        match (view.part, view.detail) {
            (DetailPart::Overview, _) => overview(ui, view, now, out),
            (DetailPart::Events, Some(detail)) => events(ui, detail, now),
            (DetailPart::Yaml, Some(detail)) => yaml(ui, detail, memory),
            (DetailPart::Logs, _) => {
                if let Some(log) = &view.log {
                    logs::draw(ui, view.key, log, memory, out);
                }
            }
            (DetailPart::Events | DetailPart::Yaml, None) => {}
        }
    });
}

/// What is known of the object without a connection.
fn offline(view: &DetailView<'_>, now: Timestamp) -> String {
    match (view.detail, view.part) {
        (None, _) => words::text("last-known-offline"),
        (Some(_), DetailPart::Logs) => words::text("last-known-offline-logs"),
        (Some(_), DetailPart::Overview | DetailPart::Events | DetailPart::Yaml) => {
            Sentence::new("last-known-offline-read").with("ago", age(view.read_at, now)).text()
        }
    }
}

/// The words for a part of the detail.
pub(in crate::ui) fn part_key(part: DetailPart) -> &'static str {
    match part {
        DetailPart::Overview => "survey-overview",
        DetailPart::Events => "survey-events",
        DetailPart::Yaml => "survey-yaml",
        DetailPart::Logs => "logs-title",
    }
}

/// Kind and name, what can be copied, and a way out.
fn head(ui: &mut Ui, view: &DetailView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let key = view.key;
    ui.horizontal(|ui| {
        ui.label(text(&key.kind, Type::Small, palette.dim));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = words::text("survey-close");
            if link_button(ui, &close, &close).clicked() {
                out.push(UiCommand::LookAt(None));
            }
            let what = words::text("survey-copy-kubectl");
            copy_button_saying(ui, memory, &what, &what, || view.kubectl.clone())
                .on_hover_text(&view.kubectl);
            let what = words::text("survey-copy-name");
            copy_button_saying(ui, memory, &what, &what, || key.name.to_string());
        });
    });
    truncated(ui, &key.name, Type::Title, palette.strong);
}

fn overview(ui: &mut Ui, view: &DetailView<'_>, now: Timestamp, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let detail = view.detail;
    ScrollArea::vertical().id_salt("overview").auto_shrink(false).following(ui, |ui| {
        if view.is_gone {
            chip(ui, &Chip::new(Tone::Quiet, words::text("survey-gone")));
        }
        let Some(item) = view.item.as_deref() else { return };
        label(ui, &item.state, Type::BodyStrong, palette.tone(tone(item.mark)).0);
        if let Some(hint) = &item.hint {
            label(ui, hint, Type::Small, palette.dim);
        }
        route::draw(ui, view, now, out);
        super::fighters::draw(ui, detail.map_or(&[], |detail| &detail.fighters));
        let mut row = |key: &str, value: &str, kind: Type| {
            if !value.is_empty() {
                form_row(ui, &words::text(key), |ui| label(ui, value, kind, palette.text));
            }
        };
        row("survey-namespace", &item.namespace, Type::Small);
        // The same titles as those of the columns, but where one column tells two things.
        for (by, title) in table::titles(view.section) {
            let title = match (title, &*item.kind) {
                ("survey-image-or-schedule", "CronJob") => "survey-schedule",
                ("survey-image-or-schedule", _) => "survey-image",
                (title, _) => title,
            };
            let kind = if by == Column::About { Type::Code } else { Type::Small };
            match by {
                Column::Name | Column::State => {}
                Column::Ready | Column::Count | Column::About | Column::Node | Column::Age => {
                    row(title, &table::words_of(item, by, now), kind);
                }
            }
        }
        for (key, value, kind) in detail.into_iter().flat_map(|detail| read(detail, now)) {
            row(key, &value, kind);
        }
        row("survey-labels", &item.labels.replace(',', "\n"), Type::Code);
        let Some(detail) = detail else { return };
        for why in &detail.unread {
            failure(ui, why);
        }
        let runs = detail.times.as_ref().filter(|times| times.ended.is_none());
        if let Some(began) = runs.and_then(|times| times.started) {
            ui.ctx().request_repaint_after(moves_after(Some(began), now));
        }
    });
}

/// What was read of the object besides its row.
fn read(detail: &Detail, now: Timestamp) -> [(&'static str, String, Type); 4] {
    let revisions: Vec<String> = detail.revisions.iter().map(revision).collect();
    [
        ("survey-owners", detail.owners.join(" ← "), Type::Code),
        ("survey-containers", detail.containers.join(", "), Type::Code),
        ("survey-took", detail.times.as_ref().map(|times| took(times, now)).unwrap_or_default(), Type::Small),
        ("survey-revisions", revisions.join("\n"), Type::Small),
    ]
}

/// How long a job took or takes, and what is usual.
fn took(times: &JobTimes, now: Timestamp) -> String {
    let took = times.started.map(|from| human(times.ended.unwrap_or(now).duration_since(from).as_secs()));
    let usual = times.usual.map(|usual| {
        let time = human(i64::try_from(usual.time.as_secs()).unwrap_or(i64::MAX));
        Sentence::new("survey-usually").with("time", time).count("runs", usual.runs).text()
    });
    took.into_iter().chain(usual).collect::<Vec<_>>().join(" · ")
}

/// A revision in one line.
fn revision(row: &RevisionRow) -> String {
    let phase = if row.phase.is_empty() { String::new() } else { format!(" · {}", row.phase) };
    let words = Sentence::new("survey-revision")
        .with("revision", row.number.to_string())
        .with("ready", row.ready.to_string())
        .with("pods", row.pods.to_string());
    format!("{}{phase} · {}", words.text(), row.images.join(", "))
}

fn events(ui: &mut Ui, detail: &Detail, now: Timestamp) {
    let palette = Palette::of(ui);
    ScrollArea::vertical().id_salt("events").auto_shrink(false).show(ui, |ui| {
        if detail.events.is_empty() {
            label(ui, &words::text("survey-no-events"), Type::Small, palette.dim);
        }
        let newest = detail.events.first().and_then(|event| event.at);
        ui.ctx().request_repaint_after(moves_after(newest, now));
        for event in &detail.events {
            let tone = if event.is_warning { Tone::Warn } else { Tone::Quiet };
            ui.horizontal(|ui| {
                chip(ui, &Chip::new(tone, &event.reason));
                let times = if event.count > 1 { format!("{}× · ", event.count) } else { String::new() };
                ui.label(text(&format!("{times}{}", age(event.at, now)), Type::Small, palette.dim));
            });
            label(ui, &event.message, Type::Small, palette.text);
            ui.add_space(gap::TIGHT);
        }
    });
}

fn yaml(ui: &mut Ui, detail: &Detail, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        copy_button(ui, memory, &words::text("survey-copy-yaml"), || detail.yaml.clone());
        ui.label(text(&words::text("survey-yaml-note"), Type::Small, palette.faint));
    });
    let lines: Vec<&str> = detail.yaml.lines().collect();
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::both().id_salt("yaml").auto_shrink(false).show_rows(ui, LINE, lines.len(), |ui, rows| {
        for line in lines.get(rows).unwrap_or_default() {
            // One value may be as long as a book.
            let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
            let line = text(line.get(..end).unwrap_or(line), Type::Code, palette.text);
            let from_left = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(egui::vec2(0.0, LINE), from_left, |ui| {
                ui.set_min_height(LINE);
                ui.add(egui::Label::new(line).extend());
            });
        }
    });
}
