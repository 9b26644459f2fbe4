//! What it is for: what has the keyboard is seen: an area scrolls to it when Tab, a shortcut or a screen reader leads there.
//! In: an area and its contents. Out: the same, scrolled. Never: a jump because of a click, which is where one looks.

use egui::{Memory, ScrollArea, Ui, scroll_area::ScrollAreaOutput, vec2};

use crate::ui::shortcuts::Shortcut;

/// How an area is drawn that holds things which can have the keyboard.
pub(in crate::ui) trait Follow {
    /// Draws it; what gets the keyboard within comes into sight.
    fn following<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R>;

    /// The same for the main part of a page: two keys scroll it, when nothing within uses them.
    fn following_page<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R>;
}

impl Follow for ScrollArea {
    fn following<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R> {
        self.show(ui, |ui| {
            let result = contents(ui);
            follow(ui);
            result
        })
    }

    fn following_page<R>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> ScrollAreaOutput<R> {
        self.show(ui, |ui| {
            let result = contents(ui);
            follow(ui);
            let is_free = ui.memory(|memory| memory.is_above_modal_layer(ui.layer_id()));
            let page = ui.clip_rect().height() * 0.85;
            for (shortcut, by) in [(Shortcut::ReadPageDown, -page), (Shortcut::ReadPageUp, page)] {
                if is_free && !ui.ctx().text_edit_focused() && shortcut.take(ui.ctx()) {
                    ui.scroll_with_delta(vec2(0.0, by));
                }
            }
            result
        })
    }
}

/// Brings what has just got the keyboard into sight, when it stands in this area.
fn follow(ui: &Ui) {
    // In a frame of a click, asking what has the keyboard takes the keyboard away from it: egui thinks that the click was
    // beside it, although it may have got the keyboard by that click.
    if ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
        return;
    }
    let Some(response) = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id)) else { return };
    let is_within = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    let is_seen = ui.clip_rect().contains_rect(response.rect);
    if response.gained_focus() && is_within && !is_seen {
        ui.scroll_to_rect(response.rect.expand(8.0), None);
    }
}
