//! What it is for: the rows of the history. In: rows in their order, the filter's field. Out: the row that is to be opened,
//! other widths of columns. Never: drawing a row that is not in sight.

use egui::{Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use jiff::Timestamp;

use super::{HistoryMemory, Search, ask, moment, place, standing, tone, zone};
use crate::{
    record::{Past, Place},
    ui::{
        UiCommand,
        columns::{self, ColumnWidths, Columns, around, in_cell, room_of, width_of},
        rich::visible,
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{Chip, HistoryCommand, HistoryView, Tone},
        widgets::{chip, chip_size, status_dot, truncated},
    },
    words::{self, Sentence},
};

const ROW: f32 = 32.0;
/// A page of rows, for the keys that go by pages.
const PAGE: usize = 15;

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Standing,
    Procedure,
    Cluster,
    By,
    Last,
}

/// The columns with their shares of the room: where there is little, what the title mostly tells is left out.
fn columns(room: f32) -> Vec<(Column, f32)> {
    use Column::{By, Cluster, Last, Procedure, Standing, Title};
    if room >= 1100.0 {
        let shares = [0.27, 0.25, 0.13, 0.15, 0.10, 0.10];
        [Title, Standing, Procedure, Cluster, By, Last].into_iter().zip(shares).collect()
    } else {
        let shares = [0.33, 0.22, 0.18, 0.13, 0.14];
        [Title, Standing, Cluster, By, Last].into_iter().zip(shares).collect()
    }
}

/// The columns as they stand in rows of that width, and what each shows.
fn laid(row: f32, chosen: &ColumnWidths) -> (Vec<Column>, Columns) {
    let (shown, shares): (Vec<Column>, Vec<f32>) = columns(row).into_iter().unzip();
    let one = |(column, share): (&Column, f32)| {
        let (key, least) = match column {
            Column::Title => ("title", 120.0),
            Column::Standing => ("standing", 90.0),
            Column::Procedure => ("procedure", 60.0),
            Column::Cluster => ("cluster", 60.0),
            Column::By => ("by", 60.0),
            Column::Last => ("last", 60.0),
        };
        let is_elastic = matches!(column, Column::Title | Column::Standing);
        columns::Column { key, least, usual: room_of(row) * share, is_elastic }
    };
    let all = shown.iter().zip(shares).map(one).collect();
    let laid = Columns::laid("history", all, room_of(row), chosen);
    (shown, laid)
}

pub(super) fn draw(
    ui: &mut Ui,
    view: &HistoryView<'_>,
    search: Option<Search>,
    now: Timestamp,
    (memory, widths): (&mut HistoryMemory, &mut ColumnWidths),
    out: &mut Vec<UiCommand>,
) {
    let at = view.shown.iter().position(|at| view.rows.get(*at).is_some_and(|row| row.key == memory.chosen));
    let moved = keys(ui, search, at, view.shown.len());
    let chosen = moved.or(at);
    let row = |index: usize| view.shown.get(index).and_then(|at| view.rows.get(*at));
    if let Some(past) = moved.and_then(row) {
        memory.chosen.clone_from(&past.key);
    }
    let is_entered = search.is_some_and(|search| search.is_entered);
    let is_pressed = is_at_rows(ui, search) && Shortcut::PastOpen.is_pressed(ui.ctx());
    // Enter in the field means the first row when none was gone to.
    let wanted = chosen.filter(|_| is_pressed || is_entered).or(is_entered.then_some(0));
    if let Some(past) = wanted.and_then(row) {
        ask(out, HistoryCommand::Open(past.key.clone()));
    }
    let (shown, laid) = laid(ui.available_width(), widths);
    let titles: Vec<String> = shown.iter().map(|column| title_of(*column, now)).collect();
    let mut moving = laid.titles(ui, &titles);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("history-rows").auto_shrink(false).show_viewport(ui, |ui, viewport| {
        let (top, width) = (ui.min_rect().top(), ui.available_width());
        let left = ui.min_rect().left();
        let row_at = |index: usize| {
            #[expect(clippy::cast_precision_loss, reason = "a row's place in points")]
            let y = top + index as f32 * ROW;
            Rect::from_min_size(pos2(left, y), vec2(width, ROW))
        };
        let all = view.shown.len();
        ui.expand_to_include_rect(Rect::from_min_max(row_at(0).min, row_at(all.saturating_sub(1)).max));
        if let Some(moved) = moved {
            ui.scroll_to_rect(row_at(moved), None);
        }
        for index in in_sight(viewport, all) {
            let Some(past) = row(index) else { continue };
            let is_chosen = chosen == Some(index);
            let is_after = |before: &Past| before.is_unfinished_here() && !past.is_unfinished_here();
            if index.checked_sub(1).and_then(row).is_some_and(is_after) {
                let line = Stroke::new(1.0, Palette::of(ui).edge);
                ui.painter().hline(row_at(index).x_range(), row_at(index).top(), line);
            }
            if one(ui, row_at(index), past, (&shown, &laid), (is_chosen, view.under_way), now) {
                memory.chosen.clone_from(&past.key);
                ask(out, HistoryCommand::Open(past.key.clone()));
            }
            if let Some(moving) = &mut moving {
                moving.see(|at| around(words_width(ui, past, shown.get(at), view.under_way)));
            }
        }
    });
    if let Some(moving) = moving {
        laid.obey(moving, widths);
    }
}

