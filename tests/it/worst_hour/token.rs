//! The token expires in mid-rollback; the kubeconfig gets another one, and the same program goes on: as the same person
//! on the same cluster only.

use std::{fs, path::Path, time::Duration};

use changeover::observed::Link;
use libtest_mimic::Trial;

use super::{begin, ground, image, why};
use crate::{
    support::{cluster_namespace::succeed, control_plane::ControlPlane, eventually, on_control_plane},
    whole_change::{
        all_the_way,
        ground::{Ground, NEW, OLD},
        state,
    },
};

pub fn trials() -> Vec<Trial> {
    vec![on_control_plane("worst_hour::the_token_expires_in_mid_rollback", expired)]
}

/// A service account that may do everything in the namespace.
fn account(ground: &Ground, name: &str) {
    succeed(&ground.space.kubectl(&["create", "serviceaccount", name]));
    let account = format!("--serviceaccount={}:{name}", ground.space.name());
    succeed(&ground.space.kubectl(&["create", "rolebinding", name, "--clusterrole=admin", &account]));
}

/// A token that holds as long as a Secret is there.
fn token(ground: &Ground, account: &str, bound_to: &str) -> String {
    succeed(&ground.space.kubectl(&["create", "secret", "generic", bound_to]));
    let bound = ["create", "token", account, "--bound-object-kind=Secret", "--bound-object-name", bound_to];
    succeed(&ground.space.kubectl(&bound)).trim().to_owned()
}

/// Writes a token into the kubeconfig, as `oc login` does.
fn sign_in(plane: &'static ControlPlane, kubeconfig: &Path, token: &str) {
    let credentials = ["config", "set-credentials", "changer", "--token", token];
    succeed(&plane.kubectl_as(kubeconfig, &credentials));
}

fn expired(plane: &'static ControlPlane) {
    let mut ground = ground(plane, "expired");
    let before = state(&ground);
    let (file, other) = (ground.kubeconfig.with_extension("changer"), "somebody-else");
    fs::copy(&ground.kubeconfig, &file).unwrap();
    for name in ["changer", other] {
        account(&ground, name);
    }
    sign_in(plane, &file, &token(&ground, "changer", "first"));
    succeed(&plane.kubectl_as(&file, &["config", "set-context", "--current", "--user", "changer"]));
    ground.kubeconfig.clone_from(&file);
    let mut drive = begin(&ground);
    drive.up_to("client");
    drive.go_back("no");
    drive.approve(&[]);
    assert_eq!(drive.step(), "undo-apply");
    succeed(&ground.space.kubectl(&["delete", "secret", "first"]));
    eventually("the end of the token", Duration::from_secs(30), || {
        let asked = ground.space.kubectl_as(&file, &["get", "pods"]);
        if asked.status.success() { Err("it still holds".to_owned()) } else { Ok(()) }
    });
    drive.approve(&[]);
    let words = why(&drive);
    assert!(words.contains("does not accept the sign-in") && words.contains("read anew"), "{words}");
    for part in ["user changer", &file.display().to_string()] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(image(&ground).ends_with(NEW), "nothing was applied");
    drive.look_again();
    assert!(why(&drive).contains("user changer"));
    // Somebody else's sign-in, then another cluster's: neither is used.
    sign_in(plane, &file, &token(&ground, other, "second"));
    drive.look_again();
    let words = why(&drive);
    assert!(
        words.contains(&format!("signs in as system:serviceaccount:{}:{other}", ground.space.name())),
        "{words}"
    );
    sign_in(plane, &file, &token(&ground, "changer", "third"));
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replace(plane.server(), "https://127.0.0.1:1")).unwrap();
    drive.look_again();
    let words = why(&drive);
    assert!(words.contains("leads to https://127.0.0.1:1 by now"), "{words}");
    fs::write(&file, "apiVersion: v1\nkind: Config\n").unwrap();
    drive.look_again();
    why(&drive);
    // The same person's: the same program goes on.
    fs::write(&file, whole).unwrap();
    drive.look_again();
    assert!(drive.state().is_some_and(|state| state.proposal().is_some()), "{:?}", drive.state());
    all_the_way(&mut drive);
    ground.wait_ready(OLD);
    assert_eq!(state(&ground), before);
    let text = drive.journal_text() + &drive.record();
    assert!(!text.contains("eyJ"), "no token in journal or record");
    eventually("the live state", Duration::from_secs(20), || match &drive.live().link {
        Link::Live { .. } => Ok(()),
        other => Err(format!("{other:?}")),
    });
}
