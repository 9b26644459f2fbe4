//! What it is for: what only the screen remembers: half-typed text, open forms, the dialog's moment of arming.
//! In and out: drawing functions. Never: anything that a change depends on.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    cluster::LogMemory,
    columns::ColumnWidths,
    confirm_dialog::drop_repeated_keys,
    history::HistoryMemory,
    overlay::OverlayMemory,
    view::{ConfigChange, ConfigPlace, ConfigWhen, Setting},
};

/// What only the screen remembers.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says whether one part of a screen is unfolded")]
pub struct UiMemory {
    /// Text under way in fields that are taken over at Enter or when the focus leaves, by field.
    pub(super) drafts: BTreeMap<&'static str, String>,
    /// The form for a change of the configuration.
    pub(super) config_form: Option<ConfigForm>,
    /// The small dialog for a reason or a note.
    pub(super) small: Option<SmallDialog>,
    /// The confirmation dialog's own state.
    pub(super) dialog: DialogMemory,
    /// Which copy button was pressed last, and when (egui's clock, seconds).
    pub(super) copied: Option<(egui::Id, f64)>,
    /// Whether the request's preview is open.
    pub(super) preview_open: bool,
    /// The step that was drawn last, so that a new one begins at its top.
    pub(super) last_step: String,
    /// Half-written reasons of the ways back, by the way's id; emptied when the page is opened.
    pub(super) reasons: BTreeMap<String, String>,
    /// Whether the troubles of a practice world are listed.
    pub(super) troubles_open: bool,
    /// Whether the report of a rehearsal is shown.
    pub(super) report_open: bool,
    /// Whether the mails of a practice world are shown, in the place of the two above.
    pub(super) mails_open: bool,
    /// Whether all checks before the start are shown, on a page of their own.
    pub(super) checks_open: bool,
    /// Whether differences show both sides beside each other.
    pub(super) is_side_by_side: bool,
    /// Widths of columns that the person chose.
    pub(super) columns: ColumnWidths,
    /// Whether the finished changes are listed.
    pub(super) finished_open: bool,
    /// Whether the steps that were not begun are listed (while going back).
    pub(super) not_begun_open: bool,
    /// The logs of the cluster page: what is in sight, what is sought, what is chosen.
    pub(super) log: LogMemory,
    /// The history: the row that the keys stand on.
    pub(super) history: HistoryMemory,
    /// Files of notes: their pictures on the graphics card, and what has the keyboard.
    pub(super) files: super::attach::FilesMemory,
    /// What was called over the page: commands, shortcuts, help.
    pub(super) overlay: OverlayMemory,
    /// What was typed into the sheet for a ticket.
    pub(super) ticket: super::start::TicketMemory,
    /// Whether the sheet of the request was shown in the last picture.
    pub(super) request_shown: bool,
    /// What had the keyboard before the dialog that is open, or was until just now.
    opener: Opener,
}

impl UiMemory {
    /// Whether a reason is being written, which is no note.
    pub fn asks_reason(&self) -> bool {
        self.small.as_ref().is_some_and(|small| small.purpose != SmallPurpose::Note)
    }

    /// Takes what was written in the dialog of a note, and closes it; `None` when it is not open.
    pub fn take_note(&mut self) -> Option<String> {
        let note = self.small.take_if(|small| small.purpose == SmallPurpose::Note)?;
        Some(note.text.trim().to_owned())
    }

    /// Shows the report of a rehearsal from now on, or hides it.
    pub fn show_report(&mut self, is_shown: bool) {
        self.report_open = is_shown;
        self.mails_open = false;
    }

    /// Shows all checks before the start from now on, or the page that leads to them.
    pub fn show_checks(&mut self, is_shown: bool) {
        self.checks_open = is_shown;
    }

    /// What is remembered from the start before: whether differences show both sides beside each other, and how wide the
    /// person made columns.
    pub fn remembering(is_side_by_side: bool, columns: ColumnWidths) -> Self {
        Self { is_side_by_side, columns, ..Self::default() }
    }

    /// How wide the person made columns.
    pub fn columns(&self) -> &ColumnWidths {
        &self.columns
    }

    /// From now on all columns are as the room has them.
    pub fn reset_columns(&mut self) {
        self.columns.clear();
    }

    /// Whether the course of the change under way is asked for: its view is to be filled in.
    pub fn shows_timeline(&self) -> bool {
        self.overlay.is_course()
    }

    /// Whether both sides of a difference are shown beside each other, where there is room.
    pub fn lies_side_by_side(&self) -> bool {
        self.is_side_by_side
    }

    /// Shows the mails of a practice world from now on.
    pub fn show_mails(&mut self) {
        self.mails_open = true;
    }

    /// Takes what is being typed in the fields of the settings, with the setting that it is for.
    pub fn take_typed(&mut self) -> Vec<(Setting, String)> {
        let taken = |setting: Setting| self.drafts.remove(setting.key()).map(|typed| (setting, typed));
        Setting::TYPED.into_iter().filter_map(taken).collect()
    }

