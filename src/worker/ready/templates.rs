//! What it is for: templates and routes before the start: can they be processed or switched, is what they refer to there,
//! who would undo them. In: the plan's actions. Out: what was seen. Never: a secret's value, or a thing taken for there that was not seen.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, CheckState, Topic, cluster, routes};
use crate::{
    action::{Action, TemplateProcess},
    cluster::{apply, fighters},
    failure::Failure,
    manifest::Document,
    names::StepId,
    observed::fighters::Around,
    plan::PlannedStep,
    words::Sentence,
    worker::{
        acts::{self, Lack, Why},
        session::Session,
    },
};

/// The objects that an action applies; the file that cannot be read, with why.
pub(super) async fn brought(
    session: &Session,
    step: &StepId,
    action: &Action,
) -> Result<Vec<Value>, (String, Failure)> {
    let (file, bundle) = if let Action::ManifestApply(apply) = action {
        (&apply.file, acts::bundle(session, apply).await)
    } else if let Action::TemplateProcess(template) = action {
        (&template.file, acts::made(session, step, template).await.map(|made| made.bundle))
    } else {
        return Ok(Vec::new());
    };
    bundle.map(|bundle| bundle.documents).map_err(|failure| (file.to_string(), failure))
}

/// Whether each template can be processed and each route switched, and whether what they refer to is there.
pub(super) async fn needed(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let refers = |action: &Action| matches!(action, Action::TemplateProcess(_) | Action::RouteSwitch(_));
    if !actions.iter().any(|(_, action)| refers(action)) {
        return Vec::new();
    }
    let mut checks = Vec::new();
    let mut before = Before::default();
    for (step, action) in actions {
        if let Action::TemplateProcess(template) = action {
            checks.extend(of_template(session, &step.id, template, &before).await);
        } else if let Action::RouteSwitch(switch) = action {
            checks.extend(routes::of_switch(session, switch, &before).await);
        }
        before.take(session, &step.id, action).await;
    }
    checks
}

async fn of_template(
    session: &Session,
    step: &StepId,
    template: &TemplateProcess,
    before: &Before,
) -> Vec<Check> {
    let made = match acts::made(session, step, template).await {
        Ok(made) => made,
        Err(failure) => return vec![Check::bad(Topic::Needed, failure)],
    };
    let documents = &made.manifest().documents;
    let words = Sentence::new("ready-template").with("file", template.file.as_str());
    let fits = Check::good(Topic::Needed, words.count("count", documents.len()));
    let mut checks = vec![fits.resting_on(documents.iter().map(Document::label))];
    let (wanted, lacks) = acts::lacks(session, made.manifest()).await;
    if wanted > 0 && lacks.is_empty() {
        checks.push(Check::good(Topic::Needed, acts::all_there(wanted)));
    }
    let is_waited_for = template.wait_ready.is_some() && !before.may_make_others;
    let lacks = lacks.into_iter().filter(|lack| !before.makes(lack));
    checks.extend(lacks.map(|lack| told(lack, is_waited_for)));
    checks
}

/// What is not there keeps the objects from getting ready. A step that waits for that cannot end well, and nobody goes past
/// this; the apply alone works without it.
fn told(lack: Lack, is_waited_for: bool) -> Check {
    match lack.why {
        Why::NotThere if is_waited_for => Check::of(Topic::Needed, CheckState::Bad, lack.words),
        Why::NotThere => Check::risky(Topic::Needed, lack.words),
        Why::Hidden => Check::warning(Topic::Needed, lack.words),
        Why::Unasked(failure) => Check::unknown(Topic::Needed, lack.words, failure),
    }
}

/// What the steps before this one make.
#[derive(Default)]
pub(super) struct Before {
    /// `Kind/name`, in the change's namespace.
    objects: BTreeSet<String>,
    /// Whether one of them is a program's or a person's work, of which nothing is known beforehand.
    pub(super) may_make_others: bool,
    /// Routes that one of them switches.
    switched: BTreeSet<String>,
}

impl Before {
    async fn take(&mut self, session: &Session, step: &StepId, action: &Action) {
        self.may_make_others |= matches!(action, Action::Exec(_) | Action::Manual(_) | Action::JobCreate(_));
        if let Action::RouteSwitch(switch) = action {
            self.switched.insert(switch.route.to_string());
        }
        // A file that cannot be read is told with the rights.
        for object in brought(session, step, action).await.unwrap_or_default() {
            let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            self.objects.insert(format!("{}/{}", text("/kind"), text("/metadata/name")));
        }
    }

    fn makes(&self, lack: &Lack) -> bool {
        lack.is_own && self.brings(&lack.object)
    }

    /// Whether one of them makes, or changes, this object (`Kind/name`) of the change's namespace.
    pub(super) fn brings(&self, object: &str) -> bool {
        self.objects.contains(object)
    }

    /// Whether one of them switches this Route.
    pub(super) fn switches(&self, route: &str) -> bool {
        self.switched.contains(route)
    }
}

/// Who would undo what templates bring. Whether the cluster agrees with them is not asked: what is made up never does.
pub(super) async fn rivals(session: &Session, actions: &[(PlannedStep, Action)]) -> Vec<Check> {
    let mut checks = Vec::new();
    for (step, action) in actions {
        let Action::TemplateProcess(template) = action else { continue };
        let unknown = |failure: Failure| cluster::unknown_rivals(template.file.as_str(), failure);
        let made = match acts::made(session, &step.id, template).await {
            Ok(made) => made,
            Err(failure) => {
                checks.push(unknown(failure));
                continue;
            }
        };
        let documents = &made.bundle.documents;
        let is_asked = documents.iter().any(|document| document.pointer("/spec/replicas").is_some());
        let around = if is_asked { fighters::steering(&session.cluster).await } else { Around::default() };
        match apply::preview(&session.cluster, documents).await {
            Ok(previews) => checks.extend(cluster::of_applies(documents, &previews, &around)),
            Err(error) => checks.push(unknown(made.without_secrets(&error.to_failure()))),
        }
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::FailureKind;

    fn lack(why: Why) -> Lack {
        let words = Sentence::new("act-template-no-object");
        let words = words.with("kind", "Secret").with("name", "db").with("namespace", "shop").with("by", "a");
        Lack { object: "Secret/db".to_owned(), is_own: true, words, why }
    }

    #[test]
    fn what_is_missing_stops_the_start_and_what_was_not_seen_is_never_good() {
        let failure = || Failure::new(FailureKind::World, Sentence::new("ready-clock-unknown"));
        let state = |why, is_waited_for| {
            let check = told(lack(why), is_waited_for);
            (check.state, check.may_pass)
        };
        assert_eq!(state(Why::NotThere, true), (CheckState::Bad, false));
        assert_eq!(state(Why::NotThere, false), (CheckState::Bad, true), "the apply alone works");
        assert_eq!(state(Why::Hidden, true), (CheckState::Warning, false));
        assert_eq!(state(Why::Unasked(failure()), true), (CheckState::Bad, true));
        assert!(told(lack(Why::NotThere), true).hint.is_some());
    }

    #[test]
    fn what_an_earlier_step_makes_is_not_missing() {
        let before = Before { objects: ["Secret/db".to_owned()].into(), ..Before::default() };
        assert!(before.makes(&lack(Why::NotThere)));
        assert!(!before.makes(&Lack { is_own: false, ..lack(Why::NotThere) }), "it is another namespace's");
        assert!(!Before::default().makes(&lack(Why::NotThere)));
    }
}
