//! What a container does while it runs: its script, its probes, and its end when it is asked to.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use crate::practice::{
    controllers::fields::text,
    meta,
    scenario::{Program, Ready},
    script::Directive,
};

use super::{
    container::{Exit, Life},
    image,
    log::Log,
    ports::Listening,
};

/// Failed probes that are each told; after them one in so many.
const TOLD: u32 = 20;
/// Exit code of a program that ends because it is asked to.
const TERMINATED: i32 = 143;
/// Exit code of a program that had to be killed.
const KILLED: i32 = 137;

impl Life<'_> {
    /// Follows the script; ends with it only if the container does.
    pub(super) async fn play(&self, program: Option<&Program>, log: &Log) -> Exit {
        let facts = &self.pod.world.desk.facts;
        let Some(program) = program else {
            if self.is_batch() {
                facts.sleep(Duration::from_secs(1)).await;
                return Exit::new(0, None);
            }
            return std::future::pending().await;
        };
        for directive in &program.log {
            match directive {
                Directive::Pause(time) => facts.sleep(*time).await,
                Directive::Line(text) => log.line(self.filled(text)),
                Directive::Set(fact) => facts.set(fact),
                Directive::Clear(fact) => facts.clear(fact),
                Directive::Exit { code, reason } => return Exit::new(*code, reason.as_deref()),
            }
        }
        if self.is_batch() {
            return Exit::new(0, None);
        }
        std::future::pending().await
    }

    fn filled(&self, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let (_, tag) = image::parts(self.image());
        let date = Timestamp::now().strftime("%Y-%m-%d").to_string();
        let object = self.pod.object();
        text.replace("{tag}", tag).replace("{date}", &date).replace("{pod}", meta::text(&object, "name"))
    }

    /// Waits until the container is asked to end, and then for its end.
    pub(super) async fn stopped(&self, stop: Duration) -> Exit {
        let grace = self.pod.asked_to_end().await;
        self.tell(false, "Killing", format!("Stopping container {}", self.name()));
        self.pod.world.desk.facts.sleep(stop.min(grace)).await;
        Exit::new(if stop > grace { KILLED } else { TERMINATED }, None)
    }

    /// Makes the container ready in its time, from when on it listens too; ends only when a probe ends the container.
    pub(super) async fn probe(
        &self,
        program: Option<&Program>,
        stop: Duration,
        run: &watch::Receiver<()>,
    ) -> Exit {
        if self.init && !self.is_sidecar() {
            return std::future::pending().await;
        }
        let facts = &self.pod.world.desk.facts;
        match program.map(|program| program.ready).unwrap_or_default() {
            Ready::After(time) => {
                facts.sleep(time).await;
                let pages = program.iter().flat_map(|program| &program.serves);
                let pages = pages.map(|(port, page)| (*port, self.filled(page))).collect();
                self.change(|container| {
                    container.ready = true;
                    container.started = true;
                    container.listens = Some(Listening::new(pages, run.clone()));
                });
                std::future::pending().await
            }
            Ready::Never => {
                if let Some(probe) = self.spec.get("startupProbe") {
                    self.fail(probe, "Startup", Some(threshold(probe))).await;
                    let message =
                        format!("Container {} failed startup probe, will be restarted", self.name());
                    self.tell(false, "Killing", message);
                    facts.sleep(stop).await;
                    return Exit::new(TERMINATED, None);
                }
                if let Some(probe) = self.spec.get("readinessProbe") {
                    self.fail(probe, "Readiness", None).await;
                }
                std::future::pending().await
            }
        }
    }

    /// Tells of a probe that fails again and again, so many times or for ever.
    async fn fail(&self, probe: &Value, kind: &str, times: Option<u32>) {
        let facts = &self.pod.world.desk.facts;
        let number = |key: &str, least: u64| probe.get(key).and_then(Value::as_u64).unwrap_or(least);
        facts.sleep(Duration::from_secs(number("initialDelaySeconds", 0))).await;
        let period = Duration::from_secs(number("periodSeconds", 10).max(1));
        let mut failed: u32 = 0;
        while times.is_none_or(|times| failed < times) {
            facts.sleep(period).await;
            failed = failed.saturating_add(1);
            if failed <= TOLD || failed.is_multiple_of(TOLD) {
                self.tell(true, "Unhealthy", format!("{kind} probe failed: {}", words(probe)));
            }
        }
    }
}

fn threshold(probe: &Value) -> u32 {
    let threshold = probe.get("failureThreshold").and_then(Value::as_u64);
    threshold.and_then(|times| u32::try_from(times).ok()).unwrap_or(3)
}

/// What a probe of this kind says when it fails.
fn words(probe: &Value) -> String {
    if probe.get("httpGet").is_some() {
        "HTTP probe failed with statuscode: 503".to_owned()
    } else if let Some(socket) = probe.get("tcpSocket") {
        let port = socket.get("port").map_or_else(String::new, |port| match port.as_str() {
            Some(name) => name.to_owned(),
            None => port.to_string(),
        });
        format!("dial tcp 127.0.0.1:{port}: connect: connection refused")
    } else {
        text(probe, "/exec/command/0").to_owned()
    }
}
