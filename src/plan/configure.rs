//! What it is for: the request's configuration changes as steps of the plan.
//! In: the request, the place in the rail. Out: added steps with their own dialogs. Never: a change that bypasses them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    PlannedStep, WayBack,
    request::{ConfigChange, Request},
};
use crate::{
    action::{Confirm, Effect},
    names::StepId,
    procedure::{SlotPlace, substitute::Filled},
    words::Sentence,
};

/// The steps for one place. A file that is edited here is also applied here, unless a later step of the procedure
/// applies it anyway (`applied`).
pub(super) fn configured(
    request: &Request,
    place: SlotPlace,
    number: usize,
    section: &str,
    applied: &BTreeSet<String>,
) -> Vec<PlannedStep> {
    let (changes, name) = match place {
        SlotPlace::PreDeploy => (&request.before, "before"),
        SlotPlace::PostDeploy => (&request.after, "after"),
    };
    let mut steps: Vec<PlannedStep> = Vec::new();
    let mut to_apply: Vec<&str> = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let id = format!("config-{name}-{}", index + 1);
        steps.push(step(&id, change, number, section));
        if let ConfigChange::Set { file, .. } | ConfigChange::Remove { file, .. } = change
            && !applied.contains(file)
            && !to_apply.contains(&file.as_str())
        {
            to_apply.push(file);
        }
    }
    for (index, file) in to_apply.into_iter().enumerate() {
        let change = ConfigChange::Apply { file: file.to_owned() };
        steps.push(step(&format!("config-{name}-apply-{}", index + 1), &change, number, section));
    }
    steps
}

fn step(id: &str, change: &ConfigChange, number: usize, section: &str) -> PlannedStep {
    let (key, fields, title) = match change {
        ConfigChange::Set { file, object, path, value } => (
            "manifest.edit",
            json!({"file": file, "set": [{"object": object, "path": path, "value": value}]}),
            Sentence::new("plan-config-set").with("object", object).with("path", path).with("file", file),
        ),
        ConfigChange::Remove { file, object, path } => (
            "manifest.edit",
            json!({"file": file, "remove": [{"object": object, "path": path}]}),
            Sentence::new("plan-config-remove").with("object", object).with("path", path).with("file", file),
        ),
        ConfigChange::Apply { file } => (
            "manifest.apply",
            json!({"file": file, "waitReady": "15m"}),
            Sentence::new("plan-config-apply").with("file", file),
        ),
        ConfigChange::Human { what } => {
            ("manual", json!({"ask": what}), Sentence::new("plan-config-human").with("what", what))
        }
    };
    let by_hand = matches!(change, ConfigChange::Human { .. });
    let mut action = serde_json::Map::new();
    action.insert(key.to_owned(), fields);
    PlannedStep {
        id: StepId::new(id),
        title: title.text(),
        what: title.text(),
        why: crate::words::text("plan-config-why"),
        section: section.to_owned(),
        number,
        key: key.to_owned(),
        action: Filled {
            value: Value::Object(action),
            open: Vec::new(),
            known: std::collections::BTreeMap::default(),
        },
        effect: if by_hand { Effect::Read } else { Effect::Idempotent },
        claimed: false,
        confirm: if by_hand { Confirm::None } else { Confirm::Click },
        requires: Vec::new(),
        capture: std::collections::BTreeMap::default(),
        expect: Vec::new(),
        undo: if by_hand {
            WayBack::None { reason: crate::words::text("plan-config-no-undo") }
        } else {
            WayBack::By { key: "manifest.restore".to_owned() }
        },
        added: true,
    }
}
