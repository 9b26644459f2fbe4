//! Which step is killed at which point: the steps of each change, the points that a deed comes by, the choice of a run.
//!
//! In: the environment and the commit. Out: a list of kills for each change that is carried. Never: chance: the same
//! commit has the same kills.

use std::process::Command;

use changeover::{
    action::Effect,
    fault::FaultPoint::{
        self, AfterEndLine, AfterStartLine, AnswerLost, BeforeEndLine, BeforeStartLine, RequestSent,
    },
};

use crate::support::{
    control_plane::ControlPlane,
    stage::{NEW, Stage},
};
use crate::whole_change::with_way_back;

/// Points behind which a step is over or nearly so: one of them in a change.
const LATE: [FaultPoint; 4] = [RequestSent, AnswerLost, BeforeEndLine, AfterEndLine];
/// Of so many points one in a sample. No step has as many, so that a sample has at most one of each.
const STRIDE: usize = 8;
/// How often a deed of several requests is tried at a further one in the long form.
const TIMES: u32 = 4;

/// Every action with its class, and whether its deed sends something (or asks something) that can be cut off; `None`:
/// this version does not carry it out.
pub const ACTIONS: [(&str, Effect, Option<bool>); 21] = [
    ("image.check", Effect::Read, Some(true)),
    ("scale", Effect::Idempotent, Some(true)),
    ("job.create", Effect::NamedOnce, Some(true)),
    ("job.wait", Effect::Read, Some(true)),
    ("logs.follow", Effect::Read, None),
    ("manifest.edit", Effect::Idempotent, Some(true)),
    ("manifest.apply", Effect::Idempotent, Some(true)),
    ("manifest.restore", Effect::Idempotent, Some(true)),
    ("object.delete", Effect::Idempotent, Some(true)),
    ("exec", Effect::Once, Some(true)),
    ("route.switch", Effect::Idempotent, Some(true)),
    ("template.process", Effect::Idempotent, Some(true)),
    ("wait", Effect::Read, None),
    ("http.check", Effect::Read, Some(true)),
    ("tool", Effect::Once, None),
    ("git.commit", Effect::NamedOnce, Some(true)),
    ("git.push", Effect::Idempotent, Some(true)),
    ("git.revert", Effect::NamedOnce, Some(true)),
    ("announce.draft", Effect::Read, Some(false)),
    ("manual", Effect::Read, Some(false)),
    ("pause", Effect::Read, Some(false)),
];

/// A step as the change has it.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub id: &'static str,
    pub action: &'static str,
    /// It is so already when it is met, so that nothing is sent.
    pub is_so: bool,
}

const fn step(id: &'static str, action: &'static str) -> Step {
    Step { id, action, is_so: false }
}

const fn so(id: &'static str, action: &'static str) -> Step {
    Step { id, action, is_so: true }
}

impl Step {
    /// The points that its deed comes by.
    fn points(self) -> Vec<FaultPoint> {
        let sends = ACTIONS.iter().find(|(key, _, _)| *key == self.action).and_then(|(_, _, sends)| *sends);
        let sends = sends.expect("an action that is carried out") && !self.is_so;
        FaultPoint::ALL
            .into_iter()
            .filter(|point| sends || !matches!(point, RequestSent | AnswerLost))
            .collect()
    }
}

/// A way that is gone: forward, or back by an answer.
#[derive(Debug)]
pub struct Way {
    /// The answer to the question of the way back; `None`: the way forward.
    pub answer: Option<&'static str>,
    pub steps: &'static [Step],
    /// Behind these steps the way back is left, and the question asked anew.
    pub is_left: bool,
    /// Another scenario kills its steps.
    pub is_calm: bool,
}

const WAY: Way = Way { answer: None, steps: &[], is_left: false, is_calm: false };

