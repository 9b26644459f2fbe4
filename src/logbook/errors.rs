//! What it is for: knowing a line that looks like an error by how programs write them: a level, a stack trace, klog, JSON.
//! Out: a search. Never: a verdict: a line may lie.

use std::sync::LazyLock;

use super::{
    Search,
    find::{Find, Pattern},
};

/// One alternative in each line.
const LOOKS: &[&str] = &[
    // Levels, in capitals: in running text "error" says little ("0 errors").
    r"\b(ERROR|FATAL|PANIC|SEVERE|CRITICAL|EMERGENCY)\b",
    // klog: E1121 08:00:00.000000
    r"^[EF]\d{4} \d\d:\d\d:\d\d\.\d",
    // JSON, and bunyan's and pino's numbers
    r#""(level|severity|lvl|levelname|log\.level)" ?: ?"([Ee]rror|[Ee]rr|[Ff]atal|[Cc]ritical|crit|[Pp]anic|alert|emerg)""#,
    r#""level" ?: ?[56]0\b"#,
    // logfmt
    r#"\b(level|lvl|severity)="?(error|err|fatal|crit|critical|panic)\b"#,
    // programs that name themselves or the fault: "pg_dump: error: ", "panic: ", "java.io.IOException: "
    r"\b([Ee]rror|[Ff]atal|panic|[Ff]atal error): ",
    r"\w(Exception|Error)\b(:|$)",
    // stack traces
    r"^Traceback \(most recent call last\)",
    r"^Caused by: ",
    r"^\s+at [\w.$<>]+\([\w.: ]+\)$",
    r"^thread '.*' .*panicked at ",
];

/// A search for lines that look like an error; `None` never happens (a test compiles the expression).
pub fn first_error() -> Option<Search> {
    static PATTERN: LazyLock<Option<Pattern>> = LazyLock::new(|| {
        let find = Find { text: LOOKS.join("|"), is_regex: true, has_case: true };
        Pattern::new(&find).ok()
    });
    PATTERN.clone().map(Search::new)
}
