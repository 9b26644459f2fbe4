//! What it is for: what the person typed, made into the values of the parameters.
//! In: a procedure and texts by parameter. Out: typed values in the form's order, or a sentence for each field.
//! Never: a secret (its value is read when a step needs it, and goes nowhere else).

use std::{cell::OnceCell, collections::BTreeMap};

use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Param, ParamType, Procedure,
    check::compile,
    substitute::{Lookup, Reference, substitute},
};
use crate::words::Sentence;

/// What the OCI distribution specification allows as a tag.
const VERSION: &str = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$";
const IMAGE: &str =
    r"^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$";

/// Typed values of all parameters but secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Values {
    values: Vec<FieldValue>,
}

/// One parameter's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldValue {
    /// The parameter.
    pub name: String,
    /// Its value; `Null` for an optional one that was left empty.
    pub value: Value,
    /// It has a default, and the value is another: shown in bold.
    pub deviates: bool,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The parameter.
    pub param: String,
    /// What is wrong, for the line below the field.
    pub sentence: Sentence,
}

impl Values {
    /// All values in the form's order.
    pub fn all(&self) -> &[FieldValue] {
        &self.values
    }

    /// The value of a parameter; `None` for a secret or an unknown name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|field| field.name == name).map(|field| &field.value)
    }

    /// The value as text; empty for an optional one that was left empty.
    pub fn text(&self, name: &str) -> String {
        self.get(name).map(shown).unwrap_or_default()
    }

    /// Answers `params.*` (secrets: later) and leaves all other names for later.
    pub fn lookup(&self, procedure: &Procedure, reference: &Reference) -> Lookup {
        let Reference::Param(name) = reference else { return Lookup::Later };
        match (self.get(name), procedure.param(name)) {
            (Some(value), _) => Lookup::Value(value.clone()),
            (None, Some(param)) if param.kind == ParamType::Secret => Lookup::Later,
            (None, _) => Lookup::Unknown,
        }
    }
}

/// Checks what was typed. An empty or absent text takes the default.
///
/// # Errors
/// Every field that does not fit, and every typed name that is no parameter.
pub fn fill(procedure: &Procedure, typed: &BTreeMap<String, String>) -> Result<Values, Vec<FieldProblem>> {
    let (filled, problems) = attempt(procedure, typed);
    if problems.is_empty() { Ok(filled) } else { Err(problems) }
}

/// The values as far as they are known, for a form that is still being filled; what does not fit is `Null`.
pub fn fill_so_far(procedure: &Procedure, typed: &BTreeMap<String, String>) -> Values {
    attempt(procedure, typed).0
}

fn attempt(procedure: &Procedure, typed: &BTreeMap<String, String>) -> (Values, Vec<FieldProblem>) {
    let mut filled = Values { values: Vec::new() };
    let mut problems: Vec<FieldProblem> = typed
        .keys()
        .filter(|name| procedure.param(name).is_none())
        .map(|name| FieldProblem {
            param: name.clone(),
            sentence: Sentence::new("procedure-field-unknown").with("name", name),
        })
        .collect();
    for param in procedure.params().iter().filter(|param| param.kind != ParamType::Secret) {
        match value_of(param, typed.get(&param.name).map(String::as_str), &filled) {
            Ok(field) => filled.values.push(field),
            Err(sentence) => {
                problems.push(FieldProblem { param: param.name.clone(), sentence });
                // Defaults below may name it; they are not at fault.
                filled.values.push(FieldValue {
                    name: param.name.clone(),
                    value: Value::Null,
                    deviates: false,
                });
            }
        }
    }
    (filled, problems)
}

/// The default of a parameter with the values above it filled in; `None` without a default.
pub fn default_of(param: &Param, above: &Values) -> Option<Value> {
    let answer = |reference: &Reference| match reference {
        Reference::Param(name) => {
            above.get(name).map_or(Lookup::Unknown, |value| Lookup::Value(value.clone()))
        }
        Reference::StepOut { .. }
        | Reference::With { .. }
        | Reference::Run(_)
        | Reference::Before { .. }
        | Reference::GitBase
        | Reference::Label(_) => Lookup::Unknown,
    };
    let default = param.default.as_ref()?;
    substitute(default, &answer).ok().map(|filled| filled.value)
}

