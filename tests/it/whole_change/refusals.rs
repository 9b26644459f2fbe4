//! What is refused on the way, with a sentence, and with nothing lost.

use crate::support::registry::{Answer, Fault};
use changeover::{
    action::Ending,
    failure::FailureKind,
    journal::{Disk, Entry},
    run::StepState,
};
use libtest_mimic::Trial;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{
    drive::{Drive, said, shown, worker},
    ground::{FILE, GOOD_LOG, Ground, JOB, NEW, OLD},
};
use crate::support::{cluster_namespace::succeed, control_plane::ControlPlane, eventually, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("whole_change::an_image_that_does_not_exist_is_private_or_rated", images),
        on_control_plane("whole_change::mistake_25_nothing_is_missing_that_could_not_be_asked", no_network),
        on_control_plane("whole_change::a_job_name_that_is_taken_gets_a_suffix", suffix),
        on_control_plane("whole_change::a_job_that_is_there_is_adopted_when_chosen", adopt),
        on_control_plane("whole_change::mistakes_8_9_a_backup_that_fails", failed_backup),
        on_control_plane(
            "whole_change::mistake_9_a_backup_that_completes_although_its_dump_failed",
            false_backup,
        ),
        on_control_plane(
            "whole_change::a_cron_job_changed_before_the_approval_is_shown_again",
            template_moved,
        ),
        on_control_plane("whole_change::a_manifest_changed_before_the_approval_is_shown_again", file_moved),
        on_control_plane("whole_change::an_object_changed_before_the_approval_is_shown_again", object_moved),
        on_control_plane("whole_change::an_apply_that_the_server_refuses", apply_refused),
        on_control_plane("whole_change::mistakes_1_2_a_change_by_hand_must_be_ticked", by_hand),
        on_control_plane("whole_change::the_number_of_pods_moved_before_the_approval", scale_moved),
        on_control_plane(
            "whole_change::mistake_12_a_wrong_image_shows_and_waiting_can_be_stopped",
            never_ready,
        ),
        on_control_plane("whole_change::mistake_15_late_is_not_failed", late),
        on_control_plane("whole_change::a_site_that_answers_503", site_503),
        on_control_plane("whole_change::a_full_disk_does_nothing", full_disk),
    ]
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn images(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "images");
    ground.values.insert("version".to_owned(), "1.0.201".to_owned());
    let mut drive = begin(&ground);
    let missing = said(drive.failure());
    assert!(missing.contains('2') && missing.contains("1.0.201"), "both are named: {missing}");
    let mut sentences = vec![missing];
    let faults = [Fault::NoToken, Fault::Unauthorized, Fault::TooMany(30), Fault::Broken];
    for fault in faults {
        ground.registry.fault("shop", Some(fault));
        ground.registry.fault("shop-thumbnails", Some(fault));
        drive.look_again();
        drive.approve(&[]);
        sentences.push(said(drive.failure()));
    }
    let different: std::collections::BTreeSet<_> = sentences.iter().collect();
    assert!(different.len() >= 4, "{sentences:#?}");
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 2, "nothing was touched");
}

fn no_network(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "no-network");
    let worker = worker();
    let mut session = ground.session(&worker);
    let gone = ground.registry.registries_conf_path.with_file_name("gone.conf");
    let conf = "[[registry]]\nprefix = \"registry.example\"\nblocked = true\n[[registry.mirror]]\nlocation = \"127.0.0.1:1\"\n";
    std::fs::write(&gone, conf).unwrap();
    session.outside =
        changeover::worker::reads::outside(Some(&gone), Some(&ground.registry.ca_pem_path), false)
            .expect("clients");
    let drive = Drive::begin(worker, session);
    let words = said(drive.failure());
    assert!(
        !words.contains("does not exist") && !words.contains("no image"),
        "not reached is not missing: {words}"
    );
}

