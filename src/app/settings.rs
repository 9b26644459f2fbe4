//! What it is for: what the program remembers between starts: what the person chose about it, and where they were.
//! In and out: one JSON file in the person's configuration folder. Never: a secret, a fault that keeps the window shut,
//! or another window's choice written over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{
    failure::{Failure, FailureKind},
    words::Sentence,
};

/// What is remembered. Every field has a default, so that an older file does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the settings page")]
pub(super) struct Settings {
    /// The kubeconfig as it was given; empty for the usual one.
    pub(super) kubeconfig: String,
    /// The context by name.
    pub(super) context: String,
    /// The namespace.
    pub(super) namespace: String,
    /// The repository's folder.
    pub(super) repository: String,
    /// The procedure by name.
    pub(super) procedure: String,
    /// `dark`, `light`, `contrast` or `system`.
    pub(super) theme: String,
    /// `system`, or the tag of a language such as `de`.
    pub(super) language: String,
    /// How large everything is, in percent.
    pub(super) size: u16,
    /// Whether things may move on the screen.
    pub(super) animations: bool,
    /// Contexts that are production, a name or pattern on each line.
    pub(super) protected: String,
    /// Whether nothing is carried out on a real cluster.
    pub(super) read_only: bool,
    /// The program for files, with its arguments; empty for the system's.
    pub(super) editor: String,
    /// The program for drafts of mails, with its arguments; empty for the system's.
    pub(super) mail: String,
    /// Whether the desktop is told when a change needs the person.
    pub(super) notifications: bool,
    /// Whether the computer stays awake while a step runs.
    pub(super) keeps_awake: bool,
    /// Registry mirrors, a registries.conf.
    pub(super) registries_conf: Option<PathBuf>,
    /// A certificate authority that is trusted beside the system's.
    pub(super) extra_ca: Option<PathBuf>,
    /// Digests of the programs that the person agreed to (credential plug-ins, the repository's programs).
    pub(super) agreed: BTreeSet<String>,
    /// The page that was shown last.
    pub(super) page: String,
    /// The window's width and height in points of the system.
    pub(super) window: Option<[u16; 2]>,
    /// Where its upper left corner was, in the same points; none where the system tells no places.
    pub(super) position: Option<[i32; 2]>,
    /// Whether the window filled the screen.
    pub(super) is_maximized: bool,
    /// Whether differences show both sides beside each other.
    pub(super) side_by_side: bool,
    /// How wide the person made columns, in points, by `table/column`.
    #[serde(deserialize_with = "widths_that_are")]
    pub(super) columns: BTreeMap<String, u16>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kubeconfig: String::new(),
            context: String::new(),
            namespace: String::new(),
            repository: String::new(),
            procedure: String::new(),
            theme: "system".to_owned(),
            language: "system".to_owned(),
            size: 100,
            animations: true,
            protected: String::new(),
            read_only: false,
            editor: String::new(),
            mail: String::new(),
            notifications: true,
            keeps_awake: true,
            registries_conf: None,
            extra_ca: None,
            agreed: BTreeSet::new(),
            page: String::new(),
            window: None,
            position: None,
            is_maximized: false,
            side_by_side: false,
            columns: BTreeMap::new(),
        }
    }
}

/// Widths of columns; one that is no such number takes none of the others with it.
fn widths_that_are<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, u16>, D::Error> {
    let all = BTreeMap::<String, Value>::deserialize(from)?;
    Ok(all.into_iter().filter_map(|(column, value)| Some((column, width_of(&value)?))).collect())
}

fn width_of(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|width| u16::try_from(width).ok())
}

/// Where the program keeps things.
#[derive(Debug, Clone)]
pub(super) struct Places {
    settings: PathBuf,
    changes: PathBuf,
    rows: PathBuf,
    /// What the file said when it was read or written last: only what differs from it is written.
    known: Settings,
    /// A file that can neither be read nor be put aside is left as it is.
    may_save: bool,
    /// Why the last writing failed.
    unsaved: Option<Failure>,
}

