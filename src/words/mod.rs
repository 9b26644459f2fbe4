//! What it is for: every sentence a person reads, from `assets/words/en.ftl` (Project Fluent).
//! In: a key and its arguments ([`Sentence`]). Out: text. Never: a sentence written anywhere else, or bidi marks
//! (fluent's isolation marks are off: they would end up in copied command lines).

use std::cell::RefCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

pub mod age;
pub mod glossary;
pub mod shell;

const ENGLISH: &str = include_str!("../../assets/words/en.ftl");

/// A sentence before it is put into words: travels between threads, into the journal and the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Message identifier in `en.ftl`, such as `cluster-forbidden`.
    pub key: String,
    /// Arguments by name. Numbers that choose a plural go in as [`Arg::Count`].
    pub args: Vec<(String, Arg)>,
}

/// One argument of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number that may choose between singular and plural.
    Count(i64),
    /// Text, inserted as it is.
    Text(String),
}

impl Sentence {
    /// The message `key` without arguments.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: Vec::new() }
    }

    /// Adds a text argument.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.args.push((name.to_owned(), Arg::Text(text.into())));
        self
    }

    /// Adds a count.
    #[must_use]
    pub fn count(mut self, name: &str, number: impl TryInto<i64>) -> Self {
        let number = number.try_into().unwrap_or(i64::MAX);
        self.args.push((name.to_owned(), Arg::Count(number)));
        self
    }

    /// What to do about it: the message `key-hint` with the same arguments, where there is one.
    pub fn next_step(&self) -> Option<Self> {
        let key = format!("{}-hint", self.key);
        knows(&key).then(|| Self { key, args: self.args.clone() })
    }

    /// The sentence in words. A key that is missing shows itself in angle brackets (a test finds it first).
    pub fn text(&self) -> String {
        speak(&self.key, &self.args)
    }
}

impl std::fmt::Display for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

/// The message `key` without arguments, in words: for labels and buttons.
pub fn text(key: &str) -> String {
    speak(key, &[])
}

/// Whether a message of that key exists.
pub fn knows(key: &str) -> bool {
    BUNDLE.with_borrow(|bundle| bundle.has_message(key))
}

thread_local! {
    static BUNDLE: RefCell<FluentBundle<FluentResource>> = RefCell::new(bundle());
}

fn bundle() -> FluentBundle<FluentResource> {
    let resource = match FluentResource::try_new(ENGLISH.to_owned()) {
        Ok(resource) => resource,
        Err((partial, problems)) => {
            tracing::error!(?problems, "assets/words/en.ftl does not parse wholly");
            partial
        }
    };
    let english: unic_langid::LanguageIdentifier = "en".parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![english]);
    bundle.set_use_isolating(false);
    if let Err(problems) = bundle.add_resource(resource) {
        tracing::error!(?problems, "assets/words/en.ftl names a message twice");
    }
    bundle
}

fn speak(key: &str, args: &[(String, Arg)]) -> String {
    let mut values = FluentArgs::new();
    for (name, arg) in args {
        let value = match arg {
            Arg::Count(number) => FluentValue::from(*number),
            Arg::Text(text) => FluentValue::from(text.clone()),
        };
        values.set(name.clone(), value);
    }
    BUNDLE.with_borrow(|bundle| {
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟨{key}⟩");
        };
        let mut problems = Vec::new();
        bundle.format_pattern(pattern, Some(&values), &mut problems).into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_parses_wholly_and_names_no_message_twice() {
        let resource = FluentResource::try_new(ENGLISH.to_owned());
        assert!(resource.is_ok(), "{:?}", resource.err().map(|(_, problems)| problems));
        let mut bundle: FluentBundle<FluentResource> = FluentBundle::default();
        assert!(bundle.add_resource(resource.expect("parsed above")).is_ok());
    }

    #[test]
    fn arguments_come_without_bidi_marks() {
        let shown = Sentence::new("count-pods").count("count", 2).text();
        assert_eq!(shown, "2 pods");
        assert_eq!(Sentence::new("count-pods").count("count", 1).text(), "1 pod");
    }
}
