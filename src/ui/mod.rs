//! What it is for: the whole window. Pure drawing: data in, commands out.
//! In: a [`View`] that `app` builds each frame, and the screen's own [`UiMemory`]. Out: what the person asked for.
//! Never: starting work, taking a lock, opening a file, or deciding whether something is permitted.

mod bar;
mod cluster;
mod command;
mod confirm_dialog;
mod mails;
mod memory;
mod notices;
mod practice;
mod rehearsal;
pub mod rich;
#[cfg(test)]
mod samples;
mod settings;
mod small_dialog;
mod start;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod view;
mod way;
mod widgets;
mod wizard;

pub use command::{AnnouncementPart, DialogAnswer, UiCommand};
pub use memory::UiMemory;
pub use view::View;

/// Draws one frame into the whole window and gives back what the person asked for, in order.
///
/// [`theme::install`] must have been called once on the same context.
pub fn draw(ui: &mut egui::Ui, view: &View<'_>, memory: &mut UiMemory) -> Vec<UiCommand> {
    let mut out = Vec::new();
    bar::draw(ui, &view.bar, &mut out);
    keys(ui, &mut out);
    settings::keys(ui, view.bar.page, &mut out);
    if let Some(practice) = &view.practice {
        practice::draw(ui, practice, memory, &mut out);
    }
    match &view.screen {
        view::ScreenView::Start(start) => start::draw(ui, start, memory, &mut out),
        view::ScreenView::Wizard(wizard) => wizard::draw(ui, wizard, view.now, memory, &mut out),
        view::ScreenView::Settings(page) => settings::draw(ui, page, memory, &mut out),
        view::ScreenView::Cluster(cluster) => cluster::draw(ui, cluster, view.now, memory, &mut out),
    }
    notices::draw(ui.ctx(), &view.notices, memory, &mut out);
    if let Some(dialog) = &view.dialog {
        // The veil stops the pointer; this stops whatever else might get past it (shortcuts, screen readers).
        out.retain(may_pass_a_dialog);
        memory.small = None;
        confirm_dialog::draw(ui.ctx(), dialog, memory, &mut out);
    } else {
        memory.dialog = memory::DialogMemory::default();
        small_dialog::draw(ui.ctx(), memory, &mut out);
    }
    out
}

/// What stands for itself while a question is open: it changes nothing of what is asked.
fn may_pass_a_dialog(command: &UiCommand) -> bool {
    use view::SettingCommand::Resize;
    matches!(command, UiCommand::DismissNotice(_) | UiCommand::Setting(Resize(_)))
}

/// The keys that lead to a page from everywhere.
fn keys(ui: &egui::Ui, out: &mut Vec<UiCommand>) {
    for (key, page) in [(egui::Key::Num1, view::Page::Change), (egui::Key::Num2, view::Page::Cluster)] {
        if ui.ctx().input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, key)) {
            out.push(UiCommand::ShowPage(page));
        }
    }
}
