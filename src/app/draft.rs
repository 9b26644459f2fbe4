//! What it is for: from the start page to a plan: inputs, configuration changes, what to ask the registry.
//! In: the page's state. Out: a plan or every reason why there is none. Never: I/O.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, Hasher as _},
};

use jiff::Timestamp;
use serde_json::Value;

use super::start::Start;
use crate::{
    failure::Failure,
    names::{ChangeId, CommitId, RepoFile},
    plan::{
        Plan, RepositoryBase, Source,
        build::{Inputs, build},
        request::{ConfigChange, Request},
    },
    procedure::{
        ParamSource,
        fill::Values,
        substitute::{Lookup, Reference, substitute_text},
    },
    ui::view::{self, ConfigWhen},
    words::text,
    worker::reads::ObjectSeen,
};

/// The plan for what is on the page; `None` while something is missing.
pub(super) fn plan(start: &mut Start, values: &Values) -> Option<Result<Plan, Vec<Failure>>> {
    let (change, started) = start.change();
    let connected = start.connection.value().last()?;
    let seen = start.repo.value().last()?;
    let listed = start.listed()?;
    let procedure = listed.loaded.procedure.as_ref()?;
    start.consent()?;
    let checked = |when: ConfigWhen| -> Option<Vec<ConfigChange>> {
        start.configs(when).into_iter().map(|(_, change)| change.ok()).collect()
    };
    let name =
        seen.state.root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let inputs = Inputs {
        change,
        source: Source { file: listed.file(), digest: procedure.digest().clone(), standing: listed.standing },
        target: connected.cluster.target().clone(),
        repository: RepositoryBase {
            name,
            branch: seen.state.head.branch().unwrap_or_default().to_owned(),
            base: seen.state.commit.as_ref().map_or_else(|| CommitId::new(""), |commit| commit.id.clone()),
            identity: seen.state.identity.to_string(),
        },
        request: Request {
            ticket: values.text("ticket"),
            before: checked(ConfigWhen::Before)?,
            after: checked(ConfigWhen::After)?,
            origin: start.form.origin.clone(),
            ..Request::default()
        },
        settings: start.settings_in_words(),
        user: connected.who.clone(),
        started,
        values: values.clone(),
        is_rehearsal: start.ground().is_some(),
    };
    Some(build(procedure, &inputs))
}

/// Images whose labels or tags make proposals on the page.
pub(super) struct ImagesToAsk {
    pub(super) labels_of: Option<String>,
    /// By the parameter's name.
    pub(super) tags_of: BTreeMap<String, String>,
}

/// What to ask the registry for; `None` while no procedure is chosen.
pub(super) fn images_to_ask(start: &Start) -> Option<ImagesToAsk> {
    let procedure = start.procedure()?;
    let typed = &start.form.values;
    // Only values that are given and fit: a half-typed version is no image.
    let lookup = |reference: &Reference| match reference {
        Reference::Param(name) => {
            let param = procedure.param(name);
            let given = typed.get(name).filter(|text| !text.trim().is_empty());
            match (param, given) {
                (Some(param), Some(given)) => {
                    let value = Value::String(given.trim().to_owned());
                    match crate::procedure::fill::value_fault(param, &value) {
                        None => Lookup::Value(value),
                        Some(_) => Lookup::Unknown,
                    }
                }
                (Some(param), None) => match param.default.clone() {
                    Some(default) => Lookup::Value(default),
                    None => Lookup::Unknown,
                },
                (None, _) => Lookup::Unknown,
            }
        }
        Reference::StepOut { .. }
        | Reference::With { .. }
        | Reference::Run(_)
        | Reference::Before { .. }
        | Reference::GitBase
        | Reference::Label(_) => Lookup::Unknown,
    };
    let mut ask = ImagesToAsk { labels_of: None, tags_of: BTreeMap::new() };
    for param in procedure.params() {
        match &param.source {
            Some(ParamSource::ImageLabels { image, .. }) => {
                ask.labels_of = substitute_text(image, &lookup).ok();
            }
            Some(ParamSource::ImageTags { image }) => {
                if let Ok(image) = substitute_text(image, &lookup) {
                    ask.tags_of.insert(param.name.clone(), image);
                }
            }
            Some(
                ParamSource::CurrentNamespace
                | ParamSource::LiveObjects { .. }
                | ParamSource::Manifest { .. }
                | ParamSource::Secret { .. }
                | ParamSource::TicketHeading(_),
            )
            | None => {}
        }
    }
    Some(ask)
}

