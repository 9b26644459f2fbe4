//! What it is for: reading one part of the tree into its mirror type, with the place of whatever does not fit.
//! In: a node. Out: the value, or problems; every unknown key of the part is named, not only the first.
//! Never: a conversion (a number is not taken for a text: `1.10` would silently become `1.1`).

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer as _, Visitor};
use serde_json::Value;

use super::{
    node::{Kind, Node, Pair, Place},
    problem::Problem,
};
use crate::words::Sentence;

/// Reads a node; on failure every problem found is added and `None` comes back.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, problems: &mut Vec<Problem>) -> Option<T> {
    let mut node = node.clone();
    let mut clean = true;
    loop {
        match T::deserialize(&node) {
            Ok(value) => return clean.then_some(value),
            Err(error) => {
                clean = false;
                let place = error.place.unwrap_or(node.place);
                let unknown = matches!(error.what, What::UnknownKey { .. });
                problems.push(error.problem(place));
                if !(unknown && remove_key(&mut node, place)) {
                    return None;
                }
            }
        }
    }
}

fn remove_key(node: &mut Node, place: Place) -> bool {
    match &mut node.kind {
        Kind::Scalar(_) => false,
        Kind::List(items) => items.iter_mut().any(|item| remove_key(item, place)),
        Kind::Map(pairs) => {
            let before = pairs.len();
            pairs.retain(|pair| pair.key_place != place);
            before != pairs.len() || pairs.iter_mut().any(|pair| remove_key(&mut pair.node, place))
        }
    }
}

/// What did not fit, and where.
#[derive(Debug)]
pub(super) struct Misfit {
    place: Option<Place>,
    what: What,
}

#[derive(Debug)]
enum What {
    UnknownKey { key: String, known: &'static [&'static str] },
    UnknownWord { word: String, known: &'static [&'static str] },
    Missing { key: &'static str },
    Type { found: String, wanted: String },
    Other(String),
}

impl Misfit {
    fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert(place);
        self
    }

    fn problem(self, place: Place) -> Problem {
        let named = |key: &str| Sentence::new(key);
        match self.what {
            What::UnknownKey { key, known } => {
                let problem = Problem::error(place, named("procedure-key-unknown").with("key", &*key));
                problem.hint(key_hint(&key, known))
            }
            What::UnknownWord { word, known } => {
                Problem::error(place, named("procedure-word-unknown").with("word", &*word))
                    .hint(key_hint(&word, known))
            }
            What::Missing { key } => Problem::error(place, named("procedure-key-missing").with("key", key)),
            What::Type { found, wanted } => {
                let quotes =
                    wanted.contains("string") && !found.starts_with("map") && !found.starts_with("seq");
                let problem = Problem::error(
                    place,
                    named("procedure-type").with("found", plain(&found)).with("wanted", plain(&wanted)),
                );
                if quotes { problem.hint(named("procedure-type-quotes")) } else { problem }
            }
            What::Other(detail) => Problem::error(place, named("procedure-value").with("detail", detail)),
        }
    }
}

fn key_hint(key: &str, known: &'static [&'static str]) -> Sentence {
    match nearest(key, known) {
        Some(near) => Sentence::new("procedure-hint-near").with("near", near),
        None if known.is_empty() => Sentence::new("procedure-hint-none"),
        None => Sentence::new("procedure-hint-known").with("known", known.join(", ")),
    }
}

