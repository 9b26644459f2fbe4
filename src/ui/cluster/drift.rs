//! What it is for: repository and cluster beside each other: which objects differ, and how. In: a [`ClusterView`]. Out: a
//! wish to compare, to stop, to look at a row; other widths of columns. Never: a write, or work for rows that are not in sight.

use egui::{
    Align, CentralPanel, Frame, Layout, Margin, Panel, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};
use jiff::Timestamp;

use super::{
    WIDE,
    table::{age, moves_after, tone},
};
use crate::{
    manifest::drift::{Drift, Row, Standing},
    ui::{
        UiCommand,
        columns::{Column, ColumnWidths, Columns, around, in_cell, room_of, width_of},
        memory::UiMemory,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Chip, ClusterView, DriftCommand, DriftRowView, Tone},
        widgets::{
            ButtonKind, aloud, button, chip, copy_button_saying, diff_lines, explained_quietly, failure,
            folded_details, kept_end, label, link_button, status_dot, tab, text, truncated,
        },
    },
    words::{self, Sentence},
};

/// Height of a row.
const ROW: f32 = 28.0;

/// What runs, or the comparison.
pub(super) fn switch(ui: &mut Ui, view: &ClusterView<'_>, out: &mut Vec<UiCommand>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::TIGHT;
        for (key, is_drift) in [("drift-tab-live", false), ("drift-tab", true)] {
            let words = words::text(key);
            let is_shown = view.drift.is_shown == is_drift;
            let response = tab(ui, &words, &words, is_shown);
            let response = if is_drift { explained_quietly(response, "drift") } else { response };
            if response.clicked() && !is_shown {
                out.push(UiCommand::Drift(DriftCommand::Show(is_drift)));
            }
        }
    });
}

pub(super) fn draw(
    ui: &mut Ui,
    view: &ClusterView<'_>,
    now: Timestamp,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    let drift = &view.drift;
    let chosen = drift.chosen.as_ref().and_then(|chosen| {
        let row = drift.drift.and_then(|(drift, _)| drift.rows.get(chosen.index));
        row.map(|row| (chosen, row))
    });
    if let Some((chosen, row)) = chosen {
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 12));
        let (width, height) = (ui.available_width(), ui.available_height());
        let panel = if width >= WIDE {
            Panel::right("drift-detail").default_size(width * 0.5).size_range(360.0..=width * 0.7)
        } else {
            Panel::bottom("drift-detail-below").default_size(height * 0.5).size_range(180.0..=height * 0.7)
        };
        panel.resizable(true).frame(frame).show(ui, |ui| closely(ui, chosen, row, memory, out));
    }
    let frame = Frame::new().inner_margin(Margin::symmetric(24, 16));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        switch(ui, view, out);
        if let Some(why) = &drift.nothing {
            ui.add_space(gap::WIDE);
            label(ui, why, Type::Body, palette.text);
            if let Some(why) = view.failure {
                failure(ui, why);
            }
            return;
        }
        head(ui, view, now, out);
        if let Some(why) = drift.failure {
            failure(ui, why);
        }
        if let Some((found, _)) = drift.drift {
            summary(ui, found);
            let chosen = drift.chosen.as_ref().map(|chosen| chosen.index);
            rows(ui, found, chosen, &mut memory.columns, out);
        }
    });
}

