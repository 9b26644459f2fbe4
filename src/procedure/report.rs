//! What it is for: the text that `changeover check FILE…` prints, in the manner of rustc.
//! In: paths, or a loaded file. Out: text, and whether all files can be used. Never: colours or control characters.

use std::{fmt::Write as _, path::PathBuf};

use super::{
    check::Origin,
    load::{Loaded, load_file},
    problem::{Problem, Severity},
};
use crate::words::Sentence;

/// Longest part of a line that is shown.
const WIDTH: usize = 160;

/// Checks files. The text names every problem; the flag is false when a file cannot be used (exit code 1).
pub fn check_files(paths: &[PathBuf]) -> (String, bool) {
    let mut text = String::new();
    let mut fine = true;
    for path in paths {
        match load_file(path, Origin::Repository) {
            Ok(loaded) => {
                fine &= loaded.procedure.is_some();
                text.push_str(&report(&loaded));
            }
            Err(error) => {
                fine = false;
                line(&mut text, &format!("{}: {error}", Sentence::new("procedure-report-error")));
            }
        }
    }
    (text, fine)
}

/// All problems of a file and one closing line.
pub fn report(loaded: &Loaded) -> String {
    let path = clean(&loaded.path.display().to_string());
    let mut text = String::new();
    for problem in &loaded.problems {
        text.push_str(&one(&path, &loaded.text, problem));
        text.push('\n');
    }
    let count = |severity| loaded.problems.iter().filter(|problem| problem.severity == severity).count();
    let closing = Sentence::new(if loaded.procedure.is_some() {
        "procedure-report-fine"
    } else {
        "procedure-report-bad"
    })
    .with("path", &*path)
    .count("errors", count(Severity::Error))
    .count("warnings", count(Severity::Warning))
    .count("notes", count(Severity::Note));
    line(&mut text, &closing.text());
    text
}

fn one(path: &str, source: &str, problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Error => "procedure-report-error",
        Severity::Warning => "procedure-report-warning",
        Severity::Note => "procedure-report-note",
    };
    let mut text = String::new();
    line(&mut text, &format!("{}: {}", Sentence::new(severity), clean(&problem.message.text())));
    let place = problem.place;
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    line(&mut text, &format!("{margin}--> {path}:{}:{}", place.line, place.column));
    if let Some(shown) = source.lines().nth(place.line - 1) {
        // A long line is shown from a little before the place.
        let start = (place.column - 1).saturating_sub(WIDTH / 2);
        let part: String = shown.chars().skip(start).take(WIDTH).collect();
        let caret = " ".repeat(place.column - 1 - start);
        line(&mut text, &format!("{margin} |"));
        line(&mut text, &format!("{number} | {}", clean(&part)));
        line(&mut text, &format!("{margin} | {caret}^"));
    }
    if let Some(hint) = &problem.hint {
        line(&mut text, &format!("{margin} = {}", clean(&hint.text())));
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a `String` cannot fail.
    if writeln!(text, "{line}").is_err() {
        tracing::error!("a line of the report was lost");
    }
}

/// One character for each control character, so that the caret stays in its column.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedure::load::checked;

    #[test]
    fn a_problem_is_shown_with_its_line_and_a_caret() {
        let text = "apiVersion: procedure/v1\nkind: Procedure\nmetadata: {name: x, titel: X}\n";
        let shown = report(&checked("x.yaml".into(), Origin::Repository, text.to_owned()));
        let wanted = "error: `titel` is no key that can stand here\n \
                      --> x.yaml:3:21\n  |\n3 | metadata: {name: x, titel: X}\n  |                     ^\n  \
                      = Is `title` meant?\n";
        assert!(shown.contains(wanted), "{shown}");
        assert!(shown.ends_with("x.yaml cannot be used: 3 errors, 0 warnings\n"), "{shown}");
    }
}
