//! What it is for: the way of a request: name and path → route → service → endpoint slices → pods with their images, each
//! link with its state. In: small parts of routes, services, slices and pods, taken out of objects by `cluster`.
//! Out: a [`Way`] for each rule, and the link that is broken in words. Never: I/O, or a guess where something is not known.

mod claims;
mod follow;
mod site;

use jiff::Timestamp;

pub use claims::Claims;
pub use follow::{NoPods, Pods, Scene, follow};
pub use site::{SiteSeen, certificate};

use crate::{action::Mark, words::Sentence};

/// Kinds of objects that lead requests from outside to services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// networking.k8s.io.
    Ingress,
    /// route.openshift.io.
    Route,
    /// gateway.networking.k8s.io.
    HttpRoute,
    /// traefik.io, traefik.containo.us.
    IngressRoute,
}

impl RouteKind {
    /// The kind's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Route => "Route",
            Self::HttpRoute => "HTTPRoute",
            Self::IngressRoute => "IngressRoute",
        }
    }
}

/// What a route says, before what is behind it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteParts {
    /// Kind.
    pub kind: RouteKind,
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// When it was made: of two that claim the same name, the younger is told.
    pub created: Option<Timestamp>,
    /// Class or gateways that it asks for; empty when it names none.
    pub asks: String,
    /// What each router or gateway says about it.
    pub answers: Vec<Admission>,
    /// What it sends where.
    pub rules: Vec<Rule>,
    /// Until when the certificate that stands in the object itself is valid.
    pub certificate_until: Option<Timestamp>,
}

/// What one router or gateway says about a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// Its name.
    pub by: String,
    /// What it says.
    pub state: AdmissionState,
    /// Such as `HostAlreadyClaimed`.
    pub reason: String,
    /// Its words.
    pub message: String,
}

/// What a router or gateway says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdmissionState {
    /// It takes requests for the route.
    Taken,
    /// It has not said anything about the newest state of the route.
    Old,
    /// It takes none.
    Refused,
    /// It took the route, but not what the route leads to.
    Unresolved,
    /// It took a part of the route only.
    Partial,
    /// It took the route, and what serves requests does not have it yet.
    Unprogrammed,
}

/// Requests for one name and path, and where they go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// Host; empty for every host.
    pub host: String,
    /// Path; empty for every path.
    pub path: String,
    /// What else a request must have, in the route's own notation; empty for nothing.
    pub more: String,
    /// Whether host and path could be read out of the route's notation.
    pub is_read: bool,
    /// Whether requests come by TLS; `None` where the route does not tell.
    pub tls: Option<bool>,
    /// Whether the route answers by itself, with a redirect.
    pub redirects: bool,
    /// Whether a filter may answer, about which nothing is known here.
    pub is_filtered: bool,
    /// Among which routes only one may have host and path; `None` where several may, or a status tells who has it.
    pub claim: Option<String>,
    /// Where the requests go.
    pub targets: Vec<Target>,
}

/// Where a part of the requests goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `Service`; others are not followed.
    pub kind: String,
    /// The target's namespace, when it is not the route's.
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
    /// Which port.
    pub port: Port,
    /// Its part of all weights.
    pub weight: u32,
}

/// A port by name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// Whichever there is.
    Any,
    /// None is named, although one must be.
    Unset,
    /// Of the Service, by number or name.
    Service(String),
    /// Of the Service, by name only.
    Name(String),
    /// Of the endpoints, whatever the Service calls it (OpenShift).
    Endpoint(String),
}

impl Port {
    /// As the route writes it; empty for any.
    pub fn words(&self) -> &str {
        match self {
            Self::Any | Self::Unset => "",
            Self::Service(port) | Self::Name(port) | Self::Endpoint(port) => port,
        }
    }
}

/// What matters of a Service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceParts {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// `spec.selector`; empty for endpoints that are made by hand.
    pub selector: Vec<(String, String)>,
    /// Name (may be empty) and number of each port.
    pub ports: Vec<(String, i32)>,
    /// Whether `clusterIP` is `None`.
    pub is_headless: bool,
    /// Another name outside the cluster (`ExternalName`).
    pub external: Option<String>,
}

