//! What it is for: the changes of this machine on the start page, and taking one of them up again.
//! In: the folder of changes, the start page's connections. Out: lists, and a change whose target was checked anew.
//! Never: a change taken up on another cluster or namespace than its own, or without its journal's lock.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{moments, start::Start};
use crate::{
    failure::{Failure, FailureKind},
    fetched::Fetched,
    journal::{self, Entry, Journal, Journaled, Listed},
    names::{Stamp, Target},
    plan::Plan,
    ui::UiCommand,
    words::Sentence,
    worker::{FoundOut, Pending, Session, Worker},
};

/// How old a connection may be with which a change is taken up.
const JUST: Duration = Duration::from_mins(1);

/// Where a change was carried out from; beside its journal, and never part of what travels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    kubeconfig: String,
    context: String,
    namespace: String,
    repository: String,
    registries_conf: Option<PathBuf>,
    extra_ca: Option<PathBuf>,
}

/// A journal that was read, fit to be taken up.
#[derive(Debug)]
pub(super) struct Loaded {
    plan: Plan,
    folder: PathBuf,
    place: Place,
}

/// What is to become of a change that is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It goes on where it stood.
    GoOn,
    /// The question of the way back is asked at once.
    RollBack,
}

/// A change that is being taken up.
#[derive(Debug)]
pub(super) struct Taking {
    pub(super) id: String,
    pub(super) purpose: Purpose,
    refused: Option<Failure>,
    /// What was said already: it is not said for each frame.
    told: Option<Failure>,
    loaded: Pending<Loaded>,
    ready: Option<Loaded>,
    journal: Pending<(Journal, Journaled)>,
    session: Option<Session>,
    differs: Vec<Sentence>,
}

/// A change taken up: everything that the window needs to go on.
#[derive(Debug)]
pub(super) struct TakenUp {
    pub(super) session: Session,
    pub(super) journal: Journal,
    pub(super) journaled: Journaled,
    pub(super) purpose: Purpose,
    /// What differs from when the change began.
    pub(super) differs: Vec<Sentence>,
}

/// The lists of changes.
#[derive(Debug, Default)]
pub(super) struct Begun {
    pub(super) listed: Pending<Listed>,
    pub(super) taking: Option<Taking>,
}

impl Begun {
    /// After which time the lists say something else although nothing happens; `None` when they are empty.
    pub(super) fn moves_after(&self, at: Timestamp) -> Option<Duration> {
        let listed = self.listed.value().last()?;
        let newest = listed.found.iter().map(|found| found.last).max()?;
        Some(moments::moves_after(at, newest))
    }

    /// Whether a change of the lists has not ended.
    pub(super) fn has_open(&self) -> bool {
        self.listed
            .value()
            .last()
            .is_some_and(|listed| listed.found.iter().any(|found| found.ended.is_none()))
    }

    /// Reads the lists anew.
    pub(super) fn reread(&mut self, changes: &Path, worker: &Worker) {
        let changes = changes.to_owned();
        worker.ask_blocking(&mut self.listed, move || {
            journal::list(&changes).map_err(|fault| {
                let words = Sentence::new("begun-not-listed").with("folder", changes.display().to_string());
                Failure::new(FailureKind::World, words).caused_by(&fault)
            })
        });
    }

    /// Begins to take a change up: reads its journal.
    pub(super) fn take(&mut self, id: String, purpose: Purpose, changes: &Path, worker: &Worker) {
        let folder = changes.join(&id);
        let mut loaded = Pending::default();
        worker.ask_blocking(&mut loaded, move || load(folder));
        let journal = Pending::default();
        self.taking = Some(Taking {
            id,
            purpose,
            refused: None,
            told: None,
            loaded,
            ready: None,
            journal,
            session: None,
            differs: Vec::new(),
        });
    }

    /// Goes on with taking up: the start page connects to where the change belongs, then the target is checked.
    /// Returns the change once its journal is open for this window.
    pub(super) fn poll(&mut self, start: &mut Start, worker: &Worker, at: Timestamp) -> Option<TakenUp> {
        self.listed.poll(at);
        let taking = self.taking.as_mut()?;
        if taking.loaded.poll(at) {
            if let Some(failure) = taking.loaded.value().failure().cloned() {
                taking.refused = Some(failure);
                taking.loaded.clear();
            }
            if let Some(loaded) = taking.loaded.take() {
                connect(start, worker, &loaded, at);
                taking.ready = Some(loaded);
            }
        }
        if taking.journal.poll(at) {
            return self.opened();
        }
        self.open_when_ready(start, worker);
        None
    }