/// A change that is carried forward and taken back.
#[derive(Debug)]
pub struct Scenario {
    pub name: &'static str,
    pub stage: fn(&'static ControlPlane) -> Stage,
    /// Values of the form.
    pub values: &'static [(&'static str, &'static str)],
    /// The form's further button that must be pressed before the start.
    pub fill: Option<&'static str>,
    /// The question of the way back.
    pub question: &'static str,
    /// Forward, then back.
    pub ways: &'static [Way],
    /// A session that is open in the database, for the step that ends it.
    pub has_session: bool,
    /// How often what must not be done again was done.
    pub done: &'static [(Done, usize)],
}

/// Where the executions of a deed are counted.
#[derive(Debug, Clone, Copy)]
pub enum Done {
    /// Requests of the audit log: verb, resource, part of the address.
    Request(&'static str, &'static str, &'static str),
    /// Programs started in a pod, as the audit log has them, by a part of the command.
    Program(&'static str),
    /// Statements that reached PostgreSQL, by a part.
    Statement(&'static str),
    /// Commits above the base, here and at the remote.
    Commits,
}

/// Our own deployment, with a way back that reverts and pushes.
pub const DEPLOYED: Scenario = Scenario {
    name: "deployed",
    stage: |plane| Stage::shop(plane, with_way_back),
    values: &[("registry", "registry.example"), ("version", NEW), ("ticket", "42")],
    fill: Some("Take the link from the image"),
    question: "Did the new version change the data?",
    ways: &[
        Way {
            steps: &[
                step("images", "image.check"),
                step("stop", "scale"),
                step("backup", "job.create"),
                step("backup-done", "job.wait"),
                step("bump", "manifest.edit"),
                step("apply", "manifest.apply"),
                step("site", "http.check"),
                step("client", "manual"),
                step("commit", "git.commit"),
                step("push", "git.push"),
                step("announce", "announce.draft"),
            ],
            ..WAY
        },
        Way {
            answer: Some("No"),
            steps: &[
                step("undo-commit", "git.revert"),
                step("undo-apply", "manifest.apply"),
                so("undo-stop", "scale"),
                step("r-check", "manual"),
                step("undo-push", "git.push"),
            ],
            ..WAY
        },
    ],
    has_session: false,
    done: &[(Done::Request("create", "jobs", "/jobs?"), 1), (Done::Commits, 2)],
};

const DATABASE: [Step; 4] = [
    step("stop", "scale"),
    step("backup", "job.create"),
    step("backup-done", "job.wait"),
    step("migrate", "exec"),
];

/// A database that is renamed, made anew and restored; then the renamed one goes.
pub const KEPT: Scenario = Scenario {
    name: "kept",
    stage: Stage::shop_database,
    values: &[("version", NEW)],
    fill: None,
    question: "How is the database to be brought back?",
    ways: &[
        Way { steps: &DATABASE, ..WAY },
        Way {
            answer: Some("Restore beside the old one"),
            steps: &[
                step("sessions", "exec"),
                step("rename", "exec"),
                step("create", "exec"),
                so("leftover", "object.delete"),
                step("aim", "manifest.edit"),
                step("run", "manifest.apply"),
                step("run-done", "job.wait"),
                step("run-gone", "object.delete"),
                step("put-back", "manifest.restore"),
                step("rows-kept", "exec"),
                step("rows", "exec"),
            ],
            is_left: true,
            ..WAY
        },
        Way { answer: Some("Remove the renamed one"), steps: &[step("remove", "exec")], ..WAY },
    ],
    has_session: true,
    done: &[
        (Done::Request("create", "jobs", "/jobs?"), 1),
        (Done::Request("patch", "jobs", "/jobs/restore?fieldManager=kubectl&"), 1),
        (Done::Request("delete", "jobs", "/jobs/restore"), 1),
        (Done::Program("ALTER+TABLE"), 1),
        (Done::Program("pg_terminate_backend"), 1),
        (Done::Program("RENAME"), 1),
        (Done::Program("command=createdb"), 1),
        (Done::Program("command=dropdb"), 1),
        (Done::Statement("ALTER TABLE item ADD COLUMN colour"), 1),
        (Done::Statement("pg_terminate_backend"), 1),
        (Done::Statement("ALTER DATABASE shop RENAME TO shop_kept"), 1),
        (Done::Statement("CREATE DATABASE shop OWNER shop"), 1),
        (Done::Statement("CREATE TABLE public.item"), 1),
        (Done::Statement("DROP DATABASE shop_kept"), 1),
    ],
};

/// A database that is put back under its name, then dropped and restored.
pub const DROPPED: Scenario = Scenario {
    name: "dropped",
    ways: &[
        Way { steps: &DATABASE, is_calm: true, ..WAY },
        Way {
            answer: Some("Restore beside the old one"),
            steps: &[so("sessions", "exec"), step("rename", "exec"), step("create", "exec")],
            is_left: true,
            is_calm: true,
        },
        Way {
            answer: Some("Put the renamed one back"),
            steps: &[
                so("off-job~2", "object.delete"),
                so("off-sessions~2", "exec"),
                step("undo-rename~2", "exec"),
                so("put-back~2", "manifest.restore"),
            ],
            is_left: true,
            ..WAY
        },
        Way {
            answer: Some("Drop it first"),
            steps: &[
                step("drop~3", "exec"),
                step("create-again~3", "exec"),
                so("leftover~3", "object.delete"),
                step("aim~3", "manifest.edit"),
                step("run~3", "manifest.apply"),
                step("run-done~3", "job.wait"),
                step("run-gone~3", "object.delete"),
                step("put-back~3", "manifest.restore"),
                step("undo-stop~3", "scale"),
            ],
            ..WAY
        },
    ],
    has_session: false,
    done: &[
        (Done::Request("create", "jobs", "/jobs?"), 1),
        (Done::Request("patch", "jobs", "/jobs/restore?fieldManager=kubectl&"), 1),
        (Done::Request("delete", "jobs", "/jobs/restore"), 1),
        (Done::Program("ALTER+TABLE"), 1),
        (Done::Program("RENAME+TO+shop_kept"), 1),
        (Done::Program("shop_kept+RENAME+TO+shop"), 1),
        (Done::Program("command=createdb"), 2),
        (Done::Program("command=dropdb"), 1),
        (Done::Statement("ALTER TABLE item ADD COLUMN colour"), 1),
        (Done::Statement("ALTER DATABASE shop RENAME TO shop_kept"), 1),
        (Done::Statement("ALTER DATABASE shop_kept RENAME TO shop"), 1),
        (Done::Statement("CREATE DATABASE shop OWNER shop"), 2),
        (Done::Statement("CREATE TABLE public.item"), 1),
        (Done::Statement("DROP DATABASE shop"), 1),
    ],
    ..KEPT
};

/// One kill.
#[derive(Debug, Clone, Copy)]
pub struct Kill {
    pub step: Step,
    pub point: FaultPoint,
    /// Which time that the deed comes by it; behind the first it may not be there.
    pub time: u32,
}

/// The kills of one change: for each way, with the number of the step on it.
#[derive(Debug)]
pub struct Plan(pub Vec<Vec<(usize, Kill)>>);

impl Plan {
    fn of(scenario: &Scenario, mut time_of: impl FnMut(Step, FaultPoint) -> Option<u32>) -> Self {
        let mut kills = |way: &Way| {
            let steps = way.steps.iter().enumerate().filter(|_| !way.is_calm);
            let all = steps
                .flat_map(|(index, step)| step.points().into_iter().map(move |point| (index, *step, point)));
            all.filter_map(|(index, step, point)| {
                time_of(step, point).map(|time| (index, Kill { step, point, time }))
            })
            .collect()
        };
        Self(scenario.ways.iter().map(&mut kills).collect())
    }
}

/// The changes that are carried, each with its kills.
pub fn plans(scenario: &Scenario) -> Vec<Plan> {
    if std::env::var_os("CHANGEOVER_LONG").is_none() {
        return vec![sample(scenario)];
    }
    let rounds = std::env::var("CHANGEOVER_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(10);
    (0..rounds).flat_map(|_| round(scenario)).collect()
}

/// Every step at every point, and deeds of several requests at their further ones. A late point ends its step or nearly
/// so, hence one of these for each change.
fn round(scenario: &Scenario) -> Vec<Plan> {
    let first = LATE.into_iter().enumerate().map(|(index, late)| {
        Plan::of(scenario, |_, point| {
            let is_early = matches!(point, BeforeStartLine | AfterStartLine);
            (point == late || (is_early && index == 0)).then_some(1)
        })
    });
    let further = (2..=TIMES).flat_map(|time| [RequestSent, AnswerLost].map(|point| (time, point)));
    let further = further.map(|(time, wanted)| {
        let has_more =
            |step: Step| matches!(step.action, "manifest.apply" | "git.revert" | "manifest.edit" | "scale");
        Plan::of(scenario, |step, point| (point == wanted && has_more(step)).then_some(time))
    });
    first.chain(further).collect()
}

/// Every eighth point of the change, other ones for another commit.
fn sample(scenario: &Scenario) -> Plan {
    let turn = turn();
    eprintln!("{}: turn {turn} of {STRIDE}; CHANGEOVER_TURN={turn} repeats it", scenario.name);
    let mut number = 0;
    Plan::of(scenario, |_, _| {
        number += 1;
        (number % STRIDE == turn).then_some(1)
    })
}

/// Which points are taken: `CHANGEOVER_TURN`, else the commit decides.
fn turn() -> usize {
    let given = std::env::var("CHANGEOVER_TURN").ok().and_then(|turn| turn.parse::<usize>().ok());
    let commit = || {
        let root = env!("CARGO_MANIFEST_DIR");
        let said = Command::new("git").args(["-C", root, "rev-parse", "HEAD"]).output().ok()?;
        let digits = String::from_utf8(said.stdout).ok()?;
        usize::from_str_radix(digits.get(..8)?, 16).ok()
    };
    given.or_else(commit).unwrap_or_default() % STRIDE
}
