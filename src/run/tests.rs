//! What it is for: the machine's tables: what each event does in each state, and that an event that does not fit
//! changes nothing.

use super::*;
use crate::{
    action::{Confirm, Direction, Ending, Outcome},
    confirm::Exact,
    confirm::sample::{at, by, exact, plan, plan_with_way_back, read, step, stop, yes},
    journal::ChangeResult,
    names::Digest,
    plan::back::BackPart,
    plan::preview::Preview,
    words::Sentence,
};

fn failure(kind: FailureKind) -> Failure {
    Failure::new(kind, Sentence::new("act-wait-bad-hint"))
}

fn ended(ending: Ending) -> Box<Outcome> {
    Box::new(Outcome { ending, outputs: BTreeMap::new(), evidence: Vec::new() })
}

fn failed(kind: FailureKind) -> Box<Outcome> {
    ended(Ending::Failed { failure: failure(kind) })
}

fn name(state: &StepState) -> &'static str {
    match state {
        StepState::Waiting => "waiting",
        StepState::Looking => "looking",
        StepState::Blocked { .. } => "blocked",
        StepState::Shown { .. } => "shown",
        StepState::Asked { .. } => "asked",
        StepState::Running { is_stopping: false, .. } => "running",
        StepState::Running { is_stopping: true, .. } => "stopping",
        StepState::Done => "done",
        StepState::Failed { .. } => "failed",
        StepState::Unknown { .. } => "unknown",
        StepState::Stopped => "stopped",
        StepState::Skipped { .. } => "skipped",
        StepState::Forced { .. } => "forced",
        StepState::Undone { .. } => "undone",
    }
}

fn effects(all: &[Effect]) -> Vec<&'static str> {
    let one = |effect: &Effect| match effect {
        Effect::Look { .. } => "look",
        Effect::Probe { .. } => "probe",
        Effect::AnswerItself { .. } => "answer itself",
        Effect::Execute(_) => "execute",
        Effect::StopWaiting => "stop waiting",
        Effect::Record(_) => "record",
        Effect::WriteRecord => "write record",
        Effect::Tell(_) => "tell",
    };
    all.iter().map(one).collect()
}

struct Driver {
    run: Run,
    /// The newest look.
    attempt: u32,
}

impl Driver {
    fn new(steps: Vec<PlannedStep>) -> Self {
        let (run, effects) = Run::start(plan(steps), at(0));
        let mut driver = Self { run, attempt: 0 };
        driver.take(&effects);
        driver
    }

    fn take(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Look { attempt, .. } = effect {
                self.attempt = *attempt;
            }
        }
    }

    fn event(&mut self, what: What) -> Vec<&'static str> {
        let all = self.run.handle(RunEvent { at: at(1), what });
        self.take(&all);
        effects(&all)
    }

    fn state(&self, index: usize) -> &'static str {
        name(&self.run.steps()[index].state)
    }

    fn id(&self) -> StepId {
        self.run.planned()[self.run.current()].id.clone()
    }

    fn digest(&self) -> Digest {
        let state = &self.run.steps()[self.run.current()].state;
        state.proposal().map_or_else(|| Digest::new("none"), |proposal| proposal.digest().clone())
    }

    fn seen(&self, preview: Preview) -> What {
        let step = &self.run.planned()[self.run.current()];
        let answer = Exact { attempt: self.attempt, ..exact(step, preview) };
        What::Looked { step: step.id.clone(), answer: Box::new(Ok(answer)) }
    }

    fn looked(&mut self) -> Vec<&'static str> {
        let what = self.seen(Preview::default());
        self.event(what)
    }

    fn answer(&self) -> What {
        What::Answered { step: self.id(), answer: Box::new(yes(&self.digest())) }
    }

    /// Brings the first step, a deed that asks, into a state.
    fn in_state(wanted: &str) -> Self {
        let mut driver = Self::new(vec![stop("a"), stop("b")]);
        let a = StepId::new("a");
        if wanted == "blocked" {
            driver.event(What::Looked { step: a, answer: Box::new(Err(failure(FailureKind::World))) });
            return driver;
        }
        let way: Vec<fn(&Driver) -> What> = vec![
            |driver| driver.seen(Preview::default()),
            |driver| What::Asked { step: driver.id() },
            Driver::answer,
        ];
        let far = match wanted {
            "looking" => 0,
            "shown" => 1,
            "asked" => 2,
            _ => 3,
        };
        for next in way.into_iter().take(far) {
            let what = next(&driver);
            driver.event(what);
        }
        let step = a.clone();
        match wanted {
            "stopping" => drop(driver.event(What::StopWaiting { step })),
            "failed" => drop(driver.event(What::Ended { step, outcome: failed(FailureKind::World) })),
            "unknown" => {
                let outcome = ended(Ending::Unknown { failure: failure(FailureKind::Unknown) });
                driver.event(What::Ended { step, outcome });
            }
            "stopped" => drop(driver.event(What::Ended { step, outcome: ended(Ending::Cancelled) })),
            _ => {}
        }
        assert_eq!(driver.state(0), wanted);
        driver
    }
}

