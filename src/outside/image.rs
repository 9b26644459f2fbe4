//! What it is for: reading an image's name as container runtimes read it.
//! In: text such as `postgres:14`, `ghcr.io/haiku/app@sha256:…`. Out: an [`ImageRef`] whose registry is explicit.
//! Never: I/O, or a name that could change the path of a request (parts are checked against the distribution grammar).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not the name of an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageNameError {
    /// Nothing was given.
    #[error("the image's name is empty")]
    Empty,
    /// The registry before the first `/` is not a host with an optional port.
    #[error("`{0}` is not a registry's host and port")]
    Host(String),
    /// A part of the repository breaks the grammar, or all of it is longer than 255 characters.
    #[error(
        "`{0}` is not a repository's name: lower-case letters and digits, joined by `.`, `_`, `__`, `-` or `/`"
    )]
    Repository(String),
    /// The text after `:`.
    #[error("`{0}` is not a tag: at most 128 letters, digits, `_`, `.`, `-`, not beginning with `.` or `-`")]
    Tag(String),
    /// The text after `@`.
    #[error("`{0}` is not a digest: sha256: and 64, or sha512: and 128 hexadecimal digits")]
    Digest(String),
}

/// An image's name with its registry written out.
///
/// The grammar and the defaults are those of distribution/reference: no host means `docker.io`, one part there means
/// `library/…`, neither tag nor digest means the tag `latest`, and a digest wins over a tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ImageRef {
    host: String,
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl ImageRef {
    /// Reads a name.
    ///
    /// # Errors
    /// The part that breaks the grammar.
    pub fn parse(text: &str) -> Result<Self, ImageNameError> {
        if text.is_empty() {
            return Err(ImageNameError::Empty);
        }
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(check_digest(digest)?)),
            None => (text, None),
        };
        let (name, tag) = match name.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(check_tag(tag)?)),
            Some(_) | None => (name, None),
        };
        let (host, path) = split_host(name);
        check_host(host)?;
        let repository =
            if host == DOCKER && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
        check_repository(&repository)?;
        let tag = if tag.is_none() && digest.is_none() { Some("latest".to_owned()) } else { tag };
        Ok(Self { host: host.to_owned(), repository, tag, digest })
    }

    /// The registry as people write it: `docker.io`, `ghcr.io`, `127.0.0.1:5000`.
    pub fn host(&self) -> &str {
        &self.host
    }
    /// The repository, with `library/` for Docker's own images.
    pub fn repository(&self) -> &str {
        &self.repository
    }
    /// The tag; `None` when only a digest was given.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }
    /// The pinned digest.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }
    /// Registry and repository without tag or digest: what registries.conf's prefixes are compared with.
    pub fn name(&self) -> String {
        format!("{}/{}", self.host, self.repository)
    }
    /// What the registry is asked for: the digest when there is one, else the tag.
    pub fn wanted(&self) -> &str {
        self.digest.as_deref().or(self.tag.as_deref()).unwrap_or("latest")
    }
    /// The host that answers for the registry: Docker Hub's name is not its address.
    pub fn api_host(&self) -> &str {
        if self.host == DOCKER { "registry-1.docker.io" } else { &self.host }
    }
    /// The same image under another registry and repository, such as a mirror's `host:port/path`.
    ///
    /// # Errors
    /// The location with the rest of the name is no image name.
    pub fn moved(&self, name: &str) -> Result<Self, ImageNameError> {
        let (host, repository) =
            name.split_once('/').ok_or_else(|| ImageNameError::Repository(name.to_owned()))?;
        check_host(host)?;
        check_repository(repository)?;
        Ok(Self { host: canonical(host).to_owned(), repository: repository.to_owned(), ..self.clone() })
    }
}

impl fmt::Display for ImageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.host, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for ImageRef {
    type Error = ImageNameError;
    fn try_from(text: String) -> Result<Self, ImageNameError> {
        Self::parse(&text)
    }
}

impl From<ImageRef> for String {
    fn from(image: ImageRef) -> String {
        image.to_string()
    }
}

const DOCKER: &str = "docker.io";

fn canonical(host: &str) -> &str {
    if host == "index.docker.io" { DOCKER } else { host }
}

/// The part before the first `/` is a registry only when it looks like one (distribution/reference `splitDockerDomain`).
fn split_host(name: &str) -> (&str, &str) {
    match name.split_once('/') {
        Some((host, path))
            if host.contains(['.', ':'])
                || host == "localhost"
                || host.chars().any(|c| c.is_ascii_uppercase()) =>
        {
            (canonical(host), path)
        }
        Some(_) | None => (DOCKER, name),
    }
}

