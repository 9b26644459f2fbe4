//! What an address means.

use super::query::decode;
use crate::practice::kinds::{self, Kind};

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    Root,
    Health,
    Version,
    /// `/api`
    CoreVersions,
    /// `/apis`
    Groups,
    /// `/apis/apps`
    Group(String),
    /// `/apis/apps/v1`, or `/api/v1` with an empty group.
    Resources(String),
    OpenApiIndex,
    /// `/openapi/v3/apis/apps/v1`
    OpenApi(String),
    OpenApiTwo,
    Object(Target),
    /// Inside a served group, yet nothing that is served.
    Unknown,
    /// Nothing at all.
    Nowhere,
}

/// An object, a part of one, or a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) kind: &'static Kind,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) subresource: String,
}

/// Reads a path.
pub(crate) fn read(path: &str) -> Route {
    let path = decode(path);
    let path = path.strip_prefix('/').unwrap_or(&path);
    let parts: Vec<&str> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
    match parts.as_slice() {
        [""] => Route::Root,
        ["api" | "apis", rest @ ..] if rest.contains(&"") => Route::Unknown,
        ["readyz" | "livez" | "healthz", ..] => Route::Health,
        ["version"] => Route::Version,
        ["api"] => Route::CoreVersions,
        ["apis"] => Route::Groups,
        ["openapi", "v3"] => Route::OpenApiIndex,
        ["openapi", "v3", rest @ ..] => Route::OpenApi(rest.join("/")),
        ["openapi", "v2"] => Route::OpenApiTwo,
        ["api", "v1"] => Route::Resources(String::new()),
        ["api", "v1", rest @ ..] => resource("", rest),
        ["apis", group] if serves(group) => Route::Group((*group).to_owned()),
        ["apis", group, version] if serves_version(group, version) => Route::Resources((*group).to_owned()),
        ["apis", group, version, rest @ ..] if serves_version(group, version) => resource(group, rest),
        ["apis", group, ..] if serves(group) => Route::Unknown,
        ["api", ..] => Route::Unknown,
        _ => Route::Nowhere,
    }
}

fn serves(group: &str) -> bool {
    kinds::all().iter().any(|kind| kind.group == group && !group.is_empty())
}

fn serves_version(group: &str, version: &str) -> bool {
    kinds::all().iter().any(|kind| kind.group == group && kind.version == version && !group.is_empty())
}

fn resource(group: &str, parts: &[&str]) -> Route {
    let (namespace, rest) = match parts {
        // `namespaces/NAME/status` is a part of the namespace itself.
        ["namespaces", _] | ["namespaces", _, "status" | "finalize"] => ("", parts),
        ["namespaces", namespace, rest @ ..] => (*namespace, rest),
        _ => ("", parts),
    };
    let (resource, name, subresource) = match rest {
        [resource] => (*resource, "", ""),
        [resource, name] => (*resource, *name, ""),
        [resource, name, subresource] => (*resource, *name, *subresource),
        _ => return Route::Unknown,
    };
    let Some(kind) = kinds::find(group, resource) else { return Route::Unknown };
    let known_part = subresource.is_empty() || kind.subresource(subresource).is_some();
    let misplaced = !kind.namespaced && !namespace.is_empty()
        || kind.namespaced && namespace.is_empty() && !name.is_empty();
    if misplaced || !known_part {
        return Route::Unknown;
    }
    Route::Object(Target {
        kind,
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        subresource: subresource.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_the_real_server_has_them() {
        let Route::Object(target) = read("/apis/apps/v1/namespaces/a/deployments/b/scale") else {
            panic!("a part of a deployment")
        };
        assert_eq!((target.namespace.as_str(), target.name.as_str()), ("a", "b"));
        assert_eq!((target.kind.kind.as_str(), target.subresource.as_str()), ("Deployment", "scale"));
        assert_eq!(read("/api/v1/namespaces/a/foos"), Route::Unknown);
        assert_eq!(read("/api/v1/namespaces/a/configmaps/b/status"), Route::Unknown);
        assert_eq!(read("/foo"), Route::Nowhere);
        assert!(matches!(read("/api/v1/namespaces/a/status"), Route::Object(target) if target.name == "a"));
        assert!(matches!(read("/api/v1/pods"), Route::Object(target) if target.name.is_empty()));
    }
}
