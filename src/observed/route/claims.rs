//! What it is for: names that several routes claim, where no status tells who has them. In: all routes that are seen.
//! Out: the oldest other route. Never: a claim between routes that may share a name, or a guess of who serves it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{RouteKind, RouteParts, Rule};

/// What is claimed: by which kind, among whom, host and path.
type Name<'a> = (RouteKind, &'a str, &'a str, &'a str);
/// Age, namespace and name of a route; the smallest is the oldest.
type Claimant<'a> = (Timestamp, &'a str, &'a str);

/// The oldest claimant of each name.
#[derive(Debug, Default)]
pub struct Claims<'a>(HashMap<Name<'a>, Claimant<'a>>);

impl<'a> Claims<'a> {
    /// Of these routes.
    pub fn of(routes: impl Iterator<Item = &'a RouteParts>) -> Self {
        let mut oldest: HashMap<Name<'a>, Claimant<'a>> = HashMap::new();
        for route in routes {
            for name in route.rules.iter().filter_map(|rule| name(route, rule)) {
                let claimant = claimant(route);
                let known = oldest.entry(name).or_insert(claimant);
                *known = claimant.min(*known);
            }
        }
        Self(oldest)
    }

    /// Namespace and name of the older route that claims the rule's host and path too.
    pub(super) fn older(&self, route: &RouteParts, rule: &Rule) -> Option<(&'a str, &'a str)> {
        let oldest = self.0.get(&name(route, rule)?)?;
        let (_, namespace, name) = *oldest;
        ((namespace, name) != (route.namespace.as_str(), route.name.as_str())).then_some((namespace, name))
    }
}

fn name<'a>(route: &'a RouteParts, rule: &'a Rule) -> Option<Name<'a>> {
    let among = rule.claim.as_deref()?;
    let path = if rule.path.is_empty() { "/" } else { &rule.path };
    Some((route.kind, among, rule.host.as_str(), path))
}

fn claimant(route: &RouteParts) -> Claimant<'_> {
    (route.created.unwrap_or(Timestamp::MAX), &route.namespace, &route.name)
}
