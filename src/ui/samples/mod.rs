//! What it is for: views in many states, for tests and for looking at the screens without a cluster.
//! Out: plain data. Never: compiled into the program.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

mod attach;
mod back;
pub(crate) mod checks;
pub(crate) mod cluster;
pub(crate) mod cluster_log;
mod dialogs;
pub(crate) mod drift;
pub(crate) mod history;
pub(crate) mod long;
pub(crate) mod pages;
pub(crate) mod picture;
pub(crate) mod ready;
mod settings;
mod start;
mod ticket;
mod timeline;
pub(crate) mod way;

pub(crate) use attach::*;
pub(crate) use back::*;
pub(crate) use dialogs::*;
pub(crate) use settings::*;
pub(crate) use start::*;
pub(crate) use ticket::*;
pub(crate) use timeline::*;

use crate::{
    failure::{Failure, FailureKind},
    manifest::Diff,
    observed::{JobRow, JobState, Link, Observed, PodRow, WarningRow, WorkloadRow, revisions::RevisionRow},
    ui::view::*,
    words::Sentence,
};

/// A moment that all samples share: 2026-11-20 15:04:10 UTC.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_795_187_050).expect("a valid time")
}

fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() - seconds).expect("a valid time")
}

fn s(text: &str) -> String {
    text.to_owned()
}

/// A failure whose words are given, not looked up.
pub(crate) fn failure() -> Failure {
    Failure::new(FailureKind::World, Sentence::new("failure-world"))
        .hint(Sentence::new("failure-person"))
        .detail("connect to https://k8s.example.org:6443: operation timed out after 5 s")
        .detail("tcp connect error: 192.0.2.7:6443")
}

pub(crate) fn target() -> TargetView {
    TargetView {
        context: s("do-ams3-web"),
        namespace: s("default"),
        server: s("https://k8s.example.org:6443"),
        is_production: true,
    }
}

pub(crate) fn bar_of_wizard() -> BarView {
    BarView {
        is_rolling_back: false,
        title: Some(s("Deploy the depot server 1.0.188")),
        state: Some(Chip::new(Tone::Info, "change in progress")),
        target: Some(target()),
        repository: Some(RepositoryBadge {
            name: s("infrastructure"), detail: s("master · 1 file changed")
        }),
        who: Some(s("admin@example.org")),
        page: Page::Change,
        is_read_only: false,
    }
}

#[expect(clippy::too_many_lines, reason = "one row of each kind")]
pub(crate) fn observed() -> Observed {
    let revision =
        |number: i64, pods: i32| RevisionRow { number, pods, ready: pods, ..RevisionRow::default() };
    let workload = |name: &str, image: &str, wanted: i32, ready: i32| WorkloadRow {
        kind: s("Deployment"),
        name: s(name),
        uid: s(name),
        resource_version: s("1"),
        generation: 2,
        observed_generation: 2,
        wanted,
        replicas: ready,
        updated: ready,
        ready,
        available: ready,
        terminating: None,
        paused: false,
        images: vec![(s("main"), s(image))],
        trouble: None,
        selector: s("app=depot"),
        partition: 0,
        on_delete: false,
        version: None,
        awaits_image: false,
        revisions: vec![revision(7, ready), revision(6, wanted - ready)],
        created: Some(ago(950_000)),
    };
    let pod = |name: &str, phase: &str, ready: u32, reason: Option<&str>| {
        Arc::new(PodRow {
            name: s(name),
            uid: s(name),
            phase: s(phase),
            is_terminating: false,
            disruption: None,
            ready,
            containers: 1,
            restarts: 0,
            reason: reason.map(s),
            message: reason.map(|_| s("Back-off pulling image \"registry.example.org/depot:1.0.199\"")),
            exit_code: None,
            owner: None,
            labels: Vec::new(),
            image: s("depot:1.0.187"),
            image_id: None,
            node: Some(s("node-1")),
            created: Some(ago(950_400)),
        })
    };
    Observed {
        workloads: vec![
            workload("depot", "registry.example.org/web/depot:1.0.187", 0, 0),
            workload("depot-server-graphics", "registry.example.org/web/depot-server-graphics:1.0.187", 2, 2),
        ],
        pods: vec![
            pod("depot-server-graphics-7c9d5b6f4-x2kfp", "Running", 1, None),
            pod("depot-server-graphics-7c9d5b6f4-q8vnz", "Pending", 0, Some("ImagePullBackOff")),
        ],
        jobs: vec![JobRow {
            name: s("depot-pgbackup-manual-1.0.188"),
            uid: s("j"),
            state: JobState::Complete,
            active: 0,
            succeeded: 1,
            failed: 0,
            completions: 1,
            made_by_change: Some(s("c1")),
            started: Some(ago(300)),
            ended: Some(ago(188)),
            created: Some(ago(300)),
        }],
        routes: vec![way::broken(), way::shared()],
        warnings: vec![Arc::new(WarningRow {
            object: s("Pod/depot-server-graphics-7c9d5b6f4-q8vnz"),
            reason: s("Failed"),
            message: s("Error: ImagePullBackOff"),
            count: 4,
            at: Some(ago(42)),
        })],
        unseen: Vec::new(),
        link: Link::Live { heard_at: ago(2) },
    }
}

