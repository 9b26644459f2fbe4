//! Tests of the sentences: the files parse, say the same things, and every message can be put into words.
//! The German file is read where it lies, so that a translator need not build anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::LazyLock,
};

use fluent_bundle::{FluentArgs, FluentValue};
use regex::Regex;

use super::*;

/// Sentences that are the same in both languages: names and words that admins use in English.
const SAME: &[&str] = &[
    "ready-group-repository",
    "ready-group-cluster",
    "record-fact-journal",
    "record-fact-cluster",
    "record-fact-namespace",
    "record-fact-repository",
    "record-fact-plan",
    "record-fact-app",
    "record-fact-ticket",
    "record-ca",
    "start-source-shipped",
    "start-app-name",
    "start-optional",
    "start-cluster",
    "start-kubeconfig",
    "start-server",
    "start-namespace",
    "start-branch",
    "start-column-name",
    "start-column-rollback",
    "start-config-container",
    "start-config-variable",
    "doctor-link-proxy",
    "wizard-output-open",
    "wizard-rollback",
    "wizard-live-workloads",
    "wizard-live-pods",
    "wizard-live-jobs",
    "wizard-finish-commit",
    "wizard-finish-journal",
    "practice-mails",
    "practice-mails-title",
    "page-cluster",
    "survey-title",
    "survey-workloads",
    "survey-pods",
    "survey-jobs",
    "survey-namespace",
    "survey-filter",
    "survey-first-problem",
    "survey-name",
    "survey-image",
    "survey-node",
    "survey-yaml",
    "survey-labels",
    "drift-commit",
    "way-name",
    "way-pods-title",
    "way-service-fine-named",
    "logs-title",
    "attach-kind-text",
    "history-by-person",
    "history-by-cluster",
    "keys-logs",
    "commands-in-start",
    "commands-in-cluster",
    "help-start-title",
    "diagnosis-system",
    "diagnosis-cluster",
    "diagnosis-repository",
    "setting-editor",
];

/// German messages that name other variables than the English ones, and why they may.
const OTHER_VARIABLES: &[&str] = &[];

/// Message (or `message.attribute`) and its text as it stands in the file.
fn messages(text: &str) -> BTreeMap<String, String> {
    let head = made(r"^(-?[a-zA-Z][a-zA-Z0-9_-]*) *= ?(.*)$");
    let attribute = made(r"^ +\.([a-zA-Z][a-zA-Z0-9_-]*) *= ?(.*)$");
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in text.lines() {
        let given = if let Some(given) = head.captures(line) {
            message = given[1].to_owned();
            key.clone_from(&message);
            given[2].to_owned()
        } else if let Some(given) = attribute.captures(line) {
            key = format!("{message}.{}", &given[1]);
            given[2].to_owned()
        } else if line.starts_with([' ', '}']) && !key.is_empty() {
            line.to_owned()
        } else {
            key.clear();
            continue;
        };
        let text = found.entry(key.clone()).or_default();
        text.push_str(&given);
        text.push('\n');
    }
    found
}

fn english() -> BTreeMap<String, String> {
    messages(ENGLISH)
}

fn german_text() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words/de.ftl");
    fs::read_to_string(file).expect("the German file")
}

fn german() -> BTreeMap<String, String> {
    messages(&german_text())
}

// Made once each: that takes long in a build for tests.
static VARIABLES: LazyLock<Regex> = LazyLock::new(|| made(r"\$([a-zA-Z][a-zA-Z0-9_-]*)"));
static VARIANTS: LazyLock<Regex> = LazyLock::new(|| made(r"(?m)^ +\*?\[([a-zA-Z0-9_-]+)\] "));
static TICKED: LazyLock<Regex> = LazyLock::new(|| made(r"(`[^`\n]*`)"));
static KEYS: LazyLock<Regex> = LazyLock::new(|| made(r"\b((?:Ctrl|Alt|Shift)\+\w+|F[0-9]+)\b"));

