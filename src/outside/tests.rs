//! What it is for: the outside against a real HTTPS registry and a real site of our own. Never: the internet.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;

use super::{
    test_registry::{Answer, Fault, TestImage, TestRegistry, TestSite},
    *,
};
use crate::{action::HttpCheck, failure::Failure};

const WEB: &str = "ghcr.io/example/web:1.0.0";

fn provider() {
    // The second test finds it installed.
    drop(rustls::crypto::ring::default_provider().install_default());
}

fn outside(registry: &TestRegistry) -> Outside {
    provider();
    let mut settings =
        OutsideSettings::load(Some(&registry.registries_conf_path), Some(&registry.ca_pem_path))
            .expect("settings");
    settings.limits.whole = Duration::from_secs(2);
    Outside::new(settings).expect("clients")
}

fn started() -> (TestRegistry, Outside) {
    let mut single = TestImage::new("docker.io/library/single:2");
    single.index = false;
    let registry = TestRegistry::start([TestImage::new(WEB), single]);
    let outside = outside(&registry);
    (registry, outside)
}

async fn refused(outside: &Outside, image: &str) -> (ImageError, Failure) {
    let error = outside.check_image(image).await.expect_err("refused");
    let failure = error.to_failure();
    let text = failure.summary.text();
    assert!(!text.contains(['⟨', '{']), "{text}");
    let step = failure.hint.as_ref().map(crate::words::Sentence::text).unwrap_or_default();
    assert!(!step.is_empty() && !step.contains(['⟨', '{']), "no next step: {text} | {step}");
    (error, failure)
}

#[tokio::test]
async fn an_image_is_found_with_all_that_it_says() {
    let (registry, outside) = started();
    let found = outside.check_image(WEB).await.expect("found");
    assert!(found.digest.starts_with("sha256:"), "{found:?}");
    assert_eq!(found.created.map(|at| at.to_string()).as_deref(), Some("2026-11-18T10:00:00Z"));
    assert_eq!(found.platforms, ["linux/amd64", "linux/arm64"]);
    assert_eq!(found.labels.len(), 2, "only org.opencontainers.image: {:?}", found.labels);
    assert!(found.size.is_some_and(|size| size > 1_048_576));
    assert_eq!(found.details_missing, None);
    assert!(found.via.place.mirror);
    assert_eq!(found.via.extra_ca.as_deref(), Some(registry.ca_pem_path.as_path()));
    assert_eq!(found.via.registries_file.as_deref(), Some(registry.registries_conf_path.as_path()));
    assert!(registry.asked()[0].starts_with("HEAD "), "{:?}", registry.asked());
    for sentence in found.sentences(Timestamp::now()) {
        assert!(!sentence.text().contains(['⟨', '{']), "{sentence}");
    }
    let pinned =
        outside.check_image(&format!("ghcr.io/example/web@{}", found.digest)).await.expect("by digest");
    assert_eq!(pinned.digest, found.digest);
    let single = outside.check_image("single:2").await.expect("Docker's own, without index");
    assert_eq!(single.platforms, ["linux/amd64"]);
    assert_eq!(outside.image_tags(WEB).await.expect("tags"), ["1.0.0"]);
    assert_eq!(outside.image_age(WEB).await.expect("its age"), found.created);
}

/// Mistake 25: one Accept type makes an index "missing", and 403 is taken for missing.
#[tokio::test]
async fn mistake_25_an_index_is_found_and_private_is_not_missing() {
    let (registry, outside) = started();
    assert!(outside.check_image(WEB).await.is_ok(), "the registry answers 404 unless indexes are accepted");
    let (missing, missing_words) = refused(&outside, "ghcr.io/example/web:9.9.9").await;
    assert!(matches!(&missing.problem, Problem::Missing { code: Some(code) } if code == "MANIFEST_UNKNOWN"));
    for (fault, wanted) in [
        (Fault::NoToken, Door::Token),
        (Fault::Unauthorized, Door::Registry),
        (Fault::Forbidden, Door::Registry),
    ] {
        registry.fault("example/web", Some(fault));
        let (private, words) = refused(&outside, WEB).await;
        assert!(matches!(private.problem, Problem::Private { door, .. } if door == wanted), "{private}");
        assert_ne!(words.summary.key, missing_words.summary.key);
    }
}

