//! The practice cluster's schema, fetched from the real API server and the Go types behind it.
//!
//! Compares `assets/practice/schema.json` with what the control plane says now; `CHANGEOVER_WRITE=1` writes it.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, also where an answer lacks what it must have"
)]

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use kube::config::{KubeConfigOptions, Kubeconfig};
use libtest_mimic::Trial;
use regex::Regex;
use serde_json::{Map, Value, json};

use crate::support::{control_plane::ControlPlane, on_control_plane};

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1";
const AGGREGATED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";
/// What is served, by group version.
const SERVED: &[(&str, &str, &str)] = &[
    (
        "",
        "v1",
        "configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims persistentvolumes pods \
         replicationcontrollers resourcequotas secrets serviceaccounts services",
    ),
    ("apps", "v1", "deployments replicasets statefulsets daemonsets controllerrevisions"),
    ("batch", "v1", "jobs cronjobs"),
    ("discovery.k8s.io", "v1", "endpointslices"),
    ("networking.k8s.io", "v1", "ingresses ingressclasses networkpolicies"),
    ("autoscaling", "v2", "horizontalpodautoscalers"),
    ("policy", "v1", "poddisruptionbudgets"),
    ("coordination.k8s.io", "v1", "leases"),
    ("authorization.k8s.io", "v1", "selfsubjectaccessreviews selfsubjectrulesreviews"),
    ("authentication.k8s.io", "v1", "selfsubjectreviews"),
    ("rbac.authorization.k8s.io", "v1", "roles rolebindings clusterroles clusterrolebindings"),
];
const PARTS: &[&str] = &["status", "scale", "log", "exec", "eviction", "finalize", "portforward"];
/// Types that are sent or answered without being a resource.
const ALSO: &[&str] = &[
    "io.k8s.api.autoscaling.v1.Scale",
    "io.k8s.api.policy.v1.Eviction",
    "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
];

pub fn trials() -> Vec<Trial> {
    // It reads Go's sources, which are there where the control plane was built and not only cached: by hand.
    let is_asked = |name: &str| std::env::var_os(name).is_some();
    if !is_asked("CHANGEOVER_LONG") && !is_asked("CHANGEOVER_WRITE") {
        return Vec::new();
    }
    vec![on_control_plane("practice_schema::is_what_the_real_server_says", is_what_the_real_server_says)]
}

fn is_what_the_real_server_says(plane: &'static ControlPlane) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/practice/schema.json");
    let fetched = Fetched::read(plane);
    let text = fetched.write();
    if std::env::var_os("CHANGEOVER_WRITE").is_some() {
        fs::write(&path, text).expect("written");
        return;
    }
    let there: Value = serde_json::from_str(&fs::read_to_string(&path).expect("the asset")).expect("JSON");
    let now: Value = serde_json::from_str(&text).expect("JSON");
    let stale = "assets/practice/schema.json is stale; write it with: CHANGEOVER_WRITE=1 cargo test --test it practice_schema";
    for key in ["resources", "types"] {
        assert!(there[key] == now[key], "{key}: {stale}");
    }
}

/// One field of a Go struct: when it is written, and its protobuf number.
type GoField = (String, String);

struct Fetched {
    version: Value,
    resources: Vec<Value>,
    types: BTreeMap<String, Value>,
}

impl Fetched {
    fn read(plane: &ControlPlane) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let config = Kubeconfig::read_from(plane.kubeconfig("admin")).expect("a kubeconfig");
            let options = KubeConfigOptions::default();
            let config =
                kube::Config::from_custom_kubeconfig(config, &options).await.expect("a configuration");
            let client = kube::Client::try_from(config).expect("a client");
            fetch(&client).await
        })
    }

    /// One resource and one type a line, so that changes can be read.
    fn write(&self) -> String {
        let lines = |items: Vec<String>| items.join(",\n");
        let resources = lines(self.resources.iter().map(Value::to_string).collect());
        let types =
            lines(self.types.iter().map(|(name, schema)| format!("{}:{schema}", json!(name))).collect());
        format!(
            "{{\"version\":{},\n\"resources\":[\n{resources}\n],\n\"types\":{{\n{types}\n}}}}\n",
            self.version
        )
    }
}

async fn get(client: &kube::Client, path: &str, accept: &str) -> Value {
    let request = http::Request::get(path).header("Accept", accept).body(Vec::new()).expect("a request");
    serde_json::from_str(&client.request_text(request).await.expect(path)).expect("JSON")
}

