//! What it is for: the one-shot reads of the start page.
//! In: what the person chose. Out: plain answers for [`super::Pending`]. Never: a change of anything but what git
//! remembers of the remote (a fetch), and that only after consent.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use futures::StreamExt as _;
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    cluster::{
        Cluster, ClusterError,
        connect::{ConnectOptions, connect},
        inspect,
        kubeconfig::{self, ContextChoice, KubeconfigSource, Kubeconfigs, Surroundings},
        offered,
    },
    failure::Failure,
    manifest::{FieldPath, Manifest},
    names::{Namespace, RepoFile},
    observed::{
        route::SiteSeen,
        survey::{Detail, ItemKey},
    },
    outside::{ImageRef, Outside, OutsideSettings, versions},
    plan::Standing,
    procedure::{
        check::Origin,
        load::{self, Loaded},
    },
    repo::{self, AtBranch, Cancel, Comparison, Consent, RepoPath, RepoState},
};

/// The repository's folder of procedures.
const FOLDER: &str = "procedures";

/// A connection that answered, and what it said.
#[derive(Debug, Clone)]
pub struct Connected {
    /// The connection.
    pub cluster: Cluster,
    /// Such as `v1.36.1`.
    pub version: String,
    /// Who the server says that the person is.
    pub who: String,
    /// Namespaces to choose from; empty when the server does not tell.
    pub namespaces: Vec<String>,
}

/// Reads the kubeconfig: one file, or `KUBECONFIG` merged as kubectl merges it.
///
/// # Errors
/// No file, or one that is no kubeconfig.
pub fn contexts(file: Option<PathBuf>) -> Result<Kubeconfigs, Failure> {
    let source = file.map_or(KubeconfigSource::Standard, KubeconfigSource::File);
    kubeconfig::read(&source, &Surroundings::of_process())
        .map_err(|error| ClusterError::from(error).to_failure())
}

/// Connects and asks who we are and which namespaces there are.
///
/// # Errors
/// No answer within 5 s, or a refusal.
pub async fn connected(
    choice: ContextChoice,
    namespace: Namespace,
    options: ConnectOptions,
) -> Result<Connected, Failure> {
    let cluster = connect(&choice, &namespace, &options).await.map_err(|error| error.to_failure())?;
    // Listing namespaces is often forbidden; then the name is typed.
    let namespaces = cluster.namespaces().await.unwrap_or_default();
    let facts = cluster.facts().clone();
    let who = facts.who.map(|who| who.user).unwrap_or_default();
    Ok(Connected { version: facts.version.unwrap_or_default(), who, namespaces, cluster })
}

/// An object of the cluster page, looked at closely.
///
/// # Errors
/// It is gone, or cannot be read.
pub async fn detail(cluster: Cluster, key: ItemKey) -> Result<Detail, Failure> {
    Box::pin(inspect::detail(&cluster, &key)).await.map_err(|error| error.to_failure())
}

/// A repository as it lies there.
#[derive(Debug, Clone)]
pub struct RepoSeen {
    /// The way to it.
    pub path: RepoPath,
    /// What was seen.
    pub state: RepoState,
    /// Objects of its manifests by file, to choose from.
    pub objects: Vec<ObjectSeen>,
}

/// An object of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectSeen {
    /// The manifest.
    pub file: RepoFile,
    /// `Kind/name`.
    pub object: String,
    /// Names of its containers.
    pub containers: Vec<String>,
}

/// Looks at a repository. Runs no program.
///
/// # Errors
/// No repository there, or somebody else's.
pub fn repository(path: RepoPath) -> Result<RepoSeen, Failure> {
    let state = repo::look(&path).map_err(|error| error.to_failure())?;
    Ok(RepoSeen { path, state, objects: Vec::new() })
}

