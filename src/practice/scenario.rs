//! What it is for: a practice world as data: what runs, what is in the registry, what can go wrong.
//! In: a file of `assets/practice/`. Out: [`Scenario`]. Never: a sentence of the program (titles stand in the file).
//!
//! A *fact* is a few words that are true or not, such as `migrated` or `database shop`. Troubles that are switched on
//! are facts by their identifier. Programs, commands and images ask facts; scripts, commands and troubles change them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::script::{self, Directive};

/// Files by their paths.
type Files = &'static [(&'static str, &'static str)];

/// The scenarios that the program carries: name, text, and the files that it names.
const SHIPPED: &[(&str, &str, Files)] = &[(
    "depot",
    include_str!("../../assets/practice/depot.scenario.yaml"),
    &[
        ("README.md", include_str!("../../assets/practice/depot/README.md")),
        (
            "deployments/haikudepotserver.yml",
            include_str!("../../assets/practice/depot/deployments/haikudepotserver.yml"),
        ),
        ("deployments/postgres.yml", include_str!("../../assets/practice/depot/deployments/postgres.yml")),
        (
            "deployments/other/restore-pg.yml",
            include_str!("../../assets/practice/depot/deployments/other/restore-pg.yml"),
        ),
    ],
)];

/// A practice world.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Scenario {
    /// `practice/v1`.
    pub api_version: String,
    /// `Scenario`.
    pub kind: String,
    /// Name and title.
    pub metadata: Metadata,
    /// Name of the kubeconfig's context.
    pub context: String,
    /// Namespace in which everything runs.
    pub namespace: String,
    /// The person, as the cluster knows them.
    pub user: String,
    /// The sample infrastructure repository.
    pub repository: SampleRepository,
    /// What fills the start page's form.
    pub start: StartForm,
    /// Files of the repository whose objects run at the start.
    #[serde(default)]
    pub running: Vec<String>,
    /// Further objects that are there at the start; without a namespace they are in the scenario's.
    #[serde(default)]
    pub objects: Vec<Value>,
    /// What the registry holds.
    #[serde(default)]
    pub images: Vec<SampleImage>,
    /// The web site.
    pub site: Option<Site>,
    /// What is true at the start.
    #[serde(default)]
    pub facts: BTreeSet<String>,
    /// What containers do; the first that fits counts. A container that none fits is ready after a second and writes
    /// nothing.
    #[serde(default)]
    pub programs: Vec<Program>,
    /// What programs started in a pod do; the first that fits counts. Without one the program is not found.
    #[serde(default)]
    pub commands: Vec<CommandRule>,
    /// What can be switched on to go wrong.
    #[serde(default)]
    pub troubles: Vec<Trouble>,
}

/// Name and title of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Identifier.
    pub name: String,
    /// For people.
    pub title: String,
}

/// The sample repository; its remote is a bare one beside it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleRepository {
    /// Name of its folder.
    pub name: String,
    /// Its only branch.
    pub branch: String,
    /// The practising person.
    pub author: Author,
    /// Its history, oldest first.
    pub commits: Vec<SampleCommit>,
}

/// A git identity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// A commit of the sample repository.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCommit {
    /// Its message.
    pub message: String,
    /// Who made it; the practising person by default.
    pub author: Option<Author>,
    /// Path in the repository, and the scenario's file that it holds from then on.
    pub files: BTreeMap<String, String>,
}

/// What fills the start page's form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartForm {
    /// Name of the procedure.
    pub procedure: String,
    /// Values of its parameters; `{site}` is the address of the web site.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// An image of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleImage {
    /// Name with its registry, without a tag.
    pub name: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Tags that are missing while a fact is true.
    #[serde(default)]
    pub unless: BTreeMap<String, String>,
    /// Labels of its configuration.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// The web site: what a ready pod behind the service answers at the service's first port; 502 where none listens there,
/// 503 where none is ready.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Name of the service.
    pub service: String,
}

/// What a container does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The image, without a tag.
    pub image: String,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only with these arguments.
    pub args: Option<Vec<String>>,
    /// Only while all of these are true; `!fact`: while it is not.
    #[serde(default, rename = "if")]
    pub when: Vec<String>,
    /// From the start of the container until it is ready; a second by default.
    #[serde(default)]
    pub ready: Ready,
    /// Ports on which it listens from when it is ready, each with what it answers over HTTP; `{tag}`, `{date}` and `{pod}`
    /// are replaced.
    #[serde(default)]
    pub serves: BTreeMap<u16, String>,
    /// From being asked to end until it has ended; a second by default.
    #[serde(default = "second", deserialize_with = "read_duration")]
    pub stop: Duration,
    /// What it writes, and how it ends. A job's container ends with 0 after the last line, others go on running.
    #[serde(default, deserialize_with = "read_script")]
    pub log: Vec<Directive>,
}

/// When a container becomes ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    /// So long after its start.
    After(Duration),
    /// Not at all.
    Never,
}

impl Default for Ready {
    fn default() -> Self {
        Self::After(second())
    }
}

impl<'de> Deserialize<'de> for Ready {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "never" {
            return Ok(Self::Never);
        }
        script::duration(&text).map(Self::After).map_err(serde::de::Error::custom)
    }
}

