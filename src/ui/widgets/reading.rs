//! What it is for: lines of one height that are read with keys and wheel, however many: where one is in them.
//! In: how many there are and how wide. Out: a place for those in sight. Never: a line laid out that is not in sight.

use std::ops::Range;

use egui::{EventFilter, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::{
    ui::{
        shortcuts::Shortcut,
        theme::{Palette, gap},
    },
    words,
};

/// Height of the bar that moves lines sideways.
const BAR: f32 = 12.0;
/// What an arrow key moves sideways.
const ACROSS: f32 = 48.0;

/// Where one is in the lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// How far they are moved to the left.
    pub(super) across: f32,
    /// How far down one is.
    down: f32,
    /// The row that is to come into sight.
    goes: Option<usize>,
}

/// The lines as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a> {
    /// Tells them from others.
    pub(super) id: Id,
    /// What they are called.
    pub(super) name: &'a str,
    /// How many.
    pub(super) count: usize,
    /// Height of each.
    pub(super) row: f32,
    /// The area is not higher than this.
    pub(super) most: f32,
    /// How wide the widest is, and how much of it can be seen; no bar where the second is not less.
    pub(super) width: (f32, f32),
    /// Whether the last stays in sight while others come.
    pub(super) follows: bool,
}

impl Reading {
    /// Brings this row into sight.
    pub(super) fn go(&mut self, row: usize) {
        self.goes = Some(row);
    }

    /// Draws the lines in sight by `draw`, and the bar below them.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        lines: &Lines<'_>,
        mut draw: impl FnMut(&mut Ui, Range<usize>, f32),
    ) {
        #[expect(clippy::cast_precision_loss, reason = "a height in points")]
        let all = lines.count as f32 * lines.row;
        let height = all.min(lines.most).max(lines.row);
        let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
        let response = ui.interact(rect, lines.id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Document, true, lines.name));
        let before = self.down;
        if response.has_focus() {
            let filter =
                EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(lines.id, filter));
            self.keys(ui, lines, height, all);
        }
        if ui.rect_contains_pointer(rect) {
            self.across -= ui.input(egui::InputState::smooth_scroll_delta).x;
        }
        let (widest, room) = lines.width;
        self.across = self.across.clamp(0.0, (widest - room).max(0.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical()
            .id_salt((lines.id, "lines"))
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true]);
        // Who goes somewhere leaves the end; egui would hold on to it.
        let is_moved = self.goes.is_some() || (self.down - before).abs() > 0.1;
        area = area.stick_to_bottom(lines.follows && !is_moved);
        if let Some(row) = self.goes.take() {
            #[expect(clippy::cast_precision_loss, reason = "a height in points")]
            let top = row as f32 * lines.row;
            self.down = (top - height / 2.0).clamp(0.0, (all - height).max(0.0));
            area = area.vertical_scroll_offset(self.down);
        } else if is_moved {
            area = area.vertical_scroll_offset(self.down);
        }
        let across = self.across;
        let shown = area.show_rows(ui, lines.row, lines.count, |ui, range| draw(ui, range, across));
        self.down = shown.state.unclamped_offset().y;
        if widest > room {
            self.bar(ui, widest, room);
        }
        if response.has_focus() {
            let ring = Stroke::new(1.5, Palette::of(ui).accent);
            ui.painter().rect_stroke(rect, f32::from(gap::ROUND_SMALL), ring, StrokeKind::Inside);
        }
    }

    fn keys(&mut self, ui: &Ui, lines: &Lines<'_>, height: f32, all: f32) {
        let page = height * 0.85;
        let moves = [
            (Shortcut::ReadDown, lines.row, 0.0),
            (Shortcut::ReadUp, -lines.row, 0.0),
            (Shortcut::ReadPageDown, page, 0.0),
            (Shortcut::ReadPageUp, -page, 0.0),
            (Shortcut::ReadTop, -all, 0.0),
            (Shortcut::ReadEnd, all, 0.0),
            (Shortcut::ReadRight, 0.0, ACROSS),
            (Shortcut::ReadLeft, 0.0, -ACROSS),
        ];
        for (shortcut, down, across) in moves {
            if shortcut.take(ui.ctx()) {
                self.down = (self.down + down).clamp(0.0, (all - height).max(0.0));
                self.across += across;
            }
        }
    }

    fn bar(&mut self, ui: &mut Ui, widest: f32, room: f32) {
        let palette = Palette::of(ui);
        let (track, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::click_and_drag());
        let track = track.shrink2(vec2(4.0, 3.0));
        let width = (track.width() * room / widest).max(28.0).min(track.width());
        let free = (track.width() - width).max(1.0);
        let far = (widest - room).max(1.0);
        if let Some(at) = response.interact_pointer_pos() {
            self.across = ((at.x - track.left() - width / 2.0) / free).clamp(0.0, 1.0) * far;
        }
        let left = track.left() + free * (self.across / far);
        let thumb = Rect::from_min_size(pos2(left, track.top()), vec2(width, track.height()));
        let ink = if response.hovered() || response.dragged() { palette.dim } else { palette.edge };
        ui.painter().rect_filled(thumb, 3.0, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, words::text("read-across")));
    }
}
