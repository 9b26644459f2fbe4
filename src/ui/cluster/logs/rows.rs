//! What it is for: the lines in sight, however many there are: scrolled by line number, so that line nine million is as
//! near as the first. In: lines around those in sight. Out: where one looks, and what is chosen.
//! Never: a line laid out that is not in sight.

use std::sync::Arc;

use egui::{EventFilter, Galley, Id, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::{LogMemory, layout::Style};
use crate::{
    logbook::seen::{Seen, Shown},
    ui::{
        shortcuts::Shortcut,
        theme::{Palette, gap},
    },
    words,
};

/// Height of a line that is not broken.
const ROW: f32 = 17.0;
/// Width of the scroll bar.
const BAR: f32 = 12.0;
/// Between the edge and the lines.
const EDGE: f32 = 8.0;

/// The lines as a thing that can have the keyboard.
pub(super) fn id() -> Id {
    Id::unique("log-lines")
}

/// A line in its place.
struct Placed<'a> {
    line: &'a Shown,
    rect: Rect,
    galley: Arc<Galley>,
}

pub(super) fn draw(ui: &mut Ui, seen: &Seen, log: &mut LogMemory) {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), ui.available_height().max(ROW * 3.0));
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(whole, f32::from(gap::ROUND_SMALL), palette.well);
    let rect = Rect::from_min_max(whole.min + vec2(EDGE, 4.0), whole.max - vec2(BAR + 2.0, 4.0));
    log.fit = number((rect.height() / ROW).ceil()) + 1;
    let response = ui.interact(rect, id(), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Log, true, words::text("logs-lines")));
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id(), filter));
        ui.painter().rect_stroke(
            whole,
            f32::from(gap::ROUND_SMALL),
            egui::Stroke::new(1.0, palette.accent),
            egui::StrokeKind::Inside,
        );
    }
    let width = if log.is_wrapped { rect.width() } else { f32::INFINITY };
    let style = Style::of(ui, seen, log.has_times, width);
    let is_down = wheel(ui, rect, &style, seen, log);
    let placed = if log.is_following {
        from_below(ui, rect, &style, seen, log)
    } else {
        from_above(ui, rect, &style, seen, log)
    };
    let last = placed.last();
    let is_at_end = last
        .is_some_and(|last| last.line.number + 1 >= seen.amount.lines && last.rect.bottom() <= rect.bottom());
    if is_down && is_at_end {
        log.is_following = true;
    }
    let before = log.chosen;
    choose(ui, &response, &placed, log);
    paint(ui, rect, &placed, log);
    let track = Rect::from_min_max(pos2(whole.right() - BAR, whole.top()), whole.max);
    bar(ui, track.shrink2(vec2(2.0, 4.0)), seen, log);
    if response.has_focus() && Shortcut::LinesLeave.is_pressed(ui.ctx()) {
        log.chosen = None;
    }
    // Control and A: all lines, as everywhere; not while a field has the keyboard.
    if ui.memory(egui::Memory::focused).is_none_or(|focused| focused == id())
        && seen.amount.lines > 0
        && Shortcut::LogAll.take(ui.ctx())
    {
        log.chosen = Some((0, seen.amount.lines - 1));
    }
    if log.chosen != before {
        // What can be done with it stands above.
        ui.ctx().request_repaint();
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
fn number(count: f32) -> usize {
    count.clamp(0.0, 1_000.0) as usize
}

/// Lines from the newest upwards; what does not fill the room begins at its top. Where one looks is kept, so that one can
/// leave the end from here.
fn from_below<'a>(
    ui: &Ui,
    rect: Rect,
    style: &Style,
    seen: &'a Seen,
    log: &mut LogMemory,
) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    let mut y = rect.bottom();
    for line in seen.lines.iter().rev() {
        if y <= rect.top() {
            break;
        }
        let galley = style.galley(ui, line);
        let height = height(&galley);
        y -= height;
        let at = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), height));
        placed.push(Placed { line, rect: at, galley });
    }
    placed.reverse();
    if let Some(first) = placed.first() {
        log.top = first.line.number;
        log.offset = (rect.top() - first.rect.top()).max(0.0);
        let room = first.rect.top() - rect.top();
        if room > 0.0 {
            for one in &mut placed {
                one.rect = one.rect.translate(vec2(0.0, -room));
            }
        }
    }
    placed
}

/// Lines from the one at the top downwards.
fn from_above<'a>(ui: &Ui, rect: Rect, style: &Style, seen: &'a Seen, log: &LogMemory) -> Vec<Placed<'a>> {
    let mut placed = Vec::new();
    if seen.first > log.top {
        // These lines are not those that are wanted; others come with the next frame.
        return placed;
    }
    let mut y = rect.top() - log.offset;
    for line in seen.lines.iter().skip_while(|line| line.number < log.top) {
        if y >= rect.bottom() {
            break;
        }
        let galley = style.galley(ui, line);
        let height = height(&galley);
        let at = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), height));
        placed.push(Placed { line, rect: at, galley });
        y += height;
    }
    placed
}

