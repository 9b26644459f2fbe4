//! The database brought back: beside the renamed one, compared, put back when it fails, removed by typed word.

use std::time::Duration;

use changeover::action::{Confirm, ProbeAnswer};
use libtest_mimic::Trial;
use serde_json::json;

use super::ground::{FILE, Ground, back, forward};
use crate::{
    support::{
        control_plane::ControlPlane,
        database::{ROWS, Restore},
        on_database,
    },
    whole_change::drive::{Drive, said, shown},
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_database("database::a_backup_is_restored_beside_the_renamed_database", beside),
        on_database("database::a_newer_file_than_ours_is_broken_and_the_old_database_comes_back", newer),
        on_database("database::a_wrong_passphrase_under_a_job_that_completes", |plane| {
            fails(plane, Restore::WrongPassphrase, "bad decrypt");
        }),
        on_database("database::a_failed_download_under_a_job_that_completes", |plane| {
            fails(plane, Restore::FailedDownload, "No such file");
        }),
        on_database("database::sql_errors_under_a_job_that_completes", sql_errors),
        on_database("database::the_old_database_is_put_back_whatever_failed", put_back_whatever_failed),
    ]
}

fn ready(plane: &'static ControlPlane, name: &str, restore: Restore) -> (Ground, Drive) {
    let ground = Ground::with(plane, name, restore).unwrap();
    let mut drive = ground.begin();
    forward(&mut drive);
    let columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'item'";
    assert_eq!(ground.database.postgres.sql("shop", columns), "3");
    (ground, drive)
}

fn beside(plane: &'static ControlPlane) {
    let (ground, mut drive) = ready(plane, "beside", Restore::Right);
    let file = ground.repo.read(FILE);
    let session = ground.database.postgres.session("shop");
    back(&mut drive, "keep");
    assert_eq!(drive.step(), "sessions");
    let text = shown(drive.proposal());
    assert!(text.contains("Seen now:") && text.contains("|psql|"), "{text}");
    drive.approve(&[]);
    assert_eq!(drive.step(), "rename", "{:?}", drive.state());
    drop(session);
    drive.up_to("leftover");
    assert_eq!(ground.database.postgres.databases(), ["shop", "shop_kept"]);
    assert!(drive.proposal().preview().nothing_to_do.is_some(), "there is no earlier job");
    drive.up_to("run");
    let text = shown(drive.proposal());
    assert!(text.contains("is the one that this change made"), "{text}");
    drive.up_to("run-gone");
    assert_eq!(drive.output("run-done", "object"), drive.output("backup-done", "object"));
    assert_ne!(ground.repo.read(FILE), file, "the edit is there until it is put back");
    drive.up_to("rows");
    drive.approve(&[]);
    assert_eq!(drive.output("rows", "rows"), ROWS);
    assert_eq!(drive.output("rows-kept", "rows"), ROWS);
    let left = ground.space.get(&["pods", "-l", "job-name=restore"]);
    assert_eq!(left["items"].as_array().map(Vec::len), Some(0), "mistake 7: its pods are gone too");
    assert_eq!(ground.repo.read(FILE), file, "the temporary edit is taken back, byte by byte");
    assert_eq!(ground.repo.git(&["log", "--oneline"]).lines().count(), 1, "and is not committed");
    let owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'shop'";
    assert_eq!(ground.database.postgres.sql("postgres", owner), "shop");
    back(&mut drive, "remove");
    let confirm = drive.proposal().confirm().clone();
    assert_eq!(confirm, Confirm::Type("shop_kept".to_owned()));
    drive.approve(&[]);
    assert_eq!(ground.database.postgres.databases(), ["shop"]);
}

/// Somebody's backup, newer than ours: the restore job takes it, and its log says so.
fn newer(plane: &'static ControlPlane) {
    let (ground, mut drive) = ready(plane, "newer", Restore::Right);
    std::thread::sleep(Duration::from_millis(1_100));
    let job = ["create", "job", "by-hand", "--from=cronjob/shop-backup"];
    crate::support::cluster_namespace::succeed(&ground.space.kubectl(&job));
    ground
        .space
        .wait_for(&["job", "by-hand"], Duration::from_mins(1), |found| found["status"]["succeeded"] == 1);
    back(&mut drive, "keep");
    drive.up_to("run");
    let text = shown(drive.proposal());
    assert!(text.contains("by-hand is another run of shop-backup"), "{text}");
    let before = drive.step();
    drive.approve(&[]);
    assert_eq!(drive.step(), before, "without the tick nothing is done");
    drive.approve(&[("newest-run-shop-backup", "seen")]);
    assert_eq!(drive.step(), "run-done", "the object is not ours: {:?}", drive.state());
    assert!(said(drive.failure()).contains("does not hold good"));
    let evidence = format!("{:?}", drive.run.steps()[drive.run.current()].outcome);
    assert!(evidence.contains("judge-differs"), "{evidence}");
    put_back(&ground, &mut drive, 1);
}

