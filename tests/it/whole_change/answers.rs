//! Every sort of request of a whole change meets every fault of an answer once: nothing counts as done that is not,
//! nothing is made twice, each failure is a sentence, and the person has the say again in time.
//!
//! One change for each fault: the first request of each sort meets it, a person tries again. `CHANGEOVER_LONG=1` tries all
//! faults, and each sort anew in each step; otherwise those faults that tell most, in less than three minutes.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use changeover::{
    action::ProbeAnswer,
    names::StepId,
    run::{Asking, StepState, What},
};
use libtest_mimic::Trial;

use super::{
    drive::{Drive, said, stamp, worker},
    ground::{Ground, JOB, NEW},
};
use crate::support::{answers::Fault, control_plane::ControlPlane, on_control_plane};

/// How long a person may have to wait for an answer: the time-out of a deed, and what follows it.
const IN_TIME: Duration = Duration::from_secs(90);
/// More answers of a person than any change needs.
const ENOUGH: usize = 200;

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        on_control_plane("whole_change::answers_cut_before_the_server", |plane| {
            all(plane, "cut", Fault::Cut);
        }),
        on_control_plane("whole_change::answers_504_after_the_deed", |plane| {
            all(plane, "late", Fault::LateAfter);
        }),
        on_control_plane("whole_change::answers_half_a_body", |plane| all(plane, "half", Fault::HalfBody)),
        on_control_plane("whole_change::answers_429", |plane| all(plane, "busy", Fault::Busy)),
        on_control_plane("whole_change::answers_never_to_the_making_of_the_job", |plane| {
            one(plane, "hang-job", Fault::Hang, Some("POST jobs"));
        }),
    ];
    if is_long() {
        trials.extend([
            on_control_plane("whole_change::answers_401", |plane| all(plane, "s401", Fault::Status(401))),
            on_control_plane("whole_change::answers_403", |plane| all(plane, "s403", Fault::Status(403))),
            on_control_plane("whole_change::answers_404", |plane| all(plane, "s404", Fault::Status(404))),
            on_control_plane("whole_change::answers_409", |plane| all(plane, "s409", Fault::Status(409))),
            on_control_plane("whole_change::answers_422", |plane| all(plane, "s422", Fault::Status(422))),
            on_control_plane("whole_change::answers_500", |plane| all(plane, "s500", Fault::Status(500))),
            on_control_plane("whole_change::answers_503", |plane| all(plane, "s503", Fault::Status(503))),
            on_control_plane("whole_change::answers_cut_after_the_deed", |plane| {
                all(plane, "cut-after", Fault::CutAfter);
            }),
            on_control_plane("whole_change::answers_never", |plane| all(plane, "hang", Fault::Hang)),
        ]);
    }
    trials
}

fn is_long() -> bool {
    std::env::var("CHANGEOVER_LONG").is_ok_and(|long| long == "1")
}

fn all(plane: &'static ControlPlane, name: &str, fault: Fault) {
    one(plane, name, fault, None);
}

fn one(plane: &'static ControlPlane, name: &str, fault: Fault, only: Option<&'static str>) {
    let mut ground = Ground::new(plane, &format!("answers-{name}"));
    let answers = ground.proxied(plane);
    let one = worker();
    let session = ground.session(&one);
    answers.fault(fault, only);
    // A second hanging of each sort would take an hour and tell nothing new.
    let again = || {
        if is_long() && fault != Fault::Hang {
            answers.fault(fault, only);
        }
    };
    let mut person =
        Person { ground: &ground, seen_done: BTreeSet::new(), sentences: BTreeSet::new(), backups: 0 };
    let mut drive = Drive::begin(one, session);
    person.carry_through(&mut drive, &again);
    ground.wait_ready(NEW);

    let asked = answers.asked();
    let met: BTreeSet<&str> =
        asked.iter().filter(|one| one.fault != Fault::None).map(|one| one.sort.as_str()).collect();
    let least = if only.is_some() { 1 } else { 12 };
    assert!(met.len() >= least, "the fault met too little: {met:?}");
    let posts: Vec<_> = asked.iter().filter(|one| one.sort == "POST jobs").collect();
    assert!(
        posts.len() <= person.backups,
        "{} requests for {} answers of a person: {posts:?}",
        posts.len(),
        person.backups
    );
    let made = posts.iter().filter(|one| one.status.is_some_and(|status| status < 300)).count();
    assert_eq!(made, 1, "{posts:?}");
    let jobs = ground.space.get(&["jobs"]);
    let ours = jobs["items"].as_array().unwrap().iter().filter(|job| {
        job["metadata"]["name"].as_str().is_some_and(|job| job.starts_with("shop-backup-manual"))
    });
    assert_eq!(ours.count(), 1);
    drop(drive);
    eprintln!(
        "{name}: {} sorts of {} requests met it; {} sentences",
        met.len(),
        asked.len(),
        person.sentences.len()
    );
    for sentence in &person.sentences {
        eprintln!("  {sentence}");
    }
}

