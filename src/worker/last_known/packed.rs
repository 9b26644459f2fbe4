//! What it is for: the form in which rows are kept: each text once, and rows that name texts by number.
//! In: rows. Out: the same rows, or nothing when the file makes no sense. Never: a panic over a strange file.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Kept, Whose};
use crate::{
    action::Mark,
    names::Digest,
    observed::survey::{Item, Last, Section},
};

/// The version of this form: whoever changes it or what its rows mean counts on.
const FORMAT: u32 = 2;
/// What a row takes besides its texts.
const ROW: usize = 100;

/// A file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Packed<'a> {
    format: u32,
    identity: Digest,
    scope: String,
    who: Option<String>,
    at: Timestamp,
    sections: BTreeMap<Section, Vec<Line>>,
    hidden: BTreeSet<Section>,
    left_out: BTreeSet<Section>,
    #[serde(borrow)]
    texts: Vec<Cow<'a, str>>,
}

/// An [`Item`]; texts by their numbers. What is as mostly is not written.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    #[serde(rename = "r")]
    row: usize,
    #[serde(rename = "k")]
    kind: usize,
    #[serde(rename = "p", default, skip_serializing_if = "is_default")]
    group: Option<usize>,
    #[serde(rename = "s")]
    namespace: usize,
    #[serde(rename = "n")]
    name: usize,
    #[serde(rename = "u")]
    uid: usize,
    #[serde(rename = "g", default, skip_serializing_if = "is_default")]
    generation: i64,
    #[serde(rename = "m")]
    mark: Mark,
    #[serde(rename = "v", default, skip_serializing_if = "is_default")]
    is_moving: bool,
    #[serde(rename = "t")]
    state: usize,
    #[serde(rename = "h", default, skip_serializing_if = "is_default")]
    hint: Option<usize>,
    #[serde(rename = "a", default, skip_serializing_if = "is_default")]
    ready: Option<(i32, i32)>,
    #[serde(rename = "c", default, skip_serializing_if = "is_default")]
    count: i32,
    #[serde(rename = "z", default, skip_serializing_if = "is_default")]
    restarted: Option<i64>,
    #[serde(rename = "b")]
    about: usize,
    #[serde(rename = "d", default, skip_serializing_if = "is_default")]
    digest: Option<usize>,
    #[serde(rename = "o", default, skip_serializing_if = "is_default")]
    owner: Option<usize>,
    #[serde(rename = "e", default, skip_serializing_if = "is_default")]
    node: Option<usize>,
    #[serde(rename = "l")]
    labels: usize,
    #[serde(rename = "y", default, skip_serializing_if = "is_default")]
    created: Option<i64>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Texts and their numbers.
#[derive(Default)]
struct Texts<'a> {
    numbers: HashMap<&'a str, usize>,
    texts: Vec<Cow<'a, str>>,
}

impl<'a> Texts<'a> {
    fn number(&mut self, text: &'a str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(text).or_insert_with(|| {
            texts.push(Cow::Borrowed(text));
            texts.len() - 1
        })
    }

    fn maybe(&mut self, text: Option<&'a Arc<str>>) -> Option<usize> {
        text.map(|text| self.number(text))
    }

    fn row(&mut self, item: &'a Item) -> Line {
        Line {
            row: self.number(&item.row),
            kind: self.number(&item.kind),
            group: self.maybe(item.group.as_ref()),
            namespace: self.number(&item.namespace),
            name: self.number(&item.name),
            uid: self.number(&item.uid),
            generation: item.generation,
            mark: item.mark,
            is_moving: item.is_moving,
            state: self.number(&item.state),
            hint: self.maybe(item.hint.as_ref()),
            ready: item.ready,
            count: item.count,
            restarted: item.restarted.map(Timestamp::as_second),
            about: self.number(&item.about),
            digest: self.maybe(item.digest.as_ref()),
            owner: self.maybe(item.owner.as_ref()),
            node: self.maybe(item.node.as_ref()),
            labels: self.number(&item.labels),
            created: item.created.map(Timestamp::as_second),
        }
    }
}

