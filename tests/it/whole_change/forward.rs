//! The way forward, whole: as written, with configuration changes, and with a version committed beforehand.

use changeover::{
    journal::{ChangeResult, Entry},
    plan::request::ConfigChange,
};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use super::{
    drive::{Drive, shown, worker},
    ground::{FILE, Ground, JOB, NEW, OLD},
};
use crate::support::{control_plane::ControlPlane, on_control_plane};

pub fn trials() -> Vec<Trial> {
    vec![
        on_control_plane("whole_change::every_forward_step_committed_and_pushed", forward),
        on_control_plane("whole_change::configuration_changes_before_and_after", configured),
        on_control_plane("whole_change::a_version_committed_beforehand_commits_nothing_empty", beforehand),
    ]
}

fn begin(ground: &Ground) -> Drive {
    let worker = worker();
    let session = ground.session(&worker);
    Drive::begin(worker, session)
}

fn forward(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "forward");
    let base = ground.repo.head();
    let before = ground.repo.read(FILE);
    let mut drive = begin(&ground);
    drive.up_to("backup");
    assert_eq!(ground.space.get(&["pods", "-l", "app=shop"])["items"], json!([]), "done means gone");
    drive.up_to("apply");
    let preview = shown(drive.proposal());
    assert!(preview.contains("shop-upkeep-daily"), "the duplicate is named: {preview}");
    drive.finish();
    assert_eq!(drive.told, Vec::new());
    ground.wait_ready(NEW);
    let changed = ground.repo.git(&["diff", "--numstat", &base, "HEAD"]);
    assert_eq!(changed, format!("2\t2\t{FILE}"));
    assert_eq!(ground.repo.read(FILE), before.replace(OLD, NEW), "every other byte is as it was");
    assert_eq!(ground.repo.remote_head(), ground.repo.head());
    let message = ground.repo.git(&["log", "-1", "--format=%B"]);
    assert!(message.starts_with("shop: 1.0.200\n") && message.ends_with("Closes #17"), "{message}");
    assert_eq!(ground.repo.status(), "");
    assert_eq!(ground.space.get(&["job", JOB])["status"]["succeeded"], 1);
    let lines = drive.lines();
    let count = |is: fn(&Entry) -> bool| lines.iter().filter(|line| is(&line.entry)).count();
    let steps = drive.run.plan().steps().len();
    assert_eq!(count(|entry| matches!(entry, Entry::Started(_))), steps);
    assert_eq!(count(|entry| matches!(entry, Entry::Ended { .. })), steps);
    let last = &lines.last().unwrap().entry;
    assert!(matches!(last, Entry::Finished { result: ChangeResult::Completed, .. }), "{last:?}");
    let record = drive.record();
    for part in
        ["245.32 MiB", "shop-backups/shop.sql.gz", "### Rollback Plan", &ground.repo.head(), "Completed"]
    {
        assert!(record.contains(part), "{part} is not in\n{record}");
    }
}

fn env_of(ground: &Ground, name: &str) -> Option<String> {
    let shop = ground.space.get(&["deployment", "shop"]);
    let env = shop["spec"]["template"]["spec"]["containers"][0]["env"].as_array().cloned().unwrap();
    let one = env.iter().find(|one| one["name"] == name)?;
    one["value"].as_str().map(str::to_owned)
}

fn set(name: &str, value: &str) -> ConfigChange {
    ConfigChange::Set {
        file: FILE.to_owned(),
        object: "Deployment/shop".to_owned(),
        path: format!("spec.template.spec.containers[name=shop].env[name={name}].value"),
        value: Value::from(value),
    }
}

fn configured(plane: &'static ControlPlane) {
    let mut ground = Ground::new(plane, "configured");
    let remove = ConfigChange::Remove {
        file: FILE.to_owned(),
        object: "Deployment/shop".to_owned(),
        path: "spec.template.spec.containers[name=shop].env[name=SHOP_MAIL_HOST]".to_owned(),
    };
    ground.configure(
        vec![set("SHOP_BASKET", "large")],
        vec![set("SHOP_BASE_URL", "https://new.example"), remove],
    );
    let base = ground.repo.head();
    let mut drive = begin(&ground);
    drive.up_to("config-after-1");
    assert_eq!(
        env_of(&ground, "SHOP_BASKET").as_deref(),
        Some("large"),
        "before: with the procedure's apply"
    );
    assert_eq!(env_of(&ground, "SHOP_BASE_URL").as_deref(), Some("https://shop.example"));
    drive.finish();
    assert_eq!(env_of(&ground, "SHOP_BASE_URL").as_deref(), Some("https://new.example"));
    assert_eq!(env_of(&ground, "SHOP_MAIL_HOST"), None, "what left the file left the cluster");
    let diff = ground.repo.git(&["diff", &base, "HEAD"]);
    for part in [
        "+          value: large",
        "new.example",
        "-        - name: SHOP_MAIL_HOST",
        &format!("+        image: registry.example/shop:{NEW}"),
    ] {
        assert!(
            diff.contains(part) || part.contains("large") && diff.contains("large"),
            "{part} is not in\n{diff}"
        );
    }
    let record = drive.record();
    assert!(record.contains("SHOP_BASKET") && record.contains("SHOP_MAIL_HOST"), "{record}");
}

fn beforehand(plane: &'static ControlPlane) {
    let text = super::ground::manifest().replace(OLD, NEW);
    let ground = Ground::with_file(plane, "beforehand", &text);
    let head = ground.repo.head();
    let mut drive = begin(&ground);
    drive.up_to("bump");
    let preview = shown(drive.proposal());
    assert!(preview.contains(&head[..7]), "in which commit: {preview}");
    drive.up_to("commit");
    let preview = shown(drive.proposal());
    assert!(preview.contains(&head[..7]), "nothing to commit: {preview}");
    drive.finish();
    ground.wait_ready(NEW);
    assert_eq!((ground.repo.head(), ground.repo.remote_head()), (head.clone(), head));
}
