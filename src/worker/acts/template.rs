//! What it is for: `template.process`: an OpenShift Template made into objects here, once for the change, and applied.
//! In: the file as it lies in the work tree, the values of its parameters. Out: as for an apply, with what the processing
//! changed, and whose objects would be overwritten. Never: a second processing that makes up other values than those
//! shown, a made-up value in a file, journal or dialog, or our mark on an object that this change has not made.
//!
//! A made-up value lives in memory only, until it is applied. A later look (the program was started again, or the step is
//! repeated) takes it from the live object where the template puts it alone; where it does not, the person must agree to
//! a new one.

use std::{collections::BTreeMap, iter, sync::Arc};

use serde_json::{Value, json};

use super::{
    Context, Seen,
    apply::{self, Bundle},
    edit::text_of,
    needed, ran,
};
use crate::{
    action::{Ending, Outcome, Probed, TemplateProcess},
    cluster::{
        apply as objects,
        apply::Effect,
        jobs::{CHANGE_ANNOTATION, STEP_ANNOTATION},
        preview::ObjectPreview,
    },
    failure::{Failure, FailureKind},
    journal::OpenEntry,
    manifest::{
        Document, Manifest,
        template::{Note, Secrets, Template},
        visible,
    },
    names::StepId,
    plan::{
        PlannedStep, digest_of,
        preview::{Preview, Question, Sign},
    },
    repo,
    run::NOTHING_RAN,
    words::{Sentence, shell::quoted},
    worker::{
        blocking, rehearse,
        session::{ProcessedOnce, Session},
    },
};

/// Digits of a digest that tell kept states apart.
const STATE_DIGITS: usize = 12;

/// A template as it would be applied.
pub(in crate::worker) struct Made {
    pub(in crate::worker) bundle: Bundle,
    pub(super) once: Arc<ProcessedOnce>,
    /// Objects of the bundle that are there and that this change has not made, with the change that has.
    foreign: Vec<(String, Option<String>)>,
    /// Parameters whose made-up value is another one than that in use, or cannot be compared with it.
    anew: Vec<String>,
}

impl Made {
    /// All objects of the template, those included that a rehearsal leaves out.
    pub(in crate::worker) fn manifest(&self) -> &Manifest {
        self.once.processed.manifest()
    }

    /// A failure that has met these objects, without their secrets.
    pub(in crate::worker) fn without_secrets(&self, failure: &Failure) -> Failure {
        told(failure.clone(), &self.once)
    }
}

/// The objects, ready to be sent; processed once for the change.
///
/// # Errors
/// The file cannot be read or is no template, the values do not fit, or the cluster cannot be asked.
pub(in crate::worker) async fn made(
    session: &Session,
    step: &StepId,
    action: &TemplateProcess,
) -> Result<Made, Failure> {
    let (repository, file) = (session.repo.clone(), action.file.clone());
    let content =
        blocking(move || repo::read_file(&repository, &file).map_err(|error| error.to_failure())).await?;
    let rests_on = digest_of(&(content.digest.as_str(), &action.params));
    let once = if let Some(once) = session.found.processed(step, &rests_on) {
        once
    } else {
        let text = text_of(&action.file, content.bytes)?;
        let once = Arc::new(process(session, action, &text).await?);
        session.found.keep_processed(step, rests_on.clone(), once)
    };
    let namespace = session.cluster.namespace().as_str();
    let manifest = once.processed.manifest();
    let mut documents = values(&manifest.effective(namespace));
    let left_out = rehearse::leave_out(session, &mut documents)?;
    let live = live(session, &documents).await.map_err(|failure| told(failure, &once))?;
    let change = session.plan.change().as_str();
    let (mut foreign, mut kept) = (Vec::new(), Vec::new());
    for (document, live) in documents.iter_mut().zip(&live) {
        let owner = live.as_ref().map(|live| note_of(live, CHANGE_ANNOTATION));
        match owner {
            None => mark(document, change, step.as_str()),
            // Marks that are there stay: an apply without them would take them away.
            Some(owner) => {
                let of_step = live.as_ref().and_then(|live| note_of(live, STEP_ANNOTATION));
                if let (Some(owner), Some(of_step)) = (&owner, &of_step) {
                    mark(document, owner, of_step);
                }
                if (owner.as_deref(), of_step.as_deref()) != (Some(change), Some(step.as_str())) {
                    kept.push(ran::label(document));
                }
                if owner.as_deref() != Some(change) {
                    foreign.push((ran::label(document), owner.clone()));
                }
            }
        }
    }
    let warnings = twice(manifest, action, namespace);
    let anew = anew(&once, &documents, &live);
    let bundle = Bundle { documents, digest: rests_on, warnings, kept: Some(kept), left_out };
    Ok(Made { bundle, once, foreign, anew })
}

