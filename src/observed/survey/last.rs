//! What it is for: all rows of a survey as they were at one moment, to be shown until newer ones are whole.
//! In: a survey that was live. Out: a survey through any lens, which says of when it is.
//! Never: rows of which only a part was known, passed for all.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};

use super::{Item, Lens, Section, Survey, Tally};
use crate::observed::Link;

/// How old a warning may be to be shown: as long as API servers keep events.
pub const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// All rows of each section, whatever a lens leaves of them.
pub type Rows = BTreeMap<Section, Arc<Vec<Arc<Item>>>>;

/// The rows of one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Last {
    /// When they were true.
    pub at: Timestamp,
    /// The rows.
    pub rows: Rows,
    /// Sections in which rows were missing because they may not be read.
    pub hidden: BTreeSet<Section>,
    /// Sections of which not all rows are here: not read to their end, too large to be kept, or not to be kept.
    pub left_out: BTreeSet<Section>,
}

impl Last {
    /// The rows of a survey; `None` when they never were true all together.
    pub fn of(survey: &Survey) -> Option<Self> {
        let at = match (&survey.link, survey.recalled) {
            (_, Some(at)) => at,
            (Link::Live { heard_at } | Link::Stale { heard_at: Some(heard_at), .. }, None) => *heard_at,
            (Link::Connecting | Link::Stale { heard_at: None, .. }, None) => return None,
        };
        let (rows, hidden) = (survey.all.clone(), survey.hidden.clone());
        Some(Self { at, rows, hidden, left_out: survey.partial.clone() })
    }

    /// Whether these are the same rows as those, and not only equal ones: told without looking at any.
    pub fn is_same(&self, other: &Self) -> bool {
        self.hidden == other.hidden
            && self.left_out == other.left_out
            && self.rows.len() == other.rows.len()
            && self.rows.iter().zip(&other.rows).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(a.1, b.1))
    }

    /// The rows that the lens leaves, as long as nothing newer is known.
    pub fn survey(&self, lens: &Lens, now: Timestamp) -> Survey {
        let all: Rows =
            self.rows.iter().map(|(section, rows)| (*section, fresh(*section, rows, now))).collect();
        let shown = all.get(&lens.section).map_or(&[][..], |rows| rows);
        let is_followed = |item: &&Arc<Item>| lens.follow.as_ref() == Some(&item.row);
        let mut partial = self.left_out.clone();
        // None of the last hour is known, and none is not what is to be said.
        if now.duration_since(self.at) > FRESH {
            partial.insert(Section::Warnings);
        }
        Survey {
            tallies: all.iter().map(|(section, rows)| (*section, Tally::of(rows.iter()))).collect(),
            rows: Arc::new(lens.look(shown)),
            followed: all.values().flat_map(|rows| rows.iter()).find(is_followed).cloned(),
            lens: lens.clone(),
            partial,
            hidden: self.hidden.clone(),
            recalled: Some(self.at),
            all,
            ..Survey::default()
        }
    }
}

/// Rows without the warnings that are too old by now.
fn fresh(section: Section, rows: &Arc<Vec<Arc<Item>>>, now: Timestamp) -> Arc<Vec<Arc<Item>>> {
    let oldest = now.checked_sub(FRESH).unwrap_or(Timestamp::MIN);
    let is_fresh = |item: &Arc<Item>| item.created.is_some_and(|at| at >= oldest);
    if section != Section::Warnings || rows.iter().all(is_fresh) {
        return Arc::clone(rows);
    }
    Arc::new(rows.iter().filter(|item| is_fresh(item)).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::Mark,
        failure::{Failure, FailureKind},
        observed::survey::tests::item,
        words::Sentence,
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn live() -> Survey {
        let old = Item { created: Some(at(10)), ..(*item("late", Mark::Warning, "BackOff")).clone() };
        let new = Item { created: Some(at(5_000)), ..(*item("new", Mark::Warning, "BackOff")).clone() };
        let pods = vec![item("web-1", Mark::Good, "Ready"), item("db-1", Mark::Bad, "Crashes")];
        let warnings = vec![Arc::new(old), Arc::new(new)];
        let all = [(Section::Pods, Arc::new(pods)), (Section::Warnings, Arc::new(warnings))];
        Survey { all: all.into(), link: Link::Live { heard_at: at(5_001) }, ..Survey::default() }
    }

    #[test]
    fn the_rows_of_before_are_shown_through_any_lens_with_their_moment() {
        let last = Last::of(&live()).expect("rows");
        let lens = Lens { section: Section::Pods, filter: "db".to_owned(), ..Lens::default() };
        let lens = Lens { follow: Some("web-1".into()), ..lens };
        let survey = last.survey(&lens, at(5_100));
        assert_eq!(survey.rows.iter().map(|item| &*item.name).collect::<Vec<_>>(), ["db-1"]);
        assert_eq!(survey.followed.as_ref().map(|item| &*item.name), Some("web-1"));
        assert_eq!((survey.recalled, &survey.link), (Some(at(5_001)), &Link::Connecting));
        let pods = survey.tally(Section::Pods).expect("a tally");
        assert_eq!((pods.all, pods.problems), (2, 1));
        assert_eq!(survey.tally(Section::Warnings).map(|tally| tally.all), Some(1), "one is too old by now");
        assert_eq!(Last::of(&survey).map(|last| last.at), Some(at(5_001)), "they grow no younger");
    }

    #[test]
    fn what_never_was_whole_is_not_kept() {
        let failure = Failure::new(FailureKind::World, Sentence::new("survey-none"));
        let of = |link: Link| Last::of(&Survey { link, ..live() }).map(|last| last.at);
        assert_eq!(of(Link::Connecting), None);
        assert_eq!(of(Link::Stale { heard_at: None, failure: failure.clone() }), None);
        assert_eq!(of(Link::Stale { heard_at: Some(at(7)), failure }), Some(at(7)));
    }

    #[test]
    fn of_what_was_not_all_read_or_is_too_long_ago_nothing_is_told_as_whole() {
        let half = Survey { partial: [Section::Routes].into(), ..live() };
        let last = Last::of(&half).expect("rows");
        assert_eq!(last.left_out, [Section::Routes].into());
        let rows = Last { left_out: BTreeSet::new(), ..last.clone() };
        assert!(!rows.is_same(&last), "what was read since is news");
        let partial = |now: i64| last.survey(&Lens::default(), at(now)).partial;
        assert_eq!(partial(5_100), [Section::Routes].into());
        assert_eq!(partial(9_000), [Section::Routes, Section::Warnings].into());
    }

    #[test]
    fn the_same_rows_are_told_from_equal_ones() {
        let (one, two) = (live(), live());
        let last = Last::of(&one).expect("rows");
        assert!(last.is_same(&Last::of(&one).expect("rows")));
        assert!(!last.is_same(&Last::of(&two).expect("rows")));
    }
}
