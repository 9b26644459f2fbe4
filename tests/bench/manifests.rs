//! P9: one image tag in a large manifest: read, edit, verify, difference.

use std::time::{Duration, Instant};

use changeover::{
    action::{ManifestEdit, SetValue},
    manifest::{apply_edit, diff_manifests},
    names::RepoFile,
};

use crate::table::{Table, Times};

/// Documents of the manifest, as many as the largest real one has.
const DOCUMENTS: usize = 477;
const BOUND: f64 = 60.0;

pub(crate) fn p9(table: &mut Table) {
    let text = manifest();
    let lines = text.lines().count();
    let times = Times::of(200, || once(&text));
    table.add(
        &format!("P9: one tag in {DOCUMENTS} documents, {lines} lines: read, edit, verify, difference; p50 / p95 / max"),
        "p95 ≤ 60 ms",
        times.told(),
        "",
        times.at(95) / BOUND,
    );
}

/// The whole of it, once: the edit reads the file, and what it wrote is read again.
pub(crate) fn once(text: &str) -> Duration {
    let edit = edit();
    let began = Instant::now();
    let edited = apply_edit(text, &edit).expect("an edit");
    let diff = diff_manifests(text, &edited.text).expect("a difference");
    let took = began.elapsed();
    assert_eq!((edited.changes.len(), diff.hunks.len()), (1, 1));
    took
}

fn edit() -> ManifestEdit {
    let set = SetValue {
        object: format!("Deployment/n{}", DOCUMENTS / 2),
        path: "spec.template.spec.containers[name=a].image".to_owned(),
        tag: Some("2.0.0".to_owned()),
        value: None,
    };
    let file = RepoFile::new("site.yml").expect("a file's name");
    ManifestEdit { file, set: vec![set], remove: Vec::new(), temporary: false }
}

/// The manifest.
pub(crate) fn manifest() -> String {
    let one = |index: usize| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: n{index}\nspec:\n  replicas: 2 # kept\n  template:\n    \
             spec:\n      containers:\n      - name: a\n        image: registry.example/x:1.{index}\n        env:\n        \
             - name: A\n          value: \"x\"\n        resources:\n          limits:\n            cpu: \"1.0\"\n            \
             memory: 1Gi\n      restartPolicy: Always\n"
        )
    };
    (0..DOCUMENTS).map(one).collect::<Vec<_>>().join("---\n# a comment\n")
}
