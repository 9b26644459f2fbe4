//! What it is for: what helps somebody else to find a fault: program, system, page, connection, last failures, timings.
//! In: the window's state. Out: text for the clipboard. Never: a token, a password, a key, a parameter's value, or what
//! stands in a kubeconfig.

use std::{
    fs,
    time::{Duration, Instant},
};

use eframe::egui;
use jiff::Timestamp;

use super::{App, moments, notices::Notices, start::Start};
use crate::{
    failure::Failure,
    names::Target,
    procedure::ParamType,
    words::{Sentence, text},
};

mod scrub;

/// The machine, and how quickly the window is drawn on it.
#[derive(Debug)]
pub(super) struct Machine {
    system: String,
    started: Instant,
    frames: u64,
    last: Duration,
    longest: Duration,
}

impl Machine {
    /// Reads the system's name, once.
    pub(super) fn find() -> Self {
        // Small, local and read before the first frame.
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
        let name = name.map_or(std::env::consts::OS, |name| name.trim_matches('"')).to_owned();
        let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let display = ["WAYLAND_DISPLAY", "DISPLAY"].iter().find(|name| set(name));
        let display = display.map_or("–", |name| if *name == "DISPLAY" { "X11" } else { "Wayland" });
        let system = format!("{name} · {} · {display}", std::env::consts::ARCH);
        let none = Duration::ZERO;
        Self { system, started: Instant::now(), frames: 0, last: none, longest: none }
    }

    /// To be called when a frame is drawn, with the time that it took.
    pub(super) fn drawn(&mut self, took: Duration) {
        self.frames += 1;
        (self.last, self.longest) = (took, self.longest.max(took));
    }

    fn timings(&self) -> String {
        let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
        Sentence::new("diagnosis-timings")
            .with("running", moments::length(self.started.elapsed()))
            .count("frames", self.frames)
            .with("last", millis(self.last))
            .with("longest", millis(self.longest))
            .text()
    }
}

/// What a diagnosis tells.
struct Facts<'a> {
    machine: &'a Machine,
    /// Size, scale and colours.
    window: String,
    /// Such as "Start".
    page: String,
    start: &'a Start,
    /// Where the change under way goes, and how far it is.
    change: Option<(&'a Target, String)>,
    is_practice: bool,
    notices: &'a Notices,
}

impl Facts<'_> {
    fn text(&self, at: Timestamp) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let head = Sentence::new("diagnosis-head").with("version", version).with("at", at.to_string());
        let mut lines = vec![head.text(), String::new()];
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                lines.push(format!("- {}: {value}", text(key)));
            }
        };
        line("diagnosis-system", &self.machine.system);
        line("diagnosis-window", &self.window);
        line("diagnosis-page", &self.page);
        line("diagnosis-practice", &if self.is_practice { text("diagnosis-yes") } else { String::new() });
        line("diagnosis-cluster", &self.cluster());
        line("diagnosis-repository", &self.repository());
        line("diagnosis-procedure", &self.start.form.procedure);
        if let Some((target, stands)) = &self.change {
            line("diagnosis-change", &format!("{stands}; {}", place(target)));
        }
        line("diagnosis-time", &self.machine.timings());
        lines.extend([String::new(), text("diagnosis-failures")]);
        let failed = self.failures();
        if failed.is_empty() {
            lines.push(text("diagnosis-none"));
        }
        lines.extend(failed);
        lines.push(String::new());
        scrub::scrub(&lines.join("\n"), &self.secrets())
    }

    fn cluster(&self) -> String {
        let connection = self.start.connection.value();
        match connection.last() {
            Some(connected) => {
                let place = place(connected.cluster.target());
                Sentence::new("diagnosis-connected")
                    .with("version", &connected.version)
                    .with("place", place)
                    .text()
            }
            None if self.start.is_connecting() => text("diagnosis-connecting"),
            None => text("diagnosis-not-connected"),
        }
    }

    fn repository(&self) -> String {
        let Some(seen) = self.start.repo.value().last() else { return text("diagnosis-no-repository") };
        let name = seen.state.root.file_name().map(|name| name.to_string_lossy().into_owned());
        let branch = seen.state.head.branch().unwrap_or("–");
        format!("{} · {branch}", name.unwrap_or_default())
    }

    /// What failed of what the page shows, and what was told before, with causes.
    fn failures(&self) -> Vec<String> {
        let start = self.start;
        let standing = [
            start.kubeconfigs.value().failure(),
            start.connection.value().failure(),
            start.repo.value().failure(),
            start.procedures.value().failure(),
            start.outside.value().failure(),
        ];
        let now = text("diagnosis-now");
        let standing = standing.into_iter().flatten().flat_map(|failure| told(&now, failure));
        let before = self.notices.failed().flat_map(|(at, failure)| told(&at.to_string(), failure));
        standing.chain(before).collect()
    }

    /// Values of secret parameters that may stand in the form: never shown, wherever they turn up.
    fn secrets(&self) -> Vec<String> {
        let params = self.start.procedure().map_or(&[][..], |procedure| procedure.params());
        let secret = params.iter().filter(|param| param.kind == ParamType::Secret);
        secret.filter_map(|param| self.start.form.values.get(&param.name).cloned()).collect()
    }
}

