//! What it is for: parts of Gateway API objects (facts 7.3). In: an `HTTPRoute`, a `ReferenceGrant`. Out: rules, gateways'
//! words, who may be led to from where. Never: a condition about an older state told as if about this one.

use kube::{ResourceExt as _, core::DynamicObject};
use serde_json::Value;

use super::{
    bare,
    json::{condition, list, text, weight, word},
    service_target,
};
use crate::observed::route::{
    Admission, AdmissionState, GrantParts, Port, RouteKind, RouteParts, Rule, Target,
};

pub(super) fn http_route(object: &DynamicObject) -> RouteParts {
    let data = &object.data;
    let asks: Vec<String> = list(data, "/spec/parentRefs").map(parent).collect();
    let asks = asks.join(", ");
    let mut hosts: Vec<String> = list(data, "/spec/hostnames").filter_map(|host| word(host, "")).collect();
    if hosts.is_empty() {
        hosts.push(String::new());
    }
    let mut rules = Vec::new();
    for host in &hosts {
        for one in list(data, "/spec/rules") {
            rules.extend(of_rule(host, one));
        }
    }
    let generation = object.metadata.generation.unwrap_or(0);
    let answers = list(data, "/status/parents").map(|one| admission(one, generation)).collect();
    RouteParts { asks, answers, rules, ..bare(RouteKind::HttpRoute, object) }
}

/// One for each match; a rule without any takes all requests.
fn of_rule(host: &str, rule: &Value) -> Vec<Rule> {
    let targets: Vec<Target> = list(rule, "/backendRefs").map(target).collect();
    let redirects = list(rule, "/filters").any(|filter| text(filter, "/type") == "RequestRedirect");
    let whole = Value::Object(serde_json::Map::new());
    let matches: Vec<&Value> = list(rule, "/matches").collect();
    let matches = if matches.is_empty() { vec![&whole] } else { matches };
    let is_filtered = list(rule, "/filters").next().is_some();
    let one = |found: &Value| Rule {
        host: host.to_owned(),
        path: Some(text(found, "/path/value")).filter(|path| path != "/").unwrap_or_default(),
        is_read: true,
        redirects,
        is_filtered,
        more: conditions(found),
        targets: targets.clone(),
        ..Rule::default()
    };
    matches.into_iter().map(one).collect()
}

/// What a request must have besides its path.
fn conditions(found: &Value) -> String {
    let method = Some(text(found, "/method")).filter(|method| !method.is_empty());
    let pairs = ["/headers", "/queryParams"].iter().flat_map(|key| list(found, key));
    let pairs = pairs.map(|one| format!("{}={}", text(one, "/name"), text(one, "/value")));
    method.into_iter().chain(pairs).collect::<Vec<_>>().join(", ")
}

fn target(one: &Value) -> Target {
    let port = word(one, "/port").map_or(Port::Any, Port::Service);
    let is_core = matches!(text(one, "/group").as_str(), "" | "core");
    let kind =
        Some(text(one, "/kind")).filter(|kind| !kind.is_empty()).unwrap_or_else(|| "Service".to_owned());
    Target {
        // A Service of another group is something else.
        kind: if is_core { kind } else { format!("{kind}.{}", text(one, "/group")) },
        namespace: word(one, "/namespace"),
        ..service_target(&text(one, "/name"), port, weight(one, 1))
    }
}

fn parent(one: &Value) -> String {
    let name = text(one, "/name");
    match word(one, "/sectionName") {
        Some(section) => format!("{name}/{section}"),
        None => name,
    }
}

/// What a gateway says, the worst first.
fn admission(one: &Value, generation: i64) -> Admission {
    let by = one.get("parentRef").map(parent).unwrap_or_default();
    let of = |state, condition: Option<&Value>| Admission {
        by: by.clone(),
        state,
        reason: condition.map(|one| text(one, "/reason")).unwrap_or_default(),
        message: condition.map(|one| text(one, "/message")).unwrap_or_default(),
    };
    let is_new = |found: &Value| {
        found.get("observedGeneration").and_then(Value::as_i64).is_none_or(|seen| seen >= generation)
    };
    let told = |kind: &str| condition(one, kind).filter(|(_, found)| is_new(found));
    let programmed = told("Programmed").filter(|(status, _)| *status == "False");
    let not_programmed = programmed.map(|(_, why)| why);
    match (told("Accepted"), told("ResolvedRefs"), told("PartiallyInvalid")) {
        (Some(("False", why)), _, _) if text(why, "/reason") == "Pending" => {
            of(AdmissionState::Old, Some(why))
        }
        (Some(("False", why)), _, _) => of(AdmissionState::Refused, Some(why)),
        (_, Some(("False", why)), _) => of(AdmissionState::Unresolved, Some(why)),
        // Some controllers tell for each route whether what serves it has it by now.
        (Some(("True", _)), _, _) if not_programmed.is_some() => {
            of(AdmissionState::Unprogrammed, not_programmed)
        }
        (Some(("True", _)), _, Some(("True", why))) => of(AdmissionState::Partial, Some(why)),
        (Some(("True", why)), _, _) => of(AdmissionState::Taken, Some(why)),
        (_, _, _) => of(AdmissionState::Old, None),
    }
}

/// Who may lead HTTP requests to which services of the grant's namespace.
pub(crate) fn grant(object: &DynamicObject) -> GrantParts {
    let data = &object.data;
    let is_route = |one: &&Value| text(one, "/kind") == "HTTPRoute";
    let services: Vec<&Value> =
        list(data, "/spec/to").filter(|one| text(one, "/kind") == "Service").collect();
    let is_all = services.iter().any(|one| text(one, "/name").is_empty());
    let from = list(data, "/spec/from").filter(is_route).map(|one| text(one, "/namespace"));
    GrantParts {
        namespace: object.namespace().unwrap_or_default(),
        // A grant that names no Service lets nobody lead to one.
        from: if services.is_empty() { Vec::new() } else { from.collect() },
        to: if is_all { Vec::new() } else { services.iter().map(|one| text(one, "/name")).collect() },
    }
}
