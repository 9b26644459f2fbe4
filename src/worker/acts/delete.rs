//! What it is for: `object.delete`: what would go, listed with who made it; then gone, with its pods.
//! In: an object, a selector, or a step whose objects they are. Out: the list, then what went.
//! Never: an object that was not on the list, or "gone" for one that something still holds.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;

use super::{Context, Seen};
use crate::{
    action::{Ending, Evidence, Mark, ObjectDelete, Outcome, ProbeAnswer, Probed},
    cluster::delete::{self, Found, Listing, Removed, Which},
    failure::{Failure, FailureKind},
    journal::{OpenEntry, Started},
    names::{ObjectName, StepId},
    observed::JobState,
    plan::preview::{Preview, Sign},
    words::Sentence,
    worker::session::Session,
};

/// How long objects and their pods may take to go.
const LIMIT: Duration = Duration::from_mins(2);
/// Objects named one by one.
const NAMED: usize = 50;

/// What would go.
///
/// # Errors
/// An unknown kind, a selector that reaches too much, or the cluster cannot be asked.
pub(super) async fn look(session: &Session, action: &ObjectDelete) -> Result<Preview, Failure> {
    let listing = list(session, action).await?;
    let mut preview = Preview { command: command(session, action, &listing), ..Preview::default() };
    preview.seen = seen_now(&listing);
    if listing.found.is_empty() {
        preview.nothing_to_do = Some(nothing(action));
    }
    for one in listing.found.iter().take(NAMED) {
        preview = told(preview, session, one);
    }
    if listing.found.len() > NAMED {
        let more = Sentence::new("act-delete-more").count("count", listing.found.len() - NAMED);
        preview = preview.fact(Sign::Remove, more);
    }
    if !listing.unread.is_empty() {
        let unread = Sentence::new("act-delete-unread").with("kinds", listing.unread.join(", "));
        preview = preview.fact(Sign::Warning, unread);
    }
    Ok(preview)
}

/// One object: whose it is, what goes with it.
fn told(preview: Preview, session: &Session, one: &Found) -> Preview {
    let object = one.object();
    let at = one.created.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    let is_ours = one.change.as_deref() == Some(session.plan.change().as_str());
    let words = match (&one.change, &one.step) {
        (Some(_), Some(step)) if is_ours => Sentence::new("act-delete-ours").with("step", step.as_str()),
        (Some(change), _) => Sentence::new("act-delete-other-change").with("change", change),
        (None, _) => Sentence::new("act-delete-by-others"),
    };
    let mut preview = preview.fact(Sign::Remove, words.with("object", &object).with("at", at));
    let mut warn = |sign: Sign, key: &str| {
        preview = std::mem::take(&mut preview).fact(sign, Sentence::new(key).with("object", &object));
    };
    if matches!(one.job, Some(JobState::Running | JobState::Finishing)) {
        warn(Sign::Warning, "act-delete-running");
    }
    if one.holds_data() {
        warn(Sign::Bad, "act-delete-data");
    }
    if one.is_ending {
        warn(Sign::Warning, "act-delete-ending");
    }
    preview
}

fn nothing(action: &ObjectDelete) -> Sentence {
    match (&action.object, &action.selector, &action.owned_by) {
        (Some(object), _, _) => Sentence::new("act-delete-no-object").with("object", object),
        (None, Some(selector), _) => Sentence::new("act-delete-none").with("selector", selector),
        (None, None, step) => {
            Sentence::new("act-delete-none-made").with("step", step.as_deref().unwrap_or_default())
        }
    }
}

async fn list(session: &Session, action: &ObjectDelete) -> Result<Listing, Failure> {
    let which = which(session, action)?;
    delete::look(&session.cluster, &which).await.map_err(|error| error.to_failure())
}

