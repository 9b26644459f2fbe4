//! What it is for: the sign-in that all requests of a connection share, taken anew when the server no longer accepts it.
//! In: the context as it was chosen, and its kubeconfig files read again. Out: kube's client.
//! Never: another server or another person than at the start, a plug-in nobody agreed to, or a request sent twice.

use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use http::{Request, Response, StatusCode};
use kube::Client;
use kube::client::{Body, ClientBuilder};
use tokio::sync::Mutex;
use tower::BoxError;

use super::credentials::Keeper;
use super::{ConnectOptions, Identity, first_answer, set_up};
use crate::cluster::error::{ClusterError, Refusal};
use crate::cluster::kubeconfig::ContextChoice;
use crate::names::Namespace;

/// After a try that failed: so long none is made, unless a file of the kubeconfig was written.
const PAUSE: Duration = Duration::from_secs(30);

/// The server's 401, with where the sign-in came from.
#[derive(Debug, thiserror::Error)]
#[error("the server does not accept the sign-in")]
pub(in crate::cluster) struct NotAccepted {
    pub(in crate::cluster) refusal: Refusal,
}

/// The server refused the sign-in before, and there is no other. The request was not sent.
#[derive(Debug, thiserror::Error)]
#[error("the sign-in was not renewed")]
pub(in crate::cluster) struct NotRenewed(#[source] pub(in crate::cluster) Box<ClusterError>);

/// The sign-in in force.
#[derive(Clone)]
struct Newest {
    client: Client,
    /// Which one it is, so that a late 401 says nothing about the next.
    number: u64,
    is_refused: bool,
    /// Renews the token; ends with its last clone.
    _keeper: Option<Arc<Keeper>>,
}

/// What a connection signs in with.
pub(super) struct SignIn {
    choice: ContextChoice,
    namespace: Namespace,
    options: ConnectOptions,
    /// Who we were at the first answer; nothing is taken anew before that.
    who: OnceLock<Option<Identity>>,
    newest: RwLock<Newest>,
    /// The last try that failed.
    tried: Mutex<Option<Tried>>,
}

/// A try that failed.
#[derive(Debug)]
struct Tried {
    begun: Instant,
    /// When the kubeconfig's files were written.
    written: Vec<Option<SystemTime>>,
    why: ClusterError,
}

impl Tried {
    /// Whether trying again would be no use: whoever asks waited for this try, or nothing has changed and it was a
    /// moment ago. Plug-ins may open a browser, and wrong passwords lock accounts.
    fn holds(&self, asked: Instant, written: &[Option<SystemTime>]) -> bool {
        self.begun >= asked || (self.begun.elapsed() < PAUSE && self.written == written)
    }
}

impl fmt::Debug for SignIn {
    /// Without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("choice", &self.choice).finish_non_exhaustive()
    }
}

impl SignIn {
    /// Signs in for the first time. Asks the server nothing.
    ///
    /// # Errors
    /// The plug-in, or what the kubeconfig names, cannot be used.
    pub(super) async fn start(
        choice: &ContextChoice,
        namespace: &Namespace,
        options: &ConnectOptions,
    ) -> Result<Arc<Self>, ClusterError> {
        let newest = made(choice, namespace, options, 0).await?;
        Ok(Arc::new(Self {
            choice: choice.clone(),
            namespace: namespace.clone(),
            options: options.clone(),
            who: OnceLock::new(),
            newest: RwLock::new(newest),
            tried: Mutex::new(None),
        }))
    }

    /// The client whose requests go out with the newest sign-in.
    pub(super) fn client(self: &Arc<Self>) -> Client {
        let sign_in = Arc::clone(self);
        let send = move |request| {
            let sign_in = Arc::clone(&sign_in);
            async move { sign_in.send(request).await }
        };
        ClientBuilder::new(tower::service_fn(send), self.namespace.as_str()).build()
    }

    /// Says who we are; from now on a refused sign-in is taken anew, if it is theirs.
    pub(super) fn belongs_to(&self, who: Option<Identity>) {
        self.who.get_or_init(|| who);
    }

