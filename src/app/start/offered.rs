//! What it is for: what the fields of the start page may be chosen from: versions with their ages and the one that runs,
//! names of live objects, values of the repository. In: procedure, registry, cluster, repository. Out: questions for the
//! worker, and lists. Never: a question put again while its answer counts, or a value of a Secret.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;

use super::Start;
use crate::{
    app::draft,
    failure::Failure,
    fetched::Fetched,
    outside::{ImageRef, versions::is_version},
    procedure::{Param, ParamSource, fill::Judge},
    ui::view::FieldChoice,
    words::text,
    worker::{
        Pending, Worker,
        reads::{self, ManifestPlace},
    },
};

/// Versions whose age is asked for, at most: registries count such requests.
const AGES: usize = 8;
/// Values in a list, at most; whoever wants another one types it.
const LISTED: usize = 300;

/// The versions of one image.
#[derive(Debug, Default)]
struct Versions {
    tags: Pending<Vec<String>>,
    /// By parameter: the tags that fit it, in their order; worked out once for these tags and this parameter, for there may
    /// be many thousands of them.
    fitting: BTreeMap<String, Fitting>,
    ages: Pending<BTreeMap<String, Timestamp>>,
}

/// The tags that fit a parameter.
#[derive(Debug)]
struct Fitting {
    /// The parameter as it was then.
    param: Param,
    tags: Vec<String>,
}

impl Versions {
    /// Takes answers that came.
    fn poll(&mut self, at: Timestamp) -> bool {
        let is_new = self.tags.poll(at);
        if is_new {
            self.fitting.clear();
        }
        self.ages.poll(at) | is_new
    }

    /// Works out which tags fit the parameter, unless that is known.
    fn fit(&mut self, param: &Param) {
        let Some(tags) = self.tags.value().last() else { return };
        if self.fitting.get(&param.name).is_some_and(|known| known.param == *param) {
            return;
        }
        let judge = Judge::of(param);
        let tags = tags.iter().filter(|tag| judge.fits(tag)).cloned().collect();
        self.fitting.insert(param.name.clone(), Fitting { param: param.clone(), tags });
    }
}

/// What one field may be chosen from.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Choices {
    /// The values.
    pub(in crate::app) rows: Arc<Vec<FieldChoice>>,
    /// How many there are that do not fit the parameter.
    pub(in crate::app) unfit: usize,
    /// How many fit and are not listed.
    pub(in crate::app) more: usize,
}

/// What the fields may be chosen from.
#[derive(Debug, Default)]
pub(in crate::app) struct Offered {
    /// By image.
    versions: BTreeMap<String, Versions>,
    /// By the parameter's name: the image whose versions it may be.
    images: BTreeMap<String, String>,
    /// By kind.
    names: BTreeMap<String, Pending<Vec<String>>>,
    running: Pending<BTreeSet<String>>,
    values: Pending<BTreeMap<ManifestPlace, String>>,
    /// The places that `values` was asked about.
    places: Vec<ManifestPlace>,
    /// By the parameter's name, made when an answer came and not for each picture.
    choices: BTreeMap<String, Choices>,
}

/// How the question for a field's values stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) enum Asked<'a> {
    /// It needs no question, or what it needs is not there yet.
    No,
    /// The answer is awaited.
    Waits,
    /// There was none.
    Failed(&'a Failure),
    /// The list is there.
    Known,
}

impl Offered {
    /// Takes answers that came.
    pub(super) fn poll(&mut self, at: Timestamp) -> bool {
        let mut changed = self.running.poll(at) | self.values.poll(at);
        for versions in self.versions.values_mut() {
            changed |= versions.poll(at);
        }
        for names in self.names.values_mut() {
            changed |= names.poll(at);
        }
        changed
    }

    /// Everything is asked again.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The cluster is another one, or another namespace.
    pub(super) fn forget_cluster(&mut self) {
        self.names.clear();
        self.running.clear();
        self.choices.clear();
    }

    /// Registries are reached otherwise.
    pub(super) fn forget_registry(&mut self) {
        self.versions.clear();
    }

    /// The repository is another one, or was read again.
    pub(super) fn forget_repository(&mut self) {
        self.values.clear();
    }

    /// What a field may be chosen from; `None` where nothing is known.
    pub(in crate::app) fn choices(&self, param: &str) -> Option<&Choices> {
        self.choices.get(param)
    }

    /// The version of a parameter's image that runs now; `None` when none does, several do, or nobody knows.
    pub(in crate::app) fn running(&self, param: &str) -> Option<String> {
        self.running_of(self.images.get(param)?)
    }

