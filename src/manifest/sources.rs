//! What it is for: which files of a repository hold Kubernetes objects, and which only become objects by a tool.
//! In: paths and texts. Out: objects with their places, and what cannot be compared, with its reason.
//! Never: I/O, a chart's template reported as a broken manifest, or a file left out without being counted.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::read::{Document, Manifest, ReadError};
use crate::words::Sentence;

/// What the files hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    /// Objects in the files' order; of an object that stands twice in a file only the last.
    pub objects: Vec<Sourced>,
    /// What cannot be compared.
    pub others: Vec<Other>,
    /// Files that have nothing to do with Kubernetes.
    pub plain: usize,
}

/// An object of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced {
    /// The file.
    pub file: String,
    /// The object.
    pub document: Document,
    /// What is to be said about it beside the comparison.
    pub notes: Vec<Sentence>,
}

/// What cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The file; of charts and kustomizations the one that makes the folder so.
    pub file: String,
    /// 1-based line.
    pub line: Option<usize>,
    /// `Kind/name`, where it is one object.
    pub object: Option<String>,
    /// Why.
    pub why: Sentence,
}

/// Sorts the files. Objects without a namespace count as in `namespace`.
pub fn sort<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, namespace: &str) -> Sources {
    let files: Vec<_> = files.into_iter().collect();
    let mut sources = Sources::default();
    let mut made: Vec<(&str, &str)> = Vec::new(); // folder, why
    for (path, text) in &files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let why = match name {
            "Chart.yaml" | "Chart.yml" => "drift-chart",
            "kustomization.yaml" | "kustomization.yml" | "Kustomization" if is_kustomization(text) => {
                "drift-kustomize"
            }
            _ => continue,
        };
        // A chart inside a chart is said with the outer one.
        if made.iter().any(|(above, _)| is_below(folder, above)) {
            continue;
        }
        made.push((folder, why));
    }
    let mut said = BTreeSet::new();
    for (path, text) in files {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match made.iter().find(|(above, _)| is_below(folder, above)) {
            Some((above, why)) => {
                if said.insert(*above) {
                    let file = if above.is_empty() { ".".to_owned() } else { format!("{above}/") };
                    sources.others.push(Other { file, line: None, object: None, why: Sentence::new(why) });
                }
            }
            None => file(path, text, namespace, &mut sources),
        }
    }
    sources
}

