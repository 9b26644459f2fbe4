//! Containers: ports, variables, probes, resources, mounts.

use serde_json::{Value, json};

use super::checks::{at_least, items, named, one_of, port, port_or_name, required, text};
use crate::practice::{names, quantity, refusal::Cause};

/// One container; `volumes` are the names that it may mount.
pub(super) fn check(out: &mut Vec<Cause>, at: &str, container: &Value, volumes: &[&str]) {
    let name = text(container, "/name");
    if name.is_empty() {
        required(out, &format!("{at}.name"), name);
    } else {
        named(out, &format!("{at}.name"), name, names::label);
    }
    required(out, &format!("{at}.image"), text(container, "/image"));
    ports(out, at, container);
    variables(out, at, container);
    one_of(
        out,
        &format!("{at}.imagePullPolicy"),
        container.get("imagePullPolicy"),
        &["Always", "IfNotPresent", "Never"],
    );
    mounts(out, at, container, volumes);
    for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(found) = container.get(key) {
            probe(out, &format!("{at}.{key}"), found, key != "readinessProbe");
        }
    }
    resources(out, &format!("{at}.resources"), container.get("resources").unwrap_or(&Value::Null));
}

fn ports(out: &mut Vec<Cause>, at: &str, container: &Value) {
    let mut seen: Vec<&str> = Vec::new();
    for (index, one) in items(container, "/ports") {
        let at = format!("{at}.ports[{index}]");
        let name = text(one, "/name");
        if !name.is_empty() {
            let before = out.len();
            named(out, &format!("{at}.name"), name, names::port_name);
            if out.len() == before && seen.contains(&name) {
                out.push(Cause::duplicate(format!("{at}.name"), &json!(name)));
            }
            seen.push(name);
        }
        match one.get("containerPort").and_then(Value::as_i64).unwrap_or_default() {
            0 => out.push(Cause::required(format!("{at}.containerPort"), "")),
            number => port(out, &format!("{at}.containerPort"), number),
        }
        if let Some(number) = one.get("hostPort").and_then(Value::as_i64) {
            port(out, &format!("{at}.hostPort"), number);
        }
        one_of(out, &format!("{at}.protocol"), one.get("protocol"), &["SCTP", "TCP", "UDP"]);
    }
}

/// Variables and ports that stand twice.
pub(super) fn hidden(out: &mut Vec<String>, at: &str, container: &Value) {
    let mut names: Vec<&str> = Vec::new();
    for (index, one) in items(container, "/env") {
        let name = text(one, "/name");
        if names.contains(&name) {
            out.push(format!(
                "{at}.env[{index}]: hides previous definition of {name:?}, which may be dropped when using apply"
            ));
        }
        names.push(name);
    }
    let mut ports: Vec<(Option<&Value>, Option<&Value>, usize)> = Vec::new();
    for (index, one) in items(container, "/ports") {
        let (number, protocol) = (one.get("containerPort"), one.get("protocol"));
        match ports.iter().find(|(known, by, _)| (*known, *by) == (number, protocol)) {
            Some((.., first)) => {
                out.push(format!("{at}.ports[{index}]: duplicate port definition with {at}.ports[{first}]"));
            }
            None => ports.push((number, protocol, index)),
        }
    }
}

fn variables(out: &mut Vec<Cause>, at: &str, container: &Value) {
    for (index, one) in items(container, "/env") {
        let at = format!("{at}.env[{index}]");
        let name = text(one, "/name");
        if name.is_empty() {
            required(out, &format!("{at}.name"), name);
        } else if let Some(why) = names::variable(name).first() {
            out.push(Cause::invalid(format!("{at}.name"), &json!(name), why));
        }
        if let Some(source) = one.get("valueFrom") {
            source_of_value(out, &format!("{at}.valueFrom"), source, !text(one, "/value").is_empty());
        }
    }
    for (index, one) in items(container, "/envFrom") {
        let sources = ["configMapRef", "secretRef"];
        let found: Vec<&str> = sources.into_iter().filter(|key| one.get(*key).is_some()).collect();
        if found.is_empty() {
            let why = "must specify one of: `configMapRef` or `secretRef`";
            out.push(Cause::invalid(format!("{at}.envFrom"), &json!(""), why));
        }
        for key in found {
            let field = format!("{at}.envFrom[{index}].{key}.name");
            required(out, &field, text(one, &format!("/{key}/name")));
        }
    }
}

fn source_of_value(out: &mut Vec<Cause>, at: &str, source: &Value, has_value: bool) {
    let keys = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];
    let found: Vec<&str> = keys.into_iter().filter(|key| source.get(*key).is_some()).collect();
    if found.is_empty() {
        let why = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or \
                   `fileKeyRef`";
        out.push(Cause::invalid(at, &json!(""), why));
    } else if has_value {
        out.push(Cause::invalid(at, &json!(""), "may not be specified when `value` is not empty"));
    } else if found.len() > 1 {
        out.push(Cause::invalid(at, &json!(""), "may not have more than one field specified at a time"));
    }
    for key in found.iter().filter(|key| matches!(**key, "configMapKeyRef" | "secretKeyRef")) {
        let name = text(source, &format!("/{key}/name"));
        named(out, &format!("{at}.{key}.name"), name, names::subdomain);
        let chosen = text(source, &format!("/{key}/key"));
        if chosen.is_empty() {
            required(out, &format!("{at}.{key}.key"), chosen);
        } else {
            named(out, &format!("{at}.{key}.key"), chosen, names::config_key);
        }
    }
    if let Some(path) = source.pointer("/fieldRef/fieldPath").and_then(Value::as_str)
        && !is_known_field(path)
    {
        let why = format!("error converting fieldPath: field label not supported: {path}");
        out.push(Cause::invalid(format!("{at}.fieldRef.fieldPath"), &json!(path), &why));
    }
}

