//! A step that asks for a second person, and a window that is taken over, on a real control plane.

use std::time::{Duration, Instant};

use changeover::{
    cluster::{Cluster, lease},
    journal::Entry,
    names::StepId,
    observed::lease::SecondAsked,
    run::{StepState, What},
    worker::{Worker, lease::mark_of, place::Place, second},
};
use libtest_mimic::Trial;
use serde_json::json;

use super::{
    drive::{Drive, said, stamp, worker},
    ground::{Ground, JOB, answer},
};
use crate::support::{cluster_namespace::Rule, control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("whole_change::a_step_waits_for_a_second_person", second_person),
        on_control_plane("whole_change::somebody_elses_change_lets_no_deed_begin", other_window),
        on_control_plane("whole_change::a_window_that_only_shows_writes_nothing", only_shows),
    ]
}

/// Both may read and write the Lease; only the first person does the rest.
const LEASES: &[Rule] =
    &[Rule { groups: &["coordination.k8s.io"], resources: &["leases"], verbs: &["get", "patch"] }];

fn elsewhere() -> Place {
    Place { host: "laptop-of-grace".to_owned(), place: "elsewhere".to_owned() }
}

fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}: not in time");
        std::thread::sleep(Duration::from_millis(100));
    }
}

struct Second<'a> {
    ground: &'a Ground,
    worker: Worker,
}

impl Second<'_> {
    fn asked(&self) -> Option<SecondAsked> {
        let cluster = self.ground.connect(&self.worker).expect("a connection").cluster;
        answer(&self.worker, second::asked(cluster)).expect("an answer")
    }

    fn agree(&self, shown: &SecondAsked, here: Place) -> Result<(), String> {
        let cluster = self.ground.connect(&self.worker).expect("a connection").cluster;
        answer(&self.worker, second::agree(cluster, shown.clone(), here)).map_err(|failure| said(&failure))
    }
}

fn second_person(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "second-person");
    ground.edit = |text| text.replacen("- id: backup\n", "- id: backup\n    secondPerson: true\n", 1);
    let one = worker();
    let session = ground.session(&one);
    let mut drive = Drive::begin(one, session);
    drive.up_to("backup");
    drive.approve(&[]);
    assert!(said(drive.failure()).contains("second person"), "{:?}", drive.failure());
    assert!(ground.space.try_get(&["job", JOB]).is_err(), "nothing was made");
    drive.look_again();
    let proposal = drive.proposal().digest().clone();

    // The same person, and another one on this very machine, cannot agree.
    let same = Second { ground: &ground, worker: worker() };
    let shown = until("a request", || same.asked().filter(|asked| asked.proposal == proposal));
    assert_eq!((shown.step.as_str(), &shown.plan), ("backup", drive.run.plan().digest()));
    assert!(shown.what.iter().any(|line| line.contains("shop-backup")), "{shown:?}");
    same.agree(&shown, elsewhere()).unwrap_err();
    let theirs = ground.space.deployer_kubeconfig(LEASES);
    let file = std::mem::replace(&mut ground.kubeconfig, theirs);
    let other = Second { ground: &ground, worker: worker() };
    other.agree(&shown, Place::here()).unwrap_err();
    let moved = SecondAsked { plan: proposal.clone(), ..shown.clone() };
    other.agree(&moved, elsewhere()).unwrap_err();
    forged(&ground, &mut drive, &shown);

    // Another person from another machine agrees to what is proposed now.
    let proposal = drive.proposal().digest().clone();
    let shown = until("a request", || other.asked().filter(|asked| asked.proposal == proposal));
    other.agree(&shown, elsewhere()).unwrap();
    until("a yes", || drive.lease().seconded.clone());
    drive.up_to("bump");
    assert!(ground.space.try_get(&["job", JOB]).is_ok());
    until("no request is left", || other.asked().is_none().then_some(()));
    let lines = drive.lines();
    let at = lines.iter().position(|line| matches!(&line.entry, Entry::Seconded { by, host, step, plan }
        if by.who == "deployer" && host == "laptop-of-grace" && step.as_str() == "backup" && plan == drive.run.plan().digest()));
    let next = &lines[at.expect("written down") + 1].entry;
    assert!(matches!(next, Entry::Started(started) if started.step.as_str() == "backup"), "{next:?}");
    drop(file);
}

