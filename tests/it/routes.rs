//! Routes of every kind on a real API server, followed to their pods; a link broken and mended while it is watched.
//!
//! OpenShift's, Gateway API's and Traefik's kinds are definitions of the tests, small ones. Nobody serves the routes here:
//! what a router or a gateway would write into a status, the trials write.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use changeover::{
    action::Mark,
    cluster::{
        Cluster, inspect,
        survey::{self, Scope, Surveying},
        watch::{self, WatchSpec},
    },
    observed::{
        Link, Observed, Way,
        survey::{Item, Lens, Section, Survey},
        verdict::{self, Verdict},
    },
};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::{
    cluster_read::{deployment, open, runtime},
    support::{
        cluster_namespace::{Rule, TestNamespace, succeed},
        control_plane::ControlPlane,
        eventually, on_control_plane,
    },
};

const SOON: Duration = Duration::from_secs(45);

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("routes::an_openshift_route_is_followed_and_mended", openshift),
        on_control_plane("routes::an_http_route_is_followed_and_mended", gateway),
        on_control_plane("routes::an_ingress_route_is_followed_and_mended", traefik),
        on_control_plane("routes::an_ingress_is_followed_and_mended", ingress),
        on_control_plane("routes::a_kind_that_comes_later_is_seen_and_one_that_goes_is_let_go", later),
        on_control_plane("routes::what_may_not_be_watched_is_named", not_allowed),
        on_control_plane("routes::beside_a_step_every_kind_is_watched", beside_a_step),
    ]
}

/// A definition that takes any object of the kind, with a status of its own.
pub(crate) fn definition(group: &str, version: &str, kind: &str, plural: &str) -> Value {
    let schema = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.{group}"),
            // Gateway API's group is one of those that only its owners may define.
            "annotations": {"api-approved.kubernetes.io": "unapproved, for tests"}},
        "spec": {"group": group, "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.to_lowercase(), "listKind": format!("{kind}List")},
            "versions": [{"name": version, "served": true, "storage": true, "subresources": {"status": {}},
                "schema": {"openAPIV3Schema": schema}}]}})
}

/// Defines the kinds, once for all trials.
pub(crate) fn define(plane: &'static ControlPlane) {
    static DEFINED: OnceLock<()> = OnceLock::new();
    DEFINED.get_or_init(|| {
        let space = plane.namespace("definitions");
        let all = [
            definition("route.openshift.io", "v1", "Route", "routes"),
            definition("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"),
            definition("gateway.networking.k8s.io", "v1beta1", "ReferenceGrant", "referencegrants"),
            definition("traefik.io", "v1alpha1", "IngressRoute", "ingressroutes"),
        ];
        space.apply(&all.map(|one| one.to_string()).join("\n---\n"));
        for name in
            ["routes.route.openshift.io", "httproutes.gateway.networking.k8s.io", "ingressroutes.traefik.io"]
        {
            established(&space, name);
        }
    });
}

pub(crate) fn established(space: &TestNamespace, name: &str) {
    succeed(&space.kubectl(&[
        "wait",
        "--for=condition=Established",
        "--timeout=30s",
        &format!("crd/{name}"),
    ]));
}

/// A namespace, a connection, and the routes of its survey.
struct Ground {
    space: TestNamespace,
    runtime: Runtime,
    cluster: Cluster,
    surveying: Surveying,
    /// How long anything may take.
    soon: Duration,
}

impl Ground {
    fn new(plane: &'static ControlPlane, name: &str) -> Self {
        let space = plane.namespace(name);
        let runtime = runtime();
        let cluster = runtime.block_on(open(&space.kubeconfig(), space.name())).expect("a connection");
        let surveying = {
            let _inside = runtime.enter();
            let lens = Lens { section: Section::Routes, ..Lens::default() };
            survey::start(&cluster, &Scope::One(space.name().to_owned()), lens, Arc::new(|| {}))
        };
        Self { space, runtime, cluster, surveying, soon: SOON }
    }

