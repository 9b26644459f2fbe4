//! What it is for: the start page's state as its view. In: what was chosen, typed and answered.
//! Out: plain data for `ui`. Never: a question or a decision of its own.

use jiff::Timestamp;

use super::{doctor_view, draft, ready_view, start::Start, start_fields};
use crate::{
    fetched::Fetched,
    plan::Standing,
    procedure::{Param, Procedure, fill::fill_so_far},
    record,
    ui::{
        rich::literal,
        view::{
            Chip, ClusterCard, ConfigChange, ConfigPlace, ConfigRow, ConfigWhen, ConsentView, ContextChoice,
            DetailsView, ManifestObject, Practise, ProcedureRow, ProgramLine, RepositoryCard, StartView,
            Tone,
        },
    },
    words::{Sentence, text},
    worker::{self, reads::Listed},
};

/// How practice is offered: where nothing else can be done, before everything else.
pub(super) fn practise(start: &Start, is_on: bool) -> Practise {
    let configs = start.kubeconfigs.value();
    let has_context = configs.last().is_some_and(|configs| !configs.contexts.is_empty());
    match (is_on, configs.is_loading() || has_context) {
        (true, _) => Practise::Hidden,
        (false, true) => Practise::Quiet,
        (false, false) => Practise::Offered,
    }
}

/// The whole page, at this moment.
pub(super) fn start(start: &Start, at: Timestamp) -> StartView {
    let blocked = blocked(start);
    StartView {
        second: None,
        practise: Practise::Hidden,
        cluster: cluster(start),
        repository: repository(start),
        procedures: procedures(start),
        unfinished: Vec::new(),
        finished: Vec::new(),
        details: start.procedure().map(|procedure| details(start, procedure, at)),
        checks: start.procedure().map(|_| ready_view::checks(start, at)),
        start_label: text("start-button"),
        blocked,
        alone: None,
        is_read_only: false,
        origin: super::ticket::origin(start),
        ticket: None,
        request: None,
    }
}

fn cluster(start: &Start) -> ClusterCard {
    let contexts = start.kubeconfigs.value().last().map(|configs| {
        let choice = |row: &crate::cluster::kubeconfig::ContextRow| ContextChoice {
            name: row.name.to_string(),
            server: row.server.as_ref().map(|server| server.address.clone()).unwrap_or_default(),
            is_production: false,
        };
        configs.contexts.iter().map(choice).collect()
    });
    let choice = start.choice();
    let connection = start.connection.value();
    let call = choice.and_then(|choice| choice.as_ref().ok()).and_then(|choice| choice.plugin.clone());
    let consent = call.filter(|call| !start.agreed.contains(call.digest.as_str())).map(|call| ConsentView {
        words: Sentence::new("start-plugin").with("user", literal(&call.user)).text(),
        programs: vec![ProgramLine {
            command: std::iter::once(call.command.clone())
                .chain(call.args.clone())
                .collect::<Vec<_>>()
                .join(" "),
            origin: call.env_names.join(", "),
        }],
        button: text("start-plugin-allow"),
    });
    let failure = start.kubeconfigs.value().failure().cloned();
    let failure = failure
        .or_else(|| choice.and_then(|choice| choice.as_ref().err()).cloned())
        .or_else(|| connection.failure().cloned());
    let chip = match connection {
        Fetched::Ready(good) => {
            let words = Sentence::new("start-connected").with("version", &good.value.version).text();
            Some(Chip::new(Tone::Good, words))
        }
        Fetched::Loading(_) => Some(Chip::busy(text("start-connecting"))),
        Fetched::Failed(..) => Some(Chip::new(Tone::Bad, text("start-not-connected"))),
        Fetched::NotAsked => None,
    };
    ClusterCard {
        kubeconfig: start.form.kubeconfig.clone(),
        contexts: contexts.unwrap_or_default(),
        context: Some(start.form.context.clone()).filter(|name| !name.is_empty()),
        namespace: start.form.namespace.clone(),
        namespaces: connection.last().map(|connected| connected.namespaces.clone()).unwrap_or_default(),
        who: connection.last().map(|connected| connected.who.clone()),
        chip,
        failure,
        consent,
        doctor: doctor_view::doctor(start),
    }
}

