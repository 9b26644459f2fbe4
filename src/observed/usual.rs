//! What it is for: how long something usually takes. In: how long it took before, the newest first. Out: the median.
//! Never: a promise; a single earlier run counts, and how many there were is told.

use std::time::Duration;

/// Most runs that count: what was long ago says little about today.
pub const RUNS: usize = 10;

/// How long something usually takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The median.
    pub time: Duration,
    /// Of how many runs.
    pub runs: usize,
}

impl Usual {
    /// Of runs that ended well, the newest first; `None` when there was none.
    pub fn of(newest_first: impl IntoIterator<Item = Duration>) -> Option<Self> {
        let mut times: Vec<Duration> = newest_first.into_iter().take(RUNS).collect();
        times.sort();
        let upper = *times.get(times.len() / 2)?;
        let lower = *times.get(times.len().saturating_sub(1) / 2)?;
        Some(Self { time: lower.saturating_add(upper) / 2, runs: times.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_the_newest_ten_counts() {
        let of = |secs: &[u64]| Usual::of(secs.iter().copied().map(Duration::from_secs));
        let median = |secs: &[u64]| of(secs).map(|usual| usual.time.as_millis());
        assert_eq!(of(&[]), None);
        assert_eq!(median(&[7]), Some(7_000));
        assert_eq!(median(&[600, 100, 120]), Some(120_000));
        assert_eq!(median(&[3, 1, 2, 4]), Some(2_500));
        let many: Vec<u64> = (1..=10).chain([9_999; 30]).collect();
        assert_eq!(of(&many).map(|usual| (usual.time.as_millis(), usual.runs)), Some((5_500, 10)));
    }
}
