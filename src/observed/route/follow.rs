//! What it is for: following a rule from its name to the pods. In: a rule, and a [`Scene`] with everything that is seen.
//! Out: a [`Way`]. Never: I/O, or "missing" about what is only not seen.

use std::collections::{BTreeMap, HashMap};

use super::{
    Admission, AdmissionState, Branch, Claims, GrantParts, LinkState, PodGlance, Port, RouteKind, RouteParts,
    Rule, ServiceParts, SliceParts, Target, Way, WayLink,
};
use crate::words::Sentence;

/// The pods, as somebody keeps them.
pub trait Pods {
    /// The pod with that uid.
    fn by_uid(&self, uid: &str) -> Option<PodGlance>;
    /// How many pods of a namespace have these labels and have not ended; `None` when that is not looked up.
    fn labelled(&self, namespace: &str, labels: &[(String, String)]) -> Option<usize>;
}

/// Pods are not looked up: where only the state is wanted.
#[derive(Debug, Clone, Copy)]
pub struct NoPods;

impl Pods for NoPods {
    fn by_uid(&self, _: &str) -> Option<PodGlance> {
        None
    }

    fn labelled(&self, _: &str, _: &[(String, String)]) -> Option<usize> {
        None
    }
}

/// Everything that is seen behind routes.
#[derive(Debug, Default)]
pub struct Scene<'a> {
    services: HashMap<(&'a str, &'a str), &'a ServiceParts>,
    slices: HashMap<(&'a str, &'a str), Vec<&'a SliceParts>>,
    /// `None` when grants are not seen.
    grants: Option<Vec<&'a GrantParts>>,
    /// Whether services and slices are known, and as they are now.
    is_known: bool,
    /// The only namespace that is seen; `None` when all are.
    namespace: Option<&'a str>,
    claims: Claims<'a>,
}

impl<'a> Scene<'a> {
    /// Nothing behind the routes is known yet. `namespace` is the only one that is looked at, if it is one.
    pub fn new(namespace: Option<&'a str>, claims: Claims<'a>) -> Self {
        Self { namespace, claims, ..Self::default() }
    }

    /// Services and their slices are known.
    #[must_use]
    pub fn with(
        mut self,
        services: impl Iterator<Item = &'a ServiceParts>,
        slices: impl Iterator<Item = &'a SliceParts>,
    ) -> Self {
        self.is_known = true;
        self.services = services.map(|one| ((&*one.namespace, &*one.name), one)).collect();
        for slice in slices {
            self.slices.entry((&slice.namespace, &slice.service)).or_default().push(slice);
        }
        self
    }

    /// What is known of services and slices may be old: nothing is judged by it.
    #[must_use]
    pub fn unsure(mut self) -> Self {
        self.is_known = false;
        self
    }

    /// Grants are known.
    #[must_use]
    pub fn granted(mut self, grants: impl Iterator<Item = &'a GrantParts>) -> Self {
        self.grants = Some(grants.collect());
        self
    }

    /// The Service of that name.
    pub fn service(&self, namespace: &str, name: &str) -> Option<&'a ServiceParts> {
        self.services.get(&(namespace, name)).copied()
    }

    fn is_seen(&self, namespace: &str) -> bool {
        self.namespace.is_none_or(|only| only == namespace)
    }
}

/// The way of each rule of a route.
pub fn follow(route: &RouteParts, scene: &Scene<'_>, pods: &dyn Pods) -> Vec<Way> {
    route.rules.iter().map(|rule| way(route, rule, scene, pods)).collect()
}

fn way(route: &RouteParts, rule: &Rule, scene: &Scene<'_>, pods: &dyn Pods) -> Way {
    let sum: u64 = rule.targets.iter().map(|target| u64::from(target.weight)).sum();
    let is_alone = rule.targets.len() < 2;
    let branch = |target: &Target| {
        let part = (u64::from(target.weight) * 100 + sum / 2).checked_div(sum).unwrap_or(0);
        let share = (!is_alone).then(|| u32::try_from(part).unwrap_or(100));
        branch(route, target, share, scene, pods)
    };
    let branches: Vec<Branch> = rule.targets.iter().map(branch).collect();
    Way {
        kind: route.kind,
        namespace: route.namespace.clone(),
        name: route.name.clone(),
        host: rule.host.clone(),
        path: rule.path.clone(),
        more: rule.more.clone(),
        tls: rule.tls,
        door: door(route, rule, scene),
        route: admitted(route, rule, &branches),
        branches,
        certificate_until: route.certificate_until,
    }
}

