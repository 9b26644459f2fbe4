//! What it is for: procedure + inputs → [`Plan`]. In: a checked procedure, filled parameters, the request, the target.
//! Out: the plan, or every reason why there is none. Never: I/O, or a placeholder of a parameter left open.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    Header, Param, Plan, PlannedStep, RailEntry, RepositoryBase, Source, Watched,
    configure::configured,
    request::{ConfigChange, Heading, Request},
};
use crate::{
    action::Direction,
    failure::{Failure, FailureKind},
    manifest::mask,
    names::{ChangeId, RepoFile, StepId, Target},
    procedure::{
        BackEntry, Entry, Procedure, RailHolds, SlotPlace, WatchKind,
        fill::Values,
        substitute::{Lookup, Reference, placeholders, substitute_text},
    },
    words::Sentence,
};

mod steps;

/// What a plan is made from, besides the procedure.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The change's identifier.
    pub change: ChangeId,
    /// Where the procedure came from.
    pub source: Source,
    /// Server, context and namespace.
    pub target: Target,
    /// The repository as the change starts.
    pub repository: RepositoryBase,
    /// Values of all parameters but secrets.
    pub values: Values,
    /// Ticket number and configuration changes; headings and title are filled here.
    pub request: Request,
    /// Settings that change where requests go, in words.
    pub settings: Vec<String>,
    /// Who starts the change.
    pub user: String,
    /// When it is started.
    pub started: Timestamp,
    /// It is built for a copy: the server that the procedure is pinned to is that of the change which is rehearsed.
    pub is_rehearsal: bool,
}