struct Person<'a> {
    ground: &'a Ground,
    seen_done: BTreeSet<String>,
    sentences: BTreeSet<String>,
    backups: usize,
}

impl Person<'_> {
    fn carry_through(&mut self, drive: &mut Drive, again: &dyn Fn()) {
        let mut step = drive.step();
        for _ in 0..ENOUGH {
            self.verify(drive);
            if drive.run.is_complete() {
                drive.event(What::Finished { by: stamp() });
                return;
            }
            if drive.step() != step {
                step = drive.step();
                again();
            }
            let begun = Instant::now();
            self.answer(drive);
            assert!(begun.elapsed() < IN_TIME, "{} kept the person for {:?}", drive.step(), begun.elapsed());
        }
        panic!("{} does not get on: {:?}\n{:#?}", drive.step(), drive.state(), self.sentences);
    }

    fn answer(&mut self, drive: &mut Drive) {
        match drive.state().cloned() {
            Some(StepState::Shown { .. }) => {
                if drive.step() == "backup" {
                    self.backups += 1;
                }
                drive.approve(&[]);
            }
            Some(StepState::Blocked { failure } | StepState::Failed { failure }) => {
                self.sentence(drive, &said(&failure));
                std::thread::sleep(Duration::from_millis(300));
                drive.look_again();
            }
            Some(StepState::Stopped) => drive.look_again(),
            Some(StepState::Unknown { failure, asking }) => {
                self.sentence(drive, &said(&failure));
                let step = StepId::new(drive.step());
                match asking {
                    Asking::NotAsked | Asking::Asked => {
                        drive.pump();
                        std::thread::sleep(Duration::from_millis(50));
                    }
                    Asking::Failed(failure) => {
                        self.sentence(drive, &said(&failure));
                        drive.event(What::AskAgain { step });
                    }
                    Asking::Answered(probed) if probed.answer == ProbeAnswer::CannotTell => {
                        std::thread::sleep(Duration::from_millis(500));
                        drive.event(What::AskAgain { step });
                    }
                    Asking::Answered(probed) => {
                        let happened = probed.answer == ProbeAnswer::Happened;
                        drive.event(What::Settled { step, happened, reason: String::new(), by: stamp() });
                    }
                }
                drive.settle();
            }
            state => panic!("{}: {state:?}", drive.step()),
        }
    }

    /// What a person reads, without anything that only a programmer reads.
    fn sentence(&mut self, drive: &Drive, text: &str) {
        let read = text.rsplit_once(" | ").map_or(text, |(read, _details)| read);
        for raw in ["Error", "Some(", "None", "kube::", "hyper", "{", "Status"] {
            assert!(!read.contains(raw), "{}: {raw} in {read}", drive.step());
        }
        self.sentences.insert(read.to_owned());
    }

    /// What counts as done is so on the real server.
    fn verify(&mut self, drive: &Drive) {
        let done: Vec<String> = drive
            .run
            .planned()
            .iter()
            .zip(drive.run.steps())
            .filter(|(_, run)| matches!(run.state, StepState::Done))
            .map(|(step, _)| step.id.to_string())
            .collect();
        for step in done {
            if !self.seen_done.insert(step.clone()) {
                continue;
            }
            let get = |args: &[&str]| self.ground.space.get(args);
            match step.as_str() {
                "stop" => {
                    assert_eq!(get(&["deployment", "shop"])["spec"]["replicas"], 0);
                    assert_eq!(get(&["pods", "-l", "app=shop"])["items"], serde_json::json!([]));
                }
                "backup" => {
                    let change = drive.run.plan().change().as_str();
                    assert_eq!(
                        get(&["job", JOB])["metadata"]["annotations"]["changeover.dev/change"],
                        change
                    );
                }
                "backup-done" => assert_eq!(get(&["job", JOB])["status"]["succeeded"], 1),
                "apply" => {
                    let image =
                        get(&["deployment", "shop"])["spec"]["template"]["spec"]["containers"][0]["image"]
                            .clone();
                    assert!(image.as_str().is_some_and(|image| image.ends_with(NEW)), "{image}");
                    assert_eq!(get(&["deployment", "shop"])["status"]["readyReplicas"], 2);
                }
                _ => {}
            }
        }
    }
}
