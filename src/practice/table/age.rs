//! Ages as kubectl prints them.

use crate::words::age;

/// How long ago a time was; `<unknown>` for no time.
pub(super) fn since(time: &str) -> String {
    let read: Result<jiff::Timestamp, _> = time.parse();
    read.map_or_else(
        |_no_time| "<unknown>".to_owned(),
        |then| age::human(jiff::Timestamp::now().duration_since(then).as_secs()),
    )
}

/// How long it took from one time to another, or to now; empty when it has not begun.
pub(super) fn between(begin: &str, end: &str) -> String {
    let Ok(begin) = begin.parse::<jiff::Timestamp>() else { return String::new() };
    let end = end.parse().unwrap_or_else(|_not_over| jiff::Timestamp::now());
    age::human(end.duration_since(begin).as_secs())
}
