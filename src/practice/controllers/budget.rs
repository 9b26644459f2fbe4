//! The status of a disruption budget: how many pods may be evicted now.

use serde_json::{Value, json};

use crate::practice::{meta, refusal::Refusal, selectors};

use super::{
    Again,
    deployment::portion,
    desk::Desk,
    events::Note,
    fields::{controller, has_ended, is_ready, number, set, since, text},
};

/// Looks after a budget.
pub(super) fn sync(desk: &Desk, namespace: &str, name: &str) -> Result<Again, Refusal> {
    let Some(budget) = desk.get(desk.kinds.budgets, namespace, name) else { return Ok(Again::Never) };
    let wanted = budget.pointer("/spec/selector").cloned().unwrap_or_default();
    let covers = |pod: &Value| {
        wanted.is_object() && selectors::matches(&wanted, meta::field(pod, "labels")) && !has_ended(pod)
    };
    let pods: Vec<_> = desk.list(desk.kinds.pods, namespace).into_iter().filter(|pod| covers(pod)).collect();
    if pods.is_empty() && number(&budget, "/status/observedGeneration") == 0 {
        desk.tell(&Note::normal("controllermanager", &budget, "NoPods", "No matching pods found"));
    }
    let expected = expected(desk, &budget, &pods);
    let healthy = pods.iter().filter(|pod| is_ready(pod) && !meta::is_terminating(pod)).count();
    let healthy = i64::try_from(healthy).unwrap_or_default();
    let desired = match (budget.pointer("/spec/minAvailable"), budget.pointer("/spec/maxUnavailable")) {
        (Some(least), _) => portion(Some(least), expected, true),
        (None, Some(most)) => (expected - portion(Some(most), expected, true)).max(0),
        (None, None) => 0,
    };
    let allowed = if expected > 0 { (healthy - desired).max(0) } else { 0 };
    desk.change(desk.kinds.budgets, "status", &budget, |budget| {
        let state = if allowed > 0 { "True" } else { "False" };
        let since = since(budget, "DisruptionAllowed", state);
        let generation = meta::generation(budget);
        let reason = if allowed > 0 { "SufficientPods" } else { "InsufficientPods" };
        let one = json!({
            "type": "DisruptionAllowed", "status": state, "observedGeneration": generation,
            "lastTransitionTime": since, "reason": reason, "message": "",
        });
        let status = json!({
            "observedGeneration": generation, "disruptionsAllowed": allowed, "currentHealthy": healthy,
            "desiredHealthy": desired, "expectedPods": expected, "conditions": [one],
        });
        set(budget, &["status"], status);
    })?;
    Ok(Again::Never)
}

/// How many pods their controllers are to run; their number when nobody controls them.
fn expected(desk: &Desk, budget: &Value, pods: &[std::sync::Arc<Value>]) -> i64 {
    let namespace = meta::text(budget, "namespace");
    let all = i64::try_from(pods.len()).unwrap_or_default();
    if budget.pointer("/spec/minAvailable").is_some_and(Value::is_i64) {
        return all;
    }
    let mut owners: Vec<&str> = pods.iter().filter_map(|pod| Some(text(controller(pod)?, "/name"))).collect();
    owners.sort_unstable();
    owners.dedup();
    let sets = owners.iter().filter_map(|name| desk.get(desk.kinds.sets, namespace, name));
    let sum: i64 = sets.map(|set| number(&set, "/spec/replicas")).sum();
    if sum == 0 { all } else { sum }
}
