//! What it is for: what can be asked before the start: topics, their order, and which are answered together. In: nothing.
//! Out: names that stay. Never: an answer.

use std::time::Duration;

/// What is asked. The order is that of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who the cluster says that the person is.
    Person,
    /// Whether they may do everything that the change needs.
    Rights,
    /// Whether the work tree is clean, and the files can be read.
    WorkTree,
    /// Whether it is up to date with its upstream.
    Upstream,
    /// Whether the procedure is the one that everybody has.
    Procedure,
    /// Whether the cluster is as the repository says, in what the change applies.
    Agreement,
    /// Whether names that the change needs are free.
    Names,
    /// How the jobs that the change starts ended the last time.
    Runs,
    /// Whether somebody else runs a change.
    Others,
    /// Whether templates can be processed, and what their objects refer to is there.
    Needed,
    /// Whether somebody would undo what the change does.
    Rivals,
    /// What only the way back needs.
    WayBack,
    /// Whether the images are there.
    Images,
    /// Whether there is room for the change's folder.
    Disk,
    /// Whether this computer's clock goes as the cluster's.
    Clock,
}

/// Topics that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The person.
    You,
    /// The repository.
    Repository,
    /// The cluster.
    Cluster,
    /// What else is needed.
    Around,
}

impl Topic {
    /// All, in the order of the page.
    pub const ALL: [Self; 15] = [
        Self::Person,
        Self::Rights,
        Self::WorkTree,
        Self::Upstream,
        Self::Procedure,
        Self::Agreement,
        Self::Names,
        Self::Runs,
        Self::Others,
        Self::Needed,
        Self::Rivals,
        Self::WayBack,
        Self::Images,
        Self::Disk,
        Self::Clock,
    ];

    /// Its name, which stays; the sentence `ready-topic-…` says what is asked.
    pub fn id(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Rights => "rights",
            Self::WorkTree => "work-tree",
            Self::Upstream => "upstream",
            Self::Procedure => "procedure",
            Self::Agreement => "agreement",
            Self::Names => "names",
            Self::Runs => "runs",
            Self::Others => "others",
            Self::Needed => "needed",
            Self::Rivals => "rivals",
            Self::WayBack => "way-back",
            Self::Images => "images",
            Self::Disk => "disk",
            Self::Clock => "clock",
        }
    }

    /// The topic of that name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.id() == id)
    }

    /// Where it stands.
    pub fn group(self) -> Group {
        match self {
            Self::Person | Self::Rights => Group::You,
            Self::WorkTree | Self::Upstream | Self::Procedure => Group::Repository,
            Self::Agreement
            | Self::Names
            | Self::Runs
            | Self::Others
            | Self::Needed
            | Self::Rivals
            | Self::WayBack => Group::Cluster,
            Self::Images | Self::Disk | Self::Clock => Group::Around,
        }
    }

    /// The question that answers it.
    pub fn question(self) -> Question {
        match self {
            Self::Person => Question::Person,
            Self::Rights => Question::Rights,
            Self::WorkTree | Self::Procedure => Question::WorkTree,
            Self::Upstream => Question::Upstream,
            Self::Agreement | Self::Rivals => Question::Applied,
            Self::Names | Self::Runs => Question::Jobs,
            Self::Others => Question::Others,
            Self::Needed => Question::Needed,
            Self::WayBack => Question::WayBack,
            Self::Images => Question::Images,
            Self::Disk => Question::Disk,
            Self::Clock => Question::Clock,
        }
    }
}

impl Group {
    /// Its name; the sentence `ready-group-…` is its title.
    pub fn id(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Repository => "repository",
            Self::Cluster => "cluster",
            Self::Around => "around",
        }
    }
}

/// What is asked in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Who the server says that we are.
    Person,
    /// Access reviews.
    Rights,
    /// The work tree, and the procedure's file in it.
    WorkTree,
    /// The remote: what is new there.
    Upstream,
    /// Dry runs of what the change applies, and what steers what it scales.
    Applied,
    /// Jobs of the change's names, and of those that it makes jobs from.
    Jobs,
    /// The namespace's Lease.
    Others,
    /// Templates, and what their objects refer to.
    Needed,
    /// Access reviews and jobs that only the way back needs.
    WayBack,
    /// Registries.
    Images,
    /// The file system of the change's folder.
    Disk,
    /// The API server's clock.
    Clock,
}

impl Question {
    /// All.
    pub const ALL: [Self; 12] = [
        Self::Person,
        Self::Rights,
        Self::WorkTree,
        Self::Upstream,
        Self::Applied,
        Self::Jobs,
        Self::Others,
        Self::Needed,
        Self::WayBack,
        Self::Images,
        Self::Disk,
        Self::Clock,
    ];

    /// The topics that it answers.
    pub fn topics(self) -> impl Iterator<Item = Topic> {
        Topic::ALL.into_iter().filter(move |topic| topic.question() == self)
    }

    /// How long its answer rests before it is asked again by itself. Registries count what they are asked, and a git
    /// remote may ask for a finger on a key.
    pub fn rest(self) -> Duration {
        Duration::from_secs(match self {
            Self::Person | Self::Rights | Self::WorkTree | Self::Jobs | Self::Others | Self::Disk => 30,
            Self::Applied | Self::Needed | Self::Clock => 60,
            Self::WayBack => 120,
            Self::Images => 300,
            Self::Upstream => 600,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_topic_is_answered_by_one_question_and_has_words() {
        let mut answered: Vec<Topic> = Question::ALL.into_iter().flat_map(Question::topics).collect();
        answered.sort_unstable();
        assert_eq!(answered, Topic::ALL);
        for topic in Topic::ALL {
            assert_eq!(Topic::of(topic.id()), Some(topic));
            for key in [format!("ready-topic-{}", topic.id()), format!("ready-group-{}", topic.group().id())]
            {
                let words = crate::words::text(&key);
                assert!(!words.contains('⟨'), "{key}");
            }
        }
        assert_eq!(Topic::of("nothing"), None);
    }
}
