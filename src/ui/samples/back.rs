//! What it is for: sample views of the way back, of deeds whose end nobody saw, and of a change that another holds.
//! Out: plain data. Never: compiled into the program.

use crate::{observed::Observed, ui::view::*};

use super::{failure, s, step, wizard};

/// A name of 253 characters, the longest that Kubernetes has.
pub(crate) fn long_name() -> String {
    let name = "a-name-as-long-as-kubernetes-allows.".repeat(8);
    name.chars().take(253).collect()
}

fn log_line(time: &str, text: &str, tone: Tone) -> EvidenceLine {
    EvidenceLine { time: s(time), text: s(text), tone }
}

fn evidence() -> EvidenceView {
    EvidenceView {
        title: s("Log of depot-6d8f-vr7mt"),
        chip: Some(Chip::new(Tone::Bad, "exit 1")),
        body: EvidenceBody::Lines {
            lines: vec![
                log_line("15:04:09", "Starting Depot 1.0.188", Tone::Quiet),
                log_line("15:04:10", "Migrating schema \"depot\" to version 112 - pkg icons", Tone::Warn),
                log_line("15:04:12", "ERROR: column \"icon_data\" does not exist", Tone::Bad),
                log_line("15:04:12", "Migration of schema \"depot\" to version 112 failed", Tone::Bad),
            ],
            pattern: s("Migrat(ing|ion)"),
            left_out: 318,
        },
    }
}

fn way(id: &str, label: &str, help: &str, steps: &[&str], button: &str) -> WayView {
    WayView {
        id: s(id),
        label: s(label),
        help: s(help),
        steps: steps.iter().map(|step| s(step)).collect(),
        button: s(button),
        ..WayView::default()
    }
}

const RESTORE: [&str; 7] = [
    "Stop all instances and wait until the pods are gone",
    "Rename the database `depot` to `depot-before-1.0.188`",
    "Make an empty database `depot`",
    "Restore `depot_2026-11-20.sql.xz.gpg` into it",
    "Compare the rows of both databases",
    "Restore the manifest and apply it",
    "Check that all is well",
];

/// The question with evidence and four ways.
pub(crate) fn decide() -> DecideView {
    let mut restore = way(
        "yes",
        "Yes, restore the database",
        "7 steps, about 6 minutes. Data written since 15:01 is lost; no instance has run since then.",
        &RESTORE,
        "Restore database and image",
    );
    restore.is_proposed = true;
    let image = way(
        "no",
        "No, only the image",
        "2 steps, about 1 minute. The database stays as it is.",
        &["Restore the manifest and apply it", "Check that all is well"],
        "Roll back the image only",
    );
    let mut drop = way(
        "drop",
        "Yes, as the runbook says",
        "7 steps, about 6 minutes.",
        &["Stop all instances", "Drop the database `depot`", "Create it", "Restore"],
        "Drop and restore the database",
    );
    drop.warning =
        Some(s("Second choice: the database is dropped first. Should the restore fail, there is none."));
    let unsure = way(
        "unsure",
        "Unsure",
        "1 step. Stops the application and holds, so that somebody can look at the database.",
        &["Stop all instances and wait until the pods are gone"],
        "Stop the application and hold",
    );
    DecideView {
        over: String::new(),
        title: s("Was the database changed?"),
        help: s(
            "A failed migration means that the backup must be restored. If the database was not touched, only the image goes back.",
        ),
        seen: Some(SeenView {
            tone: Tone::Info,
            words: s(
                "The new pod logged “Migrating schema \"depot\" to version 112” at 15:04:10 and stopped at 15:04:12 with exit code 1. This points to a database change.",
            ),
        }),
        evidence: vec![evidence()],
        ways: vec![restore, image, drop, unsure],
    }
}

/// Without a question: the one plan that fits how far the change got.
pub(crate) fn decide_only() -> DecideView {
    DecideView {
        title: s("Take this change back"),
        help: s("Only the depot server was stopped so far: nothing else is to be undone."),
        ways: vec![way(
            "plan",
            "",
            "2 steps, about 1 minute.",
            &["Scale Deployment/depot back to **2** pods", "Check that all is well"],
            "",
        )],
        ..DecideView::default()
    }
}