async fn fetch(client: &kube::Client) -> Fetched {
    let mut groups: Vec<Value> = Vec::new();
    for path in ["/api", "/apis"] {
        groups.extend(get(client, path, AGGREGATED).await["items"].as_array().expect("groups").clone());
    }
    let mut schemas: Map<String, Value> = Map::new();
    let mut resources = Vec::new();
    for (group, version, served) in SERVED {
        let root =
            if group.is_empty() { format!("/api/{version}") } else { format!("/apis/{group}/{version}") };
        let document = get(client, &format!("/openapi/v3{root}"), "application/json").await;
        let own = document["components"]["schemas"].as_object().expect("schemas").clone();
        let found =
            groups.iter().find(|item| item["metadata"]["name"].as_str().unwrap_or_default() == *group);
        let versions = found.expect("the group")["versions"].as_array().expect("versions").clone();
        let entry = versions.iter().find(|entry| entry["version"] == *version).expect("the version");
        for resource in entry["resources"].as_array().expect("resources") {
            let name = resource["resource"].as_str().expect("a name");
            if served.split_whitespace().any(|known| known == name) {
                let table = if has_verb(resource, "list") {
                    Some(get(client, &format!("{root}/{name}"), TABLE).await)
                } else {
                    None
                };
                resources.push(describe((group, version), resource, &own, table.as_ref()));
            }
        }
        schemas.extend(own);
    }
    let facts = go_facts();
    let mut wanted: Vec<String> =
        resources.iter().filter_map(|resource| resource["type"].as_str()).map(str::to_owned).collect();
    wanted.extend(ALSO.iter().map(|name| (*name).to_owned()));
    let mut types = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        if let Entry::Vacant(place) = types.entry(name) {
            let schema = stripped(place.key(), &schemas[place.key()], &facts);
            references(&schema, &mut wanted);
            place.insert(schema);
        }
    }
    Fetched { version: get(client, "/version", "application/json").await, resources, types }
}

fn has_verb(resource: &Value, verb: &str) -> bool {
    resource["verbs"].as_array().is_some_and(|verbs| verbs.iter().any(|known| known == verb))
}

fn describe(
    of: (&str, &str),
    resource: &Value,
    schemas: &Map<String, Value>,
    table: Option<&Value>,
) -> Value {
    let kind = resource["responseKind"]["kind"].as_str().expect("a kind");
    let named = json!({"group": of.0, "version": of.1, "kind": kind});
    let is_it = |schema: &Value| {
        let kinds = schema["x-kubernetes-group-version-kind"].as_array();
        kinds.is_some_and(|kinds| kinds.contains(&named))
    };
    let (type_name, _) = schemas.iter().find(|(_, schema)| is_it(schema)).expect("a type");
    let mut entry = json!({
        "group": of.0, "version": of.1, "resource": resource["resource"], "kind": kind,
        "singular": resource["singularResource"], "namespaced": resource["scope"] == "Namespaced",
        "verbs": resource["verbs"], "type": type_name,
    });
    for key in ["shortNames", "categories"] {
        if let Some(names) = resource.get(key) {
            entry[key] = names.clone();
        }
    }
    let parts = resource["subresources"].as_array().into_iter().flatten();
    let parts: Vec<Value> = parts
        .filter(|part| PARTS.contains(&part["subresource"].as_str().unwrap_or_default()))
        .map(|part| {
            let kind = &part["responseKind"];
            json!({"name": part["subresource"], "group": kind["group"], "version": kind["version"],
                "kind": kind["kind"], "verbs": part["verbs"]})
        })
        .collect();
    if !parts.is_empty() {
        entry["subresources"] = json!(parts);
    }
    if let Some(table) = table {
        let columns = table["columnDefinitions"].as_array().expect("columns").iter();
        let columns: Vec<Value> = columns
            .map(|column| json!([column["name"], column["type"], column["format"], column["priority"]]))
            .collect();
        entry["columns"] = json!(columns);
    }
    entry
}

/// The schema without prose, with what Go says of each field.
fn stripped(name: &str, schema: &Value, facts: &GoTypes) -> Value {
    let mut out = cleaned(schema);
    let fields = facts.fields(name);
    if let Some(properties) = out.get_mut("properties").and_then(Value::as_object_mut) {
        for (field, property) in properties {
            let (flags, number) = fields.get(field).unwrap_or_else(|| panic!("Go knows no {name}.{field}"));
            if !flags.is_empty() || !number.is_empty() {
                property["x-go"] = json!(format!("{flags}{number}"));
            }
        }
    }
    if name.ends_with(".DeleteOptions") || name.ends_with("meta.v1.Status") {
        out.as_object_mut().expect("a schema").shift_remove("x-kubernetes-group-version-kind");
    }
    out
}

