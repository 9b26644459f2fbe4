//! What it is for: `route.switch`: an OpenShift Route led to another Service, and back.
//! In: the Route as it is, and what is behind either Service. Out: the way before and after, then the Route read back,
//! the endpoints behind it, and what its host answers. Never: "admitted" taken for an answer (mistake 21), any other field
//! of the Route, or a Service without a ready pod.

use std::{collections::BTreeMap, time::Duration};

use super::{Context, Seen, route_answer};
use crate::{
    action::{Action, Confirm, Direction, Ending, Mark, Outcome, ProbeAnswer, Probed, RouteSwitch},
    cluster::route_switch::{self, Found, Looked, SwitchError},
    failure::{Failure, FailureKind},
    journal::{OpenEntry, Started},
    manifest::diff::diff_objects,
    names::ObjectName,
    observed::{
        fighters::Deed,
        route::{Branch, LinkState, Way},
    },
    plan::{
        PlannedStep, WayBack,
        preview::{Inverse, Preview, Question, ShownDiff, Sign},
    },
    run::{resolve, undo_of},
    words::Sentence,
    worker::session::Session,
};

/// How long endpoints may take to be ready once more after the switch.
const SETTLE: Duration = Duration::from_secs(30);
/// Pods named one by one.
const NAMED: usize = 5;
/// The question whose answer lets a way back lead to a Service without a ready pod.
const UNREADY: &str = "unready";
/// Where `before` and `seen` keep the Service.
const TO: &str = "to";

/// The difference of the Route, and who answers before and after.
///
/// # Errors
/// The Route is not there, or cluster, services or pods cannot be read.
pub(super) async fn look(
    session: &Session,
    step: &PlannedStep,
    action: &RouteSwitch,
) -> Result<Preview, Failure> {
    let looked = looked(session, action).await?;
    let Looked { found, now, then } = &looked;
    let mut preview = Preview { command: command(session, action, found), ..Preview::default() };
    preview.seen = seen_now(found);
    preview.before.insert(TO.to_owned(), found.to.clone());
    if found.to == action.to {
        let words = Sentence::new("act-route-so").with("route", found.name.as_str()).with("to", &action.to);
        preview.nothing_to_do = Some(words);
        preview.outputs.insert(TO.to_owned(), found.to.clone());
        return Ok(behind(preview, "act-route-behind", now));
    }
    preview = preview.fact(Sign::Change, change(found, &action.to));
    preview = preview.fact(Sign::Same, address(now));
    preview = behind(preview, "act-route-behind-now", now);
    preview = behind(preview, "act-route-behind-then", then);
    preview = around(preview, session, step, action, &looked);
    if let Some(url) = route_answer::asked(action, then) {
        let status = action.answer.as_ref().map_or(0, |answer| answer.status).to_string();
        let key = if action.answer.is_some() { "act-route-will-ask" } else { "act-route-will-see" };
        preview = preview.fact(Sign::Same, Sentence::new(key).with("url", url).with("status", status));
    }
    let shown = (found.object(), found.leading_to(&action.to).object());
    match diff_objects(Some(&shown.0), Some(&shown.1)) {
        Ok(diff) => preview.diffs.push(ShownDiff { title: format!("Route/{}", found.name), diff }),
        Err(fault) => tracing::error!(%fault, "a difference cannot be written as YAML"),
    }
    preview.affected = Some(Sentence::new("act-route-affected").with("address", shown_address(now)));
    preview.inverse = inverse(step, action, found, &preview.before).map(Box::new);
    Ok(preview)
}

async fn looked(session: &Session, action: &RouteSwitch) -> Result<Looked, Failure> {
    if ObjectName::new(&action.to).is_err() {
        let words = Sentence::new("act-route-no-name").with("to", &action.to);
        return Err(Failure::new(FailureKind::Person, words));
    }
    let looked = Box::pin(route_switch::look(&session.cluster, &action.route, &action.to)).await;
    looked.map_err(|error| error.to_failure())?.ok_or_else(|| missing(session, action))
}