impl Places {
    /// The usual folders of this system (XDG on Linux); the current folder when the system names none.
    pub(super) fn find() -> Self {
        let dirs = directories::ProjectDirs::from("", "", "changeover");
        let here = || PathBuf::from(".");
        let (config, data, cache) = dirs.map_or_else(
            || (here(), here(), here()),
            |dirs| {
                let data = dirs.data_local_dir().to_owned();
                (dirs.config_dir().to_owned(), data, dirs.cache_dir().to_owned())
            },
        );
        Self::at(&config, &data, &cache)
    }

    fn at(config: &Path, data: &Path, cache: &Path) -> Self {
        Self {
            settings: config.join("settings.json"),
            changes: data.join("changes"),
            rows: cache.join("last-known"),
            known: Settings::default(),
            may_save: true,
            unsaved: None,
        }
    }

    /// The file whose lock says which of several windows keeps its place.
    pub(super) fn window_lock(&self) -> PathBuf {
        self.settings.with_file_name("window.lock")
    }

    /// Why the settings could not be written the last time.
    pub(super) fn unsaved(&self) -> Option<&Failure> {
        self.unsaved.as_ref()
    }

    /// The file of the settings.
    pub(super) fn settings(&self) -> &Path {
        &self.settings
    }

    /// The folder with the rows of the cluster page of the last time; it may be lost.
    pub(super) fn rows(&self) -> &Path {
        &self.rows
    }

    /// The folder with one folder for each change.
    pub(super) fn changes(&self) -> &Path {
        &self.changes
    }

    /// What was remembered. Defaults when there is nothing; also when the file is damaged, which is then put aside and
    /// told of. What was protected is not known any more then: nothing is carried out until the person says so.
    pub(super) fn load(&mut self) -> (Settings, Option<Failure>) {
        let read = match fs::read(&self.settings) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|fault| fault.to_string()).and_then(by_field),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => {
                Ok((Settings::default(), Vec::new()))
            }
            Err(fault) => Err(fault.to_string()),
        };
        match read {
            Ok((settings, unread)) => {
                self.known = settings.clone();
                (settings, self.told_of_fields(&unread))
            }
            Err(why) => (Settings { read_only: true, ..Settings::default() }, Some(self.put_aside(&why))),
        }
    }

    /// What the person is told of fields that could not be read; they stay in the file as they are.
    fn told_of_fields(&self, unread: &[String]) -> Option<Failure> {
        if unread.is_empty() {
            return None;
        }
        let key = if guards(unread) { "settings-fields-guarded" } else { "settings-fields-unread" };
        let words = Sentence::new(key)
            .with("names", unread.join(", "))
            .with("file", self.settings.display().to_string());
        let failure = Failure::new(FailureKind::World, words.clone());
        Some(match words.next_step() {
            Some(hint) => failure.hint(hint),
            None => failure,
        })
    }

    /// Puts a file away that cannot be read; gives back what the person is told.
    fn put_aside(&mut self, why: &str) -> Failure {
        let named = |at: u32| self.settings.with_file_name(format!("settings.damaged-{at}.json"));
        let free = (1..=99).map(named).find(|path| !path.exists());
        let moved = free.filter(|path| fs::rename(&self.settings, path).is_ok());
        self.may_save = moved.is_some();
        let words = match &moved {
            Some(path) => Sentence::new("settings-damaged").with("file", path.display().to_string()),
            None => Sentence::new("settings-unreadable").with("file", self.settings.display().to_string()),
        };
        let failure = Failure::new(FailureKind::World, words.clone()).detail(why);
        match words.next_step() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// Remembers. A fault is logged, told on the page of the settings, and does no further harm.
    pub(super) fn save(&mut self, settings: &Settings) {
        if *settings == self.known {
            return;
        }
        let saved =
            if self.may_save { self.try_save(settings) } else { Err(std::io::ErrorKind::InvalidData.into()) };
        match saved {
            Ok(()) => {
                self.known = settings.clone();
                self.unsaved = None;
            }
            Err(fault) => {
                tracing::warn!(%fault, "the settings cannot be kept");
                let words =
                    Sentence::new("settings-unsaved").with("file", self.settings.display().to_string());
                let failure = Failure::new(FailureKind::World, words.clone()).caused_by(&fault);
                self.unsaved = Some(Failure { hint: words.next_step(), ..failure });
            }
        }
    }

    /// Writes what this window changed into the file as it is now: another window may have written, and a newer version
    /// of the program may know more.
    fn try_save(&self, settings: &Settings) -> std::io::Result<()> {
        let folder = self.settings.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // A file that cannot be read now is not written over: it may be another program's, or half written.
        let there: Option<Map<String, Value>> = match fs::read(&self.settings) {
            Ok(bytes) => Some(serde_json::from_slice(&bytes)?),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => None,
            Err(fault) => return Err(fault),
        };
        let (Value::Object(mine), Value::Object(known)) =
            (serde_json::to_value(settings)?, serde_json::to_value(&self.known)?)
        else {
            return Ok(());
        };
        let merged = match there {
            None => mine,
            Some(mut there) => {
                let protected = there.get("protected").and_then(Value::as_str);
                let protected =
                    protected.map(|text| merged_lines(text, &self.known.protected, &settings.protected));
                let changed = mine.into_iter().filter(|(key, value)| known.get(key) != Some(value));
                for (key, value) in changed {
                    let lines = protected.as_ref().filter(|_| key == "protected");
                    let value = lines.map_or(value, |lines| Value::String(lines.clone()));
                    let value = if key == "columns" {
                        merged_entries(there.get(&key), known.get(&key), value)
                    } else {
                        value
                    };
                    there.insert(key, value);
                }
                there
            }
        };
        let text = serde_json::to_string_pretty(&merged)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(&self.settings).map_err(|fault| fault.error)?;
        Ok(())
    }
}

