//! What it is for: one row of a difference: numbers, sign, text with its changed words and what was found.
//! In: a row. Out: pixels and a name for the accessibility tree. Never: a line broken, which would hide what is an own line.

use egui::{Align2, Color32, FontId, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    super::{
        icon::disclosure,
        seek::{Seek, marked},
    },
    layout::{Cell, Layout, Row, changed, numbers_of, text_of},
};
use crate::{
    manifest::{Diff, LineKind},
    ui::{
        rich::visible,
        theme::{Palette, Type},
    },
    words::Sentence,
};

/// Height of a row.
pub(super) const ROW: f32 = 19.0;
/// Between the edge and what stands there.
const EDGE: f32 = 12.0;
/// Room of a sign.
const SIGN: f32 = 16.0;
/// A line longer than this is cut on screen (copying gives all of it).
const SHOWN_CHARS: usize = 4_000;

/// What all rows share.
pub(super) struct Paint<'a> {
    pub(super) diff: &'a Diff,
    pub(super) seek: &'a Seek<Cell>,
    palette: &'static Palette,
    font: FontId,
    glyph: f32,
    /// Width of a column of numbers; 0 when no number is known.
    numbers: f32,
    pub(super) across: f32,
}

/// Which numbers a side shows.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Both,
    Before,
    After,
}

impl<'a> Paint<'a> {
    pub(super) fn new(ui: &Ui, diff: &'a Diff, seek: &'a Seek<Cell>, layout: &Layout) -> Self {
        let font = Type::Code.font();
        let galley = ui.painter().layout_no_wrap("0".to_owned(), font.clone(), Color32::PLACEHOLDER);
        let glyph = galley.size().x;
        #[expect(clippy::cast_precision_loss, reason = "a few digits")]
        let numbers = if layout.digits == 0 { 0.0 } else { layout.digits as f32 * glyph + 10.0 };
        Self { diff, seek, palette: Palette::of(ui), font, glyph, numbers, across: 0.0 }
    }

    /// How wide the longest line is, and how much of a line can be seen.
    pub(super) fn widths(&self, layout: &Layout, available: f32, is_beside: bool) -> (f32, f32) {
        #[expect(clippy::cast_precision_loss, reason = "a width in points")]
        let widest = layout.longest.min(SHOWN_CHARS) as f32 * self.glyph + EDGE;
        let (side, columns) = if is_beside { (available / 2.0, 1.0) } else { (available, 2.0) };
        (widest, (side - EDGE - columns * self.numbers - SIGN).max(40.0))
    }

