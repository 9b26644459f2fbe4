//! What the program costs, as figures: at rest, at work, with a thousand pods. Only when asked for, and nothing is judged.
//!
//! `CHANGEOVER_MEASURE=60 CHANGEOVER_PROGRAM=target/release/changeover cargo test --test it -- measure:: --test-threads 1 \
//! --nocapture`, after `cargo build --release --features inspection`. The number is that of the seconds at rest; fewer than
//! 10 count as 60.

#![expect(clippy::print_stderr, reason = "the figures are for the one who runs it")]

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use kube::config::{KubeConfigOptions, Kubeconfig};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    eventually,
    press::press_until_item,
    screen::{Item, Screen},
    window::{Window, in_window_alone},
};

/// For what only a busy machine makes slow.
const LONG: Duration = Duration::from_mins(5);
/// Clock ticks of `/proc` in a second.
const TICKS: f64 = 100.0;
/// Pods of the great namespace.
const MANY: usize = 1000;

pub fn trials() -> Vec<Trial> {
    if env::var_os("CHANGEOVER_MEASURE").is_none() {
        return Vec::new();
    }
    vec![
        in_window_alone("measure::1_bare_window", bare),
        in_window_alone("measure::2_practice_at_rest", start_page),
        in_window_alone("measure::3_a_step_at_rest_and_at_work", wizard),
        in_window_alone("measure::4_a_thousand_pods", thousand),
    ]
}

fn rest() -> Duration {
    let seconds = env::var("CHANGEOVER_MEASURE").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.filter(|seconds| *seconds >= 10).unwrap_or(60))
}

/// A window whose log tells of every frame, and the folders that it uses.
struct Measured {
    window: Window,
    _home: tempfile::TempDir,
    temporary: tempfile::TempDir,
}

impl Measured {
    fn open(arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let temporary = tempfile::tempdir().expect("a folder for temporary files");
        let environment: [(&str, OsString); 3] = [
            ("TMPDIR", temporary.path().into()),
            ("KUBECONFIG", "/nowhere".into()),
            ("RUST_LOG", "warn,changeover::app::frames=trace".into()),
        ];
        let arguments: Vec<OsString> = arguments.iter().map(|argument| (*argument).into()).collect();
        let window = Window::open(home.path(), &arguments, &environment);
        Self { window, _home: home, temporary }
    }

    fn screen(&mut self) -> &mut Screen {
        &mut self.window.screen
    }

    /// The practice change, begun; its first step waits for the person.
    fn begin(&mut self) {
        let screen = self.screen();
        screen.wait("Nothing here is real", LONG);
        screen.scroll_to_top();
        screen.click_within("Start the change", LONG);
        screen.wait("Scale to 0…", LONG);
    }

    /// What it uses while nobody touches it.
    fn watch(&self, what: &str, time: Duration) {
        let (before, said) = (Usage::of(self.window.process()), self.window.said().len());
        let began = Instant::now();
        thread::sleep(time);
        let after = Usage::of(self.window.process());
        let seconds = began.elapsed().as_secs_f64();
        let log = self.window.said();
        let frames = frames(log.get(said..).unwrap_or_default());
        let percent = |ticks: u64| to_float(ticks) / TICKS / seconds * 100.0;
        eprintln!("== {what}, {seconds:.0} s ==");
        eprintln!(
            "   {:.2} % of a core, {} wakeups, {} frames, RSS {} MB (anonymous {} MB)",
            percent(after.ticks().saturating_sub(before.ticks())),
            after.wakeups().saturating_sub(before.wakeups()),
            frames.len(),
            after.resident / 1024,
            after.anonymous / 1024,
        );
        let mut threads: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (id, thread) in &after.threads {
            let known = before.threads.get(id).map_or((0, 0), |known| (known.ticks, known.wakeups));
            let one = threads.entry(thread.name.as_str()).or_default();
            one.0 += thread.ticks.saturating_sub(known.0);
            one.1 += thread.wakeups.saturating_sub(known.1);
        }
        for (name, (ticks, wakeups)) in threads {
            if ticks + wakeups > 0 {
                eprintln!("   thread {name}: {:.2} % of a core, {wakeups} wakeups", percent(ticks));
            }
        }
        tell_frames(&frames);
    }
}

/// What one frame of our own drawing may take, in microseconds.
const BOUND: u64 = 4_000;