fn say(state: LinkState, key: &str) -> WayLink {
    WayLink::new(state, Sentence::new(key))
}

/// The first sentence where there is nothing to name, else the second.
fn naming(state: LinkState, keys: (&str, &str), name: &str, value: &str) -> WayLink {
    if value.is_empty() { say(state, keys.0) } else { say(state, keys.1).with(name, value) }
}

impl WayLink {
    fn with(mut self, name: &str, text: &str) -> Self {
        self.words = self.words.with(name, text);
        self
    }

    fn count(mut self, name: &str, number: impl TryInto<i64>) -> Self {
        self.words = self.words.count(name, number);
        self
    }
}

/// The name itself: whether it could be read, and whether an older route claims it.
fn door(route: &RouteParts, rule: &Rule, scene: &Scene<'_>) -> WayLink {
    if !rule.is_read && rule.more.is_empty() {
        return say(LinkState::Wait, "way-door-unnamed");
    }
    if !rule.is_read {
        return say(LinkState::Unknown, "way-door-unread").with("rule", &rule.more);
    }
    if let Some((namespace, name)) = scene.claims.older(route, rule) {
        let other =
            if namespace == route.namespace { name.to_owned() } else { format!("{namespace}/{name}") };
        let link = say(LinkState::Unknown, "way-door-claimed").with("kind", route.kind.name());
        return link.with("other", &other).with("host", &rule.host).with("path", &rule.path);
    }
    if rule.host.is_empty() {
        let is_of_listener = route.kind == RouteKind::HttpRoute;
        return say(LinkState::Fine, if is_of_listener { "way-door-listener" } else { "way-door-any" });
    }
    let key = match rule.tls {
        Some(true) => "way-door-tls",
        Some(false) => "way-door-plain",
        None => "way-door-open",
    };
    say(LinkState::Fine, key)
}

/// What those who are to serve the route say, and whether it leads anywhere.
fn admitted(route: &RouteParts, rule: &Rule, branches: &[Branch]) -> WayLink {
    let said = |state| route.answers.iter().find(|one| one.state == state);
    let told = |state, key: &str, one: &Admission| {
        let link = say(state, key).with("by", &one.by).with("reason", &one.reason);
        link.with("message", &one.message)
    };
    let (refused, unresolved) = (said(AdmissionState::Refused), said(AdmissionState::Unresolved));
    let (partial, taken) = (said(AdmissionState::Partial), said(AdmissionState::Taken));
    // Who takes the route serves it, whatever others say.
    let is_served = partial.or(taken).is_some();
    if let Some(refused) = refused.filter(|_| !is_served && unresolved.is_none()) {
        return told(LinkState::Broken, "way-route-refused", refused);
    }
    if rule.targets.is_empty() && !rule.redirects {
        let (state, key) = if rule.is_filtered {
            (LinkState::Unknown, "way-route-filtered")
        } else {
            (LinkState::Broken, "way-route-nowhere")
        };
        return say(state, key);
    }
    if !branches.is_empty() && !branches.iter().any(Branch::is_used) {
        return say(LinkState::Broken, "way-route-weightless");
    }
    if let Some(unresolved) = unresolved {
        // It may be another rule's target that is meant.
        let is_meant = |branch: &Branch| {
            branch.is_used() && matches!(branch.service.state, LinkState::Broken | LinkState::Unknown)
        };
        let is_broken = !is_served && branches.iter().any(is_meant);
        let state = if is_broken { LinkState::Broken } else { LinkState::Wait };
        return told(state, "way-route-unresolved", unresolved);
    }
    if let Some(refused) = refused {
        return told(LinkState::Wait, "way-route-refused", refused);
    }
    if let Some(partial) = partial {
        return told(LinkState::Wait, "way-route-partial", partial);
    }
    if let Some(late) = said(AdmissionState::Unprogrammed).filter(|_| taken.is_none()) {
        return told(LinkState::Wait, "way-route-unprogrammed", late);
    }
    if let Some(old) = said(AdmissionState::Old) {
        return told(LinkState::Wait, "way-route-old", old);
    }
    match (taken, route.kind) {
        (Some(_), _) if branches.is_empty() => say(LinkState::Fine, "way-route-redirects"),
        (Some(taken), RouteKind::Ingress) => told(LinkState::Fine, "way-route-address", taken),
        (Some(taken), _) => told(LinkState::Fine, "way-route-taken", taken),
        (None, kind) => untaken(kind, &route.asks),
    }
}

