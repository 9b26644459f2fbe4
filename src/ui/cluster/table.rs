//! What it is for: the rows of the section that is shown. In: rows in their order. Out: the row that was chosen, another
//! order, other widths of columns. Never: drawing a row that is not in sight.

use std::time::Duration;

use egui::{Align, Layout, Painter, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};
use jiff::Timestamp;

use crate::{
    action::Mark,
    observed::survey::{Column, Item, ItemKey, Lens, Section, Survey},
    ui::{
        UiCommand,
        columns::{ColumnWidths, Columns, Moving, width_of},
        shortcuts::Shortcut,
        theme::{Palette, Type, gap},
        view::{ClusterView, Tone},
        widgets::{kept_end, label, link_button_cut, pressable_end, status_dot, text, truncated},
    },
    words::{self, Sentence},
};

mod shown;

use shown::{Shown, laid, that_fit};

const ROW: f32 = 26.0;
const HEAD: f32 = 28.0;

pub(super) fn draw(
    ui: &mut Ui,
    view: &ClusterView<'_>,
    now: Timestamp,
    widths: &mut ColumnWidths,
    out: &mut Vec<UiCommand>,
) {
    let survey = view.survey;
    if survey.rows.is_empty() {
        return none(ui, survey);
    }
    let chosen = view.chosen.as_ref().map(|chosen| chosen.key);
    let moved = keys(ui, survey, chosen, out);
    let shown = that_fit(shown::of(survey.lens.section), ui.available_width());
    let laid = laid(survey.lens.section, &shown, ui.available_width(), widths);
    let table = Table { view, shown: &shown, laid: &laid, moved, now };
    ScrollArea::horizontal().id_salt("survey-across").auto_shrink(false).show(ui, |ui| {
        if let Some(moving) = table.draw(ui, out) {
            laid.obey(moving, widths);
        }
    });
    if let Some(item) = moved.and_then(|row| survey.rows.get(row)) {
        out.push(UiCommand::LookAt(Some(item.key())));
    }
}

/// What is drawn of the rows.
struct Table<'a> {
    view: &'a ClusterView<'a>,
    shown: &'a [Shown],
    laid: &'a Columns,
    /// The row that a key led to.
    moved: Option<usize>,
    now: Timestamp,
}

