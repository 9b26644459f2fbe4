//! What it is for: the live objects that a change touches, read for a rehearsal.
//! In: a session of the real change. Out: plain values, and what was left out with the reason. Never: a write.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use serde_json::Value;

use super::{kinds, needs, touched};
use crate::{
    cluster::{
        ClusterError,
        copying::{self, KindOf, Read},
    },
    failure::Failure,
    manifest::{self, Manifest},
    names::CommitId,
    outside::ImageRef,
    practice::{kinds::Kind, scenario::SampleImage},
    repo,
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Kinds in the order in which they are put in; all others come after them.
const FIRST: [&str; 5] = ["ServiceAccount", "ConfigMap", "Secret", "PersistentVolumeClaim", "Service"];
/// Kinds whose objects lead to pods, or watch over them.
const BESIDE: [&str; 4] = ["Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"];
/// Kinds that the practice cluster keeps, and does nothing about.
const STILL: [&str; 3] = ["StatefulSet", "DaemonSet", "ReplicationController"];
/// Objects that every namespace gets by itself.
const OF_THE_NAMESPACE: [(&str, &str); 2] =
    [("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")];

/// What a rehearsal begins with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Copied {
    /// The objects, in the order in which they are put in.
    pub objects: Vec<Value>,
    /// The images of the change, for the registry of the rehearsal.
    pub images: Vec<SampleImage>,
    /// What is not there, and why.
    pub left_out: Vec<LeftOut>,
    /// The commits that the first round began with: of the branch and of its upstream. Each round begins with the same.
    pub(super) commits: OnceLock<Commits>,
}

/// The commit of a branch, and the one that its upstream had.
pub(super) type Commits = (Option<CommitId>, Option<CommitId>);

/// Something that is missing in a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// `Kind/name`, or what it is.
    pub what: String,
    /// Why.
    pub why: Sentence,
}

/// Reads what the change touches, and what that needs.
///
/// # Errors
/// The server does not answer. What it refuses to show is left out and named.
pub async fn copy(session: Session) -> Result<Copied, Failure> {
    let (repo, files) = (session.repo.clone(), session.plan.header().files.clone());
    let manifests = blocking(move || {
        let read = |file| repo::read_file(&repo, file).ok();
        let contents = files.iter().filter_map(read);
        let parse = |content: repo::Content| Manifest::read(&String::from_utf8_lossy(&content.bytes)).ok();
        Ok(contents.filter_map(parse).collect::<Vec<_>>())
    })
    .await?;
    let touched = touched::touched(&session.plan, &manifests);
    let mut copier = Copier { session: &session, found: BTreeMap::new(), left_out: BTreeMap::new() };
    copier.name_unserved(&manifests).await?;
    for (kind, name) in &touched.objects {
        copier.take(kind, name).await?;
    }
    for (kind, query) in &touched.selections {
        copier.select(kind, query).await?;
    }
    let wanted: Vec<Value> = manifests
        .iter()
        .flat_map(|manifest| &manifest.documents)
        .map(manifest::Document::for_apply)
        .collect();
    copier.take_needs(&wanted).await?;
    copier.take_beside(&wanted).await?;
    Ok(copier.done(&touched.images, &wanted))
}

struct Copier<'a> {
    session: &'a Session,
    /// By rank, kind and name.
    found: BTreeMap<(usize, String, String), Value>,
    left_out: BTreeMap<String, Sentence>,
}

