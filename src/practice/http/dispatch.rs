//! From a request to its answer.

use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Method, Request, Response,
    body::{Bytes, Incoming},
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, USER_AGENT},
};
use serde_json::{Value, json};

use super::{
    answer::{self, Body, Form, View},
    collection, logs,
    query::Query,
    route::{self, Route, Target},
};
use crate::practice::{
    api::{Api, Call, Outcome},
    delete::DeleteOptions,
    discovery, eviction,
    faults::Faults,
    kubelet::Kubelet,
    openapi,
    patching::PatchKind,
    proto,
    read::{self, Body as ReadBody},
    refusal::{Cause, Refusal},
    reviews, scale, table,
};
use std::sync::Arc;
use tokio::sync::watch;

/// Most bytes of a request's body, as in the real server.
const MOST: usize = 3 * 1024 * 1024;
/// What every request may do, whatever is denied: find out what it may do.
const ASKING: &[&str] = &["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

/// What all requests share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) api: Api,
    pub(crate) kubelet: Arc<dyn Kubelet>,
    pub(crate) faults: Faults,
    /// Closes when the server ends; what outlives its connection's task must look at it.
    pub(crate) alive: watch::Receiver<()>,
    /// The value of the `Authorization` header that is let in.
    pub(crate) bearer: Arc<str>,
}

impl Shared {
    /// Ends when the connections are to be cut: by a fault, or with the server.
    pub(crate) async fn cut(mut self) {
        tokio::select! {
            () = self.faults.cut() => {}
            // Nothing is ever sent: it only closes.
            _closed = self.alive.changed() => {}
        }
    }
}

/// A request with its body read.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) query: Query,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Answers a request.
pub(crate) async fn serve(shared: Shared, request: Request<Incoming>) -> Response<Body> {
    let delay = shared.faults.delay_now();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match answer_to(&shared, request).await {
        Ok(response) => response,
        Err(refusal) => answer::refusal(&refusal),
    }
}

async fn answer_to(shared: &Shared, request: Request<Incoming>) -> Result<Response<Body>, Refusal> {
    let said = request.headers().get(AUTHORIZATION).map(hyper::header::HeaderValue::as_bytes);
    if said != Some(shared.bearer.as_bytes()) || shared.faults.is_token_expired() {
        return Err(Refusal::unauthorized());
    }
    if shared.faults.take_overload() {
        return Err(Refusal::too_many_requests(1));
    }
    let route = route::read(request.uri().path());
    let query = Query::read(request.uri().query().unwrap_or_default());
    if let Route::Object(target) = &route
        && matches!(target.subresource.as_str(), "exec" | "portforward")
    {
        authorize(shared, target, request.method(), &query)?;
        return super::socket::open(shared, target, &query, request);
    }
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, MOST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => return Err(Refusal::too_large(MOST)),
        Err(error) => return Err(Refusal::bad_request(error.to_string())),
    };
    let asked = Asked { method: parts.method, query, headers: parts.headers, body };
    if let Route::Object(target) = &route {
        authorize(shared, target, &asked.method, &asked.query)?;
        return on_target(shared, target, &asked);
    }
    if asked.method != Method::GET && !matches!(route, Route::Unknown | Route::Nowhere | Route::Health) {
        return Err(Refusal::method_not_allowed());
    }
    on_fixed(&route, &asked)
}

fn on_fixed(route: &Route, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let accept = asked.header(&ACCEPT);
    match route {
        Route::Health => Ok(answer::text_answer(200, "text/plain; charset=utf-8", "ok")),
        Route::Version => {
            let version = &crate::practice::schema::schema().version;
            Ok(answer::text_answer(200, "application/json", version.to_string()))
        }
        Route::Root => Ok(discovery::root()),
        Route::CoreVersions => discovery::core_versions(accept),
        Route::Groups => discovery::groups(accept),
        Route::Group(group) => Ok(discovery::group(group)),
        Route::Resources(group) => Ok(discovery::resources(group)),
        Route::OpenApiIndex => Ok(openapi::index()),
        Route::OpenApi(path) => openapi::document(path).ok_or_else(Refusal::no_such_address),
        Route::OpenApiTwo => openapi::two(accept),
        Route::Unknown | Route::Object(_) => Err(Refusal::no_such_address()),
        Route::Nowhere => Ok(answer::text_answer(404, "text/plain; charset=utf-8", "404 page not found\n")),
    }
}

/// The verb that rights name for a request.
fn verb(target: &Target, method: &Method, query: &Query) -> &'static str {
    let one = !target.name.is_empty();
    match *method {
        Method::GET if one => "get",
        Method::GET if query.is_on("watch") => "watch",
        Method::GET => "list",
        Method::POST => "create",
        Method::PUT => "update",
        Method::PATCH => "patch",
        Method::DELETE if one => "delete",
        Method::DELETE => "deletecollection",
        _ => "",
    }
}