    /// One ready pod behind a Service of the same name.
    fn app(&self, name: &str) {
        self.space.apply(&format!("{}---\n{}", deployment(name, 1, ""), service(name, name)));
    }

    fn until(&self, what: &str, is: impl Fn(&Survey) -> bool) -> Arc<Survey> {
        eventually(what, self.soon, || {
            let survey = self.surveying.newest();
            if is(&survey) { Ok(survey) } else { Err(format!("{:#?} {:#?}", survey.rows, survey.way)) }
        })
    }

    /// The row of the route, once it is so.
    fn row(&self, name: &str, what: &str, is: impl Fn(&Item) -> bool) -> Arc<Item> {
        let found =
            |survey: &Survey| survey.rows.iter().find(|item| &*item.name == name && is(item)).cloned();
        let survey = self.until(what, |survey| found(survey).is_some());
        found(&survey).expect("just seen")
    }

    /// Its row, once requests come through.
    fn good(&self, name: &str) -> Arc<Item> {
        self.row(name, "requests reach ready pods", |item| item.mark == Mark::Good)
    }

    /// The row of a route that nobody reports as taken, once its services have ready pods.
    fn silent(&self, name: &str) -> Arc<Item> {
        let words = "Its services have ready pods; nobody tells whether a controller took it";
        self.row(name, words, |item| &*item.state == words && item.mark == Mark::Note)
    }

    /// Waits until the row says so.
    fn says(&self, name: &str, words: &str) {
        self.row(name, words, |item| item.state.contains(words));
    }

    /// The way down to the pods, once it is so.
    fn way(&self, item: &Item, what: &str, is: impl Fn(&Way) -> bool) -> Arc<Way> {
        let follow = Some(Arc::clone(&item.row));
        self.surveying.look(Lens { section: Section::Routes, follow, ..Lens::default() });
        let survey = self.until(what, |survey| survey.way.as_ref().is_some_and(|way| is(way)));
        survey.way.clone().expect("just seen")
    }

    /// Takes the pods from the Service, sees it told, and gives them back.
    fn break_and_mend(&self, route: &str, app: &str, mended: impl Fn(&Self, &str) -> Arc<Item>) {
        let is_broken = |words: String| {
            self.row(route, &words, |item| item.mark == Mark::Bad && item.state.contains(&words))
        };
        self.space.apply(&service(app, "nobody"));
        is_broken(format!("Service {app} has no endpoint (app=nobody)"));
        self.space.apply(&service(app, app));
        mended(self, route);
        // A named port that no container has: the pods stand in a slice without ports.
        self.space.apply(&service(app, app).replace("targetPort: 8080", "targetPort: nowhere"));
        is_broken(format!("No endpoint of service {app} has the port"));
        self.space.apply(&service(app, app));
        mended(self, route);
        succeed(&self.space.kubectl(&["scale", "deployment", app, "--replicas=0"]));
        is_broken(format!("Service {app} "));
        succeed(&self.space.kubectl(&["scale", "deployment", app, "--replicas=1"]));
        mended(self, route);
    }

    /// What a router or gateway would write.
    fn status(&self, kind: &str, name: &str, status: &Value) {
        let patch = json!({"status": status}).to_string();
        let arguments = ["patch", kind, name, "--subresource=status", "--type=merge", "-p", &patch];
        succeed(&self.space.kubectl(&arguments));
    }
}

fn service(name: &str, app: &str) -> String {
    format!(
        "apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {app}}}, ports: [{{name: http, port: 80, targetPort: 8080}}]}}
"
    )
}

