//! What the API server hands over to whoever runs the pods: logs, commands in containers, forwarded ports.

use std::fmt::Debug;

use hyper::body::Bytes;
use serde_json::Value;
use tokio::{io::DuplexStream, sync::mpsc};

use super::refusal::Refusal;

/// What a client asks of a container's log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogOptions {
    /// Always named; the server chooses when the client does not.
    pub container: String,
    pub follow: bool,
    /// Of the container's run before this one.
    pub previous: bool,
    pub timestamps: bool,
    pub since_seconds: Option<i64>,
    /// RFC 3339.
    pub since_time: Option<String>,
    /// Lines from the end; `None` is all.
    pub tail: Option<usize>,
    pub limit_bytes: Option<usize>,
}

/// A command to run in a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExecOptions {
    pub container: String,
    pub command: Vec<String>,
    pub stdin: bool,
    pub tty: bool,
}

/// What a running command tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Out(Bytes),
    Err(Bytes),
    /// The command ended with this exit code. The last word.
    Ended(i32),
    /// The command could not be run. The last word.
    Failed(String),
}

/// A running command. Dropping it is the client going away.
#[derive(Debug)]
pub struct Running {
    /// Closed at the end of the client's input.
    pub stdin: mpsc::Sender<Bytes>,
    pub told: mpsc::Receiver<Told>,
}

/// Runs pods. Nothing here may block; long work belongs into a task that feeds the channels.
pub trait Kubelet: Debug + Send + Sync {
    /// The log of a container, piece by piece; the stream ends when the channel closes.
    ///
    /// # Errors
    /// `BadRequest` when the container has not started.
    fn log(&self, pod: &Value, options: &LogOptions) -> Result<mpsc::Receiver<Bytes>, Refusal>;

    /// Starts a command in a container.
    ///
    /// # Errors
    /// When the container does not run.
    fn exec(&self, pod: &Value, options: &ExecOptions) -> Result<Running, Refusal>;

    /// A connection to a port of a pod; needs a tokio runtime.
    ///
    /// # Errors
    /// With the reason, such as a refused connection.
    fn forward(&self, pod: &Value, port: u16) -> Result<DuplexStream, String>;

    /// What whoever listens on a port of a pod answers over HTTP; `None` where nobody does.
    fn page(&self, pod: &Value, port: u16) -> Option<String>;
}

/// A cluster whose pods never run.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKubelet;

impl Kubelet for NoKubelet {
    fn log(&self, pod: &Value, options: &LogOptions) -> Result<mpsc::Receiver<Bytes>, Refusal> {
        Err(waiting(pod, &options.container))
    }

    fn exec(&self, pod: &Value, options: &ExecOptions) -> Result<Running, Refusal> {
        Err(waiting(pod, &options.container))
    }

    fn forward(&self, _pod: &Value, _port: u16) -> Result<DuplexStream, String> {
        Err("connection refused".to_owned())
    }

    fn page(&self, _pod: &Value, _port: u16) -> Option<String> {
        None
    }
}

fn waiting(pod: &Value, container: &str) -> Refusal {
    let name = super::meta::text(pod, "name");
    Refusal::bad_request(format!(
        "container \"{container}\" in pod \"{name}\" is waiting to start: ContainerCreating"
    ))
}