/// The first proposal whose labels all exist.
pub(super) fn proposal(
    propose: &[String],
    labels: &std::collections::BTreeMap<String, String>,
) -> Option<String> {
    let lookup = |reference: &Reference| match reference {
        Reference::Label(name) => {
            labels.get(name).map_or(Lookup::Unknown, |label| Lookup::Value(Value::String(label.clone())))
        }
        Reference::Param(_)
        | Reference::StepOut { .. }
        | Reference::With { .. }
        | Reference::Run(_)
        | Reference::Before { .. }
        | Reference::GitBase => Lookup::Unknown,
    };
    propose.iter().find_map(|pattern| substitute_text(pattern, &lookup).ok())
}

/// A configuration change of the form, checked.
///
/// # Errors
/// Why it cannot be used, in words.
pub(super) fn config(
    change: &view::ConfigChange,
    objects: Option<&Vec<ObjectSeen>>,
) -> Result<ConfigChange, String> {
    let file =
        |file: &str| RepoFile::new(file).map(|file| file.to_string()).map_err(|problem| problem.to_string());
    let filled = |words: &str, key: &str| {
        if words.trim().is_empty() { Err(text(key)) } else { Ok(words.trim().to_owned()) }
    };
    let container = |at: &view::ConfigPlace, given: &str| container_of(at, given, objects);
    match change {
        view::ConfigChange::SetVariable { at, container: given, name, value } => {
            let name = filled(name, "config-name-missing")?;
            let path = format!(
                "spec.template.spec.containers[name={}].env[name={name}].value",
                container(at, given)?
            );
            let (file, object) = (file(&at.file)?, at.object.clone());
            Ok(ConfigChange::Set { file, object, path, value: Value::String(value.clone()) })
        }
        view::ConfigChange::RemoveVariable { at, container: given, name } => {
            let name = filled(name, "config-name-missing")?;
            let path =
                format!("spec.template.spec.containers[name={}].env[name={name}]", container(at, given)?);
            Ok(ConfigChange::Remove { file: file(&at.file)?, object: at.object.clone(), path })
        }
        view::ConfigChange::SetValue { at, path, value } => {
            let path = filled(path, "config-path-missing")?;
            let parsed: Value = serde_saphyr::from_str(value).map_err(|problem| problem.to_string())?;
            Ok(ConfigChange::Set { file: file(&at.file)?, object: at.object.clone(), path, value: parsed })
        }
        view::ConfigChange::RemoveValue { at, path } => {
            let path = filled(path, "config-path-missing")?;
            Ok(ConfigChange::Remove { file: file(&at.file)?, object: at.object.clone(), path })
        }
        view::ConfigChange::ApplyFile { file: name } => Ok(ConfigChange::Apply { file: file(name)? }),
        view::ConfigChange::Human { words } => {
            Ok(ConfigChange::Human { what: filled(words, "config-words-missing")? })
        }
    }
}

/// The container that is meant: the given one, else the object's only one.
fn container_of(
    at: &view::ConfigPlace,
    given: &str,
    objects: Option<&Vec<ObjectSeen>>,
) -> Result<String, String> {
    if !given.trim().is_empty() {
        return Ok(given.trim().to_owned());
    }
    let object = objects
        .and_then(|all| all.iter().find(|one| one.object == at.object && one.file.as_str() == at.file));
    match object.map(|object| object.containers.as_slice()) {
        Some([only]) => Ok(only.clone()),
        _ => Err(text("config-container-missing")),
    }
}

/// `2026-11-21T102503Z-procedure-1f3a`: sorts by time, names the procedure, differs from a second start at once.
pub(super) fn change_id(at: Timestamp, procedure: &str) -> ChangeId {
    let random = std::hash::RandomState::new().build_hasher().finish() & 0xffff;
    ChangeId::new(format!("{}-{procedure}-{random:04x}", at.strftime("%Y-%m-%dT%H%M%SZ")))
}
