//! What it is for: one checked connection to an API server, shared by everything that reads or acts.
//! In: a context, a namespace, consent to its plug-in. Out: a [`Cluster`] that has answered once.
//! Never: a request without a deadline, a repeated request (kube's retries are off: a POST could be done twice), or
//! a plug-in run without consent.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use k8s_openapi::api::authentication::v1::SelfSubjectReview;
use kube::Client;
use kube::api::PostParams;

mod credentials;
pub mod doctor;
mod layer;
mod set_up;
mod sign_in;
mod wire;

use layer::Heard;
use sign_in::SignIn;
pub(super) use sign_in::{NotAccepted, NotRenewed};

pub(super) use layer::under_way;

use super::error::{Attempt, ClusterError, Refusal, Verb};
use super::kubeconfig::{ContextChoice, ExecConsent};
use super::refusal::Nature;
use crate::names::{Digest, Namespace, Target};

/// How long the server has for its first answer.
pub const FIRST_ANSWER: Duration = Duration::from_secs(5);
/// How long reaching the server (TCP and TLS) may take. Shorter than [`FIRST_ANSWER`], so that "not reached" and "reached,
/// no answer" are told apart: what did not reach the server was not done.
pub const REACH: Duration = Duration::from_millis(4_500);
/// How long a reading request may take.
pub const READ: Duration = Duration::from_secs(15);
/// How long a changing request (or its dry run) may take; the API server itself gives up after 34 s.
pub const WRITE: Duration = Duration::from_mins(1);
/// Our name in the server's audit log.
pub const USER_AGENT: &str = concat!("changeover/", env!("CARGO_PKG_VERSION"));

/// What besides the context belongs to a connection.
#[derive(Debug, Clone, Default)]
pub struct ConnectOptions {
    /// Consent to the context's credential plug-in.
    pub consent: Option<ExecConsent>,
    /// A PEM file with further authorities to trust, from the settings.
    pub extra_ca: Option<PathBuf>,
}

/// A connection that answered. Cheap to clone; all clones share connections and credentials.
#[derive(Clone)]
pub struct Cluster {
    client: Client,
    shared: Arc<Shared>,
}

struct Shared {
    target: Target,
    identity: Digest,
    facts: ServerFacts,
}

/// What the server said about itself and us when we connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFacts {
    /// Such as `v1.37.0`; `None` when the server does not tell us.
    pub version: Option<String>,
    /// Who we are to the server; `None` on servers older than 1.28.
    pub who: Option<Identity>,
    /// The proxy that leads to it, without credentials.
    pub proxy: Option<String>,
}

/// Who we are to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user's name.
    pub user: String,
    /// The user's groups.
    pub groups: Vec<String>,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster").field("target", &self.shared.target).finish_non_exhaustive()
    }
}

/// How a request is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Reads: 15 s.
    Read,
    /// Changes nothing but takes as long as a change: 60 s.
    DryRun,
    /// Changes something: 60 s, and a lost answer is "unknown".
    Deed,
}

/// An answer with what the server said beside it.
#[derive(Debug, Clone)]
pub(crate) struct Answer<T> {
    pub(crate) value: T,
    /// Texts of the answer's `Warning` headers, cleaned.
    pub(crate) warnings: Vec<String>,
}

/// Connects, and asks the server its version and who we are.
///
/// # Errors
/// [`ClusterError::NeedsConsent`] before anything is run; otherwise what could not be set up, run or reached.
pub async fn connect(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
) -> Result<Cluster, ClusterError> {
    let sign_in = SignIn::start(choice, namespace, options).await?;
    let client = sign_in.client();
    let proxy = choice.proxy.as_ref().map(|proxy| super::mask::without_userinfo(&proxy.to_string()));
    let facts = ServerFacts { proxy, ..first_answer(&client, &choice.server.address).await? };
    sign_in.belongs_to(facts.who.clone());
    let target = Target {
        server: choice.server.clone(),
        context: choice.context.clone(),
        namespace: namespace.clone(),
    };
    Ok(Cluster { client, shared: Arc::new(Shared { target, identity: choice.identity(), facts }) })
}

