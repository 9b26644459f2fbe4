//! What it is for: the configuration changes of a ticket: as this program writes them, or in a person's own words.
//! In: the rows below their heading. Out: changes before and after, and rows of which it is not said when.
//! Never: a change that is guessed: what is in a person's own words is done by hand.

use regex::Regex;
use serde_json::Value;

use super::{
    Line, MOST, Understood, When,
    sheet::{Row, is_hint, is_item, item, kernel, plain, unmarked},
};
use crate::{
    plan::request::ConfigChange,
    record::configuration_change,
    words::{Sentence, text},
};

/// What the rows say.
pub(super) fn read(rows: &[Row], lines: &mut Vec<Line>) -> Vec<(When, ConfigChange, usize)> {
    let forms = Forms::new();
    let mut found: Vec<(When, ConfigChange, usize)> = Vec::new();
    let mut when = None;
    for row in rows {
        let (bare, _) = unmarked(item(&row.text));
        if bare.is_empty() || row.is_fence {
            continue;
        }
        let line = |what| Line { number: row.number, text: row.text.clone(), what };
        if !row.is_code
            && let Some(below) = heading(bare)
        {
            when = Some(below);
            lines.push(line(Understood::Told));
            continue;
        }
        if !row.is_code && (is_hint(bare) || is_none(bare)) {
            lines.push(line(Understood::Told));
            continue;
        }
        let goes_on = row.is_code || (row.text.starts_with("  ") && !is_item(&row.text));
        if let Some((_, ConfigChange::Human { what }, _)) = found.last_mut().filter(|_| goes_on) {
            what.push(' ');
            what.push_str(bare);
            lines.push(line(Understood::Told));
            continue;
        }
        let (inline, said) = inline(bare);
        let what = match (inline.or(when), found.len() < MOST) {
            (Some(when), true) => {
                let change = forms.read(said).unwrap_or_else(|| ConfigChange::Human { what: plain(said) });
                let words = configuration_change(&change);
                found.push((when, change, row.number));
                Understood::Change { when, words }
            }
            (None, true) => Understood::Misfit { of: String::new(), why: Sentence::new("ticket-when") },
            (_, false) => Understood::Unknown,
        };
        lines.push(line(what));
    }
    found
}

fn is_none(text: &str) -> bool {
    ["none", "none.", "n/a", "-", "–", "no"].contains(&text.to_lowercase().as_str())
        || text == crate::words::text("record-none")
}

/// A line that says when what follows is done, and nothing else.
fn heading(said: &str) -> Option<When> {
    let words = kernel(said).to_lowercase();
    if words.trim_end_matches(':') == text("record-before").to_lowercase().trim_end_matches(':') {
        return Some(When::Before);
    }
    if words.trim_end_matches(':') == text("record-after").to_lowercase().trim_end_matches(':') {
        return Some(When::After);
    }
    let rest = words.trim_start_matches('#').trim();
    let (when, rest) = begins(rest)?;
    let rest = rest.trim_matches([':', '-', '–', '.', ' ']);
    ["", "configuration changes", "changes", "the deployment"].contains(&rest).then_some(when)
}

/// What stands before a change in its own line.
fn inline(said: &str) -> (Option<When>, &str) {
    let lower = said.to_lowercase();
    // Small letters may be longer or shorter in bytes; then there is no such beginning.
    let Some((when, rest)) = begins(&lower).filter(|_| lower.len() == said.len()) else {
        return (anywhere(&lower), said);
    };
    let tail = rest.trim_start();
    let Some(tail) = tail.strip_prefix([':', '-', '–']) else { return (anywhere(&lower), said) };
    let at = said.len().saturating_sub(tail.len());
    match said.get(at..).map(str::trim).filter(|rest| !rest.is_empty()) {
        Some(rest) => (Some(when), rest),
        None => (None, said),
    }
}

