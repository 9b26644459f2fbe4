//! What it is for: a small plan for the tests of what comes after planning. Only in test builds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Exact};
use crate::{
    action::{Confirm, Direction, Effect},
    names::{ChangeId, CommitId, ContextName, Digest, Namespace, ProcedureId, Server, Stamp, StepId, Target},
    plan::{
        Header, Plan, PlannedStep, RepositoryBase, Source, Standing, WayBack,
        back::{BackPart, PlannedAnswer, WayBackPlan},
        preview::Preview,
        request::Request,
    },
    procedure::{substitute::Filled, typed_action},
};

/// A moment, some seconds after another.
pub(crate) fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_795_000_000 + second).expect("a time")
}

/// A person.
pub(crate) fn by() -> Stamp {
    Stamp { at: at(0), who: "alice".to_owned() }
}

/// A step with an action as a procedure writes it.
pub(crate) fn step(id: &str, key: &str, fields: Value, confirm: Confirm) -> PlannedStep {
    let mut action = serde_json::Map::new();
    action.insert(key.to_owned(), fields);
    let value = Value::Object(action);
    let open = if value.to_string().contains("${{") { vec!["open".to_owned()] } else { Vec::new() };
    PlannedStep {
        id: StepId::new(id),
        title: id.to_owned(),
        what: String::new(),
        why: String::new(),
        section: String::new(),
        number: 1,
        key: key.to_owned(),
        action: Filled { value, open, known: BTreeMap::new() },
        effect: Effect::Idempotent,
        claimed: false,
        confirm,
        requires: Vec::new(),
        capture: BTreeMap::new(),
        expect: Vec::new(),
        equals: None,
        conditions: Vec::new(),
        undo: WayBack::NotNeeded,
        direction: Direction::Forward,
        undoes: None,
        probe: None,
        second_person: false,
        later: false,
        added: false,
    }
}

/// A deed that asks for one click.
pub(crate) fn stop(id: &str) -> PlannedStep {
    step(id, "scale", json!({"deployment": "shop", "replicas": 0}), Confirm::Click)
}

/// A read that needs no person.
pub(crate) fn read(id: &str) -> PlannedStep {
    step(id, "http.check", json!({"url": "https://shop.example/"}), Confirm::None)
}

/// A plan of these steps whose way back asks a question with these answers, each with what it does.
pub(crate) fn plan_with_way_back(steps: Vec<PlannedStep>, answers: Vec<(&str, Vec<BackPart>)>) -> Plan {
    let answer = |(id, _): &(&str, Vec<BackPart>)| PlannedAnswer {
        id: (*id).to_owned(),
        label: String::new(),
        help: String::new(),
        warning: None,
        plans: vec![(*id).to_owned()],
    };
    let way_back = WayBackPlan {
        id: "d".to_owned(),
        ask: "?".to_owned(),
        help: String::new(),
        evidence: Vec::new(),
        after: Vec::new(),
        otherwise: None,
        answers: answers.iter().map(answer).collect(),
        plans: answers.into_iter().map(|(id, parts)| (id.to_owned(), parts)).collect(),
    };
    let forward = plan(steps);
    let (change, header) = (forward.change().clone(), forward.header().clone());
    Plan::seal(change, header, forward.steps().to_vec(), Some(way_back))
}

/// A plan of these steps.
pub(crate) fn plan(steps: Vec<PlannedStep>) -> Plan {
    let header = Header {
        procedure: ProcedureId::new("shop"),
        title: "Deploy the shop".to_owned(),
        source: Source {
            file: "shop.procedure.yaml".to_owned(),
            digest: Digest::new("ab"),
            standing: Standing::Shipped,
        },
        target: Target {
            server: Server { address: "https://203.0.113.7:6443".to_owned(), ca_fingerprint: None },
            context: ContextName::new("prod"),
            namespace: Namespace::new("shop").expect("a namespace"),
        },
        repository: RepositoryBase {
            name: "infra".to_owned(),
            branch: "main".to_owned(),
            base: CommitId::new("0123"),
            identity: "Alice <alice@example.org>".to_owned(),
        },
        params: Vec::new(),
        request: Request::default(),
        rail: Vec::new(),
        watch: Vec::new(),
        rollback: Vec::new(),
        settings: Vec::new(),
        files: Vec::new(),
    };
    Plan::seal(ChangeId::new("change-1"), header, steps, None)
}

/// What was read of a step.
pub(crate) fn exact(step: &PlannedStep, preview: Preview) -> Exact {
    let action = typed_action(&step.action.value).expect("an action");
    Exact { action, preview, attempt: 1, direction: Direction::Forward }
}

/// A plain yes to a proposal of this digest.
pub(crate) fn yes(digest: &Digest) -> Answer {
    Answer {
        digest: digest.clone(),
        by: by(),
        typed: String::new(),
        answers: BTreeMap::new(),
        reason: None,
        text: None,
    }
}