    fn open_when_ready(&mut self, start: &Start, worker: &Worker) {
        let Some(taking) = self.taking.as_mut().filter(|taking| taking.session.is_none()) else { return };
        let Some(loaded) = &taking.ready else { return };
        let (Some(connected), Some(seen), Some(consent), Some(outside)) = (
            ready(start.connection.value()),
            ready(start.repo.value()),
            start.consent(),
            start.outside.value().last(),
        ) else {
            return;
        };
        let session = Session {
            plan: std::sync::Arc::new(loaded.plan.clone()),
            cluster: connected.cluster.clone(),
            repo: seen.path.clone(),
            consent,
            outside: outside.clone(),
            folder: loaded.folder.clone(),
            found: FoundOut::default(),
            ground: start.ground(),
        };
        if let Err(refused) = fits(&loaded.plan.header().target, &session) {
            taking.refused = Some(refused);
            return;
        }
        taking.refused = None;
        taking.differs = procedure_moved(start, &loaded.plan);
        taking.differs.extend(settings_moved(&loaded.plan.header().settings, &start.settings_in_words()));
        let folder = loaded.folder.clone();
        let who = session.who();
        taking.session = Some(session);
        worker.ask_blocking(&mut taking.journal, move || reopen(&folder, who));
    }

    fn opened(&mut self) -> Option<TakenUp> {
        let taking = self.taking.as_mut()?;
        if let Some(failure) = taking.journal.value().failure().cloned() {
            taking.refused = Some(failure);
            taking.journal.clear();
            // Not tried again by itself: another window may hold it for hours.
            taking.ready = None;
            return None;
        }
        let (journal, journaled) = taking.journal.take()?;
        let session = taking.session.take()?;
        let (purpose, differs) = (taking.purpose, std::mem::take(&mut taking.differs));
        let differs = differs.into_iter().chain(other_person(&journaled, &session)).collect();
        self.taking = None;
        Some(TakenUp { session, journal, journaled, purpose, differs })
    }

    /// Takes what the person must know about the change that could not be taken up.
    pub(super) fn take_refused(&mut self) -> Option<Failure> {
        let taking = self.taking.as_mut()?;
        let refused = taking.refused.take()?;
        if taking.ready.is_none() {
            self.taking = None;
            return Some(refused);
        }
        let is_new = taking.told.as_ref() != Some(&refused);
        taking.told = Some(refused.clone());
        is_new.then_some(refused)
    }
}

/// An answer that is in force; one that is being asked anew is not.
fn ready<T>(answer: &Fetched<T>) -> Option<&T> {
    match answer {
        Fetched::Ready(good) => Some(&good.value),
        Fetched::NotAsked | Fetched::Loading(_) | Fetched::Failed(..) => None,
    }
}

/// Whether the procedure's file says something else by now; the plan of the journal stays in force.
fn procedure_moved(start: &Start, plan: &Plan) -> Vec<Sentence> {
    let source = &plan.header().source;
    let listed = start.procedures.value().last().into_iter().flatten();
    let mut same_name = listed.filter_map(|listed| listed.loaded.procedure.as_ref());
    let found = same_name.find(|procedure| procedure.id() == &plan.header().procedure);
    let is_moved = found.is_some_and(|procedure| procedure.digest() != &source.digest);
    if is_moved {
        vec![Sentence::new("begun-procedure-moved").with("file", &source.file)]
    } else {
        Vec::new()
    }
}

/// Whether requests go elsewhere, or are trusted by other files, than when the change began.
fn settings_moved(then: &[String], now: &[String]) -> Option<Sentence> {
    let only = |these: &[String], those: &[String]| {
        let mut only: Vec<&str> = these.iter().map(String::as_str).collect();
        only.retain(|line| !those.iter().any(|other| other == line));
        if only.is_empty() { crate::words::text("begun-settings-none") } else { only.join("; ") }
    };
    let is_moved = then.iter().any(|line| !now.contains(line)) || now.iter().any(|line| !then.contains(line));
    let words = || Sentence::new("begun-settings-moved").with("then", only(then, now));
    is_moved.then(|| words().with("now", only(now, then)))
}

/// Whether somebody else takes the change up.
fn other_person(journaled: &Journaled, session: &Session) -> Option<Sentence> {
    let first = journaled.lines.first()?;
    let Entry::Opened { by, .. } = &first.entry else { return None };
    let now = session.who();
    let words = || Sentence::new("begun-other-person").with("before", &by.who).with("now", &now);
    (by.who != now).then(words)
}

/// Remembers where a change is carried out from. A fault is logged: it only costs the person a choice later.
pub(super) fn remember_place(start: &Start, folder: &Path) {
    let form = &start.form;
    let place = Place {
        kubeconfig: form.kubeconfig.clone(),
        context: form.context.clone(),
        namespace: form.namespace.clone(),
        repository: form.repository.clone(),
        registries_conf: start.registries_conf.clone(),
        extra_ca: start.extra_ca.clone(),
    };
    let written = serde_json::to_vec_pretty(&place).map_err(std::io::Error::from);
    if let Err(fault) = written.and_then(|bytes| fs::write(folder.join("place.json"), bytes)) {
        tracing::warn!(%fault, "the place of the change is not remembered");
    }
}

