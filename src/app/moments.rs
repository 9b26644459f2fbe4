//! What it is for: times and words as people read them, shared by the views. In: moments. Out: short text.
//! Never: a time zone that is not the person's.

use jiff::{SignedDuration, Timestamp};

/// Time of day where the person is.
pub(super) fn clock(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A length of time as people say it: `14 s`, `1 min 52 s`, `2 h 5 min`.
pub(super) fn span(until: Timestamp, since: Timestamp) -> String {
    let secs = until.duration_since(since).max(SignedDuration::ZERO).as_secs();
    match (secs / 3600, secs / 60 % 60, secs % 60) {
        (0, 0, secs) => format!("{secs} s"),
        (0, minutes, secs) => format!("{minutes} min {secs} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}
