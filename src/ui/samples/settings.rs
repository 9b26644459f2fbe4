//! The settings page in two states: as at the first start, and with everything changed.

use crate::{
    ui::view::{Control, Page, Setting, SettingGroup, SettingOption, SettingRow, SettingsView, Tone},
    words::{Language, Sentence, speaking, text},
};

use super::s;

fn row(id: Setting, control: Control) -> SettingRow {
    let key = format!("setting-{}", id.key());
    let is_place = matches!(control, Control::Place { .. });
    SettingRow {
        id,
        name: text(&key),
        about: text(&format!("{key}-about")),
        default: if is_place { String::new() } else { text(&format!("{key}-default")) },
        is_changed: false,
        note: None,
        control,
    }
}

fn themes(chosen: &str) -> Control {
    let option = |value: &str| SettingOption {
        value: s(value),
        words: text(&format!("setting-theme-{value}")),
        is_chosen: value == chosen,
    };
    Control::Choice(["system", "light", "dark", "contrast"].map(option).to_vec())
}

fn languages(chosen: &str) -> Control {
    let option =
        |(value, words): (&str, String)| SettingOption { value: s(value), words, is_chosen: value == chosen };
    let own = Language::ALL.map(|one| (one.tag(), speaking(one, || text("setting-language-own"))));
    let system = ("system", text("setting-language-system"));
    Control::Choice(std::iter::once(system).chain(own).map(option).collect())
}

fn size(percent: u16) -> Control {
    Control::Steps {
        value: Sentence::new("setting-percent").with("percent", percent.to_string()).text(),
        can_shrink: percent > 75,
        can_grow: percent < 300,
    }
}

fn columns(tables: usize) -> Control {
    Control::Told { value: Sentence::new("setting-columns-count").count("count", tables).text() }
}

fn line(value: &str, is_file: bool) -> Control {
    Control::Line { value: s(value), is_file }
}

fn place(path: &str, folder: &str) -> Control {
    Control::Place { path: s(path), folder: s(folder) }
}

/// As at the first start.
pub(crate) fn settings() -> SettingsView {
    let group = |title: &str, rows: Vec<SettingRow>| SettingGroup { title: text(title), rows };
    SettingsView {
        back: Page::Change,
        unsaved: None,
        groups: vec![
            group(
                "settings-look",
                vec![
                    row(Setting::Theme, themes("system")),
                    row(Setting::Language, languages("system")),
                    row(Setting::Size, size(100)),
                    row(Setting::Animations, Control::Switch { is_on: true }),
                    row(Setting::Columns, columns(0)),
                ],
            ),
            group(
                "settings-care",
                vec![
                    row(Setting::ReadOnly, Control::Switch { is_on: false }),
                    row(Setting::Protected, Control::Lines { value: String::new() }),
                ],
            ),
            group(
                "settings-programs",
                vec![
                    row(Setting::Editor, line("", false)),
                    row(Setting::Mail, line("", false)),
                    row(Setting::Notifications, Control::Switch { is_on: true }),
                    row(Setting::Awake, Control::Switch { is_on: true }),
                ],
            ),
            group(
                "settings-network",
                vec![row(Setting::Mirrors, line("", true)), row(Setting::ExtraCa, line("", true))],
            ),
            group("settings-places", places()),
        ],
    }
}

fn places() -> Vec<SettingRow> {
    let (config, data, cache) = (
        "/home/admin/.config/changeover",
        "/home/admin/.local/share/changeover",
        "/home/admin/.cache/changeover",
    );
    let (settings, changes, rows) =
        (format!("{config}/settings.json"), format!("{data}/changes"), format!("{cache}/last-known"));
    vec![
        row(Setting::SettingsPlace, place(&settings, config)),
        row(Setting::ChangesPlace, place(&changes, &changes)),
        row(Setting::RowsPlace, place(&rows, &rows)),
    ]
}

/// Everything changed, and long.
pub(crate) fn settings_changed() -> SettingsView {
    let mut view = settings();
    for row in view.groups.iter_mut().flat_map(|group| &mut group.rows) {
        row.is_changed = true;
        let long = "/srv/shared/configuration/of/the/whole/department/registries/mirrors/registries.conf";
        match row.id {
            Setting::Theme => row.control = themes("contrast"),
            Setting::Language => row.control = languages("de"),
            Setting::Size => row.control = size(300),
            Setting::Animations | Setting::Notifications | Setting::Awake => {
                row.control = Control::Switch { is_on: false }
            }
            Setting::Columns => row.control = columns(3),
            Setting::ReadOnly => row.control = Control::Switch { is_on: true },
            Setting::Protected => row.control = Control::Lines { value: s("do-ams3-*\nweb\n!web-test") },
            Setting::Editor => {
                row.control = line("kate --new", false);
                let words = Sentence::new("setting-no-program").with("program", "kate --new");
                row.note = Some((Tone::Warn, words.text()));
            }
            Setting::Mail => row.control = line("thunderbird", false),
            Setting::Mirrors => {
                row.control = line(long, true);
                let words = Sentence::new("setting-by-argument").with("value", long);
                row.note = Some((Tone::Info, words.text()));
            }
            Setting::ExtraCa => {
                row.control = line("/etc/ssl/department.pem", true);
                let words = Sentence::new("setting-no-file").with("file", "/etc/ssl/department.pem");
                row.note = Some((Tone::Warn, words.text()));
            }
            Setting::SettingsPlace | Setting::ChangesPlace | Setting::RowsPlace => {}
        }
    }
    view
}