/// Made-up values that are not those in use. Where the template puts a value alone, it is compared with the live object;
/// where it does not, it may be in use as soon as any of the objects is there.
fn anew(once: &ProcessedOnce, documents: &[Value], live: &[Option<Value>]) -> Vec<String> {
    let is_any_there = live.iter().any(Option::is_some);
    let is_new = |name: &&String| {
        let places = once.processed.landings().get(*name).map(Vec::as_slice).unwrap_or_default();
        let mut compared = places.iter().flat_map(|place| {
            let document = once.processed.manifest().documents.get(place.document);
            let label = document.map(Document::label).unwrap_or_default();
            let pairs = documents.iter().zip(live).filter(move |(made, _)| ran::label(made) == label);
            pairs.filter_map(move |(made, live)| Some(place.is_in_use(made, live.as_ref()?)))
        });
        if places.is_empty() {
            is_any_there
        } else {
            compared.next().is_some_and(|first| !first && !compared.any(|is| is))
        }
    };
    once.anew.iter().filter(is_new).cloned().collect()
}

fn values(documents: &[&Document]) -> Vec<Value> {
    documents.iter().map(|one| one.value.clone()).collect()
}

fn twice(manifest: &Manifest, action: &TemplateProcess, namespace: &str) -> Vec<Sentence> {
    let twice = manifest.duplicates(namespace).into_iter();
    let words = |twice: crate::manifest::Duplicate| {
        Sentence::new("ready-duplicate")
            .with("object", twice.object)
            .with("file", action.file.as_str())
            .with("first", twice.first_line.to_string())
            .with("second", twice.second_line.to_string())
    };
    twice.map(words).collect()
}

/// Fills the template; made-up values that live objects have already are kept.
async fn process(session: &Session, action: &TemplateProcess, text: &str) -> Result<ProcessedOnce, Failure> {
    let unfit = |key: &str, why: String| {
        let words = Sentence::new(key).with("file", action.file.as_str()).with("why", why);
        Failure { hint: words.next_step(), ..Failure::new(FailureKind::Person, words) }
    };
    let template =
        Template::read(text).map_err(|error| unfit("act-template-unreadable", error.to_string()))?;
    none_in_the_open(&template, action)?;
    let fill = |given: &BTreeMap<String, String>| {
        let filled = template.process(given, &mut random);
        filled.map_err(|error| unfit("act-template-unfit", error.to_string()))
    };
    let first = fill(&action.params)?;
    let (mut given, mut kept) = (action.params.clone(), Vec::new());
    if !first.landings().is_empty() && session.ground.is_none() {
        let documents: Vec<&Document> = first.manifest().documents.iter().collect();
        let live = live(session, &values(&documents)).await?;
        for (name, places) in first.landings() {
            let value = places.iter().find_map(|place| place.kept(live.get(place.document)?.as_ref()?));
            if let Some(value) = value {
                given.insert(name.clone(), value);
                kept.push(name.clone());
            }
        }
    }
    let anew = first.landings().keys().filter(|name| !kept.contains(name)).cloned().collect();
    let processed = if kept.is_empty() { first } else { fill(&given)? };
    Ok(ProcessedOnce { processed, kept, anew })
}

