//! The traps of the written way back: a restore that names another database, one that is left over, and programs whose
//! failure nobody heeds.

use std::time::Duration;

use changeover::{names::StepId, run::What};
use libtest_mimic::Trial;
use serde_json::json;

use super::ground::{FILE, Ground, back, forward};
use crate::{
    support::{cluster_namespace::succeed, control_plane::ControlPlane, eventually, on_database},
    whole_change::drive::{Drive, said, shown, stamp},
};

pub fn trials() -> Vec<Trial> {
    vec![on_database("database::mistakes_7_16_trap_14_1_of_the_restore_as_it_is_written", written)]
}

fn skip(drive: &mut Drive, step: &str) {
    let reason = "tried without".to_owned();
    drive.event(What::Skipped { step: StepId::new(step), reason, by: stamp() });
    drive.settle();
}

fn written(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "traps").unwrap();
    let mut drive = ground.begin();
    forward(&mut drive);
    a_drop_with_an_open_session(&ground, &mut drive);

    // The job of last time is there, and something holds it: gone is gone, and not "being deleted".
    let held = json!({"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "restore", "finalizers": ["example.org/hold"]}, "spec": {"suspend": true,
        "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "restore", "image": "pgbackup:1"}]}}}});
    ground.space.apply(&held.to_string());
    back(&mut drive, "keep");
    drive.up_to("leftover~2");
    assert!(shown(drive.proposal()).contains("Job/restore"), "{}", shown(drive.proposal()));
    drive.approve_and_leave();
    eventually("a deletion that has begun", Duration::from_secs(20), || {
        drive.pump();
        let job = ground.space.get(&["job", "restore"]);
        if job["metadata"]["deletionTimestamp"].is_null() { Err(job.to_string()) } else { Ok(()) }
    });
    std::thread::sleep(Duration::from_secs(1));
    drive.pump();
    assert_eq!(drive.step(), "leftover~2", "still there is not gone: {:?}", drive.state());
    let free = ["patch", "job", "restore", "--type=merge", "-p", r#"{"metadata":{"finalizers":null}}"#];
    succeed(&ground.space.kubectl(&free));
    drive.settle();
    assert_eq!(drive.step(), "aim~2", "{:?}", drive.state());

    a_file_aimed_elsewhere(&ground, &mut drive);
    assert_eq!(
        ground.database.postgres.sql("shop", "SELECT count(*) FROM item"),
        crate::support::database::ROWS
    );
}

fn a_drop_with_an_open_session(ground: &Ground, drive: &mut Drive) {
    // The drop fails for an open session; what comes after it is not done.
    let session = ground.database.postgres.session("shop");
    back(drive, "drop");
    drive.approve(&[]);
    assert!(said(drive.failure()).contains("exit code 1"), "{:?}", drive.state());
    skip(drive, "drop");
    assert_eq!(drive.step(), "create-again");
    let words = said(drive.failure());
    assert!(words.contains("needs “drop” to be done first"), "{words}");
    assert_eq!(ground.database.postgres.databases(), ["shop"]);
    drop(session);
    drive.event(What::LeftWayBack { reason: "the other way".to_owned(), by: stamp() });
    drive.settle();
}

fn a_file_aimed_elsewhere(ground: &Ground, drive: &mut Drive) {
    // The file names another database, as it is committed; it is aimed at ours, and somebody aims it elsewhere again.
    let committed = ground.repo.read(FILE);
    assert!(!committed.contains("args: [\"restore\", \"shop\"]"), "{committed}");
    drive.approve(&[]);
    assert_eq!(drive.step(), "run~2", "{:?}", drive.state());
    let aimed = ground.repo.read(FILE);
    ground.repo.write(FILE, aimed.replace("[\"restore\", \"shop\"]", "[\"restore\", \"trac\"]"));
    drive.look_again();
    let refused = drive.proposal().preview().blocked.clone().expect("refused");
    let words = said(&refused);
    assert!(words.contains("no longer says what this change set") && words.contains("args[1]"), "{words}");
    let before = drive.step();
    drive.approve(&[("newest-run-shop-backup", "seen")]);
    assert_eq!(drive.step(), before);
    // And one that would be tried again into a half-filled database.
    ground.repo.write(FILE, aimed.replace("  backoffLimit: 0\n", ""));
    drive.event(What::Closed);
    drive.look_again();
    let words = said(drive.proposal().preview().blocked.as_ref().expect("refused"));
    assert!(words.contains("backoffLimit"), "{words}");
    assert!(ground.space.try_get(&["job", "restore"]).is_err(), "nothing was made");
    ground.repo.write(FILE, &aimed);
    drive.event(What::Closed);
    drive.look_again();
    assert!(drive.proposal().preview().blocked.is_none());
    drive.up_to("run-gone~2");
}