/// Builds the plan.
///
/// # Errors
/// Every reason at once: a value that does not fit, an action that this version does not carry out.
pub fn build(procedure: &Procedure, inputs: &Inputs) -> Result<Plan, Vec<Failure>> {
    let mut problems =
        if inputs.is_rehearsal { Vec::new() } else { pinned_elsewhere(procedure, &inputs.target) };
    let mut steps = Vec::new();
    let rail = procedure.rail();
    let filling = Filling { inputs, procedure };
    for line in &rail {
        let section = line.section.clone().unwrap_or_default();
        match &line.holds {
            RailHolds::Steps(ids) => {
                for step in ids.iter().filter_map(|id| procedure.steps().find(|step| step.id == *id)) {
                    match filling.step(step, line.number, &section, Direction::Forward) {
                        Ok(planned) => steps.push(planned),
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            RailHolds::Slot(place) => {
                let applied = applied_later(procedure, line.number);
                let base = inputs.repository.base.as_str();
                steps.extend(configured(&inputs.request, *place, line.number, &section, &applied, base));
            }
        }
    }
    problems.extend(secret_values(&inputs.request));
    complete_commit(&mut steps, &inputs.request);
    let header = match filling.header(procedure, &steps) {
        Ok(header) => header,
        Err(problem) => {
            problems.push(problem);
            return Err(problems);
        }
    };
    let way_back = match procedure.rollback().map(|rollback| filling.way_back(rollback)).transpose() {
        Ok(way_back) => way_back,
        Err(problem) => {
            problems.push(problem);
            return Err(problems);
        }
    };
    if problems.is_empty() {
        Ok(Plan::seal(inputs.change.clone(), header, steps, way_back))
    } else {
        Err(problems)
    }
}

/// A team's own procedure may be pinned to a server and a namespace; a context's name counts for nothing.
fn pinned_elsewhere(procedure: &Procedure, target: &Target) -> Vec<Failure> {
    let pin = procedure.target();
    let mut wrong = Vec::new();
    let mut compare = |key: &str, wanted: Option<&String>, is: &str| {
        if let Some(wanted) = wanted.filter(|wanted| wanted.as_str() != is) {
            let words = Sentence::new(key).with("wanted", wanted).with("is", is);
            wrong.push(Failure::new(FailureKind::Person, words));
        }
    };
    if let Some(server) = &pin.server {
        compare("plan-pinned-address", server.address.as_ref(), &target.server.address);
        let ca = target.server.ca_fingerprint.as_deref().unwrap_or("–");
        compare("plan-pinned-ca", server.ca_fingerprint.as_ref(), ca);
    }
    compare("plan-pinned-namespace", pin.namespace.as_ref(), target.namespace.as_str());
    wrong
}

struct Filling<'a> {
    inputs: &'a Inputs,
    procedure: &'a Procedure,
}

impl Filling<'_> {
    fn lookup(&self, reference: &Reference) -> Lookup {
        match reference {
            Reference::Param(_) => self.inputs.values.lookup(self.procedure, reference),
            Reference::Run(key) => match key.as_str() {
                "id" => Lookup::Value(self.inputs.change.as_str().into()),
                "user" => Lookup::Value(self.inputs.user.clone().into()),
                "started" => Lookup::Value(self.inputs.started.to_string().into()),
                _ => Lookup::Later,
            },
            Reference::GitBase => Lookup::Value(self.inputs.repository.base.as_str().into()),
            Reference::StepOut { .. } | Reference::Before { .. } | Reference::With { .. } => Lookup::Later,
            Reference::Label(_) => Lookup::Unknown,
        }
    }

    fn deviates(&self, name: &str) -> bool {
        self.inputs.values.all().iter().any(|field| field.name == name && field.deviates)
    }

    fn text(&self, text: &str) -> Result<String, Failure> {
        substitute_text(text, &|reference| self.lookup(reference))
            .map_err(|problem| unfilled(&problem.to_string()))
    }

    fn header(&self, procedure: &Procedure, steps: &[PlannedStep]) -> Result<Header, Failure> {
        let inputs = self.inputs;
        let format = procedure.change().title_format.as_deref().unwrap_or(procedure.title());
        let mut request = inputs.request.clone();
        request.title = self.text(format)?;
        request.headings =
            procedure.headings().iter().map(|heading| self.heading(heading)).collect::<Result<_, _>>()?;
        Ok(Header {
            procedure: procedure.id().clone(),
            title: self.title(procedure)?,
            source: inputs.source.clone(),
            target: inputs.target.clone(),
            repository: inputs.repository.clone(),
            params: self.params(procedure),
            request,
            rail: rail_of(procedure),
            watch: self.watched(procedure)?,
            rollback: rollback_lines(procedure, &|text| self.text(text)),
            settings: inputs.settings.clone(),
            files: files_of(steps),
        })
    }

    /// The procedure's title with the version behind it, when there is one.
    fn title(&self, procedure: &Procedure) -> Result<String, Failure> {
        let title = self.text(procedure.title())?;
        let version =
            procedure.params().iter().find(|param| param.kind == crate::procedure::ParamType::Version);
        let value = version.map(|param| self.inputs.values.text(&param.name)).unwrap_or_default();
        Ok(if title.contains(&value) { title } else { format!("{title} {value}") })
    }

    fn heading(&self, heading: &crate::procedure::Heading) -> Result<Heading, Failure> {
        let named = heading.text.as_deref().and_then(|text| placeholders(text).ok()).unwrap_or_default();
        let deviates = named.iter().any(|hole| match &hole.reference {
            Reference::Param(name) => self.deviates(name),
            Reference::StepOut { .. }
            | Reference::With { .. }
            | Reference::Run(_)
            | Reference::Before { .. }
            | Reference::GitBase
            | Reference::Label(_) => false,
        });
        let text = heading.text.as_deref().map(|text| self.text(text)).transpose()?;
        Ok(Heading { title: heading.heading.clone(), text, fill: heading.fill, deviates })
    }

    fn params(&self, procedure: &Procedure) -> Vec<Param> {
        let shown =
            procedure.params().iter().filter(|param| param.kind != crate::procedure::ParamType::Secret);
        shown
            .map(|param| Param {
                name: param.name.clone(),
                title: param.title.clone(),
                value: self.inputs.values.text(&param.name),
                deviates: self.deviates(&param.name),
            })
            .collect()
    }

    fn watched(&self, procedure: &Procedure) -> Result<Vec<Watched>, Failure> {
        let one = |watch: &crate::procedure::Watch| {
            Ok(Watched {
                kind: kind_name(watch.kind).to_owned(),
                names: watch.names.iter().map(|name| self.text(name)).collect::<Result<_, _>>()?,
                selector: watch.selector.as_deref().map(|text| self.text(text)).transpose()?,
            })
        };
        procedure.watch().iter().map(one).collect()
    }
}

fn kind_name(kind: WatchKind) -> &'static str {
    match kind {
        WatchKind::Deployment => "Deployment",
        WatchKind::StatefulSet => "StatefulSet",
        WatchKind::DeploymentConfig => "DeploymentConfig",
        WatchKind::Pod => "Pod",
        WatchKind::Job => "Job",
        WatchKind::Service => "Service",
        WatchKind::Ingress => "Ingress",
        WatchKind::Route => "Route",
        WatchKind::HttpRoute => "HTTPRoute",
        WatchKind::IngressRoute => "IngressRoute",
    }
}

fn rail_of(procedure: &Procedure) -> Vec<RailEntry> {
    let title = |line: &crate::procedure::RailEntry| match (&line.title, &line.holds) {
        (Some(title), _) => title.clone(),
        (None, RailHolds::Slot(SlotPlace::PreDeploy)) => crate::words::text("plan-slot-before"),
        (None, RailHolds::Slot(SlotPlace::PostDeploy)) => crate::words::text("plan-slot-after"),
        (None, RailHolds::Steps(_)) => String::new(),
    };
    let entry = |line: &crate::procedure::RailEntry| RailEntry {
        number: line.number,
        section: line.section.clone().unwrap_or_default(),
        title: title(line),
    };
    procedure.rail().iter().map(entry).collect()
}

