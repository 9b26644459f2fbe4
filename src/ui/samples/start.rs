//! What it is for: sample start screens: in order, and with everything in trouble.
//! Out: plain data. Never: compiled into the program.

use crate::ui::view::*;

use super::{failure, finished, now, s, unfinished};

pub(crate) fn start() -> StartView {
    StartView {
        practise: Practise::Quiet,
        second: None,
        cluster: ClusterCard {
            kubeconfig: s("/home/admin/.kube/config"),
            contexts: vec![
                ContextChoice {
                    name: s("do-ams3-web"),
                    server: s("https://k8s.example.org:6443"),
                    is_production: true,
                },
                ContextChoice {
                    name: s("kind-local"),
                    server: s("https://127.0.0.1:40001"),
                    is_production: false,
                },
            ],
            context: Some(s("do-ams3-web")),
            namespace: s("default"),
            namespaces: vec![s("default"), s("kube-system")],
            who: Some(s("admin@example.org")),
            chip: Some(Chip::new(Tone::Good, "connected · v1.36.1")),
            failure: None,
            consent: None,
            doctor: DoctorView::default(),
        },
        repository: RepositoryCard {
            folder: s("/home/admin/src/infrastructure"),
            branch: Some(s("master → origin/master")),
            last_commit: Some(s("4f2a91c · Forum: deploy 2026.5.0")),
            author: Some(s("Admin <admin@example.org>")),
            chip: Some(Chip::new(Tone::Good, "clean · up to date")),
            failure: None,
            consent: None,
        },
        procedures: procedures(),
        unfinished: Vec::new(),
        finished: Vec::new(),
        details: Some(details()),
        checks: Some(super::ready::warned()),
        start_label: s("Start the change"),
        blocked: Vec::new(),
        alone: None,
        is_read_only: false,
        origin: None,
        ticket: None,
        request: None,
    }
}

fn procedures() -> Vec<ProcedureRow> {
    let row = |id: &str, name: &str, does: &str, steps, rollback: &str, source: &str| ProcedureRow {
        id: s(id),
        name: s(name),
        does: s(does),
        steps,
        rollback: s(rollback),
        source: s(source),
        is_chosen: id == "depot",
        ..ProcedureRow::default()
    };
    let mut rows = vec![
        row(
            "depot",
            "Depot server deployment",
            "New version with a database backup before it",
            10,
            "image, database",
            "shipped",
        ),
        row(
            "forum",
            "Forum update",
            "New version with the site read-only meanwhile",
            8,
            "image",
            "repository",
        ),
        row("dump", "Depot database dump", "Masked copy for a requester", 6, "–", "repository"),
        row(
            "shop",
            "Shop migration, no downtime",
            "New database and API beside the old ones, then a route switch",
            18,
            "route switch at any time",
            "shipped",
        ),
    ];
    rows[2].mark = Some(Chip::new(Tone::Warn, "uncommitted"));
    rows
}

#[expect(clippy::too_many_lines, reason = "one sample with a field of each kind")]
fn details() -> DetailsView {
    let field = |id: &str, label: &str, kind, value: &str| FieldView {
        id: s(id),
        label: s(label),
        kind,
        value: s(value),
        is_required: true,
        ..FieldView::default()
    };
    let choice = |value: &str, days: i64, mark: Option<&str>| FieldChoice {
        value: s(value),
        made: Some(now() - jiff::SignedDuration::from_hours(days * 24 + 4)),
        mark: mark.map(s),
    };
    let rows = vec![
        choice("1.0.188", 2, None),
        choice("1.0.187", 11, Some("runs now")),
        FieldChoice { value: s("1.0.186"), ..FieldChoice::default() },
    ];
    let choices =
        FieldChoices { rows: std::sync::Arc::new(rows), foot: s("4 more do not fit this field"), now: now() };
    let mut version = field("version", "Version", FieldKind::Suggest(choices), "1.0.188");
    version.help = s("The new version, such as 1.0.188");
    version.pattern = Some(s(r"^1\.0\.[0-9]+$"));
    version.note = Some(Chip::new(Tone::Quiet, "Built 2 days ago (2026-11-19 06:24) · 1.0.187 runs now"));
    version.is_changed = true;
    let mut build = field("build", "Build that was tested", FieldKind::Line, "");
    build.proposal = Some(FieldProposal {
        label: s("take it from the image"),
        value: s("https://ci.example.org/build/42"),
    });
    build.hint = s("https://…");
    let place = FieldKind::Secret(s(
        "From the Secret depot-db, key password. Its value is shown never, and kept in no journal, record or log",
    ));
    let password = field("password", "Password of the database", place, "");
    let derived = |label: &str, name: &str, is_whole| DerivedRow { label: s(label), name: s(name), is_whole };
    let mut ticket = field("request.ticket", "Ticket number", FieldKind::Code, "");
    ticket.is_required = false;
    DetailsView {
        parameters: vec![version, build, password],
        derived: vec![
            derived("Check that the images exist", "ghcr.io/example/depot:1.0.188", true),
            derived("Start the backup", "depot-pgbackup-manual-1.0.188", true),
        ],
        request: vec![
            field(
                "request.description",
                "Description",
                FieldKind::Lines,
                "Update the depot server to version 1.0.188",
            ),
            field(
                "request.tested",
                "How has the change been tested",
                FieldKind::Lines,
                "Dev-tested by the developer.\nAutomated tests run by the build.",
            ),
            ticket,
        ],
        before: Vec::new(),
        after: vec![ConfigRow {
            id: 1,
            words: s("Set `CACHE_SECONDS` to **60** in Deployment/depot"),
            error: None,
            change: ConfigChange::Human { words: s("ask") },
        }],
        objects: vec![ManifestObject {
            at: ConfigPlace { file: s("deployments/depot.yml"), object: s("Deployment/depot") },
            containers: vec![s("depot")],
        }],
        preview_title: s("[Change Request] Deploy the depot server version 1.0.188"),
        preview: s(
            "### Description\nUpdate the depot server to version **1.0.188**\n\n### Steps\n1. Verify the images\n```\n$ kubectl scale deploy depot --replicas=0\n```\n\n### Configuration Changes\nNone\n",
        ),
    }
}

