//! What it is for: the place of a value inside an object, as procedures write it: `spec.containers[name=web].image`.
//! In: text. Out: segments, and the value they lead to. Never: a guess when two items fit.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::read::kind_of;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A key of a mapping: `spec`, or `["app.kubernetes.io/name"]` when it holds dots or brackets.
    Key(String),
    /// An item by number from 0: `[0]`.
    Index(usize),
    /// The one item whose field has this value: `[name=web]`.
    Select {
        /// The field, mostly `name`.
        key: String,
        /// Its value as text.
        value: String,
    },
}

/// A whole path; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath(Vec<Segment>);

/// Why a path is none, or leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Not a path.
    #[error("`{path}` is not a path: {problem} at character {at}")]
    Syntax {
        /// The text as given.
        path: String,
        /// 1-based character.
        at: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// The key or item is not there.
    #[error("there is no `{path}`; present: {}", .present.join(", "))]
    NotThere {
        /// The path up to the missing part.
        path: String,
        /// Keys, or the items' names, that are there instead.
        present: Vec<String>,
    },
    /// A key was asked of something that is no mapping, or an item of something that is no list.
    #[error("`{path}` is {found}, not {wanted}")]
    WrongKind {
        /// The path of the value that does not fit.
        path: String,
        /// What it is.
        found: &'static str,
        /// What the path needs.
        wanted: &'static str,
    },
    /// More than one item fits a selection.
    #[error("{count} items fit `{path}`")]
    Several {
        /// The path with the selection.
        path: String,
        /// How many fit.
        count: usize,
    },
}

impl FieldPath {
    /// The steps.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The value at this path.
    ///
    /// # Errors
    /// Says how far the path leads and what is there instead.
    pub fn resolve<'v>(&self, value: &'v Value) -> Result<&'v Value, PathError> {
        let mut here = value;
        for depth in 0..self.0.len() {
            here = self.step(here, depth)?;
        }
        Ok(here)
    }

    /// The value that segment `depth` leads to from `value`, which stands at the segments before it.
    pub(super) fn step<'v>(&self, value: &'v Value, depth: usize) -> Result<&'v Value, PathError> {
        let wrong = |wanted| PathError::WrongKind { path: self.upto(depth), found: kind_of(value), wanted };
        let missing = |present| PathError::NotThere { path: self.upto(depth + 1), present };
        match self.0.get(depth) {
            None => Ok(value),
            Some(Segment::Key(key)) => {
                let map = value.as_object().ok_or_else(|| wrong("a mapping"))?;
                map.get(key).ok_or_else(|| missing(map.keys().cloned().collect()))
            }
            Some(Segment::Index(index)) => {
                let items = value.as_array().ok_or_else(|| wrong("a list"))?;
                items.get(*index).ok_or_else(|| missing(vec![format!("{} items", items.len())]))
            }
            Some(Segment::Select { key, value: wanted }) => {
                let items = value.as_array().ok_or_else(|| wrong("a list"))?;
                let named = |item: &Value| item.get(key).and_then(scalar_text);
                let mut fitting = items.iter().filter(|item| named(item).as_deref() == Some(wanted));
                match (fitting.next(), fitting.count()) {
                    (Some(item), 0) => Ok(item),
                    (Some(_), more) => {
                        Err(PathError::Several { path: self.upto(depth + 1), count: more + 1 })
                    }
                    (None, _) => Err(missing(items.iter().filter_map(named).collect())),
                }
            }
        }
    }

    /// The number of the item that segment `depth` names in the list `value`; `None` when it names no item.
    pub(super) fn index_at(&self, value: &Value, depth: usize) -> Option<usize> {
        match self.0.get(depth)? {
            Segment::Key(_) => None,
            Segment::Index(index) => Some(*index),
            Segment::Select { key, value: wanted } => value
                .as_array()?
                .iter()
                .position(|item| item.get(key).and_then(scalar_text).as_deref() == Some(wanted)),
        }
    }

    /// The first `depth` segments as text; `the object` for none.
    pub(super) fn upto(&self, depth: usize) -> String {
        let text = show(self.0.get(..depth).unwrap_or_default());
        if text.is_empty() { "the object".to_owned() } else { text }
    }
}

/// Text, number or boolean as the text that a selection compares.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Segments as the text that parses to them again.
pub(super) fn show(segments: &[Segment]) -> String {
    let mut out = String::new();
    for segment in segments {
        match segment {
            Segment::Key(key) if !key.is_empty() && !key.contains(['.', '[', ']', '"', '\'', '\\']) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Segment::Key(key) => out.extend(["[", &quote(key), "]"]),
            Segment::Index(index) => out.extend(["[", &index.to_string(), "]"]),
            Segment::Select { key, value } => {
                let plain = !value.is_empty() && !value.contains(['[', ']', '"', '\'', '\\']);
                let value = if plain { value.clone() } else { quote(value) };
                out.extend(["[", key, "=", &value, "]"]);
            }
        }
    }
    out
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&show(&self.0))
    }
}

