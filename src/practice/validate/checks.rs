//! Small checks that many kinds share.

use serde_json::{Value, json};

use crate::practice::{names, refusal::Cause, selectors};

/// What a text of this pointer says; empty when it is none.
pub(super) fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The elements of a list with their place.
pub(super) fn items<'a>(object: &'a Value, pointer: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    object.pointer(pointer).and_then(Value::as_array).into_iter().flatten().enumerate()
}

/// A number that may be missing must not be below `least`.
pub(super) fn at_least(out: &mut Vec<Cause>, field: &str, value: Option<&Value>, least: i64) {
    if let Some(number) = value.and_then(Value::as_i64).filter(|number| *number < least) {
        let why = match least {
            1 => "must be greater than 0".to_owned(),
            _ => format!("must be greater than or equal to {least}"),
        };
        out.push(Cause::invalid(field, &json!(number), &why));
    }
}

/// A text that may be missing must be one of these.
pub(super) fn one_of(out: &mut Vec<Cause>, field: &str, value: Option<&Value>, allowed: &[&str]) {
    if let Some(said) =
        value.and_then(Value::as_str).filter(|said| !said.is_empty() && !allowed.contains(said))
    {
        out.push(Cause::unsupported(field, &json!(said), allowed));
    }
}

/// A text must be there.
pub(super) fn required(out: &mut Vec<Cause>, field: &str, said: &str) {
    if said.is_empty() {
        out.push(Cause::required(field, ""));
    }
}

/// A name must have the form that `form` checks.
pub(super) fn named(out: &mut Vec<Cause>, field: &str, said: &str, form: fn(&str) -> Vec<String>) {
    out.extend(form(said).iter().map(|why| Cause::invalid(field, &json!(said), why)));
}

/// A port number.
pub(super) fn port(out: &mut Vec<Cause>, field: &str, number: i64) {
    if !(1..=65535).contains(&number) {
        out.push(Cause::invalid(field, &json!(number), "must be between 1 and 65535, inclusive"));
    }
}

/// A port by number or name.
pub(super) fn port_or_name(out: &mut Vec<Cause>, field: &str, value: &Value) {
    match value.as_str() {
        Some(name) => named(out, field, name, names::port_name),
        None => port(out, field, value.as_i64().unwrap_or_default()),
    }
}

/// A number, or a percentage that is at most a hundred where `bounded`.
pub(super) fn count_or_percent(out: &mut Vec<Cause>, field: &str, value: &Value, bounded: bool) {
    let Value::String(said) = value else { return at_least(out, field, Some(value), 0) };
    let figure = said
        .strip_suffix('%')
        .filter(|figure| !figure.is_empty() && figure.bytes().all(|b| b.is_ascii_digit()));
    match figure {
        None => {
            let why = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or \
                       '93%', regex used for validation is '[0-9]+%')";
            out.push(Cause::invalid(field, value, why));
        }
        Some(figure) if bounded && figure.parse::<u32>().is_ok_and(|figure| figure > 100) => {
            out.push(Cause::invalid(field, value, "must not be greater than 100%"));
        }
        Some(_) => {}
    }
}

/// A label selector.
pub(super) fn selector(out: &mut Vec<Cause>, field: &str, selector: &Value) {
    out.extend(super::metadata::labels(&format!("{field}.matchLabels"), selector.get("matchLabels")));
    for (index, expression) in items(selector, "/matchExpressions") {
        let at = |key: &str| format!("{field}.matchExpressions[{index}].{key}");
        let empty = items(expression, "/values").next().is_none();
        let operator = text(expression, "/operator");
        match operator {
            "In" | "NotIn" if empty => {
                out.push(Cause::required(
                    at("values"),
                    "must be specified when `operator` is 'In' or 'NotIn'",
                ));
            }
            "Exists" | "DoesNotExist" if !empty => {
                let why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                out.push(Cause::forbidden(at("values"), why));
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => out.push(Cause::invalid(at("operator"), &json!(other), "not a valid selector operator")),
        }
        named(out, &at("key"), text(expression, "/key"), names::qualified_name);
    }
}

/// A workload's selector must be there, not empty, and match its template's labels.
pub(super) fn selects_template(out: &mut Vec<Cause>, object: &Value, empty: Option<&str>) {
    let labels = object.pointer("/spec/template/metadata/labels");
    let found = object.pointer("/spec/selector").filter(|selector| !selector.is_null());
    match found {
        None => out.push(Cause::required("spec.selector", "")),
        Some(chosen) => {
            let before = out.len();
            selector(out, "spec.selector", chosen);
            if out.len() > before {
                out.push(Cause::invalid("spec.selector", chosen, "invalid label selector"));
                return;
            }
            if selectors::text(chosen).is_empty() {
                if let Some(why) = empty {
                    out.push(Cause::invalid("spec.selector", chosen, why));
                }
                return;
            }
        }
    }
    if !found.is_some_and(|chosen| selectors::matches(chosen, labels)) {
        let shown = labels.cloned().unwrap_or_default();
        let why = "`selector` does not match template `labels`";
        out.push(Cause::invalid("spec.template.metadata.labels", &shown, why));
    }
}
