//! Carries out a script on a server.
//!
//! In: a script, a server, the name of a fresh namespace. Out: an [`Answer`] for each step that is compared, as it came.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use reqwest::{RequestBuilder, Response, header::HeaderMap};
use serde_json::{Map, Value, json};
use tokio::task::JoinHandle;

use super::{
    kubectl,
    script::{Script, Step, media_type, path_of},
    target::Target,
};

/// How long a state must stay to count as reached: the controllers' last words come late.
const SETTLED: Duration = Duration::from_millis(500);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(100);
/// How long a request or a command may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a step brought.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, in a line.
    pub title: String,
    /// `status`, `headers`, `body`; or `exit`, `stdout`, `stderr`; or `status`, `events`, `ended`.
    pub value: Value,
}

/// A watch that goes on.
#[derive(Debug)]
struct Watch {
    seen: Arc<Mutex<Map<String, Value>>>,
    reading: JoinHandle<()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

/// A script on its way.
#[derive(Debug)]
struct Run<'a> {
    target: &'a Target,
    namespace: &'a str,
    /// How long a state that is waited for may take.
    soon: Duration,
    kept: BTreeMap<String, String>,
    watches: BTreeMap<String, Watch>,
}

/// The answers to the script's steps, and to its setup before, which the normalisation learns from.
///
/// # Errors
/// When the setup fails: what it said.
pub async fn run(
    script: &Script,
    target: &Target,
    namespace: &str,
    soon: Duration,
) -> Result<(Vec<Answer>, Vec<Answer>), String> {
    target.namespace(namespace).await;
    let kept = BTreeMap::from([("ns".to_owned(), namespace.to_owned())]);
    let mut run = Run { target, namespace, soon, kept, watches: BTreeMap::new() };
    let mut before = Vec::new();
    for step in &script.setup {
        let answer = run.step(step).await;
        let status = answer.value.get("status").and_then(Value::as_u64);
        let exit = answer.value.get("exit").and_then(Value::as_i64);
        let is_done = status.is_some_and(|status| status < 300) || exit == Some(0);
        if !is_done || answer.value.get("never").is_some() {
            let said: String = answer.value.to_string().chars().take(600).collect();
            let wanted =
                if step.until.is_empty() { String::new() } else { format!(" until {:?}", step.until) };
            return Err(format!("on {}: setup {}{wanted}: {said}\n", target.name, answer.title));
        }
        before.push(answer);
    }
    let mut answers = Vec::new();
    for step in &script.steps {
        answers.push(run.step(step).await);
    }
    Ok((before, answers))
}

