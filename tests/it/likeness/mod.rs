//! Shows that the practice cluster behaves like Kubernetes: the same requests to both, the same answers.
//!
//! The requests are data (`scripts/*.yaml`, format in `scripts/README.md`), a trial for each file. Environment, for work
//! on it: `CHANGEOVER_LIKENESS_ONLY=part-of-a-name` runs only such scripts, `CHANGEOVER_LIKENESS_SHOW=1` prints the real
//! answers, `CHANGEOVER_LIKENESS_REPORT=FILE` gets what differs, in short, `CHANGEOVER_LIKENESS_SELF=1` compares the real one
//! with itself (whatever differs then must be taken out by `normal`), `CHANGEOVER_LIKENESS_WAIT=SECONDS` waits less long,
//! `CHANGEOVER_LIKENESS_ALL=1` tells also of what is listed.

mod compare;
mod differences;
mod kubectl;
mod normal;
mod practice;
mod run;
mod script;
mod target;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::{StreamExt as _, stream};
use libtest_mimic::Trial;
use serde_json::Value;
use tokio::{runtime::Runtime, sync::Semaphore};

use self::{
    compare::{differences, short, unified},
    differences::DIFFERENCES,
    normal::Normal,
    practice::Practice,
    script::Script,
    target::{Target, soon},
};
use crate::support::{control_plane::ControlPlane, on_control_plane, plain};

/// So many scripts at once, over all groups: they mostly wait.
const AT_ONCE: usize = 16;
/// How long the second one may take for a state where all is listed as different.
const SHORTLY: Duration = Duration::from_secs(3);
/// The list may only shrink: this number is made smaller with it, never larger.
const LISTED_AT_MOST: usize = 19;
/// Lines of a difference that are printed.
const LINES: usize = 120;

pub fn trials() -> Vec<Trial> {
    let groups = script::groups().into_iter().map(|group| {
        let name = format!("likeness::{group}");
        on_control_plane(&name, move |plane| is_alike(plane, &group))
    });
    let own = [
        plain(
            "likeness::what_differs_from_run_to_run_is_taken_out_and_nothing_else",
            normal::takes_out_what_differs_from_run_to_run,
        ),
        plain("likeness::every_listed_difference_names_a_script", every_listed_script_exists),
    ];
    groups.chain(own).collect()
}

/// Fails for a listed difference of a script that is not there, or without a reason; and for a name that comes twice.
fn every_listed_script_exists() {
    let scripts: Vec<String> =
        script::groups().iter().flat_map(|group| script::read(group)).map(|one| one.name).collect();
    let unknown: Vec<&str> = DIFFERENCES
        .iter()
        .filter(|(name, _, reason)| reason.is_empty() || !scripts.iter().any(|script| script == name))
        .map(|(name, ..)| *name)
        .collect();
    assert!(unknown.is_empty(), "listed in differences.rs, but no script: {unknown:?}");
    assert!(DIFFERENCES.len() <= LISTED_AT_MOST, "the list may only shrink");
    let names: BTreeSet<&String> = scripts.iter().collect();
    assert_eq!(names.len(), scripts.len(), "a name comes twice");
}

/// The two servers, and what runs the scripts.
#[derive(Debug)]
struct Pair {
    runtime: Runtime,
    first: Target,
    second: Target,
    _practice: Option<Practice>,
    running: Semaphore,
}

static PAIR: OnceLock<Pair> = OnceLock::new();
static REPORT: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

impl Pair {
    fn make(plane: &'static ControlPlane) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let users = ["admin", "viewer", "nobody"].map(|user| (user, plane.kubeconfig(user)));
        let kubectl = plane.kubectl_program();
        let first = runtime.block_on(Target::of("real", kubectl.clone(), &users));
        runtime.block_on(target::forget_the_first_versions(plane.pid_of("etcd")));
        runtime.block_on(first.warm_up());
        let (practice, second) = if std::env::var_os("CHANGEOVER_LIKENESS_SELF").is_some() {
            (None, runtime.block_on(Target::of("real again", kubectl, &users)))
        } else {
            let (practice, target) = runtime.block_on(practice::start(kubectl));
            (Some(practice), target)
        };
        Self { runtime, first, second, _practice: practice, running: Semaphore::new(AT_ONCE) }
    }
}

/// What came of a script.
#[derive(Debug)]
struct Outcome {
    name: String,
    /// Answers with what differs and is not listed.
    text: String,
    /// The same in short.
    short: String,
    /// Listed differences that are not there any more.
    vanished: Vec<String>,
}

