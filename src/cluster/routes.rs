//! What it is for: small parts of routes, services and endpoint slices, from which the way of a request is followed
//! (facts 7). In: typed objects, or dynamic ones of kinds that a server may lack. Out: parts. Never: a private key, or
//! another's text with control characters.

use k8s_openapi::api::{
    core::v1::Service,
    discovery::v1::EndpointSlice,
    networking::v1::{Ingress, IngressBackend},
};
use kube::{ResourceExt, core::DynamicObject};

use super::mask;
use crate::observed::route::{
    Admission, AdmissionState, Port, RouteKind, RouteParts, Rule, ServiceParts, SliceParts, Target,
};

mod gateway;
mod json;
mod matches;
mod openshift;
mod traefik;

pub(crate) use gateway::grant;
use gateway::http_route;
use openshift::route;
pub(crate) use openshift::route as openshift_route;
use traefik::ingress_route;

/// A kind of route that a server may lack.
#[derive(Clone, Copy)]
pub(crate) struct ServedRoute {
    /// Its place in [`ROUTES`].
    pub(crate) place: u8,
    pub(crate) kind: RouteKind,
    pub(crate) group: &'static str,
    /// Versions that are understood, the best first.
    pub(crate) versions: &'static [&'static str],
    pub(crate) parts: fn(&DynamicObject) -> RouteParts,
}

/// All of them.
pub(crate) const ROUTES: [ServedRoute; 4] = [
    served(0, RouteKind::Route, "route.openshift.io", &["v1"], route),
    served(1, RouteKind::HttpRoute, "gateway.networking.k8s.io", &["v1", "v1beta1"], http_route),
    served(2, RouteKind::IngressRoute, "traefik.io", &["v1alpha1"], ingress_route),
    served(3, RouteKind::IngressRoute, "traefik.containo.us", &["v1alpha1"], ingress_route),
];

const fn served(
    place: u8,
    kind: RouteKind,
    group: &'static str,
    versions: &'static [&'static str],
    parts: fn(&DynamicObject) -> RouteParts,
) -> ServedRoute {
    ServedRoute { place, kind, group, versions, parts }
}

/// Longest name or pattern that is kept, in characters.
const LONG: usize = 300;

/// What every route has, without rules.
fn bare(kind: RouteKind, object: &impl ResourceExt) -> RouteParts {
    RouteParts {
        kind,
        namespace: object.namespace().unwrap_or_default(),
        name: object.name_any(),
        created: object.creation_timestamp().map(|time| time.0),
        asks: String::new(),
        answers: Vec::new(),
        rules: Vec::new(),
        certificate_until: None,
    }
}

/// A Service of the route's own namespace.
fn service_target(name: &str, port: Port, weight: u32) -> Target {
    Target { kind: "Service".to_owned(), namespace: None, name: mask::plain(name, LONG), port, weight }
}

pub(crate) fn ingress(object: &Ingress) -> RouteParts {
    let spec = object.spec.as_ref();
    let legacy = object.annotations().get("kubernetes.io/ingress.class");
    let class =
        spec.and_then(|spec| spec.ingress_class_name.as_ref()).or(legacy).cloned().unwrap_or_default();
    // Several may share a name on purpose: requests are then divided.
    let is_canary = object.annotations().keys().any(|key| key.ends_with("/canary"));
    let claim = |kind: &str| (!is_canary).then(|| format!("{class} {kind}"));
    let rule = |host: String, backend: &IngressBackend| Rule {
        is_read: true,
        tls: secured(object, &host),
        host,
        targets: vec![backend_target(backend)],
        ..Rule::default()
    };
    let mut rules = Vec::new();
    if let Some(backend) = spec.and_then(|spec| spec.default_backend.as_ref()) {
        rules.push(rule(String::new(), backend));
    }
    for one in spec.iter().flat_map(|spec| spec.rules.iter().flatten()) {
        let host = mask::plain(one.host.as_deref().unwrap_or_default(), LONG);
        rules.extend(one.http.iter().flat_map(|http| &http.paths).map(|path| Rule {
            path: mask::plain(path.path.as_deref().unwrap_or("/"), LONG),
            claim: claim(&path.path_type),
            ..rule(host.clone(), &path.backend)
        }));
    }
    RouteParts {
        asks: mask::plain(&class, LONG),
        answers: addresses(object),
        rules,
        ..bare(RouteKind::Ingress, object)
    }
}

