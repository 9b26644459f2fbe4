//! What it is for: telling from an error's chain how far a request came. In: a transport error. Out: not sent and
//! why, or lost after sending. Never: a guess that a deed was not done.

use std::error::Error;
use std::io;

use super::{Nature, Refusal};
use crate::cluster::connect::{NotAccepted, NotRenewed};
use crate::cluster::mask;

/// Why the server could not be reached. The request was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// The host's name has no address.
    Dns,
    /// Nothing listens at that port.
    Refused,
    /// No answer to the connection request in time (a firewall, a dead host).
    Silent,
    /// No way to that network.
    NoRoute,
    /// The proxy refused or could not be used.
    Proxy,
    /// The connection came about, the encrypted one did not.
    Tls(TlsReason),
    /// The connection broke.
    Broken,
}

/// Why the encrypted connection did not come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsReason {
    /// The certificate is not from an authority that the kubeconfig (or the system) trusts.
    UnknownIssuer,
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not come; often this computer's clock.
    NotYetValid,
    /// The certificate is for other names.
    OtherName,
    /// The certificate breaks a rule, such as one used as its own authority.
    BadCertificate,
    /// The server refused our client certificate, or wants one.
    ClientCertificate,
    /// The server speaks no TLS at this port.
    NoTls,
    /// Certificate or key of our own side cannot be used.
    OwnSettings,
    /// Something else.
    Other,
}

/// Sorts an error below HTTP.
pub(super) fn lost(error: &(dyn Error + 'static), nature: Nature) -> Refusal {
    let chain = Chain::of(error);
    if let Some(NotAccepted { refusal }) = chain.find() {
        return refusal.clone();
    }
    if let Some(NotRenewed(why)) = chain.find() {
        return Refusal::Credentials { message: why.to_string() };
    }
    let message = chain.text();
    if let Some(cause) = chain.not_sent() {
        return Refusal::Unreachable { cause, message };
    }
    match nature {
        Nature::Deed => Refusal::UnknownAfterSend { message },
        Nature::Read => Refusal::Unreachable { cause: Unreachable::Broken, message },
    }
}

struct Chain<'a> {
    links: Vec<&'a (dyn Error + 'static)>,
}

impl<'a> Chain<'a> {
    /// All errors of the chain, also those that `io::Error` holds but does not name as its source.
    fn of(error: &'a (dyn Error + 'static)) -> Self {
        let mut links = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next {
            links.push(error);
            next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
                Some(inner) => Some(inner),
                None => error.source(),
            };
            if links.len() > 16 {
                break;
            }
        }
        Self { links }
    }

    fn text(&self) -> String {
        let mut parts: Vec<String> = self.links.iter().map(ToString::to_string).collect();
        parts.dedup();
        mask::plain(&mask::without_userinfo(&parts.join(": ")), mask::LONGEST)
    }

    fn find<E: Error + 'static>(&self) -> Option<&'a E> {
        self.links.iter().find_map(|error| error.downcast_ref::<E>())
    }

    fn says(&self, text: &str) -> bool {
        self.links.iter().any(|error| error.to_string().contains(text))
    }

    /// Why the request never left, if that is sure.
    fn not_sent(&self) -> Option<Unreachable> {
        let connecting = self
            .find::<hyper_util::client::legacy::Error>()
            .is_some_and(hyper_util::client::legacy::Error::is_connect);
        if let Some(error) = self.find::<rustls::Error>() {
            let reason = tls_reason(error);
            // With TLS 1.3 a server refuses our certificate only after the handshake seems done, but before it reads
            // a request.
            let is_before_request = matches!(error, rustls::Error::InvalidCertificate(_))
                || reason == TlsReason::ClientCertificate;
            if connecting || is_before_request {
                return Some(Unreachable::Tls(reason));
            }
        }
        if !connecting {
            return None;
        }
        if self.says("tunnel error") || self.says("SOCKS error") {
            return Some(Unreachable::Proxy);
        }
        if self.says("dns error") {
            return Some(Unreachable::Dns);
        }
        let kind = self.find::<io::Error>().map(io::Error::kind);
        Some(match kind {
            Some(io::ErrorKind::ConnectionRefused) => Unreachable::Refused,
            Some(io::ErrorKind::TimedOut) => Unreachable::Silent,
            Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => Unreachable::NoRoute,
            Some(io::ErrorKind::UnexpectedEof) => Unreachable::Tls(TlsReason::NoTls),
            Some(_) | None => Unreachable::Broken,
        })
    }
}

/// Why a handshake failed.
pub(in crate::cluster) fn tls_reason_of(error: &io::Error) -> TlsReason {
    match Chain::of(error).find::<rustls::Error>() {
        Some(error) => tls_reason(error),
        None if error.kind() == io::ErrorKind::UnexpectedEof => TlsReason::NoTls,
        None => TlsReason::Other,
    }
}

fn tls_reason(error: &rustls::Error) -> TlsReason {
    use rustls::CertificateError as Bad;
    if let rustls::Error::InvalidCertificate(bad) = error {
        let text = format!("{bad:?}");
        return if matches!(bad, Bad::Expired | Bad::ExpiredContext { .. }) {
            TlsReason::Expired
        } else if matches!(bad, Bad::NotValidYet | Bad::NotValidYetContext { .. }) {
            TlsReason::NotYetValid
        } else if matches!(bad, Bad::NotValidForName | Bad::NotValidForNameContext { .. }) {
            TlsReason::OtherName
        } else if matches!(bad, Bad::UnknownIssuer | Bad::BadSignature) || text.contains("UnknownIssuer") {
            TlsReason::UnknownIssuer
        } else {
            TlsReason::BadCertificate
        };
    }
    if is_about_our_certificate(error) {
        return TlsReason::ClientCertificate;
    }
    if matches!(error, rustls::Error::InvalidMessage(_)) {
        return TlsReason::NoTls;
    }
    TlsReason::Other
}

fn is_about_our_certificate(error: &rustls::Error) -> bool {
    use rustls::AlertDescription as Alert;
    let rustls::Error::AlertReceived(alert) = error else { return false };
    matches!(
        alert,
        Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::CertificateRequired
            | Alert::UnknownCA
            | Alert::AccessDenied
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_error_inside_an_io_error_is_found() {
        let inner = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, inner));
        let Refusal::Unreachable { cause, .. } = lost(&error, Nature::Deed) else { panic!("{error}") };
        assert_eq!(cause, Unreachable::Tls(TlsReason::Expired));
    }

    #[test]
    fn mistake_23_a_broken_connection_leaves_a_deed_unknown_and_a_read_unanswered() {
        let error = io::Error::from(io::ErrorKind::ConnectionReset);
        assert!(matches!(lost(&error, Nature::Deed), Refusal::UnknownAfterSend { .. }));
        assert!(matches!(lost(&error, Nature::Read), Refusal::Unreachable { .. }));
    }
}
