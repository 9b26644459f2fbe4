//! What it is for: a procedure's YAML as a tree that still knows where each piece stands.
//! In: text. Out: nodes with line and column, aliases replaced by what they name. Never: a value that was not written,
//! or text that passed no size and depth limit (a first pass of serde-saphyr refuses bombs, duplicates, bad syntax).

use granit_parser::{Event, Parser, ScalarStyle, Span as Source};
use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::problem::Problem;
use crate::words::Sentence;

/// A place in a file, as editors count: both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The file's first character.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// One value of the file.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Where the value begins.
    pub(super) place: Place,
    /// The value.
    pub(super) kind: Kind,
}

/// The three shapes of YAML.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Text, number, truth value or null, typed as YAML 1.2 types it (`yes` is text).
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the file's order.
    Map(Vec<Pair>),
}

/// One key with its value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// The key.
    pub(super) key: String,
    /// Where the key begins.
    pub(super) key_place: Place,
    /// Its value.
    pub(super) node: Node,
}

impl Node {
    /// Reads a file of one document.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let budget = serde_saphyr::budget! {
            max_depth: 48, max_nodes: 20_000, max_events: 60_000, max_aliases: 500, max_documents: 1,
            max_total_scalar_bytes: 1_000_000,
        };
        let options = serde_saphyr::options! { budget: budget, with_snippet: false };
        if let Err(error) = serde_saphyr::from_str_with_options::<Value>(text, options) {
            return Err(syntax_problem(&error));
        }
        let mut reader = Reader { events: Parser::new_from_str(text), anchors: Vec::new() };
        reader.document()
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.pairs().iter().find(|pair| pair.key == key).map(|pair| &pair.node)
    }

    /// The keys with their values; empty for anything that is not a map.
    pub(super) fn pairs(&self) -> &[Pair] {
        match &self.kind {
            Kind::Map(pairs) => pairs,
            Kind::Scalar(_) | Kind::List(_) => &[],
        }
    }

    /// The items; empty for anything that is not a list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Scalar(_) | Kind::Map(_) => &[],
        }
    }

    /// Where the key stands, or the node itself when it has no such key.
    pub(super) fn key_place(&self, key: &str) -> Place {
        self.pairs().iter().find(|pair| pair.key == key).map_or(self.place, |pair| pair.key_place)
    }

    /// The key with its value as a map of its own, so that a part of a map can be read by itself.
    pub(super) fn only(&self, wanted: impl Fn(&str) -> bool) -> Self {
        let pairs = self.pairs().iter().filter(|pair| wanted(&pair.key)).cloned().collect();
        Self { place: self.place, kind: Kind::Map(pairs) }
    }

    /// The same as plain data.
    pub(super) fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Kind::Map(pairs) => {
                let map: Map<String, Value> =
                    pairs.iter().map(|pair| (pair.key.clone(), pair.node.to_value())).collect();
                Value::Object(map)
            }
        }
    }

    /// Calls `see` with each text that the node holds (values, not keys) and its place.
    pub(super) fn each_text(&self, see: &mut dyn FnMut(Place, &str)) {
        match &self.kind {
            Kind::Scalar(Value::String(text)) => see(self.place, text),
            Kind::Scalar(_) => {}
            Kind::List(items) => items.iter().for_each(|item| item.each_text(see)),
            Kind::Map(pairs) => pairs.iter().for_each(|pair| pair.node.each_text(see)),
        }
    }

    /// The same tree with each text replaced by what `change` makes of it.
    pub(super) fn map_texts(&self, change: &dyn Fn(&str) -> Value) -> Self {
        let kind = match &self.kind {
            Kind::Scalar(Value::String(text)) => Kind::Scalar(change(text)),
            Kind::Scalar(other) => Kind::Scalar(other.clone()),
            Kind::List(items) => Kind::List(items.iter().map(|item| item.map_texts(change)).collect()),
            Kind::Map(pairs) => {
                let changed = |pair: &Pair| Pair { node: pair.node.map_texts(change), ..pair.clone() };
                Kind::Map(pairs.iter().map(changed).collect())
            }
        };
        Self { place: self.place, kind }
    }
}

fn syntax_problem(error: &serde_saphyr::Error) -> Problem {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).max(1);
    let place = error.location().map_or(Place::START, |location| Place {
        line: count(location.line()),
        column: count(location.column()),
    });
    Problem::error(place, Sentence::new("procedure-syntax").with("detail", one_line(&error.to_string())))
        .hint(Sentence::new("procedure-syntax-hint"))
}

/// A library's message without the parts that repeat the place or the text.
fn one_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().trim_end_matches('.').to_owned()
}