/// Evidence that is being read, could not be read, says nothing; ways that ask for a reason or are closed; long names.
pub(crate) fn decide_in_trouble() -> DecideView {
    let card = |title: &str, body| EvidenceView { title: s(title), chip: None, body };
    let mut view = decide();
    let lines = |pattern: &str| EvidenceBody::Lines { lines: Vec::new(), pattern: s(pattern), left_out: 0 };
    let long = log_line("15:04:13", &format!("ERROR: {} is in the way", long_name()), Tone::Bad);
    view.seen = Some(SeenView {
        tone: Tone::Warn,
        words: s("Two of five logs could not be read. What can be seen tells neither way."),
    });
    view.evidence = vec![
        card("Log of depot-6d8f-vr7mt", EvidenceBody::Loading),
        card("Log of depot-6d8f-x2kfp", EvidenceBody::Failed(failure())),
        card("Log of depot-6d8f-zzzzz, the run before", lines("Migrat(ing|ion)")),
        card(
            &format!("Log of {}", long_name()),
            EvidenceBody::Lines { lines: vec![long], pattern: String::new(), left_out: 0 },
        ),
        card(
            "Backup of this change",
            EvidenceBody::Facts(vec![BulletView::new(
                BulletMark::Warn,
                "The backup `depot_2026-11-20.sql.xz.gpg` holds **12 bytes**",
            )]),
        ),
    ];
    let why = "This change made no backup that is large enough: going on needs a written reason.";
    view.ways[0].gate = WayGate::Reason(s(why));
    view.ways[2].gate = WayGate::Closed(s("The pod that would drop the database is gone."));
    view.ways[3].label = long_name();
    view.ways[3].button = format!("Stop {}", long_name());
    view
}

/// The rail on the way back.
pub(crate) fn rail_back() -> Vec<RailSection> {
    let entry = |number: &str, title: &str, sub: &str, state| RailEntry {
        number: s(number),
        title: s(title),
        sub: s(sub),
        state,
        step: format!("step-{number}-{}", title.len()),
        ..RailEntry::default()
    };
    let waiting = |number: &str, title: &str| entry(number, title, "", StepState::Waiting);
    let mut shown = entry("2", "Rename the database", "ready", StepState::Ready);
    shown.is_shown = true;
    vec![
        RailSection {
            title: s("Done in this change"),
            entries: vec![
                entry("1", "Stop the depot server and start a backup", "undone by 6", StepState::Done),
                entry("2", "Scale the graphics server to 0", "undone by 1", StepState::Undone),
                entry("3", "Set version 1.0.188 in the manifest", "undone by 6", StepState::Done),
                entry(
                    "4",
                    "Apply the manifest",
                    "failed: 0 of 2 pods became ready in 10 min",
                    StepState::Failed,
                ),
            ],
            not_begun: vec![
                waiting("5", "Configuration after the change"),
                waiting("6", "Checks after the deployment"),
                waiting("7", "Commit and push"),
            ],
        },
        RailSection {
            title: s("Rollback plan"),
            entries: vec![
                entry("1", "Stop all instances", "done · 12 s", StepState::Done),
                shown,
                waiting("3", "Make an empty database"),
                waiting("4", "Restore from the backup"),
                waiting("5", "Compare the rows"),
                waiting("6", "Restore the manifest and apply it"),
                waiting("7", "Check that all is well"),
            ],
            ..RailSection::default()
        },
    ]
}

/// What can be done with a change on its way forward, and on its way back.
pub(crate) fn deeds_forward() -> Vec<ChangeDeed> {
    vec![ChangeDeed::open(ChangeDeedKind::RollBack), ChangeDeed::open(ChangeDeedKind::Hold)]
}

pub(crate) fn deeds_back() -> Vec<ChangeDeed> {
    let leaves = vec![
        s("Deployment/depot stays at **0** pods: the site does not answer"),
        s("The database is called `depot-before-1.0.188`; there is none called `depot`"),
        s("The manifest still says 1.0.188"),
    ];
    vec![ChangeDeed::open(ChangeDeedKind::StopGoingBack { leaves }), ChangeDeed::open(ChangeDeedKind::Hold)]
}

/// The wizard on the way back, at its second step.
pub(crate) fn going_back(live: &Observed) -> View<'_> {
    let shown = StepView {
        step: s("back-2"),
        over: s("Rollback · step 2 of 7"),
        title: s("Rename the database"),
        about: s("The old database stays whole under another name until the restored one is proven."),
        diffs: Vec::new(),
        command: Some(s("kubectl exec depot-postgres-0 -- psql -c 'ALTER DATABASE …'")),
        main: Some(MainDeed { label: s("Rename the database…"), tone: Tone::Warn, blocked: None }),
        ..step()
    };
    let screen = WizardView {
        rail: rail_back(),
        deeds: deeds_back(),
        ..wizard(MiddleView::Step(Box::new(shown)), live)
    };
    let mut view = super::view(ScreenView::Wizard(Box::new(screen)));
    view.bar.is_rolling_back = true;
    view
}

