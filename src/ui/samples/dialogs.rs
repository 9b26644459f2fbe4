//! What it is for: sample dialogs: usual, gravest, with conflicts.
//! Out: plain data. Never: compiled into the program.

use crate::ui::view::*;

use super::{diff, s, target};

/// A usual dialog: one click.
pub(crate) fn dialog() -> DialogView<'static> {
    DialogView {
        id: s("p1"),
        question: s("Scale depot to 0?"),
        over: s("Step 2 of 10"),
        target: target(),
        facts: vec![
            BulletView::new(BulletMark::Change, "Deployment `depot` goes from **2** pods to **0**"),
            BulletView::new(BulletMark::Warn, "The site answers 503 until step 6"),
            BulletView::new(BulletMark::Good, "Done only when both pods are really gone"),
        ],
        changes: vec![ValueChange { what: s("spec.replicas"), before: s("2"), after: s("0") }],
        exact: Some(ExactView {
            title: s("The exact request"),
            text:
                "PATCH /apis/apps/v1/namespaces/default/deployments/depot/scale\n{\"spec\":{\"replicas\":0}}"
                    .into(),
        }),
        affected: Some(s("Everybody who uses depot.example.org")),
        way_back: Some(WayBack::Undo(s("Can be undone: scaled back to **2**"))),
        deed: s("Scale to 0"),
        ..DialogView::default()
    }
}

/// The gravest dialog: a word must be typed.
pub(crate) fn dialog_typed() -> DialogView<'static> {
    DialogView {
        id: s("p2"),
        question: s("Drop the database depot?"),
        over: s("Rollback step 3 of 7"),
        target: target(),
        facts: vec![
            BulletView::new(
                BulletMark::Bad,
                "Runs `dropdb -U postgres depot` in pod `postgres-5f7b9c-kq2xw`",
            ),
            BulletView::new(BulletMark::Bad, "All data in this database is deleted. It cannot be undone."),
            BulletView::new(
                BulletMark::Good,
                "A backup of this change exists: `depot_2026-11-20.sql.xz.gpg`, finished 15:01, 245 MiB",
            ),
            BulletView::new(BulletMark::Good, "No pod of depot is running"),
        ],
        typed: Some(TypedView { label: s("Type the name of the database to go on"), word: s("depot") }),
        deed: s("Drop the database"),
        is_dangerous: true,
        ..DialogView::default()
    }
}

/// A dialog with conflicts, after the world moved.
pub(crate) fn dialog_ticks() -> DialogView<'static> {
    DialogView {
        id: s("p3"),
        question: s("Apply deployments/depot.yml?"),
        over: s("Step 6 of 10"),
        target: target(),
        moved: vec![BulletView::new(
            BulletMark::Warn,
            "Deployment `depot` was changed by **argocd** 12 s ago",
        )],
        facts: vec![BulletView::new(BulletMark::Change, "2 Deployments change image to **1.0.188**")],
        diffs: vec![diff()],
        ticks: vec![TickView {
            id: s("argocd"),
            words: s("Take `spec.replicas` of Deployment/depot over from **argocd**"),
            detail: Some(s("it is 3 there and would become 2")),
            is_required: true,
        }],
        deed: s("Apply to production"),
        ..DialogView::default()
    }
}

/// A kubeconfig over the window.
pub(crate) fn dropping() -> DroppingView {
    DroppingView {
        words: "Use as kubeconfig (3 contexts)".to_owned(),
        name: "production.yaml".to_owned(),
        tone: Tone::Info,
    }
}