/// Nobody has said anything about the route.
fn untaken(kind: RouteKind, asks: &str) -> WayLink {
    match kind {
        RouteKind::Route => say(LinkState::Wait, "way-route-unseen"),
        RouteKind::HttpRoute => {
            naming(LinkState::Wait, ("way-route-no-gateway", "way-route-no-gateway-named"), "asks", asks)
        }
        RouteKind::Ingress | RouteKind::IngressRoute => {
            naming(LinkState::Unknown, ("way-route-silent", "way-route-silent-named"), "asks", asks)
        }
    }
}

fn branch(
    route: &RouteParts,
    target: &Target,
    share: Option<u32>,
    scene: &Scene<'_>,
    pods: &dyn Pods,
) -> Branch {
    let namespace = target.namespace.as_deref().unwrap_or(&route.namespace);
    let mut branch = Branch {
        kind: target.kind.clone(),
        name: target.name.clone(),
        port: target.port.words().to_owned(),
        weight: target.weight,
        share,
        service: say(LinkState::Unknown, "way-service-unknown"),
        endpoints: say(LinkState::Unknown, "way-beyond"),
        pods: say(LinkState::Unknown, "way-beyond"),
        ready: None,
        glances: Vec::new(),
    };
    match service(route, target, namespace, scene) {
        Ok(service) => behind_service(&mut branch, target, service, scene, pods),
        Err(link) => {
            branch.ready = (link.state == LinkState::Broken).then_some((0, 0));
            branch.service = link;
        }
    }
    if !branch.is_used() {
        // Whatever is behind it, nobody asks for it.
        branch.service = say(LinkState::Rests, "way-service-weightless").with("service", &target.name);
        for link in [&mut branch.endpoints, &mut branch.pods] {
            link.state = LinkState::Rests;
        }
    }
    branch
}

fn behind_service(
    branch: &mut Branch,
    target: &Target,
    service: &ServiceParts,
    scene: &Scene<'_>,
    pods: &dyn Pods,
) {
    if let Some(to) = &service.external {
        branch.service = say(LinkState::Unknown, "way-service-external").with("to", to);
        return;
    }
    let keys = if service.is_headless {
        ("way-service-headless", "way-service-headless-named")
    } else {
        ("way-service-fine", "way-service-fine-named")
    };
    branch.service = naming(LinkState::Fine, keys, "port", target.port.words());
    behind(branch, target, service, scene, pods);
}

/// The Service behind a target, or why it cannot be followed.
fn service<'a>(
    route: &RouteParts,
    target: &Target,
    namespace: &str,
    scene: &Scene<'a>,
) -> Result<&'a ServiceParts, WayLink> {
    let named = |state, key: &str| {
        let link = say(state, key).with("service", &target.name).with("port", target.port.words());
        Err(link.with("namespace", namespace).with("kind", &target.kind))
    };
    if target.kind != "Service" {
        return named(LinkState::Unknown, "way-target-kind");
    }
    if !scene.is_known {
        return named(LinkState::Unknown, "way-service-unknown");
    }
    if !scene.is_seen(namespace) {
        return named(LinkState::Unknown, "way-service-elsewhere");
    }
    // Whether Traefik may lead there stands in its own settings.
    if route.kind == RouteKind::IngressRoute && namespace != route.namespace {
        return named(LinkState::Unknown, "way-service-cross");
    }
    let needs_grant = route.kind == RouteKind::HttpRoute && namespace != route.namespace;
    if needs_grant
        && scene.grants.as_ref().is_some_and(|grants| !is_granted(grants, route, target, namespace))
    {
        return named(LinkState::Broken, "way-service-no-grant");
    }
    let Some(service) = scene.service(namespace, &target.name) else {
        return named(LinkState::Broken, "verdict-route-service");
    };
    match &target.port {
        Port::Unset => named(LinkState::Broken, "way-service-portless"),
        port @ (Port::Service(_) | Port::Name(_))
            if port_of(service, port).is_none() && service.external.is_none() =>
        {
            named(LinkState::Broken, "verdict-route-port")
        }
        Port::Service(_) | Port::Name(_) | Port::Endpoint(_) | Port::Any => Ok(service),
    }
}