/// The widths that are there, with those that this window changed or took out since they were known.
fn merged_entries(there: Option<&Value>, known: Option<&Value>, mine: Value) -> Value {
    let objects = (there.and_then(Value::as_object), known.and_then(Value::as_object), mine.as_object());
    let (Some(there), Some(known), Some(own)) = objects else { return mine };
    let mut merged = there.clone();
    merged.retain(|name, value| {
        width_of(value).is_some() && (own.contains_key(name) || !known.contains_key(name))
    });
    let changed = own.iter().filter(|(name, value)| known.get(*name) != Some(value));
    merged.extend(changed.map(|(name, value)| (name.clone(), value.clone())));
    Value::Object(merged)
}

/// The lines that are there, without those that were taken out since they were known, and with those that came: two
/// windows do not lose each other's.
fn merged_lines(there: &str, known: &str, mine: &str) -> String {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let (known, mine) = (lines(known), lines(mine));
    let mut merged = lines(there);
    merged.retain(|line| mine.contains(line) || !known.contains(line));
    for line in mine {
        if !known.contains(&line) && !merged.contains(&line) {
            merged.push(line);
        }
    }
    merged.join("\n")
}

/// Each field by itself, so that one that cannot be read takes none of the others with it. Out: the settings, and the
/// names of those fields.
fn by_field(fields: Map<String, Value>) -> Result<(Settings, Vec<String>), String> {
    let (mut good, mut unread) = (Map::new(), Vec::new());
    for (name, value) in fields {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        if serde_json::from_value::<Settings>(Value::Object(alone)).is_ok() {
            good.insert(name, value);
        } else {
            unread.push(name);
        }
    }
    let mut settings: Settings =
        serde_json::from_value(Value::Object(good)).map_err(|fault| fault.to_string())?;
    settings.read_only |= guards(&unread);
    Ok((settings, unread))
}

