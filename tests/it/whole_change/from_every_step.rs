//! The way back from every step: afterwards cluster, file and remote are as before, but for what the plan says stays.

use changeover::{action::ProbeAnswer, journal::ChangeResult, names::StepId, run::StepState};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use super::{
    drive::{Drive, shown, worker},
    ground::{FILE, Ground, JOB, OLD},
};
use crate::support::{cluster_namespace::succeed, control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("way_back::from_a_scaled_application", |plane| from(plane, "stop", "backup", "no")),
        on_control_plane("way_back::from_a_backup", |plane| from(plane, "backup-done", "bump", "no")),
        on_control_plane("way_back::from_an_edited_file", |plane| from(plane, "bump", "apply", "no")),
        on_control_plane("way_back::from_a_new_version", |plane| from(plane, "apply", "client", "no")),
        on_control_plane("way_back::from_a_commit", |plane| from(plane, "commit", "push", "no")),
        on_control_plane("way_back::from_a_pushed_commit", |plane| from(plane, "push", "announce", "no")),
        on_control_plane("way_back::from_a_change_that_has_ended", |plane| from(plane, "end", "", "no")),
        on_control_plane("way_back::when_unsure_it_stops_and_holds", unsure),
        on_control_plane("way_back::left_half_way_it_goes_forward_again", left),
        on_control_plane("way_back::what_ran_is_not_what_the_base_says", not_the_base),
        on_control_plane("way_back::what_ran_was_never_committed", never_committed),
        on_control_plane("way_back::objects_that_the_change_made_go_and_no_others", made),
        on_control_plane("way_back::a_number_that_somebody_else_moved_is_said", moved_meanwhile),
        on_control_plane("way_back::a_moved_number_is_said_for_one_step_alone_and_after_a_stop", moved_alone),
        on_control_plane("way_back::taken_up_again_half_way", taken_up),
        on_control_plane("way_back::what_ran_is_found_out_once", found_once),
    ]
}

const ROLLBACK: &str = r#"
rollback:
  decide:
    id: data
    ask: Did the new version change the data?
    after: [apply]
    otherwise: "no"
    answers: {"no": [before, check, after], unsure: [stop, hold]}
  plans:
    stop:
      - id: r-stop
        title: Stop the shop
        scale: {deployment: shop, replicas: 0, waitGone: 60s}
    before:
      - undoAll: [commit, bump, apply, stop]
    check:
      - {id: r-check, title: Look, manual: {ask: Does it work?, answers: ["yes", "no"], failOn: ["no"]}}
    after:
      - undoAll: [push]
    hold:
      - {id: r-hold, title: Wait, pause: {reason: Think, hold: true}}
"#;

fn ground(plane: &'static ControlPlane, name: &str) -> Ground {
    let mut ground = Ground::new(plane, name);
    ROLLBACK.clone_into(&mut ground.rollback);
    ground.edit = edited;
    ground
}

/// What ran before comes back, and the revert is pushed.
fn edited(text: &str) -> String {
    text.replace("at: \"${{ git.base }}\", waitReady", "at: \"${{ before.apply.ran }}\", waitReady")
        .replace("{none: A pushed commit is taken back by pushing its revert.}", "{git.push: {}}")
}

/// The fixture's procedure with a way back.
pub fn with_way_back(text: &str) -> String {
    edited(text) + ROLLBACK
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

/// What must be as before.
pub fn state(ground: &Ground) -> (Value, String, String) {
    let shops = ["shop", "shop-thumbnails"].map(|name| {
        let shop = ground.space.get(&["deployment", name]);
        json!([shop["spec"]["replicas"], shop["spec"]["template"]["spec"]])
    });
    let remote = ground.repo.git(&["show", &format!("{}:{FILE}", ground.repo.remote_head())]);
    (json!(shops), ground.repo.read(FILE), remote)
}

/// Approves every step of the way back.
pub fn all_the_way(drive: &mut Drive) {
    while !drive.run.is_complete() {
        let before = drive.step();
        drive.approve(&[]);
        assert!(drive.step() != before || drive.run.is_complete(), "{before}: {:#?}", drive.state());
    }
}

fn from(plane: &'static ControlPlane, done: &str, next: &str, answer: &str) {
    let ground = ground(plane, &format!("back-{done}"));
    ground.wait_ready(OLD);
    let before = state(&ground);
    let mut drive = begin(&ground);
    if next.is_empty() {
        drive.finish();
        assert!(drive.run.ended().is_some());
    } else {
        drive.up_to(next);
    }
    drive.go_back(answer);
    let titles: Vec<String> = drive
        .run
        .planned()
        .iter()
        .skip(drive.run.plan().steps().len())
        .map(|step| step.id.to_string())
        .collect();
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before, "from {done} by {titles:?}");
    assert_eq!(ground.repo.status(), "");
    let jobs = ground.space.get(&["jobs"]);
    let jobs: Vec<&str> =
        jobs["items"].as_array().unwrap().iter().filter_map(|job| job["metadata"]["name"].as_str()).collect();
    let stays: &[&str] = if done == "stop" { &[] } else { &[JOB] };
    assert_eq!(jobs, stays, "a backup stays, and nothing else");
    drive.event(changeover::run::What::Finished { by: super::drive::stamp() });
    assert_eq!(drive.run.ended().map(|(result, _)| result), Some(ChangeResult::RolledBack));
    let record = drive.record();
    assert!(record.contains("rolled back"), "{record}");
}