fn made(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

/// What a pattern finds in a text, each once; its first group.
fn found(pattern: &Regex, text: &str) -> BTreeSet<String> {
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

fn variables(text: &str) -> BTreeSet<String> {
    found(&VARIABLES, text)
}

/// The values that a message distinguishes, without those of a plural.
fn variants(text: &str) -> BTreeSet<String> {
    let mut variants = found(&VARIANTS, text);
    variants.retain(|one| one != "one" && one != "other");
    variants
}

/// Words that no language changes: keys, and what stands between backticks.
fn fixed(text: &str) -> BTreeSet<String> {
    let mut fixed = found(&TICKED, text);
    fixed.extend(found(&KEYS, text));
    fixed
}

#[test]
fn each_file_parses_wholly_and_names_no_message_twice() {
    let german = german_text();
    for text in [ENGLISH, &german] {
        let resource = FluentResource::try_new(text.to_owned());
        assert!(resource.is_ok(), "{:?}", resource.err().map(|(_, problems)| problems));
        let mut bundle: FluentBundle<FluentResource> = FluentBundle::default();
        assert!(bundle.add_resource(resource.expect("parsed above")).is_ok());
    }
}

#[test]
fn arguments_come_without_bidi_marks() {
    let shown = Sentence::new("count-pods").count("count", 2).text();
    assert_eq!(shown, "2 pods");
    assert_eq!(Sentence::new("count-pods").count("count", 1).text(), "1 pod");
}

#[test]
fn a_sentence_is_put_into_the_words_that_are_spoken_and_else_into_english() {
    let two = || Sentence::new("verdict-stop-pods").count("count", 2).with("ending", "1").text();
    let here = two();
    let there = speaking(Language::German, two);
    assert!(here.contains("2 pods") && there.contains("2 Pods"), "{here} / {there}");
    let nowhere = ["nowhere", "at", "all"].join("-");
    assert_eq!(speaking(Language::German, || text(&nowhere)), "⟨nowhere-at-all⟩");
    let alone = FluentBundle::default();
    assert_eq!(say(&alone, "count-pods", &FluentArgs::new()), None, "then English is asked");
}

#[test]
fn what_was_written_in_another_language_is_known_again() {
    for (spoken, written) in [(Language::English, Language::German), (Language::German, Language::English)] {
        let title = speaking(written, || text("record-deviations-title"));
        speaking(spoken, || {
            assert_ne!(text("record-deviations-title"), title);
            assert!(is_said("record-deviations-title", &title), "{title}");
            assert!(!is_said("record-course", &title), "{title}");
        });
    }
}

/// What is missing is listed with its English words, ready to be translated.
#[test]
fn german_has_every_message_and_no_other() {
    let (english, german) = (english(), german());
    assert!(english.len() > 2000, "{}", english.len());
    let missing: Vec<String> = english
        .iter()
        .filter(|(key, _)| !german.contains_key(*key))
        .map(|(key, text)| format!("{key} = {}", text.trim_end()))
        .collect();
    let extra: Vec<&String> = german.keys().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "not in de.ftl:\n{}", missing.join("\n"));
    assert!(extra.is_empty(), "in de.ftl only: {extra:?}");
}

#[test]
fn german_says_what_english_says() {
    let english = english();
    let mut problems = Vec::new();
    for (key, text) in &german() {
        let Some(original) = english.get(key) else { continue };
        let mut differ = |what: &str, ours: BTreeSet<String>, theirs: BTreeSet<String>| {
            if ours != theirs {
                problems.push(format!("{key}: {what}: English {theirs:?}, German {ours:?}"));
            }
        };
        if !OTHER_VARIABLES.contains(&key.as_str()) {
            differ("variables", variables(text), variables(original));
        }
        differ("variants", variants(text), variants(original));
        differ("fixed words", fixed(text), fixed(original));
        let bold = |text: &str| BTreeSet::from([(text.matches("**").count() > 0).to_string()]);
        differ("bold words", bold(text), bold(original));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn german_is_german_and_set_as_german_is() {
    let english = english();
    let placeable = made(r"\{[^{}]*\}|`[^`]*`");
    let mut problems = Vec::new();
    for (key, text) in &german() {
        let bare = placeable.replace_all(text, "");
        let words = bare.chars().filter(|c| c.is_alphabetic()).count();
        let is_same = english.get(key).is_some_and(|original| original.trim() == text.trim());
        if is_same && words > 3 && !SAME.contains(&key.as_str()) {
            problems.push(format!("{key} is as in English: {}", text.trim()));
        }
        if text.contains('”') || text.matches('„').count() != text.matches('“').count() {
            problems.push(format!("{key}: quotes are „…“: {}", text.trim()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// With numbers, with texts, and with each value that some message distinguishes.
#[test]
fn every_message_can_be_put_into_words() {
    let text = german_text();
    let bundle = bundle(Language::German, &text);
    let english_bundle = super::bundle(Language::English, ENGLISH);
    let mut bad = Vec::new();
    for (key, text) in &german() {
        if key.contains('.') || key.starts_with('-') {
            continue;
        }
        let mut samples: Vec<FluentValue<'_>> = vec![1_i64.into(), 2_i64.into(), "x".into()];
        samples.extend(variants(text).into_iter().map(FluentValue::from));
        for sample in samples {
            let mut args = FluentArgs::new();
            for name in variables(text) {
                args.set(name, sample.clone());
            }
            let of = |bundle: &Words| {
                let pattern = bundle.get_message(key)?.value()?;
                let mut problems = Vec::new();
                let said = bundle.format_pattern(pattern, Some(&args), &mut problems).into_owned();
                Some((said, problems))
            };
            let Some((said, problems)) = of(&bundle) else {
                bad.push(format!("{key} has no value"));
                continue;
            };
            let may_brace = of(&english_bundle).is_some_and(|(said, _)| said.contains('{'));
            if !problems.is_empty() || said.trim().is_empty() || (said.contains('{') && !may_brace) {
                bad.push(format!("{key}: {said:?} {problems:?}"));
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Only a hint where to look: `cargo test --lib words::tests::long -- --nocapture`.
#[test]
fn long_buttons_are_listed() {
    let english = english();
    for (key, text) in &german() {
        let is_button = ["deed-", "wizard-", "start-", "dialog-", "settings-", "history-"]
            .iter()
            .any(|prefix| key.starts_with(prefix));
        let Some(original) = english.get(key).filter(|original| is_button && original.len() < 30) else {
            continue;
        };
        let (ours, theirs) = (text.trim().chars().count(), original.trim().chars().count());
        if ours * 10 > theirs * 18 && ours > 16 {
            println!("{key}: “{}” is “{}”", original.trim(), text.trim());
        }
    }
}
