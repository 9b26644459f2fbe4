//! Times and how they are told. In: samples. Out: one line for each figure, in Markdown.

use std::{fmt, time::Duration};

/// Times of the same thing, one for each run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Runs `one` so many times.
    pub(crate) fn of(runs: usize, one: impl FnMut() -> Duration) -> Self {
        std::iter::repeat_with(one).take(runs).collect()
    }

    /// The time that so many percent of the runs did not exceed, in milliseconds; of few runs the next longer one.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1));
        sorted.get(rank - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
    }

    /// How many runs there were.
    pub(crate) fn runs(&self) -> usize {
        self.0.len()
    }

    /// `p50 / p95 / max`, in milliseconds.
    pub(crate) fn told(&self) -> String {
        format!("{} / {} / {} ms", number(self.at(50)), number(self.at(95)), number(self.at(100)))
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(times: I) -> Self {
        Self(times.into_iter().collect())
    }
}

/// A number with as many places as say something.
pub(crate) fn number(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    match value.abs() {
        0.0..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Such as `P2`, and what is measured.
    pub(crate) figure: String,
    /// The bound, in words.
    pub(crate) bound: String,
    /// What was measured.
    pub(crate) ours: String,
    /// The same by other tools, in the same run.
    pub(crate) others: String,
    /// The measured value by the bound: at most 1 where the bound is held.
    pub(crate) of_bound: f64,
}

/// All figures.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Adds a figure, and tells it at once.
    pub(crate) fn add(
        &mut self,
        figure: &str,
        bound: &str,
        ours: impl Into<String>,
        others: impl Into<String>,
        of_bound: f64,
    ) {
        let (figure, bound) = (figure.to_owned(), bound.to_owned());
        let row = Row { figure, bound, ours: ours.into(), others: others.into(), of_bound };
        eprintln!("{row}");
        self.0.push(row);
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = if self.of_bound <= 1.0 { "held" } else { "**missed**" };
        let part = number(self.of_bound);
        write!(
            f,
            "| {} | {} | {} | {} | {held} ({part} ×) |",
            self.figure, self.bound, self.ours, self.others
        )
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| figure | bound | measured | others, in the same run | bound |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        for row in &self.0 {
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}

/// As a number that can be divided.
#[expect(clippy::cast_precision_loss, reason = "numbers of a table")]
pub(crate) fn to_float(number: u64) -> f64 {
    number as f64
}
