//! Compares the answers of two servers, place by place.
//!
//! In: normalised answers. Out: the [`Difference`]s, and a text that a person can read.

use std::fmt::Write as _;

use serde_json::Value;
use similar::TextDiff;

/// A place where two answers differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The number of the step, from 1, and the place in its answer, such as `2/body/status`.
    pub place: String,
    /// What the first one has; none when it has nothing there.
    pub left: Option<Value>,
    /// What the second one has.
    pub right: Option<Value>,
}

/// Every place where the answers to one step differ.
pub fn differences(step: usize, left: &Value, right: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(&step.to_string(), Some(left), Some(right), &mut found);
    found
}

fn collect(place: &str, left: Option<&Value>, right: Option<&Value>, found: &mut Vec<Difference>) {
    match (left, right) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            for (key, value) in one {
                collect(&below(place, key), Some(value), other.get(key), found);
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                collect(&below(place, key), None, Some(value), found);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for index in 0..one.len().max(other.len()) {
                collect(&below(place, &index.to_string()), one.get(index), other.get(index), found);
            }
        }
        _ if left == right => {}
        _ => found.push(Difference { place: place.to_owned(), left: left.cloned(), right: right.cloned() }),
    }
}

fn below(place: &str, key: &str) -> String {
    format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// So many places of a step are told in short.
const PLACES: usize = 8;

/// A step's differences in a few lines, for a list.
pub fn short(title: &str, differences: &[Difference]) -> String {
    let say = |value: &Option<Value>| {
        let said = value.as_ref().map_or("(nothing)".to_owned(), Value::to_string);
        said.chars().take(200).collect::<String>()
    };
    let number = differences.first().and_then(|one| one.place.split('/').next()).unwrap_or_default();
    let mut text = format!("  {number} {title}\n");
    // Where the status differs already, the rest is another kind of answer.
    let told = ["/status", "/body/message", "/never", "/exit"];
    let differs = differences.iter().any(|one| one.place == format!("{number}/status"));
    let chosen = differences
        .iter()
        .filter(|one| !differs || told.iter().any(|place| one.place.strip_prefix(number) == Some(place)));
    for one in chosen.take(PLACES) {
        writeln!(text, "    {}: {}  ≠  {}", one.place, say(&one.left), say(&one.right))
            .expect("a string grows");
    }
    if !differs && differences.len() > PLACES {
        writeln!(text, "    and {} more places", differences.len() - PLACES).expect("a string grows");
    }
    text
}

/// A unified diff of two answers.
pub fn unified(names: (&str, &str), left: &Value, right: &Value) -> String {
    let (left, right) = (format!("{left:#}\n"), format!("{right:#}\n"));
    TextDiff::from_lines(&left, &right).unified_diff().context_radius(2).header(names.0, names.1).to_string()
}
