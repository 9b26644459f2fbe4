//! What it is for: judging a log or an output by what the step expects of it.
//! In: patterns, then lines in any number. Out: evidence, captured values, and whether all expectations agree.
//! Never: a success because the lines ended; silence fails every expectation that asks for a line.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

use super::{ByteSize, Expect, Mark};
use crate::words::Sentence;

/// Bad lines kept as evidence.
const KEPT: usize = 5;
/// Longest text of a line that is shown, in characters.
const WIDTH: usize = 300;
/// Longest captured text, in characters: what is compared must be whole.
const CAPTURED: usize = 16 * 1024;

/// Expectations with what was seen so far.
#[derive(Debug)]
pub struct Judge {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    pattern: Regex,
    kind: Kind,
    out: Option<String>,
    least: Option<ByteSize>,
    equals: Option<String>,
    /// What a miss is.
    miss: Mark,
    if_there: bool,
    found: Vec<String>,
    value: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Must,
    MustNot,
}

/// What was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What was seen, in words.
    pub evidence: Vec<(Mark, Sentence)>,
    /// Captured values by name.
    pub outputs: BTreeMap<String, String>,
    /// Every expectation holds.
    pub is_good: bool,
}

/// An expectation that is no pattern. `check` refuses such procedures before they can be planned.
#[derive(Debug, thiserror::Error)]
#[error("`{pattern}` is not a pattern")]
pub struct BadPattern {
    /// The text.
    pub pattern: String,
    /// What is wrong.
    pub source: regex::Error,
}

impl Judge {
    /// Compiles the expectations.
    ///
    /// # Errors
    /// The first text that is no pattern.
    pub fn new(expect: &[Expect]) -> Result<Self, BadPattern> {
        let mut rules = Vec::new();
        for one in expect {
            let (text, kind) = match (&one.log, &one.stdout, &one.no_log) {
                (Some(text), _, _) | (None, Some(text), _) => (text, Kind::Must),
                (None, None, Some(text)) => (text, Kind::MustNot),
                (None, None, None) => continue,
            };
            let built = RegexBuilder::new(text).size_limit(1 << 20).build();
            let pattern = built.map_err(|source| BadPattern { pattern: text.clone(), source })?;
            rules.push(Rule {
                pattern,
                kind,
                out: one.out.clone(),
                least: one.warn_below,
                equals: one.equals.clone(),
                miss: if one.warn { Mark::Warning } else { Mark::Bad },
                if_there: one.if_there,
                found: Vec::new(),
                value: None,
            });
        }
        Ok(Self { rules })
    }

    /// Looks at one line.
    pub fn line(&mut self, line: &str) {
        for rule in &mut self.rules {
            let Some(found) = rule.pattern.captures(line) else { continue };
            if rule.found.len() < KEPT {
                rule.found.push(line.chars().take(WIDTH).collect());
            }
            let group = rule.out.as_deref().and_then(|name| found.name(name)).or_else(|| found.get(1));
            // The last line counts: a retry's line replaces the one of the failed try.
            if let Some(group) = group {
                rule.value = Some(group.as_str().chars().take(CAPTURED).collect());
            }
        }
    }

    /// The verdict over all lines.
    pub fn finish(self) -> Judged {
        let mut judged = Judged { evidence: Vec::new(), outputs: BTreeMap::new(), is_good: true };
        for rule in self.rules {
            rule.judge(&mut judged);
        }
        judged
    }
}

impl Rule {
    fn judge(self, judged: &mut Judged) {
        if self.if_there && self.found.is_empty() {
            return;
        }
        let mut say = |mark: Mark, words: Sentence| {
            judged.is_good &= mark != Mark::Bad;
            judged.evidence.push((mark, words));
        };
        let pattern = self.pattern.as_str();
        match (self.kind, self.found.last()) {
            (Kind::MustNot, None) => say(Mark::Good, Sentence::new("judge-no-bad-line")),
            (Kind::MustNot, Some(_)) => {
                for line in &self.found {
                    say(self.miss, Sentence::new("judge-bad-line").with("line", line));
                }
            }
            (Kind::Must, None) => {
                say(self.miss, Sentence::new("judge-line-missing").with("pattern", pattern));
            }
            (Kind::Must, Some(line)) => say(Mark::Good, Sentence::new("judge-line").with("line", line)),
        }
        if let (Some(least), Some(value)) = (self.least, &self.value) {
            match ByteSize::try_from(value.clone()) {
                Ok(size) if size >= least => {
                    let words =
                        Sentence::new("judge-size").with("size", value).with("least", least.to_string());
                    say(Mark::Good, words);
                }
                Ok(_) => {
                    let words =
                        Sentence::new("judge-too-small").with("size", value).with("least", least.to_string());
                    say(self.miss, words);
                }
                Err(_) => say(self.miss, Sentence::new("judge-no-size").with("size", value)),
            }
        }
        if let (Some(wanted), Some(value)) = (&self.equals, &self.value) {
            if value == wanted {
                say(Mark::Good, Sentence::new("judge-equal").with("value", shown(value, wanted)));
            } else {
                let words = Sentence::new("judge-differs").with("value", shown(value, wanted));
                say(self.miss, words.with("wanted", shown(wanted, value)));
            }
        }
        if let (Some(name), Some(value)) = (self.out, self.value) {
            judged.outputs.insert(name, value);
        }
    }
}

