//! Indexed jobs: each pod has a number, and each number has to end well once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::practice::meta;

use super::super::fields::{list, set, text};

/// Carries a pod's number, as label and as annotation.
const INDEX: &str = "batch.kubernetes.io/job-completion-index";
/// Tells it to the programs in the pod.
const VARIABLE: &str = "JOB_COMPLETION_INDEX";

/// The job's pods have numbers.
pub(super) fn is_indexed(job: &Value) -> bool {
    text(job, "/spec/completionMode") == "Indexed"
}

/// The number of a pod.
pub(super) fn of(pod: &Value) -> Option<i64> {
    meta::field(pod, "annotations")?.get(INDEX)?.as_str()?.parse().ok()
}

/// The numbers of the job that have ended well.
pub(super) fn done(job: &Value) -> BTreeSet<i64> {
    let parts = text(job, "/status/completedIndexes").split(',').filter_map(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.parse().ok()?..=last.parse().ok()?)
    });
    parts.flatten().collect()
}

/// Notes another number that has ended well.
pub(super) fn note(job: &mut Value, index: i64) {
    let mut all = done(job);
    all.insert(index);
    set(job, &["status", "completedIndexes"], json!(written(&all)));
    set(job, &["status", "succeeded"], json!(all.len()));
}

/// Numbers as the real controller writes them: three and more in a row as a range.
fn written(all: &BTreeSet<i64>) -> String {
    let mut rows: Vec<(i64, i64)> = Vec::new();
    for number in all {
        match rows.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => rows.push((*number, *number)),
        }
    }
    let shown: Vec<String> = rows
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first},{last}"),
            _ => format!("{first}-{last}"),
        })
        .collect();
    shown.join(",")
}

/// The smallest number that is neither done nor being worked on.
pub(super) fn free(job: &Value, taken: &BTreeSet<i64>) -> Option<i64> {
    let all = job.pointer("/spec/completions").and_then(Value::as_i64).unwrap_or_default();
    let done = done(job);
    (0..all).find(|index| !done.contains(index) && !taken.contains(index))
}

/// Gives a new pod its number.
pub(super) fn give(pod: &mut Value, job: &str, index: i64) {
    for place in ["annotations", "labels"] {
        set(pod, &["metadata", place, INDEX], json!(index.to_string()));
    }
    meta::set(pod, "generateName", json!(format!("{job}-{index}-")));
    if text(pod, "/spec/hostname").is_empty() {
        set(pod, &["spec", "hostname"], json!(format!("{job}-{index}")));
    }
    let variable = json!({
        "name": VARIABLE, "valueFrom": {"fieldRef": {"fieldPath": format!("metadata.labels['{INDEX}']")}},
    });
    for kind in ["containers", "initContainers"] {
        let all = pod.get_mut("spec").and_then(|spec| spec.get_mut(kind)).and_then(Value::as_array_mut);
        for container in all.into_iter().flatten() {
            let mut variables = list(container, "/env").to_vec();
            if variables.iter().all(|one| text(one, "/name") != VARIABLE) {
                variables.push(variable.clone());
                set(container, &["env"], json!(variables));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_noted_as_the_real_controller_writes_them() {
        let mut job = json!({"spec": {"completions": 9}});
        for (index, wanted) in [(1, "1"), (0, "0,1"), (2, "0-2"), (5, "0-2,5"), (6, "0-2,5,6")] {
            note(&mut job, index);
            assert_eq!(text(&job, "/status/completedIndexes"), wanted);
        }
        assert_eq!(job.pointer("/status/succeeded"), Some(&json!(5)));
        assert_eq!(free(&job, &BTreeSet::from([3, 4])), Some(7));
    }

    #[test]
    fn a_pod_knows_its_number() {
        let mut pod = json!({"metadata": {}, "spec": {"containers": [{"name": "main"}]}});
        give(&mut pod, "one", 3);
        assert_eq!(of(&pod), Some(3));
        assert_eq!(text(&pod, "/spec/containers/0/env/0/name"), VARIABLE);
        assert_eq!(text(&pod, "/spec/hostname"), "one-3");
    }
}
