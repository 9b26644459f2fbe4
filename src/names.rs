//! What it is for: the names of things as types, so that a context's name can never be passed for a namespace.
//! In: text from a file, a form or the cluster. Out: a checked name, or a [`NameError`] that says what is wrong.
//! Never: I/O, or a name that could change the path of a request (kube formats names into URLs unescaped).

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a text cannot be the name it was given for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("{what} is empty")]
    Empty {
        /// What the name was meant for, such as `namespace`.
        what: &'static str,
    },
    /// Longer than the API server accepts.
    #[error("{what} has {length} characters, more than {limit}")]
    TooLong {
        /// What the name was meant for.
        what: &'static str,
        /// Characters given.
        length: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A character that this kind of name cannot hold.
    #[error("{what} `{name}` may hold {allowed} only")]
    Alphabet {
        /// What the name was meant for.
        what: &'static str,
        /// The text as given, control characters escaped.
        name: String,
        /// The alphabet in words.
        allowed: &'static str,
    },
}

/// A name that should be one of Kubernetes' and was never checked, as it is shown to a person: what no such name can hold
/// (RFC 1123 knows ASCII only) is written as `‹U+0440›`, so that no letter passes for another one.
pub fn spelled(name: &str) -> std::borrow::Cow<'_, str> {
    if name.is_ascii() {
        return name.into();
    }
    let one = |c: char| if c.is_ascii() { c.to_string() } else { format!("‹U+{:04X}›", u32::from(c)) };
    name.chars().map(one).collect::<String>().into()
}

macro_rules! text_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! checked_name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $limit:literal, $dots:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the text against the API server's rule (RFC 1123).
            ///
            /// # Errors
            /// Empty, too long, or a character outside the alphabet.
            pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
                let text = text.into();
                check_dns($what, &text, $limit, $dots)?;
                Ok(Self(text))
            }
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(text: String) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                String::json_schema(generator)
            }
        }
    };
}

text_name!(
    /// A step's identifier within its procedure, such as `backup-done`.
    StepId
);

impl StepId {
    /// The name as the procedure has it: a step of a way back that is entered again has a number behind it, as in
    /// `rename~2`.
    pub fn in_procedure(&self) -> &str {
        self.0.split_once('~').map_or(self.0.as_str(), |(name, _)| name)
    }
}

text_name!(
    /// A procedure's `metadata.name`, which is also its file's name without `.procedure.yaml`.
    ProcedureId
);
text_name!(
    /// One execution of a plan: start time in UTC, procedure and a random suffix; names the change's folder.
    ChangeId
);
text_name!(
    /// A context of the kubeconfig. A personal label: the target is the server, see [`Server`].
    ContextName
);
text_name!(
    /// A git commit, as 40 (or 64) hexadecimal digits.
    CommitId
);
text_name!(
    /// SHA-256 of a plan or a proposal, in hexadecimal.
    Digest
);
impl CommitId {
    /// The first ten digits: enough to tell commits apart where a person reads them.
    pub fn short(&self) -> &str {
        self.0.get(..10).unwrap_or(&self.0)
    }
}

checked_name!(
    /// A Kubernetes namespace: a DNS label of at most 63 characters.
    Namespace, "namespace", 63, false
);
checked_name!(
    /// An object's name: a DNS subdomain of at most 253 characters.
    ObjectName, "object name", 253, true
);

/// A file inside the infrastructure repository, relative to its root, with `/` between folders.
///
/// Never absolute, never with `..`, `.` or an empty part, never inside `.git`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RepoFile(String);

impl RepoFile {
    /// Checks that the path stays inside the repository.
    ///
    /// # Errors
    /// An absolute path, a drive letter, a backslash, an empty part, `.`, `..` or `.git`.
    pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
        let text = text.into();
        if text.is_empty() {
            return Err(NameError::Empty { what: "file" });
        }
        let bad_part =
            |part: &str| part.is_empty() || part == "." || part == ".." || part.eq_ignore_ascii_case(".git");
        let bad_char = |c: char| c.is_control() || matches!(c, '\\' | ':');
        if text.split('/').any(bad_part) || text.chars().any(bad_char) {
            return Err(NameError::Alphabet {
                what: "file",
                name: text.escape_debug().to_string(),
                allowed: "a path inside the repository, such as deployments/app.yml,",
            });
        }
        Ok(Self(text))
    }
    /// The path with `/` between folders.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RepoFile {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl From<RepoFile> for String {
    fn from(file: RepoFile) -> String {
        file.0
    }
}

