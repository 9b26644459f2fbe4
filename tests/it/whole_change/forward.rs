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
        on_control_plane("whole_change::mistake_22_another_shell_cannot_move_the_target", other_shell),
        on_control_plane("whole_change::mistake_24_no_secret_in_journal_record_or_screen", secrets),
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
    drive.up_to("push");
    let preview = shown(drive.proposal());
    assert!(
        preview.contains("The cluster has what"),
        "mistakes 3 and 4: nothing is left to apply: {preview}"
    );
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

fn other_shell(plane: &'static ControlPlane) {
    let ground = Ground::new(plane, "other-shell");
    let mut drive = begin(&ground);
    drive.up_to("stop");
    let elsewhere = ["config", "set-context", "--current", "--namespace", "elsewhere"];
    crate::support::cluster_namespace::succeed(&plane.kubectl_as(&ground.kubeconfig, &elsewhere));
    let use_other = ["config", "set-cluster", "test", "--server", "https://127.0.0.1:1"];
    drop(plane.kubectl_as(&ground.kubeconfig, &use_other));
    drive.approve(&[]);
    assert_eq!(ground.space.get(&["deployment", "shop"])["spec"]["replicas"], 0);
}

/// A secret in every place where one may stand: a Secret, a variable, an address, a log.
fn secrets(plane: &'static ControlPlane) {
    const PASSWORD: &str = "hunter2-and-more";
    let encoded = "aHVudGVyMi1hbmQtbW9yZQ==";
    let secret = |value: &str| {
        format!(
            "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: shop-mail}}\ndata: {{password: {value}}}\n"
        )
    };
    let variable = |value: &str| {
        format!(
            "        - name: SHOP_DATABASE_PASSWD\n          value: {value}\n        - name: SHOP_MAIL_HOST\n"
        )
    };
    let text = super::ground::manifest().replace("        - name: SHOP_MAIL_HOST\n", &variable(PASSWORD));
    let text = text.replace("jdbc:postgresql://postgres", &format!("postgresql://shop:{PASSWORD}@postgres"));
    let mut ground = Ground::with_file(plane, "secrets", &format!("{text}\n{}", secret(encoded)));
    ground.program_backup(&format!(
        "connecting to postgresql://shop:{PASSWORD}@postgres error\n{}",
        super::ground::GOOD_LOG
    ));
    let mut drive = begin(&ground);
    let mut screens = String::new();
    drive.up_to("backup");
    drive.approve(&[]);
    assert_eq!(drive.step(), "backup-done");
    drive.go_on("the line was looked at");
    while drive.step() != "announce" {
        screens.push_str(&shown(drive.proposal()));
        screens.push_str(&serde_json::to_string(drive.proposal()).unwrap());
        drive.approve(&[]);
    }
    drive.finish();
    let logs = ground.logs();
    for (what, text) in
        [("journal", drive.journal_text()), ("record", drive.record()), ("screen", screens), ("log", logs)]
    {
        assert!(!text.is_empty());
        assert!(!text.contains(PASSWORD) && !text.contains(encoded), "{what}: {text}");
    }
    let set = ConfigChange::Set {
        file: FILE.to_owned(),
        object: "Secret/shop-mail".to_owned(),
        path: "data.password".to_owned(),
        value: Value::from(encoded),
    };
    ground.configure(vec![set], Vec::new());
    let worker = worker();
    let connected = ground.connect(&worker).unwrap();
    let refused = ground.try_plan(&connected).expect_err("a secret's value is not planned");
    assert!(!super::drive::said(&refused[0]).contains(encoded));
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