fn is_granted(grants: &[&GrantParts], route: &RouteParts, target: &Target, namespace: &str) -> bool {
    grants.iter().any(|grant| {
        grant.namespace == namespace
            && grant.from.contains(&route.namespace)
            && (grant.to.is_empty() || grant.to.contains(&target.name))
    })
}

/// The name of a Service's port that is called, or numbered, so.
fn port_of<'a>(service: &'a ServiceParts, port: &Port) -> Option<&'a str> {
    let is_meant = |(name, number): &&(String, i32)| match port {
        Port::Service(port) => (!name.is_empty() && name == port) || number.to_string() == *port,
        Port::Name(port) => !name.is_empty() && name == port,
        Port::Any | Port::Unset | Port::Endpoint(_) => false,
    };
    service.ports.iter().find(is_meant).map(|(name, _)| name.as_str())
}

/// Whether requests to the port go to the endpoints of the slice. One without ports is made for a named `targetPort` that
/// no container has: nothing goes there.
fn has_port(slice: &SliceParts, port: &Port, service: &ServiceParts) -> bool {
    match port {
        Port::Any => !slice.ports.is_empty(),
        Port::Unset => false,
        Port::Service(_) | Port::Name(_) => {
            let name = port_of(service, port);
            slice.ports.iter().any(|(one, _)| Some(one.as_str()) == name)
        }
        Port::Endpoint(port) => slice
            .ports
            .iter()
            .any(|(name, number)| name == port || number.is_none_or(|number| number.to_string() == *port)),
    }
}

/// Endpoint slices and pods behind a Service.
fn behind(branch: &mut Branch, target: &Target, service: &ServiceParts, scene: &Scene<'_>, pods: &dyn Pods) {
    let slices = scene.slices.get(&(&*service.namespace, &*service.name)).map_or(&[][..], Vec::as_slice);
    let mut endpoints: BTreeMap<&str, bool> = BTreeMap::new();
    for (identity, ready) in slices
        .iter()
        .filter(|slice| has_port(slice, &target.port, service))
        .flat_map(|slice| &slice.endpoints)
    {
        // The same pod stands in an IPv4 and an IPv6 slice.
        *endpoints.entry(identity).or_default() |= *ready;
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let ready = endpoints.values().filter(|ready| **ready).count();
    branch.ready = Some((number(ready), number(endpoints.len())));
    let has_any = slices.iter().any(|slice| !slice.endpoints.is_empty());
    branch.endpoints = if !endpoints.is_empty() {
        say(LinkState::Fine, "way-endpoints").count("count", endpoints.len())
    } else if has_any {
        let keys = ("way-endpoints-portless", "way-endpoints-port");
        let link = naming(LinkState::Broken, keys, "port", target.port.words());
        link.with("service", &service.name)
    } else {
        say(LinkState::Wait, "way-endpoints-none")
    };
    branch.glances = endpoints.keys().filter_map(|uid| pods.by_uid(uid)).collect();
    branch.glances.sort_by(|a, b| b.mark.cmp(&a.mark).then_with(|| a.name.cmp(&b.name)));
    branch.pods = if has_any && endpoints.is_empty() {
        say(LinkState::Unknown, "way-beyond")
    } else {
        pods_link(service, ready, endpoints.len(), pods)
    };
}

fn pods_link(service: &ServiceParts, ready: usize, all: usize, pods: &dyn Pods) -> WayLink {
    if all > 0 {
        let state = match ready {
            0 => {
                return say(LinkState::Broken, "verdict-route-none")
                    .with("service", &service.name)
                    .count("all", all);
            }
            _ if ready < all => LinkState::Wait,
            _ => LinkState::Fine,
        };
        return say(state, "way-pods").count("ready", ready).count("all", all);
    }
    if service.selector.is_empty() {
        return say(LinkState::Broken, "way-pods-by-hand").with("service", &service.name);
    }
    let selector: Vec<String> =
        service.selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    // Pods without an address stand in no slice yet.
    let key = match pods.labelled(&service.namespace, &service.selector) {
        Some(1..) => "way-pods-no-address",
        Some(0) => "way-pods-none",
        None => "way-pods-no-endpoint",
    };
    let link = say(LinkState::Broken, key).with("service", &service.name);
    link.with("selector", &selector.join(","))
}

#[cfg(test)]
mod tests;
