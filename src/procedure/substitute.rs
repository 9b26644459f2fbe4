//! What it is for: filling `${{ … }}` in values. In: parsed values and a lookup. Out: values of the same shape.
//! Never: expansion of what was filled in, or a value that adds keys, list items or lines of YAML: only scalar leaves
//! of the parsed file are looked at, each once.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::names::StepId;

/// What a placeholder names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// `params.<name>`
    Param(String),
    /// `steps.<id>.out.<key>`
    StepOut {
        /// The step.
        step: StepId,
        /// The output.
        key: String,
    },
    /// `with.<name>.<key>`
    With {
        /// Name of the resource.
        name: String,
        /// Its property, such as `port`.
        key: String,
    },
    /// `run.<key>`: `id`, `user`, `started`, `dir`
    Run(String),
    /// `before.<id>.<key>`
    Before {
        /// The step.
        step: StepId,
        /// Name of the captured value.
        key: String,
    },
    /// `git.base`: the commit that the change began at.
    GitBase,
    /// `label.<name>`: an image's label, only in `propose` of a parameter.
    Label(String),
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Param(name) => write!(f, "params.{name}"),
            Self::StepOut { step, key } => write!(f, "steps.{step}.out.{key}"),
            Self::With { name, key } => write!(f, "with.{name}.{key}"),
            Self::Run(key) => write!(f, "run.{key}"),
            Self::Before { step, key } => write!(f, "before.{step}.{key}"),
            Self::GitBase => f.write_str("git.base"),
            Self::Label(name) => write!(f, "label.{name}"),
        }
    }
}

/// A lookup's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// The value. `Null` stands for an optional parameter without value: nothing within a text.
    Value(Value),
    /// Known later: the whole text in which it stands is left as it is, for [`Filled::again`].
    Later,
    /// There is no such thing.
    Unknown,
}

/// Why a text could not be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubstituteError {
    /// `${{` without `}}`.
    #[error("`${{{{` is not closed by `}}}}` in `{text}`")]
    Open {
        /// The text.
        text: String,
    },
    /// Not one of the names.
    #[error("`{name}` is no name that can stand here")]
    Name {
        /// What was written.
        name: String,
    },
    /// Not one of the filters.
    #[error("`{filter}` is no filter")]
    Filter {
        /// What was written.
        filter: String,
    },
    /// The lookup does not know it.
    #[error("`{name}` has no value")]
    Unknown {
        /// The reference.
        name: String,
    },
    /// A list or map within a text.
    #[error("`{name}` is not a single value and cannot stand within a text")]
    NotScalar {
        /// The reference.
        name: String,
    },
}

/// Changes of a value on its way into the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Lower case; makes text of a number.
    Lower,
    /// This text when the value is absent or empty.
    Default(String),
    /// At most so many characters.
    Trunc(usize),
    /// Fit for an object's name: lower case, digits and `-`.
    Slug,
}

/// One placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// What it names.
    pub reference: Reference,
    /// Filters in order.
    pub filters: Vec<Filter>,
}

impl Placeholder {
    /// Whether it names a step's output and says what stands there without one.
    fn may_be_absent(&self) -> bool {
        matches!(self.reference, Reference::StepOut { .. })
            && self.filters.iter().any(|filter| matches!(filter, Filter::Default(_)))
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole(Placeholder),
}

/// Values after a first filling; what was not known yet can be filled once more, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// The values.
    pub value: Value,
    /// JSON pointers of the texts that still hold placeholders, as the author wrote them.
    pub open: Vec<String>,
    /// What the open texts name and the first filling knew, by the placeholder's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known: BTreeMap<String, Value>,
}

impl Filled {
    /// A value without placeholders.
    pub fn closed(value: Value) -> Self {
        Self { value, open: Vec::new(), known: BTreeMap::new() }
    }