/// The same rows after the connection was lost.
pub(crate) fn observed_stale() -> Observed {
    Observed {
        unseen: vec![failure()],
        link: Link::Stale { heard_at: Some(ago(48)), failure: failure() },
        ..observed()
    }
}

pub(crate) fn rail() -> Vec<RailSection> {
    let entry = |number: &str, title: &str, sub: &str, state| RailEntry {
        number: s(number),
        title: s(title),
        sub: s(sub),
        state,
        step: format!("step-{number}"),
        ..RailEntry::default()
    };
    let part =
        |step: &str, title: &str, state| RailPart { step: s(step), title: s(title), state, is_shown: false };
    let mut stop =
        entry("2", "Stop the depot server and start a backup", "2 pods ended · 14 s", StepState::Done);
    stop.parts = vec![
        part("stop", "Scale to 0", StepState::Done),
        part("backup", "Start the backup job", StepState::Done),
    ];
    let mut apply = entry("6", "Apply the manifest", "ready", StepState::Ready);
    apply.is_shown = true;
    vec![
        RailSection {
            title: s("Prepare"),
            entries: vec![
                entry("1", "Images are in the registry", "2 found · 6 s", StepState::Done),
                stop,
                entry("3", "Watch the backup finish", "245 MiB · 1 min 52 s", StepState::Deviation),
                entry("4", "Configuration before the change", "none · left out", StepState::Skipped),
            ],
            ..RailSection::default()
        },
        RailSection {
            title: s("Change"),
            entries: vec![
                entry("5", "Set version 1.0.188 in the manifest", "2 lines changed", StepState::Done),
                apply,
                entry("7", "Configuration after the change", "", StepState::Waiting),
            ],
            ..RailSection::default()
        },
        RailSection {
            title: s("Verify and finish"),
            entries: vec![
                entry("8", "Checks after the deployment", "", StepState::Waiting),
                entry("9", "Commit and push", "", StepState::Waiting),
                entry("10", "Announce the update", "", StepState::Waiting),
            ],
            ..RailSection::default()
        },
    ]
}

/// A difference as a unified one tells it.
pub(crate) fn diff_of(text: &str) -> Diff {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    Diff::of_text(&lines).expect("a difference")
}

