//! What it is for: `manifest.apply`: the server's dry run, the difference, the apply, the roll-out.
//! In: the file as it lies in the work tree (or at a commit). Out: what became of each object.
//! Never: bytes applied that were not the ones shown, or a roll-out judged by its old state.

use serde_json::Value;

use super::{Context, Seen, edit::text_of, ran, rivals};
use crate::{
    action::{Direction, Ending, Evidence, ManifestApply, Mark, Outcome, ProbeAnswer, Probed, Span},
    cluster::{
        apply::{self, Applied, ApplyError, Effect},
        conflicts::{Conflict, Owner},
        error::Refusal,
        fighters,
        preview::ObjectPreview,
        rollout::{self, RolloutOutcome, Standing},
    },
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::{Manifest, diff_objects},
    names::{CommitId, Digest, RepoFile},
    observed::{causes, fighters::Around},
    plan::{
        PlannedStep,
        preview::{Preview, Question, ShownDiff, Sign},
    },
    repo::{self, RepoPath},
    words::Sentence,
    worker::{blocking, rehearse, session::Session},
};

/// A manifest as it would be applied.
pub(in crate::worker) struct Bundle {
    /// Documents in file order, each object once, ready to be sent.
    pub(in crate::worker) documents: Vec<Value>,
    pub(super) digest: Digest,
    pub(super) warnings: Vec<Sentence>,
    /// The objects (`Kind/name`) whose earlier state an undo needs; `None` for all.
    pub(super) kept: Option<Vec<String>>,
    /// Objects of the file that a rehearsal has no kind for.
    pub(super) left_out: Vec<Sentence>,
}

/// Reads the file as kubectl reads it. Of an object that stands twice the second wins, and that is said.
pub(in crate::worker) async fn bundle(session: &Session, apply: &ManifestApply) -> Result<Bundle, Failure> {
    let (path, apply) = (session.repo.clone(), apply.clone());
    let namespace = session.cluster.namespace().to_string();
    let kept = session.clone();
    let read = blocking(move || match apply.at.as_deref().and_then(|at| ran::captured(&kept, at)) {
        Some(captured) => captured,
        None => bundle_now(&path, &apply, &namespace),
    });
    let mut bundle = read.await?;
    bundle.left_out = rehearse::leave_out(session, &mut bundle.documents)?;
    Ok(bundle)
}

fn bundle_now(path: &RepoPath, apply: &ManifestApply, namespace: &str) -> Result<Bundle, Failure> {
    let file = &apply.file;
    let content = match &apply.at {
        None => repo::read_file(path, file).map_err(|error| error.to_failure())?,
        Some(commit) => {
            let found =
                repo::content_at(path, &CommitId::new(commit), file).map_err(|error| error.to_failure())?;
            let none = || {
                let words =
                    Sentence::new("act-apply-not-at").with("file", file.as_str()).with("commit", commit);
                Failure::new(FailureKind::Person, words)
            };
            found.ok_or_else(none)?
        }
    };
    let text = text_of(file, content.bytes)?;
    let (documents, warnings) = documents_of(file, &text, namespace)?;
    Ok(Bundle { documents, digest: content.digest, warnings, kept: None, left_out: Vec::new() })
}

/// The objects of a manifest's text, ready to be sent, and what is to be said about it.
///
/// # Errors
/// The text is no manifest.
pub(super) fn documents_of(
    file: &RepoFile,
    text: &str,
    namespace: &str,
) -> Result<(Vec<Value>, Vec<Sentence>), Failure> {
    let manifest = Manifest::read(text).map_err(|error| {
        let words = Sentence::new("act-manifest-unreadable")
            .with("file", file.as_str())
            .with("why", error.to_string());
        Failure::new(FailureKind::Person, words)
    })?;
    let twice = manifest.duplicates(namespace).into_iter().map(|twice| {
        Sentence::new("ready-duplicate")
            .with("object", twice.object)
            .with("file", file.as_str())
            .with("first", twice.first_line.to_string())
            .with("second", twice.second_line.to_string())
    });
    let warnings = twice.collect();
    let documents =
        manifest.effective(namespace).into_iter().map(crate::manifest::Document::for_apply).collect();
    Ok((documents, warnings))
}