/// What matters of an `EndpointSlice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceParts {
    /// Namespace.
    pub namespace: String,
    /// The Service that it belongs to.
    pub service: String,
    /// Name (may be empty) and number of each port; without a number it stands for all.
    pub ports: Vec<(String, Option<i32>)>,
    /// The pod's uid (else its addresses) and readiness of each endpoint.
    pub endpoints: Vec<(String, bool)>,
}

/// A permission in a namespace to lead there from another one (Gateway API).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantParts {
    /// The namespace that may be led to.
    pub namespace: String,
    /// Namespaces of routes that may.
    pub from: Vec<String>,
    /// Names of services; empty for all.
    pub to: Vec<String>,
}

/// A pod at the end of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PodGlance {
    /// Name.
    pub name: String,
    /// Image as asked for.
    pub image: String,
    /// Digest of the image that runs, such as `sha256:ab…`.
    pub digest: Option<String>,
    /// How it stands.
    pub mark: Mark,
    /// The same in words.
    pub state: String,
}

/// How a link of the way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// As it should be.
    Fine,
    /// Nothing goes there, as the route wants it.
    Rests,
    /// Not yet wholly as it should be.
    Wait,
    /// Nothing can be said.
    Unknown,
    /// Requests do not come through.
    Broken,
}

/// A link of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayLink {
    /// How it stands.
    pub state: LinkState,
    /// Why.
    pub words: Sentence,
}

impl WayLink {
    fn new(state: LinkState, words: Sentence) -> Self {
        Self { state, words }
    }
}

/// The way of requests for one name and path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Kind of the route.
    pub kind: RouteKind,
    /// Namespace of the route.
    pub namespace: String,
    /// Name of the route.
    pub name: String,
    /// Host; empty for every host.
    pub host: String,
    /// Path; empty for every path.
    pub path: String,
    /// What else a request must have.
    pub more: String,
    /// Whether requests come by TLS.
    pub tls: Option<bool>,
    /// The name, and whether the route has it.
    pub door: WayLink,
    /// Whether the route was taken by those who are to serve it.
    pub route: WayLink,
    /// Where requests go from there.
    pub branches: Vec<Branch>,
    /// Until when the certificate in the route itself is valid.
    pub certificate_until: Option<Timestamp>,
}

/// One service that requests go to, and what is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Kind of the target.
    pub kind: String,
    /// Name of the target.
    pub name: String,
    /// Port as the route names it; empty for any.
    pub port: String,
    /// Its part of all weights; nothing goes there at 0.
    pub weight: u32,
    /// Percent of the requests; `None` when all go here.
    pub share: Option<u32>,
    /// The service.
    pub service: WayLink,
    /// Its endpoint slices.
    pub endpoints: WayLink,
    /// The pods.
    pub pods: WayLink,
    /// Pods that are ready, and all; `None` when it is not known.
    pub ready: Option<(u32, u32)>,
    /// The pods by name, as far as they are known.
    pub glances: Vec<PodGlance>,
}

/// The digest at the end of what a node reports as an image's identity.
pub fn digest(image_id: &str) -> Option<String> {
    let at = image_id.rfind("sha256:")?;
    image_id.get(at..).map(str::to_owned)
}

impl Branch {
    /// Whether any request goes here.
    pub fn is_used(&self) -> bool {
        self.weight > 0
    }

    /// Percent of the requests in words; `None` when all go here.
    pub fn percent(&self) -> Option<String> {
        let share = self.share?;
        Some(if share == 0 && self.is_used() { "< 1".to_owned() } else { share.to_string() })
    }

    /// The links in the order of the way.
    pub fn links(&self) -> [&WayLink; 3] {
        [&self.service, &self.endpoints, &self.pods]
    }

