//! Listing: selectors, pages, and the revision that a list shows.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    api::{Api, Call},
    kinds::Kind,
    meta,
    refusal::{Cause, Refusal},
    selectors::Selection,
    write::check_version,
};

/// What a list or watch request asks for.
#[derive(Debug, Clone, Default)]
pub struct ListOptions {
    pub selection: Selection,
    /// Most objects on a page; 0 is all.
    pub limit: usize,
    /// Where the last page ended.
    pub page: String,
    pub revision: String,
    /// `Exact`, `NotOlderThan` or empty.
    pub revision_match: String,
    /// First tell of what is there, then mark the end of it (watch only).
    pub initial_events: Option<bool>,
    pub bookmarks: bool,
    pub timeout: Option<u64>,
}

/// A page of objects.
#[derive(Debug, Clone)]
pub struct Page {
    pub revision: u64,
    pub objects: Vec<Arc<Value>>,
    /// The token of the next page.
    pub next: Option<String>,
    /// How many follow, when it is known.
    pub remaining: Option<usize>,
}

impl Api {
    /// Objects of a kind, of the call's namespace or of all.
    ///
    /// # Errors
    /// `Expired` when the asked revision is forgotten, `Invalid` or `BadRequest` for options that make no sense.
    pub fn list(&self, call: &Call, options: &ListOptions) -> Result<Page, Refusal> {
        check_match(options)?;
        let (revision, start) = match token(&options.page)? {
            Some((revision, start)) => (Some(revision), start),
            None => (self.asked_revision(options)?, String::new()),
        };
        let continued = !options.page.is_empty();
        let listing = match revision {
            Some(revision) => self
                .store
                .list_at(call.kind, &call.namespace, revision)
                .map_err(|_too_old| Refusal::expired(if continued { PAGE_TOO_OLD } else { TOO_OLD }))?,
            None => self.store.list(call.kind, &call.namespace),
        };
        let mut objects: Vec<Arc<Value>> = listing
            .objects
            .into_iter()
            .filter(|object| place(object) > start && options.selection.takes(object))
            .collect();
        let mut page = Page { revision: listing.revision, objects: Vec::new(), next: None, remaining: None };
        if options.limit > 0 && objects.len() > options.limit {
            let rest = objects.split_off(options.limit);
            let last = objects.last().map(|object| place(object)).unwrap_or_default();
            page.next = Some(make_token(listing.revision, &last));
            page.remaining = Some(rest.len()).filter(|_| options.selection.is_empty());
        }
        page.objects = objects;
        Ok(page)
    }

    /// The exact revision that a list must show, if the client wants one.
    fn asked_revision(&self, options: &ListOptions) -> Result<Option<u64>, Refusal> {
        if options.revision.is_empty() {
            return Ok(None);
        }
        let asked = check_version(&options.revision).map_err(|why| {
            let shown = &options.revision;
            Refusal::bad_request(format!(
                "invalid resource version: resourceVersion: Invalid value: {shown:?}: {why}"
            ))
        })?;
        let current = self.store.revision();
        if asked > current {
            return Err(Refusal {
                code: 504,
                reason: "Timeout",
                message: format!("Timeout: Too large resource version: {asked}, current: {current}"),
                details: Some(json!({
                    "causes": [{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}],
                    "retryAfterSeconds": 1,
                })),
            });
        }
        Ok((options.revision_match == "Exact" && asked > 0).then_some(asked))
    }
}

const TOO_OLD: &str = "The resourceVersion for the provided list is too old.";
const PAGE_TOO_OLD: &str = "The provided continue parameter is too old to display a consistent list result. You can \
    start a new list without the continue parameter, or use the continue token in this response to retrieve the \
    remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were \
    created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

fn check_match(options: &ListOptions) -> Result<(), Refusal> {
    if options.initial_events.is_some() {
        let why = "sendInitialEvents is forbidden for list";
        let cause = Cause::forbidden("sendInitialEvents", why);
        return Err(Refusal::invalid("meta.k8s.io", "ListOptions", "", &[cause]));
    }
    let field = "resourceVersionMatch";
    let cause = match options.revision_match.as_str() {
        "" => return Ok(()),
        _ if options.revision.is_empty() => {
            Cause::forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided")
        }
        _ if !options.page.is_empty() => {
            Cause::forbidden(field, "resourceVersionMatch is forbidden when continue is provided")
        }
        "Exact" if options.revision == "0" => {
            Cause::forbidden(field, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
        }
        "Exact" | "NotOlderThan" => return Ok(()),
        other => Cause::unsupported(field, &json!(other), &["Exact", "NotOlderThan", ""]),
    };
    Err(Refusal::invalid("meta.k8s.io", "ListOptions", "", &[cause]))
}

/// Where an object stands in the order of a list.
fn place(object: &Value) -> String {
    format!("{}/{}", meta::text(object, "namespace"), meta::text(object, "name"))
}

fn make_token(revision: u64, last: &str) -> String {
    let text = json!({"v": "meta.k8s.io/v1", "rv": revision, "start": last}).to_string();
    super::base64::encode(text.as_bytes())
}

fn token(text: &str) -> Result<Option<(u64, String)>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let refused =
        |why: &str| Refusal::bad_request(format!("invalid continue token: continue key is not valid: {why}"));
    let bytes = super::base64::decode(text).ok_or_else(|| refused("illegal base64 data at input byte 0"))?;
    let read: Value = serde_json::from_slice(&bytes).map_err(|error| refused(&error.to_string()))?;
    let start = read.get("start").and_then(Value::as_str);
    match (read.get("rv").and_then(Value::as_u64), start) {
        (Some(revision), Some(start)) => Ok(Some((revision, start.to_owned()))),
        _ => Err(refused("encoded start key empty (version meta.k8s.io/v1)")),
    }
}

/// A list object of these items.
pub(crate) fn wrap(
    kind: &Kind,
    items: Vec<Value>,
    revision: u64,
    next: Option<&str>,
    remaining: Option<usize>,
) -> Value {
    let mut list = json!({
        "kind": format!("{}List", kind.kind),
        "apiVersion": kind.api_version(),
        "metadata": list_metadata(revision, next, remaining),
    });
    // The server leaves an object's own type out of a list.
    let items: Vec<Value> = items.into_iter().map(without_type).collect();
    if let Some(map) = list.as_object_mut() {
        map.insert("items".to_owned(), Value::Array(items));
    }
    list
}

/// The metadata of a list or table.
pub(crate) fn list_metadata(revision: u64, next: Option<&str>, remaining: Option<usize>) -> Value {
    let mut metadata = json!({"resourceVersion": revision.to_string()});
    if let Some(map) = metadata.as_object_mut() {
        if let Some(next) = next {
            map.insert("continue".to_owned(), json!(next));
        }
        if let Some(remaining) = remaining {
            map.insert("remainingItemCount".to_owned(), json!(remaining));
        }
    }
    metadata
}

fn without_type(mut item: Value) -> Value {
    if let Some(map) = item.as_object_mut() {
        map.shift_remove("apiVersion");
        map.shift_remove("kind");
    }
    item
}
