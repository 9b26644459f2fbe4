//! A part of a cron field, as validation and the `CronJob` controller read it: in the words of the cron library.

/// Months, from 1.
pub(super) const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// Days of the week, from 0.
pub(super) const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

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
