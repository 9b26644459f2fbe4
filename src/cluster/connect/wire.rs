//! What it is for: the connections below kube's client, put together by hand because kube's settings know no keep-alive.
//! In: kube's settings. Out: a service that carries requests. Never: a connection that died in silence (a firewall that
//! forgot it, a cable that was pulled) and is waited on until the kernel's own two hours are over.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper_timeout::TimeoutConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use hyper_util::rt::TokioExecutor;
use kube::Config;
use kube::client::{Body, ConfigExt as _};
use tower::util::BoxService;
use tower::{BoxError, Layer as _, Service, ServiceExt as _};

/// How long nothing may pass before the other side is asked whether it is still there. Go's default, which kubectl has, is
/// 15 s.
const QUIET: Duration = Duration::from_secs(10);
/// How long after that it is asked again.
const AGAIN: Duration = Duration::from_secs(5);
/// So many questions may stay without an answer.
const QUESTIONS: u32 = 2;
/// How long what was sent may stay without the other side's receipt (RFC 5482). On Linux it also ends the questions above;
/// without it a request into a dead connection is sent again for a quarter of an hour.
#[cfg(any(target_os = "android", target_os = "linux"))]
const RECEIPT: Duration = Duration::from_secs(20);

/// What carries requests.
pub(super) type Wire = BoxService<Request<Body>, Response<Incoming>, BoxError>;

/// The connections that these settings describe: address, authorities, client certificate, impersonation, proxy, and how
/// long reaching the server may take. Tokens and passwords are not among them: they are put on each request.
///
/// # Errors
///
/// Certificates that cannot be used, and a proxy of a kind that kube does not know either.
pub(super) fn wire(config: &Config) -> Result<Wire, kube::Error> {
    let tcp = tcp();
    let Some(proxy) = &config.proxy_url else { return over(config, tcp) };
    match proxy.scheme_str() {
        Some("socks5") => over(config, SocksV5::new(proxy.clone(), tcp)),
        Some("http") => over(config, tunnel(proxy, tcp)),
        Some("https") => over(config, tunnel(proxy, config.rustls_https_connector_with_connector(tcp)?)),
        Some(_) | None => Err(kube::Error::ProxyProtocolUnsupported { proxy_url: Box::new(proxy.clone()) }),
    }
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(QUIET));
    tcp.set_keepalive_interval(Some(AGAIN));
    tcp.set_keepalive_retries(Some(QUESTIONS));
    #[cfg(any(target_os = "android", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(RECEIPT));
    tcp
}

/// A way through a proxy, with the name and password of its address, as kube and curl send them.
fn tunnel<C>(proxy: &Uri, connector: C) -> Tunnel<C> {
    let tunnel = Tunnel::new(proxy.clone(), connector);
    let user = proxy.authority().and_then(|authority| authority.as_str().split_once('@'));
    let Some((user, _)) = user else { return tunnel };
    match HeaderValue::from_str(&basic(user)) {
        Ok(mut header) => {
            header.set_sensitive(true);
            tunnel.with_auth(header)
        }
        Err(_) => tunnel,
    }
}

/// Name and password as they are meant: in an address some of their letters are written as `%40`.
fn basic(user: &str) -> String {
    let plain: Vec<u8> = percent_encoding::percent_decode_str(user).collect();
    format!("Basic {}", STANDARD.encode(plain))
}

fn over<C>(config: &Config, connector: C) -> Result<Wire, kube::Error>
where
    C: Service<Uri, Error: std::error::Error + Send + Sync, Future: Send> + Clone + Send + Sync + 'static,
    C::Error: 'static,
    C::Future: 'static,
    C::Response: Connection + Read + Write + Send + Unpin + 'static,
{
    let mut connector = TimeoutConnector::new(config.rustls_https_connector_with_connector(connector)?);
    connector.set_connect_timeout(config.connect_timeout);
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(connector);
    let headed = config.extra_headers_layer()?.layer(client);
    Ok(config.base_uri_layer().layer(headed).map_err(BoxError::from).boxed())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// Which timer of the kernel runs for the connection from that port (`/proc/net/tcp`, column `tr`).
    fn timer(port: u16) -> Option<String> {
        let text = std::fs::read_to_string("/proc/self/net/tcp").unwrap();
        let line = text.lines().find(|line| {
            line.split_whitespace().nth(1).is_some_and(|local| local.ends_with(&format!(":{port:04X}")))
        })?;
        line.split_whitespace().nth(5).map(|timer| timer.split(':').next().unwrap().to_owned())
    }

    #[tokio::test]
    async fn a_quiet_connection_is_kept_alive() {
        drop(rustls::crypto::ring::default_provider().install_default());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let wire = wire(&Config::new(address.parse().unwrap())).unwrap();
        let request = Request::get("/version").body(Body::empty()).unwrap();
        let asking = tokio::spawn(wire.oneshot(request));
        let taken = tokio::task::spawn_blocking(move || listener.accept().unwrap()).await.unwrap();
        // The request is sent and received; then nothing happens but that the kernel asks.
        let keep_alive = Some("02".to_owned());
        for _ in 0..200 {
            if timer(taken.1.port()) == keep_alive {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(timer(taken.1.port()), keep_alive);
        asking.abort();
    }

    #[test]
    fn a_proxy_gets_the_password_that_is_meant() {
        assert_eq!(basic("user:pa%40ss%3Aword"), format!("Basic {}", STANDARD.encode("user:pa@ss:word")));
        assert_eq!(basic("user:pass%+A"), format!("Basic {}", STANDARD.encode("user:pass%+A")));
    }

    #[test]
    fn a_proxy_of_an_unknown_kind_is_refused() {
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut config = Config::new("https://127.0.0.1:1".parse().unwrap());
        config.proxy_url = Some("ftp://proxy:1".parse().unwrap());
        assert!(matches!(wire(&config), Err(kube::Error::ProxyProtocolUnsupported { .. })));
    }
}