fn load(folder: PathBuf) -> Result<Loaded, Failure> {
    let unreadable = |fault: std::io::Error| {
        let words = Sentence::new("begun-unreadable").with("folder", folder.display().to_string());
        Failure::new(FailureKind::World, words).caused_by(&fault)
    };
    let journaled = journal::read(&folder.join("journal.jsonl")).map_err(unreadable)?;
    let opened = journaled.lines.into_iter().next().map(|line| line.entry);
    let plan = if let Some(Entry::Opened { change, plan, header, steps, way_back, .. }) = opened {
        Plan::again(change, header, steps, way_back, &plan)
    } else {
        None
    };
    let other = || {
        let words = Sentence::new("begun-other-version");
        Failure::new(FailureKind::Person, words).hint(Sentence::new("begun-other-version-hint"))
    };
    let plan = plan.ok_or_else(other)?;
    let place = fs::read(folder.join("place.json")).unwrap_or_default();
    let place = serde_json::from_slice(&place).unwrap_or_default();
    Ok(Loaded { plan, folder, place })
}

/// Brings the start page to where the change belongs, as far as it was there on this machine before.
fn connect(start: &mut Start, worker: &Worker, loaded: &Loaded, at: Timestamp) {
    let target = &loaded.plan.header().target;
    let place = &loaded.place;
    let is_here = !place.context.is_empty();
    let (context, repository) = if is_here {
        (place.context.clone(), place.repository.clone())
    } else {
        // It came from another machine: what is chosen on the page is tried, in the change's namespace.
        (start.form.context.clone(), start.form.repository.clone())
    };
    if is_here {
        start.reach_outside(place.registries_conf.clone(), place.extra_ca.clone(), worker);
    }
    if is_here && place.kubeconfig != start.form.kubeconfig {
        start.command(UiCommand::SetKubeconfig(place.kubeconfig.clone()), worker);
    }
    // At the program's start the connection is mostly there already: a login program need not run again.
    if !is_just_connected(start, (&context, target.namespace.as_str()), at) {
        start.form.context = context;
        start.command(UiCommand::SetNamespace(target.namespace.to_string()), worker);
    }
    if repository != start.form.repository || start.repo.value().last().is_none() {
        start.command(UiCommand::SetRepository(repository), worker);
    }
}

/// Whether the page is connected to this context and namespace since a moment ago, or is connecting to it now.
fn is_just_connected(start: &Start, (context, namespace): (&str, &str), at: Timestamp) -> bool {
    let is_there = start.form.context == context && start.form.namespace == namespace;
    is_there
        && match start.connection.value() {
            Fetched::Loading(_) => true,
            Fetched::Ready(good) => at.duration_since(good.at).unsigned_abs() < JUST,
            Fetched::NotAsked | Fetched::Failed(..) => false,
        }
}

/// The cluster and namespace must be the change's own; the context's name counts for nothing.
fn fits(target: &Target, session: &Session) -> Result<(), Failure> {
    let here = session.cluster.target();
    if here.server != target.server || here.namespace != target.namespace {
        let words = Sentence::new("begun-other-target")
            .with("wanted", format!("{} / {}", target.server.address, target.namespace))
            .with("is", format!("{} / {}", here.server.address, here.namespace));
        return Err(Failure::new(FailureKind::Person, words).hint(Sentence::new("begun-other-target-hint")));
    }
    Ok(())
}

fn reopen(folder: &Path, who: String) -> Result<(Journal, Journaled), Failure> {
    let failed = |fault: &journal::JournalError| crate::worker::journal_failure(fault);
    let (mut journal, journaled) = Journal::reopen(folder).map_err(|fault| failed(&fault))?;
    let by = Stamp { at: Timestamp::now(), who };
    let app = env!("CARGO_PKG_VERSION").to_owned();
    let resumed = Entry::Resumed { by, host: journal::host(), app };
    journal.append(resumed, Timestamp::now()).map_err(|fault| failed(&fault))?;
    Ok((journal, journaled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_are_not_as_they_were_are_told_with_both_sides() {
        let lines = |all: &[&str]| all.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let then = lines(&["mirrors a (SHA-256 1)", "authority c"]);
        assert_eq!(settings_moved(&then, &lines(&["authority c", "mirrors a (SHA-256 1)"])), None);
        let now = lines(&["mirrors a (SHA-256 2)", "authority c", "proxy p"]);
        let said = settings_moved(&then, &now).expect("a difference").text();
        assert!(said.contains("Then: mirrors a (SHA-256 1). Now: mirrors a (SHA-256 2); proxy p."), "{said}");
        let said = settings_moved(&then, &[]).expect("a difference").text();
        assert!(said.contains("Now: nothing of the kind."), "{said}");
    }
}
