//! From JSON to the server's own types and back: what a write means after the server has read it.
//!
//! In: any JSON. Out: the object as the real server would write it back: unknown fields and empty optional ones gone, fields
//! that are always written filled in, quantities and times in their canonical spelling; or Go's words for what is wrong.

use serde_json::{Map, Value, json};

use super::{
    quantity,
    schema::{Field, LeftOut, List, Shape, Struct},
};

/// A value that was read.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    pub(crate) value: Value,
    /// Paths of the fields that the type does not have.
    pub(crate) unknown: Vec<String>,
}

/// Reads an object of this type.
///
/// # Errors
/// With Go's words when a value is of the wrong type.
pub(crate) fn object(of: &Struct, value: &Value) -> Result<Decoded, String> {
    let mut reader = Reader::default();
    let Some(map) = value.as_object() else {
        let (found, wanted) = (json_name(value), go_struct(&of.name));
        return Err(format!("json: cannot unmarshal {found} into Go value of type {wanted}"));
    };
    let value = reader.fields(of, map)?;
    Ok(Decoded { value, unknown: reader.unknown })
}

#[derive(Default)]
struct Reader {
    unknown: Vec<String>,
    /// Field names without indices, as Go's errors name the place.
    names: Vec<String>,
    /// Path with indices, as strict errors name the place.
    path: String,
    holder: String,
}

impl Reader {
    fn fields(&mut self, of: &Struct, map: &Map<String, Value>) -> Result<Value, String> {
        let mut out = Map::new();
        for (name, value) in map {
            let Some(field) = of.fields.get(name) else {
                self.unknown.push(joined(&self.path, name));
                continue;
            };
            if value.is_null() {
                continue;
            }
            let (holder, path) = (self.holder.clone(), self.path.clone());
            of.short_name().clone_into(&mut self.holder);
            self.path = joined(&path, name);
            self.names.push(name.clone());
            let read = self.value(&field.shape, value)?;
            self.names.pop();
            (self.holder, self.path) = (holder, path);
            let empty = if field.pointer { false } else { is_zero(&field.shape, &read) };
            if !empty || stays(field) {
                let none = empty && matches!(field.shape, Shape::List(_) | Shape::Map { .. });
                out.insert(name.clone(), if none { Value::Null } else { read });
            }
        }
        for (name, field) in &of.fields {
            if out.contains_key(name) || (field.pointer && field.left_out != LeftOut::Never) {
                continue;
            }
            if field.pointer {
                out.insert(name.clone(), Value::Null);
            } else if stays(field) {
                out.insert(name.clone(), zero(&field.shape));
            }
        }
        Ok(Value::Object(out))
    }

    fn value(&mut self, shape: &Shape, value: &Value) -> Result<Value, String> {
        match (shape, value) {
            (Shape::Free, other) => Ok(other.clone()),
            (Shape::Object(_), Value::Object(map)) => match shape.fields() {
                Some(of) => self.fields(of, map),
                None => Ok(value.clone()),
            },
            (Shape::Map { item, .. }, Value::Object(map)) => self.map(item, map),
            (Shape::List(list), Value::Array(items)) => self.list(list, items),
            (Shape::Text | Shape::Duration, Value::String(_))
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::IntOrString, Value::String(_) | Value::Number(_)) => Ok(value.clone()),
            (Shape::Bytes, Value::String(text)) => bytes(text),
            (Shape::Int32 | Shape::Int64, Value::Number(number)) => self.integer(shape, number),
            (Shape::Quantity, Value::String(_) | Value::Number(_)) => quantity_of(value),
            (Shape::Time | Shape::MicroTime, Value::String(text)) => time(shape, text),
            _ => Err(self.mismatch(shape, json_name(value))),
        }
    }

    fn map(&mut self, item: &Shape, map: &Map<String, Value>) -> Result<Value, String> {
        let mut out = Map::new();
        for (key, value) in map {
            let path = self.path.clone();
            self.path = joined(&path, key);
            let read = if value.is_null() { zero(item) } else { self.value(item, value)? };
            self.path = path;
            out.insert(key.clone(), read);
        }
        Ok(Value::Object(out))
    }

    fn list(&mut self, list: &List, items: &[Value]) -> Result<Value, String> {
        let mut out = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = self.path.clone();
            self.path = format!("{path}[{index}]");
            let read = if item.is_null() { zero(&list.item) } else { self.value(&list.item, item)? };
            self.path = path;
            out.push(read);
        }
        Ok(Value::Array(out))
    }

    fn integer(&self, shape: &Shape, number: &serde_json::Number) -> Result<Value, String> {
        let read =
            number.as_i64().filter(|read| matches!(shape, Shape::Int64) || i32::try_from(*read).is_ok());
        read.map(Value::from).ok_or_else(|| self.mismatch(shape, &format!("number {number}")))
    }

    fn mismatch(&self, shape: &Shape, found: &str) -> String {
        let place = format!("{}.{}", self.holder, self.names.join("."));
        format!("json: cannot unmarshal {found} into Go struct field {place} of type {}", go_type(shape))
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Written although it is empty.
fn stays(field: &Field) -> bool {
    let empty = field.left_out == LeftOut::Empty;
    field.left_out == LeftOut::Never
        || empty
            && matches!(
                field.shape,
                Shape::Object(_)
                    | Shape::Time
                    | Shape::MicroTime
                    | Shape::Duration
                    | Shape::Quantity
                    | Shape::IntOrString
            )
}

fn is_zero(shape: &Shape, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(on) => !on,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty() && !matches!(shape, Shape::Free),
    }
}