/// The Route is not there.
pub(in crate::worker) fn missing(session: &Session, action: &RouteSwitch) -> Failure {
    let words = Sentence::new("act-route-missing")
        .with("route", action.route.as_str())
        .with("namespace", session.cluster.namespace().as_str());
    Failure::new(FailureKind::World, words).hint(Sentence::new("act-route-missing-hint"))
}

fn change(found: &Found, to: &str) -> Sentence {
    Sentence::new("act-route-change")
        .with("route", found.name.as_str())
        .with("from", &found.to)
        .with("to", to)
}

fn shown_address(way: &Way) -> String {
    way.url().unwrap_or_else(|| format!("{}{}", way.host, way.path))
}

fn address(way: &Way) -> Sentence {
    Sentence::new("act-route-address").with("address", shown_address(way))
}

/// The branch of the Route's own Service: the first one.
fn main_branch(way: &Way) -> Option<&Branch> {
    way.branches.first()
}

/// The pods behind the Service, by name and image.
fn behind(preview: Preview, key: &str, way: &Way) -> Preview {
    let Some(branch) = main_branch(way) else { return preview };
    let (ready, all) = branch.ready.unwrap_or((0, 0));
    let names: Vec<String> =
        branch.glances.iter().take(NAMED).map(|pod| format!("{} ({})", pod.name, pod.image)).collect();
    let more = if branch.glances.len() > NAMED { ", …" } else { "" };
    let words = Sentence::new(key)
        .with("service", &branch.name)
        .count("ready", ready)
        .count("all", all)
        .with("pods", format!("{}{more}", names.join(", ")));
    preview.fact(if ready > 0 { Sign::Good } else { Sign::Bad }, words)
}

/// Everything that speaks against it. On the way forward it ends there; on the way back the person may tick it off, since
/// what is led away from may be worse.
fn around(
    mut preview: Preview,
    session: &Session,
    step: &PlannedStep,
    action: &RouteSwitch,
    looked: &Looked,
) -> Preview {
    let Looked { found, then, .. } = looked;
    if !found.alternates.is_empty() {
        let names = found.alternates.join(", ");
        if action.alternate_backends.is_some() {
            preview =
                preview.fact(Sign::Warning, Sentence::new("act-route-alternates-keep").with("names", names));
        } else {
            let words = Sentence::new("act-route-alternates").with("names", names);
            preview = against(preview, step, "alternates", obstacle(words, "act-route-alternates-hint"));
        }
    }
    if let Some(expected) = action.from.as_ref().filter(|expected| **expected != found.to) {
        let words = Sentence::new("act-route-other")
            .with("route", found.name.as_str())
            .with("now", &found.to)
            .with("expected", expected);
        preview = against(preview, step, "other", obstacle(words, "act-route-other-hint"));
    }
    if found.weight == 0 {
        let words = Sentence::new("act-route-weightless").with("route", found.name.as_str());
        preview = against(preview, step, "weight", obstacle(words, "act-route-weightless-hint"));
    }
    if let Some(failure) = unready(then) {
        preview = against(preview, step, UNREADY, failure);
    }
    if let Some(set) = moved_meanwhile(session, step, found) {
        let words = Sentence::new("act-route-moved-meanwhile")
            .with("route", found.name.as_str())
            .with("now", &found.to)
            .with("set", set);
        preview = against(preview, step, "moved", Failure::new(FailureKind::World, words));
    }
    if then.route.state == LinkState::Broken {
        preview = preview.fact(Sign::Warning, then.route.words.clone());
    }
    for one in found.fighters.iter().filter(|one| one.undoes(Deed::Apply { has_replicas: false })) {
        preview = preview.fact(Sign::Warning, one.words());
    }
    preview
}

fn obstacle(words: Sentence, hint: &str) -> Failure {
    Failure::new(FailureKind::World, words).hint(Sentence::new(hint))
}

