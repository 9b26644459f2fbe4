//! What it is for: the fields of the start page as its view: what may be chosen, what is known about a value, what follows
//! from it. In: parameters, values, answers. Out: plain data for `ui`. Never: a question, or anything of a secret but where
//! it lies.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    draft, moments,
    start::{Asked, Start, place},
};
use crate::{
    fetched::Fetched,
    procedure::{
        Param, ParamSource, ParamType, Procedure,
        fill::Values,
        substitute::{Lookup, Reference, placeholders, substitute_text},
    },
    ui::view::{Chip, DerivedRow, FieldChoices, FieldKind, FieldProposal, FieldView, Tone},
    words::{Sentence, text},
};

/// Stands where a value is still missing.
const MISSING: &str = "…";

/// One field.
pub(super) fn field(start: &Start, param: &Param, filled: &Values, at: Timestamp) -> FieldView {
    let view = FieldView {
        id: param.name.clone(),
        label: param.title.clone(),
        help: param.help.clone().unwrap_or_default(),
        // What has a default is never missing, so nothing needs to be said about it.
        is_required: param.required || param.default.is_some(),
        ..FieldView::default()
    };
    if param.kind == ParamType::Secret {
        return FieldView { kind: FieldKind::Secret(secret(param)), ..view };
    }
    let typed = start.form.values.get(&param.name);
    let value = typed.cloned().unwrap_or_else(|| filled.text(&param.name));
    let is_given = typed.is_some_and(|typed| !typed.trim().is_empty());
    let error = start.fields.iter().find(|problem| problem.param == param.name && is_given);
    let link = (value.starts_with("https://") || value.starts_with("http://")).then(|| value.clone());
    FieldView {
        kind: kind(start, param, at),
        pattern: param.pattern.clone(),
        error: error.map(|problem| problem.sentence.text()),
        note: note(start, param, &value, at),
        is_changed: filled.all().iter().any(|field| field.name == param.name && field.deviates),
        proposal: proposal(start, param, &value),
        link,
        value,
        ..view
    }
}

/// Where a secret lies.
fn secret(param: &Param) -> String {
    match &param.source {
        Some(ParamSource::Secret { name, key }) => {
            Sentence::new("start-secret-place").with("name", name).with("key", key).text()
        }
        Some(
            ParamSource::CurrentNamespace
            | ParamSource::ImageLabels { .. }
            | ParamSource::ImageTags { .. }
            | ParamSource::LiveObjects { .. }
            | ParamSource::Manifest { .. }
            | ParamSource::TicketHeading(_),
        )
        | None => text("start-secret-nowhere"),
    }
}

fn kind(start: &Start, param: &Param, now: Timestamp) -> FieldKind {
    let known = start.offered.choices(&param.name);
    if let Some(choices) = known.filter(|choices| !choices.rows.is_empty() && !param.multiline) {
        let count =
            |key: &str, count: usize| (count > 0).then(|| Sentence::new(key).count("count", count).text());
        let said = [count("start-choices-unfit", choices.unfit), count("start-choices-more", choices.more)];
        let foot = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        return FieldKind::Suggest(FieldChoices { rows: choices.rows.clone(), foot, now });
    }
    match param.kind {
        ParamType::Enum => FieldKind::Choice(param.values.clone()),
        ParamType::Bool => FieldKind::Switch,
        ParamType::Version | ParamType::Int | ParamType::Image => FieldKind::Code,
        ParamType::String if param.multiline => FieldKind::Lines,
        ParamType::String | ParamType::Secret => FieldKind::Line,
    }
}