impl Table<'_> {
    /// Draws titles and rows; gives back the divider that was asked for something.
    fn draw(&self, ui: &mut Ui, out: &mut Vec<UiCommand>) -> Option<Moving> {
        let survey = self.view.survey;
        ui.spacing_mut().item_spacing = vec2(gap::SMALL, 0.0);
        let (painter, corner) = (ui.painter().clone(), ui.cursor().min);
        let mut table = TableBuilder::new(ui)
            .id_salt((survey.lens.section, self.shown.len()))
            .sense(Sense::click())
            .striped(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink(false);
        for width in self.laid.widths() {
            table = table.column(Width::exact(*width));
        }
        if let Some(row) = self.moved {
            table = table.scroll_to_row(row, None);
        }
        let mut moving = None;
        let table = table.header(HEAD, |mut header| {
            for (at, one) in self.shown.iter().enumerate() {
                header.col(|ui| moving = self.head(ui, (at, one), &painter, out).or(moving));
            }
        });
        let mut youngest: Option<Timestamp> = None;
        table.body(|body| {
            body.rows(ROW, survey.rows.len(), |mut row| {
                let Some(item) = survey.rows.get(row.index()) else { return };
                youngest = youngest.max(item.created).max(item.restarted);
                self.row(&mut row, item, out);
                if let Some(moving) = &mut moving {
                    moving.see(|at| self.shown.get(at).map_or(0.0, |one| self.width(&painter, item, one.by)));
                }
            });
        });
        self.lines(ui, corner);
        ui.ctx().request_repaint_after(moves_after(youngest, self.now));
        moving
    }

    fn row(&self, row: &mut TableRow<'_, '_>, item: &Item, out: &mut Vec<UiCommand>) {
        let chosen = self.view.chosen.as_ref().map(|chosen| chosen.key);
        row.set_selected(chosen.is_some_and(|key| is(item, key)));
        let mut is_pressed = false;
        for one in self.shown {
            is_pressed |= cell(row, item, one.by, self.is_all(), self.now);
        }
        if is_pressed || row.response().clicked() {
            out.push(UiCommand::LookAt(Some(item.key())));
        }
    }

    /// Whether the rows of all namespaces are shown.
    fn is_all(&self) -> bool {
        self.view.scope.is_empty()
    }

    /// A column's title with the divider behind it; `around` is what may be painted on beside the cell.
    fn head(
        &self,
        ui: &mut Ui,
        (at, one): (usize, &Shown),
        around: &Painter,
        out: &mut Vec<UiCommand>,
    ) -> Option<Moving> {
        let (cell, title) = (ui.max_rect(), words::text(one.title));
        head(ui, one, self.view.lens, out);
        // It stands between the cells.
        ui.set_clip_rect(around.clip_rect());
        let place = (cell.right() + gap::SMALL / 2.0, cell.y_range().shrink(4.0));
        let asked = self.laid.divider(ui, at, &title, place)?;
        let title = format!("{title}{}", sign(one, self.view.lens));
        // As the title's button is: with a little on both sides.
        Some(Moving::new(at, asked, width_of(around, &title, Type::Small) + 10.0))
    }

    /// Quiet lines between the columns, from the titles down.
    fn lines(&self, ui: &Ui, corner: egui::Pos2) {
        let line = Stroke::new(1.0, Palette::of(ui).line.gamma_multiply(0.35));
        let mut x = corner.x - gap::SMALL / 2.0;
        let columns = self.laid.widths().split_last().map_or(&[][..], |(_, others)| others);
        for width in columns {
            x += width + gap::SMALL;
            ui.painter().vline(x, corner.y..=ui.min_rect().bottom(), line);
        }
    }

    /// How wide a cell must be that shows all of a row's words.
    fn width(&self, painter: &Painter, item: &Item, by: Column) -> f32 {
        /// The dot before a name, and the gap behind it.
        const DOT: f32 = 10.0 + gap::SMALL;
        let kind = match by {
            Column::Name => Type::SmallStrong,
            Column::About => Type::Code,
            Column::State | Column::Ready | Column::Count | Column::Node | Column::Age => Type::Small,
        };
        let words = width_of(painter, &words_of(item, by, self.now), kind);
        let before = match (by, self.is_all()) {
            (Column::Name, true) => DOT + width_of(painter, &prefix(item), Type::Small) + gap::SMALL,
            (Column::Name, false) => DOT,
            (
                Column::State | Column::About | Column::Ready | Column::Count | Column::Node | Column::Age,
                _,
            ) => 0.0,
        };
        // As the cell begins, and a little behind.
        gap::TIGHT + before + words + 2.0
    }
}

/// After which time an age in sight says something else although nothing happens: as kubectl tells them, in seconds up
/// to ten minutes.
pub(super) fn moves_after(youngest: Option<Timestamp>, now: Timestamp) -> Duration {
    match youngest.map(|at| now.duration_since(at).as_secs()) {
        Some(..120) => Duration::from_secs(1),
        Some(120..600) => Duration::from_secs(5),
        Some(_) | None => Duration::from_secs(30),
    }
}

/// Why there are no rows.
fn none(ui: &mut Ui, survey: &Survey) {
    let palette = Palette::of(ui);
    let all = survey.tally(survey.lens.section).map_or(0, |tally| tally.all);
    let section = survey.lens.section;
    let words = match (all, survey.is_awaited()) {
        (0, true) => words::text("survey-connecting"),
        (0, false) if survey.hidden.contains(&section) => words::text("survey-hidden"),
        (_, false) if survey.is_unkept(section) => words::text(super::unkept_key(section)),
        (_, false) if survey.partial.contains(&section) => {
            Sentence::new("survey-partial").count("count", all).text()
        }
        (0, false) => words::text("survey-none"),
        (_, _) => words::text("survey-none-left"),
    };
    ui.add_space(gap::CARD);
    label(ui, &words, Type::Body, palette.dim);
}

fn is(item: &Item, key: &ItemKey) -> bool {
    item.row == key.row
}

/// Arrow keys go from row to row, and Escape lets the row go, while nothing else has the keyboard.
fn keys(ui: &Ui, survey: &Survey, chosen: Option<&ItemKey>, out: &mut Vec<UiCommand>) -> Option<usize> {
    if ui.ctx().memory(|memory| memory.focused().is_some()) {
        return None;
    }
    if chosen.is_some() && Shortcut::RowLeave.is_pressed(ui.ctx()) {
        out.push(UiCommand::LookAt(None));
    }
    let (down, up) = (Shortcut::RowNext.is_pressed(ui.ctx()), Shortcut::RowBefore.is_pressed(ui.ctx()));
    if !down && !up {
        return None;
    }
    let at = chosen.and_then(|key| survey.rows.iter().position(|item| is(item, key)));
    let last = survey.rows.len().checked_sub(1)?;
    Some(match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1).min(last),
        (Some(at), false) => at.saturating_sub(1),
    })
}

