//! What it is for: the checks of one step, forward or back. In: its node and what stands above it.
//! Out: the checked step, problems. Never: a confirmation below the action's minimum.

use serde_json::{Value, json};

use super::{
    action::{Fault, action_faults, action_warnings},
    confirm::{Approved, confirm},
    patterns::pattern_fault,
    refs::Scope,
};
use crate::{
    action::{Action, Effect, Expect, outputs},
    names::StepId,
    procedure::{
        DoneIf, Probe, Problem, Require, Step, Undo,
        decode::{decode, nearest},
        file::{StepFile, UndoFile},
        node::{Node, Place},
    },
    words::Sentence,
};

/// Keys of a step beside its action.
pub(super) const STEP_KEYS: &[&str] = &[
    "id",
    "title",
    "what",
    "why",
    "section",
    "group",
    "effect",
    "probe",
    "confirm",
    "capture",
    "undo",
    "requires",
    "expect",
    "with",
    "secondPerson",
    "later",
];

/// Whether the step belongs to the way forward or to the rollback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Needs words for the person, and an undo.
    Forward,
    /// Needs neither.
    Back,
}

/// Checks a step and adds its outputs and captured names to the scope.
pub(super) fn step(node: &Node, way: Way, scope: &mut Scope, problems: &mut Vec<Problem>) -> Option<Step> {
    let written = node;
    let node = &known_keys(written, problems);
    let fields =
        decode::<StepFile>(&node.only(|key| key != "undo" && !Action::KEYS.contains(&key)), problems);
    // An action's misspelt key is said already.
    let misspelt = written.pairs().len() > node.pairs().len() && !has_action(node);
    let found = if misspelt { None } else { action_of(node, problems) };
    let fields = fields?;
    if way == Way::Forward {
        words(node, &fields, problems);
    }
    let (key, action_node) = found?;
    scope.with = fields.with.as_ref().map(|with| with.port_forward.name.clone());
    let resolved = references(node, action_node, scope, problems);
    let typed = resolved.then(|| typed(key, action_node, scope, problems)).flatten();
    expects(node, key, &fields.expect, problems);
    let effect = effect(node, key, &fields, typed.as_ref(), problems);
    probe_rules(node, fields.probe.as_ref(), effect, scope, problems);
    requires(node, &fields.requires, scope, problems);
    let action = json!({ key: action_node.to_value() });
    let approved = Approved {
        key,
        effect,
        action: &action,
        place: node.get("confirm").map_or(node.place, |at| at.place),
    };
    let confirm = confirm(&approved, fields.confirm.clone(), problems);
    if fields.second_person && confirm == crate::action::Confirm::None {
        let place = node.get("secondPerson").map_or(node.place, |at| at.place);
        problems.push(Problem::error(place, Sentence::new("procedure-second-unasked")));
    }
    if fields.later && way == Way::Forward {
        let place = node.get("later").map_or(node.place, |at| at.place);
        problems.push(Problem::error(place, Sentence::new("procedure-later-forward")));
    }
    remember(&fields, key, scope);
    let undo = undo(node, way, effect, scope, problems);
    scope.with = None;
    Some(Step {
        id: StepId::new(fields.id),
        title: fields.title,
        what: fields.what.unwrap_or_default(),
        why: fields.why.unwrap_or_default(),
        section: fields.section,
        group: fields.group,
        key,
        action,
        effect,
        effect_claimed: typed.is_some_and(|action| effect < action.effect()),
        confirm,
        probe: fields.probe,
        capture: fields.capture.0,
        undo,
        requires: fields.requires,
        expect: fields.expect,
        with: fields.with,
        second_person: fields.second_person,
        later: fields.later,
    })
}