/// What the server would make of it.
///
/// # Errors
/// The file cannot be read, or the server would refuse one of its objects.
pub(super) async fn look(
    session: &Session,
    step: &PlannedStep,
    action: &ManifestApply,
) -> Result<Preview, Failure> {
    let bundle = bundle(session, action).await?;
    let (objects, around) = weighed(session, &bundle).await?;
    let preview = Preview { command: command(session, action), ..Preview::default() };
    let preview = all_told(preview, &action.file, &bundle, (&objects, &around));
    let preview = waits(preview, action.wait_ready);
    let is_forward = step.direction == Direction::Forward && action.at.is_none();
    Ok(if is_forward { ran::note(session, step, action, (preview, objects)).await } else { preview })
}

/// What the server would make of the objects, and what else steers them.
///
/// # Errors
/// The server would refuse one of them.
pub(super) async fn weighed(
    session: &Session,
    bundle: &Bundle,
) -> Result<(Vec<ObjectPreview>, Around), Failure> {
    let (objects, around) =
        futures::join!(apply::preview(&session.cluster, &bundle.documents), steering(session, bundle));
    Ok((objects.map_err(|error| left_over(&error))?, around))
}

/// Everything that is to be said of the objects.
pub(super) fn all_told(
    mut preview: Preview,
    file: &RepoFile,
    bundle: &Bundle,
    (objects, around): (&[ObjectPreview], &Around),
) -> Preview {
    preview.seen.insert(file.to_string(), bundle.digest.to_string());
    preview.seen.extend(objects.iter().map(ObjectPreview::seen));
    for effect in [Effect::Created, Effect::Configured, Effect::Unchanged] {
        preview = listed(preview, objects, effect);
    }
    for warning in bundle.warnings.iter().chain(&bundle.left_out) {
        preview = preview.fact(Sign::Warning, warning.clone());
    }
    for object in objects {
        preview = one(preview, object);
    }
    preview = rivals::of_apply(preview, &bundle.documents, objects, around);
    preview.blocked = objects.iter().find_map(stale_job);
    preview
}

/// That the roll-out is waited for.
pub(super) fn waits(preview: Preview, limit: Option<Span>) -> Preview {
    let Some(limit) = limit else { return preview };
    preview.fact(Sign::Same, Sentence::new("act-apply-wait").with("limit", limit.to_string()))
}

/// What steers numbers of pods that the file sets.
async fn steering(session: &Session, bundle: &Bundle) -> Around {
    if rivals::are_steered(&bundle.documents) {
        fighters::steering(&session.cluster).await
    } else {
        Around::default()
    }
}

/// The same as a kubectl line; what was kept of the live objects has none.
fn command(session: &Session, action: &ManifestApply) -> String {
    let (namespace, file) = (session.cluster.namespace(), &action.file);
    match action.at.as_deref() {
        None => format!("kubectl apply --server-side -n {namespace} -f {file}"),
        Some(at) if ran::is_commit(at) => {
            format!("git show {at}:{file} | kubectl apply --server-side -n {namespace} -f -")
        }
        Some(_) => String::new(),
    }
}

/// A Job of this name is there already: applying it would run nothing, or it is on its way out (facts 14.1).
fn stale_job(object: &ObjectPreview) -> Option<Failure> {
    if object.object.group != "batch" || object.object.kind != "Job" {
        return None;
    }
    let live = object.live.as_ref()?;
    let name = object.object.to_string();
    let key = if live.pointer("/metadata/deletionTimestamp").is_some() {
        "act-apply-job-ending"
    } else if object.effect == Effect::Unchanged {
        "act-apply-job-same"
    } else {
        "act-apply-job-there"
    };
    let words = Sentence::new(key).with("object", name);
    Some(Failure::new(FailureKind::World, words).hint(Sentence::new("act-apply-job-hint")))
}

/// A refused Job, said in words: its template cannot be changed, so an old one of the same name is in the way.
fn left_over(error: &ApplyError) -> Failure {
    let failure = error.to_failure();
    let ApplyError::Call { object, source } = error else { return failure };
    let Some(Refusal::Invalid { message, .. }) = source.refusal() else { return failure };
    let is_fixed = causes::admission(message).is_none() && causes::invalid(message) == "fixed";
    if object.kind != "Job" || !is_fixed {
        return failure;
    }
    let words = Sentence::new("act-apply-job-differs").with("object", object.to_string());
    let told = Failure::new(FailureKind::World, words).hint(Sentence::new("act-apply-job-hint"));
    failure.details.into_iter().fold(told, Failure::detail)
}

