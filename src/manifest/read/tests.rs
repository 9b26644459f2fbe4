//! What it is for: the reading case by case, each row of the dialect table (facts 1.2) among them.
//! In: our own fixture and small texts. Out: pass or fail. Never: a file outside this repository.

use serde_json::json;

use super::*;

const SHOP: &str = include_str!("../../../tests/fixtures/manifests/shop.yml");

fn object(body: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n{body}")
}

fn read_one(body: &str) -> Result<Value, ReadError> {
    Manifest::read(&object(body)).map(|manifest| manifest.documents[0].value.clone())
}

#[test]
fn mistake_5_every_row_of_the_dialect_reads_as_kubectl_reads_it() {
    let value = read_one(
        "a: 0644\nb: 0o644\nc: [yes, on, No, y]\ny: 2\nbase: &b {p: 1}\nm: {<<: *b, q: 2}\n\
         d: 1_000\ne: [22:30, 2023-08-06]\nf: ${{REPLICAS}}\ng: '0644'\n",
    )
    .unwrap();
    assert_eq!(value["a"], json!(420));
    assert_eq!(value["b"], json!(420));
    assert_eq!(value["c"], json!([true, true, false, true]));
    assert_eq!(value["true"], json!(2));
    assert_eq!(value["m"], json!({"p": 1, "q": 2}));
    assert_eq!(value["d"], json!(1000));
    assert_eq!(value["e"], json!(["22:30", "2023-08-06"]));
    assert_eq!(value["f"], json!("${{REPLICAS}}"));
    assert_eq!(value["g"], json!("0644"));
    assert!(matches!(read_one("h: {a: ${{X}}}\n"), Err(ReadError::Syntax { line: 5, .. })));
    assert_eq!(
        read_one("k: 1\nl: 2\nk: 3\n"),
        Err(ReadError::DuplicateKey { key: "k".into(), line: 7, column: 1, first_line: 5 })
    );
    assert!(matches!(read_one("y: 1\nyes: 2\n"), Err(ReadError::DuplicateKey { line: 6, .. })));
    assert!(matches!(read_one("b: &b {p: 1}\nm: {p: 2, <<: *b}\n"), Err(ReadError::Merge { line: 6, .. })));
    let merged = read_one("x: &x {p: 1, q: 1}\nz: &z {p: 2, r: 2}\nm: {<<: [*x, *z], q: 3}\n").unwrap();
    assert_eq!(merged["m"], json!({"p": 1, "q": 3, "r": 2}));
}

#[test]
fn mistake_5_agrees_with_another_reader_where_the_dialects_agree() {
    let manifest = Manifest::read(SHOP).unwrap();
    let options = serde_saphyr::options! { legacy_octal_numbers: true };
    let other: Vec<Value> = serde_saphyr::from_multiple_with_options(SHOP, options).unwrap();
    let ours: Vec<Value> = manifest.documents.iter().map(|document| document.value.clone()).collect();
    assert_eq!(ours, other);
}

#[test]
fn a_stream_is_read_with_lines_mark_and_line_ends() {
    let text =
        format!("\u{feff}# c\n---\n# only\n---\nnull\n---\n{}\n---\n{}", object(""), object("x: 'y'\n"));
    let lines = |text: &str| {
        let documents = Manifest::read(text).unwrap().documents;
        documents.iter().map(|d| (d.first_line, d.last_line)).collect::<Vec<_>>()
    };
    assert_eq!(lines(&text), [(7, 10), (13, 17)]);
    assert_eq!(lines(&text.replace('\n', "\r\n")), [(7, 10), (13, 17)]);
    assert_eq!(lines(&object("x: |\n  a\n\n  ---\n\n---\n")), [(1, 8)]);
    assert_eq!(lines("{\"apiVersion\": \"v1\", \"kind\": \"X\", \"metadata\": {\"name\": \"a\"}}"), [(1, 1)]);
}

#[test]
fn lists_are_flattened() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: a}\n\
                - apiVersion: x/v1\n  kind: BList\n  items:\n  - apiVersion: x/v1\n    kind: B\n    metadata:\n      name: b\n";
    let manifest = Manifest::read(text).unwrap();
    let seen: Vec<_> =
        manifest.documents.iter().map(|d| (d.label(), d.group(), d.first_line, d.last_line)).collect();
    assert_eq!(seen, [("A/a".into(), "", 4, 6), ("B/b".into(), "x", 10, 13)]);
}

