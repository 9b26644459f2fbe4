//! What it is for: parts of an OpenShift Route (facts 7.1). In: the object. Out: name, routers' words, services with
//! weights, the end of its certificate. Never: its private key, or a host that only the program made up.

use kube::core::DynamicObject;
use serde_json::Value;

use super::{
    bare,
    json::{condition, list, text, weight, word},
    service_target,
};
use crate::observed::{
    certificate,
    route::{Admission, AdmissionState, Port, RouteKind, RouteParts, Rule, Target},
};

/// What the API server writes where nobody names a weight.
const WEIGHT: u32 = 100;

pub(crate) fn route(object: &DynamicObject) -> RouteParts {
    let data = &object.data;
    let port = word(data, "/spec/port/targetPort").map_or(Port::Any, Port::Endpoint);
    let others = list(data, "/spec/alternateBackends");
    let targets = data.pointer("/spec/to").into_iter().chain(others).map(|one| target(one, &port)).collect();
    // A host that nobody wrote is given by a router.
    let given = || list(data, "/status/ingress").map(|one| text(one, "/host")).find(|host| !host.is_empty());
    let written = Some(text(data, "/spec/host")).filter(|host| !host.is_empty());
    let host = written.or_else(given).unwrap_or_default();
    let is_wild = text(data, "/spec/wildcardPolicy") == "Subdomain";
    let host = match host.split_once('.') {
        Some((_, domain)) if is_wild => format!("*.{domain}"),
        Some(_) | None => host,
    };
    let rule = Rule {
        is_read: !host.is_empty(),
        host,
        path: text(data, "/spec/path"),
        tls: Some(data.pointer("/spec/tls").is_some_and(|tls| !tls.is_null())),
        targets,
        ..Rule::default()
    };
    let pem = data.pointer("/spec/tls/certificate").and_then(Value::as_str);
    RouteParts {
        answers: list(data, "/status/ingress").filter_map(admission).collect(),
        rules: vec![rule],
        certificate_until: pem.and_then(certificate::valid_until_pem),
        ..bare(RouteKind::Route, object)
    }
}

fn target(one: &Value, port: &Port) -> Target {
    let kind = Some(text(one, "/kind")).filter(|kind| !kind.is_empty());
    let target = service_target(&text(one, "/name"), port.clone(), weight(one, WEIGHT));
    Target { kind: kind.unwrap_or_else(|| "Service".to_owned()), ..target }
}

/// What a router says; nothing while it has not judged.
fn admission(router: &Value) -> Option<Admission> {
    let (status, condition) = condition(router, "Admitted")?;
    let state = match status {
        "True" => AdmissionState::Taken,
        "False" => AdmissionState::Refused,
        _ => return None,
    };
    Some(Admission {
        by: text(router, "/routerName"),
        state,
        reason: text(condition, "/reason"),
        message: text(condition, "/message"),
    })
}
