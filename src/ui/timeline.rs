//! What it is for: the course of a change on one axis of time: a row for each step, bars for its tries, what nobody worked at
//! drawn short. In: a [`Timeline`]. Out: rows, and the same as text. Never: a colour alone for how a try ended.

use std::{fmt::Write as _, time::Duration};

use egui::{Align2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    memory::UiMemory,
    rich::visible,
    theme::{Palette, Type, gap},
    view::Tone,
    widgets::{Glyph, Head, card, copy_button, glyph, label, text, truncated},
};
use crate::{
    action::Span,
    record::{SpanKind, TimePoint, TimeRow, TimeSpan, Timeline},
    words::{self, Sentence},
};

const ROW: f32 = 28.0;
const BAR: f32 = 12.0;
/// Room of what stands behind the bars.
const LENGTHS: f32 = 150.0;
/// A chart needs this much: in less room it is moved sideways.
const NARROW: f32 = 480.0;
/// Between the columns.
const GAP: f32 = 12.0;

/// A place on the axis for each moment: what nobody worked at takes little room, however long it was.
struct Scale {
    /// Milliseconds, and the part of the axis before them.
    knots: Vec<(i64, f32)>,
    /// Where time was left out.
    breaks: Vec<f32>,
}

impl Scale {
    fn of(timeline: &Timeline) -> Self {
        let spans = || timeline.rows.iter().flat_map(|row| &row.spans);
        let mut moments: Vec<i64> = spans().flat_map(|span| [span.from, span.until]).map(millis).collect();
        moments.extend(timeline.rows.iter().flat_map(|row| &row.points).map(|point| millis(point.at)));
        moments.extend([millis(timeline.from), millis(timeline.until)]);
        moments.sort_unstable();
        moments.dedup();
        let pieces = || moments.iter().zip(moments.iter().skip(1)).map(|(from, until)| (*from, *until));
        let works = |from: i64, until: i64| {
            spans()
                .any(|span| !span.kind.is_rest() && millis(span.from) <= from && millis(span.until) >= until)
        };
        let worked: i64 =
            pieces().filter(|(from, until)| works(*from, *until)).map(|(from, until)| until - from).sum();
        let most = (worked / 6).max(10_000);
        let mut at = 0;
        let mut places = vec![(moments.first().copied().unwrap_or_default(), 0)];
        let mut breaks = Vec::new();
        for (from, until) in pieces() {
            let is_cut = !works(from, until) && until - from > most;
            let room = if is_cut { most } else { until - from };
            if is_cut {
                breaks.push(at + room / 2);
            }
            at += room;
            places.push((until, at));
        }
        let part = |place: i64| share(place, at.max(1));
        Self {
            knots: places.into_iter().map(|(moment, place)| (moment, part(place))).collect(),
            breaks: breaks.into_iter().map(part).collect(),
        }
    }

    /// The part of the axis before a moment, from 0 to 1.
    fn place(&self, at: Timestamp) -> f32 {
        let at = millis(at);
        let next = self.knots.partition_point(|(moment, _)| *moment < at);
        let Some((until, end)) = self.knots.get(next) else { return 1.0 };
        let Some((from, start)) = next.checked_sub(1).and_then(|before| self.knots.get(before)) else {
            return *end;
        };
        start + (end - start) * share(at - from, (until - from).max(1))
    }

    /// The moment at a part of the axis.
    fn moment(&self, part: f32) -> Option<Timestamp> {
        let next = self.knots.iter().position(|(_, place)| *place >= part)?;
        let (until, end) = self.knots.get(next)?;
        let before = next.checked_sub(1).and_then(|before| self.knots.get(before));
        let (from, start) = before.copied().unwrap_or((*until, *end));
        let within = if *end > start { (part - start) / (*end - start) } else { 0.0 };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a label of an axis"
        )]
        let off = ((until - from) as f64 * f64::from(within)) as i64;
        Timestamp::from_millisecond(from + off).ok()
    }
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a place on the screen")]
fn share(part: i64, all: i64) -> f32 {
    (part as f64 / all as f64) as f32
}

/// A card with the course.
pub(super) fn card_of(ui: &mut Ui, timeline: &Timeline, memory: &mut UiMemory) {
    let title = words::text("timeline-title");
    let about = words::text("timeline-about");
    let head = Head { title: &title, note: &about, is_flush: true, ..Head::default() };
    card(
        ui,
        &head,
        |ui| {
            copy_button(ui, memory, &words::text("timeline-copy"), || as_text(timeline));
        },
        |ui| {
            egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 10)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if ui.available_width() < NARROW {
                    egui::ScrollArea::horizontal().id_salt("chart").show(ui, |ui| {
                        ui.set_width(NARROW);
                        chart(ui, timeline);
                    });
                } else {
                    chart(ui, timeline);
                }
                besides(ui, timeline);
            });
        },
    );
}

