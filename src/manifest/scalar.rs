//! What it is for: what kubectl's YAML reader (`sigs.k8s.io/yaml`, go-yaml v2) takes a plain scalar for.
//! In: the text of a plain scalar. Out: null, boolean, number or text. Never: a reading of its own where kubectl has one.

use serde_json::{Number, Value};

/// The value of a plain (unquoted) scalar. `None` for infinity and not-a-number, which JSON cannot hold.
pub(super) fn plain(text: &str) -> Option<Value> {
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf"
        | "-.Inf" | "-.INF" => return None,
        _ => number(text).unwrap_or_else(|| Value::String(text.to_owned())),
    };
    Some(value)
}

/// Whether any common reader (YAML 1.1 or 1.2) takes the plain text for something other than itself as text.
pub(super) fn reads_as_other_than_text(text: &str) -> bool {
    !matches!(plain(text), Some(Value::String(_)))
        || text == "<<"
        || text == "="
        || looks_like_date_or_base_60(text)
        || text.replace('_', "").parse::<f64>().is_ok()
}

fn looks_like_date_or_base_60(text: &str) -> bool {
    let first = text.strip_prefix(['+', '-']).unwrap_or(text);
    first.starts_with(|c: char| c.is_ascii_digit())
        && text.contains([':', '-'])
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '-' | '+' | '.' | 'T' | 'Z' | '_' | ' '))
}

/// A number as JSON: whole floats become integers, as they do on the way through kubectl's JSON.
pub(super) fn float(value: f64) -> Option<Value> {
    const WHOLE: f64 = 9.0e18;
    if value.fract() == 0.0 && value.abs() < WHOLE {
        #[expect(clippy::cast_possible_truncation, reason = "whole and inside i64, checked above")]
        let whole = value as i64;
        return Some(Value::Number(whole.into()));
    }
    Number::from_f64(value).map(Value::Number)
}

fn number(text: &str) -> Option<Value> {
    match text.as_bytes().first()? {
        b'.' => float_text(text),
        b'+' | b'-' | b'0'..=b'9' => {
            let plain = text.replace('_', "");
            integer(&plain).or_else(|| float_text(&plain))
        }
        _ => None,
    }
}

/// Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`.
fn integer(text: &str) -> Option<Value> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", text.get(1..)?),
        b'+' => ("", text.get(1..)?),
        _ => ("", text),
    };
    let (base, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        Some(two) if two.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) {
        return None;
    }
    if let Ok(value) = i64::from_str_radix(&format!("{sign}{digits}"), base) {
        return Some(Value::Number(value.into()));
    }
    let unsigned = text.starts_with(|c: char| c.is_ascii_digit());
    #[expect(clippy::cast_precision_loss, reason = "kubectl loses it too: above int64 it holds a float64")]
    let large = u64::from_str_radix(digits, base).ok().filter(|_| unsigned).map(|value| value as f64);
    float(large?)
}

/// go-yaml's float shape: sign, digits with at most one dot, exponent.
fn float_text(text: &str) -> Option<Value> {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (body.get(..at)?, Some(body.get(at + 1..)?)),
        None => (body, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mantissa_fine = match mantissa.split_once('.') {
        Some(("", after)) => digits(after),
        Some((before, after)) => digits(before) && (after.is_empty() || digits(after)),
        None => digits(mantissa),
    };
    let exponent_fine = exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)));
    if !mantissa_fine || !exponent_fine {
        return None;
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite()).and_then(float)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Each row was given to `sigs.k8s.io/yaml` v1.6.0 (`YAMLToJSON`), which kubectl uses.
    #[test]
    fn mistake_5_plain_scalars_read_as_kubectl_reads_them() {
        for (text, wanted) in [
            ("0644", json!(420)),
            ("0o644", json!(420)),
            ("-0644", json!(-420)),
            ("089", json!(89)),
            ("0x1F", json!(31)),
            ("0b11", json!(3)),
            ("1_000", json!(1000)),
            ("+5", json!(5)),
            ("0", json!(0)),
            ("1.0", json!(1)),
            ("1.50", json!(1.5)),
            ("1.", json!(1)),
            (".5", json!(0.5)),
            ("1e3", json!(1000)),
            ("1e999", json!("1e999")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_f64)),
            ("yes", json!(true)),
            ("on", json!(true)),
            ("No", json!(false)),
            ("y", json!(true)),
            ("yEs", json!("yEs")),
            ("~", json!(null)),
            ("22:30", json!("22:30")),
            ("2023-08-06", json!("2023-08-06")),
            ("1.4.2", json!("1.4.2")),
            ("_1", json!("_1")),
            ("0x", json!("0x")),
            ("1e", json!("1e")),
            ("12e03b", json!("12e03b")),
            ("${{REPLICAS}}", json!("${{REPLICAS}}")),
            ("1:20", json!("1:20")),
            ("0_7", json!(7)),
            ("1e-3", json!(0.001)),
            ("1e21", json!(1e21)),
            ("+.5", json!(0.5)),
            ("-_1", json!(-1)),
            ("08.5", json!(8.5)),
            ("0o8", json!("0o8")),
            ("0x_1f", json!(31)),
            ("=", json!("=")),
            ("nULL", json!("nULL")),
            ("+0x10", json!(16)),
            ("0O17", json!(15)),
            ("00", json!(0)),
            (".e3", json!(".e3")),
            ("2001-12-14t21:59:43.10-05:00", json!("2001-12-14t21:59:43.10-05:00")),
        ] {
            assert_eq!(plain(text), Some(wanted), "{text}");
        }
        assert_eq!(plain(".inf"), None);
    }

    #[test]
    fn texts_that_some_reader_takes_for_another_type_are_known() {
        for text in
            ["1.10", "true", "yes", "null", "", "22:30", "2023-08-06", "1e3", "0o17", "1_000", "<<", "inf"]
        {
            assert!(reads_as_other_than_text(text), "{text}");
        }
        for text in ["1.4.2", "web", "registry.example/shop:1.4.2", "a-b", "10Gi"] {
            assert!(!reads_as_other_than_text(text), "{text}");
        }
    }
}