fn taken(ground: &Ground) -> String {
    succeed(&ground.space.kubectl(&["create", "job", JOB, "--from=cronjob/shop-backup"]));
    let job =
        ground.space.wait_for(&["job", JOB], Duration::from_secs(30), |job| job["status"]["succeeded"] == 1);
    job["metadata"]["uid"].as_str().unwrap().to_owned()
}

fn suffix(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "suffix");
    let uid = taken(&ground);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    let preview = shown(drive.proposal());
    assert!(preview.contains("kubectl-create"), "whose it is: {preview}");
    drive.approve(&[("name", "suffix")]);
    assert_eq!(drive.output("backup", "name"), format!("{JOB}-2"));
    // Theirs may be gone by now: the CronJob keeps one finished Job. Ours is another one in any case.
    assert_ne!(drive.output("backup", "uid"), uid);
    drive.up_to("bump");
    assert_eq!(drive.output("backup-done", "object"), "shop-backups/shop.sql.gz");
}

fn adopt(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "adopt");
    let uid = taken(&ground);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    drive.approve(&[("name", "adopt")]);
    assert_eq!((drive.output("backup", "name"), drive.output("backup", "uid")), (JOB.to_owned(), uid));
    drive.up_to("bump");
    assert_eq!(drive.output("backup-done", "object"), "shop-backups/shop.sql.gz");
    assert!(ground.space.try_get(&["job", &format!("{JOB}-2")]).is_err());
}

fn failed_backup(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "failed-backup");
    ground.program_backup("pg_dump: error: no such table\n@exit 1");
    // A CronJob tries six times; once is enough here.
    let patch = r#"{"spec":{"jobTemplate":{"spec":{"backoffLimit":0}}}}"#;
    succeed(&ground.space.kubectl(&["patch", "cronjob", "shop-backup", "--type=merge", "-p", patch]));
    let mut drive = begin(&ground);
    drive.up_to("backup");
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("BackoffLimitExceeded"), "{words}");
    let journal = drive.journal_text();
    assert!(journal.contains("no such table"), "the bad line is evidence");
    let steps_before = drive.step();
    drive.go_on("   ");
    assert_eq!(drive.step(), steps_before, "not without a reason");
    drive.go_on("the nightly backup is good");
    assert_eq!(drive.step(), "bump");
    let record = drive.record();
    assert!(record.contains("**Gone on although it failed: the nightly backup is good**"), "{record}");
}

fn false_backup(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "false-backup");
    let log =
        GOOD_LOG.replace("dump begins", "pg_dump: error: connection lost").replace("245.32 MiB", "0.02 MiB");
    ground.program_backup(&log);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    drive.approve(&[]);
    let job = ground.space.get(&["job", JOB]);
    assert_eq!(job["status"]["succeeded"], 1, "the cluster calls it good");
    assert!(matches!(drive.state(), Some(StepState::Failed { .. })), "{:?}", drive.state());
    let journal = drive.journal_text();
    assert!(journal.contains("connection lost") && journal.contains("judge-too-small"), "{journal}");
    drive.go_on("looked at by hand");
    let record = drive.record();
    assert!(record.contains("**Gone on although it failed: looked at by hand**"), "{record}");
}

fn template_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "template-moved");
    let mut drive = begin(&ground);
    drive.up_to("backup");
    let patch = r#"{"spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"backup","args":["backup","other"]}]}}}}}}"#;
    succeed(&ground.space.kubectl(&["patch", "cronjob", "shop-backup", "-p", patch]));
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("backup", 1));
    assert!(matches!(drive.state(), Some(StepState::Shown { .. })), "shown again: {:?}", drive.state());
    assert!(ground.space.try_get(&["job", JOB]).is_err(), "no job was made");
    drive.approve(&[]);
    assert_eq!(drive.step(), "bump");
}

