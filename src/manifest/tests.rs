//! What it is for: properties of the whole module on generated manifests.
//! In: seeds. Out: pass or fail. Never: a case that depends on anything outside this file.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{LineKind, Manifest, apply_edit, diff_manifests};
use crate::action::{ManifestEdit, SetValue};

fn cases() -> u32 {
    if std::env::var_os("CHANGEOVER_LONG").is_some() { 10_000 } else { 300 }
}

/// One scalar as written and its separators, for one line `key: value`.
fn scalar() -> impl Strategy<Value = String> {
    let word = "[a-zA-Z0-9ü][a-zA-Z0-9ü./_-]{0,8}";
    let quoted = "[a-z0-9 :#,ü{}-]{0,10}";
    prop_oneof![
        word.prop_map(|text| text),
        quoted.prop_map(|text| format!("\"{text}\"")),
        quoted.prop_map(|text| format!("'{text}'")),
        (0..5000_i32).prop_map(|number| number.to_string()),
        Just(String::new()),
        Just("\"a\\\"\\u00e4\\tb\"".to_owned()),
        Just("'it''s'".to_owned()),
    ]
}

fn comment() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just("   "), Just(" # c"), Just("\t# tab ü"), Just("  #: {x}")]
}

#[derive(Debug, Clone)]
struct Made {
    text: String,
    /// For each document: path and, in the text, the bytes of each scalar.
    spots: Vec<(usize, String, std::ops::Range<usize>)>,
}

/// A stream of documents of nested block mappings and lists, in odd indentations.
fn made() -> impl Strategy<Value = Made> {
    let line = (scalar(), comment(), 0..4_usize, 1..4_usize);
    let document = (proptest::collection::vec(line, 1..8), 1..5_usize, any::<bool>());
    (proptest::collection::vec(document, 1..4), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(documents, mark, crlf, last)| {
            let eol = if crlf { "\r\n" } else { "\n" };
            let mut text = if mark { "\u{feff}".to_owned() } else { String::new() };
            let mut spots = Vec::new();
            for (index, (lines, indent, deep)) in documents.iter().enumerate() {
                if index > 0 {
                    text.extend([format!("--- # next{eol}")]);
                }
                text.extend([format!(
                    "apiVersion: v1{eol}kind: X{eol}metadata: {{name: n{index}}} # ü{eol}"
                )]);
                let pad = " ".repeat(*indent);
                text.extend([format!("s:{eol}")]);
                for (number, (value, comment, shape, spaces)) in lines.iter().enumerate() {
                    let gap = " ".repeat(*spaces);
                    let (head, path) = match shape {
                        0 => (format!("{pad}k{number}:"), format!("s.k{number}")),
                        1 => (
                            format!("{pad}k{number}:{eol}{pad}- name: a{eol}{pad}  value:"),
                            format!("s.k{number}[name=a].value"),
                        ),
                        2 if *deep => (
                            format!("{pad}k{number}:{eol}{pad}   - x{eol}{pad}   # c{eol}{pad}   -"),
                            format!("s.k{number}[1]"),
                        ),
                        _ => (format!("{pad}\"k.{number}\":"), format!("s[\"k.{number}\"]")),
                    };
                    text.extend([format!("{head}{gap}")]);
                    spots.push((index, path, text.len()..text.len() + value.len()));
                    text.extend([format!("{value}{comment}{eol}")]);
                }
            }
            if last {
                let kept = text.trim_end_matches(['\r', '\n']).len();
                text.truncate(kept);
            }
            Made { text, spots }
        },
    )
}

fn new_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[ -~ü\t\n\u{202e}]{0,12}".prop_map(Value::String),
        any::<i32>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![
            Just("1.10"),
            Just("yes"),
            Just("0644"),
            Just("null"),
            Just("2023-08-06"),
            Just("- a"),
            Just("a: b")
        ]
        .prop_map(|text| json!(text)),
    ]
}

