use super::*;
use crate::{action::Mark, words};

fn service(name: &str) -> ServiceParts {
    ServiceParts {
        namespace: "shop".to_owned(),
        name: name.to_owned(),
        selector: vec![("app".to_owned(), name.to_owned())],
        ports: vec![("http".to_owned(), 80)],
        is_headless: false,
        external: None,
    }
}

fn slice(service: &str, endpoints: &[(&str, bool)]) -> SliceParts {
    SliceParts {
        namespace: "shop".to_owned(),
        service: service.to_owned(),
        ports: vec![("http".to_owned(), Some(8080))],
        endpoints: endpoints.iter().map(|(uid, ready)| ((*uid).to_owned(), *ready)).collect(),
    }
}

fn target(name: &str, weight: u32) -> Target {
    let port = Port::Service("http".to_owned());
    Target { kind: "Service".to_owned(), namespace: None, name: name.to_owned(), port, weight }
}

fn route(kind: RouteKind, targets: Vec<Target>) -> RouteParts {
    let rule = Rule {
        host: "api.example".to_owned(),
        path: "/".to_owned(),
        is_read: true,
        tls: Some(true),
        claim: Some(String::new()),
        targets,
        ..Rule::default()
    };
    RouteParts {
        kind,
        namespace: "shop".to_owned(),
        name: "api".to_owned(),
        created: jiff::Timestamp::from_second(100).ok(),
        asks: "edge".to_owned(),
        answers: Vec::new(),
        rules: vec![rule],
        certificate_until: None,
    }
}

fn says(state: AdmissionState, reason: &str) -> Admission {
    let message = "words of the router".to_owned();
    Admission { by: "default".to_owned(), state, reason: reason.to_owned(), message }
}

/// The only way of the route, where these stand behind it.
fn seen(route: &RouteParts, services: &[ServiceParts], slices: &[SliceParts]) -> Way {
    let claims = Claims::of(std::iter::once(route));
    let scene = Scene::new(Some("shop"), claims).with(services.iter(), slices.iter());
    follow(route, &scene, &Two).pop().expect("a way")
}

/// Two pods, `a` and `b`.
struct Two;

impl Pods for Two {
    fn by_uid(&self, uid: &str) -> Option<PodGlance> {
        let mark = if uid == "a" { Mark::Good } else { Mark::Bad };
        let image = "registry.example/api:2".to_owned();
        Some(PodGlance {
            name: format!("api-{uid}"),
            image,
            digest: Some("sha256:0f".to_owned()),
            mark,
            state: String::new(),
        })
    }

    fn labelled(&self, _: &str, labels: &[(String, String)]) -> Option<usize> {
        Some(usize::from(labels.iter().any(|(_, app)| app == "starting")))
    }
}

/// The trouble's words, in which nothing is missing.
fn trouble(way: &Way) -> String {
    let all = [&way.door, &way.route].into_iter().chain(way.branches.iter().flat_map(Branch::links));
    for link in all {
        assert!(words::knows(&link.words.key), "{}", link.words.key);
        let text = link.words.text();
        assert!(!text.contains(['{', '⟨']), "{text}");
    }
    way.trouble().map(|link| link.words.text()).unwrap_or_default()
}

/// One that its controller has taken.
fn ingress(targets: Vec<Target>) -> RouteParts {
    RouteParts { answers: vec![says(AdmissionState::Taken, "")], ..route(RouteKind::Ingress, targets) }
}

#[test]
fn mistake_21_ready_endpoints_are_counted_once_and_a_good_way_has_no_trouble() {
    let slices = [slice("api", &[("a", true)]), slice("api", &[("a", true)])];
    let way = seen(&ingress(vec![target("api", 1)]), &[service("api")], &slices);
    assert_eq!((trouble(&way).as_str(), way.ready(), way.reaches_pods()), ("", Some((1, 1)), true));
    let branch = way.branches.first().expect("a branch");
    assert_eq!(branch.images(), [("registry.example/api:2", Some("sha256:0f"), 1)]);
    assert_eq!((way.leads_to().as_str(), way.url().as_deref()), ("api:http", Some("https://api.example/")));
}

