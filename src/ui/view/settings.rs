//! What it is for: the settings page's data: groups of settings, each with what it does, its value and its default.
//! In: words and values from `app`. Out: borrowed by `ui::settings`; the wishes of the page. Never: a file or a theme.

use super::{Page, Tone};

/// The settings page.
#[derive(Debug, Clone, Default)]
pub struct SettingsView {
    /// Where Escape and "Back" lead.
    pub back: Page,
    /// Why they could not be written the last time.
    pub unsaved: Option<crate::failure::Failure>,
    /// The settings, by what they are about.
    pub groups: Vec<SettingGroup>,
}

/// Settings that belong together.
#[derive(Debug, Clone, Default)]
pub struct SettingGroup {
    /// Such as "Look".
    pub title: String,
    /// In the order of the page.
    pub rows: Vec<SettingRow>,
}

/// One setting.
#[derive(Debug, Clone)]
pub struct SettingRow {
    /// Which one.
    pub id: Setting,
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub about: String,
    /// What it is when nobody says otherwise; empty where there is no such thing.
    pub default: String,
    /// Whether it differs from that.
    pub is_changed: bool,
    /// What the person should know about its value.
    pub note: Option<(Tone, String)>,
    /// How it is chosen.
    pub control: Control,
}

/// How a setting is chosen.
#[derive(Debug, Clone)]
pub enum Control {
    /// One of a few.
    Choice(Vec<SettingOption>),
    /// Smaller or larger.
    Steps {
        /// What it is now, such as "125 %".
        value: String,
        /// Whether it can be smaller.
        can_shrink: bool,
        /// Whether it can be larger.
        can_grow: bool,
    },
    /// On or off.
    Switch {
        /// Whether it is on.
        is_on: bool,
    },
    /// One line of text, taken over at Enter or when the focus leaves.
    Line {
        /// What was written.
        value: String,
        /// Whether it is a file that can be chosen in a dialog.
        is_file: bool,
    },
    /// Several lines of text.
    Lines {
        /// What was written.
        value: String,
    },
    /// Chosen elsewhere: it is only told here, and goes back to its default.
    Told {
        /// What it is now, in words.
        value: String,
    },
    /// A folder or file of the program: shown, opened, copied.
    Place {
        /// What is shown and copied.
        path: String,
        /// The folder that is opened.
        folder: String,
    },
}

/// One of a few.
#[derive(Debug, Clone, Default)]
pub struct SettingOption {
    /// Comes back in [`SettingCommand::Set`].
    pub value: String,
    /// Such as "Light".
    pub words: String,
    /// Whether it is the one.
    pub is_chosen: bool,
}

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// Colours.
    Theme,
    /// The language of all sentences.
    Language,
    /// The size of everything.
    Size,
    /// Whether things move.
    Animations,
    /// Widths of the columns of tables.
    Columns,
    /// Contexts that are treated as production.
    Protected,
    /// No action at all.
    ReadOnly,
    /// The program for files.
    Editor,
    /// The program for drafts.
    Mail,
    /// Desktop notifications.
    Notifications,
    /// Whether the computer stays awake while a step runs.
    Awake,
    /// Registry mirrors.
    Mirrors,
    /// A further certificate authority.
    ExtraCa,
    /// Where these settings lie.
    SettingsPlace,
    /// Where changes lie.
    ChangesPlace,
    /// Where the rows of the cluster page lie.
    RowsPlace,
}

impl Setting {
    /// Those that are typed.
    pub const TYPED: [Self; 5] = [Self::Protected, Self::Editor, Self::Mail, Self::Mirrors, Self::ExtraCa];

    /// Its name among the sentences and fields, such as `read-only`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Language => "language",
            Self::Size => "size",
            Self::Animations => "animations",
            Self::Columns => "columns",
            Self::Protected => "protected",
            Self::ReadOnly => "read-only",
            Self::Editor => "editor",
            Self::Mail => "mail",
            Self::Notifications => "notifications",
            Self::Awake => "awake",
            Self::Mirrors => "mirrors",
            Self::ExtraCa => "extra-ca",
            Self::SettingsPlace => "settings-place",
            Self::ChangesPlace => "changes-place",
            Self::RowsPlace => "rows-place",
        }
    }
}

/// A wish about the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingCommand {
    /// Give a setting a value: an option's, `on` or `off`, or the text.
    Set {
        /// Which one.
        setting: Setting,
        /// The value.
        value: String,
    },
    /// Back to the default.
    Reset(Setting),
    /// Show the file dialog for a setting that is a file.
    Pick(Setting),
    /// Everything smaller, larger, or as large as usual.
    Resize(Resize),
    /// Open a folder of the program with the system's file manager.
    OpenFolder(String),
}

/// How everything is to be drawn from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resize {
    /// One step smaller.
    Smaller,
    /// One step larger.
    Larger,
    /// As large as usual.
    Usual,
}
