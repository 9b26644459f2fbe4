//! What it is for: errors of this module in the words of `assets/words/en.ftl`. In: a typed error. Out: a [`Failure`],
//! or sentences for evidence. Never: a sentence written here, or the same sentence for two different causes.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    action::{ByteSize, Span},
    failure::{Failure, FailureKind},
    words::Sentence,
};

use super::{
    distribution::Problem,
    http::{SiteAnswer, SiteAskError, SiteError, SiteProblem},
    net::NetError,
    registry::{Found, ImageError},
    settings::{Place, SettingsError},
};

impl SettingsError {
    /// The error for screen, journal and record.
    pub fn to_failure(&self) -> Failure {
        let file =
            |key: &str, file: &std::path::Path| Sentence::new(key).with("file", file.display().to_string());
        let summary = match self {
            Self::Read { file: path, .. } => file("outside-settings-unread", path),
            Self::Format { file: path, .. } => file("outside-settings-format", path),
            Self::VersionOne { file: path } => file("outside-settings-version-one", path),
            Self::Entry { file: path, entry } => file("outside-settings-entry", path).with("entry", entry),
            Self::Ca { file: path, .. } => file("outside-settings-ca", path),
            Self::Tls { .. } => Sentence::new("outside-settings-tls"),
        };
        let failure = Failure::new(FailureKind::Person, summary).caused_by(self);
        match self {
            Self::Ca { reason, .. } => failure.detail(reason),
            Self::Read { .. }
            | Self::Format { .. }
            | Self::VersionOne { .. }
            | Self::Entry { .. }
            | Self::Tls { .. } => failure,
        }
    }
}

impl ImageError {
    /// The error for screen, journal and record: missing, private, too many and no network are different sentences.
    pub fn to_failure(&self) -> Failure {
        let place = self.place.as_ref().map_or("", |place| place.image.host());
        let about = |key: &str| Sentence::new(key).with("image", self.named()).with("place", place);
        let told = |kind, key: &str| {
            let summary = about(key);
            Failure { hint: summary.next_step(), ..Failure::new(kind, summary) }
        };
        let failure = match &self.problem {
            Problem::Missing { .. } => told(FailureKind::Person, "outside-image-missing"),
            Problem::Private { .. } => told(FailureKind::World, "outside-image-private"),
            Problem::TooMany { again, .. } => {
                Failure::new(FailureKind::World, about("outside-image-too-many")).hint(wait_hint(*again))
            }
            Problem::Server { status, .. } => {
                Failure::new(FailureKind::World, about("outside-image-server").count("status", *status))
                    .hint(Sentence::new("outside-again-hint"))
            }
            Problem::NotRegistry { .. } => told(FailureKind::World, "outside-image-not-registry"),
            Problem::Digest { .. } => told(FailureKind::World, "outside-image-digest"),
            Problem::Blocked => told(FailureKind::Person, "outside-image-blocked"),
            Problem::Name(error) => told(FailureKind::Person, "outside-image-name").detail(error.to_string()),
            Problem::Net(error) => net_failure(error),
        };
        let mut failure = failure.caused_by(self);
        failure.details.extend(said(&self.problem));
        failure.details.extend(self.place.iter().map(asked));
        for (place, problem) in &self.earlier {
            failure.details.push(format!("{}: {problem}", asked(place)));
        }
        failure
    }

    fn named(&self) -> String {
        self.place.as_ref().map_or_else(
            || self.image.escape_debug().to_string(),
            |place| {
                let image = &place.image;
                let joint = if image.digest().is_some() { '@' } else { ':' };
                format!("{}{joint}{}", image.repository(), image.wanted())
            },
        )
    }
}

fn asked(place: &Place) -> String {
    format!("{}{}", if place.mirror { "mirror " } else { "" }, place.image)
}

fn said(problem: &Problem) -> Option<String> {
    match problem {
        Problem::Private { said, .. } | Problem::TooMany { said, .. } | Problem::Server { said, .. } => {
            said.clone()
        }
        Problem::Missing { .. }
        | Problem::NotRegistry { .. }
        | Problem::Digest { .. }
        | Problem::Blocked
        | Problem::Name(_)
        | Problem::Net(_) => None,
    }
}

fn wait_hint(again: Option<Duration>) -> Sentence {
    match again {
        Some(wait) => Sentence::new("outside-wait-hint")
            .with("wait", Span::from_secs(wait.as_secs().max(1)).to_string()),
        None => Sentence::new("outside-wait-unknown-hint"),
    }
}

