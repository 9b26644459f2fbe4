//! What it is for: parts of a Traefik IngressRoute (facts 7.4), which has no status. In: the object. Out: rules.
//! Never: a name guessed out of a rule that could not be read.

use kube::core::DynamicObject;
use serde_json::Value;

use super::{
    bare,
    json::{list, text, weight, word},
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
        let written = text(one, "/match");
        let of = |alternative: Alternative, is_read| Rule {
            host: alternative.host,
            path: alternative.path,
            more: alternative.more.join(" && "),
            is_read,
            tls: Some(tls),
            targets: targets.clone(),
            ..Rule::default()
        };
        match matches::read(&written) {
            Some(alternatives) => rules.extend(alternatives.into_iter().map(|one| of(one, true))),
            None => rules.push(of(Alternative { more: vec![written], ..Alternative::default() }, false)),
        }
    }
    RouteParts { asks: entries.join(", "), rules, ..bare(RouteKind::IngressRoute, object) }
}

fn target(one: &Value) -> Target {
    let port = word(one, "/port").map_or(Port::Any, Port::Service);
    let kind =
        Some(text(one, "/kind")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| "Service".to_owned());
    let target = service_target(&text(one, "/name"), port, weight(one, 1));
    Target { kind, namespace: word(one, "/namespace"), ..target }
}
