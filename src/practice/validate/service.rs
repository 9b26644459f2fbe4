//! Services.

use std::net::IpAddr;

use serde_json::{Value, json};

use super::{
    checks::{items, named, one_of, port, port_or_name, required, text},
    metadata,
};
use crate::practice::{names, refusal::Cause};

/// A service's spec.
pub(super) fn check(out: &mut Vec<Cause>, spec: &Value) {
    let address = text(spec, "/clusterIP");
    let named_address = !matches!(address, "" | "None");
    if named_address && address.parse::<IpAddr>().is_err() {
        let why = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        out.push(Cause::invalid("spec.clusterIPs[0]", &json!(address), why));
        return;
    }
    let kind = text(spec, "/type");
    let count = items(spec, "/ports").count();
    if count == 0 && address != "None" && kind != "ExternalName" {
        out.push(Cause::required("spec.ports", ""));
    }
    if kind == "ExternalName" {
        let name = text(spec, "/externalName");
        if name.is_empty() {
            required(out, "spec.externalName", name);
        } else {
            named(out, "spec.externalName", name.trim_end_matches('.'), names::subdomain);
        }
    }
    ports(out, spec, count > 1);
    out.extend(metadata::labels("spec.selector", spec.get("selector")));
    one_of(out, "spec.sessionAffinity", spec.get("sessionAffinity"), &["ClientIP", "None"]);
    let kinds = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    one_of(out, "spec.type", spec.get("type"), &kinds);
    if kind == "ClusterIP" && !text(spec, "/externalTrafficPolicy").is_empty() {
        let why = "may only be set for externally-accessible services";
        let said = json!(text(spec, "/externalTrafficPolicy"));
        out.push(Cause::invalid("spec.externalTrafficPolicy", &said, why));
    }
}

fn ports(out: &mut Vec<Cause>, spec: &Value, several: bool) {
    let mut seen: Vec<&str> = Vec::new();
    for (index, one) in items(spec, "/ports") {
        let at = |key: &str| format!("spec.ports[{index}].{key}");
        let name = text(one, "/name");
        if several && name.is_empty() {
            required(out, &at("name"), name);
        } else if !name.is_empty() {
            named(out, &at("name"), name, names::label);
            if seen.contains(&name) {
                out.push(Cause::duplicate(at("name"), &json!(name)));
            }
            seen.push(name);
        }
        port(out, &at("port"), one.get("port").and_then(Value::as_i64).unwrap_or_default());
        one_of(out, &at("protocol"), one.get("protocol"), &["SCTP", "TCP", "UDP"]);
        if let Some(target) = one.get("targetPort") {
            port_or_name(out, &at("targetPort"), target);
        }
    }
}
