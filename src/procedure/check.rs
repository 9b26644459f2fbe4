//! What it is for: a procedure's text → [`Procedure`], or every problem at once, each with its place and a hint.
//! In: text and where it comes from. Out: [`Checked`]. Never: I/O; and the only place that makes a [`Procedure`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    Entry, Procedure, Slot,
    decode::decode,
    file::{API_VERSION, MetadataFile, RecordFile, SlotFile, TargetFile, WatchFile},
    node::{Node, Place},
    problem::{Problem, Severity},
};
use crate::{
    names::{Digest, Namespace, ProcedureId, RepoFile},
    words::Sentence,
};

mod action;
mod confirm;
mod params;
mod patterns;
mod refs;
mod rollback;
mod steps;

pub use action::{Fault, action_faults};
pub use patterns::compile;

use refs::Scope;

/// Where a procedure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Part of this program: pins neither server nor namespace.
    Shipped,
    /// The infrastructure repository, or a file named on the command line.
    Repository,
}

/// What the checks say about one file.
#[derive(Debug, Clone)]
pub struct Checked {
    /// There when no problem is an error.
    pub procedure: Option<Procedure>,
    /// In the order of the file.
    pub problems: Vec<Problem>,
}

const TOP_KEYS: &[&str] =
    &["apiVersion", "kind", "metadata", "target", "params", "repo", "watch", "steps", "rollback", "record"];

/// Checks a whole file. `file_name` (without folder) must fit the procedure's name when it ends in `.procedure.yaml`.
pub fn check(text: &str, file_name: &str, origin: Origin) -> Checked {
    let root = match Node::parse(text) {
        Ok(root) => root,
        Err(problem) => return Checked { procedure: None, problems: vec![problem] },
    };
    let mut problems = Vec::new();
    let procedure = parts(&root, text, file_name, origin, &mut problems);
    // An alias is read where it is used, yet its problems stand where it was written: each is said once.
    problems.sort_by_key(|problem| (problem.place, problem.severity));
    let mut seen = Vec::new();
    problems.retain(|problem| {
        let new = !seen.contains(problem);
        if new {
            seen.push(problem.clone());
        }
        new
    });
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    Checked { procedure: procedure.filter(|_| !failed), problems }
}

fn parts(
    root: &Node,
    text: &str,
    file_name: &str,
    origin: Origin,
    problems: &mut Vec<Problem>,
) -> Option<Procedure> {
    unknown_keys(root, TOP_KEYS, problems);
    fixed(root, "apiVersion", API_VERSION, problems);
    fixed(root, "kind", "Procedure", problems);
    let metadata = metadata(root, file_name, problems);
    let target = target(root, origin, problems);
    let mut scope = root.get("params").map(|node| params::params(node, problems)).unwrap_or_default();
    let files = files(root, problems);
    let declared = scope.params.clone();
    let watch = watch(root, &mut scope, problems);
    let entries = entries(root, &mut scope, problems);
    temporary_files(root, problems);
    let rollback = root.get("rollback").and_then(|node| rollback::rollback(node, &mut scope, problems));
    let headings = record(root, &mut scope, problems);
    for part in [root.get("metadata"), root.get("target")].into_iter().flatten() {
        let mut only_params = Scope { params: declared.clone(), ..Scope::default() };
        only_params.check(part, problems);
        scope.used.extend(only_params.used);
    }
    unused_params(root, &scope, problems);
    let metadata = metadata?;
    Some(Procedure {
        id: ProcedureId::new(metadata.name),
        title: metadata.title,
        description: metadata.description,
        change: metadata.change,
        target: target?,
        params: declared,
        files,
        watch,
        entries,
        rollback,
        headings,
        digest: digest(text),
    })
}

/// A file that is edited for a while is not committed: the commit would take the edit along.
fn temporary_files(root: &Node, problems: &mut Vec<Problem>) {
    let steps = root.get("steps").map(Node::items).unwrap_or_default();
    let text = |node: &Node| node.to_value().as_str().map(str::to_owned);
    let is_temporary = |edit: &&Node| edit.get("temporary").is_some_and(|node| node.to_value() == true);
    let edits = steps.iter().filter_map(|step| step.get("manifest.edit")).filter(is_temporary);
    let files: BTreeSet<String> = edits.filter_map(|edit| text(edit.get("file")?)).collect();
    let commits = steps.iter().filter_map(|step| step.get("git.commit")?.get("files"));
    for item in commits.flat_map(Node::items) {
        if let Some(file) = text(item).filter(|file| files.contains(file)) {
            let sentence = Sentence::new("procedure-temporary-commit").with("file", file);
            problems.push(Problem::error(item.place, sentence));
        }
    }
}

