//! The kinds that run pods.

use serde_json::{Value, json};

use super::{
    checks::{at_least, count_or_percent, one_of, selects_template, text},
    pod::{self, Owner},
};
use crate::practice::{meta, refusal::Cause, selectors};

fn counts(out: &mut Vec<Cause>, object: &Value, keys: &[&str]) {
    for key in keys {
        at_least(out, &format!("spec.{key}"), object.pointer(&format!("/spec/{key}")), 0);
    }
}

fn template(out: &mut Vec<Cause>, object: &Value, owner: Owner) {
    let found = object.pointer("/spec/template").unwrap_or(&Value::Null);
    pod::template(out, "spec.template", found, owner);
}

/// A `Deployment`.
pub(super) fn deployment(out: &mut Vec<Cause>, object: &Value) {
    counts(out, object, &["replicas"]);
    selects_template(out, object, Some("empty selector is invalid for deployment"));
    template(out, object, Owner::Replicas);
    strategy(out, object);
    counts(out, object, &["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"]);
    let ready = object.pointer("/spec/minReadySeconds").and_then(Value::as_i64).unwrap_or_default();
    if let Some(deadline) = object.pointer("/spec/progressDeadlineSeconds").and_then(Value::as_i64)
        && deadline <= ready
    {
        let why = "must be greater than minReadySeconds";
        out.push(Cause::invalid("spec.progressDeadlineSeconds", &json!(deadline), why));
    }
}

fn strategy(out: &mut Vec<Cause>, object: &Value) {
    let rolling = object.pointer("/spec/strategy/rollingUpdate").filter(|rolling| !rolling.is_null());
    match (text(object, "/spec/strategy/type"), rolling) {
        ("Recreate", Some(_)) => {
            let why = "may not be specified when strategy `type` is 'Recreate'";
            out.push(Cause::forbidden("spec.strategy.rollingUpdate", why));
        }
        ("Recreate", None) => {}
        ("RollingUpdate", None) => {
            out.push(Cause::required(
                "spec.strategy.rollingUpdate",
                "this should be defaulted and never be nil",
            ));
        }
        ("RollingUpdate", Some(rolling)) => rolling_update(out, rolling),
        (other, _) => {
            // The real server shows its own internal type here.
            let shown = json!({"Type": other, "RollingUpdate": Value::Null});
            out.push(Cause::unsupported("spec.strategy", &shown, &["Recreate", "RollingUpdate"]));
        }
    }
}

fn rolling_update(out: &mut Vec<Cause>, rolling: &Value) {
    let of = |key: &str| rolling.get(key).cloned().unwrap_or_else(|| json!(0));
    let (surge, unavailable) = (of("maxSurge"), of("maxUnavailable"));
    let at = |key: &str| format!("spec.strategy.rollingUpdate.{key}");
    count_or_percent(out, &at("maxUnavailable"), &unavailable, false);
    count_or_percent(out, &at("maxSurge"), &surge, false);
    let is_zero = |value: &Value| *value == json!(0) || *value == json!("0%");
    if is_zero(&surge) && is_zero(&unavailable) {
        let why = "may not be 0 when `maxSurge` is 0";
        out.push(Cause::invalid(at("maxUnavailable"), &unavailable, why));
    }
    if unavailable.is_string() {
        let mut found = Vec::new();
        count_or_percent(&mut found, &at("maxUnavailable"), &unavailable, true);
        out.extend(found.into_iter().filter(|cause| cause.message.ends_with("100%")));
    }
}

/// A `ReplicaSet` or `ReplicationController`.
pub(super) fn replica_set(out: &mut Vec<Cause>, object: &Value) {
    counts(out, object, &["replicas", "minReadySeconds"]);
    if object.get("kind") == Some(&json!("ReplicationController")) {
        if object.pointer("/spec/selector").is_none() {
            out.push(Cause::required("spec.selector", ""));
        }
    } else {
        selects_template(out, object, Some("empty selector is invalid for deployment"));
    }
    template(out, object, Owner::Replicas);
}

/// A `StatefulSet`.
pub(super) fn stateful_set(out: &mut Vec<Cause>, object: &Value) {
    let management = text(object, "/spec/podManagementPolicy");
    if !matches!(management, "OrderedReady" | "Parallel") {
        let why = "must be 'OrderedReady' or 'Parallel'";
        out.push(Cause::invalid("spec.podManagementPolicy", &json!(management), why));
    }
    let update = text(object, "/spec/updateStrategy/type");
    if !matches!(update, "RollingUpdate" | "OnDelete") {
        let shown = json!({"Type": update, "RollingUpdate": Value::Null});
        out.push(Cause::invalid("spec.updateStrategy", &shown, "must be 'RollingUpdate' or 'OnDelete'"));
    }
    counts(out, object, &["replicas", "minReadySeconds"]);
    selects_template(out, object, Some("empty selector is invalid for statefulset"));
    template(out, object, Owner::Replicas);
}

/// A `DaemonSet`.
pub(super) fn daemon_set(out: &mut Vec<Cause>, object: &Value) {
    selects_template(out, object, Some("empty selector is invalid for daemonset"));
    template(out, object, Owner::Replicas);
    counts(out, object, &["minReadySeconds", "revisionHistoryLimit"]);
}

/// A Job, or (with its spec given) the template of one.
pub(super) fn job(out: &mut Vec<Cause>, at: &str, object: &Value, spec: &Value) {
    let generated = at == "spec" && spec.get("manualSelector") != Some(&json!(true));
    let selector = spec.get("selector").filter(|selector| !selector.is_null());
    let uid = meta::text(object, "uid");
    if let (true, Some(selector)) = (generated, selector) {
        let wanted = json!({"matchLabels": {"batch.kubernetes.io/controller-uid": uid}});
        let old = json!({"matchLabels": {"controller-uid": uid}});
        if *selector != wanted && *selector != old {
            out.push(Cause::invalid(format!("{at}.selector"), selector, "`selector` not auto-generated"));
        }
    }
    let numbers =
        ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"];
    for key in numbers {
        at_least(out, &format!("{at}.{key}"), spec.get(key), 0);
    }
    one_of(out, &format!("{at}.completionMode"), spec.get("completionMode"), &["NonIndexed", "Indexed"]);
    let found = spec.get("template").unwrap_or(&Value::Null);
    let labels = found.pointer("/metadata/labels");
    if let (true, Some(selector)) = (at == "spec", selector)
        && !selectors::matches(selector, labels)
    {
        let why = "`selector` does not match template `labels`";
        let shown = labels.cloned().unwrap_or_default();
        out.push(Cause::invalid(format!("{at}.template.metadata.labels"), &shown, why));
    }
    pod::template(out, &format!("{at}.template"), found, Owner::Job);
}
