//! What it is for: copying text, with an answer that it was done.
//! In: the text. Out: the clipboard holds it without control characters. Never: raw bytes that a terminal would obey.

use egui::{Context, Response, Ui};

use crate::{ui::memory::UiMemory, words};

use super::button::link_button;

const ANSWER_SECS: f64 = 1.6;

/// A button that copies `text`; `what` says what is copied ("Copy the command line").
pub(in crate::ui) fn copy_button(
    ui: &mut Ui,
    memory: &mut UiMemory,
    what: &str,
    text: impl FnOnce() -> String,
) -> Response {
    copy_button_saying(ui, memory, &words::text("wizard-copy"), what, text)
}

/// The same with other words than "copy", where several things can be copied.
pub(in crate::ui) fn copy_button_saying(
    ui: &mut Ui,
    memory: &mut UiMemory,
    words_shown: &str,
    what: &str,
    text: impl FnOnce() -> String,
) -> Response {
    let id = ui.scope_id().with(("copy", what));
    let now = ui.input(|input| input.time);
    let is_done = memory.copied.is_some_and(|(last, at)| last == id && now - at < ANSWER_SECS);
    let done = words::text("wizard-copied");
    let response = link_button(ui, if is_done { &done } else { words_shown }, what);
    if response.clicked() {
        copy_text(ui.ctx(), &text());
        memory.copied = Some((id, now));
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(ANSWER_SECS));
    }
    response
}

/// Puts the text on the clipboard.
pub(in crate::ui) fn copy_text(ctx: &Context, text: &str) {
    ctx.copy_text(clean(text));
}

/// Without control characters other than line ends and tabs.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_do_not_reach_the_clipboard() {
        assert_eq!(clean("a\u{1b}[31mb\tc\n\u{7}"), "a[31mb\tc\n");
    }
}
