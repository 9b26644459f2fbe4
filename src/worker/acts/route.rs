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
/// The question whose answer lets a way back go without the wanted answer of a host that cannot be asked.
const HOSTLESS: &str = "no-host";
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
        return Ok(there_already(preview, session, step, action, &looked));
    }
    preview = preview.fact(Sign::Change, change(found, &action.to));
    preview = preview.fact(Sign::Same, address(now));
    preview = behind(preview, "act-route-behind-now", now);
    preview = behind(preview, "act-route-behind-then", then);
    preview = around(preview, session, step, action, &looked);
    preview = will_ask(preview, action, then);
    let shown = (found.object(), found.leading_to(&action.to).object());
    match diff_objects(Some(&shown.0), Some(&shown.1)) {
        Ok(diff) => preview.diffs.push(ShownDiff { title: format!("Route/{}", found.name), diff }),
        Err(fault) => tracing::error!(%fault, "a difference cannot be written as YAML"),
    }
    preview.affected = Some(Sentence::new("act-route-affected").with("address", shown_address(now)));
    preview.inverse = inverse(step, action, found, &preview.before).map(Box::new);
    Ok(preview)
}

/// It leads there already. That is all there is to it only when nothing speaks against it and no answer is wanted: what an
/// earlier try failed at is not so because the Route leads there.
fn there_already(
    preview: Preview,
    session: &Session,
    step: &PlannedStep,
    action: &RouteSwitch,
    looked: &Looked,
) -> Preview {
    let words = so(&looked.found);
    let mut preview = behind(preview, "act-route-behind", &looked.now);
    preview = around(preview, session, step, action, looked);
    if preview.blocked.is_none() && preview.questions.is_empty() && action.answer.is_none() {
        preview.nothing_to_do = Some(words);
        preview.outputs.insert(TO.to_owned(), looked.found.to.clone());
        return preview;
    }
    will_ask(preview.fact(Sign::Same, words), action, &looked.now)
}

fn so(found: &Found) -> Sentence {
    Sentence::new("act-route-so").with("route", found.name.as_str()).with("to", &found.to)
}

/// What will be asked of the host afterwards.
fn will_ask(preview: Preview, action: &RouteSwitch, way: &Way) -> Preview {
    let Some(url) = route_answer::asked(action, way) else { return preview };
    let status = action.answer.as_ref().map_or(0, |answer| answer.status).to_string();
    let key = if action.answer.is_some() { "act-route-will-ask" } else { "act-route-will-see" };
    preview.fact(Sign::Same, Sentence::new(key).with("url", url).with("status", status))
}

