//! The kinds with few rules.

use serde_json::{Value, json};

use super::checks::{at_least, count_or_percent, items, named, one_of, required, selector, text};
use crate::practice::{kinds::Kind, meta, names, quantity, refusal::Cause};

/// A kind that has no file of its own.
pub(super) fn check(kind: &Kind, out: &mut Vec<Cause>, object: &Value) {
    match kind.resource.as_str() {
        "persistentvolumeclaims" => claim(out, object),
        "horizontalpodautoscalers" => autoscaler(out, object),
        "poddisruptionbudgets" => budget(out, object),
        "ingresses" => ingress(out, object),
        "leases" => {
            at_least(out, "spec.leaseDurationSeconds", object.pointer("/spec/leaseDurationSeconds"), 1);
            at_least(out, "spec.leaseTransitions", object.pointer("/spec/leaseTransitions"), 0);
        }
        "events" => {
            let (own, other) = (meta::text(object, "namespace"), text(object, "/involvedObject/namespace"));
            if own != other && !(other.is_empty() && own == "default") {
                let why = "does not match event.namespace";
                out.push(Cause::invalid("involvedObject.namespace", &json!(other), why));
            }
        }
        "roles" | "clusterroles" => rules(out, object),
        "rolebindings" | "clusterrolebindings" => binding(kind, out, object),
        _ => {}
    }
}

fn claim(out: &mut Vec<Cause>, object: &Value) {
    let modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
    if items(object, "/spec/accessModes").next().is_none() {
        out.push(Cause::required("spec.accessModes", "at least 1 access mode is required"));
    }
    for (_, mode) in items(object, "/spec/accessModes") {
        one_of(out, "spec.accessModes", Some(mode), &modes);
    }
    match object.pointer("/spec/resources/requests/storage").and_then(Value::as_str) {
        None => out.push(Cause::required("spec.resources[storage]", "")),
        Some(size) if quantity::parse(size).is_some_and(|size| size.nanos <= 0) => {
            out.push(Cause::invalid("spec.resources[storage]", &json!(size), "must be greater than zero"));
        }
        Some(_) => {}
    }
    one_of(out, "spec.volumeMode", object.pointer("/spec/volumeMode"), &["Block", "Filesystem"]);
}

fn autoscaler(out: &mut Vec<Cause>, object: &Value) {
    let number =
        |key: &str| object.pointer(&format!("/spec/{key}")).and_then(Value::as_i64).unwrap_or_default();
    let (least, most) = (number("minReplicas"), number("maxReplicas"));
    if least < 1 {
        out.push(Cause::invalid("spec.minReplicas", &json!(least), "must be greater than or equal to 1"));
    }
    if most < 1 {
        out.push(Cause::required("spec.maxReplicas", "must be set and greater than 0"));
    }
    if most < least {
        let why = "must be greater than or equal to `minReplicas`";
        out.push(Cause::invalid("spec.maxReplicas", &json!(most), why));
    }
    for key in ["kind", "name"] {
        required(
            out,
            &format!("spec.scaleTargetRef.{key}"),
            text(object, &format!("/spec/scaleTargetRef/{key}")),
        );
    }
    let version = text(object, "/spec/scaleTargetRef/apiVersion");
    if version.is_empty() {
        let why = "apiVersion must specify API group";
        out.push(Cause::invalid("spec.scaleTargetRef.apiVersion", &json!(version), why));
    }
}

fn budget(out: &mut Vec<Cause>, object: &Value) {
    let of = |key: &str| object.pointer(&format!("/spec/{key}")).filter(|value| !value.is_null());
    let (least, most) = (of("minAvailable"), of("maxUnavailable"));
    if let (Some(least), Some(most)) = (least, most) {
        let shown = json!({
            "MinAvailable": least, "Selector": of("selector"), "MaxUnavailable": most,
            "UnhealthyPodEvictionPolicy": of("unhealthyPodEvictionPolicy"),
        });
        out.push(Cause::invalid("spec", &shown, "minAvailable and maxUnavailable cannot be both set"));
    }
    for (key, value) in [("minAvailable", least), ("maxUnavailable", most)] {
        if let Some(value) = value {
            count_or_percent(out, &format!("spec.{key}"), value, true);
        }
    }
    if let Some(chosen) = of("selector") {
        selector(out, "spec.selector", chosen);
    }
}

