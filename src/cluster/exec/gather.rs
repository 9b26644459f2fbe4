//! What it is for: reading a program's two streams and its status until all is told or the wait is over.
//! In: two streams, the status channel. Out: what was written, bounded, and how the program ended.
//! Never: one stream waited for while the other is full (mistake 17), or an end of the streams taken for success
//! (mistake 16).

use std::{pin::pin, time::Duration};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::Status;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::Ran;
use crate::{
    cluster::{
        log_lines, mask,
        report::{Cancel, Reporter},
    },
    manifest::mask::mask_text,
    observed::progress::{LogLine, Progress},
};

/// Most bytes that are kept of each stream; the rest is read and dropped.
const KEPT: usize = 1 << 20;
/// Most lines that are shown while the program runs.
const SHOWN: usize = 2_000;
/// How long the streams may still bring something once the status is there, or is known not to come.
const REST: Duration = Duration::from_secs(5);
/// How long a silent stream of a broken connection is waited for. kube does not end the streams then.
const QUIET: Duration = Duration::from_millis(300);

/// What a program wrote to one stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    /// The beginning, at most 1 MiB, as text; bytes that are no text are replaced.
    pub text: String,
    /// It wrote more than is kept.
    pub is_cut: bool,
}

impl Captured {
    /// The lines, safe to draw.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        self.text.lines().map(|line| log_lines::clean(line.as_bytes()))
    }
}

/// How a program ended, as far as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// It ended with this exit code.
    Ended {
        /// 0 is success; a signal is 128 and its number.
        code: i32,
    },
    /// The container's own words for why it was not started. It surely did not run.
    NotStarted {
        /// The words, masked.
        message: String,
    },
    /// Started, and its end is not known: the connection broke, or no status came.
    Lost {
        /// What was told instead, masked; may be empty.
        message: String,
    },
    /// It did not end in time; it may still run.
    Late,
    /// The person stopped waiting; it may still run.
    Stopped,
}

/// The wait for a program.
pub(super) struct Gathering<'a> {
    pub(super) limit: Duration,
    pub(super) reporter: &'a Reporter,
    pub(super) cancel: Cancel,
    /// Pod and container, beside each line.
    pub(super) source: String,
}

/// Reads both streams side by side until the status is there and the streams are empty.
pub(super) async fn gather<O, E, S>(
    mut stdout: Option<O>,
    mut stderr: Option<E>,
    status: S,
    gathering: Gathering<'_>,
) -> Ran
where
    O: AsyncRead + Unpin,
    E: AsyncRead + Unpin,
    S: Future<Output = Option<Status>>,
{
    let Gathering { limit, reporter, mut cancel, source } = gathering;
    let mut status = pin!(status);
    let mut deadline = pin!(tokio::time::sleep(limit));
    let mut rest = pin!(tokio::time::sleep(limit));
    let mut told: Option<RunEnd> = None;
    let (mut out, mut err) = (Stream::default(), Stream::default());
    let (mut out_room, mut err_room) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let end = loop {
        if let Some(end) = &told
            && stdout.is_none()
            && stderr.is_none()
        {
            break end.clone();
        }
        // Without a status the streams may stay open for ever: only what is already there is taken.
        let quiet = if matches!(told, Some(RunEnd::Lost { .. })) { QUIET } else { limit + REST };
        tokio::select! {
            biased;
            () = cancel.cancelled() => break told.unwrap_or(RunEnd::Stopped),
            () = &mut deadline, if told.is_none() => break RunEnd::Late,
            () = &mut rest, if told.is_some() => break told.unwrap_or(RunEnd::Late),
            count = chunk(&mut stdout, &mut out_room) => {
                out.take(&out_room, count, &mut stdout, reporter, &source).await;
            }
            count = chunk(&mut stderr, &mut err_room) => {
                err.take(&err_room, count, &mut stderr, reporter, &source).await;
            }
            answer = &mut status, if told.is_none() => {
                told = Some(answer.map_or_else(|| RunEnd::Lost { message: String::new() }, |one| end_of(&one)));
                rest.as_mut().reset(tokio::time::Instant::now() + REST);
            }
            () = tokio::time::sleep(quiet) => break told.unwrap_or(RunEnd::Late),
        }
    };
    out.finish(reporter, &source).await;
    err.finish(reporter, &source).await;
    Ran { end, stdout: out.captured(), stderr: err.captured() }
}