/// What a program that is started in a pod does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandRule {
    /// Beginning of the pod's name.
    #[serde(rename = "in")]
    pub pod: String,
    /// Regular expression that the program and its arguments, joined by spaces, must match as a whole. What its named
    /// groups caught stands for `{group}` in all that follows.
    pub argv: String,
    /// Only while all of these are true; `!fact`: while it is not.
    #[serde(default, rename = "if")]
    pub when: Vec<String>,
    /// Facts that become true.
    #[serde(default)]
    pub add: Vec<String>,
    /// Facts that are true no longer.
    #[serde(default)]
    pub remove: Vec<String>,
    /// What it writes.
    #[serde(default)]
    pub stdout: String,
    /// What it complains about.
    #[serde(default)]
    pub stderr: String,
    /// Its exit code.
    #[serde(default)]
    pub exit: i32,
}

/// Something that can go wrong. While it is switched on its identifier is a fact.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// Identifier, and the name of its fact.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What happens, and when it has to be switched on.
    pub help: String,
    /// What happens at once.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

impl Trouble {
    /// Whether it happens once, at a press: nothing of it stays switched on.
    pub fn is_once(&self) -> bool {
        let is_once = |effect: &Effect| match effect {
            Effect::Edit { .. } | Effect::Scale { .. } | Effect::Push { .. } => true,
            Effect::Server(fault) => fault.away.is_some(),
            Effect::Deny { .. } => false,
        };
        !self.effects.is_empty() && self.effects.iter().all(is_once)
    }
}

/// What a trouble does.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Effect {
    /// Somebody else edits an object.
    Edit {
        /// Kind and name.
        object: String,
        /// Field manager.
        manager: String,
        /// Strategic merge patch.
        patch: Value,
    },
    /// Somebody else scales an object.
    Scale {
        /// Kind and name.
        object: String,
        /// Number of pods.
        replicas: u32,
        /// Field manager.
        manager: String,
    },
    /// The API server misbehaves for the person; for as long as it is switched on, or as said.
    Server(ServerFault),
    /// The person lacks a right, as long as it is switched on.
    Deny {
        /// Verb of the API.
        verb: String,
        /// API group; empty for the core.
        group: String,
        /// Resource, with a subresource behind a slash.
        resource: String,
    },
    /// Somebody else pushes a commit.
    Push {
        /// Its message.
        message: String,
        /// File that it changes.
        file: String,
        /// What is added at the file's end.
        append: String,
    },
}

/// How the API server misbehaves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ServerFault {
    /// No connection reaches it for so long; open ones break.
    #[serde(deserialize_with = "read_some_duration")]
    pub away: Option<Duration>,
    /// The person's sign-in is refused (401).
    pub signed_out: bool,
    /// Each answer is 429.
    pub too_many: bool,
    /// Each answer comes so much later.
    #[serde(deserialize_with = "read_some_duration")]
    pub delay: Option<Duration>,
}

/// Why a scenario cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// None of this name.
    #[error("there is no scenario `{0}`")]
    Unknown(String),
    /// It does not have the shape of a scenario.
    #[error("the scenario `{name}` cannot be read: {reason}")]
    Unreadable {
        /// Its name.
        name: String,
        /// What is wrong, and where.
        reason: String,
    },
}

impl Scenario {
    /// The scenario that the program carries under this name.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn shipped(name: &str) -> Result<Self, ScenarioError> {
        let found = SHIPPED.iter().find(|(known, ..)| *known == name);
        let (_, text, _) = found.ok_or_else(|| ScenarioError::Unknown(name.to_owned()))?;
        let options = serde_saphyr::options! { with_snippet: false };
        serde_saphyr::from_str_with_options(text, options)
            .map_err(|fault| ScenarioError::Unreadable { name: name.to_owned(), reason: fault.to_string() })
    }

    /// The text of one of its files.
    pub fn file(&self, path: &str) -> Option<&'static str> {
        let (.., files) = SHIPPED.iter().find(|(known, ..)| *known == self.metadata.name)?;
        files.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
    }
}

/// Whether all conditions hold: a fact that is true, or `!fact` for one that is not.
pub fn holds(when: &[String], facts: &BTreeSet<String>) -> bool {
    when.iter().all(|one| match one.strip_prefix('!') {
        Some(untrue) => !facts.contains(untrue),
        None => facts.contains(one),
    })
}

fn second() -> Duration {
    Duration::from_secs(1)
}

fn read_duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    script::duration(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

fn read_some_duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    read_duration(deserializer).map(Some)
}

fn read_script<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Directive>, D::Error> {
    script::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_can_be_read_and_names_only_what_is_there() {
        for (name, ..) in SHIPPED {
            let scenario = Scenario::shipped(name).expect("reads");
            assert_eq!(scenario.metadata.name, *name);
            let files = scenario.repository.commits.iter().flat_map(|commit| commit.files.values());
            for file in files.chain(&scenario.running) {
                assert!(scenario.file(file).is_some(), "{name}: {file}");
            }
            for rule in &scenario.commands {
                regex::Regex::new(&rule.argv).expect("a regular expression");
            }
            let troubles: BTreeSet<&str> = scenario.troubles.iter().map(|one| one.id.as_str()).collect();
            assert_eq!(troubles.len(), scenario.troubles.len(), "{name}: a trouble stands twice");
        }
        assert!(Scenario::shipped("other").is_err());
    }

    #[test]
    fn conditions_hold_by_facts() {
        let facts = BTreeSet::from(["migrated".to_owned()]);
        let when = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert!(holds(&when(&[]), &facts));
        assert!(holds(&when(&["migrated", "!crashes"]), &facts));
        assert!(!holds(&when(&["!migrated"]), &facts));
        assert!(!holds(&when(&["crashes"]), &facts));
    }
}
