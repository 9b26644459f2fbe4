//! What it is for: who else writes to the object that is looked at. In: fighters. Out: words. Never: a deed.

use egui::Ui;

use crate::{
    observed::fighters::Fighter,
    ui::{
        theme::{Palette, Type, gap},
        view::Tone,
        widgets::{label, status_dot},
    },
    words,
};

/// A line for each, those that would undo something in front.
pub(super) fn draw(ui: &mut Ui, fighters: &[Fighter]) {
    if fighters.is_empty() {
        return;
    }
    let palette = Palette::of(ui);
    ui.add_space(gap::TIGHT);
    label(ui, &words::text("fight-title"), Type::SmallStrong, palette.strong);
    let (rivals, others): (Vec<_>, Vec<_>) = fighters.iter().partition(|one| one.is_rival());
    for one in rivals.into_iter().chain(others) {
        let words = one.words().text();
        let tone = if one.is_rival() { Tone::Warn } else { Tone::Quiet };
        ui.horizontal_top(|ui| {
            status_dot(ui, tone, &words);
            ui.vertical(|ui| label(ui, &words, Type::Small, palette.text));
        });
    }
    ui.add_space(gap::TIGHT);
}