fn note(start: &Start, param: &Param, value: &str, now: Timestamp) -> Option<Chip> {
    if let Some(ParamSource::ImageLabels { .. }) = param.source {
        return match start.labels.value() {
            Fetched::Loading(_) => Some(Chip::busy(text("start-labels-asked"))),
            Fetched::Failed(failure, _) => Some(Chip::new(Tone::Warn, failure.summary.text())),
            Fetched::Ready(_) | Fetched::NotAsked => None,
        };
    }
    let is_version = matches!(param.source, Some(ParamSource::ImageTags { .. }));
    let key = |of_versions: &'static str, of_objects: &'static str| {
        if is_version { of_versions } else { of_objects }
    };
    match start.offered.asked(param) {
        Asked::No => None,
        Asked::Waits => Some(Chip::busy(text(key("start-labels-asked", "start-names-asked")))),
        Asked::Failed(failure) => {
            let words = Sentence::new(key("start-versions-failed", "start-names-failed"));
            Some(Chip::new(Tone::Warn, words.with("why", failure.summary.text()).text()))
        }
        Asked::Known if is_version => version_note(start, param, value.trim(), now),
        Asked::Known => {
            let rows = start.offered.choices(&param.name).map(|choices| &choices.rows)?;
            let is_there = value.is_empty() || rows.iter().any(|row| row.value == value.trim());
            let words = || Sentence::new("start-name-unlisted").with("name", value.trim()).text();
            (!is_there).then(|| Chip::new(Tone::Warn, words()))
        }
    }
}

/// What is known about a version: whether the registry has it, when it was built, which one runs.
fn version_note(start: &Start, param: &Param, value: &str, now: Timestamp) -> Option<Chip> {
    let running = start.offered.running(&param.name);
    if !value.is_empty() && start.offered.lists(&param.name, value) == Some(false) {
        let words = Sentence::new("start-version-unlisted").with("version", value);
        return Some(Chip::new(Tone::Warn, words.text()));
    }
    let built = start.offered.built(&param.name, value).map(|at| {
        let ago = moments::ago(now, at);
        Sentence::new("start-version-built").with("ago", ago).with("moment", moments::moment(at)).text()
    });
    let runs = running.map(|running| {
        if running == value {
            text("start-version-runs")
        } else {
            Sentence::new("start-version-running").with("version", running).text()
        }
    });
    let words: Vec<String> = built.into_iter().chain(runs).collect();
    (!words.is_empty()).then(|| Chip::new(Tone::Quiet, words.join(" · ")))
}

fn proposal(start: &Start, param: &Param, value: &str) -> Option<FieldProposal> {
    let (label, proposed) = match param.source.as_ref()? {
        ParamSource::ImageLabels { propose, .. } => {
            (text("start-take-label"), draft::proposal(propose, start.labels.value().last()?)?)
        }
        source @ ParamSource::Manifest { .. } => {
            (text("start-take-repository"), start.offered.value(&place(source)?)?.clone())
        }
        ParamSource::CurrentNamespace => (text("start-take-namespace"), start.form.namespace.clone()),
        ParamSource::ImageTags { .. } => {
            let newest = start.offered.choices(&param.name)?.rows.first().filter(|_| value.is_empty())?;
            let words = Sentence::new("start-take-newest").with("version", &newest.value);
            (words.text(), newest.value.clone())
        }
        ParamSource::LiveObjects { .. } | ParamSource::Secret { .. } | ParamSource::TicketHeading(_) => {
            return None;
        }
    };
    (proposed != value && !proposed.is_empty()).then_some(FieldProposal { label, value: proposed })
}

/// The names that follow from the values, each with the first step that uses it.
pub(super) fn derived(procedure: &Procedure, filled: &Values) -> Vec<DerivedRow> {
    let mut rows: Vec<DerivedRow> = Vec::new();
    for step in procedure.steps() {
        let mut templates = Vec::new();
        templates_of(&step.action, &mut templates);
        for template in templates {
            let Some((name, is_whole)) = filled_in(template, filled) else { continue };
            if rows.iter().all(|row| row.name != name) {
                let label = filled_in_text(&step.title, filled).unwrap_or_else(|| step.title.clone());
                rows.push(DerivedRow { label, name, is_whole });
            }
        }
    }
    rows
}

