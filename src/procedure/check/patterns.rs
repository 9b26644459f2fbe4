//! What it is for: regular expressions of a procedure, compiled with a limit. In: a pattern. Out: a `Regex` or what is
//! wrong with it. Never: an engine that backtracks (the `regex` crate is linear), or an unlimited automaton.

use regex::{Regex, RegexBuilder};

use crate::words::Sentence;

/// Bytes of a compiled pattern.
const SIZE_LIMIT: usize = 1 << 20;

/// Compiles a pattern within the limit.
///
/// # Errors
/// A pattern that does not parse or is too large.
pub fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build()
}

/// What is wrong with a pattern.
pub(super) fn pattern_fault(pattern: &str) -> Option<Sentence> {
    let error = compile(pattern).err()?;
    let message = error.to_string();
    let last = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
    Some(Sentence::new("procedure-pattern").with("detail", last))
}