/// The start screen with everything in trouble.
pub(crate) fn start_in_trouble() -> StartView {
    let mut view = start();
    view.cluster.chip = Some(Chip::new(Tone::Bad, "no answer"));
    view.cluster.failure = Some(failure());
    view.cluster.who = None;
    view.cluster.doctor = doctor();
    view.cluster.namespaces.clear();
    view.cluster.kubeconfig = s(
        "/home/admin/a/very/long/path/that/does/not/fit/into/the/field/of/the/card/at/all/config-of-the-second-cluster.yaml",
    );
    view.cluster.consent = Some(ConsentView {
        words: s(
            "This kubeconfig runs a program to log in. It runs only when you allow it, without a shell.",
        ),
        programs: vec![ProgramLine {
            command: s(
                "/usr/local/bin/doctl kubernetes cluster kubeconfig exec-credential --version=v1beta1 --context=default 0f1e2d3c",
            ),
            origin: s("environment: DO_TOKEN"),
        }],
        button: s("Allow and connect"),
    });
    view.repository.chip = Some(Chip::new(Tone::Warn, "3 files changed"));
    view.repository.consent = Some(ConsentView {
        words: s("The repository's configuration names programs that git would run here."),
        programs: vec![ProgramLine {
            command: s("/home/admin/src/infrastructure/.git/hooks/pre-commit"),
            origin: s("hook"),
        }],
        button: s("Agree to these programs"),
    });
    view.procedures[3].problems =
        vec![s("shop.procedure.yaml:17:5 unknown key `stpes`; did you mean `steps`?")];
    if let Some(details) = &mut view.details {
        details.parameters[0].value = s("1.0.x");
        details.parameters[0].note = None;
        details.parameters[0].error = Some(s("“1.0.x” is not of the form 1.0.188"));
    }
    view.checks = Some(super::ready::bad());
    view.blocked = vec![
        s("the cluster does not answer"),
        s("the version is not of the form 1.0.188"),
        s("the link to the tested build is missing"),
    ];
    view.unfinished = unfinished();
    view.finished = finished();
    view
}

/// A search that ended at a certificate.
pub(crate) fn doctor() -> DoctorView {
    let row = |title: &str, state, words: &str| LinkRow {
        title: s(title),
        state,
        words: s(words),
        ..LinkRow::default()
    };
    let mut links = vec![
        row("Proxy", CheckState::Good, "No proxy leads there"),
        row("Address", CheckState::Good, "k8s.example.org has the address 203.0.113.7"),
        row("Connection", CheckState::Good, "k8s.example.org takes connections at port 6443"),
        row("Encryption and certificate", CheckState::Bad, "The certificate of the server has expired"),
        row("Credentials", CheckState::Unknown, "Not asked"),
        row("Who am I", CheckState::Unknown, "Not asked"),
        row("Rights", CheckState::Unknown, "Not asked"),
        row("Version of the server", CheckState::Unknown, "Not asked"),
    ];
    links[3].hint = Some(s("Ask whoever administers the cluster to renew it."));
    links[3].evidence =
        vec![s("issued by: kubernetes"), s("good from 2025-11-20 10:00:00 UTC to 2026-11-20 10:00:00 UTC")];
    let text = s("Proxy (In order): No proxy leads there\n");
    DoctorView { is_offered: true, is_searching: false, links, text }
}
