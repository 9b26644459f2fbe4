//! What it is for: which ready pods a host leads to: Ingress → Service → `EndpointSlice`s (facts 7.2, 7.5).
//! In: small parts of those objects. Out: one row for each rule. Never: a guess from pods when slices are known.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Service;
use k8s_openapi::api::discovery::v1::EndpointSlice;
use k8s_openapi::api::networking::v1::{Ingress, IngressBackend};

use crate::observed::{Backend, RouteRow};

/// The rules of one Ingress, before what is behind them is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IngressParts {
    pub(crate) name: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    host: String,
    path: String,
    tls: bool,
    service: String,
    port: String,
}

/// What matters of a Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceParts {
    pub(crate) name: String,
    /// `spec.selector`; empty for hand-made endpoints.
    pub(crate) selector: Vec<(String, String)>,
    /// Name (may be empty) and number of each port.
    ports: Vec<(String, i32)>,
}

/// What matters of an `EndpointSlice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SliceParts {
    pub(crate) service: String,
    /// Port names; `None` means all ports.
    ports: Option<Vec<String>>,
    /// Identity and readiness of each endpoint.
    endpoints: Vec<(String, bool)>,
}

pub(crate) fn ingress(object: &Ingress) -> IngressParts {
    let spec = object.spec.as_ref();
    let secured: Vec<&String> = spec
        .iter()
        .flat_map(|spec| spec.tls.iter().flatten())
        .flat_map(|tls| tls.hosts.iter().flatten())
        .collect();
    let mut rules = Vec::new();
    if let Some(backend) = spec.and_then(|spec| spec.default_backend.as_ref()) {
        rules.extend(rule("", "", false, backend));
    }
    for one in spec.iter().flat_map(|spec| spec.rules.iter().flatten()) {
        let host = one.host.clone().unwrap_or_default();
        let tls = secured.iter().any(|name| covers(name, &host));
        for path in one.http.iter().flat_map(|http| &http.paths) {
            rules.extend(rule(&host, path.path.as_deref().unwrap_or("/"), tls, &path.backend));
        }
    }
    IngressParts { name: object.metadata.name.clone().unwrap_or_default(), rules }
}

/// `None` for a `resource` backend, which has no Service.
fn rule(host: &str, path: &str, tls: bool, backend: &IngressBackend) -> Option<Rule> {
    let service = backend.service.as_ref()?;
    let port = service.port.as_ref();
    let name = port.and_then(|port| port.name.clone());
    let port = name.or_else(|| port.and_then(|port| port.number).map(|number| number.to_string()));
    Some(Rule {
        host: host.to_owned(),
        path: path.to_owned(),
        tls,
        service: service.name.clone(),
        port: port.unwrap_or_default(),
    })
}

fn covers(name: &str, host: &str) -> bool {
    match name.strip_prefix("*.") {
        Some(domain) => host.split_once('.').is_some_and(|(_, rest)| rest == domain),
        None => name == host,
    }
}

pub(crate) fn service(object: &Service) -> ServiceParts {
    let spec = object.spec.as_ref();
    let ports = spec.iter().flat_map(|spec| spec.ports.iter().flatten());
    ServiceParts {
        name: object.metadata.name.clone().unwrap_or_default(),
        selector: spec.and_then(|spec| spec.selector.clone()).unwrap_or_default().into_iter().collect(),
        ports: ports.map(|port| (port.name.clone().unwrap_or_default(), port.port)).collect(),
    }
}

pub(crate) fn slice(object: &EndpointSlice) -> SliceParts {
    let labels = object.metadata.labels.as_ref();
    let service = labels.and_then(|labels| labels.get("kubernetes.io/service-name"));
    let ports = object.ports.as_ref().filter(|ports| !ports.is_empty());
    let endpoints = object.endpoints.iter().flatten().map(|endpoint| {
        let pod = endpoint.target_ref.as_ref().and_then(|target| target.uid.clone());
        let identity = pod.unwrap_or_else(|| endpoint.addresses.join(","));
        // An absent `ready` means ready.
        let ready = endpoint.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true);
        (identity, ready)
    });
    SliceParts {
        service: service.cloned().unwrap_or_default(),
        ports: ports.map(|ports| ports.iter().map(|port| port.name.clone().unwrap_or_default()).collect()),
        endpoints: endpoints.collect(),
    }
}

