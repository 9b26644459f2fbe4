use std::path::{Path, PathBuf};

use super::*;

const ONE: &str = "
apiVersion: v1
kind: Config
current-context: ''
clusters:
- name: red
  cluster: {server: 'https://red.example:6443', certificate-authority: ca.pem}
users:
- name: anna
  user: {token: sesame-one, client-certificate: c.pem, client-key: k.pem}
contexts:
- name: red
  context: {cluster: red, user: anna, namespace: shop}
";

const TWO: &str = "
apiVersion: v1
kind: Config
current-context: blue
clusters:
- name: red
  cluster: {server: 'https://other.example'}
- name: blue
  cluster: {server: 'https://blue.example', insecure-skip-tls-verify: true}
users:
- name: anna
  user: {token: sesame-two}
- name: bob
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./login
      args: [--a]
      env: [{name: SECRET, value: sesame-env}]
      installHint: brew install login
contexts:
- name: blue
  context: {cluster: blue, user: bob}
- name: lost
  context: {cluster: nowhere, user: anna}
";

fn folder() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().to_owned();
    (temp, path)
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A certificate made with openssl; its fingerprint is `openssl x509 -outform der | sha256sum`.
const CA: &str = "-----BEGIN CERTIFICATE-----\n\
MIIBcDCCARegAwIBAgIUc37UfJK8S3ZeAOfjtvB3HHfcdgQwCgYIKoZIzj0EAwIw\n\
DTELMAkGA1UEAwwCY2EwIBcNMjYxMTIxMTExOTQxWhgPMjEyNjEwMjgxMTE5NDFa\n\
MA0xCzAJBgNVBAMMAmNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqPSO19St\n\
DbQNjKtF1elH+Nwb4o2c/dPC6wqTi4S0mGz9Pb6mxt1x8IETh721dBV3aD2dPuPT\n\
U0LRPNb730KS+aNTMFEwHQYDVR0OBBYEFGWHxAJ1bnYhY0wgR7Z3yRviLcmDMB8G\n\
A1UdIwQYMBaAFGWHxAJ1bnYhY0wgR7Z3yRviLcmDMA8GA1UdEwEB/wQFMAMBAf8w\n\
CgYIKoZIzj0EAwIDRwAwRAIgRLd85uQiYR1SXZ1jGMCX0aXT3Q0d+00X4tW7EE/Y\n\
BVACIFy8GzGvZ+b4xkGra6T5KO5fVC6aJ5FnCXJ0ELQ2Q0Uv\n\
-----END CERTIFICATE-----\n";
const CA_FINGERPRINT: &str = "d37f0b234e92f86e9c5191e4c856e8a49024ebee08f97209167daeb57889ad29";

fn listed(paths: &[PathBuf]) -> Surroundings {
    Surroundings { kubeconfig: Some(std::env::join_paths(paths).unwrap()), ..Surroundings::default() }
}

#[test]
fn mistake_22_the_list_is_merged_as_kubectl_merges_it() {
    let (_temp, dir) = folder();
    let (one, two) = (dir.join("one/config"), dir.join("two/config"));
    write(&one, ONE);
    write(&two, TWO);
    write(&dir.join("one/ca.pem"), CA);
    let surroundings = listed(&[dir.join("missing"), one.clone(), two, one.clone()]);
    let merged = read(&KubeconfigSource::Standard, &surroundings).unwrap();
    assert_eq!(merged.current, Some(ContextName::new("blue")), "an empty current-context is skipped");
    let names: Vec<_> = merged.contexts.iter().map(|row| row.name.as_str().to_owned()).collect();
    assert_eq!(names, ["red", "blue", "lost"]);
    let red = merged.choose(&ContextName::new("red")).unwrap();
    assert_eq!(red.server.address, "https://red.example:6443", "the first file wins");
    assert_eq!(red.server.ca_fingerprint.as_deref(), Some(CA_FINGERPRINT));
    assert_eq!(red.namespace.as_deref(), Some("shop"));
    assert_eq!(red.auth.client_key.as_deref(), dir.join("one/k.pem").to_str(), "beside its own file");
    assert!(!format!("{red:?} {merged:?}").contains("sesame"));
}

#[test]
fn without_a_list_the_home_folder_is_read_and_nothing_else() {
    let (_temp, home) = folder();
    let surroundings = Surroundings { home: Some(home.clone()), ..Surroundings::default() };
    let error = read(&KubeconfigSource::Standard, &surroundings).unwrap_err();
    assert_eq!(error, KubeconfigError::NoFile { looked: vec![home.join(".kube/config")] });
    write(&home.join(".kube/config"), TWO);
    assert_eq!(read(&KubeconfigSource::Standard, &surroundings).unwrap().contexts.len(), 2);
}