/// The next bytes; 0 when the stream ended. Never returns for a stream that is not there.
async fn chunk<R: AsyncRead + Unpin>(stream: &mut Option<R>, room: &mut [u8]) -> usize {
    match stream {
        Some(stream) => stream.read(room).await.unwrap_or(0),
        None => std::future::pending().await,
    }
}

/// One stream so far.
#[derive(Debug, Default)]
struct Stream {
    kept: Vec<u8>,
    is_cut: bool,
    line: Vec<u8>,
    shown: usize,
}

impl Stream {
    async fn take<R>(
        &mut self,
        room: &[u8],
        count: usize,
        from: &mut Option<R>,
        reporter: &Reporter,
        source: &str,
    ) {
        if count == 0 {
            *from = None;
            return;
        }
        let bytes = room.get(..count).unwrap_or(room);
        let free = KEPT.saturating_sub(self.kept.len());
        self.is_cut |= bytes.len() > free;
        self.kept.extend(bytes.iter().take(free));
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let free = log_lines::LONGEST_LINE.saturating_sub(self.line.len());
            self.line.extend(part.iter().take(free));
            if part.ends_with(b"\n") {
                self.show(reporter, source).await;
            }
        }
    }

    async fn finish(&mut self, reporter: &Reporter, source: &str) {
        if !self.line.is_empty() {
            self.show(reporter, source).await;
        }
    }

    async fn show(&mut self, reporter: &Reporter, source: &str) {
        let line = std::mem::take(&mut self.line);
        self.shown += 1;
        if self.shown > SHOWN {
            return;
        }
        // A line end is a control character, and goes.
        let text = mask_text(log_lines::clean(&line).trim_end());
        let line = LogLine { source: source.to_owned(), at: None, text, is_cut: false };
        reporter.send(Progress::Line(line)).await;
    }

    fn captured(self) -> Captured {
        Captured { text: String::from_utf8_lossy(&self.kept).into_owned(), is_cut: self.is_cut }
    }
}

/// What the status channel says (facts 4.2): only `Success` is success.
fn end_of(status: &Status) -> RunEnd {
    let message = mask::without_values(status.message.as_deref().unwrap_or_default());
    match status.status.as_deref() {
        Some("Success") => RunEnd::Ended { code: 0 },
        Some("Failure") => {
            let causes = status.details.as_ref().and_then(|details| details.causes.as_deref());
            let code =
                causes.unwrap_or_default().iter().find(|one| one.reason.as_deref() == Some("ExitCode"));
            let code = code.and_then(|one| one.message.as_deref()?.parse().ok());
            match code {
                // A failure with exit code 0 contradicts itself: then nothing is known.
                Some(0) => RunEnd::Lost { message },
                Some(code) => RunEnd::Ended { code },
                None if never_ran(&message) => RunEnd::NotStarted { message },
                None => RunEnd::Lost { message },
            }
        }
        Some(_) | None => RunEnd::Lost { message },
    }
}

