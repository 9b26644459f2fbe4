//! What it is for: the one error type of this module: what was attempted, on what, and why it did not work.
//! In: an [`Attempt`] and a [`Refusal`]. Out: [`ClusterError`], and a [`Failure`] in words for everybody else.
//! Never: a token, a field's value, or a raw answer.

use std::fmt;
use std::time::Duration;

use super::kubeconfig::{KubeconfigError, PluginCall};
pub use super::refusal::{FieldConflict, FieldProblem, Refusal, TlsReason, Unreachable};
use crate::failure::Failure;
use crate::names::ObjectRef;

/// What a request tries to do, in the words of access rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// Read one object.
    Get,
    /// Read all objects of a kind.
    List,
    /// Follow the changes of a kind.
    Watch,
    /// Make an object.
    Create,
    /// Change an object (server-side apply included).
    Patch,
    /// Remove an object.
    Delete,
    /// Run a program in a pod.
    Exec,
    /// Ask the server about itself or about us: version, who am I, may I.
    Ask,
}

impl Verb {
    /// The verb as access rules write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Exec => "exec",
            Self::Ask => "ask",
        }
    }
}

/// One request: verb and object, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was tried.
    pub verb: Verb,
    /// Kind, or what was asked for (`version`), such as `Deployment`.
    pub kind: String,
    /// Subresource, such as `scale`.
    pub subresource: Option<&'static str>,
    /// Object name, when one object was meant.
    pub name: Option<String>,
    /// Namespace, for namespaced kinds.
    pub namespace: Option<String>,
}

impl Attempt {
    /// An attempt on a kind.
    pub fn new(verb: Verb, kind: impl Into<String>) -> Self {
        Self { verb, kind: kind.into(), subresource: None, name: None, namespace: None }
    }

    /// An attempt on one object.
    pub fn on(verb: Verb, object: &ObjectRef) -> Self {
        Self::new(verb, &object.kind).named(object.name.as_str())
    }

    /// Names the object.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Names the subresource.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "takes a subresource; nobody subtracts attempts")]
    pub fn sub(mut self, subresource: &'static str) -> Self {
        self.subresource = Some(subresource);
        self
    }

    /// Names the namespace.
    #[must_use]
    pub fn within(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// `Deployment/web`, `Deployment/web (scale)` or `Pod`: the object in short.
    pub fn object(&self) -> String {
        let mut text = self.kind.clone();
        if let Some(name) = &self.name {
            text.push('/');
            text.push_str(name);
        }
        if let Some(subresource) = self.subresource {
            text.push_str(" (");
            text.push_str(subresource);
            text.push(')');
        }
        text
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb.as_str(), self.object())?;
        match &self.namespace {
            Some(namespace) => write!(f, " in {namespace}"),
            None => Ok(()),
        }
    }
}

/// Why a credential plug-in gave no credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PluginProblem {
    /// The program is not there, or may not be run.
    #[error("the program could not be started: {0}")]
    Start(String),
    /// No end in time; it was stopped.
    #[error("no end after {} s", .0.as_secs())]
    Timeout(Duration),
    /// It ended with an error. Its output is not kept: it may hold a token.
    #[error("ended with {0}")]
    Exit(String),
    /// It wrote more than is ever needed.
    #[error("wrote more than {0} bytes")]
    TooMuch(usize),
    /// Its output is not an `ExecCredential`, or holds no credentials.
    #[error("its output is no ExecCredential: {0}")]
    Output(&'static str),
}

/// What went wrong with the cluster; one variant for each thing attempted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClusterError {
    /// Reading the kubeconfig, or choosing a context in it.
    #[error("read the kubeconfig")]
    ReadKubeconfig(#[from] KubeconfigError),
    /// Nothing was attempted: the kubeconfig names a program, and nobody agreed to run it.
    #[error("the kubeconfig wants to run {}", .0.command)]
    NeedsConsent(Box<PluginCall>),
    /// Running the kubeconfig's credential plug-in.
    #[error("run the credential plug-in {command}")]
    RunPlugin {
        /// The program.
        command: String,
        /// The kubeconfig's own hint for people who do not have it.
        install_hint: Option<String>,
        /// Why.
        #[source]
        problem: PluginProblem,
    },
    /// Building the client from kubeconfig and settings.
    #[error("set up the connection to {server}: {message}")]
    SetUp {
        /// Address as the kubeconfig gives it.
        server: String,
        /// What cannot be used, without secrets.
        message: String,
    },
    /// Reaching the server for the first time.
    #[error("connect to {server}")]
    Connect {
        /// Address as the kubeconfig gives it.
        server: String,
        /// Why.
        #[source]
        refusal: Box<Refusal>,
    },
    /// Signing in again: the kubeconfig's context leads elsewhere by now. Nothing was sent.
    #[error("sign in again: {context} leads to {is}")]
    OtherServer {
        /// The context.
        context: String,
        /// Where it led at the start.
        wanted: String,
        /// Where it leads.
        is: String,
    },
    /// Signing in again: the same server is trusted or reached in another way by now. Nothing was sent.
    #[error("sign in again: {context} reaches {server} in another way")]
    OtherWay {
        /// The context.
        context: String,
        /// The server.
        server: String,
    },
    /// Signing in again: it is somebody else's sign-in by now. Nothing was sent.
    #[error("sign in again: {now} is not {before}")]
    OtherPerson {
        /// Who we were at the start.
        before: String,
        /// Who that would be.
        now: String,
    },
    /// One request.
    #[error("{attempt}")]
    Call {
        /// What was tried on what.
        attempt: Box<Attempt>,
        /// Why.
        #[source]
        refusal: Box<Refusal>,
    },
}

impl ClusterError {
    /// A failed request.
    pub fn call(attempt: &Attempt, refusal: Refusal) -> Self {
        Self::Call { attempt: Box::new(attempt.clone()), refusal: Box::new(refusal) }
    }

    /// Why the server (or the way to it) refused, if a request was made.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Connect { refusal, .. } | Self::Call { refusal, .. } => Some(refusal),
            Self::ReadKubeconfig(_)
            | Self::NeedsConsent(_)
            | Self::RunPlugin { .. }
            | Self::SetUp { .. }
            | Self::OtherServer { .. }
            | Self::OtherWay { .. }
            | Self::OtherPerson { .. } => None,
        }
    }

    /// Whether the object (or its kind) does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self.refusal(), Some(Refusal::NotFound { .. }))
    }

    /// Whether we may not do this.
    pub fn is_forbidden(&self) -> bool {
        matches!(self.refusal(), Some(Refusal::Forbidden { .. }))
    }

    /// Whether the server judged the request and said no: asked again in the same way, it would say the same.
    pub fn is_judged(&self) -> bool {
        matches!(
            self.refusal(),
            Some(
                Refusal::Forbidden { .. }
                    | Refusal::Policy { .. }
                    | Refusal::NotFound { .. }
                    | Refusal::AlreadyExists
                    | Refusal::Conflict { .. }
                    | Refusal::Invalid { .. }
            )
        )
    }

    /// Whether a deed was sent and its answer lost: it must be looked at before anything else.
    pub fn is_unknown(&self) -> bool {
        matches!(self.refusal(), Some(Refusal::UnknownAfterSend { .. }))
    }

    /// The same in words: what happened, why, what to do.
    pub fn to_failure(&self) -> Failure {
        super::failing::failure(self)
    }
}
