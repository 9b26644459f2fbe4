//! What it is for: registry mirrors and an extra CA as ordinary settings, in the format of registries.conf (version 2).
//! In: two files. Out: [`OutsideSettings`], and for an image the places to ask, in order.
//! Never: a place that the file does not name, or credentials.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::image::{ImageNameError, ImageRef, check_host};
use crate::plan::hex;

/// Why the settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read.
    #[error("reading {}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML, or not registries.conf version 2.
    #[error("{} is not a registries.conf of version 2", file.display())]
    Format {
        /// The file.
        file: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
    /// The file is in the old form (`[registries.search]`), which container tools no longer read either.
    #[error("{} is in version 1 of registries.conf", file.display())]
    VersionOne {
        /// The file.
        file: PathBuf,
    },
    /// An entry without a prefix and location, or one that is no host with a path.
    #[error("{}: `{entry}` is not a registry with an optional path", file.display())]
    Entry {
        /// The file.
        file: PathBuf,
        /// The prefix or location.
        entry: String,
    },
    /// The CA file holds no certificate in PEM form, or one that cannot be used.
    #[error("{} holds no usable certificate", file.display())]
    Ca {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// No TLS client could be made, such as when the system has no CA certificates.
    #[error("no TLS client: {reason}")]
    Tls {
        /// Why.
        reason: String,
    },
}

/// How registries and sites are reached. The default asks each registry itself, with the system's CAs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideSettings {
    /// Registries with mirrors, in the file's order.
    pub registries: Vec<RegistryEntry>,
    /// No registry is asked that stands not among them: a rehearsal asks nobody outside.
    pub is_closed: bool,
    /// Where `registries` came from, for dialog and record.
    pub registries_file: Option<PathBuf>,
    /// SHA-256 of that file, in hexadecimal.
    pub registries_sum: Option<String>,
    /// A CA trusted beside the system's.
    pub extra_ca: Option<ExtraCa>,
    /// Proxies that the environment names, as `NAME=address` without credentials.
    pub proxies: Vec<String>,
    /// How long to wait.
    pub limits: Limits,
}

/// A CA file with its content, read once so that what was checked is what is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraCa {
    /// The file, shown in dialog and record.
    pub file: PathBuf,
    /// One or more certificates.
    pub pem: Vec<u8>,
}

impl ExtraCa {
    /// SHA-256 of the file, in hexadecimal.
    pub fn sum(&self) -> String {
        hex(&Sha256::digest(&self.pem))
    }
}

/// Time-outs of every request to the outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until a connection stands, TLS included. Default 5 s.
    pub connect: Duration,
    /// One place of an image, or one try of a site, from the first byte sent to the last received. Default 20 s.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), whole: Duration::from_secs(20) }
    }
}

/// One `[[registry]]` of registries.conf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RegistryEntry {
    /// `host[:port]`, `host[:port]/path`, or `*.domain`; compared with an image's name. Default: `location`.
    #[serde(default)]
    pub prefix: String,
    /// What replaces the prefix when the registry itself is asked. Default: `prefix`.
    #[serde(default)]
    pub location: String,
    /// HTTPS with an unknown certificate, and plain HTTP, are allowed. Default false.
    #[serde(default)]
    pub insecure: bool,
    /// The registry itself is never asked; its mirrors are. Default false.
    #[serde(default)]
    pub blocked: bool,
    /// Mirrors are used for images named by digest only. Default false.
    #[serde(default)]
    pub mirror_by_digest_only: bool,
    /// Mirrors, asked in this order before the registry itself.
    #[serde(default, rename = "mirror")]
    pub mirrors: Vec<Mirror>,
}

/// One `[[registry.mirror]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mirror {
    /// What replaces the prefix: `host[:port][/path]`.
    pub location: String,
    /// HTTPS with an unknown certificate, and plain HTTP, are allowed. Default false.
    #[serde(default)]
    pub insecure: bool,
    /// Which images it is for. Default all.
    #[serde(default)]
    pub pull_from_mirror: PullFrom,
}

/// Which images a mirror is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PullFrom {
    /// Every image.
    #[default]
    All,
    /// Images named by digest.
    DigestOnly,
    /// Images named by tag.
    TagOnly,
}

/// A place where an image may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The image as it is called there.
    pub image: ImageRef,
    /// A mirror, not the registry that the image names.
    pub mirror: bool,
    /// HTTPS with an unknown certificate, and plain HTTP, are allowed.
    pub insecure: bool,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    registry: Vec<RegistryEntry>,
    registries: Option<toml::Value>,
}

