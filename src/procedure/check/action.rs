//! What it is for: rules about an action that its types alone cannot say. In: a typed action. Out: faults by field.
//! Never: a look at the world.

use super::patterns::pattern_fault;
use crate::{
    action::{
        Action, AnnounceDraft, Exec, GitCommit, HttpCheck, ImageCheck, JobCreate, ManifestEdit, Manual,
        ObjectDelete, OnAnswer, RouteSwitch, Scale, Tool, Wait,
    },
    words::Sentence,
};

/// The API server copies a Job's name into a pod's label, which holds at most 63 characters.
const LABEL_LIMIT: usize = 63;

/// One rule that an action breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Field of the action as written in the file; empty for the action as a whole.
    pub field: &'static str,
    /// What is wrong.
    pub sentence: Sentence,
}

/// Every rule that the action breaks; none means that it can be planned.
pub fn action_faults(action: &Action) -> Vec<Fault> {
    match action {
        Action::ImageCheck(it) => image_check(it),
        Action::Scale(it) => scale(it),
        Action::JobCreate(it) => job_create(it),
        Action::ManifestEdit(it) => manifest_edit(it),
        Action::ObjectDelete(it) => object_delete(it),
        Action::Exec(it) => exec(it),
        Action::RouteSwitch(it) => route_switch(it),
        Action::HttpCheck(it) => http_check(it),
        Action::Tool(it) => tool(it),
        Action::GitCommit(it) => git_commit(it),
        Action::AnnounceDraft(it) => announce(it),
        Action::Manual(it) => manual(it),
        Action::Wait(it) => wait(it),
        Action::JobWait(_)
        | Action::LogsFollow(_)
        | Action::ManifestApply(_)
        | Action::ManifestRestore(_)
        | Action::TemplateProcess(_)
        | Action::GitPush(_)
        | Action::GitRevert(_)
        | Action::Pause(_) => Vec::new(),
    }
}

/// What an action may say, and what its author probably did not mean.
pub(super) fn action_warnings(action: &Action) -> Vec<Fault> {
    let Action::RouteSwitch(it) = action else { return Vec::new() };
    let is_open = it.answer.as_ref().is_some_and(|answer| answer.body.is_none());
    is_open.then(|| fault("answer", Sentence::new("procedure-answer-bodyless"))).into_iter().collect()
}

fn fault(field: &'static str, sentence: Sentence) -> Fault {
    Fault { field, sentence }
}

fn empty(field: &'static str) -> Fault {
    fault(field, Sentence::new("procedure-empty-field").with("field", field))
}

fn one_of(given: usize, names: &str) -> Option<Fault> {
    (given != 1)
        .then(|| fault("", Sentence::new("procedure-one-of").with("names", names).count("given", given)))
}

/// `Kind/name` with both parts.
fn object_form(field: &'static str, text: &str) -> Option<Fault> {
    let fine = text.split_once('/').is_some_and(|(kind, name)| {
        kind.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.is_empty() && !name.contains('/')
    });
    (!fine).then(|| fault(field, Sentence::new("procedure-object-form").with("text", text)))
}

fn image_check(it: &ImageCheck) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.images.is_empty() {
        faults.push(empty("images"));
    }
    for image in &it.images {
        let last = image.rsplit('/').next().unwrap_or_default();
        if !(last.contains(':') || image.contains("@sha256:")) {
            faults.push(fault("images", Sentence::new("procedure-image-tag").with("image", image)));
        }
    }
    faults
}

fn scale(it: &Scale) -> Vec<Fault> {
    let given = usize::from(it.deployment.is_some()) + usize::from(it.stateful_set.is_some());
    one_of(given, "deployment, statefulSet").into_iter().collect()
}

fn job_create(it: &JobCreate) -> Vec<Fault> {
    let length = it.name.as_str().len();
    let long = || {
        let sentence = Sentence::new("procedure-job-name-long").with("name", it.name.as_str());
        fault("name", sentence.count("length", length).count("limit", LABEL_LIMIT))
    };
    (length > LABEL_LIMIT).then(long).into_iter().collect()
}

fn manifest_edit(it: &ManifestEdit) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.set.is_empty() && it.remove.is_empty() {
        faults.push(fault("", Sentence::new("procedure-edit-nothing")));
    }
    for set in &it.set {
        faults.extend(object_form("set", &set.object));
        let given = usize::from(set.tag.is_some()) + usize::from(set.value.is_some());
        faults.extend(one_of(given, "tag, value").map(|found| Fault { field: "set", ..found }));
        if set.path.is_empty() {
            faults.push(fault("set", Sentence::new("procedure-empty-field").with("field", "path")));
        }
    }
    for remove in &it.remove {
        faults.extend(object_form("remove", &remove.object));
    }
    faults
}

