//! What it is for: what the person calls over any page: the list of commands, the shortcuts, help. In: a [`View`], keys.
//! Out: the commands that were chosen. Never: before a dialog that asks, or a deed.

use egui::{Context, Id, Key, Modal, ScrollArea, Ui};

use crate::ui::{
    UiCommand,
    confirm_dialog::{around, drop_repeated_keys, modal_frame},
    memory::UiMemory,
    shortcuts::Shortcut,
    theme::Palette,
    view::{Page, ScreenView, View},
    widgets::Follow as _,
};

mod commands;
mod course;
mod help;
mod keys;
mod matching;
mod offers;

pub(super) use help::Topic;

/// What can be called over a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overlay {
    /// The list of commands.
    Commands,
    /// The list of shortcuts.
    Keys,
    /// Help.
    Help(Topic),
    /// The course of the change so far.
    Timeline,
}

/// What is open, and where the keyboard was before.
#[derive(Debug, Clone, Default)]
pub(super) struct OverlayMemory {
    open: Option<Overlay>,
    /// What was typed into the list of commands.
    typed: String,
    /// Which line of the list is chosen.
    chosen: usize,
    /// Whether the first focus was set.
    is_focused: bool,
    /// What had the keyboard when it was opened.
    opener: Option<Id>,
    /// Whether Enter or Space is held since it was open: it must not press what stands behind.
    is_held: bool,
    /// For so many frames it is given the keyboard back: in the first, the layer of the dialog still counts.
    give_back: u8,
}

impl OverlayMemory {
    /// Opens it in the place of what is open.
    pub(super) fn open(&mut self, ctx: &Context, overlay: Overlay) {
        if self.open.is_none() {
            self.opener = ctx.memory(egui::Memory::focused);
        }
        let (opener, is_held) = (self.opener, self.is_held);
        *self = Self { open: Some(overlay), opener, is_held, ..Self::default() };
    }

    /// Whether the course of the change is shown.
    pub(super) fn is_course(&self) -> bool {
        self.open == Some(Overlay::Timeline)
    }

    /// Closes it; the keyboard goes back to where it was.
    fn close(&mut self) {
        self.open = None;
        self.give_back = 2;
    }

    /// Closes it because something else takes the keyboard.
    fn give_way(&mut self) {
        *self = Self { is_held: self.is_held, ..Self::default() };
    }

    /// Takes the repeats of a key away that is held since something was open here.
    fn drop_held(&mut self, ctx: &Context) {
        let is_down = ctx.input(|input| input.key_down(Key::Enter) || input.key_down(Key::Space));
        self.is_held = is_down && (self.is_held || self.open.is_some());
        if self.is_held {
            drop_repeated_keys(ctx);
        }
    }
}

/// The keys that hold on every page. To be called before anything of the frame sees a key.
pub(super) fn keys(ctx: &Context, view: &View<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    memory.overlay.drop_held(ctx);
    if view.has_dialog() || memory.small.is_some() {
        memory.overlay.give_way();
        return;
    }
    let overlay = &mut memory.overlay;
    if overlay.give_back > 0 {
        overlay.give_back -= 1;
        if let Some(opener) = overlay.opener {
            ctx.memory_mut(|memory| memory.request_focus(opener));
        }
    }
    if overlay.open.is_some() && (Shortcut::CommandsClose.take(ctx) || Shortcut::DialogClose.take(ctx)) {
        overlay.close();
    }
    for (keys, page) in [
        (Shortcut::Change, Page::Change),
        (Shortcut::Cluster, Page::Cluster),
        (Shortcut::History, Page::History),
        (Shortcut::Settings, Page::Settings),
    ] {
        if keys.take(ctx) {
            overlay.give_way();
            out.push(UiCommand::ShowPage(page));
        }
    }
    if Shortcut::Commands.take(ctx) {
        overlay.open(ctx, Overlay::Commands);
    }
    if Shortcut::Help.take(ctx) {
        overlay.open(ctx, Overlay::Help(help::topic(view)));
    }
    if matches!(view.screen, ScreenView::Wizard(_)) && Shortcut::Timeline.take(ctx) {
        overlay.open(ctx, Overlay::Timeline);
    }
    // In a field it is a letter.
    if !ctx.text_edit_focused() && Shortcut::Keys.take(ctx) {
        overlay.open(ctx, Overlay::Keys);
    }
}

/// Draws what is open.
pub(super) fn draw(ctx: &Context, view: &View<'_>, memory: &mut UiMemory, out: &mut Vec<UiCommand>) {
    match memory.overlay.open {
        None => {}
        Some(Overlay::Commands) => commands::draw(ctx, view, memory, out),
        Some(Overlay::Keys) => {
            dialog(ctx, memory, |ui, memory| keys::draw(ui, help::topic(view), memory));
        }
        Some(Overlay::Timeline) => {
            dialog(ctx, memory, |ui, memory| course::draw(ui, view, memory));
        }
        Some(Overlay::Help(topic)) => dialog(ctx, memory, |ui, memory| help::draw(ui, topic, memory, out)),
    }
}

/// A dialog that says something and is closed again; `body` tells whether to close it.
fn dialog(ctx: &Context, memory: &mut UiMemory, body: impl FnOnce(&mut Ui, &mut UiMemory) -> bool) {
    let modal = Modal::new(Id::unique("overlay"))
        .frame(modal_frame(ctx))
        .backdrop_color(Palette::of_ctx(ctx).veil)
        .show(ctx, |ui| body(ui, memory));
    if modal.inner || modal.backdrop_response.clicked() {
        memory.overlay.close();
    }
}

/// What a dialog is called, for who does not see it.
fn name_dialog(ui: &Ui, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(egui::Role::Dialog);
        node.set_label(name);
        node.set_modal();
    });
}

/// How high the body of a dialog may be, between its title and its button.
fn most(window: egui::Vec2) -> f32 {
    (window.y - 190.0).max((window.y - 2.0 * around(window) - 118.0).clamp(60.0, 120.0))
}

/// How wide a dialog is that would be so wide.
fn width(window: egui::Vec2, wanted: f32) -> f32 {
    wanted.min(window.x - 2.0 * around(window))
}

/// What a dialog says, not higher than `most`. It has its height at once: one that grew from frame to frame would move
/// its buttons away under the pointer. Two keys scroll it, for who has no wheel.
fn body(ui: &mut Ui, name: &str, most: f32, contents: impl FnOnce(&mut Ui)) {
    let area = ScrollArea::vertical().id_salt(("overlay", name)).max_height(most).min_scrolled_height(most);
    area.auto_shrink([false, true]).following(ui, |ui| {
        for (keys, way) in [(Shortcut::DialogUp, 1.0), (Shortcut::DialogDown, -1.0)] {
            if keys.take(ui.ctx()) {
                ui.scroll_with_delta(egui::vec2(0.0, way * most * 0.8));
            }
        }
        contents(ui);
    });
}

/// The button that closes a dialog has the keyboard as long as nothing else in the dialog has: a key then never reaches
/// the page behind it.
fn hold_focus(ui: &Ui, close: &egui::Response, memory: &mut UiMemory) {
    let is_free = ui.ctx().memory(|memory| memory.focused().is_none());
    if !ui.is_sizing_pass() && (is_free || !memory.overlay.is_focused) {
        close.request_focus();
        memory.overlay.is_focused = true;
    }
}
