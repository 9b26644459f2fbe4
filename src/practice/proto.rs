//! Reading Kubernetes' protobuf: kubectl sends what it builds itself (a new Job, an access review) in this form.
//!
//! In: the bytes of a body, and the field numbers that the schema took from the Go types. Out: the same object as JSON.

use serde_json::{Map, Value, json};

use super::{
    base64, kinds,
    schema::{Field, Shape, Struct, schema},
};

/// What every body begins with.
const MAGIC: &[u8] = b"k8s\0";
/// Deepest nesting that is read.
const DEPTH: usize = 64;

/// One field of a message.
#[derive(Debug, Clone, Copy)]
enum Wire<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// Reads a body; `None` when it is none, or of a kind that is not served.
pub(crate) fn read(body: &[u8]) -> Option<Value> {
    let envelope = fields(body.strip_prefix(MAGIC)?)?;
    let bytes = |list: &[(u32, Wire<'_>)], number: u32| -> Option<Vec<u8>> {
        list.iter().find_map(|(found, wire)| match wire {
            Wire::Bytes(bytes) if *found == number => Some(bytes.to_vec()),
            Wire::Bytes(_) | Wire::Number(_) => None,
        })
    };
    let types = bytes(&envelope, 1)?;
    let types = fields(&types)?;
    let text = |number| Some(String::from_utf8_lossy(&bytes(&types, number)?).into_owned());
    let (version, kind) = (text(1)?, text(2)?);
    let of = match kind.as_str() {
        "DeleteOptions" => schema().find("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"),
        "Scale" => schema().find("io.k8s.api.autoscaling.v1.Scale"),
        "Eviction" => schema().find("io.k8s.api.policy.v1.Eviction"),
        _ => kinds::of_object(&version, &kind).and_then(kinds::Kind::fields),
    }?;
    let mut value = message(of, &bytes(&envelope, 2).unwrap_or_default(), 0)?;
    if let Some(map) = value.as_object_mut() {
        map.insert("apiVersion".to_owned(), json!(version));
        map.insert("kind".to_owned(), json!(kind));
    }
    Some(value)
}

/// Splits a message into its fields.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u32, Wire<'_>)>> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let (key, rest) = varint(bytes)?;
        let number = u32::try_from(key >> 3).ok()?;
        let (wire, rest) = match key & 7 {
            0 => {
                let (value, rest) = varint(rest)?;
                (Wire::Number(value), rest)
            }
            1 => {
                let (fixed, rest) = rest.split_first_chunk::<8>()?;
                (Wire::Number(u64::from_le_bytes(*fixed)), rest)
            }
            2 => {
                let (length, rest) = varint(rest)?;
                let (inside, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                (Wire::Bytes(inside), rest)
            }
            5 => {
                let (fixed, rest) = rest.split_first_chunk::<4>()?;
                (Wire::Number(u64::from(u32::from_le_bytes(*fixed))), rest)
            }
            _ => return None,
        };
        out.push((number, wire));
        bytes = rest;
    }
    Some(out)
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * u32::try_from(index).ok()?);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

/// Reads a message of this type.
fn message(of: &Struct, bytes: &[u8], depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    let mut out = Map::new();
    members(of, &[], bytes, depth, &mut out)?;
    Some(Value::Object(out))
}

/// Reads the fields whose numbers begin with `prefix`: Go's embedded structs are messages inside the message.
fn members(
    of: &Struct,
    prefix: &[u32],
    bytes: &[u8],
    depth: usize,
    out: &mut Map<String, Value>,
) -> Option<()> {
    for (number, wire) in fields(bytes)? {
        let mut path = prefix.to_vec();
        path.push(number);
        let known = of.fields.iter().find(|(_, field)| field.number == path);
        if let Some((name, field)) = known {
            add(name, field, wire, depth, out)?;
        } else if let Wire::Bytes(inside) = wire
            && of.fields.values().any(|field| field.number.starts_with(&path))
            && path.len() < DEPTH
        {
            members(of, &path, inside, depth, out)?;
        }
    }
    Some(())
}