impl FromStr for FieldPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut reader = Reader { chars: text.chars().collect(), at: 0 };
        let fail = |at: usize, problem| PathError::Syntax { path: text.to_owned(), at: at + 1, problem };
        let mut segments = Vec::new();
        while reader.peek().is_some() {
            let segment = if reader.peek() == Some('[') {
                reader.at += 1;
                reader.bracket()
            } else {
                if !segments.is_empty() && !reader.eat('.') {
                    return Err(fail(reader.at, "a dot or a bracket is missing"));
                }
                reader.key()
            };
            segments.push(segment.map_err(|problem| fail(reader.at, problem))?);
        }
        if segments.is_empty() {
            return Err(fail(0, "it is empty"));
        }
        Ok(Self(segments))
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let fits = self.peek() == Some(wanted);
        self.at += usize::from(fits);
        fits
    }

    fn key(&mut self) -> Result<Segment, &'static str> {
        let key = self.until(&['.', '[', ']']);
        if key.is_empty() || key.contains(char::is_control) {
            Err("a key is missing")
        } else {
            Ok(Segment::Key(key))
        }
    }

    fn until(&mut self, stops: &[char]) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| !stops.contains(&c)) {
            self.at += 1;
        }
        self.chars.get(start..self.at).unwrap_or_default().iter().collect()
    }

    fn bracket(&mut self) -> Result<Segment, &'static str> {
        let segment = if matches!(self.peek(), Some('"' | '\'')) {
            Segment::Key(self.quoted()?)
        } else {
            let word = self.until(&[']', '=', '[']);
            if self.eat('=') {
                let value = if matches!(self.peek(), Some('"' | '\'')) {
                    self.quoted()?
                } else {
                    self.until(&[']', '['])
                };
                if word.is_empty() || value.is_empty() {
                    return Err("a selection needs a field and a value");
                }
                Segment::Select { key: word, value }
            } else if !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()) {
                Segment::Index(word.parse().or(Err("the number is too large"))?)
            } else {
                return Err("brackets hold a number, field=value or a quoted key");
            }
        };
        if self.eat(']') { Ok(segment) } else { Err("the bracket is not closed") }
    }

    fn quoted(&mut self) -> Result<String, &'static str> {
        let mark = self.peek().ok_or("a quotation mark is missing")?;
        self.at += 1;
        let mut out = String::new();
        loop {
            let c = self.peek().ok_or("the quotation mark is not closed")?;
            self.at += 1;
            if c == mark {
                return Ok(out);
            }
            if c == '\\' {
                out.push(self.peek().ok_or("the quotation mark is not closed")?);
                self.at += 1;
            } else {
                out.push(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_are_read_and_written_back() {
        for text in [
            "spec.template.spec.containers[0].image",
            "spec.template.spec.containers[name=web].env[name=FOO].value",
            "metadata.annotations[\"app.kubernetes.io/name\"]",
            "ports[containerPort=8080]",
            "data[\"a\\\"b[\"]",
        ] {
            assert_eq!(text.parse::<FieldPath>().unwrap().to_string(), text);
        }
        for bad in ["", ".", "a.", "a..b", "a[", "a[]", "a[x]", "a[name=]", "a[0]b", "a]", "a['x]"] {
            assert!(matches!(bad.parse::<FieldPath>(), Err(PathError::Syntax { .. })), "{bad}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_says_what_is_there() {
        let value =
            json!({"spec": {"containers": [{"name": "web", "p": 80}, {"name": "log"}, {"name": "log"}]}});
        let at = |path: &str| path.parse::<FieldPath>().unwrap().resolve(&value).cloned();
        assert_eq!(at("spec.containers[name=web].p"), Ok(json!(80)));
        assert_eq!(at("spec.containers[p=80].name"), Ok(json!("web")));
        assert_eq!(
            at("spec.containers[name=wbe].p"),
            Err(PathError::NotThere {
                path: "spec.containers[name=wbe]".into(),
                present: vec!["web".into(), "log".into(), "log".into()],
            })
        );
        assert_eq!(
            at("spec.containers[name=log]"),
            Err(PathError::Several { path: "spec.containers[name=log]".into(), count: 2 })
        );
        assert_eq!(
            at("spec[0]"),
            Err(PathError::WrongKind { path: "spec".into(), found: "a mapping", wanted: "a list" })
        );
        assert_eq!(
            at("sepc"),
            Err(PathError::NotThere { path: "sepc".into(), present: vec!["spec".into()] })
        );
    }
}