/// Every event that the person or the worker can send about the first step.
fn events(driver: &Driver) -> Vec<(&'static str, What)> {
    let a = || StepId::new("a");
    let reason = || "because".to_owned();
    vec![
        ("looked", What::Looked { step: a(), answer: Box::new(Ok(exact(&stop("a"), Preview::default()))) }),
        ("not looked", What::Looked { step: a(), answer: Box::new(Err(failure(FailureKind::World))) }),
        ("asked", What::Asked { step: a() }),
        ("closed", What::Closed),
        ("answered", What::Answered { step: a(), answer: Box::new(yes(&driver.digest())) }),
        ("not written", What::NotWritten { step: a(), failure: failure(FailureKind::World) }),
        ("done", What::Ended { step: a(), outcome: ended(Ending::Done) }),
        ("failed", What::Ended { step: a(), outcome: failed(FailureKind::World) }),
        ("moved", What::Ended { step: a(), outcome: failed(FailureKind::Moved) }),
        (
            "lost",
            What::Ended {
                step: a(),
                outcome: ended(Ending::Unknown { failure: failure(FailureKind::Unknown) }),
            },
        ),
        ("cancelled", What::Ended { step: a(), outcome: ended(Ending::Cancelled) }),
        ("look again", What::LookAgain { step: a() }),
        ("stop waiting", What::StopWaiting { step: a() }),
        ("skipped", What::Skipped { step: a(), reason: reason(), by: by() }),
        ("forced", What::Forced { step: a(), reason: reason(), by: by() }),
    ]
}

/// State, event, next state, effects. What is not listed changes nothing and asks for nothing.
const TABLE: &[(&str, &str, &str, &[&str])] = &[
    ("looking", "looked", "shown", &[]),
    ("looking", "not looked", "blocked", &[]),
    ("looking", "skipped", "skipped", &["record", "write record", "look"]),
    ("blocked", "look again", "looking", &["look"]),
    ("blocked", "skipped", "skipped", &["record", "write record", "look"]),
    ("shown", "asked", "asked", &[]),
    ("shown", "look again", "looking", &["look"]),
    ("shown", "skipped", "skipped", &["record", "write record", "look"]),
    ("asked", "closed", "shown", &[]),
    ("asked", "answered", "running", &["execute"]),
    ("asked", "look again", "looking", &["look"]),
    ("asked", "skipped", "skipped", &["record", "write record", "look"]),
    ("running", "not written", "blocked", &[]),
    ("running", "done", "done", &["write record", "look"]),
    ("running", "failed", "failed", &[]),
    ("running", "moved", "looking", &["tell", "look"]),
    ("running", "lost", "unknown", &["probe"]),
    ("running", "cancelled", "stopped", &[]),
    ("running", "stop waiting", "stopping", &["stop waiting"]),
    ("stopping", "not written", "blocked", &[]),
    ("stopping", "done", "done", &["write record", "look"]),
    ("stopping", "failed", "failed", &[]),
    ("stopping", "moved", "looking", &["tell", "look"]),
    ("stopping", "lost", "unknown", &["probe"]),
    ("stopping", "cancelled", "stopped", &[]),
    ("stopping", "stop waiting", "stopping", &["stop waiting"]),
    ("failed", "look again", "looking", &["look"]),
    ("failed", "skipped", "skipped", &["record", "write record", "look"]),
    ("failed", "forced", "forced", &["record", "write record", "look"]),
    ("unknown", "forced", "forced", &["record", "write record", "look"]),
    ("stopped", "look again", "looking", &["look"]),
    ("stopped", "skipped", "skipped", &["record", "write record", "look"]),
    ("stopped", "forced", "forced", &["record", "write record", "look"]),
];