/// What the procedure gives stands in plan and journal: no secret may be among it.
fn none_in_the_open(template: &Template, action: &TemplateProcess) -> Result<(), Failure> {
    let is_given = |name: &&str| action.params.get(*name).is_some_and(|value| !value.is_empty());
    let names: Vec<&str> = template.secret_parameters().into_iter().filter(is_given).collect();
    if names.is_empty() {
        return Ok(());
    }
    let words = Sentence::new("act-template-open-secret").with("file", action.file.as_str());
    let words = words.with("names", names.join(", "));
    Err(Failure { hint: words.next_step(), ..Failure::new(FailureKind::Person, words) })
}

/// The system's generator, by way of the TLS library's.
fn random(bytes: &mut [u8]) -> bool {
    rustls::crypto::ring::default_provider().secure_random.fill(bytes).is_ok()
}

async fn live(session: &Session, documents: &[Value]) -> Result<Vec<Option<Value>>, Failure> {
    objects::live(&session.cluster, documents).await.map_err(|error| error.to_failure())
}

fn note_of(object: &Value, key: &str) -> Option<String> {
    object.get("metadata")?.get("annotations")?.get(key)?.as_str().map(str::to_owned)
}

/// Writes whose the object is into it.
fn mark(document: &mut Value, change: &str, step: &str) {
    let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let notes = metadata.entry("annotations").or_insert_with(|| json!({}));
    if !notes.is_object() {
        *notes = json!({});
    }
    if let Some(notes) = notes.as_object_mut() {
        notes.insert(CHANGE_ANNOTATION.to_owned(), json!(change));
        notes.insert(STEP_ANNOTATION.to_owned(), json!(step));
    }
}

/// What the server would make of it, and what the processing changed.
///
/// # Errors
/// As [`made`], or the server would refuse one of the objects.
pub(super) async fn look(
    session: &Session,
    step: &PlannedStep,
    action: &TemplateProcess,
) -> Result<Preview, Failure> {
    let made = made(session, &step.id, action).await?;
    let secrets = made.once.processed.secrets();
    match shown(session, step, action, &made).await {
        Ok(preview) => Ok(hidden(preview, secrets)),
        Err(failure) => Err(told(failure, &made.once)),
    }
}

async fn shown(
    session: &Session,
    step: &PlannedStep,
    action: &TemplateProcess,
    made: &Made,
) -> Result<Preview, Failure> {
    let (objects, around) = apply::weighed(session, &made.bundle).await?;
    let mut preview = Preview { command: command(session, action), ..Preview::default() };
    for (name, value) in made.once.processed.values() {
        let words = Sentence::new("act-template-value").with("name", name).with("value", value);
        preview = preview.fact(Sign::Same, words);
    }
    preview = apply::all_told(preview, &action.file, &made.bundle, (&objects, &around));
    preview = told_of_values(preview, made, &objects);
    preview = told_of_others(preview, made, &objects);
    let needs = needed::missing(session, made.once.processed.manifest()).await;
    for (sign, words) in needs {
        preview = preview.fact(sign, words);
    }
    let message = made.once.processed.message();
    if !message.is_empty() {
        let words = Sentence::new("act-template-message").with("message", visible(message).into_owned());
        preview = preview.fact(Sign::Same, words);
    }
    preview = apply::waits(preview, action.wait_ready);
    Ok(keep_before(preview, step, made, &objects))
}

/// What an undo needs: what was made goes, what was there comes back. Each state has a name of its own, so that a second
/// try, which finds what the first has left behind, does not write over it.
fn keep_before(mut preview: Preview, step: &PlannedStep, made: &Made, objects: &[ObjectPreview]) -> Preview {
    let is_kept = |one: &&ObjectPreview| {
        let label = format!("{}/{}", one.object.kind, one.object.name);
        one.is_change() && made.bundle.kept.iter().flatten().any(|kept| *kept == label)
    };
    let changing: Vec<_> = objects.iter().filter(is_kept).map(|one| &one.live).collect();
    let created = objects.iter().filter(|one| one.effect == Effect::Created);
    let made: Vec<String> = created.map(|one| ran::full_name(&one.object)).collect();
    let state: String = digest_of(&changing).as_str().chars().take(STATE_DIGITS).collect();
    let ran = if changing.is_empty() {
        NOTHING_RAN.to_owned()
    } else {
        ran::kept_as(&format!("{}-{state}", step.id))
    };
    preview.before.insert("ran".to_owned(), ran);
    preview.before.insert("made".to_owned(), made.join(" "));
    preview
}

