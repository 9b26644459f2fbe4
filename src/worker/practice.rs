//! What it is for: a practice world for the window: cluster, registry, site and sample repository, made and unmade together.
//! In: a scenario's name; what is to go wrong. Out: paths and values that fill the start page. Never: a real cluster.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    failure::{Failure, FailureKind},
    practice::{
        World, WorldError,
        mail::{Mail, MailtoError},
        place,
        scenario::{Author, Scenario},
        world::{Push, Seat},
    },
    repo::{Identity, sample},
    words::Sentence,
};

/// The scenario that `--practice` shows.
pub const FIRST: &str = "depot";

/// A practice world; it goes away with the last clone.
#[derive(Debug, Clone)]
pub struct Practice {
    world: Arc<World>,
}

/// Removes what a crash left of earlier practice. Blocking.
pub fn sweep() {
    let swept = place::sweep();
    if swept > 0 {
        tracing::info!(swept, "folders of earlier practice were removed");
    }
}

impl Practice {
    /// Makes the world of a scenario: starts its cluster and makes its repository.
    ///
    /// # Errors
    /// No free port, no folder for temporary files, or a scenario that cannot be used.
    pub async fn start(name: &str) -> Result<Self, Failure> {
        let scenario =
            Scenario::shipped(name).map_err(|fault| failed("practice-failed", &WorldError::from(fault)))?;
        let world = World::start(scenario).await.map_err(|fault| failed("practice-failed", &fault))?;
        let world = Arc::new(world);
        let made = Arc::clone(&world);
        super::blocking(move || repository(&made)).await?;
        Ok(Self { world })
    }

    /// A world that was made already, its repository included or still to come.
    pub(super) fn of(world: World) -> Self {
        Self { world: Arc::new(world) }
    }

    /// What the next world of a rehearsal takes over. The world itself ends with its last clone.
    pub(super) fn into_seat(self) -> Seat {
        self.world.seat()
    }

    /// The folder that holds everything, changes included.
    pub fn folder(&self) -> &Path {
        self.world.folder()
    }

    /// The kubeconfig.
    pub fn kubeconfig(&self) -> PathBuf {
        self.world.kubeconfig()
    }

    /// The sample repository.
    pub fn repository(&self) -> PathBuf {
        self.folder().join(&self.world.scenario().repository.name)
    }

    /// Where the registries of the scenario are to be found.
    pub fn registries_conf(&self) -> PathBuf {
        self.world.registries_conf()
    }

    /// The authority of registry and site.
    pub fn extra_ca(&self) -> PathBuf {
        self.world.extra_ca()
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        self.world.scenario()
    }

    /// Values of the procedure's parameters.
    pub fn values(&self) -> BTreeMap<String, String> {
        self.world.values()
    }

    /// Keeps the mail that a mail program would open for this `mailto:` address.
    ///
    /// # Errors
    /// The address cannot be read.
    pub fn open_mail(&self, address: &str, at: Timestamp) -> Result<(), MailtoError> {
        self.world.open_mail(address, at)
    }

    /// The mails that were opened, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.world.mails()
    }

    /// Whether a trouble is switched on; never one that happens once.
    pub fn is_on(&self, id: &str) -> bool {
        self.world.is_on(id)
    }

    /// Lets time run so many times as fast.
    pub fn set_pace(&self, pace: u32) {
        self.world.set_pace(pace);
    }

    /// Lets something go wrong, or ends it.
    ///
    /// # Errors
    /// It is not known, or the object or file that it changes is not there.
    pub async fn switch(self, id: String, on: bool) -> Result<(), Failure> {
        let pushes = self.world.switch(&id, on).map_err(|fault| failed("practice-switch-failed", &fault))?;
        super::blocking(move || pushes.iter().try_for_each(|push| elsewhere(&self.world, push))).await
    }
}

fn repository(world: &World) -> Result<(), Failure> {
    let scenario = world.scenario();
    let sample = &scenario.repository;
    let text = |file: &str| scenario.file(file).unwrap_or_default().to_owned();
    let commits: Vec<sample::SampleCommit> = sample
        .commits
        .iter()
        .map(|commit| sample::SampleCommit {
            message: commit.message.clone(),
            author: identity(commit.author.as_ref().unwrap_or(&sample.author)),
            files: commit.files.iter().map(|(path, file)| (path.clone(), text(file))).collect(),
        })
        .collect();
    let author = identity(&sample.author);
    sample::create_sample(world.folder(), &sample.name, &sample.branch, &author, &commits)
        .map(drop)
        .map_err(|fault| fault.to_failure())
}

fn elsewhere(world: &World, push: &Push) -> Result<(), Failure> {
    let sample = &world.scenario().repository;
    let author = sample.commits.first().and_then(|commit| commit.author.as_ref());
    let author = identity(author.unwrap_or(&sample.author));
    let (file, append) = (push.file.as_str(), push.append.as_str());
    sample::push_elsewhere(world.folder(), &sample.branch, &author, &push.message, (file, append))
        .map_err(|fault| fault.to_failure())
}

fn identity(author: &Author) -> Identity {
    Identity { name: Some(author.name.clone()), email: Some(author.email.clone()) }
}

fn failed(words: &str, fault: &WorldError) -> Failure {
    let words = Sentence::new(words).with("why", fault.to_string());
    Failure::new(FailureKind::World, words).hint(Sentence::new("practice-failed-hint"))
}