/// It happened when an apply would change nothing any more.
///
/// # Errors
/// The file cannot be read, or the cluster cannot be asked.
pub(super) async fn probe(session: &Session, action: &ManifestApply) -> Result<Probed, Failure> {
    Ok(probed_of(&action.file, &differing(session, action).await?))
}

/// The answer that the objects which would still change give.
pub(super) fn probed_of(file: &RepoFile, differing: &[String]) -> Probed {
    let (answer, mark, what) = if differing.is_empty() {
        let what = Sentence::new("act-apply-probe-same").with("file", file.as_str());
        (ProbeAnswer::Happened, Mark::Good, what)
    } else {
        let what = Sentence::new("act-apply-probe-differs").with("names", differing.join(", "));
        (ProbeAnswer::DidNot, Mark::Note, what)
    };
    let evidence = vec![Evidence { at: jiff::Timestamp::now(), mark, what }];
    Probed { answer, evidence, outputs: std::collections::BTreeMap::new() }
}

/// Objects of the file that an apply would change now.
///
/// # Errors
/// As [`look`].
pub(super) async fn differing(session: &Session, action: &ManifestApply) -> Result<Vec<String>, Failure> {
    differing_of(session, &bundle(session, action).await?).await
}

/// Those of the objects that an apply would change now.
///
/// # Errors
/// The cluster cannot be asked, or the server would refuse one of them.
pub(super) async fn differing_of(session: &Session, bundle: &Bundle) -> Result<Vec<String>, Failure> {
    let objects =
        apply::preview(&session.cluster, &bundle.documents).await.map_err(|error| error.to_failure())?;
    let other = objects.iter().filter(|one| one.effect != Effect::Unchanged);
    Ok(other.map(|one| one.object.to_string()).collect())
}

/// One line for all objects of one effect.
fn listed(preview: Preview, objects: &[ObjectPreview], effect: Effect) -> Preview {
    let names: Vec<String> =
        objects.iter().filter(|one| one.effect == effect).map(|one| one.object.to_string()).collect();
    if names.is_empty() {
        return preview;
    }
    let (key, sign) = match effect {
        Effect::Created => ("act-apply-create", Sign::Add),
        Effect::Configured => ("act-apply-change", Sign::Change),
        Effect::Unchanged => ("act-apply-same", Sign::Same),
    };
    preview.fact(sign, Sentence::new(key).count("count", names.len()).with("names", names.join(", ")))
}

/// Difference, conflicts and warnings of one object.
fn one(mut preview: Preview, object: &ObjectPreview) -> Preview {
    if object.effect != Effect::Unchanged {
        let title = object.object.to_string();
        match diff_objects(object.live.as_ref(), Some(&object.merged)) {
            Ok(diff) => preview.diffs.push(ShownDiff { title, diff }),
            Err(fault) => tracing::error!(%fault, "a difference cannot be written as YAML"),
        }
    }
    for field in &object.removed {
        let words =
            Sentence::new("act-apply-removed").with("object", object.object.to_string()).with("field", field);
        preview = preview.fact(Sign::Remove, words);
    }
    for warning in &object.warnings {
        let words = Sentence::new("act-apply-warning")
            .with("object", object.object.to_string())
            .with("words", warning);
        preview = preview.fact(Sign::Warning, words);
    }
    let ours: Vec<&Conflict> = object.conflicts.iter().filter(|one| one.owner == Owner::Ours).collect();
    if !ours.is_empty() {
        // The last name of each path says enough: `cpu`, `memory`, `replicas`.
        let mut fields: Vec<&str> = ours.iter().filter_map(|one| one.field.rsplit('.').next()).collect();
        fields.sort_unstable();
        fields.dedup();
        let words = Sentence::new("act-apply-ours").with("object", object.object.to_string());
        preview = preview.fact(Sign::Same, words.with("fields", fields.join(", ")));
    }
    for (index, conflict) in object.asked().enumerate() {
        let words = asked(object, conflict);
        preview = preview.fact(Sign::Bad, words.clone());
        let yes = Sentence::new("act-apply-overwrite").with("object", object.object.to_string());
        let yes = yes.with("field", &conflict.field).with("manager", &conflict.manager);
        preview.questions.push(Question {
            id: format!("take-{}-{index}", object.object),
            ask: yes.clone(),
            choices: vec![("yes".to_owned(), yes)],
            must_tick: true,
        });
    }
    preview
}