    /// To be called at the beginning of each frame: a dialog that was closed gives the keyboard back to what it was opened
    /// from, as long as nothing else has it.
    pub(super) fn return_focus(&mut self, ctx: &egui::Context, has_dialog: bool) {
        let is_open = has_dialog || self.small.is_some();
        let focused = ctx.memory(egui::Memory::focused);
        match (self.opener.was_open, is_open) {
            (false, true) => self.opener.id = self.opener.last,
            (true, false) => self.opener.give_back = 2,
            (false, false) => self.opener.last = focused,
            (true, true) => {}
        }
        self.opener.drop_held(ctx, is_open);
        self.opener.was_open = is_open;
        if self.opener.give_back == 0 {
            return;
        }
        self.opener.give_back -= 1;
        // Who clicks chooses what has the keyboard; and in such a frame, asking for what has it takes it away.
        let is_clicked = ctx.input(|input| input.pointer.any_click());
        if focused.is_some() || is_clicked {
            return;
        }
        // What is not there any more is not given it: the first Tab then begins at the beginning.
        if let Some(id) = self.opener.id.filter(|id| ctx.read_response(*id).is_some()) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Whether what another button of the practice band lists is shown after a press on it; the mails make room for it.
    pub(super) fn toggled(&mut self, is_open: bool) -> bool {
        let was_hidden = std::mem::take(&mut self.mails_open);
        was_hidden || !is_open
    }
}

/// Where the keyboard was before a dialog.
#[derive(Debug, Clone, Copy, Default)]
struct Opener {
    id: Option<egui::Id>,
    /// What had it in the newest frame without a dialog.
    last: Option<egui::Id>,
    was_open: bool,
    /// For so many frames it is given the keyboard back: in the first, the layer of the dialog still counts.
    give_back: u8,
    /// Whether Enter or Space is held since a dialog was open: it must not press what gets the keyboard back.
    is_held: bool,
}

impl Opener {
    /// Takes the repeats of a key away that is held since a dialog was open, once that dialog is closed. The dialog itself
    /// sees them, for a text may be written in it.
    fn drop_held(&mut self, ctx: &egui::Context, is_open: bool) {
        let is_down = ctx.input(|input| input.key_down(egui::Key::Enter) || input.key_down(egui::Key::Space));
        self.is_held = is_down && (self.is_held || self.was_open || is_open);
        if self.is_held && !is_open {
            drop_repeated_keys(ctx);
        }
    }
}

/// The confirmation dialog's own state.
#[derive(Debug, Clone, Default)]
pub(super) struct DialogMemory {
    /// The dialog that it belongs to.
    pub(super) id: String,
    /// When it was first drawn (egui's clock, seconds).
    pub(super) since: f64,
    /// What was typed.
    pub(super) typed: String,
    /// Ids of the ticked boxes.
    pub(super) ticked: BTreeSet<String>,
    /// Whether the answer went out already: nothing is sent twice.
    pub(super) is_sent: bool,
    /// Whether the first focus was set.
    pub(super) is_focused: bool,
    /// How high its parts were in the last frame.
    pub(super) heights: DialogHeights,
}

/// How high the parts of the confirmation dialog are that are not scrolled, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct DialogHeights {
    pub(super) title: f32,
    pub(super) typed: f32,
    pub(super) buttons: f32,
}

impl Default for DialogHeights {
    /// Of a usual dialog: the first frame only measures.
    fn default() -> Self {
        Self { title: 100.0, typed: 0.0, buttons: 60.0 }
    }
}

impl DialogHeights {
    /// Whether nobody sees a difference.
    pub(super) fn is_like(self, other: Self) -> bool {
        let parts = [self.title - other.title, self.typed - other.typed, self.buttons - other.buttons];
        parts.into_iter().all(|part| part.abs() <= 0.5)
    }
}

/// A reason or a note, half written.
#[derive(Debug, Clone)]
pub(super) struct SmallDialog {
    /// What it is for.
    pub(super) purpose: SmallPurpose,
    /// The step.
    pub(super) step: String,
    /// The step's title, shown; nothing when empty.
    pub(super) title: String,
    /// What follows, a sentence each (rich).
    pub(super) lines: Vec<String>,
    /// What was shown, as it comes back in the command; empty where the command does not ask for it.
    pub(super) shown: String,
    /// The text.
    pub(super) text: String,
    /// Whether the first focus was set.
    pub(super) is_focused: bool,
}

impl SmallDialog {
    /// A dialog with nothing written yet.
    pub(super) fn new(purpose: SmallPurpose, step: &str, title: &str) -> Self {
        Self {
            purpose,
            step: step.to_owned(),
            title: title.to_owned(),
            lines: Vec::new(),
            shown: String::new(),
            text: String::new(),
            is_focused: false,
        }
    }
}

/// What a small dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SmallPurpose {
    /// Leave the step out.
    Skip,
    /// Go on although it failed.
    GoOn,
    /// Keep a note.
    Note,
    /// Go on although something that the step requires is missing.
    Waive,
    /// Say that a deed happened although the world does not say so.
    Happened,
    /// Say that a deed did not happen although the world does not say so.
    DidNot,
    /// Start although a check speaks against it.
    GoPast,
    /// Leave the change as it is and go on later.
    Hold,
    /// The same in a rehearsal, which keeps nothing.
    HoldRehearsed,
    /// Leave the way back where it stands.
    StopGoingBack,
    /// Take the change over from its holder.
    TakeOver,
}

