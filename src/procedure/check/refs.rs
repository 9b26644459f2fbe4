//! What it is for: whether each `${{ … }}` names something that is known where it stands, and sample values for it.
//! In: nodes and the scope. Out: problems, and which parameters are used. Never: a real value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{
    procedure::{
        Param, ParamType, Problem,
        decode::nearest,
        node::{Node, Place},
        substitute::{Lookup, Reference, SubstituteError, placeholders},
    },
    words::Sentence,
};

/// What may be named at one place of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// Parameters that are declared (and, within `params`, stand above).
    pub(super) params: Vec<Param>,
    /// Outputs of the steps above, by step.
    pub(super) outs: BTreeMap<String, Vec<String>>,
    /// Captured names of the steps above, with their paths, by step.
    pub(super) captures: BTreeMap<String, Vec<(String, String)>>,
    /// All steps of the file: tells "further down" from "nowhere".
    pub(super) all_steps: BTreeSet<String>,
    /// Name of the resource that is open while the step runs.
    pub(super) with: Option<String>,
    /// Whether `label.*` may stand here.
    pub(super) labels: bool,
    /// Whether secrets may stand here.
    pub(super) secrets: bool,
    /// Parameters that were named so far.
    pub(super) used: BTreeSet<String>,
}

impl Scope {
    /// Checks every text of the node; `true` when all of them resolve.
    pub(super) fn check(&mut self, node: &Node, problems: &mut Vec<Problem>) -> bool {
        let before = problems.len();
        let mut texts: Vec<(Place, String)> = Vec::new();
        node.each_text(&mut |place, text| texts.push((place, text.to_owned())));
        for (place, text) in texts {
            self.check_text(place, &text, problems);
        }
        before == problems.len()
    }

    /// Checks one text.
    pub(super) fn check_text(&mut self, place: Place, text: &str, problems: &mut Vec<Problem>) {
        match placeholders(text) {
            Err(error) => problems.push(unreadable(place, &error)),
            Ok(holes) => {
                for hole in holes {
                    if let Some(problem) = self.reference(place, &hole.reference) {
                        problems.push(problem);
                    }
                }
            }
        }
    }

    fn reference(&mut self, place: Place, reference: &Reference) -> Option<Problem> {
        match reference {
            Reference::Param(name) => self.param(place, name),
            Reference::StepOut { step, key } => {
                let outs = self.outs.get(step.as_str()).map(Vec::as_slice);
                self.of_step(
                    place,
                    step.as_str(),
                    key,
                    outs.map(|outs| outs.contains(key)),
                    "procedure-out-unknown",
                )
            }
            Reference::Before { step, key } => {
                let captures = self.captures.get(step.as_str());
                let known = captures.map(|captures| captures.iter().any(|(name, _)| name == key));
                self.of_step(place, step.as_str(), key, known, "procedure-capture-unknown")
            }
            Reference::With { name, key } => {
                let known = self.with.as_ref() == Some(name) && key == "port";
                (!known).then(|| unknown(place, &reference.to_string()))
            }
            Reference::Label(_) => (!self.labels).then(|| unknown(place, &reference.to_string())),
            Reference::Run(_) | Reference::GitBase => None,
        }
    }

    fn param(&mut self, place: Place, name: &str) -> Option<Problem> {
        let Some(param) = self.params.iter().find(|param| param.name == name) else {
            let names: Vec<&str> = self.params.iter().map(|param| param.name.as_str()).collect();
            let problem = Problem::error(place, Sentence::new("procedure-param-unknown").with("name", name));
            return Some(match nearest(name, &names) {
                Some(near) => problem.hint(Sentence::new("procedure-hint-near").with("near", near)),
                None => problem.hint(Sentence::new("procedure-param-declare").with("name", name)),
            });
        };
        let leaks = param.kind == ParamType::Secret && !self.secrets;
        self.used.insert(name.to_owned());
        leaks.then(|| {
            Problem::error(place, Sentence::new("procedure-secret-place").with("name", name))
                .hint(Sentence::new("procedure-secret-place-hint"))
        })
    }

