//! What it is for: this machine: its name, what tells it from others, and a clock that goes on while it sleeps.
//! In: what the system says. Out: short texts that may be published. Never: the machine's own identifier in clear.

use std::time::Duration;

use crate::{journal, plan::digest_of};

/// Digits of a place that tell machines apart.
const DIGITS: usize = 12;

/// Where somebody sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The machine's name.
    pub host: String,
    /// What tells the machine, as started this time, from every other.
    pub place: String,
}

impl Place {
    /// This machine.
    pub fn here() -> Self {
        Self { host: host(), place: place() }
    }
}

/// Name of this machine; a word for it where the system has none.
fn host() -> String {
    let name = journal::host();
    if name.trim().is_empty() { crate::words::text("worker-this-machine") } else { name }
}

/// What tells this machine, as started this time, from every other: a hash of what identifies both.
///
/// Where the system tells neither, only the machine's name counts.
fn place() -> String {
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    // Not the word for a machine without a name: that differs by language.
    let ids = (journal::host(), machine.trim().to_owned(), journal::boot_id().unwrap_or_default());
    digest_of(&ids).as_str().chars().take(DIGITS).collect()
}

/// Time since the machine's start, its sleep included: what was renewed before a sleep is old after it.
#[cfg(target_os = "linux")]
pub(super) fn uptime() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(now.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanos)
}

/// Time since this program first asked; whether a sleep counts is the system's choice.
#[cfg(not(target_os = "linux"))]
pub(super) fn uptime() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_stays_and_the_clock_goes() {
        assert_eq!(place(), place());
        assert_eq!(place().len(), DIGITS);
        let before = uptime();
        std::thread::sleep(Duration::from_millis(5));
        assert!(uptime() > before);
    }
}
