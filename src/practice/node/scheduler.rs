//! The scheduler: the node with the fewest pods of those that a pod may run on.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use crate::practice::{
    controllers::{
        desk::Desk,
        events::Note,
        fields::{flag, has_ended, list, set, text},
    },
    meta,
    store::Key,
};

const SOURCE: &str = "default-scheduler";

/// Which pods are on which node. Kept up with each change, so that a pod to be placed does not have all others counted.
#[derive(Debug, Default)]
pub(super) struct Loads {
    /// The node of each pod that has not ended, by the pod's uid.
    places: BTreeMap<String, String>,
    counts: BTreeMap<String, usize>,
}

impl Loads {
    /// Takes note of a pod as it is now.
    pub(super) fn see(&mut self, pod: &Value) {
        let node = text(pod, "/spec/nodeName");
        if node.is_empty() || has_ended(pod) {
            self.forget(meta::text(pod, "uid"));
        } else {
            self.put(meta::text(pod, "uid"), node);
        }
    }

    /// The pod is gone.
    pub(super) fn forget(&mut self, uid: &str) {
        let count = self.places.remove(uid).and_then(|node| self.counts.get_mut(&node));
        if let Some(count) = count {
            *count = count.saturating_sub(1);
        }
    }

    fn put(&mut self, uid: &str, node: &str) {
        if self.places.get(uid).is_some_and(|known| known == node) {
            return;
        }
        self.forget(uid);
        self.places.insert(uid.to_owned(), node.to_owned());
        *self.counts.entry(node.to_owned()).or_default() += 1;
    }

    /// The uids of the pods that are counted.
    pub(super) fn pods(&self) -> impl Iterator<Item = &String> {
        self.places.keys()
    }

    fn of(&self, node: &str) -> usize {
        self.counts.get(node).copied().unwrap_or_default()
    }
}

/// Gives the pod a node, or says why it has none. Nothing happens to a pod that has one or is not ours.
pub(super) fn schedule(desk: &Desk, loads: &mut Loads, pod: &Arc<Value>) {
    let ours = matches!(text(pod, "/spec/schedulerName"), "" | "default-scheduler");
    if !ours || !text(pod, "/spec/nodeName").is_empty() || meta::is_terminating(pod) || has_ended(pod) {
        return;
    }
    if !list(pod, "/spec/schedulingGates").is_empty() {
        return;
    }
    match choose(desk, loads, pod) {
        Ok(node) => {
            if bind(desk, pod, &node) {
                loads.put(meta::text(pod, "uid"), &node);
            }
        }
        Err(why) => refuse(desk, pod, &why),
    }
}

fn choose(desk: &Desk, loads: &Loads, pod: &Value) -> Result<String, String> {
    let nodes = desk.list(desk.kinds.nodes, "");
    let wanted = pod.pointer("/spec/nodeSelector").and_then(Value::as_object);
    let fits = |node: &Value| {
        let labels = meta::field(node, "labels");
        wanted.is_none_or(|wanted| {
            wanted.iter().all(|(key, value)| labels.and_then(|all| all.get(key)) == Some(value))
        })
    };
    let (mut cordoned, mut unfit, mut found) = (0, 0, Vec::new());
    for node in &nodes {
        if flag(node, "/spec/unschedulable") {
            cordoned += 1;
        } else if !fits(node) {
            unfit += 1;
        } else {
            let name = meta::text(node, "name").to_owned();
            found.push((loads.of(&name), name));
        }
    }
    if let Some((_, name)) = found.into_iter().min() {
        return Ok(name);
    }
    let mut reasons = Vec::new();
    for (count, why) in [
        (unfit, "node(s) didn't match Pod's node affinity/selector"),
        (cordoned, "node(s) were unschedulable"),
    ] {
        if count > 0 {
            reasons.push(format!("{count} {why}"));
        }
    }
    Err(format!(
        "0/{0} nodes are available: {1}. no new claims to deallocate, preemption: 0/{0} nodes are available: {0} \
         Preemption is not helpful for scheduling.",
        nodes.len(),
        reasons.join(", ")
    ))
}

/// Writes the node into the pod; whether the pod still was as it was seen. As in earnest this is no update: no manager
/// owns it.
fn bind(desk: &Desk, pod: &Arc<Value>, node: &str) -> bool {
    let mut bound = (**pod).clone();
    set(&mut bound, &["spec", "nodeName"], json!(node));
    let mut conditions = list(&bound, "/status/conditions").to_vec();
    conditions.retain(|one| text(one, "/type") != "PodScheduled");
    conditions.push(json!({
        "type": "PodScheduled", "status": "True", "lastProbeTime": null, "lastTransitionTime": meta::now(),
    }));
    set(&mut bound, &["status", "conditions"], json!(conditions));
    let (namespace, name) = (meta::text(pod, "namespace"), meta::text(pod, "name"));
    let key = Key::new(desk.kinds.pods, namespace, name);
    // When somebody wrote in between, their write brings the pod here again.
    let is_bound = desk.api.store().commit(&key, Some(pod), Some(bound)).is_ok();
    if is_bound {
        let message = format!("Successfully assigned {namespace}/{name} to {node}");
        desk.tell(&Note::normal(SOURCE, pod, "Scheduled", message));
    }
    is_bound
}

fn refuse(desk: &Desk, pod: &Value, why: &str) {
    let known = list(pod, "/status/conditions")
        .iter()
        .any(|one| text(one, "/type") == "PodScheduled" && text(one, "/message") == why);
    if known {
        return;
    }
    desk.tell(&Note::warning(SOURCE, pod, "FailedScheduling", why));
    let done = desk.change(desk.kinds.pods, "status", pod, |pod| {
        let one = json!({
            "type": "PodScheduled", "status": "False", "observedGeneration": meta::generation(pod),
            "lastProbeTime": null, "lastTransitionTime": meta::now(), "reason": "Unschedulable", "message": why,
        });
        set(pod, &["status", "conditions"], json!([one]));
    });
    if let Err(refusal) = done {
        tracing::debug!(%refusal, "a pod without a node could not be marked");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_counts_on_its_node_until_it_has_ended_or_is_gone() {
        let pod = |uid: &str, node: &str, phase: &str| json!({"metadata": {"uid": uid}, "spec": {"nodeName": node}, "status": {"phase": phase}});
        let mut loads = Loads::default();
        for uid in ["a", "b", "c", "a"] {
            loads.see(&pod(uid, "one", "Running"));
        }
        loads.see(&pod("d", "", "Pending"));
        loads.put("d", "two");
        assert_eq!((loads.of("one"), loads.of("two"), loads.of("three")), (3, 1, 0));
        loads.see(&pod("a", "one", "Succeeded"));
        loads.forget("b");
        loads.forget("b");
        assert_eq!((loads.of("one"), loads.places.len()), (1, 2));
    }
}