fn unsure(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-unsure");
    ground.wait_ready(OLD);
    let before = state(&ground);
    let mut drive = begin(&ground);
    drive.up_to("client");
    drive.go_back("unsure");
    drive.approve(&[]);
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 0, "stopped");
    assert_eq!(drive.step(), "r-hold");
    drive.approve(&[]);
    assert!(drive.run.needs_decision() && !drive.run.is_complete(), "the question comes again");
    drive.go_back("no");
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
}

fn left(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-left");
    let mut drive = begin(&ground);
    drive.up_to("commit");
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-bump");
    drive.approve(&[]);
    let by = super::drive::stamp();
    drive.event(changeover::run::What::LeftWayBack { reason: "another look".to_owned(), by });
    drive.settle();
    assert_eq!(drive.step(), "bump", "what was taken back is done again");
    let undone =
        drive.run.steps().iter().filter(|step| matches!(step.state, StepState::Undone { .. })).count();
    assert_eq!(undone, 0, "its own state is what is looked at now");
    drive.up_to("push");
    assert!(ground.repo.git(&["log", "-1", "--format=%s"]).starts_with("shop:"));
}

/// Configuration was committed beforehand and never applied: what ran is the commit before it.
fn not_the_base(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-not-base");
    ground.wait_ready(OLD);
    let ran = ground.repo.head();
    let before = state(&ground).0;
    let ahead = ground.repo.read(FILE).replace("replicas: 2", "replicas: 3");
    ground.repo.write(FILE, &ahead);
    ground.repo.git(&["commit", "-qam", "more shops, later"]);
    ground.repo.git(&["push", "-q"]);
    let mut drive = begin(&ground);
    drive.up_to("client");
    let captured = drive
        .run
        .steps()
        .iter()
        .find_map(|step| step.started.as_ref().filter(|one| one.step == StepId::new("apply")));
    assert_eq!(captured.unwrap().preview.before["ran"], ran, "the newest commit that equals what was live");
    drive.go_back("no");
    drive.up_to("undo-apply");
    assert!(shown(drive.proposal()).contains(OLD), "{}", shown(drive.proposal()));
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground).0, before, "what ran, not what the base commit says");
    assert_eq!(ground.repo.read(FILE), ahead, "and the file as the base commit has it");
}

/// What ran was applied by hand and never committed: the live objects themselves are kept.
fn never_committed(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-never");
    ground.wait_ready(OLD);
    let by_hand = ground.repo.read(FILE).replace(OLD, "1.0.150");
    succeed(&ground.space.kubectl_with_input(&["apply", "-f", "-"], by_hand.as_bytes()));
    ground.wait_ready("1.0.150");
    let before = state(&ground).0;
    let mut drive = begin(&ground);
    drive.up_to("client");
    let mut apply = drive.run.steps().iter().filter_map(|step| step.started.as_ref());
    let apply = apply.rfind(|one| one.step == StepId::new("apply")).expect("applied");
    assert_eq!(apply.preview.before["ran"], "captured:apply");
    drive.go_back("no");
    all_the_way(&mut drive);
    ground.wait_ready("1.0.150");
    assert_eq!(state(&ground).0, before);
}

/// An object that only the new manifest has is removed; one of the same kind that was there stays.
fn made(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-made");
    ground.wait_ready(OLD);
    let map =
        |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{a: b}}\n");
    ground.space.apply(&map("theirs"));
    let more = format!("{}---\n{}", ground.repo.read(FILE), map("ours"));
    ground.repo.write(FILE, &more);
    ground.repo.git(&["commit", "-qam", "a map, later"]);
    ground.repo.git(&["push", "-q"]);
    let mut drive = begin(&ground);
    drive.up_to("client");
    assert!(ground.space.try_get(&["configmap", "ours"]).is_ok());
    drive.go_back("no");
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert!(ground.space.try_get(&["configmap", "ours"]).is_err(), "made by this change");
    assert!(ground.space.try_get(&["configmap", "theirs"]).is_ok(), "not made by it");
}