fn which(session: &Session, action: &ObjectDelete) -> Result<Which, Failure> {
    let unfit =
        |text: &str| Failure::new(FailureKind::Person, Sentence::new("act-delete-unfit").with("text", text));
    match (&action.object, &action.selector, &action.owned_by) {
        (Some(object), None, None) => {
            let (kind, name) = object.split_once('/').ok_or_else(|| unfit(object))?;
            let name = ObjectName::new(name).map_err(|_fault| unfit(object))?;
            Ok(Which::Object { kind: kind.to_owned(), name })
        }
        (None, Some(selector), None) => {
            Ok(Which::Selector { selector: selector.clone(), kinds: action.kinds.clone() })
        }
        (None, None, Some(step)) => Ok(Which::MadeBy(session.plan.change().clone(), StepId::new(step))),
        (_, _, _) => Err(unfit("object, selector, ownedBy")),
    }
}

fn seen_now(listing: &Listing) -> BTreeMap<String, String> {
    listing.found.iter().map(|one| (one.object(), one.uid.clone())).collect()
}

fn command(session: &Session, action: &ObjectDelete, listing: &Listing) -> String {
    let namespace = session.cluster.namespace();
    if let Some(selector) = &action.selector {
        return format!("kubectl delete -n {namespace} {} -l '{selector}'", action.kinds.join(","));
    }
    let mut objects: Vec<String> = listing.found.iter().map(Found::object).collect();
    if objects.is_empty() {
        objects.extend(action.object.clone());
    }
    format!("kubectl delete -n {namespace} {}", objects.join(" ").to_lowercase())
}

/// Deletes what was shown, and waits until it is gone.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &ObjectDelete) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let listing = match list(session, action).await {
        Ok(listing) => listing,
        Err(failure) => return seen.failed(failure),
    };
    // What went by itself meanwhile is no matter; what came is.
    let shown = &entry.approval().proposal().preview().seen;
    if let Some((object, _)) = seen_now(&listing).iter().find(|(object, uid)| shown.get(*object) != Some(uid))
    {
        let words = Sentence::new("cluster-delete-moved").with("object", object);
        return seen.failed(Failure::new(FailureKind::Moved, words));
    }
    let reporter = &context.reporter;
    let removed =
        delete::delete(&session.cluster, entry, &listing.found, LIMIT, reporter, context.cancel.clone())
            .await;
    match removed {
        Ok(Removed::Gone) => {
            for object in shown.keys().take(NAMED) {
                seen.note(Mark::Good, Sentence::new("act-delete-gone").with("object", object));
            }
            seen.done()
        }
        Ok(Removed::Late(left)) => {
            for one in &left {
                seen.note(Mark::Bad, one.words());
            }
            let words = Sentence::new("act-delete-late").count("count", left.len());
            seen.failed(Failure::new(FailureKind::World, words).hint(Sentence::new("act-delete-late-hint")))
        }
        Ok(Removed::Cancelled) => seen.end(Ending::Cancelled),
        Err(error) => seen.failed(error.to_failure()),
    }
}

/// It happened when none of the objects that were shown is there any more.
///
/// # Errors
/// The cluster cannot be asked.
pub(super) async fn probe(
    session: &Session,
    action: &ObjectDelete,
    started: &Started,
) -> Result<Probed, Failure> {
    let listing = list(session, action).await?;
    let left: Vec<&Found> =
        listing.found.iter().filter(|one| started.preview.seen.values().any(|uid| *uid == one.uid)).collect();
    let says = |mark: Mark, what: Sentence| Evidence { at: Timestamp::now(), mark, what };
    if left.is_empty() {
        let gone =
            |object: &String| says(Mark::Good, Sentence::new("act-delete-gone").with("object", object));
        let evidence = started.preview.seen.keys().take(NAMED).map(gone).collect();
        return Ok(Probed { answer: ProbeAnswer::Happened, evidence, outputs: BTreeMap::new() });
    }
    let still = |one: &&Found| {
        let key = if one.is_ending { "act-delete-ending" } else { "act-delete-still" };
        says(Mark::Note, Sentence::new(key).with("object", one.object()))
    };
    let evidence = left.iter().take(NAMED).map(still).collect();
    Ok(Probed { answer: ProbeAnswer::DidNot, evidence, outputs: BTreeMap::new() })
}
