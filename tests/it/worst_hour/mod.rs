//! The way back in its worst hour: the disk full, the clock set back, the cluster away, the token expired, the remote
//! moved, the work tree touched by an editor meanwhile. Nothing is lost, nothing done twice, and each is a sentence.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; a missing field of an answer is a failure"
)]

mod clock;
mod cluster;
mod disk;
mod editor;
mod remote;
mod token;

use changeover::run::StepState;
use libtest_mimic::Trial;

use crate::{
    support::control_plane::ControlPlane,
    whole_change::{
        drive::{Drive, said, worker},
        ground::{GOOD_LOG, Ground, OLD},
        with_way_back,
    },
};

pub fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    trials.extend(clock::trials());
    trials.extend(cluster::trials());
    trials.extend(disk::trials());
    trials.extend(editor::trials());
    trials.extend(remote::trials());
    trials.extend(token::trials());
    trials
}

/// A shop with a way back.
fn ground(plane: &'static ControlPlane, name: &str) -> Ground {
    let mut ground = Ground::new(plane, name);
    ground.edit = with_evidence;
    ground.wait_ready(OLD);
    ground
}

fn with_evidence(text: &str) -> String {
    let evidence = "    evidence:\n      - logs: {deployment: shop, grep: '.'}\n      \
                    - {object: Deployment/shop, show: spec.replicas}\n    answers:";
    with_way_back(text).replace("    answers:", evidence)
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

/// The program dies; another takes the change up from its journal.
fn crash(drive: Drive, ground: &Ground) -> Drive {
    drop(drive);
    again(ground)
}

/// The change, taken up from its journal.
fn again(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::take_up(worker, session)
}

/// The person has the say, and is told why it does not go on.
fn why(drive: &Drive) -> String {
    match drive.state() {
        Some(StepState::Blocked { .. } | StepState::Failed { .. } | StepState::Unknown { .. }) => {
            said(drive.failure())
        }
        Some(StepState::Shown { proposal }) => {
            said(proposal.preview().blocked.as_ref().expect("a reason why it does not go on"))
        }
        other => panic!("{}: {other:?}", drive.step()),
    }
}

/// New pods of the shop take so long to become ready.
fn slow_pods(ground: &Ground, seconds: u32) {
    let map = serde_json::json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pod-programs"},
        "data": {
            "shop-backup-manual": serde_json::json!({"logs": GOOD_LOG}).to_string(),
            "shop-": serde_json::json!({"behaviour": format!("ready-after={seconds}s")}).to_string(),
        },
    });
    ground.space.apply(&map.to_string());
}

/// The image that the shop is to run, as the server has it.
fn image(ground: &Ground) -> String {
    let shop = ground.space.get(&["deployment", "shop"]);
    shop["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned()
}