/// A column's title; a click orders by it, another the other way round.
fn head(ui: &mut Ui, one: &Shown, lens: &Lens, out: &mut Vec<UiCommand>) {
    let title = words::text(one.title);
    let name = Sentence::new("survey-order-by").with("column", &title).text();
    if link_button_cut(ui, &format!("{title}{}", sign(one, lens)), &name).clicked() {
        let is_reversed = lens.by == one.by && !lens.is_reversed;
        out.push(UiCommand::Look(Lens { by: one.by, is_reversed, ..lens.clone() }));
    }
}

/// Which way the rows are ordered by a column.
fn sign(one: &Shown, lens: &Lens) -> &'static str {
    match (lens.by == one.by, lens.is_reversed) {
        (true, false) => " ↓",
        (true, true) => " ↑",
        (false, _) => "",
    }
}

/// Draws a cell; whether the row was pressed in it.
fn cell(row: &mut TableRow<'_, '_>, item: &Item, by: Column, is_all: bool, now: Timestamp) -> bool {
    let mut is_pressed = false;
    row.col(|ui| {
        ui.style_mut().interaction.selectable_labels = false;
        ui.add_space(gap::TIGHT);
        if by == Column::Name {
            is_pressed = name(ui, item, is_all);
        } else {
            draw_words(ui, item, by, now);
        }
    });
    is_pressed
}

fn draw_words(ui: &mut Ui, item: &Item, by: Column, now: Timestamp) {
    let palette = Palette::of(ui);
    let (ink, _) = palette.tone(tone(item.mark));
    let words = words_of(item, by, now);
    let ink = match by {
        Column::State if item.is_problem() => ink,
        Column::Ready if item.ready.is_some_and(|(have, want)| have < want) => ink,
        Column::State | Column::Ready | Column::Count | Column::Name => palette.text,
        Column::Node | Column::Age | Column::About => palette.dim,
    };
    if by == Column::About {
        kept_end(ui, &words, Type::Code, ink);
    } else {
        truncated(ui, &words, Type::Small, ink);
    }
}

/// What a column says of a row.
pub(super) fn words_of(item: &Item, by: Column, now: Timestamp) -> String {
    match by {
        Column::Name => item.name.to_string(),
        Column::State => item.state.to_string(),
        Column::Ready => item.ready.map_or_else(String::new, |(have, want)| format!("{have}/{want}")),
        Column::Count => count(item, now),
        Column::About => item.about.to_string(),
        Column::Node => item.node.as_deref().unwrap_or("").to_owned(),
        Column::Age => age(item.created, now),
    }
}

/// The columns of a section with the words of their titles.
pub(super) fn titles(section: Section) -> impl Iterator<Item = (Column, &'static str)> {
    shown::of(section).into_iter().map(|one| (one.by, one.title))
}

/// A dot, the namespace where all are shown, and the name; whether it was pressed.
fn name(ui: &mut Ui, item: &Item, is_all: bool) -> bool {
    let palette = Palette::of(ui);
    status_dot(ui, tone(item.mark), &item.state);
    if is_all {
        ui.label(text(&prefix(item), Type::Small, palette.faint));
    }
    let response = pressable_end(ui, &item.name, Type::SmallStrong, palette.strong);
    // For who presses it without seeing the row.
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("{} {}: {}", item.kind, item.name, item.state))
    });
    response.clicked()
}

/// The namespace before a name.
fn prefix(item: &Item) -> String {
    format!("{} /", item.namespace)
}

/// Restarts as kubectl prints them: `3 (5m12s ago)`.
fn count(item: &Item, now: Timestamp) -> String {
    match item.restarted.filter(|_| item.count > 0) {
        Some(at) => format!("{} ({} ago)", item.count, age(Some(at), now)),
        None => item.count.to_string(),
    }
}

pub(super) fn age(since: Option<Timestamp>, now: Timestamp) -> String {
    since.map_or_else(String::new, |since| words::age::human(now.duration_since(since).as_secs().max(0)))
}

pub(super) fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Good => Tone::Good,
        Mark::Note => Tone::Info,
        Mark::Warning => Tone::Warn,
        Mark::Bad => Tone::Bad,
    }
}