/// Where the columns of a row stand.
#[derive(Clone, Copy)]
struct Columns {
    titles: f32,
    bars: (f32, f32),
}

fn chart(ui: &mut Ui, timeline: &Timeline) {
    let scale = Scale::of(timeline);
    let room = ui.available_width();
    let left = ui.cursor().left();
    let titles = (room * 0.3).clamp(120.0, 280.0);
    let bars = (left + titles + GAP, (left + room - LENGTHS - GAP).max(left + titles + 60.0));
    let columns = Columns { titles, bars };
    axis(ui, timeline, &scale, columns);
    for row in &timeline.rows {
        one(ui, row, &scale, columns);
    }
    ui.add_space(gap::SMALL);
}

/// Times of day above the bars, and where time was left out.
fn axis(ui: &mut Ui, timeline: &Timeline, scale: &Scale, columns: Columns) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let (from, until) = (clock(timeline.from), clock(timeline.until));
    let words = Sentence::new("timeline-axis").with("from", from).with("until", until).text();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let (start, end) = columns.bars;
    // So many fit beside each other.
    let count = if end - start > 420.0 { 4_u8 } else { 2 };
    for tick in 0..=count {
        let part = f32::from(tick) / f32::from(count);
        let Some(moment) = scale.moment(part) else { continue };
        let align = match tick {
            0 => Align2::LEFT_CENTER,
            _ if tick == count => Align2::RIGHT_CENTER,
            _ => Align2::CENTER_CENTER,
        };
        let at = pos2(start + (end - start) * part, rect.center().y);
        ui.painter().text(at, align, clock(moment), Type::Tiny.font(), palette.dim);
    }
    for part in &scale.breaks {
        let x = start + (end - start) * part;
        ui.painter().text(
            pos2(x, rect.bottom()),
            Align2::CENTER_CENTER,
            "//",
            Type::Tiny.font(),
            palette.dim,
        );
    }
}

fn one(ui: &mut Ui, row: &TimeRow, scale: &Scale, columns: Columns) {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let told = row_text(row);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
    let title = Rect::from_min_size(rect.min, vec2(columns.titles, ROW));
    let ink = if row.number.is_empty() { palette.dim } else { palette.text };
    let mut cell = ui.new_child(
        egui::UiBuilder::new().max_rect(title).layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    truncated(&mut cell, &title_of(row), Type::Small, ink);
    let (start, end) = columns.bars;
    let x = |at: Timestamp| start + (end - start) * scale.place(at);
    for span in &row.spans {
        bar(ui, span, (x(span.from), x(span.until)), rect.center().y);
    }
    for point in &row.points {
        let tone = if point.is_deviation { Tone::Warn } else { Tone::Quiet };
        let at = pos2(x(point.at), rect.center().y);
        let ink = palette.tone(tone).0;
        ui.painter().circle(at, 4.0, palette.card, Stroke::new(1.5, ink));
    }
    let at = pos2(end + GAP, rect.center().y);
    let room = Rect::from_min_max(pos2(at.x, rect.top()), rect.max);
    let words = lengths(row);
    ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).text(
        at,
        Align2::LEFT_CENTER,
        words,
        Type::Small.font(),
        palette.dim,
    );
    response.on_hover_text(told);
}

/// A bar: filled for a try, an outline where nothing was done, with a sign for how it ended.
fn bar(ui: &Ui, span: &TimeSpan, (from, until): (f32, f32), y: f32) {
    let palette = Palette::of(ui);
    let until = until.max(from + 3.0);
    let rect = Rect::from_min_max(pos2(from, y - BAR / 2.0), pos2(until, y + BAR / 2.0));
    let (tone, sign) = match span.kind {
        SpanKind::Done => (Tone::Good, None),
        SpanKind::Failed => (Tone::Bad, Some(Glyph::Cross)),
        SpanKind::Stopped | SpanKind::Unknown => (Tone::Warn, Some(Glyph::Exclaim)),
        SpanKind::Runs => (Tone::Info, None),
        SpanKind::Waits | SpanKind::Held => (Tone::Quiet, None),
    };
    let (ink, ground) = palette.tone(tone);
    match span.kind {
        SpanKind::Waits => {
            ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, palette.edge));
        }
        SpanKind::Held => {
            ui.painter().rect(rect, 3.0, ground, Stroke::new(1.0, ink), StrokeKind::Inside);
        }
        SpanKind::Runs => {
            ui.painter().rect(rect, 3.0, ground, Stroke::new(1.5, ink), StrokeKind::Inside);
        }
        SpanKind::Done | SpanKind::Failed | SpanKind::Stopped | SpanKind::Unknown => {
            ui.painter().rect_filled(rect, 3.0, ink);
        }
    }
    if let Some(sign) = sign {
        let at = pos2(rect.right() + 8.0, y);
        glyph(ui.painter(), sign, at, 9.0, ink);
    }
}

