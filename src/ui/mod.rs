//! What it is for: the whole window. Pure drawing: data in, commands out.
//! In: a [`View`] that `app` builds each frame, and the screen's own [`UiMemory`]. Out: what the person asked for.
//! Never: starting work, taking a lock, opening a file, or deciding whether something is permitted.

mod attach;
mod bar;
mod cluster;
mod columns;
mod command;
mod confirm_dialog;
mod dropping;
mod history;
mod mails;
mod memory;
mod notices;
mod overlay;
mod practice;
mod rehearsal;
pub mod markup;
pub mod rich;
#[cfg(test)]
mod samples;
mod settings;
mod shortcuts;
mod small_dialog;
mod start;
mod timeline;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod view;
mod way;
mod widgets;
mod wizard;

pub use columns::ColumnWidths;
pub use command::{AnnouncementPart, DialogAnswer, UiCommand};
pub use memory::UiMemory;
pub use view::View;

/// Draws one frame into the whole window and gives back what the person asked for, in order.
///
/// [`theme::install`] must have been called once on the same context.
pub fn draw(ui: &mut egui::Ui, view: &View<'_>, memory: &mut UiMemory) -> Vec<UiCommand> {
    let mut out = Vec::new();
    memory.return_focus(ui.ctx(), view.has_dialog());
    overlay::keys(ui.ctx(), view, memory, &mut out);
    bar::draw(ui, &view.bar, memory, &mut out);
    settings::keys(ui.ctx(), &mut out);
    if let Some(practice) = &view.practice {
        practice::draw(ui, practice, memory, &mut out);
    }
    match &view.screen {
        view::ScreenView::Start(start) => start::draw(ui, start, memory, &mut out),
        view::ScreenView::Wizard(wizard) => wizard::draw(ui, wizard, view.now, memory, &mut out),
        view::ScreenView::Settings(page) => settings::draw(ui, page, memory, &mut out),
        view::ScreenView::Cluster(cluster) => {
            let room = if cluster.chosen.is_some() { ROOM_WITH_DETAIL } else { ROOM };
            roomy(ui, room, |ui| cluster::draw(ui, cluster, view.now, memory, &mut out));
        }
        view::ScreenView::History(history) => {
            let mut draw = |ui: &mut egui::Ui| history::draw(ui, history, view.now, memory, &mut out);
            // A record is read, its rows are a table.
            if history.open.is_some() { draw(ui) } else { roomy(ui, ROOM, draw) }
        }
    }
    if matches!(view.screen, view::ScreenView::Wizard(_)) {
        memory.checks_open = false;
    }
    if !matches!(view.screen, view::ScreenView::Settings(_)) {
        settings::left(memory, &mut out);
    }
    notices::draw(ui.ctx(), &view.notices, memory, &mut out);
    if let Some(dialog) = &view.dialog {
        // The veil stops the pointer; this stops whatever else might get past it (shortcuts, screen readers).
        out.retain(may_pass_a_dialog);
        memory.small = None;
        confirm_dialog::draw(ui.ctx(), dialog, memory, &mut out);
    } else if let Some(files) = &view.files {
        memory.dialog = memory::DialogMemory::default();
        memory.small = None;
        // A key that closes what stands over the page is not meant for the page.
        out.retain(may_pass_a_dialog);
        attach::draw(ui.ctx(), files, memory, &mut out);
    } else {
        memory.dialog = memory::DialogMemory::default();
        memory.files.focused = None;
        overlay::draw(ui.ctx(), view, memory, &mut out);
        small_dialog::draw(ui.ctx(), memory, &mut out);
    }
    if let Some(dropping) = &view.dropping {
        dropping::draw(ui.ctx(), dropping);
    }
    out
}

/// So much room a screen of several panels needs, in points.
const ROOM: egui::Vec2 = egui::vec2(760.0, 400.0);
/// The same with one object of a table below its rows.
const ROOM_WITH_DETAIL: egui::Vec2 = egui::vec2(760.0, 640.0);

/// Whether there is too little room for panels beside each other.
fn is_cramped(ui: &egui::Ui) -> bool {
    let room = ui.available_size();
    room.x < ROOM.x || room.y < ROOM.y
}

/// Draws a table in the room that it needs: where the window has so little that panels are stacked, it is scrolled both
/// ways.
fn roomy(ui: &mut egui::Ui, needed: egui::Vec2, draw: impl FnOnce(&mut egui::Ui)) {
    use widgets::Follow as _;
    if !is_cramped(ui) {
        return draw(ui);
    }
    let room = ui.available_size();
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::both().id_salt("room").auto_shrink(false).following(ui, |ui| {
            let (rect, _) = ui.allocate_exact_size(room.max(needed), egui::Sense::hover());
            draw(&mut ui.new_child(egui::UiBuilder::new().max_rect(rect)));
        });
    });
}

/// What stands for itself while a question is open: it changes nothing of what is asked. What was being typed in the
/// settings when the question came would else be lost.
fn may_pass_a_dialog(command: &UiCommand) -> bool {
    use view::{
        Setting,
        SettingCommand::{Resize, Set},
    };
    let is_typed = |setting: &Setting| Setting::TYPED.contains(setting);
    matches!(command, UiCommand::DismissNotice(_) | UiCommand::Setting(Resize(_)))
        || matches!(command, UiCommand::Setting(Set { setting, .. }) if is_typed(setting))
}