#[test]
fn every_broken_link_is_named() {
    let good = [service("api")];
    let ready = [slice("api", &[("a", true)])];
    let way = |targets, services: &[ServiceParts], slices: &[SliceParts]| {
        trouble(&seen(&ingress(targets), services, slices))
    };
    let api = || vec![target("api", 1)];
    assert_eq!(way(api(), &[], &[]), "Service api does not exist");
    let other = ServiceParts { ports: vec![("grpc".to_owned(), 90)], ..service("api") };
    assert_eq!(way(api(), &[other], &ready), "Service api has no port http");
    let none = [slice("api", &[("a", false), ("b", false)])];
    assert_eq!(way(api(), &good, &none), "Service api selects no ready pod (2 in all)");
    assert_eq!(way(api(), &good, &[slice("api", &[])]), "Service api selects no pod (app=api)");
    assert_eq!(way(api(), &good, &[]), "Service api selects no pod (app=api)");
    let elsewhere =
        [SliceParts { ports: vec![("grpc".to_owned(), Some(90))], ..slice("api", &[("a", true)]) }];
    assert_eq!(way(api(), &good, &elsewhere), "No endpoint of service api has the port http");
    let starting = vec![target("starting", 1)];
    let words = "No pod that service starting selects has an address yet (app=starting)";
    assert_eq!(way(starting, &[service("starting")], &[]), words);
    let by_hand = ServiceParts { selector: Vec::new(), ..service("api") };
    let words = "Service api has no selector, and nobody wrote endpoints for it";
    assert_eq!(way(api(), &[by_hand], &[]), words);
    assert_eq!(way(Vec::new(), &good, &ready), "It names no service: requests go nowhere");
    assert_eq!(way(vec![target("api", 0)], &good, &ready), "All weights are 0: requests go nowhere");
}

#[test]
fn what_cannot_be_followed_is_not_called_broken() {
    let external = ServiceParts { external: Some("api.elsewhere.example".to_owned()), ..service("api") };
    let way = seen(&ingress(vec![target("api", 1)]), &[external], &[]);
    assert_eq!(trouble(&way), "Leads out of the cluster, to api.elsewhere.example");
    assert_eq!((way.ready(), way.trouble().map(|link| link.state)), (None, Some(LinkState::Unknown)));
    let weighted = Target { kind: "TraefikService".to_owned(), ..target("tree", 1) };
    let way = seen(&route(RouteKind::IngressRoute, vec![weighted]), &[], &[]);
    assert_eq!(trouble(&way), "TraefikService tree is not followed any further");
    let far = Target { namespace: Some("db".to_owned()), ..target("api", 1) };
    let way = seen(&ingress(vec![far]), &[service("api")], &[]);
    assert_eq!(trouble(&way), "It is in namespace db, which is not looked at here");
    let one = ingress(vec![target("api", 1)]);
    let unseen = follow(&one, &Scene::new(None, Claims::default()), &NoPods).pop().expect("a way");
    assert_eq!(trouble(&unseen), "Services and their endpoints are not read, or not yet");
}

#[test]
fn shares_are_told_and_a_branch_without_weight_is_no_trouble() {
    let targets = vec![target("api", 3), target("new", 1), target("gone", 0)];
    let services = [service("api"), service("new")];
    let slices = [slice("api", &[("a", true)]), slice("new", &[("b", false)])];
    let way = seen(&route(RouteKind::Route, targets), &services, &slices);
    let shares: Vec<_> = way.branches.iter().map(|branch| branch.share).collect();
    assert_eq!(shares, [Some(75), Some(25), Some(0)]);
    assert_eq!(trouble(&way), "Service new selects no ready pod (1 in all)");
    let gone = way.branches.last().expect("a branch");
    assert_eq!(gone.service.words.text(), "Weight 0: nothing goes to gone");
    assert_eq!(gone.service.state, LinkState::Rests);
    let mended = [slice("api", &[("a", true)]), slice("new", &[("b", true)])];
    let taken = RouteParts {
        answers: vec![says(AdmissionState::Taken, "")],
        ..route(RouteKind::Route, vec![target("api", 3), target("gone", 0)])
    };
    assert_eq!(trouble(&seen(&taken, &services, &mended)), "");
}