/// Notes of the processing; what is most likely not meant must be agreed to one by one.
fn told_of_values(mut preview: Preview, made: &Made, objects: &[ObjectPreview]) -> Preview {
    let once = &made.once;
    // A value that was made up is what it is: nobody typed it.
    let is_typed =
        |note: &&Note| !note.asks_about().is_some_and(|name| once.kept.iter().any(|kept| kept == name));
    for (index, note) in once.processed.notes().iter().filter(is_typed).enumerate() {
        let sign = if note.is_warning() { Sign::Warning } else { Sign::Same };
        preview = preview.fact(sign, note.words());
        if note.needs_agreement() {
            let ask = Sentence::new("act-template-agree").with("note", note.words().text());
            preview.questions.push(tick(format!("note-{index}"), ask));
        }
    }
    for name in &once.kept {
        let words = Sentence::new("act-template-kept").with("parameter", name);
        preview = preview.fact(Sign::Good, words);
    }
    let changes = objects.iter().any(ObjectPreview::is_change);
    for name in made.anew.iter().filter(|_| changes) {
        let words = Sentence::new("act-template-anew").with("parameter", name);
        preview = preview.fact(Sign::Bad, words.clone());
        preview.questions.push(tick(format!("anew-{name}"), words));
    }
    preview
}

/// Objects that others made and that would change, apart from ours.
fn told_of_others(mut preview: Preview, made: &Made, objects: &[ObjectPreview]) -> Preview {
    for one in objects.iter().filter(|one| one.is_change()) {
        let object = format!("{}/{}", one.object.kind, one.object.name);
        let Some((_, owner)) = made.foreign.iter().find(|(foreign, _)| *foreign == object) else { continue };
        let key = if owner.is_some() { "act-template-of-change" } else { "act-template-foreign" };
        let words = Sentence::new(key)
            .with("object", &object)
            .with("change", visible(owner.as_deref().unwrap_or_default()).into_owned());
        preview = preview.fact(Sign::Bad, words);
        let ask = Sentence::new("act-template-overwrite").with("object", &object);
        preview.questions.push(tick(format!("foreign-{object}"), ask));
    }
    preview
}

fn tick(id: String, ask: Sentence) -> Question {
    Question { id, ask: ask.clone(), choices: vec![("yes".to_owned(), ask)], must_tick: true }
}

/// The same as lines of `oc`; it would make up other values.
fn command(session: &Session, action: &TemplateProcess) -> String {
    let (namespace, file) = (session.cluster.namespace(), &action.file);
    let params = action.params.iter();
    let params: Vec<String> =
        params.map(|(name, value)| format!(" -p {}", quoted(&format!("{name}={value}")))).collect();
    let params = params.concat();
    format!("oc process --local -f {file}{params} | kubectl apply --server-side -n {namespace} -f -")
}

/// Applies what was shown.
pub(super) async fn perform(context: &Context, entry: &OpenEntry, action: &TemplateProcess) -> Outcome {
    let made = match made(&context.session, &context.step.id, action).await {
        Ok(made) => made,
        Err(failure) => return Seen::default().failed(failure),
    };
    let once = Arc::clone(&made.once);
    let mut outcome = apply::sent(context, entry, &action.file, made.bundle, action.wait_ready).await;
    let secrets = once.processed.secrets();
    for evidence in &mut outcome.evidence {
        secrets.hide_in_sentence(&mut evidence.what);
    }
    if let Ending::Failed { failure } | Ending::Unknown { failure } = &mut outcome.ending {
        secrets.hide_in_failure(failure);
    }
    outcome
}