/// The step without the keys that mean nothing, each of which is a problem of its own.
fn known_keys(node: &Node, problems: &mut Vec<Problem>) -> Node {
    let known = |key: &str| STEP_KEYS.contains(&key) || Action::KEYS.contains(&key);
    for pair in node.pairs().iter().filter(|pair| !known(&pair.key)) {
        let all: Vec<&str> = STEP_KEYS.iter().chain(&Action::KEYS).copied().collect();
        let problem =
            Problem::error(pair.key_place, Sentence::new("procedure-key-unknown").with("key", &*pair.key));
        problems.push(match nearest(&pair.key, &all) {
            Some(near) => problem.hint(Sentence::new("procedure-hint-near").with("near", near)),
            None => {
                problem.hint(Sentence::new("procedure-hint-actions").with("known", Action::KEYS.join(", ")))
            }
        });
    }
    node.only(known)
}

fn has_action(node: &Node) -> bool {
    node.pairs().iter().any(|pair| Action::KEYS.contains(&pair.key.as_str()))
}

/// The one action of a node.
fn action_of<'a>(node: &'a Node, problems: &mut Vec<Problem>) -> Option<(&'static str, &'a Node)> {
    let mut found = node.pairs().iter().filter_map(|pair| {
        let key = Action::KEYS.into_iter().find(|key| *key == pair.key)?;
        Some((key, pair))
    });
    let first = found.next();
    for (key, pair) in found {
        let sentence = Sentence::new("procedure-action-second").with("key", key);
        problems.push(
            Problem::error(pair.key_place, sentence).hint(Sentence::new("procedure-action-second-hint")),
        );
    }
    if first.is_none() {
        let hint = Sentence::new("procedure-hint-actions").with("known", Action::KEYS.join(", "));
        problems.push(Problem::error(node.place, Sentence::new("procedure-action-none")).hint(hint));
    }
    first.map(|(key, pair)| (key, &pair.node))
}

fn words(node: &Node, fields: &StepFile, problems: &mut Vec<Problem>) {
    for (key, text) in [("what", &fields.what), ("why", &fields.why)] {
        if text.as_deref().is_none_or(|text| text.trim().is_empty()) {
            let sentence = Sentence::new("procedure-words-missing").with("key", key);
            problems.push(Problem::error(node.key_place(key), sentence));
        }
    }
}

/// Checks every placeholder of the step; secrets may stand in the environment of a tool only.
fn references(node: &Node, action: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) -> bool {
    let rest = node.only(|key| key != "undo" && !Action::KEYS.contains(&key));
    scope.check(&rest, problems);
    let outside = scope.check(&action.only(|key| key != "env"), problems);
    scope.secrets = true;
    let inside = scope.check(&action.only(|key| key == "env"), problems);
    scope.secrets = false;
    outside && inside
}

/// The action with samples for its placeholders, when it fits its type; and the rules beyond types.
fn typed(key: &'static str, node: &Node, scope: &Scope, problems: &mut Vec<Problem>) -> Option<Action> {
    use crate::procedure::node::{Kind, Pair};
    let pair = Pair { key: key.to_owned(), key_place: node.place, node: scope.with_samples(node) };
    let whole = Node { place: node.place, kind: Kind::Map(vec![pair]) };
    let action: Action = decode(&whole, problems)?;
    for Fault { field, sentence } in action_faults(&action) {
        let place = node.get(field).map_or(node.place, |value| value.place);
        problems.push(Problem::error(place, sentence));
    }
    for Fault { field, sentence } in action_warnings(&action) {
        let place = node.get(field).map_or(node.place, |value| value.place);
        problems.push(Problem { hint: sentence.next_step(), ..Problem::warning(place, sentence) });
    }
    if let Action::ObjectDelete(delete) = &action
        && let (Some(step), Some(place)) = (&delete.owned_by, node.get("ownedBy"))
        && !scope.all_steps.contains(step)
    {
        problems.push(scope.no_step(place.place, step));
    }
    Some(action)
}

fn effect(
    node: &Node,
    key: &str,
    fields: &StepFile,
    typed: Option<&Action>,
    problems: &mut Vec<Problem>,
) -> Effect {
    let own = typed.map_or(Effect::Read, Action::effect);
    let Some(wanted) = fields.effect else { return own };
    if wanted >= own {
        return wanted;
    }
    let place = node.get("effect").map_or(node.place, |at| at.place);
    if matches!(key, "exec" | "tool") {
        let sentence = Sentence::new("procedure-effect-claim").with("id", &*fields.id).with("key", key);
        problems.push(Problem::note(place, sentence).hint(Sentence::new("procedure-effect-claim-hint")));
        return wanted;
    }
    problems.push(Problem::error(place, Sentence::new("procedure-effect-looser").with("key", key)));
    own
}

