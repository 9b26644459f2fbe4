//! What it is for: does an image exist, and what is it. Mirrors and the extra CA of the settings are used and said.
//! In: an image's name. Out: [`Found`], or an [`ImageError`] that tells missing, private, too many and no network apart.
//! Never: a login, or the claim that an image is missing when the registry only would not show it.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Outside,
    distribution::{Problem, Raw, Session},
    image::ImageRef,
    net::{NetError, clean},
    settings::Place,
};

const LABELS: &str = "org.opencontainers.image.";
const CREATED: &str = "org.opencontainers.image.created";

/// An image that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The image as it was asked for.
    pub image: ImageRef,
    /// Digest of what the tag means now: of the index when there is one.
    pub digest: String,
    /// When it was built; `None` when the image does not say so, or says the zero time of reproducible builds.
    pub created: Option<Timestamp>,
    /// `org.opencontainers.image.*`: labels of the image, then annotations of its manifest and index.
    pub labels: BTreeMap<String, String>,
    /// Such as `linux/amd64`, in the index's order.
    pub platforms: Vec<String>,
    /// Compressed size of configuration and layers for the platform looked at (linux/amd64 if there), in bytes.
    pub size: Option<u64>,
    /// Why created, labels or size could not be read although the image exists.
    pub details_missing: Option<String>,
    /// How it was asked.
    pub via: Via,
}

/// How an answer was got: for dialog and record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The place that answered.
    pub place: Place,
    /// A CA that was trusted beside the system's.
    pub extra_ca: Option<PathBuf>,
    /// The registries.conf that named a mirror or another location, when it was used.
    pub registries_file: Option<PathBuf>,
    /// Places asked before, each with what it answered.
    pub earlier: Vec<String>,
}

/// Why it is not known that an image exists.
#[derive(Debug)]
pub struct ImageError {
    /// The image as given.
    pub image: String,
    /// The last place asked; `None` when there was none to ask.
    pub place: Option<Place>,
    /// What that place answered.
    pub problem: Problem,
    /// Mirrors asked before, with what they answered.
    pub earlier: Vec<(Place, Problem)>,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "image {}: {}", self.image.escape_debug(), self.problem)
    }
}

impl std::error::Error for ImageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    digest: String,
    #[serde(default)]
    size: u64,
    platform: Option<Platform>,
}

#[derive(Deserialize)]
struct Platform {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
    variant: Option<String>,
}

/// An index or a manifest: which one is told by the fields that are there.
#[derive(Deserialize)]
struct Document {
    manifests: Option<Vec<Descriptor>>,
    config: Option<Descriptor>,
    #[serde(default)]
    layers: Vec<Descriptor>,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct ImageConfig {
    created: Option<String>,
    #[serde(flatten)]
    platform: Platform,
    config: Option<Inner>,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "Labels")]
    labels: Option<BTreeMap<String, String>>,
}

#[derive(Default)]
struct Details {
    created: Option<Timestamp>,
    labels: BTreeMap<String, String>,
    platforms: Vec<String>,
    size: Option<u64>,
}

