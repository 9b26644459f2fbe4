//! What it is for: the settings page: the settings as they are, and what follows when one is changed.
//! In: settings, wishes. Out: a view; a setting that is kept and obeyed at once. Never: a setting that nothing obeys.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{App, Settings, dialogs, look, outward};
use crate::{
    failure::Failure,
    outside::{awake, desktop},
    ui::{
        theme::Appearance,
        view::{
            Control, Page, Setting, SettingCommand, SettingGroup, SettingOption, SettingRow, SettingsView,
            Tone,
        },
    },
    words::{self, Language, Sentence, speaking, text},
    worker::Pending,
};

/// The page's state.
#[derive(Debug, Default)]
pub(super) struct SettingsPage {
    /// The page that was shown before this one.
    back: Page,
    /// What the person should know about a value, found out when the value came.
    notes: Pending<BTreeMap<Setting, String>>,
    /// The folder that is to be opened as soon as it is there.
    pub(super) made: Pending<String>,
    /// What was handed to a program of the system, until that has begun.
    pub(super) opened: Pending<()>,
    picked: Pending<Option<PathBuf>>,
    picked_for: Option<Setting>,
}

impl SettingsPage {
    /// The page to go back to.
    pub(super) fn back(&self) -> Page {
        self.back
    }
}

/// The name of an appearance in the settings.
pub(super) fn theme_name(appearance: Appearance) -> &'static str {
    match appearance {
        Appearance::Dark => "dark",
        Appearance::Light => "light",
        Appearance::HighContrast => "contrast",
    }
}

/// A setting's value as the page's fields have it.
fn value(settings: &Settings, setting: Setting) -> String {
    let switch = |is_on: bool| if is_on { "on" } else { "off" }.to_owned();
    let path =
        |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    match setting {
        Setting::Theme => settings.theme.clone(),
        Setting::Language => settings.language.clone(),
        Setting::Size => look::size(settings.size).to_string(),
        Setting::Animations => switch(settings.animations),
        Setting::Columns => tables(settings).to_string(),
        Setting::Protected => settings.protected.clone(),
        Setting::ReadOnly => switch(settings.read_only),
        Setting::Editor => settings.editor.clone(),
        Setting::Mail => settings.mail.clone(),
        Setting::Notifications => switch(settings.notifications),
        Setting::Awake => switch(settings.keeps_awake),
        Setting::Mirrors => path(&settings.registries_conf),
        Setting::ExtraCa => path(&settings.extra_ca),
        Setting::SettingsPlace | Setting::ChangesPlace | Setting::RowsPlace => String::new(),
    }
}

/// Takes a value over.
fn set(settings: &mut Settings, setting: Setting, value: &str) {
    let is_on = value == "on";
    let path = || Some(value.trim()).filter(|path| !path.is_empty()).map(PathBuf::from);
    match setting {
        Setting::Theme => value.clone_into(&mut settings.theme),
        Setting::Language => value.clone_into(&mut settings.language),
        Setting::Size => settings.size = look::size(value.parse().unwrap_or(settings.size)),
        Setting::Animations => settings.animations = is_on,
        // They are chosen at the tables themselves; here they only go back.
        Setting::Columns => settings.columns.clear(),
        Setting::Protected => value.trim().clone_into(&mut settings.protected),
        Setting::ReadOnly => settings.read_only = is_on,
        Setting::Editor => value.trim().clone_into(&mut settings.editor),
        Setting::Mail => value.trim().clone_into(&mut settings.mail),
        Setting::Notifications => settings.notifications = is_on,
        Setting::Awake => settings.keeps_awake = is_on,
        Setting::Mirrors => settings.registries_conf = path(),
        Setting::ExtraCa => settings.extra_ca = path(),
        Setting::SettingsPlace | Setting::ChangesPlace | Setting::RowsPlace => {}
    }
}

