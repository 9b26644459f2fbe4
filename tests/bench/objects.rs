//! P8: what 20 objects would become, and applying them, against `kubectl diff && kubectl apply`. The deed goes the way of
//! the program: a plan, a person's answer, a line on the disk, and only then the cluster.

use std::{collections::BTreeMap, path::Path, time::Instant};

use changeover::{
    action::Direction,
    cluster::{
        apply::{self, Effect},
        preview::ObjectPreview,
        report::Reporter,
    },
    confirm::{Answer, Exact, Proposal},
    journal::{Entry, FORMAT, Journal, OpenEntry},
    names::{ChangeId, CommitId, ContextName, Namespace, Server, Stamp, Target},
    plan::{
        RepositoryBase, Source, Standing,
        build::{Inputs, build},
        preview::Preview,
        request::Request,
    },
    procedure::{
        check::{self, Origin},
        fill::fill,
        typed_action,
    },
};
use jiff::Timestamp;
use k8s_openapi::api::apps::v1::Deployment;
use kube::{
    Api,
    api::{Patch, PatchParams},
};
use serde_json::{Value, json};

use crate::{
    process,
    support::control_plane::ControlPlane,
    table::{Table, Times, number},
};

const OBJECTS: usize = 20;
const RUNS: usize = 20;
/// Milliseconds beside the round trips.
const OWN: f64 = 20.0;
const PROCEDURE: &str = "apiVersion: procedure/v1
kind: Procedure
metadata:
  name: bench
  title: Twenty objects
  description: Applies a manifest
  change: {type: standard, labels: [change-request], titleFormat: Twenty objects}
