//! What it is for: everything that is asked before the start, on a page of its own: state, evidence, what to do.
//! In: a [`ChecksView`]. Out: the wish to look again, to go past a check with a reason, to start. Never: a check.

use egui::{CentralPanel, Frame, Key, Margin, Role, Sense, Stroke, Ui, WidgetInfo, accesskit::Live, vec2};

use super::checks::{again, line, sign, state_word};
use crate::{
    ui::{
        UiCommand,
        memory::{SmallDialog, SmallPurpose, UiMemory},
        rich::literal,
        theme::{Palette, Type, gap},
        view::{CheckRow, CheckState, ChecksView, Chip, StartView, Tone},
        widgets::{
            ButtonKind, Head, button, card, chip, copy_button, disclosure, from_right, label, link_button,
            nothing, spinner, text, well,
        },
    },
    words::{self, Sentence},
};

/// The widest that the page gets.
const WIDEST: f32 = 980.0;

pub(super) fn draw(
    ui: &mut Ui,
    view: &StartView,
    checks: &ChecksView,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) {
    // Before a dialog the key is the dialog's.
    if memory.small.is_none() && ui.input(|input| input.key_pressed(Key::Escape)) {
        memory.checks_open = false;
    }
    CentralPanel::no_frame().show(ui, |ui| {
        super::column(ui, "readiness", WIDEST, |ui| {
            ui.spacing_mut().item_spacing.y = gap::SMALL;
            head(ui, checks, memory, out);
            groups(ui, checks, memory, out);
            ui.add_space(gap::SMALL);
            super::start_line(ui, view, out);
        });
    });
}

fn head(ui: &mut Ui, checks: &ChecksView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let back = words::text("ready-back-to-start");
    if link_button(ui, &format!("‹ {back}"), &back).clicked() {
        memory.checks_open = false;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = gap::CARD;
        ui.label(text(&words::text("start-ready"), Type::Display, palette.strong));
        if let Some(state) = &checks.chip {
            chip(ui, state);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let sum = if checks.sum.is_empty() { words::text("start-checking") } else { checks.sum.clone() };
        let said = label(ui, &sum, Type::Body, palette.text);
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
        if let Some(asked) = &checks.asked {
            label(ui, &format!("· {asked}"), Type::Small, palette.dim);
        }
        again(ui, out);
    });
    label(ui, &words::text("ready-about"), Type::Small, palette.dim);
    ui.add_space(gap::TIGHT);
}

fn groups(ui: &mut Ui, checks: &ChecksView, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    for rows in checks.rows.chunk_by(|one, next| one.group == next.group) {
        let Some(first) = rows.first() else { continue };
        let head = Head { title: &first.group, is_flush: true, ..Head::default() };
        card(ui, &head, nothing, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, row) in rows.iter().enumerate() {
                if index > 0 {
                    let (left, right) = (ui.min_rect().left() + 14.0, ui.min_rect().right() - 14.0);
                    let ink = Stroke::new(1.0, Palette::of(ui).line);
                    ui.painter().hline(left..=right, ui.cursor().top(), ink);
                }
                ui.push_id(&row.id, |ui| one(ui, row, memory, out));
            }
        });
        ui.add_space(gap::TIGHT);
    }
}

fn one(ui: &mut Ui, row: &CheckRow, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    Frame::new().inner_margin(Margin::symmetric(14, 10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 5.0;
        from_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            chip(ui, &Chip::new(row.state.tone(), state_of(row)));
            if !row.age.is_empty() {
                let age = Sentence::new("ready-row-age").with("age", &row.age).text();
                label(ui, &age, Type::Small, palette.dim);
            }
            if row.is_asked_again || row.state == CheckState::Waiting {
                let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
                let name = words::text("start-check-waiting");
                response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
                spinner(ui, rect.center(), 5.0, Palette::of(ui).tone(Tone::Info).0);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(text(&row.title, Type::BodyStrong, palette.strong)).truncate());
            });
        });
        for found in &row.found {
            line(ui, found);
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.add_space(16.0);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 5.0;
                past(ui, row, memory, out);
                evidence(ui, row, memory);
            });
        });
    });
}

fn state_of(row: &CheckRow) -> String {
    if row.passed.is_some() { words::text("ready-state-passed") } else { state_word(row.state) }
}

/// What was gone past, with its reason; or the way past it.
fn past(ui: &mut Ui, row: &CheckRow, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    if let Some(reason) = &row.passed {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            sign(ui, CheckState::Warn);
            let words = Sentence::new("ready-passed").with("reason", reason).text();
            label(ui, &words, Type::BodyStrong, Palette::of(ui).tone(Tone::Warn).0);
            let name = Sentence::new("ready-count-again-of").with("check", &row.title).text();
            if link_button(ui, &words::text("ready-count-again"), &name).clicked() {
                out.push(UiCommand::CountAgain(row.id.clone()));
            }
        });
    } else if row.may_pass {
        let words = Sentence::new("ready-go-past").with("check", &row.title).text();
        let pressed = button(ui, ButtonKind::Warn, &words::text("ready-go-past-button"), true);
        if pressed.on_hover_text(words).clicked() {
            let dialog = SmallDialog::new(SmallPurpose::GoPast, &row.id, &row.title);
            let against = row.found.iter().filter(|found| found.state == CheckState::Bad);
            let lines = against.map(|found| found.words.clone());
            let lines = lines.chain(row.against.iter().map(|line| literal(line))).collect();
            memory.small = Some(SmallDialog { lines, shown: row.shown.clone(), ..dialog });
        }
    } else if row.state == CheckState::Bad {
        label(ui, &words::text("ready-no-past"), Type::Small, Palette::of(ui).dim);
    }
}

/// What it rests on, behind a fold, to be copied.
fn evidence(ui: &mut Ui, row: &CheckRow, memory: &mut UiMemory) {
    if row.evidence.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    let id = ui.scope_id().with("evidence");
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
        disclosure(ui.painter(), rect.center(), is_open, palette.dim);
        let words = Sentence::new("ready-evidence").count("count", row.evidence.len()).text();
        let name = Sentence::new("ready-evidence-of").with("check", &row.title).text();
        if link_button(ui, &words, &name).clicked() {
            is_open = !is_open;
            ui.data_mut(|data| data.insert_temp(id, is_open));
        }
        if is_open {
            let name = Sentence::new("ready-evidence-copy").with("check", &row.title).text();
            copy_button(ui, memory, &name, || row.evidence.join("\n"));
        }
    });
    if is_open {
        well(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for line in &row.evidence {
                label(ui, line, Type::Code, palette.text);
            }
        });
    }
}
