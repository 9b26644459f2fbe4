use kube::core::DynamicObject;
use serde_json::{Value, from_value, json};

use super::*;

fn dynamic(object: Value) -> DynamicObject {
    from_value(object).expect("an object")
}

/// Host, path, and `name:port*weight` of each target.
fn rules(parts: &RouteParts) -> Vec<String> {
    let target = |one: &Target| {
        let namespace = one.namespace.as_ref().map(|namespace| format!("{namespace}/")).unwrap_or_default();
        format!("{}{namespace}{}:{}*{}", one.kind, one.name, one.port.words(), one.weight)
    };
    let one = |rule: &Rule| {
        let targets: Vec<String> = rule.targets.iter().map(target).collect();
        format!("{}{} {}", rule.host, rule.path, targets.join(" ")).replace("Service", "")
    };
    parts.rules.iter().map(one).collect()
}

#[test]
fn an_ingress_is_read_with_class_tls_default_and_resource_backends() {
    let object = json!({"metadata": {"name": "web", "namespace": "shop"}, "spec": {
        "ingressClassName": "edge",
        "tls": [{"hosts": ["*.example"]}],
        "defaultBackend": {"service": {"name": "rest", "port": {"number": 8080}}},
        "rules": [{"host": "web.example", "http": {"paths": [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"name": "http"}}}},
            {"path": "/files", "pathType": "Prefix", "backend":
                {"resource": {"kind": "Bucket", "name": "files"}}}]}}]},
        "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.7"}]}}});
    let parts = ingress(&from_value(object).expect("an Ingress"));
    assert_eq!(
        rules(&parts),
        [" rest:8080*1", "web.example/ web:http*1", "web.example/files Bucketfiles:*1"]
    );
    assert_eq!(parts.rules.iter().map(|rule| rule.tls).collect::<Vec<_>>(), [None, Some(true), Some(true)]);
    assert_eq!((parts.asks.as_str(), parts.answers.len()), ("edge", 1));
}

#[test]
fn a_route_is_read_with_weights_routers_and_its_certificate_but_not_its_key() {
    let params = rcgen::CertificateParams::new(vec!["api.example".to_owned()]).expect("a name");
    let key = rcgen::KeyPair::generate().expect("a key");
    let pem = params.self_signed(&key).expect("a certificate").pem();
    let object = json!({"apiVersion": "route.openshift.io/v1", "kind": "Route",
        "metadata": {"name": "api", "namespace": "shop"},
        "spec": {"path": "/v1", "to": {"kind": "Service", "name": "api", "weight": 75},
            "alternateBackends": [{"kind": "Service", "name": "new", "weight": 25}, {"kind": "Service", "name": "x"}],
            "port": {"targetPort": 8080},
            "tls": {"termination": "edge", "certificate": pem, "key": key.serialize_pem()}},
        "status": {"ingress": [
            {"routerName": "default", "host": "api.apps.example",
                "conditions": [{"type": "Admitted", "status": "True"}]},
            {"routerName": "shard", "host": "api.apps.example", "conditions": [{"type": "Admitted",
                "status": "False", "reason": "HostAlreadyClaimed", "message": "shop2/api has it"}]},
            {"routerName": "new", "host": "api.apps.example"}]}});
    let parts = route(&dynamic(object));
    assert_eq!(rules(&parts), ["api.apps.example/v1 api:8080*75 new:8080*25 x:8080*100"]);
    let answers: Vec<_> = parts.answers.iter().map(|one| (one.by.as_str(), one.state)).collect();
    assert_eq!(answers, [("default", AdmissionState::Taken), ("shard", AdmissionState::Refused)]);
    assert!(parts.certificate_until.is_some());
    assert!(!format!("{parts:?}").contains("PRIVATE KEY"));
    let wild = json!({"metadata": {"name": "w"}, "spec": {"host": "any.apps.example",
        "wildcardPolicy": "Subdomain", "to": {"kind": "Service", "name": "w"}}});
    let parts = route(&dynamic(wild));
    assert_eq!(rules(&parts), ["*.apps.example w:*100"]);
    let nameless = route(&dynamic(json!({"metadata": {"name": "n"}, "spec": {"to": {"name": "n"}}})));
    assert_eq!(nameless.rules.first().map(|rule| rule.is_read), Some(false));
}