async fn first_answer(client: &Client, server: &str) -> Result<ServerFacts, ClusterError> {
    let failed = |refusal| ClusterError::Connect { server: server.to_owned(), refusal: Box::new(refusal) };
    let reviews: kube::Api<SelfSubjectReview> = kube::Api::all(client.clone());
    let params = PostParams::default();
    let review = SelfSubjectReview::default();
    // The wait that a busy server asks for is in the answer's header.
    let heard = [Heard::default(), Heard::default()];
    let [version_heard, review_heard] = &heard;
    let both = async {
        tokio::join!(
            version_heard.during(client.apiserver_version()),
            review_heard.during(reviews.create(&params, &review))
        )
    };
    let Ok((version, review)) = tokio::time::timeout(FIRST_ANSWER, both).await else {
        return Err(failed(Refusal::Timeout { after: FIRST_ANSWER }));
    };
    let version = match version {
        Ok(info) => Some(super::mask::plain(&info.git_version, 60)),
        Err(error) => tolerated(&error, version_heard).map_err(failed)?,
    };
    let who = match review {
        Ok(review) => told_of(review),
        Err(error) => tolerated(&error, review_heard).map_err(failed)?,
    };
    Ok(ServerFacts { version, who, proxy: None })
}

fn told_of(review: SelfSubjectReview) -> Option<Identity> {
    review.status.and_then(|status| status.user_info).map(|user| Identity {
        user: super::mask::plain(&user.username.unwrap_or_default(), 300),
        groups: user.groups.unwrap_or_default(),
    })
}

/// A server that does not know the question, or does not want to tell, is still a server.
fn tolerated<T>(error: &kube::Error, heard: &Heard) -> Result<Option<T>, Refusal> {
    match Refusal::from_kube(error, Nature::Read, heard.retry_after()) {
        Refusal::NotFound { .. } | Refusal::Forbidden { .. } => Ok(None),
        refusal @ (Refusal::Unauthorized { .. }
        | Refusal::Policy { .. }
        | Refusal::AlreadyExists
        | Refusal::Conflict { .. }
        | Refusal::Invalid { .. }
        | Refusal::Expired
        | Refusal::TooMany { .. }
        | Refusal::Server { .. }
        | Refusal::Timeout { .. }
        | Refusal::Unreachable { .. }
        | Refusal::UnknownAfterSend { .. }
        | Refusal::Unreadable { .. }
        | Refusal::Credentials { .. }
        | Refusal::Request { .. }) => Err(refusal),
    }
}

impl Cluster {
    /// Server, context and namespace of this connection.
    pub fn target(&self) -> &Target {
        &self.shared.target
    }

    /// The namespace of every request.
    pub fn namespace(&self) -> &Namespace {
        &self.shared.target.namespace
    }

    /// What tells this server, the way to it and this user from all others: see [`ContextChoice::identity`].
    pub fn identity(&self) -> &Digest {
        &self.shared.identity
    }

    /// What the server said about itself and us.
    pub fn facts(&self) -> &ServerFacts {
        &self.shared.facts
    }