fn value_of(param: &Param, typed: Option<&str>, above: &Values) -> Result<FieldValue, Sentence> {
    let default = default_of(param, above);
    let typed = typed.map(|text| if param.multiline { text.trim_end() } else { text.trim() });
    let value = match (typed.filter(|text| !text.is_empty()), &default) {
        (Some(text), _) => parse(param, text)?,
        (None, Some(default)) => default.clone(),
        (None, None) if param.required => return Err(Sentence::new("procedure-field-required")),
        (None, None) => Value::Null,
    };
    if let Some(sentence) = value_fault(param, &value) {
        return Err(sentence);
    }
    let deviates = default.is_some_and(|default| default != value);
    Ok(FieldValue { name: param.name.clone(), value, deviates })
}

fn parse(param: &Param, text: &str) -> Result<Value, Sentence> {
    match param.kind {
        ParamType::Int => text
            .parse::<i64>()
            .map(|number| json!(number))
            .map_err(|_text| Sentence::new("procedure-field-int")),
        ParamType::Bool => match text {
            "true" | "yes" => Ok(json!(true)),
            "false" | "no" => Ok(json!(false)),
            _ => Err(Sentence::new("procedure-field-bool")),
        },
        ParamType::String | ParamType::Enum | ParamType::Version | ParamType::Image | ParamType::Secret => {
            Ok(json!(text))
        }
    }
}

/// Why a value does not fit its parameter. `Null` (left empty) always fits. For many values of one parameter take a
/// [`Judge`].
pub fn value_fault(param: &Param, value: &Value) -> Option<Sentence> {
    Judge::of(param).value_fault(value)
}

/// Judges values of one parameter; its patterns are compiled once, when the first value needs them.
#[derive(Debug)]
pub struct Judge<'a> {
    param: &'a Param,
    /// The pattern that the parameter's type brings, and what is said when a text does not match it.
    of_type: Option<(Pattern<'a>, &'static str)>,
    own: Option<Pattern<'a>>,
}

#[derive(Debug)]
struct Pattern<'a> {
    text: &'a str,
    /// `None` inside: it is no pattern, and nothing matches it.
    compiled: OnceCell<Option<Regex>>,
}

impl<'a> Pattern<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, compiled: OnceCell::new() }
    }

    fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(self.text).ok());
        compiled.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

impl<'a> Judge<'a> {
    /// For that parameter.
    pub fn of(param: &'a Param) -> Self {
        let of_type = match param.kind {
            ParamType::Version => Some((Pattern::of(VERSION), "procedure-field-version")),
            ParamType::Image => Some((Pattern::of(IMAGE), "procedure-field-image")),
            ParamType::String | ParamType::Enum | ParamType::Int | ParamType::Bool | ParamType::Secret => {
                None
            }
        };
        Self { param, of_type, own: param.pattern.as_deref().map(Pattern::of) }
    }

    /// Why a value does not fit; see [`value_fault`].
    pub fn value_fault(&self, value: &Value) -> Option<Sentence> {
        let kind = match (self.param.kind, value) {
            (_, Value::Null) | (ParamType::Bool, Value::Bool(_)) => return None,
            (ParamType::Int, Value::Number(number)) => return number_fault(self.param, number.as_i64()),
            (ParamType::Int, _) => "procedure-field-int",
            (ParamType::Bool, _) => "procedure-field-bool",
            (_, Value::String(text)) => return self.text_fault(text),
            (_, _) => "procedure-field-text",
        };
        Some(Sentence::new(kind))
    }

    /// Whether that text fits; a number or a switch is no text.
    pub fn fits(&self, text: &str) -> bool {
        match self.param.kind {
            ParamType::Int | ParamType::Bool => false,
            ParamType::String
            | ParamType::Enum
            | ParamType::Version
            | ParamType::Image
            | ParamType::Secret => self.text_fault(text).is_none(),
        }
    }