fn height(galley: &Galley) -> f32 {
    galley.size().y.max(ROW)
}

/// The wheel moves by points, however high lines are. Whether it went down.
fn wheel(ui: &Ui, rect: Rect, style: &Style, seen: &Seen, log: &mut LogMemory) -> bool {
    if !ui.rect_contains_pointer(rect) {
        return false;
    }
    let delta: Vec2 = ui.input(egui::InputState::smooth_scroll_delta);
    log.across = if log.is_wrapped { 0.0 } else { (log.across - delta.x).max(0.0) };
    if delta.y > 0.0 {
        log.is_following = false;
    }
    if log.is_following || delta.y == 0.0 {
        return false;
    }
    log.offset -= delta.y;
    let high = |number: u64| {
        let line = seen.lines.iter().find(|line| line.number == number);
        line.map_or(ROW, |line| height(&style.galley(ui, line)))
    };
    while log.offset < 0.0 && log.top > 0 {
        log.top -= 1;
        log.offset += high(log.top);
    }
    log.offset = log.offset.max(0.0);
    while log.offset > high(log.top) && log.top + 1 < seen.amount.lines {
        log.offset -= high(log.top);
        log.top += 1;
    }
    delta.y < 0.0
}

/// A click chooses a line, a second one with Shift all between, and so does a drag; on the chosen line alone it lets go.
fn choose(ui: &Ui, response: &Response, placed: &[Placed<'_>], log: &mut LogMemory) {
    let at = response.interact_pointer_pos();
    let line = at.and_then(|at| {
        let below = placed.iter().find(|one| at.y < one.rect.bottom());
        below.or(placed.last()).map(|one| one.line.number)
    });
    let Some(line) = line else { return };
    if response.drag_started() || response.clicked() {
        response.request_focus();
        let begin = log.chosen.filter(|_| ui.input(|input| input.modifiers.shift));
        log.chosen = match (begin, log.chosen) {
            (Some((begin, _)), _) => Some((begin, line)),
            (None, Some(chosen)) if response.clicked() && chosen == (line, line) => None,
            (None, _) => Some((line, line)),
        };
    } else if response.dragged()
        && let Some((begin, _)) = log.chosen
    {
        log.chosen = Some((begin, line));
        log.is_following = false;
    }
}

fn paint(ui: &Ui, rect: Rect, placed: &[Placed<'_>], log: &LogMemory) {
    let palette = Palette::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let chosen = log.chosen.map(|(a, b)| a.min(b)..=a.max(b));
    for one in placed {
        let number = one.line.number;
        if log.hit == Some(number) || chosen.as_ref().is_some_and(|chosen| chosen.contains(&number)) {
            painter.rect_filled(one.rect, 0.0, palette.chosen);
        }
        let at = Pos2::new(one.rect.left() - log.across, one.rect.top());
        painter.galley(at, Arc::clone(&one.galley), palette.text);
        let seen = ui.interact(one.rect.intersect(rect), id().with(number), Sense::hover());
        seen.widget_info(|| WidgetInfo::labeled(Role::Label, true, one.galley.text()));
    }
}

/// The scroll bar: by line number.
fn bar(ui: &Ui, track: Rect, seen: &Seen, log: &mut LogMemory) {
    let palette = Palette::of(ui);
    let all = seen.amount.lines;
    let fit = (log.fit as u64).saturating_sub(1);
    if all <= fit {
        return;
    }
    let last = all - fit;
    let thumb = (track.height() * share(fit, all)).max(28.0).min(track.height());
    let room = track.height() - thumb;
    let response = ui.interact(track, id().with("bar"), Sense::click_and_drag());
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let part = ((at.y - track.top() - thumb / 2.0) / room.max(1.0)).clamp(0.0, 1.0);
        log.top = portion(last, part);
        log.offset = 0.0;
        log.is_following = part >= 1.0;
    }
    let part = if log.is_following { 1.0 } else { share(log.top, last).min(1.0) };
    let place = Rect::from_min_size(track.min + vec2(0.0, room * part), vec2(track.width(), thumb));
    let ink = if response.hovered() || response.dragged() { palette.dim } else { palette.edge };
    ui.painter().rect_filled(place, 4.0, ink);
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a place on the screen")]
fn share(part: u64, all: u64) -> f32 {
    (part as f64 / all.max(1) as f64) as f32
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on the screen"
)]
fn portion(all: u64, part: f32) -> u64 {
    (all as f64 * f64::from(part)) as u64
}