fn templates_of<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.extend(is_template(text).then_some(text.as_str())),
        Value::Array(items) => items.iter().for_each(|item| templates_of(item, found)),
        Value::Object(map) => map.values().for_each(|item| templates_of(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a text is a name that is made of parameters and something else: no sentence, and not a parameter alone.
fn is_template(text: &str) -> bool {
    let of_params = |holes: &[crate::procedure::substitute::Placeholder]| {
        !holes.is_empty() && holes.iter().all(|hole| matches!(hole.reference, Reference::Param(_)))
    };
    if !placeholders(text).is_ok_and(|holes| of_params(&holes)) {
        return false;
    }
    let rest =
        substitute_text(text, &|_param| Lookup::Value(Value::String(String::new()))).unwrap_or_default();
    rest.chars().any(char::is_alphanumeric) && !rest.contains(char::is_whitespace)
}

/// The name, and whether no value is missing.
fn filled_in(template: &str, filled: &Values) -> Option<(String, bool)> {
    let is_given = |reference: &Reference| match reference {
        Reference::Param(name) => !filled.text(name).is_empty(),
        Reference::StepOut { .. }
        | Reference::With { .. }
        | Reference::Run(_)
        | Reference::Before { .. }
        | Reference::GitBase
        | Reference::Label(_) => false,
    };
    let is_whole = placeholders(template).ok()?.iter().all(|hole| is_given(&hole.reference));
    Some((filled_in_text(template, filled)?, is_whole))
}

fn filled_in_text(template: &str, filled: &Values) -> Option<String> {
    let lookup = |reference: &Reference| match reference {
        Reference::Param(name) => {
            let value = filled.text(name);
            Lookup::Value(Value::String(if value.is_empty() { MISSING.to_owned() } else { value }))
        }
        Reference::StepOut { .. }
        | Reference::With { .. }
        | Reference::Run(_)
        | Reference::Before { .. }
        | Reference::GitBase
        | Reference::Label(_) => Lookup::Value(Value::String(MISSING.to_owned())),
    };
    substitute_text(template, &lookup).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::procedure::{check::Origin, fill::fill_so_far, load};

    #[test]
    fn names_that_follow_are_shown_before_and_after_the_value_is_typed() {
        let file = include_str!("../../tests/fixtures/procedures/shop-deploy.procedure.yaml");
        let loaded = load::checked("shop-deploy.procedure.yaml".into(), Origin::Repository, file.to_owned());
        let shop = loaded.procedure.expect("no errors");
        let names = |typed: &[(&str, &str)]| -> Vec<(String, bool)> {
            let typed: BTreeMap<String, String> =
                typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            derived(&shop, &fill_so_far(&shop, &typed))
                .into_iter()
                .map(|row| (row.name, row.is_whole))
                .collect()
        };
        let before = names(&[]);
        assert!(before.contains(&("shop-backup-manual-…".to_owned(), false)), "{before:?}");
        let after = names(&[("version", "1.0.200")]);
        for wanted in ["shop-backup-manual-1.0.200", "registry.example:5000/shop:1.0.200"] {
            assert!(after.contains(&(wanted.to_owned(), true)), "{after:?}");
        }
        assert!(after.iter().all(|(name, _)| !name.contains(' ') && name != "1.0.200"), "{after:?}");
    }

    #[test]
    fn of_a_secret_only_its_place_is_shown() {
        let source = ParamSource::Secret { name: "depot-db".to_owned(), key: "password".to_owned() };
        let param = Param {
            name: "password".to_owned(),
            kind: ParamType::Secret,
            title: "Password".to_owned(),
            help: None,
            pattern: None,
            min: None,
            max: None,
            default: None,
            values: Vec::new(),
            source: Some(source),
            required: true,
            multiline: false,
        };
        let words = secret(&param);
        assert!(words.contains("depot-db") && words.contains("password") && !words.contains('⟨'), "{words}");
    }
}
