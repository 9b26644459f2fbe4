//! What it is for: how much a person must do to approve a step. In: action, effect class, the author's wish.
//! Out: the confirmation, never below the minimum. Never: a deletion or a `once` step without a typed word.

use serde_json::Value;

use crate::{
    action::{Confirm, Effect},
    procedure::{Problem, node::Place},
    words::Sentence,
};

/// What is to be approved.
pub(super) struct Approved<'a> {
    pub(super) key: &'static str,
    pub(super) effect: Effect,
    /// With its key; texts may hold placeholders.
    pub(super) action: &'a Value,
    /// Where problems of it are shown.
    pub(super) place: Place,
}

/// The author's wish when it is enough, else the minimum and a problem.
pub(super) fn confirm(it: &Approved<'_>, wish: Option<Confirm>, problems: &mut Vec<Problem>) -> Confirm {
    let word = default_word(it);
    let minimum = match it.effect {
        _ if it.key == "object.delete" => None,
        Effect::Once => None,
        // Programs of the author's choosing: what they change cannot be known from here.
        Effect::Read if !matches!(it.key, "exec" | "tool") => Some(Confirm::None),
        Effect::Read | Effect::Idempotent | Effect::NamedOnce => Some(Confirm::Click),
    };
    let below = |wish: &Confirm| match (&minimum, wish) {
        (_, Confirm::Type(word)) => word.trim().is_empty(),
        (None, Confirm::None | Confirm::Click) | (Some(Confirm::Click | Confirm::Type(_)), Confirm::None) => {
            true
        }
        (Some(_), Confirm::None | Confirm::Click) => false,
    };
    match wish {
        Some(wish) if !below(&wish) => wish,
        Some(_) => {
            let key = if minimum.is_none() { "procedure-confirm-type" } else { "procedure-confirm-click" };
            problems.push(Problem::error(it.place, Sentence::new(key).with("key", it.key)));
            minimum.unwrap_or_else(|| Confirm::Type(word.unwrap_or_default()))
        }
        None => minimum.unwrap_or_else(|| {
            if word.is_none() {
                problems.push(Problem::error(
                    it.place,
                    Sentence::new("procedure-confirm-word").with("key", it.key),
                ));
            }
            Confirm::Type(word.unwrap_or_default())
        }),
    }
}

/// The name of the object that the action touches; what a person types by default.
fn default_word(it: &Approved<'_>) -> Option<String> {
    let fields = it.action.get(it.key)?;
    let text = |field: &str| fields.get(field).and_then(Value::as_str);
    let last = |text: &str| text.rsplit('/').next().unwrap_or(text).to_owned();
    match it.key {
        "exec" => text("in").map(last),
        "tool" => text("program").map(str::to_owned),
        "object.delete" => {
            text("object").map(last).or_else(|| text("ownedBy").map(str::to_owned)).or_else(|| {
                let selector = text("selector")?;
                selector
                    .split(',')
                    .next()?
                    .split_once('=')
                    .map(|(_, value)| value.trim_start_matches('=').to_owned())
            })
        }
        "scale" => text("deployment").or_else(|| text("statefulSet")).map(str::to_owned),
        "job.create" => text("name").map(str::to_owned),
        "route.switch" => text("route").map(str::to_owned),
        "manifest.edit" | "manifest.apply" | "manifest.restore" | "template.process" => {
            text("file").map(|file| last(file).trim_end_matches(".yaml").trim_end_matches(".yml").to_owned())
        }
        _ => None,
    }
}