fn forged(ground: &Ground, drive: &mut Drive, shown: &SecondAsked) {
    // A yes that somebody wrote in the first person's own name, or to something else, does not count.
    for (who, plan, place) in [
        (&shown.who, &shown.plan, "elsewhere"),
        (&"eve".to_owned(), &shown.proposal, "elsewhere"),
        (&"eve".to_owned(), &shown.plan, ""),
    ] {
        let yes = json!({"step": "backup", "plan": plan, "proposal": shown.proposal, "who": who, "place": place, "host": "h"});
        let note = format!("changeover.dev/seconded={yes}");
        crate::support::cluster_namespace::succeed(&ground.space.kubectl(&[
            "annotate",
            "--overwrite",
            "lease",
            lease::NAME,
            &note,
        ]));
        let refused = until("a refusal", || drive.lease().second_refused.clone());
        assert!(drive.lease().seconded.is_none(), "{refused:?}");
        said(&refused);
        drive.approve(&[]);
        assert!(matches!(drive.state(), Some(StepState::Blocked { .. })), "{:?}", drive.state());
        drive.look_again();
        crate::support::cluster_namespace::succeed(&ground.space.kubectl(&[
            "annotate",
            "lease",
            lease::NAME,
            "changeover.dev/seconded-",
        ]));
        until("forgotten", || drive.lease().second_refused.is_none().then_some(()));
    }
}

fn other_window(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "other-window");
    let one = worker();
    let session = ground.session(&one);
    let (cluster, mark) = (session.cluster.clone(), mark_of(&session));
    let mut drive = Drive::begin(one, session);
    drive.up_to("backup");
    taken_by_grace(&drive, (cluster, mark));
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("her laptop broke") && words.contains("grace"), "{words}");
    assert!(ground.space.try_get(&["job", JOB]).is_err(), "nothing was made");
    drive.take_over("grace agreed");
    until("ours again", || (!drive.lease().state.is_read_only()).then_some(()));
    drive.finish();
    until("given back", || {
        let lease = ground.space.get(&["lease", lease::NAME]);
        (lease["spec"]["holderIdentity"] == "").then_some(())
    });
    let lines = drive.lines();
    let is_noted = |entry: &Entry| matches!(entry, Entry::TakenOver { from, reason, .. } if from.starts_with("grace@") && reason == "grace agreed");
    assert!(lines.iter().any(|line| is_noted(&line.entry)));
}

/// Another person takes the change over, from another machine.
fn taken_by_grace(drive: &Drive, (cluster, mark): (Cluster, lease::Mark)) {
    let theirs = lease::Mark { who: "grace".to_owned(), place: "elsewhere".to_owned(), ..mark };
    let other = worker();
    let taken = answer(&other, async move {
        for _ in 0..5 {
            let found = lease::read(&cluster).await.map_err(|error| error.to_failure())?;
            if lease::take(&cluster, found.as_ref(), &theirs, Some("her laptop broke")).await.is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    });
    assert!(taken.unwrap());
    until("lost", || drive.lease().state.is_read_only().then_some(()));
}

/// Neither a note nor a decision nor a question to the world goes out of a window that somebody took over; and what was
/// decided there and not written is no ground for a deed later.
fn only_shows(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "only-shows");
    let one = worker();
    let session = ground.session(&one);
    let held = (session.cluster.clone(), mark_of(&session));
    let mut drive = Drive::begin(one, session);
    drive.up_to("backup");
    taken_by_grace(&drive, held);
    let before = drive.journal_text();
    let refused = said(&drive.try_probe("stop").expect_err("not asked"));
    assert!(refused.contains("her laptop broke"), "{refused}");
    drive.told.clear();
    let (step, by) = (StepId::new("backup"), stamp());
    drive.event(What::Noted { step, text: "a note".to_owned(), files: Vec::new(), by: by.clone() });
    drive.event(What::WentBack { answer: String::new(), reason: None, by });
    until("both refused", || {
        drive.pump();
        (drive.told.len() >= 2).then_some(())
    });
    for told in &drive.told {
        assert!(said(told).contains("her laptop broke"), "{told:?}");
    }
    assert_eq!(drive.journal_text(), before, "nothing was written");
    drive.settle();
    assert_eq!(drive.step(), "undo-stop", "the window has gone on, its journal has not");
    drive.take_over("grace agreed");
    drive.approve(&[]);
    let words = said(drive.failure());
    assert!(words.contains("lacks what was decided last"), "{words}");
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 0, "nothing was done");
    drop(drive);
    let one = worker();
    let session = ground.session(&one);
    let mut drive = Drive::take_up(one, session);
    assert_eq!(drive.step(), "backup", "it stands where its journal says");
    drive.up_to("bump");
}