/// The rows that are in sight, and one more.
fn in_sight(viewport: Rect, all: usize) -> std::ops::Range<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of rows")]
    let row = |y: f32| (y / ROW).max(0.0) as usize;
    row(viewport.top())..(row(viewport.bottom()) + 1).min(all)
}

/// Whether the keyboard is at the rows: nowhere else, or in the field above them.
fn is_at_rows(ui: &Ui, search: Option<Search>) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    !egui::Popup::is_any_open(ui.ctx())
        && focused.is_none_or(|id| search.is_some_and(|search| search.id == id))
}

/// The row that a key leads to.
fn keys(ui: &Ui, search: Option<Search>, at: Option<usize>, all: usize) -> Option<usize> {
    let last = all.checked_sub(1)?;
    if !is_at_rows(ui, search) {
        return None;
    }
    let is_typing = ui.memory(egui::Memory::focused).is_some();
    let by = |key: Shortcut, to: usize| key.is_pressed(ui.ctx()).then_some(to);
    let ends = || by(Shortcut::PastFirst, 0).or_else(|| by(Shortcut::PastLast, last));
    by(Shortcut::PastNext, at.map_or(0, |at| at + 1))
        .or_else(|| by(Shortcut::PastBefore, at.map_or(0, |at| at.saturating_sub(1))))
        .or_else(|| by(Shortcut::PastPageDown, at.map_or(0, |at| at + PAGE)))
        .or_else(|| by(Shortcut::PastPageUp, at.map_or(0, |at| at.saturating_sub(PAGE))))
        .or_else(|| if is_typing { None } else { ends() })
        .map(|to| to.min(last))
}

fn title_of(column: Column, now: Timestamp) -> String {
    match column {
        Column::Title => words::text("history-column-title"),
        Column::Standing => words::text("history-column-standing"),
        Column::Procedure => words::text("history-column-procedure"),
        Column::Cluster => words::text("history-column-cluster"),
        Column::By => words::text("history-column-by"),
        Column::Last => Sentence::new("history-column-last").with("zone", zone(now)).text(),
    }
}

/// How a change stands, or that it is the one under way in this window.
fn stands(past: &Past, under_way: Option<&str>) -> String {
    if under_way == Some(past.key.as_str()) { words::text("history-under-way") } else { standing(past) }
}