/// What happened at one moment, a line each: nobody needs to hover over a point to read it.
fn besides(ui: &mut Ui, timeline: &Timeline) {
    let palette = Palette::of(ui);
    let mut points: Vec<(&TimeRow, &TimePoint)> =
        timeline.rows.iter().flat_map(|row| row.points.iter().map(move |point| (row, point))).collect();
    if points.is_empty() {
        return;
    }
    points.sort_by_key(|(_, point)| point.at);
    ui.spacing_mut().item_spacing.y = gap::TIGHT;
    for (row, point) in points {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            ui.add(egui::Label::new(text(&clock(point.at), Type::Small, palette.dim)).extend());
            let ink = if point.is_deviation { palette.tone(Tone::Warn).0 } else { palette.text };
            ui.vertical(|ui| label(ui, &point_text(row, point), Type::Small, ink));
        });
    }
}

fn title_of(row: &TimeRow) -> String {
    let back = if row.is_back { format!("{} · ", words::text("timeline-back")) } else { String::new() };
    match row.number.as_str() {
        "" => row.title.clone(),
        number => format!("{back}{number} · {}", row.title),
    }
}

/// How long the tries took, and how long they usually take.
fn lengths(row: &TimeRow) -> String {
    let took = row.took().map(length);
    let usual = row.usual.map(|usual| Sentence::new("step-usually").with("time", length(usual)).text());
    took.into_iter().chain(usual).collect::<Vec<_>>().join(" · ")
}

/// A row in words: what took time and how it ended.
fn row_text(row: &TimeRow) -> String {
    let mut told = title_of(row);
    for span in &row.spans {
        let mut sentence = Sentence::new(if span.attempt > 1 { "timeline-try" } else { "timeline-span" });
        if span.attempt > 1 {
            sentence = sentence.with("attempt", span.attempt.to_string());
        }
        let sentence = sentence.with("from", clock(span.from)).with("until", clock(span.until));
        let words = sentence.with("took", length(span.length())).with("what", span.kind.words()).text();
        write!(told, "\n{words}").ok();
    }
    for point in &row.points {
        write!(told, "\n{} · {}", clock(point.at), point_words(point)).ok();
    }
    if let Some(usual) = row.usual {
        write!(told, "\n{}", Sentence::new("step-usually").with("time", length(usual)).text()).ok();
    }
    visible_lines(&told)
}

fn visible_lines(text: &str) -> String {
    text.lines().map(|line| visible(line).into_owned()).collect::<Vec<_>>().join("\n")
}

fn point_words(point: &TimePoint) -> String {
    format!("{} · {}", point.what.text(), point.who)
}

fn point_text(row: &TimeRow, point: &TimePoint) -> String {
    if row.number.is_empty() {
        point_words(point)
    } else {
        format!("{}: {}", title_of(row), point_words(point))
    }
}

/// The whole course as text.
fn as_text(timeline: &Timeline) -> String {
    let rows: Vec<String> = timeline.rows.iter().map(row_text).collect();
    let zone = timeline.from.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %Z").to_string();
    format!("{} · {zone}\n\n{}\n", words::text("timeline-title"), rows.join("\n\n"))
}

/// Time of day where the person is.
fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

fn length(time: Duration) -> String {
    Span::from_secs(time.as_secs()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::samples;

    #[test]
    fn a_night_without_work_takes_little_room() {
        let mut timeline = samples::timeline();
        let scale = Scale::of(&timeline);
        assert!(scale.place(timeline.from) < 0.001 && scale.place(timeline.until) > 0.999);
        let whole = timeline.rows.first_mut().expect("the change");
        let night = whole.spans.last_mut().expect("a wait");
        let before = scale.place(night.from);
        night.until += jiff::SignedDuration::from_hours(9);
        timeline.until += jiff::SignedDuration::from_hours(9);
        let (from, until) = (night.from, night.until);
        let scale = Scale::of(&timeline);
        assert_eq!(scale.breaks.len(), 3, "the hold and two waits");
        let part = scale.place(until) - scale.place(from);
        assert!(part < 0.3, "{part} of the axis; it began at {before}");
        let back = scale.moment(scale.place(from)).expect("a moment");
        assert!((millis(back) - millis(from)).abs() < 1_000);
    }

    #[test]
    fn the_text_tells_every_try_wait_and_note() {
        let told = as_text(&samples::timeline());
        for words in ["2 · Back up", "Failed", "try 2", "usually", "Waited for a person", "Note: ", "Held"] {
            assert!(told.contains(words), "{words} is not in\n{told}");
        }
    }
}