/// SHA-256 of a file's text, in hexadecimal.
pub(super) fn digest(text: &str) -> Digest {
    let bytes = Sha256::digest(text.as_bytes());
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
    Digest::new(hex)
}

/// Each key that is not in the list, as a problem.
fn unknown_keys(node: &Node, known: &'static [&'static str], problems: &mut Vec<Problem>) {
    for pair in node.pairs().iter().filter(|pair| !known.contains(&pair.key.as_str())) {
        let problem =
            Problem::error(pair.key_place, Sentence::new("procedure-key-unknown").with("key", &*pair.key));
        problems.push(match super::decode::nearest(&pair.key, known) {
            Some(near) => problem.hint(Sentence::new("procedure-hint-near").with("near", near)),
            None => problem.hint(Sentence::new("procedure-hint-known").with("known", known.join(", "))),
        });
    }
}

/// A key that must be there.
fn part<'a>(node: &'a Node, key: &str, problems: &mut Vec<Problem>) -> Option<&'a Node> {
    let found = node.get(key);
    if found.is_none() {
        problems.push(Problem::error(node.place, Sentence::new("procedure-key-missing").with("key", key)));
    }
    found
}

fn fixed(root: &Node, key: &str, wanted: &str, problems: &mut Vec<Problem>) {
    let Some(node) = part(root, key, problems) else { return };
    if node.to_value().as_str() != Some(wanted) {
        let sentence = Sentence::new("procedure-fixed").with("key", key).with("wanted", wanted);
        problems.push(Problem::error(node.place, sentence));
    }
}

fn metadata(root: &Node, file_name: &str, problems: &mut Vec<Problem>) -> Option<MetadataFile> {
    let node = part(root, "metadata", problems)?;
    let metadata: MetadataFile = decode(node, problems)?;
    let place = node.get("name").map_or(node.place, |name| name.place);
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if metadata.name.is_empty() || !metadata.name.chars().all(fine) {
        problems.push(Problem::error(place, Sentence::new("procedure-name").with("name", &*metadata.name)));
    }
    if let Some(stem) = file_name.strip_suffix(".procedure.yaml")
        && stem != metadata.name
    {
        let sentence =
            Sentence::new("procedure-name-file").with("name", &*metadata.name).with("file", file_name);
        problems.push(Problem::error(place, sentence));
    }
    Some(metadata)
}

fn target(root: &Node, origin: Origin, problems: &mut Vec<Problem>) -> Option<TargetFile> {
    let Some(node) = root.get("target") else { return Some(TargetFile::default()) };
    if let Some(pair) = node.pairs().iter().find(|pair| pair.key == "context") {
        problems.push(
            Problem::error(pair.key_place, Sentence::new("procedure-context-pinned"))
                .hint(Sentence::new("procedure-context-pinned-hint")),
        );
    }
    let target: TargetFile = decode(&node.only(|key| key != "context"), problems)?;
    if origin == Origin::Shipped {
        for key in ["server", "namespace"].into_iter().filter(|key| node.get(key).is_some()) {
            let sentence = Sentence::new("procedure-shipped-pins").with("key", key);
            problems.push(Problem::error(node.key_place(key), sentence));
        }
    }
    if let Some(namespace) = target.namespace.as_deref().filter(|text| !text.contains("${{"))
        && let Err(error) = Namespace::new(namespace)
        && let Some(at) = node.get("namespace")
    {
        problems.push(Problem::error(
            at.place,
            Sentence::new("procedure-value").with("detail", error.to_string()),
        ));
    }
    if let Some(server) = &target.server
        && server.address.is_none()
        && server.ca_fingerprint.is_none()
    {
        problems.push(Problem::error(node.key_place("server"), Sentence::new("procedure-server-empty")));
    }
    Some(target)
}

fn files(root: &Node, problems: &mut Vec<Problem>) -> Vec<RepoFile> {
    let pairs = root.get("repo").map(Node::pairs).unwrap_or_default();
    pairs.iter().filter_map(|pair| decode(&pair.node, problems)).collect()
}