    /// Whether every placeholder is filled.
    pub fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// Fills what the first filling left; texts that are filled already are not looked at again.
    ///
    /// # Errors
    /// As [`substitute`].
    pub fn again(&self, lookup: &dyn Fn(&Reference) -> Lookup) -> Result<Self, SubstituteError> {
        let lookup = |reference: &Reference| match self.known.get(&reference.to_string()) {
            Some(value) => Lookup::Value(value.clone()),
            None => lookup(reference),
        };
        let mut next = Self::closed(self.value.clone());
        for pointer in &self.open {
            if let Some(leaf) = next.value.pointer_mut(pointer) {
                fill_leaf(leaf, pointer, &lookup, &mut next.open)?;
            }
        }
        next.keep_known(&lookup)?;
        Ok(next)
    }

    /// Keeps what is known of the texts that stay open: whoever fills them later need not know it any more.
    fn keep_known(&mut self, lookup: &dyn Fn(&Reference) -> Lookup) -> Result<(), SubstituteError> {
        for pointer in &self.open {
            let Some(Value::String(text)) = self.value.pointer(pointer) else { continue };
            for hole in placeholders(text)? {
                if let Lookup::Value(value) = lookup(&hole.reference) {
                    self.known.insert(hole.reference.to_string(), value);
                }
            }
        }
        Ok(())
    }
}

/// Fills every placeholder of a value's texts. A text that is one placeholder takes the value with its type.
///
/// # Errors
/// A placeholder that cannot be read, or that the lookup does not know.
pub fn substitute(value: &Value, lookup: &dyn Fn(&Reference) -> Lookup) -> Result<Filled, SubstituteError> {
    let mut filled = Filled::closed(value.clone());
    walk(&mut filled.value, &mut String::new(), lookup, &mut filled.open)?;
    filled.keep_known(lookup)?;
    Ok(filled)
}

/// Fills one text (a title, a file of text) wholly; what is not known yet is left as it is written.
///
/// # Errors
/// As [`substitute`].
pub fn substitute_text(text: &str, lookup: &dyn Fn(&Reference) -> Lookup) -> Result<String, SubstituteError> {
    Ok(match leaf(text, lookup)? {
        Some(value) => text_of(&value).unwrap_or_default(),
        None => text.to_owned(),
    })
}

/// The placeholders of a text, in order.
///
/// # Errors
/// A placeholder that cannot be read.
pub fn placeholders(text: &str) -> Result<Vec<Placeholder>, SubstituteError> {
    let holes = pieces(text)?.into_iter().filter_map(|piece| match piece {
        Piece::Hole(hole) => Some(hole),
        Piece::Text(_) => None,
    });
    Ok(holes.collect())
}