/// What is compared, the button, how far it is, how old the answer is.
fn head(ui: &mut Ui, view: &ClusterView<'_>, now: Timestamp, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let drift = &view.drift;
    let what =
        Sentence::new("drift-what").with("repository", &drift.repository).with("home", drift.home).text();
    let nothing_written = words::text("drift-nothing-written");
    // Once there are rows, the room is theirs.
    if drift.drift.is_none() {
        label(ui, &what, Type::Body, palette.text);
        label(ui, &nothing_written, Type::Small, palette.dim);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        super::namespace(ui, view, out);
        if let Some((done, all)) = drift.progress {
            let words = if all == 0 {
                words::text("drift-reading")
            } else {
                let words = Sentence::new("drift-progress").with("done", done.to_string());
                words.with("all", all.to_string()).text()
            };
            chip(ui, &Chip::busy(words));
            if button(ui, ButtonKind::Quiet, &words::text("drift-stop"), true).clicked() {
                out.push(UiCommand::Drift(DriftCommand::Stop));
            }
        } else {
            let key = if drift.drift.is_some() { "drift-again" } else { "drift-compare" };
            let response = button(ui, ButtonKind::Main, &words::text(key), true);
            if response.on_hover_text(format!("{what}\n{nothing_written}")).clicked() {
                out.push(UiCommand::Drift(DriftCommand::Compare));
            }
        }
        if let Some((_, at)) = drift.drift {
            let words = Sentence::new("drift-compared").with("ago", age(Some(at), now)).text();
            ui.label(text(&words, Type::Small, palette.faint));
            ui.ctx().request_repaint_after(moves_after(Some(at), now));
        }
    });
}

/// How many objects stand how, and what was not looked at.
fn summary(ui: &mut Ui, found: &Drift) {
    let palette = Palette::of(ui);
    let tally = found.tally();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(gap::SMALL, gap::TIGHT);
        for (key, count, tone) in [
            ("drift-count-differs", tally.differs, Tone::Warn),
            ("drift-count-missing", tally.missing, Tone::Warn),
            ("drift-count-open", tally.open, Tone::Quiet),
            ("drift-count-same", tally.same, Tone::Good),
        ] {
            if count > 0 {
                let words = Sentence::new(key).count("count", count).text();
                let said = chip(ui, &Chip::new(tone, words));
                aloud(&said, Tone::Quiet);
            }
        }
    });
    let mut beside = vec![
        Sentence::new("drift-commit").with("commit", &found.commit).with("summary", &found.summary).text(),
    ];
    for (key, count) in [
        ("drift-elsewhere", found.elsewhere),
        ("drift-plain", found.plain),
        ("drift-left-out", found.left_out),
    ] {
        if count > 0 {
            beside.push(Sentence::new(key).count("count", count).text());
        }
    }
    label(ui, &beside.join(" · "), Type::Small, palette.dim);
    if found.rows.is_empty() {
        label(ui, &words::text("drift-none"), Type::Body, palette.dim);
    }
}

/// The columns: their names among the widths that are kept, titles, shares of the room, and least widths.
const COLUMNS: [(&str, &str, f32, f32); 3] = [
    ("object", "drift-column-object", 0.38, 120.0),
    ("standing", "drift-column-standing", 0.37, 100.0),
    ("place", "drift-column-place", 0.25, 80.0),
];

