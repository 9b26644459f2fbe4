//! What it is for: ends this program at a named point of a named step, so that a test can show what is left. Only with
//! the cargo feature `fault-points`, which no release has; without it every call is empty.
//! In: `CHANGEOVER_FAULT_POINT=<step>:<point>[:<attempt>[:<time>]]`; a deed of several requests comes by the middle
//! points several times, and an empty attempt is any. Out: SIGKILL to this process. Never: in the default build
//! (`tests/it/kills/` looks into it), or anything but the end.

/// Where a deed can be cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultPoint {
    /// The person agreed; nothing is written.
    BeforeStartLine,
    /// The start line is on disk; nothing was sent.
    AfterStartLine,
    /// A request is under way: one that changes something, or the question of a step that only reads.
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
pub use armed::{comes, end, enter, leave, reached, soon};
#[cfg(not(feature = "fault-points"))]
pub use empty::{comes, end, enter, leave, reached, soon};

#[cfg(feature = "fault-points")]
mod armed {
    use std::{
        sync::{LazyLock, Mutex, PoisonError},
        thread,
        time::Duration,
    };

    use super::FaultPoint;

    /// What the variable asks for.
    struct Wanted {
        step: String,
        point: String,
        /// `None` is any.
        attempt: Option<u32>,
        /// Which time that the deed comes by it.
        time: u32,
    }

    /// The deed under way. There is one at a time.
    struct UnderWay {
        step: String,
        attempt: u32,
        /// How often it came by the point so far.
        times: u32,
    }

    static WANTED: LazyLock<Option<Wanted>> = LazyLock::new(|| {
        let text = std::env::var("CHANGEOVER_FAULT_POINT").ok()?;
        let mut parts = text.split(':').map(str::to_owned);
        let (step, point) = (parts.next()?, parts.next()?);
        let mut number = || parts.next().and_then(|number| number.parse().ok());
        Some(Wanted { step, point, attempt: number(), time: number().unwrap_or(1) })
    });
    static DEED: Mutex<Option<UnderWay>> = Mutex::new(None);

    /// A deed begins.
    pub fn enter(step: &str, attempt: u32) {
        let deed = UnderWay { step: step.to_owned(), attempt, times: 0 };
        *DEED.lock().unwrap_or_else(PoisonError::into_inner) = Some(deed);
    }

    /// The deed ended.
    pub fn leave() {
        *DEED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The deed under way comes by this point: whether the program is to [`end`] here.
    pub fn comes(by: FaultPoint) -> bool {
        let Some(wanted) = WANTED.as_ref() else { return false };
        let mut deed = DEED.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(deed) = deed.as_mut() else { return false };
        let is_attempt = wanted.attempt.is_none_or(|attempt| attempt == deed.attempt);
        if wanted.step != deed.step || wanted.point != by.name() || !is_attempt {
            return false;
        }
        deed.times += 1;
        deed.times == wanted.time
    }

    /// The point is reached: ends this program if it is to end here.
    pub fn reached(at: FaultPoint) {
        if comes(at) {
            end();
        }
    }

    /// The same a moment from now, while something else is under way. Whether it is to end: then nothing may follow.
    pub fn soon(at: FaultPoint) -> bool {
        let is_due = comes(at);
        if is_due {
            let wait = || {
                thread::sleep(Duration::from_millis(10));
                end();
            };
            // Without a thread the caller ends it.
            drop(thread::Builder::new().name("changeover-fault".to_owned()).spawn(wait));
        }
        is_due
    }

    /// As if somebody had pulled the plug: no destructor, no buffer written.
    pub fn end() {
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
    pub fn comes(_by: FaultPoint) -> bool {
        false
    }
    /// Nothing.
    #[inline]
    pub fn reached(_at: FaultPoint) {}
    /// Never.
    #[inline]
    pub fn soon(_at: FaultPoint) -> bool {
        false
    }
    /// Nothing.
    #[inline]
    pub fn end() {}
}
