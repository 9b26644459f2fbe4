//! What it is for: what a site answered when a person asked it. In: status, time, certificate. Out: words.
//! Never: a judgement about a status: what is right for a site only its people know.

use std::time::Duration;

use jiff::Timestamp;

use crate::words::{self, Sentence};

/// What a site answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSeen {
    /// The status.
    pub status: u16,
    /// Until the answer's head came.
    pub took: Duration,
    /// Until when the certificate is valid; `None` for plain http.
    pub certificate_until: Option<Timestamp>,
}

impl SiteSeen {
    /// The answer, and what is left of the certificate.
    pub fn sentences(&self, now: Timestamp) -> Vec<Sentence> {
        let answer = Sentence::new("way-site-answer")
            .with("status", self.status.to_string())
            .with("ms", self.took.as_millis().to_string());
        let certificate = self.certificate_until.map(|until| certificate("way-site-certificate", until, now));
        std::iter::once(answer).chain(certificate).collect()
    }
}

/// How many days a certificate is still valid; `whose` is the key of its name.
pub fn certificate(whose: &str, until: Timestamp, now: Timestamp) -> Sentence {
    let left = until.duration_since(now);
    let key = if left.is_negative() { "way-certificate-ended" } else { "way-certificate" };
    Sentence::new(key).with("whose", words::text(whose)).count("days", left.as_hours() / 24)
}
