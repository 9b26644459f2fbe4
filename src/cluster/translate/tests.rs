use serde_json::{from_value, json};

use super::*;
use crate::observed::verdict::{self, Verdict};

#[test]
fn a_deployment_keeps_what_is_judged() {
    let object = from_value(json!({
        "metadata": {"name": "web", "uid": "u", "generation": 3, "resourceVersion": "77",
            "creationTimestamp": "2026-11-21T08:00:00Z"},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"},
                "matchExpressions": [{"key": "tier", "operator": "In", "values": ["a", "b"]}]},
            "template": {"spec": {"containers": [{"name": "app", "image": "r/web:1.0.0",
                "env": [{"name": "PW", "value": "hunter2"}]}]}}},
        "status": {"observedGeneration": 3, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 1,
            "conditions": [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded",
                "message": "x\u{1b}[31m"}]}
    }))
    .unwrap();
    let row = deployment(&object);
    assert_eq!(row.selector, "app=web,tier in (a,b)");
    assert_eq!(row.images, [("app".to_owned(), "r/web:1.0.0".to_owned())]);
    assert_eq!(row.trouble, Some(("ProgressDeadlineExceeded".to_owned(), "x".to_owned())));
    assert!(!format!("{row:?}").contains("hunter2"));
    assert!(matches!(verdict::rollout(Some(&row)), Verdict::NotYet(_)));
}

#[test]
fn a_roll_out_on_its_way_is_no_trouble() {
    let with = |status: &str| {
        let condition =
            json!({"type": "Progressing", "status": status, "reason": "DeploymentResumed", "message": "m"});
        let object =
            from_value(json!({"metadata": {"name": "web"}, "spec": {"selector": {}, "template": {}},
            "status": {"conditions": [condition]}}))
            .unwrap();
        deployment(&object).trouble
    };
    assert_eq!((with("Unknown"), with("True")), (None, None));
    assert!(with("False").is_some());
}

#[test]
fn a_deployment_without_status_is_not_done() {
    let object = from_value(json!({"metadata": {"name": "web", "generation": 1},
        "spec": {"selector": {"matchLabels": {"app": "web"}}, "template": {}}}))
    .unwrap();
    let row = deployment(&object);
    assert_eq!(row.wanted, 1);
    assert!(matches!(verdict::rollout(Some(&row)), Verdict::NotYet(_)));
}

#[test]
fn a_job_ends_by_its_conditions() {
    let with = |conditions: &serde_json::Value| {
        let object = from_value(json!({"metadata": {"name": "b"}, "spec": {"template": {}},
            "status": {"succeeded": 1, "failed": 3, "conditions": conditions}}))
        .unwrap();
        job(&object).state
    };
    assert_eq!(with(&json!([])), JobState::Running);
    assert_eq!(with(&json!([{"type": "SuccessCriteriaMet", "status": "True"}])), JobState::Finishing);
    assert_eq!(with(&json!([{"type": "Complete", "status": "False"}])), JobState::Running);
    assert_eq!(with(&json!([{"type": "Complete", "status": "True"}])), JobState::Complete);
    let failed =
        json!([{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded", "message": "m"}]);
    assert!(matches!(with(&failed), JobState::Failed { reason, .. } if reason == "BackoffLimitExceeded"));
}

fn pod_with(status: &serde_json::Value) -> crate::observed::PodRow {
    let object = from_value(json!({
        "metadata": {"name": "p", "labels": {"app": "web"},
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "uid": "r", "controller": true}]},
        "spec": {"containers": [{"name": "app", "image": "r/web:9"}]}, "status": status}))
    .unwrap();
    pod(&object)
}

#[test]
fn mistake_12_the_reason_that_explains_most_is_taken() {
    let row = pod_with(&json!({"phase": "Pending",
        "initContainerStatuses": [{"name": "i", "image": "", "imageID": "", "ready": true, "restartCount": 0,
            "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}],
        "containerStatuses": [{"name": "app", "image": "", "imageID": "", "ready": false, "restartCount": 0,
            "state": {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling"}}}]}));
    assert_eq!(row.reason.as_deref(), Some("ImagePullBackOff"));
    assert_eq!(row.owner.as_deref(), Some("ReplicaSet/web-1"));

    let row = pod_with(
        &json!({"phase": "Running", "containerStatuses": [{"name": "app", "image": "", "imageID": "x",
        "ready": false, "restartCount": 4, "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 3, "reason": "Error"}}}]}),
    );
    assert_eq!((row.reason.as_deref(), row.exit_code, row.restarts), (Some("CrashLoopBackOff"), Some(3), 4));

    let row =
        pod_with(&json!({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False",
        "reason": "Unschedulable", "message": "0/3 nodes"}]}));
    assert_eq!(row.reason.as_deref(), Some("Unschedulable"));

    let row = pod_with(&json!({"phase": "Failed", "reason": "Evicted", "message": "low on memory"}));
    assert_eq!(row.reason.as_deref(), Some("Evicted"));
}

#[test]
fn an_event_takes_its_newest_time() {
    let object = from_value(json!({"metadata": {"name": "e"}, "type": "Warning", "reason": "FailedMount",
        "message": "secret \"x\" not found", "count": 4, "lastTimestamp": "2026-11-21T08:00:00Z",
        "involvedObject": {"kind": "Pod", "name": "p", "uid": "u"}}))
    .unwrap();
    let (uid, row) = warning(&object);
    assert_eq!((uid.as_str(), row.object.as_str(), row.count), ("u", "Pod/p", 4));
    assert!(row.at.is_some());
}

#[test]
fn what_a_probe_asks_with_is_not_in_its_event() {
    let object = from_value(json!({"metadata": {"name": "e"}, "type": "Warning", "reason": "Unhealthy",
        "message": "Readiness probe failed: Get \"http://u:hunter2@10.0.0.1:80/ready?token=hunter2\": refused",
        "involvedObject": {"kind": "Pod", "name": "p", "uid": "u"}}))
    .unwrap();
    let (_, row) = warning(&object);
    let told = "Readiness probe failed: Get \"http://…@10.0.0.1:80/ready?token=…\": refused";
    assert_eq!(row.message, told);
}
