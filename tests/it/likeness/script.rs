//! A request script as data: what is asked, in which order, and which part of the answers is compared.
//!
//! In: the YAML files of `scripts/`, one file for each group. Out: [`Script`]s. README.md there explains the format.

#![expect(clippy::panic, reason = "a script that cannot be read is a failure")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

/// One file of `scripts/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Objects that several scripts use, by `$NAME`.
    #[serde(default)]
    objects: BTreeMap<String, Value>,
    scripts: Vec<Script>,
}

/// A sequence of requests in a namespace of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Unique in its file; afterwards with the file's name before it.
    pub name: String,
    /// Must succeed, and is not compared.
    #[serde(default)]
    pub setup: Vec<Step>,
    /// Is compared.
    pub steps: Vec<Step>,
}

/// One request, or one command of kubectl. Exactly one of `do`, `kubectl`, `watch`, `events` is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// Method and path, such as `GET configmaps/one?watch=1`.
    #[serde(rename = "do")]
    pub request: Option<String>,
    /// Arguments of kubectl.
    pub kubectl: Option<String>,
    /// A name, and the path of a watch that goes on beside the next steps.
    pub watch: Option<String>,
    /// The name of a watch whose events are collected now.
    pub events: Option<String>,
    /// The body: an object, `$NAME`, or text that is sent as it is.
    pub body: Option<Value>,
    /// Merged into the body.
    pub with: Option<Value>,
    /// The body is this many bytes of filling, for requests that are too large.
    pub filling: Option<usize>,
    /// The body's content type, or its short name.
    pub send: Option<String>,
    /// The Accept header, or its short name.
    pub accept: Option<String>,
    /// Who asks.
    #[serde(rename = "as")]
    pub user: Option<String>,
    /// The user agent, from which the server makes a field manager's name.
    pub agent: Option<String>,
    /// Values for later steps: name, place in the answer.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
    /// Asked again and again until these places of the body have these values (`null`: absent; `any`: present).
    #[serde(default)]
    pub until: BTreeMap<String, Value>,
    /// Only these places of the answer are compared; `*` stands for every element.
    #[serde(default)]
    pub show: Vec<String>,
    /// These places are not compared.
    #[serde(default)]
    pub hide: Vec<String>,
    /// From lists at these places only the elements with this name or type are compared.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Lists at these places are sets: what comes twice counts once.
    #[serde(default)]
    pub set: Vec<String>,
    /// Standard input of kubectl: text, or an object.
    pub input: Option<Value>,
    /// Seconds after which kubectl or a watch is ended.
    pub within: Option<f64>,
    /// So many events are waited for.
    pub count: Option<usize>,
    /// Seconds to wait before this step.
    pub pause: Option<f64>,
}

impl Step {
    /// What is asked, in a line.
    pub fn title(&self) -> String {
        let parts = [("", &self.request), ("kubectl ", &self.kubectl), ("watch ", &self.watch)];
        let named = parts.iter().find_map(|(kind, text)| text.as_ref().map(|text| format!("{kind}{text}")));
        named.or_else(|| self.events.as_ref().map(|name| format!("events of {name}"))).unwrap_or_default()
    }
}

/// Where the scripts are.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/likeness/scripts")
}

/// The names of the groups.
pub fn groups() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of the scripts");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut groups: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned)).collect();
    groups.sort();
    groups
}

/// The scripts of a group, their objects filled in.
pub fn read(group: &str) -> Vec<Script> {
    let path = folder().join(format!("{group}.yaml"));
    let text = fs::read_to_string(&path).expect("a readable group");
    let file: File = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{group}.yaml: {error}"));
    let File { objects, mut scripts } = file;
    for script in &mut scripts {
        script.name = format!("{group}::{}", script.name);
        for step in script.setup.iter_mut().chain(&mut script.steps) {
            for place in [&mut step.body, &mut step.input] {
                let Some(Value::String(name)) = &place else { continue };
                let Some(name) = name.strip_prefix('$') else { continue };
                let object = objects.get(name).unwrap_or_else(|| panic!("{}: no ${name}", script.name));
                *place = Some(object.clone());
            }
            if let (Some(changes), Some(body)) =
                (step.with.take(), step.body.as_mut().or(step.input.as_mut()))
            {
                merge(body, &changes);
            }
        }
    }
    scripts
}

/// A JSON merge patch.
fn merge(into: &mut Value, changes: &Value) {
    let Value::Object(changes) = changes else {
        *into = changes.clone();
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    let Value::Object(into) = into else { return };
    for (key, value) in changes {
        if value.is_null() {
            into.remove(key);
        } else {
            merge(into.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}

/// Groups of the resources that scripts name without a path.
const RESOURCES: &[(&str, &str)] = &[
    ("/apis/apps/v1", "deployments replicasets statefulsets daemonsets controllerrevisions"),
    ("/apis/batch/v1", "jobs cronjobs"),
    ("/apis/coordination.k8s.io/v1", "leases"),
    ("/apis/networking.k8s.io/v1", "ingresses networkpolicies"),
    ("/apis/autoscaling/v2", "horizontalpodautoscalers"),
    ("/apis/policy/v1", "poddisruptionbudgets"),
    ("/apis/discovery.k8s.io/v1", "endpointslices"),
    ("/apis/rbac.authorization.k8s.io/v1", "roles rolebindings"),
];

/// The path with query for what a script names: as it is when it begins with `/`, or in the script's namespace.
pub fn path_of(short: &str, namespace: &str) -> String {
    if short.starts_with('/') {
        return short.to_owned();
    }
    let resource = short.split(['/', '?']).next().unwrap_or_default();
    let found = RESOURCES.iter().find(|(_, names)| names.split(' ').any(|name| name == resource));
    let base = found.map_or("/api/v1", |(base, _)| base);
    format!("{base}/namespaces/{namespace}/{short}")
}

/// A media type for its short name.
pub fn media_type(short: &str) -> &str {
    match short {
        "json" => "application/json",
        "yaml" => "application/yaml",
        "json-patch" => "application/json-patch+json",
        "merge" => "application/merge-patch+json",
        "strategic" => "application/strategic-merge-patch+json",
        "apply" => "application/apply-patch+yaml",
        "table" => "application/json;as=Table;v=v1;g=meta.k8s.io",
        "partial" => "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
        "partial-list" => "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
        other => other,
    }
}
