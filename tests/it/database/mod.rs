//! Programs in pods, deletions, and a database brought back: on the real control plane with a real PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

mod deleting;
mod ground;
mod restoring;
mod running;
mod traps;

use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(deleting::trials());
    trials.extend(restoring::trials());
    trials.extend(running::trials());
    trials.extend(traps::trials());
    trials
}