async fn looked(session: &Session, action: &RouteSwitch) -> Result<Looked, Failure> {
    if ObjectName::new(&action.to).is_err() {
        let words = Sentence::new("act-route-no-name").with("to", &action.to);
        let hint = Sentence::new("act-route-no-name-hint");
        return Err(Failure::new(FailureKind::Person, words).hint(hint));
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
    let is_there = found.to == action.to;
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
    if let Some(expected) = action.from.as_ref().filter(|expected| !is_there && **expected != found.to) {
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
    if let Some(failure) = route_answer::unaskable(action, then) {
        preview = against(preview, step, HOSTLESS, failure);
    }
    if let Some(set) = moved_meanwhile(session, step, found).filter(|_| !is_there) {
        let words = Sentence::new("act-route-moved-meanwhile")
            .with("route", found.name.as_str())
            .with("now", &found.to)
            .with("set", set);
        preview = against(preview, step, "moved", obstacle(words, "act-route-moved-meanwhile-hint"));
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

/// What the dialog rests on: this Route, with this `spec`, these labels and annotations.
fn seen_now(found: &Found) -> BTreeMap<String, String> {
    [("uid", found.uid.clone()), (TO, found.to.clone()), ("state", found.state().to_string())]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
}

/// It is the Route that was shown, or that very Route, and somebody else has led it where it is to lead.
fn is_as_shown(found: &Found, preview: &Preview, to: &str) -> bool {
    let is_shown =
        |one: &Found| seen_now(one).iter().all(|(key, value)| preview.seen.get(key) == Some(value));
    let was = preview.before.get(TO).filter(|_| found.to == to);
    is_shown(found) || was.is_some_and(|was| is_shown(&found.leading_to(was)))
}

/// What the person knew and wanted nevertheless, on a way back.
#[derive(Debug, Clone, Copy)]
struct Agreed {
    unready: bool,
    hostless: bool,
}

/// The same as a line of `oc`.
fn command(session: &Session, action: &RouteSwitch, found: &Found) -> String {
    let patch = serde_json::json!([
        {"op": "test", "path": "/spec/to/name", "value": found.to},
        {"op": "replace", "path": "/spec/to/name", "value": action.to},
    ]);
    format!("oc patch route {} -n {} --type=json -p '{patch}'", action.route, session.cluster.namespace())
}

/// Switches what was shown, then looks at all of it again. A Route that leads there already is not written, only judged.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &RouteSwitch) -> Outcome {
    let mut seen = Seen::default();
    let preview = entry.approval().proposal().preview();
    let Looked { found, then, .. } = match looked(&context.session, action).await {
        Ok(looked) => looked,
        Err(failure) => return seen.failed(failure),
    };
    if !is_as_shown(&found, preview, &action.to) {
        return seen.failed(moved(&found));
    }
    let is_asked = |id: &str| preview.questions.iter().any(|question| question.id == id);
    let agreed = Agreed { unready: is_asked(UNREADY), hostless: is_asked(HOSTLESS) };
    if let Some(failure) = unready(&then).filter(|_| !agreed.unready) {
        return seen.failed(failure);
    }
    let cluster = &context.session.cluster;
    let set = match Box::pin(route_switch::switch(cluster, entry, &found, &action.to)).await {
        Ok(set) => set,
        Err(SwitchError::Moved { found }) => return seen.failed(moved(&found)),
        Err(SwitchError::Call(error)) => return seen.failed(error.to_failure()),
    };
    let switched =
        || Sentence::new("act-route-switched").with("route", set.name.as_str()).with("to", &set.to);
    // Without a switch of ours none is told.
    seen.note(Mark::Good, if found.to == action.to { so(&found) } else { switched() });
    seen.output(TO, set.to.as_str());
    let verdict = Box::pin(verdict(context, action, &found, agreed, &mut seen));
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
    agreed: Agreed,
    seen: &mut Seen,
) -> Result<(), Failure> {
    let way = reached(context, action, before, agreed, seen).await?;
    if agreed.hostless
        && let Some(failure) = route_answer::unaskable(action, &way)
    {
        seen.note(Mark::Warning, failure.summary);
        return Ok(());
    }
    route_answer::ask(context, action, &way, seen).await
}

/// Reads the Route back, and waits until a pod behind it is ready.
async fn reached(
    context: &Context,
    action: &RouteSwitch,
    before: &Found,
    agreed: Agreed,
    seen: &mut Seen,
) -> Result<Way, Failure> {
    let began = std::time::Instant::now();
    loop {
        let Looked { found, now, .. } = match looked(&context.session, action).await {
            Ok(all) => all,
            Err(failure) if began.elapsed() > SETTLE => return Err(failure),
            // One lost read tells nothing about the Route.
            Err(failure) => {
                pause(context, failure).await;
                continue;
            }
        };
        if found.to != action.to || found.uid != before.uid {
            let words =
                Sentence::new("act-route-not-kept").with("route", found.name.as_str()).with("now", &found.to);
            return Err(obstacle(words, "act-route-not-kept-hint"));
        }
        if let Some(failure) = unready(&now).filter(|_| !agreed.unready) {
            if began.elapsed() > SETTLE {
                return Err(failure);
            }
            pause(context, failure).await;
            continue;
        }
        if found.state() == before.leading_to(&action.to).state() {
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

/// Says what is waited for, and waits a moment.
async fn pause(context: &Context, failure: Failure) {
    context.reporter.try_state(failure.summary);
    tokio::time::sleep(Duration::from_secs(1)).await;
}

fn moved(found: &Found) -> Failure {
    let words = Sentence::new("act-route-moved").with("route", found.name.as_str()).with("now", &found.to);
    Failure::new(FailureKind::Moved, words).hint(Sentence::new("act-route-moved-hint"))
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn found(to: &str, uid: &str, host: &str, timeout: &str) -> Found {
        let object: Value = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route",
            "metadata": {"name": "web", "namespace": "shop", "uid": uid, "resourceVersion": "7",
                "annotations": {"haproxy.router.openshift.io/timeout": timeout}},
            "spec": {"host": host, "to": {"kind": "Service", "name": to}}});
        Found::of(&ObjectName::new("web").unwrap(), &object)
    }

    #[test]
    fn only_the_very_route_that_was_shown_is_acted_upon_wherever_it_leads_by_now() {
        let shown = found("api", "u-1", "shop.example", "5s");
        let mut preview = Preview { seen: seen_now(&shown), ..Preview::default() };
        preview.before.insert(TO.to_owned(), "api".to_owned());
        // What a step's conditions rest on stands beside it.
        preview.seen.insert("newer job".to_owned(), "u-9".to_owned());
        let is = |to: &str, uid: &str, host: &str, timeout: &str| {
            is_as_shown(&found(to, uid, host, timeout), &preview, "next")
        };
        assert!(is("api", "u-1", "shop.example", "5s"));
        assert!(is("next", "u-1", "shop.example", "5s"), "somebody else has led it there");
        assert!(!is("elsewhere", "u-1", "shop.example", "5s"));
        for to in ["api", "next"] {
            assert!(!is(to, "u-2", "shop.example", "5s"), "made anew: {to}");
            assert!(!is(to, "u-1", "other.example", "5s"), "another host: {to}");
            assert!(!is(to, "u-1", "shop.example", "9s"), "other annotations: {to}");
        }
    }

    #[test]
    fn the_way_back_sees_what_the_switch_leaves() {
        let before = found("api", "u-1", "shop.example", "5s");
        let after = found("next", "u-1", "shop.example", "5s");
        assert_eq!(seen_now(&before.leading_to("next")), seen_now(&after));
    }
}