/// Objects of the named manifests; a file that cannot be read has none.
pub fn objects(path: &RepoPath, files: &[RepoFile]) -> Vec<ObjectSeen> {
    let mut found = Vec::new();
    for file in files {
        let Ok(content) = repo::read_file(path, file) else { continue };
        let Ok(manifest) = Manifest::read(&String::from_utf8_lossy(&content.bytes)) else { continue };
        for document in &manifest.documents {
            let object = format!("{}/{}", document.kind, document.name);
            let lists = ["/spec/template/spec/containers", "/spec/jobTemplate/spec/template/spec/containers"];
            let containers =
                lists.iter().filter_map(|pointer| document.value.pointer(pointer)?.as_array()).flatten();
            let containers =
                containers.filter_map(|one| one.get("name")?.as_str()).map(str::to_owned).collect();
            let seen = ObjectSeen { file: file.clone(), object, containers };
            if !found.contains(&seen) {
                found.push(seen);
            }
        }
    }
    found
}

/// Asks the remote what is new. Needs the consent to the programs that the configuration names.
///
/// # Errors
/// No answer, no upstream, no consent, or it was cancelled.
pub fn fetched(
    path: &RepoPath,
    consent: &Consent,
    cancel: &Cancel,
    files: &[RepoFile],
) -> Result<Comparison, Failure> {
    repo::fetch(path, consent, cancel, files).map_err(|error| error.to_failure())
}

/// A procedure of the list, with how far it can be trusted.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The procedure, or what is wrong with its file.
    pub loaded: Loaded,
    /// Where it stands.
    pub standing: Standing,
}

impl Listed {
    /// The procedure's name; for a file that cannot be used, its own.
    pub fn id(&self) -> String {
        match &self.loaded.procedure {
            Some(procedure) => procedure.id().to_string(),
            None => self.file(),
        }
    }

    /// The file's name; inside the repository with its folder.
    pub fn file(&self) -> String {
        let name =
            self.loaded.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match self.standing {
            Standing::Shipped => name,
            Standing::Upstream | Standing::NotUpstream | Standing::Uncommitted => format!("{FOLDER}/{name}"),
        }
    }
}

/// Procedures of the program and of the repository's `procedures/` folder. A file that cannot be read is logged.
pub fn procedures(path: Option<&RepoPath>) -> Vec<Listed> {
    let shipped = load::shipped().into_iter();
    let mut all: Vec<Listed> = shipped.map(|loaded| Listed { loaded, standing: Standing::Shipped }).collect();
    let Some(path) = path else { return all };
    let found = load::load_folder(&path.folder().join(FOLDER), Origin::Repository);
    for loaded in found.unwrap_or_default() {
        match loaded {
            Ok(loaded) => {
                let mut listed = Listed { loaded, standing: Standing::Uncommitted };
                listed.standing =
                    RepoFile::new(listed.file()).map_or(Standing::Uncommitted, |file| standing(path, &file));
                all.push(listed);
            }
            Err(error) => tracing::warn!(%error, "a procedure was left out"),
        }
    }
    all
}

/// How far a procedure's file of the repository can be trusted, as it lies there now.
pub(super) fn standing(path: &RepoPath, file: &RepoFile) -> Standing {
    match repo::standing(path, file) {
        Ok(seen) if !seen.is_as_committed => Standing::Uncommitted,
        Ok(seen) => match seen.at_default {
            AtBranch::Same(_) => Standing::Upstream,
            AtBranch::Differs(_) | AtBranch::NoBranch => Standing::NotUpstream,
        },
        Err(_unreadable) => Standing::Uncommitted,
    }
}

/// Makes the clients for registries and sites. Closed, they ask no registry that the settings do not name.
///
/// # Errors
/// A registries.conf or CA file that cannot be used.
pub fn outside(
    registries_conf: Option<&Path>,
    extra_ca: Option<&Path>,
    is_closed: bool,
) -> Result<Outside, Failure> {
    let settings = OutsideSettings::load(registries_conf, extra_ca);
    let settings = settings.map(|settings| OutsideSettings { is_closed, ..settings });
    settings.and_then(Outside::new).map_err(|error| error.to_failure())
}

