//! Keeps `src/` readable: imports point one way, crates stay in their module, files stay short.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::Trial;

use crate::support::plain;

/// A module may import a module that stands earlier in this list, never a later one.
const ORDER: &[&str] = &[
    "names",
    "words",
    "failure",
    "fault",
    "fetched",
    "action",
    "observed",
    // pure values and a file without a name: who writes it (`cluster`) and who draws it (`ui`) both know it
    "logbook",
    "manifest",
    "procedure",
    "plan",
    "confirm",
    "journal",
    "run",
    "record",
    "cluster",
    "repo",
    "outside",
    "practice",
    "worker",
    "ui",
    "app",
    "main",
];

/// Earlier in the list, yet still off limits.
const NEVER: &[(&str, &[&str])] = &[
    ("repo", &["cluster"]),
    ("outside", &["cluster", "repo"]),
    ("practice", &["cluster", "repo", "outside"]),
    ("ui", &["cluster", "repo", "outside", "practice", "worker"]),
];

/// External crates, and the only modules that may name them.
const HOME: &[(&str, &[&str])] = &[
    ("kube", &["cluster"]),
    ("k8s_openapi", &["cluster", "practice"]),
    ("git2", &["repo"]),
    ("tokio", &["cluster", "outside", "practice", "worker"]),
    ("rfd", &["app"]),
    ("poll_promise", &["worker"]),
    ("oci_client", &["outside"]),
    ("reqwest", &["outside"]),
    ("zbus", &["outside"]),
    ("hyper", &["practice", "cluster"]),
    ("axum", &["practice"]),
    ("rcgen", &["practice"]),
    ("egui", &["ui", "app", "main"]),
    ("eframe", &["app", "main"]),
];

/// Folders that would be drawers without a label.
const DRAWERS: &[&str] = &["utils", "util", "helpers", "helper", "common", "types", "misc"];

/// The packages of the project's card: each a direct dependency, and used in `src/`.
const CARD: &[&str] = &["egui", "eframe", "kube", "tokio", "serde_yaml", "git2", "rfd", "poll_promise"];

const MAX_CODE_LINES: usize = 400;

pub fn trials() -> Vec<Trial> {
    vec![
        plain("architecture::source_tree_keeps_its_shape", source_tree_keeps_its_shape),
        plain("architecture::the_card_is_kept", the_card_is_kept),
        plain("architecture::every_named_sentence_exists", every_named_sentence_exists),
        plain("architecture::every_mistake_has_a_test_by_its_number", every_mistake_has_a_test_by_its_number),
        plain("architecture::every_group_of_trials_is_registered", every_group_of_trials_is_registered),
    ]
}

/// Fails when a mistake of the list of naive implementations has no test that carries its number.
fn every_mistake_has_a_test_by_its_number() {
    let mut found = BTreeSet::new();
    for folder in ["src", "tests/it"] {
        for file in sources(&root().join(folder)) {
            let text = fs::read_to_string(&file).expect("readable source");
            let names = text.lines().filter(|line| line.contains("fn mistake") || line.contains("::mistake"));
            found.extend(names.flat_map(numbers_of));
        }
    }
    let missing: Vec<u32> = (1..=25).filter(|number| !found.contains(number)).collect();
    assert!(missing.is_empty(), "no test is named after the mistakes {missing:?}");
}

/// The numbers behind `mistake_` or `mistakes_` in a line.
fn numbers_of(line: &str) -> Vec<u32> {
    let Some((_, rest)) = line.split_once("mistake") else { return Vec::new() };
    let words = rest.trim_start_matches('s').split('_').skip(1).filter(|word| *word != "and");
    words.map_while(|word| word.parse().ok()).collect()
}

/// Fails when a file or folder of `tests/it/` is not named in its `main.rs`: its tests would never run.
fn every_group_of_trials_is_registered() {
    let folder = root().join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).expect("main.rs");
    let mut forgotten = Vec::new();
    for entry in fs::read_dir(&folder).expect("readable test folder") {
        let file = entry.expect("readable entry").file_name().to_string_lossy().into_owned();
        let group = file.trim_end_matches(".rs");
        let registered =
            main.contains(&format!("mod {group};")) && main.contains(&format!("{group}::trials()"));
        if !matches!(group, "main" | "support") && !registered {
            forgotten.push(file);
        }
    }
    assert!(forgotten.is_empty(), "not in tests/it/main.rs: {forgotten:?}");
}

