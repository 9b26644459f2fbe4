//! Rows of services and what leads to them.

use serde_json::{Value, json};

use super::{NONE, labels, list, number, shown_or, text, text_or};

/// Most addresses that a cell shows.
const MOST: usize = 3;

/// The cells after the name.
pub(super) fn cells(resource: &str, object: &Value, age: Value) -> Vec<Value> {
    match resource {
        "services" => service(object, age),
        "endpoints" => vec![json!(endpoints(object)), age],
        "endpointslices" => slice(object, age),
        "ingresses" => ingress(object, age),
        "ingressclasses" => {
            let parameters =
                match (text(object, "/spec/parameters/kind"), text(object, "/spec/parameters/apiGroup")) {
                    ("", _) => NONE.to_owned(),
                    (kind, "") => format!("{kind}/{}", text(object, "/spec/parameters/name")),
                    (kind, group) => format!("{kind}.{group}/{}", text(object, "/spec/parameters/name")),
                };
            vec![json!(text(object, "/spec/controller")), json!(parameters), age]
        }
        _ => vec![json!(labels(object, "/spec/podSelector")), age],
    }
}

fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(",")
}

fn service(service: &Value, age: Value) -> Vec<Value> {
    let kind = text(service, "/spec/type");
    let external = joined(list(service, "/spec/externalIPs").filter_map(Value::as_str));
    let balancer = || {
        let ingress = list(service, "/status/loadBalancer/ingress");
        joined(ingress.map(|one| text_or(one, "/ip", text(one, "/hostname"))))
    };
    let external = match kind {
        "ExternalName" => text(service, "/spec/externalName").to_owned(),
        "LoadBalancer" => {
            let all: Vec<String> =
                [balancer(), external].into_iter().filter(|part| !part.is_empty()).collect();
            if all.is_empty() { "<pending>".to_owned() } else { all.join(",") }
        }
        _ if external.is_empty() => NONE.to_owned(),
        _ => external,
    };
    let ports: Vec<String> = list(service, "/spec/ports")
        .map(|port| {
            let protocol = text(port, "/protocol");
            match (number(port, "/port"), number(port, "/nodePort")) {
                (port, 0) => format!("{port}/{protocol}"),
                (port, node) => format!("{port}:{node}/{protocol}"),
            }
        })
        .collect();
    let ports = if ports.is_empty() { NONE.to_owned() } else { ports.join(",") };
    vec![
        json!(kind),
        json!(text_or(service, "/spec/clusterIPs/0", NONE)),
        json!(external),
        json!(ports),
        age,
        json!(labels(service, "/spec/selector")),
    ]
}

/// At most three, and how many more.
fn cut(all: &[String]) -> String {
    if all.is_empty() {
        return NONE.to_owned();
    }
    let first: Vec<&str> = all.iter().take(MOST).map(String::as_str).collect();
    let text = first.join(",");
    if all.len() > MOST { format!("{text} + {} more...", all.len() - MOST) } else { text }
}

fn endpoints(object: &Value) -> String {
    let mut all = Vec::new();
    for subset in list(object, "/subsets") {
        let addresses: Vec<&str> = list(subset, "/addresses").map(|one| text(one, "/ip")).collect();
        let ports: Vec<i64> = list(subset, "/ports").map(|one| number(one, "/port")).collect();
        if ports.is_empty() {
            all.extend(addresses.iter().map(|address| (*address).to_owned()));
        }
        for port in ports {
            all.extend(addresses.iter().map(|address| format!("{address}:{port}")));
        }
    }
    cut(&all)
}

fn slice(slice: &Value, age: Value) -> Vec<Value> {
    let ports: Vec<String> = list(slice, "/ports").map(|port| shown_or(port, "/port", "*")).collect();
    let ports = if ports.is_empty() { "<unset>".to_owned() } else { cut(&ports) };
    let addresses: Vec<String> = list(slice, "/endpoints")
        .flat_map(|endpoint| list(endpoint, "/addresses"))
        .filter_map(|address| address.as_str().map(str::to_owned))
        .collect();
    let addresses = if addresses.is_empty() { "<unset>".to_owned() } else { cut(&addresses) };
    vec![json!(text(slice, "/addressType")), json!(ports), json!(addresses), age]
}

fn ingress(ingress: &Value, age: Value) -> Vec<Value> {
    let hosts: Vec<String> = list(ingress, "/spec/rules")
        .map(|rule| text(rule, "/host").to_owned())
        .filter(|host| !host.is_empty())
        .collect();
    let hosts = if hosts.is_empty() { "*".to_owned() } else { cut(&hosts) };
    let mut addresses: Vec<&str> = list(ingress, "/status/loadBalancer/ingress")
        .map(|one| text_or(one, "/ip", text(one, "/hostname")))
        .collect();
    addresses.sort_unstable();
    let secure = list(ingress, "/spec/tls").next().is_some();
    vec![
        json!(text_or(ingress, "/spec/ingressClassName", NONE)),
        json!(hosts),
        json!(addresses.join(",")),
        json!(if secure { "80, 443" } else { "80" }),
        age,
    ]
}
