//! What it is for: "Ready to start?": everything that is asked before anything is touched.
//! In: the plan and the connections. Out: what was found, topic by topic. Never: a change, or a check that hides another.

use std::collections::BTreeMap;

use super::{blocking, session::Session};
use crate::{
    action::Action,
    failure::Failure,
    names::StepId,
    plan::{Plan, PlannedStep},
    repo::Cancel,
    run::resolve,
    words::Sentence,
};

mod asking;
mod back;
mod cluster;
mod images;
mod machine;
mod repository;
mod rights;
mod routes;
mod templates;
mod topics;

pub use asking::{Answer, Asking};
pub use topics::{Group, Question, Topic};

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was asked.
    pub topic: Topic,
    /// How it came out.
    pub state: CheckState,
    /// What was seen.
    pub what: Sentence,
    /// What to do about it.
    pub hint: Option<Sentence>,
    /// What it rests on, a line each; often nothing more than `what` says. Free of secrets.
    pub evidence: Vec<String>,
    /// Whether the change may be started nevertheless, with a reason. Only what is risky may be gone past: never what
    /// cannot work, or would lose somebody's work.
    pub may_pass: bool,
    /// How much, for what is measured and differs a little each time (seconds, bytes).
    pub measure: Option<u64>,
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckState {
    /// Nothing speaks against the start.
    Good,
    /// To be looked at; the start is possible.
    Warning,
    /// The change must not start like this.
    Bad,
}

impl Check {
    fn of(topic: Topic, state: CheckState, what: Sentence) -> Self {
        let hint = what.next_step();
        Self { topic, state, what, hint, evidence: Vec::new(), may_pass: false, measure: None }
    }
    pub(super) fn good(topic: Topic, what: Sentence) -> Self {
        Self::of(topic, CheckState::Good, what)
    }
    pub(super) fn warning(topic: Topic, what: Sentence) -> Self {
        Self::of(topic, CheckState::Warning, what)
    }
    /// What cannot work.
    fn bad(topic: Topic, failure: Failure) -> Self {
        let Failure { summary, hint, details, kind: _ } = failure;
        Self { hint, evidence: details, ..Self::of(topic, CheckState::Bad, summary) }
    }
    /// What is risky: it may be gone past with a reason.
    fn risky(topic: Topic, what: Sentence) -> Self {
        Self { may_pass: true, ..Self::of(topic, CheckState::Bad, what) }
    }
    /// What could not be asked, and does not hinder the start.
    fn unasked(topic: Topic, what: Sentence, failure: Failure) -> Self {
        let Failure { summary, hint, details, kind: _ } = failure;
        let evidence = std::iter::once(summary.text()).chain(hint.map(|hint| hint.text())).chain(details);
        Self::warning(topic, what).resting_on(evidence)
    }
    /// What could not be asked, and must not be taken for "no": it may be gone past with a reason.
    fn unknown(topic: Topic, what: Sentence, failure: Failure) -> Self {
        Self { state: CheckState::Bad, may_pass: true, ..Self::unasked(topic, what, failure) }
    }
    /// What is measured, as a number.
    fn measuring(self, measure: u64) -> Self {
        Self { measure: Some(measure), ..self }
    }
    fn resting_on(mut self, evidence: impl IntoIterator<Item = String>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Asks everything at once; the answers stand in the order of the topics.
pub async fn checks(session: Session) -> Vec<Check> {
    let cancel = Cancel::default();
    let all = Question::ALL.map(|question| ask(&session, question, &cancel));
    let mut found: Vec<Check> = futures::future::join_all(all).await.into_iter().flatten().collect();
    found.sort_by_key(|check| check.topic);
    found
}

/// Asks one question; `cancel` ends git where it asks the remote. Topics of it about which nothing is said do not concern
/// this change.
async fn ask(session: &Session, question: Question, cancel: &Cancel) -> Vec<Check> {
    match question {
        Question::Person => vec![rights::person(session).await],
        Question::Rights => rights::needed(session, &exact_actions(&session.plan)).await,
        Question::WayBack => back::checks(session).await,
        Question::WorkTree => local(session, Topic::WorkTree, repository::work_tree).await,
        Question::Upstream => {
            let cancel = cancel.clone();
            let look = move |session: &Session| repository::upstream(session, &cancel);
            local(session, Topic::Upstream, look).await
        }
        Question::Applied => Box::pin(cluster::applied(session, &exact_actions(&session.plan))).await,
        Question::Jobs => cluster::jobs(session, &exact_actions(&session.plan)).await,
        Question::Others => vec![cluster::others(session).await],
        Question::Needed => Box::pin(templates::needed(session, &exact_actions(&session.plan))).await,
        Question::Images => images::checks(session, &exact_actions(&session.plan)).await,
        Question::Disk => {
            let folder = session.folder.clone();
            blocking(move || Ok(machine::disk(&folder))).await.unwrap_or_default()
        }
        Question::Clock => vec![machine::clock(session).await],
    }
}

/// Looks at the repository off the runtime's threads.
async fn local(
    session: &Session,
    topic: Topic,
    look: impl FnOnce(&Session) -> Vec<Check> + Send + 'static,
) -> Vec<Check> {
    let session = session.clone();
    let found = blocking(move || Ok(look(&session))).await;
    found.unwrap_or_else(|failure| vec![Check::bad(topic, failure)])
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