#[test]
fn every_state_answers_every_event_as_the_table_says() {
    let states =
        ["looking", "blocked", "shown", "asked", "running", "stopping", "failed", "unknown", "stopped"];
    let mut fitting = 0;
    for state in states {
        for index in 0..events(&Driver::in_state(state)).len() {
            let mut driver = Driver::in_state(state);
            let (event, what) = events(&driver).swap_remove(index);
            let asked = driver.event(what);
            let row = TABLE.iter().find(|(from, on, ..)| *from == state && *on == event);
            fitting += usize::from(row.is_some());
            let (next, wanted): (&str, &[&str]) =
                row.map_or((state, &[]), |(_, _, next, wanted)| (*next, *wanted));
            assert_eq!((driver.state(0), asked.as_slice()), (next, wanted), "{state} + {event}");
        }
    }
    assert_eq!(fitting, TABLE.len(), "a row of the table was never met");
}

#[test]
fn events_about_another_step_and_after_the_end_are_ignored() {
    let mut driver = Driver::in_state("running");
    let b = StepId::new("b");
    assert!(driver.event(What::Ended { step: b.clone(), outcome: ended(Ending::Done) }).is_empty());
    assert!(driver.event(What::Skipped { step: b, reason: "r".to_owned(), by: by() }).is_empty());
    assert_eq!((driver.state(0), driver.state(1)), ("running", "waiting"));
    assert!(driver.event(What::Finished { by: by() }).is_empty(), "a deed under way is not left");
    let mut driver = Driver::in_state("failed");
    assert_eq!(driver.event(What::Finished { by: by() }), ["record", "write record"]);
    assert_eq!(driver.run.ended().map(|(result, _)| result), Some(ChangeResult::Abandoned));
    assert!(driver.event(What::LookAgain { step: StepId::new("a") }).is_empty());
}

#[test]
fn a_deed_that_asks_is_never_begun_outside_of_its_dialog() {
    let mut driver = Driver::in_state("shown");
    let answer = driver.answer();
    assert!(driver.event(answer).is_empty());
    assert_eq!(driver.state(0), "shown");
}

#[test]
fn an_answer_to_what_is_no_longer_shown_begins_nothing() {
    let mut driver = Driver::in_state("asked");
    let old = driver.answer();
    driver.event(What::LookAgain { step: StepId::new("a") });
    let preview = Preview { command: "another".to_owned(), ..Preview::default() };
    let what = driver.seen(preview);
    driver.event(what);
    driver.event(What::Asked { step: StepId::new("a") });
    assert!(driver.event(old).is_empty());
    assert_eq!(driver.state(0), "asked");
}

#[test]
fn a_read_starts_itself_once_and_never_with_questions_or_a_second_time() {
    let mut driver = Driver::new(vec![read("a")]);
    assert_eq!(driver.looked(), ["answer itself"]);
    let answer = driver.answer();
    assert_eq!(driver.event(answer), ["execute"]);
    driver.event(What::Ended { step: StepId::new("a"), outcome: failed(FailureKind::World) });
    driver.event(What::LookAgain { step: StepId::new("a") });
    assert_eq!(driver.attempt, 2);
    assert!(driver.looked().is_empty(), "after a failure the person starts it");
    let mut driver = Driver::new(vec![read("a")]);
    let preview = Preview { blocked: Some(failure(FailureKind::Person)), ..Preview::default() };
    let what = driver.seen(preview);
    assert!(driver.event(what).is_empty());
    let manual = step("a", "manual", serde_json::json!({"ask": "Fine?"}), Confirm::None);
    assert!(Driver::new(vec![manual]).looked().is_empty(), "a question is the person's");
}

#[test]
fn leaving_out_and_going_on_need_a_reason() {
    let mut driver = Driver::in_state("failed");
    for reason in ["", "  \n"] {
        let (step, reason) = (StepId::new("a"), reason.to_owned());
        let skipped = What::Skipped { step: step.clone(), reason: reason.clone(), by: by() };
        assert!(driver.event(skipped).is_empty());
        assert!(
            driver.event(What::Forced { step: step.clone(), reason: reason.clone(), by: by() }).is_empty()
        );
        assert!(driver.event(What::Noted { step, text: reason, files: Vec::new(), by: by() }).is_empty());
    }
    assert_eq!(driver.state(0), "failed");
}

