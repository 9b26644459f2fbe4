//! What it is for: a rehearsal in the band, and the report of what became of each step.
//! In: a [`RehearsalView`]. Out: the wish to go on step by step. Never: a report hidden that has something to say.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::practice::{ABOVE, hanging, head, kubectl};
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{PracticeView, RehearsalView, RehearsedStep, Tone},
        widgets::{ButtonKind, button, chip, label, rich},
    },
    words,
};

const WIDTH: f32 = 560.0;
/// Room of the chips before the titles.
const CHIPS: f32 = 128.0;

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
    for (is_back, title) in [(false, "rehearse-report-forward"), (true, "rehearse-report-back")] {
        let steps: Vec<&RehearsedStep> = view.steps.iter().filter(|step| step.is_back == is_back).collect();
        if steps.is_empty() {
            continue;
        }
        caption(ui, title);
        for (index, step) in steps.into_iter().enumerate() {
            ui.push_id((is_back, index), |ui| one(ui, step));
        }
    }
    caption(ui, "rehearse-report-never");
    for key in [
        "rehearse-never-programs",
        "rehearse-never-secrets",
        "rehearse-never-outside",
        "rehearse-never-rights",
    ] {
        label(ui, &words::text(key), Type::Small, Palette::of(ui).text);
    }
    if !view.left_out.is_empty() {
        caption(ui, "rehearse-report-left");
        for words in &view.left_out {
            rich(ui, words, Type::Small, Palette::of(ui).text);
        }
    }
}

fn caption(ui: &mut Ui, key: &str) {
    ui.add_space(gap::SMALL);
    label(ui, &words::text(key), Type::SmallStrong, Palette::of(ui).dim);
}

fn one(ui: &mut Ui, step: &RehearsedStep) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(CHIPS, gap::CONTROL), Layout::left_to_right(Align::TOP), |ui| {
            ui.set_min_width(CHIPS);
            chip(ui, &step.state);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            rich(ui, &step.title, Type::Body, palette.text);
            if let Some(why) = &step.why {
                rich(ui, why, Type::Small, palette.dim);
            }
        });
    });
}