    fn of_step(
        &self,
        place: Place,
        step: &str,
        key: &str,
        known: Option<bool>,
        missing: &str,
    ) -> Option<Problem> {
        match known {
            Some(true) => None,
            Some(false) => {
                Some(Problem::error(place, Sentence::new(missing).with("step", step).with("key", key)))
            }
            None if self.all_steps.contains(step) => {
                Some(Problem::error(place, Sentence::new("procedure-step-later").with("step", step)))
            }
            None => Some(self.no_step(place, step)),
        }
    }

    /// The problem of a step's name that nothing has.
    pub(super) fn no_step(&self, place: Place, step: &str) -> Problem {
        let names: Vec<&str> = self.all_steps.iter().map(String::as_str).collect();
        let problem = Problem::error(place, Sentence::new("procedure-step-unknown").with("step", step));
        match nearest(step, &names) {
            Some(near) => problem.hint(Sentence::new("procedure-hint-near").with("near", near)),
            None => problem,
        }
    }

    /// A node with samples in place of its placeholders; texts that cannot be filled stay.
    pub(super) fn with_samples(&self, node: &Node) -> Node {
        node.map_texts(&|text| {
            let sample = |reference: &Reference| Lookup::Value(self.sample(reference));
            let value = Value::String(text.to_owned());
            crate::procedure::substitute::substitute(&value, &sample).map_or(value, |filled| filled.value)
        })
    }

    fn sample(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Param(name) => {
                self.params.iter().find(|param| param.name == *name).map_or(json!("sample"), sample_of)
            }
            Reference::Before { step, key } => {
                let captures = self.captures.get(step.as_str());
                let path = captures.and_then(|all| all.iter().find(|(name, _)| name == key));
                if path.is_some_and(|(_, path)| path.ends_with("replicas")) {
                    json!(1)
                } else {
                    json!("sample")
                }
            }
            Reference::With { .. } => json!("5432"),
            Reference::GitBase => json!("0".repeat(40)),
            Reference::StepOut { .. } | Reference::Run(_) | Reference::Label(_) => json!("sample"),
        }
    }
}

/// A value that the parameter could have: the longest that is likely, so that names are checked at their limit.
fn sample_of(param: &Param) -> Value {
    let longest = |values: &[String]| values.iter().max_by_key(|value| value.len()).cloned();
    let fits = |text: &&str| -> bool {
        let pattern = param.pattern.as_deref().and_then(|pattern| super::patterns::compile(pattern).ok());
        pattern.is_none_or(|pattern| pattern.is_match(text))
    };
    match param.kind {
        ParamType::Bool => param.default.clone().unwrap_or(json!(true)),
        ParamType::Int => json!(param.max.or(param.min).unwrap_or(1)),
        ParamType::Enum => json!(longest(&param.values).unwrap_or_default()),
        ParamType::Version => {
            let likely = ["10.100.10000", "2026.12.10000", "1.0.10000", "v10.100.1000", "v1.0.1000", "100"];
            json!(likely.iter().copied().find(fits).unwrap_or("1.0.10000"))
        }
        ParamType::Image => json!("registry.example/group/image:1.0.10000"),
        ParamType::Secret => json!("secret"),
        ParamType::String => match param.default.as_ref().and_then(Value::as_str) {
            Some(text) if !text.is_empty() => json!(text),
            _ => {
                let likely = ["sample", "https://host.example/", "1000"];
                json!(likely.iter().copied().find(fits).unwrap_or("sample"))
            }
        },
    }
}

fn unknown(place: Place, name: &str) -> Problem {
    Problem::error(place, Sentence::new("procedure-name-unknown").with("name", name))
        .hint(Sentence::new("procedure-name-hint"))
}

fn unreadable(place: Place, error: &SubstituteError) -> Problem {
    match error {
        SubstituteError::Name { name } => unknown(place, name),
        SubstituteError::Filter { filter } => {
            Problem::error(place, Sentence::new("procedure-filter-unknown").with("filter", filter))
                .hint(Sentence::new("procedure-filter-hint"))
        }
        SubstituteError::Open { .. } => Problem::error(place, Sentence::new("procedure-placeholder-open")),
        SubstituteError::Unknown { .. } | SubstituteError::NotScalar { .. } => {
            Problem::error(place, Sentence::new("procedure-value").with("detail", error.to_string()))
        }
    }
}