fn is_alike(plane: &'static ControlPlane, group: &str) {
    let pair = PAIR.get_or_init(|| Pair::make(plane));
    let only = std::env::var("CHANGEOVER_LIKENESS_ONLY").unwrap_or_default();
    let scripts: Vec<Script> =
        script::read(group).into_iter().filter(|script| script.name.contains(&only)).collect();
    let outcomes: Vec<Outcome> = pair.runtime.block_on(async {
        stream::iter(&scripts).map(|script| compare(pair, script)).buffered(AT_ONCE).collect().await
    });
    let bad: Vec<&Outcome> =
        outcomes.iter().filter(|one| !one.text.is_empty() || !one.vanished.is_empty()).collect();
    report(group, scripts.len(), &bad);
    let mut said = String::new();
    for one in &bad {
        writeln!(said, "\n=== {}\n{}{}", one.name, one.text, one.vanished.join("\n"))
            .expect("a string grows");
    }
    assert!(bad.is_empty(), "{} of {} scripts differ:\n{said}", bad.len(), scripts.len());
}

/// Runs a script on both servers and compares.
async fn compare(pair: &Pair, script: &Script) -> Outcome {
    let _running = pair.running.acquire().await.expect("never closed");
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let is_all = std::env::var_os("CHANGEOVER_LIKENESS_ALL").is_some();
    let listed: Vec<&str> = DIFFERENCES
        .iter()
        .filter(|one| !is_all && one.0 == script.name)
        .map(|(_, place, _)| *place)
        .collect();
    // What is not to be had yet is not waited for.
    let patience = if listed.contains(&"") { SHORTLY } else { soon() };
    let names = ['a', 'b'].map(|side| format!("like-{:07}-{number:04}{side}", std::process::id()));
    let [one, other] = &names;
    let (left, right) = tokio::join!(
        answers(script, &pair.first, one, soon()),
        answers(script, &pair.second, other, patience)
    );
    let mut outcome = Outcome {
        name: script.name.clone(),
        text: String::new(),
        short: String::new(),
        vanished: Vec::new(),
    };
    let (left, right) = match (left, right) {
        (Ok(left), Ok(right)) => (left, right),
        _ if listed.contains(&"") => return outcome,
        (left, right) => {
            for failed in [left.err(), right.err()].into_iter().flatten() {
                outcome.text.push_str(&failed);
            }
            return outcome;
        }
    };
    let mut seen = vec![false; listed.len()];
    for (index, step) in script.steps.iter().enumerate() {
        let (Some(left), Some(right)) = (left.get(index), right.get(index)) else { continue };
        if std::env::var_os("CHANGEOVER_LIKENESS_SHOW").is_some() {
            eprintln!("--- {} {} {}\n{left:#}", script.name, index + 1, step.title());
        }
        let mut here = differences(index + 1, left, right);
        here.retain(|one| {
            let place = listed.iter().position(|place| covers(place, &one.place));
            if let Some(seen) = place.and_then(|place| seen.get_mut(place)) {
                *seen = true;
            }
            place.is_none()
        });
        if !here.is_empty() {
            let diff = unified((pair.first.name, pair.second.name), left, right);
            let diff: Vec<&str> = diff.lines().take(LINES).collect();
            writeln!(outcome.text, "step {}: {}\n{}", index + 1, step.title(), diff.join("\n"))
                .expect("a string grows");
            outcome.short.push_str(&short(&step.title(), &here));
        }
    }
    let vanished = listed.iter().zip(&seen).filter(|(_, seen)| !**seen);
    outcome.vanished = vanished
        .map(|(place, _)| format!("listed in differences.rs, and there no more: {place:?}"))
        .collect();
    outcome
}

static NUMBER: AtomicU32 = AtomicU32::new(1);

/// Whether a listed place stands for this one: itself or above it, at a border between segments; empty is everything.
fn covers(listed: &str, place: &str) -> bool {
    listed.is_empty()
        || place.strip_prefix(listed).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The script's answers on this server, normalised.
async fn answers(
    script: &Script,
    target: &Target,
    namespace: &str,
    soon: Duration,
) -> Result<Vec<Value>, String> {
    let (before, answers) = run::run(script, target, namespace, soon).await?;
    let normal = Normal::of(target, namespace, before.iter().chain(&answers));
    Ok(script.steps.iter().zip(&answers).map(|(step, answer)| normal.apply(step, answer)).collect())
}

/// Writes what differs, in short, for whoever works on the other side.
fn report(group: &str, count: usize, bad: &[&Outcome]) {
    let Some(path) = std::env::var_os("CHANGEOVER_LIKENESS_REPORT") else { return };
    let mut text = format!("## {group}: {} of {count} scripts differ\n", bad.len());
    for one in bad {
        let said = if one.short.is_empty() { &one.text } else { &one.short };
        writeln!(text, "{}\n{said}", one.name).expect("a string grows");
    }
    let mut all = REPORT.lock().unwrap_or_else(PoisonError::into_inner);
    all.insert(group.to_owned(), text);
    let whole: Vec<&str> = all.values().map(String::as_str).collect();
    fs::write(path, whole.join("\n")).expect("a report");
}
