//! What it is for: what a ticket says about the parameters: in its list of values, in its title, in the procedure's own
//! sentences. In: rows. Out: what each place says of which parameter. Never: a decision between two that disagree.

use std::collections::BTreeMap;

use regex::Regex;

use super::{
    MOST,
    sheet::{Row, Section, code_span, is_hint, item, kernel, plain, unmarked},
};
use crate::{
    procedure::{Param, ParamSource, ParamType, Procedure},
    record::page::escape,
    words::text,
};

/// What one place says of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) param: String,
    pub(super) value: String,
    /// The number of its row; 0 for what stands in no row.
    pub(super) number: usize,
    /// Whether the place holds the value letter by letter.
    pub(super) is_exact: bool,
}

impl Said {
    pub(super) fn new(param: &str, value: &str, number: usize) -> Self {
        Self { param: param.to_owned(), value: value.to_owned(), number, is_exact: false }
    }
}

/// A sentence of the procedure with places for its parameters, read backwards.
pub(super) struct Pattern {
    regex: Option<Regex>,
    names: Vec<String>,
    /// Nothing but one parameter.
    pub(super) is_bare: bool,
}

impl Pattern {
    pub(super) fn new(template: &str) -> Self {
        let (mut pattern, mut names) = (String::from("(?i)^"), Vec::new());
        let mut literal = String::new();
        let mut rest = template;
        while let Some((before, (hole, after))) =
            rest.split_once("${{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
        {
            literal.push_str(before.trim());
            pattern.push_str(&words(before));
            match hole.trim().strip_prefix("params.") {
                Some(name) if name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) => {
                    names.push(name.to_owned());
                    pattern.push_str("(.+?)");
                }
                Some(_) | None => pattern.push_str(".*?"),
            }
            rest = after;
        }
        literal.push_str(rest.trim());
        pattern.push_str(&words(rest));
        pattern.push('$');
        let is_bare = literal.is_empty() && names.len() == 1;
        Self { regex: Regex::new(&pattern).ok(), names, is_bare }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The values that a line has in the places; `None` when it is another sentence. A parameter that has two is left out.
    pub(super) fn read(&self, line: &str) -> Option<BTreeMap<String, String>> {
        // Nobody writes such a line, and backwards reading takes time.
        if self.names.is_empty() || line.len() > 8_192 {
            return None;
        }
        let found = self.regex.as_ref()?.captures(line.trim())?;
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (index, name) in self.names.iter().enumerate() {
            let value = found.get(index + 1).map(|part| part.as_str().trim().to_owned())?;
            if values.get(name).is_some_and(|other| *other != value) {
                return None;
            }
            values.insert(name.clone(), value);
        }
        Some(values)
    }
}

/// Words as a pattern, however many spaces are between them.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut is_space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            is_space = true;
            continue;
        }
        if std::mem::take(&mut is_space) {
            out.push_str(r"\s+");
        }
        out.push_str(&regex::escape(&c.to_string()));
    }
    if is_space {
        out.push_str(r"\s+");
    }
    out
}

/// A value as a person writes it: an address in brackets or behind words is the address.
pub(super) fn bare(value: &str) -> String {
    let value = unmarked(value.trim()).0;
    let address = value.strip_prefix('<').and_then(|value| value.strip_suffix('>'));
    let behind = value.strip_prefix('[').and_then(|value| value.strip_suffix(')'));
    let behind = behind.and_then(|value| value.rsplit_once("](")).map(|(_, address)| address);
    let is_address = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
    if let Some(address) = address.or(behind).filter(is_address) {
        return address.to_owned();
    }
    match code_span(value) {
        Some((inside, length)) if length == value.len() => inside,
        Some(_) | None => plain(value),
    }
}

/// The list of values, and single lines such as `Version: 1.0.200`; the numbers of the rows that were understood.
pub(super) fn listed(procedure: &Procedure, rows: &[Row], said: &mut Vec<Said>) -> Vec<usize> {
    let mut taken = Vec::new();
    let names = names(procedure);
    let mut rest = rows.iter().peekable();
    while let Some(row) = rest.next() {
        if row.is_code || said.len() > MOST {
            continue;
        }
        if row.text.trim() == text("record-values") {
            taken.push(row.number);
            continue;
        }
        let Some((param, value)) = labelled(&names, item(&row.text)) else { continue };
        taken.push(row.number);
        if value == "–" {
            continue;
        }
        if !value.is_empty() {
            let is_exact = value.starts_with('`');
            let value = bare(&value);
            // A number with its sign.
            let value = if param.name == "ticket" { value.trim_start_matches('#') } else { &value };
            said.push(Said { is_exact, ..Said::new(&param.name, value, row.number) });
            continue;
        }
        // The value stands as a block below.
        while rest.next_if(|row| row.text.trim().is_empty()).is_some() {}
        let Some(open) = rest.next_if(|row| row.is_fence) else { continue };
        taken.push(open.number);
        let inward = open.text.len() - open.text.trim_start().len();
        let mut lines = Vec::new();
        while let Some(row) = rest.next_if(|row| row.is_code) {
            taken.push(row.number);
            if row.is_fence {
                break;
            }
            let indent = row.text.len() - row.text.trim_start_matches(' ').len();
            lines.push(row.text.get(indent.min(inward)..).unwrap_or_default());
        }
        said.push(Said { is_exact: true, ..Said::new(&param.name, &lines.join("\n"), row.number) });
    }
    taken
}

