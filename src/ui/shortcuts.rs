//! What it is for: the one table of shortcuts: key, where it holds, what it does. Key handling, the list under `?`, hover
//! texts and the README's list come from it. In: a key that was pressed. Out: whether it is that shortcut.
//! Never: a key that approves a deed.

use egui::{Context, Event, InputState, Key, ModifierNames, Modifiers};

use crate::words;

/// Where a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On every page, while no dialog stands before it.
    Everywhere,
    /// Rows of the cluster page, while nothing else has the keyboard.
    Rows,
    /// The divider behind a column of a table, while it has the keyboard.
    Columns,
    /// Logs, while no field has the keyboard.
    Logs,
    /// The lines of a log, while they have the keyboard.
    Lines,
    /// The field that seeks in a log.
    Find,
    /// A field whose text is taken over when it is left.
    Field,
    /// A field with a list of values, while it has the keyboard.
    Choices,
    /// A dialog.
    Dialog,
    /// The list of commands.
    Palette,
    /// A page that was called beside another.
    Beside,
    /// Rows of the history, while nothing else but the field above them has the keyboard.
    Past,
    /// A record, a difference, an output: while it has the keyboard, or nothing else of its page has.
    Reading,
}

impl Place {
    /// All, in the order of the list.
    pub(super) const ALL: [Self; 13] = [
        Self::Everywhere,
        Self::Palette,
        Self::Dialog,
        Self::Field,
        Self::Choices,
        Self::Reading,
        Self::Beside,
        Self::Past,
        Self::Rows,
        Self::Columns,
        Self::Logs,
        Self::Find,
        Self::Lines,
    ];

    /// Its title.
    pub(super) fn title(self) -> String {
        words::text(match self {
            Self::Everywhere => "keys-everywhere",
            Self::Rows => "keys-rows",
            Self::Columns => "keys-columns",
            Self::Logs => "keys-logs",
            Self::Lines => "keys-lines",
            Self::Find => "keys-find",
            Self::Field => "keys-field",
            Self::Choices => "keys-choices",
            Self::Dialog => "keys-dialog",
            Self::Palette => "keys-palette",
            Self::Beside => "keys-beside",
            Self::Past => "keys-past",
            Self::Reading => "keys-reading",
        })
    }
}

/// Something that a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// The page of the change.
    Change,
    /// The page of the cluster.
    Cluster,
    /// The page of all changes.
    History,
    /// The settings.
    Settings,
    /// Everything larger.
    Larger,
    /// The same, with what is pressed for it on most keyboards, without Shift.
    LargerToo,
    /// Everything smaller.
    Smaller,
    /// The usual size.
    UsualSize,
    /// The list of commands.
    Commands,
    /// The list of shortcuts.
    Keys,
    /// Help for the page.
    Help,
    /// The course of the change under way.
    Timeline,
    /// The next command of the list.
    CommandNext,
    /// The command before.
    CommandBefore,
    /// Does what is chosen in the list.
    CommandTake,
    /// Leaves the list.
    CommandsClose,
    /// Closes a dialog; nothing was agreed to.
    DialogClose,
    /// A part of a page up in help and lists.
    DialogUp,
    /// The same down.
    DialogDown,
    /// Leaves a field as it was.
    FieldLeave,
    /// Opens the list of a field; the next value.
    ListNext,
    /// The value before.
    ListBefore,
    /// Takes the value that the keys stand on.
    ListTake,
    /// Closes the list; the field stays as it is.
    ListClose,
    /// The next row.
    RowNext,
    /// The row before.
    RowBefore,
    /// Lets the row go.
    RowLeave,
    /// Makes a column narrower.
    ColumnNarrower,
    /// Makes it wider.
    ColumnWider,
    /// Makes it as wide as its longest words in sight.
    ColumnFit,
    /// To the field that seeks.
    LogFind,
    /// The first line.
    LogTop,
    /// The newest line, followed from then on.
    LogEnd,
    /// A page up.
    LogPageUp,
    /// A page down.
    LogPageDown,
    /// Chooses all lines.
    LogAll,
    /// The next hit.
    FindNext,
    /// The hit before.
    FindBefore,
    /// A line up.
    LineUp,
    /// A line down.
    LineDown,
    /// Lets the chosen lines go.
    LinesLeave,
    /// Seeks in what is read.
    TextFind,
    /// One line on.
    ReadDown,
    /// One line back.
    ReadUp,
    /// A part of a page on.
    ReadPageDown,
    /// The same back.
    ReadPageUp,
    /// To the beginning.
    ReadTop,
    /// To the end.
    ReadEnd,
    /// Moves long lines to the left.
    ReadRight,
    /// Moves them back.
    ReadLeft,
    /// Leaves the page for the one before.
    BesideLeave,
    /// To the field that seeks among all changes.
    PastFind,
    /// Opens the record of the row.
    PastOpen,
    /// The next row.
    PastNext,
    /// The row before.
    PastBefore,
    /// Many rows on.
    PastPageDown,
    /// The same back.
    PastPageUp,
    /// The newest change.
    PastFirst,
    /// The oldest.
    PastLast,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// What it does.
    pub(super) shortcut: Shortcut,
    /// Where it holds.
    pub(super) place: Place,
    modifiers: Modifiers,
    key: Key,
    /// The sentence that says what it does.
    sentence: &'static str,
}

