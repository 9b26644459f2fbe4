//! Whole changes without a window, on a real control plane, with a real remote, a registry and a site of our own.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

mod answers;
pub mod drive;
mod forward;
mod from_every_step;
pub mod ground;
mod refusals;
mod remote;
mod second;
mod templates;
mod repository_back;
mod route;

use libtest_mimic::Trial;

pub use from_every_step::{all_the_way, state, with_way_back};

pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(answers::trials());
    trials.extend(forward::trials());
    trials.extend(refusals::trials());
    trials.extend(remote::trials());
    trials.extend(from_every_step::trials());
    trials.extend(second::trials());
    trials.extend(repository_back::trials());
    trials.extend(templates::trials());
    trials.extend(route::trials());
    trials
}