fn ingress(out: &mut Vec<Cause>, object: &Value) {
    let fallback = object.pointer("/spec/defaultBackend");
    if fallback.is_none() && items(object, "/spec/rules").next().is_none() {
        let why = "either `defaultBackend` or `rules` must be specified";
        out.push(Cause::invalid("spec", &Value::Null, why));
    }
    if let Some(fallback) = fallback {
        backend(out, "spec.defaultBackend", fallback);
    }
    for (index, rule) in items(object, "/spec/rules") {
        let at = format!("spec.rules[{index}]");
        let host = text(rule, "/host");
        if !host.is_empty() {
            named(out, &format!("{at}.host"), host.strip_prefix("*.").unwrap_or(host), names::subdomain);
        }
        if rule.get("http").is_some() && items(rule, "/http/paths").next().is_none() {
            out.push(Cause::required(format!("{at}.http.paths"), ""));
        }
        for (index, path) in items(rule, "/http/paths") {
            let at = format!("{at}.http.paths[{index}]");
            let kinds = ["Exact", "ImplementationSpecific", "Prefix"];
            match text(path, "/pathType") {
                "" => out.push(Cause::required(format!("{at}.pathType"), "pathType must be specified")),
                kind @ ("Exact" | "Prefix") if !text(path, "/path").starts_with('/') => {
                    let why = if kind.is_empty() { "" } else { "must be an absolute path" };
                    out.push(Cause::invalid(format!("{at}.path"), &json!(text(path, "/path")), why));
                }
                _ => one_of(out, &format!("{at}.pathType"), path.get("pathType"), &kinds),
            }
            if !text(path, "/pathType").is_empty() {
                backend(out, &format!("{at}.backend"), path.get("backend").unwrap_or(&Value::Null));
            }
        }
    }
}

fn backend(out: &mut Vec<Cause>, at: &str, backend: &Value) {
    let Some(service) = backend.get("service") else {
        if backend.get("resource").is_none() {
            out.push(Cause::required(format!("{at}.service"), ""));
        }
        return;
    };
    named(out, &format!("{at}.service.name"), text(service, "/name"), names::label);
    let number = service.pointer("/port/number").and_then(Value::as_i64).unwrap_or_default();
    if number == 0 && text(service, "/port/name").is_empty() {
        out.push(Cause::required(at, "port name or number is required"));
    }
}

fn rules(out: &mut Vec<Cause>, object: &Value) {
    for (index, rule) in items(object, "/rules") {
        let at = |key: &str| format!("rules[{index}].{key}");
        let empty = |key: &str| items(rule, &format!("/{key}")).next().is_none();
        if empty("verbs") {
            out.push(Cause::required(at("verbs"), "verbs must contain at least one value"));
        }
        if !empty("nonResourceURLs") {
            continue;
        }
        if empty("apiGroups") {
            out.push(Cause::required(at("apiGroups"), "resource rules must supply at least one api group"));
        }
        if empty("resources") {
            out.push(Cause::required(at("resources"), "resource rules must supply at least one resource"));
        }
    }
}

fn binding(kind: &Kind, out: &mut Vec<Cause>, object: &Value) {
    let allowed: &[&str] =
        if kind.resource == "clusterrolebindings" { &["ClusterRole"] } else { &["Role", "ClusterRole"] };
    let role = text(object, "/roleRef/kind");
    if !allowed.contains(&role) {
        out.push(Cause::unsupported("roleRef.kind", &json!(role), allowed));
    }
    required(out, "roleRef.name", text(object, "/roleRef/name"));
    for (index, subject) in items(object, "/subjects") {
        let at = |key: &str| format!("subjects[{index}].{key}");
        required(out, &at("name"), text(subject, "/name"));
        let who = text(subject, "/kind");
        if !matches!(who, "ServiceAccount" | "User" | "Group") {
            let allowed = ["ServiceAccount", "User", "Group"];
            out.push(Cause::unsupported(at("kind"), &json!(who), &allowed));
        }
    }
}
