//! What it is for: `job.create`: a Job from a CronJob, as `kubectl create job --from` makes it.
//! In: the name, looked up beforehand. Out: the Job's name and uid. Never: a second Job for a lost answer, or somebody
//! else's Job replaced.

use std::collections::BTreeMap;

use super::{Context, Seen};
use crate::{
    action::{JobCreate, Mark, Outcome, ProbeAnswer, Probed},
    cluster::jobs::{self, FoundJob, JobError, NameState},
    failure::{Failure, FailureKind},
    journal::{OpenEntry, Started},
    names::ObjectName,
    observed::JobState,
    plan::preview::{Preview, Question, Sign},
    words::Sentence,
    worker::{
        ready::{Check, Topic},
        session::Session,
    },
};

/// Longest name of a Job: its pods carry it in a label.
const LONGEST: usize = 63;

/// Who has the name, before anything is started.
///
/// # Errors
/// The cluster cannot be asked.
pub(in crate::worker) async fn check(session: &Session, job: &JobCreate) -> Result<Check, Failure> {
    let state = state(session, job).await?;
    let named = |key: &str| Sentence::new(key).with("job", job.name.as_str());
    Ok(match state {
        NameState::Free => Check::good(Topic::Names, named("act-job-free")),
        NameState::Ours(_) => Check::good(Topic::Names, named("act-job-ours")),
        NameState::Taken(found) => Check::warning(Topic::Names, taken(&found)),
    })
}

/// Who has the name; and the `CronJob` must be there, unless the Job is already made.
async fn state(session: &Session, job: &JobCreate) -> Result<NameState, Failure> {
    let state = name_state(session, &job.name).await?;
    if !matches!(state, NameState::Ours(_)) {
        template(session, job).await?;
    }
    Ok(state)
}

async fn name_state(session: &Session, name: &ObjectName) -> Result<NameState, Failure> {
    let found = jobs::name_state(&session.cluster, session.plan.change(), name).await;
    found.map_err(|error| error.to_failure())
}

/// What will be made, and the choices when the name is taken.
///
/// # Errors
/// The cluster cannot be asked.
pub(super) async fn look(session: &Session, action: &JobCreate) -> Result<Preview, Failure> {
    let command = format!(
        "kubectl create job --from=cronjob/{} {} -n {}",
        action.from_cron_job,
        action.name,
        session.cluster.namespace()
    );
    let mut preview = Preview { command, ..Preview::default() };
    match state(session, action).await? {
        NameState::Free => {
            preview.seen.insert("job".to_owned(), "free".to_owned());
            preview.seen.insert("template".to_owned(), template(session, action).await?);
            Ok(preview.fact(Sign::Add, makes(action, &action.name)))
        }
        NameState::Ours(found) => {
            preview.nothing_to_do = Some(Sentence::new("act-job-ours").with("job", action.name.as_str()));
            preview.outputs.insert("name".to_owned(), action.name.to_string());
            preview.outputs.insert("uid".to_owned(), found.uid);
            Ok(preview)
        }
        NameState::Taken(found) => {
            preview.seen.insert("job".to_owned(), found.uid.clone());
            preview = preview.fact(Sign::Warning, taken(&found));
            let free = free_name(session, &action.name).await?;
            preview.seen.insert("suffix".to_owned(), free.to_string());
            preview.seen.insert("template".to_owned(), template(session, action).await?);
            preview = preview.fact(Sign::Add, makes(action, &free));
            preview.command = preview.command.replace(&format!(" {} ", action.name), &format!(" {free} "));
            let suffix = Sentence::new("act-job-choose-suffix").with("job", free.as_str());
            let adopt = Sentence::new("act-job-choose-adopt").with("job", action.name.as_str());
            preview.questions.push(Question {
                id: "name".to_owned(),
                ask: taken(&found),
                choices: vec![("suffix".to_owned(), suffix), ("adopt".to_owned(), adopt)],
                must_tick: false,
            });
            Ok(preview)
        }
    }
}

/// Whether the Job that was agreed to is there, with our mark.
pub(super) async fn probe(
    session: &Session,
    action: &JobCreate,
    started: &Started,
) -> Result<Probed, Failure> {
    let seen = &started.preview.seen;
    let choice = started.answers.get("name").map(String::as_str);
    let name = match (choice, seen.get("suffix")) {
        (Some("suffix"), Some(free)) => ObjectName::new(free).unwrap_or_else(|_bad| action.name.clone()),
        _ => action.name.clone(),
    };
    let word = |key: &str| Sentence::new(key).with("job", name.as_str());
    let happened = |found: FoundJob| {
        let outputs = BTreeMap::from([("name".to_owned(), name.to_string()), ("uid".to_owned(), found.uid)]);
        super::probed(ProbeAnswer::Happened, Mark::Good, word("act-job-ours"), outputs)
    };
    Ok(match name_state(session, &name).await? {
        NameState::Ours(found) => happened(found),
        NameState::Taken(found) if choice == Some("adopt") && seen.get("job") == Some(&found.uid) => {
            happened(found)
        }
        NameState::Taken(found) => {
            super::probed(ProbeAnswer::DidNot, Mark::Warning, taken(&found), BTreeMap::new())
        }
        NameState::Free => {
            super::probed(ProbeAnswer::DidNot, Mark::Note, word("act-job-not-there"), BTreeMap::new())
        }
    })
}

