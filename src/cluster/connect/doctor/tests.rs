//! Each fault of a connection, played by a listener of its own: the link that fails is found, and nothing behind it asked.

use std::{net::TcpListener, path::Path, sync::Mutex};

use super::*;
use crate::cluster::kubeconfig::{self, KubeconfigSource, Surroundings};
use crate::names::ContextName;

/// A kubeconfig with that cluster and user entry.
fn choice(folder: &Path, cluster: &str, user: &str) -> ContextChoice {
    let file = folder.join("config");
    let text = format!(
        "apiVersion: v1\nkind: Config\nclusters: [{{name: a, cluster: {cluster}}}]\n\
         users: [{{name: u, user: {user}}}]\ncontexts: [{{name: c, context: {{cluster: a, user: u}}}}]\n"
    );
    std::fs::write(&file, text).expect("a kubeconfig");
    let none =
        Surroundings { kubeconfig: None, home: None, https_proxy: None, http_proxy: None, no_proxy: None };
    let configs = kubeconfig::read(&KubeconfigSource::File(file), &none).expect("its contexts");
    configs.choose(&ContextName::new("c")).expect("the context")
}

async fn found(choice: &ContextChoice, is_agreed: bool) -> Vec<Link> {
    let links = Mutex::new(Vec::new());
    let consent = choice.plugin.as_ref().filter(|_| is_agreed).map(kubeconfig::PluginCall::agree);
    let options = ConnectOptions { consent, extra_ca: None };
    let namespace = Namespace::new("default").expect("a namespace");
    diagnose(choice, &namespace, &options, |link| links.lock().expect("links").push(link)).await;
    let links = links.into_inner().expect("links");
    for link in &links {
        assert!(!link.what.text().contains('⟨'), "{}", link.what.text());
    }
    links
}

fn end(links: &[Link]) -> (LinkKind, LinkState) {
    let last = links.last().expect("a link");
    assert!(links.iter().rev().skip(1).all(|link| link.state != LinkState::Bad), "{links:#?}");
    (last.kind, last.state)
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    drop(listener);
    let choice = choice(folder.path(), &format!("{{server: 'https://127.0.0.1:{port}'}}"), "{token: x}");
    let links = found(&choice, false).await;
    assert_eq!(end(&links), (LinkKind::Tcp, LinkState::Bad), "{links:#?}");
    assert!(links.last().is_some_and(|link| link.evidence.iter().any(|line| line.contains("refused"))));
}

#[tokio::test]
async fn a_name_without_an_address_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let choice = choice(folder.path(), "{server: 'https://no-such-name.invalid'}", "{token: x}");
    assert_eq!(end(&found(&choice, false).await), (LinkKind::Address, LinkState::Bad));
}

#[tokio::test]
async fn what_speaks_no_tls_and_what_says_nothing_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let talker = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await.ok();
        }
    });
    let speaks = choice(folder.path(), &format!("{{server: 'https://127.0.0.1:{port}'}}"), "{token: x}");
    let links = found(&speaks, false).await;
    talker.abort();
    assert_eq!(end(&links), (LinkKind::Tls, LinkState::Bad));
    // The kernel takes the connection; nobody ever answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("its address").port();
    let choice = choice(folder.path(), &format!("{{server: 'https://127.0.0.1:{port}'}}"), "{token: x}");
    let links = found(&choice, false).await;
    assert_eq!(end(&links), (LinkKind::Tls, LinkState::Bad));
    assert_eq!(links.last().expect("a link").what.key, "doctor-tls-silent");
}

/// A listener with a certificate of these times; gives its port and the PEM of its certificate.
async fn encrypted(from: i32, to: i32) -> (u16, String) {
    let mut params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
    params.not_before = rcgen::date_time_ymd(from, 1, 1);
    params.not_after = rcgen::date_time_ymd(to, 1, 1);
    let key = rcgen::KeyPair::generate().expect("a key");
    let cert = params.self_signed(&key).expect("a certificate");
    drop(rustls::crypto::ring::default_provider().install_default());
    let der = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], der)
        .expect("a server");
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move { drop(acceptor.accept(stream).await) });
        }
    });
    (port, cert.pem())
}

fn cluster_with(folder: &Path, port: u16, pem: &str) -> String {
    let file = folder.join(format!("ca-{port}.pem"));
    std::fs::write(&file, pem).expect("an authority");
    format!("{{server: 'https://127.0.0.1:{port}', certificate-authority: '{}'}}", file.display())
}