const fn row(
    shortcut: Shortcut,
    place: Place,
    modifiers: Modifiers,
    key: Key,
    sentence: &'static str,
) -> Row {
    Row { shortcut, place, modifiers, key, sentence }
}

const NONE: Modifiers = Modifiers::NONE;
const COMMAND: Modifiers = Modifiers::COMMAND;

/// All shortcuts.
pub(super) const TABLE: &[Row] = &[
    row(Shortcut::Commands, Place::Everywhere, COMMAND, Key::K, "keys-do-commands"),
    row(Shortcut::Keys, Place::Everywhere, NONE, Key::Questionmark, "keys-do-keys"),
    row(Shortcut::Help, Place::Everywhere, NONE, Key::F1, "keys-do-help"),
    row(Shortcut::Timeline, Place::Everywhere, COMMAND, Key::T, "keys-do-timeline"),
    row(Shortcut::Change, Place::Everywhere, COMMAND, Key::Num1, "keys-do-change"),
    row(Shortcut::Cluster, Place::Everywhere, COMMAND, Key::Num2, "keys-do-cluster"),
    row(Shortcut::History, Place::Everywhere, COMMAND, Key::Num3, "keys-do-history"),
    row(Shortcut::Settings, Place::Everywhere, COMMAND, Key::Comma, "keys-do-settings"),
    row(Shortcut::Larger, Place::Everywhere, COMMAND, Key::Plus, "keys-do-larger"),
    row(Shortcut::LargerToo, Place::Everywhere, COMMAND, Key::Equals, "keys-do-larger-too"),
    row(Shortcut::Smaller, Place::Everywhere, COMMAND, Key::Minus, "keys-do-smaller"),
    row(Shortcut::UsualSize, Place::Everywhere, COMMAND, Key::Num0, "keys-do-usual-size"),
    row(Shortcut::CommandNext, Place::Palette, NONE, Key::ArrowDown, "keys-do-command-next"),
    row(Shortcut::CommandBefore, Place::Palette, NONE, Key::ArrowUp, "keys-do-command-before"),
    row(Shortcut::CommandTake, Place::Palette, NONE, Key::Enter, "keys-do-command-take"),
    row(Shortcut::CommandsClose, Place::Palette, NONE, Key::Escape, "keys-do-commands-close"),
    row(Shortcut::DialogClose, Place::Dialog, NONE, Key::Escape, "keys-do-dialog-close"),
    row(Shortcut::DialogUp, Place::Dialog, NONE, Key::PageUp, "keys-do-dialog-up"),
    row(Shortcut::DialogDown, Place::Dialog, NONE, Key::PageDown, "keys-do-dialog-down"),
    row(Shortcut::FieldLeave, Place::Field, NONE, Key::Escape, "keys-do-field-leave"),
    row(Shortcut::ListNext, Place::Choices, NONE, Key::ArrowDown, "keys-do-list-next"),
    row(Shortcut::ListBefore, Place::Choices, NONE, Key::ArrowUp, "keys-do-list-before"),
    row(Shortcut::ListTake, Place::Choices, NONE, Key::Enter, "keys-do-list-take"),
    row(Shortcut::ListClose, Place::Choices, NONE, Key::Escape, "keys-do-list-close"),
    row(Shortcut::TextFind, Place::Reading, COMMAND, Key::F, "keys-do-text-find"),
    row(Shortcut::ReadDown, Place::Reading, NONE, Key::ArrowDown, "keys-do-read-down"),
    row(Shortcut::ReadUp, Place::Reading, NONE, Key::ArrowUp, "keys-do-read-up"),
    row(Shortcut::ReadPageDown, Place::Reading, NONE, Key::PageDown, "keys-do-read-page-down"),
    row(Shortcut::ReadPageUp, Place::Reading, NONE, Key::PageUp, "keys-do-read-page-up"),
    row(Shortcut::ReadTop, Place::Reading, NONE, Key::Home, "keys-do-read-top"),
    row(Shortcut::ReadEnd, Place::Reading, NONE, Key::End, "keys-do-read-end"),
    row(Shortcut::ReadRight, Place::Reading, NONE, Key::ArrowRight, "keys-do-read-right"),
    row(Shortcut::ReadLeft, Place::Reading, NONE, Key::ArrowLeft, "keys-do-read-left"),
    row(Shortcut::BesideLeave, Place::Beside, NONE, Key::Escape, "keys-do-beside-leave"),
    row(Shortcut::PastFind, Place::Past, COMMAND, Key::F, "keys-do-past-find"),
    row(Shortcut::PastOpen, Place::Past, NONE, Key::Enter, "keys-do-past-open"),
    row(Shortcut::PastNext, Place::Past, NONE, Key::ArrowDown, "keys-do-past-next"),
    row(Shortcut::PastBefore, Place::Past, NONE, Key::ArrowUp, "keys-do-past-before"),
    row(Shortcut::PastPageDown, Place::Past, NONE, Key::PageDown, "keys-do-past-page-down"),
    row(Shortcut::PastPageUp, Place::Past, NONE, Key::PageUp, "keys-do-past-page-up"),
    row(Shortcut::PastFirst, Place::Past, NONE, Key::Home, "keys-do-past-first"),
    row(Shortcut::PastLast, Place::Past, NONE, Key::End, "keys-do-past-last"),
    row(Shortcut::RowNext, Place::Rows, NONE, Key::ArrowDown, "keys-do-row-next"),
    row(Shortcut::RowBefore, Place::Rows, NONE, Key::ArrowUp, "keys-do-row-before"),
    row(Shortcut::RowLeave, Place::Rows, NONE, Key::Escape, "keys-do-row-leave"),
    row(Shortcut::ColumnNarrower, Place::Columns, NONE, Key::ArrowLeft, "keys-do-column-narrower"),
    row(Shortcut::ColumnWider, Place::Columns, NONE, Key::ArrowRight, "keys-do-column-wider"),
    row(Shortcut::ColumnFit, Place::Columns, NONE, Key::Enter, "keys-do-column-fit"),
    row(Shortcut::LogFind, Place::Logs, COMMAND, Key::F, "keys-do-log-find"),
    row(Shortcut::LogTop, Place::Logs, NONE, Key::Home, "keys-do-log-top"),
    row(Shortcut::LogEnd, Place::Logs, NONE, Key::End, "keys-do-log-end"),
    row(Shortcut::LogPageUp, Place::Logs, NONE, Key::PageUp, "keys-do-log-page-up"),
    row(Shortcut::LogPageDown, Place::Logs, NONE, Key::PageDown, "keys-do-log-page-down"),
    row(Shortcut::LogAll, Place::Logs, COMMAND, Key::A, "keys-do-log-all"),
    row(Shortcut::FindNext, Place::Find, NONE, Key::Enter, "keys-do-find-next"),
    row(Shortcut::FindBefore, Place::Find, Modifiers::SHIFT, Key::Enter, "keys-do-find-before"),
    row(Shortcut::LineUp, Place::Lines, NONE, Key::ArrowUp, "keys-do-line-up"),
    row(Shortcut::LineDown, Place::Lines, NONE, Key::ArrowDown, "keys-do-line-down"),
    row(Shortcut::LinesLeave, Place::Lines, NONE, Key::Escape, "keys-do-lines-leave"),
];

