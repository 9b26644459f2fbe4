//! Answers: JSON or YAML, tables and metadata alone, statuses, warnings.

use std::convert::Infallible;

use http_body_util::{BodyExt as _, Full, combinators::UnsyncBoxBody};
use hyper::{
    Response,
    body::Bytes,
    header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WARNING},
};
use serde_json::{Value, json};

use super::query::Query;
use crate::practice::{kinds::Kind, refusal::Refusal, table};

/// The body of an answer.
pub(crate) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// How the client wants an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Whole,
    Table,
    Metadata,
}

/// The form of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) view: View,
    pub(crate) yaml: bool,
    /// Metadata of one object was asked for, not of a list.
    of_one: bool,
    /// The content type as it is sent.
    pub(crate) content: String,
}

const ACCEPTED: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

impl Form {
    /// Reads the `Accept` header: the first form in it that is served.
    ///
    /// # Errors
    /// `NotAcceptable` when none is.
    pub(crate) fn read(accept: &str) -> Result<Self, Refusal> {
        let plain =
            || Self { view: View::Whole, yaml: false, of_one: false, content: "application/json".to_owned() };
        if accept.trim().is_empty() {
            return Ok(plain());
        }
        let mut is_known = false;
        for range in accept.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default();
            let parameters: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
            let get = |key: &str| parameters.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
            let yaml = match media {
                "application/json" | "application/*" | "*/*" => false,
                "application/yaml" => true,
                _ => continue,
            };
            let group = get("g").unwrap_or_default();
            let view = match get("as") {
                None => View::Whole,
                Some("Table") if group == "meta.k8s.io" && get("v") == Some("v1") => View::Table,
                Some("PartialObjectMetadata" | "PartialObjectMetadataList") if group == "meta.k8s.io" => {
                    View::Metadata
                }
                Some(_) => {
                    is_known = true;
                    continue;
                }
            };
            let of_one = get("as") == Some("PartialObjectMetadata");
            return Ok(Self { view, yaml, of_one, ..plain() });
        }
        if is_known {
            let why = format!("only the following media types are accepted: {ACCEPTED}");
            return Err(Refusal::no_such_form(why));
        }
        Err(Refusal::not_acceptable(ACCEPTED))
    }

    /// Refuses a table with a word of how much of its objects goes with it that is none.
    ///
    /// # Errors
    /// `BadRequest`.
    pub(crate) fn check_table(&self, query: &Query) -> Result<(), Refusal> {
        let include = query.get("includeObject");
        if self.view != View::Table || matches!(include, "" | "None" | "Metadata" | "Object") {
            return Ok(());
        }
        Err(Refusal::bad_request(format!(
            "Unable to convert to Table as requested: includeObject: Invalid value: {include:?}: must be 'Metadata', \
             'Object', 'None', or empty"
        )))
    }

    /// Refuses to show a list as one object's metadata.
    ///
    /// # Errors
    /// `NotAcceptable`.
    pub(crate) fn check_list(&self, kind: &Kind) -> Result<(), Refusal> {
        if !self.of_one {
            return Ok(());
        }
        let package = if kind.group.is_empty() { "core" } else { kind.group.as_str() };
        let package = package.split('.').next().unwrap_or_default();
        Err(Refusal::no_such_form(format!(
            "you requested PartialObjectMetadata, but the requested object is a list (*{package}.{}List)",
            kind.kind
        )))
    }
}

/// An answer with this JSON, or the same as YAML.
pub(crate) fn object(code: u16, form: &Form, value: &Value) -> Response<Body> {
    let yaml = form.yaml.then(|| serde_yaml::to_string(value).ok()).flatten();
    let (content, text) = match yaml {
        Some(text) => ("application/yaml", text),
        None => (form.content.as_str(), value.to_string()),
    };
    text_answer(code, content, text)
}

/// An answer with this text.
pub(crate) fn text_answer(code: u16, content: &str, text: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Full::new(text.into()).boxed_unsync());
    *response.status_mut() = hyper::StatusCode::from_u16(code).unwrap_or_default();
    if let Ok(content) = HeaderValue::from_str(content) {
        response.headers_mut().insert(CONTENT_TYPE, content);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}

/// The answer to what is refused.
pub(crate) fn refusal(refusal: &Refusal) -> Response<Body> {
    let mut response = text_answer(refusal.code, "application/json", refusal.to_status().to_string());
    if let Some(seconds) = refusal.retry_after()
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    response
}

/// Adds warnings to an answer.
pub(crate) fn warn(mut response: Response<Body>, warnings: &[String]) -> Response<Body> {
    for warning in warnings {
        let quoted: String = warning.replace('\\', "\\\\").replace('"', "\\\"");
        if let Ok(value) = HeaderValue::from_str(&format!("299 - \"{quoted}\"")) {
            response.headers_mut().append(WARNING, value);
        }
    }
    response
}

/// An object in the wanted view. `include` is the query's `includeObject`.
pub(crate) fn viewed(kind: &Kind, object: &Value, view: View, include: &str) -> Value {
    match view {
        View::Whole => object.clone(),
        View::Metadata => metadata_only(object),
        View::Table => {
            let rows = vec![table::row(kind, object, include)];
            let revision = crate::practice::store::version(object);
            table::of(Some(kind), &rows, &json!({ "resourceVersion": revision }))
        }
    }
}

/// The type and metadata of an object.
pub(crate) fn metadata_only(object: &Value) -> Value {
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": object.get("metadata").cloned().unwrap_or_default(),
    })
}