#[test]
fn the_state_before_is_that_before_the_first_try() {
    let undo = serde_json::json!({"deployment": "shop", "replicas": "${{ before.a.replicas }}"});
    let before = |replicas: &str| Preview {
        before: BTreeMap::from([("replicas".to_owned(), replicas.to_owned())]),
        ..Preview::default()
    };
    let mut driver = Driver::new(vec![stop("a"), step("b", "scale", undo, Confirm::Click)]);
    let a = StepId::new("a");
    let attempt = |driver: &mut Driver, replicas: &str, outcome: Box<Outcome>| {
        let what = driver.seen(before(replicas));
        driver.event(what);
        driver.event(What::Asked { step: a.clone() });
        let answer = driver.answer();
        driver.event(answer);
        driver.event(What::Ended { step: a.clone(), outcome });
        driver.event(What::LookAgain { step: a.clone() });
    };
    attempt(&mut driver, "2", failed(FailureKind::Moved));
    attempt(&mut driver, "3", failed(FailureKind::World));
    attempt(&mut driver, "0", ended(Ending::Done));
    assert_eq!(driver.run.before[&a].get("replicas").map(String::as_str), Some("3"));
}

#[test]
fn a_step_without_the_value_of_an_earlier_one_is_blocked_and_says_so() {
    let wait = serde_json::json!({"job": "${{ steps.a.out.name }}", "timeout": "1m"});
    let mut driver = Driver::new(vec![stop("a"), step("b", "job.wait", wait, Confirm::None)]);
    driver.event(What::Skipped { step: StepId::new("a"), reason: "r".to_owned(), by: by() });
    assert_eq!(driver.state(1), "blocked");
}

#[test]
fn all_steps_behind_us_is_complete_and_only_then() {
    let mut driver = Driver::new(vec![stop("a"), stop("b")]);
    for id in ["a", "b"] {
        assert!(!driver.run.is_complete());
        driver.looked();
        driver.event(What::Asked { step: StepId::new(id) });
        let answer = driver.answer();
        driver.event(answer);
        driver.event(What::Ended { step: StepId::new(id), outcome: ended(Ending::Done) });
    }
    assert!(driver.run.is_complete());
    driver.event(What::Finished { by: by() });
    assert_eq!(driver.run.ended().map(|(result, _)| result), Some(ChangeResult::Completed));
}

#[test]
fn what_the_way_back_left_for_later_is_done_after_its_end_and_no_way_forward_follows() {
    let mut drop_kept = stop("drop-kept");
    (drop_kept.later, drop_kept.direction) = (true, Direction::Back);
    let steps = [stop("stop-again"), drop_kept].map(|step| BackPart::Step(Box::new(step)));
    let whole = plan_with_way_back(vec![stop("a"), stop("b")], vec![("yes", steps.into())]);
    let (run, _) = Run::start(whole, at(0));
    let mut driver = Driver { run, attempt: 0 };
    let left = |driver: &Driver| -> Vec<String> {
        driver.run.left_for_later().iter().map(|step| step.id.to_string()).collect()
    };
    let skip = |driver: &mut Driver| {
        let what = What::Skipped { step: driver.id(), reason: "a week".to_owned(), by: by() };
        driver.event(what);
    };
    driver.event(What::WentBack { answer: "yes".to_owned(), reason: None, by: by() });
    skip(&mut driver);
    skip(&mut driver);
    assert!(left(&driver).is_empty() && driver.event(What::DoRest { by: by() }).is_empty(), "not ended yet");
    driver.event(What::Finished { by: by() });
    assert_eq!(left(&driver), ["drop-kept~2"], "not what nobody wanted later");
    assert_eq!(driver.event(What::DoRest { by: by() }), ["record", "write record", "look"]);
    assert_eq!((driver.id().as_str(), driver.run.ended()), ("drop-kept~2", None));
    assert!(driver.run.back().expect("a way back").is_rest);
    let leave = What::LeftWayBack { reason: "no".to_owned(), by: by() };
    assert!(driver.event(leave).is_empty(), "no way forward goes on behind it");
    skip(&mut driver);
    driver.event(What::Finished { by: by() });
    assert_eq!(left(&driver), ["drop-kept~3"], "left once more");
    driver.event(What::DoRest { by: by() });
    driver.looked();
    driver.event(What::Asked { step: driver.id() });
    let answer = driver.answer();
    driver.event(answer);
    driver.event(What::Begun { step: driver.id(), seq: 9 });
    driver.event(What::Ended { step: driver.id(), outcome: ended(Ending::Done) });
    driver.event(What::Finished { by: by() });
    assert_eq!(driver.run.ended().map(|(result, _)| result), Some(ChangeResult::RolledBack));
    assert!(left(&driver).is_empty(), "{:?}", left(&driver));
}
