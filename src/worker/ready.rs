//! What it is for: "Ready to start?": everything that is asked before anything is touched.
//! In: the plan and the connections. Out: one line for each check. Never: a change, or a check that hides another.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{acts, blocking, lease, reads, session::Session};
use crate::{
    action::{Action, Mark},
    cluster::{
        self, ClusterError,
        permissions::{self, Permission},
    },
    failure::Failure,
    manifest::Manifest,
    names::StepId,
    plan::{Plan, PlannedStep, Standing},
    repo,
    run::resolve,
    words::Sentence,
};

mod back;

/// Characters of a digest that tell images apart at a glance: `sha256:` and twelve digits.
const SHORT_DIGEST: usize = 19;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How it came out.
    pub state: CheckState,
    /// What was seen.
    pub what: Sentence,
    /// What to do about it.
    pub hint: Option<Sentence>,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// Nothing speaks against the start.
    Good,
    /// To be looked at; the start is possible.
    Warning,
    /// The change must not start like this.
    Bad,
}

impl Check {
    fn good(what: Sentence) -> Self {
        Self { state: CheckState::Good, what, hint: None }
    }
    fn warning(what: Sentence) -> Self {
        Self { state: CheckState::Warning, what, hint: None }
    }
    fn bad(failure: Failure) -> Self {
        Self { state: CheckState::Bad, what: failure.summary, hint: failure.hint }
    }
}

/// Asks everything. The order of the answers is fixed.
pub async fn checks(session: Session) -> Vec<Check> {
    let actions = exact_actions(&session.plan);
    // The templates come first: what they make up is then known to the others.
    let templates = templates(&session, &actions).await;
    let (rights, images, jobs, others) = futures::join!(
        rights(&session, &actions),
        images(&session, &actions),
        jobs(&session, &actions),
        others(&session)
    );
    let local = {
        let session = session.clone();
        blocking(move || Ok(repository(&session))).await
    };
    let mut checks = rights;
    checks.extend(back::checks(&session).await);
    checks.extend(local.unwrap_or_else(|failure| vec![Check::bad(failure)]));
    checks.extend(images);
    checks.extend(jobs);
    checks.extend(templates);
    checks.push(others);
    checks.push(standing(session.plan.header().source.standing));
    checks
}

/// Actions that can be known before the start; names of jobs are known as they are planned.
fn exact_actions(plan: &Plan) -> Vec<(PlannedStep, Action)> {
    let mut outputs: BTreeMap<StepId, BTreeMap<String, String>> = BTreeMap::new();
    let mut exact = Vec::new();
    for step in plan.steps() {
        let Ok(action) = resolve(step, &outputs, &BTreeMap::new()) else { continue };
        if let Action::JobCreate(job) = &action {
            let name = BTreeMap::from([("name".to_owned(), job.name.to_string())]);
            outputs.insert(step.id.clone(), name);
        }
        exact.push((step.clone(), action));
    }
    exact
}

async fn rights(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let (mut needed, mut optional) = (Vec::new(), Vec::new());
    for (step, action) in actions {
        let documents = documents(session, step, action).await;
        needed.extend(permissions::needed_for(action, &documents));
        optional.extend(permissions::optional_for(action, &documents));
    }
    let (needed, optional) = futures::join!(
        permissions::review(&session.cluster, &needed),
        permissions::review(&session.cluster, &optional)
    );
    let mut checks = required(session, needed);
    checks.extend(beside(session, optional));
    checks
}

/// The objects that an action applies.
async fn documents(session: &Session, step: &PlannedStep, action: &Action) -> Vec<Value> {
    let bundle = if let Action::ManifestApply(apply) = action {
        acts::bundle(session, apply).await
    } else if let Action::TemplateProcess(template) = action {
        acts::made(session, &step.id, template).await.map(|made| made.bundle)
    } else {
        return Vec::new();
    };
    bundle.map(|bundle| bundle.documents).unwrap_or_default()
}

/// Whether each template can be processed, and whether what its objects refer to is there.
async fn templates(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    for (step, action) in actions {
        let Action::TemplateProcess(template) = action else { continue };
        let made = match acts::made(session, &step.id, template).await {
            Ok(made) => made,
            Err(failure) => {
                checks.push(Check::bad(failure));
                continue;
            }
        };
        let words = Sentence::new("ready-template").with("file", template.file.as_str());
        checks.push(Check::good(words.count("count", made.bundle.documents.len())));
        for (sign, what) in acts::missing(session, made.manifest()).await {
            let state = match Mark::from(sign) {
                Mark::Good => CheckState::Good,
                Mark::Note | Mark::Warning | Mark::Bad => CheckState::Warning,
            };
            checks.push(Check { state, hint: what.next_step(), what });
        }
    }
    checks
}

/// Rights that only tell more: their want is said and hinders nothing.
fn beside(session: &Session, answers: Result<Vec<Permission>, ClusterError>) -> Vec<Check> {
    let denied = answers.unwrap_or_default().into_iter().filter(|answer| !answer.allowed);
    let told = denied.map(|answer| Check {
        state: CheckState::Warning,
        what: Sentence::new("ready-right-optional")
            .with("who", who(session))
            .with("right", answer.needed.to_string()),
        hint: Some(Sentence::new("ready-right-optional-hint")),
    });
    told.collect()
}

