//! What it is for: samples with as much in them as there can be, and with nothing yet: long names and references, many
//! rows, long errors, letters of other scripts. Out: plain data. Never: compiled into the program.

use std::sync::Arc;

use crate::{
    action::Mark,
    failure::{Failure, FailureKind},
    manifest::drift::Drift,
    observed::{
        Observed, PodRow,
        survey::{Detail, Item, Lens, Section, Survey, Tally},
    },
    ui::view::*,
    words::Sentence,
};

use super::{cluster, drift as drift_samples, s};

/// Words from right to left, of Chinese and Japanese, and a picture.
pub(crate) const FOREIGN: &str = "نشر الإصدار الجديد · 部署数据库服务器的新版本 · デポサーバーを更新する 🚀";

/// A name of 63 letters without a place to break, as a label may be.
pub(crate) fn name(number: usize) -> String {
    format!("depot-server-server-graphics-of-the-second-data-centre-no-{number:05}")
}

/// A title of 200 letters.
pub(crate) fn title() -> String {
    let words = "Deploy the depot server and everything that belongs to it to the second data centre, after the \
                 move of the database, with the site read-only meanwhile, as agreed with the mirrors and ";
    format!("{words}{FOREIGN}")
}

/// A reference of 200 letters.
pub(crate) fn image() -> String {
    let path = "registry.of-the-department.example.org:5000/platform/services/".to_owned() + &name(1);
    format!("{path}@sha256:9b1f4f9b1c2d3e4a5b6c7d8e9f00112233445566778899aabbccddeeff001122")
}

/// An error of 4 KB, as an admission controller writes it.
pub(crate) fn error() -> String {
    let one = "admission webhook \"policy.example.org\" denied the request: spec.template.spec.containers[0].image: \
               the registry is not in the list of those that are allowed; ";
    one.repeat(25)
}

/// A failure with that error.
pub(crate) fn failure() -> Failure {
    Failure::new(FailureKind::World, Sentence::new("failure-world"))
        .hint(Sentence::new("failure-person"))
        .detail(error())
        .detail(format!("image {}", image()))
}

/// The strip with long words everywhere.
pub(crate) fn bar(page: Page) -> BarView {
    BarView {
        is_rolling_back: true,
        title: Some(title()),
        state: Some(Chip::new(Tone::Info, "change in progress")),
        target: Some(TargetView {
            context: name(2),
            namespace: name(3),
            server: s("https://k8s.example.org:6443"),
            is_production: true,
        }),
        repository: Some(RepositoryBadge {
            name: name(4),
            detail: s("feature/the-long-branch · 140 files changed"),
        }),
        who: Some(s(
            "system:serviceaccount:operations:changeover-runner-of-the-night-of-the-second-data-centre",
        )),
        page,
        is_read_only: true,
    }
}

/// Nothing has answered yet.
pub(crate) fn start_loading() -> StartView {
    let mut view = super::start();
    view.cluster.chip = Some(Chip::busy("connecting"));
    (view.cluster.who, view.cluster.namespaces) = (None, Vec::new());
    view.repository.chip = Some(Chip::busy("reading"));
    (view.repository.branch, view.repository.last_commit, view.repository.author) = (None, None, None);
    view.procedures.truncate(1);
    if let Some(checks) = &mut view.checks {
        checks.chip = Some(Chip::busy("checking"));
        for row in &mut checks.rows {
            row.state = CheckState::Waiting;
            row.found.clear();
            row.age.clear();
        }
    }
    view.blocked = vec![s("the cluster has not answered yet")];
    view
}

/// One procedure, not chosen yet; one change that was begun.
pub(crate) fn start_one() -> StartView {
    let mut view = super::start();
    view.procedures.truncate(1);
    view.procedures[0].is_chosen = false;
    (view.details, view.checks) = (None, None);
    view.unfinished = super::unfinished();
    view.unfinished.truncate(1);
    view
}

/// Many procedures, changes, contexts and namespaces.
pub(crate) fn start_many() -> StartView {
    let mut view = super::start();
    let rows = view.procedures.clone();
    let row =
        |at: usize| ProcedureRow { id: format!("p{at}"), is_chosen: false, ..rows[at % rows.len()].clone() };
    view.procedures.extend((0..36).map(row));
    let begun = super::unfinished();
    view.unfinished =
        (0..12).map(|at| UnfinishedRow { id: format!("u{at}"), ..begun[at % begun.len()].clone() }).collect();
    let ended = super::finished();
    view.finished =
        (0..5).map(|at| FinishedRow { id: format!("f{at}"), ..ended[at % ended.len()].clone() }).collect();
    view.cluster.namespaces = (0..400).map(|at| format!("team-{at:03}")).collect();
    view
}