/// A controller that took an Ingress writes where it is reached; it says no more.
fn addresses(object: &Ingress) -> Vec<Admission> {
    let status = object.status.as_ref().and_then(|status| status.load_balancer.as_ref());
    let mut places = status.and_then(|status| status.ingress.as_ref()).into_iter().flatten();
    let place = places.find_map(|place| place.hostname.as_ref().or(place.ip.as_ref()));
    let taken = |place: &String| Admission {
        by: mask::plain(place, LONG),
        state: AdmissionState::Taken,
        reason: String::new(),
        message: String::new(),
    };
    place.map(taken).into_iter().collect()
}

fn backend_target(backend: &IngressBackend) -> Target {
    match (&backend.service, &backend.resource) {
        (Some(service), _) => {
            let port = service.port.as_ref();
            let name = port.and_then(|port| port.name.clone()).map(Port::Name);
            let number = port.and_then(|port| port.number).map(|number| Port::Service(number.to_string()));
            service_target(&service.name, name.or(number).unwrap_or(Port::Any), 1)
        }
        (None, resource) => {
            let kind = resource.as_ref().map_or("", |resource| &resource.kind);
            let name = resource.as_ref().map_or("", |resource| &resource.name);
            Target { kind: mask::plain(kind, LONG), ..service_target(name, Port::Any, 1) }
        }
    }
}

/// Whether requests for the host come by TLS; `None` where the Ingress lists no certificate for it: its controller may
/// have one of its own.
fn secured(object: &Ingress, host: &str) -> Option<bool> {
    let mut entries = object.spec.iter().flat_map(|spec| spec.tls.iter().flatten());
    let is_meant = |hosts: &[String]| hosts.is_empty() || hosts.iter().any(|name| covers(name, host));
    entries.any(|entry| is_meant(entry.hosts.as_deref().unwrap_or_default())).then_some(true)
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
    let is_external = spec.and_then(|spec| spec.type_.as_deref()) == Some("ExternalName");
    let external = spec.and_then(|spec| spec.external_name.as_deref()).unwrap_or_default();
    ServiceParts {
        namespace: object.namespace().unwrap_or_default(),
        name: object.name_any(),
        selector: spec.and_then(|spec| spec.selector.clone()).unwrap_or_default().into_iter().collect(),
        ports: ports.map(|port| (port.name.clone().unwrap_or_default(), port.port)).collect(),
        is_headless: spec.and_then(|spec| spec.cluster_ip.as_deref()) == Some("None"),
        external: is_external.then(|| mask::plain(external, LONG)),
    }
}

pub(crate) fn slice(object: &EndpointSlice) -> SliceParts {
    let port = |port: &k8s_openapi::api::discovery::v1::EndpointPort| {
        (port.name.clone().unwrap_or_default(), port.port)
    };
    let endpoints = object.endpoints.iter().flatten().map(|endpoint| {
        let pod = endpoint.target_ref.as_ref().and_then(|target| target.uid.clone());
        let identity = pod.unwrap_or_else(|| endpoint.addresses.join(","));
        // An absent `ready` means ready.
        let ready = endpoint.conditions.as_ref().and_then(|conditions| conditions.ready).unwrap_or(true);
        (identity, ready)
    });
    SliceParts {
        namespace: object.namespace().unwrap_or_default(),
        service: object.labels().get("kubernetes.io/service-name").cloned().unwrap_or_default(),
        ports: object.ports.iter().flatten().map(port).collect(),
        endpoints: endpoints.collect(),
    }
}

#[cfg(test)]
mod tests;