fn who(session: &Session) -> String {
    let who = session.cluster.facts().who.as_ref();
    who.map_or_else(|| crate::words::text("ready-you"), |who| who.user.clone())
}

fn required(session: &Session, answers: Result<Vec<Permission>, ClusterError>) -> Vec<Check> {
    match answers {
        Ok(answers) => {
            let denied: Vec<_> = answers.iter().filter(|answer| !answer.allowed).collect();
            if denied.is_empty() {
                return vec![Check::good(Sentence::new("ready-rights").count("count", answers.len()))];
            }
            let who = who(session);
            denied
                .into_iter()
                .map(|answer| Check {
                    state: CheckState::Bad,
                    what: Sentence::new("ready-right-missing")
                        .with("who", &who)
                        .with("right", answer.needed.to_string()),
                    hint: Some(Sentence::new("ready-right-missing-hint")),
                })
                .collect()
        }
        Err(error) => vec![Check::bad(error.to_failure())],
    }
}

fn repository(session: &Session) -> Vec<Check> {
    let files = &session.plan.header().files;
    let mut checks = Vec::new();
    match reads::fetched(&session.repo, &session.consent, files) {
        Ok(_) => {}
        Err(failure) => {
            checks.push(Check { state: CheckState::Warning, what: failure.summary, hint: failure.hint });
        }
    }
    match repo::look(&session.repo) {
        Ok(state) => {
            let refusals = state.refusals(files);
            if refusals.is_empty() && checks.is_empty() {
                checks.push(Check::good(Sentence::new("ready-repository")));
            }
            checks.extend(refusals.into_iter().map(|refusal| Check::bad(refusal.to_failure())));
        }
        Err(error) => checks.push(Check::bad(error.to_failure())),
    }
    for file in files {
        let Ok(content) = repo::read_file(&session.repo, file) else {
            checks.push(Check {
                state: CheckState::Bad,
                what: Sentence::new("ready-file-missing").with("file", file.as_str()),
                hint: None,
            });
            continue;
        };
        match Manifest::read(&String::from_utf8_lossy(&content.bytes)) {
            Ok(manifest) => {
                let namespace = session.plan.header().target.namespace.as_str();
                checks.extend(manifest.duplicates(namespace).into_iter().map(|twice| {
                    Check::warning(
                        Sentence::new("ready-duplicate")
                            .with("object", twice.object)
                            .with("file", file.as_str())
                            .with("first", twice.first_line.to_string())
                            .with("second", twice.second_line.to_string()),
                    )
                }));
            }
            Err(error) => checks.push(Check {
                state: CheckState::Bad,
                what: Sentence::new("act-manifest-unreadable")
                    .with("file", file.as_str())
                    .with("why", error.to_string()),
                hint: None,
            }),
        }
    }
    checks
}

async fn images(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut wanted: Vec<&String> = Vec::new();
    for (_, action) in actions {
        if let Action::ImageCheck(check) = action {
            wanted.extend(&check.images);
        }
    }
    for image in wanted {
        match session.outside.check_image(image).await {
            Ok(found) => {
                let digest: String = found.digest.chars().take(SHORT_DIGEST).chain(['…']).collect();
                let key = if found.created.is_some() { "ready-image-built" } else { "ready-image" };
                let at =
                    found.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
                let words = Sentence::new(key).with("image", image).with("digest", digest).with("at", at);
                checks.push(Check::good(words));
            }
            Err(error) => checks.push(Check::bad(error.to_failure())),
        }
    }
    checks
}

async fn jobs(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    for (_, action) in actions {
        let Action::JobCreate(job) = action else { continue };
        match acts::job_name(session, job).await {
            Ok(check) => checks.push(check),
            Err(failure) => checks.push(Check::bad(failure)),
        }
    }
    checks
}

/// Whether somebody runs a change here. One look cannot tell whether they are still there: that takes time.
async fn others(session: &Session) -> Check {
    let namespace = session.cluster.namespace().as_str();
    match cluster::lease::read(&session.cluster).await {
        Ok(found) => match found.filter(|found| !found.is_of(&lease::mark_of(session))) {
            Some(found) if !found.is_free() => {
                let words = lease::waiting(&found.holder().unwrap_or_default());
                Check { hint: Some(Sentence::new("ready-lease-hint")), ..Check::warning(words) }
            }
            Some(_) | None => Check::good(Sentence::new("ready-lease-free").with("namespace", namespace)),
        },
        Err(error) => {
            let words = Sentence::new("ready-lease-unknown").with("namespace", namespace);
            let hint = Some(error.to_failure().summary);
            Check { hint, ..Check::warning(words) }
        }
    }
}

fn standing(standing: Standing) -> Check {
    match standing {
        Standing::Shipped => Check::good(Sentence::new("ready-standing-shipped")),
        Standing::Upstream => Check::good(Sentence::new("ready-standing-upstream")),
        Standing::NotUpstream => Check::warning(Sentence::new("ready-standing-not-upstream")),
        Standing::Uncommitted => Check::warning(Sentence::new("ready-standing-uncommitted")),
    }
}