/// The form for a change of the configuration, half filled.
#[derive(Debug, Clone, Default)]
pub(super) struct ConfigForm {
    /// The row that is changed; `None` for a new one.
    pub(super) row: Option<u64>,
    /// Before or after the deployment.
    pub(super) when: ConfigWhen,
    /// Which kind.
    pub(super) kind: ConfigKind,
    /// The object.
    pub(super) at: ConfigPlace,
    /// Container name.
    pub(super) container: String,
    /// Variable name, or path of the value.
    pub(super) name: String,
    /// New value.
    pub(super) value: String,
    /// What the person does by hand.
    pub(super) words: String,
}

/// The kinds of change that the form offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ConfigKind {
    /// Set an environment variable.
    #[default]
    SetVariable,
    /// Remove an environment variable.
    RemoveVariable,
    /// Set a value.
    SetValue,
    /// Remove a value.
    RemoveValue,
    /// Apply a file.
    ApplyFile,
    /// Something done by hand.
    Human,
}

impl ConfigForm {
    /// An empty form.
    pub(super) fn new(when: ConfigWhen) -> Self {
        Self { when, ..Self::default() }
    }

    /// A form filled with a change that was added before.
    pub(super) fn of(row: u64, when: ConfigWhen, change: &ConfigChange) -> Self {
        let mut form = Self { row: Some(row), when, ..Self::default() };
        match change.clone() {
            ConfigChange::SetVariable { at, container, name, value } => {
                form = Self { kind: ConfigKind::SetVariable, at, container, name, value, ..form };
            }
            ConfigChange::RemoveVariable { at, container, name } => {
                form = Self { kind: ConfigKind::RemoveVariable, at, container, name, ..form };
            }
            ConfigChange::SetValue { at, path, value } => {
                form = Self { kind: ConfigKind::SetValue, at, name: path, value, ..form };
            }
            ConfigChange::RemoveValue { at, path } => {
                form = Self { kind: ConfigKind::RemoveValue, at, name: path, ..form };
            }
            ConfigChange::ApplyFile { file } => {
                form = Self { kind: ConfigKind::ApplyFile, ..form };
                form.at.file = file;
            }
            ConfigChange::Human { words } => form = Self { kind: ConfigKind::Human, words, ..form },
        }
        form
    }

    /// The change, when every field that its kind needs is filled.
    pub(super) fn change(&self) -> Option<ConfigChange> {
        let at = self.at.clone();
        let has_place = !at.file.is_empty() && !at.object.is_empty();
        let (container, name) = (self.container.clone(), self.name.trim().to_owned());
        match self.kind {
            ConfigKind::SetVariable => (has_place && !name.is_empty()).then(|| ConfigChange::SetVariable {
                at,
                container,
                name,
                value: self.value.clone(),
            }),
            ConfigKind::RemoveVariable => (has_place && !name.is_empty())
                .then_some(ConfigChange::RemoveVariable { at, container, name }),
            ConfigKind::SetValue => (has_place && !name.is_empty() && !self.value.trim().is_empty())
                .then(|| ConfigChange::SetValue { at, path: name, value: self.value.clone() }),
            ConfigKind::RemoveValue => {
                (has_place && !name.is_empty()).then_some(ConfigChange::RemoveValue { at, path: name })
            }
            ConfigKind::ApplyFile => {
                let file = at.file.trim().to_owned();
                (!file.is_empty()).then_some(ConfigChange::ApplyFile { file })
            }
            ConfigKind::Human => {
                let words = self.words.trim().to_owned();
                (!words.is_empty()).then_some(ConfigChange::Human { words })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_gives_back_the_change_that_filled_it() {
        let at = ConfigPlace { file: "web.yml".to_owned(), object: "Deployment/web".to_owned() };
        let text = String::from;
        let changes = [
            ConfigChange::SetVariable {
                at: at.clone(),
                container: text("web"),
                name: text("A"),
                value: text("1"),
            },
            ConfigChange::RemoveVariable { at: at.clone(), container: text(""), name: text("A") },
            ConfigChange::SetValue { at: at.clone(), path: text("spec.replicas"), value: text("3") },
            ConfigChange::RemoveValue { at, path: text("spec.paused") },
            ConfigChange::ApplyFile { file: text("other.yml") },
            ConfigChange::Human { words: text("ask the mirror's owner") },
        ];
        for change in changes {
            assert_eq!(ConfigForm::of(7, ConfigWhen::After, &change).change(), Some(change));
        }
    }

    #[test]
    fn a_form_without_its_fields_gives_nothing() {
        let form = ConfigForm::new(ConfigWhen::Before);
        for kind in
            [ConfigKind::SetVariable, ConfigKind::RemoveValue, ConfigKind::ApplyFile, ConfigKind::Human]
        {
            assert_eq!(ConfigForm { kind, ..form.clone() }.change(), None);
        }
    }
}