/// Context and namespace, and the address without who signs in.
fn place(target: &Target) -> String {
    format!("{} / {} · {}", target.context, target.namespace, target.server.address)
}

/// A failure with its causes, a line each.
fn told(when: &str, failure: &Failure) -> Vec<String> {
    let head = format!("- {when}: {}", failure.summary.text());
    std::iter::once(head).chain(failure.details.iter().map(|cause| format!("    {cause}"))).collect()
}

impl App {
    /// Puts the diagnosis on the clipboard, and says so.
    pub(super) fn copy_diagnosis(&mut self, egui_ctx: &egui::Context, at: Timestamp) {
        egui_ctx.copy_text(self.diagnosis(egui_ctx, at));
        self.notices.say(text("diagnosis-copied"));
    }

    fn diagnosis(&self, egui_ctx: &egui::Context, at: Timestamp) -> String {
        let size = egui_ctx.content_rect().size();
        let (scale, theme) = (egui_ctx.pixels_per_point(), &self.settings.theme);
        let change = self.change.as_ref().map(|change| {
            let steps = change.run.planned().len();
            let stands = Sentence::new("diagnosis-stands")
                .with("step", (change.run.current() + 1).min(steps).to_string())
                .with("steps", steps.to_string());
            (&change.run.plan().header().target, stands.text())
        });
        let facts = Facts {
            machine: &self.about,
            window: format!("{}×{} · {scale} · {theme}", size.x, size.y),
            page: self.page_words(),
            start: &self.start,
            change,
            is_practice: self.practice.is_entered(),
            notices: &self.notices,
        };
        facts.text(at)
    }

    /// What the page that is shown is called.
    fn page_words(&self) -> String {
        use crate::ui::view::Page;
        text(match (self.cluster_page.page(), &self.change) {
            (Page::Cluster, _) => "page-cluster",
            (Page::History, _) => "page-history",
            (Page::Settings, _) => "page-settings",
            (Page::Change, None) => "help-start-title",
            (Page::Change, Some(_)) => "page-change",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::{args::Args, settings::Settings},
        failure::FailureKind,
    };

    /// Each stands somewhere where it could slip into a diagnosis.
    const PLANTED: [&str; 8] = [
        "planted-userinfo",
        "planted-bearer-1234567",
        "planted-password",
        "planted-flag",
        "planted-query",
        "eyJhbGciOiJSUzI1NiIsInBsYW50ZWQiOiJqd3QifQ",
        "MIIEvgIBADANBgkqhkiG9w0BAQplanted",
        "cGxhbnRlZC1rZXktZGF0YS1vZi1hLWt1YmVjb25maWctMTIzNDU2Nzg5MA",
    ];

    fn failure() -> Failure {
        Failure::new(FailureKind::World, Sentence::new("failure-world"))
            .detail("GET https://admin:planted-userinfo@k8s.example.org:6443/api?token=planted-query: refused")
            .detail("Authorization: Bearer planted-bearer-1234567")
            .detail("users:\n- user:\n    password: planted-password\n    client-key-data: cGxhbnRlZC1rZXktZGF0YS1vZi1hLWt1YmVjb25maWctMTIzNDU2Nzg5MA==")
            .detail("helm upgrade --db-password planted-flag --wait")
            .detail("id token eyJhbGciOiJSUzI1NiIsInBsYW50ZWQiOiJqd3QifQ.e30.c2ln is expired")
            .detail("-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG9w0BAQplanted\n-----END PRIVATE KEY-----")
            .detail("connection refused (os error 111)")
    }

    #[test]
    fn planted_secrets_are_nowhere_and_the_cause_is_there() {
        let mut notices = Notices::default();
        notices.fail(failure());
        let set = PLANTED.iter().map(|secret| ((*secret).to_owned(), (*secret).to_owned())).collect();
        let args = Args { set, kubeconfig: Some("/home/ada/.kube/config".into()), ..Args::default() };
        let (machine, start) = (Machine::find(), Start::idle(&args, &Settings::default()));
        let facts = Facts {
            machine: &machine,
            window: "1440×900 · 1 · dark".to_owned(),
            page: text("help-start-title"),
            start: &start,
            change: None,
            is_practice: false,
            notices: &notices,
        };
        let said = facts.text(Timestamp::UNIX_EPOCH);
        for secret in PLANTED {
            assert!(!said.contains(secret), "{secret} in\n{said}");
        }
        assert!(
            said.contains(env!("CARGO_PKG_VERSION")) && said.contains("connection refused (os error 111)")
        );
        assert!(said.contains("k8s.example.org:6443"), "the address without credentials stays:\n{said}");
        assert!(!said.contains('⟨') && !said.contains("/home/ada"), "{said}");
    }

    #[test]
    fn the_last_ten_failures_are_remembered_though_fewer_are_shown() {
        let mut notices = Notices::default();
        for _ in 0..12 {
            notices.fail(failure());
        }
        assert_eq!((notices.failed().count(), notices.views().len()), (10, 4));
    }
}