    fn text_fault(&self, text: &str) -> Option<Sentence> {
        if let Some(sentence) = form_fault(self.param, text) {
            return Some(sentence);
        }
        if let Some((_, key)) = self.of_type.as_ref().filter(|(pattern, _)| !pattern.matches(text)) {
            return Some(Sentence::new(key));
        }
        let pattern = self.own.as_ref().filter(|pattern| !pattern.matches(text))?;
        Some(Sentence::new("procedure-field-pattern").with("pattern", pattern.text))
    }
}

fn number_fault(param: &Param, number: Option<i64>) -> Option<Sentence> {
    let Some(number) = number else { return Some(Sentence::new("procedure-field-int")) };
    match (param.min, param.max) {
        (Some(min), _) if number < min => {
            Some(Sentence::new("procedure-field-min").with("min", min.to_string()))
        }
        (_, Some(max)) if number > max => {
            Some(Sentence::new("procedure-field-max").with("max", max.to_string()))
        }
        _ => None,
    }
}

/// What is wrong with a text whatever the patterns say.
fn form_fault(param: &Param, text: &str) -> Option<Sentence> {
    if !param.multiline && text.chars().any(char::is_control) {
        return Some(Sentence::new("procedure-field-line"));
    }
    if text.contains(|c: char| c == '\0' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
        return Some(Sentence::new("procedure-field-hidden"));
    }
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if let Some(min) = param.min.filter(|min| length < *min) {
        return Some(Sentence::new("procedure-field-short").count("min", min));
    }
    // Nothing that a person types is longer; a pasted megabyte is an accident.
    let max = param.max.unwrap_or(100_000);
    if length > max {
        return Some(Sentence::new("procedure-field-long").count("max", max));
    }
    if param.kind == ParamType::Enum && !param.values.iter().any(|value| value == text) {
        return Some(Sentence::new("procedure-field-enum").with("values", param.values.join(", ")));
    }
    None
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedure::{check::Origin, load};

    fn shop() -> Procedure {
        let text = include_str!("../../tests/fixtures/procedures/shop-deploy.procedure.yaml");
        load::checked("shop-deploy.procedure.yaml".into(), Origin::Repository, text.to_owned())
            .procedure
            .expect("no errors")
    }

    fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn defaults_are_taken_and_deviations_are_marked() {
        let build = ("testedBuild", "https://builds.example/1");
        let values =
            fill(&shop(), &typed(&[("version", " 1.0.200 "), build, ("retries", "3")])).expect("fine");
        assert_eq!(values.text("description"), "Update the shop to version 1.0.200");
        assert_eq!(values.get("retries"), Some(&json!(3)));
        assert_eq!(values.get("ticket"), Some(&Value::Null));
        let deviating: Vec<&str> =
            values.all().iter().filter(|field| field.deviates).map(|field| field.name.as_str()).collect();
        assert_eq!(deviating, ["retries"]);
    }

    #[test]
    fn each_wrong_field_has_its_own_sentence() {
        let wrong = typed(&[
            ("version", "2.0"),
            ("ticket", "#7"),
            ("retries", "many"),
            ("siteUrl", "a\nb"),
            ("x", ""),
        ]);
        let problems = fill(&shop(), &wrong).expect_err("five are wrong, one is missing");
        let found: Vec<(&str, &str)> =
            problems.iter().map(|it| (it.param.as_str(), it.sentence.key.as_str())).collect();
        assert_eq!(
            found,
            [
                ("x", "procedure-field-unknown"),
                ("version", "procedure-field-pattern"),
                ("testedBuild", "procedure-field-required"),
                ("ticket", "procedure-field-pattern"),
                ("siteUrl", "procedure-field-line"),
                ("retries", "procedure-field-int"),
            ]
        );
        assert!(problems.iter().all(|it| crate::words::knows(&it.sentence.key)));
    }
}