/// How wide the words of a cell are.
fn words_width(ui: &Ui, past: &Past, column: Option<&Column>, under_way: Option<&str>) -> f32 {
    /// The dot before a title, and the gap behind it.
    const DOT: f32 = 10.0 + gap::SMALL;
    let small = |words: &str| width_of(ui.painter(), words, Type::Small);
    let Some(column) = column else { return 0.0 };
    match column {
        Column::Title => {
            let mark = mark(past).map_or(0.0, |mark| chip_size(ui, &mark).x + gap::SMALL);
            DOT + width_of(ui.painter(), &past.title, Type::SmallStrong) + mark
        }
        Column::Standing => small(&stands(past, under_way)),
        Column::Procedure => small(&past.procedure),
        Column::Cluster => small(&place(past)),
        Column::By => small(&past.by),
        Column::Last => past.last.map_or(0.0, |last| small(&moment(last))),
    }
}

/// A row; whether it was pressed.
fn one(
    ui: &mut Ui,
    rect: Rect,
    past: &Past,
    (shown, laid): (&[Column], &Columns),
    (is_chosen, under_way): (bool, Option<&str>),
    now: Timestamp,
) -> bool {
    let palette = Palette::of(ui);
    let id = Id::unique(("history-row", &past.key));
    let response = ui.interact(rect, id, Sense::click());
    let stands = stands(past, under_way);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name(past, &stands)));
    if is_chosen || response.hovered() {
        let face = if is_chosen { palette.chosen } else { palette.button_hover };
        ui.painter().rect_filled(rect, f32::from(gap::ROUND_SMALL), face);
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect, f32::from(gap::ROUND_SMALL), stroke, StrokeKind::Inside);
    }
    for (at, (column, cell)) in shown.iter().zip(laid.cells(rect)).enumerate() {
        in_cell(ui, cell, at, |ui| words_of(ui, past, *column, &stands, now));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// What a row is called for who does not see it.
fn name(past: &Past, stands: &str) -> String {
    let last = past.last.map(moment).unwrap_or_default();
    let place = place(past);
    let parts = [stands, place.as_str(), past.by.as_str(), last.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    visible(&format!("{}: {}", past.title, parts.join(", "))).into_owned()
}

fn words_of(ui: &mut Ui, past: &Past, column: Column, stands: &str, now: Timestamp) {
    let palette = Palette::of(ui);
    match column {
        Column::Title => title(ui, past, stands),
        Column::Standing => {
            let tone = tone(past);
            let ink = match tone {
                Tone::Good | Tone::Quiet => palette.text,
                Tone::Warn | Tone::Bad | Tone::Info => palette.tone(tone).0,
            };
            truncated(ui, stands, Type::Small, ink);
        }
        Column::Procedure => {
            truncated(ui, &past.procedure, Type::Small, palette.dim);
        }
        Column::Cluster => {
            truncated(ui, &place(past), Type::Small, palette.text).on_hover_text(&past.server);
        }
        Column::By => {
            truncated(ui, &past.by, Type::Small, palette.text);
        }
        Column::Last => {
            let Some(last) = past.last else { return };
            let age = words::age::human(now.duration_since(last).as_secs().max(0));
            let ago = Sentence::new("history-ago").with("ago", age);
            let begun = past.started.map_or_else(String::new, moment);
            truncated(ui, &moment(last), Type::Small, palette.dim)
                .on_hover_text(ago.with("begun", begun).text());
        }
    }
}

/// The mark of what is of somebody else's machine.
fn mark(past: &Past) -> Option<Chip> {
    match &past.place {
        Place::Here(_) => None,
        Place::File(_) => Some(Chip::new(Tone::Quiet, words::text("history-from-repository"))),
    }
}

/// A dot, the title, and whether it is of somebody else's machine.
fn title(ui: &mut Ui, past: &Past, stands: &str) {
    let palette = Palette::of(ui);
    status_dot(ui, tone(past), stands);
    let mark = mark(past);
    let reserved = mark.as_ref().map_or(0.0, |mark| chip_size(ui, mark).x + gap::SMALL);
    ui.scope(|ui| {
        ui.set_max_width((ui.available_width() - reserved).max(60.0));
        truncated(ui, &past.title, Type::SmallStrong, palette.strong);
    });
    if let (Some(mark), Place::File(file)) = (&mark, &past.place) {
        chip(ui, mark).on_hover_text(file.as_str());
    }
}