impl fmt::Display for RepoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl schemars::JsonSchema for RepoFile {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RepoFile".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// The API server a change acts on: what a procedure's target is pinned to and an approval is bound to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Server {
    /// Address as the kubeconfig gives it, such as `https://203.0.113.7:6443`.
    pub address: String,
    /// SHA-256 of the CA bundle's first certificate (DER), hexadecimal; `None` when the system's roots are used.
    pub ca_fingerprint: Option<String>,
}

/// Server and namespace of a change, with the context's name as the label the person knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Where requests go.
    pub server: Server,
    /// The personal label of that server and user.
    pub context: ContextName,
    /// Where namespaced objects live for the whole change.
    pub namespace: Namespace,
}

/// One object by group, kind and name; its namespace is the change's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectRef {
    /// API group; empty for the core group.
    pub group: String,
    /// API version, such as `v1`.
    pub version: String,
    /// Kind in singular, such as `Deployment`.
    pub kind: String,
    /// Name.
    pub name: ObjectName,
}

impl fmt::Display for ObjectRef {
    /// `Deployment/web`, as kubectl's `TYPE/NAME`, with the kind as written in manifests.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

/// A moment with the person's own description of who they are, for journal and record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When, in UTC.
    pub at: Timestamp,
    /// The cluster's answer to "who am I", or the git identity where no cluster was asked.
    pub who: String,
}

fn check_dns(what: &'static str, text: &str, limit: usize, dots: bool) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty { what });
    }
    if text.len() > limit {
        return Err(NameError::TooLong { what, length: text.chars().count(), limit });
    }
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let label = |part: &str| {
        part.chars().all(inner) && part.starts_with(|c: char| c != '-') && part.ends_with(|c: char| c != '-')
    };
    let fine = if dots { text.split('.').all(label) } else { label(text) };
    if fine {
        Ok(())
    } else {
        Err(NameError::Alphabet {
            what,
            name: text.escape_debug().to_string(),
            allowed: if dots {
                "lower-case letters, digits, `-` and `.` (letters or digits at both ends)"
            } else {
                "lower-case letters, digits and `-` (letters or digits at both ends)"
            },
        })
    }
}

/// Whether the cluster's own API server defines the group: Kubernetes itself, or `OpenShift`.
pub(crate) fn is_built_in_group(group: &str) -> bool {
    let plain = ["", "apps", "batch", "autoscaling", "policy", "extensions"];
    plain.contains(&group) || group.ends_with(".k8s.io") || group.ends_with(".openshift.io")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_names_that_would_change_a_request_are_refused() {
        for bad in ["", "../x", "a?b", "a/b", "A", "a_b", "-a", "a-", "a..b", "a b", "a\u{202e}b"] {
            assert!(ObjectName::new(bad).is_err(), "{bad:?}");
        }
        for good in ["a", "web-1", "backup-manual-1.0.187"] {
            assert!(ObjectName::new(good).is_ok(), "{good:?}");
        }
        assert!(ObjectName::new("a".repeat(254)).is_err());
    }

    #[test]
    fn no_letter_passes_for_another_one_in_a_name() {
        assert_eq!(spelled("deployment/web-1"), "deployment/web-1");
        assert_eq!(spelled("раура"), "‹U+0440›‹U+0430›‹U+0443›‹U+0440›‹U+0430›");
        assert_eq!(spelled("сервер-1").matches('‹').count(), 6, "no name of Kubernetes has such letters");
    }

    #[test]
    fn repository_files_stay_inside() {
        for bad in ["/etc/passwd", "../x", "a/../b", "a//b", "C:/x", "a\\b", ".git/config", "a/.GIT/x", ""] {
            assert!(RepoFile::new(bad).is_err(), "{bad:?}");
        }
        assert!(RepoFile::new("deployments/app.yml").is_ok());
    }
}
