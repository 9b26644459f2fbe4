//! What it is for: every sentence a person reads, from `assets/words/en.ftl` and the other languages beside it (Project
//! Fluent). In: a key and its arguments ([`Sentence`]). Out: text in the chosen language; what it lacks is English.
//! Never: a sentence written anywhere else, or bidi marks (fluent's isolation marks are off: they would end up in copied
//! command lines).

use std::cell::LazyCell;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

pub mod age;
pub mod glossary;
mod language;
pub mod shell;
#[cfg(test)]
mod tests;

pub use language::{Language, choose, language, speaking};

const ENGLISH: &str = include_str!("../../assets/words/en.ftl");
const GERMAN: &str = include_str!("../../assets/words/de.ftl");

/// A sentence before it is put into words: travels between threads, into the journal and the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Message identifier in the files, such as `cluster-forbidden`.
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

/// Whether a text is the message `key` without arguments in any language: one that was written down may be in another
/// language than the one spoken now.
pub fn is_said(key: &str, said: &str) -> bool {
    Language::ALL.into_iter().any(|language| speaking(language, || text(key)) == said)
}

/// Whether a message of that key exists.
pub fn knows(key: &str) -> bool {
    ENGLISH_WORDS.with(|english| english.has_message(key))
}

type Words = FluentBundle<FluentResource>;

thread_local! {
    static ENGLISH_WORDS: LazyCell<Words> = const { LazyCell::new(|| bundle(Language::English, ENGLISH)) };
    static GERMAN_WORDS: LazyCell<Words> = const { LazyCell::new(|| bundle(Language::German, GERMAN)) };
}

fn bundle(language: Language, text: &str) -> Words {
    let tag = language.tag();
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => resource,
        Err((partial, problems)) => {
            tracing::error!(?problems, tag, "the file of this language does not parse wholly");
            partial
        }
    };
    let mut bundle = FluentBundle::new(vec![tag.parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    if let Err(problems) = bundle.add_resource(resource) {
        tracing::error!(?problems, tag, "the file of this language names a message twice");
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
    let said = match language() {
        Language::English => None,
        Language::German => GERMAN_WORDS.with(|german| say(german, key, &values)),
    };
    said.or_else(|| ENGLISH_WORDS.with(|english| say(english, key, &values)))
        .unwrap_or_else(|| format!("⟨{key}⟩"))
}

/// The message in the words of one language; `None` when it does not have it.
fn say(words: &Words, key: &str, values: &FluentArgs<'_>) -> Option<String> {
    let pattern = words.get_message(key)?.value()?;
    let mut problems = Vec::new();
    let said = words.format_pattern(pattern, Some(values), &mut problems).into_owned();
    if !problems.is_empty() {
        tracing::debug!(?problems, key, "a sentence lacks an argument");
    }
    Some(said)
}