    /// Image and digest of the pods, and how many pods have it.
    pub fn images(&self) -> Vec<(&str, Option<&str>, usize)> {
        let mut found: Vec<(&str, Option<&str>, usize)> = Vec::new();
        for pod in &self.glances {
            let digest = pod.digest.as_deref();
            match found.iter_mut().find(|(image, known, _)| *image == pod.image && *known == digest) {
                Some((_, _, count)) => *count += 1,
                None => found.push((&pod.image, digest, 1)),
            }
        }
        found
    }
}

impl Way {
    /// The link that keeps requests from a pod, or else the first that is not as it should be; `None` when all is well.
    ///
    /// That nobody tells whether the route was taken is said when there is nothing else to say.
    pub fn trouble(&self) -> Option<&WayLink> {
        let (silent, route) = match self.route.state {
            LinkState::Unknown => (Some(&self.route), None),
            LinkState::Fine | LinkState::Rests | LinkState::Wait | LinkState::Broken => {
                (None, Some(&self.route))
            }
        };
        let used = self.branches.iter().filter(|branch| branch.is_used()).flat_map(Branch::links);
        let links: Vec<&WayLink> = [&self.door].into_iter().chain(route).chain(used).collect();
        let first = |state| links.iter().find(|link| link.state == state).copied();
        let states = [LinkState::Broken, LinkState::Unknown, LinkState::Wait];
        states.into_iter().find_map(first).or(silent)
    }

    /// Ready and all endpoints of the services that requests go to; `None` while one of them is not known.
    pub fn ready(&self) -> Option<(u32, u32)> {
        let mut used = self.branches.iter().filter(|branch| branch.is_used()).peekable();
        used.peek()?;
        let add =
            |sum: (u32, u32), one: (u32, u32)| (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1));
        used.map(|branch| branch.ready).try_fold((0, 0), |sum, one| one.map(|one| add(sum, one)))
    }

    /// Whether each service that requests go to has a ready pod.
    pub fn reaches_pods(&self) -> bool {
        let mut used = self.branches.iter().filter(|branch| branch.is_used()).peekable();
        used.peek().is_some() && used.all(|branch| branch.ready.is_some_and(|(ready, _)| ready > 0))
    }

    /// Whether the route answers by itself, and leads nowhere.
    pub fn redirects(&self) -> bool {
        self.branches.is_empty() && self.route.state == LinkState::Fine
    }

    /// The same, where the route itself is not followed any more: what is known of it may be old.
    #[must_use]
    pub fn unfollowed(mut self) -> Self {
        self.route.state = LinkState::Unknown;
        for branch in &mut self.branches {
            for link in [&mut branch.service, &mut branch.endpoints, &mut branch.pods] {
                link.state = LinkState::Unknown;
            }
        }
        self.door =
            WayLink::new(LinkState::Unknown, Sentence::new("way-unfollowed").with("kind", self.kind.name()));
        self
    }

    /// The services, as `name:port`, with their share where there are several.
    pub fn leads_to(&self) -> String {
        let one = |branch: &Branch| {
            let port = if branch.port.is_empty() { String::new() } else { format!(":{}", branch.port) };
            let share = branch.percent().map_or_else(String::new, |share| format!(" {share} %"));
            format!("{}{port}{share}", branch.name)
        };
        self.branches.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The address to ask for; `None` when the host is no single name.
    pub fn url(&self) -> Option<String> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if self.host.is_empty() || !self.host.chars().all(is_name) {
            return None;
        }
        // An Ingress that lists no certificate for the host is asked as it is written.
        let is_plain = self.tls == Some(false) || (self.tls.is_none() && self.kind == RouteKind::Ingress);
        let scheme = if is_plain { "http" } else { "https" };
        // A pattern is no path.
        let is_path = |path: &&str| {
            path.starts_with('/') && path.chars().all(|c| is_name(c) || matches!(c, '/' | '_' | '~'))
        };
        let path = Some(self.path.as_str()).filter(is_path).unwrap_or("/");
        Some(format!("{scheme}://{}{path}", self.host))
    }
}