fn walk(
    value: &mut Value,
    pointer: &mut String,
    lookup: &dyn Fn(&Reference) -> Lookup,
    open: &mut Vec<String>,
) -> Result<(), SubstituteError> {
    let length = pointer.len();
    match value {
        Value::String(_) => fill_leaf(value, pointer, lookup, open)?,
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                walk(item, pointer, lookup, open)?;
                pointer.truncate(length);
            }
        }
        Value::Object(map) => {
            for (key, item) in map.iter_mut() {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                walk(item, pointer, lookup, open)?;
                pointer.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

fn fill_leaf(
    value: &mut Value,
    pointer: &str,
    lookup: &dyn Fn(&Reference) -> Lookup,
    open: &mut Vec<String>,
) -> Result<(), SubstituteError> {
    let Value::String(text) = &*value else { return Ok(()) };
    match leaf(text, lookup)? {
        Some(filled) => *value = filled,
        None => open.push(pointer.to_owned()),
    }
    Ok(())
}

/// The filled text, or `None` when something in it is known later only.
fn leaf(text: &str, lookup: &dyn Fn(&Reference) -> Lookup) -> Result<Option<Value>, SubstituteError> {
    let pieces = pieces(text)?;
    let mut filled = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Text(text) => filled.push(Value::String(text.clone())),
            Piece::Hole(hole) => match lookup(&hole.reference) {
                Lookup::Value(value) => filled.push(filtered(hole, value)?),
                Lookup::Later => return Ok(None),
                // Of several ways to a good end some give an output, and some do not.
                Lookup::Unknown if hole.may_be_absent() => filled.push(filtered(hole, Value::Null)?),
                Lookup::Unknown => {
                    return Err(SubstituteError::Unknown { name: hole.reference.to_string() });
                }
            },
        }
    }
    if let ([Piece::Hole(_)], 1) = (pieces.as_slice(), filled.len()) {
        return Ok(filled.pop());
    }
    let mut whole = String::new();
    for (piece, value) in pieces.iter().zip(&filled) {
        let name = || match piece {
            Piece::Hole(hole) => hole.reference.to_string(),
            Piece::Text(text) => text.clone(),
        };
        whole.push_str(&text_of(value).ok_or_else(|| SubstituteError::NotScalar { name: name() })?);
    }
    Ok(Some(Value::String(whole)))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn filtered(hole: &Placeholder, value: Value) -> Result<Value, SubstituteError> {
    hole.filters.iter().try_fold(value, |value, filter| {
        let text =
            text_of(&value).ok_or_else(|| SubstituteError::NotScalar { name: hole.reference.to_string() })?;
        Ok(match filter {
            Filter::Default(other) if text.is_empty() => Value::String(other.clone()),
            Filter::Default(_) => value,
            Filter::Lower => Value::String(text.to_lowercase()),
            Filter::Trunc(length) => Value::String(text.chars().take(*length).collect()),
            Filter::Slug => Value::String(slug(&text)),
        })
    })
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

fn pieces(text: &str) -> Result<Vec<Piece>, SubstituteError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let open = || SubstituteError::Open { text: text.chars().take(80).collect() };
        let (inner, after) = after.split_once("}}").ok_or_else(open)?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Hole(placeholder(inner)?));
        rest = after;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn placeholder(inner: &str) -> Result<Placeholder, SubstituteError> {
    let mut parts = inner.split('|').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let reference = reference(name).ok_or_else(|| SubstituteError::Name { name: name.to_owned() })?;
    let filters = parts.map(filter).collect::<Result<_, _>>()?;
    Ok(Placeholder { reference, filters })
}

fn reference(name: &str) -> Option<Reference> {
    let word = |text: &&str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    if let Some(label) = name.strip_prefix("label.") {
        let fine = label.split(['.', '/']).all(|part| word(&part));
        return fine.then(|| Reference::Label(label.to_owned()));
    }
    let parts: Vec<&str> = name.split('.').collect();
    if !parts.iter().all(word) {
        return None;
    }
    Some(match parts.as_slice() {
        ["params", name] => Reference::Param((*name).to_owned()),
        ["steps", step, "out", key] => {
            Reference::StepOut { step: StepId::new(*step), key: (*key).to_owned() }
        }
        ["with", name, key] => Reference::With { name: (*name).to_owned(), key: (*key).to_owned() },
        ["run", key @ ("id" | "user" | "started" | "dir")] => Reference::Run((*key).to_owned()),
        ["before", step, key] => Reference::Before { step: StepId::new(*step), key: (*key).to_owned() },
        ["git", "base"] => Reference::GitBase,
        _ => return None,
    })
}

fn filter(text: &str) -> Result<Filter, SubstituteError> {
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let argument = argument.trim();
    let bare = argument
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .or_else(|| argument.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')))
        .unwrap_or(argument);
    match (name, argument.is_empty()) {
        ("lower", true) => Ok(Filter::Lower),
        ("slug", true) => Ok(Filter::Slug),
        ("default", false) => Ok(Filter::Default(bare.to_owned())),
        ("trunc", false) => bare
            .parse()
            .map(Filter::Trunc)
            .map_err(|_not_a_number| SubstituteError::Filter { filter: text.to_owned() }),
        _ => Err(SubstituteError::Filter { filter: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(reference: &Reference) -> Lookup {
        match reference.to_string().as_str() {
            "params.version" => Lookup::Value(json!("1.0.200")),
            "params.count" => Lookup::Value(json!(3)),
            "params.none" => Lookup::Value(Value::Null),
            "params.evil" => Lookup::Value(json!("${{ git.base }}\n- x: $(rm -rf /)")),
            "git.base" | "steps.a.out.id" => Lookup::Later,
            _ => Lookup::Unknown,
        }
    }

    #[test]
    fn whole_values_keep_their_type_and_texts_are_joined() {
        let value = json!({"a": ["${{ params.count }}", "n${{params.count}}-${{ params.version }}"], "b": "${{ params.none }}", "c": "x${{ params.none }}y", "d": 1});
        let filled = substitute(&value, &answer).expect("fine");
        assert_eq!(filled.value, json!({"a": [3, "n3-1.0.200"], "b": null, "c": "xy", "d": 1}));
        assert!(filled.is_closed());
    }

    #[test]
    fn what_was_filled_is_never_expanded_again() {
        let value =
            json!({"text": "${{ params.evil }}", "later/~x": "${{ params.version }} ${{ git.base }}"});
        let first = substitute(&value, &answer).expect("fine");
        assert_eq!(first.open, ["/later~1~0x"]);
        // The second filling knows later values only; those of the first are kept.
        let all = |reference: &Reference| match answer(reference) {
            Lookup::Later => Lookup::Value(json!("abc")),
            Lookup::Value(_) | Lookup::Unknown => Lookup::Unknown,
        };
        let second = first.again(&all).expect("fine");
        assert!(second.is_closed());
        assert_eq!(
            second.value,
            json!({"text": "${{ git.base }}\n- x: $(rm -rf /)", "later/~x": "1.0.200 abc"})
        );
    }

    #[test]
    #[expect(clippy::wildcard_enum_match_arm, reason = "the test is about one of them")]
    fn what_was_known_first_is_still_known_when_the_rest_comes() {
        let text = json!("${{ params.version }}: ${{ steps.backup.out.size }}");
        let first = substitute(&text, &|reference| match reference {
            Reference::StepOut { .. } => Lookup::Later,
            other => answer(other),
        });
        let second = first.expect("fine").again(&|reference| match reference {
            Reference::StepOut { .. } => Lookup::Value(json!("3 MiB")),
            _ => Lookup::Unknown,
        });
        assert_eq!(second.expect("fine").value, json!("1.0.200: 3 MiB"));
    }

    #[test]
    fn an_output_that_a_step_did_not_give_may_have_a_default() {
        let later = |_: &Reference| Lookup::Later;
        let text = json!("page: ${{ steps.push.out.pull_request | default \"none\" }}");
        let first = substitute(&text, &later).expect("fine");
        let none = |_: &Reference| Lookup::Unknown;
        assert_eq!(first.again(&none).expect("fine").value, json!("page: none"));
        let bare = substitute(&json!("${{ steps.push.out.pull_request }}"), &later).expect("fine");
        assert!(bare.again(&none).is_err());
        let other = substitute(&json!("${{ params.x | default \"none\" }}"), &none);
        assert!(other.is_err(), "a name that nothing has stays a fault");
    }

    #[test]
    fn filters_change_the_value() {
        for (text, want) in [
            ("${{ params.version | slug }}", "1-0-200"),
            ("${{ params.none | default \"none given\" }}", "none given"),
            ("${{ params.version | default 'x' | trunc 3 }}", "1.0"),
            ("${{ params.count | lower }}", "3"),
        ] {
            let filled = substitute(&json!(text), &answer).expect(text);
            assert_eq!(filled.value, json!(want), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for bad in [
            "${{ params.version",
            "${{ }}",
            "${{ env.HOME }}",
            "${{ params.version | upper }}",
            "${{ params.a.b }}",
            "${{ steps.a.id }}",
            "${{ run.password }}",
            "${{ params.missing }}",
            "${{ params.version | trunc x }}",
        ] {
            assert!(substitute(&json!(bad), &answer).is_err(), "{bad}");
        }
    }
}
