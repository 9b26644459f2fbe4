//! Programs in a pod: exit codes, both streams, bounds, and which pod.

use std::time::{Duration, Instant};

use changeover::{
    action::ProbeAnswer,
    cluster::exec::{self, ExecError, Ran, RunEnd, Whose},
    names::StepId,
    run::{Asking, StepState, What},
};
use libtest_mimic::Trial;
use serde_json::json;

use super::ground::{Ground, back, forward};
use crate::{
    support::{
        cluster_namespace::succeed,
        control_plane::ControlPlane,
        database::{ROWS, deployment},
        on_database,
    },
    whole_change::drive::{Drive, said, shown, stamp, worker},
};

pub fn trials() -> Vec<Trial> {
    vec![
        on_database("database::mistakes_16_17_a_program_in_a_pod_ends_as_the_server_says", ends),
        on_database("database::a_program_nobody_waits_for_is_unknown_until_its_probe_sees_it", unknown),
        on_database("database::mistake_16_a_drop_fails_with_open_sessions_and_is_not_done", open_sessions),
    ]
}

fn ends(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "exec").unwrap();
    let worker = worker();
    let cluster = ground.connect(&worker);
    let whose = Whose::parse("deployment/postgres", None, None).unwrap();
    let run = |argv: &[&str], limit: u64| {
        let (cluster, whose) = (cluster.clone(), whose.clone());
        let argv: Vec<String> = argv.iter().map(|text| (*text).to_owned()).collect();
        let question = async move {
            let spot = exec::find(&cluster, &whose).await.map_err(|error| error.to_failure())?;
            let ran = exec::read(&cluster, &spot, &argv, Duration::from_secs(limit)).await;
            ran.map_err(|error| error.to_failure())
        };
        crate::whole_change::ground::answer(&worker, question)
    };
    let ran = |argv: &[&str]| -> Ran { run(argv, 30).unwrap() };
    let good = ran(&["psql", "-XAtc", "SELECT 1"]);
    assert_eq!((&good.end, good.stdout.text.as_str()), (&RunEnd::Ended { code: 0 }, "1\n"), "{good:?}");
    let bad = ran(&["psql", "-Xc", "SELECT broken"]);
    assert_eq!(bad.end, RunEnd::Ended { code: 1 });
    assert!(bad.stderr.text.contains("broken") && bad.stdout.text.is_empty(), "{bad:?}");
    assert_eq!(ran(&["no-such-program"]).end, RunEnd::Ended { code: 126 });
    // More on both streams than any pipe holds; one of them more than is kept.
    let both = "i=0; while [ $i -lt 40000 ]; do echo 0123456789012345678901234567890123456789; echo e >&2; i=$((i+1)); done; exit 7";
    let both = ran(&["/bin/sh", "-c", both]);
    assert_eq!(both.end, RunEnd::Ended { code: 7 });
    assert_eq!((both.stdout.text.len(), both.stdout.is_cut), (1 << 20, true));
    assert_eq!((both.stderr.text.len(), both.stderr.is_cut), (80_000, false));
    let begun = Instant::now();
    assert_eq!(run(&["sleep", "20"], 2).unwrap().end, RunEnd::Late);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    // A pod that goes takes its programs along: that is no success.
    let gone = std::thread::scope(|scope| {
        let going = scope.spawn(|| {
            std::thread::sleep(Duration::from_secs(2));
            succeed(&ground.space.kubectl(&["delete", "pod", "-l", "app=postgres", "--wait=false"]));
        });
        let ran = run(&["sleep", "60"], 60);
        going.join().unwrap();
        ran.unwrap()
    });
    assert_ne!(gone.end, RunEnd::Ended { code: 0 });
    succeed(&ground.space.kubectl(&["scale", "deployment/postgres", "--replicas=2"]));
    ground.space.wait_for(&["deployment", "postgres"], Duration::from_mins(1), |found| {
        found["status"]["readyReplicas"] == 2
    });
    let two = run(&["true"], 5).unwrap_err();
    assert!(said(&two).contains("2 pods of Deployment/postgres are ready"), "{}", said(&two));
    let missing = Whose::parse("deployment/none", None, None).unwrap();
    let cluster = cluster.clone();
    let none = crate::whole_change::ground::answer(&worker, async move {
        exec::find(&cluster, &missing).await.map_err(|error: ExecError| error.to_failure())
    });
    assert!(said(&none.unwrap_err()).contains("does not exist"));
    assert_eq!(deployment("x", &[])["spec"]["replicas"], json!(1));
}

/// The waiting is stopped while the program waits for a lock: what it does is not known; it is asked, never run again.
fn unknown(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "unknown").unwrap();
    let mut drive = ground.begin();
    drive.up_to("migrate");
    let lock = ground.database.postgres.lock("shop", "item");
    drive.approve_and_leave();
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    crate::support::eventually("a waiting program", Duration::from_secs(20), || {
        match ground.database.postgres.sql("postgres", waiting).as_str() {
            "0" => Err("none".to_owned()),
            _ => Ok(()),
        }
    });
    drive.stop_waiting();
    assert_eq!(drive.step(), "migrate");
    let text = said(drive.failure());
    assert!(text.contains("may still run") && text.contains("before you do it again"), "{text}");
    let asked = |drive: &mut Drive| {
        crate::support::eventually("an answer of the probe", Duration::from_secs(20), || {
            drive.pump();
            match drive.state() {
                Some(StepState::Unknown { asking: Asking::Answered(probed), .. }) => Ok(probed.answer),
                other => Err(format!("{other:?}")),
            }
        })
    };
    assert_eq!(asked(&mut drive), ProbeAnswer::DidNot);
    // The program runs on in its pod, and ends when it gets what it waits for.
    drop(lock);
    let columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'item'";
    crate::support::eventually("the column", Duration::from_secs(20), || {
        let count = ground.database.postgres.sql("shop", columns);
        if count == "3" { Ok(()) } else { Err(count) }
    });
    drive.event(What::AskAgain { step: StepId::new("migrate") });
    assert_eq!(asked(&mut drive), ProbeAnswer::Happened);
    let reason = String::new();
    drive.event(What::Settled { step: StepId::new("migrate"), happened: true, reason, by: stamp() });
    drive.settle();
    assert_eq!(drive.step(), "the end");
    let log = ground.database.postgres.log();
    assert!(!log.contains("already exists"), "a second try would have failed in the server's log: {log}");
}

/// The way as it was written: the database is dropped first. An open session keeps it, in PostgreSQL's own words.
fn open_sessions(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "drop").unwrap();
    let mut drive = ground.begin();
    forward(&mut drive);
    let session = ground.database.postgres.session("shop");
    back(&mut drive, "drop");
    assert_eq!(drive.step(), "drop");
    let text = shown(drive.proposal());
    assert!(text.contains("it is not done"), "{text}");
    assert!(drive.proposal().preview().command.contains("-- dropdb shop"));
    drive.approve(&[]);
    let failure = said(drive.failure());
    assert!(
        failure.contains("exit code 1") && failure.contains("being accessed by other users"),
        "{failure}"
    );
    assert_eq!(ground.database.postgres.databases(), ["shop"]);
    drop(session);
    std::thread::sleep(Duration::from_millis(500));
    drive.look_again();
    drive.approve(&[]);
    assert_eq!(drive.step(), "create-again", "{:?}", drive.state());
    assert_eq!(ground.database.postgres.databases(), Vec::<String>::new());
    drive.up_to("run-gone");
    assert_eq!(ground.database.postgres.sql("shop", "SELECT count(*) FROM item"), ROWS);
}