params: {}
repo: {site: site.yml}
steps:
  - id: apply
    section: Change
    title: Apply
    what: Applies the manifest.
    why: The new version starts now.
    manifest.apply: {file: site.yml}
    undo: {none: The benchmark's namespace goes away.}
";

pub(crate) fn p8(table: &mut Table) {
    let plane = ControlPlane::shared().expect("a control plane");
    let space = plane.namespace("bench-objects");
    let text = |tag: &str| objects(tag).iter().map(Value::to_string).collect::<Vec<_>>().join("\n---\n");
    space.apply(&text("1.0.0"));
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = process::runtime();
    let mut turn = 0;
    let mut next = || {
        turn += 1;
        format!("1.0.{turn}")
    };
    let mut looked = Vec::new();
    let ours = Times::of(RUNS, || {
        let wanted = objects(&next());
        let began = Instant::now();
        runtime.block_on(async {
            let cluster = process::connected(space.kubeconfig(), space.name()).await;
            let previews = apply::preview(&cluster, &wanted).await.expect("a preview");
            looked.push(began.elapsed());
            let entry = entry(&folder.path().join(began.elapsed().as_nanos().to_string()));
            let accepted: BTreeMap<String, String> = previews.iter().map(ObjectPreview::seen).collect();
            let done = apply::apply(&cluster, &entry, &wanted, &accepted, &Reporter::silent()).await;
            let done = done.expect("an apply");
            assert!(done.len() == OBJECTS && done.iter().all(|one| one.effect == Effect::Configured));
        });
        began.elapsed()
    });
    let calls = Times::of(RUNS, || {
        let tag = next();
        let began = Instant::now();
        runtime.block_on(async { round_trips(&space.kubeconfig(), space.name(), &tag).await });
        began.elapsed()
    });
    let mut kubectl = |parts: &[&str]| {
        Times::of(5, || {
            let file = text(&next());
            let began = Instant::now();
            for part in parts {
                let output = space.kubectl_with_input(&[part, "-f", "-"], file.as_bytes());
                // 1 says that there is a difference.
                assert!(output.status.code() <= Some(1), "{output:?}");
            }
            began.elapsed()
        })
    };
    let (diff, both) = (kubectl(&["diff"]), kubectl(&["diff", "apply"]));
    let looked: Times = looked.into_iter().collect();
    row(table, "difference", &looked, &diff, None);
    row(table, "difference and apply", &ours, &both, Some(&calls));
}

fn row(table: &mut Table, what: &str, ours: &Times, theirs: &Times, calls: Option<&Times>) {
    let title = format!("P8: {what} of {OBJECTS} objects, connection included; p50 / p95 / max");
    let slower = theirs.at(50) / ours.at(50);
    let kubectl = format!("kubectl {} ms ({} ×)", number(theirs.at(50)), number(slower));
    let by_kubectl = 1.5 / slower;
    let Some(calls) = calls else {
        return table.add(&title, "kubectl ≥ 1.5 × slower", ours.told(), kubectl, by_kubectl);
    };
    let others = format!("{kubectl}; the same calls alone {} ms", number(calls.at(50)));
    let bound = "its API round trips + 20 ms; kubectl ≥ 1.5 × slower";
    table.add(&title, bound, ours.told(), others, by_kubectl.max(ours.at(50) / (calls.at(50) + OWN)));
}

/// The calls that a careful apply makes, and nothing else: what is there and a dry run, for the person and again before
/// the first write; then each object.
async fn round_trips(kubeconfig: &Path, namespace: &str, tag: &str) {
    let read = kube::config::Kubeconfig::read_from(kubeconfig).expect("a kubeconfig");
    let config =
        kube::Config::from_custom_kubeconfig(read, &kube::config::KubeConfigOptions::default()).await;
    let client = kube::Client::try_from(config.expect("a configuration")).expect("a client");
    let api: Api<Deployment> = Api::namespaced(client, namespace);
    let params = PatchParams::apply("changeover").force();
    let wanted = objects(tag);
    let named = || wanted.iter().filter_map(|one| Some((one, one.pointer("/metadata/name")?.as_str()?)));
    for _ in 0..2 {
        for (object, name) in named() {
            drop(api.get(name).await.expect("an object"));
            api.patch(name, &params.clone().dry_run(), &Patch::Apply(object)).await.expect("a dry run");
        }
    }
    for (object, name) in named() {
        api.patch(name, &params, &Patch::Apply(object)).await.expect("a patch");
    }
}

/// A deed to which somebody said yes, on the disk.
fn entry(folder: &Path) -> OpenEntry {
    let checked = check::check(PROCEDURE, "bench.procedure.yaml", Origin::Shipped);
    let procedure = checked.procedure.ok_or(checked.problems).expect("a procedure");
    let values = fill(&procedure, &BTreeMap::new()).expect("no parameters");
    let by = Stamp { at: Timestamp::now(), who: "bench".to_owned() };
    let inputs = Inputs {
        change: ChangeId::new("bench"),
        source: Source {
            file: "bench.procedure.yaml".to_owned(),
            digest: procedure.digest().clone(),
            standing: Standing::Shipped,
        },
        target: Target {
            server: Server { address: "https://127.0.0.1".to_owned(), ca_fingerprint: None },
            context: ContextName::new("bench"),
            namespace: Namespace::new("bench").expect("a namespace"),
        },
        repository: RepositoryBase {
            name: "infra".to_owned(),
            branch: "main".to_owned(),
            base: CommitId::new("0123"),
            identity: "Bench <bench@example.org>".to_owned(),
        },
        values,
        request: Request::default(),
        settings: Vec::new(),
        user: "bench".to_owned(),
        started: by.at,
        is_rehearsal: false,
    };
    let plan = build(&procedure, &inputs).expect("a plan");
    let step = plan.steps().first().expect("a step");
    let action = typed_action(&step.action.value).expect("an action");
    let exact = Exact { action, preview: Preview::default(), attempt: 1, direction: Direction::Forward };
    let proposal = Proposal::new(&plan, step, exact);
    let answer = Answer {
        digest: proposal.digest().clone(),
        by: by.clone(),
        typed: String::new(),
        answers: BTreeMap::new(),
        reason: None,
        text: None,
    };
    let approval = proposal.answer(answer).expect("an approval");
    let opened = Entry::Opened {
        format: FORMAT,
        app: String::new(),
        change: plan.change().clone(),
        plan: plan.digest().clone(),
        header: plan.header().clone(),
        steps: plan.steps().to_vec(),
        way_back: None,
        by,
        passed: Vec::new(),
    };
    let mut journal = Journal::create(folder, opened, inputs.started).expect("a journal");
    journal.start(approval, Timestamp::now()).expect("a line on the disk")
}

fn objects(tag: &str) -> Vec<Value> {
    let one = |number: usize| {
        let name = format!("web-{number:02}");
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": {"replicas": 0,
            "selector": {"matchLabels": {"app": name}}, "template": {"metadata": {"labels": {"app": name}}, "spec": {
                "containers": [{"name": "web", "image": format!("registry.test/web:{tag}")}]}}}})
    };
    (0..OBJECTS).map(one).collect()
}