/// In how many tables the person made columns wider or narrower.
fn tables(settings: &Settings) -> usize {
    let table = |column: &String| column.split_once('/').map(|(table, _)| table.to_owned());
    settings.columns.keys().filter_map(table).collect::<BTreeSet<_>>().len()
}

/// How a setting is chosen.
fn control(settings: &Settings, setting: Setting) -> Control {
    let value = value(settings, setting);
    match setting {
        Setting::Theme => {
            let is_known = matches!(value.as_str(), "light" | "dark" | "contrast");
            let option = |name: &str, key: &str| SettingOption {
                value: name.to_owned(),
                words: text(key),
                is_chosen: value == name || (name == "system" && !is_known),
            };
            Control::Choice(vec![
                option("system", "setting-theme-system"),
                option("light", "setting-theme-light"),
                option("dark", "setting-theme-dark"),
                option("contrast", "setting-theme-contrast"),
            ])
        }
        Setting::Language => {
            let known = Language::of(&value);
            let system = SettingOption {
                value: "system".to_owned(),
                words: text("setting-language-system"),
                is_chosen: known.is_none(),
            };
            // Each in its own words: who does not read the one that is shown still finds theirs.
            let own = |language: Language| SettingOption {
                value: language.tag().to_owned(),
                words: speaking(language, || text("setting-language-own")),
                is_chosen: known == Some(language),
            };
            Control::Choice(std::iter::once(system).chain(Language::ALL.map(own)).collect())
        }
        Setting::Size => {
            let percent = look::size(settings.size);
            let end = |one: Option<&u16>| one.is_none_or(|end| *end != percent);
            Control::Steps {
                value: Sentence::new("setting-percent").with("percent", percent.to_string()).text(),
                can_shrink: end(look::SIZES.first()),
                can_grow: end(look::SIZES.last()),
            }
        }
        Setting::Animations | Setting::ReadOnly | Setting::Notifications | Setting::Awake => {
            Control::Switch { is_on: value == "on" }
        }
        Setting::Columns => Control::Told {
            value: Sentence::new("setting-columns-count").count("count", tables(settings)).text(),
        },
        Setting::Protected => Control::Lines { value },
        Setting::Editor | Setting::Mail => Control::Line { value, is_file: false },
        Setting::Mirrors | Setting::ExtraCa => Control::Line { value, is_file: true },
        Setting::SettingsPlace | Setting::ChangesPlace | Setting::RowsPlace => {
            Control::Place { path: String::new(), folder: String::new() }
        }
    }
}

/// A row without what only the window knows.
fn row(settings: &Settings, setting: Setting) -> SettingRow {
    let key = format!("setting-{}", setting.key());
    let is_place = matches!(setting, Setting::SettingsPlace | Setting::ChangesPlace | Setting::RowsPlace);
    let default = if is_place { String::new() } else { text(&format!("{key}-default")) };
    SettingRow {
        id: setting,
        name: text(&key),
        about: text(&format!("{key}-about")),
        default,
        is_changed: value(settings, setting) != value(&Settings::default(), setting),
        note: None,
        control: control(settings, setting),
    }
}

