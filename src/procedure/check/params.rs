//! What it is for: the checks of `params`. In: the node of `params`. Out: checked parameters, problems.
//! Never: a value that a person gave; `fill` judges those by the same rules.

use serde_json::Value;

use super::{patterns::pattern_fault, refs::Scope};
use crate::{
    procedure::{
        Param, ParamSource, ParamType, Problem,
        decode::decode,
        file::{FromFile, FromSource, FromWord, ParamFile},
        fill::value_fault,
        node::{Node, Pair},
        substitute::placeholders,
    },
    words::Sentence,
};

/// All parameters that could be read; `problems` tells whether something is wrong with them.
pub(super) fn params(node: &Node, problems: &mut Vec<Problem>) -> Scope {
    let mut scope = Scope::default();
    for pair in node.pairs() {
        if let Some(param) = param(pair, &mut scope, problems) {
            scope.params.push(param);
        }
    }
    // A source may name any parameter but itself.
    for pair in node.pairs() {
        if let Some(from) = pair.node.get("from") {
            let mut wide = scope.clone();
            wide.params.retain(|param| param.name != pair.key);
            wide.labels = true;
            wide.check(from, problems);
            scope.used.extend(wide.used);
        }
    }
    scope
}

fn param(pair: &Pair, scope: &mut Scope, problems: &mut Vec<Problem>) -> Option<Param> {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !pair.key.starts_with(|c: char| c.is_ascii_alphabetic()) || !pair.key.chars().all(word) {
        let sentence = Sentence::new("procedure-param-name").with("name", &*pair.key);
        problems.push(Problem::error(pair.key_place, sentence));
    }
    let file: ParamFile = decode(&pair.node, problems)?;
    let source = file.from.and_then(|from| source(from, &pair.node, problems));
    let param = Param {
        name: pair.key.clone(),
        kind: file.kind,
        title: file.title.unwrap_or_else(|| pair.key.clone()),
        help: file.help,
        pattern: file.pattern,
        min: file.min,
        max: file.max,
        required: file.required.unwrap_or(file.default.is_none()),
        default: file.default,
        values: file.values,
        source,
        multiline: file.multiline,
    };
    rules(&param, &pair.node, problems);
    default_rules(&param, &pair.node, scope, problems);
    Some(param)
}

fn rules(param: &Param, node: &Node, problems: &mut Vec<Problem>) {
    let mut wrong = |key: &str, sentence: Sentence| {
        problems.push(Problem::error(node.get(key).map_or(node.place, |value| value.place), sentence));
    };
    if let Some(sentence) = param.pattern.as_deref().and_then(pattern_fault) {
        wrong("pattern", sentence);
    }
    if param.kind == ParamType::Enum && param.values.is_empty() {
        wrong("values", Sentence::new("procedure-enum-values"));
    }
    if param.kind != ParamType::Enum && !param.values.is_empty() {
        wrong("values", Sentence::new("procedure-values-without-enum"));
    }
    if let (Some(min), Some(max)) = (param.min, param.max)
        && min > max
    {
        wrong(
            "min",
            Sentence::new("procedure-min-max").with("min", min.to_string()).with("max", max.to_string()),
        );
    }
    if param.pattern.is_some() && matches!(param.kind, ParamType::Int | ParamType::Bool) {
        wrong("pattern", Sentence::new("procedure-pattern-text-only"));
    }
    if param.kind == ParamType::Secret && param.default.is_some() {
        wrong("default", Sentence::new("procedure-secret-default"));
    }
}

fn default_rules(param: &Param, node: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) {
    let (Some(default), Some(place)) = (&param.default, node.get("default")) else { return };
    if param.kind == ParamType::Secret || !scope.check(place, problems) {
        return;
    }
    let filled = default.as_str().is_some_and(|text| placeholders(text).is_ok_and(|holes| !holes.is_empty()));
    if !filled && let Some(sentence) = value_fault(param, default) {
        let sentence = Sentence::new("procedure-default").with("problem", sentence.text());
        let problem = Problem::error(place.place, sentence);
        let number = matches!(default, Value::Number(_) | Value::Bool(_));
        problems.push(if number && !matches!(param.kind, ParamType::Int | ParamType::Bool) {
            problem.hint(Sentence::new("procedure-type-quotes"))
        } else {
            problem
        });
    }
}

fn source(from: FromFile, node: &Node, problems: &mut Vec<Problem>) -> Option<ParamSource> {
    let from = match from {
        FromFile::Word(FromWord::CurrentNamespace) => return Some(ParamSource::CurrentNamespace),
        FromFile::Source(source) => *source,
    };
    let given = [
        from.labels_of.is_some(),
        from.tags_of.is_some(),
        from.objects_of.is_some(),
        from.manifest.is_some(),
        from.secret.is_some(),
        from.heading.is_some(),
    ];
    let place = node.get("from").map_or(node.place, |from| from.place);
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        let names = "labelsOf, tagsOf, objectsOf, manifest, secret, heading";
        let sentence = Sentence::new("procedure-one-of").with("names", names).count("given", count);
        problems.push(Problem::error(place, sentence));
        return None;
    }
    let made = made(from);
    if made.is_none() {
        problems.push(Problem::error(place, Sentence::new("procedure-from-parts")));
    }
    made
}

fn made(from: FromSource) -> Option<ParamSource> {
    if let Some(image) = from.labels_of {
        return (!from.propose.is_empty())
            .then_some(ParamSource::ImageLabels { image, propose: from.propose });
    }
    if let Some(image) = from.tags_of {
        return Some(ParamSource::ImageTags { image });
    }
    if let Some(kind) = from.objects_of {
        return (!kind.trim().is_empty()).then_some(ParamSource::LiveObjects { kind });
    }
    if let Some(file) = from.manifest {
        let tag_only = from.tag_only;
        return Some(ParamSource::Manifest { file, object: from.object?, path: from.path?, tag_only });
    }
    if let Some(name) = from.secret {
        return Some(ParamSource::Secret { name: name.as_str().to_owned(), key: from.key? });
    }
    from.heading.map(ParamSource::TicketHeading)
}
