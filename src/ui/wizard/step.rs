//! What it is for: the shown step: what and why, what will happen, difference, command line, output, verdict, notes.
//! In: a [`StepView`]. Out: wishes about it. Never: deciding which button there is.

use egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::{
    ui::{
        UiCommand, attach,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{Chip, HappeningView, ProgressView, StepState, StepView, Tone, VerdictView},
        widgets::{
            Follow as _, Glyph, Head, aloud, bullets, card, chip, copy_button, diff_card, failure,
            folded_details, glyph, label, nothing, output_card, rich, state_tone, state_word, text,
            truncated,
        },
    },
    words,
};

use super::{deeds, forms, unknown};

pub(super) fn draw(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let foot = Frame::new().inner_margin(Margin { left: 24, right: 24, top: 12, bottom: 16 });
    if has_deeds(view) {
        Panel::bottom("deeds").resizable(false).show_separator_line(false).frame(foot).show(ui, |ui| {
            deeds::draw(ui, view, memory, out);
        });
    }
    let is_new = memory.last_step != view.step;
    if is_new {
        memory.last_step.clone_from(&view.step);
    }
    let mut area = ScrollArea::vertical().id_salt("step").auto_shrink(false);
    if is_new {
        area = area.vertical_scroll_offset(0.0);
    }
    area.following_page(ui, |ui| contents(ui, view, 24, memory, out));
}

/// The step with its buttons below it, in a page that is scrolled as a whole.
pub(super) fn stacked(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    memory.last_step.clone_from(&view.step);
    contents(ui, view, 12, memory, out);
    if has_deeds(view) {
        Frame::new()
            .inner_margin(Margin::symmetric(12, 12))
            .show(ui, |ui| deeds::draw(ui, view, memory, out));
    }
}

fn has_deeds(view: &StepView<'_>) -> bool {
    view.main.is_some() || view.unknown.is_some() || !view.others.is_empty()
}

fn contents(ui: &mut Ui, view: &StepView<'_>, side: i8, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    Frame::new().inner_margin(Margin { left: side, right: side, top: 20, bottom: 4 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 14.0;
        title(ui, view);
        cards(ui, view, memory, out);
    });
}

fn title(ui: &mut Ui, view: &StepView<'_>) {
    let palette = Palette::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(text(&view.over, Type::Body, palette.dim));
            if !matches!(view.state, StepState::Waiting | StepState::Ready) {
                let tone = state_tone(view.state);
                let said = chip(ui, &Chip::new(tone, state_word(view.state)));
                // A verdict says it with more words.
                if view.verdict.is_none() {
                    aloud(&said, tone);
                }
            }
        });
        label(ui, &view.title, Type::Title, palette.strong);
        if !view.about.is_empty() {
            ui.add_space(2.0);
            rich(ui, &view.about, Type::Body, palette.dim);
        }
    });
}

fn cards(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if let Some(progress) = &view.progress {
        progress_card(ui, progress);
    }
    if let Some(open) = &view.unknown {
        unknown::cards(ui, open, memory);
    }
    if let Some(verdict) = &view.verdict {
        verdict_card(ui, verdict);
    }
    if let Some(happening) = &view.happening {
        happening_card(ui, happening);
    }
    forms::draw(ui, view, memory, out);
    for diff in view.diffs.iter().filter(|diff| !diff.diff.is_empty()) {
        diff_card(ui, diff, false, 360.0, memory);
    }
    if let Some(output) = &view.output {
        output_card(ui, output, memory);
    }
    if let Some(command) = &view.command {
        command_card(ui, command, memory);
    }
    if !view.notes.is_empty() {
        notes_card(ui, view, memory, out);
    }
}

fn happening_card(ui: &mut Ui, view: &HappeningView) {
    let usual = words::text("wizard-happening");
    let title = if view.title.is_empty() { &usual } else { &view.title };
    let head = Head {
        title,
        word: if view.title.is_empty() { "dry run" } else { "" },
        far: view.chip.as_ref(),
        ..Head::default()
    };
    card(ui, &head, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        bullets(ui, &view.lines);
        if let Some(what) = &view.failure {
            failure(ui, what);
        }
        if view.lines.is_empty() && view.failure.is_none() {
            let palette = Palette::of(ui);
            label(ui, &words::text("wizard-happening-looking"), Type::Body, palette.dim);
        }
    });
}

fn command_card(ui: &mut Ui, command: &str, memory: &mut UiMemory) {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(egui::CornerRadius::same(gap::ROUND))
        .inner_margin(Margin::symmetric(14, 8))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(26.0);
                ui.label(text(&words::text("wizard-command-line"), Type::Body, palette.dim));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    copy_button(ui, memory, &words::text("wizard-copy-command"), || command.to_owned());
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        truncated(ui, command, Type::Code, palette.text);
                    });
                });
            });
        });
}

fn progress_card(ui: &mut Ui, view: &ProgressView) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(if view.is_late { Tone::Warn } else { Tone::Info });
    let title = words::text(if view.is_late { "wizard-progress-late" } else { "wizard-progress" });
    let head = Head { title: &title, note: &view.time, ..Head::default() };
    card(ui, &head, nothing, |ui| {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 20.0), egui::Sense::hover());
            crate::ui::widgets::spinner(ui, rect.center(), 6.0, ink);
            label(ui, &view.words, Type::Body, palette.text);
        });
        if let Some(part) = view.fraction {
            let (rect, response) =
                ui.allocate_exact_size(egui::vec2(ui.available_width(), 5.0), egui::Sense::hover());
            response.widget_info(|| {
                let mut info = egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &view.words);
                info.value = Some(f64::from(part));
                info
            });
            ui.painter().rect_filled(rect, 2.5, ground);
            let done = rect.with_max_x(rect.left() + rect.width() * part.clamp(0.0, 1.0));
            ui.painter().rect_filled(done, 2.5, ink);
        }
    });
}

fn verdict_card(ui: &mut Ui, view: &VerdictView) {
    let palette = Palette::of(ui);
    let (ink, ground) = palette.tone(view.tone);
    let sign = match view.tone {
        Tone::Good => Glyph::Check,
        Tone::Bad => Glyph::Cross,
        Tone::Warn => Glyph::Exclaim,
        Tone::Info | Tone::Quiet => Glyph::Dot,
    };
    Frame::new()
        .fill(palette.card)
        .stroke(egui::Stroke::new(1.0, ink.gamma_multiply(0.55)))
        .corner_radius(egui::CornerRadius::same(gap::ROUND))
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 22.0), egui::Sense::hover());
                ui.painter().circle_filled(rect.center(), 11.0, ground);
                glyph(ui.painter(), sign, rect.center(), 11.0, ink);
                ui.vertical(|ui| {
                    ui.add_space(1.0);
                    let said = rich(ui, &view.headline, Type::BodyStrong, palette.strong);
                    aloud(&said, view.tone);
                });
            });
            ui.horizontal_top(|ui| {
                ui.add_space(6.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = gap::TIGHT;
                    bullets(ui, &view.evidence);
                    if let Some(hint) = &view.hint {
                        rich(ui, hint, Type::Body, palette.dim);
                    }
                    folded_details(ui, &view.details);
                });
            });
        });
}

fn notes_card(ui: &mut Ui, view: &StepView<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("wizard-notes");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        for note in &view.notes {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                label(ui, &note.when, Type::Small, palette.dim);
                if !note.text.is_empty() {
                    label(ui, &note.text, Type::Body, palette.text);
                }
                attach::tiles(ui, &note.files, memory, out);
            });
        }
    });
}