fn watch(root: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) -> Vec<WatchFile> {
    let mut all = Vec::new();
    for node in root.get("watch").map(Node::items).unwrap_or_default() {
        scope.check(node, problems);
        let Some(watch) = decode::<WatchFile>(node, problems) else { continue };
        if watch.names.is_empty() && watch.selector.is_none() {
            problems.push(Problem::error(node.place, Sentence::new("procedure-watch-nothing")));
        }
        all.push(watch);
    }
    all
}

fn entries(root: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let Some(steps) = part(root, "steps", problems) else { return Vec::new() };
    if steps.items().is_empty() {
        problems
            .push(Problem::error(steps.place, Sentence::new("procedure-list-empty").with("key", "steps")));
    }
    scope.all_steps = all_ids(root, problems);
    let mut entries = Vec::new();
    let mut slots = BTreeMap::new();
    let mut groups = Groups::default();
    for node in steps.items() {
        if node.get("slot").is_some() {
            groups.slot();
            let Some(SlotFile { slot, title, section }) = decode(node, problems) else { continue };
            if let Some(first) = slots.insert(slot as u8, node.place) {
                let sentence = Sentence::new("procedure-slot-twice").count("line", first.line);
                problems.push(Problem::error(node.place, sentence));
            }
            entries.push(Entry::Slot(Slot { place: slot, title, section }));
            continue;
        }
        groups.step(node, problems);
        if let Some(step) = steps::step(node, steps::Way::Forward, scope, problems) {
            entries.push(Entry::Step(Box::new(step)));
        }
    }
    entries
}

/// Every step's identifier, forward and back; the ones used twice are problems.
fn all_ids(root: &Node, problems: &mut Vec<Problem>) -> BTreeSet<String> {
    let forward = root.get("steps").map(Node::items).unwrap_or_default().iter();
    let plans = root.get("rollback").and_then(|node| node.get("plans")).map(Node::pairs).unwrap_or_default();
    let back = plans.iter().flat_map(|pair| pair.node.items());
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for id in forward.chain(back).filter_map(|step| step.get("id")) {
        let Value::String(text) = id.to_value() else { continue };
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if text.is_empty() || !text.chars().all(fine) {
            problems.push(Problem::error(id.place, Sentence::new("procedure-id").with("id", &*text)));
        }
        if let Some(first) = seen.get(&text) {
            let sentence = Sentence::new("procedure-id-twice").with("id", &*text).count("line", first.line);
            problems.push(Problem::error(id.place, sentence));
        } else {
            seen.insert(text, id.place);
        }
    }
    seen.into_keys().collect()
}

/// Steps of a group must follow each other, or the rail would name it twice.
#[derive(Debug, Default)]
struct Groups {
    current: Option<String>,
    ended: BTreeSet<String>,
}

impl Groups {
    fn slot(&mut self) {
        self.ended.extend(self.current.take());
    }

    fn step(&mut self, node: &Node, problems: &mut Vec<Problem>) {
        let group = node.get("group").and_then(|group| group.to_value().as_str().map(str::to_owned));
        if group == self.current {
            return;
        }
        self.slot();
        if let Some(name) = group.as_ref().filter(|name| self.ended.contains(*name)) {
            let sentence = Sentence::new("procedure-group-apart").with("group", name);
            problems.push(Problem::error(node.key_place("group"), sentence));
        }
        self.current = group;
    }
}

fn record(root: &Node, scope: &mut Scope, problems: &mut Vec<Problem>) -> Vec<super::Heading> {
    let Some(node) = root.get("record") else { return Vec::new() };
    scope.check(node, problems);
    let Some(record) = decode::<RecordFile>(node, problems) else { return Vec::new() };
    let nodes = node.get("headings").map(Node::items).unwrap_or_default();
    for (heading, at) in record.headings.iter().zip(nodes) {
        let given = usize::from(heading.text.is_some()) + usize::from(heading.fill.is_some());
        if given != 1 {
            let sentence =
                Sentence::new("procedure-one-of").with("names", "text, fill").count("given", given);
            problems.push(Problem::error(at.place, sentence));
        }
    }
    record.headings
}

