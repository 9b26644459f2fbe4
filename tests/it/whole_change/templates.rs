//! A template processed here, applied, and taken back, against the real API server.

use base64::Engine as _;
use changeover::{action::ProbeAnswer, run::StepState};
use libtest_mimic::Trial;
use serde_json::Value;

use super::{
    drive::{Drive, said, shown, worker},
    ground::Ground,
};
use crate::support::{cluster_namespace::succeed, control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("template::mistake_19_made_applied_and_taken_back", there_and_back),
        on_control_plane("template::values_and_files_that_do_not_fit_are_refused", refused),
    ]
}

const FILE: &str = "deployments/cache.yml";
const PROCEDURE: &str = include_str!("../../fixtures/procedures/shop-cache.procedure.yaml");
const TEMPLATE: &str = include_str!("../../fixtures/templates/shop-cache.yaml");

fn ground(plane: &'static ControlPlane, name: &str, allow: &str) -> Ground {
    let mut ground = Ground::new(plane, name);
    // The ground's file is called so, and a procedure is called as its file.
    ground.edit = |_| PROCEDURE.replacen("name: shop-cache", "name: shop-deploy", 1);
    ground.values = [("allow".to_owned(), allow.to_owned())].into();
    ground.request = changeover::plan::request::Request::default();
    ground.repo.write(FILE, TEMPLATE);
    ground
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn get(ground: &Ground, object: &str) -> Option<Value> {
    let output = ground.space.kubectl(&["get", object, "-o", "json"]);
    output.status.success().then(|| serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// Every question answered with yes.
fn agree(drive: &mut Drive) {
    let ids: Vec<String> =
        drive.proposal().preview().questions.iter().map(|question| question.id.clone()).collect();
    let answers: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "yes")).collect();
    drive.approve(&answers);
}

/// Everything that the change has written.
fn written(ground: &Ground) -> String {
    let mut text = String::new();
    let mut folders = vec![ground.folder()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                text += &String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    text
}

fn there_and_back(plane: &'static ControlPlane) {
    let ground = ground(plane, "template", "role=shop}");
    let rules = r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "shop-rules", "labels": {"app": "shop"}},
        "data": {"allow": "role=old"}}"#;
    ground.space.apply(rules);
    let mut drive = begin(&ground);
    let text = shown(drive.proposal());
    for part in [
        "Bad ConfigMap/shop-rules is there already and was not made by this change",
        "Warning ALLOW is role=shop}: a curly bracket",
        "Same CACHE_PASSWORD = ••••",
        "the namespace elsewhere in the template does not count",
        "The template says: The cache answers on shop-cache-new.",
        "? Overwrite ConfigMap/shop-rules, which this change has not made",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    drive.approve(&[]);
    assert!(matches!(drive.state(), Some(StepState::Asked { .. })), "without the ticks nothing is sent");
    assert!(get(&ground, "secret/shop-cache-new").is_none());
    agree(&mut drive);
    assert_eq!(drive.step(), "look", "{:?}", drive.state());

    let secret = get(&ground, "secret/shop-cache-new").expect("the Secret");
    let encoded = secret["data"]["password"].as_str().expect("a password").to_owned();
    let password = base64::engine::general_purpose::STANDARD.decode(&encoded).expect("base64");
    let password = String::from_utf8(password).expect("text");
    assert_eq!(password.len(), 24);
    let change = secret["metadata"]["annotations"]["changeover.dev/change"].as_str().expect("our mark");
    assert!(change.starts_with("change-"), "{change}");
    let rules = get(&ground, "configmap/shop-rules").expect("the rules");
    assert_eq!(rules["data"]["allow"], "role=shop}");
    assert_eq!(rules["data"]["note"], format!("the password is {password}"), "one processing, one value");
    assert!(rules["metadata"]["annotations"]["changeover.dev/change"].is_null(), "not ours, not marked");
    assert_eq!(drive.probe("cache").answer, ProbeAnswer::Happened);

    let all = written(&ground) + &shown(drive.proposal()) + &drive.record();
    assert!(!all.contains(&password) && !all.contains(&encoded), "the password was written down");

    drive.go_back("");
    while !drive.run.is_complete() {
        let before = drive.step();
        agree(&mut drive);
        assert!(drive.step() != before, "{before} did not end well: {:#?}", drive.state());
    }
    assert!(
        get(&ground, "secret/shop-cache-new").is_none() && get(&ground, "service/shop-cache-new").is_none()
    );
    let rules = get(&ground, "configmap/shop-rules").expect("the rules are not ours to delete");
    assert_eq!(rules["data"]["allow"], "role=old");
    assert!(rules["data"]["note"].is_null(), "{rules}");
    assert_eq!(rules["metadata"]["labels"]["app"], "shop");
}

fn refused(plane: &'static ControlPlane) {
    let ground = ground(plane, "template-refused", "role=shop");
    ground.repo.write(FILE, TEMPLATE.replace("ALLOW, required", "PERMIT, required"));
    let mut drive = begin(&ground);
    let text = said(drive.failure());
    assert!(text.contains("PERMIT is required and has no value; ALLOW is no parameter"), "{text}");
    ground.repo.write(FILE, format!("{TEMPLATE}---\n{TEMPLATE}"));
    drive.look_again();
    assert!(said(drive.failure()).contains("a second template"), "{}", said(drive.failure()));
    // What the procedure gives would stand in the journal.
    ground.repo.write(FILE, TEMPLATE.replace("password: ${CACHE_PASSWORD}", "password: ${ALLOW}"));
    drive.look_again();
    let text = said(drive.failure());
    assert!(text.contains("ALLOW: the template") && text.contains("Leave it out"), "{text}");
    // A new look keeps the password that is in use.
    ground.repo.write(FILE, TEMPLATE);
    let live = ["create", "secret", "generic", "shop-cache-new", "--from-literal=password=hunter2-in-use"];
    succeed(&ground.space.kubectl(&live));
    drive.look_again();
    let text = shown(drive.proposal());
    assert!(text.contains("CACHE_PASSWORD keeps the value that is in use"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    assert_eq!(
        get(&ground, "secret/shop-cache-new").expect("there")["data"]["password"],
        "aHVudGVyMi1pbi11c2U="
    );
}