/// The renamed database takes its old place again; those that were made anew before and now are kept beside it.
fn put_back(ground: &Ground, drive: &mut Drive, failed: usize) {
    back(drive, "undo");
    assert!(drive.step().starts_with("off-job"), "{}", drive.step());
    pass(drive, "undo-rename");
    assert!(ground.space.try_get(&["job", "restore"]).is_err(), "nothing loads a backup any more");
    let left = ground.space.get(&["pods", "-l", "job-name=restore"]);
    assert_eq!(left["items"].as_array().map(Vec::len), Some(0), "its pods are gone too");
    let undo = drive.step();
    drive.approve(&[]);
    assert!(!drive.step().starts_with("undo-rename"), "{:?}", drive.state());
    // What the journal holds after a crash before its end line: the start, and a question to the world.
    assert_eq!(drive.probe(&undo).answer, ProbeAnswer::Happened);
    let databases = ground.database.postgres.databases();
    assert_eq!((databases.len(), databases[0].as_str()), (failed + 1, "shop"), "{databases:?}");
    assert!(databases[1..].iter().all(|name| name.starts_with("shop_failed_2")), "{databases:?}");
    assert_eq!(ground.database.postgres.sql("shop", "SELECT count(*) FROM item"), ROWS);
    pass(drive, "undo-stop");
    assert_eq!(ground.repo.git(&["status", "--porcelain"]), "", "the temporary edit is taken back");
}

/// Approves everything up to a step of this name, of whichever way back.
fn pass(drive: &mut Drive, name: &str) {
    while !drive.step().starts_with(name) {
        let before = drive.step();
        drive.approve(&[]);
        assert!(drive.step() != before, "{before} did not end well: {:#?}", drive.state());
    }
}

/// The empty database was never made; a restore still runs, with sessions on both; a failed one of last time is there.
fn put_back_whatever_failed(plane: &'static ControlPlane) {
    let (ground, mut drive) = ready(plane, "put-back", Restore::Right);
    let postgres = &ground.database.postgres;
    back(&mut drive, "undo");
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("the end", 1), "nothing was renamed");
    back(&mut drive, "keep");
    pass(&mut drive, "create");
    assert_eq!(postgres.databases(), ["shop_kept"]);
    put_back(&ground, &mut drive, 0);

    back(&mut drive, "keep");
    pass(&mut drive, "run");
    let running = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "restore"}, "spec": {
        "template": {"metadata": {"annotations": {"test.changeover/logs": "loading\n@600s"}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "restore", "image": "pgbackup:1"}]}}}});
    ground.space.apply(&running.to_string());
    ground.space.wait_for(&["pods", "-l", "job-name=restore"], Duration::from_mins(1), |found| {
        found["items"][0]["status"]["phase"] == "Running"
    });
    let sessions = ["shop", "shop_kept"].map(|name| postgres.session(name));
    put_back(&ground, &mut drive, 1);
    drop(sessions);

    back(&mut drive, "keep");
    pass(&mut drive, "leftover");
    put_back(&ground, &mut drive, 2);
}

/// The Job completes; its log says that nothing was restored.
fn fails(plane: &'static ControlPlane, how: Restore, words: &str) {
    let (ground, mut drive) = ready(plane, "fails", how);
    back(&mut drive, "keep");
    drive.up_to("run-done");
    let failure = said(drive.failure());
    assert!(failure.contains("completed, but what it says does not hold good"), "{failure}");
    let evidence = format!("{:?}", drive.run.steps()[drive.run.current()].outcome);
    assert!(evidence.contains(words), "{evidence}");
    assert_eq!(ground.space.get(&["job", "restore"])["status"]["succeeded"], 1, "the Job itself completed");
    put_back(&ground, &mut drive, 1);
}

/// What is in the way in the new database: psql says so line by line and goes on.
fn sql_errors(plane: &'static ControlPlane) {
    let (ground, mut drive) = ready(plane, "sql-errors", Restore::Right);
    back(&mut drive, "keep");
    drive.up_to("run");
    ground.database.postgres.sql("shop", "CREATE TABLE item (id integer)");
    drive.approve(&[]);
    assert_eq!(drive.step(), "run-done", "{:?}", drive.state());
    let failure = said(drive.failure());
    assert!(failure.contains("does not hold good"), "{failure}");
    let evidence = format!("{:?}", drive.run.steps()[drive.run.current()].outcome);
    assert!(evidence.contains("already exists"), "{evidence}");
    put_back(&ground, &mut drive, 1);
}