/// Why the frames were drawn, and how long our own drawing took.
fn tell_frames(frames: &[Frame]) {
    let told = |of: fn(&Frame) -> u64| {
        let mut micros: Vec<u64> = frames.iter().map(of).collect();
        micros.sort_unstable();
        let at = |part: usize| {
            micros.get((micros.len() * part / 100).min(micros.len().saturating_sub(1))).copied()
        };
        let [median, most] = [at(50), at(100)].map(Option::unwrap_or_default);
        format!("median {median} µs, 99 % {} µs, most {most} µs", at(99).unwrap_or_default())
    };
    if !frames.is_empty() {
        // On a busy machine a frame waits for its turn; the second is its own work.
        eprintln!(
            "   our drawing: {}; the processor's part: {}",
            told(|one| one.micros),
            told(|one| one.cpu)
        );
    }
    let mut slowest: Vec<&Frame> = frames.iter().filter(|frame| frame.micros > BOUND).collect();
    slowest.sort_unstable_by_key(|frame| std::cmp::Reverse(frame.micros));
    for frame in slowest.iter().take(5) {
        eprintln!("   over the bound: {} µs at {} by {}", frame.micros, frame.at, frame.causes);
    }
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    for frame in frames {
        *causes.entry(frame.causes.as_str()).or_default() += 1;
    }
    for (cause, times) in causes {
        eprintln!("   {times} × {cause}");
    }
}

/// A line that the program said of a frame.
#[derive(Debug)]
struct Frame {
    at: jiff::Timestamp,
    micros: u64,
    /// The part of it in which the thread worked.
    cpu: u64,
    is_ready: bool,
    causes: String,
}

fn frames(log: &str) -> Vec<Frame> {
    let value = |line: &str, key: &str| -> String {
        let rest = line.split_once(&format!("{key}=")).map(|(_, rest)| rest).unwrap_or_default();
        let found = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split(' ').next(),
        };
        found.unwrap_or_default().to_owned()
    };
    let plain = plain(log);
    let lines = plain.lines().filter(|line| line.contains("app::frames"));
    lines
        .filter_map(|line| {
            Some(Frame {
                at: line.split_whitespace().next()?.parse().ok()?,
                micros: value(line, "micros").parse().ok()?,
                cpu: value(line, "cpu").parse().unwrap_or_default(),
                is_ready: value(line, "is_ready") == "true",
                causes: value(line, "causes"),
            })
        })
        .collect()
}

/// The log without its colours.
fn plain(log: &str) -> String {
    let mut text = String::new();
    let mut letters = log.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|end| *end == 'm');
        } else {
            text.push(letter);
        }
    }
    text
}

#[derive(Debug, Default)]
struct Usage {
    threads: BTreeMap<String, Used>,
    resident: u64,
    anonymous: u64,
}

#[derive(Debug, Default)]
struct Used {
    name: String,
    ticks: u64,
    wakeups: u64,
}

impl Usage {
    fn of(process: u32) -> Self {
        let root = Path::new("/proc").join(process.to_string());
        let number = |status: &str, key: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
            line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
        };
        let status = fs::read_to_string(root.join("status")).expect("the program runs");
        let mut threads = BTreeMap::new();
        for entry in fs::read_dir(root.join("task")).expect("its threads").flatten() {
            let about = |file: &str| fs::read_to_string(entry.path().join(file)).unwrap_or_default();
            let (status, stat) = (about("status"), about("stat"));
            // Behind the name: state is the first field, user and system time are the 12th and 13th.
            let fields: Vec<&str> =
                stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
            let ticks =
                |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
            let used = Used {
                name: about("comm").trim().to_owned(),
                ticks: ticks(11) + ticks(12),
                wakeups: number(&status, "voluntary_ctxt_switches:"),
            };
            threads.insert(entry.file_name().to_string_lossy().into_owned(), used);
        }
        Self { threads, resident: number(&status, "VmRSS:"), anonymous: number(&status, "RssAnon:") }
    }

    fn ticks(&self) -> u64 {
        self.threads.values().map(|thread| thread.ticks).sum()
    }

    fn wakeups(&self) -> u64 {
        self.threads.values().map(|thread| thread.wakeups).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "ticks of a minute")]
fn to_float(number: u64) -> f64 {
    number as f64
}

fn bare() {
    let mut measured = Measured::open(&[]);
    measured.screen().wait("No cluster was found", LONG);
    thread::sleep(Duration::from_secs(5));
    measured.watch("bare start page", rest());
}