    /// Draws a row; the gap that was pressed.
    pub(super) fn row(&self, ui: &mut Ui, row: &Row) -> Option<usize> {
        let is_pressable = matches!(row, Row::Fold { is_open: Some(_), .. });
        let sense = if is_pressable { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
        match row {
            Row::Head(hunk) => self.head(ui, rect, &response, *hunk),
            Row::Fold { gap, count, is_open } => {
                self.fold(ui, rect, &response, (*count, *is_open));
                return (response.clicked() && is_pressable).then_some(*gap);
            }
            Row::One(cell) => {
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.name(*cell)));
                self.line(ui, rect, *cell, Side::Both);
            }
            Row::Pair(old, new) => {
                let middle = rect.center().x.round();
                for (side, cell, half) in [
                    (Side::Before, old, rect.with_max_x(middle)),
                    (Side::After, new, rect.with_min_x(middle)),
                ] {
                    let Some(cell) = cell else {
                        ui.painter().rect_filled(half, 0.0, self.palette.well);
                        continue;
                    };
                    let is_same = old == new;
                    if !is_same || side == Side::Before {
                        let seen = ui.interact(half, response.id.with(side == Side::Before), Sense::hover());
                        seen.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.name(*cell)));
                    }
                    self.line(ui, half, *cell, side);
                }
                ui.painter().vline(middle, rect.y_range(), (1.0, self.palette.line));
            }
        }
        None
    }

    fn head(&self, ui: &Ui, rect: Rect, response: &egui::Response, hunk: usize) {
        let header = self.diff.hunks.get(hunk).map(|hunk| hunk.header.as_str()).unwrap_or_default();
        let words = format!("@@ {} @@", visible(header));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        let painter = ui.painter().with_clip_rect(rect.shrink2(vec2(EDGE, 0.0)).intersect(ui.clip_rect()));
        let ink = self.palette.faint;
        let mut job = egui::text::LayoutJob::simple_singleline(words.clone(), self.font.clone(), ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 2.0 * EDGE);
        let galley = painter.layout_job(job);
        if galley.elided {
            let _whole = response.clone().on_hover_text(words);
        }
        let at = pos2(rect.left() + EDGE, rect.center().y - galley.size().y / 2.0);
        painter.galley(at, galley, ink);
    }

    fn fold(&self, ui: &Ui, rect: Rect, response: &egui::Response, (count, is_open): (usize, Option<bool>)) {
        let key = if is_open == Some(true) { "diff-fold" } else { "diff-unchanged" };
        let words = Sentence::new(key).count("count", count).text();
        let role = if is_open.is_some() { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::selected(role, true, is_open == Some(true), &words));
        let is_hot = is_open.is_some() && (response.hovered() || response.has_focus());
        ui.painter().rect_filled(
            rect,
            0.0,
            if is_hot { self.palette.button_hover } else { self.palette.well },
        );
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 0.0, (1.5, self.palette.accent), egui::StrokeKind::Inside);
        }
        if let Some(is_open) = is_open {
            disclosure(
                ui.painter(),
                pos2(rect.left() + EDGE + 5.0, rect.center().y),
                is_open,
                self.palette.dim,
            );
        }
        let at = pos2(rect.left() + EDGE + SIGN, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, words, Type::Small.font(), self.palette.dim);
    }

    /// A line in its half, or over the whole width.
    fn line(&self, ui: &Ui, rect: Rect, cell: Cell, side: Side) {
        let palette = self.palette;
        let line = changed(self.diff, cell);
        let (sign, ink, grounds) = match line.map(|line| line.kind) {
            None | Some(LineKind::Same) => ("", palette.dim, None),
            Some(LineKind::Removed) => {
                ("−", palette.removed.1, Some((palette.removed.0, palette.removed_words)))
            }
            Some(LineKind::Added) => ("+", palette.added.1, Some((palette.added.0, palette.added_words))),
        };
        if let Some((ground, _)) = grounds {
            ui.painter().rect_filled(rect, 0.0, ground);
        } else if self.seek.is_at(cell) {
            ui.painter().rect_filled(rect, 0.0, palette.chosen);
        }
        let y = rect.center().y;
        let mut x = rect.left() + EDGE / 2.0;
        let (before, after) = numbers_of(self.diff, cell);
        let columns = match side {
            Side::Both => vec![before, after],
            Side::Before => vec![before],
            Side::After => vec![after],
        };
        for number in columns.into_iter().filter(|_| self.numbers > 0.0) {
            x += self.numbers;
            if let Some(number) = number {
                let ink = if grounds.is_some() { ink } else { palette.faint };
                let at = pos2(x - 6.0, y);
                ui.painter().text(at, Align2::RIGHT_CENTER, number.to_string(), self.font.clone(), ink);
            }
        }
        x += EDGE / 2.0;
        ui.painter().text(pos2(x, y), Align2::LEFT_CENTER, sign, self.font.clone(), ink);
        x += SIGN;
        let text = text_of(self.diff, cell).unwrap_or_default();
        let end = text.char_indices().nth(SHOWN_CHARS).map_or(text.len(), |(at, _)| at);
        let text = text.get(..end).unwrap_or_default();
        let words = line.map(|line| line.words.as_slice()).unwrap_or_default();
        let ground = grounds.map_or(Color32::TRANSPARENT, |(_, words)| words);
        let hits = self.seek.places(text);
        let job = marked(palette, text, (self.font.clone(), ink), (words, ground), &hits);
        let galley = ui.painter().layout_job(job);
        let room = Rect::from_min_max(pos2(x, rect.top()), rect.max - vec2(2.0, 0.0));
        let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
        painter.galley(pos2(x - self.across, y - galley.size().y / 2.0), galley, ink);
    }

    /// What a screen reader says of a line.
    fn name(&self, cell: Cell) -> String {
        let text = visible(text_of(self.diff, cell).unwrap_or_default()).into_owned();
        let (before, after) = numbers_of(self.diff, cell);
        let kind = changed(self.diff, cell).map_or(LineKind::Same, |line| line.kind);
        let (plain, numbered, number) = match kind {
            LineKind::Same => ("diff-row-same", "diff-row-same-at", after),
            LineKind::Removed => ("diff-row-removed", "diff-row-removed-at", before),
            LineKind::Added => ("diff-row-added", "diff-row-added-at", after),
        };
        match number {
            Some(number) => {
                Sentence::new(numbered).with("line", number.to_string()).with("text", text).text()
            }
            None => Sentence::new(plain).with("text", text).text(),
        }
    }
}
