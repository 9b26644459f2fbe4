//! What it is for: a difference as lines, ready for a screen, a dialog or the record.
//! In: two texts of a manifest, or two versions of an object. Out: hunks of lines with changed words.
//! Never: a secret, a character that hides others, or a change that is only another spelling.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use similar::{Change, ChangeTag, DiffOp, DiffTag, TextDiff};

use super::compare::{spelt_alike, without_noise};
use super::fingerprint::Fingerprint;
use super::mask;
use super::read::{Manifest, ReadError, node_of};
use super::tree::{self, Chunk, Kind, Node};
use super::visible::visible;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Lines that are alike between two hunks are kept for the eye, up to so many.
const AROUND: usize = 20_000;

/// A difference; empty when nothing differs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Diff {
    /// Changed places with the lines around them.
    pub hunks: Vec<Hunk>,
    /// Number of added lines.
    pub added: usize,
    /// Number of removed lines.
    pub removed: usize,
    /// What [`Self::fingerprint`] gave.
    #[serde(skip)]
    pub(super) print: Fingerprint,
}

/// One changed place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Hunk {
    /// Where it is: `Deployment shop · spec.template.spec.containers`; only the path when the object is not known.
    pub header: String,
    /// Its lines, removed ones before added ones.
    pub lines: Vec<DiffLine>,
    /// Lines right above it that are alike in both, as far as they are at hand, masked like the others. They are for the
    /// eye: no part of the difference, and not journaled.
    #[serde(skip)]
    pub above: Vec<String>,
    /// The same right below it, where no hunk that follows has them above.
    #[serde(skip)]
    pub below: Vec<String>,
}

impl PartialEq for Hunk {
    fn eq(&self, other: &Self) -> bool {
        (&self.header, &self.lines) == (&other.header, &other.lines)
    }
}

impl Eq for Hunk {}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// What happened to it.
    pub kind: LineKind,
    /// 1-based line in the old text; `None` for an added line.
    pub old_line: Option<usize>,
    /// 1-based line in the new text; `None` for a removed line.
    pub new_line: Option<usize>,
    /// The line without its end, secrets masked, hidden characters written out.
    pub text: String,
    /// Byte ranges of `text` that changed within the line; empty when the whole line did.
    pub words: Vec<Range<usize>>,
}

/// What happened to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// In both.
    Same,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }
}

/// Two texts of one manifest, line by line as git would show them, with its secrets masked.
///
/// # Errors
/// One of the texts is not a manifest: its secrets could not be found, so it is not shown.
pub fn diff_manifests(before: &str, after: &str) -> Result<Diff, ReadError> {
    let (old, new) = (tree::chunks(before), tree::chunks(after));
    if old.len() != new.len() {
        return diff_window(before, after, 0, 0);
    }
    let differs =
        |(old, new): (&Chunk, &Chunk)| before.get(old.range.clone()) != after.get(new.range.clone());
    let changed: Vec<bool> = old.iter().zip(&new).map(differs).collect();
    // changed documents with their neighbours, whose lines may be shown as context
    let near = |at: usize| {
        changed.get(at.saturating_sub(1)..(at + 2).min(changed.len())).unwrap_or_default().contains(&true)
    };
    let mut diff = Diff::default();
    let mut at = 0;
    while at < old.len() {
        let length = (at..old.len()).take_while(|at| near(*at)).count();
        if let (Some((old_text, old_line)), Some((new_text, new_line))) =
            (window(before, &old, at, length), window(after, &new, at, length))
        {
            let Ok(part) = diff_window(old_text, new_text, old_line, new_line) else {
                return diff_window(before, after, 0, 0); // for the error's right line
            };
            diff.hunks.extend(part.hunks);
            diff.added += part.added;
            diff.removed += part.removed;
        }
        at += length.max(1);
    }
    Ok(diff)
}

/// The text of some chunks, and the number of lines before it.
fn window<'t>(text: &'t str, chunks: &[Chunk], at: usize, length: usize) -> Option<(&'t str, usize)> {
    let (first, last) =
        (chunks.get(at)?, chunks.get((at + length).checked_sub(1).filter(|last| *last >= at)?)?);
    Some((text.get(first.range.start..last.range.end)?, first.line - 1))
}

