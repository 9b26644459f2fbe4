//! What it is for: who sees a command before it is followed. In: a command. Out: the same, when it is neither refused nor
//! one of a page's own. Never: a deed that goes by the refusals of a read-only window, of another window's change, or of
//! practice.

use super::{App, lease_view, read_only};
use crate::{
    ui::{UiCommand, view::Page},
    words::text,
};

impl App {
    /// The command, when it is still to be followed.
    pub(super) fn passed(&mut self, command: UiCommand) -> Option<UiCommand> {
        if let UiCommand::ShowPage(page) = &command {
            self.leave_for(*page);
        }
        if self.is_read_only() && read_only::refuses(&command) {
            self.notices.say(text("read-only-about"));
            return None;
        }
        // From the settings it is gone on from the page before them, unless that is the one that they lead back to.
        let (shown, before) = (self.cluster_page.page(), self.settings_page.back());
        let from = if shown == Page::Settings && before != Page::History { before } else { shown };
        let here = (from, self.history_source());
        let command = self.history.command(command, here, &self.worker)?;
        let command = self.cluster_page.command(command, &self.worker)?;
        let refused = self.change.as_ref().and_then(|_| lease_view::refused(&self.lease, &command));
        if let Some(refused) = refused {
            self.notices.fail(refused);
            return None;
        }
        if let Some(key) = self.practice.refuses(&command) {
            self.notices.say(text(key));
            return None;
        }
        Some(command)
    }
}