/// A text as it is shown beside another: long ones from shortly before the place where they part.
fn shown(text: &str, other: &str) -> String {
    if text.chars().count() <= WIDTH {
        return text.to_owned();
    }
    let same = text.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    let from = if text == other { 0 } else { same.saturating_sub(WIDTH / 3) };
    let part: String = text.chars().skip(from).take(WIDTH).collect();
    let head = if from > 0 { "…" } else { "" };
    format!("{head}{part}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expectations() -> Vec<Expect> {
        serde_json::from_value(serde_json::json!([
            {"log": r"done \((?<object>[^)]+)\)", "out": "object"},
            {"log": r"Transferred: (?<size>[0-9.]+ [KMG]iB)", "out": "size", "warnBelow": "50 MiB"},
            {"noLog": "(?i)error"},
        ]))
        .expect("expectations")
    }

    fn judged(lines: &[&str]) -> Judged {
        let mut judge = Judge::new(&expectations()).expect("patterns");
        for line in lines {
            judge.line(line);
        }
        judge.finish()
    }

    #[test]
    fn all_must_agree() {
        let good = judged(&["Transferred: 245.32 MiB", "done (bucket/a.sql)"]);
        assert!(good.is_good, "{good:?}");
        assert_eq!(good.outputs.get("object").map(String::as_str), Some("bucket/a.sql"));
        assert_eq!(good.outputs.get("size").map(String::as_str), Some("245.32 MiB"));
    }

    #[test]
    fn silence_a_bad_line_and_a_small_size_each_speak_against_it() {
        assert!(!judged(&[]).is_good);
        assert!(!judged(&["pg_dump: error: x", "Transferred: 245 MiB", "done (a)"]).is_good);
        assert!(!judged(&["Transferred: 0.02 MiB", "done (a)"]).is_good);
        assert!(!judged(&["Transferred: 245 MiB"]).is_good);
    }

    #[test]
    fn the_last_try_counts_for_the_captured_value() {
        let twice =
            judged(&["Transferred: 245 MiB", "done (first)", "Transferred: 246 MiB", "done (second)"]);
        assert_eq!(twice.outputs.get("object").map(String::as_str), Some("second"));
    }

    fn rules(value: serde_json::Value) -> Judge {
        let expect: Vec<Expect> = serde_json::from_value(value).expect("expectations");
        Judge::new(&expect).expect("patterns")
    }

    #[test]
    fn a_captured_text_must_be_the_one_that_is_known() {
        let restored =
            || rules(serde_json::json!([{"log": "from (?<object>\\S+)", "out": "object", "equals": "a.gz"}]));
        let judged = |line: &str| {
            let mut judge = restored();
            judge.line(line);
            judge.finish()
        };
        assert!(judged("from a.gz").is_good);
        assert!(!judged("from b.gz").is_good, "a newer file is not ours");
        assert!(!judged("no object is named").is_good);
        let mut twice = restored();
        twice.line("from a.gz");
        twice.line("from b.gz");
        assert!(!twice.finish().is_good, "the last try counts");
        // Long texts are compared whole, and shown where they part.
        let row = |last: &str| (0..100).fold(String::new(), |text, n| format!("{text}table_{n}=1 ")) + last;
        let long = serde_json::json!([{"stdout": "^(?<rows>.+)$", "out": "rows", "equals": row("z=1")}]);
        let mut judge = rules(long);
        judge.line(&row("z=2"));
        let judged = judge.finish();
        assert!(!judged.is_good && judged.outputs["rows"].ends_with("z=2"));
        let said: String = judged.evidence.iter().map(|(_, words)| words.text()).collect();
        assert!(said.contains("z=2") && said.contains("z=1") && said.len() < 1_500, "{said}");
    }

    #[test]
    fn a_warning_fails_nothing_and_a_line_that_may_be_missing_is_not_missed() {
        let both = || {
            rules(serde_json::json!([
                {"stdout": "rows (?<rows>\\d+)", "out": "rows", "equals": "5", "warn": true},
                {"noLog": "ERROR", "warn": true},
                {"log": "from (?<object>\\S+)", "out": "object", "equals": "a.gz", "ifThere": true},
            ]))
        };
        let mut judge = both();
        judge.line("rows 4");
        judge.line("ERROR: x");
        let judged = judge.finish();
        let marks: Vec<Mark> = judged.evidence.iter().map(|(mark, _)| *mark).collect();
        assert!(judged.is_good, "{judged:?}");
        assert_eq!(marks, [Mark::Good, Mark::Warning, Mark::Warning]);
        let mut judge = both();
        judge.line("from b.gz");
        assert!(!judge.finish().is_good, "a line that is there is judged");
    }
}