fn file_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "file-moved");
    let mut drive = begin(&ground);
    drive.up_to("bump");
    let edited = format!("# by hand\n{}", ground.repo.read(FILE));
    ground.repo.write(FILE, &edited);
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("bump", 1));
    assert_eq!(drive.moved[0].kind, FailureKind::Moved);
    assert_eq!(ground.repo.read(FILE), edited, "not written over");
    drive.up_to("apply");
    let edited = format!("{}\n# again\n", ground.repo.read(FILE));
    ground.repo.write(FILE, &edited);
    let before = ground.space.get(&["deployment", "shop"])["metadata"]["generation"].clone();
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("apply", 2));
    assert_eq!(
        ground.space.get(&["deployment", "shop"])["metadata"]["generation"],
        before,
        "nothing was sent"
    );
    drive.up_to("commit");
    let edited = format!("{}\n# and again\n", ground.repo.read(FILE));
    ground.repo.write(FILE, &edited);
    let head = ground.repo.head();
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len(), ground.repo.head()), ("commit", 3, head));
    ground.repo.git(&["switch", "--quiet", "--create", "side"]);
    let side = ground.repo.head();
    drive.approve(&[]);
    assert_eq!(
        (drive.step().as_str(), drive.moved.len(), ground.repo.head()),
        ("commit", 4, side),
        "another branch"
    );
}

fn object_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "object-moved");
    let mut drive = begin(&ground);
    drive.up_to("apply");
    succeed(&ground.space.kubectl(&["set", "env", "deployment/shop", "ADDED_BY_HAND=1"]));
    let images = |ground: &Ground| {
        let shop = ground.space.get(&["deployment", "shop-thumbnails"]);
        shop["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned()
    };
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("apply", 1));
    assert!(said(&drive.moved[0]).contains("shop"), "{:?}", drive.moved);
    assert!(images(&ground).ends_with(OLD), "not even another object was written");
    drive.up_to("client");
    ground.wait_ready(NEW);
}

fn apply_refused(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "apply-refused");
    let mut drive = begin(&ground);
    drive.up_to("bump");
    let immutable = ground.repo.read(FILE).replacen(
        "    matchLabels:\n      app: shop\n",
        "    matchLabels:\n      app: shoppe\n",
        1,
    );
    ground.repo.write(
        FILE,
        immutable.replacen("      labels:\n        app: shop\n", "      labels:\n        app: shoppe\n", 1),
    );
    drive.look_again();
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("selector") && words.contains("immutable"), "{words}");
    assert_eq!(drive.step(), "apply");
    let fixed = super::ground::manifest().replace(OLD, NEW);
    ground.repo.write(FILE, fixed);
    drive.look_again();
    drive.up_to("client");
}

fn by_hand(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "by-hand");
    succeed(&ground.space.kubectl(&[
        "set",
        "image",
        "deployment/shop-thumbnails",
        "shop-thumbnails=registry.example/shop-thumbnails:debug",
    ]));
    let mut drive = begin(&ground);
    drive.up_to("apply");
    let questions = drive.proposal().preview().questions.clone();
    assert!(!questions.is_empty() && questions.iter().all(|one| one.must_tick), "{questions:?}");
    assert!(
        questions.iter().all(|one| one.id.contains("shop-thumbnails")),
        "our own scale is not asked: {questions:?}"
    );
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Asked { .. })), "without the tick nothing begins");
    let ticks: Vec<(&str, &str)> = questions.iter().map(|one| (one.id.as_str(), "yes")).collect();
    drive.approve(&ticks);
    drive.up_to("client");
    ground.wait_ready(NEW);
}

fn scale_moved(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "scale-moved");
    let mut drive = begin(&ground);
    drive.up_to("stop");
    succeed(&ground.space.kubectl(&["scale", "deployment/shop", "--replicas=3"]));
    drive.approve(&[]);
    assert_eq!((drive.step().as_str(), drive.moved.len()), ("stop", 1));
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 3);
    assert_eq!(drive.proposal().preview().before.get("replicas").map(String::as_str), Some("3"));
    drive.up_to("bump");
}

