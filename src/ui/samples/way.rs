//! What it is for: ways of requests, good and broken. Out: plain data. Never: compiled into the program.

use std::sync::Arc;

use crate::{
    action::Mark,
    observed::{
        route::{
            Admission, AdmissionState, Claims, LinkState, PodGlance, Pods, Port, RouteKind, RouteParts, Rule,
            Scene, ServiceParts, SiteSeen, SliceParts, Target, Way, follow,
        },
        survey::{Item, ItemKey, Lens, Section, Survey, Tally},
    },
    ui::view::{DetailPart, DetailView, SiteView},
};

use super::{cluster, now, s};

struct Known;

impl Pods for Known {
    fn by_uid(&self, uid: &str) -> Option<PodGlance> {
        let is_good = !uid.starts_with("bad");
        Some(PodGlance {
            name: format!("depot-5c9f7d6b8-{uid}"),
            image: s(if uid.ends_with("new") {
                "registry.example/depot:1.0.188"
            } else {
                "registry.example/depot:1.0.187"
            }),
            digest: Some(s("sha256:4f9b1c2d3e4a5b6c7d8e9f00112233445566778899aabbccddeeff0011223344")),
            mark: if is_good { Mark::Good } else { Mark::Bad },
            state: s(if is_good { "Ready" } else { "The image cannot be pulled (ImagePullBackOff)" }),
        })
    }

    fn labelled(&self, _: &str, _: &[(String, String)]) -> Option<usize> {
        Some(0)
    }
}

fn service(name: &str) -> ServiceParts {
    ServiceParts {
        namespace: s("shop"),
        name: s(name),
        selector: vec![(s("app"), s(name))],
        ports: vec![(s("http"), 8080)],
        is_headless: false,
        external: None,
    }
}

fn way(
    kind: RouteKind,
    name: &str,
    state: AdmissionState,
    targets: &[(&str, u32)],
    behind: &[(&str, &[(&str, bool)])],
) -> Way {
    let target = |(name, weight): &(&str, u32)| Target {
        kind: s("Service"),
        namespace: None,
        name: s(name),
        port: Port::Service(s("http")),
        weight: *weight,
    };
    let rule = Rule {
        host: format!("{name}.example.org"),
        path: s("/"),
        is_read: true,
        tls: Some(true),
        targets: targets.iter().map(target).collect(),
        ..Rule::default()
    };
    let answer = Admission {
        by: s("default"),
        state,
        reason: s("HostAlreadyClaimed"),
        message: s("route shop2/depot has it"),
    };
    let route = RouteParts {
        kind,
        namespace: s("shop"),
        name: s(name),
        created: None,
        asks: String::new(),
        answers: vec![answer],
        rules: vec![rule],
        certificate_until: (kind == RouteKind::Route)
            .then(|| now() + jiff::SignedDuration::from_hours(24 * 20)),
    };
    let services: Vec<ServiceParts> = behind.iter().map(|(name, _)| service(name)).collect();
    let slice = |(name, endpoints): &(&str, &[(&str, bool)])| SliceParts {
        namespace: s("shop"),
        service: s(name),
        ports: vec![(s("http"), Some(8080))],
        endpoints: endpoints.iter().map(|(uid, ready)| (s(uid), *ready)).collect(),
    };
    let slices: Vec<SliceParts> = behind.iter().map(slice).collect();
    let scene = Scene::new(None, Claims::default()).with(services.iter(), slices.iter());
    follow(&route, &scene, &Known).pop().expect("a way")
}

/// Everything is well.
pub(crate) fn good() -> Way {
    let pods: &[(&str, bool)] = &[("x2kfp", true), ("q8vnz", true)];
    way(RouteKind::Route, "depot", AdmissionState::Taken, &[("depot", 100)], &[("depot", pods)])
}

/// The service selects no ready pod.
pub(crate) fn broken() -> Way {
    let pods: &[(&str, bool)] = &[("bad-x2kfp", false)];
    way(RouteKind::Ingress, "depot", AdmissionState::Taken, &[("depot", 1)], &[("depot", pods)])
}

/// Two services share the requests, a third gets none, and one is on its way.
pub(crate) fn shared() -> Way {
    let old: &[(&str, bool)] = &[("x2kfp", true), ("q8vnz", true)];
    let new: &[(&str, bool)] = &[("a-new", true), ("bad-new", false)];
    let targets = [("depot", 75), ("depot-next-with-a-long-name-that-is-cut", 25), ("depot-old", 0)];
    let behind: [(&str, &[(&str, bool)]); 2] =
        [("depot", old), ("depot-next-with-a-long-name-that-is-cut", new)];
    way(RouteKind::Route, "depot-shared", AdmissionState::Taken, &targets, &behind)
}

/// The router refused the route.
pub(crate) fn refused() -> Way {
    let pods: &[(&str, bool)] = &[("x2kfp", true)];
    way(RouteKind::Route, "depot", AdmissionState::Refused, &[("depot", 100)], &[("depot", pods)])
}

/// What the site answered a while ago.
pub(crate) fn answer() -> SiteSeen {
    SiteSeen {
        status: 200,
        took: std::time::Duration::from_millis(45),
        certificate_until: Some(now() + jiff::SignedDuration::from_hours(24 * 61 + 1)),
    }
}

/// A way's row.
fn row(way: &Way) -> Arc<Item> {
    let trouble = way.trouble().filter(|link| link.state == LinkState::Broken);
    let count = |number: u32| i32::try_from(number).unwrap_or(0);
    let state = trouble.map_or_else(|| s("Leads to ready pods"), |link| link.words.text());
    let mark = if trouble.is_some() { Mark::Bad } else { Mark::Good };
    Arc::new(Item {
        row: key(way).row,
        ready: way.ready().map(|(ready, all)| (count(ready), count(all))),
        about: format!("{}{} → {}", way.host, way.path, way.leads_to()).into(),
        ..cluster::item(way.kind.name(), &way.name, mark, &state)
    })
}

/// The routes of the cluster page.
pub(crate) fn survey() -> Survey {
    let lens = Lens { section: Section::Routes, ..Lens::default() };
    let rows: Vec<Arc<Item>> = [good(), broken(), shared()].iter().map(row).collect();
    let mut survey = cluster::survey(&lens, 3);
    survey.tallies.insert(Section::Routes, Tally::of(rows.iter()));
    survey.rows = Arc::new(rows);
    survey
}

/// The object of a way in the pane beside the rows.
pub(crate) fn chosen<'a>(way: Way, key: &'a ItemKey, site: Option<SiteView<'a>>) -> DetailView<'a> {
    DetailView {
        key,
        item: Some(row(&way)),
        is_gone: false,
        is_offline: false,
        section: Section::Routes,
        part: DetailPart::Overview,
        read_at: Some(now()),
        is_loading: false,
        failure: None,
        detail: None,
        log: None,
        kubectl: s("kubectl --context=do-ams3 --namespace=shop get route/depot -o yaml"),
        way: Some(Arc::new(way)),
        site,
    }
}

/// Which object that is.
pub(crate) fn key(way: &Way) -> ItemKey {
    let row = format!("{}/{}", way.kind.name(), way.name);
    ItemKey {
        row: row.into(),
        kind: way.kind.name().into(),
        group: None,
        namespace: "shop".into(),
        name: way.name.as_str().into(),
    }
}
