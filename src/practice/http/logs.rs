//! Logs on the wire.

use futures::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    Response,
    body::Frame,
    header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue},
};
use serde_json::{Value, json};

use super::{answer::Body, dispatch::Shared, query::Query, route::Target};
use crate::practice::{
    api::Call,
    kubelet::LogOptions,
    meta,
    refusal::{Cause, Refusal},
};

/// Opens the log of a pod's container.
pub(crate) fn open(shared: &Shared, target: &Target, query: &Query) -> Result<Response<Body>, Refusal> {
    let pod = shared.api.get(&Call::new(target.kind, &target.namespace, &target.name, ""))?;
    let count = |key: &str| -> Result<Option<usize>, Refusal> {
        Ok(query.number(key)?.and_then(|number| usize::try_from(number).ok()))
    };
    let since_time = query.get("sinceTime");
    let options = LogOptions {
        container: container(&pod, query.get("container"))?,
        follow: query.is_on("follow"),
        previous: query.is_on("previous"),
        timestamps: query.is_on("timestamps"),
        since_seconds: query.number("sinceSeconds")?,
        since_time: Some(since_time.to_owned()).filter(|time| !time.is_empty()),
        tail: count("tailLines")?,
        limit_bytes: count("limitBytes")?,
    };
    check(&target.name, query, &options)?;
    if !is_assigned(&pod) {
        return Ok(super::answer::text_answer(204, "text/plain", ""));
    }
    let lines = shared.kubelet.log(&pod, &options)?;
    let frames = stream::unfold(lines, async |mut lines| Some((Ok(Frame::data(lines.recv().await?)), lines)));
    let mut response = Response::new(StreamBody::new(frames).boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    Ok(response)
}

/// The pod has a node that could run it.
pub(crate) fn is_assigned(pod: &Value) -> bool {
    pod.pointer("/spec/nodeName").and_then(Value::as_str).is_some_and(|node| !node.is_empty())
}

fn check(name: &str, query: &Query, options: &LogOptions) -> Result<(), Refusal> {
    let mut causes = Vec::new();
    for (key, least) in [("tailLines", 0), ("sinceSeconds", 1), ("limitBytes", 1)] {
        if let Some(number) = query.number(key)?.filter(|number| *number < least) {
            let why = format!("must be greater than or equal to {least}");
            let why = if least == 1 { "must be greater than 0" } else { why.as_str() };
            causes.push(Cause::invalid(key, &json!(number), why));
        }
    }
    if options.since_seconds.is_some() && options.since_time.is_some() {
        let why = "at most one of `sinceTime` or `sinceSeconds` may be specified";
        causes.push(Cause::forbidden("", why));
    }
    if causes.is_empty() { Ok(()) } else { Err(Refusal::invalid("", "PodLogOptions", name, &causes)) }
}

/// The container that is meant.
pub(crate) fn container(pod: &Value, wanted: &str) -> Result<String, Refusal> {
    let name = meta::text(pod, "name");
    let names = |list: &str| -> Vec<&str> {
        let items = pod.pointer(list).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| item.get("name")?.as_str()).collect()
    };
    let (main, first, later) =
        (names("/spec/containers"), names("/spec/initContainers"), names("/spec/ephemeralContainers"));
    if !wanted.is_empty() {
        let known = main.iter().chain(&first).chain(&later).any(|name| *name == wanted);
        let why = format!("container {wanted} is not valid for pod {name}");
        return if known { Ok(wanted.to_owned()) } else { Err(Refusal::bad_request(why)) };
    }
    match (main.as_slice(), first.is_empty() && later.is_empty()) {
        ([one], true) => Ok((*one).to_owned()),
        ([], _) => Err(Refusal::bad_request(format!("a container name must be specified for pod {name}"))),
        (several, _) => {
            let mut why = format!(
                "a container name must be specified for pod {name}, choose one of: [{}]",
                several.join(" ")
            );
            if !first.is_empty() {
                why = format!("{why} or one of the init containers: [{}]", first.join(" "));
            }
            Err(Refusal::bad_request(why))
        }
    }
}
