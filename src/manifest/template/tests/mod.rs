//! What it is for: the processor case by case: the rules of the format (facts 6.1 to 6.4) as `tests/fixtures/templates`
//! has them, and what does not fit a table. In: our own cases. Out: pass or fail. Never: a value by chance, or a file
//! outside this repository.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

mod generate;
mod whole;

const CASES: &str = include_str!("../../../../tests/fixtures/templates/cases.yaml");

/// One rule. The template is given whole, or as its parameters with one object (`object`: fields of a `ConfigMap` named
/// `a`) or several.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    #[serde(default)]
    template: Option<String>,
    /// More fields of the template.
    #[serde(default)]
    head: String,
    #[serde(default)]
    params: String,
    #[serde(default)]
    object: Option<String>,
    #[serde(default)]
    objects: Option<String>,
    /// Values given.
    #[serde(default)]
    given: BTreeMap<String, String>,
    /// A part of the error's words.
    #[serde(default)]
    error: Option<String>,
    /// Fields that the first object must have, exactly.
    #[serde(default)]
    is: Option<Value>,
    /// All objects, exactly.
    #[serde(default)]
    result: Option<Value>,
    /// Pointers in the first object, and the pattern of the text there.
    #[serde(default)]
    matches: BTreeMap<String, String>,
    /// Two pointers: the text at the first, a dot between, is at the second twice.
    #[serde(default)]
    equal: Vec<String>,
    /// Parts of notes that must be there.
    #[serde(default)]
    says: Vec<String>,
    /// Parts of notes that must be there and ask for agreement; no others may ask.
    #[serde(default)]
    agrees: Vec<String>,
    /// There may be no note.
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    message: Option<String>,
}

impl Case {
    fn text(&self) -> String {
        if let Some(text) = &self.template {
            return text.clone();
        }
        let indented =
            |text: &str, by: &str| text.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
        let objects = match (&self.object, &self.objects) {
            (Some(fields), None) => format!(
                "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {{name: a}}\n{}",
                indented(fields, "  ")
            ),
            (None, Some(objects)) => objects.clone(),
            _ => panic!("{}: one of object and objects", self.rule),
        };
        let params =
            if self.params.is_empty() { String::new() } else { format!("parameters:\n{}\n", self.params) };
        format!(
            "apiVersion: template.openshift.io/v1\nkind: Template\n{}{params}objects:\n{objects}",
            self.head
        )
    }
}

/// Bytes that count up: every character of every class comes.
fn counting() -> impl FnMut(&mut [u8]) -> bool {
    let mut next = 0_u8;
    move |bytes| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(7);
        }
        true
    }
}

fn processed(text: &str, given: &BTreeMap<String, String>) -> Result<Processed, String> {
    let template = Template::read(text).map_err(|error| error.to_string())?;
    template.process(given, &mut counting()).map_err(|error| error.to_string())
}

fn given(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn said(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| note.words().text()).collect()
}

#[test]
fn mistake_18_every_rule_of_the_format_holds() {
    let cases: Vec<Case> = serde_saphyr::from_str(CASES).unwrap();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} rules do not hold:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn check(case: &Case) -> Result<(), String> {
    let told = |what: String| Err(format!("{}: {what}", case.rule));
    let result = match (processed(&case.text(), &case.given), &case.error) {
        (Ok(result), None) => result,
        (Err(error), Some(part)) if error.contains(part) => return Ok(()),
        (Err(error), wanted) => return told(format!("{error}\n  wanted: {wanted:?}")),
        (Ok(_), Some(wanted)) => return told(format!("passes, wanted: {wanted}")),
    };
    let objects: Vec<&Value> = result.manifest().documents.iter().map(|one| &one.value).collect();
    let first = objects[0];
    if let Some(fields) = &case.is {
        for (field, wanted) in fields.as_object().unwrap() {
            if first.get(field) != Some(wanted) {
                return told(format!("{:?}\n  wanted: {wanted}", first.get(field)));
            }
        }
    }
    if let Some(wanted) = &case.result
        && json!(objects) != *wanted
    {
        return told(format!("{}\n  wanted: {wanted}", json!(objects)));
    }
    for (pointer, pattern) in &case.matches {
        let text = first.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if !Regex::new(pattern).unwrap().is_match(text) {
            return told(format!("{text} does not match {pattern}"));
        }
    }
    if let [one, twice] = case.equal.as_slice() {
        let text = |pointer: &str| first.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if format!("{0}.{0}", text(one)) != text(twice) {
            return told(format!("{} and {}", text(one), text(twice)));
        }
    }
    if case.message.as_ref().is_some_and(|message| message != result.message()) {
        return told(format!("the message is {}", result.message()));
    }
    check_notes(case, result.notes())
}

fn check_notes(case: &Case, notes: &[Note]) -> Result<(), String> {
    let all = said(notes);
    let asked: Vec<String> =
        notes.iter().filter(|note| note.needs_agreement()).map(|note| note.words().text()).collect();
    let told = |what: String| Err(format!("{}: {what}\n  said: {all:?}", case.rule));
    if let Some(missing) = case.says.iter().find(|part| !all.iter().any(|note| note.contains(*part))) {
        return told(format!("{missing} is not said"));
    }
    if let Some(missing) = case.agrees.iter().find(|part| !asked.iter().any(|note| note.contains(*part))) {
        return told(format!("{missing} is not asked about"));
    }
    if asked.len() != case.agrees.len() || (case.silent && !all.is_empty()) {
        return told("too much is said".to_owned());
    }
    Ok(())
}
