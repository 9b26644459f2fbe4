//! What it is for: edits case by case, those of facts C2 among them.
//! In: our own fixture and small texts. Out: pass or fail. Never: a file outside this repository.

use serde_json::json;

use super::*;

const SHOP: &str = include_str!("../../../tests/fixtures/manifests/shop.yml");
const IMAGE: &str = "spec.template.spec.containers[0].image";

fn edit(set: &[(&str, &str, Value)], remove: &[(&str, &str)]) -> ManifestEdit {
    let set: Vec<Value> = set
        .iter()
        .map(|(object, path, value)| match value.get("tag") {
            Some(tag) => json!({"object": object, "path": path, "tag": tag}),
            None => json!({"object": object, "path": path, "value": value}),
        })
        .collect();
    let remove: Vec<Value> =
        remove.iter().map(|(object, path)| json!({"object": object, "path": path})).collect();
    serde_json::from_value(json!({"file": "shop.yml", "set": set, "remove": remove})).unwrap()
}

fn set(text: &str, path: &str, value: Value) -> Result<String, EditError> {
    apply_edit(text, &edit(&[("X/a", path, value)], &[])).map(|edited| edited.text)
}

fn refusal(result: Result<String, EditError>) -> Refusal {
    match result {
        Err(EditError::Refused { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

fn x(body: &str) -> String {
    format!("apiVersion: v1\nkind: X\nmetadata:\n  name: a\n{body}")
}

/// Sets `path` in a text made of `body`, and expects `body` with one piece replaced.
fn case(body: &str, path: &str, value: Value, old: &str, new: &str) {
    assert_eq!(body.matches(old).count(), 1, "{body}");
    let wanted = x(&body.replacen(old, new, 1));
    assert_eq!(set(&x(body), path, value).as_ref(), Ok(&wanted), "{body}");
}

#[test]
fn two_tags_change_and_nothing_else_moves() {
    let version = edit(
        &[
            ("Deployment/shop", IMAGE, json!({"tag": "1.5.0"})),
            ("Deployment/shop-thumbnails", IMAGE, json!({"tag": "1.5.0"})),
        ],
        &[],
    );
    for text in
        [SHOP.to_owned(), SHOP.replace('\n', "\r\n"), format!("\u{feff}{SHOP}"), SHOP.trim_end().to_owned()]
    {
        let edited = apply_edit(&text, &version).unwrap();
        assert_eq!(edited.text, text.replace(":1.4.2", ":1.5.0"));
        let lines: Vec<_> = edited.changes.iter().map(|change| change.line).collect();
        assert_eq!(lines, [23, 77]);
        assert_eq!(edited.changes[0].before, Some(json!("registry.example/shop:1.4.2")));
        let again = apply_edit(&edited.text, &version).unwrap();
        assert_eq!((again.text, again.changes.len(), again.already.len()), (edited.text, 0, 2));
    }
}

#[test]
fn cases_of_comment_preserving_edits() {
    case("image: s:1 # c\n", "image", json!({"tag": "2"}), "s:1", "s:2");
    case("q:\n     image:   s:1\t# c\n", "q.image", json!({"tag": "2"}), "s:1", "s:2");
    case("ü: 'é' # ß\nv: ä\n", "v", json!("ö"), "ä", "ö");
    case("b: &b {p: 1}\nm:\n  <<: *b\n  q: 2\n", "m.q", json!(3), "q: 2", "q: 3");
    case("a: [\"restore\", \"other\"]\n", "a[0]", json!("keep"), "restore", "keep");
    case("env:\n- {name: A, value: \"1\"}\n", "env[name=A].value", json!("2"), "\"1\"", "\"2\"");
    case("a: [x, y]\n", "a[1]", json!("p, q"), "y", "\"p, q\"");
    case("s: |\n  ---\n  v: 1\nv: 1 \n", "v", json!(2), "v: 1 ", "v: 2 ");
    case("v: x\r\nw: y\r\n", "v", json!("z"), "x", "z");
    case("v: x", "v", json!("z"), "x", "z");
    case("image: # todo\nw: 1\n", "image", json!("s:1"), "image:", "image: s:1");
    case("image:\n", "image", json!("s:1"), "image:", "image: s:1");
    case("v: 'it'\n", "v", json!("it's"), "'it'", "'it''s'");
    case("v: '1'\n", "v", json!("true"), "'1'", "'true'");
    case("v: 1.4.2\n", "v", json!("1.10"), "1.4.2", "\"1.10\"");
    case("v: b\n", "v", json!("a: b #c"), "v: b", "v: \"a: b #c\"");
    case("v: \"x\"\n", "v", json!("a\"\n\u{202e}"), "\"x\"", "\"a\\\"\\n\\u202E\"");
    case("v: 2\n", "v", json!(3), "2", "3");
    case("annotations:\n  a.b/c: x\n", "annotations[\"a.b/c\"]", json!("z"), "x", "z");
    case("v: one\n  two # c\nw: 1\n", "v", json!("three"), "one\n  two", "three");
    let first = x("v: 1\n");
    let second = first.replace("name: a", "name: b");
    let both = format!("{second}---\n{first}");
    assert_eq!(set(&both, "v", json!(2)), Ok(format!("{second}---\n{}", first.replace("v: 1", "v: 2"))));
    let json_text =
        "{\"apiVersion\": \"v1\", \"kind\": \"X\", \"metadata\": {\"name\": \"a\"}, \"v\": \"1\"}";
    assert_eq!(set(json_text, "v", json!("2")), Ok(json_text.replace("\"1\"", "\"2\"")));
    assert_eq!(set(json_text, "v", json!(2)), Ok(json_text.replace("\"1\"", "2")));
}

#[test]
fn shared_and_unusual_places_are_refused() {
    for (body, path, why) in [
        ("v: |\n  x\n", "v", Refusal::BlockScalar),
        ("v: >-\n  x\n", "v", Refusal::BlockScalar),
        ("w: &w x\nv: *w\n", "v", Refusal::Alias),
        ("v: &w x\nw: *w\n", "v", Refusal::Anchor),
        ("v: &w\n  x: 1\nw: *w\n", "v.x", Refusal::Anchor),
        ("b: &b {p: 1}\nv:\n  <<: *b\n", "v.p", Refusal::MergeKey),
        ("v: !!str 1.0\n", "v", Refusal::Tag),
        ("v: [1]\n", "v", Refusal::Collection),
        ("v: {p: 1}\n", "v.q", Refusal::Flow),
    ] {
        assert_eq!(refusal(set(&x(body), path, json!("y"))), why, "{body}");
    }
    assert!(matches!(
        set(&x("v: 1\nv: 2\n"), "v", json!(3)),
        Err(EditError::Read(ReadError::DuplicateKey { .. }))
    ));
    let pinned = x("image: s:1@sha256:00\n");
    assert!(matches!(set(&pinned, "image", json!({"tag": "2"})), Err(EditError::Digest { .. })));
    assert!(matches!(set(&pinned, "kind", json!({"tag": "a b"})), Err(EditError::BadTag { .. })));
    assert!(matches!(set(&pinned, "image.x.y.z", json!(1)), Err(EditError::Path { .. })));
}

#[test]
fn an_environment_variable_is_added_as_its_neighbours_are_written() {
    let deployment = "Deployment/shop";
    let path = "spec.template.spec.containers[name=shop].env[name=SHOP_LIMIT].value";
    let add = edit(&[(deployment, path, json!("10"))], &[]);
    let after = "              key: password\n";
    for (eol, text) in [("\n", SHOP.to_owned()), ("\r\n", SHOP.replace('\n', "\r\n"))] {
        let edited = apply_edit(&text, &add).unwrap();
        let lines =
            format!("{after}        - name: SHOP_LIMIT\n          value: \"10\"\n").replace('\n', eol);
        assert_eq!(edited.text, text.replacen(&after.replace('\n', eol), &lines, 1));
        assert_eq!((edited.changes[0].line, edited.changes[0].before.clone()), (37, None));
        let back =
            apply_edit(&edited.text, &edit(&[], &[(deployment, path.trim_end_matches(".value"))])).unwrap();
        assert_eq!(back.text, text);
        let again = apply_edit(&text, &edit(&[], &[(deployment, path.trim_end_matches(".value"))])).unwrap();
        assert_eq!((again.changes.len(), again.already.len()), (0, 1));
    }
    let changes = edit(
        &[("Deployment/shop-thumbnails", IMAGE, json!({"tag": "1.5.0"})), (deployment, path, json!("10"))],
        &[],
    );
    let lines: Vec<_> =
        apply_edit(SHOP, &changes).unwrap().changes.iter().map(|change| change.line).collect();
    assert_eq!(lines, [79, 37]);
}

#[test]
fn a_missing_list_is_added_and_goes_again() {
    let path = "spec.template.spec.containers[0].env[name=A].value";
    let add = edit(&[("Deployment/shop-thumbnails", path, json!("yes"))], &[]);
    let edited = apply_edit(SHOP, &add).unwrap();
    let last = "              memory: \"128Mi\"\n---\n";
    let wanted = "              memory: \"128Mi\"\n          env:\n            - name: A\n              value: \"yes\"\n---\n";
    let wanted = SHOP.replacen(last, wanted, 1);
    assert!(
        edited.text == wanted
            || edited.text
                == wanted.replacen(
                    "            - name: A\n              value",
                    "          - name: A\n            value",
                    1
                ),
        "{}",
        edited.text
    );
    let back = edit(&[], &[("Deployment/shop-thumbnails", "spec.template.spec.containers[0].env[name=A]")]);
    assert_eq!(apply_edit(&edited.text, &back).unwrap().text, SHOP);
}

#[test]
fn entries_are_added_and_removed() {
    let add = |body: &str, path: &str, value: Value, wanted: &str| {
        assert_eq!(set(&x(body), path, value).as_deref(), Ok(x(wanted).as_str()), "{body}");
    };
    add("s:\n  p: 1", "s.q", json!("2"), "s:\n  p: 1\n  q: \"2\"");
    add("s:\n  p: 1 # c\n# d\nt: 1\n", "s.q", json!(true), "s:\n  p: 1 # c\n  q: true\n# d\nt: 1\n");
    add("s:\n  p: |\n    x\nt: 1\n", "s.q", json!(1), "s:\n  p: |\n    x\n  q: 1\nt: 1\n");
    add("s:\n  p:\nt: 1\n", "s.q", json!(1), "s:\n  p:\n  q: 1\nt: 1\n");
    add("env:\nt: 1\n", "env[name=A].value", json!("b"), "env:\n- name: A\n  value: b\nt: 1\n");
    add(
        "env: [] # none\nt: 1\n",
        "env[name=A].value",
        json!("b"),
        "env: # none\n- name: A\n  value: b\nt: 1\n",
    );
    add(
        "env:\n-   name: A\n    value: 'b'\n",
        "env[name=B].value",
        json!("c"),
        "env:\n-   name: A\n    value: 'b'\n-   name: B\n    value: 'c'\n",
    );
    add("t: 1\n", "s.q", json!({"r": [1, {"u": "v"}]}), "t: 1\ns:\n  q:\n    r:\n    - 1\n    - u: v\n");
    let drop =
        |body: &str, path: &str| apply_edit(&x(body), &edit(&[], &[("X/a", path)])).map(|edited| edited.text);
    let list = "l:\n# of all\n- name: a\n  # inside\n  v: 1\n\n# of b\n- name: b\n# of c\n- name: c";
    assert_eq!(
        drop(list, "l[name=b]"),
        Ok(x("l:\n# of all\n- name: a\n  # inside\n  v: 1\n\n# of c\n- name: c"))
    );
    assert_eq!(drop(list, "l[0]"), Ok(x("l:\n# of all\n\n# of b\n- name: b\n# of c\n- name: c")));
    assert_eq!(drop(list, "l[2]"), Ok(x("l:\n# of all\n- name: a\n  # inside\n  v: 1\n\n# of b\n- name: b")));
    assert_eq!(
        drop(list, "l[0].v"),
        Ok(x("l:\n# of all\n- name: a\n\n# of b\n- name: b\n# of c\n- name: c"))
    );
    assert_eq!(refusal(drop(list, "l[0].name")), Refusal::FirstKey);
    assert_eq!(refusal(drop(list, "l[1].name")), Refusal::OnlyEntry);
    assert_eq!(refusal(drop("l: [a, b]\n", "l[0]")), Refusal::Flow);
    assert_eq!(drop("s: {p: 1}\nt: 1\n", "t"), Ok(x("s: {p: 1}\n")));
}

#[test]
fn a_misspelt_container_is_not_added() {
    let path = "spec.template.spec.containers[name=shpo].image";
    let result = apply_edit(SHOP, &edit(&[("Deployment/shop", path, json!("x"))], &[]));
    let Err(EditError::Path { source: PathError::NotThere { present, .. }, .. }) = result else { panic!() };
    assert_eq!(present, ["shop"]);
    let result = apply_edit(SHOP, &edit(&[("Deployment/shpo", "spec.replicas", json!(1))], &[]));
    assert!(matches!(result, Err(EditError::NoSuchObject { present, .. }) if present.len() == 9));
    let env = "spec.template.spec.containers[name=shpo].env[name=A]";
    assert!(apply_edit(SHOP, &edit(&[], &[("Deployment/shop", env)])).is_err());
}

#[test]
fn mistake_4_an_edit_of_a_duplicate_object_is_ambiguous_unless_one_has_the_path() {
    let daily = "CronJob/shop-upkeep-daily";
    let result = apply_edit(SHOP, &edit(&[(daily, "spec.schedule", json!("1 1 * * *"))], &[]));
    let Err(EditError::Ambiguous { lines, .. }) = result else { panic!() };
    assert_eq!(lines.len(), 2);
    let only = "spec.jobTemplate.spec.template.spec.containers[name=upkeep-5min].image";
    let edited = apply_edit(SHOP, &edit(&[(daily, only, json!({"tag": "9"}))], &[])).unwrap();
    let at = SHOP.rfind("curl:8.18.0").unwrap();
    assert_eq!(edited.text, format!("{}{}", &SHOP[..at], SHOP[at..].replacen("8.18.0", "9", 1)));
}

#[test]
fn a_job_is_aimed_and_its_retries_limited_with_every_other_byte_as_it_was() {
    let job = |args: &str, limit: &str| {
        format!(
            "# Look before you use it.\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: restore\nspec:\n  template:\n    \
             spec:\n      restartPolicy: Never\n      containers:\n      - name: restore\n        \
             args: [\"restore\", {args}]   # which database\n        env:\n        - {{name: A, value: \"1\"}}\n{limit}"
        )
    };
    let aim = edit(
        &[
            ("Job/restore", "spec.template.spec.containers[0].args[1]", json!("shop")),
            ("Job/restore", "spec.backoffLimit", json!(0)),
        ],
        &[],
    );
    let edited = apply_edit(&job("\"other\"", ""), &aim).unwrap();
    assert_eq!(edited.text, job("\"shop\"", "  backoffLimit: 0\n"));
    assert_eq!(apply_edit(&edited.text, &aim).unwrap().changes, []);
}
