//! The times of a `CronJob`: minutes, hours, days, months and days of the week.

use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned, civil::DateTime, tz::TimeZone};

use crate::practice::cron::{DAYS, MONTHS, every, range};

/// How far a time is looked for, in days: over one leap year to the next.
const FAR: usize = 366 * 9;

/// When a `CronJob` is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Schedule {
    /// At times of the clock.
    At(Box<Times>),
    /// So long after the last time.
    Every(SignedDuration),
}

/// Times of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Times {
    minutes: Vec<bool>,
    hours: Vec<bool>,
    days: Vec<bool>,
    months: Vec<bool>,
    weekdays: Vec<bool>,
    /// `*` stands in the field, so that only the other one counts.
    any_day: bool,
    any_weekday: bool,
    zone: TimeZone,
}

impl Schedule {
    /// Reads five fields, `@daily` and the like, or `@every 1h`.
    ///
    /// # Errors
    /// In the words of the real parser.
    pub(super) fn read(text: &str, zone: TimeZone) -> Result<Self, String> {
        match every(text.trim()) {
            Some(length) => length.map(Self::Every),
            None => Times::read(text, zone).map(Box::new).map(Self::At),
        }
    }

    /// The first time after this one.
    pub(super) fn next(&self, after: Timestamp) -> Option<Timestamp> {
        match self {
            Self::At(times) => times.next(after),
            Self::Every(length) => after.checked_add(*length).ok(),
        }
    }

    /// The first time to come after a last one.
    pub(super) fn next_after(&self, last: Timestamp, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::At(times) => times.next(now),
            Self::Every(length) => {
                let passed = now.duration_since(last).as_secs().max(0) / length.as_secs().max(1);
                let steps = i32::try_from(passed + 1).ok()?;
                last.checked_add(length.checked_mul(steps)?).ok()
            }
        }
    }
}

impl Times {
    fn read(text: &str, zone: TimeZone) -> Result<Self, String> {
        let spelled = match text.trim() {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            other => other,
        };
        let fields: Vec<&str> = spelled.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays] = fields.as_slice() else {
            return Err(format!("expected exactly 5 fields, found {}: {fields:?}", fields.len()));
        };
        let any = |field: &str| field.starts_with('*') || field.starts_with('?');
        let mut week = field(weekdays, 0, 7, DAYS)?;
        // Sunday is 0 and 7.
        if week.get(7) == Some(&true)
            && let Some(sunday) = week.first_mut()
        {
            *sunday = true;
        }
        Ok(Self {
            minutes: field(minutes, 0, 59, &[])?,
            hours: field(hours, 0, 23, &[])?,
            days: field(days, 1, 31, &[])?,
            months: field(months, 1, 12, MONTHS)?,
            weekdays: week,
            any_day: any(days),
            any_weekday: any(weekdays),
            zone,
        })
    }

    /// The first time after this moment.
    fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let start = Zoned::new(after, self.zone.clone()).datetime();
        let mut day = start.date();
        for _ in 0..FAR {
            if self.takes_day(day) {
                for (hour, minute) in self.times() {
                    let local = DateTime::from_parts(day, jiff::civil::time(hour, minute, 0, 0));
                    let found = local.to_zoned(self.zone.clone()).ok()?.timestamp();
                    if found > after {
                        return Some(found);
                    }
                }
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }

    fn times(&self) -> impl Iterator<Item = (i8, i8)> {
        let chosen = |list: &[bool]| -> Vec<i8> {
            (0_i8..).zip(list).filter(|(_, taken)| **taken).map(|(number, _)| number).collect()
        };
        let minutes = chosen(&self.minutes);
        chosen(&self.hours)
            .into_iter()
            .flat_map(move |hour| minutes.clone().into_iter().map(move |minute| (hour, minute)))
    }

    fn takes_day(&self, day: jiff::civil::Date) -> bool {
        let has = |list: &[bool], number: i8| {
            usize::try_from(number).ok().and_then(|at| list.get(at)).copied().unwrap_or_default()
        };
        let by_day = has(&self.days, day.day());
        let by_week = has(&self.weekdays, day.weekday().to_sunday_zero_offset());
        let fits = if self.any_day || self.any_weekday { by_day && by_week } else { by_day || by_week };
        has(&self.months, day.month()) && fits
    }
}

/// Which numbers a field takes; the list is indexed by them.
fn field(text: &str, least: u32, most: u32, names: &[&str]) -> Result<Vec<bool>, String> {
    let index = |number: u32| usize::try_from(number).unwrap_or_default();
    let mut taken = vec![false; index(most) + 1];
    for part in text.split(',') {
        let (begin, end, step) = range(part, least, most, names)?;
        for at in (index(begin)..=index(end)).step_by(index(step)) {
            if let Some(slot) = taken.get_mut(at) {
                *slot = true;
            }
        }
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(schedule: &str, after: &str) -> String {
        let schedule = Schedule::read(schedule, TimeZone::UTC).expect("reads");
        schedule.next(after.parse().expect("a time")).expect("comes").to_string()
    }

    #[test]
    fn the_next_time_is_found() {
        for (schedule, after, wanted) in [
            // 2026-11-21 is a Saturday.
            ("0 0 * * 1,4", "2026-11-21T10:00:00Z", "2026-11-23T00:00:00Z"),
            ("*/15 * * * *", "2026-11-21T10:07:00Z", "2026-11-21T10:15:00Z"),
            ("*/15 * * * *", "2026-11-21T10:15:00Z", "2026-11-21T10:30:00Z"),
            ("30 4 1 * fri", "2026-11-21T10:00:00Z", "2026-11-27T04:30:00Z"),
            ("0 12 29 feb *", "2026-11-21T10:00:00Z", "2028-02-29T12:00:00Z"),
            ("0 0 * * 7", "2026-11-21T10:00:00Z", "2026-11-22T00:00:00Z"),
            ("@daily", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
            ("@every 90s", "2026-11-20T13:07:00Z", "2026-11-20T13:08:30Z"),
            ("5-7 9-17/4 * * mon-fri", "2026-11-20T13:07:00Z", "2026-11-20T17:05:00Z"),
        ] {
            assert_eq!(next(schedule, after), wanted, "{schedule} after {after}");
        }
    }

    #[test]
    fn a_time_in_a_zone_is_that_zones() {
        let zone = TimeZone::get("Europe/Berlin").expect("known");
        let schedule = Schedule::read("0 3 * * *", zone).expect("reads");
        let found = schedule.next("2026-07-01T02:00:00Z".parse().expect("a time")).expect("comes");
        assert_eq!(found.to_string(), "2026-07-02T01:00:00Z");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in ["", "* * * *", "61 * * * *", "*/0 * * * *", "x * * * *", "5-1 * * * *", "0 0 0 * *"] {
            assert!(Schedule::read(text, TimeZone::UTC).is_err(), "{text}");
        }
    }
}