fn authorize(shared: &Shared, target: &Target, method: &Method, query: &Query) -> Result<(), Refusal> {
    let verb = verb(target, method, query);
    let kind = target.kind;
    let resource = reviews::full_resource(&kind.resource, &target.subresource);
    if ASKING.contains(&kind.resource.as_str())
        || shared.faults.allows(verb, &kind.group, &resource, &target.namespace)
    {
        return Ok(());
    }
    let place = match (kind.namespaced, target.namespace.as_str()) {
        (true, namespace) if !namespace.is_empty() => format!("in the namespace \"{namespace}\""),
        _ => "at the cluster scope".to_owned(),
    };
    let why = format!(
        "User \"{}\" cannot {verb} resource \"{resource}\" in API group \"{}\" {place}",
        reviews::USER,
        kind.group
    );
    if target.name.is_empty() {
        let message = format!("{} is forbidden: {why}", kind.qualified());
        return Err(Refusal::forbidden(message, crate::practice::refusal::naming(kind, "")));
    }
    Err(Refusal::forbidden_object(kind, &target.name, &why))
}

fn on_target(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let kind = target.kind;
    if !kind.is_stored() {
        return reviews::answer(shared, target, asked);
    }
    if kind.resource == "endpoints" {
        let response = on_object(shared, target, asked).unwrap_or_else(|why| answer::refusal(&why));
        let why = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
        return Ok(answer::warn(response, &[why.to_owned()]));
    }
    on_object(shared, target, asked)
}

fn on_object(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    match target.subresource.as_str() {
        "log" if asked.method == Method::GET => logs::open(shared, target, &asked.query),
        "eviction" if asked.method == Method::POST => eviction::answer(shared, target, asked),
        "log" | "eviction" => Err(Refusal::method_not_allowed()),
        _ => match (asked.method.as_str(), target.name.is_empty()) {
            ("GET", true) => read_collection(shared, target, asked),
            ("GET", false) => read_one(shared, target, asked),
            ("POST", true) => create(shared, target, asked),
            ("PUT", false) => update(shared, target, asked),
            ("PATCH", false) => patch(shared, target, asked),
            ("DELETE", one) if target.subresource.is_empty() => delete(shared, target, asked, !one),
            _ => Err(Refusal::method_not_allowed()),
        },
    }
}

fn call(target: &Target, asked: &Asked, options: &str) -> Result<Call, Refusal> {
    let mut call = Call::new(target.kind, &target.namespace, &target.name, "");
    call.subresource.clone_from(&target.subresource);
    call.manager = asked.query.manager(options, asked.header(&USER_AGENT))?;
    call.dry_run = asked.query.dry_run(options)?;
    call.validation = asked.query.validation(options)?;
    Ok(call)
}

fn reading(target: &Target) -> Call {
    Call::new(target.kind, &target.namespace, &target.name, "").part(&target.subresource)
}

fn read_collection(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    form.check_table(&asked.query)?;
    if asked.query.is_on("watch") {
        return collection::watch(&shared.api, &reading(target), &form, &asked.query);
    }
    form.check_list(target.kind)?;
    collection::list(&shared.api, &reading(target), &form, &asked.query)
}

fn read_one(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    form.check_table(&asked.query)?;
    let object = shared.api.get(&reading(target))?;
    if target.subresource == "scale" {
        let part = scale::of(&object);
        let value = match form.view {
            View::Table => table::of_scale(&part, asked.query.get("includeObject")),
            View::Whole | View::Metadata => part,
        };
        return Ok(answer::object(200, &form, &value));
    }
    Ok(shown(target, &form, &asked.query, &Outcome { code: 200, object, warnings: Vec::new() }))
}

fn shown(target: &Target, form: &Form, query: &Query, outcome: &Outcome) -> Response<Body> {
    let is_status = outcome.object.get("kind").and_then(Value::as_str) == Some("Status");
    let is_part = target.subresource == "scale";
    let value = if is_status || is_part {
        (*outcome.object).clone()
    } else {
        answer::viewed(target.kind, &outcome.object, form.view, query.get("includeObject"))
    };
    answer::warn(answer::object(outcome.code, form, &value), &outcome.warnings)
}

fn create(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    if target.kind.namespaced && target.namespace.is_empty() {
        return Err(Refusal::method_not_allowed());
    }
    let form = Form::read(asked.header(&ACCEPT))?;
    let call = call(target, asked, "CreateOptions")?;
    let outcome = shared.api.create_read(&call, body_of(target, asked)?)?;
    Ok(shown(target, &form, &asked.query, &outcome))
}

fn update(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    let call = call(target, asked, "UpdateOptions")?;
    let body = body_of(target, asked)?;
    let outcome = if target.subresource == "scale" {
        scale::update(&shared.api, &call, &body)?
    } else {
        shared.api.update_read(&call, body)?
    };
    Ok(shown(target, &form, &asked.query, &outcome))
}