fn object_delete(it: &ObjectDelete) -> Vec<Fault> {
    let given = usize::from(it.object.is_some())
        + usize::from(it.selector.is_some())
        + usize::from(it.owned_by.is_some());
    let mut faults: Vec<Fault> = one_of(given, "object, selector, ownedBy").into_iter().collect();
    faults.extend(it.object.as_deref().and_then(|object| object_form("object", object)));
    if let Some(selector) = &it.selector {
        if !selector.contains('=') {
            faults
                .push(fault("selector", Sentence::new("procedure-selector-wide").with("selector", selector)));
        }
        if it.kinds.is_empty() {
            faults.push(fault("selector", Sentence::new("procedure-selector-kinds")));
        }
    }
    faults
}

fn route_switch(it: &RouteSwitch) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.to.trim().is_empty() {
        faults.push(empty("to"));
    }
    if let Some(pattern) = it.answer.as_ref().and_then(|answer| answer.body.as_deref()) {
        faults.extend(pattern_fault(pattern).map(|sentence| fault("answer", sentence)));
    }
    faults
}

fn exec(it: &Exec) -> Vec<Fault> {
    let mut faults = Vec::new();
    let kind = it.workload.split_once('/').map(|(kind, _)| kind);
    if !matches!(kind, Some("deployment" | "statefulset")) {
        faults.push(fault("in", Sentence::new("procedure-exec-in").with("text", &*it.workload)));
    }
    if it.argv.is_empty() {
        faults.push(empty("argv"));
    }
    faults.extend(shell_fault(it.argv.first().map(String::as_str)));
    faults
}

fn tool(it: &Tool) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.program.is_empty() || it.program.contains(['/', '\\']) {
        faults.push(fault("program", Sentence::new("procedure-tool-program").with("program", &*it.program)));
    }
    faults.extend(shell_fault(Some(&it.program)).map(|found| Fault { field: "program", ..found }));
    faults
}

/// A shell would bring back free text where typed steps are meant.
fn shell_fault(program: Option<&str>) -> Option<Fault> {
    let name = program?.rsplit('/').next()?;
    matches!(name, "sh" | "bash" | "dash" | "zsh" | "ash" | "ksh" | "fish" | "cmd" | "powershell" | "pwsh")
        .then(|| fault("argv", Sentence::new("procedure-shell").with("program", name)))
}

fn http_check(it: &HttpCheck) -> Vec<Fault> {
    let given = usize::from(it.url.is_some()) + usize::from(it.route.is_some());
    let mut faults: Vec<Fault> = one_of(given, "url, route").into_iter().collect();
    if let Some(url) = &it.url {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_none_or(str::is_empty) {
            faults.push(fault("url", Sentence::new("procedure-url").with("url", url)));
        }
        if it.path.is_some() {
            faults.push(fault("path", Sentence::new("procedure-url-path")));
        }
    }
    if !(100..600).contains(&it.status) {
        faults.push(fault("status", Sentence::new("procedure-status").count("status", it.status)));
    }
    faults.extend(it.body.as_deref().and_then(pattern_fault).map(|sentence| fault("body", sentence)));
    faults
}

fn git_commit(it: &GitCommit) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.files.is_empty() {
        faults.push(empty("files"));
    }
    if it.message.trim().is_empty() {
        faults.push(empty("message"));
    }
    faults
}

fn announce(it: &AnnounceDraft) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.to.is_empty() {
        faults.push(empty("to"));
    }
    if it.subject.contains(['\n', '\r']) {
        faults.push(fault("subject", Sentence::new("procedure-one-line")));
    }
    faults
}

fn manual(it: &Manual) -> Vec<Fault> {
    let mut faults = Vec::new();
    if it.answers.is_empty() {
        faults.push(empty("answers"));
    }
    let named = |on: Option<OnAnswer>, field: &'static str, answer: &str| {
        on.is_some().then(|| (field, answer.to_owned()))
    };
    let wanted = it.fail_on.iter().map(|answer| ("failOn", answer.clone()));
    let wanted = wanted.chain(named(it.on_yes, "onYes", "yes")).chain(named(it.on_no, "onNo", "no"));
    for (field, answer) in wanted {
        if !it.answers.contains(&answer) {
            let sentence = Sentence::new("procedure-answer-unknown").with("answer", answer);
            faults.push(fault(field, sentence.with("answers", it.answers.join(", "))));
        }
    }
    faults
}

fn wait(it: &Wait) -> Vec<Fault> {
    let mut faults: Vec<Fault> = object_form("object", &it.object).into_iter().collect();
    if !matches!(it.until.as_str(), "ready" | "gone" | "exists") {
        faults.push(fault("until", Sentence::new("procedure-wait-until").with("text", &*it.until)));
    }
    faults
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::procedure::typed_action;

    #[test]
    fn an_answer_that_the_old_pods_give_too_is_warned_about() {
        let warned = |answer: Value| {
            let switch = json!({"route.switch": {"route": "web", "to": "next", "answer": answer}});
            action_warnings(&typed_action(&switch).expect("an action")).len()
        };
        assert_eq!(warned(json!({"status": 200})), 1);
        assert_eq!(warned(json!({"status": 200, "body": "2\\.0"})), 0);
        assert_eq!(warned(Value::Null), 0);
    }
}