fn openshift(plane: &'static ControlPlane) {
    define(plane);
    let ground = Ground::new(plane, "openshift");
    ground.app("api");
    ground.app("next");
    let route = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": {"name": "shop"},
        "spec": {"host": "shop.example", "tls": {"termination": "edge"}, "port": {"targetPort": 8080},
            "to": {"kind": "Service", "name": "api", "weight": 75},
            "alternateBackends": [{"kind": "Service", "name": "next", "weight": 25}]}});
    ground.space.apply(&route.to_string());
    ground.says("shop", "No router has judged it yet");
    let router = |status: &str, reason: &str| {
        json!({"ingress": [{"routerName": "default", "host": "shop.example", "conditions":
            [{"type": "Admitted", "status": status, "reason": reason, "message": "shop2/old has it"}]}]})
    };
    ground.status("routes.route.openshift.io", "shop", &router("False", "HostAlreadyClaimed"));
    ground.says("shop", "another route has this host already (HostAlreadyClaimed). shop2/old has it");
    ground.status("routes.route.openshift.io", "shop", &router("True", ""));
    let item = ground.good("shop");
    assert_eq!((&*item.kind, &*item.about), ("Route", "shop.example → api:8080 75 %, next:8080 25 %"));
    let is_whole = |way: &Way| way.branches.iter().all(|branch| branch.glances.len() == 1);
    let way = ground.way(&item, "the pods are known", is_whole);
    let images: Vec<_> = way.branches.iter().flat_map(|branch| branch.images()).collect();
    let image = images.first().expect("an image");
    assert_eq!(image.0, "registry.test/api:1.0.1");
    assert!(image.1.is_some_and(|digest| digest.starts_with("sha256:")), "{image:?}");
    ground.break_and_mend("shop", "next", Ground::good);
    let detail = ground.runtime.block_on(inspect::detail(&ground.cluster, &item.key())).expect("the object");
    assert!(detail.yaml.contains("route.openshift.io/v1"), "{}", detail.yaml);
    succeed(&ground.space.kubectl(&["delete", "routes.route.openshift.io", "shop"]));
    ground.until("it is gone", |survey| survey.rows.is_empty());
}

fn gateway(plane: &'static ControlPlane) {
    define(plane);
    let ground = Ground::new(plane, "gateway");
    ground.app("api");
    let route = |port: i32| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "shop"},
            "spec": {"parentRefs": [{"name": "edge"}], "hostnames": ["shop.example"], "rules": [
                {"matches": [{"path": {"type": "PathPrefix", "value": "/v1"}}],
                    "backendRefs": [{"name": "api", "port": port}, {"name": "off", "port": 80, "weight": 0}]}]}})
    };
    ground.space.apply(&route(80).to_string());
    ground.says("shop", "No gateway has judged it yet (edge)");
    let generation = || {
        let object = ground.space.get(&["httproutes.gateway.networking.k8s.io", "shop"]);
        object.pointer("/metadata/generation").and_then(Value::as_i64).expect("a generation")
    };
    let judged = |resolved: &str| {
        let condition = |kind: &str, status: &str, reason: &str| {
            json!({"type": kind, "status": status, "reason": reason, "message": "", "observedGeneration": generation(),
                "lastTransitionTime": "2026-01-01T00:00:00Z"})
        };
        let conditions = [
            condition("Accepted", "True", "Accepted"),
            condition("ResolvedRefs", resolved, "BackendNotFound"),
        ];
        let status = json!({"parents": [{"parentRef": {"name": "edge"}, "controllerName": "test/edge",
            "conditions": conditions}]});
        ground.status("httproutes.gateway.networking.k8s.io", "shop", &status);
    };
    judged("False");
    ground.says("shop", "edge cannot lead where it should: there is no such service (BackendNotFound)");
    judged("True");
    let item = ground.good("shop");
    assert_eq!(&*item.about, "shop.example/v1 → api:80 100 %, off:80 0 %");
    // A change that the gateway has not seen, to a port that the Service lacks.
    ground.space.apply(&route(81).to_string());
    ground.says("shop", "Service api has no port 81");
    ground.space.apply(&route(80).to_string());
    ground.says("shop", "edge has not judged its newest state yet");
    judged("True");
    ground.good("shop");
    ground.break_and_mend("shop", "api", Ground::good);
    let way = ground.way(&item, "the way is known", |way| way.branches.len() == 2);
    let off = way.branches.last().expect("a branch");
    assert_eq!(off.service.words.text(), "Weight 0: nothing goes to off");
}

