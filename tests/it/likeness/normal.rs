//! Takes out of answers what differs from run to run: uids, times, versions, random ends of names, addresses.
//!
//! In: raw answers of one script. Out: answers that are the same for the same behaviour. What an object is stays to be
//! seen: a uid becomes the name of its owner, versions of an object that no controller touches keep their order.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::{Regex, RegexSet};
use serde_json::{Map, Value, json};

use super::{run::Answer, script::Step, target::Target};

/// Kinds that no controller touches: how their versions follow one another is the server's doing alone.
const UNTOUCHED: &[&str] = &["ConfigMap", "Secret", "Lease", "Ingress", "Event", "Role"];

/// Patterns and what stands for them, in this order.
static WORDS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let made = "bcdfghjklmnpqrstvwxz2456789";
    [
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z".to_owned(), "MICROTIME"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ".to_owned(), "TIME"),
        (r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000".to_owned(), "TIME"),
        (r"^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (\w+\.go):\d+\]".to_owned(), "LOG $1"),
        (r"-----BEGIN CERTIFICATE-----(?s:.*)-----END CERTIFICATE-----".to_owned(), "CERTIFICATE"),
        (r"[a-z-]+://[0-9a-f]{64}".to_owned(), "CONTAINER"),
        (r"sha256:[0-9a-f]{64}".to_owned(), "DIGEST"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000".to_owned(), "TIME"),
        (r"/tmp/(LIVE|MERGED)-\d+".to_owned(), "/tmp/$1"),
        (r"-\d{8}\b".to_owned(), "-MINUTE"),
        (format!(r"-[{made}]{{7,10}}-[{made}]{{5}}\b"), "-HASH-RANDOM"),
        (format!(r"-[{made}]{{8,10}}\b"), "-HASH"),
        (format!(r"-[{made}]{{5}}\b"), "-RANDOM"),
        (format!(r"(pod-template-hash[=: ]+)[{made}]{{7,10}}\b"), "${1}HASH"),
        (r"\.[0-9a-f]{14,16}\b".to_owned(), ".MADE"),
        (r"\b10\.\d+\.\d+\.\d+\b".to_owned(), "IP"),
        (r"\b127\.0\.0\.1\b".to_owned(), "IP"),
        // The practice cluster's nodes.
        (r"\b192\.168\.96\.\d+\b".to_owned(), "IP"),
        (r":3\d{4}/(TCP|UDP)".to_owned(), ":PORT/$1"),
        // The server prints its Go value, or the whole object.
        (r#"Invalid value: (?:"\{.*\}"|[a-z0-9]+\.\w+\{.*\}): "#.to_owned(), "Invalid value: OBJECT: "),
        // The practice cluster has one user, and takes rights from him.
        (r#"User "[a-z]+""#.to_owned(), "User \"USER\""),
        (r"too old resource version: (\d+) \(\d+\)".to_owned(), "too old resource version: $1 (VERSION)"),
        (r"current: \d+".to_owned(), "current: VERSION"),
    ]
    .into_iter()
    .map(|(pattern, word)| (Regex::new(&pattern).expect("a pattern"), word))
    .collect()
});
static ANY_WORD: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(WORDS.iter().map(|(pattern, _)| pattern.as_str())).expect("patterns"));
static UID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").expect("a pattern")
});
static AGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:\d+(?:\.\d+)?(?:ms|s|h|d)|\d{1,2}m)(?:\d+(?:ms|s|m|h))?\b").expect("a pattern")
});
static CONFLICT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"conflicts? with ""#).expect("a pattern"));
static REPEATS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r" \(x\d+ over AGE\)").expect("a pattern"));
static COLUMNS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\S)[ \t]{2,}").expect("a pattern"));

/// What was learned from the answers of one run.
#[derive(Debug, Default)]
pub struct Normal {
    namespace: String,
    nodes: Vec<String>,
    addresses: Vec<String>,
    /// Kind and name by uid.
    owners: BTreeMap<String, String>,
    /// The versions seen of an object, by uid.
    versions: BTreeMap<String, BTreeSet<u64>>,
}

