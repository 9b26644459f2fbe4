//! What it is for: one row each for deployments, pods, jobs, routes, warnings.
//! In: rows of `observed`. Out: labels and chips. Never: a verdict beyond what the row itself says.

use egui::{Align, Layout, Ui};
use jiff::Timestamp;

use crate::{
    action::Mark,
    observed::{
        JobRow, JobState, PodRow, WarningRow, Way, WorkloadRow, pods, revisions,
        verdict::{self, Verdict},
        warnings,
    },
    ui::{
        theme::{Palette, Type},
        view::{Chip, Tone},
        way,
        widgets::{chip, kept_end, label, status_dot, text, truncated},
    },
    words::{self, Sentence},
};

use super::live::{LINE, age, span};

/// Words at the left, cut where the right side begins.
fn line(ui: &mut Ui, right: impl FnOnce(&mut Ui), left: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_height(LINE);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            right(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), left);
        });
    });
}

pub(super) fn workload(ui: &mut Ui, row: &WorkloadRow) {
    let palette = Palette::of(ui);
    let is_settled = row.observed_generation >= row.generation && row.updated >= row.wanted;
    let tone = match (row.ready >= row.wanted && row.wanted > 0, is_settled) {
        _ if row.trouble.is_some() => Tone::Bad,
        (true, true) => Tone::Good,
        (true, false) => Tone::Info,
        (false, _) if row.wanted == 0 => Tone::Quiet,
        (false, _) => Tone::Warn,
    };
    let counts = Sentence::new("wizard-ready-count")
        .with("ready", row.ready.to_string())
        .with("wanted", row.wanted.to_string())
        .text();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        line(
            ui,
            |ui| {
                ui.label(text(&counts, Type::SmallStrong, palette.strong));
            },
            |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                status_dot(ui, tone, &counts);
                truncated(ui, &row.name, Type::Small, palette.text);
            },
        );
        for (container, image) in &row.images {
            truncated(ui, short_image(image), Type::Code, palette.dim)
                .on_hover_text(format!("{container}: {image}"));
        }
        if let Some(words) = revisions::words(&row.revisions, row.wanted) {
            label(ui, &words, Type::Small, palette.dim);
        }
        let ending = row.terminating.unwrap_or(0);
        if ending > 0 {
            let words = Sentence::new("wizard-terminating").count("count", ending).text();
            label(ui, &words, Type::Small, palette.tone(Tone::Info).0);
        }
        if row.paused {
            label(ui, &words::text("wizard-paused"), Type::Small, palette.tone(Tone::Warn).0);
        }
        if row.trouble.is_some() && !row.paused {
            said(ui, &verdict::rollout(Some(row)));
        }
    });
}

/// Why a workload is not as wanted, and what to do.
fn said(ui: &mut Ui, verdict: &Verdict) {
    if let Verdict::NotYet(words) | Verdict::Broken(words) | Verdict::Unknown(words) = verdict {
        label(ui, &words.text(), Type::Small, Palette::of(ui).tone(Tone::Bad).0);
        step(ui, words.next_step().as_ref());
    }
}

/// `name:tag` of an image, without registry and path.
fn short_image(image: &str) -> &str {
    image.rsplit('/').next().unwrap_or(image)
}

pub(super) fn pod(ui: &mut Ui, row: &PodRow, now: Timestamp) {
    let palette = Palette::of(ui);
    let state = pod_state(row);
    line(
        ui,
        |ui| {
            let cell = |ui: &mut Ui, words: &str, width: f32| {
                ui.allocate_ui_with_layout(
                    egui::vec2(width, LINE),
                    Layout::right_to_left(Align::Center),
                    |ui| {
                        ui.set_min_width(width);
                        ui.label(text(words, Type::Small, palette.dim));
                    },
                );
            };
            cell(ui, &age(row.created, now), 44.0);
            if row.restarts > 0 {
                let words = Sentence::new("wizard-restarts").count("count", row.restarts).text();
                ui.label(text(&format!("↻ {}", row.restarts), Type::Small, palette.tone(Tone::Warn).0))
                    .on_hover_text(words);
            }
            chip(ui, &state);
        },
        |ui| {
            kept_end(ui, &row.name, Type::Code, palette.text);
        },
    );
    let told = pods::state(row);
    if told.is_problem() || told.hint.is_some() {
        let words = told.words.text();
        label(ui, &words, Type::Small, palette.tone(tone(told.mark)).0);
        // What the node says, where the sentence does not hold it.
        let message = row.message.as_deref().unwrap_or_default();
        if !message.is_empty() && !words.contains(message) {
            label(ui, message, Type::Small, palette.dim);
        }
        step(ui, told.hint.as_ref());
    }
}

/// What to do about it.
fn step(ui: &mut Ui, hint: Option<&Sentence>) {
    if let Some(hint) = hint {
        label(ui, &hint.text(), Type::Small, Palette::of(ui).dim);
    }
}

fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Good => Tone::Good,
        Mark::Note => Tone::Info,
        Mark::Warning => Tone::Warn,
        Mark::Bad => Tone::Bad,
    }
}

fn pod_state(row: &PodRow) -> Chip {
    if row.is_terminating {
        return Chip::new(Tone::Info, words::text("wizard-pod-ending"));
    }
    let is_ready = row.containers > 0 && row.ready == row.containers;
    match row.phase.as_str() {
        "Running" if is_ready => Chip::new(Tone::Good, words::text("wizard-pod-ready")),
        "Succeeded" => Chip::new(Tone::Quiet, words::text("wizard-pod-succeeded")),
        "Failed" => Chip::new(Tone::Bad, words::text("wizard-pod-failed")),
        _ => match row.reason.as_deref() {
            Some("ContainerCreating" | "PodInitializing") | None => {
                Chip::new(Tone::Info, words::text("wizard-pod-starting"))
            }
            Some(_) => Chip::new(Tone::Bad, words::text("wizard-pod-trouble")),
        },
    }
}

pub(super) fn job(ui: &mut Ui, row: &JobRow, now: Timestamp) {
    let palette = Palette::of(ui);
    let (tone, key) = match &row.state {
        JobState::Running => (Tone::Info, "wizard-job-running"),
        JobState::Finishing => (Tone::Info, "wizard-job-finishing"),
        JobState::Suspended => (Tone::Quiet, "wizard-job-suspended"),
        JobState::Complete => (Tone::Good, "wizard-job-complete"),
        JobState::Failed { .. } => (Tone::Bad, "wizard-job-failed"),
    };
    let took = row
        .started
        .map(|started| span((row.ended.unwrap_or(now).as_millisecond() - started.as_millisecond()).max(0)));
    line(
        ui,
        |ui| {
            chip(ui, &Chip::new(tone, words::text(key)));
            if let Some(took) = took {
                ui.label(text(&took, Type::Small, palette.dim));
            }
        },
        |ui| {
            kept_end(ui, &row.name, Type::Code, palette.text);
        },
    );
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 4.0), egui::Sense::hover());
    let (ink, ground) = palette.tone(tone);
    #[expect(clippy::cast_precision_loss, reason = "a share of a few pods")]
    let part = (row.succeeded as f32 / row.completions.max(1) as f32).clamp(0.0, 1.0);
    let part = if matches!(row.state, JobState::Complete | JobState::Failed { .. }) { 1.0 } else { part };
    ui.painter().rect_filled(rect, 2.0, ground);
    ui.painter().rect_filled(rect.with_max_x(rect.left() + rect.width() * part), 2.0, ink);
    if let JobState::Failed { reason, message } = &row.state {
        let words = Sentence::new("survey-job-failed").with("reason", reason).with("message", message);
        label(ui, &words.text(), Type::Small, ink);
        step(ui, words.next_step().as_ref());
    }
}

pub(super) fn route(ui: &mut Ui, row: &Way) {
    let ready = row.ready().map(|(ready, all)| {
        let words = Sentence::new("wizard-ready-count").with("ready", ready.to_string());
        words.with("wanted", all.to_string()).text()
    });
    let state = match verdict::route(Some(row)) {
        Verdict::Broken(_) => Chip::new(Tone::Bad, words::text("way-chip-broken")),
        Verdict::Ready if row.redirects() => Chip::new(Tone::Good, words::text("way-chip-redirect")),
        Verdict::Ready => Chip::new(Tone::Good, ready.unwrap_or_default()),
        Verdict::NotYet(_) => Chip::new(Tone::Warn, ready.unwrap_or_else(|| words::text("way-chip-unknown"))),
        Verdict::Unknown(_) => {
            Chip::new(Tone::Quiet, ready.unwrap_or_else(|| words::text("way-chip-unknown")))
        }
        Verdict::Missing => Chip::new(Tone::Quiet, words::text("way-chip-unknown")),
    };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        line(
            ui,
            |ui| {
                chip(ui, &state);
            },
            |ui| way::headline(ui, row),
        );
        way::folded(ui, row);
    });
}

pub(super) fn warning(ui: &mut Ui, row: &WarningRow, now: Timestamp) {
    let palette = Palette::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        line(
            ui,
            |ui| {
                let times = if row.count > 1 { format!("{}× · ", row.count) } else { String::new() };
                ui.label(text(&format!("{times}{}", age(row.at, now)), Type::Small, palette.dim));
            },
            |ui| {
                truncated(ui, &row.reason, Type::SmallStrong, palette.tone(Tone::Warn).0);
            },
        );
        truncated(ui, &row.object, Type::Code, palette.dim);
        label(ui, &row.message, Type::Small, palette.text);
        step(ui, warnings::next_step(&row.reason).as_ref());
    });
}