fn diff_window(before: &str, after: &str, old_line: usize, new_line: usize) -> Result<Diff, ReadError> {
    let (old, secrets, _) = masked_text(before, None)?;
    let (new, _, headings) = masked_text(after, Some(&secrets))?;
    let heading = |line: usize| {
        let at = headings.partition_point(|(first, _)| *first <= line);
        at.checked_sub(1).and_then(|at| headings.get(at)).map(|(_, label)| label.clone())
    };
    let mut diff = lines(&old, &new, &heading);
    for line in diff.hunks.iter_mut().flat_map(|hunk| &mut hunk.lines) {
        line.old_line = line.old_line.map(|line| line + old_line);
        line.new_line = line.new_line.map(|line| line + new_line);
    }
    Ok(diff)
}

/// Two versions of one object as YAML with sorted keys, secrets masked, the server's bookkeeping left out, and the old
/// version's quantities spelt as the new one's where they are equal. `None` means that the object is not there.
///
/// # Errors
/// The object cannot be written as YAML.
pub fn diff_objects(before: Option<&Value>, after: Option<&Value>) -> Result<Diff, serde_yaml::Error> {
    let (old, new) = (before.map(without_noise), after.map(without_noise));
    let (old, new) = mask::mask_pair(old.as_ref(), new.as_ref());
    let old = match (old, &new) {
        (Some(old), Some(new)) => Some(spelt_alike(&old, new)),
        (old, _) => old,
    };
    let named = new.as_ref().or(old.as_ref());
    let part =
        |path: &str| named.and_then(|value| value.pointer(path)).and_then(Value::as_str).unwrap_or_default();
    let label = format!("{} {}", part("/kind"), part("/metadata/name"));
    let yaml = |value: &Option<Value>| {
        value.as_ref().map_or(Ok(String::new()), |v| serde_yaml::to_string(&sorted(v)))
    };
    Ok(lines(&yaml(&old)?, &yaml(&new)?, &|_| Some(label.clone())))
}

/// Keys in the order of the alphabet, after the ones that say what it is.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            let first = |key: &str| match key {
                "apiVersion" => 0,
                "kind" => 1,
                "metadata" => 2,
                "name" => 3,
                _ => 4,
            };
            entries.sort_by(|(one, _), (other, _)| (first(one), one).cmp(&(first(other), other)));
            let entries: Map<String, Value> =
                entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            Value::Object(entries)
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn lines(before: &str, after: &str, heading: &dyn Fn(usize) -> Option<String>) -> Diff {
    let crlf = before.contains("\r\n") && after.contains("\r\n");
    let text_diff = TextDiff::configure().timeout(Duration::from_millis(500)).diff_lines(before, after);
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut diff = Diff::default();
    let between = |range: Range<usize>| -> Vec<String> {
        let lines = new_lines.get(range).unwrap_or_default();
        if lines.len() > AROUND {
            Vec::new()
        } else {
            lines.iter().map(|line| visible(line).into_owned()).collect()
        }
    };
    let mut end = 0;
    for group in text_diff.grouped_ops(CONTEXT) {
        let start = group.first().map_or(end, |op| op.new_range().start);
        let above = between(end..start);
        end = group.last().map_or(end, |op| op.new_range().end);
        let header = header(&group, &old_lines, &new_lines, heading);
        let mut hunk = Hunk { header, above, ..Hunk::default() };
        for op in &group {
            let from = hunk.lines.len();
            hunk.lines.extend(text_diff.iter_changes(op).map(|change| line(&change, crlf)));
            mark_words(hunk.lines.get_mut(from..).unwrap_or_default());
        }
        diff.added += hunk.lines.iter().filter(|line| line.kind == LineKind::Added).count();
        diff.removed += hunk.lines.iter().filter(|line| line.kind == LineKind::Removed).count();
        diff.hunks.push(hunk);
    }
    if let Some(last) = diff.hunks.last_mut() {
        last.below = between(end..new_lines.len());
    }
    diff
}

