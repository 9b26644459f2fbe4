//! What it is for: parts of a Traefik IngressRoute (facts 7.4), which has no status. In: the object. Out: rules.
//! Never: a name guessed out of a rule that could not be read.

use kube::core::DynamicObject;
use serde_json::Value;

use super::{
    LONG, bare,
    json::{list, text, weight, word},
    mask,
    matches::{self, Alternative},
    service_target,
};
use crate::observed::route::{Port, RouteKind, RouteParts, Rule, Target};

pub(super) fn ingress_route(object: &DynamicObject) -> RouteParts {
    let data = &object.data;
    let entries: Vec<String> = list(data, "/spec/entryPoints").filter_map(|one| word(one, "")).collect();
    let has_tls = data.pointer("/spec/tls").is_some_and(|tls| !tls.is_null());
    let tls = has_tls || entries.iter().any(|entry| entry == "websecure");
    let mut rules = Vec::new();
    for one in list(data, "/spec/routes") {
        let targets: Vec<Target> = list(one, "/services").map(target).collect();
        // Whole: half a rule cannot be read.
        let written = one.get("match").and_then(Value::as_str).unwrap_or_default();
        let is_filtered = list(one, "/middlewares").next().is_some();
        let of = |alternative: Alternative, is_read| Rule {
            host: mask::plain(&alternative.host, LONG),
            path: mask::plain(&alternative.path, LONG),
            more: mask::plain(&alternative.more.join(" && "), LONG),
            is_read,
            is_filtered,
            tls: Some(tls),
            targets: targets.clone(),
            ..Rule::default()
        };
        match matches::read(written) {
            Some(alternatives) => rules.extend(alternatives.into_iter().map(|one| of(one, true))),
            None => rules
                .push(of(Alternative { more: vec![written.to_owned()], ..Alternative::default() }, false)),
        }
    }
    RouteParts { asks: entries.join(", "), rules, ..bare(RouteKind::IngressRoute, object) }
}

fn target(one: &Value) -> Target {
    // Traefik takes a number for a number and a text for a name, and a Service without a port not at all.
    let port = match one.get("port") {
        Some(Value::String(name)) if !name.is_empty() => Port::Name(mask::plain(name, LONG)),
        Some(Value::Number(number)) if number.as_i64() != Some(0) => Port::Service(number.to_string()),
        Some(_) | None => Port::Unset,
    };
    let kind =
        Some(text(one, "/kind")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| "Service".to_owned());
    let target = service_target(&text(one, "/name"), port, weight(one, 1));
    Target { kind, namespace: word(one, "/namespace"), ..target }
}
