//! Everything that a change may touch, as it is at a moment: cluster, pods, files, history, remote, databases.
//!
//! In: a stage. Out: a value that can be compared with a later one, part by part.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use super::stage::Stage;

/// What is asked of the namespace. Pods belong to their owners; `ReplicaSet`s are the Deployments' own.
const KINDS: &str = "deployments,services,ingresses,cronjobs,jobs,configmaps,secrets,persistentvolumeclaims";

/// All that can be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// What is wanted of each object, by kind and name; without what the cluster makes by its own clock.
    pub objects: BTreeMap<String, Value>,
    /// Images of the application's pods and whether each is ready.
    pub pods: Vec<(String, bool)>,
    /// Every file of the work tree, byte by byte.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What git says of the work tree.
    pub status: String,
    /// The newest commit here and at the remote: their trees.
    pub trees: [String; 2],
    /// Every database with all that is in it.
    pub databases: Vec<(String, String)>,
}

impl World {
    /// As it is now.
    pub fn of(stage: &Stage) -> Self {
        let mut files = BTreeMap::new();
        read_files(&stage.repo.root(), &stage.repo.root(), &mut files);
        let pods = stage.application().deployments.into_iter().flat_map(|name| {
            let mut pods = stage.pods(name);
            pods.sort();
            pods
        });
        Self {
            objects: objects(stage),
            pods: pods.collect(),
            files,
            status: stage.repo.status(),
            trees: [
                stage.repo.git(&["rev-parse", "HEAD^{tree}"]),
                stage.repo.git(&["rev-parse", &format!("{}^{{tree}}", stage.repo.remote_head())]),
            ],
            databases: stage.database().contents(),
        }
    }

    /// The objects that are not in the other world.
    pub fn objects_beside(&self, other: &Self) -> Vec<&str> {
        let names = self.objects.keys().filter(|name| !other.objects.contains_key(*name));
        names.map(String::as_str).collect()
    }
}

fn objects(stage: &Stage) -> BTreeMap<String, Value> {
    let list = stage.namespace.get(&[KINDS]);
    let items = list.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let text =
        |item: &Value, at: &str| item.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_by_clock = |item: &Value| {
        let by_hand = item.pointer("/metadata/annotations/cronjob.kubernetes.io~1instantiate").is_some();
        text(item, "/kind") == "Job"
            && text(item, "/metadata/ownerReferences/0/kind") == "CronJob"
            && !by_hand
            && text(item, "/metadata/name").rsplit('-').next().is_some_and(|end| end.parse::<u32>().is_ok())
    };
    items
        .iter()
        .filter(|item| !is_by_clock(item))
        .map(|item| {
            let name = format!("{}/{}", text(item, "/kind"), text(item, "/metadata/name"));
            let wanted = ["/metadata/labels", "/spec", "/data"].map(|at| item.pointer(at));
            (name, json!(wanted))
        })
        .collect()
}

fn read_files(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            if entry.file_name() != ".git" {
                read_files(root, &path, files);
            }
            continue;
        }
        let name = path.strip_prefix(root).expect("below the root").display().to_string();
        files.insert(name, fs::read(&path).expect("a file"));
    }
}