impl Run<'_> {
    async fn step(&mut self, step: &Step) -> Answer {
        if let Some(seconds) = step.pause {
            tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
        }
        let title = step.title();
        let user = step.user.as_deref().unwrap_or("admin");
        let value = if !self.target.has(user) {
            json!({"no user": user})
        } else if let Some(request) = &step.request {
            self.ask(user, request, step).await
        } else if let Some(line) = &step.kubectl {
            let end = kubectl::End {
                limit: step.within.map(Duration::from_secs_f64),
                lines: step.count,
                patience: PATIENCE.min(self.soon * 4),
            };
            let input = self.text_of(step.input.as_ref());
            kubectl::run(self.target.kubectl(user, self.namespace), &self.fill(line), &input, end).await
        } else if let Some(line) = &step.watch {
            self.begin(user, line, step).await
        } else if let Some(name) = &step.events {
            self.collect(name, step).await
        } else {
            json!({"no step": title})
        };
        for (name, place) in &step.keep {
            let found = value
                .pointer(place)
                .map(|found| found.as_str().map_or_else(|| found.to_string(), str::to_owned));
            if let Some(found) = found {
                self.kept.insert(name.clone(), found);
            }
        }
        Answer { title, value }
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.kept {
            text = text.replace(&format!("<{name}>"), value);
        }
        text
    }

    /// A body or an input as text, with what was kept filled in.
    fn text_of(&self, value: Option<&Value>) -> String {
        match value {
            None => String::new(),
            Some(Value::String(text)) => self.fill(text),
            Some(value) => self.fill(&value.to_string()),
        }
    }

    fn request(&self, user: &str, line: &str, step: &Step) -> RequestBuilder {
        let line = self.fill(line);
        let (method, path) = line.split_once(' ').unwrap_or(("GET", &line));
        let mut request = self.target.request(user, method, &path_of(path, self.namespace));
        if let Some(accept) = &step.accept {
            request = request.header("accept", media_type(accept));
        }
        if let Some(agent) = &step.agent {
            request = request.header("user-agent", agent);
        }
        if let Some(bytes) = step.filling {
            let (name, filling) = (json!({"name": "large"}), json!({"filling": "x".repeat(bytes)}));
            let body = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": name, "data": filling});
            request = request.body(body.to_string());
        } else if step.body.is_some() {
            request = request.body(self.text_of(step.body.as_ref()));
        }
        let send = step
            .send
            .as_deref()
            .or_else(|| (step.body.is_some() || step.filling.is_some()).then_some("json"));
        match send {
            Some("none") | None => request,
            Some(send) => request.header("content-type", media_type(send)),
        }
    }

    async fn ask(&self, user: &str, line: &str, step: &Step) -> Value {
        let begun = Instant::now();
        let limit = step.within.filter(|_| step.until.is_empty()).map_or(PATIENCE, Duration::from_secs_f64);
        let mut settled: Option<(Instant, Value)> = None;
        loop {
            let request = self.request(user, line, step).timeout(limit);
            let mut value = match request.send().await {
                Ok(response) => whole(response).await,
                Err(error) => json!({"error": error.to_string()}),
            };
            if step.until.is_empty() {
                return value;
            }
            let reached = step.until.iter().all(|(place, wanted)| matches(&value, place, wanted));
            if reached {
                let seen = settled_view(&value);
                match &settled {
                    Some((since, before)) if *before == seen => {
                        if since.elapsed() > SETTLED {
                            return value;
                        }
                    }
                    _ => settled = Some((Instant::now(), seen)),
                }
            } else {
                settled = None;
            }
            if begun.elapsed() > step.within.map_or(self.soon, Duration::from_secs_f64) {
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("never".to_owned(), json!(if reached { "settled" } else { "reached" }));
                }
                return value;
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn begin(&mut self, user: &str, line: &str, step: &Step) -> Value {
        let (name, path) = line.split_once(' ').unwrap_or(("", line));
        let request = self.request(user, &format!("GET {path}"), step);
        let response = match tokio::time::timeout(PATIENCE, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return json!({"error": error.to_string()}),
            Err(_) => return json!({"error": "no answer"}),
        };
        let status = response.status().as_u16();
        if status != 200 {
            return whole(response).await;
        }
        let headers = chosen(response.headers());
        let begun = json!({"status": status, "headers": headers});
        let seen = Arc::new(Mutex::new(Map::from_iter([
            ("status".to_owned(), json!(status)),
            ("events".to_owned(), json!([])),
            ("ended".to_owned(), json!(false)),
        ])));
        let reading = tokio::spawn(read_events(response, Arc::clone(&seen)));
        self.watches.insert(name.to_owned(), Watch { seen, reading });
        begun
    }

    /// Waits until so many events are there (or the watch has ended) and no more come for a moment.
    async fn collect(&self, name: &str, step: &Step) -> Value {
        let Some(watch) = self.watches.get(name) else { return json!({"no watch": name}) };
        let wanted = step.count.unwrap_or(usize::MAX);
        let begun = Instant::now();
        loop {
            let value = Value::Object(watch.seen.lock().unwrap_or_else(PoisonError::into_inner).clone());
            let count = value.get("events").and_then(Value::as_array).map_or(0, Vec::len);
            let ended = value.get("ended") == Some(&json!(true));
            let limit = step.within.map_or(self.soon, Duration::from_secs_f64);
            if ended || count >= wanted || begun.elapsed() > limit {
                if ended || count > wanted {
                    return value;
                }
                // One more would be one too many.
                tokio::time::sleep(Duration::from_millis(300)).await;
                return Value::Object(watch.seen.lock().unwrap_or_else(PoisonError::into_inner).clone());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Reads a watch to its end, a JSON document in each line.
async fn read_events(mut response: Response, seen: Arc<Mutex<Map<String, Value>>>) {
    let mut rest = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        rest.extend_from_slice(&chunk);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            let event = serde_json::from_slice(&line)
                .unwrap_or_else(|_| json!({"not JSON": String::from_utf8_lossy(&line)}));
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(Value::Array(events)) = seen.get_mut("events") {
                events.push(event);
            }
        }
    }
    seen.lock().unwrap_or_else(PoisonError::into_inner).insert("ended".to_owned(), json!(true));
}

/// A response with everything in it that is compared.
async fn whole(response: Response) -> Value {
    let status = response.status().as_u16();
    let headers = chosen(response.headers());
    let text = response.text().await.unwrap_or_else(|error| format!("cut off: {error}"));
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    json!({"status": status, "headers": headers, "body": body})
}

/// The headers that a client reads.
fn chosen(headers: &HeaderMap) -> Value {
    let names =
        ["content-type", "warning", "allow", "retry-after", "location", "www-authenticate", "cache-control"];
    let mut chosen = Map::new();
    for name in names {
        let values: Vec<Value> = headers
            .get_all(name)
            .iter()
            .map(|value| json!(String::from_utf8_lossy(value.as_bytes())))
            .collect();
        match values.as_slice() {
            [] => {}
            [one] => drop(chosen.insert(name.to_owned(), one.clone())),
            _ => drop(chosen.insert(name.to_owned(), Value::Array(values))),
        }
    }
    Value::Object(chosen)
}

/// Whether the answer's body has this value at this place.
fn matches(answer: &Value, place: &str, wanted: &Value) -> bool {
    let found = if place == "status" {
        answer.get("status")
    } else {
        answer.get("body").and_then(|body| at(body, place))
    };
    match wanted.as_str() {
        Some("any") => found.is_some(),
        _ if wanted.is_null() => found.is_none(),
        _ => found == Some(wanted),
    }
}

/// As a JSON pointer, but a segment `type=Ready` or `name=x` finds an element of a list.
fn at<'a>(value: &'a Value, place: &str) -> Option<&'a Value> {
    let mut here = value;
    for part in place.split('/').skip(1) {
        here = match (part.split_once('='), here) {
            (Some((key, wanted)), Value::Array(items)) => {
                items.iter().find(|item| item.get(key).and_then(Value::as_str) == Some(wanted))?
            }
            _ => here.pointer(&format!("/{part}"))?,
        };
    }
    Some(here)
}

/// What must stay the same for a moment: all but the version of a list, which others move.
fn settled_view(answer: &Value) -> Value {
    let mut view = answer.clone();
    if view.pointer("/body/items").is_some()
        && let Some(metadata) = view.pointer_mut("/body/metadata").and_then(Value::as_object_mut)
    {
        metadata.remove("resourceVersion");
    }
    view
}