impl Normal {
    /// Learns from everything that a run brought.
    pub fn of<'a>(target: &Target, namespace: &str, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let mut normal = Self {
            namespace: namespace.to_owned(),
            nodes: target.nodes.clone(),
            addresses: target.addresses.clone(),
            ..Self::default()
        };
        answers.for_each(|answer| normal.learn(&answer.value, ""));
        normal
    }

    fn learn(&mut self, value: &Value, hint: &str) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item, hint)),
            Value::Object(fields) => {
                let kind = fields.get("kind").and_then(Value::as_str).unwrap_or(hint);
                let text = |name: &str| value.pointer(&format!("/metadata/{name}")).and_then(Value::as_str);
                if let (Some(uid), Some(name)) = (text("uid"), text("name")) {
                    let owner = format!("the uid of {kind}/{}", self.words(name));
                    self.owners.entry(uid.to_owned()).or_insert(owner);
                    if let Some(version) = text("resourceVersion").and_then(|version| version.parse().ok()) {
                        self.versions.entry(uid.to_owned()).or_default().insert(version);
                    }
                }
                let below = kind.strip_suffix("List").unwrap_or_default();
                fields.values().for_each(|field| self.learn(field, below));
            }
            _ => {}
        }
    }

    /// A step's answer, normalised, with only those parts that the step compares.
    pub fn apply(&self, step: &Step, answer: &Answer) -> Value {
        let mut value = self.answer(&answer.value);
        for (place, names) in &step.only {
            each(&mut value, place, &mut |list| keep_named(list, names));
        }
        for place in &step.hide {
            hide(&mut value, place);
        }
        if !step.show.is_empty() {
            let mut shown = Map::new();
            for place in &step.show {
                shown.insert(place.clone(), pick(&value, place));
            }
            for always in ["status", "exit", "never", "error", "no user"] {
                if let Some(field) = value.get(always) {
                    shown.insert(always.to_owned(), field.clone());
                }
            }
            value = Value::Object(shown);
        }
        for place in &step.set {
            // What is shown stands under its place as a whole.
            match value.get_mut(place.as_str()) {
                Some(list) => make_set(list),
                None => each(&mut value, place, &mut make_set),
            }
        }
        value
    }

    /// Lines of kubectl are text for people; what it printed as data is data.
    fn answer(&self, answer: &Value) -> Value {
        let mut value = self.value(answer, false);
        for place in ["stdout", "stderr"] {
            if let (Some(lines @ Value::Array(_)), Some(fields)) = (answer.get(place), value.as_object_mut())
            {
                fields.insert(place.to_owned(), self.lines(lines));
            }
        }
        value
    }

    /// Whether a watch is ended before or after kubectl's own end of it, which it then remarks, is chance.
    fn lines(&self, lines: &Value) -> Value {
        let mut lines = self.value(lines, true);
        if let Some(lines) = lines.as_array_mut() {
            lines.retain(|line| !line.as_str().is_some_and(|line| line.starts_with("LOG reflector.go")));
        }
        lines
    }

    fn value(&self, value: &Value, is_text: bool) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text, is_text)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item, is_text)).collect()),
            Value::Object(fields) => self.object(fields, is_text),
            other => other.clone(),
        }
    }

    fn object(&self, fields: &Map<String, Value>, is_text: bool) -> Value {
        let mut made = BTreeMap::new();
        for (key, value) in fields {
            let normal = match (key.as_str(), value) {
                ("resourceVersion", Value::String(version)) => self.version(fields, version),
                ("continue", Value::String(token)) if !token.is_empty() => json!("CONTINUE"),
                ("nodePort" | "healthCheckNodePort", Value::Number(_)) => json!("PORT"),
                ("pod-template-hash", Value::String(_)) => json!("HASH"),
                ("managedFields", Value::Array(entries)) => self.managers(entries),
                ("cells", Value::Array(cells)) => cells.iter().map(|cell| self.cell(cell)).collect(),
                ("columnDefinitions", Value::Array(columns)) => {
                    columns.iter().map(without_description).collect()
                }
                ("events", Value::Array(events)) => {
                    let told = events.iter().filter(|event| !is_mere_bookmark(event));
                    told.map(|event| self.value(event, false)).collect()
                }
                ("conditions" | "endpoints", Value::Array(items)) => self.sorted(items),
                ("causes", Value::Array(items)) if is_of_managers(items) => self.sorted(items),
                ("items" | "rows", Value::Array(items)) => {
                    let items: Vec<Value> = items.iter().map(|item| self.value(item, is_text)).collect();
                    let is_random = items
                        .iter()
                        .any(|item| ["-RANDOM", "-HASH"].iter().any(|made| item.to_string().contains(made)));
                    if is_random { sort(items) } else { Value::Array(items) }
                }
                _ => self.value(value, is_text),
            };
            made.insert(self.text(key, false), normal);
        }
        Value::Object(made.into_iter().collect())
    }

    /// The place of a version among all that were seen of this object; only whether there is one, where others write.
    fn version(&self, metadata: &Map<String, Value>, version: &str) -> Value {
        let uid = metadata.get("uid").and_then(Value::as_str).unwrap_or_default();
        let is_untouched = self.owners.get(uid).is_some_and(|owner| {
            UNTOUCHED.iter().any(|kind| owner.starts_with(&format!("the uid of {kind}/")))
        });
        let number: Option<u64> = version.parse().ok();
        match (number, self.versions.get(uid)) {
            (Some(number), Some(seen)) if is_untouched => {
                let place = seen.iter().position(|one| *one == number).map_or(0, |index| index + 1);
                json!(format!("version {place} of those seen"))
            }
            (Some(1..), _) => json!("VERSION"),
            _ => json!(version),
        }
    }

    fn managers(&self, entries: &[Value]) -> Value {
        let without_time = entries.iter().map(|entry| {
            let mut entry = self.value(entry, false);
            if let Some(fields) = entry.as_object_mut() {
                fields.remove("time");
            }
            entry
        });
        sort(without_time.collect())
    }

    fn sorted(&self, items: &[Value]) -> Value {
        sort(items.iter().map(|item| self.value(item, false)).collect())
    }

    fn cell(&self, cell: &Value) -> Value {
        match cell {
            Value::String(text) => {
                let text = self.text(text, false);
                json!(REPEATS.replace_all(&AGE.replace_all(&text, "AGE"), ""))
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, is_text: bool) -> String {
        let text = self.words(text);
        let text = sorted_conflicts(text);
        if !is_text {
            return text;
        }
        let text = AGE.replace_all(&text, "AGE");
        let text = REPEATS.replace_all(&text, "");
        COLUMNS.replace_all(text.trim_end(), "$1  ").into_owned()
    }

    fn words(&self, text: &str) -> String {
        let mut text = text.replace(&self.namespace, "NAMESPACE");
        for address in &self.addresses {
            text = text.replace(address.as_str(), "SERVER");
        }
        for node in &self.nodes {
            text = text.replace(node.as_str(), "NODE");
        }
        text = UID
            .replace_all(&text, |found: &regex::Captures<'_>| {
                let uid = found.get(0).map_or("", |uid| uid.as_str());
                self.owners.get(uid).cloned().unwrap_or_else(|| "UID".to_owned())
            })
            .into_owned();
        // Nearly every text meets none of them.
        if ANY_WORD.is_match(&text) {
            for (pattern, word) in WORDS.iter() {
                text = pattern.replace_all(&text, *word).into_owned();
            }
        }
        text
    }
}

