//! What it is for: routes before the start: is the route there, does it lead where the procedure expects, is the other
//! service there. In: a switch of the plan, and what the steps before it make. Out: what was seen. Never: a service called
//! missing that the change itself makes, or a look in a rehearsal, which has no routes.

use super::{Check, Topic, templates::Before};
use crate::{
    action::RouteSwitch,
    cluster::{
        present::{self, Present},
        route_switch::{self, Found},
    },
    failure::{Failure, FailureKind},
    words::Sentence,
    worker::{acts, session::Session},
};

/// Everything about one switch.
pub(super) async fn of_switch(session: &Session, switch: &RouteSwitch, before: &Before) -> Vec<Check> {
    if session.ground.is_some() || before.brings(&format!("Route/{}", switch.route)) {
        return Vec::new();
    }
    let words = || Sentence::new("ready-route-unasked").with("route", switch.route.as_str());
    let found = match route_switch::read(&session.cluster, &switch.route).await {
        Ok(Some(found)) => found,
        Ok(None) => return vec![Check::bad(Topic::Needed, acts::route_missing(session, switch))],
        Err(error) => return vec![Check::unknown(Topic::Needed, words(), error.to_failure())],
    };
    let mut checks = of_route(&found, switch, before.switches(switch.route.as_str()));
    if before.brings(&format!("Service/{}", switch.to)) || before.may_make_others {
        return checks;
    }
    let namespace = session.cluster.namespace().as_str();
    match present::keys(&session.cluster, "Service", namespace, &switch.to).await {
        Ok(Present::Gone) => {
            let words = Sentence::new("ready-route-no-service").with("service", &switch.to);
            checks.push(Check::of(Topic::Needed, super::CheckState::Bad, words));
        }
        Ok(Present::There(_) | Present::Hidden) => {}
        Err(error) => checks.push(Check::unknown(Topic::Needed, words(), error.to_failure())),
    }
    checks
}

/// Where the route leads, and who shares its requests.
fn of_route(found: &Found, switch: &RouteSwitch, is_switched_before: bool) -> Vec<Check> {
    let route = found.name.as_str();
    let mut checks = Vec::new();
    if !found.alternates.is_empty() && switch.alternate_backends.is_none() {
        let words = Sentence::new("act-route-alternates").with("names", found.alternates.join(", "));
        let failure = Failure::new(FailureKind::World, words);
        checks.push(Check::bad(Topic::Needed, failure.hint(Sentence::new("act-route-alternates-hint"))));
    }
    if switch.answer.is_some() && found.url().is_none() {
        let failure =
            Failure::new(FailureKind::World, Sentence::new("act-route-no-host").with("route", route));
        checks.push(Check::bad(Topic::Needed, failure.hint(Sentence::new("act-route-no-host-hint"))));
    }
    let other = switch.from.as_ref().filter(|expected| **expected != found.to && !is_switched_before);
    if let Some(expected) = other {
        let words = Sentence::new("act-route-other")
            .with("route", route)
            .with("now", &found.to)
            .with("expected", expected);
        let failure = Failure::new(FailureKind::World, words);
        checks.push(Check::bad(Topic::Needed, failure.hint(Sentence::new("act-route-other-hint"))));
    } else if found.to == switch.to && !is_switched_before {
        let words = Sentence::new("act-route-so").with("route", route).with("to", &switch.to);
        checks.push(Check::warning(Topic::Needed, words));
    } else {
        let words = Sentence::new("ready-route").with("route", route).with("now", &found.to);
        checks.push(Check::good(Topic::Needed, words));
    }
    checks
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{action::Action, names::ObjectName, procedure::typed_action, worker::ready::CheckState};

    #[test]
    fn a_wanted_answer_needs_one_host_to_ask() {
        let route = |host: &str| {
            let object = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route",
                "metadata": {"name": "web", "namespace": "shop", "uid": "u-1"},
                "spec": {"host": host, "to": {"kind": "Service", "name": "api"}}});
            Found::of(&ObjectName::new("web").unwrap(), &object)
        };
        let bad = |host: &str, action: &serde_json::Value| {
            let Ok(Action::RouteSwitch(switch)) = typed_action(&json!({"route.switch": action})) else {
                panic!("no switch: {action}");
            };
            let checks = of_route(&route(host), &switch, false);
            checks.iter().filter(|check| check.state == CheckState::Bad && check.hint.is_some()).count()
        };
        let plain = json!({"route": "web", "to": "next"});
        let asking = json!({"route": "web", "to": "next", "answer": {"status": 200}});
        assert_eq!((bad("", &plain), bad("shop.example", &asking), bad("", &asking)), (0, 0, 1));
    }
}