fn traefik(plane: &'static ControlPlane) {
    define(plane);
    let ground = Ground::new(plane, "traefik");
    ground.app("api");
    let route = json!({"apiVersion": "traefik.io/v1alpha1", "kind": "IngressRoute", "metadata": {"name": "shop"},
        "spec": {"entryPoints": ["websecure"], "routes": [
            {"kind": "Rule", "match": "Host(`shop.example`) && PathPrefix(`/v1`)",
                "services": [{"name": "api", "port": "http"}]},
            {"kind": "Rule", "match": "Host(`tree.example`)",
                "services": [{"kind": "TraefikService", "name": "tree"}]}]}});
    ground.space.apply(&route.to_string());
    ground.says("shop", "TraefikService tree is not followed any further");
    let item = ground.silent("shop");
    assert_eq!((&*item.about, item.ready), ("shop.example/v1 → api:http", Some((1, 1))));
    ground.break_and_mend("shop", "api", Ground::silent);
    succeed(&ground.space.kubectl(&["delete", "service", "api"]));
    ground.says("shop", "Service api does not exist");
    ground.space.apply(&service("api", "api"));
    ground.silent("shop");
}

fn ingress(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "ingress-way");
    ground.app("api");
    let rule = |name: &str, host: &str| {
        json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name},
            "spec": {"ingressClassName": "edge", "rules": [{"host": host, "http": {"paths": [{"path": "/",
                "pathType": "Prefix", "backend": {"service": {"name": "api", "port": {"name": "http"}}}}]}}]}})
        .to_string()
    };
    ground.space.apply(&rule("shop", "shop.example"));
    ground.silent("shop");
    // What a controller writes when it has taken it.
    ground.status("ingress", "shop", &json!({"loadBalancer": {"ingress": [{"ip": "192.0.2.7"}]}}));
    ground.good("shop");
    ground.break_and_mend("shop", "api", Ground::good);
    // A second one for the same name, made in another second.
    std::thread::sleep(Duration::from_millis(1_100));
    ground.space.apply(&rule("young", "shop.example"));
    ground.says("young", "The older Ingress shop also claims shop.example/");
    ground.good("shop");
    ground.space.apply(&rule("young", "young.example"));
    ground.silent("young");
}

fn later(plane: &'static ControlPlane) {
    // Kinds that are not there are looked for at long intervals.
    let ground = Ground { soon: Duration::from_mins(3), ..Ground::new(plane, "later") };
    ground.until("the rest is live", |survey| matches!(survey.link, Link::Live { .. }));
    ground.app("api");
    let old = definition("traefik.containo.us", "v1alpha1", "IngressRoute", "ingressroutes");
    ground.space.apply(&old.to_string());
    established(&ground.space, "ingressroutes.traefik.containo.us");
    let route = json!({"apiVersion": "traefik.containo.us/v1alpha1", "kind": "IngressRoute",
        "metadata": {"name": "shop"}, "spec": {"routes": [{"kind": "Rule", "match": "Host(`shop.example`)",
            "services": [{"name": "api", "port": 80}]}]}});
    ground.space.apply(&route.to_string());
    let item = ground.silent("shop");
    assert_eq!(&*item.kind, "IngressRoute");
    succeed(&ground.space.kubectl(&["delete", "crd", "ingressroutes.traefik.containo.us"]));
    // A kind on its way out may fail for a moment.
    ground.until("its routes go with the kind", |survey| survey.rows.is_empty() && survey.unseen.is_empty());
}