fn against(mut preview: Preview, step: &PlannedStep, id: &str, failure: Failure) -> Preview {
    preview = preview.fact(Sign::Bad, failure.summary.clone());
    if step.direction == Direction::Forward {
        preview.blocked = preview.blocked.or(Some(failure));
        return preview;
    }
    let ask = Sentence::new("act-route-nevertheless").with("why", failure.summary.text());
    preview.questions.push(Question {
        id: id.to_owned(),
        ask: ask.clone(),
        choices: vec![("yes".to_owned(), ask)],
        must_tick: true,
    });
    preview
}

/// Why requests would reach no pod.
fn unready(way: &Way) -> Option<Failure> {
    let branch = main_branch(way)?;
    let links = branch.links();
    let is_ready = branch.ready.is_some_and(|(ready, _)| ready > 0);
    let broken = links.into_iter().find(|link| link.state == LinkState::Broken);
    if is_ready && broken.is_none() {
        return None;
    }
    let poor = |state| links.into_iter().find(|link| link.state == state);
    let link = broken.or_else(|| poor(LinkState::Unknown)).or_else(|| poor(LinkState::Wait));
    let why = link.map(|link| link.words.text()).unwrap_or_default();
    let words = Sentence::new("act-route-unready").with("service", &branch.name).with("why", why);
    Some(obstacle(words, "act-route-unready-hint"))
}

/// On the way back: the Route leads neither where this change led it, nor where it led before.
fn moved_meanwhile(session: &Session, step: &PlannedStep, found: &Found) -> Option<String> {
    let undone = session.plan.step(step.undoes.as_ref()?)?;
    let set = undone.action.value.get("route.switch")?.get(TO)?.as_str()?;
    (found.to != set).then(|| set.to_owned())
}

/// What takes the deed back, when the step's own undo is just that: the same Route to the Service that it leads to now.
fn inverse(
    step: &PlannedStep,
    action: &RouteSwitch,
    found: &Found,
    before: &BTreeMap<String, String>,
) -> Option<Inverse> {
    let WayBack::By { confirm: Confirm::Click, .. } = &step.undo else { return None };
    let undo = undo_of(step)?;
    let before = BTreeMap::from([(step.id.clone(), before.clone())]);
    let Ok(Action::RouteSwitch(back)) = resolve(&undo, &BTreeMap::new(), &before) else { return None };
    if back.route != action.route || back.to != found.to {
        return None;
    }
    let offer = Sentence::new("act-route-inverse").with("route", found.name.as_str()).with("to", &back.to);
    let state = seen_now(&found.leading_to(&action.to));
    Some(Inverse { step: undo.id, action: Action::RouteSwitch(back), state, offer })
}

/// What the dialog rests on: this Route, with this `spec`.
fn seen_now(found: &Found) -> BTreeMap<String, String> {
    [("uid", found.uid.clone()), (TO, found.to.clone()), ("spec", found.spec().to_string())]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
}

/// The same as a line of `oc`.
fn command(session: &Session, action: &RouteSwitch, found: &Found) -> String {
    let patch = serde_json::json!([
        {"op": "test", "path": "/spec/to/name", "value": found.to},
        {"op": "replace", "path": "/spec/to/name", "value": action.to},
    ]);
    format!("oc patch route {} -n {} --type=json -p '{patch}'", action.route, session.cluster.namespace())
}

/// Switches what was shown, then looks at all of it again.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &RouteSwitch) -> Outcome {
    let mut seen = Seen::default();
    let preview = entry.approval().proposal().preview();
    let Looked { found, then, .. } = match looked(&context.session, action).await {
        Ok(looked) => looked,
        Err(failure) => return seen.failed(failure),
    };
    if seen_now(&found) != preview.seen && found.to != action.to {
        return seen.failed(moved(&found));
    }
    let is_agreed = preview.questions.iter().any(|question| question.id == UNREADY);
    if let Some(failure) = unready(&then).filter(|_| !is_agreed) {
        return seen.failed(failure);
    }
    let cluster = &context.session.cluster;
    let set = match Box::pin(route_switch::switch(cluster, entry, &found, &action.to)).await {
        Ok(set) => set,
        Err(SwitchError::Moved { found }) => return seen.failed(moved(&found)),
        Err(SwitchError::Call(error)) => return seen.failed(error.to_failure()),
    };
    let words = Sentence::new("act-route-switched").with("route", set.name.as_str()).with("to", &set.to);
    seen.note(Mark::Good, words);
    seen.output(TO, set.to.as_str());
    let verdict = Box::pin(verdict(context, action, &found, is_agreed, &mut seen));
    let ended = context.until_stopped(verdict).await;
    match ended {
        None => seen.end(Ending::Cancelled),
        Some(Ok(())) => seen.done(),
        Some(Err(failure)) => seen.failed(failure),
    }
}

