//! What it is for: a whole template as teams write them: secrets, what it needs, what is kept, lines.
//! In: our own fixture. Out: pass or fail. Never: a file outside this repository.

use super::super::{Reference, Referred, references};
use super::*;
use crate::{
    failure::{Failure, FailureKind},
    manifest::{Diff, LineKind, diff_objects, mask::DOTS, read::Document},
    words::Sentence,
};

const SHOP: &str = include_str!("../../../../tests/fixtures/templates/shop-api.yaml");

fn values() -> BTreeMap<String, String> {
    given(&[("NAMESPACE", "shop-dev"), ("IMAGE_TAG", "1.4.2"), ("MAIL_TOKEN", "tok-hunter2")])
}

#[test]
fn mistake_19_one_processing_gives_one_result_and_a_second_keeps_what_is_live() {
    let template = Template::read(SHOP).unwrap();
    let first = template.process(&values(), &mut counting()).unwrap();
    let mut other = |bytes: &mut [u8]| {
        bytes.fill(3);
        true
    };
    let again = template.process(&values(), &mut other).unwrap();
    assert_ne!(first.manifest(), again.manifest());
    let landing = &first.landings()["DB_PASSWORD"][0];
    assert_eq!(landing.pointer, "/stringData/password");
    let secret = &first.manifest().documents[landing.document];
    let made_up = secret.value["stringData"]["password"].as_str().unwrap();
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, made_up);
    let live = json!({"kind": "Secret", "metadata": {"name": "shop-api-new"}, "data": {"password": encoded}});
    let kept = landing.kept(&live).unwrap();
    assert_eq!(kept, made_up);
    assert!(landing.is_in_use(&secret.value, &live));
    assert!(!landing.is_in_use(&secret.value, &json!({"data": {"password": "b3RoZXI="}})));
    let mut values = values();
    values.insert("DB_PASSWORD".to_owned(), kept);
    let third = template.process(&values, &mut other).unwrap();
    assert_eq!(third.manifest(), first.manifest());
    assert!(landing.kept(&json!({"data": {}})).is_none());
}

#[test]
fn the_result_is_what_the_tool_of_the_platform_would_give() {
    let result = Template::read(SHOP).unwrap().process(&values(), &mut counting()).unwrap();
    let labels: Vec<String> = result.manifest().documents.iter().map(Document::label).collect();
    assert_eq!(
        labels,
        [
            "Secret/shop-api-new",
            "Route/shop-api-new",
            "Service/shop-api-new",
            "DeploymentConfig/shop-api-new",
            "NetworkPolicy/backup-to-db"
        ]
    );
    let config = &result.manifest().documents[3];
    assert_eq!(config.api_version, "apps.openshift.io/v1");
    assert_eq!(config.value["spec"]["replicas"], json!(2));
    assert_eq!(config.value["spec"]["triggers"][1]["imageChangeParams"]["from"]["name"], "shop-api:1.4.2");
    assert_eq!(config.value["metadata"]["labels"], json!({"app": "shop-new", "part": "api"}));
    assert!(config.value.get("status").is_none());
    let line = SHOP.lines().nth(config.first_line - 1).unwrap();
    assert!(line.contains("apiVersion"), "{line}");
    assert!(result.manifest().duplicates("shop-dev").is_empty());
}

#[test]
fn secrets_are_known_by_where_they_land_and_hidden_everywhere() {
    let template = Template::read(SHOP).unwrap();
    let names: Vec<&str> = template.secret_parameters().into_iter().collect();
    assert_eq!(names, ["DB_PASSWORD", "DB_USER", "MAIL_TOKEN"]);
    let result = template.process(&values(), &mut counting()).unwrap();
    let secret = &result.manifest().documents[0].value;
    let password = secret["stringData"]["password"].as_str().unwrap();
    for text in [result.message().to_owned(), format!("{result:?}"), said(result.notes()).join("\n")] {
        assert!(!text.contains(password) && !text.contains("hunter2"), "{text}");
    }
    assert_eq!(result.message(), format!("Sign in as {DOTS} on shop-api-new."));
    assert!(!format!("{:?}", result.secrets()).contains("hunter2"));
    let config = result.manifest().documents[3].value.to_string();
    assert!(config.contains("hunter2") && !result.secrets().hide(&config).contains("hunter2"));
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, "tok-hunter2");
    assert_eq!(
        result.secrets().hide(&format!("a {encoded} b tok-hunter2 c")),
        format!("a {DOTS} b {DOTS} c")
    );
    assert_eq!(result.secrets().hide("nothing"), "nothing");
}