fn unused_params(root: &Node, scope: &Scope, problems: &mut Vec<Problem>) {
    for pair in root.get("params").map(Node::pairs).unwrap_or_default() {
        if !scope.used.contains(&pair.key) {
            let sentence = Sentence::new("procedure-param-unused").with("name", &*pair.key);
            problems.push(Problem::warning(pair.key_place, sentence));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        action::{Confirm, Effect},
        procedure::{RailHolds, Undo, load},
        words,
    };

    fn lines(checked: &Checked) -> Vec<String> {
        let line = |problem: &Problem| {
            let Place { line, column } = problem.place;
            format!("{:?} {line}:{column} {}", problem.severity, problem.message.key)
        };
        checked.problems.iter().map(line).collect()
    }

    #[test]
    fn every_bad_file_has_exactly_its_listed_problems() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/procedures_bad");
        let listed = std::fs::read_to_string(folder.join("problems.txt")).expect("the list");
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name != "problems.txt")
            .collect();
        names.sort();
        let mut found = String::new();
        for name in names {
            let text = std::fs::read_to_string(folder.join(&name)).expect("a file");
            let checked = check(&text, &name, Origin::Repository);
            for line in lines(&checked) {
                found.push_str(&[&name, ": ", &line, "\n"].concat());
            }
            for sentence in
                checked.problems.iter().flat_map(|it| std::iter::once(&it.message).chain(&it.hint))
            {
                assert!(words::knows(&sentence.key), "{} has no words", sentence.key);
                assert!(!sentence.text().contains("{$"), "{}", sentence.text());
            }
        }
        assert_eq!(found, listed, "\n{found}");
    }

    fn shop() -> Procedure {
        let path = "tests/fixtures/procedures/shop-deploy.procedure.yaml";
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let loaded = load::load_file(&path, Origin::Shipped).expect("readable");
        assert_eq!(loaded.problems, [], "{}", crate::procedure::report::report(&loaded));
        loaded.procedure.expect("no errors")
    }

    #[test]
    fn shipped_procedures_have_no_problems() {
        for loaded in load::shipped() {
            // A note says what the author claims; it is no fault.
            let is_fault = |problem: &&Problem| problem.severity != Severity::Note;
            let faults = loaded.problems.iter().filter(is_fault).count();
            assert_eq!(faults, 0, "{}", crate::procedure::report::report(&loaded));
            assert!(loaded.procedure.is_some());
        }
    }

    #[test]
    fn the_example_of_the_readme_has_no_problems() {
        let readme = include_str!("../../procedures/README.md");
        let example =
            readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let checked = check(example, "restart-shop.procedure.yaml", Origin::Shipped);
        assert_eq!(lines(&checked), [""; 0]);
    }

    #[test]
    fn the_rail_numbers_groups_and_slots_once() {
        let rail = shop().rail();
        assert_eq!(rail.len(), 10);
        assert!(matches!(&rail[1].holds, RailHolds::Steps(ids) if ids.len() == 2));
        assert!(matches!(rail[3].holds, RailHolds::Slot(_)));
        assert_eq!((rail[9].number, rail[9].section.as_deref()), (10, Some("Verify and finish")));
    }

    #[test]
    fn steps_have_effect_confirmation_and_undo() {
        let procedure = shop();
        let step = |id: &str| procedure.steps().find(|step| step.id.as_str() == id).expect("a step").clone();
        assert_eq!((step("images").effect, step("images").confirm), (Effect::Read, Confirm::None));
        assert_eq!((step("backup").effect, step("backup").confirm), (Effect::NamedOnce, Confirm::Click));
        assert!(matches!(step("stop").undo, Undo::Action { key: "scale", .. }));
        assert!(matches!(step("push").undo, Undo::None { .. }));
        assert_eq!(step("apply").action["manifest.apply"]["file"], "deployments/shop.yml");
    }

    #[test]
    fn a_shipped_procedure_pins_nothing_and_its_file_has_its_name() {
        let path = "tests/fixtures/procedures/shop-deploy.procedure.yaml";
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("readable");
        let pinned = text.clone() + "target: {namespace: shop}\n";
        assert!(check(&pinned, "shop-deploy.procedure.yaml", Origin::Shipped).procedure.is_none());
        assert!(check(&pinned, "shop-deploy.procedure.yaml", Origin::Repository).procedure.is_some());
        assert!(check(&text, "other.procedure.yaml", Origin::Repository).procedure.is_none());
    }
}
