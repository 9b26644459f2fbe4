//! What it is for: a little image registry that holds what a scenario says (OCI distribution specification 1.1, pull only).
//! In: the scenario's images, which facts are true. Out: answers to requests. Never: a layer's content.

use std::collections::{BTreeMap, BTreeSet};

use http::{Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::scenario::SampleImage;
use crate::plan::hex;

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

/// What the registry holds.
#[derive(Debug, Default)]
pub struct Registry {
    /// By the image's name without its registry.
    repositories: BTreeMap<String, Repository>,
    /// The registries that it stands for.
    hosts: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Repository {
    /// Tag, and the digest of its index.
    tags: BTreeMap<String, String>,
    /// Tags that are missing while a fact is true.
    unless: BTreeMap<String, String>,
    /// By digest: media type and bytes.
    manifests: BTreeMap<String, (&'static str, Vec<u8>)>,
    blobs: BTreeMap<String, Vec<u8>>,
}

impl Registry {
    /// A registry with these images; `created` is when all of them were built, in RFC 3339.
    pub fn new(images: &[SampleImage], created: &str) -> Self {
        let mut registry = Self::default();
        for image in images {
            let (host, name) = image.name.split_once('/').unwrap_or(("", &image.name));
            registry.hosts.insert(host.to_owned());
            let repository = registry.repositories.entry(name.to_owned()).or_default();
            repository.unless.extend(image.unless.clone());
            for tag in &image.tags {
                repository.hold(image, tag, created);
            }
        }
        registry
    }

    /// A registries.conf (version 2) that sends the registries it stands for to `address`, and nowhere else.
    pub fn registries_conf(&self, address: &str) -> String {
        let one = |host: &String| {
            format!(
                "[[registry]]\nprefix = \"{host}\"\nblocked = true\n[[registry.mirror]]\nlocation = \"{address}\"\n"
            )
        };
        self.hosts.iter().map(one).collect::<Vec<_>>().join("\n")
    }

    /// The digest that a name with a tag has now; `None` when the registry does not hold it. A name of a registry that
    /// it does not stand for is not known here either.
    pub fn digest(&self, name: &str, facts: &BTreeSet<String>) -> Option<&str> {
        let (_, rest) = name.split_once('/')?;
        let (repository, tag) = rest.rsplit_once(':')?;
        self.repositories.get(repository)?.tag(tag, facts)
    }

    /// Whether it stands for the registry of this image.
    pub fn stands_for(&self, name: &str) -> bool {
        name.split_once('/').is_some_and(|(host, _)| self.hosts.contains(host))
    }

    /// The answer to GET or HEAD of a path below `/v2/`.
    pub fn answer(&self, path: &str, accept: &str, facts: &BTreeSet<String>) -> Response<Full<Bytes>> {
        let inner = path.strip_prefix("/v2/").unwrap_or_default();
        if inner.is_empty() {
            return sent("application/json", None, b"{}".to_vec());
        }
        let asked = ["/manifests/", "/blobs/", "/tags/"].into_iter().find_map(|kind| {
            let (name, wanted) = inner.split_once(kind)?;
            Some((name, kind, wanted))
        });
        let Some((name, kind, wanted)) = asked else {
            return refused("UNSUPPORTED", "the operation is unsupported");
        };
        let Some(repository) = self.repositories.get(name) else {
            return refused("NAME_UNKNOWN", "repository name not known to registry");
        };
        match kind {
            "/tags/" => {
                let tags: Vec<&String> =
                    repository.tags.keys().filter(|tag| repository.tag(tag, facts).is_some()).collect();
                sent("application/json", None, json!({"name": name, "tags": tags}).to_string().into_bytes())
            }
            "/blobs/" => match repository.blobs.get(wanted) {
                Some(bytes) => sent("application/octet-stream", Some(wanted), bytes.clone()),
                None => refused("BLOB_UNKNOWN", "blob unknown to registry"),
            },
            _ => repository.manifest(wanted, accept, facts),
        }
    }
}

impl Repository {
    /// An index over two platforms, as a forge's build leaves it.
    fn hold(&mut self, image: &SampleImage, tag: &str, created: &str) {
        let mut listed = Vec::new();
        for architecture in ["amd64", "arm64"] {
            let config = json!({
                "created": created, "architecture": architecture, "os": "linux",
                "config": {"Labels": &image.labels, "Env": [format!("VERSION={tag}")]},
                "rootfs": {"type": "layers", "diff_ids": []},
            });
            let config = config.to_string().into_bytes();
            let layer = digest(format!("{} {tag} {architecture}", image.name).as_bytes());
            let manifest = json!({
                "schemaVersion": 2, "mediaType": MANIFEST,
                "config": {"mediaType": CONFIG, "digest": digest(&config), "size": config.len()},
                "layers": [{"mediaType": LAYER, "digest": layer, "size": 31_457_280}],
            });
            let manifest = manifest.to_string().into_bytes();
            listed.push(json!({
                "mediaType": MANIFEST, "digest": digest(&manifest), "size": manifest.len(),
                "platform": {"os": "linux", "architecture": architecture},
            }));
            self.blobs.insert(digest(&config), config);
            self.manifests.insert(digest(&manifest), (MANIFEST, manifest));
        }
        let index =
            json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}).to_string().into_bytes();
        self.tags.insert(tag.to_owned(), digest(&index));
        self.manifests.insert(digest(&index), (INDEX, index));
    }

    fn tag(&self, tag: &str, facts: &BTreeSet<String>) -> Option<&str> {
        let is_missing = self.unless.get(tag).is_some_and(|fact| facts.contains(fact));
        self.tags.get(tag).filter(|_| !is_missing).map(String::as_str)
    }

    fn manifest(&self, wanted: &str, accept: &str, facts: &BTreeSet<String>) -> Response<Full<Bytes>> {
        let named = if wanted.contains(':') { Some(wanted) } else { self.tag(wanted, facts) };
        let found = named.and_then(|named| Some((named, self.manifests.get(named)?)));
        match found {
            Some((named, (media, bytes))) if accepts(accept, media) => {
                sent(media, Some(named), bytes.clone())
            }
            Some(_) => {
                refused("MANIFEST_UNKNOWN", "OCI index found, but accept header does not support OCI indexes")
            }
            None => refused("MANIFEST_UNKNOWN", "manifest unknown"),
        }
    }
}

fn accepts(accept: &str, media: &str) -> bool {
    accept.is_empty() || accept.contains("*/*") || accept.contains(media)
}

fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn sent(media: &str, named: Option<&str>, bytes: Vec<u8>) -> Response<Full<Bytes>> {
    let mut answer = Response::builder()
        .header(header::CONTENT_TYPE, media)
        .header("docker-distribution-api-version", "registry/2.0");
    if let Some(named) = named {
        answer = answer.header("docker-content-digest", named);
    }
    answer.body(Full::new(bytes.into())).unwrap_or_default()
}

fn refused(code: &str, message: &str) -> Response<Full<Bytes>> {
    let said: Value = json!({"errors": [{"code": code, "message": message}]});
    let mut answer = sent("application/json", None, said.to_string().into_bytes());
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::scenario::Scenario;

    #[test]
    fn a_tag_is_there_until_its_trouble_is_switched_on() {
        let scenario = Scenario::shipped("depot").expect("reads");
        let registry = Registry::new(&scenario.images, "2026-11-18T10:00:00Z");
        let path = "/v2/haiku/haikudepotserver/manifests/1.0.200";
        let none = BTreeSet::new();
        let trouble = BTreeSet::from(["image-missing".to_owned()]);
        assert_eq!(registry.answer(path, INDEX, &none).status(), StatusCode::OK);
        assert_eq!(
            registry.answer(path, MANIFEST, &none).status(),
            StatusCode::NOT_FOUND,
            "an index was not accepted"
        );
        assert_eq!(registry.answer(path, INDEX, &trouble).status(), StatusCode::NOT_FOUND);
        let name = "ghcr.io/haiku/haikudepotserver:1.0.200";
        assert!(registry.digest(name, &none).is_some_and(|digest| digest.starts_with("sha256:")));
        assert_eq!(registry.digest(name, &trouble), None);
        assert!(registry.stands_for(name) && !registry.stands_for("docker.io/postgres:17"));
        let other = registry.answer("/v2/haiku/other/tags/list", "", &none);
        assert_eq!(other.status(), StatusCode::NOT_FOUND);
        assert!(registry.registries_conf("127.0.0.1:1").contains("prefix = \"ghcr.io\""));
    }
}
