//! What it is for: the cluster page as plain data. In: rows of `observed`, words. Out: borrowed by `draw`.
//! Never: anything that acts.

use std::sync::Arc;

use jiff::Timestamp;

use super::{DriftView, LogView};
use crate::{
    failure::Failure,
    observed::{
        Way,
        route::SiteSeen,
        survey::{Detail, Item, ItemKey, Lens, Section, Survey},
    },
};

/// A page of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// The change: start screen or wizard.
    #[default]
    Change,
    /// The cluster.
    Cluster,
    /// All changes and their records.
    History,
    /// The settings.
    Settings,
}

impl Page {
    /// The pages that a start can begin with, by the names that the command line and the settings have for them.
    pub const NAMED: [(&'static str, Self); 3] =
        [("change", Self::Change), ("cluster", Self::Cluster), ("history", Self::History)];

    /// The page of that name; the change's for a name that is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::NAMED.into_iter().find(|(named, _)| *named == name).map_or_else(Self::default, |(_, page)| page)
    }

    /// The page's name; none for one that no start begins with.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        Self::NAMED.into_iter().find(|(_, page)| *page == self).map(|(name, _)| name)
    }
}

/// What the cluster page shows.
#[derive(Debug, Clone)]
pub struct ClusterView<'a> {
    /// Why there is nothing to see, and what to do; `None` when there is a connection.
    pub nothing: Option<String>,
    /// Why the connection failed.
    pub failure: Option<&'a Failure>,
    /// The namespace that is shown; empty for all.
    pub scope: &'a str,
    /// Namespaces to choose from; empty when the server does not tell.
    pub namespaces: &'a [String],
    /// What was asked for last; the rows follow a moment later.
    pub lens: &'a Lens,
    /// The newest rows.
    pub survey: &'a Survey,
    /// The row that was chosen.
    pub chosen: Option<DetailView<'a>>,
    /// The comparison with the repository.
    pub drift: DriftView<'a>,
}

/// A part of the pane beside the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DetailPart {
    /// State, owners, images.
    #[default]
    Overview,
    /// What happened to it.
    Events,
    /// The object as YAML.
    Yaml,
    /// What its containers write.
    Logs,
}

impl DetailPart {
    /// All, in their order.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Events, Self::Yaml, Self::Logs];
}

/// The object that was chosen.
#[derive(Debug, Clone)]
pub struct DetailView<'a> {
    /// Which.
    pub key: &'a ItemKey,
    /// Its newest row; `None` when it is gone, or not known yet.
    pub item: Option<Arc<Item>>,
    /// Whether it is gone.
    pub is_gone: bool,
    /// Whether there is no connection: nothing newer comes, and what was not read is not known.
    pub is_offline: bool,
    /// The section that it was chosen in: what its row tells.
    pub section: Section,
    /// The part that is shown.
    pub part: DetailPart,
    /// When the object was read.
    pub read_at: Option<Timestamp>,
    /// Whether an answer is awaited.
    pub is_loading: bool,
    /// Why it could not be read.
    pub failure: Option<&'a Failure>,
    /// What was read.
    pub detail: Option<&'a Detail>,
    /// The command line that shows the same.
    pub kubectl: String,
    /// When it is a route: the way of its requests.
    pub way: Option<Arc<Way>>,
    /// The site that was asked last.
    pub site: Option<SiteView<'a>>,
    /// Its logs, while they are followed.
    pub log: Option<LogView<'a>>,
}

/// A site that was asked.
#[derive(Debug, Clone)]
pub struct SiteView<'a> {
    /// Its address.
    pub url: &'a str,
    /// Whether an answer is awaited.
    pub is_loading: bool,
    /// What it answered.
    pub seen: Option<&'a SiteSeen>,
    /// When.
    pub at: Option<Timestamp>,
    /// Why it gave no answer.
    pub failure: Option<&'a Failure>,
}