/// Fails with every breach of the shape at once.
fn source_tree_keeps_its_shape() {
    let src = root().join("src");
    let problems: Vec<String> = sources(&src).iter().flat_map(|file| check(&src, file)).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// Fails unless each package of the card is a direct dependency and named in `src/`.
fn the_card_is_kept() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let direct = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    let code: String = sources(&root().join("src")).iter().map(|file| code_of(file).join("\n")).collect();
    for package in CARD {
        let listed = direct
            .lines()
            .any(|line| line.split([' ', '=']).next().is_some_and(|name| name.replace('-', "_") == *package));
        assert!(listed, "{package} is no direct dependency");
        assert!(code.contains(&format!("{package}::")), "{package} is not used in src/");
    }
}

/// Fails when a sentence's key is named in `src/` and has no message in `assets/words/en.ftl`.
fn every_named_sentence_exists() {
    let words = fs::read_to_string(root().join("assets/words/en.ftl")).expect("words");
    let known: BTreeSet<&str> = words
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split(" =").next())
        .collect();
    let named = regex::Regex::new(
        r#"(?:Sentence::new|words::text|\btext|words::say|\bsay)\(\s*"([a-z][a-z0-9]*-[a-z0-9-]+)""#,
    )
    .expect("a pattern");
    let mut missing = Vec::new();
    for file in sources(&root().join("src")) {
        let code = code_of(&file).join("\n");
        for found in named.captures_iter(&code) {
            let key = found.get(1).map_or("", |key| key.as_str());
            if !known.contains(key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no message for\n{}", missing.join("\n"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(src: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(src, &mut files);
    files.sort();
    files
}

fn collect(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("readable source folder") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            out.push(path);
        }
    }
}

fn code_of(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("UTF-8 source");
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
        .map(str::to_owned)
        .collect()
}

fn check(src: &Path, file: &Path) -> Vec<String> {
    let shown = file.strip_prefix(src).expect("below src");
    let top = shown.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    let here = top.trim_end_matches(".rs");
    let text = fs::read_to_string(file).expect("UTF-8 source");
    if text.starts_with("//! Test") || shown.components().any(|part| part.as_os_str() == "tests.rs") {
        return Vec::new();
    }
    let code = code_of(file);
    let mut problems = Vec::new();
    if !text.starts_with("//!") {
        problems.push("has no module header".to_owned());
    }
    if code.len() > MAX_CODE_LINES {
        problems.push(format!("has {} code lines, more than {MAX_CODE_LINES}", code.len()));
    }
    if shown.iter().any(|part| DRAWERS.contains(&part.to_string_lossy().trim_end_matches(".rs"))) {
        problems.push("is a drawer without a label".to_owned());
    }
    if here != "lib" {
        problems.extend(imports(here, &code));
    }
    problems.into_iter().map(|problem| format!("{}: {problem}", shown.display())).collect()
}

fn imports(here: &str, code: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    let rank = |name: &str| ORDER.iter().position(|module| *module == name);
    if rank(here).is_none() {
        problems.push(format!("module {here} has no place in ORDER"));
    }
    for there in mentioned(&code.join("\n")).iter().filter(|there| *there != here) {
        let banned = NEVER.iter().any(|(module, bad)| *module == here && bad.contains(&there.as_str()));
        if banned || rank(there) > rank(here) {
            problems.push(format!("may not import {there}"));
        }
    }
    for (name, homes) in HOME {
        let path = regex::Regex::new(&format!(r"(^|[^A-Za-z0-9_:]){name}::")).expect("a pattern");
        let used = code.iter().any(|line| path.is_match(line));
        if used && !homes.contains(&here) {
            problems.push(format!("names {name}, which lives in {homes:?}"));
        }
    }
    problems
}

/// First path segment after every `crate::`, also inside `crate::{a, b::{c, d}}`.
fn mentioned(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            names.push(first_word(rest));
            continue;
        };
        let mut depth = 1;
        let mut at_start = true;
        for (index, c) in group.char_indices() {
            if at_start && depth == 1 && c.is_alphabetic() {
                names.push(first_word(&group[index..]));
                at_start = false;
            }
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_start = true,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}