/// Conflicts with several managers come in any order: in the causes, and in the message.
fn is_of_managers(causes: &[Value]) -> bool {
    causes.iter().all(|cause| cause.get("reason") == Some(&json!("FieldManagerConflict")))
}

fn sorted_conflicts(text: String) -> String {
    let Some((before, _)) = text.split_once("conflict") else { return text };
    let starts: Vec<usize> = CONFLICT.find_iter(&text).map(|found| found.start()).collect();
    if starts.len() < 2 || !before.contains("Apply failed") && !text.starts_with("conflict") {
        return text;
    }
    let first = starts.first().copied().unwrap_or_default();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let mut parts: Vec<&str> =
        starts.iter().zip(ends).filter_map(|(from, to)| text.get(*from..to)).map(str::trim).collect();
    parts.sort_unstable();
    format!("{}{}", text.get(..first).unwrap_or_default(), parts.join("\n"))
}

/// A bookmark that comes by the clock; the one that ends the initial events is another matter.
fn is_mere_bookmark(event: &Value) -> bool {
    event.get("type") == Some(&json!("BOOKMARK")) && event.pointer("/object/metadata/annotations").is_none()
}

fn without_description(column: &Value) -> Value {
    let mut column = column.clone();
    if let Some(fields) = column.as_object_mut() {
        fields.remove("description");
    }
    column
}