fn asked(object: &ObjectPreview, conflict: &Conflict) -> Sentence {
    let key = match (conflict.owner, &conflict.at) {
        (Owner::Controller, _) => "act-apply-controller",
        (Owner::ByHand | Owner::Ours, Some(_)) => "act-apply-by-hand",
        (Owner::ByHand | Owner::Ours, None) => "act-apply-by-hand-undated",
    };
    Sentence::new(key)
        .with("object", object.object.to_string())
        .with("field", &conflict.field)
        .with("manager", &conflict.manager)
        .with("at", conflict.at.as_deref().unwrap_or_default())
        .with("live", &conflict.live)
        .with("file", &conflict.file)
}

/// Applies what was shown, then follows the roll-outs that it caused.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &ManifestApply) -> Outcome {
    match bundle(&context.session, action).await {
        Ok(bundle) => sent(context, entry, &action.file, bundle, action.wait_ready).await,
        Err(failure) => Seen::default().failed(failure),
    }
}

/// Sends the objects, if they are those that were shown, then follows the roll-outs.
pub(super) async fn sent(
    context: &Context,
    entry: &OpenEntry,
    file: &RepoFile,
    bundle: Bundle,
    wait_ready: Option<Span>,
) -> Outcome {
    let mut seen = Seen::default();
    let session = &context.session;
    let accepted = &entry.approval().proposal().preview().seen;
    if accepted.get(file.as_str()).map(String::as_str) != Some(bundle.digest.as_str()) {
        let words = Sentence::new("act-apply-file-moved").with("file", file.as_str());
        return seen.failed(Failure::new(FailureKind::Moved, words));
    }
    if let Some(name) = ran::name_of_kept(entry.approval().proposal().preview()) {
        match ran::capture(session, name, &bundle).await {
            Ok(left_out) if left_out.is_empty() => {}
            Ok(left_out) => {
                let words = Sentence::new("act-capture-left-out").with("names", left_out.join(", "));
                seen.note(Mark::Warning, words);
            }
            Err(failure) => return seen.failed(failure),
        }
    }
    let reporter = &context.reporter;
    let applied = match apply::apply(&session.cluster, entry, &bundle.documents, accepted, reporter).await {
        Ok(applied) => applied,
        Err(stopped) => {
            note_applied(&mut seen, &stopped.applied);
            return seen.failed(stopped.to_failure());
        }
    };
    note_applied(&mut seen, &applied);
    for left_out in bundle.left_out {
        seen.note(Mark::Warning, left_out);
    }
    seen.output("digest", bundle.digest.as_str());
    let Some(limit) = wait_ready else { return seen.done() };
    let awaited = rollout::caused(&applied);
    let waited =
        rollout::wait(&session.cluster, &awaited, Some(limit.duration()), reporter, context.cancel.clone())
            .await;
    match waited {
        Ok(rolled) => rolled_out(seen, &rolled),
        Err(error) => seen.failed(error.to_failure()),
    }
}

fn rolled_out(mut seen: Seen, rolled: &RolloutOutcome) -> Outcome {
    for (one, standing) in &rolled.workloads {
        let mark = if *standing == Standing::Ready { Mark::Good } else { Mark::Bad };
        seen.note(mark, standing.words(&one.object));
    }
    if rolled.was_late {
        seen.note(Mark::Warning, Sentence::new("act-apply-late"));
    }
    if rolled.was_cancelled {
        return seen.end(Ending::Cancelled);
    }
    match rolled.workloads.iter().find(|(_, standing)| *standing != Standing::Ready) {
        None => seen.done(),
        Some((one, standing)) => {
            let failure = Failure::new(FailureKind::World, standing.words(&one.object));
            seen.failed(failure.hint(Sentence::new("act-apply-not-ready-hint")))
        }
    }
}

fn note_applied(seen: &mut Seen, applied: &[Applied]) {
    for one in applied {
        let key = match one.effect {
            Effect::Created => "cluster-applied-created",
            Effect::Configured => "cluster-applied-configured",
            Effect::Unchanged => continue,
        };
        seen.note(Mark::Good, Sentence::new(key).with("object", one.object.to_string()));
        for warning in &one.warnings {
            let words = Sentence::new("act-apply-warning").with("object", one.object.to_string());
            seen.note(Mark::Warning, words.with("words", warning));
        }
    }
    let same = applied.iter().filter(|one| one.effect == Effect::Unchanged).count();
    if same > 0 {
        seen.note(Mark::Note, Sentence::new("act-apply-unchanged").count("count", same));
    }
}