#[tokio::test]
async fn missing_private_too_many_and_no_network_are_different_sentences() {
    let (registry, outside) = started();
    let mut sentences = BTreeSet::new();
    sentences.insert(refused(&outside, "ghcr.io/example/web:9").await.1.summary.text());
    for (fault, hint) in [
        (Fault::NoToken, "public"),
        (Fault::TooMany(90), "1m30s"),
        (Fault::Broken, "again"),
        (Fault::WebSite, ""),
        (Fault::Forged, ""),
        (Fault::Hang, "network"),
    ] {
        registry.fault("example/web", Some(fault));
        let (error, failure) = refused(&outside, WEB).await;
        let shown = failure.hint.map(|hint| hint.text()).unwrap_or_default();
        assert!(shown.contains(hint), "{fault:?}: {error} {shown}");
        assert!(sentences.insert(failure.summary.text()), "{fault:?} says what another says: {sentences:?}");
    }
    drop(registry);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let (error, failure) = refused(&outside, WEB).await;
    assert!(matches!(error.problem, Problem::Net(NetError::Refused { .. })), "{error:?}");
    assert!(sentences.insert(failure.summary.text()));
    assert_eq!(sentences.len(), 8);
}

#[tokio::test]
async fn no_address_and_no_trust_are_told_apart() {
    let (registry, _) = started();
    let mut settings = OutsideSettings::load(Some(&registry.registries_conf_path), None).expect("settings");
    settings.limits.whole = Duration::from_secs(3);
    let strange = Outside::new(settings).expect("clients");
    let (error, failure) = refused(&strange, WEB).await;
    assert!(matches!(error.problem, Problem::Net(NetError::Tls { .. })), "{error:?}");
    assert_eq!(failure.summary.key, "outside-tls");
    let (error, failure) = refused(&strange, "nowhere.invalid/a/b:1").await;
    assert!(matches!(error.problem, Problem::Net(NetError::Dns { .. })), "{error:?}");
    assert_eq!(failure.summary.key, "outside-no-name");
}

#[tokio::test]
async fn a_mirror_that_fails_is_followed_by_the_registry_and_said() {
    let (registry, _) = started();
    let text = format!(
        "[[registry]]\nprefix = \"ghcr.io\"\nlocation = \"{0}\"\ninsecure = true\n\
         [[registry.mirror]]\nlocation = \"127.0.0.1:1\"\n",
        registry.addr
    );
    let folder = tempfile::tempdir().expect("a folder");
    let conf = folder.path().join("registries.conf");
    std::fs::write(&conf, text).expect("written");
    provider();
    let outside = Outside::new(OutsideSettings::load(Some(&conf), None).expect("settings")).expect("clients");
    let found = outside.check_image(WEB).await.expect("found at the registry itself");
    assert!(!found.via.place.mirror && found.via.place.insecure);
    assert_eq!(found.via.earlier.len(), 1, "{:?}", found.via);
    assert_eq!(found.deviations().len(), 2, "location and no security are said");
}

#[test]
fn a_ca_file_without_a_certificate_is_refused() {
    provider();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, "no certificate").expect("written");
    let settings = OutsideSettings::load(None, Some(&file)).expect("read");
    let error = Outside::new(settings).expect_err("refused");
    assert!(matches!(error, SettingsError::Ca { .. }), "{error:?}");
    assert!(error.to_failure().summary.text().contains("ca.pem"));
}

fn http_check(retries: u32, body: Option<&str>) -> HttpCheck {
    let check = serde_json::json!({"retries": retries, "every": "0s", "body": body});
    serde_json::from_value(check).expect("a check")
}

fn ask(url: &str, retries: u32, body: Option<&str>) -> SiteAsk {
    SiteAsk::new(&http_check(retries, body), url).expect("a question")
}

#[tokio::test]
async fn a_site_is_asked_until_it_answers_as_wanted() {
    provider();
    let outside = Outside::new(OutsideSettings::default()).expect("clients");
    let site = TestSite::start();
    site.script(vec![Answer::new(503, "no"), Answer::new(503, "no"), Answer::new(200, "version 1.0.0")]);
    let mut tries = Vec::new();
    let answer = outside
        .check_site(&ask(&site.url, 5, Some("1\\.0\\.0")), |each| {
            tries.push((each.number, each.result.is_ok()));
        })
        .await
        .expect("the third answer is good");
    assert_eq!(tries, [(1, false), (2, false), (3, true)]);
    assert_eq!((answer.status, answer.bytes), (200, 13));
    site.answer(Answer::new(503, "no"));
    let error = outside.check_site(&ask(&site.url, 1, None), |_| {}).await.expect_err("503");
    assert_eq!(error.tries, 2);
    assert!(error.to_failure().summary.text().contains("503"), "{error}");
    site.answer(Answer::new(200, &"x".repeat(1_100_000)));
    let error = outside.check_site(&ask(&site.url, 0, Some("y")), |_| {}).await.expect_err("no match");
    assert!(matches!(error.last, SiteProblem::Body { cut: true, .. }), "{error}");
}

