//! What it is for: the comparison of repository and cluster in many states. Out: plain data. Never: compiled into the
//! program.

use crate::{
    manifest::{
        Diff,
        drift::{Drift, Row, Standing},
    },
    ui::view::{ClusterView, DiffView, DriftRowView, DriftView},
    words::Sentence,
};

use super::{ago, failure, s};

fn row(file: &str, line: usize, object: &str, standing: Standing) -> Row {
    Row {
        file: s(file),
        line: Some(line),
        object: s(object),
        group: String::new(),
        namespace: None,
        standing,
        notes: Vec::new(),
        diff: Diff::default(),
        is_edited: false,
        has_conflicts: false,
        is_shareable: true,
    }
}

/// A comparison in which everything happens.
pub(crate) fn found() -> Drift {
    let depot = "deployments/depot.yml";
    let held = Sentence::new("drift-held-by-hand")
        .with("field", ".spec.template.spec.containers[name=\"depot\"].image")
        .with("manager", "kubectl-set")
        .with("at", "2026-11-19T21:40:12Z")
        .with("live", "registry.example/depot:1.0.187-hotfix")
        .with("file", "registry.example/depot:1.0.188");
    let mut differs = row(depot, 12, "Deployment/depot-server", Standing::Differs { fields: 2 });
    differs.notes = vec![held, Sentence::new("drift-edited").with("file", depot)];
    differs.is_edited = true;
    let mut secret = row(depot, 4, "Secret/depot-login", Standing::Differs { fields: 1 });
    secret.notes = vec![Sentence::new("drift-secret-placeholder")];
    let not = |file: &str, key: &str| Row {
        line: None,
        ..row(file, 1, "", Standing::NotCompared(Sentence::new(key)))
    };
    let mut drift = Drift {
        rows: vec![
            differs,
            secret,
            row("deployments/search.yml", 31, "CronJob/search-index", Standing::Missing),
            row("deployments/routes.yml", 1, "IngressRoute/depot", Standing::Refused(Box::new(failure()))),
            row(depot, 80, "Service/depot-server", Standing::OnlyMetadata { fields: 1 }),
            not("charts/gerrit/", "drift-chart"),
            not("overlays/production/", "drift-kustomize"),
        ],
        branch: Some(s("main")),
        commit: s("3f9c2e71ab"),
        summary: s("depot: deploy 1.0.188"),
        elsewhere: 3,
        plain: 14,
        left_out: 0,
    };
    let same = ["ConfigMap", "Service", "PersistentVolumeClaim", "Ingress"];
    drift.rows.extend((0..24).map(|number: usize| {
        let kind = same.get(number % 4).copied().unwrap_or_default();
        let file = format!("deployments/app-{:02}.yml", number / 4);
        row(&file, 1 + 20 * (number % 4), &format!("{kind}/app-{:02}", number / 4), Standing::Same)
    }));
    drift
}

/// The page with that comparison.
pub(crate) fn shown<'a>(page: ClusterView<'a>, found: &'a Drift) -> ClusterView<'a> {
    let drift = DriftView {
        is_shown: true,
        repository: s("infrastructure · main"),
        scope: "shop",
        home: "shop",
        drift: Some((found, ago(72))),
        ..DriftView::default()
    };
    ClusterView { drift, ..page }
}

/// The difference of the first row.
pub(crate) fn difference() -> Diff {
    super::diff_of(
        "@@ -41,6 +41,6 @@ Deployment depot-server · spec.template.spec.containers
       containers:
       - name: depot
-        image: registry.example/depot:1.0.187-hotfix
+        image: registry.example/depot:1.0.188
         resources:
           limits:
-            memory: 1Gi
+            memory: 2Gi",
    )
}

/// The first row, looked at closely.
pub(crate) fn closely(diff: &Diff) -> DriftRowView<'_> {
    let diff = DiffView { title: "Deployment/depot-server".into(), diff: std::borrow::Cow::Borrowed(diff) };
    let kubectl = "git -C /srv/infrastructure show HEAD:deployments/depot.yml | kubectl --context=do-ams3 \
                   --namespace=shop diff --server-side -f -";
    DriftRowView { index: 0, diff, kubectl }
}
