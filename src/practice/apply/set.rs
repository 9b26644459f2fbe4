//! Sets of field paths, as `managedFields` writes them (`FieldsV1`).
//!
//! An element of a path is its `FieldsV1` text: `f:name` for a field, `k:{…}` for an element of a list by its keys, `v:…`
//! for an element of a set.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A path below an object, each element as its `FieldsV1` text.
pub(crate) type Path = Vec<String>;

/// A set of paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Set {
    nodes: BTreeMap<String, Node>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    /// The path that ends here is in the set.
    member: bool,
    below: Set,
}

impl Node {
    fn is_empty(&self) -> bool {
        !self.member && self.below.is_empty()
    }
}

/// The element of a field.
pub(crate) fn field(name: &str) -> String {
    format!("f:{name}")
}

impl Set {
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a path.
    pub(crate) fn insert(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else { return };
        let node = self.nodes.entry(first.clone()).or_default();
        if rest.is_empty() {
            node.member = true;
        } else {
            node.below.insert(rest);
        }
    }

    /// The path of this one element is in the set.
    pub(crate) fn has(&self, element: &str) -> bool {
        self.nodes.get(element).is_some_and(|node| node.member)
    }

    /// What lies below an element.
    pub(crate) fn below(&self, element: &str) -> Option<&Self> {
        self.nodes.get(element).map(|node| &node.below).filter(|below| !below.is_empty())
    }

    /// The path is in the set.
    pub(crate) fn contains(&self, path: &[String]) -> bool {
        match path {
            [] => false,
            [last] => self.has(last),
            [first, rest @ ..] => self.below(first).is_some_and(|below| below.contains(rest)),
        }
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for (element, theirs) in &other.nodes {
            let node = out.nodes.entry(element.clone()).or_default();
            node.member |= theirs.member;
            node.below = node.below.union(&theirs.below);
        }
        out
    }

    /// The paths that the other set does not have.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        self.sift(other, |ours, theirs| ours && !theirs, Self::difference, true)
    }

    /// The paths that both sets have.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.sift(other, |ours, theirs| ours && theirs, Self::intersection, false)
    }

    fn sift(
        &self,
        other: &Self,
        keep: fn(bool, bool) -> bool,
        deeper: fn(&Self, &Self) -> Self,
        alone: bool,
    ) -> Self {
        let mut nodes = BTreeMap::new();
        for (element, ours) in &self.nodes {
            let node = match other.nodes.get(element) {
                Some(theirs) => Node {
                    member: keep(ours.member, theirs.member),
                    below: deeper(&ours.below, &theirs.below),
                },
                None if alone => ours.clone(),
                None => continue,
            };
            if !node.is_empty() {
                nodes.insert(element.clone(), node);
            }
        }
        Self { nodes }
    }

    /// Without a path and everything below it.
    pub(crate) fn without(&self, path: &[&str]) -> Self {
        let mut out = self.clone();
        out.cut(path);
        out
    }

    fn cut(&mut self, path: &[&str]) {
        let Some((first, rest)) = path.split_first() else { return };
        let element = field(first);
        if rest.is_empty() {
            self.nodes.remove(&element);
        } else if let Some(node) = self.nodes.get_mut(&element) {
            node.below.cut(rest);
            if node.is_empty() {
                self.nodes.remove(&element);
            }
        }
    }

    /// Without exactly this path; what is below it stays.
    pub(crate) fn remove(&mut self, path: &[&str]) {
        let Some((first, rest)) = path.split_first() else { return };
        let element = field(first);
        let Some(node) = self.nodes.get_mut(&element) else { return };
        if rest.is_empty() {
            node.member = false;
        } else {
            node.below.remove(rest);
        }
        if node.is_empty() {
            self.nodes.remove(&element);
        }
    }

    /// Makes an element that has something below it a member itself.
    pub(crate) fn mark(&mut self, element: &str) {
        if let Some(node) = self.nodes.get_mut(element) {
            node.member = true;
        }
    }

    /// The elements at the top, with what lies below.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (&String, &Self)> {
        self.nodes.iter().map(|(element, node)| (element, &node.below))
    }

    /// Puts a set below an element.
    pub(crate) fn put_below(&mut self, element: &str, below: Self) {
        if let Some(node) = self.nodes.get_mut(element) {
            node.below = below;
        }
    }

    /// All paths: those that end at a level before those that go deeper.
    pub(crate) fn paths(&self) -> Vec<Path> {
        let mut out = Vec::new();
        self.walk(&mut Vec::new(), &mut out);
        out
    }

    fn walk(&self, prefix: &mut Path, out: &mut Vec<Path>) {
        for element in self.nodes.iter().filter(|(_, node)| node.member).map(|(element, _)| element) {
            prefix.push(element.clone());
            out.push(prefix.clone());
            prefix.pop();
        }
        for (element, node) in &self.nodes {
            prefix.push(element.clone());
            node.below.walk(prefix, out);
            prefix.pop();
        }
    }

    /// The `FieldsV1` form.
    pub(crate) fn to_value(&self) -> Value {
        let mut map = Map::new();
        for (element, node) in &self.nodes {
            let mut below = Map::new();
            if node.member && !node.below.is_empty() {
                below.insert(".".to_owned(), json!({}));
            }
            if let Value::Object(deeper) = node.below.to_value() {
                below.extend(deeper);
            }
            map.insert(element.clone(), Value::Object(below));
        }
        Value::Object(map)
    }

    /// Reads the `FieldsV1` form; `None` when it is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let mut nodes = BTreeMap::new();
        for (element, below) in value.as_object()? {
            if element == "." {
                continue;
            }
            let known = ["f:", "k:", "v:", "i:"].iter().any(|prefix| element.starts_with(prefix));
            let map = below.as_object().filter(|_| known)?;
            let node = Node { member: map.is_empty() || map.contains_key("."), below: Self::read(below)? };
            nodes.insert(element.clone(), node);
        }
        Some(Self { nodes })
    }
}

/// A path as messages print it: `.spec.containers[name="web"].image`.
pub(crate) fn shown(path: &[String]) -> String {
    path.iter().map(|element| shown_element(element)).collect()
}

fn shown_element(element: &str) -> String {
    let rest = element.get(2..).unwrap_or_default();
    match element.get(..2) {
        Some("f:") => format!(".{rest}"),
        Some("k:") => {
            let keys: Map<String, Value> = serde_json::from_str(rest).unwrap_or_default();
            let pairs: Vec<String> = keys.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("[{}]", pairs.join(","))
        }
        Some("v:") => format!("[={rest}]"),
        _ => format!("[{rest}]"),
    }
}
