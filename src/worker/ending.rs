//! What it is for: being asked to end from outside: Ctrl-C in the terminal, the end of the session.
//! In: the system's signals. Out: the wish to end, which the window follows as it can. Never: an end in the middle of a
//! deed at the first call; a second call ends the program at once.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// How a program ends that is told twice to end, by old custom of shells.
const INTERRUPTED: i32 = 130;

/// Whether somebody asked.
#[derive(Debug)]
pub(super) struct Ending(Arc<AtomicBool>);

impl Ending {
    /// Listens from now on. Must be called within the runtime.
    pub(super) fn listen(wake: super::Wake) -> Self {
        let asked = Arc::new(AtomicBool::new(false));
        match calls() {
            Ok(calls) => drop(tokio::spawn(follow(calls, Arc::clone(&asked), wake))),
            Err(fault) => tracing::warn!(%fault, "the program cannot listen for its end"),
        }
        Self(asked)
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

async fn follow(mut calls: Calls, asked: Arc<AtomicBool>, wake: super::Wake) {
    while calls.next().await {
        if asked.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "told twice: the window did not follow, whatever keeps it")]
            std::process::exit(INTERRUPTED);
        }
        wake();
    }
}

#[cfg(unix)]
struct Calls([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
fn calls() -> std::io::Result<Calls> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(Calls([
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
        signal(SignalKind::hangup())?,
    ]))
}

#[cfg(unix)]
impl Calls {
    /// Waits for the next call; false when none can come any more.
    async fn next(&mut self) -> bool {
        let [interrupt, terminate, hangup] = &mut self.0;
        let heard = tokio::select! {
            heard = interrupt.recv() => heard,
            heard = terminate.recv() => heard,
            heard = hangup.recv() => heard,
        };
        heard.is_some()
    }
}

#[cfg(not(unix))]
struct Calls;

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as where it can fail")]
fn calls() -> std::io::Result<Calls> {
    Ok(Calls)
}

#[cfg(not(unix))]
impl Calls {
    /// Waits for the next call; false when none can come any more.
    async fn next(&mut self) -> bool {
        tokio::signal::ctrl_c().await.is_ok()
    }
}
