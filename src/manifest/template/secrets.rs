//! What it is for: which parameters are secrets, and texts without their values.
//! In: the template; values. Out: names; text with dots. Never: a value given out, by `Debug` either.

use std::{borrow::Cow, collections::BTreeSet, fmt};

use base64::Engine as _;
use serde_json::Value;

use super::super::diff::Diff;
use super::super::mask::{DOTS, mask_in_place, mask_text};
use super::super::visible::visible;
use super::{Template, fill};
use crate::{
    failure::Failure,
    words::{Arg, Sentence},
};

/// Shorter values would take ordinary words away.
const LEAST: usize = 4;

/// The values of a template's secret parameters, to be taken out of texts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets(Vec<String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Secrets").field(&self.0.len()).finish()
    }
}

impl Secrets {
    /// Of these values, those that are long enough to be told from ordinary words; each also as base64.
    pub(super) fn of(values: impl Iterator<Item = String>) -> Self {
        let mut all = Vec::new();
        for value in values {
            // A difference shows a text of several lines line by line.
            let lines = value.lines().map(str::trim).filter(|line| *line != value);
            all.extend(lines.filter(|line| line.chars().count() >= LEAST).map(str::to_owned));
            if value.chars().count() >= LEAST {
                all.push(base64::engine::general_purpose::STANDARD.encode(&value));
                all.push(value);
            }
        }
        // The longest first: one value may be a part of another.
        all.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Self(all)
    }

    /// The text with dots in place of every value, plain or as base64.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut out = Cow::Borrowed(text);
        for secret in &self.0 {
            if out.contains(secret.as_str()) {
                out = Cow::Owned(out.replace(secret.as_str(), DOTS));
            }
        }
        out
    }

    fn hide_here(&self, text: &mut String) {
        *text = self.hide(text).into_owned();
    }

    /// Puts dots into the texts that a sentence is filled with.
    pub fn hide_in_sentence(&self, sentence: &mut Sentence) {
        for (_, arg) in &mut sentence.args {
            if let Arg::Text(text) = arg {
                self.hide_here(text);
            }
        }
    }

    /// Puts dots into what a failure says.
    pub fn hide_in_failure(&self, failure: &mut Failure) {
        self.hide_in_sentence(&mut failure.summary);
        if let Some(hint) = &mut failure.hint {
            self.hide_in_sentence(hint);
        }
        for detail in &mut failure.details {
            self.hide_here(detail);
        }
    }

    /// Puts dots into the lines of a difference. Which words of such a line changed is not told any more.
    pub fn hide_in_diff(&self, diff: &mut Diff) {
        for hunk in &mut diff.hunks {
            self.hide_here(&mut hunk.header);
            for line in hunk.above.iter_mut().chain(&mut hunk.below) {
                self.hide_here(line);
            }
            for line in &mut hunk.lines {
                let hidden = self.hide(&line.text).into_owned();
                if hidden != line.text {
                    line.text = hidden;
                    line.words = Vec::new();
                }
            }
        }
    }
}

/// A parameter's value for a sentence.
pub(super) fn shown(value: &str, is_secret: bool) -> String {
    if is_secret { DOTS.to_owned() } else { visible(&mask_text(value)).into_owned() }
}

impl Template {
    /// The parameters whose values are to be shown nowhere: made up, named like a secret, or put where a secret stands
    /// (a Secret's data, a variable named like one, the user information of an address). A parameter that an object is
    /// named by is none: names are seen by everybody.
    pub fn secret_parameters(&self) -> BTreeSet<&str> {
        let (mut masked, mut named) = (BTreeSet::new(), BTreeSet::new());
        for (object, _, _) in &self.objects {
            hidden_names(object, &mask_in_place(object), &mut masked);
            naming(object, &mut named);
        }
        let is_secret = |one: &&super::Parameter| {
            !named.contains(one.name()) && (one.is_secret() || masked.contains(one.name()))
        };
        self.parameters.iter().filter(is_secret).map(super::Parameter::name).collect()
    }
}

/// Names referred to where the masked object differs from the object.
fn hidden_names<'t>(object: &'t Value, masked: &Value, out: &mut BTreeSet<&'t str>) {
    match (object, masked) {
        (Value::Object(map), Value::Object(masked)) => {
            for (key, item) in map {
                hidden_names(item, masked.get(key).unwrap_or(&Value::Null), out);
            }
        }
        (Value::Array(items), Value::Array(masked)) => {
            for (index, item) in items.iter().enumerate() {
                hidden_names(item, masked.get(index).unwrap_or(&Value::Null), out);
            }
        }
        (object, masked) if object == masked => {}
        (object, _) => strings(object, &mut |text| out.extend(fill::names(text))),
    }
}

/// Names referred to in what names an object.
fn naming<'t>(value: &'t Value, out: &mut BTreeSet<&'t str>) {
    match value {
        Value::Object(map) => {
            for (key, item) in map {
                let is_name = matches!(
                    key.as_str(),
                    "name"
                        | "namespace"
                        | "secretName"
                        | "serviceAccountName"
                        | "serviceAccount"
                        | "claimName"
                );
                if let (true, Value::String(text)) = (is_name, item) {
                    out.extend(fill::names(text));
                } else {
                    naming(item, out);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| naming(item, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Every text of a value, keys included.
pub(super) fn strings<'t>(value: &'t Value, each: &mut impl FnMut(&'t str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, each)),
        Value::Object(map) => {
            for (key, item) in map {
                each(key);
                strings(item, each);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