/// The Route as it is now, the endpoints behind it, and what its host answers.
async fn verdict(
    context: &Context,
    action: &RouteSwitch,
    before: &Found,
    is_agreed: bool,
    seen: &mut Seen,
) -> Result<(), Failure> {
    let way = reached(context, action, before, is_agreed, seen).await?;
    route_answer::ask(context, action, &way, seen).await
}

/// Reads the Route back, and waits until a pod behind it is ready.
async fn reached(
    context: &Context,
    action: &RouteSwitch,
    before: &Found,
    is_agreed: bool,
    seen: &mut Seen,
) -> Result<Way, Failure> {
    let began = std::time::Instant::now();
    loop {
        let Looked { found, now, .. } = looked(&context.session, action).await?;
        if found.to != action.to || found.uid != before.uid {
            let words =
                Sentence::new("act-route-not-kept").with("route", found.name.as_str()).with("now", &found.to);
            return Err(Failure::new(FailureKind::World, words));
        }
        let failure = unready(&now).filter(|_| !is_agreed);
        if let Some(failure) = failure {
            if began.elapsed() > SETTLE {
                return Err(failure);
            }
            context.reporter.try_state(failure.summary);
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        if found.spec() == before.leading_to(&action.to).spec() {
            seen.note(Mark::Good, Sentence::new("act-route-rest-same"));
        } else {
            seen.note(Mark::Warning, Sentence::new("act-route-rest-moved"));
        }
        let (ready, _) = main_branch(&now).and_then(|branch| branch.ready).unwrap_or((0, 0));
        let mark = if ready > 0 { Mark::Good } else { Mark::Warning };
        let words = Sentence::new("act-route-reached").with("service", &action.to);
        seen.note(mark, words.count("ready", ready));
        return Ok(now);
    }
}

fn moved(found: &Found) -> Failure {
    let words = Sentence::new("act-route-moved").with("route", found.name.as_str()).with("now", &found.to);
    Failure::new(FailureKind::Moved, words)
}

/// Where the Route leads tells whether it happened.
///
/// # Errors
/// The cluster cannot be asked.
pub(super) async fn probe(
    session: &Session,
    action: &RouteSwitch,
    started: &Started,
) -> Result<Probed, Failure> {
    let found = route_switch::read(&session.cluster, &action.route).await;
    let Some(found) = found.map_err(|error| error.to_failure())? else {
        let words = missing(session, action).summary;
        return Ok(super::probed(ProbeAnswer::CannotTell, Mark::Warning, words, BTreeMap::new()));
    };
    let (answer, mark) = answer(&found, action, started);
    let is_other = started.preview.seen.get("uid").is_some_and(|uid| *uid != found.uid);
    let key = if is_other { "act-route-replaced" } else { "act-route-now" };
    let words = Sentence::new(key).with("route", found.name.as_str()).with("now", &found.to);
    let outputs = BTreeMap::from([(TO.to_owned(), found.to)]);
    Ok(super::probed(answer, mark, words, outputs))
}

fn answer(found: &Found, action: &RouteSwitch, started: &Started) -> (ProbeAnswer, Mark) {
    let before = started.preview.seen.get(TO);
    let is_same = started.preview.seen.get("uid").is_none_or(|uid| *uid == found.uid);
    if is_same && found.to == action.to {
        (ProbeAnswer::Happened, Mark::Good)
    } else if is_same && before == Some(&found.to) {
        (ProbeAnswer::DidNot, Mark::Note)
    } else {
        (ProbeAnswer::CannotTell, Mark::Warning)
    }
}