pub(crate) fn diff() -> DiffView<'static> {
    let mut diff = diff_of(
        "@@ -18,4 +18,4 @@ Deployment depot · spec.template.spec.containers[depot]
       containers:
       - name: depot
-        image: registry.example.org/web/depot:1.0.187
+        image: registry.example.org/web/depot:1.0.188
@@ -30,1 +30,1 @@ Deployment depot · spec
-replicas: 0
+replicas: 2
@@ -118,4 +118,4 @@ Deployment depot-server-graphics · spec.template.spec.containers[depot-server-graphics]
       containers:
       - name: depot-server-graphics
-        image: registry.example.org/web/depot-server-graphics:1.0.187
+        image: registry.example.org/web/depot-server-graphics:1.0.188",
    );
    if let Some(second) = diff.hunks.get_mut(1) {
        second.above = (21..30).map(|line| format!("          line: {line}")).collect();
    }
    DiffView { title: "Difference to the cluster".into(), diff: std::borrow::Cow::Owned(diff) }
}

pub(crate) fn step() -> StepView<'static> {
    StepView {
        step: s("step-6"),
        over: s("Step 6 of 10 · Change"),
        title: s("Apply the manifest"),
        about: s("Sends `deployments/depot.yml` to the cluster and waits until every new pod is ready."),
        state: StepState::Ready,
        happening: Some(HappeningView {
            title: String::new(),
            chip: Some(Chip::new(Tone::Good, "checked on the server just now")),
            lines: vec![
                BulletView::new(
                    BulletMark::Change,
                    "2 Deployments change image to **1.0.188**; depot starts **2** pods again",
                ),
                BulletView::new(
                    BulletMark::Same,
                    "6 objects stay as they are (2 Services, 1 Ingress, 3 CronJobs)",
                ),
                BulletView::new(
                    BulletMark::Warn,
                    "CronJob `depot-maintenance-daily` stands twice in this file (lines 213 and 244): the second one wins",
                ),
            ],
            failure: None,
        }),
        diffs: vec![diff()],
        command: Some(s("kubectl apply --server-side -f deployments/depot.yml")),
        main: Some(MainDeed { label: s("Apply to production…"), tone: Tone::Info, blocked: None }),
        others: vec![OtherDeed::Skip, OtherDeed::AddNote],
        ..StepView::default()
    }
}

/// The step in each state, with the buttons that the run gives it.
pub(crate) fn steps_by_state() -> BTreeMap<&'static str, StepView<'static>> {
    let main = |label: &str| Some(MainDeed { label: s(label), tone: Tone::Info, blocked: None });
    let base = StepView { main: None, others: Vec::new(), ..step() };
    let at =
        |state, main, others: &[OtherDeed]| StepView { state, main, others: others.to_vec(), ..base.clone() };
    let verdict = |tone, headline: &str| VerdictView {
        tone,
        headline: s(headline),
        evidence: vec![
            BulletView::new(BulletMark::Good, "the Job's condition is **Complete**"),
            BulletView::new(BulletMark::Bad, "the log says `pg_dump: error: connection refused`"),
        ],
        hint: Some(s("Look at the log below. Going on is possible only with a written reason.")),
        details: vec![s("line 4: pg_dump: error: connection to server failed")],
    };
    let mut running = at(StepState::Running, None, &[OtherDeed::StopWaiting, OtherDeed::AddNote]);
    running.progress = Some(ProgressView {
        words: s("1 of 2 pods has ended"),
        time: s("20 s · usually 40 s"),
        fraction: Some(0.5),
        is_late: false,
    });
    let mut late = running.clone();
    late.state = StepState::Late;
    late.progress = Some(ProgressView {
        words: s("1 of 2 pods is ready"),
        time: s("12 min · usually 2 min"),
        fraction: None,
        is_late: true,
    });
    let mut failed = at(StepState::Failed, main("Try again…"), &[OtherDeed::GoOn, OtherDeed::AddNote]);
    failed.verdict = Some(verdict(Tone::Bad, "The backup is not good"));
    let mut unknown = at(StepState::Unknown, None, &[OtherDeed::LookAgain, OtherDeed::AddNote]);
    unknown.verdict = Some(verdict(Tone::Warn, "It is not known whether this happened"));
    let undone = at(StepState::Undone, None, &[OtherDeed::AddNote]);
    let mut done = at(StepState::Done, main("Go on to step 7"), &[OtherDeed::Undo, OtherDeed::AddNote]);
    done.verdict = Some(verdict(Tone::Good, "All new pods are ready"));
    let mut blocked = at(StepState::Blocked, None, &[OtherDeed::Waive, OtherDeed::Skip, OtherDeed::TryAgain]);
    blocked.happening = Some(HappeningView { failure: Some(failure()), ..HappeningView::default() });
    let skipped = at(StepState::Skipped, main("Go on to step 7"), &[OtherDeed::AddNote]);
    BTreeMap::from([
        ("blocked", blocked),
        ("done", done),
        ("failed", failed),
        ("late", late),
        ("ready", step()),
        ("running", running),
        ("skipped", skipped),
        ("undone", undone),
        ("unknown", unknown),
        ("waiting", at(StepState::Waiting, None, &[OtherDeed::AddNote])),
    ])
}