/// Everything as long as it can be.
pub(crate) fn start() -> StartView {
    let mut view = super::start_in_trouble();
    view.cluster.failure = Some(failure());
    for context in &mut view.cluster.contexts {
        context.name = name(1);
    }
    view.cluster.context = Some(name(1));
    view.cluster.namespace = name(2);
    view.repository.folder = format!("/home/admin/src/{}/{}", name(1), name(2));
    view.repository.branch = Some(format!("feature/{} → origin/feature/{}", name(5), name(5)));
    view.repository.last_commit = Some(format!("4f2a91c · {}", title()));
    view.repository.author = Some(format!("{FOREIGN} <{}@example.org>", name(6)));
    for row in &mut view.procedures {
        (row.name, row.does) = (title(), format!("{} {FOREIGN}", title()));
        row.rollback = title();
    }
    view.procedures[3].problems.push(error());
    if let Some(details) = &mut view.details {
        details.preview_title = title();
        for field in details.parameters.iter_mut().chain(&mut details.request) {
            field.value = image();
            field.label = format!("{} of the second data centre", field.label);
            field.note = Some(Chip::new(Tone::Warn, image()));
        }
        details.after[0].words = title();
        details.after[0].error = Some(error());
    }
    view.checks = Some(checks());
    view.blocked.push(title());
    view
}

/// Checks with much to say.
pub(crate) fn checks() -> ChecksView {
    let mut view = super::ready::bad();
    let found = |state| FindingView { state, words: title(), hint: Some(error()) };
    for row in view.rows.iter_mut().filter(|row| row.state == CheckState::Bad) {
        row.found = vec![found(CheckState::Bad), found(CheckState::Warn)];
        row.evidence = vec![image(), error()];
        (row.group, row.title) = (title(), title());
    }
    view
}

/// The practice band with a mail and a rehearsal's end.
pub(crate) fn practice() -> PracticeView {
    let trouble = |id: &str, title: &str, is_on| TroubleView {
        id: s(id),
        title: s(title),
        help: s("The registry answers 404 for the new tag."),
        is_on,
        ..TroubleView::default()
    };
    PracticeView {
        pace: 4,
        kubeconfig: s("/tmp/changeover-practice/kubeconfig"),
        troubles: vec![trouble("a", "An image is missing", true), trouble("b", "The node is full", false)],
        mails: vec![MailView {
            subject: s("Depot 1.0.188"),
            to: s("users@example.org"),
            ..MailView::default()
        }],
        ..PracticeView::default()
    }
}

/// Messages over the page, short and long.
pub(crate) fn notices() -> Vec<NoticeView> {
    vec![
        NoticeView { id: 1, tone: Tone::Good, what: NoticeText::Words(s("The record was copied.")) },
        NoticeView { id: 2, tone: Tone::Warn, what: NoticeText::Words(title()) },
        NoticeView { id: 3, tone: Tone::Bad, what: NoticeText::Failure(failure()) },
    ]
}

/// A change whose cluster has not answered.
pub(crate) fn wizard_loading() -> WizardView<'static> {
    let live: &'static Observed = Box::leak(Box::default());
    let step = StepView {
        state: StepState::Looking,
        happening: Some(HappeningView {
            chip: Some(Chip::busy("asking the server")),
            ..HappeningView::default()
        }),
        diffs: Vec::new(),
        main: Some(MainDeed {
            label: s("Apply to production…"),
            tone: Tone::Info,
            blocked: Some(s("the preview is still being made")),
        }),
        ..super::step()
    };
    super::wizard(MiddleView::Step(Box::new(step)), live)
}

/// 2,000 lines that differ.
pub(crate) fn step_many() -> StepView<'static> {
    let mut text = format!("@@ -1,1000 +1,1000 @@ ConfigMap {} · data", name(1));
    for at in 0..2_000 {
        let sign = if at % 2 == 0 { '-' } else { '+' };
        let value = if at % 17 == 0 { image() } else { s("text") };
        text.extend(["\n".to_owned(), format!("{sign}        value-{:04}: {value}", at / 2)]);
    }
    let diff = super::diff_of(&text);
    StepView {
        diffs: vec![DiffView { title: name(2).into(), diff: std::borrow::Cow::Owned(diff) }],
        ..super::step()
    }
}

/// 400 pods.
pub(crate) fn observed_many() -> Observed {
    let rows = super::observed();
    let model = rows.pods.first().expect("a pod").clone();
    let pod = |at: usize| PodRow { name: name(at), uid: name(at), ..PodRow::clone(&model) };
    Observed { pods: (0..400).map(|at| Arc::new(pod(at))).collect(), ..rows }
}