/// A deed whose end nobody saw, with one of the world's answers.
pub(crate) fn step_unknown(world: WorldView) -> StepView<'static> {
    StepView {
        state: StepState::Unknown,
        title: s("Start the backup job"),
        about: s("Makes a job of `CronJob/depot-pgbackup`."),
        happening: None,
        diffs: Vec::new(),
        command: None,
        main: None,
        others: vec![OtherDeed::AddNote],
        unknown: Some(UnknownView {
            command: s(
                "kubectl create job depot-pgbackup-manual-1.0.188 --from=cronjob/depot-pgbackup --namespace default",
            ),
            sent: s("15:02:41 · admin@example.org"),
            world,
            is_once: true,
        }),
        ..step()
    }
}

/// The world's answers, by a name for the gallery.
pub(crate) fn worlds() -> Vec<(&'static str, WorldView)> {
    let said = |answer, mark, words: &str| WorldView::Said {
        answer,
        evidence: vec![
            BulletView::new(mark, words),
            BulletView::new(BulletMark::Note, "Asked by name, uid and our own marker on the object"),
        ],
        at: s("15:09:20"),
    };
    vec![
        (
            "happened",
            said(
                WorldSays::Happened,
                BulletMark::Good,
                "Job `depot-pgbackup-manual-1.0.188` is there, made at 15:02:41, with the mark of this change",
            ),
        ),
        (
            "did-not",
            said(WorldSays::DidNot, BulletMark::Bad, "No job `depot-pgbackup-manual-1.0.188` is there"),
        ),
        (
            "cannot-tell",
            said(
                WorldSays::CannotTell,
                BulletMark::Warn,
                "A job of that name is there, without the mark of this change",
            ),
        ),
        ("asking", WorldView::Asking),
        ("ask-failed", WorldView::Failed(failure())),
    ]
}

/// Somebody else holds the change.
pub(crate) fn holder() -> HolderView {
    HolderView {
        who: s("ben@laptop-7"),
        step: s("step 5 of 10: Bring it to the cluster"),
        since: s("since 14:51 · heard of 12 s ago"),
        reason: s("Taken over from admin at 14:51: “the laptop of admin has no network”"),
        can_take_over: true,
        blocked: None,
    }
}

/// Changes that were begun and not ended.
pub(crate) fn unfinished() -> Vec<UnfinishedRow> {
    let row = |id: &str, title: &str, chip: Chip, stands: &str| UnfinishedRow {
        id: s(id),
        title: s(title),
        chips: vec![chip],
        stands: s(stands),
        detail: s("begun yesterday 15:01 · admin@example.org · last written 16:20"),
        target: s("do-ams3-web / default · infrastructure"),
        ..UnfinishedRow::default()
    };
    let mut held = row(
        "r2",
        "Forum update 2026.5.0",
        Chip::new(Tone::Quiet, "held"),
        "step 3 of 8: Set the site read-only",
    );
    held.held = s("the mirror's owner must be asked first");
    let mut damaged =
        row("r3", &long_name(), Chip::new(Tone::Bad, "damaged"), "step 2 of 10: Stop and back up");
    damaged.damage = Some(s(
        "The journal breaks at record 14 (line 14 is cut in the middle): what stands before it can be used.",
    ));
    damaged.blocked = Some(s("Another window on this machine writes this journal (process 4711)."));
    vec![
        row(
            "r1",
            "Deploy the depot server 1.0.187",
            Chip::new(Tone::Warn, "open deed"),
            "step 5 of 12: Bring it to the cluster",
        ),
        held,
        damaged,
    ]
}

/// Changes that ended.
pub(crate) fn finished() -> Vec<FinishedRow> {
    let row = |id: &str, title: &str, tone, ended: &str| FinishedRow {
        id: s(id),
        title: s(title),
        chip: Some(Chip::new(tone, ended)),
        detail: s("11 days ago · admin@example.org"),
        target: s("do-ams3-web / default"),
        has_record: true,
        can_roll_back: true,
        has_rest: false,
        blocked: None,
    };
    let mut back = row("f2", "Forum update 2026.4.9", Tone::Warn, "rolled back");
    (back.can_roll_back, back.has_rest) = (false, true);
    let mut long = row("f3", &long_name(), Tone::Good, "completed");
    long.blocked = Some(s("Its journal is damaged"));
    vec![row("f1", "Deploy the depot server 1.0.186", Tone::Good, "completed"), back, long]
}