/// The container runtimes' words for a program that cannot be started. Everything else may have happened on the way.
fn never_ran(message: &str) -> bool {
    ["executable file not found", "no such file or directory", "permission denied", "container not found"]
        .iter()
        .any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    fn status(value: &Value) -> Status {
        serde_json::from_value(value.clone()).unwrap()
    }

    fn gathering(reporter: &Reporter, limit: Duration, cancel: Cancel) -> Gathering<'_> {
        Gathering { limit, reporter, cancel, source: "p/c".to_owned() }
    }

    #[test]
    fn mistake_16_only_the_servers_word_is_success() {
        let end = |value: &Value| end_of(&status(value));
        assert_eq!(end(&json!({"status": "Success"})), RunEnd::Ended { code: 0 });
        let failed = |code: &str| {
            json!({"status": "Failure", "reason": "NonZeroExitCode", "message": "command terminated",
                "details": {"causes": [{"reason": "ExitCode", "message": code}]}})
        };
        assert_eq!(end(&failed("3")), RunEnd::Ended { code: 3 });
        assert!(matches!(end(&failed("0")), RunEnd::Lost { .. }));
        assert!(matches!(end(&failed("x")), RunEnd::Lost { .. }));
        assert!(matches!(end(&json!({})), RunEnd::Lost { .. }));
        let missing = json!({"status": "Failure", "reason": "InternalError",
            "message": "exec: \"x\": executable file not found in $PATH"});
        assert!(matches!(end(&missing), RunEnd::NotStarted { .. }));
        let broken = json!({"status": "Failure", "reason": "InternalError", "message": "error reading"});
        assert!(matches!(end(&broken), RunEnd::Lost { .. }));
    }

    #[tokio::test]
    async fn mistake_17_both_streams_are_drained_and_bounded() {
        let (stdout, mut out) = tokio::io::simplex(1024);
        let (stderr, mut err) = tokio::io::simplex(1024);
        let (tell, told) = tokio::sync::oneshot::channel();
        let program = async move {
            // More to the one than its pipe holds before anything goes to the other.
            err.write_all(&vec![b'e'; 100 * 1024]).await.unwrap();
            out.write_all(&vec![b'o'; KEPT + 10]).await.unwrap();
            tell.send(status(&json!({"status": "Success"}))).unwrap();
            out.write_all(b"after the status").await.unwrap();
            out.shutdown().await.unwrap();
            err.shutdown().await.unwrap();
        };
        let silent = Reporter::silent();
        let limit = Duration::from_secs(20);
        let ran = gather(
            Some(stdout),
            Some(stderr),
            async { told.await.ok() },
            gathering(&silent, limit, Cancel::never()),
        );
        let (ran, ()) = tokio::join!(ran, program);
        assert_eq!(ran.end, RunEnd::Ended { code: 0 });
        assert_eq!((ran.stdout.text.len(), ran.stdout.is_cut), (KEPT, true));
        assert_eq!((ran.stderr.text.len(), ran.stderr.is_cut), (100 * 1024, false));
    }

    #[tokio::test]
    async fn mistake_16_a_cut_connection_is_not_known_and_does_not_hang() {
        let (stdout, mut out) = tokio::io::simplex(1024);
        let (stderr, _err) = tokio::io::simplex(1024);
        out.write_all(b"half\n").await.unwrap();
        let silent = Reporter::silent();
        let begun = std::time::Instant::now();
        // kube drops its ends without closing them when the connection breaks.
        let gathering = gathering(&silent, Duration::from_mins(1), Cancel::never());
        let ran = gather(Some(stdout), Some(stderr), async { None }, gathering).await;
        assert!(matches!(ran.end, RunEnd::Lost { .. }), "{ran:?}");
        assert_eq!(ran.stdout.text, "half\n");
        assert!(begun.elapsed() < REST, "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn a_wait_that_ends_early_tells_so() {
        let open = || tokio::io::simplex(1024);
        let (stdout, _out) = open();
        let (stderr, _err) = open();
        let silent = Reporter::silent();
        let late = gathering(&silent, Duration::from_millis(50), Cancel::never());
        let ran = gather(Some(stdout), Some(stderr), std::future::pending(), late).await;
        assert_eq!(ran.end, RunEnd::Late);
        let (stdout, _out) = open();
        let (stderr, _err) = open();
        let (canceller, cancel) = Cancel::pair();
        canceller.cancel();
        let stopped = gathering(&silent, Duration::from_mins(1), cancel);
        let ran = gather(Some(stdout), Some(stderr), std::future::pending(), stopped).await;
        assert_eq!(ran.end, RunEnd::Stopped);
    }
}