impl Copier<'_> {
    async fn take(&mut self, kind: &str, name: &str) -> Result<(), Failure> {
        if OF_THE_NAMESPACE.contains(&(kind, name)) {
            return Ok(());
        }
        let Some(known) = self.known(kind, name) else { return Ok(()) };
        if self.has(&known.kind, name) {
            return Ok(());
        }
        match copying::named(&self.session.cluster, of(known), name).await {
            Ok(found) => self.keep(found),
            Err(error) => return self.refused(format!("{}/{name}", known.kind), &error),
        }
        Ok(())
    }

    async fn select(&mut self, kind: &str, query: &str) -> Result<(), Failure> {
        let Some(known) = self.known(kind, query) else { return Ok(()) };
        match copying::listed(&self.session.cluster, of(known), Some(query)).await {
            Ok(found) => found.into_iter().for_each(|one| self.keep(Some(one))),
            Err(error) => return self.refused(format!("{} {query}", known.kind), &error),
        }
        Ok(())
    }

    /// What the pods of everything found, and of everything that will be applied, need.
    async fn take_needs(&mut self, wanted: &[Value]) -> Result<(), Failure> {
        let templates = self.found.values().chain(wanted).filter_map(needs::template);
        let needs: BTreeSet<_> = templates.flat_map(needs::of_pod).collect();
        for (kind, name) in needs {
            self.take(kind, &name).await?;
        }
        Ok(())
    }

    /// What leads to the pods, or watches over them.
    async fn take_beside(&mut self, wanted: &[Value]) -> Result<(), Failure> {
        for kind in BESIDE {
            let Some(known) = self.known(kind, "") else { continue };
            let listed = match copying::listed(&self.session.cluster, of(known), None).await {
                Ok(listed) => listed,
                Err(error) => {
                    self.refused(kind.to_owned(), &error)?;
                    continue;
                }
            };
            let names: BTreeSet<_> =
                self.found.keys().map(|(_, kind, name)| (kind.clone(), name.clone())).collect();
            let all: Vec<Value> = self.found.values().chain(wanted).cloned().collect();
            let templates: Vec<&Value> = all.iter().filter_map(needs::template).collect();
            for one in listed {
                if needs::belongs(&one.object, &templates, &names) {
                    self.keep(Some(one));
                }
            }
        }
        Ok(())
    }

    fn has(&self, kind: &str, name: &str) -> bool {
        self.found.contains_key(&(rank(kind), kind.to_owned(), name.to_owned()))
    }

    /// Keeps it, unless its controller makes it again.
    fn keep(&mut self, found: Option<Read>) {
        let Some(Read { object, is_made: false }) = found else { return };
        let text = |at: &str| object.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (kind, name) = (text("/kind"), text("/metadata/name"));
        if STILL.contains(&kind.as_str()) {
            let words = Sentence::new("rehearse-left-still").with("kind", &kind);
            self.left_out.insert(format!("{kind}/{name}"), words);
        }
        self.found.insert((rank(&kind), kind, name), object);
    }

    /// The practice cluster's kind of that name; what it does not know is left out.
    fn known(&mut self, kind: &str, name: &str) -> Option<&'static Kind> {
        match kinds::named(kind) {
            Some(known) if known.namespaced => return Some(known),
            Some(_) => {
                self.left_out.insert(format!("{kind}/{name}"), Sentence::new("rehearse-left-cluster-wide"));
            }
            None => {
                let unknown = || Sentence::new("rehearse-left-kind");
                self.left_out.entry(format!("{kind}/{name}")).or_insert_with(unknown);
            }
        }
        None
    }

    /// Names the objects of the files that a rehearsal does not apply; a kind that the real cluster does not have either
    /// is told apart, for there the apply would fail.
    async fn name_unserved(&mut self, manifests: &[Manifest]) -> Result<(), Failure> {
        let mut asked: BTreeMap<(String, String), &str> = BTreeMap::new();
        for document in manifests.iter().flat_map(|manifest| &manifest.documents) {
            let object = document.for_apply();
            if kinds::of(&object).is_some() {
                continue;
            }
            let version = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default().to_owned();
            let what = format!("{}/{}", document.kind, document.name);
            let kind = (version, document.kind.clone());
            let key = if let Some(known) = asked.get(&kind) {
                known
            } else {
                match copying::serves(&self.session.cluster, &kind.0, &kind.1).await {
                    Ok(true) => "rehearse-left-unserved",
                    Ok(false) => "rehearse-left-nowhere",
                    Err(error) => {
                        self.refused(what, &error)?;
                        continue;
                    }
                }
            };
            let words = Sentence::new(key).with("kind", &kind.1).with("version", &kind.0);
            asked.insert(kind, key);
            self.left_out.insert(what, words);
        }
        Ok(())
    }

    /// What may not be read is left out; a server that does not answer ends the copying.
    fn refused(&mut self, what: String, error: &ClusterError) -> Result<(), Failure> {
        let failure = error.to_failure();
        if !error.is_forbidden() {
            return Err(failure);
        }
        self.left_out.insert(what, failure.summary);
        Ok(())
    }

    fn done(self, images: &BTreeSet<String>, wanted: &[Value]) -> Copied {
        let templates = self.found.values().chain(wanted).filter_map(needs::template);
        let running = templates.flat_map(containers).collect::<BTreeSet<String>>();
        let left_out = self.left_out.into_iter().map(|(what, why)| LeftOut { what, why });
        Copied {
            images: by_name(images.iter().chain(&running)),
            left_out: left_out.collect(),
            objects: self.found.into_values().collect(),
            commits: OnceLock::new(),
        }
    }
}

fn of(kind: &Kind) -> KindOf<'_> {
    KindOf { group: &kind.group, version: &kind.version, kind: &kind.kind, plural: &kind.resource }
}

fn rank(kind: &str) -> usize {
    FIRST.iter().position(|first| *first == kind).unwrap_or(FIRST.len())
}

fn containers(template: &Value) -> Vec<String> {
    let lists = ["/spec/initContainers", "/spec/containers"].into_iter();
    let all = lists.filter_map(|at| template.pointer(at)?.as_array()).flatten();
    all.filter_map(|one| one.get("image")?.as_str()).map(str::to_owned).collect()
}

/// Images with all their tags; one that is named by its digest alone is in no list of tags.
fn by_name<'a>(images: impl Iterator<Item = &'a String>) -> Vec<SampleImage> {
    let mut tags: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for image in images.filter_map(|image| ImageRef::parse(image).ok()) {
        tags.entry(image.name()).or_default().extend(image.tag().map(str::to_owned));
    }
    let one = |(name, tags): (String, BTreeSet<String>)| SampleImage {
        name,
        tags: tags.into_iter().collect(),
        unless: BTreeMap::new(),
        labels: BTreeMap::new(),
    };
    tags.into_iter().map(one).collect()
}