fn edit(object: usize, path: &str, value: &Value) -> ManifestEdit {
    let set = SetValue {
        object: format!("X/n{object}"),
        path: path.to_owned(),
        tag: None,
        value: Some(value.clone()),
    };
    let file = crate::names::RepoFile::new("a.yml").unwrap();
    ManifestEdit { file, set: vec![set], remove: Vec::new(), temporary: false }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_scalar_moves_no_other_byte(made in made(), pick in any::<prop::sample::Index>(), value in new_value()) {
        let (object, path, span) = pick.get(&made.spots).clone();
        let before = Manifest::read(&made.text).unwrap();
        let edited = match apply_edit(&made.text, &edit(object, &path, &value)) {
            Ok(edited) => edited,
            // a null item of a list stands nowhere
            Err(error) => { prop_assert!(span.is_empty() && path.ends_with(']'), "{error} {made:?}"); return Ok(()); }
        };
        let text = &edited.text;
        let read = Manifest::read(text).unwrap();
        let field: super::FieldPath = path.parse().unwrap();
        prop_assert_eq!(field.resolve(&read.documents[object].value).unwrap(), &value);
        if edited.changes.is_empty() {
            prop_assert_eq!(text, &made.text);
            prop_assert_eq!(field.resolve(&before.documents[object].value).unwrap(), &value);
        } else {
            // for an absent value: a space is added behind the colon
            let start = if span.is_empty() { made.text[..span.start].trim_end_matches(' ').len() } else { span.start };
            let tail = &made.text[if span.is_empty() { start } else { span.end }..];
            prop_assert!(text.starts_with(&made.text[..start]), "{text}");
            prop_assert!(text.ends_with(tail), "{text}");
            prop_assert!(text.len() >= start + tail.len());
            let middle = &text[start..text.len() - tail.len()];
            prop_assert!(!middle.contains(['\n', '\r']) && !middle.is_empty());
            let diff = diff_manifests(&made.text, text).unwrap();
            prop_assert_eq!(diff.hunks.iter().flat_map(|hunk| &hunk.lines).filter(|line| line.kind == LineKind::Added).count(), diff.added);
            prop_assert!(diff.added >= 1 && diff.removed >= 1);
            let back = apply_edit(text, &edit(object, &path, edited.changes[0].before.as_ref().unwrap())).unwrap();
            let again = Manifest::read(&back.text).unwrap();
            prop_assert_eq!(again, before);
        }
    }

    #[test]
    fn an_added_and_removed_entry_leaves_the_text_as_it_was(made in made(), pick in any::<prop::sample::Index>(), value in new_value()) {
        let (object, _, _) = pick.get(&made.spots).clone();
        let edited = apply_edit(&made.text, &edit(object, "s.added", &value)).unwrap();
        prop_assert_eq!(edited.changes.len(), 1);
        let remove = json!({"file": "a.yml", "remove": [{"object": format!("X/n{object}"), "path": "s.added"}]});
        let back = apply_edit(&edited.text, &serde_json::from_value(remove).unwrap()).unwrap();
        prop_assert_eq!(back.text, made.text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ -~\n\t&*#:{}\\[\\]|>!%@'\"]{0,80}") {
        if let Ok(manifest) = Manifest::read(&text) {
            prop_assert!(manifest.documents.len() <= text.len());
        }
    }
}

#[test]
fn goal_8_a_large_file_is_read_edited_verified_and_compared_in_time() {
    let one = |index: usize| {
        format!(
            "apiVersion: v1\nkind: X\nmetadata:\n  name: n{index}\nspec:\n  replicas: 2 # c\n  template:\n    spec:\n      \
             containers:\n      - name: a\n        image: registry.example/x:1.{index}\n        env:\n        - name: A\n          \
             value: \"x\"\n        resources:\n          limits:\n            cpu: \"1.0\"\n            memory: 1Gi\n      restartPolicy: Never\n"
        )
    };
    let text = (0..477).map(one).collect::<Vec<_>>().join("---\n# c\n");
    assert!(text.lines().count() > 9_500);
    let wanted = edit(400, "spec.template.spec.containers[0].env[name=B].value", &json!("1"));
    let start = std::time::Instant::now();
    let manifest = Manifest::read(&text).unwrap();
    let edited = apply_edit(&text, &wanted).unwrap();
    let diff = diff_manifests(&text, &edited.text).unwrap();
    let took = start.elapsed();
    assert_eq!((manifest.documents.len(), diff.hunks.len(), diff.added, diff.removed), (477, 1, 2, 0));
    let line = diff.hunks[0].lines.iter().find(|line| line.kind == LineKind::Added).unwrap();
    assert_eq!(line.new_line, Some(edited.changes[0].line));
    assert_eq!(text.lines().count() + 2, edited.text.lines().count());
    println!("{took:?}");
    assert!(took.as_millis() < if cfg!(debug_assertions) { 5_000 } else { 120 }, "{took:?}");
}
