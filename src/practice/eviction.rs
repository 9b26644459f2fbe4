//! Evicting a pod: a deletion that asks the disruption budgets first.

use hyper::{Response, header::ACCEPT};
use serde_json::{Value, json};

use super::{
    api::Call,
    delete::DeleteOptions,
    http::{
        answer::{self, Body, Form},
        dispatch::{Asked, Shared, body_of},
        route::Target,
    },
    kinds, meta,
    refusal::Refusal,
    selectors,
};

/// Evicts the pod.
pub(crate) fn answer(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    let body = body_of(target, asked)?.value;
    let name = meta::text(&body, "name");
    if !name.is_empty() && name != target.name {
        return Err(Refusal::bad_request("name in URL does not match name in Eviction object"));
    }
    let call = Call::new(target.kind, &target.namespace, &target.name, "");
    let pod = shared.api.get(&call)?;
    if let Some(budgets) = kinds::find("policy", "poddisruptionbudgets") {
        let ended =
            matches!(pod.pointer("/status/phase").and_then(Value::as_str), Some("Succeeded" | "Failed"));
        for budget in shared.api.store().list(budgets, &target.namespace).objects {
            let covers = budget
                .pointer("/spec/selector")
                .is_some_and(|selector| selectors::matches(selector, meta::field(&pod, "labels")));
            let left =
                budget.pointer("/status/disruptionsAllowed").and_then(Value::as_i64).unwrap_or_default();
            if covers && !ended && left <= 0 {
                let name = meta::text(&budget, "name");
                let number = |key: &str| {
                    budget.pointer(&format!("/status/{key}")).and_then(Value::as_i64).unwrap_or_default()
                };
                let said = format!(
                    "The disruption budget {name} needs {} healthy pods and has {} currently",
                    number("desiredHealthy"),
                    number("currentHealthy")
                );
                let causes = json!([{"reason": "DisruptionBudget", "message": said}]);
                let message = "Cannot evict pod as it would violate the pod's disruption budget.";
                return Err(Refusal::budget(message, &causes));
            }
        }
    }
    let options = DeleteOptions::read(body.get("deleteOptions").unwrap_or(&Value::Null))?;
    let dry_run = options.dry_run || asked.query.dry_run("CreateOptions")?;
    shared.api.delete(&call, &DeleteOptions { dry_run, ..options })?;
    let status =
        json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201});
    Ok(answer::object(201, &form, &status))
}