    fn running_of(&self, image: &str) -> Option<String> {
        let name = ImageRef::parse(image).ok()?.name();
        let images = self.running.value().last()?.iter().filter_map(|image| ImageRef::parse(image).ok());
        let mut tags =
            images.filter(|image| image.name() == name).filter_map(|image| image.tag().map(str::to_owned));
        let first = tags.next()?;
        tags.all(|tag| tag == first).then_some(first)
    }

    /// Whether this version is listed; `None` where nobody knows.
    pub(in crate::app) fn lists(&self, param: &str, tag: &str) -> Option<bool> {
        let versions = self.versions.get(self.images.get(param)?)?;
        Some(versions.tags.value().last()?.iter().any(|one| one == tag))
    }

    /// When a version of the parameter's image was built.
    pub(in crate::app) fn built(&self, param: &str, tag: &str) -> Option<Timestamp> {
        let versions = self.versions.get(self.images.get(param)?)?;
        versions.ages.value().last()?.get(tag).copied()
    }

    /// Whether what stands at these places is to be asked; what was answered about others is forgotten.
    fn must_ask(&mut self, places: &[ManifestPlace]) -> bool {
        if self.places != places {
            self.values.clear();
            self.places = places.to_vec();
        }
        !places.is_empty() && matches!(self.values.value(), Fetched::NotAsked)
    }

    /// What stands in the repository for a parameter.
    pub(in crate::app) fn value(&self, place: &ManifestPlace) -> Option<&String> {
        self.values.value().last()?.get(place)
    }

    /// How the question for a parameter's values stands.
    pub(in crate::app) fn asked(&self, param: &Param) -> Asked<'_> {
        let asked = match &param.source {
            Some(ParamSource::ImageTags { .. }) => {
                let versions = self.images.get(&param.name).and_then(|image| self.versions.get(image));
                versions.map(|versions| versions.tags.value())
            }
            Some(ParamSource::LiveObjects { kind }) => self.names.get(kind).map(Pending::value),
            Some(
                ParamSource::CurrentNamespace
                | ParamSource::ImageLabels { .. }
                | ParamSource::Manifest { .. }
                | ParamSource::Secret { .. }
                | ParamSource::TicketHeading(_),
            )
            | None => None,
        };
        match asked {
            None | Some(Fetched::NotAsked) => Asked::No,
            Some(Fetched::Loading(_)) => Asked::Waits,
            Some(Fetched::Failed(failure, _)) => Asked::Failed(failure),
            Some(Fetched::Ready(_)) => Asked::Known,
        }
    }

    /// Makes the lists anew from what is known.
    fn arrange(&mut self, params: &[Param]) {
        let mut choices = BTreeMap::new();
        for param in params {
            let made = match &param.source {
                Some(ParamSource::ImageTags { .. }) => self.versions_of(param),
                Some(ParamSource::LiveObjects { kind }) => {
                    let names = self.names.get(kind).and_then(|names| names.value().last());
                    names.map(|names| names_of(param, names))
                }
                Some(
                    ParamSource::CurrentNamespace
                    | ParamSource::ImageLabels { .. }
                    | ParamSource::Manifest { .. }
                    | ParamSource::Secret { .. }
                    | ParamSource::TicketHeading(_),
                )
                | None => None,
            };
            choices.extend(made.map(|made| (param.name.clone(), made)));
        }
        self.choices = choices;
    }

    fn versions_of(&mut self, param: &Param) -> Option<Choices> {
        let image = self.images.get(&param.name)?;
        let running = self.running_of(image);
        let versions = self.versions.get_mut(image)?;
        versions.fit(param);
        let (tags, ages) = (versions.tags.value().last()?, versions.ages.value().last());
        let made = |tag: &String| ages.and_then(|ages| ages.get(tag)).copied();
        let mut fitting: Vec<&String> = versions.fitting.get(&param.name)?.tags.iter().collect();
        // What has no number is ordered by its age, behind what has one.
        let numbered = fitting.iter().take_while(|tag| is_version(tag)).count();
        if let Some(others) = fitting.get_mut(numbered..) {
            others.sort_by_key(|tag| std::cmp::Reverse(made(tag)));
        }
        let one = |tag: &&String| {
            let mark = (running.as_ref() == Some(*tag)).then(|| text("start-runs-now"));
            row(tag, made(tag), mark)
        };
        Some(listed(tags.len(), fitting.len(), fitting.iter().map(one)))
    }
}

fn row(value: &str, made: Option<Timestamp>, mark: Option<String>) -> FieldChoice {
    FieldChoice { value: value.to_owned(), made, mark }
}