fn patch(shared: &Shared, target: &Target, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    let force = asked.query.get("force");
    let media = asked.header(&CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    let kind = match media {
        "application/json-patch+json" => PatchKind::Json,
        "application/merge-patch+json" => PatchKind::Merge,
        "application/strategic-merge-patch+json" => PatchKind::Strategic,
        "application/apply-patch+yaml" => PatchKind::Apply(asked.query.is_on("force")),
        _ => return Err(Refusal::unsupported_patch()),
    };
    let refuse = |cause| Err(Refusal::invalid("meta.k8s.io", "PatchOptions", "", &[cause]));
    match kind {
        PatchKind::Apply(_) if asked.query.get("fieldManager").is_empty() => {
            return refuse(Cause::required("fieldManager", "is required for apply patch"));
        }
        PatchKind::Json | PatchKind::Merge | PatchKind::Strategic if !force.is_empty() => {
            return refuse(Cause::forbidden("force", "may not be specified for non-apply patch"));
        }
        PatchKind::Apply(_) | PatchKind::Json | PatchKind::Merge | PatchKind::Strategic => {}
    }
    let call = call(target, asked, "PatchOptions")?;
    let outcome = shared.api.patch(&call, kind, &asked.body)?;
    Ok(shown(target, &form, &asked.query, &outcome))
}

fn delete(shared: &Shared, target: &Target, asked: &Asked, one: bool) -> Result<Response<Body>, Refusal> {
    let form = Form::read(asked.header(&ACCEPT))?;
    let mut options = if asked.body.is_empty() {
        DeleteOptions::default()
    } else {
        DeleteOptions::read(&options_body(asked)?.value)?
    };
    options.dry_run |= asked.query.dry_run("DeleteOptions")?;
    if let Some(grace) = asked.query.number("gracePeriodSeconds")? {
        options.grace = Some(grace);
    }
    let policy = asked.query.get("propagationPolicy");
    if !policy.is_empty() {
        options.propagation = Some(policy.to_owned());
    }
    options.check()?;
    let call = reading(target);
    let outcome = if one {
        shared.api.delete(&call, &options)?
    } else {
        let known = target.kind.verbs.iter().any(|verb| verb == "deletecollection");
        if !known || target.kind.namespaced && target.namespace.is_empty() {
            return Err(Refusal::method_not_allowed());
        }
        let list = asked.query.list_options(target.kind)?;
        let outcome = shared.api.delete_collection(&call, &list.selection, &options)?;
        return Ok(answer::object(200, &form, &outcome.object));
    };
    Ok(shown(target, &form, &asked.query, &outcome))
}

fn options_body(asked: &Asked) -> Result<ReadBody, Refusal> {
    if asked.header(&CONTENT_TYPE).starts_with("application/vnd.kubernetes.protobuf") {
        return proto_body(&asked.body);
    }
    read::json(&asked.body).map_err(|error| {
        let why = read::go_words(&asked.body, &error);
        Refusal::bad_request(format!("couldn't get version/kind; json parse error: {why}"))
    })
}

/// Reads the body of a write by its content type.
pub(crate) fn body_of(target: &Target, asked: &Asked) -> Result<ReadBody, Refusal> {
    const ACCEPTED: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    let media = asked.header(&CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
    match media {
        "" | "application/json" => plain_body(&asked.body, &target.kind.kind),
        "application/yaml" => read::yaml(&asked.body)
            .map_err(|why| Refusal::bad_request(format!("error converting YAML to JSON: {why}"))),
        "application/vnd.kubernetes.protobuf" => proto_body(&asked.body),
        _ => Err(Refusal::unsupported_media(ACCEPTED)),
    }
}

fn proto_body(bytes: &[u8]) -> Result<ReadBody, Refusal> {
    let value = proto::read(bytes).ok_or_else(|| {
        Refusal::bad_request("provided data does not appear to be a protobuf message of a served kind")
    })?;
    Ok(ReadBody { value, duplicates: Vec::new() })
}

fn plain_body(bytes: &[u8], kind: &str) -> Result<ReadBody, Refusal> {
    let shown = if bytes.is_empty() {
        "<empty>".to_owned()
    } else {
        let start = bytes.get(..30).unwrap_or(bytes);
        let shown = if start.first() == Some(&b'{') {
            String::from_utf8_lossy(start).into_owned()
        } else {
            start
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .filter_map(|half| char::from_digit(half.into(), 16))
                .collect()
        };
        if start.len() < bytes.len() { format!("{shown} ...") } else { shown }
    };
    let refuse = |why: String| {
        Refusal::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse \
             error: {why} ({shown})"
        ))
    };
    let mut body = read::json(bytes).map_err(|error| refuse(read::go_words(bytes, &error)))?;
    if body.value.is_null() {
        body.value = json!({});
    }
    if body.value.is_object() {
        return Ok(body);
    }
    let found = crate::practice::decode::json_name(&body.value);
    Err(refuse(format!(
        "json: cannot unmarshal {found} into Go value of type struct {{ APIVersion string \
         \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}"
    )))
}