/// What Go writes for the zero value.
fn zero(shape: &Shape) -> Value {
    match shape {
        Shape::Object(_) => match shape.fields() {
            Some(of) => Reader::default().fields(of, &Map::new()).unwrap_or_default(),
            None => json!({}),
        },
        Shape::Text => json!(""),
        Shape::Duration => json!("0s"),
        Shape::Quantity => json!("0"),
        Shape::Int32 | Shape::Int64 | Shape::Number | Shape::IntOrString => json!(0),
        Shape::Boolean => json!(false),
        Shape::Map { .. } | Shape::List(_) | Shape::Bytes | Shape::Time | Shape::MicroTime | Shape::Free => {
            Value::Null
        }
    }
}

fn quantity_of(value: &Value) -> Result<Value, String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    quantity::parse(&text).map(|read| json!(read.canonical())).ok_or_else(|| {
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            .to_owned()
    })
}

fn time(shape: &Shape, text: &str) -> Result<Value, String> {
    if matches!(shape, Shape::MicroTime)
        && let Some((before, rest)) = text.find(['Z', '+']).and_then(|at| text.split_at_checked(at))
        && !before.contains('.')
    {
        return Err(format!(
            "parsing time \"{text}\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"{rest}\" as \".000000\""
        ));
    }
    let read: jiff::Timestamp = text.parse().map_err(|_unread: jiff::Error| {
        format!(
            "parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\""
        )
    })?;
    let form =
        if matches!(shape, Shape::MicroTime) { "%Y-%m-%dT%H:%M:%S.%6fZ" } else { "%Y-%m-%dT%H:%M:%SZ" };
    Ok(json!(read.strftime(form).to_string()))
}

/// Checks base64 and gives it back unchanged.
fn bytes(text: &str) -> Result<Value, String> {
    let body = text.trim_end_matches('=');
    let bad = body.bytes().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/'));
    match bad {
        Some(at) => Err(format!("illegal base64 data at input byte {at}")),
        None if !text.len().is_multiple_of(4) || text.len() - body.len() > 2 => {
            Err(format!("illegal base64 data at input byte {}", text.len() / 4 * 4))
        }
        None => Ok(json!(text)),
    }
}

pub(crate) fn json_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn go_type(shape: &Shape) -> String {
    match shape {
        Shape::Object(name) => go_struct(name),
        Shape::Map { item, .. } => format!("map[string]{}", go_type(item)),
        Shape::List(list) => format!("[]{}", go_type(&list.item)),
        Shape::Text | Shape::Time | Shape::MicroTime | Shape::Duration => "string".to_owned(),
        Shape::Bytes => "[]uint8".to_owned(),
        Shape::Int32 => "int32".to_owned(),
        Shape::Int64 => "int64".to_owned(),
        Shape::Number => "float64".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Quantity => "resource.Quantity".to_owned(),
        Shape::IntOrString => "intstr.IntOrString".to_owned(),
        Shape::Free => "runtime.RawExtension".to_owned(),
    }
}

/// `io.k8s.api.core.v1.Container` → `v1.Container`.
fn go_struct(name: &str) -> String {
    let mut parts = name.rsplit('.');
    let last = parts.next().unwrap_or_default();
    let package = parts.next().unwrap_or_default();
    format!("{package}.{last}")
}
