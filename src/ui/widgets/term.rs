//! What it is for: a word that is explained where it stands. In: a response and the word of the glossary. Out: the
//! explanation under the pointer, and for who does not see it. Never: an explanation that is not in the glossary.

use egui::{Response, Ui};

use crate::{
    ui::theme::{Palette, Type, gap},
    words::glossary,
};

use super::text::{label, rich};

/// Explains a word of the glossary under the pointer, and marks it with a dotted line.
pub(in crate::ui) fn explained(ui: &Ui, response: Response, word: &str) -> Response {
    let Some(term) = glossary::meaning(word) else { return response };
    let palette = Palette::of(ui);
    let rect = response.rect;
    let line = egui::Shape::dotted_line(&[rect.left_bottom(), rect.right_bottom()], palette.faint, 3.0, 0.6);
    ui.painter().extend(line);
    explained_quietly(response, term.key)
}

/// The same without the line: buttons and tabs.
pub(in crate::ui) fn explained_quietly(response: Response, word: &str) -> Response {
    let Some(term) = glossary::meaning(word) else { return response };
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_description(crate::ui::rich::plain(&term.meaning));
    });
    response.on_hover_ui(|ui| {
        let palette = Palette::of(ui);
        ui.set_max_width(360.0);
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        label(ui, term.word, Type::SmallStrong, palette.strong);
        rich(ui, &term.meaning, Type::Small, palette.text);
    })
}
