//! What it is for: HTTPS clients with time-outs, the system's and an extra CA, and failures that can be told apart.
//! In: [`OutsideSettings`]. Out: clients, bounded bodies, [`NetError`]s.
//! Never: a retry, a secret in an error, or a body without a bound.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use reqwest::{
    Certificate, Client, ClientBuilder, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use super::settings::{Limits, OutsideSettings, SettingsError};

/// Why a host did not answer. Nothing is said about what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The name has no address.
    #[error("{host}: no address for this name")]
    Dns {
        /// The host that was asked for.
        host: String,
        /// The chain of causes.
        source: reqwest::Error,
    },
    /// Nothing listens there.
    #[error("{host}: the connection was refused")]
    Refused {
        /// The host that was asked for.
        host: String,
        /// The chain of causes.
        source: reqwest::Error,
    },
    /// No connection or no answer in time.
    #[error("{host}: no answer within {} s", after.as_secs())]
    Timeout {
        /// The host that was asked for.
        host: String,
        /// How long it was waited.
        after: Duration,
    },
    /// The TLS handshake failed: certificate unknown, expired, for another name, or no TLS at all.
    #[error("{host}: no secure connection: {reason}")]
    Tls {
        /// The host that was asked for.
        host: String,
        /// What rustls said.
        reason: String,
    },
    /// The connection broke, or a proxy refused.
    #[error("{host}: the connection broke: {reason}")]
    Broken {
        /// The host that was asked for.
        host: String,
        /// The innermost cause.
        reason: String,
        /// The chain of causes.
        source: reqwest::Error,
    },
}

/// A name that the system's resolver did not find; our own type, so that it is found again in a chain of causes.
#[derive(Debug, thiserror::Error)]
#[error("looking up {name}")]
struct LookupError {
    name: String,
    source: io::Error,
}

#[derive(Debug)]
struct Lookup;

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let found: io::Result<Vec<SocketAddr>> =
                tokio::net::lookup_host((name.as_str(), 0)).await.map(Iterator::collect);
            match found {
                Ok(found) => Ok(Box::new(found.into_iter()) as Addrs),
                Err(source) => Err(Box::new(LookupError { name, source }) as Box<_>),
            }
        })
    }
}

/// The three ways to ask. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Clients {
    /// Registries: HTTPS only, redirects followed (blobs live elsewhere).
    pub(super) registry: Client,
    /// Registries marked insecure: any certificate, and plain HTTP.
    pub(super) insecure: Client,
    /// Sites: redirects are followed by hand, every try makes a new connection.
    pub(super) site: Client,
}

impl Clients {
    pub(super) fn new(settings: &OutsideSettings) -> Result<Self, SettingsError> {
        let trusted = || -> Result<ClientBuilder, SettingsError> {
            let builder = basic(settings);
            let Some(ca) = &settings.extra_ca else { return Ok(builder) };
            let broken = |reason: String| SettingsError::Ca { file: ca.file.clone(), reason };
            let found = Certificate::from_pem_bundle(&ca.pem).map_err(|error| broken(innermost(&error)))?;
            if found.is_empty() {
                return Err(broken("no BEGIN CERTIFICATE in it".to_owned()));
            }
            Ok(builder.tls_certs_merge(found))
        };
        let made = |builder: ClientBuilder| {
            builder.build().map_err(|error| SettingsError::Tls { reason: innermost(&error) })
        };
        Ok(Self {
            registry: made(trusted()?.https_only(true).redirect(Policy::limited(5)))?,
            insecure: made(
                basic(settings).tls_danger_accept_invalid_certs(true).redirect(Policy::limited(5)),
            )?,
            site: made(trusted()?.redirect(Policy::none()).pool_max_idle_per_host(0).tls_info(true))?,
        })
    }
}

/// Proxies come from the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), which is reqwest's default.
fn basic(settings: &OutsideSettings) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("changeover/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(settings.limits.connect)
        .timeout(settings.limits.whole)
        .retry(reqwest::retry::never())
        .dns_resolver(Arc::new(Lookup))
}

impl NetError {
    /// Sorts an error of reqwest by its causes, not by its text. The URL is taken out: only the host is named.
    pub(super) fn new(host: &str, error: reqwest::Error, limits: Limits) -> Self {
        let after = if error.is_connect() { limits.connect } else { limits.whole };
        let host = host.to_owned();
        let source = error.without_url();
        match sort(&source) {
            Sort::Dns => Self::Dns { host, source },
            Sort::Refused => Self::Refused { host, source },
            Sort::Timeout => Self::Timeout { host, after },
            Sort::Tls(reason) => Self::Tls { host, reason },
            Sort::Broken => Self::Broken { host, reason: innermost(&source), source },
        }
    }
}

enum Sort {
    Dns,
    Refused,
    Timeout,
    Tls(String),
    Broken,
}

fn sort(error: &reqwest::Error) -> Sort {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<LookupError>() {
            return Sort::Dns;
        }
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Sort::Tls(tls.to_string());
        }
        if let Some(found) = error.downcast_ref::<io::Error>() {
            if found.kind() == io::ErrorKind::ConnectionRefused {
                return Sort::Refused;
            }
            if found.kind() == io::ErrorKind::TimedOut {
                return Sort::Timeout;
            }
            // The source of an io::Error leaves out the error that it carries.
            if let Some(inner) = found.get_ref() {
                next = Some(inner);
                continue;
            }
        }
        next = error.source();
    }
    if error.is_timeout() { Sort::Timeout } else { Sort::Broken }
}

fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(next) = error.source() {
        error = next;
    }
    clean(&error.to_string(), 300)
}

/// Reads at most `limit` bytes of the body; the flag says whether there were more.
pub(super) async fn body(response: &mut Response, limit: usize) -> Result<(Vec<u8>, bool), reqwest::Error> {
    let mut read = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = limit.saturating_sub(read.len());
        read.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Ok((read, true));
        }
    }
    Ok((read, false))
}

/// Makes text from outside fit for a line on the screen: no control, bidi or zero-width characters, at most `limit`
/// characters.
pub(super) fn clean(text: &str, limit: usize) -> String {
    let hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}');
    let mut out: String =
        text.chars().take(limit).map(|c| if c.is_control() || hidden(c) { ' ' } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        out.push('…');
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn foreign_text_loses_what_could_deceive() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\n", 50), "a [2Jb c");
        assert_eq!(clean("abcdef", 3), "abc…");
    }
}