/// What a site answers, asked once because a person wants to know it.
///
/// # Errors
/// The address cannot be asked, or nobody answers.
pub async fn site(outside: Outside, url: String) -> Result<SiteSeen, Failure> {
    outside.see_site(&url).await
}

/// The `org.opencontainers.image.*` labels of an image.
///
/// # Errors
/// The registry does not answer, or has no such image.
pub async fn labels(outside: Outside, image: String) -> Result<BTreeMap<String, String>, Failure> {
    outside.check_image(&image).await.map(|found| found.labels).map_err(|error| error.to_failure())
}

/// The tags of an image's repository, the newest version first.
///
/// # Errors
/// The registry does not answer, or has no such image.
pub async fn tags(outside: Outside, image: String) -> Result<Vec<String>, Failure> {
    let mut tags = outside.image_tags(&image).await.map_err(|error| error.to_failure())?;
    versions::newest_first(&mut tags);
    Ok(tags)
}

/// When these versions of an image were built, as far as they say so. Two are asked at a time; the first refusal ends it, for
/// registries count such requests.
///
/// # Errors
/// The registry refused before anything was known.
pub async fn ages(
    outside: Outside,
    image: String,
    tags: Vec<String>,
) -> Result<BTreeMap<String, Timestamp>, Failure> {
    let name = ImageRef::parse(&image).map_or(image, |image| image.name());
    let asked = tags.into_iter().map(|tag| {
        let (outside, image) = (outside.clone(), format!("{name}:{tag}"));
        async move { (tag, outside.image_age(&image).await) }
    });
    let mut answers = futures::stream::iter(asked).buffered(2);
    let mut known = BTreeMap::new();
    while let Some((tag, answer)) = answers.next().await {
        match answer {
            Ok(Some(at)) => {
                known.insert(tag, at);
            }
            Ok(None) => {}
            Err(error) if known.is_empty() => return Err(error.to_failure()),
            Err(_later) => break,
        }
    }
    Ok(known)
}

/// Names of a kind's objects, to choose from.
///
/// # Errors
/// The server does not know the kind, or does not list its objects.
pub async fn names(cluster: Cluster, kind: String) -> Result<Vec<String>, Failure> {
    offered::names(&cluster, &kind).await.map_err(|error| error.to_failure())
}

/// The images that run now in the namespace.
///
/// # Errors
/// Pods may not be listed, or the server does not answer.
pub async fn running(cluster: Cluster) -> Result<BTreeSet<String>, Failure> {
    offered::running(&cluster).await.map_err(|error| error.to_failure())
}

/// A value that a manifest of the repository holds now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManifestPlace {
    /// The manifest.
    pub file: RepoFile,
    /// `Kind/name`.
    pub object: String,
    /// Path in the object.
    pub path: String,
    /// Only the tag of the image that stands there.
    pub tag_only: bool,
}

/// What stands at these places now; a place that leads to nothing, or to no single value, is left out.
pub fn manifest_values(path: &RepoPath, places: Vec<ManifestPlace>) -> BTreeMap<ManifestPlace, String> {
    let value = |place: &ManifestPlace| {
        let content = repo::read_file(path, &place.file).ok()?;
        let manifest = Manifest::read(&String::from_utf8_lossy(&content.bytes)).ok()?;
        let mut documents = manifest.documents.iter();
        let document = documents.find(|one| format!("{}/{}", one.kind, one.name) == place.object)?;
        // What stands in a Secret is never proposed.
        if document.kind == "Secret" {
            return None;
        }
        let wanted: FieldPath = place.path.parse().ok()?;
        let text = match wanted.resolve(&document.value).ok()? {
            Value::String(text) => text.clone(),
            value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        if place.tag_only { ImageRef::parse(&text).ok()?.tag().map(str::to_owned) } else { Some(text) }
    };
    places.into_iter().filter_map(|place| value(&place).map(|text| (place, text))).collect()
}