fn not_allowed(plane: &'static ControlPlane) {
    define(plane);
    let space = plane.namespace("route-rights");
    let rules = [Rule {
        groups: &["", "apps", "networking.k8s.io", "discovery.k8s.io", "traefik.io", "traefik.containo.us"],
        resources: &["pods", "deployments", "ingresses", "services", "endpointslices", "ingressroutes"],
        verbs: &["get", "list", "watch"],
    }];
    let kubeconfig = space.deployer_kubeconfig(&rules);
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&kubeconfig, space.name())).expect("a connection");
    let spec = WatchSpec { kind: "Deployment".to_owned(), names: vec!["api".to_owned()], selector: None };
    let rows = watch::start(&cluster, vec![spec], Arc::new(|| {}));
    eventually("the missing rights are told", SOON, || {
        let observed = Arc::clone(&rows.borrow());
        let words: Vec<String> = observed.unseen.iter().map(|why| why.summary.text()).collect();
        let has = |what: &str| words.iter().any(|words| words.contains(what));
        let is_told = observed.is_live() && has("Route") && has("HTTPRoute") && !has("IngressRoute");
        if is_told { Ok(()) } else { Err(format!("{words:?}")) }
    });
}

fn beside_a_step(plane: &'static ControlPlane) {
    define(plane);
    let space = plane.namespace("beside");
    space.apply(&format!("{}---\n{}", deployment("api", 1, ""), service("api", "api")));
    let objects = [
        json!({"apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": {"name": "one"},
            "spec": {"host": "one.example", "to": {"kind": "Service", "name": "api"}},
            "status": {}}),
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "two"},
            "spec": {"parentRefs": [{"name": "edge"}], "rules": [{"backendRefs": [{"name": "api", "port": 80}]}]}}),
        json!({"apiVersion": "traefik.io/v1alpha1", "kind": "IngressRoute", "metadata": {"name": "three"},
            "spec": {"routes": [{"match": "Host(`three.example`)", "services": [{"name": "api", "port": 80}]}]}}),
        json!({"apiVersion": "traefik.io/v1alpha1", "kind": "IngressRoute", "metadata": {"name": "unnamed"},
            "spec": {"routes": [{"match": "Host(`x.example`)", "services": [{"name": "api", "port": 80}]}]}}),
    ];
    space.apply(&objects.map(|one| one.to_string()).join("\n---\n"));
    let runtime = runtime();
    let _inside = runtime.enter();
    let cluster = runtime.block_on(open(&space.kubeconfig(), space.name())).expect("a connection");
    let spec = |kind: &str, name: &str| WatchSpec {
        kind: kind.to_owned(),
        names: vec![name.to_owned()],
        selector: None,
    };
    // Of Route and HTTPRoute those that lead to the workload; of IngressRoute the one that is named.
    let specs = vec![spec("Deployment", "api"), spec("IngressRoute", "three")];
    let rows = watch::start(&cluster, specs, Arc::new(|| {}));
    let until = |what: &str, is: &dyn Fn(&Observed) -> bool| {
        eventually(what, SOON, || {
            let observed = Arc::clone(&rows.borrow());
            if is(&observed) { Ok(observed) } else { Err(format!("{:#?}", observed.routes)) }
        })
    };
    let reached = |observed: &Observed| {
        let names: Vec<&str> = observed.routes.iter().map(|way| way.name.as_str()).collect();
        let is_reached = names == ["one", "three", "two"] && observed.routes.iter().all(Way::reaches_pods);
        is_reached && observed.unseen.is_empty()
    };
    let observed = until("three routes lead to a pod", &reached);
    let verdict = |name: &str| verdict::route(observed.routes.iter().find(|way| way.name == name));
    assert!(matches!(verdict("three"), Verdict::Unknown(_)), "nobody tells whether it is taken");
    assert!(matches!(verdict("one"), Verdict::NotYet(_)), "no router has taken it");
    succeed(&space.kubectl(&["scale", "deployment", "api", "--replicas=0"]));
    until("all are broken", &|observed| observed.routes.iter().all(|way| !way.reaches_pods()));
}