fn repository(start: &Start) -> RepositoryCard {
    let seen = start.repo.value();
    let mut card = RepositoryCard {
        folder: start.form.repository.clone(),
        failure: seen.failure().cloned(),
        ..RepositoryCard::default()
    };
    let Some(seen) = seen.last() else { return card };
    let state = &seen.state;
    card.branch = state.head.branch().map(|branch| match &state.upstream {
        Some(upstream) => format!("{branch} → {}/{}", upstream.remote, upstream.branch),
        None => branch.to_owned(),
    });
    card.last_commit =
        state.commit.as_ref().map(|commit| format!("{} {}", commit.id.short(), commit.summary));
    card.author = Some(state.identity.to_string());
    let files = start.plan.as_ref().map(|plan| plan.header().files.clone()).unwrap_or_default();
    let refusal = state.refusals(&files).into_iter().next().map(|refusal| refusal.to_failure());
    card.chip = Some(match (&refusal, state.changed.len()) {
        (Some(_), _) => Chip::new(Tone::Bad, text("start-repository-refused")),
        (None, 0) => Chip::new(Tone::Good, text("start-repository-clean")),
        (None, count) => {
            Chip::new(Tone::Good, Sentence::new("start-repository-changed").count("count", count).text())
        }
    });
    card.failure = refusal;
    if start.consent().is_none() {
        let line = |program: &crate::repo::NamedProgram| ProgramLine {
            command: program.command.clone(),
            origin: program.place.clone(),
        };
        card.consent = Some(ConsentView {
            words: text("start-programs"),
            programs: state.programs.to_agree().map(line).collect(),
            button: text("start-programs-allow"),
        });
    }
    card
}

fn procedures(start: &Start) -> Vec<ProcedureRow> {
    let all = start.procedures.value().last().cloned().unwrap_or_default();
    all.iter().map(|listed| procedure_row(start, listed)).collect()
}

fn procedure_row(start: &Start, listed: &Listed) -> ProcedureRow {
    let id = listed.id();
    let is_chosen = id == start.form.procedure;
    let (source, mark) = match listed.standing {
        Standing::Shipped => (text("start-source-shipped"), None),
        Standing::Upstream => (text("start-source-repository"), None),
        Standing::NotUpstream => {
            (text("start-source-repository"), Some(Chip::new(Tone::Warn, text("start-mark-not-upstream"))))
        }
        Standing::Uncommitted => {
            (text("start-source-repository"), Some(Chip::new(Tone::Warn, text("start-mark-uncommitted"))))
        }
    };
    match &listed.loaded.procedure {
        Some(procedure) => ProcedureRow {
            name: procedure.title().to_owned(),
            does: procedure.description().to_owned(),
            steps: procedure.rail().len(),
            rollback: match procedure.rollback() {
                Some(_) => text("start-rollback"),
                None => "–".to_owned(),
            },
            source,
            mark,
            problems: Vec::new(),
            is_chosen,
            id,
        },
        None => ProcedureRow {
            name: listed.file(),
            source,
            mark,
            problems: listed.loaded.problems.iter().map(|problem| problem.message.text()).collect(),
            id,
            ..ProcedureRow::default()
        },
    }
}

