//! What it is for: the connection doctor under way. In: the chosen context. Out: the links that were tried so far. Never: a
//! search that goes on when nobody waits for it.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures::FutureExt as _;
use tokio::{runtime::Handle, sync::watch, task::AbortHandle};

use super::Wake;
use crate::{
    cluster::{
        connect::{
            ConnectOptions,
            doctor::{self, Link},
        },
        kubeconfig::ContextChoice,
    },
    names::Namespace,
};

/// The longest that all links together may take.
const LONGEST: Duration = Duration::from_mins(1);

/// How far a search is.
#[derive(Debug, Clone, Default)]
pub struct Searched {
    /// What was tried, in order.
    pub links: Vec<Link>,
    /// Whether nothing more is tried.
    pub is_over: bool,
}

/// A search under way; it ends when this is dropped.
#[derive(Debug)]
pub struct Searching {
    newest: watch::Receiver<Searched>,
    task: AbortHandle,
}

impl Searching {
    /// How far it is.
    pub fn newest(&self) -> Searched {
        self.newest.borrow().clone()
    }

    /// Starts on the runtime; `wake` is called with each link.
    pub(super) fn start(
        runtime: &Handle,
        wake: Wake,
        choice: ContextChoice,
        namespace: Namespace,
        options: ConnectOptions,
    ) -> Self {
        let (show, newest) = watch::channel(Searched::default());
        let task = runtime.spawn(async move {
            let told = |link: Link| {
                show.send_modify(|searched| searched.links.push(link));
                wake();
            };
            let search = tokio::time::timeout(LONGEST, doctor::diagnose(&choice, &namespace, &options, told));
            let end = AssertUnwindSafe(search).catch_unwind().await;
            if !matches!(end, Ok(Ok(()))) {
                tracing::warn!("the search for a connection's fault did not come to its end");
            }
            show.send_modify(|searched| {
                if matches!(end, Ok(Err(_))) {
                    searched.links.extend(Link::late(&choice, &searched.links));
                }
                searched.is_over = true;
            });
            wake();
        });
        Self { newest, task: task.abort_handle() }
    }
}

impl Drop for Searching {
    fn drop(&mut self) {
        self.task.abort();
    }
}
