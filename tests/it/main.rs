//! The tests that need more than a function: the shape of the source, the real control plane, the real window.
//!
//! One program (libtest-mimic), so that everything shares one control plane. A file of this folder is a group of trials:
//! `mod NAME;` and `NAME::trials()` below; `architecture` checks that none is forgotten.

#![expect(
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a panic is how a trial fails, and what it prints tells why"
)]
#![expect(unreachable_pub, reason = "one program; nothing outside of it could reach anything")]

mod architecture;
mod attach;
mod cluster_act;
mod cluster_faults;
mod cluster_log;
mod cluster_log_more;
mod cluster_many;
mod cluster_page;
mod cluster_read;
mod control_plane;
mod drift;
mod keyboard;
mod kills;
mod evidence;
mod history;
mod last_known;
mod lease;
mod likeness;
mod measure;
mod practice;
mod practice_forward;
mod database;
mod doctor;
mod practice_kubectl;
mod practice_schema;
mod practice_trouble;
mod rehearsal;
mod revisions;
mod routes;
mod settings;
mod support;
mod trust;
mod window;
mod window_back;
mod window_database;
mod whole_change;
mod worst_hour;

use libtest_mimic::{Arguments, Trial};
use support::control_plane::ControlPlane;

/// Trials mostly wait for the control plane, so more of them than there are cores can run.
const THREADS: usize = 4;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(architecture::trials());
    trials.extend(attach::trials());
    trials.extend(cluster_act::trials());
    trials.extend(cluster_faults::trials());
    trials.extend(cluster_log::trials());
    trials.extend(cluster_log_more::trials());
    trials.extend(cluster_many::trials());
    trials.extend(cluster_page::trials());
    trials.extend(cluster_read::trials());
    trials.extend(control_plane::trials());
    trials.extend(doctor::trials());
    trials.extend(drift::trials());
    trials.extend(keyboard::trials());
    trials.extend(kills::trials());
    trials.extend(evidence::trials());
    trials.extend(history::trials());
    trials.extend(last_known::trials());
    trials.extend(lease::trials());
    trials.extend(likeness::trials());
    trials.extend(measure::trials());
    trials.extend(practice::trials());
    trials.extend(practice_forward::trials());
    trials.extend(database::trials());
    trials.extend(practice_kubectl::trials());
    trials.extend(practice_schema::trials());
    trials.extend(practice_trouble::trials());
    trials.extend(rehearsal::trials());
    trials.extend(revisions::trials());
    trials.extend(routes::trials());
    trials.extend(settings::trials());
    trials.extend(trust::trials());
    trials.extend(window::trials());
    trials.extend(window_back::trials());
    trials.extend(window_database::trials());
    trials.extend(whole_change::trials());
    trials.extend(worst_hour::trials());
    trials
}

fn main() {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let conclusion = libtest_mimic::run(&arguments, trials());
    ControlPlane::stop_shared();
    conclusion.exit();
}
