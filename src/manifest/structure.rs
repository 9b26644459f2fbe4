//! What it is for: adding and removing whole lines of a block mapping or block list.
//! In: the text and nodes of it. Out: one splice of whole lines. Never: a line touched that does not belong to the entry.

use granit_parser::ScalarStyle;
use serde_json::Value;

use super::edit::Refusal;
use super::splice::{self, Splice};
use super::tree::{Kind, Node, after_colon};

/// How nested lines of this document are indented.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Columns from a key to the dashes of its list.
    list: usize,
    /// Columns from a dash to what follows it.
    dash: usize,
}

impl Layout {
    /// As the first block list under `root` does it; otherwise dashes under the key, two columns each.
    pub(super) fn of(text: &str, root: &Node<'_>) -> Self {
        find_layout(text, root).unwrap_or(Self { list: 0, dash: 2 })
    }
}

fn find_layout(text: &str, node: &Node<'_>) -> Option<Layout> {
    match &node.kind {
        Kind::Map { entries, flow: false } => entries.iter().find_map(|(key, value)| {
            let here = match &value.kind {
                Kind::Seq { items, flow: false } => items.first().and_then(|item| {
                    let dash = dash_of(text, item)?;
                    let list = (column(text, dash)?).checked_sub(key.column)?;
                    Some(Layout { list, dash: item.start - dash })
                }),
                Kind::Seq { .. } | Kind::Map { .. } | Kind::Scalar { .. } | Kind::Alias(_) => None,
            };
            here.or_else(|| find_layout(text, value))
        }),
        Kind::Seq { items, flow: false } => items.iter().find_map(|item| find_layout(text, item)),
        Kind::Seq { .. } | Kind::Map { .. } | Kind::Scalar { .. } | Kind::Alias(_) => None,
    }
}

/// New lines for `key: value` behind the last entry of a block mapping.
pub(super) fn add_entry(
    text: &str,
    map: &Node<'_>,
    key: &str,
    value: &Value,
    layout: Layout,
) -> Result<Splice, Refusal> {
    let Kind::Map { entries, flow: false } = &map.kind else { return Err(Refusal::Flow) };
    let (first, _) = entries.first().ok_or(Refusal::Layout)?;
    let mut lines = Vec::new();
    write_entry(&mut lines, &" ".repeat(first.column), key, value, layout, &|_| ScalarStyle::Plain);
    Ok(add_lines(text, map.end, &lines))
}

/// New lines for an item behind the last item of a block list; texts are quoted as the same key of that item is.
pub(super) fn add_item(text: &str, list: &Node<'_>, item: &Value, layout: Layout) -> Result<Splice, Refusal> {
    let Kind::Seq { items, flow: false } = &list.kind else { return Err(Refusal::Flow) };
    let neighbour = items.last().ok_or(Refusal::Layout)?;
    let dash = dash_of(text, neighbour).ok_or(Refusal::Layout)?;
    let layout = Layout { dash: neighbour.start - dash, ..layout };
    let style = |key: &str| match neighbour.entry(key).map(|(_, value)| &value.kind) {
        Some(Kind::Scalar {
            style: style @ (ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted), ..
        }) => *style,
        Some(Kind::Scalar { .. } | Kind::Seq { .. } | Kind::Map { .. } | Kind::Alias(_)) | None => {
            ScalarStyle::Plain
        }
    };
    let mut lines = Vec::new();
    let indent = column(text, dash).ok_or(Refusal::Layout)?;
    write_item(&mut lines, &" ".repeat(indent), item, layout, &style);
    Ok(add_lines(text, list.end, &lines))
}

/// New lines below `key:`, which so far has nothing or an empty `[]` or `{}`.
pub(super) fn fill_entry(
    text: &str,
    key: &Node<'_>,
    old: &Node<'_>,
    value: &Value,
    layout: Layout,
) -> Result<Splice, Refusal> {
    let mut lines = Vec::new();
    write_entry(&mut lines, "", "k", value, layout, &|_| ScalarStyle::Plain);
    let indent = " ".repeat(key.column);
    let lines: Vec<String> = lines.iter().skip(1).map(|line| format!("{indent}{line}")).collect();
    let colon = after_colon(text, key.end);
    if lines.is_empty() || colon == key.end {
        return Err(Refusal::Layout);
    }
    let kept = if old.is_absent() { colon } else { old.end };
    let new = add_lines(text, kept, &lines);
    let rest = text.get(kept..new.range.start).unwrap_or_default();
    Ok(Splice { range: colon..new.range.end, text: format!("{rest}{}", new.text) })
}

/// The lines of item `index` of a block list.
pub(super) fn drop_item(text: &str, list: &Node<'_>, index: usize) -> Result<Splice, Refusal> {
    let Kind::Seq { items, flow: false } = &list.kind else { return Err(Refusal::Flow) };
    let item = items.get(index).ok_or(Refusal::Layout)?;
    let dash = dash_of(text, item).ok_or(Refusal::Layout)?;
    Ok(drop_lines(text, dash, item.end, index > 0))
}