impl Row {
    /// The keys as they stand on the keyboard, each by itself, such as `Ctrl` and `K`.
    pub(super) fn caps(&self) -> Vec<String> {
        let held = ModifierNames::NAMES.format(&self.modifiers, cfg!(target_os = "macos"));
        let held = held.split('+').filter(|name| !name.is_empty()).map(str::to_owned);
        held.chain(std::iter::once(cap(self.key))).collect()
    }

    /// What it does, in words.
    pub(super) fn words(&self) -> String {
        words::text(self.sentence)
    }

    fn is_in(&self, input: &InputState) -> bool {
        let is_it = |event: &Event| {
            matches!(event, Event::Key { key, pressed: true, modifiers, .. }
                if *key == self.key && modifiers.matches_logically(self.modifiers))
        };
        input.events.iter().any(is_it)
    }
}

/// What stands on a key.
fn cap(key: Key) -> String {
    let name = key.name();
    let shown = [
        ("Down", "↓"),
        ("Up", "↑"),
        ("Questionmark", "?"),
        ("PageUp", "Page Up"),
        ("PageDown", "Page Down"),
        ("Right", "→"),
        ("Left", "←"),
        ("Comma", ","),
        ("Plus", "+"),
        ("Equals", "="),
        ("Minus", "−"),
    ];
    shown.into_iter().find(|(known, _)| *known == name).map_or(name, |(_, shown)| shown).to_owned()
}

