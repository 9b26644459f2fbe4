//! What it is for: what a step's `requires` asks of the world, looked at together with the step.
//! In: conditions of the plan. Out: lines and questions of the preview. Never: a newer run passed over in silence, or a
//! file applied that no longer says what the step before it wrote.

use super::{edit::text_of, restore::edit_of};
use crate::{
    action::{Action, ManifestApply},
    cluster::jobs::{self, CronRun, CronRuns},
    failure::{Failure, FailureKind},
    manifest::apply_edit,
    names::{ObjectName, StepId},
    plan::{
        Condition, PlannedStep,
        preview::{Preview, Question, Sign},
    },
    repo,
    words::Sentence,
    worker::{blocking, session::Session},
};

/// Runs named one by one.
const NAMED: usize = 10;

/// Adds what the conditions say.
///
/// # Errors
/// The cluster cannot be asked.
pub(super) async fn look(
    session: &Session,
    conditions: &[Condition],
    mut preview: Preview,
) -> Result<Preview, Failure> {
    for condition in conditions {
        let Condition::NewestRun { cron_job, of } = condition;
        let name = ObjectName::new(cron_job).map_err(|fault| {
            let words = Sentence::new("act-newest-unfit").with("cron", cron_job);
            Failure::new(FailureKind::Person, words).detail(fault.to_string())
        })?;
        let runs = jobs::runs_of(&session.cluster, &name).await.map_err(|error| error.to_failure())?;
        preview = newest(session, (&name, of), &runs, preview);
    }
    Ok(preview)
}

/// Whether a file that is to be applied still says what the edits set on which the step rests: a restore job may have been
/// aimed at another database since.
///
/// # Errors
/// The file cannot be read.
pub(super) async fn look_at_edits(
    session: &Session,
    step: &PlannedStep,
    action: &Action,
    mut preview: Preview,
) -> Result<Preview, Failure> {
    let Action::ManifestApply(apply @ ManifestApply { at: None, .. }) = action else { return Ok(preview) };
    let rests_on = |one: &&PlannedStep| step.requires.contains(&one.id);
    let edits: Vec<_> = session.plan.all_steps().filter(rests_on).filter_map(edit_of).collect();
    let (path, file) = (session.repo.clone(), apply.file.clone());
    let lost = blocking(move || {
        let mut edits = edits.into_iter().filter(|edit| edit.file == file).peekable();
        if edits.peek().is_none() {
            return Ok(None);
        }
        let content = repo::read_file(&path, &file).map_err(|error| error.to_failure())?;
        let text = text_of(&file, content.bytes)?;
        Ok(edits.find_map(|edit| match apply_edit(&text, &edit) {
            Ok(edited) => edited.changes.into_iter().next().map(|change| (change.object, change.path)),
            Err(_unfit) => edit.set.into_iter().next().map(|set| (set.object, set.path)),
        }))
    });
    if let Some((object, path)) = lost.await? {
        let words = Sentence::new("act-edit-lost").with("file", apply.file.as_str());
        let failure = Failure::new(FailureKind::Person, words.with("object", object).with("path", path));
        preview.blocked = Some(failure.hint(Sentence::new("act-edit-lost-hint")));
    }
    Ok(preview)
}

fn newest(
    session: &Session,
    (cron_job, of): (&ObjectName, &StepId),
    runs: &CronRuns,
    mut preview: Preview,
) -> Preview {
    let change = session.plan.change().as_str();
    let is_ours = |run: &&CronRun| {
        run.job.change.as_deref() == Some(change) && run.job.step.as_deref() == Some(of.as_str())
    };
    let ours = runs.runs.iter().filter(is_ours).filter_map(|run| run.started).max();
    let cron = cron_job.as_str();
    let newer: Vec<&CronRun> = runs
        .runs
        .iter()
        .filter(|run| !is_ours(run))
        .filter(|run| ours.is_none_or(|ours| run.started.is_none_or(|at| at > ours)))
        .collect();
    // Its Job may be gone by the CronJob's history limit; the schedule remembers its start.
    let unseen = runs.last_scheduled.filter(|last| ours.is_some_and(|ours| *last > ours) && newer.is_empty());
    if ours.is_none() {
        let words = Sentence::new("act-newest-ours-gone").with("cron", cron).with("step", of.as_str());
        preview = preview.fact(Sign::Warning, words);
    }
    for run in newer.iter().take(NAMED) {
        let at = run.started.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
        let words = Sentence::new("act-newest-newer").with("job", run.job.name.as_str()).with("at", at);
        preview = preview.fact(Sign::Warning, words.with("cron", cron));
        preview.seen.insert(format!("newer {}", run.job.name), run.job.uid.clone());
    }
    if let Some(last) = unseen {
        let at = last.strftime("%Y-%m-%d %H:%M UTC").to_string();
        preview = preview
            .fact(Sign::Warning, Sentence::new("act-newest-scheduled").with("cron", cron).with("at", at));
    }
    if ours.is_some() && newer.is_empty() && unseen.is_none() {
        return preview.fact(Sign::Good, Sentence::new("act-newest-good").with("cron", cron));
    }
    let ask = Sentence::new("act-newest-ask").with("cron", cron);
    preview.questions.push(Question {
        id: format!("newest-run-{cron}"),
        ask: ask.clone(),
        choices: vec![("seen".to_owned(), ask)],
        must_tick: true,
    });
    preview
}