/// A host name or address, IPv6 in brackets, and an optional port.
pub(super) fn check_host(host: &str) -> Result<(), ImageNameError> {
    let wrong = || ImageNameError::Host(host.escape_debug().to_string());
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            address.parse::<std::net::Ipv6Addr>().map_err(|_ignored| wrong())?;
            ("v6", port.strip_prefix(':').or(port.is_empty().then_some("0")))
        }
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, Some("0")),
        },
    };
    let label = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let port_fine =
        port.is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
    if port_fine && name.split('.').all(label) { Ok(()) } else { Err(wrong()) }
}

fn check_repository(repository: &str) -> Result<(), ImageNameError> {
    let part_fine = |part: &str| {
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        let alphabet =
            part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
        let separators = part
            .split(|c: char| c.is_ascii_alphanumeric())
            .all(|joint| matches!(joint, "" | "." | "_" | "__") || joint.chars().all(|c| c == '-'));
        ends(part.chars().next()) && ends(part.chars().next_back()) && alphabet && separators
    };
    if repository.len() <= 255 && repository.split('/').all(part_fine) {
        Ok(())
    } else {
        Err(ImageNameError::Repository(repository.escape_debug().to_string()))
    }
}

fn check_tag(tag: &str) -> Result<String, ImageNameError> {
    let fine = !tag.is_empty()
        && tag.len() <= 128
        && !tag.starts_with(['.', '-'])
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    if fine { Ok(tag.to_owned()) } else { Err(ImageNameError::Tag(tag.escape_debug().to_string())) }
}

/// Also used for digests that a registry names.
pub(super) fn check_digest(digest: &str) -> Result<String, ImageNameError> {
    let length = match digest.split_once(':') {
        Some(("sha256", _)) => 64,
        Some(("sha512", _)) => 128,
        Some(_) | None => return Err(ImageNameError::Digest(digest.escape_debug().to_string())),
    };
    let hex = digest.split_once(':').map_or("", |(_, hex)| hex);
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if hex.len() == length && hex.bytes().all(digit) {
        Ok(digest.to_owned())
    } else {
        Err(ImageNameError::Digest(digest.escape_debug().to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_container_runtimes_read_them() {
        let hex = "a".repeat(64);
        let pinned = format!("ghcr.io/a/b:1@sha256:{hex}");
        for (text, shown, api) in [
            ("postgres", "docker.io/library/postgres:latest", "registry-1.docker.io"),
            (
                "docker.io/postgres:14.18-alpine",
                "docker.io/library/postgres:14.18-alpine",
                "registry-1.docker.io",
            ),
            ("index.docker.io/a/b", "docker.io/a/b:latest", "registry-1.docker.io"),
            ("curlimages/curl:8.18.0", "docker.io/curlimages/curl:8.18.0", "registry-1.docker.io"),
            ("ghcr.io/haiku/web:1.0.1", "ghcr.io/haiku/web:1.0.1", "ghcr.io"),
            ("127.0.0.1:5000/web", "127.0.0.1:5000/web:latest", "127.0.0.1:5000"),
            ("localhost/web:1", "localhost/web:1", "localhost"),
            ("[::1]:5000/web:1", "[::1]:5000/web:1", "[::1]:5000"),
            (pinned.as_str(), pinned.as_str(), "ghcr.io"),
        ] {
            let image = ImageRef::parse(text).expect(text);
            assert_eq!(image.to_string(), shown);
            assert_eq!(image.api_host(), api);
        }
        let image = ImageRef::parse(&pinned).expect("pinned");
        assert_eq!(image.wanted(), format!("sha256:{hex}"), "a digest wins over a tag");
    }

    #[test]
    fn names_that_could_change_a_request_are_refused() {
        for bad in [
            "",
            "ghcr.io/",
            "ghcr.io/../x",
            "ghcr.io/a//b",
            "ghcr.io/a?b",
            "ghcr.io/A/b",
            "ghcr.io/a:..",
            "a:b/c:",
            "ghcr.io/a:1 ",
            "ghcr.io:99999/a",
            "gh cr.io/a",
            "user@ghcr.io/a",
            "a@sha256:12",
            "ghcr.io/a___b",
            "[::1/a",
            "-a.io/b",
            "ghcr.io:+1/a",
            "ghcr.io/a#b",
        ] {
            assert!(ImageRef::parse(bad).is_err(), "{bad:?} gave {:?}", ImageRef::parse(bad));
        }
    }
}