    /// Asks anew who we are to the server; `None` when it does not tell.
    ///
    /// # Errors
    /// No answer, or credentials that it does not take.
    pub async fn who(&self) -> Result<Option<Identity>, ClusterError> {
        let reviews: kube::Api<SelfSubjectReview> = kube::Api::all(self.client());
        let (params, review) = (PostParams::default(), SelfSubjectReview::default());
        let attempt = Attempt::new(Verb::Ask, "SelfSubjectReview");
        match self.read(&attempt, reviews.create(&params, &review)).await {
            Ok(review) => Ok(told_of(review)),
            Err(error)
                if matches!(error.refusal(), Some(Refusal::NotFound { .. } | Refusal::Forbidden { .. })) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The same connection, bound to another namespace. Only for reads: a change is bound to the namespace that its plan
    /// names.
    pub(crate) fn looking_at(&self, namespace: &Namespace) -> Self {
        let target = Target { namespace: namespace.clone(), ..self.shared.target.clone() };
        let (identity, facts) = (self.shared.identity.clone(), self.shared.facts.clone());
        Self { client: self.client.clone(), shared: Arc::new(Shared { target, identity, facts }) }
    }

    /// kube's client. Requests through it go into [`Self::call`], which gives them a deadline and sorts their errors.
    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// Carries out one request with its deadline.
    ///
    /// # Errors
    /// [`ClusterError::Call`]; a [`Pace::Deed`] whose answer was lost is [`Refusal::UnknownAfterSend`].
    pub(crate) fn call<T>(
        &self,
        attempt: &Attempt,
        pace: Pace,
        request: impl Future<Output = kube::Result<T>>,
    ) -> impl Future<Output = Result<Answer<T>, ClusterError>> {
        tracing::trace!(cluster = ?self, ?attempt, "a request");
        // On the heap: whatever waits for an answer holds a pointer, not the request and all that kube keeps of it.
        let request = Box::pin(request);
        async move {
            let (limit, nature) = match pace {
                Pace::Read => (READ, Nature::Read),
                Pace::DryRun => (WRITE, Nature::Read),
                Pace::Deed => (WRITE, Nature::Deed),
            };
            let heard = Heard::default();
            let answer = tokio::time::timeout(limit, heard.during(request)).await;
            let failed = |refusal| Err(ClusterError::call(attempt, refusal));
            match answer {
                Ok(Ok(value)) => Ok(Answer { value, warnings: heard.warnings() }),
                Ok(Err(error)) => match sign_in::not_renewed(&error) {
                    Some(why) => Err(why),
                    None => failed(Refusal::from_kube(&error, nature, heard.retry_after())),
                },
                Err(_) => failed(match nature {
                    Nature::Read => Refusal::Timeout { after: limit },
                    Nature::Deed => {
                        let message = format!("no answer within {} s", limit.as_secs());
                        Refusal::UnknownAfterSend { message }
                    }
                }),
            }
        }
    }

    /// [`Self::call`] for a request that changes nothing, without the warnings.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub(crate) fn read<T>(
        &self,
        attempt: &Attempt,
        request: impl Future<Output = kube::Result<T>>,
    ) -> impl Future<Output = Result<T, ClusterError>> {
        let answer = self.call(attempt, Pace::Read, request);
        async move { answer.await.map(|answer| answer.value) }
    }

    /// A connection to a server that a test plays.
    #[cfg(test)]
    pub(crate) fn played(client: Client, namespace: &str) -> Self {
        let target = Target {
            server: crate::names::Server { address: "https://played".to_owned(), ca_fingerprint: None },
            context: crate::names::ContextName::new("played"),
            namespace: Namespace::new(namespace).expect("a namespace"),
        };
        let facts = ServerFacts { version: None, who: None, proxy: None };
        Self { client, shared: Arc::new(Shared { target, identity: Digest::new("played"), facts }) }
    }

    /// The namespaces there are, sorted, for a list to choose from.
    ///
    /// # Errors
    /// Often forbidden: then the person types the name.
    pub async fn namespaces(&self) -> Result<Vec<String>, ClusterError> {
        let api: kube::Api<k8s_openapi::api::core::v1::Namespace> = kube::Api::all(self.client());
        let attempt = Attempt::new(Verb::List, "Namespace");
        let list = self.read(&attempt, api.list_metadata(&kube::api::ListParams::default())).await?;
        let mut names: Vec<_> = list.items.into_iter().filter_map(|one| one.metadata.name).collect();
        names.sort();
        Ok(names)
    }
}
