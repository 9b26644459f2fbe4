//! What it is for: why a connection fails: each link of the way tried by itself, in order, up to the first that fails.
//! In: the chosen context. Out: a [`Link`] for each, as they are known. Never: a plug-in that was not agreed to, a secret
//! in what is told, or a request before the server's certificate was found good.

use std::{net::SocketAddr, time::Duration};

use jiff::Timestamp;
use tokio::net::TcpStream;

use super::{Cluster, ConnectOptions, REACH, READ, Shared, first_answer, set_up};
use crate::{
    cluster::{
        error::ClusterError,
        kubeconfig::{ContextChoice, Minted},
        mask,
        permissions::{self, Needed},
        refusal::{Refusal, Unreachable},
    },
    names::{Namespace, Target},
    words::Sentence,
};

mod certificate;
mod handshake;
mod plugin;

/// How long a name may take to become an address.
const RESOLVE: Duration = Duration::from_secs(5);
/// Minor versions of Kubernetes 1 that this program is tried with.
const TRIED: std::ops::RangeInclusive<u32> = 1_028..=1_038;

/// What is tried, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// Whether a proxy leads there, and who says so.
    Proxy,
    /// The name's addresses.
    Address,
    /// Whether somebody listens.
    Tcp,
    /// The encrypted connection, and whose certificate it is.
    Tls,
    /// What the kubeconfig signs in with.
    SignIn,
    /// Whether the server knows the person.
    Who,
    /// Whether they may see the namespace.
    Rights,
    /// Whether this program knows the server's version.
    Version,
}

impl LinkKind {
    /// All, in order; behind a proxy encryption is told only when the server answered.
    pub const ALL: [Self; 8] = [
        Self::Proxy,
        Self::Address,
        Self::Tcp,
        Self::Tls,
        Self::SignIn,
        Self::Who,
        Self::Rights,
        Self::Version,
    ];

    /// Its name; the sentence `doctor-link-…` is its title.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proxy => "proxy",
            Self::Address => "address",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::SignIn => "sign-in",
            Self::Who => "who",
            Self::Rights => "rights",
            Self::Version => "version",
        }
    }
}

/// How a link came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// It holds.
    Good,
    /// It holds, and something about it is worth knowing.
    Noted,
    /// Here the way ends.
    Bad,
}

/// A link of the way to the server that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub kind: LinkKind,
    /// How it came out.
    pub state: LinkState,
    /// What was found.
    pub what: Sentence,
    /// What to do.
    pub hint: Option<Sentence>,
    /// What was seen, a line each, free of secrets.
    pub evidence: Vec<String>,
}