/// The lines of entry `index` of a block mapping.
pub(super) fn drop_entry(text: &str, map: &Node<'_>, index: usize) -> Result<Splice, Refusal> {
    let Kind::Map { entries, flow: false } = &map.kind else { return Err(Refusal::Flow) };
    let (key, value) = entries.get(index).ok_or(Refusal::Layout)?;
    let line = line_start(text, key.start);
    if text.get(line..key.start).is_none_or(|before| before.contains(|c| c != ' ')) {
        return Err(Refusal::FirstKey);
    }
    let end = if value.is_absent() { after_colon(text, key.end) } else { value.end };
    Ok(drop_lines(text, key.start, end, index > 0))
}

/// The dash in front of an item: on the same line, with nothing but spaces before it.
fn dash_of(text: &str, item: &Node<'_>) -> Option<usize> {
    let line = line_start(text, item.start);
    let before = text.get(line..item.start)?;
    let spaces = before.len() - before.trim_start_matches(' ').len();
    let rest = before.get(spaces..)?.strip_prefix('-')?;
    (!rest.is_empty() && rest.chars().all(|c| c == ' ') && !item.is_absent()).then_some(line + spaces)
}

fn column(text: &str, at: usize) -> Option<usize> {
    at.checked_sub(line_start(text, at))
}

fn line_start(text: &str, at: usize) -> usize {
    // a byte order mark belongs to no line
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
}

/// The start of the line after the one on which `end` (exclusive) lies.
fn next_line(text: &str, end: usize) -> usize {
    if end > 0 && text.as_bytes().get(end - 1) == Some(&b'\n') {
        return end; // a block scalar ends with its line
    }
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| end + newline + 1)
}

fn add_lines(text: &str, end: usize, lines: &[String]) -> Splice {
    let at = next_line(text, end);
    let before = text.get(..at).unwrap_or_default();
    let open_end = !before.ends_with('\n');
    let sample = if open_end { text.find('\n').and_then(|at| text.get(..=at)) } else { Some(before) };
    let eol = if sample.is_some_and(|sample| sample.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let body = lines.join(eol);
    let text = if open_end { format!("{eol}{body}") } else { format!("{body}{eol}") };
    Splice { range: at..at, text }
}

/// Whole lines from the one of `start` to the one of `end`. Comment lines directly above, as deep as the entry, describe
/// it and go with it, except above the first entry, where they may describe the whole collection.
fn drop_lines(text: &str, start: usize, end: usize, comments_too: bool) -> Splice {
    let mut from = line_start(text, start);
    let indent = start - from;
    while comments_too && from > 0 {
        let above = line_start(text, from - 1);
        let line = text.get(above..from).unwrap_or_default();
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if above >= from || spaces < indent || !line.trim_start_matches(' ').starts_with('#') {
            break;
        }
        from = above;
    }
    let to = next_line(text, end);
    if to == text.len() && !text.ends_with('\n') {
        // the file had no newline at its end, and shall have none
        let before = text.get(..from).unwrap_or_default();
        from = before.strip_suffix('\n').map_or(from, |kept| kept.strip_suffix('\r').unwrap_or(kept).len());
    }
    Splice { range: from..to, text: String::new() }
}

type StyleOf<'s> = &'s dyn Fn(&str) -> ScalarStyle;

fn write_entry(
    out: &mut Vec<String>,
    indent: &str,
    key: &str,
    value: &Value,
    layout: Layout,
    style: StyleOf<'_>,
) {
    let name = splice::source(&Value::String(key.to_owned()), ScalarStyle::Plain, false).unwrap_or_default();
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push(format!("{indent}{name}:"));
            for (key, value) in map {
                write_entry(out, &format!("{indent}  "), key, value, layout, style);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            out.push(format!("{indent}{name}:"));
            let deeper = format!("{indent}{}", " ".repeat(layout.list));
            for item in items {
                write_item(out, &deeper, item, layout, style);
            }
        }
        Value::Object(_) => out.push(format!("{indent}{name}: {{}}")),
        Value::Array(_) => out.push(format!("{indent}{name}: []")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let text = splice::source(value, style(key), false).unwrap_or_default();
            out.push(format!("{indent}{name}: {text}"));
        }
    }
}

fn write_item(out: &mut Vec<String>, indent: &str, item: &Value, layout: Layout, style: StyleOf<'_>) {
    let inner = format!("{indent}{}", " ".repeat(layout.dash));
    let from = out.len();
    match item {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                write_entry(out, &inner, key, value, layout, style);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                write_item(out, &inner, item, layout, style);
            }
        }
        Value::Object(_) => out.push(format!("{inner}{{}}")),
        Value::Array(_) => out.push(format!("{inner}[]")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let text = splice::source(item, ScalarStyle::Plain, false).unwrap_or_default();
            out.push(format!("{inner}{text}"));
        }
    }
    if let Some(first) = out.get_mut(from) {
        let rest = first.get(inner.len()..).unwrap_or_default();
        *first = format!("{indent}-{}{rest}", " ".repeat(layout.dash.saturating_sub(1)));
    }
}
