//! Pods and their templates.

use serde_json::{Value, json};

use super::{
    checks::{items, named, one_of, text},
    container, metadata, volume,
};
use crate::practice::{kinds::Kind, meta, names, refusal::Cause};

/// Who keeps a template's pods running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A pod of its own.
    Nobody,
    /// A kind that restarts everything for ever.
    Replicas,
    /// A Job.
    Job,
}

/// The spec of a pod or template.
pub(super) fn check(out: &mut Vec<Cause>, at: &str, spec: &Value, owner: Owner) {
    let volumes = volume::check(out, at, spec);
    if spec.get("containers").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        out.push(Cause::required(format!("{at}.containers"), ""));
    }
    let mut seen: Vec<&str> = Vec::new();
    for list in ["containers", "initContainers"] {
        for (index, one) in items(spec, &format!("/{list}")) {
            let at = format!("{at}.{list}[{index}]");
            container::check(out, &at, one, &volumes);
            let name = text(one, "/name");
            if seen.contains(&name) && !name.is_empty() {
                out.push(Cause::duplicate(format!("{at}.name"), &json!(name)));
            }
            seen.push(name);
        }
    }
    policies(out, at, spec);
    match owner {
        Owner::Nobody => {}
        Owner::Replicas => {
            let policy = text(spec, "/restartPolicy");
            if policy != "Always" {
                out.push(Cause::unsupported(format!("{at}.restartPolicy"), &json!(policy), &["Always"]));
            }
            if spec.get("activeDeadlineSeconds").is_some() {
                let why = "activeDeadlineSeconds in ReplicaSet is not Supported";
                out.push(Cause::forbidden(format!("{at}.activeDeadlineSeconds"), why));
            }
        }
        Owner::Job => match text(spec, "/restartPolicy") {
            "OnFailure" | "Never" => {}
            "Always" | "" => {
                let why = "valid values: \"OnFailure\", \"Never\"";
                out.push(Cause::required(format!("{at}.restartPolicy"), why));
            }
            other => {
                let allowed = ["OnFailure", "Never"];
                out.push(Cause::unsupported(format!("{at}.restartPolicy"), &json!(other), &allowed));
            }
        },
    }
}

fn policies(out: &mut Vec<Cause>, at: &str, spec: &Value) {
    one_of(out, &format!("{at}.restartPolicy"), spec.get("restartPolicy"), &["Always", "OnFailure", "Never"]);
    one_of(
        out,
        &format!("{at}.dnsPolicy"),
        spec.get("dnsPolicy"),
        &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
    );
    out.extend(metadata::labels(&format!("{at}.nodeSelector"), spec.get("nodeSelector")));
    let account = text(spec, "/serviceAccountName");
    if !account.is_empty() {
        named(out, &format!("{at}.serviceAccountName"), account, names::subdomain);
    }
    if let Some(seconds) = spec.get("activeDeadlineSeconds").and_then(Value::as_i64)
        && !(1..=i64::from(i32::MAX)).contains(&seconds)
    {
        let why = "must be between 1 and 2147483647, inclusive";
        out.push(Cause::invalid(format!("{at}.activeDeadlineSeconds"), &json!(seconds), why));
    }
    for key in ["hostname", "subdomain"] {
        let said = text(spec, &format!("/{key}"));
        if !said.is_empty() {
            named(out, &format!("{at}.{key}"), said, names::label);
        }
    }
    for (index, one) in items(spec, "/tolerations") {
        let field = format!("{at}.tolerations[{index}].operator");
        let operator = text(one, "/operator");
        if text(one, "/key").is_empty() && operator != "Exists" {
            let why =
                "operator must be Exists when `key` is empty, which means \"match all values and all keys\"";
            out.push(Cause::invalid(field.clone(), &json!(operator), why));
        }
        one_of(out, &field, one.get("operator"), &["Equal", "Exists"]);
    }
}

/// The template of a workload: its metadata and its spec.
pub(super) fn template(out: &mut Vec<Cause>, at: &str, template: &Value, owner: Owner) {
    let labels = template.pointer("/metadata/labels");
    out.extend(metadata::labels(&format!("{at}.labels"), labels));
    check(out, &format!("{at}.spec"), template.get("spec").unwrap_or(&Value::Null), owner);
}

/// Things that are taken but seldom meant.
pub(super) fn warnings(kind: &Kind, object: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let name = meta::text(object, "name");
    if !names::label(name).is_empty() && matches!(kind.resource.as_str(), "jobs" | "pods" | "deployments") {
        let problem = names::label(name).join(", ");
        let what = match kind.resource.as_str() {
            "deployments" => return out,
            _ => {
                "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS \
                  label is recommended"
            }
        };
        out.push(format!("{what}: [{problem}]"));
    }
    out
}

/// What in a pod's spec stands twice, of which one hides the other.
pub(super) fn hidden(kind: &Kind, object: &Value) -> Vec<String> {
    let at = match kind.resource.as_str() {
        "pods" => "/spec",
        "cronjobs" => "/spec/jobTemplate/spec/template/spec",
        _ => "/spec/template/spec",
    };
    let field = at.trim_start_matches('/').replace('/', ".");
    let mut out = Vec::new();
    let Some(spec) = object.pointer(at) else { return out };
    for list in ["initContainers", "containers"] {
        for (index, one) in items(spec, &format!("/{list}")) {
            container::hidden(&mut out, &format!("{field}.{list}[{index}]"), one);
        }
    }
    out
}
