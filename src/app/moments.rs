//! What it is for: times and words as people read them, shared by the views. In: moments. Out: short text.
//! Never: a time zone that is not the person's.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How often labels are drawn anew that tell minutes: they are never further behind.
pub(super) const MINUTES: Duration = Duration::from_secs(30);
/// The same for hours and days.
const HOURS: Duration = Duration::from_mins(15);

/// Time of day where the person is.
pub(super) fn clock(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A moment with its day, where the person is.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// How long ago, by the greatest unit that fits.
pub(super) fn ago(now: Timestamp, at: Timestamp) -> String {
    let secs = now.duration_since(at).max(SignedDuration::ZERO).as_secs();
    let (key, count) = match secs {
        0..60 => return crate::words::text("moment-just-now"),
        60..3600 => ("moment-minutes", secs / 60),
        3600..86_400 => ("moment-hours", secs / 3600),
        _ => ("moment-days", secs / 86_400),
    };
    crate::words::Sentence::new(key).count("count", usize::try_from(count).unwrap_or(usize::MAX)).text()
}

/// After which time [`ago`] is to be drawn anew.
pub(super) fn moves_after(now: Timestamp, at: Timestamp) -> Duration {
    if now.duration_since(at) < SignedDuration::from_hours(1) { MINUTES } else { HOURS }
}

/// A length of time of which nobody counts the seconds: `less than a minute`, `52 min`, `2 h 5 min`.
pub(super) fn minutes(until: Timestamp, since: Timestamp) -> String {
    let mins = until.duration_since(since).max(SignedDuration::ZERO).as_mins();
    match (mins / 60, mins % 60) {
        (0, 0) => crate::words::text("moment-under-a-minute"),
        (0, mins) => format!("{mins} min"),
        (hours, mins) => format!("{hours} h {mins} min"),
    }
}

/// A length of time as people say it: `14 s`, `1 min 52 s`, `2 h 5 min`.
pub(super) fn span(until: Timestamp, since: Timestamp) -> String {
    length(Duration::try_from(until.duration_since(since)).unwrap_or_default())
}

/// The same of a length.
pub(super) fn length(time: Duration) -> String {
    let secs = time.as_secs();
    match (secs / 3600, secs / 60 % 60, secs % 60) {
        (0, 0, secs) => format!("{secs} s"),
        (0, minutes, secs) => format!("{minutes} min {secs} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_minutes_moves_with_them_and_no_more_often() {
        let at = |second| Timestamp::from_second(second).expect("a valid time");
        for (seconds, shown) in
            [(-5, "less than a minute"), (59, "less than a minute"), (61, "1 min"), (7_500, "2 h 5 min")]
        {
            assert_eq!(minutes(at(seconds), at(0)), shown);
        }
        assert_eq!(moves_after(at(100), at(0)), MINUTES);
        assert_eq!(moves_after(at(7_200), at(0)), HOURS);
    }
}