fn is_known_field(path: &str) -> bool {
    let known = [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "spec.nodeName",
        "spec.serviceAccountName",
        "status.hostIP",
        "status.hostIPs",
        "status.podIP",
        "status.podIPs",
    ];
    known.contains(&path)
        || path.starts_with("metadata.labels['")
        || path.starts_with("metadata.annotations['")
}

fn mounts(out: &mut Vec<Cause>, at: &str, container: &Value, volumes: &[&str]) {
    let mut seen: Vec<&str> = Vec::new();
    for (index, one) in items(container, "/volumeMounts") {
        let here = format!("{at}.volumeMounts[{index}]");
        let (name, path, below) = (text(one, "/name"), text(one, "/mountPath"), text(one, "/subPath"));
        if name.is_empty() {
            required(out, &format!("{here}.name"), name);
        } else if !volumes.contains(&name) {
            out.push(Cause::not_found(format!("{here}.name"), &json!(name)));
        }
        if path.is_empty() {
            required(out, &format!("{here}.mountPath"), path);
        } else if seen.contains(&path) {
            out.push(Cause::invalid(format!("{here}.mountPath"), &json!(path), "must be unique"));
        }
        seen.push(path);
        if below.starts_with('/') {
            let why = "must be a relative path";
            out.push(Cause::invalid(format!("{at}.volumeMounts.subPath"), &json!(below), why));
        } else if below.split('/').any(|part| part == "..") {
            let why = "must not contain '..'";
            out.push(Cause::invalid(format!("{at}.volumeMounts.subPath"), &json!(below), why));
        }
    }
}

fn probe(out: &mut Vec<Cause>, at: &str, probe: &Value, once: bool) {
    let handlers: Vec<&str> = ["exec", "httpGet", "tcpSocket", "grpc"]
        .into_iter()
        .filter(|key| probe.get(*key).is_some())
        .collect();
    match handlers.as_slice() {
        [] => out.push(Cause::required(at, "must specify a handler type")),
        [_] => {}
        [_, second, ..] => {
            out.push(Cause::forbidden(format!("{at}.{second}"), "may not specify more than 1 handler type"));
        }
    }
    for key in ["httpGet", "tcpSocket"] {
        if let Some(wanted) =
            probe.pointer(&format!("/{key}/port")).filter(|_| handlers.first() == Some(&key))
        {
            port_or_name(out, &format!("{at}.{key}.port"), wanted);
        }
    }
    for key in
        ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]
    {
        at_least(out, &format!("{at}.{key}"), probe.get(key), 0);
    }
    let successes = probe.get("successThreshold").and_then(Value::as_i64).unwrap_or(1);
    if once && successes != 1 {
        out.push(Cause::invalid(format!("{at}.successThreshold"), &json!(successes), "must be 1"));
    }
}

fn resources(out: &mut Vec<Cause>, at: &str, resources: &Value) {
    let amounts = |part: &str| -> Vec<(String, String)> {
        let map = resources.get(part).and_then(Value::as_object);
        let pairs = map.into_iter().flatten();
        pairs.filter_map(|(name, amount)| Some((name.clone(), amount.as_str()?.to_owned()))).collect()
    };
    let limits = amounts("limits");
    for (part, amounts) in [("limits", &limits), ("requests", &amounts("requests"))] {
        for (name, amount) in amounts {
            let field = format!("{at}.{part}[{name}]");
            let standard = matches!(name.as_str(), "cpu" | "memory" | "ephemeral-storage");
            if !standard && !name.contains('/') && !name.starts_with("hugepages-") {
                for why in [
                    "must be a standard resource type or fully qualified",
                    "must be a standard resource for containers",
                ] {
                    out.push(Cause::invalid(field.clone(), &json!(name), why));
                }
            }
            if quantity::parse(amount).is_some_and(|amount| amount.nanos < 0) {
                out.push(Cause::invalid(field, &json!(amount), "must be greater than or equal to 0"));
            }
        }
    }
    for (name, wanted) in amounts("requests") {
        let limit = limits.iter().find(|(other, _)| *other == name);
        if let Some((_, limit)) = limit
            && let (Some(most), Some(asked)) = (quantity::parse(limit), quantity::parse(&wanted))
            && asked.nanos > most.nanos
        {
            let why = format!("must be less than or equal to {name} limit of {limit}");
            out.push(Cause::invalid(format!("{at}.requests"), &json!(wanted), &why));
        }
    }
}