impl OutsideSettings {
    /// Reads a registries.conf and a CA file; `None` leaves that part at its default. Blocks: call it off the UI thread.
    ///
    /// # Errors
    /// Any file that cannot be read or understood; nothing of it is used then.
    pub fn load(registries_conf: Option<&Path>, extra_ca: Option<&Path>) -> Result<Self, SettingsError> {
        let mut settings = Self { proxies: proxies(&|name| std::env::var(name).ok()), ..Self::default() };
        if let Some(file) = registries_conf {
            let text = std::fs::read_to_string(file)
                .map_err(|source| SettingsError::Read { file: file.to_owned(), source })?;
            settings.registries = parse(&text, file)?;
            settings.registries_sum = Some(hex(&Sha256::digest(&text)));
            settings.registries_file = Some(file.to_owned());
        }
        if let Some(file) = extra_ca {
            let pem = std::fs::read(file)
                .map_err(|source| SettingsError::Read { file: file.to_owned(), source })?;
            settings.extra_ca = Some(ExtraCa { file: file.to_owned(), pem });
        }
        Ok(settings)
    }

    /// Where to ask for the image, in order: the mirrors, then the registry itself unless it is blocked.
    ///
    /// The entry with the longest matching prefix decides (containers-registries.conf(5)).
    ///
    /// # Errors
    /// A location that makes no image name together with the rest of the name.
    pub fn places(&self, image: &ImageRef) -> Result<Vec<Place>, ImageNameError> {
        let name = image.name();
        let found = self
            .registries
            .iter()
            .filter_map(|entry| matched(&entry.prefix, &name).map(|length| (length, entry)))
            .max_by_key(|(length, _)| *length);
        let Some((length, entry)) = found else {
            if self.is_closed {
                return Ok(Vec::new());
            }
            return Ok(vec![Place { image: image.clone(), mirror: false, insecure: false }]);
        };
        let rest = name.get(length..).unwrap_or_default();
        let by_digest = image.digest().is_some();
        let mut places = Vec::new();
        for mirror in &entry.mirrors {
            let used = match mirror.pull_from_mirror {
                PullFrom::All => by_digest || !entry.mirror_by_digest_only,
                PullFrom::DigestOnly => by_digest,
                PullFrom::TagOnly => !by_digest,
            };
            if used {
                let image = image.moved(&format!("{}{rest}", mirror.location))?;
                places.push(Place { image, mirror: true, insecure: mirror.insecure });
            }
        }
        if !entry.blocked {
            let image = if entry.location == entry.prefix || entry.prefix.starts_with("*.") {
                image.clone()
            } else {
                image.moved(&format!("{}{rest}", entry.location))?
            };
            places.push(Place { image, mirror: false, insecure: entry.insecure });
        }
        Ok(places)
    }
}

/// Proxies as requests to registries and sites follow them.
fn proxies(variable: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];
    let set = |name: &str| variable(name).or_else(|| variable(&name.to_lowercase()));
    let set = names.iter().filter_map(|name| Some((name, set(name).filter(|text| !text.is_empty())?)));
    set.map(|(name, text)| format!("{name}={}", without_credentials(&text))).collect()
}

/// `http://user:word@proxy:3128` → `http://proxy:3128`; also in a text without scheme.
fn without_credentials(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
    let host = rest.rsplit_once('@').map_or(rest, |(_credentials, host)| host);
    if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") }
}

fn parse(text: &str, file: &Path) -> Result<Vec<RegistryEntry>, SettingsError> {
    let read: File = toml::from_str(text)
        .map_err(|source| SettingsError::Format { file: file.to_owned(), source: Box::new(source) })?;
    if read.registries.is_some() {
        return Err(SettingsError::VersionOne { file: file.to_owned() });
    }
    let mut entries = read.registry;
    for entry in &mut entries {
        if entry.prefix.is_empty() {
            entry.prefix.clone_from(&entry.location);
        }
        if entry.location.is_empty() {
            entry.location.clone_from(&entry.prefix);
        }
        let wildcard = entry.prefix.strip_prefix("*.");
        let locations = entry.mirrors.iter().map(|mirror| mirror.location.as_str());
        let own = (!entry.location.starts_with("*.")).then_some(entry.location.as_str());
        for text in locations.chain(own).chain([wildcard.unwrap_or(&entry.prefix)]) {
            check_location(text).map_err(|entry| SettingsError::Entry { file: file.to_owned(), entry })?;
        }
    }
    Ok(entries)
}