fn cleaned(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => Value::Array(items.iter().map(cleaned).collect()),
        Value::Object(map) => {
            let mut map = map.clone();
            // A reference with something beside it is wrapped; the asset needs no wrapping.
            if let Some([one]) = map.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
                && let Some(target) = one.get("$ref").cloned()
            {
                map.shift_remove("allOf");
                map.insert("$ref".to_owned(), target);
            }
            let mut out = Map::new();
            for (key, value) in map {
                match (key.as_str(), &value) {
                    ("description", Value::String(_)) => {}
                    ("default", Value::Object(empty)) if empty.is_empty() => {}
                    ("properties", Value::Object(properties)) => {
                        let cleaned =
                            properties.iter().map(|(name, one)| (name.clone(), cleaned(one))).collect();
                        out.insert(key, Value::Object(cleaned));
                    }
                    ("$ref", Value::String(target)) => {
                        out.insert(key, json!(target.replace("#/components/schemas/", "")));
                    }
                    _ => {
                        out.insert(key, cleaned(&value));
                    }
                }
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

fn references(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            names.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| references(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        _ => {}
    }
}

/// The struct fields of the Go packages: Go type, parts of the `json` tag, protobuf number.
struct GoTypes(BTreeMap<String, Vec<(String, Vec<String>, String)>>);

fn go_facts() -> GoTypes {
    let mut types = GoTypes(BTreeMap::new());
    let api = module("k8s.io/api");
    for group in folders(&api) {
        for version in folders(&group) {
            let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
            let prefix = format!("io.k8s.api.{}.{}", name(&group), name(&version));
            types.load(&prefix, &version);
        }
    }
    types.load(META, &module("k8s.io/apimachinery").join("pkg/apis/meta/v1"));
    types
}

fn module(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/control-plane");
    let output = Command::new("go").args(["list", "-m", "-f", "{{.Dir}}", name]).current_dir(folder).output();
    let output = output.expect("Go, which built the control plane");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

fn folders(path: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(path).expect("a readable folder").flatten().map(|entry| entry.path());
    entries.filter(|path| path.is_dir()).collect()
}

impl GoTypes {
    fn load(&mut self, prefix: &str, folder: &Path) {
        let structs = Regex::new(r"(?ms)^type (\w+) struct \{\n(.*?)^\}").expect("a pattern");
        let field = Regex::new(r#"^\s*(?:(\w+)\s+)?([\w.*\[\]]+(?:\s*\{\})?)\s+`.*?json:"([^"]*)""#)
            .expect("a pattern");
        let number = Regex::new(r#"protobuf:"\w+,(\d+)"#).expect("a pattern");
        for file in fs::read_dir(folder).expect("a readable folder").flatten().map(|entry| entry.path()) {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            if file.extension().is_none_or(|kind| kind != "go")
                || ["_test.go", "zz_", "generated"].iter().any(|part| name.contains(part))
            {
                continue;
            }
            let text = fs::read_to_string(&file).expect("readable Go");
            for found in structs.captures_iter(&text) {
                let fields = found[2]
                    .lines()
                    .filter_map(|line| {
                        let parts = field.captures(line)?;
                        let tags = parts[3].split(',').map(str::to_owned).collect();
                        let number = number.captures(line).map_or(String::new(), |found| found[1].to_owned());
                        Some((parts[2].to_owned(), tags, number))
                    })
                    .collect();
                self.0.insert(format!("{prefix}.{}", &found[1]), fields);
            }
        }
    }

    /// The fields of a type by their JSON names; those of embedded structs are its own.
    fn fields(&self, name: &str) -> BTreeMap<String, GoField> {
        let mut out = BTreeMap::new();
        for (go_type, tags, number) in self.0.get(name).into_iter().flatten() {
            let has = |tag: &str| tags.iter().any(|known| known == tag);
            if has("inline") {
                let package = name.rsplit_once('.').map_or("", |(package, _)| package);
                let embedded = match go_type.trim_start_matches('*').split_once('.') {
                    Some(("metav1", name)) => format!("{META}.{name}"),
                    Some((_, name)) => format!("io.k8s.api.core.v1.{name}"),
                    None => format!("{package}.{}", go_type.trim_start_matches('*')),
                };
                for (field, (flags, inner)) in self.fields(&embedded) {
                    let path = match (number.as_str(), inner.as_str()) {
                        ("", _) | (_, "") => String::new(),
                        (outer, inner) => format!("{outer}.{inner}"),
                    };
                    out.insert(field, (flags, path));
                }
                continue;
            }
            let mut flags = String::new();
            for (flag, set) in [
                ('k', !has("omitempty") && !has("omitzero")),
                ('p', go_type.starts_with('*')),
                ('z', has("omitzero")),
            ] {
                if set {
                    flags.push(flag);
                }
            }
            out.insert(tags[0].clone(), (flags, number.clone()));
        }
        out
    }
}
