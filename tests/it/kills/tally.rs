//! What was executed how often, as those tell who executed it: the API server's audit log, PostgreSQL, git.
//!
//! In: the world before the change. Out: what was done more than once, or never. Never: the program's own word for it.

use std::{fs, path::Path};

use changeover::fault::FaultPoint;
use serde_json::Value;

use super::plan::{Done, Kill, Scenario};
use crate::support::stage::Stage;

/// Where the world stood before the change.
#[derive(Debug)]
pub struct Tally {
    commit: String,
    /// Bytes of PostgreSQL's log.
    log: usize,
    has_database: bool,
}

impl Tally {
    /// Before the change.
    pub fn begin(stage: &Stage) -> Self {
        let log = stage.try_database().map(|database| database.postgres.log().len());
        Self { commit: stage.repo.head(), log: log.unwrap_or_default(), has_database: log.is_some() }
    }

    /// What was not done exactly as often as it was to be. A program that was cut off while it was being started may not
    /// have run, and is then started again: it counts by what PostgreSQL heard of it.
    pub fn differing(&self, stage: &Stage, scenario: &Scenario, kills: &[Kill]) -> Vec<String> {
        let is_cut = |kill: &&Kill| kill.step.action == "exec" && kill.point == FaultPoint::RequestSent;
        let cut = kills.iter().filter(is_cut).count();
        let requests = writes(stage);
        let statements = self.statements(stage);
        let commits = |folder: &Path| {
            let range = format!("{}..main", self.commit);
            let count = stage.repo.git_in(folder, &["rev-list", "--count", &range]);
            count.trim().parse::<usize>().expect("a number")
        };
        let mut differing = Vec::new();
        for (done, wanted) in scenario.done {
            let found = match *done {
                Done::Request(verb, resource, part) => count(&requests, |event| {
                    text(event, "/verb") == verb
                        && text(event, "/objectRef/resource") == resource
                        && text(event, "/requestURI").contains(part)
                }),
                Done::Program(part) => count(&requests, |event| {
                    text(event, "/objectRef/subresource") == "exec"
                        && text(event, "/requestURI").contains(part)
                }),
                Done::Statement(part) => count(&statements, |line| line.contains(part)),
                Done::Commits => {
                    let (here, remote) = (commits(&stage.repo.root()), commits(&stage.repo.remote()));
                    if here == remote { here } else { usize::MAX }
                }
            };
            let most = if matches!(done, Done::Program(_)) { wanted + cut } else { *wanted };
            if found < *wanted || found > most {
                differing.push(format!("{done:?}: {found} instead of {wanted}"));
            }
        }
        differing
    }

    fn statements(&self, stage: &Stage) -> Vec<String> {
        if !self.has_database {
            return Vec::new();
        }
        let log = stage.database().postgres.log();
        let log = log.get(self.log..).unwrap_or_default();
        log.lines().filter(|line| line.contains("LOG:  statement: ")).map(str::to_owned).collect()
    }
}

fn count<T>(all: &[T], is_it: impl Fn(&T) -> bool) -> usize {
    all.iter().filter(|one| is_it(one)).count()
}

/// Requests in the stage's namespace that changed something or began a program, without dry runs and refused ones.
fn writes(stage: &Stage) -> Vec<Value> {
    let log = fs::read_to_string(stage.namespace.plane().audit_log()).expect("an audit log");
    let is_write = |event: &Value| {
        let is_exec = text(event, "/objectRef/subresource") == "exec";
        let is_reading = matches!(text(event, "/verb"), "get" | "list" | "watch");
        let code = event.pointer("/responseStatus/code").and_then(Value::as_u64).unwrap_or_default();
        let is_kept = code < 400 || code == 409;
        text(event, "/objectRef/namespace") == stage.namespace.name()
            && (is_exec || !is_reading)
            && is_kept
            && !text(event, "/requestURI").contains("dryRun=All")
    };
    // An exec is told when it begins and when it ends.
    let is_end = |event: &Value| text(event, "/stage") != "ResponseStarted";
    let events = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    events.filter(|event| is_write(event) && is_end(event)).collect()
}

fn text<'a>(event: &'a Value, pointer: &str) -> &'a str {
    event.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
