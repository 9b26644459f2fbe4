//! What it is for: how wide the columns of tables are: as the room has them, or as the person dragged them; and the dividers
//! by which they are dragged. In: columns, the room, what was chosen before. Out: widths; new ones when a divider moved.
//! Never: a column that vanishes, or columns that reach into each other.

use std::collections::BTreeMap;

use egui::{
    Align, Color32, CursorIcon, EventFilter, Id, Layout, Painter, Rangef, Rect, Response, Role, Sense,
    Stroke, Ui, UiBuilder, WidgetInfo, accesskit::Action, vec2,
};

use super::{
    rich::visible,
    shortcuts::Shortcut,
    theme::{Palette, Type, gap},
    widgets::truncated,
};
use crate::words::{self, Sentence};

/// Widths in points that a person chose, by `table/column`, such as `pods/name`. What is not named is as the room has it.
pub type ColumnWidths = BTreeMap<String, u16>;

/// How far a key moves a divider, in points.
const STEP: f32 = 16.0;
/// How far beside its line a divider can be taken hold of.
const GRIP: f32 = 4.0;
/// The height of a table's titles, where the table is one of rows below each other.
const HEAD: f32 = 26.0;
/// Before the first column and behind the last.
const SIDE: f32 = 10.0;
/// Behind the words of each column.
const BETWEEN: f32 = 12.0;

/// A column, as the room is shared out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Its name among the widths that are kept.
    pub(super) key: &'static str,
    /// How wide it is while nobody chose anything in its table.
    pub(super) usual: f32,
    /// No divider makes it narrower.
    pub(super) least: f32,
    /// Whether it takes what is left of the room, and gives what is missing.
    pub(super) is_elastic: bool,
}

/// What is asked of a divider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Asked {
    /// To go so far to the right, in points.
    By(f32),
    /// To make the column before it as wide as its longest words in sight.
    Fit,
}

/// A divider that was asked for something, and how wide what was seen of its column is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moving {
    at: usize,
    asked: Asked,
    widest: f32,
}

impl Moving {
    /// What the divider behind a column was asked for, and how wide that column's title needs it.
    pub(super) fn new(at: usize, asked: Asked, title: f32) -> Self {
        Self { at, asked, widest: title }
    }

    /// To be called for each row in sight: how wide a row's words need a column, by the column's place.
    pub(super) fn see(&mut self, needed: impl FnOnce(usize) -> f32) {
        if self.asked == Asked::Fit {
            self.widest = self.widest.max(needed(self.at));
        }
    }
}

/// The columns of a table as they stand now.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    table: &'static str,
    each: Vec<Column>,
    widths: Vec<f32>,
}

impl Columns {
    /// Shares the room out: as usual, or as was chosen; what the room has more or less then is the elastic columns'.
    pub(super) fn laid(table: &'static str, columns: Vec<Column>, room: f32, chosen: &ColumnWidths) -> Self {
        let of = |one: &Column| chosen.get(&name(table, one.key)).copied().map(f32::from);
        let widths = if columns.iter().all(|one| of(one).is_none()) {
            columns.iter().map(|one| one.usual).collect()
        } else {
            fitted(columns.iter().map(|one| of(one).unwrap_or(one.usual).max(one.least)), &columns, room)
        };
        Self { table, each: columns, widths }
    }

    /// The width of each column, in points.
    pub(super) fn widths(&self) -> &[f32] {
        &self.widths
    }

    /// What follows when the divider behind a column moves so far to the right.
    fn keep_moved(&self, at: usize, by: f32, chosen: &mut ColumnWidths) {
        let moved = moved(&self.widths, &self.each, at, by);
        let mut end = 0.0_f32;
        for (one, width) in self.each.iter().zip(moved) {
            // The ends are rounded, not the widths: together they are as wide as before.
            let start = end;
            end += width;
            chosen.insert(name(self.table, one.key), points(end.round() - start.round()));
        }
    }

    /// Keeps what follows when a divider was asked for something.
    pub(super) fn obey(&self, moving: Moving, chosen: &mut ColumnWidths) {
        let width = self.widths.get(moving.at).copied().unwrap_or_default();
        let by = match moving.asked {
            Asked::By(by) => by,
            Asked::Fit => moving.widest - width,
        };
        self.keep_moved(moving.at, by, chosen);
    }

