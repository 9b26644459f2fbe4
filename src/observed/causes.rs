//! What it is for: what is behind a reason, out of the words that kubelet, scheduler and API server put beside it: they
//! write one reason for many causes. In: their words. Out: one word, by which a sentence is chosen. Never: I/O, or a
//! cause that the words do not name ("other").

/// The first word of a table whose signs stand in `text`; "other" when none does.
fn by_signs(text: &str, table: &[(&'static str, &[&str])]) -> &'static str {
    let text = text.to_lowercase();
    let found = table.iter().find(|(_, signs)| signs.iter().any(|sign| text.contains(sign)));
    found.map_or("other", |(word, _)| word)
}

/// Why an image cannot be had.
pub(super) fn image(reason: &str, message: &str) -> &'static str {
    match reason {
        "ErrImageNeverPull" => "never",
        "InvalidImageName" => "name",
        "ImageInspectError" => "inspect",
        "SignatureValidationFailed" => "signature",
        "RegistryUnavailable" => "unreachable",
        _ => by_signs(
            message,
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