/// The groups of the page: a title's key, and what stands below it.
fn groups() -> [(&'static str, Vec<Setting>); 5] {
    let desktop = desktop::CAN_NOTIFY.then_some(Setting::Notifications);
    let awake = awake::CAN_KEEP_AWAKE.then_some(Setting::Awake);
    let programs = [Setting::Editor, Setting::Mail].into_iter().chain(desktop).chain(awake);
    [
        (
            "settings-look",
            vec![Setting::Theme, Setting::Language, Setting::Size, Setting::Animations, Setting::Columns],
        ),
        ("settings-care", vec![Setting::ReadOnly, Setting::Protected]),
        ("settings-programs", programs.collect()),
        ("settings-network", vec![Setting::Mirrors, Setting::ExtraCa]),
        ("settings-places", vec![Setting::SettingsPlace, Setting::ChangesPlace, Setting::RowsPlace]),
    ]
}

impl App {
    /// The page that the window shows.
    pub(super) fn shown_page(&self) -> Page {
        self.cluster_page.page()
    }

    /// Notes where Escape will lead.
    pub(super) fn leave_for(&mut self, page: Page) {
        let shown = self.shown_page();
        if page == Page::Settings && shown != Page::Settings {
            self.settings_page.back = shown;
            self.look_at_values();
        }
    }

    /// What the page shows.
    pub(super) fn settings_view(&self) -> SettingsView {
        let group = |(title, settings): (&str, Vec<Setting>)| SettingGroup {
            title: text(title),
            rows: settings.into_iter().map(|setting| self.setting_row(setting)).collect(),
        };
        SettingsView {
            back: self.settings_page.back,
            unsaved: self.places.unsaved().cloned(),
            groups: groups().into_iter().map(group).collect(),
        }
    }

    fn setting_row(&self, setting: Setting) -> SettingRow {
        let mut row = row(&self.settings, setting);
        let place = match setting {
            Setting::SettingsPlace => Some((self.places.settings(), self.places.settings().parent())),
            Setting::ChangesPlace => Some((self.places.changes(), Some(self.places.changes()))),
            Setting::RowsPlace => Some((self.places.rows(), Some(self.places.rows()))),
            Setting::Theme
            | Setting::Language
            | Setting::Size
            | Setting::Animations
            | Setting::Columns
            | Setting::Protected
            | Setting::ReadOnly
            | Setting::Editor
            | Setting::Mail
            | Setting::Notifications
            | Setting::Awake
            | Setting::Mirrors
            | Setting::ExtraCa => None,
        };
        if let Some((path, folder)) = place {
            let shown = |path: &Path| path.display().to_string();
            row.control = Control::Place { path: shown(path), folder: folder.map(shown).unwrap_or_default() };
        }
        row.note = self.note(setting);
        row
    }

    fn note(&self, setting: Setting) -> Option<(Tone, String)> {
        let by_argument = match setting {
            Setting::Theme => self.args.theme.clone(),
            Setting::Language => self.args.lang.clone(),
            Setting::Mirrors => self.args.registries_conf.as_ref().map(|path| path.display().to_string()),
            Setting::ExtraCa => self.args.extra_ca.as_ref().map(|path| path.display().to_string()),
            Setting::Size
            | Setting::Animations
            | Setting::Columns
            | Setting::Protected
            | Setting::ReadOnly
            | Setting::Editor
            | Setting::Mail
            | Setting::Notifications
            | Setting::Awake
            | Setting::SettingsPlace
            | Setting::ChangesPlace
            | Setting::RowsPlace => None,
        };
        if let Some(value) = by_argument {
            let words = Sentence::new("setting-by-argument").with("value", value);
            return Some((Tone::Info, words.text()));
        }
        if setting == Setting::ReadOnly && self.settings.read_only && self.practice.is_entered() {
            return Some((Tone::Info, text("setting-read-only-practice")));
        }
        if setting == Setting::Awake && self.awake.is_held() {
            return Some((Tone::Info, text("setting-awake-now")));
        }
        let desktop = match setting {
            Setting::Notifications => self.notification_failure(),
            Setting::Awake => self.awake.failure(),
            Setting::Language
            | Setting::Theme
            | Setting::Size
            | Setting::Animations
            | Setting::Columns
            | Setting::Protected
            | Setting::ReadOnly
            | Setting::Editor
            | Setting::Mail
            | Setting::Mirrors
            | Setting::ExtraCa
            | Setting::SettingsPlace
            | Setting::ChangesPlace
            | Setting::RowsPlace => None,
        };
        let missing = self.settings_page.notes.value().last().and_then(|notes| notes.get(&setting));
        desktop.or_else(|| missing.cloned()).map(|note| (Tone::Warn, note))
    }

    /// Follows a wish of the page.
    pub(super) fn setting(&mut self, command: SettingCommand) {
        match command {
            SettingCommand::Set { setting, value } => self.set(setting, &value),
            SettingCommand::Reset(setting) => self.set(setting, &value(&Settings::default(), setting)),
            SettingCommand::Resize(resize) => {
                let size = look::resized(self.settings.size, resize);
                self.set(Setting::Size, &size.to_string());
            }
            SettingCommand::Pick(setting) => {
                let key =
                    if setting == Setting::Mirrors { "settings-pick-mirrors" } else { "settings-pick-ca" };
                self.settings_page.picked_for = Some(setting);
                self.worker.ask(&mut self.settings_page.picked, dialogs::setting(&text(key)));
            }
            SettingCommand::OpenFolder(folder) => self.open_folder(&folder),
        }
    }

    /// Keeps a value; the person's last word counts more than the command line. What is drawn follows by itself.
    fn set(&mut self, setting: Setting, value: &str) {
        set(&mut self.settings, setting, value);
        if setting == Setting::Columns {
            self.memory.reset_columns();
        } else if setting == Setting::Theme {
            self.args.theme = None;
        } else if setting == Setting::Language {
            self.args.lang = None;
            words::choose(look::spoken(None, &self.settings.language));
            self.history.reword(&self.worker);
            self.look_at_values();
        } else if setting == Setting::Mirrors {
            self.args.registries_conf = None;
        } else if setting == Setting::ExtraCa {
            self.args.extra_ca = None;
        }
        self.reach_as_set();
        if matches!(setting, Setting::Editor | Setting::Mail | Setting::Mirrors | Setting::ExtraCa) {
            self.look_at_values();
        }
        self.places.save(&self.settings);
    }

    /// Takes over what is being typed while the window closes; it is kept with the rest.
    pub(super) fn take_typed_settings(&mut self) {
        for (setting, typed) in self.memory.take_typed() {
            set(&mut self.settings, setting, &typed);
        }
    }

    /// Reaches registries and sites as the settings say. A practice world has its own; a change under way keeps what it
    /// began with.
    pub(super) fn reach_as_set(&mut self) {
        if !self.practice.is_entered() {
            let (conf, ca) = (self.settings.registries_conf.clone(), self.settings.extra_ca.clone());
            let conf = self.args.registries_conf.clone().or(conf);
            let ca = self.args.extra_ca.clone().or(ca);
            self.start.reach_outside(conf, ca, &self.worker);
        }
    }

    /// Looks whether what is named is there; not on the frame, since a folder of the network may not answer.
    fn look_at_values(&mut self) {
        let settings = &self.settings;
        let programs = [(Setting::Editor, settings.editor.clone()), (Setting::Mail, settings.mail.clone())];
        let files = [
            (Setting::Mirrors, settings.registries_conf.clone()),
            (Setting::ExtraCa, settings.extra_ca.clone()),
        ];
        self.worker.ask_blocking(&mut self.settings_page.notes, move || Ok(missing(&programs, &files)));
    }

    /// To be called each frame: takes what was found out, and what the file dialog gave.
    pub(super) fn poll_settings(&mut self, at: Timestamp) {
        self.settings_page.notes.poll(at);
        if self.settings_page.made.poll(at) {
            self.open_made();
        }
        if self.settings_page.opened.poll(at)
            && let Some(failure) = self.settings_page.opened.value().failure().cloned()
        {
            self.notices.fail(failure);
            self.settings_page.opened.clear();
        }
        if !self.settings_page.picked.poll(at) {
            return;
        }
        if let Some(failure) = self.settings_page.picked.value().failure().cloned() {
            self.notices.fail(failure);
            self.settings_page.picked.clear();
        }
        let (picked, setting) =
            (self.settings_page.picked.take().flatten(), self.settings_page.picked_for.take());
        if let (Some(path), Some(setting)) = (picked, setting) {
            self.set(setting, &path.display().to_string());
        }
    }

    /// What stood wrong in the file of the settings, told once.
    pub(super) fn told_of_settings(&mut self, told: Option<Failure>) {
        if let Some(failure) = told {
            self.notices.fail(failure);
        }
    }
}

/// What is named and not there, with the words for it. Asks the file system.
fn missing(
    programs: &[(Setting, String)],
    files: &[(Setting, Option<PathBuf>)],
) -> BTreeMap<Setting, String> {
    let mut notes = BTreeMap::new();
    for (setting, program) in programs {
        if !program.is_empty() && !outward::is_there(program) {
            let words = Sentence::new("setting-no-program").with("program", program);
            notes.insert(*setting, words.text());
        }
    }
    for (setting, file) in files {
        if let Some(path) = file.as_ref().filter(|path| !path.is_file()) {
            let words = Sentence::new("setting-no-file").with("file", path.display().to_string());
            notes.insert(*setting, words.text());
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Setting> {
        groups().into_iter().flat_map(|(_, settings)| settings).collect()
    }

    #[test]
    fn what_is_named_and_not_there_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let (there, gone) = (folder.path().join("ca.pem"), folder.path().join("gone"));
        std::fs::write(&there, "").expect("writes");
        let programs = [(Setting::Editor, String::new()), (Setting::Mail, "/no/such/program -n".to_owned())];
        let files = [(Setting::Mirrors, Some(gone)), (Setting::ExtraCa, Some(there))];
        let notes: Vec<Setting> = missing(&programs, &files).into_keys().collect();
        assert_eq!(notes, [Setting::Mail, Setting::Mirrors]);
    }

    #[test]
    fn every_setting_has_its_words() {
        for (title, settings) in groups() {
            assert!(crate::words::knows(title), "{title}");
            for setting in settings {
                let row = row(&Settings::default(), setting);
                for words in [&row.name, &row.about, &row.default] {
                    assert!(!words.contains('⟨'), "{words}");
                }
                assert!(!row.is_changed, "{setting:?}");
            }
        }
    }

    #[test]
    fn a_value_that_is_set_is_the_value_and_the_default_is_the_way_back() {
        let values = [
            (Setting::Theme, "contrast"),
            (Setting::Language, "de"),
            (Setting::Size, "150"),
            (Setting::Animations, "off"),
            (Setting::Protected, "web-*\nshop"),
            (Setting::ReadOnly, "on"),
            (Setting::Editor, "kate -n"),
            (Setting::Mail, "thunderbird"),
            (Setting::Notifications, "off"),
            (Setting::Awake, "off"),
            (Setting::Mirrors, "/etc/containers/registries.conf"),
            (Setting::ExtraCa, "/etc/ca.pem"),
        ];
        let mut settings = Settings::default();
        for (setting, given) in values {
            set(&mut settings, setting, given);
            assert_eq!(value(&settings, setting), given);
            assert!(row(&settings, setting).is_changed, "{setting:?}");
        }
        for setting in all() {
            set(&mut settings, setting, &value(&Settings::default(), setting));
            assert!(!row(&settings, setting).is_changed, "{setting:?}");
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn each_language_is_offered_in_its_own_words() {
        let settings = Settings { language: "de".to_owned(), ..Settings::default() };
        let Control::Choice(options) = control(&settings, Setting::Language) else { panic!() };
        let told: Vec<(&str, bool)> = options.iter().map(|one| (one.words.as_str(), one.is_chosen)).collect();
        assert_eq!(told, [("As the system", false), ("English", false), ("Deutsch", true)]);
    }

    #[test]
    fn a_theme_that_is_not_known_follows_the_system_and_is_shown_so() {
        let settings = Settings { theme: "sepia".to_owned(), ..Settings::default() };
        let Control::Choice(options) = control(&settings, Setting::Theme) else { panic!() };
        let chosen: Vec<&str> =
            options.iter().filter(|one| one.is_chosen).map(|one| one.value.as_str()).collect();
        assert_eq!(chosen, ["system"]);
    }
}