impl Link {
    fn of(kind: LinkKind, state: LinkState, what: Sentence) -> Self {
        let hint = what.next_step().filter(|_| state != LinkState::Good);
        Self { kind, state, what, hint, evidence: Vec::new() }
    }
    fn good(kind: LinkKind, what: Sentence) -> Self {
        Self::of(kind, LinkState::Good, what)
    }
    fn bad(kind: LinkKind, what: Sentence) -> Self {
        Self::of(kind, LinkState::Bad, what)
    }
    /// The link that was being tried when the time for all of them was over; `None` when all were told.
    pub fn late(choice: &ContextChoice, told: &[Self]) -> Option<Self> {
        let is_told = |kind: LinkKind| told.iter().any(|link| link.kind == kind);
        let is_tried = |kind: LinkKind| kind != LinkKind::Tls || choice.proxy.is_none();
        let kind = LinkKind::ALL.into_iter().find(|kind| is_tried(*kind) && !is_told(*kind))?;
        Some(Self::bad(kind, Sentence::new("doctor-late")))
    }
    /// In the words in which the connection itself tells it.
    fn failed(kind: LinkKind, server: &str, refusal: Refusal) -> Self {
        let error = ClusterError::Connect { server: server.to_owned(), refusal: Box::new(refusal) };
        Self::told(kind, &error)
    }
    fn told(kind: LinkKind, error: &ClusterError) -> Self {
        let failure = error.to_failure();
        let mut link = Self::bad(kind, failure.summary);
        link.hint = failure.hint;
        link.evidence = failure.details;
        link
    }
    fn resting_on(mut self, evidence: impl IntoIterator<Item = String>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Tries one link after the other and tells each; ends behind the first that fails.
pub async fn diagnose(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
    told: impl Fn(Link),
) {
    let tell = |link: Link| {
        let holds = link.state != LinkState::Bad;
        told(link);
        holds
    };
    let Some(way) = Way::of(choice) else {
        let words = Sentence::new("doctor-address-unfit").with("address", shown(&choice.server.address));
        tell(Link::bad(LinkKind::Address, words));
        return;
    };
    tell(proxy(choice));
    let (link, addresses) = resolve(&way).await;
    if !tell(link) || !tell(reach(&way, &addresses, &choice.server.address).await) {
        return;
    }
    if way.is_direct && !tell(handshake::look(choice, options, &way, &addresses).await) {
        return;
    }
    let (link, minted) = plugin::sign_in(choice, options).await;
    if !tell(link) {
        return;
    }
    let cluster = match answered(choice, namespace, options, minted).await {
        Ok(cluster) => cluster,
        Err(error) => {
            tell(Link::told(kind_of(&error), &error));
            return;
        }
    };
    if !way.is_direct {
        tell(tls_by_proxy(way.is_encrypted));
    }
    tell(who(&cluster));
    tell(rights(&cluster).await);
    tell(version(cluster.facts().version.as_deref()));
}

/// Where the first connection goes.
struct Way {
    host: String,
    port: u16,
    is_encrypted: bool,
    is_direct: bool,
}

impl Way {
    fn of(choice: &ContextChoice) -> Option<Self> {
        let server: http::Uri = choice.server.address.parse().ok()?;
        let next = choice.proxy.as_ref().unwrap_or(&server);
        let host = next.host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let usual = match next.scheme_str() {
            Some("https") => 443,
            Some("socks5") => 1080,
            Some(_) | None => 80,
        };
        let is_encrypted = server.scheme_str() == Some("https");
        let port = next.port_u16().unwrap_or(usual);
        Some(Self { host, port, is_encrypted, is_direct: choice.proxy.is_none() })
    }
}

/// An address without what may be a password in it.
fn shown(address: &str) -> String {
    mask::plain(&mask::without_query_values(&mask::without_userinfo(address)), 300)
}

fn proxy(choice: &ContextChoice) -> Link {
    let Some(proxy) = &choice.proxy else {
        return Link::good(LinkKind::Proxy, Sentence::new("doctor-proxy-none"));
    };
    let is_own = choice.cluster.proxy_url.as_deref().is_some_and(|text| !text.is_empty());
    let key = if is_own { "doctor-proxy-kubeconfig" } else { "doctor-proxy-environment" };
    Link::good(LinkKind::Proxy, Sentence::new(key).with("proxy", shown(&proxy.to_string())))
}

/// The encryption behind a proxy, once the server answered through it.
fn tls_by_proxy(is_encrypted: bool) -> Link {
    if is_encrypted {
        Link::good(LinkKind::Tls, Sentence::new("doctor-tls-by-proxy"))
    } else {
        Link::of(LinkKind::Tls, LinkState::Noted, Sentence::new("doctor-tls-none"))
    }
}

async fn resolve(way: &Way) -> (Link, Vec<SocketAddr>) {
    let words = |key: &str| Sentence::new(key).with("host", &way.host);
    let asked = tokio::net::lookup_host((way.host.as_str(), way.port));
    let why = match tokio::time::timeout(RESOLVE, asked).await {
        Ok(Ok(found)) => {
            let mut found: Vec<SocketAddr> = found.collect();
            found.dedup();
            if !found.is_empty() {
                let named: Vec<String> = found.iter().map(|one| one.ip().to_string()).collect();
                let words = words("doctor-address").with("addresses", named.join(", "));
                return (Link::good(LinkKind::Address, words), found);
            }
            String::new()
        }
        Ok(Err(error)) => mask::plain(&error.to_string(), 300),
        Err(_) => return (Link::bad(LinkKind::Address, words("doctor-address-silent")), Vec::new()),
    };
    let link = Link::bad(LinkKind::Address, words("doctor-address-unknown"));
    (link.resting_on((!why.is_empty()).then_some(why)), Vec::new())
}

/// Knocks at each address at once; one that opens is enough.
async fn reach(way: &Way, addresses: &[SocketAddr], server: &str) -> Link {
    let one = |address: SocketAddr| async move {
        let tried = tokio::time::timeout(REACH, TcpStream::connect(address)).await;
        (address, tried.unwrap_or_else(|_late| Err(std::io::ErrorKind::TimedOut.into())).map(drop))
    };
    let tried = futures::future::join_all(addresses.iter().copied().map(one)).await;
    let line = |(address, end): &(SocketAddr, std::io::Result<()>)| match end {
        Ok(()) => format!("{address}: connected"),
        Err(error) => format!("{address}: {}", error.kind()),
    };
    let lines: Vec<String> = tried.iter().map(line).collect();
    if tried.iter().any(|(_, end)| end.is_ok()) {
        let words = Sentence::new("doctor-tcp").with("host", &way.host).with("port", way.port.to_string());
        return Link::good(LinkKind::Tcp, words).resting_on(lines);
    }
    let kinds: Vec<std::io::ErrorKind> =
        tried.iter().filter_map(|(_, end)| end.as_ref().err().map(std::io::Error::kind)).collect();
    let cause = if kinds.contains(&std::io::ErrorKind::ConnectionRefused) {
        Unreachable::Refused
    } else if kinds.contains(&std::io::ErrorKind::TimedOut) {
        Unreachable::Silent
    } else {
        Unreachable::NoRoute
    };
    if way.is_direct {
        let refusal = Refusal::Unreachable { cause, message: String::new() };
        return Link { evidence: lines, ..Link::failed(LinkKind::Tcp, server, refusal) };
    }
    let words = Sentence::new("doctor-tcp-proxy").with("host", &way.host);
    Link::bad(LinkKind::Tcp, words.with("port", way.port.to_string())).resting_on(lines)
}

/// The first answer, with what was signed in with; the plug-in is not run a second time.
async fn answered(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
    minted: Option<Minted>,
) -> Result<Cluster, ClusterError> {
    let (client, _keeper) = set_up::client(choice, namespace, options, minted).await?;
    let facts = first_answer(&client, &choice.server.address).await?;
    let target = Target {
        server: choice.server.clone(),
        context: choice.context.clone(),
        namespace: namespace.clone(),
    };
    let identity = choice.identity();
    Ok(Cluster { client, shared: std::sync::Arc::new(Shared { target, identity, facts }) })
}

/// The link at which the first answer failed.
fn kind_of(error: &ClusterError) -> LinkKind {
    match error.refusal() {
        Some(Refusal::Unreachable { cause: Unreachable::Proxy, .. }) => LinkKind::Proxy,
        Some(Refusal::Unreachable { cause: Unreachable::Tls(_), .. }) => LinkKind::Tls,
        Some(Refusal::Unreachable { .. }) => LinkKind::Tcp,
        Some(_) => LinkKind::Who,
        None => LinkKind::SignIn,
    }
}

fn who(cluster: &Cluster) -> Link {
    match &cluster.facts().who {
        Some(who) => {
            let link = Link::good(LinkKind::Who, Sentence::new("doctor-who").with("who", &who.user));
            link.resting_on((!who.groups.is_empty()).then(|| who.groups.join(", ")))
        }
        None => Link::of(LinkKind::Who, LinkState::Noted, Sentence::new("doctor-who-untold")),
    }
}

async fn rights(cluster: &Cluster) -> Link {
    let namespace = cluster.namespace().as_str();
    let words = |key: &str| Sentence::new(key).with("namespace", namespace);
    let needed = [Needed::new("list", "", "pods")];
    let asked = permissions::review(cluster, &needed);
    match tokio::time::timeout(READ, asked).await {
        Ok(Ok(answers)) if answers.iter().all(|answer| answer.allowed) => {
            Link::good(LinkKind::Rights, words("doctor-rights"))
        }
        Ok(Ok(_)) => Link::of(LinkKind::Rights, LinkState::Noted, words("doctor-rights-none")),
        Ok(Err(error)) => Link::told(LinkKind::Rights, &error),
        Err(_) => Link::bad(LinkKind::Rights, words("doctor-rights-silent")),
    }
}

fn version(told: Option<&str>) -> Link {
    let Some(told) = told else {
        return Link::of(LinkKind::Version, LinkState::Noted, Sentence::new("doctor-version-untold"));
    };
    let words = |key: &str| Sentence::new(key).with("version", told);
    let mut parts = told.trim_start_matches('v').split('.');
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
    let both = number(parts.next()).zip(number(parts.next()));
    match both.map(|(major, minor)| major.saturating_mul(1_000).saturating_add(minor)) {
        Some(known) if TRIED.contains(&known) => Link::good(LinkKind::Version, words("doctor-version")),
        Some(known) if known < *TRIED.start() => {
            Link::of(LinkKind::Version, LinkState::Noted, words("doctor-version-old"))
        }
        Some(_) => Link::of(LinkKind::Version, LinkState::Noted, words("doctor-version-new")),
        None => Link::of(LinkKind::Version, LinkState::Noted, words("doctor-version-unread")),
    }
}

/// A moment as evidence tells it.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests;
