//! What it is for: how each object of a repository stands to the cluster.
//! In: the live object and what the server's dry run of the apply makes of it. Out: same, differs, missing …, in words.
//! Never: I/O, a Secret's value, or a difference that is only another spelling.

use std::collections::HashMap;

use serde_json::Value;

use super::{compare::live_changes, diff::Diff};
use crate::{action::Mark, failure::Failure, words::Sentence};

/// A comparison of a repository with a cluster.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drift {
    /// What does not agree first.
    pub rows: Vec<Row>,
    /// The branch; `None` when a commit is checked out without one.
    pub branch: Option<String>,
    /// The commit, in short.
    pub commit: String,
    /// Its first line.
    pub summary: String,
    /// Objects that belong to other namespaces.
    pub elsewhere: usize,
    /// Files that have nothing to do with Kubernetes.
    pub plain: usize,
    /// Files that were left out: too many, too large, or with a name that cannot be used.
    pub left_out: usize,
}

/// One object, or a file that cannot be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The file, or the folder of a chart.
    pub file: String,
    /// 1-based line of the object.
    pub line: Option<usize>,
    /// `Kind/name`; empty when it is no single object.
    pub object: String,
    /// The group of its kind.
    pub group: String,
    /// Its namespace as the file says it; `None` where it says none.
    pub namespace: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// What else is to be said: who holds fields, edits of the work tree, Secrets.
    pub notes: Vec<Sentence>,
    /// What an apply would change, Secrets masked: the cluster's state before, the repository's after.
    pub diff: Diff,
    /// Whether the work tree's file has edits that are not committed.
    pub is_edited: bool,
    /// Whether an apply would have to take fields from others.
    pub has_conflicts: bool,
    /// Whether its file may be handed to a command that shows the difference: it holds no Secret, and nothing that
    /// another API server answers for.
    pub is_shareable: bool,
}

/// How an object stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// An apply would change nothing.
    Same,
    /// An apply would change so many fields.
    Differs {
        /// How many.
        fields: usize,
    },
    /// An apply would change labels or annotations, and nothing else.
    OnlyMetadata {
        /// How many.
        fields: usize,
    },
    /// It differs, and the server refuses the change: what differs can only be set when the object is made.
    Fixed(Box<Failure>),
    /// It is not in the cluster.
    Missing,
    /// It cannot be compared as it stands: a chart, a template, a file that cannot be read.
    NotCompared(Sentence),
    /// The server does not answer the question: not allowed, refused, unknown kind.
    Refused(Box<Failure>),
}

impl Standing {
    /// The standing of an object by what is there and what the apply would make of it.
    pub fn of(live: Option<&Value>, merged: &Value) -> Self {
        let Some(live) = live else { return Self::Missing };
        let changes = live_changes(live, merged);
        let fields = changes.len();
        if fields == 0 {
            Self::Same
        } else if changes.iter().all(|change| is_mark(&change.path)) {
            Self::OnlyMetadata { fields }
        } else {
            Self::Differs { fields }
        }
    }

