//! What it is for: what is behind a reason, out of the words that kubelet, scheduler and API server put beside it: they
//! write one reason for many causes. In: their words. Out: one word, by which a sentence is chosen. Never: I/O, or a
//! cause that the words do not name ("other").

/// The first word of a table whose signs stand in `text`; "other" when none does.
pub(crate) fn by_signs(text: &str, table: &[(&'static str, &[&str])]) -> &'static str {
    let text = text.to_lowercase();
    let found = table.iter().find(|(_, signs)| signs.iter().any(|sign| text.contains(sign)));
    found.map_or("other", |(word, _)| word)
}

/// Why the image `name` cannot be had. Words of its own name are no signs: `team/denied-orders:1` is refused by nobody.
pub(super) fn image(reason: &str, message: &str, name: &str) -> &'static str {
    match reason {
        "ErrImageNeverPull" => "never",
        "InvalidImageName" => "name",
        "ImageInspectError" => "inspect",
        "SignatureValidationFailed" => "signature",
        "RegistryUnavailable" => "unreachable",
        _ => by_signs(
            &without_image(message, name),
            &[
                ("platform", &["no match for platform", "no matching manifest for"]),
                ("busy", &["toomanyrequests", "too many requests", "rate limit"]),
                ("certificate", &["x509", "certificate"]),
                (
                    "unreachable",
                    &["no such host", "dial tcp", "timeout", "connection refused", "no route to"],
                ),
                ("private", &["unauthorized", "denied", "forbidden", "authentication required"]),
                ("missing", &["not found", "manifest unknown", "name unknown"]),
            ],
        ),
    }
}

/// `message` without the image's name, however much of it stands there: whole, without its tag, without its registry,
/// and the registry alone.
fn without_image(message: &str, name: &str) -> String {
    let name = name.to_lowercase();
    let untagged = name.split_once('@').map_or(name.as_str(), |(before, _)| before);
    let untagged = match untagged.rsplit_once(':') {
        Some((before, tag)) if !tag.contains('/') => before,
        Some(_) | None => untagged,
    };
    let (registry, path) = untagged
        .split_once('/')
        .filter(|(first, _)| first.contains(['.', ':']) || *first == "localhost")
        .unwrap_or(("", untagged));
    let host = registry.split(':').next().unwrap_or_default();
    let parts = [name.as_str(), untagged, path, host];
    parts.into_iter().fold(message.to_lowercase(), |text, one| without(&text, one))
}

/// `text` without `part`, where it does not stand inside of a longer word.
fn without(text: &str, part: &str) -> String {
    let is_inner = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(part).filter(|_| !part.is_empty()) {
        out.push_str(before);
        if out.ends_with(is_inner) || after.starts_with(is_inner) {
            out.push_str(part);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The image that kubelet names: that of the container which is held up, which need not be the first.
pub(super) fn named_image(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("image \"")?;
    rest.split_once('"').map(|(name, _)| name)
}

/// Why no node takes a pod: what is named first in the order of what a person can do about it.
pub(super) fn no_node(message: &str) -> &'static str {
    by_signs(
        message,
        &[
            ("claim", &["persistentvolumeclaim"]),
            ("room", &["insufficient", "too many pods"]),
            ("volume", &["volume node affinity", "volume zone", "volume count"]),
            ("apart", &["anti-affinity", "topology spread"]),
            ("port", &["free ports"]),
            ("place", &["node affinity", "node selector", "pod affinity"]),
            ("taint", &["taint"]),
        ],
    )
}

/// What an exit code stands for by convention.
pub(super) fn exit(code: Option<i32>) -> &'static str {
    match code {
        Some(126) => "unrunnable",
        Some(127) => "absent",
        Some(137) => "killed",
        Some(139) => "crashed",
        Some(143) => "told",
        Some(_) | None => "other",
    }
}

/// Which rule refuses an object: of an answer 403, or of a controller that may not make its pods.
pub fn rule(message: &str) -> &'static str {
    by_signs(
        message,
        &[
            // It did not refuse: it did not answer.
            ("webhook-silent", &["failed calling webhook"]),
            ("webhook", &["admission webhook", "denied the request"]),
            // Before the rest: what these two say is written by hand, and may hold any of their words.
            ("policy", &["validatingadmissionpolicy '", "denied request"]),
            // Nothing is used up: a quota counts what the pods do not name.
            ("unsized", &["must specify"]),
            ("quota", &["exceeded quota", "failed quota"]),
            ("security", &["violates podsecurity", "security context constraint", "podsecuritypolicy"]),
            ("limits", &["per container is", "per pod is", "limit to request ratio", "limitrange"]),
            ("ending", &["because it is being terminated"]),
            ("rights", &["attempting to grant", "escalate", "cannot set blockownerdeletion"]),
            ("account", &["error looking up service account"]),
            ("budget", &["disruption budget"]),
        ],
    )
}

/// The administrator's own rule that refuses an object, whatever status it answers with: a webhook's or a policy's.
pub fn admission(message: &str) -> Option<&'static str> {
    Some(rule(message)).filter(|rule| matches!(*rule, "webhook" | "policy"))
}

/// What is wrong with an object that the server does not accept. Ask [`admission`] first: those use any words.
pub fn invalid(message: &str) -> &'static str {
    by_signs(
        message,
        &[
            (
                "fixed",
                &[
                    "field is immutable",
                    "value is immutable",
                    "is immutable after creation",
                    "updates to statefulset spec",
                    "pod updates may not change fields other than",
                    "may not change once set",
                    "cannot change roleref",
                ],
            ),
            ("large", &["too large", "limit is 3145728", "must have at most"]),
            ("format", &["unsupported media type", "in an unknown format", "media type"]),
            ("version", &["incorrect version", "does not match the api version", "no kind"]),
            ("field", &["unknown field", "field not declared in schema", "duplicate"]),
            ("missing", &["required value", "missing required field"]),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_image_is_no_sign() {
        let why = |name: &str, message: &str| image("ErrImagePull", message, name);
        let name = "registry.example/team/access-denied:forbidden";
        let missing = "failed to resolve reference \"registry.example/team/access-denied:forbidden\": \
            registry.example/team/access-denied:forbidden: not found";
        assert_eq!(why(name, missing), "missing");
        let request =
            "Get \"https://registry.example/v2/team/access-denied/manifests/1\": dial tcp: no such host";
        assert_eq!(why(name, request), "unreachable");
        assert_eq!(
            why("certificate.example:5000/a@sha256:1", "lookup certificate.example: no such host"),
            "unreachable"
        );
        assert_eq!(why("timeout:1", "docker.io/library/timeout:1: not found"), "missing");
        // A short name takes nothing out of other words.
        assert_eq!(why("i", "pull access denied, repository does not exist"), "private");
        assert_eq!(why("", "not found"), "missing");
    }

    #[test]
    fn what_an_administrator_wrote_is_not_read_as_a_rule_of_the_cluster() {
        let policy = "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'names' with binding 'all' \
            denied request: name a service account, and keep within the LimitRange";
        assert_eq!(rule(policy), "policy");
        assert_eq!(rule("policy names denied request: exceeded quota of words"), "policy");
        assert_eq!(rule("admission webhook \"x\" denied the request: exceeded quota"), "webhook");
        let missing = "pods \"web-1\" is forbidden: error looking up service account a/web: serviceaccount \"web\" \
            not found";
        assert_eq!(rule(missing), "account");
        assert_eq!(rule("serviceaccounts \"web\" is forbidden: not wanted here"), "other");
    }

    #[test]
    fn only_the_servers_own_phrases_say_that_a_field_is_fixed() {
        for text in [
            "spec.selector: Invalid value: field is immutable",
            "spec: Forbidden: spec is immutable after creation except resources.requests",
            "spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden",
        ] {
            assert_eq!((invalid(text), admission(text)), ("fixed", None), "{text}");
        }
        assert_eq!(invalid("spec.immutableFields: Required value"), "missing");
        let webhook = "admission webhook \"x\" denied the request: field is immutable";
        assert_eq!(admission(webhook), Some("webhook"));
        assert_eq!(admission("exceeded quota: compute"), None);
        // The policy itself is the object.
        assert_eq!(
            admission("ValidatingAdmissionPolicy.x \"a\" is invalid: spec.validations: Required value"),
            None
        );
    }

    #[test]
    fn a_quota_without_figures_and_a_webhook_without_answer_are_causes_of_their_own() {
        let unsized_pod = "pods \"web-1\" is forbidden: failed quota: compute: must specify cpu for: web";
        assert_eq!(rule(unsized_pod), "unsized");
        assert_eq!(rule("pods \"web-1\" is forbidden: exceeded quota: compute, requested: cpu=1"), "quota");
        let silent =
            "Internal error occurred: failed calling webhook \"rules.example\": no endpoints available";
        assert_eq!(rule(silent), "webhook-silent");
    }
}
