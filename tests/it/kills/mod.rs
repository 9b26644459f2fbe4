//! The program killed at its fault points, in the real window on the real control plane, and taken up again by clicks.
//!
//! A change is carried forward and taken back. For each step the program is started with a point at which it ends itself
//! by SIGKILL, started again with the same home, and taken up again. Afterwards the API server's audit log, PostgreSQL,
//! git and the journal are asked what was done twice, and what was lost. Some 30 kills, others for each commit;
//! with `CHANGEOVER_LONG=1` every step and every point in ten rounds (`CHANGEOVER_ROUNDS` for another number).

#![expect(
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking; times and counts are for the one who runs it"
)]

mod built;
mod killed;
mod plan;
mod tally;

use changeover::action::Action;
use libtest_mimic::{Completion, Trial};

use self::{
    killed::Killed,
    plan::{ACTIONS, DEPLOYED, Scenario, plans},
};
use crate::support::{
    control_plane::ControlPlane,
    plain,
    window::{in_window, in_window_with_database},
};

pub fn trials() -> Vec<Trial> {
    vec![
        in_window("kills::of_a_deployment_and_its_way_back", |plane| carry(plane, &DEPLOYED)),
        in_window_with_database("kills::of_a_database_kept_and_restored", |plane| carry(plane, &plan::KEPT)),
        in_window_with_database("kills::of_a_database_dropped_and_restored", |plane| {
            carry(plane, &plan::DROPPED)
        }),
        plain("kills::every_action_is_in_the_table_of_points", every_action_is_in_the_table),
        plain("kills::fault_points_and_inspection_are_in_test_builds_only", built::in_test_builds_only),
    ]
}

fn carry(plane: &'static ControlPlane, scenario: &'static Scenario) -> Completion {
    for (number, plan) in plans(scenario).into_iter().enumerate() {
        let mut killed = Killed::begin(plane, scenario, &plan);
        killed.carry(&plan);
        killed.judge(number);
    }
    Completion::Completed
}

fn every_action_is_in_the_table() {
    let listed: Vec<&str> = ACTIONS.iter().map(|(key, _, _)| *key).collect();
    assert_eq!(listed, Action::KEYS);
}
