//! What it is for: the small language in which a scenario says what a container writes and how it ends.
//! In: text. Out: directives in their order. Never: anything of this machine.
//!
//! ```text
//! dumping                 written at once; {n}, {tag}, {date}, {pod} are replaced
//! @500ms still dumping    after a pause (`@2s` alone: only the pause)
//! @repeat 20 table {n}    twenty lines
//! @set migrated           a fact becomes true; `@clear migrated`: it is true no longer
//! @2s @exit 3             the container ends with exit code 3; a word after it is the reason (`@exit 137 OOMKilled`)
//! @@literal               a line that begins with one `@`
//! ```

use std::time::Duration;

/// The longest script, in directives; `@repeat` counts once for each of its lines.
const MOST: usize = 100_000;

/// One thing that a container does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// Nothing for so long, at pace 1.
    Pause(Duration),
    /// Writes a line.
    Line(String),
    /// Makes a fact true.
    Set(String),
    /// Makes a fact untrue.
    Clear(String),
    /// Ends. The reason is the cluster's word for it; without one it is `Completed` or `Error` by the code.
    Exit {
        /// Exit code.
        code: i32,
        /// Such as `OOMKilled`.
        reason: Option<String>,
    },
}

/// Why a script cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the script: {what}")]
pub struct ScriptError {
    /// From 1.
    pub line: usize,
    /// What is wrong, in English; scenarios are written by programmers.
    pub what: String,
}

/// Reads a script.
///
/// # Errors
/// A directive that is not known or lacks its value, with its line.
pub fn parse(text: &str) -> Result<Vec<Directive>, ScriptError> {
    let mut script = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let fault = |what: String| ScriptError { line: index + 1, what };
        parse_line(line, &mut script).map_err(fault)?;
        if script.len() > MOST {
            return Err(fault(format!("more than {MOST} lines")));
        }
    }
    Ok(script)
}

fn parse_line(line: &str, script: &mut Vec<Directive>) -> Result<(), String> {
    let Some(directive) = line.strip_prefix('@') else {
        script.push(Directive::Line(line.to_owned()));
        return Ok(());
    };
    if directive.starts_with('@') {
        script.push(Directive::Line(directive.to_owned()));
        return Ok(());
    }
    let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
    match word {
        "repeat" => {
            let (times, text) = rest.split_once(' ').unwrap_or((rest, ""));
            let times: usize = times.parse().map_err(|_no_number| format!("`{times}` is no number"))?;
            if times > MOST {
                return Err(format!("more than {MOST} lines"));
            }
            script.extend((1..=times).map(|n| Directive::Line(text.replace("{n}", &n.to_string()))));
            Ok(())
        }
        "set" | "clear" if rest.trim().is_empty() => Err(format!("`@{word}` names no fact")),
        "set" => {
            script.push(Directive::Set(rest.trim().to_owned()));
            Ok(())
        }
        "clear" => {
            script.push(Directive::Clear(rest.trim().to_owned()));
            Ok(())
        }
        "exit" => {
            let mut words = rest.split_whitespace();
            let code = words.next().unwrap_or_default();
            let code = code.parse().map_err(|_no_number| format!("`{code}` is no exit code"))?;
            script.push(Directive::Exit { code, reason: words.next().map(str::to_owned) });
            Ok(())
        }
        pause => {
            script.push(Directive::Pause(duration(pause)?));
            if rest.is_empty() { Ok(()) } else { parse_line(rest, script) }
        }
    }
}

/// Reads `500ms`, `3s` or `2m`.
///
/// # Errors
/// Anything else, in words.
pub fn duration(text: &str) -> Result<Duration, String> {
    let fault = || format!("`{text}` is no length of time, such as 500ms, 3s or 2m");
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let number: u64 = number.parse().map_err(|_no_number| fault())?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_read_in_its_order() {
        let text = "first\n@500ms second\n@2s\n@repeat 2 table {n}\n@set done\n@clear begun\n@@at\n@1s @exit 137 OOMKilled";
        let script = parse(text).expect("reads");
        let line = |text: &str| Directive::Line(text.to_owned());
        assert_eq!(
            script,
            [
                line("first"),
                Directive::Pause(Duration::from_millis(500)),
                line("second"),
                Directive::Pause(Duration::from_secs(2)),
                line("table 1"),
                line("table 2"),
                Directive::Set("done".to_owned()),
                Directive::Clear("begun".to_owned()),
                line("@at"),
                Directive::Pause(Duration::from_secs(1)),
                Directive::Exit { code: 137, reason: Some("OOMKilled".to_owned()) },
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, said) in [
            (
                "a\n@sometimes b",
                "line 2 of the script: `sometimes` is no length of time, such as 500ms, 3s or 2m",
            ),
            ("@exit soon", "line 1 of the script: `soon` is no exit code"),
            ("@set", "line 1 of the script: `@set` names no fact"),
            ("@repeat many x", "line 1 of the script: `many` is no number"),
            ("@repeat 99999999 x", "line 1 of the script: more than 100000 lines"),
        ] {
            assert_eq!(parse(text).expect_err("is refused").to_string(), said);
        }
    }
}
