//! What it is for: a rehearsal in the band, and the report of what became of each step.
//! In: a [`RehearsalView`]. Out: the wish to go on step by step. Never: a report hidden that has something to say.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::practice::{ABOVE, hanging, head, kubectl};
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{Chip, PracticeView, RehearsalView, RehearsedStep, Tone},
        widgets::{ButtonKind, button, chip, label, rich},
    },
    words::{self, Sentence},
};

const WIDTH: f32 = 560.0;
/// Room of the chips before the titles.
const CHIPS: f32 = 104.0;

/// From the right: the report, the wish to go on step by step.
pub(super) fn controls(ui: &mut Ui, view: &RehearsalView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let has_failed = view.sum.as_ref().is_some_and(|sum| sum.tone == Tone::Bad);
    let kind = if has_failed { ButtonKind::Warn } else { ButtonKind::Quiet };
    if button(ui, kind, &words::text("rehearse-report"), true).clicked() {
        memory.report_open = memory.toggled(memory.report_open);
    }
    if view.is_alone && button(ui, ButtonKind::Quiet, &words::text("rehearse-attend"), true).clicked() {
        out.push(UiCommand::AttendRehearsal);
    }
}

/// The report.
pub(super) fn draw(ui: &Ui, practice: &PracticeView, view: &RehearsalView, memory: &mut UiMemory) {
    let room = ui.ctx().content_rect().height() - ABOVE - 100.0;
    hanging(ui, "rehearsal", WIDTH, |ui| {
        memory.report_open = head(ui, "rehearse-report-title", |ui| {
            if let Some(sum) = &view.sum {
                chip(ui, sum);
            }
        });
        let page = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
        page.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = gap::TIGHT;
            contents(ui, view);
            ui.add_space(gap::SMALL);
            kubectl(ui, practice, memory);
        });
    });
}

fn contents(ui: &mut Ui, view: &RehearsalView) {
    if view.steps.is_empty() {
        label(ui, &words::text("rehearse-report-empty"), Type::Small, Palette::of(ui).dim);
    }
    if !view.steps.is_empty() {
        caption(ui, &words::text("rehearse-report-forward"));
        steps(ui, "forward", &view.steps);
    }
    for (index, way) in view.ways.iter().enumerate() {
        let title = match &way.title {
            Some(title) => Sentence::new("rehearse-report-way").with("answer", title.clone()).text(),
            None => words::text("rehearse-report-back"),
        };
        caption(ui, &title);
        if let Some(state) = &way.state {
            line(ui, state, None, way.why.as_deref());
        }
        steps(ui, ("way", index), &way.steps);
    }
    caption(ui, &words::text("rehearse-report-never"));
    for key in [
        "rehearse-never-programs",
        "rehearse-never-secrets",
        "rehearse-never-outside",
        "rehearse-never-rights",
    ] {
        label(ui, &words::text(key), Type::Small, Palette::of(ui).text);
    }
    if !view.left_out.is_empty() {
        caption(ui, &words::text("rehearse-report-left"));
        for words in &view.left_out {
            rich(ui, words, Type::Small, Palette::of(ui).text);
        }
    }
}

fn caption(ui: &mut Ui, words: &str) {
    ui.add_space(gap::SMALL);
    rich(ui, words, Type::SmallStrong, Palette::of(ui).dim);
}

fn steps(ui: &mut Ui, of: impl egui::AsIdSalt, steps: &[RehearsedStep]) {
    ui.push_id(of, |ui| {
        for (index, step) in steps.iter().enumerate() {
            ui.push_id(index, |ui| line(ui, &step.state, Some(&step.title), step.why.as_deref()));
        }
    });
}

/// A chip, and beside it a title with small words under it.
fn line(ui: &mut Ui, state: &Chip, title: Option<&str>, why: Option<&str>) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(CHIPS, gap::CONTROL), Layout::left_to_right(Align::TOP), |ui| {
            ui.set_min_width(CHIPS);
            chip(ui, state);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if let Some(title) = title {
                rich(ui, title, Type::Body, palette.text);
            }
            if let Some(why) = why {
                rich(ui, why, Type::Small, palette.dim);
            }
        });
    });
}