fn line(change: &Change<&str>, crlf: bool) -> DiffLine {
    let kind = match change.tag() {
        ChangeTag::Equal => LineKind::Same,
        ChangeTag::Delete => LineKind::Removed,
        ChangeTag::Insert => LineKind::Added,
    };
    let text = change.value();
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = if crlf { text.strip_suffix('\r').unwrap_or(text) } else { text };
    let number = |index: Option<usize>| index.map(|index| index + 1);
    DiffLine {
        kind,
        old_line: number(change.old_index()),
        new_line: number(change.new_index()),
        text: visible(text).into_owned(),
        words: Vec::new(),
    }
}

/// Marks what changed within lines that answer to each other: as many were removed as were added, and some stayed.
pub(super) fn mark_words(lines: &mut [DiffLine]) {
    let removed = lines.iter().take_while(|line| line.kind == LineKind::Removed).count();
    if removed == 0 || removed * 2 != lines.len() {
        return;
    }
    let (old, new) = lines.split_at_mut(removed);
    for (old, new) in old.iter_mut().zip(new) {
        if let Some((in_old, in_new)) = changed_part(&old.text, &new.text) {
            old.words = Vec::from_iter((!in_old.is_empty()).then_some(in_old));
            new.words = Vec::from_iter((!in_new.is_empty()).then_some(in_new));
        }
    }
}

/// The whole words between the common beginning and the common end. `None` when no word is common.
fn changed_part(old: &str, new: &str) -> Option<(Range<usize>, Range<usize>)> {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(start..)?, new.get(start..)?);
    let backwards = old_rest.chars().rev().zip(new_rest.chars().rev());
    let end: usize = backwards.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let word = |c: char| c.is_alphanumeric();
    let head = old.get(..start)?.trim_end_matches(word).len();
    let tail = old.get(old.len() - end..)?;
    let tail = tail.trim_start_matches(word).len();
    let common = old.get(..head)?.chars().chain(old.get(old.len() - tail..)?.chars()).any(word);
    common.then(|| (head..old.len() - tail, head..new.len() - tail))
}

/// The object and the path of the first changed line's parents.
fn header(group: &[DiffOp], old: &[&str], new: &[&str], heading: &dyn Fn(usize) -> Option<String>) -> String {
    let changed = group.iter().find(|op| op.tag() != DiffTag::Equal);
    let Some(op) = changed else { return String::new() };
    let (lines, at) =
        if op.new_range().is_empty() { (old, op.old_range().start) } else { (new, op.new_range().start) };
    let is_comment = |line: &&&str| line.trim_start().starts_with('#') || line.trim().is_empty();
    let comments = lines.get(at..).unwrap_or_default().iter().take_while(is_comment).count();
    let path = parents(lines, at + comments);
    let label = heading(op.new_range().start + 1).unwrap_or_default();
    let header = match (label.trim().is_empty(), path.is_empty()) {
        (false, false) => format!("{label} · {path}"),
        (false, true) => label,
        (true, _) => path,
    };
    visible(&header).into_owned()
}

/// The keys above a line by indentation, such as `spec.template.spec.containers`.
fn parents(lines: &[&str], at: usize) -> String {
    let mut keys: Vec<&str> = Vec::new();
    let first = lines.get(at).copied().unwrap_or_default();
    let mut limit = indents(first).0 + usize::from(first.trim_start().starts_with("- "));
    for line in lines.get(..at).unwrap_or_default().iter().rev() {
        if limit == 0 || line.starts_with("---") {
            break;
        }
        let body = line.trim_start();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let (dash, column) = indents(line);
        if column < limit {
            let key = body.trim_start_matches("- ").trim_start();
            if let Some((key, _)) = key.split_once(':') {
                keys.push(key.trim_matches(['"', '\'']));
            }
            limit = column;
        }
        if body.starts_with("- ") && dash < limit {
            limit = dash + 1;
        }
    }
    keys.reverse();
    keys.join(".")
}

/// Columns of a line's first character, and of its key behind dashes.
fn indents(line: &str) -> (usize, usize) {
    let body = line.trim_start();
    let key = body.trim_start_matches(['-', ' ']);
    let column = line.len() - body.len();
    if body.starts_with("- ") { (column, line.len() - key.len()) } else { (column, column) }
}