#[tokio::test]
async fn an_expired_certificate_and_an_unknown_authority_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (port, pem) = encrypted(2001, 2002).await;
    let expired = choice(folder.path(), &cluster_with(folder.path(), port, &pem), "{token: x}");
    let links = found(&expired, false).await;
    assert_eq!(end(&links), (LinkKind::Tls, LinkState::Bad));
    let told = links.last().expect("a link").evidence.join("\n");
    assert!(told.contains("2002-01-01") && told.contains("127.0.0.1"), "{told}");
    let (other, _) = encrypted(2001, 4000).await;
    let wrong = choice(folder.path(), &cluster_with(folder.path(), other, &pem), "{token: x}");
    let wrong = found(&wrong, false).await;
    assert_eq!(end(&wrong), (LinkKind::Tls, LinkState::Bad));
    assert_ne!(wrong.last().map(|link| &link.what), links.last().map(|link| &link.what));
}

#[cfg(unix)]
#[tokio::test]
async fn a_plug_in_is_run_after_consent_only_and_its_complaint_told_without_secrets() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let (port, pem) = encrypted(2001, 4000).await;
    // Its own certificate as authority is refused as such: the check is left out, for the plug-in is what is asked.
    let cluster = format!("{{server: 'https://127.0.0.1:{port}', insecure-skip-tls-verify: true}}");
    assert!(!pem.is_empty());
    let (program, ran) = (folder.path().join("login"), folder.path().join("ran"));
    let script = format!(
        "#!/bin/sh\ntouch '{}'\necho 'session of abcdefghijklmnop0123456789 is over, token=s3cret' >&2\nexit 3\n",
        ran.display()
    );
    std::fs::write(&program, script).expect("a program");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let user = format!(
        "{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: '{}', args: ['--token=abc', get]}}}}",
        program.display()
    );
    let choice = choice(folder.path(), &cluster, &user);
    let links = found(&choice, false).await;
    assert_eq!(end(&links), (LinkKind::SignIn, LinkState::Bad), "{links:#?}");
    assert!(!ran.exists(), "nobody agreed");
    let links = found(&choice, true).await;
    assert_eq!(end(&links), (LinkKind::SignIn, LinkState::Bad));
    assert!(ran.exists());
    let told = links.last().expect("a link").evidence.join("\n");
    assert!(told.contains("login --token=… get") && told.contains("is over"), "{told}");
    assert!(
        !told.contains("s3cret") && !told.contains("abcdefghijklmnop0123456789") && !told.contains("abc "),
        "{told}"
    );
}

#[test]
fn versions_are_judged_by_what_was_tried() {
    let key = |told: Option<&str>| version(told).what.key;
    assert_eq!(key(Some("v1.36.1")), "doctor-version");
    assert_eq!(key(Some("v1.27.9-eks-1")), "doctor-version-old");
    assert_eq!(key(Some("v1.99.0")), "doctor-version-new");
    assert_eq!(key(Some("main")), "doctor-version-unread");
    assert_eq!(key(None), "doctor-version-untold");
}

#[test]
fn each_link_has_words() {
    for kind in LinkKind::ALL {
        let words = crate::words::text(&format!("doctor-link-{}", kind.id()));
        assert!(!words.contains('⟨'), "{kind:?}");
    }
}

#[test]
fn the_link_under_way_is_named_when_the_time_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let direct = choice(folder.path(), "{server: 'https://127.0.0.1:1'}", "{token: x}");
    let told = |kinds: &[LinkKind]| -> Vec<Link> {
        kinds.iter().map(|kind| Link::good(*kind, Sentence::new("doctor-proxy-none"))).collect()
    };
    let late = |choice: &ContextChoice, kinds: &[LinkKind]| {
        Link::late(choice, &told(kinds)).map(|link| (link.kind, link.state))
    };
    let reached = [LinkKind::Proxy, LinkKind::Address, LinkKind::Tcp];
    assert_eq!(late(&direct, &reached), Some((LinkKind::Tls, LinkState::Bad)));
    assert_eq!(late(&direct, &LinkKind::ALL), None);
    let cluster = "{server: 'https://127.0.0.1:1', proxy-url: 'http://127.0.0.1:2'}";
    let proxied = choice(folder.path(), cluster, "{token: x}");
    assert_eq!(late(&proxied, &reached), Some((LinkKind::SignIn, LinkState::Bad)));
}

#[test]
fn behind_a_proxy_only_what_is_encrypted_is_called_so() {
    assert_eq!(tls_by_proxy(true).state, LinkState::Good);
    let open = tls_by_proxy(false);
    assert_eq!((open.state, open.what.key.as_str()), (LinkState::Noted, "doctor-tls-none"));
    assert!(open.hint.is_some());
}