#[test]
fn an_http_route_is_read_with_matches_weights_and_newest_conditions() {
    let object = |seen: i64, accepted: &str, resolved: &str| {
        dynamic(json!({"metadata": {"name": "api", "namespace": "shop", "generation": 2},
            "spec": {"parentRefs": [{"name": "edge", "sectionName": "https"}], "hostnames": ["a.example", "b.example"],
                "rules": [
                    {"matches": [{"path": {"type": "PathPrefix", "value": "/v1"}}],
                        "backendRefs": [{"name": "api", "port": 80, "weight": 9},
                            {"name": "new", "namespace": "next", "port": 80}]},
                    {"matches": [{"headers": [{"name": "x-try", "value": "1"}]}],
                        "filters": [{"type": "RequestRedirect"}]}]},
            "status": {"parents": [{"parentRef": {"name": "edge"}, "controllerName": "c", "conditions": [
                {"type": "Accepted", "status": accepted, "reason": "NotAllowedByListeners", "observedGeneration": seen},
                {"type": "ResolvedRefs", "status": resolved, "reason": "RefNotPermitted",
                    "observedGeneration": seen}]}]}}))
    };
    let parts = http_route(&object(2, "True", "True"));
    let expected = [
        "a.example/v1 api:80*9 next/new:80*1",
        "a.example ",
        "b.example/v1 api:80*9 next/new:80*1",
        "b.example ",
    ];
    assert_eq!(rules(&parts), expected);
    let second = parts.rules.get(1).expect("a rule");
    assert_eq!((second.more.as_str(), second.redirects, second.is_filtered), ("x-try=1", true, true));
    let state = |object: &DynamicObject| http_route(object).answers.first().map(|one| one.state);
    assert_eq!(state(&object(2, "True", "True")), Some(AdmissionState::Taken));
    assert_eq!(state(&object(2, "False", "True")), Some(AdmissionState::Refused));
    assert_eq!(state(&object(2, "True", "False")), Some(AdmissionState::Unresolved));
    assert_eq!(state(&object(1, "True", "True")), Some(AdmissionState::Old));
    let with = |kind: &str, status: &str, reason: &str| {
        let mut object = object(2, "True", "True");
        let conditions =
            object.data.pointer_mut("/status/parents/0/conditions").and_then(Value::as_array_mut);
        let conditions = conditions.expect("conditions");
        conditions.retain(|one| one.get("type").and_then(Value::as_str) != Some(kind));
        conditions.push(json!({"type": kind, "status": status, "reason": reason}));
        state(&object)
    };
    assert_eq!(with("Accepted", "False", "Pending"), Some(AdmissionState::Old));
    assert_eq!(with("PartiallyInvalid", "True", "UnsupportedValue"), Some(AdmissionState::Partial));
    assert_eq!(with("PartiallyInvalid", "False", ""), Some(AdmissionState::Taken));
}

#[test]
fn a_grant_names_who_may_lead_where() {
    let with = |to: Value| {
        let object = json!({"metadata": {"name": "g", "namespace": "db"}, "spec": {
            "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "shop"},
                {"group": "gateway.networking.k8s.io", "kind": "TLSRoute", "namespace": "x"}], "to": to}});
        let grant = grant(&dynamic(object));
        (grant.from, grant.to)
    };
    let shop = vec!["shop".to_owned()];
    let all = with(json!([{"group": "", "kind": "Service"}]));
    assert_eq!(all, (shop.clone(), Vec::new()));
    let one = with(json!([{"group": "", "kind": "Service", "name": "api"}]));
    assert_eq!(one, (shop, vec!["api".to_owned()]));
    assert_eq!(with(json!([{"group": "", "kind": "Secret"}])).0, Vec::<String>::new());
}