fn add(name: &str, field: &Field, wire: Wire<'_>, depth: usize, out: &mut Map<String, Value>) -> Option<()> {
    if let Shape::List(list) = &field.shape {
        let item = value(&list.item, wire, depth)?;
        out.entry(name).or_insert_with(|| json!([])).as_array_mut()?.push(item);
    } else if let Shape::Map { item, .. } = &field.shape {
        let Wire::Bytes(entry) = wire else { return None };
        let (mut key, mut found) = (String::new(), None);
        for (number, wire) in fields(entry)? {
            match (number, wire) {
                (1, Wire::Bytes(text)) => key = String::from_utf8_lossy(text).into_owned(),
                (2, wire) => found = Some(value(item, wire, depth)?),
                _ => {}
            }
        }
        let map = out.entry(name).or_insert_with(|| json!({})).as_object_mut()?;
        map.insert(key, found.unwrap_or_else(|| json!("")));
    } else {
        out.insert(name.to_owned(), value(&field.shape, wire, depth)?);
    }
    Some(())
}

fn value(shape: &Shape, wire: Wire<'_>, depth: usize) -> Option<Value> {
    match (shape, wire) {
        (Shape::Text, Wire::Bytes(bytes)) => Some(json!(String::from_utf8_lossy(bytes))),
        (Shape::Bytes, Wire::Bytes(bytes)) => Some(json!(base64::encode(bytes))),
        (Shape::Boolean, Wire::Number(number)) => Some(json!(number != 0)),
        (Shape::Int32 | Shape::Int64, Wire::Number(number)) => Some(json!(number.cast_signed())),
        (Shape::Number, Wire::Number(number)) => Some(json!(f64::from_bits(number))),
        (Shape::Object(_), Wire::Bytes(bytes)) => message(shape.fields()?, bytes, depth + 1),
        (Shape::List(list), Wire::Bytes(bytes)) => {
            // A named list is a message of its own.
            let items = fields(bytes)?.into_iter().map(|(_, wire)| value(&list.item, wire, depth + 1));
            items.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        (Shape::Quantity, Wire::Bytes(bytes)) => {
            let text = fields(bytes)?.into_iter().find_map(|(_, wire)| value(&Shape::Text, wire, depth));
            Some(text.unwrap_or_else(|| json!("0")))
        }
        (Shape::Time | Shape::MicroTime, Wire::Bytes(bytes)) => time(bytes),
        (Shape::IntOrString, Wire::Bytes(bytes)) => int_or_string(bytes),
        (Shape::Free, Wire::Bytes(bytes)) => {
            let inside = fields(bytes)?.into_iter().find_map(|(_, wire)| match wire {
                Wire::Bytes(json) => serde_json::from_slice(json).ok(),
                Wire::Number(_) => None,
            });
            Some(inside.unwrap_or_default())
        }
        (Shape::Duration | Shape::Map { .. }, _) | (_, Wire::Number(_) | Wire::Bytes(_)) => None,
    }
}

fn time(bytes: &[u8]) -> Option<Value> {
    let (mut seconds, mut nanos) = (0, 0);
    for (number, wire) in fields(bytes)? {
        match (number, wire) {
            (1, Wire::Number(value)) => seconds = value.cast_signed(),
            (2, Wire::Number(value)) => nanos = i32::try_from(value.cast_signed()).ok()?,
            _ => {}
        }
    }
    let read = jiff::Timestamp::new(seconds, nanos).ok()?;
    Some(if seconds == 0 && nanos == 0 { Value::Null } else { json!(read.to_string()) })
}

fn int_or_string(bytes: &[u8]) -> Option<Value> {
    let (mut is_text, mut number, mut text) = (false, 0, String::new());
    for (field, wire) in fields(bytes)? {
        match (field, wire) {
            (1, Wire::Number(value)) => is_text = value == 1,
            (2, Wire::Number(value)) => number = value.cast_signed(),
            (3, Wire::Bytes(bytes)) => text = String::from_utf8_lossy(bytes).into_owned(),
            _ => {}
        }
    }
    Some(if is_text { json!(text) } else { json!(number) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_message_are_refused() {
        for bytes in [&b""[..], b"k8s\0", b"k8s\0\xff\xff\xff", b"{}", b"k8s\0\x0a\x7f"] {
            assert_eq!(read(bytes), None);
        }
    }

    #[test]
    fn a_config_map_is_read() {
        // Unknown{typeMeta{v1, ConfigMap}, raw{metadata{name: a}, data{k: v}}}
        let raw = b"\x0a\x03\x0a\x01a\x12\x06\x0a\x01k\x12\x01v";
        let mut body = b"k8s\0\x0a\x0f\x0a\x02v1\x12\x09ConfigMap\x12".to_vec();
        body.push(u8::try_from(raw.len()).expect("short"));
        body.extend_from_slice(raw);
        let wanted =
            json!({"metadata": {"name": "a"}, "data": {"k": "v"}, "apiVersion": "v1", "kind": "ConfigMap"});
        assert_eq!(read(&body), Some(wanted));
    }
}