/// The first of the values that fit, of so many.
fn listed(all: usize, fitting: usize, rows: impl Iterator<Item = FieldChoice>) -> Choices {
    let rows: Vec<FieldChoice> = rows.take(LISTED).collect();
    Choices { more: fitting - rows.len(), unfit: all - fitting, rows: Arc::new(rows) }
}

/// The names that fit the parameter.
fn names_of(param: &Param, names: &[String]) -> Choices {
    let judge = Judge::of(param);
    let fitting: Vec<&String> = names.iter().filter(|name| judge.fits(name)).collect();
    listed(names.len(), fitting.len(), fitting.iter().map(|name| row(name, None, None)))
}

/// The versions whose age is worth a question: the newest that fit, and the one that runs.
fn worth(param: &Param, tags: &[String], running: Option<&String>) -> Vec<String> {
    let judge = Judge::of(param);
    let mut asked: Vec<String> = tags.iter().filter(|tag| judge.fits(tag)).take(AGES).cloned().collect();
    if let Some(running) = running.filter(|running| tags.contains(running) && !asked.contains(running)) {
        asked.push(running.clone());
    }
    asked
}

impl Start {
    /// Asks for what the fields may be chosen from, and orders what is known.
    pub(super) fn ask_about_choices(&mut self, worker: &Worker) {
        let Some(params) = self.procedure().map(|procedure| procedure.params().to_vec()) else { return };
        let has = |wanted: fn(&ParamSource) -> bool| {
            params.iter().any(|param| param.source.as_ref().is_some_and(wanted))
        };
        if let Some(cluster) = self.connection.value().last().map(|connected| connected.cluster.clone()) {
            let offered = &mut self.offered;
            if has(|source| matches!(source, ParamSource::ImageTags { .. }))
                && matches!(offered.running.value(), Fetched::NotAsked)
            {
                worker.ask(&mut offered.running, reads::running(cluster.clone()));
            }
            for param in &params {
                if let Some(ParamSource::LiveObjects { kind }) = &param.source
                    && !offered.names.contains_key(kind)
                {
                    let asked = offered.names.entry(kind.clone()).or_default();
                    worker.ask(asked, reads::names(cluster.clone(), kind.clone()));
                }
            }
        }
        if let Some(seen) = self.repo.value().last() {
            let places: Vec<ManifestPlace> =
                params.iter().filter_map(|param| place(param.source.as_ref()?)).collect();
            if self.offered.must_ask(&places) {
                let path = seen.path.clone();
                worker.ask_blocking(&mut self.offered.values, move || {
                    Ok(reads::manifest_values(&path, places))
                });
            }
        }
        self.ask_about_versions(&params, worker);
        self.offered.arrange(&params);
    }

    fn ask_about_versions(&mut self, params: &[Param], worker: &Worker) {
        let Some(outside) = self.outside.value().last().cloned() else { return };
        let wanted = draft::images_to_ask(self).map(|asked| asked.tags_of).unwrap_or_default();
        let offered = &mut self.offered;
        offered.versions.retain(|image, _| wanted.values().any(|one| one == image));
        offered.images = wanted;
        for (name, image) in offered.images.clone() {
            let Some(param) = params.iter().find(|param| param.name == name) else { continue };
            let running = offered.running_of(&image);
            let is_known = !offered.running.value().is_loading();
            let versions = offered.versions.entry(image.clone()).or_default();
            if matches!(versions.tags.value(), Fetched::NotAsked) {
                worker.ask(&mut versions.tags, reads::tags(outside.clone(), image.clone()));
            }
            if let (Some(tags), Fetched::NotAsked, true) =
                (versions.tags.value().last(), versions.ages.value(), is_known)
            {
                let asked = worth(param, tags, running.as_ref());
                worker.ask(&mut versions.ages, reads::ages(outside.clone(), image, asked));
            }
        }
    }
}