    /// The same in words.
    pub fn words(&self) -> Sentence {
        match self {
            Self::Same => Sentence::new("drift-same"),
            Self::Differs { fields } => Sentence::new("drift-differs").count("count", *fields),
            Self::OnlyMetadata { fields } => Sentence::new("drift-only-metadata").count("count", *fields),
            Self::Missing => Sentence::new("drift-missing"),
            Self::NotCompared(why) => why.clone(),
            Self::Fixed(failure) | Self::Refused(failure) => failure.summary.clone(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<Sentence> {
        match self {
            Self::Fixed(failure) | Self::Refused(failure) => failure.hint.clone(),
            Self::Same
            | Self::Differs { .. }
            | Self::OnlyMetadata { .. }
            | Self::Missing
            | Self::NotCompared(_) => None,
        }
    }

    /// Its sign.
    pub fn mark(&self) -> Mark {
        match self {
            Self::Same => Mark::Good,
            Self::Differs { .. } | Self::Fixed(_) | Self::Missing | Self::Refused(_) => Mark::Warning,
            Self::OnlyMetadata { .. } | Self::NotCompared(_) => Mark::Note,
        }
    }

    /// What somebody must look at comes first.
    fn rank(&self) -> u8 {
        match self {
            Self::Differs { .. } | Self::Fixed(_) => 0,
            Self::Missing => 1,
            Self::Refused(_) => 2,
            Self::OnlyMetadata { .. } => 3,
            Self::NotCompared(_) => 4,
            Self::Same => 5,
        }
    }
}

/// Whether the path is that of a label or an annotation of the object itself.
fn is_mark(path: &str) -> bool {
    ["metadata.labels", "metadata.annotations"]
        .iter()
        .filter_map(|list| path.strip_prefix(list))
        .any(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// How many rows stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// As in the repository.
    pub same: usize,
    /// Different, labels and annotations included.
    pub differs: usize,
    /// Not in the cluster.
    pub missing: usize,
    /// Not compared, or refused.
    pub open: usize,
}

impl Drift {
    /// Puts what does not agree first, then by file and line; and says which objects stand in several files. Objects
    /// without a namespace count as in `home`.
    pub fn sort(&mut self, home: &str) {
        let key = |row: &Row| {
            let namespace = row.namespace.as_deref().unwrap_or(home).to_owned();
            (row.group.clone(), row.object.clone(), namespace)
        };
        let mut files: HashMap<(String, String, String), Vec<String>> = HashMap::new();
        for row in self.rows.iter().filter(|row| !row.object.is_empty()) {
            files.entry(key(row)).or_default().push(row.file.clone());
        }
        for row in &mut self.rows {
            let key = key(row);
            let others = files.get(&key).into_iter().flatten().filter(|file| **file != row.file);
            let others: Vec<&str> = others.map(String::as_str).collect();
            if !others.is_empty() {
                row.notes.push(Sentence::new("drift-also-in").with("files", others.join(", ")));
            }
        }
        self.rows
            .sort_by(|a, b| (a.standing.rank(), &a.file, a.line).cmp(&(b.standing.rank(), &b.file, b.line)));
    }

    /// How many rows stand how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for row in &self.rows {
            match row.standing {
                Standing::Same => tally.same += 1,
                Standing::Differs { .. } | Standing::OnlyMetadata { .. } | Standing::Fixed(_) => {
                    tally.differs += 1;
                }
                Standing::Missing => tally.missing += 1,
                Standing::NotCompared(_) | Standing::Refused(_) => tally.open += 1,
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn web(replicas: u32, cpu: &str, labels: &Value) -> Value {
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "labels": labels,
            "generation": replicas, "resourceVersion": cpu, "managedFields": [{"manager": "kubectl"}]},
            "spec": {"replicas": replicas, "template": {"spec": {"containers": [
                {"name": "web", "resources": {"limits": {"cpu": cpu}}}]}}}, "status": {"replicas": replicas}})
    }

    #[test]
    fn mistake_03_another_spelling_and_the_servers_books_are_no_difference() {
        let labels = json!({"app": "web"});
        let live = web(2, "1", &labels);
        assert_eq!(Standing::of(Some(&live), &web(2, "1000m", &labels)), Standing::Same);
        assert_eq!(Standing::of(Some(&live), &web(3, "2", &labels)), Standing::Differs { fields: 2 });
        let other = json!({"app": "web", "tier": "front"});
        assert_eq!(Standing::of(Some(&live), &web(2, "1", &other)), Standing::OnlyMetadata { fields: 1 });
        assert_eq!(Standing::of(Some(&live), &web(3, "1", &other)), Standing::Differs { fields: 2 });
        assert_eq!(Standing::of(None, &live), Standing::Missing);
    }

    #[test]
    fn only_labels_and_annotations_are_labels_and_annotations() {
        let with = |key: &str, value: &Value| {
            let mut object = json!({"kind": "ConfigMap", "metadata": {"name": "a"}});
            object["metadata"][key] = value.clone();
            object
        };
        let plain = with("name", &json!("a"));
        let of = |key: &str, value: &Value| Standing::of(Some(&plain), &with(key, value));
        assert_eq!(of("annotations", &json!({"a": "b"})), Standing::OnlyMetadata { fields: 1 });
        assert_eq!(of("finalizers", &json!(["a"])), Standing::Differs { fields: 1 });
        assert_eq!(of("ownerReferences", &json!([{"name": "x"}])), Standing::Differs { fields: 1 });
    }

    #[test]
    fn what_does_not_agree_comes_first_and_two_files_of_one_object_are_named() {
        let row = |file: &str, object: &str, standing: Standing| Row {
            file: file.to_owned(),
            line: Some(1),
            object: object.to_owned(),
            group: String::new(),
            namespace: Some("shop".to_owned()),
            standing,
            notes: Vec::new(),
            diff: Diff::default(),
            is_edited: false,
            has_conflicts: false,
            is_shareable: true,
        };
        let mut drift = Drift {
            rows: vec![
                row("a.yml", "Service/a", Standing::Same),
                row("b.yml", "Service/b", Standing::Missing),
                Row { namespace: None, ..row("c.yml", "Service/a", Standing::Differs { fields: 1 }) },
                Row { group: "serving.example".to_owned(), ..row("d.yml", "Service/a", Standing::Same) },
            ],
            ..Drift::default()
        };
        drift.sort("shop");
        let files: Vec<&str> = drift.rows.iter().map(|row| row.file.as_str()).collect();
        assert_eq!(files, ["c.yml", "b.yml", "a.yml", "d.yml"]);
        let notes = |at: usize| {
            drift.rows.get(at).map(|row| row.notes.iter().map(Sentence::text).collect::<Vec<_>>())
        };
        assert_eq!(notes(1), Some(Vec::new()));
        // One says the namespace, the other means it.
        assert!(notes(0).is_some_and(|notes| notes.iter().any(|note| note.contains("a.yml"))));
        // A kind of the same name in another group is another object.
        assert_eq!(notes(3), Some(Vec::new()));
        assert_eq!(drift.tally(), Tally { same: 2, differs: 1, missing: 1, open: 0 });
    }
}
