//! What it is for: "Ready to start?" on the start page: what wants a look, and the way to all of it.
//! In: a [`ChecksView`]. Out: the wish to look again, to see all, or to rehearse. Never: a check.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        theme::{Palette, Type, gap},
        view::{CheckRow, CheckState, ChecksView, FindingView, Tone},
        widgets::{
            ButtonKind, Head, aloud, button, card, explained_quietly, glyph, glyph_of, label, link_button,
            rich,
        },
    },
    words::{self, Sentence},
};

/// Lines that are shown before the rest is only counted.
const MOST: usize = 6;

/// Draws the card; gives back its body's natural height.
pub(super) fn draw(
    ui: &mut Ui,
    view: &ChecksView,
    least: f32,
    memory: &mut UiMemory,
    out: &mut Vec<UiCommand>,
) -> f32 {
    let title = words::text("start-ready");
    let head = Head {
        title: &title,
        word: "readiness",
        far: view.chip.as_ref(),
        min_body: least,
        ..Head::default()
    };
    let both = std::cell::RefCell::new((memory, out));
    let side = |ui: &mut Ui| again(ui, both.borrow_mut().1);
    card(ui, &head, side, |ui| body(ui, view, &mut both.borrow_mut())).1
}

/// "Check again".
pub(super) fn again(ui: &mut Ui, out: &mut Vec<UiCommand>) {
    let name = words::text("start-check-again");
    if link_button(ui, &name, &name).clicked() {
        out.push(UiCommand::CheckAgain);
    }
}

fn body(ui: &mut Ui, view: &ChecksView, both: &mut (&mut UiMemory, &mut Vec<UiCommand>)) {
    let (memory, out) = both;
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    let wanted = |row: &&CheckRow| row.state != CheckState::Good;
    let findings = || view.rows.iter().filter(wanted).flat_map(worth);
    for finding in findings().take(MOST) {
        line(ui, finding);
    }
    let more = findings().count().saturating_sub(MOST);
    if more > 0 {
        let words = Sentence::new("ready-more").count("count", more).text();
        label(ui, &words, Type::Small, palette.dim);
    }
    if !view.sum.is_empty() {
        let said = label(ui, &view.sum, Type::Small, palette.dim);
        aloud(&said, Tone::Quiet);
    }
    if view.rows.iter().any(|row| !row.id.is_empty()) {
        let name = words::text("ready-all");
        if button(ui, ButtonKind::Quiet, &name, true).clicked() {
            memory.checks_open = true;
        }
    }
    rehearsal(ui, view, out);
}

/// What of a row wants a look.
fn worth(row: &CheckRow) -> impl Iterator<Item = &FindingView> {
    row.found.iter().filter(|found| found.state != CheckState::Good)
}

/// One thing that was found, with its sign.
pub(super) fn line(ui: &mut Ui, found: &FindingView) {
    let palette = Palette::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        sign(ui, found.state);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let ink = if found.state == CheckState::Waiting { palette.dim } else { palette.text };
            rich(ui, &found.words, Type::Body, ink);
            if let Some(hint) = &found.hint {
                rich(ui, hint, Type::Small, palette.dim);
            }
        });
    });
}

/// The sign of a state, named for who does not see it.
pub(super) fn sign(ui: &mut Ui, state: CheckState) {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, state_word(state)));
    let ink = Palette::of(ui).tone(state.tone()).0;
    glyph(ui.painter(), glyph_of(state), rect.center(), 11.0, ink);
}

fn rehearsal(ui: &mut Ui, view: &ChecksView, out: &mut Vec<UiCommand>) {
    let Some(is_possible) = view.rehearse else { return };
    let palette = Palette::of(ui);
    ui.add_space(gap::SMALL);
    rich(ui, &words::text("rehearse-offer"), Type::Small, palette.dim);
    let rehearse = button(ui, ButtonKind::Quiet, &words::text("rehearse-button"), is_possible);
    if explained_quietly(rehearse, "rehearsal").clicked() {
        out.push(UiCommand::Rehearse);
    }
}

/// A state in words.
pub(super) fn state_word(state: CheckState) -> String {
    words::text(match state {
        CheckState::Good => "start-check-good",
        CheckState::Warn => "start-check-warn",
        CheckState::Bad => "start-check-bad",
        CheckState::Waiting => "start-check-waiting",
        CheckState::Unknown => "start-check-unknown",
    })
}