#[tokio::test]
async fn redirects_are_followed_and_said_and_the_certificate_is_read() {
    provider();
    let site = TestSite::start_tls();
    let settings = OutsideSettings::load(None, site.ca_pem_path.as_deref()).expect("settings");
    let outside = Outside::new(settings).expect("clients");
    let away = Answer { location: Some("/there".to_owned()), ..Answer::new(302, "") };
    site.script(vec![away.clone(), Answer::new(200, "ok")]);
    let answer = outside.check_site(&ask(&site.url, 0, None), |_| {}).await.expect("good");
    assert_eq!(answer.redirects, [format!("{}/there", site.url)]);
    assert_eq!(answer.certificate_until.map(|at| at.to_string()).as_deref(), Some("2126-01-01T00:00:00Z"));
    assert!(answer.extra_ca.is_some());
    for sentence in answer.sentences(&site.url, Timestamp::now()) {
        assert!(!sentence.text().contains(['⟨', '{']), "{sentence}");
    }
    site.answer(away);
    let error = outside.check_site(&ask(&site.url, 0, None), |_| {}).await.expect_err("for ever");
    assert!(matches!(error.last, SiteProblem::Redirect { .. }), "{error}");
}

#[tokio::test]
async fn a_site_that_is_only_looked_at_is_asked_once_and_not_led_on() {
    provider();
    let site = TestSite::start_tls();
    let settings = OutsideSettings::load(None, site.ca_pem_path.as_deref()).expect("settings");
    let outside = Outside::new(settings).expect("clients");
    let away = Answer { location: Some("/there".to_owned()), ..Answer::new(302, "") };
    site.script(vec![away, Answer::new(503, "no"), Answer::new(200, "ok")]);
    for status in [302, 503, 200] {
        let seen = outside.see_site(&site.url).await.expect("an answer");
        assert_eq!(seen.status, status);
        assert_eq!(seen.certificate_until.map(|at| at.to_string()).as_deref(), Some("2126-01-01T00:00:00Z"));
        for sentence in seen.sentences(Timestamp::now()) {
            assert!(!sentence.text().contains(['⟨', '{']), "{sentence}");
        }
    }
    for url in ["ftp://a.example", "https://name:word@a.example", "a.example"] {
        assert!(outside.see_site(url).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn a_silent_site_is_given_up_and_a_waiting_check_is_cancelled_by_dropping_it() {
    provider();
    let mut settings = OutsideSettings::default();
    settings.limits.whole = Duration::from_millis(200);
    let outside = Outside::new(settings).expect("clients");
    let site = TestSite::start();
    site.answer(Answer { delay: Duration::from_mins(1), ..Answer::new(200, "late") });
    let error = outside.check_site(&ask(&site.url, 0, None), |_| {}).await.expect_err("silent");
    assert!(matches!(error.last, SiteProblem::Net(NetError::Timeout { .. })), "{error}");
    let question = ask(&site.url, 1000, None);
    let mut told = 0;
    let long = outside.check_site(&question, |_| told += 1);
    assert!(tokio::time::timeout(Duration::from_millis(500), long).await.is_err());
    assert!((1..=3).contains(&told), "{told}");
}

#[test]
fn only_plain_web_addresses_are_asked() {
    let check = http_check(0, Some("("));
    for url in ["ftp://a.example/", "file:///etc/passwd", "a.example", ""] {
        let error = SiteAsk::new(&check, url).expect_err(url);
        assert!(matches!(error, SiteAskError::Url { .. }), "{error}");
    }
    let error = SiteAsk::new(&check, "https://user:secret@a.example/").expect_err("a login");
    assert!(!error.to_string().contains("secret") && matches!(error, SiteAskError::Login { .. }));
    let error = SiteAsk::new(&check, "https://a.example/").expect_err("the pattern");
    assert!(matches!(error, SiteAskError::Pattern { .. }));
    assert!(!error.to_failure().summary.text().contains('⟨'));
}

#[test]
fn questions_may_be_put_from_any_thread() {
    fn any_thread(_: impl Send) {}
    provider();
    let outside = Outside::new(OutsideSettings::default()).expect("clients");
    let question = ask("https://a.example/", 0, None);
    any_thread(outside.check_image(WEB));
    any_thread(outside.image_tags(WEB));
    any_thread(outside.check_site(&question, |_| {}));
}