fn sort(mut items: Vec<Value>) -> Value {
    items.sort_by_cached_key(Value::to_string);
    Value::Array(items)
}

fn make_set(list: &mut Value) {
    if let Value::Array(items) = list {
        items.sort_by_cached_key(Value::to_string);
        items.dedup();
    }
}

fn keep_named(list: &mut Value, names: &[String]) {
    if let Value::Array(items) = list {
        items.retain(|item| {
            let name = ["/name", "/metadata/name", "/type", "/groupVersion", "/resource", "/manager"];
            let name = name.iter().find_map(|place| item.pointer(place)).and_then(Value::as_str);
            name.is_some_and(|name| names.iter().any(|one| one == name))
        });
    }
}

/// Does something with every value at this place; `*` stands for every element.
fn each(value: &mut Value, place: &str, act: &mut dyn FnMut(&mut Value)) {
    let Some(rest) = place.strip_prefix('/') else { return act(value) };
    let (part, rest) =
        rest.split_once('/').map_or((rest, String::new()), |(part, rest)| (part, format!("/{rest}")));
    match value {
        Value::Array(items) if part == "*" => items.iter_mut().for_each(|item| each(item, &rest, act)),
        Value::Object(fields) if part == "*" => fields.values_mut().for_each(|field| each(field, &rest, act)),
        _ => {
            if let Some(below) = value.pointer_mut(&format!("/{part}")) {
                each(below, &rest, act);
            }
        }
    }
}

fn hide(value: &mut Value, place: &str) {
    let Some((above, name)) = place.rsplit_once('/') else { return };
    let name = name.replace("~1", "/").replace("~0", "~");
    each(value, above, &mut |parent| match parent {
        Value::Object(fields) => drop(fields.shift_remove(&name)),
        Value::Array(items) if name == "*" => items.clear(),
        _ => {}
    });
}

/// The value at this place, or a list of the values where there is a `*`.
fn pick(value: &Value, place: &str) -> Value {
    let Some(rest) = place.strip_prefix('/') else { return value.clone() };
    let (part, rest) =
        rest.split_once('/').map_or((rest, String::new()), |(part, rest)| (part, format!("/{rest}")));
    match value {
        Value::Array(items) if part == "*" => items.iter().map(|item| pick(item, &rest)).collect(),
        // Several fields of one thing side by side.
        _ if part.contains(',') => {
            let fields = part.split(',').map(|name| (name.to_owned(), pick(value, &format!("/{name}"))));
            Value::Object(fields.collect())
        }
        _ => value.pointer(&format!("/{part}")).map_or(Value::Null, |below| pick(below, &rest)),
    }
}

/// Two runs of the same differ in nothing; another reason, version or owner stays to be seen.
pub fn takes_out_what_differs_from_run_to_run() {
    let run = |namespace: &str, uid: &str, version: u32, reason: &str| {
        let text = json!({
            "kind": "ConfigMap", "reason": reason,
            "metadata": {
                "name": format!("one-{}", if version > 50 { "x7k2p" } else { "bbwz4" }), "uid": uid,
                "namespace": namespace, "resourceVersion": version.to_string(),
                "creationTimestamp": format!("2026-11-21T18:00:{version:02}Z"),
                "ownerReferences": [{"uid": uid}, {"uid": "11111111-1111-1111-1111-111111111111"}],
            },
        });
        let answer = Answer { title: String::new(), value: json!({"status": 200, "body": text}) };
        let mut normal = Normal { namespace: namespace.to_owned(), ..Normal::default() };
        normal.learn(&answer.value, "");
        normal.apply(&Step::default(), &answer)
    };
    let one = run("like-a", "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f", 7, "Conflict");
    let other = run("like-b", "1e1e1e1e-1e1e-4e1e-8e1e-1e1e1e1e1e1e", 51, "Conflict");
    assert_eq!(one, other);
    let owners = ["/body/metadata/ownerReferences/0/uid", "/body/metadata/ownerReferences/1/uid"];
    let owners = owners.map(|place| one.pointer(place).cloned().unwrap_or_default());
    assert_eq!(owners, [json!("the uid of ConfigMap/one-RANDOM"), json!("UID")]);
    let third = run("like-c", "2d2d2d2d-2d2d-4d2d-8d2d-2d2d2d2d2d2d", 7, "Invalid");
    assert_ne!(one, third, "another reason is another answer");
}