/// What the Job would be made from, as it is now.
async fn template(session: &Session, action: &JobCreate) -> Result<String, Failure> {
    let seen = jobs::template_seen(&session.cluster, &action.from_cron_job).await;
    seen.map(|digest| digest.to_string()).map_err(|error| error.to_failure())
}

fn makes(action: &JobCreate, name: &ObjectName) -> Sentence {
    Sentence::new("act-job-make").with("job", name.as_str()).with("cron", action.from_cron_job.as_str())
}

/// The first of `name-2`, `name-3` … that is free or ours.
async fn free_name(session: &Session, name: &ObjectName) -> Result<ObjectName, Failure> {
    for number in 2..=99 {
        let suffix = format!("-{number}");
        let kept: String = name.as_str().chars().take(LONGEST - suffix.len()).collect();
        let Ok(next) = ObjectName::new(format!("{}{suffix}", kept.trim_end_matches(['-', '.']))) else {
            break;
        };
        if !matches!(name_state(session, &next).await?, NameState::Taken(_)) {
            return Ok(next);
        }
    }
    Err(Failure::new(FailureKind::Person, Sentence::new("act-job-no-name").with("job", name.as_str())))
}

fn taken(found: &FoundJob) -> Sentence {
    let state = match &found.state {
        JobState::Running => "act-job-state-running",
        JobState::Finishing => "act-job-state-finishing",
        JobState::Suspended => "act-job-state-suspended",
        JobState::Complete => "act-job-state-complete",
        JobState::Failed { .. } => "act-job-state-failed",
    };
    let who = found.change.as_ref().or(found.creator.as_ref()).cloned().unwrap_or_else(|| "?".to_owned());
    let at = found.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    Sentence::new("act-job-taken")
        .with("job", found.name.as_str())
        .with("who", who)
        .with("at", at)
        .with("state", crate::words::text(state))
}

/// Makes the Job, or takes over the existing one when that was chosen.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &JobCreate) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let approval = entry.approval();
    let shown = &approval.proposal().preview().seen;
    let name = match approval.choice("name") {
        Some("adopt") => return adopt(context, action, shown.get("job"), seen).await,
        Some(_) => match shown.get("suffix").cloned().map(ObjectName::new) {
            Some(Ok(name)) => name,
            Some(Err(_)) | None => action.name.clone(),
        },
        None => action.name.clone(),
    };
    match template(session, action).await {
        Ok(now) if shown.get("template") == Some(&now) => {}
        Ok(_) => {
            let words = Sentence::new("act-job-template-moved").with("cron", action.from_cron_job.as_str());
            return seen.failed(Failure::new(FailureKind::Moved, words));
        }
        Err(failure) => return seen.failed(failure),
    }
    match jobs::create(&session.cluster, entry, &action.from_cron_job, &name).await {
        Ok(made) => {
            let key = if made.found_again { "act-job-found-again" } else { "act-job-made" };
            seen.note(Mark::Good, Sentence::new(key).with("job", name.as_str()));
            for warning in made.warnings {
                seen.note(Mark::Note, Sentence::new("act-job-warning").with("words", warning));
            }
            seen.output("name", name.as_str());
            seen.output("uid", made.job.uid);
            seen.done()
        }
        Err(JobError::Taken(found)) => seen.failed(Failure::new(FailureKind::Moved, taken(&found))),
        Err(JobError::Call(error)) => seen.failed(error.to_failure()),
    }
}

/// Uses the Job that is there, if it still is the one that was shown.
async fn adopt(context: &Context, action: &JobCreate, shown: Option<&String>, mut seen: Seen) -> Outcome {
    match name_state(&context.session, &action.name).await {
        Ok(NameState::Taken(found) | NameState::Ours(found)) if Some(&found.uid) == shown => {
            seen.note(Mark::Warning, Sentence::new("act-job-adopted").with("job", action.name.as_str()));
            seen.output("name", action.name.as_str());
            seen.output("uid", found.uid);
            seen.done()
        }
        Ok(_) => {
            let words = Sentence::new("act-job-moved").with("job", action.name.as_str());
            seen.failed(Failure::new(FailureKind::Moved, words))
        }
        Err(failure) => seen.failed(failure),
    }
}