fn is_below(folder: &str, above: &str) -> bool {
    above.is_empty()
        || folder == above
        || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// Flux has a kind of that name whose objects are often kept in a file of that name.
fn is_kustomization(text: &str) -> bool {
    !text.contains("kustomize.toolkit.fluxcd.io")
}

/// Whether the text could be an object: every object says its `apiVersion`.
fn may_be_object(text: &str) -> bool {
    text.contains("apiVersion") && text.contains("kind")
}

fn file(path: &str, text: &str, namespace: &str, sources: &mut Sources) {
    if !may_be_object(text) {
        sources.plain += 1;
        return;
    }
    let manifest = match Manifest::read(text) {
        Ok(manifest) => manifest,
        Err(error) => {
            let why = unreadable(text, &error);
            let line = error.line();
            sources.others.push(Other { file: path.to_owned(), line, object: None, why });
            return;
        }
    };
    if manifest.documents.iter().all(is_ours) {
        sources.plain += 1;
        return;
    }
    let twice = manifest.duplicates(namespace);
    for document in manifest.effective(namespace) {
        let other = |why| Other {
            file: path.to_owned(),
            line: Some(document.first_line),
            object: Some(document.label()),
            why,
        };
        if is_template(document) {
            sources.others.push(other(Sentence::new("drift-template")));
            continue;
        }
        if let Some(placeholder) = unfilled(document) {
            sources.others.push(other(Sentence::new("drift-unfilled").with("what", placeholder)));
            continue;
        }
        let mut notes = Vec::new();
        if let Some(first) = twice.iter().find(|one| one.second_line == document.first_line) {
            notes.push(Sentence::new("drift-twice").with("line", first.first_line.to_string()));
        }
        if document.kind == "Secret" && document.group().is_empty() {
            notes.push(Sentence::new(if has_placeholder(document) {
                "drift-secret-placeholder"
            } else {
                "drift-secret"
            }));
        }
        sources.objects.push(Sourced { file: path.to_owned(), document: document.clone(), notes });
    }
}

/// Our own procedures have the form of an object and are none.
fn is_ours(document: &Document) -> bool {
    document.group() == "procedure"
}

fn is_template(document: &Document) -> bool {
    document.kind == "Template" && document.value.get("objects").is_some_and(Value::is_array)
}

fn unreadable(text: &str, error: &ReadError) -> Sentence {
    // A line of a template's own is noticed only when the next one does not fit.
    let is_template = error.line().is_some_and(|line| {
        let lines: Vec<&str> = text.lines().take(line).collect();
        let is_control = |line: &&str| line.trim_start().starts_with("{{");
        lines.last().is_some_and(|line| line.contains("{{"))
            || lines.iter().rev().nth(1).is_some_and(is_control)
    });
    if is_template {
        return Sentence::new("drift-go-template");
    }
    Sentence::new("drift-unreadable").with("why", error.to_string())
}

/// A placeholder where it decides which object, or what runs: name, namespace, image.
fn unfilled(document: &Document) -> Option<String> {
    let own = [Some(document.name.as_str()), document.namespace.as_deref()];
    let found = own.into_iter().flatten().find(|text| is_placeholder_in(text)).map(str::to_owned);
    found.or_else(|| image_placeholder(&document.value))
}

fn image_placeholder(value: &Value) -> Option<String> {
    match value {
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let image = value.as_str().filter(|text| key == "image" && is_placeholder_in(text));
            image.map_or_else(|| image_placeholder(value), |text| Some(text.to_owned()))
        }),
        Value::Array(items) => items.iter().find_map(image_placeholder),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn is_placeholder_in(text: &str) -> bool {
    text.contains("${") || text.contains("{{")
}

/// Whether a value of a Secret stands for one that is put in elsewhere.
fn has_placeholder(secret: &Document) -> bool {
    let values = |key: &str| {
        let values = secret.value.get(key).and_then(Value::as_object);
        values.into_iter().flat_map(serde_json::Map::values).filter_map(Value::as_str)
    };
    let decoded = |value: &str| {
        let bytes = STANDARD.decode(value.split_ascii_whitespace().collect::<String>()).ok()?;
        String::from_utf8(bytes).ok()
    };
    // `<password>` is no base64, and a placeholder all the same.
    values("stringData").chain(values("data")).any(stands_for_another)
        || values("data").filter_map(decoded).any(|value| stands_for_another(&value))
}

fn stands_for_another(value: &str) -> bool {
    let trimmed = value.trim();
    let word = trimmed.to_ascii_lowercase().replace(['_', '-', ' '], "");
    let is_word =
        ["changeme", "replaceme", "placeholder", "todo", "redacted", "yourpassword"].contains(&word.as_str());
    let is_crossed = word.len() >= 3 && word.chars().all(|c| matches!(c, 'x' | '*' | '.'));
    let is_bracketed = trimmed.starts_with('<') && trimmed.ends_with('>');
    is_placeholder_in(trimmed) || is_word || is_crossed || is_bracketed
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

    fn others(sources: &Sources) -> Vec<(&str, Option<usize>, &str)> {
        sources.others.iter().map(|one| (one.file.as_str(), one.line, one.why.key.as_str())).collect()
    }

    #[test]
    fn objects_are_told_from_what_only_looks_so() {
        let files = [
            (".gitlab-ci.yml", "stages: [build]\n"),
            ("compose.yaml", "services: {web: {image: a}}\n"),
            ("deployments/a.yml", CONFIG),
            ("procedures/p.yaml", "apiVersion: procedure/v1\nkind: Procedure\nmetadata: {name: p}\n"),
            ("broken.yml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n"),
            ("nameless.yml", "# x\napiVersion: v1\nkind: Config\nclusters: []\n"),
        ];
        let sources = sort(files, "shop");
        let objects: Vec<_> =
            sources.objects.iter().map(|one| (one.file.as_str(), one.document.label())).collect();
        assert_eq!(objects, [("deployments/a.yml", "ConfigMap/a".to_owned())]);
        assert_eq!(sources.plain, 3);
        assert_eq!(
            others(&sources),
            [("broken.yml", Some(3), "drift-unreadable"), ("nameless.yml", Some(2), "drift-unreadable")]
        );
    }

    #[test]
    fn what_a_tool_makes_objects_of_is_said_once_and_is_no_error() {
        let files = [
            ("chart/Chart.yaml", "apiVersion: v2\nname: web\n"),
            ("chart/charts/db/Chart.yaml", "apiVersion: v2\nname: db\n"),
            ("chart/templates/a.yaml", "apiVersion: v1\nkind: {{ .Values.kind }}\n"),
            ("chart/values.yaml", "a: 1\n"),
            ("chartered/a.yaml", CONFIG),
            ("base/kustomization.yaml", "resources: [a.yaml]\n"),
            ("base/a.yaml", CONFIG),
            (
                "flux/kustomization.yaml",
                "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k}\n",
            ),
            ("loose.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Name }}\n"),
        ];
        let sources = sort(files, "shop");
        assert_eq!(sources.objects.len(), 2, "{:?}", sources.objects);
        assert_eq!(
            others(&sources),
            [
                ("chart/", None, "drift-chart"),
                ("base/", None, "drift-kustomize"),
                ("loose.yaml", Some(4), "drift-go-template"),
            ]
        );
    }

    #[test]
    fn templates_and_placeholders_are_not_compared() {
        let text = "apiVersion: template.openshift.io/v1
kind: Template
metadata: {name: t}
objects: [{apiVersion: v1, kind: Service, metadata: {name: s}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: a, image: \"web:${TAG}\"}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: script}
data: {run.sh: \"echo ${HOME}\"}
";
        let sources = sort([("t.yml", text)], "shop");
        assert_eq!(
            others(&sources),
            [("t.yml", Some(1), "drift-template"), ("t.yml", Some(6), "drift-unfilled")]
        );
        // A shell script's own variables are no placeholders.
        assert_eq!(sources.objects.len(), 1);
    }

    #[test]
    fn secrets_say_whether_their_values_come_from_elsewhere() {
        let secret = |value: &str| {
            format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{p: \"{value}\"}}\n")
        };
        let note = |value: &str| {
            let text = secret(value);
            let sources = sort([("s.yml", text.as_str())], "shop");
            sources.objects.first().and_then(|one| one.notes.first()).map(|note| note.key.clone())
        };
        for value in ["${PASSWORD}", "CHANGE_ME", "<password>", "xxxx", "{{ password }}"] {
            assert_eq!(note(value).as_deref(), Some("drift-secret-placeholder"), "{value}");
        }
        // An empty value is a value.
        for value in ["hunter2", ""] {
            assert_eq!(note(value).as_deref(), Some("drift-secret"), "{value}");
        }
        let data = |value: &str| {
            let text = secret(value).replace("stringData", "data");
            let sources = sort([("s.yml", text.as_str())], "shop");
            sources.objects.first().and_then(|one| one.notes.first()).map(|note| note.key.clone())
        };
        for value in ["Q0hBTkdFX01F", "Q0hBTkdF\n  X01F", "${PASSWORD}"] {
            assert_eq!(data(value).as_deref(), Some("drift-secret-placeholder"), "{value}");
        }
        assert_eq!(data("aHVudGVyMg==").as_deref(), Some("drift-secret"));
    }

    #[test]
    fn a_broken_file_is_a_template_only_where_it_breaks_by_one() {
        let why = |text: &str| {
            let sources = sort([("a.yml", text)], "shop");
            sources.others.first().map(|other| other.why.key.clone())
        };
        let note = "apiVersion: v1\nkind: ConfigMap\ndata: {a: \"{{ x }}\"}\nmetadata: {name: [}\n";
        assert_eq!(why(note).as_deref(), Some("drift-unreadable"));
        let guarded =
            "{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n{{- end }}\n";
        assert_eq!(why(guarded).as_deref(), Some("drift-go-template"));
    }

    #[test]
    fn mistake_04_of_an_object_that_stands_twice_the_last_is_compared() {
        let text = format!("{CONFIG}---\n{CONFIG}");
        let sources = sort([("a.yml", text.as_str())], "shop");
        let lines: Vec<_> = sources.objects.iter().map(|one| one.document.first_line).collect();
        assert_eq!(lines, [5]);
        assert_eq!(
            sources
                .objects
                .first()
                .and_then(|one| one.notes.first())
                .map(Sentence::text)
                .as_deref()
                .map(|text| text.contains("line 1")),
            Some(true)
        );
    }
}