/// Whether one of these fields says what may be done where: without it nothing is carried out.
fn guards(unread: &[String]) -> bool {
    unread.iter().any(|name| name == "read_only" || name == "protected")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(folder: &Path) -> Places {
        Places::at(&folder.join("config"), &folder.join("data"), &folder.join("cache"))
    }

    fn widths(of: &[(&str, u16)]) -> BTreeMap<String, u16> {
        of.iter().map(|(column, width)| ((*column).to_owned(), *width)).collect()
    }

    fn chosen() -> Settings {
        Settings {
            theme: "contrast".to_owned(),
            language: "de".to_owned(),
            size: 150,
            animations: false,
            protected: "web-*\nshop".to_owned(),
            read_only: true,
            editor: "kate -n".to_owned(),
            mail: "thunderbird".to_owned(),
            notifications: false,
            keeps_awake: false,
            position: Some([-1300, 40]),
            registries_conf: Some(PathBuf::from("/etc/containers/registries.conf")),
            extra_ca: Some(PathBuf::from("/etc/ca.pem")),
            page: "cluster".to_owned(),
            window: Some([1200, 800]),
            is_maximized: true,
            side_by_side: true,
            columns: widths(&[("pods/name", 310), ("history/standing", 180)]),
            ..Settings::default()
        }
    }

    #[test]
    fn what_could_not_be_written_is_told_until_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        places.load();
        std::fs::write(folder.path().join("config"), "a file where the folder should be").expect("writes");
        places.save(&chosen());
        let told = places.unsaved().expect("is told");
        assert!(told.summary.text().contains("settings.json") && told.hint.is_some(), "{told:?}");
        std::fs::remove_file(folder.path().join("config")).expect("goes");
        places.save(&chosen());
        assert!(places.unsaved().is_none());
        assert_eq!(self::places(folder.path()).load(), (chosen(), None));
    }

    #[test]
    fn what_was_chosen_is_there_at_the_next_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        assert_eq!(places.load(), (Settings::default(), None), "nothing was kept yet");
        places.save(&chosen());
        assert_eq!(self::places(folder.path()).load(), (chosen(), None));
    }

    #[test]
    fn a_file_of_before_is_read_and_what_it_does_not_say_is_as_usual() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        fs::write(&places.settings, r#"{"theme":"light","context":"a"}"#).expect("writes");
        let (settings, told) = places.load();
        assert_eq!(told, None);
        assert_eq!((settings.theme.as_str(), settings.context.as_str(), settings.size), ("light", "a", 100));
        assert!(settings.animations && settings.notifications && !settings.read_only);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_told_of_and_a_second_one_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        for (at, damage) in ["{\"theme\": ", "[\"theme\"]", "\u{0}\u{1}"].into_iter().enumerate() {
            let mut places = places(folder.path());
            fs::write(&places.settings, damage).expect("writes");
            let (settings, told) = places.load();
            let aside = places.settings.with_file_name(format!("settings.damaged-{}.json", at + 1));
            assert_eq!(settings, Settings { read_only: true, ..Settings::default() });
            let told = told.expect("it is told");
            assert!(told.summary.text().contains(&aside.display().to_string()), "{}", told.summary.text());
            assert_eq!(fs::read_to_string(&aside).expect("is kept"), damage);
            assert!(!places.settings.exists());
            places.save(&chosen());
            assert_eq!(self::places(folder.path()).load().0, chosen());
        }
    }

    #[test]
    fn a_field_that_cannot_be_read_takes_no_other_with_it_and_stays_in_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        let written = r#"{"size":"large","read_only":true,"protected":"web-*","theme":"light"}"#;
        fs::write(&places.settings, written).expect("writes");
        let (settings, told) = places.load();
        assert_eq!((settings.size, settings.protected.as_str(), settings.read_only), (100, "web-*", true));
        let told = told.expect("it is told").summary.text();
        assert!(told.contains("size") && !told.contains("theme"), "{told}");
        places.save(&Settings { theme: "dark".to_owned(), ..settings });
        let kept = fs::read_to_string(&places.settings).expect("reads");
        assert!(kept.contains("\"large\"") && kept.contains("\"dark\""), "{kept}");
    }

    #[test]
    fn without_what_says_where_care_is_due_nothing_is_carried_out() {
        for damage in [r#"{"protected":["web"]}"#, r#"{"read_only":"perhaps"}"#] {
            let folder = tempfile::tempdir().expect("a folder");
            let mut places = places(folder.path());
            fs::create_dir_all(folder.path().join("config")).expect("a folder");
            fs::write(&places.settings, damage).expect("writes");
            let (settings, told) = places.load();
            assert!(settings.read_only && told.is_some(), "{damage}");
            places.save(&Settings { read_only: false, ..settings });
            let kept = fs::read_to_string(&places.settings).expect("reads");
            assert!(kept.contains("\"read_only\": false"), "{kept}");
        }
    }

    #[test]
    fn a_file_that_can_neither_be_read_nor_put_aside_is_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        fs::create_dir_all(&places.settings).expect("a folder in the place of the file");
        for at in 1..=99 {
            let taken = places.settings.with_file_name(format!("settings.damaged-{at}.json"));
            fs::write(taken, "").expect("writes");
        }
        let (settings, told) = places.load();
        assert_eq!(settings, Settings { read_only: true, ..Settings::default() });
        assert!(told.is_some());
        places.save(&chosen());
        assert!(places.settings.is_dir());
    }

    #[test]
    fn two_windows_keep_each_others_protected_contexts() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut one, mut other) = (places(folder.path()), places(folder.path()));
        one.save(&chosen());
        let protect = |places: &mut Places, protected: &str| {
            let settings = Settings { protected: protected.to_owned(), ..chosen() };
            places.save(&settings);
        };
        let kept = || places(folder.path()).load().0.protected;
        for places in [&mut one, &mut other] {
            assert_eq!(places.load().1, None);
        }
        protect(&mut one, "web-*\nshop\ndepot");
        protect(&mut other, "web-*\nshop\nlager");
        assert_eq!(kept(), "web-*\nshop\ndepot\nlager");
        protect(&mut other, "web-*\nlager");
        assert_eq!(kept(), "web-*\ndepot\nlager");
        protect(&mut one, "");
        assert_eq!(kept(), "lager");
    }

    #[test]
    fn two_windows_keep_each_others_columns() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut one, mut other) = (places(folder.path()), places(folder.path()));
        one.save(&chosen());
        let drag = |places: &mut Places, of: &[(&str, u16)]| {
            places.save(&Settings { columns: widths(of), ..chosen() });
        };
        let kept = || places(folder.path()).load().0.columns;
        for places in [&mut one, &mut other] {
            assert_eq!(places.load().1, None);
        }
        drag(&mut one, &[("pods/name", 400), ("history/standing", 180)]);
        drag(&mut other, &[("pods/name", 310), ("history/standing", 90), ("jobs/age", 60)]);
        assert_eq!(kept(), widths(&[("pods/name", 400), ("history/standing", 90), ("jobs/age", 60)]));
        drag(&mut one, &[]);
        assert_eq!(kept(), widths(&[("jobs/age", 60)]), "what it knew of is gone");
    }

    #[test]
    fn a_width_that_is_none_takes_no_other_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        let text = r#"{"columns":{"pods/name":310,"jobs/age":-1,"jobs/name":"wide","pods/age":70000}}"#;
        fs::write(&places.settings, text).expect("writes");
        let (settings, told) = places.load();
        assert_eq!((&settings.columns, told), (&widths(&[("pods/name", 310)]), None));
        let wider = widths(&[("pods/name", 320)]);
        places.save(&Settings { columns: wider.clone(), ..settings });
        assert!(places.unsaved().is_none());
        assert!(!fs::read_to_string(&places.settings).expect("reads").contains("wide"));
        assert_eq!(self::places(folder.path()).load().0.columns, wider);
    }

    #[test]
    fn a_file_that_cannot_be_read_any_more_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut places = places(folder.path());
        places.save(&chosen());
        for damage in ["{\"theme\": ", ""] {
            fs::write(&places.settings, damage).expect("writes");
            places.save(&Settings { theme: "dark".to_owned(), ..chosen() });
            assert_eq!(fs::read_to_string(&places.settings).expect("reads"), damage);
        }
        fs::write(&places.settings, "{}").expect("writes");
        places.save(&Settings { theme: "dark".to_owned(), ..chosen() });
        assert_eq!(self::places(folder.path()).load().0.theme, "dark", "it is kept as soon as it can be");
    }

    #[test]
    fn two_windows_keep_each_others_choices_and_what_a_newer_version_knows() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut one, mut other) = (places(folder.path()), places(folder.path()));
        one.save(&Settings::default());
        fs::create_dir_all(folder.path().join("config")).expect("a folder");
        fs::write(&one.settings, r#"{"theme":"dark","font":"Inter"}"#).expect("writes");
        let (first, second) = (one.load().0, other.load().0);
        one.save(&Settings { theme: "light".to_owned(), ..first });
        other.save(&Settings { window: Some([900, 700]), ..second });
        let (settings, _) = places(folder.path()).load();
        assert_eq!((settings.theme.as_str(), settings.window), ("light", Some([900, 700])));
        assert!(fs::read_to_string(&one.settings).expect("reads").contains("\"font\""));
    }
}