/// The words of the template, wherever in the line, when they are those of one time only.
fn anywhere(lower: &str) -> Option<When> {
    let has = |words: [&str; 2]| words.iter().any(|word| lower.contains(word));
    match (has(["pre-deploy", "predeploy"]), has(["post-deploy", "postdeploy"])) {
        (true, false) => Some(When::Before),
        (false, true) => Some(When::After),
        (true, true) | (false, false) => None,
    }
}

fn begins(lower: &str) -> Option<(When, &str)> {
    const WORDS: [(&str, When); 10] = [
        ("pre-deployment", When::Before),
        ("post-deployment", When::After),
        ("pre-deploy", When::Before),
        ("post-deploy", When::After),
        ("predeploy", When::Before),
        ("postdeploy", When::After),
        ("pre deploy", When::Before),
        ("post deploy", When::After),
        ("before", When::Before),
        ("after", When::After),
    ];
    WORDS.into_iter().find_map(|(word, when)| lower.strip_prefix(word).map(|rest| (when, rest)))
}

/// The sentences that this program writes, read backwards.
struct Forms {
    set: Option<Regex>,
    remove: Option<Regex>,
    apply: Option<Regex>,
    human: Option<Regex>,
}

impl Forms {
    fn new() -> Self {
        let form = |key: &str, names: &[&str]| {
            let marked = names
                .iter()
                .fold(Sentence::new(key), |sentence, name| sentence.with(name, format!("\u{1}{name}\u{1}")));
            let mut pattern = String::from("(?s)^");
            for (index, part) in marked.text().split('\u{1}').enumerate() {
                let place = match (index % 2, part) {
                    (0, text) => regex::escape(text),
                    (_, "object") => "(?<object>[A-Za-z][A-Za-z0-9.]*/[^\\s:]+)".to_owned(),
                    (_, "value" | "what") => format!("(?<{part}>.*)"),
                    (_, _) => format!("(?<{part}>\\S.*?)"),
                };
                pattern.push_str(&place);
            }
            pattern.push('$');
            Regex::new(&pattern).ok()
        };
        Self {
            set: form("record-config-set", &["file", "object", "path", "value"]),
            remove: form("record-config-remove", &["file", "object", "path"]),
            apply: form("record-config-apply", &["file"]),
            human: form("record-config-human", &["what"]),
        }
    }

    fn read(&self, markdown: &str) -> Option<ConfigChange> {
        let said = plain(markdown);
        let of = |form: Option<&Regex>, names: [&str; 4]| -> Option<[String; 4]> {
            let found = form?.captures(&said)?;
            Some(names.map(|name| found.name(name).map(|part| part.as_str().to_owned()).unwrap_or_default()))
        };
        if let Some([file, object, path, value]) = of(self.set.as_ref(), ["file", "object", "path", "value"])
        {
            let value = config_value(&value);
            return Some(ConfigChange::Set { file, object, path, value });
        }
        if let Some([file, object, path, _]) = of(self.remove.as_ref(), ["file", "object", "path", ""]) {
            return Some(ConfigChange::Remove { file, object, path });
        }
        if let Some([what, ..]) = of(self.human.as_ref(), ["what", "", "", ""]) {
            return Some(ConfigChange::Human { what });
        }
        let [file, ..] = of(self.apply.as_ref(), ["file", "", "", ""])?;
        // "Apply the patch to the database" is a sentence, not a file.
        let is_file = !file.contains(char::is_whitespace) && file.contains('.');
        is_file.then_some(ConfigChange::Apply { file })
    }
}

/// The value that [`crate::record`] wrote.
fn config_value(text: &str) -> Value {
    let json: Option<Value> = serde_json::from_str(text).ok();
    let yaml =
        || serde_saphyr::from_str::<Value>(text).ok().filter(|value| !value.is_array() && !value.is_object());
    json.or_else(yaml).unwrap_or_else(|| Value::String(text.to_owned()))
}
