//! What it is for: the dialog's words, derived from the action by exhaustive matches: a new action needs its question.
//! In: an exact action. Out: sentences. Never: words that a procedure's author could bend.

use crate::{
    action::{Action, Scale},
    names::spelled,
    words::Sentence,
};

/// The dialog's title: a question that names the deed and its object.
pub fn question(action: &Action) -> Sentence {
    match action {
        Action::ImageCheck(check) => Sentence::new("ask-image-check").count("count", check.images.len()),
        Action::Scale(scale) => scaled("ask-scale", scale),
        Action::JobCreate(job) => Sentence::new("ask-job-create").with("job", job.name.as_str()),
        Action::JobWait(job) => Sentence::new("ask-job-wait").with("job", job.job.as_str()),
        Action::LogsFollow(logs) => Sentence::new("ask-logs-follow").with("name", logs.deployment.as_str()),
        Action::ManifestEdit(edit) => Sentence::new("ask-manifest-edit").with("file", edit.file.as_str()),
        Action::ManifestApply(apply) => Sentence::new("ask-manifest-apply").with("file", apply.file.as_str()),
        Action::ManifestRestore(file) => {
            Sentence::new("ask-manifest-restore").with("file", file.file.as_str())
        }
        Action::ObjectDelete(_) => Sentence::new("ask-object-delete"),
        Action::Exec(exec) => Sentence::new("ask-exec").with("in", spelled(&exec.workload)),
        Action::RouteSwitch(route) => Sentence::new("ask-route-switch")
            .with("route", route.route.as_str())
            .with("to", spelled(&route.to)),
        Action::TemplateProcess(file) => Sentence::new("ask-template").with("file", file.file.as_str()),
        Action::Wait(wait) => Sentence::new("ask-wait").with("object", spelled(&wait.object)),
        Action::HttpCheck(check) => {
            Sentence::new("ask-http-check").with("url", check.url.clone().unwrap_or_default())
        }
        Action::Tool(tool) => Sentence::new("ask-tool").with("program", &tool.program),
        Action::GitCommit(_) => Sentence::new("ask-git-commit"),
        Action::GitPush(_) => Sentence::new("ask-git-push"),
        Action::GitRevert(revert) => Sentence::new("ask-git-revert").with("commit", &revert.commit),
        Action::AnnounceDraft(_) => Sentence::new("ask-announce"),
        Action::Manual(manual) => Sentence::new("ask-manual").with("what", &manual.ask),
        Action::Pause(_) => Sentence::new("ask-pause"),
    }
}

/// The deed's own button, without the dots that say "asks more".
pub fn deed(action: &Action) -> Sentence {
    match action {
        Action::ImageCheck(_) => Sentence::new("deed-image-check"),
        Action::Scale(scale) => scaled("deed-scale", scale),
        Action::JobCreate(_) => Sentence::new("deed-job-create"),
        Action::JobWait(_) => Sentence::new("deed-job-wait"),
        Action::LogsFollow(_) => Sentence::new("deed-logs-follow"),
        Action::ManifestEdit(_) => Sentence::new("deed-manifest-edit"),
        Action::ManifestApply(_) => Sentence::new("deed-manifest-apply"),
        Action::ManifestRestore(_) => Sentence::new("deed-manifest-restore"),
        Action::ObjectDelete(_) => Sentence::new("deed-object-delete"),
        Action::Exec(_) => Sentence::new("deed-exec"),
        Action::RouteSwitch(_) => Sentence::new("deed-route-switch"),
        Action::TemplateProcess(_) => Sentence::new("deed-template"),
        Action::Wait(_) => Sentence::new("deed-wait"),
        Action::HttpCheck(_) => Sentence::new("deed-http-check"),
        Action::Tool(_) => Sentence::new("deed-tool"),
        Action::GitCommit(_) => Sentence::new("deed-git-commit"),
        Action::GitPush(_) => Sentence::new("deed-git-push"),
        Action::GitRevert(_) => Sentence::new("deed-git-revert"),
        Action::AnnounceDraft(_) => Sentence::new("deed-announce"),
        Action::Manual(_) => Sentence::new("deed-manual"),
        Action::Pause(_) => Sentence::new("deed-pause"),
    }
}

fn scaled(key: &str, scale: &Scale) -> Sentence {
    let name = scale.workload().map_or("?", |(_, name)| name.as_str());
    Sentence::new(key).with("name", name).with("replicas", scale.replicas.to_string())
}