#[test]
fn what_is_no_object_is_refused_with_its_line() {
    let fails = |text: &str| Manifest::read(text).unwrap_err();
    assert_eq!(fails("a: b\n"), ReadError::Missing { field: "apiVersion", line: 1 });
    assert_eq!(fails("\napiVersion: v1\nkind: X\n"), ReadError::Missing { field: "metadata.name", line: 2 });
    assert_eq!(
        fails("apiVersion: v1\nkind: X\nmetadata: {generateName: a-}\n"),
        ReadError::GenerateName { line: 1 }
    );
    assert_eq!(
        fails("apiVersion: v1\nkind: X\nmetadata: {name: 1.10}\n"),
        ReadError::NotText { field: "metadata.name", line: 1, found: "a number" }
    );
    assert_eq!(fails("- a\n"), ReadError::NotAnObject { line: 1, found: "a list" });
    assert!(matches!(fails("a: [\n"), ReadError::Syntax { .. }));
    assert!(matches!(fails("a:\n\tb: c\n"), ReadError::Syntax { line: 2, .. }));
    assert_eq!(fails("a: b\u{1b}c"), ReadError::Control { line: 1, column: 5, code: 0x1b });
    assert_eq!(fails("a: 1\nb: \u{9b}"), ReadError::Control { line: 2, column: 4, code: 0x9b });
    assert_eq!(fails(&format!("{}--- {{a: b}}\n", object(""))), ReadError::DocumentStart { line: 5 });
    assert_eq!(fails(&format!("{}...\na: b\n", object(""))), ReadError::DocumentStart { line: 6 });
    assert!(matches!(fails("%YAML 1.2\n---\na: b\n"), ReadError::Syntax { line: 1, .. }));
    assert!(matches!(fails("a: !Ref x\n"), ReadError::Tag { line: 1, .. }));
    assert!(matches!(fails("a: .inf\n"), ReadError::Number { line: 1, .. }));
    assert!(matches!(fails("a: &a [*a]\n"), ReadError::AliasLoop { line: 1, .. }));
    assert!(matches!(fails("a: *b\n"), ReadError::Syntax { line: 1, .. }));
}

#[test]
fn hostile_text_is_refused_early() {
    let level = |level: usize| {
        let item = if level == 0 { "x".to_owned() } else { format!("*a{}", level - 1) };
        format!("a{level}: &a{level} [{}]\n", vec![item; 9].join(","))
    };
    let bomb = (0..9).map(level).collect::<Vec<_>>().concat();
    assert!(matches!(Manifest::read(&bomb), Err(ReadError::Expansion { .. })));
    let big = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 20_000].join(","));
    assert!(matches!(Manifest::read(&big), Err(ReadError::Expansion { .. })));
    assert!(matches!(
        Manifest::read(&"[".repeat(100_000)),
        Err(ReadError::Syntax { .. } | ReadError::TooDeep { .. })
    ));
    let deep = (0..2000).map(|level| " ".repeat(level)).collect::<Vec<_>>().join("a:\n");
    assert!(matches!(Manifest::read(&deep), Err(ReadError::Syntax { .. } | ReadError::TooDeep { .. })));
    let keys = (0..100_000).map(|key| format!("k{key}: v")).collect::<Vec<_>>().join("\n");
    assert!(matches!(Manifest::read(&keys), Err(ReadError::TooManyNodes { .. })));
    assert!(matches!(Manifest::read(&"#".repeat(9 << 20)), Err(ReadError::TooLarge { .. })));
}

#[test]
fn mistake_4_duplicates_are_named_with_both_lines_and_only_the_last_is_in_force() {
    let manifest = Manifest::read(SHOP).unwrap();
    assert_eq!(manifest.documents.len(), 9);
    let found = manifest.duplicates("shop");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].object, "CronJob/shop-upkeep-daily");
    let line = |line: usize| SHOP.lines().nth(line - 1).unwrap();
    assert_eq!(line(found[0].first_line - 1), "# Every day");
    assert!(line(found[0].second_line - 1).starts_with("# Every five minutes"));
    let effective = manifest.effective("shop");
    assert_eq!(effective.len(), 8);
    assert_eq!(effective[7].value["spec"]["schedule"], json!("*/5 * 29 2 *"));
    let other =
        SHOP.replacen("  name: shop-upkeep-daily\n", "  name: shop-upkeep-daily\n  namespace: other\n", 1);
    assert!(Manifest::read(&other).unwrap().duplicates("shop").is_empty());
    assert_eq!(Manifest::read(&other).unwrap().duplicates("other").len(), 1);
}

#[test]
fn what_is_sent_has_nothing_that_the_server_writes() {
    let text = "apiVersion: v1\nkind: X\nmetadata:\n  name: a\n  uid: u\n  creationTimestamp: null\n  \
                labels: {l: ~}\nspec: {a: null, b: [{c: null}]}\nstatus: {d: 1}\n";
    let sent = Manifest::read(text).unwrap().documents[0].for_apply();
    let wanted = json!({"apiVersion": "v1", "kind": "X", "metadata": {"name": "a", "labels": {}}, "spec": {"b": [{}]}});
    assert_eq!(sent, wanted);
}