/// Everything long: the strip, the rail, the step, the rows.
pub(crate) fn wizard() -> View<'static> {
    let mut live = observed_many();
    live.pods.truncate(6);
    for workload in &mut live.workloads {
        (workload.name, workload.images) = (name(1), vec![(name(2), image())]);
    }
    for job in &mut live.jobs {
        job.name = name(3);
    }
    let mut step = super::steps_by_state().remove("failed").expect("a failed step");
    (step.title, step.about) = (title(), format!("{} `{}`", title(), image()));
    step.happening = Some(HappeningView {
        title: title(),
        chip: Some(Chip::new(Tone::Warn, "checked on the server 12 min ago")),
        lines: vec![BulletView::new(BulletMark::Change, format!("image becomes `{}`", image()))],
        failure: Some(failure()),
    });
    step.command =
        Some(format!("kubectl --context={} --namespace={} apply -f {}", name(1), name(2), name(3)));
    step.notes =
        vec![NoteView { when: s("15:02"), text: format!("{} {}", title(), image()), files: Vec::new() }];
    if let Some(verdict) = &mut step.verdict {
        (verdict.headline, verdict.details) = (title(), vec![error()]);
        verdict.evidence.push(BulletView::new(BulletMark::Bad, error()));
    }
    step.others =
        vec![OtherDeed::GoOn, OtherDeed::TryAgain, OtherDeed::Undo, OtherDeed::Skip, OtherDeed::AddNote];
    let mut view = super::wizard(MiddleView::Step(Box::new(step)), Box::leak(Box::new(live)));
    for entry in view.rail.iter_mut().flat_map(|section| &mut section.entries) {
        (entry.title, entry.sub) = (title(), name(9));
    }
    (view.live_scope, view.status.progress) = (name(5), s("5 of 10 steps · 14 h 20 min"));
    View { bar: bar(Page::Change), ..super::view(ScreenView::Wizard(Box::new(view))) }
}

/// A question about much, with long words.
pub(crate) fn dialog() -> DialogView<'static> {
    let mut view = super::dialog_ticks();
    let target = bar(Page::Change).target.unwrap_or_default();
    (view.question, view.over, view.target) = (title(), title(), target);
    view.facts =
        (0..12).map(|at| BulletView::new(BulletMark::Change, format!("`{}` {FOREIGN}", name(at)))).collect();
    view.changes = vec![ValueChange {
        what: s("spec.template.spec.containers[0].image"),
        before: image(),
        after: image(),
    }];
    view.ticks[0].words = format!("Take `{}` over from **{}**", image(), name(4));
    view.affected = Some(title());
    view.way_back = Some(WayBack::None(title()));
    view.typed = Some(TypedView { label: s("Type the name to go on"), word: name(1) });
    (view.deed, view.is_dangerous) = (format!("Apply to {}", name(2)), true);
    view
}

/// A bad end with much to say.
pub(crate) fn finish() -> FinishView {
    let mut view = super::finish();
    (view.tone, view.headline, view.about) = (Tone::Warn, title(), format!("{} `{}`", title(), image()));
    view.lines.push(BulletView::new(BulletMark::Bad, error()));
    view.change = name(1);
    view.record = Some(format!("/home/admin/.local/share/changeover/{}/{}/record.md", name(1), name(2)));
    view
}

/// Rows with long names and references.
pub(crate) fn survey() -> Survey {
    let lens = Lens { section: Section::Workloads, ..Lens::default() };
    let mut survey = cluster::survey(&lens, 40);
    let row = |at: usize| {
        let mark = [Mark::Good, Mark::Bad, Mark::Note][at % 3];
        let state = if mark == Mark::Bad { error() } else { s("Ready") };
        Arc::new(Item {
            about: image().into(),
            labels: format!("app={},tier={}", name(at), name(at)).into(),
            hint: Some(title().into()),
            namespace: name(3).into(),
            ..cluster::item("Deployment", &name(at), mark, &state)
        })
    };
    let rows: Vec<Arc<Item>> = (0..60).map(row).collect();
    let _old = survey.tallies.insert(Section::Workloads, Tally::of(rows.iter()));
    survey.rows = Arc::new(rows);
    survey
}

/// An object of which there is much to say.
pub(crate) fn detail() -> Detail {
    let mut detail = cluster::detail();
    for event in &mut detail.events {
        event.message = error();
    }
    detail.owners = vec![format!("ReplicaSet/{}", name(1)), format!("Deployment/{}", name(2))];
    detail.containers = vec![name(1), name(2)];
    for revision in &mut detail.revisions {
        revision.images = vec![image()];
    }
    detail.unread = vec![failure()];
    detail
}

/// Objects and files with long names.
pub(crate) fn drift() -> Drift {
    let mut drift = drift_samples::found();
    (drift.branch, drift.summary) = (Some(format!("feature/{}", name(1))), title());
    for row in &mut drift.rows {
        row.file = format!("deployments/{}/{}.yml", name(1), name(2));
        row.object = format!("Deployment/{}", name(3));
    }
    drift
}
