//! `CronJob`s and their schedules.

use serde_json::{Value, json};

use super::{
    checks::{at_least, one_of, text},
    workload,
};
use crate::practice::{
    cron::{DAYS, MONTHS, every, range},
    meta,
    refusal::Cause,
};

/// Longest name: eleven letters are added for each Job.
const NAME: usize = 52;

/// A `CronJob`.
pub(super) fn check(out: &mut Vec<Cause>, object: &Value) {
    let schedule = text(object, "/spec/schedule");
    if schedule.is_empty() {
        out.push(Cause::required("spec.schedule", ""));
    } else if let Err(why) = read(schedule) {
        out.push(Cause::invalid("spec.schedule", &json!(schedule), &why));
    }
    at_least(out, "spec.startingDeadlineSeconds", object.pointer("/spec/startingDeadlineSeconds"), 0);
    let zone = text(object, "/spec/timeZone");
    if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
        out.push(Cause::invalid("spec.timeZone", &json!(zone), &format!("unknown time zone {zone}")));
    }
    let policies = ["Allow", "Forbid", "Replace"];
    one_of(out, "spec.concurrencyPolicy", object.pointer("/spec/concurrencyPolicy"), &policies);
    let job = object.pointer("/spec/jobTemplate/spec").unwrap_or(&Value::Null);
    workload::job(out, "spec.jobTemplate.spec", object, job);
    for key in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
        at_least(out, &format!("spec.{key}"), object.pointer(&format!("/spec/{key}")), 0);
    }
}

/// The name of a new `CronJob`.
pub(super) fn check_name(out: &mut Vec<Cause>, object: &Value) {
    let name = meta::text(object, "name");
    if name.len() > NAME {
        out.push(Cause::invalid("metadata.name", &json!(name), "must be no more than 52 characters"));
    }
}

/// Checks a schedule, in the words of the cron library.
fn read(schedule: &str) -> Result<(), String> {
    if schedule.contains("TZ") {
        return Err("cannot use TZ or CRON_TZ in schedule, use timeZone field instead".to_owned());
    }
    if let Some(word) = schedule.strip_prefix('@') {
        let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        if let Some(every) = every(schedule) {
            return every.map(drop);
        }
        return if known.contains(&word) {
            Ok(())
        } else {
            Err(format!("unrecognized descriptor: {schedule}"))
        };
    }
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(format!("expected exactly 5 fields, found {}: [{}]", fields.len(), fields.join(" ")));
    };
    let bounds: [(&str, u32, u32, &[&str]); 5] = [
        (minute, 0, 59, &[]),
        (hour, 0, 23, &[]),
        (day, 1, 31, &[]),
        (month, 1, 12, MONTHS),
        (weekday, 0, 6, DAYS),
    ];
    for (field, least, most, names) in bounds {
        for part in field.split(',') {
            range(part, least, most, names)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_as_the_cron_library_reads_them() {
        for good in
            ["*/5 * * * *", "47 5 * * *", "@daily", "@every 1h", "0 0 1-7 jan,jun mon-fri", "0 0 ? * *"]
        {
            assert_eq!(read(good), Ok(()), "{good}");
        }
        let bad = [
            ("a b", "expected exactly 5 fields, found 2: [a b]"),
            ("61 * * * *", "end of range (61) above maximum (59): 61"),
            ("*/0 * * * *", "step of range should be a positive number: */0"),
            ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ];
        for (schedule, wanted) in bad {
            assert_eq!(read(schedule).expect_err("bad"), wanted);
        }
    }
}