    async fn send(self: Arc<Self>, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let mut newest = self.newest();
        if newest.is_refused && self.who.get().is_some() {
            // On a task of its own: the one who asks may lose patience, and a plug-in is not to be cut off.
            let renewing = tokio::spawn(Arc::clone(&self).renewed(Instant::now()));
            newest = renewing.await?.map_err(|why| NotRenewed(Box::new(why)))?;
        }
        let answer = newest.client.send(request).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            self.is_refused(newest.number);
            return Err(NotAccepted { refusal: self.unauthorized() }.into());
        }
        Ok(answer)
    }

    fn newest(&self) -> Newest {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_refused(&self, number: u64) {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if newest.number == number {
            newest.is_refused = true;
        }
    }

    fn unauthorized(&self) -> Refusal {
        Refusal::Unauthorized { user: self.choice.user.clone(), file: self.choice.user_file.clone() }
    }

    /// The sign-in that is not refused. Those who waited for one try share what came of it.
    async fn renewed(self: Arc<Self>, asked: Instant) -> Result<Newest, ClusterError> {
        let mut tried = self.tried.lock().await;
        let newest = self.newest();
        if !newest.is_refused {
            return Ok(newest);
        }
        let choice = self.choice.clone();
        let written = tokio::task::spawn_blocking(move || choice.written()).await.unwrap_or_default();
        if let Some(failed) = tried.as_ref().filter(|failed| failed.holds(asked, &written)) {
            return Err(failed.why.clone());
        }
        let begun = Instant::now();
        match self.again(newest.number + 1).await {
            Ok(newest) => {
                *tried = None;
                *self.newest.write().unwrap_or_else(PoisonError::into_inner) = newest.clone();
                Ok(newest)
            }
            Err(why) => {
                *tried = Some(Tried { begun, written, why: why.clone() });
                Err(why)
            }
        }
    }

    /// Reads the kubeconfig again, and asks the server who that is.
    async fn again(&self, number: u64) -> Result<Newest, ClusterError> {
        let before = self.choice.clone();
        let reading = tokio::task::spawn_blocking(move || before.again()).await;
        let address = || self.choice.server.address.clone();
        let stopped = |_| ClusterError::SetUp { server: address(), message: "reading stopped".to_owned() };
        let choice = reading.map_err(stopped)??;
        if choice.server.address != self.choice.server.address {
            return Err(ClusterError::OtherServer {
                context: choice.context.to_string(),
                wanted: address(),
                is: choice.server.address,
            });
        }
        if choice.server != self.choice.server || !choice.is_same_way(&self.choice) {
            return Err(ClusterError::OtherWay { context: choice.context.to_string(), server: address() });
        }
        let known = self.who.get().cloned().flatten().map(|who| who.user);
        if self.choice.signs_in() && !choice.signs_in() {
            let before = known.or_else(|| self.choice.user.clone()).unwrap_or_default();
            return Err(ClusterError::OtherPerson { before, now: String::new() });
        }
        let newest = made(&choice, &self.namespace, &self.options, number).await?;
        let facts = match first_answer(&newest.client, &self.choice.server.address).await {
            Err(ClusterError::Connect { server, refusal })
                if matches!(*refusal, Refusal::Unauthorized { .. }) =>
            {
                return Err(ClusterError::Connect { server, refusal: Box::new(self.unauthorized()) });
            }
            answer => answer?,
        };
        let (before, now) = match (known, facts.who.map(|who| who.user)) {
            // A server that does not say who we are: the kubeconfig's own names must do.
            (None, None) => (self.choice.user.clone().unwrap_or_default(), choice.user.unwrap_or_default()),
            (known, now) => (known.unwrap_or_default(), now.unwrap_or_default()),
        };
        if before == now { Ok(newest) } else { Err(ClusterError::OtherPerson { before, now }) }
    }
}

async fn made(
    choice: &ContextChoice,
    namespace: &Namespace,
    options: &ConnectOptions,
    number: u64,
) -> Result<Newest, ClusterError> {
    let minted = match &choice.plugin {
        Some(call) => Some(call.run(options.consent.as_ref()).await?),
        None => None,
    };
    let (client, keeper) = set_up::client(choice, namespace, options, minted).await?;
    Ok(Newest { client, number, is_refused: false, _keeper: keeper.map(Arc::new) })
}

/// Why a request was not sent, when that was for want of a sign-in.
pub(super) fn not_renewed(error: &kube::Error) -> Option<ClusterError> {
    let kube::Error::Service(error) = error else { return None };
    error.downcast_ref::<NotRenewed>().map(|why| (*why.0).clone())
}