/// Configuration changes that would bring a secret's value into plan, journal and record.
fn secret_values(request: &Request) -> impl Iterator<Item = Failure> {
    request.before.iter().chain(&request.after).filter_map(|change| match change {
        ConfigChange::Set { object, path, value, .. } if mask::is_secret_at(object, path, value) => {
            let words = Sentence::new("plan-config-secret").with("object", object).with("path", path);
            let hint = Sentence::new("plan-config-secret-hint");
            Some(Failure::new(FailureKind::Person, words).hint(hint))
        }
        ConfigChange::Set { .. }
        | ConfigChange::Remove { .. }
        | ConfigChange::Apply { .. }
        | ConfigChange::Human { .. } => None,
    })
}

/// Files that a step behind this place of the rail applies.
fn applied_later(procedure: &Procedure, number: usize) -> BTreeSet<String> {
    let behind: BTreeSet<StepId> = procedure
        .rail()
        .into_iter()
        .filter(|line| line.number > number)
        .flat_map(|line| match line.holds {
            RailHolds::Steps(ids) => ids,
            RailHolds::Slot(_) => Vec::new(),
        })
        .collect();
    let applied = procedure.entries().iter().filter_map(|entry| match entry {
        Entry::Step(step) if behind.contains(&step.id) => step.action.pointer("/manifest.apply/file"),
        Entry::Step(_) | Entry::Slot(_) => None,
    });
    applied.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Files of configuration changes join the commit; the ticket's number ends its message.
fn complete_commit(steps: &mut [PlannedStep], request: &Request) {
    let added: Vec<Value> = steps
        .iter()
        .filter(|step| step.added)
        .filter_map(|step| step.action.value.pointer("/manifest.edit/file").cloned())
        .collect();
    for step in steps.iter_mut().filter(|step| step.key == "git.commit") {
        if let Some(Value::Array(files)) = step.action.value.pointer_mut("/git.commit/files") {
            for file in &added {
                if !files.contains(file) {
                    files.push(file.clone());
                }
            }
        }
        let named = step.action.value.pointer("/git.commit/closes").and_then(Value::as_str);
        let ticket = named.unwrap_or(&request.ticket).to_owned();
        if let Some(Value::String(message)) = step.action.value.pointer_mut("/git.commit/message")
            && !ticket.is_empty()
        {
            let closes = format!("Closes #{ticket}");
            if !message.contains(&closes) {
                *message = format!("{}\n\n{closes}", message.trim_end());
            }
        }
    }
}

/// Every file that a step edits, applies or commits.
fn files_of(steps: &[PlannedStep]) -> Vec<RepoFile> {
    let mut files = BTreeSet::new();
    for step in steps {
        let value = &step.action.value;
        let single = ["/manifest.edit/file", "/manifest.apply/file"];
        files.extend(single.iter().filter_map(|pointer| value.pointer(pointer)).filter_map(Value::as_str));
        let list = value.pointer("/git.commit/files").and_then(Value::as_array);
        files.extend(list.into_iter().flatten().filter_map(Value::as_str));
    }
    files.into_iter().filter_map(|file| RepoFile::new(file).ok()).collect()
}

fn rollback_lines(procedure: &Procedure, fill: &dyn Fn(&str) -> Result<String, Failure>) -> Vec<String> {
    let Some(rollback) = procedure.rollback() else { return Vec::new() };
    let text = |raw: &str| fill(raw).unwrap_or_else(|_open| raw.to_owned());
    let mut lines = vec![text(&rollback.ask)];
    for answer in &rollback.answers {
        let steps =
            answer.plans.iter().filter_map(|plan| rollback.plans.iter().find(|(name, _)| name == plan));
        let titles: Vec<String> = steps
            .flat_map(|(_, entries)| entries)
            .map(|entry| match entry {
                BackEntry::Step(step) => text(&step.title),
                BackEntry::UndoAll(ids) => {
                    let ids: Vec<&str> = ids.iter().map(StepId::as_str).collect();
                    Sentence::new("plan-undo-all").with("steps", ids.join(", ")).text()
                }
            })
            .collect();
        lines.push(format!("{}: {}", text(&answer.label), titles.join(" → ")));
    }
    lines
}

fn unfilled(problem: &str) -> Failure {
    Failure::new(FailureKind::Person, Sentence::new("plan-unfilled").with("problem", problem))
}