#[test]
fn what_routers_and_gateways_say_is_told() {
    let behind = ([service("api")], [slice("api", &[("a", true)])]);
    let with = |kind, answers: Vec<Admission>| {
        let way = seen(&RouteParts { answers, ..route(kind, vec![target("api", 1)]) }, &behind.0, &behind.1);
        (trouble(&way), way.trouble().map(|link| link.state))
    };
    let refused = says(AdmissionState::Refused, "HostAlreadyClaimed");
    let is_alone = with(RouteKind::Route, vec![refused.clone()]);
    assert_eq!(is_alone.1, Some(LinkState::Broken));
    let words = "Not admitted by default: another route has this host already (HostAlreadyClaimed). words of the router";
    let taken = says(AdmissionState::Taken, "");
    assert_eq!(
        with(RouteKind::Route, vec![taken.clone(), refused]),
        (words.to_owned(), Some(LinkState::Wait)),
        "one that takes it is enough"
    );
    let unseen = with(RouteKind::Route, Vec::new());
    assert_eq!(unseen, ("No router has judged it yet".to_owned(), Some(LinkState::Wait)));
    let unseen = with(RouteKind::HttpRoute, Vec::new());
    assert_eq!(unseen, ("No gateway has judged it yet (edge)".to_owned(), Some(LinkState::Wait)));
    let unresolved = with(RouteKind::HttpRoute, vec![says(AdmissionState::Unresolved, "RefNotPermitted")]);
    assert!(
        unresolved.0.starts_with("default cannot lead where it should: no ReferenceGrant"),
        "{unresolved:?}"
    );
    assert_eq!(unresolved.1, Some(LinkState::Wait), "another rule's target may be meant");
    let gone = RouteParts {
        answers: vec![says(AdmissionState::Unresolved, "BackendNotFound")],
        ..route(RouteKind::HttpRoute, vec![target("gone", 1)])
    };
    assert_eq!(seen(&gone, &behind.0, &behind.1).route.state, LinkState::Broken);
    let partial = with(RouteKind::HttpRoute, vec![says(AdmissionState::Partial, "UnsupportedValue")]);
    let words = "default takes only a part of it (UnsupportedValue). words of the router";
    assert_eq!(partial, (words.to_owned(), Some(LinkState::Wait)));
    let old = with(RouteKind::HttpRoute, vec![says(AdmissionState::Old, "")]);
    assert_eq!(old.1, Some(LinkState::Wait));
    assert_eq!(with(RouteKind::HttpRoute, vec![taken]).1, None);
    let silent = with(RouteKind::Ingress, Vec::new());
    assert_eq!(silent.1, Some(LinkState::Unknown), "nobody has taken it");
}

#[test]
fn a_name_that_an_older_route_claims_too_is_told() {
    let young = RouteParts {
        name: "young".to_owned(),
        created: jiff::Timestamp::from_second(200).ok(),
        ..ingress(vec![target("api", 1)])
    };
    let old = ingress(vec![target("api", 1)]);
    let (services, slices) = ([service("api")], [slice("api", &[("a", true)])]);
    let scene =
        || Scene::new(None, Claims::of([&young, &old].into_iter())).with(services.iter(), slices.iter());
    let way = follow(&young, &scene(), &NoPods).pop().expect("a way");
    let words = "The older Ingress api also claims api.example/: which of the two is asked, nobody tells";
    assert_eq!(
        (trouble(&way).as_str(), way.trouble().map(|link| link.state)),
        (words, Some(LinkState::Unknown))
    );
    assert_eq!(trouble(&follow(&old, &scene(), &NoPods).pop().expect("a way")), "");
    let mut shared = young.clone();
    shared.rules.iter_mut().for_each(|rule| rule.claim = None);
    let claims = Claims::of([&shared, &old].into_iter());
    let scene = Scene::new(None, claims).with(services.iter(), slices.iter());
    assert_eq!(trouble(&follow(&shared, &scene, &NoPods).pop().expect("a way")), "");
}