fn probe_rules(
    node: &Node,
    probe: Option<&Probe>,
    effect: Effect,
    scope: &Scope,
    problems: &mut Vec<Problem>,
) {
    let Some(probe) = probe else {
        if effect == Effect::Once {
            problems.push(
                Problem::error(node.place, Sentence::new("procedure-probe-missing"))
                    .hint(Sentence::new("procedure-probe-missing-hint")),
            );
        }
        return;
    };
    let Some(at) = node.get("probe") else { return };
    let given = usize::from(probe.exec.is_some())
        + usize::from(probe.tool.is_some())
        + usize::from(probe.object.is_some());
    if given != 1 {
        let sentence =
            Sentence::new("procedure-one-of").with("names", "exec, tool, object").count("given", given);
        problems.push(Problem::error(at.place, sentence));
        return;
    }
    for key in ["exec", "tool"] {
        if let Some(inner) = at.get(key) {
            typed_probe(key, inner, scope, problems);
        }
    }
    let done_place = at.get("doneIf").map_or(at.place, |done| done.place);
    let wrong = match &probe.done_if {
        DoneIf::Object(_) => probe.object.is_none(),
        DoneIf::Output(output) => {
            if output.exit.is_some_and(|code| code != 0) {
                problems.push(Problem::error(done_place, Sentence::new("procedure-probe-exit")));
            }
            probe.object.is_some() || (output.stdout.is_none() && output.exit.is_none())
        }
    };
    if wrong {
        problems.push(Problem::error(done_place, Sentence::new("procedure-probe-done")));
    }
}

fn typed_probe(key: &'static str, node: &Node, scope: &Scope, problems: &mut Vec<Problem>) {
    let known = Action::KEYS.into_iter().find(|known| *known == key);
    if let Some(key) = known {
        typed(key, node, scope, problems);
    }
}

fn expects(node: &Node, key: &str, expects: &[Expect], problems: &mut Vec<Problem>) {
    let nodes = node.get("expect").map(Node::items).unwrap_or_default();
    for (expect, at) in expects.iter().zip(nodes) {
        let given: Vec<(&str, &String)> =
            [("log", &expect.log), ("noLog", &expect.no_log), ("stdout", &expect.stdout)]
                .into_iter()
                .filter_map(|(key, pattern)| Some((key, pattern.as_ref()?)))
                .collect();
        let [(source, pattern)] = given.as_slice() else {
            let sentence = Sentence::new("procedure-one-of").with("names", "log, noLog, stdout");
            problems.push(Problem::error(at.place, sentence.count("given", given.len())));
            continue;
        };
        let place = at.get(source).map_or(at.place, |value| value.place);
        let fits = match *source {
            "stdout" => matches!(key, "exec" | "tool"),
            _ => matches!(key, "job.wait" | "logs.follow"),
        };
        if !fits {
            let sentence = Sentence::new("procedure-expect-place").with("source", *source).with("key", key);
            problems.push(Problem::error(at.key_place(source), sentence));
        }
        pattern_rules(place, at, pattern, expect, problems);
    }
}

fn pattern_rules(place: Place, at: &Node, pattern: &str, expect: &Expect, problems: &mut Vec<Problem>) {
    if pattern.contains("${{") {
        problems.push(Problem::error(place, Sentence::new("procedure-expect-placeholder")));
        return;
    }
    if let Some(sentence) = pattern_fault(pattern) {
        problems.push(Problem::error(place, sentence));
        return;
    }
    let groups = super::patterns::compile(pattern).ok();
    let names: Vec<&str> = groups.iter().flat_map(|regex| regex.capture_names().flatten()).collect();
    match &expect.out {
        Some(out) if !names.contains(&out.as_str()) => {
            let sentence = Sentence::new("procedure-expect-group").with("out", out);
            problems.push(Problem::error(at.get("out").map_or(at.place, |value| value.place), sentence));
        }
        None if expect.warn_below.is_some() => {
            problems.push(Problem::error(at.key_place("warnBelow"), Sentence::new("procedure-expect-size")));
        }
        None if expect.equals.is_some() => {
            problems.push(Problem::error(at.key_place("equals"), Sentence::new("procedure-expect-equals")));
        }
        Some(_) | None => {}
    }
}

