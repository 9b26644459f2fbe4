//! What it is for: what a step's `requires` asks of the world, looked at together with the step.
//! In: conditions of the plan. Out: lines and questions of the preview. Never: a newer run passed over in silence, or a
//! file applied that no longer says what the step before it wrote.

use serde_json::Value;

use super::edit::text_of;
use crate::{
    action::{Action, ManifestApply, ManifestEdit},
    cluster::jobs::{self, CronRun, CronRuns},
    failure::{Failure, FailureKind},
    manifest::{Change, Manifest, apply_edit},
    names::{ObjectName, StepId},
    plan::{
        Condition,
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

/// Whether a file that is to be applied still says what the edits wrote on which the step rests: a restore job may have
/// been aimed at another database since.
///
/// # Errors
/// The file cannot be read.
pub(super) async fn look_at_edits(
    session: &Session,
    action: &Action,
    rests_on: &[ManifestEdit],
    mut preview: Preview,
) -> Result<Preview, Failure> {
    let Action::ManifestApply(apply @ ManifestApply { at: None, .. }) = action else { return Ok(preview) };
    let edits: Vec<_> = rests_on.iter().filter(|edit| edit.file == apply.file).cloned().collect();
    if edits.is_empty() {
        return Ok(preview);
    }
    let (path, file) = (session.repo.clone(), apply.file.clone());
    let lost = blocking(move || {
        let content = repo::read_file(&path, &file).map_err(|error| error.to_failure())?;
        Ok(lost(&text_of(&file, content.bytes)?, &edits))
    });
    if let Some((object, path)) = lost.await? {
        let words = Sentence::new("act-edit-lost").with("file", apply.file.as_str());
        let failure = Failure::new(FailureKind::Person, words.with("object", object).with("path", path));
        preview.blocked = Some(failure.hint(Sentence::new("act-edit-lost-hint")));
    }
    Ok(preview)
}

/// Object and path of what a text no longer holds of edits that were made one after the other: made once more they must
/// come to what is there. What one sets and a later one changes is as the later one left it.
fn lost(text: &str, edits: &[ManifestEdit]) -> Option<(String, String)> {
    let mut again = text.to_owned();
    let mut changes = Vec::new();
    for (edit, object, path) in edits.iter().flat_map(single) {
        match apply_edit(&again, &edit) {
            Ok(edited) => {
                again = edited.text;
                changes.extend(edited.changes);
            }
            Err(_unfit) => return Some((object, path)),
        }
    }
    let values = |text: &str| -> Option<Vec<Value>> {
        let documents = Manifest::read(text).ok()?.documents;
        Some(documents.into_iter().map(|document| document.value).collect())
    };
    if values(text) == values(&again) {
        return None;
    }
    let is_kept = |change: &&Change| {
        let is_same = |other: &&Change| (&other.object, &other.path) == (&change.object, &change.path);
        let first = changes.iter().find(is_same).map(|first| &first.before);
        first == changes.iter().rfind(is_same).map(|last| &last.after)
    };
    let change = changes.iter().find(|change| !is_kept(change)).or(changes.first())?;
    Some((change.object.clone(), change.path.clone()))
}

/// An edit's values one by one, in the order in which they are made, each with its object and path.
fn single(edit: &ManifestEdit) -> Vec<(ManifestEdit, String, String)> {
    let none = ManifestEdit { set: Vec::new(), remove: Vec::new(), ..edit.clone() };
    let sets = edit.set.iter().map(|set| {
        let one = ManifestEdit { set: vec![set.clone()], ..none.clone() };
        (one, set.object.clone(), set.path.clone())
    });
    let removals = edit.remove.iter().map(|remove| {
        let one = ManifestEdit { remove: vec![remove.clone()], ..none.clone() };
        (one, remove.object.clone(), remove.path.clone())
    });
    sets.chain(removals).collect()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const JOB: &str = "kind: Job\napiVersion: batch/v1\nmetadata:\n  name: restore\nspec:\n  backoffLimit: 0\n  template:\n    \
                       spec:\n      containers:\n      - name: restore\n        args: [\"restore\", \"shop\"]\n";

    fn edit(fields: &Value) -> ManifestEdit {
        let mut edit = json!({"file": "restore.yml"});
        edit.as_object_mut().expect("a map").extend(fields.as_object().expect("a map").clone());
        serde_json::from_value(edit).expect("an edit")
    }

    fn aim(path: &str, database: &str) -> ManifestEdit {
        edit(&json!({"set": [{"object": "Job/restore", "path": path, "value": database}]}))
    }

    fn path(text: &str, edits: &[ManifestEdit]) -> Option<String> {
        lost(text, edits).map(|(object, path)| format!("{object} {path}"))
    }

    #[test]
    fn of_two_edits_of_one_path_the_later_one_counts() {
        let args = "spec.template.spec.containers[0].args[1]";
        let by_name = "spec.template.spec.containers[name=restore].args[1]";
        for later in [args, by_name] {
            assert_eq!(path(JOB, &[aim(args, "other"), aim(later, "shop")]), None);
            let lost = path(JOB, &[aim(args, "shop"), aim(later, "other")]);
            assert_eq!(lost.as_deref(), Some(format!("Job/restore {later}").as_str()));
        }
    }

    #[test]
    fn what_an_edit_removed_is_looked_at_too() {
        let limit = json!({"object": "Job/restore", "path": "spec.backoffLimit"});
        let removed = edit(&json!({"remove": [limit]}));
        assert_eq!(
            path(JOB, std::slice::from_ref(&removed)).as_deref(),
            Some("Job/restore spec.backoffLimit")
        );
        let without = JOB.replace("  backoffLimit: 0\n", "");
        assert_eq!(path(&without, std::slice::from_ref(&removed)), None);
        // Where it can no longer be looked for, that is said of it.
        let anchored = JOB.replace("backoffLimit: 0", "backoffLimit: &limit 0\n  completions: *limit");
        assert_eq!(path(&anchored, &[removed]).as_deref(), Some("Job/restore spec.backoffLimit"));
        assert!(path("kind: Job\n", &[aim("spec.backoffLimit", "0")]).is_some());
    }
}