fn never_ready(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "never-ready");
    let map = serde_json::json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pod-programs"},
        "data": {
            "shop-backup-manual": serde_json::json!({"logs": GOOD_LOG}).to_string(),
            "shop-": serde_json::json!({"behaviour": "image-pull-error"}).to_string(),
        },
    });
    ground.space.apply(&map.to_string());
    let mut drive = begin(&ground);
    drive.up_to("apply");
    drive.approve_and_leave();
    std::thread::sleep(Duration::from_secs(4));
    drive.stop_waiting();
    assert!(matches!(drive.state(), Some(StepState::Stopped)), "{:?}", drive.state());
    let last = drive.lines().pop().unwrap();
    assert!(
        matches!(&last.entry, Entry::Ended { outcome, .. } if outcome.ending == Ending::Cancelled),
        "{last:?}"
    );
    // The cluster has it already, and still it is not done before the pods are ready.
    drive.look_again();
    drive.approve_and_leave();
    std::thread::sleep(Duration::from_secs(3));
    drive.stop_waiting();
    assert!(matches!(drive.state(), Some(StepState::Stopped)), "{:?}", drive.state());
}

/// The deadline for progress passes, and a moment later the pods are ready.
fn late(plane: &'static ControlPlane) {
    let deadline = "spec:\n  progressDeadlineSeconds: 2\n  replicas: 2\n";
    let file = super::ground::manifest().replacen("spec:\n  replicas: 2\n", deadline, 1);
    let ground = Ground::with_file(plane, "late", &file);
    let map = serde_json::json!({
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "pod-programs"},
        "data": {
            "shop-backup-manual": serde_json::json!({"logs": GOOD_LOG}).to_string(),
            "shop-": serde_json::json!({"behaviour": "ready-after=7s"}).to_string(),
        },
    });
    ground.space.apply(&map.to_string());
    let mut drive = begin(&ground);
    drive.up_to("apply");
    drive.approve_and_leave();
    ground.space.wait_for(&["deployment", "shop"], Duration::from_secs(30), |shop| {
        shop["status"]["conditions"].to_string().contains("ProgressDeadlineExceeded")
    });
    drive.settle();
    assert_eq!(drive.step(), "client", "ready is ready: {:?}", drive.state());
}

fn site_503(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "site-503");
    ground.site.answer(Answer::new(503, "down"));
    let mut drive = begin(&ground);
    drive.up_to("apply");
    drive.approve(&[]);
    assert_eq!(drive.step(), "site");
    let words = said(drive.failure());
    assert!(words.contains("503"), "{words}");
    assert_eq!(ground.site.asked().len(), 3, "two further tries");
    ground.site.answer(Answer::new(200, "ok"));
    drive.look_again();
    drive.approve(&[]);
    assert_eq!(drive.step(), "client");
}

/// A disk that a test can fill.
#[derive(Debug, Clone, Default)]
struct SmallDisk(Arc<AtomicBool>);

impl Disk for SmallDisk {
    fn append(&mut self, _bytes: &[u8]) -> io::Result<()> {
        if self.0.load(Ordering::SeqCst) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn full_disk(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "full-disk");
    let disk = SmallDisk::default();
    let worker = worker();
    let session = ground.session(&worker);
    let mut drive = Drive::on_disk(worker, session, Box::new(disk.clone()));
    drive.up_to("stop");
    disk.0.store(true, Ordering::SeqCst);
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(matches!(drive.state(), Some(StepState::Blocked { .. })), "{words}");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 2, "nothing was done: {words}");
    disk.0.store(false, Ordering::SeqCst);
    drive.look_again();
    drive.approve(&[]);
    eventually("the shop is stopped", Duration::from_secs(20), || {
        let shop = ground.space.get(&["deployment", "shop"]);
        if shop["spec"]["replicas"] == 0 { Ok(()) } else { Err(shop.to_string()) }
    });
}