fn requires(node: &Node, wanted: &[Require], scope: &Scope, problems: &mut Vec<Problem>) {
    let nodes = node.get("requires").map(Node::items).unwrap_or_default();
    for (require, at) in wanted.iter().zip(nodes) {
        let id = match require {
            Require::Step(id) => id,
            Require::NewestRun(run) => &run.newest_run.of,
            Require::Route(_) => continue,
        };
        if scope.outs.contains_key(id) {
            continue;
        }
        problems.push(if scope.all_steps.contains(id) {
            Problem::error(at.place, Sentence::new("procedure-step-later").with("step", id))
        } else {
            scope.no_step(at.place, id)
        });
    }
}

/// What later steps may name of this one.
fn remember(fields: &StepFile, key: &str, scope: &mut Scope) {
    let outs = outputs(key).iter().map(|output| output.name.to_owned());
    let outs = outs.chain(fields.expect.iter().filter_map(|expect| expect.out.clone())).collect();
    scope.outs.insert(fields.id.clone(), outs);
    let mut captures = fields.capture.0.clone();
    if matches!(key, "manifest.apply" | "template.process") {
        // Kept by the program itself: what ran before (a commit, or the live objects), and what the apply made.
        captures.extend(["ran", "made"].map(|name| (name.to_owned(), String::new())));
    }
    if key == "route.switch" && !captures.iter().any(|(name, _)| name == "to") {
        captures.push(("to".to_owned(), "spec.to.name".to_owned()));
    }
    scope.captures.insert(fields.id.clone(), captures);
}

fn undo(node: &Node, way: Way, effect: Effect, scope: &mut Scope, problems: &mut Vec<Problem>) -> Undo {
    let Some(at) = node.get("undo") else {
        if way == Way::Forward && effect != Effect::Read {
            problems.push(
                Problem::error(node.place, Sentence::new("procedure-undo-missing"))
                    .hint(Sentence::new("procedure-undo-hint")),
            );
        }
        return Undo::NotNeeded;
    };
    if at.pairs().is_empty() {
        problems.push(
            Problem::error(at.place, Sentence::new("procedure-undo-reason"))
                .hint(Sentence::new("procedure-undo-hint")),
        );
        return Undo::NotNeeded;
    }
    let fields = decode::<UndoFile>(&at.only(|key| !Action::KEYS.contains(&key)), problems);
    let Some(fields) = fields else { return Undo::NotNeeded };
    if let Some(reason) = fields.none {
        if let Some(second) = at.pairs().iter().find(|pair| pair.key != "none") {
            problems.push(Problem::error(second.key_place, Sentence::new("procedure-undo-both")));
        }
        if reason.trim().is_empty() {
            problems.push(Problem::error(at.place, Sentence::new("procedure-undo-reason")));
        }
        return Undo::None { reason };
    }
    let Some((key, inner)) = action_of(at, problems) else { return Undo::NotNeeded };
    if !references(at, inner, scope, problems) {
        return Undo::NotNeeded;
    }
    let typed = typed(key, inner, scope, problems);
    let action: Value = json!({ key: inner.to_value() });
    let effect = typed.as_ref().map_or(Effect::Read, Action::effect);
    probe_rules(at, fields.probe.as_ref(), effect, scope, problems);
    let place = at.get("confirm").map_or(at.place, |confirm| confirm.place);
    let approved = Approved { key, effect, action: &action, place };
    let confirm = confirm(&approved, fields.confirm, problems);
    Undo::Action { key, confirm, action, probe: fields.probe.map(Box::new) }
}