    /// The divider behind a column, at its place; `None` behind the last, which has none, and while nothing is asked.
    pub(super) fn divider(&self, ui: &Ui, at: usize, title: &str, (x, y): (f32, Rangef)) -> Option<Asked> {
        let (column, width) = (self.each.get(at)?, *self.widths.get(at)?);
        (at + 1 < self.each.len()).then_some(())?;
        let id = Id::unique(("column-divider", self.table, column.key));
        divider(ui, id, title, width, (x, y))
    }

    /// The cells of a row that is as wide as the table.
    pub(super) fn cells(&self, row: Rect) -> impl Iterator<Item = Rect> {
        let mut start = row.left() + SIDE;
        self.widths.iter().map(move |width| {
            let end = start + width;
            let cell = Rect::from_x_y_ranges(start..=(end - BETWEEN), row.y_range());
            start = end;
            cell
        })
    }

    /// The titles above the rows of such a table, with the dividers between them; the one that was asked for something.
    pub(super) fn titles(&self, ui: &mut Ui, titles: &[String]) -> Option<Moving> {
        let palette = Palette::of(ui);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        let mut moving = None;
        for (at, (cell, title)) in self.cells(row).zip(titles).enumerate() {
            in_cell(ui, cell, at, |ui| {
                truncated(ui, title, Type::Tiny, palette.faint);
            });
            let (x, y) = (cell.right() + BETWEEN / 2.0, row.y_range().shrink(5.0));
            if at + 1 < titles.len() {
                ui.painter().vline(x, y, Stroke::new(1.0, palette.line));
            }
            if let Some(asked) = self.divider(ui, at, title, (x, y)) {
                moving = Some(Moving::new(at, asked, around(width_of(ui.painter(), title, Type::Tiny))));
            }
        }
        ui.painter().hline(row.x_range(), row.bottom(), Stroke::new(1.0, palette.line));
        moving
    }
}

/// The room of the columns of a table whose rows are so wide.
pub(super) fn room_of(row: f32) -> f32 {
    row - 2.0 * SIDE
}

/// How wide a column of such a table must be that holds something so wide.
pub(super) fn around(width: f32) -> f32 {
    // A point more than measured: rounding must not cut the last letter.
    width + BETWEEN + 1.0
}

/// How wide words are on one line.
pub(super) fn width_of(painter: &Painter, words: &str, kind: Type) -> f32 {
    painter.layout_no_wrap(visible(words).into_owned(), kind.font(), Color32::PLACEHOLDER).size().x
}

/// Draws into a cell, in a line; `at` tells the cells of a row apart.
pub(super) fn in_cell(ui: &mut Ui, cell: Rect, at: usize, words: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    let id = (cell.top().to_bits(), at);
    let mut child = ui.new_child(UiBuilder::new().max_rect(cell).layout(layout).id_salt(id));
    child.style_mut().interaction.selectable_labels = false;
    child.spacing_mut().item_spacing.x = gap::SMALL;
    words(&mut child);
}