impl Shortcut {
    /// Its line of the table.
    fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.shortcut == self)
    }

    /// Whether it was pressed; nobody else sees the key then.
    pub(super) fn take(self, ctx: &Context) -> bool {
        let Some(row) = self.row() else { return false };
        ctx.input_mut(|input| input.consume_key(row.modifiers, row.key))
    }

    /// Whether it was pressed; others see the key too.
    pub(super) fn is_pressed(self, ctx: &Context) -> bool {
        self.row().is_some_and(|row| ctx.input(|input| row.is_in(input)))
    }

    /// The keys in one text, such as `Ctrl+K`.
    pub(super) fn keys(self) -> String {
        self.row().map(|row| row.caps().join("+")).unwrap_or_default()
    }

    /// Words for a button with the key that does the same, such as `Cluster (Ctrl+2)`.
    pub(super) fn beside(self, words: &str) -> String {
        format!("{words} ({})", self.keys())
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Whether keys of both places can hold at the same moment.
    fn are_together(a: Place, b: Place) -> bool {
        let is_modal = |place| matches!(place, Place::Dialog | Place::Palette);
        let pair = |one, other| (a, b) == (one, other) || (b, a) == (one, other);
        match (a, b) {
            _ if a == b => true,
            _ if is_modal(a) || is_modal(b) => false,
            (Place::Everywhere, _) | (_, Place::Everywhere) => true,
            // Rows and logs stand beside each other; a field and the lines of a log have the keyboard for themselves.
            _ => {
                pair(Place::Rows, Place::Logs)
                    || pair(Place::Logs, Place::Lines)
                    || pair(Place::Logs, Place::Find)
            }
        }
    }

    #[test]
    fn no_two_keys_collide_where_both_hold() {
        for (index, one) in TABLE.iter().enumerate() {
            for other in TABLE.iter().skip(index + 1) {
                let is_same = one.key == other.key && one.modifiers == other.modifiers;
                let (a, b) = (one.shortcut, other.shortcut);
                assert!(!(is_same && are_together(one.place, other.place)), "{a:?} and {b:?}");
                assert!(a != b, "{a:?} stands twice");
            }
        }
    }

    #[test]
    fn each_has_a_sentence_of_its_own_and_each_place_a_title() {
        let mut sentences: Vec<String> = TABLE.iter().map(Row::words).collect();
        let all = sentences.len();
        assert!(sentences.iter().all(|words| !words.starts_with('⟨')), "{sentences:?}");
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all);
        for place in Place::ALL {
            assert!(!place.title().starts_with('⟨'), "{place:?}");
            assert!(TABLE.iter().any(|row| row.place == place), "{place:?} has no key");
        }
        assert!(TABLE.iter().all(|row| Place::ALL.contains(&row.place)));
    }

    #[test]
    fn keys_read_as_they_stand_on_the_keyboard() {
        assert_eq!(Shortcut::Cluster.beside("Cluster"), "Cluster (Ctrl+2)");
        assert_eq!(Shortcut::Keys.keys(), "?");
        assert_eq!(Shortcut::FindBefore.keys(), "Shift+Enter");
    }

    /// The README's list; `CHANGEOVER_WRITE=1` writes it.
    #[test]
    fn the_readme_lists_the_same_keys() {
        const BEGIN: &str = "<!-- keys: from src/ui/shortcuts.rs -->\n";
        const END: &str = "<!-- end of keys -->";
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = fs::read_to_string(&file).expect("README");
        let (before, rest) = readme.split_once(BEGIN).expect("where the list begins");
        let (listed, after) = rest.split_once(END).expect("where the list ends");
        let mut wanted = "\n| where | key | what it does |\n| --- | --- | --- |\n".to_owned();
        for place in Place::ALL {
            for row in TABLE.iter().filter(|row| row.place == place) {
                let line = [place.title(), format!("`{}`", row.caps().join("+")), row.words()];
                wanted.extend(["| ", &line.join(" | "), " |\n"]);
            }
        }
        wanted.push('\n');
        if std::env::var_os("CHANGEOVER_WRITE").is_some() {
            fs::write(&file, format!("{before}{BEGIN}{wanted}{END}{after}")).expect("written");
        } else {
            assert_eq!(listed, wanted, "write it with CHANGEOVER_WRITE=1 cargo test --lib shortcuts");
        }
    }
}