impl Outside {
    /// Asks for one image: each mirror in order, then its registry. Cancelled by dropping the future.
    ///
    /// # Errors
    /// What the last place answered, with the answers of the mirrors before it.
    pub async fn check_image(&self, name: &str) -> Result<Found, ImageError> {
        self.ask(name, async |session: &mut Session<'_>| {
            let raw = session.manifest().await?;
            let mut details = Details::default();
            let missing = describe(session, &raw, &mut details).await.err();
            Ok((raw.digest, details, missing))
        })
        .await
        .map(|(image, via, (digest, details, missing))| Found {
            image,
            digest,
            created: details.created,
            labels: details.labels,
            platforms: details.platforms,
            size: details.size,
            details_missing: missing.map(|problem| problem.to_string()),
            via,
        })
    }

    /// The tags of an image's repository, to choose from; in the registry's order.
    ///
    /// # Errors
    /// As [`Outside::check_image`].
    pub async fn image_tags(&self, name: &str) -> Result<Vec<String>, ImageError> {
        self.ask(name, async |session: &mut Session<'_>| session.tags().await)
            .await
            .map(|(_, _, tags)| tags.iter().map(|tag| clean(tag, 128)).collect())
    }

    /// When an image was built; `None` when it does not say so, or says the zero time of reproducible builds. At most three
    /// requests and one for a token; less where manifest or index name the time.
    ///
    /// # Errors
    /// As [`Outside::check_image`].
    pub async fn image_age(&self, name: &str) -> Result<Option<Timestamp>, ImageError> {
        self.ask(name, async |session: &mut Session<'_>| built(session).await)
            .await
            .map(|(_, _, created)| created)
    }

    async fn ask<T>(
        &self,
        name: &str,
        question: impl AsyncFn(&mut Session<'_>) -> Result<T, Problem>,
    ) -> Result<(ImageRef, Via, T), ImageError> {
        let failed = |place, problem, earlier| ImageError { image: name.to_owned(), place, problem, earlier };
        let image = ImageRef::parse(name).map_err(|error| failed(None, error.into(), Vec::new()))?;
        let places = self.settings.places(&image).map_err(|error| failed(None, error.into(), Vec::new()))?;
        let mut earlier = Vec::new();
        for place in places {
            match self.ask_place(&place, &question).await {
                Ok(answer) => return Ok((image.clone(), self.via(&image, place, &earlier), answer)),
                Err(problem) => earlier.push((place, problem)),
            }
        }
        Err(match earlier.pop() {
            Some((place, problem)) => failed(Some(place), problem, earlier),
            None => failed(None, Problem::Blocked, earlier),
        })
    }

    /// A place marked insecure is asked by HTTPS first, then by plain HTTP, as container tools do.
    async fn ask_place<T>(
        &self,
        place: &Place,
        question: &impl AsyncFn(&mut Session<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let limits = self.settings.limits;
        let (client, schemes): (_, &[&'static str]) = if place.insecure {
            (&self.clients.insecure, &["https", "http"])
        } else {
            (&self.clients.registry, &["https"])
        };
        let all = async {
            let mut last = Problem::Blocked;
            for scheme in schemes {
                match question(&mut Session::new(client, place, scheme, limits)).await {
                    Err(
                        problem @ Problem::Net(
                            NetError::Tls { .. } | NetError::Refused { .. } | NetError::Broken { .. },
                        ),
                    ) => last = problem,
                    other => return other,
                }
            }
            Err(last)
        };
        match tokio::time::timeout(limits.whole, all).await {
            Ok(answer) => answer,
            Err(_elapsed) => Err(Problem::Net(NetError::Timeout {
                host: place.image.api_host().to_owned(),
                after: limits.whole,
            })),
        }
    }

    fn via(&self, image: &ImageRef, place: Place, earlier: &[(Place, Problem)]) -> Via {
        let moved = place.mirror || place.insecure || place.image != *image || !earlier.is_empty();
        Via {
            extra_ca: self.settings.extra_ca.as_ref().filter(|_| !place.insecure).map(|ca| ca.file.clone()),
            registries_file: self.settings.registries_file.clone().filter(|_| moved),
            earlier: earlier.iter().map(|(place, problem)| format!("{}: {problem}", place.image)).collect(),
            place,
        }
    }
}

/// Fills in what manifest and configuration say. What was read before a failure stays.
async fn describe(session: &mut Session<'_>, raw: &Raw, details: &mut Details) -> Result<(), Problem> {
    let mut document = read(&raw.bytes)?;
    let mut annotations = vec![document.annotations.take()];
    if let Some(manifests) = document.manifests.take() {
        details.platforms =
            manifests.iter().filter_map(|each| each.platform.as_ref()).filter_map(shown).collect();
        let wanted = usual(&manifests)?;
        let chosen = session.manifest_at(&wanted.digest).await?;
        document = read(&chosen.bytes)?;
        annotations.insert(0, document.annotations.take());
    }
    let Some(config) = document.config else { return Ok(()) };
    let layers: u64 = document.layers.iter().map(|layer| layer.size).fold(config.size, u64::saturating_add);
    details.size = Some(layers);
    for (key, value) in annotations.into_iter().flatten().flatten() {
        keep_label(&mut details.labels, &key, &value);
    }
    let blob = session.blob(&config.digest).await?;
    let config = configuration(&blob)?;
    details.created = config.created.as_deref().and_then(time);
    if details.platforms.is_empty() {
        details.platforms.extend(shown(&config.platform));
    }
    let from_annotations = std::mem::take(&mut details.labels);
    for (key, value) in config.config.and_then(|inner| inner.labels).unwrap_or_default() {
        keep_label(&mut details.labels, &key, &value);
    }
    for (key, value) in from_annotations {
        details.labels.entry(key).or_insert(value);
    }
    Ok(())
}

/// When the image was built, by the first of index, manifest and configuration that says so.
async fn built(session: &mut Session<'_>) -> Result<Option<Timestamp>, Problem> {
    let wanted = session.wanted().to_owned();
    let mut document = read(&session.manifest_at(&wanted).await?.bytes)?;
    if let Some(at) = annotated(&document) {
        return Ok(Some(at));
    }
    if let Some(manifests) = document.manifests.take() {
        document = read(&session.manifest_at(&usual(&manifests)?.digest).await?.bytes)?;
        if let Some(at) = annotated(&document) {
            return Ok(Some(at));
        }
    }
    let Some(config) = document.config else { return Ok(None) };
    let blob = session.blob(&config.digest).await?;
    Ok(configuration(&blob)?.created.as_deref().and_then(time))
}

fn annotated(document: &Document) -> Option<Timestamp> {
    document.annotations.as_ref()?.get(CREATED).and_then(|text| time(text))
}

/// A time; not the zero time of reproducible builds.
fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|at| *at > Timestamp::UNIX_EPOCH)
}

fn configuration(blob: &[u8]) -> Result<ImageConfig, Problem> {
    serde_json::from_slice(blob)
        .map_err(|error| Problem::NotRegistry { why: format!("its configuration does not read: {error}") })
}

/// The one of an index's manifests that most clusters run.
fn usual(manifests: &[Descriptor]) -> Result<&Descriptor, Problem> {
    let amd64 = |each: &&Descriptor| each.platform.as_ref().and_then(shown).as_deref() == Some("linux/amd64");
    let found = manifests.iter().find(amd64).or(manifests.first());
    found.ok_or_else(|| Problem::NotRegistry { why: "its index is empty".to_owned() })
}

fn read(bytes: &[u8]) -> Result<Document, Problem> {
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::NotRegistry { why: format!("its manifest does not read: {error}") })
}

/// The first one wins: labels stand before a manifest's annotations, and those before an index's.
fn keep_label(labels: &mut BTreeMap<String, String>, key: &str, value: &str) {
    if key.starts_with(LABELS) && labels.len() < 40 {
        labels.entry(clean(key, 100)).or_insert_with(|| clean(value, 500));
    }
}

/// `None` for the attestations that builders put into an index as `unknown/unknown`.
fn shown(platform: &Platform) -> Option<String> {
    if platform.os == "unknown" || platform.os.is_empty() {
        return None;
    }
    let variant = platform.variant.as_ref().map_or_else(String::new, |variant| format!("/{variant}"));
    Some(clean(&format!("{}/{}{variant}", platform.os, platform.architecture), 60))
}