/// The parameters by what they may be called, the longest name first.
fn names(procedure: &Procedure) -> Vec<(String, &Param)> {
    let open = procedure.params().iter().filter(|param| param.kind != ParamType::Secret);
    let of = |param| -> [(String, &Param); 3] {
        let param: &Param = param;
        [escape(&param.title), param.title.clone(), param.name.clone()].map(|name| (name, param))
    };
    let mut names: Vec<(String, &Param)> = open.flat_map(of).filter(|(name, _)| !name.is_empty()).collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}

/// The parameter that a line names before its colon, and what stands behind it.
fn labelled<'a>(names: &[(String, &'a Param)], line: &str) -> Option<(&'a Param, String)> {
    let line = line.strip_prefix("**").unwrap_or(line);
    let is_named = |name: &str| {
        line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && line.get(name.len()..).is_some_and(|rest| rest.starts_with(':'))
    };
    let (param, length) =
        names.iter().find(|(name, _)| is_named(name)).map(|(name, param)| (*param, name.len()))?;
    let value = line.get(length + 1..)?.trim_start();
    let value = value.strip_prefix("**").map_or(value, str::trim_start);
    if let Some((_, end)) = code_span(value) {
        return Some((param, value.get(..end)?.to_owned()));
    }
    let mark = format!("· {}", text("record-deviates"));
    let value = value.trim_end().strip_suffix(mark.as_str()).unwrap_or(value).trim();
    Some((param, value.strip_suffix("**").unwrap_or(value).trim().to_owned()))
}

/// The sentences of a heading's text.
pub(super) fn patterns(template: &str) -> Vec<Pattern> {
    template.lines().map(item).filter(|line| !line.is_empty()).map(Pattern::new).collect()
}

/// What stands below a heading that the procedure has a text for; the numbers of the rows that were understood.
pub(super) fn in_section(lines: &[Pattern], section: &Section, said: &mut Vec<Said>) -> Vec<usize> {
    let mut taken = Vec::new();
    if let [only] = lines
        && only.is_bare
    {
        return whole(only, section, said);
    }
    let is_text = |row: &&Row| !row.is_code && !row.text.trim().is_empty();
    for pattern in lines.iter().filter(|line| !line.is_bare) {
        let row = section.rows.iter().filter(is_text).filter(|row| !taken.contains(&row.number));
        let mut fits = row.filter_map(|row| Some((row, pattern.read(unmarked(item(&row.text)).0)?)));
        let Some((row, values)) = fits.next() else { continue };
        taken.push(row.number);
        for (name, value) in values.into_iter().filter(|(_, value)| !is_hint(value)) {
            said.push(Said::new(&name, &bare(&value), row.number));
        }
    }
    if let Some(pattern) = lines.iter().find(|line| line.is_bare) {
        let rest: Vec<&Row> = section
            .rows
            .iter()
            .filter(|row| !row.text.trim().is_empty() && !taken.contains(&row.number))
            .filter(|row| row.is_code || !is_hint(item(&row.text)))
            .collect();
        let words: Vec<&str> = rest.iter().map(|row| unmarked(item(&row.text)).0).collect();
        if let (Some(first), Some(name)) = (rest.first(), pattern.names().first()) {
            said.push(Said::new(name, &words.join("\n"), first.number));
            taken.extend(rest.iter().map(|row| row.number));
        }
    }
    taken
}

/// All that stands below a heading is one value.
fn whole(pattern: &Pattern, section: &Section, said: &mut Vec<Said>) -> Vec<usize> {
    let rows: Vec<&Row> =
        section.rows.iter().filter(|row| row.is_code || !is_hint(row.text.trim())).collect();
    let line = |row: &&Row| if row.is_code { row.text.clone() } else { unbold(&row.text) };
    let value = rows.iter().map(line).collect::<Vec<_>>().join("\n").trim().to_owned();
    let first = rows.iter().find(|row| !row.text.trim().is_empty());
    if let (Some(first), Some(name)) = (first, pattern.names().first()) {
        said.push(Said::new(name, &value, first.number));
    }
    rows.iter().map(|row| row.number).collect()
}

/// A line as it was before a deviation made it bold: list signs stay.
fn unbold(line: &str) -> String {
    let body = line.trim_start_matches([' ', '-', '+']);
    let body = body.strip_prefix("* ").unwrap_or(body);
    let sign = line.strip_suffix(body).unwrap_or_default();
    match unmarked(body.trim_end()) {
        (inside, true) => format!("{sign}{inside}"),
        (_, false) => line.trim_end().to_owned(),
    }
}

/// Headings of the ticket that a parameter is filled from.
pub(super) fn by_heading(procedure: &Procedure, section: &Section, said: &mut Vec<Said>) -> bool {
    let of = |param: &&Param| matches!(&param.source, Some(ParamSource::TicketHeading(heading)) if same(heading, &section.title));
    let Some(param) = procedure.params().iter().find(of) else { return false };
    let rows = section.rows.iter().filter(|row| !is_hint(row.text.trim()));
    let value = rows.map(|row| row.text.as_str()).collect::<Vec<_>>().join("\n");
    let first = section.rows.iter().find(|row| !row.text.trim().is_empty());
    if let Some(first) = first.filter(|_| !value.trim().is_empty()) {
        let value = if param.multiline { value.trim().to_owned() } else { bare(&value) };
        said.push(Said::new(&param.name, &value, first.number));
    }
    true
}

/// Whether two headings are the same.
pub(super) fn same(one: &str, other: &str) -> bool {
    let kernel = |text: &str| kernel(text).to_lowercase().trim_end_matches([':', '.']).to_owned();
    kernel(one) == kernel(other)
}