#[test]
fn what_is_missing_is_named() {
    let (_temp, dir) = folder();
    let file = dir.join("config");
    write(&file, TWO);
    let source = KubeconfigSource::File(file.clone());
    let read_it = || read(&source, &Surroundings::default());
    let choose = |name: &str| read_it().unwrap().choose(&ContextName::new(name)).unwrap_err();
    assert!(
        matches!(choose("lost"), KubeconfigError::UnknownCluster { cluster, .. } if cluster == "nowhere")
    );
    assert!(
        matches!(choose("x"), KubeconfigError::UnknownContext { known, .. } if known == ["blue", "lost"])
    );
    write(
        &file,
        "contexts:\n- name: a\n  context: {cluster: c, user: u}\nclusters:\n- name: c\n  cluster: {server: x}\n",
    );
    let text = read_it().unwrap().choose(&ContextName::new("a")).unwrap_err();
    assert!(matches!(text, KubeconfigError::UnknownUser { .. }), "{text}");
    write(&file, "token: sesame\ncontexts: [\n");
    let error = read_it().unwrap_err();
    assert!(matches!(error, KubeconfigError::Parse { line: 2.., .. }), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("sesame"));
    write(&file, "");
    assert!(matches!(read_it().unwrap_err(), KubeconfigError::NoContexts { .. }));
    let gone = KubeconfigSource::File(dir.join("gone"));
    assert!(matches!(read(&gone, &Surroundings::default()), Err(KubeconfigError::NoFile { .. })));
    let folder = KubeconfigSource::File(dir);
    assert!(matches!(read(&folder, &Surroundings::default()), Err(KubeconfigError::Read { .. })));
}

