//! Reading and writing `metadata`, and the clock and random parts of names.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    time::SystemTime,
};

use serde_json::{Map, Value, json};

/// A field of `metadata` as text; empty when it is missing.
pub(crate) fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get("metadata").and_then(|meta| meta.get(key)).and_then(Value::as_str).unwrap_or_default()
}

/// A field of `metadata`.
pub(crate) fn field<'a>(object: &'a Value, key: &str) -> Option<&'a Value> {
    object.get("metadata")?.get(key)
}

/// Sets a field of `metadata`.
pub(crate) fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(metadata) = metadata(object) {
        metadata.insert(key.to_owned(), value);
    }
}

/// Sets a field of `metadata` to what it was, or removes it.
pub(crate) fn keep(object: &mut Value, key: &str, from: &Value) {
    match field(from, key) {
        Some(value) => set(object, key, value.clone()),
        None => remove(object, key),
    }
}

/// Removes a field of `metadata`.
pub(crate) fn remove(object: &mut Value, key: &str) {
    if let Some(metadata) = metadata(object) {
        metadata.shift_remove(key);
    }
}

/// The metadata, made when it is missing.
pub(crate) fn metadata(object: &mut Value) -> Option<&mut Map<String, Value>> {
    let map = object.as_object_mut()?;
    map.entry("metadata").or_insert_with(|| json!({})).as_object_mut()
}

/// The generation; 0 when there is none.
pub(crate) fn generation(object: &Value) -> i64 {
    field(object, "generation").and_then(Value::as_i64).unwrap_or_default()
}

/// The finalizers.
pub(crate) fn finalizers(object: &Value) -> Vec<String> {
    let list = field(object, "finalizers").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Deletion was asked for.
pub(crate) fn is_terminating(object: &Value) -> bool {
    field(object, "deletionTimestamp").is_some_and(|time| !time.is_null())
}

/// Now, to the second, as the server writes it.
pub(crate) fn now() -> String {
    after(0)
}

/// Some seconds from now.
pub(crate) fn after(seconds: i64) -> String {
    let now = jiff::Timestamp::now();
    let then = now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now);
    then.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A random number; good enough for names and ids, not for secrets.
pub(crate) fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    hasher.write_u128(since.as_nanos());
    hasher.finish()
}

/// A random UUID, version 4.
pub(crate) fn uid() -> String {
    let (high, low) = (random(), random());
    let (first, second, third) = (high >> 32, (high >> 16) & 0xffff, high & 0xfff);
    let (variant, node) = ((low >> 48) & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-4{third:03x}-{variant:04x}-{node:012x}")
}

/// The random end of a generated name: letters and digits that spell no words.
pub(crate) fn suffix(length: usize) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut number = random();
    (0..length)
        .map(|_| {
            let index = usize::try_from(number % 27).unwrap_or_default();
            number /= 27;
            LETTERS.get(index).map_or('x', |letter| char::from(*letter))
        })
        .collect()
}