#[test]
fn an_ingress_route_is_read_and_what_is_not_understood_is_said() {
    let object = json!({"metadata": {"name": "api", "namespace": "shop"}, "spec": {"entryPoints": ["websecure"],
        "routes": [
            {"kind": "Rule", "match": "Host(`a.example`) && PathPrefix(`/v1`)", "services": [
                {"name": "api", "port": "http", "weight": 3}, {"name": "new", "port": 80}]},
            {"kind": "Rule", "match": "Host(`b.example`)", "services": [{"kind": "TraefikService", "name": "tree"}]},
            {"kind": "Rule", "match": "Hst(", "services": []}]}});
    let parts = ingress_route(&dynamic(object));
    assert_eq!(rules(&parts), ["a.example/v1 api:http*3 new:80*1", "b.example Traefiktree:*1", " "]);
    assert_eq!(parts.rules.iter().map(|rule| rule.is_read).collect::<Vec<_>>(), [true, true, false]);
    let first = parts.rules.first().expect("a rule");
    let doors: Vec<&Port> = first.targets.iter().map(|target| &target.port).collect();
    assert_eq!(doors, [&Port::Name("http".to_owned()), &Port::Service("80".to_owned())]);
    assert_eq!(
        (first.tls, parts.rules.get(1).map(|rule| rule.targets.iter().all(|one| one.port == Port::Unset))),
        (Some(true), Some(true))
    );
}

#[test]
fn a_long_rule_is_read_whole() {
    let hosts: Vec<String> =
        (0..40).map(|number| format!("Host(`host-{number}.a-long-domain.example`)")).collect();
    let object = json!({"metadata": {"name": "api", "namespace": "shop"}, "spec": {"routes": [
        {"match": hosts.join(" || "), "services": [{"name": "api", "port": 80}]},
        {"match": "Host(`r.example`)", "middlewares": [{"name": "to-https"}]}]}});
    let parts = ingress_route(&dynamic(object));
    assert_eq!(parts.rules.len(), 41);
    assert!(parts.rules.iter().all(|rule| rule.is_read));
    assert_eq!(
        parts.rules.last().map(|rule| (rule.host.as_str(), rule.is_filtered)),
        Some(("r.example", true))
    );
}

#[test]
fn a_certificate_without_hosts_is_for_all_and_an_unlisted_host_is_not_known() {
    let with = |tls: Value| {
        let object = json!({"metadata": {"name": "web"}, "spec": {"tls": tls, "rules": [{"host": "web.example",
            "http": {"paths": [{"path": "/", "pathType": "Exact", "backend": {"service": {"name": "web",
                "port": {"number": 80}}}}]}}]}});
        let parts = ingress(&from_value(object).expect("an Ingress"));
        parts.rules.first().map(|rule| (rule.tls, rule.claim.clone())).expect("a rule")
    };
    let claim = Some(" Exact".to_owned());
    assert_eq!(with(json!([])), (None, claim.clone()));
    assert_eq!(with(json!([{"hosts": ["other.example"]}])), (None, claim.clone()));
    assert_eq!(with(json!([{"secretName": "all"}])), (Some(true), claim));
}

#[test]
fn mistake_21_an_absent_ready_means_ready() {
    let object = json!({"addressType": "IPv4",
        "metadata": {"name": "web-1", "namespace": "shop", "labels": {"kubernetes.io/service-name": "web"}},
        "ports": [{"name": "http", "port": 8080}],
        "endpoints": [{"addresses": ["10.0.0.1"], "targetRef": {"uid": "a"}},
            {"addresses": ["10.0.0.2"], "conditions": {"ready": false}}]});
    let parts = slice(&from_value(object).expect("a slice"));
    assert_eq!(parts.endpoints, [("a".to_owned(), true), ("10.0.0.2".to_owned(), false)]);
    assert_eq!((parts.service.as_str(), parts.ports), ("web", vec![("http".to_owned(), Some(8080))]));
    // As the controller writes it for a named port that no container has.
    let portless = json!({"addressType": "IPv4", "metadata": {"name": "web-2"}, "endpoints": [{"addresses": ["10.0.0.1"]}], "ports": null});
    assert_eq!(slice(&from_value(portless).expect("a slice")).ports, []);
    let external =
        json!({"metadata": {"name": "e"}, "spec": {"type": "ExternalName", "externalName": "db.example"}});
    assert_eq!(service(&from_value(external).expect("a Service")).external.as_deref(), Some("db.example"));
}