impl<'a> Packed<'a> {
    /// Packs the rows, at most so many bytes of them: a section is kept whole or not at all, the smallest first. Warnings
    /// are not kept: anybody may have written anything into an event, and soon it tells nothing any more.
    pub(super) fn of(kept: &'a Kept, most: usize) -> Self {
        let last = &kept.last;
        let is_kept = |section: Section| section != Section::Warnings;
        let mut sizes: Vec<(usize, Section)> = last
            .rows
            .iter()
            .filter(|(section, _)| is_kept(**section))
            .map(|(section, rows)| (rows.iter().map(|item| size(item)).sum(), *section))
            .collect();
        sizes.sort_unstable();
        let (mut texts, mut left_out, mut sum) = (Texts::default(), last.left_out.clone(), 0_usize);
        left_out.extend(last.rows.keys().copied().filter(|section| !is_kept(*section)));
        let mut sections = BTreeMap::new();
        for (size, section) in sizes {
            sum = sum.saturating_add(size);
            let Some(rows) = last.rows.get(&section).filter(|_| sum <= most) else {
                left_out.insert(section);
                continue;
            };
            sections.insert(section, rows.iter().map(|item| texts.row(item)).collect());
        }
        Self {
            format: FORMAT,
            identity: kept.whose.identity.clone(),
            scope: kept.whose.scope.clone(),
            who: kept.who.clone(),
            at: last.at,
            sections,
            hidden: last.hidden.clone(),
            left_out,
            texts: texts.texts,
        }
    }

    /// The rows; `None` for a file of another version, and for one that makes no sense.
    pub(super) fn unpack(self) -> Option<Kept> {
        if self.format != FORMAT {
            return None;
        }
        let texts: Vec<Arc<str>> = self.texts.into_iter().map(Arc::from).collect();
        let mut rows = BTreeMap::new();
        for (section, packed) in self.sections {
            let items: Option<Vec<Arc<Item>>> = packed.into_iter().map(|row| row.item(&texts)).collect();
            rows.insert(section, Arc::new(items?));
        }
        let whose = Whose { identity: self.identity, scope: self.scope };
        let last = Last { at: self.at, rows, hidden: self.hidden, left_out: self.left_out };
        Some(Kept { whose, who: self.who, last })
    }
}

impl Line {
    fn item(self, texts: &[Arc<str>]) -> Option<Arc<Item>> {
        let text = |number: usize| texts.get(number).cloned();
        // A number that leads nowhere spoils the row, a missing one does not.
        let maybe = |number: Option<usize>| number.map_or(Some(None), |number| text(number).map(Some));
        let time = |second: Option<i64>| {
            second.map_or(Some(None), |second| Timestamp::from_second(second).ok().map(Some))
        };
        Some(Arc::new(Item {
            row: text(self.row)?,
            kind: text(self.kind)?,
            group: maybe(self.group)?,
            namespace: text(self.namespace)?,
            name: text(self.name)?,
            uid: text(self.uid)?,
            generation: self.generation,
            mark: self.mark,
            is_moving: self.is_moving,
            state: text(self.state)?,
            hint: maybe(self.hint)?,
            ready: self.ready,
            count: self.count,
            restarted: time(self.restarted)?,
            about: text(self.about)?,
            digest: maybe(self.digest)?,
            owner: maybe(self.owner)?,
            node: maybe(self.node)?,
            labels: text(self.labels)?,
            created: time(self.created)?,
        }))
    }
}

/// What a row may take at most.
fn size(item: &Item) -> usize {
    let always = [
        &item.row,
        &item.kind,
        &item.namespace,
        &item.name,
        &item.uid,
        &item.state,
        &item.about,
        &item.labels,
    ];
    let maybe = [&item.group, &item.hint, &item.digest, &item.owner, &item.node];
    let texts = always.into_iter().chain(maybe.into_iter().flatten());
    ROW + texts.map(|text| text.len()).sum::<usize>()
}