fn start_page() {
    let measured = Measured::open(&["--practice"]);
    let ready = eventually("a filled start page", LONG, || {
        let frames = frames(&measured.window.said());
        let first = frames.first().ok_or("no frame")?.at;
        let ready = frames.iter().find(|frame| frame.is_ready).ok_or("not ready")?.at;
        Ok(ready.duration_since(first))
    });
    eprintln!("== practice: from the first frame to the filled, checked start page: {ready:#} ==");
    thread::sleep(Duration::from_secs(10));
    measured.watch("practice, start page", rest());
}

fn wizard() {
    let mut measured = Measured::open(&["--practice"]);
    measured.begin();
    // The newest pods count their seconds for a minute.
    thread::sleep(Duration::from_secs(70));
    measured.watch("practice, a step that waits for the person", rest());
    let runs = |item: &Item| {
        let name = &item.name;
        name.starts_with("3 · ") && !name.contains("not its turn") && !name.contains("done")
    };
    press_until_item(measured.screen(), |items| items.iter().any(runs));
    measured.watch("practice, a job that runs, its log on the screen", Duration::from_secs(8));
}

fn thousand() {
    let mut measured = Measured::open(&["--practice"]);
    measured.begin();
    measured.screen().click_within("Time runs 16 times as fast", LONG);
    let folder = fs::read_dir(measured.temporary.path()).expect("a folder").flatten();
    let world =
        folder.map(|entry| entry.path()).find(|path| path.join("kubeconfig").exists()).expect("a world");
    let cluster = Cluster::of(&world.join("kubeconfig"));
    let before = Usage::of(measured.window.process());
    let (began, said) = (Instant::now(), measured.window.said().len());
    cluster.scale("haikudepotserver-server-graphics", MANY);
    eventually("all pods", LONG, || {
        // With the accessibility tree, which is asked for as a screen reader would.
        measured.screen().items();
        let ready = cluster.ready("haikudepotserver-server-graphics");
        if ready == MANY { Ok(()) } else { Err(format!("{ready} ready")) }
    });
    let after = Usage::of(measured.window.process());
    eprintln!(
        "== {MANY} pods: ready after {:.1} s, {:.1} s of CPU, RSS {} → {} MB ==",
        began.elapsed().as_secs_f64(),
        to_float(after.ticks().saturating_sub(before.ticks())) / TICKS,
        before.resident / 1024,
        after.resident / 1024,
    );
    let log = measured.window.said();
    tell_frames(&frames(log.get(said..).unwrap_or_default()));
    thread::sleep(Duration::from_secs(5));
    let said = measured.window.said().len();
    for _ in 0..100 {
        measured.screen().items();
    }
    let log = measured.window.said();
    tell_frames(&frames(log.get(said..).unwrap_or_default()));
    thread::sleep(Duration::from_secs(65));
    measured.watch("practice, a thousand pods at rest", rest());
}

/// The practice cluster, as kubectl reaches it.
struct Cluster {
    runtime: tokio::runtime::Runtime,
    client: kube::Client,
}

impl Cluster {
    fn of(kubeconfig: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let client = runtime.block_on(async {
            let config = Kubeconfig::read_from(kubeconfig).expect("a kubeconfig");
            let options = KubeConfigOptions::default();
            let config =
                kube::Config::from_custom_kubeconfig(config, &options).await.expect("a configuration");
            kube::Client::try_from(config).expect("a client")
        });
        Self { runtime, client }
    }

    fn ask(&self, request: http::Request<Vec<u8>>) -> Value {
        self.runtime.block_on(self.client.request(request)).expect("an answer")
    }

    fn scale(&self, deployment: &str, replicas: usize) {
        let patch = json!({"spec": {"replicas": replicas}}).to_string();
        let request =
            http::Request::patch(format!("/apis/apps/v1/namespaces/depot/deployments/{deployment}/scale"))
                .header("Content-Type", "application/merge-patch+json");
        self.ask(request.body(patch.into_bytes()).expect("a request"));
    }

    fn ready(&self, deployment: &str) -> usize {
        let request = http::Request::get(format!("/apis/apps/v1/namespaces/depot/deployments/{deployment}"));
        let answer = self.ask(request.body(Vec::new()).expect("a request"));
        let ready = answer.pointer("/status/readyReplicas").and_then(Value::as_u64).unwrap_or_default();
        usize::try_from(ready).unwrap_or_default()
    }
}