struct Reader<'text> {
    events: Parser<'text, granit_parser::StrInput<'text>>,
    anchors: Vec<(usize, Node)>,
}

impl<'text> Reader<'text> {
    fn document(&mut self) -> Result<Node, Problem> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => {
                    return Err(Problem::error(Place::START, Sentence::new("procedure-empty")));
                }
                (event, span) if event.is_node() => return self.node(event, span),
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'text>, Source), Problem> {
        match self.events.next_event() {
            None => Ok((Event::StreamEnd, Source::default())),
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(Problem::error(
                place_of(error.marker().line(), error.marker().col()),
                Sentence::new("procedure-syntax").with("detail", one_line(&error.info())),
            )),
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum is non-exhaustive; other events are no nodes"
    )]
    fn node(&mut self, event: Event<'text>, span: Source) -> Result<Node, Problem> {
        let place = place_of(span.start.line(), span.start.col());
        let anchor = event.anchor_id().unwrap_or(0);
        let kind = match event {
            Event::Scalar(text, style, ..) => Kind::Scalar(scalar(&text, style)),
            Event::SequenceStart(..) => self.list()?,
            Event::MappingStart(..) => self.map()?,
            Event::Alias(id) => {
                let known = self.anchors.iter().rev().find(|(known, _)| *known == id);
                return known.map(|(_, node)| node.clone()).ok_or_else(|| {
                    Problem::error(place, Sentence::new("procedure-syntax").with("detail", "unknown alias"))
                });
            }
            _ => Kind::Scalar(Value::Null),
        };
        let node = Node { place, kind };
        if anchor != 0 {
            self.anchors.push((anchor, node.clone()));
        }
        Ok(node)
    }

    fn list(&mut self) -> Result<Kind, Problem> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(Kind::List(items)),
                (event, span) if event.is_node() => items.push(self.node(event, span)?),
                _ => {}
            }
        }
    }

    fn map(&mut self) -> Result<Kind, Problem> {
        let mut pairs = Vec::new();
        let mut key: Option<Node> = None;
        loop {
            let (event, span) = match self.next()? {
                (Event::MappingEnd | Event::StreamEnd, _) => return Ok(Kind::Map(pairs)),
                (event, span) if event.is_node() => (event, span),
                _ => continue,
            };
            // A key is taken as it is written: `yes`, `1` and `no` are texts there.
            let written = event.scalar().map(|(text, _)| text.to_owned());
            let node = self.node(event, span)?;
            match key.take() {
                None => {
                    let name = Value::String(written.unwrap_or_default());
                    key = Some(Node { kind: Kind::Scalar(name), ..node });
                }
                Some(Node { place, kind: Kind::Scalar(Value::String(name)) }) => {
                    pairs.push(Pair { key: name, key_place: place, node });
                }
                Some(_) => {}
            }
        }
    }
}

fn place_of(line: usize, column_from_0: usize) -> Place {
    Place { line: line.max(1), column: column_from_0 + 1 }
}

/// YAML 1.2's core schema, without its octal and hexadecimal numbers, which would surprise in a procedure.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
    if numeric {
        if let Ok(number) = text.parse::<i64>() {
            return Value::Number(number.into());
        }
        if let Some(number) = text.parse::<f64>().ok().and_then(Number::from_f64) {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_place_and_aliases_are_replaced() {
        let node = Node::parse("a: &x {b: [1, yes]}\n# c\nd: *x\nno: \"1\"\n").expect("fine");
        assert_eq!(
            node.to_value(),
            serde_json::json!({"a": {"b": [1, "yes"]}, "d": {"b": [1, "yes"]}, "no": "1"})
        );
        let item = &node.get("a").expect("a").get("b").expect("b").items()[1];
        assert_eq!(item.place, Place { line: 1, column: 15 });
        assert_eq!(node.key_place("no"), Place { line: 4, column: 1 });
    }

    #[test]
    fn broken_or_dangerous_text_is_refused_with_a_place() {
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (before, c) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            let nine = vec![format!("*{before}"); 9].join(",");
            bomb.push_str(&[&format!("{c}: &{c} ["), nine.as_str(), "]\n"].concat());
        }
        for bad in ["a: [1", "a: 1\na: 2\n", "a:\n\t- b\n", "a: *x\n", "", "a: 1\n---\nb: 2\n", &bomb] {
            assert!(Node::parse(bad).is_err(), "{bad}");
        }
        let twice = Node::parse("a: 1\nb: 3\na: 2\n").expect_err("a duplicate");
        assert_eq!(twice.place.line, 3);
    }
}
