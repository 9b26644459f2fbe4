//! What it is for: when the wizard says something else although nothing happens.
//! In: the moments from which its ages are counted. Out: a time. Never: a picture that no label needs, more than two a
//! minute for ages in minutes, or such an age more than half a minute behind.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    observed::{JobRow, Link},
    ui::view::WizardView,
};

use super::live::is_just;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Labels that turn within so long are drawn together.
const SLACK: i64 = 30 * SECOND;
/// So long after a label's turn: it has turned by then by every clock.
const MARGIN: i64 = 50;

/// After which time the wizard is to be drawn again although nothing happens; `None` when no label moves.
pub(super) fn after(view: &WizardView<'_>, now: Timestamp) -> Option<Duration> {
    let rows = view.live;
    let heard = match &rows.link {
        Link::Live { heard_at } => Some(*heard_at).filter(|at| !is_just(*at, now)),
        Link::Stale { heard_at, .. } => *heard_at,
        Link::Connecting => None,
    };
    let runs = |job: &JobRow| if job.ended.is_none() { job.started } else { None };
    let ages = || {
        let told = rows.pods.iter().filter_map(|row| row.created);
        let told = told.chain(rows.jobs.iter().filter_map(runs));
        let told = told.chain(rows.warnings.iter().filter_map(|row| row.at)).chain(heard);
        told.map(|at| millis(at, now))
    };
    if ages().any(|age| age < MINUTE) {
        return Some(Duration::from_secs(1));
    }
    let minutes = view.status.minutes_since.map(|at| MINUTE - millis(at, now) % MINUTE);
    let turns = || ages().map(turn).chain(minutes);
    let first = turns().min()?;
    let last = turns().filter(|turn| *turn <= first + SLACK).max()?;
    u64::try_from(last + MARGIN).ok().map(Duration::from_millis)
}

fn millis(at: Timestamp, now: Timestamp) -> i64 {
    (now.as_millisecond() - at.as_millisecond()).max(0)
}

/// How long an age of a minute or more is told in the same words, as [`super::live::span`] tells it.
fn turn(age: i64) -> i64 {
    let unit = if age < HOUR {
        MINUTE
    } else if age < 2 * DAY {
        HOUR
    } else {
        DAY
    };
    unit - age % unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        observed::{Observed, PodRow},
        ui::samples,
    };

    /// Seconds until the next picture, beside pods of these ages in seconds, in a change that began so long ago.
    fn rest(ages: &[i64], began: Option<i64>) -> Option<u64> {
        let now = samples::now();
        let past = |age: i64| now - jiff::SignedDuration::from_secs(age);
        let mut rows = samples::observed();
        let model = rows.pods.first().expect("a pod").clone();
        rows.pods = ages
            .iter()
            .map(|age| PodRow { created: Some(past(*age)), ..PodRow::clone(&model) }.into())
            .collect();
        let rows =
            Observed { jobs: Vec::new(), warnings: Vec::new(), link: Link::Live { heard_at: now }, ..rows };
        let middle = crate::ui::view::MiddleView::Step(Box::new(samples::step()));
        let mut view = samples::wizard(middle, &rows);
        view.status.minutes_since = began.map(past);
        after(&view, now).map(|rest| rest.as_secs())
    }

    #[test]
    fn ages_move_when_their_words_do() {
        assert_eq!(rest(&[59, 7_200], None), Some(1), "seconds");
        assert_eq!(rest(&[60], None), Some(60));
        assert_eq!(rest(&[119], None), Some(1));
        assert_eq!(rest(&[3_600 + 600], None), Some(3_000));
        assert_eq!(rest(&[172_800 + 600], None), Some(85_800));
        assert_eq!(rest(&[], Some(7_230)), Some(30), "the change's own time is told in minutes for ever");
        assert_eq!(rest(&[], None), None);
    }

    #[test]
    fn labels_that_turn_close_together_are_drawn_once() {
        assert_eq!(rest(&[100, 85, 7_200], Some(130)), Some(35 + 15), "20, 35 and 50 s from now");
        assert_eq!(
            rest(&[118, 80], None),
            Some(2),
            "2 and 40 s from now: the first does not wait for so long"
        );
    }
}