fn name(table: &str, column: &str) -> String {
    format!("{table}/{column}")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a screen has")]
fn points(length: f32) -> u16 {
    length.clamp(1.0, 16_000.0) as u16
}

/// Widths that fill the room: the elastic columns take what is left in proportion to what they have. What is missing
/// comes from them first, then from all, down to their least; and where even that is too much, from all alike.
fn fitted(wanted: impl Iterator<Item = f32>, columns: &[Column], room: f32) -> Vec<f32> {
    let mut widths: Vec<f32> = wanted.collect();
    let left = room - widths.iter().sum::<f32>();
    let elastic: f32 = elastic_parts(&widths, columns).sum();
    if left > 0.0 && elastic > 0.0 {
        for (width, _) in widths.iter_mut().zip(columns).filter(|(_, one)| one.is_elastic) {
            *width += left * *width / elastic;
        }
        return widths;
    }
    for only_elastic in [true, false] {
        let lack = widths.iter().sum::<f32>() - room;
        let can_give = |width: f32, one: &Column| {
            if one.is_elastic || !only_elastic { (width - one.least).max(0.0) } else { 0.0 }
        };
        let all: f32 = widths.iter().zip(columns).map(|(width, one)| can_give(*width, one)).sum();
        if lack > 0.0 && all > 0.0 {
            let part = (lack / all).min(1.0);
            for (width, one) in widths.iter_mut().zip(columns) {
                *width -= can_give(*width, one) * part;
            }
        }
    }
    let all: f32 = widths.iter().sum();
    if all > room {
        for width in &mut widths {
            *width *= room.max(0.0) / all;
        }
    }
    widths
}

fn elastic_parts<'a>(widths: &'a [f32], columns: &'a [Column]) -> impl Iterator<Item = f32> + 'a {
    widths.iter().zip(columns).filter(|(_, one)| one.is_elastic).map(|(width, _)| *width)
}

/// The widths when the divider behind a column moves: what one side gains the other gives, and all together stay as wide
/// as they are. Beside the divider's own column the elastic ones give first, the nearest before the others.
fn moved(widths: &[f32], columns: &[Column], at: usize, by: f32) -> Vec<f32> {
    let mut new = widths.to_vec();
    let is_elastic = |index: &usize| columns.get(*index).is_some_and(|one| one.is_elastic);
    let behind: Vec<usize> = (at + 1..widths.len()).collect();
    let (gains, mut give): (Option<usize>, Vec<usize>) = if by > 0.0 {
        (Some(at), behind)
    } else {
        let gains = behind.iter().copied().find(is_elastic).or(behind.first().copied());
        (gains, (0..=at).rev().collect())
    };
    // The column before the divider is the one that is made narrower.
    give.sort_by_key(|index| *index != at && !is_elastic(index));
    let mut lack = by.abs();
    for index in give {
        let (Some(width), Some(one)) = (new.get_mut(index), columns.get(index)) else { continue };
        let given = (*width - one.least).max(0.0).min(lack);
        *width -= given;
        lack -= given;
    }
    if let Some(width) = gains.and_then(|index| new.get_mut(index)) {
        *width += by.abs() - lack;
    }
    new
}

/// A divider: dragged, doubly clicked, moved by arrows while it has the keyboard, or by who does not see it.
fn divider(ui: &Ui, id: Id, title: &str, width: f32, (x, y): (f32, Rangef)) -> Option<Asked> {
    let rect = Rect::from_x_y_ranges(x - GRIP..=x + GRIP, y);
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let name = Sentence::new("columns-divider").with("column", title).text();
    let value = f64::from(width.round());
    let info = || WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Splitter, true, &name) };
    response.widget_info(info);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_numeric_value_step(f64::from(STEP));
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    let palette = Palette::of(ui);
    let is_held = response.dragged() || response.has_focus();
    if is_held || response.hovered() {
        let ink = if is_held { palette.accent } else { palette.edge };
        ui.painter().vline(x, y, Stroke::new(2.0, ink));
    }
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeColumn);
    }
    let asked = by_pointer(&response, x).or_else(|| by_key(ui, &response)).or_else(|| by_action(ui, id));
    if asked.is_some() {
        ui.ctx().request_repaint();
    }
    if !response.dragged() {
        response.on_hover_text(words::text("columns-divider-about"));
    }
    asked
}

fn by_pointer(response: &Response, x: f32) -> Option<Asked> {
    if response.double_clicked() {
        return Some(Asked::Fit);
    }
    let pointer = response.interact_pointer_pos().filter(|_| response.dragged())?;
    Some(Asked::By(pointer.x - x)).filter(|_| (pointer.x - x).abs() >= 0.5)
}

fn by_key(ui: &Ui, response: &Response) -> Option<Asked> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    [
        (Shortcut::ColumnNarrower, Asked::By(-STEP)),
        (Shortcut::ColumnWider, Asked::By(STEP)),
        (Shortcut::ColumnFit, Asked::Fit),
    ]
    .into_iter()
    .find(|(keys, _)| keys.take(ui.ctx()))
    .map(|(_, asked)| asked)
}

fn by_action(ui: &Ui, id: Id) -> Option<Asked> {
    let is_asked = |action| ui.input(|input| input.has_accesskit_action_request(id, action));
    [(Action::Increment, STEP), (Action::Decrement, -STEP)]
        .into_iter()
        .find(|(action, _)| is_asked(*action))
        .map(|(_, by)| Asked::By(by))
}

#[cfg(test)]
mod tests;
