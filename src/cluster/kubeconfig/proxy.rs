//! What it is for: which proxy, if any, leads to an API server; by Go's rules, which kubectl follows and kube does not
//! (kube compares `NO_PROXY` with the proxy's own address; facts 8.1). In: the cluster entry, the server's address,
//! the environment. Out: an address. Never: a proxy for this computer itself.

use std::net::IpAddr;

use kube::config::Cluster;

use super::{KubeconfigError, Surroundings};
use crate::cluster::mask;

/// `proxy-url` always; else the environment's proxy unless `NO_PROXY` names the server.
pub(super) fn choose(
    cluster: &Cluster,
    server: &http::Uri,
    surroundings: &Surroundings,
) -> Result<Option<http::Uri>, KubeconfigError> {
    if let Some(own) = cluster.proxy_url.as_deref().filter(|text| !text.is_empty()) {
        return parse(own).map(Some);
    }
    let is_https = server.scheme_str() == Some("https");
    let from_env = if is_https { &surroundings.https_proxy } else { &surroundings.http_proxy };
    let Some(proxy) = from_env else { return Ok(None) };
    let host = server.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let port = server.port_u16().unwrap_or(if is_https { 443 } else { 80 });
    let list = surroundings.no_proxy.as_deref().unwrap_or_default();
    if is_local(host) || list.split(',').any(|entry| names(entry.trim(), host, port)) {
        return Ok(None);
    }
    parse(proxy).map(Some)
}

fn parse(text: &str) -> Result<http::Uri, KubeconfigError> {
    let shown = mask::without_userinfo(text);
    let bad = || KubeconfigError::BadProxy { proxy: shown.clone() };
    // As Go: an address without scheme is an HTTP proxy.
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    // socks5h asks that the proxy resolves names, which kube's SOCKS client does anyway; it knows `socks5` only.
    let text = text.replacen("socks5h://", "socks5://", 1);
    let Ok(uri) = text.parse::<http::Uri>() else { return Err(bad()) };
    match uri.scheme_str() {
        Some("http" | "https" | "socks5") if uri.host().is_some() => Ok(uri),
        Some(_) | None => Err(bad()),
    }
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether one entry of `NO_PROXY` names the server: `*`, an address, a network, `.domain`, `domain`, each with an
/// optional port.
fn names(entry: &str, host: &str, port: u16) -> bool {
    if entry == "*" {
        return true;
    }
    if entry.is_empty() {
        return false;
    }
    let (entry, wanted) = split_port(entry);
    if wanted.is_some_and(|wanted| wanted != port) {
        return false;
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return match entry.split_once('/') {
            Some((network, bits)) => in_network(address, network, bits),
            None => entry.parse::<IpAddr>().is_ok_and(|one| one == address),
        };
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let entry = entry.to_ascii_lowercase();
    let entry = entry.strip_prefix('*').unwrap_or(&entry);
    match entry.strip_prefix('.') {
        Some(_) => host.ends_with(entry),
        None => host == entry || host.strip_suffix(entry).is_some_and(|head| head.ends_with('.')),
    }
}

fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some(rest) = entry.strip_prefix('[') {
        return match rest.split_once(']') {
            Some((address, port)) => (address, port.strip_prefix(':').and_then(|port| port.parse().ok())),
            None => (entry, None),
        };
    }
    match entry.rsplit_once(':') {
        Some((head, port)) if !head.contains(':') => match port.parse() {
            Ok(port) => (head, Some(port)),
            Err(_) => (entry, None),
        },
        Some(_) | None => (entry, None),
    }
}

fn in_network(address: IpAddr, network: &str, bits: &str) -> bool {
    let (Ok(network), Ok(bits)) = (network.parse::<IpAddr>(), bits.parse::<u32>()) else { return false };
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) if bits <= 32 => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V6(address), IpAddr::V6(network)) if bits <= 128 => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V4(_) | IpAddr::V6(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(server: &str, no_proxy: &str) -> bool {
        let surroundings = Surroundings {
            https_proxy: Some("http://proxy.example:3128".to_owned()),
            no_proxy: Some(no_proxy.to_owned()),
            ..Surroundings::default()
        };
        let uri = server.parse().unwrap();
        choose(&Cluster::default(), &uri, &surroundings).unwrap().is_some()
    }

    #[test]
    fn mistake_22_no_proxy_is_judged_by_the_server_not_by_the_proxy() {
        let server = "https://api.prod.example:6443";
        assert!(chosen(server, ""));
        assert!(
            chosen(server, "proxy.example"),
            "an entry that names the proxy says nothing about the server"
        );
        for entry in
            ["*", "prod.example", ".example", "*.prod.example", "x, API.prod.example", "example:6443"]
        {
            assert!(!chosen(server, entry), "{entry}");
        }
        for entry in ["rod.example", "example:443", ".api.prod.example", "10.0.0.0/8"] {
            assert!(chosen(server, entry), "{entry}");
        }
    }

    #[test]
    fn networks_and_addresses_are_understood() {
        for entry in ["10.1.2.3", "10.0.0.0/8", "0.0.0.0/0", "10.1.2.3:6443"] {
            assert!(!chosen("https://10.1.2.3:6443", entry), "{entry}");
        }
        for entry in ["10.1.2.4", "10.2.0.0/16", "10.1.2.3:443", "10.0.0.0/33"] {
            assert!(chosen("https://10.1.2.3:6443", entry), "{entry}");
        }
        assert!(!chosen("https://[fd00::5]:6443", "fd00::/8"));
        assert!(!chosen("https://127.0.0.1:6443", ""), "never for this computer");
    }

    #[test]
    fn the_entry_of_the_cluster_wins_and_a_bad_one_is_told_without_password() {
        let cluster = Cluster { proxy_url: Some("socks5://127.0.0.1:1080".to_owned()), ..Cluster::default() };
        let uri = "https://localhost:6443".parse().unwrap();
        let got = choose(&cluster, &uri, &Surroundings::default()).unwrap().unwrap();
        assert_eq!(got.scheme_str(), Some("socks5"));
        let cluster = Cluster { proxy_url: Some("ftp://u:secret@p".to_owned()), ..Cluster::default() };
        let error = choose(&cluster, &uri, &Surroundings::default()).unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
