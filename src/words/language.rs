//! What it is for: the language in which the program speaks, for the whole program and for one text of it.
//! In: a choice; the system's locale. Out: the language that holds where it is asked. Never: a sentence.

use std::{
    cell::Cell,
    sync::atomic::{AtomicU8, Ordering},
};

/// A language with a file of its own in `assets/words`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// The language in which the sentences are written first; every sentence exists in it.
    #[default]
    English,
    /// Deutsch.
    German,
}

/// The language of the whole program: its index in [`Language::ALL`]. English until somebody chooses.
static CHOSEN: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// The language of a text that is made on this thread right now.
    static SPOKEN: Cell<Option<Language>> = const { Cell::new(None) };
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag, such as `de`: the name of its file, and how settings and records name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of a tag or locale such as `de`, `de-AT` or `de_CH.UTF-8`; `None` for one that the program does not
    /// speak.
    pub fn of(locale: &str) -> Option<Self> {
        let word = locale.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag() == word)
    }

    /// The system's language; English where the program does not speak it.
    pub fn of_system() -> Self {
        system_locale().and_then(|locale| Self::of(&locale)).unwrap_or_default()
    }
}

/// From now on the whole program speaks this language. What was put into words before stays as it is.
pub fn choose(language: Language) {
    CHOSEN.store(u8::from(language == Language::German), Ordering::Relaxed);
}

/// The language that sentences get here and now.
pub fn language() -> Language {
    let everywhere = || match CHOSEN.load(Ordering::Relaxed) {
        1 => Language::German,
        _ => Language::English,
    };
    SPOKEN.get().unwrap_or_else(everywhere)
}

/// What `make` gives, with every sentence that it puts into words on this thread in that language.
pub fn speaking<T>(language: Language, make: impl FnOnce() -> T) -> T {
    /// Goes back also when `make` panics.
    struct Before(Option<Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _before = Before(SPOKEN.replace(Some(language)));
    make()
}

/// The locale of the messages, as the environment names it: the first of the usual variables that says something.
#[cfg(not(any(windows, target_os = "macos")))]
fn system_locale() -> Option<String> {
    named(|name| std::env::var(name).ok())
}

/// A window that is started from the desktop has no such environment there: the system is asked after it.
#[cfg(any(windows, target_os = "macos"))]
fn system_locale() -> Option<String> {
    named(|name| std::env::var(name).ok()).or_else(sys_locale::get_locale)
}

/// The order of POSIX: the first that is set to something holds, also when the program does not speak it.
fn named(value: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(value).find(|locale| !locale.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_only_where_the_locale_is_german() {
        for locale in ["de", "de_DE.UTF-8", "de-AT", "de_CH", "DE", "de_DE@euro"] {
            assert_eq!(Language::of(locale), Some(Language::German), "{locale}");
        }
        for locale in ["C", "POSIX", "C.UTF-8", "fr_FR.UTF-8", "den", "", "nds_DE"] {
            assert_eq!(Language::of(locale), None, "{locale}");
        }
        assert_eq!(Language::of("en_GB.UTF-8"), Some(Language::English));
        for language in Language::ALL {
            assert_eq!(Language::of(language.tag()), Some(language));
        }
    }

    #[test]
    fn the_first_variable_that_says_something_holds() {
        let of = |set: &'static [(&'static str, &'static str)]| {
            named(|name| set.iter().find(|(one, _)| *one == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("LANG", "de_DE.UTF-8")]).as_deref(), Some("de_DE.UTF-8"));
        assert_eq!(of(&[("LC_ALL", ""), ("LC_MESSAGES", "C"), ("LANG", "de_DE")]).as_deref(), Some("C"));
        assert_eq!(of(&[("LC_ALL", "de_DE"), ("LANG", "en_US")]).as_deref(), Some("de_DE"));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn one_text_in_another_language_leaves_the_others_as_they_are() {
        assert_eq!(language(), Language::English);
        let seen = speaking(Language::German, || {
            speaking(Language::English, || assert_eq!(language(), Language::English));
            language()
        });
        assert_eq!((seen, language()), (Language::German, Language::English));
    }
}
