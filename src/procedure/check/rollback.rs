//! What it is for: the checks of `rollback`. In: its node and the scope after all forward steps. Out: the checked way
//! back, problems. Never: an answer whose plan does not exist.

use std::collections::BTreeSet;

use super::{
    patterns::pattern_fault,
    refs::Scope,
    steps::{Way, step},
};
use crate::{
    names::StepId,
    procedure::{
        BackEntry, Problem, Rollback, RollbackAnswer,
        decode::{decode, nearest},
        file::{AnswerFile, AnswerToldFile, DecideFile, EvidenceFile, UndoAllFile},
        node::{Node, Pair},
    },
    words::Sentence,
};

/// Checks the question and its plans.
pub(super) fn rollback(node: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) -> Option<Rollback> {
    super::unknown_keys(node, &["decide", "plans"], problems);
    let forward: BTreeSet<String> = scope.outs.keys().cloned().collect();
    let decide = super::part(node, "decide", problems);
    let plans_node = super::part(node, "plans", problems);
    let mut plans = Vec::new();
    for pair in plans_node.map(Node::pairs).unwrap_or_default() {
        plans.push((pair.key.clone(), plan(pair, scope, problems)));
    }
    let decide_node = decide?;
    let decide: DecideFile = decode(decide_node, problems)?;
    evidence(decide_node, &decide.evidence, problems);
    scope.check(decide_node, problems);
    let names: Vec<&str> = plans.iter().map(|(name, _)| name.as_str()).collect();
    let mut used = BTreeSet::new();
    for pair in decide_node.get("answers").map(Node::pairs).unwrap_or_default() {
        let listed = pair.node.get("plans").unwrap_or(&pair.node);
        for item in listed.items() {
            let value = item.to_value();
            let name = value.as_str().unwrap_or_default();
            used.insert(name.to_owned());
            if !names.contains(&name) {
                let problem =
                    Problem::error(item.place, Sentence::new("procedure-plan-unknown").with("name", name));
                problems.push(match nearest(name, &names) {
                    Some(near) => problem.hint(Sentence::new("procedure-hint-near").with("near", near)),
                    None => problem,
                });
            }
        }
    }
    for pair in plans_node.map(Node::pairs).unwrap_or_default() {
        if !used.contains(&pair.key) {
            let sentence = Sentence::new("procedure-plan-unused").with("name", &*pair.key);
            problems.push(Problem::warning(pair.key_place, sentence));
        }
    }
    asked_when(decide_node, &decide, &forward, scope, problems);
    let DecideFile { id, ask, help, evidence, after, otherwise, answers } = decide;
    let after = after.into_iter().map(StepId::new).collect();
    let answers = answers.0.into_iter().map(answer).collect();
    Some(Rollback { id, ask, help, evidence, after, otherwise, answers, plans })
}

fn answer((id, file): (String, AnswerFile)) -> RollbackAnswer {
    let told = match file {
        AnswerFile::Plans(plans) => AnswerToldFile { plans, ..AnswerToldFile::default() },
        AnswerFile::Told(told) => told,
    };
    let AnswerToldFile { label, help, warning, plans } = told;
    let label = label.unwrap_or_else(|| id.clone());
    RollbackAnswer { id, label, help: help.unwrap_or_default(), warning, plans }
}

/// `after` names forward steps; with it goes the answer that holds otherwise, which must be one of the answers.
fn asked_when(
    node: &Node,
    decide: &DecideFile,
    forward: &BTreeSet<String>,
    scope: &Scope,
    problems: &mut Vec<Problem>,
) {
    let nodes = node.get("after").map(Node::items).unwrap_or_default();
    for (id, at) in decide.after.iter().zip(nodes) {
        if !forward.contains(id) {
            problems.push(scope.no_step(at.place, id));
        }
    }
    let known = |name: &String| decide.answers.0.iter().any(|(id, _)| id == name);
    let wrong = match &decide.otherwise {
        Some(name) => !known(name),
        None => !decide.after.is_empty(),
    };
    if wrong {
        let place = node.get("otherwise").or_else(|| node.get("after")).map_or(node.place, |at| at.place);
        problems.push(Problem::error(place, Sentence::new("procedure-rollback-otherwise")));
    }
}

fn plan(pair: &Pair, scope: &mut Scope, problems: &mut Vec<Problem>) -> Vec<BackEntry> {
    let mut entries = Vec::new();
    if pair.node.items().is_empty() {
        problems.push(Problem::error(
            pair.node.place,
            Sentence::new("procedure-list-empty").with("key", &*pair.key),
        ));
    }
    for item in pair.node.items() {
        if item.get("undoAll").is_none() {
            entries
                .extend(step(item, Way::Back, scope, problems).map(|step| BackEntry::Step(Box::new(step))));
            continue;
        }
        let Some(all) = decode::<UndoAllFile>(item, problems) else { continue };
        for at in item.get("undoAll").map(Node::items).unwrap_or_default() {
            let value = at.to_value();
            let id = value.as_str().unwrap_or_default();
            if !scope.outs.contains_key(id) {
                problems.push(scope.no_step(at.place, id));
            }
        }
        entries.push(BackEntry::UndoAll(all.undo_all.into_iter().map(StepId::new).collect()));
    }
    entries
}

fn evidence(decide: &Node, evidence: &[EvidenceFile], problems: &mut Vec<Problem>) {
    let nodes = decide.get("evidence").map(Node::items).unwrap_or_default();
    for (it, at) in evidence.iter().zip(nodes) {
        let given = usize::from(it.logs.is_some()) + usize::from(it.object.is_some());
        if given != 1 {
            let sentence =
                Sentence::new("procedure-one-of").with("names", "logs, object").count("given", given);
            problems.push(Problem::error(at.place, sentence));
        }
        if let Some(sentence) = it.logs.as_ref().and_then(|logs| pattern_fault(&logs.grep)) {
            let grep = at.get("logs").and_then(|logs| logs.get("grep"));
            problems.push(Problem::error(grep.map_or(at.place, |grep| grep.place), sentence));
        }
    }
}