pub(crate) fn log(lines: usize) -> Vec<String> {
    (0..lines)
        .map(|n| format!("2026-11-20T15:01:{:02}Z  Transferred: {n}.32 MiB, Speed: 86.05 MiB/s", n % 60))
        .collect()
}

pub(crate) fn wizard<'a>(middle: MiddleView<'a>, live: &'a Observed) -> WizardView<'a> {
    WizardView {
        rail: rail(),
        middle,
        live,
        live_scope: s("only this change"),
        status: StatusView {
            journal_saved: Some(s("15:02:41")),
            progress: s("5 of 10 steps · 4 min 20 s"),
            minutes_since: None,
        },
        deeds: deeds_forward(),
        timeline: None,
        timeline_failure: None,
        holder: None,
    }
}

pub(crate) fn finish() -> FinishView {
    FinishView {
        tone: Tone::Good,
        headline: s("The depot server 1.0.188 is deployed"),
        about: s("10 of 10 steps in **18 min 4 s**. Cluster and repository say the same."),
        lines: vec![
            BulletView::new(BulletMark::Good, "backup `depot_2026-11-20.sql.xz.gpg`, 245 MiB"),
            BulletView::new(BulletMark::Good, "both pods run 1.0.188"),
            BulletView::new(
                BulletMark::Warn,
                "**Step 8 was gone on with nevertheless**: the site answered 503 for two minutes",
            ),
        ],
        commit: Some(s("b7d43db13a97d9f6fc940535ac7cfcfe6b51fc93")),
        change: s("2026-11-20-depot-1.0.188"),
        record: Some(s("/home/admin/.local/share/changeover/2026-11-20-depot-1.0.188/record.md")),
        journal: Some(s("/home/admin/.local/share/changeover/2026-11-20-depot-1.0.188/journal.jsonl")),
        ticket: Some(s("https://github.com/example/infrastructure/issues/17")),
        is_rehearsal: false,
    }
}

pub(crate) fn view(screen: ScreenView<'_>) -> View<'_> {
    let bar = match &screen {
        ScreenView::Start(_) => BarView { who: Some(s("admin@example.org")), ..BarView::default() },
        ScreenView::Wizard(_) => bar_of_wizard(),
        ScreenView::Settings(_) => BarView { page: Page::Settings, ..BarView::default() },
        ScreenView::Cluster(_) => {
            BarView { page: Page::Cluster, target: Some(target()), ..BarView::default() }
        }
        ScreenView::History(_) => BarView { page: Page::History, ..BarView::default() },
    };
    let survey = match &screen {
        ScreenView::Cluster(cluster) => Some(cluster.survey),
        ScreenView::Start(_) | ScreenView::Wizard(_) | ScreenView::History(_) | ScreenView::Settings(_) => {
            None
        }
    };
    let (practice, dialog, dropping, files) = (None, None, None, None);
    View { bar, practice, screen, dialog, files, notices: Vec::new(), survey, dropping, now: now() }
}