fn check_location(text: &str) -> Result<(), String> {
    let host = text.split('/').next().unwrap_or_default();
    let path_fine = text.split('/').skip(1).all(|part| !part.is_empty() && part != "." && part != "..");
    if check_host(host).is_ok() && path_fine { Ok(()) } else { Err(text.escape_debug().to_string()) }
}

/// How many bytes of `name` the prefix covers; it ends at a `/` or at the end.
fn matched(prefix: &str, name: &str) -> Option<usize> {
    if let Some(domain) = prefix.strip_prefix('*') {
        let host = name.split('/').next()?;
        return (host.len() > domain.len() && host.ends_with(domain)).then_some(host.len());
    }
    let rest = name.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(prefix.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONF: &str = r#"
unqualified-search-registries = ["docker.io"]
[[registry]]
prefix = "ghcr.io"
location = "ghcr.io"
[[registry.mirror]]
location = "mirror.example/all"
[[registry]]
prefix = "ghcr.io/haiku"
location = "127.0.0.1:5000/copy"
insecure = true
[[registry.mirror]]
location = "127.0.0.1:5001"
[[registry.mirror]]
location = "digests.example"
pull-from-mirror = "digest-only"
[[registry]]
location = "docker.io"
blocked = true
"#;

    fn settings() -> OutsideSettings {
        let registries = parse(CONF, Path::new("registries.conf")).expect("parses");
        OutsideSettings { registries, ..OutsideSettings::default() }
    }

    fn asked(image: &str) -> Vec<String> {
        let places = settings().places(&ImageRef::parse(image).expect("a name")).expect("places");
        places.iter().map(|place| place.image.to_string()).collect()
    }

    #[test]
    fn the_longest_prefix_decides_and_mirrors_come_first() {
        assert_eq!(asked("ghcr.io/haiku/web:1"), ["127.0.0.1:5001/web:1", "127.0.0.1:5000/copy/web:1"]);
        assert_eq!(
            asked("ghcr.io/haikus/web:1"),
            ["mirror.example/all/haikus/web:1", "ghcr.io/haikus/web:1"]
        );
        assert_eq!(asked("quay.io/a/b:1"), ["quay.io/a/b:1"]);
        assert!(asked("postgres:14").is_empty(), "blocked, and no mirror");
        let pinned = format!("ghcr.io/haiku/web@sha256:{}", "0".repeat(64));
        assert_eq!(asked(&pinned).len(), 3, "the mirror for digests is asked too");
    }

    #[test]
    fn files_that_are_not_understood_are_refused() {
        let file = Path::new("registries.conf");
        assert!(matches!(parse("[registries.search]", file), Err(SettingsError::VersionOne { .. })));
        assert!(matches!(parse("registry = 1", file), Err(SettingsError::Format { .. })));
        for location in ["https://a.example", "user:pw@a.example/b", "a.example/../b", ""] {
            let text =
                format!("[[registry]]\nprefix = \"ghcr.io\"\n[[registry.mirror]]\nlocation = \"{location}\"");
            assert!(matches!(parse(&text, file), Err(SettingsError::Entry { .. })), "{location}");
        }
    }

    #[test]
    fn proxies_are_named_without_their_credentials() {
        let set = |name: &str| match name {
            "https_proxy" => Some("http://ann:secret@proxy.example:3128".to_owned()),
            "NO_PROXY" => Some(".example".to_owned()),
            "ALL_PROXY" => Some("ann:secret@other:1".to_owned()),
            _ => None,
        };
        let found = proxies(&set);
        assert_eq!(
            found,
            ["HTTPS_PROXY=http://proxy.example:3128", "ALL_PROXY=other:1", "NO_PROXY=.example"]
        );
    }

    #[test]
    fn files_are_known_by_their_sums() {
        let folder = tempfile::tempdir().expect("a folder");
        let conf = folder.path().join("registries.conf");
        let ca = folder.path().join("ca.pem");
        std::fs::write(&conf, "").expect("written");
        std::fs::write(&ca, "").expect("written");
        let settings = OutsideSettings::load(Some(&conf), Some(&ca)).expect("settings");
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(settings.registries_sum.as_deref(), Some(empty));
        assert_eq!(settings.extra_ca.expect("a CA").sum(), empty);
    }
}
