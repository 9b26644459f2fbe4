//! What it is for: the parameters of a template: what is declared, and whether what is given fits.
//! In: the `parameters` list; values by name. Out: checked parameters; all that does not fit, at once.
//! Never: a value in an error.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::mask::is_secret_name;
use super::read::{TemplateError, text_of, wrong};
use super::{Expression, ExpressionError, Note, Random};

/// One parameter as the template declares it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameter {
    name: String,
    display_name: Option<String>,
    description: Option<String>,
    value: String,
    generate: Option<String>,
    from: String,
    required: bool,
}

impl Parameter {
    /// Its name, which `${NAME}` refers to.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// A short name for a form.
    pub fn display_name(&self) -> Option<&str> {
        self.display_name.as_deref()
    }
    /// What it is for.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }
    /// The value that holds when none is given; empty when there is none.
    pub fn default_value(&self) -> &str {
        &self.value
    }
    /// Whether an empty value is refused.
    pub fn is_required(&self) -> bool {
        self.required
    }
    /// Whether a value is made up when none is given.
    pub fn is_generated(&self) -> bool {
        self.generate.is_some() && self.value.is_empty()
    }
    /// Whether its value is to be shown nowhere, by itself: made up, or named like a secret. Where it lands may make it
    /// one too: [`super::Template::secret_parameters`].
    pub fn is_secret(&self) -> bool {
        self.generate.is_some() || is_secret_name(&self.name)
    }
}

/// What is wrong with one parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenProblem {
    /// Required, and empty or not given.
    #[error("{0} is required and has no value")]
    Missing(String),
    /// Given, and the template has no such parameter.
    #[error("{0} is no parameter of this template")]
    Unknown(String),
    /// A generator that the format does not have.
    #[error("{name}: there is no generator `{generator}`")]
    #[expect(missing_docs, reason = "the parameter and the generator as written")]
    Generator { name: String, generator: String },
    /// The generator's expression cannot be used.
    #[error("{name}: {source}")]
    #[expect(missing_docs, reason = "the parameter and what is wrong with its expression")]
    Expression { name: String, source: ExpressionError },
}

/// Everything that is wrong with the values given, at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct GivenError {
    /// The problems: first those of the template's parameters in their order, then the unknown names.
    pub problems: Vec<GivenProblem>,
}

const FIELDS: [&str; 7] = ["name", "displayName", "description", "value", "generate", "from", "required"];

/// Reads the `parameters` list.
pub(super) fn declared(
    list: Option<&Value>,
    line: usize,
    notes: &mut Vec<Note>,
    line_of: impl Fn(usize) -> Option<usize>,
) -> Result<Vec<Parameter>, TemplateError> {
    let items = match list {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(other) => return Err(wrong("parameters", other, "a list", line)),
    };
    let mut out = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let line = line_of(index).unwrap_or(line);
        let Value::Object(map) = item else {
            return Err(wrong(&format!("parameters[{index}]"), item, "a mapping", line));
        };
        out.push(one(map, index, line)?);
        let unknown = map.keys().filter(|key| !FIELDS.contains(&key.as_str()));
        notes.extend(unknown.map(|key| Note::UnknownField { field: format!("parameters[{index}].{key}") }));
    }
    Ok(out)
}

fn one(map: &Map<String, Value>, index: usize, line: usize) -> Result<Parameter, TemplateError> {
    let text = |field: &str| text_of(map, field, line);
    let name = text("name")?.unwrap_or_default();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name {
        return Err(TemplateError::ParameterName { number: index + 1, name, line });
    }
    let required = match map.get("required") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(required)) => *required,
        Some(other) => return Err(wrong("required", other, "true or false", line)),
    };
    Ok(Parameter {
        name,
        display_name: text("displayName")?.filter(|text| !text.is_empty()),
        description: text("description")?.filter(|text| !text.is_empty()),
        value: text("value")?.unwrap_or_default(),
        generate: text("generate")?.filter(|text| !text.is_empty()),
        from: text("from")?.unwrap_or_default(),
        required,
    })
}

/// Where a parameter's value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Given,
    Default,
    Generated,
}

/// The values by name, with where each came from.
pub(super) type Settled = BTreeMap<String, (String, Origin)>;

/// Settles the value of every parameter: given (which also stops the generator), the template's own, or made up.
pub(super) fn settle(
    parameters: &[Parameter],
    given: &BTreeMap<String, String>,
    random: &mut Random<'_>,
) -> Result<Settled, GivenError> {
    let mut problems = Vec::new();
    let mut settled = Settled::new();
    for parameter in parameters {
        let value = match given.get(&parameter.name) {
            Some(value) => Ok((value.clone(), Origin::Given)),
            None if parameter.is_generated() => made_up(parameter, random),
            None => Ok((parameter.value.clone(), Origin::Default)),
        };
        match value {
            Ok((value, _)) if value.is_empty() && parameter.required => {
                problems.push(GivenProblem::Missing(parameter.name.clone()));
            }
            Ok(value) => {
                settled.insert(parameter.name.clone(), value);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let is_known = |name: &&String| parameters.iter().any(|one| one.name == **name);
    problems.extend(given.keys().filter(|name| !is_known(name)).cloned().map(GivenProblem::Unknown));
    if problems.is_empty() { Ok(settled) } else { Err(GivenError { problems }) }
}

fn made_up(parameter: &Parameter, random: &mut Random<'_>) -> Result<(String, Origin), GivenProblem> {
    let name = || parameter.name.clone();
    match parameter.generate.as_deref() {
        Some("expression") | None => {}
        Some(other) => return Err(GivenProblem::Generator { name: name(), generator: other.to_owned() }),
    }
    let made = Expression::parse(&parameter.from).and_then(|expression| expression.generate(random));
    match made {
        Ok(value) => Ok((value, Origin::Generated)),
        Err(source) => Err(GivenProblem::Expression { name: name(), source }),
    }
}