/// The known word that a typing error would turn into this one.
pub(super) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = 1 + word.chars().count() / 4;
    let close = known.iter().map(|near| (distance(&word.to_lowercase(), &near.to_lowercase()), *near));
    close.filter(|(steps, _)| *steps <= limit).min_by_key(|(steps, _)| *steps).map(|(_, near)| near)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let above = |at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let left = next.last().copied().unwrap_or(usize::MAX - 1);
            next.push((above(j) + usize::from(from != *to)).min(above(j + 1) + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// serde's words for types, as an author of YAML says them.
fn plain(serde_words: &str) -> String {
    serde_words
        .replace("invalid type: ", "")
        .replace("floating point", "the number")
        .replace("integer", "the number")
        .replace("boolean", "the truth value")
        .replace("string \"", "the text \"")
        .replace("a string", "a text")
        .replace("unit value", "nothing")
        .replace("a borrowed ", "a ")
        .replace("sequence", "list")
        .replace("struct ", "keys of ")
        .replace("u16", "a whole number up to 65535")
        .replace("u32", "a whole number from 0")
        .replace("null", "nothing")
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::UnknownKey { key, .. } => write!(f, "unknown key `{key}`"),
            What::UnknownWord { word, .. } => write!(f, "unknown word `{word}`"),
            What::Missing { key } => write!(f, "`{key}` is missing"),
            What::Type { found, wanted } => write!(f, "{found}, expected {wanted}"),
            What::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self { place: None, what: What::Other(text.to_string()) }
    }
    fn invalid_type(found: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        Self { place: None, what: What::Type { found: found.to_string(), wanted: wanted.to_string() } }
    }
    fn invalid_value(found: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        Self { place: None, what: What::Type { found: found.to_string(), wanted: wanted.to_string() } }
    }
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self { place: None, what: What::UnknownKey { key: field.to_owned(), known: expected } }
    }
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self { place: None, what: What::UnknownWord { word: variant.to_owned(), known: expected } }
    }
    fn missing_field(field: &'static str) -> Self {
        Self { place: None, what: What::Missing { key: field } }
    }
}

impl<'de> de::Deserializer<'de> for &'de Node {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let result = match &self.kind {
            Kind::Scalar(Value::Null) => visitor.visit_unit(),
            Kind::Scalar(Value::Bool(value)) => visitor.visit_bool(*value),
            Kind::Scalar(Value::Number(number)) => {
                match (number.as_u64(), number.as_i64(), number.as_f64()) {
                    (Some(number), ..) => visitor.visit_u64(number),
                    (None, Some(number), _) => visitor.visit_i64(number),
                    (None, None, number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
                }
            }
            Kind::Scalar(Value::String(text)) => visitor.visit_borrowed_str(text),
            // A whole-value placeholder may stand for a list or a map (never in a file: only after substitution).
            Kind::Scalar(other) => visitor.visit_string(other.to_string()),
            Kind::List(items) => visitor.visit_seq(Items(items.iter())),
            Kind::Map(pairs) => visitor.visit_map(Pairs { rest: pairs.iter(), value: None }),
        };
        result.map_err(|error| error.at(self.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.kind {
            Kind::Scalar(Value::Null) => visitor.visit_none(),
            Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self).map_err(|error: Misfit| error.at(self.place))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let result = match &self.kind {
            Kind::Scalar(Value::String(word)) => visitor.visit_enum(word.as_str().into_deserializer()),
            Kind::Map(pairs) if pairs.len() == 1 => match pairs.first() {
                Some(pair) => visitor.visit_enum(Variant(pair)),
                None => Err(de::Error::custom("is empty")),
            },
            Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => {
                return self.deserialize_any(visitor);
            }
        };
        result.map_err(|error: Misfit| error.at(self.place))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Misfit;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Pairs<'de> {
    rest: std::slice::Iter<'de, Pair>,
    value: Option<&'de Node>,
}

impl<'de> de::MapAccess<'de> for Pairs<'de> {
    type Error = Misfit;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some(pair) = self.rest.next() else { return Ok(None) };
        self.value = Some(&pair.node);
        let key: de::value::BorrowedStrDeserializer<'de, Misfit> =
            de::value::BorrowedStrDeserializer::new(&pair.key);
        seed.deserialize(key).map(Some).map_err(|error| error.at(pair.key_place))
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        match self.value.take() {
            Some(node) => seed.deserialize(node),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

struct Variant<'de>(&'de Pair);

impl<'de> de::EnumAccess<'de> for Variant<'de> {
    type Error = Misfit;
    type Variant = &'de Node;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, &'de Node), Misfit> {
        let key: de::value::BorrowedStrDeserializer<'de, Misfit> =
            de::value::BorrowedStrDeserializer::new(&self.0.key);
        let variant = seed.deserialize(key).map_err(|error| error.at(self.0.key_place))?;
        Ok((variant, &self.0.node))
    }
}

impl<'de> de::VariantAccess<'de> for &'de Node {
    type Error = Misfit;
    fn unit_variant(self) -> Result<(), Misfit> {
        Err(Misfit::at(de::Error::custom("takes no value"), self.place))
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(self).map_err(|error| error.at(self.place))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Misfit> {
        de::Deserializer::deserialize_any(self, visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        de::Deserializer::deserialize_any(self, visitor)
    }
}