fn moved_meanwhile(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-moved");
    ground.wait_ready(OLD);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    succeed(&ground.space.kubectl(&["scale", "deployment", "shop", "--replicas=1"]));
    drive.go_back("no");
    assert_eq!(drive.step(), "undo-stop");
    let said = shown(drive.proposal());
    assert!(said.contains("neither what this change set (0) nor what it was before (2)"), "{said}");
    assert!(said.contains("The server does not keep who set it"), "kubectl scale after a scale to 0: {said}");
    all_the_way(&mut drive);
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 2);
}

/// The same for one step taken back alone, and when the program stops before that was answered.
fn moved_alone(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-moved-alone");
    ground.wait_ready(OLD);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    let by_hand = ["patch", "deployment", "shop", "--type=merge", "-p", "{\"spec\":{\"replicas\":1}}"];
    succeed(&ground.space.kubectl(&by_hand));
    drive.undo_alone("stop");
    for is_taken_up in [false, true] {
        if is_taken_up {
            drop(drive);
            let worker = worker();
            let session = ground.session(&worker);
            drive = Drive::take_up(worker, session);
        }
        assert_eq!(drive.step(), "undo-stop");
        let said = shown(drive.proposal());
        assert!(said.contains("neither what this change set (0) nor what it was before (2)"), "{said}");
        assert!(said.contains("set last by kubectl-patch at 20"), "{said}");
    }
    drive.approve(&[]);
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 2);
    assert_eq!(drive.probe("undo-stop").answer, ProbeAnswer::Happened);
    succeed(&ground.space.kubectl(&["scale", "deployment", "shop", "--replicas=0"]));
    assert_eq!(drive.probe("undo-stop").answer, ProbeAnswer::DidNot, "asked as the step itself is");
}

/// The program stops half-way back: the journal alone says where it stood.
fn taken_up(plane: &'static ControlPlane) {
    let ground = ground(plane, "back-taken-up");
    ground.wait_ready(OLD);
    let before = state(&ground);
    let mut drive = begin(&ground);
    drive.up_to("push");
    drive.go_back("no");
    drive.approve(&[]);
    let at = drive.step();
    drop(drive);
    let worker = worker();
    let session = ground.session(&worker);
    let mut drive = Drive::take_up(worker, session);
    assert_eq!(drive.step(), at);
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
}

/// Holding earlier states of the manifest against the cluster takes many dry runs: looking again takes none of them.
fn found_once(plane: &'static ControlPlane) {
    let mut ground = ground(plane, "back-found-once");
    ground.wait_ready(OLD);
    for round in 0..4 {
        ground.repo.write(FILE, ground.repo.read(FILE).replace("replicas: 2", "replicas: 3"));
        ground.repo.git(&["commit", "-qam", &format!("more, {round}")]);
        ground.repo.write(FILE, ground.repo.read(FILE).replace("replicas: 3", "replicas: 2"));
        ground.repo.git(&["commit", "-qam", &format!("fewer, {round}")]);
    }
    ground.repo.git(&["push", "-q"]);
    let by_hand = ground.repo.read(FILE).replace(OLD, "1.0.150");
    succeed(&ground.space.kubectl_with_input(&["apply", "-f", "-"], by_hand.as_bytes()));
    ground.wait_ready("1.0.150");
    let answers = ground.proxied(plane);
    let mut drive = begin(&ground);
    drive.up_to("apply");
    let dry_runs = || answers.asked().iter().filter(|one| one.sort.starts_with("PATCH")).count();
    let ran = drive.proposal().preview().before.clone();
    let mut counts = Vec::new();
    for _ in 0..2 {
        let before = dry_runs();
        drive.look_again();
        counts.push(dry_runs() - before);
        assert_eq!(drive.proposal().preview().before, ran);
    }
    let objects = drive.proposal().preview().seen.len();
    assert!(counts.iter().all(|count| *count <= 2 * objects), "{counts:?} for {objects} objects");
    succeed(&ground.space.kubectl(&["label", "deployment", "shop", "by=hand"]));
    let before = dry_runs();
    drive.look_again();
    assert!(dry_runs() - before > counts[1], "what is live has changed: it is found out anew");
    assert_eq!(ran["ran"], "captured:apply");
}
