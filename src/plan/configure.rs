//! What it is for: the request's configuration changes as steps of the plan.
//! In: the request, the place in the rail. Out: added steps with their own dialogs. Never: a change that bypasses them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    PlannedStep, WayBack,
    request::{ConfigChange, Request},
};
use crate::{
    action::{Confirm, Direction, Effect},
    names::StepId,
    procedure::{
        SlotPlace,
        substitute::{Filled, Lookup, substitute},
    },
    words::Sentence,
};

/// The steps for one place. A file that is edited here is also applied here, unless a later step of the procedure
/// applies it anyway (`applied`). Edits are taken back to the file as `base` has it.
pub(super) fn configured(
    request: &Request,
    place: SlotPlace,
    number: usize,
    section: &str,
    applied: &BTreeSet<String>,
    base: &str,
) -> Vec<PlannedStep> {
    let (changes, name) = match place {
        SlotPlace::PreDeploy => (&request.before, "before"),
        SlotPlace::PostDeploy => (&request.after, "after"),
    };
    let mut steps: Vec<PlannedStep> = Vec::new();
    let mut to_apply: Vec<&str> = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let id = format!("config-{name}-{}", index + 1);
        steps.push(step(&id, change, (number, section), base));
        if let ConfigChange::Set { file, .. } | ConfigChange::Remove { file, .. } = change
            && !applied.contains(file)
            && !to_apply.contains(&file.as_str())
        {
            to_apply.push(file);
        }
    }
    for (index, file) in to_apply.into_iter().enumerate() {
        let change = ConfigChange::Apply { file: file.to_owned() };
        steps.push(step(&format!("config-{name}-apply-{}", index + 1), &change, (number, section), base));
    }
    steps
}

fn step(id: &str, change: &ConfigChange, (number, section): (usize, &str), base: &str) -> PlannedStep {
    let (key, fields, title) = match change {
        ConfigChange::Set { file, object, path, value } => (
            "manifest.edit",
            json!({"file": file, "set": [{"object": object, "path": path, "value": value}]}),
            titled(["plan-config-set-variable", "plan-config-set"], file, object, path),
        ),
        ConfigChange::Remove { file, object, path } => (
            "manifest.edit",
            json!({"file": file, "remove": [{"object": object, "path": path}]}),
            titled(["plan-config-remove-variable", "plan-config-remove"], file, object, path),
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
        what: Sentence::new("plan-config-what").with("title", title.text()).text(),
        why: crate::words::text("plan-config-why"),
        section: section.to_owned(),
        number,
        key: key.to_owned(),
        action: Filled::closed(Value::Object(action)),
        effect: if by_hand { Effect::Read } else { Effect::Idempotent },
        claimed: false,
        confirm: if by_hand { Confirm::None } else { Confirm::Click },
        requires: Vec::new(),
        capture: std::collections::BTreeMap::default(),
        expect: Vec::new(),
        equals: None,
        conditions: Vec::new(),
        undo: undo_of(change, id, base),
        added: true,
        direction: Direction::Forward,
        undoes: None,
        probe: None,
        second_person: false,
        later: false,
    }
}

/// An edit is taken back by the file's earlier bytes, an apply by what ran before it.
fn undo_of(change: &ConfigChange, id: &str, base: &str) -> WayBack {
    let (key, fields) = match change {
        ConfigChange::Set { file, .. } | ConfigChange::Remove { file, .. } => {
            ("manifest.restore", json!({"file": file, "from": base}))
        }
        ConfigChange::Apply { file } => {
            let at = format!("${{{{ before.{id}.ran }}}}");
            ("manifest.apply", json!({"file": file, "at": at, "waitReady": "15m"}))
        }
        ConfigChange::Human { .. } => {
            return WayBack::None { reason: crate::words::text("plan-config-no-undo") };
        }
    };
    let mut action = serde_json::Map::new();
    action.insert(key.to_owned(), fields);
    let value = Value::Object(action);
    let action = substitute(&value, &|_later| Lookup::Later).unwrap_or_else(|_fault| Filled::closed(value));
    WayBack::By { key: key.to_owned(), action, confirm: Confirm::Click, probe: None }
}

/// The title of a change; an environment variable is called by its name, not by its long path.
fn titled([of_variable, of_value]: [&str; 2], file: &str, object: &str, path: &str) -> Sentence {
    let title = match variable(path) {
        Some(name) => Sentence::new(of_variable).with("name", name),
        None => Sentence::new(of_value).with("path", path),
    };
    title.with("object", object).with("file", file)
}

/// The variable's name in `…containers[…].env[name=NAME]` or `….value`.
fn variable(path: &str) -> Option<&str> {
    let (_, rest) = path.rsplit_once("].env[name=")?;
    rest.strip_suffix(".value")
        .unwrap_or(rest)
        .strip_suffix(']')
        .filter(|name| !name.contains(['[', ']', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_called_by_its_name() {
        let container = "spec.template.spec.containers[name=web]";
        assert_eq!(variable(&format!("{container}.env[name=LEVEL].value")), Some("LEVEL"));
        assert_eq!(variable(&format!("{container}.env[name=LEVEL]")), Some("LEVEL"));
        assert_eq!(variable(&format!("{container}.env[name=LEVEL].valueFrom")), None);
        assert_eq!(variable("spec.replicas"), None);
    }
}