#[test]
fn another_namespace_needs_a_grant() {
    let far = Target { namespace: Some("db".to_owned()), ..target("api", 1) };
    let one = RouteParts {
        answers: vec![says(AdmissionState::Taken, "")],
        ..route(RouteKind::HttpRoute, vec![far])
    };
    let services = [ServiceParts { namespace: "db".to_owned(), ..service("api") }];
    let slices = [SliceParts { namespace: "db".to_owned(), ..slice("api", &[("a", true)]) }];
    let with = |grants: &[GrantParts]| {
        let scene = Scene::new(None, Claims::default()).with(services.iter(), slices.iter());
        trouble(&follow(&one, &scene.granted(grants.iter()), &NoPods).pop().expect("a way"))
    };
    assert_eq!(with(&[]), "No ReferenceGrant in namespace db permits leading to api");
    let grant = |to: &[&str]| GrantParts {
        namespace: "db".to_owned(),
        from: vec!["shop".to_owned()],
        to: to.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(with(&[grant(&["other"])]), "No ReferenceGrant in namespace db permits leading to api");
    assert_eq!(with(&[grant(&[])]), "");
    assert_eq!(with(&[grant(&["api"])]), "");
}

#[test]
fn only_a_single_name_can_be_asked() {
    let mut way = seen(&ingress(vec![target("api", 1)]), &[], &[]);
    for (host, path, tls, url) in [
        ("api.example", "/v1", Some(true), Some("https://api.example/v1")),
        ("api.example", "/v1(/|$)(.*)", Some(true), Some("https://api.example/")),
        ("api.example", "/v1", None, Some("http://api.example/v1")),
        ("api.example", "", Some(false), Some("http://api.example/")),
        ("*.example", "/", Some(true), None),
        ("", "/", Some(true), None),
        ("user:word@api.example", "/", Some(true), None),
    ] {
        (way.host, way.path, way.tls) = (host.to_owned(), path.to_owned(), tls);
        assert_eq!(way.url().as_deref(), url, "{host}");
    }
}

#[test]
fn some_ready_pods_are_enough_but_the_rest_is_seen() {
    use crate::observed::verdict::{self, Verdict};
    let way = seen(
        &ingress(vec![target("api", 1)]),
        &[service("api")],
        &[slice("api", &[("a", true), ("b", false)])],
    );
    assert_eq!(trouble(&way), "1 of 2 pods ready");
    assert_eq!(verdict::route(Some(&way)), Verdict::Ready);
    assert_eq!(verdict::route(None), Verdict::Missing);
    let waiting = seen(
        &route(RouteKind::Route, vec![target("api", 1)]),
        &[service("api")],
        &[slice("api", &[("a", true)])],
    );
    assert!(matches!(verdict::route(Some(&waiting)), Verdict::NotYet(_)));
}

#[test]
fn a_slice_without_ports_leads_nowhere() {
    let services = [service("api")];
    let portless = [SliceParts { ports: Vec::new(), ..slice("api", &[("a", true)]) }];
    let way = seen(&ingress(vec![target("api", 1)]), &services, &portless);
    assert_eq!(trouble(&way), "No endpoint of service api has the port http");
    assert_eq!(way.trouble().map(|link| link.state), Some(LinkState::Broken));
    let any = Target { port: Port::Any, ..target("api", 1) };
    let way = seen(&ingress(vec![any.clone()]), &services, &portless);
    assert_eq!(trouble(&way), "No endpoint of service api has a port");
    assert_eq!(trouble(&seen(&ingress(vec![any]), &services, &[slice("api", &[("a", true)])])), "");
    let all = [SliceParts { ports: vec![(String::new(), None)], ..slice("api", &[("a", true)]) }];
    let endpoint = Target { port: Port::Endpoint("9000".to_owned()), ..target("api", 1) };
    assert_eq!(trouble(&seen(&ingress(vec![endpoint]), &services, &all)), "");
}

#[test]
fn traefiks_ports_are_exact_and_its_other_namespaces_are_not_judged() {
    let (services, slices) = ([service("api")], [slice("api", &[("a", true)])]);
    let with = |port, namespace: Option<&str>| {
        let target = Target { port, namespace: namespace.map(str::to_owned), ..target("api", 1) };
        let way = seen(&route(RouteKind::IngressRoute, vec![target]), &services, &slices);
        (trouble(&way), way.trouble().map(|link| link.state))
    };
    let words = "It names no port of service api".to_owned();
    assert_eq!(with(Port::Unset, None), (words, Some(LinkState::Broken)));
    assert_eq!(with(Port::Name("80".to_owned()), None).1, Some(LinkState::Broken), "a text is a name");
    let silent = with(Port::Name("http".to_owned()), None);
    assert_eq!(silent.0, "Objects of this kind do not tell whether a controller took them (edge)");
    assert_eq!(with(Port::Service("80".to_owned()), None), silent);
    let far = with(Port::Service("80".to_owned()), Some("db"));
    assert_eq!(far.1, Some(LinkState::Unknown));
}

#[test]
fn what_nobody_took_is_not_called_ready() {
    use crate::observed::verdict::{self, Verdict};
    let unsaid = |endpoints: &[(&str, bool)]| {
        let silent = route(RouteKind::Ingress, vec![target("api", 1)]);
        verdict::route(Some(&seen(&silent, &[service("api")], &[slice("api", endpoints)])))
    };
    let silent = Verdict::Unknown(Sentence::new("verdict-route-silent"));
    assert_eq!(unsaid(&[("a", true)]), silent);
    assert_eq!(unsaid(&[("a", true), ("b", false)]), silent);
    assert!(matches!(unsaid(&[("b", false)]), Verdict::Broken(_)));
}

#[test]
fn a_redirect_is_no_fault_and_a_filter_is_not_judged() {
    let with = |redirects, is_filtered| {
        let mut one = RouteParts {
            answers: vec![says(AdmissionState::Taken, "")],
            ..route(RouteKind::HttpRoute, Vec::new())
        };
        for rule in &mut one.rules {
            (rule.redirects, rule.is_filtered) = (redirects, is_filtered);
        }
        seen(&one, &[], &[])
    };
    let way = with(true, true);
    assert_eq!((trouble(&way).as_str(), way.redirects()), ("", true));
    let way = with(false, true);
    assert_eq!(way.trouble().map(|link| link.state), Some(LinkState::Unknown));
    assert!(trouble(&way).contains("filter") && !way.redirects());
    assert_eq!(with(false, false).trouble().map(|link| link.state), Some(LinkState::Broken));
}

#[test]
fn pods_that_are_not_looked_up_are_not_called_missing() {
    let services = [service("api")];
    let one = ingress(vec![target("api", 1)]);
    let scene = Scene::new(None, Claims::default()).with(services.iter(), [].iter());
    let way = follow(&one, &scene, &NoPods).pop().expect("a way");
    assert_eq!(trouble(&way), "Service api has no endpoint (app=api)");
}

#[test]
fn a_route_that_is_not_followed_any_more_is_not_judged() {
    let way = seen(&ingress(vec![target("api", 1)]), &[], &[]).unfollowed();
    assert_eq!(way.trouble().map(|link| link.state), Some(LinkState::Unknown));
    assert!(trouble(&way).contains("not followed at present"));
}

#[test]
fn a_small_share_is_not_called_none() {
    let targets = vec![target("api", 999), target("new", 1), target("off", 0)];
    let way = seen(&route(RouteKind::Route, targets), &[], &[]);
    assert_eq!(way.leads_to(), "api:http 100 %, new:http < 1 %, off:http 0 %");
}
