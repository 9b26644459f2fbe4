//! What it is for: the end of the window: by its cross, or by a wish from outside (Ctrl-C, the end of the session).
//! In: what the person and the system ask. Out: a window that closes, or says why not. Never: a deed left out of sight.

use eframe::egui;

use super::App;
use crate::words::text;

impl App {
    /// A window that closes while a deed is under way would lose sight of its end: it stays open and says so. A wish from
    /// outside is followed when the deed is over; in practice at once, for nothing there is lost.
    pub(super) fn hold_open(&mut self, egui_ctx: &egui::Context) {
        let wants_to_close = egui_ctx.input(|input| input.viewport().close_requested());
        let is_asked = self.worker.is_asked_to_end();
        let is_acting = self.change.as_ref().is_some_and(|change| change.run.is_acting());
        let may_end = !is_acting || (is_asked && self.practice.is_on());
        if wants_to_close && !may_end {
            egui_ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.notices.say(text("app-stays-open"));
        } else if is_asked && may_end && !wants_to_close {
            egui_ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        } else if is_asked && !may_end && !self.is_ending {
            self.is_ending = true;
            self.notices.say(text("app-ends-after-step"));
        }
    }
}