/// One row for each rule of the Ingress.
pub(crate) fn rows(
    ingress: &IngressParts,
    services: &BTreeMap<String, ServiceParts>,
    slices: &BTreeMap<String, SliceParts>,
) -> Vec<RouteRow> {
    let rows = ingress.rules.iter().map(|rule| {
        let service = services.values().find(|service| service.name == rule.service);
        RouteRow {
            kind: "Ingress".to_owned(),
            name: ingress.name.clone(),
            host: rule.host.clone(),
            path: rule.path.clone(),
            tls: rule.tls,
            service: rule.service.clone(),
            port: rule.port.clone(),
            backend: service.map_or(Backend::ServiceMissing, |service| backend(service, &rule.port, slices)),
        }
    });
    rows.collect()
}

/// Names of the Services that the rules lead to.
pub(crate) fn services_of(ingress: &IngressParts) -> impl Iterator<Item = &str> {
    ingress.rules.iter().map(|rule| rule.service.as_str())
}

fn backend(service: &ServiceParts, port: &str, slices: &BTreeMap<String, SliceParts>) -> Backend {
    let named = |one: &&(String, i32)| (!one.0.is_empty() && one.0 == port) || one.1.to_string() == port;
    let Some((port_name, _)) = service.ports.iter().find(named) else { return Backend::PortMissing };
    let mut endpoints: BTreeMap<&str, bool> = BTreeMap::new();
    for slice in slices.values().filter(|slice| slice.service == service.name) {
        if slice.ports.as_ref().is_some_and(|ports| !ports.contains(port_name)) {
            continue;
        }
        for (identity, ready) in &slice.endpoints {
            // The same pod stands in an IPv4 and an IPv6 slice.
            *endpoints.entry(identity).or_default() |= *ready;
        }
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Backend::Endpoints {
        ready: count(endpoints.values().filter(|ready| **ready).count()),
        all: count(endpoints.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    fn parts() -> (IngressParts, BTreeMap<String, ServiceParts>, SliceParts) {
        let object = json!({"metadata": {"name": "web"}, "spec": {
        "tls": [{"hosts": ["*.example"]}],
        "rules": [{"host": "web.example", "http": {"paths": [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}},
            {"path": "/x", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"name": "nope"}}}},
            {"path": "/y", "pathType": "Prefix", "backend": {"service": {"name": "gone", "port": {"number": 80}}}}
        ]}}]}});
        let one = service(
            &from_value(json!({"metadata": {"name": "web"}, "spec": {
            "selector": {"app": "web"}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}))
            .unwrap(),
        );
        let endpoints = slice(
            &from_value(json!({"addressType": "IPv4",
            "metadata": {"name": "web-1", "labels": {"kubernetes.io/service-name": "web"}},
            "ports": [{"name": "http", "port": 8080}],
            "endpoints": [
                {"addresses": ["10.0.0.1"], "targetRef": {"uid": "a"}},
                {"addresses": ["10.0.0.2"], "targetRef": {"uid": "b"}, "conditions": {"ready": false}}
            ]}))
            .unwrap(),
        );
        (ingress(&from_value(object).unwrap()), BTreeMap::from([("1".to_owned(), one)]), endpoints)
    }

    #[test]
    fn mistake_21_absent_ready_means_ready_and_pods_are_counted_once() {
        let (ingress, services, endpoints) = parts();
        let twice = BTreeMap::from([("4".to_owned(), endpoints.clone()), ("6".to_owned(), endpoints)]);
        let rows = rows(&ingress, &services, &twice);
        assert_eq!(rows[0].backend, Backend::Endpoints { ready: 1, all: 2 });
        assert!(rows[0].tls);
        assert_eq!(rows[1].backend, Backend::PortMissing);
        assert_eq!(rows[2].backend, Backend::ServiceMissing);
    }
}
