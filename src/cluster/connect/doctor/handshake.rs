//! What it is for: the encrypted connection by itself: whose certificate it is, and whether it is trusted. In: an address.
//! Out: one link. Never: a byte of a request: the connection is closed behind the handshake.

use std::{net::SocketAddr, sync::Arc};

use jiff::Timestamp;
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{
    Link, LinkKind, LinkState, Way,
    certificate::{self, Seen},
    moment,
};
use crate::{
    cluster::{
        connect::{ConnectOptions, REACH, set_up},
        kubeconfig::ContextChoice,
        refusal::{Refusal, TlsReason, Unreachable, tls_reason_of},
    },
    words::Sentence,
};

/// Looks at the certificate, and asks the authorities that the kubeconfig names.
pub(super) async fn look(
    choice: &ContextChoice,
    options: &ConnectOptions,
    way: &Way,
    addresses: &[SocketAddr],
) -> Link {
    if !way.is_encrypted {
        return Link::of(LinkKind::Tls, LinkState::Noted, Sentence::new("doctor-tls-none"));
    }
    let server = &choice.server.address;
    let failed = |reason| {
        let refusal = Refusal::Unreachable { cause: Unreachable::Tls(reason), message: String::new() };
        Link::failed(LinkKind::Tls, server, refusal)
    };
    let own = choice.cluster.tls_server_name.clone().filter(|name| !name.is_empty());
    let is_own_name = own.is_some();
    let asked = own.unwrap_or_else(|| way.host.clone());
    let Ok(name) = ServerName::try_from(asked.clone()) else { return failed(TlsReason::OtherName) };
    let config = match set_up::trust(choice, options).await {
        Ok(config) => config,
        Err(error) => return Link::told(LinkKind::Tls, &error),
    };
    let shown = seen(&name, addresses).await;
    let mut evidence = told(choice, options, shown.as_ref());
    if is_own_name {
        evidence.push(Sentence::new("doctor-tls-own-name").with("name", &asked).text());
    }
    let judged = connected(Arc::new(config), name, addresses).await;
    let link = match judged {
        Ok(()) if choice.cluster.insecure_skip_tls_verify == Some(true) => {
            Link::of(LinkKind::Tls, LinkState::Noted, Sentence::new("doctor-tls-unchecked"))
        }
        Ok(()) => Link::good(LinkKind::Tls, Sentence::new("doctor-tls").with("name", asked)),
        Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            Link::bad(LinkKind::Tls, Sentence::new("doctor-tls-silent").with("server", server))
        }
        Err(error) => failed(tls_reason_of(&error)),
    };
    link.resting_on(evidence)
}

/// What was seen and who was asked, a line each.
fn told(choice: &ContextChoice, options: &ConnectOptions, seen: Option<&Seen>) -> Vec<String> {
    let line = |key: &str, value: &str| Sentence::new(key).with("value", value).text();
    let mut lines = Vec::new();
    if let Some(seen) = seen {
        let named = if seen.names.is_empty() { seen.subject.clone() } else { seen.names.join(", ") };
        lines.push(line("doctor-tls-names", &named));
        lines.push(line("doctor-tls-issuer", &seen.issuer));
        if let Some((from, to)) = seen.times {
            let words = Sentence::new("doctor-tls-times").with("from", moment(from)).with("to", moment(to));
            lines.push(words.text());
        }
    }
    lines.push(match &choice.server.ca_fingerprint {
        Some(fingerprint) => line("doctor-tls-authority", fingerprint),
        None => Sentence::new("doctor-tls-authority-system").text(),
    });
    lines.extend(
        options.extra_ca.iter().map(|file| line("doctor-tls-authority-extra", &file.display().to_string())),
    );
    lines.push(line("doctor-tls-clock", &moment(Timestamp::now())));
    lines
}

/// The certificate, whoever issued it.
async fn seen(name: &ServerName<'static>, addresses: &[SocketAddr]) -> Option<Seen> {
    let looking = Arc::new(Looking::default());
    let config = ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&looking) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    // How it ends does not matter: what was shown is kept.
    connected(Arc::new(config), name.clone(), addresses).await.unwrap_or_default();
    let der = looking.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    certificate::read(&der)
}

async fn connected(
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
    addresses: &[SocketAddr],
) -> std::io::Result<()> {
    let shaken = async {
        let stream = TcpStream::connect(addresses).await?;
        TlsConnector::from(config).connect(name, stream).await.map(drop)
    };
    tokio::time::timeout(REACH, shaken).await.unwrap_or_else(|_late| Err(std::io::ErrorKind::TimedOut.into()))
}

/// Keeps the certificate that is shown, and sends nothing: its connection is closed at once.
#[derive(Debug, Default)]
struct Looking(std::sync::Mutex<Vec<u8>>);

impl ServerCertVerifier for Looking {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = end_entity.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, signed, &provider().signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, signed, &provider().signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

fn provider() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}
