//! What it is for: the rail: sections, numbered entries, the steps of a group.
//! In: sections. Out: the wish to look at a step. Never: a change of the run.

use egui::{
    CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, TextFormat, Ui, WidgetInfo, pos2,
    text::LayoutJob, vec2,
};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        rich::visible,
        theme::{Palette, Type, gap},
        view::{RailEntry, RailPart, RailSection, StepState},
        widgets::{disclosure, state_mark, state_word, text},
    },
    words::Sentence,
};

/// Draws the rail; `is_new` brings the shown step into sight.
pub(super) fn draw(
    ui: &mut Ui,
    sections: &[RailSection],
    is_new: bool,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(gap::CARD);
    for section in sections {
        ui.horizontal(|ui| {
            ui.add_space(20.0);
            let title = section.title.to_uppercase();
            ui.label(text(&title, Type::Tiny, palette.faint).extra_letter_spacing(1.0));
        });
        ui.add_space(2.0);
        for entry in &section.entries {
            one(ui, entry, is_new, out);
        }
        not_begun(ui, &section.not_begun, is_new, memory, out);
        ui.add_space(10.0);
    }
}

fn one(ui: &mut Ui, entry: &RailEntry, is_new: bool, out: &mut Vec<UiCommand>) {
    let row = entry_row(ui, entry);
    if is_new && entry.is_shown {
        row.scroll_to_me(Some(egui::Align::Center));
    }
    if row.clicked() {
        out.push(UiCommand::ShowStep(entry.step.clone()));
    }
    for part in &entry.parts {
        if part_row(ui, part).clicked() {
            out.push(UiCommand::ShowStep(part.step.clone()));
        }
    }
}

/// What was not reached: one line, which opens.
fn not_begun(
    ui: &mut Ui,
    entries: &[RailEntry],
    is_new: bool,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    if entries.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    let words = Sentence::new("wizard-not-begun").count("count", entries.len()).text();
    let is_open = memory.not_begun_open;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &words));
    ground(ui, rect.shrink2(vec2(12.0, 0.0)), &response, false);
    disclosure(ui.painter(), pos2(rect.left() + 30.0, rect.center().y), is_open, palette.faint);
    let at = pos2(rect.left() + 50.0, rect.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, &words, Type::Small.font(), palette.dim);
    if response.clicked() {
        memory.not_begun_open = !is_open;
    }
    if is_open {
        for entry in entries {
            one(ui, entry, is_new, out);
        }
    }
}

fn entry_row(ui: &mut Ui, entry: &RailEntry) -> Response {
    let palette = Palette::of(ui);
    let is_waiting = entry.state == StepState::Waiting;
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width() - 72.0;
    let is_dim = is_waiting || entry.state == StepState::Undone;
    let ink = if is_dim && !entry.is_shown { palette.dim } else { palette.text };
    let line = |size: f32| Some(size * 1.35);
    let title = Type::Body.font();
    job.append(
        &visible(&entry.title),
        0.0,
        TextFormat { line_height: line(title.size), ..TextFormat::simple(title, ink) },
    );
    if !entry.sub.is_empty() {
        let sub = Type::Small.font();
        let format = TextFormat { line_height: line(sub.size), ..TextFormat::simple(sub, palette.dim) };
        job.append(&format!("\n{}", visible(&entry.sub)), 0.0, format);
    }
    let galley = ui.painter().layout_job(job);
    let height = (galley.size().y + 14.0).max(34.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = format!("{} · {} · {} · {}", entry.number, entry.title, state_word(entry.state), entry.sub);
    let name = name.trim_end_matches(" · ").to_owned();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, entry.is_shown, &name));
    let is_alone = entry.parts.is_empty();
    ground(ui, rect.shrink2(vec2(12.0, 0.0)), &response, entry.is_shown && is_alone);
    let mark = Rect::from_center_size(pos2(rect.left() + 30.0, rect.top() + 17.0), vec2(21.0, 21.0));
    state_mark(ui, mark, entry.state, &entry.number);
    ui.painter().galley(pos2(rect.left() + 50.0, rect.top() + 7.0), galley, ink);
    response
}

fn part_row(ui: &mut Ui, part: &RailPart) -> Response {
    let palette = Palette::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    let name = format!("{} · {}", part.title, state_word(part.state));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, part.is_shown, &name));
    let band =
        Rect::from_min_max(pos2(rect.left() + 44.0, rect.top()), pos2(rect.right() - 12.0, rect.bottom()));
    ground(ui, band, &response, part.is_shown);
    let mark = Rect::from_center_size(pos2(rect.left() + 58.0, rect.center().y), vec2(14.0, 14.0));
    state_mark(ui, mark, part.state, "");
    let ink = if part.state == StepState::Waiting && !part.is_shown { palette.dim } else { palette.text };
    let mut job = LayoutJob::simple_singleline(visible(&part.title).into_owned(), Type::Small.font(), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 96.0);
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.left() + 74.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    response
}

/// The face of a row: shown, under the pointer, focused.
fn ground(ui: &Ui, rect: Rect, response: &Response, is_shown: bool) {
    let palette = Palette::of(ui);
    let round = CornerRadius::same(gap::ROUND_SMALL);
    if is_shown {
        let edge = Stroke::new(1.0, palette.chosen_edge);
        ui.painter().rect(rect, round, palette.chosen, edge, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, round, palette.button_hover.gamma_multiply(0.5));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, round, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
}