fn rows(
    ui: &mut Ui,
    found: &Drift,
    chosen: Option<usize>,
    widths: &mut ColumnWidths,
    out: &mut Vec<UiCommand>,
) {
    keys(ui, found.rows.len(), chosen, out);
    let all = found.rows.len();
    if all == 0 {
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = room_of(ui.available_width());
    let columns = COLUMNS.map(|(key, _, share, least)| Column {
        key,
        least,
        usual: room * share,
        is_elastic: key == "standing",
    });
    let laid = Columns::laid("drift", columns.to_vec(), room, widths);
    let titles = COLUMNS.map(|(_, title, ..)| words::text(title));
    let mut moving = laid.titles(ui, &titles);
    ScrollArea::vertical().id_salt("drift-rows").auto_shrink(false).show_rows(ui, ROW, all, |ui, range| {
        for index in range {
            let Some(row) = found.rows.get(index) else { continue };
            if one(ui, row, chosen == Some(index), &laid) {
                out.push(UiCommand::Drift(DriftCommand::Choose(Some(index))));
            }
            if let Some(moving) = &mut moving {
                moving.see(|at| around(words_width(ui, row, at)));
            }
        }
    });
    if let Some(moving) = moving {
        laid.obey(moving, widths);
    }
}

/// How wide the words of a cell are.
fn words_width(ui: &Ui, row: &Row, at: usize) -> f32 {
    let painter = ui.painter();
    match at {
        // With the dot before it, and the gap behind that.
        0 => 10.0 + gap::SMALL + width_of(painter, title(row), Type::SmallStrong),
        1 => width_of(painter, &row.standing.words().text(), Type::Small),
        _ => width_of(painter, &place(row), Type::Code),
    }
}

/// Arrow keys go from row to row, and Escape lets the row go, while nothing else has the keyboard.
fn keys(ui: &Ui, all: usize, chosen: Option<usize>, out: &mut Vec<UiCommand>) {
    if ui.ctx().memory(|memory| memory.focused().is_some()) {
        return;
    }
    let pressed = |keys: Shortcut| keys.is_pressed(ui.ctx());
    let next = match chosen {
        Some(_) if pressed(Shortcut::RowLeave) => None,
        Some(at) if pressed(Shortcut::RowNext) && at + 1 < all => Some(at + 1),
        Some(at) if pressed(Shortcut::RowBefore) && at > 0 => Some(at - 1),
        None if pressed(Shortcut::RowNext) && all > 0 => Some(0),
        Some(_) | None => return,
    };
    out.push(UiCommand::Drift(DriftCommand::Choose(next)));
}

/// What a row is called: the object, or the file where it is none.
fn title(row: &Row) -> &str {
    if row.object.is_empty() { &row.file } else { &row.object }
}

fn place(row: &Row) -> String {
    match row.line {
        Some(line) => format!("{}:{line}", row.file),
        None => row.file.clone(),
    }
}

/// A row; whether it was pressed.
fn one(ui: &mut Ui, row: &Row, is_chosen: bool, laid: &Columns) -> bool {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (title, standing, place) = (title(row), row.standing.words().text(), place(row));
    let name = format!("{title}: {standing}, {place}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, &name));
    if is_chosen || response.hovered() {
        let face = if is_chosen { palette.chosen } else { palette.button_hover };
        ui.painter().rect_filled(rect, f32::from(gap::ROUND_SMALL), face);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect, f32::from(gap::ROUND_SMALL), stroke, egui::StrokeKind::Inside);
    }
    let tone = tone(row.standing.mark());
    let ink =
        if row.standing.mark() == crate::action::Mark::Warning { palette.tone(tone).0 } else { palette.text };
    for (at, cell) in laid.cells(rect).enumerate() {
        in_cell(ui, cell, at, |ui| match at {
            0 => {
                status_dot(ui, tone, &standing);
                truncated(ui, title, Type::SmallStrong, palette.strong);
            }
            1 => {
                truncated(ui, &standing, Type::Small, ink);
            }
            _ => {
                kept_end(ui, &place, Type::Code, palette.dim);
            }
        });
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// The chosen row: how it stands, what is to be said, the difference.
fn closely(
    ui: &mut Ui,
    chosen: &DriftRowView<'_>,
    row: &Row,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    ui.set_width(ui.available_width());
    ui.set_height(ui.available_height());
    ui.spacing_mut().item_spacing.y = gap::SMALL;
    ui.horizontal(|ui| {
        ui.label(text(&place(row), Type::Small, palette.dim));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = words::text("survey-close");
            if link_button(ui, &close, &close).clicked() {
                out.push(UiCommand::Drift(DriftCommand::Choose(None)));
            }
            if !chosen.kubectl.is_empty() {
                let what = words::text("drift-copy-kubectl");
                copy_button_saying(ui, memory, &what, &what, || chosen.kubectl.to_owned())
                    .on_hover_text(chosen.kubectl);
            }
        });
    });
    truncated(ui, title(row), Type::Title, palette.strong);
    let (ink, _) = palette.tone(tone(row.standing.mark()));
    label(ui, &row.standing.words().text(), Type::BodyStrong, ink);
    if let Some(hint) = row.standing.hint() {
        label(ui, &hint.text(), Type::Small, palette.dim);
    }
    if let Standing::Fixed(why) | Standing::Refused(why) = &row.standing {
        folded_details(ui, &why.details);
    }
    for note in &row.notes {
        label(ui, &note.text(), Type::Small, palette.text);
    }
    if chosen.diff.diff.is_empty() {
        return;
    }
    label(ui, &words::text("drift-legend"), Type::Small, palette.dim);
    diff_lines(ui, &chosen.diff, memory);
}
