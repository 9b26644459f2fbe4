//! What a node answers: logs, programs in containers, ports.

use std::sync::Arc;

use hyper::body::Bytes;
use serde_json::Value;
use tokio::{io::DuplexStream, sync::mpsc};

use crate::practice::{
    controllers::fields::text,
    kubelet::{ExecOptions, Kubelet, LogOptions, Running, Told},
    meta,
    refusal::Refusal,
};

use super::{Roster, World, pod::Pod, ports};

/// Exit code of a program that cannot be started, as container runtimes report it.
const NOT_STARTED: i32 = 126;
/// Pieces of input that wait to be thrown away.
const WAITING: usize = 16;

/// Answers for all nodes.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) world: Arc<World>,
    pub(super) roster: Arc<Roster>,
}

impl Answers {
    fn find(&self, pod: &Value) -> Option<Arc<Pod>> {
        self.roster.pods().get(meta::text(pod, "uid")).cloned()
    }
}

impl Kubelet for Answers {
    fn log(&self, pod: &Value, options: &LogOptions) -> Result<mpsc::Receiver<Bytes>, Refusal> {
        let name = meta::text(pod, "name");
        if text(pod, "/spec/nodeName").is_empty() {
            let why = format!("pod {name} does not have a host assigned");
            return Err(Refusal::bad_request(why));
        }
        let waiting = |why: &str| {
            let container = &options.container;
            Refusal::bad_request(format!(
                "container \"{container}\" in pod \"{name}\" is waiting to start: {why}"
            ))
        };
        let living = self.find(pod).ok_or_else(|| waiting("ContainerCreating"))?;
        match living.log(&options.container, options.previous) {
            Ok(log) => Ok(log.read(options)),
            Err(_) if options.previous => {
                let container = &options.container;
                let why =
                    format!("previous terminated container \"{container}\" in pod \"{name}\" not found");
                Err(Refusal::bad_request(why))
            }
            Err(reason) => Err(waiting(match reason.as_str() {
                "ErrImagePull" => "image can't be pulled",
                "ImagePullBackOff" => "trying and failing to pull image",
                other => other,
            })),
        }
    }

    fn exec(&self, pod: &Value, options: &ExecOptions) -> Result<Running, Refusal> {
        let living = self.find(pod).filter(|living| living.is_running(&options.container));
        if living.is_none() {
            let why =
                format!("unable to upgrade connection: container not found (\"{}\")", options.container);
            return Err(Refusal::internal(why));
        }
        let (stdin, mut input) = mpsc::channel::<Bytes>(WAITING);
        let (tell, told) = mpsc::channel(WAITING);
        let done = self.world.commands.run(&self.world.desk.facts, meta::text(pod, "name"), &options.command);
        let said = if let Some(done) = done {
            [
                Some(Told::Out(done.stdout.into())),
                Some(Told::Err(done.stderr.into())),
                Some(Told::Ended(done.exit)),
            ]
        } else {
            let program = options.command.first().map_or("", String::as_str);
            let why = format!(
                "OCI runtime exec failed: exec failed: unable to start container process: exec: \"{program}\": \
                 executable file not found in $PATH\n"
            );
            [None, Some(Told::Err(why.into())), Some(Told::Ended(NOT_STARTED))]
        };
        tokio::spawn(async move {
            let is_empty =
                |one: &Told| matches!(one, Told::Out(bytes) | Told::Err(bytes) if bytes.is_empty());
            for one in said.into_iter().flatten().filter(|one| !is_empty(one)) {
                if tell.send(one).await.is_err() {
                    return;
                }
            }
            // The program read nothing; what is still sent is thrown away until the client goes.
            drop(tell);
            while input.recv().await.is_some() {}
        });
        Ok(Running { stdin, told })
    }

    fn forward(&self, pod: &Value, port: u16) -> Result<DuplexStream, String> {
        match self.find(pod).and_then(|living| living.listening(port)) {
            Some(listening) => Ok(listening.connect(port)),
            None => Err(ports::refused(pod, port)),
        }
    }

    fn page(&self, pod: &Value, port: u16) -> Option<String> {
        self.find(pod)?.listening(port)?.page(port).map(str::to_owned)
    }
}