/// The place in the repository that a parameter's proposal stands at.
pub(in crate::app) fn place(source: &ParamSource) -> Option<ManifestPlace> {
    match source {
        ParamSource::Manifest { file, object, path, tag_only } => Some(ManifestPlace {
            file: file.clone(),
            object: object.clone(),
            path: path.clone(),
            tag_only: *tag_only,
        }),
        ParamSource::CurrentNamespace
        | ParamSource::ImageLabels { .. }
        | ParamSource::ImageTags { .. }
        | ParamSource::LiveObjects { .. }
        | ParamSource::Secret { .. }
        | ParamSource::TicketHeading(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedure::ParamType;

    const IMAGE: &str = "ghcr.io/a/web";

    fn param() -> Param {
        Param {
            name: "version".to_owned(),
            kind: ParamType::Version,
            title: "Version".to_owned(),
            help: None,
            pattern: Some(r"^1\.0\.[0-9]+$".to_owned()),
            min: None,
            max: None,
            default: None,
            values: Vec::new(),
            source: Some(ParamSource::ImageTags { image: IMAGE.to_owned() }),
            required: true,
            multiline: false,
        }
    }

    fn known<T: Send + 'static>(value: T) -> Pending<T> {
        Pending::of(value)
    }

    fn offered(tags: &[&str], ages: &[(&str, &str)], running: &[&str]) -> Offered {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let ages = ages.iter().map(|(tag, at)| ((*tag).to_owned(), at.parse().expect("a time"))).collect();
        let versions = Versions { tags: known(tags), ages: known(ages), fitting: BTreeMap::new() };
        Offered {
            versions: BTreeMap::from([(IMAGE.to_owned(), versions)]),
            images: BTreeMap::from([("version".to_owned(), IMAGE.to_owned())]),
            running: known(running.iter().map(|image| (*image).to_owned()).collect()),
            ..Offered::default()
        }
    }

    #[test]
    fn what_fits_is_listed_with_its_age_and_what_runs_is_marked() {
        let images = ["ghcr.io/a/web:1.0.8", "ghcr.io/a/web-side:1.0.7", "docker.io/library/postgres:17"];
        let mut offered =
            offered(&["1.0.9", "1.0.8", "latest"], &[("1.0.9", "2026-11-18T10:00:00Z")], &images);
        offered.arrange(&[param()]);
        let choices = offered.choices("version").expect("a list");
        let values: Vec<(&str, bool, bool)> = choices
            .rows
            .iter()
            .map(|row| (row.value.as_str(), row.made.is_some(), row.mark.is_some()))
            .collect();
        assert_eq!(values, [("1.0.9", true, false), ("1.0.8", false, true)]);
        assert_eq!((choices.unfit, choices.more), (1, 0));
        assert_eq!(offered.running("version").as_deref(), Some("1.0.8"));
        assert_eq!(offered.lists("version", "1.0.10"), Some(false));
    }

    #[test]
    fn another_pattern_lists_other_versions() {
        let mut offered = offered(&["1.0.9", "1.0.8", "latest"], &[], &[]);
        let mut param = param();
        offered.arrange(std::slice::from_ref(&param));
        param.pattern = Some("^latest$".to_owned());
        offered.arrange(&[param]);
        let choices = offered.choices("version").expect("a list");
        assert_eq!(choices.rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>(), ["latest"]);
        assert_eq!((choices.unfit, choices.more), (2, 0));
    }

    #[test]
    fn the_places_of_another_procedure_are_asked_anew() {
        let place = |path: &str| ManifestPlace {
            file: crate::names::RepoFile::new("web.yml").expect("a file"),
            object: "Deployment/web".to_owned(),
            path: path.to_owned(),
            tag_only: false,
        };
        let (one, other) = (place("spec.replicas"), place("spec.paused"));
        let mut offered = Offered::default();
        assert!(!offered.must_ask(&[]), "nothing to ask");
        assert!(offered.must_ask(std::slice::from_ref(&one)));
        offered.values = known(BTreeMap::from([(one.clone(), "3".to_owned())]));
        assert!(!offered.must_ask(std::slice::from_ref(&one)));
        assert!(offered.must_ask(&[other]));
        assert_eq!(offered.value(&one), None);
        offered.values = known(BTreeMap::new());
        offered.forget_repository();
        assert!(offered.must_ask(&offered.places.clone()));
    }

    #[test]
    fn while_two_versions_run_none_is_called_the_one_that_runs() {
        let offered = offered(&[], &[], &["ghcr.io/a/web:1.0.8", "ghcr.io/a/web:1.0.9"]);
        assert_eq!(offered.running("version"), None);
    }

    #[test]
    fn ages_are_asked_of_few_versions_and_of_the_one_that_runs() {
        let tags: Vec<String> = (0..100).rev().map(|number| format!("1.0.{number}")).collect();
        let asked = worth(&param(), &tags, Some(&"1.0.3".to_owned()));
        assert_eq!(asked.len(), AGES + 1);
        assert_eq!((asked[0].as_str(), asked[AGES].as_str()), ("1.0.99", "1.0.3"));
        assert_eq!(worth(&param(), &tags, Some(&"1.0.200".to_owned())).len(), AGES);
    }
}
