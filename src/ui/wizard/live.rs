//! What it is for: the live state beside a step, with its age always in sight.
//! In: rows of `observed`. Out: cards. Never: rows that look fresh when they are not.

use egui::{Align, Layout, Ui};
use jiff::{SignedDuration, Timestamp};

use crate::{
    observed::{Link, Observed},
    ui::{
        rich::literal,
        theme::{Palette, Type},
        view::{Chip, Tone},
        widgets::{Head, announce, card, chip, failure, label, nothing, text},
    },
    words::{self, Sentence},
};

use super::live_rows;

/// How long a server that is heard every few seconds counts as just heard: a longer silence becomes [`Link::Stale`].
const JUST: SignedDuration = SignedDuration::from_secs(10);

pub(super) fn draw(ui: &mut Ui, rows: &Observed, scope: &str, now: Timestamp) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 12.0;
    ui.horizontal(|ui| {
        ui.label(text(&words::text("wizard-live"), Type::BodyStrong, palette.strong));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !scope.is_empty() {
                chip(ui, &Chip::new(Tone::Quiet, scope));
            }
        });
    });
    let link = rows.link.at(now);
    if let Link::Stale { heard_at, failure } = &link {
        stale(ui, *heard_at, &failure.summary.text(), now);
    }
    if matches!(link, Link::Connecting) {
        chip(ui, &Chip::busy(words::text("wizard-link-connecting")));
    }
    let is_stale = !matches!(link, Link::Live { .. });
    ui.scope(|ui| {
        if is_stale {
            ui.multiply_opacity(0.55);
        }
        section(ui, "wizard-live-workloads", rows.workloads.len(), |ui| {
            for row in &rows.workloads {
                live_rows::workload(ui, row);
            }
        });
        section(ui, "wizard-live-pods", rows.pods.len(), |ui| {
            in_sight(ui, "pods", &rows.pods, |ui, row| live_rows::pod(ui, row, now));
        });
        if !rows.jobs.is_empty() {
            section(ui, "wizard-live-jobs", rows.jobs.len(), |ui| {
                in_sight(ui, "jobs", &rows.jobs, |ui, row| live_rows::job(ui, row, now));
            });
        }
        if !rows.routes.is_empty() {
            section(ui, "wizard-live-routes", rows.routes.len(), |ui| {
                in_sight(ui, "routes", &rows.routes, live_rows::route);
            });
        }
        warnings(ui, rows, now);
    });
    if !rows.unseen.is_empty() {
        section(ui, "wizard-live-unseen", rows.unseen.len(), |ui| {
            for what in &rows.unseen {
                failure(ui, what);
            }
        });
    }
}

/// Whether the server was heard a moment ago.
pub(super) fn is_just(heard_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(heard_at) < JUST
}

/// Rows one below the other; of many, only those that can be seen are drawn.
fn in_sight<T>(ui: &mut Ui, name: &str, rows: &[T], mut one: impl FnMut(&mut Ui, &T)) {
    /// Fewer are all drawn, so that everybody who reads the window without seeing it finds them.
    const MANY: usize = 50;
    if rows.len() <= MANY {
        for row in rows {
            one(ui, row);
        }
        return;
    }
    let id = ui.scope_id().with(("in-sight", name));
    let mut heights: Vec<f32> = ui.data_mut(|data| data.remove_temp(id)).unwrap_or_default();
    heights.resize(rows.len(), LINE);
    for (index, (row, height)) in rows.iter().zip(&mut heights).enumerate() {
        let place = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), *height));
        if ui.is_rect_visible(place) {
            *height = ui.push_id(index, |ui| one(ui, row)).response.rect.height();
        } else {
            ui.advance_cursor_after_rect(place);
        }
    }
    ui.data_mut(|data| data.insert_temp(id, heights));
}

fn section(ui: &mut Ui, key: &str, count: usize, body: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    let title = words::text(key);
    let note = if count > 1 { count.to_string() } else { String::new() };
    card(ui, &Head { title: &title, note: &note, is_small: true, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if count == 0 {
            label(ui, &words::text("wizard-live-none"), Type::Small, palette.dim);
        }
        body(ui);
    });
}

fn stale(ui: &mut Ui, heard_at: Option<Timestamp>, why: &str, now: Timestamp) {
    let (ink, ground) = Palette::of(ui).tone(Tone::Bad);
    egui::Frame::new()
        .fill(ground)
        .corner_radius(egui::CornerRadius::same(crate::ui::theme::gap::ROUND_SMALL))
        .inner_margin(egui::Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            let words = match heard_at {
                Some(at) => Sentence::new("wizard-stale").with("ago", age(Some(at), now)).text(),
                None => words::text("wizard-never-live"),
            };
            label(ui, &words, Type::SmallStrong, ink);
            label(ui, why, Type::Small, ink);
            announce_stale(ui, why);
        });
}

/// Says that the rows are not those of now: without how old they are, which changes each second.
pub(in crate::ui) fn announce_stale(ui: &Ui, why: &str) {
    let words = Sentence::new("wizard-stale-said").with("why", literal(why)).text();
    announce(ui, "stale", &words, Tone::Bad);
}

fn warnings(ui: &mut Ui, rows: &Observed, now: Timestamp) {
    let palette = Palette::of(ui);
    let title = words::text("wizard-live-warnings");
    let note = words::text("wizard-live-warnings-span");
    card(ui, &Head { title: &title, note: &note, is_small: true, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if rows.warnings.is_empty() {
            label(ui, &words::text("wizard-live-none"), Type::Small, palette.dim);
        }
        in_sight(ui, "warnings", &rows.warnings, |ui, row| live_rows::warning(ui, row, now));
    });
}

/// Height of a row of one line.
pub(super) const LINE: f32 = 20.0;

/// The time since a moment, short: `3 s`, `5 min`, `2 h`, `11 d`.
pub(super) fn age(since: Option<Timestamp>, now: Timestamp) -> String {
    let Some(since) = since else { return "–".to_owned() };
    span((now.as_millisecond() - since.as_millisecond()).max(0))
}

/// A span of milliseconds, short.
pub(super) fn span(millis: i64) -> String {
    let seconds = millis / 1000;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_short_and_never_negative() {
        let at = |second| Timestamp::from_second(second).expect("a valid time");
        for (seconds, shown) in [(-5, "0 s"), (59, "59 s"), (61, "1 min"), (7_200, "2 h"), (950_400, "11 d")]
        {
            assert_eq!(age(Some(at(0)), at(seconds)), shown);
        }
        assert_eq!(age(None, at(1)), "–");
    }
}