type Secrets = HashMap<String, String>;
type Masked = (String, Secrets, Vec<(usize, String)>);

/// The text with its secrets replaced line by line, the secrets by place, and the objects' first lines with labels.
/// A secret that `others` has otherwise at the same place says so.
fn masked_text(text: &str, others: Option<&Secrets>) -> Result<Masked, ReadError> {
    let trees = tree::parse(text)?;
    let manifest = Manifest::of_trees(text, &trees)?;
    let mut hider = Hider { text, others, secrets: Secrets::new(), splices: Vec::new() };
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut headings = Vec::new();
    for document in &manifest.documents {
        headings.push((document.first_line, format!("{} {}", document.kind, document.name)));
        let Some(node) = node_of(&trees, &document.origin) else { continue };
        let count = seen.entry(document.label()).or_default();
        *count += 1;
        let place = format!("{}#{count}", document.label());
        hider.object(node, &document.value, &place);
    }
    let masked = super::splice::cut_in(text, &hider.splices).unwrap_or_default();
    Ok((masked, hider.secrets, headings))
}

struct Hider<'t> {
    text: &'t str,
    others: Option<&'t Secrets>,
    secrets: Secrets,
    splices: Vec<super::splice::Splice>,
}

impl Hider<'_> {
    fn object(&mut self, node: &Node<'_>, value: &Value, place: &str) {
        let masked = mask::mask_in_place(value);
        if masked != *value {
            self.walk(node, value, &masked, place);
        }
    }

    fn walk(&mut self, node: &Node<'_>, value: &Value, masked: &Value, place: &str) {
        match (&node.kind, value, masked) {
            (_, value, masked) if value == masked => {}
            (Kind::Map { entries, .. }, Value::Object(old), Value::Object(new)) => {
                for (key, child) in entries {
                    let Ok(name) = tree::key_text(key) else { continue };
                    if let (Some(old), Some(new)) = (old.get(name.as_ref()), new.get(name.as_ref())) {
                        self.walk(child, old, new, &format!("{place}/{name}"));
                    }
                }
            }
            (Kind::Seq { items, .. }, Value::Array(old), Value::Array(new)) => {
                for (index, ((child, old), new)) in items.iter().zip(old).zip(new).enumerate() {
                    self.walk(child, old, new, &format!("{place}/{index}"));
                }
            }
            (Kind::Alias(_), _, _) => {}
            (_, _, masked) => self.hide(node, masked.as_str().unwrap_or(mask::DOTS), place),
        }
    }

    fn hide(&mut self, node: &Node<'_>, masked: &str, place: &str) {
        let range = node.start..node.end;
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let known = self.others.map(|others| others.get(place).map(String::as_str) == Some(raw));
        let mark = if known == Some(false) { " (changed)" } else { "" };
        let mut out = String::with_capacity(raw.len());
        for (index, line) in raw.split_inclusive('\n').enumerate() {
            let body = line.trim_end_matches(['\n', '\r']);
            let indent = body.len() - body.trim_start().len();
            out.push_str(body.get(..indent).unwrap_or_default());
            match (index, body.trim().is_empty()) {
                (0, _) => out.extend([masked, mark]),
                (_, false) => out.push_str(mask::DOTS),
                (_, true) => {}
            }
            out.push_str(line.get(body.len()..).unwrap_or_default());
        }
        self.secrets.insert(place.to_owned(), raw.to_owned());
        self.splices.push(super::splice::Splice { range, text: out });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SHOP: &str = include_str!("../../tests/fixtures/manifests/shop.yml");

    #[test]
    fn a_changed_tag_is_one_line_with_its_words() {
        let diff = diff_manifests(SHOP, &SHOP.replace(":1.4.2", ":1.5.0")).unwrap();
        assert_eq!((diff.hunks.len(), diff.added, diff.removed), (2, 2, 2));
        assert_eq!(diff.hunks[0].header, "Deployment shop · spec.template.spec.containers");
        assert_eq!(diff.hunks[1].header, "Deployment shop-thumbnails · spec.template.spec.containers");
        let line = diff.hunks[0].lines.iter().find(|line| line.kind == LineKind::Added).unwrap();
        assert_eq!((line.old_line, line.new_line), (None, Some(23)));
        assert!(!line.words.is_empty());
        assert!(
            line.words.iter().all(|word| "registry.example/shop:1.5.0".contains(&line.text[word.clone()]))
        );
        let text = serde_json::to_string(&diff).unwrap();
        assert_eq!(serde_json::from_str::<Diff>(&text).unwrap(), diff);
        assert!(diff_manifests(SHOP, SHOP).unwrap().is_empty());
    }

    #[test]
    fn what_is_alike_around_a_change_is_at_hand_and_not_journaled() {
        let diff = diff_manifests(SHOP, &SHOP.replace("shop:1.4.2", "shop:1.5.0")).unwrap();
        let hunk = &diff.hunks[0];
        let first = hunk.lines[0].new_line.unwrap();
        let lines: Vec<&str> = SHOP.lines().collect();
        assert_eq!(hunk.above, lines[first - 1 - hunk.above.len()..first - 1]);
        assert!(!hunk.above.is_empty());
        let last = hunk.lines.last().unwrap().new_line.unwrap();
        let below = if hunk.below.is_empty() { &diff.hunks[1].above } else { &hunk.below };
        assert_eq!(below[..], lines[last..last + below.len()]);
        let text = serde_json::to_string(&diff).unwrap();
        assert!(!text.contains("above") && !text.contains("below"), "{text}");
        let read: Diff = serde_json::from_str(&text).unwrap();
        assert_eq!(read, diff);
        assert!(read.hunks[0].above.is_empty());
    }

    #[test]
    fn mistake_3_objects_that_mean_the_same_have_no_difference() {
        let deployment = |cpu: &str, generation: u32, image: &str| {
            json!({"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"name": "shop", "generation": generation},
                "spec": {"template": {"spec": {"containers": [{"name": "shop", "image": image,
                    "resources": {"limits": {"cpu": cpu}}}]}}}, "status": {"observedGeneration": generation}})
        };
        let old = deployment("1.0", 1, "s:1");
        assert!(diff_objects(Some(&old), Some(&deployment("1", 2, "s:1"))).unwrap().is_empty());
        let diff = diff_objects(Some(&old), Some(&deployment("1", 2, "s:2"))).unwrap();
        assert_eq!((diff.added, diff.removed), (1, 1));
        assert_eq!(diff.hunks[0].header, "Deployment shop · spec.template.spec.containers");
        let new = diff_objects(None, Some(&old)).unwrap();
        assert_eq!((new.removed, new.added), (0, 13));
    }

    #[test]
    fn secrets_of_a_file_are_masked_and_said_to_change() {
        let text = |one: &str, two: &str| {
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  a: {one}\n  b: |\n    {two}\n    l2\n\
                 ---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n  - env:\n    - name: DB_PASSWORD\n      value: '{one}'\n    - {{name: U, value: \"x://u:{one}@h\"}}\n"
            )
        };
        let diff = diff_manifests(&text("hunter2", "k1"), &text("hunter3", "k1")).unwrap();
        let shown = serde_json::to_string(&diff).unwrap();
        assert!(!shown.contains("hunter") && !shown.contains("k1") && !shown.contains("l2"), "{shown}");
        assert_eq!((diff.added, diff.removed), (3, 3));
        assert!(shown.contains("a: •••• (changed)") && shown.contains("x://••••@h (changed)"), "{shown}");
        assert!(diff_manifests(&text("a", "b"), &text("a", "b")).unwrap().is_empty());
    }

    #[test]
    fn hidden_characters_are_written_out() {
        let config = |value: &str| json!({"kind": "ConfigMap", "metadata": {"name": "c\u{202e}"}, "data": {"a": value}});
        let diff = diff_objects(Some(&config("x")), Some(&config("x\u{200b}y"))).unwrap();
        let shown = serde_json::to_string(&diff).unwrap();
        assert!(!shown.contains(['\u{202e}', '\u{200b}']), "{shown}");
        assert!(diff.hunks[0].header.starts_with("ConfigMap c\\u{202e}"));
    }
}