#[test]
fn hiding_leaves_keys_and_what_is_looked_up_alone() {
    let given = [("TEXT".to_owned(), "text".to_owned())].into();
    let template = "apiVersion: v1\nkind: Template\nobjects: [{apiVersion: v1, kind: Secret, metadata: {name: a}, \
                    stringData: {a: '${TEXT}'}}]\nparameters: [{name: TEXT}]\n";
    let result = Template::read(template).unwrap().process(&given, &mut counting()).unwrap();
    let secrets = result.secrets();
    let mut sentence = Sentence::new("text").with("text", "a text").count("number", 1);
    secrets.hide_in_sentence(&mut sentence);
    assert_eq!(sentence, Sentence::new("text").with("text", format!("a {DOTS}")).count("number", 1));
    let mut failure =
        Failure::new(FailureKind::World, sentence).hint(Sentence::new("text")).detail("no text");
    secrets.hide_in_failure(&mut failure);
    assert_eq!((failure.kind, failure.details), (FailureKind::World, vec![format!("no {DOTS}")]));
    let mut diff =
        diff_objects(Some(&json!({"a": "a text", "b": 1})), Some(&json!({"a": "b text", "b": 2}))).unwrap();
    let kinds = |diff: &Diff| -> Vec<LineKind> {
        diff.hunks.iter().flat_map(|hunk| hunk.lines.iter().map(|line| line.kind)).collect()
    };
    let before = kinds(&diff);
    secrets.hide_in_diff(&mut diff);
    assert_eq!(kinds(&diff), before);
    for line in diff.hunks.iter().flat_map(|hunk| &hunk.lines) {
        assert!(!line.text.contains("text"), "{line:?}");
        assert!(line.words.iter().all(|words| line.text.get(words.clone()).is_some()), "{line:?}");
    }
}

#[test]
fn what_the_objects_need_is_asked_for_and_what_they_bring_is_not() {
    let result = Template::read(SHOP).unwrap().process(&values(), &mut counting()).unwrap();
    let reference = |what, namespace: Option<&str>, name: &str, key: Option<&str>| Reference {
        what,
        namespace: namespace.map(str::to_owned),
        name: name.to_owned(),
        key: key.map(str::to_owned),
        needed_by: vec!["DeploymentConfig/shop-api-new".to_owned()],
    };
    assert_eq!(
        references(&result.manifest().documents),
        [
            reference(Referred::Secret, None, "shop-db", Some("host")),
            reference(Referred::Secret, None, "shop-pull", None),
            reference(Referred::ConfigMap, None, "shop-api-config", None),
            reference(Referred::ConfigMap, None, "shop-flags", Some("flags.json")),
            reference(Referred::ImageStreamTag, Some("shop-tools"), "shop-api:1.4.2", None),
        ]
    );
}

#[test]
fn a_note_says_what_was_changed_and_no_more() {
    let result = Template::read(SHOP).unwrap().process(&values(), &mut counting()).unwrap();
    assert_eq!(
        said(result.notes()),
        [
            "DB_PASSWORD is made up for this change; its value is shown and written down nowhere",
            "Route/shop-api-new: written in v1, taken as route.openshift.io/v1",
            "Service/shop-api-new: the namespace shop-prod in the template does not count, the change's own does",
            "DeploymentConfig/shop-api-new: written in v1, taken as apps.openshift.io/v1",
            "DeploymentConfig/shop-api-new: status, metadata.generation left out, which only the server writes",
            "NetworkPolicy/backup-to-db: the template's label app replaces its own",
        ]
    );
    assert!(result.notes().iter().all(|note| !note.needs_agreement() && !note.is_warning()));
}

#[test]
fn a_form_finds_what_it_needs() {
    let template = Template::read(SHOP).unwrap();
    let tag = template.parameters().iter().find(|one| one.name() == "IMAGE_TAG").unwrap();
    assert_eq!(tag.display_name(), Some("Image tag"));
    assert_eq!(tag.description(), Some("The tag of the image to run."));
    assert!(tag.is_required() && !tag.is_generated() && tag.default_value().is_empty());
    let password = template.parameters().iter().find(|one| one.name() == "DB_PASSWORD").unwrap();
    assert!(password.is_generated() && password.is_secret());
    assert!(template.notes().is_empty());
}

#[test]
fn hostile_templates_are_refused_early() {
    let nested = "[".repeat(100_000);
    assert!(Template::read(&nested).is_err());
    let many = format!("apiVersion: v1\nkind: Template\nobjects: [{}]\n", vec!["{a: b}"; 60_000].join(","));
    assert!(Template::read(&many).is_err());
    let value = "[".repeat(500);
    let text = "apiVersion: v1\nkind: Template\nparameters: [{name: A}]\nobjects:\n\
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, x: '${{A}}'}\n";
    let result = processed(text, &given(&[("A", &value)])).unwrap();
    assert_eq!(result.manifest().documents[0].value["x"], json!(value));
}