/// It happened when an apply would change nothing any more.
///
/// # Errors
/// As [`look`].
pub(super) async fn probe(
    session: &Session,
    step: &PlannedStep,
    action: &TemplateProcess,
) -> Result<Probed, Failure> {
    let made = made(session, &step.id, action).await?;
    let differing = apply::differing_of(session, &made.bundle).await;
    let differing = differing.map_err(|failure| told(failure, &made.once))?;
    Ok(apply::probed_of(&action.file, &differing))
}

/// The preview without secrets, wherever a person reads. What it rests on, what an undo needs and what an answer is bound
/// to are names and digests: they stay as they are.
fn hidden(mut preview: Preview, secrets: &Secrets) -> Preview {
    let facts = preview.facts.iter_mut().map(|fact| &mut fact.what);
    let questions = preview.questions.iter_mut().flat_map(|question| {
        let choices = question.choices.iter_mut().map(|(_, words)| words);
        iter::once(&mut question.ask).chain(choices)
    });
    let others = preview.nothing_to_do.iter_mut().chain(&mut preview.affected);
    for words in facts.chain(questions).chain(others) {
        secrets.hide_in_sentence(words);
    }
    for shown in &mut preview.diffs {
        shown.title = secrets.hide(&shown.title).into_owned();
        secrets.hide_in_diff(&mut shown.diff);
    }
    if let Some(failure) = &mut preview.blocked {
        secrets.hide_in_failure(failure);
    }
    preview.command = secrets.hide(&preview.command).into_owned();
    preview
}

/// A failure without secrets.
fn told(mut failure: Failure, once: &ProcessedOnce) -> Failure {
    once.processed.secrets().hide_in_failure(&mut failure);
    failure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::RepoFile;

    #[test]
    fn a_secret_that_the_procedure_gives_is_refused() {
        let text = "apiVersion: v1\nkind: Template\nobjects: [{apiVersion: v1, kind: Secret, metadata: {name: '${NAME}'}, \
                    stringData: {password: '${WORD}'}}]\nparameters: [{name: NAME}, {name: WORD}]\n";
        let template = Template::read(text).expect("a template");
        let given = |name: &str, value: &str| {
            let action = TemplateProcess {
                file: RepoFile::new("a.yml").expect("a file"),
                params: [(name.to_owned(), value.to_owned())].into(),
                apply: true,
                wait_ready: None,
            };
            none_in_the_open(&template, &action)
        };
        assert_eq!((given("NAME", "web"), given("WORD", "")), (Ok(()), Ok(())));
        let failure = given("WORD", "hunter2").expect_err("it would stand in the journal");
        let told = format!("{} {}", failure.summary.text(), failure.hint.expect("a hint").text());
        assert!(told.contains("WORD: the template a.yml") && !told.contains("hunter2"), "{told}");
    }

    #[test]
    fn hiding_leaves_alone_what_is_looked_up_later() {
        let template = Template::read(
            "apiVersion: v1\nkind: Template\nobjects: [{apiVersion: v1, kind: Secret, metadata: {name: a}, \
             stringData: {a: '${WORD}'}}]\nparameters: [{name: WORD}]\n",
        );
        let given = [("WORD".to_owned(), "captured".to_owned())].into();
        let processed = template.expect("a template").process(&given, &mut random).expect("objects");
        let mut preview = Preview { command: "captured it".to_owned(), ..Preview::default() };
        preview.before.insert("ran".to_owned(), "captured:a".to_owned());
        preview.seen.insert("Secret./captured".to_owned(), "absent".to_owned());
        preview.questions.push(tick("captured".to_owned(), Sentence::new("a").with("b", "captured")));
        let hid = hidden(preview.clone(), processed.secrets());
        assert_eq!((&hid.before, &hid.seen), (&preview.before, &preview.seen));
        assert_eq!(hid.questions[0].id, "captured");
        assert_eq!(hid.questions[0].choices[0].1, Sentence::new("a").with("b", "••••"));
        assert_eq!(hid.command, "•••• it");
    }
}
