//! A part of a cron field, as validation and the `CronJob` controller read it: in the words of the cron library.

use jiff::SignedDuration;

/// Months, from 1.
pub(super) const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Days of the week, from 0.
pub(super) const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The words before a length of time.
const EVERY: &str = "@every ";

/// Reads `@every 1h30m`; `None` where it is another kind of schedule. Less than a second counts as one.
///
/// # Errors
/// What follows is no length of time.
pub(super) fn every(schedule: &str) -> Option<Result<SignedDuration, String>> {
    let text = schedule.strip_prefix(EVERY)?;
    Some(match duration(text) {
        Ok(seconds) => Ok(SignedDuration::from_secs(seconds.as_secs().max(1))),
        Err(why) => Err(format!("failed to parse duration {schedule}: time: {why}")),
    })
}

/// Reads a duration as Go writes it.
fn duration(text: &str) -> Result<SignedDuration, String> {
    let (is_negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let invalid = || format!("invalid duration {text:?}");
    if rest == "0" {
        return Ok(SignedDuration::ZERO);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut sum = 0.0;
    while !rest.is_empty() {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let (number, after) = rest.split_at(rest.find(|c| !is_number(c)).unwrap_or(rest.len()));
        let (unit, after) = after.split_at(after.find(is_number).unwrap_or(after.len()));
        let number: f64 = number.parse().map_err(|_no_number| invalid())?;
        sum += number
            * match unit {
                "h" => 3600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 1e-3,
                "us" | "µs" | "μs" => 1e-6,
                "ns" => 1e-9,
                "" => return Err(format!("missing unit in duration {text:?}")),
                _ => return Err(format!("unknown unit {unit:?} in duration {text:?}")),
            };
        rest = after;
    }
    SignedDuration::try_from_secs_f64(if is_negative { -sum } else { sum }).map_err(|_too_long| invalid())
}

/// Reads a part such as `*`, `5`, `mon-fri` or `10-50/5`: its beginning, its end and its step. `names` stand for numbers
/// from `least` on.
///
/// # Errors
/// No number, or one outside of `least` to `most`.
pub(super) fn range(part: &str, least: u32, most: u32, names: &[&str]) -> Result<(u32, u32, u32), String> {
    let (span, step) = part.split_once('/').map_or((part, None), |(span, step)| (span, Some(step)));
    if step.is_some_and(|step| step.contains('/')) {
        return Err(format!("too many slashes: {part}"));
    }
    let number = |text: &str| -> Result<u32, String> {
        if let Some(at) = names.iter().position(|name| *name == text.to_lowercase()) {
            return Ok(u32::try_from(at).unwrap_or_default() + least);
        }
        text.parse().map_err(|_unread| {
            format!("failed to parse int from {text}: strconv.Atoi: parsing {text:?}: invalid syntax")
        })
    };
    let (begin, end) = match span.split_once('-') {
        _ if matches!(span, "*" | "?") => (least, most),
        Some((_, end)) if end.contains('-') => return Err(format!("too many hyphens: {part}")),
        Some((begin, end)) => (number(begin)?, number(end)?),
        None => {
            let begin = number(span)?;
            (begin, if step.is_some() { most } else { begin })
        }
    };
    let step = step.map_or(Ok(1), number)?;
    if begin < least {
        return Err(format!("beginning of range ({begin}) below minimum ({least}): {part}"));
    }
    if end > most {
        return Err(format!("end of range ({end}) above maximum ({most}): {part}"));
    }
    if begin > end {
        return Err(format!("beginning of range ({begin}) beyond end of range ({end}): {part}"));
    }
    if step == 0 {
        return Err(format!("step of range should be a positive number: {part}"));
    }
    Ok((begin, end, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_as_go_reads_it() {
        for (schedule, seconds) in [
            ("@every 1h30m", 5400),
            ("@every 1.5m", 90),
            ("@every 10ms", 1),
            ("@every -5s", 1),
            ("@every 0", 1),
        ] {
            let read = every(schedule).expect("one").expect("a length");
            assert_eq!(read.as_secs(), seconds, "{schedule}");
        }
        assert_eq!(every("@daily"), None);
        for (schedule, why) in [
            ("@every x", "invalid duration \"x\""),
            ("@every ", "invalid duration \"\""),
            ("@every 5", "missing unit in duration \"5\""),
            ("@every 5d", "unknown unit \"d\" in duration \"5d\""),
        ] {
            let wanted = format!("failed to parse duration {schedule}: time: {why}");
            assert_eq!(every(schedule), Some(Err(wanted)));
        }
    }
}
