//! Rows of the kinds that run pods.

use serde_json::{Value, json};

use super::{
    NONE,
    age::{between, since},
    containers, count, labels, list, number, shown_or, text, text_or,
};
use crate::practice::meta;

/// The cells after the name.
pub(super) fn cells(resource: &str, object: &Value, age: Value) -> Vec<Value> {
    const TEMPLATE: &str = "/spec/template/spec/containers";
    let status = |key: &str| json!(number(object, &format!("/status/{key}")));
    let wanted = number(object, "/spec/replicas");
    let ready = json!(format!("{}/{wanted}", number(object, "/status/readyReplicas")));
    let [names, images] = containers(object, TEMPLATE);
    let selector = object.pointer("/spec/selector").map(crate::practice::selectors::text).unwrap_or_default();
    match resource {
        "deployments" => {
            vec![
                ready,
                status("updatedReplicas"),
                status("availableReplicas"),
                age,
                names,
                images,
                json!(selector),
            ]
        }
        "statefulsets" => vec![ready, age, names, images],
        "replicasets" | "replicationcontrollers" => {
            vec![
                json!(wanted),
                status("replicas"),
                status("readyReplicas"),
                age,
                names,
                images,
                json!(selector),
            ]
        }
        "daemonsets" => vec![
            status("desiredNumberScheduled"),
            status("currentNumberScheduled"),
            status("numberReady"),
            status("updatedNumberScheduled"),
            status("numberAvailable"),
            json!(labels(object, "/spec/template/spec/nodeSelector")),
            age,
            names,
            images,
            json!(selector),
        ],
        "jobs" => job(object, age, [names, images, json!(selector)]),
        "cronjobs" => cron(object, age),
        "horizontalpodautoscalers" => autoscaler(object, age),
        "controllerrevisions" => revision(object, age),
        "resourcequotas" => quota(object, age),
        _ => vec![age],
    }
}

fn is_true(object: &Value, condition: &str) -> bool {
    list(object, "/status/conditions")
        .any(|one| text(one, "/type") == condition && text(one, "/status") == "True")
}

fn job(job: &Value, age: Value, wide: [Value; 3]) -> Vec<Value> {
    let done = number(job, "/status/succeeded");
    let completions = match (job.pointer("/spec/completions"), number(job, "/spec/parallelism")) {
        (Some(wanted), _) => format!("{done}/{wanted}"),
        (None, parallel) if parallel > 1 => format!("{done}/1 of {parallel}"),
        (None, _) => format!("{done}/1"),
    };
    let conditions = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];
    let status = if is_true(job, "Complete") {
        "Complete"
    } else if is_true(job, "Failed") {
        "Failed"
    } else if meta::is_terminating(job) {
        "Terminating"
    } else {
        conditions.into_iter().find(|condition| is_true(job, condition)).unwrap_or("Running")
    };
    let duration = between(text(job, "/status/startTime"), text(job, "/status/completionTime"));
    let mut cells = vec![json!(status), json!(completions), json!(duration), age];
    cells.extend(wide);
    cells
}

fn cron(cron: &Value, age: Value) -> Vec<Value> {
    let last = match text(cron, "/status/lastScheduleTime") {
        "" => NONE.to_owned(),
        time => since(time),
    };
    let suspended = cron.pointer("/spec/suspend") == Some(&json!(true));
    let [names, images] = containers(cron, "/spec/jobTemplate/spec/template/spec/containers");
    vec![
        json!(text(cron, "/spec/schedule")),
        json!(text_or(cron, "/spec/timeZone", NONE)),
        json!(if suspended { "True" } else { "False" }),
        json!(count(cron, "/status/active")),
        json!(last),
        age,
        names,
        images,
        json!(labels(cron, "/spec/jobTemplate/spec/selector")),
    ]
}

fn autoscaler(scaler: &Value, age: Value) -> Vec<Value> {
    let current: Vec<&Value> = list(scaler, "/status/currentMetrics").collect();
    let targets: Vec<String> = list(scaler, "/spec/metrics")
        .enumerate()
        .map(|(index, metric)| {
            let place = match text(metric, "/type") {
                "Resource" => "resource",
                "ContainerResource" => "containerResource",
                "Pods" => "pods",
                "Object" => "object",
                _ => "external",
            };
            let known = current.get(index).copied().unwrap_or(&Value::Null);
            let name = text(metric, &format!("/{place}/name"));
            let prefix = if name.is_empty() { String::new() } else { format!("{name}: ") };
            let percent = number(metric, &format!("/{place}/target/averageUtilization"));
            if percent > 0 {
                let now = shown_or(known, &format!("/{place}/current/averageUtilization"), "<unknown>");
                let now = if now == "<unknown>" { now } else { format!("{now}%") };
                return format!("{prefix}{now}/{percent}%");
            }
            let key = if metric.pointer(&format!("/{place}/target/averageValue")).is_some() {
                "averageValue"
            } else {
                "value"
            };
            let now = shown_or(known, &format!("/{place}/current/{key}"), "<unknown>");
            format!("{prefix}{now}/{}", shown_or(metric, &format!("/{place}/target/{key}"), "<auto>"))
        })
        .collect();
    let mut shown = targets.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
    if targets.is_empty() {
        NONE.clone_into(&mut shown);
    } else if targets.len() > 2 {
        shown = format!("{shown} + {} more...", targets.len() - 2);
    }
    let target = format!(
        "{}/{}",
        text(scaler, "/spec/scaleTargetRef/kind"),
        text(scaler, "/spec/scaleTargetRef/name")
    );
    vec![
        json!(target),
        json!(shown),
        json!(shown_or(scaler, "/spec/minReplicas", "<unset>")),
        json!(number(scaler, "/spec/maxReplicas")),
        json!(number(scaler, "/status/currentReplicas")),
        age,
    ]
}

fn revision(revision: &Value, age: Value) -> Vec<Value> {
    let owners = meta::field(revision, "ownerReferences").and_then(Value::as_array);
    let controller = owners.into_iter().flatten().find(|owner| owner.get("controller") == Some(&json!(true)));
    let owner = controller.map_or_else(
        || NONE.to_owned(),
        |owner| {
            let kind = text(owner, "/kind").to_lowercase();
            let group = text(owner, "/apiVersion").split_once('/').map_or("", |(group, _)| group);
            let qualified = if group.is_empty() { kind } else { format!("{kind}.{group}") };
            format!("{qualified}/{}", text(owner, "/name"))
        },
    );
    vec![json!(owner), json!(number(revision, "/revision")), age]
}

fn quota(quota: &Value, age: Value) -> Vec<Value> {
    let hard = quota.pointer("/status/hard").and_then(Value::as_object);
    let mut names: Vec<&String> = hard.into_iter().flat_map(|hard| hard.keys()).collect();
    names.sort();
    let shown = |limits: bool| {
        let wanted = names.iter().filter(|name| name.starts_with("limits") == limits);
        let texts: Vec<String> = wanted
            .map(|name| {
                let used = quota.pointer("/status/used").and_then(|used| used.get(name.as_str()));
                let used = used.and_then(Value::as_str).unwrap_or("0");
                let most = hard.and_then(|hard| hard.get(name.as_str())).and_then(Value::as_str);
                format!("{name}: {used}/{}", most.unwrap_or("0"))
            })
            .collect();
        json!(texts.join(", "))
    };
    vec![shown(false), shown(true), age]
}
