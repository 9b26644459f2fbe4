//! What it is for: the CA of a kubeconfig's cluster entry. In: base64 text or a file. Out: certificates (DER) and the
//! fingerprint that identifies a cluster. Never: a private key.

use std::path::Path;

use k8s_openapi::ByteString;
use kube::config::Cluster;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sha2::{Digest as _, Sha256};

use super::KubeconfigError;
use crate::plan::hex;

/// Why a CA cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadCertificate {
    problem: String,
}

impl BadCertificate {
    pub(super) fn of(self, cluster: &str, file: &Path) -> KubeconfigError {
        KubeconfigError::Certificate {
            cluster: cluster.to_owned(),
            file: file.to_owned(),
            problem: self.problem,
        }
    }
}

/// SHA-256 of the first certificate, hexadecimal; `None` when the entry names no CA.
pub(super) fn fingerprint(cluster: &Cluster) -> Result<Option<String>, BadCertificate> {
    let Some(pem) = bundle(cluster)? else { return Ok(None) };
    let certificates = pem_certificates(&pem).map_err(|problem| BadCertificate { problem })?;
    let Some(first) = certificates.first() else {
        return Err(BadCertificate { problem: "it holds no certificate".to_owned() });
    };
    Ok(Some(hex(&Sha256::digest(first))))
}

/// The CA bundle as PEM, or a text that says why not.
pub(in crate::cluster) fn ca_bundle(cluster: &Cluster) -> Result<Option<Vec<u8>>, String> {
    bundle(cluster).map_err(|bad| bad.problem)
}

/// The CA bundle as PEM. Embedded data wins over a file, as with kubectl.
fn bundle(cluster: &Cluster) -> Result<Option<Vec<u8>>, BadCertificate> {
    if let Some(data) = cluster.certificate_authority_data.as_deref().filter(|data| !data.is_empty()) {
        return from_base64(data).map(Some).ok_or_else(|| BadCertificate {
            problem: "certificate-authority-data is not base64".to_owned(),
        });
    }
    match cluster.certificate_authority.as_deref() {
        None => Ok(None),
        Some(path) => match std::fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) => Err(BadCertificate { problem: format!("{path}: {}", error.kind()) }),
        },
    }
}

/// Standard base64 with padding; white space from YAML's folding is left out.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_whitespace().collect();
    serde_json::from_value::<ByteString>(serde_json::Value::String(text)).ok().map(|bytes| bytes.0)
}

/// The certificates of a PEM file as DER, in order.
///
/// # Errors
/// A text that says why; never a part of the file.
pub(in crate::cluster) fn pem_certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    CertificateDer::pem_slice_iter(pem)
        .map(|one| {
            one.map(|der| der.to_vec()).map_err(|_quotes_the_file| "it is not a PEM certificate".to_owned())
        })
        .collect()
}
