//! What it is for: ends this program at a named point of a named step, so that a test can show what is left. Only with
//! the cargo feature `fault-points`, which no release has; without it every call is empty.
//! In: `CHANGEOVER_FAULT_POINT=<step>:<point>[:<attempt>]`. Out: SIGKILL to this process. Never: in the default build
//! (`tests/it/kills.rs` looks into it), or anything but the end.

/// Where a deed can be cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultPoint {
    /// The person agreed; nothing is written.
    BeforeStartLine,
    /// The start line is on disk; nothing was sent.
    AfterStartLine,
    /// A changing request is under way.
    RequestSent,
    /// Its answer is here and was not looked at.
    AnswerLost,
    /// The end is known; nothing is written of it.
    BeforeEndLine,
    /// The end line is on disk; the window does not know.
    AfterEndLine,
}

impl FaultPoint {
    /// All six, in the order in which a deed comes by them.
    pub const ALL: [Self; 6] = [
        Self::BeforeStartLine,
        Self::AfterStartLine,
        Self::RequestSent,
        Self::AnswerLost,
        Self::BeforeEndLine,
        Self::AfterEndLine,
    ];

    /// As the variable has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeStartLine => "before-start-line",
            Self::AfterStartLine => "after-start-line",
            Self::RequestSent => "request-sent",
            Self::AnswerLost => "answer-lost",
            Self::BeforeEndLine => "before-end-line",
            Self::AfterEndLine => "after-end-line",
        }
    }
}

#[cfg(feature = "fault-points")]
pub use armed::{enter, is_due, leave, reached, soon};
#[cfg(not(feature = "fault-points"))]
pub use empty::{enter, is_due, leave, reached, soon};

#[cfg(feature = "fault-points")]
mod armed {
    use std::{
        sync::{LazyLock, Mutex, PoisonError},
        thread,
        time::Duration,
    };

    use super::FaultPoint;

    /// What the variable asks for: step, point, and the attempt if it is not any.
    static WANTED: LazyLock<Option<(String, String, Option<u32>)>> = LazyLock::new(|| {
        let text = std::env::var("CHANGEOVER_FAULT_POINT").ok()?;
        let mut parts = text.split(':').map(str::to_owned);
        let (step, point) = (parts.next()?, parts.next()?);
        let attempt = parts.next().and_then(|attempt| attempt.parse().ok());
        Some((step, point, attempt))
    });
    /// The step under way and its attempt. There is one deed at a time.
    static STEP: Mutex<Option<(String, u32)>> = Mutex::new(None);

    /// A deed begins.
    pub fn enter(step: &str, attempt: u32) {
        *STEP.lock().unwrap_or_else(PoisonError::into_inner) = Some((step.to_owned(), attempt));
    }

    /// The deed ended.
    pub fn leave() {
        *STEP.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether this program is to end at this point of the deed under way.
    pub fn is_due(at: FaultPoint) -> bool {
        let Some((step, point, attempt)) = WANTED.as_ref() else { return false };
        let under_way = STEP.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |(now, tried): &(String, u32)| now == step && attempt.is_none_or(|attempt| attempt == *tried);
        under_way.as_ref().is_some_and(is_it) && point == at.name()
    }

    /// The point is reached: ends this program if it is to end here.
    pub fn reached(at: FaultPoint) {
        if is_due(at) {
            end();
        }
    }

    /// The same a moment from now, while something else is under way.
    pub fn soon(at: FaultPoint) {
        if is_due(at) {
            let wait = || {
                thread::sleep(Duration::from_millis(10));
                end();
            };
            // Without a thread the test fails, which is all there is to do.
            drop(thread::Builder::new().name("changeover-fault".to_owned()).spawn(wait));
        }
    }

    /// As if somebody had pulled the plug: no destructor, no buffer written.
    fn end() {
        #[cfg(unix)]
        if rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).is_ok() {
            // The signal is on its way; nothing more may happen on this thread.
            loop {
                thread::park();
            }
        }
        std::process::abort();
    }
}

#[cfg(not(feature = "fault-points"))]
mod empty {
    use super::FaultPoint;

    /// Nothing.
    #[inline]
    pub fn enter(_step: &str, _attempt: u32) {}
    /// Nothing.
    #[inline]
    pub fn leave() {}
    /// Never.
    #[inline]
    pub fn is_due(_at: FaultPoint) -> bool {
        false
    }
    /// Nothing.
    #[inline]
    pub fn reached(_at: FaultPoint) {}
    /// Nothing.
    #[inline]
    pub fn soon(_at: FaultPoint) {}
}
