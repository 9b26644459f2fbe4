//! Lists and watches on the wire.

use futures::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    Response,
    body::{Bytes, Frame},
    header::{CONTENT_TYPE, HeaderValue},
};
use serde_json::{Value, json};

use super::{
    answer::{self, Body, Form, View},
    query::Query,
};
use crate::practice::{
    api::{Api, Call, set_type},
    kinds::Kind,
    list::{Page, list_metadata, wrap},
    refusal::Refusal,
    table,
    watching::{Event, Watch},
};

/// Answers a list.
pub(crate) fn list(api: &Api, call: &Call, form: &Form, query: &Query) -> Result<Response<Body>, Refusal> {
    let page = api.list(call, &query.list_options(call.kind)?)?;
    let value = shown(call.kind, page, form.view, query.get("includeObject"));
    Ok(answer::object(200, form, &value))
}

fn shown(kind: &Kind, page: Page, view: View, include: &str) -> Value {
    let Page { revision, objects, next, remaining } = page;
    match view {
        View::Whole => {
            let items = objects.iter().map(|object| (**object).clone()).collect();
            wrap(kind, items, revision, next.as_deref(), remaining)
        }
        View::Metadata => json!({
            "kind": "PartialObjectMetadataList",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": list_metadata(revision, next.as_deref(), remaining),
            "items": objects.iter().map(|object| answer::metadata_only(object)).collect::<Vec<_>>(),
        }),
        View::Table => {
            let rows: Vec<Value> = objects.iter().map(|object| table::row(kind, object, include)).collect();
            table::of(Some(kind), &rows, &list_metadata(revision, next.as_deref(), remaining))
        }
    }
}

/// Answers a watch: one JSON event a line, until it is over or the client goes.
pub(crate) fn watch(api: &Api, call: &Call, form: &Form, query: &Query) -> Result<Response<Body>, Refusal> {
    let watch = api.watch(call, &query.list_options(call.kind)?)?;
    let state =
        State { watch, view: form.view, include: query.get("includeObject").to_owned(), headed: false };
    let events = stream::unfold(state, async |mut state| {
        let event = state.watch.next().await?;
        let mut line = state.line(&event).to_string();
        line.push('\n');
        Some((Ok(Frame::data(Bytes::from(line))), state))
    });
    let mut response = Response::new(StreamBody::new(events).boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
        .headers_mut()
        .insert(hyper::header::CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    Ok(response)
}

struct State {
    watch: Watch,
    view: View,
    include: String,
    /// The columns were sent.
    headed: bool,
}

impl State {
    fn line(&mut self, event: &Event) -> Value {
        let kind = self.watch.kind();
        let (name, object) = match event {
            Event::Added(object) => ("ADDED", self.shown(kind, object)),
            Event::Modified(object) => ("MODIFIED", self.shown(kind, object)),
            Event::Deleted(object) => ("DELETED", self.shown(kind, object)),
            Event::Bookmark(revision, first) => ("BOOKMARK", self.bookmark(kind, *revision, *first)),
            Event::Error(refusal) => ("ERROR", refusal.to_status()),
        };
        json!({"type": name, "object": object})
    }

    fn shown(&mut self, kind: &Kind, object: &Value) -> Value {
        if self.view != View::Table {
            return answer::viewed(kind, object, self.view, &self.include);
        }
        let headed = std::mem::replace(&mut self.headed, true);
        let rows = vec![table::row(kind, object, &self.include)];
        let revision = crate::practice::store::version(object);
        table::of((!headed).then_some(kind), &rows, &json!({ "resourceVersion": revision }))
    }

    fn bookmark(&mut self, kind: &Kind, revision: u64, first: bool) -> Value {
        let mut metadata = json!({"resourceVersion": revision.to_string()});
        if let (true, Some(map)) = (first, metadata.as_object_mut()) {
            map.insert("annotations".to_owned(), json!({"k8s.io/initial-events-end": "true"}));
        }
        let mut object = crate::practice::strategy::blank(kind);
        if let Some(map) = object.as_object_mut() {
            map.insert("metadata".to_owned(), metadata);
        }
        set_type(kind, &mut object);
        match self.view {
            View::Whole => object,
            View::Metadata => answer::metadata_only(&object),
            View::Table => {
                let headed = std::mem::replace(&mut self.headed, true);
                let rows = vec![table::row(kind, &object, &self.include)];
                table::of((!headed).then_some(kind), &rows, &json!({"resourceVersion": revision.to_string()}))
            }
        }
    }
}
