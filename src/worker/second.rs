//! What it is for: the second person's side: seeing that somebody asks for one, and agreeing.
//! In: a connection, and what was shown. Out: a yes on the namespace's Lease, for exactly what was shown.
//! Never: a yes of the person who asks, from the machine that asks, or to what has moved since it was shown.
//!
//! The yes is worth what the right to patch the Lease is worth: the API server does not stamp a writer's name on an
//! object. Whoever may patch it could write another name; only the server's audit log tells.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::place::Place;
use crate::{
    cluster::{
        Cluster, ClusterError,
        lease::{self, Found},
    },
    failure::{Failure, FailureKind},
    observed::lease::{Second, SecondAsked},
    words::Sentence,
};

/// How often the asker's window may be faster.
const TRIES: usize = 5;

/// How often it is asked whether somebody asks for a second person.
const EVERY: Duration = Duration::from_secs(5);

/// Knows whether somebody asks for a second person in a namespace; stops to look when it is dropped.
#[derive(Debug)]
pub struct Listening(watch::Receiver<Option<Arc<SecondAsked>>>);

impl Listening {
    /// Looks every now and then; wakes only when the answer is another one. Must be called within the runtime.
    pub(super) fn start(cluster: Cluster, wake: super::Wake) -> Self {
        let (show, newest) = watch::channel(None);
        tokio::spawn(async move {
            loop {
                // What cannot be read leaves the answer before in force.
                if let Ok(asked) = asked(cluster.clone()).await {
                    let is_news = show.send_if_modified(|shown| {
                        let differs = shown.as_deref() != asked.as_ref();
                        if differs {
                            *shown = asked.map(Arc::new);
                        }
                        differs
                    });
                    if is_news {
                        wake();
                    }
                }
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    () = show.closed() => return,
                }
            }
        });
        Self(newest)
    }

    /// What is asked now.
    pub fn asked(&self) -> Option<Arc<SecondAsked>> {
        self.0.borrow().clone()
    }
}

/// Whether somebody asks for a second person in this namespace.
///
/// # Errors
/// The Lease cannot be read.
pub async fn asked(cluster: Cluster) -> Result<Option<SecondAsked>, Failure> {
    let found = lease::read(&cluster).await.map_err(|error| error.to_failure())?;
    Ok(found.filter(|found| !found.is_free()).and_then(|found| found.second_asked()))
}

/// Agrees to what was shown.
///
/// # Errors
/// It is no longer asked, or asked otherwise; the same person or the same machine asks; or the Lease cannot be written.
pub async fn agree(cluster: Cluster, shown: SecondAsked, here: Place) -> Result<(), Failure> {
    let who = cluster.facts().who.as_ref().map(|who| who.user.clone()).unwrap_or_default();
    if who.is_empty() {
        return Err(refused("second-nobody"));
    }
    if who == shown.who {
        return Err(refused("second-yourself"));
    }
    let mut left = TRIES;
    loop {
        let found = lease::read(&cluster).await.map_err(|error| error.to_failure())?;
        let Some(found) = found.filter(|found| asks(found, &shown)) else {
            return Err(refused("second-moved"));
        };
        if found.identity().ends_with(&here.place) {
            return Err(refused("second-your-machine"));
        }
        let yes = Second {
            step: shown.step.clone(),
            plan: shown.plan.clone(),
            proposal: shown.proposal.clone(),
            who: who.clone(),
            host: here.host.clone(),
        };
        match lease::second(&cluster, &found, &yes, &here.place).await {
            Ok(_) => return Ok(()),
            Err(error) if left > 1 && is_again(&error) => left -= 1,
            Err(error) => return Err(error.to_failure()),
        }
    }
}

/// A lost answer is looked at again too: the same yes written twice is one yes.
fn is_again(error: &ClusterError) -> bool {
    lease::is_raced(error) || error.is_unknown()
}

fn asks(found: &Found, shown: &SecondAsked) -> bool {
    !found.is_free() && found.second_asked().as_ref() == Some(shown)
}

fn refused(key: &str) -> Failure {
    Failure::new(FailureKind::Person, Sentence::new(key)).hint(Sentence::new("second-hint"))
}