/// What it means that a host did not answer.
pub(super) fn net_failure(error: &NetError) -> Failure {
    let (key, host, hint) = match error {
        NetError::Dns { host, .. } => ("outside-no-name", host, "outside-network-hint"),
        NetError::Refused { host, .. } => ("outside-refused", host, "outside-network-hint"),
        NetError::Timeout { host, .. } => ("outside-timeout", host, "outside-network-hint"),
        NetError::Tls { host, .. } => ("outside-tls", host, "outside-tls-hint"),
        NetError::Broken { host, .. } => ("outside-broken", host, "outside-again-hint"),
    };
    let mut summary = Sentence::new(key).with("host", host);
    if let NetError::Timeout { after, .. } = error {
        summary = summary.count("seconds", after.as_secs());
    }
    if let NetError::Tls { reason, .. } = error {
        summary = summary.with("reason", reason);
    }
    Failure::new(FailureKind::World, summary).hint(Sentence::new(hint))
}

impl SiteAskError {
    /// The error for screen, journal and record.
    pub fn to_failure(&self) -> Failure {
        let summary = match self {
            Self::Url { url, .. } => Sentence::new("outside-site-url").with("url", url),
            Self::Login { host } => Sentence::new("outside-site-login").with("host", host),
            Self::Pattern { pattern, .. } => Sentence::new("outside-site-pattern").with("pattern", pattern),
        };
        Failure::new(FailureKind::Person, summary).caused_by(self)
    }
}

impl SiteProblem {
    /// One try in words.
    pub fn to_failure(&self) -> Failure {
        let failure = match self {
            Self::Status { url, status, wanted } => Failure::new(
                FailureKind::World,
                Sentence::new("outside-site-status")
                    .with("url", url)
                    .with("status", status.to_string())
                    .with("wanted", wanted.to_string()),
            ),
            Self::Body { url, pattern, cut } => {
                let key = if *cut { "outside-site-body-cut" } else { "outside-site-body" };
                let summary = Sentence::new(key).with("url", url).with("pattern", pattern);
                Failure::new(FailureKind::World, summary)
            }
            Self::Redirect { url, .. } => {
                Failure::new(FailureKind::World, Sentence::new("outside-site-redirect").with("url", url))
            }
            Self::Net(error) => net_failure(error),
        };
        failure.caused_by(self)
    }
}

impl SiteError {
    /// The error for screen, journal and record.
    pub fn to_failure(&self) -> Failure {
        let mut failure = self.last.to_failure();
        let tries = Sentence::new("outside-site-tries").count("tries", self.tries);
        failure.details.insert(0, tries.text());
        failure
    }
}

impl Found {
    /// What was seen, for evidence: first that it is there, then what is worth knowing about it and how it was asked.
    pub fn sentences(&self, now: Timestamp) -> Vec<Sentence> {
        let mut seen = vec![
            Sentence::new("outside-image-found")
                .with("image", self.image.to_string())
                .with("digest", self.digest.clone()),
        ];
        if let Some(created) = self.created {
            let hours = now.duration_since(created).as_hours();
            let (key, count) =
                if hours < 48 { ("outside-image-hours", hours) } else { ("outside-image-days", hours / 24) };
            seen.push(Sentence::new(key).count("count", count.max(0)).with("at", created.to_string()));
        }
        if !self.platforms.is_empty() {
            seen.push(Sentence::new("outside-image-platforms").with("platforms", self.platforms.join(", ")));
        }
        if let Some(size) = self.size {
            seen.push(
                Sentence::new("outside-image-size").with("size", ByteSize::from_bytes(size).to_string()),
            );
        }
        if let Some(why) = &self.details_missing {
            seen.push(Sentence::new("outside-image-details-missing").with("why", why));
        }
        seen.extend(self.deviations());
        seen
    }

    /// Mirrors, insecure connections and an extra CA that were used: for dialog and record.
    pub fn deviations(&self) -> Vec<Sentence> {
        let mut used = Vec::new();
        let place = &self.via.place;
        if let Some(file) = &self.via.registries_file {
            let key = if place.mirror { "outside-used-mirror" } else { "outside-used-registries" };
            let used_place = Sentence::new(key).with("place", place.image.name());
            used.push(used_place.with("file", file.display().to_string()));
        }
        if place.insecure {
            used.push(Sentence::new("outside-used-insecure").with("place", place.image.host()));
        }
        if let Some(file) = &self.via.extra_ca {
            used.push(Sentence::new("outside-used-ca").with("file", file.display().to_string()));
        }
        used
    }
}

impl SiteAnswer {
    /// What was seen, for evidence.
    pub fn sentences(&self, url: &str, now: Timestamp) -> Vec<Sentence> {
        let mut seen = vec![
            Sentence::new("outside-site-good")
                .with("url", url)
                .with("status", self.status.to_string())
                .with("ms", self.first_byte.as_millis().to_string()),
        ];
        for target in &self.redirects {
            seen.push(Sentence::new("outside-site-redirected").with("url", target));
        }
        if let Some(until) = self.certificate_until {
            let days = until.duration_since(now).as_hours() / 24;
            seen.push(Sentence::new("outside-site-certificate").count("days", days));
        }
        if let Some(file) = &self.extra_ca {
            seen.push(Sentence::new("outside-used-ca").with("file", file.display().to_string()));
        }
        seen
    }
}