#[test]
fn another_server_or_user_has_another_identity_and_a_token_is_no_part_of_it() {
    let (_temp, dir) = folder();
    let file = dir.join("config");
    write(&dir.join("ca.pem"), CA);
    let surroundings = Surroundings::default();
    let of = |text: &str| {
        write(&file, text);
        let read_it = read(&KubeconfigSource::File(file.clone()), &surroundings).unwrap();
        read_it.choose(&ContextName::new("red")).unwrap().identity()
    };
    let first = of(ONE);
    assert_eq!(of(ONE), first);
    assert_eq!(of(&ONE.replace("sesame-one", "sesame-two")), first);
    for (from, to) in [
        ("red.example:6443", "red.example:6444"),
        ("certificate-authority: ca.pem", "insecure-skip-tls-verify: true"),
        ("certificate-authority: ca.pem", "certificate-authority: ca.pem, tls-server-name: other"),
        ("certificate-authority: ca.pem", "certificate-authority: ca.pem, proxy-url: 'http://p:1'"),
        ("client-certificate: c.pem", "client-certificate: d.pem"),
        ("token: sesame-one", "token: sesame-one, as: root"),
        ("anna", "bob"),
    ] {
        assert_ne!(of(&ONE.replace(from, to)), first, "{to}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_identities_of_a_file_whose_path_is_no_text_differ_too() {
    use std::os::unix::ffi::OsStrExt as _;
    let (_temp, dir) = folder();
    let file = dir.join(std::ffi::OsStr::from_bytes(b"config-\xff"));
    write(&dir.join("ca.pem"), CA);
    let of = |text: &str| {
        write(&file, text);
        let read_it = read(&KubeconfigSource::File(file.clone()), &Surroundings::default()).unwrap();
        read_it.choose(&ContextName::new("red")).unwrap().identity()
    };
    let first = of(ONE);
    assert_eq!(of(ONE), first);
    assert_ne!(of(&ONE.replace("red.example:6443", "red.example:6444")), first);
}

#[test]
fn every_error_and_warning_has_its_sentence_and_hint() {
    let file = PathBuf::from("f");
    let text = String::new;
    let errors = [
        KubeconfigError::NoFile { looked: vec![] },
        KubeconfigError::Read { file: file.clone(), problem: text() },
        KubeconfigError::TooLarge { file: file.clone(), size: 1 },
        KubeconfigError::Parse { file: file.clone(), line: 1, column: 1 },
        KubeconfigError::NoContexts { files: vec![] },
        KubeconfigError::UnknownContext { context: text(), known: vec![] },
        KubeconfigError::UnknownCluster { context: text(), cluster: text(), file: file.clone() },
        KubeconfigError::UnknownUser { context: text(), user: text(), file: file.clone() },
        KubeconfigError::NoServer { cluster: text(), file: file.clone() },
        KubeconfigError::BadServer { cluster: text(), file: file.clone(), server: text() },
        KubeconfigError::Certificate { cluster: text(), file: file.clone(), problem: text() },
        KubeconfigError::AuthProvider { name: text() },
        KubeconfigError::NoCommand { user: text(), file: file.clone() },
        KubeconfigError::BadProxy { proxy: text() },
    ];
    for error in errors {
        let (key, _) = error.words();
        assert!(crate::words::knows(key) && crate::words::knows(&format!("{key}-hint")), "{key}");
    }
    let warnings = [
        KubeconfigWarning::OpenToOthers { file },
        KubeconfigWarning::NoTlsCheck,
        KubeconfigWarning::NoTls,
        KubeconfigWarning::Proxy { address: text() },
        KubeconfigWarning::ProxyPassword { address: text() },
    ];
    for warning in warnings {
        assert!(crate::words::knows(&warning.sentence().key), "{warning:?}");
    }
}

fn blue(dir: &Path) -> ContextChoice {
    let file = dir.join("config");
    write(&file, TWO);
    read(&KubeconfigSource::File(file), &Surroundings::default())
        .unwrap()
        .choose(&ContextName::new("blue"))
        .unwrap()
}

#[test]
fn a_plug_in_is_shown_and_not_run() {
    let (_temp, dir) = folder();
    let choice = blue(&dir);
    assert_eq!(choice.warnings, [KubeconfigWarning::NoTlsCheck]);
    let call = choice.plugin.unwrap();
    assert_eq!(Path::new(&call.command), dir.join("./login"));
    assert_eq!(
        (call.args.as_slice(), call.env_names.as_slice()),
        (["--a".to_owned()].as_slice(), ["SECRET".to_owned()].as_slice())
    );
    assert_eq!(call.install_hint.as_deref(), Some("brew install login"));
    assert!(!format!("{call:?}").contains("sesame-env"));
}

#[cfg(unix)]
mod plug_in {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::cluster::error::{ClusterError, PluginProblem};
    use secrecy::ExposeSecret as _;

    fn script(dir: &Path, body: &str) -> PluginCall {
        let path = dir.join("login");
        write(&path, &format!("#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\n{body}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        blue(dir).plugin.unwrap()
    }

    fn problem(error: ClusterError) -> PluginProblem {
        let ClusterError::RunPlugin { problem, .. } = error else { panic!("{error:?}") };
        problem
    }

    #[tokio::test]
    async fn it_runs_only_with_consent_to_exactly_this_call() {
        let (_temp, dir) = folder();
        let call = script(&dir, "exit 1");
        let Err(error) = call.run(None).await else { panic!() };
        assert!(matches!(error, ClusterError::NeedsConsent(_)));
        let consent = call.agree();
        write(&dir.join("config"), &TWO.replace("--a", "--b"));
        let source = KubeconfigSource::File(dir.join("config"));
        let read = read(&source, &Surroundings::default()).unwrap();
        let other = read.choose(&ContextName::new("blue")).unwrap().plugin.unwrap();
        assert!(matches!(other.run(Some(&consent)).await, Err(ClusterError::NeedsConsent(_))));
        assert!(!dir.join("ran").exists());
    }

    #[tokio::test]
    async fn its_token_is_taken_and_its_faults_are_told_without_its_output() {
        let (_temp, dir) = folder();
        let good = r#"test -n "$KUBERNETES_EXEC_INFO" && test "$SECRET" = sesame-env && ! read x && echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"sesame-token","expirationTimestamp":"2030-01-01T00:00:00Z"}}'"#;
        let call = script(&dir, good);
        let minted = call.run(Some(&call.agree())).await.unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(minted.token.unwrap().expose_secret(), "sesame-token");
        assert!(minted.expires.is_some());

        let call = script(&dir, "echo sesame-token; exit 3");
        let Err(error) = call.run(Some(&call.agree())).await else { panic!() };
        assert!(!format!("{error:?} {error}").contains("sesame-token"));
        assert!(matches!(problem(error), PluginProblem::Exit(_)));

        let call = script(&dir, "head -c 2000000 /dev/zero");
        let Err(error) = call.run(Some(&call.agree())).await else { panic!() };
        assert!(matches!(problem(error), PluginProblem::TooMuch(_)));

        let call = script(&dir, "echo '{}'");
        let Err(error) = call.run(Some(&call.agree())).await else { panic!() };
        assert!(matches!(problem(error), PluginProblem::Output(_)));
    }
}