fn details(start: &Start, procedure: &Procedure, at: Timestamp) -> DetailsView {
    // Once for all fields: it matches every pattern.
    let filled = fill_so_far(procedure, &start.form.values);
    let (request, parameters): (Vec<&Param>, Vec<&Param>) =
        procedure.params().iter().partition(|param| param.multiline || param.name == "ticket");
    let side = |params: Vec<&Param>| {
        params.into_iter().map(|param| start_fields::field(start, param, &filled, at)).collect()
    };
    let objects = start.objects.value().last().cloned().unwrap_or_default();
    let object = |seen: &worker::reads::ObjectSeen| ManifestObject {
        at: ConfigPlace { file: seen.file.to_string(), object: seen.object.clone() },
        containers: seen.containers.clone(),
    };
    let header = start.plan.as_ref().map(crate::plan::Plan::header);
    DetailsView {
        parameters: side(parameters),
        derived: start_fields::derived(procedure, &filled),
        request: side(request),
        before: configs(start, ConfigWhen::Before),
        after: configs(start, ConfigWhen::After),
        objects: objects.iter().map(object).collect(),
        preview_title: header.map(|header| header.request.title.clone()).unwrap_or_default(),
        preview: start
            .plan
            .as_ref()
            .map(|plan| record::request(plan.header(), plan.steps()))
            .map(|request| format!("{request}{}", record::passed(&start.readiness.passed())))
            .unwrap_or_default(),
    }
}

fn configs(start: &Start, when: ConfigWhen) -> Vec<ConfigRow> {
    let checked = start.configs(when);
    let rows = start.form.configs.iter().filter(|row| row.1 == when);
    rows.map(|(id, _, change)| {
        let error =
            checked.iter().find(|(other, _)| other == id).and_then(|(_, change)| change.as_ref().err());
        ConfigRow { id: *id, words: config_words(change), error: error.cloned(), change: change.clone() }
    })
    .collect()
}

fn config_words(change: &ConfigChange) -> String {
    let at = |key: &str, at: &ConfigPlace| {
        Sentence::new(key).with("object", literal(&at.object)).with("file", literal(&at.file))
    };
    match change {
        ConfigChange::SetVariable { at: place, name, value, .. } => {
            at("config-set-variable", place).with("name", literal(name)).with("value", literal(value)).text()
        }
        ConfigChange::RemoveVariable { at: place, name, .. } => {
            at("config-remove-variable", place).with("name", literal(name)).text()
        }
        ConfigChange::SetValue { at: place, path, value } => {
            at("config-set-value", place).with("path", literal(path)).with("value", literal(value)).text()
        }
        ConfigChange::RemoveValue { at: place, path } => {
            at("config-remove-value", place).with("path", literal(path)).text()
        }
        ConfigChange::ApplyFile { file } => Sentence::new("config-apply").with("file", literal(file)).text(),
        ConfigChange::Human { words } => literal(words),
    }
}

/// Whether something keeps the change from being started.
pub(super) fn is_blocked(start: &Start) -> bool {
    !blocked(start).is_empty()
}

/// Why the change cannot be started yet.
fn blocked(start: &Start) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut say = |key: &str| reasons.push(text(key));
    // What was typed last is in no plan yet.
    if start.is_touched() {
        say("start-checking");
    }
    if start.connection.value().last().is_none() {
        say("start-needs-cluster");
    }
    match start.repo.value().last() {
        None => say("start-needs-repository"),
        Some(_) if start.consent().is_none() => say("start-needs-consent"),
        Some(_) => {}
    }
    let Some(procedure) = start.procedure() else {
        say("start-needs-procedure");
        return reasons;
    };
    for problem in &start.fields {
        let title =
            procedure.param(&problem.param).map_or(problem.param.as_str(), |param| param.title.as_str());
        let words =
            Sentence::new("start-needs-field").with("field", title).with("why", problem.sentence.text());
        reasons.push(words.text());
    }
    if !reasons.is_empty() {
        return reasons;
    }
    if start
        .form
        .configs
        .iter()
        .any(|(_, _, change)| draft::config(change, start.objects.value().last()).is_err())
    {
        reasons.push(text("start-needs-config"));
    }
    if let Some(failure) = start.outside.value().failure() {
        reasons.push(failure.summary.text());
        reasons.extend(failure.hint.as_ref().map(Sentence::text));
        return reasons;
    }
    if start.readiness.in_the_way().next().is_some() {
        reasons.push(text("start-needs-checks"));
    } else if !start.readiness.is_complete() || !start.has_session() {
        reasons.push(text("start-checking"));
    }
    reasons
}
